"""Promises of the English plan: nothing Chinese but what the facts say in Chinese, money in yuan, plurals that are right."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

import pytest
from paper_checker import check_paper
from paper_examples import PARTY, pdf_text, plan_pdf, poppler
from paper_examples_reports import EDGE_PLAN, FULL_PLAN, NAME_OF_40, in_ascii

from fieldaudit.documents.facts import PlanFacts
from fieldaudit.documents.phrases import counted, day, deadline, hours, term
from fieldaudit.documents.wording import shipped

_CJK = re.compile("[　-〿㐀-䶿一-鿿豈-﫿＀-￯]")
_OPEN = replace(FULL_PLAN.lines[0], responsible="", budget_yuan=None, due=None, contingency="")
_FIXED = replace(_OPEN, fixed_at_scene=True)
_TERM = replace(_OPEN, term_days=15, term_kind="working")


def english(facts: PlanFacts) -> PlanFacts:
    """The facts of an English edition whose every own text is without Chinese."""
    return replace(in_ascii(facts, shipped("plan", "en")), lang="en")


@pytest.mark.slow
@pytest.mark.parametrize("facts", [
    FULL_PLAN, EDGE_PLAN, replace(FULL_PLAN, lines=(_OPEN, _FIXED, _TERM), number=""), replace(FULL_PLAN, subject="安全"),
    replace(FULL_PLAN, draft=True, provisional=True, version=2, replaces="1", party=replace(PARTY, name=NAME_OF_40))])  # fmt: skip
def test_every_word_that_is_not_of_the_facts_is_english(facts: PlanFacts) -> None:
    pdf = plan_pdf(english(facts))
    for said in (poppler("pdftotext", pdf), poppler("pdfinfo", pdf)):
        assert [line for line in said.splitlines() if _CJK.search(line.replace("　", " "))] == []


@pytest.mark.slow
def test_money_is_said_in_yuan_and_split_and_hazards_are_counted() -> None:
    said = " ".join(poppler("pdftotext", plan_pdf(replace(FULL_PLAN, lang="en"))).split())
    assert "480,000" in said and "911,000" in said and "500,000" in said and "Own funds 411,000 (in CNY)" in said
    assert "5 major hazards, 3 general hazards" in said
    one = plan_pdf(replace(FULL_PLAN, lang="en", lines=FULL_PLAN.lines[:1]))
    assert "1 major hazard" in poppler("pdftotext", one) and "hazards" not in poppler("pdftotext", one)


@pytest.mark.slow
def test_chinese_names_and_measures_stay_as_recorded_and_dates_are_english() -> None:
    text = pdf_text(plan_pdf(replace(FULL_PLAN, lang="en")))
    assert all(line.measure[:6] in text and line.responsible in text for line in FULL_PLAN.lines)
    assert "23Jan2027" in text and "30November2026" in text


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("facts", [FULL_PLAN, EDGE_PLAN, replace(FULL_PLAN, lines=FULL_PLAN.lines * 8)])
def test_the_judge_of_papers_finds_no_fault_in_either_edition(facts: PlanFacts, lang: Literal["zh", "en"]) -> None:
    check_paper(plan_pdf(replace(facts, lang=lang)), "plan", lang=lang)


def test_dates_terms_and_counts_in_english() -> None:
    when = datetime(2026, 11, 24, 9, 5)
    assert day(date(2026, 11, 4), "en") == "4 November 2026" and day(date(2026, 9, 4), "en", short=True) == "4 Sep 2026"
    assert hours(when, when.replace(hour=11), "en") == "24 November 2026, 9:05–11:05"
    assert hours(when, when.replace(day=25), "en") == "24 November 2026, 9:05–25 November 2026, 9:05"
    assert hours(when, when.replace(hour=11)) == "2026年11月24日9:05—11:05"
    assert term(0, "natural", lang="en") == "at once"
    assert term(1, "natural", lang="en") == "within 1 day of service"
    assert term(15, "working", short=True, lang="en") == "within 15 working days"
    assert deadline(_TERM, lang="en") == "within 15 working days of service" and deadline(_OPEN, lang="en") == ""
    assert counted(1, "a", "b", "en") == "a" and counted(2, "a", "b", "en") == "b" and counted(1, "a", "b") == "b"
