"""The picture with its marks: fitted or zoomed, marks drawn, chosen, moved and resized with mouse, pen, finger or keys.

Shows what it is given and says what was wanted (`drawn`, `changed`, `removed`); the page carries it out. Between press and
release nothing is written: a stroke is one act.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from ....domain.annotation import LONGEST_TEXT, SHAPES, Point, Shape, wrong_with
from ...text import tr
from ...theme import px, theme
from . import marks
from .presenter import Mark

TOOLS = {"V": "move", "A": "arrow", "C": "ellipse", "R": "box", "P": "pen", "T": "text", "B": "blur"}  # key -> tool
ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
_STEP = 0.01  # of the picture: an arrow key moves a mark so far; a tenth of it with Ctrl
_MIDDLE: dict[str, tuple[Point, ...]] = {
    "arrow": ((0.6, 0.6), (0.5, 0.5)), "box": ((0.4, 0.4), (0.6, 0.6)), "ellipse": ((0.4, 0.4), (0.6, 0.6)),
    "blur": ((0.4, 0.4), (0.6, 0.6)), "text": ((0.4, 0.5),),
}  # fmt: skip
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class Canvas(QWidget):
    """The sunken bed with the picture."""

    drawn = Signal(str, object, str)  # kind, points, words
    changed = Signal(object, object, str)  # mark's id, points, words
    removed = Signal(object)  # mark's id
    tool_chosen = Signal(str)
    zoomed = Signal(float)
    stepped = Signal(int)  # the photo before (-1) or after (1)
    left = Signal()  # Esc with nothing chosen

    def __init__(self) -> None:
        super().__init__()
        self.tool = "move"
        self.zoom = 1.0
        self.chosen = -1
        self._picture = QImage()
        self._size = QSizeF(4, 3)
        self._marks: list[Mark] = []
        self._writable = False
        self._centre = QPointF(0.5, 0.5)
        self._drag: _Drag | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(px(240), px(160))
        self._words = _Words(self)

    # -- what is shown -----------------------------------------------------------------------------------
    def show_photo(self, size: QSize, picture: QImage, found: Sequence[Mark], *, writable: bool) -> None:
        """Show a picture of this size (pixels of the original), perhaps not made yet, with its marks."""
        kept = self._marks[self.chosen].id if 0 <= self.chosen < len(self._marks) else None
        self._size = QSizeF(max(1, size.width()), max(1, size.height()))
        self._picture, self._marks, self._writable = picture, list(found), writable
        self.chosen = next((at for at, mark in enumerate(self._marks) if mark.id == kept), -1)
        self._name()
        self.update()

    def picture(self) -> QImage:
        """The picture as it is shown now; null while it is being made."""
        return self._picture

    def choose_mark(self, mark: int) -> None:
        """Take hold of a mark."""
        self.chosen = next((at for at, each in enumerate(self._marks) if each.id == mark), -1)
        self._name()
        self.update()

    def settle(self) -> None:
        """Finish the words that are being typed."""
        self._words.settle()

    def show_picture(self, picture: QImage) -> None:
        """The picture is ready, or sharper."""
        self._picture = picture
        self.update()

    def area(self) -> QRectF:
        """Where the picture lies."""
        room = QRectF(self.rect()).adjusted(px(24), px(24), -px(24), -px(24))
        fitted = self._size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio) * self.zoom
        middle = QPointF(room.center())
        if self.zoom > 1:
            middle -= QPointF((self._centre.x() - 0.5) * fitted.width(), (self._centre.y() - 0.5) * fitted.height())
        return QRectF(middle.x() - fitted.width() / 2, middle.y() - fitted.height() / 2, fitted.width(), fitted.height())

    def choose_tool(self, tool: str) -> None:
        """Draw this from now on, or move what is there ("move")."""
        self.tool = tool
        if tool != "move":
            self.chosen = -1
        self.setCursor(Qt.CursorShape.ArrowCursor if tool == "move" else Qt.CursorShape.CrossCursor)
        self._name()
        self.update()

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """1 fits the whole picture; `about`: a place that stays where it is."""
        before = marks.to_points(self.area(), [about])[0] if about is not None else None
        self.zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        if before is not None and about is not None:
            self._keep_under(QPointF(*before), about)
        self._words.place()
        self.zoomed.emit(self.zoom)
        self.update()

    def zoom_step(self, step: int, about: QPointF | None = None) -> None:
        """Larger (1) or smaller (-1)."""
        steps = [each for each in ZOOMS if (each > self.zoom if step > 0 else each < self.zoom)]
        if steps:
            self.set_zoom(steps[0] if step > 0 else steps[-1], about)

    def _keep_under(self, point: QPointF, place: QPointF) -> None:
        area = self.area()
        there = QPointF(area.x() + point.x() * area.width(), area.y() + point.y() * area.height())
        self._pan(place - there)

    def _pan(self, by: QPointF) -> None:
        area = self.area()
        x, y = self._centre.x() - by.x() / area.width(), self._centre.y() - by.y() / area.height()
        self._centre = QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        self._words.place()
        self.update()

    def _name(self) -> None:
        """What a screen reader says."""
        said = [tr("photo.canvas"), tr("photo.markCount", len(self._marks))]
        if 0 <= self.chosen < len(self._marks):
            shape = self._marks[self.chosen].shape
            said.append(tr("photo.chosen", mark=f"{SHAPES[shape.kind]} {shape.text}".strip()))
        self.setAccessibleName(" · ".join(said))

    # -- painting ----------------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bed, picture, marks, what is chosen."""
        painter, area = QPainter(self), self.area()
        painter.fillRect(self.rect(), theme()["surface_sunken"])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._picture.isNull():
            painter.fillRect(area, theme()["track"])
        else:
            painter.drawImage(area, self._picture)
        marks.paint_marks(painter, area, self._shapes(), self._picture)
        if self._writable and 0 <= self.chosen < len(self._marks):
            marks.paint_hold(painter, area, self._shapes()[self.chosen])

    def _shapes(self) -> list[Shape]:
        """The marks as they are now, with what the hand is just doing."""
        shapes = [mark.shape for mark in self._marks]
        drag = self._drag
        if drag is None or drag.points is None:
            return shapes
        if drag.mark >= 0:
            old = shapes[drag.mark]
            shapes[drag.mark] = Shape(old.kind, drag.points, old.text, old.colour)
        elif len(drag.points) > 1:
            shapes.append(Shape(self.tool, drag.points))
        return shapes

    # -- mouse, pen, finger --------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke, choose a mark, or take hold of the picture."""
        place, area = event.position(), self.area()
        if event.button() != Qt.MouseButton.LeftButton or self._words.settle():
            return
        if self.tool == "text" and self._writable:
            self._words.open(marks.to_points(area, [place]), "", None)
        elif self.tool != "move" and self._writable:
            self._drag = _Drag(place, points=marks.to_points(area, [place]))
        else:
            self._take(place, area)
        self.update()

    def _take(self, place: QPointF, area: QRectF) -> None:
        shapes = self._shapes()
        if self._writable and 0 <= self.chosen < len(shapes):
            handle = marks.handle_at(area, shapes[self.chosen], place)
            if handle >= 0:
                self._drag = _Drag(place, mark=self.chosen, handle=handle)
                return
        self.chosen = marks.hit(area, shapes, place) if self._writable else -1
        self._drag = _Drag(place, mark=self.chosen)
        self._name()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        drag, area, place = self._drag, self.area(), event.position()
        if drag is None:
            self._hover(place, area)
            return
        if drag.mark < 0 and drag.points is None:
            self._pan(place - drag.last)
        elif drag.mark < 0:
            drag.points = self._stroke(drag, area, place)
        else:
            shape = self._marks[drag.mark].shape
            to, start = marks.to_points(area, [place])[0], drag.start
            dx, dy = (place.x() - start.x()) / area.width(), (place.y() - start.y()) / area.height()
            drag.points = marks.pulled(shape, drag.handle, to) if drag.handle >= 0 else marks.moved(shape.points, dx, dy)
        drag.last = place
        self.update()

    def _stroke(self, drag: _Drag, area: QRectF, place: QPointF) -> tuple[Point, ...]:
        to = marks.to_points(area, [place])[0]
        assert drag.points is not None
        if self.tool != "pen":
            return (drag.points[0], to)
        far = abs(place.x() - drag.last.x()) + abs(place.y() - drag.last.y()) >= 2
        return (*drag.points, to) if far and len(drag.points) < 2000 else drag.points

    def _hover(self, place: QPointF, area: QRectF) -> None:
        if self.tool == "move" and self._writable:
            on = marks.hit(area, self._shapes(), place) >= 0
            self.setCursor(Qt.CursorShape.SizeAllCursor if on else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The stroke is whole: say it."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.points is not None:
            if drag.mark >= 0:
                mark = self._marks[drag.mark]
                self._say_changed(mark, drag.points)
            elif wrong_with(self.tool, drag.points) is None:
                self.drawn.emit(self.tool, drag.points, "")
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The words of a text are typed again; elsewhere, fit or enlarge."""
        at = marks.hit(self.area(), self._shapes(), event.position()) if self._writable else -1
        if at >= 0 and self._marks[at].shape.kind == "text":
            self._retype(at)
        elif at < 0 and self.tool == "move":
            self.set_zoom(1.0 if self.zoom > 1 else 2.0, event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Enlarge about the pointer."""
        self.zoom_step(1 if event.angleDelta().y() > 0 else -1, event.position())
        event.accept()

    # -- keys ----------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tools, zoom, marks one after another, moving the chosen one."""
        key, chosen = Qt.Key(event.key()), 0 <= self.chosen < len(self._marks)
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        letter = event.text().upper()
        if plain and letter in TOOLS and self._writable:
            self.tool_chosen.emit(TOOLS[letter])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_step(-1 if key == Qt.Key.Key_Minus else 1)
        elif key == Qt.Key.Key_0 and plain:
            self.set_zoom(1.0)
        elif key in _ARROWS:
            self._arrow(event, chosen)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and chosen and self._writable:
            self.removed.emit(self._marks[self.chosen].id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._writable:
            self._enter(chosen)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif plain and letter == "M" and self._marks and self._writable:
            self._choose((self.chosen + 1) % len(self._marks))
        else:
            event.ignore()

    def _choose(self, at: int) -> None:
        if self.tool != "move":
            self.tool_chosen.emit("move")
        self.chosen = at
        self._name()
        self.update()

    def _arrow(self, event: QKeyEvent, chosen: bool) -> None:
        x, y = _ARROWS[Qt.Key(event.key())]
        if chosen and self._writable:
            mark = self._marks[self.chosen]
            step = _STEP / 10 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else _STEP
            larger = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and mark.shape.kind not in ("pen", "text")
            move = marks.grown(mark.shape, x * step, y * step) if larger else marks.moved(mark.shape.points, x * step, y * step)
            self._say_changed(mark, move)
        elif self.zoom > 1:
            self._pan(QPointF(-x * px(48), -y * px(48)))
        elif x:
            self.stepped.emit(x)
        else:
            event.ignore()

    def _say_changed(self, mark: Mark, points: tuple[Point, ...]) -> None:
        if points != mark.shape.points and wrong_with(mark.shape.kind, points, mark.shape.text) is None:
            self.changed.emit(mark.id, points, mark.shape.text)

    def _enter(self, chosen: bool) -> None:
        """With a tool: a mark in the middle of what is seen, for whoever has no mouse."""
        if chosen and self._marks[self.chosen].shape.kind == "text":
            self._retype(self.chosen)
        elif self.tool == "text":
            self._words.open(_MIDDLE["text"], "", None)
        elif self.tool in _MIDDLE:
            self.drawn.emit(self.tool, _MIDDLE[self.tool], "")

    def _retype(self, at: int) -> None:
        mark = self._marks[at]
        self._words.open(mark.shape.points, mark.shape.text, mark)

    def _escape(self) -> None:
        if self._drag is not None:
            self._drag = None
        elif self.chosen >= 0:
            self.chosen = -1
            self._name()
        elif self.tool != "move":
            self.tool_chosen.emit("move")
        else:
            self.left.emit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words being typed stay at their place."""
        super().resizeEvent(event)
        self._words.place()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is dragged any more."""
        self._drag = None
        super().focusOutEvent(event)

    def words_typed(self, points: tuple[Point, ...], said: str, mark: Mark | None) -> None:
        """The words of a text are finished."""
        if mark is not None and said and said != mark.shape.text:
            self.changed.emit(mark.id, points, said)
        elif mark is not None and not said:
            self.removed.emit(mark.id)
        elif mark is None and said:
            self.drawn.emit("text", points, said)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class _Drag:
    """What the hand does between press and release."""

    def __init__(self, start: QPointF, mark: int = -1, handle: int = -1, points: tuple[Point, ...] | None = None) -> None:
        self.start = self.last = start
        self.mark, self.handle, self.points = mark, handle, points


class _Words(QLineEdit):
    """Where the words of a text are typed, on the picture itself."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._points: tuple[Point, ...] = ()
        self._mark: Mark | None = None
        self.setAccessibleName(tr("photo.words"))
        self.setPlaceholderText(tr("photo.words"))
        self.setMaxLength(LONGEST_TEXT)
        self.hide()

    def open(self, points: tuple[Point, ...], said: str, mark: Mark | None) -> None:
        """Type here."""
        self._points, self._mark = points, mark
        self.setText(said)
        self.place()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Over its place in the picture, inside the canvas."""
        if not self._points:
            return
        wide = min(px(280), self._canvas.width() - px(16))
        at = marks.to_view(self._canvas.area(), self._points)[0]
        x = max(px(8), min(round(at.x()), self._canvas.width() - wide - px(8)))
        y = max(px(8), min(round(at.y()), self._canvas.height() - px(44)))
        self.setGeometry(x, y, wide, px(36))

    def settle(self) -> bool:
        """Finish, if something is being typed; tells whether it was."""
        if not self.isVisible():
            return False
        points, mark, said = self._points, self._mark, self.text().strip()
        self._points, self._mark = (), None
        self.hide()
        self._canvas.words_typed(points, said, mark)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finishes, Esc gives it up; neither goes on to the canvas, which would open the words again."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
        elif event.key() == Qt.Key.Key_Escape:
            self._points, self._mark = (), None
            self.hide()
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Elsewhere: what was typed counts."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.settle()

    def event(self, event: QEvent) -> bool:
        """Tab finishes too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            self.settle()
            return True
        return super().event(event)


__all__ = ["TOOLS", "Canvas"]
