"""The current card: the one that unfolds. Real inputs for one question, its note, its photos and its hazard.

Tells what a person does; writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ....work.desk import Row
from ...text import capital, tr
from ...theme import TOKENS, px, theme
from ...widgets.basic import button, label, picture, row, set_state
from ...widgets.fields import Choose, DayField, Line, NumberField
from ...widgets.paint import rounded
from ...widgets.photos import PhotoStrip
from . import words
from .boxes import FIGURE, REST, RIGHT, TEXT_LEFT, Columns
from .hazard_facts import Hazard
from .hazard_panel import HazardPanel
from .inputs import AnswerSegments, CardNote, ChoiceRows, Wording, blank_words, day_for, line_for, read_stored
from .rows import Card

if TYPE_CHECKING:
    from ...shell.frame import Frame

STRIP = 304  # two thumbnails, the place for another, and their gaps


class LiveCard(QFrame):
    """One card with everything that can be done to it."""

    pressed = Signal(str)  # a choice
    given = Signal(str, str)  # path, answer
    noted = Signal(str)
    hazard_edited = Signal(str, str)
    graded = Signal(str)
    term_picked = Signal(object)  # the day a hazard's term shall end on
    fix_wanted = Signal()
    photo_opened = Signal(object)
    photo_removed = Signal(object)
    photos_wanted = Signal()
    phone_wanted = Signal()
    files_given = Signal(list)
    added = Signal()  # one more of a repeat
    removed = Signal()  # this instance of a repeat
    resized = Signal()  # it wants another height

    def __init__(self, frame: Frame, columns: Columns, card: Card, *, editable: bool) -> None:
        super().__init__()
        self._frame, self.columns, self.card, self.editable = frame, columns, card, editable
        self.setProperty("kind", "card")
        self.setProperty("current", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.ringed = False  # the list has the keyboard, and this card stands for it
        self.segments: AnswerSegments | None = None
        self.choices: ChoiceRows | None = None
        self.figure: NumberField | None = None
        self.line: Line | DayField | None = None
        self.combo: Choose | None = None
        self.note: CardNote | None = None
        self.strip: PhotoStrip | None = None
        self.panel: HazardPanel | None = None
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(px(14), px(8), px(RIGHT - 1), px(16))
        self._whole.setSpacing(px(12))
        self._build()

    # -- building ----------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """The focus of the list, where the list has it."""
        super().paintEvent(event)
        if self.ringed:
            rounded(QPainter(self), QRectF(self.rect()), px(TOKENS["radius"]["card"]), None, theme()["focus"], 2)

    def _build(self) -> None:
        self._whole.addLayout(self._head())
        if self.card.asks:
            self._below_head()
            self._note_and_photos()
        self.setAccessibleName(self.card.label)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addStrut(px(REST - 16))  # as high as a resting card: what was under the hand stays there
        mark = picture("info", "text_muted", 20) if self.card.kind == "note" else label(self._number(), "", "muted")
        mark.setFixedWidth(px(TEXT_LEFT - 17))
        mark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words_at = QVBoxLayout()
        words_at.setContentsMargins(0, px(4), px(16), 0)
        words_at.setSpacing(px(2))
        words_at.addStretch(1)
        self._words = Wording(self.card.label)
        self._said = QVBoxLayout()
        self._said.setSpacing(px(2))
        first = QHBoxLayout()
        first.setSpacing(0)
        first.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._words, 1)
        self._said.setContentsMargins(px(TEXT_LEFT - 17), 0, 0, 0)
        words_at.addLayout(first)
        words_at.addLayout(self._said)
        words_at.addStretch(1)
        head.addLayout(words_at, 1)
        self._answers(head)
        return head

    def _number(self) -> str:
        return str(self.card.number) if self.card.number else ""

    def _answers(self, head: QHBoxLayout) -> None:
        """What stands in the answer column."""
        card = self.card
        if card.figure is not None:
            self.figure = self._figure_field(card.figure.unit, card.figure.value, card.figure.path, card.figure.label)
            self.figure.setFixedWidth(px(FIGURE))
            head.addWidget(self.figure)
            head.addSpacing(px(12))
        column = QWidget()
        column.setFixedWidth(self.columns.answers)
        inside = QHBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        if card.segmented:
            self.segments = AnswerSegments(card.options, card.value, self.columns.part)
            self.segments.chosen.connect(lambda name: self.pressed.emit(str(name if name is not None else self.card.value)))
            self.segments.read_only = not self.editable
            inside.addWidget(self.segments)
            inside.addStretch(1)
        elif card.kind == "number":
            self.line = self._figure_field(card.unit, card.value, card.path, card.label)
            inside.addWidget(self.line)
        elif card.kind in ("date", "time", "dateTime"):
            inside.addWidget(self._moment())
        elif card.listed:
            inside.addWidget(self._list())
        elif card.kind == "acknowledge":
            inside.addWidget(self._tick())
        elif card.kind == "value":
            inside.addWidget(label(card.shown, "strong", wrap=True))
        elif card.kind == "instance" and card.removable and self.editable:
            inside.addStretch(1)
            inside.addWidget(button(tr("checklist.removeOne"), self.removed.emit, icon_name="trash-2"))
        elif card.kind == "add" and self.editable:
            inside.addStretch(1)
            inside.addWidget(button(tr("checklist.add"), self.added.emit, icon_name="plus", size="large"))
        else:
            column.hide()
            column.setFixedWidth(0)
        head.addWidget(column, 0, Qt.AlignmentFlag.AlignVCenter)

    def _figure_field(self, unit: str, value: str, path: str, name: str) -> NumberField:
        made = NumberField(unit if len(unit) < 7 else "", value)
        made.setProperty("extent", "large")
        made.setAccessibleName(name)
        made.setToolTip(name)
        self._connect(made, path)
        return made

    def _connect(self, line: Line, path: str) -> None:
        line.setReadOnly(not self.editable)
        line.settled.connect(lambda text: self.given.emit(path, text))

    def _moment(self) -> QWidget:
        card = self.card
        if card.kind != "date":
            self.line = line_for(card.kind, card.value)
            self._connect(self.line, card.path)
        else:
            self.line = day_for(card.value)
            self.line.setReadOnly(not self.editable)
            self.line.settled.connect(lambda day: self.given.emit(card.path, day.isoformat() if day else ""))
        self.line.setProperty("extent", "large")
        self.line.setAccessibleName(card.label)
        return self.line

    def _list(self) -> Choose:
        """One out of very many."""
        self.combo = Choose([("", ""), *((option.name, option.label) for option in self.card.options)], self.card.value)
        self.combo.setProperty("extent", "large")
        self.combo.setAccessibleName(self.card.label)
        self.combo.setEnabled(self.editable)
        self.combo.settled.connect(lambda name: self.given.emit(self.card.path, str(name)))
        return self.combo

    def _tick(self) -> QWidget:
        from .rows import Option

        self.segments = AnswerSegments([Option("OK", tr("checklist.confirm"))], self.card.value, self.columns.answers)
        self.segments.chosen.connect(lambda name: self.given.emit(self.card.path, str(name or "")))
        self.segments.read_only = not self.editable
        return self.segments

    def _below_head(self) -> None:
        """Answers that need the whole width."""
        card = self.card
        if card.options and not card.segmented and not card.listed:
            self.choices = ChoiceRows(card.options, card.kind)
            self.choices.chosen.connect(self.pressed.emit)
            self.choices.setEnabled(self.editable)
            self._whole.addLayout(row(self.choices, margins=(TEXT_LEFT - 17, 0, 0, 0)))
        elif card.kind == "text":
            self.line = line_for("text", card.value)
            self.line.setProperty("extent", "large")
            self.line.setPlaceholderText(blank_words("text"))
            self.line.setAccessibleName(card.label)
            self._connect(self.line, card.path)
            self._whole.addLayout(row(self.line, margins=(TEXT_LEFT - 17, 0, 0, 0)))

    def _note_and_photos(self) -> None:
        self.note = CardNote(tr("checklist.note"), self.card.note)
        self.note.setReadOnly(not self.editable)
        self.note.settled.connect(self.noted.emit)
        self.note.textChanged.connect(self.resized.emit)
        self.strip = PhotoStrip(self._frame, (), read_only=not self.editable, phone=True)
        self.strip.setFixedWidth(px(STRIP))
        self.strip.opened.connect(self.photo_opened.emit)
        self.strip.removal_wanted.connect(self.photo_removed.emit)
        self.strip.add_wanted.connect(self.photos_wanted.emit)
        self.strip.phone_wanted.connect(self.phone_wanted.emit)
        self.strip.files_given.connect(self.files_given.emit)
        both = row(self.note, self.strip, margins=(TEXT_LEFT - 17, 0, 0, 0), gap=12)
        both.setAlignment(self.note, Qt.AlignmentFlag.AlignTop)
        both.setAlignment(self.strip, Qt.AlignmentFlag.AlignTop)
        self._whole.addLayout(both)

    # -- showing -----------------------------------------------------------------------------------------
    def show_card(
        self, card: Card, hazard: Hazard | None, photos: Sequence[Row], typed: dict[str, tuple[str, str]], hint: str = ""
    ) -> None:
        """Show what is stored now, and what was typed and could not be kept."""
        self.card = card
        if self.segments is not None:
            self.segments.set_value(card.value or None)
        if self.choices is not None:
            self.choices.show_value(typed.get(card.path, (card.value, ""))[0] if card.kind == "rank" else card.value)
        if self.combo is not None:
            self.combo.set_value(card.value)
        self._show_fields(card, typed)
        if self.note is not None:
            self.note.set_text(card.note)
        if self.strip is not None:
            self.strip.set_rows(photos)
        self._show_hazard(hazard)
        self._say(card, typed, hint)

    def _show_fields(self, card: Card, typed: dict[str, tuple[str, str]]) -> None:
        figure = card.figure
        if self.figure is not None and figure is not None:
            self.figure.set_text(typed.get(figure.path, (figure.value, ""))[0])
            _wrong(self.figure, bool(figure.fault) or figure.path in typed)
        if isinstance(self.line, Line):
            shown = typed.get(card.path, (card.value, ""))[0]
            if card.kind not in ("time", "dateTime") or card.path not in typed:
                self.line.set_text(shown if card.kind not in ("time", "dateTime") else line_for(card.kind, shown).text())
            _wrong(self.line, bool(card.fault) or card.path in typed)
        elif isinstance(self.line, DayField):
            if not self.line.is_dirty() and card.path not in typed:
                self.line.set_day(read_stored(card.value))  # undone, or written elsewhere
            self.line.set_wrong(bool(card.fault) or card.path in typed)

    def _show_hazard(self, hazard: Hazard | None) -> None:
        if hazard is None:
            if self.panel is not None:
                self.panel.flush()
                self._whole.removeWidget(self.panel)
                self.panel.hide()
                self.panel.deleteLater()
                self.panel = None
        elif self.panel is None:
            self.panel = HazardPanel(hazard, editable=self.editable)
            self.panel.edited.connect(self.hazard_edited.emit)
            self.panel.graded.connect(self.graded.emit)
            self.panel.day_picked.connect(self.term_picked.emit)
            self.panel.fix_wanted.connect(self.fix_wanted.emit)
            self._whole.addLayout(row(self.panel, margins=(TEXT_LEFT - 17, 0, 0, 0)))
            self.panel.show()  # now, not with the next event: its height is asked for at once
        else:
            self.panel.show_hazard(hazard)

    def _say(self, card: Card, typed: dict[str, tuple[str, str]], hint: str) -> None:
        """The small lines below the wording: remarks, reminders, what is wrong, when it was saved."""
        wrong = [why for path, (_text, why) in typed.items() if path in (card.path, card.figure.path if card.figure else "")]
        lines = [("message-square-text", remark, "accent") for remark in card.remarks]
        lines += [("info", hint, "muted")] * bool(hint)
        lines += [("triangle-alert", tip, "warn") for tip in card.tips]
        lines += [("circle-alert", capital(why), "danger") for why in (wrong or [card.fault]) if why]
        if card.saved_at is not None and not wrong:  # what is typed now is not what was saved
            lines.append(("check", tr("checklist.savedSafe", time=words.clock(card.saved_at)), "muted"))
        elif card.required and card.asks:
            lines.append(("circle-dot", tr("checklist.required"), "muted"))
        if [(icon, text) for icon, text, _tone in lines] == [tuple(each.property("said") or ()) for _, each in self._lines]:
            return
        self._replace(lines)

    def _replace(self, lines: Sequence[tuple[str, str, str]]) -> None:
        while self._said.count():
            item = self._said.takeAt(0)
            inner = item.layout()
            while isinstance(inner, QHBoxLayout) and inner.count():
                widget = inner.takeAt(0).widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
        self._lines = []
        tokens = {"accent": "accent", "muted": "text_muted", "warn": "warn_text", "danger": "danger_text"}
        for icon, text, tone in lines:
            mark, said = picture(icon, tokens[tone], 14), label(text, "caption", tone, wrap=True)
            said.setProperty("said", (icon, text))
            line = row(mark, said, gap=6)
            line.setStretch(1, 1)
            line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
            mark.setContentsMargins(0, px(2), 0, 0)
            self._said.addLayout(line)
            mark.show()
            said.show()
            self._lines.append((mark, said))

    def tab_stops(self) -> list[QWidget]:
        """Answer, then the hazard, then note and photos."""
        stops: list[QWidget] = [self.figure] if self.figure is not None else []
        stops += self.segments.parts if self.segments is not None else []
        stops += [each for each in (self.line, self.combo) if each is not None]
        stops += self.choices.rows if self.choices is not None else []
        stops += self.panel.stops() if self.panel is not None else []
        stops += [each for each in (self.note,) if each is not None]
        return stops + (self.strip.cells() if self.strip is not None else [])

    def wanted_height(self, width: int) -> int:
        """How high it wants to be at a width."""
        least = px(REST)
        self.ensurePolished()
        self._whole.invalidate()
        if self._whole.hasHeightForWidth():
            return max(least, self._whole.totalHeightForWidth(width))
        return max(least, self._whole.totalSizeHint().height())

    # -- the keyboard ------------------------------------------------------------------------------------
    def main_input(self) -> QWidget | None:
        """What has the focus while one stands here: only what takes no letters."""
        if self.segments is not None:
            return self.segments
        return self.choices.rows[0] if self.choices is not None and self.choices.rows else None

    def field(self) -> QLineEdit | None:
        """The field that figures are typed into."""
        return self.figure or self.line

    def enter(self) -> QWidget | None:
        """What Enter goes into: the field, the list, the place of the hazard, else the note."""
        return self.field() or self.combo or (self.panel.lines["place"] if self.panel is not None else self.note)

    def _parts(self) -> dict[str, QWidget | None]:
        return {"answer": self.main_input(), "figure": self.figure, "line": self.line, "note": self.note}

    def held(self) -> str:
        """Which part has the keyboard; "" for none."""
        return next((name for name, part in self._parts().items() if part is not None and _has_focus(part)), "")

    def hold(self, name: str) -> None:
        """Give a part the keyboard."""
        part = self._parts().get(name)
        if part is not None:
            part.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Settle everything that is being typed."""
        for each in (self.figure, self.line, self.note, self.panel):
            if each is not None:
                each.flush()


def _has_focus(part: QWidget) -> bool:
    focus: QWidget | None = part.window().focusWidget()
    return focus is not None and (part is focus or part.isAncestorOf(focus))


def _wrong(line: QLineEdit, wrong: bool) -> None:
    if bool(line.property("wrong")) != wrong:
        set_state(line, wrong=wrong)
