"""What happened to a hazard, step by step, in the window's words, and what comes next. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ....domain import facts as read
from ....domain.calendar import local_date, local_datetime
from ....domain.core import RowId
from ....domain.item import Event, ItemState
from ....work.desk import Desk, Row
from ....work.items import why_not
from ....work.papers.parts import events_of
from ... import days
from ...text import tr
from ..rectification.words import term

_TITLES = {
    "ordered": "plan.s_ordered", "order_voided": "plan.s_order_voided", "served": "plan.s_served", "submitted": "plan.s_submitted",
    "extension_asked": "plan.s_extension_asked", "extended": "plan.s_extended", "extension_refused": "plan.s_extension_refused",
    "fixed_on_spot": "plan.s_fixed", "cleared": "plan.s_cleared",
}  # fmt: skip
_RESULTS = {
    "pass": ("plan.s_passed", ""), "partial": ("plan.s_partial", "danger"), "fail": ("plan.s_failed", "danger"),
    "no_access": ("plan.s_no_access", "warn"),
}  # fmt: skip
_NEXT = {
    "found": "plan.n_found", "ordered": "plan.n_ordered", "in_progress": "plan.n_in_progress", "submitted": "plan.n_submitted",
    "passed": "plan.n_passed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One step: what, who and how, when; `done` False is what comes next."""

    title: str
    detail: str = ""
    when: str = ""
    done: bool = True
    tone: str = ""


def steps(desk: Desk, row: Row, state: ItemState, photos: int) -> list[Happened]:
    """Everything that stands: what was taken back, or never counted, is not told here (the history has it)."""
    today = local_date(desk.now)
    gone = state.retracted | {event for event, _why in state.ignored}
    events = [each for each in events_of(desk, row) if each.kind != "retracted" and each.id not in gone]
    told = [_found(desk, row, photos, today), *(_step(desk, row, each, today) for each in events)]
    return [*told, _coming(desk, row, state)] if state.is_open else told


def _found(desk: Desk, row: Row, photos: int, today: date) -> Happened:
    visit = desk.store.get("inspection", RowId(row["inspection"])) if row["inspection"] else None
    who = _names(desk, visit["inspector_row"], visit["second_row"]) if visit else desk.name_of(row["_by"])
    at = visit["started_at"] if visit else row["_at"]
    return Happened(tr("plan.s_found"), _joined(who, _photos(photos)), _moment(at, today))


def _step(desk: Desk, row: Row, event: Event, today: date) -> Happened:
    result = read.words(event.facts, "result")
    if event.kind == "reinspected" and result in _RESULTS:
        key, tone = _RESULTS[result]
        return Happened(tr(key), _detail(desk, event, today), _moment(event.at, today), tone=tone)  # keys: _RESULTS
    known = _TITLES.get(event.kind)
    title = tr(known) if known else term("event", event.kind)  # keys: _TITLES
    tone = {"cleared": "ok", "order_voided": "danger"}.get(event.kind, "")
    return Happened(title, _detail(desk, event, today), _moment(event.at, today), tone=tone)


def _detail(desk: Desk, event: Event, today: date) -> str:
    by, facts = desk.name_of(event.by), event.facts
    said = _DETAILS.get(event.kind)
    if said is not None:
        return _joined(said(desk, facts, today), by)
    two = _names(desk, event.by, read.row(facts, "second"))
    photos = read.whole(facts, "photos") or read.whole(facts, "after") or 0
    return _joined(two, _photos(photos), read.words(facts, "note"), read.words(facts, "reason"))


def _ordered(desk: Desk, facts: Mapping[str, object], today: date) -> str:
    notice = read.row(facts, "notice")
    row = desk.store.get("notice", notice) if notice else None
    day = read.day(facts, "due")
    return _joined(row["number"] if row else "", tr("plan.due_on", day=days.short(day, today)) if day else "")


def _until(_desk: Desk, facts: Mapping[str, object], today: date) -> str:
    day = read.day(facts, "to")
    return _joined(tr("plan.until", day=days.short(day, today)) if day else "", read.words(facts, "reason"))


def _served(_desk: Desk, facts: Mapping[str, object], _today: date) -> str:
    method = read.words(facts, "method")
    return term("service_method", method)


_DETAILS: Mapping[str, Callable[[Desk, Mapping[str, object], date], str]] = {
    "ordered": _ordered, "served": _served, "extension_asked": _until, "extended": _until,
}  # fmt: skip


def _coming(desk: Desk, row: Row, state: ItemState) -> Happened:
    detail = ""
    if state.state == "passed":
        refused = desk.person is None or why_not(desk, row, state, "cleared") is not None
        detail = "" if refused else tr("plan.may_clear")
    return Happened(tr(_NEXT[state.state]), detail, done=False)  # keys: _NEXT


def _names(desk: Desk, one: int | None, other: int | None) -> str:
    both = [name for person in (one, other) if (name := desk.name_of(person))]
    return tr("plan.both", one=both[0], other=both[1]) if len(both) == 2 else "".join(both)


def _photos(count: int) -> str:
    return tr("plan.photos", count) if count else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _moment(ms: int, today: date) -> str:
    at = local_datetime(ms)
    return f"{days.short(at.date(), today)} {at:%H:%M}"
