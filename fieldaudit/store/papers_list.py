"""The documents page's list: every issued paper with where it stands, and the notices still to issue. Reads, never writes.

`status` of a row: to_issue (hazards found by a finished inspection that no notice orders), to_serve, served, issued,
replaced (a later version stands), void. A list is `wanted` ("todo": to_issue and to_serve; "all"; or a kind of paper),
of one home or of all, newest first.
"""

from __future__ import annotations

from typing import Any

from ..domain.core import RowId
from .queries import Row
from .store import Store

OPEN_WORK = ("to_issue", "to_serve")

# A notice of an older program than format 3 has no paper row; it cannot be listed here and is found on its hazard's plan.
_PAPERS = """SELECT p.id AS paper, p.kind, p.number, p.version, p.provisional, p.issued_on AS day, p._at AS at, p.notice,
    p.inspection, p.reason, i.id AS institution, i.name AS institution_name,
    CASE WHEN p.void IS NOT NULL THEN 'void'
      WHEN EXISTS (SELECT 1 FROM paper x WHERE x.number = p.number AND x.kind = p.kind AND x.version > p.version
        AND x.void IS NULL AND coalesce(json_extract(x.asked_json, '$.lang'), 'zh')
          = coalesce(json_extract(p.asked_json, '$.lang'), 'zh')) THEN 'replaced'
      WHEN p.kind <> 'notice' THEN 'issued'
      WHEN EXISTS (SELECT 1 FROM service v WHERE v.notice = p.notice AND v.void IS NULL) THEN 'served'
      ELSE 'to_serve' END AS status
    FROM paper p LEFT JOIN home_of h ON h.institution = p.institution
    LEFT JOIN institution i ON i.id = coalesce(h.home, p.institution)"""

# Visits that found hazards which no notice orders.
_UNORDERED = """SELECT n.id, s.finished_at, coalesce(h.home, n.institution) AS institution
    FROM (SELECT DISTINCT t.inspection FROM item_state x JOIN item t ON t.id = x.item WHERE x.state = 'found' AND t.void IS NULL) f
    JOIN inspection n ON n.id = f.inspection JOIN inspection_state s ON s.inspection = n.id
    LEFT JOIN home_of h ON h.institution = n.institution WHERE n.void IS NULL AND s.state IN ('finished', 'approved')"""

_TO_ISSUE = f"""SELECT NULL, 'notice', '', 1, 0, strftime('%Y-%m-%d', u.finished_at / 1000 + 28800, 'unixepoch'),
    u.finished_at, NULL, u.id, NULL, i.id, i.name, 'to_issue'
    FROM ({_UNORDERED}) u LEFT JOIN institution i ON i.id = u.institution"""

_LIST = f"""SELECT * FROM ({_PAPERS} UNION ALL {_TO_ISSUE}) l
    WHERE (:institution IS NULL OR l.institution = :institution)
      AND (:wanted = 'all' OR (:wanted = 'todo' AND l.status IN ('to_issue', 'to_serve')) OR l.kind = :wanted)"""


def papers_page(store: Store, wanted: str, institution: RowId | None, offset: int, limit: int) -> list[Row]:
    """Rows offset..offset+limit of a list, newest first; `key` names a row for good: "p" a paper, "i" an inspection."""
    rows = store.query(
        f"{_LIST} ORDER BY l.day DESC, l.at DESC, l.paper DESC LIMIT :limit OFFSET :offset",
        {**_bound(wanted, institution), "limit": limit, "offset": offset},
    )
    return [{**row, "key": f"p{row['paper']}" if row["paper"] else f"i{row['inspection']}"} for row in rows]


def tally(store: Store, institution: RowId | None = None) -> dict[tuple[str, str], int]:
    """(kind, status) -> how many rows the list of everything has of it: every count of the page in one reading."""
    rows = store.query(
        f"""SELECT l.kind, l.status, count(*) AS n FROM ({_PAPERS}) l WHERE :institution IS NULL OR l.institution = :institution
        GROUP BY 1, 2 UNION ALL SELECT 'notice', 'to_issue', count(*) FROM ({_UNORDERED}) l
        WHERE :institution IS NULL OR l.institution = :institution""",
        {"institution": institution},
    )
    return {(row["kind"], row["status"]): row["n"] for row in rows if row["n"]}


def papers_count(store: Store, wanted: str, institution: RowId | None = None) -> int:
    """How many rows a list has."""
    return counted(tally(store, institution), wanted)


def counted(found: dict[tuple[str, str], int], wanted: str) -> int:
    """How many rows of a tally a list has."""
    return sum(
        n for (kind, status), n in found.items() if wanted == "all" or (status in OPEN_WORK if wanted == "todo" else kind == wanted)
    )


def paper_place(store: Store, wanted: str, institution: RowId | None, paper: RowId) -> int | None:
    """Where a paper stands in a list, from 0; None when the list does not show it."""
    rows = store.query(
        f"""SELECT at FROM (SELECT l.paper, row_number() OVER (ORDER BY l.day DESC, l.at DESC, l.paper DESC) - 1 AS at
        FROM ({_LIST}) l) WHERE paper = :paper""",
        {**_bound(wanted, institution), "paper": paper},
    )
    return int(rows[0]["at"]) if rows else None


def _bound(wanted: str, institution: RowId | None) -> dict[str, Any]:
    return {"wanted": wanted, "institution": institution}


__all__ = ["OPEN_WORK", "counted", "paper_place", "papers_count", "papers_page", "tally"]
