"""送达回证: the proof that a paper reached the party.

Owns the form (after 民事诉讼法 87-91, 95), which of its fields a way of serving needs, and which are struck
out. A signature is always left to the hand; what the record knows (who, when, where) is printed beside it.
Before the service (`served_at` empty) it is a form to fill in by pen and nothing is struck out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import Inspector, Method, ServiceFacts, facts_sha256, require
from ..phrases import day, moment
from ..typeset.flow import Flow
from ..typeset.line import Blank, Gap, Piece, Tick, clean
from ..typeset.page import FORM, LEADING, MM, Proof, write_pdf
from ..typeset.table import Cell, Row, label, para, text_cell

PAPER = tr("送达回证", "the proof of service")
METHODS: dict[Method, str] = {"direct": "直接", "leave": "留置", "post": "邮寄", "publish": "公告",
                              "electronic": "电子（须经书面同意）"}
_LABEL, _TEXT = 32.0, 124.0
_LIST = (12.0, 62.0, 58.0, 24.0)
_ROWS_OF_PAPERS = 3
_LEADING = 22.6
_NOTE = "注：一份回证可以列明送达同一受送达人的多份文书；签收日期为送达日期。不需填写的栏目用斜线划去。"

Lines = Sequence[Sequence[Piece | str]]


def render(facts: ServiceFacts, faces: Faces) -> bytes:
    """The proof of service as PDF.

    Raises `BadInput` naming the field when one that this way of serving needs is missing.
    """
    check(facts)
    flow = Flow("存档联", faces, FORM, numbered=False)
    flow.title(facts.bureau, "送达回证")
    if facts.number:
        flow.number(clean(facts.number))
    else:
        flow.skip(LEADING)
    flow.table([*_party(facts), *_papers(facts), *_receipt(facts), *_servers(facts)])
    flow.skip(1.2 * MM)
    flow.text(_NOTE, size=10.5, leading=15.5)
    number = clean(facts.number) or f"送达回证（{clean(facts.papers[0].number)}）"
    proof = Proof("SE", number, facts.version, facts.generated_at, facts_sha256(facts))
    return write_pdf([flow.copy], proof, faces, f"送达回证（{number}）", facts.bureau, facts.draft)


def check(facts: ServiceFacts) -> None:
    """Refuse a proof that would prove nothing: `BadInput` naming the field."""
    require(PAPER, facts.number, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("受送达人", "recipient"), facts.recipient),
        (tr("送达地点", "place of service"), facts.place),
        (tr("送达文书", "papers served"), facts.papers),
    ])
    for paper in facts.papers:
        require(PAPER, facts.number, [
            (tr("文书名称", "name of the paper"), paper.name),
            (tr("《{paper}》的文号", "number of {paper}").format(paper=paper.name), paper.number),
            (tr("《{paper}》的份数", "copies of {paper}").format(paper=paper.name), paper.copies),
        ])
    _check_servers(facts)
    if facts.served_at is not None:
        _check_service(facts)


def _check_servers(facts: ServiceFacts) -> None:
    if len(facts.servers) < 2:
        raise BadInput(
            tr("送达人少于两人", "Fewer than two people served the paper"), where=facts.number,
            todo=tr("补充第二名送达人。", "Name the second person."))
    for server in facts.servers:
        require(PAPER, facts.number, [
            (tr("送达人姓名", "server's name"), server.name),
            (tr("{who}的执法证号", "badge number of {who}").format(who=server.name), server.badge_no)])


def _check_service(facts: ServiceFacts) -> None:
    if facts.method == "leave":
        require(PAPER, facts.number, [
            (tr("拒收事由（留置送达）", "reason of refusal (service by leaving)"), facts.refused),
            (tr("见证人或者影像编号（留置送达）", "witness or images (service by leaving)"),
             facts.witness or facts.image_numbers)])
    if facts.method == "post":
        require(PAPER, facts.number, [
            (tr("邮件号（邮寄送达）", "tracking number (service by post)"), facts.tracking),
            (tr("交寄日期（邮寄送达）", "day of posting (service by post)"), facts.sent_on)])
    if facts.method == "publish":
        require(PAPER, facts.number, [
            (tr("公告方式（公告送达）", "where it was announced (public announcement)"), facts.announced_in),
            (tr("公告日期（公告送达）", "day of the announcement"), facts.announced_on)])
    if facts.method == "electronic":
        require(PAPER, facts.number, [
            (tr("书面同意（电子送达）", "written consent (electronic service)"), facts.consent)])


# -- the form ----------------------------------------------------------------------------------------------


def _party(facts: ServiceFacts) -> list[Row]:
    return [Row((label("受送达人", _LABEL), text_cell(_TEXT, facts.recipient)), 11),
            Row((label("送达地点", _LABEL), text_cell(_TEXT, facts.place)), 11)]


def _papers(facts: ServiceFacts) -> list[Row]:
    a, b, c, d = _LIST
    rows = [Row((label("序号", a, spread=False), label("送达文书名称", b), label("文号", c),
                 label("份数", d, spread=False)), 8.5)]
    for position in range(1, max(_ROWS_OF_PAPERS, len(facts.papers)) + 1):
        number = text_cell(a, str(position), align="centre")
        if position <= len(facts.papers):
            paper = facts.papers[position - 1]
            cells = (number, text_cell(b, paper.name), text_cell(c, paper.number),
                     text_cell(d, str(paper.copies), align="centre"))
        else:
            first = position == len(facts.papers) + 1
            cells = (number, text_cell(b, "（以下空白）" if first else "", align="centre"), Cell(c), Cell(d))
        rows.append(Row(cells, 8.5))
    return rows


def _receipt(facts: ServiceFacts) -> list[Row]:
    done = facts.served_at is not None
    leave, direct = facts.method == "leave", facts.method in ("direct", "post")
    by_substitute = direct and bool(facts.relation)
    used = {
        "受送达人签收": not done or (direct and not by_substitute),
        "代收人签收": not done or by_substitute,
        "拒收事由": not done or leave,
        "见证人": not done or bool(facts.witness),
    }
    lines: dict[str, tuple[float, Lines]] = {
        "受送达人签收": (18.5, [_signed(facts.received_by, 10), _when(facts.served_at)]),
        "代收人签收": (18.5, _signed_by_another(facts.received_by, 7, "与受送达人关系：", facts.relation, 4.5,
                                           _when(facts.served_at))),
        "拒收事由": (26, [_filled(facts.refused, 28), ["文书留置地点：", *_filled(facts.left_at, 21)],
                      ["拍照、录像编号：", *_filled(facts.image_numbers, 20)]]),
        "见证人": (18.5, _signed_by_another(facts.witness, 6, "单位及职务：", facts.witness_post, 7.5,
                                         _when(facts.served_at, minutes=False))),
    }
    ways: list[Piece | str] = []
    for method, name in METHODS.items():
        ways += [Gap(1)] * bool(ways) + [Tick("yes" if method == facts.method else ""), name]
    return [Row((label("送达方式", _LABEL), Cell(_TEXT, (para(*ways),))), 11),
            *(Row((label(name, _LABEL), _field(wanted, used[name])), height)
              for name, (height, wanted) in lines.items())]


def _servers(facts: ServiceFacts) -> list[Row]:
    lines: list[Sequence[Piece | str]] = [_server(server) for server in facts.servers]
    lines.append(["日期：", *_when(facts.served_at, minutes=False)])
    return [Row((label("送达人", _LABEL), _field(lines, True)), 18.5),
            Row((label("备注", _LABEL), text_cell(_TEXT, _remarks(facts))), 9)]


def _remarks(facts: ServiceFacts) -> str:
    """What makes the day of service that day, where nobody signed for it; then the remarks."""
    said = []
    if facts.method == "post" and facts.sent_on is not None:
        said.append(f"邮件号{facts.tracking}，{day(facts.sent_on)}交寄，以回执注明的收件日期为送达日期")
    if facts.method == "publish" and facts.announced_on is not None and facts.served_at is not None:
        said.append(f"{day(facts.announced_on)}{facts.announced_in}公告，经过三十日，{day(facts.served_at)}视为送达")
    return "。".join([*said, *([facts.remarks] if facts.remarks.strip() else [])])


def _server(server: Inspector) -> list[Piece | str]:
    return ["签名：", Blank(8.5), f"（{clean(server.name)}，证号：{clean(server.badge_no)}）"]


def _field(lines: Lines, used: bool) -> Cell:
    if not used:
        return Cell(_TEXT, struck=True)
    return Cell(_TEXT, tuple(para(*line, leading=_LEADING) for line in lines))


def _signed(name: str, ems: float) -> list[Piece | str]:
    """A rule to sign on; whose signature it is, printed behind it."""
    who = [f"（{clean(name)}）"] if name.strip() else []
    return ["签名或者盖章：", Blank(ems), *who]


def _signed_by_another(name: str, ems: float, asked: str, answer: str, room: float,
                       when: list[Piece | str]) -> Lines:
    """Signature and what else is asked of the signer: on one line to write on, on two when printed."""
    if not answer.strip():
        return [[*_signed(name, ems), Gap(1.5), asked, Blank(room)], when]
    return [_signed(name, 10), [asked, clean(answer), Gap(1.5), *when]]


def _filled(text: str, ems: float) -> list[Piece | str]:
    return [clean(text)] if text.strip() else [Blank(ems)]


def _when(at: datetime | None, minutes: bool = True) -> list[Piece | str]:
    if at is not None:
        return [moment(at) if minutes else day(at)]
    blanks: list[Piece | str] = [Blank(3.9), "年", Blank(2.3), "月", Blank(2.3), "日"]
    return blanks + [Blank(2.3), "时", Blank(2.3), "分"] * minutes
