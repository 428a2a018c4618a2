"""The photo strip: thumbnails of one question or hazard, and where a new one is dropped, pasted or chosen.

Paints what the rows say and asks the service of thumbnails; knows no act. A thumbnail shows the time it was taken, its
marks, whether it is only on this laptop, and whether it is still being read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QDropEvent,
    QEnterEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ...store.waiting import of_photos
from ...work.desk import Row
from ...work.evidence import is_photo, shapes_by
from ..intake import Source, from_clipboard, from_mime, holds_files
from ..text import tr
from ..theme import TOKENS, font, pixmap, px, theme
from ..thumbnails import Thumbnails

if TYPE_CHECKING:
    from ..shell.frame import Frame

Files = Sequence[Path | Source]
_GAP = 8
_MOST_PENDING = 24  # places shown for photos that are still being read
_STRIP = QColor(20, 20, 22, 190)  # behind the time: over any photo, in every theme
_ON_STRIP = QColor("white")
PATTERNS = ("*.jpg", "*.jpeg", "*.png", "*.heic", "*.heif", "*.webp", "*.tif", "*.tiff", "*.bmp", "*.gif", "*.pdf",
            "*.m4a", "*.mp3", "*.wav", "*.amr", "*.ogg", "*.aac")  # fmt: skip
BADGES = {
    "here": ("laptop", "photos.onlyHere"), "handed": ("send", "photos.handed"), "confirmed": ("shield-check", "photos.confirmed"),
}  # fmt: skip


class PhotoStrip(QWidget):
    """The photos of `rows` (attachments), wrapping where they do not fit, and the place for a new one; `phone`: half of
    that place is for photos from a phone.

    Each says whether it is only here, handed over or confirmed (a row's "kept" overrides it). `read_only`: no place for a
    new one, nothing is dropped. Keys while a thumbnail has the focus: left and right, Home, End, Enter opens.
    """

    opened = Signal(object)  # the attachment's id
    removal_wanted = Signal(object)  # the attachment's id (Delete, or the menu)
    add_wanted = Signal()
    phone_wanted = Signal()
    files_given = Signal(list)  # dropped or pasted: list[Path | Source], for `intake.take_photos`

    def __init__(
        self,
        frame: Frame,
        rows: Sequence[Row] = (),
        *,
        read_only: bool = False,
        phone: bool = False,
        size: tuple[int, int] = (96, 72),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._frame, self._read_only, self._phone = frame, read_only, phone and not read_only
        self._size = QSize(px(size[0]), px(size[1]))
        self._cells: list[QWidget] = []
        self.setAccessibleName(tr("photos.strip"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if not read_only:
            accepts_files(self, self.files_given.emit)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Row], pending: int = 0) -> None:
        """Show these attachments instead; `pending`: how many more are being read. What stays the same is not made anew."""
        desk = self._frame.session.desk()
        at, drawn = self._focused(), shapes_by(desk, rows)
        states = {each.same[0]: each.same[3] for each in self._cells if isinstance(each, Thumb)}  # a sync makes no strip anew
        states |= of_photos(desk.store, [row for row in rows if row["id"] not in states])
        rows = [{"kept": states.get(row["id"], ""), **row} for row in rows]
        kept = {each.same: each for each in self._cells if isinstance(each, Thumb)}
        cells: list[QWidget] = []
        for row in rows:
            shapes = drawn.get(row["id"], ())
            cells.append(_taken(kept, same_thumb(row, shapes)) or self._thumb(row, shapes))
        cells += [_Pending(self._size, self) for _ in range(min(pending, _MOST_PENDING))]
        if not self._read_only:
            cells += [each for each in self._cells if isinstance(each, AddPhoto)] or self._adds()
        for gone in set(self._cells) - set(cells):
            gone.hide()
            gone.deleteLater()
        known, self._cells = set(self._cells), cells
        for before, after in pairwise(cells):
            if not (before in known and after in known):
                QWidget.setTabOrder(before, after)
        self._arrange()
        if at >= 0 and (buttons := self.cells()) and self._focused() < 0:
            buttons[min(at, len(buttons) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _thumb(self, row: Row, shapes: Sequence[Any]) -> Thumb:
        cell = Thumb(self._frame, row, shapes, self._size, self)
        cell.clicked.connect(lambda _checked=False, id_=row["id"]: self.opened.emit(id_))
        cell.removal.connect(lambda id_=row["id"]: self.removal_wanted.emit(id_))
        cell.set_removable(not self._read_only)
        return cell

    def _adds(self) -> list[AddPhoto]:
        half = QSize(self._size.width(), (self._size.height() - px(4)) // 2)
        add = AddPhoto(half if self._phone else self._size, parent=self)
        add.clicked.connect(self.add_wanted.emit)
        if not self._phone:
            return [add]
        phone = AddPhoto(half, tr("phone.short"), self, icon_name="smartphone", name=tr("phone.title"), tip=tr("phone.how"))
        phone.clicked.connect(self.phone_wanted.emit)
        return [add, phone]

    def cells(self) -> list[QAbstractButton]:
        """The thumbnails and the place for a new one, in order."""
        return [each for each in self._cells if isinstance(each, QAbstractButton)]

    def focus_first(self) -> None:
        """Put the keyboard on the first thumbnail."""
        if cells := self.cells():
            cells[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _focused(self) -> int:
        return next((n for n, each in enumerate(self.cells()) if each.hasFocus()), -1)

    # -- size ----------------------------------------------------------------------------------------------
    def _a_line(self, width: int) -> int:
        return max(1, (width + px(_GAP)) // (self._size.width() + px(_GAP)))

    def _places(self) -> int:
        """Both halves are in one."""
        return len(self._cells) - self._phone

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as are needed."""
        lines = -(-self._places() // self._a_line(width))
        return lines * (self._size.height() + px(_GAP)) - px(_GAP) if lines else 0

    def sizeHint(self) -> QSize:
        """All in one line."""
        return QSize(self._places() * (self._size.width() + px(_GAP)), self._size.height() if self._cells else 0)

    def minimumSizeHint(self) -> QSize:
        """One of them."""
        return self._size if self._cells else QSize(0, 0)

    def _arrange(self) -> None:
        across, down, a_line = self._size.width() + px(_GAP), self._size.height() + px(_GAP), self._a_line(self.width())
        for at, cell in enumerate(self._cells):
            below = at == self._places()  # the second half of the last place
            at -= below
            place = QPoint(at % a_line * across, at // a_line * down + below * (self._size.height() - cell.height()))
            if cell.pos() != place:
                cell.move(place)
            if cell.isHidden():
                cell.show()
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Along the strip."""
        cells, at = self.cells(), self._focused()
        steps = {Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(cells) - 1}
        to = steps.get(Qt.Key(event.key()))
        if to is None or at < 0:
            super().keyPressEvent(event)
        elif 0 <= to < len(cells):
            cells[to].setFocus(Qt.FocusReason.TabFocusReason)


def _taken(kept: dict[Any, Thumb], key: Any) -> Thumb | None:
    return kept.pop(key) if key in kept else None


def same_thumb(row: Row, shapes: Sequence[Any]) -> tuple[Any, ...]:
    """What a thumbnail shows: the same needs not be made again."""
    return (row["id"], row["sha256"], row.get("caption"), row.get("kept"), tuple(shapes))


class Thumb(QAbstractButton):
    """One thumbnail: a button that opens the photo."""

    removal = Signal()

    def __init__(self, frame: Frame, row: Row, shapes: Sequence[Any], size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.same = same_thumb(row, shapes)
        self._service = Thumbnails.of(frame)
        self._row, self._shapes = row, tuple(shapes)
        self._removable = self._hover = self._current = False
        self.setFixedSize(size)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(photo_name(row, len(self._shapes)))
        self.setToolTip(photo_name(row, len(self._shapes)))
        self._service.changed.connect(self._told)

    def set_removable(self, removable: bool) -> None:
        """May it be taken off here?"""
        self._removable = removable

    def set_current(self, current: bool) -> None:
        """It is the one that is shown large."""
        self._current = current
        self.setAccessibleDescription(tr("photos.current") if current else "")
        self.update()

    def _told(self, key: str) -> None:
        if self._row["sha256"] in key:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, the strip with its time, badges."""
        painter = QPainter(self)
        paint_thumb(painter, self.rect(), self._service, self._row, self._shapes, self.devicePixelRatioF(), hover=self._hover)
        if self._current:
            paint_focus(painter, self.rect(), "accent")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self._hover = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        self._hover = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete takes it off."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Delete and self._removable:
            self.removal.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with it."""
        menu = QMenu(self)
        menu.addAction(_action(menu, tr("photos.open"), self.click))
        if self._removable:
            menu.addAction(_action(menu, tr("photos.remove"), self.removal.emit))
        menu.popup(event.globalPos())


def _action(menu: QMenu, words: str, do: Callable[[], object]) -> QAction:
    made = QAction(words, menu)
    made.triggered.connect(lambda _checked=False: do())
    return made


class AddPhoto(QAbstractButton):
    """The dashed place for a new photo: an icon above its words, or beside them where it is low."""

    def __init__(
        self,
        size: QSize,
        words: str = "",
        parent: QWidget | None = None,
        *,
        icon_name: str = "camera",
        name: str = "",
        tip: str = "",
    ) -> None:
        super().__init__(parent)
        self._words, self._icon = words or tr("photos.add"), icon_name
        self.setFixedSize(size)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name or self._words)
        self.setToolTip(tip or tr("photos.addHow"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed box with a camera."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme()["border_control"], 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme()["hover"] if self.underMouse() else theme()["surface"])
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        painter.setFont(font("caption"))
        tall, side = self.height() >= px(64), px(20 if self.height() >= px(64) else 16)
        beside = 0 if tall else painter.fontMetrics().horizontalAdvance(self._words) + px(4)
        left = max(px(4), (self.width() - side - beside) // 2)
        top = self.height() // 2 - (px(20) if tall else side // 2)
        painter.drawPixmap(QPoint(left, top), pixmap(self._icon, "text", 20 if tall else 16))
        painter.setPen(theme()["text_secondary"])
        below = QRect(px(4), top + side + px(4), self.width() - px(8), px(18))
        place = below if tall else QRect(left + side + px(4), 0, self.width() - left - side - px(8), self.height())
        said = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter if tall else Qt.AlignmentFlag.AlignVCenter, said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class _Pending(QWidget):
    """The place of a photo that is still being read."""

    def __init__(self, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size)
        self.setAccessibleName(tr("photos.pending"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_blank(painter, self.rect(), "image")


# -- painting --------------------------------------------------------------------------------------------
def paint_thumb(
    painter: QPainter,
    rect: QRect,
    service: Thumbnails,
    row: Row,
    shapes: Sequence[Any] = (),
    ratio: float = 1.0,
    *,
    hover: bool = False,
) -> None:
    """A thumbnail as it stands in strips, lists and papers' lists: for delegates too. `rect` in logical pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    image = None
    if is_photo(row):
        image = service.photo(row, QSize(round(rect.width() * ratio), round(rect.height() * ratio)), shapes)
    if image is None:
        paint_blank(painter, rect, _stand_in(service, row))
    else:
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(rect), px(TOKENS["radius"]["thumb"]), px(TOKENS["radius"]["thumb"]))
        painter.setClipPath(clip)
        painter.drawPixmap(rect, image)
    if time := time_of(row):
        paint_strip(painter, rect, time)
    if row.get("kept") in BADGES:
        _badge(painter, rect, BADGES[row["kept"]][0], ratio)
    painter.setClipping(False)
    if hover:
        painter.setPen(QPen(theme()["accent"], 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
    painter.restore()


def _stand_in(service: Thumbnails, row: Row) -> str:
    if not is_photo(row):
        return "file-text"
    return "cloud" if service.missing(row) is not None else "image"


def paint_blank(painter: QPainter, rect: QRect, icon_name: str) -> None:
    """Where there is no picture: not yet, not here, or none to be had."""
    painter.setPen(QPen(theme()["border"], 1))
    painter.setBrush(theme()["surface_sunken"])
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
    side = px(20)
    painter.drawPixmap(rect.center() - QPoint(side // 2 - 1, side // 2 + px(4)), pixmap(icon_name, "text_muted", 20))


def paint_strip(painter: QPainter, rect: QRect, words: str) -> None:
    high = px(TOKENS["photo"]["time_strip"])
    strip = QRect(rect.left(), rect.bottom() - high + 1, rect.width(), high)
    painter.fillRect(strip, _STRIP)
    painter.setFont(font("badge"))
    face = painter.font()
    face.setPixelSize(px(11))
    face.setBold(False)
    painter.setFont(face)
    painter.setPen(_ON_STRIP)
    painter.drawText(strip.adjusted(px(4), 0, -px(4), 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def _badge(painter: QPainter, rect: QRect, icon_name: str, ratio: float) -> None:
    side = px(20)
    box = QRect(rect.right() - side - px(1), rect.top() + px(4), side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_STRIP)
    painter.drawRoundedRect(box, px(4), px(4))
    art = _white(icon_name)
    painter.drawPixmap(box.topLeft() + QPoint((side - px(14)) // 2, (side - px(14)) // 2), art)


def _white(icon_name: str) -> Any:
    """An icon in white whatever the theme: it lies on a photo."""
    from ..theme.icons import _drawn

    return _drawn(icon_name, "#ffffffff", px(14), 2.0, 2.0)


def paint_focus(painter: QPainter, rect: QRect, token: str = "focus") -> None:
    """A ring inside a picture (the keyboard's focus, or which is current): over a photo it needs a pale line under it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, inset in ((theme()["surface"], 2.5), (theme()[token], 1.0)):
        painter.setPen(QPen(colour, 2))
        painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), px(4), px(4))


# -- words -----------------------------------------------------------------------------------------------
def time_of(row: Row) -> str:
    """The time of capture as the strip shows it (14:30), "" when the camera did not say."""
    said = str(row.get("taken_at") or "")
    return said[11:16]


def photo_name(row: Row, marks: int = 0) -> str:
    """A photo in words, for accessibility and tooltips."""
    parts = [str(row.get("caption") or row["file_name"])]
    if row.get("taken_at"):
        parts.append(tr("photos.takenAt", time=str(row["taken_at"])[:16].replace("T", " ")))
    if marks:
        parts.append(tr("photos.marks", marks))
    if row.get("kept") in BADGES:
        parts.append({key: tr(words) for key, (_, words) in BADGES.items()}[row["kept"]])
    return " · ".join(parts)


# -- dropping and pasting ----------------------------------------------------------------------------------
class _Gate(QObject):
    """Lets files into one widget: dropped, or pasted while the focus is in it."""

    def __init__(self, widget: QWidget, do: Callable[[list[Path | Source]], object]) -> None:
        super().__init__(widget)
        self._do = do
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Drags that hold files, drops of them, Ctrl+V."""
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove) and isinstance(event, QDropEvent):
            if holds_files(event.mimeData()):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                return True
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._take(from_mime(event.mimeData()), event)
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            return self._take(from_clipboard(), event)
        return False

    def _take(self, files: list[Path | Source], event: QEvent) -> bool:
        if files:
            event.accept()
            self._do(files)
        return bool(files)


def accepts_files(widget: QWidget, do: Callable[[list[Path | Source]], object]) -> None:
    """Let files be dropped on a widget, and pasted while it or a child of it has the focus; `do` gets them."""
    _Gate(widget, do)


__all__ = [
    "PATTERNS", "AddPhoto", "PhotoStrip", "Thumb", "accepts_files", "paint_blank", "paint_focus", "paint_strip",
    "paint_thumb", "photo_name", "time_of",
]  # fmt: skip
