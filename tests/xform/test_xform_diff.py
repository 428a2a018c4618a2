"""What changed between two versions of a form, told as an office worker would ask for it, and what becomes of drafts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_forms import control, raw_form, xform
from sample_forms import WIDE, form_of, survey

from fieldaudit.xform import Form
from fieldaudit.xform.versions.diff import AFTER, Change, alike, as_written, diff
from fieldaudit.xform.versions.match import longest_rising, match

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FORM = form_of(WIDE)
HEAD = ("| survey |\n| | type | name | label::中文 (zh) | label::English (en) | hint::中文 (zh) | "
        "constraint_message::English (en) | choice_filter | bind::fa:days | appearance |\n")
CHOICES = ("| choices |\n| | list_name | name | label::中文 (zh) | label::English (en) | side |\n| | yn | y | 是 | Yes | l |\n"
           "| | yn | n | 否 | No | r |\n")
SETTINGS = ("| settings |\n| | form_id | version | form_title | namespaces |\n"
            '| | f | 1 | T | fa="https://fieldaudit.example/xforms/fa" |\n')


def changes(old: Form, new: Form) -> dict[tuple[str, str], Change]:
    """What differs, by path and kind."""
    return {(change.path, change.kind): change for change in diff(old, new)}


def kinds(old: str, new: str) -> dict[tuple[str, str], str]:
    """Path and kind of each difference between two surveys, with what becomes of answers."""
    return {key: change.carries for key, change in changes(form_of(old), form_of(new)).items() if key[1] != "version"}


def two(row: str, other: str, choices: str = CHOICES) -> dict[tuple[str, str], Change]:
    """What differs when one row of a two-language survey becomes another."""
    return changes(form_of(f"{HEAD}| | {row} |\n{CHOICES}{SETTINGS}"), form_of(f"{HEAD}| | {other} |\n{choices}{SETTINGS}"))


def test_a_form_does_not_differ_from_itself() -> None:
    assert diff(FORM, FORM) == [] and diff(FORM, Form.from_bytes(FORM.to_bytes())) == []


def test_questions_added_and_removed() -> None:
    found = changes(form_of(survey("text | a | A", "text | b | B")), form_of(survey("text | a | A", "text | c | C")))
    assert list(found) == [("c", "added"), ("b", "removed")]
    assert str(found["c", "added"].line) == "新增题目“C”（c）" and found["c", "added"].line.en == 'new question "C" (c)'
    assert found["b", "removed"].line.en == 'question "B" (b) is gone' and found["b", "removed"].after == AFTER["none"]


def test_a_question_that_moved_to_another_group_keeps_its_answers() -> None:
    old = survey("text | a | A", "begin_group | g | G", "text | b | B", "end_group | ")
    new = survey("begin_group | g | G", "text | a | A", "text | b | B", "end_group | ")
    assert kinds(old, new) == {("g/a", "moved"): "all"}


def test_a_question_that_moved_into_a_repeat_does_not() -> None:
    old = survey("text | a | A", "begin_repeat | r | R", "text | b | B", "end_repeat | ")
    new = survey("begin_repeat | r | R", "text | a | A", "text | b | B", "end_repeat | ")
    assert kinds(old, new) == {("r/a", "moved"): "none"}


def test_what_stands_below_a_moved_group_did_not_move_itself() -> None:
    old = survey("begin_group | g | G", "text | a | A", "end_group | ", "begin_group | h | H", "text | a | A", "end_group | ")
    new = survey("begin_group | k | K", "begin_group | g | G", "text | a | A", "end_group | ", "end_group | ",
        "begin_group | h | H", "text | a | A", "end_group | ")
    assert kinds(old, new) == {("k", "added"): "all", ("k/g", "moved"): "all"}


def test_below_groups_that_moved_the_names_tell_which_is_which() -> None:
    two_groups = ("begin_group | g | G", "text | a | A", "end_group | ", "begin_group | h | H", "text | a | A", "end_group | ")
    found = kinds(survey(*two_groups), survey("begin_group | k | K", *two_groups, "end_group | "))
    assert found == {("k", "added"): "all", ("k/g", "moved"): "all", ("k/h", "moved"): "all"}


def test_a_name_that_also_stands_elsewhere_may_move() -> None:
    group = "begin_group | {0} | {0}", "text | {1} | {1}", "end_group | "
    old, new = (survey(*(row.format("g", "a") for row in group), *(row.format("h", first) for row in group),
                       *(row.format("k", second) for row in group)) for first, second in (("a", "b"), ("c", "a")))
    assert kinds(old, new) == {("h/c", "added"): "all", ("k/a", "moved"): "all", ("k/b", "removed"): "none"}


def test_a_name_lost_or_found_twice_is_not_taken_for_a_move() -> None:
    old = survey("begin_group | g | G", "text | a | A", "end_group | ", "begin_group | h | H", "text | a | A", "end_group | ",
        "text | z | Z")
    new = survey("text | a | A", "text | z | Z")
    assert set(kinds(old, new)) == {("a", "added"), ("g", "removed"), ("g/a", "removed"), ("h", "removed"), ("h/a", "removed")}


def test_order_names_the_fewest_that_moved() -> None:
    old = survey("text | a | A", "text | b | B", "text | c | C", "text | d | D")
    assert kinds(old, survey("text | d | D", "text | a | A", "text | b | B", "text | c | C")) == {("d", "order"): "all"}


@given(st.permutations(range(7)))
def test_the_longest_rising_part_is_rising_and_none_is_longer(numbers: list[int]) -> None:
    found = longest_rising(numbers)
    rising = [[n for at, n in enumerate(numbers) if mask >> at & 1] for mask in range(1 << len(numbers))]
    best = max(len(each) for each in rising if each == sorted(each))
    assert found == sorted(found) and len(found) == best and [n for n in numbers if n in found] == found


@pytest.mark.parametrize(("old", "new", "carries"), [
    ("integer", "decimal", "all"), ("decimal", "integer", "some"), ("date", "text", "all"), ("text", "date", "some"),
    ("text", "image", "none"), ("image", "text", "none"), ("image", "audio", "none"), ("image", "file", "all"),
    ("text", "note", "none"),
])
def test_a_type_that_changed(old: str, new: str, carries: str) -> None:
    found = kinds(survey(f"{old} | a | A"), survey(f"{new} | a | A"))
    assert found["a", "type"] == carries


@pytest.mark.parametrize(("cells", "kind", "carries"), [
    ("${b} = 1 |", "relevant", "all"), (" | . > 1", "constraint", "some"), (" | | 1 + 1", "calculation", "none"),
    (" | | | yes", "required", "all"), (" | | | | 5", "default", "all"), (" | | | | today()", "default", "all"),
    (" | | | | | yes", "readonly", "none"),
])
def test_a_formula_that_came_or_went(cells: str, kind: str, carries: str) -> None:
    plain, other = survey("text | b | B", "text | a | A"), survey("text | b | B", f"text | a | A | {cells}")
    assert kinds(plain, other)["a", kind] == carries
    assert ("a", kind) in kinds(other, plain) and kinds(other, plain)["a", kind] == "all"


def test_formulas_are_told_as_written() -> None:
    old, new = (form_of(survey("integer | b | B", f"text | a | A | ${{b}} > {n}")) for n in (1, 2))
    found = changes(old, new)
    change = found["a", "relevant"]
    assert (change.old, change.new) == ("${b} > 1", "${b} > 2")
    assert change.line.en == '"A" (a): shown when: ${b} > 1 → ${b} > 2'
    assert change.line.zh == "“A”（a）：显示条件：${b} > 1 → ${b} > 2"


def test_a_formula_is_the_same_when_only_the_place_of_what_it_reads_or_its_spaces_changed() -> None:
    old = survey("integer | b | B", "begin_repeat | r | R", "integer | c | C", "text | a | A | ${b}  > ${c}", "end_repeat | ")
    new = survey("begin_group | g | G", "integer | b | B", "end_group | ", "begin_repeat | r | R", "integer | c | C",
        "text | a | A | ${b}>${c}", "end_repeat | ")
    assert kinds(old, new) == {("g", "added"): "all", ("g/b", "moved"): "all"}


def test_space_inside_quotes_is_text() -> None:
    form = form_of(survey("text | a | A"))
    assert as_written(form, " /data/a  = 'x  /data/a' ") == "${a} = 'x  /data/a'"
    assert alike("a = 'x'", "a='x'") and not alike("a = 'x y'", "a = 'xy'")


def test_texts_of_each_language() -> None:
    found = two("text | a | 甲 | A | 提示 | no", "text | a | 乙 | A | 另一提示 | never")
    assert found["a", "label"].language == "zh" and (found["a", "label"].old, found["a", "label"].new) == ("甲", "乙")
    assert found["a", "label"].line.zh == "“乙”（a）：标签（zh）：“甲” → “乙”"
    assert found["a", "hint"].new == "另一提示"
    both = [change.language for change in diff(form_of(f"{HEAD}| | text | a | 甲 | A |\n{SETTINGS}"),
                                               form_of(f"{HEAD}| | text | a | 乙 | B |\n{SETTINGS}"))]
    assert both == ["zh", "en"]


def test_long_labels_that_differ_at_the_end_or_in_space_differ() -> None:
    found = two(f"text | a | {'长' * 80}甲 | A", f"text | a | {'长' * 80}乙 | A")
    assert ("a", "label") in found


def test_messages_of_constraint_and_required() -> None:
    old, new = (raw_form(xform("<a/>", f'<bind nodeset="/data/a" jr:constraintMsg="c{n}" jr:requiredMsg="r{n}"/>', control("a")))
                for n in (1, 2))
    found = changes(old, new)
    assert (found["a", "message"].new, found["a", "required_message"].new) == ("c2", "r2")


def test_choices_that_came_went_and_were_renamed() -> None:
    choices = CHOICES.replace("| | yn | n | 否 | No | r |\n", "| | yn | u | 不详 | Unknown | r |\n").replace("Yes", "Yes!")
    found = two("select_one yn | a | 甲 | A", "select_one yn | a | 甲 | A", choices)
    assert (found["a", "choice_added"].new, found["a", "choice_added"].carries) == ("u", "all")
    assert (found["a", "choice_removed"].old, found["a", "choice_removed"].carries) == ("n", "some")
    assert found["a", "choice_removed"].line.en == '"A" (a): choices that are gone: n (No)'
    renamed = found["a", "choice_label"]
    assert (renamed.choice, renamed.language, renamed.old, renamed.new) == ("y", "en", "Yes", "Yes!")


def test_a_list_of_many_questions_is_told_once() -> None:
    rows = "| | select_one yn | a | 甲 | A |\n| | select_one yn | b | 乙 | B |\n| | select_one yn | c | 丙 | C |\n"
    found = diff(form_of(HEAD + rows + CHOICES + SETTINGS), form_of(HEAD + rows + CHOICES.replace("否", "没有") + SETTINGS))
    assert [change.paths for change in found] == [("a", "b", "c")]
    assert found[0].line.en.endswith("(and 2 more alike)") and found[0].line.zh.endswith("（另有2题相同）")


def test_a_text_of_many_questions_is_told_once() -> None:
    old, new = (form_of(survey(f"integer | a | A | | . > {n}", f"integer | b | B | | . > {n}", "text | c | C")) for n in (1, 2))
    assert [(change.kind, change.paths) for change in diff(old, new)] == [("constraint", ("a", "b"))]


def test_two_choices_renamed_alike_are_two_changes() -> None:
    rows = "| | select_one yn | a | 甲 | A |\n"
    old, new = (CHOICES.replace("是", text).replace("否", text) for text in ("旧", "新"))
    found = diff(form_of(HEAD + rows + old + SETTINGS), form_of(HEAD + rows + new + SETTINGS))
    assert [change.choice for change in found] == ["y", "n"]


def test_many_choices_are_counted_after_the_first_ten() -> None:
    more = "".join(f"| | yn | m{n} | 新{n} | New {n} | l |\n" for n in range(13))
    found = two("select_one yn | a | 甲 | A", "select_one yn | a | 甲 | A", CHOICES + more)
    assert found["a", "choice_added"].line.en.endswith("m9 (New 9), 3 more")


def test_filters_office_columns_and_appearance() -> None:
    found = two("select_one yn | a | 甲 | A | | | | 5 |", "select_one yn | a | 甲 | A | | | side = 'l' | 7 | minimal")
    assert set(found) == {("a", "choice_filter"), ("a", "fa:days"), ("a", "appearance")}
    assert found["a", "choice_filter"].carries == "some" and (found["a", "fa:days"].old, found["a", "fa:days"].new) == ("5", "7")


def test_parameters_media_and_triggers() -> None:
    said = {"end": "9", "image": "b.png", "value": "2"}
    old, new = (raw_form(xform(
        "<a/><b/>", f"<itext><translation lang='en'><text id='a'><value>A</value><value form='image'>jr://images/{image}</value></text>"
        "</translation></itext>", f'<range ref="/data/a" start="1" end="{end}" step="1"><label ref="jr:itext(\'a\')"/>'
        f'<setvalue event="xforms-value-changed" ref="/data/b" value="{value}"/></range>' + control("b")))
        for end, image, value in (("5", "a.png", "1"), said.values()))
    found = changes(old, new)
    assert set(found) == {("a", "parameter:end"), ("a", "media"), ("b", "trigger")}
    assert found["a", "parameter:end"].carries == "some" and found["b", "trigger"].new == "${a}: 2"
    assert found["a", "media"].new == "en image: jr://images/b.png"


def test_groups_repeats_and_their_counts() -> None:
    group = survey("begin_group | g | G", "text | a | A", "end_group | ")
    renamed = survey("begin_group | g | H | 1 = 1", "text | a | A", "end_group | ")
    repeat = survey("begin_repeat | g | G", "text | a | A", "end_repeat | ")
    assert set(kinds(group, renamed)) == {("g", "label"), ("g", "relevant")}
    assert kinds(group, repeat)["g", "repeat"] == "none"
    old, new = (raw_form(xform("<n>1</n><r><a/></r>", body=f'<repeat nodeset="/data/r" {count}><input ref="/data/r/a"/></repeat>'))
                for count in ("", 'jr:count="/data/n"'))
    assert changes(old, new)["r", "count"].new == "${n}" and changes(old, new)["r", "count"].carries == "some"


def test_the_form_itself() -> None:
    old, new = (form_of(f"{HEAD}| | text | a | 甲 | A |\n{text}") for text in
                (SETTINGS, SETTINGS.replace("| f | 1 | T |", "| f | 2 | U |")))
    assert [(change.kind, change.old, change.new) for change in diff(old, new)] == [("version", "1", "2"), ("title", "T", "U")]
    chinese = form_of("| survey |\n| | type | name | label::中文 (zh) |\n| | text | a | 甲 |\n" + SETTINGS)
    assert [(change.kind, change.language) for change in diff(old, chinese)] == [("language", "en")]
    assert [(change.kind, change.language) for change in diff(chinese, old)] == [("language", "en")]


NAMES = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7)


@st.composite
def layouts(draw: st.DrawFn) -> Form:
    """A form of some of seven questions, each at the top, in a group or in a repeat."""
    top, group, repeat = ("".join(f"<{name}/>" for name in draw(NAMES)) for _ in range(3))
    nodes = f"{top}<g1>{group}<g2/></g1><r1>{repeat}<r2/></r1>"
    return raw_form(xform(nodes, body='<repeat nodeset="/data/r1"/>'))


@settings(max_examples=40)
@given(layouts(), layouts())
def test_each_node_is_matched_kept_added_or_removed_exactly_once(old: Form, new: Form) -> None:
    pairs = match(old, new)
    assert len(set(pairs.values())) == len(pairs) and all(old.definitions[a].name == new.definitions[b].name for a, b in
                                                         list(pairs.items())[1:])
    found = diff(old, new)
    assert {each.path for each in found if each.kind == "added"} == {
        each.path for each in new.definitions[1:] if each.index not in pairs.values()}
    assert {each.path for each in found if each.kind == "removed"} == {
        each.path for each in old.definitions[1:] if each.index not in pairs}
    assert all(change.line.zh and change.line.en and change.carries in AFTER for change in found)


def test_a_formula_made_to_be_slow_is_written_at_once() -> None:
    assert as_written(form_of(WIDE), "../" * 6_000 + "1") == "../" * 6_000 + "1"
