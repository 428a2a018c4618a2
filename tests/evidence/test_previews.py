"""Previews: the same whatever the cache holds, made in the background, lost without harm."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import threading
from pathlib import Path

import pytest
from picture_examples import encoded, quarters
from PIL import Image

from fieldaudit.domain.annotation import Shape
from fieldaudit.errors import Damaged, FieldauditError
from fieldaudit.evidence import previews as room
from fieldaudit.evidence.cache import Cache
from fieldaudit.evidence.photo import preview
from fieldaudit.evidence.previews import Previews, Wish, Workers
from fieldaudit.i18n import tr

pytestmark = pytest.mark.slow  # processes of their own

BOX = (Shape("box", ((0.2, 0.2), (0.6, 0.6))),)


class Originals:
    """Blobs by name; counts how often one was read."""

    def __init__(self) -> None:
        self.held = {f"{number}": encoded(quarters(2000 + number, 1500)) for number in range(3)}
        self.reads: list[str] = []

    def __call__(self, name: str) -> bytes:
        self.reads.append(name)
        if name not in self.held:
            raise Damaged(tr("没有", "none"), where=name)
        return self.held[name]

    def wish(self, name: str, longest: int = 1600, shapes: tuple[Shape, ...] = ()) -> Wish:
        return Wish(name, hashlib.sha256(self.held.get(name, b"")).hexdigest(), longest, shapes)


@pytest.fixture
def originals() -> Originals:
    return Originals()


def test_a_wish_gives_the_same_bytes_with_and_without_a_cache_and_reads_the_original_once(
    originals: Originals, tmp_path: Path
) -> None:
    made = Previews(Cache(tmp_path / "a", bytes(32)), originals)
    thumbnail, drawn = originals.wish("1", 320), originals.wish("1", 900, BOX)
    first = made.make(thumbnail), made.make(drawn), made.make(originals.wish("1"))
    assert originals.reads == ["1"]
    again = Previews(Cache(tmp_path / "b", bytes(32)), originals)
    assert (again.make(originals.wish("1")), again.make(thumbnail), again.make(drawn)) == (first[2], first[0], first[1])
    assert first[2] == preview(originals.held["1"])
    assert [max(Image.open(io.BytesIO(data)).size) for data in first] == [320, 900, 1600]


def test_another_shape_is_another_picture_and_taking_it_back_gives_the_first_again(originals: Originals, tmp_path: Path) -> None:
    made = Previews(Cache(tmp_path, bytes(32)), originals)
    plain, drawn = originals.wish("0", 900), originals.wish("0", 900, BOX)
    before = made.make(plain)
    assert made.make(drawn) != before and made.make(plain) == before


@pytest.mark.parametrize("left", [b"", b"short", bytes(5000)])
def test_what_is_torn_or_altered_in_the_cache_is_made_again(originals: Originals, tmp_path: Path, left: bytes) -> None:
    made = Previews(Cache(tmp_path, bytes(32)), originals)
    wish = originals.wish("0", 320)
    first = made.make(wish)
    for path in tmp_path.iterdir():
        path.write_bytes(left)
    assert made.held(wish) is None and made.make(wish) == first


def test_nothing_in_the_cache_can_be_read_without_the_key(originals: Originals, tmp_path: Path) -> None:
    Previews(Cache(tmp_path, bytes(32)), originals).make(originals.wish("0", 320))
    assert all(b"JFIF" not in path.read_bytes() for path in tmp_path.iterdir())
    assert Previews(Cache(tmp_path, b"\1" * 32), originals).held(originals.wish("0", 320)) is None


def test_a_cache_that_cannot_be_written_costs_time_only(originals: Originals, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    made = Previews(Cache(tmp_path / "file" / "cache", bytes(32)), originals)
    assert made.make(originals.wish("0", 320)) == made.make(originals.wish("0", 320))


class Told:
    """What the workers said, and a way to wait for so many words."""

    def __init__(self) -> None:
        self.words: list[tuple[str, FieldauditError | None]] = []
        self._said = threading.Condition()

    def __call__(self, wish: Wish, error: FieldauditError | None) -> None:
        with self._said:
            self.words.append((wish.object, error))
            self._said.notify_all()

    def wait(self, count: int) -> None:
        with self._said:
            assert self._said.wait_for(lambda: len(self.words) >= count, 60)


def test_workers_make_what_is_asked_and_tell_of_each_also_of_what_cannot_be_had(originals: Originals, tmp_path: Path) -> None:
    made, told = Previews(Cache(tmp_path, bytes(32)), originals), Told()
    workers = Workers(made, told, 2)
    for name in ("0", "missing", "1"):
        workers.ask(originals.wish(name, 320))
    told.wait(3)
    workers.close()
    assert {name: error is None for name, error in told.words} == {"0": True, "1": True, "missing": False}
    assert made.held(originals.wish("0", 320)) and made.held(originals.wish("1", 320))


def test_a_worker_steps_back_and_there_is_one_fewer_than_the_cores_but_one(originals: Originals, tmp_path: Path) -> None:
    seen: list[int] = []

    def original(name: str) -> bytes:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) if sys.platform == "linux" else 0)
        return originals(name)

    before, told = threading.active_count(), Told()
    workers = Workers(Previews(Cache(tmp_path, bytes(32)), original), told)
    assert threading.active_count() - before == max(1, (os.cpu_count() or 1) - 1)
    workers.ask(originals.wish("0", 320))
    told.wait(1)
    workers.close()
    assert threading.active_count() == before
    assert seen[0] >= 10 or sys.platform != "linux"  # elsewhere a thread has no niceness of its own to read


class Held(Originals):
    """Originals that are given out only when the gate opens: the one worker stands still until then."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.entered = threading.Event(), threading.Event()

    def __call__(self, name: str) -> bytes:
        self.entered.set()
        assert self.gate.wait(60)
        return super().__call__(name)


def test_the_newest_wish_comes_first_a_cancelled_one_never_and_closing_forgets_the_rest(tmp_path: Path) -> None:
    originals, told = Held(), Told()
    workers = Workers(Previews(Cache(tmp_path, bytes(32)), originals), told, 1)
    workers.ask(originals.wish("0", 320))
    assert originals.entered.wait(60)  # the worker holds the first; what follows waits
    for name in ("1", "2"):
        workers.ask(originals.wish(name, 320))
    cancelled = originals.wish("1", 200)
    workers.ask(cancelled)
    assert workers.cancel(cancelled) and not workers.cancel(cancelled)
    assert not workers.cancel(originals.wish("0", 320))
    originals.gate.set()
    told.wait(3)
    assert [name for name, _ in told.words] == ["0", "2", "1"]
    workers.close()
    workers.ask(originals.wish("2", 100))
    assert len(told.words) == 3


def test_the_queue_is_bounded_the_oldest_wish_is_forgotten(tmp_path: Path) -> None:
    originals, told = Held(), Told()
    workers = Workers(Previews(Cache(tmp_path, bytes(32)), originals), told, 1)
    workers.ask(originals.wish("0"))
    assert originals.entered.wait(60)
    for longest in range(1, room.MOST_WAITING + 2):
        workers.ask(originals.wish("1", longest))
    assert not workers.cancel(originals.wish("1", 1)) and workers.cancel(originals.wish("1", 2))
    for longest in range(3, room.MOST_WAITING + 2):
        assert workers.cancel(originals.wish("1", longest))
    originals.gate.set()
    workers.close()
