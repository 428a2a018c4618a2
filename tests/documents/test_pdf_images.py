"""Promises of photos in a paper: their own bytes, unless they cannot print; what is no photo is named."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image, ImageDraw

from fieldaudit.documents.typeset.image import embedded
from fieldaudit.errors import BadInput

BOX = (58 / 25.4 * 72, 36 / 25.4 * 72)  # points


def photo(width: int = 400, height: int = 300, mode: str = "RGB", **options: object) -> bytes:
    """A JPEG with a red square in its upper left."""
    image = Image.new("RGB", (width, height), (90, 120, 150))
    ImageDraw.Draw(image).rectangle((0, 0, width // 3, height // 3), fill=(200, 30, 30))
    out = io.BytesIO()
    image.convert(mode).save(out, "JPEG", **options)
    return out.getvalue()


@pytest.mark.parametrize("data", [
    photo(), photo(1600, 1200), photo(mode="L"), photo(progressive=True), photo(subsampling=0), photo() + b"of a phone",
    photo()[:2] + b"\xff\xff" + photo()[2:],
    photo(comment=b"\xff\xd8\xff\xd9" * 20), photo(exif=Image.Exif().tobytes() or b"Exif\0\0"),
], ids=["plain", "preview", "grey", "progressive", "full", "tail", "fill", "comment", "exif"])  # fmt: skip
def test_a_photo_goes_in_as_it_is(data: bytes) -> None:
    made = embedded(data, "P05", *BOX)
    opened = Image.open(io.BytesIO(data))
    assert made.data is data
    assert (made.width, made.height) == opened.size
    assert made.components == len(opened.getbands())


def test_colours_of_a_press_become_those_of_a_screen() -> None:
    made = embedded(photo(mode="CMYK"), "P05", *BOX)
    opened = Image.open(io.BytesIO(made.data))
    assert (opened.mode, made.components, opened.size) == ("RGB", 3, (400, 300))
    pixel = opened.getpixel((20, 20))
    assert isinstance(pixel, tuple) and pixel[0] > 150 > 60 > pixel[1]


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photo_of_far_more_points_than_its_box_prints_becomes_300_dpi(mode: str) -> None:
    made = embedded(photo(4000, 3000, mode), "P05", *BOX)
    assert made.height == pytest.approx(36 / 25.4 * 300, abs=1)
    assert made.width / made.height == pytest.approx(4 / 3, abs=0.01)
    assert made.components == (1 if mode == "L" else 3)
    pixel = Image.open(io.BytesIO(made.data)).convert("RGB").getpixel((40, 40))
    assert isinstance(pixel, tuple) and (mode == "L" or pixel[0] > 150 > pixel[1])
    assert embedded(photo(4000, 3000, mode), "P05", *BOX) == made


_HUGE = """
import io, resource, sys
from PIL import Image
from fieldaudit.documents.typeset.image import embedded
data = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made = embedded(data, "P05", 164, 102)
print(made.width, made.height, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
def test_a_hundred_megapixels_are_never_all_decoded() -> None:
    data = photo(12000, 8500)
    done = subprocess.run([sys.executable, "-W", "error", "-c", _HUGE], input=data, capture_output=True, check=True)
    width, height, megabytes = map(int, done.stdout.split())
    assert height == 425 and width == 600
    assert megabytes < 60, "decoded whole it would be 306 MB"


@pytest.mark.parametrize("data", [
    b"", b"no picture", photo()[:2000], photo()[:40], b"\xff\xd8" + b"\xff\xe0\x00\x04ab" * 3, b"\xff\xd8\xff\xd9",
    photo().replace(b"\xff\xc0", b"\xff\xc9", 1), photo().replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc0\x00\x11\x0c", 1),
    b"\x89PNG\r\n\x1a\n broken", b"\xff\xd8\xff\xe0\x00\x00\x00",
], ids=["empty", "text", "cut", "head", "segments", "ends", "arithmetic", "12bit", "png", "zero"])  # fmt: skip
def test_what_is_no_photo_is_named(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        embedded(data, "P05 一层南侧", *BOX)
    assert "P05 一层南侧" in str(caught.value)
