"""How much a hub lets anybody have of it: requests in a time, bytes in memory, seconds. Nonces that were seen.

Everything here is bounded by itself: whoever calls without a certificate cannot make it grow.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from .answers import Refusal

_SLOTS = 5  # in which times are told apart, within the window of a clock


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
    nonces: int = 200_000  # of one device that are remembered: `rate` for as long as a time may come again, and some
    nonces_most: int = 600_000  # of all: 60 MB
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
    """Which nonces came with a time that a clock may still say. Only signed requests are remembered."""

    def __init__(self, window_ms: int, most: int, of_one: int) -> None:
        """`window_ms`: what a caller's clock may be off; `most` of all devices and `of_one` are remembered, 85 bytes each."""
        self._window, self._slot = window_ms, max(1, window_ms // _SLOTS)
        self._most, self._of_one = most, of_one
        self._slots: dict[int, dict[int, set[int]]] = {}  # by the time that a request says, then by device
        self._counts: Counter[int] = Counter()

    def seen(self, device: int, nonce: bytes) -> bool:
        """Did that nonce come already?"""
        short = _short(nonce)
        return any(short in held.get(device, ()) for held in self._slots.values())

    def note(self, device: int, nonce: bytes, at: int, now: int) -> None:
        """Remember the nonce of a request that says it is of the time `at`, as long as that may come again.

        Raises Refusal when it came before, or when that device or all sent too many.
        """
        self._drop_old(now)
        if self.seen(device, nonce):
            raise Refusal("replayed")
        if self._counts[device] >= self._of_one or self._counts.total() >= self._most:
            raise Refusal("busy", wait=60)
        self._slots.setdefault(at // self._slot, {}).setdefault(device, set()).add(_short(nonce))
        self._counts[device] += 1

    def _drop_old(self, now: int) -> None:
        for slot in [each for each in self._slots if (each + 1) * self._slot + self._window <= now]:
            for device, held in self._slots.pop(slot).items():
                self._counts[device] -= len(held)
                if not self._counts[device]:
                    del self._counts[device]


def _short(nonce: bytes) -> int:
    """Stands for a nonce in half of its memory, by a hash that nobody outside this process can know."""
    return hash(nonce) & (1 << 60) - 1


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
