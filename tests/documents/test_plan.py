"""Promises of the plan: the five for every hazard, what is missing in plain sight, a total that adds up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_examples import PARTY, PLAN, pdf_text, plan_pdf, poppler
from paper_examples_reports import FULL_PLAN, LONG_ENGLISH, NAME_OF_40, RARE

from fieldaudit.documents.facts import PlanFacts, facts_json, read_facts
from fieldaudit.documents.papers.plan import FIVE, missing, subsidy, ten_thousands
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out a plan


def test_it_is_a_landscape_page_whose_number_turns_with_the_sheet() -> None:
    pdf = plan_pdf()
    assert "841.89 x 595.276" in poppler("pdfinfo", pdf)
    bbox = poppler("pdftotext", pdf, "-bbox")
    folio = next(line for line in bbox.splitlines() if "— 1 —" in line)
    x = [float(folio.split(f'{edge}="')[1].split('"')[0]) for edge in ("xMin", "xMax")]
    assert x[0] < (35 - 7) * 72 / 25.4 < x[1] + 8  # its dash is 7 mm left of the type area


def test_every_hazard_has_its_five_and_the_total_adds_up() -> None:
    text = pdf_text(plan_pdf())
    for line in PLAN.lines:
        assert line.place in text
        assert ten_thousands(line.budget_yuan or 0) in text
    assert "重大隐患5项，一般隐患3项" in text
    assert ten_thousands(sum(line.budget_yuan or 0 for line in PLAN.lines)) == "50.4"
    assert "50.4" in text
    assert "（单位：万元）" in text
    assert "未落实" not in text


def test_the_total_is_split_into_what_public_funds_and_the_home_pay() -> None:
    text = pdf_text(plan_pdf(FULL_PLAN))
    assert "91.1补助50.0自筹41.1（单位：万元）" in text
    unsaid = replace(FULL_PLAN, lines=(replace(FULL_PLAN.lines[0], budget_source="多方筹集"), *FULL_PLAN.lines[1:]))
    text = pdf_text(plan_pdf(unsaid))
    assert "资金91.1" in text and "（单位：万元）" in text and "补助50" not in text and "自筹41" not in text


@pytest.mark.parametrize(("source", "yuan", "public"), [
    ("机构自筹", 14_000, 0), ("福彩公益金补助10万元，自筹6.5万元", 165_000, 100_000),
    ("县级财政补助150000元、自筹7万元", 220_000, 150_000),
    ("福彩公益金补助10万元，自筹6.5万元", 170_000, None), ("", 5_000, None), ("", 0, 0), ("财政全额", 5_000, None)])  # fmt: skip
def test_a_source_tells_its_parts_only_when_they_add_up(source: str, yuan: float, public: float | None) -> None:
    assert subsidy(replace(PLAN.lines[0], budget_yuan=yuan, budget_source=source)) == public


def test_a_part_that_is_given_is_not_read_from_the_source() -> None:
    assert subsidy(replace(PLAN.lines[0], budget_yuan=100.0, budget_source="机构自筹", subsidy_yuan=40.0)) == 40.0


def test_works_of_several_parties_name_who_leads_them() -> None:
    assert "（牵头：市水务局）" in pdf_text(plan_pdf(FULL_PLAN))


def test_an_incomplete_plan_leaves_the_agencies_no_box_to_approve() -> None:
    assert pdf_text(plan_pdf()).count("☐同意") == 2
    text = pdf_text(plan_pdf(replace(PLAN, lines=(replace(PLAN.lines[0], measure=""),))))
    assert "☐同意" not in text and text.count("有未落实项，修改后再报") == 2


@pytest.mark.parametrize(("field", "value"), [
    ("responsible", ""), ("measure", " "), ("budget_yuan", None), ("due", None), ("contingency", "")])
def test_a_missing_one_of_the_five_prints_not_arranged(field: str, value: Any) -> None:
    line = replace(PLAN.lines[0], **{field: value})
    text = pdf_text(plan_pdf(replace(PLAN, lines=(line, PLAN.lines[1]))))
    assert text.count("未落实") == 4  # in its cell, in the total line, and beside the agencies' only box
    assert "尚有1处未落实" in text
    assert len(missing(line)) == 1


def test_of_a_hazard_put_right_within_the_visit_nothing_is_left_to_arrange() -> None:
    fixed = replace(PLAN.lines[0], responsible="", budget_yuan=None, due=None, contingency="", term_days=30, fixed_at_scene=True)
    text = pdf_text(plan_pdf(replace(PLAN, lines=(fixed, PLAN.lines[1]))))
    assert text.count("当场") == 4 and "未落实" not in text
    assert "☐同意" in text and missing(fixed) == []
    assert missing(replace(fixed, fixed_at_scene=False)) == ["责任", "资金", "预案"]


def test_a_budget_of_nothing_is_not_a_missing_budget() -> None:
    line = replace(PLAN.lines[0], budget_yuan=0.0)
    assert missing(line) == []
    assert ten_thousands(0.0) == "0.0"
    assert missing(replace(line, responsible="", measure="", budget_yuan=None, due=None, contingency="")) == list(
        FIVE.values())


@given(st.lists(st.integers(0, 9_999_999), min_size=1, max_size=20))
def test_printed_amounts_add_up_to_the_printed_total(yuan: list[int]) -> None:
    printed = sum(round(float(ten_thousands(float(one))) * 10_000) for one in yuan)
    assert printed == round(float(ten_thousands(float(sum(yuan)))) * 10_000)


def test_a_term_is_said_to_count_from_service() -> None:
    line = replace(PLAN.lines[0], due=None, term_days=15, term_kind="working")
    text = "".join(poppler("pdftotext", plan_pdf(replace(PLAN, lines=(line,))), "-raw").split())
    assert "15个工作日内" in text
    assert "日数自送达之日起计算" in text


@pytest.mark.slow
def test_total_and_opinions_never_stand_alone_on_a_page() -> None:
    for many in range(1, 25):
        lines = tuple(PLAN.lines[n % 8] for n in range(many))
        pages = poppler("pdftotext", plan_pdf(replace(PLAN, lines=lines)), "-layout").rstrip("\f").split("\f")
        assert "负责人（盖章）" in pages[-1]
        assert pages[-1].count("机构自筹") >= min(2, many), many  # two hazards' rows stand with them
        assert sum("负责人（盖章）" in page for page in pages) == 1


def test_the_whole_plan_breaks_before_its_last_two_hazards() -> None:
    pages = poppler("pdftotext", plan_pdf(FULL_PLAN), "-layout").rstrip("\f").split("\f")
    assert len(pages) == 2 and "院区" in pages[1] and "主楼" in pages[1] and "负责人（盖章）" in pages[1]


def test_a_long_name_breaks_after_the_name_and_rare_characters_and_long_words_are_kept() -> None:
    line = replace(FULL_PLAN.lines[0], place=RARE, responsible=RARE, measure=LONG_ENGLISH, budget_source=LONG_ENGLISH)
    pdf = plan_pdf(replace(FULL_PLAN, party=replace(PARTY, name=NAME_OF_40), lines=(line,) * 3))
    said = poppler("pdftotext", pdf, "-raw")
    assert "\n“一院一策”消防隐患整改方案\n" in said
    assert "".join(said.split()).count(RARE) == 6 and "".join(said.split()).count("electroencephalographically") >= 6


def test_kept_facts_print_the_same_bytes_again() -> None:
    again = read_facts(PlanFacts, facts_json(PLAN))
    assert again == PLAN
    assert plan_pdf(again) == plan_pdf()


@pytest.mark.parametrize(("field", "value", "named"), [
    ("lines", (), "隐患"), ("party", replace(PARTY, name=""), "养老机构名称"), ("bureau", "", "机关名称"),
    ("lines", (replace(PLAN.lines[0], finding=""),), "隐患情况")])
def test_a_plan_of_nothing_is_refused_by_name(field: str, value: Any, named: str) -> None:
    with pytest.raises(BadInput, match=named):
        plan_pdf(replace(PLAN, **{field: value}))


def test_every_notice_stands_on_a_line_of_its_own_and_the_strip_names_the_home_then() -> None:
    several = replace(FULL_PLAN, number="", notice_number="通民养改〔2026〕102号、通民养改〔2026〕120号")
    said = poppler("pdftotext", plan_pdf(several), "-layout")
    assert "102号、" not in said and "通民养改〔2026〕120号" in "".join(said.split())
    assert f"整改方案（{PARTY.name}）" in "".join(said.split()) and "未编号" in said


def test_a_post_of_four_characters_is_not_torn() -> None:
    posts = poppler("pdftotext", plan_pdf(FULL_PLAN), "-layout")
    assert posts.count("院长助理") == 3 and posts.count("后勤主管") == 1  # the manager, and two hazards


def test_the_english_of_officers_does_not_say_safety_twice() -> None:
    for subject in ("消防", "安全"):
        said = " ".join(poppler("pdftotext", plan_pdf(replace(FULL_PLAN, lang="en", subject=subject))).split())
        assert "Safety safety" not in said and "afety manager" in said
