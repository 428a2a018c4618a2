"""A hub from nothing, as docs/hub.md has it: claimed, a laptop invited, granted and revoked; every verb is real."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import shlex
import signal
import socket
import ssl
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from laptops import PASSPHRASE, PIN, PROGRAM, Laptop, found_bureau
from moto.server import ThreadedMotoServer

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "hub.md").read_text("utf-8")
WRITTEN = "http://127.0.0.1:8443"  # the address in the page


CERTIFICATE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {0}/hub.key -out {0}/hub.pem -days 2 "
    "-subj /CN=hub -addext subjectAltName=IP:127.0.0.1"
)


@dataclass
class Hub:
    """A hub by its verb."""

    process: subprocess.Popen[str]
    address: str
    code: str

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def serve(folder: Path) -> Hub:
    return started(folder.with_suffix(".log"), "hub", "serve", "--data", str(folder), "--port", "0")


def started(log: Path, *words: str, **env: str) -> Hub:
    """What a verb that serves says at first; its log goes to a file."""
    surroundings = {**os.environ, "PYTHONUTF8": "1", "FIELDAUDIT_PASSPHRASE": PASSPHRASE, **env}
    with open(log, "w") as file:
        command = [str(PROGRAM), "--json", *words]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, text=True, env=surroundings)
    assert process.stdout
    line = process.stdout.readline()
    assert line, log.read_text("utf-8")
    told = json.loads(line)
    return Hub(process, told["address"], told.get("code") or "")


@contextlib.contextmanager
def stopped_after(hub: Hub) -> Iterator[Hub]:
    try:
        yield hub
    finally:
        hub.process.kill()
        hub.process.wait()
        assert hub.process.stdout
        hub.process.stdout.close()


def fetched(url: str, authority: Path | None = None) -> bytes:
    trusting = None if authority is None else ssl.create_default_context(cafile=str(authority))
    with urllib.request.urlopen(url, context=trusting, timeout=30) as answer:
        return bytes(answer.read())


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Laptop, Hub, Path]]:
    folder = tmp_path_factory.mktemp("hub")
    first, hub = found_bureau(folder), serve(folder / "hub")
    try:
        yield first, hub, folder
    finally:
        hub.process.kill()
        hub.process.wait()
        assert hub.process.stdout
        hub.process.stdout.close()


def words_of(line: str, hub: Hub, code: str = "") -> list[str]:
    """What is typed in a line of the page, at this hub and with this code."""
    words = shlex.split(line.partition("$ fieldaudit ")[2].replace(WRITTEN, hub.address).replace("CODE", code), comments=False)
    return words[2:] if words[0] == "--as" else words


def line_of(beginning: str) -> str:
    """A line of the page's examples that begins so."""
    [*found] = [line for line in PAGE.splitlines() if line.startswith(beginning)]
    assert found, beginning
    return found[0]


def test_the_page_from_nothing_to_a_revoked_laptop(bureau: tuple[Laptop, Hub, Path]) -> None:
    first, hub, folder = bureau
    claim = line_of("first$ fieldaudit --as 管理员 hub claim")
    assert "code" in first.refused(*words_of(claim, hub, "0000-0000-0000"), person="管理员")
    assert first.do(*words_of(claim, hub, hub.code), person="管理员")["hub"] == 2
    assert "already" in first.refused(*words_of(claim, hub, hub.code), person="管理员")

    invite = line_of("first$ fieldaudit --as 管理员 hub invite")
    invited = first.do(*words_of(invite, hub), person="管理员")
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", invited["code"])
    third = Laptop(folder / "third", "检查员甲")
    enrol = words_of(line_of("third$ fieldaudit hub enrol"), hub, invited["code"])
    assert "not granted yet" in third.refused(*enrol, "--wait", "0", person="")
    first.do("sync", "hub", person="")
    assert third.do(*enrol, "--wait", "60", person="")["device"] == 3
    assert first.do("hub", "invitations", person="")[0]["device"] == 3

    third.do("people", "pin", "检查员甲", "--new", PIN, person="")
    assert {row["name"] for row in third.do("people", "list", person="")} >= {"检查员甲", "检查员乙", "管理员"}
    assert third.do("sync", "hub", person="")["told"] == []
    states = third.do("sync", "status", person="")
    assert states["segments_only_here"] == states["segments_handed_over"] == 0

    supervisors_pages(first, third, hub, folder)
    first.do(*words_of(line_of("first$ fieldaudit --as 管理员 enrol revoke"), hub), person="管理员")
    first.do("sync", "hub", person="")
    assert "revoked" in third.refused("sync", "hub", person="")
    status = [str(PROGRAM), "--json", "hub", "status", "--data", str(folder / "hub")]
    found = json.loads(subprocess.run(status, capture_output=True, check=True).stdout)
    assert found["claimed"] and found["objects"] > 5
    assert hub.stop() == 0


def supervisors_pages(first: Laptop, third: Laptop, hub: Hub, folder: Path) -> None:
    """The page's lines about them, on the third laptop: a link that the administrator made opens the entry."""
    subprocess.run(CERTIFICATE.format(folder).split(), check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = words_of(line_of("site$").replace("HOST:8444", f"127.0.0.1:{port}").replace("hub.", f"{folder}/hub."), hub)
    here = ("--workspace", str(third.workspace), *words, "--port", str(port))
    with stopped_after(started(folder / "site.log", *here)) as site:
        link = words_of(line_of("second$ fieldaudit --as 科室负责人甲 hub link"), hub)[:-1]
        made = first.do(*link, site.address, person="管理员")
        assert b"<form" in fetched(made["link"], folder / "hub.pem")


def test_the_pages_lines_for_everybody_on_the_network_and_for_s3(tmp_path: Path) -> None:
    subprocess.run(CERTIFICATE.format(tmp_path).split(), check=True, capture_output=True)
    nowhere = Hub(None, WRITTEN, "")  # type: ignore[arg-type]
    line = line_of("hub$ fieldaudit hub serve --data hub --host 0.0.0.0").replace("hub.", f"{tmp_path}/hub.")
    words = words_of(line.replace("--data hub", f"--data {tmp_path}/one"), nowhere)
    with stopped_after(started(tmp_path / "one.log", *words, "--port", "0")) as hub:
        assert fetched(hub.address.replace("0.0.0.0", "127.0.0.1") + "/health", tmp_path / "hub.pem") == b'{"ok":true}'
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    moto = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    moto.start()
    try:
        host, port = moto.get_host_and_port()
        urllib.request.urlopen(urllib.request.Request(f"http://{host}:{port}/bucket", method="PUT")).close()
        line = line_of("hub$ fieldaudit hub serve --data hub --store").replace("BUCKET/PREFIX", "bucket/hub")
        line = line.replace("--data hub", f"--data {tmp_path}/two").replace("https://STORE", f"http://{host}:{port}")
        exported = line_of("hub$ export ").partition("export ")[2].replace("AWS_REGION=…", "AWS_REGION=us-east-1")
        env = dict(pair.split("=") for pair in exported.split())
        env = {name: value.replace("…", "key") for name, value in env.items()}
        with stopped_after(started(tmp_path / "two.log", *words_of(line, nowhere), "--port", "0", **env)) as hub:
            assert fetched(hub.address + "/health") == b'{"ok":true}'
    finally:
        moto.stop()


def test_a_stranger_is_granted_nothing(bureau: tuple[Laptop, Hub, Path], tmp_path: Path) -> None:
    _, hub, _ = bureau
    if hub.process.poll() is not None:  # the page's walk stopped it
        hub = serve(bureau[2] / "hub")
    try:
        stranger = Laptop(tmp_path / "stranger")
        said = stranger.refused("hub", "enrol", f"{hub.address}#0000-0000-0000", "--wait", "0")
        assert "no such invitation" in said
        assert not (tmp_path / "stranger").exists()
    finally:
        hub.process.kill()
        hub.process.wait()
        assert hub.process.stdout
        hub.process.stdout.close()

