"""Fields: a label over an input, and inputs that say when what was typed has settled.

An input settles on focus-out, on Enter (one line) and after a second of rest; never while an input method composes.
`settled` is told once a change. Knows no act and no record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from ..text import tr
from ..theme import icon, pixmap, px
from .basic import column, label, set_state
from .paint import RIGHT, draw_check, draw_radio, draw_text, text_width

REST = 1000  # ms without a key after which what was typed settles


class Field(QWidget):
    """A label over an input, with one line below it for what is wrong (red edge) or else a hint."""

    def __init__(self, text: str, widget: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widget = widget
        self._hint = hint
        self.label = label(text, "table", "secondary", wrap=True)
        self.label.setBuddy(widget)
        self._below = label(hint, "caption", wrap=True)
        self._below.setVisible(bool(hint))
        if not widget.accessibleName():
            widget.setAccessibleName(text)
        column(self.label, widget, self._below, gap=4, into=self)

    def set_label(self, text: str) -> None:
        """Another label."""
        self.label.setText(text)
        self.widget.setAccessibleName(text)

    def set_fault(self, text: str = "") -> None:
        """Say what is wrong below a red edge; "" takes it away."""
        set_state(self.widget, wrong=bool(text))
        set_state(self._below, tone="danger" if text else "")
        self._below.setText(text or self._hint)
        self._below.setVisible(bool(text or self._hint))
        self.widget.setAccessibleDescription(text or self._hint)

    def fault(self) -> str:
        """What is said to be wrong now."""
        return self._below.text() if self.widget.property("wrong") else ""


class Line(QLineEdit):
    """One line of text. `settled(text)`; Esc gives the focus back to the page."""

    settled = Signal(str)

    def __init__(self, placeholder: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        if placeholder:
            self.setAccessibleName(placeholder)
        self._settled = text
        self._composes = False
        self._rest = _rest_timer(self, self.flush)
        self.textEdited.connect(lambda _text: self._typed())
        self.returnPressed.connect(self.flush)

    def set_text(self, text: str) -> None:
        """Show a text and tell nobody; what somebody is typing now stays."""
        if not self.is_dirty():
            self._settled = text
            self.setText(text)

    def is_dirty(self) -> bool:
        """Was something typed that has not settled?"""
        return self._composes or self.text() != self._settled

    def composes(self) -> bool:
        """Is an input method composing here?"""
        return self._composes

    def flush(self) -> None:
        """Settle what was typed, now (not while an input method composes)."""
        self._rest.stop()
        if self._composes or self.text() == self._settled:
            return
        self._settled = self.text()
        self.settled.emit(self.said())

    def said(self) -> str:
        """What is typed, as it settles."""
        return self.text()

    def _typed(self) -> None:
        if not self._composes:
            self._rest.start()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While it composes nothing settles."""
        self._composes = bool(event.preeditString())
        if self._composes:
            self._rest.stop()
        super().inputMethodEvent(event)
        if not self._composes and self.is_dirty():
            self._rest.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle on leaving."""
        super().focusOutEvent(event)
        self._composes = False
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()


class Note(QPlainTextEdit):
    """Several lines; it grows with its text up to `most` lines. Enter is a new line; Tab leaves."""

    settled = Signal(str)

    def __init__(
        self, placeholder: str = "", text: str = "", *, least: int = 2, most: int = 6, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        if placeholder:
            self.setAccessibleName(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._least, self._most = least, most
        self._settled, self._composes = text, False
        self._showing = False
        self._rest = _rest_timer(self, self.flush)
        self.textChanged.connect(self._typed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def text(self) -> str:
        """What is typed."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a text and tell nobody; what somebody is typing now stays."""
        if not self.is_dirty() and text != self.text():
            self._settled, self._showing = text, True
            self.setPlainText(text)
            self._showing = False

    def is_dirty(self) -> bool:
        """Was something typed that has not settled?"""
        return self._composes or self.text() != self._settled

    def composes(self) -> bool:
        """Is an input method composing here?"""
        return self._composes

    def flush(self) -> None:
        """Settle what was typed, now (not while an input method composes)."""
        self._rest.stop()
        if self._composes or self.text() == self._settled:
            return
        self._settled = self.text()
        self.settled.emit(self._settled)

    def _typed(self) -> None:
        if not self._composes and not self._showing:
            self._rest.start()

    def _grow(self) -> None:
        lines = min(max(self._least, int(self.document().size().height())), self._most)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * px(6) + 2 * int(self.document().documentMargin()) + 2)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While it composes nothing settles."""
        self._composes = bool(event.preeditString())
        if self._composes:
            self._rest.stop()
        super().inputMethodEvent(event)
        if not self._composes and self.is_dirty():
            self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Esc belong to the page."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle on leaving."""
        super().focusOutEvent(event)
        self._composes = False
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()


def _rest_timer(owner: QWidget, do: object) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(REST)
    timer.timeout.connect(do)
    return timer


class NumberField(Line):
    """A number as it is typed, with its unit at the right inside. Full-width digits become plain ones; nothing else is changed."""

    def __init__(self, unit: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", text, parent)
        self._unit = unit
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        if unit:
            self.setTextMargins(0, 0, text_width(unit, "table") + px(8), 0)
            self.setAccessibleDescription(unit)

    def said(self) -> str:
        """The number in plain digits, without blanks around it."""
        return unicodedata.normalize("NFKC", self.text()).strip()

    def flush(self) -> None:
        """Settle, in plain digits."""
        if not self._composes and self.said() != self.text():
            self.setText(self.said())
        super().flush()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The unit stands at the right."""
        super().paintEvent(event)
        if self._unit:
            draw_text(QPainter(self), self.rect().adjusted(0, 0, -px(10), 0), self._unit, "table", "text_muted", RIGHT)


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

    def set_day(self, day: date | None) -> None:
        """Show a day and tell nobody."""
        self._day = day
        self.setText(day.isoformat() if day else "")
        self.set_wrong(False)

    def set_wrong(self, wrong: bool) -> None:
        """A red edge where what is typed is no day."""
        set_state(self, wrong=wrong)
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
            _Calendar(self).show_below()

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


class _Calendar(QFrame):
    """The calendar's popup."""

    def __init__(self, field: DayField) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setProperty("kind", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field = field
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(tr("widgets.pick_day"))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        day = field.day()
        if day is not None:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.activated.connect(self._picked)
        self.calendar.clicked.connect(self._picked)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(px(8), px(8), px(8), px(8))
        inside.addWidget(self.calendar)

    def show_below(self) -> None:
        """Open it."""
        self.move(self._field.mapToGlobal(QPoint(0, self._field.height() + px(4))))
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _picked(self, day: QDate) -> None:
        self.close()
        self._field.pick(date(day.year(), day.month(), day.day()))


class Choose(QComboBox):
    """One out of a list. `settled(value)` when somebody chose; the wheel does not change it by accident."""

    settled = Signal(object)

    def __init__(
        self, items: Sequence[tuple[object, str]] = (), value: object = None, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(4)
        self._values: list[object] = []
        self.set_items(items, value)
        self.activated.connect(lambda at: self.settled.emit(self._values[at]))

    def set_items(self, items: Sequence[tuple[object, str]], value: object = None) -> None:
        """Offer others and show one of them."""
        self.clear()
        self._values = [each for each, _text in items]
        self.addItems([text for _value, text in items])
        self.set_value(value)

    def value(self) -> object:
        """The chosen value, or None."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def set_value(self, value: object) -> None:
        """Show this one (none for an unknown value) and tell nobody."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def minimumSizeHint(self) -> QSize:
        """It may be narrower than its longest entry: what is shown elides."""
        return QSize(px(96), super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page, not the choice."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Enter belong to the page while the list is closed; Alt+Down, F4 and Space open it."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box, its words shortened where they must be, and a chevron."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        chosen = self.currentIndex() >= 0
        words = self.currentText() if chosen else self.placeholderText()
        token = ("text" if chosen else "text_muted") if self.isEnabled() else "text_disabled"
        room = self.rect().adjusted(px(11), 0, -px(32), 0)
        cut = draw_text(painter, room, words, "body", token)
        self.setToolTip(words if cut else "")
        mark = pixmap("chevron-down", "text_secondary" if self.isEnabled() else "text_disabled", 16)
        painter.drawPixmap(self.width() - px(26), (self.height() - px(16)) // 2, mark)


class Check(QCheckBox):
    """A check box of 18 with words."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Words beside the box, at least 32 high."""
        return _mark_size(self)

    def minimumSizeHint(self) -> QSize:
        """Never clipped."""
        return _mark_size(self)

    def hitButton(self, place: QPoint) -> bool:
        """Words are pressable as well."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        draw_check(painter, _mark_box(self), self.checkState(), enabled=self.isEnabled())
        _mark_words(painter, self)


class Radio(QRadioButton):
    """A radio button of 18 with words."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Words beside the mark, at least 32 high."""
        return _mark_size(self)

    def minimumSizeHint(self) -> QSize:
        """Never clipped."""
        return _mark_size(self)

    def hitButton(self, place: QPoint) -> bool:
        """Words are pressable as well."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        draw_radio(painter, _mark_box(self), checked=self.isChecked(), enabled=self.isEnabled())
        _mark_words(painter, self)


def _mark_size(button: QAbstractButton) -> QSize:
    words = text_width(button.text(), "body") + px(8) if button.text() else 0
    return QSize(px(22) + words + 4, px(32))


def _mark_box(button: QAbstractButton) -> QRectF:
    return QRectF(px(2), (button.height() - px(18)) / 2, px(18), px(18))


def _mark_words(painter: QPainter, button: QAbstractButton) -> None:
    if button.text():
        token = "text" if button.isEnabled() else "text_disabled"
        draw_text(painter, button.rect().adjusted(px(28), 0, 0, 0), button.text(), "body", token)


__all__ = ["Check", "Choose", "DayField", "Field", "Line", "Note", "NumberField", "Radio", "read_day"]
