"""The overview's figures, each counted by the filter that opens its rows (`board`, `register_list`). Reads only.

Everything is of the hazards found within a scope: months (inclusive) and a district, or all. What is counted from facts of
reinspections (exits, wells) is a sum over the rows that its filter opens. Knows no chart and no word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain.terms import ENDS
from . import board
from .periods import ENDED_IN, FOUND_IN, FOUND_ON, IS_OPEN, SECTION
from .queries import IS_HOME
from .store import Store

Row = dict[str, Any]
PLAIN = ("every", "open", "overdue", "week", "major", "reinspect", "to_clear", "cleared", "ended", "exits_opened", "wells_drilled")
ENDED = tuple(state for state in ENDS if state != "cleared")  # ways to end that are counted apart from clearing


@dataclass(frozen=True, slots=True)
class Within:
    """What the overview is limited to: months like 2026-11 ("" is no limit) and a district's id (0 is the whole city).

    `only`: the districts that the reader may see at all (() is no limit).
    """

    first: str = ""
    last: str = ""
    district: int = 0
    only: tuple[int, ...] = ()

    def filter(self, name: str) -> str:
        """A filter of the hazards' table within this."""
        parts = [name]
        parts += [f"found_from:{self.first}"] if self.first else []
        parts += [f"found_to:{self.last}"] if self.last else []
        parts += [f"district:{self.district}"] if self.district else []
        parts += [f"districts:{self.named}"] if self.only else []
        return "+".join(parts)

    @property
    def named(self) -> str:
        """`only` as the filter `districts` takes it."""
        return ",".join(map(str, self.only))


@dataclass(frozen=True, slots=True)
class Month:
    """The state at a month's end (now, for the present month): what stands open, what of it is overdue, all found so far."""

    month: str
    open: int
    overdue: int
    found: int


def figures(store: Store, within: Within, today: date) -> dict[str, int]:
    """Name of a filter -> how many hazards, within the scope; `exits` and `wells` are sums over reinspection facts."""
    names = {name: within.filter(name) for name in (*PLAIN, *(f"state:{state}" for state in ENDED))}
    found = board.counts(store, list(names.values()), today)
    where, values = _where(within, today)
    sums = store.query(
        f"""SELECT coalesce(sum(s.exits), 0) AS exits, coalesce(sum(json_array_length(s.wells_json)), 0) AS wells,
          count(DISTINCT CASE WHEN s.exits > 0 THEN s.institution END) AS exit_homes,
          count(DISTINCT CASE WHEN s.wells_json <> '[]' THEN s.institution END) AS well_homes,
          count(DISTINCT CASE WHEN {IS_OPEN} THEN s.institution END) AS open_homes
        FROM {board.FROM} WHERE {where}""",
        values,
    )[0]
    return {**{name: found[full] for name, full in names.items()}, **sums}


def burn_down(store: Store, within: Within, today: date) -> list[Month]:
    """Month after month from the first found to the present one (or the scope's last)."""
    where, values = _where(within, today)
    groups = store.query(
        f"""SELECT {FOUND_IN} AS found, {ENDED_IN} AS ended, count(*) AS n,
          CASE WHEN s.due < :today THEN substr(date(s.due, '+1 day'), 1, 7) END AS late
        FROM {board.FROM} WHERE {where} AND n.started_at IS NOT NULL GROUP BY 1, 2, 4""",
        values,
    )
    if not groups:
        return []
    months = list(_months(min(row["found"] for row in groups), today.isoformat()[:7]))
    return [_month(groups, month) for month in months]


def _month(groups: list[Row], month: str) -> Month:
    held = [row for row in groups if row["found"] <= month]
    still = [row for row in held if (row["ended"] or "9999") > month]
    late = sum(row["n"] for row in still if row["late"] and row["late"] <= month)
    return Month(month, sum(row["n"] for row in still), late, sum(row["n"] for row in held))


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7])
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def by_section(store: Store, within: Within, today: date) -> list[Row]:
    """(section as form/name, found, open), the most first."""
    return _by(store, within, today, SECTION)


def by_measure(store: Store, within: Within, today: date) -> list[Row]:
    """(code of the measure, found, open), the most first."""
    return _by(store, within, today, "t.measure_kind")


def _by(store: Store, within: Within, today: date, what: str) -> list[Row]:
    where, values = _where(within, today)
    return store.query(
        f"""SELECT {what} AS name, count(*) AS found, sum({IS_OPEN}) AS open FROM {board.FROM}
        WHERE {where} AND {what} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1""",
        values,
    )


def by_district(store: Store, within: Within, today: date) -> list[Row]:
    """One row a district: homes, found, open, cleared, ended, overdue, exits and wells, days from finding to clearing."""
    where, values = _where(within, today)
    counted = store.query(
        f"""SELECT i.district AS id, count(*) AS found, sum({IS_OPEN}) AS open, sum(s.state = 'cleared') AS cleared,
          sum({IS_OPEN} AND s.due IS NOT NULL AND s.due < :today) AS overdue, sum(s.exits) AS exits,
          sum(json_array_length(s.wells_json)) AS wells,
          avg(CASE WHEN s.state = 'cleared' THEN julianday(s.cleared_on) - julianday({FOUND_ON}) END) AS days
        FROM {board.FROM} WHERE {where} AND i.district IS NOT NULL GROUP BY 1""",
        values,
    )
    by_id = {row["id"]: row for row in counted}
    homes = store.query(
        f"""SELECT d.id, d.name, count(i.id) AS homes FROM district d LEFT JOIN institution i ON i.district = d.id AND {IS_HOME}
        WHERE d.void IS NULL AND (:district = 0 OR d.id = :district)
          AND (:only = '' OR instr(',' || :only || ',', ',' || d.id || ',') > 0) GROUP BY d.id ORDER BY d.scope, d.id""",
        {"district": within.district, "only": within.named},
    )
    none = dict.fromkeys(("found", "open", "cleared", "overdue", "exits", "wells"), 0)
    rows: list[Row] = [{**none, "days": None, **by_id.get(row["id"], {}), **row} for row in homes]
    return [{**row, "ended": row["found"] - row["open"] - row["cleared"]} for row in rows]


def inspections(store: Store) -> dict[str, int]:
    """State of an inspection -> how many live ones there are."""
    rows = store.query(
        """SELECT s.state, count(*) AS n FROM inspection_state s JOIN inspection n ON n.id = s.inspection
        WHERE n.void IS NULL GROUP BY 1"""
    )
    return {row["state"]: row["n"] for row in rows}


def register_day(store: Store) -> int | None:
    """When a home was last written (ms), or None for an empty register."""
    last = store.query("SELECT max(_hlc) >> 16 AS at FROM institution")[0]["at"]
    return None if last is None else int(last)


def form_titles(store: Store) -> list[Row]:
    """The newest version of each form: id and name, for the words of its sections."""
    return store.query("SELECT name, max(id) AS id FROM form WHERE void IS NULL GROUP BY name ORDER BY name")


def _where(within: Within, today: date) -> tuple[str, Row]:
    return board.condition(within.filter("every"), today)
