"""Faces inside a PDF: each one font of two-byte codes, only the glyphs that are printed.

Owns the codes by which a face's characters are written (the same in every paper, so that a set line's operators may be
kept), the TrueType subset, and the font's dictionaries. A code is the glyph's own number in the whole face; a second
character with the same glyph has a code of its own, so that what is copied is what was typed. The subset depends on the
characters alone: same characters, same bytes. Knows nothing of pages.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import accumulate, chain
from struct import pack, pack_into, unpack_from
from typing import NamedTuple
from weakref import WeakKeyDictionary

from ..faces import Face
from ..truetype import TrueType

LEVEL = 2  # of zlib: level 4 makes a report 5 KB smaller and takes a fifteenth of its time, the best one 3 % of a font and a third
_KEPT = 24  # subsets a face keeps: papers of one batch share the characters of their headings
# Flags of a composite glyph's parts (OpenType, glyf).
_WORDS, _SCALE, _MORE, _XY, _TWO = 0x1, 0x8, 0x20, 0x40, 0x80
_COPIED = ("cvt ", "fpgm", "prep")


@dataclass(frozen=True, slots=True)
class Subset:
    """A font file of some characters and what its dictionaries say of them; streams are deflated."""

    tag: str
    font: bytes
    length: int  # of the font file before it was deflated
    glyph_of_code: bytes
    unicode_of_code: bytes
    widths: str  # as the W array takes them; 1000 elsewhere


class Inked:
    """A face as PDF writes it. `codes` gives the code of each character, four hex digits, to `str.translate`."""

    def __init__(self, face: Face) -> None:
        self.file = face.file
        self.codes = _Codes(self.file)
        self._chars: dict[str, _Char] = {}
        self._glyphs: dict[int, _Glyph] = {}
        self._subsets: OrderedDict[frozenset[str], Subset] = OrderedDict()

    def units(self, length: float) -> float:
        """A length of the face in thousandths of an em."""
        return round(length * 1000 / self.file.em, 3)

    def subset(self, chars: Iterable[str]) -> Subset:
        """The subset of those characters, made once while papers that need it follow each other."""
        key = frozenset(chars)
        found = self._subsets.pop(key, None)
        self._subsets[key] = found = found or self._make(sorted(key))
        if len(self._subsets) > _KEPT:
            self._subsets.popitem(last=False)
        return found

    def _make(self, chars: list[str]) -> Subset:
        known = [self._chars.get(char) or self._char(char) for char in chars]
        order = list(dict.fromkeys((0, *sorted(char.glyph for char in known))))
        place = {glyph: number for number, glyph in enumerate(order)}
        font = self._font(order, place)
        mapping = bytearray(2 * (max(char.code for char in known) + 1))
        for char in known:
            pack_into(">H", mapping, 2 * char.code, place[char.glyph])
        digest = sha256("".join(chars).encode()).digest()
        return Subset(
            "".join(chr(65 + byte % 26) for byte in digest[:6]), zlib.compress(font, LEVEL), len(font),
            zlib.compress(bytes(mapping), 1), zlib.compress(_to_unicode([char.said for char in known]), 1),
            "[" + " ".join(char.width for char in known if char.width) + "]",
        )  # fmt: skip

    def _char(self, char: str) -> _Char:
        glyph, code = self.file.glyph(ord(char)), self.codes[ord(char)]
        width = self.units(self.file.metric(glyph)[0])
        said = f"<{code}> <{char.encode('utf-16-be').hex().upper()}>"
        self._chars[char] = made = _Char(glyph, int(code, 16), said, "" if width == 1000 else f"{int(code, 16)} [{width:g}]")
        return made

    # -- the font file -------------------------------------------------------------------------------------

    def _font(self, order: list[int], place: dict[int, int]) -> bytes:
        """The file of the glyphs in `order`, which grows by the parts that composite glyphs are made of."""
        glyphs: list[_Glyph] = []
        at = 0
        while at < len(order):
            glyph = self._glyphs.get(order[at]) or self._glyph(order[at])
            if glyph.composite:
                body = _repointed(glyph.body, order, place)
                glyph = glyph._replace(body=body, checksum=_checksum(body))
            glyphs.append(glyph)
            at += 1
        offsets = list(accumulate((len(glyph.body) for glyph in glyphs), initial=0))
        tables = {
            "glyf": b"".join([glyph.body for glyph in glyphs]),
            "head": self._patched("head", (8, b"\0\0\0\0"), (50, b"\0\1")),
            "hhea": self._patched("hhea", (34, pack(">H", len(order)))),
            "hmtx": b"".join([glyph.metric for glyph in glyphs]),
            "loca": pack(f">{len(offsets)}L", *offsets),
            "maxp": self._patched("maxp", (4, pack(">H", len(order)))),
        }
        tables.update({tag: self.file.table(tag) for tag in _COPIED if tag in self.file.tables})
        return _assembled(tables, {"glyf": sum(glyph.checksum for glyph in glyphs) & 0xFFFFFFFF})

    def _glyph(self, number: int) -> _Glyph:
        body = self.file.outline(number)
        composite = len(body) > 10 and body[0] & 0x80 > 0
        body += b"\0" * (-len(body) % 4)
        self._glyphs[number] = made = _Glyph(body, _checksum(body), pack(">Hh", *self.file.metric(number)), composite)
        return made

    def _patched(self, tag: str, *changes: tuple[int, bytes]) -> bytes:
        table = bytearray(self.file.table(tag))
        for at, data in changes:
            table[at:at + len(data)] = data
        return bytes(table)


class _Char(NamedTuple):
    """What the font's dictionaries say of a character: as the ToUnicode map and the W array take it."""

    glyph: int
    code: int
    said: str
    width: str  # empty: a whole em


class _Glyph(NamedTuple):
    """A glyph as the font file takes it: its description, padded to whole words, and advance with bearing."""

    body: bytes
    checksum: int
    metric: bytes
    composite: bool


class _Codes(dict[int, str]):
    """The code of each character that has been asked for: what `str.translate` takes."""

    def __init__(self, file: TrueType) -> None:
        super().__init__()
        self._file = file

    @cached_property
    def _doubles(self) -> dict[int, int]:
        """Characters whose glyph an earlier character has: codes above all glyphs, then those of glyphs without a character."""
        claimed: set[int] = set()
        doubles = []
        for char, glyph in sorted(self._file.codes().items()):
            if glyph in claimed:
                doubles.append(char)
            claimed.add(glyph)
        above = range(self._file.glyph_count, 0x10000)
        free = chain(above, (code for code in range(1, self._file.glyph_count) if code not in claimed))
        return dict(zip(doubles, free, strict=False))

    def __missing__(self, char: int) -> str:
        self[char] = code = f"{self._doubles.get(char) or self._file.glyph(char):04X}"
        return code


_INKED: WeakKeyDictionary[Face, Inked] = WeakKeyDictionary()


def inked(face: Face) -> Inked:
    """The face as PDF writes it, made when it is first written."""
    found = _INKED.get(face)
    if found is None:
        _INKED[face] = found = Inked(face)
    return found


def _repointed(body: bytes, order: list[int], place: dict[int, int]) -> bytes:
    """A composite glyph that names its parts by their places in the subset; parts not there yet join it."""
    changed = bytearray(body)
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = unpack_from(">HH", changed, at)
        if part not in place:
            place[part] = len(order)
            order.append(part)
        pack_into(">H", changed, at + 2, place[part])
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY else 8 if flags & _TWO else 0
    return bytes(changed)


def _checksum(data: bytes) -> int:
    data += b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = unpack_from(f">{len(data) // 4}L", data)
    return sum(words) & 0xFFFFFFFF


def _assembled(tables: dict[str, bytes], known: dict[str, int]) -> bytes:
    """The font file of those tables; checksums that are `known` are not summed again."""
    count = len(tables)
    power = count.bit_length() - 1
    head = pack(">LHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    directory, bodies = [head], []
    offset, total = 12 + 16 * count, 0
    for tag, data in sorted(tables.items()):
        checksum = known[tag] if tag in known else _checksum(data)
        directory.append(tag.encode() + pack(">LLL", checksum, offset, len(data)))
        if tag == "head":
            adjust = offset + 8
        bodies.append(data + b"\0" * (-len(data) % 4))
        offset += len(bodies[-1])
        total += checksum
    front = b"".join(directory)
    file = bytearray(front + b"".join(bodies))
    pack_into(">L", file, adjust, (0xB1B0AFBA - total - _checksum(front)) & 0xFFFFFFFF)
    return bytes(file)


def _to_unicode(pairs: list[str]) -> bytes:
    """The CMap from codes to what they say, in blocks of at most a hundred."""
    blocks = [pairs[at:at + 100] for at in range(0, len(pairs), 100)]
    listed = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{listed}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
