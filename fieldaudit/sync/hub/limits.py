"""How much a hub lets anybody have of it: requests in a time, bytes in memory, seconds. Nonces that were seen.

Everything here is bounded by itself: whoever calls without a certificate cannot make it grow.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from .answers import Refusal

_SHARES = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers; times in seconds, sizes in bytes."""

    chunk: int = 4 << 20  # the largest body
    memory: int = 256 << 20  # bodies and answers that are held at once, all together
    stranger_memory: int = 16 << 20  # of bodies that nobody signed for, besides
    connections: int = 2_000  # at once; half of them from one address
    workers: int = 8  # threads that read, write and hash
    head: int = 16_384  # of a request's line and headers
    head_s: float = 10.0  # from the first byte (or the connection) to the end of the headers
    body_s: float = 20.0  # for a body, and as long again for what `slowest` needs for it
    slowest: int = 16_000  # bytes a second of a body or an answer
    rate: float = 500.0  # requests a second of one device; `burst` at once
    burst: float = 2_000.0
    stranger_rate: float = 50.0  # requests a second of one address to what is open to anybody
    stranger_burst: float = 300.0
    clock_ms: int = 5 * 60 * 1000  # a caller's clock may be off by so much
    nonces: int = 20_000  # of one device that are remembered, and twenty times that of all
    stop_s: int = 10  # for what runs when the hub is told to stop
    floor: int = 200_000_000  # bytes of the disk that are left free

    def seconds_for(self, size: int) -> float:
        """How long so many bytes may take to come or go."""
        return self.body_s + size / self.slowest


class Buckets:
    """Token buckets by key; the fullest (longest unused) are forgotten first."""

    def __init__(self, rate: float, burst: float, most: int = 20_000) -> None:
        self._rate, self._burst, self._most = rate, burst, most
        self._held: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable, now: float, cost: float = 1.0) -> bool:
        """Take so many tokens at a time (s); False when there are not enough."""
        left, at = self._held.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._rate)
        self._held[key] = (left - cost if left >= cost else left, now)
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return left >= cost


class Nonces:
    """Which nonces came within the window in which a clock is accepted. Only signed requests are remembered."""

    def __init__(self, window_ms: int, most: int) -> None:
        self._window, self._most = 2 * window_ms, most
        self._seen: dict[int, dict[bytes, int]] = {}
        self._all = 0

    def seen(self, device: int, nonce: bytes) -> bool:
        """Did that nonce come already?"""
        return nonce in self._seen.get(device, ())

    def note(self, device: int, nonce: bytes, now: int) -> None:
        """Remember a nonce. Raises Refusal when it came before, or when that device sent too many."""
        held = self._seen.setdefault(device, {})
        self._drop_old(held, now)
        if nonce in held:
            raise Refusal("replayed")
        if self._all >= _SHARES * self._most:
            for each in self._seen.values():
                self._drop_old(each, now)
        if len(held) >= self._most or self._all >= _SHARES * self._most:
            raise Refusal("busy", wait=60)
        held[nonce] = now
        self._all += 1

    def _drop_old(self, held: dict[bytes, int], now: int) -> None:
        while held and held[oldest := next(iter(held))] < now - self._window:
            del held[oldest]
            self._all -= 1


class Budget:
    """Bytes in flight. Who finds no room waits a while in order of arrival, then is refused."""

    def __init__(self, most: int, patience: float = 5.0) -> None:
        self._free = self._most = most
        self._patience, self._waiting = patience, deque[tuple[int, asyncio.Future[None]]]()

    @asynccontextmanager
    async def hold(self, size: int) -> AsyncIterator[None]:
        """Hold so many bytes. Raises Refusal."""
        size = min(size, self._most)
        if self._waiting or size > self._free:
            await self._wait(size)
        else:
            self._free -= size
        try:
            yield
        finally:
            self._free += size
            self._wake()

    async def _wait(self, size: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((size, turn))
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():  # it was its turn in the same moment
                self._free += size
            if isinstance(error, TimeoutError):
                raise Refusal("busy") from None
            raise
        finally:
            self._waiting = deque(each for each in self._waiting if each[1] is not turn)
            self._wake()

    def _wake(self) -> None:
        while self._waiting and self._waiting[0][0] <= self._free:
            size, turn = self._waiting.popleft()
            if not turn.done():
                self._free -= size
                turn.set_result(None)
