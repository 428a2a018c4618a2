"""The questions beside the tray's pictures: one is where pictures go now, and each takes what is dropped on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip

from ...text import tr
from ...theme import pixmap, px, theme
from ...widgets.lists import RowList, RowState
from ...widgets.paint import RIGHT, draw_badge, draw_text

_NEAR = 36  # px from an edge within which a drag scrolls


class Questions(RowList):
    """Rows of 44 with number, wording and how many photos are there; headings of 32."""

    dropped = Signal(str, list)  # path of the question, files (Path)

    def __init__(self) -> None:
        super().__init__(self._paint, lambda row: 44 if row["asks"] else 34, _accessible, lines=False)
        self.setAccessibleName(tr("tray.questions"))
        self._target = -1
        self.takes = True
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)

    def _paint(self, painter: QPainter, rect: QRect, row: dict[str, Any], state: RowState) -> None:
        if not row["asks"]:
            draw_text(painter, rect.adjusted(px(16), px(8), -px(12), 0), row["label"], "caption", "text_muted")
            return
        if self._target >= 0 and self.rows()[self._target] is row:
            painter.setPen(QPen(theme()["accent"], 2))
            painter.setBrush(theme()["accent_bg"])
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        elif state.current:
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), theme()["accent"])
        token = "accent_on_bg" if state.current else "text"
        number = QRect(rect.left() + px(8), rect.top(), px(26), rect.height())
        draw_text(painter, number, str(row["number"] or "·"), "table", "text_muted" if not state.current else token, RIGHT)
        right = rect.right() - px(12)
        if row["photos"]:
            room = QRect(rect.left(), rect.top(), right - rect.left(), rect.height())
            right = draw_badge(painter, room, str(row["photos"]), "neutral").left()
        if row["fails"]:
            painter.drawPixmap(right - px(22), rect.center().y() - px(8), pixmap("x", "danger_text", 16))
            right -= px(24)
        words = QRect(number.right() + px(10), rect.top(), right - number.right() - px(18), rect.height())
        draw_text(painter, words, row["label"], "strong" if state.current else "table", token)

    def viewportEvent(self, event: QEvent) -> bool:
        """The whole wording in a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.indexAt(event.pos()).row()
            QToolTip.showText(event.globalPos(), self.rows()[at]["label"] if at >= 0 else "", self)
            return True
        return super().viewportEvent(event)

    # -- dropping ----------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if self.takes and event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where they would go; near an edge the list scrolls."""
        place = event.position().toPoint()
        self._aim(self.indexAt(place).row())
        bar = self.verticalScrollBar()
        if place.y() < px(_NEAR):
            bar.setValue(bar.value() - px(12))
        elif place.y() > self.viewport().height() - px(_NEAR):
            bar.setValue(bar.value() + px(12))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(self._target >= 0)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Not here after all."""
        self._aim(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """These files to this question."""
        self._aim(self.indexAt(event.position().toPoint()).row())
        target, files = self._target, [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self._aim(-1)
        if target >= 0 and files and self.takes:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(self.rows()[target]["path"], files)

    def _aim(self, at: int) -> None:
        self._target = at if 0 <= at < len(self.rows()) and self.rows()[at]["asks"] else -1
        self.viewport().update()


def _accessible(row: dict[str, Any]) -> str:
    if not row["asks"]:
        return str(row["label"])
    said = f"{row['number']} {row['label']}" if row["number"] else str(row["label"])
    return f"{said} · {tr('tray.photos', row['photos'])}" if row["photos"] else said


__all__ = ["Questions"]
