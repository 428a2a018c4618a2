"""Cards of the carriers: the hub, a stick or folder that is known, with its exchange while one runs; and the one that chooses
another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QMenu

from ...days import moment
from ...jobs import Job
from ...shell.tray import show_pause, time_left
from ...text import tr
from ...theme import px
from ...widgets.bars import Progress
from ...widgets.basic import PRIMARY, Elided, button, column, emptied, label, picture, row
from .places import Place
from .presenter import size_words
from .transfer import Transfer

Go = Callable[[Path], object]


class _Card(QFrame):
    def __init__(self, icon_name: str, title: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(px(140))
        head = row(picture(icon_name, "text_secondary", 20), Elided(title, "strong"))
        head.setStretch(1, 1)
        self.whole = column(margins=(16, 14, 16, 14), gap=4, into=self)
        self.whole.addLayout(head)
        self.setAccessibleName(title)


class CarrierCard(_Card):
    """A carrier with a verb. While its exchange runs, progress stands in the place of its button."""

    def __init__(
        self, icon_name: str, title: str, words: Sequence[QLabel], verb: str, go: Callable[[], object], *, primary: bool
    ) -> None:
        super().__init__(icon_name, title)
        self._words = words
        for each in self._words:
            self.whole.addWidget(each)
        self.whole.addStretch(1)
        self.go = button(verb, go, kind=PRIMARY if primary else "", icon_name="refresh-cw")
        self.go.setAccessibleDescription(title)
        self._go_line = row(self.go, 1)
        self.whole.addLayout(self._go_line)
        self._job: Transfer | None = None

    def follow(self, job: Transfer) -> None:
        """Show how far an exchange is, with pause and stop."""
        self._job = job
        for each in self._words:
            each.hide()
        emptied(self._go_line)
        self._phase, self._count, self._left = label("", "table"), label("", "table", "secondary"), label("", "caption")
        self._progress = Progress()
        self._pause = button(tr("sync.pause"), lambda: job.pause(not job.paused), icon_name="pause")
        stop = button(tr("sync.stop"), job.cancel)
        self.whole.addLayout(row(self._phase, 1, self._count))
        self.whole.addWidget(self._progress)
        self.whole.addWidget(self._left)
        self.whole.addLayout(row(self._pause, stop, 1))
        self._timer = QTimer(self)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._show)
        self._timer.start()
        self._show()
        if not job.automatic:
            self._pause.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        job = self._job
        if job is None or job.state not in ("waiting", "running"):
            self._timer.stop()
            return
        words = tr("frame.paused") if job.paused else tr("frame.stopping") if job.cancelled else job.phase or tr("sync.beginning")
        self._phase.setText(words)
        self._count.setText(f"{job.done} / {job.total}" if job.total else str(job.done or ""))
        self._progress.set_progress(job.done, job.total)
        self._left.setText(_pace(job))
        self._pause.setText(tr("sync.resume") if job.paused else tr("sync.pause"))
        show_pause(self._pause, job)


class PlaceCard(CarrierCard):
    """A stick or folder."""

    def __init__(self, place: Place, today: date, need: int, *, primary: bool, go: Go) -> None:
        last = tr("sync.lastExchange", when=moment(place.last_sync, today)) if place.last_sync else tr("sync.neverUsed")
        room = tr("sync.free", free=size_words(place.free))
        if need:
            room = tr("sync.freeNeeds", free=size_words(place.free), need=size_words(need))
        words = room if place.usable else tr("sync.plugIn") if place.stick else tr("sync.notThere")
        verb = tr("sync.exchangeStick") if place.stick else tr("sync.exchangeFolder")
        drawn = "usb" if place.stick else "folder-sync"
        super().__init__(drawn, place.name, (_said(last), _said(words)), verb, lambda: go(place.path), primary=primary)
        self.setToolTip(str(place.path))
        self.usable = place.usable
        self.go.setEnabled(place.usable)


class HubCard(CarrierCard):
    """The hub: its address, whether it answers now, when it last did. It may be tried though it does not answer."""

    def __init__(
        self, url: str, reachable: bool | None, last: int | None, today: date, *,
        primary: bool, go: Callable[[], object], change: Callable[[], object],
    ) -> None:  # fmt: skip
        when = tr("sync.lastExchange", when=moment(last, today)) if last else tr("sync.neverUsed")
        state = tr("hub.looking") if reachable is None else tr("hub.reachable") if reachable else tr("hub.unreachable")
        words = (Elided(url.partition("//")[2], "table", "secondary"), _said(when), _said(state))
        super().__init__("server", tr("hub.title"), words, tr("hub.sync"), go, primary=primary)
        self.setToolTip(url)
        self.usable = bool(reachable)
        self.change = button(kind="icon", icon_name="settings", name=tr("hub.change"), pressed=change)
        self._go_line.addWidget(self.change)


def _said(words: str) -> QLabel:
    return label(words, "table", "secondary", wrap=True)


def _pace(job: Job) -> str:
    if job.paused:
        return tr("sync.pausedWords")
    left = job.seconds_left
    return "" if left is None else time_left(left)


class ChooseCard(_Card):
    """Any other folder or stick; `others`: known ones for which there was no room."""

    def __init__(self, choose: Callable[[], object], *, primary: bool, others: Sequence[Place], go: Go) -> None:
        super().__init__("folder-open", tr("sync.other"))
        self.whole.addWidget(label(tr("sync.otherWords"), "table", "secondary", wrap=True))
        self.whole.addStretch(1)
        self.go = button(tr("sync.choose"), choose, kind=PRIMARY if primary else "")
        line = row(self.go, 1)
        self.whole.addLayout(line)
        if others:
            self.more = button(kind="icon", icon_name="ellipsis", name=tr("sync.otherKnown"))
            self.more.clicked.connect(lambda: self._open(others, go))
            line.addWidget(self.more)

    def _open(self, others: Sequence[Place], go: Go) -> None:
        menu = QMenu(self)
        for place in others:
            action = menu.addAction(str(place.path))
            action.setEnabled(place.usable)
            action.triggered.connect(lambda _checked=False, path=place.path: go(path))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))


__all__ = ["CarrierCard", "ChooseCard", "HubCard", "PlaceCard"]
