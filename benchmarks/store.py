"""The log against a bare table: one answer, 40,000 answers, a million, and what two laptops write to each other.

Every floor does the same durable work without a log, on the same kind of encrypted file (SQLCipher, WAL, synchronous
FULL, the same columns and index), in the same run.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _edits import Edits, check, scattered, write
from _laptops import (
    COLUMNS,
    DISTRICT,
    NOW,
    PER_ACT,
    PERSON,
    Answer,
    answers,
    bare_table,
    exchange,
    file_of,
    hurried,
    insert_bare,
    laptop,
    on_stick,
    record,
    update_bare,
)
from _table import Line, median_of, percentile, print_table, wants_small

from fieldaudit.domain.core import RowId, make_id
from fieldaudit.store import Store, Workspace
from fieldaudit.store.connection import connect


def size_of(connection: Any, path: Path) -> float:
    """KB of a file once vacuumed and folded."""
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size / 1000


# -- one answer --------------------------------------------------------------------------------------------


def edit(store: Store, row: int, value: str, now: int) -> float:
    """Milliseconds from looking at a row to its edit being durable."""
    begin = time.perf_counter()
    store.commit(DISTRICT, "inspection.answer", PERSON, [store.edit("answer", RowId(row), value=value)], now)
    return (time.perf_counter() - begin) * 1000


def edits_in_turn(store: Store, bare: Any, count: int, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of edits of scattered rows, ours and bare in turn; both hold rows 1 … count of laptop 1."""
    ours, floor = [], []
    for n in range(times):
        row = make_id(1, 1 + n * 7919 % count)
        value = f"v{n} of {count}"
        ours.append(edit(store, row, value, NOW + n))
        floor.append(update_bare(bare, [row], value) * 1000)
    return ours, floor


def one_answer(folder: Path, rows: list[Answer], times: int) -> Iterator[Line]:
    """Edits and new rows, ours and bare in turn, on tables that hold all the others already."""
    with laptop(folder / "one", 1) as workspace, bare_table(folder / "one.db") as bare:
        store = workspace.store
        record(store, rows, PER_ACT)
        insert_bare(bare, rows, PER_ACT)
        ours, floor = edits_in_turn(store, bare, len(rows), times)
        made, inserted = [], []
        for n in range(times):
            made.append(record(store, rows[n : n + 1], 1) * 1000)
            begin = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(f"INSERT INTO answer({COLUMNS}) VALUES(?,?,?,?,?,?,?,?,?)", (make_id(2, n + 1), *rows[n], n, n, n, 1))
            bare.execute("COMMIT")
            inserted.append((time.perf_counter() - begin) * 1000)
    for name, mine, theirs in (("edit of one answer", ours, floor), ("one new answer", made, inserted)):
        yield Line(f"{name}, p50", percentile(mine, 0.5), percentile(theirs, 0.5), None, "ms")
        yield Line(f"{name}, p99", percentile(mine, 0.99), percentile(theirs, 0.99), 2, "ms")


def curve(folder: Path, inspections: Sequence[int], times: int) -> Iterator[Line]:
    """One answer's edit in a workspace that holds more and more inspections, sealed."""
    with laptop(folder / "curve", 1) as workspace, bare_table(folder / "curve.db") as bare:
        store, held = workspace.store, 0
        points: list[tuple[float, float]] = []
        for count in inspections:
            with hurried(store):
                for begin in range(held, count * PER_ACT, 40_000):
                    part = answers(min(40_000, count * PER_ACT - begin), begin)
                    record(store, part, 2_000)
                    store.seal()
                    insert_bare(bare, part, len(part), begin)
            held = count * PER_ACT
            for connection in (store.connection, bare):
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            ours, floor = edits_in_turn(store, bare, held, times)
            points.append((statistics.median(ours), statistics.median(floor)))
            yield Line(f"edit of one answer among {count:,} inspections, p50", *points[-1], None, "ms")
    mine, theirs = (last / first for first, last in zip(points[0], points[-1], strict=True))
    yield Line("  slower than among the fewest by, ours and bare", mine, theirs, 1.25, "x")


# -- many answers ------------------------------------------------------------------------------------------


def many_answers(folder: Path, rows: list[Answer], rounds: int) -> Iterator[Line]:
    sizes: list[tuple[float, float, float]] = []

    def acts_of_forty() -> tuple[float, float]:
        with TemporaryDirectory(dir=folder) as place:
            path = Path(place)
            with laptop(path / "ours", 1) as workspace, bare_table(path / "bare.db") as bare:
                file, mine = file_of(workspace), workspace.store.connection
                empty, bare_empty = size_of(mine, file), size_of(bare, path / "bare.db")
                times = record(workspace.store, rows, PER_ACT), insert_bare(bare, rows, PER_ACT)
                unsealed = size_of(mine, file)
                workspace.store.seal()
                sizes.append((unsealed - empty, size_of(mine, file) - empty, size_of(bare, path / "bare.db") - bare_empty))
                return times

    ours, floor = median_of(rounds, acts_of_forty)
    unsealed, sealed, bare_size = (statistics.median(column) for column in zip(*sizes, strict=True))
    yield Line(f"{len(rows):,} answers in acts of {PER_ACT}, each durable", ours, floor, 1.5)
    yield Line("  the file grows by, unsealed", unsealed, bare_size, None, "KB")
    yield Line("  the file grows by, sealed and vacuumed", sealed, bare_size, 1.5, "KB")
    with laptop(folder / "single", 1) as workspace:
        connection, file = workspace.store.connection, file_of(workspace)
        empty = size_of(connection, file)
        with hurried(workspace.store):  # only the size is asked
            record(workspace.store, rows, 1)
            workspace.store.seal()
        size = size_of(connection, file) - empty
    yield Line(f"{len(rows):,} single answers, sealed and vacuumed", size, bare_size, 1.3, "KB")


def by_folder(folder: Path, rows: list[Answer], rounds: int) -> Iterator[Line]:
    for per_act, name, whole, receiver in ((PER_ACT, f"acts of {PER_ACT}", 1.5, None), (1, "single acts", 4.0, 1.3)):
        source = folder / f"source{per_act}"
        with laptop(source, 1) as workspace, hurried(workspace.store):
            record(workspace.store, rows, per_act)
        travelled: list[float] = []

        def there(source: Path = source, travelled: list[float] = travelled) -> tuple[float, float, float]:
            with TemporaryDirectory(dir=folder) as place:
                path = Path(place)
                (path / "stick").mkdir()
                shutil.copytree(source, path / "a")
                with Workspace.open(path / "a", None) as a, laptop(path / "b", 2) as b, bare_table(path / "bare.db") as bare:
                    given, taken = exchange(a, path / "stick"), exchange(b, path / "stick")
                    floor = insert_bare(bare, rows, len(rows))
                    assert b.store.query("SELECT count(*) AS n FROM answer")[0]["n"] == len(rows)
                    travelled.append(on_stick(path / "stick"))
                    return given + taken, taken, floor

        both, taken, floor = median_of(rounds, there)
        yield Line(f"{name}, A -> folder -> B", both, floor, whole)
        yield Line("  B alone", taken, floor, receiver)
        yield Line("  bytes on the folder", statistics.median(travelled), None, 800 * len(rows) / 40_000, "KB")


# -- edits both ways ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meeting:
    """Two laptops and a stick that all hold the same rows, and a bare table with them."""

    folder: Path
    count: int

    @classmethod
    def prepare(cls, folder: Path, count: int) -> Meeting:
        (folder / "stick").mkdir(parents=True)
        rows = answers(count)
        with laptop(folder / "a", 1) as a, laptop(folder / "b", 2) as b, bare_table(folder / "bare.db") as bare:
            with hurried(a.store), hurried(b.store):
                record(a.store, rows, PER_ACT)
                exchange(a, folder / "stick")
                exchange(b, folder / "stick")
            insert_bare(bare, rows, count)
        return cls(folder, count)

    def meet(self, edits: Edits, *, single: bool) -> tuple[float, float, float]:
        """Seconds of the exchange, of the floor, and KB that travelled; checks what came out."""
        with TemporaryDirectory(dir=self.folder.parent) as place:
            path = Path(place) / "copy"
            shutil.copytree(self.folder, path)
            stick, before = path / "stick", on_stick(path / "stick")
            with Workspace.open(path / "a", None) as a, Workspace.open(path / "b", None) as b, bare_table(path / "bare.db") as bare:
                for side, workspace in enumerate((a, b)):
                    with hurried(workspace.store):
                        write(workspace.store, edits.cells(side), side, single=single)
                    workspace.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                seconds = exchange(a, stick) + exchange(b, stick) + exchange(a, stick)
                floor = sum(update_bare(bare, [row for row, _ in edits.cells(side)], "甲乙"[side]) for side in (0, 1))
                check(a.store, b.store, edits)
            return seconds, floor, on_stick(stick) - before


def both_ways(folder: Path, count: int, different: int, shared: int, rounds: int) -> Iterator[Line]:
    """Edits from both sides meet, in a workspace and in one with ten times the rows and history."""
    edits = scattered(count, different, shared)
    ratios: dict[bool, float] = {}
    for grown in (False, True):
        meeting = Meeting.prepare(folder / f"meeting{grown}", count * (10 if grown else 1))
        here = scattered(meeting.count, different, shared) if grown else edits
        for single in (False, True):
            seconds, floor, size = median_of(rounds, partial(meeting.meet, here, single=single))
            if not grown:
                name = "single acts" if single else "an act a side"
                yield Line(f"2 x {different + shared:,} edits both ways, {name}", seconds, floor, 2.5)
                yield Line("  bytes on the folder", size, None, 30, "KB")
                ratios[single] = seconds / floor
            else:
                yield Line(f"  the same with {meeting.count:,} rows", seconds, floor, None)
                yield Line("    ratio to the floor, beside the one before", seconds / floor, ratios[single], 1.2, "x")
                yield Line("    bytes on the folder", size, None, 30 * 1.3, "KB")
        shutil.rmtree(meeting.folder)


# -- a million ---------------------------------------------------------------------------------------------


def million(folder: Path, count: int) -> Iterator[Line]:
    """A great record in acts of 40; the puller is a process of its own, so that its peak memory is."""
    (folder / "stick").mkdir()
    with laptop(folder / "a", 1) as a:
        with hurried(a.store):
            for begin in range(0, count, 40_000):
                record(a.store, answers(40_000, begin), PER_ACT)
        given = exchange(a, folder / "stick")
    command = [sys.executable, __file__, "pull", str(folder / "b"), str(folder / "stick")]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert found["rows"] == count
    with bare_table(folder / "bare.db") as bare:
        floor = insert_bare(bare, answers(count), count)
    yield Line(f"{count:,} rows in acts of {PER_ACT}, A -> folder -> B", given + found["seconds"], floor, 1.6)
    yield Line("  B alone", found["seconds"], floor, None)
    yield Line("  peak memory of B", found["peak_mb"], None, 200, "MB")
    yield Line("  bytes on the folder", on_stick(folder / "stick"), None, None, "KB")


def pull(workspace: Path, stick: Path) -> None:
    """What the child of `million` does; prints its figures as JSON."""
    with laptop(workspace, 2) as b:
        seconds = exchange(b, stick)
        rows = b.store.query("SELECT count(*) AS n FROM answer")[0]["n"]
    # ru_maxrss would count what the parent had before this process became itself.
    (peak,) = (line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"seconds": seconds, "rows": rows, "peak_mb": int(peak) / 1000}))


def main() -> None:
    small = wants_small(__doc__ or "")
    count, rounds = (4_000, 3) if small else (40_000, 5)
    rows = answers(count)
    with TemporaryDirectory() as place:
        folder = Path(place)
        lines = [
            *one_answer(folder, rows, 500 if small else 3_000),
            *many_answers(folder, rows, rounds),
            *by_folder(folder, rows, rounds),
            *both_ways(folder, count, count // 20, count // 200, rounds),
            *curve(folder, (1, 10, 100, 1_000) if small else (1, 10, 100, 1_000, 10_000, 100_000), 300),
            *([] if small else million(folder, 1_000_000)),
        ]
    version = connect(":memory:", bytes(32)).execute("SELECT sqlite_version()").fetchone()[0]
    print_table(f"store: {count:,} answers of 9 columns, median of {rounds} rounds; SQLite {version}", lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["pull"]:
        pull(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
