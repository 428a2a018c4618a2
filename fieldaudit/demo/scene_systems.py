"""Scenes of the fire systems indoors: extinguishers, hydrant box, sprinklers, alarm.

Owns what each place looks like with the hazard and without it (`fixed`).
"""

from __future__ import annotations

import math

from ..i18n import tr
from . import scene_places as place
from . import scene_things as thing
from .scene_canvas import (
    BLACK,
    DARK_STEEL,
    GREEN,
    RED,
    STEEL,
    WHITE,
    YELLOW,
    Canvas,
    Rgb,
    Scene,
    mix,
    tint,
)


def extinguisher_missing(c: Canvas, fixed: bool) -> None:
    z = 2.2
    c.aim(0, 0.78, 2.2)
    place.wall(c, z)
    thing.plate(c, 0, 1.5, z, "灭火器", 0.13, RED)
    thing.notice(c, 0.62, 0.98, 0.95, 1.4, z, "使用方法")
    c.shadow(-0.42, 0.42, 1.75, 2.15)
    c.box(-0.4, 0.4, 0, 0.08, 1.8, 2.15, (206, 60, 52))
    c.box(-0.4, 0.4, 0, 0.5, 2.1, 2.15, (206, 60, 52))
    if fixed:
        for x in (-0.19, 0.19):
            thing.extinguisher(c, x, 0.08, 1.98, 0.66)
    else:
        c.level(-0.34, -0.02, 1.86, 2.06, 0.082, (120, 40, 36))
        c.level(0.02, 0.34, 1.86, 2.06, 0.082, (120, 40, 36))
    c.box(-0.42, 0.42, 0.06, 0.22, 1.78, 1.8, (188, 50, 44))
    c.text(0, 0.14, 1.77, "消防器材  严禁挪用", 0.06, WHITE, bold=True)


def extinguisher_gauge(c: Canvas, fixed: bool) -> None:
    """A close look at the valve head of one extinguisher."""
    z = 0.9
    c.aim(0.02, 1.34, 0.72)
    place.wall(c, 1.6)
    thing.plate(c, -0.66, 1.3, 1.58, "灭火器", 0.09, RED)
    # The body is moved so that it appears under its front, which is nearer and drawn at x = 0.
    c.drum(-0.278 * c.look.eye_x, z + 0.02, 0.2, 0.9, 1.34, RED)
    c.disc(0, 1.34, z - 0.18, 0.158, tint(RED, 0.95), 0.42)
    c.disc(-0.05, 1.365, z - 0.18, 0.05, tint(RED, 1.25), 0.4)
    c.front(-0.1, 0.1, 1.0, 1.24, z - 0.19, (242, 238, 226))
    c.text(0, 1.205, z - 0.19, "干粉灭火器", 0.027, RED, bold=True)
    for i in range(6):
        c.front(-0.08, 0.07 - 0.012 * (i % 3), 1.16 - i * 0.025, 1.164 - i * 0.025, z - 0.19, (120, 120, 120))
    c.front(-0.045, 0.045, 1.37, 1.5, z - 0.18, (196, 168, 96))
    c.front(-0.03, -0.015, 1.37, 1.5, z - 0.18, (226, 204, 140))
    c.face([(-0.05, 1.5, z - 0.18), (0.2, 1.58, z - 0.18), (0.21, 1.61, z - 0.18), (-0.05, 1.55, z - 0.18)], BLACK)
    c.face([(-0.05, 1.47, z - 0.18), (0.17, 1.46, z - 0.18), (0.17, 1.49, z - 0.18), (-0.05, 1.5, z - 0.18)],
           (52, 52, 54))
    c.hoop(0.02, 1.52, z - 0.185, 0.024, 0.006, STEEL)
    c.rod([(0.04, 1.42, z - 0.18), (0.2, 1.4, z - 0.18), (0.25, 1.3, z - 0.18), (0.25, 1.0, z - 0.18)], 0.035, BLACK)
    needle = c.look.dice("needle").uniform(0, 0.05)
    thing.gauge(c, -0.1, 1.46, z - 0.19, 0.09, 0.5 + needle if fixed else 0.1 + needle)
    tag = (246, 240, 206) if fixed else (214, 206, 186)
    c.rod([(0.0, 1.4, z - 0.19), (0.1, 1.26, z - 0.2)], 0.004, (200, 60, 60))
    c.front(0.06, 0.17, 1.08, 1.26, z - 0.2, tag, (160, 150, 120), 0.003)
    c.text(0.115, 1.232, z - 0.2, "检查卡", 0.022, BLACK, bold=True)
    for i in range(6):
        y = 1.2 - i * 0.02
        c.rod([(0.07, y - 0.008, z - 0.2), (0.16, y - 0.008, z - 0.2)], 0.0015, (150, 140, 110))
        if fixed:
            c.rod([(0.085, y, z - 0.2), (0.092, y - 0.005, z - 0.2), (0.107, y + 0.006, z - 0.2)], 0.003, (30, 60, 160))
    if not fixed:
        c.text(0.115, 1.15, z - 0.2, "过期", 0.034, (190, 40, 40), bold=True)


def hydrant_box(c: Canvas, fixed: bool) -> None:
    z = 2.1
    c.aim(0.2, 1.0, 2.1)
    place.wall(c, z)
    c.behind(-0.42, 0.42, 0.7, 1.75, z)
    c.front(-0.42, 0.42, 0.7, 1.75, z - 0.01, (198, 44, 38))
    c.front(-0.36, 0.36, 0.76, 1.69, z - 0.01, (150, 32, 30))
    c.front(-0.36, 0.36, 0.76, 0.8, z - 0.01, (176, 40, 36))
    c.face([(0.42, 0.7, z), (0.42, 1.75, z), (0.92, 1.86, z - 0.4), (0.92, 0.6, z - 0.4)], (206, 54, 46))
    c.face([(0.5, 0.85, z - 0.06), (0.5, 1.62, z - 0.06), (0.86, 1.7, z - 0.35), (0.86, 0.77, z - 0.35)],
           (222, 214, 206))
    c.pipe([(0.2, 0.76, z - 0.02), (0.2, 1.02, z - 0.02)], 0.035, RED)
    c.disc(0.2, 1.05, z - 0.03, 0.06, (190, 156, 84))
    c.hoop(0.2, 1.05, z - 0.03, 0.07, 0.018, (200, 48, 40))
    c.text(0, 1.83, z, "消火栓", 0.1, RED, bold=True)
    if fixed:
        _hose_and_branch(c, z - 0.05)
    else:
        _stacked_against(c)


def _hose_and_branch(c: Canvas, z: float) -> None:
    for i in range(9):
        c.hoop(-0.14, 1.36, z, 0.05 + i * 0.02, 0.012, (236, 230, 214) if i % 2 else (206, 196, 176))
    c.disc(-0.14, 1.36, z, 0.04, STEEL)
    c.rod([(-0.02, 1.18, z), (0.12, 1.1, z), (0.2, 1.08, z)], 0.05, (232, 226, 210))
    c.rod([(-0.3, 0.84, z), (0.02, 0.92, z)], 0.05, (190, 156, 84))
    c.rod([(0.02, 0.92, z), (0.08, 0.935, z)], 0.075, BLACK)
    c.rounded(0.16, 0.3, 1.4, 1.54, z, WHITE, 0.01)
    c.disc(0.23, 1.47, z, 0.035, RED)


def _stacked_against(c: Canvas) -> None:
    c.shadow(-0.75, 0.1, 1.35, 1.9)
    c.box(-0.72, -0.05, 0, 0.86, 1.5, 1.9, c.look.wood)
    c.front(-0.69, -0.4, 0.05, 0.82, 1.5, tint(c.look.wood, 1.1), tint(c.look.wood, 0.7))
    c.front(-0.37, -0.08, 0.05, 0.82, 1.5, tint(c.look.wood, 1.1), tint(c.look.wood, 0.7))
    thing.carton(c, -0.66, 1.52, (0.5, 0.34, 0.35), 0.86, "杂物")
    thing.carton(c, 0.1, 1.5, (0.5, 0.5, 0.4), 0)


def sprinkler_valve(c: Canvas, fixed: bool) -> None:
    far = 2.6
    c.aim(0, 1.15, 2.3)
    place.plant(c, far=far)
    z = far - 0.35
    red = (190, 40, 36)
    c.pipe([(-3, 1.9, z), (3, 1.9, z)], 0.075, red)
    c.pipe([(0, 0, z - 0.05), (0, 1.9, z - 0.05)], 0.09, red)
    for y in (0.1, 0.72, 1.08, 1.78):
        c.front(-0.15, 0.15, y - 0.025, y + 0.025, z - 0.14, tint(red, 0.8))
        for x in (-0.12, 0.12):
            c.disc(x, y, z - 0.15, 0.016, STEEL)
    c.rounded(-0.17, 0.17, 0.74, 1.06, z - 0.15, (60, 84, 128), 0.05)
    c.disc(0, 0.9, z - 0.16, 0.11, (76, 102, 150))
    if fixed:  # the lever lies along the pipe
        c.rod([(0, 0.9, z - 0.2), (0, 1.36, z - 0.2)], 0.05, (220, 186, 50))
    else:
        c.rod([(0, 0.9, z - 0.2), (0.48, 0.9, z - 0.2)], 0.05, (220, 186, 50))
    c.disc(0, 0.9, z - 0.2, 0.045, DARK_STEEL)
    c.rod([(0.17, 1.3, z - 0.14), (0.36, 1.3, z - 0.14)], 0.03, (190, 156, 84))
    thing.gauge(c, 0.42, 1.42, z - 0.16, 0.13, 0.55 if fixed else 0.02)
    words, ground = ("常开", GREEN) if fixed else ("关", RED)
    c.rod([(-0.1, 1.0, z - 0.21), (-0.3, 0.78, z - 0.21)], 0.006, BLACK)
    thing.plate(c, -0.38, 0.7, z - 0.21, words, 0.1, ground)
    thing.plate(c, -0.62, 1.5, far - 0.02, "湿式报警阀组", 0.1, (40, 80, 140))


def _overhead(c: Canvas) -> None:
    """A room looked at upwards: ceiling panels, a lamp, the top of a window."""
    c.aim(0, 2.36, 1.3)
    place.shell(c, 2.2, 2.5, 3.6, c.look.wall, c.look.floor, mix(c.look.wall, WHITE, 0.8))
    for i in range(1, 9):
        c.rod([(-2.2, 2.5, i * 0.42), (2.2, 2.5, i * 0.42)], 0.006, (196, 196, 190))
    for i in range(-4, 5):
        c.rod([(i * 0.5 + 0.25, 2.5, 0.4), (i * 0.5 + 0.25, 2.5, 3.6)], 0.006, (196, 196, 190))
    c.level(-1.75, -0.75, 2.1, 2.52, 2.495, (255, 255, 248))
    c.glow(-1.25, 2.5, 2.3, 0.6, (60, 60, 52))
    place.window(c, 0.5, 1.7, 1.0, 2.1, 3.6)


def sprinkler_head(c: Canvas, fixed: bool) -> None:
    """A pendent head close by, seen a little from below."""
    _overhead(c)
    x, y, z = 0.0, 2.49, 1.3
    c.lid(x, y, z, 0.17, (150, 150, 146))
    c.lid(x, y, z, 0.16, (228, 228, 224))
    brass: Rgb = (190, 156, 84) if fixed else (222, 222, 216)
    c.front(x - 0.03, x + 0.03, y - 0.1, y, z, tint(brass, 0.86))
    c.hoop(x, y - 0.18, z, 0.085, 0.018, brass)
    c.front(x - 0.013, x + 0.013, y - 0.25, y - 0.1, z, (206, 40, 36) if fixed else (216, 214, 208))
    for i in range(7):
        c.front(x - 0.105 + i * 0.031, x - 0.087 + i * 0.031, y - 0.31, y - 0.27, z, tint(brass, 0.8))
    c.front(x - 0.105, x + 0.105, y - 0.285, y - 0.262, z, brass)
    if not fixed:
        c.rounded(x - 0.14, x + 0.14, y - 0.36, y - 0.02, z, (176, 196, 224, 200), 0.1)
        for i in range(4):
            c.rod([(x - 0.1 + i * 0.066, y - 0.04, z), (x - 0.06 + i * 0.045, y - 0.33, z)], 0.008, (250, 250, 252, 220))
        c.front(x - 0.11, x + 0.11, y - 0.075, y - 0.045, z, (206, 170, 60))


def sprinkler_missing(c: Canvas, fixed: bool) -> None:
    place.corridor(c, far=7.0)
    thing.double_door(c, -0.7, 0.7, 7.0)
    if not fixed:
        return
    red = (190, 44, 40)
    for i in range(6, 0, -1):
        z = 0.9 + i * 0.95
        c.rod([(-1.25, 2.5, z), (1.25, 2.5, z)], 0.03, red)
        for x in (-0.55, 0.55):
            c.rod([(x, 2.5, z), (x, 2.4, z)], 0.03, (190, 156, 84))
            c.disc(x, 2.38, z, 0.045, (200, 168, 96), 0.4)
    c.face([(0.62, 2.58, 0.5), (0.72, 2.5, 0.5), (0.72, 2.5, 7), (0.62, 2.58, 7)], red)
    c.face([(0.62, 2.58, 0.5), (0.65, 2.6, 0.5), (0.65, 2.6, 7), (0.62, 2.58, 7)], tint(red, 1.3))


def end_test(c: Canvas, fixed: bool) -> None:
    z = 1.5
    c.aim(0, 1.4, 1.5)
    place.wall(c, z)
    pipe_z = z - 0.1
    c.pipe([(-0.5, 3, pipe_z), (-0.5, 1.35, pipe_z), (0.3, 1.35, pipe_z), (0.3, 0.5, pipe_z)], 0.035, (190, 44, 40))
    for x, y in ((-0.5, 1.35), (0.3, 1.35)):
        c.ball(x, y, pipe_z - 0.02, 0.055, (170, 38, 34))
    c.rod([(-0.12, 1.37, pipe_z - 0.02), (-0.12, 1.5, pipe_z - 0.02)], 0.028, (190, 156, 84))
    thing.gauge(c, -0.12, 1.64, pipe_z - 0.06, 0.15, 0.56 if fixed else 0.04)
    c.rounded(0.24, 0.36, 1.0, 1.14, pipe_z - 0.05, (196, 162, 90), 0.03)
    c.rod([(0.3, 1.07, pipe_z - 0.08), (0.46, 1.11, pipe_z - 0.08)], 0.026, (40, 90, 170))
    c.front(0.24, 0.36, 0.72, 0.78, pipe_z - 0.05, DARK_STEEL)
    thing.plate(c, 0.12, 1.92, z, "末端试水装置", 0.07, (40, 80, 140))
    words, ground = ("压力 0.10 MPa", GREEN) if fixed else ("压力不足", RED)
    c.rod([(0.02, 1.6, pipe_z - 0.06), (0.3, 1.6, z - 0.02)], 0.005, BLACK)
    thing.plate(c, 0.52, 1.6, z - 0.02, words, 0.06, ground)


def alarm_panel(c: Canvas, fixed: bool) -> None:
    z = 1.5
    c.aim(0, 1.45, 1.5)
    place.wall(c, z, 0.8)
    c.behind(-0.5, 0.5, 0.95, 2.05, z)
    c.box(-0.5, 0.5, 0.95, 2.05, z - 0.14, z, (196, 60, 52))
    c.rounded(-0.46, 0.46, 0.99, 2.01, z - 0.145, (226, 222, 214), 0.02)
    front = z - 0.15
    c.text(0, 1.94, front, "火灾报警控制器", 0.066, (60, 60, 62), bold=True)
    screen: Rgb = (36, 84, 62) if fixed else (98, 66, 22)
    c.front(-0.38, 0.12, 1.52, 1.84, front, BLACK)
    c.front(-0.36, 0.1, 1.54, 1.82, front, screen)
    ink = (190, 250, 210) if fixed else (255, 216, 120)
    lines = ("系统运行正常", "故障 0   屏蔽 0") if fixed else ("故障 003   屏蔽 012", "二层走道 探测器 断线", "电源 备电故障")
    for i, line in enumerate(lines):
        c.text(-0.34, 1.77 - i * 0.085, front, line, 0.045, ink, "lm")
    _lamps(c, front, fixed)
    for row in range(3):
        for column in range(9):
            x, y = -0.38 + column * 0.062, 1.32 - row * 0.07
            c.rounded(x, x + 0.048, y, y + 0.048, front, (188, 190, 192), 0.006)
    c.disc(0.32, 1.2, front, 0.05, (60, 60, 62))
    c.rod([(0.32, 1.17, front), (0.32, 1.23, front)], 0.012, STEEL)
    for i in range(8):
        c.front(0.24, 0.4, 1.03 + i * 0.012, 1.036 + i * 0.012, front, (150, 150, 148))
    if not fixed:
        c.glow(0.2, 1.72, front, 0.22, (130, 84, 10))


def _lamps(c: Canvas, z: float, fixed: bool) -> None:
    dark = (92, 94, 92)
    lamps = (("火警", dark), ("故障", dark if fixed else (255, 190, 40)), ("屏蔽", dark if fixed else (255, 190, 40)),
             ("主电", (60, 220, 110)), ("备电", (60, 220, 110) if fixed else dark))
    for i, (word, colour) in enumerate(lamps):
        y = 1.8 - i * 0.068
        c.disc(0.2, y, z, 0.017, colour, edge=(70, 70, 70), thick=0.003)
        c.text(0.24, y, z, word, 0.042, (60, 60, 62), "lm")


def smoke_detector(c: Canvas, fixed: bool) -> None:
    _overhead(c)
    x, y, z = 0.0, 2.5, 1.3
    c.lid(x, y - 0.005, z, 0.2, (176, 176, 170))
    c.lid(x, y - 0.01, z, 0.18, (232, 232, 226))
    if not fixed:
        c.lid(x, y - 0.012, z, 0.13, (120, 120, 116))
        for end, drop, colour in ((-0.12, 0.2, (190, 40, 40)), (0.02, 0.27, (40, 60, 150)), (0.11, 0.16, BLACK)):
            thing.cable(c, (x, y, z), (x + end, y - drop, z), -0.03, 0.011, colour)
        return
    c.lid(x, y - 0.06, z, 0.165, (236, 236, 230))
    c.face([(x - 0.165, y - 0.06, z), (x + 0.165, y - 0.06, z), (x + 0.18, y - 0.01, z), (x - 0.18, y - 0.01, z)],
           (244, 244, 240))
    c.lid(x, y - 0.12, z, 0.12, (190, 190, 186))
    for i in range(16):
        turn = 2 * math.pi * i / 16
        c.rod([(x + 0.13 * math.cos(turn), y - 0.06, z + 0.13 * math.sin(turn)),
               (x + 0.11 * math.cos(turn), y - 0.12, z + 0.11 * math.sin(turn))], 0.014, (106, 108, 108))
    c.lid(x, y - 0.125, z, 0.105, (238, 238, 234))
    c.lid(x, y - 0.13, z, 0.045, (206, 206, 202))
    c.disc(x + 0.07, y - 0.128, z - 0.05, 0.01, (236, 40, 40))
    c.glow(x + 0.07, y - 0.128, z, 0.05, (120, 10, 10))


def alarm_linkage(c: Canvas, fixed: bool) -> None:
    """Sounder and call point by a door: silent and masked with tape, or flashing in the test."""
    z = 1.8
    c.aim(-0.2, 1.4, 1.8)
    place.wall(c, z)
    thing.double_door(c, -1.55, -0.35, z, 2.12)
    c.behind(0.02, 0.34, 1.82, 2.06, z)
    c.rounded(0.02, 0.34, 1.82, 2.06, z - 0.05, (206, 44, 38), 0.03)
    c.rounded(0.06, 0.3, 1.94, 2.03, z - 0.06, (255, 196, 180) if fixed else (150, 60, 54), 0.02)
    for i in range(5):
        c.front(0.08, 0.28, 1.85 + i * 0.016, 1.857 + i * 0.016, z - 0.06, (120, 26, 24))
    if fixed:
        c.glow(0.18, 1.98, z, 0.42, (190, 40, 30))
    c.behind(0.08, 0.28, 1.28, 1.48, z)
    c.rounded(0.08, 0.28, 1.28, 1.48, z - 0.03, (206, 44, 38), 0.015)
    c.front(0.11, 0.25, 1.33, 1.43, z - 0.035, WHITE)
    c.text(0.18, 1.38, z - 0.036, "按下", 0.045, BLACK)
    c.text(0.18, 1.54, z, "手动报警按钮", 0.042, (90, 90, 90))
    if not fixed:
        for a, b in (((0.04, 1.3), (0.32, 1.46)), ((0.04, 1.46), (0.32, 1.3))):
            c.rod([(*a, z - 0.04), (*b, z - 0.04)], 0.045, (206, 186, 130))
        thing.notice(c, 0.46, 0.72, 1.24, 1.52, z, "停用", (250, 236, 150), RED)


def hydrant_outdoor(c: Canvas, fixed: bool) -> None:
    c.aim(0, 0.95, 3.2)
    place.yard(c, 13.0, 2)
    z = 3.2
    if not fixed:
        _rubbish(c, z)
    red = (204, 48, 40)
    c.shadow(-0.3, 0.3, z - 0.3, z + 0.1)
    c.drum(0, z, 0.15, 0, 0.9, red)
    c.drum(0, z, 0.2, 0.1, 0.16, tint(red, 0.8))
    c.drum(0, z, 0.19, 0.84, 0.9, tint(red, 0.9))
    c.disc(0, 0.93, z - 0.15, 0.15, red, 0.6)
    c.front(-0.03, 0.03, 1.0, 1.07, z - 0.15, (190, 156, 84))
    for x in (-0.2, 0.2):
        c.disc(x, 0.62, z - 0.1, 0.075, (190, 156, 84), edge=DARK_STEEL)
    c.disc(0, 0.5, z - 0.17, 0.1, (196, 162, 90), edge=DARK_STEEL)
    if fixed:
        c.level(-0.8, 0.8, z - 0.75, z - 0.7, 0.001, YELLOW)
        c.rod([(0.75, 0, z), (0.75, 1.5, z)], 0.05, STEEL)
        thing.plate(c, 0.75, 1.55, z - 0.02, "消火栓 禁止埋压", 0.1, RED)
    else:
        _rubbish_before(c, z)


def _rubbish(c: Canvas, z: float) -> None:
    for x, y, size in ((-0.7, 0.3, 0.5), (0.6, 0.25, 0.45), (0.1, 0.2, 0.6)):
        c.ball(x, y, z + 0.5, size, (136, 124, 104), 0.75)


def _rubbish_before(c: Canvas, z: float) -> None:
    dice = c.look.dice("rubbish")
    c.shadow(-1.0, 1.0, z - 0.8, z)
    for i in range(9):
        x, size = -0.75 + i * 0.18, dice.uniform(0.18, 0.3)
        c.ball(x, size * 0.6, z - 0.4 + dice.uniform(-0.1, 0.1), size, dice.choice(((54, 58, 62), (128, 118, 98),
               (196, 196, 190), (96, 112, 84))), 0.8)
    thing.carton(c, 0.35, z - 0.6, (0.5, 0.4, 0.3))


SYSTEMS = {
    "extinguisher_missing": Scene(tr("灭火器配置点", "Extinguisher point"), ("extinguisher_count",), extinguisher_missing),
    "extinguisher_gauge": Scene(tr("灭火器压力表", "Extinguisher gauge"), ("extinguisher_state",), extinguisher_gauge),
    "hydrant_box": Scene(tr("室内消火栓箱", "Hydrant box"), ("hydrant_box", "hydrant_indoor"), hydrant_box),
    "hydrant_outdoor": Scene(tr("室外消火栓", "Outdoor hydrant"), ("hydrant_outdoor",), hydrant_outdoor),
    "sprinkler_missing": Scene(tr("走道喷淋", "Corridor sprinklers"), ("sprinkler_system", "sprinkler_local"),
                               sprinkler_missing),
    "sprinkler_valve": Scene(tr("喷淋阀门", "Sprinkler valve"), ("sprinkler_in_service",), sprinkler_valve),
    "sprinkler_head": Scene(tr("喷头", "Sprinkler head"), ("sprinkler_heads",), sprinkler_head),
    "end_test": Scene(tr("末端试水", "End test"), ("sprinkler_pressure",), end_test),
    "smoke_detector": Scene(tr("感烟探测器", "Smoke detector"), ("alarm_detectors", "alarm_standalone"), smoke_detector),
    "alarm_panel": Scene(tr("报警主机", "Alarm panel"), ("alarm_panel",), alarm_panel),
    "alarm_linkage": Scene(tr("声光警报与按钮", "Sounder and call point"), ("alarm_linkage",), alarm_linkage),
}
