"""Plays three months of a bureau on two laptops: the demo everybody starts with, and the end-to-end data of the tests.

Owns who does what when: an agenda of dated acts, the supervisor's tray, and the rounds in which a stick goes from one
laptop to the other. Every act goes through `work` and `sync`, as a person's would; no row is written past them.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from ..domain.calendar import local_date
from ..domain.core import RowId, Scope
from ..errors import BadInput, OurBug
from ..i18n import tr
from ..store.workspace import Workspace
from ..work import office, register, review
from ..work.register_file import read_register
from . import city, printing, road, visit
from .cases import CASES, Case
from .laptop import MINUTE, Days, Laptop
from .summary import write_summary

_FOUNDED = 92  # days ago
_ROUNDS = (74, 59, 45, 31, 17, 8, 2)  # days ago on which the stick goes round
_TODAY = 55 * MINUTE  # before now: when today's inspection began
_MOST_SYNCS = 6  # at the end, until nothing moves
_QUARRELS = (("phone", 9, "13900001009", "13900002009"),)  # a home's cell edited on both laptops: inspector's, supervisor's


def play(into: Path, now_ms: int) -> dict[str, Any]:
    """Make the demo in an empty or new folder; gives what its summary says. Raises BadInput for a folder in use.

    `into` gets inspector/, supervisor/ (workspaces, every PIN 0000), stick/, some papers and a summary.
    """
    if into.exists() and any(into.iterdir()):
        raise BadInput(
            tr("文件夹不是空的", "the folder is not empty"), where=str(into), todo=tr("换一个文件夹。", "Choose another folder.")
        )
    (into / "stick").mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        laptops = [stack.enter_context(Workspace.create(into / name, None)) for name in ("supervisor", "inspector")]
        played = _Play(into, Days(now_ms), *laptops)
        played.run()
        printing.write_papers(played.inspector, into)
        return write_summary(played.inspector, played.supervisor, into)


class _Play:
    """The agenda and the two laptops."""

    def __init__(self, into: Path, days: Days, supervisor: Workspace, inspector: Workspace) -> None:
        self._stick, self._days = into / "stick", days
        founded = days.at(_FOUNDED, 9)
        office.found_bureau(supervisor, city.FOUNDING, founded)
        self.supervisor, self.inspector = Laptop(supervisor, founded), Laptop(inspector, founded)
        self._agenda: list[tuple[int, int, Callable[[int], None]]] = []
        self._tray: list[Callable[[], None]] = []
        self._order = 0
        self._homes: dict[int, RowId] = {}
        self._visits: Counter[int] = Counter()

    def run(self) -> None:
        """From the founding to the last exchange."""
        self._enrol()
        for case in CASES:
            self._on(self._days.at(case.ago, 9, 10) if case.ago else self._days.now - _TODAY, partial(self._inspect, case))
        for ago in _ROUNDS:
            self._on(self._days.at(ago, 17), partial(self._round, ago))
        self._on(self._days.at(printing.FOLLOWED_UP, 10), self._follow_up)
        self._on(self._days.at(printing.REFER_AGO, 10), self._refer)
        for column, home, mine, theirs in _QUARRELS:
            self._on(self._days.at(1, 10), partial(self._quarrel, column, home, mine, theirs))
        while self._agenda:
            moment, _, act = heapq.heappop(self._agenda)
            act(moment)
        if self._tray:
            raise OurBug(tr("演示结束时还有待办事项", "the demo ends with something left in the tray"))
        self._exchange_all()

    def _on(self, moment: int, act: Callable[[int], None]) -> None:
        self._order += 1
        heapq.heappush(self._agenda, (moment, self._order, act))

    # -- founding ------------------------------------------------------------------------------------------
    def _enrol(self) -> None:
        """People, register and the inspectors' laptop; then both know everything."""
        desk = self.supervisor.at(self._days.at(_FOUNDED, 9, 5))
        self.supervisor.seat(city.ADMIN)
        inspectors = [office.add_person(desk, name, "inspector", badge, city.PIN) for name, badge in city.INSPECTORS.items()]
        for name, badge in city.SUPERVISORS.items():
            office.add_person(desk, name, "supervisor", badge, city.PIN)
        register.take(desk, register.look(desk, read_register(city.register_csv(), "养老机构名册.csv")))
        request, code = office.request_enrolment(self.inspector.workspace, "检查用笔记本")
        scopes = [Scope(number) for number in range(1, len(city.FOUNDING.districts) + 1)]
        grant, device = office.grant_enrolment(self.supervisor.at(self._days.at(_FOUNDED, 10)), request, code, inspectors, scopes)
        self._lease_next_year(device)
        office.accept_enrolment(self.inspector.workspace, grant)
        self.supervisor.sync(self._stick, self._days.at(_FOUNDED, 11))
        self.inspector.sync(self._stick, self._days.at(_FOUNDED, 14))
        for person in inspectors:
            office.set_pin(self.inspector.desk, person, city.PIN)
        self._homes = {home.index: RowId(register.find(desk, home.code)["id"]) for home in city.HOMES}

    def _lease_next_year(self, device: int) -> None:
        """Numbers of both years when New Year falls into the three months."""
        desk = self.supervisor.desk
        if (year := local_date(self._days.now).year) != local_date(desk.now).year:
            for each in (desk.store.trust.device, device):
                office.lease_all(desk, each, year)

    # -- the inspectors' days ------------------------------------------------------------------------------
    def _inspect(self, case: Case, moment: int) -> None:
        self.inspector.at(moment)
        of_home = [each for each in CASES if each.home == case.home]
        ever = frozenset(name for each in of_home for name in each.failing)
        done = visit.inspect(self.inspector, case, self._homes[case.home], ever, self._visits[case.home] > 0)
        self._visits[case.home] += 1
        if case.draft:
            return
        if case.home == printing.SHOWN and self._visits[case.home] == 1:
            printing.on_the_spot(self.inspector, done.id)
        for name, item in done.items.items():
            if case.faults[name] == "spot" and self.inspector.desk.row("item", item)["severity"] != "general":
                thread = road.Thread(done, name, item, case.ago)
                self._tray.append(partial(self._clear_major, thread))
        if case.review != "wait":
            self._tray.append(partial(self._review, done, case.review))
        if case.notice != "none":
            self._on(self._days.at(case.ago - 1, 10), partial(self._order_it, done))

    def _order_it(self, done: visit.Inspected, moment: int) -> None:
        """Issue, and serve a few hours later the same day."""
        self.inspector.at(moment)
        notice = road.issue(self.inspector, done)
        if done.case.service == "none":
            return
        self.inspector.at(moment + 240 * MINUTE)
        road.serve(self.inspector, done, notice)
        for name, item in done.items.items():
            self._go_on(road.Thread(done, name, item, done.case.ago - 1))

    def _go_on(self, thread: road.Thread) -> None:
        """Put a hazard's next step on the agenda."""
        if thread.next:
            thread.ago = max(1, thread.ago - road.wait_for(self.inspector, thread))
            self._on(self._days.at(thread.ago, 15), partial(self._step, thread))

    def _step(self, thread: road.Thread, moment: int) -> None:
        if road.is_supervisors(self.inspector, thread):
            self._tray.append(partial(self._take, self.supervisor, thread))
            return
        self.inspector.at(moment)
        self.inspector.seat(thread.inspected.pair[0])
        self._take(self.inspector, thread)

    def _take(self, laptop: Laptop, thread: road.Thread) -> None:
        road.STEPS[thread.next](laptop, thread)
        thread.done += 1
        self._go_on(thread)

    def _mend(self, done: visit.Inspected, moment: int) -> None:
        self.inspector.at(moment)
        visit.mend(self.inspector, done)
        self._tray.append(partial(self._review, done, "approve"))

    def _follow_up(self, moment: int) -> None:
        self.inspector.at(moment)
        printing.follow_up(self.inspector)

    def _refer(self, _: int) -> None:
        self._tray.append(partial(printing.refer, self.supervisor))

    # -- the supervisor's tray -------------------------------------------------------------------------------
    def _round(self, ago: int, moment: int) -> None:
        """The stick goes to the supervisor, who empties the tray, and comes back the next morning."""
        self.inspector.sync(self._stick, moment)
        self.supervisor.sync(self._stick, self.inspector.desk.now + 20 * MINUTE)
        self.supervisor.seat("科室负责人甲" if ago % 2 else "科室负责人乙")
        tray, self._tray = self._tray, []
        for act in tray:
            self.supervisor.pause(3 * MINUTE)
            act()
        self.supervisor.sync(self._stick, self.supervisor.desk.now + MINUTE)
        self._on(self._days.after(self.supervisor.desk.now, 1, 8, 30), self._come_back)

    def _come_back(self, moment: int) -> None:
        self.inspector.sync(self._stick, max(moment, self.supervisor.desk.now))

    def _clear_major(self, thread: road.Thread) -> None:
        road.STEPS["clear"](self.supervisor, thread)

    def _review(self, done: visit.Inspected, how: str) -> None:
        if how == "approve":
            review.approve(self.supervisor.desk, done.id)
            return
        review.send_back(self.supervisor.desk, done.id, visit.remarks_on(done.case), "请核对后重新提交")
        if how == "amend":
            self._on(self._days.after(self.supervisor.desk.now, 1, 9, 30), partial(self._mend, done))

    # -- the end ---------------------------------------------------------------------------------------------
    def _quarrel(self, column: str, home: int, mine: str, theirs: str, moment: int) -> None:
        """The same cell changed on both laptops, neither knowing of the other."""
        for laptop, name, value in ((self.inspector, "检查员甲", mine), (self.supervisor, "科室负责人甲", theirs)):
            laptop.at(moment)
            laptop.seat(name)
            register.edit(laptop.desk, self._homes[home], {column: value})

    def _exchange_all(self) -> None:
        """Both laptops exchange with the stick until nothing moves."""
        for _ in range(_MOST_SYNCS):
            done = [laptop.sync(self._stick, self._days.now - 5 * MINUTE) for laptop in (self.inspector, self.supervisor)]
            if not any(sum(outcome.put.values()) + sum(outcome.got.values()) for outcome in done):
                return
        raise OurBug(tr("两台电脑的交换没有停下来", "the exchange of the two laptops does not come to rest"))
