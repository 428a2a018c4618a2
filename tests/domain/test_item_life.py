"""The life of a hazard: what each event does, who may, and that only the events decide."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from item_stories import (
    BY_SUPERVISOR,
    EXIT,
    GENERAL,
    INSPECTOR,
    MAJOR,
    NOTICE,
    OTHER,
    OTHER_NOTICE,
    SAID,
    SERVED,
    SUPERVISOR,
    SUPERVISORS,
    TO,
    TO_CONFIRM,
    WELL,
    act,
    live,
    reasons,
    story,
    whole,
)

from fieldaudit.domain import terms
from fieldaudit.domain.item import Event, ItemFacts, ItemState, Well, allowed, fold, marks

pytestmark = pytest.mark.slow  # `make check` stays under a minute

OPEN = ["found", "ordered", "in_progress", "submitted", "passed"]
ENDS = {"accepted_equivalent": "equivalent", "disproved": "disproved",
        "ended_with_institution": "ended_with_institution"}
AFTER = {  # from -> {event: to}; whatever is not here must change nothing
    "found": {"ordered": "ordered", "fixed_on_spot": "passed"},
    "ordered": {"order_voided": "found", "served": "in_progress"},
    "in_progress": {"order_voided": "found", "submitted": "submitted", "extension_asked": "in_progress",
                    "extended": "in_progress", "reinspected": "passed"},
    "submitted": {"order_voided": "found", "extension_asked": "submitted", "extended": "submitted",
                  "reinspected": "passed"},
    "passed": {"reinspected": "passed", "cleared": "cleared"},
}
for _state in OPEN:
    AFTER[_state].update({**ENDS, "escalated": _state, "referred": _state})


# -- the table ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(terms.ITEM_STATES))
@pytest.mark.parametrize("kind", sorted(terms.EVENTS))
def test_an_event_leads_where_the_life_of_a_hazard_says_and_nowhere_else(state, kind):
    past = story(*((k, BY_SUPERVISOR if k == "cleared" else {}) for k in TO[state]))
    before = fold(TO_CONFIRM, past)
    assert (before.state, before.ignored) == (state, ())
    role = "supervisor" if kind in SUPERVISORS | {"cleared"} else "inspector"
    event = act(9, kind, role=role)
    after = fold(TO_CONFIRM, [*past, event])
    legal = AFTER.get(state, {}).get(kind)
    reason = allowed(TO_CONFIRM, before, kind, role, event.by, facts=event.facts)
    if legal is None:
        assert [i for i, _ in after.ignored] == [9]
        assert after == replace(before, ignored=after.ignored)
        assert reason == after.ignored[0][1]
    else:
        assert (after.state, after.ignored, reason) == (legal, (), None)


@pytest.mark.parametrize("kind", sorted(SUPERVISORS))
@pytest.mark.parametrize("role", ["inspector", "admin", "", "mayor"])
def test_a_supervisors_act_by_anyone_else_is_refused_by_name(kind, role):
    state = whole(MAJOR, "ordered", "served")
    assert "科室负责人" in allowed(MAJOR, state, kind, role, INSPECTOR, facts=SAID[kind]).zh


@pytest.mark.parametrize("kind", sorted(set(terms.EVENTS) - SUPERVISORS - {"retracted"}))
def test_an_administrator_records_nothing_about_hazards(kind):
    path = next(TO[s] for s in OPEN if kind in AFTER[s])
    state = whole(GENERAL, *path)
    assert allowed(GENERAL, state, kind, "inspector", INSPECTOR, facts=SAID[kind]) is None
    assert "检查员或科室负责人" in allowed(GENERAL, state, kind, "admin", INSPECTOR, facts=SAID[kind]).zh


def test_an_unknown_event_is_ignored_by_name():
    assert "cleared_by_magic" in reasons(live(GENERAL, "cleared_by_magic"))[0]


def test_without_facts_only_state_and_person_are_judged():
    assert allowed(GENERAL, ItemState(), "ordered", "inspector", INSPECTOR) is None
    assert allowed(GENERAL, ItemState(), "ordered", "inspector", INSPECTOR, facts={}) is not None
    assert allowed(GENERAL, ItemState(), "served", "inspector", INSPECTOR) is not None


# -- what must be said -------------------------------------------------------------------------------


@pytest.mark.parametrize(("item", "path", "kind", "facts"), [
    (GENERAL, "found", "ordered", {"notice": None}),
    (GENERAL, "found", "ordered", {"mode": None}),
    (GENERAL, "found", "ordered", {"mode": "soon"}),
    (GENERAL, "found", "ordered", {"mode": "dated"}),
    (GENERAL, "found", "ordered", {"mode": "dated", "due": "tomorrow"}),
    (GENERAL, "found", "ordered", {"term_days": -1}),
    (GENERAL, "found", "ordered", {"term_days": 3661}),
    (GENERAL, "found", "ordered", {"term_kind": "lunar"}),
    (ItemFacts("general", "deadline", None, "natural"), "found", "ordered", {}),
    (ItemFacts("general", "deadline", 15, None), "found", "ordered", {}),
    (GENERAL, "ordered", "order_voided", {"notice": OTHER_NOTICE}),
    (GENERAL, "ordered", "order_voided", {"notice": None}),
    (GENERAL, "ordered", "order_voided", {"reason": " "}),
    (GENERAL, "ordered", "served", {"notice": OTHER_NOTICE}),
    (GENERAL, "ordered", "served", {"date": None}),
    (GENERAL, "ordered", "served", {"date": "2026-08-31"}),
    (GENERAL, "in_progress", "extension_asked", {"to": None}),
    (GENERAL, "in_progress", "extension_asked", {"reason": None}),
    (GENERAL, "in_progress", "extended", {"to": "2026-09-17"}),
    (GENERAL, "in_progress", "extended", {"reason": ""}),
    (GENERAL, "in_progress", "reinspected", {"result": None}),
    (GENERAL, "in_progress", "reinspected", {"result": "maybe"}),
    (GENERAL, "in_progress", "reinspected", {"second": None}),
    (GENERAL, "in_progress", "reinspected", {"second": INSPECTOR}),
    (GENERAL, "in_progress", "reinspected", {"result": "no_access", "second": None}),
    (EXIT, "in_progress", "reinspected", {"exits": None}),
    (EXIT, "in_progress", "reinspected", {"exits": "3"}),
    (EXIT, "in_progress", "reinspected", {"where": None}),
    (WELL, "in_progress", "reinspected", {"well_depth_m": None}),
    (WELL, "in_progress", "reinspected", {"well_yield_m3h": 0}),
    (WELL, "in_progress", "reinspected", {"where": ""}),
    (GENERAL, "found", "fixed_on_spot", {"before": 0}),
    (GENERAL, "found", "fixed_on_spot", {"after": None}),
    (GENERAL, "found", "fixed_on_spot", {"second": None}),
    (EXIT, "found", "fixed_on_spot", {"exits": None}),
    (WELL, "found", "fixed_on_spot", {}),
    (MAJOR, "found", "escalated", {"reason": None}),
    (GENERAL, "found", "escalated", {}),
    (MAJOR, "found", "referred", {"to": None}),
    (MAJOR, "found", "referred", {"reason": None}),
    (MAJOR, "found", "accepted_equivalent", {"reason": None}),
    (MAJOR, "found", "accepted_equivalent", {"opinion": None}),
    (MAJOR, "found", "disproved", {"reason": None}),
    (MAJOR, "found", "ended_with_institution", {"residents_settled": None}),
    (MAJOR, "found", "ended_with_institution", {"residents_total": None}),
    (MAJOR, "found", "ended_with_institution", {"residents_settled": 25}),
    (MAJOR, "found", "ended_with_institution", {"residents_settled": 27}),
])
def test_an_event_that_does_not_say_what_it_must_is_passed_over(item, path, kind, facts):
    state = live(item, *TO[path], (kind, facts))
    assert len(state.ignored) == 1
    assert state.state == path


def test_an_event_whose_time_cannot_be_read_is_passed_over():
    state = fold(GENERAL, [Event(1, 1, "disproved", -1, SUPERVISOR, "supervisor", {"reason": "x"})])
    assert state.state == "found"
    assert reasons(state) == ["时间无法识别"]


# -- orders and terms --------------------------------------------------------------------------------


def test_a_term_runs_from_the_day_after_service():
    assert whole(GENERAL, "ordered").due is None
    state = whole(GENERAL, "ordered", "served")
    assert (state.due, state.served_on, state.notice) == (date(2026, 9, 17), SERVED, NOTICE)


def test_at_once_is_due_on_the_day_of_service():
    assert whole(ItemFacts("general", "immediate", 0, "natural"), "ordered", "served").due == SERVED


def test_a_term_in_working_days_skips_the_national_holiday():
    item = ItemFacts("general", "deadline", 5, "working")
    state = whole(item, "ordered", ("served", {"date": "2026-09-30"}))
    assert state.due == date(2026, 10, 13)  # 1-7 October off, Saturday 10 October worked


def test_the_term_printed_on_the_notice_stands_whatever_becomes_of_the_items():
    order = ("ordered", {"term_days": 3, "term_kind": "natural"})
    for item in (GENERAL, MAJOR, ItemFacts("general", "deadline", None, None)):
        assert whole(item, order, "served").due == date(2026, 9, 5)


def test_a_dated_notice_is_due_on_its_printed_date():
    order = ("ordered", {"mode": "dated", "due": "2026-12-01"})
    assert whole(GENERAL, order).due == date(2026, 12, 1)
    assert whole(GENERAL, order, ("served", {"date": "2026-09-01"})).due == date(2026, 12, 1)


def test_a_dated_notice_cannot_be_served_on_another_day():
    order = ("ordered", {"mode": "dated", "due": "2026-12-01"})
    state = live(GENERAL, order, "served")
    assert state.state == "ordered"
    assert "作废" in reasons(state)[0]


def test_a_voided_notice_leaves_nothing_of_its_term():
    state = whole(GENERAL, "ordered", "served", "extension_asked", "extended",
                  ("reinspected", {"result": "no_access"}), "order_voided")
    assert state == ItemState(last_on=date(2026, 9, 6))


def test_after_a_voided_notice_the_item_is_ordered_again():
    again = {"notice": OTHER_NOTICE, "date": "2026-09-10"}
    state = whole(GENERAL, "ordered", "order_voided", ("ordered", again), ("served", again))
    assert (state.state, state.notice, state.due) == ("in_progress", OTHER_NOTICE, date(2026, 9, 25))


def test_of_two_notices_written_apart_only_the_first_binds():
    state = live(GENERAL, "ordered", ("ordered", {"notice": OTHER_NOTICE}),
                 ("served", {"notice": OTHER_NOTICE}), "served")
    assert (state.notice, state.state) == (NOTICE, "in_progress")
    assert [i for i, _ in state.ignored] == [1, 2]


def test_a_notice_voided_after_the_item_passed_changes_nothing():
    assert live(GENERAL, *TO["passed"], "order_voided").state == "passed"


def test_an_extension_asked_for_moves_nothing_until_a_supervisor_grants_it():
    asked = whole(GENERAL, "ordered", "served", "extension_asked")
    assert (asked.due, asked.extension_asked, asked.extended) == (date(2026, 9, 17), date(2027, 1, 31), False)
    granted = whole(GENERAL, "ordered", "served", "extension_asked", ("extended", {"to": "2026-10-10"}))
    assert (granted.due, granted.extension_asked, granted.extended) == (date(2026, 10, 10), None, True)


# -- reinspection ------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", ["fail", "partial"])
def test_a_reinspection_not_passed_is_counted_and_work_goes_on(result):
    state = whole(GENERAL, *TO["submitted"], ("reinspected", {"result": result}), "submitted",
                  ("reinspected", {"result": result}))
    assert (state.state, state.failures, state.due) == ("in_progress", 2, date(2026, 9, 17))


def test_no_access_is_a_mark_and_no_failure():
    state = whole(GENERAL, *TO["submitted"], ("reinspected", {"result": "no_access"}))
    assert (state.state, state.no_access, state.failures) == ("submitted", True, 0)
    for result in ("pass", "fail"):
        later = whole(GENERAL, *TO["submitted"], ("reinspected", {"result": "no_access"}),
                      ("reinspected", {"result": result}))
        assert not later.no_access


def test_a_passed_item_found_failing_again_goes_back_to_work():
    state = whole(EXIT, *TO["passed"], ("reinspected", {"result": "fail"}))
    assert (state.state, state.failures, state.exits, state.photos) == ("in_progress", 1, 0, 0)


def test_a_fix_on_the_spot_is_passed_with_its_photos():
    state = whole(GENERAL, "fixed_on_spot")
    assert (state.state, state.fixed_on_spot, state.notice) == ("passed", True, None)
    cleared = whole(GENERAL, "fixed_on_spot", "cleared")
    assert (cleared.state, cleared.fixed_on_spot) == ("cleared", True)


def test_a_fix_on_the_spot_that_did_not_last_has_still_to_be_ordered():
    state = whole(GENERAL, "fixed_on_spot", ("reinspected", {"result": "fail"}))
    assert (state.state, state.fixed_on_spot, state.failures) == ("found", False, 1)
    assert whole(GENERAL, "fixed_on_spot", ("reinspected", {"result": "fail"}), "ordered").state == "ordered"


# -- clearing ----------------------------------------------------------------------------------------

def test_a_hazard_cannot_be_cleared_without_a_photo():
    bare = ("reinspected", {"photos": 0})
    state = live(GENERAL, "ordered", "served", bare, "cleared")
    assert state.state == "passed"
    assert "照片" in reasons(state)[0]
    assert whole(GENERAL, "ordered", "served", bare, "reinspected", "cleared").state == "cleared"


def test_the_photo_must_belong_to_the_reinspection_in_force():
    state = live(GENERAL, *TO["passed"], ("reinspected", {"photos": None}), "cleared")
    assert state.state == "passed"


@pytest.mark.parametrize("role", ["inspector", "supervisor"])
def test_a_general_item_is_cleared_by_whoever_follows_it(role):
    state = whole(GENERAL, *TO["passed"], ("cleared", {"by": OTHER, "role": role}))
    assert (state.state, state.ended_by, state.cleared_on) == ("cleared", OTHER, date(2026, 9, 4))


@pytest.mark.parametrize("item", [MAJOR, TO_CONFIRM, ItemFacts("unheard_of", "deadline", 1, "natural")])
def test_anything_above_general_waits_for_a_supervisor(item):
    assert "科室负责人" in reasons(live(item, *TO["passed"], "cleared"))[0]
    assert whole(item, *TO["passed"], ("cleared", BY_SUPERVISOR)).state == "cleared"


def test_a_major_item_fixed_on_the_spot_still_waits_for_a_supervisor():
    assert live(MAJOR, "fixed_on_spot", "cleared").state == "passed"
    assert whole(MAJOR, "fixed_on_spot", ("cleared", BY_SUPERVISOR)).state == "cleared"


def test_the_office_may_ask_for_a_supervisor_on_general_items_too():
    assert live(GENERAL, *TO["passed"], "cleared", supervisor_clears_general=True).state == "passed"
    assert whole(GENERAL, *TO["passed"], ("cleared", BY_SUPERVISOR),
                 supervisor_clears_general=True).state == "cleared"


@pytest.mark.parametrize("taking_part", [BY_SUPERVISOR, {"second": SUPERVISOR}])
@pytest.mark.parametrize("looked", ["reinspected", "fixed_on_spot"])
def test_a_supervisor_never_clears_what_she_reinspected_herself(taking_part, looked):
    path = ("ordered", "served") if looked == "reinspected" else ()
    state = live(MAJOR, *path, (looked, taking_part), ("cleared", BY_SUPERVISOR))
    assert state.state == "passed"
    assert "自己" in reasons(state)[0]
    assert whole(MAJOR, *path, (looked, taking_part),
                 ("cleared", {"by": OTHER, "role": "supervisor"})).state == "cleared"


def test_a_second_look_by_others_does_not_free_the_supervisor_who_passed_it():
    state = live(MAJOR, "ordered", "served", ("reinspected", BY_SUPERVISOR), "reinspected",
                 ("cleared", BY_SUPERVISOR))
    assert state.state == "passed"
    assert state.last_reinspection_by == INSPECTOR


def test_having_failed_it_once_a_supervisor_may_clear_what_others_passed_later():
    state = whole(MAJOR, "ordered", "served", ("reinspected", {**BY_SUPERVISOR, "result": "fail"}),
                  "reinspected", ("cleared", BY_SUPERVISOR))
    assert state.state == "cleared"


def test_raising_a_cleared_general_item_to_major_reopens_it_for_the_supervisor():
    events = story(*TO["passed"], "cleared")
    assert fold(GENERAL, events).state == "cleared"
    raised = ItemFacts("major", "deadline", 15, "natural")
    assert fold(raised, events).state == "passed"


@pytest.mark.parametrize("kind", sorted(ENDS))
@pytest.mark.parametrize("path", OPEN)
def test_every_open_hazard_may_reach_every_other_end_and_says_by_whom_and_when(kind, path):
    state = whole(MAJOR, *TO[path], kind)
    assert (state.state, state.ended_by, state.cleared_on) == (ENDS[kind], SUPERVISOR, None)
    assert state.ended_on == date(2026, 9, 1) + timedelta(days=len(TO[path]))
    assert not state.is_open


# -- counters ----------------------------------------------------------------------------------------


def test_exits_are_counted_from_the_passed_reinspection_in_force():
    assert whole(EXIT, *TO["in_progress"]).exits == 0
    assert whole(EXIT, *TO["in_progress"], ("reinspected", {"result": "fail"})).exits == 0
    first = whole(EXIT, *TO["passed"])
    assert (first.exits, first.exits_where, first.wells) == (3, "二层东侧", ())
    assert whole(EXIT, *TO["passed"], ("reinspected", {"exits": 5}), "cleared").exits == 5
    assert whole(EXIT, "fixed_on_spot").exits == 1


def test_an_open_exit_item_may_pass_with_no_exit_opened():
    assert whole(EXIT, *TO["in_progress"], ("reinspected", {"exits": 0, "where": None})).exits == 0


def test_wells_are_counted_with_depth_yield_and_place():
    state = whole(WELL, *TO["passed"])
    assert state.wells == (Well(80.0, 32.5, "二层东侧"),)
    assert state.exits == 0
    assert whole(WELL, *TO["passed"], ("reinspected", {"result": "partial"})).wells == ()


@pytest.mark.parametrize("item", [GENERAL, MAJOR])
def test_other_measures_count_neither_exits_nor_wells_whatever_is_said(item):
    state = whole(item, *TO["passed"])
    assert (state.exits, state.exits_where, state.wells) == (0, "", ())


# -- marks -------------------------------------------------------------------------------------------


def on(state, day, **kw):
    return marks(state, date.fromisoformat(day), **kw)


def test_marks_of_time_follow_the_due_day():
    state = whole(GENERAL, "ordered", "served")  # due 2026-09-17
    assert on(state, "2026-09-09") == set()
    assert on(state, "2026-09-10") == {"due_soon"}
    assert on(state, "2026-09-17") == {"due_soon"}
    assert on(state, "2026-09-18") == {"overdue"}


def test_an_ended_hazard_is_never_overdue_or_idle():
    state = whole(GENERAL, *TO["cleared"])
    assert on(state, "2027-09-18") == set()


def test_idle_is_when_the_office_lets_it_lie():
    submitted = whole(GENERAL, *TO["submitted"], "extension_asked", ("extended", {"to": "2027-01-31"}))
    assert submitted.last_on == date(2026, 9, 5)
    assert on(submitted, "2026-09-19") == {"extended"}
    assert on(submitted, "2026-09-20") == {"extended", "idle"}
    assert on(whole(MAJOR, "ordered", "served"), "2026-09-25") == set()  # the home is at work


def test_a_hazard_just_found_is_idle_only_counted_from_when_it_was_found():
    assert on(ItemState(), "2026-09-25") == set()
    assert on(ItemState(), "2026-09-25", found_on=date(2026, 9, 10)) == {"idle"}
    assert on(ItemState(), "2026-09-25", found_on=date(2026, 9, 11)) == set()


def test_marks_beside_the_state_never_change_it():
    state = whole(MAJOR, "escalated", "ordered", "referred", "served",
                  ("reinspected", {"result": "no_access"}))
    assert state.state == "in_progress"
    assert on(state, "2026-09-09") == {"escalated", "referred", "no_access"}
    assert {*on(state, "2026-09-09"), "extended", "overdue", "due_soon", "idle"} == set(terms.MARKS)
