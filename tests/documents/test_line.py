"""Promises of the line breaker: what may begin and end a line, what is never split, where glyphs stand."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.typeset.line import (
    NO_START,
    OPENING,
    Blank,
    Line,
    Piece,
    Run,
    Setting,
    Tick,
    clean,
    set_lines,
    text_width,
)

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FACES = load_faces()
MARKS = NO_START | OPENING
BODY = Setting(16, 442.2 / 28, 442.2, 2 * 442.2 / 28)


def lines(text: str, setting: Setting = BODY) -> list[Line]:
    return list(set_lines((Run(text),), FACES, setting))


def texts(text: str, setting: Setting = BODY) -> list[str]:
    return [line.text for line in lines(text, setting)]


_sentence = st.lists(
    st.one_of(
        st.sampled_from("的一是在不了有和人这中大为上个国我以要他时来用们"),
        st.sampled_from(["2026年11月24日", "9时20分", "14樘", "12㎡", "0475-0000000", "GB/T 40248-2021", "第12项",
                         "通民养改〔2026〕17号", "fire door", "——", "……", "3个工作日内"]),
        st.sampled_from(["，", "。", "、", "；", "：", "》", "）", "”", "！", "？", "（", "《", "“", "）。", "》（",
                         "：“", "”。）"]),
    ), max_size=120).map("".join)


@pytest.mark.slow
@given(_sentence, st.integers(8, 28))
@settings(derandomize=True, max_examples=150, deadline=None)
def test_no_line_begins_or_ends_with_a_mark_that_may_not_stand_there(text: str, cells: int) -> None:
    # A run of marks wider than the line has to be broken somewhere; nobody writes one.
    assume(max(map(len, re.findall(f"[{''.join(MARKS)}]+", text)), default=0) < cells - 2)
    for before, after in pairwise(texts(text, Setting(16, 16, 16.0 * cells))):
        assert after[:1] not in NO_START, (before, after)
        assert before[-1:] not in OPENING, (before, after)


@given(_sentence, st.integers(8, 28))
@settings(derandomize=True, max_examples=150, deadline=None)
def test_no_character_is_lost_doubled_or_moved(text: str, cells: int) -> None:
    got = texts(text, Setting(16, 16, 16.0 * cells, 32.0))
    assert "".join(got).replace(" ", "") == clean(text).replace(" ", "")


@given(_sentence, st.integers(8, 28))
@settings(derandomize=True, max_examples=150, deadline=None)
def test_the_ink_of_a_line_stays_within_its_measure(text: str, cells: int) -> None:
    setting = Setting(16, 16, 16.0 * cells, 32.0)
    for line in lines(text, setting):
        assert line.width <= setting.width + 0.05
        assert all(glyph.x >= -8.1 for glyph in line.glyphs)


def test_a_pure_chinese_line_of_28_lands_on_the_grid() -> None:
    line = lines("国" * 56, Setting(16, BODY.pitch, BODY.width))[0]
    assert len(line.glyphs) == 28
    offset = (BODY.pitch - 16) / 2
    for cell, glyph in enumerate(line.glyphs):
        assert glyph.x == pytest.approx(cell * BODY.pitch + offset, abs=0.009)


def test_the_lines_of_the_specimen_are_closed_up_and_spread_as_it_shows() -> None:
    text = ("在二十二行乘二十八字的网格内每一个汉字占一格。依据《中华人民共和国消防法》第五十二条第二款、"
            "《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项，责令你单位限期改正。标点不得位于行首，"
            "前引号、前括号、前书名号不得位于行末；相邻标点各占半格，行内余缺在字距中均匀分配。")
    got = texts(text)
    assert got[0] == "在二十二行乘二十八字的网格内每一个汉字占一格。依据"
    assert got[1] == "《中华人民共和国消防法》第五十二条第二款、《中华人民共和"
    assert got[2] == "国老年人权益保障法》第四十五条第一款第（四）项，责令你单"


@pytest.mark.parametrize("whole", ["15050000023", "0475-0000000", "14樘", "12㎡", "60分钟", "0.05MPa",
                                   "第12项", "3个工作日", "GB 55037-2022", "24日"])
def test_figures_codes_and_units_are_never_split(whole: str) -> None:
    for lead in range(20, 29):
        got = texts("国" * lead + whole + "国" * 30, Setting(16, 16, 16.0 * 28))
        assert any(whole in line for line in got), (lead, got[:2])


def test_a_date_breaks_after_the_year_rather_than_after_the_month() -> None:
    got = texts("国" * 22 + "2026年12月24日前完成整改并书面报告", Setting(16, 16, 16.0 * 28))
    assert got[0].endswith("2026年")
    assert got[1].startswith("12月24日")


def test_double_punctuation_gives_up_half_a_cell() -> None:
    size = 16.0
    assert text_width("国》，国", "fang", FACES, size) == pytest.approx(3.5 * size)
    assert text_width("国）《国", "fang", FACES, size) == pytest.approx(3.5 * size)
    assert text_width("国：“国", "fang", FACES, size) == pytest.approx(3.5 * size)
    assert text_width("国《国", "fang", FACES, size) == pytest.approx(3 * size)


def test_a_mark_that_overflows_is_pulled_in_when_the_punctuation_can_shrink() -> None:
    first = lines("国国国，" * 6 + "国国国国。国国", Setting(16, 16, 16.0 * 28))[0]
    assert first.text == "国国国，" * 6 + "国国国国。"
    assert first.width == pytest.approx(16 * 28)
    # One other mark alone would have to give up more than nine tenths of what it can.
    assert texts("国" * 13 + "，" + "国" * 14 + "。国国", Setting(16, 16, 16.0 * 28))[1] == "国。国国"


def test_a_mark_that_overflows_pushes_its_character_out_when_nothing_can_shrink() -> None:
    got = texts("国" * 28 + "？国国", Setting(16, 16, 16.0 * 28))
    assert got == ["国" * 27, "国？国国"]


def test_an_eighth_of_an_em_stands_between_chinese_and_figures_but_not_beside_dates() -> None:
    size = 16.0
    assert text_width("国8项", "fang", FACES, size) == pytest.approx(2.5 * size + 2 * size / 8)
    assert text_width("8日", "fang", FACES, size) == pytest.approx(1.5 * size)
    assert text_width("第8号", "fang", FACES, size) == pytest.approx(2.5 * size)


def test_a_last_line_of_one_character_takes_one_more_from_the_line_above() -> None:
    got = texts("国" * 29, Setting(16, 16, 16.0 * 28))
    assert [len(line) for line in got] == [27, 2]


def test_a_table_cell_stays_ragged_where_spreading_would_tear_it() -> None:
    wide = set_lines((Run("国国国2026年12月24日国国国国国国国国"),), FACES, Setting(16, 16, 16.0 * 6, justify=0.13))
    assert wide[0].glyphs[1].x - wide[0].glyphs[0].x == pytest.approx(16)


def test_blanks_and_boxes_are_drawn_and_say_what_they_are() -> None:
    pieces: tuple[Piece, ...] = (Tick("yes"), Run("直接"), Tick(), Run("留置 "), Blank(3))
    line, = set_lines(pieces, FACES, Setting(12, 12, 400))
    assert line.text.startswith("☑直接☐留置")
    assert [mark for _, mark in line.ticks] == ["yes", ""]
    assert line.blanks[0][1] == pytest.approx(36)


def test_rare_characters_are_printed_with_a_glyph_of_another_face() -> None:
    line, = lines("㛃䶮堃喆犇㎡", Setting(16, 16, 400))
    assert [glyph.char for glyph in line.glyphs] == list("㛃䶮堃喆犇㎡")
    assert all(glyph.face.has(glyph.char) for glyph in line.glyphs)
    assert line.glyphs[0].face.name == "NotoSerifSC-Regular"


def test_a_character_no_face_has_is_printed_as_its_code_and_never_as_a_box() -> None:
    line, = lines("气瓶间😀门", Setting(16, 16, 800))
    assert line.text == "气瓶间〔U+1F600〕门"
    assert all(glyph.face.has(glyph.char) for glyph in line.glyphs)
