"""Undo and redo: an act is taken back whole or not at all, restored exactly, and never a way round a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_world import Office, Visit

from fieldaudit.domain.core import RowId
from fieldaudit.domain.tables import TABLES
from fieldaudit.errors import BadInput, FieldauditError, NotAllowed
from fieldaudit.work import inspect, notices, plan, register, review
from fieldaudit.work.undo import redo, undo

pytestmark = pytest.mark.slow  # `make check` stays under a minute

BOOKKEEPING = {"last_hlc"}


def facts(office: Office) -> dict[str, Any]:
    """Everything that is live, without who wrote it when: what undoing and redoing must give back."""
    store = office.workspace.store
    found: dict[str, Any] = {
        table: {row["id"]: {name: row[name] for name in TABLES[table]} for row in store.find(table)}
        for table in TABLES
        if table != "event"
    }
    for table in ("item_state", "inspection_state"):
        rows = store.query(f"SELECT * FROM {table}")
        found[table] = [{name: value for name, value in row.items() if name not in BOOKKEEPING} for row in rows]
    return found


def last(office: Office) -> str:
    """The id of the newest act of this laptop."""
    store = office.workspace.store
    rows = [row for table in TABLES for row in store.query(f"SELECT max(_last) AS newest FROM {table}")]
    return str(max(row["newest"] or 0 for row in rows))


def test_an_answer_is_taken_back_with_the_hazard_it_made_and_comes_back_the_same(office: Office) -> None:
    visit = office.draft()
    before = facts(office)
    item = visit.answer("sign", "fail")
    after = facts(office)
    assert item is not None and before != after
    done = undo(office.desk())
    assert done.act.verb == "inspection.answer" and facts(office) == before
    redo(office.desk())
    assert facts(office) == after
    undo(office.desk())
    assert facts(office) == before


def test_undo_goes_back_act_by_act_and_redo_forward_again(office: Office) -> None:
    visit = office.draft("sign")
    steps = [facts(office)]
    for cells in ({"responsible": "院长"}, {"responsible": "副院长", "contingency": "加派夜班"}, {"budget_yuan": 10.0}):
        plan.edit(office.desk(), visit.items["sign"], cells)
        steps.append(facts(office))
    for n in (2, 1, 0):
        undo(office.desk())
        assert facts(office) == steps[n]
    for n in (1, 2, 3):
        redo(office.desk())
        assert facts(office) == steps[n]
    with pytest.raises(NotAllowed, match="没有可重做"):
        redo(office.desk())


def test_a_new_act_ends_redoing_but_the_undo_may_still_be_named(office: Office) -> None:
    visit = office.draft("sign", "wires")
    plan.edit(office.desk(), visit.items["sign"], {"responsible": "院长"})
    done = undo(office.desk())
    plan.edit(office.desk(), visit.items["wires"], {"responsible": "电工"})
    with pytest.raises(NotAllowed, match="没有可重做"):
        redo(office.desk())
    undo(office.desk(), str(done.commit))
    assert plan.plan_item(office.desk(None), visit.items["sign"]).row["responsible"] == "院长"


def test_what_somebody_changed_since_is_named_and_nothing_is_undone(office: Office) -> None:
    visit = office.draft("sign")
    plan.edit(office.desk("甲"), visit.items["sign"], {"responsible": "院长", "contingency": "夜班"})
    act = last(office)
    plan.edit(office.desk("乙"), visit.items["sign"], {"responsible": "所长"})
    before = facts(office)
    with pytest.raises(NotAllowed) as refused:
        undo(office.desk("甲"), act)
    assert "乙" in str(refused.value) and "responsible" in str(refused.value)
    assert facts(office) == before
    undo(office.desk("乙"))
    undo(office.desk("甲"), act)
    row = plan.plan_item(office.desk(None), visit.items["sign"]).row
    assert (row["responsible"], row["contingency"]) == (None, None)


def test_an_act_is_not_undone_twice(office: Office) -> None:
    visit = office.draft("sign")
    plan.edit(office.desk(), visit.items["sign"], {"responsible": "院长"})
    act = last(office)
    undo(office.desk(), act)
    with pytest.raises(NotAllowed, match="已经撤销"):
        undo(office.desk(), act)
    with pytest.raises(BadInput):
        undo(office.desk(), "12")
    with pytest.raises(BadInput):
        undo(office.desk(), "没有")


@pytest.mark.parametrize(
    ("act", "advice"),
    [
        (lambda office, visit: visit.sign(), "重新签字"),
        (lambda office, visit: (visit.sign(), inspect.finish(office.desk(), visit.id)), "inspect amend"),
        (lambda office, visit: issued(office, visit), "notice void"),
        (lambda office, visit: office.serve(issued(office, visit)), "notice void"),
        (lambda office, visit: notices.void(office.desk(), issued(office, visit), "送错"), "notice issue"),
    ],
)
def test_papers_signatures_and_locks_are_never_undone_and_the_other_way_is_named(
    office: Office, act: Callable[[Office, Visit], object], advice: str
) -> None:
    visit = office.draft("sign")
    act(office, visit)
    before = facts(office)
    with pytest.raises(NotAllowed, match="不能撤销") as refused:
        undo(office.desk())
    assert advice in str(refused.value) and facts(office) == before


def issued(office: Office, visit: Visit) -> RowId:
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    return notices.issue(office.desk(), visit.id)


def test_a_review_is_not_undone(office: Office) -> None:
    visit = office.finished("sign")
    review.approve(office.desk("科长"), visit.id)
    with pytest.raises(NotAllowed, match="不能撤销"):
        undo(office.desk("科长"))


def test_what_is_signed_and_locked_is_amended_not_undone(office: Office) -> None:
    visit = office.draft("sign")
    answered = last(office)  # the place of the hazard
    visit.answer("wires", "na")
    act = last(office)
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    for wanted in (answered, act):
        with pytest.raises(NotAllowed, match="锁定"):
            undo(office.desk(), wanted)


def test_an_event_is_taken_back_by_who_recorded_it_or_a_supervisor_and_restored_only_by_who_took_it_back(office: Office) -> None:
    visit = office.served("sign")
    item = visit.items["sign"]
    plan.submit(office.desk("甲"), item, "已整改")
    act = last(office)
    with pytest.raises(NotAllowed, match="本人"):
        undo(office.desk("乙"), act)
    undone = undo(office.desk("科长"), act)
    assert office.state(item).state == "in_progress"
    for who in ("甲", "乙"):
        with pytest.raises(NotAllowed, match="只有撤销的人"):
            undo(office.desk(who), str(undone.commit))
    redo(office.desk("科长"))
    assert office.state(item).state == "submitted"


def test_a_clearing_is_taken_back_and_the_photo_of_a_reinspection_goes_with_it(office: Office) -> None:
    visit = office.served("sign")
    item = visit.items["sign"]
    plan.reinspect(office.desk("甲"), item, "pass", office.people["乙"], [office.photo()])
    reinspected = last(office)
    plan.clear(office.desk("甲"), item)
    with pytest.raises(NotAllowed, match="最近一次"):
        undo(office.desk("甲"), reinspected)
    before = facts(office)
    undo(office.desk("甲"))
    assert office.state(item).state == "passed"
    undo(office.desk("甲"))
    assert office.state(item).state == "in_progress" and plan.photos_of(office.desk(None), item)["after"] == []
    redo(office.desk("甲"))
    redo(office.desk("甲"))
    assert facts(office) == before


def test_a_fix_within_the_visit_is_undone_whole(office: Office) -> None:
    visit = office.draft("sign")
    before = facts(office)
    inspect.fix(office.desk(), visit.id, "sign", [office.photo()], [office.photo()], {})
    after = facts(office)
    assert office.state(visit.items["sign"]).state == "cleared"
    undo(office.desk())
    assert facts(office) == before
    redo(office.desk())
    assert facts(office) == after


def test_an_inspector_does_not_lower_a_signed_hazard_by_undoing(office: Office) -> None:
    visit = office.finished("sign")
    plan.grade(office.desk("科长"), visit.items["sign"], "major", "从严")
    act = last(office)
    with pytest.raises(NotAllowed, match="本人"):
        undo(office.desk("甲"), act)
    undo(office.desk("科长"), act)
    assert plan.plan_item(office.desk(None), visit.items["sign"]).row["severity"] == "general"


def test_a_visit_that_something_hangs_on_is_not_undone(office: Office) -> None:
    inspect.begin(office.desk(), office.homes["南山养老院"], office.people["乙"])
    act = last(office)
    before = facts(office)
    undo(office.desk())
    redo(office.desk())
    assert facts(office) == before
    visit = office.draft(home="南山养老院")
    begun = str(office.workspace.store.get("inspection", visit.id)["_commit"])  # type: ignore[index]
    with pytest.raises(NotAllowed, match="据此办理"):
        undo(office.desk(), begun)
    undo(office.desk(), act)


def test_an_answer_that_later_ones_rest_on_is_not_undone_by_itself(office: Office) -> None:
    made = inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"])
    visit = Visit(office, made)
    visit.answer("has_gas", "yes")
    act = last(office)
    visit.answer("gas", "fail")
    with pytest.raises(NotAllowed, match="后来的回答"):
        undo(office.desk(), act)
    undo(office.desk())
    undo(office.desk())
    assert visit.live_items() == set()


def test_an_edit_of_the_register_is_undone_by_who_made_it(office: Office) -> None:
    home = office.homes["南山养老院"]
    before = facts(office)
    register.edit(office.desk("甲"), home, {"phone": "0475-8230001"})
    act = last(office)
    with pytest.raises(NotAllowed, match="本人"):
        undo(office.desk("乙"), act)
    undo(office.desk("甲"), act)
    assert facts(office) == before
    imported = str(office.desk(None).row("institution", home)["_commit"])
    with pytest.raises(NotAllowed, match="由导入的人"):  # a supervisor neither: it may have brought hundreds of homes
        undo(office.desk("科长"), imported)


def test_undone_acts_stay_in_the_history_and_the_tables_follow_from_the_log(office: Office) -> None:
    from fieldaudit.work import records

    visit = office.draft("sign")
    plan.edit(office.desk(), visit.items["sign"], {"responsible": "院长"})
    undo(office.desk())
    redo(office.desk())
    verbs = [each["verb"] for each in records.history_of(office.desk(None), str(visit.items["sign"]))]
    assert verbs[-3:] == ["item.edit", "act.undo", "act.redo"]
    before = facts(office)
    office.workspace.store.rebuild()
    assert facts(office) == before and records.verify_all(office.desk(None)) == []


def _act(office: Office, visit: Visit, n: int, who: str) -> None:
    item = visit.items["sign"]
    match n:
        case 0:
            plan.submit(office.desk(who), item, "已整改", [office.photo()])
        case 1:
            plan.reinspect(office.desk(who), item, "pass", office.people["丙"], [office.photo()])
        case 2:
            plan.reinspect(office.desk(who), item, "fail", office.people["丙"])
        case 3:
            plan.clear(office.desk(who), item)
        case 4:
            due = office.state(item).due
            assert due is not None
            plan.extend(office.desk(who), item, due.replace(year=due.year + 1), "采购")
        case 5:
            plan.grant(office.desk("科长"), item)
        case 6:
            plan.edit(office.desk(who), item, {"responsible": f"第{office.now}人"})
        case 7:
            plan.end(office.desk("科长"), item, "disproved", {"reason": "核实"})
        case _:
            office.workspace.store.seal()


@pytest.mark.slow
@settings(derandomize=True, max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from("甲乙")), min_size=1, max_size=6), st.integers(1, 4))
def test_undo_then_redo_gives_back_every_fact(office: Office, steps: list[tuple[int, str]], depth: int) -> None:
    visit = office.served("sign")
    trail: list[tuple[str, dict[str, Any]]] = []
    now = facts(office)
    for n, who in steps:
        before = last(office)
        try:
            _act(office, visit, n, who)
        except FieldauditError:
            continue
        was, now = now, facts(office)
        if last(office) != before:
            trail.append(("科长" if n in (5, 7) else who, was))
    undone = []
    for who, was in reversed(trail[-depth:]):
        undone.append((who, facts(office)))
        undo(office.desk(who))
        assert facts(office) == was
    for who, was in reversed(undone):
        redo(office.desk(who))
        assert facts(office) == was
    office.workspace.store.rebuild()
    assert facts(office) == now


def test_however_often_a_cell_was_undone_the_next_undo_and_redo_are_exact(office: Office) -> None:
    visit = office.draft("sign")
    item = visit.items["sign"]
    for turn in range(60):
        plan.edit(office.desk(), item, {"responsible": f"第{turn}人"})
        undo(office.desk())
    assert plan.plan_item(office.desk(None), item).row["responsible"] is None
    redo(office.desk())
    assert plan.plan_item(office.desk(None), item).row["responsible"] == "第59人"


def test_in_an_amendment_undoing_does_not_take_away_what_the_signed_record_found(office: Office) -> None:
    visit = office.draft("sign", place=False)
    item = visit.answer("wires", "fail", place="配电间")
    found = last(office)
    visit.answer("sign", "pass")
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    inspect.amend(office.desk(), visit.id, "看错")
    with pytest.raises(NotAllowed, match="签字的记录") as refused:
        undo(office.desk(), found)
    assert "inspect answer" in str(refused.value.todo)
    assert visit.live_items() == {item}
    made = visit.answer("gas", "fail", place="厨房")  # what the amendment itself found is undone like in any draft
    undo(office.desk())
    assert made not in visit.live_items()
    redo(office.desk())
    assert visit.live_items() == {item, made}
