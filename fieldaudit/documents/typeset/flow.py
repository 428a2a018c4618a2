"""Text and tables over pages: what goes on which page, and where.

Owns the running place on the page: body text on the 28 x 22 grid, headings that stay with their text, the
block of agency name and date that shares a page with text, tables that break with repeated heads. Knows
nothing of a paper's wording and nothing of the PDF: it fills a `Copy` with marks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..faces import Faces
from .line import Line, Piece, Run, Setting, clean, set_lines, text_width
from .page import (
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

_SEAL_LINES = 5  # two empty, name, date, and what the seal needs below


class Flow:
    """Lays out one copy, from the top of page 1. `y` runs from the top of the type area."""

    def __init__(self, name: str, faces: Faces, sheet: Sheet = PORTRAIT, numbered: bool = True) -> None:
        self.copy = Copy(name, sheet, [[]], numbered)
        self.faces = faces
        self.sheet = sheet
        self.y = 0.0
        self._headings: set[int] = set()  # ids of marks that may not end a page
        self._body: list[Words] = []  # lines of body text at the end of the current page

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.copy.pages[-1]

    @property
    def room(self) -> float:
        """Height left on the page."""
        return self.sheet.area_height - self.y

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
        """A title, 22 pt, centred, one grid line each; a line too long is broken into even parts."""
        for text in lines:
            for part in self._title_parts(clean(text)):
                self._grid_line(self._set(Run(part, "title"), size=TITLE), "centre", TITLE)

    def number(self, text: str) -> None:
        """The document number, flush right."""
        self._grid_line(self._set(Run(text), size=BODY), "right")

    def blank_line(self, lines: int = 1) -> None:
        """Empty grid lines (none at the top of a page)."""
        self._to_grid()
        if self.y:
            self.skip(lines * LEADING)

    def heading(self, text: str) -> None:
        """A first-level heading (Hei, two cells in), never the last line of a page."""
        self._to_grid()
        if self.room < 2 * LEADING - 0.1:
            self.new_page()
        self.body(Run(text, "hei"))
        self._headings.add(id(self.page[-1]))

    def body(self, *pieces: Piece | str, indent: float = 2.0) -> None:
        """A paragraph on the grid; the first line `indent` cells in.

        Its last line never stands alone on a page, and no date, number or reference is torn by a page.
        """
        runs = [Run(piece) if isinstance(piece, str) else piece for piece in pieces]
        setting = Setting(BODY, PITCH, self.sheet.area_width, indent * PITCH)
        rest = list(set_lines(runs, self.faces, setting))
        while rest:
            here = self._lines_for_this_page(rest)
            for line in rest[:here]:
                self._grid_line(line)
            rest = rest[here:]
            if rest:
                self.new_page()

    def _lines_for_this_page(self, lines: Sequence[Line]) -> int:
        self._to_grid()
        count = int(self.room / LEADING + 0.01)
        if count >= len(lines):
            return len(lines)
        under_heading = bool(self.page) and id(self.page[-1]) in self._headings
        least = 1 if under_heading or not self.y else 0
        while count > least and (lines[count - 1].joined or len(lines) - count == 1):
            count -= 1
        return count

    def seal_block(self, agency: str, day: str) -> None:
        """Agency name over date, room for the seal, on a page with text (此页无正文 is not allowed)."""
        self._to_grid()
        if self.room < _SEAL_LINES * LEADING - 0.1:
            self._carry_last_lines()
        day_line, name = (self._set(Run(text), pitch=PITCH) for text in (day, agency))
        right = self.sheet.right - 4 * PITCH
        centre = right - day_line.width / 2
        left = min(max(centre - name.width / 2, self.sheet.left), self.sheet.right - name.width)
        top = self.sheet.top + self.y
        self.add(Words(left, baseline(top + 2 * LEADING, LEADING, BODY), name),
                 Words(right - day_line.width, baseline(top + 3 * LEADING, LEADING, BODY), day_line))
        self.skip(_SEAL_LINES * LEADING)

    # -- off the grid ----------------------------------------------------------------------------------

    def text(self, *pieces: Piece | str, size: float, leading: float, indent: float = 0.0,
             align: str = "left", keep: float = 0.0, pitch: float = 0.0) -> None:
        """A paragraph off the grid; `keep` is the height that must follow on the same page."""
        runs = [Run(piece) if isinstance(piece, str) else piece for piece in pieces]
        cell = pitch or size
        setting = Setting(size, cell, self.sheet.area_width, indent * cell)
        for line in set_lines(runs, self.faces, setting):
            if self.room < leading + keep - 0.1:
                self.new_page()
            left = self.sheet.left + _offset(align, self.sheet.area_width - line.width)
            self.add(Words(left, baseline(self.sheet.top + self.y, leading, size), line))
            self.y += leading

    def table(self, rows: Sequence[Row], head: Sequence[Row] = (), keep: float = 0.0) -> None:
        """Rows under a head that is repeated on every page.

        A table starts only where head and two rows fit; no row is divided unless it alone exceeds a page;
        the last page has two rows at least; `keep` points must follow the last row on its page.
        """
        set_head = [set_row(row, self.faces) for row in head]
        rest = [set_row(row, self.faces) for row in rows]
        if self.room < sum(row.height for row in (*set_head, *rest[:2])) - 0.1 and self.y:
            self.new_page()
        while True:
            count = self._rows_that_fit(set_head, rest, keep)
            if count == 0 and self.y:
                self.new_page()
                continue
            if count == 0:
                count, rest = 1, self._divided(set_head, rest)
            self._draw([*set_head, *rest[:count]])
            rest = rest[count:]
            if not rest:
                return
            self.new_page()

    def height(self, rows: Sequence[Row]) -> float:
        """How high the rows are: what a heading above them must find on its page."""
        return sum(set_row(row, self.faces).height for row in rows)

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
            count = _good_end(rest, count)
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

    def to_mm(self, down: float) -> None:
        """Go on `down` millimetres below the top of the type area."""
        self.skip(down * MM - self.y)

    # -- inside ----------------------------------------------------------------------------------------

    def _set(self, run: Run, size: float = BODY, pitch: float = 0.0) -> Line:
        return set_lines((run,), self.faces, Setting(size, pitch or size, 1e6, justify=0))[0]

    def _to_grid(self) -> None:
        line = math.ceil(self.y / LEADING - 0.01)
        if abs(line * LEADING - self.y) > 0.1:
            self._body = []
        self.y = line * LEADING

    def _grid_line(self, line: Line, align: str = "left", size: float = BODY) -> None:
        self._to_grid()
        if self.room < LEADING - 0.1:
            self.new_page()
        left = self.sheet.left + _offset(align, self.sheet.area_width - line.width)
        mark = Words(left, baseline(self.sheet.top + self.y, LEADING, size), line)
        self.page.append(mark)
        self._body.append(mark)
        self.y += LEADING

    def _carry_last_lines(self) -> None:
        """Take the last two lines of text (more rather than strand a heading or tear a date) along."""
        count = min(2, len(self._body) - 1)
        while 0 < count < len(self._body) - 1 and self._clings(self._body[-count - 1]):
            count += 1
        carried = self._body[len(self._body) - count:] if count > 0 else []
        for mark in carried:
            self.page.remove(mark)
        self.new_page()
        for mark in carried:
            self._grid_line(mark.line)

    def _clings(self, mark: Words) -> bool:
        return id(mark) in self._headings or mark.line.joined

    def _title_parts(self, text: str) -> list[str]:
        width = text_width(text, "title", self.faces, TITLE)
        lines = math.ceil(width / self.sheet.area_width - 0.001)
        if lines < 2:
            return [text]
        even = Setting(TITLE, TITLE, width / lines + TITLE, justify=0)
        return [line.text for line in set_lines((Run(text, "title"),), self.faces, even)]


def _good_end(rest: Sequence[SetRow], count: int) -> int:
    """Not one row alone on the last page, no section row at a page's foot."""
    end = count
    if len(rest) - end == 1 and end > 1:
        end -= 1
    while end > 1 and rest[end - 1].row.with_next:
        end -= 1
    return end if not rest[end - 1].row.with_next else count


def _offset(align: str, room: float) -> float:
    return {"left": 0.0, "centre": room / 2, "right": room}[align]
