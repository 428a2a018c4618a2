"""The phone's page in a real browser, as large as a phone: photos chosen there are at the question, byte for byte."""

from __future__ import annotations

import hashlib
import io
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtTest import QTest

from fieldaudit.domain.core import RowId
from fieldaudit.evidence.photo import read_photo
from fieldaudit.store import queries
from fieldaudit.ui.shell.phone import presenter as presenter_module
from fieldaudit.ui.shell.phone.panel import PhonePanel
from fieldaudit.work.inspect import state_of
from tests.sync.phone_world import HERE

pytestmark = [pytest.mark.slow, pytest.mark.e2e]
SAID = {
    "zh": {"take": "拍照", "pick": "从相册选", "taken": "已到电脑", "second": "另一部手机",
           "lost": "连不上电脑", "other": "English"},
    "en": {"take": "Take a photo", "pick": "Choose photos", "taken": "On the laptop", "second": "Another phone",
           "lost": "cannot be reached", "other": "中文"},
}  # fmt: skip


def photo(path: Path, shade: int) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Phone"
    exif.get_ifd(0x8769)[0x9003] = f"2026:11:24 09:{shade:02}:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 48.0, 30.0), 3: "E", 4: (111.0, 39.0, 0.0)})
    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 60 + shade).convert("RGB").save(out, "JPEG", exif=exif, quality=92)
    path.write_bytes(out.getvalue())
    return out.getvalue()


class Browser:
    """Chromium as a phone; its calls run beside the window's thread, which goes on meanwhile."""

    def __init__(self, language: str, profile: Path) -> None:
        from selenium import webdriver

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
        for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={profile}",
                     "--no-proxy-server"):  # fmt: skip
            options.add_argument(each)
        options.add_experimental_option("prefs", {"intl.accept_languages": {"zh": "zh-CN", "en": "en-GB"}[language]})
        options.add_experimental_option("mobileEmulation", {"deviceMetrics": {"width": 390, "height": 844, "pixelRatio": 2.0}})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})  # type: ignore[no-untyped-call]
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        self.driver: Any = self.call(lambda: webdriver.Chrome(options, service))

    def call(self, do: Callable[[], Any]) -> Any:
        """Its result; the window's events are handled until it is there."""
        done: list[Any] = []

        def run() -> None:
            try:
                done.append((do(), None))
            except Exception as error:  # raised again below, where the test is
                done.append((None, error))

        threading.Thread(target=run).start()
        while not done:
            QTest.qWait(10)
        if done[0][1] is not None:
            raise done[0][1]
        return done[0][0]

    def text(self, selector: str) -> str:
        return str(self.call(lambda: self.driver.find_element("css selector", selector).text))

    def states(self) -> list[str]:
        script = "return Array.prototype.map.call(document.querySelectorAll('li'), function (e) { return e.className; })"
        return list(self.call(lambda: self.driver.execute_script(script)))

    def until(self, true: Callable[[], bool]) -> None:
        for _ in range(300):
            if true():
                return
            QTest.qWait(50)
        self.shot("never")
        raise AssertionError("it never came")

    def shot(self, name: str) -> None:
        """What a person would see; looked at by whoever changes the page."""
        self.call(lambda: self.driver.save_screenshot(f"{name}.png"))

    def complaints(self) -> list[str]:
        return [each["message"] for each in self.call(lambda: self.driver.get_log("browser")) if each["level"] != "INFO"]


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Browser]]:
    opened: list[Browser] = []
    monkeypatch.chdir(tmp_path)  # its pictures lie here

    def make(language: str) -> Browser:
        made = Browser(language, tmp_path / f"profile{len(opened)}")
        opened.append(made)
        return made

    yield make
    for each in opened:
        each.call(each.driver.quit)


@pytest.fixture
def panel(frame_at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[Any, RowId, PhonePanel]]:
    monkeypatch.setattr(presenter_module, "usable", lambda: [HERE])

    def make(language: str) -> tuple[Any, RowId, PhonePanel]:
        frame = frame_at("today", language=language)
        desk = frame.session.desk()
        row = next(each for each in desk.store.find("inspection") if not state_of(desk, each).locked)
        frame.session.sign_in(RowId(row["inspector_row"]), "0000")
        frame.go("checklist", inspection=row["id"])
        while frame.page.cards.live is None:
            QTest.qWait(10)
        frame.page.cards.live.phone_wanted.emit()
        opened = next(each for each in frame.window().findChildren(PhonePanel) if each.isVisible())
        while not opened.presenter.link:
            QTest.qWait(10)
        return frame, RowId(row["id"]), opened

    return make


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_photos_chosen_on_a_phone_are_at_the_question_whole(
    panel: Callable[[str], tuple[Any, RowId, PhonePanel]], browser: Callable[[str], Browser], tmp_path: Path, language: str
) -> None:
    frame, visit, opened = panel(language)
    phone, said = browser(language), SAID[language]
    sent = {f"IMG_{n}.jpg": photo(tmp_path / f"IMG_{n}.jpg", n) for n in (1, 2)}
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(99))
    phone.call(lambda: phone.driver.get(opened.presenter.link))
    phone.until(lambda: phone.text("#home") == frame.page.presenter.title())
    assert phone.text("#question") == frame.page.presenter.card.label
    assert (phone.text("#take"), phone.text("#pick"), phone.text("#language")) == (said["take"], said["pick"], said["other"])
    album = phone.call(lambda: phone.driver.find_element("css selector", "#album"))
    phone.call(lambda: album.send_keys("\n".join(str(tmp_path / name) for name in (*sent, "clip.mp4"))))
    phone.until(lambda: phone.states() == ["refused", "taken", "taken"])
    phone.until(lambda: len(phone.call(lambda: phone.driver.find_elements("css selector", ".thumb canvas"))) == 2)
    assert phone.text("li:last-child .state") == said["taken"]
    phone.shot(f"phone-{language}")
    rows = {each["file_name"]: each for each in queries.attachments(frame.session.desk().store, visit)}
    for name, data in sent.items():
        kept = frame.session.desk().blobs.get(rows[name]["object"])
        assert kept == data and rows[name]["sha256"] == hashlib.sha256(data).hexdigest()
        facts = read_photo(kept, name)
        assert facts.taken_at is not None and facts.lat is not None and abs(facts.lat - 40.80833) < 0.001
        assert rows[name]["path"] == frame.page.presenter.path
    wide = phone.call(lambda: phone.driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth"))
    assert wide, "nothing sticks out to the side"
    assert phone.complaints() == [], "neither errors nor breaches of the policy"
    opened.close_it()
    phone.until(lambda: said["lost"] in phone.text("#banner"))


def test_a_cut_photo_is_sent_again_by_itself_and_a_second_phone_is_told(
    panel: Callable[[str], tuple[Any, RowId, PhonePanel]], browser: Callable[[str], Browser], tmp_path: Path
) -> None:
    frame, visit, opened = panel("zh")
    phone, data = browser("zh"), photo(tmp_path / "IMG_3.jpg", 3)
    phone.call(lambda: phone.driver.get(opened.presenter.link))
    phone.until(lambda: phone.text("#home") != "")
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    phone.call(lambda: phone.driver.execute_cdp_cmd("Network.enable", {}))
    phone.call(lambda: phone.driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline))
    camera = phone.call(lambda: phone.driver.find_element("css selector", "#camera"))
    phone.call(lambda: camera.send_keys(str(tmp_path / "IMG_3.jpg")))
    phone.until(lambda: "连不上电脑" in phone.text("#banner"))
    phone.shot("phone-lost")
    online = {**offline, "offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    phone.call(lambda: phone.driver.execute_cdp_cmd("Network.emulateNetworkConditions", online))
    phone.until(lambda: phone.states() == ["taken"])
    row = next(each for each in queries.attachments(frame.session.desk().store, visit) if each["file_name"] == "IMG_3.jpg")
    assert frame.session.desk().blobs.get(row["object"]) == data
    phone.call(lambda: phone.driver.find_element("css selector", "#language").click())
    assert phone.text("#take") == SAID["en"]["take"] and phone.text(".state") == SAID["en"]["taken"]
    phone.call(phone.driver.delete_all_cookies)  # as another phone would come
    phone.call(phone.driver.refresh)
    phone.until(lambda: SAID["zh"]["second"] in phone.text("#banner"))
    assert phone.text("#home") != frame.page.presenter.title(), "it is told nothing"
