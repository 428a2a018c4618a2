"""Promises of the blank checklist: every question has room for its answer, by pen; no heading alone; which form to open."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
import segno
from paper_examples import poppler
from paper_examples_scene import EVERY_KIND, blank_pdf, checklist
from pdf_reader import read_pdf

from fieldaudit.documents.facts import BlankFacts, BlankQuestion, BlankSection, facts_json, read_facts
from fieldaudit.documents.papers.blank import check
from fieldaudit.documents.wording import read_wording
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out a checklist
MM = 72 / 25.4


def _pages(pdf: bytes) -> list[str]:
    return ["".join(page.split()) for page in poppler("pdftotext", pdf, "-raw").split("\f")[:-1]]


def _of(*sections: BlankSection, **changes: Any) -> BlankFacts:
    return replace(EVERY_KIND, sections=sections, **changes)


def _verdicts(count: int, title: str = "部分") -> BlankSection:
    return BlankSection(title=title, questions=tuple(
        BlankQuestion(number=str(number), text=f"检查内容之{number}：应当符合要求", answering="verdict")
        for number in range(1, count + 1)))  # fmt: skip


@pytest.mark.parametrize("name", [
    "松鹤养老院", "内蒙古自治区通辽市丙县巴彦塔拉苏木㛃䶮堃喆犇老年人日间照料与长期托养综合养老服务中心"])
def test_a_home_that_is_known_need_not_be_written_on_each_sheet(name: str) -> None:
    pages = _pages(blank_pdf(replace(checklist(), institution=name)))
    assert all(name in page[-200:] for page in pages[:-1])


def test_the_programs_own_form_is_a_checklist_of_a_few_sheets() -> None:
    pages = _pages(blank_pdf())
    whole = "".join(pages)
    assert len(pages) <= 8
    for section in checklist().sections:
        assert section.title in whole
        for question in section.questions:
            assert "".join(question.text.split()) in whole and "".join(question.hint.split()) in whole
    verdicts = [one for section in checklist().sections for one in section.questions if one.answering == "verdict"]
    assert len(verdicts) >= 65
    assert whole.count("☐☐☐") == len(verdicts)  # 符合, 不符合, 不适用
    assert all("项检查内容实测值、备注符合不符合不适用照片号" in page for page in pages[:-1])


def test_without_hints_sixty_five_questions_take_five_pages() -> None:
    own = read_wording("blank", "[choice]\nhints = false", "own.toml")
    pages = _pages(blank_pdf(replace(checklist(), extra_findings=0), own))
    assert len(pages) <= 6 and "看测试记录" not in "".join(pages)


def test_every_way_of_answering_has_its_room() -> None:
    whole = "".join(_pages(blank_pdf(EVERY_KIND)))
    for said in ("*检查前已核对上次检查的隐患整改情况☐是", "*到达时间时分", "最近一次火警时间没有发生过的留空。年月日时分",
                 "先敲门说明来意。", "☐集中供暖☐空调", "☐火炕（可多选）", "厨房燃气其他（按先后写序号）",
                 "仅当机构设有二层及以上居室、且安排老年人入住时填。", "照片号：", "室内温度℃", "总功率kW距离m☐☐☐",
                 "其他情况"):  # fmt: skip
        assert said in whole, said


def test_a_repeated_group_is_printed_as_often_as_asked() -> None:
    whole = "".join(_pages(blank_pdf(EVERY_KIND)))
    assert [whole.count(f"居室（第{number}组，共3组）仅当抽查居室时填。") for number in (1, 2, 3)] == [1, 1, 1]
    assert whole.count("*房间号") == 3


def test_rows_are_high_enough_to_write_in() -> None:
    bbox = poppler("pdftotext", blank_pdf(_of(_verdicts(20))), "-bbox")
    boxes = [float(line.split('yMin="')[1].split('"')[0]) for line in bbox.splitlines() if "检查内容之" in line]
    steps = [below - above for above, below in pairwise(boxes) if below > above]
    assert len(steps) >= 10 and min(steps) >= 8 * MM


@pytest.mark.parametrize("above", range(8, 24))
def test_no_heading_is_the_last_row_of_a_page(above: int) -> None:
    """Wherever the page ends, before, after or in the middle of the second section's heading."""
    sections = [_verdicts(above, "第一部分"), _verdicts(3, "第二部分"), _verdicts(30, "第三部分"), _verdicts(3, "第四部分")]
    for page in _pages(blank_pdf(_of(*sections, extra_findings=0))):
        for section in sections:
            after = page.partition(section.title)[2]
            assert not after or after.startswith("1检查内容之1")


@pytest.mark.parametrize(("findings", "pages"), [(0, 2), (6, 2), (14, 3)])
def test_hazards_have_rows_of_their_own_and_signatures_stay_together(findings: int, pages: int) -> None:
    said = _pages(blank_pdf(_of(_verdicts(3), extra_findings=findings)))
    assert len(said) in (pages, pages - 1)
    whole = "".join(said)
    assert whole.count("☐立即改正") == whole.count("☐重大") == findings
    for word in ("告知和签名", "检查人员签名", "被检查单位意见", "现场负责人签名", "见证人签名", "以上记录经核对无误", "拒绝签名"):
        assert word in said[-1]


def test_each_sheet_says_which_form_it_is_of_and_the_first_one_how_to_open_it() -> None:
    pdf = blank_pdf(EVERY_KIND)
    pages = _pages(pdf)
    assert all("表单winter版本3" in page for page in pages)
    home = f"养老机构{EVERY_KIND.institution}检查人员现场负责人"
    assert all(home in page for page in pages[:-1])  # each loose sheet is named and signed
    assert [module for row in _drawn(pdf, 17 * MM) for module in row] == [
        int(bool(module)) for row in segno.make_qr("FA1:FO:winter:3", error="m").matrix for module in row]


def _drawn(pdf: bytes, side: float) -> list[list[int]]:
    """The modules of the code in the first page's upper right corner, as they are painted."""
    right, top = 184 * MM, 37 * MM
    boxes = [box for area in read_pdf(pdf).pages[0].areas for box in area.boxes
             if box[0] > right - side - 1 and box[3] < top + side + 1]  # fmt: skip
    modules = round(side / min(box[3] - box[1] for box in boxes))
    at = [(number + 0.5) * side / modules for number in range(modules)]
    return [[int(any(box[0] < right - side + x < box[2] and box[1] < top + y < box[3] for box in boxes)) for x in at] for y in at]


@pytest.mark.parametrize("changes", [
    {"bureau": ""}, {"title": " "}, {"form": ""}, {"form_version": ""}, {"sections": ()},
    {"sections": (BlankSection(title="空", questions=()),)},
    {"sections": (BlankSection(title="组", questions=_verdicts(1).questions, rounds=0),)},
    {"sections": (BlankSection(title="组", questions=(BlankQuestion(number="1", text="", answering="verdict"),)),)},
    {"sections": (BlankSection(title="组", questions=(BlankQuestion(number="1", text="选哪个", answering="one"),)),)},
])  # fmt: skip
def test_a_checklist_that_asks_nothing_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        check(replace(EVERY_KIND, **changes))


def test_many_and_long_choices_are_whole_and_divided_by_pages_if_they_must() -> None:
    choices = tuple(f"选项{number}：" + "说明较长的一项" * (number % 4) for number in range(1, 81))
    question = BlankQuestion(number="1", text="选用的设施", answering="several", choices=choices)
    whole = "".join(_pages(blank_pdf(_of(BlankSection(title="", questions=(question,)), extra_findings=0))))
    for choice in choices:
        assert choice[:5] in whole
    assert whole.count("☐选项") == 80


def test_the_same_facts_give_the_same_bytes() -> None:
    assert blank_pdf(EVERY_KIND) == blank_pdf(read_facts(BlankFacts, facts_json(EVERY_KIND)))
