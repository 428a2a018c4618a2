"""责令限期改正通知书: the order to put hazards right by a deadline.

Owns its sentences (defaults, worded after 消防法 52(2) and 老年人权益保障法 44(2), 45(1)(4); never a threat
of 消防法 60, which is other agencies' power), its sections in order, the annex for more than twelve hazards,
and what makes a notice refusable. The counterfoil and the receipt stand in `counterfoil`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import HazardLine, NoticeFacts, facts_sha256, require
from ..phrases import SEVERITY, by_grade, day, deadline, joined, numeral, requirement, sentence, span
from ..typeset.flow import Flow
from ..typeset.line import Blank, Piece, Run, clean
from ..typeset.page import LEADING, Copy, Proof, write_pdf
from ..typeset.table import Row, text_cell
from .counterfoil import add_receipt, counterfoil

PAPER = tr("责令限期改正通知书", "the rectification notice")
TITLE_TEXT = "责令限期改正通知书"
MOST_IN_BODY = 12  # more hazards go into an annex
COPIES = {"party": "当事人联", "file": "存档联", "fire": "抄送联", "stub": "存根"}
_TITLE = re.compile("《中华人民共和国([^》]+)》")  # a statute that may be called by its short title once introduced
_CITED = re.compile("(《[^》]+》)(.*)")
_ANNEX_WIDTHS = (10.0, 14.0, 42.0, 12.0, 37.0, 24.0, 17.0)


def render(facts: NoticeFacts, faces: Faces, copies: Sequence[str] = ("party", "file", "stub")) -> bytes:
    """The notice as one PDF of the named copies: party, file (with the receipt block), fire, stub.

    Raises `BadInput` naming the field, the hazard or the person when the notice cannot be issued as it is.
    """
    unknown = [copy for copy in copies if copy not in COPIES]
    if unknown or not copies:
        raise BadInput(tr("没有这一联：{copy}", "There is no such copy: {copy}").format(
            copy=", ".join(unknown) or "-"), where=facts.number)
    check(facts)
    laid = [counterfoil(_printed(facts), faces, COPIES[copy], number_text(facts)) if copy == "stub"
            else _notice(_printed(facts), faces, copy) for copy in copies]
    proof = Proof("NO", number_text(facts), facts.version, facts.generated_at, facts_sha256(facts))
    title = f"{TITLE_TEXT}（{number_text(facts)}）"
    return write_pdf(laid, proof, faces, title, facts.bureau, facts.draft)


def number_text(facts: NoticeFacts) -> str:
    """The number as printed; a provisional one says so, a draft may have none."""
    number = clean(facts.number)
    if not number:
        return "未编号"
    return number + ("（临时编号）" if facts.provisional else "")


def check(facts: NoticeFacts) -> None:
    """Refuse what may not be issued: `BadInput` naming the field, hazard or person."""
    require(PAPER, facts.number, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("文号", "number"), facts.number or facts.draft),
        (tr("当事人名称", "institution name"), facts.party.name),
        (tr("地址", "address"), facts.party.address),
        (tr("行政复议机关", "reconsideration body"), facts.review_body),
        (tr("隐患", "hazards"), facts.hazards),
        (tr("责令改正的依据", "what the order rests on"), facts.powers),
    ])
    check_inspectors(facts)
    if facts.ended_at < facts.started_at:
        raise BadInput(tr("检查结束时间早于开始时间", "The inspection ends before it begins"),
                       where=facts.number)
    for position, hazard in enumerate(facts.hazards, start=1):
        _check_hazard(facts, position, hazard)


def check_inspectors(facts: NoticeFacts) -> None:
    """Two at least, each with name and badge number (行政处罚法 55)."""
    if len(facts.inspectors) < 2:
        raise BadInput(
            tr("检查人员少于两人，不能出具{paper}",
               "Fewer than two inspectors: {paper} cannot be issued").format(paper=PAPER),
            where=facts.number, todo=tr("补充第二名检查人员。", "Name the second inspector."))
    for inspector in facts.inspectors:
        require(PAPER, facts.number, [
            (tr("检查人员姓名", "inspector's name"), inspector.name),
            (tr("{who}的执法证号", "badge number of {who}").format(who=inspector.name), inspector.badge_no),
        ])


def _check_hazard(facts: NoticeFacts, position: int, hazard: HazardLine) -> None:
    where = f"{facts.number} {position}. {hazard.place or hazard.finding}"
    require(PAPER, where, [
        (tr("隐患部位", "hazard's place"), hazard.place),
        (tr("隐患情况", "hazard's finding"), hazard.finding),
        (tr("改正要求", "required measure"), hazard.require),
    ])
    if not any(citation.strip() for citation in hazard.citations):
        raise BadInput(
            tr("这项隐患没有可以印出的法律依据", "This hazard has no legal basis that may be printed"),
            where=where, todo=tr("核对依据的原文并确认，或者改选依据。",
                                 "Confirm its basis against the official text, or choose another."))
    _check_deadline(facts, where, hazard)


def _check_deadline(facts: NoticeFacts, where: str, hazard: HazardLine) -> None:
    if facts.mode == "dated":
        require(PAPER, where, [(tr("改正期限（日期）", "deadline (date)"), hazard.due)])
        if hazard.due is not None and hazard.due < facts.issued_on:
            raise BadInput(tr("改正期限{due}早于填发日期{issued}",
                              "The deadline {due} is before the day of issue {issued}").format(
                due=day(hazard.due), issued=day(facts.issued_on)), where=where)
    elif hazard.term_days is None or hazard.term_days < 0:
        raise BadInput(tr("{paper}缺少必填项：改正期限（天数）",
                          "{paper} lacks a required field: term (days)").format(paper=PAPER), where=where)


def _printed(facts: NoticeFacts) -> NoticeFacts:
    """The facts with the deadlines that this notice prints and no others."""
    if facts.mode == "dated":
        kept = [replace(hazard, term_days=None) for hazard in facts.hazards]
    else:
        kept = [replace(hazard, due=None) for hazard in facts.hazards]
    return replace(facts, hazards=tuple(kept))


# -- the sections, in order --------------------------------------------------------------------------------


def _notice(facts: NoticeFacts, faces: Faces, copy: str) -> Copy:
    flow = Flow(COPIES[copy], faces)
    annexed = len(facts.hazards) > MOST_IN_BODY
    flow.title(facts.bureau, TITLE_TEXT)
    flow.blank_line()
    flow.number(number_text(facts))
    code = f"（统一社会信用代码：{facts.party.code}）" if facts.party.code else ""
    flow.body(f"{facts.party.name}{code}：", indent=0)
    flow.body(*_opening(facts))
    flow.heading(f"一、应当改正的{clean(facts.hazard_word)}")
    _hazards(flow, facts, annexed)
    flow.heading("二、改正要求")
    _requirements(flow, facts)
    flow.heading("三、逾期不改正的后果")
    flow.body(_shortened(facts, "逾期不改正的，本机关将依据《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项"
                                "责令停业整顿；属于其他部门职权的事项，依法移送。"))
    flow.heading("四、权利告知")
    flow.body(f"对本通知书不服的，可以自收到之日起60日内向{clean(facts.review_body)}申请行政复议，"
              "或者自收到之日起6个月内依法向有管辖权的人民法院提起行政诉讼。复议、诉讼期间，不停止改正。")
    if annexed:
        flow.blank_line()
        flow.body(f"附件：{clean(facts.hazard_word)}清单")
    flow.seal_block(clean(facts.bureau), day(facts.issued_on))
    if annexed:
        _annex(flow, facts)
    if copy == "file":
        add_receipt(flow, facts)
    return flow.copy


def _opening(facts: NoticeFacts) -> list[Piece | str]:
    people = "、".join(f"{clean(name)}（执法证号：{clean(badge)}）" for name, badge in facts.inspectors)
    single = len(facts.hazards) == 1
    grades = SEVERITY[facts.hazards[0].severity] if single else by_grade(facts.hazards)
    return [
        f"{span(facts.started_at, facts.ended_at)}，本机关检查人员{people}出示证件后，对你单位（地址："
        f"{sentence(facts.party.address)}，", *_represented(facts), f"）进行{facts.inspection_kind}，发现"
        f"{len(facts.hazards)}项{clean(facts.hazard_word)}（{grades}）。依据{_powers(facts)}，责令你单位限期改正。",
    ]


def _powers(facts: NoticeFacts) -> str:
    """What the order rests on: each law once, in full with its short title, its clauses after it."""
    laws: dict[str, list[str]] = {}
    for citation in facts.powers:
        cited = _CITED.fullmatch(citation)
        laws.setdefault(cited[1] if cited else "", []).append(cited[2] if cited else citation)
    return "和".join(_introduced(title) + "、".join(clauses) for title, clauses in laws.items())


def _introduced(title: str) -> str:
    short = _TITLE.fullmatch(title)
    return f"{title}（以下简称《{short[1]}》）" if short else title


def _shortened(facts: NoticeFacts, text: str) -> str:
    """Citations of the laws that the opening introduced, by their short titles."""
    for short in _TITLE.findall("".join(facts.powers)):
        text = text.replace(f"《中华人民共和国{short}》", f"《{short}》")
    return text


def _represented(facts: NoticeFacts) -> list[Piece | str]:
    """Who stands for the party, as far as it is registered; its telephone, if known."""
    party = facts.party
    phone = f"，电话：{clean(party.phone)}" if party.phone else ""
    if party.legal_rep:
        return [f"法定代表人：{clean(party.legal_rep)}{phone}"]
    head: Piece = Run(clean(party.head)) if party.head else Blank(5)
    return ["主要负责人：", head, f"，未登记法定代表人{phone}"]


def _hazards(flow: Flow, facts: NoticeFacts, annexed: bool) -> None:
    if annexed:
        flow.body(f"{clean(facts.hazard_word)}共{len(facts.hazards)}项（见附件）。各项的部位、情况、违反的规定、改正要求和"
                  "改正期限，以附件所列为准。")
        return
    for position, hazard in enumerate(facts.hazards, start=1):
        number = f"{position}. " if len(facts.hazards) > 1 else ""
        flow.body(f"{number}{sentence(hazard.place)}（{SEVERITY[hazard.severity]}）。"
                  f"{sentence(hazard.finding)}，违反{_citations(facts, hazard)}。"
                  f"应当{requirement(hazard.require)}，改正期限：{deadline(hazard)}。")


def _citations(facts: NoticeFacts, hazard: HazardLine) -> str:
    return _shortened(facts, joined([citation for citation in hazard.citations if citation.strip()]))


def _requirements(flow: Flow, facts: NoticeFacts) -> None:
    office = clean(facts.contact)
    said = [f"自收到本通知书之日起{facts.plan_days}日内，按照“一院一策”编制整改方案，"
            f"逐项落实责任、措施、资金、时限和预案，报本机关{office}。"]
    if facts.interim_protection.strip():
        said.append(f"隐患消除前，{sentence(facts.interim_protection)}。")
    reach = [f"联系人：{office}"] * bool(office) + [f"电话：{clean(facts.contact_phone)}"] * bool(
        facts.contact_phone.strip())
    said.append("改正完成后书面报告，附改正前后同一角度照片。本机关自收到报告或者期限届满之日起3个工作日内复查。"
                + ("，".join(reach) + "。" if reach else ""))
    for position, text in enumerate(said, start=1):
        flow.body(f"（{numeral(position)}）{text}")


def _annex(flow: Flow, facts: NoticeFacts) -> None:
    flow.new_page()
    flow.body(Run("附件", "hei"), indent=0)
    flow.skip(LEADING)
    flow.title(f"{clean(facts.hazard_word)}清单")
    said = f"（责令限期改正通知书{number_text(facts)}，共{len(facts.hazards)}项）"
    flow.text(said, size=12, leading=26, align="centre")
    heads = ("序号", "部位", "隐患情况", "等级", "违反规定", "改正要求", "期限")
    head = Row(tuple(text_cell(width, text, 10.5, align="centre", role="hei")
                     for width, text in zip(_ANNEX_WIDTHS, heads, strict=True)), 6.5)
    flow.table([_annex_row(facts, position, hazard)
                for position, hazard in enumerate(facts.hazards, start=1)], [head])
    if facts.mode == "by_term":
        flow.text("（期限自送达之日起计算）", size=12, leading=22)


def _annex_row(facts: NoticeFacts, position: int, hazard: HazardLine) -> Row:
    major = hazard.severity == "major"
    grade = SEVERITY[hazard.severity][:2]
    texts = (str(position), sentence(hazard.place), sentence(hazard.finding), grade, _citations(facts, hazard),
             requirement(hazard.require), deadline(hazard, short=True))
    return Row(tuple(
        text_cell(width, text, 10.5, align="centre" if column in (0, 3, 6) else "left",
                  role="hei" if major and column == 3 else "fang")
        for column, (width, text) in enumerate(zip(_ANNEX_WIDTHS, texts, strict=True))), 11.5)

