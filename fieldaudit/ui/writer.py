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

from ..errors import MachineError
from ..i18n import tr

T = TypeVar("T")
_Work = tuple[Callable[[], Any], "Future[Any]"]
PATIENCE = 30.0  # seconds the window waits for an act: a disk that hangs must not freeze it for good


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
        """Do it on the thread and wait; raises what it raises, MachineError when that takes more than `PATIENCE`."""
        if threading.current_thread() is self._thread:
            return do()
        future = self._put(self._acts, do)
        try:
            return future.result(PATIENCE)
        except TimeoutError:
            if future.done():  # its own
                raise
        raise MachineError(_STUCK, safe=_NEVER_BEGUN if future.cancel() else _UNSURE, todo=_WAIT)

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
        """Do what waits, then end the thread; one that is stuck is left alone."""
        with self._wake:
            self._ending = True
            self._wake.notify()
        self._thread.join(PATIENCE)

    def _put(self, queue: deque[_Work], do: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        with self._wake:
            if self._ending or not self._thread.is_alive():
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


_STUCK = tr("磁盘长时间没有响应", "the disk has not answered for a long time")
_NEVER_BEGUN = tr("这次操作没有记录，之前的都在。", "This act was not recorded; everything before it is.")
_UNSURE = tr("不能确定这次操作是否已记录，之前的都在。", "Whether this act was recorded is not known; everything before it is.")
_WAIT = tr("等后台任务完成，或检查磁盘后再试。", "Wait for the work in the background, or see to the disk, and try again.")
