"""Scrolling helpers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ..theme import px


def scroll_into_view(widget: QWidget, margin: int = 24) -> None:
    """Scroll every area around a widget until all of it is seen. `margin` in token px."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, px(margin), px(margin))
        around = around.parentWidget()


def scrolled(content: QWidget) -> QScrollArea:
    """A vertical scroll area around a widget, without a frame; it takes no focus itself."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
