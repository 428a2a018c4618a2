"""Scenes of water and power: tank, pump cabinet, well, pipes in frost, standby generator, boiler.

Owns what each place looks like with the hazard and without it (`fixed`).
"""

from __future__ import annotations

from ..i18n import tr
from . import scene_places as place
from . import scene_things as thing
from .scene_canvas import BLACK, DARK_STEEL, GREEN, RED, STEEL, WHITE, YELLOW, Canvas, Rgb, Scene, mix, tint

BLUE: Rgb = (44, 92, 158)


def water_tank(c: Canvas, fixed: bool) -> None:
    far = 4.6
    c.aim(-0.2, 1.25, 3.2)
    place.plant(c, 2.6, far)
    z = 3.2
    c.shadow(-1.8, 1.2, z - 0.2, far)
    c.box(-1.7, 1.1, 0.2, 2.3, z, far, (184, 196, 204))
    for i in range(4):
        for j in range(3):
            x, y = -1.7 + i * 0.7, 0.2 + j * 0.7
            c.front(x + 0.02, x + 0.68, y + 0.02, y + 0.68, z, (190, 202, 210), (140, 152, 160), 0.012)
            c.face([(x + 0.08, y + 0.08, z), (x + 0.62, y + 0.08, z), (x + 0.35, y + 0.35, z)], (172, 184, 194))
            c.face([(x + 0.08, y + 0.62, z), (x + 0.62, y + 0.62, z), (x + 0.35, y + 0.35, z)], (206, 216, 222))
    for x in (-1.6, -0.3, 1.0):
        c.box(x - 0.08, x + 0.08, 0, 0.2, z, z + 0.2, DARK_STEEL)
    c.text(-0.3, 1.95, z, "消防水箱", 0.2, BLUE, bold=True)
    _level_gauge(c, 0.75, z - 0.06, 0.86 if fixed else 0.14)
    c.pipe([(1.1, 0.45, z - 0.1), (2.6, 0.45, z - 0.1)], 0.07, RED)


def _level_gauge(c: Canvas, x: float, z: float, full: float) -> None:
    c.front(x - 0.14, x + 0.14, 0.32, 2.18, z, WHITE, DARK_STEEL, 0.01)
    c.front(x - 0.04, x + 0.06, 0.4, 2.1, z, (214, 224, 228), (110, 116, 120), 0.008)
    c.front(x - 0.032, x + 0.052, 0.4, 0.4 + 1.7 * full, z, (40, 120, 206) if full > 0.5 else (206, 60, 50))
    for i in range(11):
        y = 0.4 + 0.17 * i
        c.rod([(x - 0.1, y, z), (x - (0.05 if i % 5 else 0.03), y, z)], 0.008, BLACK)
    for y, word in ((0.4, "0"), (2.1, "满")):
        c.text(x - 0.18, y, z, word, 0.09, BLACK, "rm")


def pump(c: Canvas, fixed: bool) -> None:
    far = 3.2
    c.aim(-0.1, 1.0, 2.4)
    place.plant(c, 2.2, far)
    for x in (-1.35, -0.65):
        _motor_pump(c, x, 2.3)
    z = 2.35
    c.shadow(0.15, 1.15, z - 0.15, far)
    c.box(0.15, 1.1, 0.1, 1.95, z, z + 0.45, (206, 202, 190))
    c.front(0.2, 1.05, 0.16, 1.9, z, (216, 212, 200), (150, 148, 140), 0.008)
    c.text(0.62, 1.81, z, "消防泵控制柜", 0.085, BLUE, bold=True)
    for i, x in enumerate((0.36, 0.62, 0.88)):
        c.disc(x, 1.62, z, 0.06, BLACK)
        c.disc(x, 1.62, z, 0.052, (240, 240, 234))
        c.rod([(x, 1.6, z), (x - 0.03 + 0.02 * i, 1.65, z)], 0.006, RED)
        c.disc(x, 1.46, z, 0.026, ((60, 220, 110), (206, 60, 50), (222, 190, 60))[i] if fixed or i else (70, 90, 76))
    _selector(c, 0.62, 1.14, z, fixed)
    words, ground = ("自动", GREEN) if fixed else ("手动 停", RED)
    thing.plate(c, 0.62, 0.74, z, words, 0.1, ground)
    if not fixed:
        c.front(0.3, 0.94, 0.42, 0.62, z, (250, 240, 170), (190, 176, 110), 0.004)
        c.text(0.62, 0.52, z, "维修 勿动", 0.1, RED, bold=True)


def _selector(c: Canvas, x: float, y: float, z: float, automatic: bool) -> None:
    c.disc(x, y, z, 0.16, (60, 62, 66))
    c.disc(x, y, z, 0.13, (206, 208, 210))
    turn = 0.1 if automatic else -0.1
    c.rod([(x - turn * 0.8, y - 0.08, z), (x + turn, y + 0.1, z)], 0.055, BLACK)
    c.rod([(x + turn * 0.5, y + 0.05, z), (x + turn, y + 0.1, z)], 0.018, WHITE)
    for dx, dy, word in ((-0.2, 0.16, "手动"), (0, 0.22, "停"), (0.2, 0.16, "自动")):
        c.text(x + dx, y + dy, z, word, 0.062, BLACK, bold=True)


def _motor_pump(c: Canvas, x: float, z: float) -> None:
    c.shadow(x - 0.3, x + 0.3, z - 0.3, z + 0.3)
    c.box(x - 0.26, x + 0.26, 0, 0.14, z - 0.25, z + 0.25, (150, 150, 146))
    c.pipe([(x - 0.5, 0.34, z), (x + 0.5, 0.34, z)], 0.08, RED)
    c.drum(x, z, 0.16, 0.14, 0.5, (60, 110, 170))
    c.drum(x, z, 0.19, 0.5, 0.56, (50, 92, 150))
    c.drum(x, z, 0.15, 0.56, 1.06, (70, 122, 180))
    for i in range(7):
        c.front(x - 0.13 + i * 0.04, x - 0.12 + i * 0.04, 0.6, 1.0, z - 0.16, (46, 84, 136))
    c.drum(x, z, 0.16, 1.06, 1.12, (50, 92, 150))
    c.pipe([(x + 0.5, 0.34, z), (x + 0.5, 2.3, z)], 0.05, RED)


def well(c: Canvas, fixed: bool) -> None:
    place.yard(c, 14.0, 2)
    earth = (166, 144, 108)
    c.face([(-4.5, 0.001, 9), (4.2, 0.001, 9), (3.6, 0.001, 1.2), (-3.8, 0.001, 1.2)], earth)
    dice = c.look.dice("earth")
    for _ in range(26):
        x, z = dice.uniform(-2.6, 2.6), dice.uniform(2.2, 7.5)
        c.rod([(x, 0, z), (x + dice.uniform(-0.4, 0.4), 0, z + dice.uniform(0.1, 0.5)),
               (x + dice.uniform(-0.6, 0.6), 0, z + dice.uniform(0.5, 0.9))], 0.012, tint(earth, 0.74))
    for _ in range(30):
        c.disc(dice.uniform(-3.5, 3.5), 0.03, dice.uniform(2.5, 8.5), dice.uniform(0.03, 0.08), tint(earth, 0.85), 0.5)
    if not fixed:
        c.rod([(-0.2, 0, 4.4), (-0.2, 0.7, 4.4)], 0.03, c.look.wood)
        c.front(-0.5, 0.1, 0.45, 0.75, 4.38, tint(c.look.wood, 1.2))
        c.text(-0.2, 0.6, 4.37, "拟打井", 0.14, BLACK, bold=True)
        return
    _pump_house(c, 6.2)
    _well_head(c, 4.0)


def _pump_house(c: Canvas, z: float) -> None:
    wall = mix(c.look.wall, (214, 206, 196), 0.4)
    c.shadow(-2.4, 0.2, z - 0.3, z + 1.5)
    c.box(-2.3, -0.1, 0, 1.95, z, z + 1.7, wall)
    c.face([(-2.5, 1.95, z - 0.15), (0.1, 1.95, z - 0.15), (-0.05, 2.5, z + 0.8), (-2.35, 2.5, z + 0.8)], (150, 70, 58))
    c.front(-1.5, -0.75, 0, 1.6, z, (96, 112, 126), DARK_STEEL, 0.03)
    thing.plate(c, -1.12, 1.76, z, "消防泵房", 0.2, RED)


def _well_head(c: Canvas, z: float) -> None:
    c.shadow(0.1, 1.2, z - 0.4, z + 0.4)
    c.drum(0.62, z, 0.5, 0, 0.22, (182, 180, 174))
    c.drum(0.62, z, 0.16, 0.22, 0.62, BLUE)
    c.drum(0.62, z, 0.21, 0.58, 0.64, tint(BLUE, 0.8))
    c.pipe([(0.62, 0.64, z), (0.62, 0.92, z), (0.1, 0.92, z + 0.2), (-0.2, 0.92, z + 2.2)], 0.06, RED)
    c.hoop(0.3, 1.02, z, 0.1, 0.025, RED)
    c.rod([(0.3, 0.92, z), (0.3, 1.02, z)], 0.03, STEEL)
    thing.gauge(c, 0.62, 1.08, z - 0.1, 0.12, 0.55)
    c.rod([(1.5, 0, z + 0.2), (1.5, 1.3, z + 0.2)], 0.05, STEEL)
    c.front(1.1, 1.9, 0.85, 1.4, z + 0.18, BLUE, WHITE, 0.02)
    c.text(1.5, 1.22, z + 0.17, "消防水井", 0.16, WHITE, bold=True)
    depth = c.look.dice("depth").randrange(80, 180, 5)
    c.text(1.5, 1.0, z + 0.17, f"井深 {depth} m", 0.11, WHITE)


def frost(c: Canvas, fixed: bool) -> None:
    far = 2.6
    c.aim(0, 1.2, 2.4)
    place.plant(c, 2.2, far)
    z = far - 0.2
    for y in (0.9, 1.5):
        if fixed:
            c.pipe([(-3, y, z), (3, y, z)], 0.13, (196, 200, 204))
            for i in range(12):
                x = -2.2 + i * 0.4 + y * 0.1
                c.rod([(x, y - 0.13, z - 0.02), (x + 0.02, y + 0.13, z - 0.02)], 0.025, (150, 156, 162))
            thing.plate(c, -0.5 + y * 0.4, y, z - 0.14, "防冻保温", 0.075, GREEN)
            continue
        c.pipe([(-3, y, z), (3, y, z)], 0.07, RED)
        dice = c.look.dice(f"ice{y}")
        for i in range(26):
            x = -1.7 + i * 0.13 + dice.uniform(-0.04, 0.04)
            drop = dice.uniform(0.05, 0.24)
            c.disc(x, y + 0.04, z - 0.07, 0.06, (226, 238, 248, 190), 0.6)
            c.face([(x - 0.03, y - 0.05, z - 0.07), (x + 0.03, y - 0.05, z - 0.07), (x, y - 0.06 - drop, z - 0.07)],
                   (214, 232, 246, 210))
    c.rod([(1.0, 0.9, z - 0.08), (1.0, 1.5, z - 0.08)], 0.1, RED)
    c.hoop(1.0, 1.2, z - 0.16, 0.12, 0.03, (40, 90, 170))
    c.rod([(0.9, 1.2, z - 0.16), (1.1, 1.2, z - 0.16)], 0.02, (40, 90, 170))


def generator(c: Canvas, fixed: bool) -> None:
    far = 3.8
    c.aim(0, 1.0, 2.8)
    place.plant(c, 2.4, far)
    c.shadow(-1.2, 1.2, 2.2, 3.4, 0.3)
    c.box(-1.15, 1.15, 0, 0.14, 2.3, 3.3, (158, 156, 150))
    for x in (-1.0, 1.0):
        c.level(x - 0.05, x + 0.05, 2.45, 2.55, 0.141, DARK_STEEL)
    thing.plate(c, 0, 2.2, far, "备用电源", 0.14, BLUE)
    thing.cable(c, (1.7, 2.4, far - 0.05), (1.25 if fixed else 1.5, 0.5, 3.0 if fixed else far - 0.1), 0.1, 0.03, BLACK)
    if not fixed:
        return
    z, body = 2.45, (58, 122, 88)
    c.shadow(-1.0, 1.0, z, 3.2, 0.4, 0.141)
    c.box(-1.0, 1.0, 0.16, 0.3, z, 3.2, BLACK)
    c.box(-1.0, 0.95, 0.3, 1.2, z, 3.2, body)
    c.front(-0.9, -0.15, 0.42, 1.1, z, tint(body, 0.86), tint(body, 0.6))
    for i in range(10):
        c.front(-0.85, -0.2, 0.48 + i * 0.06, 0.51 + i * 0.06, z, tint(body, 0.6))
    c.front(0.0, 0.5, 0.6, 1.1, z, (206, 208, 206), DARK_STEEL)
    c.front(0.06, 0.3, 0.88, 1.04, z, (40, 90, 70))
    for i, colour in enumerate(((60, 220, 110), (222, 190, 60), (206, 60, 50))):
        c.disc(0.1 + i * 0.13, 0.72, z, 0.03, colour)
    c.text(0.73, 0.72, z, "发电机", 0.11, WHITE, bold=True)
    c.pipe([(-0.6, 1.2, 2.9), (-0.6, 1.7, 2.9), (-2.4, 1.9, 2.9)], 0.06, STEEL)


def boiler(c: Canvas, fixed: bool) -> None:
    far = 3.8
    c.aim(0, 1.1, 2.9)
    place.plant(c, 2.4, far)
    z, body = 2.6, (72, 110, 160)
    c.shadow(-0.9, 0.7, z - 0.2, far)
    c.drum(-0.1, z + 0.7, 0.73, 1.86, 1.94, tint(body, 0.8))
    c.drum(-0.1, z + 0.7, 0.7, 0.1, 1.86, body)
    c.pipe([(-0.1, 1.94, z + 0.7), (-0.1, 2.8, z + 0.7)], 0.14, STEEL)
    c.rounded(-0.36, 0.16, 0.4, 0.86, z - 0.02, DARK_STEEL, 0.04)
    c.rounded(-0.3, 0.1, 0.46, 0.8, z - 0.03, (60, 60, 62), 0.03)
    c.disc(-0.1, 0.63, z - 0.04, 0.06, (255, 150, 50))
    thing.gauge(c, -0.1, 1.3, z - 0.04, 0.15, 0.45)
    c.pipe([(0.6, 1.5, z + 0.6), (1.6, 1.5, z + 0.6), (1.6, 0, z + 0.6)], 0.06, RED)
    if fixed:
        c.front(0.72, 1.32, 1.75, 2.25, far - 0.3, (250, 248, 236), (190, 160, 60), 0.02)
        c.text(1.02, 2.08, far - 0.3, "检验合格", 0.12, GREEN, bold=True)
        c.text(1.02, 1.9, far - 0.3, "使用登记证", 0.075, BLACK)
        c.level(-1.2, 1.0, z - 0.5, z - 0.45, 0.001, YELLOW)
        return
    dice = c.look.dice("coal")
    c.shadow(0.5, 1.8, z - 0.5, z + 0.2)
    for _ in range(90):
        x = 1.15 + dice.gauss(0, 0.3)
        y = max(0.03, dice.uniform(0, 0.55 - abs(x - 1.15)))
        c.disc(x, y, z - 0.3 + dice.uniform(-0.1, 0.1), dice.uniform(0.04, 0.09), tint((50, 48, 48), dice.uniform(0.6, 1.5)),
               0.8)
    for i in range(4):
        c.rod([(-1.5 + i * 0.08, 0, z - 0.3), (-1.2 + i * 0.05, 0.9, z)], 0.05, c.look.wood)
    thing.carton(c, -1.7, z - 0.3, (0.5, 0.4, 0.4))


WATER = {
    "well": Scene(tr("消防水井", "Fire well"), ("water_source", "well_capacity"), well),
    "water_tank": Scene(tr("消防水箱", "Fire tank"), ("tank_volume",), water_tank),
    "pump": Scene(tr("消防泵控制柜", "Fire-pump cabinet"), ("fire_pump",), pump),
    "generator": Scene(tr("备用电源", "Backup power"), ("backup_power",), generator),
    "frost": Scene(tr("管道防冻", "Pipe frost protection"), ("frost",), frost),
    "boiler": Scene(tr("锅炉房", "Boiler room"), ("boiler",), boiler),
}
