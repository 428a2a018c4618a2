"""An inspection opened for work: its row, its form, its record as it stands, its state. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain.calendar import local_datetime
from ..domain.core import RowId, Scope, device_of
from ..domain.inspection import InspectionState, fold_inspection
from ..i18n import Text
from ..store import projections, queries
from .desk import Desk, Row
from .forms import open_form
from .naming import question_meant

if TYPE_CHECKING:
    from ..xform import Form, Question, Record


@dataclass
class Sheet:
    """An inspection opened for work: its row, form, record and where it stands."""

    row: Row
    scope: Scope
    form: Form
    record: Record
    state: InspectionState

    @property
    def id(self) -> RowId:
        return RowId(self.row["id"])

    def question(self, wanted: str) -> tuple[str, Question]:
        """The path and question by path or bare name. Raises BadInput, NotAllowed (see naming)."""
        return question_meant(self.form, self.record, wanted, str(self.row["number"]))


def state_of(desk: Desk, row: Row) -> InspectionState:
    """Where an inspection stands, folded from its events."""
    events = projections.inspection_events(desk.store.connection, desk.store.trust, RowId(row["id"]))
    return fold_inspection(events, RowId(row["inspector_row"]), RowId(row["second_row"]))


def open_sheet(
    desk: Desk, inspection: RowId | str, answers: Mapping[str, str] | None = None, version: Row | None = None
) -> Sheet:
    """Open an inspection with its form and answers, or with these, or with another version of the form, instead."""
    from ..xform import Record  # the window opens without a form engine

    row = by_number(desk, inspection)
    form = open_form(desk, RowId((version or row)["id" if version else "form"]))
    held = answers
    if held is None:  # "" for an answer that was taken back: a default must not come again
        held = {path: answer["value"] or "" for path, answer in queries.answers(desk.store, RowId(row["id"])).items()}
    placed = _with_place(form, held)
    if answers is None and len(placed) < len(held):
        _tell_of_strangers(desk, {path: value for path, value in held.items() if value and path not in placed})
    started = local_datetime(row["started_at"])
    record = Record(
        form,
        placed,
        now=started,
        today=started.date(),
        person=desk.name_of(row["inspector_row"]),
        device=str(device_of(RowId(row["id"]))),  # where the visit began: the record is the same on every laptop,
        seed=row["id"],
        language="zh",  # whatever language is on the screen: what is computed is signed
    )
    return Sheet(row, desk.scope_of(RowId(row["institution"])), form, record, state_of(desk, row))


def _with_place(form: Form, held: Mapping[str, str]) -> dict[str, str]:
    """The answers whose paths the form has."""
    places = {each.path: each.repeat for each in form.definitions}
    return {path: value for path, value in held.items() if path in places or _is_instance(places, path)}


def _is_instance(places: Mapping[str, bool], path: str) -> bool:
    """Whether a path numbers repeats of the form, and nothing else of it."""
    above = ""
    for part in path.split("/"):
        name, _, number = part.partition("[")
        above = f"{above}/{name}" if above else name
        if above not in places or (number and not places[above]):
            return False
    return True


def _tell_of_strangers(desk: Desk, strangers: Mapping[str, str]) -> None:
    """Somebody answered on another laptop while the record was carried over to a version that lacks the question."""
    if strangers:
        said = "; ".join(f"{path} = {value}" for path, value in strangers.items())
        desk.told.append(
            Text(f"检查表的这一版没有这些回答的位置，未计入：{said}", f"not counted, the form has no place for it: {said}")
        )


def by_number(desk: Desk, wanted: RowId | str) -> Row:
    """An inspection by id or by number (2026-1-17)."""
    found = desk.store.find("inspection", number=str(wanted))
    return found[0] if len(found) == 1 else desk.row("inspection", wanted)
