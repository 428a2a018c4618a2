"""Chinese lines: where each character of a paragraph stands.

The door of this room's breaking: `set_lines` turns pieces into `Line`s, all lengths in points, x from the
line's left edge. What holds together is decided in `cohesion`, where lines end in `breaks`; this module spreads
a line over its measure or closes up its marks, and places the glyphs. Lines set once are remembered, as labels
and questions come back on every paper. Knows nothing of pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ..faces import Face, Faces, Ink
from .breaks import Breaker
from .cohesion import BLANK, CLOSING, FREE, GAP, NO_START, OPENING, Inked, Paragraph
from .pieces import BLACK, GREY, RED, Blank, Colour, Gap, Glyph, Line, Piece, Run, Setting, Span, Tick, clean, clean_inside

__all__ = [
    "BLACK", "CLOSING", "GREY", "NO_START", "OPENING", "RED", "Blank", "Colour", "Gap", "Glyph", "Line", "Piece", "Run",
    "Setting", "Span", "Tick", "clean", "clean_inside", "set_lines", "text_width",
]

_REMEMBERED = 2048  # paragraphs: several reports' worth, at most some twenty megabytes
_ENDLESS = 1e6  # points: a measure nothing exceeds


def set_lines(pieces: Iterable[Piece], faces: Faces, setting: Setting) -> tuple[Line, ...]:
    """The lines of one paragraph. An empty paragraph is one empty line."""
    # A plain tuple is hashed several times as fast as a dataclass.
    return _set(tuple((piece.text, piece.role, piece.colour) if isinstance(piece, Run) else piece for piece in pieces),
                faces, setting)


def text_width(text: str, role: str, faces: Faces, size: float) -> float:
    """Width in points of `text` set in one line without stretching."""
    return _set(((text, role, BLACK),), faces, Setting(size, size, _ENDLESS, justify=0))[0].width


@lru_cache(_REMEMBERED)
def _set(pieces: tuple[Inked | Blank | Tick | Gap, ...], faces: Faces, setting: Setting) -> tuple[Line, ...]:
    text = Paragraph(pieces, faces, setting)
    breaker = Breaker(text, setting)
    spans = breaker.lines()
    last = len(spans) - 1
    return tuple(_Placer(text, breaker, start, breaker.trimmed(start, end), number == 0).line(
                     spread=number < last, joined=number < last and text.before[end] != FREE)
                 for number, (start, end) in enumerate(spans))


class _Placer:
    """Places the characters of one line."""

    def __init__(self, text: Paragraph, breaker: Breaker, start: int, end: int, first: bool) -> None:
        self.text, self.start, self.end = text, start, end
        self.setting = breaker.setting
        room = breaker.room(first)
        self.over = breaker.natural(start, end) - room
        self.grow = breaker.spread(start, end, room)  # of each gap, if the line is spread
        self.x = (self.setting.indent if first else 0.0) - breaker.hung(start)
        self.own, self.left = text.own[start:end], text.left[start:end]
        self.left[:1] = [0.0] * len(self.left[:1])
        self.spans: list[tuple[Face, Colour, float, list[tuple[int, str]]]] = []
        self.blanks: list[tuple[float, float]] = []
        self.ticks: list[tuple[float, str]] = []
        self.pen = 0.0

    def line(self, spread: bool, joined: bool) -> Line:
        """The line, spread over its measure unless that would tear it; closed up where it is too long."""
        gap = 0.0
        if self.over > 0:
            self._close_up()
        elif spread and self.grow <= self.setting.justify * self.setting.size:
            gap = self.grow
        self._put(gap)
        said = self.text.said[self.start:self.end]
        if BLANK in said or GAP in said:
            said = said.replace(BLANK, " ").replace(GAP, "")
        spans = tuple(Span(face, colour, tuple(shown), stroke) for face, colour, stroke, shown in self.spans)
        return Line(spans, tuple(self.blanks), tuple(self.ticks), self.x, said, self.setting.size, joined)

    def _close_up(self) -> None:
        """Give up half cells of punctuation, the last mark first, until the line fits."""
        over, kinds, half = self.over, self.text.kinds, self.text.half
        for at in range(self.end - 1, self.start, -1):  # the first keeps its cell
            give = min(over, half[at])
            over -= give
            if kinds[at] == "o":
                self.left[at - self.start] -= give
            else:
                self.own[at - self.start] -= give

    def _put(self, gap: float) -> None:
        text, start, end = self.text, self.start, self.end
        size, pitch, x = self.setting.size, self.setting.pitch, self.x
        first = True
        for kind, char, ink, colour, grows, room, wide in zip(
                text.kinds[start:end], text.said[start:end], text.inks[start:end], text.colours[start:end],
                text.stretch[start:end], self.left, self.own, strict=True):
            x += room
            if grows and not first:
                x += gap
            first = False
            if ink is None:
                if kind == "b":
                    self.blanks.append((x, wide))
            elif kind == "h":
                self._show(char, ink, colour, x + (pitch - ink.wide * size) / 2)
            else:
                self._show_other(kind, char, ink, colour, x, wide)
            x += wide
        self.x = x

    def _show_other(self, kind: str, char: str, ink: Ink, colour: Colour, x: float, wide: float) -> None:
        size, pitch = self.setting.size, self.setting.pitch
        if kind == "t":  # the box is drawn; an empty glyph under it carries its text into the page
            self.ticks.append((x, {"☐": "", "☑": "yes", "☒": "no"}[char]))
            char = " "
        elif kind != "s":
            x += ((pitch if kind in "oc" else wide) - ink.advance * size) / 2 + ink.shift * size
            if kind == "c" and wide < pitch:
                x -= ink.overhang(char, wide / pitch) * size
        self._show(char, ink, colour, x)

    def _show(self, char: str, ink: Ink, colour: Colour, x: float) -> None:
        size = self.setting.size
        back = round((self.pen - x) / size * 1000)
        self.pen += (ink.wide - back / 1000) * size
        look = (ink.face, colour, ink.stroke)
        if self.spans and self.spans[-1][:3] == look:
            shown = self.spans[-1][3]
            if back:
                shown.append((back, char))
            else:
                shown[-1] = (shown[-1][0], shown[-1][1] + char)
        else:
            self.spans.append((*look, [(back, char)]))
