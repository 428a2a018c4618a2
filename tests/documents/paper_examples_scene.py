"""Facts of an invented ledger, record and blank checklist that the tests of these papers print."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import LedgerFacts, LedgerLine
from fieldaudit.documents.papers import ledger
from fieldaudit.documents.wording import Wording

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
