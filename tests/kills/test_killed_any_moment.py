"""SIGKILL at any moment after an acknowledgement was heard: the moments nobody thought of naming."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from kill_checks import CHECKS, Acknowledged
from kill_points import Run, child, environment

LONGEST_MS = {"desk": 12.0, "applying": 12.0, "giving": 120.0, "taking": 250.0}  # from the last word before the kill on


def killed_after(command: Sequence[str], words: int, later_ms: float) -> tuple[Acknowledged, bool]:
    """Kill a child so long after it has said so many lines; all it acknowledged, and whether it was still alive."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(), text=True, bufsize=1
    ) as process:
        assert process.stdin and process.stdout
        said: list[str] = []
        while len(said) < words:
            said.append(process.stdout.readline())
            if said[-1].startswith("ack "):
                process.stdin.write("go on\n")
        time.sleep(later_ms / 1000)
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
    return [line.strip().removeprefix("ack ") for line in said if line.startswith("ack ")], process.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("script", "hits"),
    [
        *(pytest.param(script, 1, marks=pytest.mark.slow, id=script) for script in LONGEST_MS),
        *(pytest.param(script, 10, marks=pytest.mark.soak, id=f"{script}, again and again") for script in LONGEST_MS),
    ],
)
def test_what_was_acknowledged_survives_a_kill_at_any_moment_after(
    script: str,
    hits: int,
    rounds: int,
    chance: Random,
    start: Callable[[str], Path],
    rehearsed: Callable[[str], Run],
    tmp_path: Path,
    hit: Callable[[str, str], None],
) -> None:
    words = len(rehearsed(script).said)
    for number in range(hits * rounds):
        folder = tmp_path / str(number)
        shutil.copytree(start(script), folder)
        moment = chance.randint(1, words - 1), LONGEST_MS[script] * chance.random()
        acknowledged, alive = killed_after(child(script, folder), *moment)
        CHECKS[script](folder, acknowledged)
        hit(f"any moment: {script}", "alive" if alive else "just gone")
        shutil.rmtree(folder)


@pytest.mark.soak
def test_one_laptop_that_is_killed_every_day_keeps_everything(
    rounds: int,
    chance: Random,
    start: Callable[[str], Path],
    rehearsed: Callable[[str], Run],
    tmp_path: Path,
    hit: Callable[[str, str], None],
) -> None:
    folder, words = tmp_path / "files", len(rehearsed("desk").said)
    shutil.copytree(start("desk"), folder)
    for _ in range(20 * rounds):
        moment = chance.randint(1, words - 1), LONGEST_MS["desk"] * chance.random()
        acknowledged, alive = killed_after(child("desk", folder), *moment)
        CHECKS["desk"](folder, acknowledged)
        hit("any moment: one laptop, day after day", "alive" if alive else "just gone")
