"""The demo's photos: drawn places, each with its hazard and without it, as a phone would have taken them.

Owns the list of scenes, which scene suits which failed question, and the making of the JPEG with its
time, place and (fictional) camera. Knows no institution and no inspection. Everything is drawn by the
program itself; the EXIF says so, so that nobody takes one for evidence.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Literal

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from .scene_building import BUILDING
from .scene_canvas import Canvas, Scene, look_of
from .scene_daily import DAILY
from .scene_duty import DUTY
from .scene_escape import ESCAPE
from .scene_kitchen import KITCHEN
from .scene_systems import SYSTEMS
from .scene_water import WATER

__all__ = ["NEUTRAL", "SCENES", "Scene", "State", "draw", "scene_for"]

State = Literal["before", "after"]
SCENES: Mapping[str, Scene] = MappingProxyType(
    {**BUILDING, **ESCAPE, **SYSTEMS, **WATER, **DAILY, **KITCHEN, **DUTY})
NEUTRAL = "archive"  # suits any question: files missing, files kept

_CHINA = timezone(timedelta(hours=8))
_QUALITY = 80
_STAMP = (255, 176, 64)  # the orange of a date printed by a camera
_MAKE, _MODEL, _WHAT = "Drawn Demo", "FieldCam D1", "Drawn by fieldaudit for demonstration; not a photograph"

# Where several scenes fit, the first listed is chosen.
_BY_QUESTION = {question: name for name in reversed(list(SCENES)) for question in SCENES[name].questions}


def scene_for(question_id: str) -> str:
    """The scene that shows a failed question of the fire-safety form; NEUTRAL for any other question."""
    return _BY_QUESTION.get(question_id, NEUTRAL)


def draw(scene: str, state: State, variant: int, taken_at: datetime, lat: float, lon: float) -> bytes:
    """A JPEG of 1600 x 1200 with EXIF time, offset +08:00, GPS and camera.

    `variant` (any whole number, one a home) chooses colours, light, details and viewpoint; before and
    after of one variant show the same place from the same spot. A `taken_at` without a zone is China
    time. Degrees, north and east positive. The same arguments give the same bytes (of one Pillow
    version). Raises KeyError: no such scene.
    """
    local = taken_at.replace(tzinfo=_CHINA) if taken_at.tzinfo is None else taken_at.astimezone(_CHINA)
    canvas = Canvas(look_of(scene, variant))
    SCENES[scene].paint(canvas, state == "after")
    picture = canvas.finish(f"{local:%Y-%m-%d %H:%M}", _STAMP)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, exif=_exif(local, lat, lon))
    return out.getvalue()


def _exif(local: datetime, lat: float, lon: float) -> Image.Exif:
    exif = Image.Exif()
    exif.update({0x010E: _WHAT, 0x010F: _MAKE, 0x0110: _MODEL, 0x0112: 1})
    exif.get_ifd(0x8769).update({0x9003: f"{local:%Y:%m:%d %H:%M:%S}", 0x9011: "+08:00"})
    exif.get_ifd(0x8825).update({
        1: "N" if lat >= 0 else "S", 2: _sexagesimal(lat), 3: "E" if lon >= 0 else "W", 4: _sexagesimal(lon)})
    return exif


def _sexagesimal(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and ten-thousandths of seconds, as cameras write them."""
    parts = round(abs(degrees) * 36_000_000)
    minutes, seconds = divmod(parts, 600_000)
    return IFDRational(minutes // 60), IFDRational(minutes % 60), IFDRational(seconds, 10_000)
