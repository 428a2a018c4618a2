"""The filters at the left of the table: one row each with its icon and count, and those that were saved. Knows no SQL."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QSizePolicy, QWidget

from ...text import tr
from ...theme import TOKENS, pixmap, px, theme
from ...widgets.basic import PushButton, button, column, emptied, frame, label, line, row
from ...widgets.paint import RIGHT, draw_text, rounded, text_width
from ...widgets.scrolling import scrolled

TONES = {"overdue": "danger_text", "week": "warn_text"}


class FilterRow(PushButton):
    """A filter of 40: icon, words, count; checked while it is the one in use. Up and down walk. Delete drops a saved one."""

    dropped = Signal()

    def __init__(self, text: str, icon_name: str, token: str = "", *, drops: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "count")
        self._text, self._icon, self._token, self._drops = text, icon_name, token, drops
        self._count: int | None = None
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(TOKENS["row"]["table"]))
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        """How many rows it has."""
        self._count = count
        self.setAccessibleName(self._text if count is None else f"{self._text} {count}")
        self.update()

    def nextCheckState(self) -> None:
        """The page decides which filter is in use."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk."""
        step = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}.get(Qt.Key(event.key()))
        if step is not None:
            self.focusNextPrevChild(step)
        elif event.key() == Qt.Key.Key_Delete and self._drops:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A saved one may be deleted."""
        if self._drops:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(tr("rectification.drop_view", name=self._text), self.dropped.emit)
            menu.popup(event.globalPos())

    def sizeHint(self) -> QSize:
        """Icon, words, count."""
        return QSize(text_width(self._text, "strong") + px(80), px(TOKENS["row"]["table"]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter, colours, on = QPainter(self), theme(), self.isChecked()
        if on or self.underMouse():
            rounded(painter, QRectF(self.rect()), px(6), colours["accent_bg" if on else "hover"], None)
        fore = "accent_on_bg" if on else "text"
        painter.drawPixmap(px(8), (self.height() - px(18)) // 2, pixmap(self._icon, fore if on else "text_secondary", 18))
        inner = self.rect().adjusted(px(34), 0, -px(8), 0)
        count = "" if self._count is None else f"{self._count:,}"
        marked = bool(self._token and self._count)
        token = self._token if marked and not on else "accent_on_bg" if on else "text_muted"
        draw_text(painter, inner, count, "strong" if on or marked else "table", token, RIGHT)
        room = inner.adjusted(0, 0, -(text_width(count, "strong") + px(8) if count else 0), 0)
        cut = draw_text(painter, room, self._text, "strong" if on else "body", fore)
        self.setToolTip(self._text if cut else "")


class FilterPane(QWidget):
    """All of them, in a pane of 208 that scrolls."""

    chosen = Signal(str)
    view_chosen = Signal(str)
    view_dropped = Signal(str)
    save_wanted = Signal()

    def __init__(self, side: Sequence[tuple[str, str, str]]) -> None:
        """`side`: (filter, icon, words) each."""
        super().__init__()
        self.setFixedWidth(px(TOKENS["layout"]["rectification"]["filters"]))
        self._rows: dict[str, FilterRow] = {}
        inside = frame("pane")
        whole = column(margins=(8, 14, 8, 12), gap=0, into=inside)
        whole.addLayout(row(label(tr("rectification.filters"), "strong"), margins=(8, 0, 0, 12)))
        for name, icon_name, text in side:
            made = self._rows[name] = FilterRow(text, icon_name, TONES.get(name, ""))
            made.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            whole.addWidget(made)
        whole.addSpacing(px(8))
        whole.addWidget(line())
        add = button(icon_name="plus", kind="icon", pressed=self.save_wanted.emit, tip=tr("rectification.save_view"))
        whole.addLayout(row(label(tr("rectification.mine"), "caption"), 1, add, margins=(8, 4, 0, 0)))
        self._mine = column(gap=0)
        whole.addLayout(self._mine)
        whole.addStretch(1)
        self.area: QScrollArea = scrolled(inside)
        column(self.area, into=self)
        self.setAccessibleName(tr("rectification.filters"))

    def show_views(self, names: Sequence[tuple[str, int | None, bool]]) -> None:
        """The saved ones: name, count, whether it is in use."""
        emptied(self._mine)
        for name, count, on in names:
            made = FilterRow(name, "list-filter", drops=True)
            made.set_count(count)
            made.setChecked(on)
            made.clicked.connect(lambda _checked=False, name=name: self.view_chosen.emit(name))
            made.dropped.connect(lambda name=name: self.view_dropped.emit(name))
            self._mine.addWidget(made)

    def show_counts(self, counts: dict[str, int], current: str) -> None:
        """New counts, and which filter is in use."""
        for name, made in self._rows.items():
            made.set_count(counts.get(name))
            made.setChecked(name == current)

    def focus_first(self) -> None:
        """Put the keyboard on the filter in use, or the first."""
        rows = list(self._rows.values())
        next((each for each in rows if each.isChecked()), rows[0]).setFocus(Qt.FocusReason.TabFocusReason)


__all__ = ["FilterPane", "FilterRow"]
