"""This question at the visits before: the last answer with its note and photos, and how it went over the years.

Answers are compared by path within one checklist by name; a version that moved a question shows nothing. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..domain.core import RowId
from ..store import last_time as stored
from .desk import Desk, Row
from .sheet import Sheet


@dataclass(frozen=True, slots=True)
class Visit:
    """An earlier finished visit by the same checklist; `at`: ms since 1970 UTC."""

    id: RowId
    at: int
    inspector: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """One question at one earlier visit."""

    visit: Visit
    value: str
    note: str = ""
    photos: Sequence[Row] = field(default=())


def version(desk: Desk) -> int:
    """A number that differs once something was written behind this desk's connection."""
    return stored.version(desk.store)


def visits(desk: Desk, sheet: Sheet) -> list[Visit]:
    """The finished visits of the home by this checklist before this one, the last first."""
    home = RowId(desk.row("institution", sheet.row["institution"])["id"])
    found = stored.visits_before(desk.store, home, sheet.form.name, sheet.id, int(sheet.row["started_at"]))
    return [Visit(RowId(row["id"]), int(row["started_at"]), desk.name_of(row["inspector_row"])) for row in found]


def last_time(desk: Desk, before: Sequence[Visit], path: str) -> Earlier | None:
    """What the last visit that answered this question says of it, photos among it."""
    for visit in before:
        row = stored.answer_at(desk.store, visit.id, path)
        if row is not None and row["value"]:
            return Earlier(visit, row["value"], row["note"] or "", stored.photos_at(desk.store, visit.id, path))
    return None


def history(desk: Desk, before: Sequence[Visit], path: str) -> list[Earlier]:
    """The answers of the earlier visits to this question, the oldest first; visits that did not answer it are left out."""
    rows = ((visit, stored.answer_at(desk.store, visit.id, path)) for visit in reversed(before))
    return [Earlier(visit, row["value"], row["note"] or "") for visit, row in rows if row is not None and row["value"]]


def found_here(desk: Desk, inspection: RowId) -> list[tuple[Row, tuple[str, ...]]]:
    """The hazards of a visit in the order they were found, each with the paths of its questions."""
    return [(row, tuple((row["paths"] or "").split("\n"))) for row in stored.found_here(desk.store, inspection)]


def return_reason(desk: Desk, inspection: RowId) -> str:
    """What was said beside the remarks when the record was returned last."""
    return stored.return_reason(desk.store, inspection)


def open_hazards(desk: Desk, institution: RowId) -> list[Row]:
    """The hazards of a home that have not ended, the earliest deadline first."""
    return stored.open_hazards(desk.store, RowId(desk.row("institution", institution)["id"]))


__all__ = ["Earlier", "Visit", "found_here", "history", "last_time", "open_hazards", "return_reason", "version", "visits"]
