"""A register of institutions as a file: bytes in, sheets of cleaned rows out.

Owns which sheet is read, and which lines below the header are no home at all. Pure: no disk, no store, no known
districts; which bytes are a table is the business of `register_text` and `register_workbook`, what a heading
means `register_headings`', what one cell means `register_cells`', whether a row is new `register_preview`'s.

Rows are numbered as a spreadsheet program shows them: from 1, title lines and blank rows counted.
"""

from __future__ import annotations

import json
import re
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
    clean_name,
    clean_phone,
    clean_text,
    fault,
    match_key,
    tidy,
)
from .register_dates import clean_date
from .register_foreign import refuse_foreign
from .register_headings import HEADER_WITHIN, REPORT, Column, Header, field_of, find_header, header_in, unused
from .register_table import MOST_UNPACKED, Reading, Table, too_big
from .register_text import decode, text_table
from .register_workbook import is_archive, workbook_tables

_TOTAL = re.compile(r".{0,12}?(合计|总计|小计|共计|合計|總計|小計|共計|subtotal|total)([:(].*|\d+[家个]?)?")
_NOTE = re.compile(r"(注|备注|说明|填[表报].{0,4}|制表.{0,4}|审核.{0,4}|联系人)[:].*")


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong (or, as a warning, odd) in one row: `key` for programs, `reason` for people."""

    row: int
    column: str  # the heading as the file has it; "" when the whole row is meant
    key: str
    reason: Text
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row below the header that is no home: kind blank, total, note or header (repeated); `text`: how it begins."""

    row: int
    kind: str
    text: str = ""
    sheet: str = ""


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
    """One sheet read and cleaned, not yet compared with anything; `name` is "" for a text file."""

    name: str
    first: int  # index of the header's first row
    header: tuple[tuple[str, ...], ...]  # one or two lines, as written
    columns: tuple[Column, ...]
    rows: tuple[RegisterRow, ...]
    skipped: tuple[SkippedRow, ...]
    unknown_columns: tuple[str, ...]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """What each column means."""
        return tuple(column.field for column in self.columns)

    def label(self, name: str) -> str:
        """The file's own heading of a field; "" when the file has no such column."""
        return next((column.label for column in self.columns if name and column.field == name), "")


@dataclass(frozen=True, slots=True)
class OtherSheet:
    """A sheet of the workbook that is not read: whether it looks like a register too, and whether it is hidden."""

    name: str
    register: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Register:
    """A file read, and how: what was found out or asked for. `options` reads it the same way again."""

    file_name: str
    sheets: tuple[RegisterSheet, ...]
    others: tuple[OtherSheet, ...] = ()
    encoding: str = ""  # "" for a workbook
    encoding_why: Text = tr("", "")  # noqa: RUF009 - Text is frozen
    delimiter: str = ""
    reading: Reading = Reading()  # noqa: RUF009 - Reading is frozen

    @property
    def rows(self) -> int:
        """How many homes the file tells of."""
        return sum(len(sheet.rows) for sheet in self.sheets)

    @property
    def options(self) -> list[str]:
        """The options of `institutions import` that read this file the same way again."""
        words = ["--encoding", self.encoding, "--delimiter", self.delimiter] if self.encoding else []
        if self.reading.all_sheets:
            words += ["--all-sheets"]
        elif not self.encoding:
            words += ["--sheet", self.sheets[0].name]
        if self.reading.header_rows or not self.reading.all_sheets:
            words += ["--header-rows", header_rows(self.sheets[0])]
        for heading, name in self.reading.columns.items():
            words += ["--map", f"{heading}={name or 'extra'}"]
        return words


def header_rows(sheet: RegisterSheet) -> str:
    """The header's rows as `--header-rows` takes them: 3 or 3-4."""
    first, lines = sheet.first + 1, len(sheet.header)
    return str(first) if lines == 1 else f"{first}-{first + lines - 1}"


_NO_SHEET = tr("没有名为“{name}”的工作表", "there is no sheet named '{name}'")
_ITS_SHEETS = tr("工作簿里有：{names}", "the workbook has: {names}")
_TEXT_ONLY = tr("这是工作簿，没有编码和分隔符可选", "this is a workbook: it has no encoding or delimiter to choose")
_BOOK_ONLY = tr("这是文本文件，没有工作表可选", "this is a text file: it has no sheets to choose from")
_WITHOUT = tr("请去掉这些选项。", "Leave those options out.")
_NO_HEADING = tr("没有这样的表头或列：{words}", "there is no such heading or column: {words}")
_ITS_HEADINGS = tr("读到的表头：{names}", "the headings found: {names}")
_EMPTY = tr("文件里没有任何表格内容", "there is no table in the file")
_ONE_COLUMN = tr("只读到一列：“{found}”", "only one column was found: '{found}'")
_NO_NAME = tr(
    "没有“机构名称”列；读到的列有：{found}",
    "there is no name column; the columns found are: {found}")
_HEADER_NEEDS = tr(
    "表头须有“机构名称”和“旗县市区”，各列以逗号、制表符、分号或竖线分隔。表头写法不同时用 --map 表头=name 指定；"
    "表头不在这一行时用 --header-rows 指定；乱码时用 --encoding 指定编码，或另存为“CSV UTF-8”或 .xlsx。",
    "The header needs 机构名称 (name) and 旗县市区 (district), columns parted by comma, tab, semicolon or bar. Name a column "
    "of another heading with --map HEADING=name, another line with --header-rows; if the text is garbled, give its "
    "--encoding or save as 'CSV UTF-8' or .xlsx.")


def read_register(data: bytes, file_name: str, reading: Reading = Reading()) -> Register:  # noqa: B008 - frozen
    """Read a CSV or XLSX register as `reading` asks, finding out what it leaves blank.

    Raises BadInput, naming the file, when the bytes are no such table, when no line names the institutions, or
    when what is asked for is not there.
    """
    if len(data) > MOST_UNPACKED:
        raise too_big(file_name)
    return _from_workbook(data, file_name, reading) if is_archive(data) else _from_text(data, file_name, reading)


def _from_text(data: bytes, file_name: str, reading: Reading) -> Register:
    if reading.sheet or reading.all_sheets:
        raise BadInput(_BOOK_ONLY, where=file_name, todo=_WITHOUT)
    refuse_foreign(data, file_name)
    decoded = decode(data, file_name, reading.encoding)
    table = text_table(decoded.text, file_name, reading.delimiter, reading.columns)
    sheets = _sheets([table], [table], file_name, reading)
    return Register(file_name, sheets, (), decoded.encoding, decoded.why, table.delimiter, reading)


def _from_workbook(data: bytes, file_name: str, reading: Reading) -> Register:
    if reading.encoding or reading.delimiter:
        raise BadInput(_TEXT_ONLY, where=file_name, todo=_WITHOUT)
    tables = workbook_tables(data, file_name)
    likely = [table for table in tables if not table.hidden and _header(table, reading) is not None]
    if reading.sheet:
        chosen = [table for table in tables if match_key(table.name) == match_key(reading.sheet)]
        if not chosen:
            names = "、".join(table.name for table in tables)
            raise BadInput(_NO_SHEET.format(name=reading.sheet), where=file_name, todo=_ITS_SHEETS.format(names=names))
    elif reading.all_sheets:
        chosen = likely
    else:  # of sheets alike the first
        chosen = sorted(likely, key=lambda table: -_known(table, reading))[:1]
    sheets = _sheets(chosen or [table for table in tables if not table.hidden], chosen, file_name, reading)
    others = tuple(OtherSheet(table.name, table in likely, table.hidden) for table in tables
                   if not any(table is each for each in chosen))
    return Register(file_name, sheets, others, reading=reading)


def _header(table: Table, reading: Reading) -> Header | None:
    if reading.header_rows is None:
        return find_header(table.rows, reading.columns)
    first, last = reading.header_rows
    return header_in(table.rows, first - 1, last - first + 1, reading.columns)


def _known(table: Table, reading: Reading) -> int:
    header = _header(table, reading)
    return header.known if header else 0


def _sheets(tables: Sequence[Table], chosen: Sequence[Table], file_name: str, reading: Reading) -> tuple[RegisterSheet, ...]:
    """Every chosen table under its header. Raises BadInput when one has none, or a column asked for is in none."""
    headers = [header for table in chosen if (header := _header(table, reading)) is not None]
    if not headers or len(headers) < len(chosen):
        raise _no_header(tables, file_name, reading)
    missing = unused(reading.columns, headers)
    if missing:
        names = "、".join(column.label for header in headers for column in header.columns)
        raise BadInput(_NO_HEADING.format(words="、".join(missing)), where=file_name, todo=_ITS_HEADINGS.format(names=names))
    return tuple(_sheet(table, header) for table, header in zip(chosen, headers, strict=True))


def _no_header(tables: Sequence[Table], file_name: str, reading: Reading) -> BadInput:
    """Says which line looked most like a header, because that is what the person has to mend."""
    first, last = reading.header_rows or (1, HEADER_WITHIN)
    heads = [row for table in tables for row in table.rows[first - 1:last]]
    lines = [[cell for cell in map(tidy, row) if cell] for row in heads]
    found = max(lines, key=lambda line: (sum(bool(field_of(cell)) for cell in line), len(line)), default=[])
    if not found:
        what = _EMPTY
    elif len(found) == 1:
        what = _ONE_COLUMN.format(found=found[0][:60])
    else:
        what = _NO_NAME.format(found="、".join(cell[:20] for cell in found[:12]))
    return BadInput(what, where=file_name, todo=_HEADER_NEEDS)


# -- rows -------------------------------------------------------------------------------------------

def _sheet(table: Table, header: Header) -> RegisterSheet:
    lines = tuple(tuple(row) for row in table.rows[header.first:header.first + header.lines])
    rows: list[RegisterRow] = []
    skipped: list[SkippedRow] = []
    for number, raw, district in _body(table, header):
        kind = _no_home(raw, lines, header)
        if kind:
            text = " ".join(cell for cell in map(tidy, raw) if cell)[:40]
            skipped.append(SkippedRow(number, kind, text, table.name))
        else:
            rows.append(_row(number, raw, district, header, table))
    used = {column for row in rows for column, cell in enumerate(row.raw) if tidy(cell)}
    headed = {column for line in lines for column, cell in enumerate(line) if tidy(cell)}
    unknown = tuple(column.label for place, column in enumerate(header.columns)
                    if not column.field and place in used | headed)
    return RegisterSheet(table.name, header.first, lines, header.columns, tuple(rows), tuple(skipped), unknown,
                         table.hidden_rows, table.hidden_columns)


def _body(table: Table, header: Header) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Each row below the header with its number and its district, merged cells filled down.

    A workbook says which cells are merged; text, or a workbook without merges there, shows them as blanks.
    A total ends the group it sums, so a blank below it has nothing above to take. In a file of refused rows every
    district that was known is written out, and the row above is no neighbour: a blank there stays blank.
    """
    start = header.first + header.lines
    place = header.fields.index("district") if "district" in header.fields else -1
    explicit = any(row >= start and column == place for row, column in table.merged)
    above = ""
    for index, cells in enumerate(table.rows[start:], start):
        raw = tuple(cells)
        own = clean_text(raw[place]) if 0 <= place < len(raw) else ""
        filled = clean_text(table.merged.get((index, place), "")) if explicit else above
        above = "" if _is_total(raw, header) or REPORT in header.fields else own or above
        # A lone cell is a note or the title of a section; it must not become a home of the district above.
        alone = header.known > 3 and sum(bool(tidy(cell)) for cell in raw) == 1
        yield index + 1, raw, own or ("" if alone else filled)


def _is_total(raw: Sequence[str], header: Header) -> bool:
    """Whether the first filled cell, or the name, says 合计."""
    name = header.fields.index("name")
    first = next((cell for cell in raw if tidy(cell)), "")
    return any(_TOTAL.fullmatch(match_key(cell)) for cell in (first, *raw[name:name + 1]))


def _no_home(raw: Sequence[str], lines: Sequence[Sequence[str]], header: Header) -> str:
    """The kind of a row that is no home; "" for a home."""
    first = next((key for cell in raw if (key := match_key(cell))), "")
    if not first:
        return "blank"
    if _is_total(raw, header):
        return "total"
    if _NOTE.fullmatch(first):
        return "note"
    return "header" if any(_same(raw, line) for line in lines) else ""


def _same(raw: Sequence[str], line: Sequence[str]) -> bool:
    return len(raw) == len(line) and all(match_key(one) == match_key(other) for one, other in zip(raw, line, strict=True))


def _row(number: int, raw: tuple[str, ...], district: str, header: Header, table: Table) -> RegisterRow:
    text_of = {name: cell for name, cell in zip(header.fields, raw, strict=False) if name}
    label_of = {column.field: column.label for column in header.columns if column.field}
    values = _values(text_of)
    cells: dict[str, Value] = {name: value for name, value in values.items()
                               if not isinstance(value, CellFault) and value not in ("", None)}
    extra, notes = _extra(raw, header, table)
    if extra:
        cells["extra_json"] = extra_json(extra)
    faults = _shifted(raw[len(header.columns):]) or [
        *([] if "name" in cells else [("name", fault("missing_name"))]),
        *((name, value) for name, value in values.items() if isinstance(value, CellFault))]

    def placed(found: Sequence[tuple[str, CellFault]]) -> tuple[RowFault, ...]:
        return tuple(RowFault(number, label_of.get(name, name), bad.key, bad.reason, table.name) for name, bad in found)

    return RegisterRow(number, raw, cells, district, placed(faults), placed([*_oddities(cells, text_of), *notes]))


def _extra(raw: Sequence[str], header: Header, table: Table) -> tuple[dict[str, str], list[tuple[str, CellFault]]]:
    """The columns that are kept under their own heading, dates in one shape, and what is odd about those."""
    extra: dict[str, str] = {}
    notes: list[tuple[str, CellFault]] = []
    for column, cell in zip(header.columns, raw, strict=False):
        text = "" if column.field else tidy(cell)
        if text in FORMULA_ERRORS:
            notes.append((column.label, fault("formula_error", text=text)))
            text = ""
        if text and column.dates:
            text, note = clean_date(text, table.day_zero)
            notes += [(column.label, note)] if note else []
        if text:
            extra[column.label] = text
    return extra, notes


def _values(text_of: Mapping[str, str]) -> dict[str, Value | CellFault]:
    """Every field of a row cleaned; coordinates out of place are reported once, at their first column."""
    def text(name: str) -> str:
        return text_of.get(name, "")

    values: dict[str, Value | CellFault] = {"name": clean_name(text("name"))}
    values.update({name: clean_text(text(name)) for name in ("address", "legal_rep", "head", "grade")})
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
