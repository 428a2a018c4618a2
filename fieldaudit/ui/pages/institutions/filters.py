"""The pane of filters: the named ones and the districts, each with how many homes it shows (counted in the background)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from ....store import register_list
from ...jobs import Job
from ...session import Session
from ...text import tr
from ...theme import px
from ...widgets.basic import column, emptied, label, line, row
from ...widgets.fields import Check
from ...widgets.filtered import Filter, FilterPane
from .presenter import FILTER_WORDS, InstitutionsPresenter

_ICONS = {
    "all": "building-2", "inspected": "clipboard-check", "never": "eye-off", "quarter": "calendar-clock", "major": "shield-alert",
    "overdue": "clock", "small": "users", "uncoded": "circle-alert",
}  # fmt: skip


class HomeFilters(FilterPane):
    """208 wide. `changed(filter=…)`, `changed(districts=…)` is called when somebody chose."""

    def __init__(self, presenter: InstitutionsPresenter, session: Session, changed: Callable[..., None]) -> None:
        tones = {"overdue": "danger"}
        super().__init__(
            [Filter(name, tr(words), _ICONS[name], tones.get(name, "")) for name, words in FILTER_WORDS.items()],
            tr("institutions.filters"),
        )
        self._presenter, self._session, self._changed = presenter, session, changed
        self._stopped = False
        self.chosen.connect(lambda name: changed(filter=name))
        self.checks: dict[int, Check] = {}
        self._districts = column(gap=0)
        under = label(tr("institutions.district"), "table", "muted")
        under.setContentsMargins(px(8), 0, 0, px(4))
        self.below.addLayout(column(line(), margins=(8, 12, 8, 12)))
        self.below.addWidget(under)
        self.below.addLayout(self._districts)

    def show_chosen(self) -> None:
        """Mark what is in use."""
        self.show_current(self._presenter.wanted.filter)
        self.rows["inspected"].setVisible(self._presenter.wanted.filter == "inspected")  # the overview leads there
        for district, check in self.checks.items():
            check.setChecked(district in self._presenter.wanted.districts)

    def count(self) -> None:
        """Count again, behind the window."""

        def read(_job: Job) -> dict[str, int]:
            return register_list.counts(self._session.desk_of_thread().store, self._presenter.day())

        self._show_districts()
        self.window_jobs()(Job("", quiet=True), read, self._counted)

    def window_jobs(self) -> Callable[..., None]:
        """The frame's background work."""
        page: Any = self.parentWidget()
        return page.frame.start_job  # type: ignore[no-any-return]

    def stop(self) -> None:
        """The page goes away: what is still being counted is not shown."""
        self._stopped = True

    def _counted(self, job: Job) -> None:
        if not self._stopped and job.state == "done":
            self.show_counts(job.result)

    def _show_districts(self) -> None:
        rows = self._presenter.districts()
        if [each["id"] for each in rows] == list(self.checks):
            return
        emptied(self._districts)
        self.checks = {}
        for each in rows:
            check = self.checks[each["id"]] = Check(each["name"])
            check.setAccessibleName(f"{each['name']} {each['homes']}")
            check.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            check.setMinimumHeight(px(36))
            check.clicked.connect(lambda _on=False: self._districts_chosen())
            self._districts.addLayout(row(check, 1, label(str(each["homes"]), "table", "muted"), margins=(4, 0, 8, 0)))
        self.show_chosen()

    def _districts_chosen(self) -> None:
        self._changed(districts=tuple(district for district, check in self.checks.items() if check.isChecked()))
