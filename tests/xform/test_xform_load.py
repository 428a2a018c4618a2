"""Every kind of file an office may bring opens, and means the same; what is published as text is the same form."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from old_excel import workbook as old_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from sample_forms import NOW, WIDE, record_of

from fieldaudit.errors import BadInput
from fieldaudit.xform import Form, FormFaults, Record, check, load
from fieldaudit.xform.xlsform.sheets import Sheet, read, to_markdown

pytestmark = pytest.mark.slow  # `make check` stays under a minute

Rows = Sequence[Sequence[object]]
SURVEY: Rows = [
    ("type", "name", "label", "default", "relevant", "parameters"),
    ("integer", "n", "Number", 3.0, None, None),
    ("date", "d", "Day", datetime.datetime(2026, 11, 24), None, None),
    ("select_one yn", "s", "Say", None, "${n} > 1", None),
    (None, None, None, None, None, None),
    ("text", "t", "Two\nlines", True, None, "rows=2"),
]
CHOICES: Rows = [("list_name", "name", "label"), ("yn", 1, "One"), ("yn", 2.0, "Two")]
SETTINGS: Rows = [("form_id", "version", "form_title"), ("sample", 2026112501, "样表 / Sample")]
BOOK: dict[str, Rows] = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS}


def xlsx(book: dict[str, Rows]) -> bytes:
    """The sheets as an .xlsx."""
    found = openpyxl.Workbook()
    found.remove(found["Sheet"])
    for name, rows in book.items():
        sheet = found.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    found.save(stream)
    return stream.getvalue()


def texts(book: dict[str, Rows]) -> dict[str, list[list[str]]]:
    """The cells as an author reads them."""
    def text(value: object) -> str:
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, datetime.datetime):
            return value.date().isoformat()
        return "" if value is None else str(int(value)) if isinstance(value, float) else str(value)
    return {name: [[text(cell) for cell in row] for row in rows] for name, rows in book.items()}


def md(book: dict[str, Rows]) -> bytes:
    lines = []
    for name, rows in texts(book).items():
        lines += [f"| {name} |", *("| | " + " | ".join(cell.replace("\n", "&#10;") for cell in row) + " |" for row in rows)]
    return "\n".join(lines).encode()


def csv(book: dict[str, Rows]) -> bytes:
    lines = []
    for name, rows in texts(book).items():
        lines += [name, *("," + ",".join(f'"{cell}"' for cell in row) for row in rows)]
    return "\n".join(lines).encode()


def xls(book: dict[str, Rows]) -> bytes:
    plain = {name: [[cell.date() if isinstance(cell, datetime.datetime) else cell for cell in row] for row in rows]
             for name, rows in book.items()}
    return old_workbook(plain)  # type: ignore[arg-type]


@pytest.mark.cites("xlsform.formats")
@pytest.mark.parametrize(("write", "media_type"), [(xlsx, "xlsx"), (xls, "xls"), (md, "md"), (csv, "csv")])
def test_every_kind_of_file_gives_the_same_form(write: object, media_type: str) -> None:
    form = load(write(BOOK), media_type, "sample")  # type: ignore[operator]
    assert (form.name, form.version, form.data) == ("sample", "2026112501", load(xlsx(BOOK), "xlsx", "sample").data)
    record = Record(form, now=NOW, today=NOW.date())
    assert {path: record.get(path) for path in ("n", "d", "t")} == {"n": "3", "d": "2026-11-24", "t": "TRUE"}
    assert [choice.name for choice in record.choices("s")] == ["1", "2"]
    assert record.label("t") == "Two\nlines"


@pytest.mark.parametrize(("write", "media_type"), [(xlsx, "xlsx"), (xls, "xls"), (md, "md"), (csv, "csv")])
def test_every_kind_of_file_has_its_faults_in_the_same_rows(write: object, media_type: str) -> None:
    bad = {**BOOK, "survey": [*SURVEY, ("integr", "z", "Z"), ("text", "d", "Again")], "choices": [*CHOICES, ("yn", 1, "Again")]}
    found = check(write(bad), media_type)  # type: ignore[operator]
    assert [(fault.sheet, fault.row, fault.column) for fault in found] == [
        ("survey", 7, "type"), ("survey", 8, "name"), ("choices", 4, "name")]


def test_a_form_may_be_given_as_text() -> None:
    assert load(WIDE, "md", "wide").data == load(WIDE.encode(), "md", "wide").data
    assert check(WIDE, "md") == []


def test_a_form_without_id_is_called_by_its_file_name() -> None:
    form = load(b"|survey|\n||type|name|label|\n||text|a|A|\n", "md", "rooms.xlsx")
    assert form.name == "rooms.xlsx" and form.title == "rooms.xlsx"


# -- workbooks as people make them ---------------------------------------------------------------------------
def edited(change: object) -> bytes:
    """The sample workbook after an act in Excel."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx(BOOK)))
    change(book)  # type: ignore[operator]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_formatting_merged_cells_and_hidden_sheets_do_not_matter() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["survey"]["C2"] = CellRichText("Num", TextBlock(InlineFont(b=True), "ber"))
        book["choices"].sheet_state = "hidden"
        book["survey"].merge_cells("C9:D9")
        book["survey"].freeze_panes = "A2"
        book["survey"].column_dimensions["B"].hidden = True
        book.create_sheet("Notes of ours")["A1"] = "anything"
    assert load(edited(change), "xlsx", "sample").data == load(xlsx(BOOK), "xlsx", "sample").data


def test_sheet_names_in_capitals_and_headings_with_spaces_are_understood() -> None:
    book: dict[str, Rows] = {"Survey": [(" Type", "name ", "Label "), ("select_one yn", "a", " A ")], "CHOICES": CHOICES}
    assert load(xlsx(book), "xlsx", "x").questions[0].labels != {}


def test_an_only_sheet_of_any_name_is_the_survey() -> None:
    form = load(xlsx({"Tabelle1": [("type", "name", "label"), ("text", "a", "A")]}), "xlsx", "x")
    assert form.questions[0].name == "a"


def test_trailing_blank_rows_and_columns_are_nothing() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["survey"]["Z50"].font = openpyxl.styles.Font(bold=True)
        book["survey"]["A40"] = "  "
    assert load(edited(change), "xlsx", "sample").data == load(xlsx(BOOK), "xlsx", "sample").data


def test_spaces_that_do_not_break_and_windows_line_ends_are_plain() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["survey"]["E4"] = "${n}\xa0>\xa01"
        book["survey"]["C6"] = "Two\r\nlines"
    assert load(edited(change), "xlsx", "sample").data == load(xlsx(BOOK), "xlsx", "sample").data


def test_an_error_cell_is_a_fault_in_either_excel_format() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["survey"]["C2"].value, book["survey"]["C2"].data_type = "#REF!", "e"
    for source, media_type in ((edited(change), "xlsx"),
                               (old_workbook({"survey": [("type", "name", "label"), ("integer", "n", b"\x17")]}), "xls")):
        faults = check(source, media_type)
        assert [(fault.row, fault.column) for fault in faults] == [(2, "label")] and "#REF!" in faults[0].text.en


def test_an_old_workbook_called_xlsx_is_told_apart() -> None:
    with pytest.raises(BadInput, match=r"old Excel|旧式"):
        check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xlsx")


def test_a_sheet_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadInput):
        check(b"|survey|\n||type|name|label|\n||text|a|A|\n|survey|\n||type|name|label|\n||text|b|B|\n", "md")


def test_a_form_downloaded_from_kobotoolbox_opens() -> None:
    book: dict[str, Rows] = {
        "survey": [("type", "name", "label::中文 (zh)", "required", "relevant", "appearance", "$kuid", "$autoname",
                    "kobo--matrix_list"),
                   ("start", "start", None, None, None, None, "k1"),
                   ("begin_group", "g", "组", False, None, None, "k2", "g"),
                   ("select_one yn", "s", "选", True, None, "minimal", "k3", "s"),
                   ("integer", "n", "数", "false", "${s} = 'yes'", None, "k4", "n"),
                   ("end_group", None, None, None, None, None, "k5")],
        "choices": [("list_name", "name", "label::中文 (zh)", "$autovalue", "$kuid"), ("yn", "yes", "是", "yes", "k6"),
                    ("yn", "no", "否", "no", "k7")],
        "settings": [("id_string", "form_title", "style", "version", "default_language"),
                     ("a1B2", "访问", "theme-grid no-text-transform", "1 (2026-11-24 00:00:00)", "中文 (zh)")]}
    assert check(xlsx(book), "xlsx") == []
    record = record_of(load(xlsx(book), "xlsx", "kobo.xlsx"), {"g/s": "yes"})
    assert [asked.path for asked in record.visible()] == ["g/s", "g/n"]
    assert [choice.name for choice in record.choices("g/s")] == ["yes", "no"]


# -- external choices ----------------------------------------------------------------------------------------
FILES = {
    "homes.csv": b"name,label,town\nh1,Home 1,east\nh2,Home 2,west\n",
    "places.geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"p1","geometry":{"type":"Point",'
                      b'"coordinates":[116.4,39.9]},"properties":{"title":"Place 1"}}]}',
    "streets.xml": b"<root><item><name>s1</name><label>Street 1</label></item></root>",
}


def from_files(kind: str, **others: str) -> Form:
    columns = {"type": kind, "name": "h", "label": "H", "choice_filter": "", "parameters": "", **others}
    source = f"| survey |\n| | {' | '.join(columns)} |\n| | text | town | T |\n| | {' | '.join(columns.values())} |\n"
    return load(source, "md", "form", FILES)


@pytest.mark.cites("xlsform.type.select_from_file")
@pytest.mark.parametrize(("kind", "names"), [
    ("select_one_from_file homes.csv", ["h1", "h2"]), ("select_multiple_from_file homes.csv", ["h1", "h2"]),
    ("select_one_from_file places.geojson", ["p1"]), ("select_one_from_file streets.xml", ["s1"]),
])
def test_choices_come_from_the_files_of_the_media_folder(kind: str, names: list[str]) -> None:
    assert [choice.name for choice in record_of(from_files(kind)).choices("h")] == names


@pytest.mark.cites("xlsform.from_file_columns", "xlsform.choice_filter")
def test_choices_of_a_file_may_be_filtered_and_take_other_columns() -> None:
    record = record_of(from_files("select_one_from_file homes.csv", choice_filter="town = ${town}",
        parameters="value=label label=name"),
                       {"town": "west"})
    assert [choice.name for choice in record.choices("h")] == ["Home 2"]


@pytest.mark.cites("fn:pulldata", "fn:instance")
def test_formulas_look_things_up_in_files() -> None:
    source = """| survey |
| | type | name | label | calculation |
| | csv-external | homes | | |
| | text | home | Home | |
| | calculate | town | | instance('homes')/child::root/item[name = ${home}]/town |
| | calculate | said | | pulldata('homes', 'label', 'name', ${home}) |
"""
    record = record_of(load(source, "md", "form", FILES), {"home": "h2"})
    assert (record.get("town"), record.get("said")) == ("west", "Home 2")


@pytest.mark.cites("xlsform.search")
@pytest.mark.parametrize(("search", "names"), [
    ("search('homes')", ["h1", "h2"]), ("minimal search('homes', 'matches', 'town', ${wanted})", ["h2"]),
    ("search('homes', 'contains', 'label', 'me 1')", ["h1"]), ("search('homes', 'startswith', 'label, town', 'we')", ["h2"]),
    ("search('homes', 'endswith', 'label', concat('', '2'))", ["h2"]),
    ("search('homes', 'contains', 'label', 'Home', 'town', ${wanted})", ["h2"]),
])
def test_the_older_search_of_a_file_gives_its_choices(search: str, names: list[str]) -> None:
    source = f"""| survey |
| | type | name | label | appearance |
| | text | wanted | W | |
| | select_one homes | h | H | {search} |
| choices |
| | list_name | name | label |
| | homes | name | label |
"""
    record = record_of(load(source, "md", "form", FILES), {"wanted": "west"})
    assert [(choice.name, choice.labels) for choice in record.choices("h")] == [
        (name, {record.form.default_language: f"Home {name[1]}"}) for name in names]
    assert record.form.question("h").appearance == search.partition("search")[0].strip()


@pytest.mark.parametrize("search", [
    "search()", "search(${wanted})", "search('homes', 'like', 'label', 'x')", "search('homes', 'contains')"])
def test_a_search_of_no_known_form_is_a_fault(search: str) -> None:
    source = f"""| survey |
| | type | name | label | appearance |
| | text | wanted | W | |
| | select_one homes | h | H | {search} |
| choices |
| | list_name | name | label |
| | homes | name | label |
"""
    assert [(fault.severe, fault.row, fault.column) for fault in check(source, "md", FILES)] == [(True, 3, "appearance")]


@pytest.mark.cites("xlsform.external_choices")
def test_external_choices_of_a_sheet_are_choices_too() -> None:
    source = """| survey |
| | type | name | label | choice_filter |
| | text | town | Town | |
| | select_one_external homes | home | Home | town = ${town} |
| external_choices |
| | list_name | name | label | town |
| | homes | h1 | Home 1 | east |
| | homes | h2 | Home 2 | west |
| | others | x | X | west |
"""
    record = record_of(load(source, "md", "form"), {"town": "west"})
    assert [choice.name for choice in record.choices("home")] == ["h2"]


def test_a_missing_file_keeps_the_form_from_opening_only_where_the_folder_is_known() -> None:
    source = "|survey|\n||type|name|label|\n||select_one_from_file homes.csv|h|H|\n"
    assert load(source, "md", "form").questions
    with pytest.raises(FormFaults) as caught:
        load(source, "md", "form", {})
    assert "homes.csv" in str(caught.value)


# -- as it is published ----------------------------------------------------------------------------------------
CELL = st.text(st.sampled_from("ab1 |\\&#;-:\n一，“`~${}\t") | st.characters(codec="utf-8",
    exclude_categories=["Cs", "Cc"]), max_size=12)
NAMES = st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=1, max_size=5, unique=True)


def table(name: str, columns: list[str], rows: list[list[str]]) -> list[tuple[int, dict[str, str]]]:
    """Rows as the reader makes them of cells."""
    clean = [[cell.replace("\xa0", " ").strip() for cell in row] for row in rows]
    return [(at, {c: cell for c, cell in zip(columns, row, strict=False) if cell}) for at, row in enumerate(clean, 2)]


@settings(max_examples=200)
@given(NAMES, st.lists(st.lists(CELL, max_size=5), max_size=6))
def test_any_cells_survive_as_markdown(columns: list[str], rows: list[list[str]]) -> None:
    sheets = {"survey": Sheet("survey", columns, table("survey", columns, rows)),
              "choices": Sheet("choices", ["list_name"], [(2, {"list_name": "x"})])}
    while sheets["survey"].rows and not sheets["survey"].rows[-1][1]:
        sheets["survey"].rows.pop()
    assert read(to_markdown(sheets).encode(), "md") == sheets


@pytest.mark.parametrize("cell", [
    "a|b", "a\\|b", "\\", "|", "a\nb", "&#10;", "&amp;#10;", "&amp;amp;#45;", "-", "---", ":-:",
        "# no remark", "| a |", "${a}", "&amp;",
])
def test_a_cell_survives_as_markdown(cell: str) -> None:
    sheets = {"survey": Sheet("survey", ["type", "name"], [(2, {}), (3, {"name": cell}), (4, {"type": cell, "name": "x"})])}
    assert read(to_markdown(sheets).encode(), "md") == sheets


def test_a_workbook_and_its_markdown_are_the_same_form_with_the_same_rows() -> None:
    text = to_markdown(read(xlsx(BOOK), "xlsx"))
    assert load(text, "md", "sample").data == load(xlsx(BOOK), "xlsx", "sample").data
    bad = {**BOOK, "survey": [*SURVEY, ("integr", "z", "Z")]}
    assert check(to_markdown(read(xlsx(bad), "xlsx")), "md") == check(xlsx(bad), "xlsx")


def test_markdown_holds_only_the_sheets_of_a_form() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.create_sheet("Notes")["A1"] = "secret"
    text = to_markdown(read(edited(change), "xlsx"))
    assert "secret" not in text and text.startswith("| survey |\n| | type | name | label |")


WORDS = st.sampled_from(["text", "integer", "note", "a", "b", "c", "yes", "", "A label", "two\nlines", "x|y",
    "-", "${a}", "1", "select_one yn"])


@settings(max_examples=40)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=5))
def test_any_workbook_and_its_markdown_have_the_same_faults_or_form(rows: list[tuple[str, ...]]) -> None:
    book: dict[str, Rows] = {"survey": [("type", "name", "label", "relevant"), *rows], "choices": CHOICES}
    try:
        text = to_markdown(read(xlsx(book), "xlsx"))
    except BadInput:
        return
    faults = check(xlsx(book), "xlsx")
    assert check(text, "md") == faults
    if not any(fault.severe for fault in faults):
        assert load(text, "md", "x").data == load(xlsx(book), "xlsx", "x").data


@pytest.mark.parametrize(("row", "place"), [
    ("text | b | B | | 'A' + + 'B'", (3, "default")), ("note | b | See instance('a')/child::root/item[x = ] | | ", (3, "label")),
    ("text | b | B | | 1 + nosuch(2)", (3, "default")),
])
def test_a_fault_that_only_the_xform_shows_has_its_row_too(row: str, place: tuple[int, str]) -> None:
    source = f"| survey |\n| | type | name | label | relevant | default |\n| | text | a | A | | |\n| | {row} |\n"
    assert [(fault.sheet, fault.row, fault.column) for fault in check(source, "md")] == [("survey", *place)]


def test_a_text_that_names_another_encoding_is_read_as_the_text_it_is() -> None:
    source = """<?xml version="1.0" encoding="GBK"?><html xmlns="http://www.w3.org/1999/xhtml"><head><model
        xmlns="http://www.w3.org/2002/xforms"><instance><data id="t"><a>三层</a></data></instance></model></head><body/></html>"""
    assert load(source, "xml", "t").data["initial"][2][0][1] == "三层"


def test_a_value_that_is_kept_once_may_read_itself() -> None:
    source = "| survey |\n| | type | name | label | calculation |\n| | calculate | a | | once(concat(${a}, 'x')) |"
    assert [fault.text.en for fault in check(source, "md")] == []
