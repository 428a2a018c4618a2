"""A record as sections of cards: what is one card, what is counted, what a person is told. No window."""

from __future__ import annotations

from datetime import datetime

import pytest

from fieldaudit.assets import forms_dir
from fieldaudit.domain.calendar import SHANGHAI
from fieldaudit.i18n import set_language
from fieldaudit.ui.pages.checklist.rows import Beside, Card, Section, sections, unit_of
from fieldaudit.ui.pages.checklist.words import money, read_money
from fieldaudit.xform import Form, Record, load

pytestmark = pytest.mark.slow  # `make check` stays under a minute

NOW = datetime(2026, 11, 24, 14, 32, tzinfo=SHANGHAI)
NOTHING = Beside({}, {}, {}, {})
FORM = """| survey |
| | type | name | label::中文 (zh) | label::English (en) | relevant | calculation | constraint | constraint_message::中文 (zh) | constraint_message::English (en) | required | bind::fa:fail | bind::fa:severity |
| | text | first | 第一问 | First |
| | begin_group | a | 甲组 | Group A |
| | note | hello | 请先看 | Look first |
| | integer | exits_n | 出口数（个） | Exits (pcs) | | | . < 10 | 不到10 | Below 10 | ${exits} = 'pass' |
| | select_one pfn | exits | 出口够 | Enough exits | | | | | | yes | fail | general |
| | note | exits_tip | 请核对 | Check again | ${exits} = 'pass' and ${exits_n} < 2 |
| | decimal | cold_a | 冷藏（℃） | Cold (°C) |
| | decimal | cold_b | 冷冻（℃） | Freezer (°C) |
| | select_one pfn | cold | 温度合格 | Temperatures right | | | | | | yes | fail | general |
| | calculate | double | | | | ${exits_n} * 2 |
| | select_one pfn | gas | 燃气 | Gas | ${first} = 'gas' | | | | | yes | fail | general |
| | end_group |
| | begin_repeat | rooms | 房间 | Rooms |
| | text | title | 名称 | Name | | | | | | yes |
| | end_repeat |
| choices |
| | list_name | name | label::中文 (zh) | label::English (en) |
| | pfn | pass | 符合 | Pass |
| | pfn | fail | 不符合 | Fail |
| | pfn | na | 不适用 | Not applicable |
| settings |
| | form_id | version | form_title | default_language | namespaces |
| | trial | 1 | 试表 / Trial | 中文 (zh) | fa="https://fieldaudit.example/xforms/fa" |
"""  # noqa: E501  a form's rows


@pytest.fixture(scope="module")
def form() -> Form:
    return load(FORM.encode(), "md", "trial")


@pytest.fixture
def record(form: Form) -> Record:
    return Record(form, now=NOW, today=NOW.date())


def read(record: Record, language: str = "zh", beside: Beside = NOTHING) -> list[Section]:
    return sections(record, language, beside)


def card(record: Record, path: str, language: str = "zh", beside: Beside = NOTHING) -> Card:
    return next(each for section in read(record, language, beside) for each in section.cards if each.path == path)


def test_top_groups_and_repeats_are_sections_and_what_stands_outside_has_one_too(record: Record) -> None:
    assert [(section.path, section.name) for section in read(record)] == [("", "试表"), ("a", "甲组"), ("rooms", "房间")]
    assert [section.name for section in read(record, "en")] == ["Trial", "Group A", "Rooms"]


def test_a_verdict_takes_its_one_figure_and_its_reminder_into_its_card(record: Record) -> None:
    record.set("a/exits_n", "1")
    record.set("a/exits", "pass")
    paths = [each.path for each in read(record)[1].cards]
    assert paths == ["a/hello", "a/exits", "a/cold_a", "a/cold_b", "a/cold"]  # of two figures each keeps a card of its own
    shown = card(record, "a/exits")
    assert shown.figure is not None
    assert (shown.figure.value, shown.figure.unit) == ("1", "个")
    assert shown.tips == ("请核对",)


def test_a_verdict_is_done_only_with_the_figure_it_needs_and_without_a_fault(record: Record) -> None:
    assert not card(record, "a/exits").done
    record.set("a/exits", "pass")
    assert not card(record, "a/exits").done
    record.set("a/exits_n", "12", lenient=True)
    assert card(record, "a/exits").fault == "不到10"
    assert card(record, "a/exits", "en").fault == "Below 10"
    assert not card(record, "a/exits").done
    record.set("a/exits_n", "3")
    assert card(record, "a/exits").done


def test_verdicts_are_numbered_through_and_only_they_where_there_are_any(record: Record) -> None:
    numbers = {each.path: each.number for section in read(record) for each in section.cards}
    assert (numbers["a/exits"], numbers["a/cold"], numbers["first"], numbers["rooms[1]/title"]) == (1, 2, 0, 0)


def test_what_is_hidden_has_no_card_and_what_is_computed_none_either(record: Record) -> None:
    paths = {each.path for section in read(record) for each in section.cards}
    assert "a/gas" not in paths
    assert "a/double" not in paths
    record.set("first", "gas")
    assert card(record, "a/gas").wanted


def test_failed_verdicts_are_counted_and_what_is_optional_is_not_wanted(record: Record) -> None:
    record.set("a/exits", "fail")
    record.set("a/exits_n", "3")
    section = read(record)[1]
    assert (section.fails, section.done, section.wanted) == (1, 1, 2)
    assert not read(record)[0].wanted


def test_instances_have_a_heading_and_a_place_to_add_one(record: Record) -> None:
    record.add_repeat("rooms")
    kinds = [(each.kind, each.path) for each in read(record)[2].cards]
    assert kinds == [
        ("instance", "rooms[1]"), ("text", "rooms[1]/title"), ("instance", "rooms[2]"), ("text", "rooms[2]/title"),
        ("add", "rooms"),
    ]  # fmt: skip
    assert card(record, "rooms[2]").removable


def test_notes_photos_times_and_remarks_stand_on_their_card(record: Record) -> None:
    record.set("a/cold", "pass")
    beside = Beside({"a/cold": "看过"}, {"a/cold": 7}, {"a/cold": 2}, {"a/cold": ["再量一次"]})
    shown = card(record, "a/cold", beside=beside)
    assert (shown.note, shown.saved_at, shown.photos, shown.remarks) == ("看过", 7, 2, ("再量一次",))


def test_only_few_short_choices_are_segments(record: Record) -> None:
    assert card(record, "a/cold").segmented
    assert [option.tone for option in card(record, "a/cold").options] == ["pass", "fail", "na"]


@pytest.mark.parametrize(("label", "unit"), [("出口（个）", "个"), ("Area (m²)", "m²"), ("Beds (number)", ""), ("Exits", "")])
def test_a_unit_is_what_stands_in_brackets_at_the_end(label: str, unit: str) -> None:
    assert unit_of(label) == unit


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["fire_safety", "food_safety"])
def test_the_shipped_forms_show_every_question_once(name: str, language: str) -> None:
    form = load((forms_dir() / f"{name}.md").read_bytes(), "md", name)
    record = Record(form, now=NOW, today=NOW.date())
    found = [each for section in read(record, language) for each in section.cards]
    shown = [each.path for each in found] + [each.figure.path for each in found if each.figure is not None]
    assert sorted(shown) == sorted(asked.path for asked in record.visible())  # reminders show only with their answers
    verdicts = [each for each in found if each.kind == "verdict"]
    assert [each.number for each in verdicts] == list(range(1, len(verdicts) + 1))
    assert all(each.segmented for each in verdicts)


@pytest.mark.parametrize(
    ("typed", "source", "yuan"),
    [("院方自筹 4,800 元", "院方自筹", 4800.0), ("财政补助（县级）３.５万元", "财政补助（县级）", 35000.0),
     ("Own funds, ¥4,800", "Own funds", 4800.0),
     ("待定", "待定", None), ("", None, None), ("2026年院方自筹8000", "2026年院方自筹", 8000.0)],
)  # fmt: skip
def test_money_is_read_as_people_write_it(typed: str, source: str | None, yuan: float | None) -> None:
    assert read_money(typed) == (source, yuan)


def test_money_is_written_as_it_is_read() -> None:
    for language in ("zh", "en"):
        set_language(language)
        assert read_money(money("Own funds", 12_345.5)) == ("Own funds", 12_345.5)
        assert read_money(money(None, 800)) == (None, 800)
