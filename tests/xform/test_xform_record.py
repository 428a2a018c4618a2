"""A record behaves as ODK forms do: what is shown, computed, refused, repeated, missing."""

from __future__ import annotations

from datetime import datetime

import pytest
from sample_forms import NOW, WIDE, form_of, record_of, survey

from fieldaudit.errors import BadInput
from fieldaudit.xform import Asked, Record, evaluate, load

pytestmark = pytest.mark.slow  # `make check` stays under a minute

BASE = "text | a | A", "text | b | B"


# -- relevance -----------------------------------------------------------------------------------------
def test_a_question_is_shown_when_its_condition_holds_and_hidden_when_not() -> None:
    record = record_of(WIDE)
    assert "building/beds" not in [asked.path for asked in record.visible()]
    assert "building/beds" in record.set("building/bars", "fail").shown
    assert record.visible()[1] == Asked("building/beds", record.form.question("building/beds"))
    assert "building/beds" in record.set("building/bars", "pass").hidden


def test_a_hidden_answer_counts_as_blank_and_comes_back() -> None:
    record = record_of(WIDE, {"building/bars": "fail", "building/beds": "4"})
    assert record.get("building/twice") == "8"
    delta = record.set("building/bars", "pass")
    assert delta.values["building/beds"] == "" and record.get("building/beds") == "" and record.get("building/twice") == ""
    assert "building/beds" not in record.values()
    assert record.set("building/bars", "fail").values["building/beds"] == "4" and record.get("building/twice") == "8"


def test_a_hidden_group_hides_everything_in_it() -> None:
    record = record_of(survey("text | a | A", "begin_group | g | G | ${a} = 'x'", "text | b | B", "begin_group | h | H",
        "text | c | C",
                              "end_group | ", "end_group | ",
                              "calculate | n | | | | count-non-empty(${b}) + count-non-empty(${c})"))
    assert [asked.path for asked in record.visible()] == ["a"]
    assert set(record.set("a", "x").shown) == {"g/b", "g/h/c"}
    record.set("g/h/c", "1")
    assert record.get("n") == "1"
    assert record.set("a", "").values["n"] == "0"


def test_a_hidden_question_cannot_be_answered() -> None:
    record = record_of(WIDE)
    with pytest.raises(BadInput, match="床位数：按已填的情况此项未显示"):
        record.set("building/beds", "3")


# -- calculation -----------------------------------------------------------------------------------------
def test_calculations_follow_what_they_read_through_any_number_of_steps() -> None:
    rows = ["integer | a | A", *(f"calculate | c{n} | | | | ${{{'a' if n == 0 else f'c{n - 1}'}}} + 1" for n in range(50))]
    record = record_of(survey(*rows))
    assert record.set("a", "0").values["c49"] == "50"
    assert record.set("a", "").values["c49"] == ""


def test_only_what_depends_on_a_change_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row for n in range(30) for row in (f"integer | q{n} | Q", f"calculate | c{n} | | | | ${{q{n}}} * 2")]
    record = record_of(survey(*rows))
    computed: list[str] = []
    engine = record._engine
    compute = engine._calculate
    monkeypatch.setattr(engine, "_calculate", lambda node, source: (computed.append(node.name), compute(node, source)))
    record.set("q7", "3")
    assert computed == ["c7"]


def test_a_change_in_one_room_is_computed_in_that_room_only(monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_of(WIDE, {"rooms": "40"})
    computed: list[str] = []
    engine = record._engine
    compute = engine._relevance
    monkeypatch.setattr(engine, "_relevance", lambda node, source: (computed.append(engine.path(node)), compute(node, source)))
    assert record.set("rooms[7]/area", "8").shown == ("rooms[7]/why",)
    assert computed == ["rooms[7]/why", "remark"]


def test_each_formula_is_computed_once_after_what_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_of(survey("calculate | d | | | | ${b} + ${c}", "calculate | c | | | | ${b} * 2", "text | t | T | ${d} > 5",
                              "calculate | e | | | | string-length(${t})", "calculate | b | | | | ${a} + 1", "integer | a | A"))
    computed: list[str] = []
    engine = record._engine
    compute = engine._calculate
    monkeypatch.setattr(engine, "_calculate", lambda node, source: (computed.append(node.name), compute(node, source)))
    record.set("a", "1")
    assert computed == ["b", "c", "d", "e"] and record.get("d") == "6"


def test_a_computed_answer_that_breaks_its_constraint_is_a_fault() -> None:
    record = record_of(survey("integer | a | A", "integer | twice | Twice | | . < 10 | ${a} * 2"))
    assert record.set("a", "4").faults == {}
    assert list(record.set("a", "6").faults) == ["twice"] and record.problems()[0].path == "twice"


def test_a_wrong_answer_that_is_shown_again_is_a_fault_again() -> None:
    record = record_of(survey("text | a | A", "integer | n | N | ${a} = 'x' | ${b} = 1", "integer | b | B"), {"n": "9"})
    assert list(record.set("a", "x").faults) == ["n"]
    assert record.set("a", "y").faults == {} and record.problems() == []


def test_a_computed_question_cannot_be_answered_by_hand() -> None:
    with pytest.raises(BadInput, match="计算得出"):
        record_of(WIDE).set("total", "3")


def test_once_keeps_its_first_value_even_when_the_record_is_opened_again() -> None:
    form = form_of(survey("integer | a | A", "calculate | o | | | | once(${a})"))
    record = record_of(form)
    record.set("a", "1")
    assert record.get("o") == "1"
    record.set("a", "2")
    assert record.get("o") == "1" and record_of(form, record.answers()).get("o") == "1"


def test_a_number_computed_into_a_date_question_becomes_that_day() -> None:
    record = record_of(survey("date | d | D", "date | due | Due | | | ${d} + 15", "calculate | late | | | | today() > ${due}"))
    record.set("d", "2026-11-01")
    assert record.get("due") == "2026-11-16" and record.get("late") == "true"


def test_a_formula_that_cannot_be_computed_is_a_fault_of_its_question_not_a_crash() -> None:
    record = record_of(survey("text | p | P", "text | t | T", "calculate | r | | | | regex(${t}, ${p})"))
    assert "pattern" in record.set("p", "(").faults["r"].en and record.get("r") == ""
    assert [(problem.path, problem.kind) for problem in record.problems()] == [("r", "formula")]
    record.set("p", "[a-c]")
    assert record.get("r") == "false" and record.problems() == []


def test_a_condition_that_cannot_be_computed_hides_nothing() -> None:
    record = record_of(survey("text | p | P", "text | t | T | regex('x', ${p})"))
    record.set("p", "y")
    assert record.set("p", "(").shown == ("t",) and [problem.kind for problem in record.problems()] == ["formula"]


# -- what is refused -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "good", "bad"), [
    ("integer", ["0", "-12", " 7 "], ["1.5", "x", "1e3", "十二"]), ("decimal", ["1.5", "-2", ".5"], ["x", "1,5", "NaN"]),
    ("date", ["2026-02-28"], ["2026-02-29", "28.2.2026", "2026-2-8"]), ("time", ["08:30", "23:59:59.000+08:00"], ["24:00", "830"]),
    ("dateTime", ["2026-11-24T08:30:00.000+08:00"], ["2026-11-24", "2026-11-24 24:30"]),
    ("geopoint", ["43.6 122.2", "43.6 122.2 180 5"], ["91 0", "x y", "1", "1 2 3 4 5", "1 2;3 4"]),
    ("geotrace", ["1 2;3 4"], ["1 2"]), ("geoshape", ["0 0;0 1;1 1;0 0"], ["0 0;0 1;1 1", "0 0;0 0"]),
    ("image", ["a.jpg"], ["dir/a.jpg"]), ("acknowledge", ["OK"], ["yes"]), ("select_one yn", ["y"], ["z", "y n"]),
    ("select_multiple yn", ["y", "n y"], ["y z", "y y"]), ("rank yn", ["n y"], ["n", "n z"]),
    ("text", ["any\ttext 消防"], ["\x00", "a\x0bb"]),
    ("range", ["1", "10"], ["0", "11", "1.5", "x"]),
])
def test_a_value_of_the_wrong_type_is_refused_and_changes_nothing(kind: str, good: list[str], bad: list[str]) -> None:
    record = record_of(survey(f"{kind} | q | Question",
        choices="| | list_name | name | label |\n| | yn | y | Y |\n| | yn | n | N |\n"))
    for value in good:
        assert record.set("q", value).values["q"] == value.strip()
        before = record.answers()
        for wrong in bad:
            with pytest.raises(BadInput, match="Question："):
                record.set("q", wrong)
            assert record.answers() == before
        assert record.set("q", "").values["q"] == ""


def test_a_value_that_breaks_the_constraint_is_refused_with_label_and_message() -> None:
    record = record_of(WIDE, {"building/bars": "fail"})
    with pytest.raises(BadInput) as caught:
        record.set("building/beds", "12")
    assert str(caught.value).startswith("building/beds: 床位数：床位数应为1至9")
    assert caught.value.what.en == "Beds: beds must be 1 to 9"  # type: ignore[union-attr]
    assert record.get("building/beds") == "2"


def test_a_constraint_without_message_still_says_what_is_wrong() -> None:
    record = record_of(survey("integer | a | A | | . < 5"))
    with pytest.raises(BadInput, match="A：不符合约束"):
        record.set("a", "9")


def test_unknown_paths_groups_notes_and_readonly_questions_cannot_be_answered() -> None:
    record = record_of(WIDE)
    for path in ("nowhere", "building", "rooms[2]/title", "rooms[0]/title", "building/told", "rooms", "", "a/[1]",
        "meta/instanceID"):
        with pytest.raises(BadInput):
            record.set(path, "x")
    locked = record_of(survey("text | lock | L", "text | a | A | | | | | | ${lock} = 'yes'"))
    locked.set("a", "1")
    locked.set("lock", "yes")
    assert locked.readonly("a")
    with pytest.raises(BadInput, match="只读"):
        locked.set("a", "2")


def test_an_answer_that_another_answer_makes_wrong_is_reported_as_a_fault() -> None:
    record = record_of(survey("integer | most | Most", "integer | n | N | | . <= ${most}"))
    record.set("most", "5")
    record.set("n", "4")
    delta = record.set("most", "3")
    assert list(delta.faults) == ["n"] and record.problems()[0].kind == "constraint"
    assert record.set("most", "6").faults == {} and record.problems() == []


# -- choices ---------------------------------------------------------------------------------------------
def test_choices_are_filtered_by_other_answers() -> None:
    record = record_of(WIDE, {"building/bars": "fail"})
    assert [choice.name for choice in record.choices("rooms[1]/spot")] == ["east", "west"]
    assert record.choices("rooms[1]/spot")[0].label("en") == "East"
    record.set("rooms[1]/spot", "west")
    with pytest.raises(BadInput, match="north"):
        record.set("rooms[1]/spot", "north")
    delta = record.set("building/bars", "pass")
    assert [choice.name for choice in record.choices("rooms[1]/spot")] == ["north"]
    assert delta.values["rooms[1]/spot"] == "" and "rooms[1]/spot" in delta.cleared


def test_choices_can_come_from_a_repeat() -> None:
    record = record_of(survey("begin_repeat | r | R", "text | n | N", "end_repeat | ", "select_one ${n} | pick | Pick"))
    record.set("r[1]/n", "room 1")
    record.add_repeat("r")
    record.set("r[2]/n", "room2")
    assert [choice.name for choice in record.choices("pick")] == ["room 1", "room2"]
    assert record.set("pick", "room 1").values == {"pick": "room 1"}


def test_or_other_asks_what_other_means() -> None:
    record = record_of(survey("select_one yn or_other | a | A", choices="| | list_name | name | label |\n| | yn | y | Y |\n"))
    assert record.set("a", "other").shown == ("a_other",)


def test_the_label_of_a_choice_is_spoken_in_the_records_language() -> None:
    assert record_of(WIDE, {"building/bars": "fail"}).get("spoken") == "不符合"
    assert record_of(WIDE, {"building/bars": "fail"}, language="en").get("spoken") == "Fail"


def test_another_language_changes_what_formulas_quote_too() -> None:
    record = record_of(WIDE, {"building/bars": "fail"})
    assert record.speak("English (en)").values == {"spoken": "Fail"} and record.label("building/beds") == "Beds"
    assert record.speak("fr").values == {"spoken": "不符合"} and record.language == "zh"


# -- labels and problems -----------------------------------------------------------------------------------
def test_labels_quote_answers_in_the_language_asked_for() -> None:
    record = record_of(WIDE, {"building/bars": "fail", "building/beds": "4"})
    assert (record.label("building/told", "zh"), record.label("building/told", "en")) == ("共4张床", "4 beds")
    assert record.label("building/told") == "共4张床" and record.language == "zh"
    assert record.label("rooms[1]", "en") == "Room" and record.label("building/told", "fr") == "共4张床"


def test_problems_name_every_question_that_keeps_the_record_from_being_finished() -> None:
    record = record_of(WIDE)
    assert [(p.path, p.kind) for p in record.problems()] == [("building/bars", "required")]
    assert record.problems()[0].text.zh == "外窗防盗网：必填"
    assert record.problems()[0].text.en == "Bars on windows: an answer is required"
    record.set("building/bars", "fail")
    record.set("building/beds", "")
    record.set("rooms[1]/area", "6")
    assert [p.path for p in record.problems()] == ["building/beds", "rooms[1]/why"]
    assert record.required("building/beds") and not record.required("many")


def test_stored_values_that_do_not_fit_are_problems_not_crashes() -> None:
    record = record_of(WIDE, {"building/bars": "perhaps", "rooms[1]/area": "big", "many": "pass gone", "day": "2030-01-01"})
    assert [(p.path, p.kind) for p in record.problems()] == [
        ("building/bars", "choice"), ("rooms[1]/area", "type"), ("many", "choice"), ("day", "constraint")]


# -- defaults, events, metadata -----------------------------------------------------------------------------
def test_defaults_stand_until_they_are_answered_or_taken_back() -> None:
    form = form_of(survey("integer | a | A | | | | | 5", "date | d | D | | | | | today()", "text | c | C | | | | | ${a}"))
    record = record_of(form)
    assert record.values() == {"a": "5", "d": "2026-11-24", "c": "5"}
    record.set("a", "")
    again = record_of(form, record.answers())
    assert again.get("a") == "" and again.get("c") == "5"


def test_a_dynamic_default_keeps_the_day_it_was_given() -> None:
    form = form_of(survey("date | d | D | | | | | today()", "text | a | A"))
    record = record_of(form)
    later = Record(form, record.answers(), now=datetime.fromisoformat("2026-12-01T00:00:00+08:00"),
                   today=datetime.fromisoformat("2026-12-01").date())
    assert later.get("d") == "2026-11-24"


def test_a_trigger_computes_when_its_question_changes_and_not_when_the_record_is_opened() -> None:
    record = record_of(WIDE, {"building/bars": "fail"})
    assert record.get("building/stamp") == ""
    assert record.set("building/beds", "3").values["building/stamp"] == "2026-11-24T09:30:00.000+08:00"
    assert record_of(WIDE, {"building/bars": "fail", "building/beds": "3"}).get("building/stamp") == ""


def test_opening_a_record_sets_off_no_action_of_a_computed_question() -> None:
    xml = b"""<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"><h:head><model>
<instance><data id="x"><a/><sum/><at/></data></instance><bind nodeset="/data/sum" calculate="/data/a + 1"/></model></h:head><h:body>
<input ref="/data/a"><label>A</label></input>
<input ref="/data/sum"><label>S</label>
<setvalue event="xforms-value-changed" ref="/data/at" value="now()"/></input></h:body></h:html>"""
    record = record_of(load(xml, "xml", "x"), {"a": "1"})
    assert record.get("sum") == "2" and record.get("at") == ""
    assert "at" in record.set("a", "2").values


ENDLESS = b"""<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"><h:head><model>
<instance><data id="x"><a/><b/><c/></data></instance><bind nodeset="/data/a" type="string"/></model></h:head><h:body>
<input ref="/data/c"><label>C</label><setvalue event="xforms-value-changed" ref="/data/a" value="/data/c"/></input>
<input ref="/data/a"><label>A</label><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, 'x')"/></input>
<input ref="/data/b"><label>B</label><setvalue event="xforms-value-changed" ref="/data/a" value="concat(/data/b, 'x')"/></input>
</h:body></h:html>"""


def test_actions_that_set_each_other_off_for_ever_are_refused_and_undone() -> None:
    record = record_of(load(ENDLESS, "xml", "endless"))
    with pytest.raises(BadInput, match="无法停下"):
        record.set("c", "1")
    assert record.values() == {}


def test_metadata_is_filled_in_from_what_is_passed_in() -> None:
    record = record_of(survey("text | a | A", "start | s | ", "end | e | ", "today | t | ", "deviceid | d | ", "username | u | "))
    assert record.values() == {"s": "2026-11-24T09:30:00.000+08:00", "t": "2026-11-24", "d": "1", "u": "12"}
    assert b"<e>2026-11-24T09:30:00.000+08:00</e>" in record.xml("uuid:1")
    with pytest.raises(BadInput, match="程序填写"):
        record.set("t", "2026-01-01")


def test_randomness_comes_from_the_seed() -> None:
    form = form_of(survey("text | a | A", "calculate | r | | | | random()", "calculate | u | | | | uuid()"))
    assert record_of(form).values() == record_of(form).values() != record_of(form, seed=8).values()


def test_now_must_carry_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        record_of(WIDE, now=datetime(2026, 1, 1))


# -- repeats -----------------------------------------------------------------------------------------------
def test_repeats_are_added_at_the_end_and_numbered() -> None:
    record = record_of(WIDE)
    delta = record.add_repeat("rooms")
    assert delta.values["rooms"] == "2" and delta.values["rooms[2]/number"] == "2" and delta.values["roomcount"] == "2"
    assert "rooms[2]/title" in delta.shown and record.instances("rooms") == 2


def test_a_removed_repeat_moves_the_later_ones_up_and_says_so() -> None:
    record = record_of(WIDE, {"rooms": "3", "rooms[1]/title": "A", "rooms[2]/title": "B", "rooms[3]/title": "C",
        "rooms[3]/area": "60"})
    assert record.get("rooms[3]/label_before") == "B"
    delta = record.remove_repeat("rooms[1]")
    assert delta.values["rooms"] == "2" and delta.values["roomcount"] == "2"
    assert {p: v for p, v in delta.values.items() if p.endswith("/title")} == {
        "rooms[1]/title": "B", "rooms[2]/title": "C", "rooms[3]/title": ""}
    assert [record.get(f"rooms[{n}]/number") for n in (1, 2)] == ["1", "2"] and record.get("rooms[2]/label_before") == "B"
    assert record.get("total") == "60"


def test_stored_answers_with_the_changes_of_a_removal_open_as_the_same_record() -> None:
    record, stored = record_of(WIDE), {}
    for act in (lambda: record.add_repeat("rooms"), lambda: record.set("rooms[1]/title", "A"),
        lambda: record.set("rooms[2]/title", "B"),
                lambda: record.remove_repeat("rooms[1]")):
        stored.update(act().values)  # type: ignore[no-untyped-call]
    assert record_of(WIDE, stored).values() == record.values()


def test_sums_and_counts_take_all_instances_and_a_path_inside_takes_its_own() -> None:
    record = record_of(WIDE, {"rooms[1]/area": "20", "rooms[2]/area": "40.5", "rooms[1]/title": "A"})
    assert (record.get("total"), record.get("roomcount"), record.get("rooms[2]/label_before")) == ("60.5", "2", "A")
    assert "remark" in [asked.path for asked in record.visible()]


def test_the_last_instance_can_be_removed() -> None:
    record = record_of(WIDE)
    assert record.remove_repeat("rooms[1]").values["roomcount"] == "0"
    again = record_of(WIDE, record.answers())
    assert again.instances("rooms") == 0 and again.values() == record.values()


def test_a_repeat_with_a_count_follows_it_and_keeps_the_answers_of_what_it_hides() -> None:
    record = record_of(WIDE, {"building/bars": "fail", "building/beds": "3"})
    assert record.instances("helpers") == 3
    record.set("helpers[3]/who", "值班员")
    assert record.set("building/beds", "1").values["helpers[3]/who"] == "" and record.instances("helpers") == 1
    assert record.set("building/beds", "4").values["helpers[3]/who"] == "值班员" and record.instances("helpers") == 4
    with pytest.raises(BadInput, match="由表单决定"):
        record.add_repeat("helpers")


def test_a_counted_repeat_in_a_hidden_group_is_hidden() -> None:
    source = survey("integer | n | N", "begin_group | g | G | ${n} > 2", "begin_repeat | r | R | | | | | |",
        "text | t | T | | | | | x",
                    "end_repeat | ", "end_group | ").replace("readonly |", "readonly | repeat_count |").replace(
                        "begin_repeat | r | R | | | | | |", "begin_repeat | r | R | | | | | | | ${n}")
    record = record_of(source)
    assert record.set("n", "2").values == {"n": "2"} and record.values() == {"n": "2"}
    assert set(record.set("n", "3").values) == {"n", "g/r[1]/t", "g/r[2]/t", "g/r[3]/t"}


def test_nested_repeats_have_a_number_on_each_level() -> None:
    record = record_of(survey("begin_repeat | floor | F", "begin_repeat | room | R", "integer | n | N", "end_repeat | ",
                              "calculate | all | | | | sum(${n})", "end_repeat | ", "calculate | total | | | | sum(${n})",
                              "calculate | first | | | | indexed-repeat(${n}, ${floor}, 2, ${room}, 1)"))
    record.add_repeat("floor")
    for _ in range(2):  # a new floor has no room yet, as its template says
        record.add_repeat("floor[2]/room")
    for path, value in (("floor[1]/room[1]/n", "1"), ("floor[2]/room[1]/n", "10"), ("floor[2]/room[2]/n", "100")):
        record.set(path, value)
    assert [record.get(path) for path in ("floor[1]/all", "floor[2]/all", "total", "first")] == ["1", "110", "111", "10"]
    assert record_of(record.form, record.answers()).values() == record.values()


def test_repeats_that_are_none_or_have_no_number_are_refused() -> None:
    record = record_of(WIDE)
    for path in ("building", "rooms[1]", "rooms[1]/title", "nowhere"):
        with pytest.raises(BadInput):
            record.add_repeat(path)
    for path in ("rooms", "rooms[7]", "building[1]"):
        with pytest.raises(BadInput):
            record.remove_repeat(path)


def test_a_repeat_cannot_grow_without_bound() -> None:
    with pytest.raises(BadInput, match="5000"):
        record_of(WIDE, {"rooms": "6000"})
    record = record_of(survey("integer | n | N", "begin_repeat | r | R", "text | t | T", "end_repeat | ").replace(
        "readonly |", "readonly | repeat_count |").replace("begin_repeat | r | R", "begin_repeat | r | R | | | | | | | ${n}"))
    record.set("n", "999999")
    assert record.instances("r") == 5000


# -- opening again -------------------------------------------------------------------------------------------
def test_answers_for_paths_the_form_does_not_have_are_refused() -> None:
    for answers in ({"nowhere": "1"}, {"building[2]/bars": "pass"}, {"rooms": "many"}, {"rooms": "9" * 5_000},
                    {"rooms[x]/title": "A"}, {"rooms[0]/title": "B"}):
        with pytest.raises(BadInput):
            record_of(WIDE, answers)


def test_an_expression_can_be_evaluated_anywhere_in_a_record() -> None:
    record = record_of(WIDE, {"rooms[2]/area": "7", "building/bars": "fail"})
    assert evaluate("../area * 2", record, "rooms[2]/title") == 14.0
    assert evaluate("/data/rooms/area", record, "rooms[2]/title")[0].text() == "7"  # type: ignore[index,union-attr]
    assert evaluate("count(/data/rooms)", record, "rooms[2]/title") == 2.0
    assert evaluate("/data/building/beds", record)[0].text() == "2"  # type: ignore[index,union-attr]
    with pytest.raises(BadInput):
        evaluate(".", record, "nowhere")


def test_the_first_moment_is_the_one_passed_in() -> None:
    assert record_of(survey("text | a | A", "calculate | n | | | | now()")).get("n") == NOW.isoformat(timespec="milliseconds")
