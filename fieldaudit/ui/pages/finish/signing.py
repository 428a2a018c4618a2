"""The right card of the finish sheet: both inspectors' pads, the home's part, the notice that comes of it. Knows no act."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from ....domain.calendar import local_datetime
from ...text import listed, tr
from ...theme import px
from ...widgets.basic import Elided, button, column, frame, label, picture, row, set_state
from ...widgets.fields import Field, Line, Note
from ...widgets.segments import Choice, Toggle
from ...widgets.signature import SignaturePad, Strokes
from .presenter import Sheetful, Signed, Signer

SIGN, REFUSE, ABSENT = "sign", "refuse", "absent"


def _time(ms: int) -> str:
    return local_datetime(ms).strftime("%H:%M")


class InspectorPad(QWidget):
    """One inspector's name, badge, pad, and the way to sign again."""

    done = Signal(object)

    def __init__(self, signer: Signer) -> None:
        super().__init__()
        self.signer = signer
        self.pad = SignaturePad(signer.name)
        self.pad.done.connect(self.done)
        self.again = button(tr("finish.signAgain"), self._again, kind="text", size="small", icon_name="eraser", flush="right")
        self.again.setAccessibleName(tr("finish.signAgainOf", who=signer.name))
        badge = label(tr("finish.badge") if signer.badge else tr("finish.noBadge"), "caption")
        head = row(label(signer.name, "strong"), badge, 1, self.again)
        whole = column(gap=4, into=self)
        whole.addLayout(head)
        whole.addWidget(self.pad)
        self.again.setFixedHeight(px(28))

    def show_signer(self, signer: Signer, open_: bool) -> None:
        """Show what stands."""
        self.signer = signer
        signed = signer.signed
        self.pad.setEnabled(open_)
        self.again.setVisible(open_ and signed is not None)
        if signed is not None:
            words = tr("finish.changedSince") if signed.stale else tr("finish.signedAt", time=_time(signed.at))
            self.pad.show_signed(signed.strokes, words, stale=signed.stale)
        elif self.pad.signed:
            self.pad.clear()

    def _again(self) -> None:
        self.pad.clear()
        self.again.hide()


class HomePart(QWidget):
    """The home signs, refuses before a witness, or nobody in charge is there."""

    signed = Signal(object, str, str)  # strokes, name, post
    refused = Signal(object)  # Refusal
    photo_wanted = Signal()

    def __init__(self, typed: Mapping[str, Any]) -> None:
        super().__init__()
        self.photos: list[Path] = [Path(each) for each in typed.get("photos", ())]
        self._open = False
        words = {SIGN: "finish.homeSigns", REFUSE: "finish.homeRefuses", ABSENT: "finish.homeAbsent"}
        self.mode = Toggle([Choice(mode, tr(key)) for mode, key in words.items()], typed.get("mode") or SIGN)
        self.mode.setAccessibleName(tr("finish.home"))
        self.mode.chosen.connect(lambda _value: self._switch())
        self.hint = Elided("", "caption", "muted")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._sign_part(typed))
        self._stack.addWidget(self._refuse_part(typed))
        self._stack.addWidget(self._told_part())
        whole = column(gap=8, into=self)
        head = row(label(tr("finish.home"), "heading"), self.mode, self.hint, gap=16)
        head.setStretch(2, 1)
        whole.addLayout(head)
        whole.addWidget(self._stack)
        self._switch()

    # -- the three parts -----------------------------------------------------------------------------
    def _sign_part(self, typed: Mapping[str, Any]) -> QWidget:
        made = QWidget()
        self.name = Line(text=typed.get("name", ""))
        self.post = Line(text=typed.get("post", ""))
        self.pad = SignaturePad(tr("finish.home"))
        self.pad.done.connect(lambda strokes: self._sign(strokes))
        self.again = button(tr("finish.signAgain"), self._sign_again, kind="text", size="small", icon_name="eraser", flush="right")
        self._name_field = Field(tr("finish.signerName"), self.name)
        above = row(self._name_field, Field(tr("finish.signerPost"), self.post), gap=16)
        whole = column(gap=8, into=made)
        whole.addLayout(above)
        whole.addLayout(row(1, self.again))
        whole.addWidget(self.pad)
        whole.addStretch(1)
        return made

    def _refuse_part(self, typed: Mapping[str, Any]) -> QWidget:
        made = QWidget()
        self.reason = Note(tr("finish.reasonHint"), typed.get("reason", ""), least=2, most=3)
        self.witness = Line(tr("finish.witnessHint"), typed.get("witness", ""))
        self.add_photo = button(tr("finish.addPhoto"), self.photo_wanted.emit, icon_name="image-plus", size="large")
        self.photo_names = Elided("", "caption")
        self.record = button(tr("finish.record"), self._refuse, size="large")
        self.witness_pad = SignaturePad(tr("finish.witness"))
        self.witness_pad.done.connect(lambda _strokes: self._refuse())
        self.witness_pad.changed.connect(self._look)
        for each in (self.reason.textChanged, self.witness.textChanged):
            each.connect(self._look)
        self.reason_field, self.witness_field = Field(tr("finish.reason"), self.reason), Field(tr("finish.witness"), self.witness)
        left = column(self.reason_field, self.witness_field, gap=8)
        photos = row(self.add_photo, self.photo_names)
        photos.setStretch(1, 1)
        left.addLayout(photos)
        left.addStretch(1)
        head = row(label(tr("finish.witnessSigns"), "table", "secondary"), Elided(tr("finish.witnessWho"), "caption", "muted"))
        head.setStretch(1, 1)
        right = column(gap=4)
        right.addLayout(head)
        right.addWidget(self.witness_pad)
        right.addSpacing(px(4))
        right.addLayout(row(1, self.record))
        right.addStretch(1)
        both = row(gap=16, into=made)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        return made

    def _told_part(self) -> QWidget:
        """What stands once a refusal is on record."""
        made = QWidget()
        self.told = label("", wrap=True)
        self.told_under = label("", "caption", wrap=True)
        self.told_pad = SignaturePad(tr("finish.witness"))
        self.anew = button(tr("finish.recordAgain"), self._record_again, size="")
        box = frame("sunken")
        column(self.told, self.told_under, margins=(16, 12, 16, 12), gap=4, into=box)
        left = column(box, gap=12)
        left.addLayout(row(self.anew, 1))
        left.addStretch(1)
        both = row(gap=16, into=made)
        both.addLayout(left, 1)
        right = column(self.told_pad, 1, gap=0)
        both.addLayout(right, 1)
        return made

    # -- what stands -----------------------------------------------------------------------------------
    def show_signed(self, signed: Signed | None, open_: bool, head: str) -> None:
        """Show what stands; `head`: who is in charge, as registered."""
        self._open = open_
        self.mode.read_only = not open_ or (signed is not None and bool(signed.refused))
        for each in (self.name, self.post, self.reason, self.witness):
            each.setReadOnly(not open_)
        for pad in (self.pad, self.witness_pad):
            pad.setEnabled(open_)
        if signed is None:
            if not self.name.text():
                self.name.set_text(head)
            self.again.hide()
            if self.pad.signed:
                self.pad.clear()
            self._switch()
        elif signed.refused:
            self._tell(signed)
        else:
            self._show_signature(signed)

    def _tell(self, signed: Signed) -> None:
        self.told.setText(tr("finish.refusedAt", time=_time(signed.at), reason=signed.refused))
        words = [tr("finish.witnessed", who=signed.witness)]
        if signed.photos:
            words.append(tr("finish.photos", signed.photos))
        if signed.stale:
            words.append(tr("finish.changedSince"))
        self.told_under.setText(" · ".join(words))
        self.told_pad.setVisible(bool(signed.strokes))
        self.told_pad.show_signed(signed.strokes, tr("finish.signedAt", time=_time(signed.at)), stale=signed.stale)
        self.anew.setVisible(self._open)
        self._stack.setCurrentIndex(2)

    def _show_signature(self, signed: Signed) -> None:
        self.mode.set_value(SIGN)
        self._switch()
        self.name.set_text(signed.name)
        self.post.set_text(signed.post)
        self.again.setVisible(self._open)
        words = tr("finish.changedSince") if signed.stale else tr("finish.signedAt", time=_time(signed.at))
        self.pad.show_signed(signed.strokes, words, stale=signed.stale)

    def typed(self) -> dict[str, Any]:
        """What was typed and is not on record yet."""
        found = {
            "mode": self.mode.value(), "name": self.name.text(), "post": self.post.text(), "reason": self.reason.text(),
            "witness": self.witness.text(), "photos": tuple(map(str, self.photos)),
        }  # fmt: skip
        return {key: value for key, value in found.items() if value and value != SIGN}

    def set_height(self, height: int) -> None:
        """Of the pads."""
        for pad in (self.pad, self.witness_pad, self.told_pad):
            pad.set_height(height)

    def add_photos(self, files: list[Path]) -> None:
        """Files that show the refusal."""
        self.photos += [each for each in files if each not in self.photos]
        self._look()

    def _switch(self) -> None:
        mode = self.mode.value()
        self._stack.setCurrentIndex(0 if mode == SIGN else 1)
        absent = mode == ABSENT
        self.hint.set_text("" if mode == SIGN else tr("finish.absentHint") if absent else tr("finish.refusalHint"))
        self.reason_field.set_label(tr("finish.absence") if absent else tr("finish.reason"))
        self._look()

    def _look(self) -> None:
        absent = self.mode.value() == ABSENT
        ready = bool(self.witness.text().strip()) and (absent or bool(self.reason.text().strip()))
        self.record.setEnabled(self._open and ready)
        self.record.setText(tr("finish.recordAbsence") if absent else tr("finish.record"))
        self.add_photo.setEnabled(self._open)
        self.photo_names.set_text(listed(each.name for each in self.photos) or tr("finish.noPhotos"))

    def _sign(self, strokes: Strokes) -> None:
        named = bool(self.name.text().strip())
        self._name_field.set_fault("" if named else tr("finish.nameNeeded"))
        if named:
            self.signed.emit(strokes, self.name.text(), self.post.text())
        else:
            self.name.setFocus()

    def _sign_again(self) -> None:
        self.again.hide()
        self.pad.clear()

    def _record_again(self) -> None:
        self.mode.read_only = False
        self.mode.set_value(SIGN)
        self.pad.clear()
        self.again.hide()
        self._switch()

    def _refuse(self) -> None:
        if self.record.isEnabled():
            strokes = self.witness_pad.strokes() if self.witness_pad.has_ink else []
            self.refused.emit((self.reason.text(), self.witness.text(), strokes, list(self.photos), self.mode.value() == ABSENT))
        else:
            self.witness_field.set_fault("" if self.witness.text().strip() else tr("finish.witnessNeeded"))
            needs = self.mode.value() != ABSENT and not self.reason.text().strip()
            self.reason_field.set_fault(tr("finish.reasonNeeded") if needs else "")


class NoticeStrip(QFrame):
    """64 high: the notice that comes of the inspection, its number, and what can be done with it."""

    preview_wanted = Signal()
    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setMinimumHeight(px(64))
        self.name, self.under = Elided("", "strong"), Elided("", "caption")
        self.preview = button(tr("finish.preview"), self.preview_wanted.emit, size="")
        self.print = button(tr("finish.print"), self.print_wanted.emit, icon_name="printer")
        words = column(self.name, self.under, gap=0)
        whole = row(picture("file-text", "text_secondary", 22), gap=12, margins=(16, 8, 16, 8), into=self)
        whole.addLayout(words, 1)
        whole.addWidget(self.preview)
        whole.addWidget(self.print)

    def show_sheet(self, sheet: Sheetful) -> None:
        """Which notice it is, or would be."""
        issued, number = (sheet.issued[0] if sheet.issued else None), sheet.next_number
        if issued is not None:
            self.name.set_text(tr("finish.notice", number=issued.number))
            served = tr("finish.served") if issued.served else tr("finish.notServed")
            self.under.set_text(" · ".join((tr("finish.issued", issued.items), served)))
        elif sheet.to_order:
            self.name.set_text(tr("finish.notice", number=number.text))
            where = tr("finish.provisional") if number.provisional else tr("finish.fromLease", first=number.first, last=number.last)
            self.under.set_text(" · ".join((where, tr("finish.orders", sheet.to_order), tr("finish.copies"))))
        else:
            self.name.set_text(tr("finish.noNotice"))
            self.under.set_text(tr("finish.nothingToOrder"))
        self.preview.setVisible(bool(issued or sheet.to_order))
        self.print.setVisible(bool(issued or sheet.to_order))
        self.print.setEnabled(issued is not None)
        self.print.setToolTip("" if issued else tr("finish.printLater"))


class Signing(QFrame):
    """The whole card."""

    def __init__(self, sheet: Sheetful, typed: Mapping[str, Any]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.pads = [InspectorPad(each) for each in sheet.inspectors]
        self.home = HomePart(typed)
        self.notice = NoticeStrip()
        self.hint = Elided("", "caption", "muted")
        head = row(label(tr("finish.inspectors"), "heading"), self.hint, gap=8)
        head.setStretch(1, 1)
        both = row(*self.pads, gap=16)
        for at in range(len(self.pads)):
            both.setStretch(at, 1)
        whole = column(margins=(20, 12, 20, 16), gap=10, into=self)
        whole.addLayout(head)
        whole.addLayout(both)
        whole.addWidget(self.home)
        whole.addStretch(1)
        whole.addWidget(self.notice)

    def show_sheet(self, sheet: Sheetful) -> None:
        """Show it as it is now."""
        for pad, signer in zip(self.pads, sheet.inspectors, strict=True):
            pad.show_signer(signer, sheet.open)
        self.home.show_signed(sheet.at_home, sheet.open, sheet.head)
        self.notice.show_sheet(sheet)
        early = sheet.open and bool(sheet.required)
        self.hint.set_text(tr("finish.signLast") if early else tr("finish.bothSign"))
        set_state(self.hint, tone="warn" if early else "muted")

    def set_height(self, height: int) -> None:
        """Of the pads: 144, or 112 where there is little room."""
        for each in self.pads:
            each.pad.set_height(height)
        self.home.set_height(height)


__all__ = ["ABSENT", "REFUSE", "SIGN", "HomePart", "InspectorPad", "NoticeStrip", "Signing"]
