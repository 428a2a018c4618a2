"""The finish sheet (finish.png): missing at the left, signatures and notice at the right, the last act in the footer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from ....domain.calendar import local_date, local_datetime
from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ...jobs import Job
from ...print_panel import PaperDialog
from ...text import listed, tr
from ...theme import px
from ...widgets.act_footer import ActFooter
from ...widgets.basic import button, column, frame, label, picture, row
from ...widgets.files import choose_files
from ...widgets.scrolling import scrolled
from ...widgets.segments import Choice, Toggle
from ...widgets.signature import Strokes
from ..base import Page
from .dialogs import PHOTOS, IssueQuestion, NoAccessQuestion, PinQuestion
from .presenter import FinishPresenter, Sheetful, Signer
from .signing import Signing
from .summary import Summary

if TYPE_CHECKING:
    from ...shell.frame import Frame

QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own, which PySide does not name
SHORT = 740  # logical px high: below, pads of 112


class FinishPage(Page):
    """Sees an inspection to its end: what is missing, who signs, which notice. `inspection`: its row."""

    back = True
    searches = False

    def __init__(self, frame_: Frame, inspection: int | str = 0, **typed: Any) -> None:
        super().__init__(frame_, inspection=inspection, **typed)
        self._presenter = FinishPresenter(self.session, RowId(int(inspection)))
        self.sheet: Sheetful = self._presenter.read()
        self._busy = False
        self.summary, self.signing = Summary(), Signing(self.sheet, typed)
        self.sides = Toggle((Choice("missing", tr("finish.sideMissing")), Choice("sign", tr("finish.sideSign"))), "missing")
        self.sides.chosen.connect(lambda _value: self._fold())
        self.way_out = button(tr("finish.noAccess"), self._no_access, kind="text")
        self.foot = ActFooter(self._leave_it, self._act, "lock", self.way_out)
        self.lock_words, self.why, self.later, self.act = self.foot.words, self.foot.why, self.foot.later, self.foot.act
        self._lay_out()
        self._connect()
        self.show_sheet()

    def _lay_out(self) -> None:
        self.left, self.right = scrolled(self.summary), scrolled(self.signing)
        self._bar = frame("pane")
        row(self.sides, 1, margins=(16, 8, 16, 8), into=self._bar)
        body = row(self.left, self.right, margins=(24, 20, 24, 20), gap=20)
        body.setStretch(1, 1)
        whole = column(self._bar, gap=0, into=self)
        whole.addLayout(body, 1)
        whole.addWidget(self.foot)
        self._body = body

    def _connect(self) -> None:
        self.summary.go.connect(self._go_to)
        for pad in self.signing.pads:
            pad.done.connect(lambda strokes, pad=pad: self._sign(pad.signer, strokes))
        home = self.signing.home
        home.signed.connect(self._sign_home)
        home.refused.connect(self._refuse)
        home.photo_wanted.connect(lambda: home.add_photos(choose_files(self, tr("finish.addPhoto"), PHOTOS)))
        self.signing.notice.preview_wanted.connect(self._preview)
        self.signing.notice.print_wanted.connect(self._print)
        self.frame.narrowed.connect(self._narrowed)

    # -- what the frame asks ---------------------------------------------------------------------------
    def title(self) -> str:
        """完成检查."""
        return tr("finish.title")

    def subtitle(self) -> str:
        """The home, the day, the inspectors."""
        names = listed(each.name for each in self.sheet.inspectors)
        return " · ".join((self.sheet.home, local_date(self.sheet.day).isoformat(), names))

    def bar(self) -> list[QWidget]:
        """When the last thing of the record became durable."""
        if self.sheet.saved_at is None or not self.sheet.open:
            return []
        saved = QWidget()
        words = label(tr("finish.savedAt", time=f"{local_datetime(self.sheet.saved_at):%H:%M:%S}"), "table", "secondary")
        row(picture("check-check", "text_secondary", 16), words, gap=6, into=saved)
        return [saved]

    def start(self) -> None:
        """The first thing to do has the focus."""
        if self.sheet.missing:
            self.summary.list.go_to(0)
            self.summary.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.act if self.act.isEnabled() else self._to_sign()).setFocus(Qt.FocusReason.OtherFocusReason)
        self._fold()

    def _to_sign(self) -> QWidget:
        """The first pad still to be signed; the home's choice after both, and the way out where nothing can be signed."""
        if not self.sheet.open:
            return self.later
        return next((each.pad for each in self.signing.pads if not each.pad.signed), self.signing.home.mode)

    def address(self) -> dict[str, Any]:
        """The inspection, and what was typed and is not on record yet."""
        return {"inspection": self._presenter.inspection, **self.signing.home.typed()}

    def touched(self, touched: Touched) -> None:
        """Read again when something of it was written."""
        if self._presenter.shows(touched):
            self.sheet = self._presenter.read()
            self.show_sheet()

    # -- showing ---------------------------------------------------------------------------------------
    def show_sheet(self) -> None:
        """Everything as it is now."""
        sheet = self.sheet
        self.summary.show_sheet(sheet)
        self.signing.show_sheet(sheet)
        self.way_out.setVisible(sheet.open and sheet.untouched)
        self.lock_words.set_text(tr("finish.locks") if sheet.state == "draft" else tr("finish.locked", state=sheet.state_word))
        self.later.setText(tr("finish.later") if sheet.open else tr("finish.toChecklist"))
        self._show_act()

    def _show_act(self) -> None:
        step, self.why_not = self._next_step()
        words = {
            "finish": "finish.finish", "issue": "finish.issueDo", "serve": "finish.serveDo", "done": "finish.toToday",
        }  # fmt: skip
        self.foot.show_act(tr(words[step]), self.why_not, busy=self._busy)

    def _next_step(self) -> tuple[str, str]:
        """What the primary button does now, and why it cannot."""
        sheet = self.sheet
        if sheet.state == "draft":
            return "finish", self._why_not(sheet)
        if sheet.to_order and sheet.state in ("finished", "approved") and self.session.role in ("inspector", "supervisor"):
            return "issue", ""
        if any(not each.served for each in sheet.issued):
            return "serve", ""
        return "done", ""

    def _why_not(self, sheet: Sheetful) -> str:
        if not sheet.mine:
            return tr("finish.notYours")
        if sheet.required:
            return tr("finish.needsAnswers", sheet.required)
        if sheet.unsigned:
            names = {each.party: each.name for each in sheet.inspectors} | {"home": tr("finish.home")}
            return tr("finish.needsSigns", who=listed(names[party] for party in sheet.unsigned))
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lower pads where there is little room."""
        super().resizeEvent(event)
        self.signing.set_height(112 if self.window().height() < px(SHORT) else 144)
        self._fold()

    def _narrowed(self, _narrow: bool) -> None:
        self._fold()

    def _fold(self) -> None:
        """Narrow: one of the two sides at a time."""
        narrow = self.frame.rail.compact
        self._bar.setVisible(narrow)
        self.left.setVisible(not narrow or self.sides.value() == "missing")
        self.right.setVisible(not narrow or self.sides.value() == "sign")
        self.left.setMinimumWidth(0 if narrow else px(408))
        self.left.setMaximumWidth(QWIDGETSIZE_MAX if narrow else px(408))
        self.lock_words.setVisible(not narrow)
        margin = px(12 if narrow else 24)
        self._body.setContentsMargins(margin, px(12 if narrow else 20), margin, px(12 if narrow else 20))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F6 walks between the panes; Esc goes back."""
        if event.key() == Qt.Key.Key_F6:
            home = self.signing.home
            parts: list[tuple[QWidget, QWidget]] = [(self.summary, self.summary.list)]
            parts += [(each, each.pad) for each in self.signing.pads]
            parts += [(home, home.mode), (self.act, self.act)]
            shown = [(pane, stop) for pane, stop in parts if stop.isVisible() and stop.isEnabled()]
            now = self._focus()
            at = next((at for at, (pane, _) in enumerate(shown) if pane is now or pane.isAncestorOf(now)), -1)
            shown[(at + 1) % len(shown)][1].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            self.frame.back()
        else:
            super().keyPressEvent(event)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self

    # -- acts --------------------------------------------------------------------------------------------
    def _try(self, do: Callable[[], object], said: str = "") -> bool:
        try:
            do()
        except FieldauditError as error:
            self.frame.show_error(error)
            return False
        if said:
            self.frame.toasts.say(said)
        return True

    def _go_to(self, path: str) -> None:
        self.frame.go("checklist", inspection=self._presenter.inspection, path=path)

    def _leave_it(self) -> None:
        if self.sheet.open:
            self.frame.back()
        else:
            self._go_to("")

    def _sign(self, signer: Signer, strokes: Strokes) -> None:
        said = tr("finish.signedToast", who=signer.name)
        if signer.here:
            self._try(lambda: self._presenter.sign(signer.party, strokes), said)
            return

        def with_pin(pin: str) -> None:
            self._presenter.sign(signer.party, strokes, pin)
            self.frame.toasts.say(said)

        PinQuestion(self.frame, signer.name, with_pin).open()

    def _sign_home(self, strokes: Strokes, name: str, post: str) -> None:
        self._try(lambda: self._presenter.sign_home(strokes, name, post), tr("finish.signedToast", who=name))

    def _refuse(self, said: tuple[str, str, Strokes, list[Path], bool]) -> None:
        self._in_background(tr("finish.recording"), self._presenter.refusal(*said), tr("finish.recorded"))

    def _no_access(self) -> None:
        def done(reason: str, witness: str, photos: list[Path]) -> None:
            act = self._presenter.no_access(reason, witness, photos)
            self._in_background(tr("finish.recording"), act, tr("finish.noAccessDone"))

        NoAccessQuestion(self.frame, done).open()

    def _in_background(self, title: str, do: Callable[[], Any], said: str, then: Callable[[Any], object] | None = None) -> None:
        """An act that reads files or renders a paper: the window goes on, the buttons wait."""
        self._busy = True
        self._show_act()

        def ended(job: Job) -> None:
            if not shiboken6.isValid(self):
                return
            self._busy = False
            self._show_act()
            if self.act.isEnabled():
                self.act.setFocus(Qt.FocusReason.OtherFocusReason)  # what was pressed is gone or says something else now
            if job.error is not None:
                self.frame.show_error(job.error)
                return
            self.frame.toasts.say(said)
            if then is not None:
                then(job.result)

        self.frame.start_job(Job(title, icon="file-text", quiet=True), lambda _job: do(), ended)

    def _act(self) -> None:
        step, why_not = self._next_step()
        if why_not or self._busy:
            return
        if step == "finish":
            self._finish()
        elif step == "issue":
            self._issue()
        elif step == "serve":
            self.frame.go("serve", notice=next(each.id for each in self.sheet.issued if not each.served))
        else:
            self.frame.go("today")

    def _finish(self) -> None:
        if self._try(self._presenter.finish, tr("finish.finished")):
            self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _issue(self) -> None:
        today = local_date(self.session.clock())
        words = tr("finish.issueWords", self.sheet.to_order, home=self.sheet.home)

        def issue(due: date | None) -> None:
            said = tr("finish.issuedToast", number=self.sheet.next_number.text)
            self._in_background(tr("finish.issuing"), lambda: self._presenter.issue(due), said, lambda _id: self._print())

        IssueQuestion(self.frame, self.sheet.next_number.text, words, today, issue).open()

    # -- the notice --------------------------------------------------------------------------------------
    def _issuer(self) -> str:
        return str(self.session.desk().bureau()["name"])

    def _preview(self) -> None:
        if self.sheet.issued:
            self._print()
            return
        title = tr("finish.draftOf", number=self.sheet.next_number.text)
        PaperDialog(self.frame, title, lambda _job: self._presenter.draft(), issuer=self._issuer(), prints=False).open()

    def _print(self) -> None:
        if not self.sheet.issued:
            return
        notice = self.sheet.issued[0]
        PaperDialog(self.frame, notice.number, lambda _job: self._presenter.printed(notice.id), issuer=self._issuer()).open()


__all__ = ["FinishPage"]
