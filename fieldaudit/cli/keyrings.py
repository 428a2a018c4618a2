"""The workspace's passphrase in the system's keyring, where somebody wished it there (`--remember`).

A convenience that many desktops lack: whatever it refuses is told, and then it is as if it were not there. It is asked only
for a workspace that was remembered (a file beside the data names the entry), so that nobody else waits for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import click

from ..i18n import tr

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
    """What the keyring answers, or None: a desktop's service may raise anything at all; then that is told and the person asked.

    Only the kind of error is told: what a service writes into one may be a secret.
    """
    try:
        return ask()
    except Exception as error:
        kind = type(error).__name__
        click.echo(str(tr(f"密钥环没有回答（{kind}）。", f"The keyring does not answer ({kind}).")), err=True)
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
    except ImportError:  # an optional part
        return None
    backend = _answer(keyring.get_keyring)
    return None if backend is None or isinstance(backend, fail.Keyring) else keyring
