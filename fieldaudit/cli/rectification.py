"""Verbs of rectification: plan items and notices."""

from __future__ import annotations

from typing import Any

import click

from ..domain import facts as read
from ..domain.calendar import local_date
from ..domain.core import CommitId, RowId
from ..domain.terms import ENDS, ITEM_STATES, LEAD_DEPARTMENTS, MEASURES, RESULTS, SERVICE_METHODS, TERM_KINDS, label
from ..errors import BadInput
from ..i18n import tr
from ..store import projections, queries
from ..work import notices, plan, records, register
from ..work.cell_words import cells_text, column_word
from ..work.desk import Desk, as_row_id, local_time
from ..work.items import state_of
from ..work.sheet import by_number
from .base import Session, day, fields, person_id, read_files, seen_option, table, write_file
from .inspection import outcome_facts
from .usage import Verbs

pass_session = click.make_pass_decorator(Session)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    for command in (plan_group, notice):
        root.add_command(command)


@click.group("plan", cls=Verbs)
def plan_group() -> None:
    """The plan of a home (一院一策) and its items."""


def _brief(desk: Desk, item: plan.PlanItem) -> dict[str, Any]:
    row, state = item.row, item.state
    home = queries.home(desk.store, RowId(row["institution"]))
    return {
        "id": str(row["id"]),
        "institution": str(home["id"] if home else row["institution"]),
        "institution_name": home["name"] if home else None,
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
@click.option("--inspection", default=None, help="Only of this inspection (id or number).")
@click.option("--state", type=click.Choice(list(ITEM_STATES)), default=None)
@click.option("--overdue", is_flag=True, help="Only what is overdue today.")
@pass_session
def plan_list(session: Session, institution: str | None, inspection: str | None, state: str | None, overdue: bool) -> None:
    """List plan items."""
    with session.desk() as desk:
        home = RowId(register.find(desk, institution)["id"]) if institution is not None else None
        visit = RowId(by_number(desk, inspection)["id"]) if inspection is not None else None
        rows = [_brief(desk, item) for item in plan.plan(desk, home, visit, state) if not overdue or "overdue" in item.marks]
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
            "institution_name": tr("机构", "home"),
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
        id_ = as_row_id(wanted)
        is_item = id_ is not None and desk.store.get("item", id_) is not None
        data = _show_item(desk, wanted) if is_item else _show_plan(desk, wanted)
        text = _item_text(desk, data) if is_item else _plan_text(data)
    session.emit(data, text)


def _plan_text(data: dict[str, Any]) -> str:
    ends = {label("item_state", state): data[state] or None for state in ENDS}
    counts = fields(
        {
            tr("机构", "home"): data["name"],
            tr("隐患", "hazards"): data["found"],
            tr("未销号", "open"): data["open"],
            **ends,
            tr("生命通道", "life exits"): data["exits"],
            tr("消防深水井", "fire wells"): data["wells"],
        }
    )
    return f"{counts}\n{_table(data['items'])}"


def _recurrence_text(earlier: dict[str, Any] | None) -> str | None:
    return f"{earlier['id']} ({tr('销号', 'cleared')} {earlier['cleared_on']})" if earlier else None


def _item_text(desk: Desk, data: dict[str, Any]) -> str:
    term = None if data["term_days"] is None else f"{data['term_days']} {label('term_kind', data['term_kind'] or 'natural')}"
    words = {
        tr("编号", "id"): data["id"],
        tr("机构", "home"): data["institution_name"],
        tr("部位", "place"): data["place"],
        tr("情况", "finding"): data["finding"],
        tr("等级", "severity"): label("severity", data["severity"]),
        tr("定级理由", "reason of the severity"): data["severity_reason"],
        tr("状态", "state"): label("item_state", data["state"]),
        tr("标记", "marks"): [str(label("mark", mark)) for mark in data["marks"]],
        tr("措施种类", "kind of measure"): label("measure", data["measure_kind"]),
        tr("整改措施", "measure"): data["measure"],
        tr("期限", "term"): term,
        tr("到期", "due"): data["due"],
        tr("送达", "served"): data["served_on"],
        tr("申请延期至", "extension asked until"): data["extension_asked"],
        tr("责令依据", "basis of the order"): data["order_basis"],
        tr("依据", "basis"): data["basis"],
        tr("责任人", "responsible"): data["responsible"],
        tr("资金（元）", "money (yuan)"): data["budget_yuan"],
        tr("资金来源", "source of the money"): data["budget_source"],
        tr("预案", "contingency plan"): data["contingency"],
        tr("牵头部门", "lead department"): label("department", data["lead_department"] or ""),
        tr("五落实尚缺", "of the five still missing"): [str(column_word(name)) for name in data["missing_of_five"]],
        tr("复查未过", "reinspections not passed"): data["failures"] or None,
        tr("生命通道", "life exits"): data["exits"] or None,
        tr("复发自", "recurrence of"): _recurrence_text(data["recurrence_of"]),
        tr("再次发现为", "found again as"): data["recurred_as"],
        tr("检查项", "questions"): data["questions"],
        tr("照片", "photos"): sum(len(photos) for photos in data["photos"].values()) or None,
    }
    lines = [fields(words)]
    for event in data["events"]:
        shown = {name: value for name, value in event["facts"].items() if value not in ("", None)}
        said = cells_text(desk, "event", {name: value for name, value in shown.items() if name not in ("notice", "event")})
        undone = f"{tr('（已撤销）', ' (taken back)')}" if event["retracted"] else ""
        late = f"  {tr('补录', 'entered')} {event['entered_late']}" if event["entered_late"] else ""
        word = tr("恢复", "restore") if event["restores"] else label("event", event["kind"])
        lines.append(f"  {event['at']}  {word}{undone}  {event['by']}  {said}".rstrip() + late)
    lines += [str(tr(f"  未采纳：{each['reason']}", f"  passed over: {each['reason']}")) for each in data["ignored"]]
    return "\n".join(lines)


def _show_item(desk: Desk, wanted: str) -> dict[str, Any]:
    item = plan.plan_item(desk, wanted)
    events = projections.item_events(desk.store.connection, desk.store.trust, item.id)
    photos = plan.photos_of(desk, item.id)
    made = {row["id"]: CommitId(row["_commit"]) for row in desk.store.find("event", item=item.id)}
    late = records.entered_late(desk, made.values())
    taken_back = {event.id for event in events if event.kind == "retracted"}
    return {
        **_brief(desk, item),
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
        "recurrence_of": _recurrence(desk, item.row["recurrence_of"]),
        "recurred_as": [str(row["id"]) for row in queries.recurrences(desk.store, item.id)],
        "questions": [row["path"] for row in desk.store.find("item_question", item=item.id)],
        "events": [
            {
                "id": str(event.id),
                "kind": event.kind,
                "at": local_time(event.at),
                "entered_late": late.get(made[event.id]),
                "retracted": event.id in item.state.retracted,
                "restores": event.kind == "retracted" and read.row(event.facts, "event") in taken_back,
                "by": desk.name_of(event.by),
                "role": event.role,
                "facts": dict(event.facts),
            }
            for event in events
        ],
        "ignored": [{"id": str(id_), "reason": str(reason)} for id_, reason in item.state.ignored],
        "photos": {when: [row["sha256"] for row in rows] for when, rows in photos.items()},
    }


def _recurrence(desk: Desk, earlier: int | None) -> dict[str, Any] | None:
    """The cleared item that this one is the recurrence of."""
    row = desk.store.get("item", RowId(earlier)) if earlier else None
    return {"id": str(earlier), "cleared_on": state_of(desk, row).cleared_on} if row else None


def _show_plan(desk: Desk, wanted: str) -> dict[str, Any]:
    try:
        home = register.find(desk, wanted)
    except BadInput as error:
        raise BadInput(
            tr(f"没有这个整改项或机构：{wanted}", f"there is no such plan item or home: {wanted}"),
            todo=tr("见 plan list 和 institutions list。", "See plan list and institutions list."),
        ) from error
    items = plan.plan(desk, institution=RowId(home["id"]))
    states = [item.state for item in items]
    return {
        "institution": str(home["id"]),
        "name": home["name"],
        "found": len(items),
        "open": sum(state.is_open for state in states),
        **{end: sum(state.state == end for state in states) for end in ENDS},
        "exits": sum(state.exits for state in states),
        "wells": sum(len(state.wells) for state in states),
        "items": [_brief(desk, item) for item in items],
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
@click.option("--escalate", help="挂牌督办: put a major hazard under supervised listing, and why (supervisors).")
@click.option("--refer", "refer_to", help="移送: the department it is referred to, with --reason (supervisors).")
@click.option("--reason", default="", help="Why it is referred.")
@pass_session
def plan_edit(
    session: Session, /, item: str, escalate: str | None, refer_to: str | None, reason: str, **cells: Any
) -> None:
    """Edit an item: place, finding, measure, term and the five; escalate it or refer it."""
    given = {name: value for name, value in cells.items() if value is not None}
    if not (given or escalate or refer_to):
        raise click.UsageError(str(tr("没有要修改的内容", "nothing to edit")), click.get_current_context())
    with session.desk(acting=True) as desk:
        if given:
            plan.edit(desk, item, given)
        if escalate:
            plan.mark(desk, item, "escalated", {"reason": escalate})
        if refer_to:
            plan.mark(desk, item, "referred", {"to": refer_to, "reason": reason})
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
@seen_option
@pass_session
def plan_submit(session: Session, item: str, note: str, photos: tuple[str, ...], seen: str | None) -> None:
    """The home says it is done: waiting for reinspection."""
    with session.desk(acting=True, seen=seen) as desk:
        plan.submit(desk, item, note, read_files(photos))
    session.emit({"id": item, "state": "submitted"}, label("item_state", "submitted"))


@plan_group.command("extend")
@click.argument("item")
@click.option("--to", required=True, help="Until when: 2026-12-31.")
@click.option("--reason", required=True, help="Why the home asks.")
@seen_option
@pass_session
def plan_extend(session: Session, item: str, to: str, reason: str, seen: str | None) -> None:
    """The home asks for an extension."""
    with session.desk(acting=True, seen=seen) as desk:
        plan.extend(desk, item, day(to), reason)
    session.emit({"id": item, "extension_asked": to}, tr(f"已申请延期至 {to}", f"Extension asked until {to}"))


@plan_group.command("grant")
@click.argument("item")
@click.option("--to", default=None, help="Another date than the one asked for.")
@click.option("--reason", default="", help="Why.")
@click.option("--refuse", default=None, metavar="REASON", help="不予延期: refuse it instead, and why.")
@pass_session
def plan_grant(session: Session, item: str, to: str | None, reason: str, refuse: str | None) -> None:
    """Grant an extension, or refuse it (supervisors)."""
    if refuse is not None and (to or reason):
        raise click.UsageError(str(tr("--refuse 不与其他选项同用", "--refuse goes alone")), click.get_current_context())
    with session.desk(acting=True) as desk:
        if refuse is None:
            plan.grant(desk, item, day(to) if to else None, reason)
        else:
            plan.refuse(desk, item, refuse)
        due = plan.plan_item(desk, item).state.due
    text = tr(f"延期至 {due}", f"Extended until {due}") if refuse is None else tr(f"不予延期，仍为 {due}", f"Refused: still {due}")
    session.emit({"id": item, "due": due, "granted": refuse is None}, text)


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
@seen_option
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
    seen: str | None,
) -> None:
    """Reinspect an item."""
    facts = outcome_facts(exits, place, depth, flow)
    with session.desk(acting=True, seen=seen) as desk:
        plan.reinspect(
            desk, item, result, person_id(desk, second), read_files(photos), {**facts, **({"note": note} if note else {})}
        )
        state = plan.plan_item(desk, item).state.state
    session.emit({"id": item, "result": result, "state": state}, f"{label('result', result)}: {label('item_state', state)}")


@plan_group.command("clear")
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@click.option("--note", default="", help="Opinion on the clearing.")
@click.option("--end", type=click.Choice(list(plan.ENDING)), default=None, help="Another lawful end instead (supervisors).")
@click.option("--reason", default="", help="Why it ends so (equivalent, disproved).")
@click.option("--opinion", default="", help="The opinion an equivalent measure rests on.")
@click.option("--settled", type=int, default=None, help="Residents settled (ended_with_institution).")
@click.option("--residents", type=int, default=None, help="Residents there were (ended_with_institution).")
@pass_session
def plan_clear(
    session: Session,
    items: tuple[str, ...],
    note: str,
    end: str | None,
    reason: str,
    opinion: str,
    settled: int | None,
    residents: int | None,
) -> None:
    """销号: clear items whose reinspection passed with a photo; or end them otherwise."""
    said = {"reason": reason, "opinion": opinion, "residents_settled": settled, "residents_total": residents}
    facts = {name: value for name, value in said.items() if value not in ("", None)}
    if bool(facts) > bool(end) or (end and note):
        raise click.UsageError(
            str(tr("--note 用于销号，其余理由用于 --end", "--note goes with clearing, the other facts with --end")),
            click.get_current_context(),
        )
    with session.desk(acting=True) as desk:
        done = plan.end_all(desk, items, end, facts) if end else plan.clear_all(desk, items, note)
    state = end or "cleared"
    word = label("item_state", state)
    session.emit([{"id": str(item), "state": state} for item in done], tr(f"{word.zh} {len(done)} 项", f"{len(done)}: {word.en}"))


# -- notices -----------------------------------------------------------------------------------------
@click.group(cls=Verbs)
def notice() -> None:
    """责令限期改正通知书: issue, serve, void, print."""


@notice.command("issue")
@click.argument("inspection")
@click.option("--item", "items", multiple=True, help="Only these items; repeat (default: all that are found).")
@click.option("--due", default=None, help="Print this date instead of terms: 2026-12-01.")
@click.option("--with-agency", "agencies", multiple=True, metavar="NAME=CLAUSES",
              help="An agency that orders jointly, and its own power: 通辽市消防救援支队=消防法:54; repeat.")
@pass_session
def notice_issue(session: Session, inspection: str, items: tuple[str, ...], due: str | None, agencies: tuple[str, ...]) -> None:
    """Order the hazards of a finished inspection, with a final number from this laptop's lease."""
    partners = [_partner(agency) for agency in agencies]
    with session.desk(acting=True) as desk:
        made = notices.issue(desk, inspection, items, day(due) if due else None, partners)
        row = desk.row("notice", made)
        count = len(queries.notice_items(desk.store, made))
    session.emit(
        {"id": str(made), "number": row["number"], "items": count, "provisional": bool(row["provisional"])},
        _issued_text(row, count),
    )


def _partner(said: str) -> tuple[str, str]:
    name, _, clauses = (part.strip() for part in said.partition("="))
    if not name or not clauses:
        raise click.UsageError(
            str(tr("--with-agency 写作 机关名称=条款，如 通辽市消防救援支队=消防法:54", "write --with-agency NAME=CLAUSES")),
            click.get_current_context(),
        )
    return name, clauses


def _issued_text(row: dict[str, Any], count: int) -> str:
    words = str(tr(f"{row['number']}，{count} 项（编号 {row['id']}）", f"{row['number']}, {count} items (id {row['id']})"))
    if row["provisional"]:
        more = tr(
            "文号已用完，这是临时编号；请管理员用 numbers lease 分配。",
            "No number is left: this one is provisional; ask the admin for numbers lease.",
        )
        words += f"\n{more}"
    return words


@notice.command("serve")
@click.argument("wanted", metavar="NOTICE")
@click.option("--method", type=click.Choice(list(SERVICE_METHODS)), default="direct", show_default=True)
@click.option("--recipient", default="", help="Who received it (direct, post).")
@click.option("--relation", default="", help="Relation of a substitute recipient to the home.")
@click.option("--with", "second", required=True, help="The second server.")
@click.option("--at", "when", default=None, help="When it was handed over or left (or now), or received by post: 2026-11-25T15:30.")
@click.option("--place", default="", help="Where (default: the home's address).")
@click.option("--refused", default="", help="Reason of refusal (left).")
@click.option("--witness", default="", help="Witness (left).")
@click.option("--witness-post", default="", help="The witness's office and post.")
@click.option("--photo", "photos", multiple=True, type=click.Path(dir_okay=False), help="Photo of the service or receipt; repeat.")
@click.option("--tracking", default="", help="Number of the letter (post).")
@click.option("--sent", default=None, help="Day of posting (post): 2026-11-20.")
@click.option("--announced-in", default="", help="Where it was announced (public).")
@click.option("--announced", default=None, help="Day of the announcement (public); it counts as served 30 days later.")
@click.option("--remarks", default="", help="Remarks.")
@pass_session
def notice_serve(
    session: Session, /, wanted: str, second: str, when: str | None, sent: str | None, announced: str | None,
    photos: tuple[str, ...], **how: Any,
) -> None:  # fmt: skip
    """Record the service of a notice: the terms run from that day."""
    if how["method"] == "post" and when is None:
        raise click.UsageError(
            str(tr("邮寄的，用 --at 写明回执上的收件时间", "by post: say with --at when the receipt says it was received")),
            click.get_current_context(),
        )
    how |= {"sent_on": day(sent) if sent else None, "announced_on": day(announced) if announced else None}
    with session.desk(acting=True, seen=when) as desk:
        service = notices.Service(served_at=desk.seen_at, second=person_id(desk, second), photos=read_files(photos), **how)
        made = desk.row("service", notices.serve(desk, wanted, service))
    served = local_date(made["served_at"])
    session.emit(
        {"id": str(made["id"]), "number": made["number"], "served_on": served},
        tr(f"{served} 送达，回证 {made['number']}", f"Served on {served}, proof {made['number']}"),
    )


@notice.command("void")
@click.argument("wanted", metavar="NOTICE")
@click.option("--reason", required=True, help="Why.")
@pass_session
def notice_void(session: Session, wanted: str, reason: str) -> None:
    """Void an issued notice with a reason; its number stays used."""
    with session.desk(acting=True) as desk:
        row = notices.by_number(desk, wanted)
        notices.void(desk, RowId(row["id"]), reason)
    session.emit({"id": str(row["id"]), "number": row["number"], "void": reason}, tr("已作废", "Voided"))


@notice.command("list")
@click.option("--institution", default=None, help="Only of this home.")
@pass_session
def notice_list(session: Session, institution: str | None) -> None:
    """List the notices, void ones too."""
    with session.desk() as desk:
        home = RowId(register.find(desk, institution)["id"]) if institution is not None else None
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
