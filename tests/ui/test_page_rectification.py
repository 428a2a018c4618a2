"""The table of hazards: every filter's count is its rows, many are acted upon at once, and one undo takes all of it back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from looking import clipped
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from synthetic import many_items

from fieldaudit.domain.calendar import local_date
from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput
from fieldaudit.store.board import Board
from fieldaudit.ui.pages.rectification.asking import Ask, Refusals
from fieldaudit.ui.pages.rectification.presenter import BIG, SIDE, BoardPresenter
from fieldaudit.ui.session import Session
from fieldaudit.ui.settings import Settings
from fieldaudit.work import plan
from fieldaudit.work.undo import undo


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("FIELDAUDIT_CONFIG", str(tmp_path / "settings"))
    return Settings()


def presented(session: Session, settings: Settings, wanted: Board | None = None) -> BoardPresenter:
    made = BoardPresenter(session, settings, wanted or Board())
    made.take(made.load(session.desk()))
    return made


def chosen(presenter: BoardPresenter, names: str) -> list[RowId]:
    presenter.choose(names)
    presenter.take(presenter.load(presenter.session.desk()))
    return presenter.ids()


def open_items(session: Session, state: str) -> list[RowId]:
    return [each.id for each in plan.plan(session.desk(), state=state)]


# -- presenter ---------------------------------------------------------------------------------------------


def test_every_filters_count_is_its_rows(open_session: Callable[..., Session], settings: Settings) -> None:
    presenter = presented(open_session(), settings)
    counts = dict(presenter.loaded.counts)
    for name, _icon in SIDE:
        assert len(chosen(presenter, name)) == counts[name], name
    assert counts["open"] and counts["overdue"] and counts["cleared"]


def test_parts_narrow_the_filter_and_are_taken_out_again(open_session: Callable[..., Session], settings: Settings) -> None:
    presenter = presented(open_session(), settings)
    everything = presenter.count()
    code = presenter.choices("district")[0][0]
    presenter.set_part("district", code)
    presenter.set_part("severity", "major")
    presenter.take(presenter.load(presenter.session.desk()))
    rows = presenter.fetch(0, 500)
    assert presenter.board.filter == f"open+district:{code}+severity:major" and 0 < len(rows) < everything
    assert {row["district"] for row in rows} == {presenter.choices("district")[0][1]}
    assert {row["severity"]["text"] for row in rows} == {rows[0]["severity"]["text"]}
    presenter.set_part("district", None)
    presenter.set_part("severity", None)
    presenter.set_part("", None)
    assert presenter.board.filter == "every"
    presenter.set_part("", "state:submitted")
    assert presenter.part("") == "state:submitted" and presenter.part("district") is None


def test_homes_are_found_by_initials_and_hazards_by_their_words(open_session: Callable[..., Session], settings: Settings) -> None:
    presenter = presented(open_session(), settings)
    first = presenter.fetch(0, 1)[0]
    presenter.search(first["institution"])
    presenter.take(presenter.load(presenter.session.desk()))
    assert {row["institution"] for row in presenter.fetch(0, 500)} >= {first["institution"]}
    presenter.search("查无此事")
    presenter.take(presenter.load(presenter.session.desk()))
    assert presenter.count() == 0 and "查无此事" in presenter.told()


def test_saved_views_are_kept_replaced_and_forgotten_and_odd_ones_passed_over(
    open_session: Callable[..., Session], settings: Settings
) -> None:
    presenter = presented(open_session(), settings, Board("overdue+severity:major"))
    presenter.save_view("重大逾期")
    presenter.choose("week")
    presenter.save_view("本周")
    presenter.save_view("重大逾期")
    assert [(view.name, view.filter) for view in presented(presenter.session, settings).views()] == [
        ("本周", "week"),
        ("重大逾期", "week"),
    ]
    presenter.drop_view("本周")
    assert [view.name for view in presenter.views()] == ["重大逾期"]
    for odd in ("{", "[1]", '[{"name": "x", "filter": "no such"}]', '{"a": 1}'):
        settings.put("rectification/views", odd)
        assert [view.name for view in presenter.views()] == ["重大逾期"]


def test_saved_views_are_sealed_also_those_that_lay_open(
    open_session: Callable[..., Session], settings: Settings, tmp_path: Path
) -> None:
    settings.put("rectification/views", '[{"name": "seen", "filter": "overdue", "text": "willow-court"}]')
    presenter = presented(open_session(), settings, Board("week", "maple-house"))
    presenter.save_view("later")
    assert [(view.name, view.text) for view in presenter.views()] == [("seen", "willow-court"), ("later", "maple-house")]
    sealed = list((presenter.session.path / "drafts").iterdir())
    written = b"".join(each.read_bytes() for each in (*sealed, *(tmp_path / "settings").iterdir()))
    assert sealed
    assert b"willow" not in written
    assert b"maple" not in written


def test_the_export_is_the_filtered_table_in_its_order(
    open_session: Callable[..., Session], settings: Settings, tmp_path: Path
) -> None:
    presenter = presented(open_session(), settings, Board("overdue", sort="institution", descending=True))
    file = tmp_path / "台账.csv"
    assert presenter.export(file, (), lambda done, total: None) == presenter.count()
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))
    assert [row["机构"] for row in rows] == [row["institution"] for row in presenter.fetch(0, 500)]
    some = presenter.ids()[:2]
    assert presenter.export(tmp_path / "两项.xlsx", some, lambda done, total: None) == 2
    with pytest.raises(BadInput):
        presenter.export(tmp_path / "台账.docx", (), lambda done, total: None)


def test_an_act_on_many_is_done_where_the_rule_allows_and_undone_in_one_step(
    open_session: Callable[..., Session], settings: Settings
) -> None:
    session = open_session()
    presenter = presented(session, settings)
    running, waiting = open_items(session, "in_progress"), open_items(session, "submitted")
    found = presenter.submit([*running, *waiting], "院方已整改")
    assert set(found.done) == set(running) and {each.item for each in found.refused} == set(waiting)
    assert len({plan.plan_item(session.desk(), item).row["institution"] for item in found.done}) > 1
    session.act(undo)
    assert set(open_items(session, "in_progress")) == set(running)


def test_only_a_supervisor_grants(open_session: Callable[..., Session], settings: Settings) -> None:
    session = open_session()
    presenter = presented(session, settings)
    asked = chosen(presenter, "extension")
    found = presenter.grant(asked, "")
    assert asked and not found.done and all("科室负责人" in str(each.why) for each in found.refused)


# -- the page ------------------------------------------------------------------------------------------------


def press(frame: Any, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(frame.page.table, key, modifier)
    QApplication.processEvents()


def commit(field: Any, text: str) -> None:
    """What an input method gives."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def dialog(frame: Any, kind: type) -> Any:
    found = [each for each in frame.window().findChildren(kind) if each.isVisible()]
    assert found, kind
    return found[-1]


def wait(frame: Any, until: Callable[[], bool]) -> None:
    for _ in range(6_000):  # the background has what the machine leaves it
        QApplication.processEvents()
        if until():
            return
        QTest.qWait(10)
    raise AssertionError("it did not come about")


def test_rows_are_chosen_by_keyboard_and_the_bar_takes_the_place_of_the_count(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("rectification")
    page = frame.page
    before = page.table.visualRect(page.model.index(0, 0)).top(), page.bottom.height()
    press(frame, Qt.Key.Key_Space)
    press(frame, Qt.Key.Key_Down, Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert page.table.selected_ids() == sorted(page.presenter.ids()[:3])
    assert page.bottom.currentWidget() is page.bulk and page.bulk.chosen.text() == "已选 3 项"
    assert (page.table.visualRect(page.model.index(0, 0)).top(), page.bottom.height()) == before
    press(frame, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(page.table.selected_ids()) == page.presenter.count()
    press(frame, Qt.Key.Key_Escape)
    assert page.bottom.currentIndex() == 0 and page.table.selected_ids() == []


def test_enter_opens_the_plan_at_the_row_and_back_comes_to_the_same_row(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("rectification", filter="overdue", sort="institution")
    press(frame, Qt.Key.Key_Down, Qt.Key.Key_Down)
    row = frame.page.table.current_row()
    press(frame, Qt.Key.Key_Return)
    assert frame.here()[0] == "plan" and frame.here()[1]["item"] == row["id"]
    frame.back()
    QApplication.processEvents()
    page = frame.page
    assert (page.presenter.board.filter, page.presenter.board.sort) == ("overdue", "institution")
    assert page.table.current_row()["id"] == row["id"]


def test_a_slash_finds_and_letters_typed_there_are_only_letters(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("rectification")
    page = frame.page
    QTest.keyClicks(page.table, "/")
    assert page.finder.text() == ""
    page.finder.setFocus()
    QApplication.sendEvent(page.finder, QInputMethodEvent("xiao", []))
    assert page.presenter.board.text == "" and page.finder.composes()
    commit(page.finder, "消防")
    QTest.keyClick(page.finder, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert page.presenter.board.text == "消防" and page.presenter.count() < page.presenter.loaded.counts["open"]
    assert page.table.selected_ids() == []


def test_an_empty_table_says_which_condition_hides_the_rows_and_clears_it(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("rectification", filter="wells+severity:major+state:found")
    page = frame.page
    assert page.stack.currentWidget() is page.empty
    state = page._empty.itemAt(0).widget()
    assert "打井" in state.words.text() and "重大隐患" in state.words.text()
    state.action.click()
    QApplication.processEvents()
    assert page.presenter.board.filter == "open" and page.stack.currentWidget() is page.table


def test_an_extension_is_asked_for_many_by_keyboard_refusals_are_listed_and_undone(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("rectification", filter="open")
    page, session = frame.page, frame.session
    running, found = open_items(session, "in_progress"), open_items(session, "found")
    page.table.select_ids([running[0], found[0]])
    QTest.mouseClick(page.bulk.buttons[1], Qt.MouseButton.LeftButton)
    ask = dialog(frame, Ask)
    day, why = (field.widget for field in ask._fields)
    assert not ask.yes.isEnabled()
    QTest.keyClicks(day, "2027-06-30")
    commit(why, "等待配件")
    assert ask.yes.isEnabled()
    QTest.keyClick(why, Qt.Key.Key_Return)
    wait(frame, lambda: bool([each for each in frame.window().findChildren(Refusals) if each.isVisible()]))
    listed = dialog(frame, Refusals)
    assert "不能申请延期" in listed.accessibleDescription()
    assert plan.plan_item(session.desk(), running[0]).state.extension_asked == date(2027, 6, 30)
    assert page.table.selected_ids() == [found[0]]
    listed.close_it()
    frame.undo()
    assert plan.plan_item(session.desk(), running[0]).state.extension_asked is None


def test_rows_that_somebody_touched_are_read_again_where_they_are(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("rectification")
    page = frame.page
    press(frame, Qt.Key.Key_Down, Qt.Key.Key_Down)
    row = page.table.current_row()
    frame.session.act(lambda desk: plan.edit(desk, row["id"], {"responsible": "院方电工"}))
    wait(frame, lambda: page.table.current_row()["responsible"] == "院方电工")
    assert page.table.current_row()["id"] == row["id"]


@pytest.mark.parametrize(("language", "width"), [("zh", 1366), ("en", 1366), ("zh", 911), ("en", 911)])
def test_no_text_is_clipped(frame_at: Callable[..., Any], language: str, width: int) -> None:
    frame = frame_at("rectification", language=language, width=width, height=512 if width < 1000 else 768)
    assert clipped(frame) == []
    press(frame, Qt.Key.Key_Space)
    assert clipped(frame) == []


def test_an_unknown_filter_is_told_and_the_page_that_is_shown_stays(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("rectification")
    shown = frame.page
    frame.go("rectification", filter="no such filter")
    assert frame.page is shown


def test_very_many_hazards_are_ordered_in_the_background_and_read_only_where_they_are_seen(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    session = frame.session
    session.long(lambda desk, _breathe: many_items(desk.store, 3 * BIG, local_date(desk.now)))
    frame.go("rectification", filter="every")
    page = frame.page
    assert page.model.rowCount() == 0 and page.stack.currentWidget() is page.skeleton
    wait(frame, lambda: page.model.rowCount() > 3 * BIG)
    fetched: list[int] = []
    fetch = page.model._fetch
    page.model._fetch = lambda offset, limit: fetched.append(limit) or fetch(offset, limit)
    bar = page.table.verticalScrollBar()
    for part in range(11):
        bar.setValue(bar.maximum() * part // 10)
        page.table.viewport().repaint()
    assert sum(fetched) < 3 * BIG and page.shown.whole().startswith(f"显示 {page.table.rowAt(1) + 1:,}–")
    page._sort("finding", True)
    page._sort("severity", False)  # the order that was asked for last is shown, whichever was read first
    wait(frame, lambda: page.presenter.loaded.board.sort == "severity")
    assert page.table.paged.row(0)["severity"]["text"] == "重大"
    ids = page.presenter.ids()
    assert len(ids) == len(set(ids)) == page.model.rowCount()
