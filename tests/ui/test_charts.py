"""Charts: one painter for screen, clipboard, PNG and SVG; every mark is reached by mouse and by keys; no colour speaks alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from fieldaudit.ui.widgets.chart_view import SCALE, ChartView, image, save
from fieldaudit.ui.widgets.charts import Bars, Chart, Grid, Lines, nice_step
from fieldaudit.ui.widgets.marks import Cell, Mark

ROOM = QRectF(0, 0, 640, 220)


def mark(name: str, *lines: str, strong: int = 0) -> Mark:
    return Mark(name, lines or ("1",), name, strong)


def lines() -> Lines:
    points = [("9", 23, 1), ("10", 21, 7), ("11", 40, 24), ("12", 0, 0)]
    marks = [mark(f"{label}-{series}", "open", "overdue", "found", strong=series) for label, *_ in points for series in range(3)]
    return Lines("Open hazards", "note", ("open", "overdue"), points, marks)


def bars() -> Bars:
    rows = [("a very long name of a section that does not fit at all into its place", 27), ("water", 7), ("none", 0)]
    return Bars("By kind", "found", rows, [mark(name) for name, _ in rows])


def grid() -> Grid:
    columns = [("District", 2.0), ("Found", 1.0), ("Settled", 1.0), ("Open", 1.0)]
    rows = [[Cell(name), Cell("3"), Cell("", 0.5), Cell("1")] for name in ("one", "two", "three")]
    return Grid("By district", "", columns, rows, [mark(f"{row}-{cell}") for row in range(3) for cell in range(2)])


CHARTS = [lines, bars, grid]


@pytest.fixture
def view(qt: Any) -> Any:
    made = ChartView()
    made.resize(640, 220)
    made.show()
    yield made
    made.close()


@pytest.mark.parametrize("greatest", [0, 1, 4, 5, 9, 40, 155, 4000, 99_999])
def test_grid_lines_are_round_and_few(greatest: int) -> None:
    step = nice_step(greatest)
    assert step * 4 >= greatest and str(step).rstrip("0") in ("1", "2", "5")
    smaller = {"1": step // 2, "2": step // 2, "5": step * 2 // 5}[str(step).rstrip("0")]
    assert step == 1 or smaller * 4 < greatest  # the smallest that does


@pytest.mark.parametrize("make", CHARTS)
def test_every_mark_has_a_place_of_its_own_within_the_chart(qt: Any, make: Any) -> None:
    chart: Chart = make()
    room = QRectF(0, 0, 640, chart.height())
    boxes = chart.boxes(room)
    assert len(boxes) == len(chart.marks)
    for number, box in enumerate(boxes):
        assert room.contains(box.center()) and box.width() >= 4 and box.height() > 0, number
        assert [other for other, each in enumerate(boxes) if each.contains(box.center())] == [number]


@pytest.mark.parametrize("make", CHARTS)
def test_a_click_opens_the_mark_under_the_pointer(view: ChartView, make: Any) -> None:
    view.show_chart(make())
    opened: list[object] = []
    view.opened.connect(opened.append)
    chart = view.chart()
    assert chart is not None
    for box in chart.boxes(QRectF(view.rect())):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert opened == [each.opens for each in chart.marks]


@pytest.mark.parametrize("make", CHARTS)
def test_every_mark_is_reached_by_arrows_and_opened_by_enter(view: ChartView, make: Any) -> None:
    view.show_chart(make())
    chart, opened = view.chart(), list[object]()
    assert chart is not None
    view.opened.connect(opened.append)
    group, across = ((Qt.Key.Key_Down, Qt.Key.Key_Right), (Qt.Key.Key_Right, Qt.Key.Key_Down))[not chart.sideways]
    one_by_one = chart.group == 1
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Home)
    for _ in range(len(chart.marks) // chart.group):
        for at in range(chart.group):
            QTest.keyClick(view, Qt.Key.Key_Return)
            if at + 1 < chart.group:
                QTest.keyClick(view, across)
        for _back in range(chart.group - 1):
            QTest.keyClick(view, Qt.Key.Key_Left if across == Qt.Key.Key_Right else Qt.Key.Key_Up)
        QTest.keyClick(view, Qt.Key.Key_Down if one_by_one else group)
    assert opened == [each.opens for each in chart.marks]


def test_what_is_pointed_at_is_told_in_words(view: ChartView) -> None:
    view.show_chart(lines())
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current == 9 and "12-0" in view.accessibleName() and "open" in view.accessibleName()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleName().startswith("Open hazards. 12-1: overdue")
    assert all(each.words() in view.accessibleDescription() for each in lines().marks)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.current == -1 and view.accessibleName() == "Open hazards"


@pytest.mark.parametrize("make", CHARTS)
def test_the_clipboard_has_the_picture_at_twice_the_size(view: ChartView, make: Any) -> None:
    view.show_chart(make())
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().image()
    assert copied.size() == image(make(), view.width()).size()
    assert copied.width() > SCALE * view.width()
    assert _inks(copied) > 3


@pytest.mark.parametrize("make", CHARTS)
def test_png_and_svg_show_the_same(qt: Any, make: Any, tmp_path: Path) -> None:
    from PySide6.QtGui import QPainter
    from PySide6.QtSvg import QSvgRenderer

    assert save(make(), 640, tmp_path / "a.png") and save(make(), 640, tmp_path / "a.svg")
    drawn = QImage(str(tmp_path / "a.png"))
    other = QImage(drawn.size(), QImage.Format.Format_RGB32)
    other.fill(Qt.GlobalColor.white)
    painter = QPainter(other)
    QSvgRenderer(str(tmp_path / "a.svg")).render(painter)
    painter.end()
    differing = sum(
        abs(drawn.pixelColor(x, y).lightness() - other.pixelColor(x, y).lightness()) > 60
        for x in range(0, drawn.width(), 4)
        for y in range(0, drawn.height(), 4)
    )
    assert differing < drawn.width() * drawn.height() / 16 * 0.03  # edges of letters
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert make().title in svg and "<image" not in svg


def test_a_file_that_cannot_be_written_is_told(qt: Any, complaints: Any, tmp_path: Path) -> None:
    assert not save(bars(), 640, tmp_path / "no-such-folder" / "a.png")
    assert not save(bars(), 640, tmp_path / "no-such-folder" / "a.svg")
    complaints.heard.clear()  # Qt says so as well


def test_the_two_lines_differ_without_colour(qt: Any, tmp_path: Path) -> None:
    save(lines(), 640, tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "stroke-dasharray" in svg  # one is dashed
    assert "<rect" in svg and ("<circle" in svg or "<ellipse" in svg)  # square and round markers


def test_a_chart_of_nothing_is_painted_too(view: ChartView) -> None:
    for empty in (Lines("t", "", ("a", "b"), [], []), Bars("t", "", [], []), Grid("t", "", [("a", 1.0)], [], [])):
        view.show_chart(empty)
        QTest.keyClick(view, Qt.Key.Key_Right)
        QTest.keyClick(view, Qt.Key.Key_Return)
        assert view.current == -1 and not view.grab().isNull()


def _inks(picture: QImage) -> int:
    return len({picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)})
