"""Parts of the site by themselves: a language for each reader, renderings that end, the one who writes, a session's end."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from site_world import City, now_ms, token_of

from fieldaudit.errors import BadInput, MachineError
from fieldaudit.i18n import Text, language, speaking, tr
from fieldaudit.site import theme
from fieldaudit.site.app import Site, accepted
from fieldaudit.site.entering import UsedLinks
from fieldaudit.site.keeper import Keeper, Progress
from fieldaudit.site.readers import MOST_WAITING, Busy, Readers
from fieldaudit.site.renderer import Renderer, printed_apart
from fieldaudit.site.words import COUNTS, HAPPENED, WORDS, counted
from fieldaudit.store import Workspace, exchange
from fieldaudit.store.connection import transaction
from fieldaudit.work import office
from fieldaudit.work.desk import Desk

pytestmark = pytest.mark.slow  # threads that wait for each other


# -- words -------------------------------------------------------------------------------------------------
def test_every_word_is_there_in_both_languages() -> None:
    for text in [*WORDS.values(), *HAPPENED.values(), *(Text(zh, many) for zh, _, many in COUNTS.values())]:
        assert text.zh and text.en and text.en.isascii(), text
    assert str(counted("hazards", 1)) == "1 项隐患"
    assert [counted("hazards", number).en for number in (0, 1, 2)] == ["0 hazards", "1 hazard", "2 hazards"]


def test_a_thread_speaks_its_own_language_and_others_theirs() -> None:
    heard: list[str] = []
    both = threading.Barrier(2)

    def speak(lang: str) -> None:
        with speaking(lang):
            both.wait()
            heard.append(f"{language()} {tr('中', 'en')}")
            both.wait()

    threads = [threading.Thread(target=speak, args=(lang,)) for lang in ("zh", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["en en", "zh 中"] and language() == "zh"
    with pytest.raises(ValueError, match="zh or en"), speaking("fr"):
        pass


@pytest.mark.parametrize(
    ("header", "lang"),
    [("", "zh"), ("en", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB,en;q=0.9,zh;q=0.8", "en"), ("fr,en;q=0.5", "en"),
     ("fr", "zh"), ("en;q=0.1,zh;q=0.9", "zh"), ("en;q=x,zh", "zh"), ("en;q=0", "zh"), ("," * 500, "zh"), ("*", "zh")],
)  # fmt: skip
def test_the_browser_is_answered_in_the_language_it_asks_for_first(header: str, lang: str) -> None:
    assert accepted(header) == lang


def test_the_style_has_the_window_s_colours_and_fetches_nothing() -> None:
    css = theme.stylesheet().decode()
    assert css.startswith(":root{color-scheme:light dark;--bg:") and "prefers-color-scheme:dark" in css
    assert "url(" not in css and "@import" not in css and "http" not in css
    used = {part.split(")")[0] for part in css.split("var(--")[1:]}
    assert all(f"--{name}:" in css for name in used), "a colour that is no token"


# -- renderings --------------------------------------------------------------------------------------------
def never(_seconds: float) -> bytes:
    time.sleep(600)
    return b""


def refuses() -> bytes:
    raise BadInput(tr("不行", "no"), where="x")


def crashes() -> bytes:
    raise SystemExit(3)


@pytest.mark.slow
def test_a_rendering_that_does_not_end_is_ended() -> None:
    with pytest.raises(MachineError, match="用时太长"):
        printed_apart(never, (1.0,), 0.2)


@pytest.mark.slow
def test_what_a_rendering_refuses_is_told_and_one_that_dies_is_too() -> None:
    with pytest.raises(BadInput, match="不行"):
        printed_apart(refuses, (), 60)
    with pytest.raises(MachineError, match="意外结束"):
        printed_apart(crashes, (), 60)


@pytest.mark.slow
def test_too_many_renderings_at_once_are_refused_and_a_draft_is_kept() -> None:
    async def ask() -> list[object]:
        renderer = Renderer(60, bytes)
        first = await renderer.pdf(("one",), (3,))
        many = [renderer.pdf((number,), (3,)) for number in range(12)]
        found = await asyncio.gather(*many, return_exceptions=True)
        return [first, renderer.kept(("one",)), *found]

    first, kept, *found = asyncio.run(ask())
    assert first == bytes(3) and kept is None, "the last eight are kept"
    assert sum(each == bytes(3) for each in found) == 8 and sum(isinstance(each, Busy) for each in found) == 4


# -- reading -----------------------------------------------------------------------------------------------
@pytest.fixture
def keeper(city: City, tmp_path: Path) -> Iterator[Keeper]:
    """A copy of the site's workspace, open."""
    shutil.copytree(city.folder / "same as site", tmp_path / "site")
    held = Keeper(tmp_path / "site", None, now_ms)
    yield held
    held.close()


def test_readings_beyond_what_is_read_at_once_are_refused(keeper: Keeper) -> None:
    readers, gate = Readers(keeper.workspace, now_ms), threading.Event()

    async def ask() -> list[object]:
        many = [asyncio.ensure_future(readers.read(lambda _: gate.wait(), "zh")) for _ in range(MOST_WAITING + 3)]
        refused = await asyncio.wait(many, return_when=asyncio.FIRST_COMPLETED)
        gate.set()
        return await asyncio.gather(*many, return_exceptions=True) if refused else []

    found = asyncio.run(ask())
    readers.close()
    assert sum(isinstance(each, Busy) for each in found) == 3 and found.count(True) == MOST_WAITING


def test_a_reader_cannot_write(keeper: Keeper) -> None:
    readers = Readers(keeper.workspace, now_ms)
    with pytest.raises(Exception, match=r"readonly|只读|refused"):
        asyncio.run(readers.read(lambda desk: desk.store.trust.set_local(x=1), "zh"))
    readers.close()


def test_a_page_is_of_one_moment_though_a_sync_writes_meanwhile(keeper: Keeper) -> None:
    readers = Readers(keeper.workspace, now_ms)

    def seen(desk: Desk) -> object:
        return desk.store.trust.local("moment")

    def page(desk: Desk) -> tuple[object, object]:
        before, writer = seen(desk), keeper.workspace.store
        with transaction(writer.connection):
            writer.trust.set_local(moment=2)
        return before, seen(desk)

    before, after = asyncio.run(readers.read(page, "zh"))
    assert (before, after, asyncio.run(readers.read(seen, "zh"))) == (None, None, 2)
    readers.close()


# -- the one who writes --------------------------------------------------------------------------------------
def test_a_sync_that_fails_is_told_and_tried_again_and_one_that_runs_is_stopped(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turns, changed, stuck = [], threading.Event(), threading.Event()

    def sync(_workspace: Workspace, now: int, progress: Progress) -> None:
        turns.append(now)
        if len(turns) == 1:
            raise MachineError("断了", where="北苑养老中心")
        if len(turns) == 3:
            stuck.set()
            while True:
                progress("receive", 1, 0)

    shutil.copytree(city.folder / "same as site", tmp_path / "site")
    keeper = Keeper(tmp_path / "site", None, now_ms)
    first = keeper.state()
    keeper.begin(sync, 0.01, changed.set)
    assert stuck.wait(60) and changed.is_set()
    keeper.close()
    assert first.failed is False and keeper.state().failed is False and keeper.state().when >= first.when
    assert len(turns) == 3
    said = capsys.readouterr().err
    assert said.count('"failed":"MachineError"') == 1 and "北苑" not in said and "断了" not in said


# -- a session's end -----------------------------------------------------------------------------------------
def test_a_session_ends_with_the_certificate_it_rests_on(city: City, tmp_path: Path, keeper: Keeper) -> None:
    """The revocation comes by a sync; the next page is refused and the session is over."""
    readers = Readers(keeper.workspace, now_ms)
    site = Site(readers, keeper, UsedLinks(tmp_path / "used.json"), secure=False, address="http://127.0.0.1/#2")
    link = city.link("http://127.0.0.1/#2", "科长乙", "other")

    async def read(*paths: str) -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=site.app())
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=dict(cookies)) as client:
            return [await client.get(path) if path != "/enter" else await client.post(path, data=token) for path in paths]

    token, cookies = {"t": token_of(link)}, {}
    entered = asyncio.run(read("/enter"))[0]
    cookies |= dict(entered.cookies)
    assert entered.status_code == 303 and asyncio.run(read("/"))[0].status_code == 200
    bureau = city.folder / "bureau that revokes"
    shutil.copytree(city.office.workspace.path, bureau)
    with Workspace.open(bureau, None) as workspace:
        desk = office_desk(city, workspace)
        office.revoke_device(desk, 3)
        data = [row["object"] for row in exchange.certificates(workspace.store) if row["device"] == 3]
    keeper.workspace.store.take_certificates(data)
    readers.changed()
    gone, after = asyncio.run(read("/", "/"))
    assert gone.status_code == 403 and "吊销" in gone.text and 'site=""' in gone.headers["set-cookie"]
    assert after.headers["location"] == "/enter"
    readers.close()


def office_desk(city: City, workspace: Workspace) -> Desk:
    return Desk(workspace, now_ms(), city.office.people["管理员"])
