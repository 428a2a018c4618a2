"""Choosing files and folders: the system's own dialogs, or Qt's where FIELDAUDIT_PLAIN_DIALOGS is set (tests drive those)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget


def choose_files(parent: QWidget, title: str, patterns: Sequence[str] = ()) -> list[Path]:
    """Existing files; `patterns` like "*.xlsx". Empty when cancelled."""
    dialog = _dialog(parent, title, patterns)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _run(dialog)


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """An existing folder, or None when cancelled."""
    dialog = _dialog(parent, title, ())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_run(dialog)), None)


def save_file(parent: QWidget, title: str, name: str) -> Path | None:
    """Where to write a new file, offered under a name; None when cancelled."""
    dialog = _dialog(parent, title, ())
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    return next(iter(_run(dialog)), None)


_last = [str(Path.home())]


def _dialog(parent: QWidget, title: str, patterns: Sequence[str]) -> QFileDialog:
    dialog = QFileDialog(parent.window(), title, _last[0])
    plain = bool(os.environ.get("FIELDAUDIT_PLAIN_DIALOGS"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, plain)
    for name in dialog.findChildren(QLineEdit) if plain else ():
        name.setCompleter(None)  # type: ignore[arg-type]  # its popup would swallow what is typed
    if patterns:
        dialog.setNameFilters([" ".join(patterns), "*"] if "*" not in patterns else ["*"])
    return dialog


def _run(dialog: QFileDialog) -> list[Path]:
    parent = dialog.parentWidget()
    taken = dialog.exec() and parent is not None and parent.isVisible()  # else the window was closed meanwhile
    chosen = [Path(name) for name in dialog.selectedFiles()] if taken else []
    if chosen:
        _last[0] = str(chosen[0].parent)
    dialog.deleteLater()
    return chosen
