"""Keys: is somebody typing, and the bar that says which keys do what here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QFrame, QLineEdit, QPlainTextEdit, QTextEdit

from ..theme import px
from .basic import frame, kbd, label, row


def is_typing() -> bool:
    """Do letters belong to a field now (it has the focus, or an input method composes in it)?"""
    focused = QApplication.focusWidget()
    if isinstance(focused, QLineEdit | QPlainTextEdit | QTextEdit):
        return not focused.isReadOnly()
    return isinstance(focused, QAbstractSpinBox) or (isinstance(focused, QComboBox) and focused.isEditable())


def hint_bar(hints: Sequence[tuple[str, str]]) -> QFrame:
    """A bar of 36: keys and what they do. Keys in one hint are parted by spaces."""
    made = frame("pane")
    made.setObjectName("hintBar")
    line = row(margins=(16, 0, 16, 0), gap=16, into=made)
    for keys, words in hints:
        line.addLayout(row(*(kbd(key) for key in keys.split(" ")), label(words, "caption"), gap=4))
    line.addStretch(1)
    made.setFixedHeight(px(36))
    return made
