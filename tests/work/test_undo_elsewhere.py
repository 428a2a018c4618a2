"""Undo between laptops: over sealed and received acts, beside edits it could not know of, by a supervisor; and of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_world import Office, Visit, found, second_laptop
from test_undo import facts, last

from fieldaudit.errors import FieldauditError, NotAllowed
from fieldaudit.work import attaching, inspect, plan, records
from fieldaudit.work.undo import redo, undo

pytestmark = pytest.mark.slow  # bureaus with several laptops


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """Two laptops of one bureau that have met; 甲 acts on the first, 乙 and 科长 on both."""
    with pytest.MonkeyPatch.context() as patch:
        (tmp_path / "bureau").mkdir()
        first = found(tmp_path / "bureau", patch)
        second = second_laptop(first, tmp_path / "second", "乙", "科长")
        meet(first, second, tmp_path)
        try:
            yield first, second
        finally:
            first.workspace.close()
            second.workspace.close()


def meet(first: Office, second: Office, tmp_path: Path) -> None:
    for each in (first, second, first, second):
        each.sync(tmp_path / "stick")


def test_sealed_acts_are_undone_and_the_other_laptop_agrees(pair: tuple[Office, Office], tmp_path: Path) -> None:
    first, second = pair
    visit = first.draft("sign")
    before = facts(first)
    plan.edit(first.desk(), visit.items["sign"], {"responsible": "院长"})
    meet(first, second, tmp_path)
    assert first.workspace.store.query("SELECT 1 FROM log") == []
    undo(first.desk())
    meet(first, second, tmp_path)
    assert facts(first) == before == facts(second)
    redo(first.desk())
    meet(first, second, tmp_path)
    assert facts(first) == facts(second) != before


def test_a_supervisor_undoes_on_her_laptop_what_was_received_and_its_author_cannot_restore_it(
    pair: tuple[Office, Office], tmp_path: Path
) -> None:
    first, second = pair
    visit = first.served("sign")
    plan.submit(first.desk(), visit.items["sign"], "完成", [first.photo()])
    act = last(first)
    meet(first, second, tmp_path)
    with pytest.raises(NotAllowed, match="本人"):
        undo(second.desk("乙"), act)
    done = undo(second.desk("科长"), act)
    meet(first, second, tmp_path)
    assert first.state(visit.items["sign"]).state == "in_progress"
    with pytest.raises(NotAllowed, match="已经撤销"):
        undo(first.desk(), act)
    with pytest.raises(NotAllowed, match="只有撤销的人"):
        undo(first.desk(), str(done.commit))


def test_an_edit_made_elsewhere_meanwhile_stands_against_the_undo(pair: tuple[Office, Office], tmp_path: Path) -> None:
    first, second = pair
    visit = first.draft("sign")
    item = visit.items["sign"]
    plan.edit(first.desk(), item, {"responsible": "院长"})
    meet(first, second, tmp_path)
    plan.edit(second.desk("乙"), item, {"responsible": "所长"})
    undo(first.desk())
    meet(first, second, tmp_path)
    for office in pair:
        (conflict,) = records.conflict_list(office.desk(None))
        assert {value["value"] for value in conflict["values"]} == {None, "所长"}
    assert facts(first) == facts(second)
    with pytest.raises(NotAllowed, match="改动过"):
        redo(first.desk())


def test_a_conflict_settled_once_hinders_no_later_undo_but_is_itself_settled_anew(
    pair: tuple[Office, Office], tmp_path: Path
) -> None:
    first, second = pair
    visit = first.draft("sign")
    item = visit.items["sign"]
    meet(first, second, tmp_path)
    plan.edit(first.desk(), item, {"responsible": "院长"})
    plan.edit(second.desk("乙"), item, {"responsible": "所长"})
    meet(first, second, tmp_path)
    plan.edit(first.desk(), item, {"responsible": "主任"})
    settling = last(first)
    plan.edit(first.desk(), item, {"responsible": "副主任"})
    undo(first.desk())
    assert plan.plan_item(first.desk(None), item).row["responsible"] == "主任"
    with pytest.raises(NotAllowed, match="冲突"):
        undo(first.desk(), settling)
    redo(first.desk())
    assert plan.plan_item(first.desk(None), item).row["responsible"] == "副主任"


def _draft_act(office: Office, visit: Visit, n: int, who: str) -> Any:
    item = next(iter(sorted(visit.live_items())), None)
    match n:
        case 0 | 1:
            return visit.answer("wires", "fail" if n else "pass", who)
        case 2:
            return visit.answer("has_gas", "no" if office.now % 2 else "yes", who)
        case 3:
            return visit.answer("gas", "fail", who)
        case 4:
            return attaching.attach(office.desk(who), visit.id, "wires", office.photo()[1], "a.jpg")
        case 5 if item:
            return plan.edit(office.desk(who), item, {"place": f"{office.now}处"})
        case 6 if item:
            return plan.grade(office.desk(who), item, "major", "从严")
        case 7 if item:
            return plan.join(office.desk(who), item, sorted(visit.live_items() - {item})[:1])
        case _:
            return inspect.fix(office.desk(who), visit.id, "wires", [office.photo()], [office.photo()], {})


@pytest.mark.slow
@settings(derandomize=True, max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from("甲乙")), min_size=1, max_size=8), st.integers(1, 5))
def test_acts_of_a_draft_are_undone_backwards_and_redone_forwards(office: Office, steps: list[tuple[int, str]], depth: int) -> None:
    visit = office.draft("sign", place=False)
    trail: list[tuple[str, str, dict[str, Any]]] = []
    for n, who in steps:
        newest, was = last(office), facts(office)
        try:
            _draft_act(office, visit, n, who)
        except FieldauditError:
            continue
        if last(office) != newest:
            trail.append((who, last(office), was))
    end, undone = facts(office), []
    for who, act, was in reversed(trail[-depth:]):
        now = facts(office)
        undone.append((who, str(undo(office.desk(who), act).commit), now))
        assert facts(office) == was
    for who, act, was in reversed(undone):
        undo(office.desk(who), act)
        assert facts(office) == was
    assert facts(office) == end
    office.workspace.store.rebuild()
    assert facts(office) == end
