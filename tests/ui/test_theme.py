"""The theme follows the desktop: high contrast before dark, reduced motion; colours reach palette, stylesheet and painters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QPalette

from fieldaudit.ui import theme
from fieldaudit.ui.services import Services
from fieldaudit.ui.settings import Settings
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.theme import current, system
from fieldaudit.ui.theme.tokens import px
from fieldaudit.ui.widgets.paint import face


def test_a_theme_reaches_the_palette_and_the_stylesheet(qt: Any) -> None:
    theme.apply("dark")
    assert theme.theme()["bg"] == QColor("#14171B")
    assert qt.palette().color(QPalette.ColorRole.Window) == QColor("#14171B")
    assert "#14171B" in qt.styleSheet()


def test_a_desktop_that_asks_for_high_contrast_gets_it(qt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "asks_high_contrast", lambda: True)
    theme.apply("system")
    assert theme.theme().name == "high_contrast"
    theme.apply("light")
    assert theme.theme().name == "light", "what a person chose goes before the desktop"


def test_nothing_moves_where_the_desktop_asks_for_stillness(qt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert theme.motion("hazard_open_ms") == 140
    monkeypatch.setattr(current, "asks_reduced_motion", lambda: True)
    theme.apply("light")
    assert theme.motion("hazard_open_ms") == 0


def test_a_desktop_without_a_portal_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("GTK_THEME", raising=False)
    assert not system.asks_high_contrast()
    assert not system.asks_reduced_motion()


def test_a_gtk_theme_of_high_contrast_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GTK_THEME", "HighContrast")
    assert system.asks_high_contrast()


def test_an_unreachable_bus_asks_for_nothing(qt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.setattr(system, "_deaf", [])
    assert not system.asks_reduced_motion()
    assert system._deaf, "it is not asked again"


def test_larger_text_makes_everything_larger(qt: Any) -> None:
    try:
        theme.apply("light", 1.5)
        assert px(44) == 66
        assert face("body")[0].pixelSize() == 21
    finally:
        theme.apply("light", 1)
    assert (px(44), face("body")[0].pixelSize()) == (44, 14)


def test_who_caches_pixmaps_hears_of_a_change(qt: Any) -> None:
    heard: list[str] = []
    theme.changed.connect(lambda: heard.append(theme.theme().name))
    theme.apply("high_contrast")
    assert heard == ["high_contrast"]


def test_the_page_is_drawn_anew_once_when_the_desktop_becomes_dark(
    demo_copy: Callable[[str], Path], qt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings()
    settings.put("theme", "system")
    theme.apply("system")
    window = Window(demo_copy("inspector"), Services(clock=lambda: 1_795_501_987_000), settings)
    window.open_demo(window.place.parent, "inspector", bar=False)
    window.show()
    before, entered = window.frame, []
    monkeypatch.setattr(Window, "enter", lambda self, *where, enter=Window.enter: (entered.append(where), enter(self, *where))[1])
    monkeypatch.setattr(current, "_systems", lambda _app: "dark")
    current._desktop_changed()
    current._desktop_changed()  # the desktop says it more than once
    qt.processEvents()
    assert theme.theme().name == "dark"
    assert len(entered) == 1 and window.frame is not before
    window.close()
