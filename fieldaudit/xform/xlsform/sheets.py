"""The sheets of an XLSForm as rows of text with the row numbers an author sees. Judges nothing in them.

Rows are counted as Excel counts them: the header is row 1. In Markdown the header line of each sheet is
row 1 and only table lines count (separator and `#` lines do not); in CSV likewise.

`to_markdown` writes the sheets of any file as the text table they are published as. In a Markdown cell `\\|` is a
bar and `&#10;` a line break (a literal `&#10;` is written `&amp;#10;`).

Limits against hostile files: MAX_BYTES as given, MAX_ROWS, MAX_QUESTIONS and MAX_COLUMNS a sheet, MAX_CELL a cell,
MAX_REFERENCES; and workbook.py's of an Excel file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ...errors import BadInput
from ...i18n import tr
from ..xmlsafe import as_bytes
from .workbook import MAX_COLUMNS, MAX_ROWS, Row, read_xls, read_xlsx

MAX_BYTES = 10_000_000  # of the file
MAX_QUESTIONS = 10_000  # rows of the survey sheet
MAX_CELLS = 150_000  # filled cells of the survey sheet; of another sheet four times as many
MAX_REFERENCES = 30_000  # `${` of the whole file
MAX_CELL = 32_767  # characters, Excel's own limit

SHEETS = ("survey", "choices", "settings", "entities", "external_choices", "osm")
_CELL_BREAK = re.compile(r"(?<!\\)\|")
_SEPARATOR = re.compile(r"[\s|:]*-[\s|:\-]*\Z")
_SPACES = re.compile(r"\s+")
_CODED = re.compile(r"&((?:amp;)*)#(10|45);")  # a line break and a hyphen, which a table line cannot hold as they are


@dataclass(slots=True)
class Sheet:
    """A sheet: column headings as written, and per row its number and the cells that are not blank.

    Rows follow one another without gaps from 2. A sheet of another name than XLSForm's has a name and nothing else.
    """

    name: str
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def read(source: bytes | str, media_type: str) -> dict[str, Sheet]:
    """The sheets by lower-case name, of a file's bytes or text. `media_type` is "md", "csv", "xlsx" or "xls".

    Raises BadInput for a file that is empty, too large, not of that type, or has no survey sheet.
    """
    source = as_bytes(source)
    if not source.strip():
        raise BadInput(tr("文件是空的", "the file is empty"), todo=_PICK)
    if len(source) > MAX_BYTES:
        raise BadInput(tr(f"文件超过{MAX_BYTES // 1_000_000} MB", f"the file exceeds {MAX_BYTES // 1_000_000} MB"))
    sheets = _gathered(_rows(source, media_type))
    if "survey" not in sheets and len(sheets) == 1:  # one sheet of any name is the survey, as pyxform has it
        sheets = {"survey": next(iter(sheets.values()))}
    if "survey" not in sheets:
        there = ", ".join(sheet.name for sheet in sheets.values())[:200]
        raise BadInput(tr("没有名为 survey 的工作表，或者它是空的", "there is no sheet named survey, or it is blank"), todo=tr(
            f"把题目所在的工作表改名为 survey（文件里有：{there}）。" if there else _PICK.zh,
            f"Rename the sheet of the questions to survey (the file has: {there})." if there else _PICK.en))
    if len(sheets["survey"].rows) > MAX_QUESTIONS:
        raise BadInput(tr(f"survey 超过{MAX_QUESTIONS}行", f"the survey exceeds {MAX_QUESTIONS} rows"))
    return sheets


_PICK = tr("请使用 XLSForm：.xlsx、.xls、.csv、.md 或 XForm .xml。",
           "Use an XLSForm (.xlsx, .xls, .csv, .md) or an XForm (.xml).")


def _rows(source: bytes, media_type: str) -> Iterable[Row]:
    match media_type:
        case "md":
            return _markdown(source)
        case "csv":
            return _csv(source)
        case "xlsx":
            return read_xlsx(source, SHEETS)
        case "xls":
            return read_xls(source, SHEETS)
    raise BadInput(tr(f"不认识的表单格式“{media_type}”", f"unknown form format {media_type!r}"), todo=_PICK)


def _gathered(named_rows: Iterable[Row]) -> dict[str, Sheet]:
    """Sheets from (sheet name, row number, cells); row 1 of each is its heading, row 0 says only that it is there."""
    sheets: dict[str, Sheet] = {}
    references = 0
    cells_of: dict[str, int] = {}
    for name, number, cells in named_rows:
        references += sum(cell.count("${") for cell in cells)
        if references > MAX_REFERENCES:
            raise BadInput(tr(f"引用 ${{…}} 超过{MAX_REFERENCES}处", f"more than {MAX_REFERENCES} references ${{…}}"), where=name)
        sheet = sheets.setdefault(name.strip().lower(), Sheet(name.strip()))
        _check_size(sheet, number, cells)
        if number == 1:
            if sheet.columns:
                raise BadInput(tr(f"工作表“{sheet.name}”出现两次", f"the sheet {sheet.name} is there twice"))
            sheet.columns = [_SPACES.sub(" ", _clean(cell)) for cell in cells]
        elif number > 1:
            row = {column: text for column, cell in zip(sheet.columns, cells, strict=False) if column and (text := _clean(cell))}
            sheet.rows.append((number, row))
            cells_of[sheet.name] = cells_of.get(sheet.name, 0) + len(row)
            if cells_of[sheet.name] > MAX_CELLS * (1 if sheet.name.lower() == "survey" else 4):
                raise BadInput(tr("工作表的单元格过多", "the sheet holds too many cells"), where=f"{sheet.name}, {number}")
    for sheet in sheets.values():
        while sheet.rows and not sheet.rows[-1][1]:
            sheet.rows.pop()
    return sheets


def _clean(cell: str) -> str:
    return cell.replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n").strip()


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
                       todo=tr("请另存为“CSV UTF-8”或UTF-8编码的文本。", "Save it as 'CSV UTF-8' or as UTF-8 text.")) from error


# -- Markdown -----------------------------------------------------------------------------------------
def _markdown(source: bytes) -> Iterator[Row]:
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
    return [_CODED.sub(_decoded, cell.strip().replace(r"\|", "|")) for cell in _CELL_BREAK.split(inside)]


def _decoded(code: re.Match[str]) -> str:
    return f"&{code[1][4:]}#{code[2]};" if code[1] else chr(int(code[2]))


def to_markdown(sheets: Mapping[str, Sheet]) -> str:
    """The sheets as the text table a form is published as: read as "md", it gives the same columns, rows and row numbers."""
    return "\n".join(line for name in SHEETS if name in sheets for line in _lines(name, sheets[name]))


def _lines(name: str, sheet: Sheet) -> Iterator[str]:
    columns = [column for column in sheet.columns if column]
    if columns:
        yield f"| {name} |"
        yield _line(columns)
        for _, row in sheet.rows:
            yield _line([row.get(column, "") for column in columns])
        yield ""


def _line(cells: list[str]) -> str:
    line = "| | " + " | ".join(_coded(cell) for cell in cells) + " |"
    if _SEPARATOR.match(line):  # a row of hyphens would read as a separator
        return line.replace("-", "&#45;")
    return line


def _coded(cell: str) -> str:
    return _CODED.sub(r"&amp;\1#\2;", cell).replace("\n", "&#10;").replace("|", r"\|")


# -- CSV ------------------------------------------------------------------------------------------------
def _csv(source: bytes) -> Iterator[Row]:
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


def settings_of(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """The one row of the settings sheet, headings in lower case with underscores."""
    sheet = sheets.get("settings")
    if sheet is None or not sheet.rows:
        return {}
    return {_SPACES.sub("_", column.lower()): text for column, text in sheet.rows[0][1].items()}
