"""Charts as vectors: each paints itself on any device, so screen, clipboard, PNG and SVG show the same. Knows no act.

A chart has marks: what can be pointed at, with the words of its callout and what it opens. Lines differ by dash and
marker as well as by colour, and every value stands in words in its mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ..theme import Theme, font, px
from .marks import Cell, Mark

HEAD = 28  # title and legend
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class Chart(Protocol):
    """What `ChartView` shows. Marks come in groups of `group`; left and right move within a group if `sideways`, else from
    group to group, up and down the other way."""

    title: str
    marks: Sequence[Mark]
    group: int
    sideways: bool

    def height(self) -> int:
        """The height it needs, px."""

    def boxes(self, room: QRectF) -> list[QRectF]:
        """Where each mark is hit."""

    def anchor(self, room: QRectF, mark: int) -> QPointF:
        """Where the callout of a mark hangs."""

    def paint(self, painter: QPainter, room: QRectF, colours: Theme, current: int) -> None:
        """Draw it into the room; `current`: the mark pointed at, or -1."""


def write(painter: QPainter, room: QRectF, text: str, role: str, colour: QColor, align: Qt.AlignmentFlag = _LEFT) -> float:
    """Write one line, shortened to fit; gives the width it took."""
    painter.setFont(font(role))
    painter.setPen(colour)
    metrics = QFontMetricsF(font(role))
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 0.5)
    painter.drawText(room, align | Qt.TextFlag.TextSingleLine, words)
    return min(room.width(), metrics.horizontalAdvance(words))


def nice_step(greatest: float, lines: int = 4) -> int:
    """The distance of grid lines: 1, 2 or 5 times a power of ten, so that at most `lines` of them reach the greatest."""
    step = 1
    while step * lines < greatest:
        power = 10 ** (len(str(step)) - 1)
        step = {1: 2, 2: 5, 5: 10}[step // power] * power
    return step


def _head(painter: QPainter, room: QRectF, colours: Theme, title: str, note: str = "") -> QRectF:
    """The title and a note after it; gives what is left of the line. A corner of 40 stays free for the menu."""
    line = QRectF(room.left(), room.top(), room.width() - px(40), px(24))
    line.setLeft(line.left() + write(painter, line, title, "heading", colours["text"]) + px(16))
    if note:
        line.setLeft(line.left() + write(painter, line, note, "caption", colours["text_muted"]) + px(16))
    return line


# -- the burn-down ------------------------------------------------------------------------------------------------------


@dataclass
class Lines:
    """Values over time, the second series within the first: open hazards and those of them overdue.

    `points`: (label under the axis, first, second). Three marks a point: first, second, and a total that is not drawn.
    """

    title: str
    note: str
    names: tuple[str, str]
    points: Sequence[tuple[str, int, int]]
    marks: Sequence[Mark]
    group: int = 3
    sideways: bool = False

    def height(self) -> int:
        """As high as nine bars beside it."""
        return px(HEAD + 180)

    def _plot(self, room: QRectF) -> QRectF:
        return room.adjusted(px(36), px(HEAD + 8), -px(28), -px(24))

    def _at(self, plot: QRectF, number: int, value: float, top: float) -> QPointF:
        across = plot.width() * number / (len(self.points) - 1) if len(self.points) > 1 else plot.width() / 2
        return QPointF(plot.left() + across, plot.bottom() - plot.height() * value / top)

    def _top(self) -> int:
        greatest = max((max(first, second) for _, first, second in self.points), default=0)
        step = nice_step(greatest)
        return max(step, -(-greatest // step) * step)

    def boxes(self, room: QRectF) -> list[QRectF]:
        """A column a point: its lower part is the second series where that lies lower, the strip of labels the total."""
        plot, top = self._plot(room), self._top()
        wide = plot.width() / max(1, len(self.points) - 1)
        found = []
        for number, (_, first, second) in enumerate(self.points):
            middle = self._at(plot, number, (first + second) / 2, top)
            left, right = max(room.left(), middle.x() - wide / 2), min(room.right(), middle.x() + wide / 2)
            found += [
                QRectF(QPointF(left, plot.top() - px(8)), QPointF(right, middle.y())),
                QRectF(QPointF(left, middle.y()), QPointF(right, plot.bottom() + px(2))),
                QRectF(QPointF(left, plot.bottom() + px(2)), QPointF(right, room.bottom())),
            ]
        return found

    def anchor(self, room: QRectF, mark: int) -> QPointF:
        """The point of its month."""
        return self._at(self._plot(room), mark // self.group, 0, self._top())

    def paint(self, painter: QPainter, room: QRectF, colours: Theme, current: int) -> None:
        """Grid, areas, lines, and the column that is pointed at."""
        rest = self._legend(painter, _head(painter, room, colours, self.title), colours)
        write(painter, rest, self.note, "caption", colours["text_muted"])
        plot, top = self._plot(room), self._top()
        self._grid(painter, plot, room, colours, top)
        first = [self._at(plot, number, point[1], top) for number, point in enumerate(self.points)]
        second = [self._at(plot, number, point[2], top) for number, point in enumerate(self.points)]
        for points, fill, tone, dashed in ((first, "accent_bg", "chart_1", False), (second, "danger_bg", "danger", True)):
            _area(painter, points, plot.bottom(), colours[fill])
            painter.setPen(_pen(colours[tone], dashed))
            painter.drawPolyline(QPolygonF(points))
        if 0 <= current < len(self.marks):
            self._pointed(painter, plot, colours, current, (first, second))
        for number, spot in enumerate(first):
            _spot(painter, spot, colours["ok" if not self.points[number][1] else "chart_1"], colours["surface"], square=False)
        for spot in second:
            _spot(painter, spot, colours["danger"], colours["surface"], square=True)

    def _legend(self, painter: QPainter, room: QRectF, colours: Theme) -> QRectF:
        for name, tone, square in ((self.names[0], "chart_1", False), (self.names[1], "danger", True)):
            middle = room.center().y()
            painter.setPen(_pen(colours[tone], square))
            painter.drawLine(QPointF(room.left(), middle), QPointF(room.left() + px(18), middle))
            _spot(painter, QPointF(room.left() + px(9), middle), colours[tone], colours["surface"], square=square)
            room = room.adjusted(px(24), 0, 0, 0)
            room.setLeft(room.left() + write(painter, room, name, "table", colours["text_secondary"]) + px(16))
        return room

    def _grid(self, painter: QPainter, plot: QRectF, room: QRectF, colours: Theme, top: int) -> None:
        for value in range(0, top + 1, nice_step(top)):
            y = self._at(plot, 0, value, top).y()
            painter.setPen(QPen(colours["chart_grid"], 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            label = QRectF(room.left(), y - px(10), px(28), px(20))
            write(painter, label, str(value), "caption", colours["text_muted"], _RIGHT)
        every = max(1, -(-len(self.points) * px(64) // max(1, round(plot.width()))))
        for number, (label_, _, _) in enumerate(self.points):
            if (len(self.points) - 1 - number) % every:
                continue
            x = self._at(plot, number, 0, top).x()
            place = QRectF(x - px(36), plot.bottom() + px(4), px(72), px(20))
            write(painter, place, label_, "caption", colours["text_muted"], _CENTRE)

    def _pointed(
        self, painter: QPainter, plot: QRectF, colours: Theme, current: int, lines: tuple[list[QPointF], list[QPointF]]
    ) -> None:
        number, series = divmod(current, self.group)
        x = lines[0][number].x()
        painter.setPen(QPen(colours["text_muted"], 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        if series < len(lines):
            painter.setPen(QPen(colours["text"], px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(lines[series][number], px(8), px(8))


def _pen(colour: QColor, dashed: bool) -> QPen:
    pen = QPen(colour, px(2))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        pen.setDashPattern([4, 2])
    return pen


def _area(painter: QPainter, points: list[QPointF], bottom: float, colour: QColor) -> None:
    if len(points) > 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(points[0].x(), bottom), *points, QPointF(points[-1].x(), bottom)]))


def _spot(painter: QPainter, at: QPointF, edge: QColor, fill: QColor, *, square: bool) -> None:
    painter.setPen(QPen(edge, px(2)))
    painter.setBrush(fill)
    half = px(3)
    if square:
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))
    else:
        painter.drawEllipse(at, half + 0.5, half + 0.5)


# -- bars ---------------------------------------------------------------------------------------------------------------


@dataclass
class Bars:
    """One bar a row, the longest first: (label, value). One mark a row."""

    title: str
    note: str
    rows: Sequence[tuple[str, int]]
    marks: Sequence[Mark]
    group: int = 1
    sideways: bool = True

    def height(self) -> int:
        """20 a row."""
        return px(HEAD) + len(self.rows) * px(20)

    def boxes(self, room: QRectF) -> list[QRectF]:
        """A row each: 20 high, and up to 34 where there is more room."""
        top, free = room.top() + px(HEAD), room.height() - px(HEAD)
        high = max(px(20), min(px(34), free / max(1, len(self.rows))))
        return [QRectF(room.left(), top + number * high, room.width(), high) for number in range(len(self.rows))]

    def anchor(self, room: QRectF, mark: int) -> QPointF:
        """The middle of its place."""
        return self.boxes(room)[mark].center()

    def paint(self, painter: QPainter, room: QRectF, colours: Theme, current: int) -> None:
        """Label, bar, value."""
        _head(painter, room, colours, self.title, self.note)
        metrics = QFontMetricsF(font("table"))
        wide = min(room.width() * 0.45, max((metrics.horizontalAdvance(name) for name, _ in self.rows), default=0) + px(4))
        greatest = max((value for _, value in self.rows), default=0) or 1
        for number, (box, (name, value)) in enumerate(zip(self.boxes(room), self.rows, strict=True)):
            if number == current:
                painter.fillRect(box, colours["selection"])
            write(painter, QRectF(box.left(), box.top(), wide, box.height()), name, "table", colours["text_secondary"])
            value_room = QRectF(box.right() - px(36), box.top(), px(36), box.height())
            write(painter, value_room, str(value), "table", colours["text"], _RIGHT)
            free = value_room.left() - box.left() - wide - px(16)
            bar = QRectF(box.left() + wide + px(12), box.center().y() - px(5), max(px(2), free * value / greatest), px(10))
            _bar(painter, bar, colours["chart_1"])


def _bar(painter: QPainter, room: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(room, px(2), px(2))


# -- a table whose numbers are marks -------------------------------------------------------------------------------------


@dataclass
class Grid:
    """Rows of numbers. Every cell but the first of a row and the bars is a mark; all rows have as many."""

    title: str
    note: str
    columns: Sequence[tuple[str, float]]  # heading, share of the width
    rows: Sequence[Sequence[Cell]]
    marks: Sequence[Mark]
    group: int = field(init=False)
    sideways: bool = True

    def __post_init__(self) -> None:
        self.group = max(1, len(self._marked()))

    def _marked(self) -> list[int]:
        return [at for at, cell in enumerate(self.rows[0]) if at and cell.share is None] if self.rows else []

    def height(self) -> int:
        """26 a row under a header of 32."""
        return px(HEAD) + px(32) + len(self.rows) * px(26)

    def _columns(self, room: QRectF) -> list[tuple[float, float]]:
        whole, left, found = sum(share for _, share in self.columns), room.left(), []
        for _, share in self.columns:
            found.append((left, room.width() * share / whole))
            left += found[-1][1]
        return found

    def _cell(self, room: QRectF, row: int, column: int) -> QRectF:
        left, width = self._columns(room)[column]
        return QRectF(left, room.top() + px(HEAD + 32) + row * px(26), width, px(26))

    def boxes(self, room: QRectF) -> list[QRectF]:
        """A cell each."""
        return [self._cell(room, row, column) for row in range(len(self.rows)) for column in self._marked()]

    def anchor(self, room: QRectF, mark: int) -> QPointF:
        """The middle of its place."""
        return self.boxes(room)[mark].center()

    def paint(self, painter: QPainter, room: QRectF, colours: Theme, current: int) -> None:
        """Headings, a line, rows."""
        _head(painter, room, colours, self.title, self.note)
        for at, ((left, width), (name, _)) in enumerate(zip(self._columns(room), self.columns, strict=True)):
            place = QRectF(left, room.top() + px(HEAD), width - px(8), px(26))
            write(painter, place, name, "table", colours["text_secondary"], self._align(at))
        painter.setPen(QPen(colours["border"], 1))
        below = room.top() + px(HEAD + 28)
        painter.drawLine(QPointF(room.left(), below), QPointF(room.right(), below))
        if 0 <= current < len(self.marks):
            painter.fillRect(self.boxes(room)[current], colours["selection"])
        for row, cells in enumerate(self.rows):
            for column, cell in enumerate(cells):
                self._paint_cell(painter, self._cell(room, row, column).adjusted(0, 0, -px(8), 0), cell, column, colours)

    def _paint_cell(self, painter: QPainter, room: QRectF, cell: Cell, column: int, colours: Theme) -> None:
        if cell.share is not None:
            track = QRectF(room.left() + px(8), room.center().y() - px(4), room.width() - px(8), px(8))
            _bar(painter, track, colours["track"])
            if cell.share > 0:
                track.setWidth(max(px(3), track.width() * cell.share))
                _bar(painter, track, colours["chart_1"])
            return
        tone = colours["text" if cell.strong or not column else "text_secondary"]
        write(painter, room, cell.text, "table", tone, self._align(column))

    def _align(self, column: int) -> Qt.AlignmentFlag:
        is_bar = bool(self.rows) and self.rows[0][column].share is not None
        return _LEFT if column == 0 or is_bar else _RIGHT


__all__ = ["Bars", "Cell", "Chart", "Grid", "Lines", "Mark", "nice_step", "write"]
