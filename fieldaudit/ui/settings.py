"""The window's own settings: language, theme, last place. No fact; may be deleted without loss."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from PySide6.QtCore import QSettings

TEXT_SIZES = ("1", "1.15", "1.3", "1.5")


class Settings:
    """An INI file in the user's configuration folder (FIELDAUDIT_CONFIG names another folder)."""

    def __init__(self) -> None:
        folder = Path(os.environ.get("FIELDAUDIT_CONFIG") or platformdirs.user_config_dir("fieldaudit", appauthor=False))
        self._file = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def text(self, key: str, otherwise: str = "") -> str:
        """A setting."""
        return str(self._file.value(key, otherwise) or otherwise)

    def put(self, key: str, value: str) -> None:
        """Keep a setting."""
        self._file.setValue(key, value)
        self._file.sync()

    def drop(self, key: str) -> None:
        """Forget a setting."""
        self._file.remove(key)
        self._file.sync()

    def language(self) -> str:
        """"zh" or "en": chosen, else FIELDAUDIT_LANG, else Chinese."""
        asked = os.environ.get("FIELDAUDIT_LANG", "zh").lower()
        return self.text("language") or ("en" if asked.startswith("en") else "zh")

    def theme(self) -> str:
        """"system", "light", "dark" or "high_contrast"."""
        return self.text("theme", "system")

    def text_size(self) -> float:
        """How large text is beside the usual: 1, 1.15, 1.3 or 1.5."""
        kept = self.text("text_size", "1")
        return float(kept) if kept in TEXT_SIZES else 1.0
