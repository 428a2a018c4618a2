"""What an event says is read without ever raising: anything odd counts as not said."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.domain import facts as read

pytestmark = pytest.mark.slow  # `make check` stays under a minute

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(ANYTHING)
def test_reading_never_raises_and_gives_the_kind_it_promises(value):
    facts = {"k": value}
    assert read.whole(facts, "k") is None or 0 <= read.whole(facts, "k") <= 10**9
    assert read.positive(facts, "k") is None or 0 < read.positive(facts, "k") <= 10**9
    assert read.row(facts, "k") is None or 0 < read.row(facts, "k") < 2**63
    assert isinstance(read.words(facts, "k"), str)
    assert read.day(facts, "k") is None or isinstance(read.day(facts, "k"), date)


@pytest.mark.parametrize("value", [True, -1, 1.0, "3", None, 10**9 + 1])
def test_what_is_no_count_is_nothing(value):
    assert read.whole({"k": value}, "k") is None
    assert read.whole({"k": 3}, "k") == 3


@pytest.mark.parametrize("value", [True, 0, -2.5, float("nan"), float("inf"), 10**400, "3"])
def test_what_is_no_measured_quantity_is_nothing(value):
    assert read.positive({"k": value}, "k") is None
    assert read.positive({"k": 2.5}, "k") == 2.5


@pytest.mark.parametrize("value", [True, 0, -1, 2**63, "7", 7.0])
def test_what_is_no_row_is_nothing(value):
    assert read.row({"k": value}, "k") is None
    assert read.row({"k": 7}, "k") == 7


@pytest.mark.parametrize("value", ["2026-13-01", "20261124", "2026-W48-2", "1989-12-31", "2101-01-01", "", 5])
def test_what_is_no_readable_date_is_nothing(value):
    assert read.day({"k": value}, "k") is None
    assert read.day({"k": "2026-11-24"}, "k") == date(2026, 11, 24)


def test_blanks_are_not_words():
    assert read.words({"k": " \n "}, "k") == ""
    assert read.words({"k": " 堵塞 "}, "k") == "堵塞"
    assert read.words({}, "k") == ""
