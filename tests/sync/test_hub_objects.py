"""What a hub keeps, by itself: a disk that fails must not cost what was acknowledged, nor pass for one that did not."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldaudit.sync.hub.answers import Refusal
from fieldaudit.sync.hub.objects import PUT, THERE, Objects, open_objects

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
