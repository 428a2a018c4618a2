"""One of the demo's laptops: a workspace, who sits at it, and a clock that only goes forward; and the days played.

Owns simulated time and signing in. Knows no case and no act of the trade.
"""

from __future__ import annotations

import math
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from ..domain.calendar import is_working_day, local_date, to_ms
from ..domain.core import RowId
from ..store.workspace import Workspace
from ..sync.carrier import FolderCarrier
from ..sync.session import Exchange, Outcome
from ..work import office
from ..work.desk import Desk
from .city import PIN

SECOND, MINUTE = 1000, 60_000  # ms
_LAST_HOURS = 120 * MINUTE  # today belongs to the inspection that is not finished yet


class Days:
    """The days before `now` (ms), counted back; weekends and holidays give way to the working day before them."""

    def __init__(self, now: int) -> None:
        self.now = now
        self._today = local_date(now)

    def at(self, ago: int, hour: int, minute: int = 0) -> int:
        """A moment `ago` days before today (1 or more), local time, in ms."""
        day = self._today - timedelta(days=ago)
        while not is_working_day(day):
            day -= timedelta(days=1)
        return to_ms(datetime.combine(day, time(hour, minute)))

    def after(self, moment: int, days: int, hour: int, minute: int = 0) -> int:
        """A moment on the first working day at least `days` after another; that evening when the play ends before."""
        day = local_date(moment) + timedelta(days=days)
        while not is_working_day(day):
            day += timedelta(days=1)
        found = to_ms(datetime.combine(day, time(hour, minute)))
        return found if found < self.now - _LAST_HOURS else moment + 10 * MINUTE


class Laptop:
    """A workspace that is open for the whole play."""

    def __init__(self, workspace: Workspace, now: int) -> None:
        self.workspace = workspace
        self.desk = Desk(workspace, now)
        self._known: dict[str, RowId] = {}

    def at(self, moment: int) -> Desk:
        """The desk at a moment (ms), or just after the last act when that is later."""
        self.desk.now = max(self.desk.now + SECOND, moment)
        return self.desk

    def pause(self, span: int) -> None:
        """Let time (ms) go by."""
        self.desk.now += span

    def seat(self, name: str) -> RowId:
        """Put a person at the desk: with the PIN the first time, known afterwards."""
        if name not in self._known:
            office.sign_in(self.desk, name, PIN)
            self._known[name] = self.desk.actor()
        self.desk.person = self._known[name]
        return self._known[name]

    def sync(self, stick: Path, moment: int) -> Outcome:
        """Exchange with the stick."""
        return Exchange(self.workspace, FolderCarrier(stick), self.at(moment).now).run()


def pen(name: str) -> list[list[list[float]]]:
    """Strokes of a signature, drawn by formula: like every time for one name, unlike for two."""
    dice = Random(name)
    strokes = []
    for index in range(3 + dice.randrange(3)):
        left, width = 0.08 + 0.16 * index, 0.1 + 0.12 * dice.random()
        middle, height, turns = 0.35 + 0.3 * dice.random(), 0.1 + 0.2 * dice.random(), 0.6 + 1.2 * dice.random()
        steps = [step / 14 for step in range(15)]
        strokes.append([[round(left + width * s, 3), round(middle + height * math.sin(math.tau * turns * s), 3)] for s in steps])
    return strokes
