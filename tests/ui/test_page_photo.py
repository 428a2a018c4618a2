"""The photo page: marks drawn, moved, undone by mouse and keys; captions; read-only; what a mark looks like to move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from fieldaudit.domain.annotation import Shape
from fieldaudit.domain.core import RowId
from fieldaudit.store import queries
from fieldaudit.ui.pages.photo import marks
from fieldaudit.ui.pages.photo.presenter import PhotoPresenter
from fieldaudit.work.evidence import shapes_on
from fieldaudit.work.inspect import state_of

AREA = QRectF(0, 0, 400, 300)
BOX = Shape("box", ((0.25, 0.25), (0.5, 0.5)))


# -- geometry: no demo ------------------------------------------------------------------------------------
def test_a_mark_moved_stays_inside_the_picture() -> None:
    assert marks.moved(BOX.points, 0.9, -0.9) == ((0.75, 0.0), (1.0, 0.25))


def test_a_corner_is_pulled_and_the_opposite_one_stays() -> None:
    assert marks.pulled(BOX, 0, (0.1, 0.1)) == ((0.5, 0.5), (0.1, 0.1))
    assert marks.pulled(Shape("arrow", ((0.1, 0.1), (0.5, 0.5))), 1, (0.9, 0.9)) == ((0.1, 0.1), (0.9, 0.9))


@pytest.mark.parametrize(("place", "found"), [((100, 75), 0), ((150, 110), 0), ((20, 20), -1), ((300, 150), 1)])
def test_a_line_is_taken_hold_of_before_what_lies_inside_another(place: tuple[float, float], found: int) -> None:
    shapes = [BOX, Shape("pen", ((0.7, 0.5), (0.8, 0.5)))]
    assert marks.hit(AREA, shapes, QPointF(*place)) == found


# -- the page ---------------------------------------------------------------------------------------------
def draft(session: Any) -> tuple[RowId, list[RowId]]:
    """The demo's draft, its inspector at the keyboard: (inspection, its photos)."""
    desk = session.desk()
    row = next(each for each in desk.store.find("inspection") if not state_of(desk, each).locked)
    session.sign_in(RowId(row["inspector_row"]), "0000")
    photos = [RowId(each["id"]) for each in queries.attachments(desk.store, row["id"]) if each["kind"] == "photo"]
    return RowId(row["id"]), photos


@pytest.fixture
def page(frame_at: Callable[..., Any]) -> Any:
    frame = frame_at("today")
    _, photos = draft(frame.session)
    frame.go("photo", attachment=photos[0])
    QTest.qWait(30)
    return frame.page


def drawn(page: Any) -> list[Shape]:
    return list(shapes_on(page.session.desk(), page.presenter.attachment))


def test_a_circle_drawn_by_mouse_is_durable_and_taken_back_by_ctrl_z(page: Any) -> None:
    QTest.keyClick(page.canvas, Qt.Key.Key_C)
    area = page.canvas.area()
    start, end = area.topLeft() + QPointF(100, 80), area.topLeft() + QPointF(300, 200)
    QTest.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(page.canvas, end.toPoint())
    QTest.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=end.toPoint())
    assert [shape.kind for shape in drawn(page)] == ["ellipse"]
    QTest.keyClick(page.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert drawn(page) == []
    QTest.keyClick(page.canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert [shape.kind for shape in drawn(page)] == ["ellipse"]


def test_by_keyboard_alone_a_box_is_put_moved_made_larger_and_deleted(page: Any) -> None:
    QTest.keyClick(page.canvas, Qt.Key.Key_R)
    QTest.keyClick(page.canvas, Qt.Key.Key_Return)
    before = drawn(page)[0].points
    QTest.keyClick(page.canvas, Qt.Key.Key_Right)
    moved = drawn(page)[0].points
    assert moved[0][0] == pytest.approx(before[0][0] + 0.01, abs=1e-4)
    QTest.keyClick(page.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    grown = drawn(page)[0].points
    assert grown[0] == moved[0] and grown[1][1] > moved[1][1]
    QTest.keyClick(page.canvas, Qt.Key.Key_Delete)
    assert drawn(page) == []


def test_words_are_typed_on_the_picture_and_letters_in_them_choose_no_tool(page: Any) -> None:
    QTest.keyClick(page.canvas, Qt.Key.Key_T)
    place = page.canvas.area().center().toPoint()
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=place)
    field = page.window().focusWidget() or page.canvas._words
    QTest.keyClicks(field, "bar")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [(shape.kind, shape.text) for shape in drawn(page)] == [("text", "bar")]
    assert page.canvas.tool == "text"
    assert not page.canvas._words.isVisible()  # Enter finished it and did not open it again


def test_a_mark_is_dragged_later_with_the_move_tool(page: Any) -> None:
    page.presenter.draw("box", ((0.2, 0.2), (0.4, 0.4)))
    page.show_photo()
    area = page.canvas.area()
    corner = marks.to_view(area, ((0.3, 0.2),))[0].toPoint()
    QTest.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(page.canvas, corner + QPoint(round(area.width() / 10), 0))
    QTest.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=corner + QPoint(round(area.width() / 10), 0))
    assert drawn(page)[0].points[0][0] == pytest.approx(0.3, abs=0.01)


def test_the_caption_is_kept_when_the_page_is_left(page: Any) -> None:
    page.caption.setPlainText("东侧外窗")
    page.frame.go("sync")
    desk = page.session.desk()
    assert desk.row("attachment", page.presenter.attachment)["caption"] == "东侧外窗"


def test_a_photo_taken_off_can_be_undone(page: Any) -> None:
    photo = page.presenter.attachment
    page._take_off("")
    assert page.session.desk().store.get("attachment", photo)["void"]
    page.frame.undo()
    assert page.session.desk().store.get("attachment", photo)["void"] is None


def test_a_locked_photo_is_only_looked_at(open_session: Callable[..., Any]) -> None:
    session = open_session("supervisor")
    photo = RowId(session.desk().store.find("attachment", kind="photo")[0]["id"])
    presenter = PhotoPresenter(session, photo)
    assert not presenter.may_draw and not presenter.may_change and not presenter.can_undo
    assert presenter.original_is_whole(session.desk()) is True


def test_a_time_of_capture_far_from_import_is_told(open_session: Callable[..., Any]) -> None:
    session = open_session("inspector")
    _, photos = draft(session)
    presenter = PhotoPresenter(session, photos[0])
    assert presenter.days_apart() == 0
    presenter.row["taken_at"] = "2020-01-01T08:00:00+08:00"
    assert presenter.days_apart() > 2000


def test_arrow_keys_go_to_the_next_photo_and_back_leads_to_the_page_before(page: Any) -> None:
    before = page.frame.here()[0]
    QTest.keyClick(page.canvas, Qt.Key.Key_Escape)
    assert before == "photo" and page.frame.here()[0] == "today"
