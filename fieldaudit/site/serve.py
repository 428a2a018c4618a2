"""The process: workspace, background sync, the server with its limits, TLS, an orderly stop.

It listens without TLS only on this machine itself, or where a proxy in front is said to speak TLS: what it serves is read
by whoever is on the road. SIGTERM and Ctrl+C finish what is being answered (ten seconds at most) and close the workspace.
"""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadInput, MachineError, NotAllowed, machine_reason
from ..i18n import tr
from .entering import UsedLinks
from .keeper import Keeper, Sync
from .readers import Readers

if TYPE_CHECKING:
    from ..sync.hub.bounded import Bounded

USED = "site-links.json"  # in the workspace's folder: the nonces of links that were used
EVERYWHERE = ("0.0.0.0", "::")
LOCAL = ("127.0.0.1", "::1", "localhost")
FINISH_S = 10  # what is being answered may take so long after a stop
MOST_CONNECTIONS, MOST_OF_ONE = 400, 100  # at once, and of one address


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and how the site is reached. `behind_tls`: a proxy in front speaks TLS and says whose request it is."""

    host: str = "127.0.0.1"
    port: int = 8444
    certificate: Path | None = None
    key: Path | None = None
    behind_tls: bool = False
    address: str = ""  # as readers type it; "" is made from host and port

    @property
    def secure(self) -> bool:
        """Do readers reach it over TLS?"""
        return self.certificate is not None or self.behind_tls

    @property
    def url(self) -> str:
        """Its address as readers type it."""
        host = socket.gethostname() if self.host in EVERYWHERE else f"[{self.host}]" if ":" in self.host else self.host
        return (self.address or f"{'https' if self.secure else 'http'}://{host}:{self.port}").rstrip("/")

    @property
    def family(self) -> int:
        """Of its socket."""
        return socket.AF_INET6 if ":" in self.host else socket.AF_INET


def serve(
    path: Path, passphrase: str | None, where: Listening, tell: Callable[[str], None], hub: str = "", every: float = 60
) -> None:
    """Serve the pages of a workspace until the process is told to stop. `tell` gets the address for links.

    It syncs every so many seconds with the `hub` at that URL, or with the one that the workspace knows, if any.
    Raises BadInput, NotAllowed, MachineError, Damaged.
    """
    _demand_safe(where)
    keeper = Keeper(path, passphrase, _now)
    try:
        _demand_enrolled(keeper)
        sync, within = _syncing(keeper, hub), _bounds(where)
        with _bound(where, within) as listening:
            _run(keeper, replace(where, port=listening.getsockname()[1]), listening, within, tell, sync, every)
    finally:
        keeper.close()


def _run(
    keeper: Keeper, where: Listening, listening: socket.socket, within: type[Bounded], tell: Callable[[str], None],
    sync: Sync | None, every: float,
) -> None:  # fmt: skip
    from .app import Site  # starlette and jinja2 only where pages are served

    address = f"{where.url}/#{keeper.workspace.store.trust.device}"
    readers = Readers(keeper.workspace, _now)
    try:
        site = Site(readers, keeper, UsedLinks(keeper.workspace.path / USED), secure=where.secure, address=address)
        server = _server(site.app(), where, within)
        if sync is not None:
            keeper.begin(sync, every, readers.changed)
        tell(address)
        for stop in (signal.SIGTERM, signal.SIGINT):  # the server gives a signal back once it has stopped: we go on to close
            signal.signal(stop, lambda *_: None)
        server.run(sockets=[listening])
    finally:
        readers.close()


def _syncing(keeper: Keeper, url: str) -> Sync | None:
    """What one turn of syncing does; None when no hub is known. Raises BadInput for what is no address of a hub."""
    from ..sync.http import Settings, hub_of, sync_with

    known = hub_of(keeper.workspace)
    if not url and known is None:
        return None
    settings = known if known is not None and url.rstrip("/") in ("", known.url) else Settings(url)
    return lambda workspace, now, progress: sync_with(workspace, settings, now, progress)


def _bounds(where: Listening) -> type[Bounded]:
    from ..sync.hub.bounded import Bounded

    class Within(Bounded):
        """Nobody alone takes all connections; behind a proxy all come from one address."""

        connections_most, of_one_most = MOST_CONNECTIONS, 0 if where.behind_tls else MOST_OF_ONE

    return Within


def _server(app: Any, where: Listening, within: type[Bounded]) -> Any:
    """The server. Raises MachineError when the TLS files do not fit."""
    import uvicorn

    from ..sync.hub.bounded import LOOP

    try:
        config = uvicorn.Config(
            app, host=where.host, port=where.port, ssl_certfile=where.certificate, ssl_keyfile=where.key, lifespan="off", ws="none",
            access_log=False, log_config=None, log_level="critical", server_header=False, proxy_headers=where.behind_tls,
            timeout_keep_alive=10, timeout_graceful_shutdown=FINISH_S, http=within, loop=LOOP,
        )  # fmt: skip
        config.load()
    except OSError as error:  # an ssl.SSLError is one
        raise MachineError(
            tr("不能使用证书和私钥：{why}", "certificate and key cannot be used: {why}").format(why=machine_reason(error)),
            where=str(where.certificate),
        ) from None
    return uvicorn.Server(config)


def _bound(where: Listening, within: type[Bounded]) -> socket.socket:
    """The socket to listen on. Raises MachineError when the port cannot be had."""
    from ..sync.hub.bounded import Door

    listening = Door(where.family, within)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((where.host, where.port))
        listening.listen(128)  # who comes before the server has started waits
        return listening
    except OSError as error:
        listening.close()
        raise MachineError(
            tr("不能在该地址上服务：{why}", "cannot serve at that address: {why}").format(why=machine_reason(error)),
            where=f"{where.host}:{where.port}",
            todo=tr("换一个端口或地址。", "Choose another port or address."),
        ) from None


def _demand_safe(where: Listening) -> None:
    if (where.certificate is None) != (where.key is None):
        raise BadInput(tr("证书和私钥要一起给出", "certificate and key are given together"), todo="--tls-cert, --tls-key")
    if not where.secure and where.host not in LOCAL:
        raise BadInput(
            tr("没有 TLS 时只能在本机访问", "without TLS the site is reached on this machine only"),
            where=where.host,
            todo=tr(
                "给出 --tls-cert 和 --tls-key；前面的代理已用 TLS 时加 --behind-tls。",
                "Give --tls-cert and --tls-key, or --behind-tls where a proxy in front speaks TLS.",
            ),
        )


def _demand_enrolled(keeper: Keeper) -> None:
    trust = keeper.workspace.store.trust
    if trust.latest(trust.device) is None:
        raise NotAllowed(
            tr("这个工作区还没有注册", "this workspace is not enrolled"),
            todo=tr("先像一台新电脑那样注册它：fieldaudit enrol request。", "Enrol it as a new laptop: fieldaudit enrol request."),
        )


def _now() -> int:
    return time.time_ns() // 1_000_000
