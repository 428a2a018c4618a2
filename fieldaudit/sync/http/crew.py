"""A few threads that ask, send or fetch at once, never holding more than a window of bytes."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

HANDS = 6
WINDOW = 16_000_000  # bytes in work, or done and not taken yet; a greater object goes alone
_LOOK = 0.01  # s between two breaths: so long somebody's act waits


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """Something to do in a thread, and the bytes it holds meanwhile."""

    size: int
    do: Callable[[], T]


class Crew:
    """The threads of one line; they start with the first work."""

    def __init__(self, breathe: Callable[[], None], hands: int = HANDS) -> None:
        self._breathe, self.hands = breathe, hands
        self._pool = ThreadPoolExecutor(hands, "hub")
        self._begun: set[Future[Any]] = set()

    def close(self) -> None:
        """Let what runs come to its end, breathing, and begin nothing more. Raises, then, what breathing raised last."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        stopped: Exception | None = None
        while wait(list(self._begun), _LOOK).not_done:
            try:
                self._breathe()  # lets others in, though it says once more that it is to stop
            except Exception as error:
                stopped = error
        self._pool.shutdown()
        if stopped is not None:
            raise stopped

    def soon(self, do: Callable[[], T]) -> Callable[[], T]:
        """Do one thing in a thread; calling what this gives waits for what comes of it, breathing."""
        future = self._submit(do)

        def result() -> T:
            self._await(future)
            return future.result()

        return result

    def run(self, jobs: Iterable[Job[T]], *, ordered: bool = False) -> Iterator[T]:
        """What comes of each, in their order or as it comes.

        When one raises, what the others had under way is still given, then it is raised.
        """
        running: deque[tuple[Future[T], int]] = deque()
        coming, failed = iter(jobs), False
        held, ahead = 0, next(coming, None)
        fault: BaseException | None = None
        while running or (ahead is not None and not failed):
            while ahead is not None and not failed and self._room(len(running), held, ahead.size):
                running.append((self._submit(ahead.do), ahead.size))
                held += ahead.size
                ahead = next(coming, None)
            for future, size in self._done(running, ordered):
                held -= size
                error = future.exception()
                if error is None:
                    yield future.result()
                else:
                    failed, fault = True, fault or error
        if fault is not None:
            raise fault

    def _submit(self, do: Callable[[], T]) -> Future[T]:
        future = self._pool.submit(do)
        self._begun.add(future)
        future.add_done_callback(self._begun.discard)
        return future

    def _room(self, running: int, held: int, size: int) -> bool:
        return running == 0 or (running < self.hands * 2 and held + size <= WINDOW)

    def _done(self, running: deque[tuple[Future[T], int]], ordered: bool) -> list[tuple[Future[T], int]]:
        """Take out those that are done (in order: from the front); waits for one, breathing."""
        if ordered:
            self._await(running[0][0])
            return [running.popleft()]
        while not (done := wait([future for future, _ in running], _LOOK, FIRST_COMPLETED).done):
            self._breathe()
        taken = [each for each in running if each[0] in done]
        for each in taken:
            running.remove(each)
        return taken

    def _await(self, future: Future[Any]) -> None:
        while not future.done():
            with contextlib.suppress(TimeoutError):
                future.exception(_LOOK)  # waits; what it raises is said by who asks for the result
                return
            self._breathe()
