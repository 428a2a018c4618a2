"""Promises of printing and preview: every page at its own size, the chosen copies only, cancel stops it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter

from fieldaudit.errors import MachineError
from fieldaudit.ui.jobs import Cancelled
from fieldaudit.ui.pdf import Pdf
from fieldaudit.ui.printing import print_pages, printer_named

A4, ACROSS, A5 = (595.28, 841.89), (841.89, 595.28), (419.53, 595.28)


def pdf(*sizes: tuple[float, float]) -> Pdf:
    file = pypdfium2.PdfDocument.new()
    for size in sizes:
        file.new_page(*size)
    out = io.BytesIO()
    file.save(out)
    return Pdf(out.getvalue())


def to_file(place: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(place))
    return printer


def sizes_of(place: Path) -> list[tuple[float, float]]:
    return Pdf(place.read_bytes()).sizes


def near(size: tuple[float, float]) -> Any:
    return pytest.approx(size, abs=1.5)  # half a millimetre


def test_every_page_is_printed_at_its_own_size_upright_or_across(qt: Any, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    print_pages(pdf(A4, ACROSS, A5), to_file(tmp_path / "out.pdf"), range(3), 1, lambda done, total: steps.append((done, total)))
    assert [near(size) for size in (A4, ACROSS, A5)] == sizes_of(tmp_path / "out.pdf")
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_only_the_wanted_pages_are_printed_as_often_as_asked(qt: Any, tmp_path: Path) -> None:
    print_pages(pdf(A4, A5, ACROSS), to_file(tmp_path / "out.pdf"), [0, 2], 2)
    assert [near(size) for size in (A4, ACROSS, A4, ACROSS)] == sizes_of(tmp_path / "out.pdf")


def test_cancelling_stops_between_two_pages(qt: Any, tmp_path: Path) -> None:
    done: list[int] = []

    def step(page: int, _total: int) -> None:
        done.append(page)
        raise Cancelled

    with pytest.raises(Cancelled):
        print_pages(pdf(A4, A4, A4), to_file(tmp_path / "out.pdf"), range(3), 1, step)
    assert done == [1]


def test_a_printer_that_is_gone_or_takes_no_work_is_told(qt: Any, complaints: Any, tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="打印机"):
        printer_named("没有这台")
    with pytest.raises(MachineError, match="不接受"):
        print_pages(pdf(A4), to_file(tmp_path / "no" / "folder" / "out.pdf"), [0])
    complaints.heard.clear()  # Qt says so as well


def test_pages_become_pictures_of_the_asked_size(qt: Any) -> None:
    image = pdf(A4).image(0, 2.0)
    assert (image.width(), image.height()) == (1191, 1684)
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_a_file_without_an_outline_has_no_parts_and_no_seal(qt: Any) -> None:
    made = pdf(A4, A4)
    assert made.parts == [] and made.seal(0, "通辽市民政局") is None and made.text(0) == ""
