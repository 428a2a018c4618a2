"""Inputs of the current card: segments at the column's width, chips for many choices, figures, lines, days. Write nothing.

Each tells `given(text)` with the answer as the record stores it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ...text import tr
from ...theme import icon, px, theme
from ...widgets.days import Calendar
from ...widgets.fields import DayField, Line, Note, NumberField
from ...widgets.paint import LEFT, RIGHT, draw_check, draw_radio, draw_text, rounded, text_width
from ...widgets.segments import Choice, Segments
from .boxes import question_font, text_height
from .rows import Option


class AnswerSegments(Segments):
    """Segments as wide as they are on all other cards."""

    def __init__(self, options: Sequence[Option], value: str, part: int) -> None:
        self._part = part
        super().__init__([Choice(each.name, each.label, "", each.tone) for each in options], value or None)

    def part_size(self, _choice: Choice) -> QSize:
        """The column's width, whatever the words."""
        return QSize(self._part, px(44))


class Wording(QWidget):
    """The wording of the current question: bold, in the size it has on all cards."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Some width."""
        return QSize(px(240), text_height(self._text, px(240), bold=True))

    def minimumSizeHint(self) -> QSize:
        """It wraps."""
        return QSize(px(80), px(22))

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as are needed."""
        return text_height(self._text, width, bold=True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words."""
        painter = QPainter(self)
        painter.setFont(question_font(bold=True))
        painter.setPen(theme()["text"])
        painter.drawText(self.rect(), Qt.TextFlag.TextWordWrap, self._text)


class ChoiceRow(QAbstractButton):
    """One choice of a question that has many: a row of at least 44 with a mark, its key and its words."""

    def __init__(self, option: Option, key: int, *, several: bool, order: int = 0) -> None:
        super().__init__()
        self.option, self._key, self._several, self._order = option, key, several, order
        self.setCheckable(True)
        self.setText(option.label)
        self.setAccessibleName(option.label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def nextCheckState(self) -> None:
        """The record decides."""

    def set_order(self, order: int) -> None:
        """Its place in a ranking."""
        self._order = order
        self.update()

    def sizeHint(self) -> QSize:
        """Mark, words, key."""
        return QSize(text_width(self.text(), "segment") + px(90), px(44))

    def hasHeightForWidth(self) -> bool:
        """Long words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """At least 44."""
        return max(px(44), text_height(self.text(), width - px(90)) + px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Edge, mark, words, key."""
        painter, colours, on, live = QPainter(self), theme(), self.isChecked(), self.isEnabled()
        fill = "accent_bg" if on else "hover" if self.underMouse() and live else "surface" if live else "surface_sunken"
        edge = "accent" if on else "border_control"
        rounded(painter, QRectF(self.rect()), px(6), colours[fill], colours[edge if live else "border"])
        box = QRectF(px(12), (self.height() - px(18)) / 2, px(18), px(18))
        if self._order:
            draw_text(painter, box.toRect(), str(self._order), "strong", "accent_on_bg")
        elif self._several:
            draw_check(painter, box, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked, enabled=live)
        else:
            draw_radio(painter, box, checked=on, enabled=live)
        room = self.rect().adjusted(px(42), 0, -px(40), 0)
        painter.setPen(colours["accent_on_bg" if on else "text"])
        painter.setFont(question_font())
        painter.drawText(room, LEFT | Qt.TextFlag.TextWordWrap, self.text())
        if self._key <= 9 and live:
            draw_text(painter, self.rect().adjusted(0, 0, -px(14), 0), str(self._key), "caption", "text_muted", RIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; the rest belongs to the page."""
        if event.key() == Qt.Key.Key_Space:
            self.click()
        else:
            event.ignore()


class ChoiceRows(QWidget):
    """All choices of a question as rows in one or two columns. `chosen(name)` for each press."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[Option], kind: str) -> None:
        super().__init__()
        self.rows = [ChoiceRow(option, at, several=kind in ("many", "rank")) for at, option in enumerate(options, 1)]
        self._ranks = kind == "rank"
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(px(6))
        for row in self.rows:
            row.clicked.connect(lambda _checked=False, name=row.option.name: self.chosen.emit(name))
            inside.addWidget(row)

    def show_value(self, value: str) -> None:
        """Show what is chosen."""
        held = value.split()
        for row in self.rows:
            row.setChecked(row.option.name in held)
            if self._ranks:
                row.set_order(held.index(row.option.name) + 1 if row.option.name in held else 0)


class CardNote(Note):
    """A note as high as the thumbnails beside it."""

    def _grow(self) -> None:
        super()._grow()
        self.setFixedHeight(max(px(72), self.height() + px(4)))


class TermField(NumberField):
    """Days, with the day they would end on behind them; the calendar picks that day instead. `day_picked(date)`."""

    day_picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._behind, self._end = "", date.today()
        self._open = self.addAction(icon("calendar", "text_secondary", 18), QLineEdit.ActionPosition.TrailingPosition)
        self._open.setText(tr("widgets.pick_day"))
        self._open.triggered.connect(self.open_calendar)
        for inner in self.findChildren(QAbstractButton):
            inner.setAccessibleName(tr("widgets.pick_day"))
            inner.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_end(self, unit: str, end: date, words: str) -> None:
        """Say what is counted and when the term ends."""
        self._behind, self._end = words, end
        self._unit = unit
        self.setAccessibleDescription(f"{unit} {words}")
        self.update()

    def open_calendar(self) -> None:
        """The calendar below the field, at the day the term ends."""
        if not self.isReadOnly():
            Calendar(self, self._end, self.day_picked.emit).show_below()

    def setReadOnly(self, read_only: bool) -> None:
        """Without the calendar where nothing can be picked."""
        super().setReadOnly(read_only)
        self._open.setVisible(not read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The unit behind the figure, then the day, as far as there is room before the calendar."""
        Line.paintEvent(self, event)
        painter = QPainter(self)
        left = px(14) + self.fontMetrics().horizontalAdvance(self.text()) + px(6)
        room = self.rect().adjusted(left, 0, -px(34), 0)
        for words, role, token in ((self._unit, "body", "text"), (self._behind, "caption", "text_muted")):
            if room.width() > px(12):
                draw_text(painter, room, words, role, token)
            room.setLeft(room.left() + text_width(words, role) + px(6))


class ClockLine(Line):
    """A time of day, or a day with a time, as it is typed: 14:30, 2026-11-24 14:30."""

    def said(self) -> str:
        """As the record stores it."""
        return unicodedata.normalize("NFKC", super().said()).strip().replace(" ", "T", 1)


def line_for(kind: str, value: str) -> Line:
    """The field for a text or a moment."""
    made: Line = ClockLine("", _shown(kind, value)) if kind in ("time", "dateTime") else Line("", value)
    made.setPlaceholderText({"time": "14:30", "dateTime": "2026-11-24 14:30"}.get(kind, ""))
    return made


def _shown(kind: str, value: str) -> str:
    return value[:16].replace("T", " ") if kind == "dateTime" else value[:5]


def day_for(value: str) -> DayField:
    """The field for a day."""
    return DayField(read_stored(value))


def read_stored(value: str) -> date | None:
    """The day an answer holds; None for none, and for what is no day."""
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def blank_words(kind: str) -> str:
    """What stands in a blank field."""
    return tr("checklist.typeHere") if kind == "text" else ""


__all__ = [
    "AnswerSegments", "CardNote", "ChoiceRow", "ChoiceRows", "ClockLine", "TermField", "Wording", "blank_words", "day_for",
    "line_for", "read_stored",
]  # fmt: skip
