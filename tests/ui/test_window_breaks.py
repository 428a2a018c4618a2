"""What goes wrong at the window: a disk that refuses, a page whose rows go away, text nobody stored yet, odd files and names.

Nothing that is typed may be lost or said to be saved when it is not; whatever is refused is told; no slot may fail unseen.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldaudit.domain.calendar import to_ms
from fieldaudit.domain.core import RowId
from fieldaudit.errors import MachineError
from fieldaudit.store import Workspace, queries
from fieldaudit.store.verify import verify
from fieldaudit.ui.intake import take_photos
from fieldaudit.ui.jobs import uncollected
from fieldaudit.ui.services import Services
from fieldaudit.ui.session import Session
from fieldaudit.ui.shell.told import ErrorDialog, Overlay, Question
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.writer import Writer
from fieldaudit.work import register

NOW = to_ms(datetime(2026, 11, 24, 14, 32, 7))
CTRL = Qt.KeyboardModifier.ControlModifier


@contextmanager
def full_disk(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """While this lasts no act can be stored."""

    def refuse(_do: Callable[[], object]) -> None:
        raise MachineError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(session.writer, "call", refuse)
        yield


def settle(qt: Any, seconds: float = 0.05) -> None:
    """Let Qt do what is due."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        qt.processEvents()
        time.sleep(0.002)


def errors(frame: Any) -> list[ErrorDialog]:
    """The errors that are told now."""
    return [each for each in frame.window().findChildren(ErrorDialog) if each.isVisible()]


def understood(qt: Any, frame: Any) -> None:
    """Close what is told."""
    for each in errors(frame):
        each.close_it()
    settle(qt)


def open_visit(session: Session) -> RowId:
    """The demo's open inspection of the person at the keyboard."""
    drafts = queries.inspections(session.desk().store, state="draft")
    return RowId(next(row["id"] for row in drafts if session.person in (row["inspector_row"], row["second_row"])))


@pytest.fixture
def checklist(qt: Any, frame_at: Callable[..., Any]) -> Any:
    """The frame, on the open checklist."""
    frame = frame_at("today")
    frame.activateWindow()
    frame.go("checklist", inspection=open_visit(frame.session))
    settle(qt, 0.2)
    return frame


def note_of(frame: Any) -> str:
    """What is stored as the note of the current question."""
    card = frame.page.presenter.card
    fresh = type(frame.page.presenter)(frame.session, frame.page.presenter.inspection, card.path)
    return str(fresh.card.note)


def type_note(qt: Any, frame: Any, words: str) -> Any:
    """Type into the note of the current card; it is not stored yet."""
    note = frame.page.cards.live.note
    note.setFocus()
    settle(qt)
    QTest.keyClicks(note, words)
    return note


# -- a disk that refuses ---------------------------------------------------------------------------------
def test_a_note_the_disk_refuses_stays_typed_and_is_stored_when_there_is_room(
    checklist: Any, qt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = type_note(qt, checklist, "blocked by a bed")
    with full_disk(checklist.session, monkeypatch):
        note.flush()
        settle(qt)
        assert len(errors(checklist)) == 1
        assert note.text() == "blocked by a bed" and note_of(checklist) == ""
        understood(qt, checklist)
        checklist.go("sync")
        settle(qt)
        assert checklist.here()[0] == "checklist", "one stays with what is not stored"
        assert checklist.page.cards.live.note.text() == "blocked by a bed"
        understood(qt, checklist)
        checklist.page.step(1)
        settle(qt)
        assert checklist.page.cards.live.note.text() == "blocked by a bed", "nor does one move to another card"
        understood(qt, checklist)
    here = checklist.page.presenter.inspection, checklist.page.presenter.path
    checklist.go("sync")
    assert checklist.here()[0] == "sync"
    checklist.go("checklist", inspection=here[0], path=here[1])
    assert note_of(checklist) == "blocked by a bed"


def test_an_answer_the_disk_refuses_is_not_shown_as_given(checklist: Any, qt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    presenter = checklist.page.presenter
    card = next(card for section in presenter.sections for card in section.cards if card.segmented and not card.value)
    checklist.page.go(lambda: presenter.go(card.path))
    with full_disk(checklist.session, monkeypatch):
        checklist.page.press(card.options[0].name)
        settle(qt)
        assert len(errors(checklist)) == 1
        assert checklist.page.presenter.card.value == "" and checklist.page.presenter.card.saved_at == card.saved_at
        understood(qt, checklist)
    checklist.page.press(card.options[0].name)
    assert checklist.page.presenter.card.value == card.options[0].name


def test_a_window_with_words_that_cannot_be_stored_closes_only_when_asked_twice(
    demo_copy: Callable[[str], Path], qt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldaudit.ui.settings import Settings

    window = Window(demo_copy("inspector"), Services(), Settings())
    window.open_workspace(None)
    assert window.session is not None
    window.session.sign_in(RowId(window.session.people()[0]["id"]), "0000")
    window.show()
    window.enter("checklist", {"inspection": open_visit(window.session)})
    settle(qt, 0.2)
    type_note(qt, window.frame, "half a sentence")
    with full_disk(window.session, monkeypatch):
        assert not window.close() and window.isVisible()
        assert len(errors(window.frame)) == 1
        window.lock()
        assert window.frame is not None, "nor is it locked away"
        assert window.close()


def test_a_workspace_that_is_open_elsewhere_is_told_and_tried_again(demo_copy: Callable[[str], Path], qt: Any) -> None:
    from fieldaudit.ui.settings import Settings
    from fieldaudit.ui.shell.lock import CannotOpen, Lock

    other = Session(demo_copy("inspector"), None)
    window = Window(other.path, Services(), Settings())
    window.begin()
    window.show()
    told = window.centralWidget()
    assert isinstance(told, CannotOpen) and "另一个" in told.fault.text()
    told.verb.click()
    assert isinstance(window.centralWidget(), CannotOpen)
    other.close()
    window.centralWidget().verb.click()
    assert isinstance(window.centralWidget(), Lock)
    window.close()


# -- files -----------------------------------------------------------------------------------------------
def test_files_that_are_gone_or_broken_are_named_and_the_others_are_taken(checklist: Any, qt: Any, tmp_path: Path) -> None:
    from PIL import Image

    good, late = tmp_path / "good.jpg", tmp_path / f"{'长' * 70}👵\u202e\u200b.jpg"
    Image.new("RGB", (320, 240), "red").save(good)
    Image.new("RGB", (320, 240), "blue").save(late)
    (tmp_path / "broken.jpg").write_bytes(good.read_bytes()[:600])
    files = [good, tmp_path / "broken.jpg", tmp_path / "gone.jpg", late]
    taken: list[Any] = []
    take_photos(checklist, checklist.page.presenter.inspection, checklist.page.presenter.path, files, taken.append)
    wait = time.monotonic() + 60
    while not taken and time.monotonic() < wait:
        settle(qt)
    assert [name for name, _why in taken[0].refused] == ["broken.jpg", "gone.jpg"]
    assert taken[0].added == 2


# -- leaving in the middle of a word ---------------------------------------------------------------------
def test_going_while_an_input_method_composes_keeps_what_was_typed(checklist: Any, qt: Any) -> None:
    note = type_note(qt, checklist, "abc")
    QApplication.sendEvent(note, QInputMethodEvent("shu", []))
    inspection, path = checklist.page.presenter.inspection, checklist.page.presenter.path
    checklist.go("sync")
    checklist.go("checklist", inspection=inspection, path=path)
    assert note_of(checklist) == "abc"


def test_a_dialog_is_answered_before_lock_search_and_help(checklist: Any, qt: Any) -> None:
    locked: list[int] = []
    checklist.locked.connect(lambda: locked.append(1))
    Question(checklist, "Why?", "", "Go", lambda _said: None, reason="Reason").open()
    settle(qt)
    field = checklist.window().focusWidget()
    QTest.keyClicks(field, "because")
    for key, modifier in ((Qt.Key.Key_L, CTRL), (Qt.Key.Key_K, CTRL), (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)):
        QTest.keyClick(field, key, modifier)
    settle(qt)
    assert not locked and checklist.here()[0] == "checklist"
    assert [each.isVisible() for each in checklist.window().findChildren(Overlay)] == [True]
    assert field.text() == "because"


def test_no_dialog_outlives_its_frame(checklist: Any, qt: Any) -> None:
    Question(checklist, "Why?", "", "Go", lambda _said: None).open()
    checklist.end()
    assert not [each for each in checklist.window().findChildren(Overlay) if each.isVisible()]


# -- the thread that writes ------------------------------------------------------------------------------
def test_a_disk_that_hangs_does_not_hold_the_window_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldaudit.ui.writer.PATIENCE", 0.05)
    writer, goes_on = Writer(), threading.Event()
    done: list[str] = []
    with pytest.raises(MachineError, match=r"not known|不能确定"):
        writer.call(lambda: goes_on.wait(5) and done.append("first"))
    with pytest.raises(MachineError, match=r"not recorded|没有记录"):
        writer.call(lambda: done.append("second"))
    goes_on.set()
    monkeypatch.setattr("fieldaudit.ui.writer.PATIENCE", 5)
    assert writer.call(lambda: "third") == "third"
    assert done == ["first"], "what was said not to be recorded is not done afterwards"
    writer.close()


def test_an_act_that_fails_with_a_timeout_of_its_own_is_told_as_it_is() -> None:
    writer = Writer()

    def fails() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        writer.call(fails)
    writer.close()
    with pytest.raises(RuntimeError):
        writer.call(lambda: None)


# -- what comes from elsewhere ---------------------------------------------------------------------------
def elsewhere(session: Session, verb: str, inspection: RowId, **cells: Any) -> None:
    """An act as a sync brings it: the page is told of the rows, it did not do it."""

    def act(desk: Any) -> None:
        row = desk.row("inspection", inspection)
        desk.store.commit(desk.scope_of(RowId(row["institution"])), verb, session.person,
                          [desk.store.edit("inspection", inspection, **cells)], desk.now)  # fmt: skip

    session.act(act)


@pytest.mark.parametrize("page", ["checklist", "finish", "tray"])
def test_an_inspection_voided_elsewhere_while_it_is_open(page: str, qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    visit = open_visit(frame.session)
    frame.go(page, inspection=visit)
    settle(qt, 0.2)
    elsewhere(frame.session, "act.undo", visit, void="made twice")
    settle(qt, 0.2)
    frame.go("today")
    frame.back()
    settle(qt)


# -- nothing there, and too much of it -------------------------------------------------------------------
def test_every_page_of_a_bureau_without_homes_and_with_one_person(qt: Any, tmp_path: Path) -> None:
    from fieldaudit.ui.settings import Settings
    from fieldaudit.ui.shell.first_run.presenter import Wanted, found

    words = {key: "" for key in Wanted.__dataclass_fields__}
    words |= {
        "name": "空空民政局", "short": "空民", "districts": "空区", "admin": "管理员甲", "pin": "1234", "pin_again": "1234",
        "passphrase": "a long passphrase 1", "passphrase_again": "a long passphrase 1", "recovery": str(tmp_path / "recovery"),
    }  # fmt: skip
    found(tmp_path / "empty", Wanted(**words), NOW)
    window = Window(tmp_path / "empty", Services(clock=lambda: NOW), Settings())
    window.open_workspace("a long passphrase 1")
    assert window.session is not None
    window.session.sign_in(RowId(window.session.people()[0]["id"]), "1234")
    window.show()
    window.enter("today")
    frame = window.frame
    assert frame is not None
    for page in ("today", "institutions", "import", "inspections", "rectification", "documents", "overview", "review", "sync",
                 "settings", "office", "help"):  # fmt: skip
        frame.go(page)
        settle(qt)
        assert frame.here()[0] == page and errors(frame) == []
    window.close()


@pytest.mark.parametrize("name", ["ü" * 300, "𝒜👩‍👩‍👧‍👦养老院", "\u202eabc\u202c老年公寓", "\u200b零宽\u200b敬老院"])
def test_names_of_any_kind_are_shown_on_every_page(name: str, qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("institutions")
    session = frame.session
    home = RowId(session.desk().row("inspection", open_visit(session))["institution"])
    session.act(lambda desk: register.edit(desk, home, {"name": name}))
    for page, more in (
        ("today", {}), ("institutions", {}), ("home", {"institution": home}), ("inspections", {}), ("rectification", {}),
        ("checklist", {"inspection": open_visit(session)}), ("finish", {"inspection": open_visit(session)}), ("documents", {}),
    ):  # fmt: skip
        frame.go(page, **more)
        settle(qt, 0.1)
        assert frame.here()[0] == page and errors(frame) == []


# -- closing in the middle -------------------------------------------------------------------------------
def test_a_window_closed_in_the_middle_of_an_import_leaves_whole_districts(
    demo_copy: Callable[[str], Path], qt: Any, tmp_path: Path
) -> None:
    from fieldaudit.ui.settings import Settings

    lines = [f"关窗{n}养老院,{'科尔沁区' if n % 2 else '开鲁县'},试验街{n}号" for n in range(400)]
    (tmp_path / "register.csv").write_text("机构名称,旗县市区,地址\n" + "\n".join(lines), "utf-8")
    window = Window(demo_copy("inspector"), Services(clock=lambda: NOW + 60_000), Settings())
    window.open_workspace(None)
    assert window.session is not None
    window.session.sign_in(RowId(window.session.people()[0]["id"]), "0000")
    window.show()
    window.enter("import", {"file": str(tmp_path / "register.csv")})
    page: Any = window.frame.page if window.frame else None
    wait = time.monotonic() + 60
    while page.presenter.read is None and time.monotonic() < wait:
        settle(qt)
    page.take.click()
    settle(qt, 0.2)
    assert window.close()
    with Workspace.open(tmp_path / "inspector", None) as workspace:
        assert verify(workspace.store) == []
        found = workspace.store.query("SELECT count(*) AS n FROM institution WHERE name LIKE '关窗%' GROUP BY district")
        assert {row["n"] for row in found} <= {200}


def test_a_dialog_goes_with_the_page_that_asked(checklist: Any, qt: Any) -> None:
    Question(checklist, "Why?", "", "Go", lambda _said: None).open()
    checklist.go("today")
    settle(qt)
    assert not [each for each in checklist.window().findChildren(Overlay) if each.isVisible()]


def test_great_work_turns_the_collector_off_and_on_again() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        assert not gc.isenabled()
        raise ZeroDivisionError
    assert gc.isenabled()
