"""The guided tour of the demo: one inspection from the open draft to the number on the overview that moves. No widgets.

Each step knows on which of the two laptops it is done, where it leads, and by the workspace alone whether it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..domain.core import RowId, hlc_ms
from ..store import exchange, queries
from ..work import inspect
from ..work.desk import Desk
from ..work.sheet import open_sheet

Place = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name among the strings, whose laptop, where it leads, and whether it is done."""

    name: str
    laptop: str
    place: Callable[[Desk, RowId], Place]
    done: Callable[[Desk, RowId], bool]


def draft(desk: Desk) -> RowId | None:
    """The inspection the tour is about: the newest draft."""
    return next((RowId(row["id"]) for row in queries.inspections(desk.store, "draft")), None)


def _state(desk: Desk, inspection: RowId) -> str:
    return next((row["state"] for row in queries.inspections(desk.store) if row["id"] == inspection), "")


def _answered(desk: Desk, inspection: RowId) -> bool:
    """Nothing but signatures is lacking."""
    if _state(desk, inspection) != "draft":
        return True
    questions = {path for path, _ in _questions(desk, inspection)}
    return not any(lack.where in questions for lack in inspect.lacking(desk, open_sheet(desk, inspection)))


def _questions(desk: Desk, inspection: RowId) -> list[tuple[str, Any]]:
    return [(each.path, each.question) for each in open_sheet(desk, inspection).record.visible()]


def _locked(desk: Desk, inspection: RowId) -> bool:
    return _state(desk, inspection) not in ("", "draft")


def _ordered(desk: Desk, inspection: RowId) -> bool:
    return any(row["inspection"] == inspection for row in queries.notices(desk.store))


def _handed_over(desk: Desk, inspection: RowId) -> bool:
    """A carrier was written after the notice was issued."""
    written = max((row["last_sync"] or 0 for row in exchange.carriers(desk.store)), default=0)
    issued = [hlc_ms(row["_hlc"]) for row in queries.notices(desk.store) if row["inspection"] == inspection]
    return bool(issued) and written >= max(issued)


STEPS: tuple[Step, ...] = (
    Step("answer", "inspector", lambda desk, of: ("checklist", {"inspection": of}), _answered),
    Step("finish", "inspector", lambda desk, of: ("finish", {"inspection": of}), _locked),
    Step("print", "inspector", lambda desk, of: ("finish", {"inspection": of}), _ordered),
    Step("hand", "inspector", lambda desk, of: ("sync", {}), _handed_over),
    Step("take", "supervisor", lambda desk, of: ("sync", {}), lambda desk, of: _state(desk, of) != ""),
    Step("approve", "supervisor", lambda desk, of: ("review", {"inspection": of}), lambda desk, of: _state(desk, of) == "approved"),
    Step("see", "supervisor", lambda desk, of: ("overview", {}), lambda desk, of: _state(desk, of) == "approved"),
)
