"""More than a hundred awkward pictures: each is shown upright, or refused with its reason."""

from __future__ import annotations

import struct
import warnings

import pytest
from awkward import Case, cases, grey16
from heic_examples import heic
from picture_examples import (
    BLUE,
    GREEN,
    RED,
    STORED_AS,
    WHITE,
    corners,
    encoded,
    exif_with,
    gps_of,
    near,
    opened,
    quarters,
)
from PIL import Image

from fieldaudit.errors import BadInput
from fieldaudit.evidence.photo import read_photo, take_in

pytestmark = pytest.mark.slow  # `make check` stays under a minute

ALL = cases()
_UPRIGHT = {number: number if number not in (6, 8) else 14 - number for number in range(1, 9)}  # the inverse of a turn


def test_there_are_more_than_a_hundred_and_no_two_have_one_name() -> None:
    assert len(ALL) > 100 and len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_an_awkward_picture_is_upright_or_refused_with_its_reason(case: Case) -> None:
    data = case.make()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a decoder that warns would print to a person's terminal
        if case.refused:
            for read in (read_photo, take_in):
                with pytest.raises(BadInput) as refused:
                    read(data, "三楼.jpg")
                assert case.refused in refused.value.what.zh
                assert refused.value.where == "三楼.jpg" and refused.value.todo
            return
        taken = take_in(data, "三楼.jpg")
    shown = opened(taken.preview)
    assert max(shown.size) == min(1600, max(taken.photo.width, taken.photo.height))
    if min(shown.size) >= 8:
        wanted = expected(case.orientation)
        assert all(near(*pair, slack=40) for pair in zip(corners(taken.preview), wanted, strict=True))
        assert (shown.width > shown.height) == (taken.photo.width > taken.photo.height)


def expected(orientation: int) -> list[tuple[int, int, int]]:
    """The quarters' colours after the turn that a HEIC's boxes ask for; the coded picture itself is never turned."""
    turn = STORED_AS[_UPRIGHT[orientation]]
    if turn is None:
        return [RED, GREEN, BLUE, WHITE]
    return corners(encoded(quarters().transpose(turn), "PNG"))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_an_animation_or_several_pages_say_that_only_the_first_is_shown(kind: str) -> None:
    other = [Image.new("RGB", (120, 80), (90, 90, 90))]
    assert read_photo(encoded(quarters(), kind, save_all=True, append_images=other), "a").more_frames
    assert not read_photo(encoded(quarters(), kind), "a").more_frames


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIC"])
def test_time_place_and_camera_are_kept_from_every_format_that_has_them(kind: str) -> None:
    exif = exif_with({0x010F: "Lumen", 0x0110: "FieldCam 3"}, {0x9003: "2026:11:24 09:30:05"}, gps_of("S", "W"))
    special = {"HEIC": lambda: heic((), exif.tobytes()[6:]), "TIFF": lambda: tiff_with(exif)}
    data = special[kind]() if kind in special else encoded(quarters(), kind, exif=exif)
    photo = read_photo(data, "a")
    assert (photo.taken_at, photo.camera) == ("2026-11-24T09:30:05", "Lumen FieldCam 3")
    assert (photo.lat, photo.lon) == (pytest.approx(-42.51), pytest.approx(-122.255))
    assert photo.media_type == {"HEIC": "image/heic"}.get(kind, f"image/{kind.lower()}")


def tiff_with(exif: Image.Exif) -> bytes:
    """A TIFF whose directory has the pixels and the facts: Pillow writes only the former."""
    exif.update({256: 120, 257: 80, 258: (8, 8, 8), 259: 1, 262: 2, 273: 600, 277: 3, 278: 80, 279: 28_800})
    block = bytearray(exif.tobytes()[6:].ljust(600, b"\0"))
    at = block.index(struct.pack(">HHI", 273, 4, 1)) + 8
    block[at : at + 4] = struct.pack(">I", len(block))
    return bytes(block) + quarters().tobytes()


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    levels = [pixel[0] for pixel in corners(take_in(grey16(), "a").preview)]
    assert levels == pytest.approx([0x3C, 0x70, 0x28, 0xFF], abs=4)


@pytest.mark.slow
def test_a_picture_of_two_hundred_million_pixels_is_taken_in_little_memory() -> None:
    """A JPEG is reduced while it is decoded: what is held is the file and a small picture."""
    import resource

    data = encoded(Image.new("L", (16_000, 12_000), 90))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken = take_in(data, "a.jpg")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert (taken.photo.width, opened(taken.preview).size) == (16_000, (1600, 1200))
    assert grown < 100_000_000
