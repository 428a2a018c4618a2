"""A table as a file has it, and the corrections a person makes to how the file is read.

What text, workbook and register share; knows neither bytes nor meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..errors import BadInput
from ..i18n import Text, tr
from .register_dates import EXCEL_1900

MOST_COLUMNS = 1000
MOST_ROWS = 1_048_576  # as many as a spreadsheet program can show
MOST_UNPACKED = 32 << 20  # bytes: twenty times a register of 10,000 homes

SAVE_AS = tr(
    "请用 Excel 或 WPS 打开，选“文件—另存为”，类型选“Excel 工作簿（*.xlsx）”或“CSV UTF-8”，再导入新文件。",
    "Open it in Excel or WPS, choose File - Save As, type 'Excel Workbook (*.xlsx)' or 'CSV UTF-8', and import that.")
_TOO_BIG = tr(
    "文件展开后超过 {n} MB，不像机构名册",
    "the file unpacks to more than {n} MB: no register of institutions is that big")
_TOO_WIDE = tr(
    "表格有 {rows} 行、{columns} 列，不像机构名册",
    "the table has {rows} rows and {columns} columns: no register of institutions is like that")
TRIM = tr(
    "请删除表格下方和右侧的空行空列后再导入。",
    "Delete the empty rows and columns beyond the table and import again.")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text. `name`: the sheet's, "" for text. `merged` gives, per (row, column) from 0, the text of the
    merged cell that covers it. Rows a filter hides are there too: `hidden_rows` (from 1) and `hidden_columns` tell.
    `day_zero` is the day its serial numbers of days count from.
    """

    name: str
    rows: Sequence[Sequence[str]]
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict)
    delimiter: str = ""
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    day_zero: date = EXCEL_1900


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read; what is left blank is found out.

    `header_rows`: (first, last) as a spreadsheet counts them, at most two lines. `columns`: the key of a
    heading, or a column's letter -> what it means (`register_headings.asked_columns`).
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    all_sheets: bool = False
    header_rows: tuple[int, int] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


def unreadable(what: Text, file_name: str) -> BadInput:
    """The refusal of a file that is no table we read, with the way out."""
    return BadInput(what, where=file_name, todo=SAVE_AS)


def too_big(file_name: str) -> BadInput:
    """The refusal of a file beyond MOST_UNPACKED."""
    return unreadable(_TOO_BIG.format(n=MOST_UNPACKED >> 20), file_name)


def too_wide(rows: int, columns: int, where: str) -> BadInput:
    """The refusal of a table beyond MOST_ROWS or MOST_COLUMNS."""
    return BadInput(_TOO_WIDE.format(rows=rows, columns=columns), where=where, todo=TRIM)
