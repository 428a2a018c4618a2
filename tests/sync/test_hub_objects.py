"""What a hub keeps, by itself: a disk that fails must not cost what was acknowledged, nor pass for one that did not."""

from __future__ import annotations

import asyncio
import errno
import http.server
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldaudit.errors import Damaged
from fieldaudit.sync.hub import serve as serving
from fieldaudit.sync.hub.answers import Refusal
from fieldaudit.sync.hub.look import look_at_data
from fieldaudit.sync.hub.objects import PUT, THERE, Bytes, Objects, open_objects
from fieldaudit.sync.hub.state import HubState

NAME = "certs/1/1"


def anything(_name: str, _data: object) -> None:
    """No object is unsound."""


@pytest.fixture
def store(tmp_path: Path) -> Objects:
    return open_objects(tmp_path / "store", None, {}, 0)


def no_handles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system opens no more of those files."""
    real = os.open

    def refuse(path: str | Path, *more: int) -> int:
        if str(path).endswith(NAME):
            raise OSError(errno.EMFILE, "Too many open files")
        return real(path, *more)

    monkeypatch.setattr(os, "open", refuse)


def no_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk takes nothing."""

    def refuse(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)


@pytest.mark.parametrize("fail", [no_handles, no_fsync])
def test_what_was_acknowledged_stays_when_the_same_is_put_again_and_the_disk_fails(
    store: Objects, fail: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.put(NAME, b"abc", anything) == PUT
    with monkeypatch.context() as failing:
        fail(failing)
        for refused in (lambda: store.put(NAME, b"abc", anything), lambda: store.make_sure(NAME)):
            with pytest.raises(Refusal, match="busy"):
                refused()
    assert bytes(store.get(NAME) or b"") == b"abc"
    assert store.put(NAME, b"abc", anything) == THERE


def test_a_sound_one_that_another_process_put_in_place_of_a_bad_one_is_not_moved_aside(store: Objects, tmp_path: Path) -> None:
    other, put = open_objects(tmp_path / "store", None, {}, 0), list[str]()
    path = tmp_path / "store" / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(b"rotten")

    def sound(_name: str, data: Bytes) -> None:
        if bytes(data) != b"good":
            raise Damaged("rotten")

    def looked(name: str, data: Bytes) -> None:
        if not put:
            put.append(other.put(name, b"good", sound))
        sound(name, data)

    assert store.set_aside(NAME, looked) is False
    assert put == [PUT] and path.read_bytes() == b"good"
    assert [each.read_bytes() for each in (tmp_path / "store" / "bad").iterdir()] == [b"rotten"]
    path.write_bytes(b"rotten")
    assert store.set_aside(NAME, sound) is True and not path.exists()


def test_what_an_fsync_failed_of_is_written_once_more_before_it_is_acknowledged(
    store: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store" / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(b"abc")  # by a process that was killed before it could make it durable
    with monkeypatch.context() as failing:
        no_fsync(failing)
        with pytest.raises(Refusal, match="busy"):
            store.put(NAME, b"abc", anything)
    synced, real = list[int](), os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    lay = path.stat().st_ino
    assert store.put(NAME, b"abc", anything) == THERE
    assert path.stat().st_ino != lay, "the system takes the old file for written: another fsync of it says nothing"
    assert path.stat().st_ino in synced and path.parent.stat().st_ino in synced
    assert path.read_bytes() == b"abc" and [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_could_not_be_made_durable_is_not_there(store: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as failing:
        no_fsync(failing)
        with pytest.raises(Refusal, match="busy"):
            store.put(NAME, b"abc", anything)
    assert store.head(NAME) is None
    assert store.put(NAME, b"abc", anything) == PUT


def busy(store: Objects, over: threading.Event) -> None:
    """Put things into it until it is over: each lies under another name for a moment."""
    number = 0
    while not over.is_set():
        number += 1
        store.overwrite(f"receipts/{number % 100}/1", b"x")


@pytest.mark.parametrize("look", ["sweep", "status"])
def test_a_store_in_which_files_come_and_go_is_swept_and_looked_at_all_the_same(tmp_path: Path, look: str) -> None:
    HubState.open(tmp_path)
    store, over = open_objects(tmp_path / "objects", None, {}, 0), threading.Event()
    working = threading.Thread(target=busy, args=(store, over))
    working.start()
    try:
        for _ in range(150):
            assert store.sweep(time.time()) == 0 if look == "sweep" else look_at_data(tmp_path)["bad"] == 0
    finally:
        over.set()
        working.join()


def test_what_goes_wrong_in_one_daily_sweep_is_told_and_the_next_one_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hub = serving.open_hub(serving.Options(tmp_path))
    faults: list[Exception] = [KeyError("of a home"), Refusal("busy"), FileNotFoundError("of a home")]

    def sweep(_now: float) -> int:
        if faults:
            raise faults.pop(0)
        return 7

    async def scene() -> list[str]:
        tidying, told = asyncio.create_task(serving.tidy(hub)), ""
        while "swept" not in told:
            await asyncio.sleep(0)
            told += capsys.readouterr().err
        tidying.cancel()
        return [json.loads(line)["event"] for line in told.splitlines()]

    monkeypatch.setattr(hub.objects, "sweep", sweep)
    monkeypatch.setattr(serving, "_DAY_S", 0.0)
    assert asyncio.run(scene())[:3] == ["bug", "bug", "swept"]
    hub.close()


def test_why_a_disk_refuses_is_logged(store: Objects, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with monkeypatch.context() as failing:
        no_handles(failing)
        with pytest.raises(Refusal, match="busy"):
            store.put(NAME, b"abc", anything)
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["event"], told["kind"], told["errno"]) == ("store", "OSError", errno.EMFILE) and NAME not in line


class Refusing(http.server.BaseHTTPRequestHandler):
    """A store that knows no such keys."""

    def do_GET(self) -> None:
        self.send_response(403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def test_why_a_distant_store_refuses_is_logged_without_a_name_an_address_or_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        endpoint = f"http://127.0.0.1:{server.server_port}"
        keys = {"access_key_id": "ours", "secret_access_key": "secret", "region": "us-east-1"}
        with pytest.raises(Refusal, match="busy"):
            open_objects(Path(), "s3://bucket", {"endpoint": endpoint, **keys}, 0).get(NAME)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["event"], told["kind"], told["status"]) == ("store", "PermissionDeniedError", 403)
    assert not any(word in line for word in (NAME, "127.0.0.1", "bucket", "ours", "secret"))
