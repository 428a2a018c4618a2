"""A carrier: a place where immutable objects lie under names. A folder (a stick) is one.

Four calls: names, get, put_if_absent, size; `set_aside` for a bad object, so that a good one can be put again; and
`identify`, to know a stick again that was here before. Nobody trusts what a carrier says of itself.
In a folder each object is written under a temporary name, fsynced and renamed; nobody opens a database there.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from ..errors import BadInput, MachineError, machine_reason
from ..i18n import tr
from ..store.files import sweep_parts, write_durably

ROOT = "fieldaudit"  # everything of ours on a stick lies in this folder
BAD = "bad"  # what was set aside lies here
_MARK = "carrier"  # holds one file; its name tells this stick from another in the same place
_IDENTITY = re.compile("[0-9a-f]{32}")


class Carrier(Protocol):
    """What sync needs of a place."""

    place: str

    def identify(self) -> str:
        """What tells this carrier from others; the same every time it is used."""

    def sweep(self, now_ms: int) -> int:
        """Delete what was left half-written on it more than a day ago; gives how many."""

    def names(self, prefix: str) -> Iterator[str]:
        """The names below a prefix, sorted."""

    def get(self, name: str) -> bytes | None:
        """An object's bytes, or None when it is not there."""

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Put an object durably; False when something lies there already."""

    def size(self, name: str) -> int | None:
        """An object's size in bytes, or None."""

    def set_aside(self, name: str) -> None:
        """Move a bad object out of the way, kept for inspection."""


class FolderCarrier:
    """A directory, typically a USB stick. Raises MachineError for what the disk refuses."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise BadInput(
                tr("没有这个文件夹（U 盘是否已插入？）", "there is no such folder (is the stick plugged in?)"), where=str(folder)
            )
        self.place = str(folder)
        self._root = folder / ROOT
        self._known_by: Path | None = None  # the file on it that told which stick this is

    def identify(self) -> str:
        mark = self._root / _MARK
        try:
            known = sorted(name for name in os.listdir(mark) if _IDENTITY.fullmatch(name)) if mark.is_dir() else []
            if not known and self._root.parent.is_dir():
                known = [os.urandom(16).hex()]
                mark.mkdir(parents=True, exist_ok=True)
                (mark / known[0]).write_text(known[0], "ascii")
        except OSError:  # read-only: known by its place; what it refuses to take is told when something is put
            known = []
        self._known_by = mark / known[0] if known else None
        return known[0] if known else self.place

    def sweep(self, now_ms: int) -> int:
        return sweep_parts(self._root, now_ms)

    def names(self, prefix: str) -> Iterator[str]:
        top = self._root / prefix
        with self._failing(prefix):
            found = [path for path in sorted(top.rglob("*")) if path.is_file() and not path.name.startswith(".")]
        for path in found:
            yield path.relative_to(self._root).as_posix()

    def get(self, name: str) -> bytes | None:
        with self._failing(name):
            try:
                return (self._root / name).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def put_if_absent(self, name: str, data: bytes) -> bool:
        if self.size(name) is not None:
            return False
        self._demand_stick()  # else a folder of that name would be made on the laptop's own disk
        write_durably(self._root / name, data)
        self._demand_stick()  # else it went there
        return True

    def _demand_stick(self) -> None:
        """Refuse to go on once the stick is gone, be it that the empty folder it was mounted on is still there."""
        if not self._root.parent.is_dir() or not (self._known_by is None or self._known_by.exists()):
            raise MachineError(
                tr("U 盘已拔出", "the stick is gone"), where=self.place, todo=tr("插入后重试。", "Plug it in and try again.")
            )

    def size(self, name: str) -> int | None:
        with self._failing(name):
            try:
                return (self._root / name).stat().st_size
            except (FileNotFoundError, NotADirectoryError):
                return None

    @contextlib.contextmanager
    def _failing(self, name: str) -> Iterator[None]:
        """MachineError for what the disk refuses to read."""
        try:
            yield
        except OSError as error:
            raise MachineError(
                tr("读不出来：{why}", "cannot read: {why}").format(why=machine_reason(error)),
                where=f"{self.place}: {name}",
                todo=tr("检查 U 盘后重试。", "Check the stick and try again."),
            ) from error

    def set_aside(self, name: str) -> None:
        source, target = self._root / name, self._root / BAD / name.replace("/", "-")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
        except OSError as error:
            with contextlib.suppress(OSError):
                source.unlink()
            if source.exists():
                raise MachineError(
                    tr("坏文件移不开：{why}", "a bad object cannot be moved: {why}").format(why=machine_reason(error)),
                    where=str(source),
                ) from error
