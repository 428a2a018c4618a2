"""Decoding: from the parts of a picture file to plain RGB pixels, in bounded memory, or an error.

Owns the decoders (Pillow's, and libheif's through pi_heif) and what they let pass silently: a picture that ends
before its last row. Knows no EXIF, no file names and no sentences. Big pictures are reduced while they are decoded
(JPEG) or strip by strip, and one at a time, whatever the number of workers.
"""

from __future__ import annotations

import io
import os
import struct
import threading
import zlib
from collections.abc import Callable
from contextlib import nullcontext

from PIL import Image, ImageFile

from .containers import BMP, GIF, HEIF, JPEG, PNG, SOS, TIFF, WEBP, Parts, jpeg_segments, png_is_whole

MOST_PIXELS = 200_000_000  # the largest phone sensors; more is a decompression bomb
# A decoder's word that the bytes are not what they claim to be; each of these was seen from one of them.
DECODER_ERRORS = (OSError, SyntaxError, ValueError, LookupError, TypeError, EOFError, ArithmeticError, RuntimeError,
                  AttributeError, struct.error, zlib.error)  # fmt: skip
_BIG = 40_000_000  # pixels; the decoded picture takes up to four bytes each
_STRIP = 8_000_000  # pixels converted at once
_one_big_at_a_time = threading.Lock()
Image.MAX_IMAGE_PIXELS = None  # the limit is ours and is asked before any decoder; Pillow's own would warn half way
# Coded data that no picture ends with: where a decoder still wants some, other pixels come out. No byte is 0xFF.
_MORE_DATA = bytes((n * 197 + n // 7) % 251 for n in range(4096))


class Decoder:
    """One picture whose header was read. `size` is as stored, or upright where the decoder turns it (`turned`)."""

    turned = False

    def __init__(self, parts: Parts, image: ImageFile.ImageFile) -> None:
        self.parts, self._image = parts, image
        self.size: tuple[int, int] = image.size
        self.exif = parts.exif

    def rgb(self, longest: int) -> Image.Image:
        """Plain RGB, perhaps reduced but to no less than `longest`; each byte of pixels is read. Raises DECODER_ERRORS."""
        big = self.size[0] * self.size[1] > _BIG
        with _one_big_at_a_time if big else nullcontext():
            return _plain(self._load(longest), longest)

    def _load(self, longest: int) -> Image.Image:
        image = self._image
        scale = max(image.size) / max(1, longest)
        image.draft(None, (max(1, int(image.width / scale)), max(1, int(image.height / scale))))
        image.load()
        if self.parts.media_type == JPEG and _ends_grey(image) and _wants_more(self.parts.pixels):
            raise ValueError("JPEG holds less than its header says")
        if self.parts.media_type == PNG and not png_is_whole(self.parts.pixels):
            raise ValueError("PNG holds fewer rows than its header says")
        if image.mode == "P" and image.palette is None:
            raise ValueError("a colour number each, and no table of colours")
        return image


class HeifDecoder(Decoder):
    """The primary picture of a HEIF file; libheif turns and mirrors it as the file's own boxes say."""

    turned = True

    def __init__(self, parts: Parts) -> None:
        import pi_heif  # type: ignore[import-untyped]  # some 40 ms: only who has such a picture pays

        options = pi_heif.options
        options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False  # nothing beside the picture can refuse it
        options.DECODE_THREADS = max(1, (os.cpu_count() or 1) - 1)
        held = pi_heif.open_heif(parts.pixels, convert_hdr_to_8bit=True)
        self.parts, self._held = parts, held[held.primary_index]
        self.size = self._held.size
        self.exif = parts.exif

    def _load(self, longest: int) -> Image.Image:
        self._held.load()
        if self._held.size != self.size:
            raise ValueError("HEIF picture of another size than its description says")
        held = self._held
        return Image.frombuffer(held.mode, held.size, held.data, "raw", held.mode, held.stride)


def open_picture(parts: Parts) -> Decoder:
    """The decoder of a picture, its header read, no pixel decoded. Raises DECODER_ERRORS."""
    if parts.media_type == HEIF:
        return HeifDecoder(parts)
    return Decoder(parts, _CLASSES[parts.media_type](io.BytesIO(parts.pixels)))


# The classes are named, not Image.open: a phone's MPO is then simply its first JPEG, and nothing else is tried.
def _jpeg(file: io.BytesIO) -> ImageFile.ImageFile:
    from PIL.JpegImagePlugin import JpegImageFile

    return JpegImageFile(file)


def _png(file: io.BytesIO) -> ImageFile.ImageFile:
    from PIL.PngImagePlugin import PngImageFile

    return PngImageFile(file)


def _webp(file: io.BytesIO) -> ImageFile.ImageFile:
    from PIL.WebPImagePlugin import WebPImageFile

    return WebPImageFile(file)


def _gif(file: io.BytesIO) -> ImageFile.ImageFile:
    from PIL.GifImagePlugin import GifImageFile

    return GifImageFile(file)


def _bmp(file: io.BytesIO) -> ImageFile.ImageFile:
    from PIL.BmpImagePlugin import BmpImageFile

    return BmpImageFile(file)


def _tiff(file: io.BytesIO) -> ImageFile.ImageFile:
    from PIL.TiffImagePlugin import TiffImageFile

    return TiffImageFile(file)


_CLASSES: dict[str, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    JPEG: _jpeg, PNG: _png, WEBP: _webp, GIF: _gif, BMP: _bmp, TIFF: _tiff,
}  # fmt: skip


def _ends_grey(image: Image.Image) -> bool:
    """Whether the last pixel is the mid grey with which the decoder fills what is not there."""
    corner = image.crop((image.width - 1, image.height - 1, image.width, image.height))
    return all(126 <= level <= 130 for level in corner.tobytes())


def _wants_more(pixels: bytes) -> bool:
    """Whether a JPEG that ends grey would go on decoding, had its first pass over the picture more coded data."""
    end = next(end for marker, _, end in jpeg_segments(pixels) if marker == SOS)
    first, second = (_jpeg(io.BytesIO(data)) for data in (pixels, pixels[:end] + _MORE_DATA + pixels[end:]))
    for image in (first, second):
        image.draft(None, (1, 1))
        image.load()
    return first.tobytes() != second.tobytes()


# -- to plain RGB ----------------------------------------------------------------------------------------
def _plain(image: Image.Image, longest: int) -> Image.Image:
    """RGB over white. A big picture is reduced strip by strip, so that only one copy of it is ever held."""
    factor = max(image.size) // max(1, longest)
    if image.width * image.height <= _BIG or factor < 2:
        return _over_white(image)
    high = max(factor, _STRIP // image.width // factor * factor)
    small = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    for top in range(0, image.height, high):
        strip = _over_white(image.crop((0, top, image.width, min(image.height, top + high))))
        small.paste(strip.reduce(factor), (0, top // factor))
    return small


def _over_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB" and not image.has_transparency_data:
        return image
    if image.mode.startswith("I"):  # 16-bit grey: a plain conversion would clip all but the darkest 1/256
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L").convert("RGB")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")
