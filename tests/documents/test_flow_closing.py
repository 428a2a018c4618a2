"""Promises of what closes a paper: attachments, agency and date with room for the seal, always on a page with text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.typeset.flow import Flow
from fieldaudit.documents.typeset.page import LEADING, LETTER, MM, PITCH, PORTRAIT, Mark, Rule, Words
from fieldaudit.documents.typeset.table import Row, text_cell

FACES = load_faces()
DAY = "2026年11月24日"
TEXT = "一、二层走道应急照明灯失效，经责令限期改正，到期仍有1具未改正，涉嫌消防设施未保持完好有效。"
LONG = "内蒙古自治区通辽市丙县巴彦塔拉苏木人民政府老年人服务工作办公室综合行政执法局"


def words(page: list[Mark]) -> list[Words]:
    """The page's lines in order."""
    return [mark for mark in page if isinstance(mark, Words)]


def row(mark: Words) -> float:
    """The grid line it stands on, counted from 0."""
    return round((mark.baseline - PORTRAIT.top) / LEADING - 0.71, 1)


def centre(mark: Words) -> float:
    return mark.x + mark.line.width / 2


def closed(lines: int, names: str | list[str] = "通辽市民政局") -> Flow:
    """A page of so many lines of text, then the block."""
    flow = Flow("联", FACES)
    for number in range(lines):
        flow.body(f"第{number}行。")
    flow.seal_block(names, DAY)
    return flow


@pytest.mark.parametrize("lines", range(1, 23))
def test_two_empty_lines_name_and_date_share_a_page_with_two_lines_of_text(lines: int) -> None:
    flow = closed(lines)
    name, date = words(flow.page)[-2:]
    text = words(flow.page)[:-2]
    assert len(text) >= min(2, lines)
    assert row(name) == row(text[-1]) + 3
    assert row(date) == row(name) + 1 <= 20, "the seal needs a line below the date"
    assert [mark.line.text for mark in text] == [f"第{number}行。" for number in range(lines - len(text), lines)]
    assert len(flow.copy.pages) == (1 if lines <= 17 else 2)


@pytest.mark.parametrize("text", [TEXT + TEXT, TEXT + TEXT[:30]], ids=["four lines", "three lines"])
@pytest.mark.parametrize("seal", [True, False])
@pytest.mark.parametrize("above", range(23))
def test_two_lines_of_its_text_stay_with_a_heading(above: int, seal: bool, text: str) -> None:
    flow = Flow("联", FACES)
    for number in range(above):
        flow.body(f"第{number}行。")
    flow.heading("四、权利告知")
    flow.body(text)
    if seal:
        flow.seal_block("通辽市民政局", DAY)
    for page in flow.copy.pages:
        said = [mark.line.text for mark in words(page)]
        if "四、权利告知" in said:
            assert said[-1] != "四、权利告知" and said[-2] != "四、权利告知", said
    everything = "".join(mark.line.text for page in flow.copy.pages for mark in words(page))
    assert everything.count("四、权利告知" + text) == 1


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("above", range(15, 23))
def test_a_heading_stays_with_the_table_below_it(above: int, second: bool) -> None:
    flow = Flow("联", FACES)
    for number in range(above):
        flow.body(f"第{number}行。")
    (flow.second_heading if second else flow.heading)("一、检查情况")
    flow.table([Row((text_cell(156, f"r{number}"),), 25) for number in range(3)])
    page, = [page for page in flow.copy.pages for mark in words(page) if mark.line.text == "一、检查情况"]
    said = [mark.line.text for mark in words(page)]
    assert said[said.index("一、检查情况") + 1:][:2] == ["r0", "r1"]


@pytest.mark.parametrize("above", [20, 21, 22])
def test_a_heading_never_takes_a_pages_last_line(above: int) -> None:
    """Also where what follows is placed by the paper itself."""
    flow = Flow("联", FACES)
    for number in range(above):
        flow.body(f"第{number}行。")
    flow.heading("一、检查情况")
    assert row(words(flow.page)[-1]) == (20 if above == 20 else 0)


def test_the_last_line_of_a_paragraph_never_begins_a_page_alone() -> None:
    flow = Flow("联", FACES)
    for number in range(20):
        flow.body(f"第{number}行。")
    flow.body("国" * 70)  # three lines, of which two would find room
    assert [len(words(page)) for page in flow.copy.pages] == [21, 2]


def test_lines_that_go_along_with_the_seal_tear_no_paragraph_and_no_number() -> None:
    flow = Flow("联", FACES)
    for number in range(15):
        flow.body(f"第{number}行。")
    flow.body("国" * 40)
    flow.body("特此通知。")
    flow.seal_block("通辽市民政局", DAY)
    assert [len(words(page)) for page in flow.copy.pages] == [15, 5]  # both lines of the paragraph, not its last alone
    flow = Flow("联", FACES)
    for number in range(15):
        flow.body(f"第{number}行。")
    flow.body("国" * 23 + "第二十六条之一" + "国" * 40)
    assert words(flow.page)[-3].line.joined, "its first line ends inside a reference"
    flow.seal_block("通辽市民政局", DAY)
    assert [len(words(page)) for page in flow.copy.pages] == [15, 5]


def test_text_off_the_grid_keeps_room_for_what_must_follow() -> None:
    for keep, pages in ((0.0, 1), (40.0, 2)):
        flow = Flow("联", FACES)
        flow.y = PORTRAIT.area_height - 40
        flow.text("说明", size=12, leading=17, keep=keep)
        assert len(flow.copy.pages) == pages


def test_agencies_stand_in_one_row_only_where_each_name_stands_on_its_seal() -> None:
    for names, side_by_side in ((["通辽市民政局"] * 3, 3), (["通辽市甲县民政局", "通辽市民政局", "通辽市民政局"], 2)):
        *name, _ = words(closed(3, names).page)[3:]
        assert [row(mark) for mark in name].count(row(name[0])) == side_by_side


@pytest.mark.parametrize(("second", "face"), [(False, "NotoSansSC-Regular"), (True, "FandolKai-Regular")])
def test_headings_are_hei_then_kai_two_cells_in(second: bool, face: str) -> None:
    flow = Flow("联", FACES)
    (flow.second_heading if second else flow.heading)("检查情况")
    mark, = words(flow.page)
    assert [span.face.name for span in mark.line.spans] == [face]
    assert mark.x + mark.line.glyphs[0].x == pytest.approx(PORTRAIT.left + 2 * PITCH, abs=0.15)


def test_the_date_is_four_characters_in_and_the_name_centred_on_it() -> None:
    name, date = words(closed(3).page)[-2:]
    assert date.x + date.line.width == pytest.approx(PORTRAIT.right - 4 * PITCH)
    assert centre(name) == pytest.approx(centre(date))


@given(st.text("市民政局消防救援支队", min_size=1, max_size=60))
@settings(max_examples=60)
def test_a_name_of_any_length_stays_inside_the_type_area_and_loses_nothing(name: str) -> None:
    lines = words(closed(2, name).page)[2:-1]
    assert "".join(mark.line.text for mark in lines) == name
    for mark in lines:
        assert mark.x >= PORTRAIT.left - 0.1 and mark.x + mark.line.width <= PORTRAIT.right + 0.1


JOINT = {
    "two": ["通辽市民政局", "通辽市消防救援支队"], "three": ["甲市民政局", "甲市公安局", "甲市消防局"],
    "wide": ["通辽市民政局", "通辽市消防救援支队", "通辽市卫生健康委员会"], "four": ["甲局", "乙局", "丙局", "丁局"],
    "long": [LONG, "通辽市消防救援支队"],
}  # fmt: skip


@pytest.mark.parametrize("names", JOINT.values(), ids=JOINT)
def test_seals_of_a_joint_paper_neither_touch_nor_leave_the_type_area(names: list[str]) -> None:
    page = words(closed(2, names).page)
    *above, date = page[2:]
    if LONG not in names:
        assert [mark.line.text for mark in above] == names
    assert row(date) == row(above[-1]) + 1
    assert centre(above[-1]) == pytest.approx(centre(date))
    for one, other in pairwise(above):
        if row(one) == row(other):
            assert centre(other) - centre(one) > 42 * MM + 2
            assert one.x + one.line.width < other.x
        else:
            assert LONG in names or row(other) - row(one) >= 5
    assert all(centre(mark) - 21 * MM >= PORTRAIT.left - 0.1 for mark in above)


def test_two_agencies_stand_58_millimetres_apart() -> None:
    one, other, _ = words(closed(2, ["通辽市民政局", "通辽市消防救援支队"]).page)[2:]
    assert centre(other) - centre(one) == pytest.approx(58 * MM)


def test_without_a_seal_one_empty_line_and_the_date_two_characters_further_in() -> None:
    flow = Flow("联", FACES)
    flow.body(TEXT)
    flow.unsealed_block("通辽市丙县民政和老年人工作局", DAY)
    *_, text, name, date = words(flow.page)
    assert (row(name), row(date)) == (row(text) + 2, row(text) + 3)
    assert name.x + name.line.width == pytest.approx(PORTRAIT.right - 2 * PITCH)
    assert date.x == pytest.approx(name.x + 2 * PITCH)


def test_a_date_longer_than_the_name_keeps_its_two_characters() -> None:
    flow = Flow("联", FACES)
    flow.unsealed_block("甲局", DAY)
    name, date = words(flow.page)
    assert date.x + date.line.width == pytest.approx(PORTRAIT.right - 2 * PITCH)
    assert date.x == pytest.approx(name.x + 2 * PITCH)


# -- attachments -------------------------------------------------------------------------------------------


def attached(names: list[str], lines: int = 1) -> Flow:
    flow = Flow("联", FACES)
    for number in range(lines):
        flow.body(f"第{number}行。")
    flow.attachments(names)
    return flow


def test_one_attachment_is_not_numbered_and_stands_one_empty_line_below() -> None:
    text, label, name = words(attached(["火灾隐患清单"]).page)
    assert (label.line.text, name.line.text) == ("附件：", "火灾隐患清单")
    assert label.x == pytest.approx(PORTRAIT.left + 2 * PITCH)
    assert row(label) == row(name) == row(text) + 2


def test_several_are_numbered_and_every_name_hangs_under_the_first() -> None:
    long = "责令限期改正通知书及送达回证各1份，以及应当一并移送的全部有关材料复印件"
    page = words(attached(["检查报告1份", long, "光盘"]).page)[1:]
    heads = [mark for mark in page if mark.line.text.endswith(". ")]
    assert [mark.line.text for mark in heads] == ["附件：1. ", "2. ", "3. "]
    assert heads[0].x == pytest.approx(PORTRAIT.left + 2 * PITCH)
    assert {round(mark.x, 1) for mark in heads[1:]} == {round(PORTRAIT.left + 5 * PITCH, 1)}
    names = [mark for mark in page if mark not in heads]
    assert len(names) == 4 and len({round(mark.x, 2) for mark in names}) == 1
    assert page.index(heads[1]) + 1 == page.index(names[1]), "read in order"


@pytest.mark.parametrize("lines", range(10, 22))
def test_what_is_attached_counts_as_text_beside_the_seal(lines: int) -> None:
    flow = attached(["检查报告1份", "照片14张"], lines)
    flow.seal_block("通辽市民政局", DAY)
    name, _ = words(flow.page)[-2:]
    beside = [mark for mark in words(flow.page)[:-2] if not mark.line.text.startswith("第")]
    assert "照片14张" in [mark.line.text for mark in beside]
    assert row(name) == row(beside[-1]) + 3
    for page in flow.copy.pages:
        assert all(0 <= row(mark) <= 21 for mark in words(page))


def test_an_attachment_begins_its_own_page_with_its_title_in_line_three() -> None:
    flow = attached(["清单"])
    flow.attachment_title("附件", "火灾隐患清单")
    label, title = words(flow.page)
    assert (row(label), label.line.text, label.x) == (0.0, "附件", PORTRAIT.left)
    assert (title.baseline - PORTRAIT.top) // LEADING == 2
    assert centre(title) == pytest.approx(PORTRAIT.left + PORTRAIT.area_width / 2)


# -- heads, feet, versions ---------------------------------------------------------------------------------


def test_a_letters_head_has_the_figures_of_the_standard() -> None:
    flow = Flow("函", FACES, LETTER)
    flow.letter_head("通辽市民政局", "通民养移函〔2026〕6号")
    rules = sorted((mark for mark in flow.page if isinstance(mark, Rule)), key=lambda rule: rule.y0)
    assert [rule.weight for rule in rules] == [2.2, 0.7, 0.7, 2.2]
    assert all((rule.x0, rule.x1) == pytest.approx((21 * MM, 191 * MM)) for rule in rules)
    assert rules[0].y0 == pytest.approx(47.7 * MM, abs=1.5 * MM)
    assert (rules[2].y0 + rules[3].y0) / 2 == pytest.approx(LETTER.height - 20 * MM, abs=1)
    number = words(flow.page)[-1]
    assert number.x + number.line.width == pytest.approx(LETTER.right)
    assert flow.y / LEADING == pytest.approx(round(flow.y / LEADING))


@pytest.mark.parametrize("agency", ["甲局", "通辽市民政局", "内蒙古自治区通辽市民政局", LONG, "\u200b"])
def test_a_letters_mark_is_never_wider_than_the_type_area(agency: str) -> None:
    flow = Flow("函", FACES, LETTER)
    flow.letter_head(agency, "1号")
    mark = words(flow.page)[0]
    assert mark.line.width <= LETTER.area_width + 0.1
    assert centre(mark) == pytest.approx(LETTER.left + LETTER.area_width / 2)


def test_a_foot_stands_on_every_page_and_no_text_enters_it() -> None:
    flow = Flow("记录", FACES)
    flow.foot([Row((text_cell(78, "检查人员签名"), text_cell(78, "")), 13)] * 2)
    for _ in range(20):
        flow.body(TEXT)
    assert len(flow.copy.pages) > 2 and flow.copy.furniture is not None
    for number, page in enumerate(flow.copy.pages, start=1):
        foot = flow.copy.furniture(number, len(flow.copy.pages))
        top = min(mark.y0 for mark in foot if isinstance(mark, Rule))
        assert max(mark.y1 for mark in foot if isinstance(mark, Rule)) == pytest.approx(PORTRAIT.bottom)
        assert max(mark.baseline for mark in words(page)) < top


class Said:
    """Words and facts of a corrected paper."""

    version, replaces = 2, "第1版（2026年11月24日）"

    def say(self, key: str, **fields: object) -> str:
        """The one sentence."""
        assert key == "sentence.replaces"
        return f"本文书为第{fields['version']}版，替代{fields['replaces']}。"


def test_a_corrected_paper_says_what_it_replaces_and_a_first_one_nothing() -> None:
    flow, said = Flow("联", FACES), Said()
    flow.replaces(said, said)
    flow.replaces(said, said, size=12)
    assert ["".join(mark.line.text for mark in words(flow.page))] == ["本文书为第2版，替代第1版（2026年11月24日）。" * 2]
    said.replaces = ""
    before = len(flow.page)
    flow.replaces(said, said)
    assert len(flow.page) == before


@pytest.mark.parametrize("lines", range(14, 24))
def test_a_number_stays_with_its_name_where_a_page_ends(lines: int) -> None:
    long = "责令限期改正通知书及送达回证各1份，以及应当一并移送的全部有关材料复印件和现场照片、视频的光盘"
    flow = attached([long] * 12, lines)
    heads = 0
    for page in flow.copy.pages:
        for head, name in pairwise(words(page)):
            if head.line.text.endswith(". "):
                heads += 1
                assert name.baseline == head.baseline and name.line.text.startswith("责令")
                assert head.x + head.line.width <= name.x + 0.1
    assert heads == 12
