"""The file of refused rows that goes back to the office to be mended and imported again.

Owns its layout: the rows under their own header, row number and reason in front. A CSV for one sheet; a workbook
with the same sheets for several.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .register_cells import tidy
from .register_file import Register, RegisterRow, RegisterSheet, RowFault
from .register_headings import REASON, REPORT, ROW_NUMBER
from .register_preview import RefusedRow

if TYPE_CHECKING:  # openpyxl takes a fifth of a second to import: only where a workbook is made
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

# What Excel rewrites or computes when it opens a CSV: formulas, leading zeros, long numbers, dates.
_REWRITTEN = re.compile(r"[=+\-@0]|\d{11}|\d+[-/]\d+")
_DISTRICT = "旗县市区"


def refused_csv(register: Register, refused: Sequence[RefusedRow]) -> bytes:
    """The refused rows of a register of one sheet as CSV (UTF-8 with BOM).

    Mended in a spreadsheet program, it can be imported as it is: row number and reason are ignored then. A district
    taken from a merged cell or the sheet's name is written out. A tab before long numbers keeps Excel from rewriting
    them.
    """
    out = io.StringIO(newline="")
    write = csv.writer(out, quoting=csv.QUOTE_ALL)
    for heading, line in _lines(register.sheets[0], refused):
        write.writerow(line if heading else [*line[:2], *map(_guarded, line[2:])])
    return out.getvalue().encode("utf-8-sig")


def refused_workbook(register: Register, refused: Sequence[RefusedRow]) -> bytes:
    """The refused rows as XLSX, every cell text, each sheet that has any under its own name."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for sheet in register.sheets:
        own = [row for row in refused if row.sheet == sheet.name]
        if own or len(register.sheets) == 1:
            page = book.create_sheet(sheet.name)
            for _, line in _lines(sheet, own):
                page.append([_text_cell(page, text) for text in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(page: WriteOnlyWorksheet, text: str) -> Cell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", text))  # control characters, which XML cannot hold
    cell.data_type = "s"  # "=1+1" is what the office typed, not a formula to compute
    cell.number_format = "@"
    return cell


def _guarded(cell: str) -> str:
    return f"\t{cell}" if _REWRITTEN.match(cell) else cell


def _lines(sheet: RegisterSheet, refused: Sequence[RefusedRow]) -> Iterator[tuple[bool, list[str]]]:
    """(is a heading, cells) of each line."""
    own = [place for place, column in enumerate(sheet.columns) if column.field != REPORT]
    named = bool(sheet.name) and "district" not in sheet.fields  # the sheet's name may have told the district
    for position, line in enumerate(sheet.header):
        front = [ROW_NUMBER, REASON] if position == 0 else ["", ""]
        front += ([_DISTRICT] if position == 0 else [""]) if named else []
        yield True, front + [line[place] if place < len(line) else "" for place in own]
    rows = {row.row: row for row in sheet.rows}
    for refusal in refused:
        reasons = "；".join(map(_reason, refusal.faults))
        yield False, [str(refusal.row), reasons, *([sheet.name] if named else []), *_mendable(rows[refusal.row], sheet, own)]


def _reason(bad: RowFault) -> str:
    heading, reason = bad.column.rpartition("/")[2], str(bad.reason)
    return reason if heading in reason else f"{heading}：{reason}"


def _mendable(row: RegisterRow, sheet: RegisterSheet, own: Sequence[int]) -> list[str]:
    width = max(len(row.raw), len(sheet.columns))
    cells = [*row.raw, *[""] * (width - len(row.raw))]
    if "district" in sheet.fields:
        place = sheet.fields.index("district")
        cells[place] = cells[place] if tidy(cells[place]) else row.district
    return [cells[column] for column in own] + cells[len(sheet.columns):]
