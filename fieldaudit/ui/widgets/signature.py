"""The signature pad: pen with pressure, finger, mouse or keys; cleared, signed, shown again. Knows no act.

Strokes come out as `work.inspect.sign` takes them: lists of [x, y] from 0 to 1 in a box 2.5 times as wide as high (papers
draw them so), true in shape whatever the pad's own width: what was written on a wider pad moves in whole, and is made
smaller only when it is itself wider than the box.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ..text import tr
from ..theme import pixmap, px, theme
from .basic import button

ASPECT = 2.5
Strokes = list[list[list[float]]]
_MOUSE_PRESSURE = 0.5
_STEP, _SMALL_STEP = 8, 2  # px an arrow moves the pen; with Shift
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_Point = tuple[float, float, float]  # in heights of the pad from its top middle; pressure


class SignaturePad(QWidget):
    """`done(strokes)` when whoever signs says so: the button in the pad, or Enter. Backspace wipes it clean.

    Without a pointer: the arrows move the pen (Shift: finely), Space sets it down and lifts it.
    """

    done = Signal(object)
    changed = Signal()  # ink came or went

    def __init__(self, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("signature.of", who=who))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._ink: list[list[_Point]] = []
        self._drawing = False
        self._pen: QPointF | None = None  # where keys have moved it
        self._by_keys = False  # it was come to by Tab
        self._signed: Strokes | None = None
        self._note, self._stale = "", False
        self.finish: QPushButton = button(tr("signature.done"), self._finish, kind="text", size="small")
        self.finish.setParent(self)
        self.wipe: QPushButton = button(tr("signature.clear"), self.clear, kind="text", size="small")
        self.wipe.setParent(self)
        self.set_height(144)
        self._look()

    def set_height(self, height: int) -> None:
        """144, or 112 where there is little room."""
        self.setFixedHeight(px(height))

    # -- what it holds -------------------------------------------------------------------------------
    def show_signed(self, strokes: Sequence[Sequence[Sequence[float]]], note: str, *, stale: bool = False) -> None:
        """Show a signature that stands; `note` says when. `stale`: it must be given anew."""
        self._ink, self._note, self._stale = [], note, stale
        self._signed = [[[float(x), float(y)] for x, y in stroke] for stroke in strokes]
        self._look()

    def clear(self) -> None:
        """Blank, ready to be signed."""
        self._ink, self._signed, self._note, self._stale = [], None, "", False
        self._drawing, self._pen = False, None
        self._look()
        self.changed.emit()
        if self.isEnabled() and self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def signed(self) -> bool:
        """Does it show a signature that stands?"""
        return self._signed is not None and not self._stale

    @property
    def has_ink(self) -> bool:
        """Is there something written that was not handed in yet?"""
        return any(len(stroke) > 1 for stroke in self._ink)

    def strokes(self) -> Strokes:
        """What is written, fitted into the box."""
        return fitted([[(x, y) for x, y, _ in stroke] for stroke in self._ink])

    def changeEvent(self, event: QEvent) -> None:
        """Enabled or not."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._look()

    def _look(self) -> None:
        open_ = self._signed is None and self.isEnabled()
        self.finish.setVisible(open_ and self.has_ink)
        self.wipe.setVisible(open_ and bool(self._ink))
        self.setAccessibleDescription(self._state())
        self._place()
        self.update()

    def _state(self) -> str:
        if self._signed is not None:
            return self._note
        return tr("signature.written") if self.has_ink else f"{tr('signature.hint')}. {tr('signature.keys')}"

    def _finish(self) -> None:
        if self._signed is None and self.has_ink:
            self.done.emit(self.strokes())

    # -- mouse, pen, finger, keys ----------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), _MOUSE_PRESSURE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on."""
        self._go_on(event.position(), _MOUSE_PRESSURE)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """It ends."""
        self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """The same with a pen, whose pressure makes the line broader."""
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletMove:
            self._go_on(event.position(), event.pressure())
        else:
            self._end()
        event.accept()  # else it comes again as a mouse

    def event(self, event: QEvent) -> bool:
        """The same with one finger."""
        if isinstance(event, QTouchEvent) and self.isEnabled() and event.points():
            where = event.points()[0].position()
            if event.type() == QEvent.Type.TouchBegin:
                self._begin(where, _MOUSE_PRESSURE)
            elif event.type() == QEvent.Type.TouchUpdate:
                self._go_on(where, _MOUSE_PRESSURE)
            else:
                self._end()
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The pen by keys; Enter hands it in, Backspace or Delete wipes it."""
        if self._signed is None and self._steer(event):
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.has_ink:
            self._end()
            self._finish()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._signed is None and self._ink:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _steer(self, event: QKeyEvent) -> bool:
        """Arrows move the pen, Space sets it down and lifts it; False for any other key."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is None and event.key() != Qt.Key.Key_Space:
            return False
        self._pen = self._pen or QPointF(self.width() / 3, self.height() / 2)
        if arrow is not None:
            far = px(_SMALL_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP)
            self._pen = self._inside(self._pen + QPointF(*arrow) * far)
            self._go_on(self._pen, _MOUSE_PRESSURE)
        elif self._drawing:
            self._end()
        else:
            self._begin(self._pen, _MOUSE_PRESSURE)
        self.update()
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say how it is signed by keys."""
        super().focusInEvent(event)
        self._by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The pen does not stay down."""
        super().focusOutEvent(event)
        self._by_keys = False
        self._end()
        self.update()

    def _inside(self, where: QPointF) -> QPointF:
        return QPointF(min(max(where.x(), 0.0), float(self.width())), min(max(where.y(), 0.0), float(self.height())))

    def _begin(self, where: QPointF, pressure: float) -> None:
        if self._signed is None:
            self._drawing = True
            self._ink.append([self._point(where, pressure)])

    def _go_on(self, where: QPointF, pressure: float) -> None:
        if self._drawing:
            point = self._point(where, pressure)
            if point[:2] != self._ink[-1][-1][:2]:
                self._ink[-1].append(point)
                self.update()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self._look()
            self.changed.emit()

    def _point(self, where: QPointF, pressure: float) -> _Point:
        inside = self._inside(where)
        return (inside.x() - self.width() / 2) / self.height(), inside.y() / self.height(), pressure

    # -- painting --------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons in the foot."""
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        """As the design has it."""
        return QSize(px(372), self.height())

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for two beside each other on a small window."""
        return QSize(px(180), self.height())

    def _foot(self) -> int:
        return self.height() - px(30)

    def _place(self) -> None:
        right = self.width() - px(8)
        for each in (self.finish, self.wipe):
            each.adjustSize()
            if not each.isHidden():
                right -= each.width()
                each.move(right, self._foot() + (px(30) - each.height()) // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box, the line to sign on, ink, and what is said in the foot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        if self._signed is not None:
            self._paint_signed(painter, self._signed)
        for stroke in self._ink:
            self._paint_stroke(painter, stroke)
        self._paint_pen(painter)
        self._paint_words(painter)

    def _paint_box(self, painter: QPainter) -> None:
        hot = self.hasFocus() and self.isEnabled()
        edge = theme()["accent" if hot else "warn" if self._stale else "border_control" if self.isEnabled() else "border"]
        painter.setPen(QPen(edge, 2 if hot else 1))
        painter.setBrush(theme()["surface" if self.isEnabled() else "surface_sunken"])
        inset = 1.0 if hot else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), px(6), px(6))
        painter.setPen(QPen(theme()["border"], 1))
        painter.drawLine(px(16), self._foot(), self.width() - px(16), self._foot())

    def _paint_stroke(self, painter: QPainter, stroke: Sequence[_Point]) -> None:
        pen = QPen(theme()["text"])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        points = [(QPointF(self.width() / 2 + x * self.height(), y * self.height()), pressure) for x, y, pressure in stroke]
        for (start, soft), (end, hard) in zip(points, points[1:] or points, strict=False):
            pen.setWidthF(px(1) + 3.0 * (soft + hard) / 2)
            painter.setPen(pen)
            painter.drawLine(start, end)

    def _paint_signed(self, painter: QPainter, strokes: Strokes) -> None:
        scale = min(1.0, (self.width() - px(8)) / (ASPECT * self.height()))
        painter.setOpacity(0.4 if self._stale else 1.0)
        for stroke in strokes:
            points = [((x - 0.5) * ASPECT * scale, 0.5 + (y - 0.5) * scale, _MOUSE_PRESSURE) for x, y in stroke]
            self._paint_stroke(painter, points)
        painter.setOpacity(1.0)

    def _paint_pen(self, painter: QPainter) -> None:
        """Where the pen is that keys move: a cross, with a dot while it is down."""
        if self._pen is None or self._signed is not None or not self.hasFocus():
            return
        painter.setPen(QPen(theme()["accent"], 1))
        far = px(7)
        painter.drawLine(self._pen - QPointF(far, 0), self._pen + QPointF(far, 0))
        painter.drawLine(self._pen - QPointF(0, far), self._pen + QPointF(0, far))
        if self._drawing:
            painter.setBrush(theme()["accent"])
            painter.drawEllipse(self._pen, px(3), px(3))

    def _paint_words(self, painter: QPainter) -> None:
        if self._signed is not None:
            tone = "warn_text" if self._stale else "text_secondary"
            icon = pixmap("triangle-alert" if self._stale else "check", tone, 14)
            self._say(painter, icon, self._note, theme()[tone], self._foot(), px(30), px(16))
        elif not self._ink:
            words = "" if not self.isEnabled() else tr("signature.keys" if self._by_keys else "signature.hint")
            icon = pixmap("pen-line", "text_muted", 18)
            if words:
                self._say(painter, icon, words, theme()["text_muted"], 0, self._foot(), px(16))

    def _say(self, painter: QPainter, icon: object, words: str, colour: QColor, top: int, height: int, left: int) -> None:
        font = self.font()
        font.setPixelSize(px(12 if top else 13))
        painter.setFont(font)
        painter.setPen(colour)
        size = px(14 if top else 18)
        painter.drawPixmap(QRectF(left, top + (height - size) / 2, size, size).toRect(), icon)  # type: ignore[call-overload]
        left += size + px(6)
        room = QRectF(left, top, self.width() - left - px(8), height)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def fitted(ink: Sequence[Sequence[tuple[float, float]]]) -> Strokes:
    """Ink in heights of its pad (x from the middle) as fractions of a box ASPECT wide, moved or shrunk in whole to fit."""
    across = [x for stroke in ink for x, _ in stroke]
    if not across:
        return []
    left, right = min(across), max(across)
    inside = left >= -ASPECT / 2 and right <= ASPECT / 2
    middle = 0.0 if inside else (left + right) / 2
    scale = min(1.0, ASPECT / (right - left)) if right > left else 1.0

    def held(value: float) -> float:
        return min(1.0, max(0.0, value))

    return [[[held(0.5 + (x - middle) * scale / ASPECT), held(0.5 + (y - 0.5) * scale)] for x, y in stroke] for stroke in ink]


__all__ = ["ASPECT", "SignaturePad", "Strokes", "fitted"]
