"""Check boxes and radio buttons of 18 px with words beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

from ..theme import px
from .paint import draw_check, draw_radio, draw_text, text_width

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # the heir brings Qt's own kind of it


class _Marked(_Button):
    """A mark of 18 with words beside it; which mark, its heir knows."""

    def sizeHint(self) -> QSize:
        """Words beside the mark, at least 32 high."""
        words = text_width(self.text(), "body") + px(8) if self.text() else 0
        return QSize(px(26) + words + px(4), px(32))

    def minimumSizeHint(self) -> QSize:
        """Never clipped."""
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        """Words are pressable as well."""
        return self.rect().contains(place)

    def ring_rect(self) -> QRect:
        """The focus ring stands around the mark."""
        return self._box().toAlignedRect()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark, then its words."""
        painter = QPainter(self)
        self.draw_mark(painter, self._box())
        if self.text():
            token = "text" if self.isEnabled() else "text_disabled"
            draw_text(painter, self.rect().adjusted(px(30), 0, 0, 0), self.text(), "body", token)

    def draw_mark(self, painter: QPainter, box: QRectF) -> None:
        """Paint the mark as it stands."""
        raise NotImplementedError

    def _box(self) -> QRectF:
        return QRectF(px(4), (self.height() - px(18)) / 2, px(18), px(18))


class Check(_Marked, QCheckBox):
    """A check box of 18 with words."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def draw_mark(self, painter: QPainter, box: QRectF) -> None:
        """Set, not set, or partly."""
        draw_check(painter, box, self.checkState(), enabled=self.isEnabled())


class Radio(_Marked, QRadioButton):
    """A radio button of 18 with words."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def draw_mark(self, painter: QPainter, box: QRectF) -> None:
        """Chosen or not."""
        draw_radio(painter, box, checked=self.isChecked(), enabled=self.isEnabled())


__all__ = ["Check", "Radio"]
