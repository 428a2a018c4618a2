"""Plan items (隐患 = 整改项): made from failed questions, joined, and the events that move them on.

Knows the one rule table of `domain.item`: every event is asked for there before it is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..domain.core import Change, RowId
from ..domain.item import ItemState, allowed, fold
from ..errors import NotAllowed
from ..i18n import Text, tr
from ..store import projections
from ..wire.canon import canonical
from ..xform import Question
from .desk import Desk, Row

MEASURE_LEAD = {"joint_retrofit": "fire_rescue", "drill_well": "water"}  # who usually leads; the office edits it


def item_for_question(desk: Desk, inspection: Row, question: Question, cells: Mapping[str, Any]) -> Change:
    """A new plan item prefilled from the question's fa:* columns; `cells` go before the form's wording."""
    fa = question.fa
    filled: dict[str, Any] = {
        "institution": inspection["institution"],
        "inspection": inspection["id"],
        "finding": fa.get("finding") or question.label("zh"),
        "severity": fa.get("severity", "general"),
        "measure_kind": fa.get("measure", "deadline"),
        "measure": fa.get("require"),
        "term_days": int(fa.get("days") or 0),
        "term_kind": fa.get("term_kind", "natural"),
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


def void_link(desk: Desk, link: Row, links: Sequence[Row], reason: Text) -> list[Change | None]:
    """Take one question off its item; the item itself is void when no question is left."""
    changes: list[Change | None] = [desk.store.edit("item_question", RowId(link["id"]), void=reason.zh)]
    if sum(other["item"] == link["item"] for other in links) == 1:
        changes.append(desk.store.edit("item", RowId(link["item"]), void=reason.zh))
    return changes


def state_of(desk: Desk, row: Row) -> ItemState:
    """Where an item stands, folded from its events."""
    events = projections.item_events(desk.store.connection, desk.store.trust, RowId(row["id"]))
    return fold(
        projections.item_facts(row), events, supervisor_clears_general=projections.supervisor_clears_general(desk.store.connection)
    )


def may(desk: Desk, row: Row, state: ItemState, kind: str, facts: Mapping[str, Any]) -> None:
    """Refuse, in the rule's words, an event that the fold would ignore. Raises NotAllowed."""
    why = allowed(
        projections.item_facts(row),
        state,
        kind,
        desk.role(),
        desk.actor(),
        facts=facts,
        supervisor_clears_general=projections.supervisor_clears_general(desk.store.connection),
    )
    if why is not None:
        raise NotAllowed(why, where=f"{row['id']} {row['place'] or ''} {row['finding'] or ''}".strip())


def event(desk: Desk, item: RowId, kind: str, facts: Mapping[str, Any]) -> Change:
    """The event row, once the rule allows it."""
    row = desk.row("item", item)
    may(desk, row, state_of(desk, row), kind, facts)
    return event_row(desk, item, kind, facts)


def event_row(desk: Desk, item: RowId, kind: str, facts: Mapping[str, Any]) -> Change:
    """An event row as it is; the caller has asked the rule."""
    return desk.store.create("event", item=item, kind=kind, facts_json=canonical(dict(facts)).decode())


def on_the_spot(desk: Desk, item: RowId, facts: Mapping[str, Any]) -> list[Change]:
    """The events of a fix within the visit: fixed, and cleared at once where the inspector may clear."""
    row = desk.row("item", item)
    fixed = event(desk, item, "fixed_on_spot", facts)
    general = row["severity"] == "general" and not projections.supervisor_clears_general(desk.store.connection)
    if not general:
        return [fixed]
    return [fixed, event_row(desk, item, "cleared", {"note": tr("当场整改，当场销号", "fixed and cleared on the spot").zh})]
