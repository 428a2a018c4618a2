"""Scenes of getting out: exits, windows, stairs, doors, signs, lanes.

Owns what each place looks like with the hazard and without it (`fixed`). Whatever does not depend on
`fixed` is drawn alike both times, so that the two pictures show one place.
"""

from __future__ import annotations

from ..i18n import tr
from . import scene_places as place
from . import scene_things as thing
from .scene_canvas import BLACK, DARK_STEEL, GREEN, RED, STEEL, WHITE, YELLOW, Canvas, Rgb, Scene, mix, tint


def window_bars(c: Canvas, fixed: bool) -> None:
    z = 5.0
    _close_front(c, z)
    for i, x in enumerate((-2.75, -0.75, 1.25)):
        place.outer_window(c, x, x + 1.5, 1.1, 2.7, z)
        if fixed and i == 1:
            _open_sash(c, x, z)
        if not fixed:
            _bars(c, x, z)


def _close_front(c: Canvas, z: float) -> None:
    """The home's wall seen from a few steps: plaster, plinth, eaves, a bed of earth before it."""
    look = c.look
    place.sky(c)
    c.box(-9, 9, 0, 3.5, z, z + 6, tint(look.wall, 0.97))
    c.box(-9.2, 9.2, 3.5, 3.72, z - 0.35, z, tint(look.dado, 0.8))
    c.front(-9, 9, 0, 0.55, z, tint(look.dado, 0.72))
    c.front(-9, 9, 3.1, 3.2, z, tint(look.dado, 0.94))
    c.level(-30, 30, place.NEAR, z, 0, mix((158, 154, 146), look.floor, 0.3))
    c.level(-9, 9, z - 0.6, z, 0.02, (122, 112, 92))
    dice = look.dice("grass")
    for _ in range(26):
        x = dice.uniform(-4.5, 4.5)
        c.disc(x, 0.1, z - dice.uniform(0.1, 0.55), dice.uniform(0.08, 0.17), tint((110, 130, 84), dice.uniform(0.8, 1.2)))
    c.shade([(-9, 3.25, z), (9, 3.25, z), (9, 3.5, z), (-9, 3.5, z)], 0.3)
    pipe = look.dice("pipe").choice((-3.3, 3.3))
    c.pipe([(pipe, 0.1, z - 0.05), (pipe, 3.5, z - 0.05)], 0.05, (206, 206, 200))


def _bars(c: Canvas, x: float, z: float) -> None:
    iron = (112, 108, 104)
    c.behind(x, x + 1.5, 1.0, 2.6, z, 0.25)
    c.front(x - 0.1, x + 1.6, 0.98, 1.05, z - 0.25, iron)
    for i in range(13):
        px = x - 0.08 + i * 1.66 / 12
        c.rod([(px, 1.0, z - 0.25), (px, 2.8, z - 0.25)], 0.03, iron)
        c.rod([(px - 0.008, 1.0, z - 0.25), (px - 0.008, 2.8, z - 0.25)], 0.008, tint(iron, 1.4))
    for y in (1.02, 1.6, 2.2, 2.78):
        c.rod([(x - 0.1, y, z - 0.25), (x + 1.6, y, z - 0.25)], 0.04, tint(iron, 0.9))
    for px in (x - 0.1, x + 1.6):
        c.side(px, 2.74, 2.8, z - 0.25, z, iron)
        c.side(px, 1.0, 1.06, z - 0.25, z, iron)


def _open_sash(c: Canvas, x: float, z: float) -> None:
    c.front(x + 0.035, x + 0.72, 1.14, 2.66, z, (48, 54, 58))
    c.front(x + 0.1, x + 0.4, 1.14, 2.66, z, tint(c.look.dado, 0.6))
    c.face([(x + 0.02, 1.12, z), (x + 0.02, 2.68, z), (x - 0.3, 2.8, z - 0.65), (x - 0.3, 1.0, z - 0.65)], WHITE)
    c.face([(x - 0.01, 1.22, z - 0.06), (x - 0.01, 2.58, z - 0.06), (x - 0.27, 2.68, z - 0.6),
            (x - 0.27, 1.12, z - 0.6)], (168, 190, 202))
    thing.plate(c, x + 0.75, 0.84, z - 0.02, "生命通道", 0.13, GREEN)


def blocked_exit(c: Canvas, fixed: bool) -> None:
    far = 4.8
    place.corridor(c, far=far)
    thing.double_door(c, -0.8, 0.8, far)
    _push_bars(c, far)
    thing.exit_sign(c, 0, 2.24, far - 0.02, 0.8, True)
    if fixed:
        return
    for x, z, size, y, mark in ((-1.0, 4.1, (0.7, 0.55, 0.5), 0, "尿布"), (-0.25, 4.1, (0.6, 0.7, 0.5), 0, ""),
                                (0.4, 4.0, (0.62, 0.5, 0.5), 0, "易碎"), (-0.9, 4.15, (0.5, 0.42, 0.42), 0.55, ""),
                                (-0.3, 4.15, (0.55, 0.4, 0.4), 0.7, "药品"), (-0.6, 3.3, (0.5, 0.36, 0.45), 0, "")):
        thing.carton(c, x, z, size, y, mark)
    c.shadow(0.5, 1.1, 3.2, 3.7)
    c.box(0.62, 1.1, 0, 0.95, 3.3, 3.7, (120, 134, 150))
    c.front(0.66, 1.06, 0.5, 0.9, 3.3, (136, 150, 166), DARK_STEEL)


def _push_bars(c: Canvas, z: float) -> None:
    for a, b in ((-0.72, -0.08), (0.08, 0.72)):
        c.front(a, b, 1.0, 1.06, z - 0.06, STEEL)
        c.front(a, b, 1.0, 1.015, z - 0.06, DARK_STEEL)


def locked_door(c: Canvas, fixed: bool) -> None:
    z = 2.6
    c.aim(0, 1.36, 2.6)
    place.wall(c, z)
    thing.double_door(c, -0.85, 0.85, z, 2.15)
    thing.exit_sign(c, 0, 2.32, z - 0.03, 0.7, True)
    for x in (-0.12, 0.12):
        c.front(x - 0.02, x + 0.02, 0.86, 1.12, z - 0.05, STEEL, DARK_STEEL, 0.006)
    if fixed:
        _push_bars(c, z - 0.05)
        thing.plate(c, 0, 0.84, z - 0.02, "推开", 0.09, GREEN)
    else:
        for y, sag in ((1.04, 0.08), (0.98, 0.14), (0.92, 0.1)):
            thing.chain(c, (-0.16, y, z - 0.08), (0.16, y, z - 0.08), sag, 0.05)
        thing.padlock(c, 0.02, 0.86, z - 0.1, 0.11)


def exit_sign(c: Canvas, fixed: bool) -> None:
    place.corridor(c, far=9.0)
    thing.double_door(c, -0.7, 0.7, 9.0)
    z = 2.5
    for x in (-0.28, 0.28):
        c.rod([(x, 2.65, z), (x, 2.38, z)], 0.012, STEEL)
    arrow = c.look.dice("arrow").choice(("left", "right"))
    thing.exit_sign(c, 0, 2.1, z, 0.82, fixed, arrow)


def emergency_light(c: Canvas, fixed: bool) -> None:
    z, y = 1.7, 1.72
    c.aim(0.1, 1.6, 1.7)
    place.wall(c, z)
    c.behind(-0.22, 0.26, y - 0.26, y + 0.1, z)
    c.rounded(-0.2, 0.2, y - 0.18, y + 0.12, z - 0.08, (240, 240, 236), 0.03)
    c.front(-0.2, 0.2, y - 0.18, y - 0.15, z - 0.08, (206, 206, 200))
    c.text(0, y - 0.02, z - 0.09, "应急照明", 0.06, (70, 74, 78))
    for x, colour in ((-0.05, GREEN if fixed else (70, 80, 74)), (0.0, (96, 60, 56)), (0.05, (110, 100, 60))):
        c.disc(x, y - 0.1, z - 0.09, 0.011, colour)
    for x in (-0.14, 0.14):
        c.drum(x, z - 0.1, 0.025, y + 0.1, y + 0.16, DARK_STEEL)
        c.disc(x, y + 0.2, z - 0.12, 0.085, (206, 208, 206), edge=DARK_STEEL)
        c.disc(x, y + 0.2, z - 0.13, 0.066, (255, 252, 228) if fixed else (128, 132, 130))
        if fixed:
            c.glow(x, y + 0.22, z, 0.4, (84, 80, 62))
    c.rod([(0.2, y - 0.1, z - 0.04), (0.42, y - 0.1, z - 0.04)], 0.016, (226, 226, 222))
    c.rounded(0.42, 0.54, y - 0.16, y - 0.04, z - 0.02, WHITE, 0.01)
    thing.exit_sign(c, 0.78, 1.12, z - 0.02, 0.3, True, "right")


def stairs(c: Canvas, fixed: bool) -> None:
    look = c.look
    far = 5.6
    c.aim(0, 1.35, 4)
    place.shell(c, 1.7, 4.4, far, look.wall, look.floor, mix(look.wall, WHITE, 0.7))
    for x in (-1.7, 1.7):
        c.side(x, 0, 0.95, place.NEAR, far, tint(look.dado, 0.95))
    c.shadow(-1.4, 0.4, 2.3, 2.7, 0.3)
    for i in range(11, -1, -1):
        y, z = i * 0.165, 2.7 + i * 0.26
        c.box(-1.5, 0.35, y, y + 0.165, z, z + 0.3, tint(look.floor, 0.92 + i * 0.008))
        c.front(-1.5, 0.35, y + 0.135, y + 0.16, z, (214, 178, 60))
    _balusters(c, 0.38)
    c.front(0.75, 1.45, 2.3, 3.4, far, (206, 226, 238), WHITE, 0.05)
    c.text(1.1, 1.7, far, "2F", 0.42, tint(look.dado, 0.5), bold=True)
    if not fixed:
        _stair_clutter(c)


def _balusters(c: Canvas, x: float) -> None:
    for i in range(12):
        y, z = (i + 1) * 0.165, 2.8 + i * 0.26
        c.rod([(x, y, z), (x, y + 0.85, z)], 0.022, DARK_STEEL)
    c.rod([(x, 1.02, 2.72), (x, 2.9, 5.7)], 0.07, tint(c.look.wood, 0.9))
    c.rod([(x, 0, 2.68), (x, 1.05, 2.68)], 0.06, tint(c.look.wood, 0.8))


def _stair_clutter(c: Canvas) -> None:
    thing.carton(c, -1.35, 3.25, (0.55, 0.42, 0.3), 0.5, "衣物")
    thing.carton(c, -1.3, 2.75, (0.6, 0.45, 0.35), 0.165)
    thing.carton(c, 0.55, 3.4, (0.6, 0.6, 0.5), 0, "杂物")
    thing.carton(c, 0.62, 3.45, (0.48, 0.4, 0.4), 0.6)
    c.shadow(0.5, 1.5, 2.6, 3.1, 0.4)
    for x, r in ((0.75, 0.3), (1.25, 0.3)):
        c.hoop(x, r, 2.75, r, 0.035, BLACK)
        c.hoop(x, r, 2.75, r * 0.15, 0.05, STEEL)
    c.rod([(0.75, 0.3, 2.75), (0.92, 0.62, 2.75), (1.14, 0.66, 2.75), (1.25, 0.3, 2.75)], 0.03, (60, 96, 150))
    c.rod([(0.75, 0.3, 2.75), (1.0, 0.3, 2.75), (1.14, 0.66, 2.75)], 0.03, (60, 96, 150))
    c.rod([(0.82, 0.72, 2.75), (1.0, 0.72, 2.75)], 0.05, BLACK)
    c.rod([(1.1, 0.82, 2.75), (1.14, 0.64, 2.75)], 0.025, DARK_STEEL)


def fire_lane(c: Canvas, fixed: bool) -> None:
    place.yard(c, 15.0)
    c.level(-1.9, 2.1, place.NEAR, 15, 0.0, (104, 104, 104))
    for x in (-1.9, 2.02):
        c.level(x, x + 0.1, place.NEAR, 15, 0.0, YELLOW)
    for i in range(7):
        z = 3.0 + i * 1.6
        c.face([(-1.8, 0, z), (-1.6, 0, z), (2.0, 0, z + 1.5), (1.8, 0, z + 1.5)], (212, 174, 44))
    _lane_words(c)
    c.rod([(-2.5, 0, 6.5), (-2.5, 2.4, 6.5)], 0.06, STEEL)
    c.front(-2.95, -2.05, 1.7, 2.35, 6.5, RED, WHITE, 0.03)
    c.text(-2.5, 2.14, 6.5, "消防车通道", 0.15, WHITE, bold=True)
    c.text(-2.5, 1.88, 6.5, "禁止占用", 0.15, WHITE, bold=True)
    if not fixed:
        dice = c.look.dice("cars")
        _car(c, -0.1, 9.6, tint((176, 180, 186), dice.uniform(0.8, 1.1)))
        _car(c, -0.95, 5.6, dice.choice(((132, 40, 40), (40, 66, 112), (220, 220, 216), (70, 74, 78))))


def _lane_words(c: Canvas) -> None:
    for i, word in enumerate("消防通道"):
        x, y = c.at(-1.1 + i * 0.8, 0, 4.0)
        wide = c.size(0.62, 4.0)
        c.squash(word, x, y, wide, wide * 0.55, (236, 226, 200))


def _car(c: Canvas, x: float, z: float, colour: Rgb) -> None:
    """A parked car seen from behind, its left side at x."""
    wide = 1.75
    c.shadow(x - 0.2, x + wide + 0.25, z - 0.5, z + 4, 0.55)
    for px in (x + 0.08, x + wide - 0.33):
        c.box(px, px + 0.25, 0, 0.6, z + 0.1, z + 0.8, BLACK)
    c.box(x, x + wide, 0.25, 0.92, z, z + 4.0, colour)
    roof = [(x + 0.26, 1.46, z + 1.1), (x + wide - 0.26, 1.46, z + 1.1), (x + wide - 0.06, 0.92, z + 0.35),
            (x + 0.06, 0.92, z + 0.35)]
    edge = x if c.look.eye_x < x else x + wide
    c.face([(edge, 0.92, z + 0.35), roof[0] if edge == x else roof[1], (edge, 1.46, z + 2.6), (edge, 0.92, z + 3.4)],
           (58, 66, 72))
    c.face([(x + 0.26, 1.46, z + 1.1), (x + wide - 0.26, 1.46, z + 1.1), (x + wide - 0.3, 1.48, z + 2.6),
            (x + 0.3, 1.48, z + 2.6)], tint(colour, 1.1))
    c.face(roof, colour)
    c.face([(x + 0.34, 1.4, z + 1.0), (x + wide - 0.34, 1.4, z + 1.0), (x + wide - 0.2, 0.96, z + 0.36),
            (x + 0.2, 0.96, z + 0.36)], (70, 84, 94))
    for px in (x + 0.04, x + wide - 0.38):
        c.rounded(px, px + 0.34, 0.66, 0.84, z, (168, 26, 24), 0.04)
    c.front(x + 0.55, x + wide - 0.55, 0.5, 0.66, z, (40, 78, 150))
    c.rounded(x - 0.02, x + wide + 0.02, 0.24, 0.42, z - 0.03, tint(colour, 0.72), 0.06)


def rescue_window(c: Canvas, fixed: bool) -> None:
    z = 4.6
    _close_front(c, z)
    for x in (-2.75, 1.25):
        place.outer_window(c, x, x + 1.5, 1.1, 2.7, z)
    place.outer_window(c, -0.75, 0.75, 1.0, 2.7, z)
    if fixed:
        c.face([(-0.28, 2.3, z - 0.01), (0.28, 2.3, z - 0.01), (0, 1.82, z - 0.01)], RED)
        c.rounded(-0.55, 0.55, 1.54, 1.78, z - 0.01, WHITE, 0.03)
        c.text(0, 1.66, z - 0.02, "消防救援窗", 0.17, RED, bold=True)
        return
    c.behind(-1.4, 1.5, 0.95, 2.7, z - 0.3, 0.35)
    c.front(-1.35, 1.35, 1.05, 2.85, z - 0.35, mix((188, 60, 44), c.look.dado, 0.15), (230, 220, 190), 0.05)
    c.text(0, 2.2, z - 0.35, "温馨家园", 0.42, (250, 226, 150), bold=True)
    c.text(0, 1.5, z - 0.35, "养老  康复  护理", 0.22, WHITE)


def refuge_room(c: Canvas, fixed: bool) -> None:
    c.aim(0, 1.15, 3)
    place.room(c, far=4.2)
    thing.plate(c, 1.5, 2.3, 4.18, "避难间", 0.14, GREEN)
    c.box(-2.0, -1.5, 0, 0.9, 3.6, 4.1, (196, 60, 50))
    c.text(-1.75, 0.55, 3.59, "逃生面罩", 0.1, WHITE)
    if fixed:
        _wheelchair(c, 0.9, 3.0)
        c.box(-1.3, 0.2, 0.38, 0.46, 3.5, 3.95, tint(c.look.wood, 1.1))
        for x in (-1.2, 0.1):
            c.box(x, x + 0.06, 0, 0.38, 3.5, 3.56, DARK_STEEL)
        return
    for x, size, y in ((-1.2, (0.7, 0.6, 0.6), 0), (-0.45, (0.7, 0.7, 0.6), 0), (0.3, (0.8, 0.55, 0.6), 0),
                       (-1.1, (0.6, 0.45, 0.5), 0.6), (-0.3, (0.55, 0.5, 0.5), 0.7)):
        thing.carton(c, x, 2.9, size, y)
    c.shadow(1.0, 1.7, 2.6, 3.2, 0.4)
    c.box(1.15, 1.7, 0, 1.35, 2.8, 3.3, (150, 162, 170))
    c.front(1.2, 1.65, 0.7, 1.3, 2.8, (168, 180, 188), DARK_STEEL)


def _wheelchair(c: Canvas, x: float, z: float) -> None:
    c.shadow(x - 0.3, x + 0.5, z - 0.2, z + 0.3, 0.4)
    c.hoop(x, 0.3, z, 0.3, 0.03, BLACK)
    c.hoop(x, 0.3, z, 0.05, 0.04, STEEL)
    c.hoop(x + 0.42, 0.09, z, 0.09, 0.025, BLACK)
    c.front(x - 0.12, x + 0.36, 0.44, 0.5, z, (40, 62, 104))
    c.face([(x - 0.14, 0.48, z), (x - 0.08, 0.48, z), (x - 0.16, 0.96, z), (x - 0.22, 0.96, z)], (40, 62, 104))
    c.rod([(x - 0.34, 0.94, z), (x - 0.19, 0.94, z), (x - 0.1, 0.44, z), (x + 0.4, 0.44, z), (x + 0.46, 0.12, z),
           (x + 0.6, 0.1, z)], 0.024, STEEL)
    c.rod([(x - 0.1, 0.68, z), (x + 0.3, 0.68, z), (x + 0.32, 0.44, z)], 0.026, STEEL)


def evacuation_aid(c: Canvas, fixed: bool) -> None:
    z = 2.2
    c.aim(0.2, 1.2, 2.2)
    place.wall(c, z)
    thing.plate(c, 0, 2.08, z, "疏散转移器材", 0.1, GREEN)
    for x in (-0.3, 0.3):
        c.front(x - 0.03, x + 0.03, 1.68, 1.84, z - 0.03, STEEL, DARK_STEEL)
        c.rod([(x, 1.7, z - 0.04), (x, 1.66, z - 0.12)], 0.03, DARK_STEEL)
    thing.notice(c, 0.85, 1.3, 1.3, 1.9, z, "转移分工")
    if not fixed:
        return
    c.behind(-0.4, 0.5, 0.5, 1.7, z)
    c.rounded(-0.38, 0.38, 0.55, 1.7, z - 0.1, (226, 118, 36), 0.08)
    c.rounded(-0.3, 0.3, 0.63, 1.62, z - 0.11, (206, 98, 28), 0.06)
    for y in (0.8, 1.1, 1.4):
        c.front(-0.38, 0.38, y, y + 0.06, z - 0.12, BLACK)
        c.front(-0.06, 0.06, y - 0.015, y + 0.075, z - 0.13, STEEL)
    c.text(0, 1.3, z - 0.13, "疏散担架", 0.08, WHITE, bold=True)


ESCAPE = {
    "blocked_exit": Scene(tr("安全出口", "Exit"), ("exit_clear", "exit_count"), blocked_exit),
    "locked_door": Scene(tr("疏散门", "Exit door"), ("door_direction",), locked_door),
    "window_bars": Scene(tr("外窗防盗网", "Window bars"), ("window_bars", "windows_to_open"), window_bars),
    "rescue_window": Scene(tr("消防救援窗", "Rescue window"), ("rescue_window",), rescue_window),
    "stairs": Scene(tr("疏散楼梯", "Escape stair"), ("stairs", "storey"), stairs),
    "emergency_light": Scene(tr("应急照明灯", "Emergency light"), ("emergency_light",), emergency_light),
    "exit_sign": Scene(tr("疏散指示标志", "Exit sign"), ("exit_sign",), exit_sign),
    "refuge_room": Scene(tr("避难间", "Refuge room"), ("refuge_room",), refuge_room),
    "evacuation_aid": Scene(tr("疏散转移器材", "Evacuation aid"), ("disabled_placement",), evacuation_aid),
    "fire_lane": Scene(tr("消防车通道", "Fire lane"), ("fire_lane",), fire_lane),
}
