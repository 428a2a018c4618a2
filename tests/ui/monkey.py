"""A monkey at the window: real mouse and key events at random, from one seed, over a copy of the demo.

    monkey.py WORKSPACE PAGE SEED EVENTS [name=number ...]

Runs in a process of its own, so that a crash is seen. Prints a line for each fault (an exception in a slot, a warning
of Qt, damage that verify() finds) and "done N" when it came to its end. Every hundred events it goes back to its page.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from random import Random
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QPoint, QPointF, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldaudit.domain.core import RowId
from fieldaudit.store import Workspace
from fieldaudit.store.verify import verify
from fieldaudit.ui.services import Services
from fieldaudit.ui.shell.lock import Lock
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.start import application, open_window

NONE, CTRL, SHIFT, ALT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("No", "Control", "Shift", "Alt"))
LETTERS = "abdeijknoprstuvyz0123456789./?, "
COMMITTED = ["疏散", "👵", "\u200b", "\u05d0\u05d1", "第一行\n第二行"]  # what only an input method types
NAMED = [
    *("Up", "Down", "Left", "Right", "Tab", "Backtab", "Return", "Escape", "Space", "PageUp", "PageDown", "Home", "End"),
    *("Delete", "Backspace", "F1", "F2", "F3", "Insert", "Plus", "Minus"),
]
CHORDS = ["Z", "A", "C", "V", "K", "Return", "F", "N", "O", "P", "Up", "Down", "Home", "End", "Space", "S"]


def fault(words: str) -> None:
    """Tell one fault."""
    print("fault", words.replace("\n", " ¶ "), flush=True)


class Monkey:
    """One window and what is done to it."""

    def __init__(self, window: Window, page: str, arguments: dict[str, int], chance: Random, events: int) -> None:
        self.window, self.page, self.arguments, self.chance, self.left = window, page, arguments, chance, events
        self.last = ""

    def told(self, last: str) -> None:
        """What is done now, on stderr: after a crash its last line says what was."""
        self.last = last
        print(last, file=sys.stderr, flush=True)

    def home(self) -> None:
        """Back to the page it is about, signed in."""
        session = self.window.session
        assert session is not None
        if self.window.frame is None:
            session.sign_in(RowId(session.people()[0]["id"]), "0000")
            self.window.enter(self.page, dict(self.arguments))
        else:
            self.window.frame.go(self.page, **self.arguments)

    def tick(self) -> None:
        """One event; called also from within the loop of a dialog or a menu."""
        modal = QApplication.activeModalWidget()
        if self.left <= 0:
            with suppress(AttributeError):
                modal.reject()  # type: ignore[union-attr]
            QTimer.singleShot(0, self.window.close)
            return
        QTimer.singleShot(0, self.tick)  # before the act: it may open a loop of its own
        self.left -= 1
        if modal is not None and self.chance.random() < 0.2:
            with suppress(AttributeError):
                modal.reject()  # type: ignore[attr-defined]
            return
        if modal is None and QApplication.activePopupWidget() is None and self.left % 100 == 0:
            self.home()
            return
        target = modal or QApplication.activePopupWidget() or self.top()
        self.chance.choices([self.key, self.click, self.wheel, self.compose, self.drag], [55, 35, 4, 3, 3])[0](target)

    def top(self) -> QWidget:
        """A window to act in: the main one, or one beside it."""
        others = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isWindow()]
        return self.chance.choice(others) if others and self.chance.random() < 0.2 else self.window

    def key(self, target: QWidget) -> None:
        """A letter, a named key, a chord."""
        into = target.focusWidget() or target
        draw = self.chance.random()
        if draw < 0.5:
            letter = self.chance.choice(LETTERS)
            self.told(f"key {letter!r} in {type(into).__name__}")
            QTest.keyClicks(into, letter)
            return
        name = self.chance.choice(NAMED if draw < 0.85 else CHORDS)
        chord = draw >= 0.85
        modifier = CTRL if chord else self.chance.choice([NONE, NONE, NONE, SHIFT])
        if not chord and isinstance(into.window().centralWidget() if isinstance(into.window(), Window) else None, Lock):
            modifier = NONE
        self.told(f"key {modifier.name} {name} in {type(into).__name__}")
        QTest.keyClick(into, Qt.Key[f"Key_{name}"], modifier)

    def spot(self, target: QWidget) -> tuple[QWidget, QPoint]:
        """A place in the window, and what lies there."""
        at = QPoint(self.chance.randrange(max(1, target.width())), self.chance.randrange(max(1, target.height())))
        under = target.childAt(at) or target
        return under, under.mapFrom(target, at) if under is not target else at

    def click(self, target: QWidget) -> None:
        """A click, a double click, with Ctrl or Shift, a right click."""
        under, at = self.spot(target)
        self.told(f"click {type(under).__name__} {under.accessibleName()!r}")
        button = self.chance.choices([Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton], [9, 1])[0]
        modifier = self.chance.choices([NONE, CTRL, SHIFT], [8, 1, 1])[0]
        (QTest.mouseDClick if self.chance.random() < 0.1 else QTest.mouseClick)(under, button, modifier, at)

    def wheel(self, target: QWidget) -> None:
        """The wheel, either way, sometimes with Ctrl."""
        under, at = self.spot(target)
        self.told(f"wheel {type(under).__name__}")
        turn = QPoint(0, self.chance.choice([-240, -120, 120, 240]))
        where = QPointF(under.mapToGlobal(at))
        modifier = self.chance.choice([NONE, NONE, CTRL])
        none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(under, QWheelEvent(QPointF(at), where, QPoint(), turn, none, modifier, phase, False))

    def compose(self, target: QWidget) -> None:
        """An input method begins, or commits."""
        into = target.focusWidget() or target
        self.told(f"compose in {type(into).__name__}")
        event = QInputMethodEvent("shu", [])
        if self.chance.random() < 0.6:
            event = QInputMethodEvent()
            event.setCommitString(self.chance.choice(COMMITTED))
        QApplication.sendEvent(into, event)

    def drag(self, target: QWidget) -> None:
        """Press somewhere, move, let go elsewhere."""
        under, at = self.spot(target)
        self.told(f"drag {type(under).__name__}")
        QTest.mousePress(under, Qt.MouseButton.LeftButton, NONE, at)
        to = at + QPoint(self.chance.randrange(-200, 200), self.chance.randrange(-200, 200))
        with suppress(RuntimeError):  # pressing took it away
            QTest.mouseMove(under, to)
            QTest.mouseRelease(under, Qt.MouseButton.LeftButton, NONE, to)


def main(folder: str, page: str, seed: str, events: str, *arguments: str) -> None:
    """Let it loose."""
    window = open_window(Path(folder), Services())
    app = application()
    window.resize(1366, 768)
    given = {name: int(value) for name, value in (each.split("=") for each in arguments)}
    monkey = Monkey(window, page, given, Random(seed), int(events))

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        fault(f"after {monkey.last}: {''.join(traceback.format_exception(kind, error, trace))}")

    def warned(kind: QtMsgType, _context: QMessageLogContext, words: str | None) -> None:
        if words and "propagateSizeHints" not in words and "This plugin does not support" not in words:
            fault(f"after {monkey.last}: {kind.name}: {words}")

    sys.excepthook = told
    qInstallMessageHandler(warned)
    faulthandler.dump_traceback_later(600, exit=True)
    monkey.home()
    monkey.tick()
    app.exec()
    with Workspace.open(Path(folder), None) as workspace:
        for found in verify(workspace.store):
            fault(f"verify: {found}")
    print("done", events, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
