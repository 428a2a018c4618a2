"""Facts of invented orders and proofs of service, and how they are printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache

from fieldaudit.documents.faces import Faces, load_faces
from fieldaudit.documents.facts import (
    HazardLine,
    ImmediateFacts,
    Inspector,
    NoticeFacts,
    Partner,
    Party,
    ServedPaper,
    ServiceFacts,
    SpotHazard,
)
from fieldaudit.documents.papers import immediate, notice, service
from fieldaudit.documents.wording import Wording, read_wording

INSPECTORS = (Inspector("检查员甲", "15050000017"), Inspector("检查员乙", "15050000023"))
AT = datetime(2026, 11, 24, 15, 26)
FIRE_LAW = "《中华人民共和国消防法》"

IMMEDIATE = ImmediateFacts(
    bureau="通辽市民政局", number="通民养立〔2026〕9号",
    party=Party("枫林渡养老服务中心", "通辽市甲区渡口路6号", legal_rep="负责人乙"),
    inspected_at=datetime(2026, 11, 24, 14, 30), inspectors=INSPECTORS,
    hazards=(
        SpotHazard("一层东侧安全出口", "用链锁锁闭，值班人员未持钥匙", (FIRE_LAW + "第二十八条",), "拆除链锁，恢复畅通",
                   datetime(2026, 11, 24, 15, 5), ("2026-0118-P03", "2026-0118-P04")),
        SpotHazard("203室", "防褥疮气垫床使用移动插排供电，两只插排串接", (FIRE_LAW + "第二十七条第二款",),
                   "拆除串接插排，改用固定插座", datetime(2026, 11, 24, 15, 20), ("2026-0118-P05", "2026-0118-P06")),
        SpotHazard("一层疏散走道", "停放并充电电动轮椅2辆", (FIRE_LAW + "第二十八条",), "移至室外集中充电点",
                   photos=("2026-0118-P07", "2026-0118-P08"))),
    issued_on=date(2026, 11, 24), review_body="通辽市人民政府", generated_at=AT,
    until=datetime(2026, 11, 25, 18), interim_protection="由专人看守并不得安排老年人使用该走道",
)  # fmt: skip

# One hazard, a long name with rare characters, no legal representative, two agencies.
JOINT = NoticeFacts(
    bureau="通辽市民政局", number="通民养改〔2026〕18号",
    party=Party("内蒙古自治区通辽市丙县巴彦塔拉苏木㛃䶮堃喆犇老年人日间照料与长期托养综合养老服务中心", "巴彦塔拉苏木"),
    started_at=datetime(2026, 11, 25, 9), ended_at=datetime(2026, 11, 25, 10), inspectors=INSPECTORS,
    hazards=(HazardLine("一层西侧疏散走道", "general", "堆放轮椅和被褥，占用疏散通道", (FIRE_LAW + "第二十八条",),
                        "清除杂物，恢复畅通", due=date(2026, 11, 26)),),
    mode="dated", issued_on=date(2026, 11, 25), review_body="通辽市人民政府", generated_at=datetime(2026, 11, 25, 10, 20),
    contact="养老服务科", powers=(FIRE_LAW + "第五十二条第二款",),
    partners=(Partner("通辽市消防救援支队", (FIRE_LAW + "第五十四条",)),),
)  # fmt: skip

SERVED = ServiceFacts(
    bureau="通辽市民政局", number="通民养送〔2026〕31号", recipient="松涛里养老公寓", place="通辽市甲区林荫路18号　一层值班室",
    papers=(ServedPaper("责令限期改正通知书", "通民养改〔2026〕17号", 1),), method="direct", servers=INSPECTORS,
    generated_at=AT, served_at=datetime(2026, 11, 24, 17, 5), received_by="负责人甲",
)  # fmt: skip


@cache
def faces() -> Faces:
    """The program's own faces, loaded once."""
    return load_faces()


def immediate_pdf(facts: ImmediateFacts = IMMEDIATE, *copies: str, own: str = "") -> bytes:
    """The on-the-spot order; `own`: an office's words (TOML)."""
    return immediate.render(facts, faces(), copies or immediate.COPIES, words=_words("immediate", own))


def notice_with(own: str, facts: NoticeFacts, *copies: str) -> bytes:
    """The rectification notice in an office's own words (TOML)."""
    return notice.render(facts, faces(), copies or ("party",), words=_words("notice", own))


def service_with(own: str, facts: ServiceFacts = SERVED) -> bytes:
    """The proof of service in an office's own words (TOML)."""
    return service.render(facts, faces(), _words("service", own))


def served(count: int, **changed: object) -> ServiceFacts:
    """A proof of service that lists so many papers."""
    papers = tuple(ServedPaper("责令限期改正通知书", f"通民养改〔2026〕{n}号", 1) for n in range(1, count + 1))
    return replace(SERVED, papers=papers, **changed)  # type: ignore[arg-type]


def _words(kind: str, own: str) -> Wording | None:
    return read_wording(kind, own, "own.toml") if own else None
