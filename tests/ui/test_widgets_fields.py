"""Fields settle once, at the right moment, and never while an input method composes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from fieldaudit.ui.widgets import fields
from fieldaudit.ui.widgets.fields import Choose, DayField, Field, Line, Note, NumberField, clearable, read_day
from fieldaudit.ui.widgets.keys import is_typing

REST = 20  # ms


class Place(QWidget):
    """An active window that notes the keys its parts leave to it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []
        self.other = QPushButton("other")
        QVBoxLayout(self).addWidget(self.other)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() != Qt.Key.Key_Control:
            self.heard.append(event.key())

    def hold(self, widget: Any) -> list[object]:
        self.layout().addWidget(widget)
        told: list[object] = []
        widget.settled.connect(told.append)
        widget.setFocus()
        QTest.qWait(1)
        return told


@pytest.fixture
def place(qt: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(fields, "REST", REST)
    made = Place()
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    yield made
    made.deleteLater()


def compose(widget: QWidget, preedit: str, commit: str = "") -> None:
    """What an input method sends while and after composing."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


TEXTS: list[Callable[[], Any]] = [Line, Note, NumberField]


@pytest.mark.parametrize("make", TEXTS)
def test_it_settles_after_a_rest_and_once(place: Place, make: Callable[[], Any]) -> None:
    told = place.hold(field := make())
    QTest.keyClicks(field, "12")
    assert told == []
    QTest.qWait(REST * 4)
    assert told == ["12"]
    place.other.setFocus()
    assert told == ["12"]


@pytest.mark.parametrize("make", TEXTS)
def test_it_settles_when_the_focus_leaves(place: Place, make: Callable[[], Any]) -> None:
    told = place.hold(field := make())
    QTest.keyClicks(field, "7")
    place.other.setFocus()
    assert told == ["7"]


def test_enter_settles_one_line(place: Place) -> None:
    told = place.hold(field := Line())
    QTest.keyClicks(field, "a")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told == ["a"]


@pytest.mark.parametrize("make", [Line, Note])
def test_nothing_settles_while_an_input_method_composes(place: Place, make: Callable[[], Any]) -> None:
    told = place.hold(field := make())
    compose(field, "xf")
    assert field.composes() and is_typing()
    QTest.qWait(REST * 4)
    field.flush()
    assert told == []
    compose(field, "", "消防")
    QTest.qWait(REST * 4)
    assert told == ["消防"]


@pytest.mark.parametrize("make", [Line, Note])
def test_a_composition_after_typing_holds_what_was_typed_before(place: Place, make: Callable[[], Any]) -> None:
    told = place.hold(field := make())
    QTest.keyClicks(field, "3")
    compose(field, "lou")
    QTest.qWait(REST * 4)
    assert told == []
    compose(field, "", "楼")
    field.flush()
    assert told == ["3楼"]


@pytest.mark.parametrize("make", [Line, Note])
def test_a_given_up_composition_settles_nothing(place: Place, make: Callable[[], Any]) -> None:
    told = place.hold(field := make())
    compose(field, "lou")
    compose(field, "")
    QTest.qWait(REST * 4)
    assert (told, field.text()) == ([], "")


@pytest.mark.parametrize("make", TEXTS)
def test_letters_stay_in_the_field_and_esc_goes_to_the_page(place: Place, make: Callable[[], Any]) -> None:
    place.hold(field := make())
    QTest.keyClicks(field, "jk1")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "jk1"
    assert place.heard == [Qt.Key.Key_Escape]


def test_ctrl_enter_in_a_note_is_the_pages(place: Place) -> None:
    place.hold(field := Note())
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert place.heard == [Qt.Key.Key_Return]
    assert field.text() == "\n"


@pytest.mark.parametrize("make", [Line, Note])
def test_a_refresh_does_not_overwrite_what_is_being_typed(place: Place, make: Callable[[], Any]) -> None:
    told = place.hold(field := make())
    QTest.keyClicks(field, "mine")
    field.set_text("theirs")
    assert field.text() == "mine"
    field.flush()
    field.set_text("theirs")
    assert (field.text(), told) == ("theirs", ["mine"])


def test_full_width_digits_become_plain_ones(place: Place) -> None:
    told = place.hold(field := NumberField("MPa"))
    compose(field, "", "０．５ ")
    field.flush()
    assert (told, field.text()) == (["0.5"], "0.5")


def test_a_note_grows_with_its_text_to_a_limit(place: Place) -> None:
    place.hold(field := Note(least=2, most=4))
    small = field.height()
    field.set_text("\n".join("abc"))
    grown = field.height()
    field.set_text("\n".join("abcdefgh"))
    assert small < grown < field.height() <= small * 2 + 1


@pytest.mark.parametrize(
    "typed", ["2026-11-24", "20261124", "2026.11.24", "2026/11/24", "2026年11月24日", "２０２６－１１－２４", " 2026-11-24 "]
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert read_day(typed) == date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["24 Nov", "2026-13-01", "2026-02-30", "11-24", "2026"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_day(typed)


def test_a_wrong_day_stays_and_is_not_told(place: Place) -> None:
    told = place.hold(field := DayField(date(2026, 11, 24)))
    field.selectAll()
    QTest.keyClicks(field, "2026-02-30")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (told, field.text(), field.property("wrong")) == ([], "2026-02-30", True)
    field.selectAll()
    QTest.keyClicks(field, "20261210")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (told, field.text(), field.property("wrong")) == ([date(2026, 12, 10)], "2026-12-10", False)


def test_a_wrong_day_is_said_below_its_field(place: Place) -> None:
    place.layout().addWidget(field := Field("期限", day := DayField(date(2026, 11, 24))))
    day.setText("2026-02-30")
    day.flush()
    assert "2026-11-24" in field.fault()
    day.set_day(date(2026, 12, 1))
    assert field.fault() == ""


def test_arrows_step_a_day_and_an_emptied_field_tells_none(place: Place) -> None:
    told = place.hold(field := DayField(date(2026, 11, 30)))
    QTest.keyClick(field, Qt.Key.Key_Up)
    field.clear()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told == [date(2026, 12, 1), None]


def test_a_day_is_picked_in_the_calendar_by_keys(place: Place) -> None:
    told = place.hold(field := DayField(date(2026, 11, 24)))
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(QApplication.focusWidget() or popup, key)
    assert told == [date(2026, 11, 25)]


def test_choosing_tells_the_value_and_setting_does_not(place: Place) -> None:
    told = place.hold(field := Choose([(7, "拆窗破网"), (8, "打井")], 7))
    field.set_value(8)
    assert (told, field.value()) == ([], 8)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert (told, field.value()) == ([7], 7)
    field.set_value("unknown")
    assert field.value() is None


def test_a_fault_is_said_below_and_to_accessibility(place: Place) -> None:
    field = Field("压力", NumberField("MPa"), "例如 0.05")
    place.layout().addWidget(field)
    QTest.qWait(1)
    assert field.widget.accessibleName() == "压力"
    field.set_fault("请填数字")
    assert (field.fault(), field.widget.accessibleDescription(), field.widget.property("wrong")) == ("请填数字", "请填数字", True)
    field.set_fault("")
    assert (field.fault(), field.widget.accessibleDescription()) == ("", "例如 0.05")


def test_the_button_that_empties_a_search_field_has_a_name(place: Place) -> None:
    line = Line("Search", "fire")
    line.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
    clearable(line)
    place.hold(line)
    inner = line.findChildren(QAbstractButton)
    assert len(inner) == 2
    assert all(each.accessibleName() for each in inner)
    inner[1].click()
    assert line.text() == ""
