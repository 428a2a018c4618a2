"""Answers, days and amounts as the checklist writes and reads them. No Qt."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ....domain.calendar import local_datetime
from ....i18n import language, tr
from ....work.in_words import in_words
from ....xform import Question, Record

_AMOUNT = re.compile(r"[¥￥]?\s*(\d[\d,，]*(?:\.\d+)?)\s*(万|千)?\s*(?:元|yuan|rmb)?", re.IGNORECASE)
NOT_APPLICABLE = tr("不适用", "N/A")  # where the form's own words are too long for a segment
_TIMES = {"万": 10_000, "千": 1_000, None: 1, "": 1}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_ZH, _DAYS_EN = "一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def answer(record: Record, path: str, question: Question, speech: str, value: str | None = None) -> str:
    """An answer in words of a language."""
    said = in_words(record, path, question, speech, value)
    return day(said) if question.kind == "date" and said else said


def choice(name: str, label: str, tone: str) -> str:
    """What stands on a segment: the form's words, the usual short form of "Not applicable"."""
    return NOT_APPLICABLE.en if tone == "na" and len(label) > 9 else label


def capital(text: str) -> str:
    """A term at the beginning of a line: Open a life exit."""
    return text[:1].upper() + text[1:]


def clock(ms: int) -> str:
    """14:32:07 of a moment."""
    return f"{local_datetime(ms):%H:%M:%S}"


def day(text: str) -> str:
    """2026-11-24 in forms; 24 Nov 2026 in English. What is no day stays as it is."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return found.isoformat() if language() == "zh" else f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def weekday(found: date) -> str:
    """2026-12-01 周二; Tue 1 Dec 2026."""
    if language() == "zh":
        return f"{found.isoformat()} 周{_DAYS_ZH[found.weekday()]}"
    return f"{_DAYS_EN[found.weekday()]} {found.day} {_MONTHS[found.month - 1]} {found.year}"


def month(ms: int) -> str:
    """2026-05 of a moment."""
    return f"{local_datetime(ms):%Y-%m}"


def money(source: str | None, yuan: float | None) -> str:
    """院方自筹 4,800 元; Own funds, ¥4,800."""
    if yuan is None:
        return source or ""
    amount = f"{yuan:,.2f}".rstrip("0").rstrip(".")
    if language() == "zh":
        return f"{source} {amount} 元" if source else f"{amount} 元"
    return f"{source}, ¥{amount}" if source else f"¥{amount}"


def read_money(text: str) -> tuple[str | None, float | None]:
    """Source and amount in yuan of what was typed: the last number is the amount; 万 and 千 are understood."""
    found = list(_AMOUNT.finditer(text))
    if not found:
        return text.strip() or None, None
    last = found[-1]
    yuan = float(re.sub("[,，]", "", last[1])) * _TIMES[last[2]]
    source = (text[: last.start()] + text[last.end() :]).strip(" ,，、;；:：")
    return source or None, yuan


def days_until(today: date, due: date) -> int:
    """Days from today to a day; negative once it is over."""
    return (due - today) // timedelta(days=1)
