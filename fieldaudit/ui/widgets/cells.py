"""What stands in a table's cell, by the column's kind: words, toned words, two lines, a chip, money, a check box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from ..theme import pixmap, px
from .paged import Column, cell_text
from .paint import CENTER, LEFT, RIGHT, TEXT_TONES, draw_chip, draw_text, text_width

ALIGN = {"left": LEFT, "right": RIGHT, "center": CENTER}
_ROLE = {"bold": "table_bold"}


def check_box(rect: QRect) -> QRectF:
    """Where the box of a check cell is painted."""
    side = px(18)
    return QRectF(rect.left() + px(15), rect.top() + (rect.height() - side) // 2, side, side)


def content_rect(rect: QRect, first: bool) -> QRect:
    """The room of a cell's content; the first column keeps the pane's padding of 16."""
    return rect.adjusted(px(16 if first else 8), 0, -px(8), -1)


def cell_width(value: Any, column: Column) -> int:
    """How wide a cell's content would like to be."""
    if isinstance(value, Mapping) and column.kind in ("chip", "due"):
        note = text_width(str(value.get("note", "")), "table") + px(8) if value.get("note") else 0
        return note + text_width(str(value.get("text", "")), "caption") + px(16)
    flag = px(20) if isinstance(value, Mapping) and value.get("flag") else 0
    return flag + text_width(cell_text(value, aloud=False), _ROLE.get(column.kind, "table"))


def draw_cell(painter: QPainter, rect: QRect, value: Any, column: Column) -> None:
    """A cell's content by its kind."""
    align = RIGHT if column.kind == "money" else ALIGN[column.align]
    if isinstance(value, Mapping):
        _draw_toned(painter, rect, value, column, align)
    else:
        token = "text_secondary" if column.kind == "muted" else "text"
        draw_text(painter, rect, cell_text(value), _ROLE.get(column.kind, "table"), token, align)


def _draw_toned(painter: QPainter, rect: QRect, value: Mapping[str, Any], column: Column, align: Qt.AlignmentFlag) -> None:
    text, tone = str(value.get("text", "")), str(value.get("tone", ""))
    if column.kind not in ("chip", "due"):
        _draw_words(painter, rect, value, column, align)
        return
    note = str(value.get("note", ""))
    if note:
        draw_text(painter, rect, note, "table", "text")
        rect = rect.adjusted(text_width(note, "table") + px(8), 0, 0, 0)
    if text and tone:
        draw_chip(painter, rect, text, tone, str(value.get("icon", "")))
    else:
        draw_text(painter, rect, text, "caption", "text_secondary")


def _draw_words(painter: QPainter, rect: QRect, value: Mapping[str, Any], column: Column, align: Qt.AlignmentFlag) -> None:
    """Toned words; red and amber ones are bold; with a mark before them, or a second line below."""
    tone, mark, detail = str(value.get("tone", "")), str(value.get("icon", "")), str(value.get("detail", ""))
    token = TEXT_TONES.get(tone, "text")
    role = "table_bold" if tone in ("danger", "warn") else _ROLE.get(column.kind, "table")
    if flag := str(value.get("flag", "")):
        painter.drawPixmap(rect.left(), rect.center().y() - px(8) + 1, pixmap(flag, "warn_text", 16))
        rect = rect.adjusted(px(20), 0, 0, 0)
    if mark:
        painter.drawPixmap(rect.left(), rect.center().y() - px(8) + 1, pixmap(mark, token, 16))
        rect = rect.adjusted(px(20), 0, 0, 0)
    if detail:
        middle = rect.center().y()
        lower = QRect(rect.left(), middle + 1, rect.width(), px(16))
        draw_text(painter, lower, detail, "caption", "text_muted", align)
        rect = QRect(rect.left(), middle - px(18), rect.width(), px(20))
    draw_text(painter, rect, str(value.get("text", "")), role, token, align)
