"""Before and after: a slider moved by keys and mouse; where a picture is missing the other half says so."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPixmap
from PySide6.QtTest import QTest

from fieldaudit.ui.widgets.compare import Compare, Picture


def filled(colour: str) -> Any:
    def picture(size: QSize) -> QPixmap:
        made = QPixmap(size)
        made.fill(QColor(colour))
        return made

    return picture


def shown(both: bool = True) -> Compare:
    made = Compare()
    made.resize(400, 240)
    made.show_pair(("整改前 11-10", "整改后 11-18"), ("没有", "还没有"), (filled("red"), filled("blue") if both else None))
    made.show()
    return made


def colour_at(widget: Any, x: int) -> str:
    return str(widget.grab().toImage().pixelColor(x, 150).name())


def test_keys_move_the_handle_by_five_and_to_the_ends(qt: Any) -> None:
    made = shown()
    QTest.keyClick(made, Qt.Key.Key_Right)
    assert made.value() == 55
    QTest.keyClick(made, Qt.Key.Key_Left)
    QTest.keyClick(made, Qt.Key.Key_Left)
    assert made.value() == 45
    QTest.keyClick(made, Qt.Key.Key_Home)
    assert made.value() == 0 and colour_at(made, 200) == "#0000ff"
    QTest.keyClick(made, Qt.Key.Key_End)
    assert made.value() == 100 and colour_at(made, 200) == "#ff0000"


def test_the_handle_goes_where_the_pointer_is(qt: Any) -> None:
    made = shown()
    QTest.mousePress(made, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert made.value() == 25 and colour_at(made, 50) == "#ff0000" and colour_at(made, 300) == "#0000ff"


def test_brackets_ask_for_another_pair_and_up_and_down_are_the_pages(qt: Any) -> None:
    made, asked = shown(), list[int]()
    made.pair_wanted.connect(asked.append)
    QTest.keyClick(made, Qt.Key.Key_BracketRight)
    QTest.keyClick(made, Qt.Key.Key_BracketLeft)
    QTest.keyClick(made, Qt.Key.Key_Down)
    assert asked == [1, -1] and made.value() == 50


def test_with_one_picture_there_is_no_handle_and_the_other_half_says_what_is_missing(qt: Any) -> None:
    made = shown(both=False)
    QTest.keyClick(made, Qt.Key.Key_Right)
    QTest.mousePress(made, Qt.MouseButton.LeftButton, pos=QPoint(10, 100))
    assert made.value() == 50 and colour_at(made, 100) == "#ff0000" and colour_at(made, 395) != "#ff0000"
    assert made.accessibleDescription() == "整改前 11-10 · 还没有"


def test_a_screen_reader_hears_a_slider_with_its_value(qt: Any) -> None:
    made = shown()
    heard = QAccessible.queryAccessibleInterface(made)
    assert heard.role() == QAccessible.Role.Slider and heard.text(QAccessible.Text.Name)
    assert heard.valueInterface().currentValue() == 50


def test_enter_opens_the_picture_that_fills_more(qt: Any) -> None:
    made, opened = shown(), list[bool]()
    made.opened.connect(opened.append)
    made.setValue(80)
    QTest.keyClick(made, Qt.Key.Key_Return)
    made.setValue(20)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert opened == [True, False]


def test_a_single_picture_is_a_button_only_where_there_is_one(qt: Any) -> None:
    made = Picture("发现时")
    made.show_picture("", "没有发现时的照片", None)
    assert not made.isEnabled() and made.accessibleName() == "发现时 没有发现时的照片"
    made.show_picture("发现时 11-10", "", filled("red"))
    assert made.isEnabled()
