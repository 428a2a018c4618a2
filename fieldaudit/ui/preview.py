"""The preview of a paper: the whole page on a sunken bed, made in the background; pages, zoom, and the place for the seal.

PgUp/PgDn turn pages, Ctrl+wheel and Ctrl +/- zoom, Ctrl+0 fits the page. Owns no paper: whoever shows one gives a
function that makes its bytes, called in a background thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from .jobs import Job
from .pdf import POINT_MM, Pdf
from .text import tr
from .theme import TOKENS, px, theme
from .widgets.basic import button, column, frame, label, row

if TYPE_CHECKING:
    from .shell.frame import Frame

SEAL_MM = 42  # a bureau's seal
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_MOST_KEPT = 6  # pictures of pages
_SEAL = QColor(TOKENS["color"]["light"]["danger"])  # paper is white in every theme


class PageView(QAbstractScrollArea):
    """One page of a file, fitted whole or larger."""

    moved = Signal()  # another page or zoom

    def __init__(self, frame_: Frame) -> None:
        super().__init__()
        self._frame = frame_
        self.pdf: Pdf | None = None
        self.page, self.zoom = 0, 0.0  # 0: the whole page
        self.issuer = ""  # whose seal is shown, where it signs
        self._seals: dict[int, tuple[float, float] | None] = {}
        self._kept: dict[tuple[int, int], QImage] = {}
        self._asked: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("preview.page"))
        self.horizontalScrollBar().setSingleStep(px(40))
        self.verticalScrollBar().setSingleStep(px(40))

    # -- what is shown -------------------------------------------------------------------------------
    def show_pdf(self, pdf: Pdf | None, issuer: str = "") -> None:
        """Show a file from its first page, or nothing."""
        self.pdf, self.issuer, self.page, self.zoom = pdf, issuer, 0, 0.0
        self._kept.clear()
        self._seals.clear()
        self._asked = None
        self._again()

    def turn(self, to: int) -> None:
        """Go to a page, where there is one."""
        if self.pdf is not None and 0 <= to < len(self.pdf.sizes) and to != self.page:
            self.page = to
            self.verticalScrollBar().setValue(0)
            self._again()

    def set_zoom(self, zoom: float) -> None:
        """1 is the paper's own size at 96 dots an inch; 0 the whole page."""
        self.zoom = zoom
        self._again()

    def step_zoom(self, step: int) -> None:
        """The next larger or smaller zoom."""
        now = self._scale() * 72 / 96
        steps = [zoom for zoom in _ZOOMS if (zoom > now * 1.01 if step > 0 else zoom < now * 0.99)]
        if steps:
            self.set_zoom(steps[0] if step > 0 else steps[-1])

    def percent(self) -> int:
        """The zoom in use, 100 for the paper's own size."""
        return round(self._scale() * 72 / 96 * 100)

    def _again(self) -> None:
        self._bars()
        self._ask()
        self.viewport().update()
        self.moved.emit()

    # -- pictures, in the background -------------------------------------------------------------------
    def _scale(self) -> float:
        """Logical pixels a point."""
        if self.pdf is None:
            return 1.0
        wide, high = self.pdf.sizes[self.page]
        room = self.size()
        fit = min((room.width() - px(48)) / wide, (room.height() - px(32)) / high)
        return max(0.05, fit if self.zoom == 0 else self.zoom * 96 / 72)

    def _key(self) -> tuple[int, int]:
        return self.page, round(self._scale() * self.devicePixelRatioF() * 1000)

    def _ask(self) -> None:
        if self.pdf is None or (key := self._key()) in self._kept or key == self._asked:
            return
        pdf, (page, scale), issuer, self._asked = self.pdf, key, self.issuer, key

        def make(_job: Job) -> tuple[QImage, tuple[float, float] | None, str]:
            return pdf.image(page, scale / 1000), pdf.seal(page, issuer) if issuer else None, pdf.text(page)

        self._frame.start_job(Job(tr("preview.page"), quiet=True), make, lambda job: self._made(job, pdf, key))

    def _made(self, job: Job, pdf: Pdf, key: tuple[int, int]) -> None:
        if not shiboken6.isValid(self) or pdf is not self.pdf or job.result is None:
            return
        image, seal, text = job.result
        while len(self._kept) >= _MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key], self._seals[key[0]] = image, seal
        if key[0] == self.page:
            self.setAccessibleDescription(text)
        self._asked = None
        self._ask()
        self.viewport().update()

    # -- geometry and painting -------------------------------------------------------------------------
    def _bars(self) -> None:
        size = self._sheet_size()
        view = self.viewport().size()
        for bar, wanted, has in (
            (self.horizontalScrollBar(), size.width() + px(48), view.width()),
            (self.verticalScrollBar(), size.height() + px(32), view.height()),
        ):
            bar.setPageStep(has)
            bar.setRange(0, max(0, wanted - has) if self.zoom else 0)

    def _sheet_size(self) -> QSize:
        if self.pdf is None:
            return QSize(0, 0)
        wide, high = self.pdf.sizes[self.page]
        return QSize(round(wide * self._scale()), round(high * self._scale()))

    def _sheet(self) -> QRectF:
        size, view = self._sheet_size(), self.viewport().size()
        left = max(px(24), (view.width() - size.width()) // 2) - self.horizontalScrollBar().value()
        top = max(px(16), (view.height() - size.height()) // 2) - self.verticalScrollBar().value()
        return QRectF(left, top, size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        if self.pdf is not None:
            self._again()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew: the sheet is one picture."""
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bed, the sheet (blank until its picture is there), the seal's place."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme()["surface_sunken"])
        if self.pdf is None:
            return
        sheet = self._sheet()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(sheet, Qt.GlobalColor.white)  # paper is white in every theme
        image = self._kept.get(self._key()) or next((kept for (page, _), kept in self._kept.items() if page == self.page), None)
        if image is not None:
            painter.drawImage(sheet, image)
        painter.setPen(QPen(theme()["border_control"], 1))
        painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_seal(painter, sheet)

    def _paint_seal(self, painter: QPainter, sheet: QRectF) -> None:
        """Only on the screen: the paper leaves its place white."""
        place = self._seals.get(self.page)
        if place is None:
            return
        scale, radius = self._scale(), SEAL_MM / POINT_MM / 2 * self._scale()
        middle = QPointF(sheet.left() + place[0] * scale, sheet.top() + place[1] * scale + radius * 0.25)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_SEAL, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius, radius)
        font = self.font()
        font.setPixelSize(px(12))
        painter.setFont(font)
        box = QRectF(middle.x() - radius, middle.y() - radius + px(4), radius * 2, px(18))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr("preview.seal"))

    # -- keys and wheel --------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages and zoom; the arrows scroll."""
        key, held = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(self.page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif held and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.step_zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif held and key == Qt.Key.Key_0:
            self.set_zoom(0)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + bar.singleStep() * (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + bar.singleStep() * (1 if key == Qt.Key.Key_Right else -1))
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms; at the end of a page the next one comes."""
        down = event.angleDelta().y() < 0
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(-1 if down else 1)
            return
        bar = self.verticalScrollBar()
        if (down and bar.value() == bar.maximum()) or (not down and bar.value() == bar.minimum()):
            self.turn(self.page + (1 if down else -1))
        else:
            super().wheelEvent(event)


class Preview(QWidget):
    """The page with its bar: previous and next, which page, smaller, fit, larger."""

    opened = Signal(object)  # the Pdf that is shown now
    failed = Signal(object)  # the FieldauditError of one that could not be made

    def __init__(self, frame_: Frame) -> None:
        super().__init__()
        self._frame = frame_
        self.view = PageView(frame_)
        self.before = button(kind="icon", icon_name="chevron-left", name=tr("preview.previous"), pressed=lambda: self._turn(-1))
        self.after = button(kind="icon", icon_name="chevron-right", name=tr("preview.next"), pressed=lambda: self._turn(1))
        self.count = label("", "table")
        zoom = self.view.step_zoom
        self.smaller = button(kind="icon", icon_name="zoom-out", name=tr("preview.smaller"), pressed=lambda: zoom(-1))
        self.larger = button(kind="icon", icon_name="zoom-in", name=tr("preview.larger"), pressed=lambda: zoom(1))
        self.fit = button(tr("preview.whole"), lambda: self.view.set_zoom(0), kind="text", size="small")
        bar = frame("pane")
        bar.setFixedHeight(px(48))
        row(self.before, self.count, self.after, 1, self.smaller, self.fit, self.larger, margins=(16, 0, 16, 0), gap=4, into=bar)
        column(bar, frame("line"), self.view, gap=0, into=self).setStretch(2, 1)
        self.view.moved.connect(self._look)
        self._turn_number = 0
        self._look()

    @property
    def pdf(self) -> Pdf | None:
        """What is shown."""
        return self.view.pdf

    def show_paper(self, make: Callable[[Job], bytes], issuer: str = "") -> None:
        """Show what `make` gives; it is called in a background thread. The one before goes away at once."""
        self._turn_number += 1
        number = self._turn_number
        self.view.show_pdf(None)

        def ended(job: Job) -> None:
            if shiboken6.isValid(self) and number == self._turn_number:
                self._ended(job, issuer)

        self._frame.start_job(Job(tr("preview.page"), quiet=True), lambda job: Pdf(make(job)), ended)

    def show_nothing(self) -> None:
        """An empty bed."""
        self._turn_number += 1
        self.view.show_pdf(None)

    def _ended(self, job: Job, issuer: str) -> None:
        if job.error is not None:
            self.failed.emit(job.error)
        elif isinstance(job.result, Pdf):
            self.view.show_pdf(job.result, issuer)
            self.opened.emit(job.result)

    def _turn(self, step: int) -> None:
        self.view.turn(self.view.page + step)

    def _look(self) -> None:
        pdf, page = self.view.pdf, self.view.page
        count = len(pdf.sizes) if pdf else 0
        self.count.setText(tr("preview.count", page=page + 1, of=count) if pdf else "")
        self.before.setEnabled(page > 0)
        self.after.setEnabled(page + 1 < count)
        for each in (self.smaller, self.larger, self.fit):
            each.setEnabled(pdf is not None)
        self.fit.setText(f"{self.view.percent()} %" if self.view.zoom else tr("preview.whole"))


__all__ = ["PageView", "Preview"]
