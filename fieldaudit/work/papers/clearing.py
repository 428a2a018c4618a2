"""Facts of 隐患整改销号单: one hazard that passed its reinspection or was put right on the spot, to its clearing."""

from __future__ import annotations

import json
from datetime import date, timedelta

from ...documents.facts import ClearingFacts, Inspector, Step
from ...documents.phrases import sentence
from ...domain import facts as read
from ...domain.calendar import local_date
from ...domain.core import RowId
from ...domain.item import Event, ItemState
from ...domain.terms import label
from ...errors import NotAllowed
from ...i18n import Text, tr
from ..desk import Desk, Row
from ..items import state_of
from ..plan import photos_of
from .parts import (
    Asked,
    Gathered,
    Photos,
    citations_of,
    events_of,
    inspector,
    item_number,
    live_papers,
    notice_of,
    now,
    party_of,
    severity,
)

LOOK_BACK_DAYS = 90  # 回头看: three months after the acceptance, at the latest
_ACCEPTED = ("passed", "cleared")


def clearing(desk: Desk, asked: Asked) -> Gathered:
    """The clearing sheet of a plan item (target: its id). Raises NotAllowed for one that has not passed."""
    row = desk.row("item", asked.target)
    state = state_of(desk, row)
    if state.state not in _ACCEPTED:
        word = label("item_state", state.state)
        raise NotAllowed(
            Text(f"隐患现为“{word.zh}”，没有销号单", f"the hazard is '{word.en}': there is no clearing sheet"),
            where=f"{row['id']} {row['place'] or ''}".strip(),
            todo=tr("复查合格后再制作：plan reinspect。", "First it passes a reinspection: plan reinspect."),
        )
    facts = clearing_facts(desk, row, state)
    return Gathered(
        facts=facts,
        institution=RowId(row["institution"]),
        inspection=RowId(row["inspection"]),
        item=RowId(row["id"]),
        notice=state.notice,
        recipient=facts.party.name,
    )


def clearing_facts(desk: Desk, row: Row, state: ItemState) -> ClearingFacts:
    """Everything the sheet prints but its number."""
    events = events_of(desk, row)
    accepted = next((event for event in reversed(events) if event.kind in ("reinspected", "fixed_on_spot")), None)
    photos, mine = Photos(desk, RowId(row["inspection"])), photos_of(desk, RowId(row["id"]))
    visit, notice = desk.row("inspection", row["inspection"]), notice_of(desk, state)
    opinion = None if state.fixed_on_spot else _opinion_paper(desk, row, state)
    accepted_on = local_date(accepted.at) if accepted else None
    return ClearingFacts(
        bureau=desk.bureau()["name"],
        number="",
        party=party_of(desk.row("institution", row["institution"])),
        item_number=item_number(desk, row),
        severity=severity(row),
        place=row["place"] or "",
        found_on=local_date(visit["started_at"]),
        finding=row["finding"] or "",
        citations=citations_of(desk, row),
        measure=row["measure"] or "",
        measure_kind=label("measure", row["measure_kind"]).zh,
        responsible=row["responsible"] or "",
        contingency=row["contingency"] or "",
        opinion=_opinion(row, state, accepted),
        steps=_steps(desk, row, accepted, events),
        generated_at=now(desk),
        notice_number=notice["number"] if notice else "",
        due=state.due,
        budget_yuan=row["budget_yuan"],
        budget_source=row["budget_source"] or "",
        counted=counted(state),
        before=tuple(photos.photo(photo, row["place"] or "") for photo in mine["before"]),
        after=tuple(photos.photo(photo, row["place"] or "") for photo in _after(mine["after"], accepted)),
        reinspection_number=opinion["number"] if opinion else "",
        reinspected_on=None if state.fixed_on_spot else accepted_on,
        accepted_by=_pair(desk, accepted),
        cleared_on=state.cleared_on,
        look_back=accepted_on + timedelta(days=LOOK_BACK_DAYS) if accepted_on else None,
        fixed_at_scene=state.fixed_on_spot,
        draft=True,
    )


def counted(state: ItemState) -> str:
    """What a hazard adds to the bureau's counts, in words; "" for most."""
    if state.exits:
        return f"计入生命通道{state.exits}处"
    return f"计入消防深水井{len(state.wells)}眼" if state.wells else ""


def _after(photos: list[Row], accepted: Event | None) -> list[Row]:
    """Those of the acceptance; without any, all that show it afterwards."""
    own = [photo for photo in photos if accepted is not None and photo["owner_row"] == accepted.id]
    return own or photos


def _pair(desk: Desk, event: Event | None) -> tuple[Inspector, ...]:
    """Who did it and with whom."""
    if event is None:
        return ()
    second = read.row(event.facts, "second")
    return tuple(inspector(desk, person) for person in (event.by, second) if person)


def _opinion_paper(desk: Desk, row: Row, state: ItemState) -> Row | None:
    """The reinspection opinion that says the hazard is gone: the last of its notice, issued since it passed."""
    found = live_papers(desk, "reinspection", notice=state.notice) if state.notice else []
    position = next((each["position"] for each in desk.store.find("notice_item", notice=state.notice, item=row["id"])), None)
    said = [paper for paper in found if _says_done(paper, position)]
    return said[-1] if said else None


def _says_done(paper: Row, position: int | None) -> bool:
    items = json.loads(paper["facts_json"])["items"]
    return any(item["position"] == position and item["result"] == "done" for item in items)


def _opinion(row: Row, state: ItemState, accepted: Event | None) -> str:
    """The facts of the acceptance: what was noted and counted when it was accepted, otherwise that the measure is done."""
    told = [sentence(read.words(accepted.facts, "note"))] if accepted and read.words(accepted.facts, "note") else []
    if state.exits_where:
        told.insert(0, f"{state.exits_where}打通生命通道{state.exits}处")
    told += [f"{well.where}成井1眼，井深{well.depth_m:g}米，出水量{well.yield_m3h:g}立方米/时" for well in state.wells]
    return "；".join(told) or f"已按要求整改：{sentence(row['measure'] or '')}"


def _steps(desk: Desk, row: Row, accepted: Event | None, events: list[Event]) -> tuple[Step, ...]:
    """申请 by who reinspected, 审核 by the supervisor who cleared it; 批准 of a major hazard is signed by hand."""
    cleared = next((event for event in reversed(events) if event.kind == "cleared"), None)
    asked = Step("申请", "检查员", desk.name_of(accepted.by), _on(accepted)) if accepted else Step("申请", "检查员")
    by_supervisor = cleared is not None and cleared.role == "supervisor"
    checked = Step("审核", "科长", desk.name_of(cleared.by), _on(cleared)) if cleared and by_supervisor else Step("审核", "科长")
    steps = (asked, checked)
    return steps if row["severity"] == "general" else (*steps, Step("批准", "分管领导"))


def _on(event: Event | None) -> date | None:
    return local_date(event.at) if event else None
