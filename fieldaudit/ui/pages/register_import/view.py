"""The page `import` as it is painted: choose or drop a file, see what becomes of each row, take it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from ....errors import FieldauditError
from ...jobs import Job
from ...text import is_english, tr
from ...theme import TOKENS, px
from ...widgets.bars import CountRow
from ...widgets.basic import PRIMARY, button, column, frame, label, line, row
from ...widgets.files import choose_files, save_file
from ...widgets.menus import FilterChip
from ...widgets.paged import Column, PagedModel
from ...widgets.scrolling import scrolled
from ...widgets.states import EmptyState, ErrorBox
from ...widgets.table import Table
from ..base import Page
from ..resting import after_rest
from .lines import KINDS, Line
from .presenter import ImportPresenter, Read, Taken, reading_of
from .reading_pane import ReadingPane
from .row_pane import RowPane
from .waiting import Waiting

_PATTERNS = ("*.xlsx", "*.csv", "*.txt", "*.tsv")
_SIDE, _FILTERS = 336, 208


class ImportPage(Page):
    """The page."""

    dense, back = True, True

    def __init__(self, frame: Any, **arguments: Any) -> None:
        super().__init__(frame, **arguments)
        self.presenter = ImportPresenter(
            self.session, str(arguments.get("file", "") or ""), reading_of(arguments), dict(arguments.get("decisions", {}))
        )
        self._kind, self._lines, self._left, self._narrow = "all", list[Line](), False, False
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self._make()
        self._lay_out()
        self._judge_soon = after_rest(self, 400, lambda: self._look(again=False))

    def _make(self) -> None:
        self.choose = EmptyState("upload", tr("import.dropHere"), tr("import.dropHint"), tr("import.choose"), self._choose)
        self.waiting = Waiting(self._stop)
        self.filters = {name: CountRow(tr(key), None, partial(self._filter, name)) for name, key in KINDS.items()}
        self.which = FilterChip(tr("import.all"), [(name, tr(key)) for name, key in KINDS.items()][1:])
        self.which.chosen.connect(lambda value: self._filter(str(value or "all")))
        self.model = PagedModel(self._fetch, lambda: len(self._lines), _columns())
        self.table = Table(self.model)
        self.table.setAccessibleName(tr("import.rows"))
        self.row_pane = RowPane(self._decide)
        self.table.current.connect(lambda one: self.row_pane.show_line(one["line"] if one else None))
        self.reading = ReadingPane(self.presenter, lambda: self._look(again=True))
        self.told = label("", "table", "muted", wrap=True)
        self.save = button("", self._save_refused, icon_name="file-down")
        self.other = button(tr("import.otherFile"), self._choose)
        self.take = button("", self._take, kind=PRIMARY)

    def _lay_out(self) -> None:
        self.filter_pane = frame("pane")
        content = column(margins=(8, 12, 8, 12), gap=0, into=self.filter_pane)
        for each in self.filters.values():
            content.addWidget(each)
        content.addStretch(1)
        self.filter_pane.setFixedWidth(px(_FILTERS))
        side = frame("pane")
        column(self.row_pane, line(), self.reading, 1, margins=(16, 16, 16, 16), gap=16, into=side)
        self.side = scrolled(side)
        self.side.setFixedWidth(px(_SIDE))
        self.failure, self.otherwise = QWidget(), ReadingPane(self.presenter, lambda: self._look(again=True))
        self.otherwise.setMaximumWidth(px(560))
        self.failed = column(self.otherwise, 1, margins=(24, 24, 24, 24), gap=16, into=self.failure)
        self.foot = frame("pane")
        self.foot.setObjectName("footer")
        self.foot.setFixedHeight(px(TOKENS["layout"]["footer"]))
        row(self.told, self.save, self.other, self.take, margins=(20, 0, 20, 0), gap=12, into=self.foot).setStretch(0, 1)
        self.chip_bar = frame("sunken")
        row(self.which, 1, margins=(16, 8, 16, 8), into=self.chip_bar)
        middle = column(self.chip_bar, self.table, gap=0)
        middle.setStretch(1, 1)
        preview = QWidget()
        whole = row(self.filter_pane, frame("column"), gap=0, into=preview)
        whole.addLayout(middle, 1)
        whole.addWidget(frame("column"))
        whole.addWidget(self.side)
        self.place = QStackedLayout()
        for place in (_centred(self.choose), self.waiting, preview, scrolled(self.failure)):
            place.setParent(self)  # the layout shows the first before it has a place: else as a window
            self.place.addWidget(place)
        both = column(gap=0, into=self)
        both.addLayout(self.place, 1)
        both.addWidget(self.foot)

    # -- the page ------------------------------------------------------------------------------------
    def title(self) -> str:
        """导入名册."""
        return tr("import.title")

    def subtitle(self) -> str:
        """The file's name."""
        return self.presenter.path.name if self.presenter.path else ""

    def start(self) -> None:
        """Read the file that was asked for, or ask for one."""
        if self.presenter.path is not None:
            self._look(again=True)
        else:
            self._show(0)
            assert self.choose.action is not None
            self.choose.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def address(self) -> dict[str, Any]:
        """The file, how it is read, what was decided."""
        return self.presenter.address()

    def leave(self) -> None:
        """Stop reading; what is being stored goes on."""
        self._left = True
        self._judge_soon.stop()
        self.waiting.rest()
        self._stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the first file."""
        event.acceptProposedAction()
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+O chooses a file."""
        if event.key() == Qt.Key.Key_O and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._choose()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the filters into a chip where it is narrow."""
        super().resizeEvent(event)
        narrow = self.frame.width() < px(TOKENS["layout"]["breakpoints"]["normal"])
        self.filter_pane.setVisible(not narrow)
        self.chip_bar.setVisible(narrow)

    def _show(self, at: int) -> None:
        self.place.setCurrentIndex(at)
        self.foot.setVisible(at == 2)

    # -- reading -------------------------------------------------------------------------------------
    def _choose(self) -> None:
        chosen = choose_files(self, tr("import.choose"), _PATTERNS)
        if chosen:
            self.open_file(chosen[0])

    def open_file(self, path: Path) -> None:
        """Read a file."""
        self.presenter.choose(path)
        self.frame.top_bar.retitle()
        self._look(again=True)

    def _look(self, *, again: bool) -> None:
        if self._job is not None:
            self._job.cancel()
        if again:
            self._show(1)
        name = self.presenter.path.name if self.presenter.path else ""
        job = self._job = Job(tr("import.reading", file=name), quiet=True)  # told here: progress and refusal stand in place
        self.take.setEnabled(False)
        if again:
            self.waiting.follow(job)
        self.frame.start_job(job, self.presenter.look(again=again), self._looked)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _looked(self, job: Job) -> None:
        if self._left or job is not self._job:
            return
        self._job = None
        self.waiting.rest()
        if job.state == "done":
            self._show_read(job.result)
        elif job.error is not None:
            self._show_failure(job.error)
        elif self.presenter.read is None:
            self._show(0)
        else:
            self._show_read(self.presenter.read)

    def _show_failure(self, error: FieldauditError) -> None:
        self.presenter.read = None
        if self.failed.count() > 2 and (before := self.failed.takeAt(0).widget()) is not None:
            before.deleteLater()
        self.failed.insertWidget(0, ErrorBox(self.presenter.refusal(error), tr("import.otherFile"), self._choose))
        self.otherwise.show_failure()
        there = self.presenter.path is not None and self.presenter.path.is_file()
        self.otherwise.setVisible(there)  # no way of reading helps where there is no file
        self._show(3)

    def _show_read(self, read: Read) -> None:
        fresh = self.presenter.read is None or self.presenter.read.register is not read.register
        self.presenter.read = read
        for name, each in self.filters.items():
            each.set_count(read.counts[name])
            each.setVisible(name == "all" or read.counts[name] > 0)
        if self._kind != "all" and not read.counts[self._kind]:
            self._kind = "all"
        if fresh:
            self.reading.show_reading(read.register)
        self._show(2)
        self._fill()
        if fresh:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_foot(read)

    def _show_foot(self, read: Read) -> None:
        self.take.setText(tr("import.take", read.homes))
        self.take.setEnabled(read.homes > 0)
        self.save.setText(tr("import.saveRefused", read.counts["refused"]))
        self.save.setVisible(read.counts["refused"] > 0)
        words = tr("import.nothing") if not read.homes else tr("import.canUndo")
        if read.counts["twins"]:
            words = tr("import.openTwins", read.counts["twins"])
        self.told.setText(words)

    def _fetch(self, at: int, most: int) -> list[dict[str, Any]]:
        return [each.row() for each in self._lines[at : at + most]]

    # -- rows ----------------------------------------------------------------------------------------
    def _filter(self, kind: str) -> None:
        self._kind = kind
        self._fill()

    def _fill(self) -> None:
        read, kept = self.presenter.read, self.table.current_row()
        self._lines = read.showing(self._kind) if read is not None else []
        for name, each in self.filters.items():
            each.setChecked(name == self._kind)
        self.which.set_value(self._kind if self._kind != "all" else None)
        self.model.reset()
        at = next((at for at, each in enumerate(self._lines) if kept is not None and each.key == kept["line"].key), 0)
        if self._lines:
            self.table.go_to(at)
        self.row_pane.show_line(self._lines[at] if self._lines else None)

    def _decide(self, key: str, choice: str) -> None:
        self.presenter.decide(key, choice)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._judge_soon.start()

    def _save_refused(self) -> None:
        path = save_file(self, tr("import.saveTitle"), self.presenter.refused_name())
        if path is None:
            return
        try:
            self.presenter.refused(path)
        except FieldauditError as error:
            self.frame.show_error(error)
            return
        self.frame.toasts.say(tr("import.savedTo", file=path.name))

    # -- taking --------------------------------------------------------------------------------------
    def _take(self) -> None:
        self.take.setEnabled(False)
        job = Job(tr("import.taking"), "download", tr("import.unit"), told=lambda taken: tr("import.done", taken.homes))
        self.frame.start_job(job, self.presenter.take(), self._taken, long=True)

    def _taken(self, job: Job) -> None:
        if job.state == "done" and job.result.homes:
            self.frame.toasts.say(tr("import.done", job.result.homes), undo=self._undo)
            if not self._left:
                self.frame.go("institutions")
        elif not self._left and isinstance(job.result, Taken) and job.result.changed is not None:
            self._show_read(job.result.changed)
            self.told.setText(tr("import.changedMeanwhile"))
        if not self._left and self.presenter.read is not None:
            self.take.setEnabled(self.presenter.read.homes > 0)

    def _undo(self) -> None:
        job, frame = Job(tr("import.undoing"), "undo-2", cancellable=False), self.frame

        def undone(ended: Job) -> None:
            if ended.state == "done":
                frame.toasts.say(tr("frame.undone"))

        frame.start_job(job, self.presenter.undo(), undone, long=True)


def _columns() -> list[Column]:
    return [
        Column("spot", tr("import.row"), 64, "muted", sortable=False),
        Column("name", tr("import.name"), 160, "bold", sortable=False),
        Column("fate", tr("import.fate"), 132 if is_english() else 104, "chip", sortable=False),
        Column("told", tr("import.why"), "stretch", "muted", sortable=False),
    ]


def _centred(content: QWidget) -> QWidget:
    """The drop field in the middle of the page."""
    made, box = QWidget(), frame("card")
    box.setMinimumWidth(px(440))
    column(content, margins=(16, 16, 16, 16), into=box)
    whole = column(1, gap=0, into=made)
    whole.addLayout(row(1, box, 1))
    whole.addStretch(1)
    return made


__all__ = ["ImportPage"]
