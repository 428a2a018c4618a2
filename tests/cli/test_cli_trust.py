"""Through the program: a lost laptop is revoked and its line raised; a lost first laptop is made again from its recovery
file and a stick.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fieldaudit.cli import main
from fieldaudit.cli.base import now_ms
from fieldaudit.domain.core import HLC_SHIFT, RowId
from fieldaudit.store import Workspace
from fieldaudit.sync.status import warnings
from fieldaudit.work import office
from fieldaudit.work.desk import Desk

DAY = 24 * 3600 * 1000
PASSPHRASE = "correct horse battery"
pytestmark = pytest.mark.slow  # several laptops, each with its own workspace


@dataclass
class Bench:
    """Several workspaces and a stick, driven through the program in this process."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def stick(self) -> str:
        return str(self.folder / "stick")

    def run(self, laptop: str, *words: str, person: str = "", lang: str = "zh") -> tuple[int, str, str]:
        self.capture.readouterr()
        front = ["--workspace", str(self.folder / laptop), "--lang", lang, *(["--as", person] if person else [])]
        try:
            status = main([*front, *words])
        except SystemExit as end:
            status = int(end.code or 0)
        said = self.capture.readouterr()
        return status, said.out, said.err

    def do(self, laptop: str, *words: str, person: str = "") -> Any:
        status, out, err = self.run(laptop, *words, "--json", person=person)
        assert status == 0, err
        return json.loads(out)

    def refused(self, laptop: str, *words: str, person: str = "") -> str:
        status, out, err = self.run(laptop, *words, person=person)
        assert (status, out) == (1, ""), (out, err)
        return err

    def sync(self, *laptops: str) -> Any:
        return [self.do(laptop, "sync", "folder", self.stick) for laptop in laptops][-1]

    def enrol(self, laptop: str, *people: str) -> int:
        code = self.do(laptop, "enrol", "request", "--unprotected", "--out", str(self.folder / f"{laptop}.request"))["code"]
        persons = [word for name in people for word in ("--person", name)]
        grant = self.folder / f"{laptop}.grant"
        request = str(self.folder / f"{laptop}.request")
        self.do("first", "enrol", "grant", request, "--code", code, *persons, "--out", str(grant), person="管理员")
        device: int = self.do(laptop, "enrol", "accept", str(grant))["device"]
        self.sync("first", laptop)
        for name in people:
            self.do(laptop, "people", "pin", name, "--new", "0000")
        return device

    def begin(self, laptop: str, person: str = "检查员甲") -> str:
        """A new inspection; gives its id."""
        second = "检查员乙" if person != "检查员乙" else "检查员甲"
        made: str = self.do(laptop, "inspect", "new", "北苑养老中心", "--with", second, person=person)["id"]
        return made

    def inspections(self, laptop: str) -> set[str]:
        return {row["id"] for row in self.do(laptop, "inspect", "list")}


@pytest.fixture
def bench(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Bench:
    shutil.copytree(founded / "first", tmp_path / "first")
    (tmp_path / "stick").mkdir()
    monkeypatch.setenv("FIELDAUDIT_PIN", "0000")
    monkeypatch.setenv("FIELDAUDIT_PASSPHRASE", PASSPHRASE)
    return Bench(tmp_path, capsys)


def write_recovery(bench: Bench) -> str:
    """The recovery file as `init --recovery` writes it."""
    path = bench.folder / "recovery.json"
    with Workspace.open(bench.folder / "first", None) as workspace:
        office.write_recovery(Desk(workspace, now_ms()), path, PASSPHRASE)
    return str(path)


def test_a_lost_laptop_is_ended_at_a_line_that_may_be_raised_and_never_lowered(bench: Bench) -> None:
    lost = bench.enrol("lost", "检查员甲", "检查员乙")
    kept = bench.begin("lost")
    bench.sync("lost", "first")
    late = bench.begin("lost")
    stolen_later = None
    status, said, _ = bench.run("first", "enrol", "revoke", str(lost), person="管理员")
    assert status == 0 and f"设备 {lost} 已吊销" in said and re.search(r"科尔沁区：认到第 1 段（至 20\d\d-", said)
    outcome = bench.sync("lost")
    stolen_later = bench.begin("lost")
    assert outcome["told"] == []
    bench.sync("first")
    assert "已被吊销" in bench.sync("lost")["told"][0]
    assert "吊销" in bench.refused("lost", "inspect", "new", "北苑养老中心", "--with", "检查员乙", person="检查员甲")
    bench.sync("first")
    assert kept in bench.inspections("first") and not {late, stolen_later} & bench.inspections("first")
    status, said, _ = bench.run("first", "quarantine", "list", lang="en")
    assert said.count("certificate was revoked") == 2 and f"enrol revoke {lost} --line" in said

    again = bench.refused("first", "enrol", "revoke", str(lost), person="管理员")
    assert "--line" in again and "其后已收到的 2 段隔离" in again
    for wrong, words in (("科尔沁区=9", "只有设备"), ("科尔沁区=0", "不能降低"), ("科尔沁区=1", "没有变化"), ("某区=2", "写作")):
        assert words in bench.refused("first", "enrol", "revoke", str(lost), "--line", wrong, person="管理员")
    done = bench.do("first", "enrol", "revoke", str(lost), "--line", "科尔沁区=2", person="管理员")
    assert done["last"]["1"] == 2
    assert late in bench.inspections("first") and stolen_later not in bench.inspections("first")
    assert len(bench.do("first", "quarantine", "list")) == 1
    bench.do("first", "enrol", "revoke", str(lost), "--line", "all", person="管理员")
    assert stolen_later in bench.inspections("first") and bench.do("first", "quarantine", "list") == []
    assert bench.do("first", "verify")["whole"]


def test_at_first_the_line_may_lie_before_what_is_here(bench: Bench) -> None:
    lost = bench.enrol("lost", "检查员甲", "检查员乙")
    bench.begin("lost")
    bench.sync("lost")
    bad = bench.begin("lost")
    bench.sync("lost", "first")
    assert bad in bench.inspections("first")
    bench.do("first", "enrol", "revoke", str(lost), "--line", "科尔沁区=1", person="管理员")
    assert bad not in bench.inspections("first")


def test_a_lost_first_laptop_is_made_again_from_its_recovery_file_and_a_stick(bench: Bench) -> None:
    recovery = write_recovery(bench)
    second, gone = bench.enrol("second", "检查员甲", "检查员乙"), bench.enrol("gone", "检查员乙")
    bench.do("first", "enrol", "revoke", str(gone), person="管理员")  # the recovery file does not hold the new keys
    visits = {bench.begin("first"), bench.begin("second")}
    bench.sync("first", "second")
    highest = max(row["last"] for row in bench.do("first", "numbers", "list"))

    made = bench.do("new", "init", "--from", recovery, "--admin", "管理员", "--carrier", bench.stick)
    assert made["device"] == gone + 100 and made["others"] == [1]
    assert made["seen"]["notice"] == highest and made["leased"]["notice"] == [highest + 1001, highest + 1100]
    assert visits <= bench.inspections("new") and bench.do("new", "verify")["whole"]
    assert bench.do("new", "numbers", "lease", "--device", str(second), person="管理员")["first"] == highest + 1101

    bench.do("new", "people", "add", "检查员丙", "--role", "inspector", "--badge", "5", "--device", str(second), person="管理员")
    bench.do("new", "enrol", "revoke", "1", person="管理员")
    with Workspace.open(bench.folder / "new", PASSPHRASE) as workspace:  # the lost one may have used any number near those seen
        trust = workspace.store.trust
        assert [each.serial for each in trust.certificates[made["device"]]] == [1001, 1002]
        assert trust.certificates[second][-1].serial == 1001 == trust.revocations[1].serial
        assert {trust.current_key(scope).epoch for scope in trust.scopes()} == {1001}
    bench.sync("new", "second")
    assert "检查员丙" in {row["name"] for row in bench.do("second", "people", "list") if row["here"]}
    visits.add(bench.begin("second"))
    late = bench.begin("first")  # the thief goes on
    bench.sync("first", "second", "new")
    for laptop in ("second", "new"):
        assert visits <= bench.inspections(laptop) and late not in bench.inspections(laptop)
        assert {row["reason"] for row in bench.do(laptop, "quarantine", "list")} == {"设备证书已吊销"}
        assert bench.do(laptop, "verify")["whole"]


def test_a_restored_backup_becomes_the_first_laptop_again_without_a_stick(bench: Bench) -> None:
    recovery = write_recovery(bench)
    visit = bench.begin("first")
    bench.do("first", "backup", str(bench.folder / "backup.zip"))
    later = bench.begin("first")
    bench.do("new", "restore", str(bench.folder / "backup.zip"), str(bench.folder / "new"))
    assert "注册" in bench.refused("new", "inspect", "new", "北苑养老中心", "--with", "检查员乙", person="检查员甲")
    bench.sync("first", "new")
    assert bench.inspections("new") == {visit, later}, "it takes part in the exchange before it is anybody's laptop"
    made = bench.do("new", "init", "--from", recovery, "--admin", "管理员")
    assert made["device"] == 101
    bench.do("new", "people", "add", "检查员丁", "--role", "inspector", "--badge", "6", "--pin", "1234", person="管理员")
    bench.sync("first", "new")
    assert bench.inspections("new") == {visit, later} and bench.do("new", "verify")["whole"]


def test_status_tells_where_one_record_is_and_who_confirmed_it(bench: Bench) -> None:
    device = bench.enrol("second", "检查员甲", "检查员乙")
    visit = bench.begin("first")
    assert bench.do("first", "sync", "status", visit)["state"] == "here"
    bench.sync("first")
    assert bench.do("first", "sync", "status", visit)["state"] == "handed"
    assert "已交出，尚无别的设备确认，已放入" in bench.run("first", "sync", "status", visit)[1]
    bench.sync("second", "first")
    told = bench.do("first", "sync", "status", visit)
    assert (told["state"], told["devices"], told["carriers"]) == ("confirmed", [device], [bench.stick])
    status, said, _ = bench.run("first", "sync", "status", visit, lang="en")
    assert status == 0 and f"confirmed: device {device} holds all of it" in said
    assert "没有这条记录" in bench.refused("first", "sync", "status", "12345678901234567")
    status, said, _ = bench.run("first", "sync", "status")
    assert "只在本机 0，已交出未确认 0，已有别的设备确认" in said


@pytest.mark.parametrize("years", [2.99, 3.5])
def test_a_certificate_near_or_past_its_end_is_renewed_as_the_warning_says(bench: Bench, years: float) -> None:
    device = bench.enrol("second", "检查员甲", "检查员乙")
    now = now_ms() + int(years * 365 * DAY)
    with Workspace.open(bench.folder / "first", None) as workspace:
        desk = Desk(workspace, now)
        desk.person = RowId(desk.named("person", "管理员")["id"])
        for own in (1, device):
            (said,) = [text for text in warnings(desk.store, now) if f"--device {own} " in text.zh]
            assert ("已过期" if years > 3 else "还有") in said.zh and "people add NAME --role ROLE" in said.en
            office.add_person(desk, "检查员甲", "inspector", devices=(own,))
        assert warnings(desk.store, now) == []
        assert desk.store.trust.governing(device, now << HLC_SHIFT) == desk.store.trust.latest(device)


def test_without_what_the_others_hold_the_passphrase_or_the_administrator_no_first_laptop_is_made(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery = write_recovery(bench)
    wanted = ("init", "--from", recovery, "--carrier", bench.stick, "--admin")
    assert "本局资料" in bench.refused("new", *wanted, "管理员")
    bench.sync("first")
    assert "不是管理员" in bench.refused("new", *wanted, "检查员甲")
    assert "没有叫" in bench.refused("new", *wanted, "某人")
    monkeypatch.setenv("FIELDAUDIT_RECOVERY_PASSPHRASE", "wrong one")
    assert "口令" in bench.refused("new", *wanted, "管理员")
    assert not (bench.folder / "new").exists(), "nothing half-made is left"
    monkeypatch.delenv("FIELDAUDIT_RECOVERY_PASSPHRASE")
    assert "已经是设备 1" in bench.refused("first", *wanted, "管理员")
    status, _, err = bench.run("new", "init", "--admin", "管理员")
    assert status == 2 and "--bureau" in err
