"""The table of all hazards as it is painted: filters, conditions, rows, and the bar for acts on those that are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget
from shiboken6 import isValid

from ....domain.calendar import local_date
from ....domain.core import RowId, Touched
from ....store.board import Board
from ....work.bulk import Bulk
from ...jobs import Job
from ...text import is_english, tr
from ...theme import TOKENS, px
from ...widgets.basic import Elided, button, emptied, frame, label, row
from ...widgets.fields import Line, clearable
from ...widgets.files import save_file
from ...widgets.keys import is_typing
from ...widgets.menus import FilterChip, fill_menu
from ...widgets.states import EmptyState, Skeleton
from ...widgets.table import Column, PagedModel, Table
from ..base import Page
from .acts import BulkBar
from .asking import Refusals, ask_words
from .filters import FilterPane
from .focus import later
from .presenter import SIDE, BoardPresenter, Loaded

if TYPE_CHECKING:
    from ...shell.frame import Frame

_CHIPS = {"district": "rectification.c_district", "severity": "rectification.c_severity", "kind": "rectification.c_measure"}
_HIDES_NARROW = ("district", "responsible")
_QUIET = 50  # items: fewer are done before anybody could look at the tray


class RectificationPage(Page):
    """整改: every hazard of the office, filtered, ordered, and acted upon many at a time."""

    def __init__(
        self,
        frame: Frame,
        filter: str = "",
        text: str = "",
        items: Sequence[int] = (),
        sort: str = "due",
        descending: bool = False,
        row: int = 0,
    ) -> None:
        super().__init__(frame, filter=filter, text=text, items=items)
        only = tuple(int(item) for item in items)
        wanted = Board(filter or ("every" if only else "open"), text, sort, descending, only)
        self.presenter = BoardPresenter(self.session, frame.settings, wanted)
        self._row = row
        self._narrow = frame.rail.compact
        self._reading: Job | None = None
        self._build()
        frame.narrowed.connect(self._fold)
        self._fold(self._narrow)

    def title(self) -> str:
        """整改."""
        return tr("rectification.title")

    # -- building ------------------------------------------------------------------------------------
    def _build(self) -> None:
        p = self.presenter
        self.filters = FilterPane([(name, icon_name, p.words_of(name)) for name, icon_name in SIDE])
        self.filters.chosen.connect(self._choose)
        self.filters.view_chosen.connect(self._choose_view)
        self.filters.view_dropped.connect(self._drop_view)
        self.filters.save_wanted.connect(self._save_view)
        self.edge = frame("column")
        self.model = PagedModel(p.fetch, p.count, _columns(), ids=p.ids)
        self.table = Table(self.model)
        self.table.setAccessibleName(tr("rectification.title"))
        self.table.opened.connect(self._open)
        self.table.sorted.connect(self._sort)
        self.table.selection.connect(self._selected)
        self.table.header.show_sorted(p.board.sort, p.board.descending)
        bar = self.table.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._count_shown())
        bar.rangeChanged.connect(lambda _least, _most: self._count_shown())
        self.stack = QStackedWidget()
        self.skeleton = Skeleton(14, TOKENS["row"]["table"])
        self.empty = QWidget()
        self._empty = QHBoxLayout(self.empty)
        for each in (self.table, self.empty, self.skeleton):
            self.stack.addWidget(each)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        right = QWidget()
        self._right(right)
        for part, stretch in ((self.filters, 0), (self.edge, 0), (right, 1)):
            whole.addWidget(part, stretch)

    def _right(self, right: QWidget) -> None:
        from ...widgets.basic import column, line

        self.conditions = QWidget()
        self.conditions.setFixedHeight(px(56))
        self._conditions = row(margins=(16, 0, 16, 0), gap=8, into=self.conditions)
        self._chips()
        self.bottom = QStackedWidget()
        self.bottom.setObjectName("footer")
        self.bottom.setFixedHeight(px(TOKENS["layout"]["bulk_bar"]))
        counted = frame("pane")
        self.shown = Elided("", "table", "muted")
        row(self.shown, margins=(16, 0, 16, 0), into=counted)
        self.bulk = BulkBar(self)
        self.bottom.addWidget(counted)
        self.bottom.addWidget(self.bulk)
        column(self.conditions, line(), self.stack, self.bottom, gap=0, into=right)
        right.layout().setStretch(2, 1)  # type: ignore[union-attr]

    def _chips(self) -> None:
        """The conditions in use, each with its menu."""
        p = self.presenter
        emptied(self._conditions)
        self.side_button = button(tr("rectification.filters"), icon_name="list-filter", size="small")
        menu = QMenu(self.side_button)
        menu.aboutToShow.connect(lambda: self._fill_side(menu))
        self.side_button.setMenu(menu)
        self.chips: dict[str, FilterChip] = {"": FilterChip(tr("rectification.state_chip"), p.plain_choices(), p.part(""))}
        for name, key in _CHIPS.items():
            self.chips[name] = FilterChip(tr(key), p.choices(name), p.part(name))  # keys: _CHIPS
        for name, _value, words in p.other_parts():
            self.chips[name] = FilterChip(words, [], True)
        self._conditions.addWidget(self.side_button)
        self.side_button.setVisible(self._narrow)
        for name, chip in self.chips.items():
            chip.chosen.connect(lambda value, name=name: self._set_part(name, value))
            self._conditions.addWidget(chip)
        self.finder = Line(tr("rectification.find"), p.board.text)
        self.finder.settled.connect(self._search)
        clearable(self.finder)
        self.finder.setMinimumWidth(px(96))
        self.finder.setMaximumWidth(px(260))
        self._conditions.addWidget(self.finder, 1)
        self._conditions.addStretch(0)
        self.totals = label("", "table", "secondary")
        self._conditions.addWidget(self.totals)
        self.columns = button(
            "" if self._narrow else tr("rectification.columns"),
            icon_name="columns-2",
            size="small",
            tip=tr("rectification.columns"),
        )
        self.columns.setMenu(self._column_menu())
        self.export = button(
            "" if self._narrow else tr("rectification.export"), icon_name="download", size="small", tip=tr("rectification.export")
        )
        exports = QMenu(self.export)
        fill_menu(exports, [
            (tr("rectification.export_xlsx"), lambda: self.save_as("xlsx", ()), "sheet"),
            (tr("rectification.export_csv"), lambda: self.save_as("csv", ()), "file-text"),
        ])  # fmt: skip
        self.export.setMenu(exports)
        self._conditions.addWidget(self.columns)
        self._conditions.addWidget(self.export)

    def _fill_side(self, menu: QMenu) -> None:
        menu.clear()
        fill_menu(menu, self._side_actions())

    def _side_actions(self) -> list[Any]:
        p = self.presenter
        named = [
            (f"{p.words_of(name)}  {p.loaded.counts.get(name, '')}", lambda name=name: self._choose(name), mark)
            for name, mark in SIDE
        ]
        mine = [(view.name, lambda name=view.name: self._choose_view(name), "star") for view in p.views()]
        return [*named, None, *mine, (tr("rectification.save_view"), self._save_view, "plus")]

    def _column_menu(self) -> QMenu:
        menu = QMenu(self.columns)
        for at, each in enumerate(self.model.columns):
            if each.kind == "check" or each.key == "finding":
                continue
            action = menu.addAction(each.title)
            action.setCheckable(True)
            action.setChecked(not self.table.isColumnHidden(at))
            action.toggled.connect(lambda on, key=each.key: self._show_column(key, on))
        return menu

    def _fold(self, narrow: bool) -> None:
        self._narrow = narrow
        self.filters.setVisible(not narrow)
        self.edge.setVisible(not narrow)
        self._chips()
        self._show_totals()
        self.bulk.fold(narrow)
        hidden = set(filter(None, self.frame.settings.text("rectification/hidden").split(",")))
        for at, each in enumerate(self.model.columns):
            self.table.setColumnHidden(at, each.key in hidden or (narrow and each.key in _HIDES_NARROW))

    def _show_column(self, key: str, on: bool) -> None:
        hidden = set(filter(None, self.frame.settings.text("rectification/hidden").split(",")))
        hidden = hidden - {key} if on else hidden | {key}
        self.frame.settings.put("rectification/hidden", ",".join(sorted(hidden)))
        at = next(at for at, each in enumerate(self.model.columns) if each.key == key)
        self.table.setColumnHidden(at, not on)

    # -- reading -------------------------------------------------------------------------------------
    def start(self) -> None:
        """Read, show, and put the keyboard on the rows."""
        self._load(lambda: self._go_to(self._row))
        later(self.table)

    def touched(self, touched: Touched) -> None:
        """Read again what is shown."""
        ids = self.presenter.touched(touched)
        if ids is not None:
            self._load(None, ids)

    def _load(self, then: Callable[[], object] | None = None, ids: set[int] | None = None) -> None:
        """Read the order anew: at once, or in the background where there is very much."""
        if not self.presenter.big():
            self._take(self.presenter.load(self.session.desk()), then, ids)
            return
        if not self.model.rowCount():
            self.stack.setCurrentWidget(self.skeleton)
        if self._reading is not None:
            self._reading.cancel()
        job = self._reading = Job(tr("rectification.title"), quiet=True)

        def ended(done: Job) -> None:
            if done.state == "done" and done is self._reading:
                self._take(done.result, then, ids)

        self.frame.start_job(job, lambda _job: self.presenter.load(self.session.desk_of_thread()), ended)

    def _take(self, loaded: Loaded, then: Callable[[], object] | None, ids: set[int] | None) -> None:
        before = self.presenter.loaded.ids
        if not self.presenter.take(loaded):
            return
        if ids is not None and before == loaded.ids:
            self.model.refresh_rows(ids)
        else:
            self._show_anew(keep=ids is not None)
        self.model.checked &= set(loaded.ids)
        self._show_counts()
        self._selected(self.table.selected_ids())
        if then is not None:
            then()

    def _show_anew(self, *, keep: bool) -> None:
        current, place = self.table.current_row(), self.table.verticalScrollBar().value()
        self.model.reset()
        if keep:
            self.table.verticalScrollBar().setValue(place)
            self._go_to(int(current["id"]) if current else 0, scroll=False)

    def _go_to(self, item: int, *, scroll: bool = True) -> None:
        ids = self.presenter.loaded.ids
        if not ids:
            return
        at = ids.index(RowId(item)) if item in ids else 0
        if scroll or self.table.rowAt(1) <= at:
            self.table.go_to(at)

    def _show_counts(self) -> None:
        p = self.presenter
        self.filters.show_counts(p.loaded.counts, p.board.filter if not p.board.text else "")
        uses = (p.board.filter, p.board.text)
        self.filters.show_views(
            [(v.name, p.loaded.counts.get(v.filter) if not v.text else None, (v.filter, v.text) == uses) for v in p.views()]
        )
        self._show_totals()
        if p.count():
            self.stack.setCurrentWidget(self.table)
        else:
            self._show_empty()
        self._count_shown()

    def _show_totals(self) -> None:
        p = self.presenter
        both = (tr("rectification.items", p.count()), tr("rectification.homes", p.loaded.homes))
        self.totals.setText(both[0] if self._narrow else " · ".join(both))

    def _show_empty(self) -> None:
        p = self.presenter
        emptied(self._empty)
        if p.loaded.counts.get("open") or p.board.filter != "open" or p.board.text:
            words = tr("rectification.hidden_by", filter=p.told())
            made = EmptyState(
                "list-filter", tr("rectification.nothing_here"), words, tr("rectification.clear_filter"), self._clear, primary=False
            )
        else:
            words, verb = tr("rectification.none_yet_words"), tr("rectification.to_inspections")
            made = EmptyState("wrench", tr("rectification.none_yet"), words, verb, lambda: self.frame.go("inspections"))
        self._empty.addWidget(made)
        self.stack.setCurrentWidget(self.empty)

    def _count_shown(self) -> None:
        p, table = self.presenter, self.table
        first = table.rowAt(1)
        if first < 0 or not p.count():
            self.shown.set_text(tr("rectification.shown_none"))
            return
        last = table.rowAt(table.viewport().height() - 1)
        last = last if last >= 0 else p.count() - 1
        self.shown.set_text(
            tr("rectification.shown", first=f"{first + 1:,}", last=f"{last + 1:,}", all=f"{p.count():,}", order=p.order_told())
        )

    # -- filtering -----------------------------------------------------------------------------------
    def _choose(self, names: str) -> None:
        self.presenter.choose(names)
        self._changed()

    def _choose_view(self, name: str) -> None:
        view = next((each for each in self.presenter.views() if each.name == name), None)
        if view is not None:
            self.presenter.choose(view.filter)
            self.presenter.search(view.text)
            self._changed()

    def _set_part(self, name: str, value: object) -> None:
        self.presenter.set_part(name, str(value) if value is not None else None)
        self._changed()

    def _search(self, text: str) -> None:
        self.presenter.search(text.strip())
        self._load()

    def _sort(self, key: str, descending: bool) -> None:
        self.presenter.sort(key, descending)
        self._load()

    def _clear(self) -> None:
        self._choose("open")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        self.table.clear_selection()
        self._chips()
        self._load(lambda: self.table.scrollToTop())

    def _save_view(self) -> None:
        def keep(name: str) -> None:
            self.presenter.save_view(name)
            self._load()

        title, name = tr("rectification.save_view"), tr("rectification.view_name")
        told = self.presenter.told()
        ask_words(self.frame, title, told, name, tr("rectification.save"), keep, needed=True, text=told).open()

    def _drop_view(self, name: str) -> None:
        self.presenter.drop_view(name)
        self._load()

    # -- rows ------------------------------------------------------------------------------------------
    def _open(self, row: dict[str, Any] | None) -> None:
        if row is not None:
            self.frame.go("plan", institution=row["home"], item=row["id"])

    def _selected(self, ids: list[int]) -> None:
        focused: QWidget | None = self.window().focusWidget()
        if not ids and focused is not None and self.bulk.isAncestorOf(focused):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)  # the bar it was on goes
        self.bottom.setCurrentIndex(1 if ids else 0)
        if ids:
            self.bulk.show_chosen(ids, len(self.presenter.homes_of(ids)) if len(ids) <= 500 else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """/ finds, F6 goes to the filters, Ctrl+Z takes back."""
        if event.matches(QKeySequence.StandardKey.Undo) and not is_typing():
            self.frame.undo()
        elif event.text() == "/" and not is_typing():
            self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() == Qt.Key.Key_F6:
            self.filters.focus_first() if self.table.hasFocus() and not self._narrow else self.table.setFocus(
                Qt.FocusReason.TabFocusReason
            )
        elif event.key() == Qt.Key.Key_Escape:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    # -- acts ------------------------------------------------------------------------------------------
    def run(self, do: Callable[[list[int]], Bulk], said: Callable[[str], str]) -> None:
        """An act on what is chosen, off the window's thread; what was refused is listed, all of it is undone in one step."""
        items = self.table.selected_ids()
        job = Job(tr("rectification.working", len(items)), "wrench", quiet=len(items) <= _QUIET, cancellable=False)

        def ended(done: Job) -> None:
            if done.error is not None:
                self.frame.show_error(done.error)
            elif isinstance(done.result, Bulk):
                self._tell(done.result, said(tr("rectification.items", len(done.result.done))))

        self.frame.start_job(job, lambda _job: do(items), ended)

    def _tell(self, found: Bulk, words: str) -> None:
        if isValid(self):  # the person may be elsewhere by now
            self.table.select_ids(found.done, False)
        if found.done:
            self.frame.toasts.say(words, undo=self.frame.undo)
        if found.refused:
            Refusals(self.frame, found, words).open()

    def save_as(self, kind: str, items: Sequence[int]) -> None:
        """The filtered rows, or only these, to a file."""
        p = self.presenter
        today = local_date(self.session.clock())
        path = save_file(
            self, tr("rectification.exporting"), f"{tr('rectification.title')}-{p.told().replace(' · ', '-')}-{today}.{kind}"
        )
        if path is None:
            return
        job = Job(tr("rectification.exporting"), "download", tr("rectification.rows"))

        def ended(done: Job) -> None:
            if done.error is not None:
                self.frame.show_error(done.error)
            elif done.state == "done":
                self.frame.toasts.say(tr("rectification.exported", int(done.result)))

        self.frame.start_job(job, lambda running: p.export(Path(path), items, running.step), ended, long=True)

    def address(self) -> dict[str, Any]:
        """The filter, the order and the row."""
        wanted, current = self.presenter.board, self.table.current_row()
        return {
            "filter": wanted.filter, "text": wanted.text, "items": wanted.items, "sort": wanted.sort,
            "descending": wanted.descending, "row": current["id"] if current else 0,
        }  # fmt: skip

    def leave(self) -> None:
        """What is being read is not wanted any more."""
        self.finder.flush()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None


def _columns() -> list[Column]:
    wide = is_english()
    return [
        Column("check", tr("rectification.c_choose"), 40, "check", sortable=False),
        Column("finding", tr("rectification.c_finding"), "stretch"),
        Column("institution", tr("rectification.c_institution"), 148),
        Column("district", tr("rectification.c_district"), 108),  # 科尔沁左翼中旗 and 后旗 differ in the sixth character
        Column("severity", tr("rectification.c_severity"), 72 if wide else 64, "state"),
        Column("measure", tr("rectification.c_measure"), 108 if wide else 80),
        Column("due", tr("rectification.c_due"), 168 if wide else 132, "due"),
        Column("state", tr("rectification.c_state"), 150 if wide else 120, "state"),
        Column("responsible", tr("rectification.c_responsible"), 100 if wide else 130),
    ]
