"""What a list of finds shows beside each: where it is, how it stands, when it is due. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..domain.core import RowId
from .store import Store

_OPEN = "('found', 'ordered', 'in_progress', 'submitted', 'passed')"
_SHOWN = {
    "institution": f"""SELECT i.id, i.name AS title, d.name AS district, i.beds,
        (SELECT count(*) FROM item_state s WHERE s.institution = i.id AND s.state IN {_OPEN}) AS open
        FROM institution i LEFT JOIN district d ON d.id = i.district WHERE i.id IN ({{}})""",
    "item": """SELECT t.id, t.finding AS title, i.name AS home, s.institution, t.severity, s.state, s.due FROM item t
        LEFT JOIN item_state s ON s.item = t.id LEFT JOIN institution i ON i.id = s.institution WHERE t.id IN ({})""",
    "notice": """SELECT n.id, n.number AS title, i.name AS home, n.issued_on, n.void FROM notice n
        LEFT JOIN home_of h ON h.institution = n.institution
        LEFT JOIN institution i ON i.id = coalesce(h.home, n.institution) WHERE n.id IN ({})""",
    "inspection": """SELECT n.id, n.number AS title, i.name AS home, n.started_at, s.state FROM inspection n
        LEFT JOIN inspection_state s ON s.inspection = n.id LEFT JOIN institution i ON i.id = s.institution WHERE n.id IN ({})""",
    "person": "SELECT id, name AS title, role, post FROM person WHERE id IN ({})",
}


def shown(store: Store, kind: str, ids: Sequence[RowId]) -> dict[RowId, dict[str, Any]]:
    """What is shown of these rows of a kind (a table of `schema.SEARCHED`)."""
    rows = store.query(_SHOWN[kind].format(",".join("?" * len(ids))), ids) if ids else []
    return {RowId(row["id"]): row for row in rows}


def of_home(store: Store, home: RowId, items: int, notices: int) -> dict[str, list[RowId]]:
    """A home's open hazards, the first due first, and its newest notices: at most so many."""
    open_ = f"""SELECT item AS id FROM item_state WHERE institution = ? AND state IN {_OPEN}
        ORDER BY due IS NULL, due, item LIMIT ?"""
    newest = "SELECT id FROM notice WHERE institution = ? AND void IS NULL ORDER BY id DESC LIMIT ?"
    return {
        "item": [RowId(row["id"]) for row in store.query(open_, (home, items))],
        "notice": [RowId(row["id"]) for row in store.query(newest, (home, notices))],
    }
