"""The day of the person at the keyboard: which card comes first, which tasks in which order, in which words. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from ....domain.core import Touched
from ....i18n import language
from ....store import register_list
from ....store.backup import snapshots
from ....work import today
from ....work.desk import Row
from ....work.today import Due, Today, Visit
from ... import days
from ...session import Session
from ...settings import Settings
from ...text import tr

if TYPE_CHECKING:
    from ..checklist.rows import Card

SHOWN_BY = ("inspection", "inspection_event", "answer", "item", "item_state", "inspection_state", "notice", "service",
            "institution", "remark")  # fmt: skip
_RANK = {"danger": 0, "returned": 1, "warn": 2, "neutral": 3}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: what, where it stands, and where its button leads."""

    key: str  # of the row, the same after reading again
    title: str
    detail: str
    verb: str
    page: str
    arguments: dict[str, Any]
    icon: str = "pen-line"
    chip: str = ""
    tone: str = "neutral"
    rank: int = 3
    home: str = ""  # whose it is, where the title says what to do there as well


@dataclass(frozen=True, slots=True)
class First:
    """The card on top, with the page's primary button. `questions` 0: no progress is shown."""

    caption: str
    title: str
    aside: str
    detail: str
    verb: str
    page: str
    arguments: dict[str, Any]
    answered: int = 0
    questions: int = 0
    hazards: int = 0


@dataclass(frozen=True, slots=True)
class DueLine:
    """An open item with its day in words."""

    key: str
    finding: str
    name: str
    when: str
    tone: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page paints."""

    day: date
    first: First | None
    tasks: tuple[Line, ...]
    drafts: tuple[Line, ...]
    more: int  # homes to reinspect beyond those listed
    overdue_count: int
    overdue: tuple[DueLine, ...]
    soon_count: int
    soon: dict[date, int] = field(default_factory=dict)
    next_due: tuple[DueLine, ...] = ()
    homes: bool = True  # the register has some
    snapshot: str = ""  # when the last daily snapshot was made, in words

    @property
    def idle(self) -> bool:
        """Nothing to do at all."""
        return self.first is None and not self.tasks and not self.drafts


class TodayPresenter:
    """Reads the day."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self.session, self.settings = session, settings

    def read(self) -> Shown:
        """The day as it stands now."""
        desk = self.session.desk()
        read = today.read(desk, self.session.role, lambda visit: self.settings.text(f"place/{visit}"))
        first, rest = _first(read)
        tasks = tuple(sorted(_tasks(read), key=lambda line: line.rank))
        return Shown(
            read.day,
            first,
            tasks,
            tuple(_draft(visit, read.day) for visit in rest),
            read.more_reinspect,
            read.overdue_count,
            tuple(_due(each, read.day) for each in read.overdue),
            sum(read.soon.values()),
            read.soon,
            tuple(_due(each, read.day) for each in read.next_due),
            register_list.any_home(desk.store),
            self._snapshot(read.day),
        )

    def _snapshot(self, today: date) -> str:
        kept = next(iter(snapshots(self.session.path)), None)
        day = kept.stem.partition("-")[2] if kept is not None else ""
        return tr("today.snapshot", day=days.near(date.fromisoformat(day), today)) if day else ""

    def concerns(self, touched: Touched) -> bool:
        """Do rows that were written show here?"""
        return any(table in touched for table in SHOWN_BY)


def form_title(row: Row) -> str:
    """A form's title in the language in use."""
    return str((row["title_en"] if language() == "en" else row["title_zh"]) or row["title_zh"] or row["form_name"] or "")


def joined(*parts: str) -> str:
    """Parts of a line with a dot between."""
    return " · ".join(part for part in parts if part)


def _first(read: Today) -> tuple[First | None, tuple[Visit, ...]]:
    """The card on top (a draft to go on with, or the supervisor's reports), and the drafts that are left."""
    if read.drafts:
        return _resume(read.drafts[0]), read.drafts[1:]
    if read.reports:
        oldest = days.near(days.day_of(read.oldest_report), read.day) if read.oldest_report else ""
        return First(
            tr("today.yourReview"), tr("today.reports", read.reports), "", tr("today.oldest", day=oldest), tr("today.review"),
            "review", {},
        ), ()  # fmt: skip
    return None, ()


def _resume(visit: Visit) -> First:
    from ..checklist.rows import answered, card_at, read  # with the form engine, which a day without drafts does not need

    parts = read(visit.sheet.record, language())
    card, detail = card_at(parts, visit.path), ""
    if card is not None and card.number:
        detail = tr("today.stoppedAt", number=card.number, wording=card.label)
    return First(
        tr("today.goOnWith"), visit.row["institution_name"] or "", form_title(visit.row), detail, tr("today.resume"), "checklist",
        {"inspection": visit.id}, *answered(parts), visit.row["items"],
    )  # fmt: skip


def _draft(visit: Visit, day: date) -> Line:
    from ..checklist.rows import answered, read

    done, wanted = answered(read(visit.sheet.record, language()))
    far = tr("today.answered", done=done, all=wanted)
    detail = joined(form_title(visit.row), far, tr("today.leftAt", when=days.moment(visit.left_at, day)))
    title = visit.row["institution_name"] or ""
    return Line(f"draft{visit.id}", title, detail, tr("today.goOn"), "checklist", {"inspection": visit.id})


def _tasks(read: Today) -> Iterable[Line]:
    if read.drafts and read.reports:
        yield Line("review", tr("today.reports", read.reports), "", tr("today.review"), "review", {}, "clipboard-check", rank=1)
    for row in read.reinspect:
        yield _home_task(
            "reinspect", "today.reinspect", "today.toReinspect", "today.startReinspect", "clipboard-list", row, read.day
        )
    for row in read.clear:
        yield _home_task("plan", "today.clear", "today.toClear", "today.openPlan", "check-check", row, read.day)
    for row in read.extensions:
        yield _home_task("plan", "today.extension", "today.asksFor", "today.openPlan", "calendar-clock", row, read.day)
    for visit in read.returned:
        yield _returned(visit, read.day)
    for row in read.serve:
        yield _serve(row, read.day)


_COUNTED = ("today.toReinspect", "today.toClear", "today.asksFor")


def _home_task(page: str, what: str, counted: str, verb: str, icon: str, row: Row, day: date) -> Line:
    assert counted in _COUNTED
    due = date.fromisoformat(row["due"]) if row["due"] else None
    chip, tone = days.due(due, day) if due else ("", "neutral")
    tone = "neutral" if tone == "plain" else tone
    last = row.get("last_at")
    seen = tr("today.lastVisit", day=days.short(days.day_of(last), day)) if last else ""
    detail = joined(tr(counted, row["items"]), row["district_name"] or "", seen)
    title = tr(what, name=row["institution_name"] or "")
    where = {"institution": row["institution"]}
    name = row["institution_name"] or ""
    return Line(f"{what}{row['institution']}", title, detail, tr(verb), page, where, icon, chip, tone, _RANK[tone], name)


def _returned(visit: Visit, day: date) -> Line:
    row = visit.row
    from ..checklist.rows import card_at, read

    parts = read(visit.sheet.record, language()) if any(path for path, _ in visit.remarks) else []
    told = [_remark(card_at(parts, path), text) for path, text in visit.remarks[:2]]
    first = next((path for path, _ in visit.remarks if path), "")
    remarks = tr("today.both", one=told[0], other=told[1]) if len(told) > 1 else "".join(told)
    count = tr("today.remarks", row["remarks"]) if row["remarks"] else tr("today.reason")
    when = days.near(days.day_of(row["returned_at"]), day) if row["returned_at"] else ""
    return Line(
        f"returned{visit.id}", tr("today.mend", name=row["institution_name"] or ""),
        tr("today.said", count=count, text=remarks or row["reason"] or ""), tr("today.goMend"), "checklist",
        {"inspection": visit.id, "path": first}, "corner-up-left", tr("today.returnedOn", day=when), "neutral", _RANK["returned"],
        visit.row["institution_name"] or "",
    )  # fmt: skip


def _remark(card: Card | None, text: str) -> str:
    """A remark after the number its question has in the checklist."""
    return tr("today.remark", number=card.number, text=text) if card is not None and card.number else text


def _serve(row: Row, day: date) -> Line:
    issued = days.near(date.fromisoformat(row["issued_on"]), day) if row["issued_on"] else ""
    dated = row["mode"] == "dated"
    chip = tr("today.serveThatDay") if dated else tr("today.issuedOn", day=issued)
    detail = joined(row["number"] or "", tr("today.hazards", row["items"]), tr("today.notServed"))
    return Line(
        f"serve{row['id']}", tr("today.serve", name=row["institution_name"] or ""), detail, tr("today.recordService"), "serve",
        {"notice": row["id"]}, "file-text", chip, "warn" if dated else "neutral", _RANK["warn"], row["institution_name"] or "",
    )  # fmt: skip


def _due(item: Due, day: date) -> DueLine:
    when, tone = days.due(item.due, day)
    return DueLine(f"due{item.id}", item.finding, item.name, when, tone, {"institution": item.institution, "item": item.id})


__all__ = ["DueLine", "First", "Line", "Shown", "TodayPresenter", "form_title", "joined"]
