"""The hazard in place: severity, place, measure, term, responsible, money, contingency. Tells what was typed; writes nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ....domain.terms import MEASURES
from ...text import capital, tr
from ...theme import px, theme
from ...widgets.basic import Elided, button, chip, label, picture, row
from ...widgets.fields import Choose, Line
from ...widgets.segments import Choice, Toggle
from . import words
from .hazard_facts import Hazard
from .inputs import TermField

LINES = (("place", "checklist.place"), ("responsible", "checklist.responsible"), ("money", "checklist.money"),
         ("contingency", "checklist.contingency"))  # fmt: skip


class HazardPanel(QFrame):
    """The panel below a failed question. `edited(column, text)`, `graded(severity)`, `day_picked(date)`, `fix_wanted()`."""

    edited = Signal(str, str)
    graded = Signal(str)
    day_picked = Signal(object)  # the day its term shall end on
    fix_wanted = Signal()

    def __init__(self, hazard: Hazard, *, editable: bool) -> None:
        super().__init__()
        self.setProperty("kind", "hazard")
        self.lines = {name: Line("", "") for name, _key in LINES}
        self.measure = Choose([(code, capital(str(text))) for code, text in MEASURES.items()], hazard.measure_kind)
        self.term = TermField()
        self.severity = Toggle([Choice("general", tr("checklist.general")), Choice("major", tr("checklist.major"), "", "danger")])
        self._ordinal = label("", "table", "muted")
        self._suggests = Elided(tr("checklist.suggestsMajor"), "table", "secondary")
        self._recurs, self._five = Elided("", "table", "danger"), label("", "table", "secondary")
        self._mark, self._check = picture("history", "danger_text", 16), picture("check", "text_secondary", 16)
        verb = tr("checklist.fix")
        self.fix = button(verb, self.fix_wanted.emit, size="small", name=verb, tip=tr("checklist.fixTip"))
        self._fixed = chip(tr("checklist.fixed"), "ok", "check")
        self._editable = editable
        self._lay_out()
        self._wire()
        self.show_hazard(hazard)
        self.setAccessibleName(tr("checklist.hazard"))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(px(16), px(12), px(16), px(12))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        self._suggests.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = row(label(tr("checklist.hazard"), "strong", "danger"), self._ordinal, self._suggests, self.severity, gap=8)
        head.setStretch(2, 1)
        grid.addLayout(head, 0, 0, 1, 3)
        line = self.lines
        fields = (("checklist.place", line["place"]), ("checklist.measure", self.measure), ("checklist.term", self.term),
                  ("checklist.responsible", line["responsible"]), ("checklist.money", line["money"]),
                  ("checklist.contingency", line["contingency"]))  # fmt: skip
        for at, (key, field) in enumerate(fields):
            top = 1 + at // 3 * 3
            grid.addWidget(self._caption(tr(key), field), top, at % 3)
            grid.addWidget(field, top + 1, at % 3)
        grid.setRowMinimumHeight(3, px(4))
        for at, stretch in enumerate((22, 17, 21)):
            grid.setColumnStretch(at, stretch)
            grid.setColumnMinimumWidth(at, px(90))
        foot = row(self._mark, self._recurs, self._check, self._five, self.fix, self._fixed, gap=6)
        foot.setStretch(1, 1)
        grid.addLayout(foot, 7, 0, 1, 3)

    def _caption(self, text: str, field: QWidget) -> QWidget:
        made = Elided(text, "caption", "secondary")
        made.setBuddy(field)
        field.setAccessibleName(text)
        return made

    def _wire(self) -> None:
        for name, field in self.lines.items():
            field.settled.connect(lambda text, name=name: self.edited.emit(name, text))
        self.measure.settled.connect(lambda code: self.edited.emit("measure_kind", str(code)))
        self.term.settled.connect(lambda text: self.edited.emit("term_days", text))
        self.term.day_picked.connect(self.day_picked.emit)
        self.severity.chosen.connect(lambda code: self.graded.emit(str(code)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """In high contrast its ground is the card's: an edge tells them apart."""
        super().paintEvent(event)
        if theme().name == "high_contrast":
            painter = QPainter(self)
            painter.setPen(theme()["border_control"])
            painter.drawRect(self.rect().adjusted(px(3), 0, -1, -1))

    def show_hazard(self, hazard: Hazard) -> None:
        """Show what is stored now; a field somebody types in keeps what is typed."""
        self.lines["place"].set_text(hazard.place)
        self.lines["responsible"].set_text(hazard.responsible)
        self.lines["money"].set_text(hazard.money)
        self.lines["contingency"].set_text(hazard.contingency)
        self.measure.set_value(hazard.measure_kind)
        self.term.set_text(str(hazard.term_days))
        key = "checklist.workingDays" if hazard.term_kind == "working" else "checklist.days"
        self.term.set_end(tr(key, hazard.term_days), hazard.due, words.weekday(hazard.due))
        self.severity.set_value(hazard.severity if hazard.severity in ("general", "major") else None)
        self._ordinal.setText(tr("checklist.ordinal", ordinal=hazard.ordinal))
        self._suggests.set_text(tr("checklist.suggestsMajor") if hazard.suggests_major else "")
        self._recurs.set_text(tr("checklist.recurs", month=hazard.recurs) if hazard.recurs else "")
        self._mark.setVisible(bool(hazard.recurs))
        self._five.setText(tr("checklist.five", known=hazard.known))
        self._check.setVisible(hazard.known == 5)
        self._fixed.setVisible(hazard.fixed)
        self.fix.setVisible(self._editable and hazard.fixable)
        beside = hazard.fixed or (self._editable and hazard.fixable)
        self._five.setContentsMargins(0, 0, px(6 if beside else 0), 0)
        self._let_type(self._editable and not hazard.fixed)

    def _let_type(self, editable: bool) -> None:
        for field in (*self.lines.values(), self.term):
            field.setReadOnly(not editable)
        self.measure.setEnabled(editable)
        self.severity.read_only = not editable

    def stops(self) -> list[QWidget]:
        """The fields in the order Tab walks them."""
        line = self.lines
        fields = [line["place"], self.measure, self.term, line["responsible"], line["money"], line["contingency"]]
        return [*fields, *self.severity.parts, self.fix]

    def flush(self) -> None:
        """Settle what is being typed."""
        for field in (*self.lines.values(), self.term):
            field.flush()
