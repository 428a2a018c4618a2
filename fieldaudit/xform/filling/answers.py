"""What a question's type accepts, and how a computed value is written down. Knows no record.

Spec: getodk.github.io/xforms-spec, "Data Types": values are strings of the XML Schema types named there.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, timezone
from typing import Any

from ...errors import BadInput
from ...i18n import Text, tr
from ..form import Definition, kind_of
from ..xpath.dates import from_days, moment_text, read_date, read_moment, read_time
from ..xpath.dialect import Value, number_text, to_number, to_string
from ..xpath.geography import points

MAX_TEXT = 100_000  # characters of one answer
MAX_INTEGER = 2_147_483_647  # xsd:int has 32 bits
_INTEGER = re.compile(r"-?\d{1,30}\Z", re.ASCII)
_DECIMAL = re.compile(r"-?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})\Z", re.ASCII)
_MEASURED = frozenset(("int", "decimal", "date", "time", "dateTime"))
_ONE_DIGIT = re.compile(r"(\A|[T ])(\d:\d\d)")  # 9:30
_SPACED = re.compile(r"(?<=\d)\s+(?=\d)")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def type_fault(definition: Definition, value: str) -> Text | None:
    """What keeps `value` from being an answer of this type; None when nothing does. Blank is always fine."""
    if value == "":
        return None
    if len(value) > MAX_TEXT:
        return tr(f"超过{MAX_TEXT}字", f"longer than {MAX_TEXT} characters")
    if _NOT_XML.search(value):
        return tr("含有不能记录的控制字符", "it holds control characters that cannot be recorded")
    test = _TESTS.get(definition.type)
    fault = test(value) if test else None
    if fault is None and definition.control is not None:
        fault = _control_fault(definition.control, kind_of(definition), value)
    return fault


def _control_fault(control: Mapping[str, Any], kind: str, value: str) -> Text | None:
    if kind == "range":
        return _range_fault(control, value)
    if kind == "acknowledge" and value != "OK":
        return tr("只能是 OK", "it can only be OK")
    if kind in ("image", "audio", "video", "file") and ("/" in value or "\\" in value) and not value.startswith("jr://"):
        return tr("应为文件名，不含路径", "it must be a file name without a path")
    if kind in ("select_multiple", "rank") and len(set(value.split())) < len(value.split()):
        return tr("选项重复", "a choice stands twice")
    return None


def _range_fault(control: Mapping[str, Any], value: str) -> Text | None:
    start, end, step = (to_number(control["attributes"][key]) for key in ("start", "end", "step"))
    number = to_number(value)
    low, high = min(start, end), max(start, end)
    if number < low or number > high:
        return tr(f"应在{number_text(low)}与{number_text(high)}之间",
                  f"it must be between {number_text(low)} and {number_text(high)}")
    steps = (number - start) / step if step else 0.0
    if abs(steps - round(steps)) > 1e-9:
        return tr(f"应以{number_text(step)}递进", f"it must go in steps of {number_text(step)}")
    return None


def _integer(value: str) -> Text | None:
    if not _INTEGER.match(value):
        return tr("应为整数", "it must be a whole number")
    if -MAX_INTEGER - 1 <= int(value) <= MAX_INTEGER:
        return None
    return tr(f"整数最大为±{MAX_INTEGER}", f"a whole number goes up to ±{MAX_INTEGER}")


def _decimal(value: str) -> Text | None:
    return None if _DECIMAL.match(value) else tr("应为数字", "it must be a number")


def _date(value: str) -> Text | None:
    return None if read_date(value) else tr("应为日期，如 2026-11-24", "it must be a date such as 2026-11-24")


def _time(value: str) -> Text | None:
    return None if read_time(value, UTC) else tr("应为时间，如 08:30", "it must be a time such as 08:30")


def _moment(value: str) -> Text | None:
    if len(value) > 10 and read_moment(value, UTC):
        return None
    return tr("应为日期时间，如 2026-11-24T08:30", "it must be a date and time such as 2026-11-24T08:30")


def _boolean(value: str) -> Text | None:
    return None if value in ("true", "false", "1", "0") else tr("应为 true 或 false", "it must be true or false")


def _geopoint(value: str) -> Text | None:
    if ";" not in value and len(points(value)) == 1 and len(value.split()) <= 4:
        return None
    return tr("应为“纬度 经度 高程 精度”", "it must be 'latitude longitude altitude accuracy'")


def _geotrace(value: str) -> Text | None:
    line = points(value)
    if len(line) < 2:
        return tr("应至少有两个点，用分号隔开", "it takes at least two points, ; between")
    if line[0][:2] == line[-1][:2]:
        return tr("末点不应与首点相同", "the last point must not be the first one")
    return None


def _geoshape(value: str) -> Text | None:
    ring = points(value)
    if len(ring) >= 3 and ring[0][:2] == ring[-1][:2]:
        return None
    return tr("应至少有三个点，末点与首点相同", "it takes at least three points, the last equal to the first")


_TESTS = {"int": _integer, "decimal": _decimal, "date": _date, "time": _time, "dateTime": _moment,
          "boolean": _boolean, "geopoint": _geopoint, "geotrace": _geotrace, "geoshape": _geoshape}


def tidied(definition: Definition, value: str) -> str:
    """An answer as it is kept: stray space round numbers, dates and choices goes, full-width digits become plain ones, a
    space between date and time becomes T; text stays as typed.

    Raises BadInput for what is no text.
    """
    if not isinstance(value, str):
        raise BadInput(tr(f"答案应为文字，而不是{value!r}", f"an answer is a text, not {value!r}"), where=definition.path)
    if definition.control is not None and definition.control["tag"] in ("select", "odk:rank"):
        return " ".join(value.split())
    if definition.type in _MEASURED:
        value = _ONE_DIGIT.sub(r"\g<1>0\2", unicodedata.normalize("NFKC", value).strip())
        return _SPACED.sub("T", value, 1) if definition.type == "dateTime" else value
    return value.strip() if definition.type != "string" else value.replace("\r\n", "\n").replace("\r", "\n")


def written(definition: Definition, value: Value, zone: timezone) -> str:
    """A computed value as its question's type holds it: NaN is blank; a number becomes whole in a whole-number question
    (what is behind the point goes, as in Collect), a day or moment in a date question; of a moment a date or time question
    keeps its part, and a date is the moment at its local midnight.
    """
    if isinstance(value, float):
        if value != value:
            return ""
        if definition.type == "int":
            return number_text(float(math.trunc(value))) if math.isfinite(value) else number_text(value)
        if definition.type in ("date", "dateTime"):
            moment = from_days(value, zone)
            if moment is None:
                return ""
            return moment.date().isoformat() if definition.type == "date" else moment_text(moment)
    text = to_string(value)
    if definition.type in ("date", "time") and len(text) > 10 and read_moment(text, zone):
        return text[:10] if definition.type == "date" else text[11:]
    if definition.type == "dateTime" and read_date(text) and (midnight := read_moment(text, zone)):
        return moment_text(midnight)
    return text
