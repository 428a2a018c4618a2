"""The frame: rail, top bar, the page, and what lies over it. Pages go to each other through `go` and `back`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from ...domain.core import Touched
from ...errors import FieldauditError, Refused
from ...i18n import Text
from ...work.desk import Desk
from ..jobs import ENDED, Job, Jobs
from ..pages import page_class
from ..pages.base import Page
from ..session import Session
from ..settings import Settings
from ..text import tr
from ..threads import on_window, open_door
from ..widgets.fields import unkept
from ..widgets.tab_order import move_focus
from .focus import FocusKeeper
from .hub import HubWatch
from .rail import Rail
from .told import ErrorDialog, Overlay, Toasts
from .top_bar import TopBar
from .tray import JobTray

T = TypeVar("T")
READY_AFTER = 1_500  # ms from the first paint until what is likely to be opened next is made ready
NARROW = 1200  # logical px: below, the rail loses its labels and pages fold their side panes


class Frame(QWidget):
    """The window's content while a workspace is open."""

    relabelled = Signal()  # ask the window to build the frame anew (language, text size)
    locked = Signal()
    narrowed = Signal(bool)  # it became narrow, or wide again
    changed = Signal(object)  # rows were touched; after the page was told
    closing = Signal()  # it ends: whatever works for it in the background ends too, before the workspace is closed

    def __init__(self, session: Session, settings: Settings, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("content")
        self.session, self.settings, self.jobs = session, settings, jobs
        self.page: Page | None = None
        self.ended = False  # its workspace may be closed by now
        self._begun: list[Job] = []  # here, and not told yet how they ended
        self._history: list[tuple[str, dict[str, Any]]] = []
        self._here: tuple[str, dict[str, Any]] = ("", {})
        self.hub = HubWatch(self)
        self.rail, self.top_bar, self.tray = Rail(self), TopBar(self), JobTray(self)
        self.toasts = Toasts(self)
        self._focus = FocusKeeper(self)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.top_bar)
        self._place = QVBoxLayout()
        side.addLayout(self._place, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(side, 1)
        self._listen()
        self._keys()
        self._ready = QTimer(self)
        self._ready.setSingleShot(True)
        self._ready.timeout.connect(self._make_ready)
        self._ready.start(READY_AFTER)

    # -- listening ---------------------------------------------------------------------------------
    def _listen(self) -> None:
        open_door()
        self.session.on_touched.append(self._hear_touched)
        self.session.on_told.append(self._hear_told)
        self.session.on_unkept.append(unkept)
        self.jobs.on_change.append(self._hear_job)

    def _hear_touched(self, touched: Touched) -> None:
        self.later(lambda: self._touched(touched))

    def _hear_told(self, words: Sequence[Text]) -> None:
        self.later(lambda: self._told(words))

    def _hear_job(self, job: Job) -> None:
        self.later(partial(self.tray.changed, job))
        self.later(self._tell_orphans)

    def end(self) -> None:
        """Stop listening; the frame is about to be replaced. What other threads told already comes too late."""
        if self.ended:
            return
        self.ended = True
        self.jobs.orphans += self._begun
        for other in self.findChildren(QMainWindow):
            other.close()  # opened from here
        self._close_dialogs()
        if self.page is not None:
            self.page.leave()
        self.session.on_touched.remove(self._hear_touched)
        self.session.on_told.remove(self._hear_told)
        self.session.on_unkept.remove(unkept)
        self.jobs.on_change.remove(self._hear_job)
        self.closing.emit()

    def _close_dialogs(self) -> None:
        """What a dialog asks is the page's that opened it; what is told stays to be read."""
        for dialog in self.window().findChildren(Overlay):
            if dialog.isVisible() and (self.ended or not dialog.stays):
                dialog.close_it()

    def later(self, do: Callable[[], object]) -> None:
        """Call this on the window's thread, unless the frame ended meanwhile; may be called from any."""
        on_window(lambda: do() if not self.ended else None)

    def _touched(self, touched: Touched) -> None:
        self.rail.touched(touched)
        self.top_bar.touched(touched)
        if self.page is not None:
            self._touch(self.page, touched)
        self.changed.emit(touched)

    def _touch(self, page: Page, touched: Touched) -> None:
        try:
            page.touched(touched)
        except Refused as error:  # what it shows was made void elsewhere, or is nobody's here any more
            self.back()
            self.show_error(error)
        except FieldauditError as error:
            self.show_error(error)

    def _told(self, words: Sequence[Text]) -> None:
        for each in words:
            self.toasts.say(str(each))

    def _keys(self) -> None:
        for keys, do in (("Ctrl+K", self.search), ("F1", lambda: self.go("help")), ("Ctrl+L", self.locked.emit)):
            QShortcut(QKeySequence(keys), self, partial(self._unless_asked, do))

    def _unless_asked(self, do: Callable[[], object]) -> None:
        """A dialog is answered first: what is typed into it would be lost."""
        if not any(dialog.isVisible() for dialog in self.window().findChildren(Overlay)):
            do()

    # -- going -------------------------------------------------------------------------------------
    def settle(self) -> bool:
        """Make durable what is typed, here and in the windows opened from here; False if that could not be (it was told)."""
        frames = [self, *(frame for other in self.findChildren(QMainWindow) for frame in other.findChildren(Frame))]
        return all([frame.page is None or frame.page.settle() for frame in frames])

    def go(self, name: str, **arguments: Any) -> None:
        """Show a page; where we are is remembered for `back`. One stays where what is typed could not be kept."""
        if not self.settle():
            return
        if self.page is not None:
            self._history.append((self._here[0], self.page.address()))
        self._show(name, arguments)

    def go_beside(self, name: str, **arguments: Any) -> None:
        """Show a page in a window of its own, beside this one."""
        from .beside import Beside

        Beside(self).show_page(name, arguments)

    def back(self) -> None:
        """The page before this one."""
        if not self.settle():
            return
        name, arguments = self._history.pop() if self._history else ("today", {})
        self._show(name, arguments)

    def came_from(self) -> str:
        """The page from which this one was gone to ("" for none)."""
        return self._history[-1][0] if self._history else ""

    def here(self) -> tuple[str, dict[str, Any]]:
        """The page shown and the arguments that lead back to it."""
        return self._here[0], self.page.address() if self.page is not None else {}

    def _show(self, name: str, arguments: dict[str, Any]) -> None:
        try:
            page = page_class(name)(self, **arguments)
        except FieldauditError as error:
            self.show_error(error)
            return
        if self.page is not None:
            self._close_dialogs()
            self.page.leave()
            self._place.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page, self._here = page, (name, arguments)
        self._place.addWidget(page)
        self.rail.show_current(name)
        self.top_bar.show_page(page)
        page.show()  # now, not with the next event: what is hidden takes no focus
        page.start()
        self._focus.enter()
        self.tray.show_cards()
        self._tell_orphans()

    # -- acts --------------------------------------------------------------------------------------
    def act(self, do: Callable[[Desk], T], say: str = "", *, undo: bool = False) -> T | None:
        """An act of the person at the keyboard: on success a toast (with undo), on refusal the error in a dialog and None."""
        try:
            done = self.session.act(do)
        except FieldauditError as error:
            self.show_error(error)
            return None
        if say:
            self.toasts.say(say, undo=self.undo if undo else None)
        return done

    def undo(self) -> None:
        """Take back the last act of the person at the keyboard."""
        from ...work.undo import undo

        if self.act(undo) is not None:
            self.toasts.say(tr("frame.undone"))

    def show_error(self, error: FieldauditError) -> None:
        """What happened, what is safe, what to do next: a dialog that Esc closes. The same error is told once."""
        open_ones = [each for each in self.window().findChildren(ErrorDialog) if each.isVisible()]
        if not any(each.error is error for each in open_ones):
            ErrorDialog(self, error).open()

    def start_job(
        self, job: Job, do: Callable[[Job], Any], then: Callable[[Job], object] | None = None, *, long: bool = False
    ) -> None:
        """Background work in the tray; `then` is called on the window's thread when it ended in any way."""
        if self.ended:
            return
        if job.title:
            self._begun.append(job)

        def ended(changed: Job) -> None:
            if changed.state in ENDED:
                self.later(lambda: self._outcome(changed, then))

        job.on_change.append(ended)
        self.jobs.start(job, do, long=long)

    def _outcome(self, job: Job, then: Callable[[Job], object] | None) -> None:
        if job in self._begun:
            self._begun.remove(job)
        if then is not None:
            then(job)

    def _tell_orphans(self) -> None:
        """How work ended that a frame before this one began: it was locked, or spoke another language."""
        ended = [] if self.page is None else [job for job in self.jobs.orphans if job.state in ENDED]
        for job in ended:
            self.jobs.orphans.remove(job)
            if job.error is not None:
                self.show_error(job.error)
            elif job.state == "done" and not job.quiet:
                self.toasts.say(job.told(job.result) if job.told else tr("frame.jobDone", title=job.title))

    def _make_ready(self) -> None:
        from .palette import make_ready

        if not self.ended:
            make_ready(self)

    def search(self) -> None:
        """The palette over everything (Ctrl+K)."""
        from .palette import Palette

        Palette(self).open_over()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in reading order."""
        return self._focus.stay() or move_focus(self.window(), forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Z takes back what was said last, also after its toast went; a page that has an undo of its own hears it first."""
        if not (event.matches(QKeySequence.StandardKey.Undo) and self.toasts.take_back()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold for the width."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self.rail.compact:
            self.rail.set_compact(narrow)
            self.top_bar.set_compact(narrow)
            self.narrowed.emit(narrow)
        self.toasts.place()
        self.tray.place()


__all__ = ["NARROW", "Frame"]
