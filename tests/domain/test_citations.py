"""Citations print a clause exactly as a Chinese paper cites it, and only what may be printed."""

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.domain.citations import cite, cite_all, load_laws, numeral, printable_citations
from fieldaudit.errors import BadInput

LAWS = load_laws(files("fieldaudit.assets").joinpath("laws.csv").read_text("utf-8"))
HEADER = "short,title,number,in_force,checked\n"
FIRE_28 = "《中华人民共和国消防法》第二十八条"
DOORS = "《建筑防火通用规范》（GB 55037-2022）第7.1.6条"


@pytest.mark.parametrize(("ref", "printed"), [
    ("消防法:28", FIRE_28),
    ("消防法：28", FIRE_28),
    (" 消防法 : 28 ", FIRE_28),
    ("消防法:16.1.2", "《中华人民共和国消防法》第十六条第一款第（二）项"),
    ("消防法:27.2", "《中华人民共和国消防法》第二十七条第二款"),
    ("判定标准:4..1", "《养老机构重大事故隐患判定标准》第四条第（一）项"),
    ("GB 55037:7.1.6", DOORS),
    ("GB 50016:5.5.24A", "《建筑设计防火规范》（GB 50016-2014（2018年版））第5.5.24A条"),
    ("GB 35181:附录A", "《重大火灾隐患判定规则》（GB 35181-2025）附录A"),
    ("民发37:一（一）", "《养老机构消防安全管理规定》一（一）"),
    ("民发37:", "《养老机构消防安全管理规定》"),
    ("民发37", "《养老机构消防安全管理规定》"),
    ("GB 50084:", "《自动喷水灭火系统设计规范》（GB 50084-2017）"),
])
def test_a_reference_prints_the_full_citation(ref, printed):
    assert cite(ref, LAWS) == printed


def test_a_law_introduced_before_is_cited_by_its_short_title():
    assert cite("消防法:28", LAWS, short=True) == "《消防法》第二十八条"
    assert cite("老年人权益保障法:45", LAWS, short=True) == "《老年人权益保障法》第四十五条"


def test_a_handle_of_ours_is_never_printed_as_a_title():
    assert cite("民发37:", LAWS, short=True) == "《养老机构消防安全管理规定》"
    assert cite("GB 55037:7.1.6", LAWS, short=True) == DOORS


def test_an_unknown_law_is_refused_by_name():
    with pytest.raises(BadInput, match="消防条例") as refused:
        cite_all("消防法:28;消防条例:3", LAWS)
    assert refused.value.where == "消防条例:3"


@pytest.mark.parametrize("clause", ["16条", "16.1.2.3", "16.", "16..", "16.x", "10000", "28a"])
def test_a_clause_that_is_not_article_paragraph_item_is_refused(clause):
    with pytest.raises(BadInput):
        cite(f"消防法:{clause}", LAWS)


def test_a_list_keeps_its_order_and_says_nothing_twice():
    assert cite_all("GB 55037:7.1.6; 消防法:28；;消防法:28;", LAWS) == (DOORS, FIRE_28)
    assert cite_all("", LAWS) == ()
    assert cite_all("消防法:28", LAWS, short=True) == ("《消防法》第二十八条",)


@pytest.mark.parametrize(("checked", "confirmed", "printed"), [
    ("seen", False, (FIRE_28, DOORS)),
    ("part", False, (FIRE_28,)),
    ("recalled", False, (FIRE_28,)),
    ("", False, (FIRE_28,)),
    ("recalled", True, (FIRE_28, DOORS)),
])
def test_a_clause_nobody_checked_stays_off_the_paper_until_confirmed(checked, confirmed, printed):
    assert printable_citations("消防法:28", "GB 55037:7.1.6", checked, LAWS, confirmed) == printed


def test_an_item_without_a_printable_clause_has_none():
    assert printable_citations("", "GB 55037:7.1.6", "recalled", LAWS) == ()


def test_every_reference_of_a_standard_and_of_a_statute_tells_which_it_is():
    standards = {short for short, law in LAWS.items() if law.is_standard}
    assert standards == {short for short in LAWS if short.startswith(("GB", "JGJ"))}


@pytest.mark.parametrize(("text", "named"), [
    ("short,title\n消防法,x\n", "number"),
    ("", "short"),
    (HEADER + ",标题,,,seen\n", "laws.csv:2"),
    (HEADER + "甲,,,,seen\n", "laws.csv:2"),
    (HEADER + "甲,标题,,,seen\n甲,标题,,,seen\n", "laws.csv:3"),
    (HEADER + "甲,标题,,,guessed\n", "recalled"),
    (HEADER + "甲,标题\n", "laws.csv:2"),
])
def test_a_bad_table_of_laws_is_refused_where_it_is_bad(text, named):
    with pytest.raises(BadInput, match=named):
        load_laws(text)


def test_a_table_saved_by_a_spreadsheet_with_a_byte_order_mark_is_read():
    assert list(load_laws("\ufeff" + HEADER + "甲,标题,,,seen\n")) == ["甲"]


@pytest.mark.parametrize(("n", "written"), [
    (0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (28, "二十八"), (100, "一百"),
    (101, "一百零一"), (110, "一百一十"), (113, "一百一十三"), (1000, "一千"), (1001, "一千零一"),
    (1010, "一千零一十"), (1100, "一千一百"), (2026, "二千零二十六"), (9999, "九千九百九十九"),
])
def test_numerals_are_written_as_in_statutes(n, written):
    assert numeral(n) == written


def _value(written: str) -> int:
    total = digit = 0
    for c in written:
        if c in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = 0
        else:
            digit = "零一二三四五六七八九".index(c)
    return total + digit


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.integers(0, 9999))
def test_a_numeral_can_be_read_back(n):
    written = numeral(n)
    assert _value(written) == n
    assert "零零" not in written and (n == 0 or not written.endswith("零"))


@pytest.mark.parametrize("n", [-1, 10000])
def test_a_number_beyond_the_clauses_of_any_law_is_refused(n):
    with pytest.raises(BadInput, match=str(n)):
        numeral(n)
