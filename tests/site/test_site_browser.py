"""The pages in a real browser, on a phone and on a desktop, in both languages: every link followed, nothing refused or fetched
from elsewhere, nothing wider than the screen, no Chinese on an English page but what people wrote."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from site_world import SCRIPT, City, Running

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

OUT = Path(__file__).resolve().parents[2] / "out" / "site"  # pictures to look at; not kept in the repository
CHINESE = re.compile(r"[\u3400-\u9fff]+")
ENGLISH = re.compile(r"\b(?!PDF|English|CNY)[A-Za-z]{3,}\b")
PHONE = {"deviceMetrics": {"width": 390, "height": 844, "pixelRatio": 2.0, "mobile": True, "touch": True}}

# What is written on a page but not by people: text outside whatever says it is Chinese, and what controls are called.
CHROME_WORDS = """
const away = document.body.cloneNode(true);
for (const each of away.querySelectorAll('[lang="zh-CN"]')) each.remove();
const names = [...away.querySelectorAll('[aria-label],[alt],[placeholder]')].map(e =>
  (e.getAttribute('aria-label') || '') + (e.getAttribute('alt') || '') + (e.getAttribute('placeholder') || ''));
return away.textContent + ' ' + names.join(' ');
"""
LINKS = "return [...document.querySelectorAll('a[href]')].map(e => e.getAttribute('href'))"
# What a screen reader would miss: controls and pictures without a name, headings that skip a level, tables without a caption.
FAULTS = """
const faults = [];
const inside = e => [e, ...e.querySelectorAll('img')].map(each => each.getAttribute('alt') || '').join('') + e.textContent;
const name = e => (e.getAttribute('aria-label') || (e.labels && e.labels[0] ? e.labels[0].textContent : inside(e))).trim();
for (const e of document.querySelectorAll('a,button,select,input:not([type=hidden]),img'))
  if (!name(e)) faults.push('no name: ' + e.outerHTML);
let level = 0;
for (const e of document.querySelectorAll('h1,h2,h3,h4')) {
  const n = Number(e.tagName[1]);
  if (n > level + 1) faults.push('heading skips a level: ' + e.textContent);
  level = n;
}
if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
if (document.querySelectorAll('main').length !== 1) faults.push('not one main');
for (const e of document.querySelectorAll('table')) if (!e.querySelector('caption')) faults.push('a table without a caption');
const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
if (new Set(ids).size < ids.length) faults.push('an id twice: ' + ids);
const wide = document.documentElement.scrollWidth;
if (wide > innerWidth) faults.push('wider than the screen: ' + wide);
return faults;
"""


@dataclass
class Browser:
    """Chromium at one site."""

    driver: Any
    running: Running

    def go(self, path: str) -> None:
        self.driver.get(self.running.origin + path)

    def enter(self, link: str, lang: str) -> None:
        """Open a link and press its button."""
        self.driver.get(f"{link}&lang={lang}")
        self.driver.find_element(By.CSS_SELECTOR, "button.big").click()
        WebDriverWait(self.driver, 60).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, ".tiles"))

    def picture(self, name: str) -> None:
        """The whole page as a picture in out/site."""
        OUT.mkdir(parents=True, exist_ok=True)
        size = self.driver.execute_script("return [innerWidth, Math.min(document.documentElement.scrollHeight, 3000)]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}
        taken = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        (OUT / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))

    def complaints(self) -> list[str]:
        """What the browser's console says: refused by the policy, not found, failed."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def fetched(self) -> set[str]:
        """The origins of every request since last asked."""
        found = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                parts = urlsplit(message["params"]["request"]["url"])
                found.add(f"{parts.scheme}://{parts.netloc}")
        return found


@pytest.fixture(params=["phone", "desktop"], scope="module")
def browser(request: pytest.FixtureRequest, running: Running) -> Iterator[Browser]:
    """A browser without a screen, on a phone and on a desktop; one that is missing is a failure of the set-up."""
    options = Options()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if request.param == "phone":
        options.add_experimental_option("mobileEmulation", PHONE)
    found = shutil.which("chromedriver")
    assert found, "chromedriver is missing: scripts/setup.sh tests brings it"
    driver = webdriver.Chrome(options=options, service=Service(found))
    yield Browser(driver, running)
    driver.quit()


def kind(path: str) -> str:
    """What a page shows, whatever row and filter."""
    parts = urlsplit(path)
    return re.sub(r"\d{6,}", "N", parts.path) + ("?" if parts.query else "")


def crawl(browser: Browser, lang: str, most_of_a_kind: int) -> dict[str, list[str]]:
    """Follow every link from the overview on, of each kind of page the first few; what is wrong with each page."""
    waiting, met, faults = ["/"], set(), {}
    kinds: dict[str, int] = {}
    while waiting:
        path = waiting.pop(0)
        browser.go(path)
        wrong = browser.driver.execute_script(FAULTS)
        if lang == "en":
            wrong += [f"Chinese: {found}" for found in CHINESE.findall(browser.driver.execute_script(CHROME_WORDS))][:3]
        if lang == "zh":
            wrong += [f"English: {found}" for found in ENGLISH.findall(browser.driver.execute_script(CHROME_WORDS))][:3]
        wrong += browser.complaints()
        if wrong:
            faults[path] = wrong
        for url in browser.driver.execute_script(LINKS):
            if not url.startswith("/") or "lang=" in url or url in met or ".pdf" in url or ".jpg" in url:
                continue
            met.add(url)
            kinds[kind(url)] = kinds.get(kind(url), 0) + 1
            if kinds[kind(url)] <= most_of_a_kind:
                waiting.append(url)
    assert {"/hazards/N", "/homes/N", "/inspections/N", "/overdue", "/hazards?", "/homes?", "/inspections?"} <= kinds.keys()
    return faults


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_whole_in_both_languages_and_nothing_is_fetched_elsewhere(city: City, browser: Browser, lang: str) -> None:
    browser.enter(city.link(browser.running.address), lang)
    browser.complaints()
    browser.fetched()
    assert crawl(browser, lang, 4) == {}
    assert browser.fetched() == {browser.running.origin}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_door_says_where_a_link_is_made(browser: Browser, lang: str, request: pytest.FixtureRequest) -> None:
    browser.driver.delete_all_cookies()
    browser.go(f"/enter?lang={lang}")
    browser.picture(f"{request.node.callspec.params['browser']}-door-{lang}")
    told = browser.driver.find_element(By.CSS_SELECTOR, ".door").text
    assert browser.running.address in told and f"hub link {browser.running.address}" in told
    assert ("Open on a phone" in told) == (lang == "en") and browser.driver.execute_script(FAULTS) == []


def test_pages_are_pictured_light_and_dark(city: City, browser: Browser, request: pytest.FixtureRequest) -> None:
    shape = request.node.callspec.params["browser"]
    ids = city.ids
    pages = {"overview": "/", "overdue": "/overdue", "homes": "/homes", "home": f"/homes/{ids['home']}",
             "hazard": f"/hazards/{ids['gas']}", "inspection": f"/inspections/{ids['visit']}"}  # fmt: skip
    browser.enter(city.link(browser.running.address), "zh")
    colours = set()
    for scheme in ("light", "dark"):
        browser.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        )
        for name, path in pages.items():
            browser.go(path)
            browser.picture(f"{shape}-{scheme}-{name}")
        colours.add(browser.driver.execute_script("return getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == 2
    assert all((OUT / f"{shape}-dark-{name}.png").stat().st_size > 10_000 for name in pages)


def test_a_home_called_like_a_script_shows_as_its_name_and_runs_nothing(city: City, browser: Browser) -> None:
    browser.enter(city.link(browser.running.address), "zh")
    browser.go(f"/homes/{city.ids['script']}")
    assert browser.driver.find_element(By.TAG_NAME, "h1").text == SCRIPT
    assert browser.driver.execute_script("return document.scripts.length") == 0
    assert SCRIPT in browser.driver.title and browser.complaints() == []


def test_photos_are_seen_and_papers_open_in_the_browser(city: City, browser: Browser) -> None:
    browser.enter(city.link(browser.running.address), "zh")
    browser.go(f"/hazards/{city.ids['gas']}")
    shown = "return [...document.images].map(e => e.complete && e.naturalWidth)"
    WebDriverWait(browser.driver, 60).until(lambda driver: all(driver.execute_script(shown)))
    assert len(browser.driver.execute_script(shown)) == 2
    browser.complaints()
    browser.fetched()
    for path in (f"/papers/{city.ids['paper']}.pdf", f"/inspections/{city.ids['drafted']}/report.pdf"):
        browser.go(path)
        assert browser.driver.execute_script("return document.contentType") == "application/pdf"
    assert [said for said in browser.complaints() if "Content Security Policy" in said or "Failed" in said] == []
    fetched = browser.fetched()
    assert {each for each in fetched if each.startswith("http")} == {browser.running.origin}
    assert [each for each in fetched if each.startswith("chrome-extension:")], "the browser's own viewer was not opened"


def test_the_keyboard_reaches_the_content_first_and_signing_out_leaves_nothing(city: City, browser: Browser) -> None:
    browser.enter(city.link(browser.running.address), "en")
    browser.go("/")
    browser.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.driver.switch_to.active_element.get_attribute("class") == "skip"
    browser.driver.find_element(By.CSS_SELECTOR, ".leave button").click()
    WebDriverWait(browser.driver, 60).until(lambda driver: "/enter" in driver.current_url)
    assert browser.driver.find_element(By.CSS_SELECTOR, "[role=status]").text == "You are signed out."
    assert browser.driver.get_cookies() == []
    browser.go("/overdue")
    assert urlsplit(browser.driver.current_url).path == "/enter"
    assert "hub link http" in browser.driver.find_element(By.CSS_SELECTOR, ".door").text
