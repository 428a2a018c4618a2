"""Scenes of the building itself: walls, linings, shafts, fire doors, smoke vents, huts.

Owns what each place looks like with the hazard and without it (`fixed`).
"""

from __future__ import annotations

from ..i18n import tr
from . import scene_places as place
from . import scene_things as thing
from .scene_canvas import BLACK, DARK_STEEL, GREEN, RED, STEEL, WHITE, Canvas, Point, Rgb, Scene, mix, tint


def sandwich_hut(c: Canvas, fixed: bool) -> None:
    c.aim(0, 1.6, 6)
    place.yard(c, 14.0, 2)
    if fixed:
        c.level(-2.6, 2.0, 5.2, 8.2, 0.001, tint(c.look.floor, 0.8))
        return
    z, skin = 5.4, c.look.dice("skin").choice(((226, 230, 234), (206, 216, 226), (232, 226, 214)))
    c.shadow(-2.6, 2.1, z - 0.4, z + 2.6)
    c.box(-2.5, 1.9, 0, 2.5, z, z + 2.6, skin)
    for i in range(23):
        c.rod([(-2.5 + i * 0.2, 0, z), (-2.5 + i * 0.2, 2.5, z)], 0.012, tint(skin, 0.88))
    roof: Rgb = (50, 96, 160)
    c.box(-2.7, 2.1, 2.5, 2.66, z - 0.2, z, roof)
    c.front(-2.5, 1.9, 0, 0.12, z, (90, 92, 96))
    c.front(-0.5, 0.35, 0, 2.0, z, (196, 200, 204), (120, 124, 128), 0.03)
    c.front(0.22, 0.28, 0.95, 1.05, z - 0.01, DARK_STEEL)
    for x in (-2.0, 0.75):
        place.outer_window(c, x, x + 0.9, 1.0, 1.9, z)
    c.face([(1.62, 2.5, z), (1.9, 2.5, z), (1.9, 1.98, z), (1.7, 2.2, z)], (250, 232, 170))  # the foam shows
    c.text(-0.08, 2.2, z - 0.01, "活动室", 0.22, RED, bold=True)
    thing.cable(c, (1.9, 2.4, z), (4.4, 3.1, 13.8), 0.5, 0.03, BLACK)


def cracked_wall(c: Canvas, fixed: bool) -> None:
    c.aim(0, 1.4, 2.4)
    place.wall(c, 2.5)
    z = 2.48
    place.window(c, -1.4, -0.4, 1.1, 2.2, 2.5)
    if fixed:
        c.front(-0.2, 1.25, 0.98, 2.6, z, mix(c.look.wall, WHITE, 0.45))
        for x in (0.0, 0.5, 1.0):
            c.front(x - 0.03, x + 0.03, 1.0, 2.55, z, (176, 178, 180))
            for y in (1.15, 1.7, 2.3):
                c.disc(x, y, z - 0.01, 0.02, DARK_STEEL)
        thing.plate(c, 0.75, 0.75, z, "已加固", 0.08, GREEN)
        return
    dice = c.look.dice("crack")
    for start, lean in ((-0.35, 0.9), (0.15, 0.6), (0.7, 0.35)):
        x, y = start, 1.02
        line: list[Point] = [(x, y, z)]
        while y < 2.55:
            x += dice.uniform(-0.04, 0.12) * lean * 1.3
            y += dice.uniform(0.05, 0.14)
            line.append((x, y, z))
            if dice.random() < 0.3:
                c.rod([(x, y, z), (x + dice.uniform(-0.2, 0.2), y + dice.uniform(0.0, 0.12), z)], 0.006, (96, 90, 84))
        c.rod(line, 0.022, (72, 66, 62))
        c.rod([(px + 0.012, py, pz) for px, py, pz in line], 0.006, (190, 182, 172))
    patch = [(0.5, 1.2, z), (0.85, 1.12, z), (1.05, 1.4, z), (0.9, 1.65, z), (0.6, 1.55, z)]
    c.face(patch, (170, 116, 88))
    for y in (1.24, 1.34, 1.44, 1.54):
        c.rod([(0.58, y, z), (0.95, y, z)], 0.01, (206, 190, 170))


def finishes(c: Canvas, fixed: bool) -> None:
    """An activity corner lined with quilted foam and paper garlands, or plain plaster."""
    c.aim(0, 1.4, 2.6)
    place.wall(c, 2.7, 1.0)
    z = 2.68
    if fixed:
        thing.plate(c, 0, 1.95, z, "A级不燃材料", 0.09, GREEN)
    else:
        _soft_lining(c, z)
    c.shadow(-0.9, 0.5, 1.9, 2.4)
    c.box(-0.9, 0.5, 0.66, 0.72, 1.9, 2.4, c.look.wood)
    for x in (-0.85, 0.4):
        c.box(x, x + 0.06, 0, 0.66, 1.9, 1.96, tint(c.look.wood, 0.8))


def _soft_lining(c: Canvas, z: float) -> None:
    soft = c.look.dice("soft").choice(((206, 150, 160), (190, 160, 200), (226, 186, 120)))
    for i in range(-3, 3):
        for j in range(4):
            x, y = i * 0.38 + 0.19, 0.72 + j * 0.38
            c.rounded(x - 0.185, x + 0.185, y, y + 0.37, z, tint(soft, 0.86), 0.05)
            c.rounded(x - 0.16, x + 0.15, y + 0.04, y + 0.35, z, soft, 0.08)
            c.disc(x - 0.06, y + 0.25, z, 0.06, tint(soft, 1.1), 0.6)
    for row, tall in enumerate((2.56, 2.44)):
        for i in range(10):
            x = -1.3 + i * 0.29
            sag = 0.1 * (1 - abs(i - 4.5) / 4.5)
            c.face([(x - 0.1, tall - sag, z), (x + 0.1, tall - sag, z), (x, tall - sag - 0.2, z)],
                   ((206, 50, 60), (240, 196, 60), (70, 150, 90), (60, 110, 180))[(i + row) % 4])


def partition(c: Canvas, fixed: bool) -> None:
    """The wall between two residents' rooms: plywood that stops short of the slab, or masonry up to it."""
    far = 4.0
    c.aim(0, 1.7, 2.6)
    place.room(c, 2.4, 2.8, far)
    x0, x1, z = -2.4, 0.35, 2.6
    if fixed:
        c.box(x0, x1, 0, 2.8, z, z + 0.2, tint(c.look.wall, 0.96))
        c.front(x0, x1, 0, 0.1, z, tint(c.look.wood, 0.8))
        thing.plate(c, -0.8, 1.8, z, "实体墙 砌至楼板底", 0.08, GREEN)
        return
    board: Rgb = (206, 170, 118)
    c.box(x0, x1, 0, 2.15, z, z + 0.06, board)
    for i in range(4):
        x = x0 + i * (x1 - x0) / 3
        c.front(x - 0.03, x + 0.03, 0, 2.15, z, tint(board, 0.78))
    c.front(x0, x1, 2.11, 2.18, z, tint(board, 0.7))
    grain = c.look.dice("grain")
    for _ in range(24):
        x, y = grain.uniform(x0, x1 - 0.3), grain.uniform(0.1, 2.0)
        c.rod([(x, y, z), (x + grain.uniform(0.1, 0.3), y + 0.01, z)], 0.006, tint(board, 0.88))


def basement_bed(c: Canvas, fixed: bool) -> None:
    far = 4.2
    look = c.look
    c.aim(0, 1.15, 3)
    place.shell(c, 2.1, 2.4, far, mix(look.wall, (170, 170, 166), 0.5), place.CONCRETE, (160, 160, 156))
    c.front(-0.5, 0.5, 2.05, 2.32, far, (206, 224, 236), DARK_STEEL, 0.03)
    c.pipe([(-2.1, 2.2, far - 0.3), (2.1, 2.2, far - 0.3)], 0.06, (150, 150, 146))
    thing.plate(c, 1.3, 1.7, far, "地下一层", 0.1, (40, 80, 140))
    stain = look.dice("damp")
    for _ in range(4):
        x = stain.uniform(-2, 1.5)
        c.shade([(x, 0, far), (x + 0.6, 0, far), (x + 0.4, 0.7, far)], 0.16)
    if fixed:
        for i in range(3):
            c.shadow(-1.5 + i, -0.8 + i, 3.4, 3.9)
            c.box(-1.5 + i, -0.8 + i, 0, 1.0, 3.4, 3.9, (136, 150, 162))
            c.front(-1.46 + i, -0.84 + i, 0.06, 0.94, 3.4, (150, 164, 176), DARK_STEEL)
        thing.plate(c, 0, 1.5, far, "库房 禁止住人", 0.13, RED)
        return
    thing.bed(c, -1.4, 2.1)
    thing.bed(c, 0.5, 2.1)
    thing.cabinet(c, -0.2, 3.6)


def fire_door(c: Canvas, fixed: bool) -> None:
    """A fire door in the corridor: wedged open with a block, or closed."""
    z = 3.4
    c.aim(0, 1.08, z)
    place.corridor(c, far=7.5)
    frame: Rgb = (140, 52, 44)
    for x0, x1 in ((-1.3, -0.86), (0.86, 1.3)):
        c.front(x0, x1, 0, 2.65, z, c.look.wall)
        c.front(x0, x1, 0, 0.95, z, c.look.dado)
    c.front(-0.86, 0.86, 2.15, 2.65, z, c.look.wall)
    thing.plate(c, 0, 2.42, z, "常闭式防火门", 0.13, RED)
    if fixed:
        thing.double_door(c, -0.8, 0.8, z, 2.08, True, (160, 66, 54))
        for x in (-0.5, 0.2):
            c.box(x, x + 0.3, 1.97, 2.03, z - 0.1, z, STEEL)
        thing.plate(c, 0.4, 1.04, z, "请保持关闭", 0.07, GREEN)
        return
    for x in (-0.84, 0.8):
        c.front(x, x + 0.04, 0, 2.12, z, frame)
    c.front(-0.84, 0.84, 2.08, 2.15, z, frame)
    leaf: Rgb = (160, 66, 54)
    for hinge, swing in ((-0.8, -1.02), (0.8, 1.02)):
        c.face([(hinge, 0, z), (hinge, 2.06, z), (swing, 2.06, z - 0.78), (swing, 0, z - 0.78)], leaf)
        edge = mix(leaf, BLACK, 0.3)
        c.rod([(swing, 0, z - 0.78), (swing, 2.06, z - 0.78)], 0.04, edge)
        c.face([(hinge + (swing - hinge) * 0.3, 1.2, z - 0.23), (hinge + (swing - hinge) * 0.3, 1.8, z - 0.23),
                (hinge + (swing - hinge) * 0.75, 1.8, z - 0.58), (hinge + (swing - hinge) * 0.75, 1.2, z - 0.58)],
               (196, 214, 220))
    for x in (-0.9, 0.7):
        c.shadow(x - 0.02, x + 0.2, z - 0.95, z - 0.8)
        c.box(x, x + 0.2, 0, 0.14, z - 0.92, z - 0.78, (186, 96, 70))


def shaft(c: Canvas, fixed: bool) -> None:
    c.aim(0, 1.2, 2.0)
    place.wall(c, 2.2)
    z = 2.19
    c.front(-0.72, 0.72, 0.2, 2.25, z, tint(c.look.wood, 0.6))
    c.front(-0.66, 0.66, 0.26, 2.19, z, (120, 116, 110))
    c.front(-0.66, 0.66, 0.26, 0.34, z, (90, 88, 84))
    c.face([(0.72, 0.2, z), (0.72, 2.25, z), (1.25, 2.36, z - 0.42), (1.25, 0.09, z - 0.42)], tint(c.look.wood, 1.05))
    thing.plate(c, 0, 2.42, z, "电缆井", 0.1, (40, 80, 140))
    seal: Rgb = (176, 70, 56)
    for y in (0.26, 1.75):
        if fixed:
            c.front(-0.66, 0.66, y, y + 0.24, z - 0.01, seal)
            c.front(-0.66, 0.66, y + 0.21, y + 0.24, z - 0.01, tint(seal, 1.2))
        else:
            c.front(-0.66, 0.66, y, y + 0.24, z - 0.01, (150, 146, 138))
            c.front(-0.5, 0.46, y + 0.02, y + 0.22, z - 0.01, (14, 14, 16))
    for i, colour in enumerate((BLACK, (60, 62, 66), (190, 60, 50), BLACK, (50, 80, 150), (70, 72, 76))):
        x = -0.4 + i * 0.15
        c.rod([(x, 0.26, z - 0.03), (x + 0.02, 1.2, z - 0.03), (x, 2.19, z - 0.03)], 0.045, colour)
        c.rod([(x - 0.01, 0.26, z - 0.03), (x + 0.01, 1.2, z - 0.03), (x - 0.01, 2.19, z - 0.03)], 0.01, tint(colour, 1.6))
    for y in (0.8, 1.35):
        c.front(-0.6, 0.56, y, y + 0.05, z - 0.05, STEEL)
    if fixed:
        for y in (0.32, 1.81):
            c.text(0.0, y + 0.05, z - 0.06, "防火封堵", 0.09, WHITE, bold=True)
    else:
        thing.carton(c, -0.5, 1.75, (0.55, 0.4, 0.3), 0, "旧书报")


def smoke_vent(c: Canvas, fixed: bool) -> None:
    """The corridor's end window that lets smoke out: boarded up, or standing open."""
    far = 4.6
    c.aim(0, 1.5, far)
    place.corridor(c, far=far)
    thing.plate(c, 0, 2.42, far, "排烟窗", 0.12, (40, 80, 140))
    place.window(c, -0.75, 0.75, 1.15, 2.2, far)
    if fixed:
        for x0, x1 in ((-0.72, -0.03), (0.03, 0.72)):
            c.front(x0, x1, 1.2, 2.17, far, (226, 238, 246))
            c.front(x0, x1, 1.2, 1.4, far, (150, 170, 142))
            sash: list[Point] = [(x0, 1.2, far), (x1, 1.2, far), (x1 * 1.04, 1.9, far - 0.5), (x0 * 1.04, 1.9, far - 0.5)]
            c.face(sash, (176, 200, 214, 150))
            c.rod([*sash, sash[0]], 0.05, (206, 208, 206))
            c.rod([sash[2], sash[3]], 0.06, WHITE)
        c.rod([(0.9, 1.4, far), (0.9, 2.1, far)], 0.03, STEEL)
        return
    board: Rgb = (190, 156, 110)
    c.front(-0.8, 0.8, 1.12, 2.24, far - 0.02, board)
    for y in (1.4, 1.68, 1.96):
        c.rod([(-0.8, y, far - 0.03), (0.8, y, far - 0.03)], 0.012, tint(board, 0.75))
    for x in (-0.7, 0.0, 0.7):
        for y in (1.2, 1.54, 1.82, 2.14):
            c.disc(x, y, far - 0.03, 0.012, DARK_STEEL)
    c.rod([(-0.78, 1.16, far - 0.04), (0.78, 2.2, far - 0.04)], 0.09, tint(board, 0.88))
    c.shadow(-0.7, 0.5, 3.9, far)
    c.box(-0.7, 0.45, 0, 1.0, 3.95, far, c.look.wood)


BUILDING = {
    "cracked_wall": Scene(tr("墙体裂缝", "Cracked wall"), ("dangerous_building",), cracked_wall),
    "sandwich_hut": Scene(tr("彩钢板房", "Sandwich-panel hut"), ("sandwich_panel",), sandwich_hut),
    "finishes": Scene(tr("活动室装修", "Activity-room linings"), ("finishes",), finishes),
    "partition": Scene(tr("居室隔墙", "Partition of residents' rooms"), ("partitions",), partition),
    "basement_bed": Scene(tr("地下住人", "Beds in the basement"), ("storey",), basement_bed),
    "shaft": Scene(tr("电缆井封堵", "Cable-shaft sealing"), ("fire_stopping",), shaft),
    "fire_door": Scene(tr("走道防火门", "Corridor fire door"), ("shared_building", "fire_stopping"), fire_door),
    "smoke_vent": Scene(tr("排烟窗", "Smoke vent"), ("smoke_control",), smoke_vent),
}
