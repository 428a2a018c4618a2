"""The page `photo` as it is painted: tools, the picture, its neighbours in a film, what is said and known of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ....evidence.photo import preview
from ....evidence.previews import Wish
from ....work.evidence import previews
from ...jobs import Job
from ...shell.told import Question
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, button, column, emptied, label, line, picture, row, show_in_place
from ...widgets.basic import frame as framed
from ...widgets.fields import Field, Note
from ...widgets.states import LockStrip
from ..base import Page
from .canvas import Canvas
from .film import Film
from .presenter import PhotoPresenter
from .tools import ToolBar

if TYPE_CHECKING:
    from ...shell.frame import Frame

_SHARP = 4096  # px: the longer side of what is decoded when somebody looks closer


class PhotoPage(Page):
    """One attachment of a question or hazard."""

    dense = True
    searches = False
    back = True

    def __init__(self, frame: Frame, *, attachment: int) -> None:
        super().__init__(frame, attachment=attachment)
        self.presenter = PhotoPresenter(self.session, RowId(attachment))
        self._whole: bool | None = None
        self._checked = False
        self._sharp = False
        self.canvas, self.film = Canvas(), Film(frame)
        self.tools = ToolBar()
        self._properties = self._side()
        middle = column(self.canvas, self.film, gap=0)
        middle.setStretch(0, 1)
        self._edge = framed("column")
        whole = row(self.tools, framed("column"), gap=0, into=self)
        whole.addLayout(middle, 1)
        whole.addWidget(self._edge)
        whole.addWidget(self._properties)
        self._listen()
        self.show_photo()

    def _listen(self) -> None:
        canvas, tools = self.canvas, self.tools
        canvas.drawn.connect(lambda kind, points, words: self._act(lambda: self._draw(kind, points, words)))
        canvas.changed.connect(lambda mark, points, words: self._act(lambda: self.presenter.change(mark, points, words)))
        canvas.removed.connect(lambda mark: self._act(lambda: self.presenter.remove(mark, tr("photo.removedMark"))))
        canvas.tool_chosen.connect(self._choose)
        canvas.zoomed.connect(self._zoomed)
        canvas.stepped.connect(self._step)
        canvas.left.connect(self.frame.back)
        tools.chosen.connect(self._choose)
        tools.undo.connect(lambda: self._act(self.presenter.undo))
        tools.redo.connect(lambda: self._act(self.presenter.redo))
        tools.zoom.connect(lambda step: canvas.zoom_step(step))
        self.film.opened.connect(self._open)
        self.film.files_given.connect(self._take)
        self.frame.narrowed.connect(self._narrow)

    # -- frame -------------------------------------------------------------------------------------------
    def title(self) -> str:
        """Which one of how many."""
        at, total = self.presenter.place
        return tr("photo.title", at=at, total=total)

    def subtitle(self) -> str:
        """The question it belongs to, or the hazard's place."""
        card = self.presenter.card
        if card is None:
            return self.presenter.hazard_place()
        return tr("photo.question", number=card.number, words=card.label) if card.number else card.label

    def bar(self) -> list[QWidget]:
        """When it was saved; on a narrow window, what is known of it."""
        self._facts_button = button(kind="icon", icon_name="panel-right", name=tr("photo.facts"), pressed=self._fold)
        show_in_place(self._facts_button, self.frame.rail.compact)
        saved = QWidget()
        row(picture("check-check", "text_secondary", 18), self.saved_label(), gap=6, into=saved)
        return [saved, self._facts_button]

    def saved_label(self) -> QLabel:
        """The time of the last durable write."""
        self._saved = label("", "table", "secondary")
        self._show_saved()
        return self._saved

    def _show_saved(self) -> None:
        self._saved.setText(tr("photo.saved", time=self.presenter.saved_at().strftime("%H:%M:%S")))

    def address(self) -> dict[str, Any]:
        """This photo."""
        return {"attachment": self.presenter.attachment}

    def start(self) -> None:
        """The picture has the keyboard."""
        self._narrow(self.frame.rail.compact)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """What was typed is kept."""
        self.canvas.settle()
        self.caption.flush()

    def touched(self, touched: Touched) -> None:
        """A mark, the caption or the record's state changed."""
        try:
            shown = self.presenter.touched(touched)
        except FieldauditError:  # taken off, here or elsewhere
            self.frame.back()
            return
        if shown:
            self.show_photo()

    # -- showing -----------------------------------------------------------------------------------------
    def show_photo(self) -> None:
        """Everything, from the presenter."""
        presenter = self.presenter
        self._show_canvas(self.canvas.picture())
        self.tools.show_state(writable=presenter.may_draw and presenter.is_photo, tool=self.canvas.tool, undo=presenter.can_undo,
                              redo=presenter.can_redo)  # fmt: skip
        self.film.show_rows(presenter.siblings, presenter.attachment, adds=presenter.may_change)
        self.caption.set_text(str(presenter.row["caption"] or ""))
        self.caption.setReadOnly(not presenter.may_change)
        self._off.setVisible(presenter.may_change)
        self._lock.setVisible(not presenter.may_draw)
        self._show_facts()
        if self.canvas.picture().isNull():
            self._decode()
        if not self._checked:
            self._checked = True
            self._check()

    def _show_canvas(self, image: QImage) -> None:
        presenter = self.presenter
        size = QSize(presenter.row["width"] or 4, presenter.row["height"] or 3)
        self.canvas.show_photo(size, image, presenter.marks, writable=presenter.may_draw and presenter.is_photo)

    def _decode(self, *, sharp: bool = False) -> None:
        """The picture, in the background; sharper when somebody looks closer."""
        row_, presenter = self.presenter.row, self.presenter
        if not presenter.is_photo:
            return

        def do(_job: Job) -> QImage:
            desk = self.session.desk_of_thread()
            if sharp:
                return QImage.fromData(preview(desk.blobs.get(row_["object"]), _SHARP))
            return QImage.fromData(previews(desk).make(Wish(row_["object"], row_["sha256"])))

        def then(job: Job) -> None:
            if self.frame.page is self and job.state == "done" and self.presenter.row["id"] == row_["id"]:
                self.canvas.show_picture(job.result)
            elif self.frame.page is self and job.error is not None:
                self._whole = None
                self._show_facts(str(job.error.what))

        self.frame.start_job(Job("", quiet=True), do, then)

    def _check(self) -> None:
        """Are the original's bytes still the same?"""
        presenter = self.presenter

        def then(job: Job) -> None:
            if self.frame.page is self and self.presenter is presenter:
                self._whole = job.result
                self._show_facts(None if job.result is not None else tr("photo.notHere"))

        self.frame.start_job(Job("", quiet=True), lambda _job: presenter.original_is_whole(self.session.desk_of_thread()), then)

    # -- what is known -----------------------------------------------------------------------------------
    def _side(self) -> QFrame:
        pane = framed("pane")
        pane.setFixedWidth(px(304))
        self.caption = Note("", least=3, most=5)
        self.caption.settled.connect(lambda said: self._act(lambda: self.presenter.describe(said)))
        self._lock = LockStrip(tr("photo.locked"))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(px(10))
        self._far = framed("warning")
        self._far_words = label("", "table", "warn", wrap=True)
        row(picture("triangle-alert", "warn_text", 18), self._far_words, margins=(10, 8, 10, 8), into=self._far).setStretch(1, 1)
        inside = QWidget()
        body = column(self._lock, Field(tr("photo.caption"), self.caption), line(), margins=(20, 16, 20, 16), gap=14, into=inside)
        body.addLayout(self._facts)
        body.addWidget(self._far)
        body.addWidget(line())
        body.addWidget(label(tr("photo.layer"), "caption", wrap=True))
        body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        whole = column(area, gap=0, into=pane)
        whole.addWidget(self._footer())
        whole.setStretch(0, 1)
        return pane

    def _footer(self) -> QFrame:
        made = framed("pane")
        made.setObjectName("footer")
        self._done = button(tr("photo.done"), self.frame.back, kind=PRIMARY, size="large")
        self._off = button(tr("photo.takeOff"), self._ask_off, size="large")
        row(self._done, self._off, margins=(20, 16, 20, 16), into=made).setStretch(0, 1)
        return made

    def _show_facts(self, fault: str | None = None) -> None:
        emptied(self._facts)
        for icon_name, name, value in self._fact_rows(fault):
            named = label(name, "table", "secondary")
            named.setMinimumWidth(px(64))
            made = row(picture(icon_name, "text_secondary", 16), named, gap=8)
            made.addWidget(label(value, "table", wrap=True), 1)
            self._facts.addLayout(made)
        days = self.presenter.days_apart()
        self._far.setVisible(days > 0)
        self._far_words.setText(tr("photo.far", days))

    def _fact_rows(self, fault: str | None) -> list[tuple[str, str, str]]:
        found, presenter = self.presenter.row, self.presenter
        taken = presenter.taken_at()
        rows = [("clock", tr("photo.taken"), taken.strftime("%Y-%m-%d %H:%M:%S") if taken else tr("photo.unknown"))]
        rows.append(("download", tr("photo.imported"), presenter.imported_at().strftime("%Y-%m-%d %H:%M:%S")))
        if found["lat"] is not None and found["lon"] is not None:
            rows.append(("map-pin", tr("photo.coordinates"), f"{found['lat']:.4f}, {found['lon']:.4f}"))
        if found["camera"]:
            rows.append(("camera", tr("photo.camera"), str(found["camera"])))
        size = f"{(found['bytes'] or 0) / 1e6:.1f} MB"
        rows.append(("image", tr("photo.size"), f"{found['width']} × {found['height']}, {size}" if found["width"] else size))
        if place := presenter.hazard_place():
            rows.append(("flag", tr("photo.place"), place))
        rows.append(("building", tr("photo.use"), _uses()[str(found["kind"])] if found["kind"] in _uses() else str(found["kind"])))
        said = fault or {True: tr("photo.whole"), False: tr("photo.altered"), None: tr("photo.checking")}[self._whole]
        return [*rows, ("shield-check", tr("photo.original"), said)]

    # -- doing -------------------------------------------------------------------------------------------
    def _act(self, do: Callable[[], object]) -> None:
        try:
            do()
        except FieldauditError as error:
            self.presenter.reload()
            self.frame.show_error(error)
        self.show_photo()
        self._show_saved()

    def _draw(self, kind: str, points: Any, words: str) -> None:
        made = self.presenter.draw(kind, points, words)
        self._show_canvas(self.canvas.picture())
        self.canvas.choose_mark(made)

    def _choose(self, tool: str) -> None:
        self.canvas.choose_tool(tool)
        self.tools.show_tool(tool)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _zoomed(self, zoom: float) -> None:
        if zoom > 1 and not self._sharp and self.presenter.is_photo:
            self._sharp = True
            self._decode(sharp=True)

    def _step(self, step: int) -> None:
        to = self.presenter.neighbour(step)
        if to is not None:
            self._open(to)

    def _open(self, attachment: int) -> None:
        """Another photo of the same question, in place: `back` still leads to the question."""
        if attachment == self.presenter.attachment:
            return
        self.leave()
        self.presenter = PhotoPresenter(self.session, RowId(attachment))
        self._whole, self._checked, self._sharp = None, False, False
        self.canvas.show_picture(QImage())
        self.canvas.set_zoom(1.0)
        self.show_photo()
        self._show_saved()
        self.frame.top_bar.retitle()

    def _take(self, files: list[Any]) -> None:
        from ...intake import take_photos

        found = self.presenter.row
        take_photos(self.frame, found["owner_row"], str(found["path"]), files)

    def _ask_off(self) -> None:
        Question(self.frame, tr("photo.offTitle"), tr("photo.offWords"), tr("photo.takeOff"), self._take_off).open()

    def _take_off(self, _reason: str) -> None:
        try:
            after = self.presenter.take_off(tr("photo.takeOff"))
        except FieldauditError as error:
            self.frame.show_error(error)
            return
        self.frame.toasts.say(tr("photo.offDone"), undo=self.frame.undo)
        if after is None:
            self.frame.back()
        else:
            self._open(after)

    # -- keys and sizes ------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo; what the canvas and fields did not take."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self._act(self.presenter.undo)
        elif event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination().toCombined() == _CTRL_Y:
            self._act(self.presenter.redo)
        elif event.key() == Qt.Key.Key_Escape:
            self.frame.back()
        elif event.key() == Qt.Key.Key_I and self.frame.rail.compact:
            self._fold()
        else:
            super().keyPressEvent(event)

    def _narrow(self, narrow: bool) -> None:
        for each in (self._properties, self._edge):
            each.setVisible(not narrow)
        if hasattr(self, "_facts_button"):
            self._facts_button.setVisible(narrow)

    def _fold(self) -> None:
        for each in (self._properties, self._edge):
            each.setVisible(not each.isVisible())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tools fold when the window is short."""
        super().resizeEvent(event)
        self.tools.fit(self.height())


_CTRL_Y = Qt.KeyboardModifier.ControlModifier.value | Qt.Key.Key_Y.value


def _uses() -> dict[str, str]:
    use = {"photo": tr("photo.useVisit"), "before": tr("photo.useBefore"), "after": tr("photo.useAfter")}
    return {**use, "file": tr("photo.useFile")}
