"""Floods: what strangers, or one device that means ill, send to make a hub's memory grow. It is that of the real process."""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hub_world import Caller, HubProcess, claim, current, line, photo, running

pytestmark = pytest.mark.slow

MB = 1_000_000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    claim(tmp_path / "data", current(1), current(2))
    return tmp_path / "data"


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


def brackets(size: int) -> bytes:
    """So many bytes of JSON, about, in which everything is a bracket."""
    deep = b"[" * 300 + b"]" * 300
    return b'{"have":[' + b",".join([deep] * (size // 601)) + b'],"receipts":[],"trust":""}'


def chains(size: int) -> bytes:
    """So many bytes, about, of a question as it should be."""
    rows = b",".join(b"[1,%d,1]" % (100_000 + n) for n in range(size // 13))
    return b'{"have":[' + rows + b'],"receipts":[],"trust":""}'


@pytest.mark.parametrize("question", [brackets, chains])
def test_what_a_device_asks_takes_no_more_memory_than_is_kept_for_it(data: Path, question: Callable[[int], bytes]) -> None:
    with running(data, limits={"memory": 60 * MB}) as hub:
        heard: list[int] = []

        def ask(size: int) -> Callable[[], None]:
            def asking() -> None:
                with contextlib.closing(Caller(hub.port)) as caller:
                    heard.append(caller.ask("POST", "/v1/changes", question(size)).status)

            return asking

        assert growth(hub, *[ask(3_900_000)] * 4, *[ask(500_000)] * 20) < 100 * MB
        assert heard.count(413) == 4 and set(heard) <= {413, 200, 400, 503} and set(heard) & {200, 400}


def test_the_longest_question_of_a_large_city_is_answered(data: Path) -> None:
    with running(data) as hub, contextlib.closing(Caller(hub.port)) as asking:
        have = [[1_000_000 + n, 4_000_000 + n, 99_999_999] for n in range(12_000)]
        assert len(asking.changes(have)["segments"]) == 0
        names = [photo(b"%d" % n)[0] for n in range(2_000)]
        for what in ("stat", "stored", "fetch"):
            assert asking.post(what, {"names": names}).status == 200


def test_looking_at_a_large_object_again_takes_no_more_memory_than_is_kept_for_it(data: Path) -> None:
    names = [photo(b"%d" % n)[0] for n in range(8)]
    (data / "large").write_bytes(bytes(60 * MB))
    for name in names:
        (data / "objects" / name).parent.mkdir(parents=True, exist_ok=True)
        (data / "objects" / name).hardlink_to(data / "large")
    with running(data, limits={"memory": 70 * MB}) as hub:
        heard: list[int] = []

        def suspect(name: str) -> None:
            with contextlib.closing(Caller(hub.port)) as caller:
                heard.append(caller.post("suspect", {"name": name}).status)

        assert growth(hub, *[partial(suspect, name) for name in names]) < 150 * MB
        assert set(heard) <= {200, 503} and 200 in heard


def test_laptops_that_ask_long_questions_at_once_are_all_answered(data: Path) -> None:
    names = [photo(b"%d" % n)[0] for n in range(2_000)]
    with running(data, limits={"memory": 100 * MB}) as hub:
        heard: list[int] = []

        def ask(what: str) -> None:
            with contextlib.closing(Caller(hub.port)) as caller:
                heard.append(caller.post(what, {"names": names}).status)

        growth(hub, *[partial(ask, what) for what in ("stat", "stored", "fetch") * 8])
        assert heard == [200] * 24
