"""How marks look over a picture on the screen, where they can be taken hold of, and what moving one makes of its points.

Vectors over the picture, at any zoom; the paper's own drawing is `evidence.drawing`. Points are fractions of the upright
picture, as the rows have them. Knows no widget and no act.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPainterPathStroker, QPen

from ....domain.annotation import Point, Shape
from ...theme import TOKENS, font, px, theme

CORNERS = ("box", "ellipse", "blur")
LINE = TOKENS["photo"]["mark_width"]["viewer"]
_HEAD, _SPREAD = 9.0, 26.0  # of an arrow: length in line widths, degrees to each side
_CELLS = 5  # along the longer side of a blur, as on paper
_GRIP = 12.0  # px from a line within which it is taken hold of
HANDLE = 5.0  # half the side of a handle


def to_view(area: QRectF, points: Sequence[Point]) -> list[QPointF]:
    """Fractions as places in the area the picture takes."""
    return [QPointF(area.x() + x * area.width(), area.y() + y * area.height()) for x, y in points]


def to_points(area: QRectF, places: Sequence[QPointF]) -> tuple[Point, ...]:
    """Places as fractions, kept inside the picture."""
    wide, high = max(1.0, area.width()), max(1.0, area.height())
    return tuple((_inside((p.x() - area.x()) / wide), _inside((p.y() - area.y()) / high)) for p in places)


def _inside(value: float) -> float:
    return min(1.0, max(0.0, value))


# -- painting ----------------------------------------------------------------------------------------------
def paint_marks(painter: QPainter, area: QRectF, shapes: Sequence[Shape], picture: QImage) -> None:
    """Everything drawn on a picture: what is hidden first, then the rest in its order."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        if shape.kind == "blur":
            _blur(painter, area, shape, picture)
    for shape in shapes:
        if shape.kind == "text":
            _text(painter, area, shape)
        elif shape.kind != "blur":
            _line(painter, outline(area, shape), QColor(shape.colour))


def _line(painter: QPainter, path: QPainterPath, colour: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for paint, wide in ((QColor(TOKENS["photo"]["mark_edge"]), LINE + 3), (colour, LINE)):
        painter.setPen(QPen(paint, px(wide), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPath(path)


def outline(area: QRectF, shape: Shape) -> QPainterPath:
    """The line of a shape."""
    places, path = to_view(area, shape.points), QPainterPath()
    if shape.kind in ("box", "blur"):
        path.addRoundedRect(_between(places), px(2), px(2))
    elif shape.kind == "ellipse":
        path.addEllipse(_between(places))
    elif shape.kind == "text":
        path.addRect(text_box(area, shape))
    else:
        path.moveTo(places[0])
        for place in places[1:]:
            path.lineTo(place)
        if shape.kind == "arrow":
            _head(path, places[0], places[-1])
    return path


def _between(places: Sequence[QPointF]) -> QRectF:
    return QRectF(places[0], places[-1]).normalized()


def _head(path: QPainterPath, tail: QPointF, tip: QPointF) -> None:
    shaft = QLineF(tip, tail)
    length = min(px(LINE) * _HEAD, shaft.length() * 0.6)
    for side in (_SPREAD, -_SPREAD):
        wing = QLineF(shaft)
        wing.setLength(length)
        wing.setAngle(shaft.angle() + side)
        path.moveTo(tip)
        path.lineTo(wing.p2())


def text_box(area: QRectF, shape: Shape) -> QRectF:
    """The label of a text: moved inside the picture where it would stick out."""
    metrics = QFontMetricsF(font("heading"))
    size = QSize(round(metrics.horizontalAdvance(shape.text)) + px(24), px(32))
    place = to_view(area, shape.points)[0]
    x = max(area.left(), min(place.x(), area.right() - size.width()))
    y = max(area.top(), min(place.y(), area.bottom() - size.height()))
    return QRectF(x, y, min(size.width(), area.width()), size.height())


def _text(painter: QPainter, area: QRectF, shape: Shape) -> None:
    box = text_box(area, shape)
    painter.setPen(QPen(QColor(TOKENS["photo"]["mark_edge"]), 1))
    painter.setBrush(QColor(TOKENS["photo"]["mark_label_bg"]))
    painter.drawRoundedRect(box, px(4), px(4))
    painter.setPen(QColor(TOKENS["photo"]["mark_label_text"]))
    painter.setFont(font("heading"))
    inner = box.adjusted(px(8), 0, -px(8), 0)
    said = painter.fontMetrics().elidedText(shape.text, Qt.TextElideMode.ElideRight, round(inner.width()))
    painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, said)


def _blur(painter: QPainter, area: QRectF, shape: Shape, picture: QImage) -> None:
    """Of what lies under it a handful of colours are left, as on paper."""
    box = _between(to_view(area, shape.points))
    if picture.isNull():
        painter.fillRect(box, theme()["surface_sunken"])
        return
    (x0, y0), (x1, y1) = shape.points
    left, right = sorted((x0 * picture.width(), x1 * picture.width()))
    top, bottom = sorted((y0 * picture.height(), y1 * picture.height()))
    part = picture.copy(QRect(round(left), round(top), max(1, round(right - left)), max(1, round(bottom - top))))
    cell = max(part.width(), part.height()) / _CELLS
    cells = QSize(max(1, round(part.width() / cell)), max(1, round(part.height() / cell)))
    smooth = Qt.TransformationMode.SmoothTransformation
    small = part.scaled(cells, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    painter.drawImage(box, small.scaled(box.size().toSize(), Qt.AspectRatioMode.IgnoreAspectRatio, smooth))


def paint_hold(painter: QPainter, area: QRectF, shape: Shape) -> None:
    """What shows that a mark is chosen: its handles, and a dashed box around a line or text."""
    accent = theme()["accent"]
    if shape.kind in ("text", "pen"):
        painter.setPen(QPen(accent, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(outline(area, shape).boundingRect().adjusted(-4, -4, 4, 4))
    painter.setPen(QPen(accent, 2))
    painter.setBrush(theme()["surface"])
    for place in handles(area, shape):
        painter.drawRect(QRectF(place.x() - HANDLE, place.y() - HANDLE, 2 * HANDLE, 2 * HANDLE))


# -- holding and moving ------------------------------------------------------------------------------------
def handles(area: QRectF, shape: Shape) -> list[QPointF]:
    """Where a mark can be pulled: four corners, or the two ends of an arrow; a pen's line and a text are only moved."""
    if shape.kind in CORNERS:
        box = _between(to_view(area, shape.points))
        return [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]
    return to_view(area, shape.points) if shape.kind == "arrow" else []


def handle_at(area: QRectF, shape: Shape, place: QPointF) -> int:
    """The handle under the pointer, or -1."""
    near = [math.hypot(place.x() - each.x(), place.y() - each.y()) <= _GRIP for each in handles(area, shape)]
    return near.index(True) if True in near else -1


def hit(area: QRectF, shapes: Sequence[Shape], place: QPointF) -> int:
    """The mark under the pointer, the uppermost first; a line before what merely lies around the pointer. -1: none."""
    for at in reversed(range(len(shapes))):
        if _on_line(area, shapes[at], place):
            return at
    around = [at for at, shape in enumerate(shapes) if shape.kind in CORNERS and outline(area, shape).contains(place)]
    return around[-1] if around else -1


def _on_line(area: QRectF, shape: Shape, place: QPointF) -> bool:
    if shape.kind == "text":
        return text_box(area, shape).contains(place)
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * _GRIP)
    return stroker.createStroke(outline(area, shape)).contains(place)


def moved(points: Sequence[Point], dx: float, dy: float) -> tuple[Point, ...]:
    """All points moved by fractions of the picture, as far as they stay inside it."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    dx = min(max(dx, -min(xs)), 1.0 - max(xs))
    dy = min(max(dy, -min(ys)), 1.0 - max(ys))
    return tuple((x + dx, y + dy) for x, y in points)


def pulled(shape: Shape, handle: int, to: Point) -> tuple[Point, ...]:
    """The points with one handle moved to a place."""
    if shape.kind == "arrow":
        return (to, shape.points[1]) if handle == 0 else (shape.points[0], to)
    (x0, y0), (x1, y1) = shape.points
    left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    opposite = ((right, bottom), (left, bottom), (left, top), (right, top))[handle]
    return (opposite, to)


def grown(shape: Shape, dx: float, dy: float) -> tuple[Point, ...]:
    """The shape with its last point moved: by keyboard, larger or smaller."""
    x, y = shape.points[-1]
    return (*shape.points[:-1], (_inside(x + dx), _inside(y + dy)))
