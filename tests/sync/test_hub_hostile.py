"""What is sent to a hub to bring it down: it refuses, stays up, keeps its memory, and nothing comes of it."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hub_world import PATIENCE, Answer, Caller, HubProcess, chain, claim, current, line, photo, running, until_closed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_world import FIRST, Chain, act, new

pytestmark = pytest.mark.slow

CHUNK = 100_000
LIMITS = {
    "chunk": CHUNK,
    "memory": 4_000_000,
    "head_s": 1.0,
    "body_s": 1.0,
    "slowest": 10_000_000,
    "connections": 80,
    "stranger_rate": 1e6,
    "stranger_burst": 1e6,
    "rate": 1e6,
    "burst": 1e6,
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub") / "data"
    claim(folder, current(1), current(2))
    return folder


@pytest.fixture(scope="module")
def hub(data: Path) -> Iterator[HubProcess]:
    with running(data, limits=LIMITS) as started:
        yield started
        assert started.process.poll() is None
        bugs = [line for line in started.lines() if line["event"] == "bug"]
        assert not bugs
        assert started.stop() == 0


@pytest.fixture
def caller(hub: HubProcess) -> Iterator[Caller]:
    made = Caller(hub.port)
    yield made
    made.close()


def well(caller: Caller) -> None:
    """It still does its work."""
    fresh = caller.as_device(1)
    assert fresh.send("GET", "/health").json == {"ok": True}
    assert fresh.put(*photo(b"still here")).status == 201


def stored(data: Path) -> set[str]:
    return {path.relative_to(data).as_posix() for path in (data / "objects").rglob("*") if path.is_file()}


def pour(made: socket.socket, piece: bytes, most: int) -> int:
    """Send again and again until the other side closes; how much it took."""
    sent = 0
    with contextlib.suppress(ConnectionError):
        while sent < most:
            made.sendall(piece)
            sent += len(piece)
    return sent


def head(headers: dict[str, str], method: str, path: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *(f"{k}: {v}" for k, v in headers.items()), "", ""]).encode(
        "latin-1"
    )


@pytest.mark.parametrize("start", [b"GET /", b"GET / HTTP/1.1\r\nX: ", b"GET / HTTP/1.1\r\n", b""])
def test_an_endless_head_is_cut_off(hub: HubProcess, caller: Caller, start: bytes) -> None:
    with line(hub) as made:
        made.sendall(start)
        piece = b"X: y\r\n" * 1_000 if start.endswith(b"\n") else b"a" * 6_000
        assert pour(made, piece, 200_000_000) < 20_000_000
    well(caller)


def test_a_head_that_does_not_come_is_not_waited_for(hub: HubProcess, caller: Caller) -> None:
    for begun in (b"", b"GET /health HTTP/1.1\r\nHost", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET"):
        with line(hub) as made:
            made.sendall(begun)
            until_closed(made)
    well(caller)


def test_an_endless_body_is_refused_and_cut_off_signed_or_not(hub: HubProcess, caller: Caller, data: Path) -> None:
    path = f"/v1/objects/{photo(b'never')[0]}"
    signed = caller.headers("PUT", path, b"x")
    before = stored(data)
    for headers in (signed, {}):
        with line(hub) as made:
            made.sendall(head(headers | {"Transfer-Encoding": "chunked"}, "PUT", path))
            assert pour(made, b"%x\r\n%s\r\n" % (50_000, bytes(50_000)), 500_000_000) < 50_000_000
    for headers, status in ((signed | {"Fieldaudit-Nonce": "11" * 16}, b"401"), ({}, b"400")):
        with line(hub) as made:
            made.sendall(head(headers | {"Content-Length": "5"}, "PUT", path) + b"12345")
            assert made.recv(65_536).startswith(b"HTTP/1.1 " + status)
    big = caller.headers("PUT", path, b"x")
    with line(hub) as made:
        made.sendall(head(big | {"Content-Length": str(10**15)}, "PUT", path))
        assert made.recv(65_536).startswith(b"HTTP/1.1 413")
    assert stored(data) == before
    well(caller)


def test_a_slow_body_is_given_up(hub: HubProcess, caller: Caller) -> None:
    name, sealed = photo(bytes(50_000))
    path = f"/v1/objects/{name}"
    with line(hub) as made:
        made.sendall(head(caller.headers("PUT", path, sealed) | {"Content-Length": str(len(sealed))}, "PUT", path) + sealed[:1000])
        assert b"408" in until_closed(made)[:20]
    assert caller.get(name).status == 404
    well(caller)


def test_strangers_cannot_take_the_memory_of_devices(hub: HubProcess, caller: Caller) -> None:
    with contextlib.ExitStack() as held:
        for _ in range(20):
            made = held.enter_context(line(hub))
            made.sendall(head({"Content-Length": "1000000"}, "POST", "/v1/claim") + b"begun")
        for n in range(5):
            assert caller.put(*photo(bytes([n]) * 90_000)).status == 201
    well(caller)


def test_who_does_not_read_is_cut_off(hub: HubProcess, caller: Caller, data: Path) -> None:
    name = photo(b"large")[0]
    path = data / "objects" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(20_000_000))
    gone = [each for each in hub.lines() if each.get("error") == "gone"]  # of other tests
    with socket.socket() as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        made.settimeout(PATIENCE)
        made.connect(("127.0.0.1", hub.port))
        made.sendall(head(caller.headers("GET", f"/v1/objects/{name}"), "GET", f"/v1/objects/{name}"))
        while [each for each in hub.lines() if each.get("error") == "gone"] == gone:
            made.getpeername()
        assert len(until_closed(made)) < 20_000_000
    path.unlink()
    well(caller)


def test_too_many_connections_from_one_place_are_closed_and_it_serves_again_after(hub: HubProcess, caller: Caller) -> None:
    with contextlib.ExitStack() as held:
        lines = [held.enter_context(line(hub)) for _ in range(60)]
        for made in lines[:40]:
            made.sendall(head({}, "GET", "/health"))
        answers = []
        for made in lines[:40]:
            with contextlib.suppress(ConnectionError):
                answers.append(made.recv(100))
        closed = [answer for answer in answers if not answer.startswith(b"HTTP/1.1 200")]
        for made in lines[40:]:
            closed.append(until_closed(made))
        assert closed and len(answers) >= 30
    well(caller)


def test_strangers_and_devices_may_ask_only_so_often(tmp_path: Path) -> None:
    claim(tmp_path / "data", current(1), current(2))
    slow = {"stranger_rate": 0.001, "stranger_burst": 3, "rate": 0.001, "burst": 3}
    with running(tmp_path / "data", limits=slow) as started, contextlib.closing(Caller(started.port)) as asking:
        for ask in (lambda: asking.send("GET", "/health"), lambda: asking.post("stat", {"names": []})):
            assert [ask().status for _ in range(5)] == [200, 200, 200, 429, 429]
            refused = ask()
            assert refused.error == "busy" and int(refused.headers["retry-after"]) > 0
        assert asking.as_device(2).post("stat", {"names": []}).status == 200, "another device is not held up"


def forged(asking: Caller) -> Answer:
    """A request that somebody else signed."""
    return asking.send("POST", "/v1/stat", b"{}", asking.headers("POST", "/v1/stat", b"{}", signature="00" * 64))


def test_who_forges_is_a_stranger_who_may_ask_only_so_often_and_is_hung_up_on(tmp_path: Path) -> None:
    claim(tmp_path / "data", current(1), current(2))
    slow = {"stranger_rate": 0.001, "stranger_burst": 5}
    with running(tmp_path / "data", limits=slow) as started, contextlib.closing(Caller(started.port)) as asking:
        late = asking.as_device(2, skew=-3_600_000)
        assert late.post("stat", {"names": []}).error == "clock"
        answers = [forged(asking) for _ in range(7)]
        assert [answer.status for answer in answers] == [401, 401, 401, 401, 429, 429, 429]
        assert [answer.headers.get("connection") for answer in answers] == [*[None] * 4, *["close"] * 3]
        assert asking.post("stat", {"names": []}).status == 200, "whoever signs as he should is no stranger, wherever he is"
        assert asking.as_device(2).post("stat", {"names": []}).status == 200


@pytest.mark.parametrize("believed", [True, False])
def test_only_a_proxy_that_was_named_says_who_asks(tmp_path: Path, believed: bool) -> None:
    claim(tmp_path / "data", current(1))
    slow = {"stranger_rate": 0.001, "stranger_burst": 2}
    with (
        running(tmp_path / "data", limits=slow, proxies="127.0.0.1" if believed else "") as started,
        contextlib.closing(Caller(started.port)) as asking,
    ):
        heard = [asking.send("GET", "/health", b"", {"X-Forwarded-For": f"192.0.2.{n}"}).status for n in (1, 1, 1, 2)]
        assert heard == [200, 200, 429, 200 if believed else 429]


def test_bombs_are_kept_as_they_are(hub: HubProcess, caller: Caller) -> None:
    before = hub.rss()
    bomb = gzip.compress(bytes(60_000_000))
    assert len(bomb) < CHUNK
    sealed = Chain(2).seal(
        act(2, 1, new("institution", 1)), body=bytes(15_900_000)
    )  # inside: 15.9 MB of nothing in a few hundred bytes
    assert len(sealed) < 5_000 and caller.put(chain(2, 1)[0][0], sealed).status == 201
    for what in ("stat", "changes", "stored", "suspect", "fetch"):
        path = f"/v1/{what}"
        headers = caller.headers("POST", path, bomb) | {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        assert caller.send("POST", path, bomb, headers).error == "malformed"
    assert hub.rss() - before < 15_000_000
    well(caller)


STRANGE = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b'{"names":null}',
    b'{"names":[1]}',
    b'{"names":["../x"]}',
    b"[" * 90_000,
    b'{"a":' * 20_000,
    b"\xff\xfe",
    b"\x00",
    b'{"have":[[1,1,NaN]],"receipts":[],"trust":""}',
    b'{"have":[[1e400,1,1]],"receipts":[],"trust":""}',
    b'{"name":"\\ud800"}',
    b'{"have":[[1,1,99999999999999999999]],"receipts":[],"trust":""}',
    b'{"have":[[true,1,1]],"receipts":[],"trust":""}',
    b"9" * 90_000,
    b'{"have":[[-1,1,1]],"receipts":[],"trust":""}',
    b'{"have":[],"receipts":[["x",1]],"trust":""}',
    b'{"have":[],"receipts":[],"trust":5}',
    json.dumps({"names": ["certs/1/1"] * 2_001}).encode(),
    b'{"names":["certs/1/1"],"x":1}',
)


@pytest.mark.parametrize("what", ["changes", "stat", "stored", "suspect", "fetch"])
def test_whatever_stands_in_a_signed_body_is_read_strictly(caller: Caller, what: str) -> None:
    for body in STRANGE:
        answer = caller.ask("POST", f"/v1/{what}", body)
        assert (answer.status, answer.error) == (400, "malformed"), body[:60]


# -- anything at all -------------------------------------------------------------------------------------
ANY = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
TOKENS = st.sampled_from(
    [
        b"GET ",
        b"PUT ",
        b"POST ",
        b"/v1/objects/",
        b"/v1/hub?nonce=",
        b"certs/1/1",
        b" HTTP/1.1\r\n",
        b" HTTP/1.0\r\n",
        b"Host: x\r\n",
        b"\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Fieldaudit-Device: 1\r\n",
        b"Upgrade: websocket\r\n",
        b"Connection: upgrade\r\n",
        b"Expect: 100-continue\r\n",
        b"ffffffffffffffff\r\n",
        b"5\r\nabcde\r\n",
        b"0\r\n\r\n",
        b"%00",
        b"*",
        b"CONNECT x:1",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01",
    ],
)


@ANY
@given(st.lists(TOKENS | st.binary(max_size=40), max_size=14))
def test_any_bytes_are_answered_or_cut_off(hub: HubProcess, caller: Caller, pieces: list[bytes]) -> None:
    with line(hub) as made:
        with contextlib.suppress(ConnectionError):
            made.sendall(b"".join(pieces))
            made.shutdown(socket.SHUT_WR)
        heard = until_closed(made)
    assert heard == b"" or heard.startswith(b"HTTP/1.1 ")
    assert b" 500 " not in heard
    assert caller.send("GET", "/health").status == 200


NAMES = st.text(
    st.characters(codec="ascii", exclude_characters=" \r\n\x00#?", exclude_categories=["Cc"]), max_size=40
) | st.sampled_from(["certs/1/1", "segments/1/1/00000001", photo(b"a")[0], "keys/1/1/1", "receipts/1/1"])
PATHS = st.builds(lambda start, name: start + name, st.sampled_from(["/v1/objects/", "/v1/parts/", "/v1/", "/"]), NAMES)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | NAMES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["have", "receipts", "trust", "names", "name"]), inner)
    ),
    max_leaves=12,
)


@ANY
@given(
    st.sampled_from(["GET", "PUT", "POST", "DELETE"]),
    PATHS,
    st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()),
)
def test_any_signed_request_is_answered_and_stores_nothing(caller: Caller, data: Path, method: str, path: str, body: bytes) -> None:
    before = stored(data)
    answer = caller.ask(method, path, body)
    assert answer.status < 500 and answer.headers["fieldaudit-hub"]
    assert stored(data) == before


# -- memory ----------------------------------------------------------------------------------------------
def test_memory_stays_bounded_in_a_flood(tmp_path: Path) -> None:
    claim(tmp_path / "data", current(1))
    size, lines, rounds = 4_000_000, 60, 2
    with running(tmp_path / "data", limits={"memory": 20_000_000, "rate": 1e6, "burst": 1e6}) as started:
        first = photo(bytes(size))
        with contextlib.closing(Caller(started.port)) as asking:
            assert asking.put(*first).status == 201
        before, heard = started.rss(), list[int]()

        def flood() -> None:
            with contextlib.closing(Caller(started.port)) as asking:
                for _ in range(rounds):
                    heard.append(asking.put(*photo(bytes(size), FIRST)).status)
                    heard.append(asking.get(first[0]).status)

        threads = [threading.Thread(target=flood) for _ in range(lines)]
        for thread in threads:
            thread.start()
        most = before
        while any(thread.is_alive() for thread in threads):
            most = max(most, started.rss())
            threads[0].join(0.01)
        for thread in threads:
            thread.join()
        assert set(heard) <= {200, 201, 503} and heard.count(201) > lines
        assert most - before < 200_000_000, f"{lines} bodies of {size} bytes at once"
