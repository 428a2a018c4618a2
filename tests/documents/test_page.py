"""Promises of the page: the figures of GB/T 9704, measured in the finished PDF."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from paper_examples import NOTICE, notice_pdf, poppler

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import facts_sha256
from fieldaudit.documents.typeset.page import MM, Proof

pytestmark = pytest.mark.slow  # each lays out pages

_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
_LEFT, _RIGHT, _TOP, _BOTTOM = 28 * MM, 184 * MM, 37 * MM, 262 * MM
_LEADING = 225 * MM / 22


def words(pdf: bytes) -> list[list[tuple[float, float, float, float, str]]]:
    """Per page the words with their boxes (x0, y0, x1, y1 in points from the top left)."""
    pages = poppler("pdftotext", pdf, "-bbox").split("<page ")[1:]
    return [[(float(a), float(b), float(c), float(d), said) for a, b, c, d, said in _WORD.findall(page)]
            for page in pages]


def test_paper_is_a4_and_body_lines_stand_in_the_type_area_on_the_grid() -> None:
    pdf = notice_pdf(copies=("party",))
    assert "595.276 x 841.89" in poppler("pdfinfo", pdf)
    first = words(pdf)[0]
    body = [word for word in first if word[3] < _BOTTOM + 1]
    assert len(body) >= 20
    for x0, _, x1, _, said in body:
        assert x0 >= _LEFT - 9, said  # a title's or opening mark's cell may reach out, its ink does not
        assert x1 <= _RIGHT + 9, said
    addressee = next(word for word in body if word[4].startswith("松涛里"))
    assert addressee[0] == pytest.approx(_LEFT, abs=0.3)
    # All lines of body text are whole line pitches apart.
    tops = [word[1] for word in body if word[1] > addressee[1] - 1 and not word[4].startswith("一、")]
    for top in tops:
        lines = (top - addressee[1]) / _LEADING
        assert lines == pytest.approx(round(lines), abs=0.02)


def test_a_page_holds_22_lines() -> None:
    long = replace(NOTICE, interim_protection="夜间每小时巡查一次，" * 60)
    second = words(notice_pdf(long, ("party",)))[1]
    body = [word for word in second if _TOP <= (word[1] + word[3]) / 2 <= _BOTTOM]
    rows = {round((word[1] - body[0][1]) / _LEADING) for word in body}
    assert len(rows) in (21, 22)  # 21 where the last line of a paragraph would stand alone


def test_page_numbers_stand_seven_millimetres_below_the_type_area_on_the_outer_side() -> None:
    pages = words(notice_pdf(copies=("party",)))
    for number, page in enumerate(pages, start=1):
        folio = [word for word in page if word[4] == f"— {number} —"]
        assert len(folio) == 1, page[-4:]
        x0, y0, x1, y1, _ = folio[0]
        assert _BOTTOM < y0 < _BOTTOM + 7 * MM < y1
        middle = (x0 + x1) / 2
        dashes = (28 + (x1 - x0) + 7) / 2
        if number % 2:
            assert middle + dashes == pytest.approx(_RIGHT - 14, abs=1)
        else:
            assert middle - dashes == pytest.approx(_LEFT + 14, abs=1)


@pytest.mark.slow
def test_agency_and_date_share_a_page_with_text_and_the_date_is_four_characters_in() -> None:
    for hazards in range(1, 9):
        pages = words(notice_pdf(replace(NOTICE, hazards=NOTICE.hazards[:hazards]), ("party",)))
        last = pages[-1]
        date, = (word for word in last if word[4] == "2026年11月24日")
        name = max((word for word in last if word[4] == "通辽市民政局"), key=lambda word: word[1])
        assert date[2] == pytest.approx(_RIGHT - 4 * 156 * MM / 28, abs=0.5)
        assert (name[0] + name[2]) / 2 == pytest.approx((date[0] + date[2]) / 2, abs=0.5)
        assert date[1] - name[1] == pytest.approx(_LEADING, abs=0.2)
        text = [word for word in last if word[3] < name[1]]
        assert len(text) >= 2
        # Two empty lines between the text and the name; one line below the date is still type area.
        assert name[1] - max(word[1] for word in text) == pytest.approx(3 * _LEADING, abs=0.5)
        assert date[3] + _LEADING / 2 < _BOTTOM


@pytest.mark.slow
def test_no_heading_ends_a_page_and_no_last_line_stands_alone() -> None:
    for hazards in range(1, 9):
        pages = words(notice_pdf(replace(NOTICE, hazards=NOTICE.hazards[:hazards]), ("party",)))
        for page in pages:
            body = [word for word in page if word[3] < _BOTTOM + 3]
            assert not re.match("[一二三四]、", body[-1][4])
            assert not body[0][4].endswith("日。")


def test_every_page_says_number_version_page_time_and_the_head_of_the_facts_hash() -> None:
    head = facts_sha256(NOTICE)[:12].upper()
    for page in words(notice_pdf()):
        strip = " ".join(word[4] for word in page if word[1] > 270 * MM)
        assert "通民养改〔2026〕1号" in strip
        assert "版次 1" in strip
        assert "生成 2026-11-24 16:32" in strip
        assert f"校验 {head[:4]}-{head[4:8]}-{head[8:]}" in strip


def test_the_qr_holds_the_facts_hash_and_changes_with_it() -> None:
    proof = Proof("NO", "1", 2, NOTICE.generated_at, "ab" * 32)
    assert proof.code == "FA1:NO:2:" + "AB" * 16
    assert proof.short == "ABAB-ABAB-ABAB"


def test_no_dependence_on_what_was_printed_before() -> None:
    alone = notice_pdf(copies=("stub",))
    notice_pdf(replace(NOTICE, bureau="通辽市丙县民政局"))
    assert notice_pdf(copies=("stub",)) == alone
    assert load_faces() is load_faces()
