"""The tests of sync meet the same small bureau as those of the store, with sticks between its laptops."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "store"))

from sync_world import Laptop

from fieldaudit.domain.core import Scope

City = Callable[..., list[Laptop]]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """`city(3)`: three laptops with workspaces; `city(2, {2: scopes})`: the second carries these scopes only."""
    opened: list[Laptop] = []

    def make(count: int, scopes: dict[int, tuple[Scope, ...]] | None = None) -> list[Laptop]:
        for device in range(1, count + 1):
            opened.append(Laptop.make(tmp_path / f"laptop{device}", device, count, scopes or {}))
        return list(opened)

    yield make
    for laptop in opened:
        laptop.workspace.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty folder, as a stick just plugged in."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
