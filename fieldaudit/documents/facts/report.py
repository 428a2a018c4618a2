"""消防安全检查报告: what one inspection found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .parts import HazardLine, Inspector, Party, Photo, Result, Signature


@dataclass(frozen=True, slots=True)
class ReportHazard:
    """A hazard on the report, with the numbers of the questions it answers and its photos."""

    hazard: HazardLine
    questions: tuple[str, ...]
    photos: tuple[Photo, ...] = ()
    material: str = ""  # number of a written material, where there is no photo
    fixed_at_scene: bool = False
    item: str = ""  # number of the item on the papers that follow: 2026-0117-01


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question and its answer. `result` None: a reading only, not counted."""

    number: str
    section: str
    question: str
    result: Result | None
    reading: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """消防安全检查报告. Counts are derived from the answers and hazards, so they cannot disagree."""

    bureau: str
    number: str
    party: Party
    started_at: datetime
    ended_at: datetime
    inspectors: tuple[Inspector, ...]
    answers: tuple[AnswerLine, ...]
    hazards: tuple[ReportHazard, ...]
    generated_at: datetime
    title: str = "消防安全检查报告"
    hazard_word: str = "火灾隐患"
    kind: str = "日常"  # ticked among `kinds`
    kinds: tuple[str, ...] = ("日常", "专项", "个案")
    details: tuple[tuple[str, str], ...] = ()  # further (label, value) cells of the facts table
    site_person: str = ""
    notice_number: str = ""
    mode: Literal["by_term", "dated"] = "by_term"
    risk: str = ""  # 高 / 中 / 低
    main_risks: str = ""
    signatures: tuple[Signature, ...] = ()
    further: tuple[Photo, ...] = ()  # of what was found in order, and of the place: photos that no hazard has
    provisional: bool = False
    version: int = 1
    replaces: str = ""  # the version that this one corrects, as a paper names it
    lang: Literal["zh", "en"] = "zh"  # of the edition
    draft: bool = False
