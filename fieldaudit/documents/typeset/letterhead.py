"""The head of a paper: the red mark and rules of a letter (信函格式), and where an office's own artwork stands.

Owns the figures of GB/T 9704 10.1 for letters. A loaded picture stands type-area wide, from where a letter's mark begins; a
loaded page lies on the paper's own edges. What such a file must be is `artwork`'s knowledge.
"""

from __future__ import annotations

from ..faces import Faces
from .artwork import Letterhead, drawn, read_letterhead
from .line import Colour, Line, Run, Setting, set_lines
from .page import MM, Mark, Picture, Rule, Sheet, Words

__all__ = ["LETTER_HEAD", "LETTER_RED", "Letterhead", "artwork", "letter_mark", "letter_rules", "read_letterhead"]

LETTER_RED: Colour = (0.85, 0.05, 0.05)
_MARK = 40.0  # pt
_MARK_PITCH = 53.0
_TOP = 30 * MM
_RULE_WIDTH = 170 * MM
_THICK, _THIN, _BETWEEN = 2.2, 0.7, 1.6
_DOUBLE = _THICK + _BETWEEN + _THIN
_INK_TOP, _INK_FOOT = 0.84, 0.12  # of the title face: ink above and below the baseline, in em
_RULES = _TOP + (_INK_TOP + _INK_FOOT) * _MARK + 4 * MM
_BELOW = 4 * MM  # between an artwork's foot and the text
LETTER_HEAD = _RULES + _DOUBLE  # foot of the double rule at the head


def letter_mark(agency: str, faces: Faces, sheet: Sheet) -> list[Mark]:
    """The agency's name, red, centred, its ink from 30 mm below the paper's top; a long one set closer, then smaller."""
    line = _fitting(agency, faces, sheet.area_width)
    return [Words(sheet.left + (sheet.area_width - line.width) / 2, _TOP + _INK_TOP * _MARK, line)]


def letter_rules(sheet: Sheet) -> list[Mark]:
    """Thick over thin below the mark, thin over thick 20 mm above the paper's foot."""
    left = sheet.left + (sheet.area_width - _RULE_WIDTH) / 2
    foot = sheet.height - 20 * MM - _DOUBLE / 2
    return [
        _rule(left, _RULES, _THICK), _rule(left, _RULES + _THICK + _BETWEEN, _THIN),
        _rule(left, foot, _THIN), _rule(left, foot + _THIN + _BETWEEN, _THICK),
    ]  # fmt: skip


def artwork(head: Letterhead, sheet: Sheet) -> tuple[Mark, float]:
    """The artwork's mark, and the height of the type area that it and the room below it take. Raises BadInput."""
    art = drawn(head)
    top = _TOP if art.x else 0.0
    mark = Picture(art.x, top, art.width, art.height, art.picture, head.name, frame=0.0)
    return mark, top + art.height + _BELOW - sheet.top


def _rule(x: float, y: float, weight: float) -> Rule:
    return Rule(x, y + weight / 2, x + _RULE_WIDTH, y + weight / 2, weight, colour=LETTER_RED)


def _fitting(agency: str, faces: Faces, width: float) -> Line:
    line = _mark_line(agency, faces, _MARK, max(_MARK, min(_MARK_PITCH, width / max(len(agency), 1))))
    if line.width <= width:
        return line
    size = _MARK * width / line.width
    return _mark_line(agency, faces, size, size)


def _mark_line(agency: str, faces: Faces, size: float, pitch: float) -> Line:
    return set_lines((Run(agency, "title", LETTER_RED),), faces, Setting(size, pitch, 1e6, justify=0))[0]
