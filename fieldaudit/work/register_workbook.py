"""A register as an XLSX workbook: bytes in, its sheets as tables of text out.

Owns the reading of cells as a person would type them and the guards against workbooks that are torn, far too
big or made to swell. Knows nothing of what a table is about.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from ..errors import BadInput
from ..i18n import tr
from .register_cells import NOT_COMPUTED
from .register_dates import EXCEL_1900, EXCEL_1904
from .register_foreign import refuse_archive
from .register_headings import letters
from .register_table import MOST_COLUMNS, MOST_UNPACKED, TRIM, Table, too_big, too_wide, unreadable

if TYPE_CHECKING:  # openpyxl takes a fifth of a second to import: only where a workbook is read
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS = 5_000_000
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z]+\d+:[A-Z]+\d+)["']""")

_UNCOMPUTED = re.compile(  # the end of a cell that has a formula and no value
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>")

_TORN = tr("文件不完整，不是一个完好的 XLSX 工作簿", "the file is torn: not a whole XLSX workbook")
_DAMAGED = tr(
    "工作簿已损坏，无法读取（{error}）",
    "the workbook is damaged and cannot be read ({error})")
_TOO_WIDE = tr(
    "工作表“{name}”标称 {rows} 行 × {columns} 列",
    "the sheet '{name}' claims {rows} rows × {columns} columns")
_MERGED = tr("合并单元格的范围大得不合理", "merged cells cover an absurdly large area")


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip archive, as every XLSX is."""
    return data[:2] == b"PK"


def workbook_tables(data: bytes, file_name: str) -> list[Table]:
    """Every sheet of an XLSX. The unpacked size is known before anything is unpacked.

    Raises BadInput, naming the file, when it is torn, damaged, far too big or another kind of archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise unreadable(_TORN, file_name) from error
    refuse_archive(frozenset(parts), file_name)
    if sum(parts.values()) > MOST_UNPACKED:
        raise too_big(file_name)
    try:
        book, formulas = _load(data)
    except Exception as error:  # a malformed part surfaces as whatever the XML or zip layer happens to raise
        raise unreadable(_DAMAGED.format(error=error), file_name) from error
    if book is None:
        raise BadInput(_MERGED, where=file_name, todo=TRIM)
    day_zero = EXCEL_1904 if book.epoch.year == 1904 else EXCEL_1900
    return [_worksheet(sheet, formulas[sheet.title] if formulas else None, file_name, day_zero) for sheet in book.worksheets]


def _load(data: bytes) -> tuple[openpyxl.Workbook | None, openpyxl.Workbook | None]:
    """The workbook, and once more with its formulas when some were never worked out.

    None when its merged cells cover so much that openpyxl, cell by cell, would not end.
    """
    import openpyxl
    from openpyxl.worksheet.cell_range import CellRange

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(part) for part in archive.namelist() if part.startswith("xl/worksheets/")]
    areas = [CellRange(found.decode()).size for part in parts for found in _MERGE.findall(part)]
    if sum(area["columns"] * area["rows"] for area in areas) > MOST_CELLS:
        return None, None
    with warnings.catch_warnings():  # openpyxl warns of styles and validations it drops: not our matter
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        uncomputed = any(_UNCOMPUTED.search(part) for part in parts)
        return book, openpyxl.load_workbook(io.BytesIO(data)) if uncomputed else None


def _mark_uncomputed(rows: list[list[str]], page: Worksheet) -> None:
    """Let a formula without a value be seen: a program wrote it and nobody opened the file since."""
    for formulas, line in zip(page.iter_rows(values_only=True), rows, strict=False):
        for place, formula in enumerate(formulas[:len(line)]):
            if formula not in (None, "") and not line[place]:
                line[place] = NOT_COMPUTED


def _worksheet(sheet: Worksheet, formulas: Worksheet | None, file_name: str, day_zero: date) -> Table:
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        what = _TOO_WIDE.format(name=sheet.title, rows=sheet.max_row, columns=sheet.max_column)
        raise BadInput(what, where=file_name, todo=TRIM)
    rows = [[_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    if formulas is not None:
        _mark_uncomputed(rows, formulas)
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell), default=0)
    if width > MOST_COLUMNS:
        raise too_wide(len(rows), width, f"{file_name}:{sheet.title}")
    rows = [row[:width] for row in rows]  # columns that are only formatted are none
    return Table(sheet.title, rows, _merged(sheet, rows), hidden=sheet.sheet_state != "visible",
                 hidden_rows=tuple(sorted(row for row, look in sheet.row_dimensions.items()
                                          if look.hidden and row <= len(rows))),
                 hidden_columns=_hidden_columns(sheet, width), day_zero=day_zero)


def _merged(sheet: Worksheet, rows: list[list[str]]) -> Mapping[tuple[int, int], str]:
    return {(row - 1, column - 1): rows[area.min_row - 1][area.min_col - 1]
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row + 1, min(area.max_row, len(rows)) + 1)
            for column in range(area.min_col, min(area.max_col, len(rows[0])) + 1)}


def _hidden_columns(sheet: Worksheet, width: int) -> tuple[str, ...]:
    """The letters of the hidden columns; a run of them is kept as one entry of the file."""
    from openpyxl.utils.cell import column_index_from_string

    places = {place for letter, look in sheet.column_dimensions.items() if look.hidden
              for place in range(look.min or column_index_from_string(letter), (look.max or 0) + 1)
              if place <= width}
    return tuple(letters(place - 1) for place in sorted(places))


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
    return value.isoformat() if isinstance(value, date) else str(value).replace("_x000D_", "")
