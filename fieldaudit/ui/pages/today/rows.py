"""Rows of a card that act: one Tab stop a card, arrows walk its rows, Enter does what the row's button says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QWidget

from ...theme import px
from ...widgets.basic import column, emptied, line
from ...widgets.paint import draw_inset_focus
from ...widgets.scrolling import scroll_into_view
from ...widgets.spoken import SpokenRow

_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason,
            Qt.FocusReason.OtherFocusReason)  # fmt: skip


class ActionRow(SpokenRow):
    """A row that can be done: `act` on Enter, on Space and by its button; a click anywhere too where there is no button."""

    def __init__(self, key: str, name: str, height: int, act: Callable[[], object], pressed: QPushButton | None = None) -> None:
        super().__init__()
        self.key, self._act, self.press = key, act, pressed
        self.setProperty("kind", "row")
        self.setProperty("ring", "none")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(name)
        self.setFixedHeight(px(height))
        self.inner = QHBoxLayout(self)
        self._ringed = False
        if pressed is None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            pressed.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def act(self) -> None:
        """Do it."""
        self._act()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring where keys brought the focus."""
        self._ringed = event.reason() in _BY_KEYS
        scroll_into_view(self, 8)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring any more."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space act; arrows are the card's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.act()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A row without a button is one."""
        inside = event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint())
        if self.press is None and inside:
            self.act()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The focus, 2 px inside."""
        super().paintEvent(event)
        if self.hasFocus() and self._ringed:
            draw_inset_focus(QPainter(self), self.rect())


class RowCard(QFrame):
    """A card of rows with hairlines between; its rows are one Tab stop."""

    def __init__(self, name: str, kind: str = "card") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        self.rows: list[ActionRow] = []
        self.body = column(gap=0, margins=(1, 1, 1, 1) if kind == "card" else (0, 0, 0, 0), into=self)

    def show_rows(self, rows: Sequence[ActionRow], before: Sequence[QWidget | QLayout] = ()) -> None:
        """Put these rows into the card, `before` over them; the focus stays on the row of the same key."""
        focused = next((each.key for each in self.rows if each.hasFocus()), "")
        for each in before:
            if isinstance(each, QWidget):
                self.body.removeWidget(each)  # what stood here already stays: it would be deleted with the rest
        emptied(self.body)
        self.rows = list(rows)
        for each in before:
            if isinstance(each, QLayout):
                self.body.addLayout(each)
            else:
                self.body.addWidget(each)
        for at, each in enumerate(rows):
            if at or before:
                self.body.addWidget(line())
            each.installEventFilter(self)
            self.body.addWidget(each)
        self._only_stop(next((each for each in rows if each.key == focused), rows[0] if rows else None))
        if focused and rows:
            next((each for each in rows if each.key == focused), rows[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Home and End walk the rows."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self.rows:
            assert isinstance(watched, ActionRow)
            at, last = self.rows.index(watched), len(self.rows) - 1
            to = {Qt.Key.Key_Down: at + 1, Qt.Key.Key_Up: at - 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(Qt.Key(event.key()))
            if to is not None:
                self.rows[max(0, min(last, to))].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        elif event.type() == QEvent.Type.FocusIn and isinstance(watched, ActionRow):
            self._only_stop(watched)
        return False

    def _only_stop(self, row: ActionRow | None) -> None:
        for each in self.rows:
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is row else Qt.FocusPolicy.ClickFocus)


__all__ = ["ActionRow", "RowCard"]
