"""Promises of the record made at the scene: facts only, signed at the foot of every page, nothing to be added afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_examples import INSPECTORS, poppler
from paper_examples_scene import RECORD, SIGNED, record_pdf
from pdf_reader import read_pdf

from fieldaudit.documents.facts import Inspector, RecordFacts, Signature, facts_json, read_facts
from fieldaudit.documents.papers.record import check
from fieldaudit.documents.wording import read_wording
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # each lays out a record
MM = 72 / 25.4
REFUSED = Signature("institution", "负责人甲", refused="认为第2项可以从内部打开", witness="社区工作人员甲")


def _pages(pdf: bytes) -> list[str]:
    return ["".join(page.split()) for page in poppler("pdftotext", pdf, "-raw").split("\f")[:-1]]


def test_it_says_who_where_when_and_what_was_seen() -> None:
    first, second = _pages(record_pdf())
    for said in ("通辽市民政局", "现场检查记录", "检查编号2026-0117", "松涛里养老公寓", "院长助理（负责人甲）", "专项检查",
                 "通辽市甲区林荫路18号", "2026年11月24日9时20分至11时50分", "检查员甲（15050000017）、检查员乙（15050000023）",
                 "不申请回避。"):  # fmt: skip
        assert said in first
    whole = first + second
    for number, seen in enumerate(RECORD.seen[:5], start=1):
        assert f"{number}.{seen}" in whole
    assert "被检查单位意见：属实，无补充。" in second and "以上记录经核对无误" in second and "拒绝签名，原因" in second


@settings(max_examples=8)
@given(st.integers(1, 60), st.integers(0, 2), st.booleans())
def test_every_page_is_signed_and_only_the_last_one_ends_the_text(count: int, blank_words: int, opinion: bool) -> None:
    seen = tuple((RECORD.seen * 9)[blank_words : blank_words + count])
    pages = _pages(record_pdf(replace(RECORD, seen=seen, opinion="属实。" if opinion else "")))
    for page in pages:
        assert page.count("现场负责人签名") == 1 and page.count("见证人签名") == 1 and page.count("检查人员签名") == 1
    assert [("以下空白" in page) for page in pages] == [False] * (len(pages) - 1) + [True]
    last = pages[-1]
    assert last.index("以下空白") < last.index("以上记录经核对无误") < last.index("拒绝签名")
    assert "被检查单位意见" in last if not opinion else "。" in last[: last.index("以下空白")]


def test_text_never_runs_into_the_signatures() -> None:
    """The block is 26 mm high at the foot of the type area; the text's last rule lies above it."""
    for page in read_pdf(record_pdf(replace(RECORD, seen=(RECORD.seen * 9)[:60]))).pages:
        top = max(one.y0 for one in page.segments if one.weight == 0.35)
        block = [line.box for line in page.lines if line.text in ("检查人员", "现场负责人") and line.size == 12 and line.box]
        assert top < 262 * MM - 26 * MM and max(box[1] for box in block) > 262 * MM - 27 * MM
        assert all(box[3] < 262 * MM for box in block)
        text = [line.box for line in page.lines if line.size == 14 and line.box and not line.text.startswith("—")]
        assert text and max(box[3] for box in text) < 262 * MM - 26 * MM


def test_strokes_stand_on_every_page_with_the_day_they_were_made() -> None:
    signed = record_pdf(replace(RECORD, signatures=SIGNED))
    assert all("2026年11月24日" in page.split("检查人员签名")[1] for page in _pages(signed))
    assert all(page.count("检查员甲") + page.count("检查员乙") >= 2 for page in _pages(signed))
    assert "年月日" in _pages(record_pdf())[0]  # without them: room for the pen


def test_a_refusal_is_told_with_its_reason_and_witness() -> None:
    pages = _pages(record_pdf(replace(RECORD, signatures=(*SIGNED[:2], REFUSED))))
    assert all("拒绝签名（原因见末页）" in page for page in pages)
    assert "☑拒绝签名，原因：认为第2项可以从内部打开，在场见证：社区工作人员甲" in pages[-1]


def test_a_witness_who_signed_has_her_strokes_on_every_page_with_her_name() -> None:
    inked = replace(REFUSED, strokes=SIGNED[0].strokes)
    for page in _pages(record_pdf(replace(RECORD, signatures=(*SIGNED[:2], inked)))):
        assert "社区工作人员甲" in page.split("现场负责人签名")[1]
        assert "拒绝签名（原因见末页）" in page, "the home has not signed"
    bare = _pages(record_pdf(replace(RECORD, signatures=(*SIGNED[:2], REFUSED))))
    assert "社区工作人员甲" not in bare[0], "without her strokes: room for the pen"


@pytest.mark.parametrize(("field", "value"), [
    ("bureau", ""), ("number", " "), ("place", ""), ("kind", ""), ("seen", ()), ("seen", ("走道堆物", "。")), ("ended_at", None),
    ("site_person", ""), ("inspectors", INSPECTORS[:1]), ("inspectors", (INSPECTORS[0], Inspector("检查员乙", ""))),
    ("ended_at", datetime(2026, 11, 24, 9)), ("signatures", (replace(REFUSED, witness=""),)),
    ("seen", ("楼梯间堆物，违反《中华人民共和国消防法》第二十八条",)),
])  # fmt: skip
def test_what_is_no_record_is_refused(field: str, value: Any) -> None:
    facts = replace(RECORD, site_post="", **{field: value})
    with pytest.raises(BadInput):
        check(facts)


def test_a_draft_may_lack_its_number_and_its_end() -> None:
    draft = replace(RECORD, number="", ended_at=None, draft=True)
    first = _pages(record_pdf(draft))[0]
    assert "未编号" in first and "2026年11月24日9时20分至时分" in first and "草稿" in first.replace("　", "")


def test_what_the_person_in_charge_said_of_the_rights_takes_the_place_of_the_default() -> None:
    first = _pages(record_pdf(replace(RECORD, recusal="现场负责人申请检查员乙回避，经机关负责人决定不予回避。")))[0]
    assert "申请检查员乙回避，经机关负责人决定不予回避。" in first and "不申请回避" not in first


def test_one_fact_is_not_numbered_and_rare_characters_are_printed() -> None:
    party = replace(RECORD.party, name="扎鲁特旗㛃䶮堃喆犇养老服务中心")
    first = _pages(record_pdf(replace(RECORD, party=party, seen=RECORD.seen[:1])))[0]
    assert "㛃䶮堃喆犇" in first and "检查情况：建筑三层" in first and "1.建筑" not in first


def test_a_correction_names_what_it_replaces_and_the_same_facts_give_the_same_bytes() -> None:
    facts = replace(RECORD, version=2, replaces="检查编号2026-0117第1版", provisional=True, signatures=SIGNED)
    assert "本记录为第2版，替代检查编号2026-0117第1版。" in _pages(record_pdf(facts))[0]
    assert record_pdf(facts) == record_pdf(read_facts(RecordFacts, facts_json(facts)))


def test_an_office_changes_the_notice_and_requires_more() -> None:
    own = read_wording("record", '[sentence]\nnotice = "检查人员已亮证。{recusal}"\n[require]\nfields = ["party.code"]', "own.toml")
    assert "告知：检查人员已亮证。现场负责人表示听清" in _pages(record_pdf(words=own))[0]
    with pytest.raises(BadInput):
        record_pdf(replace(RECORD, party=replace(RECORD.party, code="")), own)
    with pytest.raises(BadInput, match="recusal"):
        read_wording("record", '[sentence]\nnotice = "检查人员已亮证。"', "own.toml")


def test_three_inspectors_sign_in_the_same_block() -> None:
    third = Inspector("检查员丙", "15050000031")
    block = [max(one.y0 for one in page.segments) - min(one.y0 for one in page.segments if one.y0 > 640)
             for inspectors in (INSPECTORS, (*INSPECTORS, third))
             for page in read_pdf(record_pdf(replace(RECORD, seen=RECORD.seen[:1], inspectors=inspectors))).pages]  # fmt: skip
    assert len(block) == 2 and abs(block[0] - block[1]) < 0.1
    assert "检查员丙（15050000031）" in _pages(record_pdf(replace(RECORD, inspectors=(*INSPECTORS, third))))[0]


def test_a_record_over_midnight_says_both_days() -> None:
    first = _pages(record_pdf(replace(RECORD, ended_at=datetime(2026, 11, 25, 0, 10))))[0]
    assert "2026年11月24日9时20分至2026年11月25日0时10分" in first
    assert date(2026, 11, 25) > RECORD.started_at.date()
