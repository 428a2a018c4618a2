"""Printing and saving the paper that is previewed: printer, copies of the file, how often; and the paper over the window.

`PrintPanel` stands beside a preview; `PaperDialog` is both over the page, for a paper that is shown from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ..errors import MachineError, machine_reason
from ..i18n import Text
from .jobs import Job
from .pdf import Pdf
from .preview import Preview
from .printing import print_pages, printer_named, printers
from .shell.told import Overlay
from .text import tr
from .theme import icon, px
from .widgets.basic import PRIMARY, Elided, button, column, emptied, frame, label, row, set_state
from .widgets.fields import Check, Choose, NumberField
from .widgets.files import save_file
from .widgets.states import ErrorBox

if TYPE_CHECKING:
    from ..errors import FieldauditError
    from .shell.frame import Frame

MOST_COPIES = 99


class PrintPanel(QWidget):
    """Printer, which copies within the file, how often; one primary button. Printing runs in the background."""

    def __init__(self, frame_: Frame) -> None:
        super().__init__()
        self._frame = frame_
        self._pdf: Pdf | None = None
        self._name = ""
        self.printer = Choose(placeholder=tr("printing.none"))
        self.printer.setAccessibleName(tr("printing.printer"))
        self.printer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.printer.settled.connect(lambda name: self._frame.settings.put("printer", name))
        self._parts: QVBoxLayout = column(gap=0)
        self.checks: list[Check] = []
        self.copies = NumberField(tr("printing.times"), "1")
        self.copies.setAccessibleName(tr("printing.copies"))
        self.copies.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.copies.textChanged.connect(lambda _text: self._look())
        self.print = button("", self.print_it, kind=PRIMARY, size="large", icon_name="printer")
        self.save = button(tr("printing.pdf"), self.save_it, size="", icon_name="file-down")
        self._times = QWidget()
        row(label(tr("printing.copies"), "table", "secondary"), self.copies, gap=12, into=self._times).setStretch(1, 1)
        top = column(label(tr("printing.printer"), "table", "secondary"), self.printer, gap=6)
        top.addLayout(self._parts)
        top.addWidget(self._times)
        whole = column(gap=12, into=self)
        whole.addLayout(top)
        whole.addLayout(column(self.print, self.save, gap=8))
        self._find_printers()
        self.set_paper(None, "")

    def _find_printers(self) -> None:
        """Asking the system for its printers may take seconds: in the background."""

        def found(job: Job) -> None:
            if not shiboken6.isValid(self):
                return
            names = job.result or []
            wanted = self._frame.settings.text("printer")
            self.printer.set_items([(name, name) for name in names], wanted if wanted in names else names[0] if names else None)
            self._look()

        self._frame.start_job(Job(tr("printing.printer"), quiet=True), lambda _job: printers(), found)

    def set_paper(self, pdf: Pdf | None, name: str) -> None:
        """What is printed now; `name`: of the file that is saved, without its ending."""
        self._pdf, self._name = pdf, name
        emptied(self._parts)
        self.checks = []
        parts = pdf.parts if pdf is not None and len(pdf.parts) > 1 else []
        for part in parts:
            check = Check(tr("printing.part", len(part.pages), title=part.title))
            check.setChecked(True)
            check.toggled.connect(lambda _on: self._look())
            self.checks.append(check)
            self._parts.addWidget(check)
        self._look()

    def pages(self) -> list[int]:
        """The pages that are wanted, once."""
        if self._pdf is None:
            return []
        if not self.checks:
            return list(range(len(self._pdf.sizes)))
        return [page for part, check in zip(self._pdf.parts, self.checks, strict=True) if check.isChecked() for page in part.pages]

    def times(self) -> int:
        """How often; 0 for what is no number of copies."""
        said = self.copies.said()
        return int(said) if said.isascii() and said.isdecimal() and 1 <= int(said) <= MOST_COPIES else 0

    def _look(self) -> None:
        has_printer = self.printer.count() > 0
        self.printer.setEnabled(has_printer)
        sheets = len(self.pages()) * self.times()
        self.print.setText(tr("printing.print", sheets) if sheets else tr("printing.printNothing"))
        self.print.setEnabled(bool(has_printer and sheets))
        self.save.setEnabled(self._pdf is not None)
        for each in (self.print, self._times):
            each.setVisible(has_printer)
        kind = "" if has_printer else PRIMARY  # without a printer the file is what can be had
        if self.save.property("kind") != kind:
            set_state(self.save, kind=kind, extent="" if has_printer else "large")
            self.save.setIcon(icon("file-down", "accent_text" if kind else "text", 20))

    # -- acts ------------------------------------------------------------------------------------------
    def print_it(self) -> None:
        """Send it to the printer, in the background."""
        pdf, pages, times, name = self._pdf, self.pages(), self.times(), self.printer.value()
        if pdf is None or not pages or not times or name is None:
            return

        def do(job: Job) -> None:
            print_pages(pdf, printer_named(str(name)), pages, times, job.step)

        def ended(job: Job) -> None:
            if job.error is not None:
                self._frame.show_error(job.error)
            elif job.state == "done":
                self._frame.toasts.say(tr("printing.sent", printer=name))

        self._frame.start_job(Job(tr("printing.job", name=self._name), icon="printer", unit=tr("printing.pages")), do, ended)

    def save_it(self) -> None:
        """Write the file's very bytes where the person says."""
        pdf = self._pdf
        place = save_file(self, tr("printing.saveTitle"), f"{self._name}.pdf") if pdf is not None else None
        if pdf is None or place is None:
            return

        def ended(job: Job) -> None:
            if job.error is not None:
                self._frame.show_error(job.error)
            else:
                self._frame.toasts.say(tr("printing.saved", name=place.name))

        self._frame.start_job(Job(tr("printing.saveTitle"), quiet=True), lambda _job: _write(place, pdf.data), ended)


def _write(place: Path, data: bytes) -> None:
    try:
        place.write_bytes(data)
    except OSError as error:
        raise MachineError(
            machine_reason(error),
            where=place.name,
            safe=Text("文书本身没有变化。", "The paper itself is unchanged."),
            todo=Text("换一个文件夹再存。", "Choose another folder."),
        ) from error


class PaperDialog(Overlay):
    """A paper over the page: preview at the left, printing at the right. Ctrl+P prints, Esc closes."""

    def __init__(self, frame_: Frame, title: str, make: Callable[[Job], bytes], *, issuer: str = "", prints: bool = True) -> None:
        """`prints`: False for a draft, which is looked at only."""
        size = _room(frame_)
        super().__init__(frame_)
        self.box.setFixedSize(size.width(), size.height())
        self.preview = Preview(frame_)
        self.panel = PrintPanel(frame_) if prints else None
        self._name = title
        shut = button(kind="icon", icon_name="x", name=tr("printing.close"), pressed=self.close_it)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        self.content.addLayout(row(Elided(title, "heading"), shut, margins=(20, 8, 12, 8)))
        self.content.addWidget(frame("line"))
        self._side = column(self.panel, 1, margins=(20, 16, 20, 20)) if self.panel is not None else None
        below = row(self.preview, gap=0)
        below.setStretch(0, 1)
        if self.panel is not None and self._side is not None:
            self.panel.setFixedWidth(px(220))
            below.addWidget(frame("column"))
            below.addLayout(self._side)
        self.content.addLayout(below, 1)
        self.setAccessibleName(title)
        self.preview.opened.connect(self._opened)
        self.preview.failed.connect(self._failed)
        self.preview.show_paper(make, issuer)

    def covers(self) -> QRect:
        """The frame: the strip of the demo's tour above it says what to do with the paper, and leads on."""
        return QRect(self._opener.mapTo(self._over, QPoint(0, 0)), self._opener.size())

    def first(self) -> QWidget:
        """The page."""
        return self.preview.view

    def close_it(self) -> None:
        """Close; the file is let go of, but by who prints it."""
        self.preview.show_nothing()
        if self.panel is not None:
            self.panel.set_paper(None, "")
        super().close_it()

    def _opened(self, pdf: Pdf) -> None:
        if self.panel is not None:
            self.panel.set_paper(pdf, self._name)

    def _failed(self, error: FieldauditError) -> None:
        self.content.insertWidget(2, ErrorBox(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P."""
        if event.matches(QKeySequence.StandardKey.Print) and self.panel is not None:
            self.panel.print_it()
        else:
            super().keyPressEvent(event)


def _room(frame_: Frame) -> QSize:
    whole = frame_.size()
    return QSize(min(whole.width() - px(48), px(980)), whole.height() - px(48))


__all__ = ["PaperDialog", "PrintPanel"]
