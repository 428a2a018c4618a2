"""A timer that runs once after a rest: touched rows are read again once for many, not once each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def after_rest(parent: QObject, ms: int, do: Callable[[], object]) -> QTimer:
    """A timer to be started (again and again); `do` is called when it rested for `ms`."""
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(ms)
    made.timeout.connect(lambda: do())
    return made
