"""Promises of the proof of service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from paper_checker import check_paper
from paper_examples import SERVICE, pdf_text, poppler, service_pdf
from paper_examples_orders import served, service_with

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import ServedPaper, ServiceFacts, facts_json, read_facts
from fieldaudit.documents.papers import service
from fieldaudit.documents.wording import read_wording
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out a paper

LEFT = replace(SERVICE, method="leave", received_by="", refused="称须经投资人同意后方可签收", left_at="一层值班室",
               image_numbers="P21—P24", witness="见证人甲", witness_post="林荫社区网格员")


def test_it_says_what_was_served_where_how_when_and_by_whom() -> None:
    text = pdf_text(service_pdf())
    for said in ("通民养送〔2026〕31号", "松涛里养老公寓", "一层值班室", "责令限期改正通知书", "通民养改〔2026〕1号",
                 "☑直接☐留置☐邮寄☐公告☐电子", "（负责人甲）", "2026年11月24日17时05分",
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
    assert "☑公告" in text and "2026年10月25日在《通辽日报》公告，经过三十日，2026年11月24日视为送达" in text
    assert text.count("签名或者盖章：") == 0
    for paper in (posted, announced):
        assert "Pages:           1" in poppler("pdfinfo", service_pdf(paper))


def test_an_office_may_set_a_longer_term_of_announcement() -> None:
    announced = replace(SERVICE, method="publish", received_by="", announced_in="《通辽日报》", announced_on=date(2026, 8, 1))
    own = read_wording("service", "[term]\nannounced = 101", "a.toml")
    assert "公告，经过一百零一日" in pdf_text(service.render(announced, load_faces(), own))


def test_a_substitute_signs_in_the_recipients_stead() -> None:
    text = pdf_text(service_pdf(replace(SERVICE, relation="值班员", received_by="值班员乙")))
    assert "与受送达人关系：值班员" in text
    assert text.count("签名或者盖章：") == 1


def test_before_the_service_it_is_a_form_to_fill_in_with_nothing_struck_out() -> None:
    text = pdf_text(service_pdf(replace(SERVICE, served_at=None, received_by="", number="")))
    assert text.count("签名或者盖章：") == 3
    assert "与受送达人关系：" in text
    assert "送达回证（通民养改〔2026〕1号）" in text  # the strip then names the paper served


@pytest.mark.parametrize("count", [1, 3, 4, 5, 8, 12])
def test_up_to_twelve_papers_stand_on_one_page(count: int) -> None:
    for facts in (served(count), served(count, served_at=None, received_by="")):
        pdf = service_with("", facts)
        text = pdf_text(pdf)
        assert all(paper.number in text for paper in facts.papers)
        assert "Pages:           1" in poppler("pdfinfo", pdf)
        assert text.count("（以下空白）") == (count < 3)


@pytest.mark.parametrize(("count", "elsewhere"), [(13, 1), (30, 18)])
def test_more_papers_go_on_a_second_sheet_that_is_signed_too(count: int, elsewhere: int) -> None:
    pdf = service_with("", served(count))
    first, second = poppler("pdftotext", pdf, "-layout").split("\f")[:2]
    assert f"其余{elsewhere}份文书列于续页" in "".join(first.split())
    assert "送达回证（续页）" in "".join(second.split()) and "通民养送〔2026〕31号" in second
    for sheet, numbers in ((first, range(1, 13)), (second, range(13, count + 1))):
        assert all(f"〔2026〕{n}号" in "".join(sheet.split()) for n in numbers)
    assert "签收人" in "".join(second.split()) and "送达人" in "".join(second.split())
    assert "Pages:           2" in poppler("pdfinfo", pdf)


def test_a_second_sheet_left_at_the_door_is_signed_by_the_witness() -> None:
    left = replace(LEFT, papers=served(14).papers)
    second = "".join(poppler("pdftotext", service_with("", left), "-layout").split("\f")[1].split())
    assert "见证人" in second and "签收人" not in second


def test_the_form_grows_tight_only_as_far_as_its_papers_ask() -> None:
    """The rows to sign in keep their height while there is room for it."""
    heights = [_signing_height(service_with("", served(count, served_at=None, received_by=""))) for count in (3, 6, 12)]
    assert heights[0] > heights[1] > heights[2] > 13  # mm


def _signing_height(pdf: bytes) -> float:
    """From the label of the recipient's row to the substitute's, mm."""
    rows = dict.fromkeys(("受送达人签收", "代收人签收"), 0.0)
    for line in poppler("pdftotext", pdf, "-bbox").splitlines():
        for name in rows:
            if f">{name}<" in line:
                rows[name] = float(line.split('yMin="')[1].split('"')[0])
    return (rows["代收人签收"] - rows["受送达人签收"]) * 25.4 / 72


def test_electronic_service_says_that_it_was_agreed_to() -> None:
    text = pdf_text(service_pdf(replace(SERVICE, method="electronic", consent=True, received_by="")))
    assert "☑电子（须经书面同意）" in text and "受送达人已书面同意电子送达" in text
    assert text.count("签名或者盖章：") == 0


def test_a_correction_names_the_version_it_replaces_and_a_provisional_number_says_so() -> None:
    facts = replace(SERVICE, version=2, replaces="第1版（2026年11月24日，校验 14E1-4D26-55C8）", provisional=True)
    text = pdf_text(service_pdf(facts))
    assert "本回证为第2版，替代第1版（2026年11月24日，校验14E1-4D26-55C8）。" in text
    assert "通民养送〔2026〕31号（临时编号）" in text


@pytest.mark.parametrize("facts", [
    SERVICE, LEFT, served(12), served(25), replace(SERVICE, served_at=None, received_by="", number=""),
    replace(SERVICE, recipient="内蒙古自治区通辽市丙县巴彦塔拉苏木㛃䶮堃喆犇老年人日间照料与长期托养综合养老服务中心"),
    replace(LEFT, refused="现场负责人称须经投资人同意后方可签收，" * 8 + "拒绝签名", remarks="附通话记录"),
], ids=["taken", "left", "twelve", "twenty-five", "form", "long name", "long reason"])  # fmt: skip
def test_it_is_as_it_must_be_at_the_edges_too(facts: ServiceFacts) -> None:
    check_paper(service_with("", facts), "service", said=[facts.papers[0].number])


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
    (lambda f: replace(f, method="electronic", served_at=None), "书面同意"),
    (lambda f: replace(f, method="publish", announced_in="《通辽日报》", announced_on=date(2026, 10, 26)), "未满30日"),
    (lambda f: replace(f, method="post", sent_on=date(2026, 11, 20)), "邮件号"),
    (lambda f: replace(f, method="post", tracking="XA1"), "交寄日期"),
    (lambda f: replace(f, method="publish", announced_on=date(2026, 10, 25)), "公告方式"),
    (lambda f: replace(f, method="publish", announced_in="《通辽日报》"), "公告日期"),
])
def test_a_service_that_proves_nothing_is_refused_by_name(
        mend: Callable[[ServiceFacts], ServiceFacts], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        service_pdf(mend(SERVICE))
