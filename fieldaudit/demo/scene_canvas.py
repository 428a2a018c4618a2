"""A drawing board with a camera: metres in, pixels out, soft light over all.

Owns perspective, colours, the few solid shapes every scene is built of, and what makes one home's
pictures its own (`Look`). Knows no scene, no question and no hazard.

Axes in metres: x to the right, y up from the floor, z away from the camera; the camera stands at
(look.eye_x, look.eye_y, 0) and looks along z, so whatever is parallel to the wall ahead keeps its shape.
Pictures are drawn at twice their size and halved, which smooths the edges; light and shadow are drawn
small and blurred, then laid over, which is cheap and soft as in a real room.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from ..assets import asset_path
from ..i18n import Text

WIDTH, HEIGHT = 1600, 1200
_FINE, _COARSE = 2, 8  # drawn this much larger; light drawn this much smaller
_FACE = "fonts/NotoSansSC-Regular.ttf"

Rgb = tuple[int, int, int]
Paint = tuple[int, int, int] | tuple[int, int, int, int]  # the fourth is opacity, 0 … 255
Point = tuple[float, float, float]

WHITE, BLACK, RED, GREEN = (245, 245, 242), (34, 34, 36), (196, 34, 30), (20, 140, 74)
YELLOW, STEEL, DARK_STEEL, BROWN = (232, 188, 40), (168, 172, 176), (96, 100, 106), (176, 134, 88)

_WALLS: tuple[tuple[Rgb, Rgb], ...] = (  # upper wall, lower wall
    ((238, 234, 222), (176, 204, 184)),
    ((236, 238, 238), (170, 196, 214)),
    ((240, 230, 208), (206, 180, 144)),
    ((242, 236, 214), (182, 210, 196)),
    ((232, 230, 226), (214, 188, 172)),
    ((226, 234, 226), (150, 182, 160)),
)
_FLOORS: tuple[Rgb, ...] = ((198, 190, 176), (176, 180, 180), (190, 168, 140), (168, 176, 166), (206, 200, 190))
_WOODS: tuple[Rgb, ...] = ((150, 104, 66), (176, 130, 84), (126, 86, 58), (196, 158, 112))


def tint(colour: Rgb, by: float) -> Rgb:
    """The colour lighter (by > 1) or darker."""
    red, green, blue = (max(0, min(255, round(part * by))) for part in colour)
    return red, green, blue


def mix(a: Rgb, b: Rgb, share: float) -> Rgb:
    """`share` of b in a, 0 … 1."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


@dataclass(frozen=True, slots=True)
class Look:
    """One home's colours, light and camera position; the same before and after."""

    seed: str
    wall: Rgb
    dado: Rgb
    floor: Rgb
    wood: Rgb
    light: Rgb  # colour of full light
    eye_x: float  # metres
    eye_y: float
    focal: float  # pixels: how large a metre is at one metre
    horizon: float  # pixels from the top

    def dice(self, name: str) -> Random:
        """Chance of its own for each detail, so that drawing one more thing moves no other."""
        return Random(f"{self.seed}/{name}")


def look_of(scene: str, variant: int) -> Look:
    """The look of one home; the same for the same scene and variant on every machine."""
    seed = f"{scene}/{variant}"
    dice = Random(f"{seed}/look")
    wall, dado = dice.choice(_WALLS)
    shade = dice.uniform(0.95, 1.03)
    warm = dice.uniform(-1, 1)
    return Look(
        seed=seed, wall=tint(wall, shade), dado=tint(dado, shade * dice.uniform(0.94, 1.04)),
        floor=tint(dice.choice(_FLOORS), dice.uniform(0.92, 1.05)),
        wood=tint(dice.choice(_WOODS), dice.uniform(0.9, 1.1)),
        light=(round(244 + 7 * warm), 243, round(242 - 9 * warm)),
        eye_x=dice.uniform(-0.22, 0.22), eye_y=dice.uniform(1.44, 1.62),
        focal=dice.uniform(1120, 1220), horizon=dice.uniform(560, 610),
    )


@lru_cache(maxsize=128)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(asset_path(_FACE), size)


@cache
def _mottle() -> Image.Image:
    """Faint unevenness of any real surface, small: laid into the light before it is enlarged."""
    size = (WIDTH // _COARSE, HEIGHT // _COARSE)
    noise = Image.frombytes("L", size, Random("mottle").randbytes(size[0] * size[1]))
    level = noise.filter(ImageFilter.GaussianBlur(0.8)).point([247 + value // 32 for value in range(256)])
    return Image.merge("RGB", (level, level, level))


class Canvas:
    """Draw from far to near; `finish` gives the picture."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), look.wall)
        self._solid = ImageDraw.Draw(self._image)
        self._glass = ImageDraw.Draw(self._image, "RGBA")  # blends; slower, so only for see-through paint
        small = (WIDTH // _COARSE, HEIGHT // _COARSE)
        self._shade = Image.new("RGB", small, look.light)
        self._shades = ImageDraw.Draw(self._shade, "RGBA")
        self._glow = Image.new("RGB", small)
        self._glows = ImageDraw.Draw(self._glow, "RGBA")
        self._centre_x, self._horizon = WIDTH / 2, look.horizon

    # -- the camera

    def aim(self, x: float, y: float, z: float) -> None:
        """Bring a point near the middle by shifting the lens, so uprights stay upright; before any drawing."""
        dice = self.look.dice("aim")
        px, py = self.at(x, y, z)
        self._centre_x += WIDTH / 2 - px + dice.uniform(-50, 50)
        self._horizon += HEIGHT / 2 - py + dice.uniform(-30, 30)

    def at(self, x: float, y: float, z: float) -> tuple[float, float]:
        """Where a point appears, in pixels of the finished picture."""
        scale = self.look.focal / max(z, 0.05)
        return self._centre_x + (x - self.look.eye_x) * scale, self._horizon - (y - self.look.eye_y) * scale

    def size(self, metres: float, z: float) -> float:
        """How many pixels long `metres` appear at distance z."""
        return metres * self.look.focal / max(z, 0.05)

    def _fine(self, points: Sequence[Point]) -> list[tuple[float, float]]:
        return [(px * _FINE, py * _FINE) for px, py in (self.at(*point) for point in points)]

    def _pen(self, fill: Paint) -> ImageDraw.ImageDraw:
        return self._solid if len(fill) == 3 else self._glass

    # -- flat shapes in space

    def face(self, points: Sequence[Point], fill: Paint) -> None:
        """A flat polygon anywhere in space."""
        self._pen(fill).polygon(self._fine(points), fill=fill)

    def front(self, x0: float, x1: float, y0: float, y1: float, z: float, fill: Paint,
              edge: Paint | None = None, thick: float = 0.01) -> None:
        """A rectangle facing the camera; `thick` (m) is the width of its edge."""
        left, bottom = self.at(x0, y0, z)
        right, top = self.at(x1, y1, z)
        box = [left * _FINE, top * _FINE, max(left, right) * _FINE, max(bottom, top) * _FINE]
        width = max(1, round(self.size(thick, z) * _FINE)) if edge else 0
        self._pen(fill).rectangle(box, fill=fill, outline=edge, width=width)

    def rounded(self, x0: float, x1: float, y0: float, y1: float, z: float, fill: Paint, radius: float) -> None:
        """A rectangle facing the camera with round corners of `radius` metres."""
        left, bottom = self.at(x0, y0, z)
        right, top = self.at(x1, y1, z)
        self._pen(fill).rounded_rectangle([left * _FINE, top * _FINE, right * _FINE, bottom * _FINE],
                                          self.size(radius, z) * _FINE, fill=fill)

    def level(self, x0: float, x1: float, z0: float, z1: float, y: float, fill: Paint) -> None:
        """A rectangle lying flat at height y."""
        self.face([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)], fill)

    def side(self, x: float, y0: float, y1: float, z0: float, z1: float, fill: Paint) -> None:
        """A rectangle standing along the line of sight."""
        self.face([(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)], fill)

    def disc(self, x: float, y: float, z: float, radius: float, fill: Paint, tall: float = 1.0,
             edge: Paint | None = None, thick: float = 0.01) -> None:
        """A circle facing the camera; `tall` stretches its height."""
        px, py = self.at(x, y, z)
        r = self.size(radius, z)
        box = [(px - r) * _FINE, (py - r * tall) * _FINE, (px + r) * _FINE, (py + r * tall) * _FINE]
        width = max(1, round(self.size(thick, z) * _FINE)) if edge else 0
        self._pen(fill).ellipse(box, fill=fill, outline=edge, width=width)

    def hoop(self, x: float, y: float, z: float, radius: float, thick: float, fill: Paint,
             start: float = 0, end: float = 360) -> None:
        """A ring or arc facing the camera, degrees clockwise from three o'clock."""
        px, py = self.at(x, y, z)
        r = self.size(radius, z)
        box = [(px - r) * _FINE, (py - r) * _FINE, (px + r) * _FINE, (py + r) * _FINE]
        self._pen(fill).arc(box, start, end, fill=fill, width=max(1, round(self.size(thick, z) * _FINE)))

    def lid(self, x: float, y: float, z: float, radius: float, fill: Paint, deep: float = 1.0) -> None:
        """A circle lying flat; `deep` stretches it along z."""
        turns = [2 * math.pi * step / 30 for step in range(30)]
        self.face([(x + radius * math.cos(t), y, z + radius * deep * math.sin(t)) for t in turns], fill)

    def rod(self, points: Sequence[Point], thick: float, fill: Paint) -> None:
        """A line of `thick` metres through points; its thickness is that at the first point."""
        width = max(1, round(self.size(thick, points[0][2]) * _FINE))
        self._pen(fill).line(self._fine(points), fill=fill, width=width, joint="curve")

    def text(self, x: float, y: float, z: float, text: str, tall: float, fill: Paint, anchor: str = "mm",
             bold: bool = False) -> None:
        """Words facing the camera, characters `tall` metres high."""
        px, py = self.at(x, y, z)
        size = max(6, round(self.size(tall, z) * _FINE))
        self._pen(fill).text((px * _FINE, py * _FINE), text, fill=fill, font=_font(size), anchor=anchor,
                             stroke_width=size // 30 if bold else 0)

    def squash(self, text: str, px: float, py: float, wide: float, tall: float, fill: Rgb) -> None:
        """Words lying on the ground: drawn upright, then pressed to wide x tall pixels about (px, py)."""
        size = 120
        stamp = Image.new("L", (size * len(text), size))
        ImageDraw.Draw(stamp).text((0, size / 2), text, fill=230, font=_font(size), anchor="lm", stroke_width=3)
        stamp = stamp.resize((round(wide * _FINE), round(tall * _FINE)), Image.Resampling.BILINEAR)
        self._image.paste(fill, (round((px - wide / 2) * _FINE), round((py - tall / 2) * _FINE)), stamp)

    # -- solids

    def box(self, x0: float, x1: float, y0: float, y1: float, z0: float, z1: float, fill: Rgb) -> None:
        """An upright block; the sides the camera can see, lit from above and ahead."""
        eye_x, eye_y = self.look.eye_x, self.look.eye_y
        if eye_x < x0:
            self.side(x0, y0, y1, z0, z1, tint(fill, 0.78))
        elif eye_x > x1:
            self.side(x1, y0, y1, z0, z1, tint(fill, 0.86))
        if eye_y > y1:
            self.level(x0, x1, z0, z1, y1, tint(fill, 1.1))
        elif eye_y < y0:
            self.level(x0, x1, z0, z1, y0, tint(fill, 0.62))
        self.front(x0, x1, y0, y1, z0, fill)

    def drum(self, x: float, z: float, radius: float, y0: float, y1: float, fill: Rgb) -> None:
        """An upright cylinder, rounded by shading, with its lid or underside."""
        self.lid(x, y0, z, radius, tint(fill, 0.6))
        towards = math.atan2(self.look.eye_x - x, z)  # the half that the camera sees
        edges = [-math.pi / 2 + math.pi * step / 18 for step in range(19)]
        rim = [(x + radius * math.sin(a + towards), z - radius * math.cos(a + towards)) for a in edges]
        for step, ((xa, za), (xb, zb)) in enumerate(pairwise(rim)):
            bright = 0.58 + 0.5 * math.cos(edges[step] + 0.64)
            self.face([(xa, y0, za), (xb, y0, zb), (xb, y1, zb), (xa, y1, za)], tint(fill, bright))
        if self.look.eye_y > y1:
            self.lid(x, y1, z, radius, tint(fill, 1.08))

    def ball(self, x: float, y: float, z: float, radius: float, fill: Rgb, tall: float = 1.0) -> None:
        """A round body, rounded by three shades."""
        self.disc(x, y, z, radius, tint(fill, 0.72), tall)
        self.disc(x - radius * 0.08, y + radius * 0.08 * tall, z, radius * 0.88, fill, tall)
        self.disc(x - radius * 0.3, y + radius * 0.32 * tall, z, radius * 0.42, tint(fill, 1.12), tall)

    def pipe(self, points: Sequence[Point], radius: float, fill: Rgb) -> None:
        """A round pipe through points, with its dark underside and a line of light."""
        self.rod(points, radius * 2, tint(fill, 0.66))
        lift = radius * 0.16
        self.rod([(x - lift, y + lift, z) for x, y, z in points], radius * 1.6, fill)
        self.rod([(x - lift * 3, y + lift * 3, z) for x, y, z in points], radius * 0.45, tint(fill, 1.28))

    # -- light

    def shade(self, points: Sequence[Point], depth: float) -> None:
        """A soft shadow over the outline, 0 none … 1 black."""
        outline = [(px / _COARSE, py / _COARSE) for px, py in (self.at(*point) for point in points)]
        self._shades.polygon(outline, fill=(0, 0, 8, round(255 * depth)))

    def shadow(self, x0: float, x1: float, z0: float, z1: float, depth: float = 0.45, y: float = 0) -> None:
        """The soft shadow of a thing about to be drawn that stands on the floor there."""
        part = (10, 8, 12, round(255 * depth / 5))
        for grow in (0.08, 0.06, 0.04, 0.02, 0.0):
            self.level(x0 - grow, x1 + grow, max(0.3, z0 - grow), z1, y, part)

    def behind(self, x0: float, x1: float, y0: float, y1: float, z: float, depth: float = 0.3) -> None:
        """The soft shadow of a thing about to be drawn that hangs on the wall there."""
        part = (10, 8, 12, round(255 * depth / 4))
        side = 0.02 if self.look.eye_x < 0 else -0.02
        for grow in (0.03, 0.02, 0.01, 0.0):
            self.rounded(x0 + side - grow, x1 + side + grow, y0 - 0.03 - grow, y1 - 0.02 + grow, z, part, 0.03)

    def glow(self, x: float, y: float, z: float, radius: float, colour: Rgb) -> None:
        """Light around a lamp; black is none."""
        px, py = (value / _COARSE for value in self.at(x, y, z))
        r = self.size(radius, z) / _COARSE
        for share in (1.0, 0.7, 0.4):
            part = (*colour, 90)
            self._glows.ellipse([px - r * share, py - r * share, px + r * share, py + r * share], fill=part)

    def finish(self, stamp: str = "", ink: Rgb = WHITE) -> Image.Image:
        """The picture with its light, WIDTH x HEIGHT, RGB; `stamp` is printed lower right as cameras do."""
        picture = self._image.reduce(_FINE)
        shade = ImageChops.multiply(self._shade.filter(ImageFilter.GaussianBlur(3)), _mottle())
        picture = ImageChops.multiply(picture, shade.resize(picture.size, Image.Resampling.BILINEAR))
        if self._glow.getbbox():
            glow = self._glow.filter(ImageFilter.GaussianBlur(5))
            picture = ImageChops.screen(picture, glow.resize(picture.size, Image.Resampling.BILINEAR))
        ImageDraw.Draw(picture).text((WIDTH - 36, HEIGHT - 30), stamp, fill=ink, font=_font(40), anchor="rs",
                                     stroke_width=2, stroke_fill=(40, 30, 20))
        return picture


@dataclass(frozen=True, slots=True)
class Scene:
    """One place that can be drawn with its hazard and without: what it shows, which questions it fits."""

    title: Text
    questions: tuple[str, ...]  # names of questions of the fire-safety form
    paint: Callable[[Canvas, bool], None]  # True: mended
