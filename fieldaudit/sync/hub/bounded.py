"""uvicorn's reader of requests with bounds: on the head of each, its size and the time it takes to come, and on how many wait."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

ABORT = "fieldaudit.abort"  # in the scope of a request: cuts the connection


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
