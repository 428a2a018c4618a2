"""Facts of invented papers that the tests of this room print, and how to read a PDF back."""

from __future__ import annotations

import io
import subprocess
import tempfile
from datetime import date, datetime
from pathlib import Path

from PIL import Image

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import (
    AnswerLine,
    HazardLine,
    Inspector,
    NoticeFacts,
    Party,
    Photo,
    PlanFacts,
    PlanLine,
    ReportFacts,
    ReportHazard,
    Result,
    ServedPaper,
    ServiceFacts,
    Signature,
)
from fieldaudit.documents.papers import notice, plan, report, service

FIRE_LAW = "《中华人民共和国消防法》"
PARTY = Party("松涛里养老公寓", "通辽市甲区林荫路18号", "52150500MJ00000174", "负责人甲", "", "0475-0000001")
INSPECTORS = (Inspector("检查员甲", "15050000017"), Inspector("检查员乙", "15050000023"))
AT = datetime(2026, 11, 24, 16, 32)

_HAZARDS = (
    ("南侧外窗", "major", "一至三层南侧14樘外窗安装固定式金属防盗网，不能从内部开启，影响逃生和灭火救援",
     "第二十八条", "拆除防盗网，或者改为能从内部徒手开启的形式", (2026, 12, 1), 7),
    ("厨房", "major", "使用管道燃气，未安装可燃气体探测报警和自动切断装置",
     "第二十七条第二款", "加装可燃气体探测报警和紧急切断装置，并经燃气企业调试", (2026, 12, 2), 10),
    ("二层走道", "general", "6具应急照明灯中4具断电后不能点亮",
     "第十六条第一款第（二）项", "更换失效灯具，连续供电时间不少于60分钟", (2026, 12, 9), 15),
    ("演练", "general", "近12个月仅组织1次疏散演练，演练未包括失能老年人转移",
     "第十六条第一款第（六）项", "组织一次包括夜间和失能老年人转移内容的疏散演练", (2026, 12, 10), 16),
    ("消防设施检测", "general", "不能提供本年度建筑消防设施全面检测报告",
     "第十六条第一款第（三）项", "委托检测，检测报告存档备查", (2026, 12, 24), 30),
    ("二、三层居室及走道", "major", "未设置火灾探测器和声警报装置",
     "第十六条第一款第（二）项", "设置火灾自动报警系统，信号接入值班室", (2027, 1, 23), 60),
    ("院区", "major", "无市政消防给水，原有浅井出水量不能满足灭火需要，未设消防水池",
     "第十六条第一款第（二）项", "会同水务、消防救援部门打深水井并设消防取水口", (2027, 1, 24), 61),
    ("主楼", "major", "床位86张，未设置自动喷水灭火系统",
     "第十六条第一款第（二）项", "完成自动喷水灭火系统设计、施工和检测", (2027, 2, 22), 90),
)
HAZARDS = tuple(
    HazardLine(place, "major" if grade == "major" else "general", finding, (FIRE_LAW + clause,), measure,
               days, "natural", date(*due))
    for place, grade, finding, clause, measure, due, days in _HAZARDS)

NOTICE = NoticeFacts(
    bureau="通辽市民政局", number="通民养改〔2026〕1号", party=PARTY,
    started_at=datetime(2026, 11, 24, 9, 20), ended_at=datetime(2026, 11, 24, 11, 50), inspectors=INSPECTORS,
    hazards=HAZARDS, mode="dated", issued_on=date(2026, 11, 24), review_body="通辽市人民政府", generated_at=AT,
    inspection_kind="消防安全专项检查", inspection_number="2026-0117",
    interim_protection="三层停止安排老年人住宿，夜间每小时至少巡查1次，夜间值守护理人员不少于4人",
    contact="养老服务科", contact_phone="0475-0000000")


def jpeg(width: int = 320, height: int = 200, colour: tuple[int, int, int] = (120, 140, 160)) -> bytes:
    """A plain JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


SERVICE = ServiceFacts(
    bureau="通辽市民政局", number="通民养送〔2026〕31号", recipient=PARTY.name,
    place="通辽市甲区林荫路18号　一层值班室",
    papers=(ServedPaper("责令限期改正通知书", "通民养改〔2026〕1号", 1),
            ServedPaper("现场检查记录", "检查编号2026-0117", 1)),
    method="direct", servers=INSPECTORS, generated_at=AT, served_at=datetime(2026, 11, 24, 17, 5),
    received_by="负责人甲")


def _answer(number: int) -> AnswerLine:
    result: Result = "fail" if number <= 3 else "na" if number % 6 == 0 else "pass"
    return AnswerLine(str(number), f"第{(number - 1) // 5 + 1}部分", f"检查内容之{number}：应当符合要求", result,
                      "12m³/h" if number == 33 else "")


PHOTO = Photo("P05", "一层南侧", "ab" * 32, jpeg(), taken_at=datetime(2026, 11, 24, 10, 5))
STROKES = (((0.0, 0.5), (0.3, 0.1), (0.6, 0.9)), ((0.7, 0.2), (0.9, 0.8)))
REPORT = ReportFacts(
    bureau="通辽市民政局", number="2026-0117", party=PARTY, started_at=datetime(2026, 11, 24, 9, 20),
    ended_at=datetime(2026, 11, 24, 11, 50), inspectors=INSPECTORS, kind="专项",
    answers=tuple(_answer(number) for number in range(1, 66)),
    hazards=(ReportHazard(HAZARDS[0], ("1", "2"), (PHOTO,)), ReportHazard(HAZARDS[3], ("3",), material="M04")),
    generated_at=AT, details=(("床位／在住", "86张 / 61人（失能17人）"), ("水源", "自备浅井1眼")),
    site_person="负责人甲", notice_number="通民养改〔2026〕1号", risk="高",
    signatures=(Signature("inspector", "检查员甲", strokes=STROKES),
                Signature("inspector", "检查员乙", strokes=STROKES),
                Signature("institution", "负责人甲", "院长", STROKES, datetime(2026, 11, 24, 12))))

PLAN = PlanFacts(
    bureau="通辽市民政局", number="通民养案〔2026〕1号", party=PARTY, notice_number="通民养改〔2026〕1号",
    prepared_on=date(2026, 11, 30), generated_at=AT, beds=86, residents=61, dependent=17,
    responsible="负责人甲", manager="院长助理",
    lines=tuple(
        PlanLine(hazard.place, hazard.finding, hazard.severity, "限期整改", hazard.require, "后勤主管",
                 14_000.0 * number, "机构自筹", hazard.due, contingency="夜间每小时巡查1次")
        for number, hazard in enumerate(HAZARDS, start=1)))


def notice_pdf(facts: NoticeFacts = NOTICE, copies: tuple[str, ...] = ("party", "file", "stub")) -> bytes:
    """The notice, printed in the program's own faces."""
    return notice.render(facts, load_faces(), copies)


def poppler(program: str, pdf: bytes, *options: str) -> str:
    """What pdftotext, pdffonts or pdfinfo says of the PDF."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(pdf)
        tail = ["-"] if program == "pdftotext" else []
        done = subprocess.run([program, *options, str(path), *tail], capture_output=True, check=True)
        return done.stdout.decode()


def pdf_text(pdf: bytes) -> str:
    """The text in reading order, with lines and pages run together as a reader joins them."""
    return "".join(poppler("pdftotext", pdf).split())


def service_pdf(facts: ServiceFacts = SERVICE) -> bytes:
    """The proof of service, printed in the program's own faces."""
    return service.render(facts, load_faces())


def report_pdf(facts: ReportFacts = REPORT) -> bytes:
    """The inspection report, printed in the program's own faces."""
    return report.render(facts, load_faces())


def plan_pdf(facts: PlanFacts = PLAN) -> bytes:
    """The plan, printed in the program's own faces."""
    return plan.render(facts, load_faces())
