"""PDFs and sound recordings as evidence: told by their content, refused where they are cut off or something else."""

from __future__ import annotations

import hashlib
import io
import struct
import wave

import pytest
from heic_examples import box, full_box, heic
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_examples import encoded, quarters

from fieldaudit.errors import BadInput
from fieldaudit.evidence.files import File, read_evidence
from fieldaudit.evidence.photo import Photo

pytestmark = pytest.mark.slow  # `make check` stays under a minute

PDF = b"%PDF-1.7\n" + b"x" * 3000 + b"\nstartxref\n9\n%%EOF\n"


def movie(*handlers: bytes, brand: bytes = b"M4A ") -> bytes:
    """An MP4 with a track for each handler, its data before its description, as recorders write it."""
    tracks = [box(b"trak", box(b"mdia", full_box(b"hdlr", b"\0\0\0\0" + kind + bytes(13)))) for kind in handlers]
    return box(b"ftyp", brand + b"\0\0\0\0isom") + box(b"mdat", bytes(2000)) + box(b"moov", b"".join(tracks))


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(4000))
    return out.getvalue()


def mp3(tag: bool = False) -> bytes:
    """Frames of 128 kbit/s at 44.1 kHz: 417 bytes each."""
    return (b"ID3\x04\0\0\0\0\0\0" if tag else b"") + (b"\xff\xfb\x90\x00" + bytes(413)) * 5


def aac() -> bytes:
    """ADTS frames of 100 bytes."""
    return (b"\xff\xf1\x50" + bytes([0x80, 100 >> 3, (100 & 7) << 5 | 0x1F, 0xFC]) + bytes(93)) * 4


def ogg(pages: int = 3) -> bytes:
    page = b"OggS" + bytes(22) + bytes([2, 255, 45]) + bytes(300)
    return page * pages


GOOD = {
    "application/pdf": PDF, "audio/mp4": movie(b"soun"), "audio/3gpp": movie(b"soun", brand=b"3gp5"), "audio/wav": sound(),
    "audio/mpeg": mp3(), "audio/aac": aac(), "audio/ogg": ogg(), "audio/amr": b"#!AMR\n" + bytes(320),
    "audio/amr-wb": b"#!AMR-WB\n" + bytes(320),
}  # fmt: skip


@pytest.mark.parametrize("media_type", GOOD)
def test_documents_and_recordings_are_told_by_their_content(media_type: str) -> None:
    data = GOOD[media_type]
    assert read_evidence(data, "材料.jpg") == File(hashlib.sha256(data).hexdigest(), len(data), media_type)


def test_a_tagged_mp3_and_an_android_recording_are_sound_too() -> None:
    assert read_evidence(mp3(tag=True), "a").media_type == "audio/mpeg"
    assert read_evidence(movie(b"soun", brand=b"mp42"), "a").media_type == "audio/mp4"


def test_a_recorder_that_was_stopped_hard_leaves_a_wave_without_length_that_is_kept() -> None:
    data = sound()
    assert read_evidence(data[:4] + b"\xff\xff\xff\xff" + data[8:], "a.wav").media_type == "audio/wav"


@pytest.mark.parametrize("data", [encoded(quarters()), encoded(quarters(), "WEBP"), heic()], ids=["jpeg", "webp", "heic"])
def test_a_picture_is_a_photo(data: bytes) -> None:
    assert isinstance(read_evidence(data, "a.pdf"), Photo)


@pytest.mark.parametrize("media_type", ["application/pdf", "audio/mp4", "audio/wav", "audio/ogg"])
@pytest.mark.parametrize("tenth", range(1, 10))
def test_what_can_be_seen_to_be_cut_off_is_refused(media_type: str, tenth: int) -> None:
    data = GOOD[media_type]
    with pytest.raises(BadInput, match="不完整"):
        read_evidence(data[: len(data) * tenth // 10], "a")


@pytest.mark.parametrize(("data", "said"), [
    (b"", "0 字节"),
    (movie(b"soun", b"vide", brand=b"mp42"), "视频"),
    (movie(b"vide", brand=b"isom"), "视频"),
    (b"PK\x03\x04" + bytes(40), "ZIP"),
    (b"\xd0\xcf\x11\xe0" + bytes(40), "Office"),
    (b"MZ" + bytes(40), "程序"),
    (b"\xff\xfb\x90\x00" + bytes(500), "无法识别"),
    ("会议记录\n".encode(), "文本"),
])  # fmt: skip
def test_anything_else_is_refused_by_name_and_kind(data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_evidence(data, "三楼.m4a")
    assert refused.value.where == "三楼.m4a" and said in refused.value.what.zh and refused.value.todo


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    base=st.sampled_from([*GOOD.values(), heic(), heic(tiles=2), encoded(quarters(), "WEBP"), encoded(quarters(), "GIF"),
                          encoded(quarters(), "TIFF"), encoded(quarters(), "BMP")]),
    changes=st.lists(st.tuples(st.integers(0, 700), st.integers(0, 255)), min_size=1, max_size=6),
)  # fmt: skip
def test_damage_anywhere_is_read_or_refused_as_bad_input(base: bytes, changes: list[tuple[int, int]]) -> None:
    data = bytearray(base)
    for at, value in changes:
        data[at % len(data)] = value
    try:
        read_evidence(bytes(data), "a")
    except BadInput as refused:
        assert refused.where == "a"


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"RIFF\xff\0\0\0WEBP", b"GIF89a", b"BM", b"OggS",
                        b"\0\0\0\x10ftypheic\0\0\0\0", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\xff\xf1", b"\xff\xfb"]),
       st.binary(max_size=300))  # fmt: skip
def test_garbage_behind_a_good_beginning_is_refused_as_bad_input(start: bytes, garbage: bytes) -> None:
    with pytest.raises(BadInput):
        read_evidence(start + garbage, "a")


def test_the_length_of_a_riff_chunk_beyond_the_end_is_seen() -> None:
    data = bytearray(sound())
    data[40:44] = struct.pack("<I", 1 << 30)
    with pytest.raises(BadInput, match="不完整"):
        read_evidence(bytes(data), "a.wav")
