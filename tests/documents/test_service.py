"""Promises of the proof of service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from paper_examples import SERVICE, pdf_text, poppler, service_pdf

from fieldaudit.documents.facts import ServedPaper, ServiceFacts, facts_json, read_facts
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out a paper

LEFT = replace(SERVICE, method="leave", received_by="", refused="称须经投资人同意后方可签收", left_at="一层值班室",
               image_numbers="P21—P24", witness="见证人甲", witness_post="林荫社区网格员")


def test_it_says_what_was_served_where_how_when_and_by_whom() -> None:
    text = pdf_text(service_pdf())
    for said in ("通民养送〔2026〕31号", "松涛里养老公寓", "一层值班室", "责令限期改正通知书", "通民养改〔2026〕1号",
                 "☑直接☐留置☐邮寄☐公告☐电子", "（负责人甲）", "2026年11月24日17时5分",
                 "（检查员甲，证号：15050000017）", "（检查员乙，证号：15050000023）", "（以下空白）"):
        assert said in text, said
    assert "Pages:           1" in poppler("pdfinfo", service_pdf())


def test_service_by_leaving_prints_reason_place_images_and_witness() -> None:
    text = pdf_text(service_pdf(LEFT))
    for said in ("☑留置", "称须经投资人同意后方可签收", "文书留置地点：一层值班室", "拍照、录像编号：P21—P24",
                 "（见证人甲）", "单位及职务：林荫社区网格员"):
        assert said in text, said
    assert text.count("签名或者盖章：") == 1  # of the witness; what the recipient would sign is struck out


def test_by_post_it_says_the_letter_and_by_announcement_where_and_when_it_counts() -> None:
    posted = replace(SERVICE, method="post", tracking="XA12345678915", sent_on=date(2026, 11, 20), remarks="附回执")
    text = pdf_text(service_pdf(posted))
    for said in ("☑邮寄", "邮件号XA12345678915", "2026年11月20日交寄", "以回执注明的收件日期为送达日期。附回执"):
        assert said in text, said
    announced = replace(SERVICE, method="publish", received_by="", announced_in="《通辽日报》", announced_on=date(2026, 10, 25))
    text = pdf_text(service_pdf(announced))
    assert "☑公告" in text and "2026年10月25日《通辽日报》公告，经过三十日，2026年11月24日视为送达" in text
    assert text.count("签名或者盖章：") == 0
    for paper in (posted, announced):
        assert "Pages:           1" in poppler("pdfinfo", service_pdf(paper))


def test_a_substitute_signs_in_the_recipients_stead() -> None:
    text = pdf_text(service_pdf(replace(SERVICE, relation="值班员", received_by="值班员乙")))
    assert "与受送达人关系：值班员" in text
    assert text.count("签名或者盖章：") == 1


def test_before_the_service_it_is_a_form_to_fill_in_with_nothing_struck_out() -> None:
    text = pdf_text(service_pdf(replace(SERVICE, served_at=None, received_by="", number="")))
    assert text.count("签名或者盖章：") == 3
    assert "与受送达人关系：" in text
    assert "送达回证（通民养改〔2026〕1号）" in text  # the strip then names the paper served


def test_twelve_papers_are_all_listed() -> None:
    papers = tuple(ServedPaper(f"文书{n}号样式", f"通民养改〔2026〕{n}号", 1) for n in range(1, 13))
    text = pdf_text(service_pdf(replace(SERVICE, papers=papers)))
    assert all(paper.name in text and paper.number in text for paper in papers)


def test_kept_facts_print_the_same_bytes_again() -> None:
    assert service_pdf(read_facts(ServiceFacts, facts_json(LEFT))) == service_pdf(LEFT)


@pytest.mark.parametrize(("mend", "named"), [
    (lambda f: replace(f, recipient=""), "受送达人"),
    (lambda f: replace(f, place=""), "送达地点"),
    (lambda f: replace(f, papers=()), "送达文书"),
    (lambda f: replace(f, papers=(ServedPaper("通知书", "", 1),)), "《通知书》的文号"),
    (lambda f: replace(f, papers=(ServedPaper("通知书", "1号", 0),)), "《通知书》的份数"),
    (lambda f: replace(f, servers=f.servers[:1]), "送达人少于两人"),
    (lambda f: replace(f, servers=(f.servers[0], f.servers[1]._replace(badge_no=""))), "检查员乙的执法证号"),
    (lambda f: replace(LEFT, refused=""), "拒收事由"),
    (lambda f: replace(LEFT, witness="", image_numbers=""), "见证人或者影像编号"),
    (lambda f: replace(f, method="electronic"), "书面同意"),
    (lambda f: replace(f, method="post", sent_on=date(2026, 11, 20)), "邮件号"),
    (lambda f: replace(f, method="post", tracking="XA1"), "交寄日期"),
    (lambda f: replace(f, method="publish", announced_on=date(2026, 10, 25)), "公告方式"),
    (lambda f: replace(f, method="publish", announced_in="《通辽日报》"), "公告日期"),
])
def test_a_service_that_proves_nothing_is_refused_by_name(
        mend: Callable[[ServiceFacts], ServiceFacts], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        service_pdf(mend(SERVICE))
