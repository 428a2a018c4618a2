"""The focus ring: one painted overlay a window around what has the keyboard focus; shown for keys only, always in high contrast.

Widgets that show their own focus (lists, tables) have the property ring="none".
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from ..theme import TOKENS, px, theme
from .paint import rounded

_FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show)
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class _Ring(QWidget):
    """The ring itself, a child of the window as large as the ring."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focusRing")
        self.shown_part = QRect()
        self.radius = 0.0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A round rectangle, cut where a scroll area cuts the control."""
        painter = QPainter(self)
        painter.setClipRect(self.shown_part)
        rounded(painter, QRectF(self.rect()), self.radius, None, theme()["focus"], TOKENS["border"]["focus"])


class FocusRing(QObject):
    """Follows the focus through all windows of the application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._rings: list[_Ring] = []
        self._around: list[QWidget] = []
        self._widget: QWidget | None = None
        self._by_key = False
        app.focusChanged.connect(self._changed)

    def _changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._let_go()
        if now is None:
            return
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._by_key = False
        self._widget = now
        each: QWidget | None = now
        while each is not None:
            each.installEventFilter(self)
            self._around.append(each)
            each = None if each.isWindow() else each.parentWidget()
        self.place()

    def _let_go(self) -> None:
        for each in self._around:
            if isValid(each):
                each.removeEventFilter(self)
        self._around, self._widget = [], None
        self._rings = [ring for ring in self._rings if isValid(ring)]
        for ring in self._rings:
            ring.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys make it visible, the mouse hides it, moves are followed."""
        kind = event.type()
        if kind in _FOLLOWED:
            self.place()
        elif kind in _KEYS and not self._by_key:
            self._by_key = True
            self.place()
        elif kind == QEvent.Type.MouseButtonPress and self._by_key:
            self._by_key = False
            self.place()
        return False

    def place(self) -> None:
        """Put the ring where it belongs, or hide it."""
        widget = self._widget
        if widget is None or not isValid(widget):
            return
        ring = self._ring_of(widget.window())
        wanted = self._by_key or theme().name == "high_contrast"
        if not wanted or not widget.isVisible() or not _takes_ring(widget):
            ring.hide()
            return
        out = TOKENS["border"]["focus"] + TOKENS["border"]["focus_offset"]
        inside = widget.ring_rect() if isinstance(widget, _HasRing) else widget.rect()
        room = QRect(widget.mapTo(widget.window(), inside.topLeft()), inside.size()).adjusted(-out, -out, out, out)
        room &= widget.window().rect()
        ring.radius = _radius(widget) + out - 1
        ring.setGeometry(room)
        ring.shown_part = _shown(widget, out).translated(-room.topLeft())
        ring.show()
        ring.raise_()

    def _ring_of(self, window: QWidget) -> _Ring:
        for ring in self._rings:
            if isValid(ring) and ring.parentWidget() is window:
                return ring
        self._rings.append(_Ring(window))
        return self._rings[-1]


@runtime_checkable
class _HasRing(Protocol):
    def ring_rect(self) -> QRect: ...


def _radius(widget: QWidget) -> float:
    asked = widget.property("ringRadius")
    return px(TOKENS["radius"]["control"] if asked is None else asked)


def _takes_ring(widget: QWidget) -> bool:
    return not isinstance(widget, QAbstractItemView) and widget.property("ring") != "none" and not widget.isWindow()


def _shown(widget: QWidget, out: int) -> QRect:
    """The part of the window in which the ring may be seen: the scroll areas around the widget cut it."""
    window = widget.window()
    shown = window.rect()
    around = widget.parentWidget()
    while around is not None and around is not window:
        if isinstance(around.parentWidget(), QAbstractScrollArea):
            shown &= QRect(around.mapTo(window, around.rect().topLeft()), around.size())
        around = around.parentWidget()
    return shown


_made: list[FocusRing] = []


def install(app: QApplication) -> FocusRing:
    """Follow the focus of this application; once."""
    if not _made:
        _made.append(FocusRing(app))
    return _made[0]
