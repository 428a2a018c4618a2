"""A table as a file: what is shown is what stands in it, and no cell is ever reckoned with."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from office_world import Office
from openpyxl import load_workbook

from fieldaudit.errors import BadInput
from fieldaudit.store.board import Board
from fieldaudit.work import plan
from fieldaudit.work.tables import Table, as_file, hazards

pytestmark = pytest.mark.slow  # `make check` stays under a minute

TABLE = Table("隐患台账", ["隐患", "天数", "期限"], [["=1+1", 3, date(2026, 12, 1)], ["-拆除,\n更换\x07", None, None]])


def test_csv_is_read_back_and_formulas_are_text() -> None:
    data = as_file(TABLE, "csv")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows == [["隐患", "天数", "期限"], ["'=1+1", "3", "2026-12-01"], ["'-拆除,\n更换\x07", "", ""]]


def test_xlsx_is_read_back_with_numbers_and_days_and_formulas_are_text() -> None:
    sheet = load_workbook(io.BytesIO(as_file(TABLE, "xlsx"))).active
    assert sheet is not None and sheet.title == "隐患台账" and sheet.freeze_panes == "A2"
    first, second = list(sheet.iter_rows(min_row=2))
    assert (first[0].value, first[0].data_type, first[1].value, str(first[2].value)[:10]) == ("=1+1", "s", 3, "2026-12-01")
    assert second[0].value == "-拆除,\n更换"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(BadInput, match="docx"):
        as_file(TABLE, "docx")


def test_the_table_of_hazards_has_the_filtered_rows_in_their_order(office: Office) -> None:
    visit = office.served("wires", "well")
    told: list[tuple[int, int]] = []
    wanted = Board("open", sort="severity", items=tuple(visit.items.values()))
    table = hazards(office.desk(None), wanted, lambda done, total: told.append((done, total)))
    assert [row[4] for row in table.rows] == ["well有隐患", "wires有隐患"]
    assert all(len(row) == len(table.head) for row in table.rows) and told[-1] == (2, 2)
    office.later(40)
    late = dict(zip(table.head, hazards(office.desk(None), wanted).rows[0], strict=True))
    due = plan.plan_item(office.desk(None), visit.items["well"]).state.due
    assert late["期限"] == due and late["逾期天数"] == 10 and late["状态"] == "整改中"
