"""A form of labelled fields, each named by its key: filled, read and told what is wrong by key."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ..theme import px
from .basic import row
from .fields import Field


class Form(QWidget):
    """Labelled fields in two columns; each field is named by its key."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(px(12))

    def pair(self, *fields: QWidget | None) -> None:
        """A line of fields, equally wide; None leaves its place free."""
        line = row(gap=16)
        for each in fields:
            line.addWidget(each if each is not None else QWidget(), 1)
        self._layout.addLayout(line)

    def add(self, widget: QWidget) -> None:
        """Something across the whole width."""
        self._layout.addWidget(widget)

    def tail(self, widget: QWidget) -> None:
        """Something as wide as it needs, at the left."""
        self._layout.addLayout(row(widget, 1))

    def line(self, key: str, words: str, hint: str = "", *, secret: bool = False) -> Field:
        """A field of one line."""
        edit = QLineEdit()
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setPlaceholderText(hint)
        return self._named(key, words, edit)

    def lines(self, key: str, words: str, hint: str = "") -> Field:
        """A field of several lines."""
        edit = QPlainTextEdit()
        edit.setPlaceholderText(hint)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(px(80))
        return self._named(key, words, edit)

    def _named(self, key: str, words: str, edit: QWidget) -> Field:
        self.fields[key] = Field(words, edit)
        return self.fields[key]

    def text(self, key: str) -> str:
        """What a field holds."""
        edit = self.fields[key].widget
        return edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text() if isinstance(edit, QLineEdit) else ""

    def put(self, key: str, text: str) -> None:
        """Fill a field."""
        edit = self.fields[key].widget
        if isinstance(edit, QLineEdit):
            edit.setText(text)

    def faults(self, keys: dict[str, str]) -> None:
        """Say what is wrong with some fields and take the focus to the first of them."""
        for key, each in self.fields.items():
            each.set_fault(keys.get(key, ""))
        first = next((key for key in self.fields if key in keys), "")
        if first:
            self.fields[first].widget.setFocus()
