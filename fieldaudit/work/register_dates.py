"""What a cell of a date column means: five ways of writing a day, and a spreadsheet's serial number of one.

A day is kept as 2026-11-24. What is a part of a date (2019年), a span or a word (长期) is kept as written. What
cannot be told for certain is kept too, with the warning that says so.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from .register_cells import CellFault, fault, tidy

EXCEL_1900 = date(1899, 12, 30)  # day 0 of the usual system, for every day after its invented 29 February 1900
EXCEL_1904 = date(1904, 1, 1)  # day 0 of workbooks that began on a Macintosh
_SERIALS = range(18_000, 73_051)  # 1949 to 2099; a year such as 2019 or a sum of money is none

_DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[T ]?(\d{1,2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.]|年)\d{1,2}([-/.]|月)\d{1,2}日?")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")


def clean_date(text: str, day_zero: date = EXCEL_1900) -> tuple[str, CellFault | None]:
    """What is kept of a date cell, and what a person should be told about it.

    `day_zero` is the day a spreadsheet's numbers count from. A time of day is kept unless it is midnight.
    """
    given = tidy(text)
    plain = unicodedata.normalize("NFKC", given)
    found = _DAY.fullmatch(re.sub(r"\s*([-/.年月日])\s*", r"\1", plain)) or _COMPACT.fullmatch(plain)
    if found:
        year, month, day, *clock = found.groups()
        return _day(given, int(year), int(month), int(day), clock)
    serial = _SERIAL.fullmatch(plain)
    if serial and int(serial[1]) in _SERIALS:
        day_of = (day_zero + timedelta(days=int(serial[1]))).isoformat()
        return day_of, fault("date_from_serial", text=given, date=day_of)
    return given, fault("odd_date.year", text=given) if _SHORT_YEAR.fullmatch(plain) else None


def _day(given: str, year: int, month: int, day: int, clock: list[str | None]) -> tuple[str, CellFault | None]:
    try:
        whole = date(year, month, day).isoformat()
    except ValueError:
        return given, fault("odd_date.none", text=given)
    hour = (clock[0] or "").rjust(5, "0") if clock and clock[0] else ""
    seconds = clock[1] if clock and clock[1] not in (None, "00") else ""
    if (hour in ("", "00:00")) and not seconds:
        return whole, None
    return f"{whole} {hour}" + (f":{seconds}" if seconds else ""), None
