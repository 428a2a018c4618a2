"""What a cell of a date column means."""

from __future__ import annotations

import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel
from register_examples import csv_of, sheet_in, xlsx_of

from fieldaudit.work.register_dates import EXCEL_1900, EXCEL_1904, clean_date

pytestmark = pytest.mark.slow  # `make check` stays under a minute

DAYS = st.dates(date(1950, 1, 1), date(2098, 12, 31))
FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


@settings(max_examples=200)
@given(DAYS, st.sampled_from([
    "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y}年{0:%m}月{0:%d}日", "{0:%Y%m%d}", "{0.year}-{0.month}-{0.day}",
    "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日",
    " {0.year} 年 {0.month} 月 {0.day} 日",
    "{0:%Y/%m/%d} 0:00", "{0:%Y-%m-%d} 00:00:00", "{0:%Y-%m-%d}T00:00:00",
]), st.booleans())
def test_a_day_is_read_however_an_office_writes_it(day: date, pattern: str, wide: bool) -> None:
    text = pattern.format(day)
    assert clean_date(text.translate(FULL_WIDTH) if wide else text) == (day.isoformat(), None)


@settings(max_examples=100)
@given(DAYS)
def test_a_serial_number_is_the_day_a_spreadsheet_shows_in_both_systems(day: date) -> None:
    for zero, epoch in ((EXCEL_1900, CALENDAR_WINDOWS_1900), (EXCEL_1904, CALENDAR_MAC_1904)):
        serial = str(int(to_excel(datetime.combine(day, datetime.min.time()), epoch)))
        kept, note = clean_date(serial, zero)
        if int(serial) >= 18_000:
            assert kept == day.isoformat() and note is not None and note.key == "date_from_serial"
            assert serial in note.reason.zh and kept in note.reason.zh
        else:
            assert (kept, note) == (serial, None)


@pytest.mark.parametrize("text", ["26-11-24", "26.11.24", "24/11/26", "26年11月24日", "１１/24/26"])
def test_a_year_of_two_digits_is_kept_as_written_and_flagged(text: str) -> None:
    kept, note = clean_date(text)
    assert kept == text and note is not None and note.key == "odd_date"


@pytest.mark.parametrize("text", ["2026-02-30", "2026年13月1日", "20261332", "2026.11.0"])
def test_a_day_the_calendar_does_not_have_is_kept_as_written_and_flagged(text: str) -> None:
    kept, note = clean_date(text)
    assert kept == text and note is not None and note.key == "odd_date"


@pytest.mark.parametrize("text", [
    "2019", "2019年", "2019年5月", "2019.5", "长期", "2020.1.1-2025.1.1", "办理中", "120000", "12345",
])
def test_parts_of_dates_spans_and_words_are_kept_as_written(text: str) -> None:
    assert clean_date(text) == (text, None)


def test_a_time_of_day_is_kept_unless_it_is_midnight() -> None:
    assert clean_date("2026/11/24 9:05") == ("2026-11-24 09:05", None)
    assert clean_date("2026-11-24T09:05:30") == ("2026-11-24 09:05:30", None)


@pytest.mark.parametrize("heading", ["成立日期", "备案时间", "登记证书有效期至", "到期日期（年月日）"])
def test_dates_are_read_in_columns_that_speak_of_dates_and_kept_under_their_heading(heading: str) -> None:
    row = sheet_in(csv_of([["名称", "区县", heading, "编码"], ["北苑", "开鲁县", "2026.1.2", "2026.1.2"]])).rows[0]
    assert json.loads(str(row.cells["extra_json"])) == {heading: "2026-01-02", "编码": "2026.1.2"}


def test_an_odd_date_warns_at_its_row_and_column_and_does_not_refuse_the_home() -> None:
    row = sheet_in(csv_of([["名称", "区县", "成立日期"], ["北苑", "开鲁县", "26.1.2"]])).rows[0]
    assert not row.faults and [(bad.row, bad.column, bad.key) for bad in row.warnings] == [(2, "成立日期", "odd_date")]


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_a_workbook_tells_its_days_whether_they_look_like_dates_or_like_numbers(epoch: datetime) -> None:
    book = openpyxl.Workbook()
    book.epoch = epoch
    page = book.worksheets[0]
    page.append(["名称", "区县", "成立日期", "备案日期"])
    page.append(["北苑", "开鲁县", datetime(2026, 11, 24), int(to_excel(datetime(2026, 11, 24), epoch))])
    page["D2"].number_format = "General"
    out = io.BytesIO()
    book.save(out)
    row = sheet_in(out.getvalue(), "r.xlsx").rows[0]
    assert json.loads(str(row.cells["extra_json"])) == {"成立日期": "2026-11-24", "备案日期": "2026-11-24"}


@settings(max_examples=10)
@given(st.lists(DAYS, min_size=1, max_size=5))
def test_days_of_a_workbook_read_back_equal(days: list[date]) -> None:
    rows = [["名称", "区县", "成立日期"], *([f"院{n}号", "开鲁县", day] for n, day in enumerate(days))]
    sheet = sheet_in(xlsx_of(rows), "r.xlsx")
    assert [json.loads(str(row.cells["extra_json"]))["成立日期"] for row in sheet.rows] == [day.isoformat() for day in days]


