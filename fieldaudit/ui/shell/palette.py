"""Ctrl+K: search over everything, as a sheet over the window. The field keeps the focus; keys walk the finds below it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ..jobs import Job
from ..text import tr
from ..theme import pixmap, px, theme
from ..widgets.basic import frame as styled
from ..widgets.basic import kbd, label, line, picture, row
from ..widgets.lists import RowList, RowState
from ..widgets.paint import draw_chip, draw_text, face, rounded, text_width
from .finder import GROUPS, Find, finds
from .told import Overlay

if TYPE_CHECKING:
    from .frame import Frame

WIDTH, TOP, INPUT, ROW, GROUP, FOOT, ROWS = 680, 88, 60, 52, 32, 40, 8
_ONLY = ("", *GROUPS)  # what Tab walks through


class Palette(Overlay):
    """The field and what it finds. Enter opens, Ctrl+Enter opens another window, Tab narrows to one kind, Esc closes."""

    spells: ClassVar[bool] = False  # is the pinyin table there? Once read it stays

    def __init__(self, over: Frame) -> None:
        super().__init__(over, WIDTH)
        self.frame, self.only = over, ""
        self.content.setContentsMargins(1, 1, 1, 1)
        self.content.setSpacing(0)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.setContentsMargins(0, px(TOP), 0, 0)
        whole.setAlignment(self.box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.field = QLineEdit()
        self.field.setProperty("kind", "palette")
        self.field.setFrame(False)
        self.field.setAccessibleName(tr("frame.search"))
        self.field.setPlaceholderText(tr("frame.searchHint"))
        self.field.textChanged.connect(lambda _text: self.look())
        self.field.installEventFilter(self)
        self._hint = label(tr("palette.hint"), "caption")
        head = QWidget()
        head.setFixedHeight(px(INPUT))
        row(picture("search", "text_secondary", 22), self.field, self._hint, kbd("Esc"), margins=(20, 0, 20, 0), gap=12, into=head)
        self.list = RowList(self._paint, _height, _spoken, lines=False, opens_on_click=True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("palette.finds"))
        self.list.opened.connect(lambda _row: self._open(beside=False))
        self._none = label("", "", "muted", wrap=True)
        self._none.setContentsMargins(px(20), px(20), px(20), px(20))
        for part in (head, line(), self.list, self._none, self._foot()):
            self.content.addWidget(part)
        self.setAccessibleName(tr("frame.search"))

    def _foot(self) -> QWidget:
        made = styled("sunken")
        made.setObjectName("paletteFoot")
        made.setFixedHeight(px(FOOT))
        self._kind = label("", "caption")
        hints = (("↑ ↓", tr("palette.choose")), ("Enter", tr("palette.open_")), ("Ctrl Enter", tr("palette.beside")))
        inner = row(margins=(20, 0, 20, 0), gap=16, into=made)
        for keys, words in hints:
            inner.addLayout(row(kbd(keys), label(words, "caption"), gap=6))
        inner.addStretch(1)
        inner.addLayout(row(kbd("Tab"), self._kind, gap=6))
        return made

    def open_over(self) -> None:
        """Open it, unless it is open; the pinyin table is read in the background meanwhile."""
        if any(each.isVisible() for each in self.frame.window().findChildren(Palette)):
            self.deleteLater()
            return
        self.look()
        self.open()
        if not Palette.spells:
            self.frame.start_job(Job("", quiet=True), lambda _job: _read_table(), partial(_spells_now, self.frame))

    def first(self) -> QWidget:
        """The field."""
        return self.field

    # -- finding -------------------------------------------------------------------------------------
    def look(self) -> None:
        """Show what is found for the text as it is now."""
        found = finds(self.frame.session, self.field.text(), self.only, spelt=Palette.spells)
        rows: list[dict[str, Any]] = []
        for find in found:
            if not rows or rows[-1]["group"] != find.kind:
                rows.append({"id": f"group {find.kind}", "find": None, "group": find.kind})
            rows.append({"id": f"{find.kind} {find.page} {find.arguments}", "find": find, "group": find.kind})
        self.list.show_rows(rows)
        self.list.go_to(1)
        self.list.verticalScrollBar().setValue(0)
        self._none.setText("" if rows else tr("palette.nothing", text=self.field.text().strip()))
        self._none.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self._kind.setText(tr("palette.only", kind=tr(GROUPS[self.only])) if self.only else tr("palette.narrow"))
        whole = sum(px(GROUP if each["find"] is None else ROW) for each in rows) + px(12)
        self.list.setFixedHeight(min(whole, px(ROWS * ROW + GROUP), self._over.height() - px(TOP + INPUT + FOOT + 24)))
        self.box.adjustSize()

    def current(self) -> Find | None:
        """The find the keys are on."""
        shown = self.list.current_row()
        return shown["find"] if shown is not None else None

    def _move(self, step: int) -> None:
        rows, at = self.list.rows(), self.list.currentIndex().row()
        places = [place for place, each in enumerate(rows) if each["find"] is not None]
        if not places:
            return
        now = places.index(at) if at in places else -1
        to = places[min(max(now + step, 0), len(places) - 1)] if abs(step) > 1 else places[(now + step) % len(places)]
        if to == places[0]:
            self.list.verticalScrollBar().setValue(0)
        self.list.go_to(to)
        find = self.current()
        if find is not None:  # the focus stays in the field, so what is current is told
            self.field.setAccessibleDescription(_joined(find))
            QAccessible.updateAccessibility(QAccessibleEvent(self.field, QAccessible.Event.DescriptionChanged))

    # -- keys ----------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that are the list's; everything else is typing."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        if key in steps:
            self._move(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(beside=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_N and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._begin()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._narrow(1 if key == Qt.Key.Key_Tab else -1)
        elif key == Qt.Key.Key_Escape:
            self.close_it()
        else:
            return False
        return True

    def _begin(self) -> None:
        """The new inspection among the finds, whichever is current."""
        begins = next((at for at, each in enumerate(self.list.rows()) if each["find"] is not None and each["find"].begins), None)
        if begins is not None:
            self.list.go_to(begins)
            self._open(beside=False)

    def _narrow(self, step: int) -> None:
        """To the next kind of which something is found, or to all again."""
        text = self.field.text()
        for _ in _ONLY:
            self.only = _ONLY[(_ONLY.index(self.only) + step) % len(_ONLY)]
            if not self.only or finds(self.frame.session, text, self.only, spelt=Palette.spells):
                break
        self.look()

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab is not for the focus here."""
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the sheet closes it."""
        if not self.box.geometry().contains(event.position().toPoint()):
            self.close_it()

    def _open(self, *, beside: bool) -> None:
        find = self.current()
        if find is None:
            return
        self._before = None  # the focus is the next page's
        self.close_it()
        if beside:
            self.frame.go_beside(find.page, **find.arguments)
            return
        self.frame.go(find.page, **find.arguments)
        primary = getattr(self.frame.page, "primary", None)
        if find.begins and primary is not None:
            QTimer.singleShot(0, primary.click)

    # -- painting ------------------------------------------------------------------------------------
    def _paint(self, painter: QPainter, rect: QRect, shown: dict[str, Any], state: RowState) -> None:
        painter.fillRect(rect, theme()["surface_raised"])  # the row's own mark is inset and round
        find: Find | None = shown["find"]
        if find is None:
            draw_text(painter, rect.adjusted(px(20), px(4), -px(20), 0), tr(GROUPS[shown["group"]]), "caption", "text_muted")
            return
        if state.current or state.hovered:
            back = theme()["selection" if state.current else "hover"]
            rounded(painter, QRectF(rect.adjusted(px(8), 0, -px(8), 0)), px(6), back, None)
        middle = rect.center().y()
        painter.drawPixmap(rect.left() + px(20), middle - px(10), pixmap(find.icon, "text_secondary", 20))
        inner = rect.adjusted(px(52), px(7), -px(20), -px(6))
        inner.setRight(self._paint_hint(painter, inner, find, state) - px(12))
        half = inner.height() // 2 if find.detail else inner.height()
        _draw_marked(painter, QRect(inner.left(), inner.top(), inner.width(), half), find.title, find.marks[0], "body", "text")
        if find.detail:
            below = QRect(inner.left(), inner.top() + half, inner.width(), inner.height() - half)
            _draw_marked(painter, below, find.detail, find.marks[1], "caption", "text_muted")

    def _paint_hint(self, painter: QPainter, rect: QRect, find: Find, state: RowState) -> int:
        """When it is due, a key, or what Enter does; gives where it begins."""
        words = find.hint if find.tone else tr("palette.enter") if state.current and not find.begins else find.hint
        if not words:
            return rect.right()
        width = text_width(words, "caption") + px(16)
        draw_chip(painter, QRect(rect.right() - width, rect.top(), width, rect.height()), words, find.tone or "plain")
        return rect.right() - width


def _draw_marked(painter: QPainter, rect: QRect, text: str, marks: tuple[int, ...], role: str, token: str) -> None:
    """A line in which some characters are bold and in the accent colour."""
    shape, metrics = face(role)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    bold = face("strong")[0]
    bold.setPixelSize(shape.pixelSize())
    left = rect.left()
    for at, character in enumerate(shown):
        on = at in marks and at < len(text) and text[at] == character
        painter.setFont(bold if on else shape)
        painter.setPen(theme()["accent" if on else token])
        wide = painter.fontMetrics().horizontalAdvance(character)
        painter.drawText(QRect(left, rect.top(), wide + px(4), rect.height()), Qt.AlignmentFlag.AlignVCenter, character)
        left += wide


def _height(shown: dict[str, Any]) -> int:
    return GROUP if shown["find"] is None else ROW


def _joined(find: Find) -> str:
    return ", ".join(filter(None, (find.title, find.detail, find.hint)))


def _spoken(shown: dict[str, Any]) -> str:
    return _joined(shown["find"]) if shown["find"] is not None else tr(GROUPS[shown["group"]])


def make_ready(over: Frame) -> None:
    """Lay out and paint one that nobody sees: fonts and icons are loaded then, and the first one opens within a frame."""
    made = Palette(over)
    made.setGeometry(over.window().rect())
    made.look()
    made.grab()
    made.deleteLater()


def _read_table() -> None:
    """Read the pinyin table: whoever types would wait a quarter of a second for it."""
    from ...store.search import matched

    matched(chr(0x5317), "b")  # any Chinese character


def _spells_now(over: Frame, _job: Job) -> None:
    """The table is there: an open palette marks and finds by it."""
    Palette.spells = True
    for each in over.window().findChildren(Palette):
        at = each.list.currentIndex().row()
        each.look()
        each.list.go_to(min(at, len(each.list.rows()) - 1))


__all__ = ["Palette", "make_ready"]
