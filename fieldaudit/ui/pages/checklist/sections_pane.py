"""The sections at the left: name, count of failed ones, how far each is. In a narrow window, a button with a menu instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolTip

from ...text import tr
from ...theme import TOKENS, pixmap, px, theme
from ...widgets.bars import draw_bar
from ...widgets.basic import PushButton, button, column, frame, kbd, label, row
from ...widgets.lists import RowList, RowState
from ...widgets.paint import RIGHT, draw_badge, draw_text, rounded, text_width
from .rows import Section

ROW, COMPACT = TOKENS["row"]["section"], TOKENS["row"]["section_compact"]


def as_row(section: Section) -> dict[str, Any]:
    """A section as its row is painted."""
    return {
        "id": section.path, "name": section.name, "done": section.done, "wanted": section.wanted, "fails": section.fails,
        "finished": section.finished,
    }  # fmt: skip


def in_words(row: dict[str, Any]) -> str:
    """A section as it is read out."""
    parts = [row["name"], tr("checklist.sectionDone", done=row["done"], wanted=row["wanted"])]
    if row["fails"]:
        parts.append(tr("checklist.failCount", row["fails"]))
    return ", ".join(parts)


def paint_section(painter: QPainter, rect: QRect, section: dict[str, Any], state: RowState) -> None:
    """Name, badge, how far, and the bar of 3 below."""
    on = state.current
    if on or state.hovered:
        rounded(painter, QRectF(rect), px(6), theme()["accent_bg" if on else "hover"], None)
    inner = rect.adjusted(px(8), 0, -px(8), -px(6))
    if section["finished"]:
        side = px(16)
        painter.drawPixmap(inner.right() - side + 1, inner.center().y() - side // 2 + 1, pixmap("check", "text_secondary", 16))
        taken = side
    else:
        count = f"{section['done']}/{section['wanted']}"
        draw_text(painter, inner, count, "table", "accent_on_bg" if on else "text_secondary", RIGHT)
        taken = text_width(count, "table")
    room = inner.adjusted(0, 0, -taken - px(10), 0)
    if section["fails"]:
        box = draw_badge(painter, room, str(section["fails"]))
        room.setRight(box.left() - px(8))
    draw_text(painter, room, section["name"], "strong" if on else "body", "accent_on_bg" if on else "text")
    bar = QRectF(rect.left() + px(8), rect.bottom() - px(5), rect.width() - px(16), px(3))
    whole = section["wanted"] or 1
    done = section["done"] if section["wanted"] else 1
    draw_bar(painter, bar, [(done, "chart_2" if section["finished"] else "accent")], whole)


class SectionsPane(QFrame):
    """The pane of 232. `chosen(path)`; `next_wanted`: on to the next unanswered question."""

    chosen = Signal(str)
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count = label("", "table", "secondary")
        self._row = ROW
        self.list = RowList(self._paint, lambda _section: self._row, in_words, lines=False, ground=False, opens_on_click=True)
        self.list.setAccessibleName(tr("checklist.sections"))
        self.list.current.connect(lambda found: self.chosen.emit(found["id"]) if found else None)
        self.next = button("", self.next_wanted.emit, size="large", name=tr("checklist.next"), tip="Ctrl+Enter")
        self.next.setAccessibleName(tr("checklist.next"))
        whole = column(into=self, gap=0)
        head = row(label(tr("checklist.sections"), "strong"), 1, self._count, margins=(16, 12, 16, 8))
        whole.addLayout(head)
        inside = column(self.list, margins=(8, 0, 8, 0))
        whole.addLayout(inside, 1)
        foot = frame("pane")
        foot.setObjectName("footer")
        row(self.next, margins=(16, 16, 16, 16), into=foot)
        whole.addWidget(foot)
        self._sections = 0
        self.list.viewport().installEventFilter(self)
        self._foot_key()

    def _foot_key(self) -> None:
        """Words and key on the button itself."""
        said, key = label(tr("checklist.next")), kbd("Ctrl Enter")
        for part in (said, key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row(1, said, key, 1, margins=(4, 0, 4, 0), gap=6, into=self.next)
        self.next.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A name that is shortened is told in whole."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row_at = self.list.indexAt(event.pos()).data(Qt.ItemDataRole.UserRole)
            room = self.list.width() - px(60 + 26 * bool(row_at and row_at["fails"]))
            if row_at and text_width(row_at["name"], "strong") > room:
                QToolTip.showText(event.globalPos(), row_at["name"], self.list)
            return True
        return super().eventFilter(watched, event)

    def _fit_rows(self) -> None:
        """Rows of 44, or of 40 where that shows more of them without scrolling."""
        self._row = COMPACT if px(ROW) * self._sections > self.list.height() else ROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height."""
        super().resizeEvent(event)
        self._fit_rows()
        self.list.doItemsLayout()

    def _paint(self, painter: QPainter, rect: QRect, section: dict[str, Any], state: RowState) -> None:
        paint_section(painter, rect, section, state)

    def show_sections(self, sections: Sequence[Section], current: str) -> None:
        """Show how far each is."""
        quiet = self.list.blockSignals(True)
        self._sections = len(sections)
        self._fit_rows()
        self.list.show_rows([as_row(section) for section in sections])
        self.list.go_to_key(current, tell=False)
        self.list.blockSignals(quiet)
        self._count.setText(f"{sum(section.finished for section in sections)} / {len(sections)}")
        self._count.setToolTip(tr("checklist.sectionsDone"))


class SectionButton(PushButton):
    """The section list of a narrow window: the current section, 44 high, with all of them in its menu."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "field")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(44))
        self.setMaximumWidth(px(320))
        self._section: dict[str, Any] = {}
        self._all: list[dict[str, Any]] = []
        self.clicked.connect(lambda _checked=False: self._open())

    def show_sections(self, sections: Sequence[Section], current: str) -> None:
        """Show the current one."""
        self._all = [as_row(section) for section in sections]
        self._section = next((each for each in self._all if each["id"] == current), {})
        self.setAccessibleName(in_words(self._section) if self._section else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Some width."""
        return QSize(px(292), px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, badge, count, chevron."""
        super().paintEvent(event)
        if not self._section:
            return
        painter, side = QPainter(self), px(16)
        inner = self.rect().adjusted(px(12), 0, -px(12), 0)
        painter.drawPixmap(inner.right() - side, inner.center().y() - side // 2 + 1, pixmap("chevron-down", "text_secondary", 16))
        count = f"{self._section['done']}/{self._section['wanted']}"
        inner.setRight(inner.right() - side - px(8))
        draw_text(painter, inner, count, "table", "text_secondary", RIGHT)
        room = inner.adjusted(0, 0, -text_width(count, "table") - px(8), 0)
        badge = px(26) if self._section["fails"] else 0
        words = min(text_width(self._section["name"], "strong"), room.width() - badge)
        cut = draw_text(painter, room.adjusted(0, 0, words - room.width() + 2, 0), self._section["name"], "strong", "text")
        self.setToolTip(self._section["name"] if cut else "")
        if badge:
            draw_badge(painter, QRect(room.left() + words + px(8), room.top(), px(22), room.height()), str(self._section["fails"]))

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(tr("checklist.sections"))
        for each in self._all:
            count = "✓" if each["finished"] else f"{each['done']}/{each['wanted']}"
            fails = f" · {tr('checklist.failCount', each['fails'])}" if each["fails"] else ""
            made = menu.addAction(f"{each['name']}  {count}{fails}", lambda path=each["id"]: self.chosen.emit(path))
            if each is self._section:
                menu.setActiveAction(made)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + px(4))))
