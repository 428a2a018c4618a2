"""A second window on the same workspace: a page beside the one somebody works in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from ..theme import TOKENS, px

if TYPE_CHECKING:
    from .frame import Frame


class Beside(QMainWindow):
    """It has a frame of its own; it goes when the frame goes from which it was opened (lock, language, closing)."""

    def __init__(self, of: Frame) -> None:
        from .frame import Frame

        super().__init__(of, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(*(px(each) for each in TOKENS["layout"]["min_window"]))
        self.resize(of.size())
        self.setWindowTitle(of.window().windowTitle())
        self.frame = Frame(of.session, of.settings, of.jobs)
        self.frame.locked.connect(of.locked.emit)
        self.frame.relabelled.connect(of.relabelled.emit)
        self.setCentralWidget(self.frame)

    def show_page(self, name: str, arguments: dict[str, Any]) -> None:
        """Show it on a page."""
        self.show()
        self.frame.go(name, **arguments)
        self.setWindowTitle(self.frame.page.title() if self.frame.page is not None else "")

    def closeEvent(self, event: QCloseEvent) -> None:
        """The frame stops listening."""
        self.frame.end()
        super().closeEvent(event)


__all__ = ["Beside"]
