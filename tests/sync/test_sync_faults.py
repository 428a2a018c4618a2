"""Sticks that are torn, pulled, full, read-only or forged: said clearly, nothing lost. Kills: tests/kills."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from store_world import FIRST, SECOND, Chain, act, contents, new, wrapped_key
from sync_world import Laptop, picture, stick_files

from fieldaudit.domain.core import make_id
from fieldaudit.errors import BadInput, MachineError
from fieldaudit.store import Workspace
from fieldaudit.store.schema import COMPARED, DERIVED
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.proof import verify_carrier

pytestmark = pytest.mark.slow  # each starts processes or fills disks

City = Callable[..., list[Laptop]]
CHILD = Path(__file__).with_name("syncing_child.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


# -- torn objects ----------------------------------------------------------------------------------------

TEARS: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "zeros to its full length": lambda data: bytes(len(data)),
    "one bit": lambda data: data[:-200] + bytes([data[-200] ^ 4]) + data[-199:],
    "too long": lambda data: data + b"\0",
}


@pytest.mark.parametrize("tear", TEARS)
@pytest.mark.parametrize("kind", ["segments/1", "blobs", "certs"])
def test_a_torn_object_is_set_aside_named_put_again_by_its_owner_and_then_arrives(
    city: City, stick: Path, tear: str, kind: str
) -> None:
    here, there = city(2)
    here.photo(here.visit(), picture(1))
    here.sync(stick)
    name = next(name for name in stick_files(stick) if name.startswith(kind))
    path = stick / "fieldaudit" / name
    whole = path.read_bytes()
    path.write_bytes(TEARS[tear](whole))
    assert any(name in str(fault) for fault in verify_carrier(here.workspace, FolderCarrier(stick)))

    outcome = there.sync(stick)
    assert [bad for bad, _ in outcome.bad] == [name]
    assert (stick / "fieldaudit" / "bad" / name.replace("/", "-")).read_bytes() == TEARS[tear](whole), "kept for inspection"
    assert there.faults() == []
    if kind == "certs":
        assert path.read_bytes() == whole, "whoever holds a whole one puts it again"
    else:
        assert not path.exists()
        assert outcome.waiting_blobs == (kind == "blobs")
    assert here.sync(stick).bad == []
    assert path.read_bytes() == whole
    assert there.sync(stick).bad == []
    assert contents(there.store, COMPARED) == contents(here.store, COMPARED)
    assert there.photos() == here.photos()


@pytest.mark.parametrize("tear", ["cut short", "empty", "too long"])
def test_an_owner_who_meets_the_torn_object_first_says_so_and_puts_it_again(city: City, stick: Path, tear: str) -> None:
    (here,) = city(1)
    here.photo(here.visit(), picture(1))
    here.sync(stick)
    before = stick_files(stick)
    for name, whole in before.items():
        (stick / "fieldaudit" / name).write_bytes(TEARS[tear](whole))
    outcome = here.sync(stick)
    assert sorted(name for name, _ in outcome.bad) == sorted(before)
    assert stick_files(stick) == before
    assert here.faults() == []


def test_a_damaged_photo_on_the_laptop_is_named_and_neither_spoils_the_stick_nor_stops_the_rest(city: City, stick: Path) -> None:
    here, there = city(2)
    visit = here.visit()
    spoilt = here.photo(visit, picture(1))
    here.sync(stick)
    second = here.photo(visit, picture(2))
    here.blobs.path(spoilt).write_bytes(b"torn")
    missing = here.photo(visit, picture(3))
    here.blobs.path(missing).write_bytes(b"torn before it was ever given")
    before = stick_files(stick)
    outcome = here.sync(stick)
    assert [name for name, _ in outcome.bad] == [f"blobs/1/{missing[:2]}/{missing}"]
    assert stick_files(stick).items() >= before.items(), "the whole one on the stick stays"
    assert second in {name.rpartition("/")[2] for name in stick_files(stick)}
    assert there.sync(stick).waiting_blobs == 1 and len(there.photos()) == 2


# -- forged objects --------------------------------------------------------------------------------------


def test_objects_planted_by_a_carrier_are_refused_by_name_and_disturb_nothing(city: City, stick: Path) -> None:
    here, there = city(2)
    here.photo(here.visit(), picture(1))
    here.sync(stick)
    files, root = stick_files(stick), stick / "fieldaudit"
    blob = next(name for name in files if name.startswith("blobs"))
    forger = Chain(1, FIRST)  # whoever had the scope's key and the device's, but is elsewhere in the chain
    planted = {
        "certs/7/1": b"{}",
        "certs/1/2": files["certs/2/1"],  # whole, under another name
        "certs/readme.txt": b"hello",
        "keys/1/1/2": b"{}",
        "keys/2/1/2": wrapped_key(FIRST, 2),
        "segments/1/2/00000001": files["segments/1/1/00000001"],
        "segments/0/2/00000001": b"FA-SEG1\n",
        f"{blob[:-1]}{'0' if blob[-1] != '0' else '1'}": files[blob],
    }
    for name, data in planted.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    outcome = there.sync(stick)
    seen = {name for name in planted if not name.startswith("blobs")}
    assert {name for name, _ in outcome.bad} == seen, "a blob nobody names is never looked at"
    assert contents(there.store, COMPARED) == contents(here.store, COMPARED)
    assert there.faults() == [] and len(there.photos()) == 1
    assert there.store.query("SELECT * FROM key_object") == []
    assert len(verify_carrier(there.workspace, FolderCarrier(stick))) == 1, "the planted blob"
    assert forger.ordinal == 0


def test_an_attachment_that_names_a_path_instead_of_a_photo_reaches_no_file(city: City, stick: Path, tmp_path: Path) -> None:
    here, there = city(2)
    (tmp_path / "secret").write_bytes(b"not for the stick")
    visit = here.visit()
    for number, name in enumerate((str(tmp_path / "secret"), "../../secret", "", "AB" * 32), 1):
        here.photo(visit, picture(number, 100), object=name)
    here.sync(stick)
    outcome = there.sync(stick)
    assert outcome.bad == [] and outcome.got["blobs"] == 0
    assert not any(b"not for the stick" in data for data in stick_files(stick).values())


def test_a_hostile_segment_on_a_stick_stops_only_its_own_chain(city: City, stick: Path) -> None:
    here, there, _ = city(3)
    chain = Chain(3, SECOND)
    bad = chain.seal(act(3, 1, new("institution", make_id(3, 1)), scope=SECOND), body=b"[]")
    name = "segments/2/3/00000001"
    (stick / "fieldaudit" / name).parent.mkdir(parents=True)
    (stick / "fieldaudit" / name).write_bytes(bad)
    here.visit()
    here.sync(stick)
    assert there.sync(stick).bad == [], "only who opens it can tell"
    assert len(there.store.find("institution")) == 1
    for laptop in (here, there):
        assert ["segments/2/3/1" in fault for fault in laptop.faults()] == [True]


# -- sticks that refuse ----------------------------------------------------------------------------------


def test_a_stick_that_is_not_there_is_said_so(city: City, tmp_path: Path) -> None:
    (here,) = city(1)
    with pytest.raises(BadInput, match="no-stick"):
        here.sync(tmp_path / "no-stick")


def test_a_stick_pulled_in_the_middle_is_said_so_and_no_folder_is_made_in_its_place(city: City, stick: Path) -> None:
    here, there = city(2)
    visit = here.visit()
    for n in range(4):
        here.photo(visit, picture(n))

    def pull(what: str, done: int, _total: int) -> None:
        if (what, done) == ("photos", 2):
            shutil.rmtree(stick)

    with pytest.raises(MachineError) as error:
        here.sync(stick, pull)
    assert str(stick) in str(error.value) and not stick.exists()
    assert here.faults() == []
    stick.mkdir()
    here.sync(stick)
    there.sync(stick)
    assert there.photos() == here.photos() and len(there.photos()) == 4


def in_own_mounts(prepare: str, path: Path, stick: Path) -> list[str]:
    """What a child says that syncs where `prepare` (shell; $STICK) has changed what is mounted."""
    # Root mounts and unmounts; others do so as root of a user namespace (which no process in a chroot
    # may make, nor a mount namespace that is private).
    script = f"trap 'umount \"$STICK\"' EXIT; {prepare}; \"$@\""
    run = ["sh", "-ec", script, "sh", sys.executable, str(CHILD), str(path), str(stick)]
    command = run if os.geteuid() == 0 else ["unshare", "-Urm", *run]
    done = subprocess.run(command, env={**ENVIRONMENT, "STICK": str(stick)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@contextmanager
def closed(laptop: Laptop) -> Iterator[Path]:
    """The workspace in other hands for a while."""
    path = laptop.workspace.path
    laptop.workspace.close()
    try:
        yield path
    finally:
        laptop.workspace = Workspace.open(path, None)


def test_from_a_read_only_stick_everything_is_taken_and_then_said_that_nothing_can_be_put(city: City, stick: Path) -> None:
    here, there = city(2)
    visit = here.visit()
    here.answer(visit, "不符合")
    here.sync(stick)
    there.visit(SECOND)
    before = stick_files(stick)
    with closed(there) as path:
        said = in_own_mounts('mount --bind "$STICK" "$STICK"; mount -o remount,bind,ro "$STICK"', path, stick)
    (error,) = [line for line in said if "|" in line]
    assert error.startswith("MachineError | cannot write: the disk is read-only") and str(stick) in error
    assert "Nothing already recorded was changed" in error
    assert stick_files(stick) == before
    assert there.store.get("inspection", visit) is not None, "what it held has arrived"
    assert there.faults() == []
    there.sync(stick)
    here.sync(stick)
    assert contents(here.store, COMPARED) == contents(there.store, COMPARED)


def test_a_full_stick_is_said_so_with_nothing_torn_on_it_and_nothing_lost_here(city: City, stick: Path) -> None:
    here, there = city(2)
    visit = here.visit()
    for n in range(12):
        here.photo(visit, picture(n, 150_000))
    tables = contents(here.store, DERIVED)
    with closed(here) as path:
        said = in_own_mounts('mount -t tmpfs -o size=1m tmpfs "$STICK"', path, stick)
    (error,) = [line for line in said if "|" in line]
    assert error.startswith("MachineError | cannot write: the disk is full") and str(stick) in error
    assert "photos 3 12" in said, "what there was room for is there"
    assert said[-1] == "not whole: []"
    assert contents(here.store, DERIVED) == tables and here.faults() == []
    here.sync(stick)
    there.sync(stick)
    assert there.photos() == here.photos() and len(there.photos()) == 12
