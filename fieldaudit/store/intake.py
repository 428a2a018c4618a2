"""An opened segment into the tables, whole columns at a time, and what of it must go commit by commit.

Most of what arrives are acts that only make rows. All that admission asks of one are its author, verb, the shapes
of its changes and the certificate that governs its time: so one act of each such *kind* is judged for all of its
kind, and the rows go from the columns to the table without an object of each. Everything else - edits, what is
not admitted, what does not fit our tables - is given back, and the outcome is the same as commit by commit.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Hashable, Iterable, Sequence
from itertools import compress
from types import NoneType
from typing import Any

import sqlcipher3

from ..domain.core import HLC_SHIFT, Change, Commit, CommitId, RowId, Touched, device_of
from ..errors import OurBug
from ..i18n import Text, tr
from ..wire.columns import Columns
from ..wire.groups import Group
from .merge import insert_rows
from .schema import FACT_COLUMNS, PLAIN_TABLES
from .trust import Trust

_TYPES: dict[str, type] = {"text": str, "int": int, "real": float}
# table -> column -> type of its values
_FITTING = {table: {column: _TYPES[kind] for column, kind in columns.items()} for table, columns in FACT_COLUMNS.items()}


def take_in(
    connection: sqlcipher3.Connection, trust: Trust, columns: Columns, ordinal: int, touched: Touched
) -> list[Commit]:
    """Make the rows of all commits that can go by columns; gives the others, not judged yet, in order.

    `ordinal` is the segment's. Adds the rows made to `touched`; the caller holds the transaction.
    """
    owners = columns.owners()
    others = _others(trust, columns, owners, ordinal)
    for group, places in zip(columns.groups, owners, strict=True):
        if group.new and len(others) < len(columns.seqs):
            _make_rows(connection, columns, group, places, others, touched)
    return columns.commits(others) if others else []


def _others(trust: Trust, columns: Columns, owners: list[Sequence[int]], ordinal: int) -> set[int]:
    """The places of the commits that must go one by one."""
    if not columns.rows_once:  # perhaps twice in one act: for `shape_fault` to say
        return set(range(len(columns.seqs)))
    others: set[int] = set()
    for group, places in zip(columns.groups, owners, strict=True):
        if not _fits(group, columns.device):
            others.update(places)
    kinds = _kinds(trust, columns)
    first = dict(zip(reversed(kinds), reversed(range(len(kinds))), strict=True))
    refused = {kind for kind, place in first.items() if trust.admit(_typical(columns, place), ordinal) is not None}
    if refused:
        others.update(place for place, kind in enumerate(kinds) if kind in refused)
    return others


def _fits(group: Group, device: int) -> bool:
    """Does a group make rows of that device in a table of ours, with values of its columns' types?"""
    known = _FITTING.get(group.table, {})
    if not group.rows:
        return True
    if not group.new or not known.keys() >= set(group.columns):
        return False
    return device_of(min(group.rows)) == device_of(max(group.rows)) == device and all(
        kinds <= {known[name], NoneType} for name, kinds in zip(group.columns, group.kinds, strict=True)
    )


def _kinds(trust: Trust, columns: Columns) -> Sequence[Hashable]:
    """For each commit all that admission depends on, beside device, scope and ordinal, which all share."""
    turns = sorted(
        {moment << HLC_SHIFT for c in trust.certificates.get(columns.device, ()) for moment in (c.valid_from, c.valid_to + 1)}
    )
    times = [0]
    if bisect(turns, min(columns.hlcs)) != bisect(turns, max(columns.hlcs)):
        times = [bisect(turns, hlc) for hlc in columns.hlcs]
    shapes: Sequence[Hashable] = columns.order
    if not columns.singles:
        shapes = [frozenset(columns.order[span]) for span in columns.spans()]
    varying = [part for part in (columns.authors, columns.verbs, times, shapes) if len(set(part)) > 1]
    if len(varying) > 1:
        return list(zip(*varying, strict=True))
    return varying[0] if varying else [0] * len(columns.seqs)


def _typical(columns: Columns, place: int) -> Commit:
    """A commit as it stands there, with one change of each shape and no values: enough to judge its kind."""
    span = next(span for n, span in enumerate(columns.spans()) if n == place)
    groups = [columns.groups[number] for number in dict.fromkeys(columns.order[span])]
    changes = tuple(Change(g.table, RowId(g.rows[0]), dict.fromkeys(g.columns), g.new) for g in groups)
    return Commit(
        CommitId(columns.ids[place]),
        columns.hlcs[place],
        columns.walls[place],
        columns.observed[place],
        RowId(columns.authors[place]),
        columns.scope,
        columns.verbs[place],
        changes,
    )


def _make_rows(
    connection: sqlcipher3.Connection,
    columns: Columns,
    group: Group,
    places: Sequence[int],
    others: Collection[int],
    touched: Touched,
) -> None:
    """Insert the rows of one group but those of the `others`."""
    known: list[list[int]] = [columns.ids, columns.hlcs, columns.authors, columns.observed]
    book = known[: 2 if group.table in PLAIN_TABLES else 4]
    if len(places) != len(columns.seqs) or not columns.singles:
        book = [[column[place] for place in places] for column in book]
    members: list[Iterable[Any]] = [group.rows, *group.cells, *book]
    if others:
        kept = [place not in others for place in places]
        members = [list(compress(column, kept)) for column in members]
    made = touched.setdefault(group.table, set())
    before = len(made)
    made.update(members[0])
    if len(made) == before:
        if not made:
            del touched[group.table]
        return
    insert_rows(connection, group.table, group.columns, columns.scope, zip(*members, strict=True))


# -- does it fit our tables ------------------------------------------------------------------------------


def check_values(change: Change) -> None:
    """Refuse a cell of the wrong table, column or type before it reaches the log. Raises OurBug."""
    columns = _FITTING.get(change.table, {})
    for column, value in change.cells.items():
        kind = columns.get(column)
        if kind is None or (value is not None and type(value) is not kind):
            raise OurBug(tr(f"列 {column} 不能存 {value!r}", f"column {column} cannot hold {value!r}"), where=change.table)


def shape_fault(commit: Commit) -> Text | None:
    """Why a commit from elsewhere does not fit our tables (a newer program, or a forger)."""
    try:
        for change in commit.changes:
            check_values(change)
    except OurBug as error:
        return error.what if isinstance(error.what, Text) else tr(error.what, error.what)
    rows = {change.row for change in commit.changes}
    return None if len(rows) == len(commit.changes) else tr("同一记录在一次操作中出现两次", "a row appears twice in one act")
