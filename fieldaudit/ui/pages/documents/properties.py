"""The right pane of the documents page: the facts of a paper, the checks before printing, printing. Knows no act."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ...days import moment, short
from ...print_panel import PrintPanel
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, Elided, button, column, emptied, frame, label, picture, row
from ...widgets.menus import Action, more_menu
from ...widgets.paint import text_width
from ...widgets.scrolling import scrolled
from .presenter import Checked, Draft, Paper

if TYPE_CHECKING:
    from ...shell.frame import Frame

STATUS = {
    "to_issue": "documents.toIssue", "to_serve": "documents.toServe", "served": "documents.served", "issued": "documents.issued",
    "replaced": "documents.replaced", "void": "documents.void",
}  # fmt: skip
TONES = {"to_issue": "accent", "to_serve": "accent", "void": "danger", "replaced": "muted"}
# what a check says when it is good, and when it is not
_CHECKS = {
    "number": ("documents.numberFinal", "documents.numberProvisional"), "basis": ("documents.basisSeen", "documents.basisUnseen"),
    "photos": ("documents.photosHere", "documents.photosMissing"), "signed": ("documents.signed", "documents.unsigned"),
}  # fmt: skip


class Properties(QFrame):
    """304 wide. `verb` is the one act of a paper that is not printed yet: issue it, or go where it is issued."""

    verb = Signal()
    serve = Signal()
    version = Signal(object)  # the paper's row

    def __init__(self, frame_: Frame) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self.setFixedWidth(px(304))
        self._frame = frame_
        self._menu: list[Action] = []
        self.title = label("", "heading", wrap=True)
        self.more = more_menu(lambda: self._menu)
        self._facts: QVBoxLayout = column(gap=8)
        self._checks_head = label(tr("documents.checks"), "strong")
        self._checks: QVBoxLayout = column(gap=8)
        self.panel = PrintPanel(frame_)
        self.act = button("", self.verb.emit, kind=PRIMARY, size="large")
        self.to_serve = button(tr("documents.recordService"), self.serve.emit)
        top = QWidget()
        inside = column(margins=(20, 16, 20, 12), gap=12, into=top)
        inside.addLayout(self._head())
        inside.addLayout(self._facts)
        self._line = frame("line")
        inside.addWidget(self._line)
        inside.addWidget(self._checks_head)
        inside.addLayout(self._checks)
        inside.addStretch(1)
        self._print_line = frame("line")
        below = QWidget()
        column(self.act, self.panel, self.to_serve, margins=(20, 12, 20, 16), gap=8, into=below)
        whole = column(gap=0, into=self)
        whole.addWidget(scrolled(top), 1)
        whole.addWidget(self._print_line)
        whole.addWidget(below)

    def _head(self) -> QVBoxLayout:
        made = column(gap=0)
        line = row(self.title, self.more)
        line.setStretch(0, 1)
        made.addLayout(line)
        return made

    def show_paper(self, paper: Paper, today: date, menu: list[Action]) -> None:
        """An issued paper, or a notice still to issue."""
        self._menu = menu
        self.more.setVisible(bool(menu))
        self.title.setText(paper.word)
        emptied(self._facts)
        self._show_facts(_facts(paper, today))
        self._show_versions(paper)
        self._show_checks(paper.checks)
        to_issue = paper.status == "to_issue"
        self.act.setVisible(to_issue)
        self.act.setText(tr("documents.toFinish"))
        self.panel.setVisible(not to_issue)
        self.to_serve.setVisible(paper.status == "to_serve")

    def show_draft(self, draft: Draft, word: str, *, issues: bool) -> None:
        """A paper that is not issued: `issues` when it can be; else it is only printed."""
        self._menu = []
        self.more.hide()
        self.title.setText(word)
        emptied(self._facts)
        facts = [(tr("documents.state"), tr("documents.notIssued") if issues else tr("documents.printedOnly"), "")]
        facts += [(tr("documents.about"), draft.about, "")] if draft.about else []
        facts += [(tr("documents.language"), tr("documents.inEnglish"), "")] if draft.lang == "en" else []
        self._show_facts(facts)
        self._show_checks([])
        self.act.setVisible(issues)
        self.act.setText(tr("documents.issue"))
        self.panel.setVisible(not issues)
        self.to_serve.hide()

    def _show_facts(self, facts: list[tuple[str, str, str]]) -> None:
        """Names in one column, as wide as the longest."""
        wide = max(px(64), *(text_width(name, "table") for name, _, _ in facts))
        for name, said, tone in facts:
            left = label(name, "table", "secondary")
            left.setMinimumWidth(wide)
            left.setAlignment(Qt.AlignmentFlag.AlignTop)
            made = row(left, label(said, "table", tone, wrap=True), gap=8)
            made.setStretch(1, 1)
            self._facts.addLayout(made)

    def _show_versions(self, paper: Paper) -> None:
        for id_, version in paper.versions:
            if id_ != paper.paper:
                words = tr("documents.version", version=version)
                link = button(words, partial(self.version.emit, id_), kind="text", size="small", flush="left")
                self._facts.addLayout(row(label(tr("documents.versions"), "table", "secondary"), link, 1))

    def _show_checks(self, checks: list[Checked]) -> None:
        emptied(self._checks)
        shown = bool(checks)
        self._line.setVisible(shown)
        self._checks_head.setVisible(shown)
        for check in checks:
            good, bad = _CHECKS[check.key]
            mark = picture("check" if check.good else "triangle-alert", "text_secondary" if check.good else "warn_text", 18)
            words = label(tr(good) if check.good else tr(bad), "table", "" if check.good else "warn", wrap=True)
            made = row(mark, words, Elided(check.said, "caption") if not check.said else label(check.said, "caption"), gap=8)
            made.setStretch(1, 1)
            self._checks.addLayout(made)


def _facts(paper: Paper, today: date) -> list[tuple[str, str, str]]:
    """(name, words, tone) of what is known of a paper."""
    found = [(tr("documents.number"), paper.number or tr("documents.noNumber"), "")]
    found.append((tr("documents.state"), tr(STATUS[paper.status]), TONES.get(paper.status, "")))
    if paper.home:
        found.append((tr("documents.home"), paper.home, ""))
    if paper.hazards:
        words = tr("documents.hazards", paper.hazards)
        due = tr("documents.nearest", day=short(paper.due, today)) if paper.due else ""
        found.append((tr("documents.hazardsHead"), " · ".join(filter(None, (words, due))), ""))
    by = tr("documents.issuedBy") if paper.paper else tr("documents.inspectedBy")
    found.append((by, f"{paper.author} · {moment(paper.at, today)}", ""))
    if paper.service:
        found.append((tr("documents.service"), paper.service, ""))
    if paper.version > 1:
        found.append((tr("documents.versionHead"), tr("documents.version", version=paper.version), ""))
    if paper.reason:
        found.append((tr("documents.reason"), paper.reason, ""))
    return found


__all__ = ["STATUS", "TONES", "Properties"]
