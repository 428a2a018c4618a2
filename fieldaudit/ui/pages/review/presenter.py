"""The review: the queue, one report beside the last one, remarks not sent yet, and the two acts. No widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from ....domain.calendar import SHANGHAI, local_date, to_ms
from ....domain.core import RowId, Touched
from ....domain.terms import label
from ....errors import FieldauditError
from ....i18n import Text, language
from ....store import reviewing
from ....work import drafts, review
from ....work.compare import Comparison, Line, Said, compare
from ....work.desk import Row
from ...days import moment
from ...session import Session
from ...text import tr

FILTERS = {"differs": "review.differs", "fails": "review.fails", "all": "review.all"}
SORTS = {"oldest": "review.oldest", "newest": "review.newest", "hazards": "review.mostHazards"}
_REREAD = ("inspection", "inspection_state", "inspection_event")


@dataclass(frozen=True, slots=True)
class Chip:
    """A short word that states something, and its tone."""

    text: str
    tone: str = "neutral"


class ReviewPresenter:
    """What the page shows. `inspection` 0: the first of the queue; `which` "": what differs, or fails where nothing was before."""

    def __init__(self, session: Session, inspection: int = 0, which: str = "", sort: str = "oldest") -> None:
        self._session = session
        self.sort = sort if sort in SORTS else "oldest"
        self.queue: list[Row] = []
        self.comparison: Comparison | None = None
        self.refused: Text | str | None = None  # why it cannot be approved
        self.locked: Text | str | None = None  # why it cannot be returned either
        self.remarks: dict[str, str] = {}
        self.sent: dict[str, list[str]] = {}
        self.which = which
        self.read_queue()
        first = inspection or next((row["id"] for row in self.queue), 0)
        if first:
            self.open(RowId(first), which)

    # -- the queue ---------------------------------------------------------------------------------------
    def read_queue(self) -> None:
        """Read again what waits."""
        rows = reviewing.waiting(self._session.desk().store)
        today = local_date(self._session.clock())
        order = {"newest": lambda row: -row["finished_at"], "hazards": lambda row: (-row["major"], -row["items"])}.get(self.sort)
        self.queue = [
            {
                **row,
                "who": _people(row["inspector"], row["second"]),
                "when": moment(row["finished_at"], today),
                "hazards": _hazards(row["items"]),
            }
            for row in (sorted(rows, key=order) if order else rows)
        ]

    def reviewed_today(self) -> int:
        """How many the person at the keyboard approved or returned today."""
        if self._session.person is None:
            return 0
        start = datetime.combine(local_date(self._session.clock()), time(), SHANGHAI)
        return reviewing.reviewed_since(self._session.desk().store, self._session.person, to_ms(start))

    def after(self, step: int) -> int:
        """The id of the next or previous report of the queue, or 0."""
        ids = [row["id"] for row in self.queue]
        if self.inspection not in ids:
            return int(ids[0]) if ids else 0
        at = ids.index(self.inspection) + step
        return int(ids[at]) if 0 <= at < len(ids) else 0

    # -- one report --------------------------------------------------------------------------------------
    @property
    def inspection(self) -> int:
        """The report shown, or 0."""
        return int(self.comparison.sheet.id) if self.comparison else 0

    @property
    def has_last(self) -> bool:
        """Is there an earlier visit to compare with?"""
        return self.comparison is not None and self.comparison.last is not None

    def open(self, inspection: RowId, which: str = "") -> None:
        """Show a report with this person's unsent remarks. Raises BadInput, NotAllowed for what is no live inspection."""
        desk = self._session.desk()
        self.comparison = compare(desk, inspection, language())
        self.show(which or "differs")
        self.refused, self.locked = self._refusal("approved"), self._refusal("returned")
        self.remarks = drafts.kept(desk, inspection) if self.locked is None else {}
        self.sent = {}
        for row in review.remarks(desk, inspection):
            self.sent.setdefault(row["path"], []).append(row["text"])

    def _refusal(self, kind: str) -> Text | str | None:
        try:
            return review.refusal(self._session.desk(), RowId(self.inspection), kind)
        except FieldauditError as error:
            return error.what

    def why_locked(self) -> str:
        """Why it is not simply reviewed, in words; blank where it is."""
        if self.locked is not None:
            return str(self.locked)
        return tr("review.approvedAlready") if self.refused is not None else ""

    def lines(self) -> list[Line]:
        """What the filter shows, and every line with a remark."""
        if self.comparison is None:
            return []
        shown = {line.path for line in self.comparison.chosen(self.which)}
        remarked = {*self.remarks, *(self.sent if self.which != "all" else ())}
        return [line for line in self.comparison.lines if line.path in shown or remarked.intersection(line.paths)]

    def counts(self) -> dict[str, int]:
        """Filter -> how many lines."""
        return {name: len(self.comparison.chosen(name)) if self.comparison else 0 for name in FILTERS}

    def show(self, which: str) -> None:
        """Choose the filter; what differs is shown only where there is a last time."""
        known = which if which in FILTERS else "differs"
        self.which = "fails" if known == "differs" and not self.has_last else known

    def stale(self, touched: Touched) -> bool:
        """Was the report shown written to?"""
        return any(self.inspection in touched.get(table, ()) for table in _REREAD)

    # -- words -------------------------------------------------------------------------------------------
    def heading(self) -> str:
        """Home and checklist."""
        assert self.comparison is not None
        sheet = self.comparison.sheet
        home = self._session.desk().row("institution", sheet.row["institution"])["name"]
        return f"{home} · {sheet.form.titles.get(language(), sheet.form.title)}"

    def facts(self) -> str:
        """Day, people and the count of answers."""
        assert self.comparison is not None
        sheet, tones = self.comparison.sheet, self.comparison.tones
        desk = self._session.desk()
        people = _people(desk.name_of(sheet.row["inspector_row"]), desk.name_of(sheet.row["second_row"]))
        counted = tr("review.counted", passed=tones["pass"], failed=tones["fail"], na=tones["na"])
        return " · ".join((sheet.row["number"], local_date(sheet.row["started_at"]).isoformat(), people, counted))

    def photos(self) -> str:
        """How many of the photos are on this laptop."""
        assert self.comparison is not None
        all_, missing = len(self.comparison.photos), len(self.comparison.missing)
        return tr("review.photosHere", here=all_ - missing, all=all_) if missing else tr("review.photosAll", all_)

    def days(self) -> tuple[str, str]:
        """The headings of both columns; the second is blank where there is no last time."""
        assert self.comparison is not None
        last = self.comparison.last
        this = tr("review.thisTime", day=local_date(self.comparison.sheet.row["started_at"]).isoformat())
        if last is None:
            return f"{this} · {tr('review.noLast')}", ""
        return this, tr("review.lastTime", day=local_date(last.row["started_at"]).isoformat())

    def chips(self, said: Said) -> list[Chip]:
        """What stands beside an answer: the hazard's severity and term, that it came back, that it was put right at once."""
        item = said.item
        if item is None:
            return []
        severity = Chip(_severity(item), "danger" if item["severity"] != "general" else "neutral")
        again = [Chip(tr("review.again"), "warn")] if item["recurrence_of"] else []
        spot = [Chip(tr("review.onTheSpot"), "ok")] if item["fixed_on_spot"] else []
        return [severity, *again, *spot]

    def state(self, said: Said) -> Chip | None:
        """Where last time's hazard stands now."""
        if said.item is None:
            return None
        state = said.item["state"]
        return Chip(str(label("item_state", state)), "ok" if state == "cleared" else "neutral")

    # -- remarks and acts --------------------------------------------------------------------------------
    def remark(self, path: str, text: str) -> None:
        """Write a remark that is not sent yet; blank takes it back. Durable when it returns."""
        if text.strip():
            self.remarks[path] = text
        else:
            self.remarks.pop(path, None)
        self._keep(self.remarks)

    def _keep(self, remarks: Mapping[str, str]) -> None:
        inspection = RowId(self.inspection)
        self._session.act(lambda desk: drafts.keep(desk, inspection, remarks))

    def approve(self) -> int:
        """Approve; gives how many hazards ended as disproved by it. Raises what `work.review` raises."""
        inspection = RowId(self.inspection)
        gone = self._session.act(lambda desk: review.approve(desk, inspection))
        self._keep({})
        return len(gone)

    def send_back(self, reason: str = "") -> None:
        """Return it with the remarks. Raises what `work.review` raises."""
        inspection, remarks = RowId(self.inspection), {path: text.strip() for path, text in self.remarks.items()}
        self._session.act(lambda desk: review.send_back(desk, inspection, remarks, reason))
        self._keep({})


def _people(first: str | None, second: str | None) -> str:
    return tr("review.two", first=first, second=second) if first and second else first or second or ""


def _hazards(count: int) -> str:
    return tr("review.hazards", count) if count else tr("review.noHazards")


def _severity(item: Row) -> str:
    term = tr("review.term", item["term_days"]) if item["term_days"] else ""
    return " · ".join(filter(None, (str(label("severity", item["severity"])), term)))


__all__ = ["FILTERS", "SORTS", "Chip", "ReviewPresenter"]
