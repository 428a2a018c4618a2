"""Backups and snapshots: one file that holds a workspace, but for the keys that make it a device.

A zip without compression of

    blobs/<name>     each sealed object (not in a snapshot: the workspace's own lie beside it)
    received/…       pictures from a phone in the trays of visits (not in a snapshot either)
    fieldaudit.db    a compact copy of the encrypted database, without device keys, bureau key, PINs and counters
    key.json         the data key, under the passphrase
    backup.json      what this is, and the SHA-256 of the two files above

Whoever restores it reads everything, and records only after enrolling as a new device. Owns that file, how it is
written, checked and opened; knows no verb and no act.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import os
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ..errors import BadInput, Damaged, FieldauditError
from ..i18n import Text, tr
from .connection import copy_database, damaged_pages, size_of
from .files import (
    PART,
    demand_space,
    discard,
    forget_cached,
    make_folder,
    sync_file,
    sync_folder,
    temporary_name,
    write_durably,
    writing,
)
from .keyfile import DATABASE, KEY_FILE, KeyFile, key_file, parse_key_file, unlock
from .migrate import SNAPSHOTS
from .store import Store
from .workspace import Workspace

FORMAT = 1
MANIFEST = "backup.json"
KEEP = 7  # snapshots, one a day
_BLOBS, _RECEIVED = "blobs/", "received/"
_UNPLACED = re.compile(r"received/[0-9]{1,19}/[0-9a-f]{40}")
_PIECE = 1 << 20

# All that makes a workspace a device stays behind; what it needs to read others' signatures goes along.
_LEFT_BEHIND = ("DELETE FROM local WHERE key <> 'bureau_public'", "DELETE FROM pin")
# What the zip reader raises over bytes that are not those written.
_BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, zlib.error, struct.error)


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that is done: read back and found whole."""

    path: Path
    photos: int
    damaged: tuple[str, ...]  # blobs that are damaged here, so not in it
    size: int


# -- writing -----------------------------------------------------------------------------------------------


def _at_once(do: Callable[[], None]) -> None:
    do()


def _quiet(_done: int, _total: int) -> None:
    return


def write_backup(
    workspace: Workspace,
    target: Path,
    now: int,
    passphrase: str | None,
    *,
    photos: bool = True,
    holding: Callable[[Callable[[], None]], None] = _at_once,
    between: Callable[[int, int], None] = _quiet,
) -> Written:
    """Seal, then write everything into one file that is whole or not there. Never overwrites.

    `passphrase` guards the key of an unprotected workspace in the file (None: it stays in the clear); a protected
    one keeps its own. `now` in ms. Only what is given to `holding` needs the database; the rest reads files and may take
    long. `between` (files packed, of how many) may raise to stop. Raises BadInput, MachineError, Damaged (the database,
    or what was read back).
    """
    if os.path.lexists(target):
        raise BadInput(
            tr("文件已存在，不会覆盖", "the file exists already and is not overwritten"),
            where=str(target),
            todo=tr("换一个文件名。", "Choose another name."),
        )
    if not target.parent.is_dir():
        raise BadInput(tr("没有这个文件夹", "there is no such folder"), where=str(target.parent))
    copy = temporary_name(workspace.path / MANIFEST)
    blobs: list[Path] = []
    received: list[Path] = []

    def copy_held() -> None:
        if not workspace.store.outdated:  # an old copy may not; its unsealed acts go along as they are
            workspace.store.seal()
        blobs.extend(sorted(workspace.blobs.glob("??/[!.]*")) if photos else [])
        received.extend(_unplaced(workspace.path) if photos else [])
        pages = size_of(workspace.store.connection)
        demand_space(target.parent, pages + sum(path.stat().st_size for path in (*blobs, *received) if path.exists()))
        demand_space(workspace.path, 2 * pages)  # the copy, and the file itself where both lie on one disk
        copy_database(workspace.store.connection, copy, workspace.data_key, _LEFT_BEHIND)

    key = (workspace.path / KEY_FILE).read_bytes() if workspace.protected else key_file(workspace.data_key, passphrase)
    try:
        holding(copy_held)
        about = {"device": workspace.store.trust.device, "taken_at": now, "photos": photos}
        return _write(target, key, copy, blobs, received, about, between)
    finally:
        discard(copy)


def _write(
    target: Path,
    key: bytes,
    database: Path,
    blobs: list[Path],
    received: list[Path],
    about: dict[str, Any],
    between: Callable[[int, int], None],
) -> Written:
    temporary = temporary_name(target)
    with writing(target, temporary):
        for left in target.parent.glob(f".{glob.escape(target.name)}.*{PART}"):
            left.unlink()  # of a backup that was cut off
        with open(temporary, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            damaged = []
            for done, path in enumerate(blobs, 1):
                if not _add_blob(archive, path):
                    damaged.append(path.name)
                between(done, len(blobs))
            unplaced = 0
            for path in received:
                unplaced += _add_picture(archive, path)
                between(len(blobs), len(blobs))
            hashes = {DATABASE: _add(archive, DATABASE, database), KEY_FILE: hashlib.sha256(key).hexdigest()}
            archive.writestr(zipfile.ZipInfo(KEY_FILE), key)
            count = len(blobs) - len(damaged)
            manifest = {"fieldaudit": f"backup/{FORMAT}", **about, "blobs": count, "received": unplaced, "sha256": hashes}
            archive.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(manifest, indent=1))
        sync_file(temporary)
        forget_cached(temporary)
        faults = Backup(temporary).faults()
        if faults:
            raise Damaged(
                tr(f"写好的备份读回来不符：{faults[0]}", f"the backup reads back wrong: {faults[0]}"),
                where=str(target),
                todo=tr("换一个盘再备份。", "Back up to another disk."),
            )
        os.replace(temporary, target)
        sync_folder(target.parent)
    return Written(target, count, tuple(damaged), target.stat().st_size)


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Put a file in; gives its SHA-256."""
    digest = hashlib.sha256()
    with open(path, "rb") as source, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
        while piece := source.read(_PIECE):
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()


def _add_blob(archive: zipfile.ZipFile, path: Path) -> bool:
    """Put a blob in, if it is what its name says."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != path.name:
        return False
    archive.writestr(zipfile.ZipInfo(_BLOBS + path.name), data)
    return True


def _add_picture(archive: zipfile.ZipFile, path: Path) -> bool:
    """Put in a picture from a phone, unless it was dropped meanwhile."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return False
    archive.writestr(zipfile.ZipInfo(f"{_RECEIVED}{path.parent.name}/{path.name}"), data)
    return True


# -- reading -----------------------------------------------------------------------------------------------


@dataclass
class Backup:
    """A backup file, opened for reading its manifest and key. Raises BadInput (no such file, no backup) or Damaged."""

    path: Path
    about: dict[str, Any] = field(init=False)
    key_file: bytes = field(init=False)
    key: KeyFile = field(init=False)

    def __post_init__(self) -> None:
        if not self.path.is_file():
            raise BadInput(tr("没有这个文件", "there is no such file"), where=str(self.path))
        with self.archive() as archive:
            self.about = self._manifest(archive)
            self.key_file = self.read(archive, KEY_FILE)
            self.key = parse_key_file(self.key_file, f"{self.path}: {KEY_FILE}")

    @property
    def protected(self) -> bool:
        """Does it take a passphrase?"""
        return "key" not in self.key

    @contextlib.contextmanager
    def archive(self) -> Iterator[zipfile.ZipFile]:
        """The file, opened as a zip. Raises Damaged."""
        try:
            archive = zipfile.ZipFile(self.path)
        except _BROKEN as error:
            raise Damaged(
                tr("不是备份文件，或文件不完整", "not a backup, or the file is cut off"),
                where=str(self.path),
                todo=tr("用另一份备份，或 snapshots 中的快照。", "Use another backup, or a snapshot."),
            ) from error
        with archive:
            yield archive

    def _manifest(self, archive: zipfile.ZipFile) -> dict[str, Any]:
        try:
            about: dict[str, Any] = json.loads(self.read(archive, MANIFEST))
            kind, _, version = str(about["fieldaudit"]).partition("/")
            newer = kind == "backup" and int(version) > FORMAT
            whole = newer or (
                kind == "backup"
                and about["sha256"].keys() == {DATABASE, KEY_FILE}
                and all(type(about[name]) is int for name in ("device", "taken_at", "blobs"))
                and type(about.setdefault("received", 0)) is int  # not in those of earlier programs
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _damaged(self.path, MANIFEST) from error
        if not whole:
            raise _damaged(self.path, MANIFEST)
        if newer:
            raise BadInput(
                tr(f"备份由更新版本的程序写成（{kind}/{version}）", f"made by a newer program ({kind}/{version})"),
                where=str(self.path),
                todo=tr("请安装新版本的 fieldaudit。", "Install the newer fieldaudit."),
            )
        return about

    def read(self, archive: zipfile.ZipFile, name: str) -> bytes:
        """A small member, a blob or a picture. Raises Damaged naming it."""
        try:
            data = archive.read(name)
        except (KeyError, *_BROKEN) as error:
            raise _damaged(self.path, name) from error
        if name.startswith(_BLOBS) and hashlib.sha256(data).hexdigest() != name.removeprefix(_BLOBS):
            raise _damaged(self.path, name)
        return data

    def take_out(self, archive: zipfile.ZipFile, name: str, target: IO[bytes] | None) -> None:
        """Read a member that the manifest vouches for, into a file if one is given. Raises Damaged naming it."""
        digest = hashlib.sha256()
        try:
            with archive.open(name) as member:
                while piece := member.read(_PIECE):
                    digest.update(piece)
                    if target is not None:
                        target.write(piece)
        except (KeyError, *_BROKEN) as error:
            raise _damaged(self.path, name) from error
        if digest.hexdigest() != self.about["sha256"][name]:
            raise _damaged(self.path, name)

    def faults(self) -> list[str]:
        """The members that are not what was written."""
        found = []
        with self.archive() as archive:
            blobs = [name for name in archive.namelist() if name.startswith(_BLOBS)]
            received = self.received(archive)
            for name in (DATABASE, KEY_FILE, *blobs, *received):
                try:
                    if name in (DATABASE, KEY_FILE):
                        self.take_out(archive, name, None)
                    else:
                        self.read(archive, name)
                except Damaged:
                    found.append(name)
        short = [_BLOBS] * (len(blobs) != self.about["blobs"]) + [_RECEIVED] * (len(received) != self.about["received"])
        return found + short

    def received(self, archive: zipfile.ZipFile) -> list[str]:
        """The members that are pictures of trays."""
        return [name for name in archive.namelist() if _UNPLACED.fullmatch(name)]

    def blobs(self, archive: zipfile.ZipFile, damaged: list[str]) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of each blob that is whole; the others are named in `damaged`."""
        names = [name for name in archive.namelist() if name.startswith(_BLOBS)]
        for name, data in self._whole(archive, names, self.about["blobs"], _BLOBS, damaged):
            yield name.removeprefix(_BLOBS), data

    def pictures(self, archive: zipfile.ZipFile, damaged: list[str]) -> Iterator[tuple[str, bytes]]:
        """The same of the pictures of trays, by the names of their members."""
        yield from self._whole(archive, self.received(archive), self.about["received"], _RECEIVED, damaged)

    def _whole(
        self, archive: zipfile.ZipFile, names: list[str], count: int, kind: str, damaged: list[str]
    ) -> Iterator[tuple[str, bytes]]:
        for name in names:
            try:
                yield name, self.read(archive, name)
            except Damaged:
                damaged.append(name)
        if len(names) != count:
            damaged.append(f"{kind} ({count - len(names)})")


def _damaged(path: Path, member: str) -> Damaged:
    return Damaged(
        tr(f"备份中的 {member} 已损坏", f"{member} in the backup is damaged"),
        where=str(path),
        safe=tr("没有写入任何内容；备份文件未被改动。", "Nothing was written; the backup was not touched."),
        todo=tr(
            "用另一份备份或快照；若只是照片损坏，加 --skip-damaged，照片以后由同步补齐（手机传来而未归位的除外，须重传）。",
            "Use another backup or a snapshot. If only photos are damaged, add --skip-damaged: a sync brings them, but for those "
            "from a phone that nobody had placed, which must be sent again.",
        ),
    )


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back."""

    path: Path
    device: int  # whose records it holds
    taken_at: int  # ms
    photos: int
    damaged: tuple[str, ...]
    lost: tuple[Text, ...] = ()


def restore(
    backup: Backup, folder: Path, passphrase: str | None, *, skip_damaged: bool = False, more: Callable[[Store], None] | None = None
) -> Restored:
    """A new workspace in `folder` that reads everything and belongs to no device yet. All of it or nothing.

    `more` may add to its database before it stands in its place.
    Raises BadInput (folder in use), NotAllowed (passphrase), Damaged (naming the member), MachineError.
    """
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(
            tr("文件夹已存在且不是空的", "the folder exists and is not empty"),
            where=str(folder),
            todo=tr("换一个文件夹。", "Choose another folder."),
        )
    key = unlock(backup.key, passphrase, str(backup.path))
    place = folder.resolve()  # the current folder has a name too
    demand_space(place.parent, sum(path.stat().st_size for path in (backup.path, *_beside(backup), *_beside(backup, _RECEIVED))))
    temporary = place.with_name(f".{place.name}.restoring")
    with writing(folder, temporary / "-"):
        shutil.rmtree(temporary, ignore_errors=True)  # of a restore that was cut off
        (temporary / "cache").mkdir(parents=True)
        (temporary / "blobs").mkdir()
        try:
            count, damaged = _fill(backup, temporary, key, skip_damaged)
            store = Store(temporary / DATABASE, key)  # an older format is migrated now
            try:
                if more is not None:
                    more(store)
            finally:
                store.close()
            if place.exists():
                place.rmdir()
            temporary.rename(place)
        except BaseException:
            shutil.rmtree(temporary)
            raise
        sync_folder(place.parent)
    return Restored(folder, backup.about["device"], backup.about["taken_at"], count, damaged)


def _fill(backup: Backup, folder: Path, key: bytes, skip_damaged: bool) -> tuple[int, tuple[str, ...]]:
    """Everything into a folder that nobody looks at yet."""
    damaged: list[str] = []
    count = 0
    with backup.archive() as archive:
        with open(folder / DATABASE, "wb") as file:
            backup.take_out(archive, DATABASE, file)
            file.flush()
            os.fsync(file.fileno())
        faults = damaged_pages(folder / DATABASE, key)
        if faults:
            raise _damaged(backup.path, f"{DATABASE} ({faults[0]})")
        for name, data in backup.blobs(archive, damaged):
            write_durably(folder / _BLOBS / name[:2] / name, data)
            count += 1
        for name, data in backup.pictures(archive, damaged):
            write_durably(folder / name, data)
        if damaged and not skip_damaged:
            raise _damaged(backup.path, damaged[0] if len(damaged) == 1 else f"{damaged[0]} … ({len(damaged)})")
        for path in _beside(backup):  # the best there is: what is damaged of these is named and no reason to stop
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == path.name:
                write_durably(folder / _BLOBS / path.name[:2] / path.name, data)
                count += 1
            else:
                damaged.append(_BLOBS + path.name)
        for path in _beside(backup, _RECEIVED):
            write_durably(folder / _RECEIVED / path.parent.name / path.name, path.read_bytes())
        write_durably(folder / KEY_FILE, backup.key_file)
    return count, tuple(damaged)


def _beside(backup: Backup, kind: str = _BLOBS) -> list[Path]:
    """The blobs (or pictures) of the workspace a snapshot lies in, which are not in the snapshot."""
    folder = backup.path.resolve().parent
    if backup.about["photos"] or folder.name != SNAPSHOTS:
        return []
    return _unplaced(folder.parent) if kind == _RECEIVED else sorted((folder.parent / _BLOBS).glob("??/[!.]*"))


def _unplaced(folder: Path) -> list[Path]:
    """The pictures in a workspace's trays, and nothing else that somebody laid there."""
    found = sorted((folder / _RECEIVED).glob("*/*"))
    return [path for path in found if _UNPLACED.fullmatch(f"{_RECEIVED}{path.parent.name}/{path.name}") and path.is_file()]


# -- snapshots ---------------------------------------------------------------------------------------------


def snapshots(folder: Path) -> list[Path]:
    """The snapshots of a workspace's folder, newest first, whatever the laptop's clock was when each was made."""
    return sorted((folder / SNAPSHOTS).glob("[0-9]*-*.zip"), key=_ordinal, reverse=True)


def _ordinal(snapshot: Path) -> int:
    return int(snapshot.name.partition("-")[0])


def keep_snapshot(workspace: Workspace, now: int, today: str) -> Text | None:
    """Once a day a copy of the database beside it, the last KEEP of them. Gives a warning when it could not be made.

    `today` as 2026-11-25. An empty workspace needs none.
    """
    kept = snapshots(workspace.path)
    target = workspace.path / SNAPSHOTS / f"{_ordinal(kept[0]) + 1 if kept else 1:04}-{today}.zip"
    newest_is_todays = bool(kept) and kept[0].stem.endswith(today)
    if newest_is_todays or not workspace.store.query("SELECT 1 FROM log UNION ALL SELECT 1 FROM segment LIMIT 1"):
        return None
    try:
        with writing(target, temporary_name(target)):
            make_folder(target.parent)
        write_backup(workspace, target, now, None, photos=False)
        with writing(target, temporary_name(target)):
            for old in snapshots(workspace.path)[KEEP:]:
                old.unlink()
    except FieldauditError as error:
        return tr(f"今天的快照没有做成：{error}", f"Today's snapshot could not be made: {error}")
    return None
