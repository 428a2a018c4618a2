"""Facts of every paper, chosen at random: real ones and hostile ones, all of which may be printed.

Every choice and every empty optional field occurs; the words are those of `paper_words`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import ModuleType
from typing import Any

from hypothesis import strategies as st
from paper_words import (
    BUREAU,
    CITATIONS,
    COMMON,
    DAY,
    FIGURE,
    GENERATED,
    GRADE,
    HAN,
    LATER,
    LATIN,
    MOMENT,
    PERSON,
    PHONE,
    SIGNED,
    TODAY,
    VERSION,
    hazard,
    label,
    lines,
    long_text,
    name,
    number,
    party,
    people,
    photo,
    photos,
    sometimes,
    text,
    typed,
)

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import (
    AnswerLine,
    BlankFacts,
    BlankFigure,
    BlankQuestion,
    BlankSection,
    ClearingFacts,
    ImmediateFacts,
    LedgerFacts,
    LedgerLine,
    Matter,
    NoticeFacts,
    Partner,
    PlanFacts,
    PlanLine,
    RecordFacts,
    ReferralFacts,
    ReinspectedItem,
    ReinspectionFacts,
    ReportFacts,
    ReportHazard,
    ServedPaper,
    ServiceFacts,
    SpotHazard,
    Step,
    facts_sha256,
)

Facts = Any
CODES = {
    "notice": "NO",
    "immediate": "IM",
    "service": "SE",
    "reinspection": "RI",
    "plan": "PL",
    "clearing": "CL",
    "report": "RE",
    "ledger": "LE",
    "referral": "RF",
    "record": "RC",
    "blank": "BL",
}
# -- the papers --------------------------------------------------------------------------------------------

notice = st.builds(
    NoticeFacts,
    bureau=BUREAU,
    number=number("改"),
    party=party,
    started_at=MOMENT,
    ended_at=LATER,
    inspectors=people(),
    hazards=lines(hazard, 14),
    mode=st.sampled_from(["by_term", "dated"]),
    issued_on=st.just(TODAY),
    review_body=st.one_of(st.just("通辽市人民政府"), name(30)),
    inspection_kind=st.sampled_from(["消防安全检查", "消防安全专项检查"]),
    inspection_number=sometimes(st.just("2026-0117")),
    interim_protection=sometimes(long_text()),
    contact=sometimes(st.just("养老服务科")),
    contact_phone=sometimes(PHONE),
    plan_days=st.integers(1, 30),
    partners=st.one_of(
        st.just(()),
        st.just(()),
        st.lists(
            st.builds(
                Partner,
                st.sampled_from(["通辽市消防救援支队", "通辽市住房和城乡建设局"]),
                st.just(("《中华人民共和国消防法》第五十四条",)),
            ),
            max_size=2,
        ).map(tuple),
    ),
    **COMMON,
)

spot = st.builds(
    SpotHazard,
    place=st.one_of(label(), text(1)),
    finding=text(),
    citations=CITATIONS,
    require=text(),
    fixed_at=st.one_of(st.none(), MOMENT),
    photos=st.lists(st.sampled_from(["P01", "P02", "P12"]), max_size=3).map(tuple),
)
immediate = st.builds(
    ImmediateFacts,
    bureau=BUREAU,
    number=number("立"),
    party=party,
    inspected_at=st.just(datetime(2026, 11, 24, 8)),
    inspectors=people(),
    hazards=lines(spot),
    issued_on=st.just(TODAY),
    review_body=st.just("通辽市人民政府"),
    until=LATER,
    interim_protection=text(),
    inspection_number=sometimes(st.just("2026-0117")),
    **COMMON,
)

served = st.builds(
    ServedPaper,
    name=st.sampled_from(["责令限期改正通知书", "现场检查记录", "责令立即改正通知书", "复查意见书"]),
    number=number("改"),
    copies=st.integers(1, 12),
)
service = st.builds(
    ServiceFacts,
    bureau=BUREAU,
    recipient=name(),
    place=text(2),
    papers=lines(served, 12),
    method=st.sampled_from(["direct", "leave", "post", "publish", "electronic"]),
    servers=people(2, 2),
    number=sometimes(number("送")),
    served_at=st.one_of(st.none(), st.just(datetime(2026, 11, 24, 17, 5))),
    received_by=sometimes(PERSON),
    relation=sometimes(label(4)),
    refused=text(3),
    left_at=sometimes(label()),
    image_numbers=st.just("P21—P24"),
    witness=sometimes(PERSON),
    witness_post=sometimes(text(1)),
    consent=st.just(True),
    tracking=st.just("XA12345678915"),
    sent_on=st.just(date(2026, 11, 20)),
    announced_in=st.just("《通辽日报》"),
    announced_on=st.just(date(2026, 10, 20)),
    remarks=sometimes(text(3)),
    **COMMON,
)


def _outcome(done: bool, carried: str, photos_of: tuple[str, ...]) -> dict[str, Any]:
    if done:
        return {"result": "done", "photos": photos_of or ("P31",), "due": TODAY + timedelta(20)}
    ways: dict[str, dict[str, Any]] = {
        "extend": {"extended_to": TODAY + timedelta(60)},
        "suspend": {"suspend": True},
        "refer": {"refer_to": "通辽市消防救援支队", "refer_by": "《中华人民共和国消防法》第六十条第一款第（一）项"},
    }
    return {"result": "partly" if len(photos_of) > 1 else "not_done", "photos": photos_of, "due": TODAY, **ways[carried]}


def _items(parts: Sequence[tuple[str, str, bool, str, tuple[str, ...]]]) -> tuple[ReinspectedItem, ...]:
    return tuple(
        ReinspectedItem(position=position, what=what, evidence=evidence, **_outcome(done, carried, taken))
        for position, (what, evidence, done, carried, taken) in enumerate(parts, start=1)
    )


reinspection = st.builds(
    ReinspectionFacts,
    bureau=BUREAU,
    number=number("复"),
    party=party,
    notice_number=number("改"),
    served_on=st.just(TODAY),
    reinspected_on=st.just(TODAY + timedelta(16)),
    inspectors=people(),
    issued_on=st.just(TODAY + timedelta(17)),
    items=st.lists(
        st.tuples(
            text(),
            text(),
            st.booleans(),
            st.sampled_from(["extend", "suspend", "refer"]),
            st.lists(st.sampled_from(["P31", "P32", "P33"]), max_size=3).map(tuple),
        ),
        min_size=1,
        max_size=12,
    ).map(_items),
    not_due=st.sampled_from([(), (61,), (61, 62, 63, 70)]),
    earlier_days=st.sampled_from([(), (TODAY + timedelta(14), TODAY + timedelta(15))]),
    **COMMON,
)

plan_line = st.builds(
    PlanLine,
    place=label(),
    finding=long_text(),
    severity=GRADE,
    measure_kind=st.sampled_from(["限期整改", "拆窗破网", "打井"]),
    measure=sometimes(long_text()),
    responsible=sometimes(label(6)),
    budget_yuan=st.one_of(st.none(), st.integers(0, 9_999_999).map(float)),
    budget_source=sometimes(st.sampled_from(["机构自筹", "福彩公益金"])),
    due=st.one_of(st.none(), DAY),
    term_days=st.one_of(st.none(), st.integers(0, 90)),
    contingency=sometimes(text(3)),
    fixed_at_scene=st.booleans(),
    lead=sometimes(st.just("水务局")),
    term_kind=st.sampled_from(["natural", "working"]),
    subsidy_yuan=st.one_of(st.none(), st.just(0.0)),
)
plan = st.builds(
    PlanFacts,
    bureau=BUREAU,
    party=party,
    lines=lines(plan_line),
    prepared_on=st.just(TODAY),
    number=sometimes(number("案")),
    notice_number=sometimes(number("改")),
    beds=st.one_of(st.none(), st.integers(1, 2000)),
    residents=st.one_of(st.none(), st.integers(0, 2000)),
    dependent=st.one_of(st.none(), st.integers(0, 2000)),
    responsible=sometimes(PERSON),
    manager=sometimes(label(6)),
    subject=st.sampled_from(["消防", "安全"]),
    **COMMON,
)

step = st.builds(
    Step, role=st.sampled_from(["申请", "审核"]), post=sometimes(label(4)), name=sometimes(PERSON), on=st.one_of(st.none(), DAY)
)
clearing = st.builds(
    ClearingFacts,
    bureau=BUREAU,
    number=number("销"),
    party=party,
    item_number=st.just("2026-0117-01"),
    severity=GRADE,
    place=label(),
    found_on=st.just(TODAY),
    finding=text(),
    citations=CITATIONS,
    measure=text(),
    measure_kind=st.just("限期整改"),
    responsible=label(),
    contingency=text(3),
    opinion=text(),
    steps=st.tuples(
        step, step, st.builds(Step, role=st.just("批准"), post=label(4), name=sometimes(PERSON), on=st.one_of(st.none(), DAY))
    ),
    notice_number=number("改"),
    due=DAY,
    budget_yuan=st.one_of(st.none(), st.integers(0, 9_999_999).map(float)),
    budget_source=sometimes(st.just("机构自筹")),
    counted=sometimes(st.just("计入生命通道14处")),
    before=photos(),
    after=lines(photo, 4),
    reinspection_number=number("复"),
    reinspected_on=st.just(TODAY),
    accepted_by=people(0, 2),
    cleared_on=st.one_of(st.none(), DAY),
    look_back=st.one_of(st.none(), DAY),
    **COMMON,
)

answer = st.builds(
    AnswerLine,
    number=st.integers(1, 99).map(str),
    section=st.sampled_from(["建筑防火", "消防设施", "用火用电", ""]),
    question=text(4),
    result=st.sampled_from(["pass", "fail", "na", None]),
    reading=sometimes(FIGURE),
    remark=sometimes(text(2)),
)
report_hazard = st.builds(
    ReportHazard,
    hazard=hazard,
    questions=st.lists(st.integers(1, 65).map(str), min_size=1, max_size=3, unique=True).map(tuple),
    photos=photos(),
    material=sometimes(st.just("M04")),
    item=sometimes(st.just("2026-0117-01")),
    fixed_at_scene=st.booleans(),
)
report = st.builds(
    ReportFacts,
    bureau=BUREAU,
    number=st.just("2026-0117"),
    party=party,
    started_at=MOMENT,
    ended_at=LATER,
    inspectors=people(),
    answers=lines(answer, 30),
    hazards=st.lists(report_hazard, max_size=6).map(tuple),
    kind=st.sampled_from(["日常", "专项", "个案"]),
    details=st.sampled_from([(), (("水源", "自备浅井1眼"),), (("床位／在住", "86张 / 61人（失能17人）"), ("水源", "自备浅井1眼"))]),
    site_person=sometimes(PERSON),
    notice_number=sometimes(number("改")),
    mode=st.sampled_from(["by_term", "dated"]),
    risk=st.sampled_from(["", "高", "中", "低"]),
    main_risks=sometimes(text()),
    signatures=SIGNED,
    further=photos(3),
    **COMMON,
)

ledger_line = st.builds(
    lambda outcome, ended, **others: LedgerLine(
        outcome=outcome,
        ended_on=None if outcome == "open" else ended,
        **{**others, "overdue_days": others["overdue_days"] if outcome == "open" else 0},
    ),
    st.sampled_from(["open", "cleared", "equivalent", "disproved", "ended_with_institution"]),
    DAY,
    item_number=st.integers(1, 99).map(lambda n: f"2026-0117-{n:02}"),
    institution=name(),
    what=text(3),
    severity=GRADE,
    found_on=st.sampled_from([TODAY, date(2025, 6, 18)]),
    measure_kind=st.sampled_from(["限期整改", "拆窗破网", "联合改造"]),
    state=st.sampled_from(["整改中", "申请复查", "已销号", "随机构停业终结"]),
    notes=st.sampled_from([(), ("挂牌督办",), ("挂牌督办", "移送住建")]),
    paper_number=sometimes(number("改")),
    due=st.one_of(st.none(), DAY),
    term_days=st.one_of(st.none(), st.integers(0, 90)),
    at_scene=st.booleans(),
    overdue_days=st.sampled_from([0, 0, 3, 120]),
    extended=st.booleans(),
    submitted=st.booleans(),
    extended_to=st.one_of(st.none(), DAY),
    term_kind=st.sampled_from(["natural", "working"]),
)
ledger = st.builds(
    LedgerFacts,
    bureau=BUREAU,
    number=st.just("台账2026-11"),
    selection=st.one_of(st.just("2026年专项整治"), text(2)),
    as_of=st.just(TODAY),
    lines=st.lists(ledger_line, max_size=30).map(tuple),
    **COMMON,
)

referral = st.builds(
    ReferralFacts,
    bureau=BUREAU,
    number=number("移函"),
    recipient=st.one_of(st.just("市消防救援支队"), name(30)),
    party=party,
    inspected_on=st.just(TODAY),
    inspection_kind=st.just("消防安全专项检查"),
    matters=lines(st.builds(Matter, fact=text(), clause=st.just("第六十条第一款第（一）项"), note=sometimes(text(2))), 8),
    law=st.just("《中华人民共和国消防法》第六十条"),
    own_measures=long_text(),
    attachments=lines(text(2, HAN), 5),
    contact=PERSON,
    issued_on=st.just(TODAY),
    contact_phone=sometimes(PHONE),
    reinspected_on=st.one_of(st.none(), st.just(TODAY)),
    **COMMON,
)

_SEEN = text(6, st.one_of(HAN, FIGURE, LATIN, st.sampled_from(["（照片P05至P08）", "……", "“一院一策”"])))
record = st.builds(
    RecordFacts,
    bureau=BUREAU,
    number=st.just("2026-0117"),
    party=party,
    site_person=PERSON,
    place=text(2),
    kind=st.just("专项检查"),
    started_at=MOMENT,
    ended_at=LATER,
    inspectors=people(),
    seen=lines(_SEEN),
    site_post=sometimes(label(4)),
    recusal=sometimes(text(1)),
    opinion=sometimes(text()),
    signatures=SIGNED,
    **COMMON,
)

question = st.builds(
    BlankQuestion,
    number=st.integers(1, 99).map(str),
    text=text(4),
    answering=st.sampled_from(
        ["verdict", "one", "several", "rank", "confirm", "number", "text", "date", "time", "datetime", "photo", "note"]
    ),
    hint=sometimes(text(2)),
    choices=st.lists(text(1), min_size=2, max_size=6).map(tuple),
    unit=sometimes(st.just("㎡")),
    when=sometimes(text(2)),
    required=st.booleans(),
    figures=st.sampled_from([(), (BlankFigure("", "m³/h"),), (BlankFigure("流量", "m³/h"), BlankFigure("压力", "MPa"))]),
    lines=st.integers(1, 4),
)
section = st.builds(BlankSection, title=label(), questions=lines(question, 8), rounds=st.integers(1, 3), when=sometimes(text(1)))
blank = st.builds(
    BlankFacts,
    bureau=BUREAU,
    title=st.one_of(st.just("养老机构消防安全检查表"), text(1)),
    form=st.just("fire-safety"),
    form_version=st.just("2026.1"),
    sections=lines(section, 4),
    institution=sometimes(name()),
    address=sometimes(text(1)),
    number=sometimes(st.just("2026-0117")),
    extra_findings=st.integers(0, 12),
    generated_at=GENERATED,
    version=VERSION,
    draft=st.booleans(),
)

STRATEGIES: dict[str, st.SearchStrategy[Facts]] = {
    "notice": notice,
    "immediate": immediate,
    "service": service,
    "reinspection": reinspection,
    "plan": plan,
    "clearing": clearing,
    "report": report,
    "ledger": ledger,
    "referral": referral,
    "record": record,
    "blank": blank,
}

# -- printing ----------------------------------------------------------------------------------------------


def module(kind: str) -> ModuleType | None:
    """The paper's module; None while there is none."""
    try:
        return importlib.import_module(f"fieldaudit.documents.papers.{kind}")
    except ModuleNotFoundError as missing:
        if missing.name != f"fieldaudit.documents.papers.{kind}":
            raise
        return None


def render(kind: str, facts: Facts) -> bytes:
    """The paper in the program's own faces; of a notice all copies."""
    paper = module(kind)
    assert paper is not None, f"no paper {kind}"
    more: dict[str, Any] = {"copies": ("party", "file", "stub")} if kind == "notice" else {}
    printed: bytes = paper.render(facts, load_faces(), **more)
    return printed


def code(kind: str, facts: Facts) -> str:
    """What the QR of the paper must hold."""
    return f"FA1:{CODES[kind]}:{facts.version}:{facts_sha256(facts)[:32].upper()}"


@dataclass(frozen=True, slots=True)
class Example:
    """One paper to judge."""

    kind: str
    facts: Facts

    @property
    def pdf(self) -> bytes:
        """Printed."""
        return render(self.kind, self.facts)

    @property
    def said(self) -> list[str]:
        """What the paper must say as it was typed."""
        return [typed(phrase) for phrase in SAID[self.kind](self.facts)]


SAID: dict[str, Callable[[Facts], list[str]]] = {
    "notice": lambda f: [
        f.bureau,
        f.party.name,
        f.number,
        f.review_body,
        *(h.finding for h in f.hazards),
        *(h.require for h in f.hazards),
    ],
    "immediate": lambda f: [f.bureau, f.party.name, f.number, *(h.finding for h in f.hazards), *(h.require for h in f.hazards)],
    "service": lambda f: [f.bureau, f.recipient, f.place, f.number, *(p.number for p in f.papers)],
    "reinspection": lambda f: [f.bureau, f.party.name, f.number, *(i.what for i in f.items), *(i.evidence for i in f.items)],
    "plan": lambda f: [f.party.name, f.number, *(line.finding for line in f.lines), *(line.measure for line in f.lines)],
    "clearing": lambda f: [f.bureau, f.party.name, f.number, f.finding, f.measure, f.opinion, f.contingency],
    "report": lambda f: [f.party.name, f.number, *(h.hazard.finding for h in f.hazards), *(a.question for a in f.answers)],
    "ledger": lambda f: [f.bureau, f.selection, *(line.institution for line in f.lines), *(line.what for line in f.lines)],
    "referral": lambda f: [f.bureau, f.party.name, f.number, *(m.fact for m in f.matters), f.own_measures, *f.attachments],
    "record": lambda f: [f.bureau, f.party.name, f.number, *f.seen],
    "blank": lambda f: [f.title, *(q.text for s in f.sections for q in s.questions)],
}


def english(facts: st.SearchStrategy[Facts]) -> st.SearchStrategy[Facts]:
    """The same facts, printed in the English edition."""
    return facts.map(lambda one: replace(one, lang="en"))
