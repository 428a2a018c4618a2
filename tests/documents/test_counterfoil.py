"""Promises of the counterfoil: both halves carry the number, the seal has room, and names of any length stand in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from paper_examples import NOTICE, pdf_text
from paper_examples_orders import JOINT, faces, notice_with

from fieldaudit.documents.facts import NoticeFacts
from fieldaudit.documents.papers.counterfoil import counterfoil
from fieldaudit.documents.typeset.page import MM, Copy, Rule, Words
from fieldaudit.documents.wording import shipped

LONG = replace(NOTICE, party=replace(NOTICE.party, name="内蒙古自治区通辽市甲旗" * 5, address="甲旗乙苏木丙嘎查" * 7))


def laid(facts: NoticeFacts) -> Copy:
    """The counterfoil as marks."""
    return counterfoil(facts, faces(), shipped("notice"), facts.number)


def tear_line(copy: Copy) -> Rule:
    """The one dashed rule."""
    (line,) = [mark for mark in copy.pages[0] if isinstance(mark, Rule) and mark.dash]
    return line


@pytest.mark.parametrize("facts", [NOTICE, JOINT, LONG])
def test_it_is_one_page_torn_from_edge_to_edge(facts: NoticeFacts) -> None:
    copy = laid(facts)
    line = tear_line(copy)
    assert len(copy.pages) == 1
    assert line.x0 == 0
    assert line.x1 == pytest.approx(210 * MM)
    assert line.y0 == line.y1
    assert line.weight == 0.7
    assert line.dash == (5.0, 3.0)


def test_the_line_stands_where_the_specimen_has_it() -> None:
    assert tear_line(laid(NOTICE)).y0 == pytest.approx((37 + 117) * MM)


@pytest.mark.parametrize("facts", [NOTICE, JOINT, LONG])
def test_the_seam_number_runs_through_the_line_and_nothing_else_comes_near_where_the_seal_goes(facts: NoticeFacts) -> None:
    copy = laid(facts)
    y = tear_line(copy).y0
    near = [mark for mark in copy.pages[0] if isinstance(mark, Words) and abs(mark.baseline - y) < 9]
    (number,) = [mark for mark in near if mark.line.text == facts.number and mark.line.size == 16]
    assert number.x == pytest.approx(76 * MM)
    assert number.baseline - 0.88 * 16 < y < number.baseline + 0.12 * 16
    assert abs((number.baseline - 0.38 * 16) - y) < 1  # through the middle of the characters
    seal_left = 184 * MM - 42 * MM  # the seal: 42 mm, right-aligned to the type area
    for mark in copy.pages[0]:
        if isinstance(mark, Words) and mark.x + mark.line.width > seal_left:
            assert mark.baseline < y - 21 * MM or mark.baseline - mark.line.size > y + 21 * MM, mark.line.text
        if isinstance(mark, Rule) and not mark.dash and mark.x1 > seal_left:
            assert mark.y1 <= y - 21 * MM or mark.y0 >= y + 21 * MM


def test_what_the_bureau_keeps_stands_above_the_line_and_what_comes_back_below() -> None:
    copy = laid(NOTICE)
    y = tear_line(copy).y0
    above = "".join(mark.line.text for mark in copy.pages[0] if isinstance(mark, Words) and mark.baseline < y)
    below = "".join(mark.line.text for mark in copy.pages[0] if isinstance(mark, Words) and mark.baseline > y + 16)
    for kept in ("当事人", "松涛里养老公寓", "52150500MJ00000174", "承办人", "审核人", "批准人", "一式三份",
                 "2026年12月1日至2027年2月22日"):  # fmt: skip
        assert kept in above, kept
    for returned in ("整改情况回执", "通辽市民政局：", "所列8项火灾隐患", "报告单位", "（盖章）", "照片"):
        assert returned in below, returned
    assert "承办人" not in below and "报告单位" not in above


def test_one_hazard_is_answered_with_a_tick() -> None:
    text = pdf_text(notice_with("", JOINT, "stub"))
    assert "我单位☐已改正☐尚未改正你局通民养改〔2026〕18号通知书所列1项火灾隐患。" in text
    assert "发现一般隐患1项。" in text


def test_an_office_moves_the_line_and_rewords_the_slip() -> None:
    own = '[height]\nseam = 125\n[title]\nreturn = "整改报告单"\n[stub]\nto = "{bureau}养老服务科："\n'
    text = pdf_text(notice_with(own, NOTICE, "stub"))
    assert "整改报告单" in text and "通辽市民政局养老服务科：" in text
