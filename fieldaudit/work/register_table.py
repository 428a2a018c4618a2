"""Which bytes are a table: a CSV or an XLSX workbook in, rows of text out.

Owns encoding, delimiter, workbook and the guards against files that are torn, mislabelled or far too big.
Knows nothing of what a table is about. Pure: no disk.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.worksheet.cell_range import CellRange

from ..errors import BadInput
from ..i18n import Text, tr

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_UNPACKED = 32 << 20  # bytes: twenty times a register of 10,000 homes
MOST_CELLS = 5_000_000
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z]+\d+:[A-Z]+\d+)["']""")
_DELIMITERS = (",", "\t", ";")

_SAVE_AS = tr(
    "请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”或“CSV UTF-8”，再导入。",
    "In Excel or WPS, save it as “Excel Workbook (.xlsx)” or “CSV UTF-8” and import that.")
_OLD_XLS = tr(
    "这是旧版 .xls 文件，或设了打开密码的工作簿，不能读取",
    "this is an old .xls file, or a workbook with a password: it cannot be read")
_NO_TEXT = tr(
    "这既不是 UTF-8 或 GB18030 文本（可能是 UTF-16，或不是表格），也不是 XLSX 工作簿",
    "this is neither UTF-8 or GB18030 text (perhaps UTF-16, or no table at all) nor an XLSX workbook")
_QUOTES = tr(
    "引号不成对，无法分列（{error}）",
    "quotes do not pair, so columns cannot be told apart ({error})")
_TORN = tr("文件不完整，不是一个完好的 XLSX 工作簿", "the file is torn: not a whole XLSX workbook")
_OTHER_ZIP = tr(
    "这是一个压缩包，但不是 XLSX 工作簿",
    "this is a zip archive but not an XLSX workbook")
_TOO_BIG = tr(
    "文件展开后超过 {n} MB，不像机构名册",
    "the file unpacks to more than {n} MB: no register of institutions is that big")
_DAMAGED = tr(
    "工作簿已损坏，无法读取（{error}）",
    "the workbook is damaged and cannot be read ({error})")
_TOO_WIDE = tr(
    "工作表“{name}”标称 {rows} 行 × {columns} 列",
    "the sheet “{name}” claims {rows} rows × {columns} columns")
_MERGED = tr("合并单元格的范围大得不合理", "merged cells cover an absurdly large area")
_TRIM = tr(
    "请删除表格下方和右侧的空行空列后再导入。",
    "Delete the empty rows and columns beyond the table and import again.")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text as a file has them. `source`: encoding and delimiter, or the sheet's name.

    `merged` gives, per (row, column) from 0, the text of the merged cell that covers it.
    """

    source: str
    rows: Sequence[Sequence[str]]
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict)


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a zip archive, as every XLSX is."""
    return data[:2] == b"PK"


def read_tables(data: bytes, file_name: str) -> list[Table]:
    """The visible sheets of a workbook, or the one text cut at each of its possible delimiters.

    Raises BadInput, naming the file, when the bytes are neither.
    """
    if len(data) > MOST_UNPACKED:
        raise _unreadable(_TOO_BIG.format(n=MOST_UNPACKED >> 20), file_name)
    return _workbook(data, file_name) if is_workbook(data) else _text_tables(data, file_name)


def _unreadable(what: Text, file_name: str) -> BadInput:
    return BadInput(what, where=file_name, todo=_SAVE_AS)


def _decode(data: bytes, file_name: str) -> tuple[str, str]:
    """The text and its encoding. The order decides, not a guess: BOM, strict UTF-8, strict GB18030."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # OLE: what Excel wrote before 2007
        raise _unreadable(_OLD_XLS, file_name)
    for encoding in () if b"\0" in data else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise _unreadable(_NO_TEXT, file_name)


def _text_tables(data: bytes, file_name: str) -> list[Table]:
    """The text cut at each delimiter; the header found decides which cut is right."""
    text, encoding = _decode(data, file_name)
    tables: list[Table] = []
    faults: list[BadInput] = []
    for delimiter in sorted(_DELIMITERS, key=text.count, reverse=True):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            tables.append(Table(f"{encoding} {delimiter!r}", list(reader)))
        except csv.Error as error:
            faults.append(_unreadable(_QUOTES.format(error=error), f"{file_name}:{reader.line_num}"))
    if not tables:
        raise faults[0]
    return tables


def _workbook(data: bytes, file_name: str) -> list[Table]:
    """The visible sheets of an XLSX. The unpacked size is known before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise _unreadable(_TORN, file_name) from error
    if "xl/workbook.xml" not in parts:
        raise _unreadable(_OTHER_ZIP, file_name)
    if sum(parts.values()) > MOST_UNPACKED:
        raise _unreadable(_TOO_BIG.format(n=MOST_UNPACKED >> 20), file_name)
    try:
        book = _load(data)
    except Exception as error:  # a malformed part surfaces as whatever the XML or zip layer happens to raise
        raise _unreadable(_DAMAGED.format(error=error), file_name) from error
    if book is None:
        raise BadInput(_MERGED, where=file_name, todo=_TRIM)
    return [_worksheet(sheet, file_name) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _load(data: bytes) -> openpyxl.Workbook | None:
    """The workbook; None when its merged cells cover so much that openpyxl, cell by cell, would not end."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        areas = [CellRange(found.decode()).size for part in archive.namelist()
                 if part.startswith("xl/worksheets/") for found in _MERGE.findall(archive.read(part))]
    if sum(area["columns"] * area["rows"] for area in areas) > MOST_CELLS:
        return None
    with warnings.catch_warnings():  # openpyxl warns of styles and validations it drops: not our matter
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def _worksheet(sheet: Worksheet, file_name: str) -> Table:
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        what = _TOO_WIDE.format(name=sheet.title, rows=sheet.max_row, columns=sheet.max_column)
        raise BadInput(what, where=file_name, todo=_TRIM)
    rows = [[_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    merged = {(row - 1, column - 1): rows[area.min_row - 1][area.min_col - 1]
              for area in sheet.merged_cells.ranges
              for row in range(area.min_row + 1, min(area.max_row, len(rows)) + 1)
              for column in range(area.min_col, min(area.max_col, sheet.max_column) + 1)}
    return Table(sheet.title, rows, merged)


def _cell_text(value: object) -> str:
    """A workbook's value as a person would type it; a number past 15 digits shows that its end is lost."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if abs(value) >= 10 ** 15:
            return f"{Decimal(value):.14E}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
