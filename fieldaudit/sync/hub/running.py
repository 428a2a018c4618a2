"""A running hub: everything a request needs, and how blocking work is done beside the loop.

`claim` is the one change of what it is. Endpoints are in `app`.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from ...wire.certs import read_certificate
from ...wire.hub import Greeting, sign_greeting
from ...wire.invitation import Box
from ...wire.names import certificate_name
from .answers import Refusal
from .auth import Gate
from .checks import Checker
from .index import Index
from .limits import Buckets, Budget, Limits, Nonces
from .objects import Objects
from .receipts import Digests
from .roster import Roster
from .state import HubState

_P = ParamSpec("_P")
_R = TypeVar("_R")


_HEALTH_S, _PATIENCE_S = 1.0, 5.0
_WAITING = 4  # threads for one, where they mostly wait for a distant store


def clock_ms() -> int:
    """The hub's clock, ms since 1970 UTC."""
    return time.time_ns() // 1_000_000


@dataclass
class Hub:
    """One hub process."""

    state: HubState
    objects: Objects
    limits: Limits
    clock: Callable[[], int] = clock_ms
    devices: Buckets = field(init=False)
    strangers: Buckets = field(init=False)
    budget: Budget = field(init=False)
    stranger_budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        limits = self.limits
        self.devices = Buckets(limits.rate, limits.burst)
        self.strangers = Buckets(limits.stranger_rate, limits.stranger_burst)
        self.budget, self.stranger_budget = Budget(limits.memory), Budget(limits.stranger_memory)
        self.nonces = Nonces(limits.clock_ms, limits.nonces_most, limits.nonces)
        self._work = ThreadPoolExecutor(limits.workers if self.objects.local else _WAITING * limits.workers, "hub")
        self._quick = ThreadPoolExecutor(2, "gate")  # who calls is found out though all others wait for a disk
        self.claiming = threading.Lock()  # held by whoever claims
        self.own_box: Box | None = None  # of the code by which it is claimed
        self._probe: asyncio.Task[bool] | None = None
        self._asked_at = float("-inf")
        self._know_bureau()

    def _know_bureau(self) -> None:
        self.roster = Roster(self.objects, self.state.bureau)
        self.check = Checker(self.roster)
        self.digests = Digests(self.objects, self.check)
        self.index = Index(self.objects, self.roster, self.digests)
        self.gate = Gate(self.roster, self.nonces, self.limits.clock_ms)

    async def run(self, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Do what blocks beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._work, lambda: work(*args, **kwargs))

    async def run_quick(self, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """`run` for what must not wait behind large objects."""
        return await asyncio.get_running_loop().run_in_executor(self._quick, lambda: work(*args, **kwargs))

    def greet(self, nonce: bytes) -> bytes:
        """The signed greeting. Raises Refusal while nobody claimed this hub."""
        if not self.state.claimed:
            raise Refusal("unclaimed")
        return sign_greeting(self.state.keys.sign, Greeting(self.state.device, nonce, self.clock(), self.limits.chunk))

    def claim(self, certificate: bytes, bureau_public: bytes, certificates: Sequence[bytes]) -> None:
        """Belong to that bureau from now on: its certificates lie in the store before this hub says so. Blocks.

        Raises NotAllowed, BadInput, Damaged as `HubState.claim`, Refusal for what the store refuses.
        """
        for data in (certificate, *certificates):
            statement = read_certificate(data, bureau_public)
            self.objects.overwrite(certificate_name(statement.device, statement.serial), data)
        self.state = self.state.claim(certificate, bureau_public)
        self._know_bureau()

    def wake(self) -> None:
        """Hear that another process of this hub was claimed."""
        if not self.state.claimed:
            state = HubState.open(self.state.path.parent)
            if state.claimed:
                self.state = state
                self._know_bureau()

    async def alive(self) -> bool:
        """Does the store answer? It is asked once a second at most, and not waited for longer than a few."""
        old = time.monotonic() - self._asked_at > _HEALTH_S
        if self._probe is None or (old and self._probe.done()):
            self._asked_at = time.monotonic()
            self._probe = asyncio.create_task(self._answers())
        try:
            return await asyncio.wait_for(asyncio.shield(self._probe), _PATIENCE_S)
        except TimeoutError:
            return False

    async def _answers(self) -> bool:
        try:
            await self.run(self.objects.probe)
        except Refusal:
            return False
        return True

    def close(self) -> None:
        """Wait for the work that runs."""
        self._quick.shutdown()
        self._work.shutdown()
