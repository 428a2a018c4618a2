"""隐患整改销号单: one hazard, from what was found to its clearing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from .parts import Inspector, Party, Photo, Severity


class Step(NamedTuple):
    """One of the signatures that clear a hazard: role as printed (申请, 审核, 批准), who, when; empty = by hand."""

    role: str
    post: str
    name: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearingFacts:
    """隐患整改销号单. `counted`: what the hazard adds to the bureau's counts, in words (计入生命通道14处)."""

    bureau: str
    number: str
    party: Party
    item_number: str  # 2026-0117-01
    severity: Severity
    place: str
    found_on: date
    finding: str
    citations: tuple[str, ...]
    measure: str
    measure_kind: str
    responsible: str
    contingency: str
    opinion: str  # the facts of the acceptance
    steps: tuple[Step, ...]
    generated_at: datetime
    notice_number: str = ""  # empty: fixed on the spot
    due: date | None = None
    budget_yuan: float | None = None
    budget_source: str = ""
    counted: str = ""
    before: tuple[Photo, ...] = ()
    after: tuple[Photo, ...] = ()
    reinspection_number: str = ""
    reinspected_on: date | None = None
    accepted_by: tuple[Inspector, ...] = ()
    cleared_on: date | None = None
    look_back: date | None = None  # 回头看, at the latest
    fixed_at_scene: bool = False
    version: int = 1
    provisional: bool = False
    replaces: str = ""  # the version that this one corrects, as a paper names it
    draft: bool = False
