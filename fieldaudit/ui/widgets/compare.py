"""Before and after as one picture with a handle: a slider, so that keys and screen readers have it for nothing.

Knows no act and no attachment: what gives a picture is asked while it is painted, and gives None until it is made.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QSlider

from ..text import tr
from ..theme import pixmap, px, theme
from .paint import face, rounded, text_width

_WIDE, _HIGH = 372, 224
_STEP = 5  # percent a key
Source = Callable[[QSize], QPixmap | None]  # device pixels to fill -> the picture, or None while it is being made
_ON_PHOTO = QColor(20, 20, 22, 190)  # behind words over any photo, in every theme
_WORDS = QColor("white")


class Compare(QSlider):
    """Two pictures of one place. `value` is how much of the first is seen, percent.

    Keys: left and right by 5, Home, End; [ and ] ask for another pair. With one picture only there is no handle, and the
    other half says what is missing.
    """

    pair_wanted = Signal(int)  # -1 the one before, 1 the next
    opened = Signal(bool)  # a double click or Enter: True for the first picture

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, 100)
        self.setSingleStep(_STEP)
        self.setPageStep(4 * _STEP)
        self.setValue(50)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._sources: list[Source | None] = [None, None]
        self._words, self._missing = ["", ""], ["", ""]
        self._ratio = _HIGH / _WIDE
        self.setAccessibleName(tr("compare.name"))
        self.valueChanged.connect(self.update)

    def show_pair(self, words: tuple[str, str], missing: tuple[str, str], sources: tuple[Source | None, Source | None]) -> None:
        """What stands over each half, what is said where there is no picture, and what gives each picture while it is painted."""
        self._words, self._missing, self._sources = list(words), list(missing), list(sources)
        said = [word if source else none for word, none, source in zip(words, missing, sources, strict=True)]
        self.setAccessibleDescription(" · ".join(said))
        self.setCursor(Qt.CursorShape.SizeHorCursor if self._both() else Qt.CursorShape.ArrowCursor)
        self.setValue(50)
        self.update()

    def _both(self) -> bool:
        return all(self._sources)

    def _picture_size(self) -> QSize:
        ratio = self.devicePixelRatioF()
        return QSize(round(self.width() * ratio), round(self.height() * ratio))

    def sizeHint(self) -> QSize:
        """As the design has it."""
        return QSize(px(_WIDE), px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """It shrinks with its pane."""
        return QSize(px(160), px(96))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep its shape."""
        super().resizeEvent(event)
        self.setFixedHeight(round(self.width() * self._ratio))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The pairs, opening; the rest is the slider's own."""
        pairs = {Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1}
        key = Qt.Key(event.key())
        if key in pairs:
            self.pair_wanted.emit(pairs[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(first=self._sources[0] is not None and (self.value() >= 50 or self._sources[1] is None))
        elif not self._both() or key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The handle goes to the pointer."""
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """And follows it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more to do."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the picture under the pointer."""
        self._open(first=event.position().x() < self._split())

    def _open(self, *, first: bool) -> None:
        if self._sources[0 if first else 1] is not None:
            self.opened.emit(first)

    def _drag(self, event: QMouseEvent) -> None:
        if self._both() and self.width():
            self.setValue(round(100 * event.position().x() / self.width()))
        event.accept()

    def _split(self) -> float:
        return self.width() * (self.value() if self._both() else 50) / 100

    # -- painting ----------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Both halves, their words, the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, split = QRectF(self.rect()), self._split()
        shape = QPainterPath()
        shape.addRoundedRect(whole, px(8), px(8))
        painter.setClipPath(shape)
        for at, part in enumerate((QRectF(0, 0, split, whole.height()), QRectF(split, 0, whole.width() - split, whole.height()))):
            painter.save()
            painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
            self._half(painter, part, at)
            painter.restore()
        if self._both():
            self._handle(painter, split)

    def _half(self, painter: QPainter, part: QRectF, at: int) -> None:
        source = self._sources[at]
        draw_half(painter, part, source(self._picture_size()) if source else None, self.rect())
        if source is None:
            draw_missing(painter, part, self._missing[at])
        else:
            draw_label(painter, self._words[at], px(8), self.width() - px(8) if at else None)

    def _handle(self, painter: QPainter, split: float) -> None:
        painter.fillRect(QRectF(split - 1, 0, 2, self.height()), _WORDS)
        round_ = px(19)
        centre = QPointF(min(max(split, round_), self.width() - round_), self.height() / 2)
        rounded(painter, QRectF(centre.x() - round_, centre.y() - round_, 2 * round_, 2 * round_), round_, _WORDS, _ON_PHOTO)
        painter.drawPixmap(QPointF(centre.x() - px(10), centre.y() - px(10)), _dark("move-horizontal"))


class Picture(QAbstractButton):
    """One picture of the same shape with words over it; pressing it opens it. Says what is missing where there is none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._source: Source | None = None
        self._words = self._missing = ""
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_picture(self, words: str, missing: str, source: Source | None) -> None:
        """What stands over it, what is said where it is missing, and what gives it while it is painted."""
        self._words, self._missing, self._source = words, missing, source
        self.setAccessibleName(words if source else f"{self._name} {missing}".strip())  # the words begin with the name
        self.setEnabled(source is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if source else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        """As large as a pair."""
        return QSize(px(_WIDE), px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """It shrinks with its pane."""
        return QSize(px(120), px(72))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep its shape."""
        super().resizeEvent(event)
        self.setFixedHeight(round(self.width() * _HIGH / _WIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, or what is missing."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), px(8), px(8))
        painter.setClipPath(shape)
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        draw_half(painter, QRectF(self.rect()), self._source(size) if self._source else None, self.rect())
        if self._source is None:
            draw_missing(painter, QRectF(self.rect()), self._missing)
        else:
            draw_label(painter, self._words, px(8))


def draw_half(painter: QPainter, part: QRectF, picture: QPixmap | None, whole: QRect) -> None:
    """A picture where it is made, else the bed it will lie on."""
    painter.fillRect(part, theme()["surface_sunken"])
    if picture is not None:
        painter.drawPixmap(whole, picture)


def draw_missing(painter: QPainter, part: QRectF, words: str) -> None:
    """What is said where there is no picture."""
    inner = part.toRect().adjusted(px(12), px(8), -px(12), -px(8))
    painter.drawPixmap(inner.center().x() - px(12), inner.center().y() - px(28), pixmap("image", "text_muted", 24))
    painter.setPen(theme()["text_muted"])
    below = QRect(inner.left(), inner.center().y() + px(4), inner.width(), inner.bottom() - inner.center().y() - px(4))
    painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, words)


def draw_label(painter: QPainter, words: str, x: int, right: int | None = None) -> None:
    """Words on a dark strip over any photo: at `x`, or ending at `right`."""
    wide = text_width(words, "caption") + px(16)
    box = QRectF(x if right is None else right - wide, px(8), wide, px(24))
    rounded(painter, box, px(4), _ON_PHOTO, None)
    painter.setFont(face("caption")[0])
    painter.setPen(_WORDS)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _dark(name: str) -> QPixmap:
    """An icon for a white disc, whatever the theme."""
    made = QPixmap(pixmap(name, "text", 20))
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(made.rect(), QColor(20, 20, 22))
    painter.end()
    return made


__all__ = ["Compare", "Picture", "Source"]
