"""The keys of the checklist: chords work everywhere, single keys never while somebody types. Does nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ...widgets.keys import is_typing
from .rows import Card

if TYPE_CHECKING:
    from .view import ChecklistPage


class Keys:
    """What each key means on the page."""

    def __init__(self, page: ChecklistPage) -> None:
        self._page = page

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key means; False where it means nothing here."""
        return self._chord(event) or self._plain(event)

    def _entered(self) -> None:
        """Enter in a field: a figure goes back to its verdict, an answer on to the next card, a hazard's field to the next one."""
        self._page.flushed()
        card, live, now = self._page.presenter.card, self._page.cards.live, QApplication.focusWidget()
        if card is None or live is None or card.fault or {card.path, _figure(card)} & self._page.presenter.faults.keys():
            return
        if live.panel is not None and now is not None and live.panel.isAncestorOf(now):
            self._page.focusNextChild()
        elif card.kind == "verdict":
            self._page.cards.take_focus(Qt.FocusReason.TabFocusReason)
        else:
            self._page.step(1)

    def _chord(self, event: QKeyEvent) -> bool:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        acts: dict[tuple[Any, bool], Callable[[], object]] = {
            (Qt.Key.Key_F3, False): self._page.go_back, (Qt.Key.Key_F6, False): self._next_pane,
            (Qt.Key.Key_Up, False): lambda: self._page.step(-1), (Qt.Key.Key_Down, False): lambda: self._page.step(1),
            (Qt.Key.Key_PageUp, False): lambda: self._page.step_section(-1),
            (Qt.Key.Key_PageDown, False): lambda: self._page.step_section(1),
            (Qt.Key.Key_Escape, False): self._escape, (Qt.Key.Key_Z, True): self._page.undo, (Qt.Key.Key_V, True): self._page.paste,
        }  # fmt: skip
        act = acts.get((key, control))
        if enter:
            act = self._page.next_open if control else self._entered if isinstance(QApplication.focusWidget(), QLineEdit) else None
        if act is None or (key in (Qt.Key.Key_Z, Qt.Key.Key_V) and is_typing()):
            return False
        act()
        return True

    def _plain(self, event: QKeyEvent) -> bool:
        """Single keys."""
        if is_typing() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_J: lambda: self._page.step(1), Qt.Key.Key_K: lambda: self._page.step(-1),
            Qt.Key.Key_P: self._page.choose_photos,
            Qt.Key.Key_N: self._to_note, Qt.Key.Key_I: self._page.toggle_aside, Qt.Key.Key_Return: self._into,
            Qt.Key.Key_Enter: self._into, Qt.Key.Key_Delete: self._page.asking.remove,
        }  # fmt: skip
        if key in acts:
            acts[key]()
            return True
        return self._figure_key(event)

    def _figure_key(self, event: QKeyEvent) -> bool:
        """A figure chooses, or begins to be typed where a number is asked."""
        card, live, text = self._page.presenter.card, self._page.cards.live, event.text()
        if card is None or live is None or not self._page.presenter.editable or not text or text not in "0123456789-.":
            return False
        if card.listed:
            return False
        if card.options:
            at = int(text) - 1 if text.isdigit() else -1
            if 0 <= at < len(card.options):
                self._page.press(card.options[at].name)
            return True
        if card.kind == "acknowledge" and text == "1":
            self._page.give(card.path, "" if card.value else "OK")
            return True
        if card.kind in ("number", "date", "time", "dateTime") and (field := live.field()) is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()
            QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), text))
            return True
        return False

    def _into(self) -> None:
        """Enter: into the field of the card, the place of its hazard, its note; one more of a repeat."""
        card, live = self._page.presenter.card, self._page.cards.live
        if card is None or live is None:
            return
        if card.kind == "add":
            self._page.add()
            return
        target = live.enter()
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_note(self) -> None:
        if self._page.cards.live is not None and self._page.cards.live.note is not None:
            self._page.cards.live.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _escape(self) -> None:
        """Leave a field, close the drawer; else back to all cards."""
        if self._page.is_narrow() and self._page.aside.isVisible():
            self._page.aside.hide()
        elif self._page.presenter.filter != "all" and not is_typing():
            self._page.filter("all")
        self._page.cards.take_focus(Qt.FocusReason.TabFocusReason)

    def _next_pane(self) -> None:
        """Sections, cards, aside, and round."""
        now = QApplication.focusWidget()
        panes: list[QWidget] = [each for each in (self._page.pane.list, self._page.cards, self._page.aside) if each.isVisible()]
        at = next((at for at, pane in enumerate(panes) if now is not None and (pane is now or pane.isAncestorOf(now))), -1)
        target = panes[(at + 1) % len(panes)]
        if target is self._page.cards:
            self._page.cards.take_focus(Qt.FocusReason.TabFocusReason)
        elif target is self._page.aside:
            self._page.aside.focus_first()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)


def _figure(card: Card) -> str:
    return card.figure.path if card.figure is not None else ""
