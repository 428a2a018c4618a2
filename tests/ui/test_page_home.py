"""A home's page and its data: the summary, what happened there, typing a home in, its twins, changing it, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput
from fieldaudit.store import register_list
from fieldaudit.ui.pages.home.editor import HomeEditor
from fieldaudit.ui.pages.home.presenter import BeginPresenter, EntryPresenter, HomePresenter
from fieldaudit.ui.pages.institutions.presenter import InstitutionsPresenter, listing
from fieldaudit.ui.session import Session
from fieldaudit.ui.settings import Settings
from fieldaudit.ui.widgets.paged import cell_text
from fieldaudit.work import records, register
from fieldaudit.work.undo import undo

Open = Callable[..., Session]
NEW = {"name": "北苑颐养中心", "district": "科尔沁区", "phone": "0475-8123456", "beds": "120张"}


def a_home(session: Session) -> int:
    """A home with visits, notices and cleared items."""
    store = session.desk().store
    most = "SELECT institution AS id FROM item_state WHERE state = 'cleared' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    return int(store.query(most)[0]["id"])


def test_the_history_has_every_visit_and_notice_newest_first(qt: Any, open_session: Open) -> None:
    session = open_session()
    home = a_home(session)
    shown, store = HomePresenter(session, home).read(), session.desk().store
    assert [each.on for each in shown.history] == sorted((each.on for each in shown.history), reverse=True)
    keys = {each.key for each in shown.history}
    assert {f"visit{row['id']}" for row in register_list.visits(store, RowId(home))} <= keys
    assert {f"notice{row['id']}" for row in register_list.notices(store, RowId(home))} <= keys
    assert sum(count for count, _ in shown.plan) == store.query(
        "SELECT count(*) AS n FROM item_state WHERE institution = ?", (home,)
    )[0]["n"]  # fmt: skip


def test_papers_are_listed_once_in_their_newest_version(qt: Any, open_session: Open) -> None:
    session = open_session()
    store = session.desk().store
    replaced = {row["replaces_row"] for row in store.find("paper") if row["replaces_row"]}
    home = store.query("SELECT institution FROM paper GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0]["institution"]
    listed = {row["id"] for row in HomePresenter(session, home).papers()}
    assert listed == {row["id"] for row in store.find("paper", institution=home)} - replaced


def test_a_second_inspector_is_offered_from_last_time(qt: Any, open_session: Open) -> None:
    session, settings = open_session(), Settings()
    begin = BeginPresenter(session, settings)
    offered = [person for person, _ in begin.officers()]
    assert session.person not in offered and len(offered) > 1
    begin.begin(a_home(session), offered[-1], begin.form(), "routine")
    assert BeginPresenter(session, settings).officers()[0][0] == offered[-1]


def test_a_typed_home_is_judged_like_a_row_of_a_register(qt: Any, open_session: Open) -> None:
    entry = EntryPresenter(open_session())
    home, faults = entry.look({**NEW, "phone": "abc", "beds": "约八十", "code": "123"})
    assert home is None and set(faults) == {"phone", "beds", "code"}
    assert set(entry.look({"name": "", "district": "科尔沁区"})[1]) == {"name"}
    assert set(entry.look({"name": "北苑颐养中心"})[1]) == {"district"}
    assert set(entry.look({**NEW, "name": "松鹤养老院"})[1]) == {"name"}  # it is in the register
    assert set(entry.look({**NEW, "name": "合计"})[1]) == {"name"}
    good, none = entry.look(NEW)
    assert good is not None and not none and good.cells["beds"] == 120


def test_a_home_is_added_changed_emptied_and_taken_back(qt: Any, open_session: Open) -> None:
    session = open_session()
    entry = EntryPresenter(session)
    home, _ = entry.look(NEW)
    assert home is not None
    made = entry.add(home)
    edit = EntryPresenter(session, made)
    assert edit.values()["name"] == "北苑颐养中心" and edit.values()["beds"] == "120"
    edit.save({**edit.values(), "phone": "", "beds": "90"})
    row = session.desk().row("institution", made)
    assert (row["phone"], row["beds"], row["name"]) == (None, 90, "北苑颐养中心")
    with pytest.raises(BadInput):
        edit.save({**edit.values(), "phone": "12"})
    session.act(undo)
    assert session.desk().row("institution", made)["phone"] == "0475-8123456"
    session.act(undo)
    stored = session.desk().store.get("institution", made)
    assert stored is not None and stored["void"] is not None


def test_the_editor_says_what_is_wrong_by_its_field_and_asks_about_twins(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("institutions")
    frame.window().activateWindow()
    assert QTest.qWaitForWindowActive(frame.window())
    saved: list[int] = []
    editor = HomeEditor(frame, saved.append)
    editor.open()
    QTest.mouseClick(editor.yes, Qt.MouseButton.LeftButton)
    assert editor.fields["name"].fault() and editor.inputs["name"].hasFocus()
    editor.inputs["name"].setText("松鹤敬老院")  # like 松鹤养老院 of the same district
    editor.district.set_value("科尔沁区")
    editor.inputs["beds"].setText("很多")
    QTest.mouseClick(editor.yes, Qt.MouseButton.LeftButton)
    assert not editor.fields["name"].fault() and editor.fields["beds"].fault()
    editor.inputs["beds"].setText("80")
    QTest.keyClick(editor.inputs["beds"], Qt.Key.Key_Return)
    assert not saved and editor._twins.isVisible()
    another = [each for each in editor._twins.findChildren(QPushButton) if "另一家" in each.text()]
    QTest.mouseClick(another[0], Qt.MouseButton.LeftButton)
    assert len(saved) == 1 and frame.session.desk().row("institution", saved[0])["beds"] == 80


def test_the_page_follows_what_is_written(frame_at: Callable[..., Any], qt: Any) -> None:
    frame = frame_at("institutions")
    home = InstitutionsPresenter(frame.session, frame.settings, listing({})).ids[0]
    frame.go("home", institution=home)
    frame.session.act(lambda desk: register.edit(desk, home, {"name": "改名养老院"}))
    QTest.qWait(120)
    assert frame.page.title() == "改名养老院"
    assert frame.here() == ("home", {"institution": home})


def test_a_value_that_two_people_wrote_differently_is_marked_until_it_is_settled(qt: Any, open_session: Open) -> None:
    session = open_session("supervisor")
    (conflict,) = [each for each in records.conflict_list(session.desk()) if each["table"] == "institution"]
    home = RowId(int(conflict["id"]))
    told = HomePresenter(session, home).read()
    assert told.disputes == 1 and told.disputed == ("负责人",)
    listed = InstitutionsPresenter(session, Settings(), listing({}))
    marked = [row for row in listed.fetch(0, 500) if isinstance(row["name"], dict)]
    assert [row["id"] for row in marked] == [home] and "两人" in cell_text(marked[0]["name"])
    session.act(lambda desk: records.settle(desk, conflict["id"], conflict["column"], None, conflict["values"][0]["commit"]))
    assert HomePresenter(session, home).read().disputes == 0
