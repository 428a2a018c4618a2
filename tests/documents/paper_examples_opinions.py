"""Facts of invented reinspection opinions, clearing sheets and referral letters, and printing them."""

from __future__ import annotations

from datetime import date, datetime

from paper_examples import FIRE_LAW, INSPECTORS, PARTY, jpeg

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import (
    ClearingFacts,
    Matter,
    Photo,
    ReferralFacts,
    ReinspectedItem,
    ReinspectionFacts,
    Step,
)
from fieldaudit.documents.papers import clearing, referral, reinspection

BEFORE = Photo("P05", "一层南侧", "9c41" * 16, jpeg(640, 480), taken_at=datetime(2026, 11, 24, 9, 41))
AFTER = Photo("P21", "一层南侧", "5d0a" * 16, jpeg(640, 480, (150, 170, 140)), taken_at=datetime(2026, 12, 10, 10, 12))
STEPS = (Step("申请", "检查员"), Step("审核", "科长"), Step("批准", "分管领导"))

CLEARING = ClearingFacts(
    bureau="通辽市民政局", number="通民养销〔2026〕203号", party=PARTY, item_number="2026-0117-01", severity="major",
    place="一至三层南侧外窗", found_on=date(2026, 11, 24),
    finding="一至三层南侧14樘外窗安装固定式金属防盗网，不能从内部开启，影响逃生和灭火救援",
    citations=(FIRE_LAW + "第二十八条",), measure="拆除14樘固定式防盗网，改装内开式限位窗，逐樘做开启试验",
    measure_kind="拆窗破网", responsible="后勤主管", contingency="三层停止住宿，一、二层南侧每室配破窗锤，夜间每小时巡查1次。"
    "执行记录见巡查台账", opinion="14樘防盗网全部拆除，外窗能从内部徒手开启", steps=STEPS,
    generated_at=datetime(2026, 12, 10, 16, 2), notice_number="通民养改〔2026〕17号", due=date(2026, 12, 1),
    budget_yuan=14_000.0, budget_source="自筹", counted="计入生命通道14处", before=(BEFORE,), after=(AFTER,),
    reinspection_number="通民养复〔2026〕12号", reinspected_on=date(2026, 12, 10), look_back=date(2027, 3, 10))

REINSPECTION = ReinspectionFacts(
    bureau="通辽市民政局", number="通民养复〔2026〕12号", party=PARTY, notice_number="通民养改〔2026〕17号",
    served_on=date(2026, 11, 24), reinspected_on=date(2026, 12, 10), inspectors=INSPECTORS, issued_on=date(2026, 12, 10),
    generated_at=datetime(2026, 12, 10, 11, 20), not_due=(5, 6, 7, 8),
    items=(
        ReinspectedItem(position=1, what="南侧14樘外窗防盗网拆除或者改为内开", due=date(2026, 12, 1), result="done",
                        evidence="14樘全部拆除，逐樘开启查验", photos=tuple(f"P{n}" for n in range(21, 35))),
        ReinspectedItem(position=2, what="厨房加装可燃气体探测报警和切断装置", due=date(2026, 12, 1), result="done",
                        evidence="现场测试报警、切断动作正常，调试记录1份", photos=("P35", "P36")),
        ReinspectedItem(position=3, what="二层走道更换失效应急照明灯", due=date(2026, 12, 9), result="partly",
                        evidence="更换3具，断电后点亮；仍有1具未到货", photos=("P37", "P38", "P39", "P40"),
                        extended_to=date(2026, 12, 20), refer_to="市消防救援机构",
                        refer_by="《中华人民共和国消防法》第六十条"),
        ReinspectedItem(position=4, what="组织包括失能老年人转移的夜间疏散演练", due=date(2026, 12, 9), result="not_done",
                        evidence="未组织演练，仅提供演练计划", extended_to=date(2026, 12, 20)),
    ))

REFERRAL = ReferralFacts(
    bureau="通辽市民政局", number="通民养移函〔2026〕6号", recipient="市消防救援支队", party=PARTY,
    inspected_on=date(2026, 11, 24), reinspected_on=date(2026, 12, 10), inspection_kind="消防安全专项检查",
    law="《中华人民共和国消防法》第六十条",
    matters=(
        Matter("二层走道应急照明灯失效，经责令限期改正，到期仍有1具未改正，涉嫌消防设施未保持完好有效", "第六十条第一款第（一）项"),
        Matter("主楼床位86张，未设置自动喷水灭火系统，二、三层未设置火灾自动报警系统，涉嫌消防设施的配置、设置不符合国家标准",
               "第六十条第一款第（一）项"),
        Matter("一至三层南侧14樘外窗曾设置影响逃生和灭火救援的障碍物", "第六十条第一款第（六）项",
               "已于2026年12月10日复查确认拆除，一并抄告")),
    own_measures="我局将继续督促该机构整改，并配合做好在住老年人转移等工作",
    attachments=("检查报告（2026-0117）1份", "责令限期改正通知书及送达回证各1份", "复查意见书（通民养复〔2026〕12号）1份",
                 "现场照片14张、视频1段（光盘1张）"),
    contact="养老服务科", contact_phone="0475-0000000", issued_on=date(2026, 12, 11),
    generated_at=datetime(2026, 12, 11, 10, 30))

NAME_40 = "内蒙古自治区通辽市科尔沁左翼后旗甘旗卡镇㛃䶮堃喆犇老年人照料护理康复医养中心"


def clearing_pdf(facts: ClearingFacts = CLEARING) -> bytes:
    """The clearing sheet, printed in the program's own faces."""
    return clearing.render(facts, load_faces())


def reinspection_pdf(facts: ReinspectionFacts = REINSPECTION) -> bytes:
    """The reinspection opinion, printed in the program's own faces."""
    return reinspection.render(facts, load_faces())


def referral_pdf(facts: ReferralFacts = REFERRAL) -> bytes:
    """The referral letter, printed in the program's own faces."""
    return referral.render(facts, load_faces())
