"""The page `tray` as it is painted: questions at the left, the folder's pictures in the middle, the one looked at at the right."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QStorageInfo, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QWidget

from ....domain.core import RowId, Touched
from ....errors import MachineError
from ....i18n import tr as words
from ....work import received
from ...intake import Taken, take_photos
from ...jobs import Job
from ...shell.told import Question
from ...text import tr
from ...theme import px
from ...thumbnails import Thumbnails
from ...widgets.basic import PRIMARY, Elided, button, column, label, row
from ...widgets.basic import frame as framed
from ...widgets.files import choose_folder
from ...widgets.keys import is_typing
from ...widgets.segments import Choice, Toggle
from ...widgets.states import EmptyState, LockStrip
from ..base import Page
from .folder import Found, Picture, cards, dated, find, sort
from .grid import Grid, used_words
from .presenter import TrayPresenter
from .questions import Questions

if TYPE_CHECKING:
    from ...shell.frame import Frame

_KEEP_FOLDER = "tray/folder"
_DIGITS_MS = 900  # within which a second digit belongs to the same number


class TrayPage(Page):
    """A card's pictures onto a visit's questions."""

    dense = True
    searches = False
    back = True

    def __init__(self, frame: Frame, *, inspection: int, path: str = "", folder: str = "") -> None:
        super().__init__(frame, inspection=inspection, path=path)
        self.presenter = TrayPresenter(self.session, RowId(inspection), path)
        self.folder = Path(folder or frame.settings.text(_KEEP_FOLDER)) if folder or frame.settings.text(_KEEP_FOLDER) else None
        self._scan: Job | None = None
        self._typed = ""
        self._digits = QTimer(self)
        self._digits.setSingleShot(True)
        self._digits.setInterval(_DIGITS_MS)
        self._digits.timeout.connect(self._forget_digits)
        self.questions = Questions()
        self.grid = Grid(Thumbnails.of(frame), self.presenter.used)
        self._left = self._make_left()
        self._right = self._make_right()
        self._middle = QStackedWidget()
        self._middle.addWidget(self._empty())
        self._middle.addWidget(self.grid)
        self._top, self._bottom = self._head(), self._footer()
        middle = column(self._top, gap=0)
        middle.addWidget(self._middle, 1)
        middle.addWidget(self._bottom)
        whole = row(self._left, framed("column"), gap=0, into=self)
        whole.addLayout(middle, 1)
        whole.addWidget(self._edge)
        whole.addWidget(self._right)
        self._listen()
        self.show_all()

    def _listen(self) -> None:
        self.questions.current.connect(self._question_chosen)
        self.questions.dropped.connect(lambda path, files: self._attach(path, files))
        self.questions.opened.connect(lambda _row: self.attach())
        self.grid.chosen.connect(self._show_choice)
        self.grid.opened.connect(lambda path: self._attach(self.presenter.path, [path]))
        self._which.chosen.connect(self._filter)
        self.frame.narrowed.connect(self._narrow)
        Thumbnails.of(self.frame).changed.connect(self._thumbnail_ready)

    # -- parts -------------------------------------------------------------------------------------------
    def _make_left(self) -> QFrame:
        made = framed("pane")
        made.setFixedWidth(px(264))
        self._lock = LockStrip(tr("tray.locked"))
        whole = column(self._lock, self.questions, gap=0, into=made)
        whole.setStretch(1, 1)
        return made

    def _make_right(self) -> QFrame:
        self._edge = framed("column")
        made = framed("pane")
        made.setFixedWidth(px(304))
        self._large = QLabel()
        self._large.setFixedSize(px(272), px(204))
        self._large.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._large.setAccessibleName(tr("tray.large"))
        self._name, self._facts = Elided("", "strong"), label("", "table", "secondary", wrap=True)
        self._note = label("", "caption", wrap=True)
        column(self._large, self._name, self._facts, self._note, 1, label(tr("tray.untouched"), "caption", wrap=True),
               margins=(16, 16, 16, 16), gap=8, into=made)  # fmt: skip
        return made

    def _head(self) -> QFrame:
        made = framed("pane")
        made.setObjectName("topBar")
        self._where = Elided("", "table", "secondary")
        self._which = Toggle([Choice("all", tr("tray.all")), Choice("new", tr("tray.new"))], "all")
        self._which.setAccessibleName(tr("tray.which"))
        self._choose = button(tr("tray.choose"), self._ask_folder, icon_name="folder-open")
        self._phone = button(tr("phone.short"), self.from_phone, icon_name="smartphone", tip=tr("phone.how"))
        self._phone.setAccessibleName(tr("phone.title"))
        head = row(self._where, self._which, self._phone, self._choose, margins=(16, 8, 16, 8), gap=12, into=made)
        head.setStretch(0, 1)
        return made

    def _footer(self) -> QFrame:
        made = framed("pane")
        made.setObjectName("footer")
        self._count = Elided("", "table", "secondary")
        self._go = button("", self.attach, kind=PRIMARY, size="large")
        foot = row(self._count, self._go, margins=(16, 8, 16, 8), gap=12, into=made)
        foot.setStretch(0, 1)
        return made

    def _empty(self) -> QWidget:
        title, said, verb = tr("tray.emptyTitle"), tr("tray.emptyWords"), tr("tray.choose")
        made = EmptyState("folder-open", title, said, verb, self._ask_folder)
        assert made.action is not None
        self._empty_verb = made.action
        self._cards = column(gap=8)
        self._cards.addWidget(button(tr("phone.title"), self.from_phone, icon_name="smartphone", tip=tr("phone.how")))
        holder = QWidget()
        whole = column(1, made, gap=8, into=holder)
        whole.addLayout(row(1, _holding(self._cards), 1))
        whole.addStretch(1)
        return holder

    # -- frame -------------------------------------------------------------------------------------------
    def title(self) -> str:
        """The tray."""
        return tr("tray.title")

    def subtitle(self) -> str:
        """Whose visit."""
        return self.presenter.home

    def address(self) -> dict[str, Any]:
        """This visit, the question pictures go to, the folder."""
        return {"inspection": self.presenter.inspection, "path": self.presenter.path, "folder": str(self.folder or "")}

    def start(self) -> None:
        """Read the folder of last time if it is there still, else look for cards."""
        self._narrow(self.frame.rail.compact)
        self._read_received()
        if self.folder is not None:
            self.read_folder(self.folder, quietly=True)
        else:
            self._look_for_cards()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Nobody waits for the folder any more."""
        if self._scan is not None:
            self._scan.cancel()

    def touched(self, touched: Touched) -> None:
        """Something was attached, here or elsewhere."""
        if self.presenter.touched(touched):
            self.show_all()

    # -- a phone -------------------------------------------------------------------------------------------
    def from_phone(self) -> None:
        """Let a phone send photos here; they wait until they are put to questions."""
        from ...shell.phone.panel import open_panel
        from ...shell.phone.taking import into_tray

        if self.presenter.editable:
            taking = into_tray(self.frame, self.presenter.inspection, self._read_received)
            open_panel(self.frame, self.presenter.home, "", taking)

    def _read_received(self) -> None:
        def then(job: Job) -> None:
            if self.frame.page is self and job.state == "done" and job.result != self.presenter.received:
                self.presenter.received = job.result
                self.show_all()
            elif self.frame.page is self and job.error is not None:
                self.frame.show_error(job.error)

        if self.frame.page is self:
            self.frame.start_job(Job("", quiet=True), lambda _job: self.presenter.read_received(), then)

    def _ask_drop(self, picture: Picture | None) -> None:
        if picture is None or picture not in self.presenter.received or self.presenter.used(picture):
            return  # the pictures of a folder are somebody else's; a placed one is at hand should that be undone

        def drop(_reason: str) -> None:
            received.drop(picture.path)
            self._read_received()

        Question(self.frame, tr("phone.dropTitle", name=picture.name), tr("phone.dropWords"), tr("phone.drop"), drop).open()

    # -- the folder ----------------------------------------------------------------------------------------
    def _ask_folder(self) -> None:
        chosen = choose_folder(self, tr("tray.choose"))
        if chosen is not None:
            self.read_folder(chosen)

    def read_folder(self, folder: Path, *, quietly: bool = False) -> None:
        """Find its pictures and date them, in the background; shown at once in the order of the files' times."""
        if self._scan is not None:
            self._scan.cancel()
        self.folder = folder
        job = self._scan = Job(tr("tray.reading"), "folder-open", tr("tray.unit"), quiet=True)

        def do(running: Job) -> Found:
            try:
                found = find(folder)
            except OSError as error:
                raise _no_folder(folder, error) from error
            elsewhere = self.presenter.used_elsewhere(found.pictures)
            self.frame.later(lambda: self._show_found(running, found, elsewhere))
            exact = []
            for number, picture in enumerate(found.pictures):
                running.step(number, len(found.pictures))
                exact.append(dated(picture))
            return Found(tuple(sort(exact)), found.others, found.left_out)

        def then(ended: Job) -> None:
            if ended is not self._scan or self.frame.page is not self:
                return
            if ended.state == "done":
                self._show_found(ended, ended.result, self.presenter.elsewhere)
                self.frame.settings.put(_KEEP_FOLDER, str(folder))
            elif ended.error is not None:
                self._failed(ended, quietly)

        self.frame.start_job(job, do, then)

    def _failed(self, job: Job, quietly: bool) -> None:
        self.folder = None
        self.presenter.found = Found(())
        self.show_all()
        self._look_for_cards()
        if not quietly and job.error is not None:
            self.frame.show_error(job.error)

    def _show_found(self, job: Job, found: Found, elsewhere: set[tuple[str, int]]) -> None:
        if job is self._scan and self.frame.page is self:
            self.presenter.found, self.presenter.elsewhere = found, elsewhere
            self.show_all()

    def _look_for_cards(self) -> None:
        def then(job: Job) -> None:
            if self.frame.page is self and job.state == "done" and self.folder is None:
                for found in job.result:
                    self._cards.addWidget(button(str(found), partial(self.read_folder, found), icon_name="hard-drive-download"))

        self.frame.start_job(Job("", quiet=True), lambda _job: cards(_mounted()), then)

    # -- showing -------------------------------------------------------------------------------------------
    def show_all(self) -> None:
        """Everything, from the presenter."""
        presenter = self.presenter
        self.questions.show_rows(presenter.questions)
        self.questions.takes = presenter.editable
        self.questions.go_to_key(presenter.path, tell=False)
        self.grid.show_pictures(presenter.pictures())
        some = self.folder is not None or bool(presenter.received)
        self._middle.setCurrentIndex(int(some))
        for each in (self._top, self._bottom):  # before there are pictures there is one thing to do
            each.setVisible(some)
        self._phone.setVisible(presenter.editable)
        self._lock.setVisible(not presenter.editable)
        self._where.set_text(self._folder_words())
        self._show_choice()

    def _folder_words(self) -> str:
        found = self.presenter.found
        total, here = self.presenter.counts()
        parts = [self.folder.name or str(self.folder)] if self.folder is not None else []
        parts += [tr("tray.total", total)]
        parts += [tr("phone.received", len(self.presenter.received))] if self.presenter.received else []
        parts += [tr("tray.attached", here)] if here else []
        parts += [tr("tray.others", found.others)] if found.others else []
        parts += [tr("tray.leftOut", found.left_out)] if found.left_out else []
        return " · ".join(parts)

    def _show_choice(self) -> None:
        chosen, question = self._chosen(), self.presenter.question()
        number, wording = (question or {}).get("number"), str((question or {}).get("label", ""))
        self._count.set_text(f"{tr('tray.chosen', len(chosen))} · {wording}" if chosen else tr("tray.hint"))
        self._go.setText(tr("tray.attachTo", number=number) if number else tr("tray.attachHere"))
        self._go.setToolTip(wording)
        self._go.setEnabled(bool(chosen) and self.presenter.editable and question is not None)
        self._show_large()

    def _show_large(self) -> None:
        picture = self.grid.current_picture()
        self._name.set_text(picture.name if picture else "")
        self._large.clear()
        if picture is None:
            self._facts.setText("")
            self._note.setText("")
            return
        said = [f"{picture.day} {picture.taken[11:19]}", f"{picture.size / 1e6:.1f} MB", used_words(self.presenter.used(picture))]
        self._facts.setText("\n".join(each for each in said if each))
        self._note.setText("" if picture.exact else tr("tray.fileTime"))
        ratio, service = self.devicePixelRatioF(), Thumbnails.of(self.frame)
        size = QSize(round(px(272) * ratio), round(px(204) * ratio))
        image = service.file(picture.path, picture.changed, size, picture.read)
        refused = service.file_refused(picture.path, picture.changed)
        if image is not None:
            image.setDevicePixelRatio(ratio)
            self._large.setPixmap(image)
        elif refused is not None:
            self._note.setText(str(refused.what))

    def _thumbnail_ready(self, key: str) -> None:
        picture = self.grid.current_picture()
        if picture is not None and str(picture.path) in key:
            self._show_large()

    def _chosen(self) -> list[Path]:
        chosen = self.grid.chosen_paths()
        current = self.grid.current_path()
        return chosen or ([current] if current is not None else [])

    # -- doing ---------------------------------------------------------------------------------------------
    def attach(self) -> None:
        """The chosen pictures to the question."""
        if self._go.isEnabled():
            self._attach(self.presenter.path, self._chosen())

    def _attach(self, path: str, files: list[Path]) -> None:
        if not self.presenter.editable or not files:
            return
        after = self.presenter.after(files)

        def then(_taken: Taken) -> None:
            if self.frame.page is self and after is not None and set(self.grid.chosen_paths()) <= set(files):
                self.grid.go_to(after)

        take_photos(self.frame, self.presenter.inspection, path, self.presenter.sources(files), then)

    def _question_chosen(self, row_: dict[str, Any] | None) -> None:
        if row_ is not None and row_["asks"]:
            self.presenter.path = row_["path"]
            self._show_choice()

    def _filter(self, which: object) -> None:
        self.presenter.only_new = which == "new"
        self.grid.show_pictures(self.presenter.pictures())

    # -- keys and sizes --------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J K and digits choose the question, Enter attaches, F6 goes to the other pane, Esc first drops the choice."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_typing() or (held and key != Qt.Key.Key_Escape):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.presenter.step(1 if key == Qt.Key.Key_J else -1)
            self._follow()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self._digit(chr(key.value))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.attach()
        elif key == Qt.Key.Key_F6:
            left = self.grid if self.grid.isVisible() else self._empty_verb
            (left if self.questions.hasFocus() else self.questions).setFocus(Qt.FocusReason.TabFocusReason)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key == Qt.Key.Key_Delete:
            self._ask_drop(self.grid.current_picture())
        else:
            super().keyPressEvent(event)

    def _digit(self, digit: str) -> None:
        self._typed += digit
        self._digits.start()
        if self.presenter.choose_number(int(self._typed)) or self.presenter.choose_number(int(digit)):
            self._follow()

    def _forget_digits(self) -> None:
        self._typed = ""

    def _follow(self) -> None:
        self.questions.go_to_key(self.presenter.path, tell=False)
        self._show_choice()

    def _escape(self) -> None:
        if self.grid.chosen_paths():
            self.grid.clearSelection()
        else:
            self.frame.back()

    def _narrow(self, narrow: bool) -> None:
        for each in (self._right, self._edge):
            each.setVisible(not narrow)


def _holding(layout: Any) -> QWidget:
    made = QWidget()
    made.setLayout(layout)
    return made


def _mounted() -> list[Path]:
    return [Path(each.rootPath()) for each in QStorageInfo.mountedVolumes() if each.isReady()]


def _no_folder(folder: Path, error: OSError) -> MachineError:
    return MachineError(
        words("打不开这个文件夹", "the folder cannot be opened"),
        where=f"{folder.name or folder}: {error.strerror or error}",
        todo=words("插好存储卡或手机后重试。", "Put the card or phone in and try again."),
    )
