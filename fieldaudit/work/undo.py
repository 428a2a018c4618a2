"""Undo and redo: a further act that takes an earlier one back whole, and one that restores it.

Nothing is struck out. Rows that the act made are void, cells that it wrote have again the values they had before,
its events are retracted by further events. Which act stands in a cell, and which was undone, follows from the bases
that commits name: an undo names the act it takes back, a redo the undo. So nothing is kept beside the log.

What one person did to several things at one moment with one verb (an act on many items, over several districts) is one act
here, although each district has a commit of its own. An act is undone whole or not at all: what somebody has changed
since, or built on it, is named and nothing is written.
Issued papers, services, signatures and reviews are never undone; each has its own way back, which the refusal names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from ..domain import facts as read
from ..domain.core import Change, Commit, CommitId, RowId, Value
from ..domain.rights import label as verb_label
from ..domain.terms import label
from ..errors import BadInput, NotAllowed
from ..i18n import Text, tr
from ..store import queries
from ..store.history import CommitReader, heads, own_acts
from . import plan
from .annotate import may_draw
from .desk import ROW_WORDS, Desk, Row, as_row_id, local_time
from .inspect import drafting, failing
from .items import event_facts, judge_events, retraction, state_of
from .sheet import open_sheet

UNDO, REDO = "act.undo", "act.redo"
_SOME = 100  # changes judged before whoever waits comes in
_IMPORTS = frozenset(("register.import",))  # undone by who made them only
_OF_A_VISIT = frozenset(("inspection.begin", "inspection.answer", "inspection.upgrade", "inspection.attach", "inspection.fix"))
_UNDOABLE = _OF_A_VISIT | _IMPORTS | frozenset((
    "register.edit", "register.merge", "evidence.annotate", "item.edit", "item.grade", "item.join", "item.submit", "item.extend",
    "item.grant", "item.reinspect", "item.clear", "item.end", "item.mark",
))  # fmt: skip
# verbs that make one commit a district, or one an item, when they are about many: undone together
_TOGETHER = _IMPORTS | {verb for verb in _UNDOABLE if verb.startswith("item.")} | {UNDO}
_OTHER_WAY = {
    "inspection.sign": tr("改动记录后重新签字即可。", "Change the record and sign again."),
    "inspection.finish": tr("更正用 inspect amend，写明理由。", "Correct it with inspect amend, with a reason."),
    "inspection.amend": tr("更正后重新签字并完成：inspect finish。", "Sign and finish again: inspect finish."),
    "review.approve": tr("审核有误时用 review return 退回。", "If the review was wrong: review return."),
    "review.return": tr("由检查员 inspect amend 后重新完成，再审核。", "The inspectors amend and finish it, then review it again."),
    "notice.issue": tr("文书只能作废：notice void，写明理由。", "A paper can only be voided: notice void, with a reason."),
    "notice.serve": tr("送达有误时作废通知书再重新下达：notice void。", "If the service is wrong: notice void, issue again."),
    "notice.void": tr("作废的文书不能恢复，请重新下达：notice issue。", "A void paper stays void: notice issue makes another."),
    "paper.issue": tr("制发的文书不能撤销；有误时更正：documents correct。", "An issued paper stands: documents correct."),
    "paper.refer": tr("制发的文书不能撤销；有误时更正：documents correct。", "An issued paper stands: documents correct."),
    "wording.set": tr("用 documents wording set 或 reset 重新设定。", "Set them anew: documents wording set, or reset."),
    "conflict.settle": tr("请重新填写应有的值。", "Write the value that should hold."),
}
_AT_ONCE = tr("几个人同时改动过：直接写入应有的值。", "It was changed by several people at once: write the value that should hold.")
_EARLIER = tr("要撤销更早的操作，写明编号（见 history）。", "Name an earlier act by its id (see history).")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was undone or restored: the act, the commit that did it, and the other commits of the same moment."""

    act: Commit
    commit: CommitId
    also: tuple[Commit, ...] = ()


def undo(
    desk: Desk, wanted: str | None = None, reason: str = "", between: Callable[[], object] = lambda: None
) -> Outcome:
    """Take an act back: the one commit of this id, otherwise all of this person's last act on this laptop that stands.

    `between` is called while a great act is judged: whoever waits may come in there, and what came in is judged, too.
    Naming an undo restores what it took back. Raises BadInput for an unknown commit, NotAllowed naming what stands in
    the way and the way to mend it.
    """
    past = _Past(desk)
    act = past.named(wanted) if wanted else _last_act(desk, past)
    if act.verb == UNDO and past.stands(act):
        return _restore(desk, past, [act], reason)
    if act.verb in (UNDO, REDO) or past.is_reverted(act):
        raise NotAllowed(
            tr("这次操作已经撤销，或是一次重做", "that act is undone already, or is itself a redo"), where=_named(desk, act)
        )
    acts = [act] if wanted else [each for each in _of_one_moment(desk, act) if not past.is_reverted(each)]
    for each in acts:
        _may_undo(desk, each)
    made = _revert(desk, past, acts, UNDO, reason.strip() or "撤销", between)
    return Outcome(acts[0], made[0].id, tuple(acts[1:]))


def redo(desk: Desk, reason: str = "") -> Outcome:
    """Restore what this person's last undo on this laptop took back, if nothing was recorded since. Raises NotAllowed."""
    past = _Past(desk)
    for act in own_acts(desk.store):
        if act.author != desk.actor() or act.verb == REDO or (act.verb == UNDO and not past.stands(act)):
            continue
        if act.verb == UNDO:
            return _restore(desk, past, [each for each in _of_one_moment(desk, act) if past.stands(each)], reason)
        break
    raise NotAllowed(
        tr("没有可重做的操作：最近一次不是撤销", "there is nothing to redo: the last act is not an undo"),
        todo=tr("可用 undo 加撤销操作的编号。", "Name the undo itself: undo COMMIT."),
    )


def _restore(desk: Desk, past: _Past, acts: Sequence[Commit], reason: str) -> Outcome:
    """Take undos back. Only who undid may: otherwise somebody could bring back what its author withdrew."""
    for act in acts:
        if act.author != desk.actor():
            raise NotAllowed(tr("只有撤销的人可以重做", "only who undid it may restore it"), where=_named(desk, act))
    originals = [past.target(act) for act in acts]
    for original in originals:
        _may_undo(desk, original, restoring=True)
    made = _revert(desk, past, acts, REDO, reason.strip() or "重做")
    return Outcome(originals[0], made[0].id, tuple(originals[1:]))


def _of_one_moment(desk: Desk, act: Commit) -> list[Commit]:
    """The commits of an act, newest first: what one person did with one verb at one moment, one after another."""
    if act.verb not in _TOGETHER:
        return [act]
    found: list[Commit] = []
    for each in own_acts(desk.store):
        if (each.verb, each.author, each.wall) == (act.verb, act.author, act.wall):
            found.append(each)
        elif found:
            break
    return found


def _last_act(desk: Desk, past: _Past) -> Commit:
    mine = (act for act in own_acts(desk.store) if act.author == desk.actor() and act.verb not in (UNDO, REDO))
    found = next((act for act in mine if not past.is_reverted(act)), None)
    if found is None:
        raise NotAllowed(tr("没有可撤销的操作", "there is no act to undo"))
    return found


def _named(desk: Desk, act: Commit) -> str:
    return f"{verb_label(act.verb)} {desk.name_of(act.author)} {local_time(act.wall)} ({act.id})"


# -- may it be undone ----------------------------------------------------------------------------------
def _may_undo(desk: Desk, act: Commit, *, restoring: bool = False) -> None:
    """Whose act it is, and whether such an act is ever undone. Raises NotAllowed with the other way."""
    if act.verb not in _UNDOABLE:
        raise NotAllowed(
            Text(f"“{verb_label(act.verb).zh}”不能撤销", f"“{verb_label(act.verb).en}” cannot be undone"),
            where=_named(desk, act),
            todo=_OTHER_WAY.get(act.verb, _EARLIER),
        )
    by_supervisor = desk.role() == "supervisor" and act.verb not in _IMPORTS
    if act.author != desk.actor() and not by_supervisor and not restoring:
        why = tr("只能撤销本人的操作，或由科室负责人撤销", "an act is undone by who did it, or by a supervisor")
        if act.verb in _IMPORTS:
            why = tr("导入只能由导入的人撤销", "an import is undone by who imported it")
        raise NotAllowed(why, where=_named(desk, act))
    if act.verb in _OF_A_VISIT:
        for visit in _visits(desk, act):
            drafting(desk, open_sheet(desk, visit))
    for change in act.changes:
        if change.table == "annotation":
            shape = desk.store.get("annotation", change.row) or {}
            may_draw(desk, desk.row("attachment", shape["attachment"]))


def _visits(desk: Desk, act: Commit) -> set[RowId]:
    """The live inspections that an act of a visit changed."""
    rows = ((change.table, desk.store.get(change.table, change.row) or {}) for change in act.changes)
    found = {_visit_of(desk, table, row) for table, row in rows}
    return {visit for visit in found if visit and (desk.store.get("inspection", visit) or {}).get("void") is None}


def _visit_of(desk: Desk, table: str, row: Row) -> RowId | None:
    if table == "inspection":
        return RowId(row["id"])
    if table == "attachment":
        return _visit_of(desk, row["owner_table"], desk.store.get(row["owner_table"], RowId(row["owner_row"])) or {})
    if table == "event":
        return _visit_of(desk, "item", desk.store.get("item", RowId(row["item"])) or {})
    return RowId(row["inspection"]) if row.get("inspection") else None


# -- taking back ---------------------------------------------------------------------------------------
def _revert(
    desk: Desk, past: _Past, acts: Sequence[Commit], verb: str, reason: str, between: Callable[[], object] = lambda: None
) -> list[Commit]:
    """The commits that take `acts` (or undos) back, once all of them may be. Raises NotAllowed naming what is in the way."""
    before = desk.store.acts
    made = [(act.scope, _taken_back(desk, past, act, reason, between)) for act in acts]
    if desk.store.acts != before:  # somebody came in between: all is judged once more, at one stroke
        past = _Past(desk)
        made = [(act.scope, _taken_back(desk, past, act, reason)) for act in acts]
    return [desk.commit(scope, verb, changes) for scope, changes in made]


def _taken_back(
    desk: Desk, past: _Past, act: Commit, reason: str, between: Callable[[], object] = lambda: None
) -> list[Change]:
    obstacles: list[str] = []
    for number, change in enumerate(act.changes):
        obstacles += past.obstacles(act, change)
        if number % _SOME == _SOME - 1:
            between()
    if obstacles:
        raise NotAllowed(
            tr("此后有人改动过，或已据此办理，不能整体撤销", "it was changed since or acted upon: it cannot be undone whole"),
            where=_named(desk, act),
            safe=tr("没有改动任何内容。", "Nothing was changed."),
            todo="\n".join(f"  {line}" for line in dict.fromkeys(obstacles)),
        )
    changes = [made for change in reversed(act.changes) if (made := _opposite(desk, past, act, change, reason)) is not None]
    if not changes:
        raise NotAllowed(tr("没有什么可撤销的", "there is nothing to take back"), where=_named(desk, act))
    _legal(desk, changes, reason)
    return changes


def _opposite(desk: Desk, past: _Past, act: Commit, change: Change, reason: str) -> Change | None:
    if change.table == "event":
        return retraction(desk, change.row, reason)
    if change.new:
        return desk.store.edit(change.table, change.row, void=reason)
    before = {column: past.value_before(act, change.row, column) for column in change.cells}
    return desk.store.edit(change.table, change.row, **before)


def _legal(desk: Desk, changes: Sequence[Change], reason: str) -> None:
    """Ask the rules of the acts themselves: undoing allows nobody what they may not do otherwise. Raises NotAllowed."""
    for change in changes:
        row = desk.store.get(change.table, change.row)
        if change.table != "item" or row is None:
            continue
        if "void" in change.cells:
            plan.may_make_or_void(desk, row, voiding=change.cells["void"] is not None)
        else:
            plan.may_change(desk, row, change.cells, reason)
    judge_events(desk, [change for change in changes if change.table == "event"])
    answers = [desk.store.get("answer", change.row) or {} for change in changes if change.table == "answer"]
    for visit in {RowId(row["inspection"]) for row in answers}:
        _answers_its_record(desk, visit, changes)


def _answers_its_record(desk: Desk, visit: RowId, changes: Sequence[Change]) -> None:
    """Refuse to leave a failed question without its hazard, or a hazard without its question. Raises NotAllowed."""
    cells = {change.row: change.cells for change in changes}
    values = {}
    for path, row in queries.answer_rows(desk.store, visit):
        after = {**row, **cells.get(RowId(row["id"]), {})}
        if after["void"] is None:
            values[path] = str(after["value"] or "")
    links = queries.all_links(desk.store, visit)
    linked = {link["path"] for link in links if link["void"] is None and link["item_void"] is None}
    kept = {
        link["path"]
        for link in links
        if cells.get(RowId(link["id"]), {}).get("void", link["void"]) is None
        and cells.get(RowId(link["item"]), {}).get("void", link["item_void"]) is None
    }
    version = next((desk.row("form", str(change.cells["form"])) for change in changes if "form" in change.cells), None)
    now, then = open_sheet(desk, visit), open_sheet(desk, visit, values, version)
    wrong = (set(failing(then)) ^ kept) - (set(failing(now)) ^ linked)
    if wrong:
        raise NotAllowed(
            tr("后来的回答与它有关，不能单独撤销", "later answers rest on it, so it cannot be undone by itself"),
            where=", ".join(sorted(wrong)),
            todo=tr("直接重新填写这一项：inspect answer。", "Answer the question anew: inspect answer."),
        )


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a head of a cell stands for: the act whose value shows (None: from before the row was made), the acts undone
    on top of it that redoing would restore, the next one last, and all acts undone and not restored."""

    top: Commit | None
    undone: tuple[Commit, ...]
    reverted: frozenset[CommitId]


class _Past:
    """What stood before, read from the log: whose value a cell shows, and which acts were taken back in it."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._reader = desk, CommitReader(desk.store)
        self._known: dict[tuple[CommitId, RowId, str], _Cell] = {}  # nothing is written while it is asked

    def named(self, wanted: str) -> Commit:
        """A commit by its id as shown. Raises BadInput."""
        number = as_row_id(wanted)
        found = self._reader.find(CommitId(number)) if number else None
        if found is None:
            raise BadInput(
                tr(f"没有这次操作：{wanted}", f"there is no such act: {wanted}"),
                todo=tr("编号见 fieldaudit history 记录编号。", "See the ids with fieldaudit history ROW."),
            )
        return found

    def _commit(self, cid: CommitId) -> Commit:
        found = self._reader.find(cid)
        if found is None:
            raise NotAllowed(tr("以前的操作还没有同步到本机", "an earlier act has not reached this laptop yet"), where=str(cid))
        return found

    def _under(self, commit: Commit, row: RowId, column: str) -> Commit | None:
        """The one commit whose value this one replaced in a cell. None where it made the row, settled a conflict of
        several, or names what is not here or, as only a forger does, is not older."""
        change = self._reader.change(commit, row)
        assert change is not None  # a head of this row
        bases = () if change.new else change.base.get(column) or (self._maker(change.table, row),)
        below = self._reader.find(bases[0]) if len(bases) == 1 else None
        return below if below is not None and below.hlc < commit.hlc else None

    def _below(self, commit: Commit, row: RowId, column: str) -> Commit | None:
        """The same where it must be known; None only where the commit made the row. Raises NotAllowed."""
        below = self._under(commit, row, column)
        change = self._reader.change(commit, row)
        if below is None and not (change is not None and change.new):
            raise NotAllowed(
                tr("这次操作处理了冲突，或以前的值不在本机，不能撤销", "it settled a conflict, or the value before is not here"),
                where=_named(self._desk, commit),
                todo=_OTHER_WAY["conflict.settle"],
            )
        return below

    def _maker(self, table: str, row: RowId) -> CommitId:
        return CommitId((self._desk.store.get(table, row) or {})["_commit"])

    def _cell(self, head: Commit, row: RowId, column: str) -> _Cell:
        """What a head stands for, worked out from the oldest commit below it upwards."""
        known = self._known.get((head.id, row, column))
        if known is not None:
            return known
        chain, below = [head], self._under(head, row, column)
        while below is not None:
            chain.append(below)
            below = self._under(below, row, column)
        cells: dict[CommitId | None, _Cell] = {None: _Cell(None, (), frozenset())}
        under: CommitId | None = None
        for each in reversed(chain):
            now = cells[under]
            if each.verb == REDO:
                top = now.undone[-1] if now.undone else _odd(each)
                cells[each.id] = _Cell(top, now.undone[:-1], now.reverted - {top.id})
            elif each.verb == UNDO:
                top = now.top or _odd(each)
                older = self._below(top, row, column)
                cells[each.id] = _Cell(cells[older.id if older else None].top, (*now.undone, top), now.reverted | {top.id})
            else:
                cells[each.id] = _Cell(each, (), now.reverted)
            under = each.id
        return self._known.setdefault((head.id, row, column), cells[head.id])

    def _heads(self, table: str, row: RowId, column: str) -> list[Commit]:
        cids = heads(self._desk.store, row).get(column) or [self._maker(table, row)]
        return [self._commit(cid) for cid in cids]

    def is_reverted(self, act: Commit) -> bool:
        """Is this act undone, and not restored?"""
        return any(self._part_reverted(act, change) for change in act.changes)

    def stands(self, undo: Commit) -> bool:
        """Does this undo still hold: is what it took back not restored?"""
        return self.is_reverted(self.target(undo))

    def _part_reverted(self, act: Commit, change: Change) -> bool:
        if change.table == "event":
            item = self._desk.store.get("item", RowId(int(change.cells["item"] or 0)))
            return item is not None and change.row in state_of(self._desk, item).retracted
        columns = ("void",) if change.new else change.cells
        return any(
            act.id in self._cell(head, change.row, column).reverted
            for column in columns
            for head in self._heads(change.table, change.row, column)
        )

    def target(self, undo: Commit) -> Commit:
        """The act that an undo took back."""
        change = undo.changes[0]
        if change.table == "event":
            made = self._desk.store.get("event", _event_named(change))
            return self._commit(CommitId(made["_commit"])) if made else _odd(undo)
        column = next(iter(change.cells))
        return self._cell(self._below(undo, change.row, column) or _odd(undo), change.row, column).top or _odd(undo)

    def value_before(self, act: Commit, row: RowId, column: str) -> Value:
        """What a cell showed before the act, or the undo, wrote it."""
        below = self._below(act, row, column) if act.verb != UNDO else self.target(act)
        change = self._reader.change(below, row) if below else None
        return change.cells.get(column) if change else None

    def obstacles(self, act: Commit, change: Change) -> list[str]:
        """What was changed since or built on this part of the act, one line each."""
        if change.table == "event":
            return []  # the hazard's own rule judges that
        columns: Iterable[str] = change.cells
        if change.new:
            columns = {"void", *heads(self._desk.store, change.row)}
        lines = []
        for column in columns:
            now = self._heads(change.table, change.row, column)
            if len(now) == 1 and self._stands(act, now[0], change, column):
                continue
            lines += [_changed(self._desk, change, column, head) for head in now if head.id != act.id]
            lines += [str(_AT_ONCE)] if len(now) > 1 else []
        return lines + (_hanging(self._desk, act, change) if change.new else [])

    def _stands(self, act: Commit, head: Commit, change: Change, column: str) -> bool:
        """Is the act, or the undo, the last word in this cell?"""
        cell = self._cell(head, change.row, column)
        if act.verb == UNDO:
            return bool(cell.undone) and cell.undone[-1].id == self.target(act).id
        return cell.top is not None and cell.top.id == act.id


def _odd(commit: Commit) -> NoReturn:
    raise NotAllowed(tr("这次撤销的内容不合理", "that undo is not a reasonable one"), where=str(commit.id))


def _event_named(change: Change) -> RowId:
    """The event that a retraction takes back."""
    return read.row(event_facts(change), "event") or RowId(0)


def _changed(desk: Desk, change: Change, column: str, head: Commit) -> str:
    return f"{ROW_WORDS.get(change.table, Text(change.table, change.table))} {change.row} {column}: {_named(desk, head)}"


def _hanging(desk: Desk, act: Commit, change: Change) -> list[str]:
    """Live rows that hang on a row this act made, unless they were made with it."""
    rows = queries.hanging(desk.store, change.table, change.row)
    lines = [f"{ROW_WORDS.get(table, Text(table, table))} {row['id']}" for table, row in rows if row["_commit"] != act.id]
    item = desk.store.get("item", change.row) if change.table == "item" else None
    last = state_of(desk, item).last if item else None
    return lines + ([f"{label('event', last.kind)} {change.row}"] if last else [])
