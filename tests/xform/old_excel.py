"""A writer of the older Excel format (BIFF8 without a container), as little of it as the tests need."""

from __future__ import annotations

import datetime
import struct
from collections.abc import Sequence

Cell = str | int | float | bool | datetime.date | None | bytes  # bytes: an error code


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _cell(row: int, column: int, value: Cell) -> bytes:
    place = struct.pack("<HHH", row, column, 1 if isinstance(value, datetime.date) else 0)
    if isinstance(value, bytes):
        return _record(0x0205, place + value + b"\x01")
    if isinstance(value, bool):
        return _record(0x0205, place + bytes([value, 0]))
    if isinstance(value, datetime.date):
        days = (value - datetime.date(1899, 12, 30)).days
        return _record(0x0203, place + struct.pack("<d", days))
    if isinstance(value, int | float):
        return _record(0x0203, place + struct.pack("<d", value))
    text = (value or "").encode("utf-16-le")
    return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def workbook(sheets: dict[str, Sequence[Sequence[Cell]]]) -> bytes:
    """The sheets as an .xls file."""
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    formats = b"".join(_record(0x00E0, struct.pack("<HH", 0, key) + b"\0" * 16) for key in (0, 14))
    bodies = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + b"".join(
        _cell(at, column, value) for at, row in enumerate(rows) for column, value in enumerate(row) if value is not None)
        + _record(0x000A, b"") for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    length = len(start) + len(formats) + sum(4 + 8 + len(name) for name in names) + 4
    found, at = start + formats, length
    for name, body in zip(names, bodies, strict=True):
        found += _record(0x0085, struct.pack("<IHBB", at, 0, len(name) // 2, 1) + name)
        at += len(body)
    return found + _record(0x000A, b"") + b"".join(bodies)
