"""The last row of the inspection report: the inspectors' signatures, and the home's, or its refusal before a witness.

Owns how signatures made on a screen stand in their cell. Without any, the cell is empty for the pen.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..faces import Faces
from ..facts import ReportFacts, Signature
from ..phrases import sentence
from ..typeset.line import Line, Run, Setting, clean, set_lines
from ..typeset.page import Ink, Mark, Words, baseline
from ..typeset.table import Art, Cell, Row
from .edition import Edition

_SIZE, _SMALLEST, _LEADING = 7.0, 5.25, 9.0  # points, of who signed and when, under the strokes
_ASPECT = 2.5  # a signature is about that wide for its height


def signature_row(facts: ReportFacts, edition: Edition, faces: Faces) -> Row:
    """Both parties side by side (安全生产法 68: the record is signed, a refusal is noted)."""
    words = edition.words
    widths = words.numbers("column.signatures")
    size, leading = words.number("size.form"), words.number("leading.form")
    labels = (words.text("label.inspectors_sign"), "\n".join(words.texts("label.home_sign")))
    cells: list[Cell] = []
    for place, role in enumerate(("inspector", "institution")):
        signed = [one for one in facts.signatures if one.role == role]
        cells.append(edition.cell(widths[2 * place], labels[place], size, leading, "centre", "hei"))
        cells.append(_signed(signed, widths[2 * place + 1], edition, faces))
    return Row(tuple(cells), words.number("height.signature"))


def _signed(signatures: Sequence[Signature], width: float, edition: Edition, faces: Faces) -> Cell:
    """A refusal in words; strokes with the signer's name below; nothing: room for the pen."""
    words = edition.words
    refused = [words.say("sentence.refused", reason=sentence(one.refused), witness=clean(one.witness))
               for one in signatures if one.refused]  # fmt: skip
    if refused:
        return edition.cell(width, "\n".join(refused), words.number("size.answer"), words.number("leading.answer"))
    drawn = [one for one in signatures if one.strokes]
    return Cell(width, art=_art(drawn, edition, faces) if drawn else None)


def _art(signatures: Sequence[Signature], edition: Edition, faces: Faces) -> Art:
    def draw(x: float, y: float, width: float, height: float) -> list[Mark]:
        marks: list[Mark] = []
        each = width / len(signatures)
        for number, one in enumerate(signatures):
            left = x + number * each
            said = _signer(one, each - 4, edition, faces)
            top = y + height - 2 - _LEADING * len(said)
            high = top - y - 5
            wide = min(each - 8, _ASPECT * high)
            marks.append(Ink(left + (each - wide) / 2, y + 3, wide, high, one.strokes))
            marks += (Words(left + (each - line.width) / 2, baseline(top + _LEADING * row, _LEADING, line.size), line)
                      for row, line in enumerate(said))  # fmt: skip
        return marks

    return draw


def _signer(one: Signature, width: float, edition: Edition, faces: Faces) -> list[Line]:
    """Name and post, and when it was signed; a long name in smaller characters, then on a line of its own."""
    post = (f" ({clean(one.post)})" if edition.lang == "en" else f"（{clean(one.post)}）") if one.post else ""
    named = [clean(one.name) + post]
    if _line(named[0], edition, faces)[0].width > width:
        named = [clean(one.name), post.strip()]
    said = [*named, f"{one.signed_at:%Y-%m-%d %H:%M}" if one.signed_at else ""]
    return [line for text in said if text for line in _line(text, edition, faces, width)]


def _line(text: str, edition: Edition, faces: Faces, width: float = 1e6) -> Sequence[Line]:
    lines = set_lines((Run(text, edition.role),), faces, Setting(_SIZE, _SIZE, 1e6, justify=0))
    if lines[0].width <= width:
        return lines
    size = 6.0 if lines[0].width * 6 <= width * _SIZE else _SMALLEST
    return set_lines((Run(text, edition.role),), faces, Setting(size, size, width, justify=0))
