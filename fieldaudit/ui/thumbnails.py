"""Small pictures for the window: asked for while painting, made and decoded in the background, kept in Qt's pixmap cache.

One service a frame over `evidence.previews`: the newest wish first, so that what is on the screen now comes first. The
window's thread only ever puts a finished image into the cache. Memory is bounded by the cache's limit, whatever is
scrolled past. Knows no widget: who paints listens to `changed` and paints again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QPixmapCache
from shiboken6 import isValid

from ..domain.annotation import Shape
from ..errors import FieldauditError, MachineError
from ..evidence.photo import PREVIEW_LONGEST, THUMBNAIL_LONGEST, thumbnail
from ..evidence.previews import Previews, Wish, Workers
from ..i18n import tr
from ..work.desk import Row
from ..work.evidence import demand_size, previews
from .threads import on_window, open_door

if TYPE_CHECKING:
    from .shell.frame import Frame

CACHE_KB = 96_000  # of finished pixmaps: some 3,000 thumbnails of 96x72
BOLD = 2.0  # a thumbnail's marks are so many times heavier than on the whole picture


@dataclass(frozen=True, slots=True)
class _Asked:
    """One picture at one size: `load` gives a JPEG, in a worker."""

    key: str
    subject: str = field(compare=False)  # what is missing when it cannot be had, whatever the size
    load: Callable[[], bytes] = field(compare=False)
    size: QSize = field(compare=False)
    fill: bool = field(compare=False)


class Thumbnails(QObject):
    """The pictures of one frame; see `of`."""

    changed = Signal(str)  # the picture of this key can be had now, or is known to be missing

    def __init__(self, source: Previews) -> None:
        super().__init__()
        self._previews = source
        self._refused: dict[str, FieldauditError] = {}
        QPixmapCache.setCacheLimit(CACHE_KB)
        open_door()
        self._workers = Workers[_Asked](self, self._ended)

    @staticmethod
    def of(frame: Frame) -> Thumbnails:
        """The service of a frame, made when first asked for; it ends with the frame."""
        held = _services.get(frame)
        if held is None:
            held = _services[frame] = Thumbnails(previews(frame.session.desk()))
            held.setParent(frame)
            frame.closing.connect(held.close)
        return held

    def close(self) -> None:
        """Forget what waits, wait for what is being made."""
        self._workers.close()

    # -- asking (the window's thread) --------------------------------------------------------------
    def photo(self, row: Row, size: QSize, shapes: Sequence[Shape] = (), *, fill: bool = True) -> QPixmap | None:
        """The picture of an attachment with its marks, or None while it is being made (then `changed` tells).

        `size`: device pixels; filled (cut to its shape), or fitted into it.
        """
        longest = THUMBNAIL_LONGEST if max(size.width(), size.height()) <= THUMBNAIL_LONGEST else PREVIEW_LONGEST
        wish = Wish(row["object"], row["sha256"], longest, tuple(shapes), BOLD if shapes and fill else 1.0)
        key = f"{wish.key}/{_named(size, fill)}"
        return self._get(_Asked(key, row["sha256"], lambda: self._previews.make(wish), size, fill))

    def file(self, path: Path, stamp: float, size: QSize, read: Callable[[], bytes] | None = None) -> QPixmap | None:
        """The picture of a file that was not taken in; `stamp`: its time of change, so that nothing stale is shown.

        `read` gives what is in it where that is not its bytes as they lie there (it is sealed).
        """
        subject = f"file-{stamp}-{path}"
        load = partial(_of_file, path) if read is None else lambda: thumbnail(read())
        return self._get(_Asked(f"{subject}/{_named(size, True)}", subject, load, size, True))

    def missing(self, row: Row) -> FieldauditError | None:
        """Why there is no picture of an attachment, if it was found that there is none."""
        return self._refused.get(row["sha256"])

    def file_refused(self, path: Path, stamp: float) -> FieldauditError | None:
        """Why a file has no picture, if it was found that it has none."""
        return self._refused.get(f"file-{stamp}-{path}")

    def forget_missing(self) -> None:
        """Something arrived: what was missing may be here now."""
        self._refused.clear()

    def _get(self, asked: _Asked) -> QPixmap | None:
        found = QPixmap()
        if QPixmapCache.find(asked.key, found):
            return found
        if asked.subject not in self._refused:
            self._workers.ask(asked)
        return None

    # -- making (a worker's thread) ----------------------------------------------------------------
    def make(self, asked: _Asked, /) -> None:
        """Decode and cut. Raises FieldauditError."""
        image = QImage.fromData(asked.load())
        made = _cut(image, asked.size) if asked.fill else _fitted(image, asked.size)
        on_window(lambda: self._keep(asked.key, made))

    def _ended(self, asked: _Asked, error: FieldauditError | None) -> None:
        if error is not None:
            on_window(lambda: self._keep(asked.key, (asked.subject, error)))

    # -- and back on the window's ------------------------------------------------------------------
    def _keep(self, key: str, made: object) -> None:
        if isinstance(made, QImage):
            QPixmapCache.insert(key, QPixmap.fromImage(made))
        elif isinstance(made, tuple):
            subject, error = made
            self._refused[subject] = error
        if isValid(self):
            self.changed.emit(key)


_services: WeakKeyDictionary[Frame, Thumbnails] = WeakKeyDictionary()


def _named(size: QSize, fill: bool) -> str:
    return f"{size.width()}x{size.height()}{'' if fill else '-fit'}"


def _of_file(path: Path) -> bytes:
    try:
        demand_size(path.stat().st_size, path.name)
        return thumbnail(path.read_bytes())
    except OSError as error:
        raise unreadable(path.name, error) from error


def unreadable(name: str, error: OSError) -> MachineError:
    """A file that the system does not give us."""
    return MachineError(
        tr("读不出这个文件", "the file cannot be read"),
        where=f"{name}: {error.strerror or error}",
        todo=tr("检查存储卡或 U 盘后重试。", "Check the card or stick and try again."),
    )


def _cut(image: QImage, size: QSize) -> QImage:
    """Fills the size; what sticks out on two sides is cut off."""
    smooth = Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
    left, top = (scaled.width() - size.width()) // 2, (scaled.height() - size.height()) // 2
    return scaled.copy(QRect(left, top, size.width(), size.height())).convertToFormat(QImage.Format.Format_RGB32)


def _fitted(image: QImage, size: QSize) -> QImage:
    if image.width() <= size.width() and image.height() <= size.height():
        return image
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


__all__ = ["BOLD", "Thumbnails", "unreadable"]
