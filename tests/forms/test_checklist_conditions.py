"""Every condition, limit and obligation of the shipped checklists, tried on both sides by hand-written tables."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from fieldaudit.assets import forms_dir
from fieldaudit.errors import BadInput
from fieldaudit.xform import Form, Question, Record, load

pytestmark = pytest.mark.slow  # a great many of them: `make test` runs them all

Answers = dict[str, str]

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
FORMS = ("fire_safety", "food_safety")


@cache
def form(name: str) -> Form:
    return load((forms_dir() / f"{name}.md").read_bytes(), "md", name)


@cache
def named(name: str) -> dict[str, Question]:
    return {question.name: question for question in form(name).questions}


def record(name: str, answers: Answers) -> Record:
    opened = Record(form(name), now=NOW, today=NOW.date())
    for question, value in answers.items():
        opened.set(named(name)[question].path, value)
    return opened


def shown(name: str, answers: Answers) -> set[str]:
    return {asked.question.name for asked in record(name, answers).visible()}


NO_STAIR = {"storeys": "1", "has_basement": "no"}
LARGE = {"storeys": "3", "floor_area": "3000.5"}
WELL, MAINS, TANK, NO_WATER = ({"water_kind": kind} for kind in ("well", "mains", "tank", "none"))

# question -> answers that show it, answers that hide it. A blank fact hides no verdict: {} shows all but the notes.
FIRE: dict[str, tuple[list[Answers], list[Answers]]] = {
    "well_depth_m": ([{}, WELL, {"water_kind": "mains well"}], [MAINS, TANK, NO_WATER]),
    "well_yield_m3h": ([{}, WELL, {"water_kind": "well natural"}], [MAINS, {"water_kind": "tank natural"}]),
    "storey": ([{}, {"storeys": "2"}, {"storeys": "1", "has_basement": "yes"}, {"storeys": "1"}, {"has_basement": "no"}],
               [NO_STAIR]),
    "shared_building": ([{}, {"has_shared": "yes"}], [{"has_shared": "no"}]),
    "exit_count_tip": ([{"exit_count": "pass", "exit_count_n": "1"}, {"exit_count": "pass", "exit_count_n": "0"}],
                       [{}, {"exit_count": "pass"}, {"exit_count": "pass", "exit_count_n": "2"},
                        {"exit_count": "fail", "exit_count_n": "1"}]),
    "windows_to_open_tip": (
        [{"windows_to_open": "pass", "windows_to_open_n": "1"}, {"window_bars": "fail", "windows_to_open_n": "0"}],
        [{}, {"windows_to_open": "pass", "windows_to_open_n": "0"}, {"windows_to_open": "fail", "windows_to_open_n": "1"},
         {"window_bars": "fail", "windows_to_open_n": "1"}, {"window_bars": "pass", "windows_to_open_n": "0"}]),
    "stairs": ([{}, {"storeys": "2"}, {"storeys": "1", "has_basement": "yes"}], [NO_STAIR]),
    "emergency_light_tip": ([{"emergency_light": "pass", "emergency_light_n": "59"}],
                            [{}, {"emergency_light": "pass", "emergency_light_n": "60"},
                             {"emergency_light": "fail", "emergency_light_n": "59"}]),
    "refuge_room": ([{}, LARGE, {"storeys": "3"}, {"floor_area": "3000.5"}],
                    [{"storeys": "2"}, {"floor_area": "3000"}, LARGE | {"storeys": "2"}, LARGE | {"floor_area": "3000"}]),
    "disabled_placement": ([{}, {"residents_unable": "1"}], [{"residents_unable": "0"}]),
    "sprinkler_system_tip": ([{"beds": "20", "sprinkler_system": "na"}],
                             [{}, {"beds": "19", "sprinkler_system": "na"}, {"beds": "20", "sprinkler_system": "pass"},
                              {"sprinkler_system": "na"}]),
    "sprinkler_local_tip": (
        [{"beds": "19", "sprinkler_system": "fail"}, {"beds": "19", "sprinkler_system": "na", "sprinkler_local": "na"}],
        [{}, {"beds": "20", "sprinkler_system": "fail"}, {"beds": "19", "sprinkler_system": "pass", "sprinkler_local": "na"},
         {"beds": "19", "sprinkler_system": "na", "sprinkler_local": "fail"}]),
    "sprinkler_in_service": ([{}, {"sprinkler_kind": "system"}, {"sprinkler_kind": "local"}], [{"sprinkler_kind": "none"}]),
    "sprinkler_pressure_n": ([{}, {"sprinkler_kind": "system"}, {"sprinkler_kind": "local"}], [{"sprinkler_kind": "none"}]),
    "sprinkler_pressure": ([{}, {"sprinkler_kind": "system"}, {"sprinkler_kind": "local"}], [{"sprinkler_kind": "none"}]),
    "sprinkler_pressure_tip": ([{"sprinkler_pressure": "pass", "sprinkler_pressure_n": "0.049"}],
                               [{}, {"sprinkler_pressure": "pass", "sprinkler_pressure_n": "0.05"},
                                {"sprinkler_pressure": "fail", "sprinkler_pressure_n": "0"}]),
    "sprinkler_heads": ([{}, {"sprinkler_kind": "system"}, {"sprinkler_kind": "local"}], [{"sprinkler_kind": "none"}]),
    "alarm_detectors_tip": ([{"beds": "19", "alarm_detectors": "fail"}, {"beds": "20", "alarm_detectors": "na"}],
                            [{}, {"beds": "20", "alarm_detectors": "fail"}, {"beds": "19", "alarm_detectors": "na"},
                             {"beds": "20", "alarm_detectors": "pass"}]),
    "alarm_standalone_tip": (
        [{"floor_area": "499.9", "has_alarm_panel": "no", "alarm_standalone": "na"}],
        [{}, {"floor_area": "500", "has_alarm_panel": "no", "alarm_standalone": "na"},
         {"floor_area": "499.9", "has_alarm_panel": "yes", "alarm_standalone": "na"},
         {"floor_area": "499.9", "has_alarm_panel": "no", "alarm_standalone": "fail"}]),
    "alarm_panel_n": ([{}, {"has_alarm_panel": "yes"}], [{"has_alarm_panel": "no"}]),
    "alarm_panel": ([{}, {"has_alarm_panel": "yes"}], [{"has_alarm_panel": "no"}]),
    "alarm_panel_tip": ([{"alarm_panel": "pass", "alarm_panel_n": "1"}],
                        [{}, {"alarm_panel": "pass", "alarm_panel_n": "0"}, {"alarm_panel": "fail", "alarm_panel_n": "1"}]),
    "alarm_linkage": ([{}, {"has_alarm_panel": "yes"}], [{"has_alarm_panel": "no"}]),
    "tank_volume_n": ([{}, TANK, {"water_kind": "mains tank"}], [MAINS, WELL, NO_WATER]),
    "tank_volume": ([{}, TANK, {"water_kind": "mains tank"}], [MAINS, WELL, NO_WATER]),
    "well_capacity_n": ([{}, WELL, {"water_kind": "mains well"}, TANK, NO_WATER], [MAINS, {"water_kind": "mains tank"}]),
    "well_capacity_depth_n": ([{}, WELL, {"water_kind": "mains well"}, TANK, NO_WATER], [MAINS, {"water_kind": "mains tank"}]),
    "well_capacity": ([{}, WELL, {"water_kind": "mains well"}, TANK, NO_WATER], [MAINS, {"water_kind": "mains tank"}]),
    "well_capacity_tip": (
        [{"well_yield_m3h": "30", "well_capacity": "pass", "well_capacity_n": "29.9"}],
        [{}, {"well_yield_m3h": "30", "well_capacity": "pass", "well_capacity_n": "30"},
         {"well_yield_m3h": "30", "well_capacity": "fail", "well_capacity_n": "29"},
         {"well_capacity": "pass", "well_capacity_n": "1"}]),
    "fire_pump": ([{}, {"has_pump": "yes"}], [{"has_pump": "no"}]),
    "backup_power": ([{}, {"has_pump": "yes"}], [{"has_pump": "no"}]),
    "extinguisher_count_tip": ([{"extinguisher_count": "pass", "extinguisher_count_n": "1"}],
                               [{}, {"extinguisher_count": "pass", "extinguisher_count_n": "2"},
                                {"extinguisher_count": "fail", "extinguisher_count_n": "1"}]),
    "boiler": ([{}, {"has_boiler": "yes"}], [{"has_boiler": "no"}]),
    "kitchen_separation": ([{}, {"has_kitchen": "yes"}], [{"has_kitchen": "no"}]),
    "gas_detector": ([{}, {"has_gas": "yes"}, {"has_gas": "yes", "has_kitchen": "no"}], [{"has_gas": "no"}]),
    "grease_duct_n": ([{}, {"has_kitchen": "yes"}], [{"has_kitchen": "no"}]),
    "grease_duct": ([{}, {"has_kitchen": "yes"}], [{"has_kitchen": "no"}]),
    "grease_duct_tip": ([{"grease_duct": "pass", "grease_duct_n": "93"}],
                        [{}, {"grease_duct": "pass", "grease_duct_n": "92"}, {"grease_duct": "fail", "grease_duct_n": "93"}]),
    "kitchen_fire_kit": ([{}, {"has_kitchen": "no", "has_gas": "yes"}, {"has_kitchen": "yes", "has_gas": "no"},
                          {"has_kitchen": "no"}], [{"has_kitchen": "no", "has_gas": "no"}]),
    "oxygen_cylinders": ([{}, {"oxygen_kind": "cylinders"}, {"oxygen_kind": "both"}],
                         [{"oxygen_kind": "none"}, {"oxygen_kind": "central"}]),
    "oxygen_pipes": ([{}, {"oxygen_kind": "central"}, {"oxygen_kind": "both"}],
                     [{"oxygen_kind": "none"}, {"oxygen_kind": "cylinders"}]),
    "night_carers_tip": (
        [{"residents": "1", "night_carers_n": "0"}, {"residents": "60", "night_carers": "pass", "night_carers_n": "0"}],
        [{}, {"residents": "60", "night_carers_n": "1"}, {"residents": "0", "night_carers_n": "0"},
         {"residents": "60", "night_carers": "fail", "night_carers_n": "0"}]),
    "control_room": ([{}, {"has_alarm_panel": "yes"}], [{"has_alarm_panel": "no"}]),
    "drill_tip": (  # today is 2026-11-25; 184 days before it is 2026-05-25
        [{"drill": "pass", "drill_n": "1"}, {"last_drill": "2026-05-24", "drill": "pass", "drill_n": "2"}],
        [{}, {"drill": "pass", "drill_n": "2"}, {"last_drill": "2026-05-25", "drill": "pass", "drill_n": "2"},
         {"last_drill": "2026-05-24", "drill": "fail", "drill_n": "1"}]),
    "staff_skill_tip": ([{"staff_skill": "pass", "staff_skill_n": "0"}],
                        [{}, {"staff_skill": "pass", "staff_skill_n": "3"}, {"staff_skill": "fail", "staff_skill_n": "0"}]),
    "earlier_hazards_tip": (
        [{"earlier_hazards": "pass", "earlier_hazards_n": "1"}],
        [{}, {"earlier_hazards": "pass", "earlier_hazards_n": "0"}, {"earlier_hazards": "fail", "earlier_hazards_n": "1"}]),
}
OWN, CONTRACTED, DELIVERED, BOTH = ({"supply": kind} for kind in ("own", "contracted", "delivered", "both"))
COOKED_HERE: tuple[list[Answers], list[Answers]] = ([{}, OWN, CONTRACTED, BOTH], [DELIVERED])
FOOD: dict[str, tuple[list[Answers], list[Answers]]] = {
    **dict.fromkeys(("canteen_licence", "self_check", "supplier_records", "storage", "cold_chain_n", "cold_chain_freezer_n",
                     "cold_chain", "additives", "raw_cooked", "cooked_through_n", "cooked_through", "water", "kitchen_clean"),
                    COOKED_HERE),
    "contractor": ([{}, CONTRACTED, BOTH], [OWN, DELIVERED]),
    "delivered_meals": ([{}, DELIVERED, BOTH], [OWN, CONTRACTED]),
    "health_certificates_tip": (
        [{"health_certificates": "pass", "health_certificates_n": "1"}],
        [{}, {"health_certificates": "pass", "health_certificates_n": "0"},
         {"health_certificates": "fail", "health_certificates_n": "1"}]),
    "cold_chain_tip": (
        [{"cold_chain": "pass", "cold_chain_n": "8.1"}, {"cold_chain": "pass", "cold_chain_n": "-0.1"},
         {"cold_chain": "pass", "cold_chain_n": "4", "cold_chain_freezer_n": "-11.9"}],
        [{}, {"cold_chain": "pass", "cold_chain_n": "8", "cold_chain_freezer_n": "-12"},
         {"cold_chain": "pass", "cold_chain_n": "0"}, {"cold_chain": "fail", "cold_chain_n": "13"}]),
    "cooked_through_tip": ([{"cooked_through": "pass", "cooked_through_n": "69.9"}],
                           [{}, {"cooked_through": "pass", "cooked_through_n": "70"},
                            {"cooked_through": "fail", "cooked_through_n": "58"}]),
    "cold_dishes": ([{}, {"cold_food": "yes"}, {"cold_food": "yes", "supply": "delivered"}], [{"cold_food": "no"}]),
    "sample_retention_tip": ([{"sample_retention": "pass", "sample_retention_n": "124.9"}],
                             [{}, {"sample_retention": "pass", "sample_retention_n": "125"},
                              {"sample_retention": "fail", "sample_retention_n": "60"}]),
    "soft_diet": ([{}, {"soft_diets": "1"}], [{"soft_diets": "0"}]),
}
CONDITIONS = {"fire_safety": FIRE, "food_safety": FOOD}
TRIED = [pytest.param(name, question, answers, seen, id=f"{question}-{'shown' if seen else 'hidden'}-{number}")
         for name, table in CONDITIONS.items() for question, sides in table.items()
         for seen, side in ((True, sides[0]), (False, sides[1])) for number, answers in enumerate(side)]


@pytest.mark.parametrize("name", FORMS)
def test_every_condition_is_in_the_table(name: str) -> None:
    assert set(CONDITIONS[name]) == {question.name for question in form(name).questions if question.relevant}
    assert all(shows and hides for shows, hides in CONDITIONS[name].values())


@pytest.mark.parametrize("name,question,answers,seen", TRIED)
def test_a_question_is_shown_when_it_applies_and_only_then(name: str, question: str, answers: Answers, seen: bool) -> None:
    assert (question in shown(name, answers)) is seen


# question -> unit in the label and in the message, last good values, first bad ones
Edges = tuple[str, list[str], list[str]]
FIRE_LIMITS: dict[str, Edges] = {
    "residents": ("人", ["0", "1200", "5000"], ["-1", "5001", "1.5"]),
    "residents_unable": ("人", ["0", "100000"], ["-1", "0.5"]),  # residents left blank: no upper limit yet
    "beds": ("张", ["0", "1200", "5000"], ["-1", "5001", "1.5"]),
    "night_staff": ("人", ["0", "500"], ["-1", "501"]),
    "storeys": ("层", ["1", "30", "100"], ["0", "101", "2.5"]),
    "floor_area": ("㎡", ["1", "3000.5", "200000"], ["0.9", "200000.1"]),
    "last_drill": ("", ["2000-01-01", "2026-11-25"], ["1999-12-31", "2026-11-26"]),
    "water_kind": ("", ["none", "mains", "mains tank well natural"], ["none mains", "tank none"]),
    "well_depth_m": ("m", ["1", "1000"], ["0.9", "1000.1"]),
    "well_yield_m3h": ("m³/h", ["0", "500"], ["-0.1", "500.1"]),
    "exit_count_n": ("个", ["0", "50"], ["-1", "51", "1.5"]),
    "windows_to_open_n": ("樘", ["0", "1500", "9999"], ["-1", "10000"]),
    "emergency_light_n": ("分钟", ["0", "600"], ["-1", "601", "59.5"]),
    "sprinkler_pressure_n": ("MPa", ["0", "0.05", "1.6"], ["-0.01", "1.61"]),
    "alarm_standalone_n": ("只", ["0", "2000"], ["-1", "2001"]),
    "alarm_panel_n": ("个", ["0", "10000"], ["-1", "10001"]),
    "tank_volume_n": ("m³", ["0", "10000"], ["-0.1", "10000.1"]),
    "well_capacity_n": ("m³/h", ["0", "500"], ["-0.1", "500.1"]),
    "well_capacity_depth_n": ("m", ["0", "1000"], ["-0.1", "1000.1"]),
    "hydrant_indoor_n": ("MPa", ["0", "0.35", "1.6"], ["-0.01", "1.61"]),
    "extinguisher_count_n": ("具", ["0", "5000"], ["-1", "5001"]),
    "grease_duct_n": ("天", ["0", "5475", "20000"], ["-1", "20001"]),
    "night_carers_n": ("人", ["0", "500"], ["-1", "501"]),
    "drill_n": ("次", ["0", "100"], ["-1", "101"]),
    "staff_skill_n": ("人", ["0", "500"], ["-1", "501"]),
    "earlier_hazards_n": ("项", ["0", "500"], ["-1", "501"]),
}
FOOD_LIMITS: dict[str, Edges] = {
    "diners": ("人", ["0", "5000"], ["-1", "5001", "1.5"]),
    "kitchen_staff": ("人", ["0", "200"], ["-1", "201"]),
    "soft_diets": ("人", ["0", "5000"], ["-1", "5001"]),
    "health_certificates_n": ("人", ["0", "200"], ["-1", "201"]),
    "cold_chain_n": ("℃", ["-30", "60"], ["-30.1", "60.1"]),
    "cold_chain_freezer_n": ("℃", ["-60", "60"], ["-60.1", "60.1"]),
    "cooked_through_n": ("℃", ["0", "120"], ["-0.1", "120.1"]),
    "sample_retention_n": ("g", ["0", "5000"], ["-0.1", "5000.1"]),
}
LIMITS = {"fire_safety": FIRE_LIMITS, "food_safety": FOOD_LIMITS}
EDGES = [pytest.param(name, question, value, good, id=f"{question}-{value}-{'good' if good else 'bad'}")
         for name, table in LIMITS.items() for question, (_, goods, bads) in table.items()
         for good, values in ((True, goods), (False, bads)) for value in values]
# what the English calls a unit of measurement; a number of things (人, 张 …) may be named otherwise in the two texts
UNITS_EN = {"㎡": "m²", "m": "m", "m³": "m³", "m³/h": "m³/h", "MPa": "MPa", "分钟": "minutes", "℃": "°C", "g": "g", "天": "days"}


@pytest.mark.parametrize("name", FORMS)
def test_every_limit_is_in_the_table(name: str) -> None:
    assert set(LIMITS[name]) == {question.name for question in form(name).questions if question.constraint}


@pytest.mark.parametrize("name,question,value,good", EDGES)
def test_a_limit_lets_the_last_good_value_in_and_the_first_bad_one_not(name: str, question: str, value: str, good: bool) -> None:
    opened, path = record(name, {}), named(name)[question].path
    if good:
        opened.set(path, value)
        assert opened.get(path) == value
        assert not [problem for problem in opened.problems() if problem.path == path]
    else:
        with pytest.raises(BadInput):
            opened.set(path, value)
        assert opened.get(path) == ""


@pytest.mark.parametrize("value,good", [("0", True), ("60", True), ("61", False), ("-1", False)])
def test_no_more_residents_need_help_than_there_are(value: str, good: bool) -> None:
    opened, path = record("fire_safety", {"residents": "60"}), named("fire_safety")["residents_unable"].path
    if good:
        assert opened.set(path, value).faults == {}
    else:
        with pytest.raises(BadInput):
            opened.set(path, value)


@pytest.mark.parametrize("name,question", [(name, question) for name in FORMS for question in LIMITS[name]])
def test_label_and_message_speak_of_the_same_unit(name: str, question: str) -> None:
    asked, unit = named(name)[question], LIMITS[name][question][0]
    if unit:
        assert asked.labels["zh"].endswith(f"（{unit}）")
        assert asked.messages["zh"].endswith(f"（{unit}）。")
        assert asked.messages["zh"].startswith("请填") and asked.messages["en"].startswith("Enter a ")
    if unit in UNITS_EN:
        assert asked.labels["en"].endswith(f"({UNITS_EN[unit]})")
        assert asked.messages["en"].endswith(f"({UNITS_EN[unit]}).")


@pytest.mark.parametrize("name,question", [(name, question) for name in FORMS for question in LIMITS[name]])
def test_the_message_names_the_limits_of_the_form(name: str, question: str) -> None:
    asked = named(name)[question]
    words = asked.constraint.split()
    if asked.kind in ("integer", "decimal") and len(words) == 7:
        low, high = words[2], words[6]
        whole = asked.kind == "integer"
        assert f"请填{low}到{high}之间的{'整' if whole else ''}数（" in asked.messages["zh"]
        assert f"Enter a {'whole ' if whole else ''}number from {low} to {high} (" in asked.messages["en"]


ALWAYS = {
    "fire_safety": {"residents", "residents_unable", "beds", "night_staff", "storeys", "has_basement", "floor_area", "water_kind",
                    "has_pump", "sprinkler_kind", "has_alarm_panel", "has_shared", "has_kitchen", "has_gas", "has_boiler",
                    "oxygen_kind"},
    "food_safety": {"diners", "kitchen_staff", "supply", "cold_food", "soft_diets"},
}
NEVER = {
    "fire_safety": {"last_drill", "well_depth_m", "well_yield_m3h", "well_capacity_depth_n", "remark"},
    "food_safety": {"cold_chain_freezer_n", "remark"},
}


@pytest.mark.parametrize("name", FORMS)
def test_what_must_be_answered_in_a_blank_record(name: str) -> None:
    opened = record(name, {})
    asked = {each.question.name: each.path for each in opened.visible() if each.question.kind != "note"}
    verdicts = {question.name for question in form(name).questions if question.fa}
    assert {question for question, path in asked.items() if opened.required(path)} == ALWAYS[name] | verdicts
    numbers = {question for question in asked if question.endswith("_n")} - NEVER[name]
    assert set(asked) == ALWAYS[name] | verdicts | NEVER[name] | numbers


@pytest.mark.parametrize("name,number", [(name, question) for name in FORMS for question in LIMITS[name]
                                         if question.endswith("_n") and question not in NEVER[name]])
def test_a_number_is_wanted_with_pass_and_fail_and_never_else(name: str, number: str) -> None:
    opened, path = record(name, {}), named(name)[number].path
    verdict = named(name)[number.removesuffix("_n")].path
    wanted = {}
    for value in ("", "pass", "fail", "na"):
        opened.set(verdict, value)
        wanted[value] = opened.required(path)
        assert (path in {problem.path for problem in opened.problems()}) is wanted[value]
    assert wanted == {"": False, "pass": True, "fail": True, "na": False}


@pytest.mark.parametrize("name", FORMS)
def test_what_is_required_says_in_words_of_its_own_what_is_missing(name: str) -> None:
    for problem in record(name, {}).problems():
        assert problem.kind == "required"
        assert problem.text.zh.endswith("。") and problem.text.en.endswith(".")
        assert "请" in problem.text.zh


# -- whole inspections -------------------------------------------------------------------------------------
READINGS = {"last_drill": "2026-10-12", "water_kind": "mains tank well", "supply": "both", "exit_count_n": "2",
            "emergency_light_n": "60", "sprinkler_pressure_n": "0.05", "alarm_panel_n": "0", "windows_to_open_n": "0",
            "hydrant_indoor_n": "0.35",
            "well_yield_m3h": "30", "well_capacity_n": "30", "extinguisher_count_n": "2", "grease_duct_n": "92", "drill_n": "2",
            "staff_skill_n": "3", "earlier_hazards_n": "0", "health_certificates_n": "0", "cold_chain_n": "8",
            "cold_chain_freezer_n": "-12", "cooked_through_n": "70", "sample_retention_n": "125", "storeys": "3",
            "floor_area": "3600", "residents": "60", "residents_unable": "22", "beds": "86", "sprinkler_kind": "system",
            "oxygen_kind": "both", "remark": "无"}


def inspect(name: str, verdict: str) -> Record:
    """A home that has everything, every question answered with the verdict."""
    opened = record(name, {})
    while blank := [each for each in opened.visible() if each.question.kind != "note" and not opened.get(each.path)]:
        path, question = blank[0]
        if question.fa:
            opened.set(path, verdict)
        else:
            opened.set(path, READINGS.get(question.name, "yes" if question.kind == "select_one" else "5"))
    return opened


def hazards(name: str, opened: Record) -> list[str]:
    """The questions whose answer is the one that the form calls a failure, in order."""
    return [asked.question.name for asked in opened.visible()
            if asked.question.fa and opened.get(asked.path) == asked.question.fa["fail"]]


@pytest.mark.parametrize("name", FORMS)
def test_a_clean_inspection_has_no_problem_no_hazard_and_no_remark_of_the_form(name: str) -> None:
    opened = inspect(name, "pass")
    assert opened.problems() == [] and hazards(name, opened) == []
    assert [asked.question.name for asked in opened.visible() if asked.question.kind == "note"] == ["opening"]


@pytest.mark.parametrize("name,count", [("fire_safety", 65), ("food_safety", 25)])
def test_an_inspection_in_which_everything_fails_lists_every_hazard(name: str, count: int) -> None:
    opened = inspect(name, "fail")
    assert opened.problems() == []
    found = hazards(name, opened)
    assert found == [question.name for question in form(name).questions if question.fa] and len(found) == count


@pytest.mark.parametrize("name", FORMS)
def test_an_inspection_in_which_nothing_applies_has_no_hazard(name: str) -> None:
    opened = inspect(name, "na")
    assert opened.problems() == [] and hazards(name, opened) == []


SECTIONS = {
    "fire_safety": ["facts", "permits", "escape", "sprinkler", "alarm", "water", "hydrants", "energy", "kitchen", "oxygen", "smoke",
                    "duty", "drills", "records", "closing"],
    "food_safety": ["facts", "licence", "staff", "buying", "cooking", "cleaning", "place", "meals", "emergency", "closing"],
}


@pytest.mark.parametrize("name", FORMS)
def test_the_sections_are_asked_in_this_order(name: str) -> None:
    assert [section.name for section in form(name).sections] == SECTIONS[name]
    asked = [question.section for question in form(name).questions if question.section in SECTIONS[name]]
    assert list(dict.fromkeys(asked)) == SECTIONS[name]
    assert asked == sorted(asked, key=SECTIONS[name].index)
