"""One home in words: facts, plan, what happened there, and what can be done next. Shared by its page and the list; no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ....domain.calendar import local_date
from ....domain.core import RowId
from ....domain.terms import label
from ....store import register_list
from ....store.history import disputed
from ....work.desk import Desk, Row
from ....work.home_facts import facts_of
from ... import days
from ...text import capital, tr
from ..today.presenter import form_title, joined

_CELLS = {"home.beds": {"beds", "residents"}, "home.address": {"address"}, "home.head": {"head", "legal_rep", "phone"}}


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the history: the day, what, how it stands, and where it leads."""

    key: str
    on: date
    day: str
    title: str
    detail: str
    page: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is told of a home."""

    id: RowId
    name: str
    place: str  # district, grade, whether it has a code
    facts: tuple[tuple[str, str], ...]
    plan: tuple[tuple[int, str], ...]  # parts of the bar: how many, of which colour
    plan_words: str
    history: tuple[Happened, ...]
    draft: RowId | None  # the draft of the person at the keyboard
    others_draft: str = ""  # who has one, when it is not this person
    row: Row = field(default_factory=dict)
    disputed: tuple[str, ...] = ()  # captions of the facts that two people changed and nobody has settled
    disputes: int = 0  # how many such cells there are


def summary(desk: Desk, home: RowId) -> Summary:
    """Read it. Raises BadInput for no such home, NotAllowed for one that was given up."""
    row = desk.row("institution", home)
    today = local_date(desk.now)
    day = register_list.day(today)
    home = RowId(row["id"])
    visits = register_list.visits(desk.store, home)
    drafts = [each for each in visits if each["state"] == "draft"]
    mine = next((each for each in drafts if desk.person in (each["inspector_row"], each["second_row"])), None)
    counts = register_list.plan_counts(desk.store, home, day)
    parts, words = _plan(counts)
    cells = disputed(desk.store, "institution").get(home, set())
    return Summary(
        home, row["name"] or "", _place(desk, row), _facts(desk, row), parts, words, _history(desk, home, visits, today),
        RowId(mine["id"]) if mine else None, drafts[0]["inspector"] or "" if drafts and not mine else "", row,
        tuple(tr(key) for key, columns in _CELLS.items() if cells & columns), len(cells),
    )  # fmt: skip


def _place(desk: Desk, row: Row) -> str:
    district = desk.store.get("district", RowId(row["district"])) if row["district"] else None
    coded = tr("home.coded") if row["code"] else tr("home.uncoded")
    return joined(str(district["name"]) if district else "", tr("home.grade", grade=row["grade"]) if row["grade"] else "", coded)


def _facts(desk: Desk, row: Row) -> tuple[tuple[str, str], ...]:
    said = facts_of(desk, RowId(row["id"])).said
    building = joined(
        tr("home.storeys", storeys=said["storeys"]) if "storeys" in said else "",
        tr("home.area", area=_thousands(said["floor_area"])) if "floor_area" in said else "",
    )
    beds = tr("home.bedsOf", beds=_number(row["beds"]), residents=_number(row["residents"]))
    systems = " / ".join(said[name] for name in ("sprinkler_kind", "has_alarm_panel") if name in said)
    lines = (
        (tr("home.beds"), beds),
        (tr("home.unable"), tr("home.people", count=said["residents_unable"]) if "residents_unable" in said else ""),
        (tr("home.night"), tr("home.people", count=said["night_staff"]) if "night_staff" in said else ""),
        (tr("home.building"), building),
        (tr("home.water"), said.get("water_kind", "")),
        (tr("home.systems"), systems),
        (tr("home.drill"), said.get("last_drill", "")),
        (tr("home.address"), row["address"] or ""),
        (tr("home.head"), joined(row["head"] or row["legal_rep"] or "", row["phone"] or "")),
    )
    return tuple(line for line in lines if line[1])


def _thousands(number: str) -> str:
    """2,860; what is no whole number as it stands."""
    return f"{int(number):,}" if number.isdecimal() else number


def _number(count: int | None) -> str:
    return "—" if count is None else str(count)


def _plan(counts: Row) -> tuple[tuple[tuple[int, str], ...], str]:
    """The bar's parts and its words; cleared, in hand, new, overdue are told apart, other ends too."""
    fresh, late = counts["found"], counts["overdue"]
    working, ended = counts["open"] - fresh - late, counts["items"] - counts["open"] - counts["cleared"]
    parts = ((counts["cleared"], "ok"), (ended, "text_disabled"), (working, "chart_2"), (fresh, "accent"), (late, "danger"))
    words = (
        (counts["cleared"], tr("home.cleared", counts["cleared"])), (ended, tr("home.ended", ended)),
        (working, tr("home.working", working)), (fresh, tr("home.fresh", fresh)), (late, tr("home.late", late)),
    )  # fmt: skip
    told = joined(*(word for count, word in words if count))
    return tuple(part for part in parts if part[0]), told or tr("home.noItems")


def _history(desk: Desk, home: RowId, visits: list[Row], today: date) -> tuple[Happened, ...]:
    happened = [_visit(row, today) for row in visits]
    happened += [_notice(row, today) for row in register_list.notices(desk.store, home) if row["issued_on"]]
    happened += [_reinspection(row, home, today) for row in register_list.reinspections(desk.store, home)]
    return tuple(sorted(happened, key=lambda each: each.on, reverse=True))


def _visit(row: Row, today: date) -> Happened:
    on = local_date(row["started_at"])
    counted = joined(tr("home.passes", row["passes"]), tr("home.fails", row["fails"]))
    detail = capital(joined(str(label("inspection_state", row["state"])), counted))
    form = form_title({**row, "form_name": row["form"]})
    title = form if row["kind"] == "routine" else joined(form, str(label("inspection_kind", row["kind"])))
    return Happened(f"visit{row['id']}", on, days.short(on, today), title, detail, "checklist", {"inspection": row["id"]})


def _notice(row: Row, today: date) -> Happened:
    on = date.fromisoformat(row["issued_on"])
    method = str(label("service_method", row["method"])) if row["method"] else tr("home.notServed")
    title = tr("home.notice", number=row["number"] or "")
    detail = joined(tr("home.items", row["items"]), method)
    page, arguments = ("documents" if row["method"] else "serve"), {"notice": row["id"]}
    return Happened(f"notice{row['id']}", on, days.short(on, today), title, detail, page, arguments)


def _reinspection(row: Row, home: RowId, today: date) -> Happened:
    on = local_date(row["at"])
    told = joined(
        tr("home.passed", row["passed"]) if row["passed"] else "", tr("home.failed", row["failed"]) if row["failed"] else ""
    )
    return Happened(f"again{row['at']}", on, days.short(on, today), tr("home.reinspection"), told, "plan", {"institution": home})


__all__ = ["Happened", "Summary", "summary"]
