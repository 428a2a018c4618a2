"""A home's page: its summary and papers, beginning an inspection, and the home's own data. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ....domain.calendar import local_date
from ....domain.core import RowId, Touched
from ....domain.terms import INSPECTION_KINDS, label
from ....i18n import Text
from ....store import register_list
from ....work import inspect, register_entry
from ....work.desk import Desk, Row
from ....work.forms import is_newer
from ....work.register_preview import NewHome
from ... import days
from ...session import Session
from ...settings import Settings
from ...text import capital
from ..today.presenter import form_title, joined
from .summary import Summary, summary

SHOWN_BY = ("institution", "inspection", "inspection_state", "item_state", "notice", "service", "paper", "answer", "home_of")


class HomePresenter:
    """One home."""

    def __init__(self, session: Session, institution: int) -> None:
        self.session, self.institution = session, RowId(institution)

    def read(self) -> Summary:
        """The home as it stands. Raises BadInput, NotAllowed."""
        return summary(self.session.desk(), self.institution)

    def papers(self) -> list[Row]:
        """The newest version of each issued paper, in words: id, title, day."""
        desk, today = self.session.desk(), local_date(self.session.clock())
        return [self._paper(row, today) for row in register_list.papers(desk.store, self.institution)]

    def _paper(self, row: Row, today: date) -> Row:
        from ....work.papers.catalogue import kind_word  # what gathers papers' facts is read when papers are listed

        on = days.short(date.fromisoformat(row["issued_on"]), today) if row["issued_on"] else ""
        return {"id": row["id"], "title": capital(str(kind_word(row["kind"]))), "number": row["number"] or "", "day": on}

    def concerns(self, touched: Touched) -> bool:
        """Do rows that were written show here?"""
        return any(table in touched for table in SHOWN_BY)


class BeginPresenter:
    """Beginning an inspection: who comes along, which checklist, which kind."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self.session, self.settings = session, settings

    def allowed(self) -> bool:
        """May the person at the keyboard inspect at all?"""
        return self.session.role in ("inspector", "supervisor")

    def officers(self) -> list[tuple[int, str]]:
        """Who may be the second person: everybody else with a badge, the one of last time first."""
        desk = self.session.desk()
        last = self.settings.text(self._key("second"))
        rows = [row for row in desk.store.find("person") if row["badge_no"] and row["id"] != self.session.person]
        rows = [row for row in rows if row["role"] in ("inspector", "supervisor")]
        rows.sort(key=lambda row: (str(row["id"]) != last, row["role"] != "inspector", row["name"] or ""))
        return [(row["id"], joined(row["name"] or "", str(label("role", row["role"])))) for row in rows]

    def forms(self) -> list[tuple[str, str]]:
        """The newest version of each checklist: name and title."""
        return [(row["name"], form_title({**row, "form_name": row["name"]})) for row in _newest(self.session.desk())]

    def form(self) -> str:
        """The checklist of last time, or the first."""
        names, last = [name for name, _ in self.forms()], self.settings.text(self._key("form"), "fire_safety")
        return last if last in names else next(iter(names), "")

    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of inspection."""
        return [(code, capital(str(words))) for code, words in INSPECTION_KINDS.items()]

    def begin(self, institution: int, second: int, form: str, kind: str) -> RowId:
        """Begin it. Raises BadInput, NotAllowed."""
        made = self.session.act(lambda desk: inspect.begin(desk, RowId(institution), RowId(second), form, kind))
        self.settings.put(self._key("second"), str(second))
        self.settings.put(self._key("form"), form)
        return made

    def _key(self, name: str) -> str:
        return f"begin.{name}.{self.session.person}"


class EntryPresenter:
    """A home's own data, typed by hand: a new home, or a change of a known one."""

    def __init__(self, session: Session, institution: int = 0) -> None:
        self.session, self.institution = session, RowId(institution)

    def values(self) -> dict[str, str]:
        """What the register holds now, as text."""
        if not self.institution:
            return {}
        desk = self.session.desk()
        row = desk.row("institution", self.institution)
        return {name: "" if row[name] is None else str(row[name]) for name in register_entry.FIELDS if name != "district"}

    def district(self) -> int:
        """The district of a known home, 0 for a new one."""
        return int(self.session.desk().row("institution", self.institution)["district"]) if self.institution else 0

    def districts(self) -> list[tuple[str, str]]:
        """The districts this laptop carries, by name."""
        desk = self.session.desk()
        carried = desk.store.trust.scopes()
        rows = [row for row in register_list.districts(desk.store) if row["scope"] in carried]
        return [(row["name"], row["name"]) for row in rows]

    def look(self, typed: Mapping[str, str], *, another: bool = False) -> tuple[NewHome | None, dict[str, Text]]:
        """What adding this home would do: the home with its twins, or what is wrong by field."""
        return register_entry.look(self.session.desk(), typed, another=another)

    def add(self, home: NewHome) -> RowId:
        """Put the new home into the register. Raises NotAllowed, MachineError."""
        return self.session.act(lambda desk: register_entry.add(desk, home))

    def faults(self, typed: Mapping[str, str]) -> dict[str, Text]:
        """What is wrong with a change of a known home, by field."""
        return register_entry.cleaned(typed)[1]

    def save(self, typed: Mapping[str, str]) -> None:
        """Change the known home. Raises BadInput, NotAllowed, MachineError."""
        self.session.act(lambda desk: register_entry.change(desk, self.institution, typed))


def _newest(desk: Desk) -> list[Row]:
    newest: dict[str, Row] = {}
    for row in desk.store.find("form"):
        held = newest.get(row["name"])
        if held is None or is_newer(row, held):
            newest[row["name"]] = row
    return sorted(newest.values(), key=lambda row: (row["name"] != "fire_safety", row["name"]))


__all__ = ["BeginPresenter", "EntryPresenter", "HomePresenter"]
