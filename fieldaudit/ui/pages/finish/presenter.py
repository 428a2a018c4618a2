"""The finish sheet: what is missing, what was found, who signed, which notice comes of it; and the acts of it. No widgets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ....domain.core import HLC_SHIFT, RowId, Touched
from ....domain.terms import label as term
from ....i18n import language
from ....store import queries
from ....work import inspect, notices, office, papers
from ....work.desk import Desk, Row
from ....work.evidence import is_photo
from ....work.papers import Asked
from ....work.sheet import Sheet, open_sheet
from ...session import Session
from ...text import listed
from ..checklist.rows import Beside, Card, Section, sections

SHOWN_TABLES = frozenset(
    ("answer", "attachment", "item", "item_question", "inspection", "inspection_event", "signature", "event", "notice", "service",
     "annotation", "number_lease")
)  # fmt: skip
_LONGEST_VISIT_MS = 12 * 3600 * 1000  # a draft that lies for longer says nothing about how long the visit took
_MARKS = re.compile(r"^\W+")
HAZARD = ("grade", "place", "finding")


@dataclass(frozen=True, slots=True)
class Missing:
    """One line of the list. `kind`: as of `inspect.Lacking`, or photo, reason (both only advised). `said`: the form's words."""

    kind: str
    path: str
    number: int  # of the question; 0: it is not counted
    title: str
    section: str
    said: str = ""

    @property
    def required(self) -> bool:
        """Does it keep the inspection from being finished?"""
        return self.kind not in ("photo", "reason")


@dataclass(frozen=True, slots=True)
class Results:
    """What was answered; `minutes` None where it cannot be told."""

    passed: int
    failed: int
    not_applicable: int
    open: int
    total: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class HazardLine:
    """One hazard: what and where, its grade in words, its term."""

    id: RowId
    words: str
    severity: str
    grade: str
    days: int | None
    working: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature or a refusal; `stale`: the record changed since. `at` in ms."""

    name: str
    post: str
    strokes: list[list[list[float]]]
    at: int
    stale: bool
    refused: str
    witness: str
    photos: int


@dataclass(frozen=True, slots=True)
class Signer:
    """An inspector: whose pad it is, whether a badge is on record, whether it is the person at the keyboard."""

    party: str
    person: RowId
    name: str
    badge: bool
    here: bool
    signed: Signed | None


@dataclass(frozen=True, slots=True)
class Number:
    """The number the next notice takes; `first`, `last`: of the block it comes from (0: none is left)."""

    text: str
    provisional: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice that was issued for this inspection."""

    id: RowId
    number: str
    items: int
    served: bool


@dataclass(frozen=True, slots=True)
class Sheetful:
    """Everything the page shows at one moment."""

    home: str
    institution: RowId
    day: int
    number: str
    state: str
    state_word: str
    mine: bool
    missing: list[Missing]
    results: Results
    hazards: list[HazardLine]
    inspectors: list[Signer]
    at_home: Signed | None
    head: str
    to_order: int
    next_number: Number
    issued: list[NoticeLine]
    untouched: bool
    saved_at: int | None

    @property
    def required(self) -> int:
        """How many answers and facts of hazards are still needed."""
        return sum(each.required for each in self.missing)

    @property
    def open(self) -> bool:
        """May it be filled in, signed and finished here?"""
        return self.state == "draft" and self.mine

    @property
    def unsigned(self) -> list[str]:
        """The parties whose signature is missing or has to be given anew."""
        signed = {each.party: each.signed for each in self.inspectors} | {"home": self.at_home}
        return [party for party, one in signed.items() if one is None or one.stale]

    @property
    def ready(self) -> bool:
        """Can it be finished now?"""
        return self.open and not self.required and not self.unsigned


class FinishPresenter:
    """Reads the sheet and carries out its acts for the person at the keyboard."""

    def __init__(self, session: Session, inspection: RowId) -> None:
        self.session, self.inspection = session, inspection

    # -- reading -----------------------------------------------------------------------------------------
    def shows(self, touched: Touched) -> bool:
        """Was something written that the sheet shows?"""
        return bool(SHOWN_TABLES & touched.keys())

    def read(self) -> Sheetful:
        """The sheet as it is now. Raises BadInput, NotAllowed for no live inspection."""
        desk = self.session.desk()
        sheet = open_sheet(desk, self.inspection)
        kept = queries.answers(desk.store, sheet.id)
        photos = [row for row in queries.attachments(desk.store, sheet.id) if is_photo(row)]
        parts = self._sections(sheet, kept, photos)
        home = desk.row("institution", sheet.row["institution"])
        state, found = sheet.state, inspect.hazards(desk, sheet)
        signed = self._signatures(desk, sheet)
        times = [int(row["_hlc"]) >> HLC_SHIFT for row in (*kept.values(), *photos)]
        return Sheetful(
            home=str(home["name"]), institution=RowId(home["id"]), day=sheet.row["started_at"], number=str(sheet.row["number"]),
            state=state.state, state_word=str(term("inspection_state", state.state)),
            mine=self.session.person in (sheet.row["inspector_row"], sheet.row["second_row"]),
            missing=[] if state.locked else [*self._lacking(desk, sheet, parts), *self._advised(parts)],
            results=self._results(sheet, parts), hazards=[_hazard(row) for row in found],
            inspectors=[self._signer(desk, sheet, party, signed.get(party)) for party in ("inspector", "second")],
            at_home=signed.get("home"), head=str(home["head"] or ""),
            to_order=sum(row["state"] == "found" for row in found), next_number=_next_number(desk),
            issued=_issued(desk, sheet), untouched=not any(row["value"] for row in kept.values()),
            saved_at=max(times, default=None),
        )  # fmt: skip

    def _sections(self, sheet: Sheet, kept: dict[str, Row], photos: Sequence[Row]) -> list[Section]:
        counts: dict[str, int] = {}
        for row in photos:
            counts[row["path"] or ""] = counts.get(row["path"] or "", 0) + 1
        notes = {path: row["note"] or "" for path, row in kept.items()}
        return sections(sheet.record, language(), Beside(notes, {}, counts, {}))

    def _lacking(self, desk: Desk, sheet: Sheet, parts: Sequence[Section]) -> Iterator[Missing]:
        for lack in inspect.lacking(desk, sheet):
            if lack.kind in ("unsigned", "changed"):
                continue
            section, card = _place_of(parts, lack.where)
            title = sheet.record.label(lack.where, language()) if lack.where else ""
            said = _without(title, str(lack.what))if lack.kind not in (*HAZARD, "required") else ""
            yield Missing(lack.kind, lack.where, card.number if card else 0, title, section, said)

    def _advised(self, parts: Sequence[Section]) -> Iterator[Missing]:
        for section in parts:
            for card in section.cards:
                if card.fails and not card.photos:
                    yield Missing("photo", card.path, card.number, card.label, section.name)
                elif _tone(card) == "na" and not card.note:
                    yield Missing("reason", card.path, card.number, card.label, section.name)

    def _results(self, sheet: Sheet, parts: Sequence[Section]) -> Results:
        cards = [card for section in parts for card in section.cards if card.number]
        tones = [_tone(card) for card in cards if card.done]
        end = sheet.state.finished_at or self.session.clock()
        spent = end - (sheet.state.amended_at or int(sheet.row["started_at"]))  # of the work that is being finished
        return Results(
            tones.count("pass"), tones.count("fail"), tones.count("na"), sum(card.open for card in cards), len(cards),
            spent // 60_000 if spent < _LONGEST_VISIT_MS else None,
        )  # fmt: skip

    def _signatures(self, desk: Desk, sheet: Sheet) -> dict[str, Signed]:
        rows = queries.latest_signatures(desk.store, sheet.id)
        if not rows:
            return {}
        now = sheet.state.record_sha256 or inspect.record_sha256(desk, sheet)
        return {
            party: Signed(
                row["name"] or "", row["post"] or "", json.loads(row["strokes_json"] or "[]"), row["_at"],
                row["record_sha256"] != now, row["refused"] or "", row["witness"] or "",
                len(queries.attachments(desk.store, RowId(row["id"]))),
            )
            for party, row in rows.items()
        }  # fmt: skip

    def _signer(self, desk: Desk, sheet: Sheet, party: str, signed: Signed | None) -> Signer:
        person = RowId(sheet.row["inspector_row" if party == "inspector" else "second_row"])
        row = desk.store.get("person", person) or {}
        return Signer(party, person, row.get("name") or "", bool(row.get("badge_no")), person == self.session.person, signed)

    # -- acts --------------------------------------------------------------------------------------------
    def sign(self, party: str, strokes: Sequence[object], pin: str = "") -> None:
        """An inspector signs; one who is not at the keyboard proves it by the PIN. Raises BadInput, NotAllowed."""

        def act(desk: Desk) -> RowId:
            if pin:
                sheet = open_sheet(desk, self.inspection)
                office.sign_in(desk, str(sheet.row["inspector_row" if party == "inspector" else "second_row"]), pin)
            return inspect.sign(desk, self.inspection, party, strokes)

        self.session.act(act)

    def sign_home(self, strokes: Sequence[object], name: str, post: str) -> None:
        """The home signs."""
        self.session.act(lambda desk: inspect.sign(desk, self.inspection, "home", strokes, name.strip(), post.strip()))

    def refusal(
        self, reason: str, witness: str, strokes: Sequence[object], photos: Sequence[Path], absent: bool
    ) -> Callable[[], RowId]:
        """The act that records a refusal; for a background thread, since it reads the photos."""

        def do() -> RowId:
            read = [(path.name, path.read_bytes()) for path in photos]
            return self.session.act(
                lambda desk: inspect.sign(
                    desk, self.inspection, "home", strokes,
                    refused=reason.strip(), witness=witness.strip(), photos=read, absent=absent,
                )
            )

        return do

    def no_access(self, reason: str, witness: str, photos: Sequence[Path]) -> Callable[[], None]:
        """The act that ends a visit without a way in; for a background thread, since it reads the photos."""

        def do() -> None:
            read = [(path.name, path.read_bytes()) for path in photos]
            self.session.act(lambda desk: inspect.no_access(desk, self.inspection, reason, read, witness.strip()))

        return do

    def finish(self) -> None:
        """Lock the record. Raises Refused with everything that is missing."""
        self.session.act(lambda desk: inspect.finish(desk, self.inspection))

    def issue(self, due: date | None) -> RowId:
        """Order what was found by one notice; gives it. For a background thread: the paper is rendered."""
        return self.session.act(lambda desk: notices.issue(desk, self.inspection, due=due))

    def draft(self, due: date | None = None) -> bytes:
        """The notice as it would be, marked as a draft. For a background thread."""
        asked = Asked(target=str(self.inspection), due=due)
        return papers.draft(self.session.desk_of_thread(), "notice", asked)

    def printed(self, notice: RowId) -> bytes:
        """The issued notice's very bytes. For a background thread."""
        return notices.printed(self.session.desk_of_thread(), notice)


def _without(title: str, words: str) -> str:
    """What is said of a question, without its wording before it."""
    return _MARKS.sub("", words.removeprefix(title))


def _tone(card: Card) -> str:
    """pass, fail or na of an answered verdict; "" of anything else."""
    return next((option.tone for option in card.options if option.name == card.value), "") if card.kind == "verdict" else ""


def _place_of(parts: Sequence[Section], path: str) -> tuple[str, Card | None]:
    for section in parts:
        for card in section.cards:
            if path and path in (card.path, card.figure.path if card.figure else ""):
                return section.name, card
    return "", None


def _hazard(row: Row) -> HazardLine:
    fixed = bool(row["fixed_on_spot"]) or row["state"] == "cleared"
    words = listed(filter(None, (row["place"], row["finding"]))) or str(row["measure"] or "")
    grade = str(term("severity", row["severity"])) if row["severity"] else ""
    return HazardLine(
        RowId(row["id"]), words, row["severity"] or "", grade, row["term_days"], row["term_kind"] == "working", fixed
    )


def _next_number(desk: Desk) -> Number:
    number = office.take_number(desk, "notice")
    leases = desk.store.find("number_lease", kind="notice", year=number.year, device=desk.store.trust.device)
    block = next((row for row in leases if row["first"] <= number.serial <= row["last"] and not number.provisional), None)
    return Number(number.text, number.provisional, block["first"] if block else 0, block["last"] if block else 0)


def _issued(desk: Desk, sheet: Sheet) -> list[NoticeLine]:
    rows = [row for row in queries.notices(desk.store, RowId(desk.row("institution", sheet.row["institution"])["id"]))
            if row["inspection"] == sheet.id and row["void"] is None]  # fmt: skip
    return [NoticeLine(RowId(row["id"]), row["number"], row["items"], row["served_at"] is not None) for row in rows]


__all__ = ["FinishPresenter", "HazardLine", "Missing", "NoticeLine", "Number", "Results", "Sheetful", "Signed", "Signer"]
