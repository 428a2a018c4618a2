"""Who has the hub's disk has nothing: no name, answer or photo in it, and nothing that opens as anything known."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hub_world import Caller, claim, current, running
from sync_world import Laptop, stick_files
from told_secrets import carry, opens, told

pytestmark = pytest.mark.slow  # a real hub and its whole disk


@pytest.fixture
def robbed(city: Callable[..., list[Laptop]], stick: Path, tmp_path: Path) -> tuple[Path, str]:
    """The folder of a hub that carries a day's work, and what it logged; a photo was left in parts."""
    (here,) = city(1)
    carry(here, stick)
    carried = stick_files(stick)
    claim(tmp_path / "hub", current(50))
    with running(tmp_path / "hub") as hub, contextlib.closing(Caller(hub.port, 50)) as caller:
        for name, data in sorted(carried.items(), key=lambda each: not each[0].startswith("certs")):
            assert caller.put(name, data).status == 201, name
        blob = next(name for name in carried if name.startswith("blobs"))
        assert caller.put(blob, carried[blob], f"?part=0&parts=1&size={len(carried[blob])}").status == 201
        assert len(caller.post("stored", {"names": sorted(carried)}).json["objects"]) == len(carried)
        assert hub.stop() == 0
    return tmp_path / "hub", hub.log.read_text("utf-8")


def test_nothing_of_the_work_can_be_read_off_a_hubs_disk_or_log(robbed: tuple[Path, str]) -> None:
    folder, log = robbed
    kinds = set()
    for path in folder.rglob("*"):
        data, name = path.read_bytes() if path.is_file() else b"", path.relative_to(folder).as_posix()
        kinds.add(name.split("/")[1] if "/" in name else name)
        assert not told(name.encode()) and not told(data), name
    assert not told(log.encode())
    assert kinds >= {"segments", "blobs", "certs", "keys", "receipts", "parts", "hub.json"}


def test_nothing_on_a_hubs_disk_opens_as_anything_known(robbed: tuple[Path, str]) -> None:
    for path in (each for each in robbed[0].rglob("*") if each.is_file()):
        data = path.read_bytes()
        assert opens(data) is None, path
        assert b"\xff\xd8\xff" not in data[:64] and b"\x28\xb5\x2f\xfd" not in data[:400]
