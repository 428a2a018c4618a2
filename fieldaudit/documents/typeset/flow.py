"""Text and tables over pages: what goes on which page, and where.

Owns the running place on the page: body text on the 28 x 22 grid, headings that stay with their text, the
block of agency name and date that shares a page with text, tables that break with repeated heads. Where names
and date of a block stand is worked out in `closing`. Knows nothing of a paper's wording and nothing of the PDF:
it fills a `Copy` with marks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ..faces import Faces
from .closing import Spot, sealed, unsealed
from .letterhead import LETTER_HEAD, Letterhead, artwork, letter_mark, letter_rules
from .line import Line, Piece, Run, Setting, clean, set_lines, text_width
from .page import (
    ASCENT,
    BODY,
    LEADING,
    MM,
    PITCH,
    PORTRAIT,
    TITLE,
    Copy,
    Mark,
    Page,
    Sheet,
    Words,
    baseline,
)
from .table import Row, SetRow, divide, draw_rows, set_row
from .titles import title_parts

_FOOT_GAP = 6.0 * MM  # between text and a block at the foot of every page


class Says(Protocol):
    """A paper's words, as far as they are needed here (`wording.Wording`)."""

    def say(self, key: str, **fields: object) -> str: ...


class Corrects(Protocol):
    """Facts of a paper that may stand in the place of an earlier version."""

    @property
    def version(self) -> int: ...
    @property
    def replaces(self) -> str: ...


@dataclass(slots=True)
class _GridLine:
    """A line of the grid, empty or of text, and what it may not be parted from by a page's end."""

    marks: list[Words]
    heading: bool = False
    opening: bool = False  # the first line of a paragraph of several, right below a heading
    tail: bool = False  # the last line of such a paragraph

    def clings(self, below: Sequence[_GridLine]) -> bool:
        """Whether a page may not end with this line, when these follow on the next."""
        joined = self.heading or any(mark.line.joined for mark in self.marks)
        return joined or (bool(below) and (self.opening or below[0].tail))


class Flow:
    """Lays out one copy, from the top of page 1. `y` runs from the top of the type area."""

    def __init__(self, name: str, faces: Faces, sheet: Sheet = PORTRAIT, numbered: bool = True) -> None:
        self.copy = Copy(name, sheet, [[]], numbered)
        self.faces = faces
        self.sheet = sheet
        self.y = 0.0
        self._body: list[_GridLine] = []  # at the end of the current page
        self._reserved = 0.0  # height at every page's foot that text may not use

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.copy.pages[-1]

    @property
    def room(self) -> float:
        """Height left on the page."""
        return self.sheet.area_height - self._reserved - self.y

    def new_page(self) -> None:
        """Go on at the top of a new page."""
        self.copy.pages.append([])
        self.y = 0.0
        self._body = []

    def add(self, *marks: Mark) -> None:
        """Marks placed by the caller, in page coordinates."""
        self.page.extend(marks)
        self._body = []

    def skip(self, height: float) -> None:
        """Leave `height` points empty."""
        self.y += height
        self._body = []

    # -- on the grid -----------------------------------------------------------------------------------

    def title(self, *lines: str) -> None:
        """A title, 22 pt, centred, one grid line each; a line too long is broken by its sense into even parts."""
        for text in lines:
            for part in self._title_parts(clean(text)):
                self._aligned(self._set(Run(part, "title"), size=TITLE), "centre", TITLE)

    def number(self, text: str) -> None:
        """The document number, flush right."""
        self._aligned(self._set(Run(text), size=BODY), "right")

    def blank_line(self, lines: int = 1) -> None:
        """Empty grid lines (none at the top of a page)."""
        self._to_grid()
        for _ in range(lines if self.y else 0):
            self._body.append(_GridLine([]))
            self.y += LEADING

    def heading(self, text: str) -> None:
        """A first-level heading 一、 (Hei, two cells in), never the last line of a page; two lines of its text stay with it."""
        self._heading(text, "hei")

    def second_heading(self, text: str) -> None:
        """A second-level heading （一） (Kai, two cells in), never the last line of a page; two lines stay with it too."""
        self._heading(text, "kai")

    def _heading(self, text: str, role: str) -> None:
        self._to_grid()
        if self.room < 2 * LEADING - 0.1:
            self.new_page()
        self._paragraph([Run(text, role)], indent=2.0, heading=True)

    def body(self, *pieces: Piece | str, indent: float = 2.0, left: float = 0.0) -> None:
        """A paragraph on the grid, all of it `left` cells in, its first line `indent` cells more.

        Its last line never stands alone on a page, and no date, number or reference is torn by a page.
        """
        self._paragraph([Run(piece) if isinstance(piece, str) else piece for piece in pieces], indent, left)

    def _paragraph(self, pieces: Sequence[Piece], indent: float, left: float = 0.0, heading: bool = False) -> None:
        setting = Setting(BODY, PITCH, self.sheet.area_width - left * PITCH, indent * PITCH)
        rest = lines = list(set_lines(pieces, self.faces, setting))
        headed = self._under_heading()
        while rest:
            here = self._lines_for_this_page(rest)
            if headed and rest is lines and here < min(2, len(lines)) and len(self._body) > 1:
                self._turn()
                continue
            for line in rest[:here]:
                row = self._grid_line(line, self.sheet.left + left * PITCH)
                row.heading = heading
                row.opening = headed and line is lines[0] and len(lines) > 1
                row.tail = line is lines[-1] and len(lines) > 1
            rest = rest[here:]
            if rest:
                self.new_page()

    def _lines_for_this_page(self, lines: Sequence[Line]) -> int:
        self._to_grid()
        count = int(self.room / LEADING + 0.01)
        if count >= len(lines):
            return len(lines)
        least = 1 if self._under_heading() or not self.y else 0
        while count > least and (lines[count - 1].joined or len(lines) - count == 1):
            count -= 1
        return count

    def _under_heading(self) -> bool:
        return next((row.heading for row in reversed(self._body) if row.marks), False)

    def replaces(self, words: Says, facts: Corrects, size: float = BODY) -> None:
        """The line that names the version this paper corrects (`sentence.replaces`); nothing for a first version.

        On the grid, or off it, centred, when `size` is another than the body's.
        """
        if not facts.replaces:
            return
        said = words.say("sentence.replaces", version=facts.version, replaces=clean(facts.replaces))
        if size == BODY:
            self.body(said)
        else:
            self.text(said, size=size, leading=1.6 * size, align="centre")

    # -- what closes a paper ---------------------------------------------------------------------------

    def attachments(self, names: Sequence[str], label: str = "附件：") -> None:
        """What is attached, one empty line below the body; several are numbered, each name hanging (GB/T 9704 7.3.4)."""
        if not names:
            return
        self.blank_line()
        numbers = [f"{number}. " for number in range(1, len(names) + 1)] if len(names) > 1 else [""]
        start = 2 + len(label)
        hang = start + max(text_width(number + "一", "fang", self.faces, BODY) - PITCH for number in numbers) / PITCH
        for position, (number, name) in enumerate(zip(numbers, names, strict=True)):
            head = (label if position == 0 else "") + number
            self._hanging(head, 2 if position == 0 else start, clean(name), hang)

    def _hanging(self, head: str, at: float, name: str, hang: float) -> None:
        """`head` at its own place, `name` beside it, its turn lines under its first character."""
        pages, first = len(self.copy.pages), len(self.page)
        self.body(name, indent=0, left=hang)
        line = self._set(Run(head), pitch=PITCH)
        if not line.spans:
            return
        page = self.copy.pages[pages - 1] if len(self.copy.pages[pages - 1]) > first else self.page
        named = page[first if page is self.copy.pages[pages - 1] else 0]
        assert isinstance(named, Words)
        mark = Words(self.sheet.left + at * PITCH, named.baseline, replace(line, text=head))
        page.insert(page.index(named), mark)
        for row in self._body:
            if named in row.marks:
                row.marks.insert(0, mark)

    def attachment_title(self, label: str, *title: str) -> None:
        """An attachment begins: new page, `label` (附件, 附件2) Hei flush left in line 1, its title in line 3."""
        if self.y:
            self.new_page()
        self.body(Run(label, "hei"), indent=0)
        self.skip(LEADING)
        self.title(*title)

    def seal_block(self, agencies: str | Sequence[str], day: str, keep: float = 0.0) -> None:
        """Agency over date with room for the seal, on a page with text (此页无正文 is not allowed).

        Several agencies (a joint paper) stand in order in one row, the last of them over the date. `keep` is the height
        that must follow on the same page.
        """
        names = [agencies] if isinstance(agencies, str) else list(agencies)
        spots, lines = sealed(names, day, self.faces, self.sheet)
        self._closing(spots, lines, keep)

    def unsealed_block(self, agency: str, day: str) -> None:
        """Agency and date of a paper without a seal: one empty line, name, date two characters further in."""
        spots, lines = unsealed(agency, day, self.faces, self.sheet)
        self._closing(spots, lines)

    def _closing(self, spots: Sequence[Spot], lines: int, keep: float = 0.0) -> None:
        self._to_grid()
        if self.room < lines * LEADING + keep - 0.1:
            self._carry(2)
        top = self.sheet.top + self.y
        self.add(*(Words(spot.x, baseline(top + spot.row * LEADING, LEADING, BODY), spot.line) for spot in spots))
        self.skip(lines * LEADING)

    # -- head and foot ---------------------------------------------------------------------------------

    def letter_head(self, agency: str, number: str) -> None:
        """The head of a letter (信函格式, on a `LETTER` sheet): red mark, double rules, number; the title may follow."""
        self.add(*letter_mark(clean(agency), self.faces, self.sheet), *letter_rules(self.sheet))
        line = self._set(Run(number))
        self.add(Words(self.sheet.right - line.width, LETTER_HEAD + 7 / 8 * BODY + ASCENT * BODY, line))
        below = LETTER_HEAD + 15 / 8 * BODY + 2 * LEADING - self.sheet.top  # the title stands two lines below
        self.skip(math.ceil(below / LEADING - 0.01) * LEADING - self.y)

    def letterhead(self, head: Letterhead | None) -> None:
        """The office's own artwork over the top of page 1; text goes on under it. None: nothing."""
        if head is None:
            return
        mark, below = artwork(head, self.sheet)
        self.add(mark)
        self.skip(max(0.0, math.ceil(below / LEADING - 0.01) * LEADING - self.y))

    def foot(self, rows: Sequence[Row], gap: float = _FOOT_GAP) -> None:
        """A table at the foot of every page's type area (signatures); call it before anything is set."""
        ready = [set_row(row, self.faces) for row in rows]
        height = sum(row.height for row in ready)
        self._reserved = height + gap
        marks = draw_rows(ready, self.sheet.left, self.sheet.bottom - height)
        self.copy.furniture = lambda number, total: marks

    # -- off the grid ----------------------------------------------------------------------------------

    def text(self, *pieces: Piece | str, size: float, leading: float, indent: float = 0.0,
             align: str = "left", keep: float = 0.0, pitch: float = 0.0, stretch: float = 1.0) -> None:
        """A paragraph off the grid; `keep` is the height that must follow on the same page.

        `stretch`: ems a gap may grow; a line that would need more stays ragged.
        """
        runs = [Run(piece) if isinstance(piece, str) else piece for piece in pieces]
        cell = pitch or size
        setting = Setting(size, cell, self.sheet.area_width, indent * cell, justify=stretch)
        for line in set_lines(runs, self.faces, setting):
            if self.room < leading + keep - 0.1:
                self.new_page()
            left = self.sheet.left + _offset(align, self.sheet.area_width - line.width)
            self.add(Words(left, baseline(self.sheet.top + self.y, leading, size), line))
            self.y += leading

    def lay(self, rows: Sequence[Row | SetRow]) -> list[SetRow]:
        """Rows with their lines broken, for a paper that asks for their height before it draws them."""
        return [row if isinstance(row, SetRow) else set_row(row, self.faces) for row in rows]

    def table(self, rows: Sequence[Row | SetRow], head: Sequence[Row | SetRow] = (), keep: float = 0.0, start: int = 2) -> None:
        """Rows under a head that is repeated on every page.

        A table starts only where head and `start` rows fit; no row is divided unless it alone exceeds a page;
        the last page has two rows at least; `keep` points must follow the last row on its page.
        """
        set_head, rest = self.lay(head), self.lay(rows)
        if self.room < sum(row.height for row in (*set_head, *rest[:start])) - 0.1 and self.y:
            self._turn()
        least = min(start, len(rest))
        while True:
            count = self._rows_that_fit(set_head, rest, keep)
            if count < least and self.y:  # only the first part has more than one row to begin with
                self._turn()
                continue
            least = 1
            if count == 0:
                count, rest = 1, self._divided(set_head, rest)
            self._draw([*set_head, *rest[:count]])
            rest = rest[count:]
            if not rest:
                return
            self.new_page()

    def height(self, rows: Sequence[Row | SetRow]) -> float:
        """How high the rows are: what a heading above them must find on its page."""
        return sum(row.height for row in self.lay(rows))

    def _rows_that_fit(self, head: Sequence[SetRow], rest: Sequence[SetRow], keep: float) -> int:
        room = self.room - sum(row.height for row in head) + 0.1
        count, used = 0, 0.0
        while count < len(rest):
            needed = used + rest[count].height + (keep if count == len(rest) - 1 else 0.0)
            if needed > room:
                break
            used += rest[count].height
            count += 1
        if 0 < count < len(rest):
            whole = self.room + self.y - sum(row.height for row in head)
            count = _good_end(rest, count, pair_fits=sum(row.height for row in rest[-2:]) + keep <= whole)
        return count

    def _divided(self, head: Sequence[SetRow], rest: Sequence[SetRow]) -> list[SetRow]:
        """The first row cut to the page, when it alone exceeds one."""
        room = self.room - sum(row.height for row in head)
        if rest[0].height <= room:
            return list(rest)
        first, second = divide(rest[0], room)
        return [first, second, *rest[1:]] if any(second.lines) else [first, *rest[1:]]

    def _draw(self, rows: Sequence[SetRow]) -> None:
        self.add(*draw_rows(rows, self.sheet.left, self.sheet.top + self.y))
        self.y += sum(row.height for row in rows)

    # -- inside ----------------------------------------------------------------------------------------

    def _set(self, run: Run, size: float = BODY, pitch: float = 0.0) -> Line:
        return set_lines((run,), self.faces, Setting(size, pitch or size, 1e6, justify=0))[0]

    def _to_grid(self) -> None:
        line = math.ceil(self.y / LEADING - 0.01)
        if abs(line * LEADING - self.y) > 0.1:
            self._body = []
        self.y = line * LEADING

    def _aligned(self, line: Line, align: str, size: float = BODY) -> None:
        self._grid_line(line, self.sheet.left + _offset(align, self.sheet.area_width - line.width), size)

    def _grid_line(self, line: Line, x: float, size: float = BODY) -> _GridLine:
        self._to_grid()
        if self.room < LEADING - 0.1:
            self.new_page()
        mark = Words(x, baseline(self.sheet.top + self.y, LEADING, size), line)
        self.page.append(mark)
        self._body.append(_GridLine([mark]))
        self.y += LEADING
        return self._body[-1]

    def _turn(self) -> None:
        """Go on at the top of a new page; a heading that would end this one goes along."""
        if self._under_heading():
            self._carry(0)
        else:
            self.new_page()

    def _carry(self, least: int) -> None:
        """Take the last `least` lines of text along; more rather than strand a heading, a last line, or tear a date."""
        carried: list[_GridLine] = []
        while len(self._body) > 1 and (sum(bool(row.marks) for row in carried) < least or self._body[-1].clings(carried)):
            carried.insert(0, self._body.pop())
        del self.page[len(self.page) - sum(len(row.marks) for row in carried):]
        self.new_page()
        for row in carried:
            if row.marks or self.y:
                shift = baseline(self.sheet.top + self.y, LEADING, BODY) - (row.marks[0].baseline if row.marks else 0.0)
                row.marks = [mark._replace(baseline=mark.baseline + shift) for mark in row.marks]
                self.page.extend(row.marks)
                self._body.append(row)
                self.y += LEADING

    def _title_parts(self, text: str) -> list[str]:
        width = text_width(text, "title", self.faces, TITLE)
        lines = math.ceil(width / self.sheet.area_width - 0.001)
        if lines < 2:
            return [text]
        by_sense = title_parts(text, lambda part: text_width(part, "title", self.faces, TITLE), self.sheet.area_width)
        if by_sense:
            return by_sense
        even = Setting(TITLE, TITLE, min(width / lines + TITLE, self.sheet.area_width), justify=0)
        return [line.text for line in set_lines((Run(text, "title"),), self.faces, even)]


def _good_end(rest: Sequence[SetRow], count: int, pair_fits: bool) -> int:
    """Not one row alone on the last page (if the last two fit on one), no section row at a page's foot."""
    end = count
    if len(rest) - end == 1 and end > 1 and pair_fits:
        end -= 1
    while end > 1 and rest[end - 1].row.with_next:
        end -= 1
    return end if not rest[end - 1].row.with_next else count


def _offset(align: str, room: float) -> float:
    return {"left": 0.0, "centre": room / 2, "right": room}[align]
