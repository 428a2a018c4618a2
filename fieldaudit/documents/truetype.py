"""A TrueType face read in place: nothing is parsed that is not asked for.

Owns the tables of a face file (OpenType: name, cmap, hmtx, loca, glyf, OS/2, head): which glyph stands for a
character, how wide it is, where its ink lies, what the face is called and whether it may be embedded. Faces of a
collection (TTC) are read by their number; CFF outlines are not read at all. Knows nothing of roles or papers.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from struct import error as StructError
from struct import unpack_from

_NEEDED = {"cmap": 12, "glyf": 1, "head": 54, "hhea": 36, "hmtx": 4, "loca": 4, "maxp": 6, "name": 6}  # least lengths
_RESTRICTED, _EDITABLE_OR_PRINT, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x000C, 0x0100, 0x0200  # OS/2, fsType
_FAMILY, _FULL, _POSTSCRIPT = 1, 4, 6  # of the name table
Box = tuple[int, int, int, int]
Data = bytes | mmap.mmap


class NotTrueType(ValueError):
    """The file is not a face with TrueType outlines, or is cut off."""


def count(data: Data) -> int:
    """How many faces the file holds: one, but for a collection."""
    return int(unpack_from(">L", data, 8)[0]) if data[:4] == b"ttcf" and len(data) > 12 else 1


class TrueType:
    """One face of a file. Glyphs by number; lengths in units of `em`.

    `names` is what the face calls itself: family, full and PostScript names, in any language.
    """

    def __init__(self, data: Data, index: int = 0) -> None:
        """`data` is the whole file, best mapped; `index` counts the faces of a collection. Raises `NotTrueType`."""
        self.data = data
        try:
            self._read(index)
            self.names = frozenset(said for _, said in self._names())
            self.glyph(0)  # a face without a usable map is found here
        except (StructError, IndexError) as error:
            raise NotTrueType(str(error)) from error

    def _read(self, index: int) -> None:
        start = self._start(index)
        count = unpack_from(">H", self.data, start + 4)[0]
        self.tables: dict[str, tuple[int, int]] = {}  # (start, length)
        for at in range(start + 12, start + 12 + 16 * count, 16):
            tag, _, place, length = unpack_from(">4sLLL", self.data, at)
            if place + length > len(self.data):
                raise NotTrueType(f"{tag!r}")
            self.tables[tag.decode("latin-1")] = (place, length)
        for tag, least in _NEEDED.items():
            if self.tables.get(tag, (0, 0))[1] < least:
                raise NotTrueType(tag)
        head, hhea = self.tables["head"][0], self.tables["hhea"][0]
        self.em: int = unpack_from(">H", self.data, head + 18)[0]
        self.bbox: Box = unpack_from(">4h", self.data, head + 36)
        self._long_loca: bool = unpack_from(">h", self.data, head + 50)[0] == 1
        self.glyph_count: int = unpack_from(">H", self.data, self.tables["maxp"][0] + 4)[0]
        self._metric_count: int = unpack_from(">H", self.data, hhea + 34)[0]
        places = (self.glyph_count + 1) * (4 if self._long_loca else 2)
        if not self.em or not self._metric_count or self.glyph_count < 2 or self.tables["loca"][1] < places or (
                self.tables["hmtx"][1] < 2 * (self.glyph_count + self._metric_count)):
            raise NotTrueType("head, hhea, loca, hmtx")

    def _start(self, index: int) -> int:
        kind = self.data[:4]
        if kind == b"ttcf":
            if index >= unpack_from(">L", self.data, 8)[0]:
                raise NotTrueType(f"{index}")
            return int(unpack_from(">L", self.data, 12 + 4 * index)[0])
        if index or kind not in (b"\0\1\0\0", b"true"):
            raise NotTrueType(repr(kind))
        return 0

    # -- tables ------------------------------------------------------------------------------------------

    def table(self, tag: str) -> bytes:
        """The bytes of a table; empty when the face has none."""
        start, length = self.tables.get(tag, (0, 0))
        return self.data[start:start + length]

    def _word(self, tag: str, offset: int, form: str, missing: int = 0) -> int:
        start, length = self.tables.get(tag, (0, 0))
        return int(unpack_from(form, self.data, start + offset)[0]) if length >= offset + 2 else missing

    @property
    def ascent(self) -> int:
        """Of the typographic line (OS/2), above the baseline."""
        return self._word("OS/2", 68, ">h", self._word("hhea", 4, ">h"))

    @property
    def descent(self) -> int:
        """Below the baseline, negative."""
        return self._word("OS/2", 70, ">h", self._word("hhea", 6, ">h"))

    @property
    def cap_height(self) -> int:
        """Height of capitals; that of the line where the face does not say."""
        return self._word("OS/2", 88, ">h") if self._word("OS/2", 0, ">H") > 1 else self.ascent

    @property
    def weight(self) -> int:
        """100 to 900."""
        return self._word("OS/2", 4, ">H", 400)

    @property
    def italic_angle(self) -> float:
        """Degrees, counter-clockwise."""
        return self._word("post", 4, ">l") / 65536

    @property
    def may_embed(self) -> bool:
        """Whether its maker lets a document carry some of its glyphs (OS/2, fsType)."""
        rights = self._word("OS/2", 8, ">H")
        restricted = rights & _RESTRICTED and not rights & _EDITABLE_OR_PRINT
        return not restricted and not rights & (_NO_SUBSET | _BITMAP_ONLY)

    # -- names -------------------------------------------------------------------------------------------

    @cached_property
    def postscript_name(self) -> str:
        """Its name for programs; empty when it has none."""
        return next((said for number, said in self._names() if number == _POSTSCRIPT), "")

    def _names(self) -> Iterator[tuple[int, str]]:
        start = self.tables["name"][0]
        count, strings = unpack_from(">HH", self.data, start + 2)
        for at in range(start + 6, start + 6 + 12 * count, 12):
            platform, encoding, _, number, length, offset = unpack_from(">6H", self.data, at)
            if number in (_FAMILY, _FULL, _POSTSCRIPT):
                said = self.data[start + strings + offset:start + strings + offset + length]
                coding = ("utf-16-be" if platform in (0, 3) and encoding in (0, 1, 3, 4, 10)
                          else "gb18030" if (platform, encoding) in ((3, 3), (1, 25)) else "latin-1")
                yield number, said.decode(coding, "replace").strip()

    # -- characters --------------------------------------------------------------------------------------

    def glyph(self, code: int) -> int:
        """The glyph of a character; 0 when the face has none."""
        return self._map.glyph(code)

    def codes(self) -> dict[int, int]:
        """Every character and its glyph."""
        return self._map.codes()

    @cached_property
    def _map(self) -> _Segments | _Groups:
        start, length = self.tables["cmap"]
        best = (0, 0)
        for number in range(unpack_from(">H", self.data, start + 2)[0]):
            platform, encoding, offset = unpack_from(">HHL", self.data, start + 4 + 8 * number)
            form = unpack_from(">H", self.data, start + offset)[0]
            if (platform == 0 or (platform == 3 and encoding in (0, 1, 10))) and form in (4, 12):
                best = max(best, (form, start + offset))
        if not best[0]:
            raise NotTrueType("cmap")
        return _Groups(self.data, best[1]) if best[0] == 12 else _Segments(self.data, best[1], start + length)

    def metric(self, glyph: int) -> tuple[int, int]:
        """Advance and left side bearing."""
        start = self.tables["hmtx"][0]
        if glyph < self._metric_count:
            advance, bearing = unpack_from(">Hh", self.data, start + 4 * glyph)
            return advance, bearing
        last = start + 4 * (self._metric_count - 1)
        rest = start + 4 * self._metric_count + 2 * (glyph - self._metric_count)
        return unpack_from(">H", self.data, last)[0], unpack_from(">h", self.data, rest)[0]

    def outline(self, glyph: int) -> bytes:
        """The glyph's description; empty when nothing is drawn."""
        loca, glyf = self.tables["loca"][0], self.tables["glyf"][0]
        if self._long_loca:
            start, end = unpack_from(">LL", self.data, loca + 4 * glyph)
        else:
            start, end = (2 * half for half in unpack_from(">HH", self.data, loca + 2 * glyph))
        return self.data[glyf + start:glyf + end]

    def box(self, glyph: int) -> Box | None:
        """Where its ink lies (x0, y0, x1, y1, y upwards); None when nothing is drawn."""
        outline = self.outline(glyph)
        box: Box | None = unpack_from(">4h", outline, 2) if outline else None
        return box


class _Groups:
    """A character map of format 12."""

    def __init__(self, data: Data, at: int) -> None:
        count = unpack_from(">L", data, at + 12)[0]
        numbers = unpack_from(f">{3 * count}L", data, at + 16)
        self._starts, self._ends, self._glyphs = numbers[0::3], numbers[1::3], numbers[2::3]

    def glyph(self, code: int) -> int:
        at = bisect_right(self._starts, code) - 1
        return self._glyphs[at] + code - self._starts[at] if at >= 0 and code <= self._ends[at] else 0

    def codes(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for start, end, glyph in zip(self._starts, self._ends, self._glyphs, strict=True):
            found.update(zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True))
        return found


class _Segments:
    """A character map of format 4: the first 65,536 characters."""

    def __init__(self, data: Data, at: int, end: int) -> None:
        self._data, self._end = data, end
        count = unpack_from(">H", data, at + 6)[0] // 2
        self._ends = unpack_from(f">{count}H", data, at + 14)
        self._starts = unpack_from(f">{count}H", data, at + 16 + 2 * count)
        self._deltas = unpack_from(f">{count}H", data, at + 16 + 4 * count)
        self._places = at + 16 + 6 * count
        self._offsets = unpack_from(f">{count}H", data, self._places)

    def glyph(self, code: int) -> int:
        at = bisect_left(self._ends, code)
        if code >= 0xFFFF or at == len(self._ends) or code < self._starts[at]:
            return 0
        return self._in(at, code)

    def codes(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for at, (start, end) in enumerate(zip(self._starts, self._ends, strict=True)):
            codes = range(start, min(end, 0xFFFE) + 1)
            found.update((code, glyph) for code, glyph in zip(codes, self._row(at, codes), strict=True) if glyph)
        return found

    def _row(self, at: int, codes: range) -> list[int]:
        """The glyphs of one segment."""
        delta = self._deltas[at]
        if not self._offsets[at]:
            return [(code + delta) & 0xFFFF for code in codes]
        place = self._places + 2 * at + self._offsets[at]
        if place + 2 * len(codes) > self._end:  # a face that is not quite sound
            return [self._in(at, code) for code in codes]
        return [(glyph + delta) & 0xFFFF if glyph else 0 for glyph in unpack_from(f">{len(codes)}H", self._data, place)]

    def _in(self, at: int, code: int) -> int:
        glyph = code
        if self._offsets[at]:
            place = self._places + 2 * at + self._offsets[at] + 2 * (code - self._starts[at])
            glyph = unpack_from(">H", self._data, place)[0] if place + 2 <= self._end else 0
            if not glyph:
                return 0
        return int((glyph + self._deltas[at]) & 0xFFFF)
