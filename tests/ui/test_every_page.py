"""Every page of the demo, wide and narrow, in both languages and in high contrast, and every dialog and menu its buttons open:
no text is clipped, every control has a name, the keyboard is in the dialog and comes back from it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from looking import beyond, clipped, nameless
from places import buttons, fresh, overlay, page_of, places, rest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMainWindow, QMenu, QWidget

from fieldaudit.ui.settings import Settings
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.walk import SHOTS, Shot

LAPTOP, LARGE = (1366, 768), (911, 512)
LOOKS = {
    "zh": ("zh", "light", LAPTOP), "zh at 150 %": ("zh", "light", LARGE), "en": ("en", "light", LAPTOP),
    "en at 150 %": ("en", "dark", LARGE), "zh in high contrast": ("zh", "high_contrast", LAPTOP),
    "en in high contrast": ("en", "high_contrast", LARGE),
}  # fmt: skip
PRESSED = 0.1  # seconds without background work after which what a press opens is there, on a busy machine too
# dialogs that must be among what the buttons open
DIALOGS = {"Palette", "BeginDialog", "HomeEditor", "Ask", "NewPaper", "SyncLog", "PinDialog", "Question"}


def faults(window: QWidget) -> list[str]:
    """What an exacting person would frown at."""
    return [fault for look in (clipped, beyond, nameless) for fault in look(window)]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_no_text_is_clipped_and_no_control_is_nameless(
    demo: Path, tmp_path: Path, qt: object, look: tuple[str, str, tuple[int, int]]
) -> None:
    found, seen = [], []
    for shot, window in places(demo, tmp_path, *look):
        seen.append(shot.name)
        found += [f"{shot.name}: {fault}" for fault in faults(window)]
    assert len(seen) == len(SHOTS)
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.soak  # it presses every button of every page: minutes
@pytest.mark.parametrize("look", [("zh", "light", LAPTOP), ("en", "light", LARGE)], ids=["zh", "en at 150 %"])
def test_dialogs_and_menus(
    demo: Path, tmp_path: Path, qt: QApplication, monkeypatch: pytest.MonkeyPatch, look: tuple[str, str, tuple[int, int]]
) -> None:
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 0)  # nobody chooses a file
    monkeypatch.setattr(Settings, "language", lambda _settings: look[0])  # nor another language
    strays = Strays()
    qt.installEventFilter(strays)
    found, opened = [], set[str]()
    for each in SHOTS:
        if each.name == "search":
            continue
        own = tmp_path / each.name  # what is done on one page leaves the next alone
        for shot, window in places(demo, own, *look, shots=[each]):
            crawl = Crawl(window, shot, strays)
            crawl.press_everything()
            found += crawl.found
            opened |= crawl.opened
        shutil.rmtree(own)
    assert found == [], "\n" + "\n".join(found)
    assert opened >= DIALOGS | {"QMenu"}


class Crawl:
    """Presses every button of a page, each on the page as it was; then what lies behind it: each entry of the menu that it
    opens, each button of the pane that it unfolds."""

    def __init__(self, window: Window, shot: Shot, strays: Strays) -> None:
        self.window, self.shot, self._strays = window, shot, strays
        self.found: list[str] = []
        self.opened: set[str] = set()
        self._known = {_kind(_name(each)) for each in buttons(window)}

    def press_everything(self) -> None:
        """All of it."""
        for name, count in Counter(map(_name, buttons(self.window))).items():
            for at in range(count):
                self._press_one(name, at)

    def _press_one(self, pressed: str, at: int) -> None:
        if not self._press(pressed, at):
            return
        behind = self._behind()
        self._look(pressed)
        for name in behind:
            if self._press(pressed, at) and self._go_on(name):
                self._look(f"{pressed}, {name}")

    def _press(self, name: str, at: int) -> bool:
        """Press one of the buttons of this name on the page anew (its order may be another each time); is there one to press?"""
        fresh(self.window, self.shot)
        there = [each for each in buttons(self.window) if _name(each) == name]
        if at >= len(there) or there[at].testAttribute(Qt.WidgetAttribute.WA_UnderMouse):
            return False
        self._page = page_of(self.window)
        _space(self.window, there[at])
        return True

    def _behind(self) -> list[str]:
        """What the press has brought: entries of a menu, or buttons that this page did not show before."""
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            return [each.text() for each in menu.actions() if each.isEnabled() and not each.isSeparator()]
        if menu is not None or overlay(self.window) is not None or self.window.frame is None:
            return []
        if page_of(self.window) is not self._page:
            return []
        unseen = {_kind(name): name for name in map(_name, buttons(self.window)) if _kind(name) not in self._known}
        self._known |= set(unseen)
        return list(unseen.values())

    def _go_on(self, name: str) -> bool:
        """Choose that entry of the menu, or press that button; False where it is not there any more."""
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            entry = next((each for each in menu.actions() if each.text() == name), None)
            if entry is not None:
                menu.setActiveAction(entry)
                QTest.keyClick(menu, Qt.Key.Key_Return)
                rest(self.window, PRESSED)
            return entry is not None
        there = [each for each in buttons(self.window) if _name(each) == name]
        if there:
            _space(self.window, there[0])
        return bool(there)

    def _look(self, name: str) -> None:
        """Note what is open and what is wrong with it, and close it."""
        shown = (overlay(self.window), QApplication.activePopupWidget())
        self.opened |= {type(each).__name__ for each in shown if each is not None}
        self.found += [f"{self.shot.name}: {name}: {fault}" for fault in (*_opened(self.window), *self._strays.taken())]


def _name(button: QAbstractButton) -> str:
    return button.accessibleName() or button.text()


def _kind(name: str) -> str:
    """A name without its numbers: of the rows of a list one is pressed."""
    return re.sub(r"\d+", "", name)


def _space(window: Window, button: QAbstractButton) -> None:
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    rest(window, PRESSED)


class Strays(QObject):
    """Notes what is shown as a window and is none: it flashes, and takes the keyboard away."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: list[str] = []

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:
        """Look on."""
        if event.type() == QEvent.Type.Show and isinstance(thing, QWidget) and thing.isWindow():
            popup = thing.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
            if not popup and not isinstance(thing, QMainWindow):
                self._seen.append(f"{type(thing).__name__} {thing.accessibleName()!r} is a window for a moment")
        return False

    def taken(self) -> list[str]:
        """What was seen since last asked."""
        seen, self._seen = self._seen, []
        return seen


def _opened(window: Window) -> list[str]:
    """What is wrong with the dialog or menu that is open, and with the way back from it."""
    menu = QApplication.activePopupWidget()
    if menu is not None:
        found = [] if isinstance(menu, QMenu) else faults(menu)
        for _ in range(2):  # a menu of a menu closes first
            if (open_ := QApplication.activePopupWidget()) is not None:
                QTest.keyClick(open_, Qt.Key.Key_Escape)
                rest(window)
        return found + (["Esc does not close the menu"] if QApplication.activePopupWidget() is not None else _focus_lost(window))
    over = overlay(window)
    if over is None:
        return _focus_lost(window)
    rest(window, 0.1)  # its layout may follow what was read in the background
    found, focus = faults(over), QApplication.focusWidget()
    if focus is None or not over.isAncestorOf(focus):
        found.append(f"{type(over).__name__}: the keyboard is not in it but in {focus}")
    QTest.keyClick(focus or over, Qt.Key.Key_Escape)
    rest(window)
    if over is overlay(window):
        return [*found, f"{type(over).__name__}: Esc does not close it"]
    return found + [f"after {type(over).__name__}: {fault}" for fault in _focus_lost(window)]


def _focus_lost(window: Window) -> list[str]:
    focus = QApplication.focusWidget()
    there = focus is not None and window.isAncestorOf(focus) and focus.isVisible()
    return [] if there else [f"the keyboard is nowhere on {type(page_of(window)).__name__}"]
