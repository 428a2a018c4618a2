"""Forms and tables: rows of cells, laid out to their height and drawn with frame and inner rules.

Owns cells, labels, the height of a row and how a row too long for a page is divided. Knows nothing of where
a page ends: `flow` decides which rows go on which page. Widths are given in millimetres, as the specimens
give them; everything else is points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, NamedTuple

from ..faces import Faces
from .line import BLACK, Colour, Gap, Line, Piece, Run, Setting, clean, set_lines
from .page import FRAME, INNER, MM, Fill, Mark, Rule, Words, baseline

Align = Literal["left", "centre", "right"]
# Draws inside a cell's box: x, y, width, height.
Art = Callable[[float, float, float, float], list[Mark]]
_PAD_X, _PAD_Y = 4.2, 2.6  # of forms; wide tables, set smaller, have _PAD_DENSE at the sides
_PAD_DENSE = 3.0
_SHARE = {"centre": 0.5, "right": 1.0}  # of the room beside a line that goes to its left
# A narrow column spread to its edges looks torn: above this (em a gap) a line stays ragged.
_CELL_STRETCH = 0.13


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph of a cell."""

    pieces: tuple[Piece, ...]
    size: float = 12.0
    leading: float = 17.0
    align: Align = "left"
    fit: bool = False  # set smaller rather than on two lines


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell `width` mm wide. `struck`: one diagonal, nothing is to be filled in."""

    width: float
    paras: tuple[Para, ...] = ()
    fill: Colour | None = None
    struck: bool = False
    art: Art | None = None
    pad: float = _PAD_X


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; at least `height` mm high. `with_next`: never the last row of a page.

    `pad`: points above and below the text of the tallest cell.
    """

    cells: tuple[Cell, ...]
    height: float = 0.0
    with_next: bool = False
    pad: float = _PAD_Y


class _SetLine(NamedTuple):
    line: Line
    align: Align
    leading: float


class SetRow(NamedTuple):
    """A row with its lines broken and its height known (points)."""

    row: Row
    lines: tuple[tuple[_SetLine, ...], ...]
    height: float


def label(text: str, width: float, size: float = 12.0, spread: bool = True) -> Cell:
    """A label cell: Hei, centred, two or three characters spread to the width of four."""
    gap = {2: 2.0, 3: 0.5}.get(len(text), 0.0) if spread else 0.0
    pieces: list[Piece] = []
    for number, char in enumerate(text if gap else [text]):
        if number:
            pieces.append(Gap(gap))
        pieces.append(Run(char, "hei"))
    return Cell(width, (Para(tuple(pieces), size, size * 1.4, "centre"),))


def text_cell(width: float, text: str, size: float = 12.0, leading: float = 0.0, align: Align = "left",
              role: str = "fang", colour: Colour = BLACK, fit: bool = False) -> Cell:
    """A cell of plain text; a line break in the text starts a paragraph."""
    parts = [clean(part) for part in text.splitlines()] or [""]
    return Cell(width, tuple(
        Para((Run(part, role, colour),), size, leading or size * 1.4, align, fit) for part in parts if part),
        pad=_PAD_X if size >= 12 else _PAD_DENSE)


def para(*pieces: Piece | str, size: float = 12.0, leading: float = 17.0, align: Align = "left") -> Para:
    """A paragraph; a plain string is a run in FangSong."""
    return Para(tuple(Run(piece) if isinstance(piece, str) else piece for piece in pieces),
                size, leading, align)


def set_row(row: Row, faces: Faces) -> SetRow:
    """Break the lines of every cell and find the row's height."""
    lines = tuple([_cell_lines(cell, faces) for cell in row.cells])
    tallest = max(map(_high, lines), default=0.0)
    return SetRow(row, lines, max(row.height * MM, tallest + 2 * row.pad if tallest else 0.0))


def divide(row: SetRow, room: float) -> tuple[SetRow, SetRow]:
    """A row that alone exceeds a page: as many lines of each cell as fit `room`, and the rest.

    At least one line of each cell goes into the first part.
    """
    first, rest = [], []
    for cell in row.lines:
        fits = max(1, sum(1 for end in range(1, len(cell) + 1)
                          if _high(cell[:end]) <= room - 2 * row.row.pad))
        first.append(cell[:fits])
        rest.append(cell[fits:])
    kept = replace(row.row, cells=tuple(replace(cell, art=None) for cell in row.row.cells), height=0.0)
    return _part(row.row, first), _part(kept, rest)


def draw_rows(rows: Sequence[SetRow], x: float, y: float) -> list[Mark]:
    """The marks of rows under each other, framed as one table from (x, y); rules last, so that no fill covers them."""
    if not rows:
        return []
    marks: list[Mark] = []
    top = y
    for row in rows:
        marks += _row_marks(row, x, y)
        y += row.height
    return [*marks, *_inner_rules(rows, x, top), *_frame(x, top, _width(rows[0].row), y - top)]


def _inner_rules(rows: Sequence[SetRow], x: float, y: float) -> list[Mark]:
    """One rule between two rows; one between two columns, as far down as they stand side by side."""
    rules: list[Mark] = []
    open_at: dict[float, tuple[float, float]] = {}  # by the rounded place: the place, and where the rule begins
    for number, row in enumerate(rows):
        if number:
            rules.append(Rule(x, y, x + _width(row.row), y, INNER))
        edges = {round(at, 2): (at, y) for at in accumulate((cell.width * MM for cell in row.row.cells[:-1]), initial=x)}
        del edges[round(x, 2)]
        rules += [Rule(at, start, at, y, INNER) for key, (at, start) in open_at.items() if key not in edges]
        open_at = {key: open_at.get(key, edge) for key, edge in edges.items()}
        y += row.height
    return [*rules, *(Rule(at, start, at, y, INNER) for at, start in open_at.values())]


def _part(row: Row, lines: Iterable[tuple[_SetLine, ...]]) -> SetRow:
    kept = tuple(lines)
    tallest = max(map(_high, kept))
    return SetRow(row, kept, tallest + 2 * row.pad)


def _cell_lines(cell: Cell, faces: Faces) -> tuple[_SetLine, ...]:
    width = cell.width * MM - 2 * cell.pad
    return tuple([_SetLine(line, part.align, part.leading) for part in cell.paras for line in _para_lines(part, width, faces)])


def _high(lines: Sequence[_SetLine]) -> float:
    return lines[0].leading if len(lines) == 1 else sum([line.leading for line in lines])


def _para_lines(part: Para, width: float, faces: Faces) -> tuple[Line, ...]:
    left = part.align == "left"
    lines: tuple[Line, ...] = ()
    for size in (part.size, part.size - 0.75, part.size - 1.5) if part.fit else (part.size,):
        lines = set_lines(part.pieces, faces, Setting(
            size, size, width, hang=left, justify=_CELL_STRETCH if left else 0.0))
        if len(lines) == 1:
            break
    return lines


def _row_marks(row: SetRow, x: float, y: float) -> list[Mark]:
    marks: list[Mark] = []
    for cell, lines in zip(row.row.cells, row.lines, strict=True):
        width = cell.width * MM
        marks += _cell_marks(cell, lines, x, y, width, row.height)
        x += width
    return marks


def _cell_marks(cell: Cell, lines: Sequence[_SetLine], x: float, y: float, width: float,
                height: float) -> list[Mark]:
    marks: list[Mark] = []
    if cell.fill is not None:
        marks.append(Fill(x, y, width, height, cell.fill))
    if cell.struck:
        marks.append(Rule(x + 9, y + height - 9, x + width - 9, y + 9, 0.6))
    if cell.art is not None:
        marks += cell.art(x, y, width, height)
    top = y + (height - _high(lines)) / 2
    for line, align, leading in lines:
        left = x + cell.pad
        if align != "left":
            left += (width - 2 * cell.pad - line.width) * _SHARE[align]
        marks.append(Words(left, baseline(top, leading, line.size), line))
        top += leading
    return marks


def _width(row: Row) -> float:
    return sum(cell.width for cell in row.cells) * MM


def _frame(x: float, y: float, width: float, height: float) -> list[Mark]:
    right, bottom = x + width, y + height
    half = FRAME / 2  # the corners meet
    return [Rule(x - half, y, right + half, y, FRAME), Rule(x - half, bottom, right + half, bottom, FRAME),
            Rule(x, y, x, bottom, FRAME), Rule(right, y, right, bottom, FRAME)]
