"""The page of a paper: its geometry, what may stand on it, and the PDF itself.

Owns the type area and grid of GB/T 9704 (28 characters by 22 lines), page numbers, the proof strip with its
QR, and everything that touches reportlab's canvas. A page is a list of marks (plain data, measured in points
from the page's top left); what marks it carries is decided in `flow`, `table` and the papers.

Every line of text is written as one span with its own text beside the glyphs (ActualText), so that what is
copied, searched or read aloud is what was written, however far the line was spread. Same marks, same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import segno
from PIL import UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics

from ...errors import BadInput
from ...i18n import tr
from ..faces import BASE_FACE, Faces
from ..facts import Strokes
from .line import BLACK, Colour, Glyph, Line, Run, Setting, set_lines

# isort: split
from reportlab.pdfgen.canvas import Canvas  # after faces has turned reportlab's switches

MM = 72 / 25.4
COLUMNS, ROWS = 28, 22
AREA_WIDTH, AREA_HEIGHT = 156 * MM, 225 * MM
PITCH = AREA_WIDTH / COLUMNS  # a character's cell: 15.793 pt
LEADING = AREA_HEIGHT / ROWS  # 28.991 pt
BODY = 16.0  # 3号
TITLE = 22.0  # 2号
ASCENT = 0.88  # of every face used: baseline to the top of the em box
_FOLIO = 14.0  # 4号: page numbers, and the "one character" they stand in from the edge
_STRIP_GREY: Colour = (0.35, 0.35, 0.35)
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


@dataclass(frozen=True, slots=True)
class Words:
    """A set line at (x, baseline)."""

    x: float
    baseline: float
    line: Line


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `dash` = (on, off) in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = INNER
    dash: tuple[float, float] | None = None
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle, framed when `frame` > 0."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour
    frame: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG, embedded as it is, its aspect kept, at the box's foot. `name` is for errors."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Ink:
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


def write_pdf(copies: Sequence[Copy], proof: Proof, faces: Faces, title: str, author: str,
              draft: bool = False, lang: str = "zh-CN") -> bytes:
    """The PDF of all copies, one after another, each with an entry in the outline."""
    out = io.BytesIO()
    pdfmetrics.registerFont(faces.face(BASE_FACE).font)
    sheet = copies[0].sheet
    canvas = Canvas(out, pagesize=(sheet.width, sheet.height), pageCompression=1, invariant=1,
                    initialFontName=BASE_FACE, lang=lang)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(proof.code)
    canvas.setCreator("fieldaudit")
    for copy in copies:
        _write_copy(canvas, copy, proof, faces, draft)
    canvas.save()
    return out.getvalue()


def _write_copy(canvas: Canvas, copy: Copy, proof: Proof, faces: Faces, draft: bool) -> None:
    canvas.setPageSize((copy.sheet.width, copy.sheet.height))
    for number, page in enumerate(copy.pages, start=1):
        if number == 1:
            canvas.bookmarkPage(copy.name)
            canvas.addOutlineEntry(copy.name, copy.name)
        pen = _Pen(canvas, copy.sheet.height)
        if draft:
            _draft(pen, copy.sheet, faces)
        for mark in (*page, *(copy.furniture(number, len(copy.pages)) if copy.furniture else ())):
            pen.draw(mark)
        if copy.numbered and (number > 1 or copy.sheet.first_folio):
            _folio(pen, copy.sheet, number, faces)
        _strip(pen, copy.sheet, proof, number, len(copy.pages), faces)
        canvas.showPage()


# -- what every page carries ------------------------------------------------------------------------------


def _one_line(text: str, role: str, size: float, faces: Faces, colour: Colour = BLACK) -> Line:
    return set_lines((Run(text, role, colour),), faces, Setting(size, size, 1e6, justify=0))[0]


def _folio(pen: _Pen, sheet: Sheet, number: int, faces: Faces) -> None:
    """— 1 —: dashes 7 mm outside the type area, one character in from its outer edge."""
    figures = _one_line(str(number), "song", _FOLIO, faces)
    length = figures.width + 2.5 * _FOLIO
    odd = number % 2 == 1
    pen.canvas.saveState()
    if sheet.landscape:  # the place it has on the portrait page, turned with the sheet
        start = sheet.bottom - _FOLIO - length if odd else sheet.top + _FOLIO
        pen.canvas.translate(sheet.left - 7 * MM, pen.height - start)
        pen.canvas.rotate(-90)
    else:
        start = sheet.right - _FOLIO - length if odd else sheet.left + _FOLIO
        pen.canvas.translate(start, pen.height - sheet.bottom - 7 * MM)
    here = _Pen(pen.canvas, 0.0)
    x = 1.25 * _FOLIO
    here.rule(Rule(0, 0, _FOLIO, 0, 0.5))
    here.rule(Rule(length - _FOLIO, 0, length, 0, 0.5))
    here.words(Words(x, 0.36 * _FOLIO, figures), said=f"— {number} —")
    pen.canvas.restoreState()


def _strip(pen: _Pen, sheet: Sheet, proof: Proof, number: int, total: int, faces: Faces) -> None:
    """QR 11 mm in the inner foot corner; number, version, page, time and hash beside it."""
    said = (f"{proof.number}　版次 {proof.version}　第 {number} 页 共 {total} 页　"
            f"生成 {proof.generated_at:%Y-%m-%d %H:%M}　校验 {proof.short}")
    line = _one_line(said, "hei", 6.5, faces, _STRIP_GREY)
    inner_left = number % 2 == 1 and not sheet.landscape
    foot = sheet.height - sheet.strip
    side = 11 * MM
    x = sheet.left - MM if inner_left else sheet.right + MM - side
    pen.qr(x, foot - side, side, proof.code)
    start = x + side + 2 * MM if inner_left else x - 2 * MM - line.width
    pen.words(Words(start, foot - 2 * MM, line))


def _draft(pen: _Pen, sheet: Sheet, faces: Faces) -> None:
    line = _one_line("草　稿", "hei", 110, faces, (0.9, 0.9, 0.9))
    pen.canvas.saveState()
    pen.canvas.translate(sheet.width / 2, sheet.height / 2)
    pen.canvas.rotate(40)
    _Pen(pen.canvas, 0.0).words(Words(-line.width / 2, 0.35 * 110, line))
    pen.canvas.restoreState()


# -- the pen -----------------------------------------------------------------------------------------------


class _Pen:
    """Draws marks on a canvas; y runs down from `height`."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas, self.height = canvas, height

    def draw(self, mark: Mark) -> None:
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
        line, y = mark.line, self.height - mark.baseline
        text = line.text if said is None else said
        if line.glyphs:
            spoken = text.encode("utf-16-be").hex().upper()
            self.canvas.addLiteral(f"/Span <</ActualText <FEFF{spoken}>>> BDC")
            self.canvas.addLiteral(self._glyphs(line, mark.x, y))
            self.canvas.addLiteral("EMC")
        for x, width in line.blanks:
            self.rule(Rule(mark.x + x, mark.baseline + 0.16 * line.size,
                           mark.x + x + width, mark.baseline + 0.16 * line.size, 0.6))
        for x, ticked in line.ticks:
            self._box(mark.x + x, mark.baseline, line.size, ticked)

    def _glyphs(self, line: Line, x: float, y: float) -> str:
        """Text operators. Characters keep their places by kerning inside one TJ a font subset."""
        code = ["BT", f"1 0 0 1 {_f(x)} {_f(y)} Tm"]
        font, colour, at = "", None, 0.0
        strings: list[str] = []
        for glyph in line.glyphs:
            name, byte = self._encode(glyph)
            if name != font or glyph.colour != colour:
                code += _shown(strings)
                if glyph.colour != colour:
                    code.append(" ".join(map(_f, glyph.colour)) + " rg")
                if name != font:
                    code.append(f"{name} {_f(line.size)} Tf")
                strings, font, colour = [], name, glyph.colour
            kern = round((at - glyph.x) / line.size * 1000)
            if kern:
                strings.append(str(kern))
                at -= kern * line.size / 1000
            strings.append(f"<{byte:02X}>")
            at += glyph.face.width(glyph.char) * line.size
        return "\n".join([*code, *_shown(strings), "ET"])

    def _encode(self, glyph: Glyph) -> tuple[str, int]:
        """The PDF font (a subset of at most 256 characters) and the byte that stands for the character."""
        font = glyph.face.font
        document = self.canvas._doc
        (subset, code), = font.splitString(glyph.char, document)
        return font.getSubsetInternalName(subset, document), code[0]

    def _box(self, x: float, base: float, size: float, ticked: str) -> None:
        side = 0.78 * size
        left, top = x + 0.06 * size, base - 0.73 * size
        self.canvas.setStrokeColorRGB(*BLACK)
        self.canvas.setLineWidth(0.05 * size)
        self.canvas.rect(left, self.height - top - side, side, side)
        if ticked == "yes":
            self._polyline([(left + 0.18 * side, top + 0.52 * side), (left + 0.42 * side, top + 0.76 * side),
                            (left + 0.84 * side, top + 0.22 * side)], 0.09 * size)
        elif ticked == "no":
            self._polyline([(left + 0.2 * side, top + 0.2 * side), (left + 0.8 * side, top + 0.8 * side)],
                           0.09 * size)
            self._polyline([(left + 0.8 * side, top + 0.2 * side), (left + 0.2 * side, top + 0.8 * side)],
                           0.09 * size)

    def _polyline(self, points: Sequence[tuple[float, float]], weight: float) -> None:
        self.canvas.setLineWidth(weight)
        path = self.canvas.beginPath()
        path.moveTo(points[0][0], self.height - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.height - y)
        self.canvas.drawPath(path)

    def rule(self, mark: Rule) -> None:
        self.canvas.setStrokeColorRGB(*mark.colour)
        self.canvas.setLineWidth(mark.weight)
        self.canvas.setDash(*(mark.dash or ()))
        self.canvas.line(mark.x0, self.height - mark.y0, mark.x1, self.height - mark.y1)
        if mark.dash:
            self.canvas.setDash()

    def fill(self, mark: Fill) -> None:
        self.canvas.setFillColorRGB(*mark.colour)
        self.canvas.setStrokeColorRGB(*BLACK)
        self.canvas.setLineWidth(mark.frame)
        self.canvas.rect(mark.x, self.height - mark.y - mark.height, mark.width, mark.height,
                         stroke=int(mark.frame > 0), fill=1)

    def picture(self, mark: Picture) -> None:
        try:
            image = ImageReader(io.BytesIO(mark.jpeg))
            wide, high = image.getSize()
        except (OSError, UnidentifiedImageError) as error:
            raise BadInput(tr("照片无法放入文书", "A photo cannot be put on the paper"), where=mark.name,
                           todo=tr("请重新添加这张照片。", "Add this photo again.")) from error
        scale = min(mark.width / wide, mark.height / high)
        width, height = wide * scale, high * scale
        x, y = mark.x + (mark.width - width) / 2, mark.y + mark.height - height
        self.canvas.drawImage(image, x, self.height - y - height, width, height)
        self.canvas.setStrokeColorRGB(*BLACK)
        self.canvas.setLineWidth(0.3)
        self.canvas.rect(x, self.height - y - height, width, height)

    def ink(self, mark: Ink) -> None:
        self.canvas.saveState()
        self.canvas.setStrokeColorRGB(*BLACK)
        self.canvas.setLineCap(1)
        self.canvas.setLineJoin(1)
        for stroke in mark.strokes:
            points = [(mark.x + x * mark.width, mark.y + y * mark.height) for x, y in stroke]
            self._polyline(points if len(points) > 1 else points * 2, 1.1)
        self.canvas.restoreState()

    def qr(self, x: float, y: float, side: float, text: str) -> None:
        """The code as vectors, one module of quiet paper included in `side`."""
        rows = tuple(segno.make_qr(text, error="m").matrix)
        step = side / (len(rows) + 6)
        self.canvas.setFillColorRGB(*BLACK)
        path = self.canvas.beginPath()
        for down, row in enumerate(rows):
            for start, stop in _dark_runs(row):
                path.rect(x + (start + 3) * step, self.height - y - (down + 4) * step,
                          (stop - start) * step, step)
        self.canvas.drawPath(path, stroke=0, fill=1)


def _dark_runs(row: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at, module in enumerate(row):
        if module and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        elif module:
            runs.append((at, at + 1))
    return runs


def _shown(strings: Sequence[str]) -> list[str]:
    return ["[" + "".join(strings) + "] TJ"] if strings else []


def _f(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
