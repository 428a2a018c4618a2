"""Titles too long for a line break by sense, never inside a word."""

from __future__ import annotations

import pytest

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.typeset.flow import Flow
from fieldaudit.documents.typeset.page import Words
from fieldaudit.documents.typeset.titles import title_parts

FACES = load_faces()
ROOM = 20.0  # of a title, in characters


def parts(text: str, room: float = ROOM) -> list[str]:
    return title_parts(text, lambda said: float(len(said)), room)


@pytest.mark.parametrize(("text", "expected"), [
    ("内蒙古自治区通辽市科尔沁左翼后旗阿古拉苏木综合养老服务中心",
     ["内蒙古自治区通辽市科尔沁左翼后旗", "阿古拉苏木综合养老服务中心"]),
    ("科尔沁区永清街道明仁社区居家养老服务有限责任公司日间照料中心",
     ["科尔沁区永清街道明仁社区居家", "养老服务有限责任公司日间照料中心"]),
    ("通辽市科尔沁左翼中旗架玛吐镇巴彦淖尔嘎查互助养老幸福院（老年公寓）消防安全检查报告",
     ["通辽市科尔沁左翼中旗架玛吐镇", "巴彦淖尔嘎查互助养老幸福院", "（老年公寓）消防安全检查报告"]),
    ("松涛里养老公寓“一院一策”消防隐患整改方案", ["松涛里养老公寓“一院一策”", "消防隐患整改方案"]),
])  # fmt: skip
def test_a_title_breaks_by_sense_into_even_lines(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_title_that_fits_is_one_line() -> None:
    assert parts("松涛里养老公寓消防安全检查报告") == ["松涛里养老公寓消防安全检查报告"]


@pytest.mark.parametrize("word", ["养老服务中心", "老年公寓", "日间照料中心", "综合市场", "社区", "民政局", "赡养老人"])
def test_no_word_is_torn(word: str) -> None:
    for before in range(8, 26):
        said = parts("旗" + "国" * before + word + "旗" + "国" * 12)
        told = " ".join(said)
        assert not said or word in told or any(f" {tail}" in told for tail in ("服务中心", "照料中心", "中心")), said


def test_a_title_without_sense_to_break_by_is_left_to_the_rules_of_lines() -> None:
    assert parts("国" * 30) == [] and parts("Fire Safety Inspection Report of a home with a long name") == []
    flow = Flow("x", FACES)
    flow.title("国" * 30)
    assert [len(mark.line.text) for mark in flow.page if isinstance(mark, Words)] == [16, 14]


def test_no_line_ends_with_an_opening_or_begins_with_a_closing_mark() -> None:
    for many in range(2, 20):
        for part in parts("国" * many + "养老院（老年公寓）消防安全“一院一策”隐患整改方案"):
            assert part[0] not in "）”" and part[-1] not in "（“"


def test_no_line_is_shorter_than_both_beside_it_where_it_can_be_helped() -> None:
    said = parts("通辽市（东院）老年公寓甲县巴彦镇福利院护理院松涛里阿古拉苏木科尔沁区护理院检查报告明仁社区")
    first, middle, last = map(len, said)
    assert middle >= min(first, last)
