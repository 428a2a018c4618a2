"""Functions of dates and times. Importing this module registers them.

Spec: getodk.github.io/xforms-spec, "Date and Time Functions". A number is days since 1970-01-01 UTC; months and
weekdays are named in the record's language.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta

from .dates import days, from_days, moment_text, read_moment, read_time
from .dialect import Value, to_number, to_string
from .registry import register
from .world import Context

register("today", 0, None, "today's date")(lambda context: context.world.today.isoformat())
register("now", 0, None, "date and time with offset")(lambda context: moment_text(context.world.now))


def _moment(context: Context, value: Value) -> datetime | None:
    zone = context.world.zone
    if isinstance(value, float):
        return from_days(value, zone)
    text = to_string(value).strip()
    found = read_moment(text, zone)
    return from_days(to_number(text, zone), zone) if found is None else found


@register("date", 1, None, "the date of a date, dateTime or number of days")
def _date(context: Context, value: Value) -> Value:
    moment = _moment(context, value)
    return "" if moment is None else moment.astimezone(context.world.zone).date().isoformat()


@register("date-time", 1, None, "the dateTime of a date, dateTime or number of days")
def _date_time(context: Context, value: Value) -> Value:
    moment = _moment(context, value)
    return "" if moment is None else moment_text(moment.astimezone(context.world.zone))


@register("decimal-date-time", 1, None, "days since 1970-01-01 UTC")
def _decimal_date_time(context: Context, value: Value) -> Value:
    moment = _moment(context, value)
    return math.nan if moment is None else days(moment)


@register("decimal-time", 1, None, "part of the day of a time: noon is 0.5")
def _decimal_time(context: Context, value: Value) -> Value:
    text = to_string(value).strip()
    if moment := read_moment(text, context.world.zone):
        clock = moment.astimezone(context.world.zone).timetz()
    elif found := read_time(text, context.world.zone):
        clock = datetime.combine(date(2000, 1, 1), found).astimezone(context.world.zone).timetz()
    else:
        return math.nan
    passed = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)
    return passed / timedelta(days=1)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS_ZH = tuple(f"周{day}" for day in "一二三四五六日")
_PARTS: dict[str, Callable[[datetime, bool], str]] = {
    "Y": lambda at, zh: f"{at.year:04d}",
    "y": lambda at, zh: f"{at.year % 100:02d}",
    "m": lambda at, zh: f"{at.month:02d}",
    "n": lambda at, zh: str(at.month),
    "b": lambda at, zh: f"{at.month}月" if zh else _MONTHS[at.month - 1],
    "d": lambda at, zh: f"{at.day:02d}",
    "e": lambda at, zh: str(at.day),
    "a": lambda at, zh: (_WEEKDAYS_ZH if zh else _WEEKDAYS)[at.weekday()],
    "H": lambda at, zh: f"{at.hour:02d}",
    "h": lambda at, zh: str(at.hour),
    "M": lambda at, zh: f"{at.minute:02d}",
    "S": lambda at, zh: f"{at.second:02d}",
    "3": lambda at, zh: f"{at.microsecond // 1000:03d}",
    "%": lambda at, zh: "%",
}


@register("format-date", 2, None, "a date by a pattern of %Y %y %m %n %b %d %e %a (and times)")
def _format_date(context: Context, value: Value, pattern: Value) -> Value:
    moment = _moment(context, value)
    if moment is None:
        return ""
    at, zh = moment.astimezone(context.world.zone), context.world.language.startswith("zh")
    first, *rest = to_string(pattern).replace("%%", "%\0").split("%")
    return first + "".join(_formatted(part, at, zh) for part in rest)


def _formatted(part: str, at: datetime, zh: bool) -> str:
    if part.startswith("\0"):
        return "%" + part[1:]
    write = _PARTS.get(part[:1])
    return f"%{part}" if write is None else write(at, zh) + part[1:]


register("format-date-time", 2, None, "a dateTime by a pattern, as format-date with %H %h %M %S %3")(_format_date)
