"""Nothing becomes a window of its own for a moment while a page is built: that flashes, and the keyboard is lost with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from fieldaudit.ui.services import Services
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.walk import Walk

MOMENT = 1_795_501_987_000


class _Watch(QObject):
    """Notes every widget that is shown as a window and is none."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:
        """Look on."""
        if event.type() == QEvent.Type.Show and isinstance(thing, QWidget) and thing.isWindow() and not isinstance(thing, Window):
            self.strays.append(f"{type(thing).__name__} {thing.accessibleName()!r}")
        return False


@pytest.fixture
def watch(qt: QApplication) -> Iterator[_Watch]:
    made = _Watch()
    qt.installEventFilter(made)
    yield made
    qt.removeEventFilter(made)
    qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the threads of closed windows end with them


def test_a_page_opens_no_window(demo: Path, tmp_path: Path, watch: _Watch) -> None:
    shutil.copytree(demo, tmp_path / "demo")
    found = []
    for shot, _window in Walk(tmp_path / "demo", Services(clock=lambda: MOMENT), "zh").pictures():
        found += [f"{shot.name}: {stray}" for stray in watch.strays]
        watch.strays.clear()
    assert found == []
