"""Face files for tests: the program's own faces under another name, with other rights, in a collection, or damaged."""

from __future__ import annotations

import struct
from pathlib import Path

from fieldaudit.assets import asset_path
from fieldaudit.documents.truetype import TrueType

Tables = dict[str, bytes]


def tables_of(face: str) -> Tables:
    """The tables of one of the program's own faces."""
    data = asset_path(f"fonts/{face}.ttf").read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {}
    for at in range(12, 12 + 16 * count, 16):
        tag, _, start, length = struct.unpack_from(">4sLLL", data, at)
        tables[tag.decode()] = data[start:start + length]
    return tables


def named(tables: Tables, family: str, postscript: str) -> Tables:
    """The same face calling itself otherwise: family and full name in Chinese (PRC), a PostScript name in ASCII."""
    strings = [(1, 0x804, family), (4, 0x804, family), (6, 0x409, postscript)]
    records, said = b"", b""
    for number, language, text in strings:
        encoded = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, language, number, len(encoded), len(said))
        said += encoded
    return {**tables, "name": struct.pack(">3H", 0, len(strings), 6 + 12 * len(strings)) + records + said}


def with_rights(tables: Tables, fs_type: int) -> Tables:
    """The same face with other rights to embed it (OS/2, fsType)."""
    table = tables["OS/2"]
    return {**tables, "OS/2": table[:8] + struct.pack(">H", fs_type) + table[10:]}


def without(face: str, chars: str) -> Tables:
    """One of the program's own faces lacking some characters: its map is written anew, as old faces have it."""
    codes = TrueType(asset_path(f"fonts/{face}.ttf").read_bytes()).codes()
    segments = [(code, (codes[code] - code) & 0xFFFF) for code in sorted(codes) if code < 0xFFFF and chr(code) not in chars]
    ends, deltas = zip(*segments, (0xFFFF, 1), strict=True)
    count = len(ends)
    body = struct.pack(f">{count}H", *ends) + b"\0\0" + struct.pack(f">{2 * count}H", *ends, *deltas) + bytes(2 * count)
    # The length of so plain a table does not fit its field; readers take it from the table's own.
    head = struct.pack(">7H", 4, 0xFFFF, 0, 2 * count, 0, 0, 0)
    return {**tables_of(face), "cmap": struct.pack(">HHHHL", 0, 1, 3, 1, 12) + head + body}


def written(path: Path, *faces: Tables) -> Path:
    """The faces as one file: a plain face, or a collection of several."""
    head = b"" if len(faces) == 1 else struct.pack(">4sHHL", b"ttcf", 1, 0, len(faces)) + bytes(4 * len(faces))
    places, data = [], bytearray(head)
    for tables in faces:
        places.append(len(data))
        offset = len(data) + 12 + 16 * len(tables)
        data += struct.pack(">4s4H", b"\0\1\0\0", len(tables), 0, 0, 0)
        bodies = b""
        for tag, table in sorted(tables.items()):
            data += struct.pack(">4sLLL", tag.encode(), 0, offset + len(bodies), len(table))
            bodies += table + bytes(-len(table) % 4)
        data += bodies
    for number, place in enumerate(places if head else ()):
        struct.pack_into(">L", data, 12 + 4 * number, place)
    path.write_bytes(bytes(data))
    return path
