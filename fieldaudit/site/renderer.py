"""Drafts printed for the pages: each in a process of its own that can be ended, few at once, the last ones kept.

The facts are gathered where the data is read; a process gets them and nothing else. A draft of the same facts is asked
for several times (looked at, then downloaded; a browser reads a file in parts), so the last few stay in memory.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from ..errors import FieldauditError, MachineError
from ..i18n import tr
from ..work.papers.render import render_office
from .readers import Busy

SECONDS = 60.0  # a report is printed in two
AT_ONCE, MOST_WAITING = 2, 8
KEPT = 8  # drafts, some 500 KB each

Job = tuple[Any, ...]  # the arguments of `render_office`


class Renderer:
    """Prints drafts. Use from one event loop."""

    def __init__(self, seconds: float = SECONDS, render: Callable[..., bytes] = render_office) -> None:
        self._seconds, self._render = seconds, render
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def kept(self, key: tuple[object, ...]) -> bytes | None:
        """The draft that was printed under a key, if it is still kept."""
        return self._kept.get(key)

    async def pdf(self, key: tuple[object, ...], job: Job) -> bytes:
        """Print and keep. Raises Busy, MachineError (it took too long, the process ended), and what printing raises."""
        if self._waiting >= MOST_WAITING:
            raise Busy(tr("正在打印的文书太多，请稍后再试", "too many papers are being printed: try again in a moment"))
        self._waiting += 1
        try:
            async with self._turn:
                data = await asyncio.to_thread(printed_apart, self._render, job, self._seconds)
        finally:
            self._waiting -= 1
        self._kept[key] = data
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return data


def printed_apart(render: Callable[..., bytes], job: Job, seconds: float) -> bytes:
    """The PDF from a new process, which is ended when it takes longer. Raises MachineError, and what printing raises."""
    context = multiprocessing.get_context("spawn")  # a fork would share the database's file
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_print, args=(theirs, render, job), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise MachineError(tr("打印用时太长，已停止", "printing took too long and was stopped"))
        done = ours.recv()
    except EOFError:
        raise MachineError(tr("打印进程意外结束（内存不足？）", "the printing process ended (out of memory?)")) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(done, FieldauditError):
        raise done
    return bytes(done)


def _print(answer: Connection, render: Callable[..., bytes], job: Job) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent
    threading.current_thread().name = "site-print"
    try:
        done: bytes | FieldauditError = render(*job)
    except FieldauditError as error:
        done = error
    answer.send(done)
    answer.close()
