"""What importing a register would do: every row judged against the homes already known, nothing stored.

Owns matching (a person's decision, then code, then name with district) and what counts as a change. Pure; storing
a preview is somebody else's act. Each row ends in exactly one of new, updated, unchanged and refused, so none is
lost silently. A row that is probably a known home under another name is taken as new with its twins named: no two
are ever made one without a person's word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..domain.core import RowId, Value
from ..errors import BadInput
from ..i18n import Text, tr
from .register_cells import CellFault, fault, match_key, simplified
from .register_file import Register, RegisterRow, RegisterSheet, RowFault, SkippedRow, extra_json
from .register_twins import Candidate, Twin, Twins

_SUFFIX = re.compile(r"(自治县|自治旗|特区|林区|市|区|县|旗)$")
_TOLD_EVERY = 50  # rows
NEW, LEAVE_OUT = "new", "skip"  # what a person may decide of a row, beside the id of the home it is


@dataclass(frozen=True, slots=True)
class ExistingInstitution:
    """A live home as the register has it; `cells` by columns of `institution`. `also`: name and code of every row
    that was merged into it, by which an old list may still call it.
    """

    id: RowId
    name: str
    code: str | None
    district: RowId
    cells: Mapping[str, Value]
    also: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class NewHome:
    """A home nobody has yet. `cells` by columns of `institution`, without `district`. `twins`: what it may be after all,
    as long as nobody decided.
    """

    row: int
    district: RowId
    district_name: str
    cells: Mapping[str, Value]
    twins: tuple[Twin, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class UpdatedHome:
    """A known home with `changes`: column -> (old, new). A cell the file leaves empty is never among them."""

    row: int
    id: RowId
    changes: Mapping[str, tuple[Value, Value]]
    name: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class UnchangedHome:
    """A known home of which the file says nothing new."""

    row: int
    id: RowId
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken, with everything that is wrong with it."""

    row: int
    faults: tuple[RowFault, ...]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; new + updated + unchanged + refused = rows of the register."""

    new: tuple[NewHome, ...]
    updated: tuple[UpdatedHome, ...]
    unchanged: tuple[UnchangedHome, ...]
    refused: tuple[RefusedRow, ...]
    warnings: tuple[RowFault, ...]
    unknown_columns: tuple[str, ...]
    skipped: tuple[SkippedRow, ...]

    @property
    def twins(self) -> tuple[NewHome, ...]:
        """The new homes that nobody yet told apart from one already known."""
        return tuple(new for new in self.new if new.twins)


def preview(register: Register, districts: Mapping[str, RowId], existing: Iterable[ExistingInstitution],
            decisions: Mapping[str, str] = {}, elsewhere: Iterable[RowId] = (),
            told: Callable[[int], None] = lambda _rows: None) -> ImportPreview:
    """Judge every row. `districts`: the registered name of each district -> its row. `decisions`: a row as `spot_key`
    names it -> NEW, LEAVE_OUT or the id of the home it is. `elsewhere`: the districts this laptop does not carry. `told`
    is called now and then with how many rows are judged. Raises BadInput for a decision that fits nothing.
    """
    judge = _Judge(register, districts, existing, decisions, frozenset(elsewhere))
    outcomes: list[Outcome] = []
    for sheet in register.sheets:
        for row in sheet.rows:
            outcomes.append(judge.outcome(sheet, row))
            if len(outcomes) % _TOLD_EVERY == 0:
                told(len(outcomes))
    unknown = dict.fromkeys(column for sheet in register.sheets for column in sheet.unknown_columns)
    return ImportPreview(
        tuple(outcome for outcome in outcomes if isinstance(outcome, NewHome)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, UpdatedHome)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, UnchangedHome)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, RefusedRow)),
        tuple(judge.warnings), tuple(unknown), tuple(skip for sheet in register.sheets for skip in sheet.skipped))


def spot_key(register: Register, sheet: str, row: int) -> str:
    """A row as `--twin` names it: 5, or with several sheets 城区!5 as a formula would."""
    return f"{sheet}!{row}" if len(register.sheets) > 1 else str(row)


def spot_text(sheet: str, row: int) -> Text:
    """A row as a person reads it: 第5行, 工作表“城区”第5行."""
    if not sheet:
        return tr(f"第{row}行", f"row {row}")
    return tr(f"工作表“{sheet}”第{row}行", f"row {row} of sheet “{sheet}”")


def asked_twins(words: Sequence[str]) -> dict[str, str]:
    """`ROW=ID|new|skip` as typed -> decisions. Raises BadInput for anything else."""
    decisions: dict[str, str] = {}
    for word in words:
        spot, _, choice = (part.strip() for part in word.rpartition("="))
        if not spot or not (choice in (NEW, LEAVE_OUT) or (choice.isascii() and choice.isdecimal())):
            raise BadInput(
                tr("写作 行号=机构编号，或 行号=new、行号=skip", "write it as ROW=ID, or ROW=new, ROW=skip"), where=word,
                todo=tr("多个工作表时写作 工作表!行号=…；new 表示另一家新机构，skip 表示这一行不导入。",
                        "With several sheets SHEET!ROW=…; new means another home, skip leaves the row out."))
        decisions[spot] = choice
    return decisions


# -- judging ----------------------------------------------------------------------------------------

Outcome = NewHome | UpdatedHome | UnchangedHome | RefusedRow
_Fault = tuple[str, CellFault]  # field, what is wrong


def _place(text: str) -> str:
    return simplified(match_key(text))


class _Districts:
    """Districts by any spelling: registered name, without 旗/县/区/市, or after the name of the city."""

    def __init__(self, districts: Mapping[str, RowId]) -> None:
        self.names = {row: name for name, row in districts.items()}
        self._full = {_place(name): row for name, row in districts.items()}
        short: dict[str, set[RowId]] = {}
        for key, row in self._full.items():
            short.setdefault(_SUFFIX.sub("", key), set()).add(row)
        self._short = {key: rows.pop() for key, rows in short.items() if len(rows) == 1}

    def find(self, text: str) -> RowId | None:
        """The one district meant; None when none or several could be."""
        key = _place(text)
        exact = self._full.get(key) or self._short.get(key)
        ends = {row for full, row in self._full.items() if key.endswith(full)}
        return exact or (ends.pop() if len(ends) == 1 else None)


@dataclass
class _Seen:
    """The first row of the file that claimed each code, name with district, and known home."""

    codes: dict[str, Text] = field(default_factory=dict)
    names: dict[tuple[str, RowId], Text] = field(default_factory=dict)
    homes: dict[RowId, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Claim:
    """One row and where it stands: what it says of itself, before it is compared."""

    sheet: RegisterSheet
    row: RegisterRow
    key: str  # as `--twin` names it
    spot: Text  # as a person reads it
    district: RowId | None

    @property
    def name(self) -> str:
        return str(self.row.cells.get("name", ""))

    @property
    def code(self) -> str:
        return str(self.row.cells.get("code") or "")

    def placed(self, found: Iterable[_Fault]) -> tuple[RowFault, ...]:
        return tuple(RowFault(self.row.row, self.sheet.label(name), bad.key, bad.reason, self.sheet.name)
                     for name, bad in found)


class _Known:
    """The homes of the register by code and by name with district, merged rows under the home they belong to."""

    def __init__(self, homes: Iterable[ExistingInstitution]) -> None:
        self.by_id: dict[RowId, ExistingInstitution] = {}
        self._by_code: dict[str, list[ExistingInstitution]] = {}
        self._by_name: dict[tuple[str, RowId], list[ExistingInstitution]] = {}
        for home in homes:
            self.by_id[home.id] = home
            for name, code in ((home.name, home.code), *home.also):
                named = self._by_name.setdefault((match_key(name), home.district), [])
                named += [] if home in named else [home]
                coded = self._by_code.setdefault(code, []) if code else [home]
                coded += [] if home in coded else [home]

    def coded(self, code: str) -> list[ExistingInstitution]:
        return self._by_code.get(code, []) if code else []

    def named(self, name: str, district: RowId | None) -> list[ExistingInstitution]:
        return self._by_name.get((match_key(name), district), []) if district is not None else []


class _Judge:
    """One pass over a register; rows are judged in the file's order, so the first of two alike is taken."""

    def __init__(self, register: Register, districts: Mapping[str, RowId],
                 existing: Iterable[ExistingInstitution], decisions: Mapping[str, str],
                 elsewhere: frozenset[RowId]) -> None:
        self.register, self.districts, self.known = register, _Districts(districts), _Known(existing)
        self.warnings: list[RowFault] = []
        self._seen, self._twins = _Seen(), Twins(districts)
        for home in self.known.by_id.values():
            self._twins.add(_candidate(home.name, home.district, home.cells, home.id))
        self._decisions, self._elsewhere = self._checked(decisions), elsewhere

    def outcome(self, sheet: RegisterSheet, row: RegisterRow) -> Outcome:
        """What becomes of one row."""
        claim = self._claim(sheet, row)
        decided = self._decisions.get(claim.key)
        if decided == LEAVE_OUT:
            return RefusedRow(row.row, claim.placed([("", fault("left_out"))]), sheet.name)
        coded, named = self.known.coded(claim.code), self.known.named(claim.name, claim.district)
        named = [] if decided == NEW else named
        home = self.known.by_id[RowId(int(decided))] if decided not in (None, NEW) else next(iter(coded or named), None)
        faults = [*self._district_faults(claim), *self._doubles(claim)]
        if not (row.faults or faults):  # what is wrong in the file itself comes first
            chosen = [home] if home and decided else coded
            faults = (self._match_faults(claim, chosen, [] if decided else named)
                      or self._unlike(claim, [] if decided else coded) or self._home_twice(claim, home))
        if row.faults or faults or claim.district is None:
            return RefusedRow(row.row, row.faults + claim.placed(faults), sheet.name)
        self.warnings += row.warnings
        return self._compared(claim, home) if home else self._new(claim, claim.district, decided == NEW)

    def _claim(self, sheet: RegisterSheet, row: RegisterRow) -> _Claim:
        """The row with its district: as written, else as the sheet is called when it has no such column, else as the
        code tells."""
        district = self.districts.find(row.district)
        if not row.district and "district" not in sheet.fields:
            district = self.districts.find(sheet.name)
        coded = self.known.coded(str(row.cells.get("code") or ""))
        if not row.district and district is None and len(coded) == 1:
            district = coded[0].district
        return _Claim(sheet, row, spot_key(self.register, sheet.name, row.row), spot_text(sheet.name, row.row), district)

    def _checked(self, decisions: Mapping[str, str]) -> Mapping[str, str]:
        """Raises BadInput for a decision about a row or a home that is not there."""
        keys = {spot_key(self.register, sheet.name, row.row) for sheet in self.register.sheets for row in sheet.rows}
        for key, choice in decisions.items():
            if key not in keys:
                raise BadInput(tr("名册里没有这一行", "the register has no such row"), where=f"--twin {key}={choice}",
                               todo=tr("行号以电子表格所示为准。", "Rows are numbered as the spreadsheet shows them."))
            if choice not in (NEW, LEAVE_OUT) and RowId(int(choice)) not in self.known.by_id:
                raise BadInput(tr("没有这个机构", "there is no such home"), where=f"--twin {key}={choice}",
                               todo=tr("用 institutions list 查看编号。", "See the ids with institutions list."))
        return decisions

    def _district_faults(self, claim: _Claim) -> list[_Fault]:
        if claim.district in self._elsewhere:
            return [("district", fault("district_elsewhere", name=self.districts.names[RowId(claim.district or 0)]))]
        if claim.district is not None:
            return []
        if not claim.row.district:
            return [("district", fault("missing_district"))]
        names = "、".join(self.districts.names.values())
        return [("district", fault("unknown_district", text=claim.row.district, names=names))]

    def _doubles(self, claim: _Claim) -> list[_Fault]:
        """The same code, or the same name and district, further up in this file - refused there or not."""
        faults: list[_Fault] = []
        if claim.code:
            first = self._seen.codes.setdefault(claim.code, claim.spot)
            faults += [("code", fault("duplicate_code", n=first))] if first != claim.spot else []
        if claim.name and claim.district is not None:
            first = self._seen.names.setdefault((match_key(claim.name), claim.district), claim.spot)
            faults += [("name", fault("duplicate_home.name", n=first))] if first != claim.spot else []
        return faults

    def _home_twice(self, claim: _Claim, home: ExistingInstitution | None) -> list[_Fault]:
        first = self._seen.homes.setdefault(home.id, claim.spot) if home else claim.spot
        return [] if first == claim.spot else [("name", fault("duplicate_home.registered", n=first))]

    def _match_faults(self, claim: _Claim, coded: Sequence[ExistingInstitution],
                      named: Sequence[ExistingInstitution]) -> list[_Fault]:
        """Why a row cannot be told to be one known home, or would move it to another district."""
        ids = "、".join(f"{home.name} {home.id}" for home in {home.id: home for home in (*coded, *named)}.values())
        if len(coded or named) > 1:
            return [("name", fault("several_homes", n=len(coded or named), spot=claim.key, ids=ids))]
        if not coded:
            return []
        home = coded[0]
        if named and home not in named:
            return [("code", fault("two_homes", coded=home.name, named=named[0].name, spot=claim.key, ids=ids))]
        if claim.district is not None and home.district != claim.district:
            return [("district", fault("other_district", name=self.districts.names.get(home.district, "?")))]
        return []

    def _unlike(self, claim: _Claim, coded: Sequence[ExistingInstitution]) -> list[_Fault]:
        """A right code under quite another name: renamed, or a code copied from another row - a person must say."""
        for home in coded:
            if not any(self._twins.alike(claim.name, name) for name in (home.name, *(name for name, _ in home.also))):
                return [("code", fault("other_name", name=home.name, id=home.id, spot=claim.key))]
        return []

    def _new(self, claim: _Claim, district: RowId, decided: bool) -> NewHome:
        mine = _candidate(claim.name, district, claim.row.cells, claim.spot)
        twins = () if decided else self._twins.of(mine)
        self._twins.add(mine)
        return NewHome(claim.row.row, district, self.districts.names[district], claim.row.cells, twins, claim.sheet.name)

    def _compared(self, claim: _Claim, home: ExistingInstitution) -> UpdatedHome | UnchangedHome:
        changes = _changes(_said_of(claim.row.cells, home), {**home.cells, "name": home.name, "code": home.code})
        for column, key in (("name", "renamed"), ("code", "recoded")):
            old, new = changes.get(column, (None, None))
            if old:
                self.warnings += claim.placed([(column, fault(key, old=old, new=new))])
        if not changes:
            return UnchangedHome(claim.row.row, home.id, claim.sheet.name)
        return UpdatedHome(claim.row.row, home.id, changes, home.name, claim.sheet.name)


def _candidate(name: str, district: RowId, cells: Mapping[str, Value], who: RowId | Text) -> Candidate:
    def text(column: str) -> str:
        return str(cells.get(column) or "")
    return Candidate(who, name, district, text("code"), text("phone"), text("address"))


def _said_of(cells: Mapping[str, Value], home: ExistingInstitution) -> dict[str, Value]:
    """The cells without the name and code of a row merged into the home: an old list must not bring them back."""
    names = {match_key(name) for name, _ in home.also} - {match_key(home.name)}
    codes = {code for _, code in home.also} - {home.code}
    return {column: value for column, value in cells.items()
            if not (column == "name" and match_key(str(value)) in names) and not (column == "code" and value in codes)}


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
