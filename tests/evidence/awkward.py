"""The awkward pictures: each made by code, each with what must become of it. Used by `test_awkward_pictures.py`.

A case is a name, a function that makes the file, and either nothing (it must show upright: red, green, blue, white in
its quarters) or words of the refusal.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from heic_examples import TURNED_BY, heic, turned
from picture_examples import STORED_AS, bare_png, encoded, exif_with, gps_of, png_chunk, quarters, with_exif_block
from PIL import Image

DAMAGED = "不完整"


@dataclass(frozen=True)
class Case:
    name: str
    make: Callable[[], bytes]
    refused: str = ""
    orientation: int = 1  # HEIC only: how the file's own boxes turn the stored quarters


def cases() -> list[Case]:
    """All of them."""
    makers = (_turned, _cut, _heifs, _colours, _frames, _tails, _exif, _shapes, _lies, _bombs, _names)
    return [case for maker in makers for case in maker()]


def _stored(orientation: int) -> Image.Image:
    turn = STORED_AS[orientation]
    return quarters() if turn is None else quarters().transpose(turn)


def _turned() -> Iterator[Case]:
    for kind in ("JPEG", "PNG", "WEBP", "TIFF", "MPO"):
        for number in range(1, 9):
            def make(kind: str = kind, number: int = number) -> bytes:
                return encoded(_stored(number), kind, exif=exif_with({0x0112: number}, {}, {}))
            yield Case(f"{kind} turned {number}", make)


def _noisy(kind: str, **how: Any) -> bytes:
    return encoded(Image.effect_noise((160, 120), 60).convert("RGB"), kind, **how)


_CUT: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: _noisy("JPEG"), "progressive": lambda: _noisy("JPEG", progressive=True), "PNG": lambda: _noisy("PNG"),
    "WebP": lambda: _noisy("WEBP"), "TIFF": lambda: _noisy("TIFF"), "packed TIFF": lambda: _noisy("TIFF", compression="tiff_lzw"),
    "BMP": lambda: _noisy("BMP"), "GIF": lambda: _noisy("GIF"), "HEIC": lambda: heic(), "HEIC grid": lambda: heic(tiles=2),
}  # fmt: skip


def _cut() -> Iterator[Case]:
    for name, whole in _CUT.items():
        for tenth in range(1, 10):
            def make(whole: Callable[[], bytes] = whole, tenth: int = tenth) -> bytes:
                data = whole()
                return data[: len(data) * tenth // 10]
            yield Case(f"{name} cut at {tenth}/10", make, "不")  # so early a cut that it is nothing yet is told as such
    yield Case("JPEG filled up with zeros", lambda: _noisy("JPEG")[:3000] + bytes(5000), DAMAGED)
    yield Case("PNG filled up with zeros", lambda: _noisy("PNG")[:20000] + bytes(30000), DAMAGED)
    for tiles in (1, 2):
        for tenth in (7, 9):
            yield Case(f"HEIC of {tiles * tiles} filled up with zeros from {tenth}/10", lambda tiles=tiles, tenth=tenth: (  # type: ignore[misc]
                heic(tiles=tiles)[: len(heic(tiles=tiles)) * tenth // 10].ljust(len(heic(tiles=tiles)), b"\0")), DAMAGED)
    yield Case("MPO whose first picture is torn", _torn_mpo, DAMAGED)
    yield Case("zero bytes", lambda: b"", "0 字节")


def _torn_mpo() -> bytes:
    """The first picture's end is missing, a second whole one follows: the second must not be taken for the first."""
    return _noisy("JPEG")[:3000] + encoded(quarters())


def _heifs() -> Iterator[Case]:
    for number, turns in TURNED_BY.items():
        yield Case(f"HEIC turned {number}", lambda turns=turns: heic(turns), orientation=number)  # type: ignore[misc]
    exif = exif_with({0x0112: 6}, {}, {}).tobytes()[6:]
    yield Case("HEIC turned by its box and named so in EXIF", lambda: heic([turned(3)], exif), orientation=6)
    yield Case("HEIC whose EXIF alone says turned", lambda: heic((), exif))
    yield Case("HEIC grid of four, turned", lambda: heic([turned(1)], tiles=2), orientation=8)
    yield Case("HEIC with a trailer of a phone", lambda: heic() + b"SEFH" + bytes(40) + b"SEFT")
    yield Case("HEIC whose EXIF item has a type that is no text", lambda: heic((), exif).replace(b"Exif\0\0\0", b"Exi\x80\0\0\0"))
    yield Case("HEIC that claims another size", lambda: heic(size=(640, 480)), DAMAGED)
    yield Case("HEIC that claims 1,600 million pixels", lambda: heic(size=(40_000, 40_000)), "40000×40000")
    yield Case("HEIC grid that claims 900 million pixels", lambda: heic(tiles=2, size=(30_000, 30_000)), "30000×30000")


def _transparent() -> Image.Image:
    """What lies under the transparent white quarter is black: it must show white."""
    image = quarters().convert("RGBA")
    image.paste((0, 0, 0, 0), (60, 40, 120, 80))
    return image


def grey16() -> bytes:
    """Sixteen bits of grey, told apart only in the upper eight."""
    levels = {(0, 0): 0x3C00, (1, 0): 0x7000, (0, 1): 0x2800, (1, 1): 0xFFFF}
    rows = b"".join(struct.pack("<H", levels[(x >= 60, y >= 40)]) for y in range(80) for x in range(120))
    return encoded(Image.frombytes("I;16", (120, 80), rows), "PNG")


def _rgb16() -> bytes:
    """A 16-bit colour PNG, which Pillow cannot write."""
    picture = quarters()
    rows = b"".join(
        b"\0" + b"".join(bytes([level, 0]) for level in picture.crop((0, y, 120, y + 1)).tobytes()) for y in range(80))
    header = struct.pack(">IIBBBBB", 120, 80, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")


def _palette() -> bytes:
    image = quarters().quantize(8)
    corner = image.getpixel((110, 70))
    return encoded(image, "PNG", transparency=corner)


def _colours() -> Iterator[Case]:
    yield Case("CMYK JPEG", lambda: encoded(quarters().convert("CMYK"), "JPEG", quality=95))
    yield Case("CMYK TIFF", lambda: encoded(quarters().convert("CMYK"), "TIFF"))
    yield Case("progressive JPEG", lambda: encoded(quarters(), progressive=True))
    yield Case("JPEG with whole colours", lambda: encoded(quarters(), subsampling=0))
    yield Case("JPEG with restart marks", lambda: encoded(quarters(), restart_marker_rows=1))
    yield Case("transparent PNG", lambda: encoded(_transparent(), "PNG"))
    yield Case("palette with transparency", _palette)
    yield Case("transparent WebP", lambda: encoded(_transparent(), "WEBP", lossless=True))
    yield Case("transparent TIFF", lambda: encoded(_transparent(), "TIFF"))
    yield Case("palette BMP", lambda: encoded(quarters().quantize(8), "BMP"))
    yield Case("16-bit colour PNG", _rgb16)
    yield Case("TIFF in YCbCr", lambda: encoded(quarters().convert("YCbCr"), "TIFF"))
    yield Case("TIFF with JPEG inside", lambda: encoded(quarters(), "TIFF", compression="jpeg", quality=95))
    yield Case("TIFF packed with deflate", lambda: encoded(quarters(), "TIFF", compression="tiff_adobe_deflate"))
    yield Case("interlaced PNG", _interlaced)


def _interlaced() -> bytes:
    """Adam7 by hand: seven small pictures, each with its own rows."""
    picture, packed = quarters(), b""
    for x, dx, y, dy in ((0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2)):
        for row in range(y, 80, dy):
            packed += b"\0" + b"".join(bytes(picture.getpixel((column, row))) for column in range(x, 120, dx))  # type: ignore[arg-type]
    header = struct.pack(">IIBBBBB", 120, 80, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(packed)) + png_chunk(b"IEND", b"")


def _frames() -> Iterator[Case]:
    other = [Image.new("RGB", (120, 80), (90, 90, 90))]
    for kind, how in (("GIF", {}), ("WEBP", {"lossless": True}), ("PNG", {}), ("TIFF", {}), ("MPO", {})):
        yield Case(f"{kind} of two frames", lambda kind=kind, how=how: encoded(  # type: ignore[misc]
            quarters(), kind, save_all=True, append_images=other, **how))
    yield Case("GIF", lambda: encoded(quarters(), "GIF"))


def _tails() -> Iterator[Case]:
    """What phones append: motion photos, gain maps, previews of the camera, trailers of a maker."""
    video = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 40
    yield Case("JPEG with a video after its end", lambda: encoded(quarters()) + video)
    yield Case("JPEG with a trailer of a maker", lambda: encoded(quarters()) + b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_DataSEFHe\0SEFT")
    yield Case("JPEG with a gain map after its end", lambda: encoded(quarters()) + encoded(Image.new("L", (30, 20))))
    yield Case("JPEG with a thousand zeros after its end", lambda: encoded(quarters()) + bytes(1000))
    yield Case("PNG with a trailer", lambda: encoded(quarters(), "PNG") + video)
    yield Case("WebP with a trailer", lambda: encoded(quarters(), "WEBP") + video)
    yield Case("BMP with a trailer", lambda: encoded(quarters(), "BMP") + video)
    yield Case("JPEG with a large note of its maker", lambda: with_exif_block(encoded(quarters()), _maker_note(60_000)))
    yield Case("JPEG with twenty large application segments", lambda: _with_segments(20))


def _maker_note(size: int) -> bytes:
    exif = exif_with({0x0112: 1}, {0x927C: b"Xiaomi\0" + bytes(range(256)) * (size // 256)}, {})
    return exif.tobytes()[6:]


def _with_segments(count: int) -> bytes:
    jpeg = encoded(quarters())
    segment = b"\xff\xe2" + struct.pack(">H", 65_000) + b"MPF\0" + b"\xff\xd9\xff\xd8" * 16248 + b"\0\0"
    return jpeg[:2] + segment * count + jpeg[2:]


def _tiff_block(*entries: bytes, following: int = 0) -> bytes:
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + b"".join(entries) + struct.pack("<I", following)


def _exif() -> Iterator[Case]:
    huge = struct.pack("<HHII", 0x0110, 2, 0xFFFFFFFF, 0)
    loop = struct.pack("<HHII", 0x8769, 4, 1, 8)
    blocks = {
        "counts of thousands of millions": _tiff_block(*[huge] * 200),
        "a directory that contains itself": _tiff_block(loop, following=8),
        "sixty thousand entries": b"II*\0\x08\0\0\0" + b"\xff\xff" + huge * 4000,
        "pointers beyond its end": _tiff_block(struct.pack("<HHII", 0x8825, 4, 1, 0xFFFFFFF0)),
        "no header": b"garbage",
        "nothing": b"",
    }
    for name, block in blocks.items():
        for kind in ("JPEG", "PNG", "WEBP"):
            yield Case(f"{kind} with EXIF of {name}", lambda kind=kind, block=block: _with_exif(kind, block))  # type: ignore[misc]
    yield Case("TIFF whose next page is itself", lambda: _looping_tiff())
    yield Case("southern and western place", lambda: encoded(quarters(), exif=exif_with({}, {}, gps_of("S", "W"))))


def _with_exif(kind: str, block: bytes) -> bytes:
    if kind == "JPEG":
        return with_exif_block(encoded(quarters()), block)
    if kind == "PNG":
        png = encoded(quarters(), "PNG")
        return png[:33] + png_chunk(b"eXIf", block) + png[33:]
    webp = encoded(quarters(), "WEBP", exif=b"Exif\0\0" + b"?" * 8)
    at = webp.index(b"EXIF")
    body = webp[12:at] + b"EXIF" + struct.pack("<I", len(block)) + block + b"\0" * (len(block) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _looping_tiff() -> bytes:
    data = bytearray(encoded(quarters(), "TIFF"))
    first = int.from_bytes(data[4:8], "little")
    after = first + 2 + 12 * int.from_bytes(data[first : first + 2], "little")
    data[after : after + 4] = data[4:8]
    return bytes(data)


def _top_down() -> bytes:
    """A BMP whose height is negative stores its first row first."""
    bmp = bytearray(encoded(quarters().transpose(Image.Transpose.FLIP_TOP_BOTTOM), "BMP"))
    bmp[22:26] = struct.pack("<i", -80)
    return bytes(bmp)


def _shapes() -> Iterator[Case]:
    yield Case("30000 x 10 JPEG", lambda: encoded(quarters(30_000, 10), quality=95))
    yield Case("30000 x 10 PNG", lambda: encoded(quarters(30_000, 10), "PNG"))
    yield Case("10 x 30000 TIFF", lambda: encoded(quarters(10, 30_000), "TIFF"))
    yield Case("top-down BMP", _top_down)
    yield Case("42 million pixels, PNG", _big_png)


def _big_png() -> bytes:
    """Large enough to be reduced strip by strip."""
    image = quarters(8, 4).quantize(4).resize((7_000, 6_000), Image.Resampling.NEAREST)
    return encoded(image, "PNG", compress_level=1)


def _taller(data: bytes, start: bytes, height: int) -> bytes:
    at = data.index(start) + 5  # the height inside the frame header
    return data[:at] + struct.pack(">H", height) + data[at + 2 :]


def _taller_tiff() -> bytes:
    data = bytearray(encoded(quarters(), "TIFF"))
    at = data.index(struct.pack("<HHI", 257, 4, 1)) + 8
    data[at : at + 4] = struct.pack("<I", 160)
    return bytes(data)


def _short_png(rows: int) -> bytes:
    return bare_png(100, 100, 0, b"\0" * (101 * rows))


def _lies() -> Iterator[Case]:
    yield Case("JPEG with half of its rows", lambda: _taller(_noisy("JPEG"), b"\xff\xc0", 240), DAMAGED)
    yield Case("progressive JPEG with half of its rows",
               lambda: _taller(_noisy("JPEG", progressive=True), b"\xff\xc2", 240), DAMAGED)  # fmt: skip
    yield Case("JPEG that ends early, properly", lambda: _noisy("JPEG")[:4000] + b"\xff\xd9", DAMAGED)
    yield Case("JPEG that ends before its picture", lambda: encoded(quarters())[:20] + b"\xff\xd9", DAMAGED)
    yield Case("PNG with half of its rows", lambda: _short_png(50), DAMAGED)
    yield Case("GIF that ends early, properly", lambda: _noisy("GIF")[:9000] + b"\0\x3b", DAMAGED)
    yield Case("TIFF with half of its rows", lambda: _taller_tiff(), DAMAGED)
    yield Case("WebP larger than itself", lambda: _noisy("WEBP")[:4] + b"\xff\xff\xff\x7f" + _noisy("WEBP")[8:], DAMAGED)
    yield Case("camera raw", lambda: _tiff_block(struct.pack("<HHII", 50706, 1, 4, 0x0401)), "RAW")
    yield Case("BigTIFF", lambda: b"II+\0\x08\0\0\0" + bytes(60), "BigTIFF")
    yield Case("AVIF", lambda: encoded(quarters(), "AVIF"), "AVIF")


def _huge_png(width: int, height: int) -> bytes:
    return bare_png(width, height, 2, b"\0" * 1000)


def _progressive_bomb() -> bytes:
    """The same small scan ten thousand times over a picture of 60 million pixels."""
    data = _taller(encoded(quarters(1000, 80), progressive=True), b"\xff\xc2", 60_000)
    scan = data.rindex(b"\xff\xda")
    return data[:scan] + data[scan:-2] * 10_000 + b"\xff\xd9"


def _bombs() -> Iterator[Case]:
    yield Case("PNG bomb", lambda: _huge_png(60_000, 60_000), "60000×60000")
    yield Case("PNG bomb in one row", lambda: _huge_png(0x7FFFFFFF, 1), "上限")
    yield Case("GIF bomb", lambda: b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0) + b"\x3b", "65535×65535")
    yield Case("WebP bomb", lambda: b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + b"\xff" * 6, "16777216×16777216")
    yield Case("BMP bomb", lambda: encoded(quarters(), "BMP")[:18] + struct.pack("<ii", 60_000, 60_000)
               + encoded(quarters(), "BMP")[26:], "60000×60000")  # fmt: skip
    yield Case("TIFF bomb", _tiff_bomb, "上限")
    yield Case("progressive bomb", _progressive_bomb, "上限")


def _tiff_bomb() -> bytes:
    """Three strips, as it were, of a picture of 3,600 million pixels."""
    number = [struct.pack("<HHII", tag, 4, 1, value) for tag, value in (
        (256, 60_000), (257, 60_000), (259, 1), (262, 1), (273, 8), (277, 1), (278, 60_000), (279, 8))]  # fmt: skip
    return _tiff_block(*number)


def _names() -> Iterator[Case]:
    """Whatever the file is called: the test gives every case a name that ends in .jpg."""
    yield Case("a PNG called .jpg", lambda: encoded(quarters(), "PNG"))
    yield Case("a web page called .jpg", lambda: b"<!DOCTYPE html><html><body>404</body></html>", "文本")
    yield Case("a video called .jpg", lambda: b"\0\0\0\x18ftypisom" + bytes(100), "视频")
