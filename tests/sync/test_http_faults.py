"""What can be wrong on the way to a hub: said clearly in both languages, with what to do, and nothing of it kept."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hub_world
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cutting_proxy import UP, Seen, cutting_proxy
from http_world import CERTIFICATES, CHUNK, World, laptop, sync, world
from hub_world import HUB, claim, current, now_ms, put_statement, running
from store_world import device_keys, signed
from sync_world import Laptop, picture

from fieldaudit import i18n
from fieldaudit.domain.core import Revocation
from fieldaudit.errors import BadInput, FieldauditError, MachineError, NotAllowed
from fieldaudit.store.schema import KEPT
from fieldaudit.sync.http import NoHub, Settings, hub_of, reachable
from fieldaudit.sync.http.download import Downloads
from fieldaudit.sync.http.line import Line
from fieldaudit.sync.http.pace import LONGEST_WAIT, Bucket, wait_before
from fieldaudit.sync.hub.limits import Limits
from fieldaudit.sync.status import status

pytestmark = pytest.mark.slow  # real servers

HUB_SAYS = b"HTTP/1.1 200 OK\r\nFieldaudit-Hub: 900\r\nContent-Length: %d\r\n%s\r\n%s"


def handed(listed: list[list[object]], data: bytes) -> bytes:
    """An answer with many objects."""
    head = json.dumps({"objects": listed}).encode()
    return len(head).to_bytes(4, "big") + head + data


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Laptop]:
    """A laptop that no hub is needed for."""
    made = laptop(tmp_path / "here", 1)
    yield made
    made.workspace.close()


def kept(who: Laptop) -> dict[str, list[dict[str, Any]]]:
    return {table: who.store.query(f'SELECT * FROM "{table}"') for table in KEPT}


def in_both_languages(error: FieldauditError) -> str:
    """Its words in Chinese and English; each part there is in both."""
    said = []
    for language in ("zh", "en"):
        i18n.set_language(language)
        assert str(error.what) and str(error.todo) and error.where
        said.append(str(error))
    i18n.set_language("zh")
    assert said[0] != said[1] and not any("一" <= letter <= "鿿" for letter in said[1].replace(error.where, ""))
    return said[1]


# -- somebody else answers -----------------------------------------------------------------------------

PAGES = {
    "a login page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 22\r\n\r\n<html>log in</html>\r\n\r\n",
    "a redirect": b"HTTP/1.1 302 Found\r\nLocation: http://login.invalid/\r\nContent-Length: 0\r\n\r\n",
    "a redirect that bears the name": b"HTTP/1.1 307 No\r\nFieldaudit-Hub: 900\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
    "another service": b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"ok": true}\r\n',
    "a refusal of the network": b"HTTP/1.1 511 Network Authentication Required\r\nContent-Length: 0\r\n\r\n",
    "something packed": HUB_SAYS % (2, b"Content-Encoding: gzip\r\n", b"{}"),
}


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_our_hub_is_recognised_and_nothing_of_it_is_kept(here: Laptop, page: str) -> None:
    before = kept(here)
    with cutting_proxy(0) as proxy:
        proxy.page = PAGES[page]
        with pytest.raises(MachineError) as error:
            sync(here, proxy.url)
        assert "not our hub" in in_both_languages(error.value) and "login page" in str(error.value.what.en)  # type: ignore[union-attr]
        assert reachable(Settings(proxy.url)) is False
    assert kept(here) == before and hub_of(here.workspace) is None


WRONG = {
    "no JSON": b"<html></html>", "a list": b"[]", "deep": b"[" * 50_000, "nothing": b"{}",
    "numbers that are none": b'{"device":true,"at":"x"}', "another device": b'{"device":5,"at":1}',
    "unsigned": b'{"at":1,"chunk":65536,"device":900,"nonce":"00"}', "too long": b" " * 9_000_000,
}  # fmt: skip


@pytest.mark.parametrize("said", WRONG)
def test_a_greeting_that_is_none_is_refused_in_words(here: Laptop, said: str) -> None:
    here.store.take_certificates(signed(replace(current(90), device=HUB, kind="hub", people=())))
    with cutting_proxy(0) as proxy:
        proxy.page = HUB_SAYS % (len(WRONG[said]), b"", WRONG[said])
        with pytest.raises((MachineError, NotAllowed)) as error:
            sync(here, proxy.url)
        in_both_languages(error.value)


ONE, OTHER = "certs/1/1", "certs/2/1"
UNEVEN = {
    "nothing": b"", "torn in its list": b"\0\0\0\x40{", "another name": handed([["certs/3/1", 1]], b"x"), "none": handed([], b""),
    "another order": handed([[OTHER, 1], [ONE, 1]], b"xy"), "too few bytes": handed([[ONE, 2], [OTHER, 1]], b"xy"),
    "too many bytes": handed([[ONE, 1], [OTHER, 1]], b"xyz"), "less than none": handed([[ONE, -1], [OTHER, 3]], b"xy"),
    "more than was asked": handed([[ONE, 1], [OTHER, 1], ["certs/3/1", 1]], b"xyz"),
}  # fmt: skip


@pytest.mark.parametrize("said", UNEVEN)
def test_an_answer_with_many_objects_that_does_not_come_out_even_is_refused(tmp_path: Path, said: str) -> None:
    with cutting_proxy(0) as proxy, contextlib.closing(Line(Settings(proxy.url), 1, device_keys(1))) as line:
        proxy.page = HUB_SAYS % (len(UNEVEN[said]), b"", UNEVEN[said])
        with pytest.raises(MachineError) as error:
            Downloads(line, tmp_path).small([ONE, OTHER])
        in_both_languages(error.value)
        good = handed([[ONE, 1], [OTHER, 2]], b"xyz")
        proxy.page = HUB_SAYS % (len(good), b"", good)
        assert Downloads(line, tmp_path).small([ONE, OTHER]) == {ONE: b"x", OTHER: b"yz"}


@pytest.mark.slow
def test_a_login_page_in_the_middle_stops_the_exchange_and_is_no_photo(bureau: World) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    visit = here.visit()
    for n in range(6):
        here.photo(visit, picture(n, 3 * CHUNK))
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        sync(here, hub.address)

        def intercept(what: str, done: int, _total: int) -> None:
            if what == "photos" and done == 1:
                proxy.page = PAGES["a login page"]
                proxy.rule = lambda *_: 0

        with pytest.raises(MachineError, match="不是本局的集中站"):
            sync(there, proxy.url, intercept)
        assert there.faults() == [] and 1 <= len(there.photos()) < 6
        proxy.page = proxy.rule = None
        assert sync(there, proxy.url).waiting_blobs == 0
        assert there.photos() == here.photos() and there.faults() == []


def test_a_proxy_before_the_hub_that_takes_no_large_bodies_is_named_and_lasts(here: Laptop) -> None:
    with cutting_proxy(0) as proxy:
        proxy.page = b"HTTP/1.1 413 Request Entity Too Large\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n"
        with pytest.raises(MachineError) as error:
            sync(here, proxy.url)
    words = in_both_languages(error.value)
    assert "client_max_body_size 5m;" in words and "login page" not in words
    assert not isinstance(error.value, NoHub), "told also by an exchange that began by itself"
    page = (Path(__file__).parents[2] / "docs" / "hub.md").read_text("utf-8")
    assert "client_max_body_size 5m;" in page and Limits().chunk <= 5_000_000


# -- nobody answers ------------------------------------------------------------------------------------


def unreachable(here: Laptop, url: str, **settings: Any) -> str:
    with pytest.raises(MachineError) as error:
        sync(here, url, **settings)
    assert not reachable(Settings(url, **settings), timeout=0.3)
    return in_both_languages(error.value)


def test_no_name_no_hub_no_answer_are_told_apart(here: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldaudit.sync.http.line.wait_before", lambda _attempt: 0.0)
    monkeypatch.setattr("fieldaudit.sync.http.line.READ", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert "in time" in unreachable(here, f"http://127.0.0.1:{port}")
    assert "refused" in unreachable(here, f"http://127.0.0.1:{port}")
    assert "not found" in unreachable(here, "http://hub.invalid")
    assert "refused" in unreachable(here, "http://hub.invalid", proxy=f"http://127.0.0.1:{port}")
    with cutting_proxy(0) as proxy:
        proxy.page = b""
        assert "cut" in unreachable(here, proxy.url)


@pytest.mark.parametrize("proxy", ["socks://u:secret@127.0.0.1:1", "socks5h://u:secret@127.0.0.1:1"])
def test_a_proxy_of_the_system_that_is_of_no_use_is_named_without_its_password(
    here: Laptop, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("all_proxy", proxy)
    for ask in (lambda: sync(here, "http://127.0.0.1:1"), lambda: reachable(Settings("http://127.0.0.1:1"))):
        with pytest.raises(MachineError) as error:
            ask()
        words = in_both_languages(error.value)
        assert "127.0.0.1:1" in words and "--proxy" in words and "secret" not in words
    assert not reachable(Settings("http://127.0.0.1:1", proxy="http://127.0.0.1:2")), "one of its own goes before"


def test_a_proxy_may_want_a_name_and_a_password_and_nobody_else_reads_them(here: Laptop) -> None:
    settings = Settings("http://hub.invalid", proxy="http://u:secret@127.0.0.1:1")
    assert "secret" not in repr(settings)
    with pytest.raises(BadInput) as error:
        Settings("http://hub.invalid", proxy="ftp://u:secret@127.0.0.1:1")
    assert "secret" not in str(error.value)
    with cutting_proxy(0) as proxy:
        proxy.page = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
        for scheme in ("http", "https"):
            words = unreachable(here, f"{scheme}://hub.invalid", proxy=proxy.url.replace("//", "//u:secret@"))
            assert "NAME:PASSWORD" in words and "secret" not in words and "login page" not in words


@pytest.mark.parametrize("host", ["hub..lan", "a" * 70 + ".lan", "☃.cn"])
def test_a_name_that_no_host_can_have_is_not_found(here: Laptop, host: str) -> None:
    assert "not found" in unreachable(here, f"http://{host}:1")


def test_a_file_of_certificates_that_is_none_is_named(here: Laptop, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("none")
    with pytest.raises(MachineError, match=r"ca\.pem"):
        sync(here, "https://127.0.0.1:1", ca=str(tmp_path / "ca.pem"))


def tls(folder: Path) -> tuple[str, str]:
    """A certificate for this machine, signed by itself, and its key: their files."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hub")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1)).not_valid_after(today + datetime.timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "tls.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "tls.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return str(folder / "tls.pem"), str(folder / "tls.key")


@pytest.mark.slow
def test_tls_of_an_own_authority_is_trusted_only_when_its_file_is_given(bureau: World, tmp_path: Path) -> None:
    here = bureau.laptop(1)
    here.visit()
    certificate, key = tls(tmp_path)
    with running(bureau.data, certificate=certificate, key=key) as hub:
        with pytest.raises(MachineError, match="不受信任") as error:
            sync(here, hub.address)
        assert "--ca" in in_both_languages(error.value)
        assert sync(here, hub.address, ca=certificate).confirmed == 2
        with pytest.raises(MachineError) as plain:
            sync(here, hub.address.replace("https", "http"))
        in_both_languages(plain.value)


# -- the hub refuses -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_who_may_not_sync_is_told_why(bureau: World) -> None:
    for each in (Revocation(3, 2, {}, now_ms()), current(6, valid_to=now_ms() - 1000)):
        put_statement(bureau.objects, signed(each)[0])
    with bureau.hub() as hub:
        for device, wanted in ((3, "revoked"), (5, "does not know"), (6, "expired")):
            with pytest.raises(NotAllowed) as error:
                sync(bureau.laptop(device), hub.address)
            assert wanted in in_both_languages(error.value)


@pytest.mark.slow
def test_who_is_certified_from_a_later_time_on_is_told_that_and_it_is_no_fault_that_lasts(bureau: World) -> None:
    put_statement(bureau.objects, signed(current(7, valid_from=now_ms() + 3_600_000))[0])
    with bureau.hub() as hub:
        with pytest.raises(MachineError) as error:
            sync(bureau.laptop(7), hub.address)
        said = in_both_languages(error.value)
    assert "not in force yet" in said and "clocks" in said and "expired" not in said


@pytest.mark.slow
def test_a_hub_that_is_not_the_one_it_says_is_not_spoken_to(bureau: World, tmp_path: Path) -> None:
    here = bureau.laptop(1)
    here.visit()
    with bureau.hub() as hub:
        sync(here, hub.address)
    claim(tmp_path / "false", *here.store.trust.certificates[1])
    with running(tmp_path / "false") as false:
        with pytest.raises(NotAllowed, match="签名不符") as error:
            sync(here, false.address)
        in_both_languages(error.value)
    with running(tmp_path / "fresh") as unclaimed:
        with pytest.raises(NotAllowed, match="还没有注册") as error:
            sync(here, unclaimed.address)
        in_both_languages(error.value)


@pytest.mark.slow
def test_another_hub_at_a_known_address_is_met_anew(bureau: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    here.visit()
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        sync(here, proxy.url)
        monkeypatch.setattr(hub_world, "HUB", HUB + 1)
        claim(tmp_path / "other", *CERTIFICATES.values())
        with running(tmp_path / "other") as other:
            proxy.target = other.port
            here.visit()
            assert sync(here, proxy.url).put["segments"] == 3, "those that the first one has go up as well"
            assert sync(there, other.address).got["segments"] == 3 and there.faults() == []


@pytest.mark.slow
def test_a_clock_that_is_days_off_does_not_stop_the_exchange_and_is_told(bureau: World, monkeypatch: pytest.MonkeyPatch) -> None:
    here = bureau.laptop(1)
    here.visit()
    off = SimpleNamespace(time=lambda: time.time() - 3 * 24 * 3600, monotonic=time.monotonic)
    for module in ("line", "carrier"):
        monkeypatch.setattr(f"fieldaudit.sync.http.{module}.time", off)
    with bureau.hub() as hub:
        found = sync(here, hub.address)
    assert found.confirmed == 2
    assert "3 d 0 h slow" in found.told[0].en and "慢 3 天" in found.told[0].zh


@pytest.mark.slow
def test_a_hub_that_is_busy_is_asked_again_when_it_says(bureau: World, monkeypatch: pytest.MonkeyPatch) -> None:
    here, waited = bureau.laptop(1), []
    monkeypatch.setattr("fieldaudit.sync.http.line.Line.rest", lambda _line, seconds: waited.append(seconds) or time.sleep(0.1))
    with bureau.hub(rate=2.0, burst=4.0) as hub:
        assert sync(here, hub.address).put["segments"] == 1
        assert waited and all(1 <= seconds <= 60 for seconds in waited), waited


@pytest.mark.slow
def test_photos_get_through_a_slow_uplink_one_at_a_time(bureau: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldaudit.sync.http.line.wait_before", lambda _attempt: 0.1)
    here, uplink = bureau.laptop(1), Bucket(30_000)
    visit = here.visit()
    for n in range(6):
        here.photo(visit, picture(n, 50_000))  # ten seconds all together, two seconds alone

    def slowly(_seen: Seen, way: str, piece: bytes) -> int:
        """All connections share 30 KB a second."""
        if way == UP:
            time.sleep(uplink.take(len(piece)))
        return len(piece)

    with bureau.hub(body_s=8.0, slowest=1_000_000) as hub, cutting_proxy(hub.port) as proxy:
        proxy.rule = slowly
        sync(here, proxy.url)
        assert any(line.get("error") == "slow" for line in hub.lines()), "else this shows nothing"
    assert status(here.workspace, here.clock)["photos_confirmed"] == 6


@pytest.mark.slow
def test_a_network_that_is_too_slow_for_anything_is_blamed_and_no_version(here: Laptop) -> None:
    here.store.take_certificates(signed(replace(current(90), device=HUB, kind="hub", people=())))
    said = b'{"error":"slow"}'
    with cutting_proxy(0) as proxy:
        proxy.page = b"HTTP/1.1 408 No\r\nFieldaudit-Hub: 900\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said)
        with pytest.raises(NoHub) as error:
            sync(here, proxy.url)
    words = in_both_languages(error.value)
    assert "network is slow" in words and "version" not in words


# -- the small parts -------------------------------------------------------------------------------------


def test_a_bucket_lets_a_second_go_at_once_and_then_no_more_than_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count(0.0, 0.0)
    monkeypatch.setattr("fieldaudit.sync.http.pace.time", SimpleNamespace(monotonic=lambda: next(clock)))
    bucket = Bucket(100_000)
    assert bucket.take(100_000) == 0.0
    assert [bucket.take(50_000) for _ in range(4)] == [0.5, 1.0, 1.5, 2.0]
    assert Bucket(0).take(1 << 40) == 0.0


def test_waits_grow_and_are_bounded_and_not_the_same_for_all() -> None:
    waits = [[wait_before(attempt) for _ in range(50)] for attempt in range(1, 12)]
    assert max(waits[0]) <= 0.4 and max(max(each) for each in waits) <= LONGEST_WAIT
    assert min(waits[-1]) >= LONGEST_WAIT / 2 and len(set(waits[3])) > 40


@pytest.mark.parametrize(
    "url", ["", "hub", "ftp://hub", "http://", "http://hub:x", "http://hub?x=1", "file:///etc", "http://a:b@hub"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        Settings(url)


def test_a_limit_that_a_hub_would_take_for_a_stuck_sender_is_refused() -> None:
    with pytest.raises(BadInput, match="20"):
        Settings("http://hub", limit=5_000)


def test_a_laptop_that_is_not_enrolled_is_told_so(tmp_path: Path) -> None:
    from fieldaudit.store import Workspace

    with Workspace.create(tmp_path / "w", None) as workspace, pytest.raises(NotAllowed, match="尚未注册"):
        sync(Laptop(workspace), "http://127.0.0.1:1")


# -- the verb ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_verb_remembers_the_hub_and_status_shows_it(bureau: World) -> None:
    here = bureau.laptop(1)
    here.visit()
    here.workspace.close()

    def do(*words: str) -> tuple[int, Any]:
        command = [sys.executable, "-m", "fieldaudit", "--workspace", str(here.workspace.path), "--json", *words]
        environment = {**os.environ, "FIELDAUDIT_LANG": "en"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr

    status, said = do("sync", "hub")
    assert status != 0, "no hub is known yet"
    with bureau.hub() as hub:
        status, said = do("sync", "hub", hub.address, "--limit", "500")
        assert status == 0 and said["confirmed"] == 2, said
        status, said = do("sync", "hub")
        assert status == 0 and said["put"]["segments"] == 0, said
        status, said = do("sync", "status")
        assert [(each["kind"], each["place"]) for each in said["carriers"]] == [("hub", hub.address)]
        assert (said["segments_confirmed"], said["segments_only_here"]) == (2, 0)
    status, said = do("sync", "hub")
    assert status != 0 and "refused" in str(said)
