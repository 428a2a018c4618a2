"""一院一策整改方案: one institution's plan, one row a hazard, with the five.

Owns the landscape table (responsible person, measure, budget, deadline, contingency plan), its total and the
opinions below it. A missing one of the five prints 未落实, and the total line says how many there are; of a hazard
that was put right within the visit nothing is missing, and its open fields print 当场改正.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...i18n import tr
from ..faces import Faces
from ..facts import PlanFacts, PlanLine, facts_sha256, require
from ..phrases import SEVERITY, day, deadline, sentence
from ..typeset.flow import Flow
from ..typeset.line import Blank, Gap, Piece, Run, Tick, clean
from ..typeset.page import LANDSCAPE, MM, Proof, write_pdf
from ..typeset.table import Align, Cell, Row, label, para, text_cell

PAPER = tr("整改方案", "the plan")
MISSING = "未落实"
FIXED = "当场改正"
FIVE = {"responsible": "责任", "measure": "措施", "budget_yuan": "资金", "deadline": "时限", "contingency": "预案"}
_FORM = (24.0, 51.0)
_WIDTHS = (9.0, 40.0, 11.0, 12.0, 40.0, 15.0, 15.0, 26.0, 19.0, 38.0)
_HEADS = ("序\n号", "隐患（部位、情况）", "等级", "措施\n种类", "整改措施", "责任", "资金\n（万元）", "资金来源",
          "时限", "预案（整改期间防护）")
_CENTRED = frozenset((0, 2, 3, 5, 6, 8))
_SIZE, _LEADING = 10.5, 14.3
_OPINIONS = 24.0  # mm


def render(facts: PlanFacts, faces: Faces) -> bytes:
    """The plan as PDF. Raises `BadInput` naming the field that is missing."""
    check(facts)
    flow = Flow("整改方案", faces, LANDSCAPE)
    _title(flow, facts)
    flow.skip(2.2 * MM)
    flow.table(_form(facts))
    flow.skip(2 * MM)
    head = Row(tuple(replace(text_cell(width, text, _SIZE, _LEADING, "centre", "hei"), pad=1)
                     for width, text in zip(_WIDTHS, _HEADS, strict=True)), 11.5)
    rows = [_row(number, line) for number, line in enumerate(facts.lines, start=1)]
    last = rows.pop()
    rows += [replace(last, with_next=True), _total(facts)]
    flow.table(rows, [head], keep=(_OPINIONS + 3) * MM)
    flow.skip(3 * MM)
    flow.table([_opinions()])
    number = clean(facts.number) or f"整改方案（{clean(facts.notice_number) or clean(facts.party.name)}）"
    proof = Proof("PL", number, facts.version, facts.generated_at, facts_sha256(facts))
    title = f"{facts.party.name}{_rest(facts)}"
    return write_pdf([flow.copy], proof, faces, title, facts.bureau, facts.draft)


def check(facts: PlanFacts) -> None:
    """Refuse a plan of nothing or of nobody: `BadInput` with the field."""
    require(PAPER, facts.number or facts.party.name, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("养老机构名称", "institution name"), facts.party.name),
        (tr("隐患", "hazards"), facts.lines),
    ])
    for line in facts.lines:
        require(PAPER, line.place or line.finding, [
            (tr("隐患部位", "hazard's place"), line.place), (tr("隐患情况", "hazard's finding"), line.finding)])


def missing(line: PlanLine) -> list[str]:
    """Which of the five the line lacks, by their Chinese names; none when it was put right within the visit."""
    if line.fixed_at_scene:
        return []
    have = {"responsible": line.responsible.strip(), "measure": line.measure.strip(),
            "budget_yuan": line.budget_yuan is not None, "deadline": deadline(line),
            "contingency": line.contingency.strip()}
    return [name for field, name in FIVE.items() if not have[field]]


def ten_thousands(yuan: float) -> str:
    """Money in 万元: one decimal, more only where the sum would otherwise not add up."""
    exact = f"{yuan / 10_000:.4f}".rstrip("0")
    return exact + "0" if exact.endswith(".") else exact


def _rest(facts: PlanFacts) -> str:
    """The title after the institution's name."""
    return f"“一院一策”{clean(facts.subject)}隐患整改方案"


def _title(flow: Flow, facts: PlanFacts) -> None:
    name, rest = clean(facts.party.name), _rest(facts)
    if (len(name + rest)) * 22 <= flow.sheet.area_width:
        flow.title(name + rest)
    else:
        flow.title(name, rest)


def _form(facts: PlanFacts) -> list[Row]:
    beds = "" if facts.beds is None else f"{facts.beds}张"
    people = "" if facts.residents is None else f"{facts.residents}人"
    dependent = "" if facts.dependent is None else f"，其中失能{facts.dependent}人"
    responsible = "消防" if facts.subject == "消防" else ""
    fields = (("方案编号", facts.number), ("整改通知书", facts.notice_number),
              ("编制日期", day(facts.prepared_on)),
              ("床位／在住", f"{beds} / {people}{dependent}" if beds or people else ""),
              (f"{responsible}责任人", facts.responsible), (f"{responsible}管理人", facts.manager))
    cells = [cell for name, said in fields
             for cell in (label(name, _FORM[0], _SIZE), text_cell(_FORM[1], said, _SIZE, _LEADING))]
    return [Row(tuple(cells[:6]), 8), Row(tuple(cells[6:]), 8)]


def _row(number: int, line: PlanLine) -> Row:
    money = None if line.budget_yuan is None else ten_thousands(line.budget_yuan)
    until = "" if line.fixed_at_scene and line.due is None else deadline(line, short=True)  # a term never began to run
    texts: Sequence[str | None] = (
        str(number), f"{sentence(line.place)}：{sentence(line.finding)}", SEVERITY[line.severity][:2],
        line.measure_kind, sentence(line.measure) or None, clean(line.responsible) or None, money,
        clean(line.budget_source), until or None, sentence(line.contingency) or None)
    empty = FIXED if line.fixed_at_scene else MISSING
    return Row(tuple(_cell(column, width, text, empty)
                     for column, (width, text) in enumerate(zip(_WIDTHS, texts, strict=True))))


def _cell(column: int, width: float, text: str | None, empty: str) -> Cell:
    align: Align = "centre" if column in _CENTRED else "left"
    if text is None:
        if empty == FIXED and width < 19:
            empty = "当场\n改正"  # four characters do not fit one line there
        return text_cell(width, empty, _SIZE, _LEADING, "centre", "hei" if empty == MISSING else "fang")
    return text_cell(width, text, _SIZE, _LEADING, align, "hei" if column == 2 and text == "重大" else "fang")


def _total(facts: PlanFacts) -> Row:
    a, b, c, d, e, f, g = _WIDTHS[:7]
    major = sum(line.severity == "major" for line in facts.lines)
    grades = [f"{SEVERITY[grade]}{number}项" for grade, number in
              (("major", major), ("general", len(facts.lines) - major)) if number]
    lacking = sum(len(missing(line)) for line in facts.lines)
    terms = any(line.due is None and line.term_days and not line.fixed_at_scene for line in facts.lines)
    notes = "单位：万元；日数自送达之日起计算" if terms else "单位：万元"
    state = f"尚有{lacking}处未落实" if lacking else "五项均已落实"
    known = sum(line.budget_yuan for line in facts.lines if line.budget_yuan is not None)
    return Row((label("合计", a + b, _SIZE), text_cell(c + d + e, "，".join(grades), _SIZE),
                label("资金", f, _SIZE, spread=False), text_cell(g, ten_thousands(known), _SIZE, align="centre"),
                text_cell(sum(_WIDTHS[7:]), f"{state}（{notes}）", _SIZE, role="hei" if lacking else "fang")), 9)


def _opinions() -> Row:
    day_blanks: list[Piece | str] = [Blank(4), "年", Blank(2), "月", Blank(2), "日"]
    agree: list[Piece | str] = [Tick(), "同意", Gap(1), Tick(), "修改后再报"]
    opinions: list[tuple[str, str, list[list[Piece | str]]]] = [
        ("机构", "意见", [["同意按本方案实施。"], ["负责人签名（盖章）：", Blank(4.6)], day_blanks]),
        ("民政部门", "意见", [agree, ["签名：", Blank(11)], day_blanks]),
        ("消防救援", "机构意见", [agree, ["签名：", Blank(11)], day_blanks])]
    cells: list[Cell] = []
    for who, opinion, lines in opinions:
        cells.append(Cell(18, tuple(para(Run(name, "hei"), size=_SIZE, leading=_LEADING, align="centre")
                                    for name in (who, opinion)), pad=1))
        cells.append(Cell(57, tuple(para(*line, size=_SIZE, leading=16.5) for line in lines)))
    return Row(tuple(cells), _OPINIONS)
