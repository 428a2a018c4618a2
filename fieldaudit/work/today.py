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
from ..store import today as reading
from .desk import Desk, Row
from .sheet import Sheet, open_sheet

MOST = 8  # tasks of one kind on the page; the rest is behind its link
_MOST_DUE = 3
_MOST_REMARKS = 2


@dataclass(frozen=True, slots=True)
class Visit:
    """A draft of the person's, or one that was returned to them."""

    id: RowId
    row: Row
    sheet: Sheet
    left_at: int  # ms, of the newest answer or the beginning
    path: str = ""  # the question a draft was left at
    remarks: tuple[tuple[str, str], ...] = ()  # (path of the question, "" for none; text), the first ones


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
    left_at = hlc_ms(row["last_hlc"]) if row["last_hlc"] else row["started_at"]
    return Visit(visit, row, open_sheet(desk, visit), left_at, place(visit) or row["path"] or "")


def _returned(desk: Desk, row: Row) -> Visit:
    visit = RowId(row["id"])
    texts = reading.remark_texts(desk.store, visit, _MOST_REMARKS)
    remarks = tuple((each["path"] or "", str(each["text"])) for each in texts)
    return Visit(visit, row, open_sheet(desk, visit), row["returned_at"] or row["started_at"], remarks=remarks)


def _due(row: Row) -> Due:
    return Due(
        RowId(row["id"]), RowId(row["institution"] or 0), row["institution_name"] or "", row["finding"] or row["place"] or "",
        date.fromisoformat(row["due"]),
    )  # fmt: skip
