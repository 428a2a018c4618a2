"""Blank checklist: a form of one version, to be filled in by pen at the scene and entered later.

Owns how each kind of question is given room to write: boxes for verdicts and choices, rules with their unit for figures,
dates and text; repeated groups as often as asked; the hazard rows and signatures at its end. Every sheet carries the
form's version, and the first one a code that says which form to open. Knows nothing of forms: what is asked is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import segno

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import BlankFacts, BlankFigure, BlankQuestion, BlankSection, facts_sha256, require, require_also
from ..typeset.flow import Flow
from ..typeset.line import BLACK, GREY, Blank, Colour, Gap, Piece, Run, Tick, clean, text_width
from ..typeset.page import HAIR, MM, Fill, Mark, Proof, Rule
from ..typeset.pdf import write_pdf
from ..typeset.table import Align, Cell, Para, Row, label, para, text_cell
from ..wording import Wording, shipped

KIND = "blank"
PAPER = tr("空白检查表", "the blank checklist")
_SECTION_GREY: Colour = (0.93, 0.93, 0.93)
_HINT: Colour = (0.36, 0.36, 0.36)  # small type, read in a dim corridor
_RULE_GREY: Colour = (0.6, 0.6, 0.6)
_CODE = 17.0 * MM
_PAD, _PAD_Y, _PAD_FIGURE = 3.0, 1.7, 2.0

Pieces = Sequence[Piece | str]
_DAY: Pieces = (Blank(3), "年", Blank(2), "月", Blank(2), "日")
_HOUR: Pieces = (Blank(2), "时", Blank(2), "分")


def render(facts: BlankFacts, faces: Faces, words: Wording | None = None) -> bytes:
    """The checklist as PDF. Raises `BadInput` naming the question that cannot be printed."""
    words = words or shipped(KIND)
    check(facts, words)
    flow = Flow(words.text("title.paper"), faces)
    _foot(flow, facts, words)
    said = words.say("sentence.form", form=clean(facts.form), version=clean(facts.form_version))
    _head(flow, facts, said, words)
    rows = [row for section in facts.sections for row in _section(section, faces, words)]
    flow.table(rows, [_columns(words, "questions", 7.7)])
    _findings(flow, facts, words)
    _signatures(flow, words)
    proof = Proof("BL", said, facts.version, facts.generated_at, facts_sha256(facts))
    home = f"，{clean(facts.institution)}" if facts.institution else ""
    return write_pdf([flow.copy], proof, faces, f"{clean(facts.title)}（{said}{home}）", facts.bureau, facts.draft)


def check(facts: BlankFacts, words: Wording | None = None) -> None:
    """Refuse a checklist that asks nothing, or a question that could not be answered: `BadInput` naming it."""
    words = words or shipped(KIND)
    require(PAPER, facts.form, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("表单标题", "title of the form"), facts.title),
        (tr("表单名称", "name of the form"), facts.form),
        (tr("表单版本", "version of the form"), facts.form_version),
        (tr("检查内容", "questions"), any(section.questions for section in facts.sections)),
    ])  # fmt: skip
    require_also(PAPER, facts.form, facts, words.texts("require.fields"))
    for section in facts.sections:
        if section.rounds < 1:
            raise BadInput(tr("重复组的份数应至少为1", "A repeated group is printed once at least"), where=section.title)
        for question in section.questions:
            _check_question(section, question)


def _check_question(section: BlankSection, question: BlankQuestion) -> None:
    where = f"{section.title} {question.number or question.text}"
    named = [(tr("检查内容", "the question's text"), question.text)]
    if question.answering in ("one", "several", "rank"):
        named.append((tr("选项", "choices"), "".join(question.choices)))
    require(PAPER, where, named)


# -- head and foot -----------------------------------------------------------------------------------------


def _head(flow: Flow, facts: BlankFacts, said: str, words: Wording) -> None:
    """Title beside its code, which form it is, what is to be written once, and how to fill in the rest."""
    note, leading = words.number("size.note"), words.number("size.note_leading")
    flow.add(*_code(f"FA1:FO:{clean(facts.form)}:{clean(facts.form_version)}", flow.sheet.right - _CODE, flow.sheet.top, _CODE))
    sheet = flow.sheet
    beside = _CODE + 2 * MM  # the title keeps clear of the code, and centred
    flow.sheet = replace(sheet, left=sheet.left + beside, area_width=sheet.area_width - 2 * beside)
    flow.title(facts.bureau, facts.title)
    flow.sheet = sheet
    flow.text(Run(said, "fang", GREY), size=note, leading=leading + 2, align="centre")
    flow.skip(1 * MM)
    flow.table(_form(facts, words), start=1)
    flow.skip(1.5 * MM)
    flow.text(words.text("sentence.how"), size=note, leading=leading)
    flow.skip(1.5 * MM)


def _form(facts: BlankFacts, words: Wording) -> list[Row]:
    """What is written once: whose home, when, who."""
    a, b, c, d = words.numbers("column.head")
    kinds = [piece for kind in words.texts("choice.kinds") for piece in (Tick(), kind, "　")][:-1]
    hours: Pieces = [*_HOUR, "至", *_HOUR]
    person: tuple[str, Pieces, str, Pieces] = ("inspector", [], "badge", [])
    fields: list[tuple[str, Pieces, str, Pieces]] = [
        ("institution", [clean(facts.institution)], "number", [clean(facts.number)]),
        ("address", [clean(facts.address)], "", []), ("date", _DAY, "time", hours), ("person", [], "phone", []),
        person, person, ("kind", kinds, "", [])]  # fmt: skip

    def cells(name: str, said: Pieces, width: float, wide: float) -> tuple[Cell, Cell]:
        size = words.number("size.form")
        return label(words.text(f"label.{name}"), width, size), Cell(wide, (para(*said, size=size, leading=1.4 * size),), pad=_PAD)

    height = words.number("height.head")
    return [Row((*cells(name, said, a, b), *cells(other, too, c, d)) if other else cells(name, said, a, b + c + d), height)
            for name, said, other, too in fields]


def _foot(flow: Flow, facts: BlankFacts, words: Wording) -> None:
    """Each sheet says whose it is and is signed, for sheets part; the last one has its own signatures."""
    widths, size = words.numbers("column.foot"), words.number("size.note")
    name, wide = clean(facts.institution), widths[1]
    fits = text_width(name, "fang", flow.faces, size) <= wide * MM - 2 * _PAD
    known = text_cell(wide, name, size if fits else words.number("size.hint"), 0 if fits else words.number("size.hint_leading"))
    rooms = (known, Cell(widths[3]), Cell(widths[5]))
    cells = [cell for name, wide, room in zip(("institution", "inspectors", "person"), widths[::2], rooms, strict=True)
             for cell in (label(words.text(f"label.foot_{name}"), wide, size, spread=False), room)]
    flow.foot([Row(tuple(cells), words.number("height.foot"))], gap=2 * MM)
    every = flow.copy.furniture
    assert every is not None
    flow.copy.furniture = lambda number, total: every(number, total) if number < total else ()


def _code(text: str, x: float, y: float, side: float) -> Iterator[Mark]:
    """A QR code of `text`: dark modules of a row drawn as one."""
    rows = tuple(segno.make_qr(text, error="m").matrix)
    step = side / len(rows)
    for down, row in enumerate(rows):
        start = 0
        for at, module in enumerate((*row, 0)):
            if not module:
                if at > start:
                    yield Fill(x + start * step, y + down * step, (at - start) * step, step, BLACK)
                start = at + 1


# -- questions ---------------------------------------------------------------------------------------------


def _columns(words: Wording, name: str, height: float) -> Row:
    size = words.number("size.question")
    return Row(tuple(replace(text_cell(width, text, size, words.number("size.leading"), "centre", "hei"), pad=1.0)
                     for width, text in zip(words.numbers(f"column.{name}"), words.texts(f"head.{name}"), strict=True)), height)


def _section(section: BlankSection, faces: Faces, words: Wording) -> Iterator[Row]:
    """The heading, which stays with its first question, and the questions, as often as they repeat."""
    width, size = sum(words.numbers("column.questions")), words.number("size.form")
    for number in range(1, section.rounds + 1):
        title = clean(section.title)
        if section.rounds > 1:
            title = words.say("sentence.round", title=title, number=number, rounds=section.rounds)
        when = [Run("　" + words.say("sentence.when", when=clean(section.when)), "fang")] if section.when else []
        head = para(Run(title, "hei"), *when, size=size, leading=1.3 * size)
        if section.questions and title:
            yield Row((Cell(width, (head,), _SECTION_GREY, pad=_PAD),), with_next=True, pad=_PAD_Y)
        for question in section.questions:
            yield from _rows(question, faces, words)


def _rows(question: BlankQuestion, faces: Faces, words: Wording) -> Iterator[Row]:
    a, b, *answer, last = words.numbers("column.questions")
    height = words.number("height.question")
    number = text_cell(a, question.number, words.number("size.question"), words.number("size.leading"), "centre")
    number = replace(number, pad=1.0)
    if question.answering == "note":
        yield Row((number, _asked(question, b + sum(answer) + last, words)), pad=_PAD_Y)
    elif question.answering == "text" and question.lines > 1:
        line = words.number("height.line")
        yield Row((number, _asked(question, b + sum(answer) + last, words)), with_next=True, pad=_PAD_Y)
        yield Row((_ruled(a + b + sum(answer) + last, question.lines, words),), line * question.lines)
    else:
        judged = question.answering == "verdict"
        cells = _verdict(question, answer, faces, words) if judged else (_answer(question, sum(answer), faces, words),)
        yield Row((number, _asked(question, b, words), *cells, Cell(last)), height, pad=_PAD_Y)


def _asked(question: BlankQuestion, width: float, words: Wording) -> Cell:
    """The question, when it is to be answered, and what to look at."""
    text = clean(question.text)
    if question.required and question.answering not in ("verdict", "note"):
        text = words.say("sentence.required", text=text)
    paras = [_para([Run(text)], words)]
    when = words.say("sentence.when", when=clean(question.when)) if question.when else ""
    hint = clean(question.hint) if words.flag("choice.hints") else ""
    if when or hint:
        said = [Run(when, "hei", (0.25, 0.25, 0.25))] if when else []
        paras.append(Para((*said, Run(hint, "hei", _HINT)), words.number("size.hint"), words.number("size.hint_leading")))
    return Cell(width, tuple(paras), pad=_PAD)


def _para(pieces: Pieces, words: Wording, align: Align = "left") -> Para:
    return para(*pieces, size=words.number("size.question"), leading=words.number("size.leading"), align=align)


def _verdict(question: BlankQuestion, widths: Sequence[float], faces: Faces, words: Wording) -> tuple[Cell, ...]:
    """Three boxes in the middle under their heads (a box ends with a gap), the figures that are read beside them."""
    named = len(question.figures) > 1  # what a single figure with its unit is, the question says
    figures = tuple(line for figure in question.figures
                    for line in _figure(figure, named or not figure.unit, widths[0], faces, words))  # fmt: skip
    return (Cell(widths[0], figures, pad=_PAD_FIGURE),
            *(Cell(width, (para(Gap(0.35), Tick(), size=12, leading=14, align="centre"),), pad=0) for width in widths[1:]))


def _figure(figure: BlankFigure, named: bool, width: float, faces: Faces, words: Wording) -> Iterator[Para]:
    """A rule as long as its unit leaves room for, `blank.figure` at least."""
    if named and figure.label:
        yield Para((Run(clean(figure.label), "hei", GREY),), words.number("size.hint"), words.number("size.hint_leading"))
    size, unit = words.number("size.question"), clean(figure.unit)
    room = width * MM - 2 * _PAD_FIGURE - text_width(unit, "fang", faces, size)
    yield para(Blank(max(words.number("blank.figure"), room / size - 0.5)), Run(unit), size=size, leading=16)


def _answer(question: BlankQuestion, width: float, faces: Faces, words: Wording) -> Cell:
    """Room for an answer that is no verdict."""
    if question.answering == "text":
        return _ruled(width, 1, words)
    if question.answering in ("one", "several", "rank"):
        return Cell(width, tuple(_choices(question, width, faces, words)), pad=_PAD)
    room: dict[str, Pieces] = {
        "number": [Blank(words.number("blank.number")), clean(question.unit)],
        "confirm": [Tick(), words.text("label.confirm")],
        "photo": [words.text("label.photo"), Blank(words.number("blank.photo"))],
        "date": _DAY, "time": _HOUR,
    }  # fmt: skip
    asked = ("date", "time") if question.answering == "datetime" else (question.answering,)
    return Cell(width, tuple(replace(_para(room[one], words), leading=17) for one in asked), pad=_PAD)


def _choices(question: BlankQuestion, width: float, faces: Faces, words: Wording) -> Iterator[Para]:
    """A box for each choice: as many on a line as fit whole, a long one on lines of its own."""
    size = words.number("size.question")
    mark: Piece = Blank(1.5) if question.answering == "rank" else Tick()
    lines: list[list[Piece | str]] = []
    room = 0.0
    for choice in map(clean, question.choices):
        needed = text_width("□" + choice, "fang", faces, size) + 0.5 * size
        if lines and needed + size <= room:
            lines[-1] += ["　", mark, choice]
            room -= needed + size
        else:
            lines.append([mark, choice])
            room = width * MM - 2 * _PAD - needed
    for line in lines:
        yield _para(line, words)
    if question.answering != "one":
        note = words.text(f"label.{question.answering}")
        yield Para((Run(note, "hei", GREY),), words.number("size.hint"), words.number("size.hint_leading"))


def _ruled(width: float, lines: int, words: Wording) -> Cell:
    """Rules to write on across the cell."""

    def draw(x: float, y: float, wide: float, high: float) -> list[Mark]:
        step = high / lines
        return [Rule(x + 4, y + (row + 1) * step - 2.2 * MM, x + wide - 4, y + (row + 1) * step - 2.2 * MM, HAIR, colour=_RULE_GREY)
                for row in range(lines)]

    return Cell(width, art=draw)


# -- hazards and signatures --------------------------------------------------------------------------------


def _findings(flow: Flow, facts: BlankFacts, words: Wording) -> None:
    """Empty rows for the hazards found, on a page of their own."""
    if facts.extra_findings < 1:
        return
    flow.new_page()
    _title(flow, words.text("heading.findings"))
    widths, height = words.numbers("column.findings"), words.number("height.finding")
    grades = tuple(_para([Tick(), grade], words) for grade in words.texts("choice.grades"))
    limit = (_para([Tick(), words.text("label.immediate")], words),
             _para(words.pieces("sentence.deadline", box=Tick(), days=Blank(2)), words))
    rows = []
    for number in range(1, facts.extra_findings + 1):
        cells = [replace(text_cell(widths[0], str(number), words.number("size.question"), align="centre"), pad=1.0),
                 *(Cell(width) for width in widths[1:4]), Cell(widths[4], grades, pad=_PAD), Cell(widths[5], limit, pad=_PAD),
                 Cell(widths[6])]
        rows.append(Row(tuple(cells), height))
    flow.table(rows, [_columns(words, "findings", 9)])
    flow.text(words.text("sentence.more"), size=words.number("size.note"), leading=words.number("size.note_leading") + 2)


def _title(flow: Flow, text: str) -> None:
    flow.text(Run(text, "hei"), size=14, leading=24, indent=2)


def _signatures(flow: Flow, words: Wording) -> None:
    """What was told, and who signs: together on one page."""
    size = words.number("size.form")
    rows = _signature_rows(words)
    if flow.room < 24 + 2 * 17 + flow.height(rows) + 3 * MM:  # the notice takes two lines
        flow.new_page()
    if flow.y:
        flow.skip(2 * MM)
    _title(flow, words.text("heading.signatures"))
    flow.text(words.text("sentence.notice"), size=size, leading=17, indent=2)
    flow.skip(1 * MM)
    flow.table(rows, start=1)


def _signature_rows(words: Wording) -> list[Row]:
    a, b, c, d = words.numbers("column.sign")
    height, size = words.number("height.sign"), words.number("size.form")
    checked = words.pieces("sentence.checked", blank=Blank(words.number("blank.checked")))
    refused = words.pieces("sentence.refused", box=Tick(), reason=Blank(words.number("blank.reason")),
                           witness=Blank(words.number("blank.witness")))

    def named(name: str, width: float) -> Cell:
        return Cell(width, tuple(para(Run(text, "hei"), size=size, leading=15, align="centre")
                                 for text in words.text(f"label.sign_{name}").splitlines()), pad=1.0)

    signed = Cell(b, (para("", size=size, leading=20), para(*_DAY, size=size, leading=15)))
    return [Row((named("opinion", a), Cell(b + c + d)), words.number("height.opinion")),
            Row((named("inspectors", a), signed, named("person", c), replace(signed, width=d)), height),
            Row((named("witness", a), replace(signed, width=b + c + d)), height),
            Row((Cell(sum((a, b, c, d)), (para(*checked, size=size, leading=22), para(*refused, size=size, leading=22))),))]
