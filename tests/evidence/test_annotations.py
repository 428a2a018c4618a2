"""Shapes: which are well formed, how they look, and that what is blurred cannot be brought back."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_examples import BLUE, RED, near, quarters
from PIL import Image, ImageChops, ImageDraw

from fieldaudit.domain.annotation import SHAPES, Shape, points_json, read_shape, wrong_with
from fieldaudit.evidence.drawing import annotated
from fieldaudit.evidence.photo import jpeg

pytestmark = pytest.mark.slow  # `make check` stays under a minute

SIZES = (160, 320, 900, 1600)
BOX = ((0.3, 0.2), (0.7, 0.6))


def row(kind: str, points: Any, text: str | None = None, colour: str | None = "#e02020") -> dict[str, Any]:
    return {"shape": kind, "points_json": points if isinstance(points, str) else json.dumps(points), "text": text, "colour": colour}


def face(size: int) -> Image.Image:
    """Two eyes and a mouth on a plain ground."""
    image = Image.new("RGB", (size, size), (200, 180, 160))
    pen = ImageDraw.Draw(image)
    for x in (0.42, 0.58):
        pen.ellipse([size * (x - 0.03), size * 0.4, size * (x + 0.03), size * 0.46], fill="black")
    pen.line([size * 0.42, size * 0.55, size * 0.58, size * 0.55], fill="black", width=max(1, size // 80))
    return image


@pytest.mark.parametrize("size", SIZES)
def test_of_two_faces_that_differ_in_everything_small_the_same_is_left(size: int) -> None:
    other = face(size).transpose(Image.Transpose.FLIP_LEFT_RIGHT).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    middle = (int(size * 0.3), int(size * 0.3), int(size * 0.7), int(size * 0.7))
    other.paste(face(size).crop(middle).transpose(Image.Transpose.ROTATE_180), middle[:2])
    hidden = [annotated(picture, [Shape("blur", ((0.25, 0.25), (0.75, 0.75)))]).crop(middle) for picture in (face(size), other)]
    for picture in hidden:
        levels = picture.convert("L").getextrema()
        assert levels[1] - levels[0] < 70  # type: ignore[operator]


@pytest.mark.parametrize("size", SIZES)
def test_a_blur_leaves_a_handful_of_colours_and_depends_on_nothing_finer(size: int) -> None:
    """Noise of the same means, cell by cell, is blurred to the very same picture: the rest is gone."""
    blur = [Shape("blur", ((0.0, 0.0), (1.0, 1.0)))]
    noise = Image.effect_noise((size, size), 80).convert("RGB")
    first = annotated(noise, blur)
    cells = noise.resize((5, 5), Image.Resampling.BOX).resize((size, size), Image.Resampling.BICUBIC)
    assert ImageChops.difference(first, cells).getbbox() is None


def test_everything_outside_a_blur_and_the_given_picture_stay_as_they_were() -> None:
    picture = quarters(400, 300)
    held = picture.tobytes()
    after = annotated(picture, [Shape("blur", BOX)])
    assert picture.tobytes() == held
    changed = ImageChops.difference(picture, after).getbbox()
    assert changed is not None and changed[0] >= 119 and changed[1] >= 59 and changed[2] <= 282 and changed[3] <= 182


def test_a_blur_comes_first_whatever_the_order_so_that_an_arrow_over_it_shows() -> None:
    shapes = [Shape("arrow", ((0.1, 0.5), (0.5, 0.5)), "", "#0000ff"), Shape("blur", BOX)]
    after = annotated(Image.new("RGB", (900, 600), (90, 120, 90)), shapes)
    assert near(after.getpixel((400, 300)), (0, 0, 255))  # type: ignore[arg-type]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("shape", "touched"), [
    (Shape("arrow", ((0.1, 0.1), (0.8, 0.6)), "", "#e02020"), (0.45, 0.35)),
    (Shape("box", BOX, "", "#e02020"), (0.3, 0.4)),
    (Shape("ellipse", BOX, "", "#e02020"), (0.3, 0.4)),
    (Shape("pen", ((0.1, 0.5), (0.5, 0.5), (0.9, 0.5)), "", "#e02020"), (0.5, 0.5)),
], ids=lambda value: value.kind if isinstance(value, Shape) else "")  # fmt: skip
def test_a_shape_lies_at_its_place_at_every_size(shape: Shape, touched: tuple[float, float], size: int) -> None:
    after = annotated(Image.new("RGB", (size, size * 3 // 4), (60, 60, 60)), [shape])
    at = (round(touched[0] * after.width), round(touched[1] * after.height))
    around = [after.getpixel((at[0] + dx, at[1] + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    assert any(near(pixel, (0xE0, 0x20, 0x20), 60) for pixel in around)  # type: ignore[arg-type]
    assert near(after.getpixel((1, after.height - 2)), (60, 60, 60))  # type: ignore[arg-type]


@pytest.mark.parametrize("at", [(0.0, 0.0), (0.99, 0.99), (0.5, 0.98), (0.98, 0.02)])
@pytest.mark.parametrize("words", ["已堵塞", "安全出口被杂物堵塞，" * 6, "unbreakable" * 12])
def test_no_word_is_drawn_beyond_the_picture(at: tuple[float, float], words: str) -> None:
    """Drawn on a picture that goes on around it, the words stay within the frame they were given."""
    ground = Image.new("RGB", (400, 300), (60, 60, 60))
    after = annotated(ground, [Shape("text", (at,), words, "#ffd000")])
    changed = ImageChops.difference(ground, after).getbbox()
    assert changed is not None
    assert changed[0] > 0 and changed[1] > 0 and changed[2] < 400 and changed[3] < 300


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(sorted(SHAPES)),
    points=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=4),
    text=st.text(max_size=20),
    size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
)
def test_every_well_formed_shape_can_be_kept_read_and_drawn(
    kind: str, points: list[tuple[float, float]], text: str, size: tuple[int, int]
) -> None:
    if wrong_with(kind, points, text) is not None:
        return
    shape = read_shape(row(kind, points_json(points), text))
    assert shape is not None and shape.kind == kind
    assert annotated(Image.new("RGB", size, "grey"), [shape]).size == size


@pytest.mark.parametrize("points", ["", "nonsense", "[[0,0]]", "[[0,0],[2,2]]", "7", "[" * 100_000, '[["a","b"],[1,1]]'])
def test_a_blur_that_cannot_be_read_hides_the_whole_picture_and_any_other_shape_is_passed_over(points: str) -> None:
    everything = Shape("blur", ((0.0, 0.0), (1.0, 1.0)))
    assert read_shape(row("blur", points)) == everything
    assert read_shape(row("arrow", points)) is None
    assert read_shape(row("hexagon", points)) is None
    hidden = annotated(quarters(200, 200), [everything])
    assert not near(hidden.getpixel((10, 10)), BLUE)  # type: ignore[arg-type]


def test_an_annotated_picture_carries_no_metadata() -> None:
    data = jpeg(annotated(quarters(), [Shape("box", BOX)]))
    assert not Image.open(io.BytesIO(data)).getexif()
    assert near(Image.open(io.BytesIO(data)).getpixel((4, 4)), RED)  # type: ignore[arg-type]
