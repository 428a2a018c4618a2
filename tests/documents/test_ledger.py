"""Promises of the ledger: figures that add up or no paper, what is overdue in plain sight, years said once, no lone foot."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_examples import pdf_text, poppler
from paper_examples_scene import LEDGER, ledger_pdf

from fieldaudit.documents.facts import LedgerCounts, LedgerFacts, LedgerLine, facts_json, read_facts
from fieldaudit.documents.papers.ledger import short_day
from fieldaudit.documents.wording import read_wording
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out a ledger
OPEN, CLOSED = LEDGER.lines[0], LEDGER.lines[11]


def _of(*lines: LedgerLine) -> LedgerFacts:
    return replace(LEDGER, lines=lines)


def test_the_specimen_has_its_two_pages_and_its_total() -> None:
    pdf = ledger_pdf()
    text = pdf_text(pdf)
    assert "Pages:           2" in poppler("pdfinfo", pdf)
    assert "合计22项：重大10项，一般12项；已销号9项，随机构停业终结2项，整改中11项（含逾期1项、延期1项、申请复查1项）。" in text
    assert "日期未注年份的均为2026年。" in text
    for said in ("填报单位：通辽市民政局", "统计范围：2026年专项整治", "截至：2026年11月30日", "单位：项", "填报日期："):
        assert said in text


@settings(max_examples=8)
@given(st.lists(st.sampled_from(LEDGER.lines), max_size=30))
def test_grades_and_outcomes_each_add_up_to_what_was_found(lines: list[LedgerLine]) -> None:
    text = pdf_text(ledger_pdf(_of(*lines)))
    outcomes = Counter(line.outcome for line in lines)
    assert f"合计{len(lines)}项" in text
    for name, label in (("cleared", "已销号"), ("ended_with_institution", "随机构停业终结"), ("open", "整改中")):
        total = text[text.index("合计"):]
        assert (f"{label}{outcomes[name]}项" in total) == bool(outcomes[name])


@pytest.mark.parametrize(("counts", "figures"), [
    (LedgerCounts(22, 11, 9, 0, 0, 2), None),
    (LedgerCounts(23, 11, 9, 0, 0, 2), "发现23项，各项结果相加22项，台账列出22项"),
    (LedgerCounts(22, 10, 10, 0, 0, 2), "open 10 / 11；cleared 10 / 9"),
    (LedgerCounts(23, 12, 9, 0, 0, 2), "台账列出22项"),
])  # fmt: skip
def test_figures_of_the_statistics_that_do_not_balance_are_refused(counts: LedgerCounts, figures: str | None) -> None:
    facts = replace(LEDGER, counts=counts)
    if figures is None:
        assert ledger_pdf(facts)
        return
    with pytest.raises(BadInput, match=figures):
        ledger_pdf(facts)


@pytest.mark.parametrize("line", [
    replace(OPEN, ended_on=date(2026, 11, 25)), replace(CLOSED, ended_on=None), replace(CLOSED, overdue_days=2),
    replace(OPEN, item_number=""), replace(OPEN, institution=" "), replace(OPEN, what=""), replace(OPEN, state=""),
])  # fmt: skip
def test_a_line_that_lacks_something_or_contradicts_itself_is_refused(line: LedgerLine) -> None:
    with pytest.raises(BadInput):
        ledger_pdf(_of(line))


@pytest.mark.parametrize("field", ["bureau", "selection", "number", "title"])
def test_a_ledger_without_its_head_is_refused(field: str) -> None:
    with pytest.raises(BadInput):
        ledger_pdf(replace(LEDGER, **{field: " "}))  # type: ignore[arg-type]


def test_overdue_is_printed_in_its_own_face_and_before_everything_else() -> None:
    line = replace(OPEN, overdue_days=132, extended_to=date(2026, 12, 27), extended=True, notes=("挂牌督办",))
    text = pdf_text(ledger_pdf(_of(line)))
    assert "逾期132天" in text and "挂牌督办" in text and "延期至" not in text
    assert "含逾期1项、延期1项" in text


def test_years_are_left_out_only_where_the_note_says_which() -> None:
    assert [short_day(when, 2026) for when in (date(2026, 1, 2), date(2027, 1, 2))] == ["1月2日", "2027年1月2日"]
    old = replace(OPEN, found_on=date(2025, 5, 6), due=date(2027, 1, 2))
    text = pdf_text(ledger_pdf(_of(old)))
    assert "2025年5月6日" in text and "日期未注年份" not in text


def test_a_term_and_a_hazard_put_right_at_the_scene_have_no_date() -> None:
    by_term = replace(OPEN, due=None, term_days=15, term_kind="working")
    pdf = ledger_pdf(_of(by_term, replace(OPEN, due=None, at_scene=True)))
    text = "".join(poppler("pdftotext", pdf, "-raw").split())
    assert "15个工作日内" in text and "当场" in text


def test_every_lawful_end_is_counted_by_its_own_name() -> None:
    ends = [replace(CLOSED, outcome=outcome, state=state) for outcome, state in (
        ("equivalent", "采取等效措施"), ("disproved", "经核实不成立"))]  # fmt: skip
    text = pdf_text(ledger_pdf(replace(_of(OPEN, CLOSED, *ends), counts=LedgerCounts(4, 1, 0, 1, 1, 1))))
    assert "合计4项：重大4项；随机构停业终结1项，采取等效措施1项，经核实不成立1项，整改中1项。" in text


def test_nothing_found_is_a_ledger_too() -> None:
    text = pdf_text(ledger_pdf(_of()))
    assert "统计范围内无隐患" in text and "合计0项。" in text and "日期未注年份" not in text


@pytest.mark.parametrize("count", range(1, 27))
def test_blanks_to_sign_never_stand_on_a_page_without_hazards(count: int) -> None:
    pdf = ledger_pdf(_of(*(LEDGER.lines * 2)[:count]))
    pages = poppler("pdftotext", pdf, "-layout").split("\f")[:-1]
    signed = next(page for page in pages if "填表人" in page)
    assert "状态" in signed and signed.count("通民养") >= min(count, 2)
    assert "合计" in signed and "填报日期" in signed


def test_three_thousand_lines_are_one_ledger() -> None:
    lines = tuple(replace(line, item_number=f"2026-{number:04d}-01")
                  for number, line in enumerate((LEDGER.lines * 137)[:3000], start=1))
    pdf = ledger_pdf(_of(*lines))
    text = pdf_text(pdf)
    assert "合计3000项" in text and "2026-3000-01" in text
    assert text.count("填表人") == 1


def test_a_correction_names_what_it_replaces_and_the_same_facts_give_the_same_bytes() -> None:
    facts = replace(LEDGER, version=2, replaces="台账2026-11第1版", provisional=True)
    text = pdf_text(ledger_pdf(facts))
    assert "本台账为第2版，替代台账2026-11第1版。" in text and "台账2026-11（临时编号）" in text
    assert ledger_pdf(facts) == ledger_pdf(read_facts(LedgerFacts, facts_json(facts)))


def test_an_office_changes_heads_and_widths() -> None:
    source = '[label]\nsigners = ["制表："]\n[column]\nlines = [9, 25, 35, 35, 11, 18, 25, 17, 17, 16, 17]'
    own = read_wording("ledger", source, "own.toml")
    text = pdf_text(ledger_pdf(words=own))
    assert "制表：" in text and "审核人" not in text
