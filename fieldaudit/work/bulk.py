"""One act on many items of the table: each is judged by its own rule, what may be done is done, what may not is named.

An act over several districts is one commit in each, all at one moment, and `work.undo` takes them back together. Decides
nothing itself: every item is asked for in `items.may` and `plan.may_change`, as for one item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..domain.core import Change, RowId, Scope
from ..errors import BadInput, FieldauditError, NotAllowed
from ..i18n import Text, tr
from .desk import Desk, Row
from .evidence import Evidence, Kept, count_photos, evidence_change
from .items import counted, event_row, may, state_of
from .plan import check_cells, check_result, may_change


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that was left as it was, and why."""

    item: RowId
    words: str  # place and finding
    why: str | Text


@dataclass(frozen=True, slots=True)
class Bulk:
    """What became of an act on many items."""

    done: list[RowId] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


_Make = Callable[[Row], list[Change | None]]


def submit(desk: Desk, items: Sequence[RowId | int], note: str = "") -> Bulk:
    """The homes say these are done: waiting for reinspection."""
    return _events(desk, items, "item.submit", "submitted", {"note": note, "photos": 0})


def extend(desk: Desk, items: Sequence[RowId | int], to: date, reason: str) -> Bulk:
    """Ask for more time for these, for one reason."""
    return _events(desk, items, "item.extend", "extension_asked", {"to": to.isoformat(), "reason": reason})


def grant(desk: Desk, items: Sequence[RowId | int], reason: str = "") -> Bulk:
    """Grant each the extension that was asked for it. Supervisors."""

    def facts(row: Row) -> Mapping[str, Any]:
        asked = state_of(desk, row).extension_asked
        if asked is None:
            raise NotAllowed(tr("没有待批的延期申请", "no extension was asked for"))
        return {"to": asked.isoformat(), "reason": reason or "同意延期"}

    return _events(desk, items, "item.grant", "extended", facts)


def refuse(desk: Desk, items: Sequence[RowId | int], reason: str) -> Bulk:
    """Refuse the extensions that were asked for: the deadlines stand. Supervisors."""
    return _events(desk, items, "item.grant", "extension_refused", {"reason": reason.strip()})


def clear(desk: Desk, items: Sequence[RowId | int], note: str = "") -> Bulk:
    """Clear those that the rule lets this person clear; sealed at once."""
    found = _events(desk, items, "item.clear", "cleared", {"note": note})
    if found.done:
        desk.seal()
    return found


def edit(desk: Desk, items: Sequence[RowId | int], cells: Mapping[str, Any]) -> Bulk:
    """Write the same cells (who is responsible, the money…) into many items. Raises BadInput for what no item can have."""
    check_cells(cells)

    def make(row: Row) -> list[Change | None]:
        may_change(desk, row, cells)
        return [desk.store.edit("item", RowId(row["id"]), **cells)]

    return _each(desk, items, "item.edit", make)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reinspection found of one item; photos are read already, outside the act."""

    item: RowId
    result: str  # a code of terms.RESULTS
    photos: Sequence[Evidence | Kept] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)  # note; exits and where, or depth, yield and place of a well


def reinspect(desk: Desk, seen: Sequence[Seen], second: RowId) -> Bulk:
    """One visit to a home: everything that was reinspected, or nothing. Raises BadInput, NotAllowed naming the item."""
    desk.officer(second)
    if not seen:
        raise BadInput(tr("没有复查任何隐患", "nothing was reinspected"))
    made: dict[Scope, list[Change | None]] = {}
    for one in seen:
        row = desk.row("item", one.item)
        counted(row, one.facts)
        check_result(one.result, one.photos, one.facts)
        facts = {**one.facts, "result": one.result, "second": second, "photos": count_photos(one.photos)}
        event = _event(desk, row, "reinspected", facts)
        scope = desk.scope_of(RowId(row["institution"]))
        kept = (evidence_change(desk, scope, "event", event.row, photo, "after") for photo in one.photos)
        made.setdefault(scope, []).extend([*kept, event])
    for scope, changes in made.items():
        desk.commit(scope, "item.reinspect", changes)
    return Bulk([one.item for one in seen])


def _events(
    desk: Desk,
    items: Sequence[RowId | int],
    verb: str,
    kind: str,
    facts: Mapping[str, Any] | Callable[[Row], Mapping[str, Any]],
) -> Bulk:
    def make(row: Row) -> list[Change | None]:
        return [_event(desk, row, kind, facts(row) if callable(facts) else facts)]

    return _each(desk, items, verb, make)


def _event(desk: Desk, row: Row, kind: str, facts: Mapping[str, Any]) -> Change:
    state = state_of(desk, row)
    may(desk, row, state, kind, facts)
    desk.not_before(state.served_on or state.ordered_on, tr("通知书的下达、送达", "the notice's issue and service"))
    return event_row(desk, RowId(row["id"]), kind, facts)


def _each(desk: Desk, items: Sequence[RowId | int], verb: str, make: _Make) -> Bulk:
    """Judge all of them first, then one commit a district."""
    found, made = Bulk(), dict[Scope, list[Change | None]]()
    for item in dict.fromkeys(items):
        row: Row = {"id": item, "place": "", "finding": ""}
        try:
            row = desk.row("item", item)
            changes = make(row)
            made.setdefault(desk.scope_of(RowId(row["institution"])), []).extend(changes)
        except FieldauditError as error:
            words = " ".join(part for part in (row["place"], row["finding"]) if part)
            found.refused.append(Refused(RowId(int(item)), words or str(item), error.what))
        else:
            found.done.append(RowId(row["id"]))
    for scope, changes in made.items():
        if any(change is not None for change in changes):
            desk.commit(scope, verb, changes)
    return found
