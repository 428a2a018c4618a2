"""The photo page: which photo of which question, its marks and facts, and the acts. No widgets.

Every stroke of the pen is an act of its own, durable when it is seen; what was done on this photo can be undone one by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from ....domain.annotation import Point, Shape, read_shape
from ....domain.calendar import local_datetime
from ....domain.core import HLC_SHIFT, RowId, Touched
from ....errors import FieldauditError
from ....i18n import language
from ....store import queries
from ....work import annotate, attaching
from ....work.desk import Desk, Row
from ....work.evidence import FILE, is_photo
from ....work.sheet import open_sheet
from ....work.undo import undo
from ...session import Session
from ..checklist.rows import Beside, Card, sections

FAR = timedelta(days=1)  # between capture and import: more likely another visit's picture, or a wrong clock
_SHOWN = ("attachment", "annotation", "inspection_event", "event", "item")


@dataclass(frozen=True, slots=True)
class Mark:
    """One shape as it stands in the database."""

    id: RowId
    shape: Shape


class PhotoPresenter:
    """One photo among those of its question or hazard."""

    def __init__(self, session: Session, attachment: RowId) -> None:
        """Raises BadInput, NotAllowed for what is no live attachment."""
        self._session = session
        self.attachment = attachment
        self._undone: list[RowId] = []  # undos of this page that can be restored, last one last
        self._done: list[RowId] = []  # commits of this page that can be undone, last one last
        self.reload()
        self._done = sorted({RowId(row["_last"]) for row in self._shape_rows() if row["_by"] == session.person})

    # -- reading ---------------------------------------------------------------------------------------
    def reload(self) -> None:
        """Read what is shown anew. Raises BadInput, NotAllowed when the photo is gone."""
        desk = self._session.desk()
        self.row: Row = desk.row("attachment", self.attachment)
        owner = RowId(self.row["owner_row"])
        kinds = ("photo", FILE) if self.row["kind"] in ("photo", FILE) else (self.row["kind"],)
        rows = queries.attachments(desk.store, owner)
        self.siblings = [each for each in rows if each["path"] == self.row["path"] and each["kind"] in kinds]
        self.card = self._card(desk)
        self.marks = [Mark(RowId(row["id"]), shape) for row in self._shape_rows() if (shape := read_shape(row)) is not None]
        self.may_draw = self._may(desk)
        self.may_change = self._may_change(desk)

    def _shape_rows(self) -> list[Row]:
        rows = self._session.desk().store.find("annotation", attachment=self.attachment)
        return sorted(rows, key=lambda row: (row["id"]))

    def _card(self, desk: Desk) -> Card | None:
        """The question as the checklist counts it; None for a photo of a hazard."""
        if self.row["owner_table"] != "inspection":
            return None
        record = open_sheet(desk, self.row["owner_row"]).record
        found = (card for section in sections(record, language(), Beside({}, {}, {}, {})) for card in section.cards)
        wanted = self.row["path"]
        return next((card for card in found if wanted in (card.path, card.figure.path if card.figure else "")), None)

    def _may(self, desk: Desk) -> bool:
        with suppress(FieldauditError):
            annotate.may_draw(desk, self.row)
            return self._session.role in ("inspector", "supervisor")
        return False

    def _may_change(self, desk: Desk) -> bool:
        """Only in a draft: its caption, and whether it is here at all."""
        if self.row["owner_table"] != "inspection":
            return False
        with suppress(FieldauditError):
            attaching.may_attach(desk, RowId(self.row["owner_row"]), str(self.row["path"]))
            return True
        return False

    def touched(self, touched: Touched) -> bool:
        """Read anew if something shown was written; tells whether it was."""
        if not any(touched.get(table) for table in _SHOWN):
            return False
        self.reload()
        return True

    @property
    def is_photo(self) -> bool:
        """Is it a picture?"""
        return is_photo(self.row)

    @property
    def place(self) -> tuple[int, int]:
        """Which one it is, of how many."""
        return [each["id"] for each in self.siblings].index(self.attachment) + 1, len(self.siblings)

    def neighbour(self, step: int) -> RowId | None:
        """The photo before (-1) or after (1) this one."""
        at = self.place[0] - 1 + step
        return RowId(self.siblings[at]["id"]) if 0 <= at < len(self.siblings) else None

    def saved_at(self) -> datetime:
        """When the last thing said here became durable."""
        return local_datetime(max(int(row["_hlc"]) for row in (self.row, *self._shape_rows())) >> HLC_SHIFT)

    def imported_at(self) -> datetime:
        """When it was taken in."""
        return local_datetime(self.row["_at"])

    def taken_at(self) -> datetime | None:
        """When it was taken, as the camera says."""
        with suppress(ValueError, TypeError):
            return datetime.fromisoformat(str(self.row["taken_at"])).replace(tzinfo=None)
        return None

    def days_apart(self) -> int:
        """Days between capture and import where they are far apart, else 0."""
        taken = self.taken_at()
        apart = abs(self.imported_at().replace(tzinfo=None) - taken) if taken else timedelta()
        return apart.days if apart > FAR else 0

    def hazard_place(self) -> str:
        """Where the hazard of its question or itself is."""
        desk, owner = self._session.desk(), RowId(self.row["owner_row"])
        if self.row["owner_table"] == "inspection":
            links = queries.failed_links(desk.store, owner)
            items = [RowId(link["item"]) for link in links if link["path"] == self.row["path"]]
        elif self.row["owner_table"] == "event":
            items = [RowId(desk.row("event", owner)["item"])]
        else:
            items = [owner]
        found = [desk.store.get("item", item) for item in items]
        return next((str(item["place"]) for item in found if item and item["place"]), "")

    def original_is_whole(self, desk: Desk) -> bool | None:
        """Are the original's bytes those that were taken in? None: not on this laptop. For a background thread."""
        if self.row["object"] not in desk.blobs:
            return None
        with suppress(FieldauditError):
            return bool(hashlib.sha256(desk.blobs.get(self.row["object"])).hexdigest() == self.row["sha256"])
        return False

    # -- acts: all raise FieldauditError -------------------------------------------------------------------
    def draw(self, kind: str, points: Sequence[Point], text: str = "") -> RowId:
        """Add a mark."""
        return self._kept(lambda desk: annotate.annotate(desk, self.attachment, kind, points, text))

    def change(self, mark: RowId, points: Sequence[Point], text: str = "") -> None:
        """Move a mark, resize it, or change its words."""

        def act(desk: Desk) -> RowId:
            annotate.redraw(desk, mark, points, text)
            return mark

        self._kept(act)

    def remove(self, mark: RowId, reason: str) -> None:
        """Take a mark off."""
        self._session.act(lambda desk: annotate.remove_annotation(desk, mark, reason))
        self._note(mark)

    def _kept(self, act: Callable[[Desk], RowId]) -> RowId:
        made = self._session.act(act)
        self._note(made)
        return made

    def _note(self, mark: RowId) -> None:
        row = self._session.desk().store.get("annotation", mark)
        if row is not None and (not self._done or self._done[-1] != row["_last"]):
            self._done.append(RowId(row["_last"]))
            self._undone.clear()
        self.reload()

    @property
    def can_undo(self) -> bool:
        """Is there something of this page to take back?"""
        return self.may_draw and bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Is there something to restore?"""
        return self.may_draw and bool(self._undone)

    def undo(self) -> None:
        """Take back the last stroke on this photo."""
        if self.can_undo:
            last = self._done[-1]
            made = self._session.act(lambda desk: undo(desk, str(last)))
            self._done.pop()
            self._undone.append(RowId(made.commit))
            self.reload()

    def redo(self) -> None:
        """Restore what was taken back last."""
        if self.can_redo:
            last = self._undone[-1]
            made = self._session.act(lambda desk: undo(desk, str(last)))
            self._undone.pop()
            self._done.append(RowId(made.act.id))
            self.reload()

    def describe(self, caption: str) -> None:
        """Say what it shows."""
        self._session.act(lambda desk: attaching.describe(desk, self.attachment, caption))
        self.reload()

    def take_off(self, reason: str) -> RowId | None:
        """Take it off its question; gives the photo to show next, if there is one."""
        after = self.neighbour(1) or self.neighbour(-1)
        self._session.act(lambda desk: attaching.take_off(desk, self.attachment, reason))
        return after
