"""Plan items (隐患 = 整改项): made from failed questions, joined, and the events that move them on.

Knows the one rule table of `domain.item`: every event is asked for there before it is recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..domain.core import Change, RowId
from ..domain.item import Event, ItemState, allowed, fold
from ..domain.terms import label
from ..errors import BadInput, NotAllowed
from ..i18n import Text, tr
from ..store import projections
from ..wire.canon import canonical, parse
from .desk import Desk, Row

if TYPE_CHECKING:
    from ..xform import Question

MEASURE_LEAD = {"joint_retrofit": "fire_rescue", "drill_well": "water"}  # who usually leads; the office edits it


def item_for_question(desk: Desk, inspection: Row, question: Question, cells: Mapping[str, Any]) -> Change:
    """A new plan item prefilled from the question's fa:* columns; `cells` go before the form's wording.

    Whoever answers for the home answers for its hazard, until somebody writes another name.
    """
    fa, home = question.fa, desk.row("institution", inspection["institution"])
    filled: dict[str, Any] = {
        "institution": inspection["institution"],
        "inspection": inspection["id"],
        "finding": fa.get("finding") or question.label("zh"),
        "severity": fa.get("severity", "general"),
        "measure_kind": fa.get("measure", "deadline"),
        "measure": fa.get("require"),
        "term_days": int(fa.get("days") or 0),
        "term_kind": fa.get("term_kind", "natural"),
        "responsible": home["head"] or home["legal_rep"] or "",
        "order_basis": fa.get("order_basis"),
        "basis": fa.get("basis"),
        "basis_checked": fa.get("basis_checked"),
        "refer_basis": fa.get("refer_basis"),
        "lead_department": MEASURE_LEAD.get(fa.get("measure", ""), "civil_affairs"),
        **cells,
    }
    return desk.store.create("item", **{name: value for name, value in filled.items() if value != ""})


def link_question(desk: Desk, item: RowId, inspection: RowId, path: str) -> Change:
    """Say that a failed question is answered by an item."""
    return desk.store.create("item_question", item=item, inspection=inspection, path=path)


def take_back(desk: Desk, links: Sequence[Row], gone: Sequence[Row], signed: Collection[RowId]) -> list[Change | None]:
    """Take questions off their items; an item is void when no question is left. `signed` items stay for a supervisor.

    `links` are all live links of the inspection, `gone` those to take off. Raises NotAllowed for an item that was
    fixed on the spot: what was found and fixed within the visit stays in the record.
    """
    changes: list[Change | None] = []
    reason = tr("回答已更改", "the answer was changed").zh
    for item in dict.fromkeys(RowId(link["item"]) for link in gone):
        if item in signed:
            continue
        mine = [link for link in gone if link["item"] == item]
        changes += [desk.store.edit("item_question", RowId(link["id"]), void=reason) for link in mine]
        if len(mine) < sum(link["item"] == item for link in links):
            continue
        if state_of(desk, desk.row("item", item)).state != "found":
            raise NotAllowed(
                tr("隐患已当场整改，回答应保留“不合格”", "the hazard was fixed on the spot: its answer stays as it was found"),
                where=mine[0]["path"],
            )
        changes.append(desk.store.edit("item", item, void=reason))
    return changes


def counted(row: Row, facts: Mapping[str, Any]) -> None:
    """Refuse exits or a well said of an item that is neither: they would not be counted. Raises BadInput."""
    for kind, names in (("open_exit", ("exits",)), ("drill_well", ("well_depth_m", "well_yield_m3h"))):
        if row["measure_kind"] != kind and any(name in facts for name in names):
            word = label("measure", kind)
            raise BadInput(
                Text(
                    f"整改措施不是“{word.zh}”，这个数不会被统计",
                    f"the measure is not to {word.en}: the figure would not be counted",
                ),
                where=f"{row['id']} {row['place'] or ''}".strip(),
                todo=tr(
                    "去掉这个选项；下达前可用 plan edit --measure-kind 更改措施。",
                    "Leave the option out; before the order, plan edit --measure-kind changes the measure.",
                ),
            )


def state_of(desk: Desk, row: Row) -> ItemState:
    """Where an item stands, folded from its events."""
    events = projections.item_events(desk.store.connection, desk.store.trust, RowId(row["id"]))
    return fold(
        projections.item_facts(row), events, supervisor_clears_general=projections.supervisor_clears_general(desk.store.connection)
    )


def may(desk: Desk, row: Row, state: ItemState, kind: str, facts: Mapping[str, Any]) -> None:
    """Refuse, in the rule's words, an event that the fold would ignore. Raises NotAllowed."""
    why = why_not(desk, row, state, kind, facts)
    if why is not None:
        raise NotAllowed(why, where=_where(row))


def why_not(desk: Desk, row: Row, state: ItemState, kind: str, facts: Mapping[str, Any] | None = None) -> Text | None:
    """Why the person at the desk may not record an event of this kind now, in the rule's words, or None.

    Without `facts` only how things stand and who it is are judged: for buttons, before anything is said.
    """
    return allowed(
        projections.item_facts(row),
        state,
        kind,
        desk.role(),
        desk.actor(),
        facts=facts,
        supervisor_clears_general=projections.supervisor_clears_general(desk.store.connection),
    )


def event(desk: Desk, item: RowId, kind: str, facts: Mapping[str, Any]) -> Change:
    """The event row, once the rule allows it."""
    row = desk.row("item", item)
    may(desk, row, state_of(desk, row), kind, facts)
    return event_row(desk, item, kind, facts)


def event_row(desk: Desk, item: RowId, kind: str, facts: Mapping[str, Any]) -> Change:
    """An event row as it is; the caller has asked the rule."""
    return desk.store.create("event", item=item, kind=kind, facts_json=canonical(dict(facts)).decode())


def retraction(desk: Desk, event: RowId, reason: str) -> Change:
    """The event that takes an event back; `judge_events` asks the rule."""
    made = desk.row("event", event)
    return event_row(desk, RowId(made["item"]), "retracted", {"event": event, "reason": reason})


def event_facts(change: Change) -> Mapping[str, Any]:
    """What a new event says."""
    facts = parse(str(change.cells.get("facts_json") or "{}").encode(), "event")
    return facts if isinstance(facts, dict) else {}


def judge_events(desk: Desk, made: Sequence[Change]) -> None:
    """Refuse, in the rule's words, new events that the fold would ignore when they follow in this order. Raises NotAllowed."""
    for item in dict.fromkeys(RowId(int(change.cells["item"] or 0)) for change in made):
        row = desk.row("item", item)
        held = projections.item_events(desk.store.connection, desk.store.trust, item)
        next_ = max((event.hlc for event in held), default=0) + 1
        new = [
            Event(change.row, next_, str(change.cells["kind"]), desk.seen_at, desk.actor(), desk.role(), event_facts(change))
            for change in made
            if change.cells["item"] == item
        ]
        setting = projections.supervisor_clears_general(desk.store.connection)
        ignored = dict(fold(projections.item_facts(row), [*held, *new], supervisor_clears_general=setting).ignored)
        why = next((ignored[event.id] for event in new if event.id in ignored), None)
        if why is not None:
            raise NotAllowed(why, where=_where(row))


def _where(row: Row) -> str:
    return f"{row['id']} {row['place'] or ''} {row['finding'] or ''}".strip()


def on_the_spot(desk: Desk, item: RowId, facts: Mapping[str, Any]) -> list[Change]:
    """The events of a fix within the visit: fixed, and cleared at once where the inspector may clear."""
    row = desk.row("item", item)
    fixed = event(desk, item, "fixed_on_spot", facts)
    general = row["severity"] == "general" and not projections.supervisor_clears_general(desk.store.connection)
    if not general:
        return [fixed]
    return [fixed, event_row(desk, item, "cleared", {"note": tr("当场整改，当场销号", "fixed and cleared on the spot").zh})]
