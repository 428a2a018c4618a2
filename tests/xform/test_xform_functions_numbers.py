"""Functions of numbers: XPath 1.0's and XPath 3.0's rules at their edges."""

from __future__ import annotations

import math

import pytest
from function_cases import cases, holds, is_refused, refused, together, value

from fieldaudit.xform import evaluate

NAN, INF = math.nan, math.inf

VALUES = together(
    cases("fn:number xpath:number",
          ("number('12.5')", 12.5), ("number(' -3 ')", -3.0), ("number('.5')", 0.5), ("number('5.')", 5.0), ("number('')", NAN),
          ("number('x')", NAN), ("number('1e3')", NAN), ("number('+1')", NAN), ("number('1,000')", NAN), ("number('0x10')", NAN),
          ("number(true())", 1.0), ("number(false())", 0.0), ("number(room/n)", 1.0), ("number(nothing)", NAN),
          ("number()", 5.0, "a"),
          ("number()", NAN, "b"), ("number('1970-01-01T00:00:00Z')", 0.0), ("number('1970-01-02T12:00:00.000+00:00')", 1.5),
          ("number('1970-01-02')", 1 - 8 / 24), ("number('2026-02-30')", NAN), ("number('12:00')", NAN)),
    cases("fn:int",
          ("int(3.9)", 3.0), ("int(-3.9)", -3.0), ("int(0.5)", 0.0), ("int(-0.5)", 0.0), ("int('7.8')", 7.0), ("int('')", NAN),
          ("int('x')", NAN),
          ("int(true())", 1.0), ("int(1 div 0)", INF), ("int(-1 div 0)", -INF), ("int(room/n)", 1.0), ("int(nothing)", NAN),
          ("int('1970-01-11T12:00:00Z')", 10.0), ("string(int(123456789.5))", "123456789")),
    cases("xpath:floor",
          ("floor(2.6)", 2.0), ("floor(-2.5)", -3.0), ("floor(3)", 3.0), ("floor('')", NAN), ("floor('1.9')", 1.0),
          ("floor(1 div 0)", INF),
          ("floor(-0.5)", -1.0), ("1 div floor(-0)", -INF)),
    cases("xpath:ceiling",
          ("ceiling(2.2)", 3.0), ("ceiling(-2.5)", -2.0), ("ceiling(3)", 3.0), ("ceiling('')", NAN), ("ceiling('1.1')", 2.0),
          ("ceiling(-1 div 0)", -INF), ("1 div ceiling(-0.5)", -INF)),
    cases("fn:round xpath:round",
          ("round(2.5)", 3.0), ("round(2.4)", 2.0), ("round(-2.5)", -2.0), ("round(-2.6)", -3.0), ("round(0.5)", 1.0),
          ("round(1.5)", 2.0),
          ("round(0.49999999999999994)", 0.0), ("1 div round(-0.2)", -INF), ("1 div round(-0.5)", -INF),
          ("string(round(-0.4))", "0"),
          ("round('')", NAN), ("round('x')", NAN), ("round('7.5')", 8.0), ("round(1 div 0)", INF), ("round(-1 div 0)", -INF),
          ("round(room/n)", 1.0), ("round(true())", 1.0), ("round(9007199254740993)", 9007199254740992.0)),
    cases("fn:round",
          ("round(1.234, 2)", 1.23), ("round(1.005, 2)", 1.01), ("round(1.255, 2)", 1.26), ("round(12345.15, 1)", 12345.2),
          ("round(-1.25, 1)", -1.2), ("round(-1.26, 1)", -1.3), ("round(14.29123456789, 1.5)", 14.3), ("round(14.29, 0)", 14.0),
          ("round(12345.14, -1)", 12350.0), ("round(12345.14, -2)", 12300.0), ("round(12345.14, -4)", 10000.0),
          ("round(12345.14, -5)", 0.0),
          ("round(55, -1)", 60.0), ("round(-55, -1)", -50.0), ("round(2.567, '2')", 2.57), ("round(2.567, '')", 3.0),
          ("round(2.567, 'x')", 3.0), ("round('', 2)", NAN), ("round(1 div 0, 2)", INF), ("round(1.5, 400)", 1.5),
          ("round(1.5, -400)", 0.0),
          ("round(1.5, 1 div 0)", 1.5), ("round(1.5, -1 div 0)", 0.0), ("round(3, 2)", 3.0), ("string(round(1.1, 1))", "1.1")),
    cases("fn:abs",
          ("abs(-2)", 2.0), ("abs(2.5)", 2.5), ("abs(0)", 0.0), ("abs('-3')", 3.0), ("abs('')", NAN), ("abs(-1 div 0)", INF),
          ("abs(true())", 1.0)),
    cases("fn:pow",
          ("pow(2, 10)", 1024.0), ("pow(-2, 3)", -8.0), ("pow(4, 0.5)", 2.0), ("pow(2, -1)", 0.5), ("pow(0, 0)", 1.0),
          ("pow('', 0)", 1.0),
          ("pow('x', 2)", NAN), ("pow(-8, 1 div 3)", NAN), ("pow(0, -1)", INF), ("pow(-0, -3)", -INF), ("pow(-0, -2)", INF),
          ("pow(10, 400)", INF),
          ("pow(-10, 401)", -INF), ("pow(-10, 400)", INF), ("pow('2', '3')", 8.0), ("pow(1 div 0, -1)", 0.0),
          ("pow(2, -1 div 0)", 0.0)),
    cases("fn:sqrt", ("sqrt(9)", 3.0), ("sqrt(2)", 1.4142135623730951), ("sqrt(0)", 0.0), ("sqrt(-1)", NAN), ("sqrt('')", NAN),
          ("sqrt(1 div 0)", INF), ("sqrt('16')", 4.0)),
    cases("fn:exp", ("exp(0)", 1.0), ("exp(1)", 2.718281828459045), ("exp(-1)", 0.36787944117144233), ("exp(1000)", INF),
          ("exp(-1 div 0)", 0.0), ("exp('')", NAN)),
    cases("fn:exp10", ("exp10(2)", 100.0), ("exp10(-1)", 0.1), ("exp10(0)", 1.0), ("exp10(400)", INF), ("exp10('')", NAN),
          ("exp10(0.5)", 3.1622776601683795)),
    cases("fn:log", ("log(1)", 0.0), ("log(2.718281828459045)", 1.0), ("log(2)", 0.6931471805599453), ("log(0)", -INF),
          ("log(-1)", NAN),
          ("log('')", NAN), ("log(1 div 0)", INF)),
    cases("fn:log10", ("log10(1000)", 3.0), ("log10(0.01)", -2.0), ("log10(0)", -INF), ("log10(-1)", NAN), ("log10('x')", NAN),
          ("log10(1)", 0.0)),
    cases("fn:sin", ("sin(0)", 0.0), ("sin(1)", 0.8414709848078965), ("sin(pi() div 2)", 1.0), ("sin('')", NAN),
          ("sin(1 div 0)", NAN)),
    cases("fn:cos", ("cos(0)", 1.0), ("cos(1)", 0.5403023058681398), ("cos(pi())", -1.0), ("cos('')", NAN), ("cos(1 div 0)", NAN)),
    cases("fn:tan", ("tan(0)", 0.0), ("tan(1)", 1.5574077246549023), ("tan(-1)", -1.5574077246549023), ("tan('')", NAN),
          ("tan(1 div 0)", NAN)),
    cases("fn:asin", ("asin(0)", 0.0), ("asin(1)", 1.5707963267948966), ("asin(0.5)", 0.5235987755982989), ("asin(2)", NAN),
          ("asin('')", NAN)),
    cases("fn:acos", ("acos(1)", 0.0), ("acos(0.5)", 1.0471975511965979), ("acos(-1)", 3.141592653589793), ("acos(2)", NAN),
          ("acos('')", NAN)),
    cases("fn:atan", ("atan(0)", 0.0), ("atan(1)", 0.7853981633974483), ("atan(1 div 0)", 1.5707963267948966), ("atan('')", NAN)),
    cases("fn:atan2", ("atan2(0, 1)", 0.0), ("atan2(1, 1)", 0.7853981633974483), ("atan2(1, -1)", 2.356194490192345),
          ("atan2(-1, -1)", -2.356194490192345), ("atan2(0, -1)", 3.141592653589793), ("atan2('', 1)", NAN),
          ("atan2(1, 'x')", NAN)),
    cases("fn:pi", ("pi()", 3.141592653589793), ("round(pi() * 100)", 314.0)),
    cases("fn:sum xpath:sum",
          ("sum(room/n)", 7.0), ("sum(nothing)", 0.0), ("sum(room[2]/n)", 2.0), ("sum(room/w)", NAN), ("sum(b)", NAN),
          ("sum(a | room/n)", 12.0),
          ("sum(day) = number('2026-11-05')", True), ("sum(room/n[. > 1])", 6.0)),
    cases("fn:max",
          ("max(room/n)", 4.0), ("max(room/n, 9, '12')", 12.0), ("max(-5, -7)", -5.0), ("max(3)", 3.0), ("max('a')", NAN),
          ("max(nothing)", NAN),
          ("max(1, '')", NAN), ("max(b, a)", NAN), ("max(a, room/n)", 5.0), ("max(true(), 0)", 1.0), ("max(1 div 0, 1)", INF),
          ("max('2026-01-01', '2026-01-02') = number('2026-01-02')", True), ("max(1, 'x', 3)", NAN), ("max(0)", 0.0)),
    cases("fn:min",
          ("min(room/n)", 1.0), ("min(room/n, 0.5)", 0.5), ("min(-5, -7)", -7.0), ("min(3)", 3.0), ("min('a')", NAN),
          ("min(nothing)", NAN),
          ("min(1, '')", NAN), ("min(b, a)", NAN), ("min(-1 div 0, 1)", -INF), ("min('3', 4)", 3.0), ("min(0, 1)", 0.0)),
)

ONE = ("int", "abs", "sqrt", "exp", "exp10", "log", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sum")
COUNTS = together(
    *(refused(f"fn:{name}", f"{name}()", f"{name}(1, 2)") for name in ONE),
    refused("xpath:floor", "floor()", "floor(1, 2)"), refused("xpath:ceiling", "ceiling()", "ceiling(1, 2)"),
    refused("fn:number", "number(1, 2)"), refused("fn:round", "round()", "round(1, 2, 3)"),
            refused("fn:pow", "pow(1)", "pow(1, 2, 3)"),
    refused("fn:atan2", "atan2(1)", "atan2(1, 2, 3)"), refused("fn:pi", "pi(1)"), refused("fn:max", "max()"),
            refused("fn:min", "min()"),
    refused("fn:random", "random(1)"))


@pytest.mark.parametrize(("expression", "expected", "at"), VALUES)
def test_a_function_of_numbers_gives(expression: str, expected: object, at: str) -> None:
    holds(expression, expected, at)


@pytest.mark.parametrize("expression", COUNTS)
def test_a_wrong_number_of_arguments_is_refused(expression: str) -> None:
    is_refused(expression)


@pytest.mark.cites("fn:sum", "xpath:sum")
@pytest.mark.parametrize("expression", ["sum(1)", "sum('5')", "sum(true())"])
def test_a_sum_of_no_nodes_is_refused(expression: str) -> None:
    is_refused(expression, "nodes are needed here")


@pytest.mark.cites("fn:random")
def test_random_numbers_lie_from_0_up_to_1_and_differ() -> None:
    drawn = [value("random()", seed=seed) for seed in range(50)]
    assert all(isinstance(number, float) and 0 <= number < 1 for number in drawn)
    assert len(set(drawn)) == 50
    assert min(drawn) < 0.2 and max(drawn) > 0.8  # type: ignore[type-var, operator]


@pytest.mark.cites("fn:random")
def test_the_same_seed_gives_the_same_number_and_each_call_its_own() -> None:
    assert value("random()") == value("random()") != value("random() + 0")
    assert value("random() = random()") is False
    assert value("random()", "a") != value("random()", "b")


@pytest.mark.cites("fn:random")
def test_a_node_of_any_kind_may_ask_for_chance() -> None:
    for expression in ("//text()[random() < 1]", "//@*[uuid(3)]", "//room[random() >= 0]"):
        assert evaluate(expression, b"<d a='1'>x<room/>y</d>")
