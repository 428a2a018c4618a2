"""Lists: rows of any look, painted by their page, with the keyboard and the signals of a table.

`RowList` owns moving, choosing and accessibility; what a row looks like is the page's function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ..text import tr
from ..theme import px, theme
from .paint import draw_inset_focus

Index = QModelIndex | QPersistentModelIndex
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowState:
    """How a row stands while it is painted."""

    current: bool
    hovered: bool
    selected: bool
    focused: bool


Paint = Callable[[QPainter, QRect, Row, RowState], object]


class _Rows(QAbstractListModel):
    def __init__(self, accessible: Callable[[Row], str], key: str, selects: bool) -> None:
        super().__init__()
        self.selects = selects
        self.rows: list[Row] = []
        self._accessible, self._key = accessible, key
        self.checked: set[int] = set()

    def show(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  an empty index, made once
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._accessible(row)
        if role == Qt.ItemDataRole.CheckStateRole and self.selects:
            return Qt.CheckState.Checked if row.get(self._key) in self.checked else Qt.CheckState.Unchecked
        return row if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        made = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return made | Qt.ItemFlag.ItemIsUserCheckable if self.selects else made


class RowList(QListView):
    """A list of dictionaries. Arrows move, Enter opens; with `selects`, Space, Shift+arrows, Ctrl+A and Esc choose rows.

    `paint(painter, rect, row, state)` draws the content; background (unless `ground` is False), hairline and focus are the list's.
    `height`: token px, or a function of the row.
    """

    opened = Signal(object)  # row
    current = Signal(object)  # row, or None
    selection = Signal(list)  # ids chosen

    def __init__(
        self,
        paint: Paint,
        height: int | Callable[[Row], int],
        accessible: Callable[[Row], str],
        rows: Sequence[Row] = (),
        *,
        key: str = "id",
        selects: bool = False,
        opens_on_click: bool = False,
        lines: bool = True,
        ground: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.paint_row, self._height, self.key = paint, height, key
        self.selects, self.lines, self.ground, self._on_click = selects, lines, ground, opens_on_click
        self._hovered = -1
        self._anchor: int | None = None
        self._model = _Rows(accessible, key, selects)
        self._model.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painted(self))
        self.setAccessibleName(tr("widgets.list"))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(not callable(height))
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.current.emit(self.current_row()))
        self.show_rows(rows)

    # -- rows ----------------------------------------------------------------------------------------
    def rows(self) -> list[Row]:
        """What is shown."""
        return self._model.rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the current row stays where its key still is, and the list does not jump."""
        kept, place = self.current_row(), self.verticalScrollBar().value()
        quiet = self.selectionModel().blockSignals(True)
        self._model.show(rows)
        self.selectionModel().blockSignals(quiet)
        self._model.checked &= {row.get(self.key) for row in rows if isinstance(row.get(self.key), int)}
        if kept is not None:
            self.go_to_key(kept.get(self.key), tell=False)
        self.verticalScrollBar().setValue(place)

    def current_row(self) -> Row | None:
        """The row the keyboard is on, or None."""
        at = self.currentIndex().row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def go_to(self, at: int, *, tell: bool = True) -> None:
        """Make the row at a position the current one and show it."""
        if 0 <= at < len(self._model.rows):
            quiet = self.selectionModel().blockSignals(not tell)
            self.setCurrentIndex(self._model.index(at, 0))
            self.selectionModel().blockSignals(quiet)
            self.scrollTo(self._model.index(at, 0))
            self.viewport().update()

    def go_to_key(self, key: object, *, tell: bool = True) -> bool:
        """Make the row of this key the current one."""
        at = next((at for at, row in enumerate(self._model.rows) if row.get(self.key) == key), None)
        if at is not None:
            self.go_to(at, tell=tell)
        return at is not None

    def selected_ids(self) -> list[int]:
        """What is chosen."""
        return sorted(self._model.checked)

    def select_ids(self, ids: Sequence[int], on: bool = True) -> None:
        """Choose or drop rows."""
        if on:
            self._model.checked.update(ids)
        else:
            self._model.checked.difference_update(ids)
        self.viewport().update()
        self.selection.emit(self.selected_ids())

    def row_height(self, row: Row) -> int:
        """Logical px."""
        return px(self._height(row) if callable(self._height) else self._height)

    def state_of(self, at: int) -> RowState:
        """How the row at a position stands."""
        chosen = self._model.rows[at].get(self.key) in self._model.checked
        current = at == self.currentIndex().row()
        return RowState(current, at == self._hovered, chosen, current and self.hasFocus())

    # -- keys and mouse --------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what is the list's; letters and the rest go to the page."""
        key, at = event.key(), self.currentIndex().row()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control and at >= 0:
            self.opened.emit(self.current_row())
        elif key == Qt.Key.Key_Space and self.selects and at >= 0:
            self._toggle(at)
        elif key == Qt.Key.Key_A and control and self.selects:
            self.select_ids([row[self.key] for row in self._model.rows])
        elif key == Qt.Key.Key_Escape and self._model.checked:
            self.select_ids(list(self._model.checked), False)
        elif key in _STEPS and not control:
            self._move(event)
        else:
            event.ignore()

    def _move(self, event: QKeyEvent) -> None:
        before, last = self.currentIndex().row(), len(self._model.rows) - 1
        step = _STEPS[Qt.Key(event.key())]
        at = min(max(before + step, 0), last)
        if last < 0 or (at == before and abs(step) == 1):
            event.ignore()
            return
        self.go_to(at)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = None
        elif self.selects and before >= 0:
            anchor = self._anchor = before if self._anchor is None else self._anchor
            low, high = sorted((anchor, at))
            self.select_ids([row[self.key] for row in self._model.rows[low : high + 1]])

    def _toggle(self, at: int) -> None:
        key = self._model.rows[at][self.key]
        self.select_ids([key], key not in self._model.checked)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press makes the row current."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        self.go_to(index.row())
        if self.selects and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._toggle(index.row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """With `opens_on_click`, a click opens."""
        index = self.indexAt(event.position().toPoint())
        if self._on_click and index.isValid() and index.row() == self.currentIndex().row():
            self.opened.emit(self.current_row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the row, where a click has not done so."""
        self.mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not self._on_click and index.isValid() and event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            self.opened.emit(self.current_row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the mouse is hovered."""
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somebody came by keyboard: a row is current."""
        super().focusInEvent(event)
        if self.currentIndex().row() < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.go_to(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The focus left."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where there is no row, the list itself shows that it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus() and not self._model.rows:
            draw_inset_focus(QPainter(self.viewport()), self.viewport().rect())

    def keyboardSearch(self, search: str) -> None:
        """Letters are the page's."""


_STEPS = {
    Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_Home: -(10**9), Qt.Key.Key_End: 10**9,
}  # fmt: skip


class _Painted(QStyledItemDelegate):
    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self._list = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(1, self._list.row_height(self._list.rows()[index.row()]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        colours, state = theme(), self._list.state_of(index.row())
        back = "selection" if state.selected or state.current else "hover" if state.hovered else ""
        if back and self._list.ground:
            painter.fillRect(rect, colours[back])
        if self._list.lines:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours["border"])
        painter.save()
        self._list.paint_row(painter, rect, self._list.rows()[index.row()], state)
        painter.restore()
        if state.focused:
            draw_inset_focus(painter, rect)
