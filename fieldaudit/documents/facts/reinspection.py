"""复查意见书: what a reinspection of a notice found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .parts import Inspector, Party

Outcome = Literal["done", "partly", "not_done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinspectedItem:
    """One hazard whose term is over. `position`: its number in the notice.

    Done: it is cleared. Otherwise a new date (`extended_to`), the procedure of suspension (`suspend`), or neither;
    beside either it may be referred to another agency (`refer_to`, with the full citation it could act by).
    """

    position: int
    what: str  # place and requirement
    due: date
    result: Outcome
    evidence: str
    photos: tuple[str, ...] = ()  # their numbers
    extended_to: date | None = None
    suspend: bool = False
    refer_to: str = ""
    refer_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinspectionFacts:
    """复查意见书: only items that are due are listed; `not_due` names the others by their number in the notice."""

    bureau: str
    number: str
    party: Party
    notice_number: str
    served_on: date
    reinspected_on: date
    inspectors: tuple[Inspector, ...]
    items: tuple[ReinspectedItem, ...]
    issued_on: date
    generated_at: datetime
    not_due: tuple[int, ...] = ()
    earlier_days: tuple[date, ...] = ()  # of the reinspection, when it took several; `reinspected_on` is the last
    hazard_word: str = "火灾隐患"  # what the checklist calls what it finds
    copies: tuple[str, ...] = ()  # where each goes; empty: as the office's words say
    version: int = 1
    provisional: bool = False
    replaces: str = ""  # the version that this one corrects, as a paper names it
    draft: bool = False
