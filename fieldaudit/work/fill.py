"""Filling in a checklist as one does on a screen: an answer that breaks a rule of the form is kept and said, a note may come
before its answer. Everything else is `inspect.answer`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.core import Change, RowId
from ..errors import BadInput
from ..i18n import Text
from ..store import queries
from .desk import Desk
from .inspect import answer, drafting, keep
from .sheet import Sheet, open_sheet

_NUMBERS = ("integer", "decimal", "range")


@dataclass(frozen=True, slots=True)
class Given:
    """What became of an answer: the item it made, and what is wrong with it although it is kept."""

    item: RowId | None
    fault: Text | None = None


def give(desk: Desk, inspection: RowId | str, path: str, value: str) -> Given:
    """Record one answer durably; "" takes it back. A number beyond the form's limits is kept, with its fault: the record
    cannot be finished until it is mended. Raises BadInput for what is no answer at all, NotAllowed when locked.
    """
    sheet = open_sheet(desk, inspection)
    try:
        return Given(answer(desk, sheet, path, value))
    except BadInput:
        if not _keeps(sheet, path, value):
            raise
        sheet.record.set(path, value, lenient=True)
        return Given(keep(desk, sheet, path), _said(sheet, path))


def _keeps(sheet: Sheet, path: str, value: str) -> bool:
    """Is it a number, only not one the form allows?"""
    question = sheet.form.question(path)
    if question.kind not in _NUMBERS:
        return False
    try:
        float(value)
    except ValueError:
        return False
    return question.kind != "integer" or value.strip().lstrip("-").isdigit()


def _said(sheet: Sheet, path: str) -> Text | None:
    """What the form says is wrong with an answer that is kept."""
    return next((problem.text for problem in sheet.record.problems() if problem.path == path), None)


def write_note(desk: Desk, inspection: RowId | str, path: str, note: str) -> None:
    """The note beside an answer, or before there is one; "" takes it away. Raises BadInput, NotAllowed when locked."""
    sheet = open_sheet(desk, inspection)
    drafting(desk, sheet)
    path, _ = sheet.question(path)
    held = queries.answers(desk.store, sheet.id).get(path, {})
    note = note.strip()
    if (held.get("note") or "") == note:
        return
    if path in sheet.record.values() or path in sheet.record.answers():
        keep(desk, sheet, path, note)
        return
    keep(desk, sheet, path, extra=[_beside_no_answer(desk, sheet, path, RowId(held["id"]) if held else None, note)])


def _beside_no_answer(desk: Desk, sheet: Sheet, path: str, row: RowId | None, note: str) -> Change | None:
    if row is not None:
        return desk.store.edit("answer", row, note=note or None)
    return desk.store.create("answer", inspection=sheet.id, path=path, value=None, note=note)


__all__ = ["Given", "give", "write_note"]
