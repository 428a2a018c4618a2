"""The site as a process: signing in, what may be seen, what is refused, files, limits, the log, an orderly stop."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from site_world import City, Running, now_ms, started, token_of

from fieldaudit.domain.core import Scope
from fieldaudit.site.guard import ENTRIES_AT_ONCE, LARGEST_BODY, PAGES_AT_ONCE
from fieldaudit.site.serve import MOST_CONNECTIONS
from fieldaudit.store import Workspace
from fieldaudit.work import papers
from fieldaudit.work.desk import Desk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cookie(city: City, running: Running) -> str:
    """A session of the bureau's supervisor."""
    return running.cookie(city.link(running.address))


@pytest.fixture(scope="module")
def narrow(city: City, running: Running) -> str:
    """A session of the supervisor of the first district only."""
    return running.cookie(city.link(running.address, "科长乙", "other"))


# -- signing in ----------------------------------------------------------------------------------------------
def test_looking_at_a_link_does_not_use_it_and_its_button_uses_it_once(city: City, running: Running) -> None:
    link = city.link(running.address)
    for _ in range(3):
        seen = running.ask(link.removeprefix(running.origin))
        assert seen.status == 200 and token_of(link) in seen.text and "set-cookie" not in seen.headers
    entered = running.enter(link)
    assert (entered.status, entered.headers["location"]) == (303, "/")
    kept = entered.headers["set-cookie"]
    assert "HttpOnly" in kept and "SameSite=strict" in kept and "Path=/" in kept and "Secure" not in kept
    again = running.enter(link)
    assert again.status == 403 and "已经用过" in again.text and "set-cookie" not in again.headers


def test_a_link_that_is_forged_late_of_a_revoked_laptop_or_for_another_site_opens_nothing(city: City, running: Running) -> None:
    token = token_of(city.link(running.address))
    links = {
        f"?t={token[:40]}{'A' if token[40] != 'A' else 'B'}{token[41:]}": "link",
        "?t=x": "link",
        city.link(running.address, at=now_ms() - 601_000): "run out",
        city.link(running.address, device="gone"): "revoked",
        city.link(running.address.replace("#2", "#1")): "another site",
    }
    for link, why in links.items():
        refused = running.enter(link, "en")
        assert refused.status == 403 and "The link cannot be used" in refused.text and why in refused.text
        assert "set-cookie" not in refused.headers
    assert running.enter(f"?t={token}").status == 303, "the one it was forged from still opens"


def test_a_form_of_another_site_is_refused_and_does_not_use_the_link_up(city: City, running: Running) -> None:
    link = city.link(running.address)
    for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert running.ask("/enter", body=f"t={token_of(link)}", **headers).status == 403
    assert running.enter(link).status == 303


def test_nobody_gets_anything_without_a_session_and_signing_out_ends_it(city: City, running: Running) -> None:
    ids = city.ids
    paths = ["/", "/overdue", "/hazards", "/homes", "/inspections", f"/homes/{ids['home']}", f"/papers/{ids['paper']}.pdf",
             f"/photos/{ids['photo']}/small.jpg", f"/inspections/{ids['visit']}/report.pdf"]  # fmt: skip
    mine = running.cookie(city.link(running.address))
    assert {running.ask(path, mine).status for path in paths} == {200}
    assert running.ask("/leave", mine, body="").headers["location"] == "/enter?left=1"
    for given in ("", mine, "site=made-up", "site=" + "x" * 900):
        for path in paths:
            answer = running.ask(path, given)
            assert (answer.status, answer.headers["location"], answer.body) == (303, "/enter", b""), path


# -- what may be seen ----------------------------------------------------------------------------------------
def test_another_district_is_as_absent_as_what_does_not_exist(city: City, running: Running, cookie: str, narrow: str) -> None:
    ids = city.ids
    away = [f"/homes/{ids['away home']}", f"/hazards/{ids['away hazard']}", f"/inspections/{ids['away visit']}",
            f"/inspections/{ids['away visit']}/report.pdf", f"/papers/{ids['away paper']}.pdf",
            f"/photos/{ids['away photo']}/small.jpg"]  # fmt: skip
    for path in away:
        assert running.ask(path, cookie).status == 200, path
        hidden, nothing = running.ask(path, narrow), running.ask(re.sub(r"\d+", "7", path), narrow)
        assert (hidden.status, hidden.text) == (404, nothing.text.replace(re.sub(r"\d+", "7", path), path)), path


def test_lists_and_numbers_leave_another_district_out(city: City, running: Running, cookie: str, narrow: str) -> None:
    for path in ("/", "/hazards?show=every", "/homes", "/inspections"):
        assert "开鲁县" in running.ask(path, cookie).text and "开鲁县" not in running.ask(path, narrow).text
    assert "南山养老院" in running.ask("/homes?q=南山", cookie).text
    assert "南山养老院" not in running.ask("/homes?q=南山", narrow).text
    assert running.ask(f"/homes?district={district(city, 2)}", narrow).status == 404
    assert running.ask(f"/homes?district={district(city, 2)}", cookie).status == 200


def district(city: City, scope: int) -> int:
    return int(city.office.workspace.store.find("district", scope=scope)[0]["id"])


def numbers(text: str) -> list[tuple[int, str]]:
    """(number, address) of every number of the overview that leads to rows."""
    found = re.findall(r'<a class="(?:n|main|note)[^"]*" href="([^"]+)">(?:[^<]*<span class="word">[^<]*</span>)?[^<]*'
                       r'(?:<(?:strong|b)>)?(\d+)', text)  # fmt: skip
    return [(int(number), url.replace("&amp;", "&")) for url, number in found]


def test_every_number_opens_as_many_rows(running: Running, cookie: str, narrow: str) -> None:
    for mine in (cookie, narrow):
        found = numbers(running.ask("/", mine).text)
        assert len(found) > 30
        for number, url in dict.fromkeys(found):
            total = re.search(r'class="sum" role="status"><strong>(\d+)', running.ask(url, mine).text)
            sums = "exits_opened" in url or "wells_drilled" in url  # of exits and wells, not of hazards
            assert total is not None and (int(total[1]) == number or sums), url


def test_what_a_home_is_called_shows_as_text(city: City, running: Running, cookie: str) -> None:
    for path in (f"/homes/{city.ids['script']}", "/homes", f"/inspections/{city.ids['drafted']}"):
        text = running.ask(path, cookie).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#34;&#39;院" in text
        assert "<script" not in text and "<b>和平路" not in text


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/homes/0", "/homes/-1", "/homes/1e9", "/homes/99999999999999999999", "/homes/٣", "/homes/1/2", "/hazards/x",
     "/papers/../key.json", "/papers/..%2f..%2fkey.json.pdf", "/papers/%00.pdf", "/photos/1/%2e%2e/key.json", "/photos/1/huge.jpg",
     "/photos/..%5c..%5ckey.json/small.jpg", "/static/../base.html", "/static/parts.html", "/homes?district=1%27--",
     "/hazards?show=%27%20OR%201=1", "/hazards?kind=x", "/hazards?first=2026-13", "/hazards?page=0x", "/homes?page=9999",
     "/hazards?open_at=2026-11%2Bevery"],
)  # fmt: skip
def test_an_address_that_is_none_is_no_page(running: Running, cookie: str, path: str) -> None:
    answer = running.ask(path, cookie)
    assert answer.status == 404 and answer.headers["content-type"].startswith("text/html"), path


# -- files ---------------------------------------------------------------------------------------------------
def test_a_paper_is_the_kept_file_under_a_proper_name(city: City, running: Running, cookie: str) -> None:
    desk = Desk(city.office.workspace, now_ms())
    kept = papers.printed(desk, desk.store.get("paper", city.ids["paper"]) or {})  # type: ignore[arg-type]
    for path in (f"/papers/{city.ids['paper']}.pdf", f"/inspections/{city.ids['visit']}/report.pdf"):
        shown, saved = running.ask(path, cookie), running.ask(f"{path}?save=1", cookie)
        assert shown.body == saved.body == kept and shown.headers["content-type"] == "application/pdf"
        how, _, name = saved.headers["content-disposition"].partition("; filename*=UTF-8''")
        assert how == "attachment" and shown.headers["content-disposition"].startswith("inline;")
        assert unquote(name).startswith("检查报告-") and unquote(name).endswith("-北苑养老中心.pdf")
        assert running.ask(path, cookie, If_None_Match=shown.headers["etag"]).status == 304


def test_a_report_that_is_not_issued_is_drafted_and_kept_for_the_next_request(city: City, running: Running, cookie: str) -> None:
    path = f"/inspections/{city.ids['drafted']}/report.pdf"
    first, second = running.ask(path, cookie), running.ask(path, cookie)
    assert first.status == 200 and first.body.startswith(b"%PDF") and first.body == second.body
    name = unquote(first.headers["content-disposition"])
    assert "检查报告草稿" in name and not set('<>"/\\').intersection(name.partition("''")[2])


def test_a_visit_that_is_amended_keeps_the_report_it_has(city: City, running: Running, cookie: str) -> None:
    page = running.ask(f"/inspections/{city.ids['amended']}", cookie)
    assert f'href="/inspections/{city.ids["amended"]}/report.pdf"' in page.text and "没有报告" not in page.text
    report = running.ask(f"/inspections/{city.ids['amended']}/report.pdf", cookie)
    assert report.body == running.ask(f"/papers/{city.ids['amended paper']}.pdf", cookie).body and report.body.startswith(b"%PDF")


def test_a_photo_is_a_small_picture_without_what_the_camera_wrote(city: City, running: Running, cookie: str) -> None:
    for size in ("small", "large"):
        answer = running.ask(f"/photos/{city.ids['photo']}/{size}.jpg", cookie)
        assert answer.headers["content-type"] == "image/jpeg" and answer.body.startswith(b"\xff\xd8") and b"Exif" not in answer.body


# -- every answer ----------------------------------------------------------------------------------------------
def test_every_answer_is_guarded_and_names_no_third_party(city: City, running: Running, cookie: str) -> None:
    for path in ("/", "/enter", "/nothing", "/static/site.css", f"/papers/{city.ids['paper']}.pdf", "/health"):
        answer = running.ask(path, cookie)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert "http" not in policy.replace("http-equiv", "")
        assert answer.headers["referrer-policy"] == "no-referrer" and answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "strict-transport-security" not in answer.headers and "server" not in answer.headers
        if answer.headers["content-type"].startswith("text/"):
            assert not re.search(r"https?://(?!127\.0\.0\.1)|<script|<style|\sstyle=|\son\w+=|javascript:", answer.text), path


def test_pages_are_not_kept_by_the_browser(running: Running, cookie: str) -> None:
    assert running.ask("/", cookie).headers["cache-control"] == "no-store"


def test_what_is_too_large_or_malformed_is_refused_and_the_site_goes_on(running: Running, cookie: str) -> None:
    assert running.ask("/enter", body="t=" + "x" * LARGEST_BODY).status == 413
    assert running.ask("/homes?q=" + "x" * 3_000, cookie).status == 414
    for raw in (b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 40_000, b"\x00\xff\x16\x03\x01" * 20, b"POST /enter HTTP/1.1\r\nHost: x\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"):  # fmt: skip
        with socket.create_connection(("127.0.0.1", running.port)) as line:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
            got = b"".join(iter(lambda line=line: line.recv(65_536), b""))  # type: ignore[misc]
            assert not got or b" 400 " in got[:20] or b" 413 " in got[:20]
    assert running.ask("/health").body == b'{"ok":true}'


# -- the log -----------------------------------------------------------------------------------------------
def test_the_log_tells_pages_and_devices_and_nothing_of_people_or_homes(city: City, running: Running, cookie: str) -> None:
    before = len(running.lines())
    running.ask(f"/homes/{city.ids['home']}", cookie)
    running.ask("/homes?q=secret", cookie)
    running.enter(city.link(running.address))
    while len(running.lines()) < before + 3:  # a line is written once its answer was sent
        time.sleep(0.05)
    told = {(line["method"], line["page"], line["status"], line["device"]) for line in running.lines()[-6:]}
    assert {("GET", "home", 200, 1), ("GET", "homes", 200, 1), ("POST", "entered", 303, 0)} <= told
    text = running.log.read_text()
    for secret in ("北苑", "科长", "secret", str(city.ids["home"]), cookie.partition("=")[2], "127.0.0.1", "t="):
        assert secret not in text


# -- one of its own ------------------------------------------------------------------------------------------
def test_a_used_link_stays_used_over_a_restart_and_sessions_do_not(city: City, tmp_path: Path) -> None:
    place = tmp_path / "site"
    shutil.copytree(city.site, place)
    site = started(place, tmp_path / "first.log")
    try:
        link = city.link(site.address)
        mine = site.cookie(link)
        assert site.ask("/", mine).status == 200
    finally:
        assert site.stop() == 0
    site = started(place, tmp_path / "second.log", "--behind-tls", "--address", "https://pages.example.cn")
    try:
        assert site.address == "https://pages.example.cn/#2"
        site = type(site)(site.process, f"http://127.0.0.1:{listening(site.process.pid)}/#2", site.log)
        assert site.ask("/", mine).status == 303 and site.enter(link).status == 403
        entered = site.enter(city.link(site.address))
        assert entered.headers["set-cookie"].startswith("__Host-site=") and "Secure" in entered.headers["set-cookie"]
        assert entered.headers["strict-transport-security"] == "max-age=31536000"
    finally:
        assert site.stop() == 0
    with Workspace.open(place, None) as workspace:  # let go of, and whole
        assert workspace.warnings == []


def test_one_address_gets_so_much_and_no_more_and_others_all_they_want(running: Running) -> None:
    once = running.ask("/enter", body="t=x", address="127.2.0.1").status
    tries = [running.ask("/enter", body="t=x", address="127.2.0.1") for _ in range(ENTRIES_AT_ONCE + 5)]
    assert once == 403 and tries[-1].status == 429 and tries[-1].headers["retry-after"] == "10"
    pages = [running.ask("/static/icon.svg", address="127.2.0.2").status for _ in range(PAGES_AT_ONCE * 3)]
    assert pages[0] == 200 and 429 in pages
    assert running.ask("/enter", body="t=x", address="127.2.0.3").status == 403


def test_whoever_only_holds_connections_shuts_nobody_else_out(running: Running) -> None:
    held = [socket.create_connection(("127.0.0.1", running.port), source_address=("127.2.1.1", 0)) for _ in range(MOST_CONNECTIONS)]
    try:
        assert running.ask("/enter").status == 200
    finally:
        for each in held:
            each.close()


def listening(pid: int) -> int:
    """The port a process listens on."""
    inodes = {link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        cells = row.split()
        if cells[3] == "0A" and f"socket:[{cells[9]}]" in inodes:
            return int(cells[1].partition(":")[2], 16)
    raise AssertionError("it listens nowhere")


def test_many_readers_at_once_are_all_answered(running: Running, cookie: str) -> None:
    found: list[int] = []

    def read() -> None:
        found.extend(running.ask(path, cookie).status for path in ("/", "/hazards", "/homes"))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 24 and set(found) == {200}


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--host", "0.0.0.0"), "--tls-cert"), (("--tls-cert", __file__), "--tls-key"),
     (("--tls-cert", __file__, "--tls-key", __file__), "证书")],
)  # fmt: skip
def test_it_does_not_start_where_it_could_be_overheard(city: City, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    place = tmp_path / "site"
    shutil.copytree(city.site, place)
    with pytest.raises(AssertionError, match=said):
        started(place, tmp_path / "site.log", *options)




# -- TLS -----------------------------------------------------------------------------------------------------
def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), today, today + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    paths = folder / "site.pem", folder / "site.key"
    paths[0].write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


def test_over_tls_the_cookie_is_bound_to_this_host_and_plain_text_gets_nothing(city: City, tmp_path: Path) -> None:
    shutil.copytree(city.folder / "same as site", tmp_path / "site")
    certificate, key = certified(tmp_path)
    options = ("--host", "0.0.0.0", "--tls-cert", str(certificate), "--tls-key", str(key))
    site = started(tmp_path / "site", tmp_path / "site.log", *options)
    try:
        assert site.address == f"https://{socket.gethostname()}:{site.port}/#2"
        trusting = ssl.create_default_context(cafile=str(certificate))
        with httpx.Client(base_url=f"https://localhost:{site.port}", verify=trusting, trust_env=False) as client:
            entered = client.post("/enter", data={"t": token_of(city.link(f"https://localhost:{site.port}/#2"))})
            kept = entered.headers["set-cookie"]
            assert kept.startswith("__Host-site=") and {"Secure", "HttpOnly", "Path=/"} <= set(kept.split("; "))
            assert entered.headers["strict-transport-security"] == "max-age=31536000" and client.get("/").status_code == 200
        with socket.create_connection(("127.0.0.1", site.port)) as line:
            line.sendall(b"GET /enter HTTP/1.1\r\nHost: localhost\r\n\r\n")
            line.shutdown(socket.SHUT_WR)
            assert b"HTTP/1.1 200" not in b"".join(iter(lambda: line.recv(65_536), b""))
    finally:
        assert site.stop() == 0


# -- the hub -----------------------------------------------------------------------------------------------
def told(place: Path, *words: str) -> dict[str, Any]:
    """What a verb says, acting as the administrator."""
    environment = {**os.environ, "FIELDAUDIT_PIN": "0000"}
    line = [sys.executable, "-m", "fieldaudit", "--workspace", str(place), "--as", "管理员", "--json", *words]
    done = subprocess.run(line, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_what_a_laptop_gives_the_hub_comes_onto_the_pages_by_itself(city: City, tmp_path: Path) -> None:
    bureau, place = tmp_path / "bureau", tmp_path / "site"
    shutil.copytree(city.office.workspace.path, bureau)
    shutil.copytree(city.folder / "same as site", place)
    with Workspace.open(bureau, None) as workspace:
        desk = Desk(workspace, now_ms(), city.office.people["管理员"])
        made = desk.store.create("institution", name="新开养老院", district=district(city, 1))
        desk.commit(Scope(1), "register.edit", [made])
    serving = [sys.executable, "-m", "fieldaudit", "--json", "hub", "serve", "--data", str(tmp_path / "hub"), "--port", "0"]
    with subprocess.Popen(serving, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as hub:
        assert hub.stdout is not None
        hello = json.loads(hub.stdout.readline())
        told(bureau, "hub", "claim", hello["address"], "--code", hello["code"])
        told(bureau, "sync", "hub", hello["address"])
        site = started(place, tmp_path / "site.log", "--hub", hello["address"], "--sync-every", "5")
        try:
            mine = site.cookie(city.link(site.address))
            for _ in range(240):  # a minute at most: it syncs at once and every five seconds
                text = site.ask("/homes", mine).text
                if "新开养老院" in text:
                    break
                time.sleep(0.25)
            assert "新开养老院" in text and "最近一次同步未成功" not in site.ask("/homes", mine).text
            hub.terminate()
            hub.wait()
            for _ in range(240):
                text = site.ask("/homes", mine).text
                if "最近一次同步未成功" in text:
                    break
                time.sleep(0.25)
            assert "最近一次同步未成功" in text and "新开养老院" in text, "the pages go on without the hub"
        finally:
            hub.kill()
            assert site.stop() == 0
