"""Figures and bars: a stacked bar, progress, the stat tile and the row with a count (both are links to their rows)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QWidget

from ..text import tr
from ..theme import pixmap, px, theme
from .basic import PushButton
from .paint import RIGHT, draw_text, rounded, text_width


class Bar(QLabel):  # a label, so that accessibility reads its name
    """Parts of a whole side by side: (value, token of the colour) each; what is left of `whole` is the track."""

    def __init__(
        self,
        parts: Sequence[tuple[float, str]] = (),
        height: int = 6,
        whole: float = 0,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._whole = list(parts), whole
        self.setFixedHeight(px(height))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def set_parts(self, parts: Sequence[tuple[float, str]], whole: float = 0) -> None:
        """Show other values."""
        self._parts, self._whole = list(parts), whole
        self.update()

    def sizeHint(self) -> QSize:
        """Any width."""
        return QSize(px(120), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        draw_bar(QPainter(self), QRectF(self.rect()), self._parts, self._whole)


def draw_bar(painter: QPainter, rect: QRectF, parts: Sequence[tuple[float, str]], whole: float = 0) -> None:
    """Paint a stacked bar with round ends, 1 px between its parts."""
    colours = theme()
    total = max(whole, sum(value for value, _token in parts)) or 1.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    clip = QPainterPath()
    clip.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setClipPath(clip)
    painter.fillRect(rect, colours["track"])
    x = rect.left()
    for value, token in parts:
        width = rect.width() * value / total
        if width > 0:
            gap = 1 if x + width < rect.right() else 0
            painter.fillRect(QRectF(x, rect.top(), max(width - gap, 1), rect.height()), colours[token])
        x += width
    painter.restore()


class Progress(QProgressBar):
    """How much of a piece of work is done."""

    def __init__(
        self, done: int = 0, total: int = 0, height: int = 4, token: str = "accent", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._token = token
        self.setTextVisible(False)
        self.setFixedHeight(px(height))
        self.set_progress(done, total)

    def set_progress(self, done: int, total: int) -> None:
        """Done so far, and of how much (0: not known)."""
        self.setRange(0, max(total, 1))
        self.setValue(min(done, max(total, 1)))
        self.setAccessibleName(tr("widgets.done_of", done=done, total=total))

    def sizeHint(self) -> QSize:
        """Any width."""
        return QSize(px(120), self.height())

    def minimumSizeHint(self) -> QSize:
        """May be short."""
        return QSize(px(24), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        draw_bar(QPainter(self), QRectF(self.rect()), [(self.value(), self._token)], self.maximum())


class Tile(PushButton):
    """A figure with its caption (100 high); pressing it opens the rows behind it. `tone`: "", danger, warn, ok, muted."""

    def __init__(
        self, figure: str, caption: str, tone: str = "", pressed: Callable[[], object] | None = None, note: str = "", unit: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        self.setProperty("ringRadius", 8)
        self._figure, self._caption, self._tone, self._note, self._unit = figure, caption, tone, note, unit
        self._leads = pressed is not None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if pressed is not None:
            self.clicked.connect(lambda _checked=False: pressed())
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tell()

    def set_figure(self, figure: str, note: str = "", unit: str | None = None) -> None:
        """Another number."""
        self._figure, self._note, self._unit = figure, note, self._unit if unit is None else unit
        self._tell()
        self.update()

    def _tell(self) -> None:
        self.setAccessibleName(" ".join(filter(None, (self._caption, self._figure, self._unit, self._note))))

    def sizeHint(self) -> QSize:
        """Room for its words."""
        figure = text_width(self._figure, "display") + text_width(self._unit, "question") + px(6)
        widest = max(figure, text_width(self._caption, "table"), text_width(self._note, "caption"))
        return QSize(widest + px(32), px(100))

    def minimumSizeHint(self) -> QSize:
        """Captions may be shortened, the figure never."""
        return QSize(text_width(self._figure, "display") + px(32), px(100))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Caption, figure, note."""
        super().paintEvent(event)
        painter, token = QPainter(self), f"{self._tone}_text" if self._tone in ("danger", "warn", "ok") else "text"
        inner = self.rect().adjusted(px(16), px(12), -px(16), -px(10))
        head = QRect(inner.left(), inner.top(), inner.width(), px(20))
        if self._leads:
            painter.drawPixmap(head.right() - px(12), head.top() + px(2), pixmap("chevron-right", "text_muted", 16))
            head.setRight(head.right() - px(20))
        cut = draw_text(painter, head, self._caption, "table", "text_secondary")
        middle = QRect(inner.left(), inner.top() + px(22), inner.width(), px(36))
        draw_text(painter, middle, self._figure, "display", token)
        after = middle.adjusted(text_width(self._figure, "display") + px(6), px(4), 0, 0)
        cut |= draw_text(painter, after, self._unit, "question", "text_muted")
        if self._note:
            cut |= draw_text(painter, inner.adjusted(0, px(60), 0, 0), self._note, "caption", "text_muted")
        self.setToolTip(" ".join(filter(None, (self._caption, self._note))) if cut else "")


class CountRow(PushButton):
    """A filter of 40: words at the left, a count at the right; checked while it is the filter in use."""

    def __init__(
        self,
        text: str,
        count: int | None = None,
        pressed: Callable[[], object] | None = None,
        *,
        icon: str = "",
        tone: str = "",
        checked: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "count")
        self._text, self._count, self._tone, self._icon = text, count, tone, icon
        self.setCheckable(True)
        self.setChecked(checked)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if pressed is not None:
            self.clicked.connect(lambda _checked=False: pressed())
        self._tell()

    def set_count(self, count: int | None) -> None:
        """Another count."""
        self._count = count
        self._tell()
        self.update()

    def nextCheckState(self) -> None:
        """The page decides which filter is in use."""

    def _tell(self) -> None:
        self.setAccessibleName(self._text if self._count is None else f"{self._text} {self._count}")

    def sizeHint(self) -> QSize:
        """Words and count."""
        return QSize(text_width(self._text, "strong") + px(72 + 30 * bool(self._icon)), px(40))

    def minimumSizeHint(self) -> QSize:
        """Words may be shortened."""
        return QSize(px(96), px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, count, and the mark of the filter in use."""
        painter, colours, on = QPainter(self), theme(), self.isChecked()
        if on or self.underMouse():
            rounded(painter, QRectF(self.rect()), px(6), colours["accent_bg" if on else "hover"], None)
        inner = self.rect().adjusted(px(8), 0, -px(8), 0)
        if self._icon:
            mark = pixmap(self._icon, "accent_on_bg" if on else "text_secondary", 18)
            painter.drawPixmap(inner.left(), (self.height() - px(18)) // 2, mark)
            inner.setLeft(inner.left() + px(26))
        count = "" if self._count is None else str(self._count)
        loud = self._tone in ("danger", "warn") and bool(self._count)
        token = f"{self._tone}_text" if loud else "accent_on_bg" if on else "text_muted"
        draw_text(painter, inner, count, "table_bold" if on or loud else "table", token, RIGHT)
        room = inner.adjusted(0, 0, -(text_width(count, "strong") + px(8) if count else 0), 0)
        cut = draw_text(painter, room, self._text, "strong" if on else "body", "accent_on_bg" if on else "text")
        self.setToolTip(self._text if cut else "")
