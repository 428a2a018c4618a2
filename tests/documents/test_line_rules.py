"""The rules of breaking and spacing at their edges, one promise a test (specimens, section 2)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.documents.faces import ROLES, load_faces
from fieldaudit.documents.typeset import line as line_module
from fieldaudit.documents.typeset.line import Blank, Gap, Line, Piece, Run, Setting, Tick, clean, set_lines, text_width

FACES = load_faces()
CELLS = Setting(16, 16, 16.0 * 12)
NARROW = Setting(10, 10, 60.0, justify=0.13, hang=True)


def lines(text: str, setting: Setting = CELLS, role: str = "fang") -> tuple[Line, ...]:
    return set_lines((Run(text, role),), FACES, setting)


def texts(text: str, setting: Setting = CELLS) -> list[str]:
    return [line.text for line in lines(text, setting)]


def width(text: str, role: str = "fang") -> float:
    """In em."""
    return text_width(text, role, FACES, 10) / 10


# -- what may not begin or end a line -----------------------------------------------------------------------


@pytest.mark.parametrize("mark", [*"、。，；：！？）》〉】〕」』”’％‰℃…·～", *")]},.;:!?%/"])
def test_no_line_begins_with_a_closing_mark(mark: str) -> None:
    for lead in range(8, 16):
        assert not any(line.startswith(mark) for line in texts("国" * lead + mark + "国" * 9)), lead


@pytest.mark.parametrize("mark", [*"（《〈【〔「『“‘", *"([{"])
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    for lead in range(8, 16):
        assert not any(line.endswith(mark) for line in texts("国" * lead + mark + "国" * 9)), lead


def test_a_stroke_between_words_ends_no_line_while_another_break_is_there() -> None:
    for lead in range(8, 14):
        assert not any(line.endswith("/") for line in texts("国" * lead + "床/国" + "国" * 9)), lead


def test_straight_quotation_marks_open_and_close() -> None:
    for lead in range(8, 14):
        first, *rest = texts("国" * lead + '"安全"' + "国" * 9)
        assert not first.endswith('国"') and not any(line.startswith('"国') for line in rest), lead


@pytest.mark.parametrize("whole", ["——", "……"])
def test_dashes_and_dots_are_one_piece_and_do_not_open_when_the_line_is_spread(whole: str) -> None:
    for lead in range(8, 13):
        for line in lines("国" * lead + whole + "2026年12月24日，" + "国" * 9):
            assert line.text.count(whole[0]) in (0, 2), line.text
            pair = [glyph.x for glyph in line.glyphs if glyph.char == whole[0]]
            # Dashes meet; the dots come nearer to each other, so that all six stand at one distance.
            assert not pair or pair[1] - pair[0] == pytest.approx(16 if whole == "——" else 13.5, abs=0.3)


def test_the_dot_of_a_transcribed_name_stays_with_what_stands_before_it() -> None:
    for lead in range(12):
        got = texts("国" * lead + "巴彦·塔拉、乌兰·哈达、查干·淖尔")
        assert "".join(got) == "国" * lead + "巴彦·塔拉、乌兰·哈达、查干·淖尔"
        assert not any(line.startswith("·") for line in got)


# -- double punctuation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "em"), [
    ("国》，国", 3.5), ("国）。国", 3.5), ("国：《国", 3.5), ("国）《国", 3.5), ("国（《国", 3.5), ("国？”国", 3.5),
    ("国》）。国", 4), ("国：“《国", 4), ("国”。（国", 4), ("国（）国", 4), ("国·《国", 4), ("国，国", 3)])
def test_marks_beside_each_other_give_up_half_an_em(said: str, em: float) -> None:
    for role in ROLES:
        assert width(said, role) == pytest.approx(em), role


def test_marks_of_two_roles_give_up_half_an_em_as_well() -> None:
    line, = set_lines((Run("要求）", "kai"), Run("：", "hei"), Run("《规", "fang")), FACES, Setting(10, 10, 1000))
    assert line.width == pytest.approx(50)


_roles = st.sampled_from(sorted(ROLES))
_marked = st.text("国口，。？！：；）》”’】（《“‘【—…·0一", min_size=1, max_size=30)


@pytest.mark.slow
@given(st.lists(st.tuples(_marked, _roles), min_size=1, max_size=4), st.integers(10, 20))
@settings(max_examples=150)
def test_the_ink_of_neighbours_never_meets(parts: list[tuple[str, str]], cells: int) -> None:
    for line in set_lines([Run(text, role) for text, role in parts], FACES, Setting(10, 10, 10.0 * cells)):
        edges = []
        for glyph in line.glyphs:
            left, right = glyph.face.ink(glyph.char)
            edges.append((glyph.char, glyph.x + 10 * left, glyph.x + 10 * right))
        for (one, _, right), (other, left, _) in pairwise(edges):
            # One em dash reaches the other, and what stands beside it.
            room = 0.06 if "—" in one + other else 0.0
            assert right <= left + room, (line.text, one, other, right - left)


def test_a_mark_drawn_in_the_middle_of_its_cell_moves_into_the_half_that_it_keeps() -> None:
    whole, closed = lines("国？国")[0].glyphs[1], lines("国？）国")[0].glyphs[1]
    left, right = whole.face.ink("？")
    assert left < 0.5 < right
    assert whole.x == 16
    assert closed.x + 16 * right < 16 * 1.5


# -- pulled in, pushed out ---------------------------------------------------------------------------------


def test_marks_are_pulled_in_up_to_nine_tenths_of_what_they_can_give() -> None:
    # Two commas and the full stop can give 1.5 em; the stop is 1 em too long: 0.67 of it.
    assert texts("国国，国国国，国国国国国。国国")[0] == "国国，国国国，国国国国国。"
    # Here the comma and the stop can give 1 em, and 1 em is more than nine tenths of that.
    assert texts("国国，国国国国国国国国国。国国")[0] == "国国，国国国国国国国国"


def test_a_bracket_is_not_pulled_in_where_its_number_would_be_torn_off() -> None:
    for lead in range(8, 40):
        said = texts("，" * 3 + "国" * lead + "（通民养改〔2026〕110号）。综合", Setting(12, 12, 12.0 * 36))
        assert any("〔2026〕110号" in line for line in said), (lead, said)


def test_the_last_mark_gives_first() -> None:
    line = lines("国国，国国国，国国国国国。国国")[0]
    x = {number: glyph.x for number, glyph in enumerate(line.glyphs)}
    assert x[3] - x[2] == pytest.approx(16, abs=0.02)  # the first comma keeps its cell
    assert x[7] - x[6] == pytest.approx(8, abs=0.02)  # the second gives its half, as the stop does
    assert line.width == pytest.approx(16 * 12)


def test_two_marks_are_pulled_in_together_or_not_at_all() -> None:
    assert texts("国国，国国，国国，国国国”。国国")[0] == "国国，国国，国国，国国国”。"
    assert texts("国国国国国国国国国国国国”。国国") == ["国" * 11, "国”。国国"]


def test_an_opening_mark_at_the_start_keeps_its_cell_in_body_text() -> None:
    body = lines("国" * 12 + "《国国国，国国国国国国国国国国")[1]
    assert body.text.startswith("《")
    assert body.glyphs[0].x == pytest.approx(0, abs=0.01)


def test_an_opening_mark_at_the_start_of_a_cells_line_is_drawn_half_an_em_to_the_left() -> None:
    first, second = lines("国国国国国国（国国国国", NARROW)[:2]
    assert first.glyphs[0].x == pytest.approx(0, abs=0.01)
    assert second.glyphs[0].x == pytest.approx(-5, abs=0.01)
    assert second.glyphs[1].x == pytest.approx(5, abs=0.01)
    assert lines("（国", NARROW)[0].glyphs[0].x == pytest.approx(-5, abs=0.01)


@pytest.mark.parametrize(("text", "setting"), [
    ("国" * 13, CELLS), ("国" * 12 + "国。", CELLS), ("国" * 37, CELLS), ("国" * 7, NARROW),
    ("国" * 5, NARROW._replace(width=40.0)),
    ("国国，国国，国国，国国国，国。", CELLS)])
def test_no_last_line_of_one_character(text: str, setting: Setting) -> None:
    got = texts(text, setting)
    assert len(got[-1].strip("，。")) > 1
    assert "".join(got) == text


# -- figures, units, codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [
    "14樘", "12㎡", "60分钟", "0.05MPa", "25℃", "60％", "3‰", "第12项", "第 3 项", "14 樘", "0.05 MPa", "3个工作日", "3—5人",
    "20～30人", "〔2026〕17号", "GB/T 40248-2021", "0475-0000000", "15050000023", "2026-0117-01", "24日", "12月"])
def test_what_is_never_split(whole: str) -> None:
    for lead in range(7, 13):
        got = texts("国" * lead + whole + "国" * 9)
        assert any(whole in line for line in got), (lead, got)


@pytest.mark.parametrize(("said", "em"), [
    ("国8国", 2.75), ("国A国", 2.25 + 0.74), ("8国", 1.625), ("国8", 1.625), ("8年8月8日", 4.5), ("第8号", 2.5), ("8时8分", 3),
    ("〔8〕8号", 4), ("（8）", 2.5), ("8，8", 2), ("12㎡", 2), ("25℃", 2), ("60％", 2), ("国 8", 1.5 + 0.333), ("国—8", 2.5)])
def test_an_eighth_of_an_em_beside_figures_and_latin(said: str, em: float) -> None:
    assert width(said) == pytest.approx(em, abs=0.12 if " " in said else 0.006)


def test_no_eighth_of_an_em_begins_a_line() -> None:
    second = lines("国" * 12 + "8国国国")[1]
    assert second.glyphs[0].x == pytest.approx(0, abs=0.01)


def test_a_date_breaks_after_the_month_when_the_line_would_stretch_too_much() -> None:
    # Breaking after 年 would leave 4 cells of 12 to be spread over few gaps.
    first, second = texts("国国国国国2026年12月24日前", Setting(16, 16, 16.0 * 10.6))[:2]
    assert (first, second) == ("国国国国国2026年12月", "24日前")
    joined = lines("国国国国国2026年12月24日前", Setting(16, 16, 16.0 * 10.6))
    assert joined[0].joined and not joined[1].joined


def test_no_room_grows_inside_a_date() -> None:
    line = lines("国国2026年1月4日国国国国国国国国", Setting(16, 16, 16.0 * 11))[0]
    at = line.text.index("2026")
    places = [glyph.x for glyph in line.glyphs][at:at + len("2026年1月4日")]
    assert [after - before for before, after in pairwise(places)] == pytest.approx(
        [8, 8, 8, 8, 16, 8, 16, 8], abs=0.02)


# -- long words, blanks, boxes ---------------------------------------------------------------------------------


def test_an_address_in_a_narrow_cell_breaks_after_its_marks() -> None:
    address = "https://www.example.gov.cn/fire-safety/inspection/2026/0117?id=abc&x=1"
    got = lines(f"网址：{address}，请登录。", NARROW._replace(width=100.0))
    assert "".join(line.text for line in got) == f"网址：{address}，请登录。"
    assert all(line.width <= 100.01 for line in got)
    assert all(line.text[-1] in "/?&=_.-：，。" or line.text.endswith("1") for line in got[:-1]), [line.text for line in got]


@pytest.mark.parametrize("word", ["internationalization", "0123456789abcdef" * 4, "（" + "W" * 12 + "）", "A" * 7 + "。"])
def test_a_word_wider_than_its_cell_is_split_and_loses_nothing(word: str) -> None:
    got = lines(word, NARROW)
    assert "".join(line.text for line in got) == word
    assert all(line.width <= 60.01 for line in got)


def test_a_blank_is_never_broken_nor_wider_than_its_line() -> None:
    got = set_lines((Run("国国国负责人："), Blank(5), Run("（签名）")), FACES, CELLS)
    assert [len(line.blanks) for line in got] == [0, 1] or [len(line.blanks) for line in got] == [1, 0]
    for ems in (11, 12, 40):
        for line in set_lines((Run("国国："), Blank(ems), Run("。")), FACES, CELLS):
            assert line.width <= 12 * 16 + 0.01
            assert not line.text.startswith("。")


def test_a_box_stays_with_what_it_is_ticked_for() -> None:
    pieces: list[Piece] = [Tick("yes"), Run(" 直接送达"), Tick(), Run("留置送达"), Tick("no"), Run(" 邮寄")]
    for cells in range(3, 16):
        for line in set_lines(pieces, FACES, Setting(10, 10, 10.0 * cells, justify=0.13)):
            assert line.text[-1] not in "☐☑☒"
            assert len(line.ticks) == sum(line.text.count(box) for box in "☐☑☒")


def test_a_row_of_choices_breaks_before_a_box_and_not_inside_a_word() -> None:
    pieces: list[Piece] = []
    for word in ("Routine", "Special", "Individual"):
        pieces += [*([Gap(1)] if pieces else []), Tick(), Run(word)]
    for wide in range(80, 200, 6):
        got = set_lines(pieces, FACES, Setting(10, 10, float(wide), justify=0.13))
        assert all(line.text.lstrip("☐").replace("☐", " ").split() for line in got)
        assert not {"In", "dividual"} & set("☐".join(line.text for line in got).split("☐"))
        assert all(line.text.startswith("☐") for line in got)


def test_boxes_typed_in_a_text_are_drawn() -> None:
    line, = lines("☑有☐无☒")
    assert [mark for _, mark in line.ticks] == ["yes", "", "no"]
    assert line.text == "☑有☐无☒"


def test_a_letterspaced_label_says_its_word() -> None:
    line, = set_lines((Run("地", "hei"), Gap(2), Run("址", "hei")), FACES, CELLS)
    assert (line.text, line.width) == ("地址", pytest.approx(64))


# -- English ---------------------------------------------------------------------------------------------------

ENGLISH = ("The fire-resistant doors on the second floor couldn’t be opened from inside, in breach of Article 28 "
           "(see “Findings”, item 3); put this right — all of it — by 24 November 2026.")
MEASURE = Setting(10, 10, 200.0)


@pytest.mark.parametrize("wide", range(90, 320, 7))
def test_english_breaks_at_spaces_and_after_hyphens_only(wide: int) -> None:
    got = texts(ENGLISH, MEASURE._replace(width=float(wide)))
    for before, after in pairwise(got):
        assert before.endswith("fire-") or f"{before} {after}" in ENGLISH
        assert not after.startswith(("—", "”", ")", ","))
        assert wide < 160 or not after.startswith(("28", "November"))  # a very narrow line would be torn
    assert "".join(got).replace(" ", "") == ENGLISH.replace(" ", "")


def test_english_grows_at_spaces_only() -> None:
    line = lines(ENGLISH, MEASURE)[0]
    natural = {glyph.char: glyph.face.width(glyph.char) * 10 for glyph in line.glyphs}
    for one, other in pairwise(line.glyphs):
        if one.char != " " and one.char not in "“”’":
            assert other.x - one.x == pytest.approx(natural[one.char], abs=0.02)
    assert line.width == pytest.approx(200)


def test_quotation_marks_and_apostrophes_among_latin_take_the_room_of_their_ink() -> None:
    assert width("it couldn’t be opened") < width("it couldnt be opened") + 0.4
    assert width("he said “fire” then") < width("he said fire then") + 1.1
    assert width("国“国”国") == pytest.approx(5)
    assert width("国D’A国") < width("国DA国") + 0.4


def test_no_eighth_of_an_em_in_english() -> None:
    plain = width("the home of words") - width("the of words") + width("松涛里")
    assert width("the 松涛里home of words") == pytest.approx(plain + width("the of words"), abs=0.3)


def test_english_has_no_last_line_of_one_short_word() -> None:
    for wide in range(120, 320, 5):
        got = texts("All the doors of the second and the third floor were kept locked at night when we saw them all",
                    MEASURE._replace(width=float(wide)))
        assert len(got) == 1 or len(got[-1]) > 4, got


# -- characters ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "printed"), [
    ("e\u0301te\u0301", "été"), ("葛\U000E0100城", "葛城"), ("☎\ufe0f机", "☎机"), ("㎥", "m³"), ("CO₂", "CO2"),
    ("10⁴", "10〔U+2074〕"), ("⽼⼈", "老人"), ("ﬁre", "fire"), ("𠮷野", "〔U+20BB7〕野"),
    ("\U00031350", "〔U+31350〕"), ("\ue81e", "〔U+E81E〕"),
    ("\ud800", "〔U+D800〕"), ("😀", "〔U+1F600〕"), ("👩\u200d🚒", "〔U+1F469〕〔U+1F692〕"), ("a\u200bb\u00adc", "abc"),
    ("国\t\n 国", "国 国"), ("\u202e国", "国"), ("ᠮ", "〔U+182E〕")])
def test_every_character_is_printed_as_a_glyph_or_by_its_code(typed: str, printed: str) -> None:
    line, = lines(typed, Setting(10, 10, 1000))
    assert line.text == printed
    assert "".join(glyph.char for glyph in line.glyphs) == printed
    assert all(glyph.face.has(glyph.char) for glyph in line.glyphs)


def test_a_code_is_not_split() -> None:
    for lead in range(5, 12):
        assert any("〔U+20BB7〕" in line for line in texts("国" * lead + "𠮷" + "国" * 8)), lead


def test_cleaning_twice_changes_nothing_more() -> None:
    for typed in ("  国  国 ", "a\u0301\u200b b", "⽼\u3000 国\u3000", "\u200b \u200b国", "x \u200b y"):
        assert clean(clean(typed)) == clean(typed)
        assert "  " not in clean(typed)


_any = st.lists(st.one_of(
    st.text(max_size=6),
    st.sampled_from(["国国国", "，", "。）", "（《", "12㎡", "2026年1月2日", "long words here", "fire-door", "——", "☑"]),
), max_size=25).map("".join)


@pytest.mark.slow
@given(_any, st.integers(4, 30), st.booleans())
@settings(max_examples=300)
def test_whatever_is_typed_nothing_is_lost_no_line_is_too_wide_and_it_comes_out_the_same_twice(
        typed: str, cells: int, cell: bool) -> None:
    setting = Setting(10, 10, 10.0 * cells, 0.0 if cell else 20.0, 0.13 if cell else 1.0, cell)
    got = lines(typed, setting)
    whole, = lines(typed, Setting(10, 10, 1e6, justify=0))
    assert "".join(line.text for line in got).replace(" ", "").replace("　", "") == whole.text.replace(" ", "").replace("　", "")
    line_module._set.cache_clear()  # set anew, not remembered
    assert got == set_lines([Run(typed)], FACES, Setting(*setting))
    for line in got:
        assert line.width <= setting.width + 0.02, line.text
        assert all(glyph.face.has(glyph.char) for glyph in line.glyphs)


def test_a_line_before_a_long_number_shares_its_room_with_the_line_before_it() -> None:
    said = ("2026年11月24日9时20分至11时50分，本机关检查人员检查员甲（执法证号：15050000017）、"
            "检查员乙（执法证号：15050000023）出示证件后")  # fmt: skip
    setting = Setting(16, 15.793, 28 * 15.793, 2 * 15.793)
    first, second, _ = set_lines([Run(said)], FACES, setting)
    assert second.text.endswith("检查员乙（执法证号：")
    ragged = set_lines([Run(said)], FACES, Setting(16, 15.793, 28 * 15.793, 2 * 15.793, justify=0))
    assert len(second.text) > len(ragged[1].text)  # it took characters over
    assert first.width == pytest.approx(28 * 15.793, abs=0.1) and second.width == pytest.approx(28 * 15.793, abs=0.1)


@pytest.mark.parametrize(("text", "first"), [("国国国第二十六条国国", "国国国"), ("国国第二十六条国国国", "国国第二十六")])
def test_a_cells_line_ends_before_a_reference_unless_less_than_half_of_it_would_be_left(text: str, first: str) -> None:
    assert texts(text, NARROW)[0] == first


@pytest.mark.parametrize(("lead", "first"), [(27, 27), (26, 26), (25, 28), (23, 28)])
def test_a_reference_is_torn_rather_than_its_line_spread_more_than_a_twelfth_of_an_em_a_gap(lead: int, first: int) -> None:
    body = Setting(16, 16, 16.0 * 28)
    assert len(texts("国" * lead + "第二十六条之一国国国国", body)[0]) == first


def test_a_box_takes_a_cell_and_a_quarter() -> None:
    line, = set_lines((Tick(), Run("国")), FACES, Setting(10, 10, 400))
    assert line.width == pytest.approx(22.5)
