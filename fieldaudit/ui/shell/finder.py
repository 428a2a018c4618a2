"""What the palette finds for a text: homes, hazards, papers, visits, people and acts, in groups. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ...domain.calendar import local_date
from ...domain.core import RowId
from ...domain.terms import label as term
from ...store import found
from ...store.search import Hit, matched, search
from ...work.desk import Desk
from ..days import due, short
from ..session import Session
from ..text import tr

KINDS = ("institution", "item", "notice", "inspection", "person")  # in the order of the groups
FEW, MANY = 5, 60  # of each kind: where all are shown, where one is
ICONS = {
    "institution": "building-2", "item": "wrench", "notice": "file-text", "inspection": "clipboard-check", "person": "user-round",
}  # fmt: skip
GROUPS = {
    "institution": "palette.homes", "item": "palette.hazards", "notice": "palette.papers", "inspection": "palette.visits",
    "person": "palette.people", "act": "palette.acts",
}  # fmt: skip
_PAGES = {
    "today": ("house", "rail.today"), "institutions": ("building-2", "rail.institutions"),
    "inspections": ("clipboard-check", "rail.inspections"), "rectification": ("wrench", "rail.rectification"),
    "documents": ("file-text", "rail.documents"), "overview": ("chart-column", "rail.overview"),
    "sync": ("refresh-cw", "rail.sync"), "import": ("download", "palette.import"), "settings": ("settings", "rail.settings"),
    "help": ("circle-help", "palette.help"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Find:
    """One row: what it is, where it leads, and which characters answered."""

    kind: str
    icon: str
    title: str
    detail: str
    page: str
    arguments: dict[str, Any]
    hint: str = ""  # at the right: a key, or when it is due
    tone: str = ""  # of a due chip; "" for a plain hint
    begins: bool = False  # begin an inspection there
    marks: tuple[tuple[int, ...], tuple[int, ...]] = field(default=((), ()))  # characters of title and detail


def finds(session: Session, text: str, only: str = "", *, spelt: bool = True) -> list[Find]:
    """Everything found for a text, group by group; `only`: one kind, and more of it. With no text, the pages.

    Without `spelt` nothing is marked, and no page found, by the first letters of its pinyin: their table need not be there yet.
    """
    desk = session.desk()
    if not text.strip():
        return [each for each in _acts(session, "", (), spelt) if only in ("", "act")]
    many = MANY if only else FEW
    hits = search(desk.store, text, [only] if only in KINDS else KINDS, many) if only != "act" else []
    ids = {kind: [hit.row for hit in hits if hit.kind == kind][:many] for kind in KINDS}
    homes = tuple(hit for hit in hits if hit.kind == "institution")
    if homes and not only:  # what somebody looks for by the home's name
        for kind, rows in found.of_home(desk.store, homes[0].row, 2, 1).items():
            ids[kind] = list(dict.fromkeys([*ids[kind], *rows]))[:many]
    listed = [each for kind in KINDS for each in _shown(desk, kind, ids[kind], text, spelt)]
    return listed + ([] if only in KINDS else _acts(session, text, homes, spelt))


def _shown(desk: Desk, kind: str, ids: list[RowId], text: str, spelt: bool) -> list[Find]:
    rows = found.shown(desk.store, kind, ids)
    made = (_MAKERS[kind](desk, rows[id_], local_date(desk.now)) for id_ in ids if id_ in rows)
    return [_marked(each, text, spelt) for each in made]


def _marked(find: Find, text: str, spelt: bool) -> Find:
    marks = (tuple(matched(find.title, text, spelt=spelt)), tuple(matched(find.detail, text, spelt=spelt)))
    return replace(find, marks=marks) if any(marks) else find


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _home(desk: Desk, row: dict[str, Any], today: date) -> Find:
    beds = tr("palette.beds", row["beds"]) if row["beds"] is not None else ""
    detail = _joined(row["district"] or "", beds, tr("palette.open", row["open"]))
    return Find("institution", ICONS["institution"], row["title"] or "", detail, "home", {"institution": row["id"]})


def _item(desk: Desk, row: dict[str, Any], today: date) -> Find:
    day = date.fromisoformat(row["due"]) if row["due"] else None
    ended = row["state"] not in ("found", "ordered", "in_progress", "submitted", "passed")
    when = tr("palette.dueOn", day=short(day, today)) if day and not ended else str(term("item_state", row["state"] or "found"))
    detail = _joined(row["home"] or "", str(term("severity", row["severity"] or "general")), when)
    words, tone = due(day, today) if day and not ended else ("", "")
    arguments = {"institution": row["institution"] or 0, "item": row["id"]}
    return Find("item", ICONS["item"], row["title"] or "", detail, "plan", arguments, words if tone != "plain" else "", tone)


def _notice(desk: Desk, row: dict[str, Any], today: date) -> Find:
    when = short(date.fromisoformat(row["issued_on"]), today) if row["issued_on"] else ""
    title = f"{tr('palette.notice')} {row['title'] or ''}"
    detail = _joined(row["home"] or "", when, tr("palette.void") if row["void"] is not None else "")
    return Find("notice", ICONS["notice"], title, detail, "documents", {"notice": row["id"]})


def _inspection(desk: Desk, row: dict[str, Any], today: date) -> Find:
    when = short(local_date(row["started_at"]), today) if row["started_at"] else ""
    title = _joined(row["home"] or "", when)
    detail = _joined(row["title"] or "", str(term("inspection_state", row["state"] or "draft")))
    return Find("inspection", ICONS["inspection"], title, detail, "checklist", {"inspection": row["id"]})


def _person(desk: Desk, row: dict[str, Any], today: date) -> Find:
    detail = _joined(str(term("role", row["role"] or "")), row["post"] or "")
    return Find("person", ICONS["person"], row["title"] or "", detail, "settings", {"section": "people"})


_MAKERS: dict[str, Callable[[Desk, dict[str, Any], date], Find]] = {
    "institution": _home, "item": _item, "notice": _notice, "inspection": _inspection, "person": _person,
}  # fmt: skip


def _acts(session: Session, text: str, homes: tuple[Hit, ...], spelt: bool) -> list[Find]:
    """Begin an inspection at the best home; the pages whose name answers."""
    acts = []
    if homes and session.role in ("inspector", "supervisor"):
        title = tr("palette.begin", home=homes[0].title)
        arguments = {"institution": homes[0].row}
        acts.append(Find("act", "clipboard-check", title, tr("palette.new"), "home", arguments, "Ctrl N", begins=True))
    for page, (icon, key) in _PAGES.items():
        title = tr("palette.goTo", page=tr(key)) if key.startswith("rail.") else tr(key)
        if not text or matched(title, text, spelt=spelt):
            to = "review" if page == "inspections" and session.role == "supervisor" else page
            acts.append(Find("act", icon, title, "", to, {}))
    return [_marked(act, text, spelt) for act in acts]


__all__ = ["FEW", "GROUPS", "KINDS", "MANY", "Find", "finds"]
