"""The checklist: what is shown, where one stands, and the acts. No widgets.

Reads the record anew after every act: opening it and walking it takes a few milliseconds, and then nothing that is shown can
differ from what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ....domain.calendar import local_date
from ....domain.citations import cite_all
from ....domain.core import HLC_SHIFT, Commit, RowId, Touched
from ....domain.terms import label as term
from ....errors import BadInput
from ....i18n import language
from ....store import queries
from ....work import fill, inspect, last_time, plan, repeats, review, versions
from ....work.desk import Row
from ....work.evidence import FILE, PHOTO_KINDS, is_photo
from ....work.forms import is_newer, newest
from ....work.sheet import Sheet, open_sheet
from ....work.undo import undo
from ....xform import Upgrade
from ...session import Session
from . import words
from .hazard_facts import Hazard, cells_of, hazard_of, term_until
from .rows import Beside, Card, Section, answered, sections

SHOWN_TABLES = (
    "answer", "attachment", "item", "item_question", "inspection", "inspection_event", "remark", "event", "form", "annotation",
)  # fmt: skip
Read = Sequence[tuple[str, bytes]]  # files by name
FILTERS = ("all", "open", "fails", "remarks")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a question rests on: citations, how far they were checked, and whose power it is besides."""

    cited: tuple[str, ...]
    checked: str
    refer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """A question at the last visit and over the years. `course`: (month, value, tone) oldest first, this visit last."""

    when: str
    inspector: str
    shown: str
    tone: str
    note: str
    photos: tuple[Row, ...]
    course: tuple[tuple[str, str, str], ...]


class ChecklistPresenter:
    """One visit's checklist. `keep_place` is told the path each time one stands elsewhere, `place` where one stood."""

    def __init__(
        self, session: Session, inspection: RowId, path: str = "", place: str = "", keep_place: Callable[[str], object] = str
    ) -> None:
        """Raises BadInput, NotAllowed for what is no live inspection."""
        self._session, self.inspection, self._keep_place = session, inspection, keep_place
        self.filter = "all"
        self.faults: dict[str, tuple[str, str]] = {}  # path -> what was typed and could not be kept, and why
        self.sections: list[Section] = []
        self.path = ""
        self.reload()
        self._before = last_time.visits(session.desk(), self.sheet)
        self._stand(path or place or self._remarked() or self._last_answered())

    # -- reading -----------------------------------------------------------------------------------------
    def reload(self) -> None:
        """Read the record anew."""
        desk = self._session.desk()
        self._version = last_time.version(desk)
        self.sheet: Sheet = open_sheet(desk, self.inspection)
        rows = queries.answers(desk.store, self.sheet.id)
        self._saved = {path: int(row["_hlc"]) >> HLC_SHIFT for path, row in rows.items()}
        for item, paths in last_time.found_here(desk, self.sheet.id):  # what was typed of a hazard is saved with its question
            for path in paths:
                self._saved[path] = max(self._saved.get(path, 0), int(item["_hlc"]) >> HLC_SHIFT)
        self.attachments = [each for each in queries.attachments(desk.store, self.sheet.id) if each["kind"] in (*PHOTO_KINDS, FILE)]
        counts: dict[str, int] = {}
        for each in self.attachments:
            counts[each["path"] or ""] = counts.get(each["path"] or "", 0) + 1
        notes = {path: row["note"] or "" for path, row in rows.items()}
        self.sections = sections(self.sheet.record, language(), Beside(notes, self._saved, counts, self._remarks()))
        self.editable = not self.sheet.state.locked and self._mine()

    def _mine(self) -> bool:
        return self._session.person in (self.sheet.row["inspector_row"], self.sheet.row["second_row"])

    def _remarks(self) -> dict[str, list[str]]:
        """The remarks of the last return, by path; none once the record passed."""
        if self.sheet.state.state == "approved":
            return {}
        rows = review.remarks(self._session.desk(), self.sheet.id)
        last = max((row["inspection_event"] for row in rows), default=None)
        found: dict[str, list[str]] = {}
        for row in rows:
            if row["inspection_event"] == last:
                found.setdefault(row["path"], []).append(row["text"])
        return found

    def touched(self, touched: Touched) -> bool:
        """Read anew if what is shown was written; tells whether it was."""
        if not any(touched.get(table) for table in SHOWN_TABLES) or last_time.version(self._session.desk()) == self._version:
            return False
        self.reload()
        self._stand(self.path)
        return True

    # -- head --------------------------------------------------------------------------------------------
    def title(self) -> str:
        """The home's name."""
        return str(self._session.desk().row("institution", self.sheet.row["institution"])["name"])

    def head(self) -> tuple[str, str, list[str]]:
        """The checklist's title, the visit's day, the names of its inspectors."""
        desk, row, form = self._session.desk(), self.sheet.row, self.sheet.form
        names = [desk.name_of(row[column]) for column in ("inspector_row", "second_row")]
        return form.titles.get(language(), form.title), words.day(local_day(row["started_at"])), [name for name in names if name]

    def answered(self) -> tuple[int, int]:
        """How many cards are answered, of how many."""
        return answered(self.sections)

    def saved_at(self) -> int | None:
        """When the last thing of this record became durable, ms; None before the first."""
        photos = (int(each["_hlc"]) >> HLC_SHIFT for each in self.attachments)
        return max((*self._saved.values(), *photos), default=None)

    def newer_version(self) -> str:
        """The newest version of the form, when it is newer than the draft's."""
        if not self.editable:
            return ""
        desk = self._session.desk()
        target = newest(desk, self.sheet.form.name)
        return str(target["version"]) if is_newer(target, desk.row("form", self.sheet.row["form"])) else ""

    def locked_words(self) -> str:
        """Why nothing can be written; "" where it can."""
        if self.editable:
            return ""
        return str(term("inspection_state", self.sheet.state.state)) if self.sheet.state.locked else "-"

    def said_on_return(self) -> str:
        """What the supervisor said of the whole record when she returned it."""
        return last_time.return_reason(self._session.desk(), self.sheet.id) if self.sheet.state.state == "returned" else ""

    def may_amend(self) -> bool:
        """May this person open the record again?"""
        return self._mine() and self.sheet.state.state in ("finished", "returned", "no_access")

    # -- where one stands --------------------------------------------------------------------------------
    def _remarked(self) -> str:
        """The first question that a supervisor has something to say about."""
        return next((card.path for card in self._all() if card.remarks), "")

    def _last_answered(self) -> str:
        """The question that was answered last: where a visit goes on when nobody remembers the place."""
        return max(self._saved, key=lambda path: self._saved[path], default="")

    def _stand(self, path: str) -> None:
        """Stand on the card of a path: its own, the one it is folded into, the next to it that is left, the first that is open."""
        found = self.card_of(path)
        if found is None and path:
            found = self._near(path)
        if found is None:
            found = next((card for card in self._all() if card.open), None) or next(iter(self._all()), None)
        path = found.path if found is not None else ""
        if path != self.path:
            self.path = path
            self._keep_place(path)

    def _near(self, path: str) -> Card | None:
        """Where a question was that is gone: in its section, else none."""
        section = next((each for each in self.sections if each.path and path.startswith(each.path)), None)
        return section.cards[0] if section is not None else None

    def _all(self) -> list[Card]:
        return [card for section in self.sections for card in section.cards]

    def card_of(self, path: str) -> Card | None:
        """The card that shows a path, also as the figure of a verdict."""
        return next((card for card in self._all() if path and path in (card.path, card.figure.path if card.figure else "")), None)

    @property
    def card(self) -> Card | None:
        """The current card."""
        return self.card_of(self.path)

    @property
    def section(self) -> Section | None:
        """The section of the current card."""
        return next((each for each in self.sections if any(card.path == self.path for card in each.cards)), None)

    def cards(self) -> list[Card]:
        """The cards of the section that the filter shows; the current one always."""
        shown: dict[str, Callable[[Card], Any]] = {
            "all": lambda card: True, "open": lambda card: card.open, "fails": lambda card: card.fails,
            "remarks": lambda card: card.remarks,
        }  # fmt: skip
        section = self.section
        return [card for card in section.cards if shown[self.filter](card) or card.path == self.path] if section else []

    def go(self, path: str) -> None:
        """Stand on a card."""
        self._stand(path)

    def step(self, by: int) -> bool:
        """The next or previous card that can be stood on, also over the edge of the section; False at the ends."""
        cards = self.cards() if self.filter != "all" else self._all()
        paths = [card.path for card in cards if card.kind not in ("heading",)]
        at = paths.index(self.path) + by if self.path in paths else 0
        if not 0 <= at < len(paths):
            return False
        self._stand(paths[at])
        return True

    def go_section(self, path: str) -> None:
        """The first card of a section that is open, else its first."""
        section = next((each for each in self.sections if each.path == path), None)
        if section is not None:
            asked = [card for card in section.cards if card.kind != "heading"] or section.cards
            self._stand(next((card for card in asked if card.open), asked[0]).path)

    def step_section(self, by: int) -> None:
        """The next or previous section."""
        paths = [each.path for each in self.sections]
        section = self.section
        at = paths.index(section.path) + by if section is not None else 0
        if 0 <= at < len(paths):
            self.go_section(paths[at])

    def next_open(self) -> bool:
        """The next card that wants an answer, from here on and round; False when none does."""
        cards = self._all()
        at = next((index for index, card in enumerate(cards) if card.path == self.path), -1)
        found = next((card for card in (*cards[at + 1 :], *cards[: at + 1]) if card.open), None)
        if found is None:
            return False
        self._stand(found.path)
        return True

    # -- beside the question -----------------------------------------------------------------------------
    def photos(self, card: Card) -> list[Row]:
        """The photos of a card."""
        paths = (card.path, card.figure.path if card.figure else card.path)
        return [each for each in self.attachments if each["path"] in paths]

    def basis(self, card: Card) -> Basis:
        """What the card's verdict rests on."""
        fa = card.question.fa if card.question is not None else {}
        laws = self._session.desk().laws()

        def cited(*names: str) -> tuple[str, ...]:
            try:
                return cite_all(";".join(fa.get(name, "") for name in names), laws, short=True)
            except BadInput:  # a clause of a law that this bureau has not: as the form's author wrote it
                return tuple(fa[name] for name in names if fa.get(name))

        return Basis(cited("order_basis", "basis"), fa.get("basis_checked", ""), cited("refer_basis"))

    def before(self, card: Card) -> Before | None:
        """The question at the visits before."""
        if card.question is None or not card.asks:
            return None
        desk = self._session.desk()
        last = last_time.last_time(desk, self._before, card.path)
        if last is None:
            return None
        course = [(words.month(each.visit.at), *self._in_words(card, each.value)) for each in
                  last_time.history(desk, self._before, card.path)]  # fmt: skip
        if card.value:
            course.append((words.month(int(self.sheet.row["started_at"])), *self._in_words(card, card.value)))
        shown, tone = self._in_words(card, last.value)
        return Before(words.day(local_day(last.visit.at)), last.visit.inspector, shown, tone, last.note, tuple(last.photos),
                      tuple(course))  # fmt: skip

    def _in_words(self, card: Card, value: str) -> tuple[str, str]:
        option = next((each for each in card.options if each.name == value), None)
        if option is not None:
            return option.label, option.tone
        assert card.question is not None
        return words.answer(self.sheet.record, card.path, card.question, language(), value), "plain"

    def open_hazards(self) -> list[Row]:
        """The home's open hazards: those of this visit first."""
        rows = last_time.open_hazards(self._session.desk(), RowId(self.sheet.row["institution"]))
        return sorted(rows, key=lambda row: row["inspection"] != self.sheet.id)

    def hazard(self, card: Card) -> Hazard | None:
        """The hazard that the card's answer opened."""
        return hazard_of(self._session.desk(), self.sheet, card) if card.fails else None

    # -- acts --------------------------------------------------------------------------------------------
    def answer(self, path: str, value: str) -> str:
        """Answer a question, durable when this returns; gives what is wrong with an answer that is kept all the same.

        What is no answer at all is remembered with its fault for as long as the page is shown. Raises NotAllowed.
        """
        try:
            given = self._session.act(lambda desk: fill.give(desk, self.inspection, path, value))
        except BadInput as refused:
            self.faults[path] = value, self._without_label(path, str(refused.what))
            return self.faults[path][1]
        self.faults.pop(path, None)
        self._after()
        return str(given.fault or "")

    def _without_label(self, path: str, said: str) -> str:
        """What is wrong, without the question before it: it stands under the question."""
        label_ = self.sheet.record.label(path, language())
        return said[len(label_) + 1 :].strip() or said if said.startswith(label_) else said

    def press(self, card: Card, name: str) -> str:
        """Press one choice: it becomes the answer, or is taken back when it is; of several it comes or goes.

        A ranking is an answer once it names all; until then what was pressed so far is remembered with that fault.
        """
        if card.kind not in ("many", "rank"):
            return self.answer(card.path, "" if card.value == name else name)
        held = (self.faults.get(card.path, (card.value, ""))[0] if card.kind == "rank" else card.value).split()
        chosen = [each for each in held if each != name] if name in held else [*held, name]
        return self.answer(card.path, " ".join(chosen))

    def note(self, path: str, text: str) -> None:
        """Write the note of a question."""
        self._session.act(lambda desk: fill.write_note(desk, self.inspection, path, text))
        self._after()

    def edit_hazard(self, hazard: Hazard, name: str, text: str) -> bool:
        """Write one field of the hazard; False for what cannot be written (it is shown as it was)."""
        cells = cells_of(name, text)
        if not cells:
            return False
        self._session.act(lambda desk: plan.edit(desk, hazard.id, cells))
        self._after()
        return True

    def grade(self, hazard: Hazard, severity: str, reason: str = "") -> None:
        """Confirm the hazard as major, or lower it with a reason."""
        self._session.act(lambda desk: plan.grade(desk, hazard.id, severity, reason))
        self._after()

    def pick_day(self, hazard: Hazard, end: date) -> bool:
        """Set the hazard's term by the day it ends on; False for a day it cannot end on."""
        days = term_until(local_date(self._session.clock()), end, hazard.term_kind)
        return days is not None and self.edit_hazard(hazard, "term_days", str(days))

    def own_photos(self, card: Card) -> int:
        """How many photos show the card's hazard as it was found."""
        return sum(is_photo(each) and each["path"] == card.path for each in self.attachments)

    def fix(self, path: str, before: Read, after: Read, facts: dict[str, Any]) -> None:
        """In a worker: put right on the spot. Raises BadInput, NotAllowed; then nothing is recorded."""
        self._session.act(lambda desk: inspect.fix(desk, self.inspection, path, before, after, facts))

    def add_instance(self, repeat: str) -> None:
        """One more of a repeat; one stands on its first question."""
        path = self._session.act(lambda desk: repeats.add_instance(desk, self.inspection, repeat))
        self._after()
        inside = [card for card in self._all() if card.path.startswith(f"{path}/") and card.asks]
        self._stand(inside[0].path if inside else path)

    def remove_instance(self, instance: str) -> None:
        """Take out one instance of a repeat with its answers."""
        self._session.act(lambda desk: repeats.remove_instance(desk, self.inspection, instance))
        self._after()

    def undo(self) -> None:
        """Take back this person's last act; one stands on the question it changed."""
        act = self._session.act(undo).act
        self.faults.clear()
        self._after()
        self._stand(next((path for path in self._paths_of(act) if self.card_of(path) is not None), self.path))

    def _paths_of(self, act: Commit) -> list[str]:
        """The questions that an act wrote."""
        store = self._session.desk().store
        rows = {RowId(row["id"]): path for path, row in queries.answer_rows(store, self.sheet.id)}
        rows |= {RowId(link["item"]): link["path"] for link in queries.all_links(store, self.sheet.id)}
        said = [str(change.cells["path"]) for change in act.changes if change.table == "attachment" and "path" in change.cells]
        return said + [rows[change.row] for change in act.changes if change.row in rows]

    def amend(self, reason: str) -> None:
        """Open the locked record again, with a reason."""
        self._session.act(lambda desk: inspect.amend(desk, self.inspection, reason))
        self._after()

    def upgrade(self) -> Upgrade:
        """Carry the draft over to the newest version of its form."""
        found = self._session.act(lambda desk: versions.upgrade(desk, self.inspection))
        self._after()
        return found

    def _after(self) -> None:
        self.reload()
        self._stand(self.path)


def local_day(ms: int) -> str:
    """2026-11-24 of a moment in the office's time."""
    return local_date(ms).isoformat()
