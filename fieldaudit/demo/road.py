"""From the finished inspection to each hazard's end: notice, service, and the steps of its fate.

Owns one function for each step of `cases.FATES`. Who does it when is `play`'s; a step acts on the laptop it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from ..domain.calendar import local_date
from ..domain.core import RowId
from ..work import notices, plan, register
from .cases import FATES, NOT_ORDERED
from .laptop import MINUTE, Laptop
from .scenes import State
from .visit import Inspected, outcome, photo

_DATED_DAYS = 10  # a dated notice gives so many days


@dataclass
class Thread:
    """One hazard on its way: which inspection and question, its item, how far it is. `ago`: day of its last step."""

    inspected: Inspected
    question: str
    item: RowId
    ago: int
    done: int = 0

    @property
    def steps(self) -> tuple[str, ...]:
        """All steps of its fate."""
        return FATES[self.inspected.case.faults[self.question]]

    @property
    def next(self) -> str:
        """The step to take now; "" when its road is at an end."""
        return self.steps[self.done] if self.done < len(self.steps) else ""


def issue(laptop: Laptop, done: Inspected) -> RowId:
    """Order the hazards that are neither fixed nor left for later; a notice of fate `voided` is issued twice."""
    laptop.seat(done.pair[0])
    wanted = [item for name, item in done.items.items() if done.case.faults[name] not in NOT_ORDERED]
    due = local_date(laptop.desk.now) + timedelta(days=_DATED_DAYS) if done.case.notice == "dated" else None
    made = notices.issue(laptop.desk, done.id, wanted, due)
    if done.case.notice == "voided":
        laptop.pause(10 * MINUTE)
        notices.void(laptop.desk, made, "抄送机关有误，作废后重新下达")
        laptop.pause(10 * MINUTE)
        made = notices.issue(laptop.desk, done.id, wanted, due)
    return made


def serve(laptop: Laptop, done: Inspected, notice: RowId) -> None:
    """Hand the notice over, or leave it before a witness."""
    second = laptop.seat(done.pair[1])
    laptop.seat(done.pair[0])
    if done.case.service == "left":
        how = notices.Service("left", laptop.desk.now, second, refused="负责人拒绝签收", witness="社区工作人员")
    else:
        how = notices.Service("direct", laptop.desk.now, second, recipient=done.home.head)
    notices.serve(laptop.desk, notice, how)


# -- steps -------------------------------------------------------------------------------------------------
def _submit(laptop: Laptop, thread: Thread) -> None:
    last = thread.done + 1 == len(thread.steps)  # the office will see no photo of its own for now
    photos = [photo(laptop, thread.inspected.home, thread.question, "after")] if last else []
    plan.submit(laptop.desk, thread.item, "机构报告已整改完成，申请复查", photos)


def _reinspect(result: str) -> Callable[[Laptop, Thread], None]:
    def step(laptop: Laptop, thread: Thread) -> None:
        home, question = thread.inspected.home, thread.question
        state: State = "after" if result == "pass" else "before"
        photos = [] if result == "no_access" else [photo(laptop, home, question, state)]
        facts = outcome(laptop.desk.row("item", thread.item)["measure_kind"], question) if result == "pass" else {}
        if result == "no_access":
            facts = {"note": "大门锁闭，敲门、拨打登记电话均无人应答"}
        second = laptop.seat(thread.inspected.pair[1])
        laptop.seat(thread.inspected.pair[0])
        plan.reinspect(laptop.desk, thread.item, result, second, photos, facts)

    return step


def _clear(laptop: Laptop, thread: Thread) -> None:
    plan.clear(laptop.desk, thread.item, "复查合格，照片齐全，同意销号")


def _ask(laptop: Laptop, thread: Thread) -> None:
    due = plan.plan_item(laptop.desk, thread.item).state.due
    assert due is not None  # a served hazard has a due day
    plan.extend(laptop.desk, thread.item, due + timedelta(days=30), "设备采购和施工需要时间，已落实临时措施")


def _grant(laptop: Laptop, thread: Thread) -> None:
    plan.grant(laptop.desk, thread.item, reason="临时措施已核实，同意延期")


def _mark(kind: str, facts: Mapping[str, str]) -> Callable[[Laptop, Thread], None]:
    return lambda laptop, thread: plan.mark(laptop.desk, thread.item, kind, facts)


def _refer(laptop: Laptop, thread: Thread) -> None:
    """To the agency whose power it is: fire acceptance is the housing bureau's (消防法 58), the rest the fire agency's."""
    to = "通辽市住房和城乡建设局" if thread.question == "fire_acceptance" else "通辽市消防救援支队"
    plan.mark(laptop.desk, thread.item, "referred", {"to": to, "reason": "涉嫌违反消防法，超出本局职权"})


def _end(kind: str, facts: Mapping[str, str]) -> Callable[[Laptop, Thread], None]:
    return lambda laptop, thread: plan.end(laptop.desk, thread.item, kind, facts)


def _close(laptop: Laptop, thread: Thread) -> None:
    """The home is closed: every resident settled, its register says so, the hazard ends with it."""
    home = thread.inspected.home
    settled = {"residents_settled": home.residents, "residents_total": home.residents}
    plan.end(laptop.desk, thread.item, "ended_with_institution", settled)
    register.edit(laptop.desk, register.find(laptop.desk, home.code)["id"], {"residents": 0})


STEPS: Mapping[str, Callable[[Laptop, Thread], None]] = MappingProxyType({
    "submit": _submit,
    "pass": _reinspect("pass"),
    "partial": _reinspect("partial"),
    "fail": _reinspect("fail"),
    "no_access": _reinspect("no_access"),
    "clear": _clear,
    "ask": _ask,
    "grant": _grant,
    "escalate": _mark("escalated", {"reason": "逾期未改，现实危险较大"}),
    "refer": _refer,
    "equivalent": _end("accepted_equivalent", {
        "reason": "受建筑条件限制，改用加强措施", "opinion": "经消防技术专家现场论证，加强措施可以达到同等安全水平"}),
    "disprove": _end("disproved", {"reason": "经现场核实并查阅档案，原认定依据不足"}),
    "close": _close,
})
_SUPERVISORS = frozenset(("grant", "escalate", "refer", "equivalent", "disprove", "close"))


def is_supervisors(laptop: Laptop, thread: Thread) -> bool:
    """Whether the next step is the supervisor's: by its kind, or to clear what is not general."""
    if thread.next == "clear":
        return bool(laptop.desk.row("item", thread.item)["severity"] != "general")
    return thread.next in _SUPERVISORS


def wait_for(laptop: Laptop, thread: Thread) -> int:
    """Days from the step before to the next one, from the hazard's term."""
    term = int(laptop.desk.row("item", thread.item)["term_days"])
    first = {"submit": max(1, term * 2 // 3), "ask": min(max(1, term - 3), 15), "escalate": term + 5, "equivalent": 15, "close": 20}
    if thread.done == 0:
        return first.get(thread.next, 5)
    return {"submit": 6, "clear": 1}.get(thread.next, 2)
