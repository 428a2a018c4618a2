"""Taking in a photo: is it one, is it whole, what does it say, and what does it look like small.

Owns the facts of a picture and the small pictures made from it (preview, thumbnail), whatever format a phone, camera
or scanner wrote. Knows no disk, store or clock: bytes in, facts and bytes out, the same for the same input. The
original is never rewritten; whoever calls keeps it byte for byte under its SHA-256. Taking a file apart is
`containers`', decoding `pixels`'.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image

from ..errors import BadInput, MachineError
from ..i18n import tr
from .containers import jpeg_segments, take_apart
from .exif import read_exif
from .magic import what_it_is
from .pixels import DECODER_ERRORS, MOST_PIXELS, Decoder, open_picture

PREVIEW_LONGEST, PREVIEW_QUALITY = 1600, 82  # pixels; sharp at full width of an A4 page
THUMBNAIL_LONGEST, THUMBNAIL_QUALITY = 320, 76
_EXIF_WITHIN = 160_000  # bytes: an EXIF segment has at most 64 KB and stands among the first
_READS_ONLY_DC = 8  # a JPEG decoder's greatest reduction: all data is read, little is computed
_MOST_WORK = 4_000_000_000  # pixels times passes; a progressive bomb makes thousands of passes

_EMPTY = tr("文件是空的（0 字节）。", "The file is empty (0 bytes).")
_DAMAGED = tr("照片不完整或已损坏，无法全部读出。",
              "The photo is cut off or damaged; it cannot be read to its end.")  # fmt: skip
_NO_PHOTO = tr("这不是可用的照片，而是{kind}。", "This is not a photo that can be used but {kind}.")
_TOO_LARGE = tr("图片声称有 {width}×{height} 像素，超过上限（2 亿像素），未解码。",
                "The image claims {width}x{height} pixels, over the limit (200 million); not decoded.")  # fmt: skip
_NO_MEMORY = tr("内存不足，打不开这张大图。", "There is not enough memory to open this large picture.")
_CLOSE_OTHERS = tr("关闭其他程序后重试。", "Close other programs and try again.")
_COPY_AGAIN = tr("请从手机或相机重新复制，不要经聊天软件转发。",
                 "Copy it from the phone or camera again, not through a chat program.")  # fmt: skip
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
    orientation: int  # EXIF 1 … 8, of the original as stored; 1 for HEIF, whose decoder turns it
    more_frames: bool = False  # an animation or several pages: only the first is shown


@dataclass(frozen=True, slots=True)
class Intake:
    """All that intake needs of one original, from a single decoding."""

    photo: Photo
    preview: bytes
    thumbnail: bytes


def read_photo(data: bytes, file_name: str) -> Photo:
    """The facts of a picture, every byte of its pixels read.

    Raises BadInput naming `file_name`: empty, not a photo (and what it is), cut off or damaged, saying more than it
    holds, too many pixels. Broken EXIF never refuses a photo: its facts are then absent.
    """
    decoder = _open(data, file_name)
    _decoded(decoder, file_name, max(decoder.size) // _READS_ONLY_DC)
    return _facts(data, decoder)


def take_in(data: bytes, file_name: str) -> Intake:
    """`read_photo`, `preview` and `thumbnail` with one decoding. Raises BadInput as `read_photo` does."""
    decoder = _open(data, file_name)
    picture = _upright(decoder, file_name, PREVIEW_LONGEST)
    small = shrunk(picture, THUMBNAIL_LONGEST)
    return Intake(_facts(data, decoder), jpeg(picture, PREVIEW_QUALITY), jpeg(small, THUMBNAIL_QUALITY))


def preview(
    data: bytes, longest: int = PREVIEW_LONGEST, quality: int = PREVIEW_QUALITY, file_name: str = ""
) -> bytes:
    """An upright RGB JPEG without metadata, its longer side at most `longest` pixels, never enlarged.

    Transparent parts show white. The same bytes in give the same bytes out (of one Pillow version).
    Raises BadInput as `read_photo` does.
    """
    return jpeg(_upright(_open(data, file_name), file_name, longest), quality)


def thumbnail(data: bytes, longest: int = THUMBNAIL_LONGEST, quality: int = THUMBNAIL_QUALITY) -> bytes:
    """A small `preview` for lists; an earlier preview may be given instead of the original."""
    return preview(data, longest, quality)


def capture_time(file: BinaryIO) -> str | None:
    """When a picture was taken, as its EXIF says (ISO local time), read from as little of the file as it takes.

    For sorting a card's pictures before any is taken in; None where it does not say or is no picture of ours.
    """
    head = file.read(_EXIF_WITHIN)
    try:
        if head.startswith(b"\xff\xd8"):
            return _jpeg_time(head)
        parts = take_apart(head + file.read())
    except ValueError:
        return None
    return read_exif(parts.exif).taken_at if parts is not None else None


def _jpeg_time(head: bytes) -> str | None:
    with suppress(ValueError):  # the rest of the file was not read
        for _, start, end in jpeg_segments(head):
            if head[start + 4 : start + 10] == b"Exif\0\0":
                return read_exif(head[start + 10 : end]).taken_at
    return None


def shrunk(image: Image.Image, longest: int) -> Image.Image:
    """The picture with its longer side at most `longest` pixels, never enlarged."""
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def jpeg(image: Image.Image, quality: int = PREVIEW_QUALITY) -> bytes:
    """A picture as JPEG, without metadata."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _open(data: bytes, file_name: str) -> Decoder:
    """The picture with only its header read. Raises BadInput."""
    if not data:
        raise BadInput(_EMPTY, where=file_name, todo=_COPY_AGAIN)
    try:
        parts = take_apart(data)
        if parts is None:
            raise BadInput(_NO_PHOTO.format(kind=what_it_is(data)), where=file_name, todo=_CHOOSE_PHOTO)
        if parts.size is not None:
            _check_size(*parts.size, parts.passes, file_name)
        decoder = open_picture(parts)
    except DECODER_ERRORS as error:
        raise _damaged(file_name) from error
    _check_size(*decoder.size, parts.passes, file_name)
    return decoder


def _check_size(width: int, height: int, passes: int, file_name: str) -> None:
    """Refuse what cannot be a photo before room is made for it."""
    if width < 1 or height < 1:
        raise _damaged(file_name)
    if width * height > MOST_PIXELS or width * height * passes > _MOST_WORK:
        what = _TOO_LARGE.format(width=width, height=height)
        raise BadInput(what, where=file_name, todo=_USE_ORIGINAL)


def _facts(data: bytes, decoder: Decoder) -> Photo:
    exif = read_exif(decoder.exif)
    orientation = 1 if decoder.turned else exif.orientation
    width, height = decoder.size if orientation < 5 else decoder.size[::-1]
    return Photo(
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        media_type=decoder.parts.media_type,
        width=width,
        height=height,
        taken_at=exif.taken_at,
        lat=exif.lat,
        lon=exif.lon,
        camera=exif.camera,
        orientation=orientation,
        more_frames=decoder.parts.more_frames,
    )


def _decoded(decoder: Decoder, file_name: str, longest: int) -> Image.Image:
    """Every pixel read, as plain RGB of at least `longest` pixels where the original has them. Raises BadInput."""
    try:
        return decoder.rgb(longest)
    except DECODER_ERRORS as error:
        raise _damaged(file_name) from error
    except MemoryError as error:
        raise MachineError(_NO_MEMORY, where=file_name, todo=_CLOSE_OTHERS) from error


def _upright(decoder: Decoder, file_name: str, longest: int) -> Image.Image:
    small = shrunk(_decoded(decoder, file_name, longest), longest)
    turn = None if decoder.turned else _UPRIGHT.get(read_exif(decoder.exif).orientation)
    return small if turn is None else small.transpose(turn)


def _damaged(file_name: str) -> BadInput:
    return BadInput(_DAMAGED, where=file_name, todo=_COPY_AGAIN)
