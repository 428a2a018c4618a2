"""`regex()` finds what other engines find, in bounded time."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fieldaudit.xform.evaluate import EvaluationError
from fieldaudit.xform.pattern import MAX_PATTERN, matches


@pytest.mark.parametrize(("pattern", "text", "expected"), [
    ("^1[3-9]\\d{9}$", "13800000000", True), ("^1[3-9]\\d{9}$", "12800000000", False), ("[一-龥]{2,4}", "消防", True),
    ("^(?!0)\\d+$", "012", False), ("^(?=.*b)a", "aab", True), ("a|b|", "", True), ("^(ab)*$", "abab", True),
    ("^(ab)*$", "aba", False),
    ("a{0}b", "b", True), ("^a{2,3}$", "aaaa", False), ("^a{2,}$", "aaaa", True), ("x{a}", "x{a}", True), ("[]a]", "]", True),
    ("[^]a]", "]", False), ("[a-]", "-", True), ("[\\d.]", ".", True), ("\\bfire\\b", "a fire door", True),
    ("\\Bire", "fire", True),
    ("^.$", "\n", False), ("\\u6d88", "消", True), ("a\\.b", "axb", False), ("^\\S+@\\S+$", "a b@c", False), ("a+?b", "aab", True),
    ("[\\u4e00-\\u9fa5]", "火", True), ("[\\n\\]]", "]", True), ("", "x", True), ("(?:a|b)c", "bc", True),
])
def test_a_pattern_is_found_or_not(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


PIECES = ["a", "b", "[ab]", "[^a]", ".", "(a|b)", "(ab)", "a*", "b+", "(a|ab)?", "a{2}", "(b*a){1,2}", "^", "$", "\\d", "\\w",
    "\\s", "|", "x"]


@pytest.mark.slow
@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), st.text("abx1 ", max_size=8))
def test_patterns_agree_with_another_engine(pattern: str, text: str) -> None:
    try:
        other = re.compile(pattern)
    except re.error:
        assume(False)
    assert matches(pattern, text) is bool(other.search(text))


@pytest.mark.parametrize("pattern", [
    "(", ")", "[", "a{3,2}", "*", "a**", "(?<a>b)", "(?i)a", "\\1", "\\q", "\\", "[z-a]", "(?", "\\u12",
        "((((){1000}){1000}){1000})", "a{9999}",
    "(" * 50 + ")" * 50, "a" * (MAX_PATTERN + 1), "((a{60}){60}){60}", "(?=a",
])
def test_a_pattern_that_is_not_understood_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        matches(pattern, "a")
    assert pattern[:60] in str(caught.value)


def test_patterns_that_hang_other_engines_are_answered() -> None:
    assert matches("(a+)+$", "a" * 2000 + "b") is False
    assert matches("(a|a)*c", "a" * 2000) is False
    assert matches("a*a*a*a*a*b", "a" * 2000) is False


def test_a_text_too_long_for_its_pattern_is_refused() -> None:
    with pytest.raises(EvaluationError, match="过长"):
        matches("(a|b){500}", "a" * 10_000)
