"""Everything by keyboard: each page can be used on entry, Tab reaches each control in reading order under a visible ring, the
keyboard is never nowhere, F6 walks the panes, Esc destroys nothing that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from looking import said, visible
from places import MOMENT, fresh, page_of, places, rest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from shiboken6 import isValid

from fieldaudit.domain.tables import TABLES
from fieldaudit.ui.services import Services
from fieldaudit.ui.settings import Settings
from fieldaudit.ui.shell.lock import Lock
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.start import dressed
from fieldaudit.ui.theme import theme
from fieldaudit.ui.walk import SHOTS
from fieldaudit.ui.widgets import focus_ring
from fieldaudit.ui.widgets.tab_order import in_reading_order

PAGES = [each for each in SHOTS if each.name not in ("search", "plan-pair", "conflicts")]
PANES = {"checklist": 3, "finish": 3, "review": 2, "rectification": 2, "tray": 2, "documents": 2}  # F6 walks at least so many
MOST = 400  # presses of Tab after which no way round is to be expected
TAB, SHIFT = Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier


def takes_tab(widget: QWidget) -> bool:
    return widget.isEnabled() and bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def round_by_tab(window: Window) -> Iterator[QWidget]:
    """What Tab stops at from here, once round."""
    focus = QApplication.focusWidget()
    seen: list[QWidget] = []
    while focus is not None and focus not in seen and len(seen) < MOST:
        seen.append(focus)
        yield focus
        QTest.keyClick(focus, TAB)
        focus = QApplication.focusWidget()


def place(window: Window, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def lost(window: Window) -> bool:
    """Is the keyboard nowhere, or on something that cannot be seen?"""
    focus = QApplication.focusWidget()
    return focus is None or focus is window or not window.isAncestorOf(focus) or not focus.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)], ids=["wide", "narrow"])
def test_each_page_has_the_keyboard_on_entry(demo: Path, tmp_path: Path, qt: QApplication, size: tuple[int, int]) -> None:
    found = []
    for shot, window in places(demo, tmp_path, size=size, shots=PAGES):
        page, focus = page_of(window), QApplication.focusWidget()
        assert window.frame is not None
        if lost(window) or not (focus is page or page.isAncestorOf(focus) or window.frame.top_bar.is_action(focus)):
            found.append(f"{shot.name}: {focus}")
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize(("language", "size"), [("zh", (1366, 768)), ("en", (911, 512))], ids=["wide", "narrow"])
def test_tab_reaches_each_control_in_reading_order(
    demo: Path, tmp_path: Path, qt: QApplication, language: str, size: tuple[int, int]
) -> None:
    found = []
    for shot, window in places(demo, tmp_path, language, size=size, shots=PAGES):
        stops = list(round_by_tab(window))
        page = page_of(window)
        wanted = [each for each in visible(window) if takes_tab(each)]
        found += [f"{shot.name}: Tab never reaches {said(each)}" for each in wanted if each not in stops]
        found += [f"{shot.name}: Tab stops at what cannot be seen: {said(each)}" for each in stops if not each.isVisible()]
        inside = _from_the_top([each for each in stops if page.isAncestorOf(each)], window)
        found += [f"{shot.name}: {fault}" for fault in out_of_order(window, inside)]
    assert found == [], "\n" + "\n".join(found)


def _from_the_top(stops: list[QWidget], window: Window) -> list[QWidget]:
    """The stops of a page in the order of its chain, whatever had the focus first."""
    if not stops:
        return []
    chain = list(in_reading_order(page_of(window)))
    first = min(range(len(stops)), key=lambda at: chain.index(stops[at]))
    return stops[first:] + stops[:first]


def out_of_order(window: Window, stops: list[QWidget]) -> list[str]:
    """Steps of Tab that go up within a column, or to the left within a line, of the same pane."""
    found = []
    for one, two in pairwise(stops):
        if one.isAncestorOf(two) or two.isAncestorOf(one) or one.parentWidget() is None:
            continue
        here, there = place(window, one), place(window, two)
        if _shared(here.left(), here.right(), there.left(), there.right()) and there.bottom() <= here.top():
            found.append(f"Tab goes up from {said(one)} to {said(two)}")
        elif _shared(here.top(), here.bottom(), there.top(), there.bottom()) and there.right() <= here.left():
            found.append(f"Tab goes left from {said(one)} to {said(two)}")
    return found


def _shared(first: int, last: int, other_first: int, other_last: int) -> bool:
    """Do two stretches lie beside each other, by more than half of the shorter?"""
    common = min(last, other_last) - max(first, other_first)
    return common * 2 > min(last - first, other_last - other_first)


def test_order_is_judged(qt: QApplication) -> None:
    window = Window(Path("nowhere"), Services(), Settings())
    one, two, three = (QPushButton(name, window) for name in "abc")
    one.setGeometry(0, 0, 50, 20)
    two.setGeometry(60, 0, 50, 20)
    three.setGeometry(0, 40, 50, 20)
    assert out_of_order(window, [one, two, three]) == []
    assert out_of_order(window, [two, one, three]) == ["Tab goes left from QPushButton 'b' to QPushButton 'a'"]
    assert out_of_order(window, [three, one, two]) == ["Tab goes up from QPushButton 'c' to QPushButton 'a'"]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_each_stop_is_painted_under_a_ring(demo: Path, tmp_path: Path, qt: QApplication, look: str) -> None:
    focus_ring.install(qt)
    found = []
    for shot, window in places(demo, tmp_path, theme=look, shots=PAGES):
        QTest.keyClick(QApplication.focusWidget() or window, TAB)
        for stop in round_by_tab(window):
            rest(window, 0)
            with_ring = _ring_pixels(window, stop)
            if with_ring < 24:
                found.append(f"{shot.name}: {said(stop)} {with_ring} px of ring")
    assert found == [], "\n" + "\n".join(found)


def _ring_pixels(window: Window, stop: QWidget) -> int:
    """How many pixels more have the ring's colour than without the keyboard here."""
    around = place(window, stop).adjusted(-6, -6, 6, 6) & window.rect()
    return _of_focus(window, around) - _without(window, stop, around)


def _without(window: Window, stop: QWidget, around: QRect) -> int:
    other = next(each for each in window.findChildren(QWidget) if each is not stop and takes_tab(each) and each.isVisible())
    if other.isAncestorOf(stop) or place(window, other).intersects(around):
        stop.clearFocus()
    else:
        other.setFocus(Qt.FocusReason.MouseFocusReason)
    counted = _of_focus(window, around)
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    return counted


def _of_focus(window: Window, around: QRect) -> int:
    image = window.grab(around).toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = theme()["focus"].rgb() & 0xFFFFFF
    data = image.constBits()
    pixels = memoryview(bytes(data)).cast("I")
    return sum(1 for pixel in pixels if pixel & 0xFFFFFF == wanted)


def test_the_keyboard_stays_when_rows_were_touched(demo: Path, tmp_path: Path, qt: QApplication) -> None:
    found = []
    for shot, window in places(demo, tmp_path, shots=PAGES):
        assert window.session is not None and window.frame is not None
        store = window.session.desk().store
        everything = {table: {row["id"] for row in store.query(f"SELECT id FROM {table}")} for table in TABLES}
        stops = [each for each in round_by_tab(window) if page_of(window).isAncestorOf(each)]
        for stop in stops[:: max(1, len(stops) // 6)]:
            if not isValid(stop) or not stop.isVisible():
                continue  # an earlier round made it anew
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            before = place(window, stop)
            window.frame._touched(everything)
            rest(window)
            focus = QApplication.focusWidget()
            if lost(window) or focus is None or not page_of(window).isAncestorOf(focus):
                found.append(f"{shot.name}: lost from {before} to {focus}")
                fresh(window, shot)
                break
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize("name", PANES)
def test_f6_walks_the_panes(demo: Path, tmp_path: Path, qt: QApplication, name: str) -> None:
    for _shot, window in places(demo, tmp_path, shots=[each for each in PAGES if each.name == name]):
        first = QApplication.focusWidget()
        seen = [first]
        for _ in range(12):
            QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F6)
            rest(window, 0)
            assert not lost(window)
            seen.append(QApplication.focusWidget())
        assert len(set(seen)) >= PANES[name]
        assert seen.count(seen[1]) > 1, "it goes round"


def test_esc_destroys_nothing_that_was_typed(demo: Path, tmp_path: Path, qt: QApplication) -> None:
    found, tried = [], 0
    for shot, window in places(demo, tmp_path, shots=PAGES):
        for at in range(len(_notes(window))):
            fresh(window, shot)
            if at >= len(_notes(window)):
                break
            field = _notes(window)[at]
            name = f"{shot.name}: {field.accessibleName()}"
            field.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClicks(field, "x7")
            typed, tried = _text(field), tried + 1
            page = page_of(window)
            QTest.keyClick(field, Qt.Key.Key_Escape)
            if page is page_of(window) and _text(field) != typed:
                found.append(f"{name}: {typed!r} became {_text(field)!r}")
            rest(window)
            if lost(window):
                found.append(f"{name}: the keyboard is nowhere after Esc")
    assert found == []
    assert tried > 10


def _notes(window: Window) -> list[QLineEdit | QPlainTextEdit]:
    """Fields that are written in, but for those that search: there Esc is the way to see all again."""
    return [
        each
        for each in visible(page_of(window))
        if isinstance(each, QLineEdit | QPlainTextEdit)
        and each.isEnabled()
        and not each.isReadOnly()
        and takes_tab(each)
        and not (isinstance(each, QLineEdit) and (each.isClearButtonEnabled() or each.objectName() == "searchField"))
    ]


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_the_first_page_after_signing_in_has_the_keyboard(demo_copy: object, qt: QApplication, tmp_path: Path) -> None:
    assert callable(demo_copy)
    settings = Settings()
    dressed(settings)
    window = Window(demo_copy("inspector"), Services(clock=lambda: MOMENT), settings)
    window.begin()
    window.show()
    window.activateWindow()
    rest(window)
    assert isinstance(window.centralWidget(), Lock) or window.centralWidget().findChild(Lock) is not None
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return)  # the first of the people
    rest(window)
    QTest.keyClicks(QApplication.focusWidget() or window, "0000")
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return)
    rest(window)
    assert window.frame is not None and not lost(window)
    focus = QApplication.focusWidget()
    assert focus is not None and page_of(window).isAncestorOf(focus)
