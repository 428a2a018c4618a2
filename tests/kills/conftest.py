"""The files every blow falls on: two laptops that know each other, a backup, a stick; and what nobody's blow disturbs."""

from __future__ import annotations

import shutil
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "store"))
sys.path.append(str(Path(__file__).parents[1] / "sync"))
sys.path.append(str(Path(__file__).parents[1] / "work"))

from kill_checks import note_held
from kill_points import Run, child, killed_at, traced
from killed_scripts import OLDEST, PHOTOS_BEFORE, SCRIPTS, prepare, silent, spoil
from office_scripts import prepare_office

RELEASED = Path(__file__).parents[1] / "store" / "released"


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two laptops, a backup of the first, which is far ahead of the second; an empty stick."""
    return prepare(tmp_path_factory.mktemp("before"))


@pytest.fixture(scope="session")
def start(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`start(script)`: the files that script starts from."""
    made: dict[str, Path] = {}

    def of(script: str) -> Path:
        if script not in made:
            made[script] = tmp_path_factory.mktemp(script) / "start"
            shutil.copytree(before, made[script])
            if script == "migrating":
                with tarfile.open(RELEASED / f"{OLDEST}.tar.gz") as archive:
                    archive.extractall(made[script])
            if script == "office":
                prepare_office(made[script])
            if script == "mending":
                spoil(made[script])
            if script == "taking":
                SCRIPTS["giving"](made[script], silent)
            if script == "killed desk":
                _cut_off(made[script])
        return made[script]

    return of


def rehearse(start: Path, script: str) -> Run:
    """What a script does from there when nobody kills it."""
    here = start.with_name("rehearsal")
    shutil.copytree(start, here)
    run = traced(child(script.split()[-1], here), here.with_name("log"))
    assert run.status == 0, run.said
    return run


def _cut_off(folder: Path) -> None:
    """A day cut off after three acts, in the middle of its first photo."""
    calls = rehearse(folder, "desk").calls
    call = next(call for call in calls if call.phase.startswith("photo") and call.name == "fsync")
    run = killed_at(child("desk", folder), call, folder.with_name("log"))
    note_held(folder, int(run.acknowledged[-1].split()[-1]), PHOTOS_BEFORE)
    shutil.rmtree(folder.with_name("rehearsal"))


@pytest.fixture(scope="session")
def rehearsed(start: Callable[[str], Path]) -> Callable[[str], Run]:
    """`rehearsed(script)`: what that script does when nobody kills it."""
    runs: dict[str, Run] = {}

    def of(script: str) -> Run:
        if script not in runs:
            runs[script] = rehearse(start(script), script)
        return runs[script]

    return of
