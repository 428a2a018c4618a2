"""The questions of the finish sheet: the second inspector's PIN, no way in, and how the notice sets its terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from ....errors import FieldauditError
from ...shell.told import Overlay
from ...text import listed, tr
from ...widgets.basic import PRIMARY, Elided, button, label, row
from ...widgets.fields import DayField, Field, Line, Note, Radio
from ...widgets.files import choose_files

PHOTOS = ("*.jpg", "*.jpeg", "*.png", "*.heic", "*.heif", "*.webp", "*.tif", "*.tiff", "*.bmp")


class PinQuestion(Overlay):
    """Who signs and is not at the keyboard proves it by the PIN. `try_it(pin)` raises what is shown."""

    def __init__(self, over: QWidget, who: str, try_it: Callable[[str], object]) -> None:
        super().__init__(over)
        self._try = try_it
        self.content.addWidget(label(tr("finish.pinTitle", who=who), "heading", wrap=True))
        self.content.addWidget(label(tr("finish.pinWords"), "", "secondary", wrap=True))
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setProperty("extent", "large")
        self.field = Field(tr("finish.pin"), self.pin)
        self.content.addWidget(self.field)
        self.yes = button(tr("finish.sign"), self._yes, kind=PRIMARY, size="large")
        self.no = button(tr("frame.cancel"), self.close_it, size="large")
        self.content.addLayout(row(1, self.no, self.yes))
        self.pin.returnPressed.connect(self._yes)
        self.setAccessibleName(tr("finish.pinTitle", who=who))

    def first(self) -> QWidget:
        """The PIN."""
        return self.pin

    def _yes(self) -> None:
        try:
            self._try(self.pin.text())
        except FieldauditError as error:
            self.field.set_fault(" ".join(filter(None, (str(error.what), str(error.todo)))))
            self.pin.selectAll()
            self.pin.setFocus()
        else:
            self.close_it()


class NoAccessQuestion(Overlay):
    """Ends a visit that found no way in: what happened, and a photo or a witness. `done(reason, witness, photos)`."""

    def __init__(self, over: QWidget, done: Callable[[str, str, list[Path]], object]) -> None:
        super().__init__(over, 520)
        self._done = done
        self.photos: list[Path] = []
        self.content.addWidget(label(tr("finish.noAccess"), "heading", wrap=True))
        self.content.addWidget(label(tr("finish.noAccessWords"), "", "secondary", wrap=True))
        self.reason, self.witness = Note(least=2, most=4), Line(tr("finish.witnessHint"))
        self.content.addWidget(Field(tr("finish.noAccessReason"), self.reason))
        self.content.addWidget(Field(tr("finish.witness"), self.witness))
        self.add = button(tr("finish.addPhoto"), self._choose, icon_name="image-plus", size="large")
        self.names = Elided(tr("finish.noPhotos"), "caption")
        photos = row(self.add, self.names)
        photos.setStretch(1, 1)
        self.content.addLayout(photos)
        self.yes = button(tr("finish.noAccessDo"), self._yes, kind=PRIMARY, size="large")
        self.no = button(tr("frame.cancel"), self.close_it, size="large")
        self.content.addLayout(row(1, self.no, self.yes))
        self.reason.textChanged.connect(self._look)
        self.witness.textChanged.connect(self._look)
        self.setAccessibleName(tr("finish.noAccess"))
        self._look()

    def first(self) -> QWidget:
        """What happened."""
        return self.reason

    def _choose(self) -> None:
        self.photos += choose_files(self, tr("finish.addPhoto"), PHOTOS)
        self._look()

    def _look(self) -> None:
        self.names.set_text(listed(each.name for each in self.photos) or tr("finish.noPhotos"))
        proved = bool(self.photos or self.witness.text().strip())
        self.yes.setEnabled(bool(self.reason.text().strip()) and proved)

    def _yes(self) -> None:
        if self.yes.isEnabled():
            self.close_it()
            self._done(self.reason.text(), self.witness.text(), self.photos)


class IssueQuestion(Overlay):
    """Before a notice is issued: how it sets its terms. `done(due)`: None for terms from the day of service."""

    def __init__(self, over: QWidget, number: str, words: str, today: date, done: Callable[[date | None], object]) -> None:
        super().__init__(over, 480)
        self._done, self._today = done, today
        self.content.addWidget(label(tr("finish.issueTitle", number=number), "heading", wrap=True))
        self.content.addWidget(label(words, "", "secondary", wrap=True))
        self.by_term, self.dated = Radio(tr("finish.byTerm")), Radio(tr("finish.dated"))
        self.by_term.setChecked(True)
        self.day = DayField()
        self.day.setAccessibleName(tr("finish.dueDay"))
        self.day.setEnabled(False)
        self.dated.toggled.connect(self._look)
        self.day.textChanged.connect(lambda _text: self._look())
        self.content.addWidget(self.by_term)
        self.content.addLayout(row(self.dated, self.day, 1, gap=12))
        self.content.addWidget(label(tr("finish.issueSafe"), "caption", wrap=True))
        self.yes = button(tr("finish.issueDo"), self._yes, kind=PRIMARY, size="large")
        self.no = button(tr("frame.cancel"), self.close_it, size="large")
        self.content.addLayout(row(1, self.no, self.yes))
        self.setAccessibleName(tr("finish.issueTitle", number=number))

    def first(self) -> QWidget:
        """The verb."""
        return self.yes

    def _look(self) -> None:
        self.day.setEnabled(self.dated.isChecked())
        self.yes.setEnabled(not self.dated.isChecked() or bool(self.day.text().strip()))

    def _yes(self) -> None:
        self.day.flush()
        due = self.day.day() if self.dated.isChecked() else None
        if self.dated.isChecked() and (due is None or due < self._today):
            self.day.set_wrong(True)
            self.day.setFocus()
            return
        self.close_it()
        self._done(due)


__all__ = ["PHOTOS", "IssueQuestion", "NoAccessQuestion", "PinQuestion"]
