"""The tests of the supervisors' pages share one small city, and one running site for those that only look."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "work"))

from site_world import City, Running, made, started


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The city, made once; nobody changes it."""
    with pytest.MonkeyPatch.context() as patch:  # undone before any other test
        built = made(tmp_path_factory.mktemp("city"), patch)
    try:
        yield built
    finally:
        built.office.workspace.close()


@pytest.fixture(scope="session")
def running(city: City, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The site of the city as a process."""
    site = started(city.site, tmp_path_factory.mktemp("log") / "site.log")
    yield site
    assert site.stop() == 0
    assert "Traceback" not in site.log.read_text()
