"""An opened segment into the tables, whole columns at a time, and what of it must go commit by commit.

All that admission asks of an act are its author, verb, the shapes of its changes and the certificate that governs its
time: so one act of each such *kind* is judged for all of its kind. Most of what arrives are acts that only make rows;
theirs go from the columns to the table without an object of each. Edits are given back to be merged, and what is not
admitted as a kind or does not fit our tables to be judged one by one. The outcome is the same as commit by commit.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Hashable, Iterable, Sequence
from itertools import compress, islice
from types import NoneType
from typing import Any

import sqlcipher3

from ..domain.core import HLC_SHIFT, Change, Commit, CommitId, RowId, Touched, device_of
from ..errors import OurBug
from ..i18n import Text, tr
from ..wire.columns import Columns
from ..wire.groups import Group
from .heads import Place
from .merge import insert_rows
from .schema import FACT_COLUMNS, PLAIN_TABLES
from .trust import Trust

_TYPES: dict[str, type] = {"text": str, "int": int, "real": float}
# table -> column -> type of its values
_FITTING = {table: {column: _TYPES[kind] for column, kind in columns.items()} for table, columns in FACT_COLUMNS.items()}


def take_in(
    connection: sqlcipher3.Connection,
    trust: Trust,
    columns: Columns,
    ordinal: int,
    touched: Touched,
    twice: Collection[Place] = frozenset(),
) -> tuple[list[Commit], list[Commit]]:
    """Make the rows of all commits that only make rows; gives the other admitted ones, and those not judged yet.

    `ordinal` is the segment's, `twice` the rows that are known to be made twice. Adds the rows made to `touched`; the
    caller holds the transaction.
    """
    owners = columns.owners()
    unjudged = _unjudged(trust, columns, owners, ordinal, twice)
    edits = {place for group, places in zip(columns.groups, owners, strict=True) if not group.new for place in places}
    others = unjudged | edits
    for group, places in zip(columns.groups, owners, strict=True):
        if group.new and len(others) < len(columns.seqs):
            _make_rows(connection, columns, group, places, others, touched)
    commits = columns.commits(others) if others else []
    merging = [commit for place, commit in zip(sorted(others), commits, strict=True) if place not in unjudged]
    judging = [commit for place, commit in zip(sorted(others), commits, strict=True) if place in unjudged]
    return merging, judging


def _unjudged(trust: Trust, columns: Columns, owners: list[Sequence[int]], ordinal: int, twice: Collection[Place]) -> set[int]:
    """The places of the commits that cannot be admitted as a kind."""
    if not columns.rows_once and not columns.singles and not _rows_once_an_act(columns, owners):
        return set(range(len(columns.seqs)))  # for `shape_fault` to say which
    unjudged: set[int] = set()
    for group, places in zip(columns.groups, owners, strict=True):
        doubted = group.new and any((group.table, row) in twice for row in group.rows) if twice else False
        if doubted or not _fits(group, columns.device):
            unjudged.update(places)
    kinds = _kinds(trust, columns)
    first = dict(zip(reversed(kinds), reversed(range(len(kinds))), strict=True))
    refused = {kind for kind, place in first.items() if trust.admit(_typical(columns, place), ordinal) is not None}
    if refused:
        unjudged.update(place for place, kind in enumerate(kinds) if kind in refused)
    return unjudged


def _rows_once_an_act(columns: Columns, owners: list[Sequence[int]]) -> bool:
    places = {
        (row, place) for group, own in zip(columns.groups, owners, strict=True) for row, place in zip(group.rows, own, strict=True)
    }
    return len(places) == len(columns.order)


def _fits(group: Group, device: int) -> bool:
    """Is a group of a table of ours, with values of its columns' types, and are the rows that it makes of that device?"""
    known = _FITTING.get(group.table, {})
    if not group.rows:
        return True
    if not known.keys() >= set(group.columns):
        return False
    if group.new and not device_of(min(group.rows)) == device_of(max(group.rows)) == device:
        return False
    return all(kinds <= {known[name], NoneType} for name, kinds in zip(group.columns, group.kinds, strict=True))


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
    span = next(islice(columns.spans(), place, None))
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
    rows = list(members[0])
    if not rows:
        return
    touched.setdefault(group.table, set()).update(rows)
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
