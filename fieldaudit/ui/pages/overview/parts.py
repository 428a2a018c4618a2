"""Parts of the overview: a tile of figures, a row of the base, the dialog of months. Every number is a link."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ...shell.told import Overlay
from ...text import tr
from ...theme import font, px, theme
from ...widgets.basic import PRIMARY, Elided, button, column, emptied, frame, label, line, row
from .presenter import Number, Opens, Tile

Go = Callable[[Opens], object]
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Link(QAbstractButton):
    """A number that opens its rows: as wide as its text, underlined under the pointer and by keyboard."""

    def __init__(self, number: Number, go: Go, caption: str, role: str) -> None:
        super().__init__()
        self.number, self._role = number, role
        self.setText(number.text)
        said = " ".join(part for part in (caption, number.text, number.after) if part)
        self.setAccessibleName(tr("overview.opensRows", number=said))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: go(number.opens))

    def _font(self) -> QFont:
        face = font({"second": "title", "note": "caption"}.get(self._role, self._role))
        face.setBold(self._role != "second" and face.bold())
        return face

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        metrics = QFontMetrics(self._font())
        return QSize(metrics.horizontalAdvance(self.text()) + px(2), metrics.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens as well as Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The number."""
        painter, face = QPainter(self), self._font()
        face.setUnderline(self.underMouse() or self.hasFocus())
        token = "text_secondary" if self._role == "second" else "accent" if self._role == "note" else "text"
        painter.setFont(face)
        painter.setPen(theme()["danger_text" if self.number.tone == "danger" else token])
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())


def _snug(text: str) -> Elided:
    """Shortened where it must be, never wider than its words."""
    made = Elided(text, "caption", "muted")
    made.ensurePolished()
    made.setMaximumWidth(made.sizeHint().width())
    return made


def _on_baseline(part: QWidget, role: str) -> QVBoxLayout:
    """A part of a line of figures: it stands on the large figure's baseline, not on its lower edge."""
    made = column(1, part, gap=0)
    made.setContentsMargins(0, 0, 0, QFontMetrics(font("display")).descent() - QFontMetrics(font(role)).descent())
    return made


def tile(of: Tile, go: Go) -> QFrame:
    """100 high: caption, the figures, and the smaller ones below."""
    made = frame("card")
    made.setFixedHeight(px(100))
    figures = row(gap=4)
    for at, number in enumerate(of.numbers):
        if at:
            figures.addLayout(_on_baseline(label("/", "title", "muted"), "title"))
        link = Link(number, go, of.caption, "display" if not at else "second")
        figures.addLayout(_on_baseline(link, "title" if at else "display"))
        if number.after:
            figures.addLayout(_on_baseline(label(number.after, "table", "muted"), "table"))
    figures.addStretch(1)
    notes = row(gap=3)
    for at, note in enumerate(of.notes):
        if at:
            notes.addWidget(label("·", "caption"))
        notes.addWidget(_snug(note.after), 10)
        notes.addWidget(Link(note, go, note.after, "note"))
    notes.addStretch(1)
    inner = QVBoxLayout(made)
    inner.setContentsMargins(px(16), px(10), px(12), px(8))
    inner.setSpacing(0)
    inner.addWidget(Elided(of.caption, "table", "secondary"))
    inner.addLayout(figures)
    inner.addLayout(notes)
    return made


class Base(QFrame):
    """The base: what the register and the visits come to."""

    def __init__(self, go: Go) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._go = go
        self._day = label("", "caption")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Elided(tr("overview.base"), "heading"), 1)
        head.addWidget(self._day)
        inner = column(margins=(16, 12, 16, 12), gap=8, into=self)
        inner.addLayout(head)
        inner.addLayout(self._rows)
        inner.addStretch(1)

    def show_rows(self, rows: list[tuple[str, Number]], day: str) -> None:
        """Replace the numbers."""
        emptied(self._rows)
        self._day.setText(tr("overview.registerOf", day=day) if day else "")
        for caption, number in rows:
            self._rows.addWidget(line())
            holder = QWidget()
            holder.setFixedHeight(px(40))
            pressed = Link(number, self._go, caption, "strong")
            unit = label(number.after, "table", "muted")
            row(Elided(caption, "table", "secondary"), pressed, unit, gap=4, into=holder).setStretch(0, 1)
            self._rows.addWidget(holder)


class Months(Overlay):
    """Asks for the first and the last month; `done(first, last)`."""

    def __init__(self, over: QWidget, first: str, last: str, done: Callable[[str, str], object]) -> None:
        super().__init__(over)
        self._done = done
        self.setAccessibleName(tr("overview.customTitle"))
        self.content.addWidget(label(tr("overview.customTitle"), "heading"))
        self.content.addWidget(label(tr("overview.customWords"), "", "secondary", wrap=True))
        self.fields = [self._field(tr("overview.from"), first), self._field(tr("overview.to"), last)]
        self._wrong = label("", "caption", "danger", wrap=True)
        self.content.addWidget(self._wrong)
        self._wrong.hide()
        cancel = button(tr("frame.cancel"), self.close_it)
        self.content.addLayout(row(1, cancel, button(tr("overview.show"), self._show, kind=PRIMARY)))

    def _field(self, name: str, value: str) -> QLineEdit:
        made = QLineEdit(value)
        made.setPlaceholderText("2026-11")
        made.setAccessibleName(name)
        made.returnPressed.connect(self._show)
        self.content.addLayout(column(label(name, "caption"), made, gap=4))
        return made

    def first(self) -> QWidget:
        """The first month."""
        return self.fields[0]

    def _show(self) -> None:
        first, last = (each.text().strip() for each in self.fields)
        if not (_MONTH.fullmatch(first) and _MONTH.fullmatch(last) and first <= last):
            self._wrong.setText(tr("overview.badMonth"))
            self._wrong.show()
            return
        self.close_it()
        self._done(first, last)


__all__ = ["Base", "Link", "Months", "tile"]
