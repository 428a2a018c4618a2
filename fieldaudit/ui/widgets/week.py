"""The strip of seven days: how much is due on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..text import tr
from ..theme import px, theme
from .paint import CENTER, draw_inset_focus, draw_text, rounded

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


class Week(QWidget):
    """Seven days side by side; left and right walk, Enter or a click tells `opened(date)`."""

    opened = Signal(object)

    def __init__(self, days: Sequence[Day] = (), today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "none")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(80))
        self.set_days(days, today)

    def set_days(self, days: Sequence[Day], today: date | None = None) -> None:
        """Show other days."""
        self.days, self.today = list(days), today
        self._at = next((at for at, each in enumerate(self.days) if each.day == today), 0)
        self._tell()
        self.update()

    def _tell(self) -> None:
        said = [f"{each.day:%m-%d} {each.count}" for each in self.days]
        self.setAccessibleName("; ".join(said))
        now = self.days[self._at] if self.days else None
        self.setAccessibleDescription(f"{now.day:%m-%d} {now.count}" if now else "")

    def sizeHint(self) -> QSize:
        """Seven cells."""
        return QSize(px(280), px(80))

    def _cell(self, at: int) -> QRect:
        wide = self.width() / max(1, len(self.days))
        return QRect(round(at * wide), 0, round((at + 1) * wide) - round(at * wide), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Weekday, day, count."""
        painter = QPainter(self)
        for at, each in enumerate(self.days):
            cell = self._cell(at)
            self._paint_day(painter, cell, each)
            if at == self._at and self.hasFocus():
                draw_inset_focus(painter, cell)

    def _paint_day(self, painter: QPainter, cell: QRect, each: Day) -> None:
        today, past = each.day == self.today, self.today is not None and each.day < self.today
        name = QRect(cell.left(), 0, cell.width(), px(24))
        draw_text(painter, name, tr(_DAYS[each.day.weekday()]), "caption", "text_muted", CENTER)
        number = QRect(cell.center().x() - px(16) + 1, px(24), px(32), px(28))
        if today:
            rounded(painter, QRectF(number), px(6), theme()["accent"], None)
        fore = "accent_text" if today else "text_muted" if past else "text"
        draw_text(painter, number, str(each.day.day), "table_bold" if today else "table", fore, CENTER)
        if each.count:
            below = QRect(cell.left(), px(56), cell.width(), px(20))
            draw_text(painter, below, tr("widgets.due_count", each.count), "caption_bold", f"{each.tone or 'warn'}_text", CENTER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, right, Enter."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self.days:
            self._at = min(max(self._at + step, 0), len(self.days) - 1)
            self._tell()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.days:
            self.opened.emit(self.days[self._at].day)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens a day."""
        for at, each in enumerate(self.days):
            if self._cell(at).contains(event.position().toPoint()):
                self._at = at
                self.update()
                self.opened.emit(each.day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """It left."""
        super().focusOutEvent(event)
        self.update()
