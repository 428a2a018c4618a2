"""The places scenes happen in: corridor, room, bare wall, kitchen, plant room, yard.

Owns what is there before any hazard and after it: floors, walls, lamps, doors, sky. Knows no hazard and
nothing of before and after; a place is drawn alike both times. Each place is drawn first.
"""

from __future__ import annotations

from .scene_canvas import DARK_STEEL, WHITE, Canvas, Rgb, mix, tint

NEAR = 0.4  # metres: nothing nearer than this is drawn
CONCRETE: Rgb = (186, 186, 182)


def shell(c: Canvas, half: float, high: float, far: float, wall: Rgb, floor: Rgb, ceiling: Rgb) -> None:
    """Floor, ceiling, two side walls and the wall ahead, with dark corners where they meet."""
    c.front(-half, half, 0, high, far, wall)
    c.level(-half, half, NEAR, far, 0, floor)
    c.level(-half, half, NEAR, far, high, ceiling)
    c.side(-half, 0, high, NEAR, far, tint(wall, 0.93))
    c.side(half, 0, high, NEAR, far, tint(wall, 0.97))
    for y in (0.0, high):
        for reach in (0.08, 0.2):
            c.level(-half, half, far - reach, far, y, (20, 18, 22, 18))
        for x in (-half, half):
            inner = x - 0.1 if x > 0 else x + 0.1
            c.shade([(x, y, NEAR), (inner, y, NEAR), (inner, y, far), (x, y, far)], 0.18)
    c.shade([(-half, 0, far), (half, 0, far), (half, high, far), (-half, high, far)], 0.07)


def tiles(c: Canvas, half: float, far: float, step: float, joint: Rgb) -> None:
    """The joints of a tiled floor."""
    start = c.look.dice("tiles").uniform(0, step)
    for i in range(int(far / step) + 1):
        z = NEAR + start + i * step
        if z < far:
            c.rod([(-half, 0, z), (half, 0, z)], 0.006, joint)
    for i in range(int(2 * half / step) + 1):
        x = -half + start + i * step
        if x < half:
            c.rod([(x, 0, far), (x, 0, NEAR)], 0.006, joint)


def corridor(c: Canvas, half: float = 1.3, high: float = 2.65, far: float = 8.0) -> None:
    """A care home's corridor: two-coloured walls with handrails, doors, ceiling lamps."""
    look = c.look
    shell(c, half, high, far, look.wall, look.floor, mix(look.wall, WHITE, 0.7))
    tiles(c, half, far, 0.8, tint(look.floor, 0.86))
    c.front(-half, half, 0, 0.95, far, look.dado)
    c.front(-half, half, 0, 0.1, far, tint(look.dado, 0.7))
    for x in (-half, half):
        _long_wall(c, x, far)
    for z in (2.4, 4.7, 7.0):
        if z + 1.1 < far:
            _ceiling_lamp(c, high, z)


def _long_wall(c: Canvas, x: float, far: float) -> None:
    look = c.look
    inner = x - 0.07 if x > 0 else x + 0.07
    dim = 0.93 if x < 0 else 0.97
    c.side(x, 0, 0.95, NEAR, far, tint(look.dado, dim))
    c.side(x, 0, 0.1, NEAR, far, tint(look.dado, dim * 0.7))
    c.side(x, 0.95, 0.98, NEAR, far, tint(look.dado, 0.82))
    for z in (2.6, 5.2):
        z += look.dice(f"door{x}").uniform(0, 0.6)
        if z + 1.2 < far:
            _side_door(c, x, z)
    c.side(inner, 0.80, 0.9, NEAR, far, tint(look.wood, 1.05))
    c.side(inner, 0.80, 0.825, NEAR, far, tint(look.wood, 0.7))
    c.shade([(x, 0.66, NEAR), (x, 0.8, NEAR), (x, 0.8, far), (x, 0.66, far)], 0.16)


def _side_door(c: Canvas, x: float, z: float) -> None:
    wood = c.look.wood
    c.side(x, 0, 2.12, z - 0.08, z + 1.08, tint(wood, 0.72))
    c.side(x, 0, 2.05, z, z + 1.0, tint(wood, 1.08))
    c.side(x, 1.2, 1.85, z + 0.18, z + 0.42, (198, 214, 216))
    c.side(x, 1.02, 1.1, z + 0.84, z + 0.94, DARK_STEEL)


def _ceiling_lamp(c: Canvas, high: float, z: float) -> None:
    c.level(-0.32, 0.32, z - 0.05, z + 1.05, high - 0.005, (196, 198, 198))
    c.level(-0.28, 0.28, z, z + 1.0, high - 0.01, (255, 255, 250))
    c.glow(0, high, z + 0.5, 0.8, (70, 70, 62))
    c.level(-0.3, 0.3, z - 0.1, z + 1.1, 0, (255, 255, 250, 46))  # the lamp mirrored in the floor


def wall(c: Canvas, far: float = 2.4, dado: float = 0.95) -> None:
    """A stretch of wall ahead, and the floor before it."""
    look = c.look
    c.front(-4, 4, -0.5, 4, far, look.wall)
    if dado:
        c.front(-4, 4, 0, dado, far, look.dado)
        c.front(-4, 4, dado, dado + 0.03, far, tint(look.dado, 0.82))
    c.level(-4, 4, NEAR, far, 0, look.floor)
    tiles(c, 4, far, 0.6, tint(look.floor, 0.86))
    c.front(-4, 4, 0, 0.1, far, tint(look.dado, 0.66))
    for reach in (0.05, 0.12, 0.2):
        c.level(-4, 4, far - reach, far, 0, (20, 18, 22, 24))
    light = look.dice("lamp").choice((-1, 1))
    c.shade([(light * 2.6, 4, far), (light * 0.5, 4, far), (light * 1.4, -1, far), (light * 2.6, -1, far)], 0.14)


def room(c: Canvas, half: float = 2.1, high: float = 2.7, far: float = 4.6) -> None:
    """A resident's room without its furniture: wooden floor, skirting, a window in the wall ahead."""
    look = c.look
    shell(c, half, high, far, look.wall, look.wood, mix(look.wall, WHITE, 0.75))
    for i in range(22):
        x = -half + i * half / 11
        c.rod([(x, 0, far), (x, 0, NEAR)], 0.005, tint(look.wood, 0.82))
    c.front(-half, half, 0, 0.1, far, tint(look.wood, 0.8))
    for x in (-half, half):
        c.side(x, 0, 0.1, NEAR, far, tint(look.wood, 0.72))
    left = look.dice("window").uniform(-0.7, 0.1)
    window(c, left, left + 1.5, 0.95, 2.2, far)
    curtain = tint(look.dado, 0.9)
    for x in (left - 0.3, left + 1.44):
        _curtain(c, x, x + 0.36, 0.7, 2.42, far - 0.05, curtain)
    c.rod([(left - 0.4, 2.44, far - 0.06), (left + 1.9, 2.44, far - 0.06)], 0.03, DARK_STEEL)
    c.level(left - 0.2, left + 1.3, 1.6, far - 0.6, 0, (255, 250, 226, 40))


def _curtain(c: Canvas, x0: float, x1: float, y0: float, y1: float, z: float, cloth: Rgb) -> None:
    fold = (x1 - x0) / 6
    for i in range(6):
        c.front(x0 + i * fold, x0 + (i + 1) * fold, y0, y1, z, tint(cloth, 1.05 if i % 2 else 0.88))


def window(c: Canvas, x0: float, x1: float, y0: float, y1: float, z: float, sashes: int = 2) -> None:
    """A window seen from inside: daylight, sky and tree tops in white frames."""
    c.front(x0 - 0.06, x1 + 0.06, y0 - 0.06, y1 + 0.06, z, (214, 216, 214))
    c.front(x0, x1, y0, y1, z, (206, 226, 240))
    c.front(x0, x1, y0, y0 + (y1 - y0) * 0.28, z, (152, 172, 146))
    c.front(x0, x1, y0 + (y1 - y0) * 0.28, y0 + (y1 - y0) * 0.36, z, (180, 198, 190))
    for i in range(sashes + 1):
        x = x0 + (x1 - x0) * i / sashes
        c.front(x - 0.025, x + 0.025, y0, y1, z, WHITE)
    for y in (y0, y1):
        c.front(x0, x1, y - 0.025, y + 0.025, z, WHITE)
    c.box(x0 - 0.1, x1 + 0.1, y0 - 0.1, y0 - 0.05, z - 0.12, z, (226, 226, 222))
    c.glow((x0 + x1) / 2, (y0 + y1) / 2, z, (x1 - x0) * 0.62, (26, 30, 34))


def kitchen(c: Canvas, far: float = 3.4) -> None:
    """A tiled kitchen wall and a tiled floor."""
    look = c.look
    white = mix(look.wall, (236, 240, 240), 0.7)
    shell(c, 2.6, 2.8, far, white, tint(look.floor, 0.86), WHITE)
    joint = tint(white, 0.9)
    for i in range(1, 14):
        c.rod([(-2.6, i * 0.2, far), (2.6, i * 0.2, far)], 0.005, joint)
        for x in (-2.6, 2.6):
            c.rod([(x, i * 0.2, far), (x, i * 0.2, NEAR)], 0.005, joint)
    for i in range(1, 18):
        c.rod([(-2.6 + i * 0.3, 0, far), (-2.6 + i * 0.3, 2.8, far)], 0.005, joint)
    band = tint(look.dado, 0.92)
    c.front(-2.6, 2.6, 1.6, 1.68, far, band)
    tiles(c, 2.6, far, 0.4, tint(look.floor, 0.72))


def counter(c: Canvas, x0: float, x1: float, z: float, deep: float = 0.65) -> None:
    """A stainless worktop on cupboards, its front at z."""
    c.shadow(x0, x1, z - 0.15, z + deep, 0.35)
    c.box(x0, x1, 0.1, 0.8, z + 0.04, z + deep, (190, 194, 196))
    c.front(x0, x1, 0, 0.1, z + 0.08, (60, 62, 64))
    c.box(x0, x1, 0.8, 0.85, z, z + deep, (208, 212, 214))
    doors = max(1, round((x1 - x0) / 0.5))
    for i in range(doors):
        left = x0 + (x1 - x0) * i / doors
        c.front(left + 0.02, left + (x1 - x0) / doors - 0.02, 0.13, 0.77, z + 0.04, (202, 206, 208), (156, 160, 164))
        c.front(left + 0.08, left + 0.24, 0.7, 0.72, z + 0.03, DARK_STEEL)


def plant(c: Canvas, half: float = 2.4, far: float = 4.2) -> None:
    """A pump or valve room: concrete walls, green painted floor with a yellow line, a lamp cage."""
    look = c.look
    grey = mix(CONCRETE, look.wall, 0.35)
    green = mix((96, 142, 116), look.dado, 0.25)
    shell(c, half, 2.8, far, grey, green, tint(grey, 0.9))
    c.front(-half, half, 0, 0.25, far, tint(green, 0.8))
    for x in (-half, half):
        c.side(x, 0, 0.25, NEAR, far, tint(green, 0.72))
    c.level(-half + 0.3, half - 0.3, far - 1.75, far - 1.68, 0, (222, 190, 60))
    stains = look.dice("stains")
    for _ in range(5):
        x, y, wide = stains.uniform(-half, half - 0.8), stains.uniform(0.4, 2.2), stains.uniform(0.3, 0.9)
        c.shade([(x, y, far), (x + wide, y + 0.1, far), (x + wide * 0.8, y - 0.6, far)], 0.06)
    c.level(-0.1, 0.1, far - 1.5, far - 0.5, 2.78, (255, 255, 246))
    c.glow(0, 2.78, far - 1, 0.5, (70, 70, 60))


def yard(c: Canvas, far: float = 14.0, floors: int = 3, wide: float = 9.0, ground: Rgb = (152, 150, 144)) -> None:
    """Outdoors: sky, far trees, the home's front with its windows, paved ground."""
    look = c.look
    sky(c)
    _far_trees(c, far + 8)
    facade(c, -wide, wide * 0.72, far, floors)
    c.face([(-60, 0, far), (60, 0, far), (60, 0, NEAR), (-60, 0, NEAR)], mix(ground, look.floor, 0.2))
    c.face([(-60, 0, far + 9), (60, 0, far + 9), (60, 0, far), (wide * 0.72, 0, far), (wide * 0.72, 0.0, far)],
           (130, 140, 116))
    c.shade([(-wide, 0, far - 1.2), (wide * 0.72, 0, far - 1.2), (wide * 0.72, 0.1, far), (-wide, 0.1, far)], 0.25)


def sky(c: Canvas) -> None:
    """From blue above to haze at the horizon, the whole picture high."""
    dice = c.look.dice("sky")
    above, below = mix((132, 172, 214), (186, 196, 206), dice.random()), (226, 230, 230)
    z = 50.0
    for i in range(24):
        c.front(-60, 60, 40 - (i + 1) * 1.7, 40 - i * 1.7, z, mix(above, below, i / 23))
    for _ in range(4):
        x, y = dice.uniform(-26, 24), dice.uniform(14, 24)
        for j in range(5):
            c.disc(x + j * 1.7, y + dice.uniform(-0.5, 0.5), z, dice.uniform(1.4, 2.6), (250, 250, 250, 60), 0.42)


def _far_trees(c: Canvas, z: float) -> None:
    dice = c.look.dice("trees")
    for i in range(30):
        x = -28 + i * 2 + dice.uniform(-0.6, 0.6)
        c.disc(x, dice.uniform(1.2, 2.6), z, dice.uniform(1.3, 2.2), tint((116, 134, 108), dice.uniform(0.85, 1.1)))


def facade(c: Canvas, x0: float, x1: float, z: float, floors: int) -> None:
    """The front of the home: plaster between floor bands, windows in rows, a plinth."""
    look = c.look
    high = floors * 3.1 + 0.5
    c.box(x0, x1, 0, high, z, z + 8, tint(look.wall, 0.97))
    c.front(x0, x1, 0, 0.5, z, tint(look.dado, 0.7))
    c.box(x0 - 0.2, x1 + 0.2, high, high + 0.3, z - 0.3, z, tint(look.dado, 0.85))
    count = int((x1 - x0) / 2.6)
    gap = (x1 - x0) / count
    for floor in range(floors):
        c.front(x0, x1, floor * 3.1 + 3.1, floor * 3.1 + 3.2, z, tint(look.dado, 0.92))
        for i in range(count):
            left = x0 + gap * i + (gap - 1.5) / 2
            outer_window(c, left, left + 1.5, floor * 3.1 + 1.1, floor * 3.1 + 2.6, z)


def outer_window(c: Canvas, x0: float, x1: float, y0: float, y1: float, z: float) -> None:
    """A window seen from outside: dark glass with a slant of sky in it."""
    c.front(x0 - 0.06, x1 + 0.06, y0 - 0.06, y1 + 0.06, z, WHITE)
    c.front(x0, x1, y0, y1, z, (86, 104, 118))
    c.face([(x0, y1, z), (x0 + (x1 - x0) * 0.7, y1, z), (x0 + (x1 - x0) * 0.2, y0, z), (x0, y0, z)],
           (128, 150, 166))
    middle = (x0 + x1) / 2
    c.front(middle - 0.035, middle + 0.035, y0, y1, z, WHITE)
    c.front(x0 - 0.1, x1 + 0.1, y0 - 0.14, y0 - 0.06, z, (206, 206, 202))
