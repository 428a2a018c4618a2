"""Calculations and conditions that depend on themselves; each knot of them is named once.

The number of a repeat may well depend on what is answered inside it: one more as long as somebody says "more".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ....i18n import tr
from .survey import REFERENCE, Row, Survey

_READS = ("relevant", "calculation")
_SHOWN = 8  # names of a long cycle that are listed
Needs = Mapping[int, list[int]]
_BESIDE = re.compile(r"\bindexed-repeat\s*\(\s*\$\{[^{}]*\}")
_ONCE = re.compile(r"\bonce\s*\(")


def check_cycles(survey: Survey) -> None:
    """Note every knot of rows whose value or visibility depends on itself, at its first row."""
    rows = {row.number: row for row in survey.rows}
    needs = {row.number: _needs(survey, row) for row in survey.rows}
    for knot in knots(needs):
        around = _around(min(knot), needs, knot)
        row = rows[around[0]]
        names = [rows[number].name for number in (*around[:_SHOWN], *((around[0],) if len(around) <= _SHOWN else ()))]
        shown = " → ".join(names) + (" …" if len(around) > _SHOWN else "")
        column = next((column for column in ("calculation", "relevant") if row.said(column)), "")
        survey.fault(row, column, tr(f"循环依赖：{shown}", f"depends on itself: {shown}"))


def _needs(survey: Survey, row: Row) -> list[int]:
    """The rows whose values this row's value or visibility is computed from.

    A reference to a group or repeat itself (count, position) reads its shape, not its answers. A value that is computed
    when its trigger changes, or only once, may well read itself; so may one that asks for that of another instance, as a
    running total does: `graph` knows which circles of that kind are none.
    """
    texts = [row.said(column) for column in _READS if row.said(column) and not (column == "calculation" and row.said("trigger"))]
    found: dict[int, None] = {}
    for text in texts:
        for name in REFERENCE.findall(_BESIDE.sub("(", text)):
            others = survey.names.get(name, ())
            if len(others) == 1 and not others[0].begins and not (others[0] is row and _ONCE.search(text)):
                found[others[0].number] = None
    found |= {group.number: None for group in row.group if group.said("relevant")}
    return list(found)


def knots(needs: Needs) -> Iterator[set[int]]:
    """The strongly connected parts of more than one row, or of one that needs itself (Tarjan, without recursion)."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for start in needs:
        todo: list[tuple[int, Iterator[int]]] = []
        if start not in order:
            _enter(start, order, low, stack, on_stack)
            todo.append((start, iter(needs[start])))
        while todo:
            node, others = todo[-1]
            for other in others:
                if other not in order:
                    _enter(other, order, low, stack, on_stack)
                    todo.append((other, iter(needs.get(other, ()))))
                    break
                if other in on_stack:
                    low[node] = min(low[node], order[other])
            else:
                todo.pop()
                if todo:
                    low[todo[-1][0]] = min(low[todo[-1][0]], low[node])
                if low[node] == order[node]:
                    knot = _popped(node, stack, on_stack)
                    if len(knot) > 1 or node in needs.get(node, ()):
                        yield knot


def _enter(node: int, order: dict[int, int], low: dict[int, int], stack: list[int], on_stack: set[int]) -> None:
    order[node] = low[node] = len(order)
    stack.append(node)
    on_stack.add(node)


def _popped(node: int, stack: list[int], on_stack: set[int]) -> set[int]:
    knot: set[int] = set()
    while node not in knot:
        knot.add(stack.pop())
    on_stack -= knot
    return knot


def _around(start: int, needs: Needs, knot: set[int]) -> list[int]:
    """A shortest way from a row through its knot back to it."""
    came: dict[int, int] = {}
    level = [start]
    while level:
        following = []
        for node in level:
            for other in needs[node]:
                if other == start:
                    way = [node]
                    while way[-1] != start:
                        way.append(came[way[-1]])
                    return way[::-1]
                if other in knot and other not in came:
                    came[other] = node
                    following.append(other)
        level = following
    return [start]
