"""The day's page: whose work is on it, in which order, where it leads, and that it follows what is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from fieldaudit.domain.calendar import local_date
from fieldaudit.domain.core import RowId
from fieldaudit.store import board
from fieldaudit.ui.pages.checklist.rows import read
from fieldaudit.ui.pages.today.presenter import TodayPresenter
from fieldaudit.ui.pages.today.rows import ActionRow
from fieldaudit.ui.session import Session
from fieldaudit.ui.settings import Settings
from fieldaudit.work import plan
from fieldaudit.work.inspect import open_sheet

Open = Callable[..., Session]


def recorded(frame: Any) -> list[tuple[str, dict[str, Any]]]:
    """Where the page leads, without going there."""
    went: list[tuple[str, dict[str, Any]]] = []
    frame.window().activateWindow()
    assert QTest.qWaitForWindowActive(frame.window())
    frame.go = lambda name, **arguments: went.append((name, arguments))
    return went


def test_the_draft_of_the_person_comes_first_at_the_question_where_it_was_left(qt: Any, open_session: Open) -> None:
    session, settings = open_session("inspector", "检查员甲"), Settings()
    first = TodayPresenter(session, settings).read().first
    assert first is not None and first.page == "checklist"
    visit = first.arguments["inspection"]
    sheet = open_sheet(session.desk(), visit)
    cards = [card for section in read(sheet.record, "zh") for card in section.cards]
    wanted = [card for card in cards if card.wanted]
    assert (first.answered, first.questions) == (sum(card.done for card in wanted), len(wanted)) == (60, 72)
    card = next(card for card in cards if card.figure)
    for path in (card.path, card.figure.path):  # what is counted and numbered as the checklist does it
        settings.put(f"place/{visit}", path)
        again = TodayPresenter(session, settings).read().first
        assert again is not None and again.detail == f"停在第 {card.number} 题：{card.label}"


def test_returned_visits_and_notices_to_serve_are_their_inspectors_alone(qt: Any, open_session: Open) -> None:
    session = open_session("inspector", "检查员甲")
    mine = TodayPresenter(session, Settings()).read().tasks
    desk = session.desk()
    returned = [each for each in mine if each.key.startswith("returned")]
    assert returned
    for each in returned:
        row = desk.row("inspection", each.arguments["inspection"])
        assert session.person in (row["inspector_row"], row["second_row"])
        remarks = desk.store.find("remark", inspection=row["id"])
        assert remarks and remarks[0]["text"] in each.detail
        assert each.arguments["path"] == remarks[0]["path"]  # it leads to the question it names
    for each in (line for line in mine if line.page == "serve"):
        notice = desk.row("notice", each.arguments["notice"])
        visit = desk.row("inspection", notice["inspection"])
        assert session.person in (visit["inspector_row"], visit["second_row"])
        assert not desk.store.find("service", notice=notice["id"])
    ranks = [each.rank for each in mine]
    assert ranks == sorted(ranks)


def test_what_is_overdue_and_due_soon_is_counted_as_the_table_behind_it(qt: Any, open_session: Open) -> None:
    session = open_session("inspector")
    shown, today = TodayPresenter(session, Settings()).read(), local_date(session.clock())
    store = session.desk().store
    assert shown.overdue_count == board.count(store, board.Board("overdue"), today)[0] > 0
    assert shown.soon_count == board.count(store, board.Board("week"), today)[0] == sum(shown.soon.values())
    assert all(line.tone == "danger" for line in shown.overdue)


def test_a_supervisor_without_a_draft_begins_with_the_reports(qt: Any, open_session: Open) -> None:
    session = open_session("supervisor")
    shown = TodayPresenter(session, Settings()).read()
    waiting = session.desk().store.query("SELECT count(*) AS n FROM inspection_state WHERE state = 'finished'")[0]["n"]
    assert shown.first is not None and (shown.first.page, shown.first.title) == ("review", f"{waiting} 份检查待审核")
    assert any(line.icon == "check-check" for line in shown.tasks)  # items that passed wait for her


def test_enter_resumes_and_arrows_walk_the_tasks(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    page, went = frame.page, recorded(frame)
    QTest.keyClick(page.primary, Qt.Key.Key_Return)
    rows = page.tasks.rows
    rows[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()
    QTest.keyClick(rows[1], Qt.Key.Key_Up)
    QTest.keyClick(rows[0], Qt.Key.Key_End)
    assert rows[-1].hasFocus()
    QTest.keyClick(rows[-1], Qt.Key.Key_Return)
    assert len(went) == 2 and went[1][0] in ("reinspect", "serve", "checklist", "plan")
    assert [each.focusPolicy() == Qt.FocusPolicy.StrongFocus for each in rows].count(True) == 1  # one Tab stop a card


def test_every_row_says_what_it_is_and_the_numbers_open_their_rows(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today", language="en")
    page, went = frame.page, recorded(frame)
    assert all(row.accessibleName() for card in (page.tasks, page.overdue, page.soon) for row in card.rows)
    from PySide6.QtWidgets import QPushButton

    everything = [each for each in page.overdue.findChildren(QPushButton) if each.text() == "All"]
    QTest.mouseClick(everything[0], Qt.MouseButton.LeftButton)
    assert went == [("rectification", {"filter": "overdue"})]


def test_a_task_goes_once_it_is_done(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today", who="supervisor")
    page = frame.page
    before = {row.key for row in page.tasks.rows if row.key.startswith("today.clear")}
    home = sorted(before)[0].removeprefix("today.clear")
    desk = frame.session.desk()
    for row in desk.store.query("SELECT item FROM item_state WHERE state = 'passed' AND institution = ?", (home,)):
        frame.session.act(partial(plan.clear, item=RowId(row["item"])))
    QTest.qWait(120)
    assert f"today.clear{home}" not in {row.key for row in page.tasks.rows}


def test_the_days_of_the_week_stay_however_often_the_page_is_shown_anew(frame_at: Any, qt: Any) -> None:
    page = frame_at("today").page
    for _ in range(3):
        page._show()
        qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qt.processEvents()
    assert page.week.isVisible() and len(page.week.buttons) == 7


@pytest.mark.parametrize(("language", "who"), [("zh", "inspector"), ("en", "supervisor")])
def test_a_row_is_read_out_once(frame_at: Any, language: str, who: str) -> None:
    frame = frame_at("today", who=who, language=language)
    rows = frame.page.findChildren(ActionRow)
    assert rows
    for row in rows:
        told = QAccessible.queryAccessibleInterface(row)
        inside = [told.child(at) for at in range(told.childCount())]
        assert told.role() == QAccessible.Role.ListItem and told.text(QAccessible.Text.Name) == row.accessibleName()
        assert [each.object() for each in inside] == ([row.press] if row.press is not None else [])
        assert all(each.parent().object() is row and told.indexOfChild(each) == at for at, each in enumerate(inside))
        for label in row.findChildren(QLabel):  # what is left out is told by the row's own name
            said = label.accessibleName() or label.text()
            assert said in row.accessibleName()
            assert told.indexOfChild(QAccessible.queryAccessibleInterface(label)) == -1
