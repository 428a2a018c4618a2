"""Where a hub keeps bytes: immutable objects under names, in a folder or in an S3-compatible store, through obstore.

What `put` says lies there is durable: in a folder the file and each folder above it are fsynced first, since nobody else
does it. A file that an earlier power cut tore is told by its own hash or signature, moved aside and replaced. Names
below `parts/`, `enrol/` and `bad/` are the hub's own. Everything here blocks: call it in a worker thread.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, S3Store

from ...domain.core import Scope
from ...errors import BadInput, Damaged, FieldauditError
from ...i18n import tr
from ...store.files import make_folder, sync_folder
from ...wire.names import MAX_ORDINAL, segment_name
from . import logs
from .answers import Refusal

PUT, THERE, DIFFERENT = "put", "there", "different"
Bytes = bytes | bytearray | memoryview

_A = TypeVar("_A")
_R = TypeVar("_R")
_STRIPES = 512
_AT_ONCE = 16
STALE_S = 7 * 86_400
_GONE = (FileNotFoundError, NotADirectoryError, NotFoundError)
_FULL = (28, 122)  # no space, no quota


@dataclass(frozen=True, slots=True)
class Meta:
    """An object as it lies: its size, and what changes when other bytes lie there."""

    size: int
    tag: str


class Objects:
    """A store. Every method raises Refusal ("full", "busy") for what it does not do."""

    def __init__(self, store: Any, folder: Path | None, floor: int = 0) -> None:
        """`folder`: where it is, when on this machine; `floor`: bytes that are left free there."""
        self._store, self._folder, self._floor = store, folder, floor
        self._locks = [threading.Lock() for _ in range(_STRIPES)]
        self._durable_folders: set[Path] = set()
        self._doubted: set[str] = set()  # an fsync of these failed: the next one may say it went well, and the disk not have them
        self._pool = ThreadPoolExecutor(_AT_ONCE, "store") if folder is None else None

    @property
    def local(self) -> bool:
        """Does it lie in a folder of this machine?"""
        return self._folder is not None

    # -- reading ---------------------------------------------------------------------------------
    def get(self, name: str) -> memoryview | None:
        """An object's bytes, or None."""
        with _failing():
            try:
                return memoryview(self._store.get(name).bytes())
            except _GONE:
                return None

    def get_range(self, name: str, start: int, length: int) -> memoryview | None:
        """Some of an object's bytes, or None."""
        with _failing():
            try:
                return memoryview(self._store.get_range(name, start=start, length=length))
            except _GONE:
                return None

    def head(self, name: str) -> Meta | None:
        """What lies there, or None."""
        with _failing():
            try:
                if self._folder is None:
                    meta = self._store.head(name)
                    return Meta(meta["size"], f"{meta['e_tag']} {meta['last_modified']}")
                found = os.stat(self._folder / name)  # obstore's own takes ten times as long
            except _GONE:
                return None
            return Meta(found.st_size, f"{found.st_ino}-{found.st_mtime_ns}-{found.st_ctime_ns}")

    def below(self, prefix: str, offset: str | None = None) -> Iterator[tuple[str, int]]:
        """Names below a prefix with their sizes, in no order (S3: in order)."""
        with _failing():
            for chunk in self._store.list(prefix, offset=offset):
                for meta in chunk:
                    yield meta["path"], meta["size"]

    def folders(self, prefix: str) -> list[str]:
        """What stands right below a prefix and has something below it."""
        with _failing():
            return [str(each) for each in self._store.list_with_delimiter(prefix)["common_prefixes"]]

    def chain_after(self, scope: Scope, device: int, ordinal: int, most: int) -> list[tuple[str, int]]:
        """The segments of a chain that follow an ordinal without a gap, with their sizes; at most so many."""
        if self._folder is None:
            names = self.below(f"segments/{scope}/{device}", segment_name(scope, device, ordinal) if ordinal else None)
            return _in_a_row(names, scope, device, ordinal, most)
        found = []
        for number in range(ordinal + 1, min(ordinal + most, MAX_ORDINAL) + 1):
            name = segment_name(scope, device, number)
            meta = self.head(name)
            if meta is None:
                break
            found.append((name, meta.size))
        return found

    def many(self, work: Callable[[_A], _R], on: Iterable[_A]) -> list[_R]:
        """`work` on each; where the store is far away, several at once."""
        return list(map(work, on)) if self._pool is None else list(self._pool.map(work, on))

    def probe(self) -> None:
        """Raise Refusal unless the store answers (a folder: is there and takes names)."""
        with _failing():
            if self._folder is None:
                self._store.list_with_delimiter("certs")
            elif not os.access(self._folder, os.W_OK):
                raise PermissionError

    # -- writing ---------------------------------------------------------------------------------
    def put(self, name: str, data: Bytes, check: Callable[[str, Bytes], None]) -> str:
        """Put where nothing lies, durably, and read it back. Gives PUT; THERE: the same lies there; DIFFERENT: another
        that is sound. What is not sound is moved aside first (`check` raises Damaged of it).
        """
        with self._locks[hash(name) % _STRIPES]:
            for _ in range(3):
                self._demand_room(len(data))
                created = self._create(name, data)
                try:
                    self._make_durable(name)
                except FileNotFoundError:  # another process moved it aside
                    continue
                except Refusal:
                    if created:  # else it may be acknowledged to somebody
                        self._forget(name)
                    raise
                if self._reads_back(name, data):
                    return PUT if created else THERE
                there = None if created else self.get(name)
                if there is not None and _sound(check, name, there):
                    return DIFFERENT
                self._aside(name, check)
            raise Refusal("internal")

    def overwrite(self, name: str, data: Bytes) -> None:
        """Put something of the hub's own, durably, whatever lay there."""
        self._demand_room(len(data))
        with _failing():
            self._store.put(name, data, use_multipart=False)
        self._doubted.discard(name)
        try:
            self._make_durable(name)
        except Refusal:
            self._forget(name)
            raise

    def delete(self, *names: str) -> None:
        """Delete what may be deleted: parts, older receipts."""
        for name in names:
            with _failing(), contextlib.suppress(*_GONE):
                self._store.delete(name)

    def set_aside(self, name: str, check: Callable[[str, Bytes], None]) -> bool:
        """Move an object out of the way, kept for inspection, if it is not sound; gives whether it was not."""
        with self._locks[hash(name) % _STRIPES]:
            there = self.get(name)
            if there is None or _sound(check, name, there):
                return False
            return self._aside(name, check)

    def sweep(self, now: float) -> int:
        """Delete parts that nobody completed within a week, and what the store left half-written; gives how many."""
        with _failing():
            listed = [meta for chunk in self._store.list("parts") for meta in chunk]
        old = [meta["path"] for meta in listed if meta["last_modified"].timestamp() < now - STALE_S]
        self.delete(*old)
        return len(old) + (0 if self._folder is None else _sweep_staged(self._folder, now))

    def make_sure(self, name: str) -> bool:
        """What lies there survives a power cut from now on, whoever wrote it; False: nothing does."""
        try:
            with self._locks[hash(name) % _STRIPES]:
                self._make_durable(name)
        except FileNotFoundError:
            return False
        return True

    def _aside(self, name: str, check: Callable[[str, Bytes], None]) -> bool:
        """Move what lies there away; False: what had been bad was a sound one by then, and lies there again."""
        aside = f"bad/{name.replace('/', '-')}-{os.urandom(4).hex()}"
        with _failing():
            try:
                self._store.rename(name, aside, overwrite=True)
            except _GONE:
                return True  # by another process
            if self._folder is not None:
                sync_folder((self._folder / name).parent)
        moved = self.get(aside)
        if moved is None or not _sound(check, name, moved):
            return True
        self._create(name, moved)
        with contextlib.suppress(FileNotFoundError):  # then somebody else found it bad
            self._make_durable(name)
        self.delete(aside)
        return False

    def _forget(self, name: str) -> None:
        """Delete what was just written and an fsync of it failed."""
        if name in self._doubted:
            with contextlib.suppress(Refusal):
                self.delete(name)
                self._doubted.discard(name)

    def _reads_back(self, name: str, data: Bytes) -> bool:
        with _failing():
            try:
                return bool(self._store.get(name).bytes() == data)  # compared by obstore: neither copied nor hashed
            except _GONE:
                return False

    def _create(self, name: str, data: Bytes) -> bool:
        with _failing():
            try:
                self._store.put(name, data, mode="create", use_multipart=False)
            except AlreadyExistsError:
                return False
            self._doubted.discard(name)
            return True

    def _make_durable(self, name: str) -> None:
        """A store beyond this machine acknowledges only what is durable; a folder does not."""
        if self._folder is None:
            return
        path = self._folder / name
        with _failing():
            if name in self._doubted:
                self._write_again(path)
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
                sync_folder(path.parent)
                self._make_folders_durable(path.parent)
            except OSError:
                self._doubted.add(name)
                raise
            finally:
                os.close(handle)
            self._doubted.discard(name)

    def _write_again(self, path: Path) -> None:
        """The same bytes in a new file, which takes the place of the old one once the disk has it."""
        data = path.read_bytes()
        again = path.with_name(f"{path.name}#{int.from_bytes(os.urandom(4))}")  # spelled as the store's own: in no list, and swept
        try:
            with again.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            again.replace(path)
        finally:
            again.unlink(missing_ok=True)

    def _make_folders_durable(self, folder: Path) -> None:
        if folder == self._folder or folder in self._durable_folders:
            return
        sync_folder(folder.parent)
        self._make_folders_durable(folder.parent)
        self._durable_folders.add(folder)

    def _demand_room(self, size: int) -> None:
        if self._folder is not None and shutil.disk_usage(self._folder).free - size < self._floor:
            raise Refusal("full")


def open_objects(folder: Path, url: str | None, options: Mapping[str, str], floor: int) -> Objects:
    """The store at a URL, or in the folder, which is made. Raises BadInput, OSError."""
    if url is None:
        make_folder(folder)
        return Objects(LocalStore(folder), folder.resolve(), floor)
    if not url.startswith("s3://"):
        raise BadInput(tr("存储地址应为 s3://…", "a store is given as s3://…"), where=url)
    client: Any = {"timeout": timedelta(seconds=30), "connect_timeout": timedelta(seconds=5)}
    if any(value.startswith("http://") for value in (*options.values(), os.environ.get("AWS_ENDPOINT_URL", ""))):
        client["allow_http"] = True
    retry: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=15)}
    try:
        store: Any = S3Store.from_url(url, config=dict(options), client_options=client, retry_config=retry)  # type: ignore[arg-type]
    except (BaseError, ValueError) as error:
        why = str(error).split("\n")[0]
        raise BadInput(tr(f"存储的设置不对：{why}", f"the store's settings are not right: {why}"), where=url) from error
    return Objects(store, None)


def _in_a_row(names: Iterator[tuple[str, int]], scope: Scope, device: int, ordinal: int, most: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for name, size in names:
        if len(found) == most or name != segment_name(scope, device, ordinal + len(found) + 1):
            break
        found.append((name, size))
    return found


def _sweep_staged(folder: Path, now: float) -> int:
    """Delete what obstore had begun to write when the process died more than a day ago: `name#1`."""
    swept = 0
    for top, _, names in os.walk(folder):
        for name in names:
            path = Path(top) / name
            if "#" in name:
                with contextlib.suppress(FileNotFoundError):  # it has its own name meanwhile
                    if path.stat().st_mtime < now - 86_400:
                        path.unlink()
                        swept += 1
    return swept


def _sound(check: Callable[[str, Bytes], None], name: str, data: Bytes) -> bool:
    try:
        check(name, data)
    except Damaged:
        return False
    except (FieldauditError, Refusal):
        return True
    return True


@contextlib.contextmanager
def _failing() -> Iterator[None]:
    """Refusal for what the store refuses, its cause in the log; what is absent or there already stays the caller's."""
    try:
        yield
    except (Refusal, AlreadyExistsError, *_GONE):
        raise
    except (BaseError, OSError, ValueError) as error:
        errno = getattr(error, "errno", None) or _number(r"os error (\d+)", error)
        logs.say("store", kind=type(error).__name__, errno=errno, status=_number(r"status code: (\d+)", error))
        raise Refusal("full" if errno in _FULL else "busy") from error


def _number(what: str, error: Exception) -> int | None:
    """A number out of what a store says: the rest may hold names and addresses."""
    found = re.search(what, str(error))
    return int(found[1]) if found else None
