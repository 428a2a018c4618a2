"""一院一策整改方案: one home's hazards and the five of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .parts import Party, Severity, TermKind


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One hazard and the five; an empty one (None for money and deadline) prints 未落实."""

    place: str
    finding: str
    severity: Severity
    measure_kind: str
    measure: str = ""
    responsible: str = ""
    budget_yuan: float | None = None
    budget_source: str = ""
    due: date | None = None
    term_days: int | None = None
    term_kind: TermKind = "natural"
    contingency: str = ""
    fixed_at_scene: bool = False  # put right within the visit: nothing is left to be arranged
    lead: str = ""  # of works by several parties: the body that leads them (牵头单位)
    subsidy_yuan: float | None = None  # of the budget, what public funds pay; None: as far as `budget_source` tells


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """一院一策整改方案. `subject` stands before 隐患整改方案: 消防, or 安全 when other checklists found hazards too."""

    bureau: str
    party: Party
    lines: tuple[PlanLine, ...]
    prepared_on: date
    generated_at: datetime
    number: str = ""
    notice_number: str = ""
    beds: int | None = None
    residents: int | None = None
    dependent: int | None = None  # residents who cannot care for themselves
    responsible: str = ""  # 消防责任人
    manager: str = ""  # 消防管理人
    subject: str = "消防"
    provisional: bool = False
    version: int = 1
    replaces: str = ""  # the version that this one corrects, as a paper names it
    lang: Literal["zh", "en"] = "zh"  # of the edition
    draft: bool = False
