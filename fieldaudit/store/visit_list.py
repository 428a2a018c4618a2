"""All visits as a page lists them: states, text, order and pages in SQL. Reading queries only.

As with the register, the ids of all rows that show are read in order first, any page then by its ids.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..domain.core import RowId
from .search import rows_found
from .store import Store

Row = dict[str, Any]

# name -> condition; :person is the person at the keyboard
STATES: MappingProxyType[str, str] = MappingProxyType({
    "all": "1",
    "mine": "v.state IN ('draft', 'returned') AND :person IN (n.inspector_row, n.second_row)",
    "draft": "v.state = 'draft'",
    "returned": "v.state = 'returned'",
    "finished": "v.state = 'finished'",
    "approved": "v.state = 'approved'",
    "no_access": "v.state = 'no_access'",
})  # fmt: skip
SORTS: MappingProxyType[str, str] = MappingProxyType({
    "started": "n.started_at", "name": "i.name", "district": "d.scope", "number": "n.number", "state": "v.state",
    "inspector": "p.name",
})  # fmt: skip
_FROM = """inspection_state v JOIN inspection n ON n.id = v.inspection LEFT JOIN institution i ON i.id = v.institution
    LEFT JOIN district d ON d.id = i.district LEFT JOIN person p ON p.id = n.inspector_row LEFT JOIN form f ON f.id = n.form"""

_FOUND = """v.institution IN (SELECT value FROM json_each(:institution_rows))
    OR n.id IN (SELECT value FROM json_each(:inspection_rows))
    OR n.inspector_row IN (SELECT value FROM json_each(:person_rows))
    OR n.second_row IN (SELECT value FROM json_each(:person_rows))"""


@dataclass(frozen=True, slots=True)
class Visits:
    """What the list shows; `person` is the one at the keyboard, `districts` those it is limited to (() is no limit)."""

    person: int
    state: str = "all"
    text: str = ""
    sort: str = "started"
    descending: bool = True
    districts: tuple[int, ...] = ()


def ids(store: Store, wanted: Visits) -> list[RowId]:
    """The ids of all visits that show, in order."""
    values: Row = {"person": wanted.person}
    parts = ["n.void IS NULL", STATES.get(wanted.state, "1")]
    if wanted.districts:
        values["districts"] = json.dumps([*wanted.districts])
        parts.append("i.district IN (SELECT value FROM json_each(:districts))")
    if text := wanted.text.strip():
        for kind in ("institution", "inspection", "person"):
            values[f"{kind}_rows"] = json.dumps(rows_found(store, text, kind))
        parts.append(_FOUND)
    where = " AND ".join(f"({part})" for part in parts)
    order = f"{SORTS[wanted.sort]} {'DESC' if wanted.descending else 'ASC'}, n.started_at DESC, n.id DESC"
    sql = f"SELECT n.id FROM {_FROM} WHERE {where} ORDER BY {order}"
    found: list[RowId] = json.loads(store.query(f"SELECT json_group_array(id) AS ids FROM ({sql})", values)[0]["ids"])
    return found


def page(store: Store, wanted: Sequence[int]) -> list[Row]:
    """These visits, in this order: home, form, who, state, hazards, answers, photos."""
    rows = store.query(
        f"""SELECT n.id, n.number, n.kind, n.started_at, v.institution, v.state, v.finished_at, v.returns,
          i.name AS institution_name, d.name AS district_name, f.title_zh, f.title_en, f.name AS form_name,
          p.name AS inspector, q.name AS second,
          n.inspector_row, n.second_row,
          (SELECT count(*) FROM item t WHERE t.inspection = n.id AND t.void IS NULL) AS items,
          (SELECT count(*) FROM answer a WHERE a.inspection = n.id AND a.void IS NULL AND a.value IS NOT NULL) AS answers,
          (SELECT count(*) FROM attachment t WHERE t.owner_row = n.id AND t.void IS NULL AND t.kind = 'photo') AS photos
        FROM {_FROM} LEFT JOIN person q ON q.id = n.second_row WHERE n.id IN (SELECT value FROM json_each(:ids))""",
        {"ids": json.dumps([*wanted])},
    )
    found = {row["id"]: row for row in rows}
    return [found[id_] for id_ in wanted if id_ in found]


def counts(store: Store, person: int) -> dict[str, int]:
    """state -> how many visits."""
    sums = ", ".join(f"coalesce(sum({condition}), 0) AS s_{name}" for name, condition in STATES.items())
    row = store.query(
        f"SELECT {sums} FROM inspection_state v JOIN inspection n ON n.id = v.inspection WHERE n.void IS NULL", {"person": person}
    )[0]
    return {name: row[f"s_{name}"] for name in STATES}
