"""Toasts, the tray, the pill, the rail's count; and a database that refuses everything after a failed read is opened again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldaudit.domain.calendar import local_date
from fieldaudit.domain.core import RowId
from fieldaudit.errors import Damaged
from fieldaudit.store import board
from fieldaudit.ui.jobs import Job
from fieldaudit.ui.session import Session
from fieldaudit.ui.shell.told import ErrorDialog
from fieldaudit.ui.shell.tray import JobCard, time_left
from fieldaudit.work import register


def until(qt: Any, done: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    for _ in range(800):
        qt.processEvents()
        if done():
            return
        QTest.qWait(10)
    raise AssertionError("it never came to pass")


def edit(session: Session) -> None:
    home = RowId(session.desk().store.query("SELECT id FROM institution LIMIT 1")[0]["id"])
    session.act(lambda desk: register.edit(desk, home, {"phone": "13800000002"}))


def test_ctrl_z_takes_back_what_was_said_also_after_the_toast_went(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame, undone = frame_at("sync"), []
    frame.toasts.say("已改", undo=lambda: undone.append(1))
    assert frame.toasts.isVisible()
    frame.toasts.hide()
    QTest.keyClick(frame, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(frame, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1], "once"


def test_a_long_toast_wraps_within_the_window(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("sync", width=911, height=512, language="en")
    frame.toasts.say("A very long sentence about what was done. " * 6, undo=lambda: None)
    qt.processEvents()
    assert frame.toasts.geometry().right() <= frame.width() and frame.toasts.geometry().left() >= frame.rail.width()
    assert frame.toasts.height() > 48


def test_a_job_has_a_card_with_count_and_cancel_and_goes_when_it_ended(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame, go_on = frame_at("today"), threading.Event()

    def work(job: Job) -> None:
        job.step(3, 10)
        go_on.wait(20)
        job.step(4)

    job = Job("导出", pausable=True)
    frame.start_job(job, work)
    until(qt, lambda: job.done == 3 and bool(frame.tray.findChildren(JobCard)))
    (card,) = frame.tray.findChildren(JobCard)
    until(qt, lambda: card._count.text() == "3 / 10")
    assert frame.tray.isVisible() and card.accessibleName() == "导出"
    job.pause()
    until(qt, lambda: card._speed.text() == "已暂停")
    job.pause(False)
    job.cancel()
    go_on.set()
    until(qt, lambda: job.state == "cancelled" and not frame.tray.isVisible())


def test_time_left_is_said_in_seconds_and_then_in_minutes(qt: Any) -> None:
    assert time_left(0.2) == "还要约 1 秒" and time_left(9) == "还要约 9 秒" and time_left(600) == "还要约 10 分钟"


def test_the_pill_counts_a_moment_after_an_act_and_the_rail_shows_the_overdue(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    until(qt, lambda: frame.top_bar.standing is not None)
    assert frame.top_bar.pill.accessibleName() == "已全部确认"
    edit(frame.session)
    until(qt, lambda: frame.top_bar.pill.accessibleName() == "1 项仅在本机")
    desk = frame.session.desk()
    overdue = board.counts(desk.store, ["overdue"], local_date(desk.now))["overdue"]
    assert frame.rail._entries["rectification"].count == overdue > 0


def test_a_supervisors_inspections_are_those_to_review(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today", who="supervisor")
    frame.rail._entries["inspections"].click()
    assert frame.here()[0] == "review"


def test_after_a_failed_read_the_database_is_opened_again(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    session = frame.session
    session._reader.store.connection.close()  # as good as SQLCipher's refusal: every statement fails from here on
    frame.show_error(Damaged("数据库文件有损坏的页"))
    assert frame.findChild(ErrorDialog) is not None or frame.window().findChild(ErrorDialog) is not None
    assert session.desk().store.query("SELECT count(*) AS n FROM institution")[0]["n"] == 60
    edit(session)  # and it writes


def test_a_refusal_does_not_open_the_database_again(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    before = frame.session._reader
    frame.show_error(Damaged("照片有损坏"))
    assert frame.session._reader is before, "it still answers"
