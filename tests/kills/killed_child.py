"""Runs one script in a process of its own; after each acknowledgement it waits until it is told that it was heard."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from killed_scripts import SCRIPTS
from office_scripts import office

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


if __name__ == "__main__":
    i18n.set_language("en")
    try:
        {**SCRIPTS, "office": office}[sys.argv[1]](Path(sys.argv[2]), say)
    except FieldauditError as error:
        say(refusal(sys.argv[1], error))
