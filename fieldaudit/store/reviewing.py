"""The review queue's reading queries: what waits, who made it, what was reviewed today. Plain rows out."""

from __future__ import annotations

from typing import Any

from ..domain.core import RowId
from .store import Store

Row = dict[str, Any]


def waiting(store: Store) -> list[Row]:
    """The finished inspections, the one that waits longest first: home, both inspectors, hazards (major ones among them),
    how often it was amended, when it was finished (ms)."""
    return store.query(
        """SELECT n.id, n.number, n.started_at, s.finished_at, s.returns, i.name AS home, f.title_zh, f.title_en,
          p.name AS inspector, q.name AS second, n.inspector_row, n.second_row,
          (SELECT count(*) FROM item t WHERE t.inspection = n.id AND t.void IS NULL) AS items,
          (SELECT count(*) FROM item t WHERE t.inspection = n.id AND t.void IS NULL
             AND t.severity IN ('major', 'major_to_confirm')) AS major,
          (SELECT count(*) FROM inspection_event e WHERE e.inspection = n.id AND e.kind = 'amended' AND e.void IS NULL) AS amended
        FROM inspection_state s JOIN inspection n ON n.id = s.inspection
        LEFT JOIN institution i ON i.id = s.institution LEFT JOIN form f ON f.id = n.form
        LEFT JOIN person p ON p.id = n.inspector_row LEFT JOIN person q ON q.id = n.second_row
        WHERE n.void IS NULL AND s.state = 'finished' ORDER BY s.finished_at, n.id"""
    )


def reviewed_since(store: Store, person: RowId, since: int) -> int:
    """How many inspections a person approved or returned since a moment (ms)."""
    rows = store.query(
        """SELECT count(DISTINCT inspection) AS n FROM inspection_event
        WHERE kind IN ('approved', 'returned') AND void IS NULL AND _by = ? AND _at >= ?""",
        (person, since),
    )
    return int(rows[0]["n"])


def links(store: Store, inspection: RowId) -> list[Row]:
    """The live items of an inspection with the path of each question they answer, state and term."""
    return store.query(
        """SELECT q.path, t.*, s.state, s.due, s.fixed_on_spot FROM item_question q JOIN item t ON t.id = q.item
        JOIN item_state s ON s.item = t.id WHERE q.inspection = ? AND q.void IS NULL AND t.void IS NULL ORDER BY q.id""",
        (inspection,),
    )
