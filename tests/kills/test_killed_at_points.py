"""SIGKILL at each named point: what was acknowledged is there, nothing is half there, work goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from kill_checks import CHECKS
from kill_points import Missed, Point, Run, acknowledging, child, during, first_write, killed_at, later_writes, syncing

pytestmark = pytest.mark.slow  # `make check` stays under a minute

POINTS = (
    Point("before the log write", "desk", first_write),
    Point("within the log write", "desk", later_writes),
    Point("between write and fsync", "desk", syncing),
    Point("after commit, before acknowledgement", "desk", acknowledging),
    Point("blob write", "desk", during("photo", "write", "fsync", on=".part")),
    Point("blob rename", "desk", during("photo", "rename", "renameat", "renameat2")),
    Point("after blob rename, before its commit", "desk", during("photo", "fsync", on="blobs")),
    Point("seal", "desk", during("seal")),
    Point("rebuild", "desk", during("rebuild")),
    Point("snapshot", "desk", during("snapshot")),
    Point("backup", "desk", during("backup")),
    Point("checkpoint at closing", "desk", during("close")),
    Point("opening after a kill", "killed desk", during("open")),
    Point("acts of the trade", "office", during("act")),
    Point("migration", "migrating", during("migration")),
    Point("mending a damaged database", "mending", during("mending")),
    Point("restore", "restoring", during("restore")),
    Point("apply", "applying", during("apply")),
    Point("receive", "applying", during("receive")),
    Point("giving: on the stick", "giving", during("sync", on="stick/")),
    Point("giving: at home", "giving", during("sync", on="laptop/")),
    Point("taking: on the stick", "taking", during("sync", on="stick/")),
    Point("taking: at home", "taking", during("sync", on="taker/")),
)
QUICK = ("between write and fsync",)  # the one that `make check` takes the time for
HITS = [
    *(pytest.param(point, 2, marks=() if point.name in QUICK else pytest.mark.slow, id=point.name) for point in POINTS),
    *(pytest.param(point, 10, marks=pytest.mark.soak, id=f"{point.name}, again and again") for point in POINTS),
]


def blow(point: Point, start: Path, rehearsal: Run, folder: Path, chance: Random) -> str:
    """Kill a script there, in a copy of the files it starts from, and check what is left; the call it died in.

    A blow that missed, because the script did not do quite what it rehearsed, is struck again, twice at most.
    """
    script = point.script.split()[-1]
    for last in (False, False, True):
        shutil.copytree(start, folder)
        call = point.pick(rehearsal, chance)
        try:
            run = killed_at(child(script, folder), call, folder.with_suffix(".log"))
            break
        except Missed:
            if last:
                raise
            shutil.rmtree(folder)
    assert run.acknowledged == rehearsal.acknowledged[: len(run.acknowledged)]
    CHECKS[script](folder, run.acknowledged)
    shutil.rmtree(folder)
    return call.name


@pytest.mark.parametrize(("point", "hits"), HITS)
def test_what_was_acknowledged_survives_a_kill_and_nothing_is_half_there(
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
        hit(point.name, blow(point, start(point.script), rehearsed(point.script), tmp_path / str(number), chance))
