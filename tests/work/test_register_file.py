"""Bytes in, a sheet of cleaned rows out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_examples import HEADER, code_of, csv_of, sheet_in, sheet_of

from fieldaudit.errors import BadInput
from fieldaudit.work.register_file import read_register

ROW = ["北苑养老中心", code_of(1), "科尔沁区", "13900000001", "120", "80"]
CLEAN = {"name": "北苑养老中心", "code": code_of(1), "phone": "13900000001", "beds": 120, "residents": 80}

WORDS = st.text(alphabet="北苑养老中心院（）,;\t\"'·路号 A1", min_size=1, max_size=12).map(
    lambda text: " ".join(f"院{text}号".split()))
ROWS = st.lists(st.tuples(WORDS, WORDS, st.integers(0, 999), st.integers(0, 9999)), min_size=1, max_size=8)


def refusal(data: bytes, name: str = "名册.csv") -> str:
    with pytest.raises(BadInput) as caught:
        read_register(data, name)
    assert caught.value.where.startswith(name) and str(caught.value.todo)
    return str(caught.value)


@settings(max_examples=40)
@given(ROWS, st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.sampled_from([",", "\t", ";"]))
def test_clean_rows_read_back_equal_in_every_encoding_and_delimiter(
    rows: list[tuple[str, str, int, int]], encoding: str, delimiter: str
) -> None:
    table = [["机构名称", "地址", "旗县市区", "床位数", "电话", "特色"]]
    table += [[name, address, "科尔沁区", str(beds), f"1390000{tail:04d}", address]
              for name, address, beds, tail in rows]
    sheet = sheet_in(csv_of(table, encoding, delimiter), "register.csv")
    assert [(row.row, row.district, row.faults) for row in sheet.rows] == [
        (number, "科尔沁区", ()) for number in range(2, len(rows) + 2)]
    assert [row.cells for row in sheet.rows] == [
        {"name": name, "address": address, "beds": beds, "phone": f"1390000{tail:04d}",
         "extra_json": json.dumps({"特色": address}, ensure_ascii=False, separators=(",", ":"))}
        for name, address, beds, tail in rows]


@settings(max_examples=30)
@given(st.lists(st.sampled_from([
    ["", ""], ["合计", "12"], ["", " 总 计："], ["北苑养老院", "科尔沁区"], ["南苑", ""], ["", "开鲁县"],
    ["注：以上为核定数", ""],
]), max_size=12))
def test_every_row_below_the_header_is_a_home_or_is_counted_as_skipped(body: list[list[str]]) -> None:
    sheet = sheet_of(*body, header=["机构名称", "旗县市区"])
    numbers = [row.row for row in sheet.rows] + [skip.row for skip in sheet.skipped]
    assert sorted(numbers) == list(range(2, len(body) + 2))


def test_title_lines_above_the_header_count_as_rows_and_are_no_homes() -> None:
    title = [["示例市养老机构登记表"], [], ["填报单位：示例局", "", "填报时间：2026年"]]
    sheet = sheet_in(csv_of([*title, HEADER, ROW]), "register.csv")
    assert [(row.row, row.cells) for row in sheet.rows] == [(5, CLEAN)]
    assert sheet.header == (tuple(HEADER),)


def test_a_header_over_two_lines_joins_group_and_sub_heading() -> None:
    table = [["名册", "", "", "", "", ""],
             ["机构名称", "旗县市区", "负责人", "", "床位情况", ""],
             ["", "", "姓名", "电话", "核定床位", "护理型（张）"],
             ["北苑养老中心", "科尔沁区", "院长", "13900000001", "120", "40"]]
    sheet = sheet_in(csv_of(table), "register.csv")
    assert [dict(row.cells) for row in sheet.rows] == [{
        "name": "北苑养老中心", "head": "院长", "phone": "13900000001", "beds": 120,
        "extra_json": '{"床位情况/护理型（张）":"40"}'}]
    assert sheet.rows[0].row == 4 and sheet.unknown_columns == ("床位情况/护理型（张）",)


def test_group_headings_alone_do_not_hide_the_name_below_them() -> None:
    table = [["基本信息", "", "规模", ""], ["名称", "区县", "床位", "入住人数"],
             ["北苑", "开鲁县", "10", "8"]]
    row = sheet_in(csv_of(table), "register.csv").rows[0]
    assert (row.cells, row.district) == ({"name": "北苑", "beds": 10, "residents": 8}, "开鲁县")


@pytest.mark.parametrize("header", [
    ["序号", "名称", ""], ["名称", "旗县区", "", ""], ["机构名称", "", "地址"],
])
def test_a_first_home_with_a_word_like_a_heading_is_no_second_header_line(header: list[str]) -> None:
    sheet = sheet_of(["1", "北苑", "院长", "院长"][:len(header)], header=header)
    assert len(sheet.header) == 1 and len(sheet.rows) == 1


def test_headings_are_known_in_english_and_with_units_and_spaces() -> None:
    header = ["Name", "USCC", "District", "Legal Representative", "Head", "Phone", "Beds (number)",
              "Residents", "Grade", "Longitude", "Latitude", "Address"]
    row = ["North Home", code_of(3), "Kailu", "director", "director", "13900000001", "9",
           "8", "3", "122.2", "43.6", "1 Example Rd"]
    sheet = sheet_of(row, header=header)
    assert sheet.fields == ("name", "code", "district", "legal_rep", "head", "phone", "beds",
                            "residents", "grade", "lon", "lat", "address")
    assert sheet.rows[0].cells["beds"] == 9 and not sheet.rows[0].faults
    chinese = ["机构 名称 *", "统一社会信用代码（18位）", "旗县 市区", "床位数【张】"]
    fields = sheet_of(["北苑", code_of(3), "开鲁县", "9"], header=chinese).fields
    assert fields == ("name", "code", "district", "beds")


def test_unknown_columns_are_kept_and_numbering_is_not() -> None:
    sheet = sheet_of(["1", "北苑", "科尔沁区", "已备案", "13900000001", "13900000002"],
                     header=["序号", "名称", "区县", "消防备案", "电话", "手机"])
    assert sheet.unknown_columns == ("消防备案", "手机")
    assert sheet.rows[0].cells["extra_json"] == '{"手机":"13900000002","消防备案":"已备案"}'
    assert sheet.rows[0].cells["phone"] == "13900000001"


def test_a_district_left_blank_takes_the_one_above_but_not_across_a_subtotal() -> None:
    sheet = sheet_of(["北苑", "", "科尔沁区", "", "1", ""], ["南苑", "", "", "", "2", ""], [],
                     ["东湖", "", "", "", "3", ""], ["小计", "", "", "", "6", ""],
                     ["西岭", "", "", "", "4", ""])
    assert [row.district for row in sheet.rows] == ["科尔沁区", "科尔沁区", "科尔沁区", ""]
    assert [(skip.row, skip.kind) for skip in sheet.skipped] == [(4, "blank"), (6, "total")]


def test_the_title_of_a_section_does_not_become_a_home_of_the_district_above() -> None:
    sheet = sheet_of(ROW, ["二、民办机构", "", "", "", "", ""])
    assert [row.district for row in sheet.rows] == ["科尔沁区", ""]


def test_rows_are_numbered_as_a_spreadsheet_shows_them_even_after_a_line_break_in_a_cell() -> None:
    sheet = sheet_of(["北苑\n养老中心", *ROW[1:]], ["南苑", "", "开鲁县"])
    assert [(row.row, row.cells["name"]) for row in sheet.rows] == [(2, "北苑养老中心"), (3, "南苑")]


def test_a_repeated_header_and_a_note_are_skipped() -> None:
    sheet = sheet_of(ROW, HEADER, ["填表人：检查员甲", "", "", "", "", ""])
    assert [skip.kind for skip in sheet.skipped] == ["header", "note"] and len(sheet.rows) == 1


def test_a_comma_that_split_a_cell_refuses_the_row_for_that_alone() -> None:
    row = sheet_of(["北苑", "南院", *ROW[1:]]).rows[0]
    assert [bad.key for bad in row.faults] == ["extra_cells"]


def test_more_residents_than_beds_is_a_warning() -> None:
    row = sheet_of([*ROW[:4], "10", "11"]).rows[0]
    assert not row.faults and [bad.key for bad in row.warnings] == ["more_residents_than_beds"]


def test_a_formula_error_is_read_as_blank_with_a_warning() -> None:
    row = sheet_of([*ROW[:4], "#REF!", "11"]).rows[0]
    assert "beds" not in row.cells and [bad.key for bad in row.warnings] == ["formula_error"]


def test_a_latitude_without_any_longitude_column_is_refused_at_its_own_column() -> None:
    row = sheet_of(["北苑", "开鲁县", "43.6"], header=["名称", "区县", "纬度"]).rows[0]
    assert [(bad.key, bad.column) for bad in row.faults] == [("bad_coordinates", "纬度")]


# -- what is no register ----------------------------------------------------------------------------

def test_a_csv_of_one_column_is_refused_with_what_was_found_and_what_is_needed() -> None:
    message = refusal("机构名称\n北苑养老中心\n".encode())
    assert "只读到一列" in message and "机构名称" in message and "旗县市区" in message


def test_a_table_without_a_name_column_is_refused_with_the_columns_found() -> None:
    message = refusal(csv_of([["编码", "区县", "床位数"], ["1", "开鲁县", "3"]]))
    assert "没有“机构名称”列" in message and "编码、区县、床位数" in message


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert "没有任何表格内容" in refusal(data)


@pytest.mark.parametrize("data", [
    b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xff\xff\xff",
])
def test_what_is_neither_text_nor_workbook_is_refused(data: bytes) -> None:
    assert "另存为" in refusal(data)


@pytest.mark.slow
@pytest.mark.parametrize("data", [b"," * 2_000_000, b"\n" * 1_100_000, b"a,b\n" + b";" * 5000 + b"\n"])
def test_a_text_of_nothing_but_delimiters_is_refused(data: bytes) -> None:
    assert "不像机构名册" in refusal(data) or "没有" in refusal(data)


def test_quotes_that_do_not_pair_are_refused_at_their_line() -> None:
    message = refusal('机构名称,区县\n"北苑,开鲁县\n'.encode())
    assert "引号不成对" in message and "名册.csv:2" in message
