"""A reinspection of a home: what is to be looked at again, what was found so far, and recording it as one act. No widgets.

What was found so far is a draft, sealed on this laptop for the person at the keyboard: it outlives the page and a crash.
Photos are read and made durable in a worker before they stand in the draft.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ....domain.calendar import local_date
from ....domain.core import RowId
from ....domain.terms import ENDS
from ....errors import BadInput, FieldauditError
from ....store import queries
from ....work import bulk, drafts, evidence, plan
from ....work.desk import Desk, Row
from ....work.items import counted, state_of, why_not
from ...session import Session
from ...text import capital, tr
from ..rectification import words

RESULTS = ("pass", "partial", "fail", "no_access")
_SECOND = "second"
# measure kind -> (fact, words, unit) that a passed reinspection must tell
FACTS = {
    "open_exit": (("exits", "reinspect.exits", "reinspect.places"), ("where", "reinspect.exits_where", "")),
    "drill_well": (("well_depth_m", "reinspect.depth", "reinspect.metres"), ("well_yield_m3h", "reinspect.yield", "reinspect.m3h"),
                   ("where", "reinspect.well_where", "")),
}  # fmt: skip
_WHOLE, _REAL = frozenset(("exits",)), frozenset(("well_depth_m", "well_yield_m3h"))


@dataclass(slots=True)
class Finding:
    """What was found of one hazard so far. `photos`: rows as a strip shows them, with the blob's name and hash."""

    result: str = ""
    note: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    photos: list[Row] = field(default_factory=list)

    def is_empty(self) -> bool:
        """Was nothing said yet?"""
        return not (self.result or self.note or any(self.facts.values()) or self.photos)


@dataclass(frozen=True, slots=True)
class Hazard:
    """One hazard to be looked at again."""

    id: RowId
    finding: str
    place: str
    severity: tuple[str, str]
    measure: str
    due: words.Due
    state: tuple[str, str]
    row: Row
    originals: Sequence[Row]  # photos as it was found
    refused: str  # why this person may not reinspect it now, "" when they may


class ReinspectPresenter:
    """One home's reinspection for one page."""

    def __init__(self, session: Session, institution: RowId, item: int = 0, items: Sequence[int] = ()) -> None:
        """`items`: only these, perhaps of several homes. Raises BadInput for an unknown home."""
        self.session = session
        desk = session.desk()
        self.home = desk.row("institution", institution)
        self.institution = RowId(self.home["id"])
        self.items, self.item = tuple(RowId(each) for each in items), item
        self.hazards: list[Hazard] = []
        self.found: dict[RowId, Finding] = {}
        self.second: RowId | None = None
        self.read()
        self._read_draft(desk)

    # -- reading -------------------------------------------------------------------------------------
    def read(self) -> None:
        """Read the hazards again: those that wait first."""
        desk = self.session.desk()
        today = local_date(desk.now)
        rows = [row for row in queries.items(desk.store, institution=self.institution) if row["state"] not in ENDS]
        made = [_hazard(desk, row, today) for row in rows if not self.items or row["id"] in self.items]
        made = [each for each in made if not each.refused or each.id == self.item or each.id in self.items]
        order = {"submitted": 0, "in_progress": 1, "passed": 2}
        self.hazards = sorted(made, key=lambda each: (order.get(each.row["state"], 9), each.row["due"] or "9"))

    def hazard(self, item: int) -> Hazard | None:
        """One of them."""
        return next((each for each in self.hazards if each.id == item), None)

    def finding(self, item: RowId) -> Finding:
        """What was found of it so far."""
        return self.found.setdefault(item, Finding())

    def officers(self) -> list[tuple[RowId, str]]:
        """Who may be the second person: anyone else who may inspect."""
        desk = self.session.desk()
        rows = [row for row in desk.store.find("person") if row["role"] in ("inspector", "supervisor") and row["id"] != desk.person]
        return [(RowId(row["id"]), row["name"]) for row in sorted(rows, key=lambda row: row["name"])]

    def next_home(self) -> RowId | None:
        """Another home of the rows that were chosen in the table, with something left to be looked at."""
        desk = self.session.desk()
        for item in self.items:
            row = desk.store.get("item", item)
            if row is None or self.hazard(item) is not None:
                continue
            home = queries.home(desk.store, RowId(row["institution"]))
            if (
                home is not None
                and home["id"] != self.institution
                and why_not(desk, row, state_of(desk, row), "reinspected") is None
            ):
                return RowId(home["id"])
        return None

    # -- the draft -------------------------------------------------------------------------------------
    def _read_draft(self, desk: Desk) -> None:
        kept = drafts.kept(desk, self.institution)
        second = kept.pop(_SECOND, "")
        self.second = RowId(int(second)) if second.isdecimal() else None
        for item, text in kept.items():
            if item.isdecimal() and self.hazard(int(item)) is not None:
                with suppress(ValueError, TypeError):  # another version's draft is passed over
                    self.found[RowId(int(item))] = Finding(**json.loads(text))

    def keep(self) -> None:
        """Make the draft durable."""
        said = {
            str(item): json.dumps({"result": one.result, "note": one.note, "facts": one.facts, "photos": one.photos})
            for item, one in self.found.items()
            if not one.is_empty()
        }
        drafts.keep(self.session.desk(), self.institution, {**said, _SECOND: str(self.second or "")} if said else {})

    def choose_second(self, person: RowId | None) -> None:
        """Who else is there."""
        self.second = person
        self.keep()

    def say(self, item: RowId, *, result: str | None = None, note: str | None = None, fact: tuple[str, str] | None = None) -> None:
        """Change what was found; durable when it returns."""
        one = self.finding(item)
        if result is not None:
            one.result = result
        if note is not None:
            one.note = note
        if fact is not None:
            one.facts[fact[0]] = fact[1]
        self.keep()

    def add_photo(self, item: RowId, photo: Row) -> bool:
        """A photo that was read and kept; False when the same bytes are there."""
        one = self.finding(item)
        if any(each["sha256"] == photo["sha256"] for each in one.photos):
            return False
        one.photos.append({**photo, "id": -len(one.photos) - 1})
        self.keep()
        return True

    def drop_photo(self, item: RowId, photo: int) -> None:
        """Take a photo out of the draft again."""
        one = self.finding(item)
        one.photos = [each for each in one.photos if each["id"] != photo]
        self.keep()

    def take(self, name: str, data: bytes) -> Row:
        """In a worker: read a file and make it durable; gives the row that the draft keeps. Raises BadInput."""
        desk = self.session.desk_of_thread()
        one = evidence.read_one(data, name)
        if not one.is_photo:
            raise BadInput(tr("reinspect.not_a_photo"), where=name)
        kept = evidence.keep(desk, desk.scope_of(self.institution), one)
        taken = getattr(one.facts, "taken_at", None)
        return {
            "object": kept.object, "sha256": one.facts.sha256, "file_name": name, "taken_at": taken, "kind": "photo",
            "media_type": one.facts.media_type, "caption": None,
        }  # fmt: skip

    # -- recording -------------------------------------------------------------------------------------
    def ready(self) -> list[RowId]:
        """The hazards that were judged."""
        return [each.id for each in self.hazards if self.found.get(each.id, Finding()).result]

    def not_ready(self) -> str:
        """Why it cannot be recorded yet, in words; "" when it can."""
        if not self.ready():
            return tr("reinspect.nothing_judged")
        if self.second is None:
            return tr("reinspect.no_second")
        return ""

    def doubt(self, item: RowId) -> str:
        """What a passed reinspection lacks, in words: without a photo nothing is cleared."""
        one = self.found.get(item)
        return tr("reinspect.pass_without_photo") if one and one.result == "pass" and not one.photos else ""

    def record(self, step: Callable[[int, int], object] = lambda done, total: None) -> list[RowId]:
        """In a worker: record everything that was judged as one act, and forget the draft of it.

        Raises BadInput, NotAllowed naming the hazard; then nothing is recorded.
        """
        judged = self.ready()
        desk = self.session.desk_of_thread()
        seen = []
        for number, item in enumerate(judged):
            step(number, len(judged))
            seen.append(self._seen(desk, item))
        second = self.second
        if second is None:
            raise BadInput(tr("reinspect.no_second"))
        self.session.act(lambda acting: bulk.reinspect(acting, seen, second))
        return judged

    def forget(self, items: Sequence[RowId]) -> None:
        """These are recorded: their draft goes."""
        for item in items:
            self.found.pop(item, None)
        self.keep()

    def _seen(self, desk: Desk, item: RowId) -> bulk.Seen:
        one = self.finding(item)
        row = desk.row("item", item)
        photos = [
            evidence.Kept(
                photo["file_name"], evidence.read_one(desk.blobs.get(photo["object"]), photo["file_name"]).facts, photo["object"]
            )
            for photo in one.photos
        ]
        facts: dict[str, Any] = {"note": one.note.strip()} if one.note.strip() else {}
        if one.result == "pass":
            for name, _words, _unit in FACTS.get(row["measure_kind"], ()):
                facts |= read_fact(name, one.facts.get(name, ""))
            counted(row, facts)
        return bulk.Seen(item, one.result, photos, facts)


def read_fact(name: str, said: str) -> dict[str, Any]:
    """A fact as the rule reads it; what is no number is left out, so that the rule says what is missing."""
    try:
        value: Any = int(said) if name in _WHOLE else float(said) if name in _REAL else said.strip()
    except ValueError:
        return {}
    return {name: value} if value != "" else {}


def _hazard(desk: Desk, row: Row, today: date) -> Hazard:
    try:
        why = why_not(desk, row, state_of(desk, row), "reinspected")
    except FieldauditError as error:
        why = error.what if not isinstance(error.what, str) else None
    originals = plan.photos_of(desk, RowId(row["id"]))["before"]
    return Hazard(
        RowId(row["id"]), row["finding"] or "", row["place"] or "", words.severity(row["severity"]), row["measure"] or "",
        words.due(row, today), words.state(row), row, originals, capital(str(why)) if why is not None else "",
    )  # fmt: skip
