"""Verbs of rectification: plan items and notices."""

from __future__ import annotations

from typing import Any

import click

from ..domain.core import RowId
from ..domain.terms import ITEM_STATES, LEAD_DEPARTMENTS, MEASURES, RESULTS, SERVICE_METHODS, TERM_KINDS, label
from ..i18n import tr
from ..store import projections, queries
from ..work import notices, plan, register
from ..work.desk import Desk
from ..work.inspect import local_time
from .base import Session, day, moment, person_id, read_files, table, write_file
from .inspection import outcome_facts

pass_session = click.make_pass_decorator(Session)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    for command in (plan_group, notice):
        root.add_command(command)


@click.group("plan")
def plan_group() -> None:
    """The plan of a home (一院一策) and its items."""


def _brief(item: plan.PlanItem) -> dict[str, Any]:
    row, state = item.row, item.state
    return {
        "id": str(row["id"]),
        "institution": str(row["institution"]),
        "inspection": str(row["inspection"]),
        "place": row["place"],
        "finding": row["finding"],
        "severity": row["severity"],
        "measure_kind": row["measure_kind"],
        "state": state.state,
        "due": state.due,
        "failures": state.failures,
        "exits": state.exits,
        "wells": len(state.wells),
        "marks": sorted(item.marks),
    }


@plan_group.command("list")
@click.option("--institution", default=None, help="Only of this home.")
@click.option("--inspection", default=None, help="Only of this inspection (id).")
@click.option("--state", type=click.Choice(list(ITEM_STATES)), default=None)
@click.option("--overdue", is_flag=True, help="Only what is overdue today.")
@pass_session
def plan_list(session: Session, institution: str | None, inspection: str | None, state: str | None, overdue: bool) -> None:
    """List plan items."""
    with session.desk() as desk:
        home = RowId(register.find(desk, institution)["id"]) if institution else None
        visit = RowId(desk.row("inspection", inspection)["id"]) if inspection else None
        rows = [_brief(item) for item in plan.plan(desk, home, visit, state) if not overdue or "overdue" in item.marks]
    session.emit(rows, lambda: _table(rows))


def _table(rows: list[dict[str, Any]]) -> str:
    shown = [
        {
            **row,
            "state": label("item_state", row["state"]),
            "severity": label("severity", row["severity"]),
            "marks": [str(label("mark", mark)) for mark in row["marks"]],
        }
        for row in rows
    ]
    return table(
        shown,
        {
            "id": tr("编号", "id"),
            "place": tr("部位", "place"),
            "finding": tr("情况", "finding"),
            "severity": tr("等级", "severity"),
            "state": tr("状态", "state"),
            "due": tr("期限", "due"),
            "marks": tr("标记", "marks"),
        },
        tr("没有整改项", "no plan items"),
    )


@plan_group.command("show")
@click.argument("wanted", metavar="ITEM|INSTITUTION")
@pass_session
def plan_show(session: Session, wanted: str) -> None:
    """Show one item with its events, or a home's whole plan with the city's counts."""
    with session.desk() as desk:
        is_item = wanted.isdecimal() and desk.store.get("item", RowId(int(wanted))) is not None
        data = _show_item(desk, wanted) if is_item else _show_plan(desk, wanted)
    session.emit(
        data,
        lambda: (
            "\n".join(f"{name}: {value}" for name, value in data.items() if name != "items")
            + ("\n" + _table(data["items"]) if "items" in data else "")
        ),
    )


def _show_item(desk: Desk, wanted: str) -> dict[str, Any]:
    item = plan.plan_item(desk, wanted)
    events = projections.item_events(desk.store.connection, desk.store.trust, item.id)
    photos = plan.photos_of(desk, item.id)
    return {
        **_brief(item),
        **{
            name: item.row[name]
            for name in (
                "measure",
                "term_days",
                "term_kind",
                "order_basis",
                "basis",
                "basis_checked",
                "responsible",
                "budget_yuan",
                "budget_source",
                "contingency",
                "lead_department",
                "severity_reason",
            )
        },
        "missing_of_five": plan.missing_of_five(item.row),
        "served_on": item.state.served_on,
        "cleared_on": item.state.cleared_on,
        "extension_asked": item.state.extension_asked,
        "notice": str(item.state.notice) if item.state.notice else None,
        "questions": [row["path"] for row in desk.store.find("item_question", item=item.id)],
        "events": [
            {
                "id": str(event.id),
                "kind": event.kind,
                "at": local_time(event.at),
                "by": desk.name_of(event.by),
                "role": event.role,
                "facts": dict(event.facts),
            }
            for event in events
        ],
        "ignored": [{"id": str(id_), "reason": str(reason)} for id_, reason in item.state.ignored],
        "photos": {when: [row["sha256"] for row in rows] for when, rows in photos.items()},
    }


def _show_plan(desk: Desk, wanted: str) -> dict[str, Any]:
    home = register.find(desk, wanted)
    items = plan.plan(desk, institution=RowId(home["id"]))
    states = [item.state for item in items]
    return {
        "institution": str(home["id"]),
        "name": home["name"],
        "found": len(items),
        "open": sum(state.is_open for state in states),
        "cleared": sum(state.state == "cleared" for state in states),
        "exits": sum(state.exits for state in states),
        "wells": sum(len(state.wells) for state in states),
        "items": [_brief(item) for item in items],
    }


@plan_group.command("edit")
@click.argument("item")
@click.option("--place", help="Place of the hazard.")
@click.option("--finding", help="What is wrong.")
@click.option("--measure-kind", type=click.Choice(list(MEASURES)), help="Kind of measure.")
@click.option("--measure", help="What must be done.")
@click.option("--term-days", type=int, help="Term in days from service; 0 = at once.")
@click.option("--term-kind", type=click.Choice(list(TERM_KINDS)), help="Natural or working days.")
@click.option("--responsible", help="Responsible person (责任).")
@click.option("--budget-yuan", type=float, help="Money (资金), yuan.")
@click.option("--budget-source", help="Where the money comes from.")
@click.option("--contingency", help="Contingency plan (预案).")
@click.option("--lead-department", type=click.Choice(list(LEAD_DEPARTMENTS)), help="Department that leads.")
@pass_session
def plan_edit(session: Session, /, item: str, **cells: Any) -> None:
    """Edit an item: place, finding, measure, term and the five."""
    with session.desk(acting=True) as desk:
        plan.edit(desk, item, {name: value for name, value in cells.items() if value is not None})
    session.emit({"id": item}, tr("已修改", "Edited"))


@plan_group.command("grade")
@click.argument("item")
@click.argument("severity", type=click.Choice(["general", "major"]))
@click.option("--reason", default="", help="Why (needed to lower it).")
@pass_session
def plan_grade(session: Session, item: str, severity: str, reason: str) -> None:
    """Confirm a hazard as major, or lower it with a reason."""
    with session.desk(acting=True) as desk:
        plan.grade(desk, item, severity, reason)
    session.emit({"id": item, "severity": severity}, str(label("severity", severity)))


@plan_group.command("join")
@click.argument("item")
@click.argument("others", nargs=-1, required=True)
@pass_session
def plan_join(session: Session, item: str, others: tuple[str, ...]) -> None:
    """One hazard for several failed questions: join OTHERS into ITEM."""
    with session.desk(acting=True) as desk:
        plan.join(desk, item, others)
    session.emit({"id": item, "joined": list(others)}, tr("已合并", "Joined"))


@plan_group.command("submit")
@click.argument("item")
@click.option("--note", default="", help="What the home says.")
@click.option("--photo", "photos", multiple=True, type=click.Path(dir_okay=False), help="Photo from the home; repeat.")
@pass_session
def plan_submit(session: Session, item: str, note: str, photos: tuple[str, ...]) -> None:
    """The home says it is done: waiting for reinspection."""
    with session.desk(acting=True) as desk:
        plan.submit(desk, item, note, read_files(photos))
    session.emit({"id": item, "state": "submitted"}, label("item_state", "submitted"))


@plan_group.command("extend")
@click.argument("item")
@click.option("--to", required=True, help="Until when: 2026-12-31.")
@click.option("--reason", required=True, help="Why the home asks.")
@pass_session
def plan_extend(session: Session, item: str, to: str, reason: str) -> None:
    """The home asks for an extension."""
    with session.desk(acting=True) as desk:
        plan.extend(desk, item, day(to), reason)
    session.emit({"id": item, "extension_asked": to}, tr(f"已申请延期至 {to}", f"Extension asked until {to}"))


@plan_group.command("grant")
@click.argument("item")
@click.option("--to", default=None, help="Another date than the one asked for.")
@click.option("--reason", default="", help="Why.")
@pass_session
def plan_grant(session: Session, item: str, to: str | None, reason: str) -> None:
    """Grant an extension (supervisors)."""
    with session.desk(acting=True) as desk:
        plan.grant(desk, item, day(to) if to else None, reason)
        due = plan.plan_item(desk, item).state.due
    session.emit({"id": item, "due": due}, tr(f"延期至 {due}", f"Extended until {due}"))


@plan_group.command("reinspect")
@click.argument("item")
@click.argument("result", type=click.Choice(list(RESULTS)))
@click.option("--with", "second", required=True, help="The second person.")
@click.option("--photo", "photos", multiple=True, type=click.Path(dir_okay=False), help="Photo as it is now; repeat.")
@click.option("--exits", type=int, default=None, help="Life exits opened (open_exit).")
@click.option("--where", "place", default=None, help="Where the exits or the well are.")
@click.option("--depth", type=float, default=None, help="Depth of the well, m (drill_well).")
@click.option("--yield", "flow", type=float, default=None, help="Yield of the well, m3/h (drill_well).")
@click.option("--note", default="", help="What was found.")
@pass_session
def plan_reinspect(
    session: Session,
    item: str,
    result: str,
    second: str,
    photos: tuple[str, ...],
    exits: int | None,
    place: str | None,
    depth: float | None,
    flow: float | None,
    note: str,
) -> None:
    """Reinspect an item."""
    facts = outcome_facts(exits, place, depth, flow)
    with session.desk(acting=True) as desk:
        plan.reinspect(
            desk, item, result, person_id(desk, second), read_files(photos), {**facts, **({"note": note} if note else {})}
        )
        state = plan.plan_item(desk, item).state.state
    session.emit({"id": item, "result": result, "state": state}, f"{label('result', result)}: {label('item_state', state)}")


@plan_group.command("clear")
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@click.option("--note", default="", help="Opinion on the clearing.")
@pass_session
def plan_clear(session: Session, items: tuple[str, ...], note: str) -> None:
    """销号: clear items whose reinspection passed with a photo."""
    with session.desk(acting=True) as desk:
        for item in items:
            plan.clear(desk, item, note)
    session.emit([{"id": item, "state": "cleared"} for item in items], tr(f"已销号 {len(items)} 项", f"Cleared {len(items)}"))


# -- notices -----------------------------------------------------------------------------------------
@click.group()
def notice() -> None:
    """责令限期改正通知书: issue, serve, void, print."""


@notice.command("issue")
@click.argument("inspection")
@click.option("--item", "items", multiple=True, help="Only these items; repeat (default: all that are found).")
@click.option("--due", default=None, help="Print this date instead of terms: 2026-12-01.")
@pass_session
def notice_issue(session: Session, inspection: str, items: tuple[str, ...], due: str | None) -> None:
    """Order the hazards of a finished inspection, with a final number from this laptop's lease."""
    with session.desk(acting=True) as desk:
        made = notices.issue(desk, inspection, items, day(due) if due else None)
        row = desk.row("notice", made)
        count = len(queries.notice_items(desk.store, made))
    session.emit(
        {"id": str(made), "number": row["number"], "items": count, "provisional": bool(row["provisional"])},
        tr(f"{row['number']}，{count} 项（编号 {made}）", f"{row['number']}, {count} items (id {made})"),
    )


@notice.command("serve")
@click.argument("wanted", metavar="NOTICE")
@click.option("--method", type=click.Choice(list(SERVICE_METHODS)), default="direct", show_default=True)
@click.option("--recipient", default="", help="Who received it.")
@click.option("--relation", default="", help="Relation of a substitute recipient to the home.")
@click.option("--with", "second", required=True, help="The second server.")
@click.option("--at", "when", default=None, help="When, if entered later: 2026-11-25T15:30.")
@click.option("--place", default="", help="Where (default: the home's address).")
@click.option("--refused", default="", help="Reason of refusal (left).")
@click.option("--witness", default="", help="Witness (left).")
@click.option("--remarks", default="", help="Remarks.")
@pass_session
def notice_serve(
    session: Session,
    wanted: str,
    method: str,
    recipient: str,
    relation: str,
    second: str,
    when: str | None,
    place: str,
    refused: str,
    witness: str,
    remarks: str,
) -> None:
    """Record the service of a notice: the terms run from that day."""
    at = moment(when)
    with session.desk(acting=True) as desk:
        desk.observed_at = at
        made = notices.serve(
            desk,
            wanted,
            notices.Service(method, at or desk.now, person_id(desk, second), recipient, relation, place, refused, witness, remarks),
        )
        number = desk.row("service", made)["number"]
    session.emit({"id": str(made), "number": number}, tr(f"已送达，回证 {number}", f"Served, proof {number}"))


@notice.command("void")
@click.argument("wanted", metavar="NOTICE")
@click.option("--reason", required=True, help="Why.")
@pass_session
def notice_void(session: Session, wanted: str, reason: str) -> None:
    """Void an issued notice with a reason; its number stays used."""
    with session.desk(acting=True) as desk:
        notices.void(desk, wanted, reason)
    session.emit({"id": wanted, "void": reason}, tr("已作废", "Voided"))


@notice.command("list")
@click.option("--institution", default=None, help="Only of this home.")
@pass_session
def notice_list(session: Session, institution: str | None) -> None:
    """List the notices, void ones too."""
    with session.desk() as desk:
        home = RowId(register.find(desk, institution)["id"]) if institution else None
        rows = [notices.describe(desk, row) for row in queries.notices(desk.store, home)]
    session.emit(
        rows,
        lambda: table(
            rows,
            {
                "id": tr("编号", "id"),
                "number": tr("文号", "number"),
                "institution": tr("机构", "home"),
                "issued_on": tr("下达", "issued"),
                "served_on": tr("送达", "served"),
                "items": tr("项", "items"),
                "void": tr("作废", "void"),
            },
            tr("没有通知书", "no notices"),
        ),
    )


@notice.command("print")
@click.argument("wanted", metavar="NOTICE")
@click.option("--out", required=True, type=click.Path(dir_okay=False))
@click.option("--proof", is_flag=True, help="The proof of service (送达回证) instead.")
@pass_session
def notice_print(session: Session, wanted: str, out: str, proof: bool) -> None:
    """Write the issued paper's own bytes: party's copy, file copy, counterfoil."""
    with session.desk() as desk:
        write_file(out, notices.printed(desk, wanted, proof))
    session.emit({"file": out}, out)
