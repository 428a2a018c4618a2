"""Dates, terms, counts and names as an official paper writes them.

Owns the small pieces of wording that several papers share. Pure text; knows nothing of faces and pages. What an English
edition says too takes its language last; without it the Chinese form is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from ..domain.citations import numeral as numeral  # papers count as statutes do: 一百零一
from .facts import HazardLine, TermKind

SEVERITY = {"major": "重大隐患", "general": "一般隐患"}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
Lang = Literal["zh", "en"]


class Deadline(Protocol):
    """What has a date, or a term that counts from service."""

    @property
    def due(self) -> date | None: ...
    @property
    def term_days(self) -> int | None: ...
    @property
    def term_kind(self) -> TermKind: ...


def day(when: date, lang: Lang = "zh", short: bool = False) -> str:
    """2026年11月24日: full year, no leading zeros; 24 November 2026, or `short` 24 Nov 2026."""
    if lang == "en":
        month = _MONTHS[when.month - 1]
        return f"{when.day} {month[:3] if short else month} {when.year}"
    return f"{when.year}年{when.month}月{when.day}日"


def days(these: Sequence[date]) -> str:
    """2026年12月9日、12月10日: the year once, and again where it is another."""
    said = [day(when) if number == 0 or when.year != these[number - 1].year else f"{when.month}月{when.day}日"
            for number, when in enumerate(these)]  # fmt: skip
    return "、".join(said)


def moment(when: datetime) -> str:
    """2026年11月24日9时20分; a full hour without minutes."""
    return day(when) + clock(when)


def clock(when: datetime) -> str:
    """9时05分, or 9时; minutes of two figures, so that none can be written in before them."""
    return f"{when.hour}时" + (f"{when:%M}分" if when.minute else "")


def span(start: datetime, end: datetime) -> str:
    """From start to end, the date said once when it is the same day."""
    until = clock(end) if start.date() == end.date() else moment(end)
    return f"{moment(start)}至{until}"


def hours(start: datetime, end: datetime, lang: Lang = "zh") -> str:
    """The same in figures, for a form: 2026年11月24日9:20—11:50; 24 November 2026, 9:20–11:50."""
    comma, dash = (", ", "–") if lang == "en" else ("", "—")
    until = "" if start.date() == end.date() else day(end, lang) + comma
    return f"{day(start, lang)}{comma}{start.hour}:{start:%M}{dash}{until}{end.hour}:{end:%M}"


def counted(number: int, one: str, many: str, lang: Lang = "zh") -> str:
    """`one` when an English count is of one thing, else `many`; Chinese counts nothing apart."""
    return one if lang == "en" and number == 1 else many


def term(days: int, kind: TermKind, short: bool = False, lang: Lang = "zh") -> str:
    """自送达之日起30日内, 自送达之日起15个工作日内, or 立即; `short` leaves 自送达之日起 off.

    In English: within 30 days of service, within 1 working day, at once.
    """
    if lang == "en":
        unit = ("working " if kind == "working" else "") + counted(days, "day", "days", lang)
        return f"within {days} {unit}{'' if short else ' of service'}" if days else "at once"
    if days == 0:
        return "立即"
    length = f"{days}个工作日内" if kind == "working" else f"{days}日内"
    return length if short else f"自送达之日起{length}"


def deadline(line: Deadline, short: bool = False, lang: Lang = "zh") -> str:
    """The date of a dated hazard, else its term; empty when it has neither."""
    if line.due is not None:
        return day(line.due, lang, short)
    return "" if line.term_days is None else term(line.term_days, line.term_kind, short, lang)


def how_many(number: int) -> str:
    """A count before a measure word: 一, 两, 三 (一式两份)."""
    return "两" if number == 2 else numeral(number)


def enumerated(names: Sequence[str]) -> str:
    """第1项、第2项; three or more that count on by one stand as a run: 第5项至第8项, P21至P34."""
    runs: list[list[str]] = []
    for name in names:
        if runs and _next(runs[-1][-1]) == name:
            runs[-1].append(name)
        else:
            runs.append([name])
    return "、".join(f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(run) for run in runs)


def _next(name: str) -> str | None:
    """The name that counts on by one: 第5项 to 第6项, P09 to P10."""
    counted = re.fullmatch(r"(.*?)(\d+)(\D*)", name)
    return counted and f"{counted[1]}{int(counted[2]) + 1:0{len(counted[2])}d}{counted[3]}"


def sentence(text: str) -> str:
    """A phrase to go on with: without the stop it was typed with."""
    return re.sub(r"[\s。；，、.;,]+$", "", text.strip())


def requirement(text: str) -> str:
    """A required measure after 应当: without that word and without its stop."""
    return re.sub(r"^应当?", "", sentence(text))


def joined(citations: Sequence[str]) -> str:
    """Citations in one enumeration."""
    return "、".join(sentence(citation) for citation in citations)


def by_grade(hazards: Sequence[HazardLine], names: Mapping[str, str] = SEVERITY) -> str:
    """重大隐患5项、一般隐患3项; a grade that does not occur is left out. `names`: what an office calls the grades."""
    counts = {grade: sum(hazard.severity == grade for hazard in hazards) for grade in names}
    return "、".join(f"{names[grade]}{count}项" for grade, count in counts.items() if count)


def range_of_deadlines(hazards: Sequence[HazardLine]) -> str:
    """The first and the last deadline: 2026年12月1日至2027年2月22日, 自送达之日起7日内至90日内."""
    dates = sorted(hazard.due for hazard in hazards if hazard.due is not None)
    if dates:
        return "至".join(dict.fromkeys(day(when) for when in (dates[0], dates[-1])))
    # Working days are ordered among natural ones by their usual length; the text gives both as they are.
    terms = sorted({(one.term_days, one.term_kind) for one in hazards if one.term_days is not None},
                   key=lambda one: one[0] * (1.4 if one[1] == "working" else 1.0))
    if not terms:
        return ""
    (first, first_kind), (last, last_kind) = terms[0], terms[-1]
    if terms[0] == terms[-1]:
        return term(first, first_kind)
    return f"{term(first, first_kind)}至{term(last, last_kind, short=first > 0)}"
