"""The parts that tell of one home: its facts, the bar of its plan, what happened there. Shared by its page and the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...text import tr
from ...theme import pixmap, px
from ...widgets.bars import Bar
from ...widgets.basic import button, column, label, picture, row
from ...widgets.lists import Row, RowList, RowState
from ...widgets.paint import draw_text
from .summary import Happened, Summary

HISTORY_ROW = 48


def facts_grid(facts: Sequence[tuple[str, str]], columns: int = 1, disputed: Sequence[str] = ()) -> QWidget:
    """Label and value side by side; values wrap. `disputed`: captions whose value is one of two until somebody decides."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(12))
    grid.setVerticalSpacing(px(8))
    for at, (name, value) in enumerate(facts):
        line, place = at // columns, at % columns * 2
        grid.addWidget(label(name, "table", "muted"), line, place, Qt.AlignmentFlag.AlignTop)
        told = label(value, "table", wrap=True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told.setAccessibleName(f"{name}: {value}")
        grid.addLayout(_marked(told, name in disputed), line, place + 1)
        grid.setColumnStretch(place + 1, 1)
    return made


def _marked(told: QLabel, interim: bool) -> QHBoxLayout:
    made = row(told, gap=4)
    made.setStretch(0, 1)
    if interim:
        mark = picture("git-compare", "warn_text", 16)
        mark.setToolTip(tr("home.interim"))
        told.setToolTip(tr("home.interim"))
        told.setAccessibleDescription(tr("home.interim"))
        made.insertWidget(0, mark, 0, Qt.AlignmentFlag.AlignTop)
    return made


def disputes_part(shown: Summary, go: Callable[[], object]) -> QPushButton | None:
    """The way to where it is decided which of two values holds; None where nothing is disputed."""
    if not shown.disputes:
        return None
    return button(tr("home.disputes", shown.disputes), go, kind="text", size="small", icon_name="git-compare", flush="left")


def plan_part(shown: Summary) -> QVBoxLayout:
    """The bar of the plan and its words."""
    made = column(gap=8)
    made.addLayout(row(label(tr("home.plan"), "heading"), 1))
    if shown.plan:
        made.addWidget(Bar([(float(count), token) for count, token in shown.plan], 8, name=shown.plan_words))
    made.addWidget(label(shown.plan_words, "table", "secondary", wrap=True))
    return made


class History(RowList):
    """What happened at a home, newest first; Enter or a click opens it."""

    def __init__(self, opened: Callable[[Happened], None], inset: int = 16) -> None:
        super().__init__(partial(_paint, inset), HISTORY_ROW, _told, key="key", opens_on_click=True)
        self.setAccessibleName(tr("home.history"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._then = opened
        self.opened.connect(self._tell)

    def _tell(self, one: Row | None) -> None:
        if one is not None:
            self._then(one["happened"])

    def show_history(self, lines: Sequence[Happened]) -> None:
        """Show these."""
        self.show_rows([{"key": each.key, "happened": each} for each in lines])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if lines else Qt.FocusPolicy.NoFocus)  # no stop where nothing is


def _told(one: Row) -> str:
    line: Happened = one["happened"]
    return f"{line.day} {line.title}, {line.detail}"


def _paint(inset: int, painter: QPainter, rect: QRect, one: Row, _state: RowState) -> None:
    line: Happened = one["happened"]
    inner = rect.adjusted(px(inset), 0, -px(inset), 0)
    wide = px(56) if len(line.day) <= 5 else px(84)
    draw_text(painter, inner.adjusted(0, 0, wide - inner.width(), 0), line.day, "table", "text_muted")
    words = inner.adjusted(wide + px(4), px(4), -px(24), 0)
    draw_text(painter, QRect(words.left(), words.top(), words.width(), px(20)), line.title, "table")
    draw_text(painter, QRect(words.left(), words.top() + px(20), words.width(), px(18)), line.detail, "caption", "text_secondary")
    mark = pixmap("chevron-right", "text_muted", 16)
    painter.drawPixmap(inner.right() - px(16), rect.center().y() - px(8), mark)


__all__ = ["HISTORY_ROW", "History", "disputes_part", "facts_grid", "plan_part"]
