"""The sheets of an XLSForm as rows of text with the row numbers an author sees. Judges nothing in them.

Rows are counted as Excel counts them: the header is row 1. In Markdown the header line of each sheet is
row 1 and only table lines count (separator and `#` lines do not); in CSV likewise.

Limits against hostile files: MAX_BYTES as given, MAX_UNPACKED inside a ZIP, MAX_ROWS and MAX_COLUMNS a sheet.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..errors import BadInput
from ..i18n import tr

MAX_BYTES = 10_000_000  # of the file
MAX_UNPACKED = 60_000_000  # of everything inside an XLSX
MAX_PARTS = 2_000  # files inside an XLSX
MAX_ROWS = 60_000  # of one sheet
MAX_COLUMNS = 500
MAX_CELL = 32_767  # characters, Excel's own limit

SHEETS = ("survey", "choices", "settings", "entities", "external_choices", "osm")
_CELL_BREAK = re.compile(r"(?<!\\)\|")
_SEPARATOR = re.compile(r"\s*\|?[\s|:\-]*-[\s|:\-]*\|?\s*\Z")
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Sheet:
    """A sheet: column headings as written, and per row its number and the cells that are not blank."""

    name: str
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def read(source: bytes, media_type: str) -> dict[str, Sheet]:
    """The sheets by lower-case name. `media_type` is "md", "csv" or "xlsx".

    Raises BadInput for a file that is empty, too large, not of that type, or has no survey sheet.
    """
    if not source.strip():
        raise BadInput(tr("文件是空的", "the file is empty"), todo=_PICK)
    if len(source) > MAX_BYTES:
        raise BadInput(tr(f"文件超过{MAX_BYTES // 1_000_000} MB", f"the file exceeds {MAX_BYTES // 1_000_000} MB"))
    reader = {"md": _markdown, "csv": _csv, "xlsx": _xlsx}.get(media_type)
    if reader is None:
        raise BadInput(tr(f"不认识的表单格式“{media_type}”", f"unknown form format {media_type!r}"), todo=_PICK)
    sheets = _gathered(reader(source))
    if "survey" not in sheets and len(sheets) == 1:  # one sheet of any name is the survey, as pyxform has it
        sheets = {"survey": next(iter(sheets.values()))}
    if "survey" not in sheets:
        raise BadInput(tr("没有名为 survey 的工作表", "there is no sheet named survey"), todo=_PICK)
    return sheets


_PICK = tr("请使用 XLSForm：.xlsx、.csv、.md 或 XForm .xml。",
           "Use an XLSForm (.xlsx, .csv, .md) or an XForm (.xml).")


def _gathered(named_rows: Iterator[tuple[str, int, list[str]]]) -> dict[str, Sheet]:
    """Sheets from (sheet name, row number, cells); row 1 of each is its heading."""
    sheets: dict[str, Sheet] = {}
    for name, number, cells in named_rows:
        sheet = sheets.setdefault(name.strip().lower(), Sheet(name.strip()))
        _check_size(sheet, number, cells)
        if number == 1:
            sheet.columns = [_SPACES.sub(" ", cell.strip()) for cell in cells]
            continue
        row = {column: text for column, cell in zip(sheet.columns, cells, strict=False)
               if column and (text := cell.replace("\xa0", " ").strip())}
        sheet.rows.append((number, row))
    return sheets


def _check_size(sheet: Sheet, number: int, cells: list[str]) -> None:
    where = f"{sheet.name}, {number}"
    if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
        raise BadInput(tr(f"工作表超过{MAX_ROWS}行或{MAX_COLUMNS}列",
                          f"the sheet exceeds {MAX_ROWS} rows or {MAX_COLUMNS} columns"), where=where)
    if any(len(cell) > MAX_CELL for cell in cells):
        raise BadInput(tr(f"单元格超过{MAX_CELL}字", f"a cell exceeds {MAX_CELL} characters"), where=where)


def _text(source: bytes) -> str:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(tr("文件不是UTF-8编码的文本", "the file is not UTF-8 text"),
                       todo=tr("请另存为UTF-8编码。", "Save it as UTF-8.")) from error


# -- Markdown -----------------------------------------------------------------------------------------
def _markdown(source: bytes) -> Iterator[tuple[str, int, list[str]]]:
    name, number, found = "", 0, False
    for line in _text(source).split("\n"):
        cells = _table_line(line)
        if cells is None:
            continue
        if cells[0]:
            name, number = cells[0], 0
        if name and len(cells) > 1 and (number or any(cells[1:])):
            number += 1
            found = True
            yield name, number, cells[1:]
    if not found:
        raise BadInput(tr("文件里没有Markdown表格", "the file holds no Markdown table"), todo=_PICK)


def _table_line(line: str) -> list[str] | None:
    """The cells of a table line, or None when it is none (text, comment, separator)."""
    stripped = line.strip()
    if not stripped.startswith("|") or _SEPARATOR.match(stripped):
        return None
    last = stripped.rfind("|")
    inside = stripped[1:last] if last > 0 else stripped[1:]
    return [cell.strip().replace(r"\|", "|") for cell in _CELL_BREAK.split(inside)]


# -- CSV ------------------------------------------------------------------------------------------------
def _csv(source: bytes) -> Iterator[tuple[str, int, list[str]]]:
    name, number, found = "", 0, False
    try:
        for cells in csv.reader(io.StringIO(_text(source), newline="")):
            if cells and cells[0].strip():
                name, number = cells[0].strip(), 0
            if name and len(cells) > 1 and (number or any(cell.strip() for cell in cells[1:])):
                number += 1
                found = True
                yield name, number, cells[1:]
    except csv.Error as error:
        raise BadInput(tr(f"CSV读取失败：{error}", f"the CSV cannot be read: {error}")) from error
    if not found:
        raise BadInput(tr("CSV里没有表单：第一列应为工作表名", "the CSV holds no form: column one names the sheet"),
                       todo=_PICK)


# -- XLSX ---------------------------------------------------------------------------------------------
def _xlsx(source: bytes) -> Iterator[tuple[str, int, list[str]]]:
    _check_zip(source)
    from openpyxl import load_workbook  # late: slow to import, and only this branch needs it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(source), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.title.lower() in SHEETS or len(book.worksheets) == 1:
                yield from _excel_rows(sheet.title, sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError,
            AttributeError, IndexError, EOFError) as error:
        raise _not_xlsx() from error


def _excel_rows(name: str, rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[str, int, list[str]]]:
    blank = 0
    for number, row in enumerate(rows, 1):
        cells = [_cell(value) for value in row]
        blank = 0 if any(cells) else blank + 1
        if blank > 60:  # as pyxform: after so many blank rows the sheet has ended
            return
        while cells and not cells[-1]:
            cells.pop()
        yield name, number, cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _check_zip(source: bytes) -> None:
    """Refuse what is no XLSX, or would unpack to more than MAX_UNPACKED, or brings a DTD."""
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise BadInput(tr("压缩文件展开后过大，拒绝打开", "the file would unpack to too much and is refused"))
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise _not_xlsx()
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError,
            ValueError) as error:
        raise _not_xlsx() from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as stream:
        head = stream.read(4096).replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise BadInput(tr("文件含有DTD或实体声明，拒绝打开", "the file declares a DTD or entities and is refused"))


def _not_xlsx() -> BadInput:
    return BadInput(tr("文件不是有效的XLSX工作簿", "the file is not a valid XLSX workbook"), todo=_PICK)


def settings_of(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """The one row of the settings sheet, headings in lower case."""
    sheet = sheets.get("settings")
    if sheet is None or not sheet.rows:
        return {}
    return {column.lower(): text for column, text in sheet.rows[0][1].items()}
