"""Promises of the reinspection opinion: what was found, what follows for each hazard, and what is never issued."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from paper_examples import pdf_text, poppler
from paper_examples_opinions import NAME_40, REINSPECTION, reinspection_pdf

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import ReinspectedItem, ReinspectionFacts, facts_json, read_facts
from fieldaudit.documents.papers import reinspection
from fieldaudit.documents.phrases import enumerated, how_many
from fieldaudit.documents.wording import read_wording
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # `make check` stays under a minute

DONE, _, PARTLY, NOT_DONE = REINSPECTION.items
SUSPENSION = "依据《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项，启动责令停业整顿程序"


def mended(**changes: object) -> ReinspectionFacts:
    """The example with its third item changed."""
    changed = replace(PARTLY, **changes)
    return replace(REINSPECTION, items=tuple(changed if item is PARTLY else item for item in REINSPECTION.items))


@pytest.mark.slow
def test_it_says_what_was_served_who_looked_and_what_they_found() -> None:
    text = pdf_text(reinspection_pdf())
    for said in ("复查意见书", "通民养复〔2026〕12号", "松涛里养老公寓：",
                 "本机关于2026年11月24日向你单位送达责令限期改正通知书（通民养改〔2026〕17号）。2026年12月10日，本机关检查人员",
                 "检查员甲（执法证号：15050000017）、检查员乙（执法证号：15050000023）", "改正期限已届满的4项火灾隐患进行了复查",
                 "逐樘开启查验。照片P21至P34", "照片P35、P36", "本意见书一式三份，一份交当事人，一份存档，一份抄送消防救援机构。"):
        assert said in text, said
    assert (text.count("☑已改正"), text.count("☑部分改正"), text.count("☑未改正")) == (2, 1, 1)
    assert text.count("☐") == 8 + 2  # two empty boxes an item, and the party's two


@pytest.mark.slow
def test_items_of_the_same_fate_share_a_sentence() -> None:
    text = pdf_text(reinspection_pdf())
    for said in ("（一）第1项、第2项改正合格，予以销号。",
                 "（二）第3项、第4项未达到改正要求，继续整改，期限延至2026年12月20日；到期仍未改正的，" + SUSPENSION + "。",
                 "（三）第3项同时涉及《中华人民共和国消防法》第六十条规定的情形，移送市消防救援机构处理。",
                 "（四）第5项至第8项期限未届满，按原通知书执行，另行复查。", "二、当事人意见", "有异议，理由：", "签名（盖章）："):
        assert said in text, said


@pytest.mark.slow
def test_each_new_date_and_each_agency_has_a_sentence_of_its_own() -> None:
    text = pdf_text(reinspection_pdf(mended(extended_to=date(2026, 12, 30), refer_to="市住房和城乡建设局")))
    assert "第3项未达到改正要求，继续整改，期限延至2026年12月30日" in text
    assert "第4项未达到改正要求，继续整改，期限延至2026年12月20日" in text
    assert "移送市住房和城乡建设局处理" in text


@pytest.mark.slow
def test_suspension_is_announced_as_a_procedure_with_the_right_to_be_heard() -> None:
    text = pdf_text(reinspection_pdf(mended(extended_to=None, suspend=True)))
    assert "第3项逾期未改正，" + SUSPENSION + "；拟作出的决定和你单位享有的陈述、申辩、要求听证的权利，另行书面告知。" in text


@pytest.mark.slow
def test_an_item_that_is_only_referred_is_not_said_to_be_referred_besides() -> None:
    text = pdf_text(reinspection_pdf(mended(extended_to=None)))
    assert "第3项涉及《中华人民共和国消防法》第六十条规定的情形，移送" in text and "同时涉及" not in text


@pytest.mark.slow
def test_a_notice_with_one_hazard_needs_no_numbers() -> None:
    text = pdf_text(reinspection_pdf(replace(REINSPECTION, items=(DONE,), not_due=())))
    assert "该项火灾隐患改正合格，予以销号。" in text
    assert "（一）" not in text and "第1项" not in text


@pytest.mark.slow
def test_what_was_put_right_before_its_term_is_not_called_due() -> None:
    text = pdf_text(reinspection_pdf(replace(REINSPECTION, items=(replace(DONE, due=date(2026, 12, 20)), NOT_DONE))))
    assert "对改正期限已届满和你单位报告已改正的2项火灾隐患进行了复查" in text


@pytest.mark.slow
def test_what_was_not_put_right_before_its_term_keeps_its_term() -> None:
    text = pdf_text(reinspection_pdf(mended(due=date(2026, 12, 20), extended_to=None, refer_to="", refer_by="")))
    assert "第3项复查时未达到改正要求，期限未届满，按原通知书执行，另行复查。" in text


@pytest.mark.slow
@pytest.mark.parametrize("count", range(1, 31, 2))
def test_with_any_number_of_items_the_copies_line_shares_a_page_with_seal_and_text(count: int) -> None:
    items = tuple(replace(REINSPECTION.items[n % 4], position=n + 1) for n in range(count))
    facts = replace(REINSPECTION, items=items, not_due=(), party=replace(REINSPECTION.party, name=NAME_40))
    pages = [page.split() for page in poppler("pdftotext", reinspection_pdf(facts)).split("\f")[:-1]]
    last = "".join(pages[-1])
    assert "本意见书一式三份" in last and "通辽市民政局2026年12月10日" in last
    assert last.index("签名（盖章）") < last.index("通辽市民政局2026年12月10日")  # 此页无正文 is not allowed
    text = "".join("".join(page) for page in pages)
    assert all(item.what in text for item in items)
    assert NAME_40 in text


@pytest.mark.slow
def test_a_correction_names_the_version_it_replaces_and_a_draft_may_lack_a_number() -> None:
    text = pdf_text(reinspection_pdf(replace(REINSPECTION, number="", draft=True, version=2, replaces="第1版（2026年12月10日）")))
    assert "未编号" in text and "本意见书为第2版，替代第1版（2026年12月10日）。" in text
    assert "通民养复〔2026〕12号（临时编号）" in pdf_text(reinspection_pdf(replace(REINSPECTION, provisional=True)))


@pytest.mark.slow
def test_an_office_rewords_it() -> None:
    words = read_wording("reinspection", '[sentence]\ndone = "{items}经复查合格，准予销号。"\n', "own.toml")
    assert "第1项、第2项经复查合格，准予销号。" in pdf_text(reinspection.render(REINSPECTION, load_faces(), words))


@pytest.mark.slow
def test_kept_facts_print_the_same_bytes_again() -> None:
    assert reinspection_pdf(read_facts(ReinspectionFacts, facts_json(REINSPECTION))) == reinspection_pdf()


@pytest.mark.parametrize(("mend", "named"), [
    (lambda f: replace(f, number=""), "文号"),
    (lambda f: replace(f, notice_number=""), "原通知书文号"),
    (lambda f: replace(f, inspectors=f.inspectors[:1]), "检查人员少于两人"),
    (lambda f: replace(f, inspectors=(f.inspectors[0], f.inspectors[1]._replace(badge_no=""))), "检查员乙的执法证号"),
    (lambda f: replace(f, items=()), "没有期限已届满的隐患"),
    (lambda f: replace(f, served_on=date(2026, 12, 11)), "复查日期早于通知书的送达日期"),
    (lambda f: replace(f, issued_on=date(2026, 12, 9)), "填发日期早于复查日期"),
    (lambda f: replace(f, not_due=(4, 5)), "第4项列了两次"),
    (lambda f: replace(f, items=(replace(DONE, photos=()),)), "没有照片"),
    (lambda f: replace(f, items=(replace(DONE, suspend=True),)), "不再延期或者停业整顿"),
    (lambda f: mended(evidence=" "), "复查情况"),
    (lambda f: mended(extended_to=None, refer_to="", refer_by=""), "没有处理意见"),
    (lambda f: mended(suspend=True), "不能既延期又启动"),
    (lambda f: mended(extended_to=date(2026, 12, 10)), "不晚于复查日期"),
    (lambda f: mended(refer_by=""), "移送依据的条款"),
    (lambda f: mended(due=date(2026, 12, 11), extended_to=None, suspend=True), "尚未届满"),
])  # fmt: skip
def test_an_opinion_that_leaves_something_open_is_refused_by_name(
        mend: Callable[[ReinspectionFacts], ReinspectionFacts], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        reinspection_pdf(mend(REINSPECTION))


def test_the_refusal_names_the_item() -> None:
    with pytest.raises(BadInput) as refused:
        reinspection_pdf(replace(REINSPECTION, not_due=(), items=(ReinspectedItem(
            position=7, what="院区打井", due=date(2026, 12, 1), result="done", evidence="已打井"),)))
    assert "7. 院区打井" in str(refused.value)


@pytest.mark.parametrize(("names", "said"), [
    ([], ""), (["第1项"], "第1项"), (["第1项", "第2项"], "第1项、第2项"),
    (["第5项", "第6项", "第7项", "第8项"], "第5项至第8项"),
    (["第1项", "第3项", "第4项", "第5项", "第9项"], "第1项、第3项至第5项、第9项"),
    (["P08", "P09", "P10"], "P08至P10"), (["P08", "Q09", "材料"], "P08、Q09、材料"), (["P9", "P10", "P11"], "P9至P11"),
])  # fmt: skip
def test_three_or_more_that_count_on_stand_as_a_run(names: list[str], said: str) -> None:
    assert enumerated(names) == said


def test_two_copies_are_counted_as_they_are_spoken() -> None:
    assert [how_many(number) for number in (1, 2, 3, 12)] == ["一", "两", "三", "十二"]


@pytest.mark.slow
def test_copies_go_where_the_office_says_and_to_the_fire_agency_for_fire_hazards_only() -> None:
    assert "一份抄送消防救援机构" in pdf_text(reinspection_pdf())
    food = pdf_text(reinspection_pdf(replace(REINSPECTION, hazard_word="食品安全隐患")))
    assert "一式两份，一份交当事人，一份存档。" in food and "消防救援机构。" not in food
    own = read_wording("reinspection", '[copies]\ngiven = ["交当事人", "留存", "抄送派出所", "存档"]', "a.toml")
    said = pdf_text(reinspection.render(REINSPECTION, load_faces(), own))
    assert "一式四份，一份交当事人，一份留存，一份抄送派出所，一份存档。" in said


def test_a_reinspection_of_several_days_names_each() -> None:
    text = pdf_text(reinspection_pdf(replace(REINSPECTION, earlier_days=(date(2026, 12, 1), date(2026, 12, 9)))))
    assert "2026年12月1日、12月9日、12月10日，本机关检查人员" in text


def test_photos_stand_on_a_line_of_their_own() -> None:
    text = poppler("pdftotext", reinspection_pdf(), "-layout")
    assert re.search("(?m)照片 ?P21 ?至 ?P34$", text)


@pytest.mark.parametrize("many", range(1, 13))
def test_what_the_party_says_and_the_seal_share_a_page(many: int) -> None:
    items = tuple(replace(REINSPECTION.items[at % 4], position=at + 1) for at in range(many))
    pages = poppler("pdftotext", reinspection_pdf(replace(REINSPECTION, items=items, not_due=())), "-layout").split("\f")
    on = next(page for page in pages if "当事人意见" in page)
    assert "有异议" in on and "签名（盖章）" in on and "一式三份" in on
