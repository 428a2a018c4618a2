"""What a workspace looks at when it is opened: was it closed, is it whole, is it the newest copy of itself.

After a clean close nothing is read. Owns the mark: a small file *beside* the database that knows how many acts were
recorded, so that an old database file put back in its place is noticed before it writes a second branch of its chain.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from ..errors import Damaged
from ..i18n import Text, tr
from .connection import HOW_TO_MEND, fold_in, page_faults
from .files import discard, disk_errors, sweep_parts, sync_folder, write_durably
from .migrate import SNAPSHOTS
from .store import Store

MARK = "mark"
UNCHECKED = "unchecked"  # is there from a crash until every page was found whole
_CHECKED = tr(
    "上次未正常关闭：数据库已逐页检查，完好。请看一眼最后一次操作是否在内。",
    "It was not closed properly last time: every page was checked and is whole. Look whether your last act is there.",
)
_NEWEST = 50  # photos looked for after a crash: those whose writing may have been cut off
ANY_AGE = 1 << 62  # ms: the lock is ours, so every half-written file here is nobody's


def was_cut_off(database: Path) -> bool:
    """Was it closed by a crash, a kill or a power cut, and not found whole since?"""
    # Whoever closes it takes the write-ahead log away.
    return database.with_name(f"{database.name}-wal").exists() or (database.parent / UNCHECKED).exists()


def after_cut_off(folder: Path, store: Store) -> list[Text]:
    """Check every page, clean away what was half written; gives what the person should know. Raises Damaged."""
    write_durably(folder / UNCHECKED, b"")  # a database with damage is closed too, and looked at again the next time
    fold_in(store.connection)  # a page torn while it was folded in is whole in the write-ahead log
    faults = page_faults(store.connection)
    if faults:
        raise Damaged(
            tr(f"上次未正常关闭，数据库有损坏：{faults[0]}", f"closed by a crash, and the database is damaged: {faults[0]}"),
            where=str(folder),
            safe=tr("文件未被改动。", "The file was not touched."),
            todo=HOW_TO_MEND,
        )
    discard(folder / UNCHECKED)  # if it stays, the next opening looks again
    sweep_parts(folder, ANY_AGE)
    missing = _missing_photos(folder, store)
    names = ", ".join(missing)
    lack = tr(
        f"有 {len(missing)} 件照片等不在本机：{names}。同步，或从备份恢复。",
        f"{len(missing)} photos are not here: {names}. Sync, or restore from a backup.",
    )
    return [_CHECKED, lack] if missing else [_CHECKED]


def demand_database(database: Path) -> None:
    """Refuse to begin an empty database where there was one. Raises Damaged."""
    folder = database.parent
    there = database.exists() and database.stat().st_size > 0
    if there or not ((folder / MARK).exists() or (folder / SNAPSHOTS).exists()):  # it was never finished being made
        return
    raise Damaged(
        tr("数据库文件不见了，或是空的", "the database file is gone, or empty"),
        where=str(database),
        safe=tr("没有写入任何内容。", "Nothing was written."),
        todo=tr(
            "把文件放回原处；没有的话，用 fieldaudit restore 工作区 新文件夹 取回最近的快照，再同步。",
            "Put the file back. Without it, bring back the newest snapshot with fieldaudit restore WORKSPACE NEW-FOLDER, "
            "then sync.",
        ),
    )


def mended_name(database: Path) -> Path:
    """Where a database that was remade from a damaged one lies, whole, before it takes its place."""
    return database.with_name(f"{database.name}.mended")


def finish_mending(database: Path) -> None:
    """Put a remade database in its place: the old write-ahead log must be gone before, it would be read into the new file."""
    mended = mended_name(database)
    if mended.exists():
        with disk_errors(database):  # and the remade one stays: it may be all there is
            for suffix in ("-wal", "-shm"):
                database.with_name(database.name + suffix).unlink(missing_ok=True)
            os.replace(mended, database)
            sync_folder(database.parent)


def _missing_photos(folder: Path, store: Store) -> list[str]:
    own = "SELECT object FROM attachment WHERE _commit BETWEEN ? AND ? AND object IS NOT NULL ORDER BY id DESC LIMIT ?"
    names = [str(row["object"]) for row in store.query(own, (*store.own_ids(), _NEWEST))]
    return [name for name in names if not (folder / "blobs" / name[:2] / name).exists()]


# -- the mark --------------------------------------------------------------------------------------------


def heed_mark(folder: Path, store: Store) -> list[Text]:
    """Stop recording for good where the mark knows of more than the database; gives what the person should know."""
    marked = read_mark(folder)
    device = store.trust.device
    if marked is not None and device and marked[0] and (marked[0] != device or marked[1] > store.acts):
        store.retire()
    if not store.outdated:
        set_mark(folder, store)
        return []
    return [
        tr(
            "这是工作区的旧副本：可以查看，不能再记录。重新注册：fieldaudit enrol request --out 文件；再同步，取回交出去的。",
            "This is an old copy of the workspace: it can be read, not recorded in. Enrol it again (fieldaudit enrol request "
            "--out FILE); a sync brings back what was handed over.",
        )
    ]


def set_mark(folder: Path, store: Store) -> None:
    """Let the mark know how far this database has come."""
    now = (store.trust.device, store.acts)
    if store.outdated or now == read_mark(folder):
        return
    # Not fsynced, and none is not as good as a wrong one: it may lag behind the database, never run ahead of it.
    with contextlib.suppress(OSError):
        (folder / MARK).write_text(json.dumps({"device": now[0], "acts": now[1]}), "utf-8")


def read_mark(folder: Path) -> tuple[int, int] | None:
    """(device, acts recorded) as the mark knows them, or None."""
    try:
        content = json.loads((folder / MARK).read_text("utf-8"))
        return int(content["device"]), int(content["acts"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
