"""HEIC files written box by box around one tiny coded picture, so that tests decide how they are turned and torn.

`CODED` and `CONFIG` are 128 x 96 pixels of `picture_examples.quarters()` as `heif-enc -q 50` (libheif-examples of Debian 12)
wrote them; nothing here can encode HEVC. Layout: ISO/IEC 23008-12.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence

WIDTH, HEIGHT = 128, 96
CONFIG = base64.b64decode(  # hvcC
    "AAAAeGh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACtCAQEDcAAAAwCQAAADAAADAB6gECBhZbqSSmub"
    "gQEDAgAAAwACAAADAAIQIgABAAdEAcFysCJA")
CODED = base64.b64decode(
    "AAAAwCgBrxOA5qhw0//+D9R//Dvnh+W86tq/iy//PPgX7uSL/uJe1KGBLw4iZhsO5H/iY8z+tdHm+2994rRxB4488jJCifRq7v8Es3/wn0O5rZScGVWdKBfzU7oR"
    "ARJJ/2+i3xgAGW2sffNYPzRKnFD4w/7rnPFHFvwJSWHfpPNkUrU7txtAEgAF4lr+MUNDYAXpfaPHHI4PgBrhXctTT6AbQdqyBkUm0FJKN7oCOtKwnuyVPANGil2H"
    "3LwvRLColprBgA==")

# orientation as EXIF numbers it -> the boxes that turn such a stored picture upright: quarter turns, then a mirror
TURNED_BY: dict[int, tuple[bytes, ...]] = {}


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def full_box(kind: bytes, content: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags) + content)


def turned(quarters: int) -> bytes:
    """irot: quarter turns against the clock."""
    return box(b"irot", bytes([quarters]))


def mirrored(axis: int) -> bytes:
    """imir: 0 top with bottom, 1 left with right."""
    return box(b"imir", bytes([axis]))


TURNED_BY.update({
    1: (), 2: (mirrored(1),), 3: (turned(2),), 4: (mirrored(0),),
    5: (turned(1), mirrored(0)), 6: (turned(3),), 7: (turned(3), mirrored(0)), 8: (turned(1),),
})


def heic(turns: Sequence[bytes] = (), exif: bytes = b"", tiles: int = 1, size: tuple[int, int] | None = None) -> bytes:
    """A HEIC of `tiles` x `tiles` coded pictures (more than one: a grid, as phones write them), turned as the boxes say.

    `exif` is a TIFF block. `size`: what the description claims.
    """
    wide, high = size or (WIDTH * tiles, HEIGHT * tiles)
    count = tiles * tiles
    items: list[tuple[int, bytes, bytes]] = [(n, b"hvc1", CODED) for n in range(1, count + 1)]
    primary, references = 1, b""
    if tiles > 1:
        primary = count + 1
        items.append((primary, b"grid", struct.pack(">BBBBHH", 0, 0, tiles - 1, tiles - 1, wide, high)))
        references = full_box(b"iref", box(b"dimg", struct.pack(f">HH{count}H", primary, count, *range(1, count + 1))))
    if exif:
        items.append((count + 2, b"Exif", struct.pack(">I", 6) + b"Exif\0\0" + exif))
        references = full_box(b"iref", references[12:] + box(b"cdsc", struct.pack(">HHH", count + 2, 1, primary)))
    own = (WIDTH, HEIGHT) if tiles > 1 else (wide, high)
    properties = [CONFIG, full_box(b"ispe", struct.pack(">II", *own)), full_box(b"ispe", struct.pack(">II", wide, high)), *turns]
    tile = bytes([2, 0x81, 2]) if tiles > 1 else bytes([2 + len(turns), 0x81, 2, *(0x80 | 4 + n for n in range(len(turns)))])
    uses = b"".join(struct.pack(">H", n) + tile for n in range(1, count + 1))
    if tiles > 1:
        uses += struct.pack(">H", primary) + bytes([1 + len(turns), 3, *(0x80 | 4 + n for n in range(len(turns)))])
    iprp = box(b"iprp", box(b"ipco", b"".join(properties)) + full_box(
        b"ipma", struct.pack(">I", count + (tiles > 1)) + uses))
    return _file(items, primary, iprp + references)


def _file(items: list[tuple[int, bytes, bytes]], primary: int, more: bytes) -> bytes:
    ftyp = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    infos = b"".join(full_box(b"infe", struct.pack(">HH", n, 0) + kind + b"\0", version=2) for n, kind, _ in items)
    start = len(ftyp) + len(_meta(items, primary, infos, more, 0)) + 8
    return ftyp + _meta(items, primary, infos, more, start) + box(b"mdat", b"".join(data for _, _, data in items))


def _meta(items: list[tuple[int, bytes, bytes]], primary: int, infos: bytes, more: bytes, at: int) -> bytes:
    places = b""
    for n, _, data in items:
        places += struct.pack(">HHHII", n, 0, 1, at, len(data))
        at += len(data)
    return full_box(b"meta", full_box(b"hdlr", b"\0\0\0\0pict" + bytes(13))
                    + full_box(b"pitm", struct.pack(">H", primary))
                    + full_box(b"iloc", b"\x44\0" + struct.pack(">H", len(items)) + places)
                    + full_box(b"iinf", struct.pack(">H", len(items)) + infos) + more)
