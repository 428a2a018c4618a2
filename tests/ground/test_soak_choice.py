"""`--soak` runs what is marked soak and nothing else, by a seed that is given; every other run leaves that out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = """
import pytest

@pytest.mark.soak
def test_long(rounds, chance, hit):
    for _ in range(rounds):
        hit("the named point", "by chance")
    print("drawn", chance.random())

def test_short():
    pass

@pytest.mark.slow
def test_slow():
    pass
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    (tmp_path / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    return tmp_path


def run(sample: Path, *options: str) -> str:
    command = [sys.executable, "-m", "pytest", "-v", "-s", "-c", str(ROOT / "pyproject.toml"), "-p", "conftest"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run(
        [*command, *options, str(sample / "test_sample.py")], cwd=sample, env=environment, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def chosen(report: str) -> set[str]:
    """The tests that ran."""
    return {line.partition("::")[2].split()[0] for line in report.splitlines() if "::" in line}


@pytest.mark.slow
def test_a_soak_is_chosen_by_its_option_alone(sample: Path) -> None:
    assert chosen(run(sample)) == {"test_short", "test_slow"}
    assert chosen(run(sample, "-m", "not slow and not e2e")) == {"test_short"}
    soaked = run(sample, "--soak", "3", "--hypothesis-seed=7")
    assert chosen(soaked) == {"test_long"}
    assert "SEED=7" in soaked
    assert "    3  the named point" in soaked and "by chance 3" in soaked, "the histogram"
    assert "passed" not in run(sample, "--soak", "3"), "without a seed it could not be repeated"


@pytest.mark.slow
def test_the_seed_of_a_soak_decides_its_chances(sample: Path) -> None:
    drawn = [run(sample, "--soak", "1", f"--hypothesis-seed={seed}").partition("drawn ")[2].split()[0] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
