"""A small TCP proxy between a laptop and a hub: counts bytes, cuts connections by rule, slows them, or answers itself."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

UP, DOWN = "up", "down"

@dataclass
class Seen:
    """One connection: all that passed, each way."""

    up: bytearray = field(default_factory=bytearray)
    down: bytearray = field(default_factory=bytearray)


# (connection, direction, the piece that comes) -> how much of the piece passes; less: then the connection is cut
Rule = Callable[[Seen, str, bytes], int]


class CuttingProxy:
    """Listens on a free port of this machine; `url` leads through it to the hub at `port`."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.rule: Rule | None = None
        self.pace = 0  # bytes a second each way; 0: as fast as it goes
        self.page: bytes | None = None  # what it answers itself, to everything
        self.connections: list[Seen] = []
        self.cuts = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sent(self) -> int:
        """Bytes that laptops sent through it."""
        return sum(len(seen.up) for seen in self.connections)

    @property
    def came(self) -> int:
        """Bytes that the hub answered through it."""
        return sum(len(seen.down) for seen in self.connections)

    def count(self, words: bytes) -> int:
        """How often these bytes were sent by laptops."""
        return sum(seen.up.count(words) for seen in self.connections)

    def forget(self) -> None:
        """Count anew."""
        for seen in self.connections:
            seen.up.clear()
            seen.down.clear()

    def close(self) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    # -- passing on ------------------------------------------------------------------------------
    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                laptop, _ = self._listener.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=(laptop,)))
            self._threads[-1].start()

    def _serve(self, laptop: socket.socket) -> None:
        with laptop:
            if self.page is not None:
                laptop.recv(65536)
                laptop.sendall(self.page)
                return
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.target)) as hub:
                self._pass_on(laptop, hub)

    def _pass_on(self, laptop: socket.socket, hub: socket.socket) -> None:
        seen = Seen()
        self.connections.append(seen)
        other = {laptop: (hub, UP, seen.up), hub: (laptop, DOWN, seen.down)}
        with selectors.DefaultSelector() as selector:
            for end in other:
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                selector.register(end, selectors.EVENT_READ)
            while not self._over.is_set():
                for key, _ in selector.select(0.2):
                    to, way, so_far = other[key.fileobj]  # type: ignore[index]
                    piece = key.fileobj.recv(16384)  # type: ignore[union-attr]
                    passing = len(piece) if self.rule is None else self.rule(seen, way, piece)
                    so_far += piece[:passing]
                    to.sendall(piece[:passing])
                    if self.pace:
                        time.sleep(len(piece) / self.pace)
                    if not piece or passing < len(piece):
                        self.cuts += bool(piece)
                        if piece:
                            self._reset(laptop, hub)
                        return

    def _reset(self, *ends: socket.socket) -> None:
        """Not the polite end of a connection: a reset."""
        for end in ends:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


@contextlib.contextmanager
def cutting_proxy(port: int) -> Iterator[CuttingProxy]:
    """A proxy before the hub at that port of this machine."""
    proxy = CuttingProxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
