"""What an office's own form says to people: names told apart, answers in words, papers of a form that judges nothing."""

from __future__ import annotations

import pytest
from office_world import Office, Visit

from fieldaudit.errors import BadInput, NotAllowed, Refused
from fieldaudit.work import attaching, forms, inspect, papers, repeats, undo
from fieldaudit.work.in_words import in_words

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FORM = """| survey |
| | type | name | label | relevant | calculation | required | bind::fa:fail | bind::fa:severity |
| | text | who | Name |
| | today | day |
| | username | filled |
| | dateTime | met | Met |
| | time | hour | Hour |
| | acknowledge | seen | Seen |
| | select_one state | state | State | | | | not ok | general |
| | select_multiple finds | finds | Finds | | | | gas | general |
| | select_one state | calm | Calm |
| | rank finds | order | Order |
| | integer | floors | Floors |
| | begin_repeat | floor | Floor |
| | text | title | Title |
| | begin_repeat | room | Room | ${title} != '' |
| | text | number | Number |
| | image | picture | Picture | | | yes |
| | end_repeat |
| | end_repeat |
| | calculate | rooms | | | count(${room}) |
| | audio | said | Said |
| | file | paper | Paper |
| | integer | late | Late | ${floors} > 1 |
| choices |
| | list_name | name | label |
| | state | fine | In order |
| | state | not ok | Out of order |
| | finds | gas | Gas leaks |
| | finds | wire | Loose wiring |
| settings |
| | form_id | version | form_title | namespaces |
| | own | | 居室检查 | fa="https://fieldaudit.example/xforms/fa" |
"""


@pytest.fixture
def visit(office: Office) -> Visit:
    forms.publish(office.desk("管理员"), FORM.encode(), "own.md")
    return Visit(office, inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"], "own"))


def words(visit: Visit, name: str, language: str = "zh") -> str:
    sheet = visit.sheet()
    path, question = sheet.question(name)
    return in_words(sheet.record, path, question, language)


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("state", "not ok", "Out of order", "Out of order"),
        ("finds", "wire gas", "Loose wiring、Gas leaks", "Loose wiring, Gas leaks"),
        ("order", "wire gas", "Loose wiring、Gas leaks", "Loose wiring, Gas leaks"),
        ("met", "2026-11-01T08:00:00.000+08:00", "2026-11-01 08:00", "2026-11-01 08:00"),
        ("met", "2026-11-01T00:30:00Z", "2026-11-01 08:30", "2026-11-01 08:30"),
        ("met", "2026-11-01T08:00", "2026-11-01 08:00", "2026-11-01 08:00"),
        ("hour", "09:30:00.000+08:00", "09:30", "09:30"),
        ("seen", "OK", "已确认", "confirmed"),
        ("who", "two words", "two words", "two words"),
        ("who", "", "", ""),
    ],
)
def test_an_answer_reads_as_people_write_it(visit: Visit, name: str, value: str, zh: str, en: str) -> None:
    if value:
        visit.answer(name, value)
    assert (words(visit, name, "zh"), words(visit, name, "en")) == (zh, en)


def test_who_fills_a_form_in_is_the_inspector_by_name(visit: Visit) -> None:
    assert visit.sheet().record.values()["filled"] == "甲"


def test_a_failing_choice_whose_name_holds_a_space_makes_a_hazard(visit: Visit) -> None:
    assert visit.answer("state", "fine") is None
    assert visit.answer("state", "not ok") is not None
    assert visit.answer("finds", "wire") is None
    assert visit.answer("finds", "wire gas") is not None
    assert len(visit.live_items()) == 2


def test_a_choice_that_is_none_is_refused_with_those_there_are(visit: Visit) -> None:
    with pytest.raises(BadInput) as refused:
        visit.answer("state", "bad")
    assert str(refused.value.todo) == "可选：fine In order, not ok Out of order"


@pytest.mark.parametrize(
    ("wanted", "kind", "told"),
    [
        ("rooms", NotAllowed, "由检查表自己填写"),
        ("day", NotAllowed, "由检查表自己填写"),
        ("late", NotAllowed, "未显示"),
        ("floor[1]/room[1]/number", BadInput, "没有 floor[1]/room[1]，现有 0 个"),
        ("floor[2]/title", BadInput, "inspect add 2026-1-1 'floor'"),
        ("floor[0]/title", BadInput, "没有 floor[0]，现有 1 个"),
        ("floor", BadInput, "是一组检查项"),
        ("flors", BadInput, "是不是 floors？"),
        ("floor[1]/tittle", BadInput, "是不是 title？"),
        ("nothing_like_it", BadInput, "检查表中没有 nothing_like_it"),
        ("title[1]", BadInput, "检查表中没有 title[1]"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(visit: Visit, wanted: str, kind: type[Refused], told: str) -> None:
    with pytest.raises(kind) as refused:
        visit.sheet().question(wanted)
    assert told.replace("2026-1-1", str(visit.sheet().row["number"])) in str(refused.value)


def test_a_repeat_in_several_places_must_be_told_apart(visit: Visit) -> None:
    desk = visit.office.desk
    visit.answer("title", "一层")
    repeats.add_instance(desk(), visit.id, "floor")
    visit.answer("floor[2]/title", "二层")
    assert repeats.add_instance(desk(), visit.id, "floor[2]/room").startswith("floor[2]/room[")
    for wanted in ("room", "floor/room"):
        with pytest.raises(BadInput, match=r"floor\[1\]/room, floor\[2\]/room"):
            repeats.add_instance(desk(), visit.id, wanted)
    with pytest.raises(BadInput, match=r"可重复的有：floor, floor\[1\]/room"):
        repeats.add_instance(desk(), visit.id, "rom")
    with pytest.raises(BadInput, match=r"没有 floor\[2\]/room\[9\]"):
        repeats.remove_instance(desk(), visit.id, "floor[2]/room[9]")
    repeats.remove_instance(desk(), visit.id, "floor[2]")
    assert repeats.add_instance(desk(), visit.id, "room").startswith("floor[1]/room["), "one place: the bare name will do"


def test_the_photo_of_a_question_that_asks_for_one_is_its_answer(visit: Visit) -> None:
    desk = visit.office.desk
    visit.answer("title", "一层")
    if not visit.sheet().record.instances("floor[1]/room"):
        repeats.add_instance(desk(), visit.id, "room")
    path, _ = visit.sheet().question("picture")
    assert any(lack.where == path for lack in inspect.lacking(desk(), visit.sheet()))
    (first, data), (second, more) = visit.office.photo(), visit.office.photo()
    attaching.attach(desk(), visit.id, "picture", data, first)
    attaching.attach(desk(), visit.id, "picture", more, second)
    assert visit.sheet().record.get(path) == first, "the first one stays the answer"
    assert not any(lack.where == path for lack in inspect.lacking(desk(), visit.sheet()))
    visit.answer("picture", "")
    attaching.attach(desk(), visit.id, "picture", data, first)
    assert visit.sheet().record.get(path) == first, "given again it answers again"
    undo.undo(desk())
    assert visit.sheet().record.get(path) == ""


def test_a_photo_answers_no_question_that_asks_for_something_else(visit: Visit) -> None:
    name, data = visit.office.photo()
    for question in ("who", "said", "paper"):
        attaching.attach(visit.office.desk(), visit.id, question, data, name)
    record = visit.sheet().record
    assert (record.get("who"), record.get("said"), record.get("paper")) == ("", "", name)


def test_the_report_says_which_of_several_were_found(visit: Visit) -> None:
    visit.answer("finds", "gas wire")
    facts = papers.report_facts(visit.office.desk(), visit.sheet())
    told = [(line.result, line.reading) for line in facts.answers if line.question == "Finds"]
    assert told == [("fail", "Gas leaks、Loose wiring")]
    assert facts.title == "居室检查报告", "检查 is not said twice"


def test_instances_of_a_group_named_in_letters_stand_apart_from_their_number(visit: Visit) -> None:
    visit.answer("title", "一层")
    facts = papers.report_facts(visit.office.desk(), visit.sheet())
    assert [line.section for line in facts.answers if line.question == "Title"] == ["Floor 1"]


def test_a_form_without_a_version_is_listed_by_its_name_alone(visit: Visit) -> None:
    with pytest.raises(BadInput) as refused:
        forms.newest(visit.office.desk(), "nowhere")
    assert "own" in str(refused.value.todo).split(", ")
    with pytest.raises(BadInput, match="own@9") as refused:
        forms.newest(visit.office.desk(), "own", "9")
    assert refused.value.todo == "own", "of a form that is there its versions are named"
