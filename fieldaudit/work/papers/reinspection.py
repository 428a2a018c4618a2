"""Facts of 复查意见书: what the reinspections of a notice found since its last opinion."""

from __future__ import annotations

from datetime import date

from ...documents.facts import Inspector, Outcome, ReinspectedItem, ReinspectionFacts
from ...documents.phrases import requirement, sentence
from ...domain import facts as read
from ...domain.calendar import add_term, local_date
from ...domain.citations import cite_all
from ...domain.core import RowId
from ...domain.item import Event, ItemState
from ...domain.terms import label
from ...errors import NotAllowed
from ...i18n import tr
from ...store import queries
from ..desk import Desk, Row
from ..evidence import is_photo
from ..items import state_of
from ..sheet import open_sheet
from .orders import live_notice
from .parts import Asked, Gathered, Photos, events_of, hazard_word, inspector, now, party_of, state_after

_RESULTS: dict[str, Outcome] = {"pass": "done", "partial": "partly", "fail": "not_done"}


def reinspection(desk: Desk, asked: Asked) -> Gathered:
    """The opinion on a notice (target: its id or number) that follows its reinspections since the last one."""
    row = live_notice(desk, asked.target)
    return _gathered(desk, asked, row, max(_first_issued(desk, row), default=0), None)


def reinspection_again(desk: Desk, asked: Asked, issued: Row) -> Gathered:
    """The facts of an issued opinion as they are now: of the same reinspections, whatever followed."""
    row = live_notice(desk, issued["notice"])
    first = issued
    while first["replaces_row"]:
        first = desk.row("paper", first["replaces_row"])
    earlier = max((hlc for hlc in _first_issued(desk, row) if hlc < first["_hlc"]), default=0)
    return _gathered(desk, asked, row, earlier, first["_hlc"])


def _first_issued(desk: Desk, notice: Row) -> list[int]:
    """When each opinion on a notice was first issued (clock); correcting one later adds nothing to what it is about."""
    papers = desk.store.find("paper", kind="reinspection", notice=notice["id"])
    return [paper["_hlc"] for paper in papers if not paper["replaces_row"]]


def _gathered(desk: Desk, asked: Asked, row: Row, after: int, until: int | None) -> Gathered:
    sheet = open_sheet(desk, RowId(row["inspection"]))
    found = _reinspected(desk, row, after, until)
    if not found:
        raise NotAllowed(
            tr("上次复查意见之后没有新的复查", "nothing was reinspected since the last opinion"),
            where=str(row["number"]),
            todo=tr("先记录复查：plan reinspect。", "Record the reinspection first: plan reinspect."),
        )
    photos, days = Photos(desk, sheet.id), sorted({local_date(event.at) for _, event in found})
    suspend = {str(desk.row("item", item)["id"]) for item in asked.suspend}
    facts = ReinspectionFacts(
        bureau=desk.bureau()["name"],
        number="",
        party=party_of(desk.row("institution", row["institution"])),
        notice_number=row["number"],
        served_on=_served_on(desk, row),
        reinspected_on=days[-1],
        earlier_days=tuple(days[:-1]),
        inspectors=_inspectors(desk, [event for _, event in found]),
        items=tuple(_item(desk, item, event, photos, str(item["id"]) in suspend, until) for item, event in found),
        issued_on=local_date(desk.now),
        generated_at=now(desk),
        not_due=_not_due(desk, row, {item["id"] for item, _ in found}, days[-1]),
        hazard_word=hazard_word(sheet.form),
        draft=True,
    )
    return Gathered(
        facts=facts,
        institution=RowId(row["institution"]),
        inspection=sheet.id,
        notice=RowId(row["id"]),
        recipient=facts.party.name,
        asked={"suspend": sorted(suspend)},
    )


def _reinspected(desk: Desk, notice: Row, after: int, until: int | None) -> list[tuple[Row, Event]]:
    """The hazards of a notice with their last reinspection of that time that found a way in, in printed order."""
    found = []
    for item in queries.notice_items(desk.store, RowId(notice["id"])):
        events = [
            event
            for event in events_of(desk, item)
            if event.kind == "reinspected"
            and event.hlc > after
            and (until is None or event.hlc < until)
            and event.facts.get("result") in _RESULTS
        ]
        if events:
            found.append((item, events[-1]))
    return found


def _served_on(desk: Desk, notice: Row) -> date:
    """The day the notice was served. Raises NotAllowed for one that was not."""
    served = desk.store.find("service", notice=notice["id"])
    if not served:
        raise NotAllowed(tr("通知书还没有送达", "the notice is not served yet"), where=str(notice["number"]))
    return local_date(served[0]["served_at"])


def _inspectors(desk: Desk, events: list[Event]) -> tuple[Inspector, ...]:
    """Everybody who took part, each once."""
    people = [person for event in events for person in (event.by, read.row(event.facts, "second")) if person]
    return tuple(inspector(desk, person) for person in dict.fromkeys(people))


def first_due(desk: Desk, state: ItemState) -> date | None:
    """The deadline that the notice set, whatever was extended since."""
    if state.served_on is not None and state.term is not None:
        return add_term(state.served_on, *state.term)
    notice = desk.store.get("notice", state.notice) if state.notice else None
    return date.fromisoformat(notice["due_date"]) if notice and notice["due_date"] else state.due


def _item(desk: Desk, item: Row, event: Event, photos: Photos, suspend: bool, until: int | None) -> ReinspectedItem:
    events = events_of(desk, item)
    then = state_after(desk, item, [each for each in events if (each.hlc, each.id) <= (event.hlc, event.id)])
    later = [each for each in events if (each.hlc, each.id) > (event.hlc, event.id) and (until is None or each.hlc < until)]
    extended = next((read.day(each.facts, "to") for each in reversed(later) if each.kind == "extended"), None)
    result = _RESULTS[str(event.facts.get("result"))]
    shown = [photo for photo in queries.attachments(desk.store, RowId(event.id)) if is_photo(photo)]
    refer_to, refer_by = _referred(desk, item, events)
    return ReinspectedItem(
        position=item["position"],
        what="：".join(filter(None, (sentence(item["place"] or ""), requirement(item["measure"] or "")))),
        due=then.due or first_due(desk, then) or local_date(event.at),
        result=result,
        evidence=_evidence(event, result),
        photos=photos.numbers(shown),
        extended_to=extended if result != "done" else None,
        suspend=suspend and result != "done",
        refer_to=refer_to,
        refer_by=refer_by,
    )


def _evidence(event: Event, result: Outcome) -> str:
    """What was noted and counted; otherwise the result in words."""
    note, exits = read.words(event.facts, "note"), read.whole(event.facts, "exits")
    told = [sentence(note)] if note else []
    if exits:
        told.append(f"{read.words(event.facts, 'where')}打通生命通道{exits}处")
    depth, flow = read.positive(event.facts, "well_depth_m"), read.positive(event.facts, "well_yield_m3h")
    if depth and flow:
        told.append(f"{read.words(event.facts, 'where')}成井1眼，井深{depth:g}米，出水量{flow:g}立方米/时")
    code = next(code for code, outcome in _RESULTS.items() if outcome == result)
    return "；".join(told) or f"现场查看，{label('result', code).zh}"


def _referred(desk: Desk, item: Row, events: list[Event]) -> tuple[str, str]:
    """To whom a hazard was referred and the clause that agency could act by; both or neither."""
    to = next((read.words(event.facts, "to") for event in reversed(events) if event.kind == "referred"), "")
    by = cite_all(item["refer_basis"] or "", desk.laws())
    return (to, by[0]) if to and by else ("", "")


def _not_due(desk: Desk, notice: Row, listed: set[int], day: date) -> tuple[int, ...]:
    """The numbers in the notice of the hazards whose term runs on."""
    found = []
    for item in queries.notice_items(desk.store, RowId(notice["id"])):
        state = state_of(desk, item)
        if item["id"] not in listed and state.is_open and state.notice == notice["id"] and (state.due is None or state.due > day):
            found.append(item["position"])
    return tuple(found)
