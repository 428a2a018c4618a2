"""The one who writes: a thread that owns the open workspace and syncs it with the hub every so often.

Nothing else of the site writes into the workspace. A sync that fails is told in the log by its kind, shows on the pages
as such, and is tried again at the next turn.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import MachineError
from ..i18n import tr
from ..store import Workspace, exchange
from ..sync.hub import logs
from . import said

STALE_MS = 24 * 3600 * 1000

Progress = Callable[[str, int, int], None]  # as `sync.session` has it
Sync = Callable[[Workspace, int, Progress], object]  # one exchange, at that time (ms)


@dataclass(frozen=True, slots=True)
class Synced:
    """When the workspace last synced, in words ("" for never), whether the last try failed, and whether that is long ago."""

    when: str
    failed: bool
    stale: bool


class _Stopping(MachineError):
    """The site is told to stop: what arrived so far is kept."""


class Keeper:
    """Owns the workspace from `open` to `close`."""

    def __init__(self, path: Path, passphrase: str | None, clock: Callable[[], int]) -> None:
        """Open it. `clock` gives ms. Raises BadInput, NotAllowed, MachineError, Damaged."""
        self._clock = clock
        self.workspace = Workspace.open(path, passphrase)
        self._last = max((each["last_sync"] for each in exchange.carriers(self.workspace.store)), default=None)
        self._failed = False
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, sync: Sync, seconds: float, changed: Callable[[], None]) -> None:
        """Sync now and then every so many seconds; `changed` is called on this thread after each."""
        self._thread = threading.Thread(target=self._go_on, args=(sync, seconds, changed), name="site-sync")
        self._thread.start()

    def state(self) -> Synced:
        """For the foot of every page. Called from any thread."""
        last = self._last
        return Synced(said.moment(last), self._failed, last is not None and self._clock() - last > STALE_MS)

    def close(self) -> None:
        """Wait for the sync that is running, then close the workspace."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        self.workspace.close()

    def _go_on(self, sync: Sync, seconds: float, changed: Callable[[], None]) -> None:
        while not self._ended.is_set():
            self._once(sync)
            changed()
            self._ended.wait(seconds)

    def _breathe(self, _what: str, _done: int, _total: int) -> None:
        """Called by a sync where nothing is half done."""
        if self._ended.is_set():
            raise _Stopping(tr("正在停止", "stopping"))

    def _once(self, sync: Sync) -> None:
        now = self._clock()
        try:
            sync(self.workspace, now, self._breathe)
        except _Stopping:
            return
        except Exception as error:  # whatever it is, the pages go on and the next turn tries again
            self._failed = True
            logs.say("sync", failed=type(error).__name__)
            return
        self._last, self._failed = now, False
        logs.say("sync")
