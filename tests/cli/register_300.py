"""A made-up register of 300 awkward rows as an office would send it, and what must become of each.

Three sheets, one for each district, titles above, headers over two lines with merged cells, a hidden column, dates
of every kind, counts in words, several phones in a cell, notes and totals. Nothing here is read from the program:
what each row must become is written beside the way it is spoiled.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import openpyxl

DISTRICTS = ("科尔沁区", "开鲁县", "库伦旗")
EACH = 100
_PLACES = "北苑 南苑 东湖 西岭 河畔 松林 柳岸 杏园 新站 草原 长青 平安 康宁 福寿 和顺 瑞祥 明德 暖阳 金秋 晚晴".split()  # noqa: SIM905
_SORTS = ("第一养老院", "第二养老院", "第三养老院", "第四养老院", "第五养老院")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789"}


@dataclass
class Expected:
    """What must become of the register: by (sheet, row)."""

    homes: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    refused: dict[tuple[str, int], str] = field(default_factory=dict)
    warned: dict[tuple[str, int], str] = field(default_factory=dict)
    twins: set[tuple[str, int]] = field(default_factory=set)
    skipped: dict[tuple[str, int], str] = field(default_factory=dict)


def code_of(serial: int) -> str:
    """An invented code with a right check character."""
    body = f"52150500MJ{serial:07d}"
    return body + _ALPHABET[-sum(_ALPHABET.index(char) * 3**place for place, char in enumerate(body)) % 31]


def register() -> tuple[bytes, Expected]:
    """The workbook's bytes and what it must become."""
    book, expected = openpyxl.Workbook(), Expected()
    book.worksheets[0].title = "填表说明"
    book.worksheets[0].append(["每个旗县市区填一张表"])
    for number, district in enumerate(DISTRICTS):
        _page(book.create_sheet(district), number, expected)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), expected


def _page(page: Any, number: int, expected: Expected) -> None:
    page.append([f"{page.title}养老机构登记表"])
    page.append(["序号", "机构名称", "信用代码", "联系方式", None, "床位（张）", "成立日期", "地址"])
    page.append([None, None, None, "电话", "传真", None, None, None])
    for area in ("A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "G2:G3", "H2:H3"):
        page.merge_cells(area)
    page.column_dimensions["H"].hidden = True
    for index in range(EACH):
        serial = number * EACH + index
        row = 4 + index + (1 if index >= 50 else 0)  # a subtotal stands in the middle
        if index == 50:
            page.append(["小计", None, None, None, None, 3000])
            expected.skipped[(page.title, row - 1)] = "total"
        _row(page, (page.title, row), index, serial, expected)
    page.append(["合计", "100家"])
    page.append(["注：床位以核定数为准"])
    expected.skipped |= {(page.title, 105): "total", (page.title, 106): "note"}


def _row(page: Any, spot: tuple[str, int], index: int, serial: int, expected: Expected) -> None:
    """One home, written in one of twenty awkward ways that must be understood or refused."""
    name, phone, beds = _PLACES[index // 5] + _SORTS[index % 5], f"139{serial:08d}", 20 + serial % 150
    home = {"name": name, "code": code_of(serial + 1), "phone": phone, "beds": beds, "address": f"示例路{serial + 1}号"}
    cells: list[Any] = [index + 1, name, home["code"], int(phone), None, beds, "2026-11-24", home["address"]]
    day, refused, warned = "2026-11-24", "", ""
    match index % 20:
        case 0:
            cells[2], cells[5] = home["code"].lower(), str(beds).translate(_WIDE)
        case 1:
            cells[3], home["phone"] = f"{phone}\n0475-{8_000_000 + serial}", f"{phone}、0475-{8_000_000 + serial}"
        case 2:
            cells[5], home["beds"] = "一百二十张", 120
        case 3:
            cells[5], home["beds"] = "1.2万", 12_000
        case 4:
            cells[6] = "2026年11月24日"
        case 5:
            cells[6] = "2026.11.24"
        case 6:
            cells[6] = datetime(2026, 11, 24)
        case 7:
            cells[6], warned = 46350, "date_from_serial"
        case 8:
            cells[6], day, warned = "26/11/24", "26/11/24", "odd_date"
        case 9:
            cells[6] = 20261124
        case 10:
            cells[1] = f"{name[:2]}\n{name[2:]}"
        case 11:
            cells[3], refused = 4_750_000_000 + 8_000_000 + serial, "bad_phone"
        case 12:
            cells[2], refused = 521505000000000000 + serial, "digits_lost"
        case 13:
            cells[5], refused = "约八十", "bad_number"
        case 14:
            cells[2], refused = home["code"][:-1] + ("0" if home["code"][-1] != "0" else "1"), "bad_code"
        case 15:
            cells[3], refused = f"{phone}/1390000", "bad_phone"
        case 16:
            cells[5], refused = "二百五", "bad_number"
        case 17:
            cells[6], cells[4] = "2026/11/24 0:00", "0475-8999999"
        case 18:
            cells[1], refused = None, "missing_name"
        case _:  # almost the home above, under another word for its kind and without its code
            above = _PLACES[index // 5] + _SORTS[2].replace("养老院", "敬老院")
            cells[1], cells[2], home["name"] = above, None, above
            home.pop("code")
    page.append(cells)
    if isinstance(cells[6], datetime):
        page.cell(spot[1], 7).number_format = "yyyy/m/d"
    home["extra"] = {"成立日期": day} | ({"联系方式/传真": cells[4]} if cells[4] else {})
    if refused:
        expected.refused[spot] = refused
        return
    expected.homes[spot] = home
    if warned:
        expected.warned[spot] = warned
    if index % 20 == 19:
        expected.twins.add(spot)
