"""Laptops of one bureau, a made-up record of answers, and the bare table beside them: what the store's benchmarks share."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
Answer = tuple[Any, ...]


def answers(count: int, begin: int = 0) -> list[Answer]:
    """Rows as a bare table would hold them: inspection, path, value, and for a third of them a remark."""
    rows = []
    for n in range(begin, begin + count):
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
        "CREATE TABLE IF NOT EXISTS answer(id INTEGER PRIMARY KEY, inspection INTEGER, path TEXT, value TEXT, note TEXT, "
        "void TEXT, _commit INTEGER, _last INTEGER, _hlc INTEGER, _scope INTEGER) STRICT"
    )
    connection.execute("CREATE INDEX IF NOT EXISTS answer_inspection ON answer(inspection, path)")
    try:
        yield connection
    finally:
        connection.close()


def insert_bare(connection: Any, rows: list[Answer], per_commit: int, begin: int = 0) -> float:
    """Seconds to insert them durably, so many a commit."""
    full = [(make_id(1, n), *row, make_id(1, n), make_id(1, n), NOW + n << 16, 1) for n, row in enumerate(rows, begin + 1)]
    started = time.perf_counter()
    for start in range(0, len(full), per_commit):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO answer({COLUMNS}) VALUES(?,?,?,?,?,?,?,?,?)", full[start : start + per_commit])
        connection.execute("COMMIT")
    return time.perf_counter() - started


def update_bare(connection: Any, rows: Iterable[int], value: str) -> float:
    """Seconds to change one cell of each of these rows, durably, in one commit."""
    started = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("UPDATE answer SET value = ? WHERE id = ?", [(value, row) for row in rows])
    connection.execute("COMMIT")
    return time.perf_counter() - started


# -- ours ------------------------------------------------------------------------------------------------


def keys_of(device: int) -> DeviceKeys:
    """The keys of laptop 1 or 2."""
    return DeviceKeys.from_seeds(bytes([device]) * 32, bytes([device + 9]) * 32)


def certificate(device: int, keys: DeviceKeys) -> bytes:
    """The certificate of a laptop with these keys, in force since long ago."""
    people, scopes = ((PERSON, "inspector"),), (Scope(0), DISTRICT)
    statement = Certificate(device, 1, "laptop", keys.sign_public, keys.receive_public, people, scopes, 1, NOW * 2)
    return sign_certificate(BUREAU, statement)


def enrolled(store: Store, device: int) -> None:
    """Make a store the workspace of laptop 1 or 2 of one bureau."""
    with transaction(store.connection):
        store.trust.set_local(device=device, device_keys=keys_of(device).to_bytes(), bureau_public=BUREAU.public)
        store.trust.reload()
        for each in (1, 2):
            store.trust.take_certificate(certificate(each, keys_of(each)))
        for scope in (Scope(0), DISTRICT):
            store.trust.add_scope_key(scope_key(scope))


def scope_key(scope: Scope) -> ScopeKey:
    """The key of a scope."""
    return ScopeKey(scope, 1, bytes([scope]) * 32)


@contextmanager
def laptop(path: Path, device: int) -> Iterator[Workspace]:
    """A new workspace of laptop 1 or 2."""
    with Workspace.create(path, None) as workspace:
        enrolled(workspace.store, device)
        yield workspace


@contextmanager
def hurried(store: Store) -> Iterator[None]:
    """Not durable: for what is only prepared and not measured."""
    store.connection.execute("PRAGMA synchronous = OFF")
    yield
    store.connection.execute("PRAGMA synchronous = FULL")


def record(store: Store, rows: list[Answer], per_act: int) -> float:
    """Seconds to record them, so many an act, each act durable."""
    begin = time.perf_counter()
    for start in range(0, len(rows), per_act):
        changes = [
            store.create("answer", inspection=inspection, path=path, value=value, note=note)
            for inspection, path, value, note in rows[start : start + per_act]
        ]
        store.commit(DISTRICT, "inspection.answer", PERSON, changes, NOW + start)
    return time.perf_counter() - begin


def exchange(workspace: Workspace, stick: Path) -> float:
    """Seconds of one exchange with a stick."""
    begin = time.perf_counter()
    Exchange(workspace, FolderCarrier(stick), NOW).run()
    return time.perf_counter() - begin


def on_stick(stick: Path) -> float:
    """KB of segments on a stick."""
    segments = (stick / "fieldaudit" / "segments").rglob("*")
    return sum(file.stat().st_size for file in segments if file.is_file()) / 1000


def file_of(workspace: Workspace) -> Path:
    """The database of a workspace."""
    return workspace.path / "fieldaudit.db"
