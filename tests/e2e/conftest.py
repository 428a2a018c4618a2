"""The demo as the program itself makes it, once a run; copies of it; people who sit down at its laptops; a screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from window_driver import Person

Sit = Callable[..., Person]
_TODAY = {"zh": "工作台", "en": "Today"}


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo; nobody works in it, tests take copies."""
    into = tmp_path_factory.mktemp("played") / "demo"
    subprocess.run([sys.executable, "-m", "fieldaudit", "demo", "--into", str(into)], check=True, capture_output=True)
    return into


@pytest.fixture
def folder(played: Path, tmp_path: Path) -> Path:
    """A copy of the demo, with an empty stick `usb` beside its two laptops."""
    shutil.copytree(played, tmp_path / "demo")
    (tmp_path / "demo" / "usb").mkdir()
    return tmp_path / "demo"


@pytest.fixture
def people() -> Iterator[list[Person]]:
    """Who is at a window; whoever still is when the test ends has the plug pulled."""
    seated: list[Person] = []
    yield seated
    for person in seated:
        if person.alive():
            person.kill()


@pytest.fixture
def sit(folder: Path, people: list[Person]) -> Sit:
    """Somebody sits down at a laptop of the demo and signs in with the PIN that its strip names."""

    def sit_down(laptop: str, name: str, language: str, display: str = "") -> Person:
        person = Person(folder / laptop, folder / f"config-{laptop}", language=language, display=display)
        people.append(person)
        person.click(name, "ListItem")
        person.click("PIN", "EditableText")
        person.type("0000")
        person.press("Return")
        person.see(_TODAY[language], "CheckBox")
        return person

    return sit_down


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[str]:
    """An X server of the test's own, on a display that is free."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    with open(tmp_path / "xvfb.err", "wb") as errors:
        server = subprocess.Popen(command, pass_fds=[write], stderr=errors)
    os.close(write)
    with open(read, "rb") as told:
        number = told.readline().decode().strip()
    assert number, (tmp_path / "xvfb.err").read_text()
    yield f":{number}"
    server.terminate()
    server.wait()
