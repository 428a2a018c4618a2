"""Parts of the first run: a big choice, the list of steps, the page of a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ...theme import TOKENS, font, pixmap, px, theme
from ...widgets.basic import Elided, PushButton, column, frame, kbd, label, picture


class Choice(PushButton):
    """A choice of 108: icon, title, what it means, how long it takes, and its key."""

    def __init__(self, icon_name: str, title: str, words: str, effort: str, key: str, pressed: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "choice")
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{words} {effort}")
        self.setFixedHeight(px(TOKENS["layout"]["firstrun"]["choice"]))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: pressed())
        badge = frame("tint")
        badge.setFixedSize(px(48), px(48))
        drawn = picture(icon_name, "accent_on_bg", 24)
        drawn.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = QHBoxLayout(badge)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(drawn, 0, Qt.AlignmentFlag.AlignCenter)
        texts = column(1, Elided(title, "heading"), Elided(words, "table", "secondary"), Elided(effort, "caption"), 1, gap=2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(20), 0, px(20), 0)
        layout.setSpacing(px(16))
        layout.addWidget(badge)
        layout.addLayout(texts, 1)
        layout.addWidget(kbd(key))
        layout.addWidget(picture("chevron-right", "text_secondary", 20))

    def sizeHint(self) -> QSize:
        """As high as the tokens say."""
        return QSize(px(600), px(TOKENS["layout"]["firstrun"]["choice"]))

    def minimumSizeHint(self) -> QSize:
        """Its words may be shortened."""
        return QSize(px(320), px(TOKENS["layout"]["firstrun"]["choice"]))


class Steps(QWidget):
    """The numbered steps at the side; the current one is filled."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words, self.current = list(words), 0
        self.setFixedHeight(px(40) * len(words))
        self.setAccessibleName("; ".join(words))

    def show_step(self, current: int) -> None:
        """Mark a step, from 0."""
        self.current = current
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Circles and words."""
        painter, colours = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, words in enumerate(self._words):
            top, on = px(40) * index, index == self.current
            circle = QRect(px(1), top + px(4), px(24), px(24))
            painter.setPen(colours["accent" if on else "border_control"])
            painter.setBrush(colours["accent"] if on else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)
            if index < self.current:
                painter.drawPixmap(QPointF(circle.left() + px(5), circle.top() + px(5)), pixmap("check", "text_secondary", 14))
            else:
                painter.setFont(font("badge"))
                painter.setPen(colours["accent_text" if on else "text_muted"])
                painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(index + 1))
            painter.setFont(font("strong" if on else "body"))
            painter.setPen(colours["text" if on else "text_muted"])
            room = QRect(px(36), top, self.width() - px(36), px(32))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


def step_page(title: str, words: str) -> tuple[QWidget, QVBoxLayout]:
    """A page of a step: title, what it is about, and room."""
    page = QWidget()
    layout = column(label(title, "title", wrap=True), label(words, "", "muted", wrap=True), gap=8, into=page)
    return page, layout
