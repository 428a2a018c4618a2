"""What no page caught: shown to the person at the window as well as printed, so that nothing fails in silence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from shiboken6 import isValid

from ..errors import FieldauditError
from .jobs import our_bug

if TYPE_CHECKING:
    from .shell.told import ErrorDialog
    from .shell.window import Window


@contextmanager
def errors_shown(window: Window) -> Iterator[None]:
    """While this lasts an exception of a slot or an event is told in a dialog over the window, besides stderr."""
    before = sys.excepthook
    teller = _Teller(window)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before(kind, error, trace)
        if isinstance(error, Exception):
            QTimer.singleShot(0, window, lambda: teller.tell(error))  # not within the paint or the slot that failed

    sys.excepthook = hook
    try:
        yield
    finally:
        sys.excepthook = before


class _Teller:
    """One dialog at a time: a page that fails with every paint must not bury the window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._open: ErrorDialog | None = None

    def tell(self, error: Exception) -> None:
        """Show it, as our bug where nobody foresaw it."""
        from .shell.told import ErrorDialog

        if self._open is not None and isValid(self._open) and self._open.isVisible():
            return
        over = self._window.frame or self._window
        self._open = ErrorDialog(over, error if isinstance(error, FieldauditError) else our_bug(error))
        self._open.open()


__all__ = ["errors_shown"]
