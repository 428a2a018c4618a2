"""The panel: the code to scan, how to join, what arrived. The server lives as long as it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from ....sync.phone import Target
from ...jobs import Job
from ...text import listed, paired, tr
from ...theme import px
from ...widgets.basic import PRIMARY, button, column, emptied, frame, label, picture, row, show_in_place
from ...widgets.fields import Choose
from ..told import Overlay
from .presenter import Line, PhonePresenter, Take

if TYPE_CHECKING:
    from ..frame import Frame

QUIET_MS = 20_000  # without a phone so long: something is in the way, most often a firewall
_SHOWN = 30  # photos listed
_SIDE, _HEIGHT = 246, 292  # six pixels a module of the usual link
_ICONS = {"waiting": ("refresh-cw", "text_secondary"), "taken": ("check", "ok_text"), "here": ("check", "text_secondary"),
          "refused": ("circle-alert", "danger_text"), "failed": ("triangle-alert", "warn_text")}  # fmt: skip


class Code(QWidget):
    """A QR code, black on white with its quiet zone whatever the theme, every module a whole number of device pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("phone.code"))

    def show_link(self, link: str) -> None:
        """Show this link."""
        import segno

        self.rows = tuple(bytes(line) for line in segno.make_qr(link, error="m").matrix_iter(border=4)) if link else ()
        self.setAccessibleDescription(link)
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(px(_SIDE), px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Whole device pixels, no smoothing."""
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        side = int(min(self.width(), self.height()) * ratio)
        painter.fillRect(QRect(0, 0, side, side), QColor("white"))
        if not self.rows:
            return
        one = max(1, side // len(self.rows))
        start = (side - one * len(self.rows)) // 2
        for down, line in enumerate(self.rows):
            for across, dark in enumerate(line):
                if dark:
                    painter.fillRect(QRect(start + across * one, start + down * one, one, one), QColor("black"))


class PhonePanel(Overlay):
    """手机传照片. Open while photos come; closing it, leaving the page, locking and quitting end the hand-off."""

    def __init__(self, over: Frame, target: Target, take: Take) -> None:
        super().__init__(over, 760)
        self._frame = over
        folder = over.session.desk().workspace.cache / "phone"
        self.presenter = PhonePresenter(target, folder, take, over.later, self._show_if_open)
        self.setAccessibleName(tr("phone.title"))
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(lambda: show_in_place(self._hint, True))
        self._build(target)
        over.closing.connect(self._end)
        self.begin()

    # -- parts -----------------------------------------------------------------------------------------
    def _build(self, target: Target) -> None:
        where = target.question or tr("phone.tray")
        self.content.setSpacing(px(8))
        self.content.addWidget(label(tr("phone.title"), "heading"))
        self.content.addWidget(label(paired(tr("phone.into"), f"{target.home} · {where}"), "", "secondary", wrap=True))
        body = row(self._left(), self._right(), gap=24)
        body.setStretch(1, 1)
        self.content.addLayout(body)
        self.another = button("", self.begin, icon_name="refresh-cw")
        self.done = button(tr("phone.done"), self.close_it, kind=PRIMARY)
        self.content.addLayout(row(self.another, self.others, 1, self.done))

    def _left(self) -> QWidget:
        made = QWidget()
        self.code, self.address = Code(), label("", "caption")
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.others = Choose()
        self.others.setAccessibleName(tr("phone.address"))
        self.others.settled.connect(self._choose)
        column(self.code, self.address, 1, gap=6, into=made)
        made.setFixedWidth(px(_SIDE))
        return made

    def _right(self) -> QScrollArea:
        inside = QWidget()
        self._said = label("", "strong", wrap=True)
        self._steps = QWidget()
        steps = (tr("phone.step1"), tr("phone.step2"), tr("phone.step3"))
        column(*(_step(number, words) for number, words in enumerate(steps, 1)), gap=6, into=self._steps)
        self._hint = frame("warning")
        column(label(tr("phone.firewall"), "table", wrap=True), margins=(12, 8, 12, 8), into=self._hint)
        self._hint.hide()
        self._list = column(gap=4)
        whole = column(self._said, self._steps, self._hint, gap=10, into=inside)
        whole.addLayout(self._list)
        whole.addStretch(1)
        made = QScrollArea()
        made.setWidgetResizable(True)
        made.setWidget(inside)
        made.setMinimumHeight(px(_HEIGHT))
        made.setAccessibleName(tr("phone.arrived"))
        return made

    def first(self) -> QWidget:
        """The button that closes it."""
        return self.done

    # -- the server ------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Listen, with a new code: for the first phone, for another, on the networks that there are now."""
        self.another.setEnabled(False)
        self._said.setText(tr("phone.preparing"))
        self._frame.start_job(Job("", quiet=True), lambda _job: self.presenter.begin(), self._begun)

    def _begun(self, job: Job) -> None:
        self.presenter.show(job.result if job.state == "done" else None)
        if self.presenter.closed:
            return  # while it was prepared: its parts are gone
        if job.error is not None:
            self._said.setText(str(job.error.what))
        self._quiet.start()

    def _choose(self, address: object) -> None:
        self.presenter.address = next(each for each in self.presenter.links if each == address)
        self._show()

    # -- showing ---------------------------------------------------------------------------------------
    def _show_if_open(self) -> None:
        if not self.presenter.closed:
            self._show()

    def _show(self) -> None:
        shown = self.presenter
        if self.code.accessibleDescription() != shown.link:
            self.code.show_link(shown.link)
            start, _, token = shown.link.rstrip("/").rpartition("/")
            half = len(token) // 2  # on two lines: its letters may all be wide
            self.address.setText(f"{start}/\n{token[:half]}\n{token[half:]}/" if token else "")
            self.others.set_items([(each, f"{each.host}  {each.interface}".strip()) for each in shown.links], shown.address)
        self.others.setVisible(len(shown.links) > 1)
        self.address.setVisible(bool(shown.link))
        self.another.setText(tr("phone.another") if shown.met else tr("phone.again"))
        self.another.setEnabled(True)
        if shown.met or shown.lines:
            self._quiet.stop()
            self._hint.hide()
        self._steps.setVisible(not shown.lines)
        self._said.setText(self._words())
        emptied(self._list)
        for each in shown.last(_SHOWN):
            self._list.addWidget(_line(each))

    def _words(self) -> str:
        shown = self.presenter
        if shown.lines:
            refused = shown.count("refused", "failed")
            return listed([tr("phone.taken", shown.count("taken", "here")), *([tr("phone.refused", refused)] if refused else [])])
        if not shown.link:
            return tr("phone.noNetwork")
        return tr("phone.met") if shown.met else tr("phone.nobody")

    # -- the end ---------------------------------------------------------------------------------------
    def close_it(self) -> None:
        """Close; the phone is told that it is over."""
        self._end()
        super().close_it()

    def _end(self) -> None:
        self._quiet.stop()
        self.presenter.close(ended=self._frame.ended)


def _step(number: int, words: str) -> QWidget:
    made = QWidget()
    count = label(str(number), "strong", "secondary")
    count.setFixedWidth(px(16))
    inside = row(count, label(words, wrap=True), gap=4, into=made)
    inside.setStretch(1, 1)
    inside.setAlignment(count, Qt.AlignmentFlag.AlignTop)
    return made


def _line(shown: Line) -> QWidget:
    made = QWidget()
    icon, token = _ICONS[shown.kind]
    why = str(shown.why)
    words = label(paired(shown.name, why) if why else shown.name, "table", wrap=True)
    inside = row(picture(icon, token, 18), words, gap=8, into=made)
    inside.setStretch(1, 1)
    made.setAccessibleName(" ".join((shown.name, _said(shown.kind), why)).strip())
    return made


def _said(kind: str) -> str:
    """What the icon of a line shows."""
    return {
        "waiting": tr("phone.waitingOne"), "taken": tr("phone.takenOne"), "here": tr("phone.hereOne"),
        "refused": tr("phone.refusedOne"), "failed": tr("phone.failedOne"),
    }[kind]  # fmt: skip


def open_panel(over: Frame, home: str, question: str, take: Take) -> PhonePanel:
    """Open it for a home's question ("" for the tray)."""
    made = PhonePanel(over, Target(home, question), take)
    made.open()
    return made


__all__ = ["Code", "PhonePanel", "open_panel"]
