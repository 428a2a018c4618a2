"""Every function with any arguments: a value of the dialect or a refusal in words, never another error."""

from __future__ import annotations

import pytest
from function_cases import value
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.xform import FUNCTIONS, ExpressionError

pytestmark = pytest.mark.slow  # `make check` stays under a minute

ARGUMENTS = st.sampled_from([
    "0", "-0", "1", "-1", "2.5", "1 div 0", "-1 div 0", "0 div 0", "99999999999999999999", "0.0000000001", "''", "' '", "'x'",
    "'5'", "'a b c'", "'2026-11-24'", "'0001-01-01'", "'9999-12-31'", "'9999-12-31T23:59:59.999-12:00'",
    "'0001-01-01T00:00:00+14:00'", "'2026-02-30'", "'12:30'", "'0 0;0 1;1 1'", "'90 180 0 0'", "'nan nan'", "'[a-z]+'",
    "'(a|b)*c'", "'%Y-%m-%d %'", "'MD5'", "'hex'", "'AAAA'", "'消防🔥'", "'\u00a0'", "true()", "false()", "nothing", "a", "b",
    "room", "room/n", "list", "//@*", "//text()", "/", ".", "day", "at", "p", "now()", "position()"])


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
@settings(max_examples=10)
@given(data=st.data())
def test_a_function_takes_whatever_it_is_given(name: str, data: st.DataObject) -> None:
    function = FUNCTIONS[name]
    count = data.draw(st.integers(function.least, min(function.most, function.least + 4)))
    arguments = data.draw(st.lists(ARGUMENTS, min_size=count, max_size=count))
    expression = f"{name}({', '.join(arguments)})"
    try:
        found = value(expression)
    except ExpressionError as error:
        assert error.what.zh and error.what.en  # type: ignore[union-attr]
        return
    assert type(found) in (str, float, bool, list), expression
