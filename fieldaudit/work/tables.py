"""Any table as a file: the rows as they are shown, to XLSX or CSV. Owns the files' form, not what stands in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain.calendar import local_date
from ..domain.core import RowId
from ..domain.terms import OPEN_STATES, label
from ..errors import BadInput
from ..i18n import tr
from ..store import board
from .desk import Desk

Row = dict[str, Any]
Cell = str | int | float | date | None
KINDS = ("xlsx", "csv")
_WIDEST = 60  # characters of a column in XLSX
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon with text that begins so
_PART = 2_000  # rows between two words of progress


@dataclass(frozen=True, slots=True)
class Table:
    """What goes into a file: a title (the sheet's name), the head, and rows of the same length."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_file(table: Table, kind: str) -> bytes:
    """The bytes of a file of this kind. Raises BadInput for an unknown kind."""
    if kind not in KINDS:
        raise BadInput(tr(f"不能导出为 {kind}", f"cannot export as {kind}"), todo=", ".join(KINDS))
    return _xlsx(table) if kind == "xlsx" else _csv(table)


def hazards(desk: Desk, wanted: board.Board, step: Callable[[int, int], object] = lambda done, total: None) -> Table:
    """All rows of the table of hazards as it is filtered and ordered; `step(done, total)` is told how far it is."""
    today = local_date(desk.now)
    ids = board.ids(desk.store, wanted, today)
    rows: list[list[Cell]] = []
    for at in range(0, len(ids), _PART):
        step(at, len(ids))
        rows += [_hazard(row, today) for row in board.page(desk.store, ids[at : at + _PART])]
    step(len(ids), len(ids))
    return Table(str(tr("隐患台账", "Hazards")), [str(words) for words in _HEAD], rows)


_HEAD = (
    tr("编号", "Id"), tr("机构", "Institution"), tr("旗县市区", "District"), tr("部位", "Place"), tr("隐患", "Hazard"),
    tr("等级", "Severity"), tr("措施类别", "Kind of measure"), tr("整改措施", "Measure"), tr("责任人", "Responsible"),
    tr("资金（元）", "Budget (yuan)"), tr("预案", "Contingency plan"), tr("发现日期", "Found on"), tr("期限", "Due"),
    tr("逾期天数", "Days overdue"), tr("状态", "State"), tr("复查未过次数", "Reinspections failed"), tr("销号日期", "Cleared on"),
    tr("检查编号", "Inspection"),
)  # fmt: skip


def _hazard(row: Row, today: date) -> list[Cell]:
    due = date.fromisoformat(row["due"]) if row["due"] else None
    late = (today - due).days if due and row["state"] in OPEN_STATES else 0
    return [
        str(RowId(row["id"])),  # as text: a spreadsheet rounds a number so great
        row["institution_name"],
        row["district_name"],
        row["place"],
        row["finding"],
        str(label("severity", row["severity"] or "")),
        str(label("measure", row["measure_kind"] or "")),
        row["measure"],
        row["responsible"],
        row["budget_yuan"],
        row["contingency"],
        local_date(row["started_at"]) if row["started_at"] else None,
        due,
        max(late, 0) or None,
        str(label("item_state", row["state"])),
        row["failures"] or None,
        date.fromisoformat(row["cleared_on"]) if row["cleared_on"] else None,
        row["inspection_number"],
    ]


def _csv(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.head)
    writer.writerows([[_harmless(cell) for cell in row] for row in table.rows])
    return out.getvalue().encode("utf-8-sig")  # the mark tells spreadsheets in China that it is UTF-8


def _harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would take for a formula is led by an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _xlsx(table: Table) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title[:31])
    sheet.freeze_panes = "A2"
    for at, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.head))}{len(table.rows) + 1}"

    def cell(value: Cell, *, bold: bool = False) -> Any:
        if not isinstance(value, str) and not bold:
            return value
        made = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(value)))
        made.data_type = "s"  # never a formula, whatever it begins with
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(words, bold=True) for words in table.head])
    for row in table.rows:
        sheet.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _widths(table: Table) -> list[float]:
    """Columns as wide as their first rows; a Chinese character takes two."""
    sample = [table.head, *table.rows[:200]]

    def width(value: Cell) -> int:
        return sum(2 if ord(letter) > 0x2E7F else 1 for letter in str("" if value is None else value))

    return [min(_WIDEST, 2 + max(width(row[at]) for row in sample)) for at in range(len(table.head))]
