"""The sockets and the thread of a hand-off: bound to the given addresses only, each on a port the system chooses.

Slow or silent connections are bounded by the protocol here, slow photos in `page`. Knows what is served only by name.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import MachineError, machine_reason
from ...i18n import tr
from .addresses import Address
from .intake import Intake, Received, Target
from .page import page_app

if TYPE_CHECKING:
    import uvicorn

HEAD_S = 10.0  # s from a connection to the end of its request's head
_HEAD_MOST = 16_384  # bytes of it
_CONNECTIONS = 24
_START_S, _END_S = 10.0, 3.0


class Server:
    """One hand-off. `urls` after `start`: a link for each address that could be listened on, in the order given."""

    def __init__(
        self,
        on_photo: Callable[[Received], None],
        target: Target,
        folder: Path,
        addresses: Sequence[Address],
        on_met: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_photo`, and `on_met` when a phone opened the page, are called on threads of the server; `folder`: private, for
        photos until they are taken."""
        self.intake = Intake(folder, target, on_photo, on_met)
        self.urls: dict[Address, str] = {}
        self._addresses = addresses
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._done: asyncio.Event | None = None
        self._up = threading.Event()

    def start(self) -> None:
        """Listen. Raises MachineError: on no address."""
        sockets = self._listen()
        hosts = {url.split("/")[2] for url in self.urls.values()}
        self._thread = threading.Thread(target=self._run, args=(sockets, hosts), name="phone hand-off", daemon=True)
        self._thread.start()
        self._up.wait(_START_S)

    def stop(self, *, wait: bool = True) -> None:
        """Answer nobody any more and let go of the ports; what is half sent is thrown away. May be called again."""
        self.intake.open = False
        loop, done = self._loop, self._done
        if loop is not None and done is not None and not loop.is_closed():
            loop.call_soon_threadsafe(done.set)
        if wait and self._thread is not None:
            self._thread.join(_END_S)

    @property
    def running(self) -> bool:
        """Is a port still open?"""
        return self._thread is not None and self._thread.is_alive()

    def _listen(self) -> list[socket.socket]:
        made, why = list[socket.socket](), OSError()
        for each in self._addresses:
            listening = socket.socket(socket.AF_INET6 if ":" in each.host else socket.AF_INET, socket.SOCK_STREAM)
            try:
                listening.bind((each.host, 0))
            except OSError as error:  # the network went meanwhile
                listening.close()
                why = error
                continue
            listening.setblocking(False)
            made.append(listening)
            self.urls[each] = f"http://{each.in_url}:{listening.getsockname()[1]}/{self.intake.token}/"
        if not made:
            raise MachineError(
                tr("没有可用的网络地址：{why}", "no network address can be used: {why}").format(why=machine_reason(why)),
                todo=tr("打开热点或连上 Wi-Fi 后再试。", "Turn on a hotspot or join a Wi-Fi, then try again."),
            )
        return made

    def _run(self, sockets: list[socket.socket], hosts: set[str]) -> None:
        server = _server(page_app(self.intake, hosts))

        async def serve() -> None:
            self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
            server.config.load()
            server.lifespan = server.config.lifespan_class(server.config)
            await server.startup(sockets)
            self._up.set()
            if self.intake.open:  # else it was stopped before it was up
                await self._done.wait()
            server.force_exit = True  # nothing half sent is waited for
            await server.shutdown(sockets)
            for connection in list(server.server_state.connections):
                connection.transport.abort()
            await asyncio.sleep(0)

        try:
            asyncio.run(serve())
        finally:
            for each in sockets:
                each.close()
            self._up.set()


def _server(app: Any) -> uvicorn.Server:
    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Bounded(H11Protocol):
        """Closes a connection whose request does not begin in time."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.loop.call_later(HEAD_S, self._look)

        def _look(self) -> None:
            if getattr(self, "cycle", None) is None:  # typed as if it were always there
                self.transport.abort()

    config = uvicorn.Config(
        app, http=Bounded, ws="none", lifespan="off", log_config=None, log_level="critical", access_log=False, server_header=False,
        date_header=False, proxy_headers=False, limit_concurrency=_CONNECTIONS, h11_max_incomplete_event_size=_HEAD_MOST,
        timeout_keep_alive=2,
    )  # fmt: skip
    return uvicorn.Server(config)


__all__ = ["Server"]
