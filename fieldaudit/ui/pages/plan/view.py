"""A home's plan (一院一策) as it is painted: facts, its hazards with the five, and one of them in detail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from ....domain.calendar import local_date
from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ....work import plan
from ....work.desk import Desk
from ...intake import Source
from ...jobs import Job
from ...text import tr
from ...theme import TOKENS, px
from ...widgets.bars import Bar
from ...widgets.basic import button, column, emptied, frame, label, line, row
from ...widgets.keys import is_typing
from ...widgets.photo_files import read_all
from ...widgets.states import EmptyState
from ..base import Page
from ..rectification.asking import ask_extension, ask_submission, ask_words
from ..rectification.focus import later
from . import detail as detail_pane
from .detail import DetailPane
from .presenter import ALL, MISSING, OPEN, Detail, PlanPresenter
from .table import PlanTable

if TYPE_CHECKING:
    from ...shell.frame import Frame

_READS = frozenset(("item", "item_state", "event", "attachment", "annotation", "institution", "notice", "answer"))
_NARROW_HIDES = ("contingency",)


class PlanPage(Page):
    """One home's hazards: filled in, carried on, cleared."""

    back = True
    dense = True
    searches = False

    def __init__(self, frame: Frame, institution: int = 0, item: int = 0, which: str = ALL) -> None:
        super().__init__(frame, institution=institution, item=item)
        self.presenter = PlanPresenter(self.session, RowId(institution))
        self._which, self._item = which, RowId(item) if item else None
        self._narrow, self._open_detail = frame.rail.compact, False
        self._build()
        frame.narrowed.connect(self._fold)

    def title(self) -> str:
        """The home."""
        return str(self.presenter.home["name"])

    def subtitle(self) -> str:
        """一院一策."""
        return tr("plan.subtitle")

    def bar(self) -> list[QWidget]:
        """Printing, and in a narrow window the way between list and detail."""
        self.side = button("", self._turn, icon_name="panel-right", kind="icon", tip=tr("plan.details"))
        if not self._narrow:  # shown with its bar, never by itself
            self.side.hide()
        printing = button(tr("plan.print"), partial(self._papers), icon_name="printer")
        return [printing, self.side]

    # -- building --------------------------------------------------------------------------------------
    def _build(self) -> None:
        self.facts = frame("pane")
        self.facts.setFixedHeight(px(TOKENS["layout"]["plan"]["facts"]))
        self._facts = row(margins=(24, 0, 24, 0), gap=16, into=self.facts)
        self.table = PlanTable(lambda: self.presenter.shown(self._which))
        self.table.setAccessibleName(tr("plan.items"))
        self.table.current.connect(self._current)
        self.table.opened.connect(lambda _row: self._turn(True))
        self.table.edit_wanted.connect(self._edit)
        self.table.written.connect(self._write)
        self.pane = DetailPane(self.frame)
        self.pane.act_wanted.connect(self._act)
        self.pane.edit_wanted.connect(lambda name: self._edit(self._shown_id(), name))
        self.pane.photo_wanted.connect(lambda photo: self.frame.go("photo", attachment=photo))
        self.stack = QStackedWidget()
        self.empty = QWidget()
        self._empty = QHBoxLayout(self.empty)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.left = frame("pane")
        head = QWidget()
        head.setFixedHeight(px(52))
        self.total = label("", "table", "muted")
        self.chips = {which: self._chip(which) for which in (ALL, OPEN, MISSING)}
        row(label(tr("plan.items"), "strong"), self.total, 1, *self.chips.values(), margins=(16, 0, 16, 0), into=head)
        column(head, line(), self.stack, gap=0, into=self.left).setStretch(2, 1)
        self.edge = frame("column")
        below = QHBoxLayout()
        below.setSpacing(0)
        for part, stretch in ((self.left, 1), (self.edge, 0), (self.pane, 0)):
            below.addWidget(part, stretch)
        whole = column(self.facts, line(), gap=0, into=self)
        whole.addLayout(below)
        whole.setStretch(2, 1)

    def _chip(self, which: str) -> QPushButton:
        made = button("", partial(self._choose, which), kind="filter")
        made.setCheckable(True)
        made.setChecked(which == self._which)
        return made

    def _fold(self, narrow: bool) -> None:
        self._narrow = narrow
        self.side.setVisible(narrow)
        detail = not narrow or self._open_detail
        self.pane.setVisible(detail)
        self.left.setVisible(not narrow or not self._open_detail)
        self.edge.setVisible(not narrow)
        self.facts.setVisible(not (narrow and self._open_detail))
        self.pane.spread(narrow)
        if narrow:
            self.pane.setMinimumWidth(0)
            self.pane.setMaximumWidth(16777215)
        else:
            self.pane.setFixedWidth(detail_pane.width())
        for at, each in enumerate(self.table.columns):
            self.table.setColumnHidden(at, narrow and each.key in _NARROW_HIDES)
        self._show_facts()

    def _turn(self, opened: bool | None = None) -> None:
        """In a narrow window: from the list to the detail and back."""
        if not self._narrow:
            self.pane.compare.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._open_detail = not self._open_detail if opened is None else opened
        self._fold(True)
        (self.pane.compare if self._open_detail else self.table).setFocus(Qt.FocusReason.TabFocusReason)

    # -- showing ---------------------------------------------------------------------------------------
    def start(self) -> None:
        """Show the plan and its first hazard, or the one that was asked for."""
        self._fold(self._narrow)
        self._show(self._item, anew=False)
        later(self.table)

    def touched(self, touched: Touched) -> None:
        """Something of a plan was written: a plan is short, it is read whole."""
        if _READS & touched.keys():
            self.presenter.read()
            self._show(self._shown_id(), anew=False)

    def _show(self, item: RowId | None, *, anew: bool = True) -> None:
        p = self.presenter
        counts = {which: len(p.shown(which)) for which in (ALL, OPEN, MISSING)}
        self.total.setText(str(counts[ALL]))
        self.chips[ALL].setText(tr("plan.all"))
        self.chips[OPEN].setText(tr("plan.open", count=counts[OPEN]))
        self.chips[MISSING].setText(tr("plan.missing", count=counts[MISSING]))
        if anew:
            self._show_facts()
        else:
            self._show_parts()
        place = self.table.verticalScrollBar().value()
        quiet = self.table.blockSignals(True)
        self.table.paged.reset()
        self.table.blockSignals(quiet)
        self.table.verticalScrollBar().setValue(place)
        shown = p.shown(self._which)
        self.stack.setCurrentIndex(0 if shown else 1)
        if not shown:
            self._show_empty()
        at = next((n for n, each in enumerate(shown) if each.id == item), 0)
        if shown:
            quiet = self.table.blockSignals(True)  # told once, below, also where the row is the same
            self.table.go_to(at)
            self.table.blockSignals(quiet)
            self._current(self.table.current_row())
        else:
            self.pane.show_nothing(tr("plan.choose") if p.lines else "")

    def _show_empty(self) -> None:
        emptied(self._empty)
        if self.presenter.lines:
            made = EmptyState(
                "list-filter", tr("plan.empty_filter"), "", tr("plan.show_all"), partial(self._choose, ALL), primary=False
            )
        else:
            go = partial(self.frame.go, "home", institution=self.presenter.institution)
            made = EmptyState("shield-check", tr("plan.empty"), "", tr("plan.to_home"), go, primary=False)
        self._empty.addWidget(made)

    def _show_facts(self) -> None:
        emptied(self._facts)
        known = self.presenter.facts()
        for at, (caption, value) in enumerate(known[:3] if self._narrow else known):
            if at:
                edge = frame("column")
                edge.setFixedHeight(px(40))
                self._facts.addWidget(edge)
            self._facts.addLayout(column(1, label(caption, "caption"), label(value, "heading"), 1, gap=2))
        self._facts.addStretch(1)
        self.legend = QWidget()
        self._legend = column(gap=8, into=self.legend)
        self._facts.addWidget(self.legend)
        self._show_parts()

    def _show_parts(self) -> None:
        emptied(self._legend)
        parts = self.presenter.parts()
        words = [_Legend(said, token, count) for said, token, count in parts]
        self._legend.addStretch(1)
        self._legend.addLayout(row(*words, 1, gap=16))
        if parts:
            bar = Bar([(count, token) for _said, token, count in parts], 8, name=tr("plan.legend"))
            bar.setMinimumWidth(px(160 if self._narrow else 300))
            self._legend.addWidget(bar)
        self._legend.addStretch(1)

    def _choose(self, which: str) -> None:
        self._which = which
        for name, chip in self.chips.items():
            chip.setChecked(name == which)
        self._show(self._shown_id(), anew=False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self, shown: dict[str, Any] | None) -> None:
        found = self.presenter.detail(RowId(shown["id"])) if shown else None
        if found is None:
            self.pane.show_nothing()
        else:
            self.pane.show_detail(found)

    def _shown_id(self) -> RowId | None:
        current = self.table.current_row()
        return RowId(current["id"]) if current else None

    # -- filling in ------------------------------------------------------------------------------------
    def _edit(self, item: int | None, name: str) -> None:
        if item is None:
            return
        if self._narrow and self._open_detail:
            self._turn(False)
        why = self.presenter.may_write(RowId(item), name)
        if why is not None:
            self.frame.show_error(why)
        else:
            self.table.open_field(item, name)

    def _write(self, item: int, name: str, said: str) -> None:
        value: Any = said.strip() or None
        if name in ("budget_yuan", "term_days") and value is not None:
            try:
                value = float(value.replace(",", "")) if name == "budget_yuan" else int(value)
            except ValueError:
                self.frame.toasts.say(tr("plan.bad_number"))
                return
        try:
            self.presenter.write(RowId(item), {name: value})
        except FieldauditError as error:
            self.frame.show_error(error)
            return
        self.frame.toasts.say(tr("plan.saved"), undo=self.frame.undo)

    # -- acts --------------------------------------------------------------------------------------------
    def _act(self, act: str) -> None:
        item = self._shown_id()
        found = self.presenter.detail(item) if item is not None else None
        if found is not None:
            getattr(self, f"_do_{act}")(found)

    def _do(self, act: Callable[[Desk], object], said: str) -> None:
        self.frame.act(act, said, undo=True)

    def _do_visit(self, found: Detail) -> None:
        self.frame.go("checklist", inspection=found.line.row["inspection"])

    def _do_order(self, found: Detail) -> None:
        self.frame.go("finish", inspection=found.line.row["inspection"])

    def _do_serve(self, found: Detail) -> None:
        self.frame.go("serve", notice=found.state.notice)

    def _do_reinspect(self, found: Detail) -> None:
        self.frame.go("reinspect", institution=self.presenter.institution, item=found.line.id)

    def _do_sheet(self, _found: Detail) -> None:
        self._papers()

    def _papers(self) -> None:
        self.frame.go("documents", institution=self.presenter.institution)

    def _do_clear(self, found: Detail) -> None:
        def yes(note: str) -> None:
            self._do(lambda desk: plan.clear(desk, found.line.id, note), tr("plan.done_clear"))

        title = tr("plan.ask_clear", finding=found.line.finding)
        ask_words(self.frame, title, "", tr("rectification.opinion"), tr("plan.a_clear"), yes, needed=False).open()

    def _do_submit(self, found: Detail) -> None:
        def yes(note: str, photos: list[Source]) -> None:
            def do(_job: Job) -> None:
                files = read_all(photos)
                self.session.act(lambda desk: plan.submit(desk, found.line.id, note, files))

            self.frame.start_job(Job(tr("plan.a_submit"), quiet=True), do, self._submitted)

        title = tr("plan.ask_submit", finding=found.line.finding)
        ask_submission(self.frame, title, tr("plan.a_submit"), yes).open()

    def _submitted(self, job: Job) -> None:
        if job.error is not None:
            self.frame.show_error(job.error)
        else:
            self.frame.toasts.say(tr("plan.done_submit"), undo=self.frame.undo)

    def _do_extend(self, found: Detail) -> None:
        def yes(to: date, why: str) -> None:
            self._do(lambda desk: plan.extend(desk, found.line.id, to, why), tr("plan.done_extend"))

        title = tr("plan.ask_extend", finding=found.line.finding)
        ask_extension(self.frame, title, "", local_date(self.session.clock()), yes).open()

    def _do_grant(self, found: Detail) -> None:
        def yes(why: str) -> None:
            self._do(lambda desk: plan.grant(desk, found.line.id, None, why), tr("plan.done_grant"))

        title = tr("plan.ask_grant", day=found.asked[0].isoformat() if found.asked else "")
        ask_words(self.frame, title, "", tr("rectification.note"), tr("plan.a_grant"), yes, needed=False).open()

    def _do_refuse(self, found: Detail) -> None:
        def yes(why: str) -> None:
            self._do(lambda desk: plan.refuse(desk, found.line.id, why), tr("plan.done_refuse"))

        title = tr("plan.ask_refuse", day=found.state.due.isoformat() if found.state.due else "")
        ask_words(self.frame, title, "", tr("rectification.reason"), tr("plan.a_refuse"), yes, needed=True).open()

    # -- keys --------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J K move, [ ] pairs, left and right move the handle, I the detail, Ctrl+Z takes back."""
        if is_typing():
            super().keyPressEvent(event)
            return
        compare, key = self.pane.compare, Qt.Key(event.key())
        steps: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_J: partial(self._move, 1),
            Qt.Key.Key_K: partial(self._move, -1),
            Qt.Key.Key_BracketLeft: partial(self.pane.turn, -1),
            Qt.Key.Key_BracketRight: partial(self.pane.turn, 1),
            Qt.Key.Key_Left: lambda: compare.setValue(compare.value() - compare.singleStep()),
            Qt.Key.Key_Right: lambda: compare.setValue(compare.value() + compare.singleStep()),
            Qt.Key.Key_I: self._turn,
        }
        if event.matches(QKeySequence.StandardKey.Undo):
            self.frame.undo()
        elif key == Qt.Key.Key_Escape:
            self._turn(False) if self._narrow and self._open_detail else self.frame.back()
        elif key in steps and not event.modifiers():
            steps[key]()
        else:
            super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        at = self.table.currentIndex().row() + by
        if 0 <= at < self.table.paged.rowCount():
            self.table.go_to(at)

    def address(self) -> dict[str, Any]:
        """The home, the hazard, the filter."""
        return {"institution": self.presenter.institution, "item": self._shown_id() or 0, "which": self._which}

    def leave(self) -> None:
        """What is being typed is written."""
        self.table.close_field()


class _Legend(QWidget):
    """A dot of the bar's colour with its words and count."""

    def __init__(self, words: str, token: str, count: int) -> None:
        super().__init__()
        from ...theme import theme

        self._colour = theme()[token]
        row(label(words, "table", "secondary"), label(str(count), "strong"), margins=(13, 0, 0, 0), gap=4, into=self)

    def paintEvent(self, _event: Any) -> None:
        """The dot."""
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QPainter

        from ...widgets.paint import rounded

        side = px(8)
        rounded(QPainter(self), QRectF(0, (self.height() - side) / 2, side, side), side / 2, self._colour, None)
