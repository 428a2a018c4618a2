"""The first run: join a bureau, found one, or open the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from .window import Window


class FirstRun(QWidget):
    """The four choices."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.owner = window
