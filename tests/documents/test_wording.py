"""Promises of the papers' own words: what an office may change, and that every mistake is named with its line."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_examples import pdf_text, poppler
from paper_examples_orders import IMMEDIATE, JOINT, SERVED, immediate_pdf, notice_with, service_with

from fieldaudit.documents.facts import FACTS_OF, require_also
from fieldaudit.documents.papers.service import PAPER
from fieldaudit.documents.wording import ENGLISH, KINDS, Wording, read_wording, shipped, shipped_text
from fieldaudit.errors import BadInput
from fieldaudit.i18n import set_language

pytestmark = pytest.mark.slow  # `make check` stays under a minute

EVERY = [(kind, "zh") for kind in KINDS] + [(kind, "en") for kind in ENGLISH]


# -- what comes with the program ---------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_the_programs_own_words_may_be_copied_whole(kind: str, lang: str) -> None:
    assert read_wording(kind, shipped_text(kind, lang), "copy.toml", lang) == shipped(kind, lang)


def test_every_kind_has_its_facts_and_a_field_that_every_office_may_require() -> None:
    assert set(FACTS_OF) == set(KINDS)
    for kind in KINDS:
        mine = read_wording(kind, '[require]\nfields = ["bureau"]\n', "own.toml")
        assert mine.texts("require.fields") == ("bureau",)


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_a_file_says_in_both_languages_what_it_is_before_anything_else(kind: str, lang: str) -> None:
    opening = re.match(r"(?:#[^\n]*\n|\n)+", shipped_text(kind, lang))
    assert opening is not None
    assert re.search("[一-鿿]", opening[0])
    assert re.search("[A-Za-z]{4,} [a-z]{2,}", opening[0])


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_every_table_has_as_many_heads_as_columns(kind: str, lang: str) -> None:
    source = tomllib.loads(shipped_text(kind, lang))
    for name, heads in source.get("head", {}).items():
        if name in source.get("column", {}):
            assert len(heads) == len(source["column"][name]), name


@pytest.mark.parametrize(("kind", "lang"), [("closure", "zh"), ("notice", "en"), ("", "zh"), ("../notice", "zh")])
def test_a_paper_that_there_is_none_of_is_refused(kind: str, lang: str) -> None:
    with pytest.raises(BadInput, match="没有"):
        shipped(kind, lang)


# -- what an office may write ------------------------------------------------------------------------------


def test_a_copy_of_one_line_changes_that_line_and_nothing_else() -> None:
    mine = read_wording("notice", '[heading]\nremedies = "四、救济途径"\n', "own.toml")
    assert mine.text("heading.remedies") == "四、救济途径"
    assert {**mine.values, "heading.remedies": "四、权利告知"} == shipped("notice").values


def test_an_empty_copy_is_the_programs_own() -> None:
    assert read_wording("notice", "# 尚未修改\n", "own.toml") == shipped("notice")


def test_changed_words_are_printed() -> None:
    assert "整改告知书" in pdf_text(notice_with('[title]\npaper = "整改告知书"\n', JOINT))
    assert "当场改好" in pdf_text(immediate_pdf(own='[sentence]\nfixed = "{box}当场改好"\n'))
    assert "收件单位" in pdf_text(service_with('[label]\nrecipient = "收件单位"\n'))


def test_a_narrower_column_moves_its_neighbour() -> None:
    def broken(pdf: bytes) -> bool:
        return not any("《消防法》第二十七条第二款" in line for line in poppler("pdftotext", pdf, "-layout").splitlines())

    assert broken(immediate_pdf())
    assert not broken(immediate_pdf(own="[column]\nhazards = [12, 20, 62, 34, 28]\n"))


def test_a_file_saved_by_an_editor_that_marks_it_is_read() -> None:
    mine = read_wording("notice", '\ufeff[title]\r\npaper = "通知"\r\n', "own.toml")
    assert mine.text("title.paper") == "通知"


def test_a_field_that_a_sentence_may_drop_may_be_dropped_and_a_number_may_be_whole_or_not() -> None:
    mine = read_wording("notice", '[sentence]\nplan = "自收到之日起{days}日内报送整改方案。"\n[size]\nannex = 10\n', "own.toml")
    assert mine.say("sentence.plan", days=5, agency="本机关", contact="养老服务科") == "自收到之日起5日内报送整改方案。"
    assert mine.number("size.annex") == 10


def test_an_office_may_require_what_the_program_does_not() -> None:
    own = '[require]\nfields = ["interim_protection", "party.phone"]\n'
    with pytest.raises(BadInput, match="interim_protection"):
        immediate_pdf(replace(IMMEDIATE, interim_protection=" "), own=own)
    with pytest.raises(BadInput, match=re.escape("party.phone")):
        immediate_pdf(own=own)
    reached = replace(IMMEDIATE, party=replace(IMMEDIATE.party, phone="0475-0000002"))
    assert "0475-0000002" in pdf_text(immediate_pdf(reached, own=own))


@pytest.mark.parametrize("name", ["interim", "party.fax", "party.name.first", "", "bureau."])
def test_a_requirement_of_what_is_no_field_is_named(name: str) -> None:
    with pytest.raises(BadInput, match=f"own.toml:2: .*“{re.escape(name)}”"):
        service_with(f'[require]\nfields = ["place", "{name}"]\n', SERVED)
    with pytest.raises(BadInput, match=f"没有“{re.escape(name)}”这个字段"):  # words that come from elsewhere are asked again
        require_also(PAPER, "", SERVED, [name])


# -- what an office may not write --------------------------------------------------------------------------

# The whole file, the line that is wrong, what is said of it in Chinese and in English.
WRONG = {
    "an unknown entry": (
        '[title]\npaper = "通知"\nsubtitle = "副题"\n', 3, "没有 title.subtitle 这一项", "there is no entry title.subtitle"),
    "an unknown section": ('\n[sentense]\nhazard = "x"\n', 3, "没有 sentense.hazard", "no entry sentense.hazard"),
    "a section that is a text": ('sentence = "x"\n', 1, "没有 sentence 这一项", "no entry sentence"),
    "a number for a text": ("[title]\n\npaper = 3\n", 3, "title.paper 应为文字", "title.paper takes a text"),
    "a text for a number": ('[size]\nannex = "10.5"\n', 2, "size.annex 应为数字", "size.annex takes a number"),
    "yes for a number": ("[size]\nannex = true\n", 2, "应为数字", "takes a number"),
    "a list for a text": ('[title]\npaper = ["通知"]\n', 2, "应为文字", "takes a text"),
    "texts for numbers": ('[column]\nreceipt = ["24", "132"]\n', 2, "数字列表", "a list of numbers"),
    "a yes among numbers": ("[column]\nreceipt = [true, 155]\n", 2, "数字列表", "a list of numbers"),
    "a day for a text": ("[title]\npaper = 2026-11-24\n", 2, "应为文字", "takes a text"),
    "a field that the paper has not": (
        '[sentence]\nannex_terms = "（{number}）"\n', 2, "annex_terms 不能用 {number}", "annex_terms cannot name {number}"),
    "a part of a field": ('[sentence]\nshare = "一份{copy.x}"\n', 2, "不能用 {copy.x}", "cannot name {copy.x}"),
    "a deadline left out": (
        '[sentence]\nhazard = """{number}{place}（{grade}）。{finding}，违反{basis}。\n应当{require}。"""\n', 2,
        "sentence.hazard 缺少 {deadline}", "sentence.hazard lacks {deadline}"),
    "a brace that is not closed": (
        '[sentence]\nshare = "一份{copy"\n', 2, "sentence.share 的花括号不成对", "braces of sentence.share"),
    "a brace that is not opened": ('[sentence]\nshare = "一份copy}"\n', 2, "花括号不成对", "do not match"),
    "a field without a name": ('[sentence]\nshare = "一份{}"\n', 2, "花括号不成对", "do not match"),
    "an empty heading": ('[heading]\nremedies = " "\n', 2, "heading.remedies 不能为空", "heading.remedies cannot be empty"),
    "columns that do not add up": (
        "[title]\n[column]\nannex = [10, 14, 42, 12, 37, 24, 18]\n", 3, "列宽合计应为 156 毫米", "must add up to 156 mm"),
    "a column too few": ("[column]\nreceipt = [156]\n", 2, "column.receipt 应有 2 个值", "column.receipt takes 2 values"),
    "a column of nothing": ("[column]\nreceipt = [0, 156]\n", 2, "大于零", "above zero"),
    "a head too few": ('[head]\nannex = ["序号"]\n', 2, "head.annex 应有 7 个值", "head.annex takes 7 values"),
    "a rule too few": ("[blank]\nreturn_date = [3.8, 2.3]\n", 2, "blank.return_date 应有 3 个值", "takes 3 values"),
    "a size that fills the page": ("[size]\nannex = 300\n", 2, "size.annex 应在 3.5 和 31.5 之间", "size.annex takes 3.5 to 31.5"),
    "a height below zero": ("[height]\nannex_row = -3\n", 2, "height.annex_row 应在", "height.annex_row takes"),
    "a height without end": ("[height]\nannex_row = inf\n", 2, "height.annex_row 应在", "height.annex_row takes"),
    "a size that is no number": ("[size]\nform = nan\n", 2, "size.form 应在", "size.form takes"),
    "days below zero": ("[term]\nreconsider = -60\n", 2, "term.reconsider 应在", "term.reconsider takes"),
    "no TOML": ('[title]\npaper = "通知\n', 2, "不是有效的 TOML", "no valid TOML"),
    "no TOML at its end": ('[title]\npaper = """通知\n\n', 3, "不是有效的 TOML", "no valid TOML"),
    "an entry twice": ('[title]\npaper = "甲"\npaper = "乙"\n', 3, "不是有效的 TOML", "no valid TOML"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_mistake_is_named_with_file_and_line_in_both_languages(mistake: str, lang: str) -> None:
    text, line, zh, en = WRONG[mistake]
    set_language(lang)
    with pytest.raises(BadInput) as refused:
        read_wording("notice", text, "本局/notice.toml")
    assert str(refused.value).startswith(f"本局/notice.toml:{line}: ")
    assert (zh if lang == "zh" else en) in str(refused.value)


def test_a_key_of_the_same_name_in_another_section_is_not_taken_for_it() -> None:
    text = '[receipt]\ntitle = "签收"\n\n\n[heading]\nhazards = "一、隐患"\nremedies = 4\n\n[sentence]\nremedies = "x"'
    with pytest.raises(BadInput, match=r"own\.toml:7: .*heading\.remedies"):
        read_wording("notice", text, "own.toml")


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_of_two_keys_of_one_name_the_wrong_one_is_named(kind: str, lang: str) -> None:
    texts = {key: value for key, value in shipped(kind, lang).values.items() if isinstance(value, str)}
    for key, other in itertools.permutations(texts, 2):
        (section, _, name), (below, _, same) = key.rpartition("."), other.rpartition(".")
        if name == same:
            text = f"[{section}]\n{name} = {json.dumps(texts[key])}\n\n[{below}]\n{same} = 5\n"
            with pytest.raises(BadInput) as refused:
                read_wording(kind, text, "own.toml", lang)
            assert refused.value.where == "own.toml:5", (key, other)


@pytest.mark.parametrize(
    ("kind", "key", "said", "refused"),
    [
        ("notice", "consequence", "依据《中华人民共和国消防法》第六十条处罚。", True),
        ("notice", "consequence", "依据《消防法》第五十八条、第六十条处罚。", True),
        ("notice", "consequence", "依据《消防法》第五十八条处罚；《老年人权益保障法》第六十条另有规定。", False),
        ("notice", "consequence", "由消防救援机构依法处理。", False),
        ("immediate", "consequence", "依据《中华人民共和国消防法》第六十条处罚。", True),
        ("referral", "closing", "涉嫌违反《中华人民共和国消防法》第六十条。", False),
    ],
)
def test_an_order_threatens_with_no_other_agencys_power(kind: str, key: str, said: str, refused: bool) -> None:
    own = shipped(kind)
    key = next((one for one in own.values if one == f"sentence.{key}"), next(k for k in own.values if k.startswith("sentence.")))
    fields = "".join(f"{{{name}}}" for name in re.findall(r"{(\w+)}", str(own.values[key])))
    text = f"[sentence]\n{key.partition('.')[2]} = {json.dumps(said + fields, ensure_ascii=False)}\n"
    if refused:
        with pytest.raises(BadInput, match="第六十条"):
            read_wording(kind, text, "own.toml")
    else:
        assert said in str(read_wording(kind, text, "own.toml").values[key])


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        assert isinstance(read_wording("service", text, "own.toml"), Wording)
    except BadInput as refused:
        assert re.match(r"own\.toml:\d+$", refused.where)


@given(st.sampled_from(sorted(shipped("service").values)), st.one_of(
    st.text(max_size=12).map(repr), st.integers(-5, 500).map(str), st.just("[]"), st.just("true"), st.just("[1, 2]")))  # fmt: skip
def test_any_value_of_a_key_is_taken_as_it_is_or_refused_where_it_stands(key: str, value: str) -> None:
    section, _, name = key.partition(".")
    try:
        mine = read_wording("service", f"# own\n[{section}]\n{name} = {value}\n", "own.toml")
    except BadInput as refused:
        assert refused.where == "own.toml:3"
    else:
        changed = {other for other, said in mine.values.items() if said != shipped("service").values[other]}
        assert changed <= {key}
