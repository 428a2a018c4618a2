"""Proof of service: how a notice reached the home. What is served at the left, the way and its facts at the right."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ....domain.calendar import PUBLIC_NOTICE_DAYS, local_datetime
from ....domain.core import RowId, Touched
from ....domain.terms import label as term
from ...jobs import Job
from ...print_panel import PaperDialog
from ...text import capital, listed, tr
from ...theme import px
from ...widgets.act_footer import ActFooter
from ...widgets.basic import Elided, button, column, frame, label, picture, row
from ...widgets.fields import Choose, DayField, Field, Line, Note
from ...widgets.files import choose_files
from ...widgets.lists import Row, RowList, RowState
from ...widgets.paint import RIGHT, draw_text, text_width
from ...widgets.scrolling import scrolled
from ...widgets.segments import Choice, Toggle
from ..base import Page
from ..finish.dialogs import PHOTOS
from .presenter import METHODS, HazardTerm, ServePresenter, Sheetful, Typed

if TYPE_CHECKING:
    from ...shell.frame import Frame

# which fields each way of service shows, in order
_SHOWN = {
    "direct": ("recipient", "relation", "day", "clock", "second", "place", "remarks"),
    "left": ("refused", "witness", "witness_post", "day", "clock", "second", "place", "remarks"),
    "post": ("tracking", "sent_on", "recipient", "relation", "day", "clock", "second", "remarks"),
    "public": ("announced_in", "announced_on", "second", "remarks"),
}
_LABELS = {
    "recipient": "serve.recipient", "relation": "serve.relation", "day": "serve.day", "clock": "serve.clock",
    "second": "serve.second", "place": "serve.place", "remarks": "serve.remarks", "refused": "serve.refused",
    "witness": "serve.witness", "witness_post": "serve.witnessPost", "tracking": "serve.tracking", "sent_on": "serve.sentOn",
    "announced_in": "serve.announcedIn", "announced_on": "serve.announcedOn",
}  # fmt: skip
_HINTS = {"direct": "serve.directHint", "left": "serve.leftHint", "post": "serve.postHint", "public": "serve.publicHint"}
_WIDE = ("refused", "remarks", "announced_in")
_DAYS = ("day", "sent_on", "announced_on")


class ServePage(Page):
    """Records how a notice was served. `notice`: its row."""

    back = True
    searches = False

    def __init__(self, frame_: Frame, notice: int | str = 0, **typed: Any) -> None:
        super().__init__(frame_, notice=notice, **typed)
        self._presenter = ServePresenter(self.session, RowId(int(notice)))
        self.sheet: Sheetful = self._presenter.read()
        self.typed = self._presenter.first()
        known = {each.name for each in fields(Typed)}
        self.typed = replace(self.typed, **{name: value for name, value in typed.items() if name in known})
        self._busy = False
        self.inputs: dict[str, Field] = {}
        self.form = frame("card", self)
        self._make_fields()
        self._lay_out()
        self.show_sheet()

    # -- building --------------------------------------------------------------------------------------
    def _make_fields(self) -> None:
        for name, key in _LABELS.items():
            value = getattr(self.typed, name)
            widget: QWidget
            if name in _DAYS:
                widget = DayField(value)
                widget.settled.connect(lambda day, name=name: self._type(name, day))
            elif name == "second":
                widget = Choose(self.sheet.officers, value or None, tr("serve.chooseSecond"))
                widget.settled.connect(lambda person: self._type("second", person))
            elif name == "refused":
                note = Note(text=value, least=2, most=3)
                note.textChanged.connect(lambda note=note, name=name: self._type(name, note.text()))
                widget = note
            else:
                line = Line(text=value)
                line.textChanged.connect(lambda text, name=name: self._type(name, text))
                widget = line
            self.inputs[name] = Field(tr(key), widget, parent=self.form)

    def _lay_out(self) -> None:
        self.method = Toggle([Choice(each, capital(str(term("service_method", each)))) for each in METHODS], self.typed.method)
        self.method.setAccessibleName(tr("serve.method"))
        self.method.chosen.connect(lambda method: self._type("method", method))
        self.hint = label("", "caption", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(px(12))
        for at in range(2):
            self._grid.setColumnStretch(at, 1)
        self.add_photo = button(tr("serve.addPhoto"), self._add_photos, icon_name="image-plus", size="large")
        self.photo_names = Elided("", "caption")
        photos = row(self.add_photo, self.photo_names)
        photos.setStretch(1, 1)
        inside = column(margins=(20, 16, 20, 20), gap=12, into=self.form)
        inside.addLayout(row(self.method, 1))
        inside.addWidget(self.hint)
        inside.addLayout(self._grid)
        inside.addLayout(photos)
        inside.addStretch(1)
        self.done_card = self._done_card()
        right = QWidget()
        column(self.form, self.done_card, gap=0, into=right)
        self._area = scrolled(right)
        self.left = self._notice_card()
        body = row(self.left, self._area, margins=(24, 20, 24, 20), gap=20)
        body.setStretch(1, 1)
        whole = column(gap=0, into=self)
        whole.addLayout(body, 1)
        self.foot = ActFooter(self.frame.back, self._act)
        self.words, self.why, self.later, self.act = self.foot.words, self.foot.why, self.foot.later, self.foot.act
        whole.addWidget(self.foot)
        self.frame.narrowed.connect(self._narrowed)

    def _notice_card(self) -> QFrame:
        made = frame("card")
        made.setFixedWidth(px(408))
        self.number, self.home = Elided("", "heading"), Elided("", "", "secondary")
        self.issued = Elided("", "caption")
        self.terms_head = label("", "strong", wrap=True)
        self.hazards = RowList(self._paint_hazard, 44, self._hazard_words)
        self.hazards.setAccessibleName(tr("serve.hazards"))
        self.see = button(tr("serve.see"), self._see, icon_name="file-text")
        whole = column(self.number, self.home, self.issued, margins=(16, 16, 16, 16), gap=4, into=made)
        whole.addSpacing(px(12))
        whole.addWidget(self.terms_head)
        whole.addSpacing(px(4))
        whole.addWidget(frame("line"))
        whole.addWidget(self.hazards, 1)
        whole.addLayout(row(self.see, 1))
        return made

    def _done_card(self) -> QFrame:
        made = frame("card")
        self.done_head = label("", "heading", wrap=True)
        self.done_words = label("", "", "secondary", wrap=True)
        top = row(picture("check-check", "ok_text", 20), self.done_head, gap=8)
        top.setStretch(1, 1)
        whole = column(margins=(20, 16, 20, 20), gap=8, into=made)
        whole.addLayout(top)
        whole.addWidget(self.done_words)
        whole.addStretch(1)
        return made

    # -- what the frame asks ---------------------------------------------------------------------------
    def title(self) -> str:
        """登记送达."""
        return tr("serve.title")

    def subtitle(self) -> str:
        """The home and the notice."""
        return f"{self.sheet.home} · {self.sheet.number}"

    def start(self) -> None:
        """The way of service first."""
        self._fold()
        (self.act if self.sheet.served else self.method).setFocus(Qt.FocusReason.OtherFocusReason)

    def address(self) -> dict[str, Any]:
        """The notice and what was typed."""
        return {"notice": self._presenter.notice, **{name: value for name, value in asdict(self.typed).items() if value}}

    def touched(self, touched: Touched) -> None:
        """Served elsewhere, or voided."""
        if self._presenter.shows(touched):
            self.sheet = self._presenter.read()
            self.show_sheet()

    # -- showing ---------------------------------------------------------------------------------------
    def show_sheet(self) -> None:
        """Everything as it is now."""
        sheet = self.sheet
        self.number.set_text(tr("serve.notice", number=sheet.number))
        self.home.set_text(sheet.home)
        self.issued.set_text(tr("serve.issuedOn", day=sheet.issued_on.isoformat()))
        self.form.setVisible(sheet.served is None)
        self.done_card.setVisible(sheet.served is not None)
        self._arrange()
        if sheet.served is not None:
            served = sheet.served
            self.done_head.setText(tr("serve.servedAt", method=served.method, time=f"{local_datetime(served.at):%Y-%m-%d %H:%M}"))
            lines = [tr("serve.proof", number=served.number)] if served.number else []
            people = (("serve.recipient", served.recipient), ("serve.witness", served.witness), ("serve.second", served.second))
            lines += [tr("serve.fact", name=tr(key), value=who) for key, who in people if who]
            self.done_words.setText("\n".join(lines))
        self._look()

    def _arrange(self) -> None:
        """The fields of the chosen way, two beside each other where they are short."""
        while self._grid.count():
            self._grid.takeAt(0)
        at = 0
        shown = _SHOWN[self.typed.method]
        for name, field in self.inputs.items():
            field.setVisible(name in shown)
        for name in shown:
            wide = name in _WIDE
            at += at % 2 if wide else 0
            self._grid.addWidget(self.inputs[name], at // 2, 0 if wide else at % 2, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            at += 2 if wide else 1
        self.hint.setText(tr(_HINTS[self.typed.method], days=PUBLIC_NOTICE_DAYS))

    def _look(self) -> None:
        sheet, lacks = self.sheet, self._presenter.lacks(self.typed)
        served = self._presenter.served_on(self.typed) if sheet.served is None else local_datetime(sheet.served.at).date()
        self.terms_head.setText(tr("serve.termsFrom", day=served.isoformat()) if served else tr("serve.terms"))
        self.hazards.show_rows([{"id": at, "each": each, "due": each.due(served)} for at, each in enumerate(sheet.hazards)])
        self.photo_names.set_text(listed(Path(each).name for each in self.typed.photos) or tr("serve.photoHint"))
        self.why_not = ""
        if sheet.served is None:
            words = {name: tr(_LABELS[name]) for name in lacks}
            self.why_not = tr("serve.voided") if sheet.void else tr("serve.needs", what=listed(words.values())) if lacks else ""
        self.words.set_text(tr("serve.words") if sheet.served is None else tr("serve.running"))
        verb = tr("serve.record") if sheet.served is None else tr("serve.printProof")
        self.foot.show_act(verb, self.why_not, busy=self._busy)
        self.later.setText(tr("serve.later") if sheet.served is None else tr("serve.done"))

    def _hazard_words(self, line: Row) -> str:
        each: HazardTerm = line["each"]
        return listed((each.words, self._due_words(line["due"])))

    def _due_words(self, due: date | None) -> str:
        return tr("serve.until", day=due.isoformat()) if due else ""

    def _paint_hazard(self, painter: QPainter, rect: QRect, line: Row, _state: RowState) -> None:
        words = self._due_words(line["due"])
        wide = text_width(words, "table")
        draw_text(painter, QRect(rect.right() - wide, rect.top(), wide, rect.height()), words, "table", "text_muted", RIGHT)
        draw_text(painter, rect.adjusted(0, 0, -wide - px(12), 0), line["each"].words, "table", "text")

    def _narrowed(self, _narrow: bool) -> None:
        self._fold()

    def _fold(self) -> None:
        """Narrow: the notice is named in the top bar already."""
        self.left.setVisible(not self.frame.rail.compact)
        self.words.setVisible(not self.frame.rail.compact)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.frame.back()
        else:
            super().keyPressEvent(event)

    # -- acts --------------------------------------------------------------------------------------------
    def _type(self, name: str, value: Any) -> None:
        self.typed = replace(self.typed, **{name: value})
        if name == "method":
            self._arrange()
        self._look()

    def _add_photos(self) -> None:
        files = choose_files(self, tr("serve.addPhoto"), PHOTOS)
        self._type("photos", tuple(dict.fromkeys((*self.typed.photos, *map(str, files)))))

    def _act(self) -> None:
        if self.sheet.served is not None:
            self._show_proof()
            return
        for name in _DAYS:
            field = self.inputs[name].widget
            if isinstance(field, DayField) and field.isVisible():
                field.flush()
        if self.why_not or self._busy:
            return
        self._busy = True
        self._look()

        def ended(job: Job) -> None:
            if not shiboken6.isValid(self):
                return
            self._busy = False
            self._look()
            if job.error is not None:
                self.frame.show_error(job.error)
            else:
                self.frame.toasts.say(tr("serve.recorded"))

        do = self._presenter.serve(self.typed)
        self.frame.start_job(Job(tr("serve.recording"), quiet=True), lambda _job: do(), ended)

    def _show_proof(self) -> None:
        served = self.sheet.served
        name = served.number if served and served.number else self.sheet.number
        PaperDialog(self.frame, tr("serve.proof", number=name), lambda _job: self._presenter.proof(), issuer="").open()

    def _see(self) -> None:
        PaperDialog(self.frame, self.sheet.number, lambda _job: self._presenter.printed()).open()


__all__ = ["ServePage"]
