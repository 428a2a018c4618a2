"""One hazard at the right of the plan: before and after, what happened, and what may be done now. Knows no store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ....work.desk import Row
from ....work.evidence import shapes_on
from ... import days
from ...text import tr
from ...theme import TOKENS, px
from ...thumbnails import Thumbnails
from ...widgets.basic import PRIMARY, button, chip, column, emptied, frame, label, line, row
from ...widgets.compare import Compare
from ...widgets.menus import more_menu
from ...widgets.scrolling import scrolled
from ...widgets.timeline import Step, Timeline
from .presenter import Detail, Pair

if TYPE_CHECKING:
    from ...shell.frame import Frame

_VERBS = {
    "order": "plan.a_order", "serve": "plan.a_serve", "submit": "plan.a_submit", "reinspect": "plan.a_reinspect",
    "clear": "plan.a_clear", "extend": "plan.a_extend",
}  # fmt: skip
_FILL = {
    "measure": "plan.e_measure", "responsible": "plan.e_responsible", "budget_yuan": "plan.e_budget_yuan",
    "term_days": "plan.e_term_days", "contingency": "plan.e_contingency",
}  # fmt: skip


class DetailPane(QFrame):
    """The pane of 420."""

    act_wanted = Signal(str)  # order, visit, serve, submit, reinspect, clear, extend, grant, refuse, sheet
    edit_wanted = Signal(str)  # one of the five
    photo_wanted = Signal(object)  # attachment

    def __init__(self, window: Frame) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self._window, self._service = window, Thumbnails.of(window)
        self._detail: Detail | None = None
        self._at = 0
        self._spread = False  # pictures and steps side by side: the pane has the whole window
        self.compare = Compare()
        self.compare.pair_wanted.connect(self.turn)
        self.compare.opened.connect(self._open)
        self._service.changed.connect(self._picture_made)
        self.timeline = Timeline()
        self._pictures = column()
        self._whole = column(margins=(24, 14, 24, 16), gap=10, into=self)
        self.setAccessibleName(tr("plan.details"))

    def spread(self, wide: bool) -> None:
        """The pane has the whole of a narrow window, or its column of a wide one."""
        self._spread = wide
        self.compare.setMaximumWidth(width() - 2 * px(24) if wide else 16777215)
        if self._detail is not None:
            self.show_detail(self._detail)

    def show_nothing(self, words: str = "") -> None:
        """No hazard is chosen, or there is none to choose."""
        self._detail = None
        self._clear()
        told = label(words, "", "muted", wrap=True)
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._whole.addStretch(1)
        self._whole.addWidget(told)
        self._whole.addStretch(1)

    def _clear(self) -> None:
        for kept in (self.compare, self.timeline):
            kept.setParent(self)
            kept.hide()
        self._pictures.removeWidget(self.compare)  # whose parent it was already: it would be deleted with the rest
        emptied(self._whole)

    def show_detail(self, detail: Detail) -> None:
        """Show a hazard; the pair stays where it is while it is the same one."""
        same = self._detail is not None and self._detail.line.id == detail.line.id
        focus = self.compare.hasFocus()
        self._at = min(self._at, len(detail.pairs) - 1) if same else 0
        self._detail = detail
        self._clear()
        self._head(detail)
        self.compare.show()
        pictures, steps = column(self.compare, gap=8), self._steps(detail)
        self._pictures = pictures
        self._pairs(detail, pictures)
        if self._spread:
            pictures.addStretch(1)
            beside = row(gap=24)
            beside.addLayout(pictures, 2)
            beside.addWidget(steps, 3)
            self._whole.addLayout(beside, 1)
        else:
            self._whole.addLayout(pictures)
            self._whole.addWidget(steps, 1)
        self._show_pair()
        self._foot(detail)
        if focus:
            self.compare.setFocus()

    def _head(self, detail: Detail) -> None:
        words, tone = detail.line.severity
        title = label(detail.line.finding, "heading", wrap=True)
        head = row(title, chip(words, "danger" if tone == "danger" else "neutral"), gap=12)
        head.setStretch(0, 1)
        self._whole.addLayout(head)

    def _pairs(self, detail: Detail, below: QVBoxLayout) -> None:
        if len(detail.pairs) < 2:
            return
        back = button(icon_name="chevron-left", kind="icon", pressed=lambda: self.turn(-1), tip=tr("plan.previous_pair"))
        ahead = button(icon_name="chevron-right", kind="icon", pressed=lambda: self.turn(1), tip=tr("plan.next_pair"))
        self._told = label("", "caption")
        below.addLayout(row(self._told, 1, back, ahead))

    def _steps(self, detail: Detail) -> QScrollArea:
        self.timeline.set_steps([Step(each.title, each.detail, each.when, each.done, each.tone) for each in detail.steps])
        self.timeline.show()
        inside = QWidget()
        column(self.timeline, 1, margins=(0, 4, 14, 0), into=inside, gap=0)
        area = scrolled(inside)
        area.setAccessibleName(self.timeline.accessibleName())
        bar = area.verticalScrollBar()

        def to_the_end(_least: int, most: int) -> None:
            if isValid(bar):  # its range changes once more while it is taken away
                bar.setValue(most)

        bar.rangeChanged.connect(to_the_end)  # the newest step is seen
        return area

    # -- the pictures --------------------------------------------------------------------------------------
    def turn(self, by: int) -> None:
        """Another pair."""
        if self._detail is not None and 0 <= self._at + by < len(self._detail.pairs):
            self._at += by
            self._show_pair()

    def _show_pair(self) -> None:
        if self._detail is None:
            return
        pair = self._detail.pairs[self._at]
        today = days.day_of(self._window.session.clock())
        words = (
            tr("plan.before", day=_day(pair.before, today)) if pair.before else "",
            tr("plan.after", day=_day(pair.after, today)) if pair.after else "",
        )
        gone = tr("plan.not_here")
        missing = (gone if pair.before else tr("plan.no_before"), gone if pair.after else tr("plan.no_after"))
        self.compare.show_pair(words, missing, (self._source(pair.before), self._source(pair.after)))
        if len(self._detail.pairs) > 1:
            self._told.setText(tr("plan.pair", at=self._at + 1, all=len(self._detail.pairs)))

    def _source(self, photo: Row | None) -> Callable[[QSize], QPixmap | None] | None:
        if photo is None or self._service.missing(photo) is not None:
            return None
        shapes = shapes_on(self._window.session.desk(), photo["id"])
        return partial(self._service.photo, photo, shapes=shapes)

    def _picture_made(self, key: str) -> None:
        pair: Pair | None = self._detail.pairs[self._at] if self._detail else None
        shown = [photo for photo in (pair.before, pair.after) if photo and photo["sha256"] in key] if pair else []
        if any(self._service.missing(photo) for photo in shown):
            self._show_pair()
        elif shown:
            self.compare.update()

    def _open(self, first: bool) -> None:
        if self._detail is not None:
            pair = self._detail.pairs[self._at]
            photo = pair.before if first else pair.after
            if photo is not None:
                self.photo_wanted.emit(photo["id"])

    # -- the acts ------------------------------------------------------------------------------------------
    def _foot(self, detail: Detail) -> None:
        acts = detail.acts
        if detail.asked is not None:
            self._whole.addWidget(self._extension(detail))
        if not detail.line.is_open:
            if detail.line.row["state"] == "cleared":
                sheet = button(tr("plan.a_sheet"), partial(self.act_wanted.emit, "sheet"), size="large", icon_name="file-text")
                self._whole.addWidget(line())
                self._whole.addLayout(row(1, sheet))
            return
        self._whole.addWidget(line())
        if acts.clear_refused:
            why = label(acts.clear_refused, "caption", wrap=True)
            why.setAccessibleName(f"{tr('plan.a_clear')}: {acts.clear_refused}")
            self._whole.addWidget(why)
        buttons: list[QWidget] = []
        if acts.next:
            first = button(
                tr(_VERBS[acts.next]), partial(self.act_wanted.emit, acts.next), kind=PRIMARY, size="large"
            )  # keys: _VERBS
            buttons.append(first)
        if acts.next != "clear":
            clear = button(tr("plan.a_clear"), partial(self.act_wanted.emit, "clear"), size="large")
            clear.setEnabled(not acts.clear_refused and bool(acts.next or acts.others))
            clear.setToolTip(acts.clear_refused)
            clear.setAccessibleDescription(acts.clear_refused)
            buttons.append(clear)
        more = more_menu(self._others(acts.others), size="large")
        foot = row(*buttons, more, gap=8)
        if acts.next:
            foot.setStretch(0, 1)
        else:
            foot.insertStretch(0, 1)
        self._whole.addLayout(foot)

    def _others(self, others: Sequence[str]) -> list[Any]:
        found: list[Any] = [(tr(_VERBS[act]), partial(self.act_wanted.emit, act)) for act in others]  # keys: _VERBS
        fill: list[Any] = [(tr(key), partial(self.edit_wanted.emit, name)) for name, key in _FILL.items()]  # keys: _FILL
        return [*found, (tr("plan.a_visit"), partial(self.act_wanted.emit, "visit")), None, *fill]

    def _extension(self, detail: Detail) -> QFrame:
        assert detail.asked is not None
        day, reason = detail.asked
        box = frame("warning")
        inside = column(label(tr("plan.asked", day=day.isoformat(), reason=reason), wrap=True), margins=(12, 8, 12, 8), into=box)
        if detail.acts.answers_extension:
            grant = button(tr("plan.a_grant"), partial(self.act_wanted.emit, "grant"), size="small")
            refuse = button(tr("plan.a_refuse"), partial(self.act_wanted.emit, "refuse"), size="small")
            inside.addLayout(row(grant, refuse, 1))
        return box


def _day(photo: Row, today: Any) -> str:
    """The day a photo was taken, or else attached."""
    taken = str(photo["taken_at"] or "")[:10]
    if taken:
        from datetime import date

        try:
            return days.short(date.fromisoformat(taken), today)
        except ValueError:
            return taken
    return days.short(days.day_of(photo["_at"]), today)


WIDTH = TOKENS["layout"]["plan"]["detail"]


def width() -> int:
    """How wide the pane is."""
    return px(WIDTH)
