"""Who is at the keyboard: names by arrows, the PIN, a first PIN, the passphrase; and the page comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldaudit.store import Workspace
from fieldaudit.ui.services import Services
from fieldaudit.ui.settings import Settings
from fieldaudit.ui.shell.first_run.presenter import ask_to_join
from fieldaudit.ui.shell.lock import Lock, Passphrase
from fieldaudit.ui.shell.window import Window

Copy = Callable[[str], Path]


@pytest.fixture
def window_on(qt: Any) -> Iterator[Callable[[Path], Window]]:
    """A window on a workspace's folder."""
    made: list[Window] = []

    def make(place: Path) -> Window:
        window = Window(place, Services(), Settings())
        made.append(window)
        window.begin()
        window.show()
        qt.processEvents()
        return window

    yield make
    for window in made:
        window.close()


def lock_of(window: Window) -> Lock:
    shown = window.centralWidget()
    assert isinstance(shown, Lock)
    return shown


def test_arrows_in_the_pin_choose_a_name_and_enter_signs_in(window_on: Callable[[Path], Window], demo_copy: Copy) -> None:
    window = window_on(demo_copy("inspector"))
    lock = lock_of(window)
    QTest.keyClick(lock.pin, Qt.Key.Key_Down)
    chosen = lock.people.current_row()
    assert chosen is not None and chosen == lock.people.rows()[1]
    QTest.keyClicks(lock.pin, "0000")
    QTest.keyClick(lock.pin, Qt.Key.Key_Return)
    assert window.frame is not None and window.session is not None and window.session.person == chosen["id"]
    window.lock()
    again = lock_of(window).people.current_row()
    assert again is not None and again["id"] == chosen["id"], "who was here last is chosen"


def test_a_wrong_pin_says_so_and_what_to_do(window_on: Callable[[Path], Window], demo_copy: Copy) -> None:
    window = window_on(demo_copy("inspector"))
    lock = lock_of(window)
    QTest.keyClicks(lock.pin, "9999")
    lock.verb.click()
    assert window.frame is None and "PIN 不对" in lock.fault.text() and "管理员" in lock.fault.text()
    QTest.keyClicks(lock.pin, "1")
    assert lock.fault.text() == "", "typing takes it away"


def test_the_page_comes_back_to_who_locked_and_to_nobody_else(window_on: Callable[[Path], Window], demo_copy: Copy) -> None:
    window = window_on(demo_copy("inspector"))

    def enter(place: int) -> str:
        lock = lock_of(window)
        lock.people.go_to(place)
        lock.pin.setText("0000")
        lock.verb.click()
        assert window.frame is not None
        return str(window.frame.here()[0])

    enter(0)
    assert window.frame is not None
    window.frame.go("sync")
    window.lock()
    assert enter(0) == "sync"
    window.frame.go("sync")
    window.lock()
    assert enter(1) == "today"


def test_somebody_without_a_pin_sets_one_and_is_in(window_on: Callable[[Path], Window], demo_copy: Copy) -> None:
    place = demo_copy("inspector")
    with Workspace.open(place, None) as workspace:
        workspace.store.connection.execute("DELETE FROM pin")
    window = window_on(place)
    lock = lock_of(window)
    assert lock.again.isVisible()
    lock.pin.setText("4321")
    lock.again.setText("4322")
    lock.verb.click()
    assert window.frame is None and lock.fault.text()
    lock.again.setText("4321")
    lock.verb.click()
    assert window.frame is not None


def test_a_passphrase_opens_the_workspace_and_a_wrong_one_does_not(window_on: Callable[[Path], Window], tmp_path: Path) -> None:
    place = tmp_path / "guarded"
    ask_to_join(place, "laptop", "open sesame")
    window = window_on(place)
    asked = window.centralWidget()
    assert isinstance(asked, Passphrase)
    asked.field.setText("wrong")
    QTest.keyClick(asked.field, Qt.Key.Key_Return)
    QTest.qWait(1200)
    assert asked.fault.text() and asked.verb.isEnabled() and window.session is None
    assert "fieldaudit" not in asked.fault.text(), "who sits at the window has no command line"
    asked.field.setText("open sesame")
    QTest.keyClick(asked.field, Qt.Key.Key_Return)
    QTest.qWait(1200)
    assert window.session is not None
