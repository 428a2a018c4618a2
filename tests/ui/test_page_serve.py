"""Promises of the proof of service: each way asks for its own facts, the terms shown are the ones that then run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput
from fieldaudit.store import queries
from fieldaudit.ui.pages.serve.presenter import METHODS, ServePresenter, Typed
from fieldaudit.ui.print_panel import PaperDialog
from fieldaudit.ui.session import Session


def unserved(session: Session) -> RowId:
    rows = queries.notices(session.desk().store)
    return next(RowId(row["id"]) for row in rows if row["void"] is None and row["served_at"] is None)


def filled(typed: Typed, method: str) -> Typed:
    """Everything that a way of service needs."""
    day = typed.day or date(2026, 11, 24)
    return replace(
        typed, method=method, recipient="负责人甲", refused="拒不签收", witness="居委会工作人员", tracking="XA123", sent_on=day,
        announced_in="本局公告栏", announced_on=day - timedelta(days=40),
    )  # fmt: skip


@pytest.fixture
def presenter(open_session: Callable[..., Session]) -> ServePresenter:
    session = open_session("inspector")
    return ServePresenter(session, unserved(session))


def test_the_form_begins_with_now_at_the_home_and_another_officer(presenter: ServePresenter) -> None:
    typed, sheet = presenter.first(), presenter.read()
    assert typed.day == date(2026, 11, 24) and typed.recipient and typed.place
    assert typed.second in [person for person, _ in sheet.officers] and presenter.session.person not in dict(sheet.officers)
    assert presenter.lacks(typed) == [] and sheet.served is None


@pytest.mark.parametrize(
    ("method", "needed"),
    [("direct", "recipient"), ("left", "refused"), ("left", "witness"), ("post", "tracking"), ("post", "sent_on"),
     ("public", "announced_in"), ("public", "announced_on")],
)  # fmt: skip
def test_each_way_of_service_names_the_fact_it_lacks(presenter: ServePresenter, method: str, needed: str) -> None:
    whole = filled(presenter.first(), method)
    assert presenter.lacks(whole) == []
    empty = None if needed.endswith("_on") else ""
    assert needed in presenter.lacks(replace(whole, **{needed: empty}))
    if needed == "witness":  # photos prove it as well
        assert presenter.lacks(replace(whole, witness="", photos=("a.jpg",))) == []


def test_a_time_that_is_none_is_asked_for(presenter: ServePresenter) -> None:
    assert presenter.lacks(replace(presenter.first(), clock="25:00")) == ["clock"]
    assert presenter.lacks(replace(presenter.first(), day=None)) == ["day"]


@pytest.mark.parametrize("method", ["direct", "left", "post"])
def test_what_is_recorded_is_what_was_typed_and_the_terms_run_as_shown(presenter: ServePresenter, method: str) -> None:
    typed = filled(presenter.first(), method)
    promised = [each.due(presenter.served_on(typed)) for each in presenter.read().hazards]
    presenter.serve(typed)()
    served = presenter.read().served
    assert served is not None and served.number
    items = queries.notice_items(presenter.session.desk().store, presenter.notice)
    due = [row["due"] for item in items for row in queries.items(presenter.session.desk().store) if row["id"] == item["id"]]
    assert due == [day.isoformat() for day in promised if day]
    assert presenter.proof().startswith(b"%PDF")


def test_facts_of_another_way_are_not_recorded(presenter: ServePresenter) -> None:
    how = presenter.service(filled(presenter.first(), "direct"))
    assert (how.refused, how.witness, how.tracking, how.announced_in) == ("", "", "", "")


def test_an_announcement_counts_only_after_its_days(presenter: ServePresenter) -> None:
    typed = replace(filled(presenter.first(), "public"), announced_on=date(2026, 11, 27))
    assert presenter.served_on(typed) == date(2026, 11, 27) + timedelta(days=30)
    with pytest.raises(BadInput):
        presenter.serve(typed)()


def test_the_page_is_filled_in_and_the_proof_shown(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    frame.go("serve", notice=unserved(frame.session))
    page = frame.page
    for part, method in zip(page.method.parts, METHODS, strict=True):
        part.click()
        QApplication.processEvents()
        shown = {name for name, field in page.inputs.items() if field.isVisible()}
        assert ("tracking" in shown, "refused" in shown) == (method == "post", method == "left")
    assert not page.act.isEnabled() and page.why.whole()
    page.method.parts[0].click()
    QTest.keyClick(page.act, Qt.Key.Key_Space)
    end = time.monotonic() + 20
    while (page.sheet.served is None or not page.act.isEnabled()) and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)
    assert page.sheet.served is not None and not page.form.isVisible() and page.done_card.isVisible()
    page.act.click()
    dialogs = [each for each in frame.window().findChildren(PaperDialog) if each.isVisible()]
    assert dialogs and "送达回证" in dialogs[0].accessibleName()


def test_what_was_typed_is_there_again_after_another_page(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    frame.go("serve", notice=unserved(frame.session))
    frame.page.method.parts[2].click()
    frame.page.inputs["tracking"].widget.setText("XA 12345")
    frame.go("today")
    frame.back()
    assert frame.page.typed.method == "post" and frame.page.inputs["tracking"].widget.text() == "XA 12345"
