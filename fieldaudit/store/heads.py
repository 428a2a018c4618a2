"""Edits of cells: which changes are the heads of a cell, which of them shows, and where they disagree.

The rules (`ARCHITECTURE.md`): a cell's heads are its changes that no other change *with a greater clock* names as
base; the greatest (clock, commit id) head shows in the table; unequal heads are a conflict. Reads what is there of
the cells a batch writes, decides cell by cell in memory, and writes what differs. Knows nothing of rows and parking.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlcipher3

from ..domain.core import Change, Commit, CommitId, RowId, Scope

Applied = Callable[[Scope, CommitId], bool]
Place = tuple[str, RowId]  # table, row
Head = tuple[int, int, Any]  # clock, commit id, value

_IN_LIMIT = 500  # names in one IN (…) list, far below SQLite's variable limit

_NEW_HEAD = "INSERT INTO head VALUES(?,?,?,?,?,?)"
_SUPERSEDED = "DELETE FROM head WHERE row = ? AND col = ? AND cid = ? AND tbl = ?"
_NOT_APPLIED = "INSERT INTO gone VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE SET hlc = max(hlc, excluded.hlc)"
_ARRIVED = "DELETE FROM gone WHERE row = ? AND col = ? AND cid = ? AND tbl = ?"
_DISPUTED = "INSERT OR IGNORE INTO conflict VALUES(?,?,?)"
_SETTLED = "DELETE FROM conflict WHERE row = ? AND col = ? AND tbl = ?"
_WRITES = (_SUPERSEDED, _NEW_HEAD, _NOT_APPLIED, _ARRIVED, _DISPUTED, _SETTLED)


@dataclass(slots=True)
class _Cell:
    """One cell that a batch writes: its heads so far, what is new, and who is named as base by whom."""

    table: str
    fresh: list[Head] = field(default_factory=list)
    before: Sequence[Head] = ()
    named: dict[int, tuple[int, Scope]] = field(default_factory=dict)  # commit -> greatest clock that names it
    gone: Mapping[int, int] = field(default_factory=dict)  # the same of names given before the commit was applied

    def heads(self) -> list[Head]:
        """The changes that none with a greater clock names."""
        known = {cid for _, cid, _ in self.before}
        changes = [*self.before, *(change for change in self.fresh if change[1] not in known)]
        if not self.named and not self.gone:
            return changes
        return [
            (hlc, cid, value)
            for hlc, cid, value in changes
            if self.gone.get(cid, 0) <= hlc and self.named.get(cid, (0, 0))[0] <= hlc
        ]


Address = tuple[str, RowId, str]  # table, row, column
Cells = dict[Address, _Cell]
Writes = Mapping[str, list[tuple[Any, ...]]]  # statement -> its rows


def edit_cells(
    connection: sqlcipher3.Connection, edits: Sequence[tuple[Commit, Change]], here: Collection[int], applied: Applied
) -> dict[Place, dict[str, Any]]:
    """Merge the edits of a batch; gives the values that the tables must now show, by row and column.

    `here` are the commits of the batch, `applied` says of any other whether it is in the tables.
    """
    cells = _cells_of(edits)
    _read_before(connection, cells)
    writes: Writes = {statement: [] for statement in _WRITES}
    shown: dict[Place, dict[str, Any]] = {}
    for (_, row, column), cell in cells.items():
        if len(cell.fresh) == 1 and not cell.before and not cell.named and not cell.gone:  # the usual case
            winner = hlc, cid, value = cell.fresh[0]
            writes[_NEW_HEAD].append((row, column, cid, hlc, cell.table, value))
        else:
            heads = cell.heads()
            _note_heads(writes, row, column, cell, heads)
            _note_names(writes, row, column, cell, here, applied)
            winner = max(heads, key=_stamp)
            if winner in cell.before:
                continue
        shown.setdefault((cell.table, row), {})[column] = winner[2]
    for statement, values in writes.items():
        if values:
            connection.executemany(statement, values)
    return shown


def _read_before(connection: sqlcipher3.Connection, cells: Cells) -> None:
    """What there is of these cells."""
    ids = {row for _, row, _ in cells}
    heads: dict[Address, list[Head]] = {}
    for table, row, column, cid, hlc, value in rows_of(connection, "head", "tbl, row, col, cid, hlc, val", "row", ids):
        heads.setdefault((table, row, column), []).append((hlc, cid, value))
    for address in heads.keys() & cells.keys():
        cells[address].before = heads[address]
    if connection.execute("SELECT 1 FROM gone LIMIT 1").fetchone() is None:
        return
    gone: dict[Address, dict[int, int]] = {}
    for table, row, column, cid, hlc in rows_of(connection, "gone", "tbl, row, col, cid, hlc", "row", ids):
        gone.setdefault((table, row, column), {})[cid] = hlc
    for address in gone.keys() & cells.keys():
        cells[address].gone = gone[address]


def rows_of(
    connection: sqlcipher3.Connection, table: str, columns: str, key: str, ids: Iterable[RowId]
) -> Iterator[tuple[Any, ...]]:
    """Those columns of all rows whose key is among these, many a statement."""
    listed = sorted(ids)
    for start in range(0, len(listed), _IN_LIMIT):
        part = listed[start : start + _IN_LIMIT]
        yield from connection.execute(f"SELECT {columns} FROM {table} WHERE {key} IN ({','.join('?' * len(part))})", part)


def _cells_of(edits: Iterable[tuple[Commit, Change]]) -> Cells:
    cells: Cells = {}
    for commit, change in edits:
        for column, value in change.cells.items():
            address = (change.table, change.row, column)
            cell = cells.get(address)
            if cell is None:
                cell = cells[address] = _Cell(change.table)
            cell.fresh.append((commit.hlc, commit.id, value))
            if change.base:
                for cid in change.base.get(column, ()):
                    cell.named[cid] = max(cell.named.get(cid, (0, commit.scope)), (commit.hlc, commit.scope))
    return cells


def _stamp(head: Head) -> tuple[int, int]:
    return head[0], head[1]


def _note_heads(writes: Writes, row: RowId, column: str, cell: _Cell, heads: list[Head]) -> None:
    """Note which heads come and go, and whether they disagree."""
    before, after = {cid for _, cid, _ in cell.before}, {cid for _, cid, _ in heads}
    writes[_SUPERSEDED].extend((row, column, cid, cell.table) for cid in before - after)
    writes[_NEW_HEAD].extend((row, column, cid, hlc, cell.table, value) for hlc, cid, value in heads if cid not in before)
    if len(heads) > 1 and len({(type(value), value) for _, _, value in heads}) > 1:
        writes[_DISPUTED].append((row, column, cell.table))
    elif len(before) > 1:
        writes[_SETTLED].append((row, column, cell.table))


def _note_names(writes: Writes, row: RowId, column: str, cell: _Cell, here: Collection[int], applied: Applied) -> None:
    """Note the bases that are not applied yet, and those that now are."""
    written = {cid for _, cid, _ in (*cell.before, *cell.fresh)}
    for cid, (hlc, scope) in cell.named.items():
        if cid not in written and cid not in here and not applied(scope, CommitId(cid)):
            writes[_NOT_APPLIED].append((row, column, cid, hlc, cell.table))
    writes[_ARRIVED].extend((row, column, cid, cell.table) for _, cid, _ in cell.fresh if cid in cell.gone)
