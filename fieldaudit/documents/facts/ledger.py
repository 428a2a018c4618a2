"""隐患台账: every hazard of a selection, one line each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from .parts import Severity, TermKind

Ended = Literal["open", "cleared", "equivalent", "disproved", "ended_with_institution"]


class LedgerCounts(NamedTuple):
    """The figures as statistics counted them, apart from the lines: the paper is refused when they disagree."""

    found: int
    open: int
    cleared: int
    equivalent: int = 0
    disproved: int = 0
    ended_with_institution: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One hazard. `outcome` is what it counts as; `state` and `notes` (挂牌督办, 移送住建) are printed.

    Found = open + cleared + equivalent + disproved + ended_with_institution, always. `due` is the first deadline;
    `extended_to` the one that counts since, printed as the state.
    """

    item_number: str
    institution: str
    what: str  # place and finding
    severity: Severity
    found_on: date
    measure_kind: str
    state: str
    outcome: Ended = "open"
    notes: tuple[str, ...] = ()
    paper_number: str = ""  # of the notice or order
    due: date | None = None
    term_days: int | None = None
    term_kind: TermKind = "natural"
    at_scene: bool = False  # put right during the visit
    overdue_days: int = 0
    extended: bool = False
    extended_to: date | None = None
    submitted: bool = False
    ended_on: date | None = None  # cleared, or ended otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFacts:
    """隐患台账. `selection` says in words which hazards were asked for (2026年专项整治)."""

    bureau: str
    number: str  # 台账2026-11
    selection: str
    as_of: date
    lines: tuple[LedgerLine, ...]
    generated_at: datetime
    title: str = "养老机构消防隐患台账"
    counts: LedgerCounts | None = None
    version: int = 1
    replaces: str = ""  # the version that this one corrects, as a paper names it
    provisional: bool = False
    draft: bool = False
