"""Background work at the bottom left of the page: name, count, bar, speed, time left, pause, cancel. Two lines, no dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ..jobs import Job
from ..text import tr
from ..theme import icon, px
from ..widgets.bars import Progress
from ..widgets.basic import Elided, button, column, label, picture, row, show_in_place

if TYPE_CHECKING:
    from .frame import Frame

REFRESH = 100  # ms: a job may step a thousand times a second
MOST = 3  # cards at once
_RUNNING = ("waiting", "running")


class JobCard(QFrame):
    """One job."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.setProperty("kind", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.job = job
        self._count, self._speed, self._left = label("", "table", "secondary"), label("", "caption"), label("", "caption")
        self._bar = Progress()
        self._pause = button(kind="icon", icon_name="pause", name=tr("frame.pauseJob"), pressed=lambda: job.pause(not job.paused))
        show_in_place(self._pause, job.pausable)
        self._stop = button(kind="icon", icon_name="x", name=tr("frame.cancelJob"), pressed=job.cancel)
        show_in_place(self._stop, job.cancellable)
        head = row(picture(job.icon), Elided(job.title, "strong"), self._count, self._pause, self._stop)
        head.setStretch(1, 1)
        whole = column(into=self, margins=(12, 6, 6, 10), gap=6)
        whole.addLayout(head)
        whole.addLayout(row(self._bar, margins=(0, 0, 6, 0)))
        whole.addLayout(row(self._speed, 1, self._left, margins=(0, 0, 6, 0)))
        self.setFixedWidth(px(320))
        self.setAccessibleName(job.title)
        self.show_state()

    def show_state(self) -> None:
        """As the job stands now."""
        job = self.job
        self._bar.set_progress(job.done, job.total)
        self._count.setText(f"{job.done} / {job.total}" if job.total else str(job.done or ""))
        self._speed.setText(_speed_words(job))
        left = None if job.paused else job.seconds_left
        self._left.setText("" if left is None else time_left(left))
        show_pause(self._pause, job)


def _speed_words(job: Job) -> str:
    if job.paused:
        return tr("frame.paused")
    if job.cancelled:
        return tr("frame.stopping")
    return tr("frame.speed", speed=f"{job.speed:.0f}", unit=job.unit) if job.speed >= 1 else job.unit


def time_left(seconds: float) -> str:
    """Remaining time in words."""
    return tr("frame.secondsLeft", max(1, round(seconds))) if seconds < 90 else tr("frame.minutesLeft", round(seconds / 60))


def show_pause(made: QPushButton, job: Job) -> None:
    """A button that pauses a job, or lets it go on."""
    words = tr("frame.resumeJob") if job.paused else tr("frame.pauseJob")
    if made.accessibleName() != words:
        made.setAccessibleName(words)
        made.setToolTip(words)
        made.setIcon(icon("play" if job.paused else "pause", "text", 20))


class JobTray(QFrame):
    """The cards of what runs now."""

    def __init__(self, over: Frame) -> None:
        super().__init__(over)
        self._over = over
        self._cards: dict[int, JobCard] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(px(8))
        self._more = label("", "caption")
        self._layout.addWidget(self._more)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH)
        self._timer.timeout.connect(self._refresh)
        for job in over.jobs.running():  # it began in a frame that this one takes the place of
            self._cards[id(job)] = self._added(job)
        self.setVisible(bool(self._cards))  # the frame places it when it has its size

    def changed(self, job: Job) -> None:
        """A job moved on, began or ended; what was said before the frame ended may come after it."""
        if self._over.ended:
            return
        ended = job.state not in _RUNNING
        if ended and job.exchanges:
            self._over.session.trust_changed()
            self._over.top_bar.count()
        if job.quiet:
            return
        card = self._cards.get(id(job))
        if not ended and card is None:
            self._cards[id(job)] = self._added(job)
        elif card is not None and ended:
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
            del self._cards[id(job)]
        elif not self._timer.isActive():
            self._timer.start()
            return
        else:
            return
        self.show_cards()
        if job.state == "failed" and job.error is not None:
            self._over.show_error(job.error)

    def _added(self, job: Job) -> JobCard:
        card = JobCard(job)
        self._layout.insertWidget(self._layout.count() - 1, card)
        return card

    def _refresh(self) -> None:
        for card in self._cards.values():
            card.show_state()

    def show_cards(self) -> None:
        """The cards of what the page does not show itself."""
        page = self._over.page
        listed = [card for card in self._cards.values() if page is None or not page.shows(card.job)]
        for card in self._cards.values():
            card.setVisible(card in listed[:MOST])
        hidden = len(listed) - MOST
        self._more.setText(tr("frame.moreJobs", hidden) if hidden > 0 else "")
        self._more.setVisible(hidden > 0)
        self.setVisible(bool(listed))
        self.place()

    def place(self) -> None:
        """Bottom left, beside the rail, above the page's footer."""
        footer = self._over.page.findChild(QWidget, "footer") if self._over.page is not None else None
        below = footer.height() if footer is not None and footer.isVisible() else 0
        self.adjustSize()
        self.move(self._over.rail.width() + px(12), self._over.height() - self.height() - below - px(12))
        self.raise_()


__all__ = ["JobCard", "JobTray", "show_pause", "time_left"]
