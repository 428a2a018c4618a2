"""The plainest parts: labels by role, buttons by kind, chips, badges, cards, rows of things. States are properties."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from ..theme import icon, pixmap, px, theme

PRIMARY = "primary"


def label(text: str = "", role: str = "", tone: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label. `role`: display, title, heading, question, strong, table, caption; `tone`: muted, secondary, accent, danger…"""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


class Elided(QLabel):
    """A one-line label that ends in … where it does not fit, and then shows all of it in a tooltip."""

    def __init__(self, text: str = "", role: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setProperty("elides", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole(self) -> str:
        """The text, not shortened."""
        return self._whole

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        hint = super().sizeHint()
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._whole) + 2, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


_CHIP_TEXT = {"danger": "danger_text", "warn": "warn_text", "ok": "ok_text", "accent": "accent_on_bg"}


class Chip(QLabel):
    """A chip that states something (24 high), with an optional mark of 14 before its words. Never pressable."""

    def __init__(self, text: str, tone: str = "neutral", icon_name: str = "") -> None:
        super().__init__(text)
        self._icon = icon_name
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("chip", tone)
        self.setProperty("mark", bool(icon_name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, then the mark in their colour."""
        super().paintEvent(event)
        if self._icon:
            token = _CHIP_TEXT.get(self.property("chip"), "text_secondary")
            QPainter(self).drawPixmap(px(8), (self.height() - px(14)) // 2, pixmap(self._icon, token, 14))


def chip(text: str, tone: str = "neutral", icon_name: str = "") -> Chip:
    """A chip: neutral, danger, warn, ok, accent, plain."""
    return Chip(text, tone, icon_name)


def badge(count: int, tone: str = "danger") -> QLabel:
    """A count badge (18 high); hidden at 0."""
    made = QLabel(str(count))
    made.setProperty("badge", tone)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if count <= 0:  # to show it before it has a parent would make it a window
        made.hide()
    return made


def kbd(keys: str) -> QLabel:
    """A key as it is drawn in hints."""
    made = QLabel(keys)
    made.setProperty("kbd", True)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class PushButton(QPushButton):
    """A button that Enter presses as Space does, wherever it is: Qt by itself does so in dialogs only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter alone; chords are the page's."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Button(PushButton):
    """A button whose icon stands 8 before its words (the stylesheet leaves 4)."""

    def sizeHint(self) -> QSize:
        """Room for the gap."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._gap(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Words are never clipped."""
        return self.sizeHint()

    def _gap(self) -> int:
        return px(4) if self.text() and not self.icon().isNull() else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box by the stylesheet, then icon and words side by side."""
        if not self._gap():
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        side, words = self.iconSize().width(), self.fontMetrics().horizontalAdvance(self.text())
        spare = self.width() - side - px(8) - words
        left = {"left": 0, "right": spare}.get(str(self.property("flush") or ""), spare // 2)
        first, second = (left, left + side + px(8)) if not self.isRightToLeft() else (left + words + px(8), left)
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        self.icon().paint(painter, QRect(first, (self.height() - side) // 2, side, side), Qt.AlignmentFlag.AlignCenter, mode, state)
        painter.setPen(self._colour())
        painter.drawText(QRect(second, 0, words + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())

    def _colour(self) -> QColor:
        if not self.isEnabled():
            return theme()["text_disabled"]
        kind = str(self.property("kind") or "")
        if kind == "filter" and self.isChecked():
            return theme()["accent_on_bg"]
        return theme()[{"primary": "accent_text", "text": "accent"}.get(kind, "text")]


def button(
    text: str = "",
    pressed: Callable[[], object] | None = None,
    *,
    kind: str = "",
    size: str = "",
    icon_name: str = "",
    name: str = "",
    tip: str = "",
    flush: str = "",
) -> Button:
    """A button. `kind`: "" (secondary), primary, text, icon, filter; `size`: small 32, "" 36, large 44.

    `name`: the accessible name where no text is shown. `flush`: left or right, where the words of a text button stand in
    line with what is above or below them.
    """
    made = Button(text)
    made.setProperty("kind", kind)
    made.setProperty("flush", flush)
    made.setProperty("extent", size)  # "size" is QWidget's own
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon_name:
        tone = {"primary": "accent_text", "text": "accent"}.get(kind, "text")
        made.setIcon(icon(icon_name, tone, 20 if size != "small" else 18))
        made.setIconSize(QSize(px(20 if size != "small" else 18), px(20 if size != "small" else 18)))
    if name or tip:
        made.setAccessibleName(name or tip)
        made.setToolTip(tip or name)
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def picture(icon_name: str, token: str = "text_secondary", size: int = 20) -> QLabel:
    """An icon that only illustrates; not named for accessibility."""
    made = QLabel()
    made.setPixmap(pixmap(icon_name, token, size))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def frame(kind: str, parent: QWidget | None = None) -> QFrame:
    """A styled frame: card, pane, sunken, hazard, error, warning, ok, remark, raised, line, column."""
    made = QFrame(parent)
    made.setProperty("kind", kind)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


def line() -> QFrame:
    """A horizontal hairline."""
    return frame("line")


Parts = QWidget | int | None


def column(*parts: Parts, margins: Sequence[int] = (0, 0, 0, 0), gap: int = 8, into: QWidget | None = None) -> QVBoxLayout:
    """A vertical layout of widgets; a number is a stretch, None nothing. Token px."""
    made = QVBoxLayout(into) if into is not None else QVBoxLayout()
    _fill(made, parts, margins, gap)
    return made


def row(*parts: Parts, margins: Sequence[int] = (0, 0, 0, 0), gap: int = 8, into: QWidget | None = None) -> QHBoxLayout:
    """A horizontal layout of widgets; a number is a stretch, None nothing. Token px."""
    made = QHBoxLayout(into) if into is not None else QHBoxLayout()
    _fill(made, parts, margins, gap)
    return made


def _fill(layout: QBoxLayout, parts: Sequence[Parts], margins: Sequence[int], gap: int) -> None:
    left, top, right, bottom = (px(each) for each in margins)
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(px(gap))
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        elif part is not None:
            layout.addWidget(part)


def set_state(widget: QWidget, **properties: object) -> None:
    """Change properties that the stylesheet looks at, and restyle."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def show_in_place(widget: QWidget, on: bool) -> None:
    """Show or hide; what has no place yet is shown with its place: alone it would be a window and take the keyboard away."""
    if not on or widget.parentWidget() is not None:
        widget.setVisible(on)


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while layout.count():
        item = layout.takeAt(0)
        inner: QLayout | None = item.layout()
        if inner is not None:
            emptied(inner)
        elif isinstance(widget := item.widget(), QWidget):
            widget.hide()
            widget.deleteLater()
