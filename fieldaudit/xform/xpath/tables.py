"""Predicates over lookup tables: answered by an index, or by the cells alone. Gives exactly what a plain scan gives.

A plain scan makes a node of every item and asks the predicate; for a list of 20,000 rows that is too slow while
somebody waits for the choices of a question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from .analysis import columns_in, equalities, is_rowwise
from .axes import spend
from .dialect import Value, texts, to_number
from .expression import Expression, Step
from .instance import Node, Table
from .world import Closure, Context, inside

Nodes = Sequence[Node]
Keep = Callable[[Context, Nodes], Nodes]
_Find = Callable[[Context, Node], Nodes]
_Build = Callable[[Expression, str], Closure]


@dataclass(slots=True)
class _Plan:
    """How a step asks a table: keys for its indexes and what is left to ask then; a scan of the cells."""

    keys: list[tuple[str, Closure]]
    left: list[Keep]
    scan: Callable[[Context, Table], Sequence[int] | None] | None


def from_table(step: Step, find: _Find, keeps: list[Keep], build: _Build, predicate: Callable[[Expression], Keep]) -> _Find:
    """As `find`, but where a lookup table can tell its items without looking at each as a node, it is asked.

    `build` and `predicate` are the compiler's own, which needs this module in turn. The plan is made when a table is
    first met: made for every step at once, predicates in predicates would be compiled again and again.
    """
    first = step.predicates[0]

    @cache
    def plan() -> _Plan:
        pairs, rest = equalities(first)
        return _Plan([(column, build(key, "nodes")) for column, key in pairs],
                     [predicate(rest)] if pairs and rest is not None else [], _scan(first, build))

    def looked_up(context: Context, node: Node) -> Nodes:
        if not isinstance(node, Table) or node.item != step.test:
            return find(context, node)
        way = plan()
        numbers, todo = (_numbers(context, node, way.keys) if way.keys else None), [*way.left, *keeps[1:]]
        if numbers is None and way.scan is not None:
            numbers, todo = way.scan(context, node), keeps[1:]
        if numbers is None:
            return find(context, node)
        items = node.named(step.test)
        nodes: Nodes = [items[number] for number in numbers]
        for keep in todo:
            nodes = keep(context, nodes)
        return nodes

    return looked_up


def _numbers(context: Context, node: Table, keys: list[tuple[str, Closure]]) -> Sequence[int] | None:
    """The rows that equal all keys, by the indexes; None when an index cannot tell."""
    found: Sequence[int] | None = None
    if not node.cells:
        return ()
    for column, key in keys:
        rows = _rows(context, node, column, key(context)) if column in node.columns else None
        if rows is None:
            return None
        found = rows if found is None else sorted(set(found).intersection(rows))
        if not found:
            return ()
    return found


def _rows(context: Context, node: Table, column: str, value: Value) -> Sequence[int] | None:
    """The rows whose cell equals a value by the rules of `=`."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        zone = context.world.zone
        return node.index(column, zone, lambda text: to_number(text, zone)).get(value, ()) if value == value else ()
    index = node.index(column, str, str)
    if isinstance(value, str):
        return index.get(value, ())
    wanted = set(texts(value, context.world.blank_when_empty))
    return sorted(row for text in wanted for row in index.get(text, ()))


def _scan(predicate: Expression, build: _Build) -> Callable[[Context, Table], Sequence[int] | None] | None:
    """The rows for which a predicate is true, by their cells alone; None when that cannot tell."""
    if not is_rowwise(predicate):
        return None
    test, columns = build(predicate, "rows"), columns_in(predicate)

    def scanned(context: Context, node: Table) -> Sequence[int] | None:
        if not columns <= node.columns.keys():
            return None
        spend(context, len(node.cells))
        inner = inside(context, [node])
        inner.memo = dict(inner.memo or {})
        inner.memo.update(node.columns)
        found = []
        for number, cells in enumerate(node.cells):
            inner.node = cells  # type: ignore[assignment]  # the row stands for its item
            if test(inner):
                found.append(number)
        return found

    return scanned
