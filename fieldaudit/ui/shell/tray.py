"""Background work at the bottom left of the page: name, count, bar, speed, time left, cancel. Two lines, no dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from ..jobs import Job
from ..text import tr
from ..theme import px
from ..widgets.basic import button, column, label, picture, row

if TYPE_CHECKING:
    from .frame import Frame


class JobCard(QFrame):
    """One job."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._job = job
        self._count, self._speed, self._left = label("", "caption"), label("", "caption"), label("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(4))
        stop = button(kind="icon", icon_name="x", name=tr("frame.cancelJob"), pressed=job.cancel)
        column(into=self, margins=(12, 8, 8, 10), gap=6)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(row(picture(job.icon), label(job.title, "strong"), 1, self._count, stop))
        layout.addWidget(self._bar)
        layout.addLayout(row(self._speed, 1, self._left))
        self.setFixedWidth(px(320))
        self.show_state()

    def show_state(self) -> None:
        """As the job stands now."""
        job = self._job
        self._bar.setRange(0, job.total)
        self._bar.setValue(job.done)
        self._count.setText(f"{job.done} / {job.total}" if job.total else "")
        self._speed.setText(tr("frame.speed", speed=f"{job.speed:.0f}", unit=job.unit) if job.speed >= 1 else "")
        left = job.seconds_left
        self._left.setText("" if left is None else tr("frame.secondsLeft", max(1, round(left))))


class JobTray(QFrame):
    """The cards of what runs now."""

    def __init__(self, over: Frame) -> None:
        super().__init__(over)
        self._over = over
        self._cards: dict[int, JobCard] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def changed(self, job: Job) -> None:
        """A job moved on, began or ended."""
        if job.quiet:
            return
        running = job.state in ("waiting", "running")
        card = self._cards.get(id(job))
        if running and card is None:
            card = self._cards[id(job)] = JobCard(job)
            self._layout.addWidget(card)
        elif running and card is not None:
            card.show_state()
        elif card is not None:
            self._layout.removeWidget(card)
            card.deleteLater()
            del self._cards[id(job)]
        if job.state == "failed" and job.error is not None:
            self._over.show_error(job.error)
        self.setVisible(bool(self._cards))
        self.place()

    def place(self) -> None:
        """Bottom left, beside the rail."""
        self.adjustSize()
        self.move(self._over.rail.width() + px(12), self._over.height() - self.height() - px(12))
        self.raise_()


__all__ = ["JobCard", "JobTray"]
