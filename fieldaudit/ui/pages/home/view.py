"""The page of one home as it is painted: facts and papers at the left, what happened there at the right, acts on top."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ....domain.core import Touched
from ...text import tr
from ...theme import pixmap, px
from ...widgets.basic import PRIMARY, button, column, emptied, frame, label, row, show_in_place
from ...widgets.lists import Row, RowList, RowState
from ...widgets.paint import draw_text
from ...widgets.scrolling import scrolled
from ...widgets.states import EmptyState
from ..base import Page
from ..institutions.presenter import remember_home
from ..resting import after_rest
from .begin import begin_or_resume
from .editor import HomeEditor
from .panel import HISTORY_ROW, History, disputes_part, facts_grid, plan_part
from .presenter import BeginPresenter, HomePresenter
from .summary import Happened, Summary

_SIDE, _NARROW, _PAPER_ROW = 420, 860, 40


class HomePage(Page):
    """The page."""

    back = True

    def __init__(self, frame: Any, **arguments: Any) -> None:
        super().__init__(frame, **arguments)
        self.presenter = HomePresenter(self.session, int(arguments["institution"]))
        self.shown: Summary = self.presenter.read()
        self.may_inspect = BeginPresenter(self.session, self.frame.settings).allowed()
        self.primary: QPushButton = button(kind=PRIMARY, pressed=self._begin)
        self.edit = button(tr("home.edit"), self._edit, icon_name="pencil")
        self.plan = button(tr("home.openPlan"), lambda: self.frame.go("plan", institution=self.shown.id))
        self.left = QVBoxLayout()
        self.history = History(self._open)
        self.papers = RowList(_paint_paper, _PAPER_ROW, _paper_words, opens_on_click=True)
        self.papers.setAccessibleName(tr("home.papers"))
        self.papers.opened.connect(self._open_paper)
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+N"), self, self._begin)
        self._again = after_rest(self, 30, self._read)

    def _lay_out(self) -> None:
        self.side = frame("card")
        self.none = EmptyState("history", tr("home.noHistory"), tr("home.noHistoryHint"))
        head = label(tr("home.history"), "heading")
        head.setContentsMargins(px(16), px(12), px(16), px(8))
        column(head, self.history, self.none, margins=(1, 0, 1, 8), gap=0, into=self.side)
        inside = QWidget()
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self.columns.setContentsMargins(px(24), px(24), px(24), px(24))
        self.columns.setSpacing(px(16))
        self.columns.addLayout(self.left, 1)
        self.columns.addWidget(self.side)
        column(scrolled(inside), gap=0, into=self)

    def title(self) -> str:
        """The home's name."""
        return self.shown.name

    def subtitle(self) -> str:
        """Where it is."""
        return self.shown.place

    def bar(self) -> list[QWidget]:
        """Edit, plan, and the one primary: begin or go on."""
        show_in_place(self.primary, self.may_inspect)
        return [self.edit, self.plan, self.primary]

    def start(self) -> None:
        """Show it; remember it as opened."""
        remember_home(self.frame.settings, self.shown.id)
        self._show()
        (self.primary if self.may_inspect else self.plan).setFocus(Qt.FocusReason.OtherFocusReason)

    def touched(self, touched: Touched) -> None:
        """Read it again when something of it moved."""
        if self.presenter.concerns(touched):
            self._again.start()

    def leave(self) -> None:
        """No reading any more."""
        self._again.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        self.columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.side.setMinimumWidth(0 if narrow else px(_SIDE))
        self.side.setMaximumWidth(16_777_215 if narrow else px(_SIDE))

    # -- showing -------------------------------------------------------------------------------------
    def _read(self) -> None:
        self.shown = self.presenter.read()
        self._show()
        self.frame.top_bar.retitle()

    def _show(self) -> None:
        shown = self.shown
        self.primary.setText(tr("home.resume") if shown.draft else tr("home.begin"))
        self.history.show_history(shown.history)
        self.history.setVisible(bool(shown.history))
        self.history.setMinimumHeight(px(HISTORY_ROW) * max(1, len(shown.history)))
        self.none.setVisible(not shown.history)
        papers = self.presenter.papers()
        self.papers.show_rows(papers)
        self.papers.setFixedHeight(px(_PAPER_ROW) * len(papers))
        self.papers.setParent(self)  # out of its card, which is deleted with the rest
        emptied(self.left)
        self.left.setSpacing(px(16))
        facts: list[QWidget | QLayout] = [label(tr("home.facts"), "heading"), facts_grid(shown.facts, disputed=shown.disputed)]
        if (decide := disputes_part(shown, lambda: self.frame.go("sync"))) is not None:
            facts.append(row(decide, 1))
        self.left.addWidget(_card(*facts))
        self.left.addWidget(_card(plan_part(shown)))
        if papers:
            self.left.addWidget(_list_card(label(tr("home.papers"), "heading"), self.papers))
            self.papers.show()
        self.left.addStretch(1)

    def _open(self, line: Happened) -> None:
        self.frame.go(line.page, **line.arguments)

    def _open_paper(self, one: Row | None) -> None:
        if one is not None:
            self.frame.go("documents", paper=one["id"])

    def _begin(self) -> None:
        if self.may_inspect:
            begin_or_resume(self.frame, self.shown.id, self.shown.name, self.shown.draft, self.shown.others_draft)

    def _edit(self) -> None:
        HomeEditor(self.frame, lambda _id: None, self.shown.id).open()


def _card(*parts: QWidget | QLayout) -> QWidget:
    made = frame("card")
    inside = column(margins=(16, 12, 16, 16), gap=12, into=made)
    for each in parts:
        if isinstance(each, QLayout):
            inside.addLayout(each)
        else:
            inside.addWidget(each)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return made


def _list_card(head: QWidget, rows: QWidget) -> QWidget:
    made = frame("card")
    head.setContentsMargins(px(15), px(12), px(15), px(8))
    column(head, rows, margins=(1, 0, 1, 8), gap=0, into=made)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return made


def _paper_words(one: Row) -> str:
    return f"{one['title']} {one['number']} {one['day']}"


def _paint_paper(painter: QPainter, rect: QRect, one: Row, _state: RowState) -> None:
    inner = rect.adjusted(px(16), 0, -px(16), 0)
    painter.drawPixmap(inner.left(), rect.center().y() - px(9), pixmap("file-text", "text_secondary", 18))
    draw_text(painter, inner.adjusted(px(28), 0, -px(80), 0), f"{one['title']}  {one['number']}", "table")
    day = QRect(inner.right() - px(76), inner.top(), px(76), inner.height())
    draw_text(painter, day, one["day"], "table", "text_muted", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


__all__ = ["HomePage"]
