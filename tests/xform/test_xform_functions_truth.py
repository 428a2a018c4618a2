"""Functions of truth and choice."""

from __future__ import annotations

import pytest
from function_cases import cases, holds, is_refused, refused, together

VALUES = together(
    cases("fn:true", ("true()", True), ("string(true())", "true"), ("number(true())", 1.0)),
    cases("fn:false", ("false()", False), ("string(false())", "false"), ("number(false())", 0.0)),
    cases("fn:boolean xpath:boolean",
          ("boolean(0)", False), ("boolean(-0)", False), ("boolean(0 div 0)", False), ("boolean(-1)", True), ("boolean(0.1)", True),
          ("boolean(1 div 0)", True), ("boolean('')", False), ("boolean(' ')", True), ("boolean('false')", True),
          ("boolean('0')", True),
          ("boolean(nothing)", False), ("boolean(room)", True), ("boolean(no)", True), ("boolean(1 = 2)", False),
          ("boolean(true())", True)),
    cases("fn:not",
          ("not(true())", False), ("not(false())", True), ("not(0)", True), ("not('x')", False), ("not('')", True),
          ("not(nothing)", True),
          ("not(room)", False), ("not(0 div 0)", True), ("not('false')", False)),
    cases("fn:boolean-from-string",
          ("boolean-from-string('true')", True), ("boolean-from-string('1')", True), ("boolean-from-string(1)", True),
          ("boolean-from-string(true())", True), ("boolean-from-string('false')", False), ("boolean-from-string('0')", False),
          ("boolean-from-string('')", False), ("boolean-from-string('yes')", False), ("boolean-from-string('True')", False),
          ("boolean-from-string('1.0')", False), ("boolean-from-string(2)", False), ("boolean-from-string(no)", False),
          ("boolean-from-string(nothing)", False), ("boolean-from-string(room/n)", True)),
    cases("fn:if",
          ("if(1 = 1, 'yes', 'no')", "yes"), ("if(1 = 2, 'yes', 'no')", "no"), ("if('', 1, 2)", 2.0), ("if('false', 1, 2)", 1.0),
          ("if(0 div 0, true(), false())", False), ("if(true(), true(), 0)", True), ("if(room, room/n, b)", ["1", "2", "4"]),
          ("count(if(nothing, b, room))", 3.0), ("if(a > 3, a + 1, 0)", 6.0), ("if(true(), if(false(), 1, 2), 3)", 2.0)),
    cases("dialect.if-lazy", ("if(true(), 'taken', count('no nodes'))", "taken"),
          ("if(false(), count('no nodes'), 'taken')", "taken")),
    cases("fn:coalesce",
          ("coalesce('', 'b')", "b"), ("coalesce('a', 'b')", "a"), ("coalesce('', '')", ""), ("coalesce(b, text)", "fire door"),
          ("coalesce(nothing, b)", ""), ("coalesce(nothing, 'x')", "x"), ("coalesce(0, 'x')", "0"),
          ("coalesce(false(), 'x')", "false"),
          ("coalesce(room/w, 'x')", "east"), ("coalesce(room[2]/w, 'x')", "x"), ("coalesce(' ', 'x')", " "),
          ("coalesce('a', count('no nodes'))", "a")),
    cases("odk:coalesce-many", ("coalesce('', b, 'c')", "c"), ("coalesce('', b, nothing, '')", ""),
          ("coalesce('', 'b', 'c', 'd')", "b")),
    cases("fn:once",
          ("once('new')", "new", "b"), ("once('new')", "5", "a"), ("once(1 + 1)", 2.0, "b"), ("once(1 + 1)", "fire door", "text"),
          ("once(count('no nodes'))", "5", "a"), ("once('')", "", "b"), ("once(random()) < 1", True, "b")),
    cases("fn:checklist",
          ("checklist(1, 2, 1, 0, true())", True), ("checklist(3, 3, 1, 0, 1)", False), ("checklist(2, 3, 1, 0, 1)", True),
          ("checklist(-1, 1, 1, 1)", False), ("checklist(-1, 2, 1, 1)", True), ("checklist(3, -1, 1, 1)", False),
          ("checklist(2, -1, 1, 1)", True), ("checklist(-1, -1)", True), ("checklist(0, 0)", True), ("checklist(1, 1)", False),
          ("checklist(0, 0, -1, 0, 'x', '')", True), ("checklist(1, 1, 0.5)", True), ("checklist(3, 3, room/n)", True),
          ("checklist(1, 2, room/n)", False), ("checklist(4, 4, room/n, true(), false())", True),
          ("checklist('1', '1', '2')", True),
          ("checklist(2, 2, 1 < 2, 2 = 2, 3 = 4)", True), ("checklist('x', 1, 1)", False), ("checklist(0, 0, nothing)", True)),
    cases("odk:checklist-yes", ("checklist(1, 1, 'yes', 'no', 'Yes', '')", True), ("checklist(2, -1, 'yes', 'no')", False),
          ("weighted-checklist(5, 5, 'yes', 5, 'no', 7)", True)),
    cases("fn:weighted-checklist",
          ("weighted-checklist(5, 8, 1, 3, 1, 4, 0, 9)", True), ("weighted-checklist(8, -1, 1, 3, 1, 4)", False),
          ("weighted-checklist(-1, 6, 1, 3, 1, 4)", False), ("weighted-checklist(-1, 7, 1, 3, 1, 4)", True),
          ("weighted-checklist(7, 7, true(), 3, 1, '4')", True), ("weighted-checklist(0, 0)", True),
          ("weighted-checklist(1, 2)", False),
          ("weighted-checklist(1, 1, 1, -1, 1, 2)", True),
          ("weighted-checklist(0.25, 0.75, 1, 0.5)", True), ("weighted-checklist(7, 7, room/n, room/n)", True),
          ("weighted-checklist(6, 6, room/n, 2)", True), ("weighted-checklist(1, 1, 1, 'x')", False),
          ("weighted-checklist(-1, -1, 1, 'x')", True)),
)

COUNTS = together(
    refused("fn:true", "true(1)"), refused("fn:false", "false(1)"), refused("fn:boolean", "boolean()", "boolean(1, 2)"),
    refused("fn:not", "not()", "not(1, 2)"),
            refused("fn:boolean-from-string", "boolean-from-string()", "boolean-from-string(1, 2)"),
    refused("fn:if", "if(1, 2)", "if(1, 2, 3, 4)", "if()"), refused("fn:coalesce", "coalesce()", "coalesce(1)"),
    refused("fn:once", "once()", "once(1, 2)"), refused("fn:checklist", "checklist(1)", "checklist()"),
    refused("fn:weighted-checklist", "weighted-checklist(1)", "weighted-checklist(1, 2, 3)", "weighted-checklist(1, 2, 3, 4, 5)"))


@pytest.mark.parametrize(("expression", "expected", "at"), VALUES)
def test_a_function_of_truth_gives(expression: str, expected: object, at: str) -> None:
    holds(expression, expected, at)


@pytest.mark.parametrize("expression", COUNTS)
def test_a_wrong_number_of_arguments_is_refused(expression: str) -> None:
    is_refused(expression)


@pytest.mark.cites("fn:weighted-checklist")
def test_answers_and_weights_that_do_not_pair_are_refused() -> None:
    is_refused("weighted-checklist(1, 2, room/n, p[position() < 3])", "3 answers with 2 weights")
