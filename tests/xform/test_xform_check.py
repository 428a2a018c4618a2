"""`check` lists every fault of a form with the sheet and the row its author sees."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_forms import FA, WIDE

from fieldaudit.errors import BadInput, FieldauditError
from fieldaudit.xform import FA_COLUMNS, Fault, FormFaults, check, load
from fieldaudit.xform.xlsform.sheets import MAX_BYTES
from fieldaudit.xform.xlsform.workbook import MAX_UNPACKED

pytestmark = pytest.mark.slow  # `make check` stays under a minute

HEAD = ("| survey |\n| | type | name | label | relevant | constraint | calculation | choice_filter | repeat_count | default |"
        " bind::fa:fail | bind::fa:severity | bind::fa:days | bind::fa:measure | bind::fa:term_kind | bind::fa:basis_checked |\n")
CHOICES = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n"


def faults(*rows: str, choices: str = CHOICES, settings_sheet: str = FA) -> list[Fault]:
    """The faults of a form made of survey rows, the first of which is row 2."""
    return check((HEAD + "".join(f"| | {row} |\n" for row in rows) + choices + settings_sheet).encode(), "md")


def md(*rows: str, choices: str = CHOICES, settings_sheet: str = "") -> bytes:
    """A form made of survey rows, the first of which is row 2."""
    return (HEAD + "".join(f"| | {row} |\n" for row in rows) + choices + settings_sheet).encode()


def places(found: list[Fault]) -> list[tuple[str, int, str]]:
    return [(fault.sheet, fault.row, fault.column) for fault in found]


def test_a_sound_form_has_no_faults() -> None:
    assert check(WIDE.encode(), "md") == []


CASES: dict[str, tuple[list[str], tuple[str, int, str], str]] = {
    "duplicate name": (["text | a | A", "text | b | B", "integer | a | A"], ("survey", 4, "name"), "row 2"),
    "name that differs only in case": (["text | a | A", "text | A | A"], ("survey", 3, "name"), "capitals"),
    "bad name": (["text | a b | A"], ("survey", 2, "name"), "bad name"),
    "name that begins with a digit": (["text | 1a | A"], ("survey", 2, "name"), "bad name"),
    "missing name": (["text | | A"], ("survey", 2, "name"), "missing"),
    "missing type": (["| a | A"], ("survey", 2, "type"), "missing"),
    "unknown type": (["integr | a | A"], ("survey", 2, "type"), "did you mean integer?"),
    "unknown reference": (["text | door | D", "text | b | B | ${dor} = 1"], ("survey", 3, "relevant"), "did you mean ${door}?"),
    "unknown reference in a label": (["text | a | See ${nowhere}"], ("survey", 2, "label"), "nowhere"),
    "ambiguous reference": (["begin_group | g | G", "text | a | A", "end_group", "text | a | A", "text | b | B | ${a} = 1"],
                            ("survey", 6, "relevant"), "rows 3, 5"),
    "unclosed group": (["begin_group | g | G", "text | a | A"], ("survey", 2, "type"), "never closed"),
    "unclosed repeat": (["begin_repeat | g | G", "text | a | A"], ("survey", 2, "type"), "end_repeat"),
    "end without begin": (["text | a | A", "end_group"], ("survey", 3, "type"), "without a begin"),
    "group closed as repeat": (["begin_group | g | G", "text | a | A", "end_repeat"], ("survey", 4, "type"), "row 2"),
    "unknown function": (["text | a | A | regexp(., 'a')"], ("survey", 2, "relevant"), "did you mean regex()?"),
    "unknown function in a calculation": (["calculate | a | | | | vlookup('a', 'b', 'c', 'd')"], ("survey", 2, "calculation"),
        "vlookup"),
    "wrong argument count": (["text | a | A | | if(1, 2)"], ("survey", 2, "constraint"), "3 arguments, not 2"),
    "bad pattern": (["text | a | A | | regex(., '(')"], ("survey", 2, "constraint"), "pattern"),
    "bad grammar": (["text | a | A | 1 +"], ("survey", 2, "relevant"), "ends too early"),
    "bad dynamic default": (["text | a | A | | | | | | nosuch()"], ("survey", 2, "default"), "nosuch"),
    "missing choice list": (["select_one yna | a | A"], ("survey", 2, "type"), "did you mean yn?"),
    "no choice list at all": (["select_one | a | A"], ("survey", 2, "type"), "missing"),
    "choices from a file": (["select_one_from_file homes.csv | a | A"], ("survey", 2, "type"), "file"),
    "calculations in a cycle": (["calculate | a | | | | ${b} + 1", "text | c | C", "calculate | b | | | | ${a}"],
                                ("survey", 2, "calculation"), "a → b → a"),
    "calculation of itself": (["text | c | C", "calculate | a | | | | ${a} + 1"], ("survey", 3, "calculation"), "a → a"),
    "group hidden by its own question": (["begin_group | g | G | ${a} = 1", "text | a | A", "end_group"],
        ("survey", 2, "relevant"), "itself"),
    "fa:fail is no choice": (["select_one yn | a | A | | | | | | | maybe"], ("survey", 2, "bind::fa:fail"), "maybe"),
    "fa:severity": (["select_one yn | a | A | | | | | | | no | grave"], ("survey", 2, "bind::fa:severity"), "grave"),
    "fa:days": (["select_one yn | a | A | | | | | | | no | major | -1"], ("survey", 2, "bind::fa:days"), "whole number"),
    "fa:measure": (["select_one yn | a | A | | | | | | | no | major | 1 | pray"], ("survey", 2, "bind::fa:measure"), "pray"),
    "fa:term_kind": (["select_one yn | a | A | | | | | | | no | major | 1 | close | lunar"], ("survey", 2, "bind::fa:term_kind"),
        "lunar"),
    "fa:basis_checked": (["select_one yn | a | A | | | | | | | no | major | 1 | close | natural | maybe"],
                         ("survey", 2, "bind::fa:basis_checked"), "seen, part, recalled"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_found_at_its_row(case: str) -> None:
    rows, place, words = CASES[case]
    found = faults(*rows)
    assert places(found) == [place]
    assert words in found[0].text.en
    assert found[0].text.zh != found[0].text.en


def test_faults_of_the_choices_sheet_have_their_rows() -> None:
    choices = CHOICES + "| | yn | yes | Again |\n| | | x | X |\n| | yn | | Y |\n"
    assert places(faults("select_one yn | a | A", choices=choices)) == [
        ("choices", 4, "name"), ("choices", 5, "list_name"), ("choices", 6, "name")]


def test_a_choice_with_a_space_cannot_be_in_a_multiple_select() -> None:
    found = faults("select_multiple yn | a | A", choices=CHOICES + "| | yn | not sure | ? |\n")
    assert places(found) == [("survey", 2, "type")]


def test_an_fa_column_that_does_not_exist_is_named_with_the_nearest() -> None:
    source = HEAD.replace("bind::fa:days",
        "bind::fa:dayz") + "| | select_one yn | a | A | | | | | | | no | major | 3 |\n" + CHOICES + FA
    found = check(source.encode(), "md")
    assert places(found) == [("survey", 2, "bind::fa:dayz")] and "did you mean days?" in found[0].text.en


def test_fa_columns_without_their_namespace_say_what_to_write() -> None:
    found = faults("select_one yn | a | A | | | | | | | no", settings_sheet="| settings |\n| | form_id |\n| | x |\n")
    assert places(found) == [("settings", 2, "namespaces")] and 'fa="https://' in found[0].text.en


def test_all_faults_come_at_once_in_the_order_of_the_rows() -> None:
    found = faults("text | a | A | ${x} = 1", "text | a | A", "txt | c | C", "begin_group | g | G")
    assert [fault.row for fault in found] == [2, 3, 4, 5]


def test_missing_columns_and_an_empty_survey_are_faults() -> None:
    assert places(check(b"| survey |\n| | label |\n| | A |\n", "md")) == [("survey", 1, "type"), ("survey", 1, "name")]
    assert places(check(b"| survey |\n| | type | name |\n", "md")) == [("survey", 0, "")]


def test_load_refuses_with_the_same_list() -> None:
    source = (HEAD + "| | txt | a | A |\n").encode()
    with pytest.raises(FormFaults) as caught:
        load(source, "md", "checklist.md")
    assert list(caught.value.faults) == check(source, "md")
    assert "checklist.md" in str(caught.value) and "第2行" in str(caught.value)


def test_what_only_pyxform_finds_is_a_fault_too() -> None:
    found = faults("begin_group | g | G", "end_group", "text | meta | M | | | | | | | ")
    assert found and all(fault.sheet == "survey" for fault in found)


def test_blank_lines_in_markdown_do_not_count_but_blank_table_rows_do() -> None:
    source = HEAD + "\n# a remark\n| | text | a | A |\n| | | | |\n|---|---|---|\n| | txt | b | B |\n"
    assert places(check(source.encode(), "md")) == [("survey", 4, "type")]


# -- other media ---------------------------------------------------------------------------------------
def workbook(*rows: tuple[object, ...], title: str = "survey") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_excel_rows_are_counted_as_excel_counts_them() -> None:
    data = workbook(("type", "name", "label"), ("text", "a", "A"), (), ("txt", "b", "B"), ("integer", "a", 3.0))
    assert places(check(data, "xlsx")) == [("survey", 4, "type"), ("survey", 5, "name")]


def test_csv_rows_are_counted_from_the_header_of_their_sheet() -> None:
    data = b"survey\n,type,name,label\n,text,a,A\n,select_one yn,b,B\nchoices\n,list_name,name,label\n,yn,y,Y\n,yn,y,Y\n"
    assert places(check(data, "csv")) == [("choices", 3, "name")]


def test_the_faults_of_a_raw_xform_have_their_lines() -> None:
    xml = b"""<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"><h:head><model>
<instance><data id="x"><a/><b/></data></instance>
<bind nodeset="/data/a" relevant="nosuch()"/>
<bind nodeset="/data/c" type="int"/>
<bind nodeset="/data/b" calculate="/data/zz + 1"/>
</model></h:head>
<h:body><input ref="/data/a"><label>A</label></input></h:body></h:html>"""
    assert sorted(places(check(xml, "xml"))) == [("xform", 2, "calculate"), ("xform", 3, "relevant"), ("xform", 4, "nodeset")]


@pytest.mark.parametrize("binds", [
    '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="concat(/data/a, 1)"/>',
    '<bind nodeset="/data/a" calculate=". + 1"/>', '<bind nodeset="/data/a" relevant=". = 1"/>',
    '<bind nodeset="/data/r" relevant="/data/r/n = 1"/>', '<bind nodeset="/data/r" relevant="count(/data/r) = 1"/>',
    '<bind nodeset="/data/a" relevant="/data/b = 1"/><bind nodeset="/data/b" relevant="/data/a = 1"/>',
    '<bind nodeset="/data/a" calculate="sum(/data/r/n)"/><bind nodeset="/data/r/n" calculate="/data/a"/>',
])
def test_a_cycle_in_a_raw_xform_is_a_fault(binds: str) -> None:
    xml = f"""<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms" xmlns:jr="http://openrosa.org/javarosa">
<h:head><model><instance><data id="x"><a/><b/><r><n/></r><c><n/></c></data></instance>{binds}</model></h:head>
<h:body><repeat nodeset="/data/r"/><repeat nodeset="/data/c" jr:count="/data/a"/></h:body></h:html>"""
    found = check(xml.encode(), "xml")
    assert len(found) == 1 and "itself" in found[0].text.en


def test_a_repeat_may_grow_as_long_as_its_last_answer_says_so() -> None:
    assert check(md("begin_repeat | r | R | | | | | if(${more_now} = 'yes', count(${r}) + 1, count(${r}))",
                    "select_one yn | more | M",
                    "end_repeat", "calculate | more_now | | | | indexed-repeat(${more}, ${r}, count(${r}))"), "md") == []


def test_a_total_may_run_on_from_the_instance_before() -> None:
    total = "calculate | total | | | | coalesce({}, 0) + ${{x}}"
    rows = "begin_repeat | r | R", "integer | x | X", "", "end_repeat"
    assert check(md(*rows[:2], total.format("indexed-repeat(${total}, ${r}, position(..) - 1)"), rows[3]), "md") == []
    assert check(md(*rows[:2], total.format("${total}"), rows[3]), "md") != []


@pytest.mark.parametrize(("column", "cell"), [
    ("choice_filter", "${" + " " * 20_000 + "x"), ("parameters", "a" + " " * 30_000 + "b"), ("appearance", "search(" * 4_000)])
def test_a_cell_made_to_be_slow_is_told_at_once(column: str, cell: str) -> None:
    form = f"| survey |\n| | type | name | label | {column} |\n| | select_one l | q | Q | {cell} |\n"
    assert check(form + "| choices |\n| | list_name | name | label |\n| | l | a | A |\n", "md")


# -- files that are no forms -----------------------------------------------------------------------------
def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


BOMB = zipped(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"\0" * (MAX_UNPACKED + 1)})
LAUGHS = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><x>&c;</x>"""


@pytest.mark.parametrize(("data", "media_type"), [
    (b"", "md"), (b"  \n", "csv"), (b"", "xlsx"), (b"\n", "xml"), (b"no table here", "md"), (b"\xff\xfe\x00", "md"),
    (b"PK\x03\x04rubbish", "xlsx"),
    (zipped(**{"a.txt": b"x"}), "xlsx"), (BOMB, "xlsx"), (b"x" * (MAX_BYTES + 1), "md"), (b"<a><b></a>", "xml"), (b"<a/>", "xml"),
    (LAUGHS, "xml"),
    (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "xml"),
    (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "xml"),
    (b"<a>" * 5000 + b"</a>" * 5000, "xml"), (b"<a>" * 150 + b"</a>" * 150, "xml"), (b"a,b\n", "pdf"), (b"one column\n", "csv"),
    (workbook(("type", "name"), title="other").replace(b"xl/", b"yl/"), "xlsx"),
    (zipped(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": LAUGHS}), "xlsx"),
    (zipped(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<workbook/>"}), "xlsx"),
    (b"|survey|\n||" + b"x|" * 600 + b"\n", "md"),
    (b"|survey|\n||type|name|\n||text|" + b"x" * 40_000 + b"|\n", "md"), (b"|a|\n||x|\n|b|\n||x|\n", "md"),
], ids=range(25))
def test_a_file_that_is_no_form_is_refused_with_a_reason(data: bytes, media_type: str) -> None:
    with pytest.raises(BadInput) as caught:
        check(data, media_type)
    assert caught.value.what and not isinstance(caught.value, FormFaults)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["csv", "xlsx", "xml"]))
def test_any_bytes_give_faults_or_a_refusal(data: bytes, media_type: str) -> None:
    try:
        check(data, media_type)
    except FieldauditError as error:
        assert str(error)


CELLS = st.sampled_from(["text", "select_one yn", "begin_group", "end_group", "begin_repeat", "end_repeat", "a", "b", "1x", "",
    "${a}", "${b} + 1", "yes",
                         "note", "calculate", "integer", "A label", "'", "position(..)", "|", "once(random())"])


@settings(derandomize=True, max_examples=120, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=7))
def test_any_rows_give_a_form_or_faults(rows: list[list[str]]) -> None:
    for fault in faults(*[" | ".join(row) for row in rows]):
        assert fault.text.en and fault.row <= len(rows) + 1


def test_every_fa_column_is_documented_and_checked() -> None:
    assert [column.name for column in FA_COLUMNS] == [
        "fail", "severity", "measure", "days", "term_kind", "order_basis", "basis", "basis_checked", "refer_basis", "finding",
        "require",
        "finding_en", "require_en"]
    for column in FA_COLUMNS:
        assert column.meaning.zh and column.meaning.en
        assert all(column.fault(value, frozenset()) is None for value in column.allowed)
