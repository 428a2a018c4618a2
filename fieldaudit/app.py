"""The one composition root: `fieldaudit` alone opens the window, anything else is a line for the command line.

    fieldaudit                          the window on the workspace of this laptop
    fieldaudit window --workspace DIR   on another one
    fieldaudit window --demo DIR        on the demo, made there if need be
    fieldaudit --self-test              everything once, offscreen: does this installation work?
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .domain.core import RowId
    from .ui.services import Services
    from .work.desk import Desk


def main(arguments: list[str] | None = None) -> int:
    """Run the window or one command; the program's entry point. Gives the exit status (and exits with it)."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] == "window":
        return window(given[1:])
    if given == ["--self-test"]:
        return self_test()
    from . import cli

    return cli.main(given)


def window(arguments: list[str]) -> int:
    """Open the window on a workspace until it is closed; with --walk leave pictures of every page and end."""
    import argparse

    reading = argparse.ArgumentParser("fieldaudit window", description="Open the window. 打开窗口。")
    reading.add_argument("--workspace", type=Path, default=None, metavar="DIR", help="the workspace's folder")
    reading.add_argument("--demo", type=Path, default=None, metavar="DIR", help="open the demo in this folder, made if need be")
    reading.add_argument("--walk", type=Path, default=None, metavar="OUT", help="leave a picture of every page of --demo in OUT")
    asked = reading.parse_args(arguments)
    from .ui.start import start

    if asked.demo is not None:
        return _demo(asked.demo.resolve(), asked.walk, services())
    import platformdirs

    kept = os.environ.get("FIELDAUDIT_WORKSPACE")
    return start(asked.workspace or Path(kept or platformdirs.user_data_dir("fieldaudit", appauthor=False)), services())


def services() -> Services:
    """What the window may ask of rooms it must not know; each is imported when it is first asked: the window opens sooner."""
    from .ui.services import Services

    return Services(_play, _fill_rest, remembered=_remembered, remember=_remember)


def _play(into: Path, now: int) -> Any:
    from .demo.play import play

    return play(into, now)


def _fill_rest(desk: Desk, inspection: RowId) -> int:
    from .demo.visit import fill_rest

    return fill_rest(desk, inspection)


def _remembered(place: Path) -> str | None:
    if not (place / "keyring").exists():  # nobody asked for it: a desktop's keyring takes its time
        return None
    from .cli.keyrings import remembered

    return remembered(place)


def _remember(place: Path, passphrase: str) -> bool:
    from .cli.keyrings import remember

    return remember(place, passphrase)


def self_test() -> int:
    """Do the main job without a screen: play the demo, look at every page, print its papers. For a bundle on a new machine."""
    import tempfile

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FIELDAUDIT_CONFIG"] = folder
        out = Path(folder) / "out"
        status = _demo(Path(folder) / "demo", out, services())
        papers = sorted((Path(folder) / "demo").glob("*.pdf"))
        pictures = sorted(out.glob("*.png"))
        whole = all(path.read_bytes().startswith(b"%PDF") for path in papers) and all(path.stat().st_size > 0 for path in pictures)
        print(f"self-test: {len(pictures)} pages shown, {len(papers)} papers printed: {'passed' if papers and whole else 'FAILED'}")
        return status if papers and pictures and whole else 1


def _demo(folder: Path, out: Path | None, given: Services) -> int:
    from .ui.shell.first_run.presenter import make_demo
    from .ui.start import start
    from .ui.walk import walk

    make_demo(folder, _play, given.clock())
    if out is None:
        return start(folder / "inspector", given, demo=True)
    print(f"{walk(folder, out, given)} pictures in {out}")
    return 0
