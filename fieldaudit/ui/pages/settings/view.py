"""The page `settings` as it is painted: sections at the left, one card for each; what is chosen counts at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ...jobs import Job
from ...settings import TEXT_SIZES
from ...shell.told import Overlay
from ...text import NAMES, tr
from ...theme import px
from ...widgets.basic import PRIMARY, Elided, button, column, emptied, frame, label, line, picture, row, show_in_place
from ...widgets.fields import Field
from ...widgets.files import save_file
from ...widgets.scrolling import scrolled
from ...widgets.segments import Choice, Toggle
from ..base import Page
from .presenter import SettingsPresenter

if TYPE_CHECKING:
    from ....store.backup import Written
    from ...shell.frame import Frame

SECTIONS = {
    "display": ("settings.display", "sun"), "people": ("settings.people", "users"), "laptop": ("settings.laptop", "laptop"),
    "safety": ("settings.safety", "shield-check"), "words": ("settings.words", "file-text"), "about": ("settings.about", "info"),
}  # fmt: skip
_THEMES = {"system": "settings.system", "light": "settings.light", "dark": "settings.dark", "high_contrast": "settings.contrast"}


class SettingsPage(Page):
    """The page. `section`: which card is shown first."""

    def __init__(self, frame_: Frame, section: str = "") -> None:
        super().__init__(frame_, section=section)
        self.presenter = SettingsPresenter(self.session)
        self._section = section if section in SECTIONS else "display"
        self._cards: dict[str, QFrame] = {}
        self._links: dict[str, QPushButton] = {}
        inside = QWidget()
        self._whole = column(margins=(4, 4, 16, 24), gap=16, into=inside)
        makers = (self._display, self._people, self._laptop, self._safety, self._words, self._about)
        for (name, (key, icon)), make in zip(SECTIONS.items(), makers, strict=True):
            card = self._cards[name] = frame("card")
            card.setMaximumWidth(px(820))
            inner = column(margins=(20, 16, 20, 18), gap=12, into=card)
            inner.addLayout(row(picture(icon, "text_secondary", 20), label(tr(key), "heading"), 1))
            make(inner)
            self._whole.addWidget(card)
        self._whole.addStretch(1)
        self._area = scrolled(inside)
        self._side = self._sections()
        panes = row(self._side, self._area, margins=(20, 16, 4, 0), gap=20, into=self)
        panes.setStretch(1, 1)
        self.frame.narrowed.connect(lambda narrow: self._side.setVisible(not narrow))
        self._side.setVisible(not self.frame.rail.compact)

    def title(self) -> str:
        """设置."""
        return tr("rail.settings")

    def address(self) -> dict[str, Any]:
        """The section."""
        return {"section": self._section}

    def start(self) -> None:
        """Show the section one came for."""
        self._links[self._section].setFocus(Qt.FocusReason.OtherFocusReason)
        if self._section != "display":
            self._go(self._section)

    def touched(self, touched: Touched) -> None:
        """Somebody's name or role changed."""
        if "person" in touched:
            self._fill_people()

    # -- sections --------------------------------------------------------------------------------------
    def _sections(self) -> QWidget:
        made = QWidget()
        made.setFixedWidth(px(208))
        inner = column(margins=(0, 4, 0, 0), gap=4, into=made)
        for name, (key, icon) in SECTIONS.items():
            link = self._links[name] = button(tr(key), partial(self._go, name), kind="text", icon_name=icon)
            inner.addLayout(row(link, 1))
        inner.addStretch(1)
        return made

    def _go(self, name: str) -> None:
        self._section = name
        card = self._cards[name]
        self._whole.activate()
        self._area.verticalScrollBar().setValue(max(0, card.y() - px(4)))

    # -- display ---------------------------------------------------------------------------------------
    def _display(self, into: QVBoxLayout) -> None:
        settings = self.frame.settings
        language = Toggle([Choice(code, name) for code, name in NAMES.items()], settings.language())
        theme = Toggle([Choice(name, tr(key)) for name, key in _THEMES.items()], settings.theme())
        sizes = [Choice(size, f"{round(float(size) * 100)} %") for size in TEXT_SIZES]
        size = Toggle(sizes, settings.text("text_size", "1"))
        for words, part, key in (
            (tr("settings.language"), language, "language"),
            (tr("settings.theme"), theme, "theme"),
            (tr("settings.textSize"), size, "text_size"),
        ):
            part.setAccessibleName(words)
            part.chosen.connect(lambda value, key=key, part=part: self._put(key, value, part))
            into.addLayout(column(label(words, "table", "secondary"), _left(part), gap=4))

    def _put(self, key: str, value: object, part: Toggle) -> None:
        """A choice counts at once: the window is built anew in it."""
        if value is None:  # a second press chooses nothing else
            part.set_value(self.frame.settings.text(key))
            return
        self.frame.settings.put(key, str(value))
        self._section = "display"
        self.frame.relabelled.emit()

    # -- people ----------------------------------------------------------------------------------------
    def _people(self, into: QVBoxLayout) -> None:
        into.addWidget(label(tr("settings.peopleWords"), "table", "secondary", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(6))
        into.addLayout(self._rows)
        office = button(tr("settings.office"), lambda: self.frame.go("office"), icon_name="users")
        into.addLayout(row(button(tr("settings.lock"), self.frame.locked.emit, icon_name="lock"), office, 1))
        self._fill_people()

    def _fill_people(self) -> None:
        emptied(self._rows)
        for person in self.presenter.people():
            has = tr("settings.hasPin") if person["has_pin"] else tr("settings.noPin")
            words = " · ".join(filter(None, (person["role_word"], person.get("badge_no") or "", has)))
            name = label(str(person["name"]), "strong")
            change = button(tr("settings.changePin"), partial(self._change_pin, person), size="small")
            change.setAccessibleDescription(str(person["name"]))
            show_in_place(change, self.presenter.may_set(RowId(person["id"])))
            detail = Elided(words, "caption")
            inner = row(picture("user-round", "text_secondary", 20), column_of(name, detail), change)
            inner.setStretch(1, 1)
            self._rows.addLayout(inner)

    def _change_pin(self, person: dict[str, Any]) -> None:
        PinDialog(self.frame, self.presenter, person, self._fill_people).open()

    # -- this laptop -----------------------------------------------------------------------------------
    def _laptop(self, into: QVBoxLayout) -> None:
        into.addLayout(_facts(self.presenter.laptop()))

    # -- keeping safe ----------------------------------------------------------------------------------
    def _safety(self, into: QVBoxLayout) -> None:
        into.addWidget(label(tr("settings.snapshot", day=self.presenter.last_snapshot()), wrap=True))
        into.addWidget(label(tr("settings.snapshotWords"), "table", "secondary", wrap=True))
        self.back_up = button(tr("settings.backUp"), self._back_up, icon_name="download")
        self.verify = button(tr("settings.verify"), self._verify, icon_name="shield-check")
        into.addLayout(row(self.back_up, self.verify, 1))
        self._found = label("", wrap=True)
        self._found.hide()
        into.addWidget(self._found)

    def _back_up(self) -> None:
        if self.presenter.is_protected():
            self._write_backup("")
        else:  # whoever finds the file could read it
            PassphraseDialog(self.frame, self._write_backup).open()

    def _write_backup(self, passphrase: str) -> None:
        target = save_file(self, tr("settings.backUp"), self.presenter.backup_name())
        if target is None:
            return
        job = Job(tr("settings.backingUp"), "download", tr("settings.files"), told=_backed_up)
        self.frame.start_job(job, lambda job: self.presenter.back_up(job, target, passphrase), self._backed_up, long=True)

    def _backed_up(self, job: Job) -> None:
        if job.state == "done" and self.frame.page is self:
            self._say(_backed_up(job.result))

    def _verify(self) -> None:
        self.verify.setEnabled(False)
        job = Job(tr("settings.verifying"), "shield-check", cancellable=False, told=_verified)
        self.frame.start_job(job, self.presenter.verify, self._verified, long=True)

    def _verified(self, job: Job) -> None:
        if self.frame.page is not self:
            return
        self.verify.setEnabled(True)
        if job.state == "done":
            self._say(_verified(job.result), "danger" if job.result else "ok")

    def _say(self, words: str, tone: str = "") -> None:
        self._found.setText(words)
        self._found.setProperty("tone", tone)
        self._found.style().polish(self._found)
        self._found.show()

    # -- words and licences ----------------------------------------------------------------------------
    def _words(self, into: QVBoxLayout) -> None:
        into.addWidget(label(tr("settings.wordsWords"), "table", "secondary", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        for down, (kind, language, whose) in enumerate(self.presenter.wordings()):
            show = button(tr("settings.show"), partial(self._show_words, down, kind), kind="text", size="small", flush="right")
            show.setAccessibleDescription(f"{kind}, {language}")
            for across, part in enumerate((Elided(kind), label(language, "", "muted"), label(whose, "", "muted"), show)):
                grid.addWidget(part, down, across)
        grid.setColumnStretch(0, 1)
        into.addLayout(grid)

    def _show_words(self, at: int, kind: str) -> None:
        try:
            TextSheet(self.frame, kind, self.presenter.wording_text(at)).open()
        except FieldauditError as error:
            self.frame.show_error(error)

    def _about(self, into: QVBoxLayout) -> None:
        into.addLayout(_facts(self.presenter.about()))
        show = button(tr("settings.licences"), self._show_licences)
        guide = button(tr("settings.guide"), lambda: self.frame.go("help"), icon_name="circle-help")
        into.addLayout(row(guide, show, 1))

    def _show_licences(self) -> None:
        TextSheet(self.frame, tr("settings.licences"), self.presenter.licences()).open()


def _backed_up(written: Written) -> str:
    damaged = tr("settings.damagedLeftOut", len(written.damaged)) if written.damaged else ""
    return " ".join(filter(None, (tr("settings.backedUp", path=str(written.path)), damaged)))


def _verified(faults: list[str]) -> str:
    return "\n".join(faults) if faults else tr("settings.whole")


def column_of(*parts: QWidget) -> QWidget:
    """Parts below each other as one widget."""
    made = QWidget()
    column(*parts, gap=0, into=made)
    return made


def _left(part: QWidget) -> QWidget:
    made = QWidget()
    row(part, 1, into=made)
    return made


def _facts(pairs: Sequence[tuple[str, str]]) -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(px(16))
    made.setVerticalSpacing(px(8))
    for down, (words, value) in enumerate(pairs):
        shown = label(value, wrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.addWidget(label(words, "", "muted", wrap=False), down, 0, Qt.AlignmentFlag.AlignTop)
        made.addWidget(shown, down, 1)
    made.setColumnStretch(1, 1)
    return made


# -- dialogs ---------------------------------------------------------------------------------------------


class PinDialog(Overlay):
    """A new PIN for somebody; the old one first, unless the administrator sets it."""

    def __init__(self, over: Frame, presenter: SettingsPresenter, person: dict[str, Any], done: Callable[[], object]) -> None:
        super().__init__(over)
        self._presenter, self._person, self._done, self._frame = presenter, person, done, over
        self.old, self.new, self.again = _secret(), _secret(), _secret()
        self.content.addWidget(label(tr("settings.pinOf", name=person["name"]), "heading", wrap=True))
        asks = presenter.needs_old(person)
        fields = [(tr("settings.oldPin"), self.old)] if asks else []
        self._first = self.old if asks else self.new
        self._fault = label("", "", "danger", wrap=True)
        self._fault.hide()
        for words, each in [*fields, (tr("settings.newPin"), self.new), (tr("settings.again"), self.again)]:
            self.content.addWidget(Field(words, each))
            each.returnPressed.connect(self._save)
        self.content.addWidget(self._fault)
        self.save = button(tr("settings.changePin"), self._save, kind=PRIMARY)
        self.content.addLayout(row(1, button(tr("frame.cancel"), self.close_it), self.save))
        self.setAccessibleName(tr("settings.pinOf", name=person["name"]))

    def first(self) -> QWidget:
        """The first field."""
        return self._first

    def _save(self) -> None:
        try:
            self._presenter.set_pin(RowId(self._person["id"]), self.old.text(), self.new.text(), self.again.text())
        except FieldauditError as error:
            self._fault.setText(" ".join(filter(None, (str(error.what), str(error.todo)))))
            self._fault.show()
            return
        self.close_it()
        self._frame.toasts.say(tr("settings.pinChanged", name=self._person["name"]))
        self._done()


class PassphraseDialog(Overlay):
    """A passphrase for the backup of a workspace that has none."""

    def __init__(self, over: Frame, done: Callable[[str], object]) -> None:
        super().__init__(over)
        self._done = done
        self.passphrase = _secret()
        self.content.addWidget(label(tr("settings.backUp"), "heading"))
        self.content.addWidget(label(tr("settings.backupWords"), "", "secondary", wrap=True))
        self.content.addWidget(Field(tr("settings.passphrase"), self.passphrase))
        self.go = button(tr("settings.goOn"), self._go, kind=PRIMARY)
        self.content.addLayout(row(1, button(tr("frame.cancel"), self.close_it), self.go))
        self.passphrase.returnPressed.connect(self._go)
        self.passphrase.textChanged.connect(lambda text: self.go.setEnabled(len(text) >= 4))
        self.go.setEnabled(False)
        self.setAccessibleName(tr("settings.backUp"))

    def first(self) -> QWidget:
        """The field."""
        return self.passphrase

    def _go(self) -> None:
        if self.go.isEnabled():
            self.close_it()
            self._done(self.passphrase.text())


class TextSheet(Overlay):
    """A text to read."""

    def __init__(self, over: Frame, title: str, text: str) -> None:
        super().__init__(over, 720)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        self.text.setMinimumHeight(px(max(220, min(480, over.height() - 260))))
        self._close = button(tr("frame.understood"), self.close_it, kind=PRIMARY)
        self.content.addWidget(label(title, "heading", wrap=True))
        self.content.addWidget(line())
        self.content.addWidget(self.text)
        self.content.addLayout(row(1, self._close))
        self.setAccessibleName(title)

    def first(self) -> QWidget:
        """The button."""
        return self._close


def _secret() -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


__all__ = ["SettingsPage"]
