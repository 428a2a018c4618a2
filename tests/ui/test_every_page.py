"""Every page of the demo, wide and narrow, in both languages and in high contrast, and every dialog and menu its buttons open:
no text is clipped, every control has a name, the keyboard is in the dialog and comes back from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking import beyond, clipped, nameless
from places import buttons, fresh, overlay, page_of, places, rest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMenu, QWidget

from fieldaudit.ui.settings import Settings
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.walk import SHOTS

LAPTOP, LARGE = (1366, 768), (911, 512)
LOOKS = {
    "zh": ("zh", "light", LAPTOP), "zh at 150 %": ("zh", "light", LARGE), "en": ("en", "light", LAPTOP),
    "en at 150 %": ("en", "dark", LARGE), "zh in high contrast": ("zh", "high_contrast", LAPTOP),
    "en in high contrast": ("en", "high_contrast", LARGE),
}  # fmt: skip
# dialogs that must be among what the buttons open
DIALOGS = {"Palette", "BeginDialog", "HomeEditor", "Ask", "NewPaper", "SyncLog", "PinDialog", "Question"}
FOLDED = {"Ask", "Question"}  # on a narrow window their buttons stand in a menu or in a pane that is folded


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
    found, opened = [], set()
    for shot, window in places(demo, tmp_path, *look, shots=[each for each in SHOTS if each.name != "search"]):
        for at in range(len(buttons(window))):
            fresh(window, shot)
            there = buttons(window)
            if at >= len(there):
                break
            name = f"{shot.name}: {there[at].accessibleName() or there[at].text()}"
            if there[at].testAttribute(Qt.WidgetAttribute.WA_UnderMouse):
                continue
            there[at].setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(there[at], Qt.Key.Key_Space)
            rest(window)
            opened |= {type(each).__name__ for each in (overlay(window), QApplication.activePopupWidget()) if each is not None}
            found += [f"{name}: {fault}" for fault in (*_opened(window), *strays.taken())]
    assert found == [], "\n" + "\n".join(found)
    assert opened >= (DIALOGS if look[2] == LAPTOP else DIALOGS - FOLDED) | {"QMenu"}


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
        QTest.keyClick(menu, Qt.Key.Key_Escape)
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
