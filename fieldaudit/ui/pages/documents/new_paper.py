"""A new paper: which kind, about what, in which language. Chooses only; the page previews it and issues it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from ...shell.told import Overlay
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, button, label, row
from ...widgets.fields import Choose, Field, Line
from ...widgets.lists import Row, RowList, RowState
from ...widgets.paint import draw_text
from ...widgets.segments import Choice, Toggle
from .presenter import DocumentsPresenter, Draft

_ENGLISH = ("report", "plan")  # kinds that there is an English edition of


class NewPaper(Overlay):
    """`done(draft)` when somebody chose."""

    def __init__(self, over: QWidget, presenter: DocumentsPresenter, done: Callable[[Draft], object]) -> None:
        super().__init__(over, 560)
        self._presenter, self._done = presenter, done
        title = tr("documents.newTitle")
        self.content.addWidget(label(title, "heading"))
        self.kind = Choose(presenter.new_kinds(), "report")
        self.kind.settled.connect(lambda _kind: self._find())
        self.language = Toggle((Choice("zh", tr("documents.inChinese")), Choice("en", tr("documents.inEnglish"))), "zh")
        kinds = row(Field(tr("documents.kind"), self.kind), gap=12)
        kinds.addWidget(self.language, 0, Qt.AlignmentFlag.AlignBottom)
        kinds.setStretch(0, 1)
        self.content.addLayout(kinds)
        self.text = Line(tr("documents.find"))
        self.text.textChanged.connect(lambda _text: self._find())
        self.list = RowList(_paint, 40, lambda each: str(each["words"]))
        self.list.setAccessibleName(tr("documents.about"))
        self.list.setFixedHeight(px(240))
        self.list.opened.connect(lambda _row: self._yes())
        self.list.current.connect(lambda _row: self._look())
        self.content.addWidget(Field(tr("documents.about"), self.text))
        self.content.addWidget(self.list)
        self.none = label(tr("documents.nothingFor"), "", "muted", wrap=True)
        self.content.addWidget(self.none)
        self.yes = button(tr("documents.preview"), self._yes, kind=PRIMARY)
        self.no = button(tr("frame.cancel"), self.close_it)
        self.content.addLayout(row(1, self.no, self.yes))
        self.setAccessibleName(title)
        self._find()

    def first(self) -> QWidget:
        """The kind."""
        return self.kind

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down from the text goes into the list."""
        if event.key() == Qt.Key.Key_Down and self.text.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _find(self) -> None:
        kind = str(self.kind.value())
        self.language.setVisible(kind in _ENGLISH)
        found = self._presenter.targets(kind, self.text.text())
        self.list.show_rows([{"id": target, "words": words or tr("documents.allHomes")} for target, words in found])
        if found and self.list.current_row() is None:
            self.list.go_to(0)
        self.none.setVisible(not found)
        self.list.setVisible(bool(found))
        self._look()

    def _look(self) -> None:
        self.yes.setEnabled(self.list.current_row() is not None)

    def _yes(self) -> None:
        chosen, kind = self.list.current_row(), str(self.kind.value())
        if chosen is not None:
            english = kind in _ENGLISH and self.language.value() == "en"
            self.close_it()
            self._done(Draft(kind, chosen["id"], "en" if english else "zh", chosen["words"]))


def _paint(painter: QPainter, rect: QRect, each: Row, _state: RowState) -> None:
    draw_text(painter, rect.adjusted(px(12), 0, -px(12), 0), each["words"], "body", "text")


__all__ = ["NewPaper"]
