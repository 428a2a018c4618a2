"""The line breaker beside a slow one that takes the rules literally: every width summed anew, every break tried.

The slow one knows plain text in one role (Chinese, figures, marks). It is written from the specimens' rules (section
2) and shares nothing with the program but the widths of the face.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.typeset.line import Run, Setting, clean, set_lines

FACES = load_faces()
OPEN = "（《〈【〔「『“‘"
CLOSE = "、。，；：！？）》〉】〕」』”’"
NO_START = CLOSE + "％‰℃…·～"
FREE, NEVER, LAST_RESORT = 0.0, None, 9.0
UNITS = r"(?:个工作日|小时|分钟|万元|平方米|[一-鿿㎡℃％‰])"
# The figures of a code count nothing: no unit belongs to them.
UNBROKEN = [rf"〔\d{{4}}〕第?\d+号|[A-Z]+(?:/[A-Z]+)? \d[\d\-.]*|第?\d+(?:—\d+)?{UNITS}?"]
DATES = [r"\d{1,2}月\d{1,2}日", r"\d{1,2}时\d{1,2}分"]
REFERENCES = [r"第[一二三四五六七八九十百]+条", r"第[一二三四五六七八九十百]+款", r"第（[一二三四五六七八九十百]+）项",
              r"[一-鿿]〔(?=\d)"]


class Slow:
    """Breaks a text by the rules, in the most literal way."""

    def __init__(self, text: str, setting: Setting) -> None:
        self.text, self.setting = text, setting

    def word(self, at: int) -> bool:
        return "!" <= self.text[at] <= "~"

    def legal(self, at: int) -> float | None:
        """How willingly a line breaks before `at`: None is never."""
        before, after = self.text[at - 1], self.text[at]
        if after in NO_START or after == " " or before in OPEN or (self.word(at - 1) and self.word(at)):
            return NEVER
        if after == "—" and (at - len(self.text[:at].rstrip("—"))) % 2:  # the second of a pair
            return NEVER
        if (self.word(at - 1) and before in "([{") or (self.word(at) and after in ")]},.;:!?%/"):
            return NEVER
        for patterns, level in ((UNBROKEN, LAST_RESORT), (DATES, 0.16), (REFERENCES, 0.08)):
            if self.inside(patterns, at):
                return level
        return FREE

    def inside(self, patterns: list[str], at: int) -> bool:
        return any(match.start() < at < match.end() for one in patterns for match in re.finditer(one, self.text))

    def room_before(self, at: int) -> float:
        """1/8 em beside figures and Latin, or the half that an opening mark gives up."""
        pair = self.text[at - 1:at + 1]
        if pair[1] in OPEN and pair[0] in OPEN + CLOSE:
            return -self.setting.pitch / 2
        words = self.word(at - 1) + self.word(at)
        other = pair[0] if self.word(at) else pair[1]
        alnum = any(char.isascii() and char.isalnum() for char in pair)
        if words == 1 and alnum and "一" <= other <= "鿿" and other not in "年月日时分号第":
            return self.setting.size / 8
        return 0.0

    def own(self, at: int) -> float:
        char, after = self.text[at], self.text[at + 1:at + 2]
        if self.word(at) or char == " ":
            face = FACES.choose("fang", char)
            assert face is not None
            return face.width(char) * self.setting.size
        if char in CLOSE and after and after in CLOSE:
            return self.setting.pitch / 2
        return self.setting.pitch

    def natural(self, start: int, end: int) -> float:
        while end > start and self.text[end - 1] == " ":
            end -= 1
        hung = self.setting.pitch / 2 if self.setting.hang and end > start and self.text[start] in OPEN else 0.0
        return sum(self.own(at) for at in range(start, end)) + sum(
            self.room_before(at) for at in range(start + 1, end)) - hung

    def spare(self, start: int, end: int) -> float:
        """What every full-width mark can still give up."""
        total = 0.0
        for at in range(start, end):
            whole_open = self.text[at] in OPEN and at > start and self.room_before(at) >= 0
            whole_close = self.text[at] in CLOSE and self.own(at) == self.setting.pitch
            total += self.setting.pitch / 2 * (whole_open or whole_close)
        return total

    def grows(self, at: int) -> bool:
        """Whether the gap before `at` may grow."""
        pair = self.text[at - 1:at + 1]
        if pair[0] in OPEN or pair[1] in CLOSE or pair[1] == " " or (self.word(at - 1) and self.word(at)):
            return False
        return not self.inside([r"(?:\d+[年月日时分号])+", "——", "……"], at)

    def stretch(self, start: int, end: int, room: float) -> float:
        while end > start and self.text[end - 1] == " ":
            end -= 1
        gaps = sum(self.grows(at) for at in range(start + 1, end))
        return (room - self.natural(start, end)) / gaps if gaps else 1e9

    def line_end(self, start: int, room: float) -> int:
        fits = start + 1
        while fits < len(self.text) and self.natural(start, fits + 1) <= room + 0.01:
            fits += 1
        if fits == len(self.text):
            return fits
        end = fits
        while end < len(self.text) and self.text[end] in NO_START:
            end += 1
        after = end
        while after < len(self.text) and self.text[after] == " ":
            after += 1
        legal_after = after == len(self.text) or self.legal(after) not in (NEVER, LAST_RESORT)
        if end > fits and legal_after and self.natural(start, end) - room <= 0.9 * self.spare(start, end):
            return after
        return self.pushed_out(start, fits, room)

    def pushed_out(self, start: int, fits: int, room: float) -> int:
        levels = {at: self.legal(at) for at in range(start + 1, fits + 1)}
        willing = [at for at, level in levels.items() if level is not NEVER and level < LAST_RESORT]
        if not willing:
            forced = [at for at, level in levels.items() if level is not NEVER]
            return forced[-1] if forced else fits
        last = willing[-1]
        for at in reversed(willing):
            if levels[at] == FREE and at != last:
                worth = levels[last]
                assert worth is not NEVER
                if self.setting.justify < 1:
                    return at if self.natural(start, at) > 0.45 * room else last
                return at if self.stretch(start, at, room) <= worth * self.setting.size else last
            if levels[at] == FREE:
                return at
        return last

    def lines(self) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        start = 0
        while start < len(self.text):
            spans.append((start, self.line_end(start, self.setting.width - (0 if spans else self.setting.indent))))
            start = spans[-1][1]
            while start < len(self.text) and self.text[start] == " ":
                start += 1
        return self.evened(spans)

    def evened(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """A line looser than 0.16 em a gap shares its room with the line before it as evenly as it can; not so in cells."""
        if self.setting.justify < 1:
            return spans
        for number in range(len(spans) - 2, 0, -1):
            (start, middle), (after, end) = spans[number - 1], spans[number]
            room = self.setting.width - (self.setting.indent if number == 1 else 0)
            now = self.stretch(after, end, self.setting.width)
            if now <= 0.16 * self.setting.size:
                continue
            ways = [(max(self.stretch(start, at, room), self.stretch(at, end, self.setting.width)), -at)
                    for at in range(start + 1, middle) if self.legal(at) == FREE and self.text[at] != " "
                    and self.natural(at, end) <= self.setting.width + 0.01]  # fmt: skip
            if ways and min(ways)[0] < now:
                at = -min(ways)[1]
                spans[number - 1], spans[number] = (start, at), (at, end)
        return spans


_text = st.lists(
    st.one_of(
        st.sampled_from("的一是在不了有和人这中大为上个国我以要他时来用们"),
        st.sampled_from(["2026年11月24日", "9时20分", "14樘", "12㎡", "0475-0000000", "GB/T 40248-2021", "第12项", "60％",
                         "通民养改〔2026〕17号", "——", "……", "3个工作日内", "第十二条", "第（四）项", "3—5人", "25℃", "A座"]),
        st.sampled_from(["，", "。", "、", "；", "：", "》", "）", "”", "！", "？", "（", "《", "“", "）。", "》（",
                         "：“", "”。）", "（《"]),
    ), min_size=20, max_size=60).map("".join).filter(lambda text: not re.search("[!-~]{14}", text))  # no overlong word


@pytest.mark.slow
@given(_text, st.integers(10, 28), st.sampled_from([(0.0, 1.0, False), (2.0, 1.0, False), (0.0, 0.13, True)]))
@settings(max_examples=250)
def test_lines_end_where_the_literal_rules_end_them(text: str, cells: int, kind: tuple[float, float, bool]) -> None:
    indent, justify, hang = kind
    setting = Setting(16, 15.793, 15.793 * cells, 15.793 * indent, justify, hang)
    text = clean(text)
    slow = Slow(text, setting)
    got = [line.text for line in set_lines((Run(text),), FACES, setting)]
    expected = [text[start:end].rstrip(" ") for start, end in slow.lines()]
    if got != expected:  # a last line of one character is mended afterwards: nothing else may differ
        assert got[:len(expected) - 2] == expected[:-2]
        assert len(expected[-1].strip(CLOSE)) == 1
        assert len(got) < len(expected) or len(got[-1].strip(CLOSE)) > 1
        assert len(got) < len(expected) or slow.legal(_places(got, text)[-1][0]) == FREE


@pytest.mark.slow
@given(_text, st.integers(10, 28), st.sampled_from([(2.0, 1.0, False), (0.0, 0.13, True)]))
@settings(max_examples=100)
def test_characters_stand_where_the_literal_rules_put_them(text: str, cells: int, kind: tuple[float, float, bool]) -> None:
    indent, justify, hang = kind
    setting = Setting(16, 15.793, 15.793 * cells, 15.793 * indent, justify, hang)
    text = clean(text)
    slow = Slow(text, setting)
    lines = set_lines((Run(text),), FACES, setting)
    for number, ((start, end), line) in enumerate(zip(_places([line.text for line in lines], text), lines, strict=True)):
        room = setting.width - (0 if number else setting.indent)
        over = slow.natural(start, end) - room
        grow = slow.stretch(start, end, room) if number < len(lines) - 1 else 0.0
        if over > 0.01 or not 0 <= grow <= justify * setting.size:
            grow = 0.0
        width = setting.indent if not number else 0.0
        if over > 0.01 and over <= slow.spare(start, end):
            assert line.width == pytest.approx(setting.width, abs=0.02)
            continue
        gaps = sum(slow.grows(at) for at in range(start + 1, end))
        assert line.width == pytest.approx(width + slow.natural(start, end) + grow * gaps, abs=0.02)
        for at, glyph in enumerate(line.glyphs):
            here = start + at
            x = width + slow.natural(start, here) + (slow.room_before(here) if at else 0) + grow * sum(
                slow.grows(one) for one in range(start + 1, here + 1))
            if here == start and setting.hang and text[here] in OPEN:
                x = width - setting.pitch / 2
            if "一" <= text[here] <= "鿿":
                assert glyph.x == pytest.approx(x + (setting.pitch - 16) / 2, abs=0.03), (line.text, at)


def _places(lines: list[str], text: str) -> list[tuple[int, int]]:
    """Where each line stands in the text: only spaces are left out between them."""
    places, at = [], 0
    for line in lines:
        while text[at] == " " and not line.startswith(" "):
            at += 1
        assert text[at:at + len(line)] == line
        places.append((at, at + len(line)))
        at += len(line)
    assert not text[at:].strip(" ")
    return places
