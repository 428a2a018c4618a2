"""Annotations rendered onto a copy of a picture, at any size.

Owns how each shape looks. Knows no rows and never sees an original: it is given a small upright picture and gives back
another. What is blurred is gone: a handful of colours are left of it, whatever the size, before anything else is drawn.
Lines have a pale casing, so that they show on dark and on bright ground.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from PIL import Image, ImageColor, ImageDraw, ImageFont

from ..assets import asset_path
from ..domain.annotation import Point, Shape

_FINER = 3  # shapes are drawn so many times larger and reduced, for smooth edges
_LINE = 190  # the picture's longer side, in line widths
_LETTER = 7.3  # height of a letter, in line widths
_HEAD, _HEAD_WIDE = 5.5, 2.6  # of an arrow, in line widths: its length and half its width
_CASING = "white"
_CASING_ON_PALE = "#303030"
_CELLS = 5  # along the longer side of a blur: of a face nothing is left but its colour
_WORDS = re.compile(r"[!-~]+ *|\s|.")
_FACE = "fonts/NotoSansSC-Bold.ttf"

Box = tuple[int, int, int, int]


def annotated(picture: Image.Image, shapes: Sequence[Shape], bold: float = 1.0) -> Image.Image:
    """A copy of an upright RGB picture with the shapes on it; blurs first, the others in their order.

    `bold`: how many times heavier lines and words are, for a picture that will be seen small.
    """
    image = picture.copy()
    line = max(2.0, max(image.size) / _LINE * bold)
    for shape in shapes:
        if shape.kind == "blur":
            _blur(image, shape)
    for shape in shapes:
        if shape.kind != "blur":
            _DRAW[shape.kind](image, shape, line)
    return image


def _pixels(image: Image.Image, points: Sequence[Point]) -> list[Point]:
    return [(x * image.width, y * image.height) for x, y in points]


def _corners(points: Sequence[Point]) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = points
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


# -- what is hidden --------------------------------------------------------------------------------------
def _blur(image: Image.Image, shape: Shape) -> None:
    """At most five by five colours, each the mean of its cell, run together so that no cell's edge shows."""
    x0, y0, x1, y1 = _corners(_pixels(image, shape.points))
    box: Box = (math.floor(x0), math.floor(y0), min(image.width, math.ceil(x1) + 1), min(image.height, math.ceil(y1) + 1))
    wide, high = box[2] - box[0], box[3] - box[1]
    cell = max(wide, high) / _CELLS
    means = image.crop(box).resize((max(1, round(wide / cell)), max(1, round(high / cell))), Image.Resampling.BOX)
    image.paste(means.resize((wide, high), Image.Resampling.BICUBIC), box)


# -- lines -----------------------------------------------------------------------------------------------
Pen = Callable[[ImageDraw.ImageDraw, float], None]  # draws at the finer size, with that line width


def _ink(image: Image.Image, shape: Shape, width: float, draw: Callable[[list[Point]], Pen], pad: float = 0) -> None:
    """Draw the casing, then the shape, on a finer mask of the part of the picture that it touches."""
    points = _pixels(image, shape.points)
    margin = 2 * width + pad
    box: Box = (
        max(0, math.floor(min(x for x, _ in points) - margin)),
        max(0, math.floor(min(y for _, y in points) - margin)),
        min(image.width, math.ceil(max(x for x, _ in points) + margin)),
        min(image.height, math.ceil(max(y for _, y in points) + margin)),
    )
    size = (box[2] - box[0], box[3] - box[1])
    pen = draw([((x - box[0]) * _FINER, (y - box[1]) * _FINER) for x, y in points])
    for colour, wide in ((_casing(shape.colour), width * 1.6), (shape.colour, width)):
        mask = Image.new("L", (size[0] * _FINER, size[1] * _FINER))
        pen(ImageDraw.Draw(mask), wide * _FINER)
        image.paste(ImageColor.getrgb(colour), box, mask.resize(size, Image.Resampling.BOX))


def _casing(colour: str) -> str:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return _CASING_ON_PALE if 0.3 * red + 0.59 * green + 0.11 * blue > 190 else _CASING


def _stroke(pen: ImageDraw.ImageDraw, points: Sequence[Point], width: float) -> None:
    """A line with round ends and joints."""
    pen.line(list(points), fill=255, width=max(1, round(width)), joint="curve")
    for x, y in (points[0], points[-1]):
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)


def _box(image: Image.Image, shape: Shape, line: float) -> None:
    def draw(points: list[Point]) -> Pen:
        x0, y0, x1, y1 = _corners(points)
        round_ = line * _FINER

        def pen(on: ImageDraw.ImageDraw, width: float) -> None:
            half = width / 2
            on.rounded_rectangle((x0 - half, y0 - half, x1 + half, y1 + half), round_, outline=255, width=max(1, round(width)))
        return pen
    _ink(image, shape, line, draw)


def _ellipse(image: Image.Image, shape: Shape, line: float) -> None:
    def draw(points: list[Point]) -> Pen:
        x0, y0, x1, y1 = _corners(points)

        def pen(on: ImageDraw.ImageDraw, width: float) -> None:
            half = width / 2
            on.ellipse((x0 - half, y0 - half, x1 + half, y1 + half), outline=255, width=max(1, round(width)))
        return pen
    _ink(image, shape, line, draw)


def _pen(image: Image.Image, shape: Shape, line: float) -> None:
    def draw(points: list[Point]) -> Pen:
        return lambda on, width: _stroke(on, points, width)
    _ink(image, shape, line, draw)


def _arrow(image: Image.Image, shape: Shape, line: float) -> None:
    """A shaft that grows towards its head; the tip lies exactly on the second point."""
    fine = line * _FINER

    def draw(points: list[Point]) -> Pen:
        (x0, y0), (x1, y1) = points
        length = math.hypot(x1 - x0, y1 - y0)
        along = ((x1 - x0) / length, (y1 - y0) / length)
        head = min(_HEAD * fine, length * 0.6)
        half = head * _HEAD_WIDE / _HEAD

        def pen(on: ImageDraw.ImageDraw, width: float) -> None:
            grown = (width - fine) / 2  # the casing is so much wider all round

            def at(back: float, aside: float) -> Point:
                return x1 - along[0] * back - along[1] * aside, y1 - along[1] * back + along[0] * aside

            _stroke(on, [(x0, y0), at(head * 0.75, 0)], width)
            spread = half + grown * 1.6
            on.polygon([at(-grown * 2.2, 0), at(head + grown, spread), at(head + grown, -spread)], fill=255)
        return pen
    _ink(image, shape, line, draw, pad=_HEAD * line)


# -- words -----------------------------------------------------------------------------------------------
@lru_cache(maxsize=16)
def _face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(asset_path(_FACE), size)


def _text(image: Image.Image, shape: Shape, line: float) -> None:
    """Broken where the picture ends, and moved inside it: no word is cut off."""
    size = max(11, round(line * _LETTER))
    face, casing = _face(size), max(1, round(size / 9))
    room = image.width - 4 * casing
    pen = ImageDraw.Draw(image)
    words = _broken(shape.text, room, face)
    while size > 11 and _height(words, size) > image.height - 2 * casing:
        size = max(11, size * 4 // 5)
        face = _face(size)
        words = _broken(shape.text, room, face)
    left, top, right, bottom = pen.multiline_textbbox((0, 0), words, font=face, stroke_width=casing, spacing=size // 5)
    (x, y), = _pixels(image, shape.points)
    x = min(max(x, casing - left), max(casing - left, image.width - right - casing))
    y = min(max(y, casing - top), max(casing - top, image.height - bottom - casing))
    pen.multiline_text((x, y), words, fill=shape.colour, font=face, spacing=size // 5,
                       stroke_width=casing, stroke_fill=_casing(shape.colour))  # fmt: skip


def _height(words: str, size: int) -> int:
    return (words.count("\n") + 1) * size * 7 // 5


def _broken(text: str, room: float, face: ImageFont.FreeTypeFont) -> str:
    """Lines no wider than `room`: between any two Chinese characters, within a Latin word only where it is too long."""
    lines = [""]
    for word in _WORDS.findall(text):
        for part in [word] if face.getlength(word) <= room else word:
            if lines[-1].strip() and face.getlength(lines[-1] + part.rstrip()) > room:
                lines.append("")
            lines[-1] += part
    return "\n".join(line.strip() for line in lines)


_DRAW: dict[str, Callable[[Image.Image, Shape, float], None]] = {
    "arrow": _arrow, "box": _box, "ellipse": _ellipse, "pen": _pen, "text": _text,
}  # fmt: skip
