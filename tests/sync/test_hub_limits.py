"""The bounds of a hub by themselves: buckets, nonces, bytes in flight, bytes that are read."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from fieldaudit.sync.hub.answers import Refusal
from fieldaudit.sync.hub.limits import Buckets, Budget, Limits, Nonces
from fieldaudit.sync.hub.objects import Meta
from fieldaudit.sync.hub.receipts import Digests


def test_a_bucket_fills_again_with_time_and_is_each_ones_own() -> None:
    buckets = Buckets(rate=2, burst=3)
    assert [buckets.take("a", 10.0) for _ in range(4)] == [True, True, True, False]
    assert buckets.take("b", 10.0)
    assert [buckets.take("a", 10.5), buckets.take("a", 10.5)] == [True, False]
    assert [buckets.take("a", 99.0) for _ in range(4)] == [True, True, True, False]


def test_buckets_are_bounded_and_forget_who_was_away_longest() -> None:
    buckets = Buckets(rate=0.001, burst=1, most=2)
    for key in "abc":
        assert buckets.take(key, 1.0)
    assert not buckets.take("c", 1.0) and buckets.take("a", 1.0)


@pytest.mark.parametrize("off", [-1000, -1, 0, 400, 1000])
def test_a_nonce_is_refused_as_long_as_a_clock_could_bring_it_again_and_then_forgotten(off: int) -> None:
    nonces, at = Nonces(window_ms=1000, most=9, of_one=3), 5000 + off
    nonces.note(1, b"a", at, 5000)
    for now in (5000, at + 500, at + 1000):
        with pytest.raises(Refusal, match="replayed"):
            nonces.note(1, b"a", at, now)
        assert nonces.seen(1, b"a") and not nonces.seen(2, b"a")
    nonces.note(2, b"a", at, at + 1000)
    for nonce in (b"b", b"c"):
        nonces.note(1, nonce, at, at + 1000)
    with pytest.raises(Refusal, match="busy"):
        nonces.note(1, b"d", at, at + 1000)
    for nonce in (b"a", b"b", b"c"):
        nonces.note(1, nonce, at + 1500, at + 1500)


def test_the_nonces_of_all_devices_together_are_bounded() -> None:
    nonces = Nonces(window_ms=1000, most=40, of_one=2)
    for device in range(20):
        nonces.note(device, b"a", 1, 1)
        nonces.note(device, b"b", 1, 1)
    with pytest.raises(Refusal, match="busy"):
        nonces.note(99, b"a", 1, 1)
    nonces.note(99, b"a", 2002, 2002)
    assert not nonces.seen(0, b"a"), "old ones of others made room"


def test_a_laptop_that_fills_a_hub_again_at_the_rate_that_it_may_ask_is_never_refused() -> None:
    limits = Limits()
    nonces, rate, ahead = Nonces(limits.clock_ms, limits.nonces_most, limits.nonces), int(limits.rate), 30_000
    for n in range(rate * 420):  # longer than any of them is remembered; its clock is half a minute ahead
        now = 1_800_000_000_000 + n * 1000 // rate
        nonces.note(1, n.to_bytes(16), now + ahead, now)


def test_bytes_in_flight_are_given_in_order_of_arrival_and_come_back() -> None:
    async def scene() -> list[str]:
        budget, order = Budget(100, patience=5.0), list[str]()
        begun, release = asyncio.Event(), asyncio.Event()

        async def hold(name: str, size: int) -> None:
            async with budget.hold(size):
                order.append(name)
                begun.set()
                await release.wait()

        first = asyncio.create_task(hold("first", 80))
        await begun.wait()
        rest = [asyncio.create_task(hold(name, size)) for name, size in (("large", 90), ("small", 10), ("more than all", 1000))]
        await asyncio.sleep(0)
        assert order == ["first"], "the small one does not overtake the large one"
        release.set()
        await asyncio.gather(first, *rest)
        async with budget.hold(100):
            order.append("all came back")
        return order

    assert asyncio.run(scene()) == ["first", "large", "small", "more than all", "all came back"]


def test_who_finds_no_room_is_refused_and_takes_none() -> None:
    async def scene() -> None:
        budget = Budget(100, patience=0.01)
        async with budget.hold(100):
            with pytest.raises(Refusal, match="busy"):
                async with budget.hold(1):
                    raise AssertionError
        async with budget.hold(100):
            pass
        waiting = asyncio.create_task(_entered(budget))
        async with budget.hold(100):
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        async with budget.hold(100):
            pass

    asyncio.run(scene())


@pytest.mark.parametrize("cancelled", [False, True])
def test_who_gives_up_in_the_moment_in_which_it_is_his_turn_takes_nothing(cancelled: bool) -> None:
    async def scene() -> None:
        budget, loop = Budget(100, patience=0.02), asyncio.get_running_loop()
        held = budget.hold(100)
        await held.__aenter__()

        def leave() -> None:
            with contextlib.suppress(StopIteration):
                held.__aexit__(None, None, None).send(None)  # at once, in no task

        waiting = asyncio.create_task(_entered(budget))
        await asyncio.sleep(0)
        loop.call_later(0.01, leave)
        if cancelled:
            loop.call_later(0.015, waiting.cancel)
        time.sleep(0.05)  # the loop comes too late: both happen in one turn of it
        await asyncio.gather(waiting, return_exceptions=True)
        async with budget.hold(100):
            pass

    asyncio.run(scene())


async def _entered(budget: Budget) -> None:
    async with budget.hold(50):
        pass


class Distant:
    """A store that is read by sixteen threads: counts the bytes that are read at one time."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self.sizes, self.reading, self.most, self.lock = sizes, 0, 0, threading.Lock()

    def head(self, name: str) -> Meta:
        return Meta(self.sizes[name], "")

    def make_sure(self, name: str) -> bool:
        return True

    def get(self, name: str) -> bytes:
        with self.lock:
            self.reading += self.sizes[name]
            self.most = max(self.most, self.reading)
        threading.Event().wait(0.002)
        with self.lock:
            self.reading -= self.sizes[name]
        return b""

    def many(self, work: Callable[[str], Any], names: Iterable[str]) -> list[Any]:
        with ThreadPoolExecutor(16) as pool:
            return list(pool.map(work, names))


def test_a_receipt_over_large_objects_reads_no_more_at_once_than_one_of_them_may_have() -> None:
    sizes = {f"certs/{n}/1": (1 + n % 5) * 15_000_000 for n in range(1, 60)}  # up to 75 MB
    store: Any = Distant(sizes)
    signed = Digests(store, lambda *_: None).receipt(lambda *_: bytes(64), 900, 1, sizes)  # type: ignore[arg-type]
    assert signed.count(b"certs/") == len(sizes)
    assert store.most <= 75_000_000
