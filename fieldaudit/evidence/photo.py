"""Taking in a photo: is it one, is it whole, what does it say, and what does it look like small.

Owns the reading of JPEG and PNG bytes and the pictures made from them (preview, thumbnail). Knows no
disk, store or clock: bytes in, facts and bytes out, the same for the same input. The original is never
rewritten; whoever calls keeps it byte for byte under its SHA-256.

The decoder is shown only the segments that carry pixels: metadata cannot break it, slow it down or
make it warn, and nothing of it can leak into a preview. (`exif` reads the metadata, by itself.)
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from ..errors import BadInput
from ..i18n import tr
from .exif import PNG_MAGIC, START_OF_SCAN, jpeg_segments, png_chunks, read_exif
from .magic import what_it_is

JPEG, PNG = "image/jpeg", "image/png"
PREVIEW_LONGEST, PREVIEW_QUALITY = 1600, 82  # pixels; sharp at full width of an A4 page
THUMBNAIL_LONGEST, THUMBNAIL_QUALITY = 320, 76
MOST_PIXELS = 200_000_000  # the largest phone sensors; more is a decompression bomb
_READS_ONLY_DC = 8  # the decoder's greatest reduction: all data is read, little is computed

_NO_PIXELS = {*range(0xE0, 0xF0), 0xFE} - {0xE0, 0xEE}  # JFIF and Adobe say how colours are coded
_PIXEL_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_DECODER_ERRORS = (OSError, SyntaxError, ValueError, IndexError, TypeError, EOFError, struct.error)

_EMPTY = tr("文件是空的（0 字节）。", "The file is empty (0 bytes).")
_DAMAGED = tr("照片不完整或已损坏，无法全部读出。",
              "The photo is cut off or damaged; it cannot be read to its end.")
_NO_PHOTO = tr("这不是 JPEG 或 PNG 照片，而是{kind}。", "This is not a JPEG or PNG photo but {kind}.")
_TOO_LARGE = tr("图片声称有 {width}×{height} 像素，超过上限（2 亿像素），未解码。",
                "The image claims {width}x{height} pixels, over the limit (200 million); not decoded.")
_COPY_AGAIN = tr("请从手机或相机重新复制，不要经聊天软件转发。",
                 "Copy it from the phone or camera again, not through a chat program.")
_CHOOSE_PHOTO = tr("请选照片文件，或先另存为 JPEG。", "Choose a photo, or save it as JPEG first.")
_USE_ORIGINAL = tr("请用相机的原始照片，或先缩小。", "Use the camera's own photo, or make it smaller first.")

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Photo:
    """The facts of one original. `bytes` is its size; width and height are in pixels, seen upright."""

    sha256: str  # lower-case hex of the original's bytes
    bytes: int
    media_type: str  # by content, whatever the file is called
    width: int
    height: int
    taken_at: str | None  # EXIF DateTimeOriginal, ISO local time, with offset if the camera knew it
    lat: float | None  # degrees WGS-84, south and west negative
    lon: float | None
    camera: str | None
    orientation: int  # EXIF 1 … 8, of the original as stored


@dataclass(frozen=True, slots=True)
class Intake:
    """All that intake needs of one original, from a single decoding."""

    photo: Photo
    preview: bytes
    thumbnail: bytes


def read_photo(data: bytes, file_name: str) -> Photo:
    """The facts of a JPEG or PNG, every byte of its pixels read.

    Raises BadInput naming `file_name`: empty, not a photo (and what it is), cut off or damaged, too many
    pixels. Broken EXIF never refuses a photo: its facts are then absent.
    """
    image = _open(data, file_name)
    photo = _facts(data, image)
    _decode(image, file_name, max(image.size) // _READS_ONLY_DC)
    return photo


def take_in(data: bytes, file_name: str) -> Intake:
    """`read_photo`, `preview` and `thumbnail` with one decoding. Raises BadInput as `read_photo` does."""
    image = _open(data, file_name)
    photo = _facts(data, image)
    picture = _upright_rgb(image, file_name, PREVIEW_LONGEST, photo.orientation)
    small = _shrunk(picture, THUMBNAIL_LONGEST)
    return Intake(photo, _jpeg(picture, PREVIEW_QUALITY), _jpeg(small, THUMBNAIL_QUALITY))


def preview(
    data: bytes, longest: int = PREVIEW_LONGEST, quality: int = PREVIEW_QUALITY, file_name: str = ""
) -> bytes:
    """An upright RGB JPEG without metadata, its longer side at most `longest` pixels, never enlarged.

    Transparent parts show white. The same bytes in give the same bytes out (of one Pillow version).
    Raises BadInput as `read_photo` does.
    """
    image = _open(data, file_name)
    return _jpeg(_upright_rgb(image, file_name, longest, read_exif(data).orientation), quality)


def thumbnail(data: bytes, longest: int = THUMBNAIL_LONGEST, quality: int = THUMBNAIL_QUALITY) -> bytes:
    """A small `preview` for lists; an earlier preview may be given instead of the original."""
    return preview(data, longest, quality)


def _open(data: bytes, file_name: str) -> ImageFile.ImageFile:
    """The picture with only its header read. Raises BadInput."""
    if not data:
        raise BadInput(_EMPTY, where=file_name, todo=_COPY_AGAIN)
    try:
        image = _opened(data)
    except _DECODER_ERRORS as error:
        raise _damaged(file_name) from error
    if image is None:
        raise BadInput(_NO_PHOTO.format(kind=what_it_is(data)), where=file_name, todo=_CHOOSE_PHOTO)
    _check_size(image, file_name)
    return image


def _opened(data: bytes) -> ImageFile.ImageFile | None:
    """The classes are named, not Image.open: a phone's MPO is then simply its first JPEG."""
    if data.startswith(b"\xff\xd8\xff"):
        return JpegImageFile(io.BytesIO(_jpeg_pixels(data)))
    if data.startswith(PNG_MAGIC):
        return PngImageFile(io.BytesIO(_png_pixels(data)))
    return None


def _jpeg_pixels(data: bytes) -> bytes:
    """The segments that carry pixels. Raises ValueError: the segments lead nowhere."""
    parts, marker = [data[:2]], 0
    for marker, start, end in jpeg_segments(data):
        if marker not in _NO_PIXELS:
            parts.append(data[start:end])
    if marker != START_OF_SCAN:
        raise ValueError("JPEG ends before its picture begins")
    return b"".join(parts)


def _png_pixels(data: bytes) -> bytes:
    """The chunks that carry pixels. Raises ValueError: cut off, or a checksum does not fit."""
    parts, name = [PNG_MAGIC], b""
    for name, start, end in png_chunks(data):
        if name not in _PIXEL_CHUNKS:
            continue
        if zlib.crc32(data[start + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise ValueError(f"PNG chunk {name!r} at byte {start} is damaged")
        parts.append(data[start:end])
    if name != b"IEND":
        raise ValueError("PNG ends before its IEND chunk")
    return b"".join(parts)


def _check_size(image: ImageFile.ImageFile, file_name: str) -> None:
    width, height = image.size
    if width < 1 or height < 1:
        raise _damaged(file_name)
    if width * height > MOST_PIXELS:
        what = _TOO_LARGE.format(width=width, height=height)
        raise BadInput(what, where=file_name, todo=_USE_ORIGINAL)


def _facts(data: bytes, image: ImageFile.ImageFile) -> Photo:
    exif = read_exif(data)
    width, height = image.size if exif.orientation < 5 else image.size[::-1]
    return Photo(
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        media_type=PNG if isinstance(image, PngImageFile) else JPEG,
        width=width,
        height=height,
        taken_at=exif.taken_at,
        lat=exif.lat,
        lon=exif.lon,
        camera=exif.camera,
        orientation=exif.orientation,
    )


def _decode(image: ImageFile.ImageFile, file_name: str, longest: int) -> None:
    """Read every pixel, a JPEG reduced while decoding to no less than `longest`. Raises BadInput."""
    scale = max(image.size) / max(1, longest)
    at_least = (max(1, int(image.width / scale)), max(1, int(image.height / scale)))
    try:
        image.draft(None, at_least)
        image.load()
    except _DECODER_ERRORS as error:
        raise _damaged(file_name) from error
    if image.mode == "P" and image.palette is None:  # a colour number each, and no table of colours
        raise _damaged(file_name)


def _upright_rgb(image: ImageFile.ImageFile, file_name: str, longest: int, orientation: int) -> Image.Image:
    _decode(image, file_name, longest)
    small = _shrunk(_over_white(image), longest)
    turn = _UPRIGHT.get(orientation)
    return small if turn is None else small.transpose(turn)


def _over_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16-bit grey: a plain conversion would clip all but the darkest 1/256
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L").convert("RGB")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")


def _shrunk(image: Image.Image, longest: int) -> Image.Image:
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _damaged(file_name: str) -> BadInput:
    return BadInput(_DAMAGED, where=file_name, todo=_COPY_AGAIN)
