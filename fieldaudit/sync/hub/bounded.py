"""uvicorn's reader of requests with bounds: on the head of each, its size and the time it takes to come, and on how many wait.

A connection is never without a clock that runs: for its handshake (`LOOP`), for a head, for what the application does, for
the next request, and for the rest of an answer after which it is closed. `Door` bounds how many are open, already without TLS.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

ABORT = "fieldaudit.abort"  # in the scope of a request: cuts the connection
HANDSHAKE_S = 5.0
LOOP = f"{__name__}:Loop"  # for uvicorn's setting `loop`
_SLOWEST = 16_000  # bytes a second of what is left of an answer

if sys.platform == "win32":
    _Loop = asyncio.ProactorEventLoop
else:
    _Loop = asyncio.SelectorEventLoop


class Loop(_Loop):
    """The event loop of a server that waits for a TLS handshake for a few seconds only; uvicorn has no setting for it."""

    async def create_server(self, *given: Any, **options: Any) -> asyncio.Server:
        """As ever."""
        if options.get("ssl"):
            options.setdefault("ssl_handshake_timeout", HANDSHAKE_S)
        return await super().create_server(*given, **options)


class Bounded(HttpToolsProtocol):
    """`most` bytes and `patience` seconds for the line and headers of a request, a subclass may set others."""

    most, patience = 16_384, 10.0
    connections_most, of_one_most = 2_000, 1_000  # at once, and of one address; 0: no bound

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self._crowded():
            transport.abort()
            self.connections.discard(self)  # now: of many that come at once, the last would find those counted that go
        self._in_head, self._head = True, 0
        self._timer = self.loop.call_later(self.patience, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        waited = self._in_head
        super().data_received(data)
        if waited and self._in_head:
            self._head += len(data)
            if self._head > self.most and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large.")
        cycle: RequestResponseCycle | None = self.cycle  # whatever uvicorn's annotation says
        if cycle is None or cycle.response_complete or self.transport.is_closing():
            self._watch()  # what came began no request: uvicorn's own clock has been stopped for it

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._watch()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._watch()

    def _watch(self) -> None:
        """Let a clock run, unless one does already."""
        if self._timer.cancelled():
            left = self.transport.get_write_buffer_size()
            self._timer = self.loop.call_later(self.patience + left / _SLOWEST, self._too_slow)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head = True, 0
        self._timer.cancel()
        self._timer = self.loop.call_later(self.patience, self._too_slow)
        if self.pipeline:  # one may come before the answer to the one before it is out
            raise ValueError("too many requests ahead")  # the parser gives up: 400

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self.scope[ABORT] = self.transport.abort  # type: ignore[literal-required]
        self._in_head = False
        self._timer.cancel()
        super().on_headers_complete()

    def _crowded(self) -> bool:
        if len(self.connections) > self.connections_most:
            return True
        if not self.of_one_most or len(self.connections) <= self.of_one_most:
            return False
        host = self.client[0] if self.client else ""
        same = [each for each in self.connections if (getattr(each, "client", None) or ("",))[0] == host]
        return len(same) > self.of_one_most

    def _count(self, size: int) -> None:
        if self._in_head:
            self._head += size
            if self._head > self.most:
                raise ValueError("head too large")  # the parser gives up: 400

    def _too_slow(self) -> None:
        self.transport.abort()


class Door(socket.socket):
    """A listening socket that hangs up on whoever comes when too many are in, by the bounds of a `Bounded`.

    Connections count from when they are accepted, not from when they have shown that they speak TLS. (On Windows asyncio
    does not ask this socket, and they count from then on only.)
    """

    def __init__(self, family: int, bounds: type[Bounded]) -> None:
        super().__init__(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio leaves Nagle on
        self._most, self._of_one_most = bounds.connections_most, bounds.of_one_most
        self._inside: Counter[str] = Counter()

    def accept(self) -> tuple[socket.socket, Any]:
        """The next one who may come in. Raises ConnectionAbortedError when one was sent away."""
        made, address = super().accept()
        host = address[0]
        if self._inside.total() >= self._most or (self._of_one_most and self._inside[host] >= self._of_one_most):
            made.close()
            raise ConnectionAbortedError
        self._inside[host] += 1
        return _Inside(made, partial(self._left, host)), address

    def _left(self, host: str) -> None:
        self._inside[host] -= 1
        if not self._inside[host]:
            del self._inside[host]


class _Inside(socket.socket):
    """A connection that says when it is closed."""

    def __init__(self, made: socket.socket, left: Callable[[], None]) -> None:
        super().__init__(made.family, made.type, made.proto, made.detach())
        self._left: Callable[[], None] | None = left

    def close(self) -> None:
        """Close it."""
        super().close()
        left, self._left = self._left, None
        if left is not None:
            left()
