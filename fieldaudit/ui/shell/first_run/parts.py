"""Parts of the first run: a big choice, the list of steps, a form of labelled fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...theme import TOKENS, font, pixmap, px, theme
from ...widgets.basic import Elided, column, frame, kbd, label, picture, row
from ...widgets.fields import Field


class Choice(QPushButton):
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


class Form(QWidget):
    """Labelled fields in two columns; each field is named by its key."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(px(12))

    def pair(self, *fields: QWidget | None) -> None:
        """A line of fields, equally wide; None leaves its place free."""
        line = row(gap=16)
        for each in fields:
            line.addWidget(each if each is not None else QWidget(), 1)
        self._layout.addLayout(line)

    def add(self, widget: QWidget) -> None:
        """Something across the whole width."""
        self._layout.addWidget(widget)

    def tail(self, widget: QWidget) -> None:
        """Something as wide as it needs, at the left."""
        self._layout.addLayout(row(widget, 1))

    def line(self, key: str, words: str, hint: str = "", *, secret: bool = False) -> Field:
        """A field of one line."""
        edit = QLineEdit()
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setPlaceholderText(hint)
        return self._named(key, words, edit)

    def lines(self, key: str, words: str, hint: str = "") -> Field:
        """A field of several lines."""
        edit = QPlainTextEdit()
        edit.setPlaceholderText(hint)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(px(80))
        return self._named(key, words, edit)

    def _named(self, key: str, words: str, edit: QWidget) -> Field:
        self.fields[key] = Field(words, edit)
        return self.fields[key]

    def text(self, key: str) -> str:
        """What a field holds."""
        edit = self.fields[key].widget
        return edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text() if isinstance(edit, QLineEdit) else ""

    def put(self, key: str, text: str) -> None:
        """Fill a field."""
        edit = self.fields[key].widget
        if isinstance(edit, QLineEdit):
            edit.setText(text)

    def faults(self, keys: dict[str, str]) -> None:
        """Say what is wrong with some fields and take the focus to the first of them."""
        for key, each in self.fields.items():
            each.set_fault(keys.get(key, ""))
        first = next((key for key in self.fields if key in keys), "")
        if first:
            self.fields[first].widget.setFocus()


def step_page(title: str, words: str) -> tuple[QWidget, QVBoxLayout]:
    """A page of a step: title, what it is about, and room."""
    page = QWidget()
    layout = column(label(title, "title", wrap=True), label(words, "", "muted", wrap=True), gap=8, into=page)
    return page, layout
