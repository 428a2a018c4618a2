"""The workspace's passphrase in the system's keyring, where somebody wished it there (`--remember`).

A convenience that many desktops lack: whatever it refuses is as if it were not there. It is asked only for a workspace
that was remembered (a file beside the data names the entry), so that nobody else waits for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

_SERVICE = "fieldaudit"
ENTRY_FILE = "keyring"  # in the workspace: the name of its entry, nothing secret


def remembered(workspace: Path) -> str | None:
    """The passphrase that the keyring keeps for a workspace, or None. Never asks anybody, never fails."""
    entry = _entry(workspace)
    keyring = _keyring() if entry else None
    found = _answer(lambda: keyring.get_password(_SERVICE, entry)) if keyring else None
    return found if isinstance(found, str) else None


def remember(workspace: Path, passphrase: str) -> bool:
    """Keep a passphrase in the keyring; False when there is none that takes it."""
    entry, keyring = _entry(workspace) or os.urandom(16).hex(), _keyring()
    if keyring is None:
        return False
    _answer(lambda: keyring.set_password(_SERVICE, entry, passphrase))
    if _answer(lambda: keyring.get_password(_SERVICE, entry)) != passphrase:
        return False
    (workspace / ENTRY_FILE).write_text(entry, "ascii")
    return True


def _answer(ask: Callable[[], object]) -> object:
    """What the keyring answers, or None: a desktop's service may raise anything at all, and then the person is asked."""
    try:
        return ask()
    except Exception:
        return None


def _entry(workspace: Path) -> str | None:
    try:
        return (workspace / ENTRY_FILE).read_text("ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _keyring() -> ModuleType | None:
    """The library, if it is installed and finds a backend; imported late, since it takes 85 ms."""
    try:
        import keyring
        from keyring.backends import fail

        return None if isinstance(keyring.get_keyring(), fail.Keyring) else keyring
    except Exception:  # an optional part: a broken one is one that is not there
        return None
