"""A file is being read: its name, how far it is, and a way to stop, over rows that stand for what comes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ...jobs import Job
from ...text import tr
from ...widgets.bars import Progress
from ...widgets.basic import Elided, button, column, frame, label, row
from ...widgets.states import Skeleton

_REFRESH = 100  # ms: a job steps often, and on another thread


class Waiting(QWidget):
    """Follows one job. `stop()` is called when somebody cancels."""

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self._job: Job | None = None
        self.name, self.count, self.bar = Elided("", "strong"), label("", "table", "muted"), Progress()
        card = frame("card")
        head = row(self.name, self.count, button(tr("frame.cancel"), stop, size="small"))
        head.setStretch(0, 1)
        inside = column(margins=(16, 12, 16, 16), gap=10, into=card)
        inside.addLayout(head)
        inside.addWidget(self.bar)
        column(card, Skeleton(10, 40), 1, margins=(24, 24, 24, 24), gap=16, into=self)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH)
        self._timer.timeout.connect(self._show)

    def follow(self, job: Job) -> None:
        """Show this job until `rest`."""
        self._job = job
        self._show()
        self._timer.start()

    def rest(self) -> None:
        """It ended."""
        self._timer.stop()

    def _show(self) -> None:
        job = self._job
        if job is not None:
            self.name.set_text(job.title)
            self.bar.set_progress(job.done, job.total)
            self.count.setText(tr("import.rowsOf", done=job.done, all=job.total) if job.total else "")
