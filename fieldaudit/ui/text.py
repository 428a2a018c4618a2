"""Every string of the window: keys in the source, words in the Qt Linguist files of `assets/i18n`.

A key is "context.name"; the context is the file's name. `%n` stands for a number that chooses the plural, `{name}` for a
field. The words of errors, states and forms come from below as `Text` and follow the same language.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QTranslator

from ..assets import asset_path
from ..i18n import language, set_language

LANGUAGES = {"zh": "zh_CN", "en": "en"}  # language -> name of the Linguist files
_translator: QTranslator | None = None
_words = b""  # Qt keeps no copy of it


def install(chosen: str) -> None:
    """Speak this language ("zh", "en") from now on; the frame builds its pages anew afterwards."""
    global _translator, _words
    app = QCoreApplication.instance()
    assert app is not None
    if _translator is not None:
        app.removeTranslator(_translator)
    _translator = QTranslator()
    _words = asset_path(f"i18n/{LANGUAGES[chosen]}.qm").read_bytes()  # a mapped file that is replaced would end the program
    _translator.load(_words)
    set_language(chosen)
    app.installTranslator(_translator)


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
