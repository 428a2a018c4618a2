"""Any events at all, in any order, from anyone: the fold never fails, and says what it passed over."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from item_stories import (
    EXIT,
    GENERAL,
    INSPECTOR,
    MAJOR,
    NOTICE,
    OTHER,
    OTHER_NOTICE,
    SECOND,
    SUPERVISOR,
    TO,
    TO_CONFIRM,
    WELL,
    act,
    story,
)

from fieldaudit.domain import terms
from fieldaudit.domain.item import RULES, ItemState, allowed, fold, marks

ITEMS = st.sampled_from([GENERAL, MAJOR, TO_CONFIRM, EXIT, WELL])
ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3),
                st.lists(st.integers(), max_size=2), st.dates().map(str))
VARIED = {
    "notice": st.sampled_from([NOTICE, OTHER_NOTICE]),
    "mode": st.sampled_from(["by_term", "dated"]),
    "due": st.just("2026-12-01"),
    "date": st.sampled_from(["2026-09-01", "2026-09-02", "2026-09-20"]),
    "to": st.sampled_from(["2026-09-18", "2027-12-31"]),
    "result": st.sampled_from(["pass", "fail", "partial", "no_access"]),
    "second": st.sampled_from([SECOND, SUPERVISOR]),
    "photos": st.integers(0, 2),
    "exits": st.integers(0, 4),
    "term_days": st.integers(0, 90),
    "residents_settled": st.integers(24, 26),
    "reason": st.just("理由"),
}
LIKELY = ("ordered", "served", "submitted", "reinspected", "reinspected", "reinspected", "cleared")


@st.composite
def one_event(draw, n):
    """Mostly as it should be; now and then an odd kind, role, fact, time or place in the order."""
    kind = draw(st.sampled_from(LIKELY) | st.sampled_from(sorted(RULES)) | st.text(max_size=4))
    roles = [None, None, "supervisor", "supervisor", "inspector", "admin"]
    event = act(n, kind, role=draw(st.sampled_from(roles)))
    match draw(st.sampled_from(["usual", "usual", "usual", "", "odd", "time", "order"])):
        case "usual":
            facts = {key: draw(VARIED[key]) for key in event.facts if key in VARIED}
            return replace(event, facts={**event.facts, **facts})
        case "odd":
            return replace(event, facts={**event.facts, draw(st.sampled_from(sorted(VARIED))): draw(ODD)})
        case "time":
            return replace(event, at=draw(st.integers()))
        case "order":
            return replace(event, hlc=draw(st.integers(1000, 1014)))
    return event


@st.composite
def events(draw):
    """Lives that get somewhere: some way down the usual path, then anything."""
    past = story(*draw(st.sampled_from([TO["found"], TO["in_progress"], TO["in_progress"], TO["passed"]])))
    rest = range(len(past), len(past) + draw(st.sampled_from([6, 3, 1, 8, 0])))
    return past + [draw(one_event(n)) for n in rest]


thorough = settings(derandomize=True, max_examples=300, deadline=None)


@pytest.mark.slow
@thorough
@given(ITEMS, events(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_arrival_does_not_matter(item, made, random, strict):
    shuffled = list(made)
    random.shuffle(shuffled)
    assert (fold(item, shuffled, supervisor_clears_general=strict)
            == fold(item, made, supervisor_clears_general=strict))


@pytest.mark.slow
@thorough
@given(ITEMS, events())
def test_any_events_give_a_state_and_each_counted_or_explained(item, made):
    state = fold(item, made)
    assert state.state in terms.ITEM_STATES
    assert {i for i, _ in state.ignored} <= {e.id for e in made}
    assert all(str(text) for _, text in state.ignored)
    assert (state.ended_on is None) == (state.ended_by is None) == state.is_open
    assert marks(state, date(2026, 10, 1)) <= set(terms.MARKS)


@pytest.mark.slow
@thorough
@given(ITEMS, events())
def test_ignored_events_might_as_well_not_have_happened(item, made):
    state = fold(item, made)
    ignored = {i for i, _ in state.ignored}
    without = fold(item, [e for e in made if e.id not in ignored])
    assert without == replace(state, ignored=())


@pytest.mark.slow
@thorough
@given(ITEMS, events())
def test_what_is_refused_at_the_desk_is_exactly_what_the_fold_passes_over(item, made):
    state = ItemState()
    for n, event in enumerate(sorted(made, key=lambda e: (e.hlc, e.id)), 1):
        if not 0 <= event.at < 4_102_444_800_000:
            continue
        reason = allowed(item, state, event.kind, event.role, event.by, facts=event.facts)
        state = fold(item, sorted(made, key=lambda e: (e.hlc, e.id))[:n])
        assert (reason is not None) == (event.id in {i for i, _ in state.ignored})


PEOPLE = st.sampled_from([INSPECTOR, SECOND, SUPERVISOR, OTHER])
LOOKS = st.tuples(st.just("reinspected"), st.fixed_dictionaries({
    "by": PEOPLE, "second": PEOPLE, "photos": st.integers(0, 1), "role": st.just("supervisor"),
    "result": st.sampled_from(["pass", "pass", "fail"])}))
CLEARINGS = st.tuples(st.just("cleared"), st.fixed_dictionaries({
    "by": PEOPLE, "role": st.sampled_from(["inspector", "supervisor"])}))


@pytest.mark.slow
@thorough
@given(st.sampled_from([GENERAL, MAJOR, TO_CONFIRM]), st.lists(LOOKS | CLEARINGS, max_size=8))
def test_a_cleared_hazard_has_a_photo_two_people_and_the_right_hand(item, tried):
    steps = [(kind, dict(facts)) for kind, facts in tried]
    made = story("ordered", "served", *steps)
    state = fold(item, made)
    if state.state == "cleared":
        assert state.photos == 1
        ignored = {i for i, _ in state.ignored}
        *looks, clearing = [e for e in made if e.id not in ignored]
        failed = max((i for i, e in enumerate(looks) if e.facts.get("result") == "fail"), default=1)
        passes = looks[failed + 1:]
        assert passes and all(e.facts["second"] != e.by for e in passes)
        if item.severity != "general":
            assert clearing.role == "supervisor"
            assert clearing.by not in {who for e in passes for who in (e.by, e.facts["second"])}


@pytest.mark.slow
@thorough
@given(ITEMS, events())
def test_counters_come_from_passed_reinspections_and_nothing_else(item, made):
    state = fold(item, made)
    ignored = {i for i, _ in state.ignored}
    looked = [e for e in sorted(made, key=lambda e: (e.hlc, e.id)) if e.id not in ignored
              and (e.kind == "fixed_on_spot"
                   or (e.kind == "reinspected" and e.facts["result"] != "no_access"))]
    counted = looked[-1].facts if looked and looked[-1].facts.get("result", "pass") == "pass" else {}
    assert state.exits == (counted.get("exits", 0) if item.measure_kind == "open_exit" else 0)
    assert len(state.wells) == (1 if counted and item.measure_kind == "drill_well" else 0)


@pytest.mark.slow
@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.tuples(ITEMS, events()), max_size=12))
def test_found_is_open_and_cleared_and_each_other_end(lives):
    states = Counter(fold(item, made).state for item, made in lives)
    still_open = sum(states[code] for code in terms.OPEN_STATES)
    assert len(lives) == (still_open + states["cleared"] + states["equivalent"] + states["disproved"]
                          + states["ended_with_institution"])
