"""责令限期改正通知书 and 责令立即改正通知书: what the two orders say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from .parts import HazardLine, Inspector, Party

FIRE_POWERS = ("《中华人民共和国消防法》第五十二条第二款", "《中华人民共和国老年人权益保障法》第四十四条第二款",
               "《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项")

# That a bureau counts among those 安全生产法 65 names is not certain: the office's wording may choose 45(1)(4) instead.
SPOT_POWERS = ("《中华人民共和国消防法》第五十二条第二款", "《中华人民共和国安全生产法》第六十五条第一款第（三）项")


class Partner(NamedTuple):
    """An agency that acts jointly: its name and the full citations its own power rests on (消防法 54)."""

    name: str
    powers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """责令限期改正通知书. `mode` says whether hazards carry a term or a date."""

    bureau: str
    number: str
    party: Party
    started_at: datetime
    ended_at: datetime
    inspectors: tuple[Inspector, ...]
    hazards: tuple[HazardLine, ...]
    mode: Literal["by_term", "dated"]
    issued_on: date
    review_body: str  # where to apply for reconsideration: the bureau's own government
    generated_at: datetime
    version: int = 1
    inspection_kind: str = "消防安全检查"
    inspection_number: str = ""
    interim_protection: str = ""  # what protects people until the hazards are gone
    contact: str = ""  # the office in charge
    contact_phone: str = ""
    plan_days: int = 7  # within which the home hands in its plan
    copies: tuple[str, ...] = ()  # where each goes; empty: as the office's words say
    hazard_word: str = "火灾隐患"  # what the checklist calls what it finds
    powers: tuple[str, ...] = FIRE_POWERS  # full citations the order itself rests on
    partners: tuple[Partner, ...] = ()  # agencies that issue the notice jointly, after the bureau
    provisional: bool = False  # the number is not yet final
    replaces: str = ""  # the version that this one corrects: 第1版（2026年11月24日，校验 14E1-4D26-55C8）
    draft: bool = False


@dataclass(frozen=True, slots=True)
class SpotHazard:
    """A hazard that can be put right at once. `fixed_at` None: it was not put right during the visit."""

    place: str
    finding: str
    citations: tuple[str, ...]
    require: str
    fixed_at: datetime | None = None
    photos: tuple[str, ...] = ()  # numbers of the photos before and after


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateFacts:
    """责令立即改正通知书. `until`: the hour by which what was not put right during the visit must be."""

    bureau: str
    number: str
    party: Party
    inspected_at: datetime
    inspectors: tuple[Inspector, ...]
    hazards: tuple[SpotHazard, ...]
    issued_on: date
    review_body: str
    generated_at: datetime
    until: datetime | None = None
    interim_protection: str = ""  # of the people, until then
    powers: tuple[str, ...] = SPOT_POWERS
    inspection_kind: str = "消防安全检查"
    inspection_number: str = ""
    hazard_word: str = "火灾隐患"
    copies: tuple[str, ...] = ()  # where each goes; empty: as the office's words say
    version: int = 1
    provisional: bool = False
    replaces: str = ""
    draft: bool = False
