"""What a camera wrote beside the picture: when, where, with what, which way up.

Owns reading the few facts an inspection keeps from an EXIF block; where that block lies is `containers`'. Knows no
pixels and no Pillow. Every function here is total: broken, strange or hostile EXIF gives absent facts,
never an error, because a damaged note on the back of a photo must not cost the photo.

Layout after EXIF 2.3 (CIPA DC-008): a TIFF header, IFD0, and from it the Exif and GPS directories. A
directory is read once and only from IFD0's pointers, so a loop of directories cannot hold the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

_MAKE, _MODEL, _ORIENTATION, _EXIF_IFD, _GPS_IFD = 0x010F, 0x0110, 0x0112, 0x8769, 0x8825
_TAKEN, _TAKEN_OFFSET = 0x9003, 0x9011  # DateTimeOriginal, OffsetTimeOriginal
_LAT_REF, _LAT, _LON_REF, _LON = 1, 2, 3, 4
_ASCII, _SHORT, _LONG, _RATIONAL = 2, 3, 4, 5
_WIDTH = {1: 1, _ASCII: 1, _SHORT: 2, _LONG: 4, _RATIONAL: 8, 7: 1, 9: 4, 10: 8}  # bytes per value, by type
_READ_HERE = frozenset((_MAKE, _MODEL, _ORIENTATION, _EXIF_IFD, _GPS_IFD, _TAKEN, _TAKEN_OFFSET, _LAT_REF, _LAT, _LON_REF, _LON))
_LONGEST_VALUE = 2000  # bytes; none of these is longer, and a count of thousands of millions costs nothing
_LONGEST_NAME = 100  # characters of a camera's name that are kept


@dataclass(frozen=True, slots=True)
class ExifFacts:
    """`taken_at` ISO local time, with its offset if the camera knew it; degrees, north and east positive."""

    taken_at: str | None = None
    lat: float | None = None
    lon: float | None = None
    camera: str | None = None
    orientation: int = 1  # 1 … 8 as EXIF numbers them; 1 = already upright


def read_exif(block: bytes) -> ExifFacts:
    """The facts in an EXIF block (a TIFF header and its directories); what is absent or makes no sense is None."""
    tiff = Tiff(block)
    main = tiff.directory(tiff.number(4, 4))
    exif = tiff.directory(tiff.pointer(main, _EXIF_IFD))
    gps = tiff.directory(tiff.pointer(main, _GPS_IFD))
    lat, lon = _position(tiff, gps)
    return ExifFacts(_taken_at(exif), lat, lon, _camera(main), _orientation(tiff, main))


_Directory = dict[int, tuple[int, bytes]]  # tag -> (type, raw value bytes)


class Tiff:
    """A TIFF block whose every read is bounded; numbers outside it read as 0."""

    def __init__(self, block: bytes) -> None:
        known = block[:4] in (b"II*\0", b"MM\0*")
        self.block = block if known else b""
        self.order: Literal["little", "big"] = "little" if block[:2] == b"II" else "big"

    def number(self, at: int, size: int, block: bytes | None = None) -> int:
        """An unsigned number of that many bytes."""
        raw = (self.block if block is None else block)[at : at + size]
        return int.from_bytes(raw, self.order) if len(raw) == size else 0

    def entries(self, at: int) -> Iterator[tuple[int, bytes]]:
        """(tag, its twelve bytes) of the directory at `at`; ends early where the block ends."""
        for i in range(self.number(at, 2) if at else 0):
            entry = self.block[at + 2 + 12 * i : at + 14 + 12 * i]
            if len(entry) < 12:
                return
            yield self.number(0, 2, entry), entry

    def value(self, entry: bytes, most: int) -> tuple[int, bytes]:
        """(type, raw bytes) of an entry; nothing when absent, of unknown type or longer than `most` bytes."""
        kind = self.number(2, 2, entry)
        size = _WIDTH.get(kind, 0) * self.number(4, 4, entry)
        start = self.number(8, 4, entry)
        if not 0 < size <= most:
            return kind, b""
        raw = entry[8 : 8 + size] if size <= 4 else self.block[start : start + size]
        return kind, raw if len(raw) == size else b""

    def numbers(self, entry: bytes) -> tuple[int, ...]:
        """The whole numbers of an entry, however many (at most as many as the block has room for)."""
        kind, raw = self.value(entry, len(self.block))
        width = _WIDTH[kind] if kind in (1, _SHORT, _LONG) else 0
        return tuple(self.number(at, width, raw) for at in range(0, len(raw), width)) if width else ()

    def directory(self, at: int) -> _Directory:
        """The entries of the directory at `at` that are read here; of a tag written twice the first counts."""
        found: _Directory = {}
        for tag, entry in self.entries(at):
            if tag in _READ_HERE and tag not in found:
                kind, raw = self.value(entry, _LONGEST_VALUE)
                if raw:
                    found[tag] = kind, raw
        return found

    def pointer(self, directory: _Directory, tag: int) -> int:
        kind, raw = directory.get(tag, (0, b""))
        return self.number(0, 4, raw) if kind == _LONG else 0

    def degrees(self, directory: _Directory, tag: int) -> float | None:
        """Degrees, minutes, seconds as rationals -> degrees; minutes and seconds may be missing."""
        kind, raw = directory.get(tag, (0, b""))
        if kind != _RATIONAL or len(raw) > 24:
            return None
        total = 0.0
        for i in range(len(raw) // 8):
            above, below = self.number(8 * i, 4, raw), self.number(8 * i + 4, 4, raw)
            if not below:
                return None
            total += above / below / 60**i
        return total


def _ascii(directory: _Directory, tag: int) -> str:
    """The printable text up to the first NUL, spaces tidied; empty if absent or not text."""
    kind, raw = directory.get(tag, (0, b""))
    if kind != _ASCII:
        return ""
    text = raw.split(b"\0", 1)[0].decode("utf-8", "ignore")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _taken_at(exif: _Directory) -> str | None:
    """DateTimeOriginal as ISO text; the file's own DateTime is not used, editors overwrite it."""
    try:
        taken = datetime.strptime(_ascii(exif, _TAKEN)[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:  # cameras without a clock write blanks or zeros
        return None
    offset = _ascii(exif, _TAKEN_OFFSET)
    return taken.isoformat() + (offset if re.fullmatch(r"[+-](0\d|1[0-4]):[0-5]\d", offset) else "")


def _camera(main: _Directory) -> str | None:
    """Maker and model; many models already begin with the maker's name."""
    make, model = _ascii(main, _MAKE), _ascii(main, _MODEL)
    name = model if model.lower().startswith(make.lower()) else f"{make} {model}"
    return name.strip()[:_LONGEST_NAME] or None


def _orientation(tiff: Tiff, main: _Directory) -> int:
    kind, raw = main.get(_ORIENTATION, (0, b""))
    value = tiff.number(0, 2, raw) if kind == _SHORT else 1
    return value if 1 <= value <= 8 else 1


def _position(tiff: Tiff, gps: _Directory) -> tuple[float | None, float | None]:
    """Both or neither. Exactly (0, 0) is what a phone without a fix writes, so it is no place."""
    lat = _signed(tiff.degrees(gps, _LAT), _ascii(gps, _LAT_REF), "N", "S", 90)
    lon = _signed(tiff.degrees(gps, _LON), _ascii(gps, _LON_REF), "E", "W", 180)
    if lat is None or lon is None or (lat, lon) == (0, 0):
        return None, None
    return lat, lon


def _signed(degrees: float | None, ref: str, plus: str, minus: str, limit: int) -> float | None:
    """Seven decimals (a centimetre); without a hemisphere the sign would be a guess, so no place."""
    if degrees is None or degrees > limit or ref.upper() not in (plus, minus):
        return None
    return round(degrees if ref.upper() == plus else -degrees, 7)
