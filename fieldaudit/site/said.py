"""Values in words, in the language being spoken: states, days, money, terms, each with the tone its colour tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain.calendar import local_datetime
from ..domain.item import DUE_SOON_DAYS
from ..domain.terms import ENDS, label
from ..i18n import language, tr
from .words import counted

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Words and their tone: "", ok, warn, danger, accent or muted."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the day, and what is said beside it."""

    day: str
    said: Said


def term(kind: str, code: str | None) -> str:
    """A word of the vocabulary, standing alone: English begins with a capital. "" for none."""
    words = str(label(kind, code)) if code else ""
    return words[:1].upper() + words[1:] if language() == "en" else words


def severity(code: str | None) -> Said:
    """How grave a hazard is."""
    return Said(term("severity", code), "" if code == "general" else "danger")


def state(row: Row) -> Said:
    """Where a hazard stands, with what matters beside it."""
    code, marks = str(row["state"]), []
    if code in ENDS:
        return Said(term("item_state", code), "ok" if code == "cleared" else "muted")
    if row["no_access"]:
        marks.append(str(label("mark", "no_access")))
    if row["failures"]:
        marks.append(str(counted("failed", int(row["failures"]))))
    if row["extended"]:
        marks.append(str(label("mark", "extended")))
    return Said(" · ".join([term("item_state", code), *marks]), "accent" if code == "passed" else "")


def due(row: Row, today: date) -> Due:
    """When an open hazard is due and what is left; of one that ended only the day; its term where no day runs yet."""
    if not row["due"]:
        return Due("" if row["state"] in ENDS else length(row), Said(""))
    day = date.fromisoformat(row["due"])
    left = (day - today).days
    if row["state"] in ENDS:
        return Due(day.isoformat(), Said(""))
    if left < 0:
        return Due(day.isoformat(), Said(str(counted("overdue_by", -left)), "danger"))
    words = tr("今天", "today") if left == 0 else counted("left", left)
    return Due(day.isoformat(), Said(str(words), "warn" if left <= DUE_SOON_DAYS else "muted"))


def length(row: Row) -> str:
    """A term that has not begun: 30 日, 10 working days, at once."""
    days, kind = row["term_days"], row["term_kind"]
    if days is None:
        return ""
    if days == 0:
        return str(tr("立即", "at once"))
    return str(counted("working_days" if kind == "working" else "days", int(days)))


def money(yuan: float | None) -> str:
    """Money in yuan; that none is needed is said, and not known is ""."""
    if yuan is None:
        return ""
    if not yuan:
        return str(tr("不需要资金", "no money needed"))
    amount = f"{yuan:,.0f}" if yuan == int(yuan) else f"{yuan:,.2f}"
    return str(tr(f"{amount} 元", f"CNY {amount}"))


def moment(ms: int | None) -> str:
    """A moment: 2026-11-24 16:20."""
    return "" if ms is None else f"{local_datetime(ms):%Y-%m-%d %H:%M}"


def day(ms: int | None) -> str:
    """The day of a moment."""
    return "" if ms is None else f"{local_datetime(ms):%Y-%m-%d}"


def names(*given: str | None) -> str:
    """Several people: 检查员甲、检查员乙."""
    return str(tr("、", ", ")).join(name for name in given if name)


def joined(*parts: str) -> str:
    """Those that say something, with dots between."""
    return " · ".join(part for part in parts if part)
