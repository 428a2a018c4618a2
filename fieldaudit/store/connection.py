"""Opening the encrypted database, write transactions, and naming what went wrong.

Owns pragmas and the translation of SQLite's result codes into the error tree; knows no table. sqlite-utils sees sqlcipher3
as `pysqlite3`: otherwise it would catch another driver's exception classes than the ones our connections raise.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3

from ..errors import Damaged, FieldauditError, MachineError, OurBug
from ..i18n import Text, tr
from .files import discard, publish, temporary_name

sys.modules.setdefault("pysqlite3", sqlcipher3)

BUSY_MS = 5_000
CACHE_KIB = 64_000
CHECKPOINT_PAGES = 4_000  # 16 MB of write-ahead log: an answer seldom has to wait for a checkpoint
_NOTHING_HALF = tr("本次操作没有写入任何内容；此前的记录完好。", "Nothing of this act was written; everything before it is intact.")
# SQLite cannot take back what it wrote when the disk then fails to make it durable: it may be found at the next opening.
_UNSURE = tr(
    "此前的记录完好；这一次是否记下，重新打开后才能确定。",
    "Everything before it is intact; whether this act itself was kept shows when the workspace is opened again.",
)

_KNOWN: dict[str, tuple[Text, Text]] = {
    "SQLITE_FULL": (tr("磁盘已满", "the disk is full"), tr("腾出空间后重试。", "Free some space and try again.")),
    "SQLITE_READONLY": (
        tr("文件只读", "the file is read-only"),
        tr("检查文件夹的写入权限。", "Check the folder's write permission."),
    ),
    "SQLITE_BUSY": (
        tr("数据库正被另一程序使用", "another program is using the database"),
        tr("关闭另一程序后重试。", "Close the other program and try again."),
    ),
    "SQLITE_IOERR": (
        tr("读写磁盘失败", "the disk failed to read or write"),
        tr(
            "检查磁盘（也可能是满了），重新打开后核对最后一次操作，再运行 fieldaudit verify。",
            "Check the disk (it may be full), open again and look at the last act, then run fieldaudit verify.",
        ),
    ),
    "SQLITE_CANTOPEN": (
        tr("打不开数据库文件", "the database file cannot be opened"),
        tr("检查磁盘空间和文件夹权限后重试。", "Check disk space and the folder's permissions, then try again."),
    ),
}
HOW_TO_MEND = tr(
    "运行 fieldaudit rebuild：能从记录重建的都会重建。它若说不行，用 fieldaudit restore 工作区 新文件夹 取回快照，再同步。",
    "Run fieldaudit rebuild: it remakes what the log can remake. If it says it cannot, bring back the newest snapshot with "
    "fieldaudit restore WORKSPACE NEW-FOLDER, then sync.",
)
_QUIET = "PRAGMA cipher_log_level = NONE"  # SQLCipher writes to the terminal what `blame` says in words
# The driver has no memory left, says SQLCipher, once it met a page that it cannot decrypt.
REFUSED = (sqlcipher3.Error, MemoryError)
_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def blame(error: sqlcipher3.Error | MemoryError, where: str) -> FieldauditError:
    """The error of our tree for one of the driver: the machine's state, damage, or our bug."""
    code = getattr(error, "sqlite_errorname", "") or ""
    text = str(error)
    damage = isinstance(error, MemoryError) or code.startswith(_DAMAGE)
    if damage or "malformed" in text or "not a database" in text or "hmac" in text.lower():
        return Damaged(
            tr("数据库文件有损坏的页", "the database file has damaged pages"),
            where=where,
            safe=tr("文件未被改动。", "The file was not touched."),
            todo=HOW_TO_MEND,
        )
    for name, (what, todo) in _KNOWN.items():
        if (
            code.startswith(name)
            or (name == "SQLITE_FULL" and "full" in text)
            or (name == "SQLITE_BUSY" and "locked" in text)
            or (name == "SQLITE_IOERR" and "disk I/O" in text)
        ):
            safe = _UNSURE if name == "SQLITE_IOERR" else _NOTHING_HALF
            return MachineError(what, where=where, safe=safe, todo=todo)
    return OurBug(tr(f"数据库拒绝了语句：{text}", f"the database refused a statement: {text}"), where=where, safe=_NOTHING_HALF)


def connect(path: Path | str, key: bytes) -> sqlcipher3.Connection:
    """A connection in autocommit mode (transactions are ours), keyed, WAL, synchronous FULL.

    `key` is the 32-byte data key. Raises Damaged when the file cannot be read with it.
    """
    connection = _opened(path)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            f"busy_timeout = {BUSY_MS}",
            f"cache_size = -{CACHE_KIB}",
            "temp_store = MEMORY",
            "foreign_keys = OFF",
            "secure_delete = FAST",  # freed pages are not written once more: sealing frees the whole tail, and all is encrypted
            f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except REFUSED as error:
        connection.close()
        raise blame(error, str(path)) from error
    return connection


def _opened(path: Path | str) -> sqlcipher3.Connection:
    try:
        connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False)
    except REFUSED as error:
        raise blame(error, str(path)) from error
    connection.execute(_QUIET)
    return connection


@contextmanager
def transaction(connection: sqlcipher3.Connection, where: str = "") -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT; rolled back whole on any exception, the driver's translated by `blame`."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except REFUSED as error:
        raise blame(error, where) from error


@contextmanager
def one_moment(connection: sqlcipher3.Connection) -> Iterator[None]:
    """Whatever others write meanwhile, all that is read inside is of one moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")  # nothing was written


def rows(connection: sqlcipher3.Connection, sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
    """All rows of a query as dictionaries."""
    try:
        cursor = connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
    except REFUSED as error:
        raise blame(error, sql[:60]) from error


def still_reads(connection: sqlcipher3.Connection) -> bool:
    """Does it still answer? After a page that it cannot decrypt SQLCipher refuses everything on that connection."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except REFUSED:
        return False
    return True


def fold_in(connection: sqlcipher3.Connection) -> None:
    """Write the pages of the write-ahead log into the file, if the disk lets us; what it does not take stays in the log."""
    with suppress(*REFUSED):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def size_of(connection: sqlcipher3.Connection) -> int:
    """Bytes of the whole database, pages that still lie in the write-ahead log included."""
    count, size = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return count * size


def page_faults(connection: sqlcipher3.Connection) -> list[str]:
    """SQLCipher's own words for each page whose HMAC fails, else SQLite's for what is wrong in its structures."""
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        return found or [str(row[0]) for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
    except REFUSED as error:
        return [str(error)]


def damaged_pages(path: Path, key: bytes) -> list[str]:
    """What `page_faults` says of a database file, without changing anything of it (empty: all whole)."""
    try:
        connection = keyed(path, key)
    except REFUSED as error:
        return [str(error)]
    try:
        return page_faults(connection)
    finally:
        connection.close()


def keyed(path: Path, key: bytes) -> sqlcipher3.Connection:
    """A bare connection that has read nothing yet; raises the driver's own errors."""
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    connection.execute(_QUIET)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def copy_database(connection: sqlcipher3.Connection, target: Path, key: bytes, without: Sequence[str] = ()) -> None:
    """A compact copy of the whole database under the same key; checked page by page and durable when this returns.

    `without`: statements that take out of the copy what must not leave this workspace; they leave no trace in it.
    Raises Damaged when the database, or its copy, has damaged pages; MachineError.
    """
    temporary = temporary_name(target)
    discard(temporary)
    try:
        connection.execute("VACUUM INTO ?", (str(temporary),))
        copy = keyed(temporary, key)
        try:
            for statement in ("PRAGMA secure_delete = ON", "PRAGMA journal_mode = OFF", *without):
                copy.execute(statement).fetchall()
        finally:
            copy.close()
        faults = damaged_pages(temporary, key)
    except REFUSED as error:
        discard(temporary)
        raise blame(error, str(target)) from error
    if faults:
        discard(temporary)
        raise Damaged(tr(f"副本有损坏：{faults[0]}", f"the copy is damaged: {faults[0]}"), where=str(target), todo=HOW_TO_MEND)
    publish(temporary, target)
