"""What the person is told: toasts with undo, errors in three lines, questions before grave acts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from ...errors import FieldauditError, MachineError, OurBug
from ..text import tr
from ..theme import TOKENS, px, theme
from ..widgets.basic import PRIMARY, button, column, frame, label, picture, row
from ..widgets.tab_order import move_focus

if TYPE_CHECKING:
    from .frame import Frame


class Overlay(QWidget):
    """A dialog as a child over the whole window (no translucent top level): dims what is below; Esc is the harmless answer."""

    stays = False  # it tells what happened: it stays to be read when the page goes from which it was opened

    def __init__(self, over: QWidget, width: int = 440) -> None:
        super().__init__(over.window())
        self._opener, self._over = over, over.window()
        self._before: QWidget | None = over.window().focusWidget()
        self.box = frame("raised", self)
        self.box.setFixedWidth(px(width))
        self.content = QVBoxLayout(self.box)
        self.content.setContentsMargins(px(24), px(20), px(24), px(20))
        self.content.setSpacing(px(12))
        whole = QVBoxLayout(self)
        whole.addWidget(self.box, 0, Qt.AlignmentFlag.AlignCenter)
        self._over.installEventFilter(self)
        over.installEventFilter(self)

    def covers(self) -> QRect:
        """What it covers, in the window: all of it."""
        return self._over.rect()

    def open(self) -> None:
        """Show it and take the focus."""
        self.setGeometry(self.covers())
        self.show()
        self.raise_()
        self.first().setFocus(Qt.FocusReason.PopupFocusReason)

    def first(self) -> QWidget:
        """What has the focus first: the default button unless a field comes before."""
        return self.box

    def close_it(self) -> None:
        """Close and give the focus back."""
        self.hide()
        self.deleteLater()
        before, page = self._before, getattr(self._opener, "page", None)
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        elif isinstance(page, QWidget):  # it may have been made anew meanwhile; nobody else would hear its keys
            page.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        else:
            event.accept()  # nothing below hears keys

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside."""
        move_focus(self.box, forward)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, and the place of what it was opened from."""
        if watched is self._over or event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.setGeometry(self.covers())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the page."""
        QPainter(self).fillRect(self.rect(), QColor(theme()["scrim"]))


def sentence(error: FieldauditError) -> str:
    """What happened, beginning like a sentence."""
    said = str(error.what)
    return said[:1].upper() + said[1:]


class ErrorDialog(Overlay):
    """An error in three lines: what happened, what is safe, what next."""

    stays = True

    def __init__(self, over: QWidget, error: FieldauditError) -> None:
        super().__init__(over)
        self.error = error
        head = row(picture("circle-alert", "danger_text", 20), label(sentence(error), "heading", wrap=True))
        head.setStretch(1, 1)
        self.content.addLayout(head)
        for part in (error.where, str(error.safe), str(error.todo)):
            if part:
                self.content.addWidget(label(part, "", "secondary", wrap=True))
        self._ok = button(tr("frame.understood"), self.close_it, kind=PRIMARY)
        self.content.addLayout(row(1, self._ok))
        self.setAccessibleName(str(error.what))
        self._session = getattr(over, "session", None)
        self._heals = isinstance(error, MachineError | OurBug)

    def open(self) -> None:
        """Show it. After a failed read the database refuses everything: it is opened again, so that the rest goes on."""
        super().open()
        if self._heals and self._session is not None:
            with suppress(FieldauditError):  # it cannot be opened either: this dialog says why
                self._session.heal()

    def first(self) -> QWidget:
        """The button."""
        return self._ok


class Question(Overlay):
    """Asks before an act: what will happen, an optional reason, and the verb. `done(reason)` is called on yes."""

    def __init__(
        self,
        over: QWidget,
        title: str,
        words: str,
        verb: str,
        done: Callable[[str], object],
        *,
        reason: str = "",
        needs_reason: bool = False,
    ) -> None:
        super().__init__(over)
        self._done, self._needs = done, needs_reason
        self.content.addWidget(label(title, "heading", wrap=True))
        if words:
            self.content.addWidget(label(words, "", "secondary", wrap=True))
        self.reason: QLineEdit | None = None
        if reason:
            self.reason = QLineEdit()
            self.reason.setAccessibleName(reason)
            self.content.addLayout(column(label(reason, "caption"), self.reason, gap=4))
            self.reason.textChanged.connect(self._look)
            self.reason.returnPressed.connect(self._yes)
        self.yes: QPushButton = button(verb, self._yes, kind=PRIMARY)
        self.no: QPushButton = button(tr("frame.cancel"), self.close_it)
        self.content.addLayout(row(1, self.no, self.yes))
        self.setAccessibleName(title)
        self._look()

    def first(self) -> QWidget:
        """The reason, or the verb."""
        return self.reason or self.yes

    def _look(self) -> None:
        self.yes.setEnabled(not self._needs or bool(self.reason and self.reason.text().strip()))

    def _yes(self) -> None:
        if self.yes.isEnabled():
            said = self.reason.text().strip() if self.reason else ""
            self.close_it()
            self._done(said)


class Toasts(QFrame):
    """What was done, at the bottom centre for six seconds, with undo. Nothing that matters is only here."""

    def __init__(self, over: Frame) -> None:
        super().__init__(over)
        self.setProperty("kind", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._over = over
        self._mark = picture("check", "tooltip_text", 18)
        self._words = label("")
        self._undo = button(tr("frame.undo"), self.take_back, kind="text")
        self._back: Callable[[], object] | None = None
        row(self._mark, self._words, self._undo, margins=(16, 6, 8, 6), gap=10, into=self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOKENS["motion"]["toast_stay_ms"])
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, undo: Callable[[], object] | None = None) -> None:
        """Show it; a newer one takes its place."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self._back = undo
        self._undo.setVisible(undo is not None)
        self.show()
        self.raise_()
        self.place()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def take_back(self) -> bool:
        """Undo what was said last, also after the toast went (Ctrl+Z); False when there is nothing."""
        back, self._back = self._back, None
        self.hide()
        if back is not None:
            back()
        return back is not None

    def place(self) -> None:
        """Bottom centre of the page; long words wrap."""
        room = self._over.width() - self._over.rail.width()
        most = max(px(240), room - px(48))
        self._words.setWordWrap(False)
        self._words.setWordWrap(self.sizeHint().width() > most)
        wide = min(self.sizeHint().width(), most)
        if self._words.wordWrap():
            wide = most
        self.resize(wide, max(px(48), self.heightForWidth(wide)))
        left = self._over.rail.width() + (room - self.width()) // 2
        self.move(left, self._over.height() - self.height() - px(80))
        if self._over.tray.isVisible() and self.geometry().intersects(self._over.tray.geometry()):
            self.move(left, self._over.tray.y() - self.height() - px(8))  # what runs can be stopped meanwhile

    def enterEvent(self, event: QEnterEvent) -> None:
        """It stays while the mouse is on it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Its time begins anew."""
        self._timer.start()
        super().leaveEvent(event)


__all__ = ["ErrorDialog", "Overlay", "Question", "Toasts", "sentence"]
