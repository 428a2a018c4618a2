"""Scenes of people's duties: notice board, certificates, files, control room, night desk, drill board.

Owns what each place looks like with the hazard and without it (`fixed`). Persons are seen from behind
only, and no sheet bears a name.
"""

from __future__ import annotations

from ..i18n import tr
from . import scene_places as place
from . import scene_things as thing
from .scene_canvas import BLACK, DARK_STEEL, GREEN, RED, STEEL, WHITE, Canvas, Rgb, Scene, mix, tint


def _board(c: Canvas, title: str, z: float, cork: Rgb) -> None:
    c.behind(-1.15, 1.15, 0.85, 2.05, z)
    c.front(-1.15, 1.15, 0.85, 2.05, z - 0.01, tint(c.look.wood, 0.8))
    c.front(-1.08, 1.08, 0.92, 1.98, z - 0.01, cork)
    c.front(-1.08, 1.08, 1.78, 1.98, z - 0.01, (186, 40, 36))
    c.text(0, 1.88, z - 0.02, title, 0.12, (250, 236, 190), bold=True)


def notice_board(c: Canvas, fixed: bool) -> None:
    z = 2.2
    c.aim(0, 1.4, z)
    place.wall(c, z)
    _board(c, "消防安全公示栏", z, (206, 214, 208))
    if not fixed:
        for x, y in ((-0.7, 1.6), (0.2, 1.62), (0.75, 1.2)):
            c.disc(x, y, z - 0.02, 0.014, (206, 60, 50))
        c.front(-0.96, -0.8, 1.02, 1.16, z - 0.02, (226, 220, 196))
        return
    for i, title in enumerate(("责任人", "管理人", "安全员")):
        x = -0.98 + i * 0.36
        c.front(x, x + 0.3, 1.4, 1.74, z - 0.02, (250, 248, 240))
        c.rounded(x + 0.09, x + 0.21, 1.52, 1.7, z - 0.02, (176, 190, 206), 0.02)
        c.text(x + 0.15, 1.46, z - 0.03, title, 0.05, BLACK, bold=True)
    thing.notice(c, 0.16, 0.58, 1.16, 1.74, z - 0.02, "安全制度")
    thing.notice(c, 0.64, 1.02, 1.16, 1.74, z - 0.02, "疏散预案")
    thing.notice(c, -0.98, -0.06, 0.97, 1.34, z - 0.02, "每日巡查安排")
    c.front(0.16, 1.02, 0.97, 1.12, z - 0.02, (250, 236, 190))
    c.text(0.59, 1.045, z - 0.03, "火警 119", 0.08, RED, bold=True)


def drill_board(c: Canvas, fixed: bool) -> None:
    z = 2.2
    c.aim(0, 1.4, z)
    place.wall(c, z)
    _board(c, "疏散演练与培训", z, (196, 164, 120))
    if not fixed:
        thing.notice(c, -0.9, -0.55, 1.2, 1.66, z - 0.02, "计划", (226, 216, 186))
        return
    dice = c.look.dice("drill")
    for i in range(3):
        x = -0.98 + i * 0.46
        c.front(x, x + 0.4, 1.4, 1.7, z - 0.02, WHITE)
        c.front(x + 0.02, x + 0.38, 1.42, 1.68, z - 0.02, (176, 200, 220))
        c.front(x + 0.02, x + 0.38, 1.42, 1.5, z - 0.02, (150, 150, 142))
        for k in range(4):
            px, coat = x + 0.07 + k * 0.085, tint((60, 90, 140), dice.uniform(0.7, 1.5))
            c.front(px - 0.02, px + 0.02, 1.46, 1.56, z - 0.03, coat)
            c.disc(px, 1.58, z - 0.03, 0.017, (90, 70, 60))
        if i == 1:
            c.disc(x + 0.3, 1.47, z - 0.03, 0.03, (240, 130, 40))
    thing.notice(c, 0.46, 1.0, 1.0, 1.72, z - 0.02, "签到与评估")
    thing.notice(c, -0.98, -0.4, 0.98, 1.34, z - 0.02, "演练记录")
    thing.notice(c, -0.3, 0.34, 0.98, 1.34, z - 0.02, "会报警 会灭火 会疏散")


def certificates(c: Canvas, fixed: bool) -> None:
    """The wall of the entrance where licence and acceptance hang: empty hooks, or framed papers."""
    z = 2.2
    c.aim(0, 1.45, z)
    place.wall(c, z)
    c.shadow(-1.0, 1.0, 1.7, 2.1)
    c.box(-1.0, 1.0, 0, 0.82, 1.75, 2.15, tint(c.look.wood, 1.05))
    c.front(-0.96, 0.96, 0.06, 0.76, 1.75, tint(c.look.wood, 1.12), tint(c.look.wood, 0.8))
    c.drum(0.75, 1.95, 0.09, 0.82, 1.0, (226, 226, 220))
    for i in range(7):
        c.disc(0.75 + (i - 3) * 0.05, 1.1 + (i % 3) * 0.06, 1.93, 0.07, (70, 130 + i * 6, 80), 1.4)
    papers = (("备案回执", -0.75), ("消防验收", 0.0), ("检测报告", 0.75))
    for title, x in papers:
        if not fixed:
            c.disc(x, 1.98, z - 0.02, 0.014, DARK_STEEL)
            c.front(x - 0.28, x + 0.28, 1.3, 1.96, z, mix(c.look.wall, WHITE, 0.35))
            continue
        c.behind(x - 0.3, x + 0.3, 1.28, 1.98, z)
        c.front(x - 0.3, x + 0.3, 1.28, 1.98, z - 0.02, (186, 140, 60))
        thing.notice(c, x - 0.26, x + 0.26, 1.32, 1.94, z - 0.02, title)
        c.hoop(x + 0.12, 1.42, z - 0.03, 0.06, 0.012, RED)
        c.face([(x + 0.12, 1.45, z - 0.03), (x + 0.145, 1.39, z - 0.03), (x + 0.095, 1.39, z - 0.03)], RED)


def archive(c: Canvas, fixed: bool) -> None:
    z = 2.1
    c.aim(0, 1.15, z)
    place.wall(c, 2.5, 0)
    wood = tint(c.look.wood, 1.05)
    c.shadow(-1.1, 1.1, z - 0.1, 2.5)
    c.box(-1.1, 1.1, 0, 2.0, z, 2.5, tint(wood, 0.62))
    for y in (0.0, 0.62, 1.28, 1.94):
        c.box(-1.1, 1.1, y, y + 0.05, z, 2.45, wood)
    for x in (-1.1, 0.0, 1.05):
        c.front(x, x + 0.05, 0, 2.0, z, wood)
    thing.plate(c, 0, 2.18, 2.48, "消防档案柜", 0.1, (40, 80, 140))
    dice = c.look.dice("files")
    names = ("制度", "规程", "预案", "台账", "巡查", "检测", "培训", "演练", "维保", "设施", "整改", "验收")
    for shelf, y in enumerate((0.67, 1.33)):
        for i in range(12):
            x, tall = -1.02 + i * 0.17 + (0.05 if i > 5 else 0), dice.uniform(0.42, 0.48)
            if not fixed and (i + shelf * 5) % 9:
                continue
            colour = tint(((50, 90, 150), (150, 50, 46), (60, 120, 90))[(i // 3 + shelf) % 3], dice.uniform(0.9, 1.1))
            c.box(x, x + 0.13, y, y + tall, z + 0.06, z + 0.3, colour)
            c.front(x + 0.025, x + 0.105, y + 0.14, y + 0.4, z + 0.06, (250, 248, 238))
            for k, word in enumerate(names[(i + shelf) % 12]):
                c.text(x + 0.065, y + 0.34 - k * 0.08, z + 0.05, word, 0.06, BLACK)
    if not fixed:
        for x, lean in ((-0.6, 0.12), (0.5, -0.1)):
            c.face([(x, 0.67, z + 0.1), (x + 0.12, 0.67, z + 0.1), (x + 0.12 + lean, 1.1, z + 0.1),
                    (x + lean, 1.1, z + 0.1)], (206, 200, 184))
        c.level(-0.7, -0.2, z + 0.05, z + 0.25, 0.06, (236, 232, 220))


def patrol(c: Canvas, fixed: bool) -> None:
    """The patrol book on its shelf by the night light, blank or kept."""
    z = 1.25
    c.aim(0, 1.12, z)
    place.wall(c, 1.5)
    thing.plate(c, 0, 1.56, 1.48, "防火巡查记录", 0.075, (40, 80, 140))
    c.box(-0.5, 0.5, 0.78, 0.82, z - 0.02, 1.48, tint(c.look.wood, 1.05))
    c.front(-0.4, 0.4, 0.84, 1.42, z, (60, 64, 70))
    c.front(-0.38, 0.0, 0.86, 1.4, z, (250, 248, 240))
    c.front(0.005, 0.38, 0.86, 1.4, z, (250, 248, 240))
    c.front(-0.012, 0.012, 0.86, 1.4, z, (206, 202, 192))
    dice = c.look.dice("ticks")
    for left in (-0.36, 0.03):
        c.text(left + 0.16, 1.365, z, "日  期   时  间   情  况", 0.026, BLACK)
        for i in range(13):
            y = 1.33 - i * 0.036
            c.rod([(left, y, z), (left + 0.33, y, z)], 0.0025, (150, 156, 160))
            if fixed:
                ink = (30, 50, 140)
                c.text(left + 0.05, y - 0.018, z, f"{11}-{i + 10}", 0.022, ink)
                c.text(left + 0.15, y - 0.018, z, f"{dice.choice(('08', '14', '22', '02'))}:{dice.randrange(10, 59)}",
                       0.022, ink)
                c.text(left + 0.26, y - 0.018, z, "正常", 0.024, ink)
        for x in (left, left + 0.1, left + 0.2, left + 0.33):
            c.rod([(x, 1.34, z), (x, 0.89, z)], 0.0025, (150, 156, 160))
    c.rod([(0.42, 0.83, z - 0.02), (0.46, 1.0, z - 0.02)], 0.014, (40, 70, 150))


def _console(c: Canvas, far: float) -> None:
    """Alarm cabinets along the wall and a desk with screens before them."""
    place.shell(c, 2.4, 2.8, far, c.look.wall, mix(c.look.floor, (150, 156, 164), 0.5), WHITE)
    z = far - 0.5
    for i in range(4):
        x = -1.7 + i * 0.85
        c.box(x, x + 0.8, 0, 2.1, z, far, (206, 200, 190))
        c.front(x + 0.05, x + 0.75, 1.1, 1.95, z, (186, 182, 174), (140, 138, 132), 0.006)
        c.front(x + 0.15, x + 0.65, 1.55, 1.85, z, (30, 60, 50) if i % 2 else (36, 50, 76))
        for k in range(6):
            lit = c.look.dice("leds").random() > 0.2 or k % 2
            c.disc(x + 0.16 + k * 0.1, 1.42, z, 0.018, (70, 210, 110) if lit else (110, 112, 108))
        for k in range(3):
            c.front(x + 0.15, x + 0.65, 1.15 + k * 0.07, 1.19 + k * 0.07, z, (150, 148, 142))
        c.front(x + 0.05, x + 0.75, 0.1, 1.0, z, (196, 190, 180), (150, 146, 138), 0.006)
    c.text(0, 2.4, far, "消防控制室", 0.2, (170, 40, 36), bold=True)


def control_room(c: Canvas, fixed: bool) -> None:
    far = 4.4
    c.aim(0, 1.2, 3)
    _console(c, far)
    z = 2.75
    c.shadow(-1.4, 1.4, z - 0.1, z + 0.6)
    c.box(-1.4, 1.4, 0.7, 0.76, z, z + 0.65, tint(c.look.wood, 1.1))
    c.front(-1.4, 1.4, 0.0, 0.7, z + 0.2, tint(c.look.wood, 0.85))
    for x in (-0.95, 0.35):
        c.box(x, x + 0.6, 0.84, 1.2, z + 0.4, z + 0.44, BLACK)
        c.front(x + 0.03, x + 0.57, 0.87, 1.17, z + 0.39, (70, 110, 150) if fixed else (26, 30, 34))
        c.front(x + 0.25, x + 0.35, 0.76, 0.84, z + 0.42, DARK_STEEL)
        if fixed:
            for k in range(4):
                c.rod([(x + 0.08, 0.92 + k * 0.06, z + 0.38), (x + 0.3 + 0.05 * k, 0.92 + k * 0.06, z + 0.38)], 0.012,
                      (190, 226, 240))
    c.box(0.0, 0.2, 0.76, 0.82, z + 0.1, z + 0.3, (190, 40, 36))
    coat: Rgb = (44, 60, 96)
    for x in (-0.65, 0.65):
        if fixed:
            thing.seated_from_behind(c, x, 2.15, coat)
        else:
            _empty_chair(c, x, 2.15)


def _empty_chair(c: Canvas, x: float, z: float) -> None:
    c.shadow(x - 0.35, x + 0.35, z - 0.2, z + 0.3, 0.4)
    c.rod([(x, 0.06, z), (x, 0.4, z)], 0.06, DARK_STEEL)
    c.rod([(x - 0.28, 0.05, z - 0.05), (x + 0.28, 0.05, z - 0.05)], 0.05, BLACK)
    c.rounded(x - 0.27, x + 0.27, 0.4, 0.48, z - 0.02, BLACK, 0.04)
    c.rounded(x - 0.22, x + 0.22, 0.5, 0.84, z - 0.04, (52, 54, 60), 0.05)


def night_desk(c: Canvas, fixed: bool) -> None:
    """The nurses' station in the corridor at night."""
    c.aim(0, 1.15, 3.2)
    place.corridor(c, 1.8, far=7.0)
    z = 3.4
    c.shade([(-3, -1, 2), (3, -1, 2), (3, 4, 2), (-3, 4, 2)], 0.2)
    c.front(0.75, 1.8, 1.5, 1.95, 6.95, WHITE)
    if fixed:
        _standing_from_behind(c, -0.55, z + 0.55)
        _standing_from_behind(c, 0.35, z + 0.6)
    c.shadow(-1.2, 1.0, z - 0.15, z + 0.5)
    c.box(-1.2, 1.0, 0, 1.02, z, z + 0.4, tint(c.look.wood, 1.1))
    c.front(-1.1, 0.9, 0.1, 0.92, z, mix(c.look.dado, WHITE, 0.4), tint(c.look.wood, 0.8), 0.012)
    c.text(-0.1, 0.55, z - 0.01, "护理站", 0.24, tint(c.look.dado, 0.5), bold=True)
    c.box(0.55, 0.85, 1.02, 1.08, z + 0.1, z + 0.3, WHITE)
    c.rod([(-0.95, 1.02, z + 0.2), (-0.95, 1.3, z + 0.2), (-0.82, 1.36, z + 0.2)], 0.025, STEEL)
    c.face([(-0.92, 1.38, z + 0.2), (-0.72, 1.38, z + 0.2), (-0.68, 1.28, z + 0.2), (-0.96, 1.28, z + 0.2)],
           (90, 130, 100))
    c.glow(-0.8, 1.25, z, 0.5, (70, 60, 36))
    thing.plate(c, 0, 2.3, z, "夜间值班 每层2人", 0.1, GREEN)


def _standing_from_behind(c: Canvas, x: float, z: float) -> None:
    coat: Rgb = (176, 206, 220)
    c.rounded(x - 0.23, x + 0.23, 0.6, 1.4, z, coat, 0.14)
    c.rounded(x - 0.32, x - 0.18, 0.85, 1.34, z - 0.01, tint(coat, 0.88), 0.06)
    c.rounded(x + 0.18, x + 0.32, 0.85, 1.34, z - 0.01, tint(coat, 0.93), 0.06)
    c.front(x - 0.05, x + 0.05, 1.36, 1.48, z, (206, 166, 138))
    c.ball(x, 1.55, z, 0.1, (46, 40, 38), 1.16)
    c.disc(x, 1.48, z, 0.05, (40, 36, 34))
    c.rounded(x - 0.09, x + 0.09, 1.62, 1.7, z - 0.01, (240, 246, 248), 0.03)


DUTY = {
    "notice_board": Scene(tr("消防安全公示栏", "Safety notice board"), ("responsible",), notice_board),
    "drill_board": Scene(tr("演练与培训栏", "Drill and training board"), ("drill", "staff_skill"), drill_board),
    "certificates": Scene(tr("证照与检测报告", "Licences and reports"),
                          ("fire_acceptance", "registered", "yearly_test"), certificates),
    "archive": Scene(tr("消防档案", "Fire files"), ("archive", "earlier_hazards"), archive),
    "patrol": Scene(tr("巡查记录", "Patrol book"), ("patrol",), patrol),
    "control_room": Scene(tr("消防控制室", "Fire control room"), ("control_room",), control_room),
    "night_desk": Scene(tr("夜间值班", "Night duty"), ("night_carers",), night_desk),
}
