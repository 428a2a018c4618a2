"""The 200-row register that the end-to-end run imports: what is refused, and that mending brings it in."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from collections.abc import Callable
from pathlib import Path

from register_examples import code_of, imported, judged

from fieldaudit.work.register_file import read_register
from fieldaudit.work.register_refused import refused_csv

E2E = Path(__file__).parent.parent / "e2e"
FILE = E2E / "register_200.csv"
EXPECTED = json.loads((E2E / "register_200.refused.json").read_text(encoding="utf-8"))

# Columns of the file of refused rows: 行号, 原因, 序号, then the register's own.
NAME, CODE, DISTRICT, ADDRESS, PHONE, BEDS, PLACE = 3, 4, 5, 6, 9, 10, 13


def test_the_checked_in_files_are_what_their_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("make_register", E2E / "make_register.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    data, refused = script.register()
    assert (FILE.read_bytes(), EXPECTED) == (data, refused)


def test_exactly_twelve_rows_are_refused_each_for_its_stated_reason() -> None:
    sheet = read_register(FILE.read_bytes(), FILE.name)
    outcome = judged(sheet)
    assert len(sheet.sheets[0].rows) == 200 and len(EXPECTED) == 12
    assert [{"row": entry.row, "reason": entry.faults[0].key} for entry in outcome.refused] == EXPECTED
    assert [len(entry.faults) for entry in outcome.refused] == [1] * 12
    assert len(outcome.new) == 188 and not outcome.updated
    assert [skip.kind for skip in sheet.sheets[0].skipped] == ["total", "total"]
    assert [(bad.row, bad.key) for bad in outcome.warnings] == [(82, "more_residents_than_beds")]
    assert sheet.sheets[0].unknown_columns == ("消防备案情况",) and sheet.encoding == "gb18030"


def test_full_width_digits_merged_districts_and_group_headings_are_understood() -> None:
    sheet = read_register(FILE.read_bytes(), FILE.name)
    by_number = {new.row: new for new in judged(sheet).new}
    assert by_number[24].cells["phone"] == "13900000021"  # written １３９００００００２１
    assert (by_number[4].district_name, by_number[28].district_name) == ("科尔沁区", "科尔沁区")
    assert by_number[204].district_name == "科尔沁左翼后旗"
    assert by_number[5].cells["head"] == "院长" and "legal_rep" not in by_number[5].cells
    assert (by_number[4].cells["lon"], by_number[4].cells["lat"]) == (121.0, 43.0)


def test_importing_the_register_twice_doubles_nothing() -> None:
    sheet = read_register(FILE.read_bytes(), FILE.name)
    again = judged(sheet, imported(judged(sheet)))
    assert (len(again.new), len(again.updated), len(again.unchanged), len(again.refused)) == (0, 0, 188, 12)


def put(column: int, text: str) -> Callable[[list[str]], None]:
    def mend(row: list[str]) -> None:
        row[column] = text
    return mend


def rejoin(row: list[str]) -> None:
    row[ADDRESS:ADDRESS + 2] = ["，".join(row[ADDRESS:ADDRESS + 2])]


MENDS: dict[str, Callable[[list[str]], None]] = {
    "missing_name": put(NAME, "杏园新养老中心"), "missing_district": put(DISTRICT, "霍林郭勒市"),
    "unknown_district": put(DISTRICT, "开鲁县"), "bad_code": put(CODE, code_of(16)),
    "duplicate_code": put(CODE, ""),
    "duplicate_home": put(NAME, "河畔第二养护院"), "digits_lost": put(PHONE, "13900000043"),
    "bad_phone": put(PHONE, "13900000122"), "bad_number": put(BEDS, "80"),
    "bad_coordinates": put(PLACE, "122.31,43.45"), "extra_cells": rejoin,
}


def test_mending_the_refused_rows_and_importing_them_again_brings_all_two_hundred_in() -> None:
    sheet = read_register(FILE.read_bytes(), FILE.name)
    first = judged(sheet)
    homes = imported(first)
    lines = list(csv.reader(io.StringIO(refused_csv(sheet, first.refused).decode("utf-8-sig"), newline="")))
    for row, expected in zip(lines[2:], EXPECTED, strict=True):
        assert row[0] == str(expected["row"]) and row[1]
        MENDS[expected["reason"]](row)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)  # as Excel saves it again: GB18030, no BOM
    second = judged(read_register(out.getvalue().encode("gb18030"), "refused.csv"), homes)
    assert (len(second.new), len(second.updated), len(second.refused)) == (12, 0, 0)
    assert len(imported(second, homes)) == 200
    assert second.unknown_columns == first.unknown_columns
