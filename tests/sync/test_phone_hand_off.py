"""A phone's photos reach the laptop whole and once; strangers, second phones, floods and slow senders get nothing."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldaudit.assets import asset_path
from fieldaudit.i18n import Text
from fieldaudit.sync.phone import Address, page, server, usable
from fieldaudit.sync.phone import intake as intake_module
from fieldaudit.sync.phone.addresses import is_local, rank
from fieldaudit.wire.blobs import MAX_BLOB
from tests.sync.phone_world import Laptop, Phone, until

pytestmark = pytest.mark.slow  # a real server each


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "phone")
    yield made
    made.server.stop()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# -- what arrives ------------------------------------------------------------------------------------------
def test_a_photo_arrives_byte_for_byte_and_says_so_only_when_it_is_kept(laptop: Laptop) -> None:
    waiting = []
    laptop.then = waiting.append
    phone, data = Phone(laptop), os.urandom(3_000_001)
    status, told = phone.send("photo001", data, "IMG%20%E4%B8%80.jpg")
    assert (status, told["state"], told["sha256"], told["bytes"]) == (201, "received", sha(data), len(data))
    assert laptop.got == [("IMG 一.jpg", data)] and waiting[0].changed_ms == 1_790_000_000_000
    waiting[0].taken(Text("注意", "note"))
    assert phone.state()[1]["photos"]["photo001"] == {**told, "state": "taken", "zh": "注意", "en": "note"}
    assert laptop.left() == []


def test_a_refusal_is_told_and_final_but_what_failed_may_come_again(laptop: Laptop) -> None:
    laptop.then = lambda photo: photo.refused(Text("是视频", "it is a video"))
    phone = Phone(laptop)
    assert phone.send("photo001", b"video")[1]["zh"] == "是视频"
    laptop.then = lambda photo: photo.failed(Text("磁盘已满", "the disk is full"))
    assert phone.send("photo002", b"photo")[1]["state"] == "failed"
    laptop.then = lambda photo: photo.taken()
    assert phone.send("photo002", b"photo")[1]["state"] == "taken"
    assert phone.send("photo001", b"video")[1]["state"] == "refused"
    assert [data for _, data in laptop.got] == [b"video", b"photo", b"photo"]


def test_the_same_photo_is_handed_over_once_whatever_it_is_called(laptop: Laptop) -> None:
    phone = Phone(laptop)
    first = phone.send("photo001", b"same" * 1000)
    assert phone.send("photo001", b"same" * 1000) == first, "its answer was lost on the way"
    assert phone.send("photo002", b"same" * 1000, "b.jpg") == first
    assert len(laptop.got) == 1 and set(phone.state()[1]["photos"]) == {"photo001", "photo002"}


def test_what_lies_on_the_disk_meanwhile_is_nobodys_photo(laptop: Laptop) -> None:
    laptop.then = lambda photo: None
    data = b"JFIF" + b"an elderly person's room" * 100_000
    Phone(laptop).send("photo001", data)
    (file,) = laptop.left()
    assert b"elderly" not in file.read_bytes() and file.name.endswith(".part")
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("said", "kept"), [
    ("..%2F..%2Fetc%2Fpasswd", "_.._etc_passwd"), ("", "photo.jpg"), ("a%00b.jpg", "a_b.jpg"),
    ("x" * 300 + ".jpeg", "x" * 100 + ".jpeg"),
])  # fmt: skip
def test_a_name_is_words_and_no_path(laptop: Laptop, said: str, kept: str) -> None:
    Phone(laptop).send("photo001", b"data", said)
    assert laptop.got[0][0] == kept


# -- who -----------------------------------------------------------------------------------------------------
def test_without_the_token_there_is_nothing(laptop: Laptop) -> None:
    phone, root = Phone(laptop), laptop.root
    wrong = root[:-2] + ("A" if root[-2] != "A" else "B") + "/"
    nowhere = (root + "nothing", root + "../", root[:-1])
    for path in ("/", "/favicon.ico", "/state", wrong, wrong + "state", wrong + "page.js", *nowhere):
        status, body, headers = phone.ask("GET", path)
        assert (status, body) == (404, b""), path
        assert "server" not in headers
    assert phone.ask("PUT", wrong + "photos/photo001", b"x")[0] == 404
    assert phone.ask("POST", root + "state", b"x")[0] == 404
    assert phone.ask("GET", root, Host="evil.example:80")[0] == 404, "a name that a stranger leads here"
    assert len(laptop.server.intake.token) >= 22 and laptop.got == [], "128 bits and more"


def test_the_homes_name_is_behind_the_token_and_the_cookie(laptop: Laptop) -> None:
    phone = Phone(laptop)
    assert "示例养老院".encode() not in phone.ask("GET", laptop.root)[1]
    assert phone.state() == (200, {"home": "示例养老院", "question": "消防车道", "limit": MAX_BLOB, "photos": {}})


def test_a_second_phone_is_told_and_takes_nothing_over(laptop: Laptop) -> None:
    first = Phone(laptop)
    second = Phone(laptop, meets=False)
    assert second.open() == 403, "the page says it, in the phone's language"
    assert second.send("photo001", b"x")[0] == 403
    assert Phone(laptop, meets=False).send("photo001", b"x")[0] == 403, "without a cookie too"
    assert first.send("photo001", b"x")[0] == 201 and len(laptop.got) == 1
    assert first.open() == 200, "opened again it is the same phone"


def test_every_answer_forbids_strangers_code(laptop: Laptop) -> None:
    _, _, headers = Phone(laptop).ask("GET", laptop.root)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert headers["Referrer-Policy"] == "no-referrer" and headers["Cache-Control"] == "no-store"
    assert {"HttpOnly", "SameSite=strict"} <= set(Phone(laptop, meets=False).ask("GET", laptop.root)[2]["Set-Cookie"].split("; "))


# -- bounds --------------------------------------------------------------------------------------------------
def test_what_is_too_large_or_of_no_said_length_is_refused_unread(laptop: Laptop) -> None:
    phone = Phone(laptop)
    for size, status in ((str(MAX_BLOB + 1), 413), ("0", 411), ("9" * 13, 411)):
        with socket.create_connection(("127.0.0.1", laptop.port), timeout=20) as line:
            head = f"PUT {laptop.root}photos/photo001 HTTP/1.1\r\nHost: 127.0.0.1:{laptop.port}\r\nCookie: {phone.cookie}\r\n"
            line.sendall(f"{head}Content-Length: {size}\r\n\r\n".encode())
            assert line.recv(100).split()[1] == str(status).encode(), size
    assert phone.send("photo001", iter([b"x"]), Transfer_Encoding="chunked")[0] == 411
    assert phone.send("..%2F..%2Fphoto", b"x")[0] == 404
    assert laptop.got == [] and laptop.left() == []


def test_after_so_many_photos_a_new_code_is_asked_for(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "MOST", 2)
    phone = Phone(laptop)
    assert [phone.send(f"photo00{n}", b"%d" % n)[0] for n in range(3)] == [201, 201, 429]
    assert phone.send("photo000", b"0")[0] == 201, "what is here is answered"


def test_a_full_disk_is_told_and_leaves_nothing(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = Phone(laptop)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intake_module.Sealed, "_seal", full)
    status, told = phone.send("photo001", b"x" * 2_000_000)
    assert (status, told["zh"]) == (507, "磁盘已满") and laptop.left() == []


def test_who_sends_nothing_for_long_is_cut_off_and_leaves_nothing(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "SILENCE_S", 0.2)
    monkeypatch.setattr(server, "HEAD_S", 0.2)
    phone = Phone(laptop)
    with phone.begin("photo001", 1_000_000, b"x" * 1000) as line:
        assert b"408" in line.recv(100)
    with socket.create_connection(("127.0.0.1", laptop.port), timeout=20) as line:
        line.sendall(b"GET / HT")
        assert line.recv(100) == b"", "a head that never ends"
    until(lambda: laptop.left() == [])
    assert phone.send("photo001", b"whole")[0] == 201


def test_who_drips_is_cut_off(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "SILENCE_S", 0.5)
    monkeypatch.setattr(page, "SLOWEST", 1_000_000)
    with Phone(laptop).begin("photo001", 100_000, b"x") as line:
        line.settimeout(0.05)
        answer = b""
        for _ in range(200):
            try:
                line.sendall(b"x")
                answer = line.recv(100)
                break
            except TimeoutError:
                continue
        assert b"408" in answer


def test_only_so_many_photos_are_taken_at_a_time(laptop: Laptop) -> None:
    phone = Phone(laptop)
    lines = [phone.begin(f"photo00{n}", 1000, b"x") for n in range(page.AT_ONCE)]
    until(lambda: len(laptop.left()) == page.AT_ONCE)
    assert phone.send("photo009", b"x")[0] == 503
    for line in lines:
        line.close()
    until(lambda: laptop.left() == [])
    assert phone.send("photo009", b"x")[0] == 201


def test_a_cut_leaves_nothing_and_the_photo_is_sent_again(laptop: Laptop) -> None:
    phone, data = Phone(laptop), os.urandom(500_000)
    for first in (0, 1, 70_000, 499_999):
        phone.begin("photo001", len(data), data[:first]).close()
    until(lambda: phone.send("photo001", data)[0] == 201)  # busy until the cut ones are noticed: the page tries again too
    assert phone.state()[1]["photos"]["photo001"]["sha256"] == sha(data)
    until(lambda: laptop.left() == [])
    assert [data for _, data in laptop.got] == [data]


@pytest.mark.slow
def test_the_memory_of_a_large_photo_is_bounded(laptop: Laptop) -> None:
    laptop.server.intake._on_photo = lambda photo: None  # to read it is the window's business
    phone, piece = Phone(laptop), os.urandom(1 << 20)
    tracemalloc.start()
    try:
        status, told = phone.send("photo001", iter([piece] * 60), Content_Length=str(60 << 20))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (status, told["sha256"]) == (201, sha(piece * 60))
    assert most < 12 << 20


# -- closing -------------------------------------------------------------------------------------------------
def test_stop_closes_the_port_and_throws_away_what_is_half_sent(laptop: Laptop) -> None:
    phone, before = Phone(laptop), threading.active_count()
    line = phone.begin("photo001", 1_000_000, b"x" * 1000)
    until(lambda: bool(laptop.left()))
    laptop.server.stop()
    laptop.server.stop()
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", laptop.port), timeout=2)
    line.close()
    assert laptop.got == [] and laptop.left() == [] and threading.active_count() < before


def test_a_token_is_of_one_session(tmp_path: Path) -> None:
    one, two = Laptop(tmp_path / "1"), Laptop(tmp_path / "2")
    try:
        assert one.root != two.root
        assert Phone(two).ask("GET", one.root)[0] == Phone(one).ask("GET", two.root)[0] == 404
    finally:
        one.server.stop()
        two.server.stop()


# -- addresses -----------------------------------------------------------------------------------------------
def test_only_addresses_of_private_networks_are_offered_hotspots_first() -> None:
    local = ["192.168.1.7", "172.20.10.2", "10.0.0.3", "fd12::1"]
    assert all(map(is_local, local))
    strange = [
        "127.0.0.1",
        "0.0.0.0",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "169.254.3.4",
        "8.8.8.8",
        "2400:3200::1",
        "224.0.0.1",
        "198.18.0.1",
    ]
    for other in strange:
        assert not is_local(other), other
    hosts = {"fd12::1": "wlan0", "172.17.0.1": "docker0", "192.168.1.7": "wlan0", "10.8.0.2": "eth0", "192.168.137.1": "ap0"}
    given = [Address(host, name) for host, name in hosts.items()]
    order = [each.host for each in rank(given, ["10.8.0.2", "192.168.1.7"])]
    assert order == ["192.168.137.1", "192.168.1.7", "10.8.0.2", "fd12::1", "172.17.0.1"]
    tunnelled = [Address("10.8.0.2"), Address("192.168.5.7")]
    assert rank(tunnelled, ["10.8.0.2", "192.168.5.7"]) == tunnelled, "no common router: where the system sends first"
    assert Address("fd12::1").in_url == "[fd12::1]"


def test_addresses_of_this_machine_can_be_listened_on() -> None:
    for each in usable():
        with socket.socket(socket.AF_INET6 if ":" in each.host else socket.AF_INET, socket.SOCK_STREAM) as listening:
            listening.bind((each.host, 0))


# -- the page's own files ------------------------------------------------------------------------------------
def test_the_page_asks_nobody_else_and_says_everything_in_both_languages() -> None:
    texts = {name: asset_path(f"phone/{name}").read_text("utf-8") for name in ("page.html", "page.css", "page.js")}
    for name, text in texts.items():
        assert not re.search(r"https?://|//cdn|@import|url\(", text.replace("http://www.w3.org", "")), name
    assert not re.search(r"<style|style=| on\w+=|<script>", texts["page.html"]), "the policy forbids it"
    assert not re.search(r"=>|\blet\b|\bconst\b|`|innerHTML|\bfetch\(|\bPromise\b", texts["page.js"]), "old browsers"
    words = re.findall(r"(zh|en): \{\n(.*?)\n    \}", texts["page.js"], re.S)
    said = {language: set(re.findall(r"(\w+): '", body)) for language, body in words}
    assert said["zh"] == said["en"] and len(said["zh"]) > 15
