"""docs/conformance.md says what the tests show of the form standards, and the tests notice a function that is broken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(script: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, f"scripts/{script}", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.slow
def test_the_page_of_conformance_is_what_the_tests_say() -> None:
    """No unknown id is cited, all that counts as done is cited, nothing else is, and the page is up to date."""
    done = run("conformance.py", "--check")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_third_of_the_functions_replaced_by_constants_is_noticed() -> None:
    done = run("weaken.py", "--third", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("all noticed")


@pytest.mark.soak
def test_every_function_replaced_by_constants_is_noticed(rounds: int) -> None:
    for _ in range(rounds):
        done = run("weaken.py")
        assert done.returncode == 0, done.stdout + done.stderr
