"""Segments: the answer to one question as a row of big buttons; and the small toggle of 36 with the same interface.

Each part is a radio button for accessibility; one Tab stop a row, arrows walk, Space or a click chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from ..text import is_english
from ..theme import TOKENS, pixmap, px, theme
from .paint import CENTER, draw_text, face, rounded

_ICONS = {"pass": "check", "fail": "x", "na": "minus"}
# tone -> fill, text, edge of the chosen part
CHOSEN = {
    "pass": ("accent_bg", "accent_on_bg", "accent"),
    "fail": ("danger", "danger_text_on", "danger"),
    "danger": ("danger", "danger_text_on", "danger"),
    "na": ("surface_sunken", "text", "border_control"),
    "plain": ("accent_bg", "accent_on_bg", "accent"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. `tone`: pass, fail, na, plain, danger; the icon follows the tone unless named."""

    value: object
    text: str
    icon: str = ""
    tone: str = "plain"


class _Part(QRadioButton):
    """One segment, painted."""

    def __init__(self, choice: Choice, row: Segments) -> None:
        super().__init__(choice.text, row)
        self.choice, self._row = choice, row
        self.setAccessibleName(choice.text)
        self.setProperty("ringRadius", row.ring_radius)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def hitButton(self, place: QPoint) -> bool:
        """The whole part is pressable."""
        return self.rect().contains(place)

    def nextCheckState(self) -> None:
        """The row decides what a press means."""

    def sizeHint(self) -> QSize:
        """As the row says."""
        return self._row.part_size(self.choice)

    def minimumSizeHint(self) -> QSize:
        """It never clips its words."""
        return self._row.part_size(self.choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk along the row; Space chooses; other keys belong to the page."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._row.walk(self, step)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select) and not event.modifiers():
            if not event.isAutoRepeat():
                self.click()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space acted on its press already."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as the row says."""
        painter = QPainter(self)
        self._row.paint_part(painter, self)


class Segments(QWidget):
    """One answer out of a few. `chosen(value)` is told on a press; a second press on the chosen one tells None."""

    chosen = Signal(object)
    clears = True
    overlap = 1  # px: neighbours share an edge
    padding = 0  # px around the parts
    ring_radius = 2

    def __init__(self, choices: Sequence[Choice], value: object = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: object = None
        self._read_only = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.parts: list[_Part] = []
        self.set_choices(choices)
        self.set_value(value)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other answers."""
        for part in self.parts:
            part.hide()
            part.deleteLater()
        self.choices = list(choices)
        self.parts = [_Part(choice, self) for choice in choices]
        for part in self.parts:
            part.show()
            part.clicked.connect(lambda _checked=False, pressed=part: self._press(pressed))
        self._arrange()
        self._show()

    def value(self) -> object:
        """The chosen value, or None."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show this as chosen; tells nobody."""
        self._value = value
        self._show()

    @property
    def read_only(self) -> bool:
        """Does it only show?"""
        return self._read_only

    @read_only.setter
    def read_only(self, on: bool) -> None:
        self._read_only = on
        for part in self.parts:
            part.setCursor(Qt.CursorShape.ArrowCursor if on else Qt.CursorShape.PointingHandCursor)
            part.setEnabled(not on)
        self.update()

    def walk(self, from_part: QWidget, step: int) -> None:
        """Move the focus to the neighbour."""
        at = self.parts.index(from_part) + step  # type: ignore[arg-type]
        if 0 <= at < len(self.parts):
            self._make_stop(self.parts[at])
            self.parts[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _press(self, part: _Part) -> None:
        if self._read_only:
            return
        again = self._value == part.choice.value and self._value is not None
        if again and not self.clears:
            return
        self.set_value(None if again else part.choice.value)
        self.chosen.emit(self._value)

    def _show(self) -> None:
        stop = None
        for part in self.parts:
            on = self._value is not None and part.choice.value == self._value
            part.setAutoExclusive(False)  # Qt would not uncheck the chosen one; for accessibility it is a radio button
            part.setChecked(on)
            part.setAutoExclusive(True)
            if on:
                stop = part
            part.update()
        if self.parts:
            self._make_stop(stop or self.parts[0])

    def _make_stop(self, stop: _Part) -> None:
        for part in self.parts:
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if part is stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(stop)

    def _arrange(self) -> None:
        x, height = self.padding, 0
        for part in self.parts:
            size = part.sizeHint()
            part.setGeometry(x, self.padding, size.width(), size.height())
            x, height = x + size.width() - self.overlap, size.height()
        self.setFixedSize(x + self.overlap + self.padding, height + 2 * self.padding)

    # -- looks -----------------------------------------------------------------------------------
    def part_size(self, _choice: Choice) -> QSize:
        """Room for the longest words, equal for all, never narrower than the tokens say."""
        sizes = TOKENS["control"]["segment"]
        least = sizes["width_en" if is_english() else "width"]
        bold = face("segment_bold")[1]
        widest = max((bold.horizontalAdvance(choice.text) + px(26) * bool(_icon(choice)) for choice in self.choices), default=0)
        return QSize(max(px(least), widest + px(20)), px(44))

    def paint_part(self, painter: QPainter, part: _Part) -> None:
        """Fill, edge, icon and words of one part."""
        colours, on = theme(), part.isChecked()
        fill, fore, _edge = CHOSEN[part.choice.tone] if on else ("surface", "text_secondary", "border_control")
        if not on and not self._read_only and part.underMouse():
            fill = "hover"
        if on and part.choice.tone in ("fail", "danger") and part.underMouse() and not self._read_only:
            fill = "danger_hover"
        if self._read_only and not on:
            fill, fore = "surface_sunken", "text_muted"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._outline(part, 0), colours[fill])
        pen = self._edge(part)
        painter.strokePath(self._outline(part, pen.widthF() / 2), pen)
        before = self.parts[self.parts.index(part) - 1] if part is not self.parts[0] else None
        if before is not None and before.isChecked():  # the chosen one's edge is whole, and the parts keep their order
            painter.fillRect(0, 0, self.overlap, part.height(), self._edge(before).color())
        self._words(painter, part, fore, on)

    def _edge(self, part: _Part) -> QPen:
        """What a part is edged with: in high contrast, where fills differ too little, the chosen one strongly."""
        colours, on = theme(), part.isChecked()
        fill, _fore, edge = CHOSEN[part.choice.tone] if on else ("surface", "", "border_control")
        strong = on and colours.name == "high_contrast"
        if self._read_only:
            edge = fill if on and not strong else "border"
        return QPen(colours[edge], 3 if strong else 1)

    def _outline(self, part: _Part, inset: float) -> QPainterPath:
        left, right = part is self.parts[0], part is self.parts[-1]
        return _corners(QRectF(part.rect()).adjusted(inset, inset, -inset, -inset), px(6), left, right)

    def _words(self, painter: QPainter, part: _Part, fore: str, on: bool) -> None:
        name = _icon(part.choice)
        shape, metrics = face("segment_bold" if on else "segment")
        mark = px(18) + px(8) if name else 0
        x = (part.width() - metrics.horizontalAdvance(part.choice.text) - mark) // 2
        if name:
            tone = fore if on else "text_muted"
            painter.drawPixmap(x, (part.height() - px(18)) // 2, pixmap(name, tone, 18, 2.25 if on else 0))
        painter.setFont(shape)
        painter.setPen(theme()[fore])
        painter.drawText(part.rect().adjusted(x + mark, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, part.choice.text)


def _icon(choice: Choice) -> str:
    return choice.icon or _ICONS.get(choice.tone, "")


def _corners(box: QRectF, radius: float, left: bool, right: bool) -> QPainterPath:
    """A rectangle with round corners at its left, its right, both or neither."""
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    for square, x in ((not left, box.left()), (not right, box.right() - radius * 2)):
        if square:
            part = QPainterPath()
            part.addRect(QRectF(x, box.top(), radius * 2, box.height()))
            path = path.united(part)
    return path


class Toggle(Segments):
    """A small choice of 36 in a sunken track; one is always chosen. Tone "danger" makes the chosen one red."""

    clears = False
    overlap = 0
    padding = 3
    ring_radius = 6

    def part_size(self, choice: Choice) -> QSize:
        """As wide as its words."""
        return QSize(face("strong")[1].horizontalAdvance(choice.text) + px(26), px(36) - 2 * self.padding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The track."""
        colours = theme()
        rounded(QPainter(self), QRectF(self.rect()), px(6), colours["surface_sunken"], colours["border_control"])

    def paint_part(self, painter: QPainter, part: _Part) -> None:
        """The chosen part lies on the track."""
        colours, on = theme(), part.isChecked()
        inner = QRectF(part.rect())
        danger = part.choice.tone in ("danger", "fail")
        fore = "text" if on else "text_secondary"
        if on:
            edge: QColor | None = colours["danger" if danger else "border_control"]
            rounded(painter, inner, px(4), colours["danger" if danger else "surface"], edge)
            fore = "danger_text_on" if danger else "text"
        elif part.underMouse() and not self._read_only:
            rounded(painter, inner, px(4), colours["hover"], None)
        draw_text(painter, part.rect(), part.choice.text, "strong" if on else "body", fore, CENTER)
