"""The queue at the left of the review: who waits, since when, with how many hazards."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ...text import tr
from ...theme import px, theme
from ...widgets.lists import RowList, RowState
from ...widgets.paint import RIGHT, draw_chip, draw_text, text_width

HEIGHT = 68
Row = dict[str, Any]


def _paint(painter: QPainter, rect: QRect, row: Row, state: RowState) -> None:
    inner = rect.adjusted(px(16), px(10), -px(16), -px(10))
    if state.current:
        painter.fillRect(rect.left(), rect.top(), px(3), rect.height(), theme()["accent"])
    top = QRect(inner.left(), inner.top(), inner.width(), px(24))
    below = QRect(inner.left(), inner.bottom() - px(20), inner.width(), px(20))
    if row["amended"] or row["returns"]:
        words = tr("review.amended")
        wide = text_width(words, "caption") + px(16)
        draw_chip(painter, QRect(top.right() - wide, top.top(), wide, top.height()), words, "neutral")
        top.setRight(top.right() - wide - px(8))
    draw_text(painter, top, row["home"] or "", "strong")
    wide = text_width(row["hazards"], "caption")
    draw_text(painter, below, row["hazards"], "caption", "danger_text" if row["items"] else "text_muted", RIGHT)
    below.setRight(below.right() - wide - px(8))
    draw_text(painter, below, f"{row['who']} · {row['when']}", "caption", "text_muted")


def _aloud(row: Row) -> str:
    again = tr("review.amended") if row["amended"] or row["returns"] else ""
    return ", ".join(filter(None, (row["home"], row["who"], row["when"], row["hazards"], again)))


def queue_list() -> RowList:
    """The list; a click opens."""
    return RowList(_paint, HEIGHT, _aloud, opens_on_click=True)
