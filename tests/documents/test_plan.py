"""Promises of the plan: the five for every hazard, what is missing in plain sight, a total that adds up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_examples import PARTY, PLAN, pdf_text, plan_pdf, poppler

from fieldaudit.documents.facts import PlanFacts, facts_json, read_facts
from fieldaudit.documents.papers.plan import FIVE, missing, ten_thousands
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
    assert "五项均已落实（单位：万元）" in text
    assert "未落实" not in text


@pytest.mark.parametrize(("field", "value"), [
    ("responsible", ""), ("measure", " "), ("budget_yuan", None), ("due", None), ("contingency", "")])
def test_a_missing_one_of_the_five_prints_not_arranged(field: str, value: Any) -> None:
    line = replace(PLAN.lines[0], **{field: value})
    text = pdf_text(plan_pdf(replace(PLAN, lines=(line, PLAN.lines[1]))))
    assert text.count("未落实") == 2  # in its cell and in the total line
    assert "尚有1处未落实" in text
    assert len(missing(line)) == 1


def test_of_a_hazard_put_right_within_the_visit_nothing_is_left_to_arrange() -> None:
    fixed = replace(PLAN.lines[0], responsible="", budget_yuan=None, due=None, contingency="", term_days=30, fixed_at_scene=True)
    text = pdf_text(plan_pdf(replace(PLAN, lines=(fixed, PLAN.lines[1]))))
    assert text.count("当场") == 4 and "未落实" not in text
    assert "五项均已落实（单位：万元）" in text and missing(fixed) == []
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
        assert "负责人签名" in pages[-1]
        assert "限期" in pages[-1], many  # a hazard's row stands with them
        assert sum("负责人签名" in page for page in pages) == 1


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
