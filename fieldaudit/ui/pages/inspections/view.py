"""The page `inspections` as it is painted: states at the left, the table of visits, Enter opens one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from ....domain.core import Touched
from ...text import is_english, tr
from ...theme import TOKENS, px
from ...widgets.basic import PRIMARY, button, column, frame, label, row, show_in_place
from ...widgets.filtered import Filter, FilterPane, SearchLine
from ...widgets.menus import FilterChip
from ...widgets.paged import Column, PagedModel
from ...widgets.states import EmptyState
from ...widgets.table import Table
from ..base import Page
from ..resting import after_rest
from .presenter import STATE_WORDS, InspectionsPresenter, visits


def _columns() -> list[Column]:
    wide = is_english()
    return [
        Column("name", tr("inspections.home"), "stretch", "bold"),
        Column("district", tr("inspections.district"), 120, "muted"),
        Column("started", tr("inspections.started"), 88),
        Column("form", tr("inspections.form"), 150 if wide else 196, "muted", sortable=False),
        Column("inspector", tr("inspections.inspectors"), 168, "muted"),
        Column("number", tr("inspections.number"), 96, "muted"),
        Column("items", tr("inspections.hazards"), 72 if wide else 56, align="right", sortable=False),
        Column("photos", tr("inspections.photos"), 66 if wide else 56, align="right", sortable=False),
        Column("state", tr("inspections.state"), 152 if wide else 96, "chip"),
    ]


_ICONS = {
    "all": "clipboard-check", "mine": "user-round", "draft": "pen-line", "returned": "corner-up-left", "finished": "clock",
    "approved": "check-check", "no_access": "ban",
}  # fmt: skip
_FOLDED = ("district", "form", "number", "photos")  # hidden where it is narrow


class InspectionsPage(Page):
    """The page."""

    dense = True

    def __init__(self, frame: Any, **arguments: Any) -> None:
        super().__init__(frame, **arguments)
        self.presenter = InspectionsPresenter(self.session, visits(arguments, int(self.session.person or 0)))
        self._wanted = int(arguments.get("current", 0) or 0)
        self._make()
        self._lay_out()
        self._again = after_rest(self, 50, self._reload)

    def _make(self) -> None:
        self.filters = FilterPane([Filter(name, tr(key), _ICONS[name]) for name, key in STATE_WORDS.items()])
        self.filters.chosen.connect(lambda name: self._filtered(state=name))
        self.which = FilterChip(tr("inspections.state"), [(name, tr(key)) for name, key in STATE_WORDS.items()][1:])
        self.which.chosen.connect(lambda value: self._filtered(state=value or "all"))
        self.model = PagedModel(self.presenter.fetch, self.presenter.count, _columns())
        self.table = Table(self.model)
        self.table.setAccessibleName(tr("inspections.title"))
        self.table.header.show_sorted(self.presenter.wanted.sort, self.presenter.wanted.descending)
        self.table.opened.connect(self._open)
        self.table.sorted.connect(lambda key, descending: self._filtered(sort=key, descending=descending))
        self.search = SearchLine(tr("inspections.searchHint"), self.presenter.wanted.text, self.table)
        self.search.textChanged.connect(lambda text: self._filtered(text=text))
        self.search.returnPressed.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.count = label("", "table", "muted")
        self.start_one = button(tr("inspections.start"), self._start, kind=PRIMARY)
        self.review = button(tr("inspections.review"), lambda: self.frame.go("review"))
        QShortcut(QKeySequence("Ctrl+N"), self, self._start)

    def _lay_out(self) -> None:
        tools = frame("sunken")
        tools.setFixedHeight(px(56))
        row(self.which, self.search, self.count, margins=(16, 0, 16, 0), into=tools).setStretch(1, 1)
        self.place = QStackedLayout()
        self.table.setParent(self)  # the layout shows it before it has a place: else as a window
        self.place.addWidget(self.table)
        middle = column(tools, gap=0)
        middle.addLayout(self.place, 1)
        self.edge = frame("column")
        whole = row(self.filters, self.edge, gap=0, into=self)
        whole.addLayout(middle, 1)

    # -- the page ------------------------------------------------------------------------------------
    def title(self) -> str:
        """检查."""
        return tr("inspections.title")

    def bar(self) -> list[QWidget]:
        """The supervisor's queue, and beginning an inspection."""
        show_in_place(self.review, self.presenter.reviews())
        show_in_place(self.start_one, self.session.role in ("inspector", "supervisor"))
        return [self.review, self.start_one]

    def start(self) -> None:
        """Show the list where it was left."""
        self._show_list(self._wanted)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def touched(self, touched: Touched) -> None:
        """Something of the list was written: read it again, once for many."""
        if self.presenter.concerns(touched):
            self._again.start()

    def address(self) -> dict[str, Any]:
        """State, text, order and the current visit."""
        return self.presenter.address(self._current())

    def leave(self) -> None:
        """No reading any more."""
        self._again.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go on in the search field, "/" goes there, Esc clears it."""
        if not self.search.hears(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the states into a chip where it is narrow."""
        super().resizeEvent(event)
        narrow = self.frame.width() < px(TOKENS["layout"]["breakpoints"]["normal"])
        self.filters.setVisible(not narrow)
        self.edge.setVisible(not narrow)
        self.which.setVisible(narrow)
        for at, each in enumerate(self.model.columns):
            self.table.setColumnHidden(at, narrow and each.key in _FOLDED)

    # -- the list ------------------------------------------------------------------------------------
    def _filtered(self, **parts: Any) -> None:
        self.presenter.change(**parts)
        self._show_list(self._current())

    def _reload(self) -> None:
        self.presenter.reload()
        self._show_list(self._current())

    def _current(self) -> int:
        at = self.table.currentIndex().row()
        return int(self.presenter.ids[at]) if 0 <= at < len(self.presenter.ids) else self._wanted

    def _show_list(self, keep: int) -> None:
        self.filters.show_counts(self.presenter.counts())
        self.filters.show_current(self.presenter.wanted.state)
        self.which.set_value(self.presenter.wanted.state if self.presenter.wanted.state != "all" else None)
        self.model.reset()
        found = self.presenter.count()
        self.count.setText(tr("inspections.visits", found))
        if found:
            self.place.setCurrentWidget(self.table)
            self.table.go_to(self.presenter.place_of(keep) or 0)
        else:
            self._show_empty()

    def _show_empty(self) -> None:
        if (before := self.place.widget(1)) is not None:
            self.place.removeWidget(before)
            before.deleteLater()
        condition = self.presenter.condition()
        if condition:
            empty = EmptyState("list-filter", tr("inspections.noneMatch"), tr("inspections.hiddenBy", condition=condition),
                               tr("institutions.clear"), self._clear, primary=False)  # fmt: skip
        else:
            empty = EmptyState("clipboard-check", tr("inspections.none"), tr("inspections.noneHint"), tr("inspections.start"),
                               self._start, primary=False)  # fmt: skip
        self.place.addWidget(empty)
        self.place.setCurrentWidget(empty)

    def _clear(self) -> None:
        self.presenter.change(state="all", text="")
        self.search.clear()
        self._show_list(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, one: dict[str, Any] | None) -> None:
        if one is not None:
            self._wanted = int(one["id"])
            page, arguments = self.presenter.leads_to(self._wanted)
            self.frame.go(page, **arguments)

    def _start(self) -> None:
        self.frame.go("institutions")


__all__ = ["InspectionsPage"]
