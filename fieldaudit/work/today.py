"""A person's day as tasks: what the state of things asks of whom. Reads only; nothing here is a fact of its own.

Visits belong to the two who made them, notices to be served to the inspectors of their visit; reinspections to whoever is in
the district; reviewing, granting and the clearing of major items to a supervisor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from ..domain.calendar import local_date
from ..domain.core import RowId, hlc_ms
from ..i18n import language
from ..store import today as reading
from .desk import Desk, Row
from .sheet import Sheet, open_sheet

MOST = 8  # tasks of one kind on the page; the rest is behind its link
_MOST_DUE = 3
_MOST_REMARKS = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a visit is: answered of all questions shown, and the question answered last."""

    answered: int
    questions: int
    path: str = ""
    number: int = 0  # of the question, from 1
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A draft of the person's, or one that was returned to them."""

    id: RowId
    row: Row
    progress: Progress | None
    left_at: int  # ms, of the newest answer or the beginning
    remarks: tuple[tuple[int, str], ...] = ()  # (number of the question, 0 for none; text), the first ones


@dataclass(frozen=True, slots=True)
class Due:
    """An open item with its day."""

    id: RowId
    institution: RowId
    name: str
    finding: str
    due: date


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page shows. Rows are those of `store.today`."""

    day: date
    drafts: tuple[Visit, ...] = ()
    returned: tuple[Visit, ...] = ()
    reinspect: tuple[Row, ...] = ()
    clear: tuple[Row, ...] = ()
    extensions: tuple[Row, ...] = ()
    serve: tuple[Row, ...] = ()
    reports: int = 0
    oldest_report: int | None = None
    more_reinspect: int = 0  # homes beyond those listed
    overdue_count: int = 0
    overdue: tuple[Due, ...] = ()
    soon: dict[date, int] = field(default_factory=dict)
    next_due: tuple[Due, ...] = ()


def read(desk: Desk, role: str, place: Callable[[RowId], str] = lambda _visit: "") -> Today:
    """The day of the person at the desk. `place`: the question at which the person left a draft, where that is known.

    Raises NotAllowed when nobody is there.
    """
    store, person, day = desk.store, desk.actor(), local_date(desk.now)
    overdue_count, overdue = reading.overdue(store, day, _MOST_DUE)
    soon, next_due = reading.soon(store, day, _MOST_DUE)
    senior = role == "supervisor"
    review: Row = reading.to_review(store) if senior else {"reports": 0, "oldest": None}
    reinspect, clear = reading.waiting(store, "submitted", MOST), _to_clear(desk, role)
    return Today(
        day,
        tuple(_draft(desk, row, place) for row in reading.visits(store, person, "draft")),
        tuple(_returned(desk, row) for row in reading.visits(store, person, "returned")),
        tuple(reinspect),
        tuple(clear),
        tuple(reading.asked(store, MOST)) if senior else (),
        tuple(reading.unserved(store, person, MOST)),
        review["reports"],
        review["oldest"],
        (reinspect[0]["homes"] if reinspect else 0) - len(reinspect),
        overdue_count,
        tuple(map(_due, overdue)),
        soon,
        tuple(map(_due, next_due)),
    )


def _to_clear(desk: Desk, role: str) -> list[Row]:
    """Homes with items waiting to be cleared, by the role that clears them."""
    waiting = reading.waiting(desk.store, "passed", MOST)
    by_supervisor = bool(desk.store.find("bureau") and desk.bureau()["supervisor_clears_general"])
    if role == "supervisor":
        return waiting
    return [] if by_supervisor else [row for row in waiting if row["items"] > row["major"]]


def _draft(desk: Desk, row: Row, place: Callable[[RowId], str]) -> Visit:
    visit = RowId(row["id"])
    done = progress(open_sheet(desk, visit), place(visit) or row["path"] or "")
    return Visit(visit, row, done, hlc_ms(row["last_hlc"]) if row["last_hlc"] else row["started_at"])


def _returned(desk: Desk, row: Row) -> Visit:
    visit = RowId(row["id"])
    texts = reading.remark_texts(desk.store, visit, _MOST_REMARKS)
    numbers = _numbers(open_sheet(desk, visit)) if any(each["path"] for each in texts) else {}
    remarks = tuple((numbers.get(each["path"], 0), str(each["text"])) for each in texts)
    return Visit(visit, row, None, row["returned_at"] or row["started_at"], remarks)


def progress(sheet: Sheet, path: str = "") -> Progress:
    """How far the visit of a sheet is; `path`: the question that was answered last."""
    asked = [each.path for each in sheet.record.visible() if each.question.kind not in _SILENT]
    answered = sum(1 for each in asked if sheet.record.get(each))
    at = asked.index(path) + 1 if path in asked else 0
    return Progress(answered, len(asked), path, at, sheet.record.label(path, language()) if at else "")


def _numbers(sheet: Sheet) -> dict[str, int]:
    """path -> number of the question as it is shown."""
    asked = [each.path for each in sheet.record.visible() if each.question.kind not in _SILENT]
    return {path: at for at, path in enumerate(asked, 1)}


_SILENT = frozenset(("note", "calculate", "hidden"))


def _due(row: Row) -> Due:
    return Due(
        RowId(row["id"]), RowId(row["institution"] or 0), row["institution_name"] or "", row["finding"] or row["place"] or "",
        date.fromisoformat(row["due"]),
    )  # fmt: skip
