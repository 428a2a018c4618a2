"""What holds for any sequence of answers: order does not matter, and nothing is lost on the way out and in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_forms import Maker, act, state
from raw_forms import raw_form
from sample_forms import NOW, WIDE, form_of, record_of

from fieldaudit.errors import BadInput
from fieldaudit.xform import Form, Record

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FORM = form_of(WIDE)
VALUES = st.sampled_from(["", "pass", "fail", "na", "pass na", "1", "3", "7", "12", "30.5", "55", "east", "north", "x",
    "2026-11-01", "2026-12-01", "照片.jpg"])
PATHS = st.sampled_from(["building/bars", "building/beds", "rooms[1]/title", "rooms[1]/area", "rooms[1]/spot", "rooms[2]/title",
    "rooms[2]/area",
                         "rooms[2]/spot", "rooms[2]/why", "rooms[3]/area", "helpers[1]/who", "helpers[3]/who", "many", "day",
                         "photo", "remark"])
ACTS = st.lists(st.one_of(
    st.tuples(st.just("set"), PATHS, VALUES), st.tuples(st.just("set"), st.just("building/bars"), st.sampled_from(["pass", "fail",
        "na"])),
    st.tuples(st.just("set"), st.just("building/beds"), st.sampled_from(["1", "2", "4", ""])),
    st.tuples(st.just("add"), st.just("rooms"), st.just("")),
    st.tuples(st.just("remove"), st.sampled_from(["rooms[1]", "rooms[2]"]), st.just(""))), max_size=14)


def done(record: Record, verb: str, path: str, value: str) -> Mapping[str, str]:
    """Do it if it can be done; give what it changed."""
    try:
        if verb == "set":
            return record.set(path, value).values
        return (record.add_repeat(path) if verb == "add" else record.remove_repeat(path)).values
    except BadInput:
        return {}


# -- any form ------------------------------------------------------------------------------------------------
PEOPLE = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=25)


@pytest.mark.slow
@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.integers(0, 5000), PEOPLE)
def test_on_any_form_acts_end_as_if_the_answers_had_been_there_from_the_start(
    number: int, acts: list[tuple[int, int, int]]
) -> None:
    record = record_of(raw_form(Maker(number).xml()))
    for each in acts:
        act(record, *each)
    assert state(record_of(record.form, record.answers())) == state(record)


@pytest.mark.slow
@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.integers(0, 5000), PEOPLE)
def test_on_any_form_a_refused_act_changes_nothing_and_what_another_changes_it_says(
    number: int, acts: list[tuple[int, int, int]]
) -> None:
    record = record_of(raw_form(Maker(number).xml()))
    told = dict(record.values())
    for each in acts:
        before = state(record)
        delta = act(record, *each)
        if delta is None:
            assert state(record) == before
        else:
            told.update(delta.values)
            shown = {path: value for path, value in told.items() if value and not path.rpartition("/")[2].startswith("r")}
            assert shown == record.values()


# -- one wide form -------------------------------------------------------------------------------------------
@pytest.mark.slow
@settings(derandomize=True, max_examples=120, deadline=None)
@given(ACTS)
def test_any_sequence_of_acts_ends_as_if_its_answers_had_been_there_from_the_start(acts: list[tuple[str, str, str]]) -> None:
    record = record_of(FORM)
    for each in acts:
        done(record, *each)
    assert state(record_of(FORM, record.answers())) == state(record)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(ACTS)
def test_what_the_deltas_say_is_what_the_record_shows(acts: list[tuple[str, str, str]]) -> None:
    record = record_of(FORM)
    seen = dict(record.values())
    for each in acts:
        seen.update(done(record, *each))
    assert {path: value for path, value in seen.items() if value and path != "rooms"} == record.values()


@pytest.mark.slow
@settings(derandomize=True, max_examples=60, deadline=None)
@given(ACTS)
def test_a_refused_act_changes_nothing(acts: list[tuple[str, str, str]]) -> None:
    record = record_of(FORM)
    for verb, path, value in acts:
        before = state(record)
        if not done(record, verb, path, value):
            assert state(record) == before


@settings(derandomize=True, max_examples=60, deadline=None)
@given(ACTS)
def test_xml_out_and_in_is_the_same_record(acts: list[tuple[str, str, str]]) -> None:
    record = record_of(FORM)
    for each in acts:
        done(record, *each)
    xml = record.xml("uuid:1", {"note": "n"})
    again = Record.from_xml(FORM, xml, now=NOW, today=NOW.date(), person="12", device="1", seed=7)
    assert again.values() == record.values()
    assert again.xml("uuid:1", {"note": "n"}) == xml


@settings(derandomize=True, max_examples=40, deadline=None)
@given(ACTS)
def test_a_compiled_form_gives_the_same_record_as_a_fresh_one(acts: list[tuple[str, str, str]]) -> None:
    one, other = record_of(FORM), record_of(Form.from_bytes(FORM.to_bytes()))
    for each in acts:
        assert done(one, *each) == done(other, *each)
    assert state(one) == state(other)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_refused_or_comes_back_from_xml_as_it_was_typed(text: str) -> None:
    record = record_of(FORM)
    try:
        kept = record.set("rooms[1]/title", text).values.get("rooms[1]/title", "")
    except BadInput:
        return
    again = Record.from_xml(FORM, record.xml("uuid:1"), now=NOW, today=datetime(2026, 11, 24).date())
    assert again.get("rooms[1]/title") == kept
