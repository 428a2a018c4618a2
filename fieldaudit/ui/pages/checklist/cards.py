"""The cards of a section, one below the other: resting ones painted and hit-tested, the current one a real widget moved over
its row. Never one widget tree a question.

Tells what was pressed; the page carries it out and shows the outcome with `show_cards`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, QRect, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from ...intake import Source, from_mime, holds_files
from ...theme import TOKENS, px
from ...widgets.paint import text_width
from .boxes import GAP, Columns, rest_height
from .live import LiveCard
from .resting import answer_top, paint_card
from .rows import Card

if TYPE_CHECKING:
    from ...shell.frame import Frame

SIDE, MOST = TOKENS["space"]["pane"], TOKENS["layout"]["checklist"]["cards_max"]
OPENS_MS = TOKENS["motion"]["hazard_open_ms"]
STANDS = ("note", "heading", "value")  # nothing in them is pressed


class CardList(QAbstractScrollArea):
    """The list. `stood(path)`: a card is to become the current one; `pressed(path, option)`: a choice on a resting card."""

    stood = Signal(str, str)  # path, "figure" or "field" where the press went into one
    pressed = Signal(str, str)
    dropped = Signal(str, list)
    reshaped = Signal()  # the columns are elsewhere now: the live card is to be made anew

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self.cards: list[Card] = []
        self.pad = 1  # token px above the first card
        self.part, self.editable, self.current = px(96), True, ""
        self.live: LiveCard | None = None
        self._tops: list[int] = []
        self._heights: list[int] = []
        self._hover: tuple[str, str] = ("", "")
        self._shown_height = 0  # of the live card while it unfolds
        self._unfolding = QVariantAnimation(self)
        self._unfolding.setDuration(OPENS_MS)
        self._unfolding.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._unfolding.valueChanged.connect(self._unfold)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "none")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAcceptDrops(True)
        self.verticalScrollBar().setSingleStep(px(24))
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._scrolled())

    # -- what is shown -----------------------------------------------------------------------------------
    def columns(self) -> Columns:
        """Where the columns are at this width."""
        return Columns(max(px(320), min(self.width() - 2 * px(SIDE), px(MOST))), self.part)

    def left(self) -> int:
        """The cards' left edge: they stop at a width and stand in the middle."""
        return (self.width() - self.columns().width) // 2

    def show_cards(self, cards: Sequence[Card], current: str, live: LiveCard | None) -> None:
        """Show these; `live` (made for `columns`) lies over the card at `current`."""
        self.cards, self.current = list(cards), current
        if live is not self.live:
            self._put(live)
        self.lay_out(animated=live is not None and self._shown_height > 0)
        self.viewport().update()

    def _put(self, live: LiveCard | None) -> None:
        if self.live is not None:
            self.live.hide()
            self.live.deleteLater()
        self.live, self._shown_height = live, 0
        self._unfolding.stop()
        if live is not None:
            live.setParent(self.viewport())
            live.ringed = self.hasFocus()
            live.resized.connect(self.lay_out)

    def lay_out(self, *, animated: bool = False) -> None:
        """Heights and places of all cards anew."""
        columns, at = self.columns(), self._at_current()
        wanted = self.live.wanted_height(columns.width) if self.live is not None else 0
        if self.live is not None and wanted != self._shown_height:
            if animated and self.isVisible() and wanted > self._shown_height and not _still():
                self._unfolding.stop()
                self._unfolding.setStartValue(self._shown_height)
                self._unfolding.setEndValue(wanted)
                self._unfolding.start()
            else:
                self._unfolding.stop()
                self._shown_height = wanted
        self._heights = [
            self._shown_height if index == at and self.live is not None else rest_height(card, columns)
            for index, card in enumerate(self.cards)
        ]
        self._place()

    def _at_current(self) -> int:
        return next((at for at, card in enumerate(self.cards) if card.path == self.current), -1)

    def _unfold(self, height: int) -> None:
        self._shown_height = int(height)
        at = self._at_current()
        if 0 <= at < len(self._heights):
            self._heights[at] = self._shown_height
        self._place()
        self.viewport().update()

    def _place(self) -> None:
        self._tops, top = [], px(self.pad)
        for height in self._heights:
            self._tops.append(top)
            top += height + px(GAP)
        room = top + px(SIDE) - px(GAP)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, room - self.viewport().height()))
        self._move_live()

    def _move_live(self) -> None:
        at = self._at_current()
        if self.live is None or not 0 <= at < len(self._tops):
            return
        self.live.setGeometry(self.left(), self._tops[at] - self._scroll(), self.columns().width, self._shown_height)
        self.live.show()

    def _scroll(self) -> int:
        return self.verticalScrollBar().value()

    def _scrolled(self) -> None:
        self._move_live()
        self.viewport().update()

    def rect_of(self, at: int) -> QRect:
        """Where a card is in the viewport."""
        return QRect(self.left(), self._tops[at] - self._scroll(), self.columns().width, self._heights[at])

    def reveal(self) -> None:
        """Scroll until the current card is seen, with a little of the one above; its head where it is too high."""
        at = self._at_current()
        if not 0 <= at < len(self._tops):
            return
        height = self.live.wanted_height(self.columns().width) if self.live is not None else self._heights[at]
        top, bottom, bar = self._tops[at], self._tops[at] + height, self.verticalScrollBar()
        bar.setMaximum(max(bar.maximum(), bottom + px(SIDE) - self.viewport().height()))
        above = self._heights[at - 1] + px(GAP) if at else 0
        room = self.viewport().height()
        if bottom - bar.value() > room - px(24):
            bar.setValue(bottom - room + px(24))
        margin = min(above, max(0, room - height - px(24))) if at else px(1)
        if top - bar.value() < margin:
            bar.setValue(top - max(margin, px(8)))

    # -- painting ----------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """The resting cards that are in sight."""
        painter, columns, at = QPainter(self.viewport()), self.columns(), self._at_current()
        first = max(0, bisect_right(self._tops, self._scroll() + event.rect().top()) - 1)
        for index in range(first, len(self.cards)):
            rect = self.rect_of(index)
            if rect.top() > event.rect().bottom():
                break
            if index != at or self.live is None:
                card = self.cards[index]
                hover = self._hover[1] if self._hover[0] == card.path else ""
                paint_card(painter, rect, card, columns, editable=self.editable, hover=hover)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other heights."""
        super().resizeEvent(event)
        self.lay_out()
        if self.live is not None and self.live.columns != self.columns():
            self.reshaped.emit()

    # -- the mouse ---------------------------------------------------------------------------------------
    def at(self, place: QPoint) -> int:
        """Which card is at a place of the viewport; -1 for none."""
        found = bisect_right(self._tops, place.y() + self._scroll()) - 1
        return found if found >= 0 and self.rect_of(found).contains(place) else -1

    def part_at(self, index: int, place: QPoint) -> str:
        """What of a resting card is at a place: an option's name, "figure", "field", or "*" for the card itself."""
        card, columns, rect = self.cards[index], self.columns(), self.rect_of(index)
        inside = QPoint(place.x() - rect.left(), place.y())
        top = answer_top(rect.top(), rect.height())
        if card.segmented:
            for at, option in enumerate(card.options):
                if columns.segment(top, at).contains(inside):
                    return option.name
        if card.figure is not None and columns.figure(top).contains(inside):
            return "*figure"
        return "*field" if card.asks and not card.segmented and columns.box(top).contains(inside) else "*"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A segment answers, a field is gone into, anything else makes the card the current one."""
        place = event.position().toPoint()
        index = self.at(place)
        if event.button() != Qt.MouseButton.LeftButton or index < 0:
            return
        card, part = self.cards[index], self.part_at(index, place)
        if card.kind == "heading":
            return
        self.stood.emit(card.path, part[1:] if part.startswith("*") else "")
        if not part.startswith("*") and self.editable:
            self.pressed.emit(card.path, part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is under the pointer is told by its colour."""
        place = event.position().toPoint()
        index = self.at(place)
        hover = (self.cards[index].path, self.part_at(index, place)) if index >= 0 else ("", "")
        if hover != self._hover:
            self._hover = hover
            pressable = index >= 0 and self.cards[index].kind not in STANDS
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if pressable else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer left; it rests on an answer that is shortened."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tell_whole(event)
            return True
        if event.type() == QEvent.Type.Leave and self._hover != ("", ""):
            self._hover = ("", "")
            self.viewport().update()
        return super().viewportEvent(event)

    def _tell_whole(self, event: QHelpEvent) -> None:
        index = self.at(event.pos())
        card = self.cards[index] if index >= 0 else None
        whole = card.shown if card is not None and self.part_at(index, event.pos()) == "*field" else ""
        if text_width(whole, "segment") > self.columns().answers - px(20):
            QToolTip.showText(event.globalPos(), whole, self)
        else:
            QToolTip.hideText()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Photos are welcome on every question."""
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Over which question?"""
        self._judge(event)

    def _judge(self, event: QDropEvent) -> None:
        index = self.at(event.position().toPoint())
        if self.editable and index >= 0 and self.cards[index].asks and holds_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """The photos of this question."""
        index = self.at(event.position().toPoint())
        files: list[Path | Source] = from_mime(event.mimeData())
        if index >= 0 and files:
            event.accept()
            self.dropped.emit(self.cards[index].path, files)

    # -- the keyboard ------------------------------------------------------------------------------------
    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current card shows that keys are heard."""
        super().focusInEvent(event)
        self._ring(event.reason() != Qt.FocusReason.MouseFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They are heard elsewhere."""
        super().focusOutEvent(event)
        self._ring(False)

    def _ring(self, on: bool) -> None:
        if self.live is not None:
            self.live.ringed = on
            self.live.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys are the page's: arrows move between cards, they do not scroll."""
        event.ignore()

    def take_focus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The keyboard to what answers the current card and takes no letters, else to the list."""
        target: QWidget | None = self.live.main_input() if self.live is not None else None
        (target or self).setFocus(reason)


def _still() -> bool:
    """Does the system ask for no motion (or is nothing seen)?"""
    from PySide6.QtWidgets import QApplication

    return QApplication.platformName() == "offscreen"
