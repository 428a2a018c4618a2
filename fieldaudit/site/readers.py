"""Reading for the pages: worker threads, each with a connection that refuses to write, its certificates kept up to date."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ..domain.core import RowId
from ..errors import MachineError
from ..i18n import speaking, tr
from ..store import Workspace
from ..store.connection import one_moment
from ..work.desk import Desk

T = TypeVar("T")

THREADS = 4
MOST_WAITING = 64  # readings begun or waiting; more are refused


class Busy(MachineError):
    """More is asked for than is read at once: try again in a moment."""


class Readers:
    """The worker threads over one open workspace. Close them before it."""

    def __init__(self, workspace: Workspace, clock: Callable[[], int]) -> None:
        """`clock` gives ms."""
        self._workspace, self.clock = workspace, clock
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="site-read")
        self._mine = threading.local()
        self._opened: list[Workspace] = []
        self._waiting = 0
        self.written = 0  # grows whenever something arrived: what was made of older data is told apart by it

    def changed(self) -> None:
        """A sync brought something: certificates are read again before the next page. Called from any thread."""
        self.written += 1

    async def read(self, do: Callable[[Desk], T], lang: str, person: RowId | None = None) -> T:
        """What `do` gives in a worker, in that language, at a desk with the person on it. Raises Busy, and what `do` raises."""
        if self._waiting >= MOST_WAITING:
            raise Busy(tr("请求太多，请稍后再试", "too many requests: try again in a moment"))
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, self._read, do, lang, person)
        finally:
            self._waiting -= 1

    def _read(self, do: Callable[[Desk], T], lang: str, person: RowId | None) -> T:
        reader = self._reader()
        with speaking(lang), one_moment(reader.store.connection):  # the numbers of a page agree with each other
            return do(Desk(reader, self.clock(), person))

    def _reader(self) -> Workspace:
        written = self.written
        held: Workspace | None = getattr(self._mine, "workspace", None)
        if held is None:
            held = self._mine.workspace = self._workspace.reader()
            self._opened.append(held)
        elif self._mine.written != written:
            held.store.trust.reload()
        self._mine.written = written
        return held

    def close(self) -> None:
        """Finish what is being read and close the connections."""
        self._pool.shutdown()
        for workspace in self._opened:
            workspace.close()
