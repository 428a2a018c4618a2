"""An inspection is drafted, finished, reviewed, returned and amended, in that order and by those people only."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.domain import terms
from fieldaudit.domain.inspection import InspectionEvent, InspectionState, allowed_inspection, fold_inspection

INSPECTOR, SECOND, SUPERVISOR, OTHER = 11, 12, 21, 13
RECORD, CHANGED = "a" * 64, "b" * 64
SAID = {"finished": {"record_sha256": RECORD}, "amended": {"reason": "房间号写错"},
        "no_access": {"reason": "大门锁闭，无人应答", "photos": 1}, "approved": {}, "returned": {}}
REVIEWS = {"approved", "returned"}


def step(n, kind, by=None, role=None, facts=None):
    review = kind in REVIEWS
    return InspectionEvent(n, n, kind, 1000 + n, by or (SUPERVISOR if review else INSPECTOR),
                           role or ("supervisor" if review else "inspector"),
                           SAID.get(kind, {}) if facts is None else facts)


def fold(*events):
    return fold_inspection(events, INSPECTOR, SECOND)


def story(*kinds):
    return [step(n, kind) for n, kind in enumerate(kinds)]


PATHS = {"draft": (), "finished": ("finished",), "approved": ("finished", "approved"),
         "returned": ("finished", "returned"), "no_access": ("no_access",)}
AFTER = {("draft", "finished"): "finished", ("finished", "approved"): "approved",
         ("finished", "returned"): "returned", ("finished", "amended"): "draft",
         ("returned", "amended"): "draft", ("approved", "returned"): "returned",
         ("draft", "no_access"): "no_access", ("no_access", "amended"): "draft"}


@pytest.mark.parametrize("state", sorted(terms.INSPECTION_STATES))
@pytest.mark.parametrize("kind", sorted(terms.INSPECTION_EVENTS))
def test_a_step_leads_where_the_life_of_an_inspection_says_and_nowhere_else(state, kind):
    before = fold(*story(*PATHS[state]))
    after = fold(*story(*PATHS[state], kind))
    event = step(0, kind)
    reason = allowed_inspection(before, kind, event.role, event.by, INSPECTOR, SECOND, facts=event.facts)
    assert before.state == state
    if (state, kind) in AFTER:
        assert (after.state, after.ignored, reason) == (AFTER[state, kind], (), None)
    else:
        assert (after.state, after.ignored) == (state, ((len(PATHS[state]), reason),))
        assert reason is not None


def test_a_returned_inspection_is_amended_finished_again_and_approved():
    events = [*story("finished", "returned", "amended"),
              step(3, "finished", facts={"record_sha256": CHANGED}), step(4, "approved")]
    state = fold(*events)
    assert state == InspectionState(
        "approved", finished_at=1003, finished_by=INSPECTOR, record_sha256=CHANGED,
        approved_at=1004, approved_by=SUPERVISOR, returns=1, amendments=1, amended_at=1002)


def test_a_draft_is_open_to_answers_and_everything_else_is_locked():
    assert not fold().locked
    assert fold(*story("finished")).locked
    amended = fold(*story("finished", "amended"))
    assert not amended.locked
    assert (amended.finished_at, amended.finished_by, amended.record_sha256) == (None, None, None)


@pytest.mark.parametrize("person", [INSPECTOR, SECOND])
@pytest.mark.parametrize("kind", sorted(REVIEWS))
def test_nobody_reviews_an_inspection_she_took_part_in(person, kind):
    state = fold(step(0, "finished"), step(1, kind, by=person))
    assert state.state == "finished"
    assert "自己" in state.ignored[0][1].zh


@pytest.mark.parametrize("role", ["inspector", "admin", "mayor"])
@pytest.mark.parametrize("kind", sorted(REVIEWS))
def test_a_review_takes_a_supervisor(role, kind):
    state = fold(step(0, "finished"), step(1, kind, by=OTHER, role=role))
    assert "科室负责人" in state.ignored[0][1].zh


@pytest.mark.parametrize(("by", "role", "may"), [
    (OTHER, "inspector", True), (SECOND, "inspector", True), (SECOND, "supervisor", True),
    (SUPERVISOR, "supervisor", False), (INSPECTOR, "admin", False),
])
@pytest.mark.parametrize("kind", ["finished", "amended"])
def test_the_record_is_written_by_inspectors_and_by_a_supervisor_only_of_her_own_visit(by, role, may, kind):
    before = story("finished") if kind == "amended" else []
    assert (fold(*before, step(5, kind, by=by, role=role)).ignored == ()) is may


@pytest.mark.parametrize("record", [None, "", "a" * 63, "Z" * 64, 5])
def test_an_inspection_is_not_finished_without_its_frozen_record(record):
    assert fold(step(0, "finished", facts={"record_sha256": record})).state == "draft"
    assert fold(step(0, "finished", facts={})).state == "draft"


def test_an_amendment_needs_a_reason():
    assert fold(step(0, "finished"), step(1, "amended", facts={"reason": " "})).state == "finished"


@pytest.mark.parametrize("facts", [{"reason": " "}, {"photos": 0}, {"photos": None}, {"photos": True}])
def test_no_access_needs_a_reason_and_a_photo_or_a_witness(facts):
    said = {**SAID["no_access"], **facts}
    assert fold(step(0, "no_access", facts=said)).state == "draft"
    assert fold(step(0, "no_access", facts={"reason": "锁闭", "witness": "门卫"})).state == "no_access"


def test_an_approval_given_in_error_is_taken_back_by_returning_it():
    state = fold(*story("finished", "approved", "returned"))
    assert (state.state, state.approved_at, state.approved_by, state.returns) == ("returned", None, None, 1)
    assert fold(*story("finished", "approved", "amended")).state == "approved"


def test_a_record_amended_meanwhile_is_not_approved_unseen():
    again = step(2, "finished", facts={"record_sha256": CHANGED})
    late = step(3, "approved", facts={"record_sha256": RECORD})
    state = fold(*story("finished", "amended"), again, late)
    assert (state.state, state.ignored[0][0]) == ("finished", 3)
    seen = step(3, "approved", facts={"record_sha256": CHANGED})
    assert fold(*story("finished", "amended"), again, seen).state == "approved"


def test_an_unknown_step_is_ignored_by_name():
    assert "rejected" in fold(step(0, "rejected")).ignored[0][1].zh


def test_without_facts_only_state_and_person_are_judged():
    asked = (fold(), "finished", "inspector", INSPECTOR, INSPECTOR, SECOND)
    assert allowed_inspection(*asked) is None
    assert allowed_inspection(*asked, facts={}) is not None


def test_the_same_steps_in_any_order_of_arrival_give_the_same_state():
    events = story("finished", "returned", "amended", "finished", "approved")
    assert len({fold(*order) for order in permutations(events)}) == 1
    assert fold(*events).state == "approved"


ODD = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
EVENTS = st.lists(st.builds(
    InspectionEvent, st.integers(1, 10**6), st.integers(0, 20),
    st.sampled_from(sorted(SAID)) | st.text(max_size=3), st.integers(),
    st.sampled_from([INSPECTOR, SECOND, SUPERVISOR, OTHER]),
    st.sampled_from(["inspector", "supervisor", "admin", ""]),
    st.fixed_dictionaries({}, optional={"record_sha256": st.sampled_from([RECORD, CHANGED]) | ODD,
                                        "reason": st.just("更正") | ODD}),
), max_size=12, unique_by=lambda e: e.id)


@pytest.mark.slow
@settings(derandomize=True, max_examples=200, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_any_steps_give_a_state_whatever_order_they_arrive_in(made, random):
    shuffled = list(made)
    random.shuffle(shuffled)
    state = fold(*made)
    assert fold(*shuffled) == state
    assert state.state in terms.INSPECTION_STATES
    assert (state.record_sha256 is None) == (state.state in ("draft", "no_access"))
    assert state.approved_by is None or state.approved_by not in (INSPECTOR, SECOND)
