"""A paper's PDF as the window needs it: its pages as pictures, its parts, its words, where the seal goes. Knows no widget.

PDFium is not made for threads: its lock is around all of it, also around closing: what is only forgotten is closed by
Python on any thread, beside a page that is being drawn on another. Imported late: the window opens without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

from PySide6.QtGui import QImage

from ..documents.pdfium import LOCK

POINT_MM = 25.4 / 72
_open: WeakSet[Pdf] = WeakSet()
_forgotten: list[Any] = []  # open files nobody needs any more; closed by who holds the lock next


@contextmanager
def _pdfium() -> Iterator[None]:
    """PDFium is ours alone."""
    with LOCK:
        while _forgotten:
            _forgotten.pop().close()
        yield


@dataclass(frozen=True, slots=True)
class Part:
    """A copy within a file (当事人联, 存根): its name and its pages."""

    title: str
    pages: range


class Pdf:
    """An open file. Pages count from 0; lengths are points of 1/72 inch."""

    def __init__(self, data: bytes) -> None:
        """Open a file of our own making; what is not a PDF raises pypdfium2's error, which is our bug."""
        import pypdfium2  # type: ignore[import-untyped]

        self._file: Any = None
        with _pdfium():
            self._file = pypdfium2.PdfDocument(data)
            _open.add(self)
            self.sizes: list[tuple[float, float]] = [self._file.get_page_size(n) for n in range(len(self._file))]
            self.parts = self._read_parts()
        self.data = data

    def forget(self) -> None:
        """Nobody needs it any more. Not closed here: this may be any thread, at any moment."""
        file, self._file = self._file, None
        if file is not None:
            _forgotten.append(file)

    __del__ = forget

    def _read_parts(self) -> list[Part]:
        """What the outline names at its top, each up to the next."""
        found = [(entry.get_title(), entry.get_dest()) for entry in self._file.get_toc(max_depth=1)]
        starts = [(title, place.get_index()) for title, place in found if place is not None and place.get_index() is not None]
        ends = [start for _, start in starts[1:]] + [len(self.sizes)] * bool(starts)
        return [Part(title, range(start, end)) for (title, start), end in zip(starts, ends, strict=True)]

    def image(self, page: int, scale: float) -> QImage:
        """A page as a picture; `scale`: pixels a point."""
        with _pdfium(), closing(self._file[page]) as drawn, closing(drawn.render(scale=scale, prefer_bgrx=True)) as shown:
            return QImage(shown.buffer, shown.width, shown.height, shown.stride, QImage.Format.Format_RGB32).copy()

    def text(self, page: int) -> str:
        """What a page says, for who cannot see it."""
        with _pdfium(), closing(self._file[page]) as read, closing(read.get_textpage()) as words:
            return str(words.get_text_range()).replace("\r", "")

    def seal(self, page: int, issuer: str) -> tuple[float, float] | None:
        """Where the seal goes on a page: the middle of the issuer's name on its right; None where it does not sign."""
        from pypdfium2 import PdfiumError

        # It only helps the eye: a page without it is shown all the same.
        with _pdfium(), suppress(PdfiumError), closing(self._file[page]) as read, closing(read.get_textpage()) as words:
            place = None
            with closing(words.search(issuer)) as search:
                while (hit := search.get_next()) is not None:
                    boxes = [words.get_charbox(hit[0] + n) for n in range(hit[1])]
                    left, low, right, high = boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3]
                    if (left + right) / 2 > self.sizes[page][0] * 0.6:  # not the head, which is centred
                        place = (left + right) / 2, self.sizes[page][1] - (low + high) / 2
            return place
        return None


def close_all() -> None:
    """Close every file: the background work of the window has ended, none is drawn any more."""
    for pdf in list(_open):
        pdf.forget()
    with _pdfium():
        _open.clear()


__all__ = ["POINT_MM", "Part", "Pdf", "close_all"]
