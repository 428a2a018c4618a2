"""What stands around a table that is filtered: the pane of filters at its left, and the search field that letters go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ..theme import TOKENS, icon, px
from .bars import CountRow
from .basic import column, frame, label
from .fields import clearable
from .keys import is_typing
from .scrolling import scrolled


class Filter(NamedTuple):
    """One named filter: its name in the presenter, what it is called, its icon, and the tone of a count that is not 0."""

    name: str
    words: str
    icon: str
    tone: str = ""


class FilterPane(QWidget):
    """Named filters in a pane that scrolls, one a row with its count; `below` is the page's."""

    chosen = Signal(str)

    def __init__(self, filters: Sequence[Filter], title: str = "") -> None:
        super().__init__()
        self.rows: dict[str, CountRow] = {}
        self.below = column(gap=0)
        inside = frame("pane")
        content = column(margins=(8, 12, 8, 12), gap=0, into=inside)
        if title:
            head = label(title, "strong")
            head.setContentsMargins(px(8), 0, 0, px(8))
            content.addWidget(head)
        for each in filters:
            made = self.rows[each.name] = CountRow(each.words, icon=each.icon, tone=each.tone)
            made.clicked.connect(lambda _checked=False, name=each.name: self.chosen.emit(name))
            content.addWidget(made)
        content.addLayout(self.below)
        content.addStretch(1)
        self.setFixedWidth(px(TOKENS["layout"]["institutions"]["filters"]))
        column(scrolled(inside), gap=0, into=self)

    def show_current(self, name: str) -> None:
        """Mark the filter in use."""
        for each, made in self.rows.items():
            made.setChecked(each == name)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How much each of them shows."""
        for name, made in self.rows.items():
            made.set_count(counts[name])


class SearchLine(QLineEdit):
    """Words to look for in a table. Letters typed at the table go on here, "/" comes here, Esc empties it and goes back."""

    def __init__(self, hint: str, text: str, table: QWidget) -> None:
        super().__init__(text)
        self._table = table
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.addAction(icon("search", "text_secondary", 18), QLineEdit.ActionPosition.LeadingPosition)
        clearable(self)

    def hears(self, event: QKeyEvent) -> bool:
        """A key that nobody on the page took: is it the search's? Then it was done."""
        text = event.text()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Escape and (self.text() or self.hasFocus()):
            self.clear()
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.hasFocus():
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif plain and text and text.isprintable() and not text.isspace() and not is_typing():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.end(False)
            self.insert("" if text == "/" else text)
        else:
            return False
        return True


__all__ = ["Filter", "FilterPane", "SearchLine"]
