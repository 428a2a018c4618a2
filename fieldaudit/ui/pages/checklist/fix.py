"""立行立改: put right within the visit. Asks for photos before and after, and for what an exit or a well must tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from ...intake import Source
from ...shell.told import Overlay
from ...text import tr
from ...widgets.basic import PRIMARY, button, label, row
from ...widgets.fields import Field, Line, NumberField
from ...widgets.photo_files import PhotoFiles
from ..reinspect.presenter import FACTS, read_fact

Done = Callable[[list[Source], list[Source], dict[str, Any]], object]


class FixQuestion(Overlay):
    """Before a hazard is put right on the spot. `own`: photos the question has, which show how it was."""

    def __init__(self, over: QWidget, measure_kind: str, own: int, done: Done) -> None:
        super().__init__(over, 520)
        self._done, self._own = done, own
        self.before = PhotoFiles(tr("checklist.fixOwn", own) if own else "")
        self.after = PhotoFiles()
        self.facts: dict[str, Line] = {}
        title = tr("checklist.fix")
        self.content.addWidget(label(title, "heading", wrap=True))
        self.content.addWidget(label(tr("checklist.fixWords"), "", "secondary", wrap=True))
        for words, photos in ((tr("checklist.fixBefore"), self.before), (tr("checklist.fixAfter"), self.after)):
            photos.add.setAccessibleName(words)
            self.content.addWidget(Field(words, photos))
            photos.settled.connect(self._look)
        for name, words, unit in FACTS.get(measure_kind, ()):
            field: Line = NumberField(tr(unit)) if unit else Line()  # keys: FACTS
            field.textChanged.connect(self._look)
            self.facts[name] = field
            self.content.addWidget(Field(tr(words), field))  # keys: FACTS
        self.yes = button(title, self._yes, kind=PRIMARY, size="large")
        self.no = button(tr("frame.cancel"), self.close_it, size="large")
        self.content.addLayout(row(1, self.no, self.yes))
        self.setAccessibleName(title)
        self._look()

    def first(self) -> QWidget:
        """What is missing first."""
        return self.after.add if self._own else self.before.add

    def _look(self, *_changed: object) -> None:
        shown = bool(self.after.sources and (self._own or self.before.sources))
        self.yes.setEnabled(shown and all(read_fact(name, field.said()) for name, field in self.facts.items()))

    def _yes(self) -> None:
        facts: dict[str, Any] = {}
        for name, field in self.facts.items():
            facts |= read_fact(name, field.said())
        self.close_it()
        self._done(self.before.sources, self.after.sources, facts)


__all__ = ["FixQuestion"]
