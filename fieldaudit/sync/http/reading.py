"""Reading what a hub says: strictly, so that nothing else than numbers and object names ever goes further."""

from __future__ import annotations

from typing import Any, TypeVar

from ...errors import BadInput, FieldauditError
from ...i18n import tr
from ...wire.names import parse_name
from .faults import wrong
from .line import Answer, Line

A = TypeVar("A")
B = TypeVar("B")


def fields_of(line: Line, answer: Answer) -> dict[str, Any]:
    """The object that an answer's JSON is. Raises MachineError."""
    found = answer.said
    if not isinstance(found, dict) or answer.status != 200:
        raise unreadable(line)
    return found


def unreadable(line: Line) -> FieldauditError:
    """For an answer of another shape than agreed."""
    return wrong(line.settings.url, tr("读不懂", "it cannot be read"))


def lists(line: Line, value: Any, *kinds: type) -> list[list[Any]]:
    """`value`, if it is a list of lists with members of exactly these types, no number below 0."""
    if type(value) is not list or not all(type(row) is list and tuple(map(type, row)) == kinds for row in value):
        raise unreadable(line)
    if any(type(cell) is int and cell < 0 for row in value for cell in row):
        raise unreadable(line)
    return value


def pairs(line: Line, value: Any, first: type[A], second: type[B]) -> list[tuple[A, B]]:
    """The same for pairs."""
    return [(one, two) for one, two in lists(line, value, first, second)]


def names(line: Line, value: Any, kind: str) -> list[str]:
    """`value`, if it is a list of object names of one kind, sorted."""
    if type(value) is not list or not all(type(name) is str for name in value):
        raise unreadable(line)
    for name in value:
        _demand(line, name, kind)
    return sorted(value)


def sizes(line: Line, value: Any, kind: str = "") -> dict[str, int]:
    """name -> size, if `value` is a list of object names (of one kind) with their sizes."""
    found = dict(pairs(line, value, str, int))
    for name in found:
        _demand(line, name, kind)
    return found


def _demand(line: Line, name: str, kind: str) -> None:
    try:
        parse_name(name)
    except BadInput:
        raise unreadable(line) from None
    if not name.startswith(kind):
        raise unreadable(line)
