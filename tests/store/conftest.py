"""Laptops for one test, closed when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_world import laptops

from fieldaudit.store import Store

Bureau = Callable[[int], list[Store]]


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """`bureau(3)`: the stores of three laptops, as files."""
    opened: list[Store] = []

    def make(count: int) -> list[Store]:
        opened.extend(laptops(count, tmp_path))
        return list(opened)

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def laptop(bureau: Bureau) -> Store:
    """One laptop that works alone."""
    return bureau(1)[0]
