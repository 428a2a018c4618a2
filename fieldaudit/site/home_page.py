"""A home's page and a hazard's: the plan with its five, the timeline, inspections, papers, photos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain import facts as read_fact
from ..domain.calendar import local_date
from ..domain.core import RowId
from ..domain.item import Event
from ..domain.terms import ENDS, label
from ..i18n import language, tr
from ..store import queries, register_list
from ..store.papers_list import papers_page
from ..store.plan_page import answered
from ..work import plan
from ..work.papers import kind_word
from ..work.papers.parts import events_of
from . import said
from .lists import form_title
from .sight import Row, Sight
from .words import HAPPENED, WORDS, counted

MOST_PAPERS = 200
_ASKED = (("residents_unable", "unable"), ("night_staff", "night_staff"), ("storeys", "storeys"), ("last_drill", "last_drill"))


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened: when, what, what more is to be said, and in whose words (`data`); `url` leads to it."""

    when: str
    title: str
    detail: str = ""
    data: str = ""
    tone: str = ""
    url: str = ""


def home(sight: Sight, id_: int) -> dict[str, Any]:
    """A home's page. Raises Absent."""
    row = sight.home(id_)
    today = local_date(sight.desk.now)
    items = queries.items(sight.desk.store, institution=RowId(row["id"]))
    items.sort(key=lambda item: (item["state"] in ENDS, item["due"] is None, item["due"] or "", item["id"]))
    visits = register_list.visits(sight.desk.store, RowId(row["id"]))
    return {
        "home": row, "district": sight.districts[row["district"]]["name"], "facts": _facts(sight, row),
        "plan": [plan_line(item, at, today) for at, item in enumerate(items, 1)], "parts": _parts(items),
        "visits": [_visit(visit) for visit in visits], "papers": papers(sight, RowId(row["id"])),
        "steps": _home_steps(sight, RowId(row["id"]), items, visits),
    }  # fmt: skip


def _facts(sight: Sight, row: Row) -> list[tuple[str, str]]:
    """(caption, value) of what is known of the home."""
    known = answered(sight.desk.store, RowId(row["id"]), [name for name, _ in _ASKED])
    values = [(str(WORDS[name]), row[name]) for name in ("beds", "residents")]
    values += [(str(WORDS[word]), known.get(name)) for name, word in _ASKED]
    values += [(str(WORDS[name]), row[name]) for name in ("address", "head", "phone", "code")]
    return [(caption, str(value)) for caption, value in values if value not in (None, "")]


def plan_line(row: Row, number: int, today: date) -> dict[str, Any]:
    """One hazard of the plan with its five in words; a missing one is said."""
    missing = str(WORDS["missing"])
    due = said.due(row, today)
    term = said.joined(said.length(row), due.day if row["due"] else "")
    five = (
        ("responsible", row["responsible"]), ("measure", row["measure"]), ("money", said.money(row["budget_yuan"])),
        ("term", term), ("contingency", row["contingency"]),
    )  # fmt: skip
    return {
        "id": row["id"], "number": number, "finding": row["finding"] or str(WORDS["hazard"]), "place": row["place"] or "",
        "severity": said.severity(row["severity"]), "kind": said.term("measure", row["measure_kind"]), "due": due,
        "state": said.state(row), "open": row["state"] not in ENDS, "inspection": row["inspection"],
        "five": [(str(WORDS[name]), str(value or missing), not value) for name, value in five],
    }  # fmt: skip


def _parts(items: list[Row]) -> list[tuple[str, str, int]]:
    """(tone, words with their number, share in percent) of the bar over the plan."""
    codes = [str(item["state"]) for item in items]
    cleared = codes.count("cleared")
    open_ = sum(code not in ENDS for code in codes)
    found = [("ok", "cleared", cleared), ("muted", "ended", len(codes) - cleared - open_), ("accent", "open", open_)]
    return [(tone, f"{WORDS[word]} {count}", round(100 * count / len(codes))) for tone, word, count in found if count]


def _visit(row: Row) -> dict[str, Any]:
    return {
        **row, "day": said.day(row["started_at"]), "title": form_title(row), "people": said.names(row["inspector"], row["second"]),
        "state_said": said.term("inspection_state", row["state"]), "found": str(counted("hazards", row["items"])),
    }  # fmt: skip


def papers(sight: Sight, home_: RowId, inspection: int | None = None) -> list[dict[str, Any]]:
    """The issued papers of a home, or of one visit to it, the newest first."""
    rows = papers_page(sight.desk.store, "all", home_, 0, MOST_PAPERS)
    shown = [row for row in rows if row["paper"] and inspection in (None, row["inspection"])]
    return [
        {**row, "id": row["paper"], "word": _capital(str(kind_word(row["kind"]))), "status_said": _status(row)} for row in shown
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:] if language() == "en" else words


_STATUS = {
    "void": (tr("已作废", "Void"), "danger"), "replaced": (tr("已被更正版替代", "Replaced by a later version"), "muted"),
    "served": (tr("已送达", "Served"), "ok"), "to_serve": (tr("尚未送达", "Not served yet"), "warn"),
}  # fmt: skip


def _status(row: Row) -> said.Said:
    words, tone = _STATUS.get(row["status"], (tr("已制发", "Issued"), ""))
    return said.Said(str(words), tone)


# -- the home's timeline -----------------------------------------------------------------------------------
def _home_steps(sight: Sight, home_: RowId, items: list[Row], visits: list[Row]) -> list[Step]:
    """What happened at a home, the newest first."""
    store = sight.desk.store
    steps = [
        Step(said.day(each["started_at"]), f"{WORDS['inspection']} {each['number']}",
             said.joined(said.term("inspection_state", each["state"]), str(counted("hazards", each["items"]))),
             url=f"/inspections/{each['id']}")
        for each in visits
    ]  # fmt: skip
    steps += [
        Step(each["issued_on"], str(HAPPENED["ordered"]),
             said.joined(str(counted("items", each["items"])), said.term("service_method", each["method"])), each["number"] or "")
        for each in register_list.notices(store, home_)
    ]  # fmt: skip
    for each in register_list.reinspections(store, home_):
        failed = str(counted("failed_items", each["failed"])) if each["failed"] else ""
        passed = str(counted("passed_items", each["passed"])) if each["passed"] else ""
        steps.append(Step(said.day(each["at"]), str(HAPPENED["reinspected"]), said.joined(passed, failed),
                          tone="danger" if each["failed"] else ""))  # fmt: skip
    for day in sorted({item["cleared_on"] for item in items if item["cleared_on"]}):
        count = sum(item["cleared_on"] == day for item in items)
        steps.append(Step(day, str(HAPPENED["cleared"]), str(counted("items", count)), tone="ok"))
    return sorted(steps, key=lambda step: step.when, reverse=True)


# -- a hazard ----------------------------------------------------------------------------------------------
def hazard(sight: Sight, id_: int) -> dict[str, Any]:
    """A hazard's page. Raises Absent."""
    _, row_home = sight.row("item", id_)
    row = next(each for each in queries.items(sight.desk.store, institution=RowId(row_home["id"])) if each["id"] == id_)
    photos = plan.photos_of(sight.desk, RowId(id_))
    return {
        "home": row_home, "line": plan_line(row, 0, local_date(sight.desk.now)), "row": row, "basis": row["basis"] or "",
        "steps": _item_steps(sight, row, len(photos["before"])),
        "photos": [
            (str(WORDS[when]), [_photo(sight, photo) for photo in photos[when]]) for when in ("before", "after") if photos[when]
        ],
    }  # fmt: skip


def _photo(sight: Sight, row: Row) -> dict[str, Any]:
    """A photo; `here` tells whether it has reached this site."""
    taken = (row["taken_at"] or "").replace("T", " ")[:16]
    return {"id": row["id"], "caption": row["caption"] or "", "taken": taken, "here": row["object"] in sight.desk.blobs}


_RESULTS = {"pass": "", "partial": "danger", "fail": "danger", "no_access": "warn"}
_COMING = {
    "found": tr("下达整改通知", "order it by notice"), "ordered": tr("送达通知书", "serve the notice"),
    "in_progress": tr("整改后申请复查", "rectify, then submit for reinspection"), "submitted": tr("复查", "reinspect"),
    "passed": tr("销号", "clear"),
}  # fmt: skip


def _item_steps(sight: Sight, row: Row, photos: int) -> list[Step]:
    """What happened to a hazard, the oldest first, and what comes next."""
    desk = sight.desk
    visit = desk.store.get("inspection", RowId(row["inspection"])) if row["inspection"] else None
    people = said.names(desk.name_of(visit["inspector_row"]), desk.name_of(visit["second_row"])) if visit else ""
    begun = Step(said.moment(visit["started_at"] if visit else row["_at"]), said.term("item_state", "found"),
                 str(counted("photos", photos)) if photos else "", people,
                 url=f"/inspections/{visit['id']}" if visit else "")  # fmt: skip
    steps = [begun, *(_step(sight, event) for event in events_of(desk, row))]
    if row["state"] in _COMING:
        coming = str(_COMING[row["state"]])
        steps.append(Step("", str(WORDS["coming"]), coming, tone="coming"))
    return steps


def _step(sight: Sight, event: Event) -> Step:
    facts, desk = event.facts, sight.desk
    result = read_fact.words(facts, "result")
    title = str(HAPPENED[event.kind]) if event.kind in HAPPENED else said.term("event", event.kind)
    tone = {"cleared": "ok", "order_voided": "danger"}.get(event.kind, "")
    if event.kind == "reinspected" and result in _RESULTS:
        title, tone = f"{title} · {label('result', result)}", _RESULTS[result]
    second = read_fact.row(facts, "second")
    people = said.names(desk.name_of(event.by), desk.name_of(second))
    ours, theirs = _said_of(sight, event.kind, facts)
    return Step(said.moment(event.at), title, ours, said.joined(theirs, people), tone)


def _said_of(sight: Sight, kind: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """What an event says of itself: in the program's words, and in a person's."""
    if kind == "ordered":
        notice = read_fact.row(facts, "notice")
        row = sight.desk.store.get("notice", notice) if notice else None
        return "", str(row["number"] or "") if row else ""
    if kind == "served":
        return said.term("service_method", read_fact.words(facts, "method")), ""
    until = read_fact.day(facts, "to")
    photos = read_fact.whole(facts, "photos") or 0
    day = str(tr(f"至 {until}", f"until {until}")) if until else ""
    ours = said.joined(day, str(counted("photos", photos)) if photos else "")
    return ours, said.joined(read_fact.words(facts, "reason"), read_fact.words(facts, "note"))
