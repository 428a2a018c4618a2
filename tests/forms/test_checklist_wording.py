"""The words of the shipped checklists: what a failed question entails fits together, both languages say the same, neatly."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pyxform.xls2json_backends import md_to_dict

from fieldaudit.assets import asset_path, forms_dir
from fieldaudit.domain.citations import Law, load_laws

pytestmark = pytest.mark.slow  # `make check` stays under a minute

Row = dict[str, str]

FORMS = ("fire_safety", "food_safety")
ZH, EN = "::中文 (zh)", "::English (en)"
PAIRS = [*((f"{column}{ZH}", f"{column}{EN}") for column in ("label", "hint", "required_message", "constraint_message")),
         ("bind::fa:finding", "bind::fa:finding_en"), ("bind::fa:require", "bind::fa:require_en")]


def sheet(name: str, sheet_name: str) -> list[Row]:
    rows: list[Row] = md_to_dict((forms_dir() / f"{name}.md").read_text("utf-8"))[sheet_name]
    return rows


def failable(name: str) -> list[Row]:
    return [row for row in sheet(name, "survey") if "bind::fa:fail" in row]


def laws() -> dict[str, Law]:
    own = (forms_dir() / "food_safety_laws.csv").read_text("utf-8")
    return load_laws(asset_path("laws.csv").read_text("utf-8")) | load_laws(own)


def texts(name: str) -> Iterator[tuple[str, str, str]]:
    """(where, Chinese, English) of every text in two languages."""
    for row in sheet(name, "survey") + sheet(name, "choices"):
        for zh, en in PAIRS:
            if zh in row or en in row:
                yield f"{row['name']}.{zh}", row.get(zh, ""), row.get(en, "")


FAILABLE = [pytest.param(name, row, id=row["name"]) for name in FORMS for row in failable(name)]

# measure -> shortest and longest term in days that it allows
TERMS = {"immediate": (1, 3), "deadline": (7, 30), "joint_retrofit": (30, 90), "open_exit": (7, 7), "drill_well": (60, 60),
         "suspend_use": (0, 30)}
SLOW = {"joint_retrofit"}  # measures that a major hazard may wait for only because builders are needed
AT_ONCE = {"dangerous_building"}  # the only order that says 立即: people leave a building that may fall


@pytest.mark.parametrize("name,row", FAILABLE)
def test_the_term_fits_the_measure(name: str, row: Row) -> None:
    shortest, longest = TERMS[row["bind::fa:measure"]]
    days = int(row["bind::fa:days"])
    assert shortest <= days <= longest
    assert (days == 0) is (row["name"] in AT_ONCE)
    assert row["bind::fa:term_kind"] == "natural"


@pytest.mark.parametrize("name,row", FAILABLE)
def test_a_major_hazard_does_not_wait_unless_builders_are_needed(name: str, row: Row) -> None:
    severity, measure, days = row["bind::fa:severity"], row["bind::fa:measure"], int(row["bind::fa:days"])
    if severity == "major" and measure not in SLOW:
        assert days <= 30
        assert measure in ("suspend_use", "deadline")
        assert re.match("停止|停用", row["bind::fa:require"]), "what may kill is not used while it is mended"
    if measure == "suspend_use":
        assert severity == "major" and re.match("停止", row["bind::fa:require"])


@pytest.mark.parametrize("name,row", FAILABLE)
def test_an_order_rests_on_one_clause_and_a_referral_only_on_what_others_punish(name: str, row: Row) -> None:
    assert re.fullmatch(r"[^:;]+:\d[\d.]*", row["bind::fa:order_basis"])
    law = laws()[row["bind::fa:order_basis"].partition(":")[0]]
    assert not law.is_standard, "a technical standard orders nothing by itself"
    referred = row.get("bind::fa:refer_basis", "")
    assert not referred or re.fullmatch(r"消防法:(58|66|60\.1\.[1-7])|食品安全法:12[246](\.1)?(\.\d+)?", referred)


@pytest.mark.parametrize("name,row", FAILABLE)
def test_no_clause_is_better_checked_than_its_law(name: str, row: Row) -> None:
    known = laws()
    cited = [known[part.partition(":")[0]] for part in row.get("bind::fa:basis", "").split(";") if part]
    if row["bind::fa:basis_checked"] == "seen":
        assert all(law.checked != "recalled" for law in cited)
    for part in row.get("bind::fa:basis", "").split(";"):
        short, _, clause = part.partition(":")
        if part and known[short].is_standard and re.fullmatch(r"\d+(\.\d+)?", clause):
            raise AssertionError(f"{part}: a chapter or section of a standard is written 第{clause}章 or 节")


@pytest.mark.parametrize("name,row", FAILABLE)
def test_a_failed_question_has_everything_that_a_notice_needs(name: str, row: Row) -> None:
    for column in ("severity", "measure", "days", "order_basis", "basis_checked", "finding", "require", "finding_en", "require_en"):
        assert row[f"bind::fa:{column}"].strip()
    finding, demand = row["bind::fa:finding"], row["bind::fa:require"]
    assert not re.search("应当|必须|请", finding), "a finding says what is, not what ought to be"
    assert not re.match("应|请|必须|立即|尽快", demand)
    assert finding.count("或者") <= 2, "at most three alternatives, of which the inspector strikes what does not apply"


@pytest.mark.parametrize("name", FORMS)
def test_every_question_says_in_its_hint_how_to_answer_it(name: str) -> None:
    for row in sheet(name, "survey"):
        if row["type"] not in ("note", "begin_group", "end_group"):
            assert row["hint" + ZH] and row["hint" + EN], row["name"]


@pytest.mark.parametrize("name", FORMS)
def test_no_text_is_blank_in_one_language(name: str) -> None:
    assert not [where for where, zh, en in texts(name) if not zh or not en]


@pytest.mark.parametrize("name", FORMS)
def test_the_opening_says_what_pass_means(name: str) -> None:
    opening = next(row for row in sheet(name, "survey") if row["name"] == "opening")
    assert "达到的选符合，没有达到的选不符合" in opening["label" + ZH]
    assert "Pass if they are so and Fail if they are not" in opening["label" + EN]


# Half-width signs that belong in Chinese text: the slash between alternatives, the point and minus of a number,
# the per cent sign, letters of units and names (MPa, m³/h, CCC).
ALLOWED = re.compile(r"(?<=\d)\.(?=\d)|(?<=于)-(?=\d)|(?<=填)-(?=\d)|(?<=\d)%|m³/h|/")


@pytest.mark.parametrize("name", FORMS)
def test_chinese_is_set_with_full_width_signs_and_without_spaces(name: str) -> None:
    for where, zh, _ in texts(name):
        rest = ALLOWED.sub("", zh)
        assert not re.search(r"[!-/:-@\[-`{-~]", rest), (where, zh)
        assert not re.search(r"\s|％|　", zh), (where, zh)
        assert not re.search("[，。；：、]{2}|（[，。；：、]", zh), (where, zh)
        assert zh.count("（") == zh.count("）"), (where, zh)


@pytest.mark.parametrize("name", FORMS)
def test_hints_and_messages_are_sentences_with_a_full_stop(name: str) -> None:
    for where, zh, en in texts(name):
        if ".hint" in where or "_message" in where:
            assert zh.endswith("。") and en[-1] in ".?", (where, zh, en)
            assert en[0].isupper() or en[0].isdigit(), (where, en)
            assert not re.search("[?？]", zh), (where, zh)


@pytest.mark.parametrize("name", FORMS)
def test_english_is_set_neatly(name: str) -> None:
    for where, _, en in texts(name):
        assert not re.search(r"  |\s[,.;:?)]|\(\s", en), (where, en)
        assert not re.search(r"\bm[23]\b|degrees|\bx \d|[“”‘’]", en), (where, en)
        assert not re.search(r"\d(?:mm|cm|m|MPa|g|h|°C)\b", en), (where, en)
        assert en.count("(") == en.count(")"), (where, en)


# One English word for one Chinese term: a text that uses the term uses the word.
TERMS_EN = {
    "避难间": "refuge room", "消防水池": "fire-water tank", "防火门": "fire door", "失能老年人": "disabled resident",
    "深水井": "deep well|deep-well", "疏散通道": "escape route", "生命通道": "life exit", "备用电源": "backup",
    "消防车通道": "fire lane", "消防救援窗": "rescue window", "应急照明": "emergency li|lamp", "独立式": "standalone",
    "局部应用系统": "local-application", "喷头": "head", "插排": "strip", "取水口": "intake", "楼板": "slab", "氧气瓶": "cylinder",
    "汇流排": "manifold", "液化气瓶": "LPG cylinder", "居室": "bedroom", "不适用": "Not applicable", "逾期": "overdue",
    "备案": "fil(?:ed|ing)|on file", "末端试水": "end-test", "屏蔽": "disabled|re-enable", "留样": "retain",
    "健康证明": "health certificate", "吞咽困难": "trouble swallowing", "亚硝酸盐": "nitrite", "忌口": "diet", "防冻": "freez",
    "动火作业": "hot work", "吸烟点": "smoking point", "消防控制室": "fire control room", "复查意见书": "reinspection opinion",
    "乙级": "class[- ]B", "公共活动用房": "common room", "灭火器": "extinguisher", "气垫床": "air mattress",
}


@pytest.mark.parametrize("name", FORMS)
def test_a_term_is_translated_by_the_same_word_everywhere(name: str) -> None:
    assert [(where, term, en) for where, zh, en in texts(name) for term, word in TERMS_EN.items()
            if term in zh and not re.search(word, en, re.IGNORECASE)] == []


SPELT = {"one": "1", "single": "1", "two": "2", "three": "3", "fourth": "4", "second": "2", "round the clock": "24"}


@pytest.mark.parametrize("name", FORMS)
def test_the_numbers_are_the_same_in_both_languages(name: str) -> None:
    for where, zh, en in texts(name):
        said = set(re.findall(r"\d+(?:\.\d+)?", en)) | {digit for word, digit in SPELT.items() if word in en.lower()}
        assert set(re.findall(r"\d+(?:\.\d+)?", zh)) <= said, (where, zh, en)
