"""Runs one script in a process of its own; after each acknowledgement it waits until it is told that it was heard."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from fieldaudit import i18n
from fieldaudit.errors import FieldauditError


def say(line: str) -> None:
    """One call of the system, so that a line is said whole or not at all."""
    os.write(1, f"{line}\n".encode())
    if line.startswith("ack "):
        sys.stdin.readline()


def refusal(what: str, error: FieldauditError) -> str:
    """A refusal in one line: what was refused, by which error, why, where, what is safe, what to do."""
    return " | ".join(map(str, ("refused", what, type(error).__name__, error.what, error.where, error.safe, error.todo)))


def script(name: str) -> Callable[[Path, Callable[[str], None]], None]:
    """A script by its name. That of the trade needs far more modules than the others, which must start quickly."""
    found: Callable[[Path, Callable[[str], None]], None]
    found = getattr(importlib.import_module("office_scripts" if name == "office" else "killed_scripts"), name)
    return found


if __name__ == "__main__":
    i18n.set_language("en")
    try:
        script(sys.argv[1])(Path(sys.argv[2]), say)
    except FieldauditError as error:
        say(refusal(sys.argv[1], error))
