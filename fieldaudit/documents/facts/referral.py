"""移送函: what is handed to the agency whose power it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from .parts import Party


class Matter(NamedTuple):
    """One fact, and the clause it may offend against without the law's name (第六十条第一款第（一）项).

    `note`: what has become of it since (已于2026年12月10日复查确认拆除，一并抄告).
    """

    fact: str
    clause: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """移送函, in the letter format. Facts only, never a conclusion on the penalty: 涉嫌."""

    bureau: str
    number: str
    recipient: str
    party: Party
    inspected_on: date
    inspection_kind: str
    matters: tuple[Matter, ...]
    law: str  # 《中华人民共和国消防法》第六十条
    own_measures: str  # what the bureau did and goes on doing
    attachments: tuple[str, ...]
    contact: str
    issued_on: date
    generated_at: datetime
    contact_phone: str = ""
    reinspected_on: date | None = None
    subject: str = "消防安全违法线索"
    handed_by: str = "《中华人民共和国安全生产法》第六十九条"
    version: int = 1
    provisional: bool = False
    replaces: str = ""  # the version that this one corrects, as a paper names it
    draft: bool = False
