"""What stands on the pages of a finished PDF: glyphs, lines, rules, fills, pictures, each in its place.

For the judge of finished papers: it follows the content operators of ISO 32000 and believes nothing but them and the
embedded faces. Places are points from the page's top left, y downwards. A glyph's box is that of its ink.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pdf_objects import Name, PdfFile, Stream, Word, text_string, values
from truetype_reader import Box, TrueType

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)


def times(one: Matrix, other: Matrix) -> Matrix:
    """First `one`, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(x: float, y: float, by: Matrix) -> tuple[float, float]:
    """A point under a matrix."""
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]


class Font:
    """A font of the page, as its dictionary and its embedded program give it."""

    def __init__(self, pdf: PdfFile, entries: dict[str, Any]) -> None:
        self.entries = entries
        self.name = str(entries["BaseFont"])
        self.composite = entries["Subtype"] == "Type0"
        self.inner: dict[str, Any] = pdf.get(pdf.get(entries["DescendantFonts"])[0]) if self.composite else entries
        self.descriptor: dict[str, Any] = pdf.get(self.inner.get("FontDescriptor")) or {}
        program = pdf.get(self.descriptor.get("FontFile2"))
        self.program = TrueType(program.data) if program else None
        unicode_map = pdf.get(entries.get("ToUnicode"))
        self.said = _to_unicode(unicode_map.data) if unicode_map else None
        glyphs = pdf.get(self.inner.get("CIDToGIDMap")) if self.composite else None
        self._glyphs = glyphs.data if isinstance(glyphs, Stream) else None
        self.widths = self._listed_widths(pdf)

    @property
    def face(self) -> str:
        """The face's own name, without the subset's tag."""
        return self.name.partition("+")[2] or self.name

    def codes(self, text: bytes) -> list[int]:
        """The character codes of a shown string."""
        if self.composite:
            assert self.entries["Encoding"] == "Identity-H", "an encoding that this reader does not know"
            return [text[at] << 8 | text[at + 1] for at in range(0, len(text), 2)]
        return list(text)

    @cached_property
    def _simple_map(self) -> dict[int, int]:
        """Codes to glyphs as a viewer finds them: the (3, 0) map, else the (1, 0) map."""
        maps = self.program.maps if self.program else {}
        if (3, 0) in maps:
            return {code & 0xFF: glyph for code, glyph in maps[3, 0].items()}
        return maps.get((1, 0), {})

    def glyph(self, code: int) -> int:
        """The glyph of the embedded program that a code draws; 0 when it has none."""
        if not self.composite:
            return self._simple_map.get(code, 0)
        if self._glyphs is None:
            return code
        return int.from_bytes(self._glyphs[2 * code : 2 * code + 2], "big")

    def width(self, code: int) -> float:
        """The advance that the dictionary gives."""
        return self.widths.get(code, float(self.inner.get("DW", self.descriptor.get("MissingWidth", 0))))

    def _listed_widths(self, pdf: PdfFile) -> dict[int, float]:
        if not self.composite:
            return dict(enumerate(map(float, pdf.get(self.entries.get("Widths", []))), self.entries.get("FirstChar", 0)))
        listed: dict[int, float] = {}
        rest = list(pdf.get(self.inner.get("W", [])))
        while rest:
            first, second = rest[:2]
            if isinstance(second, list):
                listed.update(zip(range(first, first + len(second)), map(float, second), strict=True))
                rest = rest[2:]
            else:
                listed.update(dict.fromkeys(range(first, second + 1), float(rest[2])))
                rest = rest[3:]
        return listed


def _to_unicode(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        parts = re.findall(rb"<([0-9A-Fa-f]+)>", block)
        found.update({int(code, 16): _utf16(said) for code, said in zip(parts[::2], parts[1::2], strict=True)})
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, to in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])", block):
            codes = range(int(first, 16), int(last, 16) + 1)
            if to.startswith(b"["):
                said = [_utf16(one) for one in re.findall(rb"<([0-9A-Fa-f]+)>", to)]
            else:
                head = _utf16(to[1:-1])
                said = [head[:-1] + chr(ord(head[-1]) + step) for step in range(len(codes))]
            found.update(zip(codes, said, strict=True))
    return found


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


@dataclass(slots=True)
class Glyph:
    """One drawn character: its origin, its advance, and the box of its ink (None: nothing is drawn)."""

    x: float
    baseline: float
    size: float
    font: Font
    code: int
    char: str
    advance: float
    box: Box | None


@dataclass(slots=True)
class Line:
    """Glyphs of one marked span, or of one text object outside any. `said`: its ActualText."""

    said: str | None
    angle: int = 0  # degrees, clockwise
    colours: set[tuple[float, ...]] = field(default_factory=set)
    glyphs: list[Glyph] = field(default_factory=list)
    _box: list[Box | None] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a reader gets: the text given beside the glyphs, else that of the glyphs."""
        return self.said if self.said is not None else "".join(glyph.char for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """Of its first glyph."""
        return self.glyphs[0].size

    @property
    def box(self) -> Box | None:
        """The box of all its ink; None when it has none. The line is whole by now."""
        if not self._box:
            boxes = [glyph.box for glyph in self.glyphs if glyph.box]
            self._box = [_around([corner for box in boxes for corner in (box[:2], box[2:])]) if boxes else None]
        return self._box[0]


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight stroke, upright or level: x0 <= x1, y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    dashed: bool

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.y1 - self.y0 <= self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class Area:
    """Rectangles painted in one go (a QR has many)."""

    boxes: tuple[Box, ...]
    colour: tuple[float, ...]


@dataclass(slots=True)
class PageRead:
    """One page. `strokes`: polylines and curves, by their points; `frames`: stroked rectangles."""

    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    strokes: list[list[tuple[float, float]]] = field(default_factory=list)
    pictures: list[tuple[Box, Stream]] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    ctm: Matrix = _UNIT
    fill: tuple[float, ...] = (0.0,)
    weight: float = 1.0
    dashed: bool = False
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


class _Interpreter:
    """Runs one content stream."""

    def __init__(self, pdf: PdfFile, page: PageRead, fonts: dict[int, Font]) -> None:
        self.pdf, self.page, self._fonts = pdf, page, fonts
        self.state = _State()
        self._saved: list[_State] = []
        self._paths: list[list[tuple[float, float]]] = []
        self._boxes: list[Box] = []
        self._matrix = self._line_matrix = _UNIT
        self._marked: list[str | None] = []
        self._line: Line | None = None

    def run(self, content: bytes, resources: dict[str, Any]) -> None:
        """Every operator in order; one that this reader does not know fails."""
        operands: list[Any] = []
        for value in values(content)[0]:
            if isinstance(value, Word):
                operator = getattr(self, _OPERATORS[value])
                operator(value, operands, resources)
                operands = []
            else:
                operands.append(value)
        assert not operands and not self._saved and not self._marked, "the content ends within something"

    # -- state

    def save(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        if word == "q":
            self._saved.append(_State(*(getattr(self.state, name) for name in _State.__slots__)))  # type: ignore[attr-defined]
        else:
            self.state = self._saved.pop()

    def turn(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        self.state.ctm = times(tuple(operands), self.state.ctm)  # type: ignore[arg-type]

    def set_line(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        if word == "w":
            self.state.weight = operands[0] * math.hypot(*self.state.ctm[:2])
        elif word == "d":
            self.state.dashed = bool(operands[0])

    def ignore(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        """What changes nothing that is measured here: caps, joins, stroke colours, clips."""

    def fill_colour(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        self.state.fill = tuple(float(one) for one in operands if not isinstance(one, Name))

    # -- paths

    def path(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        ctm = self.state.ctm
        if word == "re":
            x, y, width, height = operands
            self._boxes.append(self._on_page(x, y, x + width, y + height))
        elif word == "m":
            self._paths.append([self._down(*moved(*operands, ctm))])
        elif word == "h":
            self._paths[-1].append(self._paths[-1][0])
        else:
            self._paths[-1].append(self._down(*moved(*operands[-2:], ctm)))

    def paint(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        if word in ("S", "s", "B", "B*", "b", "b*"):
            for path in self._paths:
                self._stroke(path)
            self.page.frames += self._boxes
        if word in ("f", "F", "f*", "B", "B*", "b", "b*") and self._boxes:
            self.page.areas.append(Area(tuple(self._boxes), self.state.fill))
        self._paths, self._boxes = [], []

    def _stroke(self, path: list[tuple[float, float]]) -> None:
        straight = len(path) == 2 and min(abs(path[0][0] - path[1][0]), abs(path[0][1] - path[1][1])) < 0.01
        if not straight:
            self.page.strokes.append(path)
            return
        (x0, x1), (y0, y1) = (sorted(both) for both in zip(*path, strict=True))
        self.page.segments.append(Segment(x0, y0, x1, y1, self.state.weight, self.state.dashed))

    # -- text

    def text_object(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        if word == "BT":
            self._matrix = self._line_matrix = _UNIT
        if not self._spoken():
            self._line = None

    def mark(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        if word == "EMC":
            self._marked.pop()
        else:
            said = operands[1].get("ActualText") if word == "BDC" and isinstance(operands[1], dict) else None
            self._marked.append(None if said is None else text_string(said))
        self._line = None

    def _spoken(self) -> bool:
        return any(said is not None for said in self._marked)

    def set_text(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        if word == "Tf":
            ref = self.pdf.get(resources["Font"])[operands[0]]
            if ref not in self._fonts:
                self._fonts[ref] = Font(self.pdf, self.pdf.get(ref))
            self.state.font, self.state.size = self._fonts[ref], operands[1]
            if self._fonts[ref] not in self.page.fonts:
                self.page.fonts.append(self._fonts[ref])
        else:
            name = {"Tc": "spacing", "Tw": "word_spacing", "Tz": "scale", "TL": "leading", "Ts": "rise", "Tr": "mode"}[word]
            setattr(self.state, name, operands[0] / 100 if word == "Tz" else operands[0])

    def move(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        if word == "Tm":
            self._line_matrix = tuple(operands)  # type: ignore[assignment]
        else:
            x, y = operands if operands else (0, -self.state.leading)
            self.state.leading = -y if word == "TD" else self.state.leading
            self._line_matrix = times((1, 0, 0, 1, x, y), self._line_matrix)
        self._matrix = self._line_matrix

    def show(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        assert word in ("Tj", "TJ"), word
        for part in operands[0] if word == "TJ" else operands:
            if isinstance(part, bytes):
                self._show(part)
            else:
                self._forward(-part / 1000 * self.state.size * self.state.scale)

    def _forward(self, by: float) -> None:
        self._matrix = times((1, 0, 0, 1, by, 0), self._matrix)

    def _show(self, text: bytes) -> None:
        state = self.state
        assert state.font is not None, "text before a font"
        for code in state.font.codes(text):
            assert state.mode in (0, 2), "text that is not filled"  # 3 is invisible
            full = times(self._matrix, state.ctm)
            advance = (state.font.width(code) / 1000 * state.size + state.spacing) * state.scale
            self._glyph(code, full, advance)
            self._forward(advance)

    def _glyph(self, code: int, full: Matrix, advance: float) -> None:
        font, size, scale = self.state.font, self.state.size, self.state.scale
        assert font is not None
        if self._line is None:
            said = next((one for one in reversed(self._marked) if one is not None), None)
            self._line = Line(said, round(-math.degrees(math.atan2(full[1], full[0]))))
            self.page.lines.append(self._line)
        self._line.colours.add(self.state.fill)
        ink = font.program.box(font.glyph(code)) if font.program else None
        box = None
        if ink:
            x0, y0, x1, y1 = (value * size / 1000 for value in ink)
            if full[1] == full[2] == 0 and full[0] > 0 < full[3]:  # upright, as nearly all text is
                up, left = self.page.height - full[5] - self.state.rise * full[3], full[4]
                box = (left + x0 * scale * full[0], up - y1 * full[3], left + x1 * scale * full[0], up - y0 * full[3])
            else:
                corners = [self._down(*moved(x * scale, y + self.state.rise, full)) for x in (x0, x1) for y in (y0, y1)]
                box = _around(corners)
        x, y = self._down(full[4], full[5])
        grown = math.hypot(full[2], full[3])
        char = (font.said or {}).get(code, "\N{REPLACEMENT CHARACTER}")
        self._line.glyphs.append(Glyph(x, y, round(size * grown, 3), font, code, char, advance * grown, box))

    # -- others

    def draw(self, word: str, operands: list[Any], resources: dict[str, Any]) -> None:
        thing = self.pdf.get(self.pdf.get(resources["XObject"])[operands[0]])
        if thing.entries["Subtype"] == "Image":
            self.page.pictures.append((self._on_page(0, 0, 1, 1), thing))
            return
        self.save("q", [], resources)
        self.state.ctm = times(tuple(thing.entries.get("Matrix", _UNIT)), self.state.ctm)  # type: ignore[arg-type]
        inner = _Interpreter(self.pdf, self.page, self._fonts)
        inner.state = self.state
        inner.run(thing.data, self.pdf.get(thing.entries.get("Resources", resources)))
        self.save("Q", [], resources)

    def _on_page(self, *corners: float) -> Box:
        x0, y0, x1, y1 = corners
        return _around([self._down(*moved(x, y, self.state.ctm)) for x in (x0, x1) for y in (y0, y1)])

    def _down(self, x: float, y: float) -> tuple[float, float]:
        return x, self.page.height - y


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


_OPERATORS = {
    name: method
    for method, names in {
        "save": "q Q",
        "turn": "cm",
        "set_line": "w d",
        "ignore": "J j M i ri gs G RG K CS SC SCN cs W W*",
        "fill_colour": "g rg k sc scn",
        "path": "m l c v y h re",
        "paint": "S s f F f* B B* b b* n",
        "text_object": "BT ET",
        "mark": "BMC BDC EMC",
        "set_text": "Tf Tc Tw Tz TL Ts Tr",
        "move": "Td TD Tm T*",
        "show": "Tj TJ ' \"",
        "draw": "Do",
    }.items()
    for name in names.split()
}


@dataclass(slots=True)
class Reading:
    """A whole PDF: its file and what stands on its pages."""

    pdf: PdfFile
    pages: list[PageRead]


def read_pdf(data: bytes) -> Reading:
    """Everything on every page."""
    pdf = PdfFile(data)
    fonts: dict[int, Font] = {}
    return Reading(pdf, [_read_page(pdf, page, fonts) for page in pdf.pages()])


def _read_page(pdf: PdfFile, page: dict[str, Any], fonts: dict[int, Font]) -> PageRead:
    x0, y0, x1, y1 = pdf.get(page["MediaBox"])
    assert (x0, y0, page.get("Rotate", 0)) == (0, 0, 0), "a page that is moved or turned"
    read = PageRead(x1, y1)
    content = pdf.get(page["Contents"])
    streams = [pdf.get(part) for part in content] if isinstance(content, list) else [content]
    _Interpreter(pdf, read, fonts).run(b"\n".join(part.data for part in streams), pdf.get(page["Resources"]))
    return read


def all_lines(pages: list[PageRead]) -> Iterator[Line]:
    """Every line of every page in the order of the content."""
    for page in pages:
        yield from page.lines
