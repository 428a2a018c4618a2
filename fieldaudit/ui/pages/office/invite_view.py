"""The office's cards of the hub: inviting a laptop with a code shown once, what is open, and claiming a hub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ....domain.core import RowId, Scope
from ....errors import FieldauditError
from ...jobs import Job
from ...shell.phone.panel import Code
from ...shell.told import Overlay, Question
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, Elided, button, column, emptied, frame, label, picture, row
from ...widgets.checks import Check
from ...widgets.form import Form
from ...widgets.segments import Choice, Toggle
from .inviting import HOURS, Invited, Inviting, Open

if TYPE_CHECKING:
    from ...shell.frame import Frame

Checks = Sequence[tuple[RowId, Check]]


class Shown(Overlay):
    """A code and its QR, shown once."""

    stays = True

    def __init__(self, over: Frame, invited: Invited) -> None:
        super().__init__(over, 520)
        picture_ = Code()
        picture_.setAccessibleName(tr("office.qr"))
        picture_.show_link(invited.text)
        code = label(invited.code, "display")
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        address = label(invited.text.partition("#")[0], "", "secondary", wrap=True)
        address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = button(tr("office.copy"), self._copy, icon_name="clipboard-paste")
        self.done = button(tr("frame.understood"), self.close_it, kind=PRIMARY)
        self._text, self._over_frame = invited.text, over
        self.content.addWidget(label(tr("office.invited"), "heading"))
        self.content.addWidget(label(tr("office.invitedWords", when=invited.until), "table", "secondary", wrap=True))
        self.content.addLayout(row(1, picture_, 1))
        for each in (code, address):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.content.addWidget(each)
        self.content.addLayout(row(self.copy, 1, self.done))
        self.setAccessibleName(tr("office.invited"))

    def first(self) -> QWidget:
        """The button that closes it."""
        return self.done

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self._over_frame.toasts.say(tr("office.copied"))


class InviteCard(QWidget):
    """Who, which districts, how long; below it the invitations that are open; how to claim a hub, also in place of a lost one."""

    def __init__(self, over: Frame, inviting: Inviting) -> None:
        super().__init__()
        self._frame, self.inviting = over, inviting
        self._who, self._where = QGridLayout(), QGridLayout()
        self._checks: Checks = ()
        self._scopes: Sequence[tuple[Scope, Check]] = ()
        self._listed: list[Open] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(px(4))
        self.hours = Toggle([Choice(value, tr(key)) for value, key in HOURS.items()], "24")
        self.hours.setAccessibleName(tr("office.validFor"))
        self._invite = self._invite_part()
        self.claim = Form()
        self.claim.pair(self.claim.line("url", tr("hub.url"), "https://"), self.claim.line("code", tr("office.hubCode")))
        self._claiming = button(tr("office.claim"), self._claim)
        self._claim_part = frame("card")
        column(label(tr("office.claimTitle"), "strong"), label(tr("office.claimWords"), "table", "secondary", wrap=True),
               self.claim, margins=(16, 12, 16, 16), gap=8, into=self._claim_part).addLayout(row(self._claiming, 1))  # fmt: skip
        column(self._invite, self._claim_part, gap=16, into=self)
        self.show_state()

    def _invite_part(self) -> QWidget:
        card = frame("card")
        inner = column(label(tr("office.invite"), "strong"), margins=(16, 12, 16, 16), gap=8, into=card)
        inner.addWidget(label(tr("office.inviteWords"), "table", "secondary", wrap=True))
        for words, grid in ((tr("office.who"), self._who), (tr("office.where"), self._where)):
            inner.addWidget(label(words, "caption"))
            inner.addLayout(grid)
        inner.addWidget(label(tr("office.validFor"), "caption"))
        inner.addLayout(row(self.hours, 1))
        inner.addLayout(row(button(tr("office.makeInvitation"), self._make, icon_name="send"), 1))
        inner.addLayout(self._list)
        return card

    def choose_among(self, people: Sequence[tuple[RowId, str]], districts: Sequence[tuple[Scope, str]]) -> None:
        """Offer these people and districts."""
        emptied(self._who)
        emptied(self._where)
        self._checks = [(person, Check(name)) for person, name in people]
        self._scopes = [(scope, Check(name)) for scope, name in districts]
        for grid, checks in (
            (self._who, [check for _, check in self._checks]),
            (self._where, [check for _, check in self._scopes]),
        ):
            for at, check in enumerate(checks):
                grid.addWidget(check, at // 2, at % 2)
        for _, check in self._scopes:
            check.setChecked(True)

    def show_state(self) -> None:
        """With a hub: inviting, and what is open."""
        self._invite.setVisible(bool(self.inviting.hub()))
        opened = self.inviting.open()
        if opened == self._listed:
            return  # the keyboard may be on one
        self._listed = opened
        emptied(self._list)
        for each in opened:
            mark = picture("check" if each.granted else "clock", "ok_text" if each.granted else "text_secondary", 18)
            words = column(Elided(each.people, "strong"), Elided(each.state, "caption"), gap=0)
            line = row(mark, gap=8)
            line.addLayout(words, 1)
            if not each.granted:
                take_back = button(tr("office.withdraw"), partial(self._ask_withdraw, each.id, each.people))
                take_back.setAccessibleDescription(each.people)
                line.addWidget(take_back)
            self._list.addLayout(line)

    # -- acts ------------------------------------------------------------------------------------------
    def _try(self, do: Callable[[], object]) -> bool:
        try:
            do()
        except FieldauditError as error:
            self._frame.show_error(error)
            return False
        return True

    def _make(self) -> None:
        people = [person for person, check in self._checks if check.isChecked()]
        scopes = [scope for scope, check in self._scopes if check.isChecked()]

        def make() -> None:
            Shown(self._frame, self.inviting.invite(people, scopes, int(str(self.hours.value())))).open()

        if self._try(make):
            for _, check in self._checks:
                check.setChecked(False)
            self.show_state()
            self._frame.hub.sync_now()  # the hub opens a box for it

    def _ask_withdraw(self, id_: str, people: str) -> None:
        def do(_reason: str) -> None:
            if self._try(lambda: self.inviting.withdraw(id_)):
                self.show_state()

        Question(
            self._frame, tr("office.withdrawTitle"), tr("office.withdrawWords", people=people), tr("office.withdraw"), do
        ).open()

    def _claim(self) -> None:
        url, code = self.claim.text("url"), self.claim.text("code")
        faults = {key: tr("firstRun.needed") for key in ("url", "code") if not self.claim.text(key).strip()}
        self.claim.faults(faults)
        if faults:
            return
        self._claiming.setEnabled(False)
        job = Job(tr("office.claiming"), icon="server", cancellable=False)
        self._frame.start_job(job, lambda _job: self.inviting.claim(url, code), self._claimed, long=True)

    def _claimed(self, job: Job) -> None:
        if self._frame.page is None or not self._frame.page.isAncestorOf(self):
            return
        self._claiming.setEnabled(True)
        if job.error is not None:
            self._frame.show_error(job.error)
            return
        self.claim.put("code", "")  # it is used up
        self._frame.toasts.say(tr("office.claimed", device=job.result))
        self.show_state()
        self._frame.hub.sync_now()


__all__ = ["InviteCard", "Shown"]
