"""消防安全检查报告: one inspection, summary first.

Owns its order (facts, conclusion, failed items with their photos beside them, every answer, further photos,
signatures) and its figures, all derived from the answers and hazards so that they cannot disagree. What a
photo cell looks like stands in `photo`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import AnswerLine, ReportFacts, ReportHazard, Result, Signature, facts_sha256, require
from ..phrases import SEVERITY, by_grade, day, deadline, joined, requirement, sentence
from ..typeset.flow import Flow
from ..typeset.line import RED, Colour, Gap, Piece, Run, Setting, Tick, clean, set_lines
from ..typeset.page import AREA_WIDTH, MM, Fill, Ink, Mark, Proof, Words, baseline, write_pdf
from ..typeset.photo import further_photos, photo_cell
from ..typeset.table import Art, Cell, Para, Row, label, para, text_cell

PAPER = tr("检查报告", "the inspection report")
NO_SECTION = "其他"  # questions outside every section, after one
RESULTS: dict[Result, str] = {"pass": "符合", "fail": "不符合", "na": "不适用"}
_FACT = (24.0, 54.0)
_SECTION = (38.0, 10.0, 10.0, 10.0, 10.0)
_ITEM = (98.0, 58.0)
_ANSWER = (9.0, 78.0, 22.0, 10.5, 10.5, 10.5, 15.5)
_SHORT = 30  # characters of a reading that stands in the middle of its cell
_SIGN = (30.0, 48.0)
_SIGN_HEIGHT = 20.0
_SECTION_GREY: Colour = (0.93, 0.93, 0.93)
_BAR: tuple[tuple[Result, Colour, Colour], ...] = (
    ("pass", (0.8, 0.86, 0.8), (0, 0, 0)), ("fail", (0.78, 0.28, 0.25), (1, 1, 1)),
    ("na", (0.88, 0.88, 0.88), (0, 0, 0)))


def render(facts: ReportFacts, faces: Faces) -> bytes:
    """The report as PDF.

    Raises `BadInput` naming the field that is missing or the photo that cannot be embedded.
    """
    check(facts)
    flow = Flow("检查报告", faces)
    _title(flow, facts)
    flow.text(f"检查编号：{clean(facts.number)}", size=12, leading=26, align="centre")
    flow.table(_facts_table(facts))
    _conclusion(flow, facts)
    if facts.hazards:
        head = Row((label("隐患、依据和要求", _ITEM[0], 10.5), label("现场照片", _ITEM[1], 10.5)), 7.7)
        _headed(flow, [Run("二、不符合项", "hei"), Run("（照片与文字对照）")],
                [_item(number, hazard, faces) for number, hazard in enumerate(facts.hazards, start=1)], [head])
    further = [photo for hazard in facts.hazards for photo in hazard.photos[1:]]
    signatures = (_SIGN_HEIGHT + 2) * MM
    _headed(flow, [Run("三、全部检查结果" if facts.hazards else "二、全部检查结果", "hei")], _answers(facts),
            [_answer_head(_judges(facts))], keep=0.0 if further else signatures)
    if further:
        _headed(flow, [Run("四、其他现场照片", "hei")], further_photos(further, faces), keep=signatures)
    flow.skip(2 * MM)
    flow.table([_signatures(facts, faces)])
    proof = Proof("RE", f"检查编号{clean(facts.number)}", facts.version, facts.generated_at,
                  facts_sha256(facts))
    title = f"{facts.party.name}{facts.title}"
    return write_pdf([flow.copy], proof, faces, title, facts.bureau, facts.draft)


def check(facts: ReportFacts) -> None:
    """Refuse a report that does not say what was inspected, when, by whom: `BadInput` with the field."""
    require(PAPER, facts.number, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("检查编号", "inspection number"), facts.number),
        (tr("养老机构名称", "institution name"), facts.party.name),
        (tr("地址", "address"), facts.party.address),
        (tr("检查结果", "answers"), facts.answers),
    ])
    if len(facts.inspectors) < 2:
        raise BadInput(tr("检查人员少于两人", "Fewer than two inspectors"), where=facts.number,
                       todo=tr("补充第二名检查人员。", "Name the second inspector."))


def count(answers: Sequence[AnswerLine], result: Result) -> int:
    """How many answers have that result."""
    return sum(answer.result == result for answer in answers)


# -- head and facts ----------------------------------------------------------------------------------------


def _title(flow: Flow, facts: ReportFacts) -> None:
    """One line if it fits, else broken after the institution's name, never inside a word of the title."""
    name = clean(facts.party.name)
    if len(name + facts.title) * 22 <= AREA_WIDTH:
        flow.title(name + facts.title)
    else:
        flow.title(name, facts.title)


def _heading(flow: Flow, *pieces: Piece, keep: float) -> None:
    """A 14 pt heading; `keep` is the height of what must follow on its page."""
    flow.skip(3.1 * MM)
    flow.text(*pieces, size=14, leading=24, indent=2, keep=keep)


def _headed(flow: Flow, pieces: Sequence[Piece], rows: Sequence[Row], head: Sequence[Row] = (),
            keep: float = 0.0) -> None:
    after = keep if len(rows) <= 2 else 0.0  # a table of one or two rows is not divided from what follows it
    _heading(flow, *pieces, keep=flow.height([*head, *rows[:2]]) + after)
    flow.table(rows, head, keep=keep)


def _facts_table(facts: ReportFacts) -> list[Row]:
    start, end = facts.started_at, facts.ended_at
    until = f"{end:%H:%M}".lstrip("0") if start.date() == end.date() else f"{day(end)}{end.hour}:{end:%M}"
    kinds: list[Piece] = []
    for kind in facts.kinds:
        kinds += [Gap(1)] * bool(kinds) + [Tick("yes" if kind == facts.kind else ""), Run(kind)]
    people = "\n".join(f"{clean(name)}（{clean(badge)}）" for name, badge in facts.inspectors)
    fields: list[tuple[str, str | tuple[Piece, ...]]] = [
        ("养老机构", facts.party.name), ("信用代码", facts.party.code), ("地址", facts.party.address),
        ("检查类型", tuple(kinds)), ("检查时间", f"{day(start)}{start.hour}:{start:%M}—{until}"),
        *facts.details, ("检查人员", people), ("现场负责人", facts.site_person)]
    rows = [Row((*_fact(*fields.pop(0), wide=True),), 8)] if len(fields) % 2 else []
    return rows + [Row((*_fact(*one), *_fact(*other)), 8)
                   for one, other in zip(fields[::2], fields[1::2], strict=True)]


def _fact(name: str, said: str | tuple[Piece, ...], wide: bool = False) -> tuple[Cell, Cell]:
    width = AREA_WIDTH / MM - _FACT[0] if wide else _FACT[1]
    if isinstance(said, str):
        return label(name, _FACT[0], 10.5), text_cell(width, said, 10.5, 14.7)
    return label(name, _FACT[0], 10.5), Cell(width, (Para(said, 10.5, 14.7),), pad=3)


# -- conclusion --------------------------------------------------------------------------------------------


def _conclusion(flow: Flow, facts: ReportFacts) -> None:
    _heading(flow, Run("一、结论", "hei"), keep=30 * MM)
    flow.text("".join(_concluded(facts)), size=12, leading=19, indent=2)
    if not _judges(facts):  # a form that only records: there is nothing to count
        return
    flow.skip(1.7 * MM)
    _bar(flow, facts)
    flow.skip(2 * MM)
    flow.table(_sections(facts))


def _concluded(facts: ReportFacts) -> list[str]:
    counts = {result: count(facts.answers, result) for result in RESULTS}
    if not _judges(facts) and not facts.hazards:
        return [f"本次检查记录{len(facts.answers)}项内容，检查表不含作出符合与否结论的检查项。", *_remarks(facts)]
    said = [f"本次检查{sum(counts.values())}项：",
            "，".join(f"{RESULTS[result]}{number}项" for result, number in counts.items()), "。"]
    hazards = [one.hazard for one in facts.hazards]
    if not hazards:
        said.append(f"未发现{clean(facts.hazard_word)}。" if not counts["fail"] else "不符合项未形成隐患。")
    else:
        joins = [f"第{'、'.join(one.questions[1:])}项并入第{one.questions[0]}项"
                 for one in facts.hazards if len(one.questions) > 1]
        said += [f"不符合项形成隐患{len(hazards)}项", f"（{'；'.join(joins)}）" if joins else "",
                 f"，其中{by_grade(hazards)}", _ordered(facts), "。"]
    if facts.risk:
        said.append(f"综合风险等级：{clean(facts.risk)}。")
    return said + _remarks(facts)


def _remarks(facts: ReportFacts) -> list[str]:
    return [f"{sentence(facts.main_risks)}。"] if facts.main_risks.strip() else []


def _ordered(facts: ReportFacts) -> str:
    fixed = sum(one.fixed_at_scene for one in facts.hazards)
    at_scene = f"；当场改正{fixed}项" if fixed else ""
    if not facts.notice_number or fixed == len(facts.hazards):
        return at_scene
    rest = "，其余" if fixed else "，均"
    return f"{at_scene}{rest}已列入责令限期改正通知书（{clean(facts.notice_number)}）"


def _bar(flow: Flow, facts: ReportFacts) -> None:
    total = sum(count(facts.answers, result) for result in RESULTS)
    x, y, height = flow.sheet.left, flow.sheet.top + flow.y, 9 * MM
    for result, colour, ink in _BAR:
        number = count(facts.answers, result)
        width = AREA_WIDTH * number / total if total else 0.0
        if not width:
            continue
        flow.add(Fill(x, y, width, height, colour, frame=0.5))
        for said in (f"{RESULTS[result]} {number}", str(number)):
            line = set_lines((Run(said, "hei", ink),), flow.faces, Setting(10.5, 10.5, 1e6, justify=0))[0]
            if line.width <= width - 4:
                flow.add(Words(x + (width - line.width) / 2, baseline(y, height, 10.5), line))
                break
        x += width
    flow.skip(height)


def _sections(facts: ReportFacts) -> list[Row]:
    """Sections in their order, in two halves side by side, the total last."""
    names = list(dict.fromkeys(answer.section for answer in facts.answers if answer.result))
    entries = [_section(name or NO_SECTION, [answer for answer in facts.answers if answer.section == name])
               for name in names]
    entries.append(_section("合计", facts.answers, role="hei"))
    half = (len(entries) + 1) // 2
    empty = tuple(Cell(width) for width in _SECTION)
    rest = [*entries[half:], empty][:half]
    head = tuple(text_cell(width, text, 9.5, 13, "centre", "hei")
                 for width, text in zip(_SECTION, ("部分", "项数", "符合", "不符", "不适"), strict=True))
    return [Row((*head, *head), 6.1),
            *(Row((*one, *other), 6.1) for one, other in zip(entries[:half], rest, strict=True))]


def _section(name: str, answers: Sequence[AnswerLine], role: str = "fang") -> tuple[Cell, ...]:
    numbers = [count(answers, result) for result in RESULTS]
    cells = [text_cell(_SECTION[0], name, 9.5, 13, role=role)]
    for width, number, failed in zip(_SECTION[1:], (sum(numbers), *numbers), (False, False, True, False),
                                     strict=True):
        marked = failed and number > 0
        cells.append(text_cell(width, str(number), 9.5, 13, "centre", "bold" if marked else "fang",
                               RED if marked else (0, 0, 0)))
    return tuple(cells)


# -- failed items and answers ------------------------------------------------------------------------------


def _item(number: int, one: ReportHazard, faces: Faces) -> Row:
    hazard = one.hazard
    ink = RED if hazard.severity == "major" else (0.0, 0.0, 0.0)
    questions = f"第{'、'.join(one.questions)}项　" if one.questions else ""
    lines: list[Sequence[Piece | str]] = [
        [Run(f"{number}. {questions}{sentence(hazard.place)}　", "hei"),
         Run(f"【{SEVERITY[hazard.severity]}】", "hei", ink)],
        [f"情况：{sentence(hazard.finding)}。"]]
    if hazard.citations:
        lines.append([f"依据：{joined(hazard.citations)}。"])
    lines.append([f"要求：{requirement(hazard.require)}。"])
    until = "已当场改正" if one.fixed_at_scene else deadline(hazard)
    if until:
        lines.append([f"期限：{until}。"])
    text = Cell(_ITEM[0], tuple(para(*line, size=10.5, leading=14.7) for line in lines))
    return Row((text, photo_cell(one, _ITEM[1], faces)), 36 if one.photos else 0)


def _judges(facts: ReportFacts) -> bool:
    """Whether the checklist asks for any verdict, or only records."""
    return any(answer.result for answer in facts.answers)


def _answer_head(judges: bool) -> Row:
    a, b, c, *boxes, last = _ANSWER
    names = ("项", "检查内容", "实测值", "符合", "不符", "不适", "备注") if judges else ("项", "检查内容", "记录", "备注")
    widths = _ANSWER if judges else (a, b, c + sum(boxes), last)
    return Row(tuple(text_cell(width, name, 9, 12.6, "centre", "hei")
                     for width, name in zip(widths, names, strict=True)), 5.6)


def _answers(facts: ReportFacts) -> list[Row]:
    see = {question: number for number, one in enumerate(facts.hazards, start=1)
           for question in one.questions}
    rows: list[Row] = []
    section = ""  # what stands before the first section needs no heading
    for answer in facts.answers:
        if answer.section != section:
            section = answer.section
            cell = text_cell(AREA_WIDTH / MM, section or NO_SECTION, 9, 12.6, role="hei")
            rows.append(Row((Cell(cell.width, cell.paras, fill=_SECTION_GREY, pad=2.5),), 5.6, with_next=True))
        rows.append(_answer(answer, see.get(answer.number)))
    return rows


def _answer(answer: AnswerLine, item: int | None) -> Row:
    a, b, c, *boxes, last = _ANSWER
    if not answer.result:  # nothing to tick: what was recorded has that room as well
        c, boxes = c + sum(boxes), []
    ticks = [Cell(width, (Para((Tick("yes" if answer.result == result else ""),), 9, 12.6, "centre"),), pad=1)
             for width, result in zip(boxes, RESULTS, strict=False)]
    remark = (text_cell(last, f"见二、{item}", 9, 12.6, "centre", colour=RED) if item
              else text_cell(last, answer.remark, 9, 12.6))
    cells = (text_cell(a, answer.number, 9, 12.6, "centre"), text_cell(b, answer.question, 9, 12.6),
             text_cell(c, answer.reading, 9, 12.6, "centre" if len(answer.reading) <= _SHORT else "left"), *ticks, remark)
    return Row(tuple(Cell(cell.width, cell.paras, pad=min(cell.pad, 2.2)) for cell in cells), 5.6)


# -- signatures --------------------------------------------------------------------------------------------


def _signatures(facts: ReportFacts, faces: Faces) -> Row:
    inspectors = [one for one in facts.signatures if one.role == "inspector"]
    homes = [one for one in facts.signatures if one.role == "institution"]
    home_label = Cell(_SIGN[0], tuple(para(Run(text, "hei"), size=10.5, leading=14.7, align="centre")
                                      for text in ("被检查单位", "意见和签名")))
    return Row((label("检查人员签名", _SIGN[0], 10.5), _signed(inspectors, faces), home_label,
                _signed(homes, faces)), _SIGN_HEIGHT)


def _signed(signatures: Sequence[Signature], faces: Faces) -> Cell:
    """Strokes with the signer's name below; a refusal in words; nothing: room for the pen."""
    refused = [one for one in signatures if one.refused]
    if refused:
        said = [f"拒绝签名，理由：{sentence(one.refused)}。见证人：{clean(one.witness)}" for one in refused]
        return text_cell(_SIGN[1], "\n".join(said), 9, 12.6)
    drawn = [one for one in signatures if one.strokes]
    return Cell(_SIGN[1], art=_signature_art(drawn, faces) if drawn else None)


def _signature_art(signatures: Sequence[Signature], faces: Faces) -> Art:
    def draw(x: float, y: float, width: float, height: float) -> list[Mark]:
        marks: list[Mark] = []
        each = width / len(signatures)
        for number, one in enumerate(signatures):
            left = x + number * each
            wide = min(each - 8, 2.5 * (height - 25))  # a signature is about that wide for its height
            marks.append(Ink(left + (each - wide) / 2, y + 3, wide, height - 25, one.strokes))
            said = (f"{clean(one.name)}（{clean(one.post)}）" if one.post else clean(one.name),
                    f"{one.signed_at:%Y-%m-%d %H:%M}" if one.signed_at else "")
            for row, text in enumerate(said):
                line = set_lines((Run(text),), faces, Setting(7, 7, 1e6, justify=0))[0]
                marks.append(Words(left + (each - line.width) / 2,
                                   baseline(y + height - 20 + 9 * row, 9, 7), line))
        return marks
    return draw
