"""A chart on the screen: callout on hover and by arrows, Enter opens, Ctrl+C copies; saved as PNG or SVG by the same painter."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMarginsF, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..text import tr
from ..theme import Theme, font, px, theme
from .charts import Chart, write

SCALE = 2  # of an exported picture
_PAPER = Theme("light")  # a picture for a report is light whatever the window wears
_EDGE = 16


class ChartView(QWidget):
    """Shows one chart. `opened`: what the mark pressed opens."""

    opened = Signal(object)
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def chart(self) -> Chart | None:
        """What is shown."""
        return self._chart

    def show_chart(self, chart: Chart) -> None:
        """Show another one; the same mark stays pointed at where there is one."""
        self._chart = chart
        self.current = self.current if self.current < len(chart.marks) else -1
        self.setFixedHeight(chart.height())
        self._name()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the chart needs."""
        return QSize(px(320), self._chart.height() if self._chart else px(120))

    def point_at(self, mark: int) -> None:
        """Move the callout."""
        if mark != self.current:
            self.current = mark
            self._name()
            self.update()

    def _name(self) -> None:
        """What is pointed at is the name, so that it is read out as it moves; all marks are the description."""
        if self._chart is None:
            return
        words = [mark.words() for mark in self._chart.marks]
        here = words[self.current] if 0 <= self.current < len(words) else ""
        self.setAccessibleName(f"{self._chart.title}. {here}" if here else self._chart.title)
        self.setAccessibleDescription(". ".join(words))

    # -- pointer and keys ----------------------------------------------------------------------------
    def _under(self, at: QPointF) -> int:
        boxes = self._chart.boxes(QRectF(self.rect())) if self._chart else []
        return next((number for number, box in enumerate(boxes) if box.contains(at)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the pointer."""
        found = self._under(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found >= 0 else Qt.CursorShape.ArrowCursor)
        self.point_at(found)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at, unless by keys."""
        if not self.hasFocus():
            self.point_at(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the rows behind it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.open(self._under(event.position()))

    def open(self, mark: int) -> None:
        """Open what a mark stands for; a zero has no rows but opens all the same, and says so there."""
        if self._chart is not None and 0 <= mark < len(self._chart.marks):
            self.opened.emit(self._chart.marks[mark].opens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Home and End jump, Enter opens, Ctrl+C copies, Esc lets go."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open(self.current)
        elif event.key() == Qt.Key.Key_Escape and self.current >= 0:
            self.point_at(-1)
        elif (to := self._moved(event.key())) is not None:
            self.point_at(to)
        else:
            super().keyPressEvent(event)

    def _moved(self, key: int) -> int | None:
        chart, at = self._chart, self.current
        if chart is None or not chart.marks or key not in _MOVES:
            return None
        if at < 0:
            return 0 if chart.sideways else len(chart.marks) - chart.group
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return at % chart.group if key == Qt.Key.Key_Home else len(chart.marks) - chart.group + at % chart.group
        forward = key in (Qt.Key.Key_Right, Qt.Key.Key_Down)
        within = (key in (Qt.Key.Key_Left, Qt.Key.Key_Right)) == chart.sideways and chart.group > 1
        to = at + (1 if forward else -1) * (1 if within else chart.group)
        lowest, highest = (at - at % chart.group, at - at % chart.group + chart.group - 1) if within else (0, len(chart.marks) - 1)
        return to if lowest <= to <= highest else at

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keyboard: show where one is at once."""
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason) and self.current < 0:
            self.point_at(self._moved(Qt.Key.Key_Home) if self._chart and self._chart.marks else -1)  # type: ignore[arg-type]
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is pointed at any more."""
        self.point_at(-1)
        super().focusOutEvent(event)

    # -- painting ------------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chart, then the callout."""
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        self._chart.paint(painter, room, theme(), self.current)
        if 0 <= self.current < len(self._chart.marks):
            self._callout(painter, room, self._chart.boxes(room)[self.current])

    def _callout(self, painter: QPainter, room: QRectF, box: QRectF) -> None:
        assert self._chart is not None
        mark, line = self._chart.marks[self.current], px(18)
        metrics = QFontMetricsF(font("strong"))
        wide = min(room.width(), max(metrics.horizontalAdvance(text) for text in (mark.title, *mark.lines)) + px(32))
        high = line * (1 + len(mark.lines)) + px(12)
        anchor = self._chart.anchor(room, self.current).x()
        left = anchor + px(10) if anchor + px(10) + wide <= room.right() else max(room.left(), anchor - px(10) - wide)
        top = box.top() - high - px(4) if self._chart.sideways else room.top() + px(36)
        top = box.bottom() + px(4) if top < room.top() else top
        place = QRectF(left, max(room.top(), min(top, room.bottom() - high)), wide, high)
        colours = theme()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours["tooltip_bg"])
        painter.drawRoundedRect(place, px(4), px(4))
        for number, text in enumerate((mark.title, *mark.lines)):
            at = QRectF(place.left() + px(10), place.top() + px(6) + number * line, wide - px(16), line)
            words = f"▸ {text}" if number == mark.strong + 1 and len(mark.lines) > 1 else text
            write(painter, at, words, "caption" if number else "strong", colours["tooltip_text"])

    # -- pictures ------------------------------------------------------------------------------------
    def copy(self) -> None:
        """The picture to the clipboard."""
        if self._chart is not None:
            QGuiApplication.clipboard().setImage(image(self._chart, self.width()))
            self.copied.emit()


_MOVES = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End))


def _size(chart: Chart, width: int) -> QSize:
    return QSize(width + 2 * px(_EDGE), chart.height() + 2 * px(_EDGE))


def _draw(chart: Chart, painter: QPainter, size: QSize) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRect(0, 0, size.width(), size.height()), _PAPER["surface"])
    edge = px(_EDGE)
    chart.paint(painter, QRectF(0, 0, size.width(), size.height()).marginsRemoved(QMarginsF(edge, edge, edge, edge)), _PAPER, -1)


def image(chart: Chart, width: int) -> QImage:
    """The chart as a picture at twice the size of the screen's, on white."""
    size = _size(chart, width)
    made = QImage(size * SCALE, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(SCALE)
    painter = QPainter(made)
    _draw(chart, painter, size)
    painter.end()
    return made


def save(chart: Chart, width: int, path: Path) -> bool:
    """The chart as a file, by its ending: .svg as vectors, else a picture. False when it could not be written."""
    if path.suffix.lower() != ".svg":
        return image(chart, width).save(str(path))
    from PySide6.QtSvg import QSvgGenerator

    size = _size(chart, width)
    made = QSvgGenerator()
    made.setFileName(str(path))
    made.setSize(size)
    made.setViewBox(QRectF(QPointF(0, 0), QSizeF(size)))
    made.setTitle(chart.title)
    made.setDescription(tr("chart.made"))
    painter = QPainter()
    if not painter.begin(made):
        return False
    _draw(chart, painter, size)
    return painter.end()


__all__ = ["SCALE", "ChartView", "image", "save"]
