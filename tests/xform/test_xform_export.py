"""Records as tables and JSON: one row a record, repeats apart, labels on demand, and CSV that runs nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_forms import begun, control, xform
from sample_forms import WIDE, form_of, record_of, survey

from fieldaudit.xform import Record
from fieldaudit.xform.export import Table, as_json, csv_bytes, key_of, table

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FORM = form_of(WIDE)
NESTED = xform(
    '<a/><r jr:template=""><name/><s jr:template=""><note/></s></r><z/><meta><instanceID/></meta>', "",
    control("a") + '<repeat nodeset="/data/r"><input ref="/data/r/name"><label>Name</label></input><repeat nodeset="/data/r/s">'
    '<input ref="/data/r/s/note"><label>Note</label></input></repeat></repeat>' + control("z"))
ITEMS = "".join(f"<item><label>{n}</label><value>{n}</value></item>" for n in "xy")
ANSWERS = {"a": "1", "r": "2", "r[1]/name": "x", "r[1]/s": "2", "r[1]/s[1]/note": "p", "r[1]/s[2]/note": "q", "r[2]/s": "1",
           "r[2]/s[1]/note": "t", "meta/instanceID": "uuid:7"}


def nested() -> list[Table]:
    record = begun(NESTED, ANSWERS)
    return table([record], record.form)


def cells(found: Table, row: int = 0) -> dict[str, str]:
    return dict(zip(found.columns, found.rows[row], strict=True))


# -- tables ----------------------------------------------------------------------------------------------
def test_a_record_is_a_row_and_each_repeat_a_table_of_its_own() -> None:
    main, outer, inner = nested()
    assert (main.path, main.name, outer.path, outer.name, inner.path, inner.name) == (
        "", "small", "r", "small-r", "r/s", "small-r.s")
    assert main.columns == ("a", "z", "meta/instanceID", "KEY") and main.rows == (("1", "", "uuid:7", "uuid:7"),)
    assert outer.columns == ("r/name", "KEY", "PARENT_KEY", "INDEX")
    assert outer.rows == (("x", "uuid:7/r[1]", "uuid:7", "1"), ("", "uuid:7/r[2]", "uuid:7", "2"))
    assert inner.rows == (("p", "uuid:7/r[1]/s[1]", "uuid:7/r[1]", "1"), ("q", "uuid:7/r[1]/s[2]", "uuid:7/r[1]", "2"),
                          ("t", "uuid:7/r[2]/s[1]", "uuid:7/r[2]", "1"))


def test_ten_instances_stand_in_the_order_of_their_numbers() -> None:
    record = begun(NESTED, {"r": "11", **{f"r[{n}]/name": str(n) for n in range(1, 12)}})
    assert [row[0] for row in table([record], record.form)[1].rows] == [str(n) for n in range(1, 12)]


def test_keys_are_the_instance_ids_else_numbers_else_what_is_given() -> None:
    record = begun(NESTED, ANSWERS)
    bare = begun(xform("<a/>", body=control("a")), {"a": "1"})
    assert key_of(record) == "uuid:7" and key_of(bare) == ""
    assert [row[-1] for row in table([bare, bare], bare.form)[0].rows] == ["1", "2"]
    assert [row[-1] for row in table([bare, bare], bare.form, keys=["x", "y"])[0].rows] == ["x", "y"]


def test_columns_stand_in_the_forms_order_calculations_among_them_and_notes_and_attributes_left_out() -> None:
    form = form_of(survey("text | a | A", "calculate | c | | | | ${a}", "note | n | N", "text | b | B", "start | s | "))
    assert table([], form)[0].columns == ("a", "c", "b", "s", "meta/instanceID", "KEY")
    record = begun(xform('<a unit="m"/>', body=control("a")))
    assert table([record], record.form)[0].columns == ("a", "KEY")


def test_what_is_hidden_is_blank() -> None:
    form = form_of(survey("text | a | A", "text | b | B | ${a} = 'x'"))
    assert cells(table([record_of(form, {"b": "secret"})], form)[0])["b"] == ""


def test_labels_in_headings_and_cells() -> None:
    record = record_of(FORM, {"building/bars": "fail", "many": "pass na", "building/beds": "3", "rooms[1]/spot": "west"})
    zh, en = (table([record], FORM, language=language) for language in ("zh", "en"))
    assert cells(zh[0])["外窗防盗网"] == "不符合" and cells(en[0])["Bars on windows"] == "Fail"
    assert cells(en[0])["Many"] == "Pass; Not applicable" and cells(en[0])["Beds"] == "3"
    assert cells(zh[1])["位置"] == "西"  # a filtered list
    assert cells(en[0])["twice"] == "6"  # no label: its name


def test_headings_alike_are_told_apart() -> None:
    form = form_of(survey("text | a | Same", "text | b | Same", "text | c | Other"))
    assert table([], form, language="default")[0].columns[:3] == ("Same (a)", "Same (b)", "Other")


def test_a_choice_made_from_the_record_is_told_by_its_label_there() -> None:
    form = xform("<r><name/></r><pick/>", body='<repeat nodeset="/data/r"><input ref="/data/r/name"/></repeat>'
        '<select1 ref="/data/pick"><label>pick</label><itemset nodeset="/data/r[name != \'\']"><value ref="name"/>'
        '<label ref="name"/></itemset></select1>')
    record = begun(form, {"r": "1", "r[1]/name": "甲 室", "pick": "甲 室"})
    assert cells(table([record], record.form, language="zh")[0])["pick"] == "甲 室"


def test_a_choice_that_is_not_offered_any_more_keeps_its_name_or_known_label() -> None:
    record = record_of(FORM, {"building/bars": "pass", "rooms": "1", "rooms[1]/spot": "west", "many": "ghost pass"})
    found = table([record], FORM, language="en")
    assert cells(found[1])["Place"] == "West" and cells(found[0])["Many"] == "ghost; Pass"


def test_two_choices_of_one_name_are_told_apart_by_what_is_offered() -> None:
    form = form_of(WIDE.replace("| | place | north | 北 | North | pass |", "| | place | west | 西侧 | West side | pass |")
        .replace("| | form_id |", "| | form_id | allow_choice_duplicates |").replace("| | sample |", "| | sample | yes |"))
    for bars, label in (("fail", "West"), ("pass", "West side")):
        record = record_of(form, {"building/bars": bars, "rooms[1]/spot": "west"})
        assert cells(table([record], form, language="en")[1])["Place"] == label


def test_a_selection_split_by_choice() -> None:
    others = {"building/bars": "fail", "rooms[1]/title": "no choice"}
    records = [record_of(FORM, {"many": many, **others}) for many in ("pass na", "", "ghost")]
    found = table(records, FORM, split=True)[0]
    columns = ["many", "many/pass", "many/fail", "many/na", "many/ghost"]
    assert [[cells(found, row)[name] for name in columns] for row in range(3)] == [
        ["pass na", "1", "0", "1", "0"], ["", "", "", "", ""], ["ghost", "0", "0", "0", "1"]]
    assert [name for name in found.columns if "/" in name and name.startswith("many")] == columns[1:]
    assert "many/pass" not in table(records, FORM)[0].columns
    assert "Many/Not applicable" in table(records, FORM, split=True, language="en")[0].columns


# -- JSON ------------------------------------------------------------------------------------------------
def test_a_language_may_be_a_kin_of_the_forms() -> None:
    record = record_of(WIDE, {"many": "pass"})
    for split in (False, True):
        assert table([record], FORM, language="en-GB", split=split) == table([record], FORM, language="en", split=split)


def test_the_label_of_a_choice_is_told_with_the_answers_it_quotes() -> None:
    record = record_of("""| survey |
| | type | name | label |
| | text | nm | N |
| | select_multiple l | q | Q |
| choices |
| | list_name | name | label |
| | l | a | Door of ${nm} |
| | l | b | Gate |
""", {"nm": "hall", "q": "a b"})
    assert table([record], record.form, language="en")[0].rows[0][1] == "Door of hall; Gate"
    assert as_json(record, "en")["q"] == ["Door of hall", "Gate"]


def test_json_nests_groups_and_repeats() -> None:
    assert as_json(begun(NESTED, ANSWERS)) == {
        "a": "1", "r": [{"name": "x", "s": [{"note": "p"}, {"note": "q"}]}, {"name": None, "s": [{"note": "t"}]}],
        "z": None, "meta": {"instanceID": "uuid:7"}}


def test_json_values_have_their_kind() -> None:
    names = {"i": "int", "d": "decimal", "b": "boolean", "t": "string", "g": "geopoint"}
    form = xform("".join(f"<{name}/>" for name in names) + "<m/><k/><c/>",
        "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in names.items())
        + '<bind nodeset="/data/c" calculate="1 + 1"/>',
        "".join(control(name) for name in names) + control("m", "select", ITEMS) + control("k", "odk:rank", ITEMS))
    found = as_json(begun(form, {"i": "-7", "d": "2.50", "b": "true", "t": "007", "g": "1 2 3 4", "m": "x", "k": "y x"}))
    assert found == {"i": -7, "d": 2.5, "b": True, "t": "007", "g": "1 2 3 4", "m": ["x"], "k": ["y", "x"], "c": "2"}
    assert isinstance(found["i"], int) and isinstance(found["d"], float)
    assert as_json(begun(form, {"i": "many", "d": "1e5", "b": "perhaps"})) | {"t": 0} == {
        "i": "many", "d": "1e5", "b": "perhaps", "t": 0, "g": None, "m": None, "k": None, "c": "2"}


def test_json_leaves_out_what_is_hidden_and_gives_null_for_what_is_not_answered() -> None:
    form = form_of(survey("text | a | A", "text | b | B | ${a} = 'x'", "begin_group | g | G | ${a} = 'x'", "text | c | C",
        "end_group | ", "note | n | N", "calculate | e | | | | ''"))
    assert {name: value for name, value in as_json(record_of(form, {"b": "1"})).items() if name != "meta"} == {"a": None}
    assert {name: value for name, value in as_json(record_of(form, {"a": "x"})).items() if name != "meta"} == {
        "a": "x", "b": None, "g": {"c": None}}


def test_json_of_a_repeat_holds_only_the_instances_that_count() -> None:
    form = xform("<n/><r jr:template=''><a/></r>", '<bind nodeset="/data/r" relevant="position(.) &gt; /data/n"/>',
        control("n") + '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>')
    rooms = {"r": "3", "r[1]/a": "1", "r[2]/a": "2"}
    assert as_json(begun(form)) == {"n": None, "r": []}
    assert as_json(begun(form, {"n": "1", **rooms})) == {"n": "1", "r": [{"a": "2"}, {"a": None}]}


def test_json_with_labels() -> None:
    record = record_of(FORM, {"building/bars": "fail", "many": "pass na"})
    found = as_json(record, "en")
    assert found["building"]["bars"] == "Fail" and found["many"] == ["Pass", "Not applicable"]


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["a", "z", "r[1]/name", "r[3]/name", "r[2]/s[2]/note", "r[3]/s[1]/note"]), st.text(
    st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=5)))
def test_tables_and_json_hold_every_value_once(answers: dict[str, str]) -> None:
    record = begun(NESTED, answers)
    values = sorted(record.values().values())
    in_tables = [cell for found in table([record], record.form) for row in found.rows
                 for name, cell in zip(found.columns, row, strict=True) if cell and name not in ("KEY", "PARENT_KEY", "INDEX")]
    assert sorted(in_tables) == values == sorted(_leaves(json.loads(json.dumps(as_json(record)))))


def _leaves(tree: Any) -> list[str]:
    if isinstance(tree, Mapping):
        return [leaf for each in tree.values() for leaf in _leaves(each)]
    if isinstance(tree, list):
        return [leaf for each in tree for leaf in _leaves(each)]
    return [] if tree is None else [tree]


# -- CSV -------------------------------------------------------------------------------------------------
def one_cell(value: str) -> str:
    """A cell as it stands in the file, quotes undone."""
    data = csv_bytes(Table("", "t", ("a", "b"), ((value, "x"),)))
    return next(row[0] for at, row in enumerate(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) if at == 1)


def test_csv_opens_in_excel() -> None:
    assert csv_bytes(Table("", "t", ("名", "b"), (('a"b', "c,d"), ("两\n行", "")))) == (
        '\ufeff名,b\r\n"a""b","c,d"\r\n"两\n行",\r\n'.encode())


@pytest.mark.parametrize("value", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A",
    "-1+2", "+86 138", "--1", "-", "-1e5", "=HYPERLINK(\"x\")", "-1;cmd"])
def test_a_cell_that_could_run_gets_an_apostrophe(value: str) -> None:
    assert one_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["-3", "-3.50", "0012", "-31.2 121.5 0 5", "-31.2 121.5; -31.3 121.6;", "a=b", "1-2", "", " =x",
    "x@y", "'=1"])
def test_numbers_and_plain_text_stay_exactly_as_recorded(value: str) -> None:
    assert one_cell(value) == value


def test_headings_are_as_safe_as_cells() -> None:
    assert csv_bytes(Table("", "t", ("=a",), ())) == "\ufeff'=a\r\n".encode()


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=12))
def test_no_cell_begins_like_a_formula_and_none_is_otherwise_changed(value: str) -> None:
    cell = one_cell(value)
    assert cell in (value, f"'{value}") and (cell[:1] not in "=+@\t\r\n＝＋－＠" or not cell)


def test_records_of_a_submission_have_its_key() -> None:
    record = begun(xform("<a/>", body=control("a")), {"a": "1"})
    again = Record.from_xml(record.form, record.xml("uuid:9"), now=record._engine.now, today=record._engine.today)
    assert table([again], again.form)[0].rows[0][-1] == "uuid:9"
