"""A damaged workspace: what the log can remake is mended under its own name, the rest comes back in a new one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from store_world import FIRST, NOW, SECOND, begin, certificate, contents, enrol, hand_over, objects, signed, write

from fieldaudit.errors import BadInput, Damaged, NotAllowed
from fieldaudit.evidence.blobs import BlobStore
from fieldaudit.store import Store, Workspace
from fieldaudit.store.backup import keep_snapshot
from fieldaudit.store.opening import MARK, mended_name
from fieldaudit.store.salvage import DAMAGED, bring_back, mend, set_aside_blobs
from fieldaudit.store.schema import COMPARED, KEPT
from fieldaudit.store.verify import verify

pytestmark = pytest.mark.slow  # `make check` stays under a minute

PAGE = 4096
DATABASE = "fieldaudit.db"


def no_passphrase() -> str:
    raise AssertionError("an unprotected workspace asks for none")


def secret() -> str:
    return "一个口令"


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """The folder of a laptop with two homes corrected many times, in sealed segments, a snapshot, more segments and a tail."""
    with Workspace.create(tmp_path / "w", None) as workspace:
        store = workspace.store
        enrol(store, 1, signed(certificate(1), certificate(2)))
        homes = [(begin(store, scope, name="养老院" * 200), scope) for scope in (FIRST, SECOND)]
        for n in range(1, 4):
            for home, scope in homes:
                write(store, home, scope, beds=n, now=NOW + n)
            store.seal()
            if n == 2:
                keep_snapshot(workspace, NOW, "2026-11-25")
        write(store, homes[0][0], beds=9, now=NOW + 9)
        write(store, homes[1][0], SECOND, phone="0475", now=NOW + 10)
    yield tmp_path / "w"


def facts(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with Workspace.open(path, None) as workspace:
        return contents(workspace.store, (*COMPARED, "log", "segment", "local"))


def root_page(path: Path, table: str) -> int:
    with Workspace.open(path, None) as workspace:
        (row,) = workspace.store.query("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        return int(row["rootpage"])


def spoil(path: Path, page: int) -> None:
    """One bit of a page (1, 2 …) of the database."""
    data = bytearray((path / DATABASE).read_bytes())
    data[(page - 1) * PAGE + 2000] ^= 1
    (path / DATABASE).write_bytes(data)


@pytest.mark.parametrize("table", ["institution", "head", "conflict", "item_institution", "sqlite_autoindex_segment_1"])
def test_a_damaged_page_of_a_table_or_an_index_is_remade_from_the_log_under_the_same_name(path: Path, table: str) -> None:
    before = facts(path)
    spoil(path, root_page(path, table))
    damaged = (path / DATABASE).read_bytes()
    (done,) = mend(path, no_passphrase)
    assert DAMAGED in str(done) and (path / (DATABASE + DAMAGED)).read_bytes() == damaged
    assert facts(path) == before
    with Workspace.open(path, None) as workspace:
        assert verify(workspace.store) == [] and workspace.warnings == []
        begin(workspace.store, now=NOW + 99)
    assert mend(path, no_passphrase) == [], "there is nothing left to mend"


@pytest.mark.parametrize("table", ["log", "segment", "certificate", "local", "sqlite_master"])
def test_a_damaged_page_of_the_log_is_not_mended_in_place_and_nothing_is_touched(path: Path, table: str) -> None:
    spoil(path, 1 if table == "sqlite_master" else root_page(path, table))
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    with pytest.raises(Damaged, match="restore") as error:
        mend(path, no_passphrase)
    assert (table in KEPT and table in str(error.value)) or table == "sqlite_master"
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before


def test_a_mending_cut_off_before_the_new_file_took_its_place_is_finished_at_the_next_opening(path: Path) -> None:
    before = facts(path)
    page = root_page(path, "institution")
    shutil.copyfile(path / DATABASE, mended_name(path / DATABASE))
    spoil(path, page)
    assert facts(path) == before and not mended_name(path / DATABASE).exists()


def brought_back(path: Path, tmp_path: Path) -> tuple[Path, str]:
    restored = bring_back(path, tmp_path / "next", no_passphrase)
    return restored.path, "\n".join(map(str, restored.lost))


def test_a_damaged_page_of_the_log_loses_only_what_it_held_and_names_it(path: Path, tmp_path: Path) -> None:
    before = facts(path)
    spoil(path, root_page(path, "log"))
    next_one, lost = brought_back(path, tmp_path)
    assert "第 9 至 10 次" in lost, "the tail, and nothing sealed"
    with Workspace.open(next_one, None) as workspace:
        store = workspace.store
        assert contents(store, ("segment",))["segment"] == before["segment"]
        assert store.tail() == [] and verify(store) == []
        assert [home["beds"] for home in store.find("institution")] == [3, 3]
        with pytest.raises(NotAllowed, match="enrol"):
            begin(store)


def test_the_unsealed_tail_is_gathered_act_by_act_when_segments_are_damaged(path: Path, tmp_path: Path) -> None:
    spoil(path, root_page(path, "segment"))
    next_one, lost = brought_back(path, tmp_path)
    assert "segments/1/1/00000003" in lost and "segments/2/1/00000003" in lost
    with Workspace.open(next_one, None) as workspace:
        store = workspace.store
        assert len(store.tail()) == 2 and verify(store) == []
        assert [home["beds"] for home in store.find("institution")] == [9, 2]
        assert store.seal() == 0, "acts of a name this workspace no longer has are not sealed in it"


def test_what_was_handed_over_comes_back_by_a_stick_and_takes_the_place_of_the_unsealed(path: Path, tmp_path: Path) -> None:
    other = enrol(Store(tmp_path / "other.db", bytes(32)), 2, signed(certificate(1), certificate(2)))
    shutil.copytree(path, tmp_path / "lived on")
    with Workspace.open(tmp_path / "lived on", None) as workspace:
        hand_over(workspace.store, other)
        truth = contents(workspace.store, COMPARED)
    spoil(path, root_page(path, "segment"))
    next_one, _ = brought_back(path, tmp_path)
    with Workspace.open(next_one, None) as workspace:
        store = workspace.store
        assert len(store.tail()) == 2
        for data in objects(other):
            assert store.receive(data).status in ("known", "new")
        store.apply_received()
        assert store.tail() == [] and contents(store, COMPARED) == truth
        assert verify(store) == []
    other.close()


def test_a_database_without_its_first_page_comes_back_from_the_snapshot_and_what_followed_is_named(
    path: Path, tmp_path: Path
) -> None:
    (path / DATABASE).write_bytes(bytes(PAGE) + (path / DATABASE).read_bytes()[PAGE:])
    with pytest.raises(Damaged):
        Workspace.open(path, None)
    with pytest.raises(Damaged):
        mend(path, no_passphrase)
    next_one, lost = brought_back(path, tmp_path)
    assert "第 7 至 10 次" in lost
    with Workspace.open(next_one, None) as workspace:
        assert [home["beds"] for home in workspace.store.find("institution")] == [2, 2]
        assert verify(workspace.store) == []


def test_a_damaged_snapshot_is_passed_over_for_the_one_before_it(path: Path, tmp_path: Path) -> None:
    before = facts(path)
    with Workspace.open(path, None) as workspace:
        keep_snapshot(workspace, NOW, "2026-11-26")
    data = bytearray((path / "snapshots" / "0002-2026-11-26.zip").read_bytes())
    data[len(data) // 2] ^= 1
    (path / "snapshots" / "0002-2026-11-26.zip").write_bytes(data)
    next_one, lost = brought_back(path, tmp_path)
    assert lost == "", "all that followed the older one could be read"
    with Workspace.open(next_one, None) as workspace:
        assert [home["beds"] for home in workspace.store.find("institution")] == [9, 3]
        assert len(contents(workspace.store, ("institution",))["institution"]) == len(before["institution"])
    shutil.rmtree(path / "snapshots")
    with pytest.raises(BadInput, match="快照"):
        bring_back(path, tmp_path / "no", no_passphrase)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["torn", "gone", "a digit changed", "a digit missing"])
def test_a_damaged_key_file_is_put_back_from_a_snapshot(tmp_path: Path, how: str) -> None:
    path = tmp_path / "w"
    with Workspace.create(path, secret()) as workspace:
        enrol(workspace.store, 1, signed(certificate(1)))
        begin(workspace.store)
        keep_snapshot(workspace, NOW, "2026-11-25")
    key = (path / "key.json").read_bytes()
    digit = key.rindex(b'"') - 1
    spoilt = {
        "torn": b"{",
        "a digit changed": key[:digit] + (b"1" if key[digit:][:1] == b"0" else b"0") + key[digit + 1 :],
        "a digit missing": key[:digit] + key[digit + 1 :],
    }
    (path / "key.json").write_bytes(spoilt[how]) if how in spoilt else (path / "key.json").unlink()
    with pytest.raises((Damaged, NotAllowed), match="fieldaudit rebuild"):
        Workspace.open(path, secret())
    (done,) = mend(path, secret)
    assert "2026-11-25.zip" in str(done) and (path / "key.json").read_bytes() == key
    with Workspace.open(path, secret()) as workspace:
        begin(workspace.store, now=NOW + 5)
    with pytest.raises(NotAllowed):
        mend(path, lambda: "另一个口令")


def test_a_key_file_that_is_lost_with_no_snapshot_is_said_so(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w", None).close()
    (tmp_path / "w" / "key.json").write_bytes(b"{")
    with pytest.raises(Damaged, match="fieldaudit restore"):
        mend(tmp_path / "w", no_passphrase)


def test_a_lost_mark_or_a_torn_one_only_stops_the_mark_from_helping(path: Path) -> None:
    for content in (b"", b"{", b'{"device": 1}', b'{"device": "x", "acts": 1}'):
        (path / MARK).write_bytes(content)
        with Workspace.open(path, None) as workspace:
            assert workspace.warnings == [] and not workspace.store.outdated
        assert (path / MARK).read_bytes() == b'{"device": 1, "acts": 10}'


def test_a_damaged_photo_is_named_moved_aside_and_fetched_again_by_a_sync(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w", None) as workspace:
        store = enrol(workspace.store, 1, signed(certificate(1)))
        blobs = BlobStore(workspace.blobs, store.trust)
        names = [blobs.put(plain, FIRST) for plain in (b"one", b"two")]
        sealed = blobs.sealed(names[0])
        blobs.path(names[0]).write_bytes(b"torn" + sealed[4:])
        assert [names[0] in str(fault) for fault in blobs.verify([])] == [True]
        assert set_aside_blobs(workspace.path) == [names[0]] and list(blobs.names()) == [names[1]]
        assert (workspace.path / "damaged" / names[0]).read_bytes() == b"torn" + sealed[4:], "kept for inspection"
        blobs.put_sealed(names[0], sealed)  # what a sync does with what is lacking
        assert set_aside_blobs(workspace.path) == [] and list(blobs.verify([])) == []
