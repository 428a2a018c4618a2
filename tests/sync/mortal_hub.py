"""A hub in a thread of the test's own process, behind a proxy that cuts the line; it dies at named points and is started again.

Everything a hub process remembers goes with it: the next one knows what lies in the folder and nothing else.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

import uvicorn
from obstore.store import LocalStore
from store_world import BUREAU, NOW, SCOPES, YEAR

from fieldaudit.domain.core import Certificate
from fieldaudit.sync.hub.app import application
from fieldaudit.sync.hub.limits import Limits
from fieldaudit.sync.hub.objects import Bytes, Objects
from fieldaudit.sync.hub.running import Hub
from fieldaudit.sync.hub.state import HubState
from fieldaudit.wire.certs import sign_certificate
from fieldaudit.wire.keys import DeviceKeys

HUB = 900  # its device number
CHUNK = 64 * 1024
DEATHS = ("die unwritten", "die torn", "die written", "die stored")  # around what it does with an object


class Dead(Exception):
    """The hub's process is no more."""


class Mortal(Objects):
    """What a hub keeps; the process dies at a named point of the n-th object that it is given."""

    def __init__(self, folder: Path, how: str = "", left: int = 0) -> None:
        super().__init__(LocalStore(folder, mkdir=True), folder.resolve(), 1)
        self.how, self.left, self.dead, self._root = how, left, False, folder

    def put(self, name: str, data: Bytes, check: Callable[[str, Bytes], None]) -> str:
        self._demand_alive()
        if self._falls():
            if self.how == "die torn" and not (self._root / name).exists():  # a power cut before anything was fsynced
                (self._root / name).parent.mkdir(parents=True, exist_ok=True)
                (self._root / name).write_bytes(bytes(data)[: len(data) // 2])
            elif self.how == "die written":
                self._create(name, data)
            elif self.how == "die stored":
                super().put(name, data, check)
            self._die()
        return super().put(name, data, check)

    def overwrite(self, name: str, data: Bytes) -> None:
        self._demand_alive()
        if self._falls():
            self._die()
        super().overwrite(name, data)

    def delete(self, *names: str) -> None:
        self._demand_alive()
        super().delete(*names)

    def _falls(self) -> bool:
        self.left -= 1
        return bool(self.how) and self.left < 0

    def _die(self) -> None:
        self.dead = True
        raise Dead

    def _demand_alive(self) -> None:
        if self.dead:
            raise Dead


class Front:
    """Stands at the hub's address as a proxy does: says 502 while the hub is away, and lets nothing out of a dead one."""

    def __init__(self) -> None:
        self.url, self.hub, self.clock, self.make = "", None, NOW, Mortal
        self.left: int | None = None  # requests until the line is cut
        self.prompt = False  # a hub that died is started again at once
        self._folder = Path()

    def start(self, folder: Path | None = None, how: str = "", left: int = 0) -> None:
        """A new process of the hub over what lies there."""
        self.stop()
        self._folder = folder or self._folder
        self.hub: Hub | None = Hub(hub_state(), self.make(self._folder, how, left), _LIMITS, lambda: self.clock)
        self._application = application(self.hub)

    def stop(self) -> None:
        """An orderly end, or what is left after a death."""
        if self.hub is not None:
            self.hub.close()
            self.hub = None

    @property
    def dead(self) -> bool:
        """Did its process die?"""
        return self.hub is not None and self.hub.objects.dead  # type: ignore[attr-defined]

    @property
    def doomed(self) -> bool:
        """Is it away, or may it die?"""
        return self.hub is None or self.hub.objects.how != ""  # type: ignore[attr-defined]

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if self.dead and self.prompt:
            self.start()
        if self.hub is None or self.dead or self.left == 0:
            return await _away(send)
        if self.left is not None:
            self.left -= 1
        mine: Mortal = self.hub.objects  # type: ignore[assignment]

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if not mine.dead:
                await send(message)
            elif message["type"] == "http.response.start":
                await _away(send)

        await self._application(scope, receive, guarded)


async def _away(send: Any) -> None:
    await send({"type": "http.response.start", "status": 502, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


_LIMITS = Limits(chunk=CHUNK, workers=2, floor=1)


@cache
def hub_state() -> HubState:
    """The hub's keys and certificate, the same in every world; no file."""
    keys = DeviceKeys.from_seeds(bytes([90]) * 32, bytes([91]) * 32)
    own = Certificate(HUB, 1, "hub", keys.sign_public, keys.receive_public, (), SCOPES, NOW - YEAR, NOW + 2 * YEAR)
    return HubState(Path(), keys, BUREAU.public, sign_certificate(BUREAU, own), device=HUB)


@contextlib.contextmanager
def serving() -> Iterator[Front]:
    """A real server in a thread, for as many worlds as one likes, one after the other."""
    front, listening = Front(), socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else Nagle stays on
    listening.bind(("127.0.0.1", 0))
    front.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    config = uvicorn.Config(front, ws="none", lifespan="off", log_config=None, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="hub of the simulation")
    thread.start()
    try:
        while not server.started:
            time.sleep(0.005)
        yield front
    finally:
        server.should_exit = True
        thread.join()
        front.stop()
        listening.close()
