"""The current row of the preview: what becomes of it and why, and the decision where it may be a known home."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ....work.register_preview import LEAVE_OUT, NEW
from ...text import tr
from ...widgets.basic import button, chip, column, emptied, label, row
from .lines import KINDS, Line

_TONES = {"new": "accent", "updated": "warn", "refused": "danger", "unchanged": "neutral", "skipped": "neutral"}


class RowPane(QWidget):
    """`decided(key, choice)` is called with what a person says of the row."""

    def __init__(self, decided: Callable[[str, str], None]) -> None:
        super().__init__()
        self._decided = decided
        self._content: QVBoxLayout = column(gap=8, into=self)

    def show_line(self, line: Line | None) -> None:
        """Show a row, or nothing."""
        emptied(self._content)
        self.setVisible(line is not None)
        if line is None:
            return
        name = label(line.name or tr("import.noName"), "heading", wrap=True)
        head = row(name, chip(tr(KINDS["twins" if line.twins else line.kind]), "warn" if line.twins else _TONES[line.kind]))
        head.setStretch(0, 1)
        self._content.addLayout(head)
        self._content.addWidget(label(tr("import.rowOf", row=line.spot), "caption"))
        for each in line.told:
            self._content.addWidget(label(each, "table", "secondary", wrap=True))
        self._choices(line)

    def _choices(self, line: Line) -> None:
        if line.decided:
            self._content.addWidget(self._button(tr("import.takeBack"), line, ""))
            return
        for twin in line.twins:
            words = tr("import.isThat", name=twin.name) if twin.id is not None else tr("import.isThatRow", name=twin.name)
            self._content.addWidget(self._button(words, line, str(twin.id) if twin.id is not None else LEAVE_OUT))
        if line.twins:
            self._content.addWidget(self._button(tr("import.isAnother"), line, NEW))
            self._content.addWidget(self._button(tr("import.leaveOut"), line, LEAVE_OUT))

    def _button(self, words: str, line: Line, choice: str) -> QWidget:
        return button(words, lambda: self._decided(line.key, choice), size="small")
