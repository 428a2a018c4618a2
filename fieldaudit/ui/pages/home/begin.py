"""Beginning an inspection: a dialog that asks who comes along, which checklist and which kind, prefilled from last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ....errors import FieldauditError
from ...shell.told import Overlay
from ...text import tr
from ...widgets.basic import PRIMARY, button, label, row
from ...widgets.fields import Choose, Field
from .presenter import BeginPresenter

if TYPE_CHECKING:
    from ...shell.frame import Frame


class BeginDialog(Overlay):
    """Second inspector, checklist, kind; the verb begins and goes to the checklist."""

    def __init__(self, frame: Frame, institution: int, name: str) -> None:
        super().__init__(frame)
        self._frame, self._institution = frame, institution
        self.presenter = BeginPresenter(frame.session, frame.settings)
        officers = self.presenter.officers()
        self.second = Choose(officers, officers[0][0] if officers else None, tr("home.chooseSecond"))
        self.form = Choose(self.presenter.forms(), self.presenter.form())
        self.kind = Choose(self.presenter.kinds(), "routine")
        self.fields = [
            Field(tr("home.second"), self.second, tr("home.secondHint")),
            Field(tr("home.form"), self.form),
            Field(tr("home.kind"), self.kind),
        ]
        self.content.addWidget(label(tr("home.beginTitle", name=name), "heading", wrap=True))
        for each in self.fields:
            self.content.addWidget(each)
        self.fields[1].setVisible(self.form.count() > 1)
        self.yes = button(tr("home.begin"), self._begin, kind=PRIMARY)
        self.content.addLayout(row(1, button(tr("frame.cancel"), self.close_it), self.yes))
        self.setAccessibleName(tr("home.beginTitle", name=name))

    def first(self) -> QWidget:
        """The second inspector is chosen already as a rule: the verb; else the field."""
        return self.yes if self.second.value() is not None else self.second

    def _begin(self) -> None:
        second = self.second.value()
        if not isinstance(second, int):
            self.fields[0].set_fault(tr("home.needsSecond"))
            self.second.setFocus()
            return
        try:
            made = self.presenter.begin(self._institution, second, str(self.form.value()), str(self.kind.value()))
        except FieldauditError as error:
            self.close_it()
            self._frame.show_error(error)
            return
        self.close_it()
        self._frame.go("checklist", inspection=made)


def begin_or_resume(frame: Frame, institution: int, name: str, draft: int | None, others: str = "") -> None:
    """Go on with the person's draft at this home, or ask for the beginning of a new inspection."""
    if draft is not None:
        frame.go("checklist", inspection=draft)
        return
    dialog = BeginDialog(frame, institution, name)
    if others:
        dialog.content.insertWidget(1, label(tr("home.othersDraft", name=others), "", "warn", wrap=True))
    dialog.open()


__all__ = ["BeginDialog", "begin_or_resume"]
