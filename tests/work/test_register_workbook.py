"""Workbooks: which sheets are read, how their cells read, and the guards against files made to swell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_examples import HEADER, code_of, csv_of, judged, keys, sheet_in, xlsx_of

from fieldaudit.errors import BadInput
from fieldaudit.work.register_file import Register, read_register
from fieldaudit.work.register_refused import refused_csv, refused_workbook
from fieldaudit.work.register_table import Reading

pytestmark = pytest.mark.slow  # `make check` stays under a minute

ROW = ["北苑养老中心", code_of(1), "科尔沁区", "13900000001", "120", "80"]
CLEAN = {"name": "北苑养老中心", "code": code_of(1), "phone": "13900000001", "beds": 120, "residents": 80}
CELLS = st.one_of(st.text(alphabet="北苑养老院（）,;=+'\"·A1 \n", max_size=12), st.integers(0, 999_999_999_999_999), st.booleans())


def refusal(data: bytes, name: str = "名册.xlsx", reading: Reading = Reading()) -> str:  # noqa: B008 - frozen
    with pytest.raises(BadInput) as caught:
        read_register(data, name, reading)
    assert caught.value.where.startswith(name) and str(caught.value.todo)
    return str(caught.value)


def book_of(pages: Mapping[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook of several sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in pages.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
        page.sheet_state = "hidden" if title in hidden else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def names(register: Register) -> list[str]:
    return [sheet.name for sheet in register.sheets]


# -- which sheet -------------------------------------------------------------------------------------

NOTES = [["填表说明"], ["本表由各旗县填报"]]
POOR = [["机构名称", "旗县市区"], ["南苑", "开鲁县"]]
FULL = [HEADER, ROW]


def test_the_sheet_with_the_most_known_headings_is_read_and_the_others_are_told() -> None:
    register = read_register(book_of({"说明": NOTES, "简表": POOR, "全表": FULL, "旧表": FULL}, ["旧表"]), "r.xlsx")
    assert names(register) == ["全表"] and register.sheets[0].rows[0].cells == CLEAN
    assert [(each.name, each.register, each.hidden) for each in register.others] == [
        ("说明", False, False), ("简表", True, False), ("旧表", False, True)]


def test_of_sheets_alike_the_first_is_read() -> None:
    assert names(read_register(book_of({"一季度": FULL, "二季度": FULL}), "r.xlsx")) == ["一季度"]


def test_a_sheet_may_be_named_even_a_hidden_one() -> None:
    data = book_of({"全表": FULL, "简表": POOR, "旧表": POOR}, ["旧表"])
    for title in ("简表", "旧表"):
        register = read_register(data, "r.xlsx", Reading(sheet=title))
        assert names(register) == [title] and register.sheets[0].rows[0].cells["name"] == "南苑"


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    message = refusal(book_of({"全表": FULL, "简表": POOR}), reading=Reading(sheet="总表"))
    assert "总表" in message and "全表、简表" in message


def test_every_district_on_its_own_sheet_is_read_with_the_sheets_name_as_district() -> None:
    head = ["机构名称", "床位数"]
    data = book_of({"说明": NOTES, "科尔沁区": [head, ["北苑", 60]], "开鲁县": [head, ["南苑", 40], ["东湖", "许多"]]})
    register = read_register(data, "r.xlsx", Reading(all_sheets=True))
    outcome = judged(register)
    assert [(new.sheet, new.row, new.district_name) for new in outcome.new] == [
        ("科尔沁区", 2, "科尔沁区"), ("开鲁县", 2, "开鲁县")]
    assert [(row.sheet, row.row) for row in outcome.refused] == [("开鲁县", 3)]


def test_a_home_that_stands_on_two_sheets_is_taken_once_and_the_other_place_is_named() -> None:
    outcome = judged(read_register(book_of({"城区": FULL, "旗县": FULL}), "r.xlsx", Reading(all_sheets=True)))
    assert len(outcome.new) == 1 and keys(outcome) == {2: ["duplicate_code", "duplicate_home"]}
    assert "工作表“城区”第2行" in outcome.refused[0].faults[0].reason.zh and outcome.refused[0].sheet == "旗县"


def test_rows_of_several_sheets_are_decided_by_sheet_and_row() -> None:
    twin = [HEADER, ["北苑敬老院", "", "科尔沁区", "", "", ""]]
    register = read_register(book_of({"城区": FULL, "旗县": twin}), "r.xlsx", Reading(all_sheets=True))
    assert len(judged(register).twins) == 1
    assert not judged(register, **{"旗县!2": "new"}).twins and len(judged(register, **{"旗县!2": "skip"}).new) == 1


def test_options_that_do_not_fit_the_kind_of_file_are_refused() -> None:
    assert "没有编码" in refusal(book_of({"全表": FULL}), reading=Reading(encoding="gb18030"))
    assert "没有工作表" in refusal(csv_of(FULL), "r.csv", Reading(sheet="全表"))
    assert "没有工作表" in refusal(csv_of(FULL), "r.csv", Reading(all_sheets=True))


def test_what_was_found_out_of_a_workbook_can_be_asked_for_again() -> None:
    register = read_register(book_of({"简表": POOR, "全表": [["登记表"], *FULL]}), "r.xlsx")
    assert register.options == ["--sheet", "全表", "--header-rows", "2"]
    assert read_register(book_of({"简表": POOR, "全表": [["登记表"], *FULL]}), "r.xlsx", Reading(sheet="全表", header_rows=(2, 2))
                         ).sheets == register.sheets


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of([HEADER, ROW, ["南苑", "", "开鲁县", "", "", ""]])))
    page = book.worksheets[0]
    page.row_dimensions[3].hidden = True
    page.column_dimensions.group("D", "E", hidden=True)
    out = io.BytesIO()
    book.save(out)
    sheet = sheet_in(out.getvalue(), "r.xlsx")
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((3,), ("D", "E"))
    assert [row.cells["name"] for row in sheet.rows] == ["北苑养老中心", "南苑"] and "phone" in sheet.rows[0].cells


# -- cells -------------------------------------------------------------------------------------------

@settings(max_examples=20)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_what_a_workbook_holds_reads_back_as_a_person_would_type_it(pairs: list[tuple[object, object]]) -> None:
    rows = [["机构名称", "旗县市区", "特色", "备注"], *([f"院{n}号", "开鲁县", *pair] for n, pair in enumerate(pairs))]
    raw = [row.raw[2:] for row in sheet_in(text_book(rows), "r.xlsx").rows]
    assert raw == [tuple(str(cell).upper() if isinstance(cell, bool) else str(cell) for cell in pair) for pair in pairs]


def text_book(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook in which text that begins with = is text."""
    book = openpyxl.Workbook()
    for y, row in enumerate(rows, 1):
        for x, value in enumerate(row, 1):
            cell = book.worksheets[0].cell(y, x, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("value", "column", "kept"), [
    (13900000001, "phone", "13900000001"), (13900000001.0, "phone", "13900000001"), (120.0, "beds", 120), ("１２０", "beds", 120),
    ("一百二十", "beds", 120), ("13900000001\n0475-8000001", "phone", "13900000001、0475-8000001"),
])
def test_numbers_kept_as_text_and_text_kept_as_numbers_read_alike(value: object, column: str, kept: object) -> None:
    row: list[object] = ["北苑", None, "开鲁县", None, None, None]
    row[{"phone": 3, "beds": 4}[column]] = value
    assert sheet_in(xlsx_of([HEADER, row]), "r.xlsx").rows[0].cells[column] == kept


@pytest.mark.parametrize("value", [521505000000000012, 5.21505e17, "5.21505E+17"])
def test_a_code_a_spreadsheet_made_a_number_is_refused_because_its_end_is_lost(value: object) -> None:
    sheet = sheet_in(xlsx_of([HEADER, ["北苑", value, "开鲁县", None, None, None]]), "r.xlsx")
    assert [bad.key for bad in sheet.rows[0].faults] == ["digits_lost"]


def test_a_landline_stored_as_a_number_without_its_zero_is_refused() -> None:
    sheet = sheet_in(xlsx_of([HEADER, ["北苑", None, "开鲁县", 4758000001, None, None]]), "r.xlsx")
    assert [bad.key for bad in sheet.rows[0].faults] == ["bad_phone"] and "0475-8000001" in sheet.rows[0].faults[0].reason.zh


def test_a_workbook_is_read_with_merged_title_merged_district_and_numbers() -> None:
    rows = [["登记表", None, None, None, None, None], HEADER,
            ["北苑养老中心", code_of(1), "科尔沁区", 13900000001, 120.0, 80],
            ["南苑", None, None, "13900000002", 10, None], ["东湖", None, None, None, 7, 7]]
    sheet = sheet_in(xlsx_of(rows, ["A1:F1", "C3:C4"]), "register.xlsx")
    assert (sheet.rows[0].row, sheet.rows[0].cells) == (3, CLEAN)
    assert [row.district for row in sheet.rows] == ["科尔沁区", "科尔沁区", ""], "an unmerged blank is blank"
    assert sheet.name == "名册"


def test_a_workbook_without_merges_reads_blank_districts_like_a_csv() -> None:
    rows = [HEADER, ROW, ["南苑", None, None, "13900000002", 10, None]]
    assert [row.district for row in sheet_in(xlsx_of(rows), "r.xlsx").rows] == ["科尔沁区", "科尔沁区"]


def test_a_code_stored_as_a_number_is_refused_because_a_workbook_keeps_fifteen_digits() -> None:
    sheet = sheet_in(xlsx_of([HEADER, ["北苑", 521505000000000012, "开鲁县"]]), "r.xlsx")
    assert [bad.key for bad in sheet.rows[0].faults] == ["digits_lost"]


def test_a_formula_nobody_ever_worked_out_is_told_and_read_as_blank() -> None:
    rows = [[*HEADER, "备注"], ["北苑", None, "开鲁县", None, "=6*10", 40, "=1+1"]]
    row = sheet_in(xlsx_of(rows), "r.xlsx").rows[0]
    assert "beds" not in row.cells and "extra_json" not in row.cells and row.cells["residents"] == 40
    assert [(bad.key, bad.column) for bad in row.warnings] == [("formula_error", "床位数"), ("formula_error", "备注")]


# -- refused rows of several sheets -------------------------------------------------------------------

def test_refused_rows_of_several_sheets_come_back_as_a_workbook_that_imports_when_mended() -> None:
    head = ["机构名称", "床位数", "备注"]
    data = book_of({"科尔沁区": [head, ["北苑", "许多", "一"], ["南苑", 5, ""]], "开鲁县": [head, ["东湖", "若干", "'=1+1"]]})
    register = read_register(data, "r.xlsx", Reading(all_sheets=True))
    back = refused_workbook(register, judged(register).refused)
    again = read_register(back, "refused.xlsx", Reading(all_sheets=True))
    assert [(sheet.name, [row.raw[-3:] for row in sheet.rows]) for sheet in again.sheets] == [
        ("科尔沁区", [("北苑", "许多", "一")]), ("开鲁县", [("东湖", "若干", "'=1+1")])]
    book = openpyxl.load_workbook(io.BytesIO(back))
    for page in book.worksheets:
        page["E2"] = 9
    out = io.BytesIO()
    book.save(out)
    mended = judged(read_register(out.getvalue(), "refused.xlsx", Reading(all_sheets=True)))
    assert [(new.district_name, new.cells["beds"]) for new in mended.new] == [("科尔沁区", 9), ("开鲁县", 9)]


def test_a_control_character_does_not_keep_the_refused_rows_from_being_written() -> None:
    register = read_register("机构名称,旗县市区,床位数\n北苑\x1a,开鲁县,许多\n".encode(), "r.csv")
    assert sheet_in(refused_workbook(register, judged(register).refused), "r.xlsx").rows[0].cells["name"] == "北苑"


def test_a_district_told_by_the_sheets_name_is_written_into_the_csv_of_refused_rows() -> None:
    data = xlsx_of([["机构名称", "床位数"], ["北苑", "许多"]], title="开鲁县")
    register = read_register(data, "r.xlsx")
    again = sheet_in(refused_csv(register, judged(register).refused), "refused.csv")
    assert [row.district for row in again.rows] == ["开鲁县"]


# -- guards ------------------------------------------------------------------------------------------

def zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def patched(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with some bytes of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content)
    return out.getvalue()


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert "不是 XLSX" in refusal(zip_of(readme=b"hello"), "名册.xlsx")


def test_a_torn_workbook_is_refused() -> None:
    data = xlsx_of([HEADER, ROW])
    assert "不完整" in refusal(data[:len(data) // 2], "名册.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_with_a_damaged_part_is_refused(part: str) -> None:
    assert "已损坏" in refusal(patched(xlsx_of([HEADER, ROW]), part, b"</", b"<<"), "名册.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zip_of(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(40 << 20)})
    assert len(bomb) < 1 << 20 and "MB" in refusal(bomb, "名册.xlsx")


def test_a_merge_over_the_whole_sheet_is_refused() -> None:
    data = xlsx_of([HEADER, ROW, ["南苑"]], ["C2:C3"])
    wide = patched(data, "xl/worksheets/sheet1.xml", b'ref="C2:C3"', b'ref="C2:XFD1048576"')
    assert "合并单元格" in refusal(wide, "名册.xlsx")


def test_columns_that_are_only_formatted_are_none_and_too_many_filled_ones_are_refused() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(FULL)))
    book.worksheets[0]["XFD1"].number_format = "@"
    out = io.BytesIO()
    book.save(out)
    assert len(sheet_in(out.getvalue(), "r.xlsx").columns) == len(HEADER)
    assert "列" in refusal(xlsx_of([[*HEADER, *["甲"] * 1000], ROW]))


def test_merged_cells_beyond_the_table_are_nothing() -> None:
    sheet = sheet_in(xlsx_of([HEADER, ROW, ["南苑", "", "开鲁县", "", "", ""]], ["Z1:AB3", "F2:Z2", "H9:K12"]), "r.xlsx")
    assert len(sheet.columns) == len(HEADER) and len(sheet.rows) == 2


def test_a_cell_in_the_last_corner_of_a_sheet_is_refused_with_advice() -> None:
    data = xlsx_of([HEADER, ROW])
    far = patched(data, "xl/worksheets/sheet1.xml", b"</sheetData>",
                  b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert "1048576 行" in refusal(far, "名册.xlsx")


def test_entities_that_would_swell_a_workbook_are_not_expanded() -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 1000 + b'">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + step, (b"&%c;" % (97 + step)) * 20) for step in range(6)) + b"]>"
    data = patched(xlsx_of([HEADER, ROW]), "xl/worksheets/sheet1.xml", b"<worksheet", lol + b"<worksheet")
    data = patched(data, "xl/worksheets/sheet1.xml", b"</sheetData>",
                   b'<row r="3"><c r="A3" t="str"><v>&g;</v></c></row></sheetData>')
    assert "已损坏" in refusal(data, "名册.xlsx")
