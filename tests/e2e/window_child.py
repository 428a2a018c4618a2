"""The other end of `window_driver`: runs the program's own start function and does what a person at it could do.

Reads one JSON command a line: real mouse and key events at the window, input-method composition, and looking: the
accessible tree as a screen reader gets it, or a picture. Imports nothing of the product but its start function.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication, QInputMethodEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QTableView, QWidget

from fieldaudit.app import main

MOST_NODES = 6_000
MOST_CHILDREN = 400  # of one node: a table tells of all its cells, a person sees those on the screen


class Commands(QObject):
    """Brings the commands onto the window's thread."""

    came = Signal(str)

    def listen(self) -> None:
        """Read commands until the other end closes."""
        for line in sys.stdin:
            self.came.emit(line)
        os._exit(3)  # nobody drives any more


def node(interface: QAccessibleInterface, depth: int) -> dict[str, Any]:
    """What a screen reader is told of one object."""
    state, place = interface.state(), interface.rect()
    flags = [
        name
        for name in ("checked", "checkable", "disabled", "focused", "selected", "readOnly", "expanded", "invisible", "offscreen")
        if getattr(state, name)
    ]
    return {
        "role": interface.role().name,
        "name": interface.text(QAccessible.Text.Name),
        "value": interface.text(QAccessible.Text.Value),
        "about": interface.text(QAccessible.Text.Description),
        "flags": flags,
        "rect": [place.x(), place.y(), place.width(), place.height()],
        "depth": depth,
    }


def walk(interface: QAccessibleInterface, depth: int, found: list[dict[str, Any]]) -> None:
    """Every visible object below this one, in the order it is told."""
    if len(found) > MOST_NODES or not interface.isValid():
        return
    told = node(interface, depth)
    if "invisible" in told["flags"]:
        return
    found.append(told)
    for index in range(min(interface.childCount(), MOST_CHILDREN)):
        child = interface.child(index)
        if child is not None and child.isValid():
            walk(child, depth + 1, found)
        elif child is not None and isinstance(view := interface.object(), QAbstractItemView):
            found.append(cell(view, index, depth + 1))


def cell(view: QAbstractItemView, child: int, depth: int) -> dict[str, Any]:
    """A cell as Qt would tell of it. Qt keeps cells, and forgets them with the rows they told of only where a screen
    reader is connected: on its offscreen screen, where none can be, those of rows that were replaced stay, and are empty."""
    row, column = child, 0
    if isinstance(view, QTableView):  # counts its headers
        row, column = (part - 1 for part in divmod(child, view.model().columnCount() + 1))
    index = view.model().index(row, column)
    place = view.visualRect(index)
    corner = view.viewport().mapToGlobal(place.topLeft())
    current = index == view.currentIndex()
    flags = ["selected"] if view.selectionModel().isSelected(index) else []
    return {
        "role": "Cell" if isinstance(view, QTableView) else "ListItem",
        "name": str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or ""),
        "value": "",
        "about": str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) or ""),
        "flags": flags + (["focused"] if current and view.hasFocus() else []),
        "rect": [corner.x(), corner.y(), place.width(), place.height()],
        "depth": depth,
    }


def windows() -> list[QWindow]:
    """The visible top-level windows, the newest (a menu, a list that dropped down) last."""
    return [window for window in QGuiApplication.topLevelWindows() if window.isVisible()]


def tree() -> list[dict[str, Any]]:
    """All windows' accessible objects."""
    found: list[dict[str, Any]] = []
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface is not None:
                walk(interface, 0, found)
    return found


def at(x: int, y: int) -> tuple[QWindow, QPoint]:
    """The window at a place of the screen, and the place within it."""
    popup = QApplication.activePopupWidget()
    candidates = [popup.windowHandle()] if popup is not None else []
    candidates += list(reversed(windows()))
    for window in candidates:
        if window is not None and window.geometry().contains(x, y):
            return window, QPoint(x - window.x(), y - window.y())
    raise LookupError(f"no window at {x},{y}")


def mouse(command: dict[str, Any]) -> None:
    """Move there and click, press, release or turn the wheel."""
    window, place = at(command["x"], command["y"])
    mods = Qt.KeyboardModifier.NoModifier
    for name in command.get("mods", ()):
        mods |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier}[name]
    button = Qt.MouseButton.RightButton if command.get("right") else Qt.MouseButton.LeftButton
    what = command["how"]
    QTest.mouseMove(window, place)
    if what == "click":
        QTest.mouseClick(window, button, mods, place)
    elif what == "double":
        QTest.mouseDClick(window, button, mods, place)
    elif what == "press":
        QTest.mousePress(window, button, mods, place)
    elif what == "release":
        QTest.mouseRelease(window, button, mods, place)
    elif what == "move":
        pass  # moved already, with the button held
    elif what == "wheel":
        QTest.wheelEvent(window, QPointF(place), QPoint(0, command["by"]))


def target() -> QWindow:
    """The window that hears keys."""
    popup = QApplication.activePopupWidget()
    window = popup.windowHandle() if popup is not None else QGuiApplication.focusWindow()
    return window or windows()[-1]


def press(keys: str) -> None:
    """A key or a chord: "Return", "Ctrl+K"."""
    QTest.keySequence(target(), QKeySequence.fromString(keys))


def type_text(text: str) -> None:
    """Typed as ASCII keys; anything else is committed by the input method, as it would be."""
    for char in text:
        if char.isascii():
            QTest.keyClick(target(), ord(char) if char != "\n" else Qt.Key.Key_Return)
        else:
            compose("", char)


def compose(preedit: str, commit: str) -> None:
    """An input method composes, and commits."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    focus = QGuiApplication.focusObject()
    if focus is None:
        raise LookupError("nothing has the focus")
    QApplication.sendEvent(focus, event)


def do(command: dict[str, Any]) -> Any:
    """Carry out one command."""
    kind = command["do"]
    if kind == "tree":
        return tree()
    if kind == "mouse":
        return mouse(command)
    if kind == "press":
        return press(command["keys"])
    if kind == "type":
        return type_text(command["text"])
    if kind == "compose":
        return compose(command["preedit"], command["commit"])
    if kind == "shot":
        window = next(widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.isWindow())
        return window.grab().save(command["file"])
    if kind == "close":
        return windows()[0].close()
    if kind == "resize":
        window = next(widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.isWindow())
        return window.resize(command["width"], command["height"])
    raise LookupError(kind)


def answer(line: str) -> None:
    """Do it and say so on a line of its own. What acts is answered first: it may open a dialog and come back when that closes."""
    over = _over()
    if (acting and over is acting[-1]) or (isinstance(over, QDialog) and not over.isActiveWindow()):
        QTimer.singleShot(5, lambda: answer(line))  # the act before is not through, or its dialog not there yet
        return
    command = json.loads(line)
    if over is None and QGuiApplication.focusWindow() is None and windows():
        windows()[-1].requestActivate()  # a dialog has closed; offscreen there is no window manager that would do it
        app.processEvents()
    if failed or command["do"] in LOOKING:
        say(failed.pop() if failed else attempt(command))
    else:
        say({"ok": None})
        acting.append(over)
        said = attempt(command)
        acting.pop()
        if "error" in said:
            failed.append(said)


def _over() -> QWidget | None:
    """The dialog or menu that runs a loop of its own now."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget()


def attempt(command: dict[str, Any]) -> dict[str, Any]:
    """What came of a command."""
    try:
        return {"ok": do(command)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def say(said: dict[str, Any]) -> None:
    """One answer."""
    out.write(json.dumps(said) + "\n")
    out.flush()


LOOKING = ("tree", "shot")
acting: list[QWidget | None] = []  # acts being done now: what lay over the window when each began
failed: list[dict[str, Any]] = []  # what an act came to that was answered before; told in place of the next answer
out = os.fdopen(os.dup(1), "w")  # what the product prints must not mix with the answers
os.dup2(2, 1)
app = QApplication(sys.argv[:1])
QAccessible.setActive(True)
commands = Commands()
commands.came.connect(answer)
threading.Thread(target=commands.listen, daemon=True).start()
sys.exit(main(sys.argv[1:]))
