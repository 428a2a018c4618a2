"""The painted cards as a screen reader gets them: each a list item with its wording and answer, its segments as radio buttons.

The current card is a real widget and tells of itself; here are the others. One interface a card list, asked anew each time.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from ...text import tr
from .cards import CardList
from .resting import answer_top
from .rows import Card


def in_words(card: Card) -> str:
    """A card as it is read out: number, wording, answer, and what is to be looked at."""
    head = f"{card.number} {card.label}" if card.number else card.label
    if card.kind == "add":
        return tr("checklist.addOne", name=card.label)
    parts = [head]
    if card.figure is not None and card.figure.value:
        parts.append(f"{card.figure.value} {card.figure.unit}".strip())
    if card.asks or card.kind == "value":
        parts.append(card.shown or tr("checklist.blank"))
    parts += [*card.tips, *([card.fault] if card.fault else [])]
    return ", ".join(parts)


def _state(**flags: bool) -> QAccessible.State:
    state = QAccessible.State()
    for name, on in flags.items():
        setattr(state, name, on)
    return state


class _Told(QAccessibleInterface):
    """What rows and segments have in common: they are painted, not objects."""

    def __init__(self, cards: CardList) -> None:
        super().__init__()
        self._cards = cards

    def isValid(self) -> bool:
        """As long as the list is there."""
        return True

    def object(self) -> None:  # type: ignore[override]
        """None: it is painted."""

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The window it is painted in."""
        return self._cards.window().windowHandle()

    def setText(self, _what: QAccessible.Text, _text: str) -> None:
        """Nothing is set this way."""

    def backgroundColor(self) -> QColor:
        """As the theme says."""
        return QColor()

    def foregroundColor(self) -> QColor:
        """As the theme says."""
        return QColor()

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """None inside."""
        return None

    def childCount(self) -> int:
        """None inside."""
        return 0

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """None inside."""
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """None inside."""
        return -1

    def _on_screen(self, rect: QRect) -> QRect:
        seen = rect & self._cards.viewport().rect()
        return QRect(self._cards.viewport().mapToGlobal(QPoint(0, 0)) + seen.topLeft(), seen.size())


class _Segment(_Told):
    """One choice of a resting card."""

    def __init__(self, cards: CardList, row: _Row, at: int) -> None:
        super().__init__(cards)
        self._row, self._at = row, at

    def rect(self) -> QRect:
        """Where it is painted."""
        whole = self._row.painted()
        top = answer_top(whole.top(), whole.height())
        return self._on_screen(self._cards.columns().segment(top, self._at).translated(whole.left(), 0))

    def text(self, what: QAccessible.Text) -> str:
        """Its words."""
        return self._row.card.options[self._at].label if what == QAccessible.Text.Name else ""

    def role(self) -> QAccessible.Role:
        """One of several."""
        return QAccessible.Role.RadioButton

    def state(self) -> QAccessible.State:
        """Chosen or not."""
        chosen = self._row.card.options[self._at].name == self._row.card.value
        return _state(checkable=True, checked=chosen, disabled=not self._cards.editable)

    def parent(self) -> QAccessibleInterface:
        """The card."""
        return self._row


class _Row(_Told):
    """One resting card."""

    def __init__(self, cards: CardList, at: int) -> None:
        super().__init__(cards)
        self.at, self.card = at, cards.cards[at]
        self._segments = [_Segment(cards, self, each) for each in range(len(self.card.options) if self.card.segmented else 0)]

    def painted(self) -> QRect:
        """Where it is painted, in the viewport."""
        return self._cards.rect_of(self.at) if self.at < len(self._cards.cards) else QRect()

    def rect(self) -> QRect:
        """The same on the screen."""
        return self._on_screen(self.painted())

    def text(self, what: QAccessible.Text) -> str:
        """Wording and answer; the hint besides."""
        if what == QAccessible.Text.Name:
            return in_words(self.card)
        return {QAccessible.Text.Value: self.card.shown, QAccessible.Text.Description: self.card.hint}.get(what, "")

    def role(self) -> QAccessible.Role:
        """A row of a list; a button where one more can be had."""
        return QAccessible.Role.Button if self.card.kind == "add" else QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Off the screen, or read only."""
        return _state(selectable=True, readOnly=not self._cards.editable, offscreen=self.rect().isEmpty())

    def parent(self) -> QAccessibleInterface:
        """The list."""
        return QAccessible.queryAccessibleInterface(self._cards)

    def childCount(self) -> int:
        """Its segments."""
        return len(self._segments)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """One of them."""
        return self._segments[index] if 0 <= index < len(self._segments) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Which it is."""
        return next((at for at, each in enumerate(self._segments) if each is child), -1)


class _List(QAccessibleWidget):
    """The cards in their order: painted ones, and the widget of the current one in its place."""

    def __init__(self, cards: CardList) -> None:
        super().__init__(cards, QAccessible.Role.List)
        self._cards = cards
        self._made: list[_Row | None] = []
        self._of: list[Card] = []

    def _rows(self) -> list[_Row | None]:
        """One interface a card, None for the current one; made anew when the cards are others."""
        now = self._cards.cards
        if self._of is not now:
            self._of = now
            live = self._cards.current if self._cards.live is not None else ""
            self._made = [_Row(self._cards, at) if card.path != live else None for at, card in enumerate(now)]
        return self._made

    def childCount(self) -> int:
        """All cards."""
        return len(self._rows())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A card."""
        rows = self._rows()
        if not 0 <= index < len(rows):
            return None
        return rows[index] or (QAccessible.queryAccessibleInterface(self._cards.live) if self._cards.live is not None else None)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Which card it is."""
        rows = self._rows()
        found = next((at for at, each in enumerate(rows) if each is child), -1)
        return found if found >= 0 or child.object() is None else next((at for at, each in enumerate(rows) if each is None), -1)


_kept: dict[int, _List] = {}  # an interface must outlive the call that made it


def _factory(_key: str, thing: object) -> QAccessibleInterface | None:
    if not isinstance(thing, CardList):
        return None
    known = id(thing)
    _kept[known] = _List(thing)
    thing.destroyed.connect(lambda: _kept.pop(known, None))
    return _kept[known]


_installed: list[bool] = []


def install() -> None:
    """Tell screen readers of card lists; once."""
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed.append(True)
