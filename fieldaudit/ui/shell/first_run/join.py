"""A laptop's way into a bureau that works already: its request with a code, the grant, the first exchange, the PIN."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ....errors import FieldauditError
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, button, column, emptied, frame, label, row
from ...widgets.files import choose_files, choose_folder, save_file
from ...widgets.form import Form
from .presenter import ask_to_join, first_sync, join, knows_bureau, read, request_again, save

if TYPE_CHECKING:
    from .view import FirstRun


def show_invited(over: FirstRun) -> None:
    """Show the form for an invitation."""
    from .invited import WithInvitation

    page = WithInvitation(over)
    over.show_step(page, 1, *page.foot)


class Request(QWidget):
    """Name this laptop and set its passphrase: the request is made."""

    def __init__(self, first_run: FirstRun) -> None:
        super().__init__()
        self._over = first_run
        self.form = Form()
        self.form.pair(self.form.line("label", tr("firstRun.label"), tr("firstRun.labelHint")), None)
        self.form.pair(
            self.form.line("passphrase", tr("firstRun.passphrase"), secret=True),
            self.form.line("again", tr("firstRun.passphraseAgain"), secret=True),
        )
        self.form.put("label", platform.node())
        words = label(tr("firstRun.requestAbout"), "", "muted", wrap=True)
        layout = column(label(tr("firstRun.join"), "title"), words, gap=8, into=self)
        layout.addSpacing(px(8))
        layout.addWidget(self.form)
        back = button(tr("firstRun.back"), first_run.show_choices, size="large")
        invited = button(tr("firstRun.joinInvited"), lambda: show_invited(first_run), icon_name="server", size="large")
        self.foot = (back, invited, button(tr("firstRun.request"), self._ask, kind=PRIMARY, size="large"))

    def _ask(self) -> None:
        passphrase, name = self.form.text("passphrase"), self.form.text("label")
        faults = {} if name.strip() else {"label": tr("firstRun.needed")}
        faults |= {} if passphrase else {"passphrase": tr("firstRun.needed")}
        faults |= {} if passphrase == self.form.text("again") else {"again": tr("firstRun.differs")}
        self.form.faults(faults)
        if faults:
            return
        owner = self._over.owner

        def opened() -> None:
            owner.open_workspace(passphrase)
            self._over.show_step(Joining(self._over), 1)

        self._over.working(tr("firstRun.requesting"), lambda job: ask_to_join(owner.place, name, passphrase), opened)


class Joining(QWidget):
    """The code to read out, the request to hand over, then the grant and the first exchange."""

    def __init__(self, first_run: FirstRun) -> None:
        super().__init__()
        self._over = first_run
        session = first_run.owner.session
        assert session is not None
        self._session = session
        self._layout = column(gap=12, into=self)
        if session.desk().store.trust.latest(session.desk().store.trust.device) is None:
            self._show_request()
        else:
            self._show_exchange()

    def _show_request(self) -> None:
        self._request, code = request_again(self._session)
        card = frame("card")
        said = label(code, "display")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse)
        column(label(tr("firstRun.code"), "caption"), said, margins=(24, 16, 24, 16), into=card)
        self._show(
            label(tr("firstRun.waiting"), "title"),
            label(tr("firstRun.waitingAbout"), "", "muted", wrap=True),
            card,
            button(tr("firstRun.saveRequest"), self._save, icon_name="hard-drive-download", size="large"),
            button(tr("firstRun.takeGrant"), self._take, kind=PRIMARY, icon_name="folder-open", size="large"),
            button(tr("firstRun.joinInvited"), lambda: show_invited(self._over), icon_name="server", size="large"),
        )

    def _show_exchange(self) -> None:
        self._over.steps.show_step(2)
        self._show(
            label(tr("firstRun.granted"), "title"),
            label(tr("firstRun.grantedAbout"), "", "muted", wrap=True),
            button(tr("firstRun.firstSync"), self._sync, kind=PRIMARY, icon_name="folder-sync", size="large"),
        )

    def _show(self, *parts: QWidget) -> None:
        emptied(self._layout)
        for each in parts:
            if isinstance(each, QPushButton):
                self._layout.addLayout(row(each, 1))
            else:
                self._layout.addWidget(each)

    def _save(self) -> None:
        chosen = save_file(self, tr("firstRun.saveRequest"), "request.fieldaudit")
        if chosen is not None:
            try:
                save(chosen, self._request)
            except FieldauditError as error:
                self._over.failed(error)

    def _take(self) -> None:
        chosen = choose_files(self, tr("firstRun.takeGrant"), ["*"])
        if not chosen:
            return
        try:
            join(self._session, read(chosen[0]))
        except FieldauditError as error:
            self._over.failed(error)
            return
        self._show_exchange()

    def _sync(self) -> None:
        folder = choose_folder(self, tr("firstRun.firstSync"))
        if folder is None:
            return
        session, owner = self._session, self._over.owner

        def done() -> None:
            if knows_bureau(session):
                owner.unlock()
            else:
                self._over.show_step(Joining(self._over), 2)

        self._over.working(
            tr("firstRun.syncing"), lambda job: first_sync(session, folder, lambda _what, at, of: job.step(at, of)), done
        )
