"""What accompanies a notice: the counterfoil with its seam number and return slip, and the receipt block.

Owns their geometry and labels. The counterfoil is one page: above the tear line what the bureau keeps, below
it what the home fills in and sends back; the seam number runs through the line so that both halves carry it.
No seal is printed: its place on the seam is left white.
"""

from __future__ import annotations

from ..faces import Faces
from ..facts import NoticeFacts, Party
from ..phrases import by_grade, day, numeral, range_of_deadlines
from ..typeset.flow import Flow
from ..typeset.line import Blank, Gap, Piece, Run, Setting, Tick, clean, set_lines, text_width
from ..typeset.page import ASCENT, BODY, FORM, LEADING, MM, PITCH, TITLE, Copy, Rule, Words, baseline
from ..typeset.table import Cell, Para, Row, label, para, text_cell

_SEAM = 117 * MM  # below the top of the type area
_SEAM_NUMBER = 76 * MM  # from the paper's left edge
_CLEAR = 22 * MM  # above and below the seam, for the seal
_WIDTHS = (26.0, 62.0, 26.0, 42.0)
_RECEIPT = (24.0, 132.0)
_RECEIPT_HEIGHT = 86 * MM  # with its heading and the note below


def counterfoil(facts: NoticeFacts, faces: Faces, name: str, number: str) -> Copy:
    """存根, 骑缝 and 整改情况回执 on one page."""
    flow = Flow(name, faces, FORM, numbered=False)
    flow.title("责令限期改正通知书（存根）")
    flow.number(number)
    flow.table(_kept(facts, faces))
    seam = max(_SEAM, flow.y + _CLEAR)
    _seam(flow, seam, clean(facts.number) or number)
    flow.skip(seam + _CLEAR - flow.y)
    _return_slip(flow, facts, number)
    return flow.copy


def _kept(facts: NoticeFacts, faces: Faces) -> list[Row]:
    a, b, c, d = _WIDTHS
    wide = b + c + d
    return [
        *_party(facts.party, faces),
        Row((label("地址", a), text_cell(wide, facts.party.address)), 9),
        Row((label("事由", a), text_cell(wide, _cause(facts), leading=18)), 14.5),
        Row((label("改正期限", a), text_cell(b, range_of_deadlines(facts.hazards), fit=True),
             label("份数", c), text_cell(d, f"一式{numeral(len(facts.copies))}份", align="centre")), 9),
        Row((label("承办人", a), _written(b, Blank(5.4), Run("、"), Blank(5.4)), label("审核人", c),
             Cell(d)), 11),
        Row((label("批准人", a), Cell(b), label("填发日期", c),
             text_cell(d, day(facts.issued_on), align="centre")), 11),
    ]


def _party(party: Party, faces: Faces) -> list[Row]:
    """A name too long for its column has a row of its own."""
    a, b, c, d = _WIDTHS
    head = party.legal_rep or party.head
    code = (label("信用代码", a), text_cell(b, party.code), label("联系电话", c), text_cell(d, party.phone))
    if text_width(clean(party.name), "fang", faces, 12) <= b * MM - 12:
        return [Row((label("当事人", a), text_cell(b, party.name), label("负责人", c), text_cell(d, head)), 9),
                Row(code, 9)]
    wide = text_cell(b + c + d, party.name)
    return [Row((label("当事人", a), wide), 9),
            Row((label("负责人", a), text_cell(b, head), *code[2:]), 9),
            Row((code[0], text_cell(b + c + d, party.code)), 9)]


def _cause(facts: NoticeFacts) -> str:
    number = f"（检查编号{clean(facts.inspection_number)}）" if facts.inspection_number else ""
    count = len(facts.hazards)
    grades = by_grade(facts.hazards)
    found = grades if count == 1 else f"{clean(facts.hazard_word)}{count}项，其中{grades}"
    return f"{day(facts.started_at)}{facts.inspection_kind}{number}发现{found}。"


def _written(width: float, *pieces: Piece) -> Cell:
    return Cell(width, (Para(pieces, 12, 17, "centre", fit=True),))


def _seam(flow: Flow, down: float, number: str) -> None:
    sheet = flow.sheet
    y = sheet.top + down
    big = set_lines((Run(number, "bold"),), flow.faces, Setting(BODY, BODY, 1e6, justify=0))[0]
    flow.add(Rule(0, y, sheet.width, y, 0.7, dash=(5, 3)),
             Words(_SEAM_NUMBER, y - BODY / 2 + ASCENT * BODY, big))
    for text, top in (("骑缝线以上由本机关留存", y - 20.3), ("骑缝线以下随正本交当事人填报", y + 6.4)):
        small = set_lines((Run(text),), flow.faces, Setting(9, 9, 1e6, justify=0))[0]
        flow.add(Words(sheet.left, baseline(top, 16, 9), small))


def _return_slip(flow: Flow, facts: NoticeFacts, number: str) -> None:
    flow.text(Run("整改情况回执", "title"), size=TITLE, leading=LEADING, align="centre")
    flow.skip(2.5 * MM)
    flow.text(f"{clean(facts.bureau)}：", size=BODY, leading=LEADING, pitch=PITCH)
    count = len(facts.hazards)
    done: list[Piece | str] = ["我单位已改正", Blank(2.4), "项，尚未改正", Blank(2.4), "项（序号：",
                               Blank(5.8), "）。"]
    if count == 1:
        done = ["我单位", Gap(0.3), Tick(), "已改正", Gap(1), Tick(), "尚未改正。"]
    flow.text(f"你局{number}通知书所列{count}项{clean(facts.hazard_word)}，", *done,
              "改正前后照片和有关合同、票据、检测报告附后，请予复查。",
              size=BODY, leading=LEADING, pitch=PITCH, indent=2)
    flow.skip(1.5 * MM)
    a, b, c, d = _WIDTHS
    flow.table([
        Row((label("报告单位", a), text_cell(b, "（盖章）"), label("负责人", c),
             text_cell(d, "（签名）")), 13),
        Row((label("报告日期", a),
             _written(b, Blank(3.8), Run("年"), Blank(2.3), Run("月"), Blank(2.3), Run("日")),
             label("附件", c),
             _written(d, Run("照片"), Blank(1.7), Run("张，材料"), Blank(1.7), Run("份"))), 11),
    ])


def add_receipt(flow: Flow, facts: NoticeFacts) -> None:
    """签收 / 拒绝签收 / 见证人 / 送达人, on the file copy only, and how many copies there are."""
    if flow.room < _RECEIPT_HEIGHT:
        flow.new_page()
    flow.text(Run("当事人签收", "hei"), "　（本栏仅在存档联印制）", size=12, leading=8 * MM)
    flow.table(_receipt())
    flow.skip(4 * MM)
    shares = "，".join(f"一份{clean(copy)}" for copy in facts.copies)
    flow.text(f"本通知书一式{numeral(len(facts.copies))}份，{shares}；存根另存。", size=12, leading=9 * MM)


def _receipt() -> list[Row]:
    a, b = _RECEIPT
    day_blanks = (Blank(2.9), Run("年"), Blank(1.9), Run("月"), Blank(1.9), Run("日"))
    rows: list[tuple[str, float, list[tuple[Piece, ...]]]] = [
        ("签收", 18, [
            (*day_blanks, Blank(1.9), Run("时"), Blank(1.9), Run("分收到本通知书，内容已知悉。")),
            (Run("签收人签名（盖章）："), Blank(8.8), Gap(1.5), Run("职务："), Blank(6.9))]),
        ("拒绝签收", 18, [
            (Tick(), Run("拒收，事由："), Blank(20.9)),
            (Tick(), Run("文书留置于受送达人住所"), Gap(1.5), Tick(), Run("见证人见证"), Gap(1.5), Tick(),
             Run("拍照录像"))]),
        ("见证人", 18, [
            (Run("签名："), Blank(6.9), Gap(1.5), Run("单位及职务："), Blank(10.9)), day_blanks]),
        ("送达人", 11, [
            (Run("签名："), Blank(5.8), Run("、"), Blank(5.8), Gap(2.2), *day_blanks)]),
    ]
    return [Row((label(name, a), Cell(b, tuple(para(*line, leading=21) for line in lines))), height)
            for name, height, lines in rows]
