"""Photos as a PDF takes them: a JPEG's own bytes, unless they cannot be printed as they are.

Owns what is read of a JPEG's head, and the two cases in which a photo is made anew: colours of a printing press (CMYK)
become sRGB, and a photo of far more points than its box can print is made smaller, decoded at a fraction of its size.
All else goes into the file untouched. (A PNG, which only letterheads are, goes in without loss.) A file that is no JPEG,
or ends before its picture does, is refused by name.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from struct import unpack_from

from PIL import Image, UnidentifiedImageError

from ...errors import BadInput
from ...i18n import tr

Image.MAX_IMAGE_PIXELS = None  # a photo of many points is never all decoded; Pillow's own limit would warn, then refuse
_DPI = 300
_MOST_POINTS = 6_000_000  # of an image that is embedded as it is
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: what every reader of PDF decodes
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_PNG = b"\x89PNG\r\n\x1a\n"
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture as it is written: its size in pixels, colour components (1 or 3), its data and how they are packed."""

    width: int
    height: int
    components: int
    data: bytes
    filter: str = "/DCTDecode"


def embedded(jpeg: bytes, name: str, width: float, height: float) -> Embedded:
    """The photo for a box of `width` x `height` pt. Raises BadInput naming the photo when it cannot be printed."""
    if jpeg.startswith(_PNG):
        return _unpacked(jpeg, name)
    head = _head(jpeg)
    if head is None or jpeg.rfind(b"\xff\xd9") < len(jpeg) // 2:
        raise _unfit(name)
    wide, high, components = head
    if components in (1, 3) and wide * high <= _MOST_POINTS:
        return Embedded(wide, high, components, jpeg)
    try:
        return _anew(jpeg, width, height)
    except (OSError, ValueError, UnidentifiedImageError) as error:
        raise _unfit(name) from error


@lru_cache(maxsize=2)  # an office's head comes back on every paper, and takes longer than all the rest of a page
def _unpacked(png: bytes, name: str) -> Embedded:
    try:
        image: Image.Image = Image.open(io.BytesIO(png), formats=("PNG",))
        image = image if image.mode in ("L", "RGB") else image.convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise _unfit(name) from error
    return Embedded(image.width, image.height, len(image.getbands()), zlib.compress(image.tobytes(), 6), "/FlateDecode")


def _unfit(name: str) -> BadInput:
    return BadInput(tr("照片无法放入文书", "A photo cannot be put on the paper"), where=name,
                    todo=tr("请重新添加这张照片。", "Add this photo again."))  # fmt: skip


def _head(jpeg: bytes) -> tuple[int, int, int] | None:
    """Width, height and components from the frame's header; None when there is none that can be printed."""
    for marker, at in _segments(jpeg):
        if marker in _FRAMES and at + 10 <= len(jpeg):
            bits, high, wide, components = unpack_from(">BHHB", jpeg, at + 4)
            return (wide, high, components) if bits == 8 and wide and high and components in (1, 3, 4) else None
        if marker == 0xDA or (0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)):
            return None
    return None


def _segments(jpeg: bytes) -> Iterator[tuple[int, int]]:
    """Markers before the picture's data, each with its place."""
    at = 2 if jpeg.startswith(b"\xff\xd8") else len(jpeg)
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _BARE:
            at += 2
        else:
            yield marker, at
            at += 2 + int(unpack_from(">H", jpeg, at + 2)[0])


def _anew(jpeg: bytes, width: float, height: float) -> Embedded:
    image: Image.Image = Image.open(io.BytesIO(jpeg), formats=("JPEG",))
    scale = min(width / image.width, height / image.height) * _DPI / 72
    if scale < 1 and image.width * image.height > _MOST_POINTS:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image.draft(None, size)
        image = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return Embedded(image.width, image.height, len(image.getbands()), out.getvalue())
