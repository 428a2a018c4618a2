"""The founding of a bureau: its name, districts, first administrator, the passphrase, and where its keys are kept safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ....errors import BadInput
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, button, column, label
from ...widgets.files import save_file
from ...widgets.form import Form
from .presenter import Wanted, found

if TYPE_CHECKING:
    from .view import FirstRun


class Found(QWidget):
    """The form; nothing exists until it is whole. `register`: the register is imported straight afterwards."""

    def __init__(self, first_run: FirstRun, *, register: bool = False) -> None:
        super().__init__()
        self._over, self._register = first_run, register
        words = tr("firstRun.foundFirst") if register else tr("firstRun.foundAbout")
        layout = column(label(tr("firstRun.foundTitle"), "title"), label(words, "", "muted", wrap=True), gap=8, into=self)
        self.form = self._form()
        layout.addSpacing(px(8))
        layout.addWidget(self.form)
        back = button(tr("firstRun.back"), first_run.show_choices, size="large")
        self.foot = (back, button(tr("firstRun.foundIt"), self._make, kind=PRIMARY, size="large"))

    def _form(self) -> Form:
        form = Form()
        form.pair(
            form.line("name", tr("firstRun.bureau"), tr("firstRun.bureauHint")),
            form.line("short", tr("firstRun.short"), tr("firstRun.shortHint")),
        )
        form.add(form.lines("districts", tr("firstRun.districts"), tr("firstRun.districtsHint")))
        form.pair(form.line("admin", tr("firstRun.admin")), None)
        form.pair(form.line("pin", tr("firstRun.pin"), secret=True), form.line("pin_again", tr("firstRun.pinAgain"), secret=True))
        form.pair(
            form.line("passphrase", tr("firstRun.passphrase"), secret=True),
            form.line("passphrase_again", tr("firstRun.passphraseAgain"), secret=True),
        )
        form.pair(form.line("address", tr("firstRun.address")), form.line("phone", tr("firstRun.phone")))
        form.pair(form.line("review_body", tr("firstRun.reviewBody"), tr("firstRun.reviewBodyHint")), None)
        form.add(form.line("recovery", tr("firstRun.recovery"), tr("firstRun.recoveryHint")))
        form.tail(button(tr("firstRun.chooseRecovery"), self._choose, icon_name="key-round"))
        return form

    def _choose(self) -> None:
        chosen = save_file(self, tr("firstRun.recovery"), "recovery.fieldaudit")
        if chosen is not None:
            self.form.put("recovery", str(chosen))

    def wanted(self) -> Wanted:
        """What the form holds."""
        return Wanted(**{key: self.form.text(key) for key in self.form.fields})

    def _make(self) -> None:
        wanted = self.wanted()
        missing = wanted.missing()
        if missing:
            again = {"pin_again", "passphrase_again"}
            self.form.faults({key: tr("firstRun.differs") if key in again else tr("firstRun.needed") for key in missing})
            return
        self.form.faults({})
        owner = self._over.owner
        self._over.working(
            tr("firstRun.founding"), lambda job: found(owner.place, wanted, owner.services.clock()), lambda: self._enter(wanted)
        )

    def _enter(self, wanted: Wanted) -> None:
        owner = self._over.owner
        owner.open_workspace(wanted.passphrase)
        assert owner.session is not None
        person = next((each for each in owner.session.people() if each["role"] == "admin"), None)
        if person is None:
            raise BadInput(tr("firstRun.needed"))
        owner.session.sign_in(person["id"], wanted.pin)
        owner.enter("import" if self._register else "office")
