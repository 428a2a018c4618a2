"""Things that stand in several scenes: extinguisher, door, bed, cartons, gauge, sign, cylinder, bicycle.

Owns how each thing looks wherever it stands; knows no scene and nothing of before and after.
"""

from __future__ import annotations

import math

from .scene_canvas import (
    BLACK,
    BROWN,
    DARK_STEEL,
    GREEN,
    RED,
    STEEL,
    WHITE,
    YELLOW,
    Canvas,
    Point,
    Rgb,
    mix,
    tint,
)


def extinguisher(c: Canvas, x: float, y: float, z: float, tall: float = 0.5) -> None:
    """A dry-powder extinguisher whose bottom is at y."""
    r = tall * 0.16
    c.drum(x, z, r, y, y + tall * 0.74, RED)
    c.lid(x, y + tall * 0.74, z, r, tint(RED, 0.92))
    c.disc(x, y + tall * 0.74, z, r, tint(RED, 0.92), 0.45)
    c.front(x - r * 0.72, x + r * 0.72, y + tall * 0.26, y + tall * 0.58, z, (240, 236, 224))
    c.text(x, y + tall * 0.5, z, "灭火器", tall * 0.075, RED, bold=True)
    for i in range(3):
        c.front(x - r * 0.55, x + r * 0.55, y + tall * (0.3 + i * 0.05), y + tall * (0.315 + i * 0.05), z,
                (120, 120, 118))
    c.front(x - r * 0.26, x + r * 0.26, y + tall * 0.8, y + tall * 0.9, z, STEEL)
    c.rod([(x - r * 0.2, y + tall * 0.9, z), (x + r * 1.1, y + tall * 0.98, z)], r * 0.24, BLACK)
    c.rod([(x - r * 0.2, y + tall * 0.87, z), (x + r * 0.9, y + tall * 0.86, z)], r * 0.2, BLACK)
    c.disc(x - r * 0.32, y + tall * 0.86, z, r * 0.26, WHITE, edge=DARK_STEEL)
    hose: list[Point] = [(x + r * 0.2, y + tall * 0.86, z), (x + r * 1.25, y + tall * 0.76, z),
                         (x + r * 1.3, y + tall * 0.4, z), (x + r * 1.2, y + tall * 0.2, z)]
    c.rod(hose, r * 0.26, BLACK)
    c.rod([hose[-1], (x + r * 1.15, y + tall * 0.08, z)], r * 0.5, BLACK)


def exit_sign(c: Canvas, x: float, y: float, z: float, wide: float, lit: bool, arrow: str = "") -> None:
    """The green sign 安全出口; dark when it has no power. `arrow` "left" or "right" adds one."""
    tall = wide * 0.36
    green = (22, 168, 92) if lit else (46, 74, 60)
    paint = (250, 255, 250) if lit else (122, 134, 126)
    c.front(x - wide / 2 - 0.015, x + wide / 2 + 0.015, y - 0.015, y + tall + 0.015, z, (190, 194, 196))
    c.front(x - wide / 2, x + wide / 2, y, y + tall, z, green)
    shift = wide * 0.14 if arrow == "left" else -wide * 0.14 if arrow == "right" else 0
    c.text(x + shift, y + tall * 0.6, z, "安全出口", wide * 0.16, paint, bold=True)
    c.text(x + shift, y + tall * 0.2, z, "EXIT", wide * 0.085, paint)
    if arrow:
        point = -1 if arrow == "left" else 1
        tip = x + point * wide * 0.45
        c.face([(tip, y + tall / 2, z), (tip - point * tall * 0.36, y + tall * 0.8, z),
                (tip - point * tall * 0.36, y + tall * 0.2, z)], paint)
    if lit:
        c.glow(x, y + tall / 2, z, wide * 0.9, (10, 82, 44))


def double_door(c: Canvas, x0: float, x1: float, z: float, high: float = 2.1, glazed: bool = True,
                colour: Rgb | None = None) -> None:
    """A closed double door with its frame; push bars are the scene's business."""
    leaf = colour or c.look.wood
    middle = (x0 + x1) / 2
    c.front(x0 - 0.07, x1 + 0.07, 0, high + 0.07, z, tint(leaf, 0.66))
    for a, b in ((x0, middle - 0.006), (middle + 0.006, x1)):
        c.front(a, b, 0, high, z, leaf)
        c.front(a + 0.08, b - 0.08, 0.15, 0.92, z, tint(leaf, 0.9), tint(leaf, 0.74), 0.012)
        if glazed:
            c.front(a + 0.14, b - 0.14, 1.15, 1.85, z, (196, 214, 220), tint(leaf, 0.6), 0.02)
            c.face([(a + 0.14, 1.85, z), (a + 0.34, 1.85, z), (a + 0.14, 1.4, z)], (226, 236, 240))


def carton(c: Canvas, x: float, z: float, size: tuple[float, float, float], y: float = 0, mark: str = "") -> None:
    """A cardboard box (width, height, depth) with tape and perhaps a word on it; x is its left side."""
    wide, tall, deep = size
    shade = c.look.dice(f"carton{x:.2f}{z:.2f}{y:.2f}").uniform(0.86, 1.08)
    paper = tint(BROWN, shade)
    c.shadow(x - 0.05, x + wide + 0.05, z - 0.1, z + deep, 0.4, y)
    c.box(x, x + wide, y, y + tall, z, z + deep, paper)
    c.front(x + wide * 0.44, x + wide * 0.56, y, y + tall, z, tint(paper, 1.16))
    c.rod([(x, y + tall * 0.99, z), (x + wide, y + tall * 0.99, z)], 0.008, tint(paper, 0.7))
    if mark:
        c.text(x + wide * 0.24, y + tall * 0.3, z, mark, min(wide / 6, tall / 4), tint(paper, 0.5))


def bed(c: Canvas, x: float, z: float, long: float = 2.0, wide: float = 0.95) -> None:
    """A care bed along the line of sight, its foot at z, its left side at x; quilt and pillow."""
    quilt = mix(c.look.dado, (206, 214, 226), 0.4)
    c.shadow(x - 0.05, x + wide + 0.1, z - 0.15, z + long, 0.5)
    for px in (x + 0.05, x + wide - 0.05):
        c.box(px - 0.03, px + 0.03, 0, 0.3, z + 0.05, z + 0.11, DARK_STEEL)
    c.box(x, x + wide, 0.3, 0.42, z, z + long, tint(c.look.wood, 1.05))
    c.box(x + 0.03, x + wide - 0.03, 0.42, 0.56, z + 0.03, z + long - 0.05, (236, 236, 230))
    c.box(x + 0.2, x + wide - 0.2, 0.56, 0.64, z + long - 0.42, z + long - 0.12, WHITE)
    c.box(x - 0.01, x + wide + 0.01, 0.5, 0.62, z + 0.02, z + long * 0.66, quilt)
    c.level(x, x + wide, z + long * 0.56, z + long * 0.66, 0.622, WHITE)
    c.box(x, x + wide, 0.3, 0.86, z + long, z + long + 0.05, c.look.wood)
    c.front(x, x + wide, 0.22, 0.74, z - 0.02, c.look.wood)
    c.front(x + 0.06, x + wide - 0.06, 0.3, 0.68, z - 0.02, tint(c.look.wood, 1.12))


def cabinet(c: Canvas, x: float, z: float, wide: float = 0.5, tall: float = 0.6, deep: float = 0.42) -> None:
    """A bedside cabinet with two drawers."""
    wood = tint(c.look.wood, 1.08)
    c.shadow(x - 0.05, x + wide + 0.05, z - 0.1, z + deep, 0.4)
    c.box(x, x + wide, 0, tall, z, z + deep, wood)
    for y in (0.06, tall / 2 + 0.02):
        c.front(x + 0.03, x + wide - 0.03, y, y + tall / 2 - 0.08, z, tint(wood, 1.06), tint(wood, 0.74))
        c.front(x + wide / 2 - 0.06, x + wide / 2 + 0.06, y + tall / 4 - 0.05, y + tall / 4 - 0.03, z, DARK_STEEL)


def gas_cylinder(c: Canvas, x: float, z: float, colour: Rgb, tall: float, radius: float, mark: str = "",
                 y: float = 0) -> None:
    """A gas cylinder with shoulder, valve and perhaps a word."""
    c.shadow(x - radius * 1.3, x + radius * 1.3, z - radius * 1.4, z + radius, 0.45, y)
    top = y + tall * 0.84
    c.drum(x, z, radius, y + tall * 0.02, top, colour)
    c.lid(x, top, z, radius, tint(colour, 0.94))
    c.disc(x, top, z, radius, tint(colour, 0.94), 0.55)
    c.disc(x - radius * 0.3, top + radius * 0.2, z, radius * 0.36, tint(colour, 1.14), 0.5)
    c.front(x - radius * 0.22, x + radius * 0.22, top + radius * 0.4, top + tall * 0.13, z, (178, 150, 84))
    c.front(x - radius * 0.42, x + radius * 0.42, top + tall * 0.12, top + tall * 0.15, z, DARK_STEEL)
    if mark:
        c.text(x, y + tall * 0.5, z, mark, radius * 0.62, WHITE, bold=True)


def gauge(c: Canvas, x: float, y: float, z: float, radius: float, needle: float, unit: str = "MPa") -> None:
    """A pressure gauge: red, green, yellow arcs; `needle` 0 (empty) … 1 (far right)."""
    c.disc(x, y, z, radius * 1.12, DARK_STEEL)
    c.disc(x, y, z, radius * 1.04, STEEL)
    c.disc(x, y, z, radius * 0.94, (248, 248, 244))
    for colour, start, end in ((RED, 140, 220), (GREEN, 220, 320), (YELLOW, 320, 400)):
        c.hoop(x, y, z, radius * 0.86, radius * 0.16, colour, start, end)
    for i in range(14):
        turn = math.radians(140 + i * 20)
        a, b = radius * 0.66, radius * 0.58
        c.rod([(x + a * math.cos(turn), y - a * math.sin(turn), z), (x + b * math.cos(turn), y - b * math.sin(turn), z)],
              radius * 0.02, BLACK)
    c.text(x, y - radius * 0.42, z, unit, radius * 0.2, BLACK)
    turn = math.radians(140 + 260 * needle)
    tip = (x + radius * 0.72 * math.cos(turn), y - radius * 0.72 * math.sin(turn), z)
    tail = (x - radius * 0.2 * math.cos(turn), y + radius * 0.2 * math.sin(turn), z)
    c.rod([tail, tip], radius * 0.055, BLACK)
    c.disc(x, y, z, radius * 0.1, DARK_STEEL)
    c.face([(x - radius * 0.6, y + radius * 0.7, z), (x - radius * 0.1, y + radius * 0.9, z),
            (x - radius * 0.55, y + radius * 0.1, z)], (255, 255, 255, 60))


def notice(c: Canvas, x0: float, x1: float, y0: float, y1: float, z: float, title: str, paper: Rgb = (250, 248, 240),
           ink: Rgb = BLACK) -> None:
    """A sheet on the wall: a title and lines of small print that nobody can read."""
    c.front(x0, x1, y0, y1, z, paper, tint(paper, 0.8), 0.004)
    tall = y1 - y0
    c.text((x0 + x1) / 2, y1 - tall * 0.13, z, title, min(tall * 0.13, (x1 - x0) / (len(title) + 1)), ink, bold=True)
    dice = c.look.dice(f"notice{title}")
    for i in range(7):
        y = y1 - tall * (0.28 + i * 0.095)
        end = x1 - (x1 - x0) * dice.uniform(0.1, 0.35)
        c.front(x0 + (x1 - x0) * 0.1, end, y - tall * 0.012, y + tall * 0.012, z, tint(paper, 0.62))


def plate(c: Canvas, x: float, y: float, z: float, words: str, tall: float, ground: Rgb, ink: Rgb = WHITE) -> None:
    """A small sign of one line, centred."""
    wide = tall * (sum(0.55 if word.isascii() else 1 for word in words) + 0.9)
    c.behind(x - wide / 2, x + wide / 2, y - tall * 0.9, y + tall * 0.6, z, 0.18)
    c.rounded(x - wide / 2, x + wide / 2, y - tall * 0.8, y + tall * 0.8, z, ground, tall * 0.2)
    c.text(x, y, z, words, tall, ink, bold=True)


def no_smoking(c: Canvas, x: float, y: float, z: float, radius: float) -> None:
    """The sign 禁止吸烟."""
    c.front(x - radius * 1.3, x + radius * 1.3, y - radius * 1.9, y + radius * 1.3, z, WHITE, (200, 200, 196), 0.006)
    c.rod([(x - radius * 0.6, y, z), (x + radius * 0.5, y, z)], radius * 0.24, BLACK)
    c.rod([(x + radius * 0.5, y, z), (x + radius * 0.68, y, z)], radius * 0.24, (220, 120, 40))
    c.hoop(x, y, z, radius, radius * 0.2, RED)
    c.rod([(x - radius * 0.64, y + radius * 0.64, z), (x + radius * 0.64, y - radius * 0.64, z)], radius * 0.18, RED)
    c.text(x, y - radius * 1.5, z, "禁止吸烟", radius * 0.5, RED, bold=True)


def ebike(c: Canvas, x: float, z: float, colour: Rgb) -> None:
    """An electric bicycle seen from its side, rear wheel at x."""
    r, front = 0.24, x + 1.16
    c.shadow(x - 0.3, front + 0.3, z - 0.18, z + 0.2, 0.5)
    for wheel in (x, front):
        c.hoop(wheel, r, z, r, 0.06, BLACK)
        c.hoop(wheel, r, z, r * 0.74, 0.012, STEEL)
        c.disc(wheel, r, z, 0.07, DARK_STEEL)
    c.face([(x - 0.02, r + 0.1, z), (x + 0.3, 0.3, z), (x + 0.72, 0.3, z), (x + 0.86, 0.36, z), (x + 0.8, 0.22, z),
            (x + 0.3, 0.18, z)], DARK_STEEL)
    c.face([(x - 0.22, 0.62, z), (x + 0.44, 0.62, z), (x + 0.36, 0.3, z), (x + 0.06, 0.36, z)], colour)
    c.face([(x - 0.22, 0.62, z), (x + 0.44, 0.62, z), (x + 0.42, 0.57, z), (x - 0.2, 0.57, z)], tint(colour, 1.25))
    c.face([(x + 0.78, 0.9, z), (x + 0.98, 0.86, z), (x + 0.92, 0.3, z), (x + 0.78, 0.26, z)], colour)
    c.face([(x + 0.92, 0.5, z), (x + 1.24, 0.52, z), (x + 1.14, 0.56, z), (x + 0.94, 0.6, z)], tint(colour, 0.8))
    c.rod([(x + 0.88, 0.96, z), (front, r, z)], 0.035, DARK_STEEL)
    c.face([(x - 0.2, 0.74, z), (x + 0.48, 0.7, z), (x + 0.44, 0.62, z), (x - 0.22, 0.62, z)], BLACK)
    c.rod([(x + 0.86, 0.92, z), (x + 0.8, 1.05, z), (x + 0.66, 1.06, z)], 0.03, BLACK)
    c.rod([(x + 0.84, 1.02, z), (x + 0.9, 1.2, z)], 0.012, DARK_STEEL)
    c.disc(x + 0.91, 1.22, z, 0.05, (120, 140, 150), 0.8)
    c.disc(x + 0.99, 0.82, z, 0.05, (236, 232, 200))


def cable(c: Canvas, a: Point, b: Point, sag: float, thick: float, colour: Rgb) -> None:
    """A loose cable from a to b that hangs through by `sag` metres."""
    line: list[Point] = []
    for i in range(13):
        t = i / 12
        drop = 4 * sag * t * (1 - t)
        line.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t - drop, a[2] + (b[2] - a[2]) * t))
    c.rod(line, thick, colour)


def chain(c: Canvas, a: Point, b: Point, sag: float, link: float, colour: Rgb = STEEL) -> None:
    """A chain from a to b; each link about `link` metres long."""
    length = math.dist(a, b) + 2 * sag
    count = max(4, round(length / link))
    for i in range(count + 1):
        t = i / count
        drop = 4 * sag * t * (1 - t)
        x, y, z = (p + (q - p) * t for p, q in zip(a, b, strict=True))
        c.disc(x, y - drop, z, link * 0.55, tint(colour, 0.8 if i % 2 else 1.05), 0.7 if i % 2 else 0.45,
               tint(colour, 0.45), link * 0.16)


def padlock(c: Canvas, x: float, y: float, z: float, wide: float) -> None:
    """A closed brass padlock hanging from (x, y)."""
    c.hoop(x, y - wide * 0.3, z, wide * 0.36, wide * 0.16, STEEL, 180, 360)
    c.rounded(x - wide / 2, x + wide / 2, y - wide * 1.15, y - wide * 0.3, z, (198, 158, 66), wide * 0.12)
    c.disc(x, y - wide * 0.7, z, wide * 0.1, BLACK)


def seated_from_behind(c: Canvas, x: float, z: float, coat: Rgb) -> None:
    """A person on a chair, seen from behind: hair, shoulders, back; no face."""
    c.rounded(x - 0.25, x + 0.25, 0.48, 1.06, z + 0.12, coat, 0.16)
    c.rounded(x - 0.36, x - 0.17, 0.62, 0.99, z + 0.1, tint(coat, 0.84), 0.09)
    c.rounded(x + 0.17, x + 0.36, 0.62, 0.99, z + 0.1, tint(coat, 0.9), 0.09)
    c.front(x - 0.055, x + 0.055, 1.02, 1.14, z + 0.12, (206, 166, 138))
    c.front(x - 0.1, x + 0.1, 1.03, 1.065, z + 0.115, tint(coat, 1.4))
    c.ball(x, 1.22, z + 0.1, 0.108, (44, 40, 40), 1.16)
    c.disc(x - 0.11, 1.19, z + 0.1, 0.02, (206, 166, 138), 1.6)
    c.disc(x + 0.11, 1.19, z + 0.1, 0.02, (206, 166, 138), 1.6)
    c.shadow(x - 0.35, x + 0.35, z - 0.2, z + 0.3, 0.4)
    c.rod([(x, 0.06, z), (x, 0.4, z)], 0.06, DARK_STEEL)
    c.rod([(x - 0.28, 0.05, z - 0.05), (x + 0.28, 0.05, z - 0.05)], 0.05, BLACK)
    c.rounded(x - 0.27, x + 0.27, 0.4, 0.48, z - 0.02, BLACK, 0.04)
    c.rounded(x - 0.22, x + 0.22, 0.5, 0.84, z - 0.04, (52, 54, 60), 0.05)
