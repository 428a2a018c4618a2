"""Promises of the on-the-spot order: what was put right at once, what is left, and what is never issued."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from paper_checker import check_paper
from paper_examples import pdf_text, poppler
from paper_examples_orders import IMMEDIATE, SERVED, faces, immediate_pdf

from fieldaudit.documents.facts import ImmediateFacts, Inspector, facts_json, read_facts
from fieldaudit.documents.papers import immediate
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out pages

FIXED, _, LEFT = IMMEDIATE.hazards
ALL_FIXED = replace(IMMEDIATE, hazards=IMMEDIATE.hazards[:2], until=None, interim_protection="")


def test_sections_stand_in_the_specimens_order() -> None:
    text = pdf_text(immediate_pdf(IMMEDIATE, "party"))
    order = ["通辽市民政局责令立即改正通知书", "通民养立〔2026〕9号", "枫林渡养老服务中心：",
             "发现下列能够当场改正的火灾隐患。",
             "依据《中华人民共和国消防法》第五十二条第二款、《中华人民共和国安全生产法》第六十五条第一款第（三）项，责令",
             "现场改正情况", "未当场改正的，你单位应当在2026年11月25日18时前改正，改正前由专人看守并不得安排老年人使用该走道。",
             "依法移送消防救援机构处理。", "向通辽市人民政府申请行政复议", "通辽市民政局2026年11月24日"]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_each_hazard_is_ticked_as_it_was_left_with_the_time_it_was_put_right() -> None:
    text = pdf_text(immediate_pdf(IMMEDIATE, "party"))
    assert text.count("☑已改正") == 2 and text.count("☐未改正") == 2
    assert text.count("☐已改正") == 1 and text.count("☑未改正") == 1
    assert "15时05分" in text and "15时20分" in text


def test_when_all_was_put_right_nothing_is_said_of_what_is_left() -> None:
    text = pdf_text(immediate_pdf(ALL_FIXED))
    for absent in ("未当场改正的", "☑未改正", "移送消防救援机构", "期限届满"):
        assert absent not in text
    assert "对本通知书不服的" in text


def test_protection_is_left_out_of_the_sentence_when_none_was_ordered() -> None:
    text = pdf_text(immediate_pdf(replace(IMMEDIATE, interim_protection=" "), "party"))
    assert "应当在2026年11月25日18时前改正。本机关将在期限届满后复查" in text


def test_only_the_file_copy_has_the_receipt_and_says_where_the_photos_are() -> None:
    assert "当事人签收" not in pdf_text(immediate_pdf(IMMEDIATE, "party"))
    file_copy = pdf_text(immediate_pdf(IMMEDIATE, "file"))
    assert "当事人签收（本栏仅在存档联印制）" in file_copy
    assert "本通知书一式两份，一份交当事人，一份存档。现场改正的，" in file_copy
    assert "改正前后照片编入检查记录，照片编号：2026-0118-P03至P08。" in file_copy


@pytest.mark.parametrize(("numbers", "said"), [
    (("P09", "P10", "P11"), "P09至P11"), (("P3", "P5"), "P3、P5"), (("P3", "P4"), "P3、P4"),
    (("a-1", "a-2", "a-3", "b-4"), "a-1至3、b-4"), (("P1", "P1", "P2", "P3"), "P1至P3"),
])  # fmt: skip
def test_photo_numbers_that_count_on_are_said_as_a_run(numbers: tuple[str, ...], said: str) -> None:
    facts = replace(IMMEDIATE, hazards=(replace(FIXED, photos=numbers), replace(LEFT, photos=())))
    assert f"照片编号：{said}。" in pdf_text(immediate_pdf(facts, "file"))


def test_without_photos_nothing_is_said_of_them() -> None:
    facts = replace(IMMEDIATE, hazards=tuple(replace(hazard, photos=()) for hazard in IMMEDIATE.hazards))
    assert "一份存档。" in pdf_text(immediate_pdf(facts, "file"))
    assert "照片" not in pdf_text(immediate_pdf(facts, "file"))


@pytest.mark.parametrize("count", [10, 25])
def test_a_long_table_breaks_under_a_repeated_head_and_never_leaves_one_row_alone(count: int) -> None:
    many = tuple(replace(FIXED, place=f"部位{n:02d}") for n in range(count))
    pages = poppler("pdftotext", immediate_pdf(replace(IMMEDIATE, hazards=many, until=None), "party"), "-layout").split("\f")
    listed = [page for page in pages if "立即改正要求" in page]
    assert len(listed) >= 2
    assert sorted(re.findall(r"部位\d\d", "".join(listed))) == [f"部位{n:02d}" for n in range(count)]
    assert all(len(re.findall(r"部位\d\d", page)) >= 2 for page in listed)
    assert not re.search(r"部位\d\d", "".join(page for page in pages if page not in listed))


def test_an_office_that_rests_on_the_other_law_says_so() -> None:
    other = replace(IMMEDIATE, powers=(*IMMEDIATE.powers[:1], "《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项"))
    text = pdf_text(immediate_pdf(other, "party"))
    assert "第五十二条第二款、《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项，责令你单位立即改正" in text
    assert "安全生产法" not in text


def test_an_office_may_leave_the_seal_for_later() -> None:
    sealed, unsealed = immediate_pdf(), immediate_pdf(own="[choice]\nsealed = false\n")
    assert "通辽市民政局2026年11月24日" in pdf_text(unsealed)
    assert unsealed != sealed


def test_a_correction_names_the_version_it_replaces() -> None:
    corrected = replace(IMMEDIATE, version=2, replaces="第1版（2026年11月24日，校验 14E1-4D26-55C8）")
    assert "本通知书为第2版，替代第1版（2026年11月24日，校验14E1-4D26-55C8）。" in pdf_text(immediate_pdf(corrected, "party"))
    assert "替代" not in pdf_text(immediate_pdf())


def test_the_receipt_may_be_printed_filled_in_from_the_record_of_the_service() -> None:
    taken = pdf_text(immediate.render(IMMEDIATE, faces(), ("file",), served=SERVED))
    assert "2026年11月24日17时05分收到本通知书" in taken
    left = replace(SERVED, method="leave", received_by="", refused="称须请示", left_at="值班室", image_numbers="P9",
                   witness="", witness_post="")  # fmt: skip
    refused = pdf_text(immediate.render(IMMEDIATE, faces(), ("file",), served=left))
    for said in ("☑拒收，事由：称须请示", "☑文书留置于受送达人住所", "☐见证人见证", "☑拍照录像"):
        assert said in refused
    assert "收到本通知书" not in refused and "单位及职务" not in refused
    assert pdf_text(immediate_pdf(IMMEDIATE, "file"))[-14:] == refused[-14:]  # the order's own hash: verify knows it


def test_a_service_still_to_come_leaves_the_receipt_to_the_pen() -> None:
    coming = replace(SERVED, served_at=None, received_by="")
    assert "收到本通知书，内容已知悉" in pdf_text(immediate.render(IMMEDIATE, faces(), ("file",), served=coming))


def test_same_facts_give_the_same_bytes_and_kept_ones_print_them_again() -> None:
    assert immediate_pdf() == immediate_pdf(read_facts(ImmediateFacts, facts_json(IMMEDIATE)))


def test_draft_and_provisional_number_are_marked() -> None:
    draft = pdf_text(immediate_pdf(replace(IMMEDIATE, draft=True, number=""), "party"))
    assert "草稿" in draft and "未编号" in draft
    assert "（临时编号）" in pdf_text(immediate_pdf(replace(IMMEDIATE, provisional=True), "party"))


def only(facts: ImmediateFacts, **changes: object) -> ImmediateFacts:
    """The facts with the hazard that was left alone, changed."""
    return replace(facts, hazards=(replace(LEFT, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(("mend", "named"), [
    (lambda f: replace(f, bureau=""), "机关名称"),
    (lambda f: replace(f, number=" "), "文号"),
    (lambda f: replace(f, party=replace(f.party, address="")), "地址"),
    (lambda f: replace(f, review_body=""), "行政复议机关"),
    (lambda f: replace(f, hazards=()), "缺少必填项：隐患"),
    (lambda f: replace(f, powers=()), "责令改正的依据"),
    (lambda f: replace(f, inspectors=f.inspectors[:1]), "检查人员少于两人"),
    (lambda f: replace(f, inspectors=(f.inspectors[0], Inspector("检查员乙", ""))), "检查员乙的执法证号"),
    (lambda f: replace(f, until=None), "未当场改正的改正时限"),
    (lambda f: replace(f, until=datetime(2026, 11, 24, 14)), "不晚于检查时间"),
    (lambda f: only(f, place=""), "隐患部位"),
    (lambda f: only(f, finding=""), "隐患情况"),
    (lambda f: only(f, require=""), "改正要求"),
    (lambda f: only(f, citations=()), "法律依据"),
    (lambda f: only(f, citations=(" ",)), "法律依据"),
    (lambda f: only(f, fixed_at=datetime(2026, 11, 24, 14)), "早于检查时间"),
    (lambda f: replace(f, powers=("《中华人民共和国消防法》第五十八条、第六十条",)), "第六十条"),
    (lambda f: replace(f, interim_protection="违者依据《消防法》第六十条处罚"), "第六十条"),
    (lambda f: only(f, citations=("《中华人民共和国消防法》第六十条第一款第（三）项",)), "一层疏散走道"),
])  # fmt: skip
def test_an_order_that_may_not_be_issued_is_refused_by_name(
    mend: Callable[[ImmediateFacts], ImmediateFacts], named: str
) -> None:
    with pytest.raises(BadInput, match=named):
        immediate_pdf(mend(IMMEDIATE))


def test_an_offices_words_may_not_threaten_with_another_agencys_fine() -> None:
    own = '[sentence]\nleft = "应当在{until}前改正{protection}。逾期不改正的，依据《消防法》第六十条处罚。"\n'
    with pytest.raises(BadInput, match="第六十条"):
        immediate_pdf(own=own)


def test_a_copy_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput, match="stub"):
        immediate_pdf(IMMEDIATE, "party", "stub")


@pytest.mark.slow
@pytest.mark.parametrize("facts", [
    IMMEDIATE, ALL_FIXED, replace(IMMEDIATE, hazards=(LEFT,)), replace(IMMEDIATE, hazards=IMMEDIATE.hazards * 9),
    replace(IMMEDIATE, hazards=(replace(LEFT, finding="堆放杂物，占用疏散通道，" * 40 + "影响疏散"), FIXED)),
    replace(IMMEDIATE, party=replace(IMMEDIATE.party, legal_rep="", name="巴彦塔拉苏木㛃䶮堃喆犇养老服务中心")),
], ids=["example", "all fixed", "one", "many", "long", "rare"])  # fmt: skip
def test_it_is_as_it_must_be_at_the_edges_too(facts: ImmediateFacts) -> None:
    check_paper(immediate_pdf(facts), "immediate", said=[facts.number])


def test_what_is_left_of_a_food_inspection_is_not_referred_to_the_fire_agency() -> None:
    clause = ("《中华人民共和国食品安全法》第四十七条",)
    spots = tuple(replace(hazard, citations=clause, fixed_at=None) for hazard in IMMEDIATE.hazards)
    food = replace(IMMEDIATE, hazards=spots, powers=("《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项",))
    assert "依法移送有权处理的机关处理。" in pdf_text(immediate_pdf(food, "party"))
    assert "依法移送消防救援机构处理。" in pdf_text(immediate_pdf(IMMEDIATE, "party"))
