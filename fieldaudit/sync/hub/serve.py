"""One hub process: sockets, TLS, uvicorn within bounds, an orderly stop."""

from __future__ import annotations

import asyncio
import signal
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import uvicorn

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from ...errors import BadInput, MachineError, machine_reason
from ...i18n import tr
from . import logs
from .answers import Refusal
from .app import application
from .bounded import LOOP, Bounded, Door
from .limits import Limits
from .objects import open_objects
from .running import Hub
from .state import OBJECTS, HubState

_DAY_S = 86_400.0
_OTHER_FILES = 256  # open at once, beside connections


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
    """Serve until SIGTERM or SIGINT; `ready` is told the address once it answers.

    Raises as `open_hub`; MachineError: no port; BadInput: the files for TLS are none.
    """
    options = replace(options, limits=replace(options.limits, connections=_allowed(options.limits.connections)))
    within = _bounds(options)
    hub, listening = open_hub(options), _listen(options, within)
    address = f"{'https' if options.certificate else 'http'}://{_shown(options.host)}:{listening.getsockname()[1]}"
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn hands a signal on once it has stopped for it: nothing is left to do
        signal.signal(number, lambda _number, _frame: None)
    try:
        server = _Server(_config(hub, options, within), hub, lambda: ready(hub, address))
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
            self._tidying = asyncio.create_task(tidy(self._hub))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._tidying.cancel()
        await super().shutdown(sockets)


async def tidy(hub: Hub) -> None:
    """Sweep the store every day, whatever goes wrong in one of them."""
    while True:
        try:
            logs.say("swept", files=await hub.run(hub.objects.sweep, time.time()))
        except Refusal:  # the store does not answer, which is logged: tomorrow, then
            pass
        except Exception as error:
            logs.bug(error)
        await asyncio.sleep(_DAY_S)


def _allowed(connections: int) -> int:
    """How many connections there may be. Each is an open file: the system is asked for as many, and may allow less."""
    if resource is not None:
        files, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = connections + _OTHER_FILES
        if files != resource.RLIM_INFINITY and files < wanted:
            files = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
            if files < wanted:
                connections = max(files - _OTHER_FILES, files // 2)
                logs.say("few-files", files=files, connections=connections)
    return connections


def _bounds(options: Options) -> type[Bounded]:
    limits = options.limits

    class Within(Bounded):
        most, patience, connections_most = limits.head, limits.head_s, limits.connections
        of_one_most = 0 if options.proxies else limits.connections // 2

    return Within


def _listen(options: Options, within: type[Bounded]) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        listening = Door(family, within)
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


def _config(hub: Hub, options: Options, within: type[Bounded]) -> uvicorn.Config:
    config = uvicorn.Config(
        application(hub), http=within, ws="none", loop=LOOP, lifespan="off", log_config=None, log_level="critical",
        access_log=False, server_header=False, proxy_headers=bool(options.proxies), forwarded_allow_ips=options.proxies,
        timeout_keep_alive=30, backlog=1024, timeout_graceful_shutdown=options.limits.stop_s,
        ssl_certfile=options.certificate, ssl_keyfile=options.key,
    )  # fmt: skip
    try:
        config.load()
    except OSError as error:  # an ssl.SSLError is one
        raise _no_tls(options) from error
    return config


def _no_tls(options: Options) -> BadInput:
    """Which of the files for TLS is not what it should be."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(options.certificate)
    except OSError:
        return BadInput(
            tr("不是 PEM 格式的证书", "no certificate in PEM form"),
            where=str(options.certificate),
            todo=tr(
                "用 --tls-cert 给出服务器证书及其证书链的 PEM 文件。",
                "Give --tls-cert the server's certificate with its chain, in PEM form.",
            ),
        )
    return BadInput(
        tr("不是该证书的 PEM 格式私钥，或密码不对", "not that certificate's key in PEM form, or a wrong password for it"),
        where=str(options.key),
        todo=tr("用 --tls-key 给出与证书配套的私钥文件。", "Give --tls-key the key that belongs to the certificate."),
    )


__all__ = ["Options", "open_hub", "serve"]
