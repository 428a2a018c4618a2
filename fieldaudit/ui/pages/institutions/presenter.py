"""The list of homes: what is shown in which order, in which words, and one home's summary. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ....domain.calendar import local_date
from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ....store import register_list
from ....store.history import disputed
from ....store.register_list import BEDS, FILTERS, PLANS, SORTS, Day, Listing
from ....work.desk import Row
from ....work.home_facts import UNABLE
from ... import days
from ...session import Session
from ...settings import Settings
from ...text import tr
from ...widgets.marks import flagged
from ..home.summary import Summary, summary

FILTER_WORDS = {
    "all": "institutions.all", "inspected": "institutions.inspected", "never": "institutions.never",
    "quarter": "institutions.quarter", "major": "institutions.major", "overdue": "institutions.overdue",
    "small": "institutions.small", "uncoded": "institutions.uncoded",
}  # fmt: skip
PLAN_WORDS = {"open": "institutions.planOpen", "closed": "institutions.planClosed", "none": "institutions.planNone"}
BED_WORDS = {
    "under20": "institutions.under20", "under50": "institutions.under50", "under100": "institutions.under100",
    "over100": "institutions.over100", "unknown": "institutions.bedsUnknown",
}  # fmt: skip
SHOWN_BY = ("institution", "inspection", "inspection_state", "item_state", "item", "home_of", "district")
RECENT = 12  # homes opened last that come first
_SETTING = "recentHomes"


class InstitutionsPresenter:
    """Holds the ids that show, in order; gives their rows by page."""

    def __init__(self, session: Session, settings: Settings, wanted: Listing) -> None:
        self.session, self.settings = session, settings
        self.wanted = replace(wanted, recent=recent_homes(settings))
        self.ids: list[RowId] = []
        self.reload()

    def day(self) -> Day:
        """What day it is."""
        return register_list.day(local_date(self.session.clock()))

    # -- the list ------------------------------------------------------------------------------------
    def change(self, **parts: Any) -> None:
        """Another filter, text or order; reads the ids anew."""
        self.wanted = replace(self.wanted, **parts)
        self.reload()

    def reload(self) -> None:
        """Read the ids anew."""
        self.ids = register_list.ids(self.session.desk().store, self.wanted, self.day())

    def count(self) -> int:
        """How many homes show."""
        return len(self.ids)

    def fetch(self, offset: int, limit: int) -> list[Row]:
        """The rows of a page, in words."""
        day, desk = self.day(), self.session.desk()
        rows = register_list.page(desk.store, self.ids[offset : offset + limit], day, UNABLE)
        today = local_date(self.session.clock())
        interim = disputed(desk.store, "institution")
        return [_in_words(row, today, RowId(row["id"]) in interim) for row in rows]

    def place_of(self, home: int) -> int | None:
        """Where a home stands in the list."""
        return self.ids.index(RowId(home)) if home in self.ids else None

    # -- beside it -----------------------------------------------------------------------------------
    def condition(self) -> str:
        """What hides rows, in words, for the empty list."""
        wanted = self.wanted
        parts = [tr(FILTER_WORDS[wanted.filter])] if wanted.filter != "all" else []
        parts += [tr(PLAN_WORDS[wanted.plan])] if wanted.plan else []
        parts += [tr(BED_WORDS[wanted.beds])] if wanted.beds else []
        parts += [row["name"] for row in self.districts() if row["id"] in wanted.districts]
        parts += [tr("institutions.quoted", text=wanted.text)] if wanted.text else []
        return " · ".join(parts)

    def clear(self) -> None:
        """Show all homes."""
        self.change(filter="all", text="", districts=(), plan="", beds="")

    def districts(self) -> list[Row]:
        """The districts with how many homes each has."""
        return register_list.districts(self.session.desk().store)

    def summary(self, home: int) -> Summary | None:
        """One home in words; None where it is not there any more."""
        try:
            return summary(self.session.desk(), RowId(home))
        except FieldauditError:
            return None

    def opened(self, home: int) -> None:
        """A home was opened: it comes first next time."""
        remember_home(self.settings, home)

    def homes_of(self, touched: Touched) -> bool:
        """Do rows that were written show here?"""
        return any(table in touched for table in SHOWN_BY)

    def address(self, current: int) -> dict[str, Any]:
        """Arguments that lead back here."""
        wanted = self.wanted
        return {
            "wanted": str(current or ""), "filter": wanted.filter, "text": wanted.text, "districts": wanted.districts,
            "plan": wanted.plan, "beds": wanted.beds, "sort": wanted.sort, "descending": wanted.descending,
        }  # fmt: skip


def listing(arguments: Mapping[str, Any]) -> Listing:
    """The list that an address asks for; what it does not know is left out."""
    plan, beds, sort = (str(arguments.get(name, "")) for name in ("plan", "beds", "sort"))
    name = str(arguments.get("filter", "") or "all")
    return Listing(
        name if name in FILTERS else "all", str(arguments.get("text", "")), tuple(arguments.get("districts", ())),
        plan if plan in PLANS else "", beds if beds in BEDS else "", sort if sort in SORTS else "recent",
        bool(arguments.get("descending", False)),
    )  # fmt: skip


def recent_homes(settings: Settings) -> tuple[int, ...]:
    """The homes opened last on this laptop, the newest first."""
    return tuple(int(part) for part in settings.text(_SETTING).split() if part.isdecimal())


def remember_home(settings: Settings, home: int) -> None:
    """Put a home first among those."""
    kept = [home, *(each for each in recent_homes(settings) if each != home)]
    settings.put(_SETTING, " ".join(map(str, kept[:RECENT])))


def _in_words(row: Row, today: date, interim: bool = False) -> Row:
    last = days.near(days.day_of(row["last_at"]), today) if row["last_at"] else ""
    if row["drafts"] and not last:
        last = tr("institutions.draft")
    return {
        "id": row["id"], "name": _name(row["name"] or "", interim), "district": row["district_name"] or "",
        "beds": _count(row["beds"]),
        "residents": _count(row["residents"]), "unable": _count(row["unable"]), "last": last or "—",
        "open": {"text": str(row["open"]) if row["open"] else "—", "tone": "" if row["open"] else "muted"},
        "major": {"text": str(row["major"]) if row["major"] else "—", "tone": "danger" if row["major"] else "muted"},
        "plan": _plan(row),
    }  # fmt: skip


def _name(name: str, interim: bool) -> str | dict[str, str]:
    """A home of which two people changed the same thing is marked until somebody decides."""
    return flagged(name, tr("home.interim")) if interim else name


def _count(value: object) -> str:
    return "—" if value is None or value == "" else str(value)


def _plan(row: Row) -> dict[str, str]:
    if row["overdue"]:
        return {"text": tr("institutions.lateItems", row["overdue"]), "tone": "danger"}
    if row["submitted"]:
        return {"text": tr("institutions.submitted"), "tone": "accent"}
    if row["open"]:
        return {"note": tr("institutions.toOrder") if row["found"] == row["open"] else tr("institutions.working")}
    if row["items"]:
        done = row["cleared"] == row["items"]
        return {"text": tr("institutions.allCleared") if done else tr("institutions.closed"), "tone": "ok", "icon": "check"}
    return {"note": "—"}


__all__ = ["BED_WORDS", "FILTER_WORDS", "PLAN_WORDS", "InstitutionsPresenter", "listing", "recent_homes", "remember_home"]
