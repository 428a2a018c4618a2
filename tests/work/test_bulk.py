"""One act on many items: what may be done is done, what may not is named with its reason, and one undo takes all of it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from office_world import Office, Visit

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.work import bulk, notices, plan
from fieldaudit.work.evidence import read_all
from fieldaudit.work.undo import redo, undo

pytestmark = pytest.mark.slow  # `make check` stays under a minute


def two_districts(office: Office, *failed: str) -> list[Visit]:
    """A served visit in each of the two districts."""
    visits = []
    for home in office.homes:
        visit = office.finished(*failed, home=home)
        visit.notice = notices.issue(office.desk(), visit.id)
        office.serve(visit.notice)
        visits.append(visit)
    return visits


def due(office: Office, item: RowId) -> date:
    found = office.state(item).due
    assert found is not None
    return found


def commits(office: Office, rows: list[RowId]) -> set[int]:
    return {row["_commit"] for item in rows for row in office.workspace.store.find("event", item=item)[-1:]}


def test_an_act_over_two_districts_is_a_commit_in_each_and_one_undo_takes_back_both(office: Office) -> None:
    visits = two_districts(office, "sign", "wires")
    items = [visit.items[name] for visit in visits for name in ("sign", "wires")]
    found = bulk.submit(office.desk(), items, "院方来电")
    assert found.done == items and not found.refused
    assert {office.state(item).state for item in items} == {"submitted"} and len(commits(office, items)) == 2
    done = undo(office.desk())
    assert {office.state(item).state for item in items} == {"in_progress"} and len(done.also) == 1
    redo(office.desk())
    assert {office.state(item).state for item in items} == {"submitted"}
    undo(office.desk())
    assert {office.state(item).state for item in items} == {"in_progress"}


def test_what_stands_in_the_way_of_one_part_keeps_the_whole_from_being_undone(office: Office) -> None:
    visits = two_districts(office, "wires")
    items = [visit.items["wires"] for visit in visits]
    bulk.edit(office.desk(), items, {"responsible": "院长"})
    plan.edit(office.desk("乙"), items[0], {"responsible": "副院长"})
    with pytest.raises(NotAllowed, match="不能整体撤销"):
        undo(office.desk())
    assert [plan.plan_item(office.desk(None), item).row["responsible"] for item in items] == ["副院长", "院长"]


def test_two_acts_of_one_kind_are_undone_one_by_one(office: Office) -> None:
    visit = two_districts(office, "wires")[0]
    bulk.edit(office.desk(), [visit.items["wires"]], {"responsible": "院长"})
    bulk.edit(office.desk(), [visit.items["wires"]], {"responsible": "副院长"})
    undo(office.desk())
    assert plan.plan_item(office.desk(None), visit.items["wires"]).row["responsible"] == "院长"


def test_refusals_are_listed_in_the_rules_words_and_the_rest_is_done(office: Office) -> None:
    served, fresh = two_districts(office, "wires")[0], office.finished("wires")
    done, waits = served.items["wires"], fresh.items["wires"]
    to = due(office, done) + timedelta(days=10)
    found = bulk.extend(office.desk(), [done, waits, done], to, "等待配件")
    assert found.done == [done]
    assert [(each.item, str(each.why)) for each in found.refused] == [(waits, "隐患现为“已发现”，不能申请延期")]
    assert "wires" in found.refused[0].words
    asked = bulk.grant(office.desk("甲"), [done])
    assert not asked.done and "科室负责人" in str(asked.refused[0].why)
    bulk.grant(office.desk("科长"), [done])
    assert due(office, done) == to
    assert "没有待批" in str(bulk.grant(office.desk("科长"), [done]).refused[0].why)


def test_a_refused_extension_leaves_the_deadlines(office: Office) -> None:
    visits = two_districts(office, "wires")
    items = [visit.items["wires"] for visit in visits]
    before = [due(office, item) for item in items]
    bulk.extend(office.desk(), items, max(before) + timedelta(days=9), "等待配件")
    assert "理由" in str(bulk.refuse(office.desk("科长"), items, " ").refused[0].why)
    assert bulk.refuse(office.desk("科长"), items, "不急").done == items
    assert [due(office, item) for item in items] == before
    assert all(office.state(item).extension_asked is None for item in items)


def test_clearing_many_asks_the_rule_for_each(office: Office) -> None:
    visits = two_districts(office, "wires", "sign")
    office.later(1)
    for visit in visits:
        photos = read_all([office.photo()])
        bulk.reinspect(office.desk(), [bulk.Seen(visit.items["wires"], "pass", photos)], office.people["乙"])
    found = bulk.clear(office.desk(), [visit.items[name] for visit in visits for name in ("wires", "sign")])
    assert found.done == [visit.items["wires"] for visit in visits] and len(found.refused) == 2
    assert [office.state(visit.items["wires"]).state for visit in visits] == ["cleared", "cleared"]
    undo(office.desk())
    assert [office.state(visit.items["wires"]).state for visit in visits] == ["passed", "passed"]


def test_a_visit_is_recorded_whole_or_not_at_all(office: Office) -> None:
    visit = two_districts(office, "wires", "bars")[0]
    good = bulk.Seen(visit.items["wires"], "pass", read_all([office.photo()]))
    for wrong in (
        bulk.Seen(visit.items["bars"], "pass", read_all([office.photo()])),  # does not tell how many exits
        bulk.Seen(visit.items["bars"], "no_access"),
        bulk.Seen(visit.items["bars"], "好"),
    ):
        with pytest.raises((BadInput, NotAllowed)):
            bulk.reinspect(office.desk(), [good, wrong], office.people["乙"])
    assert office.state(visit.items["wires"]).state == "in_progress"
    exits = bulk.Seen(visit.items["bars"], "pass", read_all([office.photo()]), {"exits": 2, "where": "东侧走道"})
    bulk.reinspect(office.desk(), [good, exits], office.people["乙"])
    assert [office.state(visit.items[name]).state for name in ("wires", "bars")] == ["passed", "passed"]
    assert office.state(visit.items["bars"]).exits == 2
    assert len(plan.photos_of(office.desk(None), visit.items["bars"])["after"]) == 1
    undo(office.desk())
    assert [office.state(visit.items[name]).state for name in ("wires", "bars")] == ["in_progress", "in_progress"]


def test_cells_that_no_item_can_have_are_refused_before_anything_is_written(office: Office) -> None:
    visit = two_districts(office, "wires")[0]
    with pytest.raises(BadInput):
        bulk.edit(office.desk(), [visit.items["wires"]], {"budget_yuan": -1.0})
    found = bulk.edit(office.desk(), [visit.items["wires"]], {"term_days": 3})
    assert "以通知书为准" in str(found.refused[0].why)
