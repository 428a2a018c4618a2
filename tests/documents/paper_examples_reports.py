"""Facts of a whole inspection report and plan, as large as those of a real home, in both editions; and their edges."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

from paper_examples import AT, HAZARDS, INSPECTORS, PARTY, PLAN, REPORT, STROKES, jpeg

from fieldaudit.documents.facts import AnswerLine, Inspector, Photo, PlanLine, ReportFacts, ReportHazard, Result, Signature
from fieldaudit.documents.wording import Wording

# Section | question | result (p, f, n) | reading; in the order of the checklist.
_CHECKLIST = """
建筑与许可|建设工程消防验收合格或已备案|p|
建筑与许可|已办理登记并向民政部门备案|p|
建筑与许可|房屋未被鉴定为C级、D级危房|p|
建筑与许可|无易燃可燃夹芯彩钢板搭建的有人活动建筑|p|
建筑与许可|室内装修、保温、吊顶采用不燃难燃材料|p|
建筑与许可|老年人居室隔墙为不燃性实体墙并砌至楼板底|p|
建筑与许可|老年人用房所在楼层符合要求（不在地下，三级耐火不超2层）|p|
建筑与许可|与其他场所同楼时分隔到位（墙2h、楼板1h、乙级门）|n|
安全疏散与外窗|安全出口数量（个）不少于2个或符合单出口条件|p|3个
安全疏散与外窗|疏散通道、安全出口未占用、堵塞、封闭、上锁|p|
安全疏散与外窗|外窗、阳台无影响逃生和救援的防盗网、栅栏、广告牌|f|
安全疏散与外窗|需拆除开通的窗（网）数量|f|14樘
安全疏散与外窗|消防救援窗净尺寸≥1.0m×1.0m、可破拆并有标志|p|
安全疏散与外窗|疏散楼梯间形式、净宽符合要求，楼梯间无杂物|p|
安全疏散与外窗|疏散门向疏散方向开启且人员在内可不用钥匙打开|p|
安全疏散与外窗|应急照明完好，备用供电时间（分钟）≥60|f|2具≥60分钟
安全疏散与外窗|疏散指示标志完好、连续、方向正确|p|
安全疏散与外窗|3层及以上且大于3000㎡的设避难间（净面积≥12㎡）|n|
安全疏散与外窗|失能老年人居住在便于疏散的楼层，有专人与器材|p|
安全疏散与外窗|消防车通道和救援场地畅通|p|
自动喷水|20床以上机构按规定设置自动喷水灭火系统|f|
自动喷水|小型机构设置局部应用系统或简易喷淋|n|
自动喷水|系统处于工作状态，阀门常开，未擅自停用|n|
自动喷水|末端试水压力（MPa）≥0.05|n|
自动喷水|喷头无遮挡、涂覆、缺失，备用喷头齐备|n|
火灾自动报警|老年人用房及公共走道设火灾探测器和声警报/广播|f|
火灾自动报警|总面积＜500㎡的至少设独立式感烟报警器（数量）|p|0只
火灾自动报警|报警主机无故障、无屏蔽点（屏蔽点数）|n|
火灾自动报警|联动功能测试正常（声光、排烟、门、泵）|n|
火灾自动报警|建筑消防设施每年全面检测，报告在有效期内|f|
消防水源与水井|有可靠消防水源（市政/水池/水井）|f|
消防水源与水井|消防水池有效容积（m³）满足要求|n|
消防水源与水井|深水井出水量（m³/h）和井深（m）满足要求|p|8m³/h，32m
消防水源与水井|消防泵手自动启动正常，主备泵切换正常|p|
消防水源与水井|消防泵、深井泵有备用电源|p|
消防水源与水井|井房、水池、管道有防冻保温措施|p|
室内外消火栓／灭火器|室内消火栓有水，栓口压力（MPa）|p|0.12MPa
室内外消火栓／灭火器|消火栓箱水带、水枪齐全，未埋压圈占遮挡|p|
室内外消火栓／灭火器|室外消火栓或取水口可用，有防冻|p|
室内外消火栓／灭火器|灭火器数量（具）、级别符合配置要求|p|28具
室内外消火栓／灭火器|灭火器压力正常、未过期、每月检查|p|
用火用电用气|电气线路穿管、无私拉乱接、无老化裸露|p|
用火用电用气|插座插排为CCC产品，无串接，气垫床等不用移动插排|p|
用火用电用气|居室不使用电热毯、电炉、小太阳、煤炉等|p|
用火用电用气|室内及疏散通道无电动自行车、代步车停放充电|p|
用火用电用气|无存放煤油、汽油、酒精炉等易燃物|p|
用火用电用气|禁烟管理到位，无卧床吸烟，设吸烟点|p|
用火用电用气|动火作业审批、持证、有人监护|n|
用火用电用气|供暖锅炉（房）检验合格、分隔独立|p|
厨房|厨房与其他部位防火分隔，门为乙级防火门|p|
厨房|燃气有可燃气体报警和自动切断装置|f|
厨房|排油烟管道定期清洗（距上次清洗天数）|p|41天
厨房|配灭火毯、灭火装置，液化气瓶存放合规|p|
氧气|氧气瓶固定存放、远离火源油脂、设禁烟标志|p|
氧气|集中供氧管道、汇流排检验合格|n|
防排烟|走道、楼梯间防排烟设施或自然排烟窗有效|p|
防排烟|管井、孔洞防火封堵完整，防火门常闭完好|p|
人员与值班|夜间值班护理人员数量与失能老人数匹配（人）|p|4人
人员与值班|消防控制室24小时双人持证值班，会操作|p|
人员与值班|每日防火巡查、夜间巡查有记录|p|
演练培训|每半年至少一次疏散演练（近12个月次数）|f|1次
演练培训|员工会报警、会灭火、会组织疏散（抽查通过人数）|p|5人
档案责任制|消防安全责任人、管理人、安全员明确并公示|p|
档案责任制|制度、操作规程、预案（含失能老人转移）、消防档案齐全|p|
档案责任制|以往隐患台账闭环，逾期未改数量|p|0项
"""
_RESULTS: dict[str, Result] = {"p": "pass", "f": "fail", "n": "na"}
# The questions that each hazard of `HAZARDS` answers.
_QUESTIONS = (("11", "12"), ("51",), ("16",), ("61",), ("30",), ("26",), ("31",), ("21",))
_MATERIALS = {3: "M04", 4: "M05"}  # hazards shown by papers, not photos


def answers() -> tuple[AnswerLine, ...]:
    """The 65 answers."""
    lines = []
    for number, line in enumerate(_CHECKLIST.strip().splitlines(), start=1):
        section, question, result, reading = line.split("|")
        lines.append(AnswerLine(str(number), section, question, _RESULTS[result], reading))
    return tuple(lines)


def photo(number: int, place: str = "二层走道", image: bool = True) -> Photo:
    """One photo, taken `number` minutes into the visit."""
    picture = jpeg(320, 200, (90 + number * 7 % 120, 120, 150)) if image else None
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return Photo(f"P{number:02d}", place, digest, picture, taken_at=AT + timedelta(minutes=number))


FULL = ReportFacts(
    bureau="通辽市民政局", number="2026-0117", party=PARTY, started_at=datetime(2026, 11, 24, 9, 20),
    ended_at=datetime(2026, 11, 24, 11, 50), inspectors=INSPECTORS, kind="专项", answers=answers(),
    hazards=tuple(
        ReportHazard(hazard, questions, () if number in _MATERIALS else (photo(number + 5, hazard.place),),
                     _MATERIALS.get(number, ""), item=f"2026-0117-{number + 1:02d}")
        for number, (hazard, questions) in enumerate(zip(HAZARDS, _QUESTIONS, strict=True))),
    generated_at=AT, site_person="负责人甲", notice_number="通民养改〔2026〕17号", mode="dated", risk="高",
    details=(("联合检查", "市消防救援支队、市住建局"), ("床位／在住", "86张 / 61人（失能17人）"),
             ("夜间值守", "护理员3人，安保1人"), ("建筑概况", "三层，2860㎡，砖混结构"), ("水源", "自备浅井1眼，出水8m³/h")),
    main_risks="主要风险是外窗封闭、无自动报警和自动喷水设施、消防水源不足，失能老年人夜间疏散能力不足",
    further=tuple(photo(20 + number, place) for number, place in enumerate(("一层大厅", "消防水泵房", "主楼南立面", "燃气阀门"))),
    signatures=(Signature("inspector", "检查员甲", strokes=STROKES, signed_at=datetime(2026, 11, 24, 11, 52)),
                Signature("inspector", "检查员乙", strokes=STROKES, signed_at=datetime(2026, 11, 24, 11, 53)),
                Signature("institution", "负责人甲", "院长", STROKES, datetime(2026, 11, 24, 12))))

NAME_OF_40 = "内蒙古自治区通辽市丙县巴彦塔拉苏木老年人日间照料与长期托养综合养老服务中心二分院"
RARE = "㛃䶮堃喆犇"
MONGOLIAN = "扎鲁特旗·巴雅尔吐胡硕镇·查干淖尔嘎查"  # places in transcription, as long as such names grow
LONG_ENGLISH = "electroencephalographically-interconnected counterintelligence https://example.org/a/very/long/address"

LINES = (
    PlanLine("南侧外窗", "一至三层南侧14樘外窗装固定防盗网", "major", "拆窗破网", "拆除防盗网，改装内开式限位窗；逐樘开启试验",
             "后勤主管", 14_000, "机构自筹", date(2026, 12, 1),
             contingency="三层停止住宿，一、二层南侧每室配破窗锤，夜间每小时巡查1次"),
    PlanLine("厨房", "燃气未装探测报警和切断装置", "major", "限期整改", "加装探测器、紧急切断阀，与燃气企业联调", "厨师长",
             9_000, "机构自筹", date(2026, 12, 1), contingency="用气时专人看管，用后关总阀并登记，夜间禁用"),
    PlanLine("二层走道", "应急照明灯4具失效", "general", "限期整改", "更换失效灯具，月度放电试验", "电工",
             2_000, "机构自筹", date(2026, 12, 9), contingency="值班人员每班配手提应急灯4只"),
    PlanLine("演练", "近12个月仅演练1次，未含失能老年人转移", "general", "限期整改", "编制失能老年人转移分组表，组织夜间演练",
             "护理部主任", 3_000, "机构自筹", date(2026, 12, 9), contingency="先开展桌面推演，明确17名失能老年人包保人员"),
    PlanLine("消防设施检测", "无本年度全面检测报告", "general", "限期整改", "委托消防技术服务机构检测，问题闭环", "院长助理",
             18_000, "机构自筹", date(2026, 12, 24), contingency="检测前每周自检并记录"),
    PlanLine("二、三层居室及走道", "未设火灾探测器和声警报装置", "major", "联合改造", "设计、安装火灾自动报警系统，信号接入值班室",
             "院长助理", 165_000, "福彩公益金补助10万元，自筹6.5万元", date(2027, 1, 23),
             contingency="先装独立式感烟报警器62只，夜间值守不少于4人"),
    PlanLine("院区", "无可靠消防水源", "major", "打井", "打深水井1眼，设36立方米水池和消防取水口，配备用电源", "院长",
             220_000, "县级财政补助15万元，自筹7万元", date(2027, 1, 23),
             contingency="与属地消防站约定水罐车到场方案，配移动泵2台", lead="市水务局"),
    PlanLine("主楼", "86张床位未设自动喷水灭火系统", "major", "联合改造", "委托设计，按批准方案施工、检测、联动调试", "院长",
             480_000, "福彩公益金补助25万元，自筹23万元", date(2027, 2, 22),
             contingency="施工分区实施，施工区停用；动火审批、专人监护；增配灭火器12具"),
)  # fmt: skip
FULL_PLAN = replace(PLAN, number="通民养案〔2026〕17号", notice_number="通民养改〔2026〕17号", lines=LINES)


UNNAMED = replace(FULL.party, name=NAME_OF_40, address=f"{NAME_OF_40}{RARE}院内{LONG_ENGLISH}", code="")
EDGE = replace(
    FULL, party=UNNAMED, site_person=MONGOLIAN, main_risks=LONG_ENGLISH, generated_at=AT, draft=True, version=2,
    replaces="检查编号2026-0117第1版", inspectors=(Inspector(MONGOLIAN, "15050000017"), Inspector(RARE, "15050000023")),
    details=((LONG_ENGLISH, RARE), ("床位数", "86")),
    answers=(
        AnswerLine("1", LONG_ENGLISH, LONG_ENGLISH, "fail", LONG_ENGLISH, "按所填情况不适用"),
        AnswerLine("2", RARE, RARE, "pass", "读数" * 60, LONG_ENGLISH), AnswerLine("", RARE, "一段记录", None, "记录" * 80),
        *FULL.answers[2:9]),
    hazards=(
        ReportHazard(replace(HAZARDS[0], place=LONG_ENGLISH, finding=f"{RARE}：{LONG_ENGLISH}", citations=()), ("1",),
                     (photo(1, LONG_ENGLISH, image=False), photo(2, NAME_OF_40, image=False))),
        ReportHazard(HAZARDS[1], (), fixed_at_scene=True)),
    further=(photo(3, MONGOLIAN),),
    signatures=(Signature("inspector", MONGOLIAN, MONGOLIAN, STROKES), Signature("inspector", RARE, "", STROKES),
                Signature("institution", MONGOLIAN, refused="对第1项的认定不认可，认为防盗网可以从内部打开",
                          witness=f"社区工作人员（{RARE}）")),
)  # fmt: skip

_EDGE_LINE = replace(LINES[0], place=RARE, finding=f"{LONG_ENGLISH}，{RARE}", responsible=MONGOLIAN, measure=LONG_ENGLISH,
                     budget_source=LONG_ENGLISH, budget_yuan=12_345_678.0, lead=NAME_OF_40, contingency=NAME_OF_40 * 4)
EDGE_PLAN = replace(
    FULL_PLAN, party=UNNAMED, responsible=MONGOLIAN, manager=RARE, version=2, replaces="通民养案〔2026〕17号第1版",
    provisional=True, draft=True, lines=(
        _EDGE_LINE, replace(_EDGE_LINE, responsible="", measure="", budget_yuan=None, due=None, contingency=""),
        replace(_EDGE_LINE, responsible="", measure="", budget_yuan=None, due=None, contingency="", fixed_at_scene=True),
        replace(LINES[2], due=None, term_days=15, term_kind="working")))


def many_hazards(count: int) -> ReportFacts:
    """A report of `count` hazards, and as many questions failed."""
    hazards = tuple(ReportHazard(HAZARDS[n % 8], (str(n + 1),), (photo(n + 1),)) for n in range(count))
    lines = tuple(AnswerLine(str(n + 1), f"第{n // 10 + 1}部分", FULL.answers[n % 65].question, "fail" if n < count else "pass")
                  for n in range(max(count, 10)))
    return replace(FULL, answers=lines, hazards=hazards, further=())


def many_photos(count: int) -> ReportFacts:
    """The whole report with `count` photos at its first hazard."""
    first = replace(FULL.hazards[0], photos=tuple(photo(n) for n in range(1, count + 1)))
    bare = tuple(replace(one, photos=()) for one in FULL.hazards[1:])
    return replace(FULL, hazards=(first, *bare), further=())


SMALL = replace(REPORT, answers=FULL.answers[:3], hazards=(), notice_number="", risk="低", details=())


_V = TypeVar("_V")


def in_ascii(facts: _V, words: Wording) -> _V:
    """The same facts with every text of their own in ASCII; what the program calls by its own words stays."""
    return cast(_V, _in_ascii(facts, words))


def _in_ascii(value: Any, words: Wording) -> Any:
    if isinstance(value, str):
        return value if f"fact.{value}" in words.values or value.isascii() else f"text-{len(value)} of the facts"
    if isinstance(value, tuple):
        parts = [_in_ascii(part, words) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _in_ascii(getattr(value, field.name), words) for field in fields(value)})
    return value
