"""Facts of an invented ledger, record and blank checklist that the tests of these papers print."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from paper_examples import INSPECTORS, PARTY, STROKES

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import (
    Answering,
    BlankFacts,
    BlankFigure,
    BlankQuestion,
    BlankSection,
    LedgerFacts,
    LedgerLine,
    RecordFacts,
    Signature,
)
from fieldaudit.documents.papers import blank, ledger, record
from fieldaudit.documents.wording import Wording
from fieldaudit.xform import Form, Question, load

# item, home, what, major, found, paper, measure, due, state, ended
_ROWS = """
0117-01|松涛里养老公寓|南侧14樘外窗装固定防盗网|重|11-24|改17|拆窗破网|12-01|整改中|
0117-02|松涛里养老公寓|厨房燃气无探测报警和切断装置|重|11-24|改17|限期整改|12-01|申请复查|
0117-03|松涛里养老公寓|二层走道4具应急照明灯失效||11-24|改17|限期整改|12-09|整改中|
0117-04|松涛里养老公寓|近12个月仅演练1次||11-24|改17|限期整改|12-09|整改中|
0117-05|松涛里养老公寓|无本年度消防设施全面检测报告||11-24|改17|限期整改|12-24|整改中|
0117-06|松涛里养老公寓|二、三层未设火灾探测器|重|11-24|改17|联合改造|2027-01-23|整改中/挂牌督办|
0117-07|松涛里养老公寓|院区无可靠消防水源|重|11-24|改17|打井|2027-01-23|整改中/挂牌督办|
0117-08|松涛里养老公寓|未设自动喷水灭火系统|重|11-24|改17|联合改造|2027-02-22|整改中/挂牌督办|
0118-01|枫林渡养老服务中心|一层东侧安全出口上锁|重|11-24|立9|立行立改|当场|已销号|11-24
0118-02|枫林渡养老服务中心|203室插排串接||11-24|立9|立行立改|当场|已销号|11-24
0118-03|枫林渡养老服务中心|一层走道电动轮椅充电|重|11-24|立9|立行立改|11-25|已销号|11-25
0061-01|柳影岸养老院|三层居室设置于夹芯彩钢板建筑|重|06-18|改8|停用|07-03|随机构停业终结|11-06
0061-02|柳影岸养老院|消防控制室无人值班|重|06-18|改8|限期整改|06-21|随机构停业终结|11-06
0061-03|柳影岸养老院|疏散楼梯间堆放杂物||06-18|改8|立行立改|06-19|已销号|06-19
0105-01|白桦坡敬老院|室外消火栓冻结||11-12|改15|限期整改|12-12|延期|
0105-02|白桦坡敬老院|管井防火封堵缺失||11-12|改15|限期整改|11-27|逾期|
0105-03|白桦坡敬老院|灭火器6具压力不足||11-12|立7|立行立改|11-15|已销号|11-14
0111-01|沙枣巷养老服务站|氧气瓶未固定|重|11-19|立8|立行立改|当场|已销号|11-19
0111-02|沙枣巷养老服务站|值班人员不会操作报警主机||11-19|改16|限期整改|11-26|已销号|11-26
0111-03|沙枣巷养老服务站|灶台排油烟管道90天未清洗||11-19|改16|限期整改|11-26|已销号|11-25
0111-04|沙枣巷养老服务站|应急预案未包括失能老年人转移||11-19|改16|限期整改|12-04|整改中|
0111-05|沙枣巷养老服务站|疏散指示标志缺损2处||11-19|立8|立行立改|11-22|已销号|11-21
"""


def _day(text: str) -> date | None:
    if not text or text == "当场":
        return None
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def _line(row: str) -> LedgerLine:
    item, home, what, grade, found, paper, measure, due, state, ended = row.split("|")
    state, *notes = state.split("/")
    outcome: Literal["open", "cleared", "ended_with_institution"] = (
        "open" if not ended else "cleared" if state == "已销号" else "ended_with_institution")
    return LedgerLine(
        item_number=f"2026-{item}", institution=home, what=what, severity="major" if grade else "general",
        found_on=_day(found) or date(2026, 1, 1), measure_kind=measure, state=state, outcome=outcome, notes=tuple(notes),
        paper_number=f"通民养{paper[0]}〔2026〕{paper[1:]}号", due=_day(due), at_scene=due == "当场", ended_on=_day(ended),
        submitted=state == "申请复查", overdue_days=3 if state == "逾期" else 0, extended=state == "延期",
        extended_to=date(2026, 12, 27) if state == "延期" else None)


LEDGER = LedgerFacts(
    bureau="通辽市民政局", number="台账2026-11", selection="2026年专项整治", as_of=date(2026, 11, 30),
    lines=tuple(map(_line, _ROWS.split())), generated_at=datetime(2026, 11, 30, 17, 30))


def ledger_pdf(facts: LedgerFacts = LEDGER, words: Wording | None = None) -> bytes:
    """The ledger, printed in the program's own faces."""
    return ledger.render(facts, load_faces(), words)


RECORD = RecordFacts(
    bureau="通辽市民政局", number="2026-0117", party=PARTY, site_person="负责人甲", place=PARTY.address, kind="专项检查",
    started_at=datetime(2026, 11, 24, 9, 20), ended_at=datetime(2026, 11, 24, 11, 50), inspectors=INSPECTORS,
    site_post="院长助理", opinion="属实，无补充。", generated_at=datetime(2026, 11, 24, 11, 58),
    seen=("建筑三层，砖混结构，建筑面积2860㎡，床位86张，在住61人，其中失能17人；当日夜班表安排护理员3人、安保1人。",
          "一至三层南侧外窗14樘装固定式金属防盗网，逐樘试开，均不能从内部开启（照片P05至P08）。",
          "厨房使用管道燃气，灶具上方及管道井内未见可燃气体探测器，总阀为手动球阀（照片P09、P10）。",
          "切断二层照明电源，走道6具应急照明灯中2具点亮，持续超过60分钟，其余4具不亮（照片P11、P12，视频V01）。",
          "二、三层居室31间及走道未见火灾探测器、声警报装置（照片P13、P14）。",
          "院内浅井1眼，水泵试抽，流量计读数8m³/h，无消防水池和取水口（照片P18）。",
          "查阅演练记录，近12个月仅2026年3月12日组织1次，方案中无失能老年人转移分工；未能提供本年度消防设施检测报告（材料M04、M05）。"))
SIGNED = (Signature("inspector", "检查员甲", strokes=STROKES), Signature("inspector", "检查员乙", strokes=STROKES),
          Signature("institution", "负责人甲", "院长助理", STROKES, datetime(2026, 11, 24, 12)))


def record_pdf(facts: RecordFacts = RECORD, words: Wording | None = None) -> bytes:
    """The record, printed in the program's own faces."""
    return record.render(facts, load_faces(), words)


_FORM = Path(__file__).parents[2] / "forms" / "fire_safety.md"
_KINDS: dict[str, Answering] = {"select_one": "one", "select_multiple": "several", "integer": "number", "decimal": "number",
                                "date": "date", "text": "text"}
_VERDICT = ("符合", "不符合", "不适用")


@cache
def checklist() -> BlankFacts:
    """The program's own form, as a checklist to take along: readings stand in the row of the verdict they belong to."""
    form = load(_FORM.read_bytes(), "md", "fire_safety", {})
    return BlankFacts(
        bureau="通辽市民政局", title="养老机构消防安全检查表", form="fire_safety", form_version=form.version,
        sections=tuple(_sections(form)), generated_at=datetime(2026, 11, 23, 15, 4))


def _sections(form: Form) -> list[BlankSection]:
    titles = {section.name: section.labels["zh"] for section in form.sections}
    asked: dict[str, list[BlankQuestion]] = {}
    figures: list[BlankFigure] = []
    number = 0
    for question in form.questions:
        if question.kind not in _KINDS:
            continue
        answering = _KINDS[question.kind]
        choices = tuple(choice.label("zh") for choice in question.choices)
        if question.name.endswith(("_n", "capacity_depth_n")):
            unit = re.search("（([^（）]+)）$", question.label("zh"))
            figures.append(BlankFigure("", unit[1] if unit else ""))
            continue
        number += 1
        if choices == _VERDICT:
            answering, choices = "verdict", ()
        made = BlankQuestion(number=str(number), text=question.label("zh"), answering=answering, hint=_hint(question),
                             choices=choices, required=bool(question.required), figures=tuple(figures),
                             when="设有火灾自动报警系统" if "has_alarm_panel" in question.relevant else "",
                             lines=4 if "multiline" in question.appearance else 1)
        figures = []
        asked.setdefault(titles.get(question.section, ""), []).append(made)
    return [BlankSection(title=title, questions=tuple(questions)) for title, questions in asked.items()]


def _hint(question: Question) -> str:
    return question.hints.get("zh", "")


def blank_pdf(facts: BlankFacts | None = None, words: Wording | None = None) -> bytes:
    """The blank checklist, printed in the program's own faces."""
    return blank.render(facts or checklist(), load_faces(), words)


# Every way of answering, a repeated group, and what is long or rare.
EVERY_KIND = BlankFacts(
    bureau="通辽市民政局", title="养老机构消防安全与用电用气专项检查表（2026年冬春版）", form="winter", form_version="3",
    institution="扎鲁特旗阿日昆都楞镇巴彦塔拉苏木㛃䶮堃喆犇蒙古族老年人颐养康复服务中心（普通合伙）",
    address="通辽市扎鲁特旗阿日昆都楞镇巴彦塔拉苏木额尔敦宝力皋嘎查东2.5公里", number="2026-0117", extra_findings=14,
    sections=(
        BlankSection(title="总体", questions=(
            BlankQuestion(number="1", text="检查前已核对上次检查的隐患整改情况", answering="confirm", required=True),
            BlankQuestion(number="2", text="到达时间", answering="time", required=True),
            BlankQuestion(number="3", text="最近一次火警时间", answering="datetime", hint="没有发生过的留空。"),
            BlankQuestion(number="4", answering="note", text="检查时不得影响老年人正常生活，进入居室前先敲门说明来意。"),
            BlankQuestion(number="5", text="取暖方式", answering="several", choices=(
                "集中供暖", "空调", "电暖器", "燃煤、燃油、燃气或者生物质锅炉（含设在院内独立锅炉房、由机构自行管理的）", "火炕")),
            BlankQuestion(number="6", text="隐患整改先后次序", answering="rank", choices=("外窗", "电气线路", "厨房燃气", "其他")),
            BlankQuestion(number="7", answering="verdict",
                          text="Escape routes are kept clear at all times, also at night and when doors are locked",
                          hint="Walk from the farthest bedroom to the open air.", when="机构设有二层及以上居室、且安排老年人入住"),
            BlankQuestion(number="8", text="全景照片", answering="photo"))),
        BlankSection(title="居室", rounds=3, when="抽查居室", questions=(
            BlankQuestion(number="9.1", text="房间号", answering="text", required=True),
            BlankQuestion(number="9.2", text="室内温度", answering="number", unit="℃"),
            BlankQuestion(number="9.3", text="插座不过载，用电设备离床铺距离满足要求", answering="verdict",
                          figures=(BlankFigure("总功率", "kW"), BlankFigure("距离", "m"))))),
        BlankSection(title="备注", questions=(BlankQuestion(number="10", text="其他情况", answering="text", lines=5),))),
    generated_at=datetime(2026, 11, 23, 15, 4))  # fmt: skip
