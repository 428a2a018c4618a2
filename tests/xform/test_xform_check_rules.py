"""The single rules of the check of an XLSForm: what is severe, what is a remark, and where it is found."""

from __future__ import annotations

import pytest

from fieldaudit.xform import Fault, check, load

pytestmark = pytest.mark.slow  # `make check` stays under a minute

COLUMNS = ("type", "name", "label", "relevant", "constraint", "calculation", "choice_filter", "parameters", "appearance", "default",
           "trigger", "hint", "image", "big-image", "repeat_count", "save_to", "required")
YN = """| choices |
| | list_name | name | label | side |
| | yn | yes | Yes | a |
| | yn | no | No | b |
| | two | a | A | a |
"""


def form(*rows: dict[str, str], more: str = YN) -> bytes:
    """A survey of rows by column, the first of which is row 2."""
    lines = "".join("| | " + " | ".join(row.get(column, "") for column in COLUMNS) + " |\n" for row in rows)
    return ("| survey |\n| | " + " | ".join(COLUMNS) + " |\n" + lines + more).encode()


def q(kind: str = "text", name: str = "q", label: str = "Q", **others: str) -> dict[str, str]:
    """A row."""
    return {"type": kind, "name": name, "label": label, **{key.replace("_file", "").replace("__", "-"): v for key,
        v in others.items()}}


def found(*rows: dict[str, str], more: str = YN, files: dict[str, bytes] | None = None) -> list[tuple[bool, str, int, str, str]]:
    return [(f.severe, f.sheet, f.row, f.column, f.text.en) for f in check(form(*rows, more=more), "md", files)]


A = q(name="a", label="A")
SEVERE: dict[str, tuple[list[dict[str, str]], int, str, str]] = {
    "KoboToolbox's own rows": ([q("begin_kobomatrix")], 2, "type", "KoboToolbox only"),
    "KoboToolbox's score": ([q("score__row")], 2, "type", "KoboToolbox only"),
    "a type in capitals": ([q("Integer")], 2, "type", "did you mean integer?"),
    "begin in capitals": ([q("Begin Group")], 2, "type", "did you mean begin_group?"),
    "no label and no hint": ([q(label="")], 2, "label", "neither label nor hint"),
    "guidance alone is no label": ([{"type": "text", "name": "q"}], 2, "label", "neither"),
    "a big image alone": ([q(big__image="b.png")], 2, "big-image", "image too"),
    "a calculate without calculation": ([q("calculate")], 2, "calculation", "missing"),
    "a reserved name": ([q(name="meta")], 2, "name", "reserved"),
    "a repeat named like the root": ([q("begin_repeat", "data"), A, {"type": "end_repeat"}], 2, "name", "root"),
    "a reference with spaces": ([A, q(label="${ a }")], 3, "label", "no spaces"),
    "a reference without end": ([A, q(label="see ${a")], 3, "label", "without its }"),
    "a reference in a hint": ([q(hint="${nowhere}")], 2, "hint", "nowhere"),
    "a reference that names a file": ([q("csv-external", "p", ""), q(label="${p}")], 3, "label", "use instance('p')"),
    "a full-width comma": ([A, q(relevant="concat(${a}，'x') = 'ax'")], 3, "relevant", "write ,"),
    "a full-width equals": ([A, q(relevant="${a} ＝ 1")], 3, "relevant", "write ="),
    "full-width brackets": ([A, q(relevant="not（${a}）")], 3, "relevant", "write ("),
    "a full-width digit": ([A, q(relevant="${a} > １")], 3, "relevant", "write 1"),
    "an Excel error": ([q(label="#REF!")], 2, "label", "Excel's error #REF!"),
    "an Excel error for a formula": ([A, q(relevant="#NAME?")], 3, "relevant", "Excel's error #NAME?"),
    "a trigger that is no reference": ([A, q(calculation="now()", trigger="a")], 3, "trigger", "${name}"),
    "triggers without comma": ([A, q(name="b"), q(calculation="now()", trigger="${a} ${b}")], 4, "trigger", "commas"),
    "a trigger that is not shown": (
        [q("calculate", "c", "", calculation="1"), q(calculation="now()", trigger="${c}")], 3, "trigger",
                                    "not shown"),
    "a filter with or_other": ([q("select_one yn or_other", choice_filter="side = 'a'")], 2, "choice_filter", "or_other"),
    "a file without ending": ([q("select_one_from_file homes")], 2, "type", "must end in"),
    "a file of another kind": ([q("select_one_from_file homes.xlsx")], 2, "type", "must end in"),
    "external choices without their sheet": (
        [q("select_one_external towns", choice_filter="a = 1")], 2, "type", "external_choices"),
    "search()": ([q("select_one yn", appearance="minimal search('homes')")], 2, "appearance", "select_one_from_file"),
    "answers as choices of a multiple select": (
        [q("begin_repeat", "r"), A, {"type": "end_repeat"}, q("select_multiple ${a}")], 5, "type", "select_one and rank"),
    "parameters that are none": ([q("range", parameters="start 0")], 2, "parameters", "name=value"),
    "an unknown parameter": ([q("range", parameters="stop=5")], 2, "parameters", "takes no parameter 'stop'"),
    "a step that is too great": ([q("range", parameters="start=0 end=2 step=3")], 2, "parameters", "greater than"),
    "a step of 0": ([q("range", parameters="step=0")], 2, "parameters", "cannot be 0"),
    "a start that is no number": ([q("range", parameters="start=low")], 2, "parameters", "start must be a number"),
    "rows that are no number": ([q(parameters="rows=some")], 2, "parameters", "whole number"),
    "max-pixels that is no number": ([q("image", parameters="max-pixels=big")], 2, "parameters", "whole number"),
    "a quality that is none": ([q("audio", parameters="quality=best")], 2, "parameters", "voice-only, low"),
    "randomize that is neither": ([q("select_one yn", parameters="randomize=yes")], 2, "parameters", "true, false"),
    "a seed without randomize": ([q("select_one yn", parameters="seed=3")], 2, "parameters", "randomize=true"),
    "a seed that is a word": ([q("select_one yn", parameters="randomize=true seed=x")], 2, "parameters", "seed must be"),
    "an accuracy that is no number": ([q("geopoint", parameters="capture-accuracy=good")], 2, "parameters", "must be a number"),
    "an audit with half a place": (
        [{"type": "audit", "name": "audit", "parameters": "location-priority=balanced"}], 2, "parameters",
                                   "location-min-interval"),
    "an audit with a name": ([{"type": "audit", "name": "log"}], 2, "name", "audit"),
    "a background place without trigger": ([{"type": "background-geopoint", "name": "g"}], 2, "trigger", "needs a trigger"),
    "the question of jr:choice-name without quotes": (
        [q("select_one yn", "s"), q("calculate", "c", "", calculation="jr:choice-name(${s}, ${s})")], 3, "calculation",
            "in quotes"),
    "a table-list of two lists": (
        [q("begin_group", "g", appearance="table-list"), q("select_one yn", "s"), q("rank two", "t"), {"type": "end_group"}],
        4, "type", "share one list"),
    "a filter in a table-list": (
        [q("begin_group", "g", appearance="table-list"), q("select_one yn", "s", choice_filter="side = 'a'"),
         {"type": "end_group"}],
        3, "choice_filter", "table-list"),
    "tick labels beside the scale": ([q("range", parameters="end=5 tick_labelset=yn")], 2, "parameters", "on the scale"),
    "tick labels that are no list": ([q("range", parameters="tick_labelset=ynn")], 2, "parameters", "did you mean yn?"),
    "ticks of a rating": ([q("range", parameters="tick_interval=2", appearance="rating")], 2, "parameters", "tick_interval"),
    "places of nothing": ([q("geoshape", parameters="reference-geometry=plots")], 2, "parameters", "${repeat}"),
    "an app without a package": ([q("image", parameters="app=camera")], 2, "parameters", "package name"),
    "save_to without entities": ([q(save_to="height")], 2, "save_to", "sheet entities"),
}


@pytest.mark.parametrize("case", SEVERE)
def test_a_severe_fault(case: str) -> None:
    rows, number, column, words = SEVERE[case]
    faults = [each for each in found(*rows) if each[0]]
    assert [each[1:4] for each in faults] == [("survey", number, column)]
    assert words in faults[0][4]


REMARKS: dict[str, tuple[list[dict[str, str]], int, str, str]] = {
    "a choice that does not exist": ([q("select_one yn", "s"), q(relevant="${s} = 'ye'")], 3, "relevant", "did you mean yes?"),
    "selected() of one that does not exist": (
        [q("select_multiple yn", "s"), q(relevant="selected(${s}, 'on')")], 3, "relevant", "'on'"),
    "compared the other way round": ([q("select_one yn", "s"), q(relevant="'maybe' != ${s}")], 3, "relevant", "'maybe'"),
    "a number for a choice": ([q("select_one yn", "s"), q(relevant="${s} = 1")], 3, "relevant", "no choice '1'"),
    "in a constraint": ([q("select_one yn", "s", constraint=". != 'nope'")], 2, "constraint", "'nope'"),
    "a column the list lacks": ([q("select_one yn", "s", choice_filter="sid = 'a'")], 2, "choice_filter", "did you mean side?"),
    "curly quotes": ([A, q(relevant="${a} = ‘x’")], 3, "relevant", "straight quotes"),
    "curly double quotes": ([A, q(relevant="${a} = “x”")], 3, "relevant", "straight quotes"),
    "a full-width reference": ([A, q(label="${a}和＄｛a｝")], 3, "label", "full-width"),
    "no choices for jr:choice-name": ([A, q("calculate", "c", "", calculation="jr:choice-name(${a}, '${a}')")], 3, "calculation",
                                      "no choices"),
    "a file of an unknown folder": ([q("select_one_from_file homes.csv")], 2, "type", "homes.csv is needed"),
    "answers that do not repeat": ([A, q("select_one ${a}")], 3, "type", "in no repeat"),
}


@pytest.mark.parametrize("case", REMARKS)
def test_a_remark_does_not_keep_the_form_from_opening(case: str) -> None:
    rows, number, column, words = REMARKS[case]
    faults = found(*rows)
    assert [(severe, sheet, row, at) for severe, sheet, row, at, _ in faults] == [(False, "survey", number, column)]
    assert words in faults[0][4]
    assert load(form(*rows), "md", "form").questions


SOUND: dict[str, list[dict[str, str]]] = {
    "a choice that exists": [q("select_one yn", "s"), q(relevant="${s} = 'yes' or selected(${s}, 'no') or ${s} = ''")],
    "other of or_other": [q("select_one yn or_other", "s"), q(relevant="${s} = 'other'")],
    "older spellings": [q("select all that apply from yn", "s"), q("begin group", "g"), q("string", "t"), {"type": "end group"}],
    "parameters in any form": [q("select_one yn", "s", parameters="randomize = true, seed=7"), q("range", "r",
        parameters="start=1;end=5")],
    "full-width signs in a text": [A, q(relevant="${a} = '甲，乙（丙）'")],
    "a label that is a picture": [{"type": "text", "name": "p", "image": "p.png"}],
    "a note without name": [{"type": "note", "label": "Hello"}],
    "a calculation without label": [{"type": "text", "name": "t", "calculation": "1 + 1"}],
    "a section without label": [{"type": "begin_group", "name": "g"}, A, {"type": "end_group"}],
    "the last record": [q(default="${last-saved#q}")],
    "the record's own id": [q("calculate", "c", "", calculation="${instanceID}")],
    "one name in two sections": [q("begin_group", "g"), A, {"type": "end_group"}, q("begin_group", "h"), A, {"type": "end_group"}],
    "a remark row": [A, {"hint": "only a note of the author's"}],
    "several triggers": [A, q(name="b"), q(calculation="now()", trigger="${a}, ${b}")],
    "a table-list": [q("begin_group", "g", appearance="table-list"), q("select_one yn", "s"), q("select_one yn", "t"),
                     {"type": "end_group"}],
    "a row of labels": [q("select_one yn", "s", "", appearance="label")],
    "ticks": [q("range", "r", parameters="start=0 end=10 step=5 tick_interval=5", appearance="vertical")],
    "places of a repeat": [q("begin_repeat", "r"), q("geoshape", "s"), {"type": "end_repeat"},
                           q("geoshape", "t", parameters="reference-geometry=${r}")],
    "an app's package": [q("image", "i", parameters="app=org.example.camera")],
    "a filter on answers of a repeat": [q("begin_repeat", "r"), A, q("integer", "age"), {"type": "end_repeat"},
                                        q("select_one ${a}", "s", choice_filter="${age} > 18")],
    "current() in a filter": [q("select_one yn", "s"), q("select_one yn", "t",
        choice_filter="side = 'a' and name != current()/../s")],
}


@pytest.mark.parametrize("case", SOUND)
def test_no_fault_where_none_is(case: str) -> None:
    assert found(*SOUND[case]) == []


# -- files --------------------------------------------------------------------------------------------------
def test_a_file_that_is_named_but_not_there_is_a_fault_with_the_nearest_name() -> None:
    assert found(q("select_one_from_file homes.csv"), files={"home.csv": b"name,label\n"}) == [
        (True, "survey", 2, "type", "the file homes.csv is missing from the form's media folder "
         "(for rooms.xlsx: rooms-media beside it); did you mean home.csv?")]
    assert [each[:4] for each in found(q("csv-external", "homes", ""), q("xml-external", "streets", ""), q(
        "calculate", "c", "", calculation="pulldata('people', 'age', 'name', 'x')"), files={})] == [
        (True, "survey", 2, "name"), (True, "survey", 3, "name"), (True, "survey", 4, "calculation")]


@pytest.mark.parametrize(("name", "data", "column"), [
    ("h.csv", b"code,label\n1,A\n", "'name' (value)"), ("h.csv", b"name,title\n1,A\n", "'label' (label)"),
    ("h.xml", b"<root><item><name>a</name></item></root>", "'label' (label)"),
    ("h.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":null,"properties":{"t":"T"}}]}',
     "'title' (label)"),
])
def test_a_column_that_a_file_lacks_is_a_fault(name: str, data: bytes, column: str) -> None:
    faults = found(q(f"select_one_from_file {name}"), files={name: data})
    assert [each[:4] for each in faults] == [(True, "survey", 2, "type")] and column in faults[0][4]


def test_the_columns_that_parameters_name_must_be_there() -> None:
    files = {"h.csv": b"code,title\n1,A\n"}
    assert found(q("select_one_from_file h.csv", parameters="value=code label=title"), files=files) == []
    faults = found(q("select_one_from_file h.csv", parameters="value=cod label=title"), files=files)
    assert [each[:4] for each in faults] == [(True, "survey", 2, "parameters")] and "did you mean code?" in faults[0][4]


def test_a_filter_on_a_file_knows_its_columns() -> None:
    files = {"h.csv": b"name,label,town\n1,A,x\n"}
    assert found(q("select_one_from_file h.csv", choice_filter="town = 'x'"), files=files) == []
    assert [each[:4] for each in found(q("select_one_from_file h.csv", choice_filter="twon = 'x'"), files=files)] == [
        (False, "survey", 2, "choice_filter")]


def test_a_file_that_cannot_be_read_is_a_fault_of_its_row() -> None:
    faults = found(q("select_one_from_file h.geojson"), files={"h.geojson": b"{}"})
    assert [each[:4] for each in faults] == [(True, "survey", 2, "type")] and "the file h.geojson: " in faults[0][4]


def test_two_files_under_one_name() -> None:
    faults = found(q("select_one_from_file yn.csv", "a"), files={"yn.csv": b"name,label\n"})
    assert [each[:4] for each in faults] == [(True, "survey", 2, "type")] and "already the name of" in faults[0][4]


# -- other sheets -------------------------------------------------------------------------------------------
def sheet(name: str, *lines: str) -> str:
    return f"| {name} |\n" + "".join(f"| | {line} |\n" for line in lines)


@pytest.mark.parametrize(("more", "place", "words"), [
    (sheet("settings", "form_id | default_language", "x y | en"), (False, "settings", 2, "form_id"), "spaces"),
    (sheet("settings", "form_id", "x", "y"), (False, "settings", 3, ""), "only row 2"),
    (sheet("settings", "name", "1x"), (True, "settings", 2, "name"), "root"),
    (sheet("settings", "allow_choice_duplicates", "perhaps"), (False, "settings", 2, "allow_choice_duplicates"), "yes or no"),
    (sheet("settings", "instance_name", "concat(${nobody}, 1)"), (True, "settings", 2, "instance_name"), "nobody"),
    (sheet("settings", "instance_name", "conct(1, 2)"), (True, "settings", 2, "instance_name"), "did you mean concat()?"),
    (sheet("settings", "fa_hazrd", "x"), (False, "settings", 2, "fa_hazrd"), "did you mean fa_hazard?"),
    (sheet("settings", "public_key", "MII"), (False, "settings", 2, "public_key"), "not encrypted"),
    (sheet("setings", "form_id", "x"), (False, "setings", 0, ""), "did you mean settings?"),
    (sheet("entities", "list_name | label", "| x"), (True, "entities", 2, "list_name"), "missing"),
    (sheet("entities", "list_name | label", "trees"), (True, "entities", 2, "label"), "needs a label"),
])
def test_faults_of_other_sheets(more: str, place: tuple[bool, str, int, str], words: str) -> None:
    faults = found(A, more=more)
    assert place in [each[:4] for each in faults]
    assert any(words in each[4] for each in faults)


def test_a_choice_without_label_is_a_remark_and_a_column_with_a_space_too() -> None:
    choices = sheet("choices", "list_name | name | label | big side", "yn | yes | | x", "yn | no | No | y")
    assert [each[:4] for each in found(q("select_one yn"), more=choices)] == [
        (False, "choices", 1, "big side"), (False, "choices", 2, "label")]


@pytest.mark.cites("xlsform.allow_choice_duplicates")
def test_choices_may_be_doubled_where_the_settings_allow_it() -> None:
    doubled = YN + "| | yn | yes | Again | b |\n"
    assert [each[:4] for each in found(q("select_one yn"), more=doubled)] == [(True, "choices", 5, "name")]
    assert found(q("select_one yn"), more=doubled + sheet("settings", "allow_choice_duplicates", "yes")) == []


# -- headings and languages -----------------------------------------------------------------------------------
def headings(first: str, *lines: str) -> list[Fault]:
    return check(sheet("survey", first, *lines).encode(), "md")


@pytest.mark.parametrize(("heading", "near"), [
    ("relevent", "relevant"), ("constraint mesage", "constraint_message"), ("requird", "required"), ("calculatoin", "calculation"),
    ("hints", "hint"), ("Choice Fliter", "choice_filter"), ("labl::English (en)", "label"),
])
def test_a_misspelt_heading_is_a_remark_with_the_nearest(heading: str, near: str) -> None:
    label = "media::image" if near == "label" else "label"
    faults = headings(f"type | name | {label} | {heading}", "note | a | A | x")
    assert [(f.severe, f.sheet, f.row, f.column) for f in faults] == [(False, "survey", 1, heading)]
    assert f"did you mean {near}?" in faults[0].text.en


@pytest.mark.cites("xlsform.columns-any-order")
@pytest.mark.parametrize("heading", ["comment", "Notes of the office", "$given_name", "$kuid", "_version",
    "bind::odk:x", "body::accuracy",
                                     "instance::hxl", "sms_field", "备注"])
def test_columns_of_ones_own_are_no_fault(heading: str) -> None:
    assert headings(f"type | name | label | {heading}", "text | a | A | x") == []


@pytest.mark.cites("xlsform.aliases")
@pytest.mark.parametrize("row", [
    "Type | Name | LABEL | Constraint Message", "command | tag | caption | constraining_message",
        "type|name|label|bind::jr:constraintMsg",
    "type | name | label | constraint message", "type | name | label:English (en) | hint:English (en)",
])
def test_other_spellings_of_headings_are_understood(row: str) -> None:
    assert headings(row, "text | a | A | no") == []


def test_a_column_under_two_names_is_a_fault() -> None:
    faults = headings("type | name | label | relevant | bind::relevant", "text | a | A | true() | true()")
    assert [(f.severe, f.row, f.column) for f in faults] == [(True, 1, "bind::relevant")]


def test_a_prefix_that_is_not_declared_says_what_to_write() -> None:
    faults = headings("type | name | label | bind::esri:length", "text | a | A | 5")
    assert [(f.severe, f.sheet, f.row, f.column) for f in faults] == [(True, "settings", 2, "namespaces")]
    declared = sheet("settings", "namespaces", 'esri="http://esri.example/x"')
    assert check((sheet("survey", "type | name | label | bind::esri:length", "text | a | A | 5") + declared).encode(), "md") == []


def test_a_missing_translation_is_one_remark_a_column_with_its_rows() -> None:
    source = sheet("survey", "type | name | label::English (en) | label::中文 (zh) | hint::English (en)", "text | a | A | 甲 | h",
                   "text | b | B | |", "text | c | C | |")
    assert [(f.severe, f.row, f.column) for f in check(source.encode(), "md")] == [
        (False, 2, "hint::中文 (zh)"), (False, 3, "label::中文 (zh)")]
    assert "3, 4" in check(source.encode(), "md")[1].text.en


def test_a_default_language_that_no_column_is_in_is_a_remark() -> None:
    source = sheet("survey", "type | name | label::English (en) | label::中文 (zh)", "text | a | A | 甲") + sheet(
        "settings", "default_language", "Englsh (en)")
    faults = check(source.encode(), "md")
    assert [(f.severe, f.sheet, f.column) for f in faults] == [(False, "settings", "default_language")]
    assert "did you mean English (en)?" in faults[0].text.en


@pytest.mark.parametrize(("source", "place"), [
    (sheet("survey", "type | name | label | instance::bad name", "text | a | A | x"), (True, "survey", 1, "instance::bad name")),
    (sheet("survey", "type | name | label | bind", "text | a | A | x"), (True, "survey", 1, "bind")),
    (sheet("survey", "type | name | label | bind::1x", "text | a | A | x"), (True, "survey", 1, "bind::1x")),
    (sheet("survey", "type | name | label", "text | a① | A"), (True, "survey", 2, "name")),
    (sheet("survey", "type | name | label", "text | 甲、乙 | A"), (True, "survey", 2, "name")),
    (sheet("survey", "type | name | label", "select_one yn | a | A") + sheet(
        "choices", "list_name | name | label | ①x", "yn | y | Y | z"),
     (False, "choices", 1, "①x")),
])
def test_names_that_xml_cannot_hold(source: str, place: tuple[bool, str, int, str]) -> None:
    assert [(f.severe, f.sheet, f.row, f.column) for f in check(source.encode(), "md")] == [place]


def test_names_in_chinese_are_names() -> None:
    source = sheet("survey", "type | name | label | relevant", "integer | 床位 | 床位数 | ", "text | 说明 | 说明 | ${床位} > 3")
    assert check(source.encode(), "md") == []


def test_a_fault_in_one_language_stands_at_its_own_heading() -> None:
    source = sheet("survey", "type | name | label::中文 (zh) | label::English (en)", "text | a | 甲 | A",
                   "note | n | 见${a} | See ${aa}")
    assert [(f.severe, f.row, f.column) for f in check(source.encode(), "md")] == [(True, 3, "label::English (en)")]
