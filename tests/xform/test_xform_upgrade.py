"""A draft on a newer version of its form: what carries over, what is listed, what is to be answered; nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_forms import raw_form, xform
from sample_forms import NOW, WIDE, form_of, record_of, survey

from fieldaudit.errors import BadInput
from fieldaudit.xform import Form, Record
from fieldaudit.xform.versions.upgrade import Unfit, Upgrade
from fieldaudit.xform.versions.upgrade import upgrade as carried_over

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FORM = form_of(WIDE)
LIST = "| | list_name | name | label |\n| | l | x | X |\n| | l | y | Y |\n"
REPEAT = ('<repeat nodeset="/data/r" COUNT><input ref="/data/r/a"><label>a</label></input></repeat>'
          '<input ref="/data/n"><label>n</label></input>')


def upgrade(answers: Record | Mapping[str, str], old: Form, new: Form) -> Upgrade:
    return carried_over(answers, old, new, now=NOW, today=NOW.date())


def rows(old: str, new: str, answers: Mapping[str, str], old_choices: str = "", new_choices: str = "") -> Upgrade:
    """The upgrade between two surveys that differ in their last row."""
    forms = (form_of(survey(*row.split("\n"), choices=choices)) for row, choices in ((old, old_choices), (new, new_choices)))
    return upgrade(answers, *forms)


def listed(found: Upgrade) -> dict[str, str]:
    return {each.path: each.reason.en for each in found.unfit}


def test_an_answer_stays_where_its_path_stays() -> None:
    found = rows("text | a | A\ntext | b | B", "text | b | B\ntext | a | Other", {"a": "1", "b": ""})
    assert found == Upgrade({"a": "1", "b": ""}, (), (), {})


def test_an_answer_whose_question_is_gone_is_listed_with_its_label_and_value() -> None:
    found = rows("text | a | A\ntext | b | B", "text | b | B", {"a": " 1\n", "b": "2"})
    assert found.answers == {"b": "2"} and len(found.unfit) == 1
    one = found.unfit[0]
    assert (one.path, one.label.zh, one.label.en, one.value, one.proposed) == ("a", "A", "A", " 1\n", "")
    assert one.reason.zh == "新版没有这一题" and one.reason.en == "the new version does not have it"
    assert one.line.en.startswith("A (a): ") and one.line.zh.endswith("：新版没有这一题")


def test_labels_are_told_in_both_languages() -> None:
    gone = form_of(survey("text | other | O"))
    found = upgrade({"building/bars": "fail"}, FORM, gone)
    assert [(each.label.zh, each.label.en) for each in found.unfit] == [("外窗防盗网", "Bars on windows")]


def test_a_label_is_told_with_the_answers_it_quotes() -> None:
    found = rows("text | a | A\ninteger | b | Beds in ${a}", "text | a | A", {"a": "101", "b": "8"})
    assert [each.label.zh for each in found.unfit] == ["Beds in 101"]


def test_a_blank_answer_of_a_question_that_is_gone_is_no_loss() -> None:
    assert rows("text | a | A\ntext | b | B", "text | b | B", {"a": ""}) == Upgrade({}, (), (), {})


def test_an_answer_follows_its_question_into_another_group() -> None:
    found = rows("text | a | A", "begin_group | g | G\ntext | a | A\nend_group | ", {"a": "1"})
    assert found.answers == {"g/a": "1"} and found.moved == {"a": "g/a"} and found.unfit == ()


def test_repeats_that_moved_keep_their_instances() -> None:
    inner = "begin_repeat | r | R\ntext | a | A\nbegin_repeat | s | S\ntext | b | B\nend_repeat | \nend_repeat | "
    answers = {"r": "2", "r[1]/s": "1", "r[2]/s": "2", "r[1]/a": "1", "r[2]/s[2]/b": "22"}
    found = rows(inner, f"begin_group | g | G\n{inner}\nend_group | ", answers)
    assert found.unfit == () and found.answers == {f"g/{path}": value for path, value in answers.items()}
    assert found.moved == {path: f"g/{path}" for path in answers}


@pytest.mark.parametrize("turned", [False, True])
def test_into_or_out_of_a_repeat_is_only_proposed(turned: bool) -> None:
    plain = "text | a | A\nbegin_repeat | r | R\ntext | b | B\nend_repeat | "
    inside = "begin_repeat | r | R\ntext | a | A\ntext | b | B\nend_repeat | "
    old, new, path, proposed = (inside, plain, "r[1]/a", "a") if turned else (plain, inside, "a", "r/a")
    found = rows(old, new, {path: "1"})
    assert path not in found.answers and [(each.path, each.value, each.proposed) for each in found.unfit] == [(path, "1", proposed)]


def test_a_name_found_twice_is_nobodys() -> None:
    new = "begin_group | g | G\ntext | a | A\nend_group | \nbegin_group | h | H\ntext | a | A\nend_group | "
    assert listed(rows("text | a | A\ntext | z | Z", new, {"a": "1"})) == {"a": "the new version does not have it"}


@pytest.mark.parametrize(("old", "new", "value"), [
    ("text", "integer", "3"), ("integer", "decimal", "3"), ("decimal", "integer", "3"), ("text", "date", "2026-11-24"),
    ("date", "text", "2026-11-24"), ("text", "geopoint", "31 121"), ("image", "file", "a.jpg"), ("barcode", "text", "x"),
])
def test_an_answer_that_is_of_the_new_type_is_carried(old: str, new: str, value: str) -> None:
    assert rows(f"{old} | a | A", f"{new} | a | A", {"a": value}).answers == {"a": value}


@pytest.mark.parametrize(("old", "new", "value"), [
    ("text", "integer", "three"), ("decimal", "integer", "3.5"), ("text", "date", "24.11.2026"), ("date", "dateTime", "2026-11-24"),
    ("text", "image", "a.jpg"), ("image", "text", "a.jpg"), ("image", "audio", "a.jpg"), ("geotrace", "geopoint", "1 2; 3 4"),
])
def test_an_answer_that_is_not_of_the_new_type_is_listed(old: str, new: str, value: str) -> None:
    found = rows(f"{old} | a | A", f"{new} | a | A", {"a": value})
    assert found.answers == {} and [(each.path, each.value) for each in found.unfit] == [("a", value)]
    assert "type" in found.unfit[0].reason.en and found.unfit[0].proposed == "a"


@pytest.mark.parametrize(("old", "new", "value", "gone"), [
    ("select_one", "select_one", "x", True), ("select_one", "select_one", "y", False),
    ("select_multiple", "select_multiple", "y x", True), ("select_multiple", "select_multiple", "y", False),
    ("select_one", "select_multiple", "y", False),
    ("select_multiple", "select_one", "y", False), ("text", "select_one", "y", False),
])
def test_a_choice_that_is_gone_takes_the_whole_answer(old: str, new: str, value: str, gone: bool) -> None:
    cells, choices = (" | a | A", "") if old == "text" else (" l | a | A", LIST)
    found = rows(f"{old}{cells}", f"{new} l | a | A", {"a": value}, choices, LIST.replace("| l | x | X |", "| l | z | Z |"))
    assert found.answers == ({} if gone else {"a": value})
    assert listed(found) == ({"a": "the new version has no choice 'x'"} if gone else {})


def test_two_choices_are_not_one() -> None:
    for hidden in ("", " | 1 = 2"):  # an answer that is hidden now may be shown one day
        found = rows(f"select_multiple l | a | A{hidden}", f"select_one l | a | A{hidden}", {"a": "x y"}, LIST, LIST)
        assert [each.value for each in found.unfit] == ["x y"] and found.answers == {}


def test_a_choice_that_was_none_before_stays_as_wrong_as_it_was() -> None:
    assert rows("select_one l | a | A", "select_one l | a | B", {"a": "ghost"}, LIST, LIST).answers == {"a": "ghost"}


def test_a_choice_that_the_new_filter_does_not_offer_is_listed() -> None:
    old, new = (form_of("| survey |\n| | type | name | label | choice_filter |\n| | text | t | T |\n"
        f"| | select_one l | a | A | {said} |\n| choices |\n" + LIST) for said in ("name != ${t}", "name = ${t}"))
    assert [each.value for each in upgrade({"a": "x"}, old, new).unfit] == ["x"]
    assert upgrade({"a": "x", "t": "x"}, new, new).answers == {"a": "x", "t": "x"}


def test_a_ranking_that_lacks_a_new_choice_is_listed() -> None:
    found = rows("rank l | a | A", "rank l | a | A", {"a": "y x"}, LIST, LIST + "| | l | z | Z |\n")
    assert [each.value for each in found.unfit] == ["y x"] and found.answers == {}


def test_a_constraint_that_the_new_version_breaks_is_listed_and_an_old_one_is_not() -> None:
    old, new = "integer | b | B\ninteger | a | A | | . > 1", "integer | b | B\ninteger | a | A | | . > 5"
    found = rows(old, new, {"a": "3"})
    assert found.answers == {} and "refuses" in found.unfit[0].reason.en and found.unfit[0].value == "3"
    assert rows(new, new, {"a": "3"}).answers == {"a": "3"}
    other = new.replace("b | B", "b | B | | . > 1")  # another question changed, this one was broken before
    assert rows(new, other, {"a": "3", "b": "0"}).answers == {"a": "3"}
    assert rows(old, new, {"a": "6"}).unfit == ()


def test_what_is_now_computed_or_read_only_is_listed() -> None:
    assert listed(rows("text | a | A", "text | a | A | | | 1 + 1", {"a": "1"})) == {"a": "the form now fills it in"}
    assert listed(rows("text | a | A", "text | a | A | | | | | | yes", {"a": "1"})) == {"a": "it is now read-only"}
    assert listed(rows("text | a | A", "today | a | ", {"a": "1"})) == {"a": "the form now fills it in"}


def test_a_repeat_that_the_form_now_counts() -> None:
    old, new = (raw_form(xform("<n/><r><a/></r>", body=REPEAT.replace("COUNT", count))) for count in ("", 'jr:count="/data/n"'))
    found = upgrade({"n": "2", "r": "4", "r[1]/a": "1", "r[2]/a": "2", "r[3]/a": "3", "r[4]/a": ""}, old, new)
    assert {path: value for path, value in found.answers.items() if value} == {"n": "2", "r[1]/a": "1", "r[2]/a": "2"}
    assert listed(found) == {"r": "the form now decides how many there are",
                             "r[3]/a": "there are fewer repeats, as the form now counts them"}


def test_a_repeat_that_no_longer_repeats() -> None:
    old, new = (survey(f"begin_{sort} | r | R", "text | a | A", f"end_{sort} | ") for sort in ("repeat", "group"))
    found = upgrade({"r": "1", "r[1]/a": "x"}, form_of(old), form_of(new))
    assert found.answers == {} and {each.path: each.value for each in found.unfit} == {"r": "1", "r[1]/a": "x"}


def test_what_the_new_version_requires_is_named() -> None:
    old = "text | a | A | | | | yes\ntext | b | B\ninteger | c | C | | | | yes"
    new = "text | a | A | | | | yes\ntext | b | B | | | | yes\ntext | d | D | | | | yes\ntext | e | E | ${b} = 'x' | | | yes\n" \
          "date | c | C | | | | yes"
    found = rows(old, new, {"c": "3"})
    assert [each.path for each in found.to_answer] == ["b", "d", "c"]  # not a, which was missing before, nor e, which is hidden
    assert found.to_answer[0].label.en == "B"


def test_a_required_question_that_moved_into_a_repeat_is_to_be_answered_there() -> None:
    repeat = "begin_repeat | r | R\ntext | b | B\n{}end_repeat | "
    found = rows(f"{repeat.format('')}\ntext | a | A | | | | yes", repeat.format("text | a | A | | | | yes\n"), {"r": "1"})
    assert [each.path for each in found.to_answer] == ["r[1]/a"]
    gone = rows("text | b | B\ntext | a | A | | | | yes", "text | b | B", {})
    assert gone.to_answer == () and gone.unfit == ()


def test_an_answer_that_happens_to_be_the_default_is_an_answer() -> None:
    found = rows("text | a | A | | | | | 5", "text | a | A | | | | | 6", {"a": "5"})
    assert found.answers == {"a": "5"}


def test_a_blank_answer_is_of_every_type() -> None:
    assert rows("image | a | A", "text | a | A | | | | | d", {"a": ""}) == Upgrade({"a": ""}, (), (), {})


def test_paths_may_begin_with_the_root() -> None:
    form = form_of(survey("text | a | A"))
    assert upgrade({f"/{form.root}/a": "1"}, form, form).answers == {"a": "1"}


def test_a_new_default_fills_only_what_the_draft_does_not_name() -> None:
    new = form_of(survey("text | a | A | | | | | n", "text | b | B | | | | | m"))
    found = upgrade({"a": ""}, form_of(survey("text | a | A")), new)
    assert record_of(new, found.answers).values() == {"b": "m"} | {
        path: value for path, value in record_of(new).values().items() if path.startswith("meta")}


def test_what_the_form_itself_wrote_follows_the_form() -> None:
    old, new = (raw_form(xform(f'<site>{site}</site><a tag="{tag}"/><set/>', '<setvalue event="odk-instance-first-load" '
        f'ref="/data/set" value="\'{site}\'"/>', '<input ref="/data/a"><label>a</label></input>')) for site, tag in
        (("12", "x"), ("13", "y")))
    found = upgrade(record_of(old, {"a": "1"}), old, new)
    assert record_of(new, found.answers).values() == {"site": "13", "a": "1", "a/@tag": "y", "set": "12"} and found.unfit == ()
    gone = raw_form(xform("<a/>", body='<input ref="/data/a"><label>a</label></input>'))
    assert listed(upgrade(record_of(old, {"a": "1"}), old, gone)) == {"set": "the new version does not have it"}


def test_answers_of_another_form_are_refused() -> None:
    with pytest.raises(BadInput, match="ghost"):
        rows("text | a | A", "text | a | A", {"ghost": "1"})


def test_a_record_may_stand_for_its_answers() -> None:
    record = record_of(FORM, {"building/bars": "fail", "rooms": "2", "rooms[2]/title": "x"})
    assert upgrade(record, FORM, FORM) == upgrade(record.answers(), FORM, FORM)


# -- whatever the answers --------------------------------------------------------------------------------
VALUES = st.sampled_from(["", "pass", "fail", "na", "pass na", "0", "1", "3", "30.5", "east", "2026-11-01", "照片.jpg", " 字 "])
PATHS = ["building/bars", "building/beds", "many", "day", "photo", "remark", *(
    f"rooms[{number}]/{name}" for number in (1, 2, 3) for name in ("title", "area", "spot", "why")),
    "helpers[1]/who", "helpers[2]/who"]
ANSWERS = st.dictionaries(st.sampled_from(PATHS), VALUES, max_size=14).map(
    lambda found: found | {"rooms": str(max([0, *(int(path[6]) for path in found if path.startswith("rooms"))]))})
# Another version of the wide form: moved, gone, other types, other choices, other repeats, all at once.
OTHER = form_of(WIDE.replace("| | text | title | 名称 | Name |", "| | integer | title | 名称 | Name |")
    .replace("| | pfn | na | 不适用 | Not applicable |\n", "").replace("| | date | day |", "| | text | day |")
    .replace("| | image | photo | 照片 | Photo |\n", "").replace("${beds} |\n| | text | who", "2 |\n| | text | who")
    .replace("| | text | remark | 备注 | Remark |", "| | begin_group | end | 其他 | Other |\n| | text | remark | 备注 | Remark |")
    .replace("\n| choices |", "\n| | end_group | |\n| choices |", 1))


@settings(max_examples=60)
@given(ANSWERS)
def test_an_upgrade_to_the_same_form_is_the_identity(answers: dict[str, str]) -> None:
    assert upgrade(answers, FORM, FORM) == Upgrade(answers, (), (), {})


@settings(max_examples=60)
@given(ANSWERS, st.booleans())
def test_every_answer_is_carried_or_listed_verbatim_and_never_both(answers: dict[str, str], back: bool) -> None:
    old, new = (OTHER, FORM) if back else (FORM, OTHER)
    given_ = answers if not back else {
        path.replace("remark", "end/remark"): value for path, value in answers.items() if path != "photo"}
    found = upgrade(given_, old, new)
    carried = {path: found.answers[found.moved.get(path, path)] for path in given_
               if found.moved.get(path, path) in found.answers and path not in {each.path for each in found.unfit}}
    unfit = {each.path: each.value for each in found.unfit}
    filled = {path: value for path, value in given_.items() if value}
    assert {path: value for path, value in (carried | unfit).items() if value} == filled and not set(carried) & set(unfit)
    assert len(found.answers) == len(carried) and all(isinstance(each, Unfit) and each.value for each in found.unfit)
    record_of(new, found.answers)  # and the new version takes what was carried
