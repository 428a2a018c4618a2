"""Promises of the referral letter: facts and clauses, no penalty, and the letter format."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from paper_examples import pdf_text, poppler
from paper_examples_opinions import NAME_40, REFERRAL, referral_pdf

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import Matter, ReferralFacts, facts_json, read_facts
from fieldaudit.documents.papers import referral
from fieldaudit.documents.wording import read_wording
from fieldaudit.errors import BadInput

MM = 72 / 25.4
SPRINKLER = Matter("主楼床位86张，未设置自动喷水灭火系统", "第六十条第一款第（一）项")


def lines(pdf: bytes, page: int) -> list[tuple[str, list[float]]]:
    """What each line of the page says and its box (mm): left, top, right, bottom."""
    boxes = poppler("pdftotext", pdf, "-bbox-layout", "-f", str(page), "-l", str(page))
    found = []
    for box, inside in re.findall(r"<line (.*?)>(.*?)</line>", boxes, re.S):
        said = "".join(re.findall(r">([^<]*)</word>", inside))
        found.append((said, [float(edge) / MM for edge in re.findall(r'"([\d.]+)"', box)]))
    return found


@pytest.mark.slow
def test_it_says_to_whom_about_whom_what_and_by_what() -> None:
    text = pdf_text(referral_pdf())
    for said in ("通民养移函〔2026〕6号", "关于移送松涛里养老公寓消防安全违法线索的函", "市消防救援支队：",
                 "2026年11月24日，我局对松涛里养老公寓（地址：通辽市甲区林荫路18号；统一社会信用代码：52150500MJ00000174）"
                 "进行消防安全专项检查，12月10日进行复查，发现下列事项涉嫌违反《中华人民共和国消防法》第六十条规定，属于你单位职权范围：",
                 "一、二层走道应急照明灯失效，经责令限期改正，到期仍有1具未改正，涉嫌消防设施未保持完好有效（第六十条第一款第（一）项）。",
                 "依据《中华人民共和国安全生产法》第六十九条，现将有关材料移送你单位，请依法处理，并将是否受理和处理结果函告我局。"
                 "我局将继续督促该机构整改，并配合做好在住老年人转移等工作。",
                 "附件：1.检查报告（2026-0117）1份", "4.现场照片14张、视频1段（光盘1张）",
                 "（联系人：养老服务科电话：0475-0000000）",
                 "移送回执", "收到日期", "☐受理☐不予受理，理由："):
        assert said in text, said


@pytest.mark.slow
def test_what_has_become_of_a_fact_since_stands_after_its_clause() -> None:
    assert ("障碍物，涉嫌违反第六十条第一款第（六）项的规定，已于2026年12月10日复查确认拆除，一并抄告。"
            in pdf_text(referral_pdf(replace(REFERRAL, matters=REFERRAL.matters[2:]))))


@pytest.mark.slow
def test_it_is_a_letter_whose_first_page_has_no_number() -> None:
    pdf = referral_pdf()
    first, second = (pdf_text_of(pdf, page) for page in (1, 2))
    assert "—1—" not in first and "—2—" in second


def pdf_text_of(pdf: bytes, page: int) -> str:
    return "".join(poppler("pdftotext", pdf, "-f", str(page), "-l", str(page)).split())


@pytest.mark.slow
@pytest.mark.parametrize("bureau", [
    "甲市民政局", "通辽市民政和社会工作局", "内蒙古自治区通辽市科尔沁区民政局",
    "内蒙古自治区通辽市科尔沁左翼后旗㛃䶮堃喆犇民政和社会工作局"])
def test_the_agencys_name_stays_within_the_type_area_and_above_the_rule(bureau: str) -> None:
    said, (left, _, right, _) = lines(referral_pdf(replace(REFERRAL, bureau=bureau)), 1)[0]
    assert said == bureau
    assert left >= 27.9 and right <= 184.1


@pytest.mark.slow
def test_a_title_that_fits_one_line_is_not_broken_and_a_long_one_breaks_after_the_name() -> None:
    short = [said for said, _ in lines(referral_pdf(replace(REFERRAL, party=replace(REFERRAL.party, name="甲乙养老院"))), 1)]
    assert "关于移送甲乙养老院消防安全违法线索的函" in short
    usual = [said for said, _ in lines(referral_pdf(), 1)]
    assert "关于移送松涛里养老公寓" in usual and "消防安全违法线索的函" in usual
    long = [said for said, _ in lines(referral_pdf(replace(REFERRAL, party=replace(REFERRAL.party, name=NAME_40))), 1)]
    assert "消防安全违法线索的函" in long


@pytest.mark.slow
def test_a_single_matter_has_no_number_and_goes_without_what_is_not_known() -> None:
    facts = replace(REFERRAL, matters=(SPRINKLER,), attachments=("检查报告（2026-0117）1份",), reinspected_on=None, own_measures="",
                    contact="", party=replace(REFERRAL.party, code=""))
    text = pdf_text(referral_pdf(facts))
    assert "主楼床位86张，未设置自动喷水灭火系统，涉嫌违反第六十条第一款第（一）项的规定。" in text
    assert "属于你单位职权范围。" in text and "（地址：通辽市甲区林荫路18号）进行消防安全专项检查，发现" in text
    assert "附件：检查报告" in text
    assert not any(said in text for said in ("一、", "复查", "信用代码", "联系人", "1.检查报告"))


@pytest.mark.slow
def test_another_recipient_changes_clause_and_name_only() -> None:
    ours = pdf_text(referral_pdf(replace(REFERRAL, matters=(SPRINKLER,))))
    housing = replace(REFERRAL, recipient="市住房和城乡建设局", law="《中华人民共和国消防法》第五十八条",
                      matters=(SPRINKLER._replace(clause="第五十八条第一款第（二）项"),))
    theirs = pdf_text(referral_pdf(housing))
    for fire, house in (("市消防救援支队", "市住房和城乡建设局"), ("第六十条第一款第（一）项", "第五十八条第一款第（二）项"),
                        ("第六十条规定", "第五十八条规定")):  # fmt: skip
        assert fire in ours
        ours = ours.replace(fire, house)
    assert re.sub("校验.{14}", "", theirs) == re.sub("校验.{14}", "", ours)


@pytest.mark.slow
def test_a_reinspection_in_another_year_names_the_year() -> None:
    facts = replace(REFERRAL, reinspected_on=date(2027, 1, 8), issued_on=date(2027, 1, 9))
    assert "2027年1月8日进行复查" in pdf_text(referral_pdf(facts))


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 4, 5, 6, 7, 8, 9, 12, 30])
def test_with_any_number_of_matters_contact_and_seal_share_a_page_with_text_and_the_receipt_is_whole(count: int) -> None:
    matters = tuple(SPRINKLER._replace(fact=f"{SPRINKLER.fact}（第{n}处）") for n in range(1, count + 1))
    pdf = referral_pdf(replace(REFERRAL, matters=matters))
    pages = ["".join(page.split()) for page in poppler("pdftotext", pdf).split("\f")[:-1]]
    sealed = next(page for page in pages if "通辽市民政局2026年12月11日" in page)
    assert "（联系人：养老服务科" in sealed and "现场照片14张" in sealed
    receipt = next(page for page in pages if "移送回执" in page)
    assert "收到日期" in receipt and "处理意见" in receipt
    assert all(f"（第{n}处）" in "".join(pages) for n in range(1, count + 1))


@pytest.mark.slow
def test_an_office_rewords_it_and_may_require_more() -> None:
    words = read_wording("referral", '[label]\nreceiver = "签收人"\n[require]\nfields = ["contact_phone"]\n', "own.toml")
    assert "签收人" in pdf_text(referral.render(REFERRAL, load_faces(), words))
    with pytest.raises(BadInput, match="contact_phone"):
        referral.render(replace(REFERRAL, contact_phone=""), load_faces(), words)


@pytest.mark.slow
def test_kept_facts_print_the_same_bytes_again() -> None:
    assert referral_pdf(read_facts(ReferralFacts, facts_json(REFERRAL))) == referral_pdf()


@pytest.mark.slow
def test_a_correction_names_the_version_it_replaces() -> None:
    text = pdf_text(referral_pdf(replace(REFERRAL, version=2, replaces="第1版（2026年12月11日）")))
    assert "本函为第2版，替代第1版（2026年12月11日）。" in text


@pytest.mark.parametrize(("mend", "named"), [
    (lambda f: replace(f, number=""), "文号"),
    (lambda f: replace(f, recipient=" "), "受移送机关"),
    (lambda f: replace(f, law=""), "涉嫌违反的法律"),
    (lambda f: replace(f, matters=()), "移送事项"),
    (lambda f: replace(f, matters=(SPRINKLER, SPRINKLER._replace(clause=""))), "涉嫌违反的条款"),
    (lambda f: replace(f, matters=(SPRINKLER._replace(fact=""),)), "事实"),
    (lambda f: replace(f, attachments=("",)), "附件"),
    (lambda f: replace(f, reinspected_on=date(2026, 11, 20)), "复查日期早于检查日期"),
    (lambda f: replace(f, issued_on=date(2026, 12, 9)), "发函日期早于"),
    (lambda f: replace(f, matters=(SPRINKLER._replace(note="建议处三万元罚款"),)), "不写处罚意见"),
    (lambda f: replace(f, own_measures="建议依法从重处罚"), "不写处罚意见"),
])  # fmt: skip
def test_a_letter_that_hands_nothing_over_or_asks_for_a_penalty_is_refused(
        mend: Callable[[ReferralFacts], ReferralFacts], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        referral_pdf(mend(REFERRAL))


def test_that_a_penalty_was_imposed_before_is_a_fact() -> None:
    before = SPRINKLER._replace(fact="2025年6月曾因同一行为被处以罚款，至今未设置自动喷水灭火系统")
    referral.check(replace(REFERRAL, matters=(before,)))


@pytest.mark.slow
@pytest.mark.parametrize("count", range(1, 13))
def test_what_a_seal_takes_to_its_page_does_not_begin_with_the_end_of_a_paragraph(count: int) -> None:
    matters = tuple(SPRINKLER for _ in range(count))
    pdf = referral_pdf(replace(REFERRAL, matters=matters, attachments=("检查报告（2026-0117）1份",), own_measures=""))
    for page in range(2, int(re.findall(r"Pages: +(\d+)", poppler("pdfinfo", pdf))[0]) + 1):
        said = [line for line, _ in lines(pdf, page)]
        assert said[0] != "我局。" and not said[0].startswith("项的规定")


def test_the_receipt_names_the_letter_and_the_agency_is_not_its_own_contact() -> None:
    text = pdf_text(referral_pdf(replace(REFERRAL, contact=REFERRAL.bureau)))
    assert f"移送回执（{REFERRAL.number}）" in text
    assert "联系人" not in text and f"（联系电话：{REFERRAL.contact_phone}）" in text


@pytest.mark.slow
def test_the_code_never_pulls_a_line_apart() -> None:
    """A code of 18 figures is not broken; address and code change places where the line before it would stand too loose."""
    for many in range(1, 30):
        pdf = referral_pdf(replace(REFERRAL, party=replace(REFERRAL.party, name="松" * many + "养老院")))
        for text, (left, _, right, _) in lines(pdf, 1):
            cells = sum(1.0 if char > "\u2e80" else 0.5 for char in "".join(text.split()))
            assert right - left < 140 or text.startswith("关于") or cells > 21, (many, text)
