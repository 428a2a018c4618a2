"""Excel workbooks (.xlsx, .xls) as rows of text, read within bounds. Knows no form.

An XLSX is unpacked by ourselves, counting what really comes out, and openpyxl sees only the XML parts that passed:
MAX_UNPACKED bytes of everything, MAX_SMALL of a part that is no sheet or string table, MAX_TAGS elements a part, no DTD,
no rare encoding. What an XLS unfolds to is bounded by the size of the file.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from ...errors import BadInput
from ...i18n import tr

MAX_UNPACKED = 60_000_000  # bytes of everything inside an XLSX
MAX_PARTS = 2_000  # files inside an XLSX
MAX_SMALL = 4_000_000  # bytes of a part that is neither sheet nor string table
MAX_TAGS = 2_500_000  # "<" of one sheet or string table; 100,000 cells have 400,000
MAX_SMALL_TAGS = 150_000  # "<" of any other part
MAX_ROWS = 60_000  # of one sheet
MAX_COLUMNS = 500
_BLANK_ROWS = 60  # after so many a sheet has ended, as converters have it
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([^"']{0,40})""")
_ENCODINGS = frozenset((b"utf-8", b"utf8", b"utf-16", b"utf-16le", b"us-ascii", b"ascii", b"iso-8859-1"))
_LARGE = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_XLS_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Row = tuple[str, int, list[str]]  # sheet name, row number, cells


def read_xlsx(source: bytes, wanted: Collection[str]) -> list[Row]:
    """The rows of the sheets in `wanted` (or of the only sheet); other sheets give their name and row 0.

    Raises BadInput for what is no workbook or exceeds a limit.
    """
    clean = _unpacked(source)
    from openpyxl import load_workbook  # late: slow to import, and only this branch needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep: validations, styles
            book = load_workbook(clean, read_only=True, data_only=True, keep_links=False)
            return [row for sheet in book.worksheets for row in _xlsx_rows(sheet, wanted, len(book.worksheets))]
    except Exception as error:  # a parser met by a hostile file fails in any way it likes
        raise _no_workbook("XLSX") from error


def _xlsx_rows(sheet: Any, wanted: Collection[str], of: int) -> Iterator[Row]:
    if sheet.title.strip().lower() not in wanted and of > 1:
        return iter([(sheet.title, 0, [])])
    sheet.reset_dimensions()  # a file may lie about them
    return _numbered(sheet.title, (map(_cell, row) for row in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)))


def read_xls(source: bytes, wanted: Collection[str]) -> list[Row]:
    """The same for the older Excel format. Raises BadInput."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=source, logfile=io.StringIO(), ragged_rows=True, on_demand=True)
        return [row for name in book.sheet_names() for row in _xls_rows(book, name, wanted)]
    except Exception as error:  # as above
        raise _no_workbook("XLS") from error


def _xls_rows(book: Any, name: str, wanted: Collection[str]) -> Iterator[Row]:
    if name.strip().lower() not in wanted and book.nsheets > 1:
        return iter([(name, 0, [])])
    sheet = book.sheet_by_name(name)
    return _numbered(name, ([_old_cell(cell.value, cell.ctype, book.datemode) for cell in sheet.row(row)[:MAX_COLUMNS + 1]]
                            for row in range(sheet.nrows)))


def _numbered(name: str, rows: Iterable[Iterable[str]]) -> Iterator[Row]:
    blank = 0
    for number, row in enumerate(islice(rows, MAX_ROWS + 1), 1):
        cells = list(row)
        while cells and not cells[-1]:
            cells.pop()
        blank = 0 if cells else blank + 1
        if blank > _BLANK_ROWS:
            return
        yield name, number, cells


def _cell(value: object) -> str:
    """A cell as an author reads it: 3.0 is 3, a date without time is a date."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _old_cell(value: object, kind: int, datemode: int) -> str:
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, error_text_from_code
    from xlrd.xldate import xldate_as_tuple

    if kind == XL_CELL_ERROR:
        return str(error_text_from_code.get(value, "#N/A"))
    if kind == XL_CELL_BOOLEAN:
        return _cell(bool(value))
    if kind == XL_CELL_DATE and isinstance(value, float):
        parts = xldate_as_tuple(value, datemode)
        return _cell(datetime.time(*parts[3:]) if parts[:3] == (0, 0, 0) else datetime.datetime(*parts))
    return _cell(value)


def _no_workbook(kind: str) -> BadInput:
    return BadInput(tr(f"文件不是有效的{kind}工作簿", f"the file is not a valid {kind} workbook"),
                    todo=tr("请在Excel或WPS里打开，另存为 .xlsx 再试。", "Open it in Excel or WPS and save it again as .xlsx."))


# -- XLSX: what is inside ---------------------------------------------------------------------------------
def _unpacked(source: bytes) -> io.BytesIO:
    """The workbook's XML parts alone, in an archive of ours; refuses what is no XLSX, is too much, or brings a DTD."""
    if source.startswith(_XLS_HEAD):
        raise BadInput(tr("文件是加密的或旧式的Excel工作簿，不是 .xlsx",
                          "the file is an encrypted or an old Excel workbook, not an .xlsx"),
                       todo=tr("请去掉密码，另存为 .xlsx。", "Remove its password and save it as .xlsx."))
    clean = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive, zipfile.ZipFile(clean, "w") as copy:
            parts = {part.filename: part for part in archive.infolist()}
            if len(archive.infolist()) > MAX_PARTS:
                raise _too_much()
            if "[Content_Types].xml" not in parts or not any(name.startswith("xl/") for name in parts):
                raise _no_workbook("XLSX")
            left = MAX_UNPACKED
            for name, part in parts.items():
                if name.lower().endswith((".xml", ".rels")):  # never pictures and the like
                    data = _part(archive, part, left)
                    left -= len(data)
                    copy.writestr(name, data)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
            zlib.error) as error:
        raise _no_workbook("XLSX") from error
    return clean


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    """A part read to its end (so its CRC too is checked), however much its header says there is."""
    large = _LARGE.fullmatch(part.filename) is not None
    limit, tags = (left, MAX_TAGS) if large else (min(left, MAX_SMALL), MAX_SMALL_TAGS)
    with archive.open(part) as stream:
        data = stream.read(limit + 1)
    plain = data.replace(b"\0", b"")  # UTF-16
    if len(data) > limit or plain.count(b"<") > tags:
        raise _too_much()
    _check_encoding(plain)
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise BadInput(tr("文件含有DTD或实体声明，拒绝打开", "the file declares a DTD or entities and is refused"))
    return data


def _check_encoding(head: bytes) -> None:
    """Refuse encodings in which a DTD could hide from a search for its ASCII letters."""
    found = _ENCODING.search(head[:400])
    starts = head[:100].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    if not starts or (found is not None and found[1].lower() not in _ENCODINGS):
        raise _no_workbook("XLSX")


def _too_much() -> BadInput:
    return BadInput(tr("压缩文件展开后过大，拒绝打开", "the file would unpack to too much and is refused"))
