"""The frame: pages come and go, and what is refused is told."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QMainWindow

from fieldaudit.errors import BadInput, OurBug
from fieldaudit.ui.jobs import Job
from fieldaudit.ui.shell.frame import Frame
from fieldaudit.ui.shell.told import ErrorDialog
from fieldaudit.ui.uncaught import errors_shown


def wait_until(qt: Any, so: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + 10
    while not so():
        assert time.monotonic() < end
        qt.processEvents()
        time.sleep(0.005)


def test_a_refused_act_is_told_and_changes_nothing(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")

    def refused(_desk: object) -> None:
        raise BadInput("not this way")

    assert frame.act(refused) is None
    assert frame.window().findChild(ErrorDialog) is not None


def test_back_leads_to_the_page_before(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    frame.go("sync")
    frame.back()
    assert frame.here()[0] == "today"


def test_work_that_ends_while_the_frame_is_another_one_is_told_by_that_one(frame_at: Callable[..., Any], qt: Any) -> None:
    first, go_on = frame_at("today"), threading.Event()
    asked: list[Job] = []
    first.start_job(Job("counting", told=lambda result: f"{result} counted"), lambda _job: go_on.wait(10) and 7, asked.append)
    first.end()
    second = Frame(first.session, first.settings, first.jobs)
    second.show()
    second.go("today")
    go_on.set()
    wait_until(qt, lambda: second.toasts.accessibleName() == "7 counted")
    assert not asked, "the page that asked is gone"
    second.end()
    second.close()


def test_work_that_failed_while_the_window_was_locked_is_told_after_it(frame_at: Callable[..., Any], qt: Any) -> None:
    first = frame_at("today")

    def fails(_job: Job) -> None:
        raise BadInput("the carrier is no carrier")

    job = Job("copying")
    first.start_job(job, fails)
    first.end()
    wait_until(qt, lambda: job.state == "failed")
    second = Frame(first.session, first.settings, first.jobs)
    second.show()
    second.go("today")
    shown = second.window().findChild(ErrorDialog)
    assert shown is not None and shown.error is job.error
    second.end()
    second.close()


def test_a_failure_is_told_once_whoever_tells_it(frame_at: Callable[..., Any], qt: Any) -> None:
    frame = frame_at("today")

    def fails(_job: Job) -> None:
        raise BadInput("no room")

    ended: list[Job] = []
    frame.start_job(Job("writing"), fails, lambda job: (frame.show_error(job.error), ended.append(job)))
    wait_until(qt, lambda: bool(ended))
    assert len([each for each in frame.window().findChildren(ErrorDialog) if each.isVisible()]) == 1


def test_what_nobody_caught_is_shown_and_printed(
    frame_at: Callable[..., Any], qt: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = frame_at("today")
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)  # here it is no fault of the test
    window = QMainWindow()
    window.frame = None  # as at the lock
    window.session = frame.session
    window.show()

    def fails() -> None:
        raise ZeroDivisionError("a slot that nobody foresaw")

    with errors_shown(window):
        hook = sys.excepthook
        try:
            fails()
        except ZeroDivisionError as error:
            hook(type(error), error, error.__traceback__)  # as PySide calls it
            hook(type(error), error, error.__traceback__)
        wait_until(qt, lambda: bool(window.findChildren(ErrorDialog)))
    qt.processEvents()
    (shown,) = window.findChildren(ErrorDialog)
    assert isinstance(shown.error, OurBug) and "ZeroDivisionError" in str(shown.error.what)
    assert "a slot that nobody foresaw" in capsys.readouterr().err
    assert sys.excepthook is not hook
    window.close()


def test_a_page_hears_its_keys_at_once_wherever_one_came_from(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    frame.window().activateWindow()
    for name in ("institutions", "inspections", "rectification", "documents", "overview", "sync", "settings", "help", "today"):
        frame.rail.findChild(QAbstractButton).setFocus()
        frame.go(name)
        focus = frame.window().focusWidget()
        assert focus is not None, name
        assert focus is frame.page or any(each.isAncestorOf(focus) for each in (frame.page, frame.top_bar)), name
