"""What importing a register would do: every row judged against the homes already known, nothing stored.

Owns matching (code, then name with district), what counts as a change, and the file of refused rows that
goes back to the office. Pure; storing a preview is somebody else's act. Each row of the sheet ends in
exactly one of new, updated, unchanged and refused, so none is lost silently.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..domain.core import RowId, Value
from .register_cells import CellFault, fault, match_key, tidy
from .register_file import REASON, ROW_NUMBER, RegisterRow, RegisterSheet, RowFault, SkippedRow, extra_json

_SUFFIX = re.compile(r"(自治县|自治旗|特区|林区|市|区|县|旗)$")
# What Excel rewrites or computes when it opens a CSV: formulas, leading zeros, long numbers, dates.
_REWRITTEN = re.compile(r"[=+\-@0]|\d{11}|\d+[-/]\d+")


@dataclass(frozen=True, slots=True)
class ExistingInstitution:
    """A live home as the register has it; `cells` by columns of `institution`."""

    id: RowId
    name: str
    code: str | None
    district: RowId
    cells: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class NewHome:
    """A home nobody has yet. `cells` by columns of `institution`, without `district`."""

    row: int
    district: RowId
    district_name: str
    cells: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class UpdatedHome:
    """A known home with `changes`: column -> (old, new). A cell the file leaves empty is never among them."""

    row: int
    id: RowId
    changes: Mapping[str, tuple[Value, Value]]


@dataclass(frozen=True, slots=True)
class UnchangedHome:
    """A known home of which the file says nothing new."""

    row: int
    id: RowId


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken, with everything that is wrong with it."""

    row: int
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; new + updated + unchanged + refused = rows of the sheet."""

    new: tuple[NewHome, ...]
    updated: tuple[UpdatedHome, ...]
    unchanged: tuple[UnchangedHome, ...]
    refused: tuple[RefusedRow, ...]
    warnings: tuple[RowFault, ...]
    unknown_columns: tuple[str, ...]
    skipped: tuple[SkippedRow, ...]


def preview(
    sheet: RegisterSheet, districts: Mapping[str, RowId], existing: Iterable[ExistingInstitution]
) -> ImportPreview:
    """Judge every row of `sheet`. `districts`: the registered name of each district -> its row."""
    judge = _Judge(sheet, districts, existing)
    outcomes = [judge.outcome(row) for row in sheet.rows]
    return ImportPreview(
        tuple(outcome for outcome in outcomes if isinstance(outcome, NewHome)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, UpdatedHome)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, UnchangedHome)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, RefusedRow)),
        tuple(judge.warnings), sheet.unknown_columns, sheet.skipped)


def refused_file(sheet: RegisterSheet, refused: Sequence[RefusedRow]) -> bytes:
    """The refused rows as CSV (UTF-8 with BOM) under their own header, row number and reason in front.

    Mended in a spreadsheet program, it can be imported as it is: the two columns are ignored then. A district
    taken from a merged cell is written out. A tab before long numbers keeps Excel from rewriting them.
    """
    out = io.StringIO(newline="")
    write = csv.writer(out, quoting=csv.QUOTE_ALL)
    own = [column for column, name in enumerate(sheet.fields) if name != "-report"]
    for position, line in enumerate(sheet.header):
        front = [ROW_NUMBER, REASON] if position == 0 else ["", ""]
        write.writerow(front + [line[column] if column < len(line) else "" for column in own])
    rows = {row.row: row for row in sheet.rows}
    for refusal in refused:
        reasons = "；".join(map(_reason, refusal.faults))
        write.writerow([str(refusal.row), reasons, *_mendable(rows[refusal.row], sheet, own)])
    return out.getvalue().encode("utf-8-sig")


def _reason(bad: RowFault) -> str:
    heading, reason = bad.column.rpartition("/")[2], str(bad.reason)
    return reason if heading in reason else f"{heading}：{reason}"


def _mendable(row: RegisterRow, sheet: RegisterSheet, own: Sequence[int]) -> list[str]:
    width = max(len(row.raw), len(sheet.fields))
    cells = [*row.raw, *[""] * (width - len(row.raw))]
    if "district" in sheet.fields:
        place = sheet.fields.index("district")
        cells[place] = cells[place] if tidy(cells[place]) else row.district
    kept = [cells[column] for column in own] + cells[len(sheet.fields):]
    return [f"\t{cell}" if _REWRITTEN.match(cell) else cell for cell in kept]


# -- judging ----------------------------------------------------------------------------------------

Outcome = NewHome | UpdatedHome | UnchangedHome | RefusedRow
_Fault = tuple[str, CellFault]  # field, what is wrong


class _Districts:
    """Districts by any spelling: registered name, without 旗/县/区/市, or after the name of the city."""

    def __init__(self, districts: Mapping[str, RowId]) -> None:
        self.names = {row: name for name, row in districts.items()}
        self._full = {match_key(name): row for name, row in districts.items()}
        short: dict[str, set[RowId]] = {}
        for key, row in self._full.items():
            short.setdefault(_SUFFIX.sub("", key), set()).add(row)
        self._short = {key: rows.pop() for key, rows in short.items() if len(rows) == 1}

    def find(self, text: str) -> RowId | None:
        """The one district meant; None when none or several could be."""
        key = match_key(text)
        exact = self._full.get(key) or self._short.get(key)
        ends = {row for full, row in self._full.items() if key.endswith(full)}
        return exact or (ends.pop() if len(ends) == 1 else None)


@dataclass
class _Seen:
    """The first row of the file that claimed each code, name with district, and known home."""

    codes: dict[str, int] = field(default_factory=dict)
    names: dict[tuple[str, RowId], int] = field(default_factory=dict)
    homes: dict[RowId, int] = field(default_factory=dict)


class _Judge:
    """One pass over a sheet; rows are judged in the file's order, so the first of two alike is taken."""

    def __init__(self, sheet: RegisterSheet, districts: Mapping[str, RowId],
                 existing: Iterable[ExistingInstitution]) -> None:
        self.sheet, self.districts = sheet, _Districts(districts)
        self.warnings: list[RowFault] = []
        self._seen = _Seen()
        self._by_code: dict[str, list[ExistingInstitution]] = {}
        self._by_name: dict[tuple[str, RowId], list[ExistingInstitution]] = {}
        for home in existing:
            if home.code:
                self._by_code.setdefault(home.code, []).append(home)
            self._by_name.setdefault((match_key(home.name), home.district), []).append(home)

    def outcome(self, row: RegisterRow) -> Outcome:
        """What becomes of one row."""
        code, name = row.cells.get("code"), str(row.cells.get("name", ""))
        coded = self._by_code.get(str(code), []) if code else []
        district = self.districts.find(row.district)
        if not row.district and len(coded) == 1:
            district = coded[0].district  # the code alone says which home it is
        named = self._by_name.get((match_key(name), district), []) if district is not None else []
        home = next(iter(coded or named), None)
        faults = [*self._district_faults(row, district), *self._doubles(row, code, name, district)]
        if not (row.faults or faults):  # what is wrong in the file itself comes first
            faults = (_match_faults(coded, named, district, self.districts.names)
                      or self._home_twice(row, home))
        if row.faults or faults or district is None:
            return RefusedRow(row.row, row.faults + self._placed(row, faults))
        self.warnings += row.warnings
        if home is None:
            return NewHome(row.row, district, self.districts.names[district], row.cells)
        return self._compared(row, home)

    def _placed(self, row: RegisterRow, found: Iterable[_Fault]) -> tuple[RowFault, ...]:
        return tuple(RowFault(row.row, self.sheet.label(name), bad.key, bad.reason) for name, bad in found)

    def _district_faults(self, row: RegisterRow, district: RowId | None) -> list[_Fault]:
        if district is not None:
            return []
        if not row.district:
            return [("district", fault("missing_district"))]
        names = "、".join(self.districts.names.values())
        return [("district", fault("unknown_district", text=row.district, names=names))]

    def _doubles(self, row: RegisterRow, code: Value, name: str, district: RowId | None) -> list[_Fault]:
        """The same code, or the same name and district, further up in this file - refused there or not."""
        faults: list[_Fault] = []
        if code:
            first = self._seen.codes.setdefault(str(code), row.row)
            faults += [("code", fault("duplicate_code", n=first))] if first != row.row else []
        if name and district is not None:
            first = self._seen.names.setdefault((match_key(name), district), row.row)
            faults += [("name", fault("duplicate_home.name", n=first))] if first != row.row else []
        return faults

    def _home_twice(self, row: RegisterRow, home: ExistingInstitution | None) -> list[_Fault]:
        first = self._seen.homes.setdefault(home.id, row.row) if home else row.row
        return [] if first == row.row else [("name", fault("duplicate_home.registered", n=first))]

    def _compared(self, row: RegisterRow, home: ExistingInstitution) -> UpdatedHome | UnchangedHome:
        changes = _changes(row.cells, {**home.cells, "name": home.name, "code": home.code})
        for column, key in (("name", "renamed"), ("code", "recoded")):
            old, new = changes.get(column, (None, None))
            if old:
                self.warnings += self._placed(row, [(column, fault(key, old=old, new=new))])
        return UpdatedHome(row.row, home.id, changes) if changes else UnchangedHome(row.row, home.id)


def _match_faults(coded: Sequence[ExistingInstitution], named: Sequence[ExistingInstitution],
                  district: RowId | None, names: Mapping[RowId, str]) -> list[_Fault]:
    """Why a row cannot be told to be one known home, or would move it to another district."""
    if len(coded or named) > 1:
        return [("name", fault("several_homes", n=len(coded or named)))]
    if not coded:
        return []
    home = coded[0]
    if named and home not in named:
        return [("code", fault("two_homes", coded=home.name, named=named[0].name))]
    if district is not None and home.district != district:
        return [("district", fault("other_district", name=names.get(home.district, "?")))]
    return []


def _changes(cells: Mapping[str, Value], old: Mapping[str, Value]) -> dict[str, tuple[Value, Value]]:
    changes: dict[str, tuple[Value, Value]] = {}
    for column, value in cells.items():
        before, after = old.get(column), value
        if column == "extra_json":  # columns this file does not have stay
            after = extra_json({**json.loads(str(before or "{}")), **json.loads(str(value))})
        alike = column == "name" and match_key(str(before)) == match_key(str(after))
        if before != after and not alike:
            changes[column] = (before, after)
    return changes
