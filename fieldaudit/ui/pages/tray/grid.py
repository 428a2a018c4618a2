"""The pictures of a folder as a grid: chosen by click, keys or rubber band, dragged onto questions. Thumbnails on demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ...text import tr
from ...theme import px, theme
from ...thumbnails import Thumbnails
from ...widgets.paint import draw_check, draw_chip, draw_text
from ...widgets.photos import paint_blank, paint_focus, paint_strip
from .folder import Picture

Index = QModelIndex | QPersistentModelIndex
_CELL, _PICTURE = (138, 132), (122, 92)  # five in a row at 1366; a line of words below


class Pictures(QAbstractListModel):
    """The pictures shown; `used` says where one is attached ("" nowhere)."""

    def __init__(self, used: Callable[[Picture], str]) -> None:
        super().__init__()
        self.pictures: list[Picture] = []
        self.used = used

    def show(self, pictures: Sequence[Picture]) -> None:
        """Show these."""
        self.beginResetModel()
        self.pictures = list(pictures)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  an empty index, made once
        """How many."""
        return 0 if parent.isValid() else len(self.pictures)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words a screen reader says; the picture itself."""
        if not index.isValid():
            return None
        picture = self.pictures[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            said = (picture.name, f"{picture.day} {picture.time}", used_words(self.used(picture)))
            return " · ".join(part for part in said if part)
        return picture if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Chosen and dragged."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Files."""
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        """The chosen files, as any program drags files."""
        made = QMimeData()
        rows = sorted({index.row() for index in indexes})
        made.setUrls([QUrl.fromLocalFile(str(self.pictures[row].path)) for row in rows])
        return made


def used_words(used: str) -> str:
    """Where a picture is attached, in words."""
    if used == "elsewhere":
        return tr("tray.elsewhere")
    if used == "here":
        return tr("tray.here")
    return tr("tray.usedAt", numbers=used) if used else ""


class Grid(QListView):
    """80 pictures at a glance. Keys: arrows move, Space chooses, Shift+arrows a range, Ctrl+A all; the rest is the page's."""

    chosen = Signal()  # the choice or the current picture changed
    opened = Signal(object)  # Path: double click

    def __init__(self, service: Thumbnails, used: Callable[[Picture], str]) -> None:
        super().__init__()
        self.pictures = Pictures(used)
        self.pictures.setParent(self)
        self.setModel(self.pictures)
        self.setItemDelegate(_Cell(self, service))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("tray.grid"))
        service.changed.connect(self._ready)
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen.emit())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit())
        self.doubleClicked.connect(lambda index: self.opened.emit(self.pictures.pictures[index.row()].path))

    def show_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show these; what was chosen stays chosen."""
        kept, current = set(self.chosen_paths()), self.current_path()
        quiet = self.selectionModel().blockSignals(True)
        self.pictures.show(pictures)
        for row, picture in enumerate(self.pictures.pictures):
            index = self.pictures.index(row, 0)
            if picture.path in kept:
                self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
            if picture.path == current:
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().blockSignals(quiet)
        self.chosen.emit()

    def chosen_paths(self) -> list[Path]:
        """The chosen pictures in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.pictures.pictures[row].path for row in rows]

    def current_path(self) -> Path | None:
        """The picture the keyboard is on."""
        at = self.currentIndex().row()
        return self.pictures.pictures[at].path if 0 <= at < len(self.pictures.pictures) else None

    def current_picture(self) -> Picture | None:
        """The same, with its facts."""
        at = self.currentIndex().row()
        return self.pictures.pictures[at] if 0 <= at < len(self.pictures.pictures) else None

    def go_to(self, path: Path | None) -> None:
        """Choose only this one; None: nothing."""
        self.clearSelection()
        for row, picture in enumerate(self.pictures.pictures):
            if picture.path == path:
                self.setCurrentIndex(self.pictures.index(row, 0))
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, digits, Enter and Esc belong to the page; Space toggles."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Space:
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Toggle)
        elif key in _MOVES or (key == Qt.Key.Key_A and control):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somebody came by keyboard: a picture is current."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.pictures.pictures:
            self.selectionModel().setCurrentIndex(self.pictures.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _ready(self, key: str) -> None:
        if key.startswith("file-"):
            self.viewport().update()


_MOVES = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)  # fmt: skip


class _Cell(QStyledItemDelegate):
    def __init__(self, grid: Grid, service: Thumbnails) -> None:
        super().__init__(grid)
        self._grid, self._service = grid, service

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(_CELL[0]), px(_CELL[1]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        picture: Picture = index.data(Qt.ItemDataRole.UserRole)
        whole: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        box = QRect(whole.left() + px(8), whole.top() + px(8), px(_PICTURE[0]), px(_PICTURE[1]))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme()["selection"])
            painter.drawRoundedRect(QRectF(whole).adjusted(2, 2, -2, -2), px(6), px(6))
        used = self._grid.pictures.used(picture)
        self._picture(painter, box, picture, dimmed=bool(used))
        if selected:
            painter.setPen(QPen(theme()["accent"], 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box), px(4), px(4))
        draw_check(painter, QRectF(box.right() - px(24), box.top() + px(6), px(18), px(18)),
                   Qt.CheckState.Checked if selected else Qt.CheckState.Unchecked)  # fmt: skip
        line = QRect(box.left(), box.bottom() + px(4), box.width(), px(24))
        if used:
            draw_chip(painter, line, used_words(used), "neutral", "check")
        else:
            draw_text(painter, line, picture.name, "caption", "text_muted")
        if state & QStyle.StateFlag.State_HasFocus and self._grid.hasFocus():
            paint_focus(painter, whole.adjusted(1, 1, -1, -1))
        painter.restore()

    def _picture(self, painter: QPainter, box: QRect, picture: Picture, *, dimmed: bool) -> None:
        ratio = self._grid.devicePixelRatioF()
        size = QSize(round(box.width() * ratio), round(box.height() * ratio))
        image = self._service.file(picture.path, picture.changed, size, picture.read)
        if image is None:
            refused = self._service.file_refused(picture.path, picture.changed) is not None
            paint_blank(painter, box, "triangle-alert" if refused else "image")
        else:
            clip = QPainterPath()
            clip.addRoundedRect(QRectF(box), px(4), px(4))
            painter.setClipPath(clip)
            painter.setOpacity(0.45 if dimmed else 1.0)
            painter.drawPixmap(box, image)
            painter.setOpacity(1.0)
        paint_strip(painter, box, f"{picture.day[5:]} {picture.time}")
        painter.setClipping(False)


__all__ = ["Grid", "used_words"]
