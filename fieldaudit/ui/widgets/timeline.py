"""The timeline of an item or a record: what happened when, what is still to come; 44 a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from ..theme import px, theme
from .paint import RIGHT, draw_text, text_width

STEP = 44


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `when` as it is shown; `done` False is still to come. `tone`: "" (accent), danger, ok, warn."""

    title: str
    detail: str = ""
    when: str = ""
    done: bool = True
    tone: str = ""


class Timeline(QLabel):  # a label, so that accessibility reads its name
    """Steps from top to bottom, joined by a line; steps to come are hollow."""

    def __init__(self, steps: Sequence[Step] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        self.steps = list(steps)
        self.setFixedHeight(px(STEP) * len(self.steps))
        self.setAccessibleName("; ".join(" ".join(filter(None, (each.when, each.title, each.detail))) for each in self.steps))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """44 a step."""
        return QSize(px(280), px(STEP) * len(self.steps))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dots, lines, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(len(self.steps)):
            self._dot(painter, at)
            self._words(painter, at)

    def _dot(self, painter: QPainter, at: int) -> None:
        step, colours, x, y = self.steps[at], theme(), px(6) + 0.5, px(STEP) * at + px(12)
        if at + 1 < len(self.steps):
            painter.setPen(QPen(colours["border"], 2))
            painter.drawLine(QPointF(x, y + px(9)), QPointF(x, y + px(STEP) - px(9)))
        token = step.tone if step.tone in ("danger", "ok", "warn") else "accent"
        painter.setPen(QPen(colours[token if step.done or self._is_next(at) else "border_control"], 2))
        painter.setBrush(colours[token] if step.done else colours["surface"])
        painter.drawEllipse(QPointF(x, y), px(6) - 1, px(6) - 1)

    def _is_next(self, at: int) -> bool:
        """Is it the first step still to come?"""
        return not self.steps[at].done and all(each.done for each in self.steps[:at])

    def _words(self, painter: QPainter, at: int) -> None:
        step, top = self.steps[at], px(STEP) * at
        when = text_width(step.when, "caption")
        line = QRect(px(24), top + px(2), self.width() - px(24), px(20))
        draw_text(painter, line, step.when, "caption", "text_muted", RIGHT)
        title = line.adjusted(0, 0, -(when + px(8)), 0)
        token = "text" if step.done else "accent" if self._is_next(at) else "text_muted"
        draw_text(painter, title, step.title, "strong" if step.done or self._is_next(at) else "body", token)
        draw_text(painter, QRect(px(24), top + px(22), self.width() - px(24), px(16)), step.detail, "caption", "text_muted")

    def event(self, event: QEvent) -> bool:
        """Steps that do not fit are told in a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = event.pos().y() // px(STEP)
            if 0 <= at < len(self.steps):
                step, room = self.steps[at], self.width() - px(24)
                wide = text_width(step.title, "strong") + text_width(step.when, "caption") + px(8) > room
                if wide or text_width(step.detail, "caption") > room:
                    QToolTip.showText(event.globalPos(), "\n".join(filter(None, (step.title, step.detail))), self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)
