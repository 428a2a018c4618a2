"""What lies where inside a picture file: the parts that carry pixels, the EXIF block, whether more frames follow.

Owns the outer structure of JPEG, PNG, WebP, GIF, BMP, TIFF and HEIF files. Knows no pixels and no Pillow. The decoder
is shown only what carries pixels, so metadata can neither break it, slow it down, make it warn nor reach a preview.
Bytes after the picture are a phone's business (motion photos, gain maps, second views) and harm nothing.

Every reader raises ValueError when the file ends before it says it does, or leads nowhere.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .exif import Tiff

JPEG, PNG, WEBP, GIF, BMP = "image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"
TIFF, HEIF = "image/tiff", "image/heic"
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))


@dataclass(frozen=True, slots=True)
class Parts:
    """One picture file taken apart. `size` is what the header claims, where it is read here (else by the decoder)."""

    media_type: str
    pixels: bytes  # a file of the same format that holds only what carries pixels
    exif: bytes = b""  # the TIFF block
    more_frames: bool = False  # an animation or several pages: the first is the photo
    size: tuple[int, int] | None = None
    passes: int = 1  # times a decoder goes over all pixels


def take_apart(data: bytes) -> Parts | None:
    """The parts of a picture, by its first bytes; None for what is none of ours. Raises ValueError."""
    try:
        for magic, read in _READERS:
            if data.startswith(magic):
                return read(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS and not (_brands(data) & {b"avif", b"avis"}):
            return _heif(data)
    except (IndexError, struct.error) as error:
        raise ValueError("the file ends within its own description") from error
    return None


# -- JPEG ------------------------------------------------------------------------------------------------
_SOI, _EOI, SOS, _APP1, _FILL = 0xD8, 0xD9, 0xDA, 0xE1, 0xFF
_WITH_LENGTH = frozenset((*range(0xC0, 0xC8), *range(0xC9, 0xD0), *range(0xDA, 0xF0), 0xFE))
_NO_PIXELS = {*range(0xE0, 0xF0), 0xFE} - {0xE0, 0xEE}  # JFIF and Adobe say how colours are coded
_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # the first marker after a scan's coded data


def _jpeg(data: bytes) -> Parts:
    """The first picture of the file, up to its own end mark."""
    kept, exif, scans = [data[:2]], b"", 0
    for marker, start, end in jpeg_segments(data):
        if marker == SOS:
            scans += 1
        if marker == _APP1 and not exif and data[start + 4 : start + 10] == b"Exif\0\0":
            exif = data[start + 10 : end]
        if marker not in _NO_PIXELS:
            kept.append(data[start:end])
    if not scans:
        raise ValueError("JPEG ends before its picture begins")
    return Parts(JPEG, b"".join(kept), exif, passes=scans)


def jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of each segment, a scan with its coded data, up to the end mark included.

    Raises ValueError where the file ends, or another picture begins, before the end mark.
    """
    at = data.find(b"\xff", 2)  # junk between segments is skipped, as decoders skip it
    while 0 <= at < len(data) - 1:
        marker, end = data[at + 1], at + 2
        if marker == _EOI:
            yield marker, at, end
            return
        if marker == _FILL:
            end = at + 1
        elif marker in _WITH_LENGTH:
            end += int.from_bytes(data[at + 2 : at + 4], "big")
            if end < at + 4 or end > len(data):
                break
            if marker == SOS:
                end = _scan_end(data, end)
            yield marker, at, end
        elif marker == _SOI:
            break
        at = data.find(b"\xff", end)
    raise ValueError("JPEG ends before its end mark")


def _scan_end(data: bytes, at: int) -> int:
    found = _IN_SCAN.search(data, at)
    if found is None:
        raise ValueError("JPEG ends within a scan")
    return found.start()


# -- PNG -------------------------------------------------------------------------------------------------
_PIXEL_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = ((0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2))  # x, step, y, step
_PIECE = 1 << 20


def _png(data: bytes) -> Parts:
    """Checksums of what carries pixels are checked; that there are as many rows as claimed, by `png_is_whole`."""
    kept, exif, animated, name = [PNG_MAGIC], b"", False, b""
    for name, start, end in png_chunks(data):
        if name == b"eXIf":
            exif = exif or data[start + 8 : end - 4].removeprefix(b"Exif\0\0")
        animated = animated or (name == b"acTL" and data[start + 8 : start + 12] > b"\0\0\0\x01")
        if name not in _PIXEL_CHUNKS:
            continue
        if zlib.crc32(data[start + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise ValueError(f"PNG chunk {name!r} at byte {start} is damaged")
        kept.append(data[start:end])
    if name != b"IEND":
        raise ValueError("PNG ends before its IEND chunk")
    return Parts(PNG, b"".join(kept), exif, animated)


def png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of each whole chunk, length and CRC included, up to IEND."""
    at = len(PNG_MAGIC)
    while at + 12 <= len(data):
        name = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            return
        yield name, at, end
        if name == b"IEND":
            return
        at = end


def png_is_whole(data: bytes) -> bool:
    """Whether the packed rows are as many as the header claims: the decoder shows missing ones black, silently."""
    wanted = _png_bytes(data)
    unpack = zlib.decompressobj()
    for name, start, end in png_chunks(data):
        if name != b"IDAT":
            continue
        piece = data[start + 8 : end - 4]
        while piece and wanted > 0:
            wanted -= len(unpack.decompress(piece, min(_PIECE, wanted)))
            piece = unpack.unconsumed_tail
    return wanted <= 0


def _png_bytes(data: bytes) -> int:
    """How many bytes of rows, with the filter byte of each, the header calls for."""
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    bits = depth * _CHANNELS.get(colour, 1)

    def rows(wide: int, high: int) -> int:
        return high * (1 + (wide * bits + 7) // 8) if wide > 0 else 0

    if not interlaced:
        return rows(width, height)
    return sum(rows(-(-(width - x) // dx), max(0, -(-(height - y) // dy))) for x, dx, y, dy in _ADAM7)


# -- WebP, GIF, BMP ----------------------------------------------------------------------------------------
def riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, content) of a RIFF file's chunks. Raises ValueError when one is cut off."""
    stop = 8 + int.from_bytes(data[4:8], "little")
    if stop > len(data):
        raise ValueError("RIFF file is cut off")
    at = 12
    while at + 8 <= stop:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > len(data):
            raise ValueError("RIFF chunk is cut off")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _webp(data: bytes) -> Parts:
    exif, frames, size = b"", 0, None
    for name, content in riff_chunks(data):
        size = size or _webp_size(name, content)
        frames += name == b"ANMF"
        if name == b"EXIF" and not exif:
            exif = content.removeprefix(b"Exif\0\0")
    if size is None:
        raise ValueError("WebP without a picture")
    return Parts(WEBP, data, exif, frames > 1, size)


def _webp_size(name: bytes, content: bytes) -> tuple[int, int] | None:
    """The canvas, from the first chunk: the decoder would make room for it before it says how large it is."""
    little = int.from_bytes
    if name == b"VP8X":
        return 1 + little(content[4:7], "little"), 1 + little(content[7:10], "little")
    if name == b"VP8 ":
        return little(content[6:8], "little") & 0x3FFF, little(content[8:10], "little") & 0x3FFF
    if name == b"VP8L":
        bits = little(content[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None


def _gif(data: bytes) -> Parts:
    """Logical screen and pictures, walked block by block; stops at the second picture."""
    if len(data) < 13:
        raise ValueError("GIF is cut off")
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _gif_table(flags)
    pictures = 0
    while at + 1 < len(data) and data[at] in (0x21, 0x2C) and pictures < 2:
        if data[at] == 0x2C:
            pictures += 1
            left, top, wide, high, flags = struct.unpack_from("<HHHHB", data.ljust(at + 10, b"\0"), at + 1)
            width, height = max(width, left + wide), max(height, top + high)
            at = _gif_blocks(data, at + 11 + _gif_table(flags))
        else:
            at = _gif_blocks(data, at + 2)
    return Parts(GIF, data, more_frames=pictures > 1, size=(width, height))


def _gif_table(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _gif_blocks(data: bytes, at: int) -> int:
    """The place after the sub-blocks that begin at `at`."""
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _bmp(data: bytes) -> Parts:
    return Parts(BMP, data)


# -- TIFF --------------------------------------------------------------------------------------------------
_PIXEL_TAGS = frozenset((256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325,
                         332, 338, 339, 347, 512, 513, 514, 515, 517, 519, 520, 521, 529, 530, 531, 532))  # fmt: skip
_SINGLE = frozenset((256, 257, 259, 262, 266, 277, 278, 284, 292, 293, 317, 322, 323, 332, 512, 513, 514, 515))
_OFFSETS, _COUNTS, _TILES, _TILE_COUNTS = 273, 279, 324, 325
_PHOTOMETRIC, _SUBFILE, _DNG, _CFA = 262, 254, 50706, 32803
_WIDTH, _HEIGHT, _SAMPLES, _ROWS, _PLANAR, _TILE_WIDTH, _TILE_HEIGHT = 256, 257, 277, 278, 284, 322, 323
_JUDGED = frozenset((_OFFSETS, _COUNTS, _TILES, _TILE_COUNTS, _PHOTOMETRIC, _SUBFILE, _DNG,
                     _WIDTH, _HEIGHT, _SAMPLES, _ROWS, _PLANAR, _TILE_WIDTH, _TILE_HEIGHT))  # fmt: skip


def _tiff(data: bytes) -> Parts | None:
    """The first page, its directory written anew at the end with only the tags that pixels need: no loops, no metadata."""
    tiff = Tiff(data)
    first = tiff.number(4, 4)
    entries = list(tiff.entries(first))
    if not entries:
        raise ValueError("TIFF without a directory")
    tags: dict[int, tuple[int, ...]] = {}
    for tag, entry in entries:
        if tag in _JUDGED and tag not in tags:
            tags[tag] = tiff.numbers(entry)
    if _DNG in tags or tags.get(_PHOTOMETRIC) == (_CFA,) or tags.get(_SUBFILE) == (1,):
        return None  # camera raw: its first directory is not the photo
    _demand_strips(tags, len(data))
    kept = [entry for tag, entry in entries if tag in _PIXEL_TAGS]
    for entry in kept:  # a decoder would warn, and go on with a guess
        tag, count = tiff.number(0, 2, entry), tiff.number(4, 4, entry)
        if not tiff.value(entry, len(data))[1] or (tag in _SINGLE and count != 1):
            raise ValueError(f"TIFF tag {tag} makes no sense")
    order = tiff.order
    padded = data + b"\0" * (len(data) % 2)
    directory = len(kept).to_bytes(2, order) + b"".join(kept) + bytes(4)
    pixels = padded[:4] + len(padded).to_bytes(4, order) + padded[8:] + directory
    return Parts(TIFF, pixels, data, bool(tiff.number(first + 2 + 12 * len(entries), 4)))


def _demand_strips(tags: dict[int, tuple[int, ...]], size: int) -> None:
    """There are as many strips or tiles as the picture calls for, all within the file: the decoder shows missing ones
    black, silently. Raises ValueError."""
    for offsets, counts in ((_OFFSETS, _COUNTS), (_TILES, _TILE_COUNTS)):
        pairs = zip(tags.get(offsets, ()), tags.get(counts, ()), strict=False)
        if any(start + count > size for start, count in pairs):
            raise ValueError("TIFF ends before its picture does")

    def one(tag: int, default: int) -> int:
        return max(1, tags.get(tag, (default,))[0])

    wide, high = one(_WIDTH, 1), one(_HEIGHT, 1)
    if _TILES in tags:
        wanted, held = -(-wide // one(_TILE_WIDTH, wide)) * -(-high // one(_TILE_HEIGHT, high)), len(tags[_TILES])
    else:
        wanted, held = -(-high // one(_ROWS, high)), len(tags.get(_OFFSETS, ()))
    if held < wanted * (one(_SAMPLES, 1) if one(_PLANAR, 1) == 2 else 1):
        raise ValueError("TIFF holds fewer strips than its header says")


# -- HEIF --------------------------------------------------------------------------------------------------
def boxes(data: bytes, at: int = 0, stop: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """(type, start of content, end) of the boxes of an ISO media file; ends at what is no box.

    Raises ValueError when a box reaches beyond the end.
    """
    stop = len(data) if stop is None else stop
    while at + 8 <= stop:
        size, kind, body = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = stop if size == 0 else at + size
        if not re.fullmatch(rb"[ -~]{4}", kind) or end < body:
            return
        if end > stop:
            raise ValueError(f"box {kind!r} is cut off")
        yield kind, body, end
        at = end


def _brands(data: bytes) -> set[bytes]:
    size = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[at : at + 4] for at in range(16, size, 4))}


def _heif(data: bytes) -> Parts:
    """Which way up a HEIF is, is said by its own boxes, and the decoder obeys; EXIF repeats it and does not count.

    The references that tie metadata to the picture are written over: the decoder's own reading of it can be crashed.
    """
    top = {kind: (start, end) for kind, start, end in boxes(data)}
    if b"meta" not in top:
        raise ValueError("HEIF without its description")
    inside = {kind: (start, end) for kind, start, end in boxes(data, top[b"meta"][0] + 4, top[b"meta"][1])}
    places = _heif_places(data, *inside.get(b"iloc", (0, 0)))
    config = data.find(b"hvcC") + 4 + 21
    four, exif = data[config : config + 1] and data[config] & 3 == 3, b""  # bytes before each coded unit
    for item, kind in _heif_items(data, *inside.get(b"iinf", (0, 0))):
        content = data[places[item][0] : places[item][1]] if item in places else b""
        if kind == b"hvc1" and content and four and not _is_coded(content):
            raise ValueError("HEIF without the pixels of a part")
        if kind == b"Exif" and not exif:
            exif = content[4 + int.from_bytes(content[:4], "big") :].removeprefix(b"Exif\0\0")
    return Parts(HEIF, _without_metadata(data, *inside.get(b"iref", (0, 0))), exif)


def _heif_items(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """(number, type) of the items (ISO/IEC 14496-12, iinf)."""
    for kind, at, _ in boxes(data, start + (8 if data[start] else 6), end):
        wide = 4 if data[at] > 2 else 2
        if kind == b"infe":
            yield int.from_bytes(data[at + 4 : at + 4 + wide], "big"), data[at + 6 + wide : at + 10 + wide]


def _heif_places(data: bytes, at: int, end: int) -> dict[int, tuple[int, int]]:
    """Item -> (start, end) of those that lie in one piece in the file (ISO/IEC 14496-12, iloc)."""
    version, sizes = data[at], (data[at + 4] >> 4, data[at + 4] & 15, data[at + 5] >> 4, data[at + 5] & 15)
    wide, found = 4 if version == 2 else 2, {}
    at += 6

    def take(size: int) -> int:
        nonlocal at
        at += size
        return int.from_bytes(data[at - size : at], "big")

    count = take(wide)
    while count and at < end:
        count -= 1
        item, elsewhere = take(wide), take(2) & 15 if version else 0
        take(2)  # which file
        base, extents = take(sizes[2]), take(2)
        for _ in range(min(extents, end - at)):
            take(sizes[3] if version else 0)
            place, length = base + take(sizes[0]), take(sizes[1])
        if extents == 1 and not elsewhere:
            found[item] = place, place + length
    return found


def _is_coded(content: bytes) -> bool:
    """Whether it is a row of coded units, each with its length before it and no zero at its end (ITU-T H.265, 7.4.2):
    what a failed copy left empty is not."""
    at = 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        at += 4 + length
        if not length or content[at - 1 : at] == b"\0":
            return False
    return at == len(content)


def _without_metadata(data: bytes, start: int, end: int) -> bytes:
    pixels = bytearray(data)
    for kind, content, _ in boxes(data, start + 4, end):
        if kind == b"cdsc":
            pixels[content - 4 : content] = b"skip"
    return bytes(pixels)


_READERS: tuple[tuple[bytes, Callable[[bytes], Parts | None]], ...] = (
    (b"\xff\xd8\xff", _jpeg), (PNG_MAGIC, _png), (b"GIF87a", _gif), (b"GIF89a", _gif), (b"BM", _bmp),
    (b"II*\0", _tiff), (b"MM\0*", _tiff),
)  # fmt: skip
