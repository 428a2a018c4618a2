"""Ctrl+K: what is found, in which groups, and that the keys lead there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldaudit.ui.session import Session
from fieldaudit.ui.shell.finder import finds
from fieldaudit.ui.shell.palette import Palette

Open = Callable[..., Session]


def opened(frame: Any) -> Palette:
    frame.search()
    palette = frame.window().findChild(Palette)
    assert palette is not None
    return palette


def test_initials_find_the_home_its_hazards_and_its_papers(qt: Any, open_session: Open) -> None:
    session = open_session("inspector")
    found = finds(session, "shyly")
    first = found[0]
    assert (first.kind, first.title, first.page) == ("institution", "松鹤养老院", "home")
    assert first.marks[0] == (0, 1, 2, 3, 4)
    kinds = [find.kind for find in found]
    assert kinds == sorted(kinds, key=["institution", "item", "notice", "inspection", "person", "act"].index), "group by group"
    assert all("松鹤养老院" in find.detail for find in found if find.kind == "item")
    (begin,) = (find for find in found if find.begins)
    assert begin.title == "对松鹤养老院开始检查" and begin.arguments == first.arguments


def test_letters_with_others_between_find_it_too(qt: Any, open_session: Open) -> None:
    found = finds(open_session("inspector"), "shly")
    assert "松鹤养老院" in [find.title for find in found if find.kind == "institution"]


def test_a_number_finds_the_paper_and_one_kind_only_is_that_kind(qt: Any, open_session: Open) -> None:
    session = open_session("inspector")
    number = session.desk().store.query("SELECT number FROM notice WHERE void IS NULL ORDER BY id DESC LIMIT 1")[0]["number"]
    found = finds(session, number)
    assert found[0].kind == "notice" and number in found[0].title and found[0].page == "documents"
    assert {find.kind for find in finds(session, "养老", "item")} <= {"item"}
    assert len(finds(session, "养老", "institution")) > 5


def test_without_a_text_the_pages_are_offered_and_nonsense_finds_nothing(qt: Any, open_session: Open) -> None:
    session = open_session("supervisor")
    pages = [find.page for find in finds(session, "")]
    assert "review" in pages and "inspections" not in pages and "settings" in pages
    assert finds(session, '"zzz* OR (') == []


def test_typing_walking_and_enter_open_the_page(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    palette = opened(frame)
    assert palette.field.hasFocus() or not frame.isActiveWindow()
    QTest.keyClicks(palette.field, "shyly")
    first = palette.current()
    assert first is not None and first.title == "松鹤养老院"
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    second = palette.current()
    assert second is not None and second != first, "a heading is never the current row"
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert frame.here() == ("home", first.arguments) or frame.here()[0] == "home"


def test_tab_narrows_to_kinds_that_have_something_and_comes_round(qt: Any, frame_at: Callable[..., Any]) -> None:
    palette = opened(frame_at("today", language="en"))
    QTest.keyClicks(palette.field, "shyly")
    seen = []
    for _ in range(8):
        QTest.keyClick(palette.field, Qt.Key.Key_Tab)
        seen.append(palette.only)
        if not palette.only:
            break
        assert palette.list.rows(), palette.only
    assert seen[0] == "institution" and seen[-1] == ""


def test_escape_closes_and_a_second_search_does_not_open_two(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    palette = opened(frame)
    frame.search()
    assert len([each for each in frame.window().findChildren(Palette) if each.isVisible()]) == 1
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible() and frame.here()[0] == "today"


def test_another_window_shows_the_find_and_goes_with_its_frame(qt: Any, frame_at: Callable[..., Any]) -> None:
    from fieldaudit.ui.shell.beside import Beside

    frame = frame_at("today")
    palette = opened(frame)
    QTest.keyClicks(palette.field, "shyly")
    QTest.keyClick(palette.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (beside,) = frame.findChildren(Beside)
    assert beside.isVisible() and beside.frame.here()[0] == "home" and frame.here()[0] == "today"
    listening = len(frame.session.on_touched)
    beside.close()
    assert len(frame.session.on_touched) == listening - 1


def test_ctrl_n_begins_an_inspection_at_the_best_home_as_its_row_says(qt: Any, frame_at: Callable[..., Any]) -> None:
    from fieldaudit.ui.pages.home.begin import BeginDialog

    frame = frame_at("today")
    palette = opened(frame)
    QTest.keyClick(palette.field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible(), "nothing is found yet: nothing begins"
    QTest.keyClicks(palette.field, "szyyzx")
    QTest.keyClick(palette.field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qt.processEvents()
    assert frame.here()[0] == "home" and frame.window().findChild(BeginDialog) is not None
