"""Connections that do nothing: none is held for ever, and those of one place leave room for others, before TLS is spoken too."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from hub_world import PATIENCE, HubProcess, claim, current, line, running, until_closed
from tls_files import certificate_files
from uvicorn.server import ServerState

from fieldaudit.sync.hub.app import application
from fieldaudit.sync.hub.bounded import Bounded
from fieldaudit.sync.hub.limits import Limits
from fieldaudit.sync.hub.serve import Options, open_hub

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    claim(tmp_path / "data", current(1), current(2))
    return tmp_path / "data"


def healthy(hub: HubProcess, trusting: ssl.SSLContext, place: str) -> int:
    """What somebody at that address is told over TLS."""
    asking = http.client.HTTPSConnection("127.0.0.1", hub.port, context=trusting, timeout=PATIENCE, source_address=(place, 0))
    with contextlib.closing(asking):
        asking.request("GET", "/health")
        return asking.getresponse().status


def open_files(hub: HubProcess) -> int:
    return len(list(Path(f"/proc/{hub.process.pid}/fd").iterdir()))


@pytest.mark.parametrize("files", ["600:600", "200:200"])
def test_strangers_who_never_speak_tls_leave_room_for_others_and_are_not_waited_for(data: Path, tmp_path: Path, files: str) -> None:
    cert, key = certificate_files(tmp_path)
    few: dict[str, Any] = {"wrap": ["prlimit", f"--nofile={files}"], "limits": {"connections": 100}}
    trusting = ssl.create_default_context(cafile=str(cert))
    with running(data, certificate=str(cert), key=str(key), **few) as hub, contextlib.ExitStack() as held:
        before = open_files(hub)
        silent = [held.enter_context(line(hub)) for _ in range(300)]
        for made in silent[50:]:
            assert until_closed(made) == b""
        assert open_files(hub) - before < 60
        assert healthy(hub, trusting, "127.0.0.2") == 200
        for made in silent[:50]:
            assert until_closed(made) == b""
        assert healthy(hub, trusting, "127.0.0.1") == 200


def test_a_hub_that_may_open_few_files_takes_as_many_connections_as_it_can_serve(data: Path) -> None:
    with running(data, wrap=["prlimit", "--nofile=200:200"], limits={"connections": 1_000}) as hub, contextlib.ExitStack() as held:
        for _ in range(300):
            held.enter_context(line(hub))
        assert open_files(hub) < 150
        with socket.create_connection(("127.0.0.1", hub.port), PATIENCE, ("127.0.0.2", 0)) as made:
            made.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert until_closed(made).startswith(b"HTTP/1.1 200")
        assert [each["connections"] for each in hub.lines() if each["event"] == "few-files"] == [100]


@pytest.mark.parametrize("stray", [b"\r\n", b"\r\n\r\n\r\n"])
def test_a_line_without_a_request_does_not_keep_a_connection(data: Path, stray: bytes) -> None:
    with running(data, limits={"head_s": 1.0}) as hub, line(hub) as made:
        made.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = http.client.HTTPResponse(made)
        answer.begin()
        assert answer.read() == b'{"ok":true}'
        made.sendall(stray)
        assert until_closed(made) == b""


class Deaf(asyncio.Transport):
    """A connection whose other side reads nothing: what is written to it stays, so closing it never ends."""

    def __init__(self) -> None:
        super().__init__()
        self.cut, self.closing, self.written = asyncio.Event(), False, b""

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self.written += data

    def get_write_buffer_size(self) -> int:
        return len(self.written)

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def abort(self) -> None:
        self.cut.set()


@pytest.mark.parametrize("leaves", [False, True])
def test_who_reads_no_answer_is_cut_off_whether_he_asks_on_or_wants_to_leave(data: Path, leaves: bool) -> None:
    async def scene() -> bytes:
        hub = open_hub(Options(data, limits=Limits(body_s=0.05, floor=1)))
        config = uvicorn.Config(application(hub), http=Quick, ws="none", lifespan="off", log_config=None, log_level="critical")
        config.load()
        deaf, protocol = Deaf(), Quick(config, ServerState(), {})
        protocol.connection_made(deaf)
        if not leaves:
            protocol.pause_writing()  # asyncio says so while too much lies there
        protocol.data_received(b"GET /nothing HTTP/1.1\r\nConnection: %s\r\n\r\n" % (b"close" if leaves else b"keep-alive"))
        await asyncio.wait_for(deaf.cut.wait(), PATIENCE)
        protocol.connection_lost(None)
        await asyncio.gather(*protocol.tasks)
        hub.close()
        return deaf.written

    assert asyncio.run(scene()).startswith(b"HTTP/1.1 404") == leaves


class Quick(Bounded):
    """It waits for nothing long."""

    patience = 0.05
