"""One question under review: wording, this time, last time, the photos of both, and the remark pinned to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ....work.compare import Line, Said
from ...text import paired, tr
from ...theme import pixmap, px, theme
from ...widgets.basic import button, chip, column, emptied, frame, label, picture, row, show_in_place
from ...widgets.fields import Note
from ...widgets.paint import LEFT, draw_text, rounded, text_width
from ...widgets.photos import PhotoStrip
from ...widgets.scrolling import scroll_into_view
from .presenter import Chip

if TYPE_CHECKING:
    from .view import ReviewPage

WIDTHS = {False: (216, 284), True: (176, 200)}  # narrow -> question, last time
KEEP_MS = 300  # after the last key a remark is kept
# tone of an answer -> icon, background, text
_TONES = {
    "pass": ("check", "accent_bg", "accent_on_bg"),
    "fail": ("x", "danger", "danger_text_on"),
    "na": ("minus", "surface_sunken", "text_secondary"),
    "plain": ("", "surface_sunken", "text"),
    "": ("", "surface_sunken", "text_muted"),
}


class Answer(QWidget):
    """An answer as a chip with its sign; elides where it must."""

    def __init__(self, words: str, tone: str) -> None:
        super().__init__()
        self._words, self._tone = words, tone
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _icon(self) -> int:
        return px(20) if _TONES[self._tone][0] else 0

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(text_width(self._words, "caption_bold") + self._icon() + px(18), px(24))

    def minimumSizeHint(self) -> QSize:
        """It may be shortened."""
        return QSize(min(px(72), self.sizeHint().width()), px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter, (drawn, back, fore) = QPainter(self), _TONES[self._tone]
        edge = theme()[fore] if theme().name == "high_contrast" else None
        rounded(painter, QRectF(self.rect()), px(4), theme()[back], edge)
        inner = self.rect().adjusted(px(8), 0, -px(8), 0)
        if drawn:
            side = px(14)
            painter.drawPixmap(QRect(inner.left(), inner.center().y() - side // 2, side, side), pixmap(drawn, fore, 14))
            inner.setLeft(inner.left() + self._icon())
        cut = draw_text(painter, inner, self._words, "caption_bold" if drawn else "caption", fore, LEFT)
        self.setToolTip(self._words if cut else "")


def _chips(answer: Answer, chips: Sequence[Chip], figures: Sequence[str]) -> QHBoxLayout:
    made = row(answer, gap=8)
    for each in chips:
        made.addWidget(chip(each.text, each.tone))
    if figures:
        made.addWidget(label(" / ".join(figures), "table"))
    made.addStretch(1)
    return made


class Lines(QScrollArea):
    """The place of the cards; arrows are the page's, they walk from question to question."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        grown = QTimer(self, singleShot=True, interval=40)  # until all of it has been laid out, which takes several turns
        grown.timeout.connect(self._keep_seen)
        self.verticalScrollBar().rangeChanged.connect(lambda: grown.start())

    def _keep_seen(self) -> None:
        """What is written in stays in view when a card grows: its remark has opened, or got a line more."""
        focused = self.widget().focusWidget()
        if isinstance(focused, Note) and focused.hasFocus():
            scroll_into_view(focused.parentWidget() or focused, 8)  # all of the box: of a field Qt shows but the cursor

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Not mine."""
        event.ignore()


class LineCard(QFrame):
    """A row of three columns. Keys: M writes a remark; Esc in it comes back here."""

    current_now = Signal(object)  # this card took the focus

    def __init__(self, page: ReviewPage, line: Line, narrow: bool) -> None:
        super().__init__()
        self.page, self.line = page, line
        self.setProperty("kind", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self._said_aloud())
        asked, last = WIDTHS[narrow]
        self._question, self._last = self._asked(), self._side(line.last)
        self._question.setFixedWidth(px(asked))
        self._last.setFixedWidth(px(last))
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self._side(line.this), 1)
        show_in_place(self._last, page.presenter.has_last)
        rule = frame("column")
        show_in_place(rule, page.presenter.has_last)
        both.addWidget(rule)
        both.addWidget(self._last)
        self._remark_place = QVBoxLayout()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(both, 1)
        right.addLayout(self._remark_place)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 1)
        whole.setSpacing(0)
        whole.addWidget(self._question)
        whole.addLayout(right, 1)
        self.remark: RemarkBox | None = None
        self.show_remark()

    # -- what it says ------------------------------------------------------------------------------------
    def _said_aloud(self) -> str:
        """The whole line for a screen reader."""
        line, shown = self.line, self.page.presenter
        number = tr("review.number", line.number) if line.number else ""
        now = [
            tr("review.thisTime", day=""),
            line.this.words or tr("review.notAnswered"),
            *(each.text for each in shown.chips(line.this)),
        ]
        before = [tr("review.lastTime", day=""), line.last.words or tr("review.notAnswered")] if line.last else []
        return ". ".join(part.strip(", ") for part in (number, line.label, " ".join(now), " ".join(before)) if part)

    def _asked(self) -> QWidget:
        made = QWidget()
        head = tr("review.number", self.line.number) if self.line.number else self.line.section
        inner = column(
            label(head, "caption", wrap=True), label(self.line.label, "", wrap=True), margins=(16, 14, 12, 12), gap=4, into=made
        )
        if self.page.presenter.locked is None:
            self._write = button(
                tr("review.remark"), self.write, kind="text", size="small", icon_name="message-square-text", flush="left"
            )
            self._write.setAccessibleName(self._remark_title())
            inner.addLayout(row(self._write, 1))
        inner.addStretch(1)
        return made

    def _remark_title(self) -> str:
        return tr("review.remarkOn", self.line.number) if self.line.number else tr("review.remarkHere")

    def _side(self, said: Said | None) -> QWidget:
        """One visit's column."""
        made, shown = QWidget(), self.page.presenter
        inner = column(margins=(16, 12, 16, 12), gap=6, into=made)
        if said is None:
            inner.addWidget(label(tr("review.notAsked"), "caption", wrap=True))
            inner.addStretch(1)
            return made
        last = said is self.line.last
        chips = [each for each in [shown.state(said)] if each] if last else shown.chips(said)
        inner.addLayout(_chips(Answer(said.words or tr("review.notAnswered"), said.tone), chips, said.figures))
        if said.item is not None:
            place, finding = said.item["place"], said.item["finding"]
            words = paired(place, finding) if place and finding else place or finding
            inner.addWidget(label(words, "table", "secondary", wrap=True))
        if said.note:
            inner.addWidget(label(tr("review.noteOf", note=said.note), "table", "muted", wrap=True))
        for text in () if last else (text for path in self.line.paths for text in shown.sent.get(path, ())):
            inner.addWidget(label(tr("review.earlier", text=text), "table", "accent", wrap=True))
        if said.photos:
            strip = PhotoStrip(self.page.frame, said.photos, read_only=True, size=(104, 78))
            strip.opened.connect(lambda attachment: self.page.frame.go("photo", attachment=int(attachment)))
            inner.addWidget(strip)
        inner.addStretch(1)
        return made

    # -- the remark --------------------------------------------------------------------------------------
    def path(self) -> str:
        """The path the remark is pinned to: where there already is one, else the answer's."""
        return next((path for path in self.line.paths if path in self.page.presenter.remarks), self.line.path)

    def show_remark(self) -> None:
        """The box, where a remark is written."""
        text = self.page.presenter.remarks.get(self.path(), "")
        if text and self.remark is None:
            self._make_box(text)

    def _make_box(self, text: str) -> None:
        self.remark = RemarkBox(self, self._remark_title(), text)
        holder = QHBoxLayout()
        holder.setContentsMargins(px(16), 0, px(16), px(12))
        holder.addWidget(self.remark)
        self._remark_place.addLayout(holder)

    def write(self) -> None:
        """Open the remark and go into it."""
        if self.page.presenter.locked is not None:
            return
        if self.remark is None:
            self._make_box("")
        assert self.remark is not None
        self.remark.show()  # now: what is hidden takes no focus
        self.remark.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def drop_box(self) -> None:
        """Nothing was written: take the box away."""
        if self.remark is not None and not self.remark.note.text().strip():
            self.remark = None
            emptied(self._remark_place)

    # -- focus -------------------------------------------------------------------------------------------
    def focusInEvent(self, event: QFocusEvent) -> None:
        """It is the current one."""
        super().focusInEvent(event)
        self.current_now.emit(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press makes it current."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline below, and the mark of the current one."""
        super().paintEvent(event)
        painter, colours = QPainter(self), theme()
        painter.fillRect(0, self.height() - 1, self.width(), 1, colours["border"])
        if self.page.card is self:
            painter.fillRect(0, 0, px(3), self.height() - 1, colours["accent"])


class RemarkBox(QFrame):
    """A remark being written. Kept on this laptop shortly after each key and when it is left."""

    def __init__(self, card: LineCard, title: str, text: str) -> None:
        super().__init__()
        self._card = card
        self.setProperty("kind", "remark")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.note = _Writing(self, text)
        self.note.setAccessibleName(title)
        who = label(tr("review.draftBy", name=card.page.session.name()), "caption")
        seen = label(tr("review.seenThere"), "caption")
        show_in_place(seen, not card.page.frame.rail.compact)
        head = row(picture("message-square-text", "accent_on_bg", 18), label(title, "strong", "accent"), who, 1, seen)
        column(margins=(12, 10, 12, 12), gap=6, into=self)
        inner = self.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addLayout(head)
        inner.addWidget(self.note)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        self.note.textChanged.connect(self._timer.start)

    def keep(self) -> None:
        """Keep what is written, now."""
        self._timer.stop()
        self._card.page.keep_remark(self._card.path(), self.note.text())

    def left(self) -> None:
        """The field lost the focus, or Esc was pressed in it."""
        self.keep()
        self._card.drop_box()


class _Writing(Note):
    """The field: Esc goes back to the question."""

    def __init__(self, box: RemarkBox, text: str) -> None:
        super().__init__(tr("review.writeRemark"), text, least=2)
        self._box = box

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; everything else types."""
        if event.key() == Qt.Key.Key_Escape:
            self._box.keep()
            self._box._card.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep it."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            QTimer.singleShot(0, self._box, self._box.left)


__all__ = ["Answer", "LineCard", "Lines", "RemarkBox"]
