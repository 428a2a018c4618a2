"""What each amendment of an inspection changed: answers and hazards before and after, with the reason.

Read from the log: whatever was written between the opening of an amendment and the next one belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..domain.core import Change, Commit, RowId
from ..store import queries
from ..store.history import history
from .desk import Desk, local_time
from .evidence import FILE
from .inspect import HAZARD_CELLS


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that an amendment changed; `of`: a question's path, or an item's id, or path, and column."""

    of: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Amendment:
    """Why, by whom and when a record was opened again, and what was changed until it was locked anew."""

    reason: str
    by: str
    at: str
    changed: tuple[Changed, ...]


def amendments(desk: Desk, inspection: RowId) -> list[Amendment]:
    """The amendments of an inspection, oldest first."""
    opened = sorted(desk.store.find("inspection_event", inspection=inspection, kind="amended"), key=lambda row: int(row["_hlc"]))
    ends = [*(int(row["_hlc"]) for row in opened[1:]), 1 << 63]
    rows = _rows_since(desk, inspection, int(opened[0]["_hlc"])) if opened else []
    return [
        Amendment(
            row["reason"] or "",
            desk.name_of(row["_by"]),
            local_time(row["_at"]),
            tuple(change for each in rows for change in _between(*each, int(row["_hlc"]), end)),
        )
        for row, end in zip(opened, ends, strict=False)
    ]


Past = list[tuple[Commit, Change]]


def _rows_since(desk: Desk, inspection: RowId, since: int) -> list[tuple[str, tuple[str, ...], Past]]:
    """(name, columns to compare, history) of the answers, items and photos that were touched after `since`."""
    found: list[tuple[str, tuple[str, ...], Past]] = []
    for path, row in queries.answer_rows(desk.store, inspection):
        if row["_hlc"] > since:
            found.append((path, ("value", "note"), history(desk.store, RowId(row["id"]))))
    for row in queries.items_found(desk.store, inspection):
        if row["_hlc"] > since:
            found.append((str(row["id"]), HAZARD_CELLS, history(desk.store, RowId(row["id"]))))
    for row in queries.attachments_ever(desk.store, inspection):
        if row["_hlc"] > since and row["kind"] in ("photo", FILE):
            found.append((row["path"] or "", ("file_name",), history(desk.store, RowId(row["id"]))))
    return found


def _between(name: str, columns: tuple[str, ...], past: Past, start: int, end: int) -> list[Changed]:
    before, after = (_cells(past, until) for until in (start, end))
    return [
        Changed(name if column == "value" else f"{name} {column}", before.get(column), after.get(column))
        for column in columns
        if before.get(column) != after.get(column)
    ]


def _cells(past: Past, until: int) -> dict[str, Any]:
    """A row as it stood before the clock `until`; what was void, or made and undone meanwhile, showed nothing."""
    cells: dict[str, Any] = {}
    for commit, change in past:
        if commit.hlc < until:
            cells |= change.cells
    return cells if cells.get("void") is None else {}
