"""What every test gets: the same random choices each time, a clean environment, and nothing left behind.

`--soak ROUNDS` runs the tests marked `soak`, and only those, with random choices of their own (`make soak`).
Owns also what keeps a run short: files in memory, an order in which no worker waits for another at the end.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings

for _name in [name for name in os.environ if name.startswith("FIELDAUDIT_")]:
    del os.environ[_name]  # a developer's own workspace or language must not reach a test

from fieldaudit import i18n  # noqa: E402  (it reads FIELDAUDIT_LANG when imported)

# No database and derandomized: a failure is the same on every machine. No deadline: no time limits in tests.
settings.register_profile(
    "fieldaudit",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("soak", settings.get_profile("fieldaudit"), derandomize=False, print_blob=True)
settings.load_profile("fieldaudit")

_MEMORY = Path("/dev/shm")
_ROOM = 4 << 30  # bytes that must be free there: a whole run takes less than a third of it
_PATIENCE = 2.0  # seconds a thread that was told to stop may take before it counts as left behind


# -- soak ------------------------------------------------------------------------------------------------


_ALL_SLOW = re.compile(r"^pytestmark = .*\bmark\.(slow|e2e)\b", re.MULTILINE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", type=int, metavar="ROUNDS", help="only the tests marked soak, so many rounds of each")


def pytest_configure(config: pytest.Config) -> None:
    """In a soak every choice follows from one seed, which is printed: --hypothesis-seed=N repeats it."""
    gc.disable()  # nothing of what is collected goes again: see `pytest_collection_finish`
    _files_in_memory()
    if config.getoption("soak") is None:
        return
    settings.load_profile("soak")
    if config.getoption("hypothesis_seed") is None:
        raise pytest.UsageError("--soak needs --hypothesis-seed=N; make soak chooses one")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`make check` does not even read the files of which all is slow."""
    quick = config.option.markexpr == "not slow and not e2e" and collection_path.suffix == ".py"
    return True if quick and _ALL_SLOW.search(collection_path.read_text("utf-8")) else None


def pytest_report_header(config: pytest.Config) -> list[str]:
    if config.getoption("soak") is None:
        return []
    return [f"soak: {config.getoption('soak')} rounds, SEED={config.getoption('hypothesis_seed')}"]


@pytest.hookimpl(trylast=True)  # what -m leaves out is gone, and tests/ui has marked what is slow
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A soak runs what is marked soak; every other run leaves that out, whatever else -m says."""
    soaking = config.getoption("soak") is not None
    chosen = {item for item in items if (item.get_closest_marker("soak") is not None) == soaking}
    left_out = [item for item in items if item not in chosen]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item in chosen]
    items[:] = _dealt(items)


# -- a short run -----------------------------------------------------------------------------------------


def pytest_collection_finish() -> None:
    """The collector of garbage works again: rarely, and without going through thousands of tests each time."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    gc.enable()


def _files_in_memory() -> None:
    """Every act of a test is fsynced, thousands of times a run; what is durable is shown by which calls are made
    (tests/kills), not by a disk. So files lie in memory where there is room, else where they always do."""
    roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM
    if roomy and not {"PYTEST_DEBUG_TEMPROOT", "TMPDIR"} & set(os.environ):
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(_MEMORY)


def _dealt(items: list[pytest.Item]) -> list[pytest.Item]:
    """In an order for two workers, who begin with a half each and then take from the end of the other's (`--dist worksteal`):
    both halves end with what is quick. What needs the played demo is in one, lest the other wait until it is played."""
    piles: dict[str, list[pytest.Item]] = {"driven": [], "window": [], "slow": [], "quick": []}
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        slow = "window" if item.path.parent.name == "ui" else "slow"
        piles["driven" if "e2e" in marks else slow if "slow" in marks else "quick"].append(item)
    first, quick = piles["driven"] + piles["slow"], piles["quick"]
    room = max(0, len(items) // 2 - len(first))
    return [*first, *quick[:room], *piles["window"], *quick[room:]]


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """How many times a soak test does its work; 1 outside a soak."""
    asked = request.config.getoption("soak")
    return 1 if asked is None else int(asked)


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> Random:
    """Random choices of one test: the same each time, in a soak those of its seed."""
    soaking = request.config.getoption("soak") is not None
    seed = request.config.getoption("hypothesis_seed") if soaking else 0
    return Random(f"{seed} {request.node.nodeid}")


@pytest.fixture
def hit(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`hit(point, how)`: count one blow at a named point; the end of the run prints how many each point took."""

    def count(point: str, how: str) -> None:
        request.node.user_properties.append(("hit", (point, how)))

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The histogram of blows at each named point (user properties reach us from every worker)."""
    hits: dict[str, Counter[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for _, (point, how) in [each for each in report.user_properties if each[0] == "hit"]:
                    hits.setdefault(point, Counter())[how] += 1
    if hits:
        terminalreporter.section("blows at each named point")
        for point, kinds in sorted(hits.items()):
            detail = ", ".join(f"{how} {count}" for how, count in sorted(kinds.items()))
            terminalreporter.write_line(f"{kinds.total():5}  {point:<45} {detail}")


# -- every test ------------------------------------------------------------------------------------------


class _Complaints(logging.Handler):
    """Collects what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fails the test that leaves a thread running or logs a warning; starts each one in Chinese."""
    i18n.set_language("zh")
    before = set(threading.enumerate())
    complaints = _Complaints()
    logging.getLogger().addHandler(complaints)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(complaints)
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(_PATIENCE)
    assert not [thread.name for thread in left if thread.is_alive()], "threads left running"
    assert not complaints.heard, "warnings logged"
