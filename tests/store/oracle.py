"""What the tables must hold, computed straight from the *set* of admitted commits: slow, without any order or SQL.

Written from the rules alone (`ARCHITECTURE.md`), knowing nothing of how the store merges.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldaudit.domain.core import Certificate, Change, Commit, CommitId, Revocation, RowId, Scope
from fieldaudit.domain.item import Event, ItemFacts, fold
from fieldaudit.domain.tables import TABLES
from fieldaudit.store import Store

Place = tuple[str, RowId]  # table, row
Cell = tuple[str, RowId, str]
Name = tuple[CommitId, Scope]  # of an act: a forger may use one number in two scopes
Typed = tuple[str, Any]  # a value that is equal only to one of the same type
Known = tuple[Commit, int | None]  # an act and the ordinal of its segment
Statement = Certificate | Revocation
States = dict[RowId, tuple[str, list[int]]]  # of hazards: state and ignored events


def typed(value: Any) -> Typed:
    return type(value).__name__, value


@dataclass
class Picture:
    """The state of a store, as far as it follows from the commits."""

    rows: dict[Place, dict[str, Typed]] = field(default_factory=dict)
    heads: dict[Cell, set[tuple[CommitId, int, Typed]]] = field(default_factory=dict)
    conflicts: set[Cell] = field(default_factory=set)
    parked: dict[Name, RowId] = field(default_factory=dict)  # with the first row it lacks
    foreign: set[Name] = field(default_factory=set)  # held back for changing a row of another scope


def picture_of(commits: Collection[Commit]) -> Picture:
    """The one state that follows from these admitted commits, whatever order they came in."""
    picture = Picture()
    makers = _makers(commits)
    counting = [commit for commit in commits if _obstacle(commit, makers) is None]
    for commit in commits:
        change = _obstacle(commit, makers)
        if change is not None and (change.table, change.row) in makers:
            picture.foreign.add((commit.id, commit.scope))
        elif change is not None:
            picture.parked[commit.id, commit.scope] = change.row
    for commit in counting:
        for change in commit.changes:
            if change.new:
                picture.rows[change.table, change.row] = _row(commit, change, counting)
    for table, row, column in {cell for commit in counting for cell in _cells(commit)}:
        heads = _heads((table, row, column), counting)
        picture.heads[table, row, column] = heads
        picture.rows[table, row][column] = max(heads, key=lambda head: (head[1], head[0]))[2]
        if len({value for _, _, value in heads}) > 1:
            picture.conflicts.add((table, row, column))
    return picture


def _makers(commits: Collection[Commit]) -> dict[Place, Commit]:
    """Who made which row: the least set in which every commit's edits are of rows made, in its scope, by the set."""
    makers: dict[Place, Commit] = {}
    while True:
        more = {
            (change.table, change.row): commit
            for commit in commits
            if _obstacle(commit, makers) is None
            for change in commit.changes
            if change.new
        }
        if more.keys() == makers.keys():
            return makers
        makers = more


def _obstacle(commit: Commit, makers: Mapping[Place, Commit]) -> Change | None:
    for change in commit.changes:
        maker = makers.get((change.table, change.row))
        if not change.new and (maker is None or maker.scope != commit.scope):
            return change
    return None


def _row(maker: Commit, made: Change, commits: Collection[Commit]) -> dict[str, Typed]:
    touching = [c for c in commits if any((x.table, x.row) == (made.table, made.row) for x in c.changes)]
    last = max(touching, key=lambda commit: (commit.hlc, commit.id))
    values = {column: made.cells.get(column) for column in (*TABLES[made.table], "void")}
    book = {"id": made.row, "_commit": maker.id, "_last": last.id, "_hlc": last.hlc, "_scope": maker.scope}
    who = {} if made.table == "answer" else {"_by": maker.author, "_at": maker.observed_at}
    return {column: typed(value) for column, value in {**values, **book, **who}.items()}


def _cells(commit: Commit) -> Iterator[Cell]:
    return ((change.table, change.row, column) for change in commit.changes if not change.new for column in change.cells)


def _heads(cell: Cell, commits: Collection[Commit]) -> set[tuple[CommitId, int, Typed]]:
    """The changes of a cell that no other one with a greater clock names."""
    table, row, column = cell
    changes = [
        (commit, change)
        for commit in commits
        for change in commit.changes
        if (change.table, change.row) == (table, row) and not change.new
    ]
    names = [(cid, commit.hlc) for commit, change in changes for cid in change.base.get(column, ())]
    return {
        (commit.id, commit.hlc, typed(change.cells[column]))
        for commit, change in changes
        if column in change.cells and not any(cid == commit.id and hlc > commit.hlc for cid, hlc in names)
    }


def picture_in(store: Store) -> Picture:
    """The state a store really holds."""
    picture = Picture()
    for table in TABLES:
        for row in store.query(f'SELECT * FROM "{table}"'):
            picture.rows[table, row["id"]] = {column: typed(value) for column, value in row.items()}
    for head in store.query("SELECT * FROM head"):
        cell = head["tbl"], head["row"], head["col"]
        picture.heads.setdefault(cell, set()).add((head["cid"], head["hlc"], typed(head["val"])))
    picture.conflicts = {(row["tbl"], row["row"], row["col"]) for row in store.query("SELECT * FROM conflict")}
    picture.parked = {(row["cid"], row["scope"]): row["row"] for row in store.query("SELECT * FROM parked")}
    foreign = store.query("SELECT * FROM quarantine WHERE reason_en LIKE '%another scope%'")
    picture.foreign = {(row["cid"], row["scope"]) for row in foreign}
    return picture


# -- who may -------------------------------------------------------------------------------------------------

_ANYBODY, _OFFICERS = {"admin", "inspector", "supervisor"}, {"inspector", "supervisor"}
_MAY = {
    **dict.fromkeys(("register.import", "register.edit", "register.merge"), (_ANYBODY, {"institution"})),
    **dict.fromkeys(("act.undo", "act.redo"), (_ANYBODY, {"institution"})),
    "conflict.settle": (_ANYBODY, set(TABLES)),
    "inspection.answer": (_OFFICERS, {"item"}),
    "item.edit": (_OFFICERS, {"item"}),
    "item.submit": (_OFFICERS, {"event"}),
    "item.end": ({"supervisor"}, {"event"}),
}  # of what the tests of convergence do
_TYPES: dict[str, type] = {"int": int, "text": str, "real": float}


def admitted(known: Collection[Known], statements: Collection[Statement]) -> list[Commit]:
    """The acts that the bureau's statements admit, that fit the tables and make no row that another of them makes too."""
    fine = [commit for commit, ordinal in known if _admitted(commit, ordinal, statements)]
    makers = Counter((change.table, change.row) for commit in fine for change in commit.changes if change.new)
    return [c for c in fine if all(makers[change.table, change.row] < 2 for change in c.changes if change.new)]


def _admitted(commit: Commit, ordinal: int | None, statements: Collection[Statement]) -> bool:
    ended = [each for each in statements if isinstance(each, Revocation) and each.device == commit.device]
    if ended and (ordinal is None or ordinal > max(ended, key=lambda each: each.serial).last.get(commit.scope, 0)):
        return False
    governing = _governing(commit, statements)
    if governing is None or commit.hlc >> 16 > governing.valid_to or commit.scope not in governing.scopes:
        return False
    roles, tables = _MAY[commit.verb]
    return dict(governing.people).get(commit.author) in roles and all(
        change.table in tables and _fits(change) and (not change.new or change.row >> 40 == commit.device)
        for change in commit.changes
    )


def _governing(commit: Commit, statements: Collection[Statement]) -> Certificate | None:
    mine = [each for each in statements if isinstance(each, Certificate) and each.device == commit.device]
    begun = [each for each in mine if each.valid_from <= commit.hlc >> 16]
    return max(begun, key=lambda each: (each.valid_from, each.serial), default=None)


def _fits(change: Change) -> bool:
    columns = {**TABLES[change.table], "void": "text"}
    return all(value is None or type(value) is _TYPES[columns[column]] for column, value in change.cells.items())


# -- what follows for hazards ----------------------------------------------------------------------------------


def states_of(
    picture: Picture, commits: Collection[Commit], statements: Collection[Statement]
) -> dict[RowId, tuple[str, list[int]]]:
    """State and ignored events of every live hazard of a picture."""
    makers = {(commit.id, commit.scope): commit for commit in commits}
    rows = {
        place: {column: value for column, (_, value) in row.items()}
        for place, row in picture.rows.items()
        if row["void"][1] is None
    }
    events: dict[RowId, list[Event]] = {}
    for (table, id_), row in rows.items():
        if table == "event":
            governing = _governing(makers[row["_commit"], row["_scope"]], statements)
            role = dict(governing.people)[row["_by"]] if governing else ""
            made = Event(id_, row["_hlc"], row["kind"], row["_at"], row["_by"], role, _said(row["facts_json"]))
            events.setdefault(row["item"], []).append(made)
    found = {}
    for (table, id_), row in rows.items():
        if table == "item":
            facts = ItemFacts(row["severity"] or "", row["measure_kind"] or "", row["term_days"], row["term_kind"])
            state = fold(facts, events.get(id_, ()))
            found[id_] = (str(state.state), [event for event, _ in state.ignored])
    return found


def _said(text: str) -> dict[str, Any]:
    return dict(json.loads(text)) if text.startswith("{") else {}


def states_in(store: Store) -> States:
    """The same as a store has it."""
    return {
        row["item"]: (row["state"], [event[0] for event in json.loads(row["ignored_json"])])
        for row in store.query("SELECT * FROM item_state")
    }
