"""Every string of the window: keys in the source, words in the Qt Linguist files of `assets/i18n`.

A key is "context.name"; the context is the file's name. `%n` stands for a number that chooses the plural, `{name}` for a
field. The words of errors, states and forms come from below as `Text` and follow the same language.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from ..assets import asset_path
from ..i18n import language, set_language

LANGUAGES = {"zh": "zh_CN", "en": "en"}  # language -> name of the Linguist files
_translators: list[QTranslator] = []  # ours, and Qt's own words (dialogs, the menus of fields)
_words = b""  # Qt keeps no copy of it


def install(chosen: str) -> None:
    """Speak this language ("zh", "en") from now on; the frame builds its pages anew afterwards."""
    app = QCoreApplication.instance()
    assert app is not None
    for each in _translators:
        app.removeTranslator(each)
    name = LANGUAGES[chosen]
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _translators[:] = [_read(str(asset_path(f"i18n/{name}.qm"))), _read(f"{qt}/qtbase_{name}.qm")]
    set_language(chosen)
    for each in _translators:
        app.installTranslator(each)


def _read(path: str) -> QTranslator:
    made = QTranslator()
    made.load(path)  # Qt speaks English where it has no file
    return made


def tr(key: str, n: int = -1, /, **fields: object) -> str:
    """The words of a key in the language in use; `n` chooses the plural and stands for %n."""
    context = key.partition(".")[0]
    words = QCoreApplication.translate(context, key, None, n)
    return words.format(**{name: str(value) for name, value in fields.items()}) if fields else words


def is_english() -> bool:
    """Is the window in English? Some widths differ."""
    return language() == "en"


def listed(words: Iterable[str]) -> str:
    """Words one after another, as a list reads: with 、 or commas."""
    return (", " if is_english() else "、").join(words)
