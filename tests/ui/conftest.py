"""What the tests of the window share: a demo played once for all workers, fresh copies of it, a signed-in frame offscreen."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from fieldaudit.demo.play import play
from fieldaudit.domain.calendar import to_ms
from fieldaudit.domain.core import RowId
from fieldaudit.i18n import set_language
from fieldaudit.ui.session import Session

NOW = to_ms(datetime(2026, 11, 24, 14, 32, 7))  # the demo's last moment: the same in every test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Playing the demo takes longer than `make check` has, and so do widgets by the hundred: whatever uses them is slow."""
    for item in items:
        if {"demo", "qt"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo (inspector/, supervisor/, stick/; every PIN 0000), played once; copy it before opening."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    made = shared / "demo-of-the-window"
    with open(shared / "demo.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            play(shared / "demo-being-made", NOW)
            (shared / "demo-being-made").rename(made)
    return made


@pytest.fixture
def demo_copy(demo: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A fresh copy of one of the demo's folders by name."""

    def copied(name: str) -> Path:
        target = tmp_path / name
        shutil.copytree(demo / name, target)
        return target

    return copied


@pytest.fixture
def open_session(demo_copy: Callable[[str], Path]) -> Iterator[Callable[..., Session]]:
    """A session on a copy, with somebody of a role at the keyboard: `open_session("inspector")`. No Qt."""
    opened: list[Session] = []

    def make(which: str = "inspector", name: str = "") -> Session:
        clock = [NOW + 60_000]

        def tick() -> int:
            clock[0] += 1_000
            return clock[0]

        session = Session(demo_copy(which), None, tick)
        opened.append(session)
        people = session.people()
        person = next(each for each in people if each["name"] == name or (not name and each["role"] == which))
        session.sign_in(RowId(person["id"]), "0000")
        return session

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def complaints() -> Complaints:
    """What Qt says while a test runs; a test that provokes it looks here and clears it."""
    return Complaints()


@pytest.fixture
def qt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, complaints: Complaints) -> Iterator[Any]:
    """The application object, in Chinese and light, with settings of its own."""
    monkeypatch.setenv("FIELDAUDIT_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("FIELDAUDIT_PLAIN_DIALOGS", "1")
    from PySide6.QtCore import QEvent, qInstallMessageHandler

    from fieldaudit.ui import theme
    from fieldaudit.ui.start import application
    from fieldaudit.ui.text import install

    app = application()
    rarely = gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # as often as in the program: what is let go of too early shows
    before = qInstallMessageHandler(complaints.hear)
    monkeypatch.setattr(sys, "excepthook", complaints.catch)
    install("zh")
    theme.apply("light")
    yield app
    for window in app.topLevelWidgets():
        window.close()
        window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    set_language("zh")
    qInstallMessageHandler(before)
    gc.set_threshold(*rarely)
    assert complaints.heard == [], "Qt complained"


class Complaints:
    """What Qt warns of and what no slot catches while a test runs; each is a fault of ours."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def hear(self, kind: Any, _context: Any, words: str | None) -> None:
        """Keep it, but for what the offscreen screen says that it cannot do."""
        if kind.name in ("QtWarningMsg", "QtCriticalMsg") and words and not words.startswith("This plugin does not support"):
            self.heard.append(words)

    def catch(self, _kind: type[BaseException], error: BaseException, _trace: Any) -> None:
        """What a slot or an event did not catch; Qt goes on."""
        self.heard.append("".join(traceback.format_exception(error)))


@pytest.fixture
def frame_at(qt: Any, open_session: Callable[..., Session]) -> Iterator[Callable[..., Any]]:
    """The frame at a page, 1366x768: `frame_at("plan", who="supervisor", language="en", institution=7)`."""
    from PySide6.QtCore import QEvent

    from fieldaudit.ui.jobs import Jobs
    from fieldaudit.ui.settings import Settings
    from fieldaudit.ui.shell.frame import Frame
    from fieldaudit.ui.text import install

    frames = []

    def make(page: str, *, who: str = "inspector", language: str = "zh", width: int = 1366, height: int = 768, **more: Any) -> Any:
        install(language)
        frame = Frame(open_session(who), Settings(), Jobs())
        frames.append(frame)
        frame.resize(width, height)
        frame.show()
        frame.go(page, **more)
        qt.processEvents()
        return frame

    yield make
    for frame in frames:
        frame.end()
        frame.jobs.close()
        frame.hide()
        frame.deleteLater()
    qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the threads of its thumbnails end with it
    qt.processEvents()
