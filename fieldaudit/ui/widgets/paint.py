"""Painting shared by delegates and painted widgets: text that elides, chips, check marks, the inset focus of a row.

Owns how small marks look inside rows. Knows no model and no widget.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from ..theme import changed, font, pixmap, px, theme

CHIP_TONES = {
    "neutral": ("surface_sunken", "text_secondary"),
    "danger": ("danger_bg", "danger_text"),
    "warn": ("warn_bg", "warn_text"),
    "ok": ("ok_bg", "ok_text"),
    "accent": ("accent_bg", "accent_on_bg"),
    "plain": ("surface", "text_secondary"),
}
TEXT_TONES = {
    "": "text", "text": "text", "muted": "text_muted", "secondary": "text_secondary", "danger": "danger_text", "warn": "warn_text",
    "ok": "ok_text", "accent": "accent", "neutral": "text", "disabled": "text_disabled",
}  # fmt: skip
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


@lru_cache(maxsize=64)
def _measured(role: str, size: int) -> tuple[QFont, QFontMetrics]:
    made = font(role.removesuffix("_bold"))
    if role.endswith("_bold"):
        made.setWeight(QFont.Weight.Bold)
    return made, QFontMetrics(made)


def face(role: str) -> tuple[QFont, QFontMetrics]:
    """The font of a role of the scale (or the same in bold: "table_bold") and its metrics, made once a size."""
    return _measured(role, px(100))




def text_width(text: str, role: str) -> int:
    """How wide a text is, logical px; enough for it not to be shortened."""
    return face(role)[1].horizontalAdvance(text) + 1  # the advance is rounded, what is drawn is not


@lru_cache(maxsize=4096)
def _shortened(text: str, role: str, width: int, _size: int) -> str:
    return face(role)[1].elidedText(text, Qt.TextElideMode.ElideRight, width)


def draw_text(
    painter: QPainter, rect: QRect, text: str, role: str = "body", token: str = "text", align: Qt.AlignmentFlag = LEFT
) -> bool:
    """Draw one line, with … where it does not fit; True when it was shortened."""
    shown = _shortened(text, role, rect.width(), px(100))
    painter.setFont(face(role)[0])
    painter.setPen(theme()[token])
    painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, shown)
    return shown != text


changed.connect(_measured.cache_clear)
changed.connect(_shortened.cache_clear)


def rounded(painter: QPainter, rect: QRectF, radius: float, fill: QColor | None, edge: QColor | None, width: float = 1.0) -> None:
    """A rectangle with round corners; its edge lies inside."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2) if edge is not None else rect
    painter.drawRoundedRect(inner, radius, radius)
    painter.restore()


def draw_chip(painter: QPainter, rect: QRect, text: str, tone: str = "neutral", icon: str = "") -> QRect:
    """A chip of 24 at the left of a rectangle, in its middle; gives the room it took."""
    back, fore = CHIP_TONES.get(tone, CHIP_TONES["neutral"])
    mark = px(14) + px(4) if icon else 0
    width = min(text_width(text, "caption") + mark + px(16), rect.width())
    box = QRect(rect.left(), rect.center().y() - px(12) + 1, width, px(24))
    colours = theme()
    needs_edge = tone == "plain" or colours.name == "high_contrast"
    rounded(painter, QRectF(box), px(4), colours[back], colours["border" if tone == "plain" else fore] if needs_edge else None)
    inner = box.adjusted(px(8), 0, -px(8), 0)
    if icon:
        painter.drawPixmap(inner.left(), box.center().y() - px(7) + 1, pixmap(icon, fore, 14))
        inner.setLeft(inner.left() + mark)
    draw_text(painter, inner, text, "caption", fore)
    return box


def draw_badge(painter: QPainter, rect: QRect, text: str, tone: str = "danger") -> QRect:
    """A count badge of 18 at the right of a rectangle; gives the room it took."""
    width = max(px(18), text_width(text, "badge") + px(10))
    box = QRect(rect.right() - width + 1, rect.center().y() - px(9) + 1, width, px(18))
    back, fore = ("danger", "danger_text_on") if tone == "danger" else ("track", "text_secondary")
    rounded(painter, QRectF(box), px(9), theme()[back], None)
    draw_text(painter, box, text, "badge", fore, CENTER)
    return box


def draw_check(painter: QPainter, box: QRectF, state: Qt.CheckState, *, enabled: bool = True) -> None:
    """A check box of 18: empty, checked, or a dash for some."""
    colours = theme()
    if state == Qt.CheckState.Unchecked:
        rounded(painter, box, px(4), colours["surface"], colours["border_control" if enabled else "border"])
        return
    rounded(painter, box, px(4), colours["accent" if enabled else "border"], None)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colours["accent_text" if enabled else "text_disabled"], max(2.0, box.width() / 9))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y, side = box.x(), box.y(), box.width()
    path = QPainterPath(QPointF(x + side * 0.26, y + side * 0.52))
    if state == Qt.CheckState.PartiallyChecked:
        path = QPainterPath(QPointF(x + side * 0.28, y + side * 0.5))
        path.lineTo(x + side * 0.72, y + side * 0.5)
    else:
        path.lineTo(x + side * 0.43, y + side * 0.68)
        path.lineTo(x + side * 0.75, y + side * 0.34)
    painter.drawPath(path)
    painter.restore()


def draw_radio(painter: QPainter, box: QRectF, *, checked: bool, enabled: bool = True) -> None:
    """A radio button of 18."""
    colours = theme()
    edge = colours[("accent" if checked else "border_control") if enabled else "border"]
    rounded(painter, box, box.width() / 2, colours["surface"], edge, 1.5 if checked else 1.0)
    if checked:
        inset = box.width() * 0.28
        dot = box.adjusted(inset, inset, -inset, -inset)
        rounded(painter, dot, dot.width() / 2, edge, None)


def draw_inset_focus(painter: QPainter, rect: QRect) -> None:
    """The focus of a row: 2 px inside it."""
    painter.save()
    painter.setPen(QPen(theme()["focus"], 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.restore()
