"""Floods: what strangers, or one device that means ill, send to make a hub's memory grow. It is that of the real process."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub_world import PATIENCE, Caller, HubProcess, claim, current, photo, running

pytestmark = pytest.mark.slow

MB = 1_000_000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    claim(tmp_path / "data", current(1), current(2))
    return tmp_path / "data"


@contextlib.contextmanager
def line(hub: HubProcess) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", hub.port), PATIENCE) as made:
        yield made


def growth(hub: HubProcess, *work: Callable[[], None]) -> int:
    """Bytes by which the process grew at most while these run, each in a thread."""
    before = most = hub.rss()
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        most = max(most, hub.rss())
        threads[0].join(0.01)
    for thread in threads:
        thread.join()
    return max(most, hub.rss()) - before


def test_requests_that_wait_for_no_answer_are_cut_off_and_take_no_memory(data: Path) -> None:
    with running(data) as hub:
        before = hub.rss()
        with line(hub) as made, pytest.raises(ConnectionError):
            while hub.rss() - before < 40 * MB:
                made.sendall(b"GET /aaaaaaaaaaaaaa HTTP/1.1\r\n\r\n" * 45)
        assert hub.rss() - before < 20 * MB
        with contextlib.closing(Caller(hub.port)) as asking:
            assert asking.send("GET", "/health").status == 200


def test_who_asks_again_as_soon_as_the_last_byte_is_there_is_never_refused(data: Path) -> None:
    name, sealed = photo(bytes(1_200_000))
    with running(data) as hub, contextlib.closing(Caller(hub.port)) as asking, line(hub) as made:
        assert asking.put(name, sealed).status == 201
        for _ in range(100):
            head = asking.headers("GET", f"/v1/objects/{name}")
            made.sendall("\r\n".join([f"GET /v1/objects/{name} HTTP/1.1", *map(": ".join, head.items()), "", ""]).encode("ascii"))
            answer = http.client.HTTPResponse(made)
            answer.begin()
            assert answer.status == 200 and answer.read() == sealed
