"""The pane at the right: the current home's facts, plan and history, and the page's one primary button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...text import tr
from ...theme import TOKENS, px
from ...widgets.basic import PRIMARY, Elided, button, column, emptied, frame, label, line, row
from ...widgets.scrolling import scrolled
from ..home.begin import begin_or_resume
from ..home.panel import HISTORY_ROW, History, disputes_part, facts_grid, plan_part
from ..home.summary import Happened, Summary

if TYPE_CHECKING:
    from .view import InstitutionsPage


class SummaryPane(QWidget):
    """320 wide, its foot docked."""

    def __init__(self, page: InstitutionsPage) -> None:
        super().__init__()
        self._page = page
        self._shown: Summary | None = None
        self.name, self.about = Elided("", "heading"), Elided("", "caption")
        self.details = button(tr("institutions.details"), self._details, kind="text", size="small", flush="right")
        self.content: QVBoxLayout = column(gap=12)
        self.history = History(self._open, 20)
        self.begin = button(pressed=self._begin, kind=PRIMARY, size="large")
        self.plan = button(tr("home.openPlan"), self._plan, size="large")
        self.setFixedWidth(px(TOKENS["layout"]["institutions"]["summary"]))
        self._lay_out()

    def _lay_out(self) -> None:
        head = row(self.name, self.details, gap=8)
        head.setStretch(0, 1)
        top = column(margins=(20, 12, 20, 12), gap=0)
        top.addLayout(head)
        top.addWidget(self.about)
        inside = frame("pane")
        under = label(tr("home.history"), "heading")
        under.setContentsMargins(px(20), px(12), px(20), px(8))
        self.under = under
        whole = column(gap=0, into=inside)
        facts = column(margins=(20, 0, 20, 0), gap=0)
        facts.addLayout(self.content)
        whole.addLayout(top)
        whole.addLayout(facts)
        whole.addWidget(under)
        whole.addWidget(self.history)
        whole.addStretch(1)
        self.area = scrolled(inside)
        self.foot = frame("pane")
        self.foot.setFixedHeight(px(76))
        row(self.begin, self.plan, margins=(20, 0, 20, 0), gap=8, into=self.foot).setStretch(0, 1)
        self.none = frame("pane")
        column(self.area, line(), self.foot, self.none, gap=0, into=self)

    def show_home(self, shown: Summary | None) -> None:
        """Show a home, or nothing."""
        self._shown = shown
        for each in (self.area, self.foot):
            each.setVisible(shown is not None)
        self.none.setVisible(shown is None)
        if shown is None:
            return
        self.name.set_text(shown.name)
        self.about.set_text(shown.place)
        emptied(self.content)
        self.content.addWidget(facts_grid(shown.facts, disputed=shown.disputed))
        if (decide := disputes_part(shown, lambda: self._page.frame.go("sync"))) is not None:
            self.content.addLayout(row(decide, 1))
        self.content.addWidget(line())
        self.content.addLayout(plan_part(shown))
        self.history.show_history(shown.history)
        self.history.setFixedHeight(px(HISTORY_ROW) * len(shown.history))
        self.under.setVisible(bool(shown.history))
        self.begin.setVisible(self._page.may_inspect)
        self.begin.setText(tr("home.resume") if shown.draft else tr("home.begin"))

    def _details(self) -> None:
        if self._shown is not None:
            self._page.open_home(self._shown.id)

    def _plan(self) -> None:
        if self._shown is not None:
            self._page.open_plan(self._shown.id)

    def _open(self, happened: Happened) -> None:
        self._page.frame.go(happened.page, **happened.arguments)

    def _begin(self) -> None:
        shown = self._shown
        if shown is not None:
            self._page.presenter.opened(shown.id)
            begin_or_resume(self._page.frame, shown.id, shown.name, shown.draft, shown.others_draft)
