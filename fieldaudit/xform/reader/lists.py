"""Lookup lists: CSV, GeoJSON and XML data files, and the lists inside a form, in their compiled form. Knows no form.

Spec: getodk.github.io/xforms-spec "Secondary Instances", "URIs"; docs.getodk.org/form-datasets. A list is a table
`{"columns": […], "rows": [[…]], "path": ["root", "item"]}` when every item has the same simple children, else a tree
`[name, text, [children], {attributes}?]`. Limits: MAX_BYTES of a file, MAX_COLUMNS, MAX_ROWS.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from ...errors import BadInput
from ...i18n import tr
from .. import xmlsafe

MAX_BYTES = 20_000_000
MAX_COLUMNS = 1_000
MAX_ROWS = 200_000
MAX_NESTING = 20  # of a GeoJSON property
Table = dict[str, Any]
Tree = list[Any]

_PATH = ["root", "item"]
# Characters of XML 1.0's names, as far as the grammar of expressions takes them.
_START = ("A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u2c00-\u2fef"
          "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff")
_NOT_NAME = re.compile(rf"[^\w.\-]|[^{_START}\-.0-9\u0300-\u036f]")
_NOT_START = re.compile(rf"[\W\d]|[^{_START}]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBER = re.compile(r"-?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?\Z")
_QUOTED = re.compile(r'"[^"]*(?:"|\Z)')


class _Number(str):
    """A number of a GeoJSON file as it is written there."""

    __slots__ = ()


def read_list(file_name: str, data: bytes) -> Table | Tree:
    """A data file's list: `.csv`, `.geojson` or `.xml` by its name. Raises BadInput naming what cannot be read."""
    suffix = file_name.lower().rpartition(".")[2]
    if len(data) > MAX_BYTES:
        raise BadInput(tr(f"文件超过{MAX_BYTES // 1_000_000} MB", f"the file exceeds {MAX_BYTES // 1_000_000} MB"), where=file_name)
    if suffix == "csv":
        return _csv(file_name, data)
    if suffix == "geojson":
        return _geojson(file_name, data)
    if suffix == "xml":
        return compiled(xmlsafe.tree_of(xmlsafe.parse(data, file_name)))
    raise BadInput(tr("数据文件应为 .csv、.geojson 或 .xml", "a data file must be .csv, .geojson or .xml"), where=file_name)


def compiled(tree: Tree) -> Table | Tree:
    """A tree as a table when it is flat, else as it is."""
    items = tree[2]
    if not items or len(tree) > 3 or not items[0][2]:
        return tree
    name, columns = items[0][0], [cell[0] for cell in items[0][2]]
    if len(set(columns)) < len(columns) or any(not _is_row(item, name, columns) for item in items):
        return tree
    return {"columns": columns, "rows": [[cell[1] for cell in item[2]] for item in items], "path": [tree[0], name]}


def _is_row(item: Tree, name: str, columns: list[str]) -> bool:
    return len(item) == 3 and item[0] == name and [cell[0] for cell in item[2]] == columns and all(
        not cell[2] and len(cell) == 3 for cell in item[2])


def part_of(table: Table | Tree, list_name: str) -> Table | Tree:
    """The rows of `itemsets.csv` that belong to one list (its column list_name); any other list as it is."""
    if isinstance(table, list) or "list_name" not in table["columns"]:
        return table
    at = table["columns"].index("list_name")
    return {**table, "rows": [row for row in table["rows"] if row[at] == list_name]}


def decoded(file_name: str, data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with byte order mark, or GB18030 (what Excel in China saves).

    Raises BadInput when it is none of these.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encodings = ("utf-16",) if wide else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if found := _NOT_XML.search(text):
            raise BadInput(tr(f"文件含有控制字符（第{text.count(chr(10), 0, found.start()) + 1}行）",
                              f"the file holds control characters (line {text.count(chr(10), 0, found.start()) + 1})"),
                           where=file_name)
        return text
    raise BadInput(tr("文件编码不是UTF-8、UTF-16或GB18030", "the file is neither UTF-8, UTF-16 nor GB18030"), where=file_name)


# -- CSV -----------------------------------------------------------------------------------------------
def _csv(file_name: str, data: bytes) -> Table:
    text = decoded(file_name, data)
    separator = ""
    if found := re.match(r"sep=(.)\r?\n", text):  # Excel's own way of saying so
        separator, text = found[1], text[found.end():]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text), strict=True)
    rows = _rows(file_name, reader)
    header = next(rows, None)
    if header is None:
        raise BadInput(tr("文件是空的", "the file is empty"), where=file_name)
    kept = _columns(file_name, header)
    width = len(header)
    table: list[list[str]] = []
    for row in rows:
        if len(table) >= MAX_ROWS:
            raise BadInput(tr(f"超过{MAX_ROWS}行", f"more than {MAX_ROWS} rows"), where=file_name)
        row += [""] * (width - len(row))
        table.append([row[at] for at, _ in kept])
    return {"columns": [name for _, name in kept], "rows": table, "path": _PATH}


def _separator(text: str) -> str:
    """Comma, semicolon or tab: the most frequent of the header line, outside quotes."""
    start = text[:100_000].lstrip("\r\n")
    line = re.split(r"[\r\n]", _QUOTED.sub("", start), maxsplit=1)[0]
    return max(",;\t", key=line.count)


def _rows(file_name: str, reader: Any) -> Iterator[list[str]]:
    """The rows that are not blank."""
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise BadInput(tr(f"第{reader.line_num}行的引号或字段有误：{error}",
                          f"line {reader.line_num}: bad quotes or field: {error}"), where=file_name) from error


def _columns(file_name: str, header: list[str]) -> list[tuple[int, str]]:
    """Position and name of the columns; what cannot stand in an XML name becomes `_`. Columns without heading are left out."""
    if len(header) > MAX_COLUMNS:
        raise BadInput(tr(f"超过{MAX_COLUMNS}列", f"more than {MAX_COLUMNS} columns"), where=file_name)
    found = [(at, xml_name(heading.strip())) for at, heading in enumerate(header) if heading.strip()]
    names = [name for _, name in found]
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise BadInput(tr(f"列名“{twice}”重复", f"the column {twice!r} stands twice"), where=file_name)
    return found


def xml_name(heading: str) -> str:
    """A column's heading as the element name that expressions use: `Area (m2)` is `Area__m2_`."""
    name = _NOT_NAME.sub("_", heading)
    return f"_{name}" if _NOT_START.match(name) else name


# -- GeoJSON -------------------------------------------------------------------------------------------
def _geojson(file_name: str, data: bytes) -> Table | Tree:
    try:
        found = json.loads(decoded(file_name, data), parse_float=_Number, parse_int=_Number, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadInput(tr("不是有效的GeoJSON", "it is no valid GeoJSON"), where=file_name) from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        raise BadInput(tr("GeoJSON最外层应为FeatureCollection", "the GeoJSON must be a FeatureCollection"), where=file_name)
    if len(features) > MAX_ROWS:
        raise BadInput(tr(f"超过{MAX_ROWS}个要素", f"more than {MAX_ROWS} features"), where=file_name)
    items = [["item", "", _feature(file_name, at, feature)] for at, feature in enumerate(features, 1)]
    return compiled(["root", "", items])


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _feature(file_name: str, number: int, feature: object) -> list[Tree]:
    """A feature's cells: geometry, id, then its properties. Raises BadInput naming the feature."""
    where = tr(f"第{number}个要素", f"feature {number}")
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise BadInput(tr(f"{where.zh}不是Feature", f"{where.en} is no Feature"), where=file_name)
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise BadInput(tr(f"{where.zh}的properties有误", f"{where.en} has bad properties"), where=file_name)
    try:
        cells = {"geometry": geometry_text(feature.get("geometry"))}
        if (own := feature.get("id")) is not None:
            cells["id"] = _plain(own)
        for key, value in properties.items():
            cells.setdefault(xml_name(key), _plain(value))
    except ValueError as error:
        raise BadInput(tr(f"{where.zh}有误：{error}", f"{where.en} is wrong: {error}"), where=file_name) from error
    if len(cells) > MAX_COLUMNS or any(_NOT_XML.search(value) for value in cells.values()):
        raise BadInput(tr(f"{where.zh}的properties过多或含有控制字符",
                          f"{where.en} has too many properties or control characters"), where=file_name)
    return [[name, value, []] for name, value in cells.items()]


def _plain(value: object) -> str:
    """A property as text; numbers as they are written in the file, what is nested as JSON."""
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        return _nested(value, 1)
    return str(value) if isinstance(value, str) else str(value).lower()


def _nested(value: object, depth: int) -> str:
    """A value as JSON, numbers as they are written in the file. Raises ValueError beyond MAX_NESTING."""
    if depth > MAX_NESTING:
        raise ValueError("nesting")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_nested(key, depth)}: {_nested(inner, depth + 1)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_nested(inner, depth + 1) for inner in value) + "]"
    return str(value) if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)


def geometry_text(geometry: object) -> str:
    """A GeoJSON Point, LineString or Polygon as ODK writes it: `lat lon alt 0`, several with `; ` between.

    Of a polygon the outer ring. Coordinates are given as the text of their numbers. Raises ValueError.
    """
    if geometry is None:
        return ""
    if not isinstance(geometry, dict):
        raise ValueError("geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        return _point(coordinates)
    if kind == "Polygon" and isinstance(coordinates, list) and coordinates:
        coordinates = coordinates[0]
    elif kind != "LineString":
        raise ValueError(f"{kind}"[:50])
    if not isinstance(coordinates, list):
        raise ValueError("coordinates")
    return "; ".join(map(_point, coordinates))


def _point(position: object) -> str:
    if not isinstance(position, list) or len(position) < 2 or not all(
            isinstance(number, str) and _NUMBER.match(number) for number in position):
        raise ValueError("coordinates")
    longitude, latitude = position[0], position[1]
    if abs(float(latitude)) > 90 or abs(float(longitude)) > 180:
        raise ValueError(f"{latitude} {longitude}"[:50])
    return f"{latitude} {longitude} {position[2] if len(position) > 2 else '0'} 0"
