"""The hub at the sync page: set, tested, exchanged with while answers go in, and synced by itself when it is due."""

from __future__ import annotations

import io
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hub_beside import Hub, claimed, serving
from PIL import Image
from PySide6.QtCore import Qt

from fieldaudit.domain.core import RowId
from fieldaudit.errors import FieldauditError, MachineError
from fieldaudit.store import queries
from fieldaudit.sync.http import NoHub, Settings, hub_of
from fieldaudit.ui.jobs import Job, Jobs
from fieldaudit.ui.pages.sync.by_itself import LONGEST, MINUTE, SOON, USUAL, due, news
from fieldaudit.ui.pages.sync.hub import Wanted, keep, last_sync, meet
from fieldaudit.ui.pages.sync.presenter import SyncPresenter
from fieldaudit.ui.pages.sync.transfer import Transfer, exchange_by_itself, exchange_with, log
from fieldaudit.ui.session import Session
from fieldaudit.ui.shell import hub as shell_hub
from fieldaudit.ui.standing import Owner, StandingReader
from fieldaudit.work import register
from fieldaudit.work.attaching import attach

Open = Callable[..., Session]
URL, NOW = "https://hub.example.cn", 1_000 * MINUTE


def edit(session: Session, number: int = 0, phone: str = "13800000001") -> None:
    home = RowId(session.desk().store.query("SELECT id FROM institution ORDER BY id LIMIT 1 OFFSET ?", (number,))[0]["id"])
    session.act(lambda desk: register.edit(desk, home, {"phone": phone}))


def picture(shade: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, 90, 90)).save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def hub(tmp_path: Path, demo_copy: Callable[[str], Path]) -> Iterator[Hub]:
    """A hub of the demo's bureau, with what the first laptop had."""
    with serving(tmp_path / "hub") as made:
        claimed(made, demo_copy("supervisor"))
        yield made


# -- when it begins by itself ----------------------------------------------------------------------------------


def line(minutes: float, state: str = "done", **more: Any) -> dict[str, Any]:
    return {"at": NOW - round(minutes * MINUTE), "place": URL, "state": state, **more}


@pytest.mark.parametrize(
    ("lines", "here", "expected"),
    [
        ([], 0, True),
        ([line(1)], 5, False),
        ([line(3)], 5, True),
        ([line(3)], 0, False),
        ([line(16)], 0, True),
        ([line(3, "cancelled")], 5, False),
        ([line(1, "failed")], 5, False),
        ([line(3, "failed"), line(20)], 0, True),
        ([line(3, "failed"), line(5, "failed")], 5, False),
        ([line(500, "failed", lasts=True)], 5, False),
        ([line(-30)], 0, True),
        ([{**line(0), "place": "/media/stick"}, line(30)], 0, True),
    ],
)
def test_it_begins_when_it_is_due(lines: list[dict[str, Any]], here: int, expected: bool) -> None:
    assert due(lines, URL, here, NOW) is expected


def test_patience_grows_to_an_hour_and_no_further() -> None:
    assert SOON < USUAL < LONGEST
    failures = [line(59 + 60 * n, "failed") for n in range(40)]
    assert not due(failures, URL, 9, NOW) and due(failures, URL, 9, NOW + 2 * MINUTE)


def test_only_what_was_not_told_before_is_news() -> None:
    told = line(0, told=["one", "two"], bad=[])
    assert news([told], URL) and not news([told, told], URL) and not news([line(0, told=[], bad=[])], URL)
    assert news([line(0, told=["one"], bad=[{"name": "x"}]), told], URL) and not news([line(0, "failed")], URL)


# -- the form ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        (Wanted(), {"url"}),
        (Wanted("hub.example.cn"), {"url"}),
        (Wanted(URL, limit="fast"), {"limit"}),
        (Wanted(URL, limit="3"), {"limit"}),
        (Wanted(URL, ca="nowhere.pem", proxy="proxy"), {"ca", "proxy"}),
        (Wanted(URL, limit="200", proxy="http://proxy.example.cn:3128"), set()),
    ],
)
def test_the_form_says_what_is_wrong_where(qt: Any, wanted: Wanted, wrong: set[str]) -> None:
    assert set(wanted.faults()) == wrong
    assert wrong or Wanted.of(wanted.settings()) == wanted


# -- with a hub -------------------------------------------------------------------------------------------------


def test_what_was_only_here_is_confirmed_by_the_hub(qt: Any, open_session: Open, hub: Hub) -> None:
    session, settings = open_session("inspector"), Settings(hub.url)
    met = meet(session, settings)
    assert met.device > 2 and abs(met.ahead) < 5 and hub_of(session.desk().workspace) is None, "a test keeps nothing"
    keep(session, settings)
    assert hub_of(session.desk().workspace) == settings and last_sync(session, hub.url) is None
    edit(session)
    exchange_with(session, Transfer(settings, ""))
    session.trust_changed()
    standing = StandingReader(session).look()
    assert (standing.here, standing.handed) == (0, 0) and last_sync(session, hub.url)
    assert [(each["place"], each["state"]) for each in log(session)] == [(hub.url, "done")]
    (listed,) = (each for each in SyncPresenter(session).devices() if each["kind"] == "hub")
    assert str(met.device) in listed["name"] and listed["people"] == "—"


def test_the_photos_of_a_record_are_told_in_its_own_three_words(
    qt: Any, frame_at: Callable[..., Any], demo_copy: Callable[[str], Path], hub: Hub
) -> None:
    frame = frame_at("sync")
    session, page = frame.session, frame.page
    draft = RowId(queries.inspections(session.desk().store, "draft")[0]["id"])
    others = len(queries.attachments(session.desk().store, draft))  # that the stick of the demo has and the supervisor took

    def heard() -> tuple[str, ...]:
        """Photos and state of the inspection, as a screen reader hears them, and the pill."""
        table = page.table.paged
        at = next((n for n in range(table.rowCount()) if (table.row(n) or {})["owner"] == Owner("inspection", draft)), -1)
        columns = [column.key for column in table.columns]
        said = (table.index(at, columns.index(key)).data(Qt.ItemDataRole.AccessibleTextRole) for key in ("photos", "state"))
        return (*said, frame.top_bar.pill.accessibleName())

    def hears(photos: str, state: str, pill: str) -> None:
        frame.top_bar.count()
        page.read()
        end = time.monotonic() + 30
        while heard() != (photos, state, pill) and time.monotonic() < end:
            qt.processEvents()
            time.sleep(0.01)
        assert heard() == (photos, state, pill)

    def add(number: int) -> None:
        photo = picture(number * 60)
        session.act(lambda desk: attach(desk, draft, "window_bars", photo, f"{number}.jpg"))

    def give(place: Any) -> None:
        exchange_with(session, Transfer(place, ""))
        session.trust_changed()

    hears(f"{others} 已确认", "已确认", "已全部确认")
    add(1)
    hears(f"1 仅在本机、{others} 已确认", "仅在本机", "1 项仅在本机")
    stick = demo_copy("stick")
    give(stick)
    hears(f"1 已送出、{others} 已确认", "已送出", "已全部送出")
    give(Settings(hub.url))
    hears(f"{others + 1} 已确认", "已确认", "已全部确认")
    add(2)
    hears(f"1 仅在本机、{others + 1} 已确认", "仅在本机", "1 项仅在本机")
    give(stick)
    add(3)
    hears(f"1 仅在本机、1 已送出、{others + 1} 已确认", "仅在本机", "1 项仅在本机")


def test_an_exchange_that_waited_for_its_turn_goes_as_the_hub_is_set_then(qt: Any, open_session: Open, hub: Hub) -> None:
    session = open_session("inspector")
    waited, saved = Transfer(Settings("http://127.0.0.1:1"), ""), Settings(hub.url, limit=1_000_000)
    keep(session, saved)
    exchange_with(session, waited)
    assert hub_of(session.desk().workspace) == saved and [each["place"] for each in log(session)] == [hub.url]


def test_an_answer_given_while_the_hub_is_waited_for_is_durable_at_once(qt: Any, open_session: Open, hub: Hub) -> None:
    session, jobs, frozen = open_session("inspector"), Jobs(), threading.Event()
    for number in range(40):  # of several districts: a segment each
        edit(session, number)
    job = Transfer(Settings(hub.url), "")

    def freeze(_job: Job) -> None:
        if job.phase == "正在放入记录" and not frozen.is_set():
            hub.process.send_signal(signal.SIGSTOP)  # nothing that is sent now is answered
            frozen.set()

    job.on_change.append(freeze)
    future = jobs.start(job, lambda _job: exchange_with(session, job), long=True)
    assert frozen.wait(20)
    waits = []
    for number in range(30):
        before = time.monotonic()
        edit(session, number, "13911112222")
        waits.append(time.monotonic() - before)
    assert job.state == "running" and sorted(waits)[15] < 0.1, waits
    hub.process.send_signal(signal.SIGCONT)
    future.result(20)
    assert job.state == "done", job.error
    session.trust_changed()
    assert StandingReader(session).look().here > 0, "what went in meanwhile goes with the next one"
    exchange_with(session, Transfer(Settings(hub.url), ""))
    assert StandingReader(session).look().here == 0
    jobs.close()


def test_a_stopped_exchange_ends_at_once_though_the_hub_says_nothing(qt: Any, open_session: Open, hub: Hub) -> None:
    session, jobs = open_session("inspector"), Jobs()
    hub.process.send_signal(signal.SIGSTOP)
    job = Transfer(Settings(hub.url), "")
    future = jobs.start(job, lambda _job: exchange_with(session, job), long=True)
    edit(session)
    job.cancel()
    edit(session, 1)
    future.result(20)  # it would be waited for a minute
    hub.process.send_signal(signal.SIGCONT)
    assert job.state == "cancelled" and log(session)[0]["state"] == "cancelled"
    jobs.close()


def test_by_itself_a_dead_hub_is_no_news_and_is_logged(qt: Any, open_session: Open, hub: Hub) -> None:
    session = open_session("inspector")
    hub.end()
    assert exchange_by_itself(session, Transfer(Settings(hub.url), "", automatic=True)) is None
    assert log(session)[0]["state"] == "failed" and not log(session)[0]["lasts"]
    with pytest.raises(FieldauditError):
        exchange_with(session, Transfer(Settings(hub.url), ""))


def test_by_itself_a_full_disk_is_told_once(qt: Any, open_session: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    session, faults = open_session("inspector"), ["只剩 3 MB", "只剩 2 MB", "没有网络", "只剩 1 MB", "坏了", "只剩 4 MB"]

    def run(_job: Transfer, *_given: Any) -> None:
        fault = faults.pop(0)
        raise (NoHub if fault == "没有网络" else MachineError)(fault, where="fieldaudit.db")

    monkeypatch.setattr(Transfer, "run", run)
    told = []
    while faults:
        try:
            exchange_by_itself(session, Transfer(Settings(URL), "", automatic=True))
        except MachineError as error:
            told.append(str(error.what))
    assert told == ["只剩 3 MB", "坏了", "只剩 4 MB"] and len(log(session)) == 6


def until(qt: Any, look: Callable[[], Any]) -> None:
    end = time.monotonic() + 30
    while not look():
        assert time.monotonic() < end, "waited in vain"
        qt.processEvents()
        time.sleep(0.01)


def test_once_it_is_set_the_window_syncs_by_itself_and_says_offline_when_the_hub_goes(
    qt: Any, frame_at: Callable[..., Any], hub: Hub
) -> None:
    from fieldaudit.ui.pages.sync.carriers import HubCard
    from fieldaudit.ui.pages.sync.hub_form import HubForm

    frame = frame_at("sync")
    edit(frame.session)
    page = frame.page
    page._set_hub()
    (form,) = frame.window().findChildren(HubForm)
    form._save()
    assert form.form.fields["url"].fault()
    form.form.put("url", hub.url)
    form._test()
    until(qt, lambda: form.test.isEnabled() and hub.url and "集中站" in form.said.text())
    assert "连上了" in form.said.text(), form.said.text()
    form._save()
    until(qt, lambda: [each["state"] for each in log(frame.session)] == ["done"])
    until(qt, lambda: page.findChildren(HubCard) and page._job is None)
    until(qt, lambda: frame.top_bar.standing is not None and frame.top_bar.standing.here == 0)
    assert not frame.toasts.isVisible() and "离线" not in frame.top_bar.pill.accessibleName()
    hub.end()
    frame.hub.look()
    until(qt, lambda: frame.hub.reachable is False)
    assert frame.top_bar.pill.accessibleName().startswith("离线")
    until(qt, lambda: page.findChildren(HubCard))
    frame.settings.put("hub_automatic", "no")
    assert not frame.hub.may()


def test_a_proxy_that_is_of_no_use_is_told_once_and_syncing_goes_on_by_itself_when_it_is_gone(
    qt: Any, frame_at: Callable[..., Any], hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldaudit.ui.shell.told import ErrorDialog

    monkeypatch.setattr("fieldaudit.ui.shell.hub.EVERY", 100)
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    frame, looks = frame_at("today"), []
    keep(frame.session, Settings(hub.url))
    edit(frame.session)
    monkeypatch.setattr("fieldaudit.ui.shell.hub._look", lambda session, look=shell_hub._look: looks.append(1) or look(session))
    frame.hub.look()
    until(qt, lambda: len(looks) > 3)
    (dialog,) = frame.window().findChildren(ErrorDialog)
    assert "socks5://127.0.0.1:1" in str(dialog.error.what)
    dialog.close_it()
    monkeypatch.delenv("all_proxy")
    until(qt, lambda: [each["state"] for each in log(frame.session)] == ["done"])
    assert frame.hub.settings == Settings(hub.url)


def test_what_is_kept_in_the_form_comes_back(qt: Any, frame_at: Callable[..., Any]) -> None:
    from fieldaudit.ui.pages.sync.hub_form import HubForm

    frame = frame_at("sync")
    keep(frame.session, Settings(URL, limit=200_000))
    form = HubForm(frame)
    assert (form.form.text("url"), form.form.text("limit"), form.automatic.isChecked()) == (URL, "200", True)
    form.open()
    form.close_it()
