"""An inspection as the demo's inspectors make it: every question, photos, fixes, signatures, the record locked.

Owns the making and the mending of one record on the inspectors' laptop. Knows nothing of what is ordered later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.calendar import local_date, local_datetime
from ..domain.core import RowId
from ..work import inspect as acts
from ..work import plan
from ..work.attaching import attach
from ..work.desk import Desk
from ..xform import Question
from .answers import Visit
from .cases import FINDINGS, JOINED, MONEY, NOT_ORDERED, Case
from .city import HOMES, PAIRS, Home, facts_of
from .laptop import MINUTE, SECOND, Laptop, pen
from .scenes import SCENES, State, draw, scene_for

_PACE = 20 * SECOND  # from one answer to the next
_JOINED_TO = {other: first for first, other in JOINED.items()}
_REFUSAL, _WITNESS = "对检查结论有不同意见，拒绝签字", "社区工作人员"
_LOWERED = "仅此一处，当场即可控制，经两名检查人员共同认定为一般隐患"


@dataclass
class Inspected:
    """What an inspection left behind: its row and the item of each failed question."""

    case: Case
    id: RowId
    items: dict[str, RowId]

    @property
    def home(self) -> Home:
        return HOMES[self.case.home]

    @property
    def pair(self) -> tuple[str, str]:
        return PAIRS[self.case.pair]


def photo(laptop: Laptop, home: Home, question: str, state: State) -> tuple[str, bytes]:
    """(file name, JPEG) of the place of a failed question, taken now."""
    taken = local_datetime(laptop.desk.now)
    return f"IMG_{taken:%Y%m%d_%H%M%S}.jpg", draw(scene_for(question), state, home.index, taken, home.lat, home.lon)


def outcome(measure_kind: str, question: str) -> dict[str, Any]:
    """What a passed exit or well must tell."""
    if measure_kind == "open_exit":
        return {"exits": 4, "where": FINDINGS[question][0]}
    if measure_kind == "drill_well":
        return {"well_depth_m": 96.0, "well_yield_m3h": 32.0, "where": "院内东北角"}
    return {}


def inspect(laptop: Laptop, case: Case, home: RowId, failing_ever: frozenset[str], again: bool) -> Inspected:
    """Make the whole inspection of a case; a draft is left half filled. `failing_ever`: over all visits of the home."""
    first, other = PAIRS[case.pair]
    second = laptop.seat(other)
    laptop.seat(first)
    made = acts.begin(laptop.desk, home, second, case.form, case.kind)
    facts = facts_of(HOMES[case.home], failing_ever)
    visit = Visit(HOMES[case.home], facts, case.failing, local_date(laptop.desk.now), again)
    done = Inspected(case, made, _fill(laptop, made, visit, case.draft))
    if case.draft:
        _take_photos(laptop, done)
        return done
    _judge(laptop, done)
    _take_photos(laptop, done)
    _five(laptop, done)
    lock(laptop, done)
    return done


def _fill(laptop: Laptop, made: RowId, visit: Visit, half: bool) -> dict[str, RowId]:
    """Answer what shows, in order, as answers open and hide more; gives failed question -> item."""
    sheet = acts.open_sheet(laptop.desk, made)
    items: dict[str, RowId] = {}
    given: set[str] = set()
    enough = len(sheet.form.questions) * 6 // 10 if half else len(sheet.form.questions)
    while len(given) < enough and (asked := next((each for each in sheet.record.visible() if each.path not in given), None)):
        path, question = asked
        given.add(path)
        if value := visit.answer(question):
            laptop.pause(_PACE)
            item = acts.answer(laptop.desk, sheet, path, value, item_cells=_found(question, value))
            items |= {question.name: item} if item else {}
    return items


def _found(question: Question, value: str) -> dict[str, str] | None:
    """Where the hazard is and what was seen, when the answer makes one."""
    if not acts.failed(question, value):
        return None
    place, finding = FINDINGS[_JOINED_TO.get(question.name, question.name)]
    return {"place": place, "finding": finding}


def _judge(laptop: Laptop, done: Inspected) -> None:
    """Join what is one hazard, and confirm or lower what the checklist suggests as major."""
    for first, other in JOINED.items():
        if first in done.items:
            plan.join(laptop.desk, done.items[first], [done.items.pop(other)])
    for name, item in done.items.items():
        if laptop.desk.row("item", item)["severity"] == "major_to_confirm":
            lowered = name == done.case.lowered
            plan.grade(laptop.desk, item, "general" if lowered else "major", _LOWERED if lowered else "")


def _take_photos(laptop: Laptop, done: Inspected) -> None:
    for name in done.items:
        laptop.pause(MINUTE)
        before = photo(laptop, done.home, name, "before")
        if done.case.faults[name] == "spot":
            laptop.pause(6 * MINUTE)
            facts = outcome(laptop.desk.row("item", done.items[name])["measure_kind"], name)
            acts.fix(laptop.desk, done.id, name, [before], [photo(laptop, done.home, name, "after")], facts)
        else:
            attach(laptop.desk, done.id, name, before[1], before[0], SCENES[scene_for(name)].title.zh)


def _five(laptop: Laptop, done: Inspected) -> None:
    """责任、措施、资金、时限、预案: all five for most hazards, two of them missing for some."""
    for name, item in done.items.items():
        if done.case.faults[name] in NOT_ORDERED:
            continue
        yuan, source = MONEY[laptop.desk.row("item", item)["measure_kind"]]
        cells: dict[str, Any] = {"responsible": done.home.head}
        if (done.case.home + len(name)) % 5:
            cells |= {"budget_yuan": yuan, "budget_source": source, "contingency": "整改期间增加夜间巡查，安排专人值守"}
        plan.edit(laptop.desk, item, cells)


def lock(laptop: Laptop, done: Inspected) -> None:
    """Both inspectors sign, the home signs or refuses before a witness, and the record is locked."""
    for party, name in zip(("inspector", "second"), done.pair, strict=True):
        laptop.pause(MINUTE)
        laptop.seat(name)
        acts.sign(laptop.desk, done.id, party, pen(name))
    laptop.seat(done.pair[0])
    laptop.pause(MINUTE)
    if done.case.signed:
        acts.sign(laptop.desk, done.id, "home", pen(done.home.head + done.home.name), done.home.head, "负责人")
    else:
        acts.sign(laptop.desk, done.id, "home", refused=_REFUSAL, witness=_WITNESS)
    laptop.pause(MINUTE)
    acts.finish(laptop.desk, done.id)


def fill_rest(desk: Desk, inspection: RowId) -> int:
    """Answer what an open inspection of the demo still lacks, as found in order; gives how many answers that took."""
    sheet = acts.open_sheet(desk, inspection)
    code = desk.row("institution", sheet.row["institution"])["code"]
    home = next(home for home in HOMES if home.code == code)
    visit = Visit(home, facts_of(home, frozenset()), (), local_date(desk.now))
    given: set[str] = set()
    answered = 0
    while asked := next((each for each in sheet.record.visible() if each.path not in given), None):
        given.add(asked.path)
        value = "" if sheet.record.get(asked.path) else visit.answer(asked.question)
        if value:
            acts.answer(desk, sheet, asked.path, value)
            answered += 1
    return answered


REMARKS: Mapping[str, str] = {
    "emergency_light_n": "请核对实测时间，与现场照片所示不一致",
    "archive": "请写明档案中预案的修订日期",
}
_WITHDRAWN = "与现场照片不符，请核对是否确属不符合"


def remarks_on(case: Case) -> dict[str, str]:
    """The supervisor's remarks on two questions of a returned inspection."""
    return {case.withdrawn: _WITHDRAWN, "archive": REMARKS["archive"]} if case.withdrawn else dict(REMARKS)


def mend(laptop: Laptop, done: Inspected) -> None:
    """Amend a returned inspection as the remarks ask, sign and lock it again."""
    laptop.seat(done.pair[0])
    acts.amend(laptop.desk, done.id, "按审核意见更正")
    sheet = acts.open_sheet(laptop.desk, done.id)
    for name in remarks_on(done.case):
        laptop.pause(_PACE)
        path, _ = sheet.question(name)
        value = "pass" if name == done.case.withdrawn else "75" if name == "emergency_light_n" else sheet.record.get(path)
        acts.answer(laptop.desk, sheet, path, value, note="已按审核意见核对")
    lock(laptop, done)
