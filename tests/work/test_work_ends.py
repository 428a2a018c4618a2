"""What else happens to a hazard: extensions refused, no access, other ends, coming back; late entry; amendments shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from office_world import DAY, Office, Visit

from fieldaudit.domain.calendar import local_date, local_datetime
from fieldaudit.domain.core import hlc_ms
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.store import queries
from fieldaudit.work import attaching, inspect, notices, papers, plan, records, review
from fieldaudit.work.amendment import amendments
from fieldaudit.work.clock import doubts
from fieldaudit.work.desk import local_time
from fieldaudit.work.undo import undo

pytestmark = pytest.mark.slow  # `make check` stays under a minute


def cleared(office: Office, home: str = "北苑养老中心") -> int:
    visit = office.finished("sign", home=home)
    office.serve(notices.issue(office.desk(), visit.id))
    plan.reinspect(office.desk(), visit.items["sign"], "pass", office.people["乙"], [office.photo()])
    plan.clear(office.desk(), visit.items["sign"])
    return visit.items["sign"]


def test_an_extension_asked_for_is_granted_or_refused_by_a_supervisor_each_kept_in_the_history(office: Office) -> None:
    visit = office.served("wires")
    item, due = visit.items["wires"], office.state(visit.items["wires"]).due
    assert due is not None
    with pytest.raises(NotAllowed, match="没有待批"):
        plan.refuse(office.desk("科长"), item, "期限足够")
    plan.extend(office.desk(), item, due + timedelta(days=5), "采购")
    with pytest.raises(NotAllowed, match="科室负责人"):
        plan.refuse(office.desk("甲"), item, "期限足够")
    with pytest.raises(NotAllowed, match="理由"):
        plan.refuse(office.desk("科长"), item, " ")
    plan.refuse(office.desk("科长"), item, "期限足够")
    state = office.state(item)
    assert (state.due, state.extension_asked, state.extended) == (due, None, False)
    plan.extend(office.desk(), item, due + timedelta(days=9), "设备未到货")
    plan.grant(office.desk("科长"), item)
    assert office.state(item).due == due + timedelta(days=9)
    kinds = [row["kind"] for row in office.workspace.store.find("event", item=item)]
    assert kinds[2:] == ["extension_asked", "extension_refused", "extension_asked", "extended"]


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        ("equivalent", {"reason": "结构不允许", "opinion": "专家论证意见"}),
        ("disproved", {"reason": "复核后符合规范"}),
        ("ended_with_institution", {"residents_settled": 40, "residents_total": 40}),
    ],
)
def test_other_lawful_ends_are_a_supervisors_and_all_items_are_judged_before_the_first(
    office: Office, state: str, facts: dict[str, object]
) -> None:
    visit = office.served("sign", "wires")
    items = [visit.items["sign"], visit.items["wires"]]
    with pytest.raises(NotAllowed, match="科室负责人"):
        plan.end_all(office.desk("甲"), items, state, facts)
    with pytest.raises(NotAllowed):
        plan.end_all(office.desk("科长"), items, state, {})
    assert {office.state(item).state for item in items} == {"in_progress"}
    assert plan.end_all(office.desk("科长"), items, state, facts) == items
    assert {office.state(item).state for item in items} == {state}


def test_a_visit_that_found_no_way_in_ends_with_its_evidence_and_gives_no_report_nor_order(office: Office) -> None:
    made = inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"])
    with pytest.raises(NotAllowed, match="照片或见证人"):
        inspect.no_access(office.desk(), made, "大门锁闭")
    with pytest.raises(NotAllowed, match="情况"):
        inspect.no_access(office.desk(), made, " ", [office.photo()])
    inspect.no_access(office.desk(), made, "大门锁闭", [office.photo()])
    sheet = inspect.open_sheet(office.desk(None), made)
    assert (sheet.state.state, sheet.state.locked) == ("no_access", True)
    assert len(queries.attachments(office.workspace.store, made)) == 1
    with pytest.raises(NotAllowed, match="没有检查报告"):
        papers.report_facts(office.desk(None), sheet)
    with pytest.raises(NotAllowed):
        notices.issue(office.desk(), made)
    with pytest.raises(NotAllowed):
        review.approve(office.desk("科长"), made)
    assert next(row["id"] for row in queries.inspections(office.workspace.store, state="no_access")) == made
    inspect.amend(office.desk(), made, "后来有人开门")
    assert inspect.open_sheet(office.desk(None), made).state.state == "draft"


def test_where_questions_were_answered_there_was_a_way_in(office: Office) -> None:
    with pytest.raises(NotAllowed, match="不是未能进入"):
        inspect.no_access(office.desk(), office.draft().id, "锁闭", [office.photo()])


def test_a_cleared_hazard_found_again_by_a_later_visit_is_linked_to_the_old_one(office: Office) -> None:
    old = cleared(office, "南山养老院")
    office.later(30)
    desk = office.desk()
    visit = office.draft("sign", home="南山养老院", place=False)
    row = desk.row("item", visit.items["sign"])
    assert row["recurrence_of"] == old
    assert [each["id"] for each in queries.recurrences(office.workspace.store, old)] == [row["id"]]  # type: ignore[arg-type]
    other = office.draft("wires", "sign", place=False)
    assert desk.row("item", other.items["wires"])["recurrence_of"] is None
    assert desk.row("item", other.items["sign"])["recurrence_of"] != old  # another home's


def test_what_still_stands_open_is_no_recurrence(office: Office) -> None:
    office.finished("well", home="南山养老院")
    office.later(1)
    again = office.draft("well", home="南山养老院", place=False)
    assert office.desk(None).row("item", again.items["well"])["recurrence_of"] is None


def test_late_entry_keeps_both_times_and_is_never_of_the_future_nor_before_the_order(office: Office) -> None:
    visit = office.served("sign")
    item = visit.items["sign"]
    office.later(3)
    desk = office.desk()
    desk.observed_at = desk.now + 60_000
    with pytest.raises(BadInput, match="将来"):
        plan.submit(desk, item, "完成")
    desk.observed_at = desk.now - 5 * DAY
    with pytest.raises(BadInput, match="早于"):
        plan.submit(desk, item, "完成")
    desk.observed_at = desk.now - DAY
    plan.submit(desk, item, "完成")
    assert office.state(item).last_on == local_date(desk.now - DAY) and desk.told == []
    event = office.workspace.store.find("event", item=item)[-1]
    shown = records.history_of(office.desk(None), str(event["id"]))[0]
    assert shown["late"] and shown["at"] < shown["entered_at"]
    assert list(records.entered_late(office.desk(None), [event["_commit"]]).values()) == [shown["entered_at"]]
    assert not records.history_of(office.desk(None), str(item))[0]["late"]


def test_what_is_entered_more_than_a_month_later_is_told_and_still_recorded(office: Office) -> None:
    desk = office.desk()
    desk.observed_at = desk.now - 31 * DAY
    inspect.begin(desk, office.homes["北苑养老中心"], office.people["乙"])
    assert len(desk.told) == 1 and "31" in desk.told[0].zh


def test_a_clock_that_contradicts_what_was_seen_is_told_and_refuses_nothing(office: Office) -> None:
    inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"])
    newest = hlc_ms(queries.newest_seen(office.workspace.store)[1])
    desk = office.desk()
    for now, word in ((newest, None), (newest - 4 * 60_000, None), (newest - DAY, "已有"), (newest + 61 * DAY, "61 天")):
        desk.now = now
        said = doubts(desk)
        assert (word is None and said == []) or (word is not None and word in said[0].zh), now
    desk.now = newest - DAY
    made = inspect.begin(desk, office.homes["北苑养老中心"], office.people["乙"])
    shown = records.history_of(desk, str(made))[0]
    assert shown["entered_at"] == local_time(newest - DAY)
    desk.now = 4_000_000_000_000
    assert "期限" in doubts(desk)[0].zh


def test_an_amendment_shows_its_reason_and_every_answer_and_hazard_it_changed(office: Office) -> None:
    visit = office.finished("sign")
    assert amendments(office.desk(None), visit.id) == []
    inspect.amend(office.desk(), visit.id, "位置写错")
    plan.edit(office.desk(), visit.items["sign"], {"place": "二层东侧"})
    visit.answer("wires", "fail", place="配电间")
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    inspect.amend(office.desk("乙"), visit.id, "补充备注")
    visit.answer("gas", "na")
    first, second = amendments(office.desk(None), visit.id)
    assert (first.reason, first.by, second.reason, second.by) == ("位置写错", "甲", "补充备注", "乙")
    said = {change.of.rsplit("/", 1)[-1]: (change.before, change.after) for change in first.changed}
    assert said[f"{visit.items['sign']} place"] == ("sign处", "二层东侧")
    assert said["wires"] == ("pass", "fail")
    assert [(change.before, change.after) for change in second.changed] == [("pass", "na")]


def test_an_approval_in_error_is_returned_and_reviewed_again(office: Office) -> None:
    visit = office.finished("sign")
    review.approve(office.desk("科长"), visit.id)
    with pytest.raises(NotAllowed) as refused:
        inspect.amend(office.desk(), visit.id, "更正")
    assert "review return" in str(refused.value.todo)
    review.send_back(office.desk("科长"), visit.id, {}, "误点通过")
    inspect.amend(office.desk(), visit.id, "按审核意见更正")
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    review.approve(office.desk("科长"), visit.id)
    assert inspect.open_sheet(office.desk(None), visit.id).state.state == "approved"


def test_what_an_amendment_took_back_again_is_no_change_and_a_photo_is_one(office: Office) -> None:
    visit = office.finished("sign")
    inspect.amend(office.desk(), visit.id, "补拍")
    visit.answer("wires", "fail", place="配电间")
    undo(office.desk())
    attaching.attach(office.desk(), visit.id, "sign", office.photo()[1], "补拍.jpg")
    (said,) = amendments(office.desk(None), visit.id)
    path = visit.sheet().question("sign")[0]
    assert [(change.of, change.before, change.after) for change in said.changed] == [(f"{path} file_name", None, "补拍.jpg")]
    undo(office.desk())
    assert amendments(office.desk(None), visit.id)[0].changed == ()


def test_nothing_was_seen_in_a_visit_before_it_began(office: Office) -> None:
    visit = office.draft("sign")
    began = visit.sheet().row["started_at"]
    desk = office.desk()
    desk.observed_at = began - 60_000
    with pytest.raises(BadInput, match="检查开始"):
        inspect.answer(desk, visit.sheet(), "wires", "fail")
    with pytest.raises(BadInput, match="检查开始"):
        inspect.fix(desk, visit.id, "sign", [office.photo()], [office.photo()], {})
    assert len(visit.live_items()) == 1
    desk.observed_at = began // 60_000 * 60_000  # as it is typed, to the minute
    assert inspect.answer(desk, visit.sheet(), "wires", "fail")


def test_papers_print_when_the_visit_was_and_when_it_was_entered_whatever_was_corrected_later(office: Office) -> None:
    office.later(2)
    desk = office.desk()
    desk.observed_at = began = desk.now // 60_000 * 60_000 - DAY
    made = inspect.begin(desk, office.homes["北苑养老中心"], office.people["乙"])
    visit = Visit(office, made)
    visit.answer("has_gas", "no")
    for name in ("bars", "well", "sign", "wires"):
        visit.answer(name, "pass")
    visit.sign()
    desk = office.desk()
    desk.observed_at = began - 60_000
    with pytest.raises(BadInput, match="检查开始"):
        inspect.finish(desk, made)
    desk.observed_at = left = began + 90 * 60_000
    inspect.finish(desk, made)
    office.later(5)
    inspect.amend(office.desk(), made, "补备注")
    visit.answer("wires", "na")
    visit.sign()
    inspect.finish(office.desk(), made)
    facts = papers.report_facts(office.desk(None), visit.sheet())
    assert (facts.started_at, facts.ended_at) == (local_datetime(began), local_datetime(left))
    assert dict(facts.details)["补录时间"] == local_time(began + DAY)
    assert "补录时间" not in dict(papers.report_facts(office.desk(None), office.finished().sheet()).details)
