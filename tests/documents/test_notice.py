"""Promises of the rectification notice: what it says, what it refuses, what its PDF is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from paper_examples import HAZARDS, NOTICE, PARTY, notice_pdf, pdf_text, poppler

from fieldaudit.documents.facts import NoticeFacts, Party, facts_json, facts_sha256, read_facts
from fieldaudit.errors import BadInput

BY_TERM = replace(NOTICE, mode="by_term")


def test_the_text_is_found_by_search_as_it_was_written() -> None:
    text = pdf_text(notice_pdf(copies=("party",)))
    assert "通民养改〔2026〕1号" in text
    for hazard in HAZARDS:
        assert hazard.place in text
        assert hazard.finding in text
        assert hazard.citations[0].replace("《中华人民共和国消防法》", "《消防法》") in text
        assert hazard.due is not None
        assert f"改正期限：{hazard.due.year}年{hazard.due.month}月{hazard.due.day}日" in text


def test_a_word_that_stays_on_its_line_is_extracted_without_a_break() -> None:
    said = poppler("pdftotext", notice_pdf(copies=("party",)))
    assert "通民养改〔2026〕1号\n" in said
    assert "《消防法》第二十七条第二款" in said
    assert "电话：0475-0000000。" in said


def test_sections_stand_in_the_specimens_order() -> None:
    text = pdf_text(notice_pdf(copies=("party",)))
    order = ["通辽市民政局责令限期改正通知书", "通民养改〔2026〕1号", "松涛里养老公寓（统一社会信用代码：",
             "一、应当改正的火灾隐患", "1.南侧外窗（重大隐患）。", "8.主楼（重大隐患）。", "二、改正要求",
             "三、逾期不改正的后果", "四、权利告知", "不停止改正。", "通辽市民政局2026年11月24日"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


@pytest.mark.parametrize(("days", "kind", "said"), [
    (0, "natural", "改正期限：立即。"), (30, "natural", "改正期限：自送达之日起30日内。"),
    (15, "working", "改正期限：自送达之日起15个工作日内。")])
def test_a_notice_by_term_counts_from_service(days: int, kind: str, said: str) -> None:
    hazard = replace(HAZARDS[0], term_days=days, term_kind="working" if kind == "working" else "natural")
    text = pdf_text(notice_pdf(replace(BY_TERM, hazards=(hazard, HAZARDS[1])), ("party",)))
    assert said in text
    assert "2026年12月1日" not in text


def test_one_hazard_is_worded_in_the_singular_and_not_numbered() -> None:
    text = pdf_text(notice_pdf(replace(NOTICE, hazards=HAZARDS[:1])))
    assert "发现1项火灾隐患（重大隐患）" in text
    assert "1.南侧外窗" not in text
    assert "发现重大隐患1项。" in text  # on the counterfoil


def test_more_than_twelve_hazards_go_into_an_annex_with_every_one_in_it() -> None:
    many = tuple(replace(HAZARDS[n % 8], place=f"部位{n}") for n in range(60))
    pdf = notice_pdf(replace(NOTICE, hazards=many), ("party",))
    text = pdf_text(pdf)
    assert "共60项（见附件）" in text
    assert "附件：火灾隐患清单" in text
    assert all(f"部位{n}" in text for n in range(60))
    pages = poppler("pdftotext", pdf, "-layout").split("\f")
    listed = [page for page in pages if "改正要求" in page and "违反规定" in page]
    assert len(listed) >= 4  # the head is repeated on every page of the list
    # No page of the list carries a single row.
    assert all(len(re.findall("部位\\d", page)) >= 2 for page in listed)


def test_twelve_hazards_still_stand_in_the_body() -> None:
    twelve = (HAZARDS * 2)[:12]
    assert "附件" not in pdf_text(notice_pdf(replace(NOTICE, hazards=twelve), ("party",)))


def test_only_the_file_copy_has_the_receipt_and_the_counterfoil_has_seam_number_and_return_slip() -> None:
    assert "当事人签收" not in pdf_text(notice_pdf(copies=("party",)))
    file_copy = pdf_text(notice_pdf(copies=("file",)))
    assert "当事人签收（本栏仅在存档联印制）" in file_copy
    assert "拒收，事由" in file_copy
    stub = pdf_text(notice_pdf(copies=("stub",)))
    assert "责令限期改正通知书（存根）" in stub
    assert "整改情况回执" in stub
    assert stub.count("通民养改〔2026〕1号") == 4  # head, seam, return slip, proof strip


def test_pages_are_counted_by_copy() -> None:
    text = pdf_text(notice_pdf())
    totals = [int(number) for number in re.findall(r"第\d+页共(\d+)页", text)]
    assert totals == [totals[0]] * totals[0] + [totals[totals[0]]] * totals[totals[0]] + [1]


def test_a_home_without_a_registered_representative_is_said_to_have_none() -> None:
    party = Party("松涛里养老公寓", "林荫路18号", head="负责人乙")
    text = pdf_text(notice_pdf(replace(NOTICE, party=party), ("party",)))
    assert "主要负责人：负责人乙，未登记法定代表人" in text
    assert "统一社会信用代码" not in text


def test_the_bureau_never_threatens_with_another_agencys_fine() -> None:
    assert "第六十条" not in pdf_text(notice_pdf())


def test_draft_and_provisional_number_are_marked() -> None:
    text = pdf_text(notice_pdf(replace(NOTICE, draft=True, number=""), ("party",)))
    assert "草稿" in text
    assert "未编号" in text
    assert "（临时编号）" in pdf_text(notice_pdf(replace(NOTICE, provisional=True), ("party",)))


def test_same_facts_give_the_same_bytes() -> None:
    assert notice_pdf() == notice_pdf()


def test_facts_kept_as_json_print_the_same_bytes_again() -> None:
    again = read_facts(NoticeFacts, facts_json(NOTICE))
    assert again == NOTICE
    assert notice_pdf(again) == notice_pdf()
    assert facts_sha256(again) == facts_sha256(NOTICE)


def test_any_changed_fact_changes_the_hash() -> None:
    assert facts_sha256(replace(NOTICE, contact_phone="0475-0000009")) != facts_sha256(NOTICE)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"bureau": 3}', facts_json(NOTICE).replace("dated", "soon")])
def test_kept_facts_that_are_damaged_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="NoticeFacts"):
        read_facts(NoticeFacts, text)


def test_every_face_is_embedded_and_subset_and_none_is_a_stranger() -> None:
    rows = poppler("pdffonts", notice_pdf()).splitlines()[2:]
    assert len(rows) >= 4
    for row in rows:
        assert re.match(r"[A-Z]{6}\+(Fandol|Noto)", row), row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row


Mend = Callable[[NoticeFacts], NoticeFacts]


@pytest.mark.parametrize(("mend", "named"), [
    (lambda f: replace(f, bureau=" "), "机关名称"),
    (lambda f: replace(f, number=""), "文号"),
    (lambda f: replace(f, party=replace(PARTY, name="")), "当事人名称"),
    (lambda f: replace(f, party=replace(PARTY, address="")), "地址"),
    (lambda f: replace(f, review_body=""), "行政复议机关"),
    (lambda f: replace(f, hazards=()), "缺少必填项：隐患"),
    (lambda f: replace(f, powers=()), "责令改正的依据"),
    (lambda f: replace(f, inspectors=f.inspectors[:1]), "检查人员少于两人"),
    (lambda f: replace(f, inspectors=(f.inspectors[0], f.inspectors[1]._replace(badge_no=""))), "检查员乙的执法证号"),
    (lambda f: replace(f, hazards=(replace(HAZARDS[1], citations=()),)), "厨房"),
    (lambda f: replace(f, hazards=(replace(HAZARDS[1], citations=(" ",)),)), "法律依据"),
    (lambda f: replace(f, hazards=(replace(HAZARDS[1], require=""),)), "改正要求"),
    (lambda f: replace(f, hazards=(replace(HAZARDS[1], due=None),)), "改正期限"),
    (lambda f: replace(f, hazards=(replace(HAZARDS[1], due=date(2026, 11, 23)),)), "早于填发日期"),
    (lambda f: replace(f, mode="by_term", hazards=(replace(HAZARDS[1], term_days=None),)), "天数"),
    (lambda f: replace(f, ended_at=datetime(2026, 11, 24, 8)), "早于开始"),
])
def test_a_notice_that_may_not_be_issued_is_refused_by_name(mend: Mend, named: str) -> None:
    with pytest.raises(BadInput, match=named):
        notice_pdf(mend(NOTICE))


def test_a_copy_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput, match="carbon"):
        notice_pdf(copies=("carbon",))


def test_another_checklists_notice_names_its_own_hazards_and_rests_on_its_own_law() -> None:
    food = replace(HAZARDS[0], citations=("《中华人民共和国食品安全法》第四十七条", "《中华人民共和国消防法》第二十八条"))
    facts = replace(NOTICE, hazard_word="食品安全隐患", inspection_kind="食品安全日常检查", hazards=(food, HAZARDS[1]),
                    powers=("《中华人民共和国老年人权益保障法》第四十四条第二款",))
    text = pdf_text(notice_pdf(facts))
    assert "火灾隐患" not in text and "食品安全隐患（" in text and "一、应当改正的食品安全隐患" in text
    assert "依据《中华人民共和国老年人权益保障法》（以下简称《老年人权益保障法》）第四十四条第二款，责令" in text
    assert "违反《中华人民共和国食品安全法》第四十七条、《中华人民共和国消防法》第二十八条。" in text  # not introduced: in full
