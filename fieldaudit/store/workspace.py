"""The folder that is one workspace on one laptop: key file, lock, encrypted database, blobs, caches.

    key.json         the data key, wrapped by the passphrase (or plain, in a demo that says so)
    fieldaudit.db    SQLCipher database
    blobs/           evidence, each file a sealed object named by its hash
    cache/           previews and compiled forms, encrypted; may be deleted without loss
    drafts/          remarks of a review that are not sent yet, encrypted, each for one person (`work.drafts`); no facts
    snapshots/       a copy of the database of each of the last days
    mark             how many acts were recorded: tells an old database put back in place
    lock             held while the workspace is open: one writer

Owns files and locks, no facts.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from ..errors import BadInput, MachineError, machine_reason
from ..i18n import Text, tr
from .connection import REFUSED, blame, damaged_pages
from .files import write_durably
from .keyfile import DATABASE, KEY_FILE, key_file, read_key
from .migrate import copies_before, migrated_text
from .opening import after_cut_off, demand_database, finish_mending, heed_mark, set_mark, was_cut_off
from .store import Store

LOCK = "lock"
MIN_PASSPHRASE = 4  # characters; an office sets its own rule


class Workspace:
    """An open workspace; use as a context manager."""

    def __init__(self, path: Path, key: bytes, protected: bool, lock: IO[str]) -> None:
        self.path, self.data_key, self.protected = path, key, protected
        self._lock: IO[str] | None = lock  # None: a reader beside the one that holds it
        self.warnings: list[Text] = []  # what the person should know about this opening
        try:
            finish_mending(path / DATABASE)
            demand_database(path / DATABASE)
            cut_off = was_cut_off(path / DATABASE)
            copies = copies_before(path / DATABASE)
            self.store = Store(path / DATABASE, key)
            try:
                self.warnings += [migrated_text(made) for made, _ in copies_before(path / DATABASE).items() - copies.items()]
                self.warnings += after_cut_off(path, self.store) if cut_off else []
                self.warnings += heed_mark(path, self.store)
            except BaseException:
                self.store.close()
                raise
        except BaseException as error:
            lock.close()
            if isinstance(error, REFUSED):
                raise blame(error, str(path)) from error
            raise

    @property
    def blobs(self) -> Path:
        """The folder of sealed evidence."""
        return self.path / "blobs"

    @property
    def received(self) -> Path:
        """Pictures from a phone, sealed, one folder for each visit (`work.received`)."""
        return self.path / "received"

    @property
    def cache(self) -> Path:
        """The folder of what may be deleted without loss."""
        return self.path / "cache"

    def close(self) -> None:
        """Close the database and let go of the lock."""
        try:
            if not self.store.reads_only:
                set_mark(self.path, self.store)
            self.store.close()
        finally:
            if self._lock is not None:
                self._lock.close()

    def reader(self) -> Workspace:
        """A second look at this workspace for another thread: its own connection, which refuses to write.

        It sees every act once it is durable. Close it before this one.
        """
        other = object.__new__(Workspace)
        other.path, other.data_key, other.protected, other._lock = self.path, self.data_key, self.protected, None
        other.warnings, other.store = [], Store.reading(self.path / DATABASE, self.data_key)
        return other

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.close()
        if isinstance(error, REFUSED):
            raise blame(error, str(self.path)) from error

    @classmethod
    def create(cls, path: Path, passphrase: str | None) -> Workspace:
        """Make an empty workspace. `None` keeps the key beside the data, marked unprotected (for demos).

        Raises BadInput for a folder in use or a passphrase too short.
        """
        if (path / KEY_FILE).exists() or (path / DATABASE).exists():
            raise BadInput(
                tr("这里已有一个工作区", "there is a workspace here already"),
                where=str(path),
                todo=tr("换一个文件夹，或直接使用它。", "Choose another folder, or just use it."),
            )
        if passphrase is not None and len(passphrase) < MIN_PASSPHRASE:
            raise BadInput(tr(f"口令至少 {MIN_PASSPHRASE} 个字符", f"the passphrase needs at least {MIN_PASSPHRASE} characters"))
        try:
            path.mkdir(parents=True, exist_ok=True)
            for folder in ("blobs", "cache"):
                (path / folder).mkdir(exist_ok=True)
            key = os.urandom(32)
            write_durably(path / KEY_FILE, key_file(key, passphrase))
        except OSError as error:
            raise MachineError(
                tr("不能建立工作区：{why}", "cannot make the workspace: {why}").format(why=machine_reason(error)), where=str(path)
            ) from error
        return cls(path, key, passphrase is not None, _take_lock(path))

    @classmethod
    def open(cls, path: Path, passphrase: str | None, key: Callable[[], tuple[bytes, bool]] | None = None) -> Workspace:
        """Open a workspace; `key`: of `keyfile.reading_key`, where its derivation was begun before.

        Raises BadInput (none here), NotAllowed (passphrase), MachineError (locked, newer), Damaged.
        """
        lock = _take_lock(path) if (path / KEY_FILE).exists() else None
        try:
            data_key, protected = key() if key is not None else read_key(path, passphrase)
        except BaseException:
            if lock is not None:
                lock.close()
            raise
        assert lock is not None  # read_key refuses a folder without a key file
        return cls(path, data_key, protected, lock)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a workspace's lock without opening it. Raises MachineError when another program has it."""
    lock = _take_lock(path)
    try:
        yield
    finally:
        lock.close()


def page_damage(path: Path, key: bytes) -> list[str]:
    """What SQLCipher says of damaged pages of the workspace's database."""
    return damaged_pages(path / DATABASE, key)


def _take_lock(path: Path) -> IO[str]:
    """An exclusive lock on the folder for as long as the returned file stays open."""
    try:
        file = open(path / LOCK, "a+", encoding="utf-8")  # noqa: SIM115 - stays open with the workspace
    except OSError as error:
        raise MachineError(
            tr("不能写入工作区：{why}", "the workspace cannot be written: {why}").format(why=machine_reason(error)), where=str(path)
        ) from error
    try:
        _lock_file(file)
    except OSError:
        with contextlib.suppress(OSError):
            file.close()
        raise MachineError(
            tr("另一个 fieldaudit 正在使用这个工作区", "another fieldaudit is using this workspace"),
            where=str(path),
            todo=tr("关闭它后重试。", "Close it and try again."),
        ) from None
    return file


if sys.platform == "win32":
    import msvcrt

    def _lock_file(file: IO[str]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock_file(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
