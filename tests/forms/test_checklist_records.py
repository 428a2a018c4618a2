"""The shipped checklists as the engine runs them: no fault, every question answerable, skip logic as documented."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pyxform.xls2json_backends import md_table_to_workbook

from fieldaudit.assets import forms_dir
from fieldaudit.xform import FA_COLUMNS, FA_NAMESPACE, FA_SETTINGS, FUNCTIONS, Form, Record, check, load

pytestmark = pytest.mark.slow  # `make check` stays under a minute

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
DOCS = Path(__file__).parents[2] / "docs" / "forms.md"
FORMS = ("fire_safety", "food_safety")
SAMPLE = {"integer": "3", "decimal": "1.5", "text": "无", "select_one": "pass"}

# A home that has everything the checklist asks about: nothing is hidden.
FULL = {
    "residents": "60", "residents_unable": "22", "beds": "86", "night_staff": "6", "storeys": "4",
    "has_basement": "yes", "floor_area": "3600", "last_drill": "2026-10-12", "water_kind": "mains tank well",
    "well_depth_m": "120", "well_yield_m3h": "30", "has_pump": "yes", "sprinkler_kind": "system",
    "has_alarm_panel": "yes", "has_shared": "yes", "has_kitchen": "yes", "has_gas": "yes", "has_boiler": "yes",
    "oxygen_kind": "both",
}
# A small country home that has next to nothing.
BARE = FULL | {
    "residents": "12", "residents_unable": "0", "beds": "15", "storeys": "1", "has_basement": "no",
    "floor_area": "400", "water_kind": "mains", "has_pump": "no", "sprinkler_kind": "none", "has_alarm_panel": "no",
    "has_shared": "no", "has_kitchen": "no", "has_gas": "no", "has_boiler": "no", "oxygen_kind": "none",
}
# What changes against FULL -> the verdicts that go.
SKIPS = [
    ({}, ""),
    ({"storeys": "1"}, "refuge_room"),
    ({"storeys": "1", "has_basement": "no"}, "storey stairs refuge_room"),
    ({"storeys": "2"}, "refuge_room"),
    ({"storeys": "3"}, ""),
    ({"floor_area": "3000"}, "refuge_room"),
    ({"floor_area": "3000.5"}, ""),
    ({"has_shared": "no"}, "shared_building"),
    ({"residents_unable": "0"}, "disabled_placement"),
    ({"beds": "19"}, ""),
    ({"floor_area": "499", "beds": "12"}, "refuge_room"),
    ({"sprinkler_kind": "local"}, ""),
    ({"sprinkler_kind": "none"}, "sprinkler_in_service sprinkler_pressure sprinkler_heads"),
    ({"has_alarm_panel": "no"}, "alarm_panel alarm_linkage control_room"),
    ({"water_kind": "mains"}, "tank_volume well_capacity"),
    ({"water_kind": "mains well"}, "tank_volume"),
    ({"water_kind": "tank"}, ""),
    ({"water_kind": "none"}, "tank_volume"),
    ({"has_pump": "no"}, "fire_pump backup_power"),
    ({"has_boiler": "no"}, "boiler"),
    ({"has_kitchen": "no"}, "kitchen_separation grease_duct"),
    ({"has_gas": "no"}, "gas_detector"),
    ({"has_kitchen": "no", "has_gas": "no"}, "kitchen_separation gas_detector grease_duct kitchen_fire_kit"),
    ({"oxygen_kind": "cylinders"}, "oxygen_pipes"),
    ({"oxygen_kind": "central"}, "oxygen_cylinders"),
    ({"oxygen_kind": "none"}, "oxygen_cylinders oxygen_pipes"),
    (BARE, "storey shared_building stairs refuge_room disabled_placement sprinkler_in_service sprinkler_pressure "
           "sprinkler_heads alarm_panel alarm_linkage tank_volume well_capacity fire_pump backup_power boiler "
           "kitchen_separation gas_detector grease_duct kitchen_fire_kit oxygen_cylinders oxygen_pipes control_room"),
]
FOOD_SKIPS = [
    ({"supply": "own"}, "contractor delivered_meals"),
    ({"supply": "contracted"}, "delivered_meals"),
    ({"supply": "both"}, ""),
    ({"supply": "delivered"}, "canteen_licence contractor self_check supplier_records storage cold_chain additives "
                              "raw_cooked cooked_through water kitchen_clean"),
    ({"cold_food": "no"}, "cold_dishes contractor delivered_meals"),
    ({"soft_diets": "0"}, "soft_diet contractor delivered_meals"),
]
FOOD_FULL = {"diners": "60", "kitchen_staff": "5", "supply": "own", "cold_food": "yes", "soft_diets": "7"}

# Answers that do not agree -> the note that asks to check.
ADVICE = [
    ({"exit_count_n": "1", "exit_count": "pass"}, "exit_count_tip"),
    ({"windows_to_open_n": "14", "windows_to_open": "pass"}, "windows_to_open_tip"),
    ({"window_bars": "fail", "windows_to_open_n": "0"}, "windows_to_open_tip"),
    ({"emergency_light_n": "40", "emergency_light": "pass"}, "emergency_light_tip"),
    ({"sprinkler_system": "na"}, "sprinkler_system_tip"),
    ({"sprinkler_pressure_n": "0.04", "sprinkler_pressure": "pass"}, "sprinkler_pressure_tip"),
    ({"alarm_detectors": "na"}, "alarm_detectors_tip"),
    ({"alarm_panel_n": "2", "alarm_panel": "pass"}, "alarm_panel_tip"),
    ({"well_capacity_n": "29", "well_capacity": "pass"}, "well_capacity_tip"),
    ({"extinguisher_count_n": "1", "extinguisher_count": "pass"}, "extinguisher_count_tip"),
    ({"grease_duct_n": "120", "grease_duct": "pass"}, "grease_duct_tip"),
    ({"night_carers_n": "0"}, "night_carers_tip"),
    ({"drill_n": "1", "drill": "pass"}, "drill_tip"),
    ({"last_drill": "2026-03-01", "drill_n": "2", "drill": "pass"}, "drill_tip"),
    ({"staff_skill_n": "0", "staff_skill": "pass"}, "staff_skill_tip"),
    ({"earlier_hazards_n": "3", "earlier_hazards": "pass"}, "earlier_hazards_tip"),
    ({"beds": "12", "sprinkler_system": "fail"}, "sprinkler_local_tip"),
    ({"beds": "12", "sprinkler_system": "na", "sprinkler_local": "na"}, "sprinkler_local_tip"),
    ({"beds": "12", "alarm_detectors": "fail"}, "alarm_detectors_tip"),
    ({"beds": "12", "has_alarm_panel": "no", "floor_area": "400", "alarm_standalone": "na"}, "alarm_standalone_tip"),
]
AGREEING = [
    {"exit_count_n": "1", "exit_count": "fail"}, {"exit_count_n": "2", "exit_count": "pass"},
    {"window_bars": "fail", "windows_to_open_n": "14", "windows_to_open": "fail"},
    {"emergency_light_n": "60", "emergency_light": "pass"}, {"sprinkler_system": "pass", "sprinkler_local": "na"},
    {"sprinkler_pressure_n": "0.05", "sprinkler_pressure": "pass"}, {"alarm_panel_n": "0", "alarm_panel": "pass"},
    {"well_capacity_n": "30", "well_capacity": "pass"}, {"night_carers_n": "0", "night_carers": "fail"},
    {"drill_n": "2", "drill": "pass"}, {"drill_n": "1", "drill": "fail"},
    {"beds": "12", "sprinkler_system": "na", "sprinkler_local": "fail", "alarm_detectors": "na"},
]


@cache
def form(name: str) -> Form:
    return load((forms_dir() / f"{name}.md").read_bytes(), "md", name)


@cache
def paths(name: str) -> dict[str, str]:
    """Question name -> path; names are unique in a checklist."""
    found = {question.name: question.path for question in form(name).questions}
    assert len(found) == len(form(name).questions)
    return found


def verdicts(name: str) -> list[str]:
    return [question.name for question in form(name).questions if question.fa.get("fail")]


def record(name: str, answers: dict[str, str]) -> Record:
    opened = Record(form(name), now=NOW, today=NOW.date())
    for question, value in answers.items():
        if paths(name)[question] in shown_paths(opened):
            opened.set(paths(name)[question], value)
    return opened


def shown_paths(opened: Record) -> set[str]:
    return {asked.path for asked in opened.visible()}


def hidden_verdicts(name: str, opened: Record) -> set[str]:
    shown = {asked.question.name for asked in opened.visible()}
    return set(verdicts(name)) - shown


def answer_all(opened: Record) -> None:
    """Answer every question that is shown and still blank, top to bottom."""
    for path, question in opened.visible():
        if question.kind != "note" and not opened.get(path):
            opened.set(path, SAMPLE[question.kind])


@pytest.mark.parametrize("name", FORMS)
def test_the_check_finds_no_fault(name: str) -> None:
    assert check((forms_dir() / f"{name}.md").read_bytes(), "md") == []


@pytest.mark.parametrize("name", FORMS)
def test_a_copy_kept_in_excel_is_the_same_form(name: str) -> None:
    workbook = BytesIO()
    md_table_to_workbook((forms_dir() / f"{name}.md").read_text("utf-8")).save(workbook)
    assert load(workbook.getvalue(), "xlsx", name) == form(name)


@pytest.mark.parametrize("name", FORMS)
def test_the_form_is_bilingual_and_every_column_of_the_vocabulary_is_used(name: str) -> None:
    assert form(name).languages == ("zh", "en")
    titles = form(name).titles
    assert titles["zh"].startswith("养老机构") and titles["zh"].endswith("检查表") and titles["en"].isascii()
    used = {column for question in form(name).questions for column in question.fa}
    assert used == {column.name for column in FA_COLUMNS}


def test_all_65_questions_can_be_answered_in_one_inspection_and_nothing_is_left_over() -> None:
    opened = record("fire_safety", FULL)
    answer_all(opened)
    answered = [name for name in verdicts("fire_safety") if opened.get(paths("fire_safety")[name]) == "pass"]
    assert len(answered) == 65
    assert opened.problems() == []


def test_the_whole_food_checklist_can_be_answered_and_nothing_is_left_over() -> None:
    for supply in ("own", "contracted", "delivered", "both"):
        opened = record("food_safety", FOOD_FULL | {"supply": supply})
        answer_all(opened)
        assert opened.problems() == []


def test_a_bare_home_answers_only_what_applies_and_is_done() -> None:
    opened = record("fire_safety", BARE)
    answer_all(opened)
    assert opened.problems() == []


@pytest.mark.parametrize("changed,gone", SKIPS, ids=lambda value: str(value)[:40] if isinstance(value, dict) else "")
def test_what_the_facts_answer_plainly_is_hidden_and_nothing_else(changed: dict[str, str], gone: str) -> None:
    assert hidden_verdicts("fire_safety", record("fire_safety", FULL | changed)) == set(gone.split())


@pytest.mark.parametrize("changed,gone", FOOD_SKIPS, ids=lambda value: str(value)[:40] if isinstance(value, dict) else "")
def test_the_food_facts_hide_what_does_not_apply(changed: dict[str, str], gone: str) -> None:
    assert hidden_verdicts("food_safety", record("food_safety", FOOD_FULL | changed)) == set(gone.split())


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_fact_hides_no_verdict(name: str) -> None:
    assert hidden_verdicts(name, record(name, {})) == set()


@pytest.mark.parametrize("name,full", [("fire_safety", FULL), ("food_safety", FOOD_FULL)])
def test_a_fact_that_hides_questions_must_be_answered(name: str, full: dict[str, str]) -> None:
    opened = record(name, {})
    required = {question for question in full if opened.required(paths(name)[question])}
    assert required == set(full) - {"last_drill", "well_depth_m", "well_yield_m3h"}


def test_hidden_questions_take_their_numbers_and_notes_with_them() -> None:
    left = {asked.question.name for asked in record("fire_safety", BARE).visible()}
    for gone in hidden_verdicts("fire_safety", record("fire_safety", BARE)):
        assert not {f"{gone}_n", f"{gone}_depth_n", f"{gone}_tip"} & left


def test_a_number_is_wanted_with_a_verdict_but_not_before_it_nor_when_not_applicable() -> None:
    opened = record("fire_safety", FULL)
    number, verdict = paths("fire_safety")["exit_count_n"], paths("fire_safety")["exit_count"]
    wanted = {}
    for value in ("", "pass", "fail", "na"):
        opened.set(verdict, value)
        wanted[value] = opened.required(number)
    assert wanted == {"": False, "pass": True, "fail": True, "na": False}


@pytest.mark.parametrize("answers,note", ADVICE, ids=lambda value: str(value)[:50])
def test_number_and_verdict_that_disagree_show_a_note_and_block_nothing(answers: dict[str, str], note: str) -> None:
    opened = record("fire_safety", FULL | answers)
    notes = {asked.question.name for asked in opened.visible() if asked.question.name.endswith("_tip")}
    assert notes == {note}
    answer_all(opened)
    assert opened.problems() == []


@pytest.mark.parametrize("answers", AGREEING, ids=lambda value: str(value)[:50])
def test_number_and_verdict_that_agree_show_no_note(answers: dict[str, str]) -> None:
    opened = record("fire_safety", FULL | answers)
    assert not [asked.path for asked in opened.visible() if asked.question.name.endswith("_tip")]


def test_the_guide_explains_every_column_value_and_hidden_question() -> None:
    guide = DOCS.read_text("utf-8")
    for column in FA_COLUMNS:
        assert f"| `bind::fa:{column.name}` |" in guide
        assert all(f"`{value}`" in guide for value in column.allowed)
    explained = set(re.findall(r"bind::fa:(\w+)", guide))
    assert explained == {column.name for column in FA_COLUMNS}
    assert FA_NAMESPACE in guide and "fieldaudit forms check FILE" in guide
    hideable = {question.name for question in form("fire_safety").questions if question.relevant and question.fa}
    table = guide.partition("## When a question of the fire checklist is hidden")[2].partition("##")[0]
    assert {name for row in re.findall(r"^\| ([a-z_, ]+) \|", table, re.MULTILINE) for name in row.split(", ")} == hideable


def test_each_checklist_says_what_its_notice_prints_and_the_guide_explains_it() -> None:
    said = {name: form(name).fa for name in FORMS}
    assert said["fire_safety"]["hazard"] == "火灾隐患" and said["food_safety"]["hazard"] == "食品安全隐患"
    assert "消防法" in said["fire_safety"]["powers"] and "消防法" not in said["food_safety"]["powers"]
    guide = DOCS.read_text("utf-8")
    for column in FA_SETTINGS:
        assert f"`fa_{column.name}`" in guide and all(column.name in each for each in said.values())


def test_the_guide_lists_exactly_the_functions_there_are() -> None:
    table = DOCS.read_text("utf-8").partition("## Functions a formula may use")[2]
    listed = dict(re.findall(r"^\| `([^`]+)` \| [^|]+ \| (.+) \|$", table, re.MULTILINE))
    assert listed == {name: function.meaning.en for name, function in FUNCTIONS.items()}
