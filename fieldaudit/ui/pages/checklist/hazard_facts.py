"""The hazard that a failed question opened, as its panel shows it; and the acts on it. No Qt."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Any

from ....domain.calendar import LONGEST_TERM, add_term, local_date, local_datetime
from ....domain.core import RowId
from ....work import last_time, plan
from ....work.desk import Desk
from ....work.items import state_of
from ....work.sheet import Sheet
from . import words
from .rows import Card


@dataclass(frozen=True, slots=True)
class Hazard:
    """One item of this visit. `due` is where its term would end if it began today; `known` of the five are filled in."""

    id: RowId
    ordinal: int
    severity: str
    suggests_major: bool  # the form says major, a person has to confirm it
    place: str
    measure_kind: str
    term_days: int
    term_kind: str
    due: date
    responsible: str
    money: str
    contingency: str
    known: int
    recurs: str  # month in which it was cleared before; "" when it was not
    fixed: bool = False  # put right within the visit
    fixable: bool = False  # nothing was done about it yet


def hazard_of(desk: Desk, sheet: Sheet, card: Card) -> Hazard | None:
    """The hazard of a card, if there is one."""
    found = last_time.found_here(desk, sheet.id)
    at = next((at for at, (_row, paths) in enumerate(found) if card.path in paths), -1)
    if at < 0:
        return None
    row = found[at][0]
    today, days = local_date(desk.now), int(row["term_days"] or 0)
    kind = row["term_kind"] or "natural"
    state = state_of(desk, row)
    asked = card.question.fa.get("severity", "") if card.question is not None else ""
    return Hazard(
        RowId(row["id"]), at + 1, row["severity"] or "general",
        asked == "major_to_confirm" and row["severity"] == asked, row["place"] or "", row["measure_kind"] or "", days, kind,
        add_term(today, days, kind), row["responsible"] or "", words.money(row["budget_source"], row["budget_yuan"]),
        row["contingency"] or "", len(plan.FIVE) - len(plan.missing_of_five(row)), _cleared(desk, row),
        state.fixed_on_spot, state.state == "found",
    )  # fmt: skip


def _cleared(desk: Desk, row: dict[str, Any]) -> str:
    """The month in which the same hazard was cleared before."""
    old = desk.store.get("item", RowId(row["recurrence_of"])) if row["recurrence_of"] else None
    if old is None:
        return ""
    ended = plan.plan_item(desk, RowId(old["id"])).state.cleared_on
    return f"{ended:%Y-%m}" if ended else f"{local_datetime(old['_at']):%Y-%m}"


def term_until(start: date, end: date, kind: str) -> int | None:
    """How many days a term has that ends on a day (or on the first one it can end on after that); None where it has none."""
    if not start <= end or (end - start).days > LONGEST_TERM:
        return None
    return bisect_left(range((end - start).days), end, key=lambda days: add_term(start, days, kind))


def cells_of(name: str, text: str) -> dict[str, Any]:
    """The columns of an item that a field of the panel writes; {} for what cannot be written (a blank place)."""
    if name == "money":
        source, yuan = words.read_money(text)
        return {"budget_source": source, "budget_yuan": yuan}
    if name == "term_days":
        return {"term_days": int(text)} if text.strip().isdigit() else {}
    if name == "place":
        return {"place": text.strip()} if text.strip() else {}
    return {name: text.strip() or None}


__all__ = ["Hazard", "cells_of", "hazard_of", "term_until"]
