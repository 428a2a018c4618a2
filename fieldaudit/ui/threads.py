"""From any thread onto the window's. Owns the one object whose signal other threads may emit; knows no widget.

PySide lets go of Python's lock while it emits. If what emits is deleted meanwhile on another thread, as a page or a frame may
be at any moment, the program ends in a segmentation fault, or goes on with broken memory. What emits here is never deleted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class _Door(QObject):
    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._do)

    def _do(self, do: Callable[[], object]) -> None:
        do()


_doors: list[_Door] = []


def open_door() -> None:
    """The caller's thread is the window's; once."""
    if not _doors:
        _doors.append(_Door())


def on_window(do: Callable[[], object]) -> None:
    """Call it on the window's thread: at once when asked there, else soon. `do` looks whether its widgets are still there."""
    _doors[0].asked.emit(do)


__all__ = ["on_window", "open_door"]
