"""What is recorded on one laptop reaches the others by any stick, in any order, whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_world import COMMON, FIRST, SECOND, certificate, contents, take_trust
from sync_world import Laptop, picture, stick_files

from fieldaudit.errors import NotAllowed
from fieldaudit.store import Workspace, exchange
from fieldaudit.store.schema import COMPARED, DERIVED
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.proof import verify_carrier
from fieldaudit.sync.session import proof
from fieldaudit.sync.status import fork_texts, status
from fieldaudit.wire.segments import read_header

pytestmark = pytest.mark.slow  # `make check` stays under a minute

City = Callable[..., list[Laptop]]


def test_everything_arrives_photos_by_hash_and_a_second_run_has_nothing_to_do(city: City, stick: Path) -> None:
    here, there = city(2)
    visit = here.visit()
    here.answer(visit, "不符合")
    objects = [here.photo(visit, picture(n)) for n in range(3)]
    there_visit = there.visit(SECOND)

    first = here.sync(stick)
    assert first.put == {"segments": 2, "blobs": 3, "certs": 2, "keys": 0, "receipts": 1} and first.bad == []
    second = there.sync(stick)
    assert second.got == {"segments": 2, "blobs": 3, "certs": 0, "keys": 0, "receipts": 1} and second.waiting_blobs == 0
    assert second.touched["answer"] and second.touched["attachment"]
    here.sync(stick)

    assert contents(here.store, COMPARED) == contents(there.store, COMPARED)
    assert there.photos() == here.photos() and len(there.photos()) == 3
    assert all(object_ in there.blobs for object_ in objects)
    assert here.store.get("inspection", there_visit) is not None
    assert proof(here.workspace) == proof(there.workspace) == second_proof(there, stick)
    assert here.faults() == [] and there.faults() == [] and verify_carrier(here.workspace, FolderCarrier(stick)) == []
    before = stick_files(stick)
    for laptop in (here, there):
        again = laptop.sync(stick)
        assert not any((*again.put.values(), *again.got.values(), again.sealed, again.bad, again.touched))
    assert stick_files(stick) == before


def second_proof(laptop: Laptop, stick: Path) -> dict[str, dict[str, str | int]]:
    """What a laptop proves after one more run."""
    return laptop.sync(stick).proof


def test_proofs_differ_while_something_is_missing(city: City, stick: Path) -> None:
    here, there = city(2)
    here.visit()
    here.sync(stick)
    here.visit()
    there.sync(stick)
    here.store.seal()
    ours, theirs = proof(here.workspace), proof(there.workspace)
    assert ours["0"] == theirs["0"] and ours["1"] != theirs["1"]


def test_status_says_what_is_only_here_and_what_is_on_the_way(city: City, stick: Path) -> None:
    here, there = city(2)
    here.photo(here.visit(), picture(1))
    before = status(here.workspace, here.clock)
    assert before["unsealed_acts"] == 4 and before["photos_only_here"] == 1
    here.store.seal()
    assert status(here.workspace, here.clock)["segments_only_here"] == 2
    here.sync(stick)
    after = status(here.workspace, here.clock)
    assert (after["segments_only_here"], after["photos_only_here"], after["unsealed_acts"]) == (0, 0, 0)
    for path in (stick / "fieldaudit" / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    assert there.sync(stick).waiting_blobs == 1
    assert status(there.workspace, there.clock)["photos_not_here"] == 1


Steps = list[tuple[str, int, int]]
STEPS = st.lists(
    st.tuples(st.sampled_from(("record", "record", "sync", "sync", "sync")), st.integers(0, 2), st.integers(0, 1)), max_size=14
)


@pytest.mark.slow
@settings(max_examples=15)
@given(STEPS)
def test_runs_in_any_order_over_two_sticks_end_with_everybody_equal(steps: Steps) -> None:
    with TemporaryDirectory() as folder, ExitStack() as closing:
        sticks = [Path(folder) / "stick1", Path(folder) / "stick2"]
        for stick in sticks:
            stick.mkdir()
        laptops = [Laptop.make(Path(folder) / f"laptop{n}", n, 3) for n in (1, 2, 3)]
        for laptop in laptops:
            closing.callback(laptop.workspace.close)
        for n, (step, who, which) in enumerate(steps):
            if step == "record":
                visit = laptops[who].visit((FIRST, SECOND)[which])
                laptops[who].photo(visit, picture(n, 500), (FIRST, SECOND)[which])
            else:
                assert laptops[who].sync(sticks[which]).bad == []
        for _ in range(2):
            for stick in sticks:
                for laptop in laptops:
                    laptop.sync(stick)
        one = laptops[0]
        for laptop in laptops:
            assert contents(laptop.store, COMPARED) == contents(one.store, COMPARED)
            assert laptop.photos() == one.photos()
            assert proof(laptop.workspace) == proof(one.workspace)
            assert laptop.faults() == []
        assert len(one.photos()) == len({n for n, step in enumerate(steps) if step[0] == "record"})
        first, second = ({name for name in stick_files(stick) if not name.startswith("receipts")} for stick in sticks)
        assert first == second
        said = {row["device"] for row in exchange.receipt_objects(one.store)}
        assert said == {1, 2, 3}


def test_a_third_laptop_carries_between_two_sticks_what_it_did_not_write(city: City, tmp_path: Path) -> None:
    here, carrier, there = city(3)
    for name in ("morning", "evening"):
        (tmp_path / name).mkdir()
    here.photo(here.visit(), picture(5))
    here.sync(tmp_path / "morning")
    carrier.sync(tmp_path / "morning")
    carrier.sync(tmp_path / "evening")
    there.sync(tmp_path / "evening")
    assert there.photos() == here.photos()
    assert contents(there.store, COMPARED) == contents(here.store, COMPARED)


def test_a_laptop_for_one_district_gets_and_gives_that_district_only_and_is_whole(city: City, stick: Path, tmp_path: Path) -> None:
    here, one_district = city(2, {2: (COMMON, FIRST)})
    near, far = here.visit(FIRST, "近处"), here.visit(SECOND, "远处")
    wanted, other = here.photo(near, picture(1), FIRST), here.photo(far, picture(2), SECOND)
    here.sync(stick)
    outcome = one_district.sync(stick)
    assert outcome.bad == [] and outcome.waiting_blobs == 0
    scopes = {read_header(bytes(row["object"])).scope for row in one_district.store.query("SELECT object FROM segment")}
    assert scopes == {COMMON, FIRST}
    assert wanted in one_district.blobs and other not in one_district.blobs
    assert [row["name"] for row in one_district.store.find("institution")] == ["近处"]
    assert one_district.faults() == []
    ours, theirs = proof(here.workspace), outcome.proof
    assert {scope: ours[scope] for scope in ("0", "1")} == theirs
    (tmp_path / "fresh").mkdir()
    one_district.sync(tmp_path / "fresh")
    assert not any(name.startswith(("segments/2", "blobs/2", "keys/2")) for name in stick_files(tmp_path / "fresh"))


def test_what_a_certificate_changes_is_judged_anew_when_it_arrives_by_stick(city: City, stick: Path) -> None:
    here, there = city(2)
    take_trust(here.store, certificate(2, serial=2, people=()))
    there.visit()
    there.sync(stick)
    assert here.sync(stick).rebuilt is False and here.store.find("institution") == []
    take_trust(there.store, certificate(2, serial=2, people=()), certificate(2, serial=3))
    there.sync(stick)
    assert here.sync(stick).rebuilt is True
    assert len(here.store.find("institution")) == 1
    assert here.faults() == []


# -- copies and forks ------------------------------------------------------------------------------------


@pytest.fixture
def copied(city: City, stick: Path, tmp_path: Path) -> tuple[Laptop, Laptop, Workspace]:
    """A laptop, another one, and a copy of the first one's folder made before it went on."""
    here, there = city(2)
    here.visit(name="共同")
    here.sync(stick)
    here.workspace.close()
    shutil.copytree(here.workspace.path, tmp_path / "copy")
    here.workspace = Workspace.open(here.workspace.path, None)
    return here, there, Workspace.open(tmp_path / "copy", None)


@pytest.mark.parametrize("sealed", [False, True])
def test_an_old_copy_that_meets_its_own_later_acts_is_told_and_writes_nothing(
    copied: tuple[Laptop, Laptop, Workspace], stick: Path, sealed: bool
) -> None:
    here, _, workspace = copied
    copy = Laptop(workspace)
    here.visit(name="原机")
    here.sync(stick)
    copy.visit(name="副本")
    if sealed:
        copy.store.seal()
    before, tables = stick_files(stick), contents(copy.store, (*DERIVED, "log", "segment"))
    with workspace:
        with pytest.raises(NotAllowed, match="旧副本"):
            copy.sync(stick)
        assert stick_files(stick) == before
        assert contents(copy.store, (*DERIVED, "log", "segment")) == tables
        assert copy.faults() == []
    here.sync(stick)
    assert here.faults() == []


def test_two_copies_that_both_went_on_are_shown_as_a_fork_and_overwrite_nothing(
    copied: tuple[Laptop, Laptop, Workspace], stick: Path, tmp_path: Path
) -> None:
    here, there, workspace = copied
    copy, second = Laptop(workspace), tmp_path / "second"
    second.mkdir()
    here.visit(name="原机")
    here.sync(stick)
    with workspace:
        copy.visit(name="副本")
        copy.visit(name="副本又一家")
        copy.sync(second)
    there.sync(stick)
    assert [row["name"] for row in there.store.find("institution")] == ["共同", "原机"]
    on_second = stick_files(second)
    outcome = there.sync(second)
    assert [name for name, _ in outcome.bad] == ["segments/1/1/00000002"]
    assert [row["name"] for row in there.store.find("institution")] == ["共同"], "neither branch counts"
    (told,) = fork_texts(there.store)
    assert "设备 1 在第一旗" in told.zh and "第 2 段" in told.zh and "enrol revoke 1" in told.zh
    assert stick_files(second).items() >= on_second.items(), "nothing of the other branch is overwritten"
    (said,) = [receipt for receipt in exchange.receipts(there.store) if receipt.device == 2]
    assert said.frontier[FIRST, 1] == 1, "of a fork it confirms neither branch"
    assert there.faults() == []
    again = there.sync(stick)
    assert again.bad == [] and there.faults() == []
