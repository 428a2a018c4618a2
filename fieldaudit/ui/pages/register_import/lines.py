"""A preview as lines of a table: every row of the file with what becomes of it, in words. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....domain.core import RowId
from ....work.cell_words import column_word, value_text
from ....work.desk import Desk
from ....work.register_file import Register, RegisterRow, SkippedRow
from ....work.register_preview import ImportPreview, NewHome, RefusedRow, UpdatedHome, spot_key
from ....work.register_twins import Twin
from ...text import capital, paired, tr

KINDS = {
    "all": "import.all", "new": "import.new", "updated": "import.updated", "twins": "import.twins", "refused": "import.refused",
    "warned": "import.warned", "unchanged": "import.unchanged", "skipped": "import.skipped",
}  # fmt: skip
_TONES = {"new": "accent", "updated": "warn", "twins": "warn", "refused": "danger", "unchanged": "neutral", "skipped": "neutral"}
_SKIPPED = {"blank": "import.blank", "total": "import.total", "note": "import.note", "header": "import.header"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file. `kind` is what becomes of it; `twins` what it may be; `told` why, the parts one below the other."""

    id: int
    key: str  # as a decision names it
    spot: str
    name: str
    district: str
    kind: str
    told: tuple[str, ...] = ()
    twins: tuple[Twin, ...] = ()
    warned: bool = False
    decided: str = ""  # what a person decided of it

    def row(self) -> dict[str, Any]:
        """As the table shows it."""
        shown = "twins" if self.twins else self.kind
        return {
            "id": self.id, "spot": self.spot, "name": self.name or "—", "district": self.district,
            "fate": {"text": tr(KINDS[shown]), "tone": _TONES[shown]}, "told": " · ".join(self.told), "line": self,
        }  # fmt: skip


def lines_of(desk: Desk, register: Register, seen: ImportPreview, decisions: Mapping[str, str]) -> list[Line]:
    """All rows in the file's order, those that are skipped too."""
    return _Lines(desk, register, seen, decisions).all()


class _Lines:
    def __init__(self, desk: Desk, register: Register, seen: ImportPreview, decisions: Mapping[str, str]) -> None:
        self.desk, self.register, self.seen, self.decisions = desk, register, seen, decisions
        self.order = {sheet.name: at for at, sheet in enumerate(register.sheets)}
        self.rows = {(sheet.name, row.row): row for sheet in register.sheets for row in sheet.rows}
        self.warnings: dict[tuple[str, int], list[str]] = {}
        for fault in seen.warnings:
            self.warnings.setdefault((fault.sheet, fault.row), []).append(str(fault.reason))

    def all(self) -> list[Line]:
        seen = self.seen
        made = [*map(self._new, seen.new), *map(self._updated, seen.updated), *map(self._refused, seen.refused)]
        made += [self._line(same.sheet, same.row, "unchanged", (), name=self._name(same.id)) for same in seen.unchanged]
        made += [self._skipped(skip) for skip in seen.skipped if skip.kind != "blank"]
        made.sort(key=lambda one: one[0])
        return [Line(at, *rest) for at, (_, rest) in enumerate(made)]

    def _line(
        self, sheet: str, row: int, kind: str, told: tuple[str, ...], *, name: str = "", twins: tuple[Twin, ...] = ()
    ) -> tuple[tuple[int, int], tuple[Any, ...]]:
        source, key = self.rows.get((sheet, row)), spot_key(self.register, sheet, row)
        warned = self.warnings.get((sheet, row), [])
        spot = str(row) if len(self.register.sheets) == 1 else f"{sheet} {row}"
        words = tuple(map(capital, (*told, *warned)))
        decided, named = self.decisions.get(key, ""), name or _said(source, "name")
        rest = (key, spot, named, _district(source), kind, words, twins, bool(warned), decided)
        return (self.order.get(sheet, 0), row), rest

    def _name(self, home: RowId) -> str:
        row = self.desk.store.get("institution", home)
        return str(row["name"] or "") if row else ""

    def _new(self, new: NewHome) -> Any:
        told = tuple(str(twin.reason) for twin in new.twins)
        return self._line(new.sheet, new.row, "new", told, name=str(new.cells.get("name", "")), twins=new.twins)

    def _updated(self, change: UpdatedHome) -> Any:
        told = tuple(
            paired(str(column_word(column)), f"{self._value(column, before)} → {self._value(column, after)}")
            for column, (before, after) in change.changes.items()
        )
        return self._line(change.sheet, change.row, "updated", told, name=change.name)

    def _value(self, column: str, value: Any) -> str:
        return value_text(self.desk, "institution", column, value)

    def _refused(self, bad: RefusedRow) -> Any:
        return self._line(bad.sheet, bad.row, "refused", tuple(str(fault.reason) for fault in bad.faults))

    def _skipped(self, skip: SkippedRow) -> Any:
        return self._line(skip.sheet, skip.row, "skipped", (tr(_SKIPPED[skip.kind]),), name=skip.text)


def _said(row: RegisterRow | None, column: str) -> str:
    return str(row.cells.get(column) or (row.raw[0] if row.raw else "")) if row is not None else ""


def _district(row: RegisterRow | None) -> str:
    return row.district if row is not None else ""


def counts(seen: ImportPreview, lines: list[Line]) -> dict[str, int]:
    """kind -> how many lines."""
    return {
        "all": len(lines), "new": len(seen.new), "updated": len(seen.updated), "twins": len(seen.twins),
        "refused": len(seen.refused), "warned": sum(line.warned for line in lines), "unchanged": len(seen.unchanged),
        "skipped": sum(line.kind == "skipped" for line in lines),
    }  # fmt: skip


def shows(line: Line, kind: str) -> bool:
    """Does a line show under a filter?"""
    return kind == "all" or (bool(line.twins) if kind == "twins" else line.warned if kind == "warned" else line.kind == kind)


__all__ = ["KINDS", "Line", "counts", "lines_of", "shows"]
