"""The plan's table: two lines for a hazard, the five as columns, and the missing ones as links that open the field in place.

Knows no act: what was typed is told by `written`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from ...text import is_english, tr
from ...theme import TOKENS, pixmap, px, theme
from ...widgets.fields import Line, NumberField
from ...widgets.paged import Column, Index, PagedModel
from ...widgets.paint import TEXT_TONES, draw_inset_focus, draw_text, text_width
from ...widgets.table import Table
from .presenter import Line as Item

# the five and the columns they stand in, in the order of the columns
CELLS = ("measure", "responsible", "budget_yuan", "term_days", "contingency")
_NUMBERS = {"budget_yuan": "plan.yuan", "term_days": "plan.days"}


def columns() -> list[Column]:
    """The columns, wider where English needs it."""
    wide = is_english()
    return [
        Column("number", tr("plan.c_number"), 52, "muted", sortable=False),
        Column("finding", tr("plan.c_finding"), "stretch", sortable=False),
        Column("measure", tr("plan.c_measure"), 100 if wide else 88, sortable=False),
        Column("responsible", tr("plan.c_responsible"), 116 if wide else 124, sortable=False),
        Column("budget_yuan", tr("plan.c_budget"), 100 if wide else 88, sortable=False),
        Column("term_days", tr("plan.c_due"), 88, sortable=False),
        Column("contingency", tr("plan.c_contingency"), 112 if wide else 132, sortable=False),
        Column("state", tr("plan.c_state"), 104 if wide else 92, "state", sortable=False),
    ]


def cells(item: Item) -> dict[str, Any]:
    """A line as the table's row; `item` is the line itself."""
    words = {name: item.cells[name] or tr("plan.to_fill") if name in item.missing else item.cells[name] for name in CELLS}
    return {
        "id": item.id,
        "item": item,
        "number": item.number,
        "finding": " · ".join(part for part in (item.finding, item.place) if part),
        **words,
        "state": {"text": item.state[0], "tone": item.state[1]},
    }


class PlanTable(Table):
    """F2 opens the first missing one of the five (else the responsible person); Tab goes on, Enter writes, Esc leaves."""

    edit_wanted = Signal(object, str)  # item, column: the page asks the rule, then calls `open_field`
    written = Signal(object, str, object)  # item, column, value
    _field: Line | None = None  # of the class: Qt filters events before the instance is made
    _at: tuple[int, str] = (0, "")

    def __init__(self, lines: Callable[[], Sequence[Item]]) -> None:
        model = PagedModel(
            lambda offset, limit: [cells(line) for line in lines()[offset : offset + limit]], lambda: len(lines()), columns()
        )
        super().__init__(model, row=TOKENS["row"]["table_two_line"])
        self.setItemDelegate(_Cells(self))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._follow())
        model.modelReset.connect(self._follow)

    def item(self, at: int) -> Item | None:
        """The line at a position."""
        row = self.paged.row(at)
        return row["item"] if row else None

    # -- the field in place ------------------------------------------------------------------------------
    def open_field(self, item: int, name: str) -> None:
        """Open the field of a cell in its place."""
        at = self.paged.position(item)
        line = self.item(at) if at is not None else None
        if line is None:
            return
        self.close_field()
        value = line.row[name]
        text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        field: Line = NumberField(tr(_NUMBERS[name]), text) if name in _NUMBERS else Line("", text)  # keys: _NUMBERS
        field.setParent(self.viewport())
        field.setAccessibleName(tr("plan.fill_in", what=next(each.title for each in self.columns if each.key == name)))
        field.settled.connect(lambda said: self.written.emit(line.id, name, said))
        field.installEventFilter(self)
        self._field, self._at = field, (item, name)
        self._follow()
        field.show()
        field.selectAll()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_field(self) -> None:
        """Write what was typed and close it."""
        field, self._field = self._field, None
        if field is not None:
            field.flush()
            field.removeEventFilter(self)
            field.hide()
            field.deleteLater()

    def field(self) -> Line | None:
        """The field that is open."""
        return self._field

    def _follow(self) -> None:
        if self._field is None:
            return
        at = self.paged.position(self._at[0])
        if at is None:
            self.paged.row(0)
            at = self.paged.position(self._at[0])
        if at is not None:
            column = next(n for n, each in enumerate(self.columns) if each.key == self._at[1])
            rect = self.visualRect(self.paged.index(at, column))
            wide = max(rect.width(), px(150))
            left = min(rect.left(), max(0, self.viewport().width() - wide))
            self._field.setGeometry(left, rect.top() + (rect.height() - px(36)) // 2, wide, px(36))

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Keys of the open field: Enter and Esc close, Tab goes to the next of the five."""
        if watched is self._field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._field_key(event)
        if watched is self._field and event.type() == QEvent.Type.FocusOut:
            self.close_field()
        return bool(super().eventFilter(watched, event))

    def _field_key(self, event: QKeyEvent) -> bool:
        item, name = self._at
        key = Qt.Key(event.key())
        if self._field is None:
            return False
        if self._field.composes():  # Enter and Esc are the input method's now, and not the table's below either
            return key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key == Qt.Key.Key_Escape:
            self._field.setText(self._field._settled)
        step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(key, 0)
        if not step and key not in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self.close_field()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        at = CELLS.index(name) + step
        if step and 0 <= at < len(CELLS):
            self.edit_wanted.emit(item, CELLS[at])
        return True

    # -- asking for it -------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and E fill in."""
        line = self.item(self.currentIndex().row())
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_E) and line is not None and line.is_open:
            missing = [name for name in CELLS if name in line.missing]
            self.edit_wanted.emit(line.id, missing[0] if missing else "responsible")
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on a link opens its field."""
        super().mouseReleaseEvent(event)
        line, name = self._under(event.position().toPoint())
        if line is not None and name in line.missing and line.is_open:
            self.edit_wanted.emit(line.id, name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on one of the five opens its field; elsewhere the row."""
        line, name = self._under(event.position().toPoint())
        if line is not None and name in CELLS and line.is_open:
            self.edit_wanted.emit(line.id, name)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over links."""
        super().mouseMoveEvent(event)
        line, name = self._under(event.position().toPoint())
        link = line is not None and line.is_open and name in line.missing
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def _under(self, place: QPoint) -> tuple[Item | None, str]:
        index = self.indexAt(place)
        return (self.item(index.row()), self.columns[index.column()].key) if index.isValid() else (None, "")


class _Cells(QStyledItemDelegate):
    """Paints the lines."""

    def __init__(self, table: PlanTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Background, hairline, content; the current row has its edge at the left."""
        table, rect = self._table, option.rect  # type: ignore[attr-defined]
        item = table.item(index.row())
        if item is None:
            return
        colours, current = theme(), index.row() == table.currentIndex().row()
        back = "selection" if current else "hover" if index.row() == table.hovered() else "surface"
        painter.fillRect(rect, colours[back])
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours["border"])
        if current and index.column() == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), colours["accent"])
        self._content(
            painter, rect.adjusted(px(8 if index.column() else 16), 0, -px(8), -1), item, table.columns[index.column()].key
        )
        if current and table.hasFocus():
            whole = table.visualRect(table.paged.index(index.row(), 0))
            draw_inset_focus(painter, QRect(whole.left(), whole.top(), table.viewport().width(), whole.height()))

    def _content(self, painter: QPainter, rect: QRect, item: Item, name: str) -> None:
        quiet = "text" if item.is_open else "text_secondary"
        if name == "finding":
            half = px(20)
            top = QRect(rect.left(), rect.top() + px(4), rect.width(), half)
            draw_text(painter, top, item.finding, "strong" if item.is_open else "body", quiet)
            draw_text(painter, top.translated(0, half), item.place, "caption", "text_muted")
        elif name in item.missing and item.is_open:
            painter.drawPixmap(rect.left(), rect.center().y() - px(8), pixmap("plus", "accent", 16))
            draw_text(painter, rect.adjusted(px(20), 0, 0, 0), tr("plan.to_fill"), "table", "accent")
        elif name == "term_days":
            late = item.is_open and item.due.tone in ("danger", "warn")
            token = TEXT_TONES[item.due.tone] if late else quiet
            draw_text(painter, rect, item.cells[name], "table_bold" if late else "table", token)
        elif name == "state":
            self._state(painter, rect, item)
        else:
            words = str(item.number) if name == "number" else item.cells[name]
            draw_text(painter, rect, words, "table", "text_muted" if name == "number" else quiet)

    def _state(self, painter: QPainter, rect: QRect, item: Item) -> None:
        words, tone = item.state
        if tone == "ok":
            painter.drawPixmap(rect.left(), rect.center().y() - px(8), pixmap("check", "ok_text", 16))
            rect = rect.adjusted(px(20), 0, 0, 0)
        said, _, more = words.partition(" · ")
        role, token = "table_bold" if tone == "accent" else "table", TEXT_TONES.get(tone, "text")
        if more and text_width(words, role) > rect.width():  # what matters beside the state goes under it
            top = QRect(rect.left(), rect.top() + px(4), rect.width(), px(20))
            draw_text(painter, top, said, role, token)
            draw_text(painter, top.translated(0, px(20)), more, "caption", "text_muted")
            return
        draw_text(painter, rect, words, role, token)

    def helpEvent(self, event: Any, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """A tooltip where the text was shortened; of a late deadline what is left."""
        from PySide6.QtWidgets import QToolTip

        item = self._table.item(index.row())
        if event.type() != QEvent.Type.ToolTip or item is None:
            return False
        name = self._table.columns[index.column()].key
        room = self._table.visualRect(index).width() - px(16)
        shown = {"finding": item.finding, "state": item.state[0], "number": ""}.get(name) if name not in CELLS else item.cells[name]
        tip = shown if shown and text_width(shown, "strong" if name == "finding" else "table") > room else ""
        if name == "finding" and not tip and text_width(item.place, "caption") > room:
            tip = item.place
        if name == "state" and tip and max(text_width(part, "table") for part in tip.split(" · ")) <= room:
            tip = ""  # it stands on two lines
        if name == "measure" and item.row["measure"]:
            tip = item.row["measure"]
        if name == "term_days" and item.due.said:
            tip = item.due.said
        QToolTip.showText(event.globalPos(), tip, view) if tip else QToolTip.hideText()
        return True
