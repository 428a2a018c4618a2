"""How a row came to be what it is, and what disagrees: history, conflicts, quarantine.

Reads commits back from the tail and the segments by walking base links from a row's heads to its making commit.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..domain.core import DEVICE_SHIFT, Change, Commit, CommitId, RowId, counter_of, device_of
from ..wire.segments import decode_commit
from .store import Store

SETTLE = "conflict.settle"


@dataclass(frozen=True, slots=True)
class Head:
    """One of several values of a cell, with who wrote it when."""

    commit: CommitId
    value: Any
    author: RowId
    at: int  # ms, observed
    device: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell whose heads differ; `heads` greatest first (the first one shows in the table)."""

    table: str
    row: RowId
    column: str
    heads: tuple[Head, ...]


class CommitReader:
    """Finds commits by id; keeps what it opened for the length of one reading."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._opened: dict[tuple[int, int, int], dict[int, Commit]] = {}
        self._unsealed: dict[int, Commit] = {}
        self._rows: dict[int, dict[int, Change]] = {}

    def find(self, cid: CommitId) -> Commit | None:
        """A commit by id from the tail or a segment, or None when this workspace does not hold it."""
        if cid in self._unsealed:
            return self._unsealed[cid]
        for row in self._store.query("SELECT body FROM log WHERE id = ?", (cid,)):
            return self._unsealed.setdefault(cid, decode_commit(row["body"]))
        for row in self._store.query(
            "SELECT * FROM segment WHERE device = ? AND first <= ? AND last >= ?",
            (device_of(cid), counter_of(cid), counter_of(cid)),
        ):
            key = (row["scope"], row["device"], row["ordinal"])
            if key not in self._opened:
                self._opened[key] = {commit.id: commit for commit in self._store.open(row).commits}
            if cid in self._opened[key]:
                return self._opened[key][cid]
        return None

    def change(self, commit: Commit, row: RowId) -> Change | None:
        """What a commit did to a row; found at once also in an import of thousands."""
        if commit.id not in self._rows:
            self._rows[commit.id] = {change.row: change for change in reversed(commit.changes)}
        return self._rows[commit.id].get(row)


def own_acts(store: Store) -> Iterator[Commit]:
    """The acts of this laptop, newest first, sealed ones too; each segment is opened only when it is reached."""
    scopes = store.query("SELECT DISTINCT scope FROM segment WHERE device = ?", (store.trust.device,))
    yield from heapq.merge(
        _tail(store), *(_sealed(store, row["scope"]) for row in scopes), key=lambda commit: commit.id, reverse=True
    )


def _tail(store: Store) -> Iterator[Commit]:
    for row in store.query("SELECT id FROM log WHERE id >> ? = ? ORDER BY id DESC", (DEVICE_SHIFT, store.trust.device)):
        commit = CommitReader(store).find(CommitId(row["id"]))
        if commit is not None:
            yield commit


def _sealed(store: Store, scope: int) -> Iterator[Commit]:
    ordinals = "SELECT ordinal FROM segment WHERE scope = ? AND device = ? ORDER BY ordinal DESC"
    for place in store.query(ordinals, (scope, store.trust.device)):
        for row in store.query(
            "SELECT * FROM segment WHERE scope = ? AND device = ? AND ordinal = ?", (scope, store.trust.device, place["ordinal"])
        ):
            yield from reversed(store.open(row).commits)


def history(store: Store, row: RowId) -> list[tuple[Commit, Change]]:
    """Every change of a row that its heads build on, oldest first; empty for an unknown row."""
    reader = CommitReader(store)
    todo = {CommitId(head["cid"]) for head in store.query("SELECT DISTINCT cid FROM head WHERE row = ?", (row,))}
    todo |= {CommitId(made[column]) for made in _bookkeeping(store, row) for column in ("_commit", "_last")}
    seen: set[CommitId] = set()
    found: list[tuple[Commit, Change]] = []
    while todo:
        cid = todo.pop()
        seen.add(cid)
        commit = reader.find(cid)
        change = next((c for c in commit.changes if c.row == row), None) if commit else None
        if commit is not None and change is not None:
            found.append((commit, change))
            todo |= {base for bases in change.base.values() for base in bases if base not in seen}
    return sorted(found, key=lambda pair: (pair[0].hlc, pair[0].id))


def table_of(store: Store, row: RowId) -> str | None:
    """The table a row stands in."""
    from ..domain.tables import TABLES

    return next((table for table in TABLES if store.query(f'SELECT 1 FROM "{table}" WHERE id = ?', (row,))), None)


def heads(store: Store, row: RowId) -> dict[str, list[CommitId]]:
    """column -> the commits whose values stand in it; a column that only its making wrote is not here."""
    found: dict[str, list[CommitId]] = {}
    for head in store.query("SELECT col, cid FROM head WHERE row = ? ORDER BY cid", (row,)):
        found.setdefault(head["col"], []).append(CommitId(head["cid"]))
    return found


def _bookkeeping(store: Store, row: RowId) -> list[dict[str, Any]]:
    table = table_of(store, row)
    return store.query(f'SELECT _commit, _last FROM "{table}" WHERE id = ?', (row,)) if table else []


def conflicts(store: Store) -> list[Conflict]:
    """Every cell whose heads differ."""
    reader = CommitReader(store)
    found = []
    for cell in store.query("SELECT * FROM conflict ORDER BY tbl, row, col"):
        heads = []
        for head in store.query(
            "SELECT * FROM head WHERE row = ? AND col = ? AND tbl = ? ORDER BY hlc DESC, cid DESC",
            (cell["row"], cell["col"], cell["tbl"]),
        ):
            commit = _first_said(reader, CommitId(head["cid"]), RowId(cell["row"]), cell["col"], head["val"])
            heads.append(
                Head(
                    CommitId(head["cid"]),
                    head["val"],
                    commit.author if commit else RowId(0),
                    commit.observed_at if commit else 0,
                    device_of(commit.id if commit else head["cid"]),
                )
            )
        found.append(Conflict(cell["tbl"], RowId(cell["row"]), cell["col"], tuple(heads)))
    return found


def disputed(store: Store, table: str) -> dict[RowId, set[str]]:
    """The rows of a table that hold an interim value, with the columns: several people wrote them, nobody has settled it."""
    found: dict[RowId, set[str]] = {}
    for cell in store.query("SELECT row, col FROM conflict WHERE tbl = ?", (table,)):
        found.setdefault(RowId(cell["row"]), set()).add(cell["col"])
    return found


def _first_said(reader: CommitReader, cid: CommitId, row: RowId, column: str, value: Any) -> Commit | None:
    """The commit that first wrote a head's value: a conflict that was settled and opened again says every value anew."""
    commit = reader.find(cid)
    if commit is None or commit.verb != SETTLE:
        return commit
    for base in _bases(commit, row, column):  # the settling that was taken back, and what it settled
        settling = reader.find(base)
        for earlier in _bases(settling, row, column) if settling is not None and settling.verb == SETTLE else ():
            said = reader.find(earlier)
            if said is not None and _value(said, row, column) == value:
                return _first_said(reader, earlier, row, column, value)
    return commit


def settled(store: Store, row: RowId, column: str) -> tuple[CommitId, tuple[Any, ...]] | None:
    """The act that settled a cell and still stands in it, and the values between which it chose, the one that showed last.

    None if there is no such act.
    """
    standing = heads(store, row).get(column, [])
    reader = CommitReader(store)
    settling = reader.find(standing[0]) if len(standing) == 1 else None
    if settling is None or settling.verb != SETTLE:
        return None
    said = [commit for base in _bases(settling, row, column) if (commit := reader.find(base)) is not None]
    said.sort(key=lambda commit: (commit.hlc, commit.id))
    values = dict.fromkeys(_value(commit, row, column) for commit in said)
    return settling.id, tuple(values)


def _bases(commit: Commit, row: RowId, column: str) -> tuple[CommitId, ...]:
    return next((change.base.get(column, ()) for change in commit.changes if change.row == row), ())


def _value(commit: Commit, row: RowId, column: str) -> Any:
    return next((change.cells.get(column) for change in commit.changes if change.row == row), None)


def quarantine(store: Store) -> list[dict[str, Any]]:
    """Commits that were not admitted, with the reason in both languages."""
    return store.query("SELECT * FROM quarantine ORDER BY hlc, cid")
