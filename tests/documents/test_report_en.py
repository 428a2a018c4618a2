"""Promises of the English report: nothing Chinese but what the facts say in Chinese, plurals that are right."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import pytest
from paper_checker import check_paper
from paper_examples import REPORT, pdf_text, poppler, report_pdf
from paper_examples_reports import EDGE, FULL, SMALL, in_ascii, many_hazards, many_photos

from fieldaudit.documents.facts import ReportFacts, Signature
from fieldaudit.documents.wording import ENGLISH, shipped

_CJK = re.compile("[　-〿㐀-䶿一-鿿豈-﫿＀-￯]")

pytestmark = pytest.mark.slow  # each lays out a report


def english(facts: ReportFacts) -> ReportFacts:
    """The facts of an English edition whose every own text is without Chinese."""
    return replace(in_ascii(facts, shipped("report", "en")), lang="en")


_REFUSED = Signature("institution", "负责人甲", refused="不认可", witness="见证人甲")
_FIXED = replace(FULL.hazards[0], fixed_at_scene=True)
_RECORDS = tuple(replace(answer, number="", result=None, reading="3") for answer in FULL.answers[:4])


@pytest.mark.parametrize("facts", [
    FULL, SMALL, EDGE, many_photos(9), replace(FULL, draft=True, provisional=True, version=2, replaces="1"),
    replace(FULL, signatures=(_REFUSED,)), replace(FULL, hazards=(_FIXED, *FULL.hazards[1:])),
    replace(FULL, answers=_RECORDS, further=()), replace(FULL, answers=_RECORDS, hazards=(), risk=""),
    replace(FULL, hazards=(), notice_number=""),
    replace(FULL, hazards=tuple(replace(one, hazard=replace(one.hazard, due=None)) for one in FULL.hazards)),
])  # fmt: skip
def test_every_word_that_is_not_of_the_facts_is_english(facts: ReportFacts) -> None:
    pdf = report_pdf(english(facts))
    for said in (poppler("pdftotext", pdf), poppler("pdfinfo", pdf)):
        found = [line for line in said.splitlines() if _CJK.search(line.replace("　", " "))]
        assert found == []


def test_chinese_findings_names_and_citations_stay_as_recorded() -> None:
    text = pdf_text(report_pdf(replace(FULL, lang="en")))
    for one in FULL.hazards:
        assert one.hazard.finding in text and one.hazard.citations[0] in text
    assert FULL.party.name in text and "检查员甲" in text


def test_the_conclusion_counts_in_english() -> None:
    said = " ".join(poppler("pdftotext", report_pdf(english(FULL))).split())
    assert "65 items checked: 45 passed, 9 failed, 11 not applicable." in said
    assert "constitute 8 hazards (5 major, 3 general; item 12 counted with item 11), all to be rectified under notice" in said
    assert "Overall risk: high." in said
    assert "24 November 2026, 9:20–11:50" in said and "Deadline: 1 December 2026" in said
    assert "page 1 of" in said and "version 1" in said


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    one = replace(FULL, answers=FULL.answers[10:11], hazards=FULL.hazards[:1], further=(), mode="by_term")
    dated = replace(one.hazards[0], questions=("11",), hazard=replace(one.hazards[0].hazard, due=None, term_days=1))
    said = " ".join(poppler("pdftotext", report_pdf(english(replace(one, hazards=(dated,))))).split())
    assert "1 item checked" in said and "constitute 1 hazard (1 major)" in said
    assert "All results (1 item)" in said and "List of photos (1 photo)" in said
    assert "within 1 day of service" in said
    assert not re.search(r"\b1 (items|hazards|photos|days)\b", said)


def test_a_failed_answer_points_to_its_item() -> None:
    said = poppler("pdftotext", report_pdf(english(FULL)), "-layout")
    assert "see 2.1" in said and "see item 11" in said and "2. Failed items" in said


@pytest.mark.parametrize("kind", ENGLISH)
def test_both_editions_have_the_same_entries_of_the_same_shape(kind: str) -> None:
    zh, en = shipped(kind).values, shipped(kind, "en").values
    assert set(zh) == set(en)
    for key, value in zh.items():
        assert type(value) is type(en[key]) or {type(value), type(en[key])} == {int, float}, key
        if isinstance(value, str) and key not in ("title.first", "title.second"):  # English names the paper first
            assert set(re.findall(r"{(\w+)}", value)) == set(re.findall(r"{(\w+)}", en[key])), key
        if key.startswith("column."):
            assert sum(value) == pytest.approx(sum(en[key])), key


def test_a_finding_in_chinese_is_printed_the_same_in_both_editions() -> None:
    assert all(answer.question in pdf_text(report_pdf(replace(REPORT, lang="en"))) for answer in REPORT.answers[:5])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("facts", [SMALL, many_hazards(60), many_photos(80), many_photos(0)])
def test_the_judge_of_papers_finds_no_fault_in_either_edition(facts: ReportFacts, lang: Literal["zh", "en"]) -> None:
    check_paper(report_pdf(replace(facts, lang=lang)), "report", lang=lang)
