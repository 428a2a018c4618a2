"""Every string of the window: keys in the source, words in the Qt Linguist files of `assets/i18n`.

A key is "context.name"; the context is the file's name. `%n` stands for a number that chooses the plural, `{name}` for a
field. The words of errors, states and forms come from below as `Text` and follow the same language.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from ..assets import asset_path
from ..i18n import Text, language, set_language

LANGUAGES = {"zh": "zh_CN", "en": "en"}  # language -> name of the Linguist files
NAMES = {"zh": "中文", "en": "English"}  # each in itself, so that whoever cannot read the other finds it
_translators: list[QTranslator] = []  # ours, and Qt's own words (dialogs, the menus of fields)
_files: list[bytes] = []  # their bytes: Qt keeps no copy


def install(chosen: str) -> None:
    """Speak this language ("zh", "en") from now on; the frame builds its pages anew afterwards."""
    app = QCoreApplication.instance()
    assert app is not None
    for each in _translators:
        app.removeTranslator(each)
    name = LANGUAGES[chosen]
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{name}.qm"
    # Read, not mapped: a mapped file that is replaced would end the program. Qt speaks English where it has no file.
    _files[:] = [asset_path(f"i18n/{name}.qm").read_bytes(), *([qt.read_bytes()] if qt.exists() else [])]
    _translators[:] = [QTranslator() for _ in _files]
    set_language(chosen)
    for each, data in zip(_translators, _files, strict=True):
        each.load(data)
        app.installTranslator(each)


def tr(key: str, n: int = -1, /, **fields: object) -> str:
    """The words of a key in the language in use; `n` chooses the plural and stands for %n."""
    context = key.partition(".")[0]
    words = QCoreApplication.translate(context, key, None, n)
    return words.format(**{name: str(value) for name, value in fields.items()}) if fields else words


def is_english() -> bool:
    """Is the window in English? Some widths differ."""
    return language() == "en"


def capital(words: str) -> str:
    """Words where they stand alone or begin a line: English begins with a capital, Chinese is as it is."""
    return words[:1].upper() + words[1:]


def listed(words: Iterable[str]) -> str:
    """Words one after another, as a list reads: with 、 or commas."""
    return str(Text("、", ", ")).join(words)


def paired(name: str, value: str) -> str:
    """What something is called and what it is: "name: value", with the colon of the language in use."""
    return f"{name}{Text('：', ': ')}{value}"
