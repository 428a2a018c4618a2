"""Promises of the rectification notice: what it says, what it refuses, what its PDF is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from paper_checker import check_paper
from paper_examples import HAZARDS, NOTICE, PARTY, jpeg, notice_pdf, pdf_text, poppler
from paper_examples_orders import JOINT, SERVED, faces, notice_with

from fieldaudit.documents.facts import NoticeFacts, Partner, Party, facts_json, facts_sha256, read_facts
from fieldaudit.documents.papers import notice
from fieldaudit.documents.typeset.letterhead import Letterhead
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out pages

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
    assert "发现重大隐患1项。依据" in text
    assert "1.南侧外窗" not in text
    assert "责令限期改正：南侧外窗：一至三层" in text
    assert "自收到之日起60日内向通辽市人民政府申请行政复议，或者6个月内向人民法院提起行政诉讼。" in text
    assert "以下简称" not in text
    assert not re.search("[一二三四]、(应当改正|改正要求|逾期|权利)|（[一二三]）自", text)
    assert "发现重大隐患1项。" in text  # on the counterfoil


def test_a_notice_of_one_hazard_stands_on_one_page_when_its_facts_are_short() -> None:
    pdf = notice_pdf(replace(NOTICE, hazards=JOINT.hazards, contact="", interim_protection=""), ("party",))
    assert poppler("pdftotext", pdf, "-layout").count("\f") == 1
    assert "0475-0000000" in pdf_text(pdf)


def test_a_joint_notice_of_one_hazard_says_who_may_suspend() -> None:
    assert "逾期不改正的，通辽市民政局依法责令停业整顿。" in pdf_text(notice_with("", JOINT))


def test_an_office_may_ask_for_a_plan_in_the_notice_of_one_hazard() -> None:
    assert "报整改方案" not in pdf_text(notice_with("", replace(NOTICE, hazards=HAZARDS[:1])))
    asked = pdf_text(notice_with("[choice]\nplan_one = true\n", replace(NOTICE, hazards=HAZARDS[:1])))
    assert "自收到本通知书之日起7日内报整改方案，改正后" in asked


def test_an_order_about_food_is_not_sent_to_the_fire_agency() -> None:
    assert "本通知书一式三份，一份交当事人，一份存档，一份抄送消防救援机构" in pdf_text(notice_pdf(NOTICE, ("file",)))
    food = (replace(HAZARDS[0], citations=("《中华人民共和国食品安全法》第四十七条",)),)
    powers = ("《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项",)
    other = replace(NOTICE, hazards=food, powers=powers, hazard_word="食品安全隐患")
    text = pdf_text(notice_pdf(other, ("file", "stub")))
    assert "本通知书一式两份，一份交当事人，一份存档；存根另存" in text and "一式两份" in text.partition("存根）")[2]
    assert "消防" not in text.replace("消防安全专项检查", "")


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
    (lambda f: replace(f, powers=("《中华人民共和国消防法》第六十条第一款",)), "第六十条"),
    (lambda f: replace(f, powers=("《中华人民共和国消防法》第五十二条第二款、第六十条",)), "第六十条"),
    (lambda f: replace(f, interim_protection="违者依《消防法》第六十条罚款"), "第六十条"),
    (lambda f: replace(f, hazards=(replace(HAZARDS[1], citations=("《中华人民共和国消防法》第六十条",)),)), "厨房"),
    (lambda f: replace(f, partners=(Partner("", ("《中华人民共和国消防法》第五十四条",)),)), "联合发文机关名称"),
    (lambda f: replace(f, partners=(Partner("市消防救援支队", ()),)), "市消防救援支队的职权依据"),
    (lambda f: replace(f, partners=(Partner("市消防救援支队", ("《中华人民共和国消防法》第六十条",)),)), "第六十条"),
    (lambda f: replace(f, partners=JOINT.partners * 3), "多于三个"),
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


# -- issued by several -------------------------------------------------------------------------------------


def test_a_joint_notice_names_its_agencies_in_order_and_each_rests_on_its_own_article() -> None:
    text = pdf_text(notice_with("", replace(JOINT, hazards=JOINT.hazards * 2)))
    assert text.startswith("通辽市民政局通辽市消防救援支队责令限期改正通知书通民养改〔2026〕18号")
    assert "会同通辽市消防救援支队检查人员出示证件后" in text
    assert ("通辽市民政局依据《中华人民共和国消防法》（以下简称《消防法》）第五十二条第二款，"
            "通辽市消防救援支队依据《消防法》第五十四条，责令") in text  # fmt: skip
    assert "逾期不改正的，通辽市民政局将依据《中华人民共和国老年人权益保障法》" in text
    assert "本机关" not in text
    assert re.search("通辽市民政局通辽市消防救援支队2026年11月25日", text)  # in one row over the date


def test_a_law_that_a_partner_brings_is_introduced_once_and_then_called_by_its_short_title() -> None:
    housing = Partner("通辽市住房和城乡建设局", ("《中华人民共和国建筑法》第六条",))
    text = pdf_text(notice_with("", replace(JOINT, hazards=JOINT.hazards * 2, partners=(*JOINT.partners, housing))))
    assert "通辽市住房和城乡建设局依据《中华人民共和国建筑法》（以下简称《建筑法》）第六条，责令" in text
    assert text.count("以下简称《消防法》") == 1


# -- copies, versions, what an office sets -----------------------------------------------------------------


def test_the_fire_agencys_copy_says_what_the_partys_does() -> None:
    party, fire = (pdf_text(notice_pdf(copies=(copy,))) for copy in ("party", "fire"))
    assert party == fire


@pytest.mark.slow
def test_a_correction_names_the_version_it_replaces_on_every_copy_but_the_counterfoil() -> None:
    corrected = replace(NOTICE, version=3, replaces="第2版（2026年11月25日，校验 14E1-4D26-55C8）")
    text = pdf_text(notice_pdf(corrected))
    assert text.count("本通知书为第3版，替代第2版（2026年11月25日，校验14E1-4D26-55C8）。") == 2
    assert "替代" not in pdf_text(notice_pdf())


def test_an_office_decides_when_the_list_is_annexed_and_what_the_grades_are_called() -> None:
    own = '[term]\nmost_in_body = 7\n[grade]\nmajor = "重大火灾隐患"\nmajor_short = "特"\n'
    text = pdf_text(notice_with(own, NOTICE, "party", "stub"))
    assert "火灾隐患共8项（见附件）" in text
    assert "发现8项火灾隐患（重大火灾隐患5项、一般隐患3项）" in text
    assert "其中重大火灾隐患5项、一般隐患3项。" in text  # on the counterfoil


@pytest.mark.slow
def test_where_the_copies_go_is_the_offices_word_unless_the_facts_say_so() -> None:
    own = '[copies]\ngiven = ["交当事人", "存档"]\n'
    text = pdf_text(notice_with(own, NOTICE, "file", "stub"))
    assert "本通知书一式两份，一份交当事人，一份存档；存根另存。" in text
    assert text.count("一式两份") == 2  # on the counterfoil too
    assert "一式三份，一份交当事人，一份存档，一份抄送消防救援机构；" in pdf_text(notice_with("", NOTICE, "file"))
    assert "一式一份，一份交当事人；" in pdf_text(notice_with(own, replace(NOTICE, copies=("交当事人",)), "file"))


def test_an_office_without_a_department_is_not_named_beside_itself() -> None:
    text = pdf_text(notice_pdf(replace(NOTICE, contact=NOTICE.bureau), ("party",)))
    assert "报本机关。" in text and "本机关通辽市民政局" not in text and "联系人" not in text
    assert "复查。电话：0475-0000000。" in text


def test_an_office_may_require_the_partys_telephone() -> None:
    with pytest.raises(BadInput, match="phone"):
        notice_with('[require]\nfields = ["party.phone"]\n', JOINT)


def test_an_offices_words_may_not_threaten_with_another_agencys_fine() -> None:
    own = '[sentence]\nconsequence = "逾期不改正的，{agency}将依据《中华人民共和国消防法》第五十八条、第六十条处罚。"\n'
    with pytest.raises(BadInput, match="第六十条"):
        notice_with(own, NOTICE)


def test_articles_after_the_sixtieth_may_be_cited() -> None:
    assert "第六十一条" in pdf_text(notice_pdf(replace(NOTICE, powers=("《中华人民共和国消防法》第六十一条",))))


def test_a_letterhead_stands_over_the_first_page_of_a_copy_and_not_on_the_counterfoil() -> None:
    head = Letterhead(jpeg(1560, 400), "jpeg", "head.jpg")
    bare, headed = (poppler("pdfimages", notice.render(NOTICE, faces(), ("party", "stub"), letterhead=letterhead), "-list")
                    for letterhead in (None, head))  # fmt: skip
    added = [row for row in headed.splitlines() if " 1560 " in row]
    assert len(added) == 1 and added[0].split()[0] == "1"
    assert " 1560 " not in bare


def test_the_file_copy_may_be_printed_again_with_a_refusal_filled_in() -> None:
    left = replace(SERVED, method="leave", received_by="", refused="称须经投资人同意后方可签收", left_at="值班室",
                   image_numbers="P21", witness="见证人甲", witness_post="林荫社区网格员")  # fmt: skip
    text = pdf_text(notice.render(NOTICE, faces(), ("file",), served=left))
    for said in ("☑拒收，事由：称须经投资人同意后方可签收", "☑见证人见证☑拍照录像", "单位及职务：林荫社区网格员"):
        assert said in text
    assert "收到本通知书，内容已知悉" not in text  # struck out


# -- at the edges, by the judge of finished papers ---------------------------------------------------------

LONG_ENGLISH = ("The fire alarm control unit (model JB-QB-GST200, firmware 4.1.2) reported “communication failure with loop "
                "card No. 3” and had been muted by staff since 2026-10-01")  # fmt: skip
EDGES = {
    "one hazard": replace(NOTICE, hazards=HAZARDS[:1]),
    "sixty hazards": replace(NOTICE, hazards=tuple(replace(HAZARDS[n % 8], place=f"{n}号房") for n in range(60))),
    "two agencies": JOINT,
    "a finding of 600 characters": replace(NOTICE, hazards=(
        replace(HAZARDS[0], finding="防火门闭门器损坏，不能自行关闭" * 40), *HAZARDS[1:3])),
    "sixty, one of them a page long": replace(NOTICE, hazards=(
        *HAZARDS, replace(HAZARDS[0], finding="防火门闭门器损坏，不能自行关闭，" * 60 + "应改正"), *HAZARDS)),
    "long English": replace(NOTICE, hazards=(replace(HAZARDS[0], finding=LONG_ENGLISH), *HAZARDS[1:])),
    "names in transcription": replace(
        NOTICE, party=replace(PARTY, name="科尔沁左翼中旗敖包图嘎查额尔敦宝力皋养老院"),
        hazards=(replace(HAZARDS[1], place="㛃䶮堃喆犇楼厨房"),
                 replace(HAZARDS[2], place="巴彦呼舒苏木阿拉坦嘎查综合楼东侧第二疏散楼梯间前室"))),
    "a correction with a provisional number": replace(
        NOTICE, version=2, provisional=True, replaces="第1版（2026年11月24日，校验 14E1-4D26-55C8）"),
    "a party without anything": replace(NOTICE, party=Party("养老院", "甲旗")),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("edge", EDGES)
def test_every_copy_is_as_it_must_be_at_the_edges_too(edge: str) -> None:
    facts = EDGES[edge]
    said = [hazard.place for hazard in facts.hazards[:1]]
    check_paper(notice_with("", facts, "party", "file", "fire", "stub"), "notice", said=said)
