"""Intake of photos: what is accepted, what is refused and how, what a preview looks like."""

from __future__ import annotations

import hashlib
import struct
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_examples import (
    BLUE,
    GREEN,
    RED,
    STORED_AS,
    WHITE,
    Rgb,
    bare_png,
    corners,
    encoded,
    exif_with,
    gps_of,
    near,
    opened,
    quarters,
    with_exif_block,
)
from PIL import Image

from fieldaudit.errors import BadInput
from fieldaudit.evidence.photo import preview, read_photo, take_in, thumbnail

pytestmark = pytest.mark.slow  # `make check` stays under a minute


@pytest.fixture(autouse=True)
def _no_warning_is_raised() -> Iterator[None]:
    """A decoder that warns would print to a person's terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


# --- facts -----------------------------------------------------------------------------------------

def test_the_facts_of_a_photo_come_from_its_bytes_and_its_exif() -> None:
    exif = exif_with({0x010F: "Lumen", 0x0110: "FieldCam 3"},
                     {0x9003: "2026:11:24 09:30:05", 0x9011: "+08:00"}, gps_of("N", "E"))
    data = encoded(quarters(), exif=exif)
    photo = read_photo(data, "a.jpg")
    assert photo.sha256 == hashlib.sha256(data).hexdigest()
    assert (photo.bytes, photo.media_type) == (len(data), "image/jpeg")
    assert (photo.width, photo.height, photo.orientation) == (120, 80, 1)
    assert photo.taken_at == "2026-11-24T09:30:05+08:00"
    assert photo.lat == pytest.approx(42.51) and photo.lon == pytest.approx(122.255)
    assert photo.camera == "Lumen FieldCam 3"


def test_south_and_west_are_negative() -> None:
    photo = read_photo(encoded(quarters(), exif=exif_with({}, {}, gps_of("S", "W"))), "a.jpg")
    assert photo.lat == pytest.approx(-42.51) and photo.lon == pytest.approx(-122.255)


def test_a_png_may_carry_exif_too() -> None:
    exif = exif_with({0x0112: 6}, {0x9003: "2026:11:24 09:30:05"}, gps_of("N", "E"))
    photo = read_photo(encoded(quarters(), "PNG", exif=exif), "a.png")
    assert (photo.media_type, photo.width, photo.height) == ("image/png", 80, 120)
    assert photo.taken_at == "2026-11-24T09:30:05" and photo.lat == pytest.approx(42.51)


def test_a_photo_without_exif_has_no_facts_but_its_size() -> None:
    photo = read_photo(encoded(quarters()), "a.jpg")
    assert (photo.taken_at, photo.lat, photo.lon, photo.camera, photo.orientation) == (None,) * 4 + (1,)


@pytest.mark.parametrize("gps", [
    {1: "N", 2: (42.0, 0.0, 0.0)},  # half a place
    {2: (42.0, 0.0, 0.0), 4: (122.0, 0.0, 0.0)},  # no hemisphere
    {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},  # a phone without a fix
    {1: "N", 2: (142.0, 0.0, 0.0), 3: "E", 4: (122.0, 0.0, 0.0)},  # beyond the pole
    {1: "E", 2: (42.0, 0.0, 0.0), 3: "N", 4: (122.0, 0.0, 0.0)},  # letters exchanged
])
def test_a_strange_place_is_no_place(gps: dict[int, Any]) -> None:
    photo = read_photo(encoded(quarters(), exif=exif_with({}, {}, gps)), "a.jpg")
    assert (photo.lat, photo.lon) == (None, None)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:02:30 10:00:00",
                                   "昨天"])
def test_a_strange_time_is_no_time(taken: str) -> None:
    data = encoded(quarters(), exif=exif_with({}, {0x9003: taken.encode()}, {}))
    assert read_photo(data, "a.jpg").taken_at is None


def test_a_strange_offset_leaves_the_local_time() -> None:
    data = encoded(quarters(), exif=exif_with({}, {0x9003: "2026:11:24 09:30:05", 0x9011: "Peking"}, {}))
    assert read_photo(data, "a.jpg").taken_at == "2026-11-24T09:30:05"


def test_the_time_an_editor_saved_the_file_is_not_the_time_it_was_taken() -> None:
    data = encoded(quarters(), exif=exif_with({0x0132: "2026:11:24 09:30:05"}, {}, {}))
    assert read_photo(data, "a.jpg").taken_at is None


def test_a_makers_name_is_not_said_twice() -> None:
    data = encoded(quarters(), exif=exif_with({0x010F: "Lumen", 0x0110: "LUMEN Field 3"}, {}, {}))
    assert read_photo(data, "a.jpg").camera == "LUMEN Field 3"


@settings(derandomize=True, max_examples=150, deadline=None)
@given(garbage=st.binary(max_size=300), order=st.sampled_from((b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08")))
def test_broken_exif_never_refuses_a_photo(garbage: bytes, order: bytes) -> None:
    photo = read_photo(with_exif_block(encoded(quarters()), order + garbage), "a.jpg")
    assert {photo.width, photo.height} == {120, 80}


@settings(derandomize=True, max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=8))
def test_exif_with_a_few_wrong_bytes_never_refuses_a_photo(changes: list[tuple[int, int]]) -> None:
    block = bytearray(exif_with({0x010F: "Lumen", 0x0112: 3}, {0x9003: "2026:11:24 09:30:05"},
                                gps_of("N", "W")).tobytes()[6:])
    for at, value in changes:
        block[at % len(block)] = value
    photo = read_photo(with_exif_block(encoded(quarters()), bytes(block)), "a.jpg")
    assert photo.lat is None or -90 <= photo.lat <= 90


def test_an_exif_block_cut_by_the_end_of_its_segment_gives_what_is_whole() -> None:
    exif = Image.Exif()
    exif.update({0x0112: 6, 0x0110: "FieldCam 3"})
    block = exif.tobytes()[6:]
    assert read_photo(with_exif_block(encoded(quarters()), block), "a.jpg").camera == "FieldCam 3"
    photo = read_photo(with_exif_block(encoded(quarters()), block[:-6]), "a.jpg")
    assert (photo.orientation, photo.camera) == (6, None)


# --- what is accepted ------------------------------------------------------------------------------

@pytest.mark.parametrize(("kind", "name", "media"), [
    ("PNG", "photo.jpg", "image/png"), ("JPEG", "photo.png", "image/jpeg"),
    ("JPEG", "photo.pdf", "image/jpeg"),
])
def test_the_content_decides_the_media_type_not_the_name(kind: str, name: str, media: str) -> None:
    assert read_photo(encoded(quarters(), kind), name).media_type == media


def test_a_phones_mpo_is_read_as_its_first_jpeg() -> None:
    data = encoded(quarters(), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))])
    assert opened(data).format == "MPO"
    photo = read_photo(data, "a.jpg")
    assert (photo.media_type, photo.width, photo.height) == ("image/jpeg", 120, 80)
    assert near(corners(preview(data))[0], RED)


def test_a_progressive_jpeg_is_read() -> None:
    data = encoded(quarters(400, 300), progressive=True)
    assert (read_photo(data, "a.jpg").width, near(corners(preview(data))[2], BLUE)) == (400, True)


def test_bytes_after_the_picture_do_no_harm() -> None:
    for kind in ("JPEG", "PNG"):
        assert read_photo(encoded(quarters(), kind) + b"trailer of a phone" * 50, "a").width == 120


# --- what is refused -------------------------------------------------------------------------------

@pytest.mark.parametrize(("data", "said"), [
    (b"", "0 字节"),
    (b"%PDF-1.7\n", "PDF"),
    (b"PK\x03\x04rest", "ZIP"),
    (b"\xd0\xcf\x11\xe0rest", "Office"),
    (b"GIF89a", "不完整"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "不完整"),
    (b"\0\0\0\x18ftypheic", "不完整"),
    (b"\0\0\0\x1cftypmif1\0\0\0\0avif", "AVIF"),
    (b"II+\0\x08\0", "BigTIFF"),
    (b"\0\0\0\x18ftypmp42", "视频"),
    ("检查记录\n".encode(), "文本"),
    ("检查记录\n".encode("gb18030"), "文本"),
    (b"\0\0\0\0", "无法识别"),
])
def test_what_is_no_photo_is_refused_by_name_and_kind(data: bytes, said: str) -> None:
    for read in (read_photo, take_in):
        with pytest.raises(BadInput) as refused:
            read(data, "三楼.jpg")
        assert refused.value.where == "三楼.jpg" and said in str(refused.value) and refused.value.todo


@pytest.mark.parametrize("how", [{"kind": "JPEG"}, {"kind": "JPEG", "progressive": True}, {"kind": "PNG"}])
@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_photo_cut_off_at_any_tenth_is_refused(how: dict[str, Any], tenth: int) -> None:
    noisy = Image.effect_noise((160, 120), 60).convert("RGB")
    data = encoded(noisy, **how)
    for read in (read_photo, take_in, lambda data, _name: preview(data)):
        with pytest.raises(BadInput):
            read(data[: len(data) * tenth // 10], "a.jpg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_that_lacks_its_last_bytes_is_refused(kind: str) -> None:
    with pytest.raises(BadInput, match="不完整"):
        read_photo(encoded(quarters(), kind)[:-2], "a.jpg")


def test_a_png_with_one_flipped_bit_is_refused() -> None:
    data = bytearray(encoded(Image.effect_noise((160, 120), 60), "PNG"))
    data[len(data) // 2] ^= 1
    with pytest.raises(BadInput, match="已损坏"):
        read_photo(bytes(data), "a.png")


def bomb_jpeg() -> bytes:
    data = encoded(quarters())
    at = data.index(b"\xff\xc0") + 5  # height and width inside the frame header
    return data[:at] + struct.pack(">HH", 60_000, 60_000) + data[at + 4 :]


@pytest.mark.parametrize("bomb", [bare_png(60_000, 60_000, 2, b""), bomb_jpeg()], ids=["png", "jpeg"])
def test_a_header_that_claims_too_many_pixels_is_refused_before_decoding(bomb: bytes) -> None:
    for read in (read_photo, take_in):
        with pytest.raises(BadInput, match="60000×60000"):
            read(bomb, "bomb.png")


def test_a_palette_photo_without_its_palette_is_refused() -> None:
    assert read_photo(bare_png(1, 1, 0, b"\0\0"), "grey.png").width == 1
    with pytest.raises(BadInput):
        preview(bare_png(1, 1, 3, b"\0\0"))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(kind=st.sampled_from(("JPEG", "PNG")), changes=st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_damage_is_either_read_or_refused_as_bad_input(kind: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(encoded(quarters(), kind))
    for at, value in changes:
        data[at % len(data)] = value
    try:
        taken = take_in(bytes(data), "a")
    except BadInput as refused:
        assert refused.where == "a"
    else:
        assert taken.photo.width * taken.photo.height > 0


# --- previews --------------------------------------------------------------------------------------

@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_shown_upright(orientation: int, kind: str) -> None:
    turn = STORED_AS[orientation]
    stored = quarters() if turn is None else quarters().transpose(turn)
    data = encoded(stored, kind, exif=exif_with({0x0112: orientation}, {}, {}))
    taken = take_in(data, "a")
    assert (taken.photo.width, taken.photo.height, taken.photo.orientation) == (120, 80, orientation)
    for small in (taken.preview, preview(data), thumbnail(data, 60)):
        assert opened(small).size in ((120, 80), (60, 40))
        assert all(near(*pair) for pair in zip(corners(small), (RED, GREEN, BLUE, WHITE), strict=True))


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_an_orientation_that_does_not_exist_counts_as_upright(orientation: int) -> None:
    data = encoded(quarters(), exif=exif_with({0x0112: orientation}, {}, {}))
    assert read_photo(data, "a.jpg").orientation == 1


def with_alpha() -> Image.Image:
    image = quarters().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 60, 40))  # the red quarter becomes transparent black
    return image


def sixteen_bit() -> Image.Image:
    return Image.frombytes("I;16", (120, 80), struct.pack("<H", 0x8000) * (120 * 80))


@pytest.mark.parametrize(("data", "top_left"), [
    (encoded(quarters().convert("CMYK")), RED),
    (encoded(quarters().convert("L")), (80, 80, 80)),
    (encoded(quarters().convert("P", palette=Image.Palette.ADAPTIVE), "PNG"), RED),
    (encoded(quarters().convert("1"), "PNG"), None),
    (encoded(with_alpha(), "PNG"), WHITE),
    (encoded(with_alpha().convert("LA"), "PNG"), WHITE),
    (encoded(quarters().quantize(8), "PNG", transparency=quarters().quantize(8).getpixel((5, 5))), WHITE),
    (encoded(quarters(), "PNG", transparency=RED), WHITE),
    (encoded(sixteen_bit(), "PNG"), (128, 128, 128)),
], ids=["cmyk", "grey", "palette", "black-white", "rgba", "la", "palette+alpha", "rgb+key", "16-bit"])
def test_every_colour_model_becomes_plain_rgb(data: bytes, top_left: Rgb | None) -> None:
    small = preview(data, 100)
    image = opened(small)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (100, 67))
    assert top_left is None or near(corners(small)[0], top_left)


def test_a_preview_carries_no_metadata() -> None:
    exif = exif_with({0x010F: "Lumen"}, {0x9003: "2026:11:24 09:30:05"}, gps_of("N", "E"))
    data = encoded(quarters(), exif=exif, comment=b"a private remark")
    for small in (preview(data), thumbnail(data)):
        assert not opened(small).getexif()
        assert b"Lumen" not in small and b"remark" not in small and b"2026" not in small


def test_the_longer_side_is_bounded_and_a_small_photo_is_not_enlarged() -> None:
    assert opened(preview(encoded(quarters(4000, 3000)))).size == (1600, 1200)
    assert opened(preview(encoded(quarters(3000, 4000)), 1000)).size == (750, 1000)
    assert opened(preview(encoded(quarters(120, 80)))).size == (120, 80)
    assert max(opened(thumbnail(encoded(quarters(4000, 3000)))).size) == 320


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_very_long_strip_keeps_at_least_one_pixel(kind: str) -> None:
    data = encoded(Image.new("RGB", (30_000, 10), GREEN), kind)
    assert (read_photo(data, "a").width, opened(preview(data)).size) == (30_000, (1600, 1))


def test_the_same_photo_gives_the_same_preview_and_intake_agrees_with_its_parts() -> None:
    data = encoded(quarters(2000, 1500), exif=exif_with({0x0112: 8}, {}, {}))
    taken = take_in(data, "a.jpg")
    assert taken == take_in(data, "a.jpg")
    assert (taken.photo, taken.preview) == (read_photo(data, "a.jpg"), preview(data))
    assert opened(taken.thumbnail).size == (240, 320)
