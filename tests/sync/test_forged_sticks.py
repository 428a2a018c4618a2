"""A stick full of forgeries, met through the program: each is refused by name, told in both languages, and the rest of
the exchange goes on as if it had never been there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from store_world import (
    COMMON,
    FIRST,
    NOW,
    SECOND,
    STRANGER,
    YEAR,
    Chain,
    act,
    certificate,
    contents,
    device_keys,
    new,
    scope_key,
    take_trust,
)
from sync_world import Laptop, picture, stick_files

from fieldaudit.cli import main
from fieldaudit.domain.core import Change, Revocation, RowId, make_id
from fieldaudit.store import Workspace
from fieldaudit.store.schema import COMPARED
from fieldaudit.wire.certs import sign_certificate
from fieldaudit.wire.keys import BureauKey, seal_scope_key
from fieldaudit.wire.receipts import Receipt, sign_receipt

pytestmark = pytest.mark.slow  # four laptops and the program for each; tests/store/test_forgery.py has the quick ones

City = Callable[..., list[Laptop]]
FACTS = [table for table in COMPARED if table not in ("quarantine", "parked")]
OTHER_BUREAU = BureauKey.from_seed(bytes([8]) * 32)
ONE_DISTRICT = certificate(3, serial=2, scopes=(COMMON, FIRST))


@dataclass
class Scene:
    """A laptop that met the forged stick, one that met an honest copy of it, and the names of what was planted."""

    here: Laptop
    clean: Laptop
    stick: Path
    planted: dict[str, bytes]

    def say(self, capture: pytest.CaptureFixture[str], *words: str, lang: str = "zh") -> tuple[int, str]:
        """What the program says in the workspace that met the forged stick, and its exit status."""
        path = self.here.workspace.path
        self.here.workspace.close()
        capture.readouterr()
        try:
            status = main(["--workspace", str(path), "--lang", lang, *words])
        except SystemExit as end:
            status = int(end.code or 0)
        finally:
            self.here.workspace = Workspace.open(path, None)
        said = capture.readouterr()
        return status, said.out + said.err


@pytest.fixture
def scene(city: City, stick: Path) -> Scene:
    here, author, _forgers, clean = city(4)
    for laptop in (here, author, clean):
        take_trust(laptop.store, ONE_DISTRICT)
    here.sync(stick)
    visit = author.visit(SECOND, "诚实之家")
    photos = []
    for seed in (1, 2):
        photos.append(author.photo(visit, picture(seed), SECOND))
        author.store.seal()
    author.sync(stick)
    clean.sync(stick)
    planted = forgeries(stick_files(stick), *(f"blobs/2/{name[:2]}/{name}" for name in photos))
    plant(stick, planted)
    here.sync(stick)
    return Scene(here, clean, stick, planted)


def forgeries(files: dict[str, bytes], photo: str, other: str) -> dict[str, bytes]:
    """Everything a carrier, and the enrolled owner of device 3, can put on a stick that holds these files."""
    first, far, common = Chain(3, FIRST), Chain(3, SECOND), Chain(3, COMMON)
    return {
        "certs/9/1": sign_certificate(OTHER_BUREAU, certificate(9)),
        "certs/2/7": sign_certificate(OTHER_BUREAU, certificate(2, serial=7)),
        "keys/1/9/1": seal_scope_key(OTHER_BUREAU, scope_key(FIRST, 9), 1, device_keys(1).receive_public),
        "receipts/2/99": sign_receipt(device_keys(3).sign, Receipt(2, 99, NOW, {(SECOND, 2): 9}, frozenset())),
        photo: files[other],
        "segments/2/2/00000002": files["segments/2/2/00000001"],
        "segments/1/3/00000001": first.seal(
            act(3, 1, new("institution", make_id(3, 1), name="伪造"), author=STRANGER),
            act(3, 2, Change("institution", RowId(make_id(2, 1)), {"name": "改名"})),
            act(3, 3, new("institution", make_id(3, 2), name="过期"), hlc=(NOW + 3 * YEAR) << 16),
        ),
        "segments/1/3/00000002": first.seal(act(3, 4, new("institution", make_id(3, 3))), body=b"[]"),
        "segments/2/3/00000001": far.seal(act(3, 5, new("institution", make_id(3, 4)), scope=SECOND)),
        "segments/0/3/00000001": common.seal(act(3, 6, new("person", make_id(3, 5), name="外人"), verb="person.add", scope=COMMON)),
    }


def plant(stick: Path, objects: dict[str, bytes]) -> None:
    for name, data in objects.items():
        path = stick / "fieldaudit" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_the_rest_of_the_exchange_goes_on_as_if_nothing_had_been_planted(scene: Scene, tmp_path: Path) -> None:
    assert [row["name"] for row in scene.here.store.find("institution")] == ["诚实之家"]
    again = scene.here.sync(scene.stick)
    assert again.bad == [], "what was bad is out of the way"
    honest = tmp_path / "honest"
    honest.mkdir()
    scene.clean.sync(honest)
    scene.here.sync(honest)
    assert contents(scene.here.store, FACTS) == contents(scene.clean.store, FACTS)
    assert scene.here.photos() == scene.clean.photos() and len(scene.here.photos()) == 2
    assert scene.here.store.trust.latest(9) is None and scene.here.store.trust.current_key(FIRST).epoch == 1
    assert (2, 99) not in {(row["device"], row["number"]) for row in scene.here.store.query("SELECT * FROM receipt")}


def test_every_planted_object_is_set_aside_or_listed(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    aside = {path.name for path in (scene.stick / "fieldaudit" / "bad").iterdir()}
    told = json.loads(scene.say(capsys, "quarantine", "list", "--json")[1])
    listed = {f"segments/{row['scope']}/{row['device']}/{row['segment']:08}" for row in told}
    assert {name for name in scene.planted if name.replace("/", "-") not in aside} == listed
    assert {row["reason"] for row in told if row["state"] == "waiting"} == {"证书当时不在有效期内"}


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "zh",
            (
                "被隔离（保留，但不算数）",
                "设备 3  第一旗  第 1 段",
                "证书没有列出此人",
                "修改别的地区的记录",
                "设备无权处理范围 2",
                "此人的角色不能增加人员",
                "已签名但内容读不出来",
                "等待中（到齐后自动收录）",
                "等待当时有效的证书",
                "不会收录：设备 3",
            ),
        ),
        (
            "en",
            (
                "In quarantine (kept, does not count)",
                "device 3  第一旗  segment 1",
                "does not list this person",
                "changes a row of another scope",
                "no right to scope 2",
                "this person's role may not add a person",
                "signed, but what it says cannot be read",
                "Waiting (goes in by itself",
                "waits for a certificate in force then",
                "it will not be admitted: device 3",
            ),
        ),
    ],
)
def test_the_list_gives_device_place_reason_and_what_to_do(
    scene: Scene, capsys: pytest.CaptureFixture[str], lang: str, expected: tuple[str, ...]
) -> None:
    status, said = scene.say(capsys, "quarantine", "list", lang=lang)
    assert status == 0
    for words in expected:
        assert words in said, said


def test_status_counts_what_waits_apart_from_what_is_quarantined(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = scene.say(capsys, "sync", "status")
    assert status == 0 and "等待证书的操作：1" in said and "被隔离的操作：4" in said


def test_verify_names_the_segment_that_cannot_be_read_and_what_lies_forged_on_a_carrier(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = scene.say(capsys, "verify", lang="en")
    assert status == 1 and "segments/1/3/2" in said and said.count("segments/") == 1
    plant(scene.stick, scene.planted)
    status, said = scene.say(capsys, "verify", "--carrier", str(scene.stick), lang="en")
    assert status == 1
    for name in ("certs/9/1", "certs/2/7", "keys/1/9/1", "receipts/2/99", "segments/2/2/00000002", "segments/1/3/00000002"):
        assert f"{name} on {scene.stick}" in said


def test_a_late_certificate_lets_in_what_waited_and_a_revocation_takes_out_what_was_in(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    take_trust(scene.here.store, certificate(3, serial=3, valid_from=NOW, valid_to=NOW + 6 * YEAR, scopes=(COMMON, FIRST)))
    assert {row["name"] for row in scene.here.store.find("institution")} == {"诚实之家", "过期"}
    assert "等待中" not in scene.say(capsys, "quarantine", "list")[1]
    take_trust(scene.here.store, Revocation(3, 4, {}, NOW))
    assert {row["name"] for row in scene.here.store.find("institution")} == {"诚实之家"}
    said = scene.say(capsys, "quarantine", "list")[1]
    assert said.count("设备证书已吊销") == 5 and "enrol revoke 3 --line" in said
