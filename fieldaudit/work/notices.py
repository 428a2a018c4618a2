"""责令限期改正通知书: issue with a final number, serve, void; the frozen papers and the proof of service.

An issued paper is evidence: its bytes are kept as a blob and printing gives the same bytes again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from ..documents.facts import facts_json, facts_sha256
from ..domain.calendar import PUBLIC_NOTICE_DAYS, add_term, local_date, to_ms
from ..domain.core import RowId
from ..domain.terms import ENDS, SERVICE_METHODS
from ..errors import BadInput, NotAllowed, OurBug
from ..i18n import tr
from ..store import queries
from .desk import Desk, Row, not_later_than_now
from .evidence import evidence_change, read_all
from .items import event_row, may, state_of
from .office import take_number
from .papers import issuing as papers
from .papers.orders import live_notice as by_number
from .papers.orders import notice_facts, service_facts, to_order
from .papers.parts import Gathered
from .sheet import open_sheet

__all__ = ["Service", "by_number", "describe", "issue", "printed", "serve", "void"]


@dataclass(frozen=True, slots=True)
class Service:
    """How a notice reached the home. `served_at` in ms: when it was handed over, left, or received by the receipt of the
    letter; of an announcement the day follows from `announced_on`. `photos`: of the service, of the receipt, of the page."""

    method: str
    served_at: int
    second: RowId
    recipient: str = ""
    relation: str = ""
    place: str = ""
    refused: str = ""
    witness: str = ""
    remarks: str = ""
    witness_post: str = ""
    tracking: str = ""  # number of the letter
    sent_on: date | None = None
    announced_in: str = ""
    announced_on: date | None = None
    photos: Sequence[tuple[str, bytes]] = ()


def issue(
    desk: Desk,
    inspection: RowId | str,
    items: Sequence[RowId | str] = (),
    due: date | None = None,
    partners: Sequence[tuple[str, str]] = (),
) -> RowId:
    """Order the open hazards of a finished inspection (or those named) by one notice. Gives the notice.

    Without `due` each hazard carries its term from the day of service; with it the notice is dated. `partners`: agencies
    that order jointly, each with what its own power rests on (消防法:54). Raises NotAllowed (draft, no items, state, role),
    BadInput (a required field of the paper is missing, an unknown law).
    """
    sheet = open_sheet(desk, inspection)
    if not sheet.state.locked:
        raise NotAllowed(
            tr("检查还没有完成，不能下达通知书", "the inspection is not finished: no notice can rest on it"),
            where=str(sheet.row["number"]),
        )
    chosen = to_order(desk, sheet, items)
    if due is not None and due < local_date(desk.now):
        raise BadInput(tr("改正日期早于下达日期", "the date to rectify by lies before the day of issue"), where=due.isoformat())
    number = take_number(desk, "notice")
    facts_of_event = {"mode": "dated" if due else "by_term", **({"due": due.isoformat()} if due else {})}
    for row in chosen:
        may(
            desk,
            row,
            state_of(desk, row),
            "ordered",
            {**facts_of_event, "notice": 1, "term_days": row["term_days"], "term_kind": row["term_kind"]},
        )
    gathered = notice_facts(desk, sheet, chosen, due, partners)
    facts = replace(gathered, number=number.text, provisional=number.provisional, draft=False)
    made = desk.store.create(
        "notice",
        institution=sheet.row["institution"],
        inspection=sheet.id,
        kind="notice",
        number=number.text,
        provisional=int(number.provisional),
        year=number.year,
        serial=number.serial,
        mode=facts.mode,
        due_date=due.isoformat() if due else None,
        issued_on=local_date(desk.now).isoformat(),
        facts_json=facts_json(facts),
        facts_sha256=facts_sha256(facts),
    )
    about = Gathered(
        facts=facts,
        institution=RowId(sheet.row["institution"]),
        inspection=sheet.id,
        notice=made.row,
        recipient=facts.party.name,
        asked={"partners": [list(partner) for partner in partners]} if partners else {},
    )
    paper = papers.paper_changes(desk, sheet.scope, "notice", about, facts, number, papers.print_facts(desk, "notice", facts))
    links = [desk.store.create("notice_item", notice=made.row, item=row["id"], position=n) for n, row in enumerate(chosen, 1)]
    events = [
        event_row(
            desk,
            RowId(row["id"]),
            "ordered",
            {**facts_of_event, "notice": made.row, "term_days": row["term_days"], "term_kind": row["term_kind"]},
        )
        for row in chosen
    ]
    desk.commit(sheet.scope, "notice.issue", [made, *links, *paper, *events])
    desk.seal()
    return made.row


def serve(desk: Desk, notice: RowId | str, how: Service) -> RowId:
    """Record the service of a notice; terms run from that day. Keeps the filled proof of service as a paper."""
    row = by_number(desk, notice)
    _check_service(how)
    _not_before_issue(row, how)
    desk.officer(how.second)
    served_at = _served_at(desk, how)
    scope = desk.scope_of(RowId(row["institution"]))
    served_on = local_date(served_at).isoformat()
    items = _to_serve(desk, row, served_on)
    number = take_number(desk, "service")
    made = desk.store.create(
        "service",
        notice=row["id"],
        method=how.method,
        place=how.place or desk.row("institution", row["institution"])["address"],
        recipient=how.recipient or None,
        relation=how.relation or None,
        refused=how.refused or None,
        witness=how.witness or None,
        served_at=served_at,
        server_row=desk.actor(),
        second_row=how.second,
        remarks=how.remarks or None,
        witness_post=how.witness_post or None,
        tracking=how.tracking or None,
        sent_on=how.sent_on.isoformat() if how.sent_on else None,
        announced_in=how.announced_in or None,
        announced_on=how.announced_on.isoformat() if how.announced_on else None,
        number=number.text,
        year=number.year,
        serial=number.serial,
        provisional=int(number.provisional),
    )
    photos = [evidence_change(desk, scope, "service", made.row, one, "photo") for one in read_all(how.photos)]
    facts = service_facts(desk, row, dict(made.cells), [str(photo.cells["sha256"]) for photo in photos])
    about = Gathered(
        facts=facts,
        institution=RowId(row["institution"]),
        inspection=RowId(row["inspection"]),
        notice=RowId(row["id"]),
        recipient=how.recipient or facts.recipient,
    )
    data = papers.print_facts(desk, "service", facts)
    paper = papers.paper_changes(desk, scope, "service", about, facts, number, data, service=made.row)
    said = {"notice": row["id"], "date": served_on}
    events = [event_row(desk, RowId(item["id"]), "served", said) for item in items]
    desk.commit(scope, "notice.serve", [made, *paper, *photos, *events])
    desk.seal()
    return made.row


def _to_serve(desk: Desk, notice: Row, served_on: str) -> list[Row]:
    """The hazards whose term runs from this service; one that ended meanwhile does not hold up the paper."""
    items = queries.notice_items(desk.store, RowId(notice["id"]))
    waiting = [item for item in items if state_of(desk, item).state not in ENDS] or items
    for item in waiting:
        may(desk, item, state_of(desk, item), "served", {"notice": notice["id"], "date": served_on})
    return waiting


def _served_at(desk: Desk, how: Service) -> int:
    """When the paper counts as served, ms. Raises BadInput for a day that has not come."""
    if how.method != "public" or how.announced_on is None:
        not_later_than_now(desk, how.served_at)
        return how.served_at
    day = add_term(how.announced_on, PUBLIC_NOTICE_DAYS, "natural")
    if day > local_date(desk.now):
        raise BadInput(
            tr(
                f"公告满 {PUBLIC_NOTICE_DAYS} 日（{day}）才视为送达",
                f"an announcement counts as served after {PUBLIC_NOTICE_DAYS} days, on {day}",
            ),
            where=how.announced_on.isoformat(),
            todo=tr("到那天再登记送达。", "Record the service on that day."),
        )
    return to_ms(datetime(day.year, day.month, day.day))


def _check_service(how: Service) -> None:
    """Each way of service proves itself by its own facts. Raises BadInput naming what is missing."""
    if how.method not in SERVICE_METHODS:
        raise BadInput(
            tr(f"没有“{how.method}”这种送达方式", f"there is no way of service {how.method!r}"), todo=", ".join(SERVICE_METHODS)
        )
    if how.method == "direct" and not how.recipient:
        raise BadInput(tr("直接送达要写明签收人", "handing over needs the name of who received it"), todo="--recipient")
    if how.method == "left" and not (how.refused and (how.witness or how.photos)):
        raise BadInput(
            tr("留置送达要写明拒收事由，并有见证人或照片", "leaving it needs the reason of refusal, and a witness or photos"),
            todo="--refused --witness | --photo",
        )
    if how.method == "post" and not (how.tracking and how.sent_on and how.recipient):
        raise BadInput(
            tr("邮寄送达要写明邮件号、交寄日期和收件人", "post needs its tracking number, the day of posting and who received it"),
            todo="--tracking --sent --recipient",
        )
    if how.method == "public" and not (how.announced_in and how.announced_on):
        raise BadInput(
            tr("公告送达要写明公告于何处、何日", "service by announcement needs where and on which day it was announced"),
            todo="--announced-in --announced",
        )
    if how.refused and how.method != "left":
        raise BadInput(tr("拒收的，用留置送达", "a refusal goes with service by leaving"), todo="--method left")
    if how.method == "post" and how.sent_on and how.sent_on > local_date(how.served_at):
        raise BadInput(tr("收件早于交寄", "it was received before it was posted"), where=str(how.sent_on), todo="--at --sent")


def _not_before_issue(notice: Row, how: Service) -> None:
    """A paper cannot have been posted or announced before there was one. Raises BadInput."""
    for day, option in ((how.sent_on, "--sent"), (how.announced_on, "--announced")):
        if day is not None and day.isoformat() < notice["issued_on"]:
            raise BadInput(
                tr(f"早于下达日期 {notice['issued_on']}", f"it lies before the day of issue, {notice['issued_on']}"),
                where=f"{notice['number']} {day}",
                todo=option,
            )


def void(desk: Desk, notice: RowId | str, reason: str) -> None:
    """Void an issued notice with a reason: its items are found again, its number stays used."""
    row, reason = by_number(desk, notice), reason.strip()
    if not reason:
        raise BadInput(tr("作废要写明理由", "voiding needs a reason"), where=str(row["number"]))
    ordered = [item for item in queries.notice_items(desk.store, RowId(row["id"])) if state_of(desk, item).notice == row["id"]]
    running = [item for item in ordered if state_of(desk, item).state in ("ordered", "in_progress", "submitted")]
    if any(state_of(desk, item).state != "disproved" for item in ordered if item not in running):
        raise NotAllowed(
            tr(
                "通知书所列隐患已有通过复查或终结的，不能作废",
                "some of its hazards have passed or ended: the notice cannot be voided",
            ),
            where=str(row["number"]),
        )
    facts = {"notice": row["id"], "reason": reason}
    for item in running:
        may(desk, item, state_of(desk, item), "order_voided", facts)
    desk.commit(
        desk.scope_of(RowId(row["institution"])),
        "notice.void",
        [
            desk.store.edit("notice", RowId(row["id"]), void=reason),
            *(desk.store.edit("paper", RowId(paper["id"]), void=reason) for paper in _papers(desk, row)),
            *(event_row(desk, RowId(item["id"]), "order_voided", facts) for item in running),
        ],
    )
    desk.seal()


def _papers(desk: Desk, notice: Row) -> list[Row]:
    """The versions of a notice's own paper, the oldest first."""
    return desk.store.find("paper", kind="notice", notice=notice["id"])


def printed(desk: Desk, notice: RowId | str, proof: bool = False) -> bytes:
    """The frozen bytes of an issued notice (also a void one), or of its proof of service: of the newest version.

    Raises NotAllowed, Damaged.
    """
    found = queries.notice_by(desk.store, str(notice))
    if found is None:
        raise BadInput(
            tr(f"没有这份通知书：{notice}", f"there is no such notice: {notice}"),
            todo=tr("用 notice list 查看。", "See notice list."),
        )
    owner = RowId(found["id"])
    if proof:
        served = desk.store.find("service", notice=owner)
        if not served:
            raise NotAllowed(
                tr("通知书还没有送达，没有送达回证", "the notice is not served yet: there is no proof of service"),
                where=str(found["number"]),
            )
        owner = RowId(served[-1]["id"])
    of_service, of_notice = (owner, None) if proof else (None, owner)
    kept = queries.papers_of(desk.store, "service" if proof else "notice", of_notice, of_service)
    if kept:
        return papers.printed(desk, kept[0])
    files = [row for row in queries.attachments(desk.store, owner) if row["kind"] == "paper"]  # of a program before format 3
    if not files:
        raise OurBug(tr("已下达的文书没有文件", "an issued paper has no file"), where=str(found["number"]))
    return papers.kept_bytes(desk, files[-1], str(found["number"]))


def describe(desk: Desk, row: dict[str, Any]) -> dict[str, Any]:
    """A notice for lists: number, home, day, items, service, void."""
    return {
        "id": str(row["id"]),
        "number": row["number"],
        "institution": row["institution_name"],
        "issued_on": row["issued_on"],
        "items": row["items"],
        "served_on": local_date(row["served_at"]).isoformat() if row["served_at"] else None,
        "mode": row["mode"],
        "due_date": row["due_date"],
        "provisional": bool(row["provisional"]),
        "void": row["void"],
        "inspection": str(row["inspection"]),
    }
