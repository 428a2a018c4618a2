"""The sync page: what it says of each record, conflicts decided and taken back, an exchange paused, stopped and finished."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldaudit.domain.core import RowId
from fieldaudit.errors import MachineError
from fieldaudit.store.verify import verify
from fieldaudit.ui.jobs import Cancelled, Job, Jobs
from fieldaudit.ui.pages.sync.places import Place, is_stick, places
from fieldaudit.ui.pages.sync.presenter import SyncPresenter, size_words
from fieldaudit.ui.pages.sync.transfer import Transfer, exchange_with, log
from fieldaudit.ui.session import Session
from fieldaudit.ui.standing import Owner, StandingReader
from fieldaudit.work import register

Open = Callable[..., Session]
Copy = Callable[[str], Path]


def edit(session: Session, number: int, phone: str = "13800000001") -> RowId:
    """Correct the phone of one home; gives the home."""
    home = RowId(session.desk().store.query("SELECT id FROM institution ORDER BY id LIMIT 1 OFFSET ?", (number,))[0]["id"])
    session.act(lambda desk: register.edit(desk, home, {"phone": phone}))
    return home


def counted(session: Session) -> SyncPresenter:
    presenter = SyncPresenter(session)
    presenter.standing = StandingReader(session).look()
    return presenter


# -- without widgets -------------------------------------------------------------------------------------


def test_a_record_is_only_here_until_an_exchange_and_then_handed_over(qt: Any, open_session: Open, demo_copy: Copy) -> None:
    session = open_session("inspector")
    before = counted(session).standing
    assert before is not None and (before.here, before.handed) == (0, 0) and before.confirmed > 100
    home = edit(session, 0)
    presenter = counted(session)
    assert [(row["owner"], row["state"]["text"]) for row in presenter.fetch(0, 1)] == [(Owner("institution", home), "仅在本机")]
    assert presenter.count() == before.whole + 1
    outcome = exchange_with(session, Transfer(demo_copy("stick"), ""))
    assert outcome.put["segments"] == 1
    presenter = counted(session)
    assert presenter.standing is not None and (presenter.standing.here, presenter.standing.handed) == (0, 1)
    assert presenter.fetch(0, 1)[0]["state"]["text"] == "已送出"
    assert [line["state"] for line in log(session)] == ["done"]


def test_every_row_is_listed_once_and_pages_fit_together(open_session: Open) -> None:
    session = open_session("inspector")
    edit(session, 0)
    presenter = counted(session)
    pages = [row["id"] for offset in range(0, presenter.count(), 50) for row in presenter.fetch(offset, 50)]
    assert len(pages) == len(set(pages)) == presenter.count()
    presenter.all = False
    assert presenter.count() == 1 and len(presenter.fetch(0, 50)) == 1


def test_a_conflict_is_settled_by_a_value_and_taken_back_with_its_authors(qt: Any, open_session: Open) -> None:
    session = open_session("inspector")
    presenter = SyncPresenter(session)
    (card,) = presenter.conflicts()
    assert card.what == "电话" and len({value.text for value in card.values}) == 2
    assert sum("本机" in value.by for value in card.values) == 1
    presenter.settle(card, take=card.values[1].commit)
    assert presenter.conflicts() == []
    home = session.desk().store.get("institution", RowId(int(card.row)))
    assert home is not None and home["phone"] == card.values[1].text
    presenter.reopen(card)
    (again,) = presenter.conflicts()
    assert [(value.text, value.by) for value in again.values] == [(value.text, value.by) for value in card.values]
    presenter.settle(again, value="13700000000")
    assert presenter.conflicts() == [] and session.act(lambda desk: verify(desk.store)) == []


def test_a_paused_exchange_lets_acts_in_and_a_stopped_one_goes_on_next_time(open_session: Open, demo_copy: Copy) -> None:
    session, stick = open_session("inspector"), demo_copy("stick")
    edit(session, 0)
    jobs, job = Jobs(), Transfer(stick, "")
    reached = threading.Event()

    def watch(changed: Job) -> None:
        if changed.done == 5 and not reached.is_set():
            reached.set()
            changed.pause()

    job.on_change.append(watch)
    future = jobs.start(job, lambda _job: exchange_with(session, job), long=True)
    assert reached.wait(20)
    edit(session, 1)  # it does not wait for the exchange
    assert job.paused and job.state == "running"
    job.cancel()
    future.result(20)
    assert job.state == "cancelled"
    assert [line["state"] for line in log(session)] == ["cancelled"]
    assert session.act(lambda desk: verify(desk.store)) == []
    outcome = exchange_with(session, Transfer(stick, ""))
    assert outcome.put["segments"] > 0 and outcome.bad == []
    again = exchange_with(session, Transfer(stick, ""))
    assert sum(again.put.values()) <= 1, "all lies there, but for a new receipt"
    jobs.close()


def test_a_stick_pulled_in_the_middle_fails_with_what_to_do_and_loses_nothing(
    open_session: Open, demo_copy: Copy, tmp_path: Path
) -> None:
    session, stick = open_session("inspector"), demo_copy("stick")
    edit(session, 0)
    job = Transfer(stick, "")
    job.on_change.append(lambda changed: stick.rename(tmp_path / "gone") if changed.done == 5 and stick.exists() else None)
    with pytest.raises(MachineError, match="U 盘已拔出"):
        exchange_with(session, job)
    (tmp_path / "gone").rename(stick)
    assert log(session)[0]["state"] == "failed"
    assert exchange_with(session, Transfer(stick, "")).bad == []


def test_a_cancelled_job_that_waits_does_not_begin(open_session: Open, tmp_path: Path) -> None:
    job = Transfer(tmp_path, "")
    job.cancel()
    with pytest.raises(Cancelled):
        exchange_with(open_session("inspector"), job)
    assert not (tmp_path / "fieldaudit").exists()


def test_carriers_that_can_be_used_come_first(open_session: Open, demo_copy: Copy) -> None:
    session, stick = open_session("inspector"), demo_copy("stick")
    (known,) = places(session.desk().store)
    assert isinstance(known, Place) and known.last_sync
    exchange_with(session, Transfer(stick, ""))
    found = places(session.desk().store)
    assert found[0].path == stick and found[0].usable and found[0].free > 0
    assert places(session.desk().store, stick)[0].path == stick, "the demo's own comes first"
    assert is_stick(Path("/media/somebody/STICK")) and not is_stick(Path("/srv/share"))


@pytest.mark.parametrize(
    ("count", "words"), [(5, "5 B"), (96_000_000, "96 MB"), (1_400_000, "1.4 MB"), (12_400_000_000, "12.4 GB")]
)
def test_bytes_are_said_as_people_say_them(count: int, words: str) -> None:
    assert size_words(count) == words


# -- as it is painted ------------------------------------------------------------------------------------


def until(qt: Any, done: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    for _ in range(1200):
        qt.processEvents()
        if done():
            return
        QTest.qWait(25)
    raise AssertionError("it never came to pass")


def test_nothing_is_chosen_beforehand_and_the_button_names_the_value(qt: Any, frame_at: Callable[..., Any]) -> None:
    from fieldaudit.ui.pages.sync.cards import ConflictCard

    frame = frame_at("sync")
    card = frame.page.findChild(ConflictCard)
    assert card.chosen() is None and not card.take.isEnabled()
    card.options[1].click()
    assert card.take.isEnabled() and card.options[1].value.text in card.take.text()
    card.take.click()
    qt.processEvents()
    assert not [each for each in frame.page.findChildren(ConflictCard) if each.isVisible()]
    frame.toasts.take_back()
    qt.processEvents()
    assert [each for each in frame.page.findChildren(ConflictCard) if each.isVisible()]


def test_neither_opens_a_field_that_holds_the_value_shown(qt: Any, frame_at: Callable[..., Any]) -> None:
    from fieldaudit.ui.pages.sync.cards import ConflictCard

    frame = frame_at("sync", language="en")
    card = frame.page.findChild(ConflictCard)
    card.neither.click()
    assert card.field.text() == card.card.raw
    card.field.setText("13700000009")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    store = frame.session.desk().store
    assert store.get("institution", RowId(int(card.card.row)))["phone"] == "13700000009"


def test_an_exchange_from_the_page_ends_with_words_and_new_figures(
    qt: Any, frame_at: Callable[..., Any], demo_copy: Copy
) -> None:
    frame = frame_at("sync")
    edit(frame.session, 2)
    until(qt, lambda: frame.page.presenter.standing is not None and frame.page.presenter.standing.here == 1)
    assert frame.top_bar.pill.accessibleName() == "1 项仅在本机" or frame.top_bar.standing is None
    frame.page.exchange(demo_copy("stick"))
    until(qt, lambda: frame.page._job is None and frame.page.presenter.standing.here == 0)
    assert frame.toasts.accessibleName().startswith("同步完成")
    until(qt, lambda: frame.top_bar.pill.accessibleName() == "已全部送出")


def test_the_log_names_every_laptop_and_what_was_exchanged(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("sync")
    devices = frame.page.presenter.devices()
    assert len(devices) == 2 and all(each["synced"] != "—" for each in devices)
    frame.page._open_log()
    qt.processEvents()
