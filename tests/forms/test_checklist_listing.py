"""The listing of a form: what a person needs to check it on paper, for the shipped checklists and for any other form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from fieldaudit.assets import asset_path, forms_dir
from fieldaudit.domain.citations import Law, load_laws
from fieldaudit.xform import Form, load
from fieldaudit.xform.conditions import Conditions, plain
from fieldaudit.xform.listing import MANY_CHOICES, listing

pytestmark = pytest.mark.slow  # `make check` stays under a minute

CHECKLISTS = Path(__file__).parents[2] / "docs" / "checklists"
SHIPPED = [(name, language) for name in ("fire_safety", "food_safety") for language in ("zh", "en")]

COLUMNS = ("type", "name", "label::English (en)", "label::中文 (zh)", "hint::English (en)", "relevant", "required", "constraint",
           "calculation", "repeat_count", "choice_filter", "default", "readonly")
ITEMS = "/".join(("", "root", "item"))  # where a form keeps the rows of a list
BUILDING = """
| survey | | | | | | | | | | | |
HEAD
| | text | owner | Owner <name> | 业主 | | | | | | | | | |
| | begin_group | house | House | 房屋 | | | | | | | | | |
| | select_one city | city | City | 城市 | | | yes | | | | | | |
| | select_one ward | ward | Ward | 区 | | | | | | | city = ${city} | | |
| | select_multiple fuel | fuels | Fuels | 燃料 | All that apply | | ${city} = 'a' | count-selected(.) <= 2 | | | | | |
| | begin_repeat | rooms | Rooms | 房间 | | ${city} != '' | | | | 3 | | | |
| | integer | bars | Bars on the window | 窗上栏杆 | | selected(${fuels}, 'gas') | | . >= 0 and . <= ${bars_max} | | | | 0 | |
| | note | warn | Bars! | 有栏杆！ | | ${bars} > 0 | | | | | | | |
| | end_repeat | | | | | | | | | | | | |
| | calculate | bars_max | | | | | | | 10 | | | | |
| | end_group | | | | | | | | | | | | |
| | integer | last | Last question | 最后一题 | | string-length(${owner}) > 3 | | | | | | | yes |

| choices | | | | |
| | list_name | name | label::English (en) | label::中文 (zh) | city |
| | city | a | Ayton | 甲市 | |
| | city | b | Beeton | 乙市 | |
| | ward | a1 | North | 北区 | a |
| | ward | b1 | South | 南区 | b |
| | fuel | gas | Gas | 燃气 | |
| | fuel | coal | Coal | 煤 | |

| settings | | | |
| | form_id | version | form_title | default_language |
| | building | 7 | Building / 房屋 | English (en) |
""".replace("HEAD", f"| | {' | '.join(COLUMNS)} |")


@cache
def laws() -> dict[str, Law]:
    own = (forms_dir() / "food_safety_laws.csv").read_text("utf-8")
    return load_laws(asset_path("laws.csv").read_text("utf-8")) | load_laws(own)


@cache
def shipped(name: str) -> Form:
    return load((forms_dir() / f"{name}.md").read_bytes(), "md", name)


@cache
def building() -> Form:
    return load(BUILDING.encode(), "md", "building")


def block(text: str, name: str) -> str:
    """What a listing says of one question."""
    found = re.search(rf"^\*\*[^\n]*\*\* `{name}`\n\n((?:- [^\n]*\n)*)", text, re.MULTILINE)
    assert found, name
    return found[0]


@pytest.mark.parametrize("name,language", SHIPPED)
def test_the_listings_in_the_docs_are_those_of_the_shipped_checklists(name: str, language: str) -> None:
    kept = (CHECKLISTS / f"{name}.{language}.md").read_text("utf-8")
    assert kept == listing(shipped(name), language, laws())


@pytest.mark.parametrize("name,language", SHIPPED)
def test_every_question_section_and_note_is_listed_once(name: str, language: str) -> None:
    form, text = shipped(name), listing(shipped(name), language, laws())
    for question in form.questions:
        if question.kind == "note":
            assert text.count(plain(question.label(language)).removeprefix("提示：").removeprefix("Note: ")) == 1
        elif question.section and question.section != "meta":
            assert text.count(f"** `{question.name}`\n") == 1
            assert f" {plain(question.label(language))}** `{question.name}`\n" in text
    headings = re.findall(r"^## \d+\. (.+)$", text, re.MULTILINE)
    assert headings == [section.labels[language] for section in form.sections if section.name != "meta"]


@pytest.mark.parametrize("name", ["fire_safety", "food_safety"])
def test_each_listing_speaks_one_language(name: str) -> None:
    english = re.sub("《[^》]+》[^;,\n]*|火灾隐患|食品安全隐患", "", listing(shipped(name), "en", laws()))
    assert not re.search("[\u4e00-\u9fff]", english)
    chinese = re.sub("`[^`]*`|（GB[^）]*）|（JGJ[^）]*）", "", listing(shipped(name), "zh", laws()))
    assert not re.search("[a-z]{4,}", chinese)


@pytest.mark.parametrize("name,language", SHIPPED)
def test_every_condition_of_the_checklists_is_said_in_words_save_the_sum_of_days(name: str, language: str) -> None:
    code = re.findall(r"`([^`\n]* [^`\n]*)`", listing(shipped(name), language, laws()))
    assert all("decimal-date-time" in each for each in code)


def test_a_verdict_is_listed_with_all_that_a_failure_entails() -> None:
    assert block(listing(shipped("fire_safety"), "zh", laws()), "boiler").splitlines()[2:] == [
        "- 类型：单选，必填",
        "- 说明：查使用登记、检验报告和司炉人员证；看锅炉房是否独立或者用实体墙分隔，有无人员住宿、堆放可燃物。",
        "- 选项：符合；不符合；不适用",
        "- 何时显示：“1.18 自设供暖锅炉”不为“否”",
        "- 不符合时：重大隐患；限期整改；期限15日",
        "- 责令依据：《中华人民共和国消防法》第十六条第一款第（五）项",
        "- 其他依据：《养老机构重大事故隐患判定标准》第四条第（四）项，已核对原文",
        "- 问题：供暖锅炉未经检验合格，或者锅炉房未与其他部位分隔",
        "- 要求：停止使用未经检验合格的锅炉并落实安全的临时取暖措施，经检验合格后恢复使用，锅炉房与其他部位作防火分隔",
    ]


def test_a_number_is_listed_with_unit_limits_and_when_it_is_wanted() -> None:
    assert block(listing(shipped("fire_safety"), "en", laws()), "sprinkler_pressure_n").splitlines()[2:] == [
        "- Type: number, required when “4.5 End-test pressure at least 0.05 MPa” is “Pass” or “Fail”",
        "- Hint: Open the end-test valve and read when the needle is steady. 1 kgf/cm² is about 0.1 MPa.",
        "- Shown when: “1.13 Sprinklers present” is not “None”",
        "- Limits: 0 to 1.6 (otherwise: Enter a number from 0 to 1.6 (MPa).)",
    ]


def test_a_term_of_no_days_is_at_once_and_one_day_is_no_plural() -> None:
    text = listing(shipped("fire_safety"), "en", laws())
    assert "- When it fails: major hazard; suspend use; term: at once\n" in block(text, "dangerous_building")
    assert "; term 1 day\n" in block(text, "exit_clear")
    assert "；期限：立即\n" in block(listing(shipped("fire_safety"), "zh", laws()), "dangerous_building")


def test_without_a_table_of_laws_clauses_are_listed_as_written() -> None:
    text = block(listing(shipped("fire_safety"), "en"), "fire_pump")
    assert "- Order rests on: 消防法:16.1.2\n" in text
    assert "- Other bases: GB 55036:第3章; GB 35181:附录A, partly checked\n" in text


def test_any_form_is_listed_with_repeats_cascades_and_what_it_works_out() -> None:
    assert listing(building(), "en") == """\
# Building

Version 7, form id `building`.

Where a question named in a condition is blank, “is not” holds; “is” and comparisons of size do not.

**1 Owner \\<name\\>** `owner`

- Type: text, may be left blank

## 1. House

**1.1 City** `city`

- Type: choose one, required
- Choices: Ayton; Beeton

**1.2 Ward** `ward`

- Type: choose one, may be left blank
- Choices: North; South
- Choices are filtered by: `instance('ward')ITEMS[city = ${city}]`

**1.3 Fuels** `fuels`

- Type: choose any, required when “1.1 City” is “Ayton”
- Hint: All that apply
- Choices: Gas; Coal
- Limits: the number of choices in the answer is at most 2

### Rooms (repeats)

- This group is shown when: “1.1 City” is filled in
- Number of repeats: `3`

**1.4 Bars on the window** `bars`

- Type: whole number, may be left blank
- Shown when: “1.3 Fuels” includes “Gas”
- Limits: the answer is at least 0 and the answer is at most `${bars_max}`
- Default: `0`

> Note: Bars!
>
> Shown when: “1.4 Bars on the window” is more than 0

---

**2 Last question** `last`

- Type: whole number, may be left blank, read-only
- Shown when: `string-length(${owner}) > 3`

## Not asked

- `rooms_count`, calculation: `3`
- `bars_max`, calculation: `10`
""".replace("ITEMS", ITEMS)


def test_a_form_is_listed_in_chinese_words_and_its_own_chinese_texts() -> None:
    text = listing(building(), "zh")
    assert text.startswith("# 房屋\n\n版本 7，表单代号 `building`。\n")
    assert "### 房间（可重复）\n" in text and "- 本组何时显示：“1.1 城市”已填\n" in text
    assert "- 何时显示：“1.3 燃料”选了“燃气”\n" in block(text, "bars")
    assert "- 限制：本题所选个数不大于2\n" in block(text, "fuels")


def test_what_a_phone_or_a_file_gives_is_listed_as_well() -> None:
    source = """
| survey | | | | | | |
| | type | name | label | parameters | choice_filter | guidance_hint |
| | range | share | Share | start=1 end=5 step=0.5 | | More about it |
| | geopoint | where | Where | | | |
| | image | seen | Seen | | | |
| | select_one_from_file places.csv | place | Place | | region = 'x' | |
| | begin_repeat | people | People | | | |
| | text | called | Called | | | |
| | end_repeat | | | | | |
| | select_one ${called} | who | Who | | | |
| | today | day | | | | |
"""
    text = listing(load(source.encode(), "md", "odd", {"places.csv": b"name,label,region\na,Ay,x\nb,Bee,y\n"}), "en")
    assert "- Type: number from a range, may be left blank\n- Guidance: More about it\n- Limits: 1 to 5 in steps of 0.5\n" in text
    assert block(text, "where").endswith("- Type: place, may be left blank\n")
    assert block(text, "seen").endswith("- Type: photo, may be left blank\n")
    assert f"- Choices: Ay; Bee\n- Choices are filtered by: `instance('places'){ITEMS}[region = 'x']`\n" in block(text, "place")
    assert "- Choices are filtered by: `${people}[./called != '']`\n" in block(text, "who")
    assert text.endswith("## Not asked\n\n- `day`, filled in by the program\n")


def test_a_language_that_the_form_lacks_falls_back_to_its_own() -> None:
    only = load(b"| survey |\n| | type | name | label |\n| | text | a | Anything |\n", "md", "only")
    assert "**1 Anything** `a`\n\n- 类型：文字，可不填\n" in listing(only, "zh")


def test_a_very_long_list_of_choices_is_cut_short_and_counted() -> None:
    rows = "".join(f"| | many | c{number} | Choice {number} |\n" for number in range(MANY_CHOICES + 5))
    source = ("| survey |\n| | type | name | label |\n| | select_one many | a | Any |\n\n"
              f"| choices |\n| | list_name | name | label |\n{rows}")
    text = listing(load(source.encode(), "md", "many"), "en")
    assert f"Choice {MANY_CHOICES - 1} … {MANY_CHOICES + 5} in all\n" in text and f"Choice {MANY_CHOICES};" not in text


WORDS = [
    ("/data/house/city = 'b'", "“1.1 City” is “Beeton”", "“1.1 城市”为“乙市”"),
    ("/data/house/city = 'zz'", "“1.1 City” is “zz”", "“1.1 城市”为“zz”"),
    ("/data/house/city = ''", "“1.1 City” is blank", "“1.1 城市”未填"),
    ("not(selected(/data/house/fuels, \"coal\"))", "not (“1.3 Fuels” includes “Coal”)", "并非（“1.3 燃料”选了“煤”）"),
    ("( . > -1.5 and . < 9 ) or . = 99", "(the answer is more than -1.5 and the answer is less than 9) or the answer is 99",
     "（本题大于-1.5，并且本题小于9），或者本题为99"),
    (". <= today()", "the answer is not after today", "本题不晚于今天"),
    (". > date('2020-02-29')", "the answer is after 2020-02-29", "本题晚于2020-02-29"),
    (". != date('2020-02-29')", "the answer is not 2020-02-29", "本题不为2020-02-29"),
    (" . >= 1  and  . <= 40 ", "1 to 40", "1到40"),
    ("../../city = 'a'", "“1.1 City” is “Ayton”", "“1.1 城市”为“甲市”"),
    ("current()/../../city = 'a'", "“1.1 City” is “Ayton”", "“1.1 城市”为“甲市”"),
    ("/data/house/rooms/bars < /data/last", "“1.4 Bars on the window” is less than “2 Last question”",
     "“1.4 窗上栏杆”小于“2 最后一题”"),
    ("/data/house/nowhere = 3", "`${nowhere}` is 3", "`${nowhere}`为3"),
]


@pytest.mark.parametrize("source,english,chinese", WORDS)
def test_simple_conditions_are_said_in_words(source: str, english: str, chinese: str) -> None:
    numbers = {"owner": "1", "house/city": "1.1", "house/ward": "1.2", "house/fuels": "1.3", "house/rooms/bars": "1.4", "last": "2"}
    for language, words in (("en", english), ("zh", chinese)):
        assert Conditions(building(), language, numbers).words(source, "house/rooms/bars") == words


@pytest.mark.parametrize("source,code", [
    ("/data/last + 1 > 2", "`${last} + 1 > 2`"),
    ("regex(., '^[0-9]{3}$')", "`regex(., '^[0-9]{3}$')`"),
    ("if( /data/house/city  = 'a', 1, 2) = 1", "`if(${city} = 'a', 1, 2) = 1`"),
    (". < ''", "`. < ''`"),
    ("", ""),
])
def test_what_is_not_simple_stays_an_expression(source: str, code: str) -> None:
    assert Conditions(building(), "en", {}).words(source, "last") == code
