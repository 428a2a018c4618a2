"""What two laptops change before they meet, and what must have come of it once they have met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from _laptops import DISTRICT, NOW, PERSON, REMARKS

from fieldaudit.domain.core import Change, RowId, make_id
from fieldaudit.store import Store
from fieldaudit.store.history import conflicts


@dataclass(frozen=True)
class Edits:
    """What two laptops change before they meet: rows of their own, and the same rows, half of these in the same cell."""

    own: tuple[list[int], list[int]]
    same_cell: list[int]
    other_cell: list[int]

    def cells(self, side: int) -> Iterator[tuple[int, str]]:
        """(row, column) of everything one side changes."""
        yield from ((row, "value") for row in (*self.own[side], *self.same_cell))
        yield from ((row, ("value", "note")[side]) for row in self.other_cell)


def scattered(count: int, different: int, shared: int) -> Edits:
    """Different rows for each side, and shared ones, over a table of so many rows of laptop 1."""
    rows = [make_id(1, 1 + n * 7919 % count) for n in range(2 * different + shared)]
    assert len(set(rows)) == len(rows)
    both = rows[2 * different :]
    return Edits((rows[:different], rows[different : 2 * different]), both[: shared // 2], both[shared // 2 :])


def words(side: int, row: int) -> str:
    """What a side writes into a row; like remarks, no two the same."""
    return f"{'甲乙'[side]}：{REMARKS[row % 4].format(row * 7919 % 10_007)}"


def write(store: Store, cells: Iterator[tuple[int, str]], side: int, *, single: bool) -> None:
    """Change these cells, in one act or in one each."""
    changes: list[Change | None] = []
    for n, (row, column) in enumerate(cells):
        changes.append(store.edit("answer", RowId(row), **{column: words(side, row)}))
        if single:
            store.commit(DISTRICT, "inspection.answer", PERSON, [changes.pop()], NOW + n * 1000)
    if changes:
        store.commit(DISTRICT, "inspection.answer", PERSON, changes, NOW)


def check(a: Store, b: Store, edits: Edits) -> None:
    """Every edit of different cells merged, every loser kept and shown, nothing else in dispute, both sides the same."""
    for table in ("answer", "head", "conflict"):
        assert a.query(f"SELECT * FROM {table}") == b.query(f"SELECT * FROM {table}")
    shown = conflicts(a)
    assert sorted(conflict.row for conflict in shown) == sorted(edits.same_cell)
    assert all({head.value for head in one.heads} == {words(0, one.row), words(1, one.row)} for one in shown)
    for row in edits.other_cell:
        merged = a.get("answer", RowId(row))
        assert merged is not None and (merged["value"], merged["note"]) == (words(0, row), words(1, row))
    for side in (0, 1):
        assert all((a.get("answer", RowId(row)) or {})["value"] == words(side, row) for row in edits.own[side])
