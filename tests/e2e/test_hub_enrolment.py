"""A hub from nothing, as docs/hub.md has it: claimed, a laptop invited, granted and revoked; every verb is real."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from laptops import PIN, PROGRAM, Laptop, found_bureau

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "hub.md").read_text("utf-8")
WRITTEN = "http://127.0.0.1:8443"  # the address in the page


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
    command = [str(PROGRAM), "--json", "hub", "serve", "--data", str(folder), "--port", "0"]
    with open(folder.with_suffix(".log"), "w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, "PYTHONUTF8": "1"})
    assert process.stdout
    told = json.loads(process.stdout.readline())
    return Hub(process, told["address"], told["code"] or "")


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

    first.do(*words_of(line_of("first$ fieldaudit --as 管理员 enrol revoke"), hub), person="管理员")
    first.do("sync", "hub", person="")
    assert "revoked" in third.refused("sync", "hub", person="")
    status = [str(PROGRAM), "--json", "hub", "status", "--data", str(folder / "hub")]
    found = json.loads(subprocess.run(status, capture_output=True, check=True).stdout)
    assert found["claimed"] and found["objects"] > 5
    assert hub.stop() == 0


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

