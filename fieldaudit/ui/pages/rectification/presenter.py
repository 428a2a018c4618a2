"""What the table of hazards shows: filters, order, pages, counts, saved views; and the acts on many rows. No widgets."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ....domain.calendar import local_date
from ....domain.core import RowId, Touched
from ....domain.terms import ENDS, ITEM_STATES, MEASURES, SEVERITIES
from ....errors import BadInput
from ....store import board
from ....store.files import disk_errors
from ....store.history import disputed
from ....work import bulk, drafts, tables
from ....work.desk import Desk
from ...session import Session
from ...settings import Settings
from ...text import tr
from ...widgets.marks import flagged
from . import words

Row = dict[str, Any]
BIG = 5_000  # items: from here on the table is read in the background
# the filters at the left, with their icons
SIDE = (
    ("open", "list-filter"), ("overdue", "clock"), ("week", "calendar-clock"), ("major", "shield-alert"),
    ("reinspect", "clipboard-list"), ("to_clear", "check-check"), ("extension", "calendar"), ("missing", "pencil"),
    ("joint", "users"), ("exits", "door-open"), ("wells", "droplets"), ("cleared", "check"),
)  # fmt: skip
_NAMED = {
    "every": "rectification.f_every", "open": "rectification.f_open", "overdue": "rectification.f_overdue",
    "week": "rectification.f_week", "major": "rectification.f_major", "reinspect": "rectification.f_reinspect",
    "to_clear": "rectification.f_to_clear", "extension": "rectification.f_extension", "missing": "rectification.f_missing",
    "joint": "rectification.f_joint", "exits": "rectification.f_exits", "wells": "rectification.f_wells",
    "exits_opened": "rectification.f_exits_opened", "wells_drilled": "rectification.f_wells_drilled",
    "cleared": "rectification.f_cleared", "ended": "rectification.f_ended",
}  # fmt: skip
_VALUED = {
    "found": "rectification.v_found", "cleared": "rectification.v_cleared", "responsible": "rectification.v_responsible",
    "found_from": "rectification.v_found_from", "found_to": "rectification.v_found_to",
    "open_at": "rectification.v_open_at", "overdue_at": "rectification.v_overdue_at", "section": "rectification.v_section",
}  # fmt: skip
_ORDERS = {
    "due": ("rectification.o_due", "rectification.o_due_down"), "finding": ("rectification.o_finding",) * 2,
    "institution": ("rectification.o_institution",) * 2, "district": ("rectification.o_district",) * 2,
    "measure": ("rectification.o_measure",) * 2, "severity": ("rectification.o_severity",) * 2,
    "responsible": ("rectification.o_responsible",) * 2, "state": ("rectification.o_state",) * 2,
}  # fmt: skip
PAGE = "rectification"
_PLAIN_VIEWS = "rectification/views"  # where an earlier version kept them
_SHOWN_BY = frozenset(("item", "item_state", "institution", "district"))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one reading of the table gave."""

    board: board.Board
    ids: list[RowId] = field(default_factory=list)
    homes: int = 0
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """A filter somebody saved under a name."""

    name: str
    filter: str
    text: str = ""


def _is_filter(text: str) -> bool:
    try:
        return board.split(text) is not None
    except BadInput:
        return False


def _read_plain(text: str) -> dict[str, str]:
    try:
        rows = json.loads(text)
        return {str(each["name"]): json.dumps([str(each["filter"]), str(each.get("text", ""))]) for each in rows}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


class BoardPresenter:
    """The table for one page. `load` may run on any thread with a desk of its own; the rest is the window's."""

    def __init__(self, session: Session, settings: Settings, wanted: board.Board) -> None:
        """Raises BadInput for what is no filter."""
        board.split(wanted.filter)
        if wanted.sort not in board.SORTS:
            wanted = replace(wanted, sort="due", descending=False)
        self.session, self._settings = session, settings
        self.board = wanted
        self.loaded = Loaded(wanted)
        self._cells = _Cells()

    # -- reading -------------------------------------------------------------------------------------
    def big(self) -> bool:
        """Are there so many hazards that reading their order takes more than a frame?"""
        return board.size(self.session.desk().store) > BIG

    def load(self, desk: Desk) -> Loaded:
        """The order of all rows, and the counts of the filters."""
        wanted, today = self.board, local_date(desk.now)
        ids = board.ids(desk.store, wanted, today)
        homes = board.count(desk.store, wanted, today)[1]
        names = dict.fromkeys([*(name for name, _ in SIDE), *(view.filter for view in self.views())])
        return Loaded(wanted, ids, homes, board.counts(desk.store, list(names), today))

    def take(self, loaded: Loaded) -> bool:
        """Show what was read, unless another filter was chosen meanwhile; gives whether it is shown."""
        if loaded.board == self.board:
            self.loaded = loaded
        return loaded.board == self.board

    def count(self) -> int:
        """How many rows there are."""
        return len(self.loaded.ids)

    def ids(self) -> list[RowId]:
        """All of them, in order."""
        return self.loaded.ids

    def fetch(self, offset: int, limit: int) -> list[Row]:
        """The rows of a page as cells."""
        desk = self.session.desk()
        today = local_date(desk.now)
        interim = disputed(desk.store, "item")
        rows = board.page(desk.store, self.loaded.ids[offset : offset + limit])
        return [self._cells.of(row, today, RowId(row["id"]) in interim) for row in rows]

    def touched(self, touched: Touched) -> set[int] | None:
        """Which items must be read again; None when nothing shown was touched."""
        if not _SHOWN_BY & touched.keys():
            return None
        return {int(row) for table in ("item", "item_state") for row in touched.get(table, ())}

    # -- the filter ----------------------------------------------------------------------------------
    def choose(self, names: str) -> None:
        """Another filter altogether; the text goes as well."""
        board.split(names)
        self.board = replace(self.board, filter=names or "every", text="", items=())

    def set_part(self, name: str, value: str | None) -> None:
        """Add, replace or drop a part with a value (district, severity, kind…); "" as name is the plain part."""
        parts = board.split(self.board.filter)
        kept = [(n, v) for n, v in parts if (n != name if name else v != "" and n != "state")]
        if value:
            kept.insert(0 if not name else len(kept), _part(value) if not name else (name, value))
        self.board = replace(self.board, filter="+".join(f"{n}:{v}" if v else n for n, v in kept) or "every", items=())

    def search(self, text: str) -> None:
        """Only rows that have these words."""
        self.board = replace(self.board, text=text)

    def sort(self, key: str, descending: bool) -> None:
        """Another order."""
        self.board = replace(self.board, sort=key, descending=descending)

    def part(self, name: str) -> str | None:
        """The value of a part; of "" the plain part."""
        for n, value in board.split(self.board.filter):
            if name and n == name and value:
                return value
            if not name and (not value or n == "state"):
                return f"{n}:{value}" if value else n
        return None

    def other_parts(self) -> list[tuple[str, str, str]]:
        """(name, value, words) of parts that have no menu of their own: from the overview or a saved view."""
        own, plain = {"district", "severity", "kind"}, self.part("")
        parts = [(n, v) for n, v in board.split(self.board.filter) if n not in own and (f"{n}:{v}" if v else n) != plain]
        return [(n, v, self.words_of(n, v)) for n, v in parts]

    def words_of(self, name: str, value: str = "") -> str:
        """A part of a filter as people say it."""
        if not value:
            return tr(_NAMED[name])  # keys: _NAMED
        if name == "state":
            return words.state_word(value)
        if name == "kind":
            return words.measure(value)
        if name == "severity":
            return words.term("severity", value)
        if name == "district":
            return next((district["name"] for district in self.districts() if str(district["id"]) == value), value)
        if name == "institution":
            home = self.session.desk().store.get("institution", RowId(int(value))) if value.isdecimal() else None
            value = home["name"] if home else value
        return tr(_VALUED[name], value=value) if name in _VALUED else value  # keys: _VALUED

    def told(self) -> str:
        """The whole filter in words: for an empty table, a view's name, a file's name."""
        parts = [self.words_of(name, value) for name, value in board.split(self.board.filter)]
        return " · ".join([*parts, *([self.board.text] if self.board.text else [])])

    def order_told(self) -> str:
        """The order in words."""
        return tr(_ORDERS[self.board.sort][1 if self.board.descending else 0])  # keys: _ORDERS

    def plain_choices(self) -> list[tuple[str, str]]:
        """Named filters and states, for the first menu."""
        return [(name, self.words_of(name)) for name in _NAMED] + [
            (f"state:{code}", self.words_of("state", code)) for code in ITEM_STATES if code not in ("cleared",)
        ]

    def districts(self) -> list[Row]:
        """The districts."""
        return board.districts(self.session.desk().store)

    def choices(self, name: str) -> list[tuple[str, str]]:
        """The menu of a part."""
        if name == "district":
            return [(str(each["id"]), each["name"]) for each in self.districts()]
        codes = {"severity": SEVERITIES, "kind": MEASURES}[name]
        return [(code, self.words_of(name, code)) for code in codes]

    # -- saved views -----------------------------------------------------------------------------------
    def views(self) -> list[View]:
        """Filters that were saved on this laptop, sealed; those of another program's making are passed over."""
        self._take_in()
        found = [View(name, *json.loads(kept)) for name, kept in drafts.filters(self.session.desk(), PAGE).items()]
        return [view for view in found if _is_filter(view.filter)]

    def _take_in(self) -> None:
        """Seal what an earlier version kept in the window's plain settings."""
        plain = self._settings.text(_PLAIN_VIEWS)
        if plain:
            desk = self.session.desk()
            drafts.save_filters(desk, PAGE, {**_read_plain(plain), **drafts.filters(desk, PAGE)})
            self._settings.drop(_PLAIN_VIEWS)

    def save_view(self, name: str) -> None:
        """Keep the filter in use under a name; one of the same name is replaced."""
        kept = [view for view in self.views() if view.name != name]
        self._keep([*kept, View(name, self.board.filter, self.board.text)])

    def drop_view(self, name: str) -> None:
        """Forget a saved filter."""
        self._keep([view for view in self.views() if view.name != name])

    def _keep(self, views: Sequence[View]) -> None:
        drafts.save_filters(self.session.desk(), PAGE, {view.name: json.dumps([view.filter, view.text]) for view in views})

    # -- files -----------------------------------------------------------------------------------------
    def export(self, path: Path, items: Sequence[int], step: Callable[[int, int], object]) -> int:
        """Write the filtered rows (or only these) to a file by its ending; for a background thread. Gives how many.

        Raises MachineError (no room, no right to write), BadInput (neither xlsx nor csv).
        """
        wanted = replace(self.board, items=tuple(items)) if items else self.board
        table = tables.hazards(self.session.desk_of_thread(), wanted, step)
        data = tables.as_file(table, path.suffix.lstrip(".").lower())
        with disk_errors(path):
            path.write_bytes(data)
        return len(table.rows)

    # -- acts on many ------------------------------------------------------------------------------------
    def submit(self, items: Sequence[int], note: str) -> bulk.Bulk:
        """The homes say these are done."""
        return self.session.act(lambda desk: bulk.submit(desk, items, note))

    def extend(self, items: Sequence[int], to: date, reason: str) -> bulk.Bulk:
        """Ask for more time."""
        return self.session.act(lambda desk: bulk.extend(desk, items, to, reason))

    def grant(self, items: Sequence[int], reason: str) -> bulk.Bulk:
        """Grant what was asked."""
        return self.session.act(lambda desk: bulk.grant(desk, items, reason))

    def refuse(self, items: Sequence[int], reason: str) -> bulk.Bulk:
        """Refuse it."""
        return self.session.act(lambda desk: bulk.refuse(desk, items, reason))

    def clear(self, items: Sequence[int], note: str) -> bulk.Bulk:
        """销号."""
        return self.session.act(lambda desk: bulk.clear(desk, items, note))

    def edit(self, items: Sequence[int], cells: dict[str, Any]) -> bulk.Bulk:
        """Write the same into many."""
        return self.session.act(lambda desk: bulk.edit(desk, items, cells))

    def homes_of(self, items: Sequence[int]) -> list[RowId]:
        """The homes of these items, in the table's order."""
        rows = board.page(self.session.desk().store, items)
        return list(dict.fromkeys(RowId(row["institution"]) for row in rows))


def _part(value: str) -> tuple[str, str]:
    name, _, behind = value.partition(":")
    return name, behind


class _Cells:
    """Rows as cells. Words are looked up once for each value: a page has 200 rows and few different ones."""

    def __init__(self) -> None:
        self._measure, self._severity, self._due = cache(words.measure), cache(words.severity), cache(words.due_of)

    def of(self, row: Row, today: date, interim: bool = False) -> Row:
        """One row of the store as the table shows it; `interim`: two people wrote something of it, nobody decided yet."""
        due = self._due(row["due"], row["state"] in ENDS, row["term_days"], row["term_kind"], today)
        severity, state = self._severity(row["severity"]), words.state(row)
        finding = " · ".join(part for part in (row["finding"], row["place"]) if part)
        return {
            "id": row["id"],
            "home": row["institution"],
            "finding": flagged(finding, tr("home.interim")) if interim else finding,
            "institution": row["institution_name"] or "",
            "district": row["district_name"] or "",
            "severity": {"text": severity[0], "tone": severity[1]},
            "measure": self._measure(row["measure_kind"]),
            "due": {"note": due.day, "text": due.said, "tone": "" if due.tone == "plain" else due.tone},
            "state": {"text": state[0], "tone": state[1]},
            "responsible": row["responsible"] or "",
        }
