"""The last row of the inspection report: the inspectors' signatures, and the home's, or its refusal before a witness.

Owns how signatures made on a screen stand in their cell. Without any, the cell is empty for the pen.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..faces import Faces
from ..facts import ReportFacts, Signature
from ..phrases import sentence
from ..typeset.line import Run, Setting, clean, set_lines
from ..typeset.page import Ink, Mark, Words, baseline
from ..typeset.table import Art, Cell, Row
from .edition import Edition

_BELOW = 25.0  # points for the name and the time under the strokes
_ASPECT = 2.5  # a signature is about that wide for its height
_SMALLEST = 5.0


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
            wide = min(each - 8, _ASPECT * (height - _BELOW))
            marks.append(Ink(left + (each - wide) / 2, y + 3, wide, height - _BELOW, one.strokes))
            for row, text in enumerate(_signer(one, edition)):
                marks.append(_small(text, left, each, y + height - 20 + 9 * row, edition, faces))
        return marks

    return draw


def _signer(one: Signature, edition: Edition) -> tuple[str, str]:
    named = clean(one.name)
    if one.post:
        named += f" ({clean(one.post)})" if edition.lang == "en" else f"（{clean(one.post)}）"
    return named, f"{one.signed_at:%Y-%m-%d %H:%M}" if one.signed_at else ""


def _small(text: str, left: float, width: float, top: float, edition: Edition, faces: Faces) -> Words:
    """One centred line of 7 pt, smaller when it would leave its cell."""
    run = (Run(text, edition.role),)
    line = set_lines(run, faces, Setting(7, 7, 1e6, justify=0))[0]
    if line.width > width - 4:
        size = max(_SMALLEST, 7 * (width - 4) / line.width)
        line = set_lines(run, faces, Setting(size, size, 1e6, justify=0))[0]
    return Words(left + (width - line.width) / 2, baseline(top, 9, line.size), line)
