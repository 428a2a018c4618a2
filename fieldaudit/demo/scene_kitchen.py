"""Scenes of the kitchen: gas detector, grease duct, gas cylinders, fire kit, kitchen door.

Owns what each place looks like with the hazard and without it (`fixed`).
"""

from __future__ import annotations

from ..i18n import tr
from . import scene_places as place
from . import scene_things as thing
from .scene_canvas import BLACK, DARK_STEEL, GREEN, RED, STEEL, WHITE, YELLOW, Canvas, Rgb, Scene, tint

_GAS: Rgb = (150, 156, 160)


def _stove(c: Canvas, x: float, z: float) -> None:
    """A two-burner range on the worktop with a wok and a pot."""
    c.box(x, x + 0.9, 0.85, 0.93, z + 0.06, z + 0.56, (70, 72, 76))
    for px in (x + 0.24, x + 0.66):
        c.lid(px, 0.935, z + 0.3, 0.16, BLACK)
        c.disc(px, 0.89, z + 0.055, 0.028, STEEL)
    c.drum(x + 0.66, z + 0.3, 0.16, 0.95, 1.16, (200, 204, 206))
    c.face([(x + 0.02, 1.08, z + 0.3), (x + 0.46, 1.08, z + 0.3), (x + 0.36, 0.95, z + 0.2), (x + 0.12, 0.95, z + 0.2)],
           (46, 46, 48))
    c.lid(x + 0.24, 1.08, z + 0.3, 0.22, (70, 70, 72), 0.8)
    c.rod([(x + 0.02, 1.08, z + 0.3), (x - 0.2, 1.16, z + 0.3)], 0.03, c.look.wood)


def _hood(c: Canvas, x0: float, x1: float, z: float, grease: bool) -> None:
    metal: Rgb = (150, 128, 92) if grease else (206, 210, 212)
    c.face([(x0, 1.85, z), (x1, 1.85, z), (x1 - 0.12, 2.3, z + 0.3), (x0 + 0.12, 2.3, z + 0.3)], metal)
    c.front(x0, x1, 1.77, 1.86, z, tint(metal, 0.92))
    c.level(x0, x1, z, z + 0.6, 1.77, (70, 60, 48) if grease else (120, 124, 126))
    middle = (x0 + x1) / 2
    c.box(middle - 0.2, middle + 0.2, 2.3, 2.9, z + 0.3, z + 0.6, tint(metal, 0.95))


def grease_duct(c: Canvas, fixed: bool) -> None:
    c.aim(0, 1.65, 2.4)
    place.kitchen(c, 3.2)
    place.counter(c, -2.6, 2.6, 2.5)
    _stove(c, -0.5, 2.5)
    z = 2.3
    _hood(c, -1.0, 1.0, z, not fixed)
    for i in range(9):
        x = -0.8 + i * 0.18
        c.face([(x, 1.9, z + 0.03), (x + 0.14, 1.9, z + 0.03), (x + 0.13, 2.2, z + 0.2), (x + 0.02, 2.2, z + 0.2)],
               (176, 180, 182) if fixed else (96, 74, 46))
    if fixed:
        thing.notice(c, 1.2, 1.55, 1.75, 2.2, 3.18, "清洗记录")
        c.face([(-0.9, 1.88, z), (-0.5, 1.88, z), (-0.62, 2.25, z + 0.25), (-0.8, 2.25, z + 0.25)], (255, 255, 255, 70))
        return
    dice = c.look.dice("drips")
    for _ in range(34):
        x, drop = dice.uniform(-0.98, 0.98), dice.uniform(0.02, 0.12)
        c.rod([(x, 1.79, z - 0.01), (x, 1.77 - drop, z - 0.01)], dice.uniform(0.008, 0.02), (96, 66, 26))
    for _ in range(40):
        c.disc(dice.uniform(-0.78, 0.78), dice.uniform(1.84, 2.16), z + 0.01, dice.uniform(0.01, 0.06), (80, 58, 28, 120))
    for _ in range(14):
        x = dice.uniform(-0.18, 0.18)
        c.rod([(x, 2.8, z + 0.29), (x, 2.8 - dice.uniform(0.1, 0.4), z + 0.29)], 0.02, (110, 82, 42))


def gas_detector(c: Canvas, fixed: bool) -> None:
    c.aim(0.1, 1.3, 2.5)
    place.kitchen(c, 3.0)
    place.counter(c, -2.6, 2.6, 2.35)
    _stove(c, -0.9, 2.35)
    z = 2.95
    c.pipe([(0.62, 2.8, z), (0.62, 1.35, z), (0.2, 1.35, z), (0.2, 0.95, z)], 0.024, YELLOW)
    c.front(0.57, 0.67, 1.7, 1.8, z - 0.04, (190, 156, 84))
    c.rod([(0.62, 1.75, z - 0.05), (0.76, 1.75, z - 0.05)], 0.02, RED)
    if not fixed:
        for x in (1.08, 1.2):
            c.disc(x, 1.96, z + 0.04, 0.012, (110, 110, 106))
        thing.cable(c, (1.14, 2.1, z), (1.1, 1.85, z), 0.0, 0.01, WHITE)
        return
    c.behind(1.0, 1.28, 1.85, 2.1, z)
    c.rounded(1.0, 1.28, 1.85, 2.1, z - 0.05, WHITE, 0.02)
    for i in range(4):
        c.front(1.05, 1.23, 1.9 + i * 0.022, 1.91 + i * 0.022, z - 0.055, (150, 152, 150))
    c.disc(1.08, 2.05, z - 0.055, 0.013, (60, 210, 100))
    c.disc(1.14, 2.05, z - 0.055, 0.013, (110, 40, 36))
    c.text(1.14, 1.78, z, "可燃气体探测器", 0.06, (40, 80, 140))
    c.rod([(1.0, 1.95, z), (0.7, 1.95, z), (0.7, 1.6, z)], 0.012, WHITE)
    c.box(0.52, 0.72, 1.48, 1.64, z - 0.12, z, (60, 100, 160))
    c.text(0.62, 1.56, z - 0.125, "切断阀", 0.048, WHITE, bold=True)


def lpg(c: Canvas, fixed: bool) -> None:
    """Cylinders beside the stove, or in a cage in the yard, seen through the back door's glass."""
    c.aim(0.1, 1.1, 2.5)
    place.kitchen(c, 3.2)
    place.counter(c, -2.6, 0.2, 2.5)
    _stove(c, -0.9, 2.5)
    _back_door(c, 0.75, 1.75, 3.19, fixed)
    if fixed:
        c.pipe([(0.68, 1.0, 3.12), (0.1, 1.0, 3.12)], 0.02, YELLOW)
        thing.plate(c, 1.25, 2.36, 3.18, "气瓶间在室外", 0.08, GREEN)
        return
    for x, z in ((0.42, 2.5), (0.72, 2.2)):
        thing.gas_cylinder(c, x, z, _GAS, 0.72, 0.17, "液化气")
    thing.cable(c, (0.42, 0.7, 2.4), (-0.1, 0.9, 2.5), -0.05, 0.022, (200, 120, 40))


def _back_door(c: Canvas, x0: float, x1: float, z: float, cage: bool) -> None:
    c.front(x0 - 0.07, x1 + 0.07, 0, 2.2, z, (206, 206, 200))
    c.front(x0, x1, 0, 2.13, z, (232, 232, 228))
    c.front(x0 + 0.1, x1 - 0.1, 0.2, 2.0, z, (196, 218, 236))
    c.front(x0 + 0.1, x1 - 0.1, 0.2, 0.85, z, (166, 164, 156))
    c.front(x0 + 0.1, x1 - 0.1, 0.85, 1.0, z, (128, 146, 112))
    if cage:
        left, right = x0 + 0.2, x1 - 0.2
        for px in (left + 0.16, right - 0.16):
            c.rounded(px - 0.1, px + 0.1, 0.42, 0.98, z, _GAS, 0.06)
            c.front(px - 0.03, px + 0.03, 0.98, 1.05, z, DARK_STEEL)
        for i in range(9):
            px = left + (right - left) * i / 8
            c.rod([(px, 0.38, z), (px, 1.2, z)], 0.012, (60, 90, 70))
        for y in (0.38, 0.8, 1.2):
            c.rod([(left, y, z), (right, y, z)], 0.018, (60, 90, 70))
        c.face([(left - 0.06, 1.2, z), (right + 0.06, 1.2, z), (right - 0.04, 1.36, z), (left + 0.04, 1.36, z)],
               (150, 70, 58))
    c.front(x0 + 0.05, x0 + 0.09, 1.0, 1.16, z - 0.02, DARK_STEEL)
    c.face([(x0 + 0.1, 2.0, z), (x0 + 0.45, 2.0, z), (x0 + 0.1, 1.3, z)], (255, 255, 255, 80))


def fire_kit(c: Canvas, fixed: bool) -> None:
    c.aim(0.2, 1.35, 2.4)
    place.kitchen(c, 2.9)
    place.counter(c, -2.6, 2.6, 2.25)
    _stove(c, -1.2, 2.25)
    z = 2.88
    thing.plate(c, 0.5, 2.12, z, "灭火毯", 0.09, RED)
    if not fixed:
        c.disc(0.5, 1.9, z, 0.015, DARK_STEEL)
        thing.carton(c, 0.25, 2.4, (0.5, 0.36, 0.3), 0.85, "餐巾纸")
        return
    c.behind(0.32, 0.68, 1.5, 1.96, z)
    c.rounded(0.32, 0.68, 1.5, 1.96, z - 0.06, (206, 40, 36), 0.02)
    c.text(0.5, 1.8, z - 0.065, "灭火毯", 0.085, WHITE, bold=True)
    c.text(0.5, 1.68, z - 0.065, "向下拉", 0.055, WHITE)
    for x in (0.42, 0.58):
        c.front(x - 0.025, x + 0.025, 1.38, 1.52, z - 0.06, (30, 30, 32))
    thing.extinguisher(c, 1.0, 0.85, 2.5, 0.52)


def kitchen_door(c: Canvas, fixed: bool) -> None:
    """The opening between kitchen and corridor: a curtain, or a fire door with its closer."""
    c.aim(0, 1.25, 2.5)
    place.wall(c, 2.6)
    z = 2.58
    thing.plate(c, 0, 2.42, z, "厨房", 0.13, (40, 80, 140))
    if fixed:
        thing.double_door(c, -0.55, 0.55, z, 2.1, True, (150, 60, 50))
        c.box(-0.45, -0.15, 1.98, 2.04, z - 0.1, z, STEEL)
        c.rod([(-0.3, 2.02, z - 0.1), (0.02, 2.1, z - 0.1)], 0.022, DARK_STEEL)
        thing.plate(c, 0.28, 1.05, z - 0.01, "乙级防火门", 0.055, GREEN)
        return
    c.front(-0.6, 0.6, 0, 2.15, z, tint(c.look.wood, 0.6))
    c.front(-0.55, 0.55, 0, 2.1, z, (206, 208, 204))
    c.front(-0.55, 0.55, 0, 0.9, z, (188, 192, 194))
    c.front(-0.5, 0.3, 0.86, 0.92, z, (160, 164, 166))
    c.front(-0.2, 0.2, 0.92, 1.1, z, (60, 60, 62))
    c.glow(0, 1.2, z, 0.22, (110, 56, 10))
    for i in range(11):
        x = -0.55 + i * 0.1
        c.front(x, x + 0.095, 0.25, 2.1, z - 0.02, (206, 224, 234, 90) if i % 2 else (230, 240, 246, 110))


KITCHEN = {
    "gas_detector": Scene(tr("可燃气体报警", "Gas detector"), ("gas_detector",), gas_detector),
    "grease_duct": Scene(tr("排油烟罩", "Grease hood and duct"), ("grease_duct",), grease_duct),
    "fire_kit": Scene(tr("厨房灭火毯", "Kitchen fire kit"), ("kitchen_fire_kit",), fire_kit),
    "lpg": Scene(tr("液化气瓶", "LPG cylinders"), ("kitchen_fire_kit",), lpg),
    "kitchen_door": Scene(tr("厨房防火门", "Kitchen fire door"), ("kitchen_separation",), kitchen_door),
}
