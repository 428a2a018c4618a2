"""Promises of the signature pad: mouse, pen and finger give strokes that `work` takes; it can be wiped and signed anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldaudit.ui.widgets.signature import ASPECT, SignaturePad, fitted
from fieldaudit.work.inspect import _strokes

pytestmark = pytest.mark.slow  # `make check` stays under a minute

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pad(qt: Any) -> Iterator[SignaturePad]:
    made = SignaturePad("检查员甲")
    made.resize(372, 144)
    made.show()
    made.activateWindow()
    qt.processEvents()
    yield made
    made.deleteLater()


def draw(pad: SignaturePad, *points: tuple[int, int]) -> None:
    first, *rest = (QPoint(x, y) for x, y in points)
    QTest.mousePress(pad, LEFT, pos=first)
    for each in rest:
        QTest.mouseMove(pad, each)
        QApplication.processEvents()
    QTest.mouseRelease(pad, LEFT, pos=QPoint(*points[-1]))


def test_a_stroke_of_the_mouse_is_taken_by_the_act_and_handed_in_by_enter(pad: SignaturePad) -> None:
    given_: list[Any] = []
    pad.done.connect(given_.append)
    QTest.keyClick(pad, Qt.Key.Key_Return)
    assert given_ == [] and not pad.finish.isVisible()
    draw(pad, (100, 40), (150, 90), (200, 50))
    assert pad.finish.isVisible() and pad.wipe.isVisible()
    QTest.keyClick(pad, Qt.Key.Key_Return)
    strokes = json.loads(_strokes(given_[0]))
    assert len(strokes) == 1 and len(strokes[0]) >= 3
    assert strokes[0][0][0] < strokes[0][-1][0] and strokes[0][0][1] < strokes[0][1][1]


def test_backspace_and_the_button_wipe_it_and_a_click_alone_is_no_signature(pad: SignaturePad) -> None:
    draw(pad, (100, 40), (150, 90))
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert not pad.has_ink and pad.strokes() == []
    draw(pad, (100, 40), (150, 90))
    pad.wipe.click()
    assert not pad.has_ink
    QTest.mouseClick(pad, LEFT, pos=QPoint(100, 40))
    assert not pad.has_ink


def test_without_a_pointer_the_arrows_move_the_pen_and_space_sets_it_down(pad: SignaturePad) -> None:
    given_: list[Any] = []
    pad.done.connect(given_.append)
    key = Qt.Key
    for each in (key.Key_Right, key.Key_Space, *[key.Key_Right] * 6, *[key.Key_Down] * 3, key.Key_Space):
        QTest.keyClick(pad, each)
    QTest.keyClick(pad, key.Key_Left)  # lifted: it moves and does not draw
    assert [len(stroke) for stroke in pad._ink] == [10]
    QTest.keyClick(pad, key.Key_Space)
    QTest.keyClick(pad, key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(pad, key.Key_Return)
    first, second = json.loads(_strokes(given_[0]))
    assert first[0][0] < first[-1][0] and first[0][1] < first[-1][1]
    assert 0 < second[0][1] - second[-1][1] < (first[-1][1] - first[0][1]) / 3


def test_what_is_signed_stands_until_it_is_cleared(pad: SignaturePad) -> None:
    pad.show_signed([[[0.2, 0.5], [0.8, 0.5]]], "已签 15:58")
    draw(pad, (100, 40), (150, 90))
    assert pad.signed and not pad.has_ink and pad.accessibleDescription() == "已签 15:58"
    pad.clear()
    draw(pad, (100, 40), (150, 90))
    assert pad.has_ink and not pad.signed


def test_a_stale_signature_is_no_signature_and_says_why(pad: SignaturePad) -> None:
    pad.show_signed([[[0.2, 0.5], [0.8, 0.5]]], "须重签", stale=True)
    assert not pad.signed and pad.accessibleDescription() == "须重签"


def test_a_pen_draws_with_its_pressure_and_a_finger_draws_too(pad: SignaturePad) -> None:
    pen = QPointingDevice("pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
                          QInputDevice.Capability.Pressure, 1, 1, "", QPointingDeviceUniqueId())  # fmt: skip
    steps = ((QEvent.Type.TabletPress, 50, 0.2), (QEvent.Type.TabletMove, 90, 0.9), (QEvent.Type.TabletRelease, 90, 0.0))
    for kind, x, pressure in steps:
        at = QPointF(x, 60)
        event = QTabletEvent(
            kind, pen, at, QPointF(pad.mapToGlobal(at.toPoint())), pressure, 0, 0, 0, 0, 0,
            Qt.KeyboardModifier.NoModifier, LEFT, LEFT,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)
        assert event.isAccepted()  # else it comes again as a mouse
    assert [pressure for _, _, pressure in pad._ink[0]] == [0.2, 0.9]
    finger = QTest.createTouchDevice()
    for act, x in (("press", 120), ("move", 180), ("release", 180)):
        sequence = QTest.touchEvent(pad, finger)
        getattr(sequence, act)(0, QPoint(x, 60), pad)
        sequence.commit()
        QApplication.processEvents()
    assert len(pad.strokes()) == 2 and all(len(stroke) > 1 for stroke in pad.strokes())


def test_it_has_a_name_takes_the_focus_by_tab_and_is_closed_when_disabled(pad: SignaturePad) -> None:
    assert "检查员甲" in pad.accessibleName() and pad.focusPolicy() & Qt.FocusPolicy.TabFocus
    pad.setEnabled(False)
    for kind, x in ((QEvent.Type.MouseButtonPress, 100), (QEvent.Type.MouseMove, 150), (QEvent.Type.MouseButtonRelease, 150)):
        at = QPointF(x, 60)
        QApplication.sendEvent(pad, QMouseEvent(kind, at, pad.mapToGlobal(at), LEFT, LEFT, Qt.KeyboardModifier.NoModifier))
    assert not pad.has_ink


HEIGHTS = st.tuples(st.floats(-4, 4), st.floats(0, 1))


@given(st.lists(st.lists(HEIGHTS, min_size=1, max_size=6), min_size=1, max_size=4))
def test_ink_of_any_width_fits_the_box_and_keeps_its_shape(ink: list[list[tuple[float, float]]]) -> None:
    out = fitted(ink)
    flat, drawn = [point for stroke in ink for point in stroke], [point for stroke in out for point in stroke]
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in drawn)
    wide = max(x for x, _ in flat) - min(x for x, _ in flat)
    scale = min(1.0, ASPECT / wide) if wide else 1.0
    for (x, y), (u, v) in zip(flat, drawn, strict=True):
        assert (u - drawn[0][0]) * ASPECT == pytest.approx((x - flat[0][0]) * scale, abs=1e-6)
        assert v - drawn[0][1] == pytest.approx((y - flat[0][1]) * scale, abs=1e-6)
