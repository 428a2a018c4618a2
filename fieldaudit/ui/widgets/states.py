"""States of a page: nothing there yet, an error in place, still reading, locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ...errors import FieldauditError
from ..text import tr
from ..theme import TOKENS, px, theme
from .basic import PRIMARY, button, column, label, picture, row
from .paint import rounded

Do = Callable[[], object]


class EmptyState(QWidget):
    """Nothing here yet: what is missing, and the first thing to do."""

    def __init__(
        self, icon_name: str, title: str, words: str = "", verb: str = "", do: Do | None = None, *, primary: bool = True
    ) -> None:
        super().__init__()
        self.title, self.words = label(title, "heading", wrap=False), label(words, "", "muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if not words:  # to show it before it has a parent would make it a window
            self.words.hide()
        self.action = button(verb, do, kind=PRIMARY if primary else "") if verb else None
        head = row(1, picture(icon_name, "text_secondary", 20), self.title, 1)
        whole = column(1, margins=(16, 24, 16, 24), gap=12, into=self)
        whole.addLayout(head)
        whole.addWidget(self.words)
        if self.action is not None:
            whole.addLayout(row(1, self.action, 1))
        whole.addStretch(1)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)


class ErrorBox(QFrame):
    """An error in place: what happened, what is safe, what next; `do` is the next step."""

    def __init__(self, error: FieldauditError, verb: str = "", do: Do | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "error")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = tr("widgets.where", where=error.where, what=error.what) if error.where else str(error.what)
        top = row(picture("circle-alert", "danger_text", 18), label(head, "strong", "danger", wrap=True))
        top.setStretch(1, 1)
        whole = column(margins=(14, 12, 14, 12), gap=6, into=self)
        whole.addLayout(top)
        for part in (str(error.safe), str(error.todo)):
            if part:
                whole.addWidget(label(part, "table", "secondary", wrap=True))
        if verb:
            self.action = button(verb, do, size="small")
            whole.addLayout(row(self.action, 1))
        self.setAccessibleName(str(error))


class LockStrip(QFrame):
    """Why everything here can only be read, and the way to change it."""

    def __init__(self, words: str, verb: str = "", do: Do | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "lock")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = label(words, wrap=True)
        inside: QHBoxLayout = row(picture("lock", "text_secondary", 18), self.words, margins=(12, 2, 8, 2), into=self)
        inside.setStretch(1, 1)
        self.action = button(verb, do, kind="text") if verb else None
        if self.action is not None:
            inside.addWidget(self.action)
        self.setMinimumHeight(px(40))
        self.setAccessibleName(words)

    def say(self, words: str) -> None:
        """Other words."""
        self.words.setText(words)
        self.setAccessibleName(words)


class Skeleton(QFrame):
    """Rows that stand for what is still being read; painted only after 150 ms, and still."""

    def __init__(self, rows: int = 3, height: int = 48, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._height = rows, height
        self._shown = False
        self.setAccessibleName(tr("widgets.reading"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)
        self._timer.start(TOKENS["motion"]["skeleton_after_ms"])

    def _appear(self) -> None:
        self._shown = True
        self.update()

    def sizeHint(self) -> QSize:
        """Its rows."""
        return QSize(px(320), px(self._height * self._rows))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Three bars a row."""
        if not self._shown:
            return
        painter, colours = QPainter(self), theme()
        rounded(painter, QRectF(self.rect()), px(8), colours["surface"], colours["border"])
        for at in range(self._rows):
            top = px(self._height) * at + (px(self._height) - px(12)) / 2
            wide = self.width() - px(28)
            for left, share in ((0.0, 0.08), (0.13, 0.42 if at % 2 == 0 else 0.35), (0.82, 0.18)):
                rounded(painter, QRectF(px(14) + wide * left, top, wide * share, px(12)), px(3), colours["track"], None)
            if at:
                painter.fillRect(px(14), px(self._height) * at, wide, 1, colours["border"])


__all__ = ["EmptyState", "ErrorBox", "LockStrip", "Skeleton"]
