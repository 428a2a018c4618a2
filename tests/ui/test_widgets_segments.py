"""Segments and toggles: one answer by mouse and keys, told once, exposed to accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldaudit.ui.widgets.segments import Choice, Segments, Toggle

ANSWERS = [Choice("pass", "符合", tone="pass"), Choice("fail", "不符合", tone="fail"), Choice("na", "不适用", tone="na")]


@pytest.fixture
def place(qt: Any) -> Iterator[QWidget]:
    """An active window that notes the keys its parts leave to it."""

    class Place(QWidget):
        def keyPressEvent(self, event: Any) -> None:
            self.heard.append(event.key())

    made = Place()
    made.heard = []
    QVBoxLayout(made)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    yield made
    made.deleteLater()


def shown(place: Any, widget: QWidget) -> list[object]:
    place.layout().addWidget(widget)
    told: list[object] = []
    widget.chosen.connect(told.append)  # type: ignore[attr-defined]
    QTest.qWait(1)
    return told


def exposed(part: QWidget) -> tuple[Any, str, bool]:
    read = QAccessible.queryAccessibleInterface(part)
    return read.role(), read.text(QAccessible.Text.Name), bool(read.state().checked)


def test_a_press_answers_and_a_second_press_clears(place: Any) -> None:
    segments = Segments(ANSWERS)
    told = shown(place, segments)
    QTest.mouseClick(segments.parts[1], Qt.MouseButton.LeftButton)
    assert (told, segments.value()) == (["fail"], "fail")
    QTest.mouseClick(segments.parts[1], Qt.MouseButton.LeftButton)
    assert (told, segments.value()) == (["fail", None], None)


def test_another_answer_takes_the_place_of_the_first(place: Any) -> None:
    segments = Segments(ANSWERS, "pass")
    told = shown(place, segments)
    QTest.mouseClick(segments.parts[2], Qt.MouseButton.LeftButton)
    assert told == ["na"]
    assert [part.isChecked() for part in segments.parts] == [False, False, True]


def test_arrows_walk_and_space_chooses(place: Any) -> None:
    segments = Segments(ANSWERS)
    told = shown(place, segments)
    segments.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(place.focusWidget(), key)
    assert told == ["fail"]
    QTest.keyClick(place.focusWidget(), Qt.Key.Key_Left)
    assert place.focusWidget() is segments.parts[0]


def test_other_keys_are_the_pages(place: Any) -> None:
    segments = Segments(ANSWERS)
    told = shown(place, segments)
    segments.setFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(place.focusWidget(), key)
    assert place.heard == [Qt.Key.Key_1, Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_Return]
    assert told == []


def test_each_part_is_exposed_as_a_radio_button_with_its_state(place: Any) -> None:
    segments = Segments(ANSWERS, "fail")
    shown(place, segments)
    radio = QAccessible.Role.RadioButton
    assert [exposed(part) for part in segments.parts] == [(radio, "符合", False), (radio, "不符合", True), (radio, "不适用", False)]


def test_it_is_one_stop_of_tab_on_the_chosen_part(place: Any) -> None:
    segments = Segments(ANSWERS, "na")
    shown(place, segments)
    tab = Qt.FocusPolicy.TabFocus.value
    assert [bool(part.focusPolicy().value & tab) for part in segments.parts] == [False, False, True]


def test_read_only_shows_the_answer_and_takes_none(place: Any) -> None:
    segments = Segments(ANSWERS, "pass")
    told = shown(place, segments)
    segments.read_only = True
    QTest.mouseClick(segments.parts[1], Qt.MouseButton.LeftButton)
    assert (told, segments.value()) == ([], "pass")


def test_parts_are_big_enough_for_a_gloved_hand(place: Any) -> None:
    segments = Segments(ANSWERS)
    shown(place, segments)
    assert [(part.width(), part.height()) for part in segments.parts] == [(96, 44)] * 3


def test_long_words_widen_every_part(place: Any) -> None:
    segments = Segments([Choice(1, "a"), Choice(2, "an answer of a good many words")])
    shown(place, segments)
    widths = {part.width() for part in segments.parts}
    assert len(widths) == 1 and widths.pop() > 200


def test_setting_a_value_tells_nobody(place: Any) -> None:
    segments = Segments(ANSWERS)
    told = shown(place, segments)
    segments.set_value("pass")
    assert (told, segments.value()) == ([], "pass")


def test_a_toggle_always_keeps_one(place: Any) -> None:
    toggle = Toggle([Choice(0, "一般"), Choice(1, "重大", tone="danger")], 0)
    told = shown(place, toggle)
    QTest.mouseClick(toggle.parts[0], Qt.MouseButton.LeftButton)
    assert told == []
    QTest.mouseClick(toggle.parts[1], Qt.MouseButton.LeftButton)
    QTest.mouseClick(toggle.parts[1], Qt.MouseButton.LeftButton)
    assert (told, toggle.value(), toggle.height()) == ([1], 1, 36)


def test_choosing_leaves_the_parts_in_their_order_and_its_edge_whole(place: Any) -> None:
    chosen = Segments([Choice("a", "符合"), Choice("b", "不符合", tone="fail"), Choice("c", "不适用")], "b")
    place.layout().addWidget(chosen)
    chosen.set_value("a")
    chosen.set_value("b")
    assert [each for each in chosen.children() if each in chosen.parts] == chosen.parts, "a screen reader reads them so"
    image = chosen.grab().toImage()
    first, last = chosen.parts[1].x() + 1, chosen.parts[2].x()
    middle = chosen.height() // 4
    assert image.pixelColor(last, middle) != image.pixelColor(last + 6, middle)
    assert image.pixelColor(last, middle) == image.pixelColor(first - 1, middle)
