"""Menus: the filter chip, and the button with more acts behind three dots."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from ..text import tr
from ..theme import icon, pixmap, px
from .basic import button
from .paint import CENTER, LEFT, draw_text, face

Action = tuple[str, Callable[[], object]] | tuple[str, Callable[[], object], str] | None


def fill_menu(menu: QMenu, actions: Sequence[Action]) -> None:
    """Put acts in a menu: (words, act) or (words, act, icon); None is a line."""
    for each in actions:
        if each is None:
            menu.addSeparator()
            continue
        made = menu.addAction(each[0], lambda do=each[1]: do())
        if len(each) == 3:
            made.setIcon(icon(each[2], "text_secondary", 18))


def more_menu(actions: Sequence[Action] | Callable[[], Sequence[Action]], text: str = "", *, size: str = "") -> QPushButton:
    """A button with acts behind it: three dots, or `text` with a chevron. A function is asked each time it opens."""
    kind, mark = ("", "") if text else ("icon", "ellipsis")
    made = button(text, kind=kind, icon_name=mark, size=size, name=text or tr("widgets.more"))
    if text:
        made.setIcon(icon("chevron-down", "text_secondary", 16))
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setToolTip("")
    menu = QMenu(made)
    menu.setAccessibleName(text or tr("widgets.more"))

    def fill() -> None:
        menu.clear()
        fill_menu(menu, actions() if callable(actions) else actions)

    menu.aboutToShow.connect(fill)
    fill()
    made.setMenu(menu)
    return made


class FilterChip(QPushButton):
    """A filter of 32, round. With `choices` it opens a menu and tells `chosen(value)`; set, it is blue and can be removed.

    Without choices it is pressed on and off and tells `chosen(True)` or `chosen(None)`. Delete removes it too.
    """

    chosen = Signal(object)  # the value, None when removed

    def __init__(
        self,
        text: str,
        choices: Sequence[tuple[object, str]] = (),
        value: object = None,
        *,
        removable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "filter")
        self.setProperty("ringRadius", 16)
        self._text, self._choices, self._removable = text, list(choices), removable
        self._value: object = None
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _checked=False: self._pressed())
        self.set_value(value)

    def value(self) -> object:
        """The value in use, or None."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show this as in use and tell nobody."""
        self._value = value
        self.setChecked(value is not None)
        self.setAccessibleName(self.words())
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        """Another name (a count in it, for instance)."""
        self._text = text
        self.set_value(self._value)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer others."""
        self._choices = list(choices)
        self.set_value(self._value)

    def words(self) -> str:
        """What it says: its name, or the choice in use."""
        chosen = (text for value, text in self._choices if value == self._value and value is not None)
        return next(chosen, self._text)

    def nextCheckState(self) -> None:
        """Its value decides."""

    def _pressed(self) -> None:
        if self._choices:
            self._open()
        else:
            self._take(None if self._value is not None else True)

    def _take(self, value: object) -> None:
        self.set_value(value)
        self.chosen.emit(value)

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, text in self._choices:
            action = menu.addAction(text, lambda value=value: self._take(value))
            action.setCheckable(True)
            action.setChecked(value == self._value)
        if self._value is not None and self._removable:
            menu.addSeparator()
            menu.addAction(icon("x", "text_secondary", 18), tr("widgets.remove_filter"), lambda: self._take(None))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + px(4))))

    def _mark(self) -> str:
        if self._value is not None and self._removable:
            return "x"
        return "chevron-down" if self._choices else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the cross removes."""
        if self._mark() == "x" and event.position().x() > self.width() - px(30):
            self._take(None)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes, Down and Enter open."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._mark() == "x":
            self._take(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (event.key() == Qt.Key.Key_Down and self._choices):
            self._pressed()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Words and mark."""
        wide = face("table_bold")[1].horizontalAdvance(self.words())
        return QSize(wide + px(28) + (px(20) if self._mark() else 0), px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, and the mark at the right."""
        super().paintEvent(event)
        painter, on = QPainter(self), self.isChecked()
        fore = "accent_on_bg" if on else "text_secondary" if self.isEnabled() else "text_disabled"
        room = self.rect().adjusted(px(12), 0, -px(12) - (px(20) if self._mark() else 0), 0)
        draw_text(painter, room, self.words(), "table_bold" if on else "table", fore, LEFT if self._mark() else CENTER)
        if self._mark():
            painter.drawPixmap(self.width() - px(26), (self.height() - px(16)) // 2, pixmap(self._mark(), fore, 16))
