"""A day: typed as yyyy-mm-dd, stepped by the arrows, or picked in a calendar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QAbstractButton, QCalendarWidget, QFrame, QLineEdit, QTableView, QToolButton, QVBoxLayout, QWidget

from ..text import is_english, tr
from ..theme import icon, px, theme
from .basic import set_state
from .paint import text_width

_DAY = re.compile(r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$")


def read_day(text: str) -> date | None:
    """The day somebody typed: 2026-11-24, 20261124, 2026.11.24, 2026年11月24日. Raises ValueError for anything else but ""."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not plain:
        return None
    found = _DAY.match(plain)
    if found is None:
        raise ValueError(text)
    return date(*(int(part) for part in found.groups()))


class DayField(QLineEdit):
    """A day, typed as yyyy-mm-dd or picked in a calendar (Alt+Down). `settled(date or None)`; up and down step a day."""

    settled = Signal(object)
    faulted = Signal(str)  # what is wrong with what is typed, "" when it is right again

    def __init__(self, day: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day: date | None = None
        self.setPlaceholderText(tr("widgets.day_form"))
        self.set_day(day)
        self._open = self.addAction(icon("calendar", "text_secondary", 18), QLineEdit.ActionPosition.TrailingPosition)
        self._open.setText(tr("widgets.pick_day"))
        self._open.triggered.connect(self.open_calendar)
        for inner in self.findChildren(QAbstractButton):
            inner.setAccessibleName(tr("widgets.pick_day"))
            inner.setCursor(Qt.CursorShape.PointingHandCursor)
        self.returnPressed.connect(self.flush)
        self.setMinimumWidth(text_width("2026-11-24", "body") + px(60))

    def day(self) -> date | None:
        """The day shown, or None."""
        return self._day

    def is_dirty(self) -> bool:
        """Was something typed that has not settled? What is no day never does."""
        try:
            return read_day(self.text()) != self._day
        except ValueError:
            return True

    def set_day(self, day: date | None) -> None:
        """Show a day and tell nobody."""
        self._day = day
        self.setText(day.isoformat() if day else "")
        self.set_wrong(False)

    def set_wrong(self, wrong: bool) -> None:
        """A red edge where what is typed is no day."""
        if wrong == bool(self.property("wrong")):
            return
        set_state(self, wrong=wrong)
        self.faulted.emit(tr("widgets.no_day") if wrong else "")
        self.setAccessibleDescription(tr("widgets.no_day") if wrong else "")
        self.setToolTip(tr("widgets.no_day") if wrong else "")

    def flush(self) -> None:
        """Settle what was typed; what is no day stays with a red edge and is not told."""
        try:
            read = read_day(self.text())
        except ValueError:
            self.set_wrong(True)
            return
        if read != self._day:
            self.set_day(read)
            self.settled.emit(read)
        else:
            self.set_day(read)

    def open_calendar(self) -> None:
        """The calendar below the field; Enter or a click picks, Esc closes."""
        if not self.isReadOnly():
            Calendar(self, self._day, self.pick).show_below()

    def pick(self, day: date) -> None:
        """A day was picked."""
        self.setText(day.isoformat())
        self.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar; up and down step a day."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if step == -1 and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif step and self._day and not self.isReadOnly():
            self.pick(date.fromordinal(self._day.toordinal() + step))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle on leaving."""
        super().focusOutEvent(event)
        self.flush()


class Calendar(QFrame):
    """The calendar below a field, at a day; `pick(day)` is told what was chosen."""

    def __init__(self, field: QWidget, day: date | None, pick: Callable[[date], object]) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field, self._pick = field, pick
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(tr("widgets.pick_day"))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setLocale(QLocale("en_US" if is_english() else "zh_CN"))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)  # after the locale, which has its own
        self._dress()
        if day is not None:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.activated.connect(self._picked)
        self.calendar.clicked.connect(self._picked)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(px(8), px(8), px(8), px(8))
        inside.addWidget(self.calendar)

    def _dress(self) -> None:
        """Our arrows; no red weekends: red is for hazards."""
        plain = QTextCharFormat()
        plain.setForeground(theme()["text"])
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        earlier, later = tr("widgets.month_earlier"), tr("widgets.month_later")
        for name, drawing, words in (
            ("qt_calendar_prevmonth", "chevron-left", earlier),
            ("qt_calendar_nextmonth", "chevron-right", later),
        ):
            arrow = self.calendar.findChild(QToolButton, name)
            if isinstance(arrow, QToolButton):
                arrow.setIcon(icon(drawing, "text_secondary", 18))
                arrow.setAccessibleName(words)
        for view in self.calendar.findChildren(QTableView):
            view.setAccessibleName(tr("widgets.pick_day"))

    def show_below(self) -> None:
        """Open it."""
        self.move(self._field.mapToGlobal(QPoint(0, self._field.height() + px(4))))
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _picked(self, day: QDate) -> None:
        self.close()
        self._pick(date(day.year(), day.month(), day.day()))
