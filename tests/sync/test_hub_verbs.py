"""`fieldaudit hub serve` and `hub status`, as a person or systemd runs them: from nothing, over TLS, stopped in order."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import ssl
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_world import HUB, PATIENCE, Caller, claim, current, hub_certificate, photo
from store_world import BUREAU
from tls_files import certificate_files

from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.sync.hub.state import HubState

pytestmark = pytest.mark.e2e


def fieldaudit(*words: str) -> list[str]:
    return [sys.executable, "-m", "fieldaudit", *words]


def ask(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(fieldaudit("--lang", "en", *words), capture_output=True, text=True, timeout=60)


@contextlib.contextmanager
def served(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`hub serve` on a free port, and the first line that it says."""
    process = subprocess.Popen(fieldaudit(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process, process.stdout.readline()
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def test_from_nothing_it_serves_tells_its_code_and_stops_in_order(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "hub"
    with served("--json", "hub", "serve", "--port", "0", "--data", str(data)) as (process, line):
        told = json.loads(line)
        assert told["claimed"] is False and len(told["code"]) == 14
        said = ask("--json", "hub", "status", "--url", told["address"])
        assert json.loads(said.stdout) == {"address": told["address"], "claimed": False, "device": None}
        with contextlib.closing(Caller(int(told["address"].rpartition(":")[2]))) as caller:
            assert caller.put(*photo(b"too early")).error == "unclaimed"
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert stat.S_IMODE((data / "hub.json").stat().st_mode) == 0o600
    assert json.loads(ask("--json", "hub", "status", "--data", str(data)).stdout)["code"] == told["code"], (
        "the same after a restart"
    )
    with served("hub", "serve", "--port", "0", "--data", str(data)) as (process, line):
        rest = [process.stdout.readline() for _ in range(3)]  # type: ignore[union-attr]
        text = "".join([line, *rest])
        assert text.count(told["code"]) == 2 and text.count("http://127.0.0.1:") == 2 and "Unclaimed" in text and "认领" in text


def test_the_state_of_a_claimed_hub_is_for_its_owner_and_is_claimed_once(tmp_path: Path) -> None:
    state = claim(tmp_path / "hub", current(1))
    again = HubState.open(tmp_path / "hub")
    assert (again.device, again.code, again.request()) == (HUB, "", state.request())
    assert stat.S_IMODE((tmp_path / "hub" / "hub.json").stat().st_mode) == 0o600
    with pytest.raises(NotAllowed):
        state.claim(hub_certificate(state), BUREAU.public)
    other = HubState.open(tmp_path / "other")
    with pytest.raises(BadInput):
        other.claim(hub_certificate(state), BUREAU.public)
    assert HubState.open(tmp_path / "other").code == other.code != ""


def test_what_it_is_can_be_asked_on_its_machine_and_over_the_network(tmp_path: Path) -> None:
    claim(tmp_path / "hub", current(1))
    with served("--json", "hub", "serve", "--port", "0", "--data", str(tmp_path / "hub")) as (process, line):
        address = json.loads(line)["address"]
        with contextlib.closing(Caller(int(address.rpartition(":")[2]))) as caller:
            assert caller.put(*photo(b"one")).status == 201
        over = json.loads(ask("--json", "hub", "status", "--url", address).stdout)
        assert (over["claimed"], over["device"], over["chunk"]) == (True, HUB, 4 << 20) and abs(over["clock_off_ms"]) < 60_000
        here = json.loads(ask("--json", "hub", "status", "--data", str(tmp_path / "hub")).stdout)
        assert (here["claimed"], here["device"], here["objects"], here["bad"]) == (True, HUB, 3, 0)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    gone = ask("hub", "status", "--url", address)
    assert gone.returncode == 1 and "no answer" in gone.stderr
    assert ask("hub", "status", "--data", str(tmp_path / "nowhere")).returncode == 1
    assert not (tmp_path / "nowhere").exists()


def test_tls_by_file(tmp_path: Path) -> None:
    cert, key = certificate_files(tmp_path)
    words = ("--json", "hub", "serve", "--port", "0", "--data", str(tmp_path / "hub"), "--tls-cert", str(cert))
    alone = ask(*words[1:])
    assert alone.returncode == 1 and "go together" in alone.stderr
    with served(*words, "--tls-key", str(key)) as (process, line):
        address = json.loads(line)["address"]
        assert address.startswith("https://")
        trusting = ssl.create_default_context(cafile=str(cert))
        with urllib.request.urlopen(f"{address}/health", context=trusting, timeout=PATIENCE) as answer:
            assert json.loads(answer.read()) == {"ok": True}
        assert json.loads(ask("--json", "hub", "status", "--url", address, "--ca", str(cert)).stdout)["claimed"] is False
        assert ask("hub", "status", "--url", address).returncode == 1, "an authority nobody trusts"
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize("wrong", ["hub.pem", "hub.key", "another's key"])
def test_files_for_tls_that_are_none_are_named(tmp_path: Path, wrong: str) -> None:
    cert, key = certificate_files(tmp_path)
    _, other = certificate_files(tmp_path, "other")
    if wrong == "another's key":
        key = other
    else:
        (tmp_path / wrong).write_bytes(b"\x30\x82 not PEM")
    words = ["--port", "0", "--data", str(tmp_path / "hub"), "--tls-cert", str(cert), "--tls-key", str(key)]
    refused = ask("hub", "serve", *words)
    named, about = (cert, "no certificate in PEM form") if wrong == "hub.pem" else (key, "not that certificate's key")
    assert refused.returncode == 1 and f"{named}: {about}" in refused.stderr
    assert "disk" not in refused.stderr and "Traceback" not in refused.stderr


def test_an_authority_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(b"\x30\x82 not PEM")
    refused = ask("hub", "status", "--url", "https://127.0.0.1:1", "--ca", str(tmp_path / "ca.pem"))
    assert refused.returncode == 1 and f"{tmp_path / 'ca.pem'}: no certificate in PEM form" in refused.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--store", "https://example.org/x"], "s3://"),
        (["--store", "s3://bucket", "--store-option", "nonsense"], "key=value"),
        (["--store", "s3://bucket", "--store-option", "no_such_option=1"], "settings"),
        (["--host", "192.0.2.1"], "cannot serve"),
    ],
)
def test_what_cannot_be_served_is_said_in_a_line(tmp_path: Path, words: list[str], why: str) -> None:
    refused = ask("hub", "serve", "--port", "0", "--data", str(tmp_path / "hub"), *words)
    assert refused.returncode == 1 and why in refused.stderr and "Traceback" not in refused.stderr


def test_two_hubs_do_not_share_a_port_and_a_folder_that_is_a_file_is_no_hub(tmp_path: Path) -> None:
    with served("--json", "hub", "serve", "--port", "0", "--data", str(tmp_path / "one")) as (_, line):
        port = json.loads(line)["address"].rpartition(":")[2]
        refused = ask("hub", "serve", "--port", port, "--data", str(tmp_path / "two"))
        assert refused.returncode == 1 and "Choose another port" in refused.stderr
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "hub.json").write_text("{}", "utf-8")
    damaged = ask("hub", "serve", "--port", "0", "--data", str(tmp_path / "bad"))
    assert damaged.returncode == 1 and "hub.json" in damaged.stderr and os.linesep not in damaged.stderr.split("hub.json")[0]
