"""The judge of finished papers: `check_paper` reads a PDF's own content and names everything that is not as it must be.

It shares no figure and no code with the typesetting it judges: the figures are those of GB/T 9704 and of the specimens,
written again. Points, y downwards from the page's top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import segno
from checker_fonts import face_faults, file_faults
from checker_tables import break_faults, crossing_faults
from pdf_reader import Area, Line, PageRead, Reading, read_pdf
from truetype_reader import Box

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
LINES, CELLS = 22, 28
LEADING, PITCH = 225 * MM / LINES, 156 * MM / CELLS  # 28.991 and 15.793 pt
BODY, TITLE, FOLIO, STRIP = 16.0, 22.0, 14.0, 6.5
PORTRAIT: Box = (28 * MM, 37 * MM, 184 * MM, 262 * MM)
FORM: Box = (28 * MM, 37 * MM, 184 * MM, 271 * MM)  # no page number below it: down to the proof strip
LANDSCAPE: Box = (35 * MM, 28 * MM, 260 * MM, 184 * MM)

NO_START = frozenset("、。，；：！？）》〉】〕」』”’％‰℃…")
NO_END = frozenset("（《〈【〔「『“‘")
_UNITS = frozenset("年月日时分号项款条章份张人名处樘具个次眼间层台套米元㎡℃％‰°")
_FOLIO = re.compile(r"— (\d+) —")
_LATIN = re.compile("[A-Za-z]+")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_HAN = re.compile(r"[一-鿿]+")
_CAPTIONS = (4.5, 7.5)  # on photos and under signatures: as small as their place asks for
_SILENT = re.compile(r"[\s☐☑☒]+")  # what no glyph says: spaces and boxes, which are drawn


@dataclass(frozen=True, slots=True)
class Kind:
    """What is peculiar to a paper: its sheet, whether its text stands on the grid, the sizes its body may have."""

    sizes: frozenset[float]
    landscape: bool = False
    grid: bool = False
    letter: bool = False
    fitted: tuple[float, float] = (0, 0)  # what must fit its place may have any size between
    single: bool = False  # a form: no page number, and the type area goes down to the proof strip


def _sizes(*sizes: float) -> frozenset[float]:
    return frozenset(sizes)


# Forms are set in 12 pt; a figure too wide for its cell goes down to 11.25 and 10.5.
KINDS = {
    "notice": Kind(_sizes(22, 16, 12, 11.25, 10.5, 9.75, 9), grid=True),
    "immediate": Kind(_sizes(22, 16, 12, 11.25, 10.5), grid=True),
    "service": Kind(_sizes(22, 16, 12, 11.25, 10.5), single=True, fitted=(10.5, 12)),
    "reinspection": Kind(_sizes(22, 16, 12, 11.25, 10.5), grid=True),
    "plan": Kind(_sizes(22, 14, 12, 10.5, 9.75, 9), landscape=True),
    "clearing": Kind(_sizes(22, 16, 12, 11.25, 10.5, 9.75, 9), single=True, fitted=_CAPTIONS),
    "report": Kind(_sizes(22, 16, 14, 12, 11.25, 10.5, 9.75, 9.5, 9), fitted=_CAPTIONS),
    "ledger": Kind(_sizes(22, 14, 12, 10.5, 10, 9.25, 9, 8.5), landscape=True),
    "referral": Kind(_sizes(40, 22, 16, 14, 12), grid=True, letter=True),
    "record": Kind(_sizes(22, 16, 14, 12, 11.25, 10.5), fitted=_CAPTIONS),
    "blank": Kind(_sizes(22, 16, 14, 12, 10.5, 9.5, 9, 7)),
}


def check_paper(data: bytes, kind: str, *, code: str = "", said: Sequence[str] = (), lang: str = "zh") -> Reading:
    """Fails with every fault of the paper. `code`: what its QR must hold; `said`: phrases that it must say as typed."""
    reading = read_pdf(data)
    faults = _faults(reading, kind, code, said, lang)
    assert not faults, f"{len(faults)} faults of {kind}:\n" + "\n".join(faults[:40])
    return reading


def paper_faults(data: bytes, kind: str, *, code: str = "", said: Sequence[str] = (), lang: str = "zh") -> list[str]:
    """What is wrong with the paper, in words; empty when nothing is."""
    return _faults(read_pdf(data), kind, code, said, lang)


def _faults(reading: Reading, kind: str, code: str, said: Sequence[str], lang: str) -> list[str]:
    found = [*face_faults(reading), *file_faults(reading, lang)]
    for copy in _copies(reading):
        found += _copy_faults(copy, KINDS[kind], code, lang, frozenset(_LATIN.findall(" ".join(said))))
    # A phrase may go on over a page, past what stands on every page; or be what stands on every page.
    texts = body_text(reading), body_text(reading, repeated=False)
    found += [f"does not say {phrase!r} in one piece" for phrase in said if not any(searched(phrase) in text for text in texts)]
    return found


@dataclass(frozen=True, slots=True)
class Copy:
    """The pages of one copy (联), counted by themselves."""

    name: str
    pages: list[PageRead]

    @property
    def stub(self) -> bool:
        """A counterfoil is a form whatever the paper is."""
        return self.name in ("存根", "回执")


def _copies(reading: Reading) -> list[Copy]:
    starts = [(title, page) for title, page in reading.pdf.outline()] or [("", 0)]
    ends = [page for _, page in starts[1:]] + [len(reading.pages)]
    return [Copy(title, reading.pages[start:end]) for (title, start), end in zip(starts, ends, strict=True) if end > start]


def _copy_faults(copy: Copy, kind: Kind, code: str, lang: str, words: frozenset[str]) -> list[str]:
    area = LANDSCAPE if kind.landscape else FORM if copy.stub or kind.single else PORTRAIT
    found = []
    bodies = []
    for number, page in enumerate(copy.pages, start=1):
        body = [line for line in page.lines if not is_furniture(line)]
        bodies.append(body)
        letter = kind.letter and number == 1
        faults = [
            *_paper_size(page, kind),
            *_places(page, body, area, letter),
            *_sizes_used(body, kind, letter),
            *(_grid(body, kind, area) if not copy.stub and not letter else ()),
            *_line_ends(body, lang, words),
            *_spoken(page),
            *_overlaps(page),
            *crossing_faults(page, [line for line in page.lines if line.angle in (0, 90)]),
            *_order(body),
            *_last_line(body),
            *_folio(page, number, kind, area, letter),
            *_strip(page, number, len(copy.pages), kind, code, lang),
        ]
        found += [f"{copy.name} page {number}: {fault}" for fault in faults]
    found += [f"{copy.name} {fault}" for fault in break_faults(copy.pages, bodies, area)]
    return found


def is_furniture(line: Line) -> bool:
    """What every page carries outside its text: page number, proof strip, the word 草稿 across it."""
    return bool(_FOLIO.fullmatch(line.text)) or line.size == STRIP or line.angle not in (0, 90)


def searched(text: str) -> str:
    """Text as a search compares it: without any space."""
    return "".join(text.split())


def body_text(reading: Reading, repeated: bool = True) -> str:
    """All text in the order of the content, lines run together; on request without what each page of a copy repeats."""
    return searched(
        "".join(
            line.text
            for copy in _copies(reading)
            for page in copy.pages
            for line in page.lines
            if not is_furniture(line) and (repeated or len(copy.pages) == 1 or not _on_every_page(line, copy))
        )
    )


def _on_every_page(line: Line, copy: Copy) -> bool:
    place = (line.text, round(line.glyphs[0].baseline, 1))
    return all(any((other.text, round(other.glyphs[0].baseline, 1)) == place for other in page.lines) for page in copy.pages)


# -- the page ----------------------------------------------------------------------------------------------


def _paper_size(page: PageRead, kind: Kind) -> Iterator[str]:
    width, height = reversed(A4) if kind.landscape else A4
    if abs(page.width - width) > 0.05 or abs(page.height - height) > 0.05:
        yield f"the sheet is {page.width / MM:.1f} x {page.height / MM:.1f} mm"


def _places(page: PageRead, body: Sequence[Line], area: Box, letter: bool) -> Iterator[str]:
    """Ink of text and rules inside the type area; all ink well inside the sheet."""
    for line in page.lines:
        box = line.box
        if box and (min(box[0], box[1]) < 12 or box[2] > page.width - 12 or box[3] > page.height - 12):
            yield f"{line.text!r} is cut by the sheet's edge"
    slack = 1.0
    for line in body:
        box = line.box
        if box is None or (letter and box[1] < 85 * MM):
            continue
        if box[0] < area[0] - slack or box[2] > area[2] + slack or box[1] < area[1] - slack or box[3] > area[3] + slack:
            yield f"{line.text!r} leaves the type area: {', '.join(f'{one / MM:.1f}' for one in box)} mm"
    for rule in page.segments:
        inside = (
            area[0] - slack <= rule.x0 and rule.x1 <= area[2] + slack and rule.y1 <= area[3] + slack and rule.y0 >= area[1] - slack
        )
        if not inside and not rule.dashed and not letter and not _is_dash(rule.x0, rule.y0, rule.x1, rule.y1, area):
            yield f"a rule leaves the type area: {rule}"
    for box, _ in page.pictures:
        if box[0] < area[0] - slack or box[1] < area[1] - slack or box[2] > area[2] + slack or box[3] > area[3] + slack:
            yield f"a picture leaves the type area: {box}"


def _sizes_used(body: Sequence[Line], kind: Kind, letter: bool) -> Iterator[str]:
    for line in body:
        if letter and any(len(one) == 3 and one[0] > 0.5 > one[1] for one in line.colours):
            continue  # the letter's head: 40 pt, less for a long name
        for size in sorted({glyph.size for glyph in line.glyphs} - kind.sizes):
            if kind.fitted[0] <= size <= kind.fitted[1]:
                continue
            yield f"{line.text!r} is set in {size} pt"


def _grid(body: Sequence[Line], kind: Kind, area: Box) -> Iterator[str]:
    """Titles of every paper and the text of official papers stand on the 22 lines, pure Chinese lines in the 28 cells."""
    for line in body:
        if line.size not in (TITLE, BODY) or (line.size == BODY and not kind.grid) or line.angle:
            continue
        first = area[1] + (LEADING - line.size) / 2 + 0.88 * line.size
        place = (line.glyphs[0].baseline - first) / LEADING
        if abs(place - round(place)) * LEADING > 0.1 or not 0 <= round(place) < LINES:
            yield f"{line.text!r} stands on line {place:.3f} of the grid"
        if len({round(glyph.baseline, 1) for glyph in line.glyphs}) > 1:
            yield f"{line.text!r} has several baselines"
        if line.size == BODY and len(line.glyphs) == CELLS and _HAN.fullmatch(line.text):
            off = [
                glyph.char
                for cell, glyph in enumerate(line.glyphs)
                if abs(glyph.x + glyph.advance / 2 - area[0] - (cell + 0.5) * PITCH) > 0.3
            ]
            if off:
                yield f"{off} of {line.text!r} stand outside their cells"


def _line_ends(body: Sequence[Line], lang: str, words: frozenset[str]) -> Iterator[str]:
    """Nothing forbidden at a line's start or end; figures, their units and double marks in one piece."""
    for line in body:
        text = line.text
        if text and (text[0] in NO_START or (lang == "en" and re.match(r"[,.;:!?)\]](?!\d)", text))):
            yield f"a line begins with {text[0]!r}: {text!r}"
        if text and text[-1] in NO_END:
            yield f"a line ends with {text[-1]!r}: {text!r}"
    for line, after in pairwise(body):
        if _turns(line, after) and (torn := _torn(line.text, after.text, words)):
            yield f"{torn} torn between {line.text!r} and {after.text!r}"


def _turns(line: Line, after: Line) -> bool:
    """Whether `after` goes on with the paragraph of body text that `line` is of."""
    if line.size != BODY or after.size != BODY or line.box is None or after.box is None:
        return False
    down = after.glyphs[0].baseline - line.glyphs[0].baseline
    return abs(down - LEADING) < 0.2 and after.box[0] < PORTRAIT[0] + 1.2 * PITCH and line.box[2] > PORTRAIT[2] - 3.5 * PITCH


def _torn(end: str, start: str, words: frozenset[str]) -> str:
    """What a line's end tears; `words` are those that were typed (a space at a line's end is not said)."""
    if end[-1].isdigit() and (start[0].isdigit() or start[0] in _UNITS):
        return "a figure"
    if end[-1] == start[0] == "—" or end[-1] == start[0] == "…":
        return "a double mark"
    whole = "".join(_LATIN.findall(end)[-1:] + _LATIN.findall(start)[:1])
    return "a word" if end[-1] in _LETTERS and start[0] in _LETTERS and whole in words else ""


def _spoken(page: PageRead) -> Iterator[str]:
    """Every line says what its glyphs are, every box that is said is drawn."""
    boxes = 0
    for line in page.lines:
        if line.said is None:
            yield f"{line.text!r} has no text beside its glyphs"
            continue
        boxes += sum(line.said.count(box) for box in "☐☑☒")
        drawn = _SILENT.sub("", "".join(glyph.char for glyph in line.glyphs))
        told = _SILENT.sub("", line.said)
        if drawn != told and drawn != (_FOLIO.fullmatch(line.said) or [""] * 2)[1]:
            yield f"says {told!r} and shows {drawn!r}"
    drawn_boxes = sum(5 < x1 - x0 < 14 and abs(x1 - x0 - (y1 - y0)) < 0.1 for x0, y0, x1, y1 in page.frames)
    if drawn_boxes != boxes:
        yield f"{boxes} boxes are said, {drawn_boxes} drawn"


def _overlaps(page: PageRead) -> Iterator[str]:
    """No character's ink lies on another's."""
    placed = [(line, box) for line in page.lines if (box := line.box) and line.angle in (0, 90)]
    placed.sort(key=lambda one: one[1][1])
    for at, (line, box) in enumerate(placed):
        yield from _self_overlaps(line)
        for other, beside in placed[at + 1 :]:
            if beside[1] > box[3] - 0.3:
                break
            if _on(box, beside, 0.3) and _inks_meet(line, other):
                yield f"{line.text!r} and {other.text!r} lie on each other"


def _self_overlaps(line: Line) -> Iterator[str]:
    inks = [glyph.box for glyph in line.glyphs if glyph.box]
    if any(_on(one, other, 0.12 * line.size) for one, other in pairwise(inks)):
        yield f"characters of {line.text!r} lie on each other"


def _inks_meet(line: Line, other: Line) -> bool:
    return any(one.box and two.box and _on(one.box, two.box, 0.3) for one in line.glyphs for two in other.glyphs)


def _on(one: Box, other: Box, by: float) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > by and min(one[3], other[3]) - max(one[1], other[1]) > by


def _last_line(body: Sequence[Line]) -> Iterator[str]:
    """A page says something, and ends with no heading."""
    placed = [line for line in body if line.box]
    if not placed:
        yield "an empty page"
        return
    last = max(placed, key=lambda line: line.glyphs[0].baseline)
    if (
        last.size in (BODY, FOLIO)
        and last.glyphs[0].font.face == "NotoSansSC-Regular"
        and re.match("[一二三四五六七八九]、", last.text)
    ):
        yield f"the heading {last.text!r} is the last line of its page"


def _order(body: Sequence[Line]) -> Iterator[str]:
    """What stands under each other is read downwards."""
    placed = [(line, box) for line in body if (box := line.box)]
    for at, (line, box) in enumerate(placed):
        for earlier, above in placed[:at]:
            shared = min(box[2], above[2]) - max(box[0], above[0])
            if box[3] < above[1] and shared > 0.5 * min(box[2] - box[0], above[2] - above[0]):
                yield f"{line.text!r} is read after {earlier.text!r} and stands above it"
                break


# -- page number and proof strip ---------------------------------------------------------------------------


def _is_dash(x0: float, y0: float, x1: float, y1: float, area: Box) -> bool:
    """A page number's dash: 14 pt long, its middle 7 mm outside the type area."""
    if area == LANDSCAPE:
        return abs(x0 - (area[0] - 7 * MM)) < 0.2 and abs(x1 - x0) < 1 and abs(y1 - y0 - FOLIO) < 0.2
    return abs(y0 - (PORTRAIT[3] + 7 * MM)) < 0.2 and abs(y1 - y0) < 1 and abs(x1 - x0 - FOLIO) < 0.2


def _folio(page: PageRead, number: int, kind: Kind, area: Box, letter: bool) -> Iterator[str]:
    """— n —: 14 pt, 7 mm below the type area, one character in from its outer edge; turned with a landscape sheet."""
    found = [line for line in page.lines if _FOLIO.fullmatch(line.text)]
    dashes = [one for one in page.segments if _is_dash(one.x0, one.y0, one.x1, one.y1, area)]
    if area == FORM or letter:
        if found or dashes:
            yield "a page number where none belongs"
        return
    if len(found) != 1 or found[0].text != f"— {number} —":
        yield f"page number {[line.text for line in found]}"
        return
    folio, box = found[0], found[0].box
    if folio.size != FOLIO or folio.glyphs[0].font.face != "NotoSerifSC-Regular" or folio.angle != (90 if kind.landscape else 0):
        yield f"page number in {folio.size} pt {folio.glyphs[0].font.face}, turned {folio.angle}"
    if len(dashes) != 2 or box is None:
        yield f"page number with {len(dashes)} dashes in their place"
        return
    # On a landscape sheet the same place, read along the turned page: down the sheet is to the right.
    along = sorted((one.y0, one.y1) if kind.landscape else (one.x0, one.x1) for one in dashes)
    figures = (box[1], box[3]) if kind.landscape else (box[0], box[2])
    across = (box[0] + box[2]) / 2 - (area[0] - 7 * MM) if kind.landscape else (box[1] + box[3]) / 2 - (PORTRAIT[3] + 7 * MM)
    start, end = (area[1], area[3]) if kind.landscape else (area[0], area[2])
    place = end - FOLIO - along[1][1] if number % 2 else along[0][0] - start - FOLIO
    if abs(place) > 0.15 or abs(across) > 1 or not along[0][1] < figures[0] < figures[1] < along[1][0]:
        yield f"page number {place:.2f} pt from its place, figures {across:.2f} pt from the dashes' height"


def _strip(page: PageRead, number: int, total: int, kind: Kind, code: str, lang: str) -> Iterator[str]:
    """QR and proof line in the inner foot corner; pages counted within the copy."""
    said = [line for line in page.lines if line.size == STRIP]
    pattern = rf"第 ?{number} ?页 ?共 ?{total} ?页" if lang == "zh" else rf"(?i)\bpage {number} of {total}\b"
    if len(said) != 1 or not re.search(pattern, said[0].text):
        yield f"proof line {[line.text for line in said]} on page {number} of {total}"
    elif not re.search(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", said[0].text):
        yield f"proof line without hash: {said[0].text!r}"
    codes = [area for area in page.areas if len(area.boxes) > 40]
    if len(codes) != 1:
        yield f"{len(codes)} QR codes"
        return
    box = _around(codes[0])
    right = kind.landscape or number % 2 == 0
    edge = box[2] - ((LANDSCAPE if kind.landscape else PORTRAIT)[2] + MM) if right else box[0] - (PORTRAIT[0] - MM)
    foot = page.height - box[3]
    if abs(edge) > 3.5 or not 8.5 * MM < box[2] - box[0] < 11.1 * MM or not 6 * MM < foot < 14 * MM:
        yield f"the QR stands at {', '.join(f'{one / MM:.1f}' for one in box)} mm"
    if code and not _holds(codes[0], code):
        yield f"the QR does not hold {code}"


def _around(area: Area) -> Box:
    return (
        min(box[0] for box in area.boxes),
        min(box[1] for box in area.boxes),
        max(box[2] for box in area.boxes),
        max(box[3] for box in area.boxes),
    )


def _holds(area: Area, code: str) -> bool:
    """Whether the drawn modules are those of the code, each of them, under any of the eight masks."""
    matrices = [
        [[int(bool(module)) for module in row] for row in segno.make_qr(code, error="m", mask=mask).matrix] for mask in range(8)
    ]
    matrix = matrices[0]
    x0, y0, x1, y1 = _around(area)
    step = (x1 - x0) / len(matrix)
    drawn = [[0] * len(matrix) for _ in matrix]
    for bx0, by0, bx1, by1 in area.boxes:
        for row in range(round((by0 - y0) / step), round((by1 - y0) / step)):
            for column in range(round((bx0 - x0) / step), round((bx1 - x0) / step)):
                drawn[row][column] = 1
    return drawn in matrices and abs((x1 - x0) - (y1 - y0)) < 0.1
