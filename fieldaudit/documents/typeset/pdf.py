"""The writer: copies of marked pages into one PDF.

Owns what every page carries besides its marks: the number, the proof strip with its QR, 草稿 across a draft. Operators are
`pen`'s work, objects `structure`'s. Same marks, same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..faces import Faces
from .line import BLACK, Colour, Line, Run, Setting, Span, set_lines
from .page import MM, Copy, Mark, Proof, Rule, Sheet, Words
from .pen import Pen, f
from .structure import File

_FOLIO = 14.0  # 4号: page numbers, and the "one character" they stand in from the edge
_STRIP_GREY: Colour = (0.35, 0.35, 0.35)
_DRAFT_GREY: Colour = (0.9, 0.9, 0.9)
# Version, page, time of printing, head of the hash; and what a draft says across the page.
_STRIP = {
    "zh": ("{number}　版次 {version}", "第 {page} 页 共 {total} 页", "生成 {at:%Y-%m-%d %H:%M}　校验 {short}"),
    "en": ("{number}　version {version}", "page {page} of {total}", "generated {at:%Y-%m-%d %H:%M}　check {short}"),
}
_STRIP_SIZE = 6.5
_ACROSS = {"zh": "草　稿", "en": "DRAFT"}


def write_pdf(copies: Sequence[Copy], proof: Proof, faces: Faces, title: str, author: str,
              draft: bool = False, lang: str = "zh-CN") -> bytes:
    """The PDF of all copies, one after another, each with an entry in the outline."""
    file = File()
    for copy in copies:
        for number, page in enumerate(copy.pages, start=1):
            content = _page(file, copy, page, number, proof, faces, draft, lang[:2])
            file.page(copy.sheet, content, copy.name if number == 1 else "")
    return file.finish(proof, title, author, lang)


def _page(file: File, copy: Copy, page: Sequence[Mark], number: int, proof: Proof, faces: Faces,
          draft: bool, lang: str) -> bytes:
    total, sheet = len(copy.pages), copy.sheet
    pen = Pen(file, sheet.height)
    if draft:
        _draft(pen, sheet, faces, lang)
    pen.draw(page)
    if copy.furniture is not None:
        pen.draw(copy.furniture(number, total))
    if copy.numbered and (number > 1 or sheet.first_folio):
        _folio(pen, sheet, number, faces)
    _strip(pen, sheet, proof, (number, total), faces, lang)
    return "\n".join(pen.code).encode("ascii")


# -- what every page carries ------------------------------------------------------------------------------


def _one_line(text: str, role: str, size: float, faces: Faces, colour: Colour = BLACK) -> Line:
    return set_lines((Run(text, role, colour),), faces, Setting(size, size, 1e6, justify=0))[0]


def _folio(pen: Pen, sheet: Sheet, number: int, faces: Faces) -> None:
    """— 1 —: dashes 7 mm outside the type area, one character in from its outer edge."""
    figures = _one_line(str(number), "song", _FOLIO, faces)
    length = figures.width + 2.5 * _FOLIO
    odd = number % 2 == 1
    if sheet.landscape:  # the place it has on the portrait page, turned with the sheet
        start = sheet.bottom - _FOLIO - length if odd else sheet.top + _FOLIO
        pen.code.append(f"q 0 -1 1 0 {f(sheet.left - 7 * MM)} {f(pen.height - start)} cm")
    else:
        start = sheet.right - _FOLIO - length if odd else sheet.left + _FOLIO
        pen.code.append(f"q 1 0 0 1 {f(start)} {f(pen.height - sheet.bottom - 7 * MM)} cm")
    here = Pen(pen.file, 0.0, pen.code)
    here.rule(Rule(0, 0, _FOLIO, 0, 0.5))
    here.rule(Rule(length - _FOLIO, 0, length, 0, 0.5))
    here.words(Words(1.25 * _FOLIO, 0.36 * _FOLIO, figures), said=f"— {number} —")
    pen.code.append("Q")


def _strip(pen: Pen, sheet: Sheet, proof: Proof, page: tuple[int, int], faces: Faces, lang: str) -> None:
    """QR 11 mm in the inner foot corner; number, version, page, time and hash beside it."""
    number, total = page
    said = {"number": proof.number, "version": proof.version, "page": number, "total": total, "at": proof.generated_at,
            "short": proof.short}  # fmt: skip
    line = _joined([_one_line(part.format(**said), "hei", _STRIP_SIZE, faces, _STRIP_GREY) for part in _STRIP[lang]])
    inner_left = number % 2 == 1 and not sheet.landscape
    foot = sheet.height - sheet.strip
    side = 11 * MM
    x = sheet.left - MM if inner_left else sheet.right + MM - side
    pen.square(x, foot, side, proof.code)
    start = x + side + 2 * MM if inner_left else x - 2 * MM - line.width
    pen.words(Words(start, foot - 2 * MM, line))


def _joined(parts: Sequence[Line]) -> Line:
    """Lines as one, a full-width space between them: each is set once, though the whole differs from page to page."""
    size, x, pen = parts[0].size, 0.0, 0.0
    spans: list[Span] = []
    for part in parts:
        (back, text), *rest = part.spans[0].shown
        back += round((pen - x) / size * 1000)
        own = [part.spans[0]._replace(shown=((back, text), *rest)), *part.spans[1:]]
        pen += sum((span.face.width(text) - back / 1000) * size for span in own for back, text in span.shown)
        spans += own
        x += part.width + size
    return Line(tuple(spans), (), (), x - size, "　".join(part.text for part in parts), size)


def _draft(pen: Pen, sheet: Sheet, faces: Faces, lang: str) -> None:
    line = _one_line(_ACROSS[lang], "hei", 110, faces, _DRAFT_GREY)
    pen.code.append(f"q 0.766 0.643 -0.643 0.766 {f(sheet.width / 2)} {f(sheet.height / 2)} cm")
    Pen(pen.file, 0.0, pen.code).words(Words(-line.width / 2, 0.35 * 110, line))
    pen.code.append("Q")
