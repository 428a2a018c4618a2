"""The one thread that writes: acts one after another, long work between them giving way. Knows no Qt and no act of the trade.

The window calls `call` and waits: an act takes milliseconds. Long work (`post`) calls `breathe` between its own
transactions; whatever the person did meanwhile goes in there, so nobody waits for the end of a sync.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
_Work = tuple[Callable[[], Any], "Future[Any]"]


class Writer:
    """The thread and its two queues: acts, which go first, and long work."""

    def __init__(self) -> None:
        self._acts: deque[_Work] = deque()
        self._long: deque[_Work] = deque()
        self._wake = threading.Condition()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def call(self, do: Callable[[], T]) -> T:
        """Do it on the thread and wait; raises what it raises."""
        if threading.current_thread() is self._thread:
            return do()
        return self._put(self._acts, do).result()

    def post(self, do: Callable[[], T]) -> Future[T]:
        """Do it on the thread when no act waits; it must call `breathe` often."""
        return self._put(self._long, do)

    def breathe(self) -> None:
        """From within long work, where no transaction is open: let the acts that wait go in."""
        while True:
            with self._wake:
                if not self._acts:
                    return
                work = self._acts.popleft()
            _do(work)

    def close(self) -> None:
        """Do what waits, then end the thread."""
        with self._wake:
            self._ending = True
            self._wake.notify()
        self._thread.join()

    def _put(self, queue: deque[_Work], do: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        with self._wake:
            if self._ending:
                raise RuntimeError("the writer has ended")
            queue.append((do, future))
            self._wake.notify()
        return future

    def _run(self) -> None:
        while True:
            with self._wake:
                while not (self._acts or self._long or self._ending):
                    self._wake.wait()
                queue = self._acts or self._long
                if not queue:
                    return
                work = queue.popleft()
            _do(work)


def _do(work: _Work) -> None:
    do, future = work
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(do())
    except BaseException as error:  # whoever waits for the future gets it; the thread lives on
        future.set_exception(error)
