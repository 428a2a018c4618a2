"""The hub as the window knows it: which one, whether it can be reached now, and exchanges that begin by themselves.

Looked for in the background; a hub that cannot be reached is normal and alarms nobody. Exists once a window: what is opened
beside it asks the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ..jobs import Job
from ..text import tr

if TYPE_CHECKING:
    from ...errors import FieldauditError
    from ...sync.http import Settings
    from ..session import Session
    from .frame import Frame

FIRST, EVERY = 2_000, 30_000  # ms until the first look, and between two
AUTOMATIC = "hub_automatic"  # a setting of the window: "no" where people sync themselves


class HubWatch(QObject):
    """`settings`: None without a hub; `reachable`: None while it is not known."""

    changed = Signal()
    began = Signal(object)  # an exchange by itself (a Transfer)

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame
        self.settings: Settings | None = None
        self.reachable: bool | None = None
        self._looking, self._again = False, False
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST)

    def may(self) -> bool:
        """Did the person leave it to the laptop?"""
        return self._frame.settings.text(AUTOMATIC) != "no"

    def read(self) -> Settings | None:
        """Which hub it is now; for the window's thread."""
        from ...sync.http.settings import hub_of

        found = hub_of(self._frame.session.desk().workspace)
        if found != self.settings:
            self.settings, self.reachable = found, None
            self.changed.emit()
        return found

    def look(self) -> None:
        """Look in the background whether it can be reached; then begin what is due."""
        self._again = self._looking
        if not self._looking and not self._frame.ended:
            self._looking, session = True, self._frame.session
            self._frame.start_job(Job("", quiet=True), lambda _job: _look(session), self._found)

    def _found(self, job: Job) -> None:
        self._looking = False
        if self._again:
            self.look()
            return
        found: tuple[Settings | None, bool | None] = job.result or (None, None)
        if job.error is not None:  # nobody knows whether it is there; it is looked for again
            found = (self.settings, None if self.settings is None else False)
            self._tell(job.error)
        else:
            self._told = ""
        if found != (self.settings, self.reachable):
            self.settings, self.reachable = found
            self.changed.emit()
        if self.settings is not None or job.error is not None:
            self._timer.start(EVERY)
        if self.reachable and self.may():
            self._begin_if_due()

    def _tell(self, error: FieldauditError) -> None:
        """What stands in the way of looking, once while it lasts."""
        if self._told != str(error.what):
            self._told = str(error.what)
            self._frame.show_error(error)

    def _begin_if_due(self) -> None:
        from ..pages.sync.by_itself import due
        from ..pages.sync.transfer import log

        frame, hub = self._frame, self.settings
        standing = frame.top_bar.standing
        if hub is None or frame.jobs.running():
            return  # one thing at a time: what a person began goes first
        if standing is None:  # not counted yet
            self._timer.start(FIRST)
            return
        here = standing.here + self._invited()
        if due(log(frame.session), hub.url, here, frame.session.clock()):
            self._begin(hub)

    def _invited(self) -> int:
        """How many laptops may ask to be admitted from here: they are answered by an exchange."""
        from ...work.invitations import open_invitations

        desk = self._frame.session.desk()
        return sum(not each.device for each in open_invitations(desk.store, desk.now))

    def sync_now(self) -> None:
        """Begin one in the background though it is not due: somebody waits for what was just done."""
        if (hub := self.read()) is not None and not self._frame.jobs.running():
            self._begin(hub)

    def _begin(self, hub: Settings) -> None:
        from ..pages.sync.transfer import Transfer, exchange_by_itself

        job, session = Transfer(hub, tr("hub.syncing"), automatic=True), self._frame.session
        self.began.emit(job)
        self._frame.start_job(job, lambda _job: exchange_by_itself(session, job), self._ended, long=True)

    def _ended(self, job: Job) -> None:
        from ..pages.sync.by_itself import news
        from ..pages.sync.transfer import log

        self._frame.session.trust_changed()
        self.changed.emit()
        if self.settings is not None and job.result is not None and news(log(self._frame.session), self.settings.url):
            self._frame.toasts.say(tr("hub.news"))


def _look(session: Session) -> tuple[Settings | None, bool | None]:
    """Which hub it is, and whether it answers; what that needs is imported here, apart from the window's thread."""
    from ...sync.http import hub_of, reachable

    settings = hub_of(session.desk_of_thread().workspace)
    return settings, None if settings is None else reachable(settings)


__all__ = ["AUTOMATIC", "HubWatch"]
