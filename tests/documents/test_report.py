"""Promises of the inspection report: its figures agree, its photos are the ones given, nothing is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_examples import PARTY, PHOTO, REPORT, STROKES, jpeg, pdf_text, poppler, report_pdf
from paper_examples_reports import EDGE, FULL, MONGOLIAN, NAME_OF_40, RARE, SMALL, many_hazards, many_photos, photo

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import ReportFacts, ReportHazard, Result, Signature, facts_sha256
from fieldaudit.documents.papers.report import lay_out, render
from fieldaudit.documents.papers.report_answers import count
from fieldaudit.documents.typeset.page import MM, Ink, Picture, Words
from fieldaudit.documents.wording import read_wording, shipped
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out a report


def test_the_conclusion_comes_first_and_its_figures_are_those_of_the_answers() -> None:
    text = pdf_text(report_pdf())
    assert "本次检查65项：符合52项，不符合3项，不适用10项。" in text
    assert "不符合项形成隐患2项（第2项并入第1项），其中重大隐患1项、一般隐患1项" in text
    assert "均已列入责令限期改正通知书（通民养改〔2026〕1号）" in text
    assert "综合风险等级：高。" in text
    order = ["检查编号：2026-0117", "一、结论", "二、不符合项", "三、全部检查结果", "检查人员签名"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


_results: st.SearchStrategy[list[Result]] = st.lists(
    st.sampled_from(["pass", "fail", "na"]), min_size=1, max_size=80)


@given(_results)
@settings(max_examples=6)
def test_sections_add_up_to_the_total_whatever_the_answers(results: list[Result]) -> None:
    answers = tuple(replace(REPORT.answers[n % 65], number=str(n), result=result)
                    for n, result in enumerate(results))
    text = pdf_text(report_pdf(replace(REPORT, answers=answers, hazards=())))
    said = re.search(r"本次检查(\d+)项：符合(\d+)项，不符合(\d+)项，不适用(\d+)项", text)
    assert said is not None
    total, *parts = map(int, said.groups())
    assert total == sum(parts) == len(results)
    assert parts[1] == count(answers, "fail")


def test_a_form_that_only_records_is_not_said_to_find_nothing() -> None:
    answers = tuple(replace(answer, number="", result=None, reading="3") for answer in REPORT.answers[:4])
    text = pdf_text(report_pdf(replace(REPORT, answers=answers, hazards=(), risk="")))
    assert "本次检查记录4项内容" in text
    assert not any(word in text for word in ("未发现", "综合风险", "合计", "不适"))


def test_what_is_only_recorded_has_the_room_of_the_boxes() -> None:
    recorded = replace(REPORT.answers[0], number="", result=None, reading="二层走道尽头堆放旧床垫和轮椅")
    said = poppler("pdftotext", report_pdf(replace(REPORT, answers=(recorded, *REPORT.answers[1:]))), "-layout")
    assert "二层走道尽头堆放旧床垫和轮椅" in said, "it would break in the column of measured values"


def test_what_stands_outside_every_section_has_no_blank_heading() -> None:
    sections = ("", "甲部分", "甲部分", "")
    answers = tuple(replace(answer, section=name) for answer, name in zip(REPORT.answers[5:9], sections, strict=True))
    said = poppler("pdftotext", report_pdf(replace(REPORT, answers=answers, hazards=())), "-layout")
    lines = [line.strip() for line in said.splitlines()]
    rows = lines[lines.index(next(line for line in lines if "全部检查结果" in line)):]
    assert rows.count("甲部分") == rows.count("其他") == 1 and rows.index("甲部分") < rows.index("其他")


def test_every_answer_is_listed_and_a_failed_one_points_to_its_hazard() -> None:
    said = poppler("pdftotext", report_pdf(), "-layout")
    for answer in REPORT.answers:
        assert answer.question in said
    rows = {line.split()[0]: line for line in said.splitlines() if "检查内容之" in line}
    assert "见二、1" in rows["1"]
    assert "并入1项" in rows["2"], "a question joined to another points to that one"
    assert "见二、2" in rows["3"]
    assert "12m³/h" in rows["33"]
    # Three boxes, one of them ticked, in the order pass, fail, not applicable.
    assert re.findall("[☐☑]", rows["3"]) == ["☐", "☑", "☐"]
    assert re.findall("[☐☑]", rows["6"]) == ["☐", "☐", "☑"]


def test_a_failed_item_says_finding_basis_measure_deadline_and_its_photo_says_time_place_and_hash() -> None:
    text = pdf_text(report_pdf(replace(REPORT, mode="dated")))
    assert "1.第1、2项南侧外窗【重大隐患】" in text
    assert "依据：《中华人民共和国消防法》第二十八条。" in text
    assert "期限：2026年12月1日。" in text
    assert "2026-11-2410:05一层南侧P05ABABABAB" in text
    assert "材料编号：M04" in text


def test_a_failed_item_says_the_number_that_the_papers_after_it_use() -> None:
    assert "期限：2026年12月1日。隐患编号：2026-0117-01。" in pdf_text(report_pdf(FULL))


def test_what_a_hazard_lacks_leaves_no_empty_label() -> None:
    bare = ReportHazard(replace(REPORT.hazards[0].hazard, finding=" ", citations=(), require="", due=None, term_days=None), ("1",))
    text = pdf_text(report_pdf(replace(REPORT, hazards=(bare,))))
    assert not any(label in text for label in ("情况：", "依据：", "要求：", "期限："))


def test_a_kind_of_the_bureaus_own_is_ticked_as_well() -> None:
    assert "☐日常☐专项☐个案☑随机" in pdf_text(report_pdf(replace(REPORT, kind="随机")))


def test_the_jpeg_is_embedded_byte_for_byte() -> None:
    assert PHOTO.jpeg is not None
    assert PHOTO.jpeg in report_pdf()


def test_a_photo_that_is_not_here_stands_as_its_whole_hash() -> None:
    gone = replace(PHOTO, jpeg=None)
    text = pdf_text(report_pdf(replace(REPORT, hazards=(replace(REPORT.hazards[0], photos=(gone,)),))))
    assert "图像不在本机" in text
    assert text.count("ab" * 8) >= 4


def test_more_photos_than_one_a_hazard_go_to_the_end_and_none_is_lost() -> None:
    photos = tuple(replace(PHOTO, number=f"P{n}", jpeg=jpeg(colour=(n * 10, 90, 90))) for n in range(1, 10))
    pdf = report_pdf(replace(REPORT, hazards=(replace(REPORT.hazards[0], photos=photos),)))
    text = pdf_text(pdf)
    assert "四、其他现场照片" in text
    assert all(f"P{n}ABABABAB" in text for n in range(1, 10))
    assert all(photo.jpeg is not None and photo.jpeg in pdf for photo in photos)


def test_a_photo_that_cannot_be_read_is_named() -> None:
    broken = replace(PHOTO, jpeg=b"\xff\xd8\xff not a picture")
    with pytest.raises(BadInput, match="P05 一层南侧"):
        report_pdf(replace(REPORT, hazards=(replace(REPORT.hazards[0], photos=(broken,)),)))


def test_a_hazard_mended_at_the_scene_says_so() -> None:
    fixed = replace(REPORT.hazards[1], fixed_at_scene=True)
    text = pdf_text(report_pdf(replace(REPORT, hazards=(REPORT.hazards[0], fixed))))
    assert "期限：已当场改正。" in text
    assert "当场改正1项，其余已列入责令限期改正通知书" in text


def test_a_refusal_to_sign_is_printed_with_its_witness() -> None:
    refusal = Signature("institution", "负责人甲", refused="不认可第3项", witness="见证人甲")
    text = pdf_text(report_pdf(replace(REPORT, signatures=(*REPORT.signatures[:2], refusal))))
    assert "拒绝签名，理由：不认可第3项。见证人：见证人甲" in text


def _ink(facts: ReportFacts) -> list[Ink]:
    copy = lay_out(facts, load_faces(), shipped("report"))
    return [mark for page in copy.pages for mark in page if isinstance(mark, Ink)]


def test_strokes_are_drawn_as_lines_of_the_page() -> None:
    assert _ink(replace(REPORT, signatures=())) == []
    one = replace(REPORT, signatures=(Signature("inspector", "检查员甲", strokes=STROKES),))
    assert [mark.strokes for mark in _ink(one)] == [STROKES]
    assert "检查员甲" in poppler("pdftotext", report_pdf(one)).split("检查人员签名")[1]


def test_long_names_of_two_who_signed_stay_apart_inside_their_cell() -> None:
    signers = tuple(Signature("inspector", MONGOLIAN + who, MONGOLIAN, STROKES) for who in "甲乙")
    copy = lay_out(replace(REPORT, signatures=signers), load_faces(), shipped("report"))
    left, right = (28 + 30) * MM, (28 + 78) * MM
    middle = (left + right) / 2
    said = [mark for mark in copy.pages[-1] if isinstance(mark, Words) and mark.line.size <= 7]
    assert "".join(mark.line.text for mark in said).count("淖尔嘎查") == 4  # name and post of each
    for mark in said:
        end = mark.x + mark.line.width
        assert left <= mark.x and end <= right and (end <= middle or mark.x >= middle)


@pytest.mark.slow
def test_a_finding_longer_than_a_page_goes_on_over_the_next() -> None:
    long = replace(REPORT.hazards[0].hazard, finding="".join(f"情形{n}，" for n in range(700)))
    text = pdf_text(report_pdf(replace(REPORT, hazards=(ReportHazard(long, ("1",)),))))
    assert text.count("情形") == 700
    assert text.count("隐患、依据和要求") >= 3  # the head stands above every part
    assert "期限：" in text


def test_a_name_too_long_for_the_title_breaks_after_the_name() -> None:
    pdf = report_pdf(replace(REPORT, party=replace(PARTY, name=NAME_OF_40)))
    assert "\n消防安全检查报告\n" in poppler("pdftotext", pdf)
    assert NAME_OF_40 in pdf_text(pdf)


def test_the_whole_report_has_the_pages_of_a_form_filled_by_a_careful_hand() -> None:
    pages = poppler("pdftotext", report_pdf(FULL), "-layout").rstrip("\f").split("\f")
    assert "1. 第11、12项" in pages[0], "the first failed item stands on the first page, under the summary"
    assert all("检查内容" in page for page in pages[2:5])
    assert "检查人员签名" in pages[-1] and "原件校验值" in pages[-1], "signatures never stand alone"


def test_every_photo_is_listed_with_its_whole_hash_and_where_it_belongs() -> None:
    said = poppler("pdftotext", report_pdf(FULL), "-layout").split("照片清单")[1]
    photos = [one for hazard in FULL.hazards for one in hazard.photos] + list(FULL.further)
    lines = [re.sub(r"\s", "", line) for line in said.splitlines()]
    for one in photos:
        assert any(one.sha256[:32] in line for line in lines) and any(one.sha256[32:] in line for line in lines)
        assert any(f"{one.number}{one.taken_at:%Y-%m-%d%H:%M}{one.place}" in line for line in lines)
    assert any("P12" in line and "二、8" in line for line in lines)
    assert "（10张）" in said


def test_a_photo_of_no_hazard_is_printed_and_captioned() -> None:
    facts = replace(SMALL, further=FULL.further[:3])
    pdf = report_pdf(facts)
    text = pdf_text(pdf)
    assert "三、其他现场照片（3张）" in text and "四、照片清单（3张）" in text
    for one in facts.further:
        assert one.jpeg is not None and one.jpeg in pdf
        assert text.count(f"{one.number}") == 3  # band, caption, list


@pytest.mark.parametrize("many", [0, 1, 2, 7, 80])
def test_of_many_photos_one_stands_beside_its_item_and_six_on_a_page_after(many: int) -> None:
    facts = many_photos(many)
    pages = lay_out(facts, load_faces(), shipped("report")).pages
    pictures = [sum(isinstance(mark, Picture) for mark in page) for page in pages]
    assert sum(pictures) == many
    assert max(pictures) <= 6 and sum(pictures[:5]) >= min(many, 1) and (many < 80 or pictures.count(6) >= 12)
    text = pdf_text(report_pdf(facts))
    assert ("照片清单" in text) == bool(many)
    assert all(f"P{number:02d}" in text for number in range(1, many + 1))


@pytest.mark.parametrize("many", [1, 3, 60])
def test_any_number_of_hazards_is_numbered_and_counted(many: int) -> None:
    text = pdf_text(report_pdf(many_hazards(many)))
    assert f"不符合项形成隐患{many}项" in text
    assert all(f"{number}.第{number}项" in text for number in range(1, many + 1))


def test_rare_characters_long_names_and_long_words_are_printed_inside_the_type_area() -> None:
    copy = lay_out(EDGE, load_faces(), shipped("report"))
    text = pdf_text(report_pdf(EDGE))
    assert RARE in text and MONGOLIAN in text and NAME_OF_40 in text
    for page in copy.pages:
        for mark in page:
            if isinstance(mark, Words):
                assert mark.x >= 28 * MM - 9 and mark.x + mark.line.width <= 184 * MM + 9, mark.line.text


def test_hazards_found_without_any_verdict_are_said_to_come_of_records() -> None:
    answers = tuple(replace(answer, number="", result=None, reading="3") for answer in REPORT.answers[:4])
    text = pdf_text(report_pdf(replace(REPORT, answers=answers)))
    assert "本次检查记录4项内容" in text and "记录的情况形成隐患2项" in text
    assert "本次检查0项" not in text


def test_a_corrected_report_names_the_one_it_replaces_and_a_provisional_number_says_so() -> None:
    text = pdf_text(report_pdf(replace(REPORT, version=2, replaces="检查编号2026-0117第1版", provisional=True)))
    assert "本报告为第2版，替代检查编号2026-0117第1版。" in text
    assert "检查编号：2026-0117（临时编号）" in text


def test_an_office_may_say_it_in_its_own_words_and_require_more() -> None:
    said = '[heading]\nanswers = "{no}、检查项目逐项结果"\n[require]\nfields = ["site_person"]\n'
    own = read_wording("report", said, "own.toml")
    pdf = render(REPORT, load_faces(), own)
    assert "三、检查项目逐项结果" in pdf_text(pdf)
    with pytest.raises(BadInput, match="site_person"):
        render(replace(REPORT, site_person=""), load_faces(), own)


def test_missing_photos_are_said_to_be_missing_in_the_list_as_well() -> None:
    facts = replace(SMALL, further=(photo(1, image=False),))
    assert pdf_text(report_pdf(facts)).count("图像不在本机") == 2


def test_same_facts_give_the_same_bytes_and_a_photo_counts_by_its_bytes() -> None:
    assert report_pdf() == report_pdf()
    other = replace(REPORT.hazards[0], photos=(replace(PHOTO, jpeg=jpeg(colour=(1, 2, 3))),))
    assert facts_sha256(replace(REPORT, hazards=(other,))) != facts_sha256(
        replace(REPORT, hazards=REPORT.hazards[:1]))


@pytest.mark.parametrize(("field", "value", "named"), [
    ("number", "", "检查编号"), ("answers", (), "检查结果"), ("bureau", "", "机关名称"),
    ("party", replace(PARTY, address=" "), "地址"), ("inspectors", REPORT.inspectors[:1], "少于两人")])
def test_a_report_without_its_facts_is_refused_by_name(field: str, value: Any, named: str) -> None:
    with pytest.raises(BadInput, match=named):
        report_pdf(replace(REPORT, **{field: value}))
