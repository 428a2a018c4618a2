"""Starting the window: the application object, language, theme, and the window on a workspace."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from . import theme
from .settings import Settings
from .shell.window import Services, Window
from .text import install


def application() -> QApplication:
    """The one application object; offscreen where there is no display at all."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(sys.argv[:1])
    app.setApplicationName("fieldaudit")
    return app


def open_window(place: Path, services: Services) -> Window:
    """The window on a workspace's folder (there may be none yet), shown."""
    application()
    settings = Settings()
    install(settings.language())
    theme.apply(settings.theme())
    window = Window(place, services, settings)
    window.begin()
    window.show()
    return window


def start(place: Path, services: Services, _arguments: Sequence[str] = ()) -> int:
    """Run the window until it is closed; gives the exit status."""
    app = application()
    window = open_window(place, services)
    status = app.exec()
    window.close()
    return status
