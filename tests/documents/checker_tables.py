"""Judges the tables of a finished paper from its drawn rules: heads repeated, no row alone, no text across a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pdf_reader import Area, Line, PageRead, Segment
from truetype_reader import Box

_FRAME = 0.9  # a table's frame is 1 pt, its inner rules 0.5
_NEAR = 1.0
_TALL = 25 * 72 / 25.4


@dataclass(frozen=True, slots=True)
class Table:
    """One framed table of a page: its box and where its rows begin and end."""

    box: Box
    edges: tuple[float, ...]

    @property
    def rows(self) -> list[tuple[float, float]]:
        """(top, bottom) of each."""
        return list(zip(self.edges, self.edges[1:], strict=False))


def tables(page: PageRead) -> list[Table]:
    """The tables of a page, top down."""
    upright = [one for one in page.segments if not one.level and one.weight >= _FRAME]
    found = []
    for left in upright:
        pair = [one for one in upright if one.x0 > left.x0 + 30 and abs(one.y0 - left.y0) < _NEAR and abs(one.y1 - left.y1) < _NEAR]
        if pair:
            right = min(pair, key=lambda one: one.x0)
            found.append(_table(page, (left.x0, left.y0, right.x0, left.y1)))
    return sorted(found, key=lambda table: (table.box[1], table.box[0]))


def _table(page: PageRead, box: Box) -> Table:
    x0, y0, x1, y1 = box
    inner = sorted(
        {
            round(one.y0, 1)
            for one in page.segments
            if one.level and abs(one.x0 - x0) < _NEAR and abs(one.x1 - x1) < _NEAR and y0 + _NEAR < one.y0 < y1 - _NEAR
        }
    )
    return Table(box, (y0, *inner, y1))


def lines_of_row(page: PageRead, row: tuple[float, float], box: Box) -> list[Line]:
    """What stands in a row, in the order of the content."""
    return [
        line
        for line in page.lines
        if (b := line.box) is not None
        and row[0] - _NEAR < b[1]
        and b[3] < row[1] + _NEAR
        and box[0] - 3 < b[0]
        and b[2] < box[2] + 3
    ]


def text_of_row(page: PageRead, row: tuple[float, float], box: Box) -> str:
    """The same as text."""
    return "|".join(line.text for line in lines_of_row(page, row, box))


def break_faults(pages: Sequence[PageRead], body: Sequence[Sequence[Line]], area: Box) -> Iterator[str]:
    """Of the tables that go over pages of one copy. `body`: the lines of each page without what every page carries."""
    for number, (page, after) in enumerate(pairwise(pages)):
        found = tables(page)
        last, first = _without_foot(found, area)[-1:], tables(after)[:1]
        said = [line for line in body[number] if not found or not line.box or line.box[3] < _foot_top(found, area)]
        if not last or not first or not _goes_on(last[0], said, first[0], body[number + 1]):
            continue
        where = f"page {number + 1} to {number + 2}"
        if not _is_head(page, last[0].rows[0], last[0].box, least=2):
            continue  # a form or a table of photos
        heads = 0
        for one, other in zip(last[0].rows, first[0].rows, strict=False):
            same = text_of_row(page, one, last[0].box) == text_of_row(after, other, first[0].box)
            if not same or not _is_head(page, one, last[0].box):
                break
            heads += 1
        if not heads:
            yield f"{where}: the table's head is not repeated"
            continue
        if _is_section(page, last[0].rows[-1], last[0].box):
            yield f"{where}: a section's heading is the last row of its page"
        ends = number + 2 == len(pages) or not (
            tables(pages[number + 2])[:1]
            and _goes_on(tables(after)[-1], body[number + 1], tables(pages[number + 2])[0], body[number + 2])
        )
        yield from _orphans(where, last[0], first[0], heads, ends and len(tables(after)) == 1, area)


def _without_foot(found: Sequence[Table], area: Box) -> Sequence[Table]:
    """Tables but a strip of one row at the very foot, which is the page's own."""
    return found[:-1] if len(found) > 1 and _foot_top(found, area) < area[3] else found


def _foot_top(found: Sequence[Table], area: Box) -> float:
    last = found[-1]
    return last.box[1] if len(found) > 1 and len(last.rows) == 1 and last.box[3] > area[3] - 3 else area[3] + 30


def _is_head(page: PageRead, row: tuple[float, float], box: Box, least: int = 1) -> bool:
    """Whether a row is of a head: its cells are all in Hei."""
    texts = lines_of_row(page, row, box)
    return len(texts) >= least and all(line.size >= 9 and line.glyphs[0].font.face == "NotoSansSC-Regular" for line in texts)


def _is_section(page: PageRead, row: tuple[float, float], box: Box) -> bool:
    """Whether a row is a section's heading: one text in Hei on a tinted row of the table's whole width."""
    tinted = any(
        len(area.boxes) == 1 and _covers(area.boxes[0], (box[0], row[0], box[2], row[1]))
        for area in page.areas
        if area.colour[0] > 0.5
    )
    return tinted and len(lines_of_row(page, row, box)) == 1 and _is_head(page, row, box)


def _covers(one: Box, other: Box) -> bool:
    return one[0] < other[0] + _NEAR and one[1] < other[1] + _NEAR and one[2] > other[2] - _NEAR and one[3] > other[3] - _NEAR


def _goes_on(last: Table, said: Sequence[Line], first: Table, said_after: Sequence[Line]) -> bool:
    """Nothing under the one, nothing over the other, and both equally wide."""
    below = any(line.box and line.box[1] > last.box[3] - _NEAR for line in said)
    above = any(line.box and line.box[3] < first.box[1] + _NEAR for line in said_after)
    same = abs(last.box[0] - first.box[0]) < _NEAR and abs(last.box[2] - first.box[2]) < _NEAR
    return same and not below and not above


def _orphans(where: str, last: Table, first: Table, heads: int, ends: bool, area: Box) -> Iterator[str]:
    head = sum(bottom - top for top, bottom in last.rows[:heads])
    before, here = last.rows[heads:], first.rows[heads:]
    room = area[3] - area[1]
    if not before or not here:
        yield f"{where}: a table's head stands without a row"
        return
    height = here[-1][1] - here[-1][0] + head
    if ends and len(here) == 1 and len(before) > 1 and height + before[-1][1] - before[-1][0] < room:
        yield f"{where}: one row alone on the table's last page"
    first_row, next_row = before[0][1] - before[0][0], here[0][1] - here[0][0]
    # Of three rows either page must have one; rows with photos are tall and may stand alone rather than leave half a page.
    if len(before) == 1 and len(here) > 2 and first_row < _TALL and last.box[1] > area[1] + 60 and next_row + head < room:
        yield f"{where}: a table begins with one row at a page's foot"


# -- rules and text ----------------------------------------------------------------------------------------


def crossing_faults(page: PageRead, lines: Sequence[Line]) -> Iterator[str]:
    """No ink of a character crosses a rule, a frame's or a filled area's edge, or lies on a picture."""
    rules = [one for one in page.segments if not one.dashed]
    for box in [*page.frames, *(area.boxes[0] for area in page.areas if len(area.boxes) == 1)]:
        x0, y0, x1, y1 = box
        if x1 - x0 > 30:  # boxes to tick are smaller
            rules += [
                Segment(x0, y0, x1, y0, 0.5, False),
                Segment(x0, y1, x1, y1, 0.5, False),
                Segment(x0, y0, x0, y1, 0.5, False),
                Segment(x1, y0, x1, y1, 0.5, False),
            ]
    level = sorted((one for one in rules if one.level), key=lambda one: one.y0)
    upright = sorted((one for one in rules if not one.level), key=lambda one: one.x0)
    for line in lines:
        if any(_crossed(line, rule) for rule in (*level, *upright)):
            yield f"a rule goes through {line.text!r}"
        if any(_overlap(line.box, box) for box, _ in page.pictures):
            yield f"{line.text!r} lies on a picture"
        if _pale(line) and not any(_dark_under(line, area) for area in page.areas):
            yield f"{line.text!r} is white on white"
    boxes = [box for box, _ in page.pictures]
    if any(_overlap(one, other) for at, one in enumerate(boxes) for other in boxes[:at]):
        yield "pictures lie on each other"


def _pale(line: Line) -> bool:
    return all(min(colour) > 0.8 for colour in line.colours)


def _dark_under(line: Line, area: Area) -> bool:
    box = line.box
    return box is None or (len(area.boxes) == 1 and _light(area.colour) < 0.6 and _covers(area.boxes[0], box))


def _light(colour: tuple[float, ...]) -> float:
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] if len(colour) == 3 else colour[0]


def _crossed(line: Line, rule: Segment) -> bool:
    box = line.box
    if box is None or not _meets(box, rule):
        return False
    return any(glyph.box is not None and _meets(glyph.box, rule) for glyph in line.glyphs)


def _meets(box: Box, rule: Segment) -> bool:
    slack = 0.25 if rule.weight >= 0.45 else 1.8  # writing may touch a hair-thin rule that it stands on
    if rule.level:
        return box[1] + slack < rule.y0 < box[3] - slack and rule.x0 < box[2] - slack and box[0] + slack < rule.x1
    return box[0] + slack < rule.x0 < box[2] - slack and rule.y0 < box[3] - slack and box[1] + slack < rule.y1


def _overlap(one: Box | None, other: Box) -> bool:
    return (
        one is not None
        and min(one[2], other[2]) - max(one[0], other[0]) > 0.3
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.3
    )
