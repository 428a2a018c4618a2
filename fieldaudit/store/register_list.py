"""The register as a page lists it: named filters, text, order and pages in SQL, and one home's summary.

The ids of all rows that show are read in order first (10,000 of them are small), any page then by its ids. A home counts
as inspected once a visit to it was finished; a draft and a visit that found no way in do not. Knows no rule of the trade.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from ..domain.calendar import to_ms
from ..domain.core import RowId
from ..domain.terms import OPEN_STATES
from .queries import IS_HOME
from .search import rows_found
from .store import Store

Row = dict[str, Any]
_OPEN = "s.state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_STATES))
_MAJOR = "t.severity IN ('major', 'major_to_confirm')"
_VISITED = "v.state IN ('finished', 'approved', 'returned')"
_VISITS = f"""(SELECT v.institution, max(n.started_at) AS last_at FROM inspection_state v
    JOIN inspection n ON n.id = v.inspection WHERE {_VISITED} AND n.void IS NULL GROUP BY v.institution)"""
SMALL = 20  # beds below which a home is a small one

# name -> condition; :today is an ISO date, :quarter the first moment of the quarter in ms
FILTERS: MappingProxyType[str, str] = MappingProxyType({
    "all": "1",
    "never": f"i.id NOT IN (SELECT v.institution FROM inspection_state v WHERE {_VISITED} AND v.institution IS NOT NULL)",
    "inspected": f"i.id IN (SELECT v.institution FROM inspection_state v WHERE {_VISITED})",
    "quarter": f"""i.id NOT IN (SELECT v.institution FROM inspection_state v JOIN inspection n ON n.id = v.inspection
        WHERE {_VISITED} AND n.void IS NULL AND n.started_at >= :quarter AND v.institution IS NOT NULL)""",
    "major": f"""i.id IN (SELECT s.institution FROM item_state s JOIN item t ON t.id = s.item WHERE {_OPEN} AND {_MAJOR})""",
    "overdue": f"i.id IN (SELECT s.institution FROM item_state s WHERE {_OPEN} AND s.due < :today)",
    "small": f"i.beds < {SMALL}",
    "uncoded": "(i.code IS NULL OR i.code = '')",
})  # fmt: skip
# state of the plan -> condition
PLANS: MappingProxyType[str, str] = MappingProxyType({
    "open": f"i.id IN (SELECT s.institution FROM item_state s WHERE {_OPEN})",
    "closed": f"""i.id IN (SELECT s.institution FROM item_state s) AND i.id NOT IN (
        SELECT s.institution FROM item_state s WHERE {_OPEN} AND s.institution IS NOT NULL)""",
    "none": "i.id NOT IN (SELECT s.institution FROM item_state s WHERE s.institution IS NOT NULL)",
})
# beds -> condition
BEDS: MappingProxyType[str, str] = MappingProxyType({
    "under20": "i.beds < 20", "under50": "i.beds BETWEEN 20 AND 49", "under100": "i.beds BETWEEN 50 AND 99",
    "over100": "i.beds >= 100", "unknown": "i.beds IS NULL",
})  # fmt: skip
# column that is sorted by -> (what is joined for it, what is compared)
SORTS: MappingProxyType[str, tuple[str, str]] = MappingProxyType({
    "recent": ("", ""),
    "name": ("", "i.name"),
    "district": ("", "d.scope"),
    "beds": ("", "i.beds"),
    "residents": ("", "i.residents"),
    "last": (f"LEFT JOIN {_VISITS} c ON c.institution = i.id", "c.last_at"),
    "open": (f"LEFT JOIN (SELECT s.institution, count(*) AS n FROM item_state s WHERE {_OPEN} GROUP BY s.institution) c "
             "ON c.institution = i.id", "coalesce(c.n, 0)"),
    "major": (f"LEFT JOIN (SELECT s.institution, count(*) AS n FROM item_state s JOIN item t ON t.id = s.item "
              f"WHERE {_OPEN} AND {_MAJOR} GROUP BY s.institution) c ON c.institution = i.id", "coalesce(c.n, 0)"),
    "plan": (f"LEFT JOIN (SELECT s.institution, min(s.due) AS due FROM item_state s WHERE {_OPEN} GROUP BY s.institution) c "
             "ON c.institution = i.id", "c.due"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows. `recent`: homes that come first when sorted by "recent"."""

    filter: str = "all"
    text: str = ""
    districts: tuple[int, ...] = ()
    plan: str = ""
    beds: str = ""
    sort: str = "recent"
    descending: bool = False
    recent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The day it is: `today` ISO, `quarter` the first moment of its quarter in ms."""

    today: str
    quarter: int

    def values(self) -> Row:
        """As the conditions name them."""
        return {"today": self.today, "quarter": self.quarter}


def day(today: date) -> Day:
    """The day with its quarter, in the office's time."""
    first = datetime(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return Day(today.isoformat(), to_ms(first))


def ids(store: Store, wanted: Listing, day: Day) -> list[RowId]:
    """The ids of all homes that show, in order."""
    join, by = SORTS[wanted.sort]
    where, values = _where(store, wanted, day)
    if wanted.sort == "recent":
        join = "LEFT JOIN json_each(:recent) c ON c.value = i.id"
        values["recent"] = json.dumps([*wanted.recent])
        order = "c.key IS NULL, c.key, d.scope, i.name, i.id"
    else:
        order = f"{by} IS NULL, {by} {'DESC' if wanted.descending else 'ASC'}, i.name, i.id"
    sql = f"SELECT i.id FROM institution i LEFT JOIN district d ON d.id = i.district {join} WHERE {where} ORDER BY {order}"
    found: list[RowId] = json.loads(store.query(f"SELECT json_group_array(id) AS ids FROM ({sql})", values)[0]["ids"])
    return found


def page(store: Store, wanted: Sequence[int], day: Day, unable: str = "") -> list[Row]:
    """These homes, in this order: district, last visit, drafts, open, major, overdue and all items. `unable`: the path of the
    question that counts the residents who cannot walk unaided, as the last finished visit answered it."""
    rows = store.query(
        f"""WITH w AS (SELECT value AS id FROM json_each(:ids)),
        hazards AS (SELECT s.institution, count(*) AS items, sum({_OPEN}) AS open, sum({_OPEN} AND {_MAJOR}) AS major,
            sum({_OPEN} AND s.due < :today) AS overdue, sum(s.state = 'submitted') AS submitted,
            sum(s.state = 'found') AS found, sum(s.state = 'cleared') AS cleared
          FROM item_state s JOIN item t ON t.id = s.item WHERE s.institution IN (SELECT id FROM w) GROUP BY s.institution)
        SELECT i.id, i.name, i.code, i.beds, i.residents, d.name AS district_name, coalesce(z.items, 0) AS items,
          coalesce(z.open, 0) AS open, coalesce(z.major, 0) AS major, coalesce(z.overdue, 0) AS overdue,
          coalesce(z.submitted, 0) AS submitted, coalesce(z.found, 0) AS found,
          coalesce(z.cleared, 0) AS cleared,
          (SELECT max(n.started_at) FROM inspection_state v JOIN inspection n ON n.id = v.inspection
             WHERE v.institution = i.id AND {_VISITED} AND n.void IS NULL) AS last_at,
          (SELECT count(*) FROM inspection_state v JOIN inspection n ON n.id = v.inspection
             WHERE v.institution = i.id AND v.state = 'draft' AND n.void IS NULL) AS drafts,
          (SELECT a.value FROM inspection_state v JOIN inspection n ON n.id = v.inspection
             JOIN answer a ON a.inspection = n.id AND a.path = :unable AND a.void IS NULL
             WHERE v.institution = i.id AND n.void IS NULL ORDER BY n.started_at DESC LIMIT 1) AS unable
        FROM institution i LEFT JOIN district d ON d.id = i.district LEFT JOIN hazards z ON z.institution = i.id
        WHERE i.id IN (SELECT id FROM w)""",
        {"ids": json.dumps([*wanted]), "unable": unable, **day.values()},
    )
    found = {row["id"]: row for row in rows}
    return [found[id_] for id_ in wanted if id_ in found]


def counts(store: Store, day: Day) -> dict[str, int]:
    """filter -> how many homes."""
    sums = ", ".join(f"coalesce(sum({condition}), 0) AS f_{name}" for name, condition in FILTERS.items())
    row = store.query(f"SELECT {sums} FROM institution i WHERE {IS_HOME}", day.values())[0]
    return {name: row[f"f_{name}"] for name in FILTERS}


def any_home(store: Store) -> bool:
    """Has the register a home at all?"""
    return bool(store.query(f"SELECT 1 FROM institution i WHERE {IS_HOME} LIMIT 1"))


def districts(store: Store) -> list[Row]:
    """The districts with how many homes each has."""
    return store.query(
        f"""SELECT d.id, d.name, d.scope, (SELECT count(*) FROM institution i WHERE i.district = d.id AND {IS_HOME}) AS homes
        FROM district d WHERE d.void IS NULL ORDER BY d.scope, d.id"""
    )


def visits(store: Store, home: RowId) -> list[Row]:
    """The visits to a home, newest first, with who came, counts and state."""
    return store.query(
        """SELECT n.id, n.number, n.kind, n.started_at, n.inspector_row, n.second_row, v.state, v.finished_at, f.name AS form,
          f.title_zh, f.title_en, p.name AS inspector, q.name AS second,
          (SELECT count(*) FROM answer a WHERE a.inspection = n.id AND a.void IS NULL AND a.value = 'pass') AS passes,
          (SELECT count(*) FROM answer a WHERE a.inspection = n.id AND a.void IS NULL AND a.value = 'fail') AS fails,
          (SELECT count(*) FROM item t WHERE t.inspection = n.id AND t.void IS NULL) AS items
        FROM inspection_state v JOIN inspection n ON n.id = v.inspection LEFT JOIN form f ON f.id = n.form
        LEFT JOIN person p ON p.id = n.inspector_row LEFT JOIN person q ON q.id = n.second_row
        WHERE v.institution = ? AND n.void IS NULL ORDER BY n.started_at DESC, n.id DESC""",
        (home,),
    )


def notices(store: Store, home: RowId) -> list[Row]:
    """The notices to a home that are in force, newest first, with how they were served (None: not yet)."""
    return store.query(
        """SELECT n.id, n.number, n.issued_on, n.due_date, (SELECT count(*) FROM notice_item k WHERE k.notice = n.id) AS items,
          (SELECT v.method FROM service v WHERE v.notice = n.id AND v.void IS NULL ORDER BY v.id LIMIT 1) AS method
        FROM notice n LEFT JOIN home_of h ON h.institution = n.institution
        WHERE coalesce(h.home, n.institution) = ? AND n.void IS NULL ORDER BY n.issued_on DESC, n.id DESC""",
        (home,),
    )


def reinspections(store: Store, home: RowId) -> list[Row]:
    """The reinspections of a home by day, newest first: how many items passed and how many did not. `at` in ms."""
    return store.query(
        """SELECT max(e._at) AS at, sum(json_extract(e.facts_json, '$.result') = 'pass') AS passed,
          sum(json_extract(e.facts_json, '$.result') <> 'pass') AS failed
        FROM event e JOIN item_state s ON s.item = e.item
        WHERE s.institution = ? AND e.kind = 'reinspected' AND e.void IS NULL AND json_valid(e.facts_json)
        GROUP BY e._at / 86400000 ORDER BY at DESC""",
        (home,),
    )


def plan_counts(store: Store, home: RowId, day: Day) -> Row:
    """The plan of a home in figures: items, cleared, ended otherwise, open, of these found only, overdue, submitted."""
    return store.query(
        f"""SELECT count(*) AS items, coalesce(sum(s.state = 'cleared'), 0) AS cleared,
          coalesce(sum({_OPEN}), 0) AS open, coalesce(sum(s.state = 'found'), 0) AS found,
          coalesce(sum({_OPEN} AND s.due < :today), 0) AS overdue, coalesce(sum(s.state = 'submitted'), 0) AS submitted,
          coalesce(sum(s.state = 'passed'), 0) AS passed FROM item_state s WHERE s.institution = :home""",
        {"home": home, **day.values()},
    )[0]


def papers(store: Store, home: RowId) -> list[Row]:
    """The newest version of each paper issued about a home, newest first."""
    return store.query(
        """SELECT p.id, p.kind, p.number, p.issued_on FROM paper p LEFT JOIN home_of h ON h.institution = p.institution
        WHERE coalesce(h.home, p.institution) = ? AND p.void IS NULL
          AND NOT EXISTS (SELECT 1 FROM paper r WHERE r.replaces_row = p.id AND r.void IS NULL)
        ORDER BY p.issued_on DESC, p.id DESC""",
        (home,),
    )


def _where(store: Store, wanted: Listing, day: Day) -> tuple[str, Row]:
    values = day.values()
    parts = [IS_HOME, FILTERS.get(wanted.filter, "1")]
    if wanted.districts:
        values["districts"] = json.dumps([*wanted.districts])
        parts.append("i.district IN (SELECT value FROM json_each(:districts))")
    parts += [PLANS[wanted.plan]] if wanted.plan in PLANS else []
    parts += [BEDS[wanted.beds]] if wanted.beds in BEDS else []
    if text := wanted.text.strip():
        values["like"] = "%" + text.translate(_LIKE) + "%"
        values["found"] = json.dumps(rows_found(store, text, "institution"))
        parts.append("(i.name LIKE :like ESCAPE '!' OR i.code LIKE :like ESCAPE '!' OR i.address LIKE :like ESCAPE '!' "
                     "OR i.id IN (SELECT value FROM json_each(:found)))")  # fmt: skip
    return " AND ".join(f"({part})" for part in parts), values


_LIKE = str.maketrans({"%": "!%", "_": "!_", "!": "!!"})
