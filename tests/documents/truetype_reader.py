"""Reads a TrueType face or subset: which glyph stands for a character, how wide it is, and its outline.

For the judge of finished papers: written from the OpenType specification, shares nothing with the program.
"""

from __future__ import annotations

import struct
from functools import cached_property

_SCALE, _XY_SCALE, _TWO_BY_TWO, _MORE, _WORDS = 0x0008, 0x0040, 0x0080, 0x0020, 0x0001
Box = tuple[float, float, float, float]


class TrueType:
    """One face file. Glyphs by number; lengths in thousandths of an em."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        count = struct.unpack_from(">H", data, 4)[0]
        self.tables: dict[str, tuple[int, int]] = {}
        for at in range(12, 12 + 16 * count, 16):
            tag, _, start, length = struct.unpack_from(">4sLLL", data, at)
            assert start + length <= len(data), f"table {tag!r} is cut off"
            self.tables[tag.decode("latin-1")] = (start, length)
        head = self.tables["head"][0]
        self.em = struct.unpack_from(">H", data, head + 18)[0]
        self._long_loca = struct.unpack_from(">h", data, head + 50)[0] == 1
        self.glyph_count = struct.unpack_from(">H", data, self.tables["maxp"][0] + 4)[0]
        self._wide_count = struct.unpack_from(">H", data, self.tables["hhea"][0] + 34)[0]
        self._outlines: dict[int, bytes] = {}
        self._boxes: dict[int, Box | None] = {}

    @cached_property
    def postscript_name(self) -> str:
        """Name 6 of the name table."""
        start = self.tables["name"][0]
        count, strings = struct.unpack_from(">HH", self.data, start + 2)
        for at in range(start + 6, start + 6 + 12 * count, 12):
            platform, _, _, name, length, offset = struct.unpack_from(">6H", self.data, at)
            if name == 6:
                said = self.data[start + strings + offset : start + strings + offset + length]
                return said.decode("latin-1" if platform == 1 else "utf-16-be")
        raise AssertionError("the face has no name")

    @cached_property
    def maps(self) -> dict[tuple[int, int], dict[int, int]]:
        """Every map of character codes to glyphs, by platform and encoding."""
        start = self.tables["cmap"][0]
        found = {}
        for number in range(struct.unpack_from(">H", self.data, start + 2)[0]):
            platform, encoding, offset = struct.unpack_from(">HHL", self.data, start + 4 + 8 * number)
            found[platform, encoding] = self._map(start + offset)
        return found

    @cached_property
    def characters(self) -> dict[int, int]:
        """Unicode to glyph, of a whole face."""
        return max((kept for (platform, _), kept in self.maps.items() if platform in (0, 3)), key=len)

    def advance(self, glyph: int) -> float:
        """The glyph's width."""
        at = self.tables["hmtx"][0] + 4 * min(glyph, self._wide_count - 1)
        return float(struct.unpack_from(">H", self.data, at)[0]) * 1000 / self.em

    def box(self, glyph: int) -> Box | None:
        """The box of the glyph's ink (x0, y0, x1, y1; y upwards); None where nothing is drawn."""
        if glyph not in self._boxes:
            raw = self._raw(glyph)
            scale = 1000 / self.em
            self._boxes[glyph] = (
                tuple(  # type: ignore[assignment]
                    value * scale for value in struct.unpack_from(">4h", raw, 2)
                )
                if raw
                else None
            )
        return self._boxes[glyph]

    def outline(self, glyph: int) -> bytes:
        """The glyph's outline in a form that equals that of the same glyph in another subset."""
        if glyph not in self._outlines:
            raw = self._raw(glyph)
            if raw and struct.unpack_from(">h", raw)[0] < 0:
                self._outlines[glyph] = self._composite(raw)
            else:
                self._outlines[glyph] = _simple(raw) if raw else b""
        return self._outlines[glyph]

    def draws(self, glyph: int, other: TrueType, its: int) -> bool:
        """Whether a glyph is drawn as another face draws one of its own."""
        return self._raw(glyph) == other._raw(its) or self.outline(glyph) == other.outline(its)

    def _raw(self, glyph: int) -> bytes:
        assert 0 <= glyph < self.glyph_count, f"there is no glyph {glyph}"
        loca = self.tables["loca"][0]
        if self._long_loca:
            start, end = struct.unpack_from(">LL", self.data, loca + 4 * glyph)
        else:
            start, end = (2 * half for half in struct.unpack_from(">HH", self.data, loca + 2 * glyph))
        glyf = self.tables["glyf"][0]
        return self.data[glyf + start : glyf + end]

    def _composite(self, raw: bytes) -> bytes:
        """Its parts, each by its own outline instead of its number, and where they stand."""
        said, at, more = [b"composite"], 10, True
        while more:
            flags, part = struct.unpack_from(">HH", raw, at)
            length = 4 if flags & _WORDS else 2
            length += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
            said += [struct.pack(">H", flags & 0xEFF), raw[at + 4 : at + 4 + length], self.outline(part)]
            at, more = at + 4 + length, bool(flags & _MORE)
        return b"|".join(said)

    def _map(self, at: int) -> dict[int, int]:
        form = struct.unpack_from(">H", self.data, at)[0]
        if form == 0:
            return {code: glyph for code, glyph in enumerate(self.data[at + 6 : at + 262]) if glyph}
        if form == 4:
            return self._segments(at)
        if form == 6:
            first, count = struct.unpack_from(">HH", self.data, at + 6)
            return dict(enumerate(struct.unpack_from(f">{count}H", self.data, at + 10), first))
        if form == 12:
            kept: dict[int, int] = {}
            for group in range(struct.unpack_from(">L", self.data, at + 12)[0]):
                start, end, glyph = struct.unpack_from(">LLL", self.data, at + 16 + 12 * group)
                kept.update(zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True))
            return kept
        assert form in (2, 14), f"map of format {form}"  # old double bytes, and variants: of no use here
        return {}

    def _segments(self, at: int) -> dict[int, int]:
        count = struct.unpack_from(">H", self.data, at + 6)[0] // 2
        ends, starts, deltas, offsets = (
            struct.unpack_from(f">{count}H", self.data, at + 14 + 2 * count * row + (2 if row else 0)) for row in range(4)
        )
        places = at + 16 + 6 * count
        kept: dict[int, int] = {}
        for number, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
            for code in range(start, min(end, 0xFFFE) + 1):
                glyph = code
                if offset:
                    glyph = struct.unpack_from(">H", self.data, places + 2 * number + offset + 2 * (code - start))[0]
                if glyph or not offset:
                    kept[code] = (glyph + delta) & 0xFFFF
        return kept


def _simple(raw: bytes) -> bytes:
    """Contours and points without the instructions (a subset may drop them) and the padding after them."""
    contours = struct.unpack_from(">h", raw)[0]
    at = 10 + 2 * contours
    instructions = struct.unpack_from(">H", raw, at)[0]
    points = struct.unpack_from(">H", raw, at - 2)[0] + 1 if contours else 0
    start = at = at + 2 + instructions
    flags: list[int] = []
    while len(flags) < points:
        flag = raw[at]
        times = 1 + (raw[at + 1] if flag & 8 else 0)
        at += 2 if flag & 8 else 1
        flags += [flag] * times
    for short, same in ((2, 16), (4, 32)):
        at += sum(1 if flag & short else 0 if flag & same else 2 for flag in flags)
    return raw[: 10 + 2 * contours] + raw[start:at]
