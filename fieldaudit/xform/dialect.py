"""The rules of ODK's expression dialect: conversions, comparisons, operators, each with its section.

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
from datetime import UTC, timezone
from decimal import Decimal

from ..i18n import tr
from .dates import days, read_moment
from .expression import ExpressionError
from .instance import Node

Value = str | float | bool | list[Node]

_NUMBER = re.compile(r"[ \t\r\n]*-?(\d+(\.\d*)?|\.\d+)[ \t\r\n]*\Z", re.ASCII)


class EvaluationError(ExpressionError):
    """An expression that is in the grammar but cannot be computed with these values."""


def nodes_of(value: Value) -> list[Node]:
    """The node-set itself; raises EvaluationError for anything else."""
    if isinstance(value, list):
        return value
    raise EvaluationError(tr(f"此处应为节点，而不是“{to_string(value)}”",
                             f"nodes are needed here, not {to_string(value)!r}"))


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
