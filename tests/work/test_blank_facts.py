"""A published form as a checklist to fill in by pen: its questions, figures, conditions in words, repeated groups."""

from __future__ import annotations

import pytest

from fieldaudit.assets import forms_dir
from fieldaudit.work.papers.blank import sections
from fieldaudit.work.papers.conditions import in_chinese, unit_of
from fieldaudit.xform import Form, load

pytestmark = pytest.mark.slow  # `make check` stays under a minute

ROOMS = """| survey |
| | type | name | label::中文 (zh) | label::English (en) | required | relevant | bind::fa:fail |
| | begin_group | facts | 概况 | Facts | | | |
| | integer | beds | 床位（张） | Beds (n) | yes | | |
| | select_one yn | gas | 使用燃气 | Gas | | | |
| | select_multiple kind | water | 水源 | Water | | | |
| | integer | sum_n | 合计 | Sum | | | |
| | end_group | | | | | | |
| | begin_repeat | rooms | 房间 | Rooms | | ${gas} != 'no' | |
| | text | name | 名称 | Name | | | |
| | integer | bars_n | 铁窗（樘） | Barred windows (n) | | | |
| | select_one pfn | bars | 外窗 | Windows | yes | | fail |
| | end_repeat | | | | | | |
| | note | told | 谢谢 | Thanks | | | |
| | note | tip | 提示 | Tip | | ${beds} > 5 | |
| choices |
| | list_name | name | label::中文 (zh) | label::English (en) |
| | yn | yes | 是 | Yes |
| | yn | no | 否 | No |
| | kind | well | 水井 | Well |
| | kind | mains | 市政 | Mains |
| | pfn | pass | 符合 | Pass |
| | pfn | fail | 不符合 | Fail |
| settings |
| | form_id | version | form_title | default_language | namespaces |
| | rooms | 1 | 房间 | 中文 (zh) | fa="https://fieldaudit.example/xforms/fa" |
"""


@pytest.fixture(scope="module")
def rooms() -> Form:
    return load(ROOMS.encode(), "md", "rooms")


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("", ""),
        ("/data/facts/gas = 'yes'", "使用燃气为“是”"),
        ("/data/facts/gas != 'no'", "使用燃气为“是”"),
        ("/data/facts/beds >= 20", "床位不小于20张"),
        ("/data/facts/beds < 20 and /data/facts/gas = 'no'", "床位小于20张并且使用燃气为“否”"),
        ("not(/data/facts/beds < 3 or /data/facts/beds > 9)", "床位不小于3张并且床位不大于9张"),
        ("/data/facts/water = '' or selected(/data/facts/water, 'well')", "水源含“水井”"),
        ("not(selected(/data/facts/water, 'mains'))", "水源不含“市政”"),
        ("/data/facts/beds > -4", "床位大于-4张"),
        ("/data/facts/beds > /data/facts/sum_n", ""),
        ("today() > '2026-01-01'", ""),
        ("/data/facts/nowhere = 'yes'", ""),
        ("/data/facts/gas = 'perhaps'", ""),
        ("/data/facts/gas =", ""),
        ("count(/data/rooms[bars = 'fail']) > 1", ""),
    ],
)
def test_a_condition_is_said_where_it_is_simple_and_left_out_where_not(rooms: Form, expression: str, words: str) -> None:
    assert in_chinese(rooms, expression) == words


def test_a_label_gives_up_its_unit() -> None:
    assert unit_of("在住老年人数（人）") == ("在住老年人数", "人")
    assert unit_of("出水量（m³/h）和井深（m）满足要求") == ("出水量（m³/h）和井深（m）满足要求", "")


def test_a_form_becomes_sections_with_repeated_groups_and_figures_in_their_rows(rooms: Form) -> None:
    facts, repeat, rest = sections(rooms, 4)
    assert (facts.title, facts.rounds, repeat.title, repeat.rounds) == ("概况", 1, "房间", 4)
    assert repeat.when == "使用燃气为“是”" and rest.title == ""
    beds, gas, water, total = facts.questions
    assert (beds.text, beds.unit, beds.answering, beds.required) == ("床位", "张", "number", True)
    assert (gas.answering, gas.choices, water.answering) == ("one", ("是", "否"), "several")
    assert total.text == "合计", "a figure that belongs to no verdict stands by itself"
    name, bars = repeat.questions
    assert name.answering == "text" and (bars.answering, bars.number) == ("verdict", "1")
    assert [(figure.label, figure.unit) for figure in bars.figures] == [("铁窗", "樘")]
    assert [question.text for question in rest.questions] == ["谢谢"], "a note on an answer comes too late on paper"


@pytest.mark.parametrize("name", ["fire_safety", "food_safety"])
def test_the_shipped_checklists_keep_every_question_and_their_numbers(name: str) -> None:
    form = load((forms_dir() / f"{name}.md").read_bytes(), "md", name)
    made = [question for section in sections(form, 1) for question in section.questions]
    judged = [question for question in form.questions if question.fa.get("fail")]
    assert [question.number for question in made if question.number] == [str(n) for n in range(1, len(judged) + 1)]
    shown = {question.text for question in made} | {figure.label for question in made for figure in question.figures}
    for question in form.questions:
        if question.kind not in ("metadata", "calculate") and not (question.kind == "note" and question.relevant):
            assert unit_of(question.label("zh"))[0] in shown or question.label("zh") in shown, question.name
    conditional = [question for question in judged if question.relevant]
    said = {question.text: question.when for question in made}
    assert all(said[question.label("zh")] for question in conditional), "every condition of a verdict is said in words"
