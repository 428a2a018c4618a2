"""The page of a paper: its geometry and what may stand on it.

Owns the type area and grid of GB/T 9704 (28 characters by 22 lines) and the kinds of sheets. A page is a list of marks
(plain data, measured in points from the page's top left); what marks it carries is decided in `flow`, `table` and the
papers, and `pdf` writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from ..facts import Strokes
from .line import BLACK, Colour, Line

MM = 72 / 25.4
COLUMNS, ROWS = 28, 22
AREA_WIDTH, AREA_HEIGHT = 156 * MM, 225 * MM
PITCH = AREA_WIDTH / COLUMNS  # a character's cell: 15.793 pt
LEADING = AREA_HEIGHT / ROWS  # 28.991 pt
BODY = 16.0  # 3号
TITLE = 22.0  # 2号
ASCENT = 0.88  # of every face used: baseline to the top of the em box
HAIR, INNER, FRAME = 0.35, 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of page: its size and type area, in points."""

    width: float
    height: float
    left: float
    top: float
    area_width: float
    area_height: float
    landscape: bool = False
    strip: float = 12.5 * MM  # the proof strip's foot above the paper's
    first_folio: bool = True  # whether page 1 carries its number

    @property
    def bottom(self) -> float:
        """Lower edge of the type area."""
        return self.top + self.area_height

    @property
    def right(self) -> float:
        """Right edge of the type area."""
        return self.left + self.area_width


PORTRAIT = Sheet(210 * MM, 297 * MM, 28 * MM, 37 * MM, AREA_WIDTH, AREA_HEIGHT)
# A one-page form has no page number below it and may use its place.
FORM = replace(PORTRAIT, area_height=AREA_HEIGHT + 9 * MM)
# Bound as a portrait sheet: its left edge is the table's top, so the margins turn with it.
LANDSCAPE = Sheet(297 * MM, 210 * MM, 35 * MM, 28 * MM, AREA_HEIGHT, AREA_WIDTH, landscape=True, strip=7 * MM)
# 信函格式: rules at head and foot of page 1 (`Flow.letter_head` draws them), which carries no page number.
LETTER = replace(PORTRAIT, strip=7.5 * MM, first_folio=False)


class Words(NamedTuple):
    """A set line at (x, baseline)."""

    x: float
    baseline: float
    line: Line


class Rule(NamedTuple):
    """A straight line; `dash` = (on, off) in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = INNER
    dash: tuple[float, float] | None = None
    colour: Colour = BLACK


class Fill(NamedTuple):
    """A filled rectangle, framed when `frame` > 0."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour
    frame: float = 0.0


class Picture(NamedTuple):
    """A JPEG, embedded as it is (or a PNG, without loss), its aspect kept, at the box's foot. `name` is for errors."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes
    name: str
    frame: float = 0.3  # weight of the hairline around it; 0: none


class Ink(NamedTuple):
    """Pen strokes fitted into the box."""

    x: float
    y: float
    width: float
    height: float
    strokes: Strokes


Mark = Words | Rule | Fill | Picture | Ink
Page = list[Mark]


@dataclass(slots=True)
class Copy:
    """One copy (联) of a paper: its pages, counted by themselves."""

    name: str
    sheet: Sheet
    pages: list[Page] = field(default_factory=list)
    numbered: bool = True  # one-page forms carry no page number
    # What every page carries besides its own marks: called with the page's number and how many there are.
    furniture: Callable[[int, int], Sequence[Mark]] | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What the strip at the foot of every page says about the paper."""

    kind: str  # two letters in the QR: NO, SE, RE, PL
    number: str
    version: int
    generated_at: datetime
    sha256: str

    @property
    def short(self) -> str:
        """The head of the facts' hash, as people compare it: 14E1-4D26-55C8."""
        head = self.sha256[:12].upper()
        return "-".join((head[:4], head[4:8], head[8:]))

    @property
    def code(self) -> str:
        """The QR's text, in capitals and figures so that it stays small."""
        return f"FA1:{self.kind}:{self.version}:{self.sha256[:32].upper()}"


def baseline(top: float, leading: float, size: float) -> float:
    """The baseline of a line whose em box is centred in `leading`."""
    return top + (leading - size) / 2 + ASCENT * size
