"""ODK's values and how they turn into one another: string, number, boolean, node-set, dates.

Spec: getodk.github.io/xforms-spec, "XPath Functions" (string(), number(), boolean()) and "Data Types".
The rules of the dialect, where it leaves XPath 1.0:

- A node is its string: `boolean(node)` is true when the string is not blank ("false" is true).
- An empty node-set counts as the blank string in comparisons, so a hidden answer equals ''.
- `number()` of a date or dateTime is days since 1970-01-01 UTC; a date begins at local midnight, in the
  time zone of the record's `now`. So dates can be compared with < and subtracted.
- Two strings are compared with = as strings, dates included.
- A calculation that gives no number (NaN) is stored as blank; a number stored into a date question
  becomes that day.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from .instance import Node

Value = str | float | bool | list[Node]

_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*\Z")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_DATETIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?\Z")
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?\Z")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def to_string(value: Value) -> str:
    """XPath's string(); a node-set gives its first node's text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value[0].text() if value else ""


def to_boolean(value: Value) -> bool:
    """ODK's boolean(): see the module's rules."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    if isinstance(value, str):
        return value != ""
    return any(node.text() for node in value)


def to_number(value: Value, zone: timezone = UTC) -> float:
    """ODK's number(): numerals, dates and dateTimes (days); anything else is NaN."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    text = value if isinstance(value, str) else to_string(value)
    if _NUMBER.match(text):
        return float(text)
    moment = read_moment(text.strip(), zone) if len(text) >= 10 else None
    return math.nan if moment is None else days(moment)


def number_text(number: float) -> str:
    """XPath's text of a number: no exponent, no trailing `.0`."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def strings(value: Value) -> list[str]:
    """Every string a value stands for in a comparison; an empty node-set is one blank."""
    if isinstance(value, list):
        return [node.text() for node in value] or [""]
    return [to_string(value)]


# -- dates and times -----------------------------------------------------------------------------
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
