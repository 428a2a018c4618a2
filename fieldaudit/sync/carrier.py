"""A carrier: a place where immutable objects lie under names. A folder (a stick) is one, a hub (`sync.http`) another.

`begin` says what is here, so that a hub can answer what is new; then names, get, holds, fetch for taking and give for
giving; `set_aside` for a bad object, so that a good one can be put again; and `identify`, to know a stick again that was
here before. Nobody trusts what a carrier says of itself.
In a folder each object is written under a temporary name, fsynced and renamed; nobody opens a database there.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..domain.core import Scope
from ..errors import BadInput, Damaged, MachineError, OurBug, machine_reason
from ..i18n import Text, tr
from ..store.files import sweep_parts, write_durably
from ..wire.hub import Stored
from ..wire.names import SegmentName, parse_name

ROOT = "fieldaudit"  # everything of ours on a stick lies in this folder
BAD = "bad"  # what was set aside lies here
_MARK = "carrier"  # holds one file; its name tells this stick from another in the same place
_IDENTITY = re.compile("[0-9a-f]{32}")


Chain = tuple[Scope, int]  # scope and device

# what became of an offer, or the Damaged that was in the way here; REFUSED: perhaps another time
PUT, THERE, DIFFERENT, REFUSED = "put", "there", "different", "refused"


@dataclass(frozen=True, slots=True)
class Offer:
    """An object to be put where nothing lies under its name. `load` may raise Damaged."""

    kind: str
    name: str
    size: int
    load: Callable[[], bytes]
    anywhere: bool = False  # `load` may be called in any thread


@dataclass(frozen=True, slots=True)
class Begun:
    """What this device has, as it is said to a carrier at the beginning; `breathe` is called while one waits, and may raise."""

    have: Mapping[Chain, int]  # last segment of each chain
    breathe: Callable[[], None]


class Carrier(Protocol):
    """What sync needs of a place."""

    place: str
    kind: str  # "folder" or "hub"
    hub: int  # the hub's device number; 0: a folder, which says nothing of itself
    trust_there: frozenset[str] | None  # certificates and keys that lie on a hub; None: not told, or as last time

    def identify(self) -> str:
        """What tells this carrier from others; the same every time it is used."""

    def begin(self, begun: Begun) -> None:
        """Hear what is here; called once, before anything below."""

    def sweep(self, now_ms: int) -> int:
        """Delete what was left half-written on it more than a day ago; gives how many."""

    def names(self, prefix: str) -> Iterator[str]:
        """The names below a prefix, sorted; a hub leaves out what it knows to be here."""

    def get(self, name: str) -> bytes | None:
        """An object's bytes, or None when it is not there."""

    def holds(self, scope: Scope, device: int, ordinal: int, name: str, load: Callable[[], bytes]) -> bool | None:
        """Does what `load` gives lie there as that segment? False: something else; None: nothing."""

    def first_lacking(self, scope: Scope, device: int) -> int:
        """The first segment of a chain that need be offered: all before it lie there."""

    def authors(self) -> set[Chain]:
        """The chains of which something lies there (a hub: something new)."""

    def fetch(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Many objects, each as soon as it is there; None for what is not."""

    def give(self, offers: Iterable[Offer]) -> Iterator[tuple[Offer, str | Damaged]]:
        """Put each object durably where nothing lies, in about this order; what became of it."""

    def set_aside(self, name: str) -> None:
        """Move a bad object out of the way, kept for inspection."""

    def stored(self, names: Sequence[str]) -> Callable[[], tuple[Stored, bytes]]:
        """Ask for a hub's receipt over these names (at most MAX_NAMED); calling what this gives waits for it: read and as it is
        kept. Its signature was checked.
        """

    def remarks(self) -> list[Text]:
        """What the people must know of the carrier itself."""

    def end(self) -> None:
        """All went well: remember what saves questions next time. The caller holds a transaction."""


class FolderCarrier:
    """A directory, typically a USB stick. Raises MachineError for what the disk refuses."""

    kind, hub = "folder", 0
    trust_there: frozenset[str] | None = None

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

    def begin(self, begun: Begun) -> None:
        return  # it cannot hear

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

    def holds(self, scope: Scope, device: int, ordinal: int, name: str, load: Callable[[], bytes]) -> bool | None:
        there = self.get(name)
        return None if there is None else there == load()

    def first_lacking(self, scope: Scope, device: int) -> int:
        return 1

    def authors(self) -> set[Chain]:
        found = set()
        for name in self.names("segments"):
            with contextlib.suppress(BadInput):
                parsed = parse_name(name)
                if isinstance(parsed, SegmentName):
                    found.add((parsed.scope, parsed.device))
        return found

    def fetch(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        for name in names:
            yield name, self.get(name)

    def give(self, offers: Iterable[Offer]) -> Iterator[tuple[Offer, str | Damaged]]:
        for offer in offers:
            there = self.size(offer.name)
            if there is not None:
                yield offer, THERE if there == offer.size else DIFFERENT
                continue
            try:
                data = offer.load()
            except Damaged as error:
                yield offer, error
            else:
                yield offer, PUT if self.put_if_absent(offer.name, data) else THERE

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Put an object durably; False when something lies there already."""
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
        """An object's size in bytes, or None."""
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

    def stored(self, names: Sequence[str]) -> Callable[[], tuple[Stored, bytes]]:
        raise OurBug(tr("文件夹不出具回执", "a folder gives no receipt"), where=self.place)

    def remarks(self) -> list[Text]:
        return []

    def end(self) -> None:
        return

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
