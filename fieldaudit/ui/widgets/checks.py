"""Check boxes and radio buttons of 18 px with words beside them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

from ..theme import px
from .paint import draw_check, draw_radio, draw_text, text_width


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

    def ring_rect(self) -> QRect:
        """The focus ring stands around the mark."""
        return _mark_box(self).toAlignedRect()

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

    def ring_rect(self) -> QRect:
        """The focus ring stands around the mark."""
        return _mark_box(self).toAlignedRect()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        draw_radio(painter, _mark_box(self), checked=self.isChecked(), enabled=self.isEnabled())
        _mark_words(painter, self)


def _mark_size(button: QAbstractButton) -> QSize:
    words = text_width(button.text(), "body") + px(8) if button.text() else 0
    return QSize(px(26) + words + px(4), px(32))


def _mark_box(button: QAbstractButton) -> QRectF:
    return QRectF(px(4), (button.height() - px(18)) / 2, px(18), px(18))


def _mark_words(painter: QPainter, button: QAbstractButton) -> None:
    if button.text():
        token = "text" if button.isEnabled() else "text_disabled"
        draw_text(painter, button.rect().adjusted(px(30), 0, 0, 0), button.text(), "body", token)
