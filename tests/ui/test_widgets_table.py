"""Tables and lists: lazy pages, touched rows read again, everything by keyboard, cells exposed to accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldaudit.ui.widgets.lists import RowList
from fieldaudit.ui.widgets.table import Column, PagedModel, Table

COLUMNS = [
    Column("", "", 40, "check"),
    Column("name", "隐患"),
    Column("due", "期限", 132, "due"),
    Column("state", "状态", 120, "state"),
]
NONE, SHIFT, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Source:
    """Rows as a database would give them, counting what was asked."""

    def __init__(self, count: int) -> None:
        self.keys = list(range(1, count + 1))
        self.words = "hazard"
        self.asked: list[tuple[int, int]] = []

    def fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        self.asked.append((offset, limit))
        return [self.row(key) for key in self.keys[offset : offset + limit]]

    def row(self, key: int) -> dict[str, Any]:
        due = {"note": "11-24", "text": "今天", "tone": "warn"}
        return {"id": key, "name": f"{self.words} {key}", "due": due, "state": {"text": "整改中", "tone": "ok"}}

    def model(self) -> PagedModel:
        return PagedModel(self.fetch, lambda: len(self.keys), COLUMNS, ids=lambda: self.keys)


class Place(QWidget):
    """An active window that notes the keys its parts leave to it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []
        QVBoxLayout(self)
        self.resize(700, 400)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Shift):
            self.heard.append(event.key())

    def hold(self, widget: QWidget) -> None:
        self.layout().addWidget(widget)
        widget.setFocus()
        QTest.qWait(1)


@pytest.fixture
def place(qt: Any) -> Iterator[Place]:
    made = Place()
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    yield made
    made.deleteLater()


def keys(widget: QWidget, *pressed: Any) -> None:
    for key in pressed:
        key, modifier = key if isinstance(key, tuple) else (key, NONE)
        QTest.keyClick(widget, key, modifier)


K = Qt.Key


# -- the model ---------------------------------------------------------------------------------------
def test_only_pages_that_are_looked_at_are_read(place: Place) -> None:
    source = Source(100_000)
    place.hold(table := Table(source.model()))
    table.go_to(77_777)
    QTest.qWait(1)
    assert {offset // 200 for offset, _limit in source.asked} <= {0, 388}
    assert table.current_row() == source.row(77_778)


def test_a_touched_row_alone_is_read_again(place: Place) -> None:
    source = Source(1000)
    place.hold(table := Table(model := source.model()))
    source.asked.clear()
    source.words = "changed"
    model.refresh_rows([5, 900])
    assert source.asked == [(4, 1)], "row 900 was never shown"
    assert [row["name"] for row in (model.row(4), model.row(5)) if row] == ["changed 5", "hazard 6"]
    assert table.current_row() == {**source.row(1), "name": "hazard 1"}


def test_a_row_that_went_takes_its_check_along_and_the_place_stays(place: Place) -> None:
    source = Source(1000)
    place.hold(table := Table(model := source.model()))
    table.go_to(300)
    table.select_ids([300, 301])
    scrolled = table.verticalScrollBar().value()
    source.keys.remove(301)
    model.refresh_rows([301])
    assert table.selected_ids() == [300]
    assert table.current_row() == source.row(302)
    assert table.verticalScrollBar().value() == scrolled


def test_rows_that_changed_their_order_are_all_read_again(place: Place) -> None:
    source = Source(10)
    model = source.model()
    place.hold(Table(model))
    source.keys.reverse()
    model.refresh_rows([1])
    assert model.row(0) == source.row(10)


def test_another_filter_starts_at_the_top(place: Place) -> None:
    source = Source(1000)
    place.hold(table := Table(model := source.model()))
    table.go_to(700)
    source.keys = source.keys[::2]
    model.reset()
    assert (table.currentIndex().row(), table.verticalScrollBar().value()) == (0, 0)


def test_an_emptied_table_has_no_current_row(place: Place) -> None:
    source = Source(3)
    place.hold(table := Table(model := source.model()))
    told: list[object] = []
    table.current.connect(told.append)
    source.keys = []
    model.refresh_rows([1])
    assert (table.current_row(), told) == (None, [None])


# -- keys ----------------------------------------------------------------------------------------------
def test_rows_are_chosen_by_keyboard(place: Place) -> None:
    place.hold(table := Table(Source(1000).model()))
    told: list[list[int]] = []
    table.selection.connect(told.append)
    keys(table, K.Key_Down, K.Key_Space)
    assert told[-1] == [2]
    keys(table, (K.Key_Down, SHIFT), (K.Key_Down, SHIFT))
    assert told[-1] == [2, 3, 4]
    keys(table, K.Key_Space)
    assert told[-1] == [2, 3]
    keys(table, (K.Key_A, CONTROL))
    assert len(told[-1]) == 1000
    keys(table, K.Key_Escape)
    assert told[-1] == []


def test_enter_opens_and_moving_tells_the_current_row(place: Place) -> None:
    source = Source(10)
    place.hold(table := Table(source.model()))
    opened, current = [], []
    table.opened.connect(opened.append)
    table.current.connect(current.append)
    keys(table, K.Key_Down, K.Key_End, K.Key_Return, K.Key_Home)
    assert opened == [source.row(10)]
    assert current == [source.row(2), source.row(10), source.row(1)]


def test_letters_and_a_second_esc_are_the_pages(place: Place) -> None:
    place.hold(table := Table(Source(10).model()))
    keys(table, K.Key_J, K.Key_Slash, K.Key_Space, K.Key_Escape, K.Key_Escape)
    assert place.heard == [K.Key_J, K.Key_Slash, K.Key_Escape]


def test_boxes_and_ranges_by_mouse(place: Place) -> None:
    place.hold(table := Table(Source(10).model()))

    def click(row: int, column: int, modifier: Any = NONE) -> None:
        spot = table.visualRect(table.model().index(row, column)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, spot)

    click(1, 0)
    assert table.selected_ids() == [2]
    click(4, 1)
    assert (table.selected_ids(), table.currentIndex().row()) == ([2], 4)
    click(6, 1, SHIFT)
    assert table.selected_ids() == [2, 5, 6, 7]
    click(6, 0)
    assert table.selected_ids() == [2, 5, 6]


def test_the_header_sorts_by_mouse_and_by_keys(place: Place) -> None:
    place.hold(table := Table(Source(10).model()))
    told: list[tuple[str, bool]] = []
    table.sorted.connect(lambda key, descending: told.append((key, descending)))
    spot = QPoint(table.header.sectionViewportPosition(1) + 20, 10)
    QTest.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, NONE, spot)
    QTest.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, NONE, spot)
    table.header.setFocus(Qt.FocusReason.TabFocusReason)
    keys(table.header, K.Key_Right, K.Key_Right, K.Key_Return)
    assert told == [("name", False), ("name", True), ("due", False)]


def test_the_box_of_the_header_checks_all_and_none(place: Place) -> None:
    place.hold(table := Table(Source(500).model()))
    table.header.setFocus(Qt.FocusReason.TabFocusReason)
    keys(table.header, K.Key_Space)
    assert len(table.selected_ids()) == 500
    keys(table.header, K.Key_Space)
    assert table.selected_ids() == []


# -- accessibility ---------------------------------------------------------------------------------------
def exposed(table: QWidget) -> list[tuple[Any, str, bool]]:
    whole = QAccessible.queryAccessibleInterface(table)
    parts = [whole.child(at) for at in range(whole.childCount())]
    return [(part.role(), part.text(QAccessible.Text.Name), bool(part.state().checked)) for part in parts]


def test_cells_can_be_read_by_accessibility(place: Place) -> None:
    place.hold(table := Table(Source(2).model()))
    table.select_ids([2])
    cells = [(name, checked) for role, name, checked in exposed(table) if role == QAccessible.Role.Cell]
    row = [("11-24 今天", False), ("整改中", False)]
    assert cells == [("", False), ("hazard 1", False), *row, ("", True), ("hazard 2", False), *row]
    heads = [name for role, name, _checked in exposed(table) if role == QAccessible.Role.ColumnHeader]
    assert heads[1:] == ["隐患", "期限", "状态"]


# -- lists -------------------------------------------------------------------------------------------------
def listed(place: Place, count: int = 5, **options: Any) -> RowList:
    rows = [{"id": key, "name": f"row {key}"} for key in range(1, count + 1)]
    made = RowList(lambda *_painting: None, 48, lambda row: row["name"], rows, **options)
    place.hold(made)
    return made


def test_a_list_is_walked_and_opened_by_keys(place: Place) -> None:
    rows = listed(place)
    opened: list[dict[str, Any]] = []
    rows.opened.connect(opened.append)
    keys(rows, K.Key_Down, K.Key_Return, K.Key_J)
    assert [row["id"] for row in opened] == [2]
    assert place.heard == [K.Key_J]


def test_rows_of_a_list_can_be_read_by_accessibility(place: Place) -> None:
    assert [name for _role, name, _checked in exposed(listed(place, 3))] == ["row 1", "row 2", "row 3"]


def test_a_refreshed_list_keeps_its_current_row_and_tells_nobody(place: Place) -> None:
    rows = listed(place)
    rows.go_to(3)
    told: list[object] = []
    rows.current.connect(told.append)
    rows.show_rows([{"id": key, "name": "new"} for key in (9, 4, 1)])
    assert (rows.current_row(), told) == ({"id": 4, "name": "new"}, [])


def test_a_list_that_selects_does_so_by_keys(place: Place) -> None:
    rows = listed(place, selects=True)
    told: list[list[int]] = []
    rows.selection.connect(told.append)
    keys(rows, K.Key_Space, (K.Key_Down, SHIFT), (K.Key_A, CONTROL), K.Key_Escape)
    assert told == [[1], [1, 2], [1, 2, 3, 4, 5], []]
    rows.select_ids([3])
    assert [checked for _role, _name, checked in exposed(rows)] == [False, False, True, False, False]


def test_a_click_opens_where_it_should(place: Place) -> None:
    rows = listed(place, opens_on_click=True)
    opened: list[dict[str, Any]] = []
    rows.opened.connect(opened.append)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(20, 48 + 20))
    assert [row["id"] for row in opened] == [2]


def double_click(widget: Any, row: int, column: int) -> None:
    """As a system tells it: press, release, double click, release."""
    spot = widget.visualRect(widget.model().index(row, column)).center()
    QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, NONE, spot)
    QTest.mouseDClick(widget.viewport(), Qt.MouseButton.LeftButton, NONE, spot)


def test_a_double_click_opens_a_row_and_only_presses_a_check_box(place: Place) -> None:
    source = Source(10)
    place.hold(table := Table(source.model()))
    opened: list[dict[str, Any]] = []
    table.opened.connect(opened.append)
    double_click(table, 3, 1)
    assert opened == [source.row(4)]
    double_click(table, 2, 0)
    assert (len(opened), table.selected_ids()) == (1, [])


@pytest.mark.parametrize("on_click", [False, True])
def test_a_double_click_opens_a_row_of_a_list(place: Place, on_click: bool) -> None:
    rows = listed(place, opens_on_click=on_click)
    opened: list[dict[str, Any]] = []
    rows.opened.connect(opened.append)
    double_click(rows, 1, 0)
    assert {row["id"] for row in opened} == {2}
