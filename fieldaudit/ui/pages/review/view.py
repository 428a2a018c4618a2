"""The page `review` as it is painted: the queue, one report beside the last one, and the two acts below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ....work.compare import Line
from ...shell.site_link import phone_button
from ...shell.told import Question
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, Elided, button, column, emptied, frame, kbd, label, line, picture, row
from ...widgets.keys import is_typing
from ...widgets.scrolling import scroll_into_view
from ...widgets.segments import Choice, Toggle
from ...widgets.states import EmptyState, LockStrip
from ..base import Page
from .lines import WIDTHS, LineCard, Lines
from .presenter import FILTERS, SORTS, ReviewPresenter
from .queue import queue_list

FIRST, BATCH = 8, 4  # cards made at once, and then at each turn of the loop


class ReviewPage(Page):
    """The page. `path`: the question one stands on."""

    dense = True

    def __init__(self, frame: Any, inspection: int = 0, which: str = "", sort: str = "oldest", path: str = "") -> None:
        super().__init__(frame, inspection=inspection, which=which, sort=sort, path=path)
        self.presenter = ReviewPresenter(self.session, int(inspection), which, sort)
        self.card: LineCard | None = None
        self.cards: list[LineCard] = []
        self._waiting: list[Line] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._make_more)
        self._lay_out()
        self._fold(self.frame.rail.compact)
        self.frame.narrowed.connect(self._fold)

    # -- what it is -----------------------------------------------------------------------------------
    def title(self) -> str:
        """The page's name."""
        return tr("review.title")

    def subtitle(self) -> str:
        """How many were reviewed today."""
        return tr("review.reviewedToday", self.presenter.reviewed_today())

    def bar(self) -> list[QWidget]:
        """The way to all inspections, and to the pages on a phone."""
        phone = phone_button(self.frame)
        listing = button(tr("review.allInspections"), lambda: self.frame.go("inspections"))
        return [*([phone] if phone is not None else []), listing]

    def address(self) -> dict[str, Any]:
        """The report, the filter, the order and the question."""
        shown = self.presenter
        path = self.card.line.path if self.card else ""
        return {"inspection": shown.inspection, "which": shown.which, "sort": shown.sort, "path": path}

    def start(self) -> None:
        """Show the report and stand on its first question."""
        self._show_queue()
        self._show_report(str(self.arguments.get("path", "")), focus=True)

    def leave(self) -> None:
        """Keep what is being written."""
        self._flush()
        self._timer.stop()

    def touched(self, touched: Touched) -> None:
        """Read the queue again, and the report where it was written to."""
        if {"inspection_state", "inspection_event", "inspection", "item"} & touched.keys():
            self.presenter.read_queue()
            self._show_queue()
            self.frame.top_bar.retitle()
        if self.presenter.stale(touched):
            self._reopen()

    def _reopen(self) -> None:
        path, inside = self.address()["path"], self._here()
        self._flush()
        try:
            self.presenter.open(RowId(self.presenter.inspection), self.presenter.which)
        except FieldauditError:  # it was voided meanwhile
            self._go_to(self.presenter.after(0))
            return
        self._show_report(path, focus=inside)

    def _here(self) -> bool:
        return any(each.hasFocus() for each in self._pane.findChildren(QWidget))

    # -- layout ---------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        self._queue_pane = self._make_queue()
        self._pane = self._make_pane()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._pane)
        verb = tr("review.allInspections")
        empty = EmptyState(
            "clipboard-check", tr("review.emptyTitle"), tr("review.emptyWords"), verb, lambda: self.frame.go("inspections")
        )
        self._stack.addWidget(empty)
        whole = row(self._queue_pane, frame("column"), self._stack, gap=0, into=self)
        whole.setStretch(2, 1)

    def _make_queue(self) -> QFrame:
        made = frame("pane")
        made.setFixedWidth(px(272))
        self._count = label("", "table", "muted")
        self._sort: QPushButton = button(
            tr(SORTS[self.presenter.sort]), self._offer_sorts, kind="text", size="small", icon_name="chevron-down"
        )
        self._sort.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._sort.setAccessibleName(tr("review.sortBy"))
        head = row(label(tr("review.queue"), "strong"), self._count, 1, self._sort, margins=(16, 10, 8, 10))
        self.queue = queue_list()
        self.queue.setAccessibleName(tr("review.queue"))
        self.queue.opened.connect(lambda each: self._go_to(each["id"]) if each else None)
        inner = column(gap=0, into=made)
        inner.addLayout(head)
        inner.addWidget(line())
        inner.addWidget(self.queue, 1)
        return made

    def _make_pane(self) -> QFrame:
        made = frame("pane")
        self._heading, self._facts = Elided("", "heading"), Elided("", "caption", "muted")
        self._photos = label("", "table", "secondary")
        self._others: QPushButton = button("", self._offer_queue, icon_name="menu")
        self.filter = Toggle([])
        self.filter.setAccessibleName(tr("review.showWhat"))
        self.filter.chosen.connect(self._choose_filter)
        words = column(self._heading, self._facts, gap=0)
        head = row(self._others, margins=(16, 8, 16, 8), gap=12)
        head.addLayout(words, 1)
        self._photo_icon = picture("image", "text_secondary", 18)
        for part in (self._photo_icon, self._photos, self.filter):
            head.addWidget(part)
        self._columns = self._make_columns()
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        inside = QWidget()
        column(gap=0, into=inside)
        holder = inside.layout()
        assert isinstance(holder, QVBoxLayout)
        holder.addLayout(self._rows)
        holder.addStretch(1)
        self._area = Lines(inside)
        bar = self._area.verticalScrollBar()  # the headings stay over their columns
        bar.rangeChanged.connect(
            lambda _least, most: self._heads.setContentsMargins(0, 0, bar.sizeHint().width() if most else 0, 0)
        )
        self._lock = LockStrip("")
        inner = column(gap=0, into=made)
        inner.addLayout(head)
        for strip in (line(), self._columns, line()):
            inner.addWidget(strip)
        inner.addWidget(self._area, 1)
        inner.addLayout(row(self._lock, margins=(16, 8, 16, 8)))
        inner.addWidget(self._make_footer())
        return made

    def _make_columns(self) -> QFrame:
        made = frame("sunken")
        made.setFixedHeight(px(32))
        self._this_head, self._last_head = Elided("", "strong"), Elided("", "table", "muted")
        self._asked_room, self._last_room = QWidget(), QWidget()
        column(Elided(tr("review.question"), "table", "muted"), margins=(16, 0, 0, 0), into=self._asked_room)
        column(self._last_head, margins=(16, 0, 16, 0), into=self._last_room)
        middle = QWidget()
        column(self._this_head, margins=(16, 0, 16, 0), into=middle)
        self._heads = row(self._asked_room, middle, self._last_room, gap=0, into=made)
        self._heads.setStretch(1, 1)
        return made

    def _make_footer(self) -> QFrame:
        made = frame("pane")
        made.setObjectName("footer")
        made.setFixedHeight(px(64))
        self._hints = QWidget()
        hints = row(gap=12, into=self._hints)
        for keys, words in (
            (("J", "K"), tr("review.keyQuestion")), (("M",), tr("review.keyRemark")), (("A",), tr("review.keyApprove")),
            (("R",), tr("review.keyReturn")), (("Ctrl ↓",), tr("review.keyNext")),
        ):  # fmt: skip
            hints.addLayout(row(*(kbd(key) for key in keys), label(words, "caption"), gap=4))
        hints.addStretch(1)
        self.send: QPushButton = button("", self.ask_return, size="large")
        self.pass_: QPushButton = button(tr("review.approve"), self.ask_approve, kind=PRIMARY, size="large", icon_name="check")
        row(self._hints, 1, self.send, self.pass_, margins=(16, 0, 16, 0), gap=12, into=made)
        return made

    def _fold(self, narrow: bool) -> None:
        """Without the queue beside it where the window is narrow: it becomes a menu."""
        self._queue_pane.setVisible(not narrow)
        self._others.setVisible(narrow)
        self._hints.setVisible(not narrow)
        self._photo_icon.setVisible(not narrow)
        self._photos.setVisible(not narrow)
        asked, last = WIDTHS[narrow]
        self._asked_room.setFixedWidth(px(asked))
        self._last_room.setFixedWidth(px(last))
        if self.cards:
            self._show_report(str(self.address()["path"]), focus=False)

    # -- showing --------------------------------------------------------------------------------------
    def _show_queue(self) -> None:
        rows = self.presenter.queue
        self._count.setText(str(len(rows)))
        self._others.setText(tr("review.queueOf", len(rows)))
        self.queue.show_rows(rows)
        self.queue.go_to_key(self.presenter.inspection, tell=False)

    def _show_report(self, path: str = "", *, focus: bool) -> None:
        shown = self.presenter
        self._stack.setCurrentIndex(0 if shown.comparison else 1)
        if shown.comparison is None:
            return
        self._heading.set_text(shown.heading())
        self._facts.set_text(shown.facts())
        self._photos.setText(shown.photos())
        this, last = shown.days()
        self._this_head.set_text(this)
        self._last_head.set_text(last)
        self._last_room.setVisible(bool(last))
        self._show_filter()
        self._show_lines(path, focus=focus)
        self._show_acts()

    def _show_filter(self) -> None:
        shown, counts = self.presenter, self.presenter.counts()
        names = [name for name in FILTERS if name != "differs" or (shown.comparison and shown.comparison.last)]
        self.filter.set_choices([Choice(name, tr(FILTERS[name], counts[name])) for name in names])
        self.filter.set_value(shown.which)

    def _show_lines(self, path: str, *, focus: bool) -> None:
        self._timer.stop()
        emptied(self._rows)
        self.cards, self.card = [], None
        self._waiting = self.presenter.lines()
        if not self._waiting:
            none = tr("review.differsNone") if self.presenter.which == "differs" else tr("review.noneShown")
            self._rows.addWidget(
                EmptyState("check", none, "", tr("review.showAll"), lambda: self._choose_filter("all"), primary=False)
            )
            return
        at = next((at for at, each in enumerate(self._waiting) if path in each.paths), 0)
        self._make_more(max(FIRST, at + 2))
        self._stand_on(self.cards[at], focus=focus)
        if self._waiting:
            self._timer.start(0)

    def _make_more(self, count: int = BATCH) -> None:
        for each in self._waiting[:count]:
            card = LineCard(self, each, self.frame.rail.compact)
            card.current_now.connect(self._now_on)
            self.cards.append(card)
            self._rows.addWidget(card)
            card.show()  # now: what is hidden takes no focus
        del self._waiting[:count]
        if not self._waiting:
            self._timer.stop()

    def _show_acts(self) -> None:
        shown = self.presenter
        count, why = len(shown.remarks), shown.why_locked()
        self._lock.setVisible(bool(why))
        self._lock.say(why)
        self.pass_.setEnabled(shown.refused is None)
        self.send.setEnabled(shown.locked is None and count > 0)
        self.send.setText(tr("review.returnWith", count) if count else tr("review.return"))
        self.send.setToolTip("" if count else tr("review.returnNeeds"))
        self.send.setAccessibleDescription("" if count else tr("review.returnNeeds"))

    # -- moving ---------------------------------------------------------------------------------------
    def _now_on(self, card: object) -> None:
        assert isinstance(card, LineCard)
        before, self.card = self.card, card
        for each in (before, card):
            if each is not None:
                each.update()

    def _stand_on(self, card: LineCard, *, focus: bool) -> None:
        self._now_on(card)
        if focus:
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QTimer.singleShot(0, card, lambda: self._settle_on(card, focus=focus))

    def _settle_on(self, card: LineCard, *, focus: bool) -> None:
        """Once everything has its place: show it, and take the focus where the window was not shown before."""
        scroll_into_view(card, 4)
        if focus and card is self.card and not self._here():
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def move(self, step: int) -> None:  # type: ignore[override]
        """To the next or previous question."""
        if self._waiting:
            self._make_more(len(self._waiting))
        if self.cards:
            at = self.cards.index(self.card) + step if self.card in self.cards else 0
            self._stand_on(self.cards[min(max(at, 0), len(self.cards) - 1)], focus=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters only while nobody types."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if following := self.presenter.after(1 if event.key() == Qt.Key.Key_Down else -1):
                self._go_to(following)
        elif event.key() == Qt.Key.Key_F6:
            (self.card if self.queue.hasFocus() and self.card else self.queue).setFocus(Qt.FocusReason.TabFocusReason)
        elif is_typing() or control or not self._letter(event.key()):
            super().keyPressEvent(event)

    def _letter(self, key: int) -> bool:
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        if key in steps:
            self.move(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_M and self.card is not None:
            self.card.write()
        elif key == Qt.Key.Key_A and self.pass_.isEnabled():
            self.ask_approve()
        elif key == Qt.Key.Key_R and self.send.isEnabled():
            self.ask_return()
        else:
            return False
        return True

    # -- choosing -------------------------------------------------------------------------------------
    def _go_to(self, inspection: int) -> None:
        """Show another report of the queue."""
        self._flush()
        if not inspection:
            self.presenter.comparison = None
        else:
            self.presenter.open(RowId(inspection))
        self._show_queue()
        self._show_report(focus=True)

    def _choose_filter(self, which: object) -> None:
        self._flush()
        self.presenter.show(str(which))
        self.filter.set_value(self.presenter.which)
        self._show_lines(str(self.address()["path"]), focus=self._here() and not self.filter.hasFocus())

    def _offer_sorts(self) -> None:
        menu = QMenu(self)
        for name, key in SORTS.items():
            act = QAction(tr(key), menu, checkable=True, checked=name == self.presenter.sort)
            act.triggered.connect(lambda _on=False, name=name: self._choose_sort(name))
            menu.addAction(act)
        menu.popup(self._sort.mapToGlobal(self._sort.rect().bottomLeft()))

    def _choose_sort(self, name: str) -> None:
        self.presenter.sort = name
        self._sort.setText(tr(SORTS[name]))
        self.presenter.read_queue()
        self._show_queue()

    def _offer_queue(self) -> None:
        menu = QMenu(self)
        for each in self.presenter.queue:
            act = menu.addAction(f"{each['home']} · {each['when']} · {each['hazards']}")
            act.triggered.connect(lambda _on=False, to=each["id"]: self._go_to(to))
        menu.popup(self._others.mapToGlobal(self._others.rect().bottomLeft()))

    # -- remarks and acts -----------------------------------------------------------------------------
    def keep_remark(self, path: str, text: str) -> None:
        """Keep a remark as it is written."""
        if text.strip() == self.presenter.remarks.get(path, "").strip():
            return
        try:
            self.presenter.remark(path, text)
        except FieldauditError as error:
            self.frame.show_error(error)
        self._show_acts()

    def _flush(self) -> None:
        for card in self.cards:
            if card.remark is not None:
                card.remark.keep()

    def ask_approve(self) -> None:
        """Approve; asks first while a photo is missing, and while remarks are written that would not be sent."""
        self._flush()
        shown = self.presenter
        missing = len(shown.comparison.missing) if shown.comparison else 0
        if missing:
            self._ask(tr("review.askTitle"), tr("review.askMissing", missing))
        elif shown.remarks:
            self._ask(tr("review.askRemarksTitle"), tr("review.askRemarks", len(shown.remarks)))
        else:
            self._approve()

    def _ask(self, title: str, words: str) -> None:
        Question(self.frame, title, words, tr("review.askApprove"), lambda _reason: self._approve()).open()

    def _approve(self) -> None:
        home, following = self._home(), self.presenter.after(1) or self.presenter.after(-1)
        try:
            gone = self.presenter.approve()
        except FieldauditError as error:
            self.frame.show_error(error)
            return
        said = tr("review.approvedGone", gone, home=home) if gone else tr("review.approved", home=home)
        self._done(said, following)

    def ask_return(self) -> None:
        """Return with the remarks, after a look at what that means."""
        self._flush()
        Question(
            self.frame, tr("review.askReturn"), tr("review.askReturnWords"), tr("review.returnVerb"), self._return,
            reason=tr("review.askReason"),
        ).open()  # fmt: skip

    def _return(self, reason: str) -> None:
        home, following, count = self._home(), self.presenter.after(1) or self.presenter.after(-1), len(self.presenter.remarks)
        try:
            self.presenter.send_back(reason)
        except FieldauditError as error:
            self.frame.show_error(error)
            return
        self._done(tr("review.returned", count, home=home), following)

    def _home(self) -> str:
        return self.presenter.heading().partition(" · ")[0]

    def _done(self, said: str, following: int) -> None:
        """On to the next one."""
        self.presenter.remarks = {}
        emptied(self._rows)
        self.cards = []
        self.presenter.read_queue()
        self._go_to(following)
        self.frame.top_bar.retitle()
        self.frame.toasts.say(said)


__all__ = ["ReviewPage"]
