"""The form of the hub: its address, how it is reached, whether syncs begin by themselves; tested before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ....errors import FieldauditError
from ...jobs import Job
from ...shell.hub import AUTOMATIC
from ...shell.told import Overlay, sentence
from ...text import tr
from ...widgets.basic import PRIMARY, button, label, row, set_state
from ...widgets.checks import Check
from ...widgets.files import choose_files
from ...widgets.form import Form
from .hub import Met, Wanted, keep, meet

if TYPE_CHECKING:
    from ...shell.frame import Frame

_FIELDS = ("url", "ca", "limit", "proxy")


class HubForm(Overlay):
    """A sheet over the window."""

    def __init__(self, over: Frame) -> None:
        super().__init__(over, 560)
        self._frame = over
        kept = Wanted.of(over.hub.read())
        self.form = Form()
        self.form.add(self.form.line("url", tr("hub.url"), "https://"))
        self.form.add(self.form.line("ca", tr("hub.ca"), tr("hub.caHint")))
        self.form.tail(button(tr("hub.chooseCa"), self._choose, icon_name="folder-open"))
        self.form.pair(
            self.form.line("limit", tr("hub.limit"), tr("hub.limitHint")),
            self.form.line("proxy", tr("hub.proxy"), tr("hub.proxyHint")),
        )
        for key in _FIELDS:
            self.form.put(key, getattr(kept, key))
        self.automatic = Check(tr("hub.automatic"))
        self.automatic.setChecked(over.hub.may())
        self.said = label("", "table", "secondary", wrap=True)
        self.said.hide()
        self.test = button(tr("hub.test"), self._test)
        self.save = button(tr("hub.save"), self._save, kind=PRIMARY)
        self.content.addWidget(label(tr("hub.formTitle"), "heading"))
        self.content.addWidget(label(tr("hub.formWords"), "table", "secondary", wrap=True))
        for part in (self.form, self.automatic, self.said):
            self.content.addWidget(part)
        self.content.addLayout(row(self.test, 1, button(tr("frame.cancel"), self.close_it), self.save))
        self.setAccessibleName(tr("hub.formTitle"))

    def first(self) -> QWidget:
        """The address."""
        return self.form.fields["url"].widget

    def wanted(self) -> Wanted:
        """What the form holds."""
        return Wanted(**{key: self.form.text(key) for key in _FIELDS})

    def _choose(self) -> None:
        if chosen := choose_files(self, tr("hub.chooseCa"), ["*.pem *.crt *.cer", "*"]):
            self.form.put("ca", str(chosen[0]))

    def _good(self) -> bool:
        faults = self.wanted().faults()
        self.form.faults(faults)
        if faults:
            self._say("")  # what was said was about something else
        return not faults

    def _say(self, words: str, tone: str = "secondary") -> None:
        self.said.setText(words)
        set_state(self.said, tone=tone)
        self.said.setVisible(bool(words))
        self.said.setAccessibleName(words)

    def _test(self) -> None:
        if not self._good():
            return
        session, settings = self._frame.session, self.wanted().settings()
        self.test.setEnabled(False)
        self._say(tr("hub.testing"))
        self._frame.start_job(Job("", quiet=True), lambda _job: meet(session, settings), self._tested)

    def _tested(self, job: Job) -> None:
        if not self.isVisible():
            return
        self.test.setEnabled(True)
        if isinstance(job.result, Met):
            self._say(job.result.words(), "ok")
        elif job.error is not None:
            self._say(" ".join(filter(None, (sentence(job.error), str(job.error.todo)))), "danger")

    def _save(self) -> None:
        if not self._good():
            return
        try:
            keep(self._frame.session, self.wanted().settings())
        except FieldauditError as error:
            self._say(sentence(error), "danger")
            return
        self._frame.settings.put(AUTOMATIC, "yes" if self.automatic.isChecked() else "no")
        self.close_it()
        self._frame.hub.look()


__all__ = ["HubForm"]
