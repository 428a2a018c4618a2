"""Functions of places, on a sphere of 6,378,100 m radius; measures worked out by spherical geometry."""

from __future__ import annotations

import math

import pytest
from function_cases import cases, holds, is_refused, refused, together, value

from fieldaudit.xform import evaluate
from fieldaudit.xform.xpath.dialect import EvaluationError

pytestmark = pytest.mark.slow  # `make check` stays under a minute

NAN = math.nan
R = 6_378_100.0
DEGREE = R * math.pi / 180  # along the equator or a meridian: 111,318.845 m
CELL = R * R * math.radians(1) * math.sin(math.radians(1))  # between the equator, 1° north and two meridians 1° apart
SQUARE = "0 0;0 10;10 10;10 0;0 0"
HOLLOW = "0 0;0 10;10 10;10 0;5 5;0 0"  # a bite out of the west side

VALUES = together(
    cases("fn:distance",
          ("distance('0 0 0 0;0 1 0 0')", DEGREE), ("distance('0 0;0 1;1 1')", 2 * DEGREE),
          ("distance('0 0;90 0')", R * math.pi / 2),
          ("distance('0 0;0 180')", R * math.pi), ("distance('0 179;0 -179')", 2 * DEGREE),
          ("distance('60 0;60 180')", 60 * DEGREE),  # over the pole
          ("distance(p)", 2 * DEGREE), ("distance('0 0 500 3;0 1 -500 9')", DEGREE), ("distance('0 0;0 1;0 0')", 2 * DEGREE),
          ("distance('0 0')", 0.0), ("distance('0 0;0 0')", 0.0), ("distance('')", NAN), ("distance(nothing)", NAN),
          ("distance('x')", NAN),
          ("distance('0 0;x y')", NAN), ("distance('91 0;0 0')", NAN), ("distance('0 181;0 0')", NAN), ("distance('0;1')", NAN),
          ("distance('0 0;0 1;')", DEGREE), ("distance(' 0  0 ; 0 1 ')", DEGREE), ("distance('1 2 3 4 5;0 0')", NAN)),
    cases("odk:distance-points",
          ("distance('0 0 0 0', '0 1 0 0')", DEGREE), ("distance('0 0', '0 1', '1 1')", 2 * DEGREE),
          ("distance(p[1], p[2])", DEGREE),
          ("distance(p[1], '0 1 0 0', p[3])", 2 * DEGREE), ("distance(p[1], b)", 0.0), ("distance(p, '2 1')", 3 * DEGREE)),
    cases("fn:area",
          ("area('0 0;0 1;1 1;1 0;0 0')", CELL), ("area('0 0;0 1;1 1;1 0')", CELL), ("area('0 0;1 0;1 1;0 1;0 0')", CELL),
          ("area('0 0 9 1;0 1 8 1;1 1 7 1;1 0 6 1;0 0 9 1')", CELL), ("area('0 179;0 -180;1 -180;1 179')", CELL),
          ("area('-1 0;-1 1;1 1;1 0')", 2 * CELL), ("area(p)", CELL / 2),
          ("area('0 0;0 1;1 1')", CELL / 2),
          ("area('0 0')", 0.0), ("area('0 0;1 1')", 0.0), ("area('0 0;1 1;0 0')", 0.0), ("area('')", NAN), ("area(nothing)", NAN),
          ("area('x y;1 1;2 2')", NAN), ("area('95 0;1 1;2 2')", NAN), ("area(p[1], p[2], p[3])", CELL / 2)),
    cases("odk:geofence",
          (f"geofence('5 5', '{SQUARE}')", True), (f"geofence('5 5 100 4', '{SQUARE}')", True),
          (f"geofence('5 11', '{SQUARE}')", False),
          (f"geofence('-1 5', '{SQUARE}')", False), (f"geofence('0 5', '{SQUARE}')", True), (f"geofence('5 10', '{SQUARE}')", True),
          (f"geofence('10 10', '{SQUARE}')", True), (f"geofence('0 0', '{SQUARE}')", True),
          (f"geofence('10.0001 5', '{SQUARE}')", False),
          (f"geofence('5 2', '{HOLLOW}')", False), (f"geofence('5 7', '{HOLLOW}')", True), (f"geofence('5 5', '{HOLLOW}')", True),
          (f"geofence('8 2', '{HOLLOW}')", True), ("geofence('0 180', '-1 179;-1 -179;1 -179;1 179;-1 179')", True),
          ("geofence('0 0', '-1 179;-1 -179;1 -179;1 179;-1 179')", False), ("geofence('5 5', '0 0;0 10;10 10;10 0')", True),
          (f"geofence('', '{SQUARE}')", False), ("geofence('5 5', '')", False), ("geofence('5 5', '0 0;10 10')", False),
          (f"geofence('x', '{SQUARE}')", False), ("geofence('5 5', 'x')", False), (f"geofence('1 1;2 2', '{SQUARE}')", False),
          (f"geofence(p[3], '{SQUARE}')", True), (f"geofence(nothing, '{SQUARE}')", False),
          (f"geofence('10 -1', '{SQUARE}')", False)),
    cases("odk:intersects",
          ("intersects('0 0;10 10;0 10;10 0')", True), ("intersects('0 0;0 10;10 10;10 0')", False),
          (f"intersects('{SQUARE}')", False),
          (f"intersects('{HOLLOW}')", False), ("intersects('0 0;10 10;10 0;0 10;0 0')", True),
          ("intersects('0 0;0 10;5 10;0 5')", True),  # the end touches the first segment
          ("intersects('0 0;0 10;5 10;5 5;0 5;-5 5')", True),
          ("intersects('0 0;0 10;5 10;5 3;0 3;0 6')", True),  # lies along the first
          ("intersects('0 0;0 10;5 10;5 5;1 5')", False), ("intersects('0 0;0 1;1 1;0 1;0 2')", True),
          ("intersects('0 0;1 1')", False),
          ("intersects('0 0;1 1;0 0')", False), ("intersects('0 0')", False), ("intersects('')", False),
          ("intersects(nothing)", False),
          ("intersects('x;y;z')", False), ("intersects('0 0 1 1;10 10 2 2;0 10 3 3;10 0 4 4')", True),
          ("intersects('0 0;0 0;0 10;10 10;10 0;0 0;0 0')", False)),  # points that were taken twice
)

COUNTS = together(
    refused("fn:area", "area()"), refused("fn:distance", "distance()"),
            refused("odk:geofence", "geofence('0 0')", "geofence('0 0', '', 1)"),
    refused("odk:intersects", "intersects()", "intersects('', 1)"))


@pytest.mark.parametrize(("expression", "expected", "at"), VALUES)
def test_a_function_of_places_gives(expression: str, expected: object, at: str) -> None:
    found = value(expression, at)
    if isinstance(expected, float) and isinstance(found, float) and expected == expected:
        assert math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-6)
    else:
        holds(expression, expected, at)


@pytest.mark.parametrize("expression", COUNTS)
def test_a_wrong_number_of_arguments_is_refused(expression: str) -> None:
    is_refused(expression)


@pytest.mark.cites("odk:intersects")
def test_a_long_trace_is_looked_through() -> None:
    steps = ";".join(f"{at % 2 / 1000} {at / 100}" for at in range(3000))
    assert value(f"intersects('{steps[:15_000]}')") is False


@pytest.mark.cites("odk:intersects")
def test_a_trace_that_would_take_minutes_is_refused() -> None:
    there_and_back = ";".join(f"{at / 200} {x}" for at in range(8_000) for x in ((0, 1) if at % 2 else (1, 0)))
    with pytest.raises(EvaluationError, match="过多"):
        evaluate("intersects(.)", f"<a>{there_and_back}</a>")
