"""One hub process: sockets, TLS, uvicorn within bounds, an orderly stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from ...errors import MachineError, machine_reason
from ...i18n import tr
from . import logs
from .answers import Refusal
from .app import application
from .bounded import Bounded
from .limits import Limits
from .objects import open_objects
from .running import Hub
from .state import OBJECTS, HubState


@dataclass(frozen=True, slots=True)
class Options:
    """How a hub is served. `port` 0: one the system chooses."""

    data: Path
    store: str | None = None
    store_options: Mapping[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    port: int = 8443
    certificate: Path | None = None  # TLS, PEM
    key: Path | None = None
    proxies: str = ""  # addresses whose X-Forwarded-For is believed, with commas
    limits: Limits = field(default_factory=Limits)


def open_hub(options: Options) -> Hub:
    """The hub in a data folder; made from nothing. Raises MachineError, BadInput, Damaged."""
    state = HubState.open(options.data)
    try:
        objects = open_objects(options.data / OBJECTS, options.store, options.store_options, options.limits.floor)
    except OSError as error:
        raise MachineError(
            tr("集中站的数据文件夹不可用：{why}", "the hub's folder cannot be used: {why}").format(why=machine_reason(error)),
            where=str(options.data),
        ) from error
    return Hub(state, objects, options.limits)


def serve(options: Options, ready: Callable[[Hub, str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is told the address once it answers. Raises as `open_hub`; MachineError: no port."""
    hub, listening = open_hub(options), _listen(options)
    address = f"{'https' if options.certificate else 'http'}://{_shown(options.host)}:{listening.getsockname()[1]}"
    server = _Server(_config(hub, options), hub, lambda: ready(hub, address))
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn hands a signal on once it has stopped for it: nothing is left to do
        signal.signal(number, lambda _number, _frame: None)
    _allow_files(options.limits.connections)
    try:
        server.run([listening])
    finally:
        listening.close()
        hub.close()
    logs.say("stopped")


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, hub: Hub, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._hub, self._ready = hub, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
            self._tidying = asyncio.create_task(self._tidy())

    async def _tidy(self) -> None:
        while True:
            with contextlib.suppress(Refusal):  # the store does not answer: tomorrow, then
                logs.say("swept", files=await self._hub.run(self._hub.objects.sweep, time.time()))
            await asyncio.sleep(86_400)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._tidying.cancel()
        await super().shutdown(sockets)


def _allow_files(connections: int) -> None:
    """A connection is an open file: allow as many as the system lets us."""
    if resource is not None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = connections + 256
        if soft != resource.RLIM_INFINITY and soft < wanted:
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _listen(options: Options) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio leaves Nagle on
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((options.host, options.port))
    except OSError as error:
        raise MachineError(
            tr("不能在该地址上服务：{why}", "cannot serve at that address: {why}").format(why=machine_reason(error)),
            where=f"{options.host}:{options.port}",
            todo=tr("换一个端口或地址。", "Choose another port or address."),
        ) from error
    return listening


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _config(hub: Hub, options: Options) -> uvicorn.Config:
    limits = options.limits

    class Within(Bounded):
        most, patience, connections_most = limits.head, limits.head_s, limits.connections
        of_one_most = 0 if options.proxies else limits.connections // 2

    return uvicorn.Config(
        application(hub), http=Within, ws="none", loop="asyncio", lifespan="off", log_config=None, log_level="critical",
        access_log=False, server_header=False, proxy_headers=bool(options.proxies), forwarded_allow_ips=options.proxies,
        timeout_keep_alive=30, backlog=1024, timeout_graceful_shutdown=limits.stop_s,
        ssl_certfile=options.certificate, ssl_keyfile=options.key,
    )  # fmt: skip


__all__ = ["Options", "open_hub", "serve"]
