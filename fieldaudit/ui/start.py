"""Starting the window: the application object, language, theme, and the window on a workspace.

Whatever is heavy is imported by the functions that need it: where the passphrase is known, its key is derived meanwhile.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..store.keyfile import reading_key

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

    from .services import Services
    from .settings import Settings
    from .shell.window import Window


TURN = 0.001  # seconds a background thread computes before the window has its turn; Python's own 5 ms add up to a stall


def application() -> QApplication:
    """The one application object; offscreen where there is no display at all."""
    from PySide6.QtCore import Qt, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    if sys.platform == "linux" and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(sys.argv[:1])
        qInstallMessageHandler(_without_noise)
    app.setApplicationName("fieldaudit")
    return app


def _without_noise(kind: QtMsgType, _context: QMessageLogContext, words: str | None) -> None:
    """What Qt has to say goes to stderr, but for what its offscreen screen says of every window."""
    if words and "propagateSizeHints" not in words:
        print(f"{kind.name}: {words}", file=sys.stderr)


def dressed(settings: Settings) -> None:
    """Language and theme of the settings."""
    from . import theme
    from .text import install

    install(settings.language())
    theme.apply(settings.theme(), settings.text_size())


def open_window(place: Path, services: Services, passphrase: str | None = None) -> Window:
    """The window on a workspace's folder (there may be none yet), shown; opened already where a passphrase is given.

    Everything is imported, and the window dressed, while the passphrase's key is derived.
    """
    key = reading_key(place, passphrase) if passphrase is not None else None
    from .session import Session

    made: list[Window] = []

    def make() -> None:
        from PySide6.QtWidgets import QListView

        from .settings import Settings
        from .shell.window import Window, bring_in
        from .widgets import focus_ring

        app, settings = application(), Settings()
        dressed(settings)
        focus_ring.install(app)
        made.append(Window(place, services, settings))
        if passphrase is not None:  # else the first that is shown asks for it, and this is done while it is checked
            bring_in()
            QListView().viewport()  # Qt for Python makes the enums of all widgets at the first such call: 12 ms
            made[0].show()  # empty as yet: the screen and the stylesheet's first use cost nothing beside the key

    if passphrase is None:
        make()
    try:
        session = Session(place, passphrase, services.clock, meanwhile=make, key=key) if passphrase is not None else None
    except BaseException:
        for each in made:
            each.close()
        raise
    window = made[0]
    window.session = session
    window.begin()
    window.show()
    gc.freeze()  # what is loaded by now stays: the collector need not look through it again while somebody types
    return window


def start(place: Path, services: Services, *, demo: bool = False) -> int:
    """Run the window until it is closed; gives the exit status. SIGTERM and Ctrl+C close it in good order.

    `demo`: the workspace is one of the demo's, somebody is signed in already.
    """
    app = application()
    sys.setswitchinterval(TURN)
    from .uncaught import errors_shown

    window = open_window(place, services)
    if demo and window.session is not None:  # else it says why it does not open
        window.open_demo(place.parent, place.name)
    with _closing_on_signals(window), errors_shown(window):
        status = app.exec()
    window.close()
    return status


@contextmanager
def _closing_on_signals(window: Window) -> Iterator[None]:
    """Python runs a signal's handler only between its own instructions, so a byte through a pipe wakes Qt first."""
    if sys.platform == "win32":  # no such signals, and no notifier on a pipe
        yield
        return
    from PySide6.QtCore import QSocketNotifier

    ours, pythons = os.pipe()
    os.set_blocking(pythons, False)
    notifier = QSocketNotifier(ours, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: window.close())
    before = [(which, signal.signal(which, lambda *_: None)) for which in (signal.SIGTERM, signal.SIGINT)]
    woken = signal.set_wakeup_fd(pythons)
    try:
        yield
    finally:
        signal.set_wakeup_fd(woken)
        for which, handler in before:
            signal.signal(which, handler)
        notifier.setEnabled(False)
        os.close(ours)
        os.close(pythons)
