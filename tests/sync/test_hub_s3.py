"""A hub over an S3-compatible store (moto): alone, two of them, and when the store is slow, errs or is gone."""

from __future__ import annotations

import contextlib
import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hub_world import (
    BUREAU,
    Caller,
    HubProcess,
    chain,
    current,
    hub_certificate,
    now_ms,
    photo,
    receipt,
    running,
    statement,
    wrapped,
)
from moto.server import ThreadedMotoServer
from obstore.store import S3Store
from store_world import FIRST, SECOND

from fieldaudit.domain.core import Revocation
from fieldaudit.sync.hub.state import HubState

pytestmark = pytest.mark.slow

SECRETS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@dataclass
class Bucket:
    """A bucket of its own with the folder of a hub that has its certificates there."""

    endpoint: str
    data: Path

    @property
    def store(self) -> Any:
        return S3Store.from_url(
            f"s3://{self.data.parent.name.replace('_', '-')}/hub",
            config={"endpoint": self.endpoint, "access_key_id": "key", "secret_access_key": "secret", "region": "us-east-1"},
            client_options={"allow_http": True},
        )

    @contextlib.contextmanager
    def hub(self, endpoint: str = "") -> Iterator[tuple[HubProcess, Caller]]:
        url = f"s3://{self.data.parent.name.replace('_', '-')}/hub"
        options = {"endpoint": endpoint or self.endpoint}
        with (
            running(self.data, store=url, store_options=options, env=SECRETS, limits={"chunk": 100_000}) as hub,
            contextlib.closing(Caller(hub.port)) as caller,
        ):
            yield hub, caller


@pytest.fixture
def bucket(moto: str, tmp_path: Path) -> Bucket:
    made = Bucket(moto, tmp_path / "data")
    urllib.request.urlopen(urllib.request.Request(f"{moto}/{tmp_path.name.replace('_', '-')}", method="PUT")).close()
    state = HubState.open(made.data)
    own = hub_certificate(state)
    for name, data in (("certs/900/1", own), statement(current(1)), statement(current(2))):
        made.store.put(name, data)
    state.claim(own, BUREAU.public)
    return made


def test_all_of_the_protocol_over_s3(bucket: Bucket) -> None:
    with bucket.hub() as (hub, caller):
        assert caller.send("GET", "/health").json == {"ok": True}
        name, sealed = photo(b"far away")
        assert [caller.put(name, sealed).status for _ in range(2)] == [201, 200]
        assert caller.get(name).body == sealed and caller.get(name, Range="bytes=5-9").body == sealed[5:10]
        assert caller.get(photo(b"?")[0]).status == 404
        segments = chain(2, 4)
        for one in segments:
            assert caller.put(*one).status == 201
        assert [each for each, _ in caller.changes([[FIRST, 2, 1]])["segments"]] == [each for each, _ in segments[1:]]
        assert [each for each, _ in caller.post("stat", {"names": [name, "certs/7/7"]}).json["objects"]] == [name]
        for number in (1, 2):
            assert caller.put(*receipt(2, number)).status == 201
        assert caller.get(receipt(2, 1)[0]).status == 404 and caller.changes()["receipts"] == [[2, 2]]
        assert caller.put(*wrapped(FIRST, 1)).status == 201 and wrapped(FIRST, 1)[0] in caller.changes()["keys"]
        assert [each for each, _ in caller.post("stored", {"names": [name, segments[0][0]]}).json["objects"]] == [
            name,
            segments[0][0],
        ]
        large, whole = photo(bytes(150_000))
        query = f"parts=2&size={len(whole)}"
        assert [caller.put(large, whole[k * 100_000 : (k + 1) * 100_000], f"?part={k}&{query}").status for k in (1, 0)] == [
            201,
            201,
        ]
        assert caller.put(large, b"", f"?{query}").status == 201 and caller.get(large).body == whole
        assert not [meta for chunk in bucket.store.list("parts") for meta in chunk]
        bucket.store.put(segments[3][0], b"rotten")
        assert caller.post("suspect", {"name": segments[3][0]}).json == {"aside": True}
        assert caller.changes([[FIRST, 2, 4]])["last"][0][2] == 3
        assert caller.put(*segments[3]).status == 201
        assert hub.stop() == 0
    with bucket.hub() as (_, caller):  # nothing of it was only in memory
        assert [each for each, _ in caller.changes()["segments"]] == [each for each, _ in segments]
        assert caller.get(large).body == whole


def test_two_processes_serve_one_store(bucket: Bucket) -> None:
    with bucket.hub() as (_, one), bucket.hub() as (_, two):
        segments, (name, sealed) = chain(2, 3, SECOND), photo(b"by the first")
        for each in (*segments[:2], (name, sealed)):
            assert one.put(*each).status == 201
        assert two.get(name).body == sealed and two.put(name, sealed).status == 200
        assert two.put(*segments[2]).status == 201
        while [each for each, _ in one.changes()["segments"]] != [each for each, _ in segments]:  # within its moment
            pass
        assert one.put(*statement(current(3))).status == 201
        third, again = two.as_device(3), one.as_device(3)
        while third.post("stat", {"names": []}).status != 200:
            pass
        assert two.put(*statement(Revocation(3, 2, {}, now_ms()))).status == 201
        while (answer := again.post("stat", {"names": []})).status in (200, 429):  # so often that it is asked to wait
            pass
        assert answer.error == "revoked"


def test_of_two_that_put_at_once_one_wins_and_nobody_is_told_otherwise(bucket: Bucket) -> None:
    with bucket.hub() as (_, one), bucket.hub() as (_, two):
        heard: list[int] = []
        names = [photo(bytes([n]) * 50_000) for n in range(12)]

        def put(caller: Caller) -> None:
            heard.extend(caller.put(*each).status for each in names)

        threads = [threading.Thread(target=put, args=(caller,)) for caller in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(heard) == [200] * 12 + [201] * 12
        for name, sealed in names:
            assert one.get(name).body == sealed


# -- trouble ---------------------------------------------------------------------------------------------
@dataclass
class Trouble:
    """What a proxy before the store does: to each request "" (it passes), "500", "lost" (done, not answered) or "slow"."""

    target: str
    plan: list[str] = field(default_factory=list)
    always: str = ""
    done: list[str] = field(default_factory=list)


@contextlib.contextmanager
def troubled(trouble: Trouble) -> Iterator[str]:
    """A proxy before the store."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            what = trouble.plan.pop(0) if trouble.plan else trouble.always
            trouble.done.append(what)
            if what == "500":
                self.send_response(503)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            headers = {"Content-Type": "application/octet-stream"}  # else it would be read as a form
            headers |= {key.title(): value for key, value in self.headers.items() if key.lower() != "connection"}
            asked = urllib.request.Request(trouble.target + self.path, body or None, headers, method=self.command)
            try:
                answer: Any = urllib.request.urlopen(asked, timeout=20)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                said = answer.read()
            if what == "lost":
                self.close_connection = True
                return
            if what == "slow":
                waited.wait(0.1)
            self.send_response(answer.status)
            for key, value in answer.headers.items():
                if key.lower() not in ("connection", "transfer-encoding", "content-length", "server", "date"):
                    self.send_header(key, value)
            self.send_header(
                "Content-Length", answer.headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(said))
            )
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(said)

        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _pass

        def log_message(self, *_: object) -> None:
            return

    waited = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("what", ["500", "lost", "slow"])
def test_a_store_that_stumbles_costs_a_retry_and_loses_nothing(bucket: Bucket, what: str) -> None:
    trouble = Trouble(bucket.endpoint)
    with troubled(trouble) as endpoint, bucket.hub(endpoint) as (hub, caller):
        assert caller.changes()["certs"]
        objects = [photo(bytes([n]) * 30_000) for n in range(3)] + chain(2, 2)
        for each in objects:
            trouble.plan = [what, ""] if what != "slow" else [what] * 3
            answer = caller.put(*each)
            while answer.status == 503:  # our own refusal: the caller tries again
                assert answer.error == "busy" and answer.headers["retry-after"]
                answer = caller.put(*each)
            assert answer.status in (200, 201), "200: it was put though the answer was lost"
        for name, sealed in objects:
            assert caller.get(name).body == sealed
        assert len(caller.post("stored", {"names": [name for name, _ in objects]}).json["objects"]) == len(objects)
        assert trouble.done.count(what) >= len(objects)
        assert not [line for line in hub.lines() if line["event"] == "bug"]


def test_a_store_that_is_gone_is_said_and_when_it_is_back_all_goes_on(bucket: Bucket) -> None:
    trouble = Trouble(bucket.endpoint)
    with troubled(trouble) as endpoint, bucket.hub(endpoint) as (hub, caller):
        kept, lost = photo(b"kept"), photo(b"not taken")
        assert caller.put(*kept).status == 201
        trouble.always = "500"
        assert caller.put(*lost).error == "busy"
        while caller.send("GET", "/health").status == 200:  # it looks once a second
            pass
        assert caller.send("GET", "/health").json == {"ok": False}
        trouble.always = ""
        assert caller.put(*lost).status in (200, 201) and caller.get(kept[0]).body == kept[1]
        while caller.send("GET", "/health").status != 200:
            pass
        assert not [line for line in hub.lines() if line["event"] == "bug"]
