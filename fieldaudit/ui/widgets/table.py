"""Tables: a view over `PagedModel` moved through and chosen by keyboard, its painted cells and its sortable header.

Tooltips appear only where text was shortened. Knows no SQL and no page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ..text import tr
from ..theme import TOKENS, pixmap, px, theme
from .cells import ALIGN, cell_width, check_box, content_rect, draw_cell
from .paged import Column, Index, PagedModel, Row, cell_text
from .paint import LEFT, RIGHT, draw_check, draw_inset_focus, draw_text, text_width

_LEAST = 140  # token px: what a stretched column keeps before the table scrolls sideways


class Table(QTableView):
    """A table over a `PagedModel`. Enter opens, Space checks, Shift+arrows check a range, Ctrl+A all, Esc none."""

    opened = Signal(object)  # row
    current = Signal(object)  # row, or None
    selection = Signal(list)  # ids that are checked
    sorted = Signal(str, bool)  # key, descending

    def __init__(
        self, model: PagedModel, columns: Sequence[Column] | None = None, *, row: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns or model.columns)
        self.paged = model
        model.setParent(self)
        self._anchor: int | None = None
        self._hovered = -1
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self._dress(px(row or TOKENS["row"]["table"]))
        self.header = _Header(self)
        self.setHorizontalHeader(self.header)
        self._lay_out()
        self.setAccessibleName(", ".join(column.title for column in self.columns if column.title))
        self._place = (-1, 0)
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._was_reset)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.current.emit(self.paged.row(now.row())))

    def _dress(self, height: int) -> None:
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalScrollBar().setSingleStep(height)

    def _lay_out(self) -> None:
        """Fixed columns keep their width; the others share the rest, and where it is too little the table scrolls sideways."""
        fixed, stretched = 0, 0
        for at, column in enumerate(self.columns):
            if isinstance(column.width, int):
                width = px(column.width + (4 if column.kind == "check" else 0))
                self.header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
                self.header.resizeSection(at, width)
                fixed += 0 if self.isColumnHidden(at) else width
            else:
                stretched += 1
        tight = stretched > 0 and self.viewport().width() - fixed < px(_LEAST) * stretched
        mode = QHeaderView.ResizeMode.Fixed if tight else QHeaderView.ResizeMode.Stretch
        for at, column in enumerate(self.columns):
            if not isinstance(column.width, int):
                self.header.setSectionResizeMode(at, mode)
                self.header.resizeSection(at, px(_LEAST))
        asks = Qt.ScrollBarPolicy.ScrollBarAsNeeded if tight else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(asks)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._lay_out()

    def show_column(self, key: str, on: bool) -> None:
        """Show or hide a column."""
        for at, column in enumerate(self.columns):
            if column.key == key:
                self.setColumnHidden(at, not on)
        self._lay_out()

    # -- rows ----------------------------------------------------------------------------------------
    def current_row(self) -> Row | None:
        """The row the keyboard is on."""
        return self.paged.row(self.currentIndex().row())

    def go_to(self, at: int) -> None:
        """Make the row at a position the current one and show it."""
        index, sideways = self.paged.index(at, 0), self.horizontalScrollBar().value()
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.scrollTo(index)
        self.horizontalScrollBar().setValue(sideways)

    def go_to_key(self, key: int) -> bool:
        """Make the row of this key the current one, where it was read."""
        at = self.paged.position(key)
        if at is not None:
            self.go_to(at)
        return at is not None

    def selected_ids(self) -> list[int]:
        """What is checked."""
        return sorted(self.paged.checked)

    def select_ids(self, ids: Sequence[int], on: bool = True) -> None:
        """Check or uncheck rows."""
        self.paged.check(ids, on)
        self._checked_changed()

    def clear_selection(self) -> None:
        """Check none."""
        self.paged.check(list(self.paged.checked), False)
        self._checked_changed()

    @property
    def checks(self) -> bool:
        """Has it a column of check boxes?"""
        return any(column.kind == "check" for column in self.columns)

    def _checked_changed(self) -> None:
        self.header.viewport().update()
        self.selection.emit(self.selected_ids())

    def _toggle(self, at: int) -> None:
        row = self.paged.row(at)
        if row is not None:
            key = row[self.paged.key]
            self.select_ids([key], key not in self.paged.checked)

    def _range(self, first: int, last: int) -> None:
        low, high = sorted((first, last))
        rows = [self.paged.row(at) for at in range(low, high + 1)]
        self.select_ids([row[self.paged.key] for row in rows if row is not None])

    def _before_reset(self) -> None:
        self._place = (self.currentIndex().row(), self.verticalScrollBar().value())

    def _was_reset(self) -> None:
        """Rows came, went or moved: stay where the eye is. Another question: the top."""
        self._anchor, (at, scrolled), last = None, self._place, self.paged.rowCount() - 1
        if not self.paged.keeps_place:
            self.scrollToTop()
            at, scrolled = min(at, 0), 0
        if at >= 0 and last >= 0:
            self.go_to(min(at, last))
        elif at >= 0:
            self.current.emit(None)
        self.verticalScrollBar().setValue(scrolled)
        self.selection.emit(self.selected_ids())

    # -- keys and mouse --------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what is the table's; letters and the rest go to the page."""
        key, at = event.key(), self.currentIndex().row()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control and at >= 0:
            self.opened.emit(self.paged.row(at))
        elif key == Qt.Key.Key_Space and self.checks and at >= 0:
            self._toggle(at)
        elif key == Qt.Key.Key_A and control and self.checks:
            self.select_ids(self.paged.all_ids())
        elif key == Qt.Key.Key_Escape and self.paged.checked:
            self.clear_selection()
        elif key in _MOVES:
            self._move(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.horizontalScrollBar().maximum() > 0:
            step = px(80) if key == Qt.Key.Key_Right else -px(80)
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + step)
        else:
            event.ignore()

    def _move(self, event: QKeyEvent) -> None:
        before = self.currentIndex().row()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        visible = max(1, self.viewport().height() // max(1, self.rowHeight(max(0, before))) - 1)
        last = self.paged.rowCount() - 1
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -visible, Qt.Key.Key_PageDown: visible}
        key = Qt.Key(event.key())
        at = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(key, before + step.get(key, 0))
        if last < 0:
            event.ignore()
            return
        self.go_to(min(max(at, 0), last))
        if shift and self.checks and before >= 0:
            self._anchor = before if self._anchor is None else self._anchor
            self._range(self._anchor, self.currentIndex().row())
        elif not shift:
            self._anchor = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a check box checks; elsewhere it makes the row current. Shift checks a range, Ctrl one."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mousePressEvent(event)
            return
        before = self.currentIndex().row()
        self.go_to(index.row())
        on_box = self.columns[index.column()].kind == "check"
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shift and self.checks and before >= 0:
            self._range(before, index.row())
        elif self.checks and (on_box or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self._toggle(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A row opens; a check box is only pressed twice. (Qt tells `doubleClicked` only of presses it saw itself.)"""
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton and index.isValid()
        if left and self.columns[index.column()].kind != "check" and not event.modifiers():
            self.opened.emit(self.paged.row(index.row()))
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The whole row is hovered."""
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.viewport().update()

    def hovered(self) -> int:
        """The row under the mouse, or -1."""
        return self._hovered

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somebody came by keyboard: a row is current."""
        super().focusInEvent(event)
        if self.currentIndex().row() < 0 and self.paged.rowCount():
            self.go_to(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The focus left."""
        super().focusOutEvent(event)
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Letters are the page's."""


_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class _Cells(QStyledItemDelegate):
    """Paints cells straight from the row."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Background, hairline, content, focus."""
        table = self._table
        row, rect = table.paged.row(index.row()), option.rect  # type: ignore[attr-defined]
        if row is None:
            return
        colours = theme()
        chosen = row[table.paged.key] in table.paged.checked
        current = index.row() == table.currentIndex().row()
        back = "selection" if chosen or (current and not table.checks) else "hover" if index.row() == table.hovered() else "surface"
        painter.fillRect(rect, colours[back])
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours["border"])
        column = table.columns[index.column()]
        if column.kind == "check":
            draw_check(painter, check_box(rect), Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
        else:
            draw_cell(painter, content_rect(rect, index.column() == 0), row.get(column.key), column)
        if current:
            whole = QRect(0, rect.top(), table.viewport().width(), rect.height())
            if table.hasFocus():
                draw_inset_focus(painter, whole)
            elif index.column() == 0:
                painter.fillRect(QRect(whole.left(), whole.top(), 3, whole.height() - 1), colours["accent"])

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """A tooltip only where the text was shortened or marked."""
        table = self._table
        row = table.paged.row(index.row())
        if event.type() != QEvent.Type.ToolTip or row is None:
            return False
        column = table.columns[index.column()]
        value = row.get(column.key)
        text = cell_text(value)
        room = content_rect(table.visualRect(index), index.column() == 0).width()
        marked = isinstance(value, Mapping) and bool(value.get("hint"))
        if text and (marked or cell_width(value, column) > room):
            QToolTip.showText(event.globalPos(), text, view)
        else:
            QToolTip.hideText()
        return True


class _Header(QHeaderView):
    """Titles of 36; a click or Space sorts, arrows walk while it has the focus."""

    def __init__(self, table: Table) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._at = -1
        self.key, self.descending = "", False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(px(TOKENS["row"]["table_header"]))
        self.setMinimumSectionSize(1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("widgets.header"))
        self.sectionClicked.connect(self._pressed)

    def show_sorted(self, key: str, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self.key, self.descending = key, descending
        self.viewport().update()

    def _pressed(self, at: int) -> None:
        column, table = self._table.columns[at], self._table
        if column.kind == "check":
            if table.paged.checked:
                table.clear_selection()
            else:
                table.select_ids(table.paged.all_ids())
        elif column.sortable:
            self.show_sorted(column.key, self.key == column.key and not self.descending)
            table.sorted.emit(self.key, self.descending)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk, Space and Enter sort, Down goes to the rows."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self._at = min(max(self._at + step, 0), self.count() - 1)
            self.viewport().update()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self._pressed(self._at)
        elif event.key() == Qt.Key.Key_Down:
            self._table.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first column, or where it was."""
        super().focusInEvent(event)
        self._at = max(self._at, 0)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Title, mark of the order, hairline, focus."""
        colours, column = theme(), self._table.columns[logicalIndex]
        painter.fillRect(rect, colours["surface"])
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours["border"])
        if column.kind == "check":
            self._paint_box(painter, rect)
        else:
            self._paint_title(painter, rect, column)
        if self.hasFocus() and logicalIndex == self._at:
            draw_inset_focus(painter, rect)

    def _paint_box(self, painter: QPainter, rect: QRect) -> None:
        checked = self._table.paged.checked
        state = Qt.CheckState.Unchecked
        if checked:
            all_of = len(checked) >= self._table.paged.rowCount()
            state = Qt.CheckState.Checked if all_of else Qt.CheckState.PartiallyChecked
        draw_check(painter, check_box(rect), state)

    def _paint_title(self, painter: QPainter, rect: QRect, column: Column) -> None:
        sorted_by = bool(self.key) and column.key == self.key
        room = content_rect(rect, column is self._table.columns[0]).adjusted(0, 0, -px(18) if sorted_by else 0, 0)
        align = RIGHT if column.kind == "money" else ALIGN[column.align]
        role, token = ("table_bold", "text") if sorted_by else ("table", "text_secondary")
        draw_text(painter, room, column.title, role, token, align)
        if sorted_by:
            end = room.left() + text_width(column.title, role) if align == LEFT else room.right()
            mark = pixmap("chevron-down" if self.descending else "chevron-up", "text_secondary", 14)
            painter.drawPixmap(min(end + px(4), room.right() + px(4)), rect.center().y() - px(7) + 1, mark)


__all__ = ["Column", "PagedModel", "Row", "Table", "cell_text"]
