"""The page `overview` as it is painted: tiles, the burn-down beside the kinds, districts beside the base."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ....domain.calendar import local_date, local_datetime
from ....domain.core import Touched
from ....errors import MachineError
from ....i18n import tr as both
from ...jobs import Job
from ...shell.site_link import phone_button
from ...text import tr
from ...theme import px
from ...widgets.basic import button, column, frame, show_in_place
from ...widgets.chart_view import ChartView, save
from ...widgets.charts import Bars, Grid, Lines
from ...widgets.files import save_file
from ...widgets.segments import Choice, Toggle
from ...widgets.states import EmptyState, Skeleton
from ..base import Page
from . import presenter
from .parts import Base, Months, tile
from .presenter import Opens, Shown, Within

_SHOWS = frozenset(("item", "item_state", "event", "inspection", "inspection_state", "institution", "district", "form"))
_SPARE = 160  # px that the charts may grow in a high window
# what the period toggle offers -> its words
_PERIODS = {"all": "overview.all", "year": "overview.year", "month": "overview.month", "custom": "overview.custom"}


class OverviewPage(Page):
    """The page."""

    searches = False

    def __init__(self, frame: Any, first: str = "", last: str = "", district: int = 0, by: str = "section") -> None:
        super().__init__(frame, first=first, last=last, district=district, by=by)
        self.within, self.by = Within(first, last, int(district)), by
        self.shown: Shown | None = None
        self._reading = self._again = False
        self._lay_out()

    # -- what it is -----------------------------------------------------------------------------------
    def title(self) -> str:
        """The page's name."""
        return tr("overview.title")

    def subtitle(self) -> str:
        """The scope and how fresh it is."""
        now = local_datetime(self.session.clock())
        scope = tr("overview.rangeAll")
        if self.within.first:
            scope = tr("overview.range", first=self.within.first, last=self.within.last)
        return f"{scope} · {tr('overview.upToNow', time=f'{now:%H:%M}')}"

    def bar(self) -> list[QWidget]:
        """Period, district, export, the pages on a phone."""
        today = local_date(self.session.clock())
        choices = [Choice(name, tr(key)) for name, key in _PERIODS.items()]
        self.period = Toggle(choices, presenter.period_of(self.within, today))
        self.period.setAccessibleName(tr("overview.period"))
        self.period.chosen.connect(self._choose_period)
        self.period_menu: QPushButton = button("", self._offer_periods, icon_name="chevron-down")
        self.period_menu.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._show_period()
        self.city: QPushButton = button(tr("overview.city"), self._offer_districts, icon_name="chevron-down")
        self.city.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.export: QPushButton = button(tr("overview.export"), self._offer_export, icon_name="download")
        phone = phone_button(self.frame)
        return [self.period, self.period_menu, self.city, self.export, *([phone] if phone is not None else [])]

    def address(self) -> dict[str, Any]:
        """Period, district and what the bars show."""
        return {"first": self.within.first, "last": self.within.last, "district": self.within.district, "by": self.by}

    def start(self) -> None:
        """Read in the background, then show."""
        self._read()

    def touched(self, touched: Touched) -> None:
        """Count again when anything counted was written."""
        if _SHOWS & touched.keys():
            self._read()

    # -- layout ---------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        inner = QWidget()
        area.setWidget(inner)
        self._column = QVBoxLayout(inner)
        edge = px(24)
        self._column.setContentsMargins(edge, px(20), edge, px(20))
        self._column.setSpacing(px(16))
        self._tiles = QGridLayout()
        self._tiles.setSpacing(px(16))
        self.lines, self.bars, self.grid = ChartView(), ChartView(), ChartView()
        self.base = Base(self._go)
        self._cards: list[QWidget] = [self._card(self.lines), self._card(self.bars), self._card(self.grid), self.base]
        self._pairs = QGridLayout()
        self._pairs.setSpacing(px(16))
        words = (tr("overview.emptyTitle"), tr("overview.emptyWords"), tr("overview.emptyVerb"))
        self._empty = EmptyState("chart-column", *words, lambda: self.frame.go("institutions"))
        self._skeleton = Skeleton(8)
        self._column.addWidget(self._skeleton)
        self._column.addLayout(self._tiles)
        self._column.addWidget(self._empty)
        self._column.addLayout(self._pairs)
        self._column.addStretch(1)
        for each in (self._empty, *self._cards):
            each.hide()
        self._fold(self.frame.rail.compact)
        self.frame.narrowed.connect(self._fold)

    def _fold(self, narrow: bool) -> None:
        """Two columns, or one where the window is narrow."""
        for at, card in enumerate(self._cards):
            place = (at, 0) if narrow else (at // 2, at % 2)
            self._pairs.addWidget(card, *place)
        self._pairs.setColumnStretch(0, 790)
        self._pairs.setColumnStretch(1, 0 if narrow else 424)
        self._show_tiles(narrow)
        if hasattr(self, "period"):
            self._show_period()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The charts take what a high window has to spare."""
        super().resizeEvent(event)
        self._stretch()

    def _stretch(self) -> None:
        lines, bars = self.lines.chart(), self.bars.chart()
        if lines is None or bars is None:
            return
        taken = self._column.totalSizeHint().height() - max(self.lines.height(), self.bars.height())
        least = max(lines.height(), bars.height())
        high = least + max(0, min(px(_SPARE), self.height() - taken - least))
        narrow = self.frame.rail.compact
        self.lines.setFixedHeight(lines.height() if narrow else high)
        self.bars.setFixedHeight(bars.height() if narrow else high)

    def _card(self, view: ChartView) -> QFrame:
        made = frame("card")
        more = button(kind="icon", size="small", icon_name="ellipsis", name=tr("chart.more"))
        more.clicked.connect(lambda: self._offer(view).popup(more.mapToGlobal(more.rect().bottomLeft())))
        inner = QGridLayout(made)
        inner.setContentsMargins(px(16), px(8), px(12), px(8))  # the dots stand on the middle of the chart's title
        inner.addLayout(column(view, margins=(0, 4, 4, 0)), 0, 0)
        inner.addWidget(more, 0, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        inner.setRowStretch(1, 1)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(lambda at: self._offer(view).popup(view.mapToGlobal(at)))
        view.opened.connect(self._go)
        view.copied.connect(lambda: self.frame.toasts.say(tr("chart.copied")))
        return made

    # -- reading and showing -----------------------------------------------------------------------------
    def _read(self) -> None:
        """One reading at a time; what was asked for meanwhile is read after it."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        within, by = self.within, self.by
        self.frame.start_job(
            Job(tr("overview.title"), quiet=True),
            lambda job: presenter.read(self.session.desk_of_thread(), within, by),
            self._came,
        )

    def _came(self, job: Job) -> None:
        self._reading = False
        if self.frame.page is not self:
            return
        if job.error is not None:
            self.frame.show_error(job.error)
        elif job.result is not None:
            self._show(job.result)
        if self._again:
            self._again = False
            self._read()

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        nothing = self.within == Within() and not shown.points
        self._skeleton.hide()
        self._empty.setVisible(nothing)
        for card in self._cards[:3]:
            card.setVisible(not nothing)
        self._cards[3].show()
        self._pairs.setColumnStretch(0, 0 if nothing else 790)
        self._show_tiles(self.frame.rail.compact)
        names = (tr("overview.open"), tr("overview.ofThemOverdue"))
        self.lines.show_chart(Lines(tr("overview.openChart"), shown.peak, names, shown.points, shown.point_marks))
        self.bars.show_chart(Bars(tr("overview.byKind"), tr("overview.foundCount"), shown.kinds, shown.kind_marks))
        self.grid.show_chart(
            Grid(tr("overview.byDistrict"), tr("overview.pressAny"), shown.columns, shown.districts, shown.district_marks)
        )
        self.base.show_rows(list(shown.base), shown.register_day)
        self.city.setText(next((row["name"] for row in shown.names if row["id"] == self.within.district), tr("overview.city")))
        self.frame.top_bar.retitle()
        QTimer.singleShot(0, self, self._stretch)  # once it is laid out

    def _show_tiles(self, narrow: bool) -> None:
        if self.shown is None:
            return
        while self._tiles.count():
            if isinstance(old := self._tiles.takeAt(0).widget(), QWidget):
                old.hide()
                old.deleteLater()
        for at, each in enumerate(self.shown.tiles):
            columns = 3 if narrow else 6
            self._tiles.addWidget(tile(each, self._go), at // columns, at % columns)
            self._tiles.setColumnStretch(at % columns, 18 if at % columns == 0 else 10)

    # -- going and choosing ------------------------------------------------------------------------------
    def _go(self, opens: object) -> None:
        assert isinstance(opens, Opens)
        self.frame.go(opens.page, **dict(opens.arguments))

    def _limit(self, within: Within) -> None:
        self.within = within
        self._show_period()
        self._read()
        self.frame.top_bar.retitle()

    def _choose_period(self, name: object) -> None:
        today = local_date(self.session.clock())
        if name == "custom":
            first, last = self.within.first or f"{today.year:04}-01", self.within.last or today.strftime("%Y-%m")
            Months(self.frame, first, last, self._custom).open()
            self._show_period()
        elif isinstance(name, str):
            first, last = presenter.periods(today)[name]
            self._limit(Within(first, last, self.within.district))

    def _show_period(self) -> None:
        """The toggle, or a menu where the window is narrow."""
        name, narrow = presenter.period_of(self.within, local_date(self.session.clock())), self.frame.rail.compact
        self.period.set_value(name)
        self.period_menu.setText(tr(_PERIODS[name]))
        self.period_menu.setAccessibleName(f"{tr('overview.period')}: {tr(_PERIODS[name])}")
        show_in_place(self.period, not narrow)
        show_in_place(self.period_menu, narrow)

    def _offer_periods(self) -> None:
        menu = QMenu(self)
        for name, key in _PERIODS.items():
            menu.addAction(tr(key)).triggered.connect(lambda _on=False, name=name: self._choose_period(name))
        menu.popup(self.period_menu.mapToGlobal(self.period_menu.rect().bottomLeft()))

    def _custom(self, first: str, last: str) -> None:
        self._limit(Within(first, last, self.within.district))

    def _choose_kinds(self, by: object) -> None:
        self.by = str(by)
        self._read()

    def _offer_districts(self) -> None:
        menu = QMenu(self)
        names = [(row["id"], row["name"]) for row in (self.shown.names if self.shown else ())]
        for id_, name in [(0, tr("overview.city")), *names]:
            act = QAction(name, menu, checkable=True, checked=id_ == self.within.district)
            act.triggered.connect(lambda _on=False, to=id_: self._limit(Within(self.within.first, self.within.last, to)))
            menu.addAction(act)
        menu.popup(self.city.mapToGlobal(self.city.rect().bottomLeft()))

    def _offer_export(self) -> None:
        menu = QMenu(self)
        for view in (self.lines, self.bars, self.grid):
            if (chart := view.chart()) is not None:
                menu.addMenu(self._offer(view, chart.title))
        menu.popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    def _offer(self, view: ChartView, title: str = "") -> QMenu:
        """What can be done with a chart: its picture, and for the kinds what they are counted by."""
        menu = QMenu(title, self)
        menu.addAction(tr("chart.copy")).triggered.connect(lambda: view.copy())
        menu.addAction(tr("chart.savePng")).triggered.connect(lambda: self._save(view, ".png"))
        menu.addAction(tr("chart.saveSvg")).triggered.connect(lambda: self._save(view, ".svg"))
        if view is self.bars and not title:
            menu.addSeparator()
            for name, words in (("section", tr("overview.bySection")), ("measure", tr("overview.byMeasure"))):
                act = QAction(words, menu, checkable=True, checked=name == self.by)
                act.triggered.connect(lambda _on=False, name=name: self._choose_kinds(name))
                menu.addAction(act)
        return menu

    def _save(self, view: ChartView, ending: str) -> None:
        chart = view.chart()
        assert chart is not None
        path = save_file(self, tr("overview.export"), f"{chart.title}{ending}")
        if path is None:
            return
        if save(chart, view.width(), path):
            self.frame.toasts.say(tr("chart.saved", name=path.name))
        else:
            self.frame.show_error(MachineError(both("图片没有存成", "the picture could not be written"), where=str(path)))


__all__ = ["OverviewPage"]
