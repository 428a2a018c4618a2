"""What a home's plan shows, and its acts. No widgets.

Everything a person may or may not do is asked of the domain through `work`; why not is told in its own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ....domain import facts as read
from ....domain.calendar import local_date
from ....domain.core import RowId
from ....domain.item import ItemState
from ....domain.terms import ENDS
from ....errors import FieldauditError
from ....store import queries
from ....store.plan_page import answered
from ....work import plan
from ....work.desk import Desk, Row
from ....work.items import why_not
from ....work.papers.parts import events_of
from ...session import Session
from ...text import capital, tr
from ..rectification import words
from .steps import Happened, steps

FIVE = plan.FIVE
ALL, OPEN, MISSING = "all", "open", "missing"
_FACTS = (
    ("residents_unable", "plan.unable"), ("night_staff", "plan.nightStaff"), ("storeys", "plan.storeys"),
    ("last_drill", "plan.lastDrill"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One hazard as a line of the plan."""

    id: RowId
    number: int
    finding: str
    place: str
    severity: tuple[str, str]
    cells: Mapping[str, str]  # measure and the five in words; "" for a missing one
    due: words.Due
    state: tuple[str, str]
    is_open: bool
    missing: Sequence[str]
    row: Row


@dataclass(frozen=True, slots=True)
class Pair:
    """A photo before and one after; either may be missing."""

    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Acts:
    """What may be done with a hazard now: the next thing, other things, and why it cannot be cleared."""

    next: str  # order, serve, submit, reinspect, clear or ""
    others: Sequence[str]
    clear_refused: str  # in words; "" when it may be cleared, or has ended
    answers_extension: bool  # this person may grant or refuse the extension that was asked for


@dataclass(frozen=True, slots=True)
class Detail:
    """One hazard, whole."""

    line: Line
    state: ItemState
    pairs: Sequence[Pair]
    acts: Acts
    asked: tuple[date, str] | None = None  # the extension that was asked for: until when and why
    steps: Sequence[Happened] = ()


class PlanPresenter:
    """A home's plan for one page."""

    def __init__(self, session: Session, institution: RowId) -> None:
        """Raises BadInput for an unknown home."""
        self.session = session
        self.home = session.desk().row("institution", institution)
        self.institution = RowId(self.home["id"])
        self.lines: list[Line] = []
        self.read()

    def read(self) -> None:
        """Read everything again: open hazards first, by due day, then those that ended."""
        desk = self.session.desk()
        rows = queries.items(desk.store, institution=self.institution)
        today = local_date(desk.now)
        rows.sort(key=lambda row: (row["state"] in ENDS, row["due"] is None, row["due"] or "", row["id"]))
        self.lines = [_line(row, at, today) for at, row in enumerate(rows, 1)]

    def shown(self, which: str = ALL) -> list[Line]:
        """The lines of a filter: all, open, or those that lack one of the five."""
        opened = [line for line in self.lines if line.is_open]
        return {ALL: self.lines, OPEN: opened, MISSING: [line for line in opened if line.missing]}[which]

    def line(self, item: RowId | int) -> Line | None:
        """A line by its item."""
        return next((line for line in self.lines if line.id == item), None)

    def facts(self) -> list[tuple[str, str]]:
        """(caption, value) of the strip on top; only what is known."""
        desk = self.session.desk()
        known = answered(desk.store, self.institution, [name for name, _ in _FACTS])
        values: list[tuple[str, Any]] = [(tr("plan.beds"), self.home["beds"]), (tr("plan.residents"), self.home["residents"])]
        values += [(tr(key), known.get(name)) for name, key in _FACTS]  # keys: _FACTS
        return [(caption, str(value)) for caption, value in values if value not in (None, "")]

    def parts(self) -> list[tuple[str, str, int]]:
        """(words, colour token, count) of the bar: cleared and ended, to be cleared, being rectified, not ordered yet."""
        codes = [str(line.row["state"]) for line in self.lines]
        ended = sum(code in ENDS and code != "cleared" for code in codes)
        found = [
            (tr("plan.cleared"), "ok", codes.count("cleared")),
            (tr("plan.ended"), "text_disabled", ended),
            (tr("plan.toClear"), "accent", codes.count("passed")),
            (tr("plan.running"), "chart_2", sum(codes.count(code) for code in ("ordered", "in_progress", "submitted"))),
            (tr("plan.found"), "danger", codes.count("found")),
        ]
        return [part for part in found if part[2]]

    # -- one hazard --------------------------------------------------------------------------------
    def detail(self, item: RowId) -> Detail | None:
        """One hazard with its photos, and what this person may do with it now; None when it is not of this plan."""
        line = self.line(item)
        if line is None:
            return None
        desk = self.session.desk()
        state = plan.plan_item(desk, item).state
        photos = plan.photos_of(desk, item)
        before, after = photos["before"], photos["after"]
        count = max(len(before), len(after), 1)
        # the newest after first: it is what a clearing rests on
        pairs = [Pair(_at(before, n), _at(after[::-1], n)) for n in range(count)]
        return Detail(
            line,
            state,
            pairs,
            _acts(desk, line.row, state),
            _asked(desk, line.row, state),
            steps(desk, line.row, state, len(before)),
        )

    def may_write(self, item: RowId, name: str) -> FieldauditError | None:
        """Why a cell of an item may not be written now, or None when it may."""
        desk = self.session.desk()
        try:
            plan.may_change(desk, desk.row("item", item), {name: None})
        except FieldauditError as error:
            return error
        return None

    # -- acts ----------------------------------------------------------------------------------------
    def write(self, item: RowId, cells: Mapping[str, Any]) -> None:
        """Write one of the five, the place or the measure. Raises what `work.plan.edit` raises."""
        self.session.act(lambda desk: plan.edit(desk, item, cells))

    def clear(self, item: RowId, note: str) -> None:
        """销号. Raises NotAllowed."""
        self.session.act(lambda desk: plan.clear(desk, item, note))


def _asked(desk: Desk, row: Row, state: ItemState) -> tuple[date, str] | None:
    if state.extension_asked is None:
        return None
    asked = [event for event in events_of(desk, row) if event.kind == "extension_asked"]
    return state.extension_asked, read.words(asked[-1].facts, "reason") if asked else ""


def _at(rows: Sequence[Row], at: int) -> Row | None:
    return rows[at] if at < len(rows) else None


def _line(row: Row, number: int, today: date) -> Line:
    missing = plan.missing_of_five(row)
    due = words.due(row, today)
    return Line(
        RowId(row["id"]),
        number,
        row["finding"] or "",
        row["place"] or "",
        words.severity(row["severity"]),
        {
            "measure": words.measure(row["measure_kind"]) if row["measure"] else "",
            "responsible": row["responsible"] or "",
            "budget_yuan": words.money(row["budget_yuan"]),
            "term_days": due.day or words.term_words(row["term_days"], row["term_kind"]),
            "contingency": row["contingency"] or "",
        },
        due,
        words.state(row),
        row["state"] not in ENDS,
        missing,
        row,
    )


# state -> what comes next; each is asked of the rule before it is offered
_NEXT = {"found": "order", "ordered": "serve", "in_progress": "submit", "submitted": "reinspect", "passed": "clear"}
_EVENT = {"submit": "submitted", "extend": "extension_asked", "reinspect": "reinspected", "clear": "cleared"}


def _acts(desk: Desk, row: Row, state: ItemState) -> Acts:
    if not state.is_open or desk.role() not in ("inspector", "supervisor"):
        return Acts("", (), "", False)
    refused = {act: why_not(desk, row, state, event) for act, event in _EVENT.items()}
    wanted = _NEXT[state.state]
    first = "" if refused.get(wanted) is not None else wanted
    others = [act for act, why in refused.items() if why is None and act not in (first, "clear")]
    answers = state.extension_asked is not None and why_not(desk, row, state, "extension_refused") is None
    clear = refused["clear"]
    return Acts(first, others, capital(str(clear)) if clear is not None else "", answers)
