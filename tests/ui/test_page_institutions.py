"""The list of homes: filters and their counts, typing, order, what is said when nothing matches, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldaudit.store import register_list
from fieldaudit.ui.pages.home.begin import BeginDialog
from fieldaudit.ui.pages.institutions.presenter import FILTER_WORDS, InstitutionsPresenter, listing, remember_home
from fieldaudit.ui.session import Session
from fieldaudit.ui.settings import Settings
from fieldaudit.ui.widgets.states import EmptyState

Open = Callable[..., Session]


def recorded(frame: Any) -> list[tuple[str, dict[str, Any]]]:
    """Where the page leads, without going there."""
    went: list[tuple[str, dict[str, Any]]] = []
    frame.window().activateWindow()
    assert QTest.qWaitForWindowActive(frame.window())
    frame.go = lambda name, **arguments: went.append((name, arguments))
    return went


def presenter(session: Session, **arguments: Any) -> InstitutionsPresenter:
    return InstitutionsPresenter(session, Settings(), listing(arguments))


def test_every_filter_shows_as_many_homes_as_it_counts(qt: Any, open_session: Open) -> None:
    shown = presenter(open_session())
    counts = register_list.counts(shown.session.desk().store, shown.day())
    assert set(counts) == set(FILTER_WORDS)  # each has words, also at 0
    for name, count in counts.items():
        shown.change(filter=name)
        assert shown.count() == count, name
    assert counts["never"] + counts["inspected"] == counts["all"]
    assert sum(row["homes"] for row in shown.districts()) == counts["all"]


def test_a_home_counts_as_inspected_once_a_visit_is_finished(qt: Any, open_session: Open) -> None:
    shown = presenter(open_session(), filter="never")
    store = shown.session.desk().store
    for home in shown.ids:
        states = {row["state"] for row in register_list.visits(store, home)}
        assert not states & {"finished", "approved", "returned"}


def test_columns_sort_in_sql_and_what_is_not_known_comes_last(qt: Any, open_session: Open) -> None:
    shown = presenter(open_session())
    for key in ("beds", "residents"):
        shown.change(sort=key, descending=True)
        told = [row[key] for row in shown.fetch(0, 100)]
        known = [int(each) for each in told if each != "—"]
        assert known == sorted(known, reverse=True) and told[len(known) :] == ["—"] * (len(told) - len(known))
    shown.change(sort="open", descending=True)
    told = [row["open"]["text"].replace("—", "0") for row in shown.fetch(0, 100)]
    assert list(map(int, told)) == sorted(map(int, told), reverse=True)


def test_homes_opened_last_come_first(qt: Any, open_session: Open) -> None:
    session, settings = open_session(), Settings()
    last = presenter(session).ids[-1]
    remember_home(settings, last)
    assert InstitutionsPresenter(session, settings, listing({})).ids[0] == last


def test_an_address_leads_back_to_the_same_rows(qt: Any, open_session: Open) -> None:
    session = open_session()
    shown = presenter(session, filter="overdue", text="养老", sort="open", descending=True)
    home = shown.ids[-1]
    address = shown.address(home)
    again = presenter(session, **address)
    assert again.ids == shown.ids and address["wanted"] == str(home)
    strange = presenter(session, filter="no such filter", sort="no such column", plan="x")  # from another version
    assert strange.count() == presenter(session).count()


def test_letters_typed_on_the_table_filter_by_initials(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("institutions")
    page, table = frame.page, frame.page.table
    assert table.hasFocus() or page.isVisible()
    everything = page.presenter.count()
    QTest.keyClicks(table, "s")
    QTest.keyClicks(page.search, "hyly")
    assert page.search.text() == "shyly"
    names = [row["name"] for row in page.presenter.fetch(0, 50)]
    assert "松鹤养老院" in names and len(names) < everything
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.presenter.count() == everything and page.search.text() == ""


def test_an_input_method_composes_in_the_search_field(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("institutions")
    page = frame.page
    page.search.setFocus()
    everything = page.presenter.count()
    QApplication.sendEvent(page.search, QInputMethodEvent("song", []))
    assert page.presenter.count() == everything  # nothing is filtered while it composes
    committed = QInputMethodEvent()
    committed.setCommitString("松鹤")
    QApplication.sendEvent(page.search, committed)
    assert {row["name"] for row in page.presenter.fetch(0, 50)} == {"松鹤养老院", "松鹤老年公寓", "松鹤颐养中心"}


def test_nothing_found_says_which_condition_hides_the_rest(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("institutions", filter="overdue", text="没有这样的名字")
    page = frame.page
    shown = page.place.currentWidget()
    assert isinstance(shown, EmptyState)
    assert "有逾期" in shown.words.text() and "没有这样的名字" in shown.words.text()
    assert shown.action is not None
    QTest.mouseClick(shown.action, Qt.MouseButton.LeftButton)
    assert page.place.currentWidget() is page.table and page.search.text() == ""
    assert page.presenter.count() == len(register_list.ids(page.session.desk().store, listing({}), page.presenter.day()))


def test_enter_opens_the_plan_of_the_current_home(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("institutions")
    page, went = frame.page, recorded(frame)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    home = page.presenter.ids[1]
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert went == [("plan", {"institution": home})]
    assert page.address()["wanted"] == str(home)


def test_the_summary_follows_the_current_home(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("institutions")
    page = frame.page
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.qWait(250)
    assert page.summary.name.whole() == page.presenter.fetch(1, 1)[0]["name"]


def test_an_inspection_begins_with_two_and_opens_its_checklist(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("institutions")
    page, session = frame.page, frame.session
    home = next(each for each in page.presenter.ids if (shown := page.presenter.summary(each)) and not shown.draft)
    page.table.go_to(page.presenter.place_of(home))
    went = recorded(frame)
    page._begin()
    dialog = frame.window().findChild(BeginDialog)
    assert dialog is not None and session.person not in dialog.second._values
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert went and went[0][0] == "checklist"
    row = session.desk().row("inspection", went[0][1]["inspection"])
    assert (row["institution"], row["inspector_row"]) == (home, session.person) and row["second_row"] != session.person
    summary = page.presenter.summary(home)
    assert summary is not None and summary.draft == row["id"]  # from now on it is gone on with


def test_narrow_windows_fold_the_panes_and_keep_every_act(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("institutions", language="en", width=911, height=512)
    page = frame.page
    assert not page.summary.isVisible() and not page.filters.isVisible()
    assert page.which.isVisible() and page.more.isVisible()
    words = [each[0] for each in page._more() if each is not None]
    assert words == ["Details", "Open plan", "Start inspection", "New", "Import"]
