"""The page `today` as it is painted: the card to go on with, tasks and drafts at the left; overdue and soon due at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ....domain.core import Touched
from ... import days
from ...text import tr
from ...theme import px
from ...widgets.bars import Progress
from ...widgets.basic import PRIMARY, Elided, button, chip, column, emptied, frame, label, picture, row, show_in_place
from ...widgets.scrolling import scrolled
from ...widgets.states import EmptyState
from ...widgets.week import Day, Week
from ..base import Page
from ..resting import after_rest
from .presenter import DueLine, First, Line, Shown, TodayPresenter
from .rows import ActionRow, RowCard

_SIDE, _NARROW = 336, 980  # of the right column; below this width of the page both stand in one


class TodayPage(Page):
    """The page."""

    def __init__(self, frame: Any, **arguments: Any) -> None:
        super().__init__(frame, **arguments)
        self.presenter = TodayPresenter(self.session, frame.settings)
        self.first = QVBoxLayout()
        self.tasks, self.drafts = RowCard(tr("today.toDo")), RowCard(tr("today.drafts"))
        self.task_head, self.draft_head = _Heading(tr("today.toDo")), _Heading(tr("today.drafts"))
        self.more = button(kind="text", flush="left", pressed=lambda: self.frame.go("rectification", filter="reinspect"))
        self.overdue, self.soon = _DueCard(tr("today.overdue"), self._all("overdue")), _DueCard(tr("today.soon"), self._all("week"))
        self.week = Week()
        self.primary: QPushButton | None = None
        self._lay_out()
        self._again = after_rest(self, 30, self._show)

    def _lay_out(self) -> None:
        left = column(gap=0)
        left.addLayout(self.first)
        for head, card in ((self.task_head, self.tasks), (self.draft_head, self.drafts)):
            left.addWidget(head)
            left.addWidget(card)
        left.addLayout(row(self.more, 1))
        left.addStretch(1)
        self.side = QWidget()
        self.snapshot = label("", "caption", wrap=True)
        self.kept = QWidget()
        row(picture("shield-check", "text_muted", 16), self.snapshot, margins=(4, 0, 0, 0), into=self.kept).setStretch(1, 1)
        column(self.overdue, self.soon, self.kept, 1, gap=16, into=self.side)
        inside = QWidget()
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self.columns.setContentsMargins(px(24), px(24), px(24), px(24))
        self.columns.setSpacing(px(24))
        self.columns.addLayout(left, 1)
        self.columns.addWidget(self.side)
        column(scrolled(inside), gap=0, into=self)

    def title(self) -> str:
        """工作台."""
        return tr("today.title")

    def subtitle(self) -> str:
        """The day in full."""
        return days.long_day(days.day_of(self.session.clock()))

    def start(self) -> None:
        """Show the day; the primary has the focus."""
        self._show()
        self._focus_primary()

    def touched(self, touched: Touched) -> None:
        """Read the day again when something of it moved."""
        if self.presenter.concerns(touched):
            self._again.start()

    def leave(self) -> None:
        """No reading any more."""
        self._again.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter resumes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.primary is not None:
            self.primary.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        self.columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.side.setSizePolicy(QSizePolicy.Policy.Preferred if narrow else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.side.setMinimumWidth(0 if narrow else px(_SIDE))
        self.side.setMaximumWidth(16_777_215 if narrow else px(_SIDE))

    # -- showing -------------------------------------------------------------------------------------
    def _show(self) -> None:
        shown, had_focus = self.presenter.read(), self.primary is not None and self.primary.hasFocus()
        emptied(self.first)
        self.primary = None
        for card in self._cards(shown):
            self.first.addWidget(card)
            card.show()  # now, not with the next event: what is hidden takes no focus
        self._show_rows(self.task_head, self.tasks, shown.tasks, 60, primary=self.primary is None)
        self._show_rows(self.draft_head, self.drafts, shown.drafts, 56)
        self.more.setText(tr("today.moreReinspect", shown.more))
        self.more.setVisible(shown.more > 0)
        self.overdue.show_due(shown.overdue_count, shown.overdue, tr("today.noneOverdue"), self._open_plan)
        self.week.set_days(_strip(shown), shown.day)
        self.soon.show_due(shown.soon_count, shown.next_due, tr("today.noneSoon"), self._open_plan, self.week)
        self.snapshot.setText(shown.snapshot)
        self.kept.setVisible(bool(shown.snapshot))
        if had_focus:
            self._focus_primary()

    def _focus_primary(self) -> None:
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cards(self, shown: Shown) -> Sequence[QWidget]:
        if shown.first is not None:
            first = shown.first
            self.primary = button(first.verb, self._going(first.page, first.arguments), kind=PRIMARY, size="large")
            return [_first_card(first, self.primary)]
        if not shown.homes:
            return [self._empty("building-2", tr("today.noHomes"), tr("today.noHomesHint"), tr("today.import"), "import")]
        if shown.idle:
            return [self._empty("house", tr("today.nothing"), tr("today.nothingHint"), tr("today.start"), "institutions")]
        return []

    def _empty(self, icon: str, title: str, words: str, verb: str, page: str) -> QWidget:
        made = EmptyState(icon, title, words, verb, self._going(page, {}))
        self.primary = made.action
        return made

    def _show_rows(self, head: _Heading, card: RowCard, lines: Sequence[Line], height: int, *, primary: bool = False) -> None:
        head.show_count(len(lines), first=not self.first.count())
        head.setVisible(bool(lines))
        card.setVisible(bool(lines))
        rows = [self._row(each, height, primary=primary and not at) for at, each in enumerate(lines)]
        card.show_rows(rows)
        presses = [each.press for each in rows if each.press is not None]
        widest = max((each.sizeHint().width() for each in presses), default=0)
        for each in presses:  # one column, whatever the verbs
            each.setMinimumWidth(max(px(88), widest))

    def _row(self, line: Line, height: int, *, primary: bool) -> ActionRow:
        do = self._going(line.page, line.arguments)
        press = button(line.verb, do, kind=PRIMARY if primary else "", name=f"{line.verb} {line.home or line.title}")
        press.setToolTip("")
        if primary:
            self.primary = press
        made = ActionRow(line.key, ", ".join(filter(None, (line.title, line.detail, line.chip))), height, do, press)
        made.inner.setContentsMargins(px(16), 0, px(12), 0)
        made.inner.setSpacing(px(12))
        made.inner.addWidget(picture(line.icon, "text_secondary", 20))
        made.inner.addLayout(_two_lines(line.title, line.detail), 1)
        if line.chip:
            made.inner.addWidget(chip(line.chip, line.tone))
        made.inner.addWidget(press)
        return made

    def _going(self, page: str, arguments: dict[str, Any]) -> Callable[[], None]:
        return lambda: self.frame.go(page, **arguments)

    def _all(self, which: str) -> Callable[[], None]:
        return lambda: self.frame.go("rectification", filter=which)

    def _open_plan(self, line: DueLine) -> None:
        self.frame.go("plan", **line.arguments)


class _Heading(QWidget):
    """A heading over a card with its count."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._count = label("", "table", "muted")
        row(label(words, "heading"), self._count, 1, margins=(0, 0, 0, 8), into=self)

    def show_count(self, count: int, *, first: bool) -> None:
        """Say how many; what stands first on the page has no gap over it."""
        self._count.setText(str(count))
        self.setContentsMargins(0, 0 if first else px(20), 0, 0)


class _DueCard(RowCard):
    """A card of open items with their days; the heading's count and link open all of them."""

    def __init__(self, words: str, open_all: Callable[[], None]) -> None:
        super().__init__(words)
        self.body.setContentsMargins(px(16), px(8), px(16), px(8))
        self._words = words
        self._open_all = open_all

    def show_due(self, count: int, lines: Sequence[DueLine], none: str, opened: Callable[[DueLine], None],
                 strip: QWidget | None = None) -> None:
        """Show how many, the strip if there is one, and the first of them."""
        everything = button(tr("today.all"), self._open_all, kind="text", size="small",
                            name=f"{tr('today.all')}: {self._words}", flush="right")  # fmt: skip
        everything.setToolTip("")
        show_in_place(everything, count > 0)
        tone = "danger" if strip is None else ""
        number: QLabel = label(str(count), "table", "muted")
        if tone and count:
            number = label(str(count))
            number.setProperty("badge", "danger")
            number.setAlignment(Qt.AlignmentFlag.AlignCenter)
            number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        before: list[QWidget | QLayout] = [row(label(self._words, "heading"), number, 1, everything, margins=(0, 0, 0, 6))]
        if strip is not None:
            before.append(strip)
        if not lines:
            before.append(label(none, "table", "muted", wrap=True))
        self.show_rows([_due_row(each, opened) for each in lines], before)


def _strip(shown: Shown) -> list[Day]:
    """Seven days from today on, with how much falls due."""
    span = [shown.day + timedelta(days=after) for after in range(7)]
    return [Day(day, shown.soon.get(day, 0), "warn") for day in span]


def _due_row(line: DueLine, opened: Callable[[DueLine], None]) -> ActionRow:
    made = ActionRow(line.key, f"{line.finding}, {line.name}, {line.when}", 48, lambda: opened(line))
    made.inner.setContentsMargins(0, 0, 0, 0)
    made.inner.setSpacing(px(12))
    made.inner.addLayout(_two_lines(line.finding, line.name, small=True), 1)
    made.inner.addWidget(label(line.when, "table_bold", line.tone if line.tone != "plain" else "muted"))
    return made


def _two_lines(title: str, detail: str, *, small: bool = False) -> QVBoxLayout:
    made = column(1, Elided(title, "table" if small else "strong"), gap=0)
    if detail:
        made.addWidget(Elided(detail, "caption"))
    made.addStretch(1)
    return made


def _first_card(first: First, primary: QPushButton) -> QWidget:
    """104 high: what it is, how far, and the one primary button of the page."""
    card = frame("card")
    card.setMinimumHeight(px(104))
    primary.setMinimumWidth(px(128))
    name = QHBoxLayout()
    name.setSpacing(px(12))
    title = Elided(first.title, "title")
    title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    title.setMinimumWidth(1)
    name.addWidget(title, 0)
    name.addWidget(Elided(first.aside, "table", "muted"), 1)
    words = column(1, label(first.caption, "caption"), gap=2)
    words.addLayout(name)
    words.addWidget(Elided(first.detail, "table", "secondary")) if first.detail else None
    words.addStretch(1)
    inside = row(margins=(24, 12, 20, 12), gap=24, into=card)
    inside.addLayout(words, 1)
    if first.questions:
        inside.addLayout(_progress(first))
    inside.addWidget(primary)
    return card


def _progress(first: First) -> QLayout:
    told = row(label(tr("today.answeredOf"), "table", "secondary"), label(str(first.answered), "strong"),
               label(f"/ {first.questions}", "table", "secondary"), 1, gap=4)  # fmt: skip
    if first.hazards:
        told.addWidget(picture("triangle-alert", "danger_text", 16))
        told.addWidget(label(tr("today.hazardCount", first.hazards), "table", "danger"))
    bar = Progress(first.answered, first.questions)
    made = column(1, gap=6)
    made.addLayout(told)
    made.addWidget(bar)
    made.addStretch(1)
    bar.setMinimumWidth(px(176))
    return made


__all__ = ["TodayPage"]
