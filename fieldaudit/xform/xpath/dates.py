"""Dates, times and moments: read from the texts the spec defines, written back. Knows no expression.

Spec: getodk.github.io/xforms-spec, "Data Types" (date, time, dateTime with offset).
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time, timedelta, timezone

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_DATETIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?\Z", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?\Z", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def days(moment: datetime) -> float:
    """Days since 1970-01-01 UTC."""
    return (moment - _EPOCH) / _DAY


def from_days(number: float, zone: timezone) -> datetime | None:
    """The moment `number` days after 1970-01-01 UTC, in `zone`, to the millisecond; None outside years 1-9999."""
    if math.isnan(number) or math.isinf(number) or not -719_160 < number < 2_932_890:
        return None
    moment = _EPOCH + timedelta(milliseconds=round(number * 86_400_000))
    return moment.astimezone(zone)


def read_moment(text: str, zone: timezone) -> datetime | None:
    """A date (local midnight) or dateTime; None when it is neither."""
    if match := _DATE.match(text):
        day = read_date(text)
        return None if day is None else datetime.combine(day, time(), zone)
    if not (match := _DATETIME.match(text)):
        return None
    year, month, day_, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        return datetime(year, month, day_, hour, minute, second, _microseconds(match[7]),
                        _zone(match[8], zone))
    except ValueError:
        return None


def read_date(text: str) -> date | None:
    """A `YYYY-MM-DD` that exists in the calendar, else None."""
    match = _DATE.match(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def read_time(text: str, zone: timezone) -> time | None:
    """A `HH:MM[:SS[.sss]][zone]`, else None."""
    match = _TIME.match(text)
    if not match:
        return None
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0), _microseconds(match[4]),
                    _zone(match[5], zone))
    except ValueError:
        return None


def moment_text(moment: datetime) -> str:
    """The spec's dateTime with offset and milliseconds: 2026-11-24T08:30:00.000+08:00."""
    return moment.isoformat(timespec="milliseconds")


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def _zone(text: str | None, default: timezone) -> timezone:
    if text is None:
        return default
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
