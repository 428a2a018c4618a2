"""A disk that is full or fails at any moment: each refusal says what to do, what was acknowledged stays, work goes on."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from kill_checks import (
    check_acts,
    check_backups,
    check_equal,
    check_kept_once,
    check_laptop,
    check_photos,
    check_refusals,
    numbered,
)
from kill_points import converse
from sync_world import Laptop

from fieldaudit.store import Workspace

CHILD = Path(__file__).with_name("troubled_child.py")
SIZE = "96m"  # so large that a backup finds the room it asks for
# The disk, in a mount namespace of its own unless root mounts it; what lay on it is copied when the child is done.
SCRIPT = """
disk=$1 start=$2 after=$3; shift 3
mount -t tmpfs -o size={size} tmpfs "$disk"
trap 'umount -l "$disk"' EXIT
cp -a "$start/." "$disk"
"$@"
cp -a "$disk/." "$after"
"""
POINTS = (
    *("posix/io/rw/pwrite", "posix/io/rw/write", "posix/io/rw/pread"),
    *("posix/io/sync/*", "posix/io/dir/rename", "posix/io/dir/unlink"),
)
EVERYTHING = {"act", "photo", "seal", "sync", "backup"}
TURNS = [pytest.param(1, marks=pytest.mark.slow), pytest.param(10, marks=pytest.mark.soak)]


def on_a_small_disk(start: Path, folder: Path, *child: str) -> list[str]:
    """What a child says that works on a copy of these files on a small disk; they lie in `after` then."""
    disk, after = folder / "disk", folder / "after"
    for made in (disk, after):
        made.mkdir()
    run = ["sh", "-euc", SCRIPT.format(size=SIZE), "sh", str(disk), str(start), str(after), *child]
    said, status = converse(run if os.geteuid() == 0 else ["unshare", "-Urm", *run])
    assert status == 0, "\n".join(said[-25:])
    return said


def perhaps(said: Sequence[str], what: str) -> int:
    """How many of a kind were refused since one was acknowledged: each may be there all the same, as its refusal says."""
    since = max(n for n, line in enumerate(said) if line.startswith(f"ack {what} "))
    refused = [line for line in said[since:] if line.startswith(f"refused | {what} |")]
    return sum("whether this act itself was kept" in line for line in refused)


def check(folder: Path, said: Sequence[str]) -> None:
    """All that was acknowledged, nothing of what was refused, and everything whole."""
    acknowledged = [line.removeprefix("ack ").strip() for line in said if line.startswith("ack ")]
    acts, taken, backups = (numbered(acknowledged, what) for what in ("act", "photo", "backup"))
    with Workspace.open(folder / "laptop", None) as workspace:
        laptop = Laptop(workspace)
        check_laptop(laptop)
        check_acts(laptop.store, int(acts[-1]), perhaps(said, "act"))
        check_photos(laptop, int(taken[-1]), perhaps(said, "photo"))
        check_kept_once(laptop.store)
    check_backups(folder, {"kept.zip", *backups})
    check_equal(folder)


@pytest.mark.parametrize("turns", TURNS)
def test_a_disk_full_at_any_moment_loses_nothing_and_work_goes_on_when_there_is_room(
    turns: int,
    rounds: int,
    chance: Random,
    start: Callable[[str], Path],
    tmp_path: Path,
    hit: Callable[[str, str], None],
) -> None:
    command = [sys.executable, str(CHILD), "full", str(tmp_path / "disk"), str(chance.random()), str(turns * rounds)]
    said = on_a_small_disk(start("desk"), tmp_path, *command)
    refused = check_refusals(said)
    for what in refused:
        hit("disk full", what)
    assert set(refused) >= EVERYTHING, "each was refused at least once"
    check(tmp_path / "after", said)


@pytest.mark.parametrize("turns", TURNS)
@pytest.mark.parametrize("point", POINTS)
def test_a_disk_that_fails_loses_nothing_and_work_goes_on_when_it_works_again(
    point: str,
    turns: int,
    rounds: int,
    chance: Random,
    start: Callable[[str], Path],
    tmp_path: Path,
    hit: Callable[[str, str], None],
) -> None:
    folder = tmp_path / "disk"
    shutil.copytree(start("desk"), folder)
    child = [sys.executable, str(CHILD), point, str(folder), str(chance.random()), str(turns * rounds)]
    said, status = converse(["fiu-run", "-x", "-f", "", *child])
    assert status == 0, "\n".join(said[-25:])
    refused = check_refusals(said, *(["Damaged"] if "read" in point else []))
    for what in refused:
        hit(f"{point} fails", what)
    assert refused
    check(folder, said)
