"""Sync through a hub: a day's and a year's work, photos, a whole city at once; the hub is a real process on loopback.

Floors do the same durable work on the same kind of file without a hub; peers (geodiff, SQLite's session extension) carry
what they make over the same road. What reaches the hub is sealed, fsynced and read back there before it is acknowledged.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from _edits import Edits, check, scattered, words, write
from _fleet import FIRST, Day, Found, bring, certificates
from _hub import claimed, hub, lies_there, objects_at, sync
from _laptops import (
    DISTRICT,
    NOW,
    PER_ACT,
    PERSON,
    Answer,
    answers,
    bare_table,
    exchange,
    hurried,
    insert_bare,
    laptop,
    record,
    update_bare,
)
from _sync_peers import lacking, peers, road
from _table import Line, median_of, percentile, print_table, wants_small
from _waiting_store import waiting

from fieldaudit.evidence.blobs import BlobStore
from fieldaudit.store import Workspace
from fieldaudit.store.connection import CACHE_KIB
from fieldaudit.store.files import sync_folder

R = TypeVar("R")

MB = 1_000_000


# -- 40,000 answers --------------------------------------------------------------------------------------------


def there(folder: Path, rows: list[Answer], rounds: int) -> Iterator[Line]:
    """A seals and puts, B gets and applies; both meet the hub for the first time."""
    source, sizes = folder / "source", list[float]()
    with laptop(source, 1) as workspace, hurried(workspace.store):
        record(workspace.store, rows, PER_ACT)

    def by_folder() -> tuple[float]:
        with TemporaryDirectory(dir=folder) as place:
            path = Path(place)
            shutil.copytree(source, path / "a")
            (path / "stick").mkdir()
            with Workspace.open(path / "a", None) as a, laptop(path / "b", 2) as b:
                os.sync()
                return (exchange(a, path / "stick") + exchange(b, path / "stick"),)

    def once() -> tuple[float, float, float]:
        with TemporaryDirectory(dir=folder) as place:
            path = Path(place)
            shutil.copytree(source, path / "a")
            claimed(path / "hub")
            with hub(path / "hub") as url, Workspace.open(path / "a", None) as a, laptop(path / "b", 2) as b:
                os.sync()  # what was only prepared is not written while something is measured
                given, taken = sync(a, url)[0], sync(b, url)[0]
                with bare_table(path / "bare.db") as bare:
                    os.sync()
                    floor = insert_bare(bare, rows, len(rows))
                assert b.store.query("SELECT count(*) AS n FROM answer")[0]["n"] == len(rows)
            sizes.append(lies_there(path / "hub", ("segments",)))
            return given + taken, taken, floor

    both, taken, floor = median_of(rounds, once)
    yield Line(f"{len(rows):,} answers in acts of {PER_ACT}, A -> hub -> B", both, floor, 2)
    yield Line("  B alone", taken, floor, None)
    yield Line("  beside the same by a folder", both, median_of(rounds, by_folder)[0], None)
    size = statistics.median(sizes)
    yield Line("  bytes of segments", size, None, 800 * len(rows) / 40_000, "KB")
    yield from _peers_there(folder, rows, rounds, both, size)


def _peers_there(folder: Path, rows: list[Answer], rounds: int, ours: float, size: float) -> Iterator[Line]:
    with road(folder) as over:
        for peer in peers():
            seconds, carried = median_of(rounds, partial(_in_place, folder, partial(peer.insert, rows=rows, over=over)))
            yield Line(f"  beside {peer.name} over the same road", ours, seconds, 1 if peer.name == "geodiff" else None)
            yield Line("    bytes", size, carried, 1, "KB")


def _in_place(folder: Path, work: Callable[[Path], R]) -> R:
    """Do it in a folder of its own, that goes afterwards."""
    with TemporaryDirectory(dir=folder) as place:
        return work(Path(place))


# -- edits both ways -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meeting:
    """Two laptops and a hub that all hold the same rows, and a bare table with them."""

    folder: Path
    count: int

    @classmethod
    def prepare(cls, folder: Path, count: int) -> Meeting:
        folder.mkdir()
        rows = answers(count)
        claimed(folder / "hub")
        with (
            hub(folder / "hub") as url,
            laptop(folder / "a", 1) as a,
            laptop(folder / "b", 2) as b,
            bare_table(folder / "bare.db") as bare,
        ):
            with hurried(a.store), hurried(b.store):
                record(a.store, rows, PER_ACT)
                sync(a, url)
                sync(b, url)
            insert_bare(bare, rows, count)
        return cls(folder, count)

    def meet(self, edits: Edits) -> tuple[float, float, float]:
        """Seconds of the three exchanges, of the floor, and KB of segments that travelled; checks what came out."""
        with TemporaryDirectory(dir=self.folder.parent) as place:
            path = Path(place) / "copy"
            shutil.copytree(self.folder, path)
            with (
                hub(path / "hub") as url,
                Workspace.open(path / "a", None) as a,
                Workspace.open(path / "b", None) as b,
                bare_table(path / "bare.db") as bare,
            ):
                for workspace in (a, b):
                    sync(workspace, url)  # a hub that ran before knows what it has
                before = lies_there(path / "hub", ("segments",))
                for side, workspace in enumerate((a, b)):
                    with hurried(workspace.store):
                        write(workspace.store, edits.cells(side), side, single=False)
                    workspace.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                os.sync()
                seconds = sum(sync(workspace, url)[0] for workspace in (a, b, a))
                os.sync()
                floor = sum(update_bare(bare, [row for row, _ in edits.cells(side)], "甲乙"[side]) for side in (0, 1))
                check(a.store, b.store, edits)
            return seconds, floor, lies_there(path / "hub", ("segments",)) - before


def both_ways(folder: Path, count: int, different: int, shared: int, rounds: int) -> Iterator[Line]:
    """Edits from both sides meet at a hub, and at one with ten times the rows and history."""
    before: tuple[float, float] | None = None
    for times in (1, 10):
        meeting = Meeting.prepare(folder / f"meeting{times}", count * times)
        edits = scattered(meeting.count, different, shared)
        seconds, floor, size = median_of(rounds, partial(meeting.meet, edits))
        shutil.rmtree(meeting.folder)
        if before is None:
            yield Line(f"2 x {different + shared:,} edits both ways", seconds, floor, 3)
            yield Line("  bytes of segments", size, None, 30, "KB")
        else:
            yield Line(f"the same with {meeting.count:,} rows", seconds, floor, None)
            yield Line("  ratio to the floor, beside the one before", seconds / floor, before[0], 1.2, "x")
            yield Line("  bytes of segments", size, before[1], 1.3, "KB")
        before = (seconds / floor, size)
        yield from _peers_both_ways(folder, edits, answers(meeting.count), rounds if times == 1 else 1, seconds, size)


def _peers_both_ways(folder: Path, edits: Edits, rows: list[Answer], rounds: int, ours: float, size: float) -> Iterator[Line]:
    one, other = ([(row, column, words(side, row)) for row, column in edits.cells(side)] for side in (0, 1))
    with road(folder) as over:
        for peer in peers():
            work = partial(peer.both_ways, rows=rows, sides=(one, other), over=over)
            seconds, carried = median_of(rounds, partial(_in_place, folder, work))
            yield Line(f"  beside {peer.name} over the same road", ours, seconds, None)
            yield Line("    bytes", size, carried, 1, "KB")


# -- a year ----------------------------------------------------------------------------------------------------


def year(folder: Path, days: int, a_day: int) -> Iterator[Line]:
    """A laptop that begins takes a year of sealed days; it is a process of its own, so that its memory is."""
    claimed(folder / "hub")
    grown = {}
    with laptop(folder / "a", 1) as a, hub(folder / "hub") as url:
        for last in (days // 12, days):
            with hurried(a.store):
                for day in range((grown and days // 12) or 0, last):
                    record(a.store, answers(a_day, day * a_day), PER_ACT)
                    a.store.seal()
                sync(a, url)
            with copied(folder / "hub") as data, hub(data) as other:
                command = [sys.executable, __file__, "pull", str(folder / f"b{last}"), other]
                grown[last] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            assert grown[last]["rows"] == last * a_day and grown[last]["segments"] >= last
    month, whole = grown[days // 12], grown[days]
    yield Line(f"B pulls a year: {days} days, {days * a_day:,} answers", whole["seconds"], None, None)
    name = f"  its memory grows by, a year beside a month ({CACHE_KIB // 1000} MB are the database's cache)"
    yield Line(name, whole["grown"], month["grown"], None, "MB")
    yield Line("  its memory at the most", whole["peak"], None, 200, "MB")


@contextlib.contextmanager
def copied(data: Path) -> Iterator[Path]:
    """A copy of a hub's folder: the same hub, on which the same laptop is still a new one."""
    with TemporaryDirectory(dir=data.parent) as place:
        yield Path(shutil.copytree(data, Path(place) / "hub"))


def pull(workspace: Path, url: str) -> None:
    """What the child of `year` does; prints its figures as JSON."""
    with laptop(workspace, 2) as b:
        before = memory("VmRSS")
        seconds, outcome = sync(b, url)
        rows = b.store.query("SELECT count(*) AS n FROM answer")[0]["n"]
    peak = memory("VmHWM")
    found = {"seconds": seconds, "rows": rows, "peak": peak, "grown": peak - before, "segments": outcome.got["segments"]}
    print(json.dumps(found))


def memory(name: str) -> float:
    """MB of this process now (VmRSS) or at its most (VmHWM)."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return int(lines[name].split()[0]) / 1000


# -- photos ----------------------------------------------------------------------------------------------------


def with_photos(folder: Path, count: int, size: int) -> None:
    """A laptop with an inspection that has so many photos."""
    with laptop(folder, 1) as workspace, hurried(workspace.store):
        blobs, store = BlobStore(workspace.blobs, workspace.store.trust), workspace.store
        visit = store.create("inspection", kind="routine")
        store.commit(DISTRICT, "inspection.begin", PERSON, [visit], NOW)
        made = []
        for _ in range(count):
            plain = os.urandom(size)
            cells = {"owner_table": "inspection", "owner_row": visit.row, "kind": "photo", "bytes": size}
            digest = hashlib.sha256(plain).hexdigest()
            made.append(store.create("attachment", **cells, sha256=digest, object=blobs.put(plain, DISTRICT)))
        store.commit(DISTRICT, "inspection.attach", PERSON, made, NOW)


def photos(folder: Path, count: int, size: int, rounds: int) -> Iterator[Line]:
    """They go up: read and hashed here, hashed, fsynced and read back there; then again, with nothing to do."""
    with_photos(folder / "photos", count, size)
    idle: list[float] = []
    turn = cycle((True, False))

    def uploaded(path: Path) -> float:
        shutil.copytree(folder / "photos", path / "a", copy_function=_linked)
        claimed(path / "hub")
        with hub(path / "hub") as url, Workspace.open(path / "a", None) as a:
            os.sync()
            seconds, outcome = sync(a, url)
            assert outcome.put["blobs"] == count and outcome.confirmed >= count
            idle.extend(sync(a, url)[0] for _ in range(5))
        return seconds

    def copied(path: Path) -> float:
        os.sync()
        return copy_durably(folder / "photos" / "blobs", path / "bare")

    def once() -> tuple[float, float]:
        with TemporaryDirectory(dir=folder) as place:  # whoever writes second finds less free memory: in turn
            if next(turn):
                floor = copied(Path(place))
                return uploaded(Path(place)), floor
            return uploaded(Path(place)), copied(Path(place))

    seconds, floor = median_of(rounds, once)
    yield Line(f"{count} photos of {size / MB:g} MB go up, fsynced and read back", seconds, floor, 1)
    yield Line("  at", count * size / MB / seconds, count * size / MB / floor, None, "MB/s")
    yield Line(f"  nothing to do for {count} photos", statistics.median(idle), None, 0.05)


def _linked(source: str, target: str) -> str:
    """Photos never change: one that is linked is as good as a copy."""
    if "/blobs/" in source:
        os.link(source, target)
        return target
    return str(shutil.copy2(source, target))


def copy_durably(source: Path, target: Path) -> float:
    """Seconds to copy all files below a folder, each fsynced."""
    begin = time.perf_counter()
    target.mkdir()
    for path in source.rglob("*"):
        if path.is_file():
            with open(target / path.name, "wb") as file:
                file.write(path.read_bytes())
                file.flush()
                os.fsync(file.fileno())
    sync_folder(target)
    return time.perf_counter() - begin


# -- a whole city ----------------------------------------------------------------------------------------------


def city(folder: Path, laptops: int, day: Day) -> Iterator[Line]:
    """All laptops of a city bring a day's work at once."""
    claimed(folder / "hub", certificates(laptops))
    with hub(folder / "hub") as url:
        found = bring([url], laptops, day)
    brought = f"{day.inspections} inspections, {day.photos} photos of {day.photo_bytes / MB:g} MB"
    yield Line(f"{laptops} laptops at once, each {brought}", found.seconds, None, None)
    yield from _told(found)
    yield Line("  photos at", laptops * day.photos * day.photo_bytes / MB / found.seconds, None, None, "MB/s")


def _told(found: Found) -> Iterator[Line]:
    for error in sorted(set(found.errors))[:5]:
        print(f"ERROR {error}", file=sys.stderr)
    yield Line("  errors", len(found.errors), None, 0, "")
    yield Line("  a laptop's whole exchange, p50", percentile(found.days, 0.5), None, None)
    yield Line("  a laptop's whole exchange, p95", percentile(found.days, 0.95), None, None)
    yield Line("  a request, p50", percentile(found.requests, 0.5) * 1000, None, None, "ms")
    yield Line("  a request, p95", percentile(found.requests, 0.95) * 1000, None, None, "ms")


def processes(folder: Path, laptops: int, day: Day, rounds: int, wait: int) -> Iterator[Line]:
    """The same work brought to one process and to two, over a store that waits before each answer."""
    errors = []

    def once(count: int) -> float:
        with TemporaryDirectory(dir=folder) as place, waiting(wait) as options, contextlib.ExitStack() as stack:
            data = Path(place) / "hub"
            claimed(data, certificates(laptops + count), objects_at(options))
            urls = [stack.enter_context(hub(data, *options)) for _ in range(count)]
            for n, url in enumerate(urls):  # what has just begun learns first who is who
                bring([url], 1, day, FIRST + laptops + n)
            found = bring(urls, laptops, day)
            errors.extend(found.errors)
            return found.seconds

    two, one = median_of(rounds, lambda: (once(2), once(1)))
    name = f"{laptops} laptops, {day.inspections} inspections each, S3 at {wait} ms: two processes beside one"
    yield Line(name, two, one, 1)
    yield Line("  errors", len(errors), None, 0, "")


def main() -> None:
    small = wants_small(__doc__ or "")
    count, rounds = (4_000, 3) if small else (40_000, 5)
    with TemporaryDirectory() as place:
        folder = Path(place)
        lines = [
            *there(folder, answers(count), rounds),
            *both_ways(folder, count, count // 20, count // 200, rounds),
            *year(folder, 36 if small else 300, 1_000),
            *photos(folder, 20 if small else 200, 1_500_000, rounds),
            *city(folder / "city", 40 if small else 200, Day(10, 1 if small else 4, 1_500_000)),
            *processes(folder, 40 if small else 200, Day(10, 0, 0), 1 if small else 3, 20),
        ]
    print_table(f"sync: {count:,} answers, median of {rounds} rounds; {os.cpu_count()} cores for all processes", lines)
    for name in lacking():
        print(f"{name}: peer not installed (extra bench)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["pull"]:
        pull(Path(sys.argv[2]), sys.argv[3])
    else:
        main()
