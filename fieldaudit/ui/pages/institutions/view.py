"""The page `institutions` as it is painted: filters, the table of homes, and the summary of the current one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from ....domain.core import Touched
from ...text import is_english, tr
from ...theme import TOKENS, px
from ...widgets.basic import button, column, frame, label, row
from ...widgets.filtered import SearchLine
from ...widgets.menus import FilterChip, more_menu
from ...widgets.paged import Column, PagedModel
from ...widgets.states import EmptyState
from ...widgets.table import Table
from ..base import Page
from ..home.begin import begin_or_resume
from ..home.editor import HomeEditor
from ..home.presenter import BeginPresenter
from ..resting import after_rest
from .filters import HomeFilters
from .presenter import BED_WORDS, FILTER_WORDS, PLAN_WORDS, InstitutionsPresenter, listing
from .summary_pane import SummaryPane

_SETTLE = 120  # ms of rest before the summary of another row is read: holding an arrow down must not stutter


def columns() -> list[Column]:
    """The table's columns; English headings need more room."""
    zh = TOKENS["layout"]["columns_institutions"]
    english = {"district": 84, "beds": 52, "residents": 78, "disabled": 64, "last": 78, "open": 52, "major": 56, "plan": 114}
    wide = english if is_english() else {"plan": 104}
    width = {name: wide.get(name, zh[name]) for name in zh}
    return [
        Column("name", tr("institutions.name"), "stretch", "bold"),
        Column("district", tr("institutions.district"), width["district"], "muted"),
        Column("beds", tr("institutions.beds"), width["beds"], align="right"),
        Column("residents", tr("institutions.residents"), width["residents"], align="right"),
        Column("unable", tr("institutions.unable"), width["disabled"], align="right", sortable=False),
        Column("last", tr("institutions.last"), width["last"]),
        Column("open", tr("institutions.open"), width["open"], align="right"),
        Column("major", tr("institutions.majorCount"), width["major"], align="right"),
        Column("plan", tr("institutions.plan"), width["plan"], "chip"),
    ]


def _said(words: dict[str, str]) -> list[tuple[object, str]]:
    return [(name, tr(key)) for name, key in words.items()]


class InstitutionsPage(Page):
    """The page."""

    dense = True

    def __init__(self, frame: Any, **arguments: Any) -> None:
        super().__init__(frame, **arguments)
        self.presenter = InstitutionsPresenter(self.session, frame.settings, listing(arguments))
        self.may_inspect = BeginPresenter(self.session, frame.settings).allowed()
        wanted = str(arguments.get("wanted", "") or "")
        self._wanted = int(wanted) if wanted.isdecimal() else 0
        self._narrow: bool | None = None
        self._make()
        self._lay_out()
        self._listen()

    def _make(self) -> None:
        self.filters = HomeFilters(self.presenter, self.session, self._filtered)
        self.model = PagedModel(self.presenter.fetch, self.presenter.count, columns())
        self.table = Table(self.model)
        self.table.setAccessibleName(tr("institutions.title"))
        self.table.header.show_sorted(self.presenter.wanted.sort, self.presenter.wanted.descending)
        self.summary = SummaryPane(self)
        self.search = SearchLine(tr("institutions.searchHint"), self.presenter.wanted.text, self.table)
        self.search.setProperty("size", "small")
        self.which = FilterChip(tr("institutions.filter"), _said(FILTER_WORDS)[1:])
        self.plan = FilterChip(tr("institutions.state"), _said(PLAN_WORDS))
        self.beds = FilterChip(tr("institutions.beds"), _said(BED_WORDS))
        self.count = label("", "table", "muted")
        self.take_in = button(tr("institutions.import"), self._import, size="small", icon_name="download")
        self.add = button(tr("institutions.add"), self._add, size="small", icon_name="plus")
        self.more = more_menu(self._more)
        self.shown = label("", "table", "muted")
        self.order = label("", "table", "muted")

    def _lay_out(self) -> None:
        tools = frame("sunken")
        tools.setFixedHeight(px(56))
        row(self.which, self.plan, self.beds, self.search, self.count, self.add, self.take_in, self.more,
            margins=(16, 0, 16, 0), gap=8, into=tools).setStretch(3, 1)  # fmt: skip
        foot = frame("pane")
        foot.setObjectName("footer")
        foot.setFixedHeight(px(TOKENS["layout"]["bulk_bar"]))
        row(self.shown, 1, self.order, margins=(16, 0, 16, 0), into=foot)
        self.place = QStackedLayout()
        self.table.setParent(self)  # the layout shows it before it has a place: else as a window
        self.place.addWidget(self.table)
        middle = column(tools, gap=0)
        middle.addLayout(self.place, 1)
        middle.addWidget(foot)
        self.lines = [frame("column"), frame("column")]
        whole = row(self.filters, self.lines[0], gap=0, into=self)
        whole.addLayout(middle, 1)
        whole.addWidget(self.lines[1])
        whole.addWidget(self.summary)

    def _listen(self) -> None:
        self.table.current.connect(self._current)
        self.table.opened.connect(self._open)
        self.table.sorted.connect(self._sort)
        self.table.verticalScrollBar().valueChanged.connect(lambda _value: self._say_shown())
        self.table.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._say_shown())
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._open_first)
        self.which.chosen.connect(lambda value: self._filtered(filter=value or "all"))
        self.plan.chosen.connect(lambda value: self._filtered(plan=value or ""))
        self.beds.chosen.connect(lambda value: self._filtered(beds=value or ""))
        QShortcut(QKeySequence("Ctrl+N"), self, self._begin)
        self._rest = after_rest(self, _SETTLE, self._show_summary)
        self._again = after_rest(self, 50, self._reload)

    # -- the page ------------------------------------------------------------------------------------
    def title(self) -> str:
        """机构."""
        return tr("institutions.title")

    def start(self) -> None:
        """Show the list, on the home it was left at."""
        self._show_filters()
        self._show_list(self._wanted)
        self._show_summary()
        self.filters.count()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.presenter.count():
            self._first_thing().setFocus(Qt.FocusReason.OtherFocusReason)

    def touched(self, touched: Touched) -> None:
        """Something of the list was written: read it again, once for many."""
        if self.presenter.homes_of(touched):
            self._again.start()

    def address(self) -> dict[str, Any]:
        """Filters, text, order and the current home."""
        return self.presenter.address(self._home())

    def leave(self) -> None:
        """No reading any more."""
        self._rest.stop()
        self._again.stop()
        self.filters.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go on in the search field, "/" goes there, Esc clears it."""
        if not self.search.hears(event):
            super().keyPressEvent(event)

    def _fold(self, narrow: bool) -> None:
        wide_only: list[QWidget] = [self.filters, self.lines[0], self.add, self.take_in, self.beds]
        for each in wide_only:
            each.setVisible(not narrow)
        self.which.setVisible(narrow)
        self.more.setVisible(narrow)
        self._show_side()

    def _show_side(self) -> None:
        """The summary, where there is room and there are homes."""
        shown = not self.frame.rail.compact and bool(self.presenter.count() or self.presenter.condition())
        for each in (self.lines[1], self.summary):
            each.setVisible(shown)

    # -- the list ------------------------------------------------------------------------------------
    def _filtered(self, **parts: Any) -> None:
        self.presenter.change(**parts)
        self._show_filters()
        self._show_list(self._home())

    def _show_filters(self) -> None:
        wanted = self.presenter.wanted
        self.filters.show_chosen()
        self.which.set_value(wanted.filter if wanted.filter != "all" else None)
        self.plan.set_value(wanted.plan or None)
        self.beds.set_value(wanted.beds or None)

    def _search(self, text: str) -> None:
        self._filtered(text=text)

    def _sort(self, key: str, descending: bool) -> None:
        self._filtered(sort=key, descending=descending)

    def _reload(self) -> None:
        self.presenter.reload()
        self._show_list(self._home())
        self.filters.count()

    def _show_list(self, keep: int) -> None:
        """Show the ids the presenter holds; the current home stays current where it still shows."""
        self.model.reset()
        found = self.presenter.count()
        self.count.setText(tr("institutions.homes", found))
        self.order.setText(tr("institutions.recentFirst") if self.presenter.wanted.sort == "recent" else "")
        if not found:
            self._show_empty()
        else:
            self.place.setCurrentWidget(self.table)
            self.table.go_to(self.presenter.place_of(keep) or 0)
        self._show_side()
        self._say_shown()
        self._rest.start()

    def _show_empty(self) -> None:
        for at in range(self.place.count() - 1, 0, -1):
            gone = self.place.widget(at)
            self.place.removeWidget(gone)
            gone.deleteLater()
        condition = self.presenter.condition()
        if condition:
            empty = EmptyState("list-filter", tr("institutions.noneMatch"), tr("institutions.hiddenBy", condition=condition),
                               tr("institutions.clear"), self._clear, primary=False)  # fmt: skip
        else:
            empty = EmptyState("building-2", tr("institutions.noHomes"), tr("institutions.noHomesHint"),
                               tr("institutions.importRegister"), self._import)  # fmt: skip
        self.place.addWidget(empty)
        self.place.setCurrentWidget(empty)

    def _first_thing(self) -> QWidget:
        shown = self.place.currentWidget()
        return shown.action if isinstance(shown, EmptyState) and shown.action is not None else self.table

    def _clear(self) -> None:
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.presenter.clear()
        self._show_filters()
        self._show_list(self._home())
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_shown(self) -> None:
        found, height = self.presenter.count(), max(1, self.table.verticalHeader().defaultSectionSize())
        first = self.table.verticalScrollBar().value() // height + 1
        last = min(found, first + max(0, self.table.viewport().height() // height - 1))
        self.shown.setText(tr("institutions.shown", first=first, last=last, all=found) if found else "")

    def resizeEvent(self, event: Any) -> None:
        """Fold the panes below the width of the narrow layout; other rows fit."""
        super().resizeEvent(event)
        narrow = self.frame.width() < px(TOKENS["layout"]["breakpoints"]["normal"])
        if narrow != self._narrow:
            self._narrow = narrow
            self._fold(narrow)
            self._rest.start(0)
        self._say_shown()

    # -- one home ------------------------------------------------------------------------------------
    def _home(self) -> int:
        at = self.table.currentIndex().row()
        return int(self.presenter.ids[at]) if 0 <= at < len(self.presenter.ids) else self._wanted

    def _current(self, _row: object) -> None:
        self._wanted = self._home()
        self._rest.start()

    def _show_summary(self) -> None:
        self._rest.stop()
        home = self._home() if self.presenter.count() else 0
        self.summary.show_home(self.presenter.summary(home) if home and self.summary.isVisibleTo(self) else None)

    def _open(self, line: dict[str, Any] | None) -> None:
        if line is not None:
            self.open_plan(int(line["id"]))

    def open_plan(self, home: int) -> None:
        """The home's plan."""
        self.presenter.opened(home)
        self.frame.go("plan", institution=home)

    def open_home(self, home: int) -> None:
        """The home's own page."""
        self.frame.go("home", institution=home)

    def _open_first(self) -> None:
        if self.presenter.count():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        home = self._home() if self.presenter.count() else 0
        shown = self.presenter.summary(home) if home and self.may_inspect else None
        if shown is not None:
            self.presenter.opened(home)
            begin_or_resume(self.frame, shown.id, shown.name, shown.draft, shown.others_draft)

    def _import(self) -> None:
        self.frame.go("import")

    def _add(self) -> None:
        HomeEditor(self.frame, self.open_home).open()

    def _more(self) -> list[Any]:
        home = self._home() if self.presenter.count() else 0
        here = [
            (tr("institutions.details"), lambda: self.open_home(home), "building-2"),
            (tr("home.openPlan"), lambda: self.open_plan(home), "wrench"),
        ]
        begin = [(tr("home.begin"), self._begin, "clipboard-check")] if self.may_inspect else []
        rest = [(tr("institutions.add"), self._add, "plus"), (tr("institutions.import"), self._import, "download")]
        return [*here, *begin, None, *rest] if home else rest
