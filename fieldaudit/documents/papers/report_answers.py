"""Rows of the inspection report: sections with their counts, failed items beside their photos, every answer.

Owns how an answer is counted and what points where: an answer that became a hazard to that hazard, a question that was
joined to another to that one. Knows nothing of where a page ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..faces import Faces
from ..facts import AnswerLine, ReportFacts, ReportHazard, Result
from ..phrases import deadline, requirement, sentence
from ..typeset.line import BLACK, GREY, RED, Colour, Piece, Run, Tick, clean
from ..typeset.page import AREA_WIDTH, MM
from ..typeset.photo import photo_art
from ..typeset.table import Align, Cell, Para, Row
from .edition import Edition

RESULTS: tuple[Result, ...] = ("pass", "fail", "na")
HAZARDS = 2  # the heading under which the failed items stand
_SHORT = 30  # characters of a reading that stands in the middle of its cell
_SECTION_GREY: Colour = (0.93, 0.93, 0.93)
_PAD = 2.2  # points at the sides of a small cell
_DENSE, _SECTION = 1.6, 2.1  # points above and below the text of an answer, and of a section's counts


def count(answers: Sequence[AnswerLine], result: Result | None = None) -> int:
    """How many answers have that result; how many have any."""
    return sum(answer.result == result if result else answer.result is not None for answer in answers)


def judges(facts: ReportFacts) -> bool:
    """Whether the checklist asks for any verdict, or only records."""
    return any(answer.result for answer in facts.answers)


# -- sections ----------------------------------------------------------------------------------------------


def section_rows(facts: ReportFacts, edition: Edition) -> list[Row]:
    """Sections in their order, in two halves side by side, the total last; the head is the first row."""
    words, text = edition.words, edition.words.text
    widths, height = words.numbers("column.sections"), words.number("height.section")
    judged: dict[str, list[AnswerLine]] = {}
    for answer in facts.answers:
        if answer.result:
            judged.setdefault(answer.section, []).append(answer)
    entries = [_section(name or text("label.section_none"), answers, edition) for name, answers in judged.items()]
    entries.append(_section(text("label.total"), facts.answers, edition, "hei"))
    half = (len(entries) + 1) // 2
    unused = (Cell(sum(widths), struck=True),)
    rest = [*entries[half:], unused][:half]
    head = edition.heads("head.sections", widths, words.number("size.section"), words.number("leading.section"))
    pairs = [(head, head), *zip(entries[:half], rest, strict=True)]
    return [Row((*one, *other), height, pad=_SECTION) for one, other in pairs]


def _section(name: str, answers: Sequence[AnswerLine], edition: Edition, role: str = "") -> tuple[Cell, ...]:
    words = edition.words
    first, *widths = words.numbers("column.sections")
    size, leading = words.number("size.section"), words.number("leading.section")
    numbers = (count(answers), *(count(answers, result) for result in RESULTS))
    cells = [edition.cell(first, name, size, leading, role=role)]
    for place, (width, number) in enumerate(zip(widths, numbers, strict=True)):
        marked = place == 2 and number > 0  # failed
        cells.append(edition.cell(width, str(number), size, leading, "centre", "bold" if marked else "",
                                  RED if marked else BLACK))  # fmt: skip
    return tuple(cells)


# -- failed items ------------------------------------------------------------------------------------------


def item_head(edition: Edition) -> list[Row]:
    """The head above the failed items and their photos."""
    words = edition.words
    text, photo = words.numbers("column.items")
    size, leading = words.number("size.item"), words.number("leading.item")
    return [Row((edition.cell(text, words.text("label.items"), size, leading, "centre", "hei"),
                 edition.cell(photo, words.text("label.photo"), size, leading, "centre", "hei")),
                words.number("height.items_head"))]  # fmt: skip


def item_rows(facts: ReportFacts, edition: Edition, faces: Faces) -> list[Row]:
    """A failed item a row: finding, basis, requirement, deadline; beside them its first photo."""
    words = edition.words
    text, photo = words.numbers("column.items")
    size, leading, height = words.number("size.item"), words.number("leading.item"), words.number("height.photo")
    rows = []
    for number, one in enumerate(facts.hazards, start=1):
        paras = tuple(edition.para(*line, size=size, leading=leading) for line in _item_lines(number, one, edition))
        rows.append(Row((Cell(text, paras, pad=4.2), _photo_cell(one, photo, edition, faces)), height if one.photos else 0))
    return rows


def _item_lines(number: int, one: ReportHazard, edition: Edition) -> list[list[Piece | str]]:
    words, hazard = edition.words, one.hazard
    key = edition.one_or_many("item.head", len(one.questions)) if one.questions else "item.head_bare"
    head = words.say(key, number=number, questions=edition.listed(one.questions), place=sentence(hazard.place))
    grade = words.say("item.grade", grade=words.text(f"grade.{hazard.severity}"))
    basis = edition.listed([sentence(citation) for citation in hazard.citations], "citations")
    until = words.text("item.fixed") if one.fixed_at_scene else deadline(hazard, lang=edition.lang)
    said = (
        words.say("item.finding", finding=sentence(hazard.finding)) if hazard.finding.strip() else "",
        words.say("item.basis", basis=basis) if basis else "",
        words.say("item.measure", measure=requirement(hazard.require)) if hazard.require.strip() else "",
        (words.say("item.deadline", deadline=until) if until else "")
        + (words.say("item.number", number=clean(one.item)) if one.item else ""),
    )
    lines: list[list[Piece | str]] = [[Run(head, "hei"), Run(grade, "hei", RED if hazard.severity == "major" else BLACK)]]
    lines += ([part] for text in said for part in map(str.strip, text.splitlines()) if part)
    return lines


def _photo_cell(one: ReportHazard, width: float, edition: Edition, faces: Faces) -> Cell:
    """The hazard's first photo, or why there is none."""
    words = edition.words
    if one.photos:
        return Cell(width, art=photo_art(one.photos[0], faces, words.text("photo.absent")))
    said = words.text("photo.none")
    if one.material:
        parts = words.texts("photo.material")
        said = "\n".join(part.replace("{number}", clean(one.material)) for part in parts)
    return edition.cell(width, said, words.number("size.item"), words.number("leading.item"), "centre", colour=GREY)


# -- every answer ------------------------------------------------------------------------------------------


def answer_head(facts: ReportFacts, edition: Edition) -> list[Row]:
    """The head above the answers; without boxes when the checklist only records."""
    words = edition.words
    number, question, reading, *boxes, remark = words.numbers("column.answers")
    widths = [number, question, reading, *boxes, remark] if judges(facts) else [number, question, reading + sum(boxes), remark]
    key = "head.answers" if judges(facts) else "head.records"
    size, leading = words.number("size.answer"), words.number("leading.answer")
    return [Row(edition.heads(key, widths, size, leading, pad=_PAD), words.number("height.answer"), pad=_DENSE)]


def answer_rows(facts: ReportFacts, edition: Edition) -> list[Row]:
    """Every answer under the grey row of its section."""
    words = edition.words
    answers = _Answers(facts, edition)
    size, leading, height = words.number("size.answer"), words.number("leading.answer"), words.number("height.answer")
    rows: list[Row] = []
    section = ""  # what stands before the first section needs no heading
    for answer in facts.answers:
        if answer.section != section:
            section = answer.section
            named = clean(section) or words.text("label.section_none")
            run = Para((Run(named, "hei"),), size, leading)
            rows.append(Row((Cell(AREA_WIDTH / MM, (run,), fill=_SECTION_GREY, pad=2.5),), height, True, _DENSE))
        rows.append(Row(answers.cells(answer), height, pad=_DENSE))
    return rows


class _Answers:
    """The cells of one answer after another, with what all of them share looked up once."""

    def __init__(self, facts: ReportFacts, edition: Edition) -> None:
        words = edition.words
        self.edition, self.role = edition, edition.role
        self.widths = words.numbers("column.answers")
        self.size, self.leading = words.number("size.answer"), words.number("leading.answer")
        no = edition.numeral(HAZARDS)
        self.remarks: dict[str, tuple[str, Colour]] = {}
        for number, one in enumerate(facts.hazards, start=1):
            for place, question in enumerate(one.questions):
                self.remarks[question] = (
                    (words.say("remark.joined", first=one.questions[0]), BLACK) if place
                    else (words.say("remark.see", no=no, item=number), RED))  # fmt: skip

    def cells(self, answer: AnswerLine) -> tuple[Cell, ...]:
        """Number, question, reading, one ticked box of three, remark."""
        number, question, reading, *boxes, last = self.widths
        if answer.result is None:  # nothing to tick: what was recorded has that room as well
            reading, boxes = reading + sum(boxes), []
        ticks = [_box(width, answer.result == result, self.size, self.leading)
                 for width, result in zip(boxes, RESULTS, strict=False)]  # fmt: skip
        return (self._cell(number, answer.number, True), self._cell(question, answer.question),
                self._cell(reading, answer.reading, len(answer.reading) <= _SHORT), *ticks, self._remark(answer, last))  # fmt: skip

    def _remark(self, answer: AnswerLine, width: float) -> Cell:
        said, colour = self.remarks.get(answer.number, ("", BLACK)) if answer.number else ("", BLACK)
        if not said:
            noted = self.edition.known(answer.remark) if answer.remark else ""
            return self._cell(width, noted, noted != answer.remark)  # what the program itself says stands in the middle
        if answer.remark:  # both are said
            return self._cell(width, f"{said}\n{self.edition.known(answer.remark)}", colour=colour)
        return self._cell(width, said, True, colour)

    def _cell(self, width: float, text: str, centred: bool = False, colour: Colour = BLACK) -> Cell:
        align: Align = "centre" if centred else "left"
        return self.edition.cell(width, text, self.size, self.leading, align, self.role, colour, _PAD) if text else _empty(width)


@lru_cache(maxsize=64)
def _empty(width: float) -> Cell:
    return Cell(width)


@lru_cache(maxsize=64)
def _box(width: float, ticked: bool, size: float, leading: float) -> Cell:
    return Cell(width, (Para((Tick("yes" if ticked else ""),), size, leading, "centre"),), pad=1)
