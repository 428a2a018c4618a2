"""What every test gets: the same random choices each time, a clean environment, and nothing left behind."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator

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
settings.load_profile("fieldaudit")

_PATIENCE = 2.0  # seconds a thread that was told to stop may take before it counts as left behind


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
