"""The supervisors' pages on a phone: a one-time link as a QR, made here without any connection. The site's address is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from ...errors import FieldauditError
from ...work.site_link import MAY_READ, site_link
from ..text import capital, tr
from ..theme import px
from ..widgets.basic import PRIMARY, button, column, label, row, set_state
from ..widgets.form import Form
from .phone.panel import Code
from .told import Overlay

if TYPE_CHECKING:
    from .frame import Frame

_SIDE = 284  # a link is long: four pixels a module
ADDRESS = "site_address"  # a setting of the window


class SiteLink(Overlay):
    """Asks for the address where none is kept; then the link, good once and for ten minutes."""

    def __init__(self, over: Frame) -> None:
        super().__init__(over, 520)
        self._frame, self.link = over, ""
        self.form = Form()
        self.form.add(self.form.line("address", tr("siteLink.address"), tr("siteLink.addressHint")))
        self.form.put("address", over.settings.text(ADDRESS))
        self.code = Code()
        self.code.setAccessibleName(tr("siteLink.code"))
        self.code.setFixedSize(px(_SIDE), px(_SIDE))
        self._shown = QWidget()
        inside = column(label(tr("siteLink.once"), "table", "secondary", wrap=True), into=self._shown)
        inside.addLayout(row(1, self.code, 1))
        self.copy = button(tr("siteLink.copy"), self._copy, icon_name="clipboard-paste")
        self.make = button(tr("siteLink.make"), self._make)
        self.done = button(tr("siteLink.done"), self.close_it, kind=PRIMARY)
        self.content.addWidget(label(tr("siteLink.title"), "heading"))
        self.content.addWidget(label(tr("siteLink.words"), "table", "secondary", wrap=True))
        self.content.addWidget(self._shown)
        self.content.addWidget(self.form)
        self.content.addLayout(row(self.make, self.copy, 1, self.done))
        self.setAccessibleName(tr("siteLink.title"))
        self._show("")
        if self.form.text("address"):
            self._make()

    def first(self) -> QWidget:
        """The address, where it is needed."""
        return self.done if self.link else self.form.fields["address"].widget

    def _show(self, link: str) -> None:
        self.link = link
        self._shown.setVisible(bool(link))
        self.copy.setVisible(bool(link))
        self.make.setText(tr("siteLink.again") if link else tr("siteLink.make"))
        for each, first in ((self.make, not link), (self.done, bool(link))):
            set_state(each, kind=PRIMARY if first else "")
        self.code.show_link(link)

    def _make(self) -> None:
        address = self.form.text("address").strip()
        try:
            link = site_link(self._frame.session.desk(), address)
        except FieldauditError as error:
            self._show("")
            self.form.faults({"address": " ".join(filter(None, (capital(str(error.what)), str(error.todo))))})
            return
        self.form.faults({})
        self._frame.settings.put(ADDRESS, address)
        self._show(link)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link)
        self._frame.toasts.say(tr("siteLink.copied"))


def phone_button(over: Frame) -> QPushButton | None:
    """The way to it, for whom the pages are."""
    if over.session.role not in MAY_READ:
        return None
    name = tr("siteLink.title")
    made = button(kind="icon", icon_name="smartphone", name=name, pressed=lambda: SiteLink(over).open())
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


__all__ = ["SiteLink", "phone_button"]
