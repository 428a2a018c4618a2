"""一院一策整改方案: one institution's plan, one row a hazard, with the five.

Owns the landscape table (responsible person, measure, budget, deadline, contingency plan), its total and the opinions
below it. A missing one of the five prints 未落实 and leaves the agencies no box to approve; of a hazard that was put right
within the visit nothing is missing, and its open fields print 当场改正.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ...i18n import tr
from ..faces import Faces
from ..facts import PlanFacts, PlanLine, facts_sha256, require, require_also
from ..phrases import day, deadline, sentence
from ..typeset.flow import Flow
from ..typeset.line import Blank, Piece, Run, Tick, clean
from ..typeset.page import LANDSCAPE, MM, Proof
from ..typeset.pdf import write_pdf
from ..typeset.table import Align, Cell, Row
from ..wording import Wording, shipped
from .edition import Edition

PAPER = tr("整改方案", "the plan")
KIND = "plan"
FIVE = {"responsible": "责任", "measure": "措施", "budget_yuan": "资金", "deadline": "时限", "contingency": "预案"}
_CENTRED = frozenset((0, 2, 3, 5, 6, 8))
_MONEY = 6
_NARROW = 19.0  # mm: four characters do not fit one line there
_PART = re.compile(r"(补助|补贴|财政|公益金|专项|自筹)[^\d，,；;、]*?(\d+(?:\.\d+)?)\s*(万)?元")


def render(facts: PlanFacts, faces: Faces, words: Wording | None = None) -> bytes:
    """The plan as PDF, in the edition that the facts ask for. Raises `BadInput` naming the field that is missing."""
    words = words or shipped(KIND, facts.lang)
    check(facts, words)
    edition = Edition(words)
    flow = Flow(words.text("title.outline"), faces, LANDSCAPE)
    rest = words.say("title.rest", subject=edition.known(facts.subject))
    flow.title(*edition.title(clean(facts.party.name), rest, faces, flow.sheet.area_width))
    edition.replaces(flow, facts)
    flow.skip(2.2 * MM)
    flow.table(_form(facts, edition))
    flow.skip(2 * MM)
    opinions = flow.lay([_opinions(facts, edition)])
    flow.table(_rows(facts, edition), _head(edition), keep=opinions[0].height + 3 * MM)
    flow.skip(3 * MM)
    flow.table(opinions)
    proof = Proof("PL", _strip(facts, words), facts.version, facts.generated_at, facts_sha256(facts))
    title = edition.whole(clean(facts.party.name), rest)
    return write_pdf([flow.copy], proof, faces, title, facts.bureau, facts.draft, lang=edition.tag)


def check(facts: PlanFacts, words: Wording | None = None) -> None:
    """Refuse a plan of nothing or of nobody: `BadInput` with the field."""
    words = words or shipped(KIND, facts.lang)
    where = facts.number or facts.party.name
    require(PAPER, where, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("养老机构名称", "institution name"), facts.party.name),
        (tr("隐患", "hazards"), facts.lines),
    ])  # fmt: skip
    for line in facts.lines:
        require(PAPER, line.place or line.finding, [
            (tr("隐患部位", "hazard's place"), line.place), (tr("隐患情况", "hazard's finding"), line.finding)])  # fmt: skip
    require_also(PAPER, where, facts, words.texts("require.fields"))


def missing(line: PlanLine) -> list[str]:
    """Which of the five the line lacks, by their Chinese names; none when it was put right within the visit."""
    if line.fixed_at_scene:
        return []
    have = {"responsible": line.responsible.strip(), "measure": line.measure.strip(),
            "budget_yuan": line.budget_yuan is not None, "deadline": deadline(line),
            "contingency": line.contingency.strip()}  # fmt: skip
    return [name for field, name in FIVE.items() if not have[field]]


def ten_thousands(yuan: float) -> str:
    """Money in 万元: one decimal, more only where the sum would otherwise not add up."""
    exact = f"{yuan / 10_000:.4f}".rstrip("0")
    return exact + "0" if exact.endswith(".") else exact


def subsidy(line: PlanLine) -> float | None:
    """What public funds pay of the line's budget, in yuan; None when its source does not tell.

    Read from amounts that add up to the budget (福彩公益金补助10万元，自筹6.5万元); own funds alone pay all.
    """
    if line.subsidy_yuan is not None or line.budget_yuan is None:
        return line.subsidy_yuan
    parts = [(kind, Decimal(amount) * (10_000 if ten else 1)) for kind, amount, ten in _PART.findall(line.budget_source)]
    own = sum((amount for kind, amount in parts if kind == "自筹"), Decimal(0))
    total = sum((amount for _, amount in parts), Decimal(0))
    if parts:
        return float(total - own) if float(total) == line.budget_yuan else None
    return 0.0 if line.budget_source.strip() in ("自筹", "机构自筹", "单位自筹") or not line.budget_yuan else None


# -- head and form -----------------------------------------------------------------------------------------


def _strip(facts: PlanFacts, words: Wording) -> str:
    if facts.number:
        return words.say("title.strip", number=clean(facts.number))
    notice = clean(facts.notice_number)
    return words.say("title.strip_unnumbered", of=notice if notice and "、" not in notice else clean(facts.party.name))


def _form(facts: PlanFacts, edition: Edition) -> list[Row]:
    words = edition.words
    subject = edition.known(facts.subject) if facts.subject == "消防" or edition.lang == "en" else ""
    number = clean(facts.number) or words.text("sentence.unnumbered")
    fields = (
        (words.text("label.number"), words.say("sentence.provisional", number=number) if facts.provisional else number),
        (words.text("label.notice"), facts.notice_number.replace("、", "\n")),  # one a line
        (words.text("label.prepared"), day(facts.prepared_on, edition.lang)),
        (words.text("label.beds"), _people(facts, words)),
        (words.say("label.responsible", subject=subject).capitalize(), facts.responsible),
        (words.say("label.manager", subject=subject).capitalize(), facts.manager),
    )
    label, width = words.numbers("column.form")
    size, leading = words.number("size.form"), words.number("leading.form")
    cells = [cell for name, said in fields
             for cell in (edition.label(name, label, size, leading), edition.cell(width, said, size, leading))]  # fmt: skip
    height = words.number("height.form")
    return [Row(tuple(cells[:6]), height), Row(tuple(cells[6:]), height)]


def _people(facts: PlanFacts, words: Wording) -> str:
    beds = "" if facts.beds is None else words.say("sentence.beds", n=facts.beds)
    people = "" if facts.residents is None else words.say("sentence.residents", n=facts.residents)
    dependent = "" if facts.dependent is None else words.say("sentence.dependent", n=facts.dependent)
    return f"{beds} / {people}{dependent}" if beds or people else ""


# -- the five ----------------------------------------------------------------------------------------------


def _head(edition: Edition) -> list[Row]:
    words = edition.words
    cells = edition.heads("head.table", words.numbers("column.table"), words.number("size.table"), words.number("leading.table"))
    return [Row(cells, words.number("height.head"))]


def _rows(facts: PlanFacts, edition: Edition) -> list[Row]:
    """The hazards and the total; the last page has two hazards at least above the total."""
    rows = [_row(number, line, edition) for number, line in enumerate(facts.lines, start=1)]
    return [*rows[:-2], *(replace(row, with_next=True) for row in rows[-2:]), _total(facts, edition)]


def _row(number: int, line: PlanLine, edition: Edition) -> Row:
    words = edition.words
    until = "" if line.fixed_at_scene and line.due is None else deadline(line, True, edition.lang)  # a term never began to run
    measure = sentence(line.measure)
    if measure and line.lead:
        measure = words.say("sentence.led", measure=measure, lead=edition.known(line.lead))
    texts: Sequence[str] = (
        str(number), words.say("sentence.hazard", place=sentence(line.place), finding=sentence(line.finding)),
        words.text(f"grade.{line.severity}"), edition.known(line.measure_kind), measure, clean(line.responsible),
        "" if line.budget_yuan is None else _money(line.budget_yuan, words), clean(line.budget_source), until,
        sentence(line.contingency))  # fmt: skip
    needed = frozenset((4, 5, 6, 8, 9))  # the five
    cells = []
    for column, (width, text) in enumerate(zip(words.numbers("column.table"), texts, strict=True)):
        grave = column == 2 and line.severity == "major"
        cells.append(_cell(column, width, text, grave, edition) if text or column not in needed
                     else _open(width, line.fixed_at_scene, edition))  # fmt: skip
    return Row(tuple(cells))


def _cell(column: int, width: float, text: str, grave: bool, edition: Edition) -> Cell:
    words = edition.words
    align: Align = "centre" if column in _CENTRED else "left"
    size, leading = words.number("size.table"), words.number("leading.table")
    pad = 2 if column in _CENTRED else 3
    return edition.cell(width, text, size, leading, align, "hei" if grave else "", pad=pad, fit=column == _MONEY)


def _open(width: float, fixed: bool, edition: Edition) -> Cell:
    """One of the five that is not arranged, in Hei; or that never had to be."""
    words = edition.words
    said = words.text("sentence.fixed" if fixed else "sentence.missing")
    if edition.lang == "zh" and len(said) == 4 and width < _NARROW:
        said = f"{said[:2]}\n{said[2:]}"
    size, leading = words.number("size.table"), words.number("leading.table")
    return edition.cell(width, said, size, leading, "centre", "" if fixed else "hei", pad=1)


def _money(yuan: float, words: Wording) -> str:
    if words.flag("choice.ten_thousands"):
        return ten_thousands(yuan)
    return f"{yuan:,.0f}" if yuan == int(yuan) else f"{yuan:,.2f}"


def _total(facts: PlanFacts, edition: Edition) -> Row:
    words = edition.words
    a, b, c, d, e, f, g, source, *rest = words.numbers("column.table")
    size, leading = words.number("size.table"), words.number("leading.table")
    lacking = sum(len(missing(line)) for line in facts.lines)
    known = sum(line.budget_yuan for line in facts.lines if line.budget_yuan is not None)
    grades = edition.listed([edition.count(grade, number) for grade in ("major", "general")
                             if (number := sum(line.severity == grade for line in facts.lines))])  # fmt: skip
    terms = any(line.due is None and line.term_days and not line.fixed_at_scene for line in facts.lines)
    public, own = _split(facts, known, words)
    notes = [own + words.text("sentence.unit") if own else words.text("sentence.unit").strip(),
             *([words.text("sentence.terms")] if terms else [])]  # fmt: skip
    counted = Cell(c + d + e, (
        edition.para(grades, size=size, leading=leading),
        *([edition.para(Run(words.say("sentence.lacking", n=lacking), "hei"), size=size, leading=leading)] if lacking else []),
    ), pad=3)  # fmt: skip
    return Row((
        edition.label(words.text("label.total"), a + b, size, leading), counted,
        edition.cell(f, words.text("label.money"), size, leading, "centre", "hei"),
        edition.cell(g, _money(known, words), size, leading, "centre", pad=2, fit=True),
        edition.cell(source, public, size, leading), edition.cell(sum(rest), "\n".join(notes), size, leading),
    ), words.number("height.total"))  # fmt: skip


def _split(facts: PlanFacts, known: float, words: Wording) -> tuple[str, str]:
    """What public funds and the home itself pay; nothing unless every line tells."""
    parts = [subsidy(line) for line in facts.lines if line.budget_yuan]
    told = [part for part in parts if part is not None]
    if not parts or len(told) < len(parts):
        return "", ""
    return (words.say("sentence.subsidy", money=_money(sum(told), words)),
            words.say("sentence.own", money=_money(known - sum(told), words)))  # fmt: skip


# -- opinions ----------------------------------------------------------------------------------------------


def _opinions(facts: PlanFacts, edition: Edition) -> Row:
    words = edition.words
    incomplete = any(missing(line) for line in facts.lines)
    choice = words.pieces("opinion.choice_incomplete" if incomplete else "opinion.choice", agree=Tick(), amend=Tick())
    ruled = {name: Blank(words.number(f"blank.{name}")) for name in ("year", "month", "day")}
    date = words.pieces("opinion.date", **ruled)
    signed = words.pieces("opinion.sign", sign=Blank(words.number("blank.sign")))
    of_home: list[list[Piece | str]] = [
        [words.text("sentence.agree")],
        words.pieces("opinion.home_sign", sign=Blank(words.number("blank.home_sign"))), date]  # fmt: skip
    cells: list[Cell] = []
    for who, lines in (("home", of_home), ("civil", [choice, signed, date]), ("fire", [choice, signed, date])):
        cells += _opinion(words.texts(f"opinion.{who}"), lines, edition)
    return Row(tuple(cells), words.number("height.opinions"))


def _opinion(who: Sequence[str], lines: Sequence[Sequence[Piece | str]], edition: Edition) -> tuple[Cell, Cell]:
    words = edition.words
    label, width = words.numbers("column.opinions")
    size, leading, apart = words.number("size.form"), words.number("leading.form"), words.number("leading.opinions")
    named = edition.cell(label, "\n".join(who), size, leading, "centre", "hei", pad=1)
    paras = tuple(edition.para(*line, size=size, leading=apart) for line in lines)
    return named, Cell(width, paras, pad=4.2)
