"""Changes of one shape together, in columns: smaller and several times quicker than one by one.

Owns the inner rules of a change, the same whether written or read, for one change as for many thousands. Must
not know which tables and columns exist (an older program carries a newer one's commits), nor commits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import isfinite
from operator import sub
from types import NoneType
from typing import Any

from ..domain.core import Change, CommitId, RowId, Value
from ..i18n import tr
from .canon import INT_MAX, INT_MIN, Malformed, require, rows, shaped, within

Shape = tuple[str, bool, tuple[str, ...]]  # table, new, sorted columns

_GROUP = {"table": str, "new": int, "columns": list, "row": list, "cells": list, "base": list, "saw": list}
_CELLS = frozenset((str, int, float, NoneType))
_NO_BASE: Mapping[str, tuple[CommitId, ...]] = {}


@dataclass(slots=True)
class Group:
    """Changes of one shape. `base` and `saw` are as they are written, and `place` counts from 0:
    `base` holds `[place in rows, place in columns, [commit id, …]]`, `saw` `[place in rows, [commit id, …]]`."""

    table: str
    new: bool
    columns: tuple[str, ...]  # sorted
    rows: list[int]
    cells: list[list[Value]]  # one list a column
    base: list[list[Any]]
    saw: list[list[Any]]
    kinds: list[set[type]] = field(default_factory=list)  # types of the values of each column, once checked

    @classmethod
    def of_shape(cls, shape: Shape) -> Group:
        """An empty one."""
        return cls(*shape, [], [[] for _ in shape[2]], [], [])

    def add(self, row: int, cells: Mapping[str, Value], base: Mapping[str, Iterable[int]], saw: Iterable[int]) -> None:
        """One change more."""
        for name, column in zip(self.columns, self.cells):  # noqa: B905 - one list a column, and this is the inmost loop
            column.append(cells[name])
        if base or saw:
            self.add_names(len(self.rows), cells, base, saw)
        self.rows.append(row)

    def add_names(self, place: int, cells: Mapping[str, Value], base: Mapping[str, Iterable[int]], saw: Iterable[int]) -> None:
        """The commits that the change at that place names."""
        for name, ids in sorted(base.items()):
            require(name in cells, "依据只能指向被修改的格。", "A base must belong to a cell that is edited.")
            self.base.append([place, self.columns.index(name), list(ids)])
        if saw:
            self.saw.append([place, list(saw)])

    def extend(self, other: Group) -> None:
        """All changes of another group of this shape."""
        begin = len(self.rows)
        self.rows += other.rows
        for column, more in zip(self.cells, other.cells, strict=True):
            column += more
        self.base += [[begin + place, column, ids] for place, column, ids in other.base]
        self.saw += [[begin + place, ids] for place, ids in other.saw]

    def changes(self) -> list[Change]:
        """One by one."""
        bases: dict[int, dict[str, tuple[CommitId, ...]]] = {}
        for place, column, ids in self.base:
            bases.setdefault(place, {})[self.columns[column]] = tuple(map(CommitId, ids))
        saws = {place: tuple(map(CommitId, ids)) for place, ids in self.saw}
        by_row: Iterable[tuple[Value, ...]] = zip(*self.cells, strict=True) if self.cells else [()] * len(self.rows)
        return [
            Change(self.table, RowId(row), dict(zip(self.columns, values, strict=True)), self.new,
                   bases.get(place, _NO_BASE), saws.get(place, ()))
            for place, (row, values) in enumerate(zip(self.rows, by_row, strict=True))]

    def fields(self) -> dict[str, Any]:
        """As it is written."""
        return {"table": self.table, "new": int(self.new), "columns": self.columns, "row": deltas(self.rows),
                "cells": self.cells, "base": self.base, "saw": self.saw}

    def check(self) -> None:
        """Raise Malformed unless every change keeps the rules of `Change` and holds what JSON carries exactly."""
        require(type(self.table) is str and set(map(type, self.columns)) <= {str}, "变更的格式不对。",
                "A change is not well formed.")
        demand_ints(self.rows, 1, "行号超出范围。", "A row number is out of range.")
        self.kinds = [set(map(type, column)) for column in self.cells]
        for name, column, kinds in zip(self.columns, self.cells, self.kinds, strict=True):
            self._check_cells(name, column, kinds)
        for place, column, ids in rows(self.base, int, int, list):
            within(place, 0, len(self.rows) - 1, "base")
            within(column, 0, len(self.columns) - 1, "base")
            demand_ids(ids)
        for place, ids in rows(self.saw, int, list):
            within(place, 0, len(self.rows) - 1, "saw")
            demand_ids(ids)
        require(not (self.new and self.base), "依据只能指向被修改的格。",
                "A base must belong to a cell that is edited.")
        require(not self.saw or "void" in self.columns, "只有作废时才能写明所见。",
                "Only a void says what its author saw.")

    def _check_cells(self, name: str, column: list[Any], kinds: set[type]) -> None:
        if not kinds <= _CELLS:
            raise Malformed(tr(f"{self.table}.{name} 的值不是文字、数字或空。",
                               f"The value of {self.table}.{name} is no text, number or null."))
        if int in kinds:
            numbers = column if kinds == {int} else [value for value in column if type(value) is int]
            require(min(numbers) >= INT_MIN and max(numbers) <= INT_MAX,
                    "整数超出 64 位。", "An integer does not fit 64 bits.")
        if float in kinds:
            require(all(isfinite(value) for value in column if type(value) is float),
                    "数值不是有限数。", "A number is not finite.")


class Grouping:
    """Groups in the making, in order of first appearance, and for every change whose turn it is."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.order: list[int] = []
        self._numbers: dict[tuple[str, bool, tuple[str, ...]], int] = {}  # also under columns as they came

    def add(self, table: str, row: int, new: bool, cells: Mapping[str, Value],
            base: Mapping[str, Iterable[int]] = _NO_BASE, saw: Iterable[int] = ()) -> None:
        """One change more."""
        number = self.number(table, new, cells)
        self.groups[number].add(row, cells, base, saw)
        self.order.append(number)

    def extend(self, groups: Sequence[Group], order: Sequence[int]) -> None:
        """Many changes more, already in groups."""
        numbers = [self.number(group.table, group.new, group.columns) for group in groups]
        for number, group in zip(numbers, groups, strict=True):
            self.groups[number].extend(group)
        self.order += map(numbers.__getitem__, order)

    def add_written(self, changes: Sequence[list[Any]]) -> None:
        """Many changes more, known to be good, as they are written one by one: table, row, new, cells, base, saw."""
        if not changes:
            return
        first = {number: len(group.rows) for number, group in enumerate(self.groups)}
        numbers = [self.number(change[0], bool(change[2]), change[3]) for change in changes]
        members: list[list[list[Any]]] = [[] for _ in self.groups]
        for number, change in zip(numbers, changes, strict=True):
            members[number].append(change)
        for number, (group, own) in enumerate(zip(self.groups, members, strict=True)):
            group.rows += [change[1] for change in own]
            for name, column in zip(group.columns, group.cells, strict=True):
                column += [change[3][name] for change in own]
            for place, change in enumerate(own, first.get(number, 0)):
                if len(change) > 4:
                    group.add_names(place, change[3], change[4], change[5] if len(change) > 5 else ())
        self.order += numbers

    def number(self, table: str, new: bool, columns: Iterable[str]) -> int:
        """The number of the group of that shape, which is made when there is none yet."""
        given = (table, new, tuple(columns))
        number = self._numbers.get(given)
        if number is None:
            shape = (table, new, tuple(sorted(given[2])))
            number = self._numbers[given] = self._numbers.setdefault(shape, len(self.groups))
            if number == len(self.groups):
                self.groups.append(Group.of_shape(shape))
        return number


def grouped(changes: Sequence[Change]) -> Grouping:
    """Changes of the same shape together."""
    grouping = Grouping()
    grouping.order = [grouping.number(change.table, change.new, change.cells) for change in changes]
    members: list[list[Change]] = [[] for _ in grouping.groups]
    for number, change in zip(grouping.order, changes, strict=True):
        members[number].append(change)
    for group, own in zip(grouping.groups, members, strict=True):
        group.rows = [change.row for change in own]
        group.cells = [[change.cells[name] for change in own] for name in group.columns]
        for place, change in enumerate(own):
            if change.base or change.saw:
                group.add_names(place, change.cells, change.base, change.saw)
    return grouping


def ungrouped(groups: Sequence[Group], order: Sequence[int]) -> list[Change]:
    """The changes one by one, in their order."""
    if len(groups) == 1:
        return groups[0].changes()
    following = [iter(group.changes()) for group in groups]
    return [next(following[number]) for number in order]


def read_groups(values: list[Any], order: list[int]) -> list[Group]:
    """The groups that JSON says, checked; `order` must take every change once. Raises Malformed."""
    groups = [_read_group(shaped(value, _GROUP)) for value in values]
    turns = Counter(order)
    require(all(0 <= number < len(groups) for number in turns), "变更的次序不对。", "The order of changes is wrong.")
    require([turns[number] for number in range(len(groups))] == [len(group.rows) for group in groups],
            "变更条数不符。", "The number of changes is wrong.")
    return groups


def _read_group(value: dict[str, Any]) -> Group:
    columns, cells = value["columns"], value["cells"]
    rows_ = list(accumulate(ints(value["row"])))
    require(set(map(type, columns)) <= {str} and columns == sorted(set(columns)) and value["new"] in (0, 1)
            and len(cells) == len(columns)
            and all(type(column) is list and len(column) == len(rows_) for column in cells),
            "变更的格式不对。", "A change is not well formed.")
    group = Group(value["table"], bool(value["new"]), tuple(columns), rows_, cells, value["base"], value["saw"])
    group.check()
    return group


def deltas(values: list[int]) -> list[int]:
    """Each as the difference to the one before, the first as it is."""
    return [*values[:1], *map(sub, values[1:], values)]


def ints(values: Any, low: int | None = None) -> list[int]:
    """`values`, if it is a list of integers, none below `low`."""
    require(type(values) is list and set(map(type, values)) <= {int} and (
        low is None or not values or min(values) >= low), "列的内容不对。", "A column has the wrong content.")
    numbers: list[int] = values
    return numbers


def demand_ints(values: Sequence[int], low: int, zh: str, en: str) -> None:
    """Raise Malformed with that sentence unless all are integers from `low` to the greatest of 64 bits."""
    require(not values or (set(map(type, values)) <= {int} and min(values) >= low and max(values) <= INT_MAX), zh, en)


def demand_ids(values: Any) -> None:
    """Raise Malformed unless it is a list of commit ids."""
    demand_ints(ints(values), 1, "记录的编号或时间超出范围。", "A number or time of the commit is out of range.")
