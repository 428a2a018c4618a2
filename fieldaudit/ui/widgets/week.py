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
    """One day and what is due on it. `tone`: "", warn, danger."""

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
        self.setFixedHeight(px(64))
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
        return QSize(px(280), px(64))

    def _cell(self, at: int) -> QRect:
        wide = self.width() / max(1, len(self.days))
        return QRect(round(at * wide), 0, round((at + 1) * wide) - round(at * wide), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Weekday, day, count."""
        painter = QPainter(self)
        for at, each in enumerate(self.days):
            cell = self._cell(at)
            if each.day == self.today:
                rounded(painter, QRectF(cell.adjusted(1, 0, -1, 0)), px(6), theme()["accent_bg"], None)
            third = cell.height() // 3
            rest = each.day.weekday() >= 5
            muted = "text_muted" if rest or each.day != self.today else "accent_on_bg"
            draw_text(painter, cell.adjusted(0, 2, 0, -third * 2), tr(_DAYS[each.day.weekday()]), "caption", muted, CENTER)
            fore = "accent_on_bg" if each.day == self.today else "text_muted" if rest else "text"
            draw_text(painter, cell.adjusted(0, third, 0, -third), str(each.day.day), "strong", fore, CENTER)
            if each.count:
                token = f"{each.tone}_text" if each.tone in ("warn", "danger") else "text_secondary"
                draw_text(painter, cell.adjusted(0, third * 2, 0, -2), str(each.count), "badge", token, CENTER)
            if at == self._at and self.hasFocus():
                draw_inset_focus(painter, cell)

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
