"""Where lines end: from the columns of a `Paragraph` to the first and last character of each line.

Owns pulling a mark in, pushing out to the nearest legal break, and the last line that would hold one character.
Distances are read from running sums, so that a line costs what a search costs and not what its length costs.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from .cohesion import FORCED, FREE, NEVER, Paragraph
from .pieces import Setting

_TOLERANCE = 0.01
_PULL = 0.9  # of what the punctuation of a line can give up
_WIDOW_STRETCH, _WORD_STRETCH = 0.16, 0.6  # em a gap: what a reader would rather see than a forlorn last line
_LOOSE = 0.16  # em a gap: a line looser than this shares its room with the line before it
_SHORT_WORD = 7  # letters: alone in the last line they look lost


class Breaker:
    """Breaks one paragraph."""

    def __init__(self, text: Paragraph, setting: Setting) -> None:
        self.text, self.setting = text, setting
        self._place = list(accumulate((own + left for own, left in zip(text.own, text.left, strict=True)), initial=0.0))
        self._gaps = list(accumulate(text.stretch, initial=0))
        self._spare = list(accumulate(text.half, initial=0.0))
        self._count = len(text.said)

    def lines(self) -> list[tuple[int, int]]:
        """(start, end) of every line; spaces at its end belong to none."""
        spans: list[tuple[int, int]] = []
        start = 0
        while start < self._count or not spans:
            end = self._line_end(start, self.room(not spans))
            spans.append((start, end))
            start = self._after_spaces(end)
        return self._mend_widow(self._evened(spans))

    def room(self, first: bool) -> float:
        """The measure of a line."""
        return self.setting.width - (self.setting.indent if first else 0.0)

    def natural(self, start: int, end: int) -> float:
        """The width of a line before it is spread or closed up."""
        end = self.trimmed(start, end)
        if end <= start:
            return 0.0
        return self._place[end] - self._place[start] - self.text.left[start] - self.hung(start)

    def trimmed(self, start: int, end: int) -> int:
        """The end of a line without the spaces it ends with."""
        while end > start and self.text.kinds[end - 1] == "s":
            end -= 1
        return end

    def hung(self, start: int) -> float:
        """How far the line's first mark is drawn to the left."""
        return self.setting.pitch / 2 if self.setting.hang and self.text.kinds[start:start + 1] == "o" else 0.0

    def spread(self, start: int, end: int, room: float) -> float:
        """How far each gap grows, in points, when the line is spread over `room`."""
        end = self.trimmed(start, end)
        gaps = self._gaps[end] - self._gaps[start + 1] if end > start else 0
        return (room - self.natural(start, end)) / gaps if gaps else 1e9

    def spare(self, start: int, end: int) -> float:
        """What its punctuation can give up; a first opening mark keeps its cell."""
        first = self.text.half[start] if self.text.kinds[start] == "o" else 0.0
        return self._spare[end] - self._spare[start] - first

    def _after_spaces(self, at: int) -> int:
        while at < self._count and self.text.kinds[at] == "s":
            at += 1
        return at

    def _line_end(self, start: int, room: float) -> int:
        if start == self._count:
            return start
        limit = room + _TOLERANCE + self._place[start] + self.text.left[start] + self.hung(start)
        fits = max(bisect_right(self._place, limit) - 1, start)
        fits = self._after_spaces(fits)
        if fits >= self._count:
            return self._count
        return self._pulled_in(start, fits, room) or self._pushed_out(start, fits, room)

    def _pulled_in(self, start: int, fits: int, room: float) -> int:
        """The end of the line with the marks that overflow it, if its punctuation can shrink; else 0."""
        kinds, before = self.text.kinds, self.text.before
        end = fits
        while end < self._count and before[end] == NEVER and kinds[end] in "cn":
            end += 1
        after = self._after_spaces(end)
        if end == fits or (after < self._count and before[after] in (NEVER, FORCED)):  # 〔2026〕|110号 is no place to end
            return 0
        over = self.natural(start, end) - room
        return after if over <= _PULL * self.spare(start, end) else 0

    def _pushed_out(self, start: int, fits: int, room: float) -> int:
        """The best break at or before `fits`: the last one, unless one before it is worth the stretch."""
        before = self.text.before
        legal = [at for at in range(start + 1, fits + 1) if before[at] != NEVER]
        willing = [at for at in legal if before[at] < FORCED]
        if not willing:
            # Marks alone wider than the measure: nothing may break, but nothing may leave the page either.
            return legal[-1] if legal else max(fits, start + 1)
        last = willing[-1]
        for at in reversed(willing):
            if before[at] == FREE:
                return at if at == last or self._bearable(start, at, before[last], room) else last
        return last

    def _bearable(self, start: int, end: int, stretch: float, room: float) -> bool:
        """Whether ending the line early looks better than the break it avoids."""
        if self.setting.justify < 1:  # a cell's line may end short
            return self.natural(start, end) > 0.45 * room
        return self.spread(start, end, room) <= stretch * self.text.size

    # -- loose lines -------------------------------------------------------------------------------------

    def _evened(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """A line torn open, because a long number had to go to the next, takes characters over from the line before it."""
        if self.setting.justify < 1 or self.text.latin:  # cells stay ragged, English words are too long to share
            return spans
        for number in range(len(spans) - 2, 0, -1):
            (start, middle), (after, end) = spans[number - 1:number + 1]
            room, width = self.room(number == 1), self.room(False)
            loosest = self.spread(after, end, width)
            if loosest <= _LOOSE * self.text.size:
                continue
            for at in range(middle - 1, start, -1):
                if self.text.before[at] != FREE or self.text.kinds[at] == "s":
                    continue
                looser = max(self.spread(start, at, room), self.spread(at, end, width))
                if self.natural(at, end) > width + _TOLERANCE or looser > 1.5 * loosest:
                    break
                if looser < loosest:
                    loosest = looser
                    spans[number - 1:number + 1] = [(start, at), (at, end)]
        return spans

    # -- the last line -----------------------------------------------------------------------------------

    def _mend_widow(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """A last line of one character (or one short English word) gets company, or goes up into the line above."""
        if len(spans) < 2 or not self._is_widow(*spans[-1]):
            return spans
        (start, end), (_, stop) = spans[-2:]
        room = self.room(len(spans) == 2)
        earlier = next((at for at in range(end - 1, start + 1, -1) if self.text.before[at] == FREE), 0)
        if earlier and self._may_shorten(start, earlier, room) and (
                self.natural(earlier, stop) <= self.setting.width + _TOLERANCE):
            return [*spans[:-2], (start, earlier), (earlier, stop)]
        if self.natural(start, stop) - room <= _PULL * self.spare(start, stop):
            return [*spans[:-2], (start, stop)]
        return spans

    def _is_widow(self, start: int, end: int) -> bool:
        kinds = self.text.kinds[start:self.trimmed(start, end)]
        if self.text.latin:
            return "s" not in kinds and len(kinds) <= _SHORT_WORD
        solid = kinds.replace("c", "").replace("s", "")
        return len(solid) == 1 and solid in "hyno"

    def _may_shorten(self, start: int, end: int, room: float) -> bool:
        ragged = self.setting.justify < 1 and self.natural(start, end) > 0.7 * room  # a cell may end short
        bearable = _WORD_STRETCH if self.text.latin else _WIDOW_STRETCH
        return ragged or self.spread(start, end, room) <= bearable * self.text.size
