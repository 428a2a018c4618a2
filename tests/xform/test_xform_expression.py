"""The grammar of expressions, what is refused and how, what is bounded. (Values: test_xform_random_expressions.)"""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_forms import NOW

from fieldaudit.xform import FUNCTIONS, ExpressionError, evaluate
from fieldaudit.xform.outside import parse_document
from fieldaudit.xform.xpath.expression import MAX_LENGTH, MAX_NESTING, Negate, parse, walk

pytestmark = pytest.mark.slow  # `make check` stays under a minute

DOCUMENT = parse_document(
    """<data><a>5</a><b/><div>6</div><mod>4</mod><and>1</and><or>0</or><if>i</if><text>t</text><a-b>7</a-b><a.b>8</a.b><_x>9</_x>"""
    """<消防>水</消防><room k="1"><n>1</n><w>east</w></room><room k="2"><n>2</n><w/></room><room><n>4</n><w>west</w></room>"""
    """<list>a c</list><day>2026-11-20</day><node>n</node><child>c</child></data>""")


def value(expression: str, at: str = "") -> object:
    found = evaluate(expression, DOCUMENT, at, now=NOW)
    return [node.text() for node in found] if isinstance(found, list) else found


def case(mark: str, expression: str, expected: object) -> object:
    return pytest.param(expression, expected, marks=pytest.mark.cites(*mark.split()), id=repr(expression))


@pytest.mark.parametrize(("expression", "expected"), [
    case("xpath.lexical.number", "1", 1.0), case("xpath.lexical.number", "1.", 1.0), case("xpath.lexical.number", ".5", 0.5),
    case("xpath.lexical.number", "1.5", 1.5), case("xpath.lexical.number", "007", 7.0),
    case("xpath.lexical.number", "1.+.5", 1.5), case("xpath.lexical.number", "0.10", 0.1),
    case("xpath.lexical.number", "-.5", -0.5), case("xpath.lexical.number", "9" * 400, math.inf),
    case("xpath.lexical.literal", "'it is \"so\"'", 'it is "so"'), case("xpath.lexical.literal", '"it\'s"', "it's"),
    case("xpath.lexical.literal", "''", ""), case("xpath.lexical.literal", '""', ""),
    case("xpath.lexical.literal", "'&lt;'", "&lt;"), case("xpath.lexical.literal", "'a\n\tb'", "a\n\tb"),
    case("xpath.lexical.literal", "'消防 ]) or'", "消防 ]) or"), case("xpath.lexical.literal", r"'\n'", r"\n"),
    case("xpath.lexical.whitespace", " \t\r\n 1 \n+\n 2 ", 3.0), case("xpath.lexical.whitespace", "concat ( 'a' , 'b' )", "ab"),
    case("xpath.lexical.whitespace", "/ data / a", ["5"]), case("xpath.lexical.whitespace", "child :: a", ["5"]),
    case("xpath.lexical.whitespace", "room [1 ] / @ k", ["1"]),
    case("xpath.lexical.whitespace", "//\nn\n[\n1\n]", ["1", "2", "4"]), case("xpath.lexical.whitespace", "a/ text ( )", ["5"]),
    case("xpath.lexical.whitespace", "(a)[1]\n|\nb", ["5", ""]), case("xpath.lexical.whitespace", "1<2", True),
    case("xpath.lexical.whitespace", "a=5and 1", True), case("xpath.lexical.whitespace", "1div 2", 0.5),
    case("xpath.lexical.star", "a * a", 25.0), case("xpath.lexical.star", "a*a", 25.0), case("xpath.lexical.star", "2*3", 6.0),
    case("xpath.lexical.star", "* * 2", 10.0), case("xpath.lexical.star", "count(*) * 2", 38.0),
    case("xpath.lexical.star", "room/* | a", ["5", "1", "east", "2", "", "4", "west"]),
    case("xpath.lexical.star", "room[* = 4]/w", ["west"]), case("xpath.lexical.star", "(a)*2", 10.0),
    case("xpath.lexical.star", ". * 2", math.nan), case("xpath.lexical.star", "*[1] * *[1]", 25.0),
    case("xpath.lexical.star", "'2' * 3", 6.0), case("xpath.lexical.star", "room[1]/@* * 2", 2.0),
    case("xpath.lexical.star", "*/* = 4", True), case("xpath.lexical.star", "-* + 1", -4.0),
    case("xpath.lexical.operator-names", "div", ["6"]), case("xpath.lexical.operator-names", "div div 2", 3.0),
    case("xpath.lexical.operator-names", "div div div", 1.0), case("xpath.lexical.operator-names", "div mod mod", 2.0),
    case("xpath.lexical.operator-names", "mod mod mod", 0.0), case("xpath.lexical.operator-names", "and and or", True),
    case("xpath.lexical.operator-names", "or or and", True), case("xpath.lexical.operator-names", "and and and and and", True),
    case("xpath.lexical.operator-names", "/data/div", ["6"]), case("xpath.lexical.operator-names", "div/..//mod", ["4"]),
    case("xpath.lexical.operator-names", "6 div 2 mod 2", 1.0), case("xpath.lexical.operator-names", "div*mod", 24.0),
    case("xpath.lexical.operator-names", "if", ["i"]), case("xpath.lexical.operator-names", "text", ["t"]),
    case("xpath.lexical.operator-names", "node", ["n"]), case("xpath.lexical.operator-names", "child", ["c"]),
    case("xpath.lexical.operator-names", "child::child", ["c"]), case("xpath.lexical.operator-names", "6 div(3)", 2.0),
    case("xpath.lexical.operator-names", "text/text()", ["t"]), case("xpath.lexical.operator-names", "(1)and(0)", False),
    case("xpath.lexical.operator-names", "'a'or''", True), case("xpath.lexical.names xpath.operator.minus", "a-b", ["7"]),
    case("xpath.lexical.names", "a - b", math.nan), case("xpath.lexical.names", "a -a", 0.0),
    case("xpath.lexical.names", "a- a", None), case("xpath.lexical.names", "a.b", ["8"]),
    case("xpath.lexical.names", "_x", ["9"]), case("xpath.lexical.names", "消防", ["水"]),
    case("xpath.lexical.names", "a-b - a-b", 0.0), case("xpath.lexical.names", "a-b -1", 6.0), case("path.self", "./a", ["5"]),
    case("path.self", "././a/.", ["5"]), case("path.parent", "a/../b", [""]), case("path.parent", "room/../a", ["5"]),
    case("path.parent", "room[1]/n/../../a", ["5"]), case("path.root", "count(/)", 1.0), case("path.root", "/ = 5", False),
    case("path.root", "(/)/data/a", ["5"]), case("path.absolute", "/data/a", ["5"]), case("path.absolute", "//n[. = 2]", ["2"]),
    case("path.absolute", "/*/a", ["5"]), case("path.relative", "room/n", ["1", "2", "4"]),
    case("predicate.any", "room[n = 4]/w", ["west"]), case("predicate.any", "room[n > 1][1]/n", ["2"]),
    case("predicate.any", "room[n[. > 1]]/n", ["2", "4"]), case("predicate.any", "room[../a = 5][last()]/n", ["4"]),
    case("predicate.any", "room[@k][2]/n", ["2"]), case("predicate.any", "(room/n)[. > 1][1]", ["2"]),
    case("predicate.any", "room[n = ../room[2]/n]/n", ["2"]), case("predicate.any", "room[position() = count(../room)]/n", ["4"]),
    case("predicate.any", "*[self::a or self::b]", ["5", ""]), case("predicate.any", "room[current()/a = 5]/n", ["1", "2", "4"]),
    case("predicate.any", "room[n + 1 = 2]/w", ["east"]), case("predicate.any", ".[a = 5]/a", ["5"]),
    case("predicate.any", "room/n[last()]", ["1", "2", "4"]), case("predicate.any", "a[1 = 1]", ["5"]),
    case("operator.all", "a | b | room/n", ["5", "", "1", "2", "4"]), case("operator.all", "(a | b)/../div", ["6"]),
    case("operator.all", "1 != 2 and 2 <= 2 and 3 >= 2 and 1 < 2 and 2 > 1", True),
])
def test_an_expression_is_read_as_the_grammar_says(expression: str, expected: object) -> None:
    if expected is None:
        with pytest.raises(ExpressionError):
            value(expression)
        return
    found = value(expression)
    assert (isinstance(found, float) and math.isnan(found)) if expected != expected else found == expected
    assert type(found) is type(expected)


@pytest.mark.cites("xpath.lexical.error", "function.unknown", "function.count-of-arguments")
@pytest.mark.parametrize("source", [
    "", "  ", "1 +", "+ 1", "(1", "1)", "'open", '"open', "foo(", "a[", "a[1", "a[]", "/data/", "a b", "$x", "${x}", "1 2", "@",
    "a::b", "if(1,2)", "true(1)", "nosuch()", "concat(1,)", "concat(,1)", "text(1)", "!", "a/(b)", "“a”", "..a", "regex('a')",
    "not()", "1 = = 2", "a//", "//", "///a", "a/b/", "a!b", "1 === 1", "a && b", "a || b", "()", "a[1]]",
    "processing-instruction(a)", "comment('x')", "node('x')", "child::", "::a", "a:b:c", "a@b", "'a''b'", "1..2", "5.5.5", "1e3",
    "a.()", "* *", "div div", "a and", "or b", "- ", "[1]", "|a", "a|", ",", "position(1)[", "#", "following-sibling:a", "a/@",
    "@@a", "*a", "a*", "string(1 2)", "`a`", "a;b", "a\\b", "{a}", "a?b", "~a", "^a", "%", "1%2", "a ≠ b", "unknown::a",
    "current(1)", "jr:nosuch()", "nosuch(a)/b", "count()", "count(a, b)", "last(1)", "substr('a')",
])
def test_what_is_not_in_the_dialect_is_refused_with_the_place(source: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(source, DOCUMENT)
    assert str(caught.value)


@pytest.mark.cites("xpath.lexical.error")
def test_an_unclosed_bracket_names_the_character() -> None:
    with pytest.raises(ExpressionError, match="第5个字符"):
        parse("(1+2")


# -- what is bounded -------------------------------------------------------------------------------------
def test_a_long_chain_of_operators_needs_no_deep_recursion() -> None:
    assert value(" + ".join(["1"] * 4000)) == 4000.0
    assert value(" or ".join(["0"] * 4000)) is False
    assert value(" | ".join(["a"] * 4000)) == ["5"]
    assert value("/".join(["."] * 9000)) == [evaluate("string(.)", DOCUMENT)]


@pytest.mark.parametrize("unit", [
    "a[", "(", "if(1, ", "not(", "a[not(", "1+(", "1 = (", "-(", "(1 or a[", "concat('x', ", ".[1 or .[0 or ", ".[",
])
def test_any_nesting_has_a_value_or_a_refusal(unit: str) -> None:
    end = "".join({"[": "]", "(": ")"}[char] for char in reversed(unit) if char in "[(")
    levels = MAX_NESTING // sum(unit.count(char) for char in "[(")
    tail = ", 2" if unit.startswith("if") else ""
    assert value(unit * levels + "1" + (tail + end) * levels) is not None
    with pytest.raises(ExpressionError, match=str(MAX_NESTING)):
        parse(unit * (levels + 1) + "1" + (tail + end) * (levels + 1))


def test_too_long_expressions_are_refused() -> None:
    with pytest.raises(ExpressionError, match=str(MAX_LENGTH)):
        parse("1" * (MAX_LENGTH + 1))
    assert value("-" * 5001 + "1") == -1.0
    assert isinstance(parse("-" * 5000 + "1"), Negate)
    assert len(list(walk(parse("a" + "[1]" * 1000)))) == 1001


TOKENS = ["1", "2.5", "'x'", '"y"', "a", "/data/a", "../a", ".", "..", "/", "//", "*", "+", "-", "div", "mod", "and", "or", "=",
          "!=", "<", ">=", "(", ")", "[", "]", ",", "|", "@", "::", "child", "following", "node()", "text()", "true()",
          "count(", "if(", "concat(", "position(", "last()", "instance('x')", "current()", "today()", "jr:choice-name(",
          "regex(", "selected(", "sum(", "date(", "processing-instruction(", "p:a", "中文", "${x}", "\x00", "#"]


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


NEEDS_NODES = ("count", "count-non-empty", "sum", "position", "name", "local-name", "namespace-uri", "randomize")
CALLS = sorted(name for name, function in FUNCTIONS.items() if function.least <= 1 <= function.most and name not in NEEDS_NODES)
TERMS = st.recursive(
    st.sampled_from(["1", "0", "-2.5", "'x'", "''", "a", "b", "room/n", "nothing", "day", "today()", "true()",
                     "'2026-01-01'", "list"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(("+", "-", "*", "div", "mod", "=", "!=", "<", "and", "or")), inner),
        st.builds("{}({})".format, st.sampled_from(CALLS), inner), st.builds("if({}, {}, {})".format, inner, inner, inner)),
    max_leaves=12)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(TERMS)
def test_any_well_formed_expression_has_a_value(expression: str) -> None:
    assert isinstance(value(expression), str | float | bool | list)
