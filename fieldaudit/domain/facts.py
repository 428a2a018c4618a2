"""Reading the facts of an event: JSON values of any shape in, one checked value or nothing out.

Facts arrive from other laptops, so nothing here raises: a value of the wrong kind or beyond reason is
the same as a missing one, and the rule that needs it says what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .core import RowId

Facts = Mapping[str, object]

_LARGEST = 1_000_000_000  # no count, depth or yield of this trade comes near it
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def whole(facts: Facts, key: str) -> int | None:
    """A count: a whole number from 0 to a thousand million."""
    value = facts.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return value
    return None


def positive(facts: Facts, key: str) -> float | None:
    """A measured quantity above zero."""
    value = facts.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _LARGEST:
        return float(value)
    return None


def row(facts: Facts, key: str) -> RowId | None:
    """The id of a row."""
    value = facts.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 63:
        return RowId(value)
    return None


def words(facts: Facts, key: str) -> str:
    """What somebody wrote, without surrounding blanks; "" when nothing."""
    value = facts.get(key)
    return value.strip() if isinstance(value, str) else ""


def day(facts: Facts, key: str) -> date | None:
    """An ISO date (2026-11-24) between 1990 and 2100."""
    value = facts.get(key)
    if not isinstance(value, str):
        return None
    try:
        parsed = date.fromisoformat(value)
    except ValueError:
        return None
    exact = parsed.isoformat() == value  # one way of writing a date, on every laptop
    return parsed if exact and _FIRST_YEAR <= parsed.year <= _LAST_YEAR else None
