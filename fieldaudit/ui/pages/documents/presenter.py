"""The documents page: the list, one paper with its facts and checks, and the acts on it. No widgets.

A paper that is not issued yet (`Draft`) is previewed from what is recorded now; issuing it is one act.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ....domain.calendar import local_date
from ....domain.core import RowId, Touched
from ....domain.terms import label as term
from ....i18n import language
from ....store import queries
from ....store.papers_list import counted, paper_place, papers_count, papers_page, tally
from ....work import inspect, notices, papers
from ....work.desk import Desk, Row
from ....work.evidence import is_photo
from ....work.papers import Asked
from ....work.papers.parts import versions_of
from ....work.sheet import open_sheet
from ...session import Session

PAGE = 200
SHOWN_TABLES = frozenset(("paper", "notice", "service", "inspection_event", "event", "item", "institution", "attachment"))
# kinds that are only printed, never issued
PRINTED = ("ledger", "blank")


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the checks before printing. `key` names it; `said`: counts or words; `good` False: amber."""

    key: str
    good: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper asked for and not issued: its kind, what it is about (and in words), its language."""

    kind: str
    target: str = ""
    lang: Literal["zh", "en"] = "zh"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as its pane shows it. `author` and `at` (ms): who issued it and when; `due`: the nearest deadline."""

    key: str
    kind: str
    word: str
    number: str
    status: str
    home: str
    institution: RowId | None
    inspection: RowId | None
    notice: RowId | None
    paper: RowId | None
    version: int
    author: str
    at: int
    reason: str
    hazards: int
    due: date | None
    service: str
    checks: list[Checked] = field(default_factory=list)
    versions: list[tuple[RowId, int]] = field(default_factory=list)

    @property
    def live(self) -> bool:
        """Does it stand: not void, not replaced?"""
        return self.status not in ("void", "replaced")


class DocumentsPresenter:
    """The list of papers, of one home or of all, and the acts on one."""

    def __init__(self, session: Session, institution: RowId | None, wanted: str) -> None:
        self.session, self.institution, self.wanted = session, institution, wanted
        self._shown = PAGE
        self._tally: dict[tuple[str, str], int] | None = None  # read when asked, again once something was written

    # -- the list ----------------------------------------------------------------------------------------
    def rows(self) -> list[Row]:
        """The rows read so far, newest first."""
        return papers_page(self.session.desk().store, self.wanted, self.institution, 0, self._shown)

    def more(self) -> bool:
        """Read a page more next time; False when all are read."""
        has = self._shown < papers_count(self.session.desk().store, self.wanted, self.institution)
        self._shown += PAGE if has else 0
        return has

    def reach(self, paper: RowId) -> bool:
        """Read as far as a paper; False when the list does not show it."""
        place = paper_place(self.session.desk().store, self.wanted, self.institution, paper)
        if place is not None:
            self._shown = max(self._shown, (place // PAGE + 1) * PAGE)
        return place is not None

    def counts(self) -> tuple[int, int]:
        """(to do, all)."""
        return counted(self._counted(), "todo"), counted(self._counted(), "all")

    def kinds(self) -> list[tuple[str, str]]:
        """(code, word) of the kinds there are papers of."""
        return [(kind, word_of(kind)) for kind in sorted({kind for kind, _status in self._counted()})]

    def _counted(self) -> dict[tuple[str, str], int]:
        if self._tally is None:
            self._tally = tally(self.session.desk().store, self.institution)
        return self._tally

    def home_name(self) -> str:
        """Of the home whose papers are shown, or ""."""
        if self.institution is None:
            return ""
        return str(self.session.desk().row("institution", self.institution)["name"])

    def choose(self, wanted: str) -> None:
        """Another list."""
        self.wanted, self._shown = wanted, PAGE

    def shows(self, touched: Touched) -> bool:
        """Was something written that the page shows? Then all is counted anew."""
        shown = bool(SHOWN_TABLES & touched.keys())
        self._tally = None if shown else self._tally
        return shown

    def key_of(self, paper: int, notice: int) -> str:
        """The list's key of a paper, or of a notice's newest paper; "" for none."""
        if notice:
            found = queries.papers_of(self.session.desk().store, "notice", RowId(notice))
            return f"p{found[0]['id']}" if found else ""
        return f"p{paper}" if paper else ""

    # -- one paper ---------------------------------------------------------------------------------------
    def paper(self, key: str) -> Paper | None:
        """A paper (key p…) or a notice still to issue (key i…, its inspection); None when it is gone."""
        desk = self.session.desk()
        return self._issued(desk, RowId(int(key[1:]))) if key.startswith("p") else self._to_issue(desk, RowId(int(key[1:])))

    def _issued(self, desk: Desk, id_: RowId) -> Paper | None:
        row = desk.store.get("paper", id_)
        if row is None:
            return None
        home = queries.home(desk.store, RowId(row["institution"])) if row["institution"] else None
        items = self._items(desk, row)
        notice = RowId(row["notice"]) if row["notice"] else None
        served = desk.store.find("service", notice=notice) if notice and row["kind"] in ("notice", "service") else []
        versions = versions_of(desk, row)
        return Paper(
            key=f"p{id_}", kind=row["kind"], word=word_of(row["kind"]), number=row["number"] or "",
            status=_status(row, versions, served), **_home(home),
            inspection=RowId(row["inspection"]) if row["inspection"] else None, notice=notice, paper=id_, version=row["version"],
            author=desk.name_of(row["_by"]), at=row["_at"], reason=row["void"] or row["reason"] or "", hazards=len(items),
            due=min((date.fromisoformat(item["due"]) for item in items if item.get("due")), default=None),
            service=str(term("service_method", served[-1]["method"])) if served else "",
            checks=list(self._checks(desk, row, items)), versions=[(RowId(each["id"]), each["version"]) for each in versions],
        )  # fmt: skip

    def _to_issue(self, desk: Desk, inspection: RowId) -> Paper | None:
        row = desk.store.get("inspection", inspection)
        if row is None:
            return None
        home = queries.home(desk.store, RowId(row["institution"]))
        items = [item for item in queries.items(desk.store, inspection=inspection) if item["state"] == "found"]
        if not items:
            return None
        return Paper(
            key=f"i{inspection}", kind="notice", word=word_of("notice"), number="", status="to_issue", **_home(home),
            inspection=inspection, notice=None, paper=None, version=1, author=desk.name_of(row["inspector_row"]),
            at=row["started_at"], reason="", hazards=len(items), due=None, service="",
            checks=list(self._checks(desk, {"inspection": inspection, "provisional": 0, "number": ""}, items)),
        )  # fmt: skip

    def _items(self, desk: Desk, row: Row) -> list[Row]:
        """The hazards a paper is about, with their deadlines."""
        if row["notice"] and row["kind"] in ("notice", "service", "reinspection"):
            wanted = {item["id"] for item in queries.notice_items(desk.store, RowId(row["notice"]))}
        elif row["item"]:
            wanted = {row["item"]}
        else:
            return []
        inspections = {desk.store.get("item", RowId(item))["inspection"] for item in wanted}  # type: ignore[index]
        found = [item for one in inspections for item in queries.items(desk.store, inspection=RowId(one))]
        return [item for item in found if item["id"] in wanted]

    def _checks(self, desk: Desk, row: Row, items: Sequence[Row]) -> Iterator[Checked]:
        if row["number"]:
            yield Checked("number", not row["provisional"])
        if items:
            seen = sum(item["basis_checked"] == "seen" for item in items)
            yield Checked("basis", seen == len(items), f"{seen} / {len(items)}")
        if row["inspection"]:
            inspection = RowId(row["inspection"])
            owners = [inspection, *(RowId(item["id"]) for item in queries.items(desk.store, inspection=inspection))]
            photos = [photo for owner in owners for photo in queries.attachments(desk.store, owner) if is_photo(photo)]
            here = sum(photo["object"] in desk.blobs for photo in photos)
            yield Checked("photos", here == len(photos), f"{here} / {len(photos)}")
            yield Checked("signed", self._signed(desk, inspection))

    def _signed(self, desk: Desk, inspection: RowId) -> bool:
        sheet = open_sheet(desk, inspection)
        rows = queries.latest_signatures(desk.store, sheet.id)
        now = sheet.state.record_sha256 or inspect.record_sha256(desk, sheet)
        return all(party in rows and rows[party]["record_sha256"] == now for party in ("inspector", "second"))

    # -- bytes, for a background thread --------------------------------------------------------------------
    def data(self, paper: Paper) -> bytes:
        """An issued paper's very bytes; of a notice still to issue a draft."""
        desk = self.session.desk_of_thread()
        if paper.paper is None:
            return papers.draft(desk, "notice", Asked(target=str(paper.inspection)))
        return papers.printed(desk, desk.store.get("paper", paper.paper) or {})

    def draft(self, draft: Draft) -> bytes:
        """A paper from what is recorded now."""
        return papers.draft(self.session.desk_of_thread(), draft.kind, self._asked(draft))

    def _asked(self, draft: Draft) -> Asked:
        if draft.kind == "ledger":
            return Asked(institution=draft.target, lang=draft.lang)
        return Asked(target=draft.target, lang=draft.lang)

    # -- acts --------------------------------------------------------------------------------------------
    def issue(self, draft: Draft) -> RowId:
        """Issue it; gives its row. For a background thread: it is rendered."""
        return self.session.act(lambda desk: papers.issue(desk, draft.kind, self._asked(draft)))

    def correct(self, paper: Paper, reason: str) -> RowId:
        """A further version from what is recorded now, with the reason. For a background thread."""
        return self.session.act(lambda desk: papers.correct(desk, str(paper.paper), reason, lang=self._lang(desk, paper)))

    def _lang(self, desk: Desk, paper: Paper) -> str:
        row = desk.store.get("paper", paper.paper) if paper.paper else None
        return str(json.loads((row or {}).get("asked_json") or "{}").get("lang", "zh"))

    def void(self, paper: Paper, reason: str) -> None:
        """Void a notice with a reason: its hazards are found again."""
        assert paper.notice is not None
        notice = paper.notice
        self.session.act(lambda desk: notices.void(desk, notice, reason))

    # -- what a new paper may be about ---------------------------------------------------------------------
    def new_kinds(self) -> list[tuple[str, str]]:
        """(code, word) of the papers this person may make here."""
        supervisor = self.session.role == "supervisor"
        kinds = [kind for kind in papers.KINDS.values() if kind.code not in ("notice", "service")]
        return [(kind.code, word_of(kind.code)) for kind in kinds if supervisor or not kind.supervisor]

    def targets(self, kind: str, text: str) -> list[tuple[str, str]]:
        """(target, words) that a paper of a kind can be about, those that hold `text`; the first few dozen."""
        desk = self.session.desk()
        found = _TARGETS[papers.kind_named(kind).about](desk, self.institution, text.strip())
        return found[:60]

    def today(self) -> date:
        """The day by the laptop's clock."""
        return local_date(self.session.clock())


def word_of(kind: str) -> str:
    """A kind of paper as a heading says it."""
    words = str(papers.kind_word(kind))
    return words[:1].upper() + words[1:]


def _home(home: Row | None) -> dict[str, Any]:
    return {"home": home["name"], "institution": RowId(home["id"])} if home else {"home": "", "institution": None}


def _status(row: Row, versions: Sequence[Row], served: Sequence[Row]) -> str:
    if row["void"] is not None:
        return "void"
    if any(each["version"] > row["version"] and each["void"] is None for each in versions):
        return "replaced"
    if row["kind"] != "notice":
        return "issued"
    return "served" if served else "to_serve"


def _inspections(desk: Desk, institution: RowId | None, text: str) -> list[tuple[str, str]]:
    rows = [row for row in queries.inspections(desk.store, institution=institution) if row["state"] not in ("draft", "no_access")]
    said = [(str(row["id"]), f"{row['institution_name']} · {row['number']} · {local_date(row['started_at'])}") for row in rows]
    return [each for each in said if text in each[1]]


def _notices(desk: Desk, institution: RowId | None, text: str) -> list[tuple[str, str]]:
    rows = [row for row in queries.notices(desk.store, institution) if row["void"] is None and row["served_at"]]
    said = [(str(row["id"]), f"{row['institution_name']} · {row['number']}") for row in rows]
    return [each for each in said if text in each[1]]


def _homes(desk: Desk, institution: RowId | None, text: str) -> list[tuple[str, str]]:
    if institution is not None:
        return [(str(institution), str(desk.row("institution", institution)["name"]))]
    rows = queries.institutions(desk.store, text)
    return [(str(row["id"]), f"{row['name']} · {row['district_name'] or ''}") for row in rows if row["items"]]


def _passed(desk: Desk, institution: RowId | None, text: str) -> list[tuple[str, str]]:
    rows = [row for state in ("passed", "cleared") for row in queries.items(desk.store, institution, state=state)]
    said = [(str(row["id"]), f"{row['institution_name']} · {row['place'] or ''} {row['finding'] or ''}") for row in rows]
    return [each for each in said if text in each[1]]


def _forms(desk: Desk, _institution: RowId | None, text: str) -> list[tuple[str, str]]:
    newest: dict[str, Row] = {}
    for row in desk.store.find("form"):
        newest[row["name"]] = row
    said = [(name, f"{_title(row)} · {row['version']}") for name, row in newest.items()]
    return [each for each in said if text in each[1]]


def _title(row: Row) -> str:
    return str(row["title_en" if language() == "en" else "title_zh"] or row["name"])


def _everything(desk: Desk, institution: RowId | None, text: str) -> list[tuple[str, str]]:
    return [("", ""), *_homes(desk, institution, text)] if institution is None else _homes(desk, institution, text)


_TARGETS = {
    "inspection": _inspections, "notice": _notices, "institution": _homes, "item": _passed, "form": _forms, "": _everything,
}  # fmt: skip

__all__ = ["PRINTED", "Checked", "DocumentsPresenter", "Draft", "Paper", "word_of"]
