"""Fields: a label over an input, and inputs that say when what was typed has settled.

An input settles on focus-out, on Enter (one line) and after a second of rest; never while an input method composes.
`settled` is told once a change. Knows no act and no record.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStylePainter,
    QWidget,
)
from shiboken6 import isValid

from ..text import tr
from ..theme import pixmap, px, theme
from .basic import column, label, set_state
from .checks import Check, Radio
from .days import DayField, read_day
from .paint import RIGHT, draw_text, text_width

REST = 1000  # ms without a key after which what was typed settles


class Field(QWidget):
    """A label over an input, with one line below it for what is wrong (red edge) or else a hint."""

    def __init__(self, text: str, widget: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widget = widget
        self._hint = hint
        self.label = label(text, "caption", "secondary", wrap=True)
        self.label.setBuddy(widget)
        self._below = label(hint, "caption", wrap=True)
        if not hint:  # to show it before it has a parent would make it a window
            self._below.hide()
        if isinstance(widget, DayField):
            widget.faulted.connect(self.set_fault)
        if not widget.accessibleName():
            widget.setAccessibleName(text)
        column(self.label, widget, self._below, gap=4, into=self).addStretch(0)

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
        if not self.is_dirty() and text != self.text():
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
        if not self._composes and self.text() != self._settled:
            _settle(self, self.said())

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Text that does not fit ends in … while nobody types."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self).marginsRemoved(self.textMargins())
        room.adjust(2, 0, -2, 0)
        cut = not self.hasFocus() and self.fontMetrics().horizontalAdvance(self.text()) > room.width()
        self.setToolTip(self.text() if cut else "")
        if not cut:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.setPen(theme()["text" if self.isEnabled() else "text_disabled"])
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


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
        if not self._composes and self.text() != self._settled:
            _settle(self, self.text())

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


_settling: dict[Line | Note, str] = {}  # those that tell what was typed, just now, with what had settled before


def _settle(field: Line | Note, said: str) -> None:
    """Tell what was typed, once: what is told may open a dialog, and that takes the focus."""
    if field in _settling:
        return
    _settling[field], field._settled = field._settled, field.text()
    try:
        field.settled.emit(said)
    finally:
        del _settling[field]


def unkept() -> None:
    """What is being told just now could not be kept: it stays typed, and is told again on leaving."""
    for field, before in _settling.items():
        field._settled = before


def settled_in(place: QWidget) -> bool:
    """Settle every field in a place, now, whatever an input method composes. False if one could not be kept."""
    QGuiApplication.inputMethod().commit()
    fields: list[Line | Note] = [*place.findChildren(Line), *place.findChildren(Note)]
    for field in fields:
        field._composes = False
        field.flush()
    for day in place.findChildren(DayField):
        day.flush()
    return not any(isValid(field) and field.is_dirty() for field in fields)


def _rest_timer(owner: QWidget, do: object) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(REST)
    timer.timeout.connect(do)
    return timer


def clearable(line: QLineEdit) -> None:
    """Give a line Qt's button that empties it, with the name Qt leaves out; and what was put into it before, the line's name."""
    own = line.findChildren(QAbstractButton)
    line.setClearButtonEnabled(True)
    for inner in line.findChildren(QAbstractButton):
        inner.setAccessibleName(line.accessibleName() if inner in own else tr("widgets.clear"))
        inner.setToolTip(inner.toolTip() if inner in own else tr("widgets.clear"))


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
        self.setItemDelegate(QStyledItemDelegate(self))  # the default one ignores the stylesheet's row height
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


__all__ = [
    "Check", "Choose", "DayField", "Field", "Line", "Note", "NumberField", "Radio", "clearable", "read_day",
    "settled_in", "unkept",
]  # fmt: skip
