"""Evidence beside judgement: the basis and how to check, the last visit and the course of the years, open hazards of the home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from ....domain.terms import label as term
from ....work.desk import Row
from ...text import capital, tr
from ...theme import TOKENS, pixmap, px, theme
from ...widgets.basic import Elided, column, emptied, label, line, row
from ...widgets.paint import draw_chip, draw_text, rounded, text_width
from ...widgets.photos import Thumb
from ...widgets.scrolling import scrolled
from . import words
from .presenter import Basis, Before
from .rows import Card

if TYPE_CHECKING:
    from ...shell.frame import Frame

_MARKS = {"pass": ("check", "text_secondary"), "fail": ("x", "danger_text"), "na": ("minus", "text_secondary"), "plain": ("", "")}
_CHIPS = {"pass": ("accent", "check"), "fail": ("danger", "x"), "na": ("neutral", "minus"), "plain": ("neutral", "")}


_CHECKED = {"seen": "checklist.checkedSeen", "part": "checklist.checkedPart", "recalled": "checklist.checkedNot"}


class Chip(QWidget):
    """A chip with an icon; painted, as they are in rows."""

    def __init__(self, text: str, tone: str, icon: str = "") -> None:
        super().__init__()
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(26))

    def sizeHint(self) -> QSize:
        """Mark and words."""
        return QSize(text_width(self._text, "caption") + px(18 if self._icon else 0) + px(18), px(26))

    def minimumSizeHint(self) -> QSize:
        """It shortens."""
        return QSize(px(40), px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        draw_chip(QPainter(self), self.rect(), self._text, self._tone, self._icon)
        self.setToolTip(self._text if self.width() < self.sizeHint().width() else "")


class Course(QWidget):
    """How a question went over the years: a mark and a month each; the latest where there is no room for all."""

    def __init__(self, course: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._course = list(course)
        self.setFixedHeight(px(24))
        self.setAccessibleName(tr("checklist.history") + ": " + ", ".join(f"{month} {shown}" for month, shown, _ in course))
        self.setToolTip("\n".join(f"{month} {shown}" for month, shown, _ in course))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Caption, then the visits that fit."""
        painter, high = QPainter(self), self.height()
        caption = tr("checklist.history")
        draw_text(painter, self.rect(), caption, "caption", "text_muted")
        left, step = text_width(caption, "caption") + px(12), px(20) + text_width("2026-11", "caption") + px(12)
        fits = max(1, (self.width() - left) // step)
        for month, _shown, tone in self._course[-fits:]:
            icon, token = _MARKS[tone]
            if icon:
                painter.drawPixmap(left, (high - px(14)) // 2, pixmap(icon, token, 14))
            draw_text(painter, QRect(left + px(18), 0, step, high), month, "caption", token or "text_secondary")
            left += step


class HazardRow(QAbstractButton):
    """An open hazard of the home: what, and where it stands; leads to the plan."""

    def __init__(self, item: Row, own: bool, today: date) -> None:
        super().__init__()
        self._what = str(item["finding"] or "")
        self._state, self._tone = _standing(item, own, today)
        self.setAccessibleName(f"{self._what}, {self._state}")
        self.setToolTip(" · ".join(str(part) for part in (item["place"], self._what) if part))
        self.setFixedHeight(px(48))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two lines and a chevron."""
        painter = QPainter(self)
        if self.underMouse():
            rounded(painter, QRectF(self.rect()), px(4), theme()["hover"], None)
        room = self.rect().adjusted(0, px(4), -px(24), -px(4))
        half = room.height() // 2
        draw_text(painter, QRect(room.left(), room.top(), room.width(), half), self._what, "table", "text")
        draw_text(painter, QRect(room.left(), room.top() + half, room.width(), half), self._state, "caption", self._tone)
        side = px(16)
        painter.drawPixmap(self.width() - side, (self.height() - side) // 2, pixmap("chevron-right", "text_muted", 16))


def _standing(item: Row, own: bool, today: date) -> tuple[str, str]:
    """Where a hazard stands in words, and the colour of that."""
    if own and item["state"] == "found":
        return tr("checklist.foundNow"), "danger_text"
    state = capital(str(term("item_state", item["state"])))
    if not item["due"] or item["state"] in ("submitted", "passed"):
        return state, "text_muted"
    left = words.days_until(today, date.fromisoformat(item["due"]))
    if left < 0:
        return f"{state} · {tr('checklist.overdue', -left)}", "danger_text"
    return f"{state} · {tr('checklist.left', left)}", "warn_text" if left <= 7 else "text_muted"


class Aside(QFrame):
    """The pane of 304. `hazard_opened(item id)`, `photo_opened(attachment id)`."""

    hazard_opened = Signal(object)
    photo_opened = Signal(object)

    def __init__(self, frame_: Frame) -> None:
        super().__init__()
        self._frame = frame_
        self.setProperty("kind", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("checklist.aside"))
        content = QWidget()
        self._whole = column(gap=0, into=content)
        self._basis, self._before, self._hazards = (QVBoxLayout() for _ in range(3))
        for part in (self._basis, self._before, self._hazards):
            part.setSpacing(px(8))
            part.setContentsMargins(0, 0, 0, 0)
            self._whole.addLayout(part)
        self._whole.addStretch(1)
        area = scrolled(content)
        area.setAccessibleName(tr("checklist.aside"))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area = area
        column(area, margins=(1, 0, 0, 0), into=self)
        self._items: list[tuple[object, ...]] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its left edge, also where it lies over the cards."""
        super().paintEvent(event)
        colours = theme()
        QPainter(self).fillRect(0, 0, 1, self.height(), colours["border_control" if colours.name == "high_contrast" else "border"])

    def focus_first(self) -> None:
        """The keyboard here: arrows scroll, Tab walks photo and hazards."""
        self._area.setFocus(Qt.FocusReason.TabFocusReason)

    def show_question(self, card: Card | None, basis: Basis, before: Before | None) -> None:
        """What is known of the current question."""
        emptied(self._basis)
        emptied(self._before)
        if card is None:
            return
        self._show_basis(card, basis)
        if before is not None:
            self._show_before(card, before)

    def _block(self, into: QVBoxLayout, *parts: QWidget | QVBoxLayout) -> None:
        made = QWidget()
        inside = column(margins=(16, 16, 16, 14), gap=6, into=made)
        for part in parts:
            inside.addWidget(part) if isinstance(part, QWidget) else inside.addLayout(part)
        into.addWidget(made)
        into.addWidget(line())

    def _show_basis(self, card: Card, basis: Basis) -> None:
        head = QWidget()
        title = label(tr("checklist.basis" if basis.cited else "checklist.how"), "strong")
        row(title, 1, *([self._checked(basis)] if basis.cited and basis.checked else []), into=head)
        parts: list[QWidget] = [head]
        parts += [label(cited, "strong", wrap=True) for cited in basis.cited]
        if card.hint:
            parts.append(label(card.hint, "", "secondary", wrap=True))
        if card.figure is not None:
            parts.append(label(tr("checklist.figure", name=card.figure.label, hint=card.figure.hint), "", "secondary", wrap=True))
        if basis.refer:
            parts.append(label(tr("checklist.refer", cited="; ".join(basis.refer)), "caption", wrap=True))
        if len(parts) > 1:
            self._block(self._basis, *parts)

    def _checked(self, basis: Basis) -> Chip:
        seen = basis.checked == "seen"
        said = tr(_CHECKED.get(basis.checked, "checklist.checkedNot"))
        return Chip(said, "plain" if seen else "warn", "check" if seen else "triangle-alert")

    def _show_before(self, card: Card, before: Before) -> None:
        head = QWidget()
        who = Elided(f"{before.when} · {before.inspector}", "caption")
        who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        inside = row(label(tr("checklist.lastTime"), "strong"), who, into=head)
        inside.setStretch(1, 1)
        body = QWidget()
        across = row(gap=12, into=body)
        if before.photos:
            across.addWidget(self._photo(before.photos[0]), 0, Qt.AlignmentFlag.AlignTop)
        tone, icon = _CHIPS[before.tone]
        said = column(Chip(before.shown, tone, icon), gap=6)
        said.setAlignment(Qt.AlignmentFlag.AlignTop)
        if before.note:
            said.addWidget(label(before.note, wrap=True))
        said.addStretch(1)
        across.addLayout(said, 1)
        parts: list[QWidget] = [head, body]
        if len(before.course) > 1 and card.options:
            parts.append(Course(before.course))
        self._block(self._before, *parts)

    def _photo(self, attachment: Row) -> Thumb:
        size = TOKENS["photo"]["thumb_last_wide" if self.width() > px(360) else "thumb_last"]
        made = Thumb(self._frame, attachment, (), QSize(px(size[0]), px(size[1])))
        made.clicked.connect(lambda _checked=False: self.photo_opened.emit(attachment["id"]))
        return made

    def show_hazards(self, items: Sequence[Row], inspection: int, today: date) -> None:
        """The home's open hazards; painted anew only when they differ."""
        now = [(item["id"], item["state"], item["due"], item["finding"], item["place"]) for item in items]
        if now == self._items and self._hazards.count():
            return
        self._items = list(now)
        emptied(self._hazards)
        head = QWidget()
        row(label(tr("checklist.openHazards"), "strong"), 1, label(str(len(items)), "table", "muted"), into=head)
        made = QWidget()
        inside = column(head, margins=(16, 16, 16, 16), gap=0, into=made)
        inside.addSpacing(px(8))
        for item in items[:40]:
            inside.addWidget(line())
            entry = HazardRow(item, item["inspection"] == inspection, today)
            entry.clicked.connect(lambda _checked=False, wanted=item["id"]: self.hazard_opened.emit(wanted))
            inside.addWidget(entry)
        if not items:
            inside.addWidget(label(tr("checklist.noHazards"), "table", "muted", wrap=True))
        self._hazards.addWidget(made)


__all__ = ["Aside", "Chip", "Course", "HazardRow"]
