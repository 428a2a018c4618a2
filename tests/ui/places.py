"""Every page of the demo as a person meets it, and what pages open over themselves when their buttons are pressed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from fieldaudit.ui import walk as walks
from fieldaudit.ui.services import Services
from fieldaudit.ui.shell import top_bar
from fieldaudit.ui.shell.demo_bar import PIN, first_person
from fieldaudit.ui.shell.told import Overlay
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.walk import SHOTS, Shot, Walk

MOMENT = 1_795_501_987_000
SETTLED = 0.08  # seconds without background work after which a page gone to is taken as it will be; longest timer: 40 ms
QUIET = 0.03  # the same after an act


def places(
    demo: Path, tmp_path: Path, language: str = "zh", theme: str = "light", size: tuple[int, int] = (1366, 768),
    shots: Sequence[Shot] = SHOTS,
) -> Iterator[tuple[Shot, Window]]:  # fmt: skip
    """Each page of a copy of the demo, settled and active."""
    shutil.copytree(demo, tmp_path / "demo", dirs_exist_ok=True)
    walk = Walk(tmp_path / "demo", Services(clock=lambda: MOMENT), language, theme, size=size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(top_bar, "AFTER", 20)  # the pill counts before a page is looked at
        patch.setattr(walks, "SETTLED", SETTLED)
        for shot, window in walk.pictures(shots):
            assert isinstance(window, Window)
            window.activateWindow()
            rest(window)
            yield shot, window
    assert walk.failed == []


def rest(window: Window, least: float = QUIET) -> None:
    """Let what was begun end."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    end, quiet = time.monotonic() + 10, time.monotonic() + least
    while time.monotonic() < min(end, quiet):
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if any(job.state in ("waiting", "running") for job in window.jobs.all):
            quiet = time.monotonic() + least
        time.sleep(0.002)


def page_of(window: Window) -> QWidget:
    """The page shown."""
    assert window.frame is not None and window.frame.page is not None
    return window.frame.page


def overlay(window: Window) -> Overlay | None:
    """The dialog over the window, the newest."""
    shown = [each for each in window.findChildren(Overlay) if each.isVisible()]
    return shown[-1] if shown else None


def buttons(window: Window) -> list[QAbstractButton]:
    """The buttons of the page and of its part of the top bar that can be pressed now, or once scrolled to."""
    frame = window.frame
    assert frame is not None
    return [
        each
        for each in frame.findChildren(QAbstractButton)
        if each.isVisible() and not each.size().isEmpty() and each.isEnabled() and not frame.rail.isAncestorOf(each)
    ]


def fresh(window: Window, shot: Shot) -> None:
    """The page anew, as it was; with somebody at the keyboard, whatever was pressed before."""
    assert window.session is not None
    if window.session.person is None:
        window.session.sign_in(first_person(window.session, shot.laptop), PIN)
    window.enter(shot.page, shot.where(window.session.desk()))
    rest(window)
    if shot.then is not None:
        shot.then(window)
        rest(window)
