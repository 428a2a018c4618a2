"""Merging commits into the tables, set-wise: what can be applied, new rows, edits. The one path for own and foreign acts.

A row's making commit is an ancestor of every change of the row. A commit that edits a row not yet made is parked
whole, one that edits a row of another scope is quarantined. What an edit does to a cell is said in `heads`. The result
is the same in any order of arrival.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import sqlcipher3

from ..domain.core import Change, Commit, RowId, Scope, Touched
from ..errors import OurBug
from ..i18n import Text, tr
from ..wire.segments import decode_commit, encode_commit
from .heads import Applied, Place, edit_cells, rows_of
from .schema import PLAIN_TABLES, bookkeeping

Stamp = tuple[int, int]  # clock, commit id: the greatest of those that touched a row
There = dict[Place, tuple[int, Stamp]]  # scope and stamp of rows that exist


class MadeTwice(OurBug):
    """A device made one row twice. None of the acts that did may stand, or it would matter which came first."""


_ANOTHER_SCOPE = tr("修改别的地区的记录", "changes a row of another scope")
_ROWS_A_STATEMENT = 25  # rows that one INSERT makes: a quarter quicker than one each


def merge(connection: sqlcipher3.Connection, commits: Sequence[Commit], applied: Applied) -> Touched:
    """Apply admitted commits inside the caller's transaction; returns what changed.

    `applied(scope, cid)` says whether a commit *outside this batch* is in the tables already. Commits that touch
    a row nobody has made yet are parked, and parked ones whose row is made here are applied with the rest.
    """
    touched: Touched = {}
    pending = list(commits)
    while pending:
        there = _existing(connection, pending)
        ready, waiting = _split(pending, there) if there is not None else (pending, [])
        for commit, row in waiting:
            _claim(connection, commit)
            if row is None:
                quarantine(connection, commit, _ANOTHER_SCOPE)
            else:
                connection.execute(
                    "INSERT OR IGNORE INTO parked VALUES(?,?,?,'missing row',?)",
                    (commit.id, commit.scope, row, encode_commit(commit)),
                )
        made = _create(connection, ready)
        add(touched, made)
        if there is not None:
            add(touched, _edit(connection, ready, there, applied))
        pending = wake(connection, made)
    return touched


def add(touched: Touched, more: Touched) -> None:
    """What was touched in all."""
    for table, rows in more.items():
        touched.setdefault(table, set()).update(rows)


def quarantine(connection: sqlcipher3.Connection, commit: Commit, reason: Text) -> None:
    """Note that a commit may not enter the tables, and why."""
    connection.execute(
        "INSERT OR IGNORE INTO quarantine VALUES(?,?,?,?,?,?,?)",
        (commit.id, commit.scope, commit.hlc, commit.author, commit.verb, reason.zh, reason.en),
    )


def _claim(connection: sqlcipher3.Connection, commit: Commit) -> None:
    """Note the rows that a commit held back would make. Raises MadeTwice when another one made or claims them."""
    for change in commit.changes:
        if change.new:
            connection.execute("INSERT OR IGNORE INTO claim VALUES(?,?,?,?)", (change.table, change.row, commit.id, commit.scope))
            _check_claims(connection, change.table)


def _check_claims(connection: sqlcipher3.Connection, table: str) -> None:
    """Raises MadeTwice when a row of this table is there, or claimed, and claimed by another commit."""
    found = connection.execute(
        f'SELECT c.row FROM claim c JOIN "{table}" t ON t.id = c.row WHERE c.tbl = ?1 UNION ALL '
        "SELECT row FROM claim WHERE tbl = ?1 GROUP BY row HAVING count(*) > 1 LIMIT 1",
        (table,),
    ).fetchone()
    if found is not None:
        raise MadeTwice(tr("同一记录建立了两次", "one row was made twice"), where=f"{table} {found[0]}")


def wake(connection: sqlcipher3.Connection, made: Touched) -> list[Commit]:
    """Take the parked commits that waited for one of these rows, to be merged now. Raises MadeTwice when one that is held
    back would have made one of them."""
    if not made or connection.execute("SELECT 1 FROM parked UNION ALL SELECT 1 FROM claim LIMIT 1").fetchone() is None:
        return []
    for table in made:
        _check_claims(connection, table)
    woken = [
        (cid, scope, body)
        for cid, scope, row, body in connection.execute("SELECT cid, scope, row, body FROM parked ORDER BY cid, scope")
        if any(row in rows for rows in made.values())
    ]
    connection.executemany("DELETE FROM parked WHERE cid = ? AND scope = ?", [(cid, scope) for cid, scope, _ in woken])
    connection.executemany("DELETE FROM claim WHERE cid = ? AND scope = ?", [(cid, scope) for cid, scope, _ in woken])
    return [decode_commit(body) for _, _, body in woken]


# -- what can be applied ---------------------------------------------------------------------------------


def _existing(connection: sqlcipher3.Connection, commits: Sequence[Commit]) -> There | None:
    """Scope and stamp of every row that the commits edit and that is there; None when they edit nothing."""
    wanted: dict[str, set[RowId]] = {}
    for commit in commits:
        for change in commit.changes:
            if not change.new:
                wanted.setdefault(change.table, set()).add(change.row)
    if not wanted:
        return None
    return {
        (table, row): (scope, (hlc, last))
        for table, ids in wanted.items()
        for row, scope, hlc, last in rows_of(connection, f'"{table}"', "id, _scope, _hlc, _last", "id", ids)
    }


def _split(commits: Sequence[Commit], there: There) -> tuple[list[Commit], list[tuple[Commit, RowId | None]]]:
    """Commits whose rows all exist or are made by a ready one (noted in `there`), and the rest with the first row each lacks.

    None stands for a row that is there but was made in another scope. Ready is built up from what exists: two
    commits that each edit a row the other makes wait for ever, in a batch as one by one.
    """
    ready: list[Commit] = []
    waiting = list(commits)
    while True:
        before = len(ready)
        left = []
        for commit in waiting:
            if _obstacle(commit, there) is None:
                ready.append(commit)
                for change in commit.changes:
                    if change.new:
                        there.setdefault((change.table, change.row), (commit.scope, (commit.hlc, commit.id)))
            else:
                left.append(commit)
        waiting = left
        if not waiting or len(ready) == before:
            obstacles = ((commit, _obstacle(commit, there)) for commit in waiting)
            return ready, [
                (commit, None if (obstacle.table, obstacle.row) in there else obstacle.row)
                for commit, obstacle in obstacles
                if obstacle
            ]


def _obstacle(commit: Commit, there: There) -> Change | None:
    """The first edit of a row that is not there, or there in another scope."""
    for change in commit.changes:
        if not change.new:
            found = there.get((change.table, change.row))
            if found is None or found[0] != commit.scope:
                return change
    return None


# -- new rows --------------------------------------------------------------------------------------------


def _create(connection: sqlcipher3.Connection, commits: Sequence[Commit]) -> Touched:
    """Insert the new rows, shape by shape, so that no NULL is bound (the driver takes ten times as long over one); gives them."""
    shapes: dict[tuple[str, Scope, tuple[str, ...]], list[tuple[Any, ...]]] = {}
    for commit in commits:
        plain = (commit.id, commit.hlc)
        whole = (*plain, commit.author, commit.observed_at)
        for change in commit.changes:
            if change.new:
                shape = (change.table, commit.scope, tuple(change.cells))
                book = plain if change.table in PLAIN_TABLES else whole
                shapes.setdefault(shape, []).append((change.row, *change.cells.values(), *book))
    made: Touched = {}
    for (table, scope, columns), rows in shapes.items():
        made.setdefault(table, set()).update(row[0] for row in rows)
        insert_rows(connection, table, columns, scope, rows)
    return made


def insert_rows(
    connection: sqlcipher3.Connection, table: str, columns: Sequence[str], scope: Scope, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert new rows of one scope: (id, values of the columns, making commit, its clock, and, but for a plain table,
    author and time observed). Raises MadeTwice."""
    waiting = iter(rows)
    try:
        while len(some := list(islice(waiting, _ROWS_A_STATEMENT))) == _ROWS_A_STATEMENT:
            connection.execute(_insert(table, tuple(columns), scope, _ROWS_A_STATEMENT), tuple(chain.from_iterable(some)))
        connection.executemany(_insert(table, tuple(columns), scope, 1), some)
    except sqlcipher3.IntegrityError as error:
        raise MadeTwice(tr("同一记录建立了两次", "one row was made twice"), where=table) from error


@lru_cache(maxsize=500)
def _insert(table: str, columns: tuple[str, ...], scope: Scope, rows: int) -> str:
    """The statement that inserts so many rows.

    OR FAIL: what was inserted before a row that is there already stays, and SQLite keeps no journal to undo it; who is
    told of MadeTwice rolls back or makes all tables anew.
    """
    names = ",".join(f'"{name}"' for name in ("id", *columns, *bookkeeping(table)))
    commit = 2 + len(columns)  # the place of the making commit: the row's `_commit` and its first `_last`
    width = commit + (1 if table in PLAIN_TABLES else 3)
    values = []
    for begin in range(0, rows * width, width):
        marks = [f"?{begin + place}" for place in (*range(1, commit + 1), *range(commit, width + 1))]
        values.append(f"({','.join((*marks[: commit + 2], str(int(scope)), *marks[commit + 2 :]))})")
    return f'INSERT OR FAIL INTO "{table}"({names}) VALUES{",".join(values)}'


# -- edits -----------------------------------------------------------------------------------------------


def _edit(connection: sqlcipher3.Connection, commits: Sequence[Commit], there: There, applied: Applied) -> Touched:
    """Merge the edits of ready commits; gives the rows they touch."""
    edits = [(commit, change) for commit in commits for change in commit.changes if not change.new]
    if not edits:
        return {}
    shown = edit_cells(connection, edits, {commit.id for commit in commits}, applied)
    updates: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
    touched: Touched = {}
    for (table, row), stamp in _stamps(edits, there).items():
        touched.setdefault(table, set()).add(row)
        cells = shown.get((table, row), {})
        updates.setdefault((table, tuple(cells)), []).append((*cells.values(), *stamp, row))
    for (table, columns), values in updates.items():
        names = ",".join(f'"{name}" = ?' for name in (*columns, "_hlc", "_last"))
        connection.executemany(f'UPDATE "{table}" SET {names} WHERE id = ?', values)
    return touched


def _stamps(edits: Iterable[tuple[Commit, Change]], there: There) -> dict[Place, Stamp]:
    """The stamp that every edited row gets."""
    stamps: dict[Place, Stamp] = {}
    for commit, change in edits:
        place = (change.table, change.row)
        stamps[place] = max(stamps.get(place) or there[place][1], (commit.hlc, commit.id))
    return stamps
