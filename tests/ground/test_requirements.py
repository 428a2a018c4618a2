"""The pinned requirements install the same bytes everywhere, and agree with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ["requirements.txt", "requirements-dev.txt"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def entries(name: str) -> dict[str, list[str]]:
    """{package==version: hashes} of a requirements file."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {line[0]: line[1:] for line in lines}


def canonical(requirement: str) -> str:
    """The registry's spelling of a package's name: et_xmlfile>=2 is et-xmlfile."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    assert entries(name)
    for pin, hashes in entries(name).items():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+", pin), f"{name}: {pin} is not one exact version"
        assert hashes, f"{name}: {pin} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), f"{name}: {pin}"


@pytest.mark.parametrize("name", FILES)
def test_the_requirements_name_no_registry(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.startswith("-") or "://" in line]


def test_what_the_program_needs_is_pinned() -> None:
    pinned = {canonical(pin) for pin in entries("requirements.txt")}
    assert {canonical(need) for need in PROJECT["dependencies"]} <= pinned


def test_what_its_tests_need_is_pinned() -> None:
    pinned = {canonical(pin) for pin in entries("requirements-dev.txt")}
    assert {canonical(need) for need in PROJECT["optional-dependencies"]["dev"]} <= pinned


def test_both_files_pin_the_same_versions() -> None:
    assert set(entries("requirements.txt")) <= set(entries("requirements-dev.txt"))
