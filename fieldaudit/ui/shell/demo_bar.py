"""The strip over the demo: which of the two laptops this is, a way to the other one, and the guided tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ...domain.core import RowId, Touched
from ...store import queries
from .. import tour
from ..session import Session
from ..text import tr
from ..widgets.basic import button, chip, column, emptied, label, row
from ..widgets.segments import Choice, Toggle

if TYPE_CHECKING:
    from .frame import Frame
    from .window import Window

PIN = "0000"  # of everybody in the demo; its bar says so
_TITLES = {
    "answer": "tour.answer", "finish": "tour.finish", "print": "tour.print", "hand": "tour.hand", "take": "tour.take",
    "approve": "tour.approve", "see": "tour.see",
}  # fmt: skip
_WORDS = {
    "answer": "tour.answerWords", "finish": "tour.finishWords", "print": "tour.printWords", "hand": "tour.handWords",
    "take": "tour.takeWords", "approve": "tour.approveWords", "see": "tour.seeWords",
}  # fmt: skip
_KEPT_STEP, _KEPT_INSPECTION = "tour/step", "tour/inspection"


def first_person(session: Session, laptop: str) -> RowId:
    """Who sits down at a laptop of the demo: the inspector of its open draft, or the first of its role."""
    wanted = "supervisor" if laptop == "supervisor" else "inspector"
    people = [RowId(each["id"]) for each in session.people() if each["role"] == wanted]
    open_ones = [row["inspector_row"] for row in queries.inspections(session.desk().store, "draft")]
    return next((person for person in people if person in open_ones), people[0])


class DemoBar(QFrame):
    """One line, and a second one while the tour is on."""

    def __init__(self, window: Window, frame_: Frame) -> None:
        super().__init__()
        self.setProperty("kind", "demo")
        self.owner, self._frame = window, frame_
        self._settings = window.settings
        column(into=self, margins=(16, 6, 12, 6), gap=6)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        self._lines = layout
        frame_.changed.connect(self._look)
        self._show()
        if self._step() and not self._inspection():  # begun on the other laptop, where no draft is
            QTimer.singleShot(0, self, self._begin)

    # -- what it shows -------------------------------------------------------------------------------
    def _show(self) -> None:
        emptied(self._lines)
        laptop = self.owner.place.name
        choices = [Choice("inspector", tr("demo.inspector")), Choice("supervisor", tr("demo.supervisor"))]
        switch = Toggle(choices, laptop)
        switch.setAccessibleName(tr("demo.switch"))
        switch.chosen.connect(self._switch)
        begin = None if self._step() else button(tr("demo.tour"), self._begin, size="small", icon_name="play")
        leave = button(tr("demo.leave"), self.owner.leave_demo, size="small")
        words = label(tr("demo.words", pin=PIN), "table", "secondary")
        self._lines.addLayout(row(label(tr("demo.chip"), "strong", "warn"), words, 1, switch, begin, leave, gap=12))
        if self._step():
            self._lines.addWidget(self._tour_line())

    def _tour_line(self) -> QWidget:
        step = tour.STEPS[self._step() - 1]
        line = QWidget()
        said = label(tr(_WORDS[step.name]), "table", "secondary", wrap=True)
        count = chip(tr("tour.count", at=self._step(), of=len(tour.STEPS)), "accent")
        fill = None
        if step.name == "answer" and self.owner.services.fill_rest is not None:
            fill = button(tr("tour.fill"), self._fill, size="small")
        last = self._step() == len(tour.STEPS)
        end = button(tr("tour.end"), self._end, kind="text", size="small")
        take = button(tr("tour.take_me"), self._take_me, size="small")
        further = button(tr("tour.done") if last else tr("tour.next"), self._next, size="small")
        parts = row(count, label(tr(_TITLES[step.name]), "strong"), said, fill, take, further, end, gap=10, into=line)
        parts.setStretchFactor(said, 1)
        return line

    def _step(self) -> int:
        """The step of the tour, from 1; 0 while it is not on."""
        kept = self._settings.text(_KEPT_STEP, "0")
        return int(kept) if kept.isdecimal() and int(kept) <= len(tour.STEPS) else 0

    def _inspection(self) -> RowId:
        return RowId(int(self._settings.text(_KEPT_INSPECTION, "0")))

    # -- moving --------------------------------------------------------------------------------------
    def _begin(self) -> None:
        if self.owner.place.name != "inspector":
            self._settings.put(_KEPT_STEP, "1")
            self._settings.put(_KEPT_INSPECTION, "0")
            self._switch("inspector")
            return
        about = tour.draft(self._frame.session.desk())
        if about is None:
            self._end()
            self._frame.toasts.say(tr("tour.nothing"))
            return
        self._settings.put(_KEPT_INSPECTION, str(about))
        self._go_to(1)
        self._take_me()

    def _go_to(self, step: int) -> None:
        self._settings.put(_KEPT_STEP, str(step))
        self._show()

    def _next(self) -> None:
        step = self._step()
        if step >= len(tour.STEPS):
            self._end()
            return
        self._go_to(step + 1)
        self._take_me()

    def _end(self) -> None:
        self._go_to(0)

    def _take_me(self) -> None:
        """To the laptop and the page of the step."""
        step = tour.STEPS[self._step() - 1]
        if step.laptop != self.owner.place.name:
            self._switch(step.laptop)
            return
        name, arguments = step.place(self._frame.session.desk(), self._inspection())
        self._frame.go(name, **arguments)

    def _look(self, _touched: Touched) -> None:
        """Something was recorded: is the step done?"""
        step = self._step()
        if step and step < len(tour.STEPS) and tour.STEPS[step - 1].done(self._frame.session.desk(), self._inspection()):
            self._go_to(step + 1)

    def _fill(self) -> None:
        fill = self.owner.services.fill_rest
        assert fill is not None
        self._frame.act(lambda desk: fill(desk, self._inspection()), say=tr("tour.filled"))

    def _switch(self, laptop: object) -> None:
        if laptop and laptop != self.owner.place.name:
            self.owner.open_demo(self.owner.place.parent, str(laptop))
        else:
            self._show()
