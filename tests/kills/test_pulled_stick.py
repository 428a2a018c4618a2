"""The stick is pulled in the middle of a write: said so, the laptop is whole, the next sync mends the stick."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from kill_checks import check_exchanged, check_refusals
from kill_points import Call, Point, Run, child, converse, during, environment, stopping
from sync_world import stick_files

PULLS = [Point(f"stick pulled while {script}", script, during("sync", on="stick/")) for script in ("giving", "taking")]
HITS = [
    *(pytest.param(point, 2, marks=pytest.mark.slow, id=point.name) for point in PULLS),
    *(pytest.param(point, 10, marks=pytest.mark.soak, id=f"{point.name}, again and again") for point in PULLS),
]


def pulled_at(command: Sequence[str], call: Call, stick: Path, log: Path) -> list[str]:
    """Stop a child just after this call, take its stick away and let it go on; what it said."""
    with subprocess.Popen(
        stopping(command, call, log), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(), text=True
    ) as process:
        while process.poll() is None and not (log.exists() and "stopped by SIGSTOP" in log.read_text("utf-8", "replace")):
            time.sleep(0.01)
        stick.rename(stick.with_name("pulled"))
        stopped = [line for line in log.read_text("utf-8", "replace").splitlines() if "stopped by SIGSTOP" in line]
        assert stopped, "the child ended before it came to this call"
        os.kill(int(stopped[0].split()[0]), signal.SIGCONT)
        said, _ = process.communicate()
    assert process.returncode == 0, said
    return said.splitlines()


@pytest.mark.parametrize(("point", "hits"), HITS)
def test_a_stick_pulled_in_mid_write_is_said_so_and_mended_by_the_next_sync(
    point: Point,
    hits: int,
    rounds: int,
    chance: Random,
    start: Callable[[str], Path],
    rehearsed: Callable[[str], Run],
    tmp_path: Path,
    hit: Callable[[str, str], None],
) -> None:
    for number in range(hits * rounds):
        folder = tmp_path / str(number)
        shutil.copytree(start(point.script), folder)
        call = point.pick(rehearsed(point.script), chance)
        said = pulled_at(child(point.script, folder), call, folder / "stick", tmp_path / f"{number}.log")
        assert check_refusals(said) or "ack sync" in said, said
        assert not (folder / "stick").exists(), "no folder is made in its place"
        (folder / "pulled").rename(folder / "stick")
        check_exchanged(folder, ())
        hit(point.name, call.name)
        shutil.rmtree(folder)


# The stick is bound to an empty folder, as a system mounts one; whoever unmounts it leaves the folder.
BOUND = """
backing=$1 place=$2; shift 2
mount --bind "$backing" "$place"
trap 'umount -l "$place" 2>/dev/null || true' EXIT
"$@"
"""
PULLING = Path(__file__).with_name("pulling_child.py")


@pytest.mark.slow
@pytest.mark.parametrize("progress", [1, 20])
def test_a_stick_unmounted_in_the_middle_is_missed_though_its_folder_is_still_there(
    progress: int, start: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    shutil.copytree(start("giving"), folder)
    place = tmp_path / "place"
    place.mkdir()
    run = ["sh", "-euc", BOUND, "sh", str(folder / "stick"), str(place)]
    run += [sys.executable, str(PULLING), str(folder / "laptop"), str(place), str(progress)]
    before = stick_files(folder / "stick")
    said, status = converse(run if os.geteuid() == 0 else ["unshare", "-Urm", *run])
    assert status == 0, said
    assert check_refusals(said) == ["sync"] and "the stick is gone" in said[-1], said
    assert list(place.rglob("*")) == [], "nothing was written into the empty folder"
    assert stick_files(folder / "stick").items() >= before.items()
    check_exchanged(folder, ())
