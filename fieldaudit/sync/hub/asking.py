"""One request, from its headers to its answer: who signed it, its body within bounds, refusals in words, a line in the log.

Nobody's body is read before his signature was checked; what is left of a refused one is taken for a moment only, so
that the sender gets to read why.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from starlette.responses import Response

from . import logs
from .answers import Refusal
from .auth import Caller, read_asked
from .bounded import ABORT
from .limits import Budget
from .running import Hub

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_DRAIN_S = 5.0
_TOPS = ("segments", "blobs", "certs", "keys", "receipts")


class Gone(Exception):
    """The caller hung up."""


@dataclass(frozen=True, slots=True)
class Served:
    """A request as an endpoint gets it. Without a signature `caller` is None and the body empty."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    name: str = ""  # what stands in the path after the endpoint's own
    caller: Caller | None = None
    body: bytes | bytearray = b""

    @property
    def device(self) -> Caller:
        """Who signed it."""
        assert self.caller is not None
        return self.caller


@dataclass(frozen=True, slots=True)
class Pieces:
    """An answer that is sent as it is read."""

    status: int
    headers: Mapping[str, str]
    parts: AsyncIterator[bytes]


Answer = Response | Pieces
Endpoint = Callable[[Hub, Served], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Way:
    """An endpoint: its path is `path`; where that ends in a slash, a name goes on from there."""

    method: str
    path: str
    endpoint: Endpoint
    open: bool = False  # to anybody
    most: int = 0  # bytes of the body; 0: none where it is open to anybody, else as many as the hub takes of any

    def name_in(self, method: str, path: str) -> str | None:
        """The name in a request's path; None: it is not for this endpoint."""
        if method != self.method or not path.startswith(self.path):
            return None
        rest = path[len(self.path) :]
        return rest if (rest != "") == self.path.endswith("/") else None


def _kind(way: Way, name: str) -> str:
    """The endpoint and the kind of object, for the log: never what a stranger wrote."""
    top = name.partition("/")[0]
    return f"{way.path.strip('/')} {top if top in _TOPS else ''}".strip()


class Application:
    """The hub as an ASGI application."""

    def __init__(self, hub: Hub, ways: list[Way]) -> None:
        self.hub, self._ways = hub, ways

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, coming = time.perf_counter(), Coming(self.hub, scope, receive)
        told: dict[str, Any] = {"method": scope["method"], "device": 0, "kind": ""}
        try:
            try:
                async with contextlib.AsyncExitStack() as held:
                    answer = await self._answer(coming, held, told)
                    await self._send(answer, coming, send, told)
            except Refusal as refusal:
                told["error"] = refusal.code
                await self._send(refusal.answer(), coming, send, told)
        except Gone:
            told["error"] = "gone"
        logs.say("request", **told, ms=round((time.perf_counter() - begun) * 1000, 1), came=coming.taken)

    async def _answer(self, coming: Coming, held: contextlib.AsyncExitStack, told: dict[str, Any]) -> Answer:
        try:
            way, name = self._way(coming)
            told["kind"] = _kind(way, name)
            if way.open:
                self._demand_stranger(coming)
                body = await coming.body(held, way.most, self.hub.stranger_budget) if way.most else b""
                return await way.endpoint(self.hub, coming.served(name, None, body))
            caller = await self._caller(coming)
            told["device"] = caller.device
            chunk = self.hub.limits.chunk
            body = await coming.body(held, min(way.most or chunk, chunk), self.hub.budget)
            if len(body) > 65_536:
                digest = await self.hub.run(lambda: hashlib.sha256(body).digest())
            else:
                digest = hashlib.sha256(body).digest()
            if digest != caller.body:
                raise Refusal("damaged")
            return await way.endpoint(self.hub, coming.served(name, caller, body))
        except (Refusal, Gone):
            raise
        except Exception as error:  # the edge: whatever it is, the hub stays up and says so
            logs.bug(error)
            raise Refusal("internal") from error

    def _way(self, coming: Coming) -> tuple[Way, str]:
        for way in self._ways:
            name = way.name_in(coming.method, coming.path)
            if name is not None:
                return way, name
        self._demand_stranger(coming)
        raise Refusal("absent")

    def _demand_stranger(self, coming: Coming) -> None:
        if not self.hub.strangers.take(coming.address, time.monotonic()):
            coming.leaves = True
            raise Refusal("busy", wait=2)

    async def _caller(self, coming: Coming) -> Caller:
        """Who signed the request. Whoever did not sign it as he should is a stranger. Raises Refusal."""
        try:
            return await self._signer(coming)
        except Refusal as refusal:
            if refusal.code != "busy":
                self._demand_stranger(coming)
            raise

    async def _signer(self, coming: Coming) -> Caller:
        hub = self.hub
        hub.wake()
        if not hub.state.claimed:
            raise Refusal("unclaimed")
        asked, signature = read_asked(coming.method, coming.target, hub.state.device, coming.pairs)
        now = hub.clock()
        admit = partial(hub.gate.admit, asked, signature, now)
        caller = admit() if hub.gate.knows(asked.device, now) else await hub.run_quick(admit)
        if not hub.devices.take(asked.device, time.monotonic()):
            raise Refusal("busy", wait=2)
        hub.nonces.note(asked.device, asked.nonce, asked.at, hub.clock())
        return caller

    async def _send(self, answer: Answer, coming: Coming, send: Send, told: dict[str, Any]) -> None:
        whole = await coming.drain()
        headers = dict(answer.headers) | {"Fieldaudit-Hub": str(self.hub.state.device), "Cache-Control": "no-store"}
        if not whole or coming.leaves:
            headers["Connection"] = "close"
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        status = answer.status_code if isinstance(answer, Response) else answer.status
        told["status"] = status
        await self._tell({"type": "http.response.start", "status": status, "headers": raw}, 0, coming, send)
        if isinstance(answer, Response):
            await self._piece(bytes(answer.body), False, coming, send)
            return
        try:
            async for piece in answer.parts:
                await self._piece(piece, True, coming, send)
        except Gone:
            raise
        except Exception as error:  # too late to say so: the answer is cut off
            if not isinstance(error, Refusal):
                logs.bug(error)
            coming.abort()
            raise Gone from None
        await self._piece(b"", False, coming, send)

    async def _piece(self, data: bytes, more: bool, coming: Coming, send: Send) -> None:
        await self._tell({"type": "http.response.body", "body": data, "more_body": more}, len(data), coming, send)

    async def _tell(self, message: Message, size: int, coming: Coming, send: Send) -> None:
        try:
            async with asyncio.timeout(self.hub.limits.seconds_for(size)):
                await send(message)
        except TimeoutError:
            coming.abort()
            raise Gone from None


def _of_whom(address: str) -> str:
    """Whom an address is counted for: in IPv6 a subscriber has a whole network."""
    return ":".join(address.split(":")[:4]) if ":" in address else address


class Coming:
    """A request as it comes in."""

    def __init__(self, hub: Hub, scope: Scope, receive: Receive) -> None:
        self._limits, self._receive = hub.limits, receive
        self.method = str(scope["method"])
        self.path = bytes(scope["raw_path"]).decode("latin-1")
        query = bytes(scope["query_string"]).decode("latin-1")
        self.target = f"{self.path}?{query}" if query else self.path
        self._query = query
        self.pairs: list[tuple[bytes, bytes]] = scope["headers"]
        client = scope.get("client")
        self.address = _of_whom(client[0] if client else "")
        self.abort: Callable[[], None] = scope.get(ABORT, lambda: None)  # cut the connection, whatever is not sent yet
        self.taken = 0  # bytes of the body
        self.leaves = False  # he is to come again by a new connection
        self._over = self._late = False

    def served(self, name: str, caller: Caller | None, body: bytes | bytearray) -> Served:
        """The request as an endpoint gets it."""
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in self.pairs}
        return Served(self.path, dict(parse_qsl(self._query, keep_blank_values=True)), headers, name, caller, body)

    def _length(self) -> int | None:
        for name, value in self.pairs:
            if name == b"content-length":
                return int(value)
        return None

    def _empty(self) -> bool:
        """Is there no body? (A body is announced by its length or by its encoding.)"""
        length = self._length()
        return not any(name == b"transfer-encoding" for name, _ in self.pairs) if length is None else length == 0

    async def body(self, held: contextlib.AsyncExitStack, most: int, budget: Budget) -> bytes | bytearray:
        """The body, of so many bytes at most, in memory that a budget holds until the answer is out. Raises Refusal, Gone."""
        length = self._length()
        if self._empty():
            return b""
        if length is not None and length > most:
            raise Refusal("too-large")
        room = most if length is None else length
        await held.enter_async_context(budget.hold(room))
        whole = bytearray(room)
        try:
            async with asyncio.timeout(self._limits.seconds_for(room)):
                await self._take(whole)
        except TimeoutError:
            self._late = True
            raise Refusal("slow") from None
        if length is None:
            del whole[self.taken :]
        return whole

    async def _take(self, whole: bytearray) -> None:
        while not self._over:
            piece = await self._next()
            end = self.taken + len(piece)
            if end > len(whole):
                raise Refusal("too-large")
            whole[self.taken : end] = piece
            self.taken = end

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise Gone
        self._over = not message.get("more_body", False)
        return bytes(message.get("body", b""))

    async def drain(self) -> bool:
        """Take what is left of a body that nobody wanted, if it is short; False: there is more of it."""
        if self._empty():
            return True
        length = self._length()
        if length is not None and length <= self._limits.chunk and not self._late:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_DRAIN_S):
                    while not self._over:
                        await self._next()
        return self._over
