"""The lists behind the numbers, by pages: hazards (also those overdue), homes, inspections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..domain.calendar import local_date
from ..domain.terms import MEASURES
from ..i18n import language
from ..store import board, register_list, visit_list
from . import said
from .asked import STATES, VISIT_STATES, Asked
from .sight import Absent, Row, Sight
from .words import WORDS, counted

PAGE = 50


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of how many; addresses of the ones beside it, "" for none."""

    number: int
    of: int
    before: str
    after: str


def _paged(ids: Sequence[int], asked: Asked, path: str) -> tuple[Sequence[int], Pages]:
    """The ids of the page that is asked for. Raises Absent when there are not so many."""
    of = max(1, -(-len(ids) // PAGE))
    if asked.page > of:
        raise Absent

    def address(number: int) -> str:
        return path + asked.query(page=number) if 1 <= number <= of else ""

    pages = Pages(asked.page, of, address(asked.page - 1), address(asked.page + 1))
    return ids[(asked.page - 1) * PAGE : asked.page * PAGE], pages


def _districts(sight: Sight) -> list[tuple[str, str]]:
    return [(str(id_), row["name"]) for id_, row in sight.districts.items()]


def kinds() -> list[tuple[str, str]]:
    """(code, words) of the kinds of measure."""
    return [(code, said.term("measure", code)) for code in MEASURES]


# -- hazards ---------------------------------------------------------------------------------------------
def hazards(sight: Sight, asked: Asked, path: str) -> dict[str, Any]:
    """A page of hazards; at /overdue those that are, the longest first."""
    today = local_date(sight.desk.now)
    asked = replace(asked, show="" if path == "/overdue" else asked.show)
    wanted = replace(asked, show="overdue") if path == "/overdue" else asked
    filter_ = board.Board(filter=wanted.filter(sight), text=asked.q)
    ids, pages = _paged(board.ids(sight.desk.store, filter_, today), asked, path)
    items, homes = board.count(sight.desk.store, filter_, today)
    lines = [hazard_line(row, today) for row in board.page(sight.desk.store, ids)]
    return {
        "asked": asked, "lines": lines, "pages": pages, "districts": _districts(sight), "kinds": kinds(), "path": path,
        "total": said.joined(str(counted("hazards", items)), str(counted("of_homes", homes))), "shows": _shows(),
        "also": _also(asked),
    }  # fmt: skip


def _also(asked: Asked) -> str:
    """What limits the list besides what can be chosen on the page."""
    months = "" if not (asked.first or asked.last) else f"{WORDS['found']} {asked.first or '…'} – {asked.last or '…'}"
    still = f"{WORDS['open']} {asked.open_at}" if asked.open_at else ""
    late = f"{WORDS['overdue']} {asked.overdue_at}" if asked.overdue_at else ""
    return said.joined(months, still, late)


def _shows() -> list[tuple[str, str]]:
    plain = (("open", "open"), ("overdue", "overdue"), ("week", "week"), ("major", "major"), ("reinspect", "reinspect"),
             ("to_clear", "to_clear"), ("cleared", "cleared"), ("ended", "ended"), ("exits_opened", "exits"),
             ("wells_drilled", "wells"), ("every", "all"))  # fmt: skip
    named = [(show, str(WORDS[word])) for show, word in plain]
    return named + [(f"state:{state}", said.term("item_state", state)) for state in STATES if state not in ("cleared", "passed")]


def hazard_line(row: Row, today: Any) -> dict[str, Any]:
    """One hazard of a list in words."""
    return {
        "id": row["id"], "finding": row["finding"] or str(WORDS["hazard"]), "place": row["place"] or "", "home": row["institution"],
        "home_name": row["institution_name"] or "", "district": row.get("district_name") or "",
        "severity": said.severity(row["severity"]), "kind": said.term("measure", row["measure_kind"]),
        "due": said.due(row, today), "state": said.state(row), "responsible": row["responsible"] or "",
    }  # fmt: skip


# -- homes -----------------------------------------------------------------------------------------------
_HOMES = (("all", "all"), ("overdue", "overdue"), ("major", "major"), ("inspected", "homes_inspected"), ("never", "homes_never"))
HOME_SHOWS = tuple(name for name, _ in _HOMES)


def homes(sight: Sight, asked: Asked) -> dict[str, Any]:
    """A page of the register."""
    day = register_list.day(local_date(sight.desk.now))
    where = (asked.district,) if asked.district else sight.only
    wanted = register_list.Listing(asked.show or "all", asked.q, where, sort="name")
    every = register_list.ids(sight.desk.store, wanted, day)
    ids, pages = _paged(every, asked, "/homes")
    lines = [{**row, "last": said.day(row["last_at"])} for row in register_list.page(sight.desk.store, ids, day)]
    return {
        "asked": asked, "lines": lines, "pages": pages, "districts": _districts(sight), "path": "/homes",
        "shows": [(name, str(WORDS[word])) for name, word in _HOMES], "total": str(counted("of_homes", len(every))),
    }  # fmt: skip


# -- inspections -----------------------------------------------------------------------------------------
def inspections(sight: Sight, asked: Asked) -> dict[str, Any]:
    """A page of the visits, the newest first."""
    where = (asked.district,) if asked.district else sight.only
    wanted = visit_list.Visits(0, asked.show or "all", asked.q, districts=where)
    every = visit_list.ids(sight.desk.store, wanted)
    ids, pages = _paged(every, asked, "/inspections")
    states = [(state, said.term("inspection_state", state)) for state in VISIT_STATES if state != "all"]
    return {
        "asked": asked, "lines": [visit_line(row) for row in visit_list.page(sight.desk.store, ids)], "pages": pages,
        "districts": _districts(sight), "path": "/inspections", "shows": [("all", str(WORDS["all"])), *states],
        "total": str(counted("inspections", len(every))),
    }  # fmt: skip


def visit_line(row: Row) -> dict[str, Any]:
    """One visit of a list in words."""
    return {
        **row, "day": said.day(row["started_at"]), "state_said": said.term("inspection_state", row["state"]),
        "people": said.names(row["inspector"], row["second"]), "title": form_title(row),
        "found": str(counted("hazards", row["items"])),
    }  # fmt: skip


def form_title(row: Row) -> str:
    """The checklist as people call it."""
    return str((row["title_en"] if language() == "en" else row["title_zh"]) or row["title_zh"] or "")
