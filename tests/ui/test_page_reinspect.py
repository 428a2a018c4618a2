"""A reinspection: the draft outlives the page, photos are durable before they stand in it, and it is recorded as one act."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from looking import clipped
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.ui.pages.reinspect.presenter import ReinspectPresenter
from fieldaudit.ui.session import Session
from fieldaudit.work import plan
from fieldaudit.work.undo import undo


def jpeg(shade: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (320, 200), (shade, 90, 120)).save(data, "JPEG")
    return data.getvalue()


def waiting(session: Session, measure: str = "") -> plan.PlanItem:
    """An item of the demo that can be reinspected, of this kind of measure."""
    return next(
        each
        for each in plan.plan(session.desk())
        if each.state.state in ("in_progress", "submitted") and measure in ("", each.row["measure_kind"])
    )


def presented(session: Session, item: plan.PlanItem) -> ReinspectPresenter:
    return ReinspectPresenter(session, RowId(item.row["institution"]), item.id)


def state(session: Session, item: RowId) -> str:
    return plan.plan_item(session.desk(), item).state.state


# -- presenter ---------------------------------------------------------------------------------------------


def test_a_draft_with_its_photos_outlives_the_page(open_session: Callable[..., Session]) -> None:
    session = open_session()
    item = waiting(session)
    first = presented(session, item)
    first.say(item.id, result="pass", note="已更换")
    first.choose_second(first.officers()[0][0])
    first.add_photo(item.id, first.take("现在.jpg", jpeg(10)))
    again = presented(session, item)
    found = again.finding(item.id)
    assert (found.result, found.note, again.second) == ("pass", "已更换", first.second)
    assert [photo["file_name"] for photo in found.photos] == ["现在.jpg"]
    assert not again.add_photo(item.id, again.take("同一张.jpg", jpeg(10)))
    assert session.desk().blobs.get(found.photos[0]["object"]) == jpeg(10)


def test_it_is_recorded_as_one_act_with_its_photo_and_undone_as_one(open_session: Callable[..., Session]) -> None:
    session = open_session()
    item = waiting(session, "deadline")
    presenter = presented(session, item)
    before = state(session, item.id)
    assert presenter.not_ready()
    presenter.say(item.id, result="pass")
    assert presenter.not_ready() and presenter.doubt(item.id)
    presenter.choose_second(presenter.officers()[0][0])
    presenter.add_photo(item.id, presenter.take("现在.jpg", jpeg(20)))
    assert presenter.not_ready() == "" and presenter.doubt(item.id) == ""
    presenter.forget(presenter.record())
    assert state(session, item.id) == "passed"
    assert plan.plan_item(session.desk(), item.id).state.photos == 1
    assert presented(session, item).finding(item.id).is_empty()
    session.act(undo)
    assert state(session, item.id) == before


def test_an_exit_must_be_counted_and_nothing_is_recorded_without(open_session: Callable[..., Session]) -> None:
    session = open_session()
    item = waiting(session, "open_exit")
    presenter = presented(session, item)
    presenter.choose_second(presenter.officers()[0][0])
    presenter.say(item.id, result="pass", fact=("exits", "two"))
    before = state(session, item.id)
    with pytest.raises(NotAllowed, match="生命通道"):
        presenter.record()
    assert state(session, item.id) == before and presented(session, item).finding(item.id).result == "pass"
    presenter.say(item.id, fact=("exits", "2"))
    presenter.say(item.id, fact=("where", "东侧走道"))
    presenter.record()
    assert plan.plan_item(session.desk(), item.id).state.exits == 2


def test_no_access_needs_a_photo_or_a_note_and_only_photos_are_taken(open_session: Callable[..., Session]) -> None:
    session = open_session()
    item = waiting(session)
    presenter = presented(session, item)
    presenter.choose_second(presenter.officers()[0][0])
    presenter.say(item.id, result="no_access")
    with pytest.raises(BadInput):
        presenter.record()
    with pytest.raises(BadInput):
        presenter.take("记录.pdf", b"%PDF-1.4\n%%EOF")
    presenter.say(item.id, note="院门紧锁")
    presenter.record()
    assert plan.plan_item(session.desk(), item.id).state.no_access


def test_rows_of_several_homes_lead_from_home_to_home(open_session: Callable[..., Session]) -> None:
    session = open_session()
    items = [each for each in plan.plan(session.desk()) if each.state.state == "submitted"]
    homes = list(dict.fromkeys(RowId(each.row["institution"]) for each in items))
    assert len(homes) > 1
    presenter = ReinspectPresenter(session, homes[0], items=[each.id for each in items])
    assert {each.row["institution"] for each in presenter.hazards} == {homes[0]}
    assert presenter.next_home() == homes[1]


# -- the page ------------------------------------------------------------------------------------------------


def wait(until: Callable[[], bool]) -> None:
    for _ in range(6_000):  # the background has what the machine leaves it
        QApplication.processEvents()
        if until():
            return
        QTest.qWait(10)
    raise AssertionError("it did not come about")


def test_a_hazard_is_judged_photographed_and_recorded_from_the_page(frame_at: Callable[..., Any], tmp_path: Path) -> None:
    frame = frame_at("rectification")
    session = frame.session
    item = waiting(session, "deadline")
    frame.go("reinspect", institution=item.row["institution"], item=item.id)
    page = frame.page
    assert not page.record.isEnabled() and page.status.text()
    QTest.keyClick(page.list, Qt.Key.Key_1)
    file = tmp_path / "现在.jpg"
    file.write_bytes(jpeg(30))
    page._take([file])
    wait(lambda: len(page.presenter.finding(item.id).photos) == 1 and not page._reading)
    page.second.setFocus()
    QTest.keyClick(page.second, Qt.Key.Key_Down)
    assert page.presenter.second is not None and page.record.isEnabled()
    QTest.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: state(session, item.id) == "passed")


def test_leaving_and_coming_back_finds_the_same_hazard_and_draft(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("rectification")
    item = waiting(frame.session)
    frame.go("reinspect", institution=item.row["institution"], item=item.id)
    QTest.keyClick(frame.page.list, Qt.Key.Key_3)
    QTest.keyClick(frame.page.list, Qt.Key.Key_N)
    note = frame.page._fields[-1]
    QTest.keyClicks(note, "1 2 3 jk")
    assert frame.page.presenter.finding(item.id).result == "fail"
    frame.go("rectification")
    frame.back()
    QApplication.processEvents()
    page = frame.page
    assert page.address()["item"] == item.id
    assert (page.segments.value(), page._fields[-1].text()) == ("fail", "1 2 3 jk")


@pytest.mark.parametrize(("language", "width"), [("zh", 1366), ("en", 1366), ("en", 911)])
def test_no_text_is_clipped(frame_at: Callable[..., Any], language: str, width: int) -> None:
    frame = frame_at("rectification", language=language, width=width, height=512 if width < 1000 else 768)
    item = waiting(frame.session, "open_exit")
    frame.go("reinspect", institution=item.row["institution"], item=item.id)
    QTest.keyClick(frame.page.list, Qt.Key.Key_1)
    QApplication.processEvents()
    assert clipped(frame) == []
