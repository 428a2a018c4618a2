"""Cards at the right of the sync page: conflicts to decide, what was not admitted, what the last exchange told."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QWidget

from ...text import tr
from ...theme import px, theme
from ...widgets.basic import Elided, button, column, frame, label, picture, row, set_state
from ...widgets.fields import Choose, Line
from ...widgets.paint import draw_radio, rounded
from .presenter import Card, HeldCard, Value


class Option(QAbstractButton):
    """One value with who wrote it: a radio button of two lines."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.setProperty("ringRadius", 6)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # a radio button to a screen reader; the group does it
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(px(60))
        self.value = value
        words = label(value.text, "strong", wrap=True), label(value.by, "caption", wrap=True)
        for each in words:
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column(*words, margins=(42, 9, 12, 9), gap=3, into=self)
        self.setAccessibleName(f"{value.text}, {value.by}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box and radio mark; the words are labels."""
        painter, on, colours = QPainter(self), self.isChecked(), theme()
        back = "accent_bg" if on else "hover" if self.underMouse() else "surface"
        rounded(painter, QRectF(self.rect()), px(6), colours[back], colours["accent" if on else "border_control"])
        draw_radio(painter, QRectF(px(13), (self.height() - px(18)) / 2, px(18), px(18)), checked=on)


class ConflictCard(QFrame):
    """Both values, authors, laptops, times. Nothing is chosen beforehand; `settle(take, value)` decides."""

    def __init__(self, card: Card, settle: Callable[[str | None, str | None], object]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card, self._settle = card, settle
        whole = column(margins=(16, 14, 16, 16), gap=8, into=self)
        whole.addLayout(row(picture("git-compare", "text_secondary", 18), label(tr("sync.twoChanged"), "table", "secondary"), 1))
        whole.addWidget(label(card.title, "strong", wrap=True))
        whole.addWidget(label(card.what, "", "secondary", wrap=True))
        self._group = QButtonGroup(self)
        self.options = [Option(value) for value in card.values]
        for option in self.options:
            self._group.addButton(option)
            whole.addWidget(option)
            option.toggled.connect(self._toggled)
        self.field = Line(text=card.raw)
        self.field.returnPressed.connect(self._take)
        self.field.textChanged.connect(lambda _text: self._look())
        self.pick = Choose(card.choices, card.raw)  # where only some values make sense
        self.other: QWidget = self.pick if card.choices else self.field
        for each in (self.field, self.pick):
            each.setAccessibleName(tr("sync.rightValue"))
            each.hide()
            whole.addWidget(each)
        self.take = button(tr("sync.takeChosen"), self._take)
        self.neither = button(tr("sync.neither"), self._open_field)
        whole.addLayout(row(self.take, self.neither))
        self.take.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{card.title}, {card.what}")
        self._look()

    def chosen(self) -> Option | None:
        """The option that is checked."""
        return next((option for option in self.options if option.isChecked()), None)

    def _toggled(self, on: bool) -> None:
        if on:
            self.other.hide()
        self._look()

    def _look(self) -> None:
        chosen = self.chosen()
        typing = self.other.isVisibleTo(self)
        self.take.setEnabled(bool(self._other_value()) if typing else chosen is not None)
        short = chosen.value.text if chosen is not None and len(chosen.value.text) <= 12 else ""
        words = tr("sync.takeTyped") if typing else tr("sync.take", value=short) if short else tr("sync.takeChosen")
        self.take.setText(words)
        set_state(self.take, kind="chosen")

    def _open_field(self) -> None:
        """Neither is right: the value is typed."""
        self._group.setExclusive(False)
        for option in self.options:
            option.setChecked(False)
        self._group.setExclusive(True)
        self.other.show()
        self.other.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        self._look()

    def _other_value(self) -> str:
        """What is typed, or picked, instead of the values that disagree."""
        return str(self.pick.value() or "") if self.card.choices else self.field.text().strip()

    def _take(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self._settle(chosen.value.commit, None)
        elif self.other.isVisibleTo(self) and self._other_value() and not self.field.composes():
            self._settle(None, self._other_value())


def held_card(held: HeldCard) -> QFrame:
    """Something that does not count, or only waits: what, why, and what would let it in."""
    made = frame("card" if held.waits else "warning")
    icon, words = ("clock", tr("sync.waits")) if held.waits else ("ban", tr("sync.quarantined"))
    whole = column(margins=(16, 12, 16, 14), gap=6, into=made)
    whole.addLayout(row(picture(icon, "text_secondary", 18), label(words, "table", "secondary"), 1))
    whole.addWidget(label(held.head, "strong", wrap=True))
    whole.addWidget(label(held.reason, wrap=True))
    whole.addWidget(label(held.todo, "caption", wrap=True))
    made.setAccessibleName(f"{words}: {held.head}, {held.reason}")
    return made


def warning_card(words: str) -> QFrame:
    """What the people at this laptop must know."""
    made = frame("warning")
    mark = picture("triangle-alert", "warn_text", 18)
    head = row(mark, label(words, wrap=True), margins=(14, 12, 14, 12), into=made)
    head.setStretch(1, 1)
    head.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    made.setAccessibleName(words)
    return made


def figure(icon_name: str, title: str) -> tuple[QWidget, Callable[[int, str], None]]:
    """A figure with a caption below it, and the function that sets them."""
    made = QWidget()
    number, caption = label("", "display"), Elided("", "caption")
    head = row(picture(icon_name, "text_secondary", 18), label(title, "strong"), 1)
    whole = column(margins=(20, 0, 12, 0), gap=2, into=made)
    whole.addLayout(head)
    whole.addWidget(number)
    whole.addWidget(caption)

    def show(count: int, words: str) -> None:
        number.setText(str(count))
        caption.set_text(words)
        made.setAccessibleName(f"{title} {count}, {words}")

    return made, show


__all__ = ["ConflictCard", "Option", "figure", "held_card", "warning_card"]
