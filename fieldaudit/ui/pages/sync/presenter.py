"""What the sync page shows and does: rows and where they are, conflicts, what was not admitted, devices. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ....domain.calendar import local_date
from ....domain.core import RowId
from ....domain.numbers import DOCUMENT_KINDS
from ....domain.rights import label as verb_label
from ....errors import FieldauditError
from ....store import waiting
from ....store.exchange import receipts
from ....store.held import QUARANTINED, held_back
from ....store.waiting import OFFICE, REGISTER
from ....sync.status import scope_word, warnings
from ....work import office, records
from ....work.cell_words import column_word, table_word, value_text
from ....work.desk import Desk
from ....work.in_words import SEVERAL, in_words
from ....work.sheet import open_sheet
from ...days import moment, short
from ...session import Session
from ...shell.first_run.presenter import is_demo
from ...standing import CONFIRMED, HANDED, HERE, Owner, Standing
from ...text import is_english, listed, tr

_KINDS = {
    "inspection": "sync.kindInspection", "item": "sync.kindItem", "notice": "sync.kindPaper", "paper": "sync.kindPaper",
    "institution": "sync.kindHome", OFFICE: "sync.kindOffice", REGISTER: "sync.kindHome",
}  # fmt: skip
_STATES = {"here": "sync.here", "handed": "sync.handed", "confirmed": "sync.confirmed"}
_COUNTED = {"here": "sync.photosOnlyHere", "handed": "sync.photosHanded", "confirmed": "sync.photosConfirmed"}
_ICONS = {"here": "laptop", "handed": "upload", "confirmed": "shield-check"}
_KEYS = {OFFICE: -1, REGISTER: -2}  # of the rows that stand for no single record


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values of a conflict."""

    commit: str
    text: str
    by: str  # author, laptop, when


@dataclass(frozen=True, slots=True)
class Card:
    """A conflict: one cell that several people changed without knowing of each other."""

    row: str
    column: str
    title: str
    what: str  # which cell, in words
    values: tuple[Value, ...]
    raw: str  # the value that shows now, as it would be typed
    choices: tuple[tuple[str, str], ...] = ()  # value and words, where it must be one of these


@dataclass(frozen=True, slots=True)
class HeldCard:
    """Something that arrived and does not count, or not yet."""

    waits: bool
    head: str  # who, when, what, on which laptop
    reason: str
    todo: str


class SyncPresenter:
    """Reads through the session's desk; `standing` is set when it was counted."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.standing: Standing | None = None
        self.all = True  # confirmed records too

    def today(self) -> date:
        """The session's day."""
        return local_date(self._session.clock())

    def demo_stick(self) -> Path | None:
        """The folder that stands for the stick, at a laptop of the demo."""
        return self._session.path.parent / "stick" if is_demo(self._session.path) else None

    # -- rows ----------------------------------------------------------------------------------------
    def count(self) -> int:
        """How many rows there are."""
        if self.standing is None:
            return 0
        return self.standing.whole if self.all else len(self.standing.records)

    def fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """Rows: those that are not confirmed first, least safe first; then, where all are wanted, the others."""
        if self.standing is None:
            return []
        first = sorted(self.standing.records, key=lambda owner: (self.standing_of(owner) != HERE, -owner.row))
        owners = first[offset : offset + limit]
        if self.all and len(owners) < limit:
            owners += self._confirmed(max(0, offset - len(first)), limit - len(owners))
        return self._rows(owners)

    def standing_of(self, owner: Owner) -> str:
        """The state of a record."""
        of = self.standing.records.get(owner) if self.standing else None
        return of.state if of is not None else CONFIRMED

    def _confirmed(self, offset: int, limit: int) -> list[Owner]:
        """Records that are confirmed; those that are not stand before them and are left out here."""
        assert self.standing is not None
        store, at = self._session.desk().store, 0
        found: list[Owner] = []
        while len(found) < offset + limit:
            some = waiting.newest(store, at, 500)
            if not some:
                break
            found += [owner for owner in some if owner not in self.standing.records]
            at += 500
        return found[offset : offset + limit]

    def _rows(self, owners: Sequence[Owner]) -> list[dict[str, Any]]:
        known = waiting.described(self._session.desk().store, owners)
        return [self._row(owner, known.get(owner, {})) for owner in owners]

    def _row(self, owner: Owner, of: dict[str, Any]) -> dict[str, Any]:
        state = self.standing_of(owner)
        where = self.standing.records.get(owner) if self.standing else None
        stands = {"text": tr(_STATES[state]), "icon": _ICONS[state], "tone": "secondary"}
        if where is not None and state == HERE and not where.acts[HERE]:
            stands["hint"] = tr("sync.photosLacking")
        return {
            "id": _KEYS.get(owner.table, int(owner.row)),
            "owner": owner,
            "kind": tr(_KINDS[owner.table]),
            "what": self._title(owner, of),
            "answers": tr("sync.answers", of["answers"]) if of.get("answers") else "—",
            "photos": _photo_words(where.photos_of(of.get("photos", 0)) if where else {CONFIRMED: of.get("photos", 0)}),
            "state": stands,
        }

    def _title(self, owner: Owner, of: dict[str, Any]) -> str:
        if owner.table == OFFICE:
            return tr("sync.office")
        if owner.table == REGISTER:
            return tr("sync.register")
        home, number = of.get("home") or "", of.get("number") or ""
        if owner.table == "inspection" and of.get("at"):
            number = short(local_date(of["at"]), self.today())
        if owner.table == "paper" and not number:
            number = str(DOCUMENT_KINDS[of["kind"]]) if of.get("kind") in DOCUMENT_KINDS else ""
        parts = (number, home) if owner.table in ("notice", "paper") else (home, number)
        return " · ".join(part for part in parts if part)

    # -- conflicts -----------------------------------------------------------------------------------
    def conflicts(self) -> list[Card]:
        """Every cell that somebody must decide."""
        desk = self._session.desk()
        return [self._card(desk, each) for each in records.conflict_list(desk)]

    def _card(self, desk: Desk, found: dict[str, Any]) -> Card:
        row = desk.store.get(found["table"], RowId(int(found["id"]))) or {}
        values = tuple(
            Value(
                value["commit"],
                self._value(desk, row, found, value["value"]),
                " · ".join((value["author"], self._device(desk, value["device"]), value["at"])),
            )
            for value in found["values"]
        )
        title, what = self._place(desk, row, found["table"], found["column"])
        raw = found["values"][0]["value"]
        choices = self._choices(desk, row) if found["table"] == "answer" and found["column"] == "value" else ()
        return Card(found["id"], found["column"], title, what, values, "" if raw is None else str(raw), choices)

    def _choices(self, desk: Desk, row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        """What a question of one choice may be answered with."""
        try:
            sheet = open_sheet(desk, RowId(row["inspection"]))
            path, question = sheet.question(row["path"])
            language = "en" if is_english() else "zh"
            if question.kind in SEVERAL:
                return ()
            return tuple((choice.name, choice.label(language)) for choice in sheet.record.choices(path))
        except FieldauditError:
            return ()

    def _place(self, desk: Desk, row: dict[str, Any], table: str, column: str) -> tuple[str, str]:
        """Of what record a conflict is, and which cell of it."""
        if table == "answer":
            return self._question(desk, row)
        home = desk.store.get("institution", RowId(row["institution"])) if row.get("institution") else None
        name = next((str(row[key]) for key in ("name", "number", "finding") if row.get(key)), str(table_word(table)))
        return " · ".join(filter(None, (str(home["name"]) if home else "", name))), str(column_word(column))

    def _question(self, desk: Desk, row: dict[str, Any]) -> tuple[str, str]:
        try:
            sheet = open_sheet(desk, RowId(row["inspection"]))
            home = desk.store.get("institution", RowId(sheet.row["institution"])) or {}
            question = sheet.question(row["path"])[1]
            return str(home.get("name", "")), question.label("en" if is_english() else "zh")
        except FieldauditError:
            return str(row.get("path", "")), str(column_word("value"))

    def _value(self, desk: Desk, row: dict[str, Any], found: dict[str, Any], value: Any) -> str:
        if found["table"] == "answer" and found["column"] == "value" and value:
            try:
                sheet = open_sheet(desk, RowId(row["inspection"]))
                path, question = sheet.question(row["path"])
                return in_words(sheet.record, path, question, "en" if is_english() else "zh", str(value)) or str(value)
            except FieldauditError:
                return str(value)
        return value_text(desk, found["table"], found["column"], value)

    def _device(self, desk: Desk, device: int) -> str:
        if device == desk.store.trust.device:
            return tr("sync.thisLaptop")
        return tr("sync.laptopOf", device=device)

    def settle(self, card: Card, take: str | None = None, value: str | None = None) -> None:
        """Let one of the values hold, or another one. Raises BadInput, NotAllowed."""
        self._session.act(lambda desk: records.settle(desk, card.row, card.column, value, take))

    def reopen(self, card: Card) -> None:
        """Take the settling back. Raises NotAllowed where it was changed since."""
        self._session.act(lambda desk: records.reopen(desk, card.row, card.column))

    # -- what does not count ---------------------------------------------------------------------------
    def held(self) -> list[HeldCard]:
        """What arrived and was not admitted; then what only waits for something."""
        desk = self._session.desk()
        found = sorted(held_back(desk.store), key=lambda held: held.state != QUARANTINED)
        return [
            HeldCard(
                held.state != QUARANTINED,
                " · ".join(
                    filter(
                        None,
                        (
                            str(verb_label(held.verb)) if held.verb else tr("sync.segment", number=held.segment or 0),
                            desk.name_of(held.author),
                            self._device(desk, held.device),
                            str(scope_word(desk.store, held.scope)),
                            moment(held.at, self.today()) if held.at else "",
                        ),
                    )
                ),
                str(held.reason),
                str(held.todo),
            )
            for held in found
        ]

    def warnings(self) -> list[str]:
        """What the people at this laptop must know: revoked, a certificate ends, others hold more."""
        desk = self._session.desk()
        return [str(text) for text in warnings(desk.store, desk.now)]

    # -- devices ---------------------------------------------------------------------------------------
    def devices(self) -> list[dict[str, str]]:
        """Every laptop of the bureau: whose it is, its last act here, when it was last known to have synced."""
        desk = self._session.desk()
        acts = {row["device"]: row["at"] for row in waiting.last_acts(desk.store)}
        synced = {receipt.device: receipt.at for receipt in receipts(desk.store)}
        return [
            {
                "kind": each["kind"],
                "name": self._device_name(each),
                "people": listed(each["people"]) or ("—" if each["kind"] == "hub" else ""),
                "act": self._when(acts.get(each["id"])),
                "synced": self._when(synced.get(each["id"])),
                "revoked": tr("sync.revoked") if each["revoked"] else "",
            }
            for each in office.devices(desk)
        ]

    def _device_name(self, each: dict[str, Any]) -> str:
        if each["kind"] == "hub":
            return tr("hub.named", device=each["id"])
        return tr("sync.thisLaptopIs" if each["here"] else "sync.laptop", device=each["id"])

    def _when(self, ms: int | None) -> str:
        return moment(ms, self.today()) if ms else "—"


def _photo_words(counts: Mapping[str, int]) -> str:
    """How many photos stand where, in the words of the records, least safe first; one number where all stand alike."""
    return listed(tr(_COUNTED[state], counts[state]) for state in _COUNTED if counts.get(state)) or "—"


def size_words(count: int) -> str:
    """Bytes as people read them: 96 MB, 12.4 GB."""
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if count >= least:
            whole = count / least
            return f"{whole:.1f} {unit}" if whole < 10 or (unit == "GB" and whole < 100) else f"{whole:.0f} {unit}"
    return f"{count} B"


__all__ = ["HANDED", "Card", "HeldCard", "SyncPresenter", "Value", "size_words"]
