"""A home's plan: the five filled in place, what the domain allows and why not, before and after, every step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from looking import clipped
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from fieldaudit.domain.core import RowId
from fieldaudit.domain.item import ItemState
from fieldaudit.ui.pages.plan.presenter import ALL, MISSING, OPEN, PlanPresenter
from fieldaudit.ui.pages.rectification.asking import Ask
from fieldaudit.ui.session import Session
from fieldaudit.ui.widgets.photo_files import PhotoFiles
from fieldaudit.work import plan

Wanted = Callable[[plan.PlanItem], bool]


def an_item(session: Session, wanted: Wanted) -> plan.PlanItem:
    """An item of the demo like that; one of the five is taken from one that was only found where it is to be missing."""
    if wanted is missing:
        whose = next(each for each in plan.plan(session.desk()) if each.state.state == "found")
        session.act(lambda desk: plan.edit(desk, whose.id, {"responsible": None}))
    return next(each for each in plan.plan(session.desk()) if wanted(each))


def missing(item: plan.PlanItem) -> bool:
    return item.state.is_open and "responsible" in plan.missing_of_five(item.row)


def passed(severity: str) -> Wanted:
    return lambda item: item.state.state == "passed" and item.row["severity"] == severity


# -- presenter ---------------------------------------------------------------------------------------------


def test_open_hazards_come_first_by_their_days_and_the_filters_count_them(open_session: Callable[..., Session]) -> None:
    session = open_session()
    for home in {item.row["institution"] for item in plan.plan(session.desk())}:
        presenter = PlanPresenter(session, RowId(home))
        lines = presenter.lines
        assert [line.number for line in lines] == list(range(1, len(lines) + 1))
        assert sorted(lines, key=lambda line: not line.is_open) == lines
        dues = [line.row["due"] or "9" for line in lines if line.is_open]
        assert dues == sorted(dues)
        assert {line.id for line in presenter.shown(OPEN)} == {line.id for line in lines if line.is_open}
        assert all(line.missing for line in presenter.shown(MISSING)) and presenter.shown(ALL) == lines
        assert sum(count for _words, _token, count in presenter.parts()) == len(lines)


def test_clearing_is_offered_only_where_the_domain_allows_it_and_its_reason_is_told(open_session: Callable[..., Session]) -> None:
    session = open_session()
    for item in plan.plan(session.desk()):
        detail = PlanPresenter(session, RowId(item.row["institution"])).detail(item.id)
        assert detail is not None
        acts = detail.acts
        if acts.next == "clear":
            assert item.state.state == "passed" and item.state.photos and item.row["severity"] == "general"
            assert not acts.clear_refused
        elif item.state.is_open:
            assert acts.clear_refused
        else:
            assert (acts.next, acts.clear_refused) == ("", "")


def test_a_major_hazard_is_cleared_by_a_supervisor(open_session: Callable[..., Session]) -> None:
    session = open_session()
    item = an_item(session, passed("major"))
    detail = PlanPresenter(session, RowId(item.row["institution"])).detail(item.id)
    assert detail is not None and "科室负责人" in detail.acts.clear_refused


def test_the_steps_are_what_stands_and_the_next_one_is_hollow(qt: Any, open_session: Callable[..., Session]) -> None:
    session = open_session()
    item = an_item(session, lambda item: item.state.failures > 0 and item.state.state == "in_progress")
    detail = PlanPresenter(session, RowId(item.row["institution"])).detail(item.id)
    assert detail is not None
    titles = [step.title for step in detail.steps]
    assert titles[:3] == ["发现", "下达", "送达"] and titles[-1] == "等待整改" and "复查未过" in titles
    assert [step.done for step in detail.steps] == [True] * (len(titles) - 1) + [False]
    session.act(lambda desk: plan.submit(desk, item.id, "院方电话"))
    from fieldaudit.work.undo import undo

    session.act(undo)
    again = PlanPresenter(session, RowId(item.row["institution"])).detail(item.id)
    assert again is not None and [step.title for step in again.steps] == titles


def test_what_the_notice_fixed_is_not_written_and_says_so(open_session: Callable[..., Session]) -> None:
    session = open_session()
    item = an_item(session, lambda item: item.state.state == "in_progress")
    presenter = PlanPresenter(session, RowId(item.row["institution"]))
    refused = presenter.may_write(item.id, "term_days")
    assert refused is not None and "以通知书为准" in str(refused)
    assert presenter.may_write(item.id, "responsible") is None


# -- the page ------------------------------------------------------------------------------------------------


def at(frame_at: Callable[..., Any], wanted: Wanted, **more: Any) -> tuple[Any, RowId]:
    """The plan's page at an item of the demo like that."""
    frame = frame_at("rectification", **more)
    item = an_item(frame.session, wanted)
    frame.go("plan", institution=item.row["institution"], item=item.id)
    QApplication.processEvents()
    assert frame.page.table.current_row()["id"] == item.id
    return frame, item.id


def row_of(frame: Any, item: RowId) -> dict[str, Any]:
    return plan.plan_item(frame.session.desk(), item).row


def commit(field: Any, text: str) -> None:
    """What an input method gives."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_a_missing_one_is_a_link_that_opens_its_field_in_place(frame_at: Callable[..., Any]) -> None:
    frame, item = at(frame_at, missing)
    table = frame.page.table
    column = next(n for n, each in enumerate(table.columns) if each.key == "responsible")
    cell = table.visualRect(table.paged.index(table.currentIndex().row(), column))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    field = table.field()
    assert field is not None and cell.intersects(field.geometry())
    QTest.keyClicks(field, "Manager 5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert row_of(frame, item)["responsible"] == "Manager 5" and table.field() is None
    assert table.current_row()["responsible"] == "Manager 5"
    frame.undo()
    assert row_of(frame, item)["responsible"] is None


def test_tab_goes_through_the_five_and_escape_leaves_a_field_as_it_was(frame_at: Callable[..., Any]) -> None:
    frame, item = at(frame_at, missing)
    table = frame.page.table
    QTest.keyClick(table, Qt.Key.Key_F2)
    commit(table.field(), "院长")
    QTest.keyClick(table.field(), Qt.Key.Key_Tab)
    QTest.keyClicks(table.field(), "1200")
    QTest.keyClick(table.field(), Qt.Key.Key_Tab)
    QTest.keyClick(table.field(), Qt.Key.Key_Tab)
    commit(table.field(), "增派夜班")
    QTest.keyClick(table.field(), Qt.Key.Key_Escape)
    QApplication.processEvents()
    row = row_of(frame, item)
    assert (row["responsible"], row["budget_yuan"], row["contingency"]) == ("院长", 1200.0, None)


def test_single_keys_are_letters_while_typing_or_composing(frame_at: Callable[..., Any]) -> None:
    frame, item = at(frame_at, missing)
    table = frame.page.table
    at_row = table.currentIndex().row()
    QTest.keyClick(table, Qt.Key.Key_E)
    field = table.field()
    QApplication.sendEvent(field, QInputMethodEvent("yuanzhang", []))
    QTest.keyClick(field, Qt.Key.Key_Return)  # the input method's, while it composes
    assert table.field() is field and row_of(frame, item)["responsible"] is None
    commit(field, "院长")
    QTest.keyClicks(field, "jk[]")
    assert table.currentIndex().row() == at_row and field.text() == "院长jk[]"


def test_a_number_that_is_none_is_told_and_not_written(frame_at: Callable[..., Any]) -> None:
    frame, item = at(frame_at, missing)
    table = frame.page.table
    frame.page._edit(item, "budget_yuan")
    QTest.keyClicks(table.field(), "a lot")
    QTest.keyClick(table.field(), Qt.Key.Key_Return)
    assert row_of(frame, item)["budget_yuan"] is None and frame.toasts.isVisible()


def test_the_clear_button_waits_with_the_domains_reason_above_it(frame_at: Callable[..., Any]) -> None:
    frame, _item = at(frame_at, passed("major"))
    clear = next(each for each in frame.page.pane.findChildren(QPushButton) if each.text() == "销号")
    assert not clear.isEnabled() and "科室负责人" in clear.accessibleDescription()
    said = [each.text() for each in frame.page.pane.findChildren(type(frame.page.total)) if each.isVisible()]
    assert clear.accessibleDescription() in said


def test_a_home_reports_done_with_a_photo_and_undo_takes_it_back(frame_at: Callable[..., Any], tmp_path: Path) -> None:
    frame, item = at(frame_at, lambda item: item.state.state == "in_progress" and item.state.extension_asked is None)
    first = next(each for each in frame.page.pane.findChildren(QPushButton) if each.property("kind") == "primary")
    assert first.text() == "申请复查"
    QTest.keyClick(first, Qt.Key.Key_Space)
    ask = next(each for each in frame.window().findChildren(Ask) if each.isVisible())
    commit(ask.first(), "院方来电")
    photo = tmp_path / "after.png"
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(0x405060)
    picture.save(str(photo))
    ask.findChild(PhotoFiles).take([photo])
    QTest.mouseClick(ask.yes, Qt.MouseButton.LeftButton)
    while state(frame, item).state == "in_progress":
        QTest.qWait(20)
    assert state(frame, item).state == "submitted"
    assert len(plan.photos_of(frame.session.desk(), item)["after"]) == 1
    QTest.qWait(50)
    frame.undo()
    assert state(frame, item).state == "in_progress"


def state(frame: Any, item: RowId) -> ItemState:
    return plan.plan_item(frame.session.desk(), item).state


def test_a_supervisor_answers_an_extension_that_was_asked_for(frame_at: Callable[..., Any]) -> None:
    frame, item = at(frame_at, lambda item: item.state.extension_asked is not None, who="supervisor")
    asked = state(frame, item).extension_asked
    grant = next(each for each in frame.page.pane.findChildren(QPushButton) if each.text() == "批准延期")
    QTest.mouseClick(grant, Qt.MouseButton.LeftButton)
    ask = next(each for each in frame.window().findChildren(Ask) if each.isVisible())
    QTest.mouseClick(ask.yes, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert state(frame, item).due == asked


def test_keys_move_through_the_hazards_and_the_handle(frame_at: Callable[..., Any]) -> None:
    frame, _item = at(frame_at, lambda item: item.state.state == "passed")
    page = frame.page
    before = page.pane.compare.value()
    QTest.keyClick(page.table, Qt.Key.Key_Left)
    assert page.pane.compare.value() == before - 5
    row = page.table.currentIndex().row()
    QTest.keyClick(page.table, Qt.Key.Key_J)
    assert page.table.currentIndex().row() == min(row + 1, page.table.paged.rowCount() - 1)
    QTest.keyClick(page.table, Qt.Key.Key_K)
    assert page.table.currentIndex().row() == row
    assert page.address()["item"] == page.table.current_row()["id"]


def test_a_narrow_window_shows_the_list_or_the_detail(frame_at: Callable[..., Any]) -> None:
    frame, _item = at(frame_at, lambda item: item.state.state == "passed", width=911, height=512)
    page = frame.page
    assert page.left.isVisible() and not page.pane.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.pane.isVisible() and not page.left.isVisible() and clipped(frame) == []
    QTest.keyClick(page.pane.compare, Qt.Key.Key_Escape)
    assert page.left.isVisible()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("wanted", [missing, passed("major"), lambda item: item.state.extension_asked is not None])
def test_no_text_is_clipped(frame_at: Callable[..., Any], language: str, wanted: Wanted) -> None:
    frame, _item = at(frame_at, wanted, language=language)
    assert clipped(frame) == []
