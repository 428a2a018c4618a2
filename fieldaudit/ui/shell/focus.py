"""The keyboard is never nowhere: a page has it on entry, and when what had it is gone the nearest control gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ..widgets.tab_order import in_reading_order, takes_tab

if TYPE_CHECKING:
    from .frame import Frame


class FocusKeeper(QObject):
    """Looks after the keyboard of one frame."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._last = QPoint()  # the middle of what had the keyboard, in the frame
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._restore)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._changed)

    def enter(self) -> None:
        """A page was begun: where it took no focus its first control gets it, or the page itself while it has none."""
        page, focus = self._frame.page, self._frame.window().focusWidget()
        if page is None or self._is_usable(focus):
            return
        first = next((each for each in in_reading_order(page) if takes_tab(each)), page)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def stay(self) -> bool:
        """Qt passes the keyboard on because what has it is hidden now (shown anew, as a rule): the nearest control gets it."""
        focus: QWidget | None = self._frame.window().focusWidget()
        if focus is None or focus.isVisible() or self._frame.page is None:
            return False
        self._nearest(self._frame.page).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _is_usable(self, focus: QWidget | None) -> bool:
        """Is it in the page, among the page's actions in the top bar, or in a dialog over them?"""
        page = self._frame.page
        if focus is None or page is None or not focus.isVisible():
            return False
        return page.isAncestorOf(focus) or self._frame.top_bar.is_action(focus) or not self._frame.isAncestorOf(focus)

    def _changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None or (self._went_away(before) and not self._is_usable(now)):
            self._soon.start(0)  # a dialog that closes gives it back itself
        elif self._frame.isAncestorOf(now) and not self._soon.isActive():
            self._last = now.mapTo(self._frame, now.rect().center())

    def _went_away(self, widget: QWidget | None) -> bool:
        """Was it in the page, and is hidden now (shown anew, as a rule)? Then Qt passes the keyboard on to anything."""
        page = self._frame.page
        if widget is None or page is None or not isValid(widget) or not isValid(page):
            return False
        return page.isVisible() and page.isAncestorOf(widget) and not widget.isVisibleTo(page)

    def _restore(self) -> None:
        page, window = self._frame.page, self._frame.window()
        if page is None or not page.isVisible() or not window.isActiveWindow() or self._is_usable(QApplication.focusWidget()):
            return
        self._nearest(page).setFocus(Qt.FocusReason.OtherFocusReason)

    def _nearest(self, page: QWidget) -> QWidget:
        stops = [each for each in in_reading_order(page) if takes_tab(each)]
        return min(stops, key=self._distance, default=page)

    def _distance(self, widget: QWidget) -> int:
        return (widget.mapTo(self._frame, widget.rect().center()) - self._last).manhattanLength()


__all__ = ["FocusKeeper"]
