"""Walks through every page of the demo and leaves a picture of each: `make run` without a display, and `make screenshots`.

Owns the list of pictures: its name, whose laptop, which page, and what is done there first. The same list makes the
pictures of the user guide. Acts of the walk are real acts in the copy of the demo it is given.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QWidget

from ..domain.core import RowId
from ..store import queries
from ..work import plan
from ..work.desk import Desk
from .services import Services
from .settings import Settings
from .shell.window import Window
from .start import application, dressed
from .text import tr

SETTLED = 0.4  # seconds without a job after which a page is as it will be: the pill counts, small pictures are decoded
MOST = 10.0  # seconds a page may take to settle; then it is taken as it is
Where = Callable[[Desk], "dict[str, Any] | None"]
_NOTHING: Where = lambda desk: {}  # noqa: E731 - a table of functions reads best so


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture. `where` gives the page's arguments, None where the demo has nothing to show."""

    name: str
    laptop: str
    page: str  # "" where none is open: the lock, the first run
    where: Where = _NOTHING
    then: Callable[[Window], object] | None = None  # on the page, before the picture
    main: bool = False  # also wide and at 150 %


def _inspection(state: str) -> Where:
    def find(desk: Desk) -> dict[str, Any] | None:
        rows = queries.inspections(desk.store, state)
        return {"inspection": RowId(rows[0]["id"])} if rows else None

    return find


def _home(desk: Desk) -> dict[str, Any] | None:
    """The home with most to show: several hazards in several states."""
    best, most = None, (0, 0)
    for home in {item.row["institution"] for item in plan.plan(desk)}:
        items = plan.plan(desk, RowId(home))
        rank = (len({item.state.state for item in items}), len(items))
        best, most = (home, rank) if rank > most else (best, most)
    return None if best is None else {"institution": RowId(best)}


def _cleared(desk: Desk) -> dict[str, Any] | None:
    """A hazard with pictures before and after."""
    for item in plan.plan(desk, state="cleared"):
        photos = plan.photos_of(desk, item.id)
        if sum(bool(rows) for rows in photos.values()) > 1:
            return {"institution": RowId(item.row["institution"]), "item": item.id}
    return None


def _submitted(desk: Desk) -> dict[str, Any] | None:
    found = plan.plan(desk, state="submitted")
    return {"institution": RowId(found[0].row["institution"]), "item": found[0].id} if found else None


def _photo(desk: Desk) -> dict[str, Any] | None:
    """A photo of the open inspection."""
    for row in queries.inspections(desk.store, "draft"):
        for attachment in queries.attachments(desk.store, RowId(row["id"])):
            if str(attachment["media_type"]).startswith("image/"):
                return {"attachment": RowId(attachment["id"])}
    return None


def _unserved(desk: Desk) -> dict[str, Any] | None:
    rows = [row for row in queries.notices(desk.store) if row["served_at"] is None and row["void"] is None]
    return {"notice": RowId(rows[0]["id"])} if rows else None


def _search(text: str) -> Callable[[Window], None]:
    def do(window: Window) -> None:
        assert window.frame is not None
        window.frame.search()
        focus = QApplication.focusWidget() or window.focusWidget()
        if isinstance(focus, QLineEdit):
            focus.setText(text)

    return do


def _press(key: Qt.Key, text: str = "", *, control: bool = False) -> None:
    """A key for what has the keyboard."""
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    focus = QApplication.focusWidget()
    if focus is not None:
        QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, key, held, text))


def _hazard(window: Window) -> None:
    """A question that has no answer yet fails: its hazard opens in place."""
    _press(Qt.Key.Key_Return, control=True)
    _press(Qt.Key.Key_J, "j")
    settle(application(), window)
    _press(Qt.Key.Key_2, "2")


def _refusal(window: Window) -> None:
    """The home refuses to sign."""
    for each in window.findChildren(QRadioButton):
        if each.isVisible() and each.accessibleName() == tr("finish.homeRefuses"):
            each.click()


def _marks(window: Window) -> None:
    """A circle and an arrow over the photo."""
    for key, text in ((Qt.Key.Key_C, "c"), (Qt.Key.Key_A, "a")):
        _press(key, text)
        _press(Qt.Key.Key_Return)
        settle(application(), window)


def _nobody(window: Window) -> None:
    """A laptop that has never been used."""
    window.close_workspace()
    window.place = window.place.with_name("nobody")
    window.begin()


SHOTS: tuple[Shot, ...] = (
    Shot("today", "inspector", "today", main=True),
    Shot("institutions", "inspector", "institutions", main=True),
    Shot("import", "inspector", "import"),
    Shot("home", "inspector", "home", _home),
    Shot("inspections", "inspector", "inspections"),
    Shot("checklist", "inspector", "checklist", _inspection("draft"), main=True),
    Shot("photo", "inspector", "photo", _photo),
    Shot("tray", "inspector", "tray", _inspection("draft")),
    Shot("finish", "inspector", "finish", _inspection("draft"), main=True),
    Shot("locked", "inspector", "checklist", _inspection("approved")),
    Shot("rectification", "inspector", "rectification", main=True),
    Shot("plan", "inspector", "plan", _home, main=True),
    Shot("plan-pair", "inspector", "plan", _cleared),
    Shot("reinspect", "inspector", "reinspect", _submitted),
    Shot("documents", "inspector", "documents", main=True),
    Shot("serve", "inspector", "serve", _unserved),
    Shot("sync", "inspector", "sync", main=True),
    Shot("search", "inspector", "today", then=_search("ylzx")),
    Shot("settings", "inspector", "settings"),
    Shot("help", "inspector", "help"),
    Shot("review", "supervisor", "review", main=True),
    Shot("overview", "supervisor", "overview", main=True),
    Shot("conflicts", "supervisor", "sync"),
    Shot("office", "supervisor", "office"),
)
# Moments of the work that the guide shows. They act in the record, and the last two leave it: nothing of this laptop comes after.
SCENES: tuple[Shot, ...] = (
    Shot("refusal", "inspector", "finish", _inspection("draft"), then=_refusal),
    Shot("marks", "inspector", "photo", _photo, then=_marks),
    Shot("hazard", "inspector", "checklist", _inspection("draft"), then=_hazard),
    Shot("lock", "inspector", "", then=Window.lock),
    Shot("first-run", "inspector", "", then=_nobody),
)
EVERY = (*SHOTS, *SCENES)


@dataclass
class Walk:
    """One walk: a window of its own in one language and theme over the demo's two laptops."""

    demo: Path
    services: Services
    language: str = "zh"
    theme: str = "light"
    size: tuple[int, int] = (1366, 768)
    failed: list[str] = field(default_factory=list)

    def pictures(self, shots: Sequence[Shot] = SHOTS) -> Iterator[tuple[Shot, QWidget]]:
        """Each page in turn, settled, with the window to be looked at; what the demo cannot show is left out."""
        app = application()
        settings = Settings()
        settings.put("language", self.language)
        settings.put("theme", self.theme)
        settings.put("geometry", "")
        dressed(settings)
        window = Window(self.demo / "inspector", self.services, settings)
        window.resize(QSize(*self.size))
        window.show()
        try:
            for laptop in ("inspector", "supervisor"):
                wanted = [shot for shot in shots if shot.laptop == laptop]
                if wanted:
                    window.open_demo(self.demo, laptop, bar=False)
                for shot in wanted:
                    if self._go(window, shot):
                        settle(app, window)
                        yield shot, window
        finally:
            window.close()
            window.deleteLater()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # now: no loop runs that would do it before the end
            app.processEvents()

    def _go(self, window: Window, shot: Shot) -> bool:
        assert window.session is not None
        arguments = shot.where(window.session.desk())
        if arguments is None:
            self.failed.append(shot.name)
            return False
        if shot.page:
            window.enter(shot.page, arguments)
            settle(application(), window)
        if shot.then is not None:
            shot.then(window)
        return True


def settle(app: QApplication, window: Window) -> None:
    """Let a page read, lay out and draw what it makes in the background."""
    end, quiet = time.monotonic() + MOST, time.monotonic() + SETTLED
    while time.monotonic() < min(end, quiet):
        app.processEvents()
        quiet = time.monotonic() + SETTLED if window.jobs.busy() else quiet
        time.sleep(0.005)


def walk(demo: Path, out: Path, services: Services, looks: Sequence[tuple[str, str]] = (("zh", "light"), ("en", "dark"))) -> int:
    """Leave numbered pictures of every page in `out`, for each language and theme; gives how many."""
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for language, theme in looks:
        for number, (shot, window) in enumerate(Walk(demo, services, language, theme).pictures(EVERY), 1):
            window.grab().save(str(out / f"{language}-{theme}-{number:02d}-{shot.name}.png"))
            count += 1
    return count
