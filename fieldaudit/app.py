"""The one composition root: `fieldaudit` alone opens the window, anything else is a line for the command line.

    fieldaudit                          the window on the workspace of this laptop
    fieldaudit window --workspace DIR   on another one
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs


def main(arguments: list[str] | None = None) -> int:
    """Run the window or one command; the program's entry point. Gives the exit status (and exits with it)."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] == "window":
        return window(given[1:])
    from . import cli

    return cli.main(given)


def window(arguments: list[str]) -> int:
    """Open the window on a workspace until it is closed."""
    import argparse

    reading = argparse.ArgumentParser("fieldaudit window")
    reading.add_argument("--workspace", type=Path, default=None)
    asked = reading.parse_args(arguments)
    from .demo.play import play
    from .demo.visit import fill_rest
    from .ui.shell.window import Services
    from .ui.start import start

    kept = os.environ.get("FIELDAUDIT_WORKSPACE")
    place = asked.workspace or Path(kept or platformdirs.user_data_dir("fieldaudit", appauthor=False))
    return start(place, Services(play_demo=play, fill_rest=fill_rest))
