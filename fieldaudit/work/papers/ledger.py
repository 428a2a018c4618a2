"""Facts of 隐患台账: every hazard of a selection, one line each, with the counts kept apart from the lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, cast

from ...documents.facts import LedgerCounts, LedgerFacts, LedgerLine
from ...domain import facts as read
from ...domain.calendar import local_date
from ...domain.core import RowId
from ...domain.item import marks
from ...domain.terms import ENDS, label
from ...errors import NotAllowed
from ...i18n import tr
from ...store import queries
from ..desk import Desk, Row
from ..forms import open_form
from ..items import state_of
from ..register import find
from .parts import Asked, Gathered, events_of, hazard_word, item_number, live_papers, notice_of, now, severity
from .reinspection import first_due

_ALL = "全部隐患"


def ledger(desk: Desk, asked: Asked) -> Gathered:
    """The ledger of the hazards that are asked for: of a home, a district, a year, a state, or only what is overdue."""
    rows = _rows(desk, asked)
    as_of = local_date(desk.now)
    lines = tuple(_line(desk, row, as_of) for row in rows)
    lines = tuple(line for line in lines if not asked.overdue or line.overdue_days)
    if not lines:
        raise NotAllowed(tr("没有符合条件的隐患", "no hazard is as asked for"), where=selection(desk, asked))
    facts = LedgerFacts(
        bureau=desk.bureau()["name"],
        number=f"台账{as_of.year}-{as_of.month:02d}",
        selection=selection(desk, asked),
        as_of=as_of,
        lines=lines,
        generated_at=now(desk),
        title=f"养老机构{_subject(desk, rows)}隐患台账",
        counts=_counts(desk) if asked == Asked() else None,
    )
    home = RowId(find(desk, asked.institution)["id"]) if asked.institution else None
    return Gathered(facts=facts, institution=home)


def selection(desk: Desk, asked: Asked) -> str:
    """What was asked for, in words."""
    parts = [
        str(find(desk, asked.institution)["name"]) if asked.institution else "",
        str(desk.named("district", asked.district)["name"]) if asked.district else "",
        f"{asked.year}年发现" if asked.year else "",
        label("item_state", asked.state).zh if asked.state else "",
        "逾期" if asked.overdue else "",
    ]
    return "、".join(part for part in parts if part) or _ALL


def _rows(desk: Desk, asked: Asked) -> list[Row]:
    home = RowId(find(desk, asked.institution)["id"]) if asked.institution else None
    rows = queries.items(desk.store, institution=home, state=asked.state or None)
    if asked.district:
        district = desk.named("district", asked.district)["id"]
        of_district = {row["id"] for row in desk.store.find("institution", district=district)}
        rows = [row for row in rows if row["institution"] in of_district]
    if asked.year:
        rows = [row for row in rows if _found_on(desk, row).year == asked.year]
    return rows


def _found_on(desk: Desk, row: Row) -> date:
    return local_date(desk.row("inspection", row["inspection"])["started_at"])


def _subject(desk: Desk, rows: Sequence[Row]) -> str:
    """消防 when every hazard was found by a fire checklist, otherwise the wider 安全."""
    forms = {desk.row("inspection", inspection)["form"] for inspection in {row["inspection"] for row in rows}}
    return "消防" if {hazard_word(open_form(desk, RowId(form))) for form in forms} == {"火灾隐患"} else "安全"


def _counts(desk: Desk) -> LedgerCounts:
    """The bureau's own figures of everything."""
    counts = queries.counts(desk.store)
    return LedgerCounts(**{name: counts[name] for name in LedgerCounts._fields})


def _line(desk: Desk, row: Row, as_of: date) -> LedgerLine:
    state, found_on = state_of(desk, row), _found_on(desk, row)
    ended = state.state if state.state in ENDS else "open"
    flags = marks(state, as_of, found_on=found_on)
    notice = notice_of(desk, state)
    at_scene = state.fixed_on_spot
    return LedgerLine(
        item_number=item_number(desk, row),
        institution=row["institution_name"] or "",
        what="，".join(part for part in (row["place"], row["finding"]) if part),
        severity=severity(row),
        found_on=found_on,
        measure_kind=label("measure", row["measure_kind"]).zh,
        state=label("item_state", state.state).zh,
        outcome=cast(Literal["open", "cleared", "equivalent", "disproved", "ended_with_institution"], ended),
        notes=_notes(desk, row, flags),
        paper_number=notice["number"] if notice else _spot_order(desk, row) if at_scene else "",
        due=None if at_scene else first_due(desk, state),
        term_days=row["term_days"],
        term_kind=cast(Literal["natural", "working"], row["term_kind"] or "natural"),
        at_scene=at_scene,
        overdue_days=(as_of - state.due).days if "overdue" in flags and state.due else 0,
        extended=state.extended,
        extended_to=state.due if state.extended else None,
        submitted=state.state == "submitted",
        ended_on=state.ended_on,
    )


def _notes(desk: Desk, row: Row, flags: frozenset[str]) -> tuple[str, ...]:
    """What stands below the state: supervised listing, and to whom it was referred."""
    notes = [label("mark", "escalated").zh] if "escalated" in flags else []
    if "referred" in flags:
        to = next((read.words(event.facts, "to") for event in reversed(events_of(desk, row)) if event.kind == "referred"), "")
        notes.append(f"移送{to}")
    return tuple(notes)


def _spot_order(desk: Desk, row: Row) -> str:
    """The number of the on-the-spot order of a hazard's visit, if one was issued."""
    found = live_papers(desk, "immediate", inspection=row["inspection"])
    return str(found[-1]["number"]) if found else ""
