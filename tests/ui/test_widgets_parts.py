"""The other parts: focus ring, filter chips, states, figures, week, timeline, file dialogs; and the gallery of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gallery import Gallery
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from fieldaudit.ui import theme
from fieldaudit.ui.text import install
from fieldaudit.ui.widgets import focus_ring
from fieldaudit.ui.widgets.basic import Elided, button, row
from fieldaudit.ui.widgets.files import choose_files, choose_folder, save_file
from fieldaudit.ui.widgets.keys import is_typing
from fieldaudit.ui.widgets.menus import FilterChip, more_menu
from fieldaudit.ui.widgets.scrolling import scroll_into_view, scrolled
from fieldaudit.ui.widgets.segments import Choice, Segments
from fieldaudit.ui.widgets.timeline import Step, Timeline
from fieldaudit.ui.widgets.week import Day, Week

K = Qt.Key


@pytest.fixture
def place(qt: Any) -> Iterator[QWidget]:
    """An active window with a column of parts."""
    made = QWidget()
    QVBoxLayout(made)
    made.resize(400, 300)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    yield made
    made.deleteLater()


def held(place: QWidget, *parts: QWidget) -> None:
    for part in parts:
        place.layout().addWidget(part)
    QTest.qWait(1)


# -- focus ring ------------------------------------------------------------------------------------------
def ring(place: QWidget) -> QWidget | None:
    """The ring, where it is seen."""
    found = place.findChild(QWidget, "focusRing")
    return found if isinstance(found, QWidget) and found.isVisible() else None


@pytest.fixture
def ringed(qt: Any, place: QWidget) -> QWidget:
    focus_ring.install(qt)
    held(place, QLineEdit(), button("one"), button("two"))
    return place


def test_the_ring_is_for_keys_and_follows_them(ringed: QWidget) -> None:
    line = ringed.findChild(QLineEdit)
    one, two = ringed.findChildren(QPushButton)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert ring(ringed) is None
    QTest.keyClick(line, K.Key_Tab)
    shown = ring(ringed)
    assert shown is not None and shown.geometry() == one.geometry().adjusted(-4, -4, 4, 4)
    QTest.keyClick(one, K.Key_Tab)
    assert ring(ringed) is shown and shown.geometry() == two.geometry().adjusted(-4, -4, 4, 4)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert ring(ringed) is None


def test_the_ring_moves_and_hides_with_its_control(ringed: QWidget) -> None:
    one, two = ringed.findChildren(QPushButton)
    one.setFocus()
    QTest.keyClick(one, K.Key_Tab)
    ringed.resize(500, 420)
    QTest.qWait(1)
    shown = ring(ringed)
    assert shown is not None and shown.geometry() == two.geometry().adjusted(-4, -4, 4, 4)
    two.hide()
    QTest.qWait(1)
    assert shown.geometry() != two.geometry().adjusted(-4, -4, 4, 4) or not shown.isVisible()


def test_high_contrast_always_shows_the_ring(ringed: QWidget) -> None:
    theme.apply("high_contrast")
    QTest.mouseClick(ringed.findChild(QLineEdit), Qt.MouseButton.LeftButton)
    assert ring(ringed) is not None


def test_the_ring_takes_no_mouse(ringed: QWidget) -> None:
    one, _two = ringed.findChildren(QPushButton)
    one.setFocus()
    QTest.keyClick(one, K.Key_Shift)
    assert ring(ringed) is not None
    assert ringed.childAt(one.geometry().center()) is one


# -- typing ----------------------------------------------------------------------------------------------
def test_typing_is_what_happens_in_fields_that_can_be_written(ringed: QWidget) -> None:
    line = ringed.findChild(QLineEdit)
    line.setFocus()
    assert is_typing()
    line.setReadOnly(True)
    assert not is_typing()
    ringed.findChild(QPushButton).setFocus()
    assert not is_typing()


# -- filter chips and menus ---------------------------------------------------------------------------------
def test_a_filter_is_chosen_from_its_menu_and_removed_by_keys(place: QWidget) -> None:
    held(place, chip := FilterChip("区县", [(1, "科尔沁区"), (2, "奈曼旗")]))
    told: list[object] = []
    chip.chosen.connect(told.append)
    chip.setFocus()
    QTest.keyClick(chip, K.Key_Return)
    menu = QApplication.activePopupWidget()
    for key in (K.Key_Down, K.Key_Down, K.Key_Return):
        QTest.keyClick(menu, key)
    assert (told, chip.words(), chip.isChecked()) == ([2], "奈曼旗", True)
    QTest.keyClick(chip, K.Key_Delete)
    assert (told, chip.words(), chip.isChecked()) == ([2, None], "区县", False)


def test_the_cross_of_a_filter_removes_it(place: QWidget) -> None:
    held(place, chip := FilterChip("状态", [(1, "未销号")], 1))
    told: list[object] = []
    chip.chosen.connect(told.append)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 16, 16))
    assert told == [None]


def test_a_filter_without_choices_goes_on_and_off(place: QWidget) -> None:
    held(place, chip := FilterChip("逾期 3"))
    told: list[object] = []
    chip.chosen.connect(told.append)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 16))
    assert told == [True, None]


def test_acts_behind_the_dots(place: QWidget) -> None:
    done: list[str] = []
    made = more_menu(lambda: [("导出", lambda: done.append("export")), None, ("打印", lambda: done.append("print"))])
    held(place, made)
    made.menu().popup(QPoint(0, 0))
    for key in (K.Key_Down, K.Key_Down, K.Key_Return):
        QTest.keyClick(made.menu(), key)
    assert done == ["print"]
    assert made.accessibleName() == "更多"


# -- week and timeline ------------------------------------------------------------------------------------------
def test_a_day_of_the_week_is_opened_by_keys(place: QWidget) -> None:
    days = [Day(date(2026, 11, 23 + at), at) for at in range(7)]
    held(place, week := Week(days, date(2026, 11, 24)))
    opened: list[date] = []
    week.opened.connect(opened.append)
    week.setFocus()
    for key in (K.Key_Right, K.Key_Right, K.Key_Return):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert opened == [date(2026, 11, 26)]
    assert week.buttons[3].accessibleName() == "11-26 3 项"


def test_a_timeline_is_44_a_step_and_can_be_read(place: QWidget) -> None:
    held(place, line := Timeline([Step("发现", "检查员甲", "11-10"), Step("等待销号", done=False)]))
    assert (line.height(), line.accessibleName()) == (88, "11-10 发现 检查员甲; 等待销号")


# -- scrolling -----------------------------------------------------------------------------------------------------
def test_a_part_far_below_is_brought_into_view(place: QWidget) -> None:
    inside = QWidget()
    column = QVBoxLayout(inside)
    buttons = [button(str(at)) for at in range(40)]
    for each in buttons:
        column.addWidget(each)
    held(place, area := scrolled(inside))
    scroll_into_view(buttons[-1])
    top = buttons[-1].mapTo(area.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= area.viewport().height() - buttons[-1].height()


# -- files ------------------------------------------------------------------------------------------------------------
def once_a_dialog_is_open(do: Callable[[QWidget], object]) -> None:
    """Call this with the modal dialog that is about to open, however long that takes."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isActiveWindow():
            QTimer.singleShot(10, look)
        else:
            do(dialog)

    QTimer.singleShot(0, look)


def typed_into_dialog(text: str) -> None:
    """Type a name into the dialog that is about to open, and Enter."""

    def type_it(dialog: QWidget) -> None:
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        name.setFocus()
        name.clear()
        QTest.keyClicks(name, text)
        QTest.keyClick(name, K.Key_Return)

    once_a_dialog_is_open(type_it)


def test_files_are_chosen_by_real_keys(place: QWidget, tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").write_bytes(b"x")
    typed_into_dialog(str(tmp_path / "register.xlsx"))
    assert choose_files(place, "导入", ["*.xlsx"]) == [tmp_path / "register.xlsx"]
    typed_into_dialog(str(tmp_path))
    assert choose_folder(place, "文件夹") == tmp_path
    typed_into_dialog(str(tmp_path / "plan.pdf"))
    assert save_file(place, "保存", "plan.pdf") == tmp_path / "plan.pdf"


def test_a_cancelled_dialog_gives_nothing(place: QWidget) -> None:
    once_a_dialog_is_open(lambda dialog: QTest.keyClick(dialog, K.Key_Escape))
    assert choose_files(place, "导入") == []


# -- the gallery -----------------------------------------------------------------------------------------------------------
@pytest.fixture(params=[("zh", "light"), ("en", "dark"), ("en", "high_contrast")], ids=lambda pair: "-".join(pair))
def gallery(qt: Any, request: Any) -> Iterator[Gallery]:
    language, colours = request.param
    install(language)
    theme.apply(colours)
    made = Gallery()
    made.show()
    made.fit()
    QTest.qWait(1)
    yield made
    made.deleteLater()


def clipped(widget: QWidget) -> bool:
    """Are the words of a label or button cut by its box?"""
    if isinstance(widget, Elided):
        return False
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height()
    return widget.sizeHint().width() > widget.width() or widget.fontMetrics().height() > widget.height()


def test_no_part_clips_its_words(gallery: Gallery) -> None:
    parts = [*gallery.findChildren(QLabel), *gallery.findChildren(QPushButton)]
    told = [part for part in parts if part.isVisible() and part.text()]
    assert len(told) > 30
    assert [part.text() for part in told if clipped(part)] == []


def test_every_part_that_takes_the_keyboard_has_a_name_and_a_role(gallery: Gallery) -> None:
    nameless = []
    for part in gallery.findChildren(QWidget):
        if not part.isVisible() or not part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value:
            continue
        read = QAccessible.queryAccessibleInterface(part)
        if not read.text(QAccessible.Text.Name) or read.role() == QAccessible.Role.NoRole:
            nameless.append(part)
    assert nameless == []


def test_every_part_can_be_reached_by_tab(gallery: Gallery) -> None:
    gallery.activateWindow()
    QTest.qWaitForWindowActive(gallery)
    wanted = {
        part
        for part in gallery.findChildren(QWidget)
        if part.isVisible() and part.isEnabled() and part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    }
    reached = set()
    gallery.save.setFocus()
    for _step in range(len(wanted) * 2):
        reached.add(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), K.Key_Tab)
    assert [part for part in wanted - reached if part.focusProxy() is None] == []


def test_segments_are_one_size_in_a_language(gallery: Gallery) -> None:
    other = Segments([Choice(choice.value, choice.text, tone=choice.tone) for choice in gallery.answers()])
    assert {segments.width() for segments in gallery.segments} == {other.width()}


def test_enter_presses_a_button_wherever_it_is_and_leaves_chords_to_the_page(place: QWidget) -> None:
    pressed: list[str] = []
    one = button("One", lambda: pressed.append("one"))
    held(place, one)
    one.setFocus()
    QTest.keyClick(place.windowHandle(), K.Key_Return)
    QTest.keyClick(place.windowHandle(), K.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert pressed == ["one", "one"]
    QTest.keyClick(place.windowHandle(), K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["one", "one"]


@pytest.mark.parametrize("icon_name", ["", "eraser"])
@pytest.mark.parametrize("flush", ["left", "right"])
def test_a_text_button_in_line_begins_or_ends_where_it_stands(qt: Any, icon_name: str, flush: str) -> None:
    place = QWidget()
    place.resize(400, 60)
    plain, flushed = (button("HHH", kind="text", size="small", icon_name=icon_name, flush=each) for each in ("", flush))
    row(*((flushed, 1) if flush == "left" else (1, flushed)), into=place)
    place.show()
    image = place.grab().toImage()
    ground = image.pixel(200, 1)
    inked = [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))]
    gap = inked[0] if flush == "left" else image.width() - 1 - inked[-1]
    assert gap <= (3 if icon_name and flush == "left" else 2)  # an icon's own margin
    assert flushed.sizeHint().width() == plain.sizeHint().width() - 6
    place.close()
