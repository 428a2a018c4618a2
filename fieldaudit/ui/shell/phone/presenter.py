"""One hand-off from a phone as the panel shows it: links, what arrived, what was refused. No Qt.

Photos come on the server's threads and are taken one after another on the window's: each is an act of its own, undone by
itself. A photo that arrived before the panel was closed is still taken while the frame lives.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ....i18n import Text, tr
from ....sync.phone import Address, Received, Server, Target, usable

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a photo: taken, here (it was already), refused (of no use), failed (not this time); `why` in words."""

    kind: str
    why: Text = NOTHING


Take = Callable[[Received, Callable[[Outcome], None]], None]  # takes one in, then says what became of it
Later = Callable[[Callable[[], object]], None]


@dataclass(slots=True)
class Line:
    """A photo in the list."""

    name: str
    kind: str  # waiting, or as `Outcome`
    why: Text = NOTHING


class PhonePresenter:
    """The hand-off of one panel."""

    def __init__(self, target: Target, folder: Path, take: Take, later: Later, changed: Callable[[], object]) -> None:
        """`later` brings a call onto the window's thread, `changed` is called there."""
        self.target, self.met = target, False
        self.lines: list[Line] = []
        self.links: dict[Address, str] = {}
        self.address: Address | None = None
        self._folder, self._take, self._later, self._changed = folder, take, later, changed
        self._server: Server | None = None
        self._started: list[Server] = []  # some perhaps after the frame ended, when nobody is told any more
        self._starting = threading.Lock()
        self._waiting: deque[tuple[Received, Line]] = deque()
        self._running = False
        self.closed = False

    # -- the server ------------------------------------------------------------------------------------
    def begin(self, addresses: Sequence[Address] | None = None) -> Server | None:
        """In a worker: listen; None where there is no network. Raises MachineError."""
        found = usable() if addresses is None else addresses
        if not found:
            return None
        server = Server(lambda photo: self._later(lambda: self._arrived(photo)), self.target, self._folder, found,
                        lambda: self._later(lambda: self._meet(server)))  # fmt: skip
        with self._starting:
            if self.closed:
                return None
            server.start()
            self._started.append(server)
        return server

    def show(self, server: Server | None) -> None:
        """This server's links from now on; the one before answers nobody any more."""
        if self._server is not None:
            self._server.stop(wait=False)
        if self.closed:
            return
        self._server, self.met = server, False
        self.links = dict(server.urls) if server is not None else {}
        self.address = self.address if self.address in self.links else next(iter(self.links), None)
        self._changed()

    @property
    def link(self) -> str:
        """What the code says; "" where there is no network."""
        return self.links[self.address] if self.address is not None else ""

    def close(self, *, ended: bool) -> None:
        """The panel is gone. `ended`: so is the frame, and nothing can be taken any more."""
        with self._starting:
            self.closed = True
            for server in self._started:
                server.stop(wait=False)
        while ended and self._waiting:
            self._waiting.popleft()[0].failed(tr("电脑上的窗口已关闭", "the panel on the laptop was closed"))

    # -- photos ----------------------------------------------------------------------------------------
    def _meet(self, server: Server) -> None:
        if server is self._server:
            self.met = True
            self._changed()

    def _arrived(self, photo: Received) -> None:
        line = Line(photo.name, "waiting")
        self.lines.append(line)
        self._waiting.append((photo, line))
        self._changed()
        self._next()

    def _next(self) -> None:
        if self._running or not self._waiting:
            return
        self._running = True
        photo, line = self._waiting.popleft()

        def done(outcome: Outcome) -> None:
            line.kind, line.why = outcome.kind, outcome.why
            _tell(photo, outcome)
            self._running = False
            self._changed()
            self._next()

        self._take(photo, done)

    def count(self, *kinds: str) -> int:
        """How many photos there are of these kinds."""
        return sum(line.kind in kinds for line in self.lines)

    def last(self, most: int) -> list[Line]:
        """The newest first."""
        return self.lines[: -most - 1 : -1]


def _tell(photo: Received, outcome: Outcome) -> None:
    if outcome.kind in ("taken", "here"):
        photo.taken(outcome.why)
    elif outcome.kind == "refused":
        photo.refused(outcome.why)
    else:
        photo.failed(outcome.why)


__all__ = ["Line", "Outcome", "PhonePresenter", "Take"]
