"""The list of visits: drafts, returned, waiting for review, approved; found by home, number or person. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ....domain.calendar import local_date
from ....domain.core import RowId, Touched
from ....store import visit_list
from ....store.visit_list import SORTS, STATES, Visits
from ....work.desk import Row
from ... import days
from ...session import Session
from ...text import tr
from ..today.presenter import form_title

STATE_WORDS = {
    "all": "inspections.all", "mine": "inspections.mine", "draft": "inspections.draft", "returned": "inspections.returned",
    "finished": "inspections.finished", "approved": "inspections.approved", "no_access": "inspections.noAccess",
}  # fmt: skip
_TONES = {"draft": "accent", "returned": "warn", "finished": "neutral", "approved": "ok", "no_access": "neutral"}
SHOWN_BY = ("inspection", "inspection_state", "item", "institution", "answer")


class InspectionsPresenter:
    """Holds the ids that show, in order; gives their rows by page."""

    def __init__(self, session: Session, wanted: Visits) -> None:
        self.session, self.wanted = session, wanted
        self.ids: list[RowId] = []
        self.reload()

    def change(self, **parts: Any) -> None:
        """Another state, text or order; reads the ids anew."""
        self.wanted = replace(self.wanted, **parts)
        self.reload()

    def reload(self) -> None:
        """Read the ids anew."""
        self.ids = visit_list.ids(self.session.desk().store, self.wanted)

    def count(self) -> int:
        """How many visits show."""
        return len(self.ids)

    def fetch(self, offset: int, limit: int) -> list[Row]:
        """The rows of a page, in words."""
        rows = visit_list.page(self.session.desk().store, self.ids[offset : offset + limit])
        return [self._in_words(row) for row in rows]

    def place_of(self, visit: int) -> int | None:
        """Where a visit stands in the list."""
        return self.ids.index(RowId(visit)) if visit in self.ids else None

    def counts(self) -> dict[str, int]:
        """state -> how many."""
        return visit_list.counts(self.session.desk().store, self.wanted.person)

    def condition(self) -> str:
        """What hides rows, in words, for the empty list."""
        parts = [tr(STATE_WORDS[self.wanted.state])] if self.wanted.state != "all" else []
        parts += [tr("institutions.quoted", text=self.wanted.text)] if self.wanted.text else []
        return " · ".join(parts)

    def concerns(self, touched: Touched) -> bool:
        """Do rows that were written show here?"""
        return any(table in touched for table in SHOWN_BY)

    def reviews(self) -> bool:
        """Does the person at the keyboard review?"""
        return self.session.role == "supervisor"

    def leads_to(self, visit: int) -> tuple[str, dict[str, Any]]:
        """The page a visit opens: a report that waits opens in the review for who reviews, anything else its checklist."""
        rows = visit_list.page(self.session.desk().store, [visit])
        if rows and rows[0]["state"] == "finished" and self.reviews():
            return "review", {"inspection": visit}
        return "checklist", {"inspection": visit}

    def address(self, current: int) -> dict[str, Any]:
        """Arguments that lead back here."""
        wanted = self.wanted
        return {
            "state": wanted.state, "text": wanted.text, "sort": wanted.sort, "descending": wanted.descending, "current": current,
        }  # fmt: skip

    def _in_words(self, row: Row) -> Row:
        today = local_date(self.session.clock())
        code = row["state"]
        return {
            "id": row["id"], "name": row["institution_name"] or "", "district": row["district_name"] or "",
            "started": days.near(days.day_of(row["started_at"]), today), "form": form_title(row), "number": row["number"] or "",
            "inspector": tr("inspections.two", one=row["inspector"] or "", other=row["second"] or ""),
            "items": {"text": str(row["items"]) if row["items"] else "—", "tone": "danger" if row["items"] else "muted"},
            "photos": {"text": str(row["photos"]) if row["photos"] else "—", "tone": "" if row["photos"] else "muted"},
            "state": {"text": tr(STATE_WORDS[code]) if code in STATE_WORDS else code, "tone": _TONES.get(code, "neutral")},
        }  # fmt: skip


def visits(arguments: Mapping[str, Any], person: int) -> Visits:
    """The list that an address asks for; what it does not know is left out."""
    state, sort = str(arguments.get("state", "") or "all"), str(arguments.get("sort", "") or "started")
    return Visits(
        person, state if state in STATES else "all", str(arguments.get("text", "")), sort if sort in SORTS else "started",
        bool(arguments.get("descending", True)),
    )  # fmt: skip


__all__ = ["STATE_WORDS", "InspectionsPresenter", "visits"]
