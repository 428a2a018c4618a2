"""The ODK expression dialect: grammar, conversions, functions. Each case cites a rule of the spec."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_forms import NOW

from fieldaudit.xform import FUNCTIONS, ExpressionError, evaluate
from fieldaudit.xform.expression import MAX_LENGTH, MAX_NESTING, parse

DOCUMENT = b"""<data><a>5</a><b/><text>fire door</text><list>a c</list><no>false</no>
<room><n>1</n><w>east</w></room><room><n>2</n><w/></room><room><n>4</n><w>west</w></room>
<day>2026-11-20</day><at>2026-11-24T09:30:00.000+08:00</at><name-1 kind="x">dash</name-1>
<p>0 0 0 0</p><p>0 1 0 0</p><letter><x>A</x><x>B</x><x>C</x><x>D</x><x>E</x><x>F</x></letter></data>"""


def value(expression: str, at: str = "") -> object:
    found = evaluate(expression, DOCUMENT, at, now=NOW)
    return [node.text() for node in found] if isinstance(found, list) else found


CASES: list[tuple[str, object]] = [
    # grammar: operators and their ranks (XPath 1.0, 3.5)
    ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9.0), ("7 mod 3 + 10 div 4", 3.5), ("-5 mod 2", -1.0), ("- - 3", 3.0),
    ("2 - 1 - 1", 0.0), ("1 < 2 and 2 < 3 or 0", True), ("1 = 1 = 1", True), ("'a' != 'b'", True), ("4 div 0", math.inf),
    ("-(4) div 0", -math.inf), (".5 + 1.", 1.5), ("1 = 1 or 1 div 0 = 'never'", True),
    # names: dashes, operators as element names, paths
    ("/data/name-1", ["dash"]), ("/data/a -1", 4.0), ("name-1", ["dash"]), ("/data/name-1/@kind", ["x"]),
    ("room[2]/n", ["2"]), ("room[n = 4]/w", ["west"]), ("room[last()]/n", ["4"]), ("room[position() < 3]/n", ["1", "2"]),
    ("//n", ["1", "2", "4"]), ("/data/*[. = '5']", ["5"]), ("room/n | a", ["5", "1", "2", "4"]), (".//w", ["east", "", "west"]),
    ("a/..//a", ["5"]), ("room[1]/following-sibling::room/n", ["2", "4"]), ("room[n > 1][1]/n", ["2"]),
    ("room[w]/n", ["1", "4"]), ("self::node()/a", ["5"]), ("parent::*", []), ("a/text()", ["5"]), ("(//n)[2]", ["2"]),
    ("count(room/descendant-or-self::*)", 9.0), ("room[3]/n/ancestor::room/w", ["west"]),
    # conversions: a node is its string; an empty node-set is blank; "false" is true
    ("boolean(no)", True), ("boolean(b)", False), ("not(nothing)", True), ("nothing = ''", True), ("nothing != 'x'", True),
    ("b = ''", True), ("a = 5", True), ("a = '5'", True), ("a = '5.0'", False), ("number(b)", math.nan), ("b < 1", False),
    ("string(1 = 2)", "false"), ("string(2.50)", "2.5"), ("string(100000000000000000000)", "100000000000000000000"),
    ("string(0.0000001)", "0.0000001"), ("string(1 div 3)", "0.3333333333333333"), ("string(-0)", "0"),
    ("room/n = 4", True), ("room/n > 3", True), ("true() = 'x'", True), ("'5' + 1", 6.0), ("number('x')", math.nan),
    ("number('1e3')", math.nan), ("number(true())", 1.0), ("boolean-from-string('1')", True), ("boolean-from-string('yes')", False),
    # dates: number() gives days, so they compare and subtract; = compares strings (spec, number())
    ("today() - day", 4.0), ("day < today()", True), ("date(today() + 30)", "2026-12-24"), ("today()", "2026-11-24"),
    ("now()", "2026-11-24T09:30:00.000+08:00"), ("at = now()", True), ("now() > today()", True), ("date('2026-02-30')", ""),
    ("number('1970-01-01T00:00:00Z')", 0.0), ("number('1970-01-02T00:00:00.000+00:00')", 1.0), ("date(0)", "1970-01-01"),
    ("date(at)", "2026-11-24"), ("decimal-date-time('1970-01-01T12:00:00Z')", 0.5), ("decimal-time('18:00')", 0.75),
    ("date-time('2026-11-24')", "2026-11-24T00:00:00.000+08:00"), ("decimal-time('x')", math.nan),
    ("format-date(day, '%Y/%n/%e %d %m %y')", "2026/11/20 20 11 26"), ("format-date(day, '%b %a %%d')", "Nov Fri %d"),
    ("format-date-time(at, '%H:%M:%S.%3 %h')", "09:30:00.000 9"), ("format-date('', '%Y')", ""),
    # strings
    ("concat('a', 1, room/n)", "a1124"), ("join(', ', room/n, 'x')", "1, 2, 4, x"), ("substr('hello', 1, 3)", "el"),
    ("substr('hello', -3)", "llo"), ("substring('12345', 2, 3)", "234"), ("substring('12345', 1.5, 2.6)", "234"),
    ("substring-before('a-b-c', '-')", "a"), ("substring-after('a-b-c', '-')", "b-c"), ("substring-after('abc', 'x')", ""),
    ("translate('bar', 'abc', 'AB')", "BAr"), ("translate('--aaa--', 'abc-', 'ABC')", "AAA"), ("string-length('消防')", 2.0),
    ("normalize-space('  a   b ')", "a b"), ("contains(text, 'door')", True), ("starts-with(text, 'fire')", True),
    ("ends-with(text, 'fire')", False), ("upper-case('ab')", "AB"), ("lower-case('AB')", "ab"), ("string(text)", "fire door"),
    ("regex('abc12', '[0-9]+')", True), ("regex('abc', '^[0-9]+$')", False), ("digest('abc', 'SHA-256', 'hex')",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), ("digest('abc', 'MD5')", "kAFQmDzST7DWlj99KOF/cg=="),
    ("base64-decode('5raI6Ziy')", "消防"), ("base64-decode('***')", ""), ("string-length(uuid(7))", 7.0), ("name(a)", "a"),
    ("local-name(a)", "a"),
    # truth and choice
    ("if(a > 3, 'yes', 'no')", "yes"), ("if(b, 'yes', 'no')", "no"), ("coalesce(b, text)", "fire door"),
    ("coalesce(b, nothing)", ""),
    ("once('new') = string()", True),
    ("selected(list, 'c')", True), ("selected(list, '')", False), ("selected('ab', 'a')", False),
    ("selected-at(list, 1)", "c"), ("selected-at(list, 2)", ""), ("selected-at(list, -1)", ""), ("count-selected(list)", 2.0),
    ("count-selected(b)", 0.0), ("checklist(1, 2, 1, 0, true())", True), ("checklist(3, -1, 1, 0, 1)", False),
    ("checklist(-1, 1, room/n)", False), ("weighted-checklist(5, 8, 1, 3, 1, 4, 0, 9)", True), ("false()", False),
    ("weighted-checklist(8, -1, 1, 3, 1, 4)", False),
    # numbers
    ("int(3.9)", 3.0), ("int(-3.9)", -3.0), ("floor(-1.5)", -2.0), ("ceiling(1.2)", 2.0), ("round(2.5)", 3.0),
    ("round(-2.5)", -2.0),
    ("round(1.005, 2)", 1.01), ("round(1234, -2)", 1200.0), ("abs(-2)", 2.0), ("pow(2, 10)", 1024.0), ("sqrt(9)", 3.0),
    ("sqrt(-1)", math.nan), ("exp(0)", 1.0), ("exp10(2)", 100.0), ("log(0)", -math.inf), ("log10(1000)", 3.0), ("sin(0)", 0.0),
    ("cos(0)", 1.0), ("tan(0)", 0.0), ("asin(2)", math.nan), ("acos(1)", 0.0), ("atan(0)", 0.0), ("atan2(0, 1)", 0.0),
    ("round(pi(), 4)", 3.1416), ("pow(10, 400)", math.inf),
    # node-sets
    ("count(room)", 3.0), ("count(nothing)", 0.0), ("count-non-empty(room/w)", 2.0), ("sum(room/n)", 7.0), ("sum(nothing)", 0.0),
    ("sum(room/w)", math.nan), ("max(room/n)", 4.0), ("min(room/n, 0.5)", 0.5), ("max(nothing)", math.nan),
    ("max(b, a)", math.nan),
    ("position(room[3])", 3.0), ("current()/a", ["5"]), ("instance('none')/list/item", []),
    ("join('', randomize(letter/*, 42))", "AFCBDE"), ("join('', randomize(letter/*, 1))", "BFEACD"),
    ("indexed-repeat(/data/room/w, /data/room, 3)", ["west"]), ("indexed-repeat(/data/room/w, /data/room, 9)", ""),
    ("indexed-repeat(room/w, room, 3)", ["west"]),
    ("indexed-repeat(room/w, room, 7)", ""), ("indexed-repeat(/data/room/w, /data/room, 1.5)", ""),
    ("indexed-repeat(/data/room/w, /data/room, '')", ""),
    ("jr:choice-name('x', 'a')", "x"), ("jr:itext('id')", "id"),
    # places: a sphere of 6,378,100 m (spec, distance())
    ("round(distance(p))", 111319.0), ("distance('0 0')", 0.0), ("round(area('0 0;0 1;1 1;1 0;0 0') div 1000000)", 12391.0),
    ("area('0 0;1 1')", 0.0), ("distance('x y;1 1')", math.nan),
]


@pytest.mark.parametrize(("expression", "expected"), CASES, ids=[case[0] for case in CASES])
def test_an_expression_has_the_value_the_dialect_gives_it(expression: str, expected: object) -> None:
    found = value(expression)
    if isinstance(expected, float) and math.isnan(expected):
        assert isinstance(found, float) and math.isnan(found)
    else:
        assert found == expected
        assert type(found) is type(expected)


def test_the_same_random_expression_gives_the_same_number_and_another_expression_another() -> None:
    assert value("random()") == value("random()") != value("random() + 0")
    assert 0 <= value("random()") < 1  # type: ignore[operator]


def test_a_relative_path_starts_at_the_given_context() -> None:
    assert value("../n", "/data/room[2]/w") == ["2"]
    assert value("position(..)", "/data/room[2]/w") == 2.0


@pytest.mark.parametrize("source", [
    "", "  ", "1 +", "(1", "1)", "'open", "foo(", "a[", "a[1", "/data/", "a b", "$x", "1 2", "@", "a::b", "following::a", "if(1,2)",
    "true(1)", "nosuch()", "concat(1,)", "text(1)", "!", "a/(b)", "“a”", "..a", "regex('a')", "not()",
])
def test_what_is_not_in_the_dialect_is_refused_with_the_place(source: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(source, b"<data/>")
    assert str(caught.value)


def test_an_unclosed_bracket_names_the_character() -> None:
    with pytest.raises(ExpressionError, match="第5个字符"):
        parse("(1+2")


def test_a_long_chain_of_operators_needs_no_deep_recursion() -> None:
    assert value(" + ".join(["1"] * 4000)) == 4000.0
    assert value(" or ".join(["0"] * 4000)) is False


def test_too_long_and_too_deep_expressions_are_refused() -> None:
    with pytest.raises(ExpressionError, match=str(MAX_LENGTH)):
        parse("1" * (MAX_LENGTH + 1))
    with pytest.raises(ExpressionError, match=str(MAX_NESTING)):
        parse("(" * (MAX_NESTING + 1) + "1" + ")" * (MAX_NESTING + 1))
    assert value("(" * MAX_NESTING + "1" + ")" * MAX_NESTING) == 1.0
    assert value("if(1, " * MAX_NESTING + "1" + ", 2)" * MAX_NESTING) == 1.0
    assert value("-" * 5001 + "1") == -1.0


TOKENS = ["1", "2.5", "'x'", '"y"', "a", "/data/a", "../a", ".", "..", "/", "//", "*", "+", "-", "div", "mod", "and", "or", "=",
    "!=", "<",
          ">=", "(", ")", "[", "]", ",", "|", "@", "::", "child", "node()", "text()", "true()", "count(", "if(", "concat(",
              "position(",
          "instance('x')", "current()", "today()", "jr:choice-name(", "regex(", "selected(", "sum(", "date(", "中文", "${x}",
              "\x00", "#"]


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=12))
def test_any_string_of_tokens_has_a_value_or_a_refusal(tokens: list[str]) -> None:
    try:
        found = value(" ".join(tokens))
    except ExpressionError:
        return
    assert isinstance(found, str | float | bool | list)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.text(max_size=30))
def test_any_text_parses_or_is_refused(source: str) -> None:
    try:
        tree = parse(source)
    except ExpressionError:
        return
    assert tree is not None


TERMS = st.recursive(
    st.sampled_from(["1", "0", "-2.5", "'x'", "''", "a", "b", "room/n", "nothing", "day", "today()", "true()", "'2026-01-01'",
        "list"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", ">", "and", "or"]),
            inner).map(" ".join).map("({})".format),
        st.tuples(st.sampled_from([n for n, f in FUNCTIONS.items() if f.least <= 1 <= f.most and n not in (
            "count", "count-non-empty", "sum", "position", "name", "local-name", "randomize")]), inner).map(
                lambda x: f"{x[0]}({x[1]})"),
        st.tuples(inner, inner, inner).map(lambda x: f"if({x[0]}, {x[1]}, {x[2]})")), max_leaves=12)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(TERMS)
def test_any_well_formed_expression_has_a_value(expression: str) -> None:
    assert isinstance(value(expression), str | float | bool | list)
