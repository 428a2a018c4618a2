"""The footer of a sheet that is seen to its end: what it is about, why the act cannot be done yet, the way out, the act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QWidget

from ..theme import px
from .basic import PRIMARY, Elided, button, picture, row


class ActFooter(QWidget):
    """64 high. `beside`: a rarer act, before the words why."""

    def __init__(
        self, later: Callable[[], object], act: Callable[[], object], icon_name: str = "", beside: QWidget | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(px(64))
        self.words, self.why = Elided("", "table", "secondary"), Elided("", "", "secondary")
        self.why.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)  # the other words get the rest
        self.why.setMinimumWidth(1)
        self.why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.later = button("", later, size="large")
        self.act = button("", act, kind=PRIMARY, size="large")
        mark = picture(icon_name, "text_secondary", 16) if icon_name else None
        inside = row(mark, self.words, beside, self.why, self.later, self.act, margins=(24, 0, 24, 0), gap=12, into=self)
        at = inside.indexOf(self.words)
        inside.setStretch(at, 1)
        inside.insertSpacerItem(at + 1, QSpacerItem(0, 0, QSizePolicy.Policy.Expanding))  # narrow: the words are hidden

    def show_act(self, verb: str, why_not: str, *, busy: bool = False) -> None:
        """What the act is called now; while `why_not` says something, or it is being done, it waits."""
        self.act.setText(verb)
        self.act.setEnabled(not why_not and not busy)
        self.act.setAccessibleDescription(why_not)
        self.why.set_text(why_not)


__all__ = ["ActFooter"]
