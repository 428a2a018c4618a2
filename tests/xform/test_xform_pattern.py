"""`regex()` finds what other engines find, in bounded time."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fieldaudit.i18n import Text
from fieldaudit.xform.xpath.dialect import EvaluationError
from fieldaudit.xform.xpath.pattern import MAX_PATTERN, check, matches

pytestmark = pytest.mark.slow  # `make check` stays under a minute


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


# What authors write, with what Java and JavaScript answer.
@pytest.mark.cites("fn:regex")
@pytest.mark.parametrize(("pattern", "text", "expected"), [
    # examples of ODK's documentation: possessive signs, classes of punctuation
    ("^[A-Z]{3}+_+[A-Z]{3}+_+[0-9]{4}+_+[0-9]{3,4}$", "CAR_PRC_2015_048", True),
    ("^[A-Z]{3}+_+[A-Z]{3}+_+[0-9]{4}+_+[0-9]{3,4}$", "CAR_PRC_15_048", False),
    ("^[a-zA-Z]{0,6}$", "", True), ("^[a-zA-Z]{0,6}$", "seventh", False), ("^[0-9]{11}$", "13800000000", True),
    ("^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$", "(206) 555-0100", True),
    ("^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$", "206-555-01", False),
    ("^[\\w.%+-]+@[\\w.-]+\\.[A-Za-z]{2,}$", "a.b+c@ex-ample.org", True),
    ("^[\\w.%+-]+@[\\w.-]+\\.[A-Za-z]{2,}$", "a@b", False),
    # categories and scripts, inside brackets too
    ("^\\p{L}+$", "Ünïcödé消防", True), ("^\\p{L}+$", "a1", False), ("^\\pL$", "a", True), ("\\p{Lu}", "abC", True),
    ("\\p{Lu}", "abc", False), ("^\\P{L}$", "5", True), ("^\\P{L}$", "x", False), ("^\\p{IsHan}+$", "消防", True),
    ("^\\p{IsHan}+$", "ひら", False), ("^\\p{Script=Han}$", "火", True), ("^\\p{sc=Cyrillic}+$", "Дом", True),
    ("^\\p{IsLatin}+$", "Дом", False), ("^\\p{IsAlphabetic}+$", "é", True), ("^\\p{Alpha}+$", "é", False),
    ("^[\\p{L} '\\-]+$", "Zoë O'Neil-Smith", True), ("^[\\p{L}]+$", "a b", False), ("^[^\\p{L}\\d]+$", "-_-", True),
    ("^[^\\p{L}\\d]+$", "-7-", False), ("^\\p{Nd}+$", "٣٤", True), ("^\\d+$", "٣٤", False), ("^\\p{LC}$", "中", False),
    ("^\\p{Punct}$", "!", True), ("^\\p{P}$", "，", True), ("^[\\P{Lu}]$", "A", False), ("^\\p{gc=Sc}$", "€", True),
    # classes within classes (Java): those that are in both
    ("^[a-z&&[^aeiou]]+$", "xyz", True), ("^[a-z&&[^aeiou]]+$", "xaz", False), ("^[\\w&&[^\\d_]]+$", "ab", True),
    ("^[\\w&&[^\\d_]]+$", "a_b", False), ("^[a-z&&b-d]$", "c", True), ("^[a-z&&b-d]$", "e", False), ("^[^a-z&&[b-d]]$", "c", False),
    ("[[]", "[", True), ("[&]", "&", True), ("[\\b]", "\b", True), ("[\\b]", "b", False),
    # flags at the start
    ("(?i)^abc$", "aBC", True), ("^abc$", "aBC", False), ("(?i)[a-c]+z", "BZ", True), ("(?i)^[^a]$", "A", False),
    ("(?i)É", "é", True),
    ("(?s)a.b", "a\nb", True), ("a.b", "a\nb", False), ("(?m)^b$", "a\nb\nc", True), ("^b$", "a\nb\nc", False),
    ("(?im)^B$", "a\nb", True), ("(?u)é", "é", True),
    # lazy and possessive repeats, names, anchors, codes
    ("^a*?b$", "aab", True), ("^a++b$", "aab", True), ("^a?+b$", "b", True), ("^(?<year>\\d{4})-", "2026-11", True),
    ("\\Aab\\z", "ab", True), ("\\Ab", "ab", False), ("a\\Z", "ab", False), ("^\\x41$", "A", True), ("^\\u{1F525}$", "🔥", True),
    ("^\\s$", "\u00a0", True), ("^\\S$", "\u3000", False), ("^.{2}$", "🔥🔥", True), ("a{,2}", "a{,2}", True),
    ("^x{2}$", "xx", True),
    # look-ahead, within repeats and within each other
    ("^(?=.*\\d)(?=.*[a-z]).{4,8}$", "abc1", True), ("^(?=.*\\d)(?=.*[a-z]).{4,8}$", "abcd", False),
    ("^(?:(?!ab).)+$", "acb", True),
    ("^(?:(?!ab).)+$", "cab", False), ("a(?=b(?!c))", "abd", True), ("a(?=b(?!c))", "abc", False), ("a(?=$)", "ba", True),
    ("(?=(a|b)*c)b", "abbc", True), ("(?=(a|b)*c)b", "abb", False), ("x(?!)", "x", False), ("x(?=)", "x", True),
])
def test_a_pattern_as_authors_write_it(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


PIECES = ["a", "b", "[ab]", "[^a]", ".", "(a|b)", "(ab)", "a*", "b+", "(a|ab)?", "a{2}", "(b*a){1,2}", "^", "$", "\\d", "\\w",
    "\\s", "|", "x", "(?=.b)", "(?!a+b)", "(?=(?!x).|$)"]


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
    "(", ")", "[", "a{3,2}", "*", "a**", "\\q", "\\", "[z-a]", "(?", "\\u12", "\\xZ1", "\\u{110000}", "\\u{41", "(?x)a", "a(?i)b",
    "(?i:a)", "((((){1000}){1000}){1000})", "a{9999}", "a+++", "[a&&", "[a&&]", "[\\q]", "\\p{Nosuch}", "\\p", "\\p{L", "[\\d-",
    "(?P<a>b)", "(" * 50 + ")" * 50, "a" * (MAX_PATTERN + 1), "((a{60}){60}){60}", "(?=a", "(?=a{1000}){1000}",
    "[a&&" * 200 + "]" * 200,
])
def test_a_pattern_that_is_not_understood_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        matches(pattern, "a")
    assert pattern[:60] in str(caught.value)


@pytest.mark.parametrize(("pattern", "why"), [
    ("(a)\\1", "the back reference \\1 is not supported"), ("(?<y>a)\\k<y>", "the back reference \\k is not supported"),
    ("(?<=a)b", "look-behind"), ("(?<!a)b", "look-behind"), ("(?>a)b", "atomic group"),
    ("\\p{Klingon}", "unknown class \\p{Klingon}"),
])
def test_what_is_refused_is_named(pattern: str, why: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        check(pattern)
    assert isinstance(caught.value.what, Text) and why in caught.value.what.en


def test_patterns_that_hang_other_engines_are_answered() -> None:
    assert matches("(a+)+$", "a" * 2000 + "b") is False
    assert matches("(a|a)*c", "a" * 2000) is False
    assert matches("a*a*a*a*a*b", "a" * 2000) is False
    assert matches("(?=(a|aa)+$)(?=a*b)a", "a" * 20_000) is False  # a look-ahead at every place
    assert matches("^(?:(?!a*b).)*c", "a" * 20_000) is False


def test_a_text_too_long_for_its_pattern_is_refused() -> None:
    with pytest.raises(EvaluationError, match="过长"):
        matches("(a|b){500}", "a" * 10_000)
