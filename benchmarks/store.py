"""The log against a bare table: one answer, 40,000 answers, and their way from laptop A by a folder to laptop B.

Every floor does the same durable work without a log, on the same kind of encrypted file (SQLCipher, WAL, synchronous
FULL, the same columns and index), in the same run.
"""

from __future__ import annotations

import hashlib
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _table import Line, median_of, percentile, print_table, wants_small

from fieldaudit.domain.core import Certificate, RowId, Scope, make_id
from fieldaudit.store import Store, Workspace
from fieldaudit.store.connection import connect, transaction
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.session import Exchange
from fieldaudit.wire.certs import sign_certificate
from fieldaudit.wire.keys import BureauKey, DeviceKeys, ScopeKey

NOW = 1_790_000_000_000
DISTRICT = Scope(1)
PERSON = RowId(make_id(1, 1))
PER_ACT = 40
BUREAU = BureauKey.from_seed(bytes(32))
VALUES = ("符合", "符合", "符合", "不符合", "不适用")
REMARKS = ("疏散通道宽度 {} 厘米", "灭火器压力 {} 千帕", "已要求 {} 日内整改", "第 {} 号房间")
COLUMNS = "id, inspection, path, value, note, _commit, _last, _hlc, _scope"


def answers(count: int) -> list[tuple[Any, ...]]:
    """Rows as a bare table would hold them: inspection, path, value, and for a third of them a remark."""
    rows = []
    for n in range(count):
        draw = int.from_bytes(hashlib.sha256(n.to_bytes(4, "big")).digest()[:4], "big")  # the same in every run
        remark = REMARKS[draw % 4].format(draw // 4 % 1000) if draw % 3 == 0 else None
        question = n % PER_ACT
        rows.append((make_id(1, 1 + n // PER_ACT), f"/fire/group{question // 8}/q{question}", VALUES[draw // 12 % 5], remark))
    return rows


# -- the floor: a bare table ---------------------------------------------------------------------------


@contextmanager
def bare_table(path: Path) -> Iterator[Any]:
    """An encrypted file with the answer table and its index, no log."""
    connection = connect(path, bytes(32))
    connection.execute(
        "CREATE TABLE answer(id INTEGER PRIMARY KEY, inspection INTEGER, path TEXT, value TEXT, note TEXT, void TEXT, "
        "_commit INTEGER, _last INTEGER, _hlc INTEGER, _scope INTEGER) STRICT"
    )
    connection.execute("CREATE INDEX answer_inspection ON answer(inspection, path)")
    try:
        yield connection
    finally:
        connection.close()


def insert_bare(connection: Any, rows: list[tuple[Any, ...]], per_commit: int) -> float:
    """Seconds to insert them durably, so many a commit."""
    full = [(make_id(1, n), *row, make_id(1, n), make_id(1, n), NOW + n << 16, 1) for n, row in enumerate(rows, 1)]
    begin = time.perf_counter()
    for start in range(0, len(full), per_commit):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO answer({COLUMNS}) VALUES(?,?,?,?,?,?,?,?,?)", full[start : start + per_commit])
        connection.execute("COMMIT")
    return time.perf_counter() - begin


# -- ours ------------------------------------------------------------------------------------------------


def enrolled(store: Store, device: int) -> None:
    """Make a store the workspace of laptop 1 or 2 of one bureau."""
    keys = {number: DeviceKeys.from_seeds(bytes([number]) * 32, bytes([number + 9]) * 32) for number in (1, 2)}
    with transaction(store.connection):
        store.trust.set_local(device=device, device_keys=keys[device].to_bytes(), bureau_public=BUREAU.public)
        store.trust.reload()
        for number, key in keys.items():
            certificate = Certificate(
                number,
                1,
                "laptop",
                key.sign_public,
                key.receive_public,
                ((PERSON, "inspector"),),
                (Scope(0), DISTRICT),
                NOW - 1,
                NOW * 2,
            )
            store.trust.take_certificate(sign_certificate(BUREAU, certificate))
        for scope in (Scope(0), DISTRICT):
            store.trust.add_scope_key(ScopeKey(scope, 1, bytes([scope]) * 32))


@contextmanager
def laptop(path: Path, device: int) -> Iterator[Workspace]:
    with Workspace.create(path, None) as workspace:
        enrolled(workspace.store, device)
        yield workspace


def record(store: Store, rows: list[tuple[Any, ...]], per_act: int) -> float:
    """Seconds to record them, so many an act, each act durable."""
    begin = time.perf_counter()
    for start in range(0, len(rows), per_act):
        changes = [
            store.create("answer", inspection=inspection, path=path, value=value, note=note)
            for inspection, path, value, note in rows[start : start + per_act]
        ]
        store.commit(DISTRICT, "inspection.answer", PERSON, changes, NOW + start)
    return time.perf_counter() - begin


def size_of(connection: Any, path: Path) -> float:
    """KB of a file once vacuumed and folded."""
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size / 1000


# -- the three comparisons ---------------------------------------------------------------------------------


def one_answer(folder: Path, rows: list[tuple[Any, ...]], times: int) -> Iterator[Line]:
    """Edits and new rows, ours and bare in turn, on tables that hold all the others already."""
    with laptop(folder / "one", 1) as workspace, bare_table(folder / "one.db") as bare:
        store = workspace.store
        record(store, rows, PER_ACT)
        insert_bare(bare, rows, PER_ACT)
        ids = [row["id"] for row in store.query("SELECT id FROM answer ORDER BY id")]
        ours, floor, made, inserted = [], [], [], []
        for n in range(times):
            row = ids[n * 7919 % len(ids)]
            begin = time.perf_counter()
            store.commit(DISTRICT, "inspection.answer", PERSON, [store.edit("answer", row, value=f"v{n}")], NOW + n)
            middle = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("UPDATE answer SET value = ? WHERE id = ?", (f"v{n}", row))
            bare.execute("COMMIT")
            end = time.perf_counter()
            ours.append((middle - begin) * 1000)
            floor.append((end - middle) * 1000)
            made.append(record(store, rows[n : n + 1], 1) * 1000)
            begin = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(f"INSERT INTO answer({COLUMNS}) VALUES(?,?,?,?,?,?,?,?,?)", (make_id(2, n + 1), *rows[n], n, n, n, 1))
            bare.execute("COMMIT")
            inserted.append((time.perf_counter() - begin) * 1000)
    for name, mine, theirs in (("edit of one answer", ours, floor), ("one new answer", made, inserted)):
        yield Line(f"{name}, p50", percentile(mine, 0.5), percentile(theirs, 0.5), None, "ms")
        yield Line(f"{name}, p99", percentile(mine, 0.99), percentile(theirs, 0.99), 2, "ms")


def many_answers(folder: Path, rows: list[tuple[Any, ...]], rounds: int) -> Iterator[Line]:
    sizes: list[tuple[float, float, float]] = []

    def acts_of_forty() -> tuple[float, float]:
        with TemporaryDirectory(dir=folder) as place:
            path = Path(place)
            with laptop(path / "ours", 1) as workspace, bare_table(path / "bare.db") as bare:
                file, mine = path / "ours" / "fieldaudit.db", workspace.store.connection
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
        connection, file = workspace.store.connection, folder / "single" / "fieldaudit.db"
        empty = size_of(connection, file)
        connection.execute("PRAGMA synchronous = OFF")  # only the size is asked
        record(workspace.store, rows, 1)
        workspace.store.seal()
        size = size_of(connection, file) - empty
    yield Line(f"{len(rows):,} single answers, sealed and vacuumed", size, bare_size, 1.3, "KB")


def by_folder(folder: Path, rows: list[tuple[Any, ...]], rounds: int) -> Iterator[Line]:
    for per_act, name, whole, receiver in ((PER_ACT, f"acts of {PER_ACT}", 1.5, None), (1, "single acts", 4.0, 1.3)):
        source = folder / f"source{per_act}"
        with laptop(source, 1) as workspace:
            workspace.store.connection.execute("PRAGMA synchronous = OFF")
            record(workspace.store, rows, per_act)
        travelled: list[float] = []

        def exchange(source: Path = source, travelled: list[float] = travelled) -> tuple[float, float, float]:
            with TemporaryDirectory(dir=folder) as place:
                path = Path(place)
                (path / "stick").mkdir()
                shutil.copytree(source, path / "a")
                with Workspace.open(path / "a", None) as a, laptop(path / "b", 2) as b, bare_table(path / "bare.db") as bare:
                    carrier = FolderCarrier(path / "stick")
                    begin = time.perf_counter()
                    Exchange(a, carrier, NOW).run()
                    middle = time.perf_counter()
                    Exchange(b, carrier, NOW).run()
                    end = time.perf_counter()
                    floor = insert_bare(bare, rows, len(rows))
                    assert b.store.query("SELECT count(*) AS n FROM answer")[0]["n"] == len(rows)
                    segments = (path / "stick" / "fieldaudit" / "segments").rglob("*")
                    travelled.append(sum(file.stat().st_size for file in segments if file.is_file()) / 1000)
                    return end - begin, end - middle, floor

        both, there, floor = median_of(rounds, exchange)
        yield Line(f"{name}, A -> folder -> B", both, floor, whole)
        yield Line("  B alone", there, floor, receiver)
        yield Line("  bytes on the folder", statistics.median(travelled), None, 800 * len(rows) / 40_000, "KB")


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
        ]
    version = connect(":memory:", bytes(32)).execute("SELECT sqlite_version()").fetchone()[0]
    print_table(f"store: {count:,} answers of 9 columns, median of {rounds} rounds; SQLite {version}", lines)


if __name__ == "__main__":
    main()
    sys.exit(0)
