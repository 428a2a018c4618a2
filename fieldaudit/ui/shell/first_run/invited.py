"""A laptop's way in with an invitation: the form, then waiting in sight until the administrator's laptop has granted it."""

from __future__ import annotations

import platform
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ....errors import FieldauditError
from ...jobs import Job
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, button, column, frame, label, picture, row, show_in_place
from ...widgets.form import Form
from .invited_presenter import Invited, Step, begin, begin_again, first_exchange, give_up, go_on, waits_for
from .presenter import knows_bureau

if TYPE_CHECKING:
    from .view import FirstRun

EVERY = 3_000  # ms between two looks whether the grant is there
_FIELDS = ("invitation", "code", "ca", "label", "passphrase", "again")


class WithInvitation(QWidget):
    """The form; nothing exists until it is whole."""

    def __init__(self, first_run: FirstRun) -> None:
        super().__init__()
        self._over = first_run
        self._session = first_run.owner.session  # of a laptop that has asked before
        self.form = Form()
        self.form.add(self.form.line("invitation", tr("firstRun.invitation"), tr("firstRun.invitationHint")))
        self.form.pair(
            self.form.line("code", tr("firstRun.invitationCode"), "XXXX-XXXX-XXXX"),
            self.form.line("ca", tr("hub.ca"), tr("hub.caHint")),
        )
        self.form.pair(self.form.line("label", tr("firstRun.label"), tr("firstRun.labelHint")), None)
        if self._session is None:
            self.form.pair(
                self.form.line("passphrase", tr("firstRun.passphrase"), secret=True),
                self.form.line("again", tr("firstRun.passphraseAgain"), secret=True),
            )
        self.form.put("label", platform.node())
        words = label(tr("firstRun.invitedAbout"), "", "muted", wrap=True)
        layout = column(label(tr("firstRun.joinInvited"), "title"), words, gap=8, into=self)
        layout.addSpacing(px(8))
        layout.addWidget(self.form)
        leads = first_run.show_choices if self._session is None else first_run.owner.unlock
        back = button(tr("firstRun.back"), leads, size="large")
        self.foot = (back, button(tr("firstRun.askHub"), self._ask, kind=PRIMARY, size="large"))

    def wanted(self) -> Invited:
        """What the form holds."""
        return Invited(**{key: self.form.text(key) for key in _FIELDS if key in self.form.fields})

    def _ask(self) -> None:
        wanted = self.wanted()
        faults = wanted.faults(fresh=self._session is None)
        self.form.faults(faults)
        if faults:
            return
        over = self._over
        if self._session is not None:
            try:
                begin_again(self._session, wanted)
            except FieldauditError as error:
                over.failed(error)
                return
            show_waiting(over)
            return

        def made() -> None:
            over.owner.open_workspace(wanted.passphrase)
            show_waiting(over)

        over.working(tr("firstRun.requesting"), lambda job: begin(over.owner.place, wanted), made)


class Waiting(QWidget):
    """How far it is. The laptop may be switched off meanwhile."""

    def __init__(self, first_run: FirstRun) -> None:
        super().__init__()
        self._over = first_run
        session = first_run.owner.session
        assert session is not None
        self._session, self._asks, self._ended = session, True, False
        wanted = waits_for(session)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self.said, self.why = label("", "strong", wrap=True), label("", "table", "secondary", wrap=True)
        card = frame("card")
        head = row(picture("server", "text_secondary", 20), label(wanted.url if wanted else "", "table", "secondary"), 1)
        inside = column(margins=(24, 16, 24, 16), gap=6, into=card)
        inside.addLayout(head)
        for each in (self.said, self.why):
            inside.addWidget(each)
        about = label(tr("firstRun.invitedWaiting"), "", "muted", wrap=True)
        column(label(tr("firstRun.waiting"), "title"), about, card, gap=12, into=self)
        self.foot = (button(tr("firstRun.otherWay"), self._give_up, size="large"),)
        self._say(Step("asking"))

    def showEvent(self, event: QShowEvent) -> None:
        """It looks while it is shown."""
        super().showEvent(event)
        if not event.spontaneous() and not self._ended:
            self._timer.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """A window that is only minimized goes on."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._timer.stop()

    def look(self) -> None:
        """Ask once, then look for the grant, in the background."""
        session, ask = self._session, self._asks
        job = Job("", quiet=True)
        self._over.later.job(self._over.owner.jobs, job, lambda _job: go_on(session, ask=ask), self._looked, long=True)

    def _looked(self, job: Job) -> None:
        if self._ended or not isValid(self) or not self.isVisible():
            return
        if job.error is not None:
            self._over.failed(job.error, self._give_up)
            return
        if job.state == "cancelled":
            return
        step: Step = job.result
        self._asks = step.state == "offline" and self._asks
        self._say(step)
        if step.state == "granted":
            self._exchange()
        else:
            self._timer.start(EVERY)

    def _say(self, step: Step) -> None:
        words = {"asking": "firstRun.asking", "waiting": "firstRun.askedWaiting", "offline": "firstRun.hubAway",
                 "granted": "firstRun.granted"}  # fmt: skip
        self.said.setText(tr(words[step.state]))
        self.why.setText(step.why)
        show_in_place(self.why, bool(step.why))

    def _exchange(self) -> None:
        self._ended = True
        over, session = self._over, self._session
        over.steps.show_step(2)

        def done() -> None:
            if knows_bureau(session):
                over.owner.unlock()
            else:
                show_waiting(over)

        over.working(tr("firstRun.syncing"), lambda job: first_exchange(session, lambda _what, at, of: job.step(at, of)), done)

    def _give_up(self) -> None:
        over = self._over
        try:
            give_up(self._session)
        except FieldauditError as error:
            over.failed(error, partial(show_waiting, over))
            return
        self._ended = True
        if isValid(self):  # a failure may be shown in its place
            self._timer.stop()
        over.owner.unlock()


def show_waiting(over: FirstRun) -> None:
    """Show how far it is."""
    page = Waiting(over)
    over.show_step(page, 1, *page.foot)


__all__ = ["Waiting", "WithInvitation", "show_waiting"]
