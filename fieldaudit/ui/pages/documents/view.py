"""The documents page (documents.png): the list, the whole page on a sunken bed, facts, checks and printing beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ...days import short
from ...jobs import Job
from ...preview import Preview
from ...shell.told import Question
from ...text import listed, tr
from ...theme import px, theme
from ...widgets.basic import button, column, frame, row, show_in_place
from ...widgets.lists import Row, RowList, RowState
from ...widgets.menus import Action, FilterChip
from ...widgets.paint import RIGHT, draw_text, text_width
from ...widgets.states import EmptyState, ErrorBox
from ..base import Page
from .new_paper import NewPaper
from .presenter import PRINTED, DocumentsPresenter, Draft, Paper, word_of
from .properties import STATUS, TONES, Properties

if TYPE_CHECKING:
    from ...shell.frame import Frame

_TOKENS = {"accent": "accent", "danger": "danger_text", "muted": "text_muted"}


class DocumentsPage(Page):
    """All papers, or those of one home. `paper`, `notice`: shown first; `filter`: todo, all, or a kind of paper."""

    dense = True

    def __init__(
        self,
        frame_: Frame,
        paper: int = 0,
        notice: int = 0,
        institution: int = 0,
        filter: str = "",
        key: str = "",
        draft: tuple[str, str, str, str] | None = None,
    ) -> None:
        super().__init__(frame_)
        self._presenter = DocumentsPresenter(self.session, RowId(institution) if institution else None, filter or "all")
        wanted = key or self._presenter.key_of(paper, notice)
        if not wanted and not filter and not institution and self._presenter.counts()[0]:
            self._presenter.choose("todo")
        if wanted.startswith("p") and not self._presenter.reach(RowId(int(wanted[1:]))):
            self._presenter.choose("all")
            self._presenter.reach(RowId(int(wanted[1:])))
        self._wanted = wanted
        self.paper: Paper | None = None
        self.draft = Draft(draft[0], draft[1], "en" if draft[2] == "en" else "zh", draft[3]) if draft else None
        self._busy = False
        self.preview, self.properties = Preview(frame_), Properties(frame_)
        self._lay_out()
        self._connect()
        self.show_list()

    def _lay_out(self) -> None:
        self.todo, self.all = FilterChip("", removable=False), FilterChip("", removable=False)
        self.kinds = FilterChip(tr("documents.filter"), self._presenter.kinds())
        self.home = FilterChip(self._presenter.home_name(), value=True)
        show_in_place(self.home, bool(self._presenter.institution))
        self.list = RowList(self._paint, 72, self._words, key="key")
        self.list.setAccessibleName(tr("documents.list"))
        self.empty = EmptyState("file-text", tr("documents.empty"), tr("documents.emptyWords"))
        self.side = frame("pane")
        self.side.setFixedWidth(px(320))
        filters = QWidget()
        chips = column(margins=(16, 12, 16, 12), gap=8, into=filters)
        self._first_row, self._second_row = row(self.todo, self.all, 1, self.kinds), row(self.home, 1)
        chips.addLayout(self._first_row)
        chips.addLayout(self._second_row)
        column(filters, frame("line"), self.list, self.empty, gap=0, into=self.side).setStretch(2, 1)
        self._middle = column(self.preview, gap=0)
        self._error: QWidget | None = None
        whole: QHBoxLayout = row(self.side, frame("column"), gap=0, into=self)
        whole.addLayout(self._middle, 1)
        whole.addWidget(frame("column"))
        whole.addWidget(self.properties)

    def _connect(self) -> None:
        self.todo.chosen.connect(lambda _on: self._choose("todo"))
        self.all.chosen.connect(lambda _on: self._choose("all"))
        self.kinds.chosen.connect(lambda kind: self._choose(str(kind) if kind else "all"))
        self.home.chosen.connect(lambda _on: self.frame.go("documents", filter=self._presenter.wanted))
        self.list.current.connect(self._show_row)
        self.list.opened.connect(lambda _row: self.preview.view.setFocus(Qt.FocusReason.TabFocusReason))
        self.list.verticalScrollBar().valueChanged.connect(lambda _value: self._more())
        self.list.installEventFilter(self)
        self.preview.opened.connect(self._opened)
        self.preview.failed.connect(self._failed)
        self.properties.verb.connect(self._act)
        self.properties.serve.connect(self._serve)
        self.properties.version.connect(lambda id_: self._show_key(f"p{id_}"))
        self.frame.narrowed.connect(self._narrowed)

    # -- what the frame asks ---------------------------------------------------------------------------
    def title(self) -> str:
        """文书."""
        return tr("documents.title")

    def subtitle(self) -> str:
        """The home whose papers they are."""
        return self._presenter.home_name()

    def bar(self) -> list[QWidget]:
        """A new paper; on a narrow window the list and the facts as drawers."""
        if self.session.role not in ("inspector", "supervisor"):
            return []
        made: QPushButton = button(tr("documents.new"), self._new, icon_name="plus")
        return [made]

    def start(self) -> None:
        """The list has the focus."""
        self._fold()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """The file that is shown is let go of."""
        self.preview.show_nothing()
        self.properties.panel.set_paper(None, "")

    def address(self) -> dict[str, Any]:
        """The list and the paper shown."""
        found: dict[str, Any] = {"filter": self._presenter.wanted, "institution": self._presenter.institution or 0}
        if self.draft is not None:
            found["draft"] = (self.draft.kind, self.draft.target, self.draft.lang, self.draft.about)
        elif self.paper is not None:
            found["key"] = self.paper.key
        return found

    def touched(self, touched: Touched) -> None:
        """Papers came or changed."""
        if self._presenter.shows(touched):
            self.show_list()

    # -- the list ----------------------------------------------------------------------------------------
    def show_list(self) -> None:
        """The rows and the counts as they are now; the paper shown stays."""
        todo, all_ = self._presenter.counts()
        self.todo.set_text(tr("documents.todo", todo))
        self.all.set_text(tr("documents.all", all_))
        wanted = self._presenter.wanted
        self.todo.set_value(True if wanted == "todo" else None)
        self.all.set_value(True if wanted == "all" else None)
        self.kinds.set_value(wanted if wanted not in ("todo", "all") else None)
        rows = self._presenter.rows()
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if self.draft is not None:
            self._show_draft(self.draft)
        elif self.paper is None or not self.list.go_to_key(self.paper.key, tell=False):
            if not (self._wanted and self.list.go_to_key(self._wanted, tell=False)):
                self.list.go_to(0, tell=False)
            self._wanted = ""
            self._show_row(self.list.current_row())
        else:
            self._show_key(self.paper.key)

    def _choose(self, wanted: str) -> None:
        self._presenter.choose(wanted)
        self.draft = self.paper = None
        self.show_list()

    def _more(self) -> None:
        bar = self.list.verticalScrollBar()
        if bar.maximum() and bar.value() > bar.maximum() - px(720) and self._presenter.more():
            self.list.show_rows(self._presenter.rows())

    def _words(self, each: Row) -> str:
        number = each["number"] or tr("documents.noNumber")
        parts = (word_of(each["kind"]), each["institution_name"] or "", number, each["day"], tr(STATUS[each["status"]]))
        return listed(filter(None, parts))

    def _paint(self, painter: QPainter, rect: QRect, each: Row, state: RowState) -> None:
        if state.current:
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), theme()["accent"])
        inside = rect.adjusted(px(16), px(12), -px(16), -px(12))
        top, below = QRect(inside), QRect(inside)
        top.setHeight(px(22))
        below.setTop(below.bottom() - px(20))
        day = short(date.fromisoformat(each["day"]), self._presenter.today())
        status = tr(STATUS[each["status"]])
        tone = _TOKENS.get(TONES.get(each["status"], ""), "text_muted")
        face = "table_bold" if tone == "accent" else "table"
        draw_text(painter, top, day, "table", "text_muted", RIGHT)
        draw_text(painter, top.adjusted(0, 0, -text_width(day, "table") - px(12), 0), word_of(each["kind"]), "strong", "text")
        draw_text(painter, below, status, face, tone, RIGHT)
        words = " · ".join(filter(None, (each["institution_name"], each["number"] or tr("documents.noNumber"))))
        draw_text(painter, below.adjusted(0, 0, -text_width(status, face) - px(12), 0), words, "caption", "text_secondary")

    # -- one paper ---------------------------------------------------------------------------------------
    def _show_row(self, each: Row | None) -> None:
        self.draft = None
        if each is None:
            self.paper = None
            self.preview.show_nothing()
            self.properties.hide()
            return
        self._show_key(each["key"])

    def _show_key(self, key: str) -> None:
        before, self.paper = self.paper, self._presenter.paper(key)
        if self.paper is None:
            self.preview.show_nothing()
            self.properties.hide()
            return
        paper = self.paper
        self._fold()
        self.properties.show_paper(paper, self._presenter.today(), self._menu(paper))
        if before is None or before.key != key or before.version != paper.version or self.preview.pdf is None:
            self._clear_error()
            self.properties.panel.set_paper(None, "")
            self.preview.show_paper(lambda _job: self._presenter.data(paper), self._issuer(paper.kind))

    def _show_draft(self, draft: Draft) -> None:
        self.draft, self.paper = draft, None
        quiet = self.list.selectionModel().blockSignals(True)
        self.list.setCurrentIndex(QModelIndex())
        self.list.selectionModel().blockSignals(quiet)
        self._fold()
        self.properties.show_draft(draft, word_of(draft.kind), issues=draft.kind not in PRINTED)
        self._clear_error()
        self.properties.panel.set_paper(None, "")
        self.preview.show_paper(lambda _job: self._presenter.draft(draft), self._issuer(draft.kind))

    def _issuer(self, kind: str) -> str:
        sealed = kind in ("notice", "immediate", "reinspection", "referral")
        return str(self.session.desk().bureau()["name"]) if sealed else ""

    def _opened(self, pdf: object) -> None:
        name = self.paper.number or self.paper.word if self.paper else word_of(self.draft.kind) if self.draft else ""
        self.properties.panel.set_paper(self.preview.pdf if pdf is not None else None, name)

    def _failed(self, error: FieldauditError) -> None:
        self._clear_error()
        self._error = QWidget()
        column(ErrorBox(error), margins=(16, 12, 16, 0), into=self._error)
        self._middle.insertWidget(0, self._error)
        self.properties.act.setEnabled(self.paper is not None)

    def _clear_error(self) -> None:
        self.properties.act.setEnabled(True)
        if self._error is not None:
            self._error.hide()
            self._error.deleteLater()
            self._error = None

    def _narrowed(self, _narrow: bool) -> None:
        self._fold()

    def _fold(self) -> None:
        """Narrow: the list and the facts are narrower, the page keeps what is left."""
        narrow = self.frame.rail.compact
        self.side.setFixedWidth(px(232 if narrow else 320))
        (self._second_row if narrow else self._first_row).addWidget(self.kinds)
        self.properties.setFixedWidth(px(232 if narrow else 304))
        self.properties.setVisible(self.paper is not None or self.draft is not None)

    # -- keys --------------------------------------------------------------------------------------------
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """In the list PgUp and PgDn turn the pages of the paper."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and pressed and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.preview.view.keyPressEvent(event)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P prints; Ctrl +, - and 0 zoom; F6 walks between the panes."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Print):
            if self.properties.panel.isVisible():
                self.properties.panel.print_it()
        elif control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0):
            self.preview.view.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F6:
            stops = [self.list, self.preview.view, self.properties.act, self.properties.panel.save]
            shown = [each for each in stops if each.isVisible()]
            at = next((at for at, each in enumerate(shown) if each.hasFocus()), -1)
            shown[(at + 1) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    # -- acts --------------------------------------------------------------------------------------------
    def _menu(self, paper: Paper) -> list[Action]:
        found: list[Action] = []
        institution, inspection = paper.institution, paper.inspection
        if institution:
            found.append((tr("documents.seeHome"), lambda: self.frame.go("home", institution=institution), "building-2"))
        if inspection:
            go = partial(self.frame.go, "checklist", inspection=inspection)
            found.append((tr("documents.seeInspection"), go, "clipboard-check"))
        if paper.notice and paper.status == "served":
            found.append((tr("documents.seeService"), lambda: self.frame.go("serve", notice=paper.notice), "send"))
        if paper.paper and paper.live and self.session.role in ("inspector", "supervisor"):
            found += [None, (tr("documents.correct"), lambda: self._correct(paper), "pencil")]
            if paper.kind == "notice":
                found.append((tr("documents.voidIt"), lambda: self._void(paper), "ban"))
        return found

    def _new(self) -> None:
        NewPaper(self.frame, self._presenter, self._show_draft).open()

    def _serve(self) -> None:
        if self.paper is not None and self.paper.notice:
            self.frame.go("serve", notice=self.paper.notice)

    def _act(self) -> None:
        """Issue the draft; of a notice still to issue go to the sheet where it is issued."""
        if self.draft is not None:
            draft = self.draft
            self._in_background(lambda: self._presenter.issue(draft), tr("documents.issuedToast"))
        elif self.paper is not None and self.paper.inspection:
            self.frame.go("finish", inspection=self.paper.inspection)

    def _correct(self, paper: Paper) -> None:
        def done(reason: str) -> None:
            self._in_background(lambda: self._presenter.correct(paper, reason), tr("documents.corrected"))

        title = tr("documents.correctTitle", number=paper.number)
        self._ask(title, tr("documents.correctWords"), tr("documents.correct"), done)

    def _void(self, paper: Paper) -> None:
        def done(reason: str) -> None:
            try:
                self._presenter.void(paper, reason)
            except FieldauditError as error:
                self.frame.show_error(error)
            else:
                self.frame.toasts.say(tr("documents.voided", number=paper.number))

        self._ask(tr("documents.voidTitle", number=paper.number), tr("documents.voidWords"), tr("documents.voidIt"), done)

    def _ask(self, title: str, words: str, verb: str, done: Callable[[str], object]) -> None:
        Question(self.frame, title, words, verb, done, reason=tr("documents.why"), needs_reason=True).open()

    def _in_background(self, do: Any, said: str) -> None:
        if self._busy:
            return
        self._busy = True

        def ended(job: Job) -> None:
            if not shiboken6.isValid(self):
                return
            self._busy = False
            if job.error is not None:
                self.frame.show_error(job.error)
                return
            self.frame.toasts.say(said)
            self.draft, self.paper, self._wanted = None, None, f"p{job.result}"
            if not self._presenter.reach(RowId(job.result)):
                self._presenter.choose("all")
            self.show_list()

        self.frame.start_job(Job(tr("documents.working"), quiet=True), lambda _job: do(), ended)


__all__ = ["DocumentsPage"]
