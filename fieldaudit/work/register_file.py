"""A register of institutions as a file: bytes in, a sheet of cleaned rows out.

Owns where the header of a table stands, which column means what, and which lines are no home at all. Pure:
no disk, no store, no known districts; which bytes are a table is `register_table`'s business, what one cell
means `register_cells`', whether a row is new `register_preview`'s.

Rows are numbered as a spreadsheet program shows them: from 1, title lines and blank rows counted.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..domain.core import Value
from ..errors import BadInput
from ..i18n import Text, tr
from .register_cells import (
    FORMULA_ERRORS,
    CellFault,
    clean_code,
    clean_coordinates,
    clean_count,
    clean_phone,
    clean_text,
    fault,
    match_key,
    tidy,
)
from .register_table import Table, is_workbook, read_tables

_HEADER_WITHIN = 40  # rows above which the header must stand

# -- what a heading means ---------------------------------------------------------------------------
ROW_NUMBER, REASON = "行号", "原因"  # the two columns a file of refused rows begins with
_REPORT, _NUMBERING = "-report", "-numbering"  # columns that say nothing about a home
_SYNONYMS: Mapping[str, str] = {
    "name": "机构名称 名称 养老机构名称 养老机构 养老院名称 单位名称 机构全称 "
            "name institution institutionname",
    "code": "统一社会信用代码 社会信用代码 统一信用代码 信用代码 统一代码 code uscc creditcode "
            "unifiedsocialcreditcode",
    "district": "旗县市区 旗县区 旗县 旗县市 区县 县区 县市区 市县区 区县市 所属区 所属区县 所属旗县 "
                "所属旗县区 所属旗县市区 所在区 所在区县 所在旗县 行政区划 行政区 district county",
    "address": "地址 详细地址 机构地址 单位地址 所在地址 address",
    "legal_rep": "法定代表人 法定代表人姓名 法人 法人代表 法人姓名 legalrep legalrepresentative",
    "head": "负责人 负责人姓名 主要负责人 主要负责人姓名 机构负责人 院长 院长姓名 "
            "head director personincharge",
    "phone": "电话 联系电话 电话号码 手机 手机号 手机号码 联系方式 固定电话 负责人电话 院长电话 机构电话 "
             "phone tel telephone mobile",
    "beds": "床位数 床位 核定床位 核定床位数 床位总数 总床位 总床位数 床位核定 beds bedcount",
    "residents": "在住人数 入住人数 在院人数 在住老人数 入住老人数 现住人数 在住老年人数 residents occupants",
    "grade": "等级 机构等级 星级 评定等级 等级评定 星级评定 grade rating stars",
    "lon": "经度 东经 lon lng longitude",
    "lat": "纬度 北纬 lat latitude",
    "coordinates": "经纬度 坐标 经纬度坐标 地理坐标 位置坐标 coordinates lonlat",
    _REPORT: f"{ROW_NUMBER} {REASON}",
    _NUMBERING: "序号 编号 no no. #",
}
_FIELD_OF = {word: name for name, words in _SYNONYMS.items() for word in words.split()}
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_HEADING_NOISE = re.compile(r"[\s_*:\-]+")
_NUMBER_LIKE = re.compile(r"^[\d.]+$|\d{3}")
_TOTAL = re.compile(r".{0,12}?(合计|总计|小计|共计|subtotal|total)([:(].*|\d+[家个]?)?")
_NOTE = re.compile(r"(注|备注|说明|填[表报].{0,4}|制表.{0,4}|审核.{0,4}|联系人)[:].*")


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong (or, as a warning, odd) in one row: `key` for programs, `reason` for people."""

    row: int
    column: str  # the heading as the file has it; "" when the whole row is meant
    key: str
    reason: Text


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row below the header that is no home: kind blank, total, note or header (repeated)."""

    row: int
    kind: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One home as the file tells it. `cells` holds only what is filled in, by columns of `institution`."""

    row: int
    raw: tuple[str, ...]
    cells: Mapping[str, Value]
    district: str  # as written, or taken from the merged cell above; "" when unknown
    faults: tuple[RowFault, ...] = ()
    warnings: tuple[RowFault, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """A register read and cleaned, not yet compared with anything.

    `fields` says per column what it means: a column of `institution`, district, coordinates, "" (unknown,
    kept) or a name beginning with "-" (ignored). `source` tells how it was read (encoding and delimiter,
    or sheet name), so that a wrong guess can be seen.
    """

    file_name: str
    source: str
    header: tuple[tuple[str, ...], ...]  # one or two lines, as written
    fields: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[RegisterRow, ...]
    skipped: tuple[SkippedRow, ...]
    unknown_columns: tuple[str, ...]

    def label(self, name: str) -> str:
        """The file's own heading of a field; "" when the file has no such column."""
        return self.labels[self.fields.index(name)] if name in self.fields else ""


_SEVERAL_SHEETS = tr("多个工作表都是机构名册：{names}", "several sheets are registers: {names}")
_ONE_SHEET = tr(
    "请把每个工作表另存为一个文件，逐个导入。",
    "Save each sheet as a file of its own and import one by one.")
_EMPTY = tr("文件里没有任何表格内容", "there is no table in the file")
_ONE_COLUMN = tr("只读到一列：“{found}”", "only one column was found: “{found}”")
_NO_NAME = tr(
    "没有“机构名称”列；读到的列有：{found}",
    "there is no name column; the columns found are: {found}")
_HEADER_NEEDS = tr(
    "表头须有“机构名称”和“旗县市区”，各列以逗号、制表符或分号分隔；乱码时请另存为“CSV UTF-8”或 .xlsx。",
    "The header needs 机构名称 (name) and 旗县市区 (district), columns parted by comma, tab or semicolon; "
    "if the text is garbled, save as “CSV UTF-8” or .xlsx.")


def read_register(data: bytes, file_name: str) -> RegisterSheet:
    """Read a CSV (UTF-8, GB18030; comma, tab, semicolon) or XLSX register.

    Raises BadInput, naming the file, when the bytes are no such table, when no line names the institutions,
    or when several sheets do.
    """
    tables = read_tables(data, file_name)
    found = [(table, header) for table in tables if (header := _find_header(table.rows)) is not None]
    if not found:
        raise _no_header(tables, file_name)
    if is_workbook(data) and len(found) > 1:
        names = "、".join(table.source for table, _ in found)
        raise BadInput(_SEVERAL_SHEETS.format(names=names), where=file_name, todo=_ONE_SHEET)
    table, header = max(found, key=lambda pair: pair[1].known)
    return _sheet(table, header, file_name)


# -- the header -------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class _Header:
    first: int  # index of its first row
    lines: int
    fields: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def known(self) -> int:
        """How many fields of a home it names."""
        return len({name for name in self.fields if name and not name.startswith("-")})


def _field_of(heading: str) -> str:
    """What a heading means, units in brackets and spaces aside; "" when it is none of ours."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    bare = _HEADING_NOISE.sub("", _BRACKETED.sub("", plain))
    return _FIELD_OF.get(bare or plain, "")


def _find_header(rows: Sequence[Sequence[str]]) -> _Header | None:
    for first in range(min(len(rows), _HEADER_WITHIN)):
        for lines in (2, 1):
            header = _header_at(rows, first, lines)
            if header is not None:
                return header
    return None


def _header_at(rows: Sequence[Sequence[str]], first: int, lines: int) -> _Header | None:
    top = [tidy(cell) for cell in rows[first]]
    if sum(map(bool, top)) < 2:
        return None
    if lines == 1:
        headings = [(heading, "") for heading in top]
    elif first + 1 < len(rows) and _are_headings(top):
        headings = _grouped(top, [tidy(cell) for cell in rows[first + 1]])
    else:
        return None
    fields, labels = _columns(headings)
    return _Header(first, lines, fields, labels) if "name" in fields else None


def _are_headings(top: Sequence[str]) -> bool:
    """Whether a line can be group headings: short words, no 填报单位：… line above the real header."""
    return all(len(cell) <= 20 and ":" not in cell and "：" not in cell for cell in top)


def _grouped(top: list[str], sub: list[str]) -> list[tuple[str, str]]:
    """(group, sub-heading) per column of a two-line header; nothing when the second line is no such line.

    A data row must never be taken for headings: a sub-heading stands only under a group (a cell followed by
    blanks, as a merged cell reads), no sub-heading is a number, and the name column keeps its meaning.
    """
    width = max(len(top), len(sub))
    top, sub = [line + [""] * (width - len(line)) for line in (top, sub)]
    group, useful, pairs = "", False, list[tuple[str, str]]()
    for column, (above, below) in enumerate(zip(top, sub, strict=True)):
        group = above or group
        spans = not above or (column + 1 < width and not top[column + 1])
        meaning = _field_of(group + below) or _field_of(below) if below else ""
        if below and ((_field_of(above) and not spans) or _NUMBER_LIKE.search(below)):
            return []
        if below and _field_of(above) == "name" and meaning != "name":
            return []
        useful = useful or bool(meaning)
        pairs.append((group if below else above, below))
        group = "" if _field_of(above).startswith("-") else group
    return pairs if useful else []


def _columns(headings: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What each column means and is called; of two columns with one meaning the first has it."""
    fields: list[str] = []
    labels: list[str] = []
    for column, (above, below) in enumerate(headings):
        meaning = (_field_of(above + below) or _field_of(below)) if below else _field_of(above)
        fields.append("" if meaning in fields and not meaning.startswith("-") else meaning)
        label = (f"{above}/{below}" if above and below else above or below) or f"列{_letters(column)}"
        labels.append(f"{label}·{_letters(column)}" if label in labels else label)
    if not (ROW_NUMBER in labels and REASON in labels):  # an office's own column may be called 原因
        fields = ["" if name == _REPORT else name for name in fields]
    return tuple(fields), tuple(labels)


def _letters(column: int) -> str:
    """A column's letters as a spreadsheet shows them, from 0: A … Z, AA …"""
    before = _letters(column // 26 - 1) if column >= 26 else ""
    return before + chr(ord("A") + column % 26)


def _no_header(tables: Sequence[Table], file_name: str) -> BadInput:
    """Says which line looked most like a header, because that is what the person has to mend."""
    heads = [row for table in tables for row in table.rows[:_HEADER_WITHIN]]
    lines = [[cell for cell in map(tidy, row) if cell] for row in heads]
    found = max(lines, key=lambda line: (sum(bool(_field_of(cell)) for cell in line), len(line)), default=[])
    if not found:
        what = _EMPTY
    elif len(found) == 1:
        what = _ONE_COLUMN.format(found=found[0][:60])
    else:
        what = _NO_NAME.format(found="、".join(cell[:20] for cell in found[:12]))
    return BadInput(what, where=file_name, todo=_HEADER_NEEDS)


# -- rows -------------------------------------------------------------------------------------------

def _sheet(table: Table, header: _Header, file_name: str) -> RegisterSheet:
    lines = tuple(tuple(row) for row in table.rows[header.first:header.first + header.lines])
    rows: list[RegisterRow] = []
    skipped: list[SkippedRow] = []
    for number, raw, district in _body(table, header):
        kind = _no_home(raw, lines, header)
        if kind:
            skipped.append(SkippedRow(number, kind))
        else:
            rows.append(_row(number, raw, district, header))
    used = {column for row in rows for column, cell in enumerate(row.raw) if tidy(cell)}
    headed = {column for line in lines for column, cell in enumerate(line) if tidy(cell)}
    unknown = tuple(label for column, label in enumerate(header.labels)
                    if not header.fields[column] and column in used | headed)
    return RegisterSheet(file_name, table.source, lines, header.fields, header.labels, tuple(rows),
                         tuple(skipped), unknown)


def _body(table: Table, header: _Header) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Each row below the header with its number and its district, merged cells filled down.

    A workbook says which cells are merged; text, or a workbook without merges there, shows them as blanks.
    A total ends the group it sums, so a blank below it has nothing above to take.
    """
    start = header.first + header.lines
    place = header.fields.index("district") if "district" in header.fields else -1
    explicit = any(row >= start and column == place for row, column in table.merged)
    above = ""
    for index, cells in enumerate(table.rows[start:], start):
        raw = tuple(cells)
        own = clean_text(raw[place]) if 0 <= place < len(raw) else ""
        filled = clean_text(table.merged.get((index, place), "")) if explicit else above
        above = "" if _is_total(raw, header) else own or above
        # A lone cell is a note or the title of a section; it must not become a home of the district above.
        alone = header.known > 3 and sum(bool(tidy(cell)) for cell in raw) == 1
        yield index + 1, raw, own or ("" if alone else filled)


def _is_total(raw: Sequence[str], header: _Header) -> bool:
    """Whether the first filled cell, or the name, says 合计."""
    name = header.fields.index("name")
    first = next((cell for cell in raw if tidy(cell)), "")
    return any(_TOTAL.fullmatch(match_key(cell)) for cell in (first, *raw[name:name + 1]))


def _no_home(raw: Sequence[str], lines: Sequence[Sequence[str]], header: _Header) -> str:
    """The kind of a row that is no home; "" for a home."""
    keys = [match_key(cell) for cell in raw]
    first = next((key for key in keys if key), "")
    if not first:
        return "blank"
    if _is_total(raw, header):
        return "total"
    if _NOTE.fullmatch(first):
        return "note"
    return "header" if any(keys == [match_key(cell) for cell in line] for line in lines) else ""


def _row(number: int, raw: tuple[str, ...], district: str, header: _Header) -> RegisterRow:
    text_of = {name: cell for name, cell in zip(header.fields, raw, strict=False) if name}
    label_of = dict(zip(header.fields, header.labels, strict=True)) | {"": ""}
    values = _values(text_of)
    cells: dict[str, Value] = {name: value for name, value in values.items()
                               if not isinstance(value, CellFault) and value not in ("", None)}
    extra = {label: tidy(cell) for name, label, cell in zip(header.fields, header.labels, raw, strict=False)
             if not name and tidy(cell)}
    if extra:
        cells["extra_json"] = extra_json(extra)
    faults = _shifted(raw[len(header.fields):]) or [
        *([] if "name" in cells else [("name", fault("missing_name"))]),
        *((name, value) for name, value in values.items() if isinstance(value, CellFault))]

    def placed(found: Sequence[tuple[str, CellFault]]) -> tuple[RowFault, ...]:
        return tuple(RowFault(number, label_of[name], bad.key, bad.reason) for name, bad in found)

    return RegisterRow(number, raw, cells, district, placed(faults), placed(_oddities(cells, text_of)))


def _values(text_of: Mapping[str, str]) -> dict[str, Value | CellFault]:
    """Every field of a row cleaned; coordinates out of place are reported once, at their first column."""
    def text(name: str) -> str:
        return text_of.get(name, "")

    values: dict[str, Value | CellFault] = {
        name: clean_text(text(name)) for name in ("name", "address", "legal_rep", "head", "grade")}
    values["code"] = clean_code(text("code"))
    values["phone"] = clean_phone(text("phone"))
    values["beds"] = clean_count(text("beds"))
    values["residents"] = clean_count(text("residents"))
    place = clean_coordinates(text("lon"), text("lat"), text("coordinates"))
    if isinstance(place, CellFault):
        values[next(name for name in ("lon", "lat", "coordinates") if name in text_of)] = place
    elif place is not None:
        values["lon"], values["lat"] = place
    return values


def _shifted(beyond: Sequence[str]) -> list[tuple[str, CellFault]]:
    """Cells right of the header: the row has slipped, and what its other cells seem to say means nothing."""
    more = [tidy(cell) for cell in beyond if tidy(cell)]
    return [("", fault("extra_cells", n=len(more), text="、".join(more)[:60]))] if more else []


def _oddities(cells: Mapping[str, Value], text_of: Mapping[str, str]) -> list[tuple[str, CellFault]]:
    """What a person should look at although the row is taken."""
    odd = [(name, fault("formula_error", text=tidy(text)))
           for name, text in text_of.items() if tidy(text) in FORMULA_ERRORS]
    beds, residents = cells.get("beds"), cells.get("residents")
    if isinstance(beds, int) and isinstance(residents, int) and residents > beds:
        odd.append(("residents", fault("more_residents_than_beds", residents=residents, beds=beds)))
    return odd


def extra_json(extra: Mapping[str, str]) -> str:
    """The unknown columns of one home as canonical JSON: heading -> text, sorted."""
    return json.dumps(extra, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
