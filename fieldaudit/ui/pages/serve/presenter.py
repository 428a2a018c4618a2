"""Proof of service of a notice: what is served, when each term would run out, and the act. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from ....domain.calendar import PUBLIC_NOTICE_DAYS, add_term, local_date, local_datetime, to_ms
from ....domain.core import RowId, Touched
from ....domain.terms import SERVICE_METHODS
from ....domain.terms import label as term
from ....errors import BadInput
from ....i18n import Text
from ....store import queries
from ....work import notices
from ...session import Session
from ...text import listed

METHODS = tuple(SERVICE_METHODS)
OFFICERS = ("inspector", "supervisor")


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed in the form; `clock` as HH:MM. `photos`: files."""

    method: str = "direct"
    day: date | None = None
    clock: str = ""
    second: int = 0
    recipient: str = ""
    relation: str = ""
    place: str = ""
    refused: str = ""
    witness: str = ""
    witness_post: str = ""
    tracking: str = ""
    sent_on: date | None = None
    announced_in: str = ""
    announced_on: date | None = None
    remarks: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HazardTerm:
    """A hazard of the notice: what it is, its term, or the day printed on a dated notice."""

    words: str
    days: int | None
    kind: str
    printed: date | None

    def due(self, served: date | None) -> date | None:
        """Until when it must be rectified if the notice is served on that day."""
        if self.printed is not None or served is None or self.days is None:
            return self.printed
        return add_term(served, self.days, self.kind)


@dataclass(frozen=True, slots=True)
class Served:
    """The service on record. `at` in ms."""

    method: str
    at: int
    number: str
    recipient: str
    witness: str
    second: str


@dataclass(frozen=True, slots=True)
class Sheetful:
    """Everything the page shows at one moment."""

    number: str
    home: str
    institution: RowId
    issued_on: date
    void: str
    hazards: list[HazardTerm]
    officers: list[tuple[int, str]]
    served: Served | None


class ServePresenter:
    """One notice's service."""

    def __init__(self, session: Session, notice: RowId) -> None:
        """Raises BadInput for no notice."""
        self.session = session
        row = queries.notice_by(session.desk().store, str(notice))
        if row is None:
            raise BadInput(Text(f"没有这份通知书：{notice}", f"there is no such notice: {notice}"))
        self.notice = RowId(row["id"])

    def shows(self, touched: Touched) -> bool:
        """Was something written that is shown?"""
        return bool({"service", "notice", "event", "item"} & touched.keys())

    def read(self) -> Sheetful:
        """The notice as it stands."""
        desk = self.session.desk()
        row = queries.notice_by(desk.store, str(self.notice)) or {}
        printed = date.fromisoformat(row["due_date"]) if row["due_date"] else None
        hazards = [
            HazardTerm(listed(filter(None, (item["place"], item["finding"]))), item["term_days"], item["term_kind"], printed)
            for item in queries.notice_items(desk.store, self.notice)
        ]
        others = [person for person in desk.store.find("person") if person["id"] != self.session.person]
        people = [person for person in others if person["role"] in OFFICERS]
        home = desk.row("institution", row["institution"])
        return Sheetful(
            row["number"], home["name"], RowId(home["id"]), date.fromisoformat(row["issued_on"]), row["void"] or "", hazards,
            [(person["id"], person["name"]) for person in people], self._served(),
        )  # fmt: skip

    def _served(self) -> Served | None:
        desk = self.session.desk()
        rows = desk.store.find("service", notice=self.notice)
        if not rows:
            return None
        row = rows[-1]
        word = str(term("service_method", row["method"]))
        return Served(word, row["served_at"], row["number"] or "", row["recipient"] or "", row["witness"] or "",
                      desk.name_of(row["second_row"]))  # fmt: skip

    def first(self) -> Typed:
        """What the form says before anybody types: now, at the home, to who is in charge, with the other inspector."""
        desk = self.session.desk()
        row = queries.notice_by(desk.store, str(self.notice)) or {}
        visit = desk.store.get("inspection", RowId(row["inspection"])) or {}
        home = desk.row("institution", row["institution"])
        now = local_datetime(self.session.clock())
        pair = [visit.get("inspector_row"), visit.get("second_row")]
        other = next((person for person in reversed(pair) if person and person != self.session.person), 0)
        return Typed(
            day=now.date(), clock=f"{now:%H:%M}", second=int(other), recipient=home["head"] or "", place=home["address"] or "",
            sent_on=None, announced_on=None,
        )  # fmt: skip

    def served_on(self, typed: Typed) -> date | None:
        """The day it counts as served: of an announcement so many days later."""
        if typed.method == "public":
            return add_term(typed.announced_on, PUBLIC_NOTICE_DAYS, "natural") if typed.announced_on else None
        return typed.day

    def lacks(self, typed: Typed) -> list[str]:
        """The fields that this way of service still needs, by name."""
        needed: dict[str, Sequence[str]] = {
            "direct": ("recipient",), "left": ("refused",), "post": ("tracking", "sent_on", "recipient"),
            "public": ("announced_in", "announced_on"),
        }  # fmt: skip
        missing = [name for name in needed[typed.method] if not getattr(typed, name)]
        if typed.method == "left" and not (typed.witness.strip() or typed.photos):
            missing.append("witness")
        if typed.method != "public" and self._moment(typed) is None:
            missing.append("day" if typed.day is None else "clock")
        return [*missing, *([] if typed.second else ["second"])]

    def _moment(self, typed: Typed) -> int | None:
        if typed.day is None:
            return None
        try:
            at = time.fromisoformat(typed.clock.strip())
        except ValueError:
            return None
        return to_ms(datetime.combine(typed.day, at.replace(tzinfo=None)))

    def service(self, typed: Typed) -> notices.Service:
        """What `work` takes, only with the fields of this way of service."""
        post, public, left = typed.method == "post", typed.method == "public", typed.method == "left"
        at = self._moment(typed) or to_ms(datetime.combine(self.served_on(typed) or local_date(self.session.clock()), time()))
        return notices.Service(
            method=typed.method, served_at=at, second=RowId(typed.second), place=typed.place.strip(), remarks=typed.remarks.strip(),
            recipient="" if public or left else typed.recipient.strip(), relation="" if public or left else typed.relation.strip(),
            refused=typed.refused.strip() if left else "", witness=typed.witness.strip() if left else "",
            witness_post=typed.witness_post.strip() if left else "", tracking=typed.tracking.strip() if post else "",
            sent_on=typed.sent_on if post else None, announced_in=typed.announced_in.strip() if public else "",
            announced_on=typed.announced_on if public else None,
        )  # fmt: skip

    def serve(self, typed: Typed) -> Callable[[], RowId]:
        """The act; for a background thread, since it reads photos and renders the proof."""
        how = self.service(typed)

        def do() -> RowId:
            photos = [(Path(each).name, Path(each).read_bytes()) for each in typed.photos]
            return self.session.act(lambda desk: notices.serve(desk, self.notice, replace(how, photos=photos)))

        return do

    def proof(self) -> bytes:
        """The proof of service as it was kept. For a background thread."""
        return notices.printed(self.session.desk_of_thread(), self.notice, proof=True)

    def printed(self) -> bytes:
        """The notice itself."""
        return notices.printed(self.session.desk_of_thread(), self.notice)


__all__ = ["METHODS", "HazardTerm", "ServePresenter", "Served", "Sheetful", "Typed"]
