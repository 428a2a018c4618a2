"""Connections cut at each class of bytes, a laptop or hub killed, a slow or full hub: sync goes on, nothing done goes twice."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cutting_proxy import DOWN, UP, Seen, cutting_proxy
from http_world import CHUNK, World, sync, world
from hub_world import HUB
from sync_world import Laptop, picture

from fieldaudit.errors import MachineError
from fieldaudit.store import at_hub
from fieldaudit.store.schema import COMPARED
from fieldaudit.sync.http import Settings
from fieldaudit.sync.http.line import Line, Stopped
from fieldaudit.sync.session import proof

pytestmark = pytest.mark.slow  # each starts a hub

CHILD = Path(__file__).with_name("hub_syncing_child.py")
BIG = 5 * CHUNK  # bytes of a photo: six parts, with what is around it
OVERHEAD = 30_000  # bytes of requests and headers in one exchange of these tests


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def equal(one: Laptop, other: Laptop) -> None:
    assert proof(one.workspace) == proof(other.workspace) and one.photos() == other.photos()
    for table in COMPARED:
        assert one.store.query(f'SELECT * FROM "{table}"') == other.store.query(f'SELECT * FROM "{table}"')
    assert one.faults() == other.faults() == []


# -- where a connection is cut -----------------------------------------------------------------------------


class CutOnce:
    """Cuts one connection, where a request that begins with `words` has come to `place`."""

    def __init__(self, words: bytes, place: str) -> None:
        self.words, self.place, self.done = words, place, False
        self._answered: dict[int, int] = {}  # connection -> bytes of answers before this one

    def __call__(self, seen: Seen, way: str, piece: bytes) -> int:
        if self.done or not piece:
            return len(piece)
        up = bytes(seen.up) + (piece if way == UP else b"")
        start = up.find(self.words)
        if start < 0:
            return len(piece)
        self._answered.setdefault(id(seen), len(seen.down))
        at = self._in_request(up, start) if way == UP else self._in_answer(bytes(seen.down) + piece, self._answered[id(seen)])
        have = len(seen.up if way == UP else seen.down)
        if at is None or at >= have + len(piece):
            return len(piece)
        self.done = True
        return max(0, at - have)

    def _in_request(self, up: bytes, start: int) -> int | None:
        head = up.find(b"\r\n\r\n", start) + 4
        size = int(up[start:head].lower().partition(b"content-length: ")[2].partition(b"\r")[0] or 0) if head > 3 else 0
        if self.place in ("request line", "headers"):
            return start + {"request line": 9, "headers": 150}[self.place]
        within = {"body's start": 1, "body's middle": size // 2, "body's end": size - 1}
        return head + within[self.place] if head > 3 and self.place in within else None

    def _in_answer(self, down: bytes, start: int) -> int | None:
        head = down.find(b"\r\n\r\n", start) + 4
        if self.place in ("status", "answer's headers"):
            return start + {"status": 5, "answer's headers": 40}[self.place]
        return head + 1 if head > 3 and self.place == "answer's body" else None


DOWNWARD = ("request line", "status", "answer's headers", "answer's body")
UPWARD = ("request line", "headers", "body's start", "body's middle", "body's end", "status", "answer's headers", "answer's body")


@pytest.mark.parametrize("what", ["PUT /v1/objects/segments", "PUT /v1/objects/blobs", "POST /v1/changes", "POST /v1/stored"])
def test_a_cut_anywhere_is_got_over_and_sends_at_most_one_part_again(bureau: World, what: str) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        for number, place in enumerate(UPWARD):
            here.photo(here.visit(), picture(number, BIG))
            proxy.forget()
            proxy.rule = cut = CutOnce(what.encode(), place)
            given = sync(here, proxy.url)
            assert cut.done and proxy.cuts == number + 1, place
            assert given.bad == [] and at_hub.unconfirmed(here.store, HUB) == []
            assert BIG < proxy.sent < BIG + CHUNK + OVERHEAD, place
        sync(there, hub.address)
        equal(here, there)


@pytest.mark.parametrize(
    ("what", "more"),
    [("GET /v1/hub", 0), ("GET /v1/objects/segments", 0), ("POST /v1/fetch", 1), ("GET /v1/objects/blobs", 0)],
)
def test_a_cut_of_what_comes_down_is_got_over_too(bureau: World, what: str, more: int) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        here.visit()
        for each in (here, there):
            sync(each, hub.address)
        for number, place in enumerate(DOWNWARD):
            for _ in range(more):  # so many segments more
                here.visit()
                sync(here, hub.address)
            here.photo(here.visit(), picture(number, BIG))
            sync(here, hub.address)
            proxy.forget()
            proxy.rule = cut = CutOnce(what.encode(), place)
            assert sync(there, proxy.url).waiting_blobs == 0
            assert cut.done and BIG < proxy.came < BIG + CHUNK + OVERHEAD, place
        equal(here, there)


# -- an exchange that ends in the middle --------------------------------------------------------------------


def started(laptop: Laptop, url: str, until: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"}
    laptop.workspace.close()
    command = [sys.executable, str(CHILD), str(laptop.workspace.path), url, until]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def killed_at(laptop: Laptop, url: str, words: str) -> None:
    """Run an exchange in a process that goes on until it says so, and kill it there."""
    from fieldaudit.store import Workspace

    with started(laptop, url, words) as process:
        assert process.stdout is not None
        for line in process.stdout:
            assert not line.startswith("done"), f"it never said {words}"
            if line.startswith(words):
                break
        process.kill()
    laptop.workspace = Workspace.open(laptop.workspace.path, None)


def test_a_laptop_killed_while_photos_go_up_does_not_send_again_what_had_arrived(bureau: World) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    visit = here.visit()
    sizes = [2 * CHUNK + 1_000 * n for n in range(12)]
    for n, size in enumerate(sizes):
        here.photo(visit, picture(n, size))
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        killed_at(here, proxy.url, "photos 5 12")
        sent = proxy.sent
        assert sent < sum(sizes), "not all was sent"
        given = sync(here, proxy.url)
        assert 0 < given.put["blobs"] <= 7 and given.put["segments"] == 0
        assert proxy.sent < sum(sizes) + 4 * CHUNK + OVERHEAD * 2, "at most a part of each connection is sent again"
        sync(there, hub.address)
        equal(here, there)


def test_a_pull_that_was_killed_goes_on_where_it_was(bureau: World) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    visit = here.visit()
    for n in range(6):
        here.photo(visit, picture(n, BIG))
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        sync(here, hub.address)
        killed_at(there, proxy.url, "photos 3 6")
        taken = sync(there, proxy.url)
        assert 0 < taken.got["blobs"] <= 4 and taken.waiting_blobs == 0
        assert proxy.came < 6 * BIG + 5 * CHUNK + OVERHEAD * 2
        equal(here, there)


class Stop(Exception):
    """The person cancels."""


def test_a_person_may_stop_between_parts_and_go_on_later(bureau: World) -> None:
    here = bureau.laptop(1)
    here.photo(here.visit(), picture(1, 40 * CHUNK))
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:

        def stop(what: str, done: int, _total: int) -> None:
            if proxy.count(b"part=") > 4:
                raise Stop

        proxy.pace = 1_000_000
        with pytest.raises(Stop):
            sync(here, proxy.url, stop)
        before = proxy.sent
        assert before < 30 * CHUNK
        proxy.pace = 0
        assert sync(here, proxy.url).put["blobs"] == 1
        assert proxy.sent < 41 * CHUNK + OVERHEAD * 2


def test_who_has_just_connected_when_all_is_over_hangs_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        line = Line(Settings(f"http://127.0.0.1:{server.getsockname()[1]}"))

        class Noting(set[socket.socket]):
            """It is over in the moment in which a connection stands."""

            def add(self, one: socket.socket) -> None:
                super().add(one)
                line.over.set()

        line._sockets = Noting()
        with pytest.raises(Stopped) as kept:  # whoever looks at what was raised still holds what it was raised in
            line._once("GET", "/v1/hub", b"", {}, 1_000, frozenset())
        connection, _ = server.accept()
        with connection:
            connection.settimeout(30)
            assert connection.recv(1) == b"", kept
        line.close()


def test_a_hub_that_is_restarted_meanwhile_is_waited_for(bureau: World) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    visit = here.visit()
    for n in range(8):
        here.photo(visit, picture(n, BIG))
    with contextlib.ExitStack() as hubs:
        first = hubs.enter_context(bureau.hub())
        again = []

        def restart(what: str, done: int, _total: int) -> None:
            if what == "photos" and done == 2 and not again:
                first.kill()
                again.append(hubs.enter_context(bureau.hub(first.port)))

        given = sync(here, first.address, restart)
        assert len(again) == 1 and given.put["blobs"] >= 6 and given.confirmed == 8 + 2
        assert given.put_again == 0, "what it had acknowledged is there"
        sync(there, first.address)
        equal(here, there)


def test_a_full_hub_says_so_still_gives_and_takes_the_rest_when_there_is_room(bureau: World) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    here.photo(here.visit(), picture(1, BIG))
    there.photo(there.visit(), picture(2, BIG))
    with bureau.hub() as hub:
        sync(there, hub.address)
    with bureau.hub(floor=1 << 60) as hub:
        with pytest.raises(MachineError, match="磁盘已满"):
            sync(here, hub.address)
        assert len(here.photos()) == 2, "a full hub gives what it has"
    with bureau.hub() as hub:
        given = sync(here, hub.address)
        assert (given.put["segments"], given.put["blobs"], given.confirmed) == (2, 1, 4), "and the photo that lies there"


def test_a_slow_link_within_a_limit_carries_all(bureau: World) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    here.photo(here.visit(), picture(1, 2 * CHUNK))
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        proxy.pace = 300_000
        sync(here, proxy.url, limit=200_000)
        sync(there, proxy.url)
        equal(here, there)


def test_the_way_leads_through_a_proxy_that_was_named_or_stands_in_the_environment(
    bureau: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = bureau.laptop(1)
    here.visit()
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        given = sync(here, "http://hub.invalid", proxy=proxy.url)
        assert given.confirmed == 2 and proxy.count(b"PUT http://hub.invalid/v1/objects/segments") == 2
        here.visit()
        assert sync(here, "http://hub.invalid", proxy=proxy.url.replace("//", "//u:p@")).put["segments"] == 1
        assert proxy.count(b"Basic dTpw"), "with name and password"
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        here.visit()
        assert sync(here, "http://hub.invalid").put["segments"] == 1


def test_many_cuts_in_a_row_end_the_exchange_and_lose_nothing(bureau: World, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    here.photo(here.visit(), picture(1, BIG))
    monkeypatch.setattr("fieldaudit.sync.http.line.wait_before", lambda _attempt: 0.0)
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        proxy.rule = lambda seen, way, piece: 0 if b"PUT /v1/objects/blobs" in seen.up + piece and way == DOWN else len(piece)
        with pytest.raises(MachineError, match="中断"):
            sync(here, proxy.url)
        assert {row["name"].partition("/")[0] for row in here.store.query("SELECT name FROM handed")} >= {"segments"}
        proxy.rule = None
        assert sync(here, proxy.url).put["blobs"] in (0, 1), "the hub may have had it whole"
        sync(there, hub.address)
        equal(here, there)
