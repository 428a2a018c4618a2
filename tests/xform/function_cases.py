"""Tables of expressions and their values: what the tests of functions share."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from sample_forms import NOW

from fieldaudit.xform import ExpressionError, evaluate
from fieldaudit.xform.outside import parse_document
from fieldaudit.xform.xpath.instance import Node

DOCUMENT = b"""<d><a>5</a><b/><text>fire door</text><list> a  c
d </list><no>false</no><spaced>  two
 words </spaced>
<room><n>1</n><w>east</w><bed><s>x</s></bed></room><room><n>2</n><w/><bed><s>y</s></bed><bed><s>z</s></bed></room>
<room><n>4</n><w>west</w></room><day>2026-11-05</day><at>2026-11-05T03:04:05.006+08:00</at>
<p>0 0 0 0</p><p>0 1 0 0</p><p>1 1 0 0</p><letter><x>A</x><x>B</x><x>C</x><x>D</x><x>E</x><x>F</x></letter>
<o:other xmlns:o="urn:o" o:kind="k"/></d>"""


@cache
def _document() -> Node:
    return parse_document(DOCUMENT)


def value(expression: str, at: str = "", **world: Any) -> object:
    """What an expression gives on DOCUMENT; nodes by their texts."""
    found = evaluate(expression, _document(), at and f"/d/{at}", **{"now": NOW, **world})
    return [node.text() for node in found] if isinstance(found, list) else found


def cases(cited: str, *table: tuple[Any, ...]) -> list[Any]:
    """Rows `(expression, expected)` or `(expression, expected, context path)`, all showing what `cited` names."""
    return [pytest.param(*row, *([""] if len(row) == 2 else []), id=" @ ".join((row[0], *row[2:])),
                         marks=pytest.mark.cites(*cited.split())) for row in table]


def refused(cited: str, *expressions: str) -> list[Any]:
    """Calls with a wrong number of arguments, refused before anything is computed."""
    return [pytest.param(expression, id=expression, marks=pytest.mark.cites(cited)) for expression in expressions]


def holds(expression: str, expected: object, at: str = "", **world: Any) -> None:
    """Assert the value and its type; numbers to 12 digits, the sign of zero aside."""
    found = value(expression, at, **world)
    assert type(found) is type(expected)
    if isinstance(expected, float) and isinstance(found, float):
        assert (math.isnan(found) and math.isnan(expected)) or math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-15)
    else:
        assert found == expected


def is_refused(expression: str, *words: str) -> None:
    """Assert that an expression is refused, naming the function and each word."""
    with pytest.raises(ExpressionError) as caught:
        value(expression)
    for word in words or (f"{expression.partition('(')[0]}()",):
        assert word in caught.value.what.en  # type: ignore[union-attr]


def together(*tables: Iterable[Any]) -> list[Any]:
    """Several tables as one."""
    return [row for table in tables for row in table]
