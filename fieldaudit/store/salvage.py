"""Out of a damaged workspace: what the log can remake is mended in place; what it cannot is gathered for a new one.

`mend` keeps the identity, because no act is lost: it reads every table of the log whole or refuses. `gather` reads act
by act what is left beside a snapshot that was brought back, and names what is lost. The damaged files are kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from ..domain.core import DEVICE_SHIFT, Scope
from ..errors import BadInput, Damaged, FieldauditError, NotAllowed
from ..i18n import Text, tr
from ..wire.names import segment_name
from .backup import Backup, Restored, restore, snapshots
from .connection import HOW_TO_MEND, REFUSED, connect, damaged_pages, keyed, transaction
from .files import demand_space, discard, publish, sweep_parts, temporary_name, write_durably
from .keyfile import DATABASE, KEY_FILE, parse_key_file, unlock
from .opening import ANY_AGE, UNCHECKED, demand_database, finish_mending, mended_name, read_mark
from .schema import KEPT, SCHEMA_VERSION, make_derived
from .store import Store
from .workspace import locked

DAMAGED = ".damaged"  # what a file that was replaced is kept as


# -- in place ------------------------------------------------------------------------------------------------


def mend(folder: Path, passphrase: Callable[[], str]) -> list[Text]:
    """Put back the key file from a snapshot, remake a database with damaged pages from its own log; says what was done.

    Raises Damaged when the log itself cannot be read whole (nothing is changed then), NotAllowed, MachineError.
    """
    with locked(folder):
        key, done = _mend_key(folder, passphrase)
        finish_mending(folder / DATABASE)
        demand_database(folder / DATABASE)
        faults = damaged_pages(folder / DATABASE, key)
        if faults:
            acts = _mend_database(folder / DATABASE, key)
            done.append(
                tr(
                    f"数据库有损坏（{faults[0]}），已由 {acts} 次操作重建；原文件留作 {DATABASE}{DAMAGED}",
                    f"the database was damaged ({faults[0]}) and was remade from {acts} acts; kept as {DATABASE}{DAMAGED}",
                )
            )
        sweep_parts(folder, ANY_AGE)  # of a mending that was cut off
        discard(folder / UNCHECKED)
        return done


def set_aside_blobs(folder: Path) -> list[str]:
    """Move each blob that is not what its name says out of a workspace's blobs, kept; the next sync fetches it again."""
    moved = []
    for path in sorted((folder / "blobs").glob("??/[!.]*")):
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            aside = folder / "damaged" / path.name
            aside.parent.mkdir(exist_ok=True)
            os.replace(path, aside)
            moved.append(path.name)
    return moved


def _mend_key(folder: Path, passphrase: Callable[[], str]) -> tuple[bytes, list[Text]]:
    """The data key; its file is put back from the newest snapshot where it cannot be read, or not opened by these words."""
    path, words = folder / KEY_FILE, cache(passphrase)
    present, refused = path.read_bytes() if path.exists() else b"", None
    try:
        with contextlib.suppress(Damaged):
            content = parse_key_file(present, str(path))
            return unlock(content, None if "key" in content else words(), str(folder)), []
    except NotAllowed as error:
        refused = error
    for snapshot in snapshots(folder):
        with contextlib.suppress(Damaged, NotAllowed):
            backup = Backup(snapshot)
            if backup.key_file == present:
                continue  # it would say the same
            key = unlock(backup.key, words() if backup.protected else None, str(snapshot))
            if present:
                shutil.copyfile(path, path.with_name(KEY_FILE + DAMAGED))
            write_durably(path, backup.key_file)
            return key, [tr(f"密钥文件已由快照 {snapshot.name} 补回", f"the key file was put back from snapshot {snapshot.name}")]
    if refused is not None:
        raise refused
    raise Damaged(
        tr("密钥文件读不出来，也没有快照", "the key file cannot be read and there is no snapshot"),
        where=str(path),
        todo=tr("从备份恢复：fieldaudit restore 备份文件 新文件夹。", "Restore a backup: fieldaudit restore FILE NEW-FOLDER."),
    )


def _mend_database(path: Path, key: bytes) -> int:
    """Read the log's tables into a new file, remake the rest, swap. Gives the number of acts."""
    demand_space(path.parent, 2 * path.stat().st_size)  # the remade one, and the damaged one kept
    made = temporary_name(path)
    try:
        _copy_log(path, made, key)
        store = Store(made, key)  # an older format is migrated now
        try:
            acts = store.rebuild()
        finally:
            store.close()
        shutil.copyfile(path, path.with_name(path.name + DAMAGED))
        publish(made, mended_name(path))
        finish_mending(path)
        return acts
    finally:
        discard(made)


def _copy_log(path: Path, made: Path, key: bytes) -> None:
    """The log's tables, each whole, into a new database of the same format. Raises Damaged naming the one that is not."""
    connection = connect(made, key)
    table = "sqlite_master"
    try:
        connection.execute(f"ATTACH ? AS old KEY \"x'{key.hex()}'\"", (str(path),))
        version = int(connection.execute("PRAGMA old.user_version").fetchone()[0])
        with transaction(connection, "mend"):
            marks = ",".join("?" * len(KEPT))
            made_by = f"SELECT sql, name, type FROM old.sqlite_master WHERE tbl_name IN ({marks}) AND sql IS NOT NULL"
            for sql, table, kind in connection.execute(f"{made_by} ORDER BY type DESC", KEPT).fetchall():
                connection.execute(sql)
                if kind == "table":
                    # The limit keeps SQLite from copying index pages along: one of those may be the damaged one.
                    connection.execute(f'INSERT INTO main."{table}" SELECT * FROM old."{table}" LIMIT -1')
            if version == SCHEMA_VERSION:
                make_derived(connection)
            connection.execute(f"PRAGMA user_version = {version}")
    except (*REFUSED, Damaged) as error:
        raise Damaged(
            tr(f"记录本身（{table}）有损坏，不能就地重建", f"the log itself ({table}) is damaged and cannot be remade in place"),
            where=str(path),
            safe=tr("文件未被改动。", "The file was not touched."),
            todo=HOW_TO_MEND,
        ) from error
    finally:
        connection.close()


# -- into a workspace brought back -----------------------------------------------------------------------------


@dataclass
class Gathered:
    """What was read out of a damaged workspace after its snapshot, and what is lost unless a stick has it."""

    segments: int = 0
    unsealed: int = 0
    lost: list[Text] = field(default_factory=list)


def bring_back(source: Path, folder: Path, passphrase: Callable[[], str], *, skip_damaged: bool = False) -> Restored:
    """A new workspace from the newest whole snapshot of a damaged one and what can still be read beside it.

    Raises BadInput (no snapshot, folder in use), NotAllowed, Damaged, MachineError.
    """
    backup = _newest_whole(source)
    words = passphrase() if backup.protected else None
    key = unlock(backup.key, words, str(backup.path))
    found = Gathered()

    def more(store: Store) -> None:
        nonlocal found
        found = gather(source, key, int(backup.about["device"]), store)

    restored = restore(backup, folder, words, skip_damaged=skip_damaged, more=more)
    return replace(restored, lost=tuple(found.lost))


def _newest_whole(folder: Path) -> Backup:
    for snapshot in snapshots(folder):
        with contextlib.suppress(Damaged):
            backup = Backup(snapshot)
            if not backup.faults():
                return backup
    raise BadInput(tr("这个文件夹里没有完好的快照", "there is no whole snapshot in this folder"), where=str(folder))


def gather(damaged: Path, key: bytes, device: int, store: Store) -> Gathered:
    """Take into `store` every sealed and unsealed act that can still be read from a damaged workspace of `device`."""
    found, reader = Gathered(), _Reader(damaged / DATABASE, key)
    _take_certificates(reader, store)
    found.segments = sum(_take_chain(reader, store, scope, other, found.lost) for scope, other in _chains(store))
    store.apply_received()
    reached = _reached(store, device)
    marked = read_mark(damaged)
    last = marked[1] if marked is not None and marked[0] == device else reached
    found.unsealed = _take_unsealed(reader, store, device, range(reached + 1, last + 1))
    if found.unsealed:
        store.rebuild()
    reached = _reached(store, device)
    if reached < last:
        found.lost.append(
            tr(
                f"设备 {device} 的第 {reached + 1} 至 {last} 次操作不在其中；已交出去的，同步时会回来",
                f"acts {reached + 1} to {last} of laptop {device} are not in it; a sync brings back those handed over",
            )
        )
    return found


class _Reader:
    """Reads what can be read of a damaged database: SQLCipher gives up a connection at the first page that is damaged."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key

    def rows(self, query: str, parameters: tuple[int, ...] = ()) -> tuple[list[tuple[Any, ...]], bool]:
        """The rows up to the first that cannot be read, and whether that was all."""
        found: list[tuple[Any, ...]] = []
        with contextlib.closing(keyed(self._path, self._key)) as connection:
            try:
                found.extend(connection.execute(query, parameters))
            except REFUSED:
                return found, False
        return found, True


def _chains(store: Store) -> list[tuple[Scope, int]]:
    return [(scope, device) for scope in store.trust.scopes() for device in sorted(store.trust.certificates)]


def _take_certificates(reader: _Reader, store: Store) -> None:
    for (data,) in reader.rows("SELECT object FROM certificate")[0]:
        with contextlib.suppress(FieldauditError):  # one that is damaged; a stick of the bureau has it
            store.take_certificates([data])


def _take_chain(reader: _Reader, store: Store, scope: Scope, device: int, lost: list[Text]) -> int:
    """The segments of one chain that follow what is here, as far as they can be read; each is checked like a stranger's."""
    taken = 0
    ordinal = store.frontier(scope).get((scope, device), 0)
    while True:
        ordinal += 1
        place = (scope, device, ordinal)
        rows, whole = reader.rows("SELECT object FROM segment WHERE scope = ? AND device = ? AND ordinal = ?", place)
        if not whole:
            name = segment_name(*place)
            lost.append(tr(f"{name} 起读不出来", f"{name} and what follows it cannot be read"))
        if not rows or store.receive(rows[0][0], segment_name(*place), place).status != "new":
            return taken
        taken += 1


def _reached(store: Store, device: int) -> int:
    """The last act of a device that is here, sealed or not."""
    sealed = store.query("SELECT max(last) AS last FROM segment WHERE device = ?", (device,))[0]["last"] or 0
    ids = (device << DEVICE_SHIFT, (device + 1 << DEVICE_SHIFT) - 1)
    tail = store.query("SELECT max(id) AS last FROM log WHERE id BETWEEN ? AND ?", ids)[0]["last"] or 0
    return max(sealed, tail - ids[0])


def _take_unsealed(reader: _Reader, store: Store, device: int, wanted: range) -> int:
    """The acts of the tail that can still be read: all at once, or one by one around a damaged page."""
    first = device << DEVICE_SHIFT
    taken, whole = reader.rows("SELECT * FROM log WHERE id BETWEEN ? AND ?", (first, first + (1 << DEVICE_SHIFT) - 1))
    if not whole:
        taken += [row for seq in wanted for row in reader.rows("SELECT * FROM log WHERE id = ?", (first | seq,))[0]]
    with transaction(store.connection, "gather"):
        new = store.connection.executemany("INSERT OR IGNORE INTO log VALUES(?,?,?,?,?)", taken).rowcount
    return max(0, int(new))
