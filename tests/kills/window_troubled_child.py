"""The window on a small disk: `window_troubled_child.py FOLDER`. FOLDER holds the demo's laptop `inspector`, one photo
and a register.

A person answers, writes a note, attaches a photo, exchanges, imports: each while the disk is full, then once more when there
is room. Says what was told and what is stored; whatever nobody caught goes to stderr and is "FAULT".
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from troubled_child import full

from fieldaudit.domain.core import RowId
from fieldaudit.store import Workspace, queries
from fieldaudit.store.verify import verify
from fieldaudit.ui.intake import IntakeReport, take_photos
from fieldaudit.ui.pages.register_import.view import ImportPage
from fieldaudit.ui.pages.sync.view import SyncPage
from fieldaudit.ui.services import Services
from fieldaudit.ui.shell.told import ErrorDialog
from fieldaudit.ui.start import application, open_window


class Person:
    """Somebody at the window."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.window = open_window(folder / "inspector", Services())
        self.app = application()
        session = self.window.session
        assert session is not None
        self.session = session
        session.sign_in(RowId(session.people()[0]["id"]), "0000")
        drafts = queries.inspections(session.desk().store, state="draft")
        self.visit = RowId(next(row["id"] for row in drafts if session.person in (row["inspector_row"], row["second_row"])))
        self.window.enter("checklist", {"inspection": self.visit})
        self.rest()
        assert self.window.frame is not None
        self.frame = self.window.frame

    def rest(self, until: Callable[[], object] = lambda: False, seconds: float = 0.3) -> None:
        """Let the window do what is due."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            self.app.processEvents()
            time.sleep(0.002)

    def jobs_done(self) -> None:
        """Wait for what runs in the background."""
        self.rest()
        self.rest(lambda: not self.frame.jobs.running(), 60)
        self.rest()

    def told(self) -> list[str]:
        """What is told now; it is closed."""
        found = [each for kind in (ErrorDialog, IntakeReport) for each in self.window.findChildren(kind) if each.isVisible()]
        for each in found:
            each.close_it()
        self.rest()
        return [each.accessibleName() for each in found]

    def to_checklist(self) -> None:
        """The open visit."""
        self.frame.go("checklist", inspection=self.visit)
        self.rest()

    # -- what is tried, each gives how much of it is stored --------------------------------------------------
    def answer(self) -> int:
        """The next answer of the first section's first question."""
        self.to_checklist()
        page = self.frame.page
        card = next(card for section in page.presenter.sections for card in section.cards if card.segmented)
        page.go(lambda: page.presenter.go(card.path))
        shown, wanted = card.value, next(option.name for option in card.options if option.name not in (card.value, "fail"))
        page.press(wanted)
        stored = queries.answers(self.session.desk().store, self.visit)[card.path]["value"]
        assert (stored == wanted) == (page.presenter.card.value == wanted), "the page shows what is stored"
        assert stored in (shown, wanted)
        return int(stored == wanted)

    def note(self) -> int:
        """A note, and leaving the page."""
        if self.frame.here()[0] != "checklist":
            self.to_checklist()
        note = self.frame.page.cards.live.note
        path = self.frame.page.presenter.path
        words = note.text() if note.is_dirty() else f"{note.text()}x"
        note.setFocus()
        note.setPlainText(words)
        self.frame.go("today")
        if self.frame.here()[0] == "checklist":
            assert self.frame.page.cards.live.note.text() == words, "what is not stored is still typed"
            return 0
        stored = queries.answers(self.session.desk().store, self.visit)[path]["note"]
        assert stored == words, "one leaves only with what is stored"
        return 1

    def photo(self) -> int:
        """One photo more."""
        self.to_checklist()
        before = len(queries.attachments(self.session.desk().store, self.visit))
        data = (self.folder / "photo.jpg").read_bytes() + os.urandom(8)  # another file each time
        take_photos(self.frame, self.visit, self.frame.page.presenter.path, [("photo.jpg", lambda: data)])
        self.jobs_done()
        return len(queries.attachments(self.session.desk().store, self.visit)) - before

    def sync(self) -> int:
        """An exchange with a folder on the same disk."""
        self.frame.go("sync")
        self.rest()
        page = self.frame.page
        assert isinstance(page, SyncPage)
        (self.folder / "stick").mkdir(exist_ok=True)
        before = len(list((self.folder / "stick").rglob("*")))
        page.exchange(self.folder / "stick")
        self.jobs_done()
        return int(len(list((self.folder / "stick").rglob("*"))) > max(before, 10))

    def register(self) -> int:
        """A register of new homes."""
        count = "SELECT count(*) AS n FROM institution WHERE void IS NULL"
        before = self.session.desk().store.query(count)[0]["n"]
        self.frame.go("import", file=str(self.folder / "register.csv"))
        page = self.frame.page
        assert isinstance(page, ImportPage)
        self.rest(lambda: page.presenter.read is not None, 30)
        page.take.click()
        self.jobs_done()
        return int(self.session.desk().store.query(count)[0]["n"]) - int(before)


def main(folder: Path) -> None:
    """Each thing in trouble, then without."""
    person = Person(folder)
    sys.excepthook = lambda kind, error, _trace: print(f"FAULT {kind.__name__}: {error}", flush=True)
    things: dict[str, Callable[[], int]] = {
        "answer": person.answer, "note": person.note, "photo": person.photo, "register": person.register, "sync": person.sync,
    }  # fmt: skip
    for what, do in things.items():
        room: AbstractContextManager[object]
        for when, room in (("full", full(folder, 0)), ("room", nullcontext())):
            tries = 0
            with room:
                stored = do()
                while when == "full" and stored and tries < 40:  # the log's file may have had room in it
                    stored, tries = do(), tries + 1
                said = person.told()
            print(f"{when} {what} stored {stored} told {len(said)}: {said}", flush=True)
    assert person.window.close()
    with Workspace.open(folder / "inspector", None) as workspace:
        print("verify", [str(found) for found in verify(workspace.store)], flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
