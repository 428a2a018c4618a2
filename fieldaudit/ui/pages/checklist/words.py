"""Answers, days and amounts as the checklist writes and reads them. No Qt."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ....domain.calendar import local_datetime
from ....i18n import Text, language, tr
from ....work.in_words import in_words
from ....xform import Question, Record

_WAN, _QIAN, _YUAN = Text("万", "0,000"), Text("千", "000"), Text("元", "yuan")
_AMOUNT = re.compile(rf"¥?\s*(\d[\d,]*(?:\.\d+)?)\s*({_WAN.zh}|{_QIAN.zh})?\s*(?:{_YUAN.zh}|{_YUAN.en}|rmb)?", re.IGNORECASE)
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFFE5: "¥", 0xFF0C: ",", 0xFF0E: "."}  # as an input method types
NOT_APPLICABLE = tr("不适用", "N/A")  # where the form's own words are too long for a segment
_TIMES = {_WAN.zh: 10_000, _QIAN.zh: 1_000, None: 1}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = (Text("周一", "Mon"), Text("周二", "Tue"), Text("周三", "Wed"), Text("周四", "Thu"), Text("周五", "Fri"),
         Text("周六", "Sat"), Text("周日", "Sun"))  # fmt: skip
_SUM, _SUM_OF = Text("{amount} 元", "¥{amount}"), Text("{source} {amount} 元", "{source}, ¥{amount}")
_AROUND = Text("，、；：", " ,;:")  # what may stand between a source and its amount


def answer(record: Record, path: str, question: Question, speech: str, value: str | None = None) -> str:
    """An answer in words of a language."""
    said = in_words(record, path, question, speech, value)
    return day(said) if question.kind == "date" and said else said


def choice(name: str, label: str, tone: str) -> str:
    """What stands on a segment: the form's words, the usual short form of "Not applicable"."""
    return NOT_APPLICABLE.en if tone == "na" and len(label) > 9 else label


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
        return f"{found.isoformat()} {_DAYS[found.weekday()].zh}"
    return f"{_DAYS[found.weekday()].en} {found.day} {_MONTHS[found.month - 1]} {found.year}"


def month(ms: int) -> str:
    """2026-05 of a moment."""
    return f"{local_datetime(ms):%Y-%m}"


def money(source: str | None, yuan: float | None) -> str:
    """院方自筹 4,800 元; Own funds, ¥4,800."""
    if yuan is None:
        return source or ""
    amount = f"{yuan:,.2f}".rstrip("0").rstrip(".")
    return str(_SUM_OF.format(source=source, amount=amount) if source else _SUM.format(amount=amount))


def read_money(text: str) -> tuple[str | None, float | None]:
    """Source and amount in yuan of what was typed: the last number is the amount; 万 and 千 are understood."""
    found = list(_AMOUNT.finditer(text.translate(_WIDE)))
    if not found:
        return text.strip() or None, None
    last = found[-1]
    yuan = float(last[1].replace(",", "")) * _TIMES[last[2]]
    source = (text[: last.start()] + text[last.end() :]).strip(_AROUND.zh + _AROUND.en)
    return source or None, yuan


def days_until(today: date, due: date) -> int:
    """Days from today to a day; negative once it is over."""
    return (due - today) // timedelta(days=1)
