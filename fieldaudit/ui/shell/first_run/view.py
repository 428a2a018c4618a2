"""The first run as it is painted: the side with its steps, language and theme before anything else, the choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ....errors import FieldauditError
from ...jobs import Job
from ...text import NAMES, tr
from ...theme import TOKENS, px, theme
from ...widgets.basic import button, column, emptied, frame, kbd, label, picture, row
from ...widgets.segments import Choice as Part
from ...widgets.segments import Toggle
from ...widgets.states import ErrorBox
from ..later import Later
from ..mark import paint_mark
from .found import Found
from .join import Joining, Request
from .parts import Choice, Steps, step_page
from .presenter import demo_place, make_demo

if TYPE_CHECKING:
    from ..window import Window


class FirstRun(QWidget):
    """Where to begin, and the steps after it. `joining`: this laptop has asked to join and waits for its grant."""

    def __init__(self, window: Window, *, joining: bool = False) -> None:
        super().__init__()
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.owner = window
        self.later = Later(self)
        self.steps = Steps([tr("firstRun.step1"), tr("firstRun.step2"), tr("firstRun.step3"), tr("firstRun.step4")])
        self._place = QVBoxLayout()
        self._choices: list[Choice] = []
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._side())
        whole.addWidget(self._room(), 1)
        if joining:
            self._go_on()
        else:
            self.show_choices()

    # -- the frame of it -----------------------------------------------------------------------------
    def _side(self) -> QWidget:
        self.side = frame("side")
        safe = row(picture("lock", "text_secondary", 18), label(tr("firstRun.safe"), "table", "secondary", wrap=True))
        safe.setStretch(1, 1)
        self._promise = label(tr("firstRun.promise"), "", "secondary", wrap=True)
        layout = self._beside = column(_Mark(), label(tr("firstRun.product"), "display", wrap=True), self._promise, into=self.side)
        layout.addSpacing(px(24))
        layout.addWidget(self.steps)
        layout.addStretch(1)
        layout.addLayout(safe)
        return self.side

    def _room(self) -> QWidget:
        room = QWidget()
        inner = QWidget()
        inner.setLayout(self._place)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._foot = row(gap=12)  # docked: it never scrolls away
        whole = column(margins=(0, 16, 32, 0), gap=0, into=room)
        whole.addLayout(row(1, self._language(), self._dark(), gap=12))
        whole.addWidget(area, 1)
        whole.addLayout(self._foot)
        return room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less air where the window is narrow or short: the steps and what is safe stay on the screen."""
        super().resizeEvent(event)
        narrow, short = self.width() < px(1000), self.height() < px(640)
        self.side.setFixedWidth(px(300) if narrow else px(TOKENS["layout"]["firstrun"]["side"]))
        high, wide = px(20 if short else 56), px(32 if narrow else 48)
        self._beside.setContentsMargins(wide, high, wide, high)
        self._beside.setSpacing(px(8 if short else 16))
        self._promise.setVisible(not short)
        left = px(24 if narrow else 64)
        self._place.setContentsMargins(left, px(16), px(32), px(24))
        self._foot.setContentsMargins(left, px(12), px(32), px(16))

    def _language(self) -> QWidget:
        made = Toggle([Part(code, name) for code, name in NAMES.items()], self.owner.settings.language())
        made.setAccessibleName(tr("firstRun.language"))
        made.chosen.connect(self._speak)
        return made

    def _dark(self) -> QWidget:
        dark = self.owner.settings.theme() == "dark"
        name = tr("firstRun.light") if dark else tr("firstRun.dark")
        made = button(kind="icon", icon_name="sun" if dark else "moon", name=name)
        made.clicked.connect(lambda: self._dress("light" if dark else "dark"))
        return made

    def _speak(self, language: object) -> None:
        if language:
            self.owner.settings.put("language", str(language))
            self.owner.rebuild()

    def _dress(self, choice: str) -> None:
        self.owner.settings.put("theme", choice)
        self.owner.rebuild()

    # -- steps ---------------------------------------------------------------------------------------
    def show_step(self, page: QWidget, step: int, *foot: QWidget) -> None:
        """Show the page of a step, with its buttons docked below."""
        self._choices = []
        emptied(self._place)
        emptied(self._foot)
        self._foot.addStretch(1)
        for each in foot:
            self._foot.addWidget(each)
        self._place.addWidget(page)
        self._place.addStretch(1)
        self.steps.show_step(step)
        page.show()  # now: what is hidden takes no focus
        if (first := page.findChild(QLineEdit) or page.findChild(QPushButton)) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_choices(self) -> None:
        """Where to begin."""
        page, layout = step_page(tr("firstRun.title"), tr("firstRun.words"))
        offered = (
            ("laptop", tr("firstRun.join"), tr("firstRun.joinWords"), tr("firstRun.joinEffort"), self._join),
            ("building-2", tr("firstRun.found"), tr("firstRun.foundWords"), tr("firstRun.foundEffort"), self._found),
            ("download", tr("firstRun.register"), tr("firstRun.registerWords"), tr("firstRun.registerEffort"), self._register),
            ("play", tr("firstRun.demo"), tr("firstRun.demoWords"), tr("firstRun.demoEffort"), self._demo),
        )
        self._choices = [
            Choice(drawn, title, words, effort, str(at), do) for at, (drawn, title, words, effort, do) in enumerate(offered, 1)
        ]
        layout.addSpacing(px(8))
        for each in self._choices:
            layout.addWidget(each)
            layout.addSpacing(px(4))
        hints = QWidget()
        row(kbd("1"), label("–", "caption"), kbd("4"), label(tr("firstRun.choose"), "caption"), kbd("Enter"),
            label(tr("firstRun.continue"), "caption"), gap=6, into=hints)  # fmt: skip
        choices = self._choices
        self.show_step(page, 0, hints)
        self._choices = choices
        QTimer.singleShot(0, choices[0].setFocus)  # once it is shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4 choose, arrows move; Esc goes back to the choices."""
        focus = self.window().focusWidget()
        at = self._choices.index(focus) if isinstance(focus, Choice) and focus in self._choices else -1
        if self._choices and event.text() in ("1", "2", "3", "4"):
            self._choices[int(event.text()) - 1].click()
        elif at >= 0 and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._choices[(at + step) % len(self._choices)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        """Where a laptop that has asked to join stands: with a hub, or with a request that somebody carries."""
        from .invited import show_waiting
        from .invited_presenter import waits_for

        assert self.owner.session is not None
        if waits_for(self.owner.session) is not None:
            show_waiting(self)
        else:
            self.show_step(Joining(self), 1)

    def _join(self) -> None:
        request = Request(self)
        self.show_step(request, 1, *request.foot)

    def _found(self) -> None:
        self._show_found(Found(self))

    def _show_found(self, page: Found) -> None:
        self.show_step(page, 1, *page.foot)

    def _register(self) -> None:
        self._show_found(Found(self, register=True))

    def _demo(self) -> None:
        play, into = self.owner.services.play_demo, demo_place(self.owner.place)
        if play is None:
            return
        clock = self.owner.services.clock
        self.working(tr("firstRun.demoMaking"), lambda job: make_demo(into, play, clock()), lambda: self.owner.open_demo(into))

    # -- work ----------------------------------------------------------------------------------------
    def working(self, words: str, do: object, then: object) -> None:
        """Show that something is being made, then go on; what failed is told in place with a way back."""
        page, layout = step_page(words, tr("firstRun.wait"))
        bar = _Moving()
        layout.addWidget(bar)
        self.show_step(page, self.steps.current)

        def ended(job: Job) -> None:
            if job.error is not None:
                self.failed(job.error)
            else:
                then()  # type: ignore[operator]

        self.later.job(self.owner.jobs, Job(words, quiet=True), do, ended, long=True)  # type: ignore[arg-type]

    def failed(self, error: FieldauditError, again: Callable[[], object] | None = None) -> None:
        """What happened, what is safe, what next; `again`: where the way back leads, if not to the beginning."""
        page, layout = step_page(tr("firstRun.failed"), "")
        layout.addWidget(ErrorBox(error, tr("firstRun.again"), again or self.owner.begin))
        self.show_step(page, self.steps.current)


class _Mark(QWidget):
    """The mark of the program, 56 wide."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(px(56), px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        paint_mark(QPainter(self), QRect(0, 0, px(56), px(56)))


class _Moving(QWidget):
    """A thin bar that moves while nobody knows how long it takes."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(px(4))
        self._at = 0.0
        self.startTimer(40)
        self.setAccessibleName(tr("firstRun.wait"))

    def timerEvent(self, _event: object) -> None:
        """A step further."""
        self._at = (self._at + 0.015) % 1.0
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The track and the moving part."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme()["track"])
        part = self.width() // 4
        painter.fillRect(QRect(round((self.width() + part) * self._at) - part, 0, part, self.height()), theme()["accent"])
