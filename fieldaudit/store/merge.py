"""Merging commits into the tables: heads, winners, conflicts, set-wise. The one path for own and foreign acts.

Rules (`docs/format.md`, `ARCHITECTURE.md`): a cell is a multi-value register. A cell's heads are its changes
that no other change *with a greater clock* names as base; the greatest (clock, commit id) head shows in the
table; unequal heads are a conflict. A row's making commit is an ancestor of every change of the row. A commit
that edits a row not yet made is parked whole, one that edits a row of another scope is quarantined. The result is
the same in any order of arrival.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlcipher3

from ..domain.core import Change, Commit, CommitId, RowId, Scope, Touched
from ..i18n import Text, tr
from ..wire.segments import decode_commit, encode_commit
from .schema import PLAIN_TABLES, bookkeeping

Applied = Callable[[Scope, CommitId], bool]

_ANOTHER_SCOPE = tr("修改别的地区的记录", "changes a row of another scope")
_IN_LIMIT = 500  # names in one IN (…) list, far below SQLite's variable limit

# Keyed temporary tables: the changes of a batch, and per named commit the greatest clock of those who name it.
_TEMP = (
    """CREATE TEMP TABLE IF NOT EXISTS ch(row INTEGER, col TEXT, cid INTEGER, hlc INTEGER, tbl TEXT, val,
       PRIMARY KEY(row, col, cid)) WITHOUT ROWID""",
    "CREATE TEMP TABLE IF NOT EXISTS bs(row INTEGER, col TEXT, cid INTEGER, hlc INTEGER, PRIMARY KEY(row, col, cid)) WITHOUT ROWID",
    "DELETE FROM temp.ch",
    "DELETE FROM temp.bs",
)
_NAME = "INSERT INTO {}(row, col, cid, hlc) VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET hlc = max(hlc, excluded.hlc)"
_NEW_HEADS = """INSERT OR IGNORE INTO head SELECT row, col, cid, hlc, tbl, val FROM ch
    WHERE NOT EXISTS (SELECT 1 FROM bs WHERE bs.row = ch.row AND bs.col = ch.col AND bs.cid = ch.cid AND bs.hlc > ch.hlc)
      AND NOT EXISTS (SELECT 1 FROM gone g WHERE g.row = ch.row AND g.col = ch.col AND g.cid = ch.cid AND g.hlc > ch.hlc)"""
_SUPERSEDED = """SELECT h.row, h.col, h.cid FROM bs CROSS JOIN head h
    ON h.row = bs.row AND h.col = bs.col AND h.cid = bs.cid WHERE bs.hlc > h.hlc"""
_WINNERS = """SELECT ch.tbl, ch.col, ch.row, h.val FROM ch CROSS JOIN head h ON h.row = ch.row AND h.col = ch.col
    WHERE NOT EXISTS (SELECT 1 FROM head g WHERE g.row = h.row AND g.col = h.col AND (g.hlc, g.cid) > (h.hlc, h.cid))"""
_CONFLICTS = """INSERT OR IGNORE INTO conflict SELECT row, col, tbl FROM ch WHERE EXISTS (
    SELECT 1 FROM head a CROSS JOIN head b ON b.row = a.row AND b.col = a.col AND b.cid > a.cid
    WHERE a.row = ch.row AND a.col = ch.col AND (a.val IS NOT b.val OR typeof(a.val) IS NOT typeof(b.val)))"""


def merge(connection: sqlcipher3.Connection, commits: Sequence[Commit], applied: Applied) -> Touched:
    """Apply admitted commits inside the caller's transaction; returns what changed.

    `applied(scope, cid)` says whether a commit *outside this batch* is in the tables already. Commits that touch
    a row nobody has made yet are parked, and parked ones whose row is made here are applied with the rest.
    """
    touched: Touched = {}
    pending = list(commits)
    while pending:
        ready, waiting = _split(connection, pending)
        for commit, row in waiting:
            if row is None:
                quarantine(connection, commit, _ANOTHER_SCOPE)
            else:
                connection.execute(
                    "INSERT OR IGNORE INTO parked VALUES(?,?,'missing row',?)", (commit.id, row, encode_commit(commit))
                )
        made = _create(connection, ready, touched)
        _edit(connection, ready, applied, touched)
        pending = _wake(connection, made)
    return touched


def quarantine(connection: sqlcipher3.Connection, commit: Commit, reason: Text) -> None:
    """Note that a commit may not enter the tables, and why."""
    connection.execute(
        "INSERT OR IGNORE INTO quarantine VALUES(?,?,?,?,?,?,?)",
        (commit.id, commit.scope, commit.hlc, commit.author, commit.verb, reason.zh, reason.en),
    )


def _split(connection: sqlcipher3.Connection, commits: Sequence[Commit]) -> tuple[list[Commit], list[tuple[Commit, RowId | None]]]:
    """Commits whose rows all exist or are made by a ready one, and the rest with the first row each lacks.

    None stands for a row that is there but was made in another scope. Ready is built up from what exists: two
    commits that each edit a row the other makes wait for ever, in a batch as one by one.
    """
    wanted: dict[str, set[RowId]] = {}
    for commit in commits:
        for change in commit.changes:
            if not change.new:
                wanted.setdefault(change.table, set()).add(change.row)
    if not wanted:
        return list(commits), []
    there = {(table, row): scope for table, ids in wanted.items() for row, scope in _existing(connection, table, ids)}
    ready: list[Commit] = []
    waiting = list(commits)
    while True:
        before = len(ready)
        left = []
        for commit in waiting:
            if _obstacle(commit, there) is None:
                ready.append(commit)
                there.update({(change.table, change.row): commit.scope for change in commit.changes if change.new})
            else:
                left.append(commit)
        waiting = left
        if len(ready) == before:
            obstacles = ((commit, _obstacle(commit, there)) for commit in waiting)
            return ready, [
                (commit, obstacle.row if _key(obstacle) not in there else None) for commit, obstacle in obstacles if obstacle
            ]


def _key(change: Change) -> tuple[str, RowId]:
    return change.table, change.row


def _obstacle(commit: Commit, there: Mapping[tuple[str, RowId], int]) -> Change | None:
    """The first edit of a row that is not there, or there in another scope."""
    return next((change for change in commit.changes if not change.new and there.get(_key(change)) != commit.scope), None)


def _existing(connection: sqlcipher3.Connection, table: str, ids: Iterable[RowId]) -> Iterable[tuple[RowId, int]]:
    """(row, its scope) of those that are there."""
    listed = sorted(ids)
    for start in range(0, len(listed), _IN_LIMIT):
        part = listed[start : start + _IN_LIMIT]
        marks = ",".join("?" * len(part))
        yield from connection.execute(f'SELECT id, _scope FROM "{table}" WHERE id IN ({marks})', part)


def _wake(connection: sqlcipher3.Connection, made: set[RowId]) -> list[Commit]:
    """Take the parked commits that waited for one of these rows."""
    if not made or connection.execute("SELECT 1 FROM parked LIMIT 1").fetchone() is None:
        return []
    woken = [(cid, body) for cid, row, body in connection.execute("SELECT cid, row, body FROM parked ORDER BY cid") if row in made]
    connection.executemany("DELETE FROM parked WHERE cid = ?", [(cid,) for cid, _ in woken])
    return [decode_commit(body) for _, body in woken]


def _create(connection: sqlcipher3.Connection, commits: Sequence[Commit], touched: Touched) -> set[RowId]:
    """Insert the new rows, one executemany for each shape."""
    shapes: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
    made: set[RowId] = set()
    for commit in commits:
        for change in commit.changes:
            if change.new:
                book: tuple[int, ...] = (commit.id, commit.id, commit.hlc, commit.scope)
                if change.table not in PLAIN_TABLES:
                    book += (commit.author, commit.observed_at)
                shapes.setdefault((change.table, tuple(change.cells)), []).append((change.row, *change.cells.values(), *book))
    for (table, columns), values in shapes.items():
        rows = {row[0] for row in values}
        touched.setdefault(table, set()).update(rows)
        made |= rows
        book_names = bookkeeping(table)
        names = ",".join(f'"{name}"' for name in ("id", *columns, *book_names))
        marks = ",".join("?" * (1 + len(columns) + len(book_names)))
        connection.executemany(f'INSERT OR IGNORE INTO "{table}"({names}) VALUES({marks})', values)
    return made


def _edit(connection: sqlcipher3.Connection, commits: Sequence[Commit], applied: Applied, touched: Touched) -> None:
    """Merge the edits of a batch through the keyed temporary tables."""
    edits = [(commit, change) for commit in commits for change in commit.changes if not change.new]
    if not edits:
        return
    for statement in _TEMP:
        connection.execute(statement)
    cells = [
        (change.row, column, commit.id, commit.hlc, change.table, value)
        for commit, change in edits
        for column, value in change.cells.items()
    ]
    connection.executemany("INSERT OR IGNORE INTO ch VALUES(?,?,?,?,?,?)", cells)
    names = [
        (change.row, column, cid, commit.hlc, commit.scope)
        for commit, change in edits
        for column, base in change.base.items()
        if column in change.cells
        for cid in base
    ]
    if names:
        connection.executemany(_NAME.format("bs"), [name[:4] for name in names])
        connection.executemany(_NAME.format("gone"), _unknown(names, commits, applied))
    connection.execute(_NEW_HEADS)
    if names:
        superseded = connection.execute(_SUPERSEDED).fetchall()
        connection.executemany("DELETE FROM head WHERE row = ? AND col = ? AND cid = ?", superseded)
    connection.executemany("DELETE FROM gone WHERE row = ? AND col = ? AND cid = ?", [cell[:3] for cell in cells])
    connection.executemany("DELETE FROM conflict WHERE row = ? AND col = ?", [cell[:2] for cell in cells])
    connection.execute(_CONFLICTS)
    _write_winners(connection)
    _write_last(connection, edits, touched)


def _unknown(
    names: Sequence[tuple[RowId, str, CommitId, int, Scope]], commits: Sequence[Commit], applied: Applied
) -> list[tuple[RowId, str, CommitId, int]]:
    """Bases that name a commit which is neither in this batch nor in the tables."""
    here = {commit.id for commit in commits}
    verdict: dict[CommitId, bool] = {}
    for _, _, cid, _, scope in names:
        if cid not in verdict:
            verdict[cid] = cid in here or applied(scope, cid)
    return [name[:4] for name in names if not verdict[name[2]]]


def _write_winners(connection: sqlcipher3.Connection) -> None:
    columns: dict[tuple[str, str], list[tuple[Any, RowId]]] = {}
    for table, column, row, value in connection.execute(_WINNERS).fetchall():
        columns.setdefault((table, column), []).append((value, row))
    for (table, column), values in columns.items():
        connection.executemany(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', values)


def _write_last(connection: sqlcipher3.Connection, edits: Sequence[tuple[Commit, Change]], touched: Touched) -> None:
    last: dict[str, dict[RowId, tuple[int, CommitId]]] = {}
    for commit, change in edits:
        of_table = last.setdefault(change.table, {})
        of_table[change.row] = max(of_table.get(change.row, (0, CommitId(0))), (commit.hlc, commit.id))
    for table, stamps in last.items():
        touched.setdefault(table, set()).update(stamps)
        connection.executemany(
            f'UPDATE "{table}" SET _hlc = ?1, _last = ?2 WHERE id = ?3 AND (?1, ?2) > (_hlc, _last)',
            [(hlc, cid, row) for row, (hlc, cid) in stamps.items()],
        )
