"""Looks at a window as an exacting person would: text that does not fit its box, controls without a name, focus lost."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QWidget,
)

from fieldaudit.ui.pages.today.rows import ActionRow

SLACK = 1  # px: rounding of text widths
CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractScrollArea)


def visible(window: QWidget) -> Iterator[QWidget]:
    """Every widget of a window that can be seen, at least in part."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def said(widget: QWidget) -> str:
    """How a widget is called in a finding."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()
    return f"{type(widget).__name__} {text[:40]!r}"


def clipped(window: QWidget) -> list[str]:
    """Labels and buttons whose text does not fit into their box."""
    return [f"{said(widget)}: {why}" for widget in visible(window) if (why := _does_not_fit(widget))]


def _does_not_fit(widget: QWidget) -> str:
    if isinstance(widget, QLabel) and widget.text() and not widget.pixmap().width():
        return _label_fault(widget)
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton) and widget.text():
        return _button_fault(widget)
    if isinstance(widget, QComboBox) and widget.currentText():
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, _combo(widget), part, widget)
        needed = QFontMetrics(widget.font()).horizontalAdvance(widget.currentText())
        return "" if needed <= room.width() + SLACK or widget.toolTip() else f"needs {needed} px, has {room.width()}"
    return ""


def _combo(widget: QComboBox) -> QStyleOptionComboBox:
    option = QStyleOptionComboBox()
    widget.initStyleOption(option)
    return option


def _label_fault(label: QLabel) -> str:
    room: QRect = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        return "" if needed <= label.height() + SLACK else f"needs {needed} px of height, has {label.height()}"
    hint = label.sizeHint()
    if label.property("elides") and (label.toolTip() or label.text() == label.accessibleName()):
        return "" if hint.height() <= label.height() + 4 else f"needs {hint.height()} px of height, has {label.height()}"
    metrics = QFontMetrics(label.font())
    needed = max(metrics.horizontalAdvance(line) for line in label.text().split("\n"))
    if needed > room.width() + SLACK:
        return f"needs {needed} px, has {room.width()}"
    lines = metrics.height() * label.text().count("\n") + metrics.ascent()
    return "" if lines <= room.height() else f"{room.height()} px are too low"


def _button_fault(button: QAbstractButton) -> str:
    option = QStyleOptionButton()
    if isinstance(button, QPushButton):
        button.initStyleOption(option)
    needed = QFontMetrics(button.font()).horizontalAdvance(button.text().replace("&", ""))
    needed += button.iconSize().width() + 4 if not button.icon().isNull() else 0
    if isinstance(button, QPushButton):
        room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button).width()
    else:
        room = button.width() - 18
    if needed <= room + SLACK or button.property("kind") in ("rail", "choice", "field"):
        return ""
    return f"needs {needed} px, has {room}"


def beyond(window: QWidget) -> list[str]:
    """Widgets that stick out of their parent where nothing scrolls."""
    found = []
    for widget in visible(window):
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or isinstance(parent.parentWidget(), QAbstractScrollArea):
            continue
        corner = QPoint(widget.width(), widget.height()) + widget.pos()
        if corner.x() > parent.width() + SLACK and isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox):
            found.append(f"{said(widget)}: sticks out {corner.x() - parent.width()} px of {type(parent).__name__}")
    return found


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader could not name, or that nobody could reach by keyboard."""
    found = []
    for widget in visible(window):
        if not isinstance(widget, CONTROLS) or not widget.isEnabled():
            continue
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name).strip() if interface is not None else ""
        if takes_focus and not name:
            found.append(f"{said(widget)} in {type(widget.parentWidget()).__name__} has no name")
        if not takes_focus and isinstance(widget, QAbstractButton) and _is_the_only_way(widget):
            found.append(f"{said(widget)} cannot be reached by keyboard")
    return found


def _is_the_only_way(button: QAbstractButton) -> bool:
    """Is there no key that does the same? The icon in a field has one, the arrows of a calendar, the button of a row that acts."""
    parent = button.parentWidget()
    in_calendar = any(isinstance(each, QCalendarWidget) for each in _around(button))
    return not (isinstance(parent, QLineEdit | ActionRow) or in_calendar)


def _around(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()
