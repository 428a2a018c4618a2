"""Printing a paper at its own size on a printer of this machine. For a background thread; knows no page of the window.

QtPrintSupport is imported when somebody prints: where the system lacks its libraries there are no printers, and PDF files
remain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from ..errors import MachineError
from ..i18n import tr
from .pdf import POINT_MM, Pdf

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI = 400  # enough for 三号 strokes; more only makes the spool larger


def printers() -> list[str]:
    """The printers of this machine, the default one first."""
    try:
        from PySide6.QtPrintSupport import QPrinterInfo
    except ImportError:
        return []
    default = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != default, name))


def printer_named(name: str) -> QPrinter:
    """A printer by its name. Raises MachineError when it is gone."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise MachineError(
            tr("找不到这台打印机", "this printer is not there any more"),
            where=name,
            todo=tr("检查连接，或换一台打印机，或存为 PDF。", "Check the cable, choose another printer, or save it as PDF."),
        )
    return QPrinter(info, QPrinter.PrinterMode.HighResolution)


def print_pages(
    pdf: Pdf, printer: QPrinter, pages: Sequence[int], copies: int = 1, step: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Print these pages so many times, each at its own size without scaling. Raises MachineError, and what `step` raises."""
    wanted = list(pages) * (1 if printer.supportsMultipleCopies() else copies)
    if printer.supportsMultipleCopies():
        printer.setCopyCount(copies)
        printer.setCollateCopies(True)
    _set_paper(printer, pdf.sizes[wanted[0]])
    painter = QPainter()
    if not painter.begin(printer):
        raise MachineError(
            tr("打印机不接受任务", "the printer takes no work"),
            where=printer.printerName(),
            safe=tr("文书已保存，没有打印。", "The paper is kept; nothing was printed."),
            todo=tr("检查打印机是否开机、有纸，再打印一次。", "Check that it is on and has paper, then print again."),
        )
    try:
        for number, page in enumerate(wanted):
            if number:
                _set_paper(printer, pdf.sizes[page])
                printer.newPage()
            _draw(pdf, page, printer, painter)
            step(number + 1, len(wanted))
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _set_paper(printer: QPrinter, size: tuple[float, float]) -> None:
    """The page's own size, upright or across, with nothing taken off for margins: the paper has its own."""
    across = size[0] > size[1]
    short, long = sorted(length * POINT_MM for length in size)
    paper = QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setFullPage(True)
    turn = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, turn, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter))


def _draw(pdf: Pdf, page: int, printer: QPrinter, painter: QPainter) -> None:
    image = pdf.image(page, min(printer.resolution(), DPI) / 72)
    whole = printer.pageLayout().fullRectPixels(printer.resolution())
    painter.drawImage(QRectF(0, 0, whole.width(), whole.height()), image)


__all__ = ["DPI", "print_pages", "printer_named", "printers"]
