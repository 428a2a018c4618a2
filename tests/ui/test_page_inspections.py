"""The list of visits: states and their counts, finding by home, number and person, and where a visit opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldaudit.ui.pages.inspections.presenter import STATE_WORDS, InspectionsPresenter, visits
from fieldaudit.ui.session import Session

Open = Callable[..., Session]


def presenter(session: Session, **arguments: Any) -> InspectionsPresenter:
    assert session.person is not None
    return InspectionsPresenter(session, visits(arguments, session.person))


def test_every_state_shows_as_many_visits_as_it_counts(qt: Any, open_session: Open) -> None:
    shown = presenter(open_session())
    counts = shown.counts()
    assert set(counts) == set(STATE_WORDS)
    for name, count in counts.items():
        shown.change(state=name)
        assert shown.count() == count, name
    assert counts["all"] == sum(counts[name] for name in ("draft", "returned", "finished", "approved", "no_access"))


def test_mine_are_the_drafts_and_returns_of_the_person(qt: Any, open_session: Open) -> None:
    session = open_session("inspector", "检查员甲")
    shown = presenter(session, state="mine")
    rows = [session.desk().row("inspection", visit) for visit in shown.ids]
    assert rows and all(session.person in (row["inspector_row"], row["second_row"]) for row in rows)


def test_a_visit_is_found_by_home_initials_number_and_person(qt: Any, open_session: Open) -> None:
    session = open_session()
    shown = presenter(session)
    everything = shown.count()
    number = shown.fetch(3, 1)[0]["number"]
    shown.change(text=number)
    assert number in [row["number"] for row in shown.fetch(0, 50)] and shown.count() < everything
    shown.change(text="shlngy")
    assert {row["name"] for row in shown.fetch(0, 50)} == {"松鹤老年公寓"}
    shown.change(text="检查员丁")
    assert shown.count() and all("检查员丁" in row["inspector"] for row in shown.fetch(0, 50))


def test_a_waiting_report_opens_in_the_review_for_who_reviews(qt: Any, open_session: Open) -> None:
    supervisor = presenter(open_session("supervisor"), state="finished")
    assert supervisor.leads_to(supervisor.ids[0])[0] == "review"
    inspector = presenter(open_session("inspector"), state="finished")
    assert inspector.leads_to(inspector.ids[0])[0] == "checklist"


def test_enter_opens_the_visit_and_the_address_keeps_it(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("inspections")
    page = frame.page
    went: list[tuple[str, dict[str, Any]]] = []
    frame.go = lambda name, **arguments: went.append((name, arguments))
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    visit = page.presenter.ids[1]
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert went == [("checklist", {"inspection": visit})] and page.address()["current"] == visit


@pytest.mark.parametrize(("width", "language"), [(911, "en"), (1366, "en"), (1366, "zh")])
def test_names_stay_readable(frame_at: Callable[..., Any], width: int, language: str) -> None:
    page = frame_at("inspections", language=language, width=width, height=512).page
    assert page.table.columnWidth(0) >= 120
