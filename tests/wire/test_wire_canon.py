"""Canonical JSON keeps every value exactly and refuses what it cannot keep."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.errors import BadInput, Damaged
from fieldaudit.wire.canon import INT_MAX, INT_MIN, canonical, parse

pytestmark = pytest.mark.slow  # `make check` stays under a minute

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALAR = (st.none() | st.booleans() | st.integers(INT_MIN, INT_MAX) | TEXT
          | st.floats(allow_nan=False, allow_infinity=False))
VALUE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12)


def same(one: object, other: object) -> bool:
    """Equal, and of the same types all through: 1, 1.0 and True are three values."""
    return repr(one) == repr(other)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(VALUE)
def test_every_value_reads_back_exactly_and_has_one_spelling(value: object) -> None:
    data = canonical(value)
    back = parse(data, "value")
    assert back == value
    assert canonical(back) == data


def test_the_spelling_is_sorted_unspaced_and_unescaped() -> None:
    value = {"b": [1, 2.5, None, True], "a": "消防\n"}
    assert canonical(value) == '{"a":"消防\\n","b":[1,2.5,null,true]}'.encode()


@pytest.mark.parametrize(
    ("number", "spelling"),
    [(1.0, b"1.0"), (1e16, b"1e+16"), (1e-5, b"0.00001"), (1e-6, b"1e-6"), (-0.0, b"-0.0"), (5e-324, b"5e-324")],
)
def test_a_real_number_has_the_spelling_that_the_format_gives(number: float, spelling: bytes) -> None:
    assert canonical(number) == spelling


def test_integers_and_floats_of_equal_value_stay_apart() -> None:
    back = parse(canonical([1, 1.0, -0.0, 1e300, INT_MAX]), "value")
    assert same(back, [1, 1.0, -0.0, 1e300, INT_MAX])


@pytest.mark.parametrize("value", [
    math.nan, math.inf, -math.inf, INT_MAX + 1, INT_MIN - 1, "\ud800", {"\udfff": 1}, {1: "one"}, b"bytes",
    {2}, [[{"deep": [math.nan]}]]])
def test_what_json_cannot_carry_exactly_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        canonical(value)


@pytest.mark.parametrize("data", [
    b"", b"{", b"[1,]", b"NaN", b"[Infinity]", b"1e999", b'"\\ud800"', b'"\\udc00\\ud800"',
    b"9223372036854775808", b"9" * 5000, b"\xff", b"\xef\xbb\xbf1", "1".encode("utf-16"),
    b"[" * 100_000, b'{"a":1} x'])
def test_bytes_that_are_no_strict_json_are_damaged_and_named(data: bytes) -> None:
    with pytest.raises(Damaged) as caught:
        parse(data, "segments/2/3/00000001")
    assert caught.value.where == "segments/2/3/00000001"


def test_an_escaped_surrogate_pair_and_an_escaped_backslash_are_text() -> None:
    assert parse(b'"\\ud83d\\udd25"', "value") == "🔥"
    assert parse(b'"\\\\ud800"', "value") == "\\ud800"
