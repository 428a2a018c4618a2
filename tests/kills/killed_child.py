"""Runs one script in a process of its own; after each acknowledgement it waits until it is told that it was heard."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from killed_scripts import SCRIPTS

from fieldaudit import i18n


def say(line: str) -> None:
    """One call of the system, so that a line is said whole or not at all."""
    os.write(1, f"{line}\n".encode())
    if line.startswith("ack "):
        sys.stdin.readline()


if __name__ == "__main__":
    i18n.set_language("en")
    SCRIPTS[sys.argv[1]](Path(sys.argv[2]), say)
