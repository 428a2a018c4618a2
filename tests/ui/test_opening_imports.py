"""Promises of the window's start: what the first page does not need is not imported before it is painted."""

from __future__ import annotations

import subprocess
import sys

_LATE = (
    "reportlab", "pyxform", "keyring", "openpyxl", "pypdfium2", "pikepdf", "lxml", "pypinyin", "sqlite_utils", "PIL",
    "fieldaudit.xform.form", "fieldaudit.ui.shell.first_run.view", "fieldaudit.cli", "fieldaudit.demo", "fieldaudit.sync", "ctypes",
)  # fmt: skip
_OPENING = """
import sys
import fieldaudit.app, fieldaudit.ui.start
fieldaudit.app.services()
early = set(sys.modules) & {"PySide6", "sqlcipher3", "platformdirs", "datetime", "fieldaudit.store.store", "fieldaudit.work"}
assert not early, f"imported before the derivation of the passphrase's key is begun: {early}"
from fieldaudit.ui.shell.window import bring_in
bring_in()
print(*sys.modules)
"""


def test_the_first_page_is_shown_without_the_libraries_of_others() -> None:
    done = subprocess.run([sys.executable, "-c", _OPENING], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & set(_LATE) == set()
