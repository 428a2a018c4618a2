"""A reinspection as it is painted: the hazards of a home, the original photo beside the new one, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ....work.desk import Row
from ....work.evidence import shapes_on
from ... import days
from ...intake import Source, Taken, from_paths, tell
from ...jobs import Job
from ...text import tr
from ...theme import px
from ...thumbnails import Thumbnails
from ...widgets.basic import PRIMARY, button, chip, column, emptied, frame, label, line, row
from ...widgets.compare import Picture
from ...widgets.fields import Choose, Field, Line, Note, NumberField
from ...widgets.files import choose_files
from ...widgets.keys import is_typing
from ...widgets.lists import RowList, RowState
from ...widgets.paint import draw_chip, draw_text, text_width
from ...widgets.photos import PhotoStrip, accepts_files
from ...widgets.scrolling import scrolled
from ...widgets.segments import Choice, Segments
from ...widgets.states import EmptyState
from ..base import Page
from ..rectification.focus import later
from .presenter import FACTS, Hazard, ReinspectPresenter

if TYPE_CHECKING:
    from ...shell.frame import Frame

_WORDS = {
    "pass": "reinspect.r_pass", "partial": "reinspect.r_partial", "fail": "reinspect.r_fail", "no_access": "reinspect.r_no_access",
}  # fmt: skip
_TONES = {"pass": "ok", "partial": "warn", "fail": "danger", "no_access": "neutral"}
_READS = frozenset(("item", "item_state", "event", "institution"))
_PICTURES = ("*.jpg", "*.jpeg", "*.png", "*.heic", "*.heif", "*.webp", "*.tif", "*.tiff")


class ReinspectPage(Page):
    """复查: one home, everything that is to be looked at again."""

    back = True
    dense = True
    searches = False

    def __init__(self, frame: Frame, institution: int = 0, item: int = 0, items: Sequence[int] = ()) -> None:
        super().__init__(frame, institution=institution, item=item, items=items)
        self.presenter = ReinspectPresenter(self.session, RowId(institution), item, items)
        self._service = Thumbnails.of(frame)
        self._service.changed.connect(self._picture_made)
        self._item: RowId | None = RowId(item) if item else None
        self._original = 0
        self._reading = 0
        self._build()
        frame.narrowed.connect(self._fold)

    def title(self) -> str:
        """复查."""
        return tr("reinspect.title")

    def subtitle(self) -> str:
        """The home."""
        return str(self.presenter.home["name"])

    # -- building --------------------------------------------------------------------------------------
    def _build(self) -> None:
        p = self.presenter
        self.list = RowList(self._paint_row, 60, _told, opens_on_click=False)
        self.list.setAccessibleName(tr("reinspect.list"))
        self.list.current.connect(self._current)
        self.list.opened.connect(lambda _row: self.segments.setFocus(Qt.FocusReason.TabFocusReason))
        self.left = frame("pane")
        head = row(label(tr("reinspect.list"), "strong"), 1, margins=(16, 14, 16, 10))
        left = column(gap=0, into=self.left)
        left.addLayout(head)
        left.addWidget(line())
        left.addWidget(self.list, 1)
        self.detail = QWidget()
        self._detail: QVBoxLayout = column(margins=(24, 16, 24, 16), gap=12, into=self.detail)
        area = scrolled(self.detail)
        accepts_files(area, self._take)
        officers = [(person, name) for person, name in p.officers()]
        self.second = Choose(officers, p.second, tr("reinspect.choose_second"))
        self.second.setAccessibleName(tr("reinspect.second"))
        self.second.settled.connect(self._choose_second)
        self.footer = frame("pane")
        self.footer.setObjectName("footer")
        self.footer.setFixedHeight(px(64))
        self.status = label("", "table", "muted", wrap=True)
        self.record = button(tr("reinspect.record"), self._record, kind=PRIMARY, size="large")
        foot = row(
            label(tr("reinspect.second"), "table", "secondary"),
            self.second,
            self.status,
            self.record,
            margins=(24, 0, 24, 0),
            gap=12,
        )
        foot.setStretch(2, 1)
        self.footer.setLayout(foot)
        self.edge = frame("column")
        body = row(self.left, self.edge, area, gap=0)
        body.setStretch(2, 1)
        whole = column(gap=0, into=self)
        whole.addLayout(body, 1)
        whole.addWidget(self.footer)
        self._fold(self.frame.rail.compact)

    def _fold(self, narrow: bool) -> None:
        self.left.setFixedWidth(px(220 if narrow else 320))

    def _paint_row(self, painter: QPainter, rect: QRect, shown: dict[str, Any], _state: RowState) -> None:
        inner = rect.adjusted(px(16), px(8), -px(12), -px(8))
        result = self.presenter.found[shown["id"]].result if shown["id"] in self.presenter.found else ""
        room = inner
        if result:
            words = tr(_WORDS[result])  # keys: _WORDS
            wide = text_width(words, "caption") + px(16)
            draw_chip(painter, QRect(inner.right() - wide, inner.top(), wide, inner.height()), words, _TONES[result])
            room = inner.adjusted(0, 0, -wide - px(8), 0)
        half = px(22)
        draw_text(painter, QRect(room.left(), room.top(), room.width(), half), shown["finding"], "strong")
        under = QRect(room.left(), room.top() + half, room.width(), px(20))
        draw_text(painter, under, shown["due"], "caption", shown["tone"])  # only what is late is red
        under.setLeft(under.left() + (text_width(shown["due"], "caption") + px(10) if shown["due"] else 0))
        draw_text(painter, under, shown["below"], "caption", "text_muted")

    # -- showing ---------------------------------------------------------------------------------------
    def start(self) -> None:
        """Show the hazards and the first of them, or the one asked for."""
        self._show_list()
        later(self.list)

    def touched(self, touched: Touched) -> None:
        """An item was touched: read them again."""
        if _READS & touched.keys():
            self.presenter.read()
            self._show_list()

    def _show_list(self) -> None:
        p = self.presenter
        self.list.show_rows([_row(each) for each in p.hazards])
        at = next((n for n, each in enumerate(p.hazards) if each.id == self._item), 0)
        if p.hazards:
            self.list.go_to(at, tell=False)
            self._show(p.hazards[at])
        else:
            self._show_empty()
        self._look()

    def _show_empty(self) -> None:
        emptied(self._detail)
        self._item = None
        p = self.presenter
        home = p.next_home()
        if home is not None:
            verb, do = tr("reinspect.next_home"), partial(self._go_next, home)
        else:
            verb, do = tr("reinspect.to_plan"), partial(self.frame.go, "plan", institution=p.institution)
        self._detail.addWidget(
            EmptyState("clipboard-check", tr("reinspect.empty"), tr("reinspect.empty_words"), verb, do, primary=False)
        )

    def _go_next(self, home: RowId) -> None:
        self.frame.go("reinspect", institution=home, items=self.presenter.items)

    def _current(self, shown: dict[str, Any] | None) -> None:
        hazard = self.presenter.hazard(shown["id"]) if shown else None
        if hazard is not None and hazard.id != self._item:
            self._flush()
            self._original = 0
            self._show(hazard)

    def _show(self, hazard: Hazard) -> None:
        """Everything about one hazard."""
        emptied(self._detail)
        self._item = hazard.id
        found = self.presenter.finding(hazard.id)
        words, tone = hazard.severity
        head = row(label(hazard.finding, "heading", wrap=True), chip(words, "danger" if tone == "danger" else "neutral"), gap=12)
        head.setStretch(0, 1)
        self._detail.addLayout(head)
        due = " ".join(part for part in (hazard.due.day, hazard.due.said) if part)
        self._detail.addWidget(
            label(" · ".join(part for part in (hazard.place, hazard.state[0], due) if part), "table", "secondary", wrap=True)
        )
        if hazard.measure:
            self._detail.addWidget(label(tr("reinspect.measureIs", measure=hazard.measure), "table", "secondary", wrap=True))
        if hazard.refused:
            box = frame("warning")
            column(label(hazard.refused, wrap=True), margins=(12, 8, 12, 8), into=box)
            self._detail.addWidget(box)
        self._pictures(hazard)
        self.strip = PhotoStrip(self.frame, found.photos)
        self.strip.setAccessibleName(tr("reinspect.photos"))
        self.strip.files_given.connect(self._take)
        self.strip.add_wanted.connect(self._choose_photos)
        self.strip.removal_wanted.connect(self._drop)
        self._detail.addWidget(self.strip)
        self._answers(hazard)
        self._detail.addStretch(1)
        self._show_new()

    def _pictures(self, hazard: Hazard) -> None:
        self.original, self.new = Picture(tr("reinspect.original")), Picture(tr("reinspect.now"))
        self.original.clicked.connect(lambda: self.frame.go("photo", attachment=hazard.originals[self._original]["id"]))
        both = row(self.original, self.new, gap=16)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(both)
        holder.setMaximumWidth(px(2 * 480 + 16))
        line_ = row(holder, 1)
        line_.setStretch(0, 1000)  # both from the left edge, where the window is wide
        self._detail.addLayout(line_)
        if len(hazard.originals) > 1:
            back = button(tr("reinspect.previous"), partial(self._turn, -1), kind="text", size="small", flush="left")
            ahead = button(tr("reinspect.next"), partial(self._turn, 1), kind="text", size="small")
            self._detail.addLayout(row(back, ahead, 1))
        self._show_original(hazard)

    def _answers(self, hazard: Hazard) -> None:
        found, p, item = self.presenter.finding(hazard.id), self.presenter, hazard.id
        choices = [
            Choice("pass", tr("reinspect.r_pass"), "check", "pass"),
            Choice("partial", tr("reinspect.r_partial"), "circle-dot", "danger"),
            Choice("fail", tr("reinspect.r_fail"), "x", "fail"),
            Choice("no_access", tr("reinspect.r_no_access"), "minus", "na"),
        ]
        self.segments = Segments(choices, found.result or None)
        self.segments.setAccessibleName(tr("reinspect.result"))
        self.segments.chosen.connect(self._judge)
        self.segments.setEnabled(not hazard.refused)
        self._detail.addLayout(column(label(tr("reinspect.result"), "table", "secondary"), self.segments, gap=4))
        self.doubt = label("", "table", "warn", wrap=True)
        self._detail.addWidget(self.doubt)
        self.facts = QWidget()
        fields = row(into=self.facts, gap=12)
        self._fields: list[Line | Note] = []
        for name, words, unit in FACTS.get(hazard.row["measure_kind"], ()):
            said = found.facts.get(name, "")
            field: Line = NumberField(tr(unit), said) if unit else Line("", said)  # keys: FACTS
            field.settled.connect(lambda text, name=name: p.say(item, fact=(name, text)))
            self._fields.append(field)
            fields.addWidget(Field(tr(words), field), 0 if unit else 1)  # keys: FACTS
        self._detail.addWidget(self.facts)
        note = Note("", found.note)
        note.settled.connect(lambda text: p.say(item, note=text))
        self._fields.append(note)
        self._detail.addWidget(Field(tr("reinspect.note"), note))
        self._show_asked()

    def _show_asked(self) -> None:
        found = self.presenter.finding(self._item) if self._item else None
        self.facts.setVisible(bool(found and found.result == "pass" and len(self._fields) > 1))
        said = self.presenter.doubt(self._item) if self._item else ""
        self.doubt.setText(said)
        self.doubt.setVisible(bool(said))

    # -- pictures --------------------------------------------------------------------------------------
    def _turn(self, by: int) -> None:
        hazard = self.presenter.hazard(self._item or 0)
        if hazard is not None and 0 <= self._original + by < len(hazard.originals):
            self._original += by
            self._show_original(hazard)

    def _show_original(self, hazard: Hazard) -> None:
        photo = hazard.originals[self._original] if hazard.originals else None
        today = days.day_of(self.session.clock())
        day = days.short(days.day_of(photo["_at"]), today) if photo else ""
        missing = tr("reinspect.not_here") if photo else tr("reinspect.no_original")
        self.original.show_picture(tr("reinspect.original_day", day=day), missing, self._source(photo))

    def _show_new(self) -> None:
        if self._item is None:
            return
        photos = self.presenter.finding(self._item).photos
        photo = photos[-1] if photos else None
        time = str(photo["taken_at"] or "")[11:16] if photo else ""
        self.new.show_picture(tr("reinspect.now_time", time=time).strip(), tr("reinspect.no_new"), self._source(photo))
        self.strip.set_rows(photos, self._reading)

    def _source(self, photo: Row | None) -> Any:
        if photo is None or self._service.missing(photo) is not None:
            return None
        shapes = shapes_on(self.session.desk(), photo["id"]) if photo["id"] > 0 else ()

        def picture(size: QSize) -> Any:
            return self._service.photo(photo, size, shapes)

        return picture

    def _picture_made(self, _key: str) -> None:
        hazard = self.presenter.hazard(self._item or 0)
        if hazard is None:
            return
        if hazard.originals and self.original.isEnabled() and self._service.missing(hazard.originals[self._original]):
            self._show_original(hazard)
        self.original.update()
        self.new.update()

    # -- photos ----------------------------------------------------------------------------------------
    def _choose_photos(self) -> None:
        files = choose_files(self, tr("reinspect.add_photo"), _PICTURES)
        if files:
            self._take(list(files))

    def _take(self, files: list[Path | Source]) -> None:
        """Read and keep them in the background; each stands in the draft as soon as its bytes are durable."""
        item, taken = self._item, Taken()
        if item is None:
            return
        sources = [each for one in files for each in (from_paths([one]) if isinstance(one, Path) else [one])]
        job = Job(tr("reinspect.taking"), "image-plus", quiet=len(sources) < 4)
        self._reading += len(sources)
        self._show_new()

        def do(running: Job) -> None:
            for number, (name, read) in enumerate(sources):
                running.step(number, len(sources))
                try:
                    photo = self.presenter.take(name, read())
                except FieldauditError as error:
                    taken.refused.append((name, error))
                    continue
                self.frame.later(partial(self._taken, item, photo))

        def ended(done: Job) -> None:
            self._reading -= len(sources)
            if done.error is not None:
                self.frame.show_error(done.error)
            tell(self.frame, taken)
            if self.frame.page is self:
                self._show_new()

        self.frame.start_job(job, do, ended)

    def _taken(self, item: RowId, photo: Row) -> None:
        if not self.presenter.add_photo(item, photo):
            self.frame.toasts.say(tr("reinspect.same_photo"))
        if self.frame.page is self and item == self._item:
            self._show_new()
            self._show_asked()

    def _drop(self, photo: int) -> None:
        if self._item is not None:
            self.presenter.drop_photo(self._item, photo)
            self._show_new()
            self._show_asked()

    # -- judging ---------------------------------------------------------------------------------------
    def _judge(self, result: object) -> None:
        if self._item is not None:
            self.presenter.say(self._item, result=str(result or ""))
            self._show_asked()
            self.list.viewport().update()
            self._look()

    def _choose_second(self, person: object) -> None:
        self.presenter.choose_second(RowId(int(str(person))) if person else None)
        self._look()

    def _look(self) -> None:
        p = self.presenter
        why, judged = p.not_ready(), len(p.ready())
        self.record.setEnabled(not why)
        self.record.setText(tr("reinspect.record_count", judged) if judged else tr("reinspect.record"))
        self.status.setText(why or tr("reinspect.judged", done=judged, all=len(p.hazards)))
        self.record.setAccessibleDescription(why)
        self.footer.setVisible(bool(p.hazards))

    def _flush(self) -> None:
        for field in getattr(self, "_fields", []):
            field.flush()

    def _record(self) -> None:
        self._flush()
        self.record.setEnabled(False)
        job = Job(tr("reinspect.recording"), "clipboard-check", quiet=True, cancellable=False)

        def ended(done: Job) -> None:
            if done.error is not None:
                self.frame.show_error(done.error)
            else:
                items: list[RowId] = done.result
                self.presenter.forget(items)
                self.presenter.read()
                self.frame.toasts.say(tr("reinspect.done", len(items)), undo=self.frame.undo)
                self._leave_or_stay()
            if self.frame.page is self:
                self._look()

        self.frame.start_job(job, lambda running: self.presenter.record(running.step), ended)

    def _leave_or_stay(self) -> None:
        if self.frame.page is not self:
            return
        home = self.presenter.next_home()
        waiting = [each for each in self.presenter.hazards if each.row["state"] != "passed"]
        if waiting:
            self._item = None
            self._show_list()
        elif home is not None:
            self._go_next(home)
        else:
            self.frame.back()

    # -- keys --------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J K move, 1 to 4 judge, P adds photos, N is the note, [ ] the originals, Ctrl+Enter records."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.record.isEnabled():
                self._record()
            return
        if is_typing() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if event.matches(QKeySequence.StandardKey.Undo) and not is_typing():
                self.frame.undo()
            else:
                super().keyPressEvent(event)
            return
        self._single_key(event)

    def _single_key(self, event: QKeyEvent) -> None:
        key, at = Qt.Key(event.key()), self.list.currentIndex().row()
        results = {Qt.Key.Key_1: "pass", Qt.Key.Key_2: "partial", Qt.Key.Key_3: "fail", Qt.Key.Key_4: "no_access"}
        if key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.list.go_to(at + (1 if key == Qt.Key.Key_J else -1))
        elif key in results and self._item is not None and self.segments.isEnabled():
            self.segments.set_value(results[key])
            self._judge(results[key])
        elif key == Qt.Key.Key_P and self._item is not None:
            self._choose_photos()
        elif key == Qt.Key.Key_N and self._item is not None:
            self._fields[-1].setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self._turn(-1 if key == Qt.Key.Key_BracketLeft else 1)
        elif key == Qt.Key.Key_Escape:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason) if not self.list.hasFocus() else self.frame.back()
        else:
            super().keyPressEvent(event)

    def address(self) -> dict[str, Any]:
        """The home, the hazard, and what was chosen in the table."""
        return {"institution": self.presenter.institution, "item": self._item or 0, "items": self.presenter.items}

    def leave(self) -> None:
        """What is being typed goes into the draft."""
        self._flush()
        self._service.changed.disconnect(self._picture_made)


def _row(hazard: Hazard) -> dict[str, Any]:
    late = {"danger": "danger_text", "warn": "warn_text"}.get(hazard.due.tone, "text_muted")
    due = " ".join(part for part in (hazard.due.day, hazard.due.said) if part)
    below = " · ".join(part for part in (hazard.place, hazard.state[0]) if part)
    return {"id": hazard.id, "finding": hazard.finding, "due": due, "below": below, "tone": late}


def _told(shown: dict[str, Any]) -> str:
    return f"{shown['finding']} {shown['due']} {shown['below']}"
