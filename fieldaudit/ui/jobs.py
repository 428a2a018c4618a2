"""Long work in the background: threads of low priority, progress, speed, remaining time, cancel. Knows no Qt.

A job is a function of one argument, its `Job`: it calls `job.step(done, total)` and stops where `job.cancelled`.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..errors import FieldauditError, OurBug
from ..i18n import Text, tr

_GLANCE = 0.02  # s between two looks of a paused job whether an act waits
_WORKERS = max(1, (os.cpu_count() or 2) - 1)  # one core is the window's


class Cancelled(Exception):
    """Raised by `Job.step` once somebody cancelled: unwinds the work."""


ENDED = ("done", "failed", "cancelled")


@dataclass(eq=False)
class Job:
    """One piece of background work as the tray shows it."""

    title: str
    icon: str = "refresh-cw"
    unit: str = ""  # what is counted, as it stands behind the speed
    done: int = 0
    total: int = 0
    state: str = "waiting"  # waiting, running, done, failed, cancelled
    error: FieldauditError | None = None
    result: Any = None
    started: float = 0.0
    cancellable: bool = True
    pausable: bool = False  # it calls `rest` between its steps
    exchanges: bool = False  # a sync: when it ended, certificates and what lies on carriers may be others
    told: Callable[[Any], str] | None = None  # how its result reads, where the page that asked for it is gone
    quiet: bool = False  # not in the tray: thumbnails, counts
    on_change: list[Callable[[Job], None]] = field(default_factory=list)
    _cancel: threading.Event = field(default_factory=threading.Event)
    _pause: threading.Event = field(default_factory=threading.Event)

    @property
    def cancelled(self) -> bool:
        """Did somebody ask to stop?"""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask it to stop at its next step."""
        self._cancel.set()

    @property
    def paused(self) -> bool:
        """Does it wait at its next step until somebody lets it go on?"""
        return self._pause.is_set()

    def pause(self, on: bool = True) -> None:
        """Let it wait at its next step, or go on."""
        (self._pause.set if on else self._pause.clear)()
        self._changed()

    def rest(self, breathe: Callable[[], None]) -> None:
        """Between two steps: let what waits go first (`breathe`), and wait here while paused. Raises Cancelled."""
        breathe()
        began = time.monotonic()
        while self.paused and not self.cancelled:
            self._cancel.wait(_GLANCE)
            breathe()
        self.started += time.monotonic() - began
        if self.cancelled:
            raise Cancelled

    def turn_to(self, unit: str) -> None:
        """Another kind of thing is counted from here on: speed and remaining time begin anew."""
        if unit != self.unit:
            self.unit, self.started, self.done, self.total = unit, time.monotonic(), 0, 0

    def step(self, done: int, total: int | None = None) -> None:
        """Tell how far it is. Raises Cancelled."""
        self.done, self.total = done, self.total if total is None else total
        self._changed()
        if self.cancelled:
            raise Cancelled

    @property
    def speed(self) -> float:
        """Steps a second so far."""
        spent = time.monotonic() - self.started
        return self.done / spent if self.started and spent > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Remaining time by the speed so far, or None before it can be told."""
        return (self.total - self.done) / self.speed if self.total and self.speed and self.done else None

    def _changed(self) -> None:
        for listener in list(self.on_change):
            listener(self)


class Jobs:
    """All background work of one window."""

    def __init__(self) -> None:
        self.on_change: list[Callable[[Job], None]] = []  # called on the worker's thread
        self.all: list[Job] = []
        self.orphans: list[Job] = []  # begun where nobody looks any more: whoever shows next tells how they ended
        self._unfinished: set[Future[None]] = set()
        self._pool = ThreadPoolExecutor(_WORKERS, "job", initializer=_be_nice)
        self._long = ThreadPoolExecutor(1, "long", initializer=_be_nice)  # one sync, export or import at a time

    def start(self, job: Job, do: Callable[[Job], Any], *, long: bool = False) -> Future[None]:
        """Do it in the background; the outcome stands in the job when its state says so."""
        if not job.quiet:
            self.all.append(job)
        job.on_change.append(self._told)
        job._changed()
        future = (self._long if long else self._pool).submit(self._run, job, do)
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        return future

    def busy(self) -> bool:
        """Is anything not finished yet, quiet work too?"""
        return bool(self._unfinished)

    def running(self) -> list[Job]:
        """What is not finished yet, oldest first."""
        return [job for job in self.all if job.state in ("waiting", "running")]

    def close(self) -> None:
        """Cancel everything and wait for it to stop."""
        for job in self.running():
            job.cancel()
        for pool in (self._pool, self._long):
            pool.shutdown(wait=True, cancel_futures=True)

    def _told(self, job: Job) -> None:
        for listener in list(self.on_change):
            listener(job)

    def _run(self, job: Job, do: Callable[[Job], Any]) -> None:
        if job.cancelled:
            job.state = "cancelled"
        else:
            job.state, job.started = "running", time.monotonic()
            job._changed()
            _carry_out(job, do)
        job._changed()


@contextmanager
def uncollected() -> Iterator[None]:
    """For work that makes very many objects that stay: Python's cyclic collector would look through all of them again and
    again, and holds every thread, the window's too, while it does. What is there at the end it never looks at again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _carry_out(job: Job, do: Callable[[Job], Any]) -> None:
    try:
        job.result = do(job)
        job.state = "done"
    except Cancelled:
        job.state = "cancelled"
    except FieldauditError as error:
        job.error, job.state = error, "failed"
    except Exception as error:  # a worker must not die in silence
        job.error, job.state = our_bug(error), "failed"


def our_bug(error: BaseException) -> OurBug:
    """What nobody foresaw, as a person is told it: with its kind."""
    said = f"{type(error).__name__}: {error}"
    return OurBug(Text(f"程序出错：{said}", f"the program failed: {said}"), todo=_REPORT)


_REPORT = tr("请报告此问题。", "Please report this.")


def _be_nice() -> None:
    if sys.platform != "win32":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
