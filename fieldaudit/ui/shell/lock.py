"""Before the frame: the passphrase of the workspace, and who is at the keyboard with the PIN.

Names are big, ↑↓ chooses while the PIN is typed; somebody without a PIN on this laptop sets one here.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ...domain.core import RowId
from ...errors import BadInput, FieldauditError, NotAllowed
from ...i18n import Text
from ...work import office
from ..text import NAMES, is_english, tr
from ..theme import pixmap, px
from ..widgets.basic import PRIMARY, button, column, frame, label, picture, row, show_in_place
from ..widgets.fields import Check, Field
from ..widgets.lists import RowList, RowState
from ..widgets.paint import draw_text
from .told import sentence

if TYPE_CHECKING:
    from .window import Window

ROW, SEEN = 60, 6  # a name's height; how many before the list scrolls
WIDTH = 440
BESIDE = 340  # the height of all but the names


class _Card(QWidget):
    """A card in the middle of the window; language at the bottom."""

    def __init__(self, window: Window, icon_name: str, title: str, words: str) -> None:
        super().__init__()
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.owner = window
        card = self._card = frame("card")
        card.setFixedWidth(px(WIDTH))
        self.content: QVBoxLayout = column(margins=(24, 22, 24, 24), gap=12, into=card)
        self.content.addLayout(row(picture(icon_name, "accent", 24), label(title, "title"), 1, gap=10))
        self.content.addWidget(label(words, "", "secondary", wrap=True))
        self.fault = label("", "", "danger", wrap=True)
        self.fault.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(24), px(16), px(24), px(16))
        whole.addStretch(1)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        other = "zh" if is_english() else "en"
        switch = button(NAMES[other], lambda: self._speak(other), kind="text", icon_name="languages")
        return row(1, switch, 1)

    def _speak(self, language: str) -> None:
        self.owner.settings.put("language", language)
        self.owner.rebuild()

    def failed(self, error: FieldauditError) -> None:
        """Why it did not open, and what to do."""
        stop = str(Text("。", "."))
        self.say(" ".join(filter(None, (sentence(error).removesuffix(stop) + stop, str(error.todo)))))

    def say(self, words: str) -> None:
        """Show what is wrong; "" takes it away."""
        self.fault.setText(words)
        self.fault.setVisible(bool(words))
        self.fault.setAccessibleName(words)
        self.content.activate()
        self._card.setMinimumHeight(self.content.totalHeightForWidth(px(WIDTH)))  # in a low window nothing is pressed together


class Passphrase(_Card):
    """The passphrase of this workspace."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, "key-round", tr("lock.passphraseTitle"), tr("lock.passphraseWords"))
        self.field = QLineEdit()
        self.field.setProperty("extent", "large")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.returnPressed.connect(self._open)
        self.field.textEdited.connect(lambda _text: self.say(""))
        self.shown = Check(tr("lock.show"))
        self.shown.toggled.connect(self._show)
        self.keep = Check(tr("lock.keep"))
        show_in_place(self.keep, window.services.remember is not None)
        self.verb = button(tr("lock.open"), self._open, kind=PRIMARY, size="large")
        for part in (Field(tr("lock.passphrase"), self.field), self.shown, self.keep, self.fault, self.verb):
            self.content.addWidget(part)
        place = label(str(window.place), "caption", wrap=True)
        self.content.addWidget(place)

    def showEvent(self, event: QShowEvent) -> None:
        """Typing can begin."""
        super().showEvent(event)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, on: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def _open(self) -> None:
        """Opening takes half a second: say so first."""
        if not self.verb.isEnabled():
            return
        self.say("")
        self.verb.setEnabled(False)
        self.verb.setText(tr("lock.opening"))
        QTimer.singleShot(10, self._opened)

    def _opened(self) -> None:
        passphrase = self.field.text()
        try:
            self.owner.open_workspace(passphrase)
        except FieldauditError as error:
            if isinstance(error, NotAllowed):  # what is advised for the command line is out of reach here
                error.todo = Text(tr("lock.tryAgain"), tr("lock.tryAgain"))
            self.failed(error)
            self.verb.setEnabled(True)
            self.verb.setText(tr("lock.open"))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.selectAll()
            return
        if self.keep.isChecked() and self.owner.services.remember is not None:
            self.owner.services.remember(self.owner.place, passphrase)
        self.owner.unlock()


class CannotOpen(_Card):
    """The workspace does not open: another window has it, the disk refuses, it is damaged. What to do, and another try."""

    def __init__(self, window: Window, error: FieldauditError) -> None:
        super().__init__(window, "circle-alert", tr("lock.cannotOpen"), str(error.safe))
        self.verb = button(tr("lock.again"), window.begin, kind=PRIMARY, size="large")
        for part in (self.fault, self.verb, label(str(window.place), "caption", wrap=True)):
            self.content.addWidget(part)
        self.failed(error)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter tries again."""
        super().showEvent(event)
        self.verb.setFocus(Qt.FocusReason.OtherFocusReason)


class Lock(_Card):
    """Who is at the keyboard: choose a name (click or ↑↓), type the PIN, Enter."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, "lock", tr("lock.title"), tr("lock.words"))
        assert window.session is not None
        self.session = window.session
        with_pin = {row["id"] for row in office.people(self.session.desk()) if row["pin"]}
        rows = [{**person, "pin": person["id"] in with_pin} for person in self.session.people()]
        self.pin, self.again = _pin_field(), _pin_field()
        self.people = RowList(_paint_person, ROW, _spoken, rows)
        self.people.setAccessibleName(tr("lock.person"))
        self.people.current.connect(self._chosen)
        self.people.opened.connect(lambda _row: self.pin.setFocus(Qt.FocusReason.OtherFocusReason))
        for each in (self.pin, self.again):
            each.installEventFilter(self)
            each.returnPressed.connect(self._enter)
            each.textEdited.connect(lambda _text: self.say(""))
        self._pin, self._again = Field(tr("lock.pin"), self.pin), Field(tr("lock.pinAgain"), self.again)
        self.verb = button(tr("lock.enter"), self._enter, kind=PRIMARY, size="large")
        for part in (self.people, self._pin, self._again, self.fault, self.verb):
            self.content.addWidget(part)
        last = self.owner.settings.text("person")
        if not (last.isdecimal() and self.people.go_to_key(int(last))):
            self.people.go_to(0)
        self._chosen(self.people.current_row())

    def showEvent(self, event: QShowEvent) -> None:
        """Typing can begin."""
        super().showEvent(event)
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many names as there is room for."""
        super().resizeEvent(event)
        room = (self.height() - px(BESIDE)) // px(ROW)
        self.people.setFixedHeight(px(ROW) * max(2, min(len(self.people.rows()), SEEN, room)) + 2)

    def _chosen(self, person: dict[str, Any] | None) -> None:
        """Somebody without a PIN here sets one."""
        new = person is not None and not person["pin"]
        self._again.setVisible(new)
        self._pin.set_label(tr("lock.newPin") if new else tr("lock.pin"))
        self.verb.setText(tr("lock.setPin") if new else tr("lock.enter"))
        self.verb.setEnabled(person is not None)
        self.pin.clear()
        self.again.clear()
        self.say("" if person is not None else tr("lock.noPeople"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↑↓ in the PIN's field choose a name."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step:
                last = len(self.people.rows()) - 1
                self.people.go_to(min(max(self.people.currentIndex().row() + step, 0), last))
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        person = self.people.current_row()
        if person is None:
            return
        if not person["pin"] and self.pin.hasFocus() and not self.again.text():
            self.again.setFocus(Qt.FocusReason.TabFocusReason)
            return
        try:
            if not person["pin"]:
                self._set_pin(RowId(person["id"]))
            self.session.sign_in(RowId(person["id"]), self.pin.text())
        except FieldauditError as error:
            self.failed(error)
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
            self.pin.selectAll()
            with suppress(FieldauditError):
                self.session.heal()
            return
        self.owner.settings.put("person", str(person["id"]))
        self.owner.enter()

    def _set_pin(self, person: RowId) -> None:
        if self.pin.text() != self.again.text():
            raise BadInput(Text("两次输入的 PIN 不同", "The two PINs differ"))
        self.session.act(lambda desk: office.set_pin(desk, person, self.pin.text()))


def _pin_field() -> QLineEdit:
    made = QLineEdit()
    made.setProperty("extent", "large")
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
    made.setMaxLength(12)
    return made


def _paint_person(painter: QPainter, rect: QRect, person: dict[str, Any], state: RowState) -> None:
    token = "accent_on_bg" if state.current else "text_secondary"
    painter.drawPixmap(rect.left() + px(14), rect.center().y() - px(11), pixmap("user-round", token, 22))
    inner = rect.adjusted(px(50), px(9), -px(14), -px(8))
    half = inner.height() // 2
    draw_text(painter, QRect(inner.left(), inner.top(), inner.width(), half + px(2)), str(person["name"]), "heading", "text")
    below = QRect(inner.left(), inner.top() + half + px(2), inner.width(), half - px(2))
    draw_text(painter, below, _detail(person), "caption", "text_secondary")


def _detail(person: dict[str, Any]) -> str:
    return " · ".join(filter(None, (person["role_word"], person.get("badge_no") or "", "" if person["pin"] else tr("lock.noPin"))))


def _spoken(person: dict[str, Any]) -> str:
    return f"{person['name']}, {_detail(person)}"


__all__ = ["CannotOpen", "Lock", "Passphrase"]
