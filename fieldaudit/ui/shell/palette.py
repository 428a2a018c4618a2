"""Ctrl+K: search over everything, as a sheet over the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .told import Overlay

if TYPE_CHECKING:
    from .frame import Frame


class Palette(Overlay):
    """The field and what it finds."""

    def __init__(self, over: Frame) -> None:
        super().__init__(over, 680)

    def open_over(self) -> None:
        """Open it."""
        self.open()
