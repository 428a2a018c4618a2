"""Events taken back: only the last that stands, by whom, exactly, and the same in whatever order events arrive."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.domain.item import Event, ItemFacts, allowed, fold

pytestmark = pytest.mark.slow  # `make check` stays under a minute

INSPECTOR, SECOND, SUPERVISOR, OTHER = 11, 12, 21, 22
NOTICE = 101
DAY_MS = 86_400_000
START = 1_788_220_800_000 + 8 * 3_600_000
GENERAL = ItemFacts("general", "open_exit", 15, "natural")
SAID = {
    "ordered": {"notice": NOTICE, "mode": "by_term"},
    "order_voided": {"notice": NOTICE, "reason": "有误"},
    "served": {"notice": NOTICE, "date": "2026-09-02"},
    "submitted": {},
    "extension_asked": {"to": "2027-01-31", "reason": "未到货"},
    "extended": {"to": "2027-01-31", "reason": "未到货"},
    "extension_refused": {"reason": "期限足够"},
    "reinspected": {"result": "pass", "photos": 2, "second": SECOND, "exits": 3, "where": "二层"},
    "fixed_on_spot": {"before": 1, "after": 1, "second": SECOND, "exits": 1, "where": "一层"},
    "cleared": {},
    "referred": {"to": "消防救援", "reason": "职权"},
    "disproved": {"reason": "核实"},
}
BY_SUPERVISOR = {"extended", "extension_refused", "referred", "disproved"}


def event(n, kind, by=None, **facts):
    """The n-th event, one a day, by who may record it unless somebody else is named."""
    by = by or (SUPERVISOR if kind in BY_SUPERVISOR else INSPECTOR)
    role = "supervisor" if by in (SUPERVISOR, OTHER) else "inspector"
    return Event(n, 1000 + n, kind, START + n * DAY_MS, by, role, {**SAID.get(kind, {}), **facts})


def take_back(n, of, by=INSPECTOR, reason="点错"):
    return event(n, "retracted", by, event=of, reason=reason)


def story(*kinds):
    return [event(n, kind) for n, kind in enumerate(kinds, 1)]


PATHS = {
    "submitted": ("ordered", "served", "submitted"),
    "extension_asked": ("ordered", "served", "extension_asked"),
    "extended": ("ordered", "served", "extension_asked", "extended"),
    "extension_refused": ("ordered", "served", "extension_asked", "extension_refused"),
    "reinspected": ("ordered", "served", "submitted", "reinspected"),
    "fixed_on_spot": ("fixed_on_spot",),
    "cleared": ("ordered", "served", "reinspected", "cleared"),
    "referred": ("ordered", "referred"),
    "disproved": ("ordered", "served", "disproved"),
}


@pytest.mark.parametrize("kind", sorted(PATHS))
def test_taking_an_event_back_gives_the_state_before_it_and_restoring_it_the_state_after(kind):
    past = story(*PATHS[kind])
    before, after = fold(GENERAL, past[:-1]), fold(GENERAL, past)
    by = past[-1].by
    undone = fold(GENERAL, [*past, take_back(8, past[-1].id, by)])
    assert undone.retracted == {past[-1].id} and undone.ignored == ()
    assert _without(undone) == _without(before)
    restored = fold(GENERAL, [*past, take_back(8, past[-1].id, by), take_back(9, 8, by)])
    assert restored == after


def _without(state):
    return {name: getattr(state, name) for name in state.__dataclass_fields__ if name not in ("retracted", "last", "taken_back")}


@pytest.mark.parametrize("path", [("ordered",), ("ordered", "served"), ("ordered", "order_voided")])
def test_what_a_paper_says_is_not_taken_back(path):
    past = story(*path)
    state = fold(GENERAL, [*past, take_back(8, past[-1].id, SUPERVISOR)])
    assert [i for i, _ in state.ignored] == [8] and "作废" in state.ignored[0][1].zh
    assert state.state == fold(GENERAL, past).state


def test_only_the_last_event_that_stands_is_taken_back_and_then_the_one_before_it():
    past = story("ordered", "served", "submitted", "reinspected", "cleared")
    early = fold(GENERAL, [*past, take_back(7, 4)])
    assert (early.state, [i for i, _ in early.ignored]) == ("cleared", [7])
    both = [*past, take_back(7, 5), take_back(8, 4), take_back(9, 3)]
    assert (fold(GENERAL, both).state, fold(GENERAL, both).retracted) == ("in_progress", {3, 4, 5})
    assert fold(GENERAL, [*both, take_back(10, 2)]).ignored[0][0] == 10
    again = [*both, take_back(11, 9), take_back(12, 8), take_back(13, 7)]
    assert fold(GENERAL, again) == fold(GENERAL, past)


def test_an_event_that_did_not_count_is_not_taken_back():
    past = story("ordered", "served", "cleared")
    state = fold(GENERAL, [*past, take_back(7, 3)])
    assert [i for i, _ in state.ignored] == [3, 7]


@pytest.mark.parametrize(
    ("by", "counts"), [(INSPECTOR, True), (SECOND, False), (SUPERVISOR, True), (OTHER, True)]
)
def test_an_event_is_taken_back_by_its_author_or_a_supervisor(by, counts):
    past = story("ordered", "served", "submitted")
    state = fold(GENERAL, [*past, take_back(7, 3, by)])
    assert (state.state == "in_progress") == counts


@pytest.mark.parametrize("by", [INSPECTOR, SECOND, OTHER])
def test_what_its_author_took_back_nobody_else_restores(by):
    past = [*story("ordered", "served", "submitted"), take_back(7, 3, SUPERVISOR)]
    state = fold(GENERAL, [*past, take_back(8, 7, by)])
    assert (state.state, [i for i, _ in state.ignored]) == ("in_progress", [8])
    assert fold(GENERAL, [*past, take_back(8, 7, SUPERVISOR)]).state == "submitted"


def test_an_administrator_takes_nothing_back():
    past = story("ordered", "served", "submitted")
    state = fold(GENERAL, past)
    assert allowed(GENERAL, state, "retracted", "admin", INSPECTOR, facts={"event": 3, "reason": "x"}) is not None
    assert allowed(GENERAL, state, "retracted", "inspector", INSPECTOR, facts={"event": 3, "reason": "x"}) is None


@pytest.mark.parametrize("facts", [{"event": None}, {"reason": ""}, {"reason": "  "}, {"event": "3"}, {"event": 99}])
def test_a_retraction_names_its_event_and_why(facts):
    past = story("ordered", "served", "submitted")
    said = {"event": 3, "reason": "点错", **facts}
    state = fold(GENERAL, [*past, event(7, "retracted", INSPECTOR, **said)])
    assert (state.state, [i for i, _ in state.ignored]) == ("submitted", [7])


def test_after_a_new_event_what_was_taken_back_before_is_not_restored():
    past = [*story("ordered", "served", "submitted"), take_back(7, 3), event(8, "submitted"), take_back(9, 7)]
    state = fold(GENERAL, past)
    assert [i for i, _ in state.ignored] == [9] and state.retracted == {3}


KINDS = (*SAID, *["retracted"] * 12)


@st.composite
def histories(draw):
    """Plausible events, most of them legal, with retractions of whatever came before."""
    events = story("ordered", "served")
    for n in range(3, draw(st.integers(4, 14))):
        kind = draw(st.sampled_from(KINDS))
        by = draw(st.sampled_from((INSPECTOR, SECOND, SUPERVISOR)))
        facts = {"event": draw(st.integers(1, n)), "reason": "点错"} if kind == "retracted" else {}
        events.append(event(n, kind, by, **facts))
    return events


@given(histories(), st.integers(0, 2**32))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_the_order_of_arrival_decides_nothing(events, seed):
    shuffled = events[:]
    random.Random(seed).shuffle(shuffled)
    assert fold(GENERAL, shuffled) == fold(GENERAL, events)


@given(histories())
@settings(derandomize=True, max_examples=300, deadline=None)
def test_whatever_happened_taking_the_last_event_back_and_restoring_it_changes_nothing(events):
    state = fold(GENERAL, events)
    if state.last is None or state.last.kind in ("ordered", "order_voided", "served"):
        return
    by = state.last.by
    back = fold(GENERAL, [*events, take_back(50, state.last.id, by)])
    assert back.ignored == state.ignored and _without(back) == {**_without(state.last.before), "ignored": state.ignored}
    assert fold(GENERAL, [*events, take_back(50, state.last.id, by), take_back(51, 50, by)]) == state
