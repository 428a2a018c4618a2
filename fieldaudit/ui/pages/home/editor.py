"""A home's own data in a dialog: a new home (its twins are asked about) or a change of a known one. Faults stand by their field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ....errors import FieldauditError
from ....i18n import Text
from ....work.register_preview import NewHome
from ...shell.told import Overlay
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, button, column, emptied, frame, label, picture, row
from ...widgets.fields import Choose, Field
from ...widgets.scrolling import scroll_into_view, scrolled
from .presenter import EntryPresenter

if TYPE_CHECKING:
    from ...shell.frame import Frame

_WORDS = {
    "name": "home.name", "district": "home.district", "code": "home.code", "address": "home.address", "legal_rep": "home.legalRep",
    "head": "home.headOf", "phone": "home.phone", "beds": "home.bedCount", "residents": "home.residents", "grade": "home.level",
    "lon": "home.lon", "lat": "home.lat",
}  # fmt: skip
_WIDE = ("name", "address")  # over both columns


class HomeEditor(Overlay):
    """The fields in two columns. `saved(institution)` is called once it is durable."""

    def __init__(self, over: Frame, saved: Callable[[int], None], institution: int = 0) -> None:
        super().__init__(over, 640)
        self._frame, self._saved, self._institution = over, saved, institution
        self.presenter = EntryPresenter(over.session, institution)
        self.inputs: dict[str, QLineEdit] = {}
        self.district = Choose(self.presenter.districts(), None, tr("home.chooseDistrict"))
        self.fields: dict[str, Field] = {}
        self._twins = frame("warning")
        self._twin_rows = column(gap=8, margins=(12, 10, 12, 10), into=self._twins)
        self._twins.hide()
        self._twins_asked = False
        title = tr("home.editTitle") if institution else tr("home.newTitle")
        self.content.setContentsMargins(px(20), px(20), px(12), px(20))  # the fields keep 4 for the ring and 8 for the scroll bar
        self.content.addLayout(row(label(title, "heading"), margins=(4, 0, 0, 0)))
        self.grid = self._grid()
        self.area = scrolled(self.grid)
        self._fit()
        self.content.addWidget(self.area)
        self.content.addLayout(row(self._twins, margins=(4, 0, 12, 0)))
        self.yes = button(tr("home.save") if institution else tr("home.add"), self._try, kind=PRIMARY)
        self.content.addLayout(row(1, button(tr("frame.cancel"), self.close_it), self.yes, margins=(0, 0, 12, 0)))
        self.setAccessibleName(title)

    def _fit(self) -> None:
        """As high as the fields, as far as the window has room beside the rest of the dialog."""
        asking = self._twins.sizeHint().height() + px(12) if self._twins_asked else 0
        room = self._over.height() - px(190) - asking
        self.area.setFixedHeight(max(px(140), min(self.grid.sizeHint().height() + px(4), room)))

    def _grid(self) -> QWidget:
        inside, values, at = QWidget(), self.presenter.values(), 0
        grid = QGridLayout(inside)
        grid.setContentsMargins(px(4), px(4), px(12), px(4))
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(10))
        for name, words in _WORDS.items():
            if name == "district" and self._institution:
                continue  # a home does not move to another district by editing
            field = self.fields[name] = Field(tr(words), self._input(name, values.get(name, "")))
            wide = name in _WIDE
            at += at % 2 if wide else 0
            grid.addWidget(field, at // 2, at % 2, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            at += 2 if wide else 1
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return inside

    def _input(self, name: str, value: str) -> QWidget:
        if name == "district":
            self.district.settled.connect(lambda _value: self._look())
            return self.district
        made = self.inputs[name] = QLineEdit(value)
        made.editingFinished.connect(self._look)
        return made

    def first(self) -> QWidget:
        """The name."""
        return self.inputs["name"]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._try()
        else:
            super().keyPressEvent(event)

    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        values = {name: each.text() for name, each in self.inputs.items()}
        return values if self._institution else {**values, "district": str(self.district.value() or "")}

    # -- judging -------------------------------------------------------------------------------------
    def _look(self) -> None:
        """Say what is wrong with fields that were filled in; an empty one is asked for only on saving."""
        typed = self.typed()
        if typed["name"].strip():
            self._tell({name: fault for name, fault in self._faults(typed).items() if typed.get(name, "").strip()})

    def _faults(self, typed: Mapping[str, str]) -> dict[str, Text]:
        return self.presenter.faults(typed) if self._institution else self.presenter.look(typed)[1]

    def _tell(self, faults: Mapping[str, Text]) -> None:
        for name, field in self.fields.items():
            field.set_fault(str(faults.get(name, "")))
        self._fit()
        if "" in faults:
            self.fields["name"].set_fault(str(faults[""]))

    def _try(self) -> None:
        typed = self.typed()
        home, faults = (None, self.presenter.faults(typed)) if self._institution else self.presenter.look(typed)
        self._tell(faults)
        if faults:
            wrong = next((field for name, field in self.fields.items() if name in faults), self.fields["name"])
            wrong.widget.setFocus(Qt.FocusReason.OtherFocusReason)
            scroll_into_view(wrong)
        elif home is not None and home.twins:
            self._ask_about_twins(home, typed)
        else:
            self._store(home, typed)

    def _ask_about_twins(self, home: NewHome, typed: Mapping[str, str]) -> None:
        emptied(self._twin_rows)
        for twin in home.twins:
            told = row(picture("triangle-alert", "warn_text", 18), label(str(twin.reason), wrap=True))
            told.setStretch(1, 1)
            if twin.id is not None:
                told.addWidget(button(tr("home.openThat"), partial(self._open, int(twin.id)), size="small"))
            self._twin_rows.addLayout(told)
        other = button(tr("home.another"), lambda: self._add_another(typed), size="small")
        self._twin_rows.addLayout(row(1, other))
        self._twins_asked = True
        self._twins.show()
        self._fit()
        other.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_another(self, typed: Mapping[str, str]) -> None:
        home, faults = self.presenter.look(typed, another=True)
        if home is None:
            self._tell(faults)
        else:
            self._store(home, typed)

    def _open(self, institution: int) -> None:
        self.close_it()
        self._frame.go("home", institution=institution)

    def _store(self, home: NewHome | None, typed: Mapping[str, str]) -> None:
        try:
            made = self._institution
            if home is not None:
                made = self.presenter.add(home)
            else:
                self.presenter.save(typed)
        except FieldauditError as error:
            self._frame.show_error(error)
            return
        self.close_it()
        self._frame.toasts.say(tr("home.saved") if self._institution else tr("home.added"), undo=self._frame.undo)
        self._saved(made)


__all__ = ["HomeEditor"]
