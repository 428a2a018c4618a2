"""Python 3.11 counts references to None: a binding that loses one with every call of nothing-returning code ends the program
after some hours. What the window does all day must lose none."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldaudit.ui.text import tr
from fieldaudit.ui.widgets.basic import button, label, set_state
from fieldaudit.ui.widgets.fields import Line
from fieldaudit.ui.widgets.lists import RowList
from fieldaudit.ui.widgets.paint import draw_text
from fieldaudit.ui.widgets.segments import Choice, Segments

TIMES = 300
SLACK = TIMES // 4  # what is made and let go meanwhile


class _Teller(QObject):
    told = Signal(object)


class _Painted(QWidget):
    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_text(QPainter(self), self.rect(), "a", "table")


def _nothing() -> None:
    """Returns nothing."""


def _things(qt: QApplication) -> dict[str, Callable[[], Any]]:
    teller, painted, field = _Teller(), _Painted(), Line("a")
    teller.told.connect(lambda _what: None)
    press, words = button("a", _nothing), label("a")
    choice = Segments([Choice("a", "A"), Choice("b", "B")])
    rows = RowList(lambda painter, rect, _row, _state: draw_text(painter, rect, "a", "table"), 40, lambda _row: "a")
    rows.show_rows([{"id": at} for at in range(9)])
    for each in (painted, field, press, choice, rows):
        each.resize(200, 60)

    def later() -> None:
        QTimer.singleShot(0, _nothing)
        qt.processEvents()

    return {
        "a signal": lambda: teller.told.emit(None), "a slot": press.click, "a paint": painted.grab, "a list": rows.grab,
        "words": lambda: words.setText(tr("frame.back")), "a state": lambda: set_state(press, kind="primary"),
        "a timer": later, "a segment": lambda: (choice.set_value("a"), choice.set_value(None)), "a choice": choice.grab,
        "a key": lambda: QTest.keyClick(field, "a"), "composing": lambda: qt.sendEvent(field, QInputMethodEvent("a", [])),
        "a widget": lambda: QWidget().deleteLater(), "no property": lambda: words.property("nothing"),
    }  # fmt: skip


@pytest.mark.parametrize("what", [
    "a signal", "a slot", "a paint", "a list", "words", "a state", "a timer", "a segment", "a choice", "a key", "composing",
    "a widget", "no property",
])  # fmt: skip
def test_no_reference_to_none_is_lost(qt: QApplication, what: str) -> None:
    do = _things(qt)[what]
    do()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        do()
    qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qt.processEvents()
    gc.collect()
    assert sys.getrefcount(None) - before > -SLACK
