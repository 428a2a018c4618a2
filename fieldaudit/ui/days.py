"""Days and moments in the window's words: 11-24 in tables, 今天 or 昨天 beside it, "overdue by 2 days". Knows no widget.

`today` is always given: the session's clock says what day it is.
"""

from __future__ import annotations

from datetime import date, datetime

from ..domain.calendar import local_date, local_datetime
from .text import tr

_WEEKDAYS = ("days.monday", "days.tuesday", "days.wednesday", "days.thursday", "days.friday", "days.saturday", "days.sunday")
_SHORT = ("days.mon", "days.tue", "days.wed", "days.thu", "days.fri", "days.sat", "days.sun")
_MONTHS = (
    "days.january", "days.february", "days.march", "days.april", "days.may", "days.june", "days.july", "days.august",
    "days.september", "days.october", "days.november", "days.december",
)  # fmt: skip
_NEAR = {-1: "days.yesterday", 0: "days.today", 1: "days.tomorrow"}


def day_of(ms: int) -> date:
    """The day of a moment."""
    return local_date(ms)


def short(day: date, today: date) -> str:
    """11-24, with the year where it is another one."""
    return f"{day.month:02}-{day.day:02}" if day.year == today.year else day.isoformat()


def near(day: date, today: date) -> str:
    """Today, yesterday, tomorrow; else the short date."""
    key = _NEAR.get((day - today).days)
    return tr(key) if key else short(day, today)


def moment(ms: int, today: date) -> str:
    """A moment: today 16:20, yesterday 16:20, or only the day where it is longer ago."""
    at: datetime = local_datetime(ms)
    day = at.date()
    return f"{near(day, today)} {at:%H:%M}" if abs((day - today).days) <= 1 else short(day, today)


def weekday(day: date) -> str:
    """周二, Tue."""
    return tr(_SHORT[day.weekday()])


def long_day(day: date) -> str:
    """A day in full with its weekday, as the day's page says it."""
    fields = {"day": day.day, "month": tr(_MONTHS[day.month - 1]), "year": day.year, "weekday": tr(_WEEKDAYS[day.weekday()])}
    return tr("days.long", **fields)


def due(day: date, today: date) -> tuple[str, str]:
    """When something is due, in words, and their tone: danger when past, warn within a week, else plain."""
    left = (day - today).days
    if left < 0:
        return tr("days.overdue", -left), "danger"
    if left <= 1:
        return near(day, today), "warn"
    if left <= 7:
        return f"{short(day, today)} {weekday(day)}", "warn"
    return short(day, today), "plain"


__all__ = ["day_of", "due", "long_day", "moment", "near", "short", "weekday"]
