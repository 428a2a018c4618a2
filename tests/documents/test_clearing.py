"""Promises of the clearing sheet: one hazard, one page, its five, its photos, and the signatures that clear it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from paper_examples import INSPECTORS, jpeg, pdf_text, poppler
from paper_examples_opinions import AFTER, BEFORE, CLEARING, NAME_40, STEPS, clearing_pdf

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import ClearingFacts, Step
from fieldaudit.documents.papers import clearing
from fieldaudit.documents.wording import read_wording
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out a sheet

MM = 72 / 25.4
LONG = "一至三层南侧外窗安装固定式金属防盗网并加装铁皮遮挡，不能从内部开启，影响逃生和灭火救援，"
ON_SPOT = replace(
    CLEARING, severity="general", fixed_at_scene=True, notice_number="", due=None, budget_yuan=None, responsible="",
    contingency="", counted="", reinspection_number="", reinspected_on=None, steps=STEPS[:1], accepted_by=INSPECTORS,
    cleared_on=date(2026, 11, 24), look_back=None)


def pages(pdf: bytes) -> int:
    return int(re.findall(r"Pages: +(\d+)", poppler("pdfinfo", pdf))[0])


def tops(pdf: bytes, word: str, page: int = 1) -> list[float]:
    """How far below the page's top (mm) each line with `word` begins."""
    boxes = poppler("pdftotext", pdf, "-bbox-layout", "-f", str(page), "-l", str(page))
    found = []
    for line in re.findall(r'<line .*?yMin="([\d.]+)".*?>(.*?)</line>', boxes, re.S):
        said = "".join(re.findall(r">([^<]*)</word>", line[1]))
        if word in said:
            found.append(float(line[0]) / MM)
    return found


def test_it_says_the_hazard_its_five_the_acceptance_and_who_signs() -> None:
    pdf = clearing_pdf()
    text = pdf_text(pdf)
    for said in ("隐患整改销号单", "通民养销〔2026〕203号", "松涛里养老公寓", "2026-0117-01", "通民养改〔2026〕17号",
                 "☐一般☑重大", "一至三层南侧外窗", "2026年11月24日", "影响逃生和灭火救援。违反《中华人民共和国消防法》第二十八条。",
                 "逐樘做开启试验。措施种类：拆窗破网（计入生命通道14处）。", "后勤主管", "1.4万元（自筹）", "2026年12月1日",
                 "夜间每小时巡查1次。执行记录见巡查台账。", "通民养复〔2026〕12号", "2026年12月10日",
                 "外窗能从内部徒手开启，验收合格，同意销号。验收人：",
                 "（检查员）", "（科长）", "（分管领导）", "“回头看”", "2027年3月10日前"):
        assert said in text, said
    assert text.count("签名：") == 3
    assert pages(pdf) == 1
    assert "—1—" not in text  # a one-page form has no page number


def test_the_grade_is_ticked() -> None:
    assert "☑一般☐重大" in pdf_text(clearing_pdf(replace(CLEARING, severity="general")))


@pytest.mark.parametrize(
    ("before", "after", "expected"), [(1, 1, 1), (1, 0, 1), (2, 2, 1), (1, 2, 1), (3, 1, 2), (4, 5, 2), (8, 8, 3)])
def test_up_to_two_photos_a_side_stand_on_the_sheet_and_six_a_page_after_it(before: int, after: int, expected: int) -> None:
    facts = replace(CLEARING, before=(BEFORE,) * before, after=(AFTER,) * after, draft=not after)
    pdf = clearing_pdf(facts)
    assert pages(pdf) == expected
    text = pdf_text(pdf)
    assert text.count("P05") == before and text.count("P21") == after
    assert ("整改前后照片" in text) == (expected > 1)


def test_a_photo_on_a_further_page_says_which_side_it_belongs_to() -> None:
    text = pdf_text(clearing_pdf(replace(CLEARING, before=(BEFORE,) * 3, after=(AFTER,) * 3)))
    assert "整改前一层南侧P05" in text and "整改后一层南侧P21" in text


def test_photos_are_62_mm_high_and_give_way_to_long_texts_down_to_40() -> None:
    def high(pdf: bytes) -> float:
        return tops(pdf, "复查意见书")[0] - tops(pdf, "整改前")[0]

    usual = high(clearing_pdf())
    assert 61 < usual - 8 < 64  # 62 and half a band, half a row
    longer = clearing_pdf(replace(CLEARING, finding=LONG * 3))
    assert pages(longer) == 1
    assert high(longer) == pytest.approx(usual, abs=0.5)  # the foot of the page gave what was needed
    longest = clearing_pdf(replace(CLEARING, finding=LONG * 4, measure=LONG * 4, contingency=LONG * 3))
    assert pages(longest) == 1
    assert usual - 22.5 < high(longest) < usual - 3


def test_what_no_page_can_hold_goes_on_with_acceptance_and_signatures_together() -> None:
    pdf = clearing_pdf(replace(CLEARING, finding=LONG * 10, measure=LONG * 8, contingency=LONG * 8))
    assert pages(pdf) == 2
    assert tops(pdf, "验收意见", 2) and tops(pdf, "签名：", 2) and tops(pdf, "销号日期", 2)
    assert not tops(pdf, "验收意见", 1)


def test_a_name_of_forty_characters_and_rare_ones_stay_on_the_page() -> None:
    pdf = clearing_pdf(replace(CLEARING, party=replace(CLEARING.party, name=NAME_40), responsible="安全总监兼后勤保障部负责人"))
    assert pages(pdf) == 1
    assert NAME_40 in pdf_text(pdf)


def test_an_image_that_is_not_here_stands_as_its_hash() -> None:
    gone = replace(BEFORE, jpeg=None, sha256="0123456789abcdef" * 4)
    text = pdf_text(clearing_pdf(replace(CLEARING, before=(gone,), after=(replace(AFTER, jpeg=jpeg(300, 400)),))))
    assert text.count("0123456789abcdef") == 4


def test_without_photos_a_draft_says_so_and_a_sheet_is_refused() -> None:
    bare = replace(CLEARING, before=(), after=())
    assert pdf_text(clearing_pdf(replace(bare, draft=True))).count("（无照片）") == 2
    with pytest.raises(BadInput, match="整改后照片"):
        clearing_pdf(bare)
    words = read_wording("clearing", "[choice]\nphoto_after = false\n", "own.toml")
    assert clearing.render(bare, load_faces(), words)


def test_put_right_on_the_spot_it_names_no_notice_and_no_reinspection_paper() -> None:
    pdf = clearing_pdf(ON_SPOT)
    text = pdf_text(pdf)
    assert pages(pdf) == 1
    assert "当场改正，未列入通知书" in text and "当场复核，不另出复查意见书" in text
    assert text.count("当场改正") == 5 and "未落实" not in text  # the notice, and four of the five that nothing is left of
    assert "（检查员甲）、" in text and "（检查员乙）" in text


def test_one_of_the_five_that_was_never_arranged_is_in_plain_sight() -> None:
    assert pdf_text(clearing_pdf(replace(CLEARING, responsible=" ", contingency=""))).count("未落实") == 2


def test_the_office_says_which_steps_there_are() -> None:
    two = (Step("申请", "检查员", "检查员甲", date(2026, 12, 11)), Step("审核", "科长"))
    text = pdf_text(clearing_pdf(replace(CLEARING, severity="general", steps=two)))
    assert text.count("签名：") == 2 and "（检查员）检查员甲" in text and "2026年12月11日" in text
    assert "批准" not in text
    five = (*STEPS, Step("复核", "法规科"), Step("会签", "消防救援机构"))
    assert pdf_text(clearing_pdf(replace(CLEARING, steps=five))).count("签名：") == 5


def test_an_office_changes_labels_and_heights_and_may_require_more() -> None:
    words = read_wording("clearing", '[label]\nmeasure = "整改措施"\n[require]\nfields = ["cleared_on"]\n', "own.toml")
    with pytest.raises(BadInput, match="cleared_on"):
        clearing.render(CLEARING, load_faces(), words)
    assert "整改措施" in pdf_text(clearing.render(replace(CLEARING, cleared_on=date(2026, 12, 11)), load_faces(), words))


def test_a_correction_names_the_version_it_replaces() -> None:
    text = pdf_text(clearing_pdf(replace(CLEARING, version=2, replaces="第1版（2026年12月10日，校验14E1-4D26-55C8）")))
    assert "本销号单为第2版，替代第1版（2026年12月10日，校验14E1-4D26-55C8）" in text


def test_the_same_facts_print_the_same_bytes() -> None:
    assert clearing_pdf() == clearing_pdf(replace(CLEARING))


@pytest.mark.parametrize(("mend", "named"), [
    (lambda f: replace(f, number=" "), "文号"),
    (lambda f: replace(f, item_number=""), "隐患编号"),
    (lambda f: replace(f, place=""), "隐患部位"),
    (lambda f: replace(f, finding=""), "隐患情况"),
    (lambda f: replace(f, citations=(" ",)), "违反的条款"),
    (lambda f: replace(f, opinion=""), "验收意见"),
    (lambda f: replace(f, steps=()), "签批人"),
    (lambda f: replace(f, notice_number=""), "整改通知书文号"),
    (lambda f: replace(f, reinspection_number=""), "复查意见书文号"),
    (lambda f: replace(f, reinspected_on=None), "复查日期"),
    (lambda f: replace(f, steps=f.steps[:2]), "重大隐患销号须有“批准”"),
    (lambda f: replace(f, cleared_on=date(2026, 12, 9)), "销号日期早于复查日期"),
])  # fmt: skip
def test_a_sheet_that_clears_nothing_is_refused_by_name(mend: Callable[[ClearingFacts], ClearingFacts], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        clearing_pdf(mend(CLEARING))


def test_a_general_hazard_may_stop_at_the_second_step() -> None:
    assert clearing_pdf(replace(CLEARING, severity="general", steps=STEPS[:2]))
