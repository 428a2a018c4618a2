"""What the register tests share: districts, valid codes, and files made from rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import openpyxl

from fieldaudit.domain.core import RowId, Value
from fieldaudit.work.register_cells import check_character
from fieldaudit.work.register_file import Register, RegisterSheet, read_register
from fieldaudit.work.register_preview import (
    ExistingInstitution,
    ImportPreview,
    NewHome,
    UpdatedHome,
    preview,
)
from fieldaudit.work.register_table import Reading

DISTRICTS = {name: RowId(100 + place) for place, name in enumerate((
    "科尔沁区", "霍林郭勒市", "开鲁县", "库伦旗", "奈曼旗", "扎鲁特旗", "科尔沁左翼中旗", "科尔沁左翼后旗"))}
HEADER = ["机构名称", "统一社会信用代码", "旗县市区", "联系电话", "床位数", "在住人数"]


def code_of(serial: int) -> str:
    """An invented unified social credit code with a right check character."""
    body = f"52150500MJ{serial:07d}"
    return body + check_character(body)


def csv_of(rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Rows as the bytes of a CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_of(rows: Sequence[Sequence[object]], merges: Sequence[str] = (), title: str = "名册") -> bytes:
    """Rows as the bytes of a workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def register_of(*rows: Sequence[str], header: Sequence[str] = HEADER) -> Register:
    """A one-line-header CSV register, read."""
    return read_register(csv_of([header, *rows]), "register.csv")


def sheet_of(*rows: Sequence[str], header: Sequence[str] = HEADER) -> RegisterSheet:
    """Its one sheet."""
    return register_of(*rows, header=header).sheets[0]


def sheet_in(data: bytes, name: str = "register.csv", reading: Reading = Reading()) -> RegisterSheet:  # noqa: B008 - frozen
    """The one sheet of a file."""
    sheets = read_register(data, name, reading).sheets
    assert len(sheets) == 1
    return sheets[0]


def imported(
    outcome: ImportPreview, before: Sequence[ExistingInstitution] = ()
) -> list[ExistingInstitution]:
    """The register after a preview has been stored, as the act of importing would."""
    homes = {home.id: home for home in before}
    for update in outcome.updated:
        homes[update.id] = _after(homes[update.id], update)
    for new in outcome.new:
        home = _stored(RowId(1000 + len(homes)), new)
        homes[home.id] = home
    return list(homes.values())


def _stored(row: RowId, new: NewHome) -> ExistingInstitution:
    return _home(row, new.district, new.cells)


def _after(home: ExistingInstitution, update: UpdatedHome) -> ExistingInstitution:
    cells = {**home.cells, **{column: after for column, (_, after) in update.changes.items()}}
    return _home(home.id, home.district, cells)


def _home(row: RowId, district: RowId, cells: Mapping[str, Value]) -> ExistingInstitution:
    code = cells.get("code")
    return ExistingInstitution(row, str(cells["name"]), str(code) if code else None, district, cells)


def judged(
    register: Register, before: Sequence[ExistingInstitution] = (), **decisions: str
) -> ImportPreview:
    """The preview against the example districts; decisions as row_5="new"."""
    return preview(register, DISTRICTS, before, {key.removeprefix("row_"): choice for key, choice in decisions.items()})


def keys(outcome: ImportPreview) -> dict[int, list[str]]:
    """Row number -> the keys of what is wrong with it."""
    return {refusal.row: [bad.key for bad in refusal.faults] for refusal in outcome.refused}
