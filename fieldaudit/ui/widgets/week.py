"""The strip of seven days: how much is due on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..text import tr
from ..theme import px, theme
from .basic import PushButton, emptied, row
from .paint import CENTER, draw_text, rounded, text_width

_DAYS = (
    "widgets.monday", "widgets.tuesday", "widgets.wednesday", "widgets.thursday",
    "widgets.friday", "widgets.saturday", "widgets.sunday",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """One day and what is due on it. `tone`: warn (also ""), danger."""

    day: date
    count: int = 0
    tone: str = ""


class _DayButton(PushButton):
    """One day, painted."""

    def __init__(self, shown: Day, today: date | None, week: Week) -> None:
        super().__init__(week)
        self.shown, self._today, self._week = shown, today, week
        self.setProperty("kind", "day")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{shown.day:%m-%d} {tr('widgets.due_count', shown.count)}")

    def sizeHint(self) -> QSize:
        """Room for the words below it."""
        return QSize(max(px(36), text_width(tr("widgets.due_count", 99), "caption_bold")), px(80))

    def minimumSizeHint(self) -> QSize:
        """Never clipped."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self._week.walk(self, step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Weekday, day, count."""
        painter, cell = QPainter(self), self.rect()
        today, past = self.shown.day == self._today, self._today is not None and self.shown.day < self._today
        name = QRect(0, 0, cell.width(), px(24))
        draw_text(painter, name, tr(_DAYS[self.shown.day.weekday()]), "caption", "text_muted", CENTER)
        number = QRect(cell.center().x() - px(16) + 1, px(24), px(32), px(28))
        if today or self.underMouse():
            rounded(painter, QRectF(number), px(6), theme()["accent" if today else "hover"], None)
        fore = "accent_text" if today else "text_muted" if past else "text"
        draw_text(painter, number, str(self.shown.day.day), "table_bold" if today else "table", fore, CENTER)
        if self.shown.count:
            below, token = QRect(0, px(56), cell.width(), px(20)), f"{self.shown.tone or 'warn'}_text"
            draw_text(painter, below, tr("widgets.due_count", self.shown.count), "caption_bold", token, CENTER)


class Week(QWidget):
    """Seven days side by side, one stop of Tab; left and right walk, Enter or a click tells `opened(date)`."""

    opened = Signal(object)

    def __init__(self, days: Sequence[Day] = (), today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = row(gap=0, into=self)
        self.buttons: list[_DayButton] = []
        self.set_days(days, today)

    def set_days(self, days: Sequence[Day], today: date | None = None) -> None:
        """Show other days."""
        emptied(self._row)
        self.buttons = [_DayButton(each, today, self) for each in days]
        for button in self.buttons:
            self._row.addWidget(button)
            button.clicked.connect(lambda _checked=False, day=button.shown.day: self.opened.emit(day))
        self._stop_at(next((button for button in self.buttons if button.shown.day == today), None))

    def walk(self, from_button: _DayButton, step: int) -> None:
        """Move the focus to the neighbour."""
        at = self.buttons.index(from_button) + step
        if 0 <= at < len(self.buttons):
            self._stop_at(self.buttons[at])
            self.buttons[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _stop_at(self, stop: _DayButton | None) -> None:
        stop = stop or next(iter(self.buttons), None)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)
        if stop is not None:
            self.setFocusProxy(stop)
