"""The plan of a home (一院一策) and the acts that carry each item to its end.

Every act: find the item, ask the rule, one commit. Clearing seals at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain.calendar import LONGEST_TERM, local_date
from ..domain.core import Change, RowId, Scope
from ..domain.item import ItemState, marks
from ..domain.terms import LEAD_DEPARTMENTS, MEASURES, RESULTS, TERM_KINDS
from ..errors import BadInput, NotAllowed
from ..i18n import tr
from ..store import queries
from .desk import Desk, Row
from .evidence import Evidence, count_photos, evidence_change, is_photo, read_all
from .inspect import signed_before
from .items import counted, event, event_row, may, state_of
from .sheet import open_sheet
from .sheet import state_of as inspection_state

EDITABLE = (
    "place",
    "finding",
    "measure_kind",
    "measure",
    "term_days",
    "term_kind",
    "responsible",
    "budget_yuan",
    "budget_source",
    "contingency",
    "lead_department",
)
FIVE = ("responsible", "measure", "budget_yuan", "term_days", "contingency")
LARGEST_BUDGET = 1e10  # yuan: anything more is a slip of the keyboard
GRAVITY = ("general", "major_to_confirm", "major")
Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One item with where it stands and the marks of today."""

    row: Row
    state: ItemState
    marks: frozenset[str]

    @property
    def id(self) -> RowId:
        return RowId(self.row["id"])


def plan_item(desk: Desk, item: RowId | str) -> PlanItem:
    """One item by id. Raises BadInput."""
    row = desk.row("item", item)
    state = state_of(desk, row)
    return PlanItem(row, state, marks(state, local_date(desk.now), found_on=local_date(row["_at"])))


def plan(desk: Desk, institution: RowId | None = None, inspection: RowId | None = None, state: str | None = None) -> list[PlanItem]:
    """The items of a home, an inspection, or the whole workspace, in the order found."""
    return [plan_item(desk, RowId(row["id"])) for row in queries.items(desk.store, institution, inspection, state)]


def missing_of_five(row: Row) -> list[str]:
    """Which of 责任、措施、资金、时限、预案 an item still lacks (column names)."""
    return [name for name in FIVE if row[name] is None or row[name] == ""]


def _scope(desk: Desk, row: Row) -> Scope:
    return desk.scope_of(RowId(row["institution"]))


def edit(desk: Desk, item: RowId | str, cells: Mapping[str, Any]) -> None:
    """Change an item's place, finding, measure or the five. The wording of an ordered item stays as printed."""
    row = desk.row("item", item)
    check_cells(cells)
    may_change(desk, row, cells)
    change = desk.store.edit("item", RowId(row["id"]), **cells)
    if change is not None:
        desk.commit(_scope(desk, row), "item.edit", [change])


def may_change(desk: Desk, row: Row, cells: Mapping[str, Any], reason: str = "") -> None:
    """Whether these cells of an item may be written now, whoever gave their values. Raises NotAllowed."""
    if "severity" in cells:
        _may_grade(desk, row, str(cells["severity"]), reason)
    state = state_of(desk, row)
    _found_as_signed(desk, row, cells)
    fixed = {"place", "finding", "measure", "measure_kind", "term_days", "term_kind"} & cells.keys()
    if fixed and state.state != "found":
        raise NotAllowed(
            tr(
                "通知书已下达，部位、情况、措施和期限以通知书为准",
                "a notice was issued: its place, finding, measure and term stand",
            ),
            where=str(row["id"]),
            todo=tr(
                "如有误，作废通知书后重新下达；延期用 plan extend。",
                "If wrong, void the notice and issue again; extend with plan extend.",
            ),
        )


def may_make_or_void(desk: Desk, row: Row, *, voiding: bool) -> None:
    """An item comes and goes only with the draft that finds it, and before anything happened to it; what a signed record
    found does not go, although an amendment opened it again. Raises NotAllowed."""
    if _signed(desk, row) or state_of(desk, row).last is not None:
        raise NotAllowed(
            tr("已签字、已下达或已整改的隐患不能增减", "a hazard that was signed, ordered or fixed does not come or go"),
            where=str(row["id"]),
            todo=tr("如有误：inspect amend，更正后重新签字、完成。", "If wrong: inspect amend, correct, sign and finish again."),
        )
    if voiding and row["id"] in signed_before(desk, open_sheet(desk, RowId(row["inspection"]))):
        raise NotAllowed(
            tr("更正前签字的记录已认定此隐患，不能撤销", "the record that was signed before the amendment found this hazard"),
            where=str(row["id"]),
            todo=tr("重新填写这一项：inspect answer；审核通过时隐患按不成立终结。",
                    "Answer the question anew: inspect answer; the approval then ends the hazard as disproved."),
        )  # fmt: skip


def _found_as_signed(desk: Desk, row: Row, cells: Mapping[str, Any]) -> None:
    """Where and what was found is signed with the record; only an amendment changes it. Raises NotAllowed."""
    if {"place", "finding"} & cells.keys() and _signed(desk, row):
        raise NotAllowed(
            tr("部位和情况已随检查记录签字锁定", "place and finding are locked with the signed record"),
            where=str(row["id"]),
            todo=tr("如有误：inspect amend，更正后重新签字、完成。", "If wrong: inspect amend, correct, sign and finish again."),
        )


def _signed(desk: Desk, row: Row) -> bool:
    """Is the inspection that found this item finished and locked?"""
    visit = desk.store.get("inspection", RowId(row["inspection"])) if row["inspection"] else None
    return visit is not None and inspection_state(desk, visit).locked


def check_cells(cells: Mapping[str, Any]) -> None:
    """Refuse cells that no item can have. Raises BadInput."""
    unknown = set(cells) - set(EDITABLE)
    if unknown or not cells:
        raise BadInput(
            tr(f"不能修改：{', '.join(sorted(unknown)) or '（无）'}", f"cannot edit: {', '.join(sorted(unknown)) or '(nothing)'}"),
            todo=", ".join(EDITABLE),
        )
    for name, known in (("measure_kind", MEASURES), ("term_kind", TERM_KINDS), ("lead_department", LEAD_DEPARTMENTS)):
        if name in cells and cells[name] not in known:
            raise BadInput(tr(f"{name} 不能是 {cells[name]!r}", f"{name} cannot be {cells[name]!r}"), todo=", ".join(known))
    term = cells.get("term_days", 0)
    if term is None or not 0 <= int(term) <= LONGEST_TERM:
        raise BadInput(tr("期限天数不对", "the term is not a usable number of days"), where=str(term or ""))
    budget = cells.get("budget_yuan")
    if budget is not None and not 0 <= budget <= LARGEST_BUDGET:
        raise BadInput(tr("资金须为 0 以上的合理数额（元）", "money is a reasonable amount in yuan, 0 or more"), where=str(budget))
    blank = [name for name in ("place", "finding", "measure") if name in cells and not str(cells[name] or "").strip()]
    if blank:
        raise BadInput(
            tr("部位、情况和措施不能改为空白", "place, finding and measure cannot be made blank"), where=", ".join(blank)
        )


def grade(desk: Desk, item: RowId | str, severity: str, reason: str = "") -> None:
    """Confirm a hazard as major, or lower it with a reason. Once the record is signed a supervisor, with a reason."""
    row, reason = desk.row("item", item), reason.strip()
    if severity not in ("general", "major"):
        raise BadInput(tr("等级只能是 general 或 major", "the severity is general or major"), where=severity)
    if severity == "general" and row["severity"] != "general" and not reason:
        raise BadInput(tr("降为一般隐患要写明理由", "lowering a hazard to general needs a reason"), where=str(row["id"]))
    _may_grade(desk, row, severity, reason)
    change = desk.store.edit("item", RowId(row["id"]), severity=severity, severity_reason=reason or None)
    if change is not None:
        desk.commit(_scope(desk, row), "item.grade", [change])


def _may_grade(desk: Desk, row: Row, severity: str, reason: str) -> None:
    """Whether a hazard's severity may change now: once the record is signed, by a supervisor with a reason."""
    state = state_of(desk, row)
    if not state.is_open:
        raise NotAllowed(tr("隐患已终结，不能再定级", "the hazard has ended: it cannot be graded"), where=str(row["id"]))
    later = state.state != "found" or _signed(desk, row)
    if later and row["severity"] != severity and (desk.role() != "supervisor" or not reason):
        raise NotAllowed(
            tr(
                "记录签字锁定后，改变等级须由科室负责人办理并写明理由",
                "once the record is signed, a supervisor changes the severity, with a reason",
            ),
            where=str(row["id"]),
            todo=tr("或 inspect amend，更正后重新签字、完成。", "Or inspect amend, correct, sign and finish again."),
        )


def join(desk: Desk, item: RowId | str, others: Sequence[RowId | str]) -> None:
    """One hazard for several failed questions: the others' questions move to `item`, the others are void.

    The joined hazard is as grave as the gravest of them. Raises BadInput, NotAllowed (another visit, signed, ordered).
    """
    row = desk.row("item", item)
    rows = list({each["id"]: each for each in (desk.row("item", wanted) for wanted in others)}.values())
    if not rows:
        raise BadInput(tr("没有要合并的隐患", "no hazard to join"))
    for other in rows:
        if other["id"] == row["id"] or other["inspection"] != row["inspection"]:
            raise BadInput(
                tr("只能合并同一次检查的不同隐患", "only different hazards of one inspection can be joined"), where=str(other["id"])
            )
    for each in (row, *rows):
        if _signed(desk, each) or state_of(desk, each).state != "found":
            raise NotAllowed(
                tr("已签字、已下达或已整改的隐患不能合并", "a hazard that was signed, ordered or fixed cannot be joined"),
                where=str(each["id"]),
                todo=tr("合并要在检查完成以前。", "Join before the inspection is finished."),
            )
    gravest = max((each["severity"] for each in (row, *rows)), key=GRAVITY.index)
    changes: list[Change | None] = [desk.store.edit("item", RowId(row["id"]), severity=gravest)]
    for other in rows:
        for link in desk.store.find("item_question", item=other["id"]):
            changes.append(desk.store.edit("item_question", RowId(link["id"]), void="合并"))
            changes.append(desk.store.create("item_question", item=row["id"], inspection=link["inspection"], path=link["path"]))
        changes.append(desk.store.edit("item", RowId(other["id"]), void=f"合并到 {row['id']}"))
    desk.commit(_scope(desk, row), "item.join", changes)


def _act(
    desk: Desk, item: RowId | str, verb: str, kind: str, facts: Mapping[str, Any], photos: Sequence[Evidence] = ()
) -> RowId:
    """One event on an item with its photos; gives the event's row."""
    row = desk.row("item", item)
    state = state_of(desk, row)
    may(desk, row, state, kind, facts)
    desk.not_before(state.served_on or state.ordered_on, tr("通知书的下达、送达", "the notice's issue and service"))
    made = event_row(desk, RowId(row["id"]), kind, facts)
    scope = _scope(desk, row)
    desk.commit(scope, verb, [*(evidence_change(desk, scope, "event", made.row, one, "after") for one in photos), made])
    return made.row


def submit(desk: Desk, item: RowId | str, note: str = "", photos: Files = ()) -> None:
    """The home says it is done: waiting for reinspection."""
    read = read_all(photos)
    _act(desk, item, "item.submit", "submitted", {"note": note, "photos": count_photos(read)}, read)


def extend(desk: Desk, item: RowId | str, to: date, reason: str) -> None:
    """The home asks for more time; a supervisor grants it."""
    _act(desk, item, "item.extend", "extension_asked", {"to": to.isoformat(), "reason": reason})


def grant(desk: Desk, item: RowId | str, to: date | None = None, reason: str = "") -> None:
    """Grant the extension asked for, or to another date. Supervisors."""
    row = desk.row("item", item)
    asked = state_of(desk, row).extension_asked
    day = to or asked
    if day is None:
        raise NotAllowed(
            tr("没有待批的延期申请", "no extension was asked for"),
            where=str(row["id"]),
            todo=tr("或用 --to 指定日期。", "Or name a date with --to."),
        )
    _act(desk, item, "item.grant", "extended", {"to": day.isoformat(), "reason": reason or "同意延期"})


def refuse(desk: Desk, item: RowId | str, reason: str) -> None:
    """Refuse the extension asked for: the deadline stands. Supervisors."""
    _act(desk, item, "item.grant", "extension_refused", {"reason": reason.strip()})


def reinspect(
    desk: Desk, item: RowId | str, result: str, second: RowId, photos: Files = (), facts: Mapping[str, Any] | None = None
) -> None:
    """Reinspect with a second person: pass, partial, fail or no access; a pass of an exit or well tells what is there."""
    desk.officer(second)
    counted(desk.row("item", item), facts or {})
    read = read_all(photos)
    check_result(result, read, facts or {})
    said = {**(facts or {}), "result": result, "second": second, "photos": count_photos(read)}
    _act(desk, item, "item.reinspect", "reinspected", said, read)


def check_result(result: str, photos: Sequence[object], facts: Mapping[str, Any]) -> None:
    """Refuse a result that is none, or a visit that left no trace. Raises BadInput."""
    if result not in RESULTS:
        raise BadInput(tr(f"没有“{result}”这种结果", f"there is no result {result!r}"), todo=", ".join(RESULTS))
    if result == "no_access" and not photos and not facts.get("note"):
        raise BadInput(tr("未能进入要有照片或说明", "no access needs a photo or a note"), todo="--photo | --note")


def clear(desk: Desk, item: RowId | str, note: str = "") -> None:
    """销号. Refused without a photo, or to whom the item's grade does not allow; sealed at once."""
    _act(desk, item, "item.clear", "cleared", {"note": note})
    desk.seal()


def clear_all(desk: Desk, items: Sequence[RowId | str], note: str = "") -> list[RowId]:
    """Clear several items: all of them are judged before the first is cleared. Gives their ids."""
    rows = list({row["id"]: row for row in (desk.row("item", item) for item in items)}.values())
    for row in rows:
        may(desk, row, state_of(desk, row), "cleared", {"note": note})
    for row in rows:
        clear(desk, RowId(row["id"]), note)
    return [RowId(row["id"]) for row in rows]


ENDING = {state: kind for kind, state in (
    ("accepted_equivalent", "equivalent"), ("disproved", "disproved"), ("ended_with_institution", "ended_with_institution"),
)}  # fmt: skip


def end(desk: Desk, item: RowId | str, kind: str, facts: Mapping[str, Any]) -> None:
    """A lawful end other than clearing: accepted_equivalent, disproved, ended_with_institution. Supervisors."""
    if kind not in ENDING.values():
        raise BadInput(tr(f"没有“{kind}”这种终结", f"there is no such end: {kind!r}"))
    _act(desk, item, "item.end", kind, facts)
    desk.seal()


def end_all(desk: Desk, items: Sequence[RowId | str], state: str, facts: Mapping[str, Any]) -> list[RowId]:
    """End several items otherwise than by clearing: all are judged before the first is ended. Gives their ids."""
    rows = list({row["id"]: row for row in (desk.row("item", item) for item in items)}.values())
    for row in rows:
        may(desk, row, state_of(desk, row), ENDING[state], facts)
    for row in rows:
        end(desk, RowId(row["id"]), ENDING[state], facts)
    return [RowId(row["id"]) for row in rows]


def mark(desk: Desk, item: RowId | str, kind: str, facts: Mapping[str, Any]) -> None:
    """挂牌督办 (escalated) or 移送 (referred). Supervisors."""
    row = desk.row("item", item)
    desk.commit(_scope(desk, row), "item.mark", [event(desk, RowId(row["id"]), kind, facts)])


def photos_of(desk: Desk, item: RowId) -> dict[str, list[Row]]:
    """The item's photos: `before` (its questions' photos, or those of the fix) and `after` (of its events)."""
    own = [row for row in queries.attachments(desk.store, item) if is_photo(row)]
    before = [row for row in own if row["kind"] == "before"]
    for link in desk.store.find("item_question", item=item):
        before += [
            row
            for row in queries.attachments(desk.store, RowId(link["inspection"]))
            if is_photo(row) and row["path"] == link["path"]
        ]
    after = [row for row in own if row["kind"] == "after"]
    for made in desk.store.find("event", item=item):
        after += [row for row in queries.attachments(desk.store, RowId(made["id"])) if is_photo(row)]
    return {"before": before, "after": after}
