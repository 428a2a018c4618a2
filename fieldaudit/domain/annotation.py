"""Shapes drawn over a photo: which there are, and when one is well formed.

A shape is presentation over evidence: the picture stays untouched, the shape lies beside it as data. Points are
fractions (0 … 1) of the upright picture's width and height, so a shape fits every size of it. Knows no pixels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..i18n import Text, tr

Point = tuple[float, float]

SHAPES: Mapping[str, Text] = MappingProxyType({
    "arrow": tr("箭头", "arrow"),  # from tail to head
    "box": tr("方框", "box"),  # two opposite corners
    "ellipse": tr("椭圆", "ellipse"),  # two opposite corners of the box around it
    "pen": tr("手绘线", "pen"),
    "text": tr("文字", "text"),  # its upper left corner
    "blur": tr("遮挡", "blur"),  # two opposite corners: what lies there cannot be made out any more
})
RED = "#e02020"
MOST_POINTS = 2000
LONGEST_TEXT = 200  # characters
_SMALLEST = 0.005  # of the picture's side: a click is no shape
_POINTS: Mapping[str, tuple[int, int]] = MappingProxyType({
    "arrow": (2, 2), "box": (2, 2), "ellipse": (2, 2), "pen": (2, MOST_POINTS), "text": (1, 1), "blur": (2, 2),
})  # fmt: skip
_CORNERS = ("box", "ellipse", "blur")
_COLOUR = re.compile("#[0-9a-f]{6}")
_EVERYTHING: tuple[Point, ...] = ((0.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Shape:
    """One well-formed shape; `colour` is #rrggbb in lower case."""

    kind: str
    points: tuple[Point, ...]
    text: str = ""
    colour: str = RED


def wrong_with(kind: str, points: Sequence[Any], text: str = "", colour: str = RED) -> Text | None:
    """Why this is no shape, or None."""
    if kind not in SHAPES:
        return tr("没有“{kind}”这种标注", "there is no shape '{kind}'").format(kind=kind)
    least, most = _POINTS[kind]
    if not least <= len(points) <= most:
        return tr("“{shape}”要有 {least} 至 {most} 个点", "'{shape}' takes {least} to {most} points").format(
            shape=SHAPES[kind], least=least, most=most)
    if not all(_is_point(point) for point in points):
        return tr("点须为 [x, y]，坐标在 0 到 1 之间", "a point is [x, y] with 0 ≤ x, y ≤ 1")
    if kind != "text" and _too_small(kind, points):
        return tr("标注太小，看不见", "the shape is too small to be seen")
    return _wrong_words(kind, text) or (
        None if _COLOUR.fullmatch(colour) else tr("颜色写作 #e02020", "a colour is written #e02020"))


def _is_point(point: Any) -> bool:
    return (isinstance(point, list | tuple) and len(point) == 2
            and all(isinstance(n, int | float) and not isinstance(n, bool) and 0 <= n <= 1 for n in point))


def _too_small(kind: str, points: Sequence[Any]) -> bool:
    """A line may be upright or level; what has two corners needs some width and some height."""
    sides = [float(max(p[axis] for p in points) - min(p[axis] for p in points)) for axis in (0, 1)]
    return (min(sides) if kind in _CORNERS else max(sides)) < _SMALLEST


def _wrong_words(kind: str, text: str) -> Text | None:
    if kind != "text":
        return tr("只有文字标注带文字", "only a text has words") if text else None
    if not text.strip():
        return tr("文字标注是空的", "the text is empty")
    if len(text) > LONGEST_TEXT or not all(c.isprintable() for c in text):
        return tr("文字最多 {most} 个字，不含换行", "a text has at most {most} characters and no line break").format(
            most=LONGEST_TEXT)
    return None


def points_json(points: Sequence[Any]) -> str:
    """Points as a row keeps them: four digits, a tenth of a millimetre on a screen."""
    return json.dumps([[round(float(x), 4), round(float(y), 4)] for x, y in points], separators=(",", ":"))


def read_shape(row: Mapping[str, Any]) -> Shape | None:
    """The shape of a row, however it came; None when it is not well formed.

    A blur that cannot be read hides the whole picture: who asked for it wanted something not to be seen.
    """
    kind, text, colour = row["shape"], row["text"] or "", row["colour"] or RED
    try:
        points = json.loads(row["points_json"] or "")
        wrong = not isinstance(points, list) or wrong_with(str(kind), points, text, colour) is not None
    except (ValueError, RecursionError):
        points, wrong = [], True
    if wrong:
        return Shape("blur", _EVERYTHING) if kind == "blur" else None
    return Shape(kind, tuple((float(x), float(y)) for x, y in points), text, colour)
