"""Slips of an office worker that open in no app as they were meant: names without quotes, a title above the headings."""

from __future__ import annotations

import io

import openpyxl
import pytest

from fieldaudit.errors import BadInput
from fieldaudit.xform import Fault, check

CHOICES = "| choices |\n| | list_name | name | label |\n| | yn | yes | 是 |\n| | yn | no | 否 |\n"
COLUMNS = "type | name | label | required | relevant | constraint | calculation | readonly | choice_filter"


def faults(*rows: str) -> list[Fault]:
    table = "".join(f"| | {row} |\n" for row in rows)
    return check(f"| survey |\n| | {COLUMNS} |\n{table}{CHOICES}".encode(), "md")


A = "select_one yn | a | A"
SLIPS = {
    "a choice without quotes": ([A, "text | b | B | | ${a} = yes"], True, 3, "relevant", "“yes”没有引号：文字和选项名应写成 'yes'"),
    "on a group": ([A, "begin_group | g | G | | ${a} = yes", "text | b | B", "end_group"], True, 3, "relevant", "“yes”没有引号"),
    "in a call": (["select_one yn | a | A | | | not(selected(., no))"], True, 2, "constraint", "“no”没有引号"),
    "in a sum": (["integer | a | A", "calculate | c | | | | | a + 1"], True, 3, "calculation", "题名“a”应写成 ${a}"),
    "a question without ${}": ([A, "text | b | B | | a = 'yes'"], True, 3, "relevant", "题名“a”应写成 ${a}"),
    "a Chinese yes": (["text | b | B | 是"], False, 2, "required", "“是”不是条件，永远不成立：应为 yes，或一个条件"),
    "y for yes": (["text | b | B | | | | | y"], False, 2, "readonly", "“y”不是条件"),
    "a condition of required": ([A, "text | b | B | ${a} = yes"], False, 3, "required", "“yes”没有引号"),
    "a question as required": ([A, "text | b | B | a"], False, 3, "required", "题名“a”应写成 ${a}"),
    "two equals signs": ([A, "text | b | B | | ${a} == 'yes'"], True, 3, "relevant", "此处不应有“=”（“${a} == 'yes'”附近）"),
    "an excerpt that begins within a name": (
        ["select_one yn | has_rooms | A", "text | b | B | | ${has_rooms} = 'yes' && 1"], True, 3, "relevant",
        "（“…has_rooms} = 'yes' && 1”附近）"),
}  # fmt: skip


@pytest.mark.parametrize("case", SLIPS)
def test_a_slip_is_told_with_its_row_and_what_to_write(case: str) -> None:
    rows, severe, row, column, words = SLIPS[case]
    assert [(one.severe, one.row, one.column) for one in faults(*rows)] == [(severe, row, column)]
    assert words in faults(*rows)[0].text.zh


@pytest.mark.parametrize("rows", [
    ["text | b | B | yes | true()"],
    ["begin_repeat | r | R", "text | c | C", "text | b | B | | position(..) > 1 and ../c != ''", "end_repeat"],
    [A, "text | b | B | | count(${a}[. = 'yes']) > 0"],
    ["select_one yn | a | A | | | | | | name != 'no'"],
    [A, "calculate | c | | | | | instance('yn')/child::root/item[name = ${a}]/label"],
    [A, "calculate | c | | | | | current()/../a"],
    [A, "begin_group | g | G | | | | count(b)", "text | b | B", "end_group"],
])  # fmt: skip
def test_no_slip_where_none_is(rows: list[str]) -> None:
    assert faults(*rows) == []


def workbook(**sheets: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(("heading", "meant"), [
    ("bind:fa:severity", "bind::fa:severity"),
    ("fa:severity", "bind::fa:severity"),
    ("bind：：fa：severity", "bind::fa:severity"),
    ("hint：：中文 (zh)", "hint::中文 (zh)"),
])  # fmt: skip
def test_a_heading_with_other_colons_is_not_read_and_said_so(heading: str, meant: str) -> None:
    found = check(f"| survey |\n| | type | name | label::中文 (zh) | {heading} |\n| | text | a | A | general |\n".encode(), "md")
    assert [(one.severe, one.row, one.column) for one in found] == [(False, 1, heading)]
    assert found[0].text.zh == f"不认识的列“{heading}”，应写成 {meant}"


def test_a_single_colon_is_told_where_no_heading_has_two() -> None:
    found = check(b"| survey |\n| | type | name | label | bind:fa:severity |\n| | text | a | A | general |\n", "md")
    assert [(one.severe, one.row, one.text.zh) for one in found] == [(True, 1, "“bind:fa:severity”应写成 bind::fa:severity")]


ROWS = [["type", "name", "label"], ["text", "a", "A"]]


def test_a_title_above_the_headings_is_named_as_such() -> None:
    found = check(workbook(survey=[["居室检查表"], [], *ROWS]), "xlsx")
    assert [(one.sheet, one.row) for one in found] == [("survey", 3)]
    assert found[0].text.zh == "标题行在第3行，应在第1行：删去它上面的行"


def test_sheets_of_other_names_are_listed() -> None:
    with pytest.raises(BadInput, match="没有名为 survey") as refused:
        check(workbook(调查=ROWS, 选项=ROWS), "xlsx")
    assert "改名为 survey（文件里有：调查, 选项）" in str(refused.value.todo)
