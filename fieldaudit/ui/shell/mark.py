"""The mark of the program: a roof over a tick, on the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from ..theme import theme


def paint_mark(painter: QPainter, room: QRect) -> None:
    """Paint it into a square of any size."""
    unit = room.width() / 32
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme()["accent"])
    painter.drawRoundedRect(room, 6 * unit, 6 * unit)
    pen = QPen(theme()["accent_text"], 2.4 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in (((7, 15.5), (16, 8.5), (25, 15.5)), ((11, 18.5), (15, 22.5), (21.5, 16.5))):
        painter.drawPolyline([QPointF(room.left() + x * unit, room.top() + y * unit) for x, y in line])
