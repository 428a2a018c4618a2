"""An XLSForm's sheets read into rows of one meaning, whatever their headings are called; what the checks work on.

Judges nothing but the headings themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ....i18n import Text, tr
from ...columns import FA_PREFIX
from ...faults import FaultList
from ..headings import COLUMNS, NAME, OPEN, Heading, headings_of
from ..question_types import BEGINS, ENDS, TypeCell, read_type
from ..sheets import Sheet, settings_of

REFERENCE = re.compile(r"\$\{([^{}$]{0,300})\}")
_OWN_COLUMN = re.compile(rf"(?:bind\s*:+\s*)?{FA_PREFIX}\s*:+\s*(\w+)", re.IGNORECASE)
YES = frozenset(("yes", "Yes", "YES", "true", "True", "TRUE", "true()"))
NO = frozenset(("no", "No", "NO", "false", "False", "FALSE", "false()"))
Files = Mapping[str, bytes] | None


@dataclass(slots=True)
class Row:
    """One row: cells by the columns' own names (of a translated column the first that is filled)."""

    number: int
    cells: dict[str, str]
    texts: dict[str, dict[str, str]]  # translated columns: language -> text
    written: dict[str, str]  # column, or column::language -> heading as written
    type: TypeCell = field(default_factory=lambda: TypeCell(""))
    group: tuple[Row, ...] = ()  # groups and repeats around it, outermost first

    @property
    def name(self) -> str:
        return self.cells.get("name", "")

    @property
    def begins(self) -> bool:
        return self.type.kind in BEGINS

    @property
    def ends(self) -> bool:
        return self.type.kind in ENDS

    def said(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Table:
    """A sheet read: its headings and the rows that hold anything."""

    name: str
    headings: list[Heading] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def written(self, column: str) -> str:
        """A column's heading as the author wrote it."""
        return next((h.written for h in self.headings if h.column == column), column)

    def has(self, column: str) -> bool:
        return any(heading.column == column for heading in self.headings)


@dataclass(slots=True)
class Choices:
    """The choice lists: names in order, with the row of each; and the columns of the sheet."""

    lists: dict[str, dict[str, int]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """Everything the checks look at. `files`: the media folder, None when it is not known."""

    sheets: Mapping[str, Sheet]
    files: Files
    faults: FaultList
    tables: dict[str, Table] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    external: Choices = field(default_factory=Choices)
    names: dict[str, list[Row]] = field(default_factory=dict)  # rows by name
    read: dict[str, list[str] | Text] = field(default_factory=dict)  # columns of the files read, or what is wrong with them

    @property
    def rows(self) -> list[Row]:
        return self.tables["survey"].rows

    def table(self, sheet: str) -> Table:
        return self.tables.get(sheet) or Table(sheet)

    def fault(self, row: Row, column: str, text: Text, sheet: str = "survey") -> None:
        """A severe fault of a cell."""
        self.faults.add(sheet, row.number, row.written.get(column, column), text)

    def remark(self, row: Row, column: str, text: Text, sheet: str = "survey") -> None:
        self.faults.remark(sheet, row.number, row.written.get(column, column), text)


def read_survey(sheets: Mapping[str, Sheet], files: Files, faults: FaultList) -> Survey:
    """The sheets as rows of one meaning; faults of headings are noted."""
    survey = Survey(sheets, files, faults)
    for name, sheet in sheets.items():
        if name in COLUMNS:
            survey.tables[name] = _table(name, sheet, faults)
    survey.settings = _settings(survey.table("settings"), sheets)
    for row in survey.rows:
        row.type = read_type(row.said("type"))
    survey.rows[:] = [row for row in survey.rows if _counts(row)]
    return survey


def _table(name: str, sheet: Sheet, faults: FaultList) -> Table:
    headings = headings_of(name, sheet.columns)
    table = Table(name, headings)
    _check_headings(table, faults)
    by_written = {heading.written: heading for heading in headings}
    for number, cells in sheet.rows:
        if cells:
            table.rows.append(_row(number, cells, by_written))
    return table


def _row(number: int, cells: Mapping[str, str], headings: Mapping[str, Heading]) -> Row:
    row = Row(number, {}, {}, {})
    for written, text in cells.items():
        heading = headings[written]
        row.cells.setdefault(heading.column, text)
        row.written.setdefault(heading.column, written)
        if heading.known is not None and heading.known.translated:
            row.texts.setdefault(heading.column, {})[heading.language] = text
            row.written[f"{heading.column}::{heading.language}"] = written
    return row


def _counts(row: Row) -> bool:
    """Whether a row is part of the form: not a remark of the author's, not disabled."""
    return row.said("disabled") not in YES and bool(row.said("type") or row.said("name") or row.said("label"))


def _check_headings(table: Table, faults: FaultList) -> None:
    """Headings that stand twice (also under another name), and ones that look misspelt."""
    seen: dict[tuple[str, str], str] = {}
    known = [column.name for column in COLUMNS[table.name]]
    for heading in table.headings:
        first = seen.setdefault((heading.column, heading.language), heading.written)
        if first is not heading.written:
            faults.add(table.name, 1, heading.written, tr(f"这一列与“{first}”重复", f"the same column as {first!r}"))
        if heading.known is None and heading.column.partition("::")[0] not in OPEN:
            _unknown_heading(table, heading, known, faults)
        elif heading.known is None and heading.column != "media":
            _attribute_heading(table, heading, faults)


def _attribute_heading(table: Table, heading: Heading, faults: FaultList) -> None:
    """`bind::name`, `instance::prefix:name` and the like become attributes in XML."""
    meant = _with_colons(heading.written)
    if meant != heading.written:
        faults.add(table.name, 1, heading.written, tr(f"“{heading.written}”应写成 {meant}", f"write {meant}"))
        return
    attribute = (*(part.strip() for part in heading.written.split("::")), "")[1]
    if not all(NAME.match(part) for part in attribute.split(":", 1)):
        faults.add(table.name, 1, heading.written, tr(f"“{attribute}”不是属性名", f"{attribute!r} is no name of an attribute"))


def _with_colons(written: str) -> str:
    """A heading with the colons it is meant to have: `bind::fa:days` of `bind:fa:days`, `label::zh` of `label：：zh`."""
    plain = written.replace("：", ":")
    found = _OWN_COLUMN.fullmatch(plain)
    return f"bind::{FA_PREFIX}:{found[1]}" if found else plain


def _unknown_heading(table: Table, heading: Heading, known: list[str], faults: FaultList) -> None:
    """Free columns are an author's right: notes, filters. One that is nearly a known name is probably meant to be it."""
    plain = tr(f"不认识的列“{heading.written}”", f"unknown column {heading.written!r}")
    meant = _with_colons(heading.written)
    if meant != heading.written:
        faults.remark(table.name, 1, heading.written, tr(f"{plain.zh}，应写成 {meant}", f"{plain.en}: write {meant}"))
        return
    word = heading.written.partition("::")[0].strip().lower().replace(" ", "_")
    missing = [name for name in known if not table.has(name)]
    text = faults.meant(plain, word, missing)
    if text is not plain and not (table.name == "choices" and len(word) < 5):
        faults.remark(table.name, 1, heading.written, text)


def _settings(table: Table, sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """The settings by the columns' own names."""
    first = table.rows[0] if table.rows and table.rows[0].number == 2 else None
    return dict(first.cells) if first is not None else settings_of(sheets)
