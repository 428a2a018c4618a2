"""Taking files in from wherever they come (dropped, pasted, chosen, a card): everything slow is done in the background.

Each file is read, judged, hashed and made durable in a worker; then one short act names a handful of them at a time. The
person is told every file that was refused, with its reason, and which were here already. Owns what a drop or the
clipboard holds; knows no widget but the dialog that lists refusals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from ..domain.core import RowId, Scope
from ..errors import BadInput, FieldauditError, MachineError
from ..evidence.photo import THUMBNAIL_LONGEST
from ..evidence.previews import Wish
from ..i18n import Text
from ..store import queries
from ..work import attaching, evidence
from ..work.desk import Desk
from .jobs import Job
from .shell.told import Overlay
from .text import tr
from .theme import px
from .thumbnails import unreadable
from .widgets.basic import PRIMARY, button, column, label, row

if TYPE_CHECKING:
    from .shell.frame import Frame

Source = tuple[str, Callable[[], bytes]]  # a file's name, and what reads it (in a worker)
_TOGETHER = 16  # files named by one act: undone as one, and no act is long
_FIRST = 2  # of many files the first are shown at once
_PICTURES = ("image/jpeg", "image/png", "image/heic", "image/webp", "image/tiff")  # as a clipboard may hold them unchanged


@dataclass(slots=True)
class Taken:
    """What became of the files: attachments made or found, refusals by name, and what is worth knowing."""

    rows: list[RowId] = field(default_factory=list)
    added: int = 0  # rows that are new; the others were here already
    refused: list[tuple[str, FieldauditError]] = field(default_factory=list)
    told: list[Text] = field(default_factory=list)
    error: FieldauditError | None = None  # why it could not go on


# -- where files come from -----------------------------------------------------------------------------
def from_paths(paths: Iterable[Path]) -> list[Source]:
    """Files of the disk, in their order; folders give the files that lie in them."""
    found = list[Source]()
    for path in paths:
        found += [(each.name, partial(_read, each)) for each in _inside(path) if not each.name.startswith(".")]
    return found


def _inside(path: Path) -> list[Path]:
    """The files of a folder, or the file itself; a folder that cannot be read is refused by name like a file."""
    with suppress(OSError):
        if path.is_dir():
            return sorted(each for each in path.iterdir() if each.is_file())
    return [path]


def from_mime(mime: QMimeData) -> list[Path | Source]:
    """What a drop or the clipboard holds: files, or else one picture."""
    paths: list[Path | Source] = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return paths
    for kind in _PICTURES:
        if mime.hasFormat(kind):
            return [(f"{tr('intake.pasted')}.{kind.partition('/')[2]}", partial(bytes, mime.data(kind).data()))]
    image = mime.imageData() if mime.hasImage() else None
    return [(f"{tr('intake.pasted')}.png", partial(_png, image))] if isinstance(image, QImage) and not image.isNull() else []


def holds_files(mime: QMimeData) -> bool:
    """Would `from_mime` give something?"""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls()) or any(map(mime.hasFormat, _PICTURES))


def from_clipboard() -> list[Path | Source]:
    """The files or the picture on the clipboard."""
    held: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return from_mime(held) if held is not None else []  # none: whoever copied it has gone


def _read(path: Path) -> bytes:
    try:
        evidence.demand_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())


# -- taking in -----------------------------------------------------------------------------------------
def take_photos(
    frame: Frame,
    inspection: RowId | int,
    path: str,
    files: Sequence[Path | Source],
    then: Callable[[Taken], object] | None = None,
    caption: str = "",
    *,
    quiet: bool = False,
) -> Job | None:
    """Attach files to a question: at once gives the job (None when refused: the person was told), `then` is called on the
    window's thread when all are in, set aside or cancelled. Rows appear through `Page.touched` as they are named.

    `quiet`: whoever asked shows what runs and tells what came of it."""
    if not files:
        return None
    try:
        scope, path = attaching.may_attach(frame.session.desk(), RowId(inspection), path)
    except FieldauditError as error:
        frame.show_error(error)
        return None
    taken = Taken()
    job = Job(tr("intake.title"), "image-plus", tr("intake.unit"), total=len(files), quiet=quiet)

    def do(running: Job) -> None:
        sources = [each for one in files for each in (from_paths([one]) if isinstance(one, Path) else [one])]
        attach = partial(attaching.attach_kept, inspection=inspection_, wanted=path, caption=caption)
        _take(frame, running, taken, sources, inspection_, scope, lambda desk, kept: attach(desk, kept=kept))

    def ended(job: Job) -> None:
        taken.error = job.error
        if not quiet:
            tell(frame, taken)
        if then is not None:
            then(taken)

    inspection_ = RowId(inspection)
    frame.start_job(job, do, ended)
    return job


Attach = Callable[[Desk, Sequence[evidence.Kept]], list[RowId]]


def _take(frame: Frame, job: Job, taken: Taken, sources: Sequence[Source], inspection: RowId, scope: Scope, attach: Attach) -> None:
    """In a worker: file after file, an act for every few. What was kept before a cancel is named before it ends."""
    waiting: list[evidence.Kept] = []
    known = {RowId(each["id"]) for each in queries.attachments(frame.session.desk_of_thread().store, inspection)}
    previews = evidence.previews(frame.session.desk_of_thread())

    def name_them() -> None:
        def act(desk: Desk) -> list[RowId]:
            rows = attach(desk, waiting)
            taken.added += len(set(rows) - known)
            known.update(rows)
            taken.told += desk.told
            desk.told.clear()
            return rows

        if waiting:
            taken.rows += frame.session.act(act)
            waiting.clear()

    try:
        for number, (name, read) in enumerate(sources):
            job.step(number, len(sources))
            try:
                one = evidence.read_one(_given(read), name)
                kept = evidence.keep(frame.session.desk_of_thread(), scope, one)
            except BadInput as refused:
                taken.refused.append((name, refused))
                continue
            if kept.is_photo:
                previews.make(Wish(kept.object, kept.facts.sha256, THUMBNAIL_LONGEST))
            waiting.append(kept)
            first_of_many = not taken.rows and len(sources) > _TOGETHER
            if len(waiting) >= (_FIRST if first_of_many else _TOGETHER):
                name_them()
    finally:
        name_them()
    job.step(len(sources))


def _given(read: Callable[[], bytes]) -> bytes:
    """What a file holds; one that cannot be read (gone, a bad card) is set aside like one of no use: the others go on."""
    try:
        return read()
    except MachineError as error:
        raise BadInput(error.what, where=error.where, todo=error.todo) from error


# -- telling -------------------------------------------------------------------------------------------
def tell(frame: Frame, taken: Taken) -> None:
    """Say what came of it: a toast where all went in, a list of every refusal and doubt otherwise."""
    if taken.refused or taken.told:
        IntakeReport(frame, taken).open()
    elif taken.added:
        frame.toasts.say(tr("intake.done", taken.added), undo=frame.undo if taken.added <= _TOGETHER else None)


class IntakeReport(Overlay):
    """Every file that was set aside and why, and what is worth knowing of the others."""

    stays = True

    def __init__(self, frame: Frame, taken: Taken) -> None:
        super().__init__(frame, 560)
        title = tr("intake.some", len(taken.refused)) if taken.refused else tr("intake.done", taken.added)
        self.setAccessibleName(title)
        self.content.addWidget(label(title, "heading", wrap=True))
        if taken.refused and taken.added:
            self.content.addWidget(label(tr("intake.others", taken.added), "", "secondary", wrap=True))
        self.content.addWidget(_listed([_lines(name, error) for name, error in taken.refused] + [["", str(t)] for t in taken.told]))
        self._ok = button(tr("frame.understood"), self.close_it, kind=PRIMARY)
        self.content.addLayout(row(1, self._ok))

    def first(self) -> QWidget:
        """The button."""
        return self._ok


def _lines(name: str, error: FieldauditError) -> list[str]:
    return [name, " ".join(part for part in (str(error.what), str(error.todo)) if part)]


def _listed(entries: Sequence[Sequence[str]]) -> QScrollArea:
    inside = QWidget()
    layout = column(into=inside, gap=10)
    for name, words in entries:
        if name:
            layout.addWidget(_plain(name, "strong"))
        layout.addWidget(_plain(words, "table"))
    layout.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.setAccessibleName(tr("intake.list"))
    area.setMaximumHeight(px(320))
    area.setMinimumHeight(min(px(320), px(56) * len(entries)))
    return area


def _plain(words: str, role: str) -> QLabel:
    return label(words, role, wrap=True)


__all__ = ["IntakeReport", "Source", "Taken", "from_clipboard", "from_mime", "from_paths", "holds_files", "take_photos", "tell"]
