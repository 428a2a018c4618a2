"""What earlier visits of a home say about the question at hand, and the hazards that are open there. Reading queries."""

from __future__ import annotations

from typing import Any

from ..domain.core import RowId
from .store import Store

Row = dict[str, Any]
VISITS = 6  # earlier visits that are looked at


def version(store: Store) -> int:
    """A number that differs once another connection has written: what was read since then need not be read again."""
    return int(store.query("PRAGMA data_version")[0]["data_version"])


def visits_before(store: Store, home: RowId, form: str, inspection: RowId, started_at: int) -> list[Row]:
    """The finished visits of a home by the same checklist that began before this one (ms), the last first."""
    return store.query(
        """SELECT n.id, n.number, n.started_at, n.inspector_row, s.state FROM inspection_state s
        JOIN inspection n ON n.id = s.inspection JOIN form f ON f.id = n.form
        WHERE s.institution = ? AND f.name = ? AND n.void IS NULL AND n.id <> ? AND n.started_at <= ?
          AND s.finished_at IS NOT NULL AND s.record_sha256 IS NOT NULL
        ORDER BY n.started_at DESC, n.id DESC LIMIT ?""",
        (home, form, inspection, started_at, VISITS),
    )


def answer_at(store: Store, inspection: RowId, path: str) -> Row | None:
    """The answer row that shows at a path."""
    found = store.query(
        "SELECT * FROM answer WHERE inspection = ? AND path = ? AND void IS NULL ORDER BY _hlc DESC, _last DESC LIMIT 1",
        (inspection, path),
    )
    return found[0] if found else None


def photos_at(store: Store, inspection: RowId, path: str) -> list[Row]:
    """The live photos of a question, in the order they were made."""
    return store.query(
        """SELECT * FROM attachment WHERE owner_row = ? AND path = ? AND void IS NULL AND kind IN ('photo', 'file') ORDER BY id""",
        (inspection, path),
    )


def found_here(store: Store, inspection: RowId) -> list[Row]:
    """The live items of a visit in the order they were found, each with the path of every question that found it (`paths`)."""
    return store.query(
        """SELECT t.*, (SELECT group_concat(q.path, char(10)) FROM item_question q WHERE q.item = t.id AND q.void IS NULL) AS paths
        FROM item t WHERE t.inspection = ? AND t.void IS NULL ORDER BY t.id""",
        (inspection,),
    )


def return_reason(store: Store, inspection: RowId) -> str:
    """What a supervisor said when she returned it last; "" where nothing was said."""
    found = store.query(
        """SELECT reason FROM inspection_event WHERE inspection = ? AND kind = 'returned' AND void IS NULL
        ORDER BY _hlc DESC LIMIT 1""",
        (inspection,),
    )
    return str(found[0]["reason"] or "") if found else ""


def open_hazards(store: Store, home: RowId) -> list[Row]:
    """The items of a home that have not ended, the earliest deadline first, with the path of a question that found each."""
    return store.query(
        """SELECT t.id, t.finding, t.place, t.severity, t.inspection, s.state, s.due,
          (SELECT min(q.path) FROM item_question q WHERE q.item = t.id AND q.void IS NULL) AS path
        FROM item_state s JOIN item t ON t.id = s.item
        WHERE s.institution = ? AND t.void IS NULL AND s.state IN ('found', 'ordered', 'in_progress', 'submitted', 'passed')
        ORDER BY s.due IS NULL, s.due, t.id""",
        (home,),
    )
