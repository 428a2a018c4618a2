"""Functions of dates and times. Importing this module registers them.

Spec: getodk.github.io/xforms-spec, "Date and Time Functions". A number is days since 1970-01-01 UTC; where a date is
asked for, a whole number is that day of the calendar whatever the time zone (docs.getodk.org, `date`). Months and
weekdays are named in the record's language, Chinese or English. What is neither date nor number gives blank or NaN.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from ...i18n import tr
from .dates import days, from_days, moment_text, read_moment, read_time
from .dialect import Value, to_string
from .registry import number_of, register
from .world import Context

_EPOCH = date(1970, 1, 1)

register("today", 0, None, tr("今天的日期", "today's date"))(lambda context: context.world.today.isoformat())
register("now", 0, None, tr("现在的日期时间，带时区", "date and time with offset"))(lambda context: moment_text(context.world.now))


def _moment(context: Context, value: Value) -> datetime | None:
    """A dateTime, a date (its local midnight) or a number of days, in the record's zone; None when it is neither."""
    zone = context.world.zone
    if isinstance(value, bool):
        return None
    found = None if isinstance(value, float) else read_moment(to_string(value).strip(), zone)
    return from_days(number_of(context, value), zone) if found is None else _local(context, found)


def _local(context: Context, moment: datetime) -> datetime | None:
    """In the record's zone; None on the first and last day there is when that would lie beyond."""
    try:
        return moment.astimezone(context.world.zone)
    except OverflowError:
        return None


def _day(context: Context, value: Value) -> datetime | None:
    """As _moment, but a whole number is a day of the calendar, which no time zone moves."""
    number = math.nan if isinstance(value, bool) else number_of(context, value)
    plain = isinstance(value, float) or read_moment(to_string(value).strip(), context.world.zone) is None
    if plain and number.is_integer() and abs(number) < 3_000_000:
        try:
            return datetime.combine(_EPOCH + timedelta(days=number), time(), context.world.zone)
        except OverflowError:
            return None
    return _moment(context, value)


@register("date", 1, None, tr("日期、日期时间或天数对应的日期", "the date of a date, dateTime or number of days"))
def _date(context: Context, value: Value) -> Value:
    day = _day(context, value)
    return "" if day is None else day.date().isoformat()


@register("date-time", 1, None, tr("日期、日期时间或天数对应的日期时间", "the dateTime of a date, dateTime or number of days"),
          source="odk")
def _date_time(context: Context, value: Value) -> Value:
    moment = _moment(context, value)
    return "" if moment is None else moment_text(moment)


@register("decimal-date-time", 1, None, tr("自1970-01-01（UTC）起的天数", "days since 1970-01-01 UTC"))
def _decimal_date_time(context: Context, value: Value) -> Value:
    moment = _moment(context, value)
    return math.nan if moment is None else days(moment)


@register("decimal-date", 1, None, tr("自1970-01-01起的整天数", "whole days since 1970-01-01"), source="odk")
def _decimal_date(context: Context, value: Value) -> Value:
    """A name older clients know: the day of the calendar as a whole number; date() is its inverse."""
    day = _day(context, value)
    return math.nan if day is None else float((day.date() - _EPOCH).days)


@register("decimal-time", 1, None, tr("时间占一天的比例：正午为0.5", "part of the day of a time: noon is 0.5"))
def _decimal_time(context: Context, value: Value) -> Value:
    """Of a dateTime its local time of day. A time with another offset is brought to the record's zone."""
    clock = _clock(context, to_string(value).strip())
    if clock is None:
        return math.nan
    passed = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)
    return passed / timedelta(days=1)


def _clock(context: Context, text: str) -> datetime | None:
    """The moment of a dateTime, or of a time on the record's day, in the record's zone."""
    zone = context.world.zone
    found = read_time(text, zone)
    moment = read_moment(text, zone) if found is None else datetime.combine(context.world.today, found)
    return None if moment is None else _local(context, moment)


# -- formats -----------------------------------------------------------------------------------------------
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_ZH = tuple(f"{month}月" for month in (*"一二三四五六七八九十", "十一", "十二"))
_PARTS: dict[str, Callable[[datetime, bool], str]] = {
    "Y": lambda at, zh: f"{at.year:04d}",
    "y": lambda at, zh: f"{at.year % 100:02d}",
    "m": lambda at, zh: f"{at.month:02d}",
    "n": lambda at, zh: str(at.month),
    "B": lambda at, zh: (_MONTHS_ZH if zh else _MONTHS)[at.month - 1],
    "b": lambda at, zh: f"{at.month}月" if zh else _MONTHS[at.month - 1][:3],
    "d": lambda at, zh: f"{at.day:02d}",
    "e": lambda at, zh: str(at.day),
    "A": lambda at, zh: "星期" + "一二三四五六日"[at.weekday()] if zh else _WEEKDAYS[at.weekday()],
    "a": lambda at, zh: "周" + "一二三四五六日"[at.weekday()] if zh else _WEEKDAYS[at.weekday()][:3],
    "W": lambda at, zh: f"{at.isocalendar().week:02d}",
    "H": lambda at, zh: f"{at.hour:02d}",
    "h": lambda at, zh: str(at.hour),
    "M": lambda at, zh: f"{at.minute:02d}",
    "S": lambda at, zh: f"{at.second:02d}",
    "3": lambda at, zh: f"{at.microsecond // 1000:03d}",
    "%": lambda at, zh: "%",
}


def _formatted(context: Context, at: datetime | None, pattern: Value) -> Value:
    """An identifier that is not known stands as it is; without a date the text is blank."""
    if at is None:
        return ""
    zh = re.search(r"\bzh\b|中文", context.world.language) is not None

    def part(found: re.Match[str]) -> str:
        write = _PARTS.get(found[1])
        return found[0] if write is None else write(at, zh)

    return re.sub("%(.)", part, to_string(pattern))


@register("format-date", 2, None, tr("按 %Y %y %m %n %b %d %e %a 的格式写日期", "a date by a pattern of %Y %y %m %n %b %d %e %a"))
def _format_date(context: Context, value: Value, pattern: Value) -> Value:
    """The argument is a date (spec): of a dateTime its local day, whose time is midnight, as in Collect."""
    day = _day(context, value)
    return _formatted(context, None if day is None else datetime.combine(day.date(), time()), pattern)


@register("format-date-time", 2, None, tr("同 format-date，另有 %H %h %M %S %3",
                                          "a dateTime by a pattern, as format-date with %H %h %M %S %3"))
def _format_date_time(context: Context, value: Value, pattern: Value) -> Value:
    """A time alone is taken on the record's day."""
    moment = _moment(context, value) or (None if isinstance(value, float) else _clock(context, to_string(value).strip()))
    return _formatted(context, moment, pattern)
