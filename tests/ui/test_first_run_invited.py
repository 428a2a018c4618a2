"""Joining with an invitation: the form, waiting through an absent hub and a restart, the grant, the first exchange."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hub_beside import claimed, serving
from PySide6.QtWidgets import QPushButton

from fieldaudit.domain.core import RowId
from fieldaudit.errors import MachineError, NotAllowed
from fieldaudit.store import Workspace
from fieldaudit.sync.http import Settings, sync_with
from fieldaudit.ui.jobs import Cancelled
from fieldaudit.ui.services import Services, now_ms
from fieldaudit.ui.session import Session
from fieldaudit.ui.shell.first_run.invited_presenter import (
    Invited,
    Step,
    begin,
    begin_again,
    first_exchange,
    give_up,
    go_on,
    waits_for,
)
from fieldaudit.ui.shell.first_run.presenter import knows_bureau, waits
from fieldaudit.wire.invitation import invitation_text
from fieldaudit.work import invitations
from fieldaudit.work.desk import Desk
from fieldaudit.work.office import request_enrolment

CODE = "0123-4567-89AB"
GOOD = Invited("https://hub.example.cn", CODE, "", "Team 2", "open sesame", "open sesame")


def invite(root: Path, url: str) -> str:
    """By the administrator, at the first laptop; gives the code."""
    with Workspace.open(root, None) as workspace:
        people = {row["role"]: RowId(row["id"]) for row in Desk(workspace, now_ms(), None).store.find("person")}
        desk = Desk(workspace, now_ms(), people["admin"])
        scopes = [row["scope"] for row in desk.store.find("district")]
        _, code = invitations.invite(desk, [people["inspector"]], scopes, now_ms() + invitations.HOUR_MS)
        sync_with(workspace, Settings(url), now_ms())
    return code


def answer(root: Path, url: str) -> None:
    """The administrator's laptop syncs."""
    with Workspace.open(root, None) as workspace:
        sync_with(workspace, Settings(url), now_ms())


@pytest.mark.parametrize(
    ("invited", "wrong"),
    [
        (GOOD, set()),
        (Invited(f"https://hub.example.cn#{CODE}", "", "", "Team 2", "x", "x"), set()),
        (Invited("hub", "12", "no.pem", "", "x", "y"), {"invitation", "code", "ca", "label", "again"}),
        (Invited(), {"invitation", "code", "label", "passphrase"}),
    ],
)
def test_the_form_says_what_is_wrong_where(qt: Any, invited: Invited, wrong: set[str]) -> None:
    assert set(invited.faults()) == wrong


def test_it_waits_through_an_absent_hub_and_a_restart_and_then_has_everything(
    qt: Any, demo_copy: Callable[[str], Path], tmp_path: Path
) -> None:
    root, place = demo_copy("supervisor"), tmp_path / "new"
    with serving(tmp_path / "hub") as hub:
        claimed(hub, root)
        code, port = invite(root, hub.url), int(hub.url.rpartition(":")[2])
        hub.end()
        begin(place, Invited(invitation_text(hub.url, code), "", "", "Team 2", "open sesame", "open sesame"))
        session = Session(place, "open sesame", now_ms)
        assert go_on(session, ask=True).state == "offline" and waits(session)
        session.close()
    with serving(tmp_path / "hub", port) as hub:
        session = Session(place, "open sesame", now_ms)  # the program was closed meanwhile
        wanted = waits_for(session)
        assert wanted is not None and wanted.url == hub.url and wanted.label == "Team 2" and code not in repr(wanted)
        assert go_on(session, ask=True) == Step("waiting")
        assert go_on(session, ask=False) == Step("waiting")
        answer(root, hub.url)
        assert go_on(session, ask=False) == Step("granted") and not waits(session)
        assert waits_for(session) is not None, "until the first exchange is through"
        first_exchange(session, lambda _what, _done, _of: None)
        assert knows_bureau(session) and waits_for(session) is None
        assert [each["role"] for each in session.people()] == ["inspector"]
        session.close()


def test_a_code_that_nobody_gave_is_refused_and_another_may_be_typed(
    qt: Any, demo_copy: Callable[[str], Path], tmp_path: Path
) -> None:
    with serving(tmp_path / "hub") as hub:
        claimed(hub, demo_copy("supervisor"))
        begin(tmp_path / "new", Invited(hub.url, CODE, "", "Team 2", "open sesame", "open sesame"))
        session = Session(tmp_path / "new", "open sesame", now_ms)
        with pytest.raises(NotAllowed):
            go_on(session, ask=True)
        begin_again(session, GOOD)
        wanted = waits_for(session)
        assert wanted is not None and wanted.url == GOOD.invitation
        give_up(session)
        assert waits_for(session) is None and waits(session)
        session.close()


def test_it_may_be_given_up_at_any_moment_also_while_a_hub_says_nothing(qt: Any, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begin(tmp_path / "new", Invited(f"http://127.0.0.1:{silent.getsockname()[1]}", CODE, "", "Team 2", "sesame", "sesame"))
        session, ended = Session(tmp_path / "new", "sesame", now_ms), list[object]()

        def wait() -> None:
            try:
                ended.append(go_on(session, ask=True))
            except Cancelled as stopped:
                ended.append(stopped)

        thread = threading.Thread(target=wait)
        thread.start()
        connection, _ = silent.accept()  # it has asked, and hears nothing now
        with connection:
            give_up(session)
            assert waits_for(session) is None
            thread.join(20)
        assert [type(each) for each in ended] == [Cancelled], "the hub is not waited for any longer"
        session.close()


def until(qt: Any, look: Callable[[], Any]) -> None:
    end = time.monotonic() + 30
    while not look():
        assert time.monotonic() < end, "waited in vain"
        qt.processEvents()
        time.sleep(0.01)


def test_a_waiting_page_that_cannot_be_left_says_why_and_goes_on(qt: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fieldaudit.ui.settings import Settings as Kept
    from fieldaudit.ui.shell.first_run import invited
    from fieldaudit.ui.shell.first_run.view import ErrorBox, FirstRun
    from fieldaudit.ui.shell.window import Window

    def stuck(_session: Session) -> None:
        raise MachineError("the disk has not answered", where="fieldaudit.db")

    looks: list[bool] = []

    def waiting(session: Session, ask: bool) -> Step:
        session.act(lambda desk: request_enrolment(desk.workspace, "Team 2"))
        looks.append(ask)
        return Step("waiting")

    monkeypatch.setattr(invited, "EVERY", 50)
    monkeypatch.setattr(invited, "go_on", waiting)
    begin(tmp_path / "new", Invited("http://127.0.0.1:1", CODE, "", "Team 2", "sesame", "sesame"))
    window = Window(tmp_path / "new", Services(clock=now_ms), Kept())
    window.begin()
    window.show()
    window.open_workspace("sesame")
    window.unlock()

    def page() -> invited.Waiting | None:
        return next((each for each in window.findChildren(invited.Waiting) if each.isVisible()), None)

    until(qt, lambda: page() and looks)
    with monkeypatch.context() as broken:
        broken.setattr(invited, "give_up", stuck)
        page()._give_up()
        until(qt, lambda: window.findChild(ErrorBox))
        window.findChild(ErrorBox).findChild(QPushButton).click()
    seen = len(looks)
    until(qt, lambda: len(looks) > seen + 1)
    page()._give_up()
    until(qt, lambda: page() is None and any(each.isVisible() for each in window.findChildren(FirstRun)))
    window.close()


def test_the_window_leads_from_the_form_to_the_lock(qt: Any, demo_copy: Callable[[str], Path], tmp_path: Path) -> None:
    from fieldaudit.ui.settings import Settings as Kept
    from fieldaudit.ui.shell.first_run.invited import Waiting, WithInvitation
    from fieldaudit.ui.shell.first_run.join import show_invited
    from fieldaudit.ui.shell.first_run.view import FirstRun
    from fieldaudit.ui.shell.lock import Lock
    from fieldaudit.ui.shell.window import Window

    root = demo_copy("supervisor")
    with serving(tmp_path / "hub") as hub:
        claimed(hub, root)
        code = invite(root, hub.url)
        window = Window(tmp_path / "new", Services(clock=now_ms), Kept())
        window.begin()
        window.show()
        until(qt, lambda: window.findChild(FirstRun))
        show_invited(window.findChild(FirstRun))
        form = window.findChild(WithInvitation)
        form._ask()
        assert form.form.fields["invitation"].fault()
        for key, text in (("invitation", invitation_text(hub.url, code)), ("passphrase", "open"), ("again", "open")):
            form.form.put(key, text)
        form._ask()
        until(qt, lambda: window.findChild(Waiting) and "已申请" in window.findChild(Waiting).said.text())
        answer(root, hub.url)
        until(qt, lambda: window.findChild(Lock))
        window.close()
