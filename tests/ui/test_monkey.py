"""Thousands of random keys and clicks on every page of the demo: no crash, no exception, no warning, and a whole workspace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from fieldaudit.ui.session import Session
from fieldaudit.ui.walk import SHOTS

MONKEY = Path(__file__).with_name("monkey.py")
PAGES = {shot.name: shot for shot in SHOTS if shot.then is None}


def let_loose(demo: Path, folder: Path, name: str, seed: str, events: int) -> None:
    """One monkey on one page, in a process of its own."""
    shot = PAGES[name]
    folder.mkdir()
    for each in (shot.laptop, "stick"):
        shutil.copytree(demo / each, folder / each)
    session = Session(folder / shot.laptop, None)
    found = shot.where(session.desk())
    session.close()
    if found is None:
        pytest.fail(f"the demo shows nothing on {name}")
    command = [sys.executable, "-X", "faulthandler", str(MONKEY), str(folder / shot.laptop), shot.page, seed, str(events)]
    command += [f"{key}={value}" for key, value in found.items()]
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "FIELDAUDIT_PLAIN_DIALOGS": "1", "FIELDAUDIT_CONFIG": str(folder / "config"),
    }  # fmt: skip
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    faults = [line for line in done.stdout.splitlines() if line.startswith("fault")]
    ending = "\n".join(done.stderr.splitlines()[-40:])
    assert done.returncode == 0, f"seed {seed}: status {done.returncode}\n{ending}"
    assert faults == [], f"seed {seed}:\n" + "\n".join(faults)
    assert done.stdout.endswith(f"done {events}\n"), ending


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(PAGES))
def test_monkeys_break_nothing(demo: Path, tmp_path: Path, name: str, rounds: int, chance: Random) -> None:
    for number in range(rounds):
        let_loose(demo, tmp_path / str(number), name, str(chance.random()), 5_000)
