"""A person's day: what waits for them, what is overdue, what falls due soon. Reading queries only.

Knows who is named in a record (its two inspectors) and what state things are in; whose task a state makes is `work.today`'s.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from ..domain.core import RowId
from ..domain.item import DUE_SOON_DAYS
from ..domain.terms import OPEN_STATES
from ..errors import FieldauditError
from .store import Store

Row = dict[str, Any]
_OPEN = "s.state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_STATES))
_MINE = "? IN (n.inspector_row, n.second_row)"
_LAST_VISIT = """(SELECT max(n.started_at) FROM inspection_state v JOIN inspection n ON n.id = v.inspection
    WHERE v.institution = s.institution AND n.void IS NULL AND v.state <> 'draft')"""


def read_ahead(store: Store) -> None:
    """Have the pages decrypted that the first look at the day needs: SQLCipher takes longer over them than over the queries."""
    with suppress(FieldauditError):  # whoever reads next meets it
        waiting(store, "submitted", 1)


def visits(store: Store, person: RowId, state: str) -> list[Row]:
    """The person's own visits in a state ("draft", "returned"), the one worked on last first. `last_hlc`: of the newest answer;
    `path`: which question that was; `items`: hazards; `returned_at` ms, `reason` and `remarks` of the last return."""
    return store.query(
        f"""SELECT n.id, n.number, n.kind, n.started_at, n.form, v.institution, v.state, v.returns, i.name AS institution_name,
          i.beds, d.name AS district_name, f.title_zh, f.title_en, f.name AS form_name,
          (SELECT count(*) FROM item t WHERE t.inspection = n.id AND t.void IS NULL) AS items,
          (SELECT max(a._hlc) FROM answer a WHERE a.inspection = n.id) AS last_hlc,
          (SELECT a.path FROM answer a WHERE a.inspection = n.id AND a.void IS NULL ORDER BY a._hlc DESC LIMIT 1) AS path,
          e._at AS returned_at, e.reason,
          (SELECT count(*) FROM remark r WHERE r.inspection_event = e.id AND r.void IS NULL) AS remarks
        FROM inspection_state v JOIN inspection n ON n.id = v.inspection LEFT JOIN institution i ON i.id = v.institution
        LEFT JOIN district d ON d.id = i.district LEFT JOIN form f ON f.id = n.form
        LEFT JOIN inspection_event e ON e.id = (SELECT x.id FROM inspection_event x WHERE x.inspection = n.id
          AND x.kind = 'returned' AND x.void IS NULL ORDER BY x._hlc DESC LIMIT 1)
        WHERE v.state = ? AND n.void IS NULL AND {_MINE}
        ORDER BY coalesce(last_hlc, n._hlc) DESC, n.id DESC""",
        (state, person),
    )


def remark_texts(store: Store, inspection: RowId, limit: int) -> list[Row]:
    """The remarks of the last return, in the order they were written: question (path) and text."""
    return store.query(
        """SELECT r.path, r.text FROM remark r WHERE r.inspection = ? AND r.void IS NULL AND r.inspection_event = (
          SELECT x.id FROM inspection_event x WHERE x.inspection = ? AND x.kind = 'returned' AND x.void IS NULL
          ORDER BY x._hlc DESC LIMIT 1) ORDER BY r.id LIMIT ?""",
        (inspection, inspection, limit),
    )


def waiting(store: Store, state: str, limit: int) -> list[Row]:
    """Homes with items in a state ("submitted", "passed"), the longest due first: how many, of them major, the earliest due
    day, when somebody was there last (ms), and how many such `homes` there are in all."""
    return store.query(
        f"""SELECT s.*, i.name AS institution_name, d.name AS district_name, {_LAST_VISIT} AS last_at,
          (SELECT count(*) FROM item_state x JOIN item t ON t.id = x.item
             WHERE x.institution = s.institution AND x.state = :state AND t.severity <> 'general') AS major
        FROM (SELECT institution, count(*) AS items, min(due) AS due, count(*) OVER () AS homes FROM item_state NOT INDEXED
          WHERE state = :state GROUP BY institution ORDER BY min(due) IS NULL, min(due), institution LIMIT :limit) s
        LEFT JOIN institution i ON i.id = s.institution LEFT JOIN district d ON d.id = i.district
        ORDER BY s.due IS NULL, s.due, i.name""",
        {"state": state, "limit": limit},
    )


def asked(store: Store, limit: int) -> list[Row]:
    """Homes that asked for an extension not yet decided: how many items and the earliest due day."""
    return store.query(
        f"""SELECT s.institution, i.name AS institution_name, d.name AS district_name, count(*) AS items, min(s.due) AS due,
          min(s.extension_asked) AS asked
        FROM item_state s NOT INDEXED  -- most are open, few of them asked: in the order of the file it is twice as fast
          LEFT JOIN institution i ON i.id = s.institution LEFT JOIN district d ON d.id = i.district
        WHERE {_OPEN} AND s.extension_asked IS NOT NULL GROUP BY s.institution ORDER BY min(s.due), i.name LIMIT ?""",
        (limit,),
    )


def unserved(store: Store, person: RowId, limit: int) -> list[Row]:
    """Notices in force of the person's own visits that nobody served yet, oldest first."""
    return store.query(
        f"""SELECT k.id, k.number, k.issued_on, k.mode, k.due_date, coalesce(h.home, k.institution) AS institution,
          i.name AS institution_name, (SELECT count(*) FROM notice_item x WHERE x.notice = k.id) AS items
        FROM notice k JOIN inspection n ON n.id = k.inspection LEFT JOIN home_of h ON h.institution = k.institution
        LEFT JOIN institution i ON i.id = coalesce(h.home, k.institution)
        WHERE k.void IS NULL AND NOT EXISTS (SELECT 1 FROM service v WHERE v.notice = k.id AND v.void IS NULL) AND {_MINE}
        ORDER BY k.issued_on, k.id LIMIT ?""",
        (person, limit),
    )


def to_review(store: Store) -> Row:
    """How many finished reports wait for review, and when the first of them was finished (ms, None for none)."""
    return store.query(
        """SELECT count(*) AS reports, min(v.finished_at) AS oldest FROM inspection_state v JOIN inspection n ON n.id = v.inspection
        WHERE v.state = 'finished' AND n.void IS NULL"""
    )[0]


def overdue(store: Store, today: date, limit: int) -> tuple[int, list[Row]]:
    """How many open items are past their day, and the first of them, the longest overdue last."""
    day = today.isoformat()
    count = store.query(f"SELECT count(*) AS n FROM item_state s WHERE {_OPEN} AND s.due < ?", (day,))[0]["n"]
    return int(count), _due(store, "s.due < ?", (day,), "DESC", limit)


def soon(store: Store, today: date, limit: int) -> tuple[dict[date, int], list[Row]]:
    """Open items that fall due from today within DUE_SOON_DAYS: how many on which day, and the next ones."""
    span = (today.isoformat(), (today + timedelta(days=DUE_SOON_DAYS)).isoformat())
    days = store.query(
        f"SELECT s.due AS day, count(*) AS n FROM item_state s WHERE {_OPEN} AND s.due BETWEEN ? AND ? GROUP BY s.due", span
    )
    return {date.fromisoformat(row["day"]): row["n"] for row in days}, _due(store, "s.due BETWEEN ? AND ?", span, "ASC", limit)


def _due(store: Store, condition: str, values: tuple[str, ...], order: str, limit: int) -> list[Row]:
    return store.query(
        f"""SELECT s.item AS id, s.due, s.institution, t.finding, t.place, i.name AS institution_name
        FROM (SELECT s.item, s.due, s.institution FROM item_state s WHERE {_OPEN} AND {condition}
          ORDER BY s.due {order}, s.item LIMIT ?) s
        JOIN item t ON t.id = s.item LEFT JOIN institution i ON i.id = s.institution ORDER BY s.due {order}, s.item""",
        (*values, limit),
    )
