"""Where the names and the date that close a paper stand.

Owns the figures of GB/T 9704 7.3.5 for sealed, joint and unsealed papers: which line of the block a name stands in and
at what x. Knows nothing of pages: `flow` finds the block its room.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..faces import Faces
from .line import Line, Run, Setting, clean, set_lines
from .page import BODY, MM, PITCH, Sheet

_SEAL_LINES = 5  # two empty, name, date, and what the seal needs below
_APART = 58 * MM  # centres of the seals of a joint paper; three come closer, to stay inside the type area
_SEAL = 42 * MM
_IN_A_ROW = 3


class Spot(NamedTuple):
    """A line of text in the block: x on the paper, row counted from the block's top."""

    x: float
    row: int
    line: Line


def sealed(names: Sequence[str], day: str, faces: Faces, sheet: Sheet) -> tuple[list[Spot], int]:
    """Names and date with room for a seal on each name, and how many grid lines the block takes."""
    dated = _set(day, faces)
    right = sheet.right - 4 * PITCH
    centre = right - dated.width / 2
    lines = [_name_lines(name, faces, sheet) for name in names]
    spots: list[Spot] = []
    top = 0
    for start, stop in _rows(lines, centre, sheet):
        apart = _apart(stop - start, centre, sheet)
        tallest = max(len(name) for name in lines[start:stop])
        for number, name in enumerate(lines[start:stop]):
            middle = _inside(centre - (stop - start - 1 - number) * apart, name, sheet)
            first = top + 2 + tallest - len(name)
            spots += [Spot(middle - line.width / 2, first + row, line) for row, line in enumerate(name)]
        top += _SEAL_LINES + tallest - 1
    return [*spots, Spot(right - dated.width, top - 2, dated)], top


def unsealed(agency: str, day: str, faces: Faces, sheet: Sheet) -> tuple[list[Spot], int]:
    """One empty line, the name two characters in from the right, the date beginning two characters after the name.

    A date that would be nearer the edge than the name keeps its two characters and pushes the name in.
    """
    dated, name = _set(day, faces), _name_lines(agency, faces, sheet)
    widest = max(line.width for line in name)
    left = min(sheet.right - 2 * PITCH - widest, sheet.right - 4 * PITCH - dated.width)
    left = max(left, sheet.left)
    spots = [Spot(left, 1 + row, line) for row, line in enumerate(name)]
    return [*spots, Spot(min(left + 2 * PITCH, sheet.right - 2 * PITCH - dated.width), 1 + len(name), dated)], 2 + len(name)


def _set(text: str, faces: Faces) -> Line:
    return set_lines((Run(clean(text)),), faces, Setting(BODY, PITCH, 1e6, justify=0))[0]


def _name_lines(name: str, faces: Faces, sheet: Sheet) -> tuple[Line, ...]:
    """The name on one line, or on even lines where it is wider than the type area."""
    line = _set(name, faces)
    if line.width <= sheet.area_width:
        return (line,)
    parts = int(line.width / sheet.area_width) + 1
    return set_lines((Run(clean(name)),), faces, Setting(BODY, PITCH, line.width / parts + PITCH, justify=0))


def _rows(names: Sequence[Sequence[Line]], centre: float, sheet: Sheet) -> list[tuple[int, int]]:
    """Which names stand side by side: three at most, fewer where they would touch or leave the type area."""
    for many in range(min(_IN_A_ROW, len(names)), 1, -1):
        rows = [(start, min(start + many, len(names))) for start in range(0, len(names), many)]
        if all(_fit([_widest(name) for name in names[start:stop]], centre, sheet) for start, stop in rows):
            return rows
    return [(at, at + 1) for at in range(len(names))]


def _apart(count: int, centre: float, sheet: Sheet) -> float:
    """How far apart the centres of seals stand in a row of so many; the last is at `centre`, none touches the next."""
    return min(_APART, (centre - sheet.left - _SEAL / 2) / max(count - 1, 1))


def _fit(widths: Sequence[float], centre: float, sheet: Sheet) -> bool:
    apart = _apart(len(widths), centre, sheet)
    first = centre - (len(widths) - 1) * apart
    clear = apart > _SEAL and all((one + other) / 2 + PITCH / 2 <= apart for one, other in pairwise(widths))
    return clear and first - widths[0] / 2 >= sheet.left and centre + widths[-1] / 2 <= sheet.right


def _inside(middle: float, name: Sequence[Line], sheet: Sheet) -> float:
    half = _widest(name) / 2
    return min(max(middle, sheet.left + half), sheet.right - half)


def _widest(name: Sequence[Line]) -> float:
    return max(line.width for line in name)
