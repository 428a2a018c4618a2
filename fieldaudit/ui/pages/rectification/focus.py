"""Putting the keyboard somewhere once the page is really on the screen: before that nothing can have the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget


def later(widget: QWidget) -> None:
    """Give it the focus when the page is shown, unless it is gone by then."""
    QTimer.singleShot(0, widget, lambda: widget.setFocus(Qt.FocusReason.OtherFocusReason))
