"""The office as it is painted: the roster at the left, the laptops at the right, a form under each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ....domain.core import RowId, Scope, Touched
from ....errors import FieldauditError
from ...shell.frame import Frame
from ...text import listed, tr
from ...theme import px
from ...widgets.basic import PRIMARY, Elided, button, chip, column, emptied, frame, label, line, picture, row
from ...widgets.fields import Check, Choose, Field
from ...widgets.files import choose_files, save_file
from ...widgets.form import Form
from ...widgets.states import LockStrip
from ..base import Page
from .invite_view import InviteCard
from .inviting import Inviting
from .presenter import OfficePresenter


class OfficePage(Page):
    """People and laptops."""

    back = True

    def __init__(self, frame_: Frame, **arguments: Any) -> None:
        super().__init__(frame_, **arguments)
        self.presenter = OfficePresenter(self.session)
        self._request: Path | None = None
        self._listed: list[tuple[int, bool]] = []
        self._people, self._laptops = QVBoxLayout(), QVBoxLayout()
        inner = QWidget()
        whole = row(margins=(24, 20, 24, 24), gap=24, into=inner)
        whole.addLayout(self._column(tr("office.people"), self._people, self._person_form()), 1)
        self.invite = InviteCard(frame_, Inviting(self.session)) if self.presenter.may() else None
        whole.addLayout(self._column(tr("office.laptops"), self._laptops, self.invite, self._laptop_form()), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setAccessibleName(tr("office.title"))
        if self.presenter.may():  # else it is all there is to scroll by keyboard
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = column(gap=0, into=self)
        if not self.presenter.may():
            layout.addLayout(row(LockStrip(tr("office.onlyRoot")), margins=(24, 16, 24, 0)))
        layout.addWidget(area, 1)

    def title(self) -> str:
        """The page."""
        return tr("office.title")

    def subtitle(self) -> str:
        """The bureau's name."""
        found = self.session.desk().store.find("bureau")
        return str(found[0]["name"]) if found else ""

    def start(self) -> None:
        """Read both lists."""
        self.frame.hub.changed.connect(self._synced)
        if self.presenter.may():
            self._choose_people()
        self._show()

    def touched(self, touched: Touched) -> None:
        """Somebody or a laptop was added."""
        if "person" in touched:
            self._show()

    def leave(self) -> None:
        """An exchange is told no more."""
        self.frame.hub.changed.disconnect(self._synced)

    def _synced(self) -> None:
        """An exchange ended, or the hub is another: a laptop may have been admitted."""
        if self._laptop_ids() != self._listed:
            self._show()
        elif self.invite is not None:
            self.invite.show_state()

    def _laptop_ids(self) -> list[tuple[int, bool]]:
        return [(each["id"], each["revoked"]) for each in self.presenter.laptops()]

    def _column(self, title: str, rows: QVBoxLayout, *forms: QWidget | None) -> QVBoxLayout:
        card = frame("card")
        inner = column(margins=(0, 0, 0, 4), gap=0, into=card)
        inner.addLayout(row(label(title, "heading"), margins=(16, 12, 16, 12)))
        inner.addLayout(rows)
        rows.setSpacing(0)
        made = column(card, gap=16)
        for form in forms if self.presenter.may() else ():
            if form is not None:
                made.addWidget(form)
        made.addStretch(1)
        return made

    # -- lists ---------------------------------------------------------------------------------------
    def _show(self) -> None:
        emptied(self._people)
        emptied(self._laptops)
        self._listed = self._laptop_ids()
        for person in self.presenter.people():
            detail = " · ".join(filter(None, (person["role_word"], person.get("badge_no") or "", person.get("post") or "")))
            self._people.addWidget(_row("user-round", str(person["name"]), detail))
        for laptop in self.presenter.laptops():
            hub = laptop["kind"] == "hub"
            title = tr("hub.named" if hub else "office.laptop", device=laptop["id"], number=laptop["id"])
            mark = chip(tr("office.here"), "accent") if laptop["here"] else None
            mark = chip(tr("office.revoked")) if laptop["revoked"] else mark
            self._laptops.addWidget(
                _row("server" if hub else "laptop", title, tr("office.hubKeeps") if hub else listed(laptop["people"]), mark)
            )
        if self.invite is not None:
            self.invite.show_state()

    # -- a person ------------------------------------------------------------------------------------
    def _person_form(self) -> QWidget:
        card = frame("card")
        self._person = Form()
        self._role = Choose(self.presenter.roles(), "inspector")
        self._person.pair(self._person.line("name", tr("office.name")), Field(tr("office.role"), self._role))
        self._person.pair(self._person.line("badge", tr("office.badge")), self._person.line("post", tr("office.post")))
        self._person.pair(self._person.line("pin", tr("office.pin"), secret=True), None)
        self._person.tail(button(tr("office.addPerson"), self._add, kind=PRIMARY))
        column(label(tr("office.newPerson"), "strong"), self._person, margins=(16, 12, 16, 16), gap=8, into=card)
        return card

    def _add(self) -> None:
        asked = {key: self._person.text(key) for key in self._person.fields}
        role = str(self._role.value())
        try:
            self.presenter.add_person(asked["name"], role, asked["badge"], asked["post"], asked["pin"])
        except FieldauditError as error:
            self.frame.show_error(error)
            return
        for key in self._person.fields:
            self._person.put(key, "")
        self.frame.toasts.say(tr("office.added", name=asked["name"]))
        self._choose_people()
        self._show()

    # -- a laptop ------------------------------------------------------------------------------------
    def _laptop_form(self) -> QWidget:
        card = frame("card")
        self._laptop = Form()
        self._chosen = Elided(tr("office.noRequest"), "table", "muted")
        choose = button(tr("office.chooseRequest"), self._pick, icon_name="folder-open")
        self._who, self._where = QGridLayout(), QGridLayout()
        inner = column(label(tr("office.newLaptop"), "strong"), margins=(16, 12, 16, 16), gap=8, into=card)
        line_ = row(choose, self._chosen)
        line_.setStretch(1, 1)
        inner.addLayout(line_)
        self._laptop.pair(self._laptop.line("code", tr("office.code"), tr("office.codeHint")), None)
        inner.addWidget(self._laptop)
        inner.addWidget(label(tr("office.who"), "caption"))
        inner.addLayout(self._who)
        inner.addWidget(label(tr("office.where"), "caption"))
        inner.addLayout(self._where)
        inner.addLayout(row(button(tr("office.admit"), self._admit), 1))
        return card

    def _choose_people(self) -> None:
        emptied(self._who)
        emptied(self._where)
        people = self.presenter.people()
        self._checks = [(RowId(each["id"]), Check(_named(each["name"], each["role_word"]))) for each in people]
        self._scopes = [(district.scope, Check(district.name)) for district in self.presenter.districts()]
        for at, (_, check) in enumerate(self._checks):
            self._who.addWidget(check, at // 2, at % 2)
        for at, (_, check) in enumerate(self._scopes):
            check.setChecked(True)
            self._where.addWidget(check, at // 2, at % 2)
        if self.invite is not None:
            named = [(RowId(each["id"]), _named(each["name"], each["role_word"])) for each in people]
            self.invite.choose_among(named, [(district.scope, district.name) for district in self.presenter.districts()])

    def _pick(self) -> None:
        chosen = choose_files(self, tr("office.chooseRequest"), ["*"])
        if chosen:
            self._request = chosen[0]
            self._chosen.set_text(chosen[0].name)

    def _admit(self) -> None:
        if self._request is None:
            self._pick()
            return
        grant = save_file(self, tr("office.saveGrant"), "grant.fieldaudit")
        if grant is None:
            return
        people = [person for person, check in self._checks if check.isChecked()]
        scopes: list[Scope] = [scope for scope, check in self._scopes if check.isChecked()]
        try:
            device = self.presenter.admit(self._request, self._laptop.text("code"), people, scopes, grant)
        except FieldauditError as error:
            self.frame.show_error(error)
            return
        self.frame.toasts.say(tr("office.admitted", device=device))
        self._show()


def _named(name: str, role: str) -> str:
    """Somebody with their role; an administrator is often called just that."""
    return name if name == role else f"{name} · {role}"


def _row(icon_name: str, title: str, detail: str, mark: QWidget | None = None) -> QWidget:
    """A line of either list, 56 high, under a hairline."""
    made = QWidget()
    made.setFixedHeight(px(56))
    words = column(1, Elided(title, "strong"), Elided(detail, "caption"), 1, gap=0)
    parts = row(picture(icon_name, "text_secondary", 20), margins=(16, 0, 16, 0), gap=12)
    parts.addLayout(words, 1)
    if mark is not None:
        parts.addWidget(mark)
    column(line(), gap=0, into=made).addLayout(parts, 1)
    return made
