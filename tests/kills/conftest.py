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

from kill_points import Run, child, traced
from killed_scripts import OLDEST, SCRIPTS, prepare, silent

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
                    archive.extractall(made[script], filter="data")
            if script == "taking":
                SCRIPTS["giving"](made[script], silent)
        return made[script]

    return of


@pytest.fixture(scope="session")
def rehearsed(start: Callable[[str], Path]) -> Callable[[str], Run]:
    """`rehearsed(script)`: what that script does when nobody kills it."""
    runs: dict[str, Run] = {}

    def rehearse(script: str) -> Run:
        if script not in runs:
            here = start(script).with_name("rehearsal")
            shutil.copytree(start(script), here)
            runs[script] = traced(child(script, here), here.with_name("log"))
            assert runs[script].status == 0, runs[script].said
        return runs[script]

    return rehearse
