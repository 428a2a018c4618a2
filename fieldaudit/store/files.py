"""Files of a workspace: whole or not there, and room on the disk for them.

A file is written under a temporary name, fsynced, renamed, and its folder fsynced; so a power cut leaves the old
state or the new one. Owns the two bounds of free space: a warning early, a refusal before anything is half written.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..errors import MachineError, machine_reason
from ..i18n import Text, tr

PART = ".part"  # how temporary names end; each begins with a dot

STALE_MS = 24 * 3600 * 1000  # a half-written file older than this is nobody's any more

FLOOR = 50_000_000  # bytes kept free: the database must always find room for an act
LOW = 500_000_000  # below this, or below 5 % of a disk up to 100 GB, the person is warned
_LOW_SHARE, _LOW_MOST = 0.05, 5_000_000_000


def temporary_name(path: Path) -> Path:
    """Where a file is written before it is whole: another name every time.

    Two laptops may put the same object into one network folder at the same moment.
    """
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}{PART}")


def write_durably(path: Path, data: bytes) -> None:
    """Write a whole file or none, replacing what was there. Raises MachineError."""
    temporary = temporary_name(path)
    with writing(path, temporary):
        make_folder(path.parent)
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and what is missing above it, each durable in the one above. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def publish(temporary: Path, path: Path) -> None:
    """Give a file that is whole under its temporary name its own one, durably. Raises MachineError."""
    with writing(path, temporary):
        sync_file(temporary)
        os.replace(temporary, path)
        sync_folder(path.parent)


@contextlib.contextmanager
def writing(path: Path, temporary: Path) -> Iterator[None]:
    """While `path` is written under its temporary name: MachineError for what the disk refuses, and no temporary file left."""
    with disk_errors(path):
        try:
            yield
        except BaseException:
            discard(temporary)
            raise


@contextlib.contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """MachineError for what the disk refuses while `path` is written or removed."""
    try:
        yield
    except OSError as error:
        raise MachineError(
            tr("写不进去：{why}", "cannot write: {why}").format(why=machine_reason(error)),
            where=str(path),
            todo=tr("检查磁盘空间和权限后重试。", "Check disk space and permissions, then try again."),
        ) from error


def discard(temporary: Path) -> None:
    """Remove a temporary file if it is there; what cannot be removed is in nobody's way."""
    with contextlib.suppress(OSError):
        temporary.unlink()


def sweep_parts(folder: Path, now_ms: int) -> int:
    """Delete what was left half-written below a folder (SQLite's files beside it too) more than a day ago; gives how many.

    What cannot be deleted (a read-only stick) stays: it is in nobody's way.
    """
    swept = 0
    for top, _, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and PART in name:
                with contextlib.suppress(OSError):
                    stale = Path(top) / name
                    if stale.stat().st_mtime * 1000 < now_ms - STALE_MS:
                        stale.unlink()
                        swept += 1
    return swept


def sync_file(path: Path) -> None:
    """fsync a file that was written by another hand (SQLite, zip)."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """fsync a folder, so that a rename in it survives a power cut (not needed, nor possible, on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forget_cached(path: Path) -> None:
    """Let the next reading come from the disk itself, where the system can be asked to."""
    if hasattr(os, "posix_fadvise"):
        with open(path, "rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


# -- room on the disk ------------------------------------------------------------------------------------


def low_space(folder: Path) -> Text | None:
    """A warning while there is still time to make room, or None."""
    free, total = _space(folder)
    if free >= LOW and (free >= _LOW_MOST or free >= total * _LOW_SHARE):
        return None
    megabytes = free // 1_000_000
    return tr(
        f"磁盘快满了：只剩 {megabytes} MB（{folder}）。请尽早腾出空间，并做一次备份或同步。",
        f"The disk is nearly full: {megabytes} MB left ({folder}). Free some space soon; back up or sync.",
    )


def demand_space(folder: Path, size: int) -> None:
    """Refuse before the first byte when `size` more bytes would leave less than the floor. Raises MachineError."""
    free, _ = _space(folder)
    if free - size >= FLOOR:
        return
    need = (size + FLOOR - free) // 1_000_000 + 1
    raise MachineError(
        tr(
            f"磁盘空间不够：只剩 {free // 1_000_000} MB，还差 {need} MB",
            f"not enough room on the disk: {free // 1_000_000} MB left, {need} MB short",
        ),
        where=str(folder),
        safe=tr("没有写入任何内容；此前的记录完好。", "Nothing was written; everything recorded before is intact."),
        todo=tr("腾出空间后重试。", "Free some space and try again."),
    )


def _space(folder: Path) -> tuple[int, int]:
    """(free, total) bytes of the disk a folder lies on, or will lie on."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total
