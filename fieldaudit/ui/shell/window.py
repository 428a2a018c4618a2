"""The window: first run, then the lock, then the frame; one workspace at a time. The composition of the room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from ...domain.core import RowId
from ...errors import FieldauditError, NotAllowed
from ...store.keyfile import KEY_FILE, is_protected
from .. import theme as dress
from ..jobs import Jobs
from ..services import Services
from ..session import Session
from ..settings import Settings
from ..text import install, tr
from ..theme import TOKENS, px
from ..widgets.tab_order import move_focus
from .frame import Frame


def bring_in() -> None:
    """Import what a person sees first once the workspace is open: there is time for it while the key is derived."""
    from ..pages.today import view  # noqa: F401
    from . import lock  # noqa: F401
    from .first_run import presenter  # noqa: F401


class Window(QMainWindow):
    """Shows what the workspace at `place` needs next."""

    def __init__(self, place: Path, services: Services, settings: Settings) -> None:
        super().__init__()
        self.place, self.services, self.settings = place, services, settings
        self.own_place = place
        self._left: tuple[RowId, str, dict[str, Any]] | None = None  # who locked, on which page
        self._bar = True
        self._warned = False  # that something typed is not kept
        self.session: Session | None = None
        self.jobs = Jobs()
        self.frame: Frame | None = None
        self.setWindowTitle(tr("frame.product"))
        self.setMinimumSize(*(px(each) for each in TOKENS["layout"]["min_window"]))
        self._size()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        dress.followed.connect(self._follow_desktop)

    def _size(self) -> None:
        kept = self.settings.text("geometry")
        if not kept or not self.restoreGeometry(QByteArray.fromHex(kept.encode())):
            self.resize(QSize(*(px(each) for each in TOKENS["layout"]["window"])))

    # -- what is shown -------------------------------------------------------------------------------
    def begin(self) -> None:
        """First run where there is no workspace, else unlock."""
        if (self.place / KEY_FILE).exists():
            self.unlock()
        else:
            from .first_run.view import FirstRun

            self._put(FirstRun(self))

    def unlock(self) -> None:
        """Ask for the passphrase where one guards the workspace, then who is at the keyboard."""
        from .first_run.presenter import knows_bureau, waits
        from .lock import CannotOpen, Lock, Passphrase

        kept = self.services.remembered(self.place) if self.services.remembered else None
        if self.session is None and is_protected(self.place) and kept is None:
            self._put(Passphrase(self))
            return
        if self.session is None:
            try:
                self.open_workspace(kept)
            except NotAllowed:  # the passphrase that was kept is not the one any more
                self._put(Passphrase(self))
                return
            except FieldauditError as error:
                self._put(CannotOpen(self, error))
                return
        assert self.session is not None
        if waits(self.session) or not knows_bureau(self.session):
            from .first_run.view import FirstRun

            self._put(FirstRun(self, joining=True))
            return
        self._put(Lock(self))

    def open_workspace(self, passphrase: str | None) -> None:
        """Open it. Raises NotAllowed for a wrong passphrase, MachineError, Damaged."""
        self.session = Session(self.place, passphrase, self.services.clock, meanwhile=bring_in)

    # -- the demo ------------------------------------------------------------------------------------
    def open_demo(self, folder: Path, laptop: str = "inspector", *, bar: bool = True) -> None:
        """Sit down at one of the demo's two laptops, signed in; `bar`: under the strip that says that it is one."""
        from .demo_bar import PIN, first_person

        self.close_workspace()
        self._bar = bar
        self.place = folder / laptop
        self.open_workspace(None)
        assert self.session is not None
        self.session.sign_in(first_person(self.session, laptop), PIN)
        self.enter()

    def leave_demo(self) -> None:
        """Back to the laptop's own workspace, or to the first run."""
        self.close_workspace()
        self.place = self.own_place
        self.begin()

    def close_workspace(self) -> None:
        """Finish and close, to open another."""
        from ..pdf import close_all

        if self.frame is not None:
            self.frame.end()
            self.frame = None
        self.jobs.close()
        close_all()  # of papers that were looked at
        self.jobs = Jobs()
        if self.session is not None:
            self.session.close()
            self.session = None

    def enter(self, name: str = "", arguments: dict[str, Any] | None = None) -> None:
        """Somebody signed in: show the frame, on the last place or the day's work."""
        assert self.session is not None
        left, self._left = self._left, None
        if not name and left is not None and left[0] == self.session.person:
            _, name, arguments = left
        self._leave_frame()
        self.frame = Frame(self.session, self.settings, self.jobs)
        self.frame.relabelled.connect(self.rebuild)
        self.frame.locked.connect(self.lock)
        self._put(self.frame)
        self.centralWidget().show()  # now, not with the next event: what is hidden takes no focus
        self.frame.go(name or "today", **(arguments or {}))

    def lock(self) -> None:
        """Nobody is at the keyboard: what was typed is durable, the page comes back when the same person signs in again."""
        assert self.session is not None
        if not self._settled():
            return
        if self.frame is not None and self.session.person is not None:
            self._left = (self.session.person, *self.frame.here())
        self._leave_frame()
        self.session.lock()
        self.unlock()

    def rebuild(self) -> None:
        """The same page in another language or size."""
        if not self._settled():
            return
        install(self.settings.language())
        dress.apply(self.settings.theme(), self.settings.text_size())
        self.setWindowTitle(tr("frame.product"))
        if self.frame is None:
            self.begin()
            return
        name, arguments = self.frame.here()
        self._leave_frame()
        self.enter(name, arguments)

    def _follow_desktop(self) -> None:
        """The desktop became dark or light: drawn pictures are made anew (before that nothing is typed away)."""
        if self.frame is not None:
            self.rebuild()

    def _leave_frame(self) -> None:
        if self.frame is not None:
            self.frame.end()
            self.frame = None

    def _put(self, content: QWidget) -> None:
        from .first_run.presenter import is_demo

        if not (self._bar and is_demo(self.place) and isinstance(content, Frame)):
            self.setCentralWidget(content)
            return
        from .demo_bar import DemoBar

        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(DemoBar(self, content))
        layout.addWidget(content, 1)
        self.setCentralWidget(whole)

    def _settled(self) -> bool:
        """Is all durable that is typed? It was told if not."""
        settled = self.frame is None or self.frame.settle()
        self._warned = self._warned and not settled
        return settled

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in reading order."""
        return move_focus(self, forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window's place, finish what runs, close the workspace.

        What is typed and cannot be kept holds it back once; whoever closes again lets it go.
        """
        if not self._settled() and not self._warned:
            self._warned = True
            event.ignore()
            return
        self.settings.put("geometry", bytes(self.saveGeometry().toHex().data()).decode())
        self.close_workspace()
        self.jobs.close()
        super().closeEvent(event)
