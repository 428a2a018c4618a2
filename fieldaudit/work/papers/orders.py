"""Facts of the two orders and of their service: 责令限期改正通知书, 责令立即改正通知书, 送达回证."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, cast

from ...documents.facts import (
    ImmediateFacts,
    NoticeFacts,
    Partner,
    ServedPaper,
    ServiceFacts,
    SpotHazard,
)
from ...domain.calendar import local_date, local_datetime
from ...domain.citations import cite_all
from ...domain.core import RowId
from ...errors import BadInput, NotAllowed
from ...i18n import tr
from ...store import queries
from ..desk import Desk, Row
from ..evidence import FILE
from ..inspect import hazards as found_by
from ..inspect import taken_away
from ..plan import photos_of
from ..sheet import Sheet, open_sheet
from .parts import (
    Asked,
    Gathered,
    Photos,
    citations_of,
    demand_way_in,
    ended_at,
    events_of,
    hazard_line,
    hazard_word,
    inspector,
    inspectors_of,
    kind_of,
    now,
    party_of,
)
from .words import words_of

_METHODS = {"direct": "direct", "left": "leave", "post": "post", "public": "publish"}
_SPOT_LAW = "消防法"  # a checklist that rests its orders on it orders on the spot by the powers that the words name


# -- 责令限期改正通知书 -----------------------------------------------------------------------------------
def to_order(desk: Desk, sheet: Sheet, wanted: Sequence[RowId | str]) -> list[Row]:
    """The hazards to order: those named, or all that are found and that the record still finds. Raises NotAllowed."""
    gone = taken_away(desk, sheet)
    if wanted:
        rows = [desk.row("item", item) for item in dict.fromkeys(map(str, wanted))]
        for row in rows:
            if row["inspection"] != sheet.id:
                raise BadInput(tr("隐患不属于这次检查", "the hazard is not of this inspection"), where=str(row["id"]))
            if row["id"] in gone:
                raise NotAllowed(
                    tr("更正后的检查记录不再认定此隐患", "the amended record no longer finds this hazard"), where=str(row["id"])
                )
        return rows
    rows = [row for row in queries.items(desk.store, inspection=sheet.id, state="found") if row["id"] not in gone]
    if not rows:
        raise NotAllowed(
            tr("没有待下达的隐患，不能下达空的通知书", "there is no hazard to order: a notice without items is refused"),
            where=str(sheet.row["number"]),
            todo=tr("用 fieldaudit plan list 查看。", "See fieldaudit plan list."),
        )
    return rows


def notice_facts(
    desk: Desk, sheet: Sheet, items: Sequence[Row], due: date | None, partners: Sequence[tuple[str, str]] = ()
) -> NoticeFacts:
    """Everything the notice prints but its number, decided. `partners`: agencies that order jointly, and by what."""
    bureau = desk.bureau()
    return NoticeFacts(
        bureau=bureau["name"],
        number="",
        party=party_of(desk.row("institution", sheet.row["institution"])),
        started_at=local_datetime(sheet.row["started_at"]),
        ended_at=ended_at(desk, sheet) or now(desk),
        inspectors=inspectors_of(desk, sheet),
        hazards=tuple(hazard_line(desk, row, due) for row in items),
        mode="dated" if due else "by_term",
        issued_on=local_date(desk.now),
        review_body=bureau["review_body"] or "本级人民政府",
        generated_at=now(desk),
        inspection_kind=kind_of(sheet),
        inspection_number=str(sheet.row["number"]),
        interim_protection="；".join(dict.fromkeys(row["contingency"] for row in items if row["contingency"])),
        contact=bureau["name"],
        contact_phone=bureau["phone"] or "",
        hazard_word=hazard_word(sheet.form),
        powers=cite_all(sheet.form.fa.get("powers") or _powers(desk, "notice"), desk.laws()),
        partners=tuple(Partner(name, cite_all(basis, desk.laws())) for name, basis in partners),
        draft=True,
    )


def _powers(desk: Desk, kind: str) -> str:
    """What the office's words say an order rests on where its checklist does not (`powers.cited`), separated by ;."""
    return ";".join(words_of(desk, kind).texts("powers.cited"))


def notice(desk: Desk, asked: Asked) -> Gathered:
    """A notice that would be issued for an inspection (target: its id or number)."""
    sheet = open_sheet(desk, asked.target)
    demand_way_in(sheet)
    rows = to_order(desk, sheet, asked.items)
    facts = notice_facts(desk, sheet, rows, asked.due, asked.partners)
    return Gathered(facts=facts, institution=RowId(sheet.row["institution"]), inspection=sheet.id, recipient=facts.party.name)


def notice_again(desk: Desk, asked: Asked, issued: Row) -> Gathered:
    """The facts of an issued notice as they are now: the same hazards, the same way of setting terms."""
    row = desk.row("notice", issued["notice"])
    sheet = open_sheet(desk, RowId(row["inspection"]))
    due = date.fromisoformat(row["due_date"]) if row["due_date"] else None
    facts = notice_facts(desk, sheet, queries.notice_items(desk.store, RowId(row["id"])), due, asked.partners)
    return Gathered(
        facts=facts, institution=RowId(row["institution"]), inspection=sheet.id, notice=RowId(row["id"]), recipient=facts.party.name
    )


# -- 责令立即改正通知书 -----------------------------------------------------------------------------------
def immediate(desk: Desk, asked: Asked) -> Gathered:
    """An on-the-spot order for an inspection: what was put right during the visit, and what must be by an hour."""
    sheet = open_sheet(desk, asked.target)
    demand_way_in(sheet)
    rows = _on_the_spot(desk, sheet, asked.items)
    bureau, photos = desk.bureau(), Photos(desk, sheet.id)
    protection = asked.protection or "；".join(dict.fromkeys(row["contingency"] for row in rows if row["contingency"]))
    powers = sheet.form.fa.get("powers") or _powers(desk, "notice")
    hazards = tuple(_spot_hazard(desk, row, photos) for row in rows)
    if asked.until is None and any(hazard.fixed_at is None for hazard in hazards):
        raise BadInput(
            tr("有隐患未当场改正，要写明改正时限", "not all was put right at once: by when must the rest be?"),
            where=str(sheet.row["number"]),
            todo=tr("用 --until 写明，防护要求用 --protection。", "Say so with --until, and --protection until then."),
        )
    facts = ImmediateFacts(
        bureau=bureau["name"],
        number="",
        party=party_of(desk.row("institution", sheet.row["institution"])),
        inspected_at=local_datetime(sheet.row["started_at"]),
        inspectors=inspectors_of(desk, sheet),
        hazards=hazards,
        issued_on=local_date(desk.now),
        review_body=bureau["review_body"] or "本级人民政府",
        generated_at=now(desk),
        until=asked.until if any(hazard.fixed_at is None for hazard in hazards) else None,
        interim_protection=protection,
        powers=cite_all(_powers(desk, "immediate") if _SPOT_LAW in powers else powers, desk.laws()),
        inspection_kind=kind_of(sheet),
        inspection_number=str(sheet.row["number"]),
        hazard_word=hazard_word(sheet.form),
        draft=True,
    )
    again = {
        "items": [str(row["id"]) for row in rows],  # those it names, whatever becomes of them until it is corrected
        "until": asked.until.isoformat() if asked.until else None,
        "protection": asked.protection,
    }
    return Gathered(
        facts=facts, institution=RowId(sheet.row["institution"]), inspection=sheet.id, recipient=facts.party.name, asked=again
    )


def _on_the_spot(desk: Desk, sheet: Sheet, wanted: Sequence[str]) -> list[Row]:
    """The hazards named, otherwise those that were put right during the visit and those whose measure is 立行立改."""
    rows = found_by(desk, sheet)
    if wanted:
        chosen = {str(desk.row("item", item)["id"]) for item in wanted}
        strange = chosen - {str(row["id"]) for row in rows}
        if strange:
            raise BadInput(tr("隐患不属于这次检查", "the hazard is not of this inspection"), where=", ".join(sorted(strange)))
        return [row for row in rows if str(row["id"]) in chosen]
    rows = [row for row in rows if row["fixed_on_spot"] or (row["measure_kind"] == "immediate" and row["state"] == "found")]
    if not rows:
        raise NotAllowed(
            tr("没有当场整改或应当立即整改的隐患", "no hazard was put right on the spot, and none is to be at once"),
            where=str(sheet.row["number"]),
            todo=tr("用 --item 指定。", "Name hazards with --item."),
        )
    return rows


def _spot_hazard(desk: Desk, row: Row, photos: Photos) -> SpotHazard:
    fixed = next((event for event in events_of(desk, row) if event.kind == "fixed_on_spot"), None)
    mine = photos_of(desk, RowId(row["id"]))
    shown = mine["before"] + [photo for photo in mine["after"] if photo["owner_table"] == "item"]
    at = local_datetime(fixed.at // 1000 * 1000) if fixed and row["fixed_on_spot"] else None
    return SpotHazard(
        row["place"] or "",
        row["finding"] or "",
        citations_of(desk, row),
        row["measure"] or "",
        at,
        photos.numbers(shown),
    )


# -- 送达回证 ------------------------------------------------------------------------------------------------
def service_facts(desk: Desk, notice: Row, cells: dict[str, Any], images: Sequence[str] = ()) -> ServiceFacts:
    """The proof of service of a notice, filled in; `images`: hashes of the photos taken of it."""
    home = desk.row("institution", notice["institution"])
    return ServiceFacts(
        bureau=desk.bureau()["name"],
        recipient=home["name"],
        place=cells.get("place") or "",
        papers=(ServedPaper("责令限期改正通知书", notice["number"], 1),),
        method=cast(Literal["direct", "leave", "post", "publish"], _METHODS[cells["method"]]),
        servers=tuple(inspector(desk, cells[column]) for column in ("server_row", "second_row")),
        generated_at=now(desk),
        number=cells.get("number") or "",
        provisional=bool(cells.get("provisional")),
        served_at=local_datetime(cells["served_at"]),
        received_by=cells.get("recipient") or "",
        relation=cells.get("relation") or "",
        refused=cells.get("refused") or "",
        left_at=(cells.get("place") or "") if cells["method"] == "left" else "",
        image_numbers="、".join(sha[:12] for sha in images),
        witness=cells.get("witness") or "",
        witness_post=cells.get("witness_post") or "",
        tracking=cells.get("tracking") or "",
        sent_on=_iso(cells.get("sent_on")),
        announced_in=cells.get("announced_in") or "",
        announced_on=_iso(cells.get("announced_on")),
        remarks=cells.get("remarks") or "",
    )


def _iso(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def service(desk: Desk, asked: Asked) -> Gathered:
    """A form to fill in by pen when a notice (target) is served."""
    row = live_notice(desk, asked.target)
    sheet = open_sheet(desk, RowId(row["inspection"]))
    home = desk.row("institution", row["institution"])
    facts = ServiceFacts(
        bureau=desk.bureau()["name"],
        recipient=home["name"],
        place=home["address"] or "",
        papers=(ServedPaper("责令限期改正通知书", row["number"], 1),),
        method="direct",
        servers=inspectors_of(desk, sheet),
        generated_at=now(desk),
    )
    return Gathered(
        facts=facts, institution=RowId(home["id"]), inspection=sheet.id, notice=RowId(row["id"]), recipient=home["name"]
    )


def service_again(desk: Desk, asked: Asked, issued: Row) -> Gathered:
    """The facts of an issued proof of service as they are now."""
    served = desk.row("service", issued["service"])
    row = desk.row("notice", served["notice"])
    images = [file["sha256"] for file in queries.attachments(desk.store, RowId(served["id"])) if file["kind"] in ("photo", FILE)]
    facts = service_facts(desk, row, served, images)
    return Gathered(
        facts=facts,
        institution=RowId(row["institution"]),
        inspection=RowId(row["inspection"]),
        notice=RowId(row["id"]),
        recipient=facts.recipient,
    )


def live_notice(desk: Desk, wanted: RowId | str) -> Row:
    """A live notice by id or printed number. Raises BadInput, NotAllowed for a void one."""
    found = queries.notice_by(desk.store, str(wanted))
    return desk.row("notice", RowId(found["id"]) if found else wanted)
