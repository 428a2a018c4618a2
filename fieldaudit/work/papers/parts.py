"""What the gatherers of papers share: parties, inspectors, hazards, photos and their numbers, the notices of a hazard.

A gatherer gives frozen facts and prints nothing. What it gives is a draft: `issue` puts number and version on it. Times
are cut to the second, because a file's own time of making is no finer and unissued papers are verified by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, cast

from ...documents.facts import HazardLine, Inspector, Party, Photo, Signature
from ...domain.calendar import local_datetime
from ...domain.citations import printable_citations
from ...domain.core import RowId
from ...domain.item import Event, ItemState, fold
from ...domain.terms import label
from ...errors import BadInput, Damaged, NotAllowed
from ...evidence.previews import Wish
from ...i18n import tr
from ...store import projections, queries
from ...xform import Form
from ..desk import Desk, Row
from ..evidence import is_photo, previews, wish
from ..sheet import Sheet

PRINTED_PHOTO = 900  # pixels on the long side: 58 mm at about 400 dpi
PRINTED_LINES = 2.2  # shapes so much heavier than on a screen: half a millimetre in print


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a paper is asked for: what it is about (an id, a number, a name) and what its kind leaves to the person."""

    target: str = ""
    lang: Literal["zh", "en"] = "zh"
    items: tuple[str, ...] = ()  # only these hazards
    due: date | None = None  # of a dated notice
    partners: tuple[tuple[str, str], ...] = ()  # of a joint notice: agency, what its power rests on (消防法:54)
    until: datetime | None = None  # of an on-the-spot order: when the rest must be put right
    protection: str = ""  # of the people, until then
    suspend: tuple[str, ...] = ()  # of a reinspection opinion: hazards for which suspension begins
    recipient: str = ""  # of a letter of referral
    institution: str = ""  # of a ledger, or whose name a blank checklist carries
    district: str = ""
    state: str = ""
    year: int | None = None
    overdue: bool = False
    rounds: int = 3  # how often a blank checklist prints a repeated group


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A paper's facts, and the rows that it is about."""

    facts: Any
    institution: RowId | None = None
    inspection: RowId | None = None
    item: RowId | None = None
    notice: RowId | None = None
    recipient: str = ""  # who receives it, for lists
    asked: dict[str, Any] = field(default_factory=dict)  # what must be asked again to correct it


def now(desk: Desk) -> datetime:
    """The time a paper says it was made."""
    return local_datetime(desk.now // 1000 * 1000)


def party_of(home: Row) -> Party:
    """The institution as registered."""
    return Party(
        home["name"], home["address"] or "", home["code"] or "", home["legal_rep"] or "", home["head"] or "", home["phone"] or ""
    )


def inspector(desk: Desk, person: RowId | int) -> Inspector:
    """Name and badge number of who acted."""
    row = desk.row("person", person)
    return Inspector(row["name"], row["badge_no"] or "")


def inspectors_of(desk: Desk, sheet: Sheet) -> tuple[Inspector, ...]:
    """The two of an inspection."""
    return tuple(inspector(desk, sheet.row[column]) for column in ("inspector_row", "second_row"))


def severity(row: Row) -> Literal["major", "general"]:
    """A grade as papers know it: what is to be confirmed counts as major."""
    return "general" if row["severity"] == "general" else "major"


def citations_of(desk: Desk, row: Row, *, short: bool = False) -> tuple[str, ...]:
    """The clauses a hazard offends against, as far as they may be printed. Raises BadInput, by the hazard's name."""
    try:
        return printable_citations(
            row["order_basis"] or "", row["basis"] or "", row["basis_checked"] or "recalled", desk.laws(), short=short
        )
    except BadInput as error:
        raise BadInput(error.what, where=named(row), todo=error.todo) from error


def named(row: Row) -> str:
    """A hazard for messages: its place and finding."""
    return f"{row['place'] or ''} {row['finding'] or ''}".strip()


def hazard_line(desk: Desk, row: Row, due: date | None = None) -> HazardLine:
    """A hazard as a paper prints it. Raises BadInput, by name, when nothing may be printed as its basis."""
    return HazardLine(
        row["place"] or "",
        severity(row),
        row["finding"] or "",
        citations_of(desk, row),
        row["measure"] or "",
        None if due else row["term_days"],
        cast(Literal["natural", "working"], row["term_kind"] or "natural"),
        due,
    )


def item_number(desk: Desk, row: Row) -> str:
    """A hazard's number on papers: its inspection's and its order there, 2026-1-17-01."""
    found = [each["id"] for each in desk.store.find("item", inspection=row["inspection"])]
    number = (desk.store.get("inspection", RowId(row["inspection"])) or {}).get("number", "")
    place = found.index(row["id"]) + 1 if row["id"] in found else len(found) + 1
    return f"{number}-{place:02d}"


DEPENDENT = "residents_unable"  # the question that tells how many residents cannot walk unaided


def answered(desk: Desk, inspection: RowId, name: str) -> int | None:
    """The whole number given to the question of that name, whatever group it stands in; None without one."""
    for path, answer in queries.answers(desk.store, inspection).items():
        if path.rpartition("/")[2] == name and (answer["value"] or "").isdecimal():
            return int(answer["value"])
    return None


# -- the visit -------------------------------------------------------------------------------------------
def about(form: Form) -> str:
    """What a checklist inspects, as its title says it: 消防安全 of 养老机构消防安全检查表."""
    return form.titles.get("zh", form.title).removeprefix("养老机构").removesuffix("检查表").removesuffix("检查")


def kind_of(sheet: Sheet) -> str:
    """消防安全日常检查."""
    return about(sheet.form) + label("inspection_kind", sheet.row["kind"]).zh


def hazard_word(form: Form) -> str:
    """What a checklist calls what it finds; the plain word when it does not say."""
    return form.fa.get("hazard") or "隐患"


def ended_at(desk: Desk, sheet: Sheet) -> datetime | None:
    """When the visit ended: when its record was first locked; None before. Correcting it later makes no visit longer."""
    locked = desk.store.find("inspection_event", inspection=sheet.id, kind="finished")
    first = min(locked, key=lambda event: int(event["_hlc"]), default=None)
    return local_datetime(first["_at"]) if first else None


def site_person(desk: Desk, sheet: Sheet) -> str:
    """Who was there for the home: who signed, otherwise the person in charge as registered."""
    signed = queries.latest_signatures(desk.store, sheet.id).get("home")
    name = signed["name"] if signed else None
    return name or desk.row("institution", sheet.row["institution"])["head"] or ""


def signatures(desk: Desk, sheet: Sheet) -> tuple[Signature, ...]:
    """Who signed the record, with the strokes, or refused before a witness, with that one's."""
    found = []
    for party, row in queries.latest_signatures(desk.store, sheet.id).items():
        drawn = json.loads(row["strokes_json"] or "[]")
        strokes = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in drawn)
        found.append(
            Signature(
                "institution" if party == "home" else "inspector",
                row["name"] or "",
                row["post"] or "",
                strokes,
                local_datetime(row["_at"]),
                row["refused"] or "",
                row["witness"] or "",
            )
        )
    return tuple(found)


def demand_way_in(sheet: Sheet) -> None:
    """Refuse a paper on a visit that found no way in: there is nothing to say. Raises NotAllowed."""
    if sheet.state.state == "no_access":
        raise NotAllowed(
            tr("这次检查未能进入，没有检查报告", "that visit found no way in: there is no report"), where=str(sheet.row["number"])
        )


# -- what happened to a hazard ---------------------------------------------------------------------------
def events_of(desk: Desk, row: Row) -> list[Event]:
    """The events of a hazard that count and were not taken back, oldest first."""
    events = projections.item_events(desk.store.connection, desk.store.trust, RowId(row["id"]))
    state = state_after(desk, row, events)
    gone = {number for number, _ in state.ignored} | set(state.retracted)
    return [event for event in events if event.id not in gone and event.kind != "retracted"]


def state_after(desk: Desk, row: Row, events: Iterable[Event]) -> ItemState:
    """Where a hazard stands after these of its events."""
    return fold(
        projections.item_facts(row), events, supervisor_clears_general=projections.supervisor_clears_general(desk.store.connection)
    )


def notice_of(desk: Desk, state: ItemState) -> Row | None:
    """The notice in force for a hazard."""
    return desk.store.get("notice", state.notice) if state.notice else None


def live_papers(desk: Desk, kind: str, **of: Any) -> list[Row]:
    """The papers of a kind that are neither void nor replaced by a later version, oldest first."""
    rows = sorted(desk.store.find("paper", kind=kind, **of), key=lambda row: (row["_hlc"], row["id"]))
    return [row for row in rows if not any(is_later(each, row) for each in rows)]


def versions_of(desk: Desk, paper: Row) -> list[Row]:
    """The live versions of a paper in its language, the newest first; two laptops may each have made a second one."""
    rows = desk.store.find("paper", kind=paper["kind"], number=paper["number"])
    return sorted((row for row in rows if edition(row) == edition(paper)), key=lambda row: (-row["version"], row["_hlc"]))


def is_later(paper: Row, than: Row) -> bool:
    """Whether a paper stands for another of its kind: a greater version of its number, whichever row it names as replaced."""
    return bool(
        paper["number"] == than["number"] and paper["version"] > than["version"] and edition(paper) == edition(than)
    )


def edition(paper: Row) -> str:
    """The language of an issued paper."""
    return str(json.loads(paper["asked_json"] or "{}").get("lang", "zh"))


# -- photos ----------------------------------------------------------------------------------------------
def photo_numbers(desk: Desk, inspection: RowId) -> dict[int, str]:
    """Attachment -> P05: the photos of a visit, its hazards and their events, numbered in the order they came in.

    The same photo has the same number on every paper; one that arrives later takes the next.
    """
    owners = [inspection]
    for item in desk.store.find("item", inspection=inspection):
        owners += [RowId(item["id"]), *(RowId(event["id"]) for event in desk.store.find("event", item=item["id"]))]
    rows = [row for owner in owners for row in queries.attachments(desk.store, owner) if is_photo(row)]
    rows.sort(key=lambda row: (row["_hlc"], row["id"]))
    return {row["id"]: f"P{number:02d}" for number, row in enumerate(rows, 1)}


class Photos:
    """The photos of one visit's papers: their numbers, and pictures small enough to print."""

    def __init__(self, desk: Desk, inspection: RowId) -> None:
        self._desk, self._numbers = desk, photo_numbers(desk, inspection)
        self._previews = previews(desk)

    def number(self, row: Row) -> str:
        """A photo's number on papers."""
        return self._numbers.get(row["id"], "P00")

    def numbers(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """The numbers of several photos, in order."""
        return tuple(sorted(self.number(row) for row in rows))

    def photo(self, row: Row, place: str) -> Photo:
        """A photo to print, with what is drawn on it."""
        taken = datetime.fromisoformat(row["taken_at"]) if row["taken_at"] else None
        asked = wish(self._desk, row, PRINTED_PHOTO, PRINTED_LINES)
        drawn = "（有标注）" if asked.shapes else ""  # the hash beside it is the original's
        return Photo(self.number(row), place, row["sha256"], self._jpeg(asked), f"{row['caption'] or place}{drawn}", taken)

    def _jpeg(self, asked: Wish) -> bytes | None:
        """With what is drawn on it: what is blurred stays blurred on every paper."""
        if asked.object not in self._desk.blobs:
            return None
        try:
            return self._previews.make(asked)
        except (BadInput, Damaged):  # a laptop with other decoders took it in, or it is altered: verify names that
            return None  # the paper prints its hash in a grey frame
