"""A disk that is full at any moment: each refusal says what to do, what was acknowledged stays, work goes on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from kill_checks import check_acts, check_backups, check_equal, check_kept_once, check_laptop, check_photos, numbered
from kill_points import converse
from killed_scripts import last_act, photos
from sync_world import Laptop

from fieldaudit.store import Workspace

CHILD = Path(__file__).with_name("full_disk_child.py")
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


def on_a_small_disk(start: Path, folder: Path, *child: str) -> list[str]:
    """What a child says that works on a copy of these files on a small disk; they lie in `after` then."""
    disk, after = folder / "disk", folder / "after"
    for made in (disk, after):
        made.mkdir()
    run = ["sh", "-euc", SCRIPT.format(size=SIZE), "sh", str(disk), str(start), str(after), *child]
    said, status = converse(run if os.geteuid() == 0 else ["unshare", "-Urm", *run])
    assert status == 0, said[-5:]
    return said


@pytest.mark.parametrize("turns", [pytest.param(3, marks=pytest.mark.slow), pytest.param(12, marks=pytest.mark.soak)])
def test_a_disk_full_at_any_moment_loses_nothing_and_work_goes_on_when_there_is_room(
    turns: int,
    rounds: int,
    chance: Random,
    start: Callable[[str], Path],
    tmp_path: Path,
    hit: Callable[[str, str], None],
) -> None:
    command = [sys.executable, str(CHILD), str(tmp_path / "disk"), str(chance.random()), str(turns * rounds)]
    said = on_a_small_disk(start("desk"), tmp_path, *command)
    refused = [line.split(" | ") for line in said if line.startswith("refused")]
    for _, what, kind, why, _where, safe, todo in refused:
        assert kind == "MachineError" and why and safe and todo, (what, kind, why, safe, todo)
        hit("disk full", what)
    assert {"act", "photo", "seal", "sync", "backup"} <= {line[1] for line in refused}, "each was refused at least once"
    check(tmp_path / "after", [line.removeprefix("ack ").strip() for line in said if line.startswith("ack ")])


def check(folder: Path, acknowledged: list[str]) -> None:
    """All that was acknowledged, no more and no less, and everything whole."""
    acts, taken, backups = (numbered(acknowledged, what) for what in ("act", "photo", "backup"))
    with Workspace.open(folder / "laptop", None) as workspace:
        laptop = Laptop(workspace)
        check_laptop(laptop)
        check_acts(laptop.store, int(acts[-1]))
        check_photos(laptop, int(taken[-1]))
        assert (last_act(laptop.store), photos(laptop.store)[-1]) == (int(acts[-1]), int(taken[-1])), (
            "what was refused is not there"
        )
        check_kept_once(laptop.store)
    check_backups(folder, {"kept.zip", *backups})
    check_equal(folder)
