"""Evidence that is no picture: PDFs and sound recordings, told by their content.

Owns which of them are taken and whether they are whole as far as their own structure says. Nothing is decoded, and no
preview is made. Knows no disk and no act; a file's name decides nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import BadInput
from ..i18n import tr
from .containers import boxes, riff_chunks, take_apart
from .magic import what_it_is
from .photo import Photo, read_photo

PDF = "application/pdf"
_ADTS, _MPEG = "audio/aac", "audio/mpeg"
_NO_SIZE = (b"\0\0\0\0", b"\xff\xff\xff\xff")  # a recorder that was stopped hard leaves the length open

_EMPTY = tr("文件是空的（0 字节）。", "The file is empty (0 bytes).")
_CUT_OFF = tr("文件不完整，缺少结尾部分。", "The file is cut off; its end is missing.")
_NOT_TAKEN = tr("不能作为材料：这是{kind}。", "This cannot be kept as evidence: it is {kind}.")
_COPY_AGAIN = tr("请从手机或录音设备重新复制。", "Copy it from the phone or recorder again.")
_WHAT_IS_TAKEN = tr("可用：照片、PDF、录音（m4a、mp3、wav、amr、ogg、aac）。",
                    "Taken are photos, PDFs and sound recordings (m4a, mp3, wav, amr, ogg, aac).")  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """The facts of a file that is no picture. `bytes` is its size."""

    sha256: str
    bytes: int
    media_type: str


def read_evidence(data: bytes, file_name: str) -> Photo | File:
    """The facts of a picture, PDF or sound recording, read as far as it can be.

    Raises BadInput naming `file_name`: empty, nothing that is taken (and what it is), cut off or damaged.
    """
    if not data:
        raise BadInput(_EMPTY, where=file_name, todo=_COPY_AGAIN)
    try:
        media_type = _media_type(data)
    except ValueError:
        raise BadInput(_CUT_OFF, where=file_name, todo=_COPY_AGAIN) from None
    if media_type:
        return File(hashlib.sha256(data).hexdigest(), len(data), media_type)
    if _is_picture(data):
        return read_photo(data, file_name)
    raise BadInput(_NOT_TAKEN.format(kind=what_it_is(data)), where=file_name, todo=_WHAT_IS_TAKEN)


def _is_picture(data: bytes) -> bool:
    """Whether `read_photo` is to judge it, be it to refuse it as damaged."""
    try:
        return take_apart(data) is not None
    except ValueError:
        return True


def _media_type(data: bytes) -> str | None:
    """The type of a PDF or recording; None for anything else. Raises ValueError when it is cut off."""
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data[4:8] == b"ftyp":
        return _mp4(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return _wave(data)
    if data.startswith(b"OggS"):
        return _ogg(data)
    if data.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return "audio/amr-wb" if data.startswith(b"#!AMR-WB") else "audio/amr"
    if data.startswith(b"ID3") or _two_frames(data, _mpeg_frame):
        return _MPEG
    return _ADTS if _two_frames(data, _adts_frame) else None


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data.rstrip(b"\0\r\n \x1a")[-4096:]:
        raise ValueError("PDF without its end")
    return PDF


def _mp4(data: bytes) -> str | None:
    """Sound without a moving picture, by the handlers of its tracks; None for a video or a picture."""
    handlers, written = set(), False
    for kind, start, end in boxes(data):
        if kind == b"moov":
            written = True
            handlers |= _handlers(data, start, end)
    if data[8:12] in (b"M4A ", b"M4B ") and not written:
        raise ValueError("the recording was not finished")
    if b"soun" not in handlers or b"vide" in handlers:
        return None
    return "audio/3gpp" if data[8:11] == b"3gp" else "audio/mp4"


def _handlers(data: bytes, start: int, end: int) -> set[bytes]:
    """The kinds of media of a movie's tracks."""
    found = set()
    for kind, first, last in boxes(data, start, end):
        if kind in (b"trak", b"mdia"):
            found |= _handlers(data, first, last)
        elif kind == b"hdlr":
            found.add(data[first + 8 : first + 12])
    return found


def _wave(data: bytes) -> str:
    if data[4:8] not in _NO_SIZE and b"data" not in {name for name, _ in riff_chunks(data)}:
        raise ValueError("WAVE without sound")
    return "audio/wav"


def _ogg(data: bytes) -> str:
    """Walks the pages: each says how long it is."""
    at = 0
    while data[at : at + 4] == b"OggS":
        sizes = data[at + 27 : at + 27 + data[at + 26]] if at + 27 <= len(data) else b""
        at += 27 + len(sizes) + sum(sizes)
    if at > len(data) or data[at : at + 1]:
        raise ValueError("Ogg page is cut off")
    return "audio/ogg"


def _two_frames(data: bytes, length: Callable[[bytes, int], int | None]) -> bool:
    """Two frames in a row, as one could be chance."""
    first = length(data, 0)
    return first is not None and length(data, first) is not None


_MPEG1_L3 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)  # kbit/s
_MPEG2_L3 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mpeg_frame(data: bytes, at: int) -> int | None:
    """The place after an MPEG layer III frame at `at` (ISO/IEC 11172-3)."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate = head[1] >> 3 & 3, head[2] >> 2 & 3
    kbits = (_MPEG1_L3 if version == 3 else _MPEG2_L3)[head[2] >> 4]
    if version == 1 or rate == 3 or not kbits:
        return None
    return at + (144 if version == 3 else 72) * kbits * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)


def _adts_frame(data: bytes, at: int) -> int | None:
    """The place after an AAC frame at `at` (ISO/IEC 13818-7, ADTS)."""
    head = data[at : at + 7]
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return at + length if length >= 7 else None
