"""The process: workspace, background sync, the server with its limits, TLS, an orderly stop.

It listens without TLS only on this machine itself, or where a proxy in front is said to speak TLS: what it serves is read
by whoever is on the road. SIGTERM and Ctrl+C finish what is being answered (ten seconds at most) and close the workspace.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import BadInput, MachineError, NotAllowed, machine_reason
from ..i18n import tr
from .entering import UsedLinks
from .keeper import Keeper, Sync
from .readers import Readers

USED = "site-links.json"  # in the workspace's folder: the nonces of links that were used
LOCAL = ("127.0.0.1", "::1", "localhost")
FINISH_S = 10  # what is being answered may take so long after a stop
MOST_CONNECTIONS = 200
HEADER_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and how the site is reached. `behind_tls`: a proxy in front speaks TLS and says whose request it is."""

    host: str = "127.0.0.1"
    port: int = 8470
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
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.address or f"{'https' if self.secure else 'http'}://{host}:{self.port}").rstrip("/")


def serve(
    path: Path, passphrase: str | None, where: Listening, tell: Callable[[str], None], sync: Sync | None = None, every: float = 300
) -> None:
    """Serve the pages of a workspace until the process is told to stop. `tell` gets the address for links.

    `sync` is done every so many seconds. Raises BadInput, NotAllowed, MachineError, Damaged.
    """
    _demand_safe(where)
    _log_lines()
    keeper = Keeper(path, passphrase, _now)
    try:
        _demand_enrolled(keeper)
        _run(keeper, where, tell, sync, every)
    finally:
        keeper.close()


def _run(keeper: Keeper, where: Listening, tell: Callable[[str], None], sync: Sync | None, every: float) -> None:
    from .app import Site  # starlette and jinja2 only where pages are served

    address = f"{where.url}/#{keeper.workspace.store.trust.device}"
    readers = Readers(keeper.workspace, _now)
    site = Site(readers, keeper, UsedLinks(keeper.workspace.path / USED), secure=where.secure, address=address)
    server = _server(site.app(), where)
    try:
        socket = _bound(server)
        if sync is not None:
            keeper.begin(sync, every, readers.changed)
        tell(address)
        server.run(sockets=[socket])
    finally:
        readers.close()


def _server(app: Any, where: Listening) -> Any:
    import uvicorn

    return uvicorn.Server(
        uvicorn.Config(
            app, host=where.host, port=where.port, ssl_certfile=where.certificate, ssl_keyfile=where.key, lifespan="off", ws="none",
            access_log=False, log_config=None, server_header=False, proxy_headers=where.behind_tls, timeout_keep_alive=10,
            timeout_graceful_shutdown=FINISH_S, limit_concurrency=MOST_CONNECTIONS, h11_max_incomplete_event_size=HEADER_BYTES,
            backlog=128, http="h11",
        )
    )  # fmt: skip


def _bound(server: Any) -> Any:
    """The listening socket. Raises MachineError when the port is taken or the TLS files do not fit."""
    try:
        server.config.load()
        return _listening(server.config.host, server.config.port)
    except OSError as error:
        raise MachineError(
            tr("网站不能启动：{why}", "the site cannot start: {why}").format(why=machine_reason(error)),
            where=f"{server.config.host}:{server.config.port}",
            todo=tr("换一个端口；核对证书和私钥文件。", "Choose another port; check the files of certificate and key."),
        ) from None


def _listening(host: str, port: int) -> Any:
    import socket

    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=128)


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


def _log_lines() -> None:
    """One JSON object a line on stderr; of the server only what is wrong, without what was asked for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    for name, level in (("fieldaudit.site", logging.INFO), ("uvicorn.error", logging.CRITICAL)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)


def _now() -> int:
    return time.time_ns() // 1_000_000
