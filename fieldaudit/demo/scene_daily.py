"""Scenes of daily life: electricity, heating, smoking, fuel, oxygen, hot work.

Owns what each place looks like with the hazard and without it (`fixed`).
"""

from __future__ import annotations

from ..i18n import tr
from . import scene_places as place
from . import scene_things as thing
from .scene_canvas import BLACK, DARK_STEEL, GREEN, RED, STEEL, WHITE, YELLOW, Canvas, Rgb, Scene, mix, tint


def ebike(c: Canvas, fixed: bool) -> None:
    c.aim(0, 1.1, 4)
    place.corridor(c, far=6.2)
    thing.double_door(c, -0.7, 0.7, 6.2)
    thing.exit_sign(c, 0, 2.24, 6.18, 0.7, True)
    c.front(0.8, 1.0, 0.3, 0.42, 6.19, WHITE)
    if fixed:
        return
    dice = c.look.dice("bike")
    colours: tuple[Rgb, ...] = ((190, 44, 48), (40, 110, 170), (226, 226, 220), (70, 140, 100))
    thing.ebike(c, -0.75, 3.9, dice.choice(colours))
    thing.ebike(c, -0.5, 3.1, dice.choice(colours))
    thing.cable(c, (0.2, 0.4, 3.0), (1.27, 0.5, 2.6), 0.25, 0.016, BLACK)
    c.shadow(0.62, 0.9, 2.75, 2.9)
    c.box(0.62, 0.86, 0, 0.1, 2.75, 2.9, (46, 48, 52))
    c.disc(0.8, 0.06, 2.74, 0.014, (240, 60, 50))


def sockets(c: Canvas, fixed: bool) -> None:
    c.aim(-0.1, 0.42, 1.6)
    place.wall(c, 1.9, 0.9)
    z = 1.88
    if fixed:
        for x in (-0.5, -0.1, 0.3):
            _wall_socket(c, x, 0.72, z)
        c.rod([(-0.5, 0.7, z - 0.02), (-0.55, 0.3, z - 0.02), (-0.9, 0.05, 1.7)], 0.014, WHITE)
    else:
        _wall_socket(c, -0.5, 0.72, z)
        _strip(c, -0.75, 1.5, 5)
        _strip(c, -0.1, 1.3, 4)
        _strip(c, 0.35, 1.62, 3)
        thing.cable(c, (-0.5, 0.7, z - 0.03), (-0.74, 0.05, 1.5), 0.12, 0.014, WHITE)
        thing.cable(c, (-0.3, 0.06, 1.48), (-0.08, 0.06, 1.3), 0.02, 0.014, WHITE)
        thing.cable(c, (0.2, 0.06, 1.3), (0.36, 0.06, 1.62), 0.02, 0.014, WHITE)
        for a, b in (((-0.6, 0.06, 1.48), (-1.3, 0.4, 1.7)), ((0.1, 0.06, 1.28), (0.9, 0.02, 1.1)),
                     ((0.55, 0.06, 1.6), (1.3, 0.3, 1.7)), ((-0.5, 0.06, 1.48), (-0.9, 0.02, 1.0))):
            thing.cable(c, a, b, 0.06, 0.016, BLACK)
    _air_pump(c, 0.78, 1.6)


def _wall_socket(c: Canvas, x: float, y: float, z: float) -> None:
    c.behind(x - 0.07, x + 0.07, y - 0.07, y + 0.07, z, 0.2)
    c.rounded(x - 0.075, x + 0.075, y - 0.075, y + 0.075, z, WHITE, 0.01)
    for px, py in ((-0.02, 0.03), (0.02, 0.03)):
        c.front(x + px - 0.004, x + px + 0.004, y + py - 0.014, y + py + 0.014, z, BLACK)
    for turn in (-1, 1):
        c.rod([(x + turn * 0.012, y - 0.025, z), (x + turn * 0.024, y - 0.048, z)], 0.008, BLACK)
    c.rod([(x, y - 0.012, z), (x, y - 0.034, z)], 0.008, BLACK)


def _strip(c: Canvas, x: float, z: float, sockets: int) -> None:
    long = sockets * 0.1 + 0.06
    c.shadow(x - 0.02, x + long, z - 0.03, z + 0.09, 0.4)
    c.box(x, x + long, 0, 0.045, z, z + 0.08, (236, 232, 220))
    for i in range(sockets):
        px = x + 0.05 + i * 0.1
        c.level(px, px + 0.05, z + 0.015, z + 0.065, 0.046, (150, 148, 140))
        if i % 2 == 0:
            c.box(px, px + 0.05, 0.045, 0.1, z + 0.02, z + 0.06, (40, 42, 46))
    c.disc(x + 0.02, 0.03, z - 0.001, 0.008, (230, 60, 40))


def _air_pump(c: Canvas, x: float, z: float) -> None:
    """The small blower of an air mattress."""
    c.shadow(x, x + 0.3, z - 0.05, z + 0.15)
    c.box(x, x + 0.28, 0, 0.16, z, z + 0.14, (206, 216, 226))
    c.disc(x + 0.07, 0.09, z - 0.001, 0.03, (90, 100, 112))
    c.text(x + 0.18, 0.08, z - 0.001, "气垫床", 0.03, (70, 80, 92))


def wiring(c: Canvas, fixed: bool) -> None:
    c.aim(0, 1.6, 1.9)
    place.wall(c, 1.95)
    z = 1.93
    c.behind(-0.62, -0.22, 1.3, 1.8, z)
    c.box(-0.62, -0.22, 1.3, 1.8, z - 0.08, z, (222, 222, 216))
    c.text(-0.42, 1.86, z, "配电箱", 0.06, (70, 70, 72))
    _wall_socket(c, 0.6, 1.2, z)
    if fixed:
        c.front(-0.59, -0.25, 1.33, 1.77, z - 0.081, (232, 232, 226), (180, 180, 174), 0.006)
        c.front(-0.29, -0.27, 1.5, 1.6, z - 0.082, DARK_STEEL)
        for line in ([(-0.42, 1.9, z), (-0.42, 2.25, z), (0.6, 2.25, z), (0.6, 1.28, z)],
                     [(-0.42, 2.25, z), (-1.6, 2.25, z)]):
            c.pipe([(x, y, z - 0.02) for x, y, _ in line], 0.022, (226, 226, 222))
        for x in (-1.2, -0.1, 0.3):
            c.front(x - 0.02, x + 0.02, 2.21, 2.29, z - 0.04, (190, 190, 186))
        return
    c.front(-0.59, -0.25, 1.33, 1.77, z - 0.081, (70, 66, 60))
    for i in range(4):
        c.front(-0.56 + i * 0.075, -0.5 + i * 0.075, 1.52, 1.64, z - 0.082, (40, 42, 44))
        c.front(-0.54 + i * 0.075, -0.52 + i * 0.075, 1.57, 1.62, z - 0.083, (190, 60, 50))
    dice = c.look.dice("wires")
    for colour in ((190, 40, 40), (40, 70, 160), (220, 190, 60), BLACK, (60, 130, 70), WHITE):
        start = (-0.55 + dice.uniform(0, 0.3), dice.uniform(1.34, 1.5), z - 0.09)
        thing.cable(c, start, (dice.uniform(0.1, 1.5), dice.uniform(1.3, 2.3), z - 0.02), dice.uniform(0.1, 0.35), 0.013,
                    colour)
        thing.cable(c, (-0.4, 1.78, z - 0.02), (dice.uniform(-1.7, -0.8), dice.uniform(1.7, 2.4), z - 0.02),
                    dice.uniform(0.05, 0.3), 0.013, colour)
    c.rod([(0.24, 1.62, z - 0.03), (0.36, 1.6, z - 0.03)], 0.035, (40, 40, 42))
    c.shade([(0.4, 1.1, z), (0.8, 1.1, z), (0.72, 1.5, z), (0.48, 1.5, z)], 0.45)  # scorched


def _bedroom(c: Canvas) -> None:
    c.aim(0, 1.05, 3)
    place.room(c)
    thing.bed(c, -1.75, 2.3)
    thing.cabinet(c, -0.62, 3.8)
    c.drum(-0.4, 3.95, 0.04, 0.6, 0.7, (210, 226, 236))


def heaters(c: Canvas, fixed: bool) -> None:
    _bedroom(c)
    if fixed:
        return
    x, z = 0.35, 2.9
    c.shadow(x - 0.3, x + 0.3, z - 0.2, z + 0.2)
    c.lid(x, 0.03, z, 0.22, (60, 62, 66))
    c.rod([(x, 0.03, z), (x, 0.5, z)], 0.05, STEEL)
    c.disc(x, 0.74, z, 0.32, (196, 198, 200))
    c.disc(x, 0.74, z, 0.29, (240, 170, 90))
    c.disc(x, 0.74, z, 0.2, (255, 206, 120))
    c.disc(x, 0.74, z, 0.08, (255, 240, 190))
    for i in range(-5, 6):
        c.rod([(x + i * 0.05, 0.47, z - 0.03), (x + i * 0.05, 1.01, z - 0.03)], 0.006, DARK_STEEL)
    c.hoop(x, 0.74, z - 0.03, 0.32, 0.025, DARK_STEEL)
    c.glow(x, 0.74, z, 0.6, (150, 70, 14))
    thing.cable(c, (x, 0.06, z), (1.9, 0.03, 2.6), 0.0, 0.018, BLACK)
    c.box(0.9, 1.35, 0.0, 0.45, 3.1, 3.5, tint(c.look.wood, 1.1))
    c.face([(0.86, 0.47, 3.08), (1.4, 0.47, 3.08), (1.4, 0.1, 3.06), (0.9, 0.2, 3.06)], (150, 170, 196))


def smoking(c: Canvas, fixed: bool) -> None:
    c.aim(0, 0.95, 1.5)
    place.wall(c, 2.3)
    thing.bed(c, -1.75, 1.3, 0.95, 0.9)
    z = 1.5
    c.shadow(-0.4, 0.6, z - 0.1, z + 0.5)
    c.box(-0.4, 0.6, 0, 0.66, z, z + 0.5, tint(c.look.wood, 1.08))
    c.front(-0.36, 0.56, 0.36, 0.62, z, tint(c.look.wood, 1.14), tint(c.look.wood, 0.74))
    c.front(0.02, 0.18, 0.47, 0.5, z, DARK_STEEL)
    c.drum(0.44, z + 0.3, 0.05, 0.66, 0.82, (216, 228, 236))
    if fixed:
        thing.no_smoking(c, 0.1, 1.55, 2.28, 0.2)
        return
    c.lid(0.0, 0.665, z + 0.22, 0.17, (110, 110, 106), 0.8)
    c.lid(0.0, 0.68, z + 0.22, 0.15, (206, 206, 200), 0.8)
    c.lid(0.0, 0.69, z + 0.22, 0.11, (120, 116, 110), 0.8)
    dice = c.look.dice("butts")
    for _ in range(9):
        x, deep = dice.uniform(-0.1, 0.1), dice.uniform(0.14, 0.3)
        c.rod([(x, 0.7, z + deep), (x + dice.uniform(-0.07, 0.07), 0.73, z + deep)], 0.018, (240, 236, 226))
        c.rod([(x, 0.7, z + deep), (x + 0.005, 0.705, z + deep)], 0.02, (206, 140, 70))
    c.rod([(0.14, 0.7, z + 0.16), (0.02, 0.72, z + 0.2)], 0.016, WHITE)
    c.disc(0.02, 0.72, z + 0.2, 0.01, (255, 120, 40))
    for i in range(16):
        c.disc(0.02 + 0.04 * ((i * 7) % 5 - 2) / 2, 0.76 + i * 0.045, z + 0.2, 0.02 + i * 0.006, (190, 194, 200, 30))
    c.box(0.18, 0.34, 0.66, 0.685, z + 0.08, z + 0.3, (200, 40, 40))


def flammables(c: Canvas, fixed: bool) -> None:
    c.aim(0, 0.66, 2.1)
    place.wall(c, 2.6, 0)
    for x in (-1.3, 1.24):
        c.box(x, x + 0.06, 0, 1.7, 2.1, 2.55, DARK_STEEL)
    for y in (0.12, 0.82, 1.6):
        c.box(-1.3, 1.3, y, y + 0.05, 2.1, 2.55, (170, 176, 180))
    for x in (-1.1, -0.75):
        c.box(x, x + 0.3, 0.87, 1.2, 2.15, 2.45, (226, 226, 232))
    for i in range(5):
        c.drum(0.35 + i * 0.17, 2.3, 0.07, 0.87, 1.1, (206, 220, 226))
    thing.carton(c, 0.6, 2.15, (0.5, 0.4, 0.35), 0.17, "毛巾")
    thing.plate(c, -0.1, 1.42, 2.58, "储物间", 0.1, (40, 80, 140))
    if fixed:
        return
    _can(c, -0.95, 1.75, (50, 96, 160), "煤油")
    _can(c, -0.4, 1.7, (190, 44, 40), "汽油")
    for i in range(3):
        x = 0.2 + i * 0.22
        c.shadow(x - 0.1, x + 0.1, 1.6, 1.8)
        c.drum(x, 1.7, 0.08, 0, 0.24, (226, 232, 236))
        c.drum(x, 1.7, 0.03, 0.24, 0.3, (60, 100, 190))
        c.text(x, 0.13, 1.6, "酒精", 0.06, (30, 60, 150))


def _can(c: Canvas, x: float, z: float, colour: Rgb, mark: str) -> None:
    c.shadow(x, x + 0.42, z - 0.05, z + 0.25)
    c.box(x, x + 0.4, 0, 0.5, z, z + 0.24, colour)
    c.front(x + 0.04, x + 0.36, 0.05, 0.42, z, tint(colour, 1.1), tint(colour, 0.7), 0.006)
    c.rod([(x + 0.04, 0.05, z), (x + 0.36, 0.42, z)], 0.012, tint(colour, 0.8))
    c.rod([(x + 0.36, 0.05, z), (x + 0.04, 0.42, z)], 0.012, tint(colour, 0.8))
    c.rounded(x + 0.08, x + 0.32, 0.17, 0.32, z - 0.001, (250, 246, 226), 0.02)
    c.text(x + 0.2, 0.245, z - 0.002, mark, 0.1, RED, bold=True)
    c.rod([(x + 0.1, 0.5, z), (x + 0.13, 0.58, z), (x + 0.27, 0.58, z), (x + 0.3, 0.5, z)], 0.025, tint(colour, 0.8))
    c.drum(x + 0.34, z + 0.1, 0.035, 0.5, 0.56, BLACK)


def oxygen(c: Canvas, fixed: bool) -> None:
    c.aim(0, 0.95, 2.2)
    place.wall(c, 2.6)
    blue: Rgb = (90, 160, 206)
    c.front(-1.1, 1.1, 0.92, 1.02, 2.56, STEEL, DARK_STEEL)
    if fixed:
        for x in (-0.6, 0.0, 0.6):
            thing.gas_cylinder(c, x, 2.35, blue, 1.5, 0.13, "氧气")
        for y in (0.5, 1.05):
            thing.chain(c, (-0.95, y, 2.2), (0.95, y, 2.2), 0.02, 0.05)
        thing.no_smoking(c, 1.25, 1.75, 2.58, 0.16)
        thing.plate(c, 0, 1.86, 2.58, "氧气瓶 远离火源油脂", 0.09, (40, 80, 140))
        return
    thing.gas_cylinder(c, -0.6, 2.3, blue, 1.5, 0.13, "氧气")
    thing.gas_cylinder(c, 0.2, 2.1, blue, 1.5, 0.13, "氧气")
    c.shadow(0.3, 1.9, 1.4, 1.75)
    c.pipe([(0.45, 0.14, 1.6), (1.55, 0.14, 1.6)], 0.13, blue)
    c.disc(0.45, 0.14, 1.59, 0.13, tint(blue, 0.9))
    c.disc(1.56, 0.14, 1.59, 0.12, tint(blue, 0.8))
    c.front(1.66, 1.76, 0.11, 0.17, 1.58, (178, 150, 84))
    c.text(1.0, 0.15, 1.45, "氧气", 0.1, WHITE, bold=True)
    thing.gas_cylinder(c, 0.85, 2.4, (226, 226, 220), 0.5, 0.12, "")
    c.drum(-0.95, 1.9, 0.17, 0, 0.4, (206, 150, 50))
    c.text(-0.95, 0.22, 1.72, "机油", 0.1, BLACK, bold=True)


def oxygen_pipes(c: Canvas, fixed: bool) -> None:
    """The manifold of a central oxygen supply, with and without its inspection tags."""
    c.aim(0.1, 1.14, 1.9)
    place.wall(c, 2.0, 0)
    z = 1.95
    c.pipe([(-1.2, 1.75, z), (1.4, 1.75, z)], 0.035, (190, 156, 84))
    for x in (-0.9, -0.4, 0.1):
        c.pipe([(x, 1.75, z - 0.02), (x, 1.2, z - 0.02)], 0.022, (190, 156, 84))
        c.disc(x, 1.48, z - 0.06, 0.055, (50, 96, 160), edge=DARK_STEEL)
        thing.gas_cylinder(c, x, z - 0.3, (90, 160, 206), 1.15, 0.13, "氧气")
    c.box(0.42, 0.86, 1.25, 1.65, z - 0.12, z, (222, 226, 228))
    thing.gauge(c, 0.54, 1.5, z - 0.13, 0.085, 0.55 if fixed else 0.92)
    thing.gauge(c, 0.75, 1.5, z - 0.13, 0.085, 0.5)
    c.text(0.64, 1.33, z - 0.13, "氧气汇流排", 0.055, (50, 70, 110))
    if fixed:
        for x in (0.54, 0.75):
            c.rounded(x - 0.06, x + 0.06, 1.13, 1.23, z - 0.13, (238, 250, 238), 0.01)
            c.text(x, 1.18, z - 0.14, "已校验", 0.032, GREEN, bold=True)
        thing.notice(c, 0.98, 1.28, 1.2, 1.62, z, "检验合格")
        thing.no_smoking(c, 0.64, 0.88, z, 0.11)
        return
    c.disc(-0.4, 1.6, z - 0.06, 0.05, (90, 130, 100))
    c.rod([(-0.46, 1.6, z - 0.07), (-0.33, 1.61, z - 0.07)], 0.07, (206, 196, 160))


def hot_work(c: Canvas, fixed: bool) -> None:
    far = 4.0
    c.aim(0, 1.0, 2.8)
    place.plant(c, 2.6, far)
    c.shadow(-0.8, 0.6, 2.5, 2.9)
    for x in (-0.7, 0.5):
        c.rod([(x, 0, 2.7), (x, 0.7, 2.7)], 0.05, DARK_STEEL)
    c.pipe([(-1.0, 0.74, 2.6), (0.8, 0.74, 2.6)], 0.06, (150, 96, 70))
    c.shadow(0.9, 1.5, 2.7, 3.1)
    c.box(0.95, 1.45, 0.06, 0.55, 2.7, 3.1, (206, 130, 40))
    c.text(1.2, 0.34, 2.69, "电焊机", 0.1, WHITE, bold=True)
    thing.cable(c, (0.95, 0.3, 2.7), (-0.1, 0.8, 2.58), 0.4, 0.025, BLACK)
    if fixed:
        c.front(-1.9, -1.1, 0.0, 1.5, 3.3, (150, 156, 160), DARK_STEEL, 0.03)
        c.text(-1.5, 1.0, 3.28, "防火屏", 0.16, WHITE)
        thing.extinguisher(c, -0.95, 0, 2.3, 0.66)
        thing.notice(c, 0.55, 1.15, 1.25, 2.05, far - 0.02, "动火许可证", (250, 240, 226), RED)
        c.shadow(-0.45, -0.05, 2.1, 2.4)
        c.drum(-0.3, 2.25, 0.16, 0, 0.32, (196, 50, 44))
        c.text(-0.3, 0.17, 2.08, "消防沙", 0.07, WHITE, bold=True)
        return
    c.disc(-0.1, 0.8, 2.5, 0.05, (255, 250, 230))
    c.glow(-0.1, 0.8, 2.5, 0.5, (170, 160, 120))
    dice = c.look.dice("sparks")
    for _ in range(60):
        x, drop = dice.gauss(-0.1, 0.35), dice.uniform(0.0, 0.75)
        c.rod([(x, 0.78 - drop, 2.5), (x * 1.05, 0.74 - drop, 2.5)], 0.01, (255, 200, 90))
    thing.carton(c, -1.6, 2.5, (0.6, 0.5, 0.4), 0, "")
    thing.carton(c, -1.0, 2.2, (0.5, 0.3, 0.3), 0, "泡沫")
    c.level(-0.6, 0.1, 2.1, 2.4, 0.002, mix(YELLOW, WHITE, 0.5))


DAILY = {
    "wiring": Scene(tr("电气线路", "Wiring"), ("wiring",), wiring),
    "sockets": Scene(tr("插座插排", "Sockets and strips"), ("sockets",), sockets),
    "heaters": Scene(tr("居室取暖器", "Heater in a resident's room"), ("heaters",), heaters),
    "ebike": Scene(tr("走道电动自行车", "E-bikes in the corridor"), ("ebike",), ebike),
    "flammables": Scene(tr("储物间易燃物", "Flammables in the store room"), ("flammables",), flammables),
    "smoking": Scene(tr("床头吸烟", "Smoking at the bed"), ("smoking",), smoking),
    "hot_work": Scene(tr("动火作业", "Hot work"), ("hot_work",), hot_work),
    "oxygen": Scene(tr("氧气瓶", "Oxygen cylinders"), ("oxygen_cylinders",), oxygen),
    "oxygen_pipes": Scene(tr("氧气汇流排", "Oxygen manifold"), ("oxygen_pipes",), oxygen_pipes),
}
