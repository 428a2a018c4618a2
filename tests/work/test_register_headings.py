"""What the headings of a register mean, why, and how a person corrects the guess."""

from __future__ import annotations

import pytest
from register_examples import HEADER, code_of, csv_of, sheet_in, xlsx_of

from fieldaudit.errors import BadInput
from fieldaudit.work.register_file import RegisterSheet, header_rows, read_register
from fieldaudit.work.register_headings import asked_columns
from fieldaudit.work.register_table import Reading

ROW = ["北苑养老中心", code_of(1), "科尔沁区", "13900000001", "120", "80"]


def meanings(sheet: RegisterSheet) -> dict[str, str]:
    return {column.letter: column.field for column in sheet.columns}


def asked(*words: str) -> Reading:
    return Reading(columns=asked_columns(words))


def test_a_header_merged_over_two_lines_is_read_from_a_workbook() -> None:
    rows = [["机构名称", "旗县市区", "联系方式", None, "地址"], [None, None, "电话", "传真", None],
            ["北苑", "开鲁县", "13900000001", "0475-8000001", "示例路1号"]]
    sheet = sheet_in(xlsx_of(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]), "r.xlsx")
    assert header_rows(sheet) == "1-2" and sheet.rows[0].cells == {
        "name": "北苑", "phone": "13900000001", "address": "示例路1号", "extra_json": '{"联系方式/传真":"0475-8000001"}'}


def test_a_group_over_a_single_column_is_still_a_header_line() -> None:
    rows = [["机构名称", "旗县市区", "联系方式", "地址"], ["", "", "电话", ""], ["北苑", "开鲁县", "13900000001", "示例路1号"]]
    sheet = sheet_in(csv_of(rows))
    assert header_rows(sheet) == "1-2" and sheet.rows[0].cells["phone"] == "13900000001"


def test_every_column_says_in_words_what_it_was_taken_for_and_why() -> None:
    header = ["序号", "机构 名称*", "所在旗县", "电话", "手机", "成立日期", "特色"]
    sheet = sheet_in(csv_of([header, ["1", "北苑", "开鲁县", "", "", "", ""]]))
    assert [(each.field, each.why.zh) for each in sheet.columns] == [
        ("-numbering", "只是编号，与机构无关"), ("name", "去掉空格、括号和单位后是已知写法"), ("district", "表头是已知写法"),
        ("phone", "表头是已知写法"), ("", "与D列意思相同，取D列"),
        ("", "不是已知写法；表头说是日期，按日期读"), ("", "不是已知写法")]


def test_headings_that_repeat_are_told_apart_and_none_is_lost() -> None:
    sheet = sheet_in(csv_of([["名称", "区县", "备注", "备注", ""], ["北苑", "开鲁县", "甲", "乙", "丙"]]))
    assert sheet.unknown_columns == ("备注", "备注·D", "列E")
    assert sheet.rows[0].cells["extra_json"] == '{"列E":"丙","备注":"甲","备注·D":"乙"}'


def test_a_heading_that_already_looks_like_a_repeated_one_stays_apart_too() -> None:
    sheet = sheet_in(csv_of([["名称", "区县", "备注·E", "备注", "备注"], ["北苑", "开鲁县", "甲", "乙", "丙"]]))
    assert [column.label for column in sheet.columns] == ["名称", "区县", "备注·E", "备注", "备注·E·E"]


@pytest.mark.parametrize("word", ["托养点=name", "A=name", "a=机构名称"])
def test_a_heading_nobody_knows_is_named_by_the_person(word: str) -> None:
    data = csv_of([["托养点", "旗县市区", "床位数"], ["北苑", "开鲁县", "9"]])
    with pytest.raises(BadInput):
        read_register(data, "r.csv")
    sheet = sheet_in(data, reading=asked(word))
    assert sheet.rows[0].cells == {"name": "北苑", "beds": 9} and "--map" in sheet.columns[0].why.zh


def test_a_column_asked_for_is_taken_before_the_one_that_was_guessed() -> None:
    data = csv_of([["名称", "区县", "电话", "手机"], ["北苑", "开鲁县", "0475-8000001", "13900000001"]])
    sheet = sheet_in(data, reading=asked("手机=phone"))
    assert meanings(sheet) == {"A": "name", "B": "district", "C": "", "D": "phone"}
    assert sheet.rows[0].cells == {"name": "北苑", "phone": "13900000001", "extra_json": '{"电话":"0475-8000001"}'}


def test_a_column_can_be_left_out_or_kept_as_it_is() -> None:
    data = csv_of([["名称", "区县", "电话", "备注"], ["北苑", "开鲁县", "见后", "甲"]])
    sheet = sheet_in(data, reading=asked("电话=extra", "备注=-"))
    assert sheet.rows[0].cells == {"name": "北苑", "extra_json": '{"电话":"见后"}'} and not sheet.rows[0].faults


@pytest.mark.parametrize("word", ["电话", "=phone", "电话=telefax", "电话=", "电话=-report"])
def test_a_correction_that_means_nothing_is_refused_with_what_may_be_written(word: str) -> None:
    with pytest.raises(BadInput) as caught:
        asked_columns([word])
    assert caught.value.where == word and "legal_rep" in str(caught.value.todo)


def test_a_correction_of_a_heading_the_file_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(BadInput) as caught:
        read_register(csv_of([HEADER, ROW]), "r.csv", asked("传真=phone"))
    assert "传真" in str(caught.value.what) and "联系电话" in str(caught.value.todo)


def test_the_rows_of_the_header_may_be_given_by_hand() -> None:
    rows = [["名称", "说明"], ["机构名称", "旗县市区"], ["填写全称", "填写全称"], ["北苑", "开鲁县"]]
    guessed, given = sheet_in(csv_of(rows)), sheet_in(csv_of(rows), reading=Reading(header_rows=(2, 2)))
    assert header_rows(given) == "2" and [row.row for row in given.rows] == [3, 4] and given.rows[1].district == "开鲁县"
    assert header_rows(guessed) != header_rows(given)


def test_two_header_lines_given_by_hand_are_joined_although_they_look_like_data() -> None:
    rows = [["养老", "所属", "床位"], ["机构", "区县", "总数2026"], ["北苑", "开鲁县", "9"]]
    sheet = sheet_in(csv_of(rows), reading=Reading(header_rows=(1, 2), columns=asked_columns(["C=beds"])))
    assert sheet.rows[0].cells == {"name": "北苑", "beds": 9} and sheet.rows[0].district == "开鲁县"


@pytest.mark.parametrize("lines", [(3, 3), (9, 9), (900, 901)])
def test_rows_given_by_hand_that_are_no_header_are_refused(lines: tuple[int, int]) -> None:
    with pytest.raises(BadInput) as caught:
        read_register(csv_of([HEADER, ROW, ROW]), "r.csv", Reading(header_rows=lines))
    assert "--header-rows" in str(caught.value.todo)
