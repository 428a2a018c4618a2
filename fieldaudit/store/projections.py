"""Projections that follow from the facts by the rules of `domain`: states of items and inspections, merged homes.

Written only here, from `commit`, `apply` and `rebuild`; never a source of truth.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlcipher3

from ..domain.core import RowId, Touched, device_of
from ..domain.homes import kept_home
from ..domain.inspection import InspectionEvent, InspectionState, fold_inspection
from ..domain.item import Event, ItemFacts, ItemState, fold
from ..errors import Damaged
from ..i18n import Text
from ..wire.canon import canonical, parse
from . import searchable
from .connection import rows
from .trust import Trust


def refresh(connection: sqlcipher3.Connection, trust: Trust, touched: Touched) -> None:
    """Fold again every item and inspection that a merge touched; adds them to `touched`."""
    homes = _refresh_homes(connection) if "institution" in touched else set()
    if homes:
        touched["institution"] |= homes
    items = set(touched.get("item", ())) | _owners(connection, "event", "item", touched.get("event", ()))
    items |= _of_homes(connection, "item", homes)
    if "bureau" in touched:
        items |= {RowId(row[0]) for row in connection.execute("SELECT id FROM item")}
    for item in sorted(items):
        _refresh_item(connection, trust, item)
    inspections = set(touched.get("inspection", ())) | _owners(
        connection, "inspection_event", "inspection", touched.get("inspection_event", ())
    )
    inspections |= _of_homes(connection, "inspection", homes)
    for inspection in sorted(inspections):
        _refresh_inspection(connection, trust, inspection)
    if items:
        touched.setdefault("item_state", set()).update(items)
    if inspections:
        touched.setdefault("inspection_state", set()).update(inspections)
    searchable.refresh(connection, touched)


def _owners(connection: sqlcipher3.Connection, table: str, column: str, ids: Iterable[RowId]) -> set[RowId]:
    found = (connection.execute(f'SELECT "{column}" FROM "{table}" WHERE id = ?', (id_,)).fetchone() for id_ in ids)
    return {RowId(row[0]) for row in found if row is not None and row[0] is not None}


def _refresh_homes(connection: sqlcipher3.Connection) -> set[RowId]:
    """Work out again which row stands for each merged one; gives the rows that stand otherwise now. A row counts as
    merged once the other one is here, and in its own scope only."""
    merged = {
        RowId(row["id"]): RowId(row["merged_into"])
        for row in rows(
            connection,
            "SELECT i.id, i.merged_into FROM institution i JOIN institution k ON k.id = i.merged_into AND k._scope = i._scope "
            "WHERE i.merged_into IS NOT NULL",
        )
    }
    before = {(RowId(row["institution"]), RowId(row["home"])) for row in rows(connection, "SELECT * FROM home_of")}
    after = {(home, kept_home(home, merged)) for home in merged}
    connection.executemany("DELETE FROM home_of WHERE institution = ?", [(home,) for home, _ in before - after])
    connection.executemany("INSERT INTO home_of VALUES(?,?)", sorted(after - before))
    return {home for pair in before ^ after for home in pair}


def _of_homes(connection: sqlcipher3.Connection, table: str, homes: Iterable[RowId]) -> set[RowId]:
    found = (connection.execute(f'SELECT id FROM "{table}" WHERE institution = ?', (home,)) for home in homes)
    return {RowId(row[0]) for rows_ in found for row in rows_}


def _home(connection: sqlcipher3.Connection, institution: Any) -> Any:
    """The row that stands for a home: another one when the two were merged."""
    found = connection.execute("SELECT home FROM home_of WHERE institution = ?", (institution,)).fetchone()
    return found[0] if found else institution


def item_events(connection: sqlcipher3.Connection, trust: Trust, item: RowId) -> list[Event]:
    """The events of an item with who did them in which role, oldest first."""
    return [
        Event(
            row["id"],
            row["_hlc"],
            row["kind"] or "",
            row["_at"],
            RowId(row["_by"]),
            trust.role_at(device_of(row["_commit"]), row["_hlc"], RowId(row["_by"])),
            _facts(row),
        )
        for row in rows(connection, "SELECT * FROM event WHERE item = ? AND void IS NULL ORDER BY _hlc, id", (item,))
    ]


def inspection_events(connection: sqlcipher3.Connection, trust: Trust, inspection: RowId) -> list[InspectionEvent]:
    """The events of an inspection, oldest first; a reason stands in its facts too."""
    return [
        InspectionEvent(
            row["id"],
            row["_hlc"],
            row["kind"] or "",
            row["_at"],
            RowId(row["_by"]),
            trust.role_at(device_of(row["_commit"]), row["_hlc"], RowId(row["_by"])),
            {**_facts(row), "reason": row["reason"] or ""},
        )
        for row in rows(
            connection, "SELECT * FROM inspection_event WHERE inspection = ? AND void IS NULL ORDER BY _hlc, id", (inspection,)
        )
    ]


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    """What an event says. Text that is no JSON (a forger's) says nothing: the fold then ignores the event and says why."""
    try:
        facts = parse(row["facts_json"].encode(), "event") if row["facts_json"] else {}
    except Damaged:
        return {}
    return facts if isinstance(facts, dict) else {}


def item_facts(row: dict[str, Any]) -> ItemFacts:
    """What of an item's row the fold depends on."""
    return ItemFacts(
        severity=row["severity"] or "",
        measure_kind=row["measure_kind"] or "",
        term_days=row["term_days"],
        term_kind=row["term_kind"],
    )


def supervisor_clears_general(connection: sqlcipher3.Connection) -> bool:
    """The office's setting: general items too are cleared by a supervisor."""
    found = rows(connection, "SELECT supervisor_clears_general AS wanted FROM bureau ORDER BY id LIMIT 1")
    return bool(found and found[0]["wanted"])


def _refresh_item(connection: sqlcipher3.Connection, trust: Trust, item: RowId) -> None:
    connection.execute("DELETE FROM item_state WHERE item = ?", (item,))
    row = next(iter(rows(connection, "SELECT * FROM item WHERE id = ?", (item,))), None)
    if row is None or row["void"] is not None:
        return
    events = item_events(connection, trust, item)
    state = fold(item_facts(row), events, supervisor_clears_general=supervisor_clears_general(connection))
    last = max([row["_hlc"], *(event.hlc for event in events)])
    home = _home(connection, row["institution"])
    connection.execute(f"INSERT INTO item_state VALUES({','.join('?' * 20)})", _item_row(item, home, state, last))


def _item_row(item: RowId, home: Any, state: ItemState, last: int) -> tuple[Any, ...]:
    def day(value: Any) -> str | None:
        return value.isoformat() if value is not None else None

    return (
        item,
        home,
        str(state.state),
        day(state.due),
        day(state.served_on),
        state.notice,
        state.failures,
        state.ended_by,
        day(state.cleared_on),
        int(state.extended),
        day(state.extension_asked),
        int(bool(state.escalated)),
        int(bool(state.referred)),
        int(state.no_access),
        int(state.fixed_on_spot),
        state.exits,
        canonical([_plain(well) for well in state.wells]).decode(),
        state.last_reinspection_by,
        _ignored(state.ignored),
        last,
    )


def _plain(well: Any) -> dict[str, Any]:
    return dict(well) if isinstance(well, dict) else {name: getattr(well, name) for name in well.__dataclass_fields__}


def _ignored(ignored: Iterable[tuple[int, Text]]) -> str:
    return canonical([[id_, reason.zh, reason.en] for id_, reason in ignored]).decode()


def _refresh_inspection(connection: sqlcipher3.Connection, trust: Trust, inspection: RowId) -> None:
    connection.execute("DELETE FROM inspection_state WHERE inspection = ?", (inspection,))
    row = next(iter(rows(connection, "SELECT * FROM inspection WHERE id = ?", (inspection,))), None)
    if row is None or row["void"] is not None:
        return
    events = inspection_events(connection, trust, inspection)
    state: InspectionState = fold_inspection(events, RowId(row["inspector_row"] or 0), RowId(row["second_row"] or 0))
    connection.execute(
        "INSERT INTO inspection_state VALUES(?,?,?,?,?,?,?,?,?)",
        (
            inspection,
            _home(connection, row["institution"]),
            str(state.state),
            state.finished_at,
            state.approved_by,
            state.returns,
            state.record_sha256,
            _ignored(state.ignored),
            max([row["_hlc"], *(event.hlc for event in events)]),
        ),
    )
