"""The page `sync` as it is painted: three figures, carriers, every record and where it is; at the right what to decide."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from ....domain.core import Touched
from ....errors import FieldauditError
from ...jobs import Job
from ...standing import Owner, Standing
from ...text import is_english, tr
from ...theme import px
from ...widgets.bars import Bar
from ...widgets.basic import button, column, emptied, frame, label, picture, row
from ...widgets.files import choose_folder
from ...widgets.paged import Column, PagedModel
from ...widgets.scrolling import scrolled
from ...widgets.segments import Choice, Toggle
from ...widgets.states import EmptyState, Skeleton
from ...widgets.table import Table
from ..base import Page
from .cards import ConflictCard, figure, held_card, warning_card
from .carriers import ChooseCard, HubCard, PlaceCard
from .hub import last_sync
from .hub_form import HubForm
from .log import SyncLog
from .places import Place, places
from .presenter import Card, SyncPresenter, size_words
from .transfer import Transfer, exchange_with, log

if TYPE_CHECKING:
    from ....sync.http import Settings
    from ...shell.frame import Frame

SHOWN = 2  # carriers beside the card that chooses another


class SyncPage(Page):
    """The page. `filter`: "waiting" leaves out what is confirmed."""

    def __init__(self, frame: Frame, filter: str = "") -> None:
        super().__init__(frame, filter=filter)
        self.presenter = SyncPresenter(self.session)
        self.presenter.all = filter != "waiting"
        self._after = QTimer(self)
        self._after.setSingleShot(True)
        self._after.setInterval(300)
        self._after.timeout.connect(self.read)
        self._watch = QFileSystemWatcher(self)
        self._watch.directoryChanged.connect(lambda _path: self._after.start())
        self._job: Transfer | None = None
        self._placed: object = None  # what the cards of carriers show
        self._build()

    # -- the page's own --------------------------------------------------------------------------------
    def title(self) -> str:
        """同步."""
        return tr("rail.sync")

    def subtitle(self) -> str:
        """Which laptop this is."""
        return tr("sync.thisLaptopIs", device=self.session.desk().store.trust.device)

    def bar(self) -> list[QWidget]:
        """The hub's settings, the log."""
        hub = button(tr("hub.title"), self._set_hub, kind="text", icon_name="server")
        return [hub, button(tr("sync.log"), self._open_log, kind="text", icon_name="file-text")]

    def address(self) -> dict[str, Any]:
        """The filter."""
        return {"filter": "" if self.presenter.all else "waiting"}

    def start(self) -> None:
        """Read everything; what runs already is shown."""
        running = next((job for job in self.frame.jobs.running() if isinstance(job, Transfer)), None)
        if running is not None:
            self._follow(running)
        self.frame.hub.changed.connect(self.show_places)
        self.frame.hub.began.connect(self._begun)
        self.frame.hub.look()
        self.read()
        self._focus_carrier()

    def touched(self, touched: Touched) -> None:
        """Acts came in, from here or by a sync: once it is quiet."""
        self._after.start()

    def shows(self, job: Job) -> bool:
        """An exchange stands on its carrier's card."""
        return isinstance(job, Transfer)

    def leave(self) -> None:
        """Nothing more is read; a running exchange goes on."""
        self._after.stop()
        self.frame.hub.changed.disconnect(self.show_places)
        self.frame.hub.began.disconnect(self._begun)
        if self._job is not None and self._stepped in self._job.on_change:
            self._job.on_change.remove(self._stepped)

    # -- building --------------------------------------------------------------------------------------
    def _build(self) -> None:
        left = QWidget()
        inner = column(self._figures(), margins=(0, 0, 8, 0), gap=16, into=left)
        self._carriers = QHBoxLayout()
        self._carriers.setSpacing(px(12))
        inner.addLayout(self._carriers)
        records = self._records()
        records.setMinimumHeight(px(220))  # a short window scrolls
        inner.addWidget(records, 1)
        self._decide = QWidget()
        self._deciding = column(margins=(0, 0, 8, 0), gap=12, into=self._decide)
        self._aside = scrolled(self._decide)
        self._switch = Toggle([Choice("records", tr("sync.records")), Choice("decide", tr("sync.decide"))], "records")
        self._switch.chosen.connect(lambda _value: self._fold(self.frame.rail.compact))
        self._left = scrolled(left)
        whole = column(self._switch, margins=(24, 20, 16, 20), gap=12, into=self)
        panes = row(self._left, self._aside, gap=12)
        panes.setStretch(0, 1)
        whole.addLayout(panes, 1)
        self.frame.narrowed.connect(self._fold)
        self._fold(self.frame.rail.compact)

    def _figures(self) -> QFrame:
        card = frame("card")
        self._bar = Bar((), 6, name=tr("sync.figures"))
        here, self._show_here = figure("laptop", tr("sync.here"))
        handed, self._show_handed = figure("upload", tr("sync.handed"))
        confirmed, self._show_confirmed = figure("shield-check", tr("sync.confirmed"))
        line = row(here, frame("column"), handed, frame("column"), confirmed, gap=0)
        for at in (0, 2, 4):
            line.setStretch(at, 1)
        whole = column(margins=(0, 16, 0, 18), gap=14, into=card)
        whole.addLayout(line)
        whole.addLayout(row(self._bar, margins=(20, 0, 20, 0)))
        return card

    def _records(self) -> QFrame:
        card = frame("card")
        self._filter = Toggle([Choice(False, tr("sync.unconfirmed", 0)), Choice(True, tr("sync.all", 0))], self.presenter.all)
        self._filter.chosen.connect(self._filtered)
        head = row(label(tr("sync.details"), "strong"), 1, self._filter, margins=(16, 10, 16, 10))
        kind, answers, photos, state = (108, 72, 204, 120) if is_english() else (84, 64, 228, 96)  # two states of photos fit
        columns = [
            Column("kind", tr("sync.kind"), kind, "muted", sortable=False),
            Column("what", tr("sync.what"), "stretch", "text", sortable=False),
            Column("answers", tr("sync.answered"), answers, "muted", sortable=False),
            Column("photos", tr("sync.photoColumn"), photos, "muted", sortable=False),
            Column("state", tr("sync.state"), state, "state", sortable=False),
        ]
        self._model = PagedModel(self.presenter.fetch, self.presenter.count, columns)
        self.table = Table(self._model, row=36)
        self.table.setAccessibleName(tr("sync.details"))
        self.table.opened.connect(self._open)
        self._stack = QStackedWidget()
        self._empty = EmptyState("check-check", tr("sync.allSafe"), tr("sync.allSafeWords"))
        for part in (Skeleton(4), self.table, self._empty):
            self._stack.addWidget(part)
        whole = column(margins=(1, 0, 1, 1), gap=0, into=card)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
        return card

    def _fold(self, narrow: bool) -> None:
        """Narrow: the two panes take turns."""
        decides = self._switch.value() == "decide"
        self._switch.setVisible(narrow)
        self._left.setVisible(not narrow or not decides)
        self._aside.setVisible(not narrow or decides)
        self._aside.setFixedWidth(px(376)) if not narrow else self._aside.setMaximumWidth(16777215)

    # -- reading ---------------------------------------------------------------------------------------
    def read(self) -> None:
        """Read all of it again."""
        self.show_places()
        self.show_decisions()
        reader = self.frame.top_bar.reader
        self.frame.start_job(Job("", quiet=True), lambda _job: reader.look(), self._counted)

    def _counted(self, job: Job) -> None:
        if isinstance(job.result, Standing) and self.frame.page is self:
            self.show_standing(job.result)

    def show_standing(self, standing: Standing) -> None:
        """The figures and the rows."""
        self.presenter.standing = standing
        photos = tr("sync.photosHere", standing.photos_here, size=size_words(standing.bytes_here))
        self._show_here(standing.here, photos if standing.photos_here else tr("sync.hereWords"))
        self._show_handed(standing.handed, tr("sync.handedWords"))
        self._show_confirmed(standing.confirmed, tr("sync.confirmedWords"))
        self._bar.set_parts([(standing.here, "accent"), (standing.handed, "chart_2")], standing.whole)
        self._filter.set_choices(
            [Choice(False, tr("sync.unconfirmed", standing.here + standing.handed)), Choice(True, tr("sync.all", standing.whole))]
        )
        self._filter.set_value(self.presenter.all)
        self._model.reset()
        self._stack.setCurrentIndex(1 if self._model.rowCount() else 2)
        self.show_places()

    def show_places(self) -> None:
        """The carriers, unless one is in use."""
        found = places(self.session.desk().store, self.presenter.demo_stick())
        today, need = self.presenter.today(), self.presenter.standing.bytes_here if self.presenter.standing else 0
        hub = self.frame.hub.read()
        last = last_sync(self.session, hub.url) if hub is not None else None
        state = ([replace(place, free=0) for place in found], need, self._job, today, hub, self.frame.hub.reachable, last)
        if state == self._placed:
            return  # the keyboard may be on a card
        self._placed = state
        focused: QWidget | None = self.window().focusWidget()
        held = focused is not None and any(card.isAncestorOf(focused) for card in self._cards())
        emptied(self._carriers)
        running = self._job is not None
        room = SHOWN - (hub is not None)
        shown = found[:room]
        folder = self._job.folder if self._job is not None else None
        if folder is not None and all(place.path != folder for place in shown):
            shown = [Place(folder, False, usable=True), *shown[: room - 1]]
        online = hub is not None and bool(self.frame.hub.reachable)
        first = None if online else next((place for place in shown if place.usable), None)
        if hub is not None:
            self._put_card(self._hub_card(hub, last, online and not running), hub)
        for place in shown:
            primary = place is first and not running
            self._put_card(PlaceCard(place, today, need, primary=primary, go=self.exchange), place.path)
        only = first is None and not online and not running
        self._choose = ChooseCard(self._choose_folder, primary=only, others=found[room:], go=self.exchange)
        self._choose.go.setEnabled(not running)
        self._carriers.addWidget(self._choose, 1)
        self._choose.show()
        if held and not running:
            self._focus_carrier()
        wanted = {str(place.path.parent) for place in found if place.path.parent.is_dir()} | {str(each) for each in _mounts()}
        if missing := sorted(wanted - set(self._watch.directories())):
            self._watch.addPaths(missing)

    def _hub_card(self, hub: Settings, last: int | None, primary: bool) -> HubCard:
        today, reachable = self.presenter.today(), self.frame.hub.reachable
        go = partial(self.exchange, hub)
        return HubCard(hub.url, reachable, last, today, primary=primary, go=go, change=self._set_hub)

    def _put_card(self, card: HubCard | PlaceCard, place: Path | Settings) -> None:
        """Put it beside the others; it follows the exchange that runs with its place."""
        self._carriers.addWidget(card, 1)
        card.show()  # now: what is not visible takes no focus
        if self._job is not None and place == self._job.place:
            card.follow(self._job)
        elif self._job is not None:
            card.go.setEnabled(False)

    def _focus_carrier(self) -> None:
        """The keyboard goes to the first carrier that can be used, or to the choice of one."""
        cards = [card for card in self._cards() if isinstance(card, HubCard | PlaceCard)]
        first = next((card for card in cards if card.usable), None)
        (first.go if first is not None else self._choose.go).setFocus(Qt.FocusReason.OtherFocusReason)

    def _cards(self) -> list[QWidget]:
        inside = self._carriers.parentWidget().children() if self._carriers.parentWidget() is not None else []
        return [each for each in inside if isinstance(each, QWidget) and self._carriers.indexOf(each) >= 0]

    def show_decisions(self) -> None:
        """Conflicts, what was not admitted, what must be known."""
        try:
            conflicts, held, warned = self.presenter.conflicts(), self.presenter.held(), self.presenter.warnings()
        except FieldauditError as error:
            self.frame.show_error(error)
            return
        kept = [card for card in self._decide.findChildren(ConflictCard) if card.isVisible()]
        if kept and [card.card for card in kept] == conflicts and not held and not warned:
            return  # what somebody is choosing stays as it is
        emptied(self._deciding)
        last = next(iter(log(self.session)), {})
        told = [str(words) for words in last.get("told", ()) if str(words) not in warned]
        bad = [tr("sync.badObject", name=name["name"], reason=name["reason"]) for name in last.get("bad", ())]
        self._switch.set_choices([Choice("records", tr("sync.records")), Choice("decide", tr("sync.decideCount", len(conflicts)))])
        self._switch.set_value(self._switch.value())
        self._head(conflicts)
        for card in conflicts:
            self._deciding.addWidget(ConflictCard(card, partial(self._settle, card)))
        if conflicts:
            self._deciding.addLayout(row(picture("info", "text_muted", 18), label(tr("sync.meanwhile"), "caption", wrap=True)))
        for words in (*warned, *told, *bad):
            self._deciding.addWidget(warning_card(words))
        for each in held:
            self._deciding.addWidget(held_card(each))
        self._deciding.addStretch(1)

    def _head(self, conflicts: list[Card]) -> None:
        words = tr("sync.toDecide", len(conflicts)) if conflicts else tr("sync.nothingToDecide")
        note = tr("sync.bothKept") if conflicts else tr("sync.nothingWords")
        self._deciding.addWidget(label(words, "strong", wrap=True))
        self._deciding.addWidget(label(note, "caption", wrap=True))

    # -- doing -----------------------------------------------------------------------------------------
    def exchange(self, place: Path | Settings) -> None:
        """Give and take with a carrier, in the background."""
        name = (place.name or str(place)) if isinstance(place, Path) else tr("hub.title")
        job = Transfer(place, tr("sync.with", name=name))
        self._follow(job)
        self.frame.start_job(job, lambda _job: exchange_with(self.session, job), self._ended, long=True)
        self.show_places()

    def _begun(self, job: Transfer) -> None:
        """An exchange began by itself."""
        if self._job is None:
            self._follow(job)
            self.show_places()

    def _set_hub(self) -> None:
        HubForm(self.frame).open()

    def _follow(self, job: Transfer) -> None:
        self._job = job
        job.on_change.append(self._stepped)

    def _stepped(self, job: Job) -> None:
        """On the job's thread."""
        if job.state not in ("waiting", "running"):
            self.frame.later(lambda: self._ended(job))

    def _ended(self, job: Job) -> None:
        if self.frame.page is not self or self._job is None:
            return
        told, self._job = not self._job.automatic, None
        if job.state == "done" and told:
            put, got = job.result.put, job.result.got
            self.frame.toasts.say(tr("sync.done", put=put["segments"] + put["blobs"], got=got["segments"] + got["blobs"]))
        elif job.state == "cancelled":
            self.frame.toasts.say(tr("sync.stopped"))
        self.frame.hub.look()
        self.read()

    def _choose_folder(self) -> None:
        folder = choose_folder(self, tr("sync.chooseTitle"))
        if folder is not None:
            self.exchange(folder)

    def _settle(self, card: Card, take: str | None, value: str | None) -> None:
        try:
            self.presenter.settle(card, take, value)
        except FieldauditError as error:
            self.frame.show_error(error)
            return
        self.show_decisions()
        self.frame.toasts.say(tr("sync.settled"), undo=lambda: self._reopen(card))

    def _reopen(self, card: Card) -> None:
        try:
            self.presenter.reopen(card)
        except FieldauditError as error:
            self.frame.show_error(error)
        if self.frame.page is self:
            self.show_decisions()

    def _filtered(self, value: object) -> None:
        self.presenter.all = bool(value)
        self._filter.set_value(self.presenter.all)
        self._model.reset()
        self._stack.setCurrentIndex(1 if self._model.rowCount() else 2)

    def _open(self, shown: dict[str, Any]) -> None:
        owner: Owner = shown["owner"]
        store = self.session.desk().store
        if owner.table == "inspection":
            self.frame.go("checklist", inspection=owner.row)
        elif owner.table == "institution":
            self.frame.go("home", institution=owner.row)
        elif owner.table == "item":
            home = (store.get("item", owner.row) or {}).get("institution") or 0
            self.frame.go("plan", institution=home, item=owner.row)
        elif owner.table in ("notice", "paper"):
            self.frame.go("documents", **{owner.table: owner.row})

    def _open_log(self) -> None:
        SyncLog(self.frame, self.presenter, log(self.session)).open()


def _mounts() -> list[Path]:
    """Folders in which sticks appear."""
    above = [Path(top) for top in ("/media", "/run/media", "/Volumes")]
    return [path for top in above if top.is_dir() for path in (top, *sorted(each for each in top.iterdir() if each.is_dir()))]


__all__ = ["SyncPage"]
