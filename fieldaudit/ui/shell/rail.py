"""The rail at the left: the seven places, settings and the person at the keyboard."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ...domain.calendar import local_date
from ...domain.core import Touched
from ...errors import FieldauditError
from ...store import board
from ..pages import RAIL_OF
from ..text import is_english, tr
from ..theme import font, pixmap, px, theme
from ..widgets.basic import PushButton

if TYPE_CHECKING:
    from .frame import Frame

ENTRIES = {
    "today": "house", "institutions": "building-2", "inspections": "clipboard-check", "rectification": "wrench",
    "documents": "file-text", "overview": "chart-column", "sync": "refresh-cw",
}  # fmt: skip
_WORDS = {
    "today": "rail.today", "institutions": "rail.institutions", "inspections": "rail.inspections",
    "rectification": "rail.rectification", "documents": "rail.documents", "overview": "rail.overview", "sync": "rail.sync",
}  # fmt: skip
WIDE, COMPACT = 88, 56
_MOVING = frozenset(("item", "event", "notice", "notice_item", "service", "institution", "inspection"))


class RailButton(PushButton):
    """An entry: icon over label, a mark at the window's edge when current, a red count."""

    def __init__(self, icon_name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.icon_name, self.label, self.count, self.compact = icon_name, text, 0, False

    def sizeHint(self) -> QSize:
        """72 x 60 in the rail of 88; 40 x 48 in the compact one."""
        return QSize(px(COMPACT), px(48)) if self.compact else QSize(px(WIDE), px(64))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter, colours, on = QPainter(self), theme(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = self.rect().adjusted(px(8), px(2), -px(8), -px(2))
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours["accent_bg" if on else "hover"])
            painter.drawRoundedRect(inner, px(6), px(6))
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours["accent"])
            painter.drawRoundedRect(QRect(-px(3), inner.top() + px(16), px(6), inner.height() - px(32)), px(2), px(2))
        token = "accent_on_bg" if on else "text_secondary"
        drawn = pixmap(self.icon_name, token, 22)
        side = px(22)
        top = inner.top() + (inner.height() - side) // 2 if self.compact else inner.top() + px(9)
        painter.drawPixmap(QRect((self.width() - side) // 2, top, side, side), drawn)
        if not self.compact:
            face = font("caption")
            face.setBold(on)
            if is_english():
                face.setPixelSize(px(11))
            painter.setFont(face)
            painter.setPen(colours[token])
            room = QRect(0, top + side + px(3), self.width(), px(18))
            words = painter.fontMetrics().elidedText(self.label, Qt.TextElideMode.ElideRight, self.width() - px(4))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
        if self.count:
            self._paint_count(painter, top)

    def _paint_count(self, painter: QPainter, top: int) -> None:
        text = str(self.count) if self.count < 100 else "99+"
        painter.setFont(font("badge"))
        width = max(px(18), painter.fontMetrics().horizontalAdvance(text) + px(8))
        left = min(self.rect().center().x() + px(8), self.width() - width - px(2))
        room = QRect(left, top - px(5), width, px(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme()["danger"])
        painter.drawRoundedRect(room, px(9), px(9))
        painter.setPen(theme()["danger_text_on"])
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QWidget):
    """All entries, settings and the person."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._frame = frame
        self.compact = False
        self._entries = {name: RailButton(drawn, tr(_WORDS[name]), self) for name, drawn in ENTRIES.items()}
        self._settings = RailButton("settings", tr("rail.settings"), self)
        self._person = RailButton("user-round", frame.session.name() or tr("rail.nobody"), self)
        self._lay_out()
        for name, each in self._entries.items():
            each.clicked.connect(lambda _checked=False, entry=name: self._go(entry))
        self._settings.clicked.connect(lambda: frame.go("settings"))
        self._person.clicked.connect(lambda: frame.locked.emit())
        self.set_compact(False)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.count)
        self._rest.start(0)

    def _go(self, entry: str) -> None:
        """A supervisor's inspections are those to be reviewed."""
        reviews = entry == "inspections" and self._frame.session.role == "supervisor"
        self._frame.go("review" if reviews else entry)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(62), 0, px(8))
        layout.setSpacing(0)
        for each in self._entries.values():
            layout.addWidget(each)
        layout.addStretch(1)
        layout.addWidget(self._settings)
        layout.addWidget(self._person)

    def set_compact(self, compact: bool) -> None:
        """Without labels, 56 wide; or with, 88."""
        self.compact = compact
        self.setFixedWidth(px(COMPACT if compact else WIDE))
        for each in (*self._entries.values(), self._settings, self._person):
            each.compact = compact
            each.setToolTip(", ".join(filter(None, (each.label if compact else "", each.accessibleDescription()))))
            each.updateGeometry()
            each.update()

    def show_current(self, page: str) -> None:
        """Mark the entry of a page."""
        current = RAIL_OF.get(page, page)
        for name, each in {**self._entries, "settings": self._settings, "": self._person}.items():
            each.setChecked(name == current)

    def touched(self, touched: Touched) -> None:
        """Count overdue items again when one moved."""
        if touched.keys() & _MOVING:
            self._rest.start(200)

    def count(self) -> None:
        """The overdue hazards, in red on their entry."""
        desk = self._frame.session.desk()
        with suppress(FieldauditError):  # a page that reads the same says what is wrong
            self._show_overdue(board.overdue(desk.store, local_date(desk.now)))

    def _show_overdue(self, count: int) -> None:
        entry = self._entries["rectification"]
        entry.count = count
        entry.setAccessibleDescription(tr("rail.overdue", count) if count else "")
        entry.setToolTip(", ".join(filter(None, (entry.label if self.compact else "", entry.accessibleDescription()))))
        entry.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark of the program over the entries."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(32)
        left = (self.width() - side) // 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme()["accent"])
        painter.drawRoundedRect(QRect(left, px(12), side, side), px(6), px(6))
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setColor(theme()["accent_text"])
        pen.setWidthF(px(2.2))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = left + side / 2, px(12) + side / 2
        for dy in (-px(1), px(6)):
            painter.drawPolyline([QPointF(x - px(7), y + dy), QPointF(x, y + dy - px(6)), QPointF(x + px(7), y + dy)])
