"""A folder of pictures as the tray shows it: found, dated, sorted. Reads only; writes, copies and deletes nothing. No Qt."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ....evidence.photo import capture_time

PICTURES = frozenset((".jpg", ".jpeg", ".jpe", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff", ".bmp", ".gif"))
NOT_TAKEN = frozenset((
    ".mp4", ".mov", ".avi", ".mts", ".m2ts", ".3gp", ".mkv", ".wmv", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".rw2", ".orf", ".dng",
    ".pef", ".srw", ".raw",
))  # fmt: skip  # videos and camera raw: said to be there, never shown as photos
MOST = 3_000  # pictures: a phone's whole history is not sorted here; the newest are shown


@dataclass(frozen=True, slots=True)
class Picture:
    """One file. `taken`: ISO local time from EXIF, else of the file's last change; `exact`: the camera said it.

    `given` and `read`: how a picture is called and read that came from a phone (its file is sealed).
    """

    path: Path
    size: int
    changed: float
    taken: str
    exact: bool = False
    given: str = ""
    read: Callable[[], bytes] | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.given or self.path.name

    @property
    def day(self) -> str:
        """2026-11-24."""
        return self.taken[:10]

    @property
    def time(self) -> str:
        """14:30."""
        return self.taken[11:16]


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds: pictures sorted by time, how many files are no photos, how many older ones are left out."""

    pictures: tuple[Picture, ...]
    others: int = 0
    left_out: int = 0


def find(folder: Path) -> Found:
    """The pictures in a folder and below it, dated by the files' times. Raises OSError: the folder cannot be read."""
    os.scandir(folder).close()  # a card that was pulled out is told, not shown as empty
    pictures, others = list[Picture](), 0
    for path in _files(folder):
        kind = path.suffix.lower()
        others += kind in NOT_TAKEN
        if kind in PICTURES:
            with suppress(OSError):
                stat = path.stat()
                stamp = datetime.fromtimestamp(stat.st_mtime).isoformat(timespec="seconds")
                pictures.append(Picture(path, stat.st_size, stat.st_mtime, stamp))
    newest = sort(pictures)[-MOST:]
    return Found(tuple(newest), others, len(pictures) - len(newest))


def _files(folder: Path) -> Iterator[Path]:
    for where, inside, names in os.walk(folder):
        inside[:] = sorted(name for name in inside if not name.startswith("."))  # a phone's thumbnails lie in hidden folders
        yield from (Path(where, name) for name in sorted(names) if not name.startswith("."))


def dated(picture: Picture) -> Picture:
    """The picture with the time its camera wrote, where it did."""
    with suppress(OSError), open(picture.path, "rb") as file:
        if taken := capture_time(file):
            return replace(picture, taken=taken[:19], exact=True)
    return picture


def sort(pictures: Iterable[Picture]) -> list[Picture]:
    """By time of capture, then name."""
    return sorted(pictures, key=lambda each: (each.taken, each.name))


def cards(mounted: Iterable[Path]) -> list[Path]:
    """Of the mounted volumes those that are a camera's card or a phone: they hold a DCIM folder."""
    found = []
    for root in mounted:
        with suppress(OSError):
            if (root / "DCIM").is_dir():
                found.append(root / "DCIM")
    return found
