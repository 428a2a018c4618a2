"""The pen: marks as the operators of a PDF page.

Owns how a set line, a rule, a fill, a photo, strokes of ink and the QR are written. Every line of text is one span with its
own text beside the glyphs (ActualText), so that what is copied, searched or read aloud is what was written, however far the
line was spread. Between marks the pen is black and undashed. Knows nothing of the file but which faces and photos it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import segno

from .embedding import inked
from .line import BLACK, Colour, Line
from .page import Fill, Ink, Mark, Picture, Rule, Words
from .structure import File, Shown, text_string

_MASK = 3  # of the QR. Trying all eight takes five times as long; every reader reads any.


class Pen:
    """Writes marks as operators; y runs down from `height`. Between marks the pen is black and undashed."""

    def __init__(self, file: File, height: float, code: list[str] | None = None) -> None:
        self.file, self.height = file, height
        self.code: list[str] = [] if code is None else code

    def draw(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            if isinstance(mark, Words):
                self.words(mark)
            elif isinstance(mark, Rule):
                self.rule(mark)
            elif isinstance(mark, Fill):
                self.fill(mark)
            elif isinstance(mark, Picture):
                self.picture(mark)
            else:
                self.ink(mark)

    def words(self, mark: Words, said: str | None = None) -> None:
        """One line of text, its glyphs, boxes and blanks, as one span that says what it says."""
        line = mark.line
        if line.spans:
            shown = _SHOWN.get(id(line)) or _show(line)
            self.file.shown[id(shown)] = shown
            text = shown.text if said is None else text_string(said)
            self.code.append(f"/Span <</ActualText {text}>> BDC\nBT {mark.x:.2f} {self.height - mark.baseline:.2f} Td\n"
                             f"{shown.code}\nET\nEMC")
        for x, width in line.blanks:
            base = mark.baseline + 0.16 * line.size
            self.rule(Rule(mark.x + x, base, mark.x + x + width, base, 0.6))
        for x, ticked in line.ticks:
            self._box(mark.x + x, mark.baseline, line.size, ticked)

    def _box(self, x: float, base: float, size: float, ticked: str) -> None:
        side = 0.78 * size
        left, top = x + 0.06 * size, base - 0.73 * size
        self.code.append(f"{f(0.05 * size)} w {f(left)} {f(self.height - top - side)} {f(side)} {f(side)} re S")
        if ticked == "yes":
            self._polyline([(left + 0.18 * side, top + 0.52 * side), (left + 0.42 * side, top + 0.76 * side),
                            (left + 0.84 * side, top + 0.22 * side)], 0.09 * size)
        elif ticked == "no":
            for rising in (0.2, 0.8):
                self._polyline([(left + 0.2 * side, top + rising * side),
                                (left + 0.8 * side, top + (1 - rising) * side)], 0.09 * size)

    def _polyline(self, points: Sequence[tuple[float, float]], weight: float) -> None:
        path = " l ".join(f"{f(x)} {f(self.height - y)}" for x, y in points).replace(" l ", " m ", 1)
        self.code.append(f"{f(weight)} w {path} l S")

    def rule(self, mark: Rule) -> None:
        high = self.height
        line = f"{mark.weight:.2f} w {mark.x0:.2f} {high - mark.y0:.2f} m {mark.x1:.2f} {high - mark.y1:.2f} l S"
        if mark.colour != BLACK:
            line = f"{_colour(mark.colour)} RG {line} 0 G"
        if mark.dash:
            line = f"[{f(mark.dash[0])} {f(mark.dash[1])}] 0 d {line} [] 0 d"
        self.code.append(line)

    def fill(self, mark: Fill) -> None:
        box = f"{f(mark.x)} {f(self.height - mark.y - mark.height)} {f(mark.width)} {f(mark.height)} re"
        paint = f"{f(mark.frame)} w {box} B" if mark.frame > 0 else f"{box} f"
        self.code.append(f"{_colour(mark.colour)} rg {paint} 0 g")

    def picture(self, mark: Picture) -> None:
        name, image = self.file.image(mark)
        scale = min(mark.width / image.width, mark.height / image.height)
        width, height = image.width * scale, image.height * scale
        x = f(mark.x + (mark.width - width) / 2)
        y = f(self.height - mark.y - mark.height)
        self.code.append(f"q {f(width)} 0 0 {f(height)} {x} {y} cm /{name} Do Q")
        if mark.frame:
            self.code.append(f"{mark.frame} w {x} {y} {f(width)} {f(height)} re S")

    def ink(self, mark: Ink) -> None:
        self.code.append("q 1 J 1 j")
        for stroke in mark.strokes:
            points = [(mark.x + x * mark.width, mark.y + y * mark.height) for x, y in stroke]
            self._polyline(points if len(points) > 1 else points * 2, 1.1)
        self.code.append("Q")

    def square(self, x: float, foot: float, side: float, text: str) -> None:
        """The QR of a text, its foot at `foot`: a form that all pages draw."""
        modules, code = _qr(text)
        step = side / modules
        self.code.append(f"q {step:.5f} 0 0 {step:.5f} {f(x)} {f(self.height - foot)} cm /{self.file.square(code, modules)} Do Q")


# Lines that come back on every paper are the same objects (see `line`): their operators are written once.
_SHOWN: dict[int, Shown] = {}
_MOST_SHOWN = 3072  # lines: several reports' worth


def _show(line: Line) -> Shown:
    """The operators of a line. Characters keep their places by kerning inside one TJ a span."""
    if len(_SHOWN) >= _MOST_SHOWN:
        _SHOWN.clear()
    code: list[str] = []
    colour = BLACK
    for span in line.spans:
        if span.colour != colour:
            colour = span.colour
            code.append(_colour(colour) + " rg")
        codes = inked(span.face).codes
        strings = "".join(f">{back}<{text.translate(codes)}" if back else text.translate(codes) for back, text in span.shown)
        shown = f"/{span.face.name} {f(line.size)} Tf [<{strings}>] TJ".replace("<>", "")
        if span.stroke:  # a lighter face stands in: its outlines are drawn as well
            shown = f"{_colour(colour)} RG {f(span.stroke * line.size)} w 2 Tr {shown} 0 Tr"
        code.append(shown)
    if colour != BLACK:
        code.append("0 g")
    used = tuple((span.face, "".join(text for _, text in span.shown)) for span in line.spans)
    _SHOWN[id(line)] = kept = Shown(line, "\n".join(code), text_string(line.text), used)
    return kept


def _colour(colour: Colour) -> str:
    return " ".join(map(f, colour))


def f(number: float) -> str:
    """A length as operators take it, to a hundredth of a point."""
    return f"{number:.2f}"


@lru_cache(maxsize=64)
def _qr(text: str) -> tuple[int, bytes]:
    """The code in units of one module, three modules of quiet paper around it: the side, and its operators."""
    rows = tuple(segno.make_qr(text, error="m", mask=_MASK).matrix)
    code = [f"{start + 3} {len(rows) + 2 - down} {stop - start} 1 re"
            for down, row in enumerate(rows) for start, stop in _dark_runs(row)]
    return len(rows) + 6, ("\n".join(code) + "\nf").encode()


def _dark_runs(row: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at, module in enumerate(row):
        if module and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        elif module:
            runs.append((at, at + 1))
    return runs
