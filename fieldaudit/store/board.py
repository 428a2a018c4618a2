"""The table of all hazards: named filters, counts, order, text and pages, all of it in SQL.

A filter is written as names joined by "+" (`overdue+district:2199023255553`): an item shows when all of them hold. A name
is plain (`FILTERS`) or takes a value behind a colon (`VALUED`). The overview opens its rows by these names, so a number
and the rows behind it come from the same words. Knows no rule: the states are those the store folded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from ..domain.core import RowId
from ..domain.item import DUE_SOON_DAYS
from ..domain.terms import OPEN_STATES
from ..errors import BadInput
from ..i18n import tr
from .periods import PERIODS
from .search import search
from .store import Store

Row = dict[str, Any]
_OPEN = "s.state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_STATES))
_MISSING = " OR ".join(f"t.{name} IS NULL OR t.{name} = ''"
                       for name in ("responsible", "measure", "budget_yuan", "term_days", "contingency"))  # fmt: skip

# name -> condition; :today and :soon are dates (ISO). s item_state, t item, i institution, n inspection
FILTERS: MappingProxyType[str, str] = MappingProxyType({
    "every": "1",  # found = open + cleared + ended
    "open": _OPEN,
    "overdue": f"{_OPEN} AND s.due < :today",
    "week": f"{_OPEN} AND s.due BETWEEN :today AND :soon",
    "major": f"{_OPEN} AND t.severity IN ('major', 'major_to_confirm')",
    "reinspect": "s.state = 'submitted'",
    "to_clear": "s.state = 'passed'",
    "extension": f"{_OPEN} AND s.extension_asked IS NOT NULL",
    "missing": f"{_OPEN} AND ({_MISSING})",  # one of the five is missing
    "joint": f"{_OPEN} AND t.measure_kind = 'joint_retrofit'",
    "exits": f"{_OPEN} AND t.measure_kind = 'open_exit'",
    "wells": f"{_OPEN} AND t.measure_kind = 'drill_well'",
    "exits_opened": "s.exits > 0",
    "wells_drilled": "s.wells_json <> '[]'",
    "cleared": "s.state = 'cleared'",
    "ended": f"NOT {_OPEN} AND s.state <> 'cleared'",
})  # fmt: skip
# name -> condition; :value is what stands behind the colon
VALUED: MappingProxyType[str, str] = MappingProxyType({
    "found": "strftime('%Y-%m', n.started_at / 1000 + 28800, 'unixepoch') = {}",  # month found, China time: found:2026-11
    "cleared": "substr(s.cleared_on, 1, 7) = {}",  # month cleared: cleared:2026-11
    "district": "i.district = CAST({} AS INTEGER)",
    "districts": "instr(',' || {} || ',', ',' || i.district || ',') > 0",  # several, with commas
    "institution": "s.institution = CAST({} AS INTEGER)",
    "kind": "t.measure_kind = {}",  # a code of terms.MEASURES
    "severity": "t.severity = {}",
    "state": "s.state = {}",  # a code of terms.ITEM_STATES
    "responsible": "t.responsible = {}",
    **PERIODS,
})  # fmt: skip

# column that is sorted by -> order; ties keep the order found
SORTS: MappingProxyType[str, str] = MappingProxyType({
    "due": "s.due IS NULL, s.due", "finding": "t.finding", "institution": "i.name", "district": "d.scope",
    "measure": "t.measure_kind",
    "severity": "CASE t.severity WHEN 'major' THEN 0 WHEN 'major_to_confirm' THEN 1 ELSE 2 END", "responsible": "t.responsible",
    "state": "CASE s.state WHEN 'found' THEN 0 WHEN 'ordered' THEN 1 WHEN 'in_progress' THEN 2 WHEN 'submitted' THEN 3 "
             "WHEN 'passed' THEN 4 ELSE 5 END",
})  # fmt: skip
_JOINS = (  # what a condition names, and the table that it then takes
    (r"\b[tn]\.", " JOIN item t ON t.id = s.item"), (r"\b[id]\.", " LEFT JOIN institution i ON i.id = s.institution"),
    (r"\bd\.", " LEFT JOIN district d ON d.id = i.district"), (r"\bn\.", " LEFT JOIN inspection n ON n.id = t.inspection"),
)  # fmt: skip
FROM = "item_state s" + "".join(join for _, join in _JOINS)


@dataclass(frozen=True, slots=True)
class Board:
    """What the table shows: filter names joined by "+", words to find, one column's order, only some ids ("" and () mean all)."""

    filter: str = "open"
    text: str = ""
    sort: str = "due"
    descending: bool = False
    items: tuple[int, ...] = ()


def split(names: str) -> list[tuple[str, str]]:
    """(name, value) of each part of a filter; the value is "" for a plain name. Raises BadInput for what is no filter."""
    parts = []
    for part in filter(None, names.split("+")):
        name, colon, value = part.partition(":")
        if name not in (VALUED if colon else FILTERS):
            known = ", ".join((*FILTERS, *(f"{each}:" for each in VALUED)))
            raise BadInput(tr(f"没有“{part}”这种筛选", f"there is no filter {part!r}"), todo=known)
        parts.append((name, value))
    return parts


def ids(store: Store, board: Board, today: date) -> list[RowId]:
    """The ids of all rows in order: 100,000 of them are a few hundred kilobytes, and any page is then read by its ids."""
    where, values = _where(store, board, today)
    down = "DESC" if board.descending else "ASC"
    *first, last = SORTS[board.sort].rsplit(", ", 1) if board.sort == "due" else [SORTS[board.sort]]
    order = ", ".join([*first, f"{last} {down}", "s.item"])
    sql = f"SELECT s.item AS id FROM {_from(where + order)} WHERE {where} ORDER BY {order}"
    return [RowId(row["id"]) for row in store.query(sql, values)]


def page(store: Store, wanted: Sequence[int]) -> list[Row]:
    """These rows, in this order, with home, district and state."""
    rows = store.query(
        f"""SELECT t.id, t.place, t.finding, t.severity, t.measure_kind, t.measure, t.responsible, t.budget_yuan, t.term_days,
          t.term_kind, t.contingency, s.institution, s.state, s.due, s.failures, s.extended, s.extension_asked, s.no_access,
          s.cleared_on, i.name AS institution_name, i.district, d.name AS district_name, n.started_at, n.number AS inspection_number
        FROM {FROM} WHERE t.id IN (SELECT value FROM json_each(:ids))""",
        {"ids": json.dumps([*wanted])},
    )
    found = {row["id"]: row for row in rows}
    return [found[id_] for id_ in wanted if id_ in found]


def size(store: Store) -> int:
    """How many hazards there are at all."""
    return int(store.query("SELECT count(*) AS n FROM item_state")[0]["n"])


def count(store: Store, board: Board, today: date) -> tuple[int, int]:
    """(items, homes) of a filter."""
    where, values = _where(store, board, today)
    figures = "count(*) AS items, count(DISTINCT s.institution) AS homes"
    row = store.query(f"SELECT {figures} FROM {_from(where)} WHERE {where}", values)[0]
    return row["items"], row["homes"]


def counts(store: Store, names: Sequence[str], today: date) -> dict[str, int]:
    """filter -> how many items, all in one pass; each may be several names joined by "+"."""
    values: Row = _days(today)
    sums = [f"coalesce(sum({_condition(name, values, str(at))}), 0) AS c{at}" for at, name in enumerate(names)]
    row = store.query(f"SELECT {', '.join(sums)} FROM {_from(''.join(sums))}", values)[0] if sums else {}
    return {name: row[f"c{at}"] for at, name in enumerate(names)}


def overdue(store: Store, today: date) -> int:
    """How many rows the filter `overdue` has, by the index of days alone: for the rail, which always shows it."""
    where, values = condition("overdue", today)
    return int(store.query(f"SELECT count(*) AS n FROM {_from(where)} WHERE {where}", values)[0]["n"])


def _from(used: str) -> str:
    """`FROM` without the tables that are not used: each gives one row or none more, so the count stays."""
    return "item_state s" + "".join(join for named, join in _JOINS if re.search(named, used))


def districts(store: Store) -> list[Row]:
    """The districts, for the filter's menu."""
    return store.query("SELECT id, name FROM district WHERE void IS NULL ORDER BY scope, id")


def condition(names: str, today: date) -> tuple[str, Row]:
    """A filter as a condition over `FROM`, and the values it names: for figures of the very rows it opens."""
    values = _days(today)
    return _condition(names, values), values


def _days(today: date) -> Row:
    return {"today": today.isoformat(), "soon": (today + timedelta(days=DUE_SOON_DAYS)).isoformat()}


def _condition(names: str, values: Row, mark: str = "") -> str:
    """All of a filter's names at once; puts what they compare with into `values`."""
    parts = []
    for at, (name, value) in enumerate(split(names)):
        key = f"v{mark}_{at}"
        if value:
            values[key] = value
        parts.append(f"({VALUED[name].format(f':{key}') if value else FILTERS[name]})")
    return " AND ".join(parts) or "1"


def _where(store: Store, board: Board, today: date) -> tuple[str, Row]:
    values = _days(today)
    parts = [_condition(board.filter, values)]
    if board.items:
        values["only"] = json.dumps([*board.items])
        parts.append("s.item IN (SELECT value FROM json_each(:only))")
    if board.text.strip():
        hits = search(store, board.text, ("item", "institution"), limit=1 << 20)
        values["items"] = json.dumps([hit.row for hit in hits if hit.kind == "item"])
        values["homes"] = json.dumps([hit.row for hit in hits if hit.kind == "institution"])
        parts.append("(s.item IN (SELECT value FROM json_each(:items)) OR s.institution IN (SELECT value FROM json_each(:homes)))")
    return " AND ".join(parts), values
