"""The tray: questions to put pictures on, the pictures of a folder, and what was attached already. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ....i18n import language
from ....store import photos
from ....work import attaching, received
from ....work.sheet import open_sheet
from ...session import Session
from ..checklist.rows import Beside, Card, sections
from .folder import Found, Picture, sort

if TYPE_CHECKING:
    from ...intake import Source

_SHOWN = ("attachment", "answer", "inspection_event", "inspection")


class TrayPresenter:
    """One visit's tray."""

    def __init__(self, session: Session, inspection: RowId, path: str = "") -> None:
        """Raises BadInput, NotAllowed for what is no live inspection."""
        self._session, self.inspection = session, inspection
        self._key = session.desk().workspace.data_key
        self.found = Found(())
        self.received: tuple[Picture, ...] = ()  # sent by a phone
        self.elsewhere: set[photos.Named] = set()
        self.only_new = False
        self.path = path
        self.reload()

    # -- questions -------------------------------------------------------------------------------------
    def reload(self) -> None:
        """Read questions and what is attached anew."""
        desk = self._session.desk()
        sheet = open_sheet(desk, self.inspection)
        self.home = str(desk.row("institution", sheet.row["institution"])["name"])
        self.attached = photos.attached_to(desk.store, sheet.id)
        counts: dict[str, int] = {}
        for paths in self.attached.values():
            for each in paths:
                counts[each] = counts.get(each, 0) + 1
        self.questions = list(_question_rows(sections(sheet.record, language(), Beside({}, {}, counts, {}))))
        asked = [row for row in self.questions if row["asks"]]
        self._numbers = {row["path"]: row["number"] for row in asked}
        if asked and self.path not in self._numbers:
            self.path = asked[0]["path"]
        self.editable = self._may()

    def _may(self) -> bool:
        with suppress(FieldauditError):
            attaching.may_attach(self._session.desk(), self.inspection, self.path)
            return True
        return False

    def touched(self, touched: Touched) -> bool:
        """Read anew if something shown was written; tells whether it was."""
        if not any(touched.get(table) for table in _SHOWN):
            return False
        self.reload()
        return True

    def question(self) -> dict[str, Any] | None:
        """The question that pictures go to now."""
        return next((row for row in self.questions if row["path"] == self.path), None)

    def step(self, by: int) -> None:
        """The next question (1), or the one before (-1)."""
        paths = list(self._numbers)
        if self.path in paths:
            self.path = paths[min(max(paths.index(self.path) + by, 0), len(paths) - 1)]

    def choose_number(self, number: int) -> bool:
        """The question of a number; False when there is none."""
        found = next((path for path, each in self._numbers.items() if each == number and number > 0), None)
        self.path = found or self.path
        return found is not None

    # -- pictures --------------------------------------------------------------------------------------
    def pictures(self) -> list[Picture]:
        """What is shown, by time."""
        return [each for each in self._all() if not (self.only_new and self.used(each))]

    def _all(self) -> list[Picture]:
        return sort([*self.found.pictures, *self.received])

    def read_received(self) -> tuple[Picture, ...]:
        """For a worker: what a phone sent for this visit."""
        desk = self._session.desk_of_thread()
        received.sweep(desk)
        return tuple(self._received(each) for each in received.waiting(desk, self.inspection))

    def _received(self, one: received.Waiting) -> Picture:
        changed = one.changed_ms / 1000 or one.path.stat().st_mtime
        stamp = one.taken[:19] or datetime.fromtimestamp(changed).isoformat(timespec="seconds")
        read = partial(received.read, self._key, one.path)
        return Picture(one.path, one.size, changed, stamp, bool(one.taken), one.name, read)

    def sources(self, paths: Iterable[Path]) -> list[Path | Source]:
        """What `intake` takes: files as they lie there, pictures from a phone by what reads them."""
        own = {each.path: (each.name, each.read) for each in self.received if each.read is not None}
        return [own.get(path, path) for path in paths]

    def used(self, picture: Picture) -> str:
        """Where a picture is attached: the numbers of this visit's questions, "elsewhere", or ""."""
        key = (picture.name, picture.size)
        if key in self.attached:
            numbers = sorted({self._numbers.get(path, 0) for path in self.attached[key]} - {0})
            return ", ".join(map(str, numbers)) or "here"
        return "elsewhere" if key in self.elsewhere else ""

    def used_elsewhere(self, found: Iterable[Picture]) -> set[photos.Named]:
        """For a worker: which of these were attached to something else before."""
        desk = self._session.desk_of_thread()
        return photos.attached_elsewhere(desk.store, self.inspection, [(each.name, each.size) for each in found])

    def counts(self) -> tuple[int, int]:
        """How many pictures are in the folder, and how many of them are attached to this visit."""
        shown = self._all()
        return len(shown), sum((each.name, each.size) in self.attached for each in shown)

    def after(self, chosen: Sequence[Path]) -> Path | None:
        """The first picture after the chosen ones that is not attached yet: where one goes on."""
        shown = self._all()
        last = max((at for at, each in enumerate(shown) if each.path in set(chosen)), default=-1)
        rest = [each for each in shown[last + 1 :] if not self.used(each)]
        return rest[0].path if rest else None


def _question_rows(found: Iterable[Any]) -> Iterable[dict[str, Any]]:
    """A heading for each section that asks something, and its questions."""
    for section in found:
        asked: list[Card] = [card for card in section.cards if card.asks]
        if asked:
            yield {"id": f"section:{section.path}", "path": "", "label": section.name, "asks": False, "number": 0, "photos": 0,
                   "fails": False}  # fmt: skip
        for card in asked:
            yield {"id": card.path, "path": card.path, "label": card.label, "asks": True, "number": card.number,
                   "photos": card.photos, "fails": card.fails}  # fmt: skip


__all__ = ["TrayPresenter"]
