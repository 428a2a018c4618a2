"""Before the frame: the passphrase of the workspace, and who is at the keyboard with the PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from ...domain.core import RowId
from ...errors import FieldauditError
from ..text import tr
from ..theme import px
from ..widgets.basic import PRIMARY, button, column, frame, label

if TYPE_CHECKING:
    from .window import Window


class _Card(QWidget):
    """A card in the middle of the window."""

    def __init__(self, window: Window, title: str, words: str) -> None:
        super().__init__()
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.owner = window
        card = frame("card")
        card.setFixedWidth(px(440))
        said = label(words, "", "muted", wrap=True)
        self.content = column(label(title, "title"), said, margins=(24, 24, 24, 24), gap=12, into=card)
        self.fault = label("", "", "danger", wrap=True)
        whole = QVBoxLayout(self)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def failed(self, error: FieldauditError) -> None:
        """Why it did not open."""
        self.fault.setText(str(error.what))


class Passphrase(_Card):
    """The passphrase of this workspace."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, tr("lock.passphraseTitle"), str(window.place))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(tr("lock.passphrase"))
        self.field.returnPressed.connect(self._open)
        for part in (self.field, self.fault, button(tr("lock.open"), self._open, kind=PRIMARY, size="large")):
            self.content.addWidget(part)
        self.field.setFocus()

    def _open(self) -> None:
        try:
            self.owner.open_workspace(self.field.text())
        except FieldauditError as error:
            self.failed(error)
            return
        self.owner.unlock()


class Lock(_Card):
    """Who is at the keyboard."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, tr("lock.title"), tr("lock.words"))
        assert window.session is not None
        self.people = QComboBox()
        self.people.setAccessibleName(tr("lock.person"))
        for person in window.session.people():
            self.people.addItem(f"{person['name']}  {person['role_word']}", int(person["id"]))
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setAccessibleName(tr("lock.pin"))
        self.pin.setPlaceholderText(tr("lock.pin"))
        self.pin.returnPressed.connect(self._enter)
        for part in (self.people, self.pin, self.fault, button(tr("lock.enter"), self._enter, kind=PRIMARY, size="large")):
            self.content.addWidget(part)
        self.pin.setFocus()

    def _enter(self) -> None:
        assert self.owner.session is not None
        try:
            self.owner.session.sign_in(RowId(self.people.currentData()), self.pin.text())
        except FieldauditError as error:
            self.failed(error)
            self.pin.selectAll()
            return
        self.owner.enter()
