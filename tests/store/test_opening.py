"""What a workspace looks at when it opens: nothing after a clean close, everything after a crash, always its mark."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_world import FIRST, INSPECTOR, NOW, begin, certificate, contents, device_keys, enrol, signed, write

from fieldaudit.domain.core import RowId
from fieldaudit.errors import Damaged, NotAllowed
from fieldaudit.evidence.blobs import BlobStore
from fieldaudit.store import Store, Workspace
from fieldaudit.store.backup import Backup, keep_snapshot, restore, write_backup
from fieldaudit.store.opening import MARK
from fieldaudit.store.salvage import bring_back, mend
from fieldaudit.store.schema import COMPARED
from fieldaudit.store.verify import verify

pytestmark = pytest.mark.slow  # `make check` stays under a minute

DATABASE = "fieldaudit.db"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An open workspace with a home and a photo."""
    with Workspace.create(tmp_path / "w", None) as made:
        enrol(made.store, 1, signed(certificate(1), certificate(2)))
        begin(made.store)
        photo(made, b"one")
        yield made


def photo(workspace: Workspace, plain: bytes) -> Path:
    store, blobs = workspace.store, BlobStore(workspace.blobs, workspace.store.trust)
    name = blobs.put(plain, FIRST)
    sha = hashlib.sha256(plain).hexdigest()
    made = store.create("attachment", owner_table="institution", owner_row=1, kind="photo", object=name, sha256=sha)
    store.commit(FIRST, "inspection.attach", INSPECTOR, [made], NOW)
    return blobs.path(name)


def crash_image(workspace: Workspace, tmp_path: Path) -> Path:
    """The folder as a power cut would leave it now."""
    shutil.copytree(workspace.path, tmp_path / "cut off")
    return tmp_path / "cut off"


def spoil_unread_page(path: Path) -> None:
    """One bit of the last page, which no opening reads."""
    data = bytearray((path / DATABASE).read_bytes())
    data[-2000] ^= 1
    (path / DATABASE).write_bytes(data)


def test_after_a_crash_every_page_is_checked_and_a_damaged_one_is_told_with_what_to_do(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = crash_image(workspace, tmp_path)
    with Workspace.open(path, None) as reopened:  # whole: the write-ahead log is folded in
        assert ["逐页检查" in str(text) for text in reopened.warnings] == [True]
        assert contents(reopened.store, COMPARED) == contents(workspace.store, COMPARED)
    spoil_unread_page(path)
    Workspace.open(path, None).close()  # after a clean close nobody looks: a start must not wait for it
    (path / f"{DATABASE}-wal").write_bytes(b"")
    with pytest.raises(Damaged, match="fieldaudit rebuild"):
        Workspace.open(path, None)
    with pytest.raises(Damaged):  # and it is looked for until it is mended
        Workspace.open(path, None)
    mend(path, lambda: "")
    with Workspace.open(path, None) as reopened:
        assert contents(reopened.store, COMPARED) == contents(workspace.store, COMPARED)


def test_a_page_torn_while_it_was_folded_in_is_mended_from_the_write_ahead_log_and_nobody_is_alarmed(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = crash_image(workspace, tmp_path)
    data = bytearray((path / DATABASE).read_bytes())
    data[2048:4096] = bytes(2048)  # the first page: every act of the write-ahead log holds it too
    (path / DATABASE).write_bytes(data)
    for said in (["逐页检查"], []):
        with Workspace.open(path, None) as reopened:
            assert [word in str(text) for word, text in zip(said, reopened.warnings, strict=True)] == [True] * len(said)
            assert contents(reopened.store, COMPARED) == contents(workspace.store, COMPARED)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["gone", "emptied"])
def test_a_database_that_is_gone_is_never_taken_for_an_empty_one(
    workspace: Workspace, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = workspace.path
    keep_snapshot(workspace, NOW, "2026-11-25")
    kept = contents(workspace.store, COMPARED)
    photo(workspace, b"after the snapshot")
    workspace.close()
    (tmp_path / "aside").write_bytes((path / DATABASE).read_bytes())
    mark = (path / MARK).read_bytes()
    spoil(path / DATABASE)
    for attempt in (lambda: Workspace.open(path, None), lambda: mend(path, lambda: "")):
        with pytest.raises(Damaged, match="fieldaudit restore"):
            attempt()
    assert (path / MARK).read_bytes() == mark
    restored = bring_back(path, tmp_path / "r", lambda: "")
    assert restored.lost, "the act after the snapshot is named"
    with Workspace.open(tmp_path / "r", None) as reopened:
        assert contents(reopened.store, COMPARED) == kept
    (tmp_path / "aside").replace(path / DATABASE)
    Workspace.open(path, None).close()


def test_after_a_crash_half_written_files_are_cleaned_away(workspace: Workspace, tmp_path: Path) -> None:
    path = crash_image(workspace, tmp_path)
    half = [path / name for name in ("blobs/aa/.aa.0.part", "cache/.c.part", "snapshots/.s.zip.1.part", ".key.json.0.part")]
    for file in half:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"half")
    (path / "blobs" / "mine.part").write_bytes(b"not ours to delete")
    Workspace.open(path, None).close()
    assert not any(file.exists() for file in half) and (path / "blobs" / "mine.part").exists()


def test_after_a_crash_a_photo_that_an_act_names_and_that_is_not_there_is_named(workspace: Workspace, tmp_path: Path) -> None:
    lost = photo(workspace, b"two")
    path = crash_image(workspace, tmp_path)
    (path / "blobs" / lost.parent.name / lost.name).unlink()
    with Workspace.open(path, None) as reopened:
        _, warning = reopened.warnings
        assert lost.name in str(warning) and "同步" in str(warning)
        begin(reopened.store, now=NOW + 5)
    with Workspace.open(path, None) as reopened:
        assert reopened.warnings == []


# -- an old database put back ------------------------------------------------------------------------------


@pytest.fixture
def rolled_back(tmp_path: Path) -> Path:
    """A workspace whose database file was replaced by one of yesterday, while it had gone on; `newer` is the true one."""
    path = tmp_path / "w"
    with Workspace.create(path, None) as workspace:
        enrol(workspace.store, 1, signed(certificate(1), certificate(2)))
        home = begin(workspace.store)
        workspace.store.seal()
        write(workspace.store, home, beds=1, now=NOW + 1)
    shutil.copyfile(path / DATABASE, tmp_path / "yesterday")
    with Workspace.open(path, None) as workspace:
        write(workspace.store, home, beds=2, now=NOW + 2)
    shutil.copyfile(path / DATABASE, tmp_path / "newer")
    shutil.copyfile(tmp_path / "yesterday", path / DATABASE)
    return path


def test_an_old_database_put_back_can_be_read_and_records_nothing_in_the_laptops_name(rolled_back: Path) -> None:
    for _ in range(2):
        with Workspace.open(rolled_back, None) as workspace:
            store = workspace.store
            assert "旧副本" in str(workspace.warnings[0]) and "enrol request" in str(workspace.warnings[0])
            (home,) = store.find("institution")
            assert home["beds"] == 1 and verify(store) == []
            with pytest.raises(NotAllowed, match="enrol request"):
                write(store, RowId(home["id"]), beds=3)
            with pytest.raises(NotAllowed):
                store.seal()  # it would make a second segment under a number that may be taken
            assert len(store.tail()) == 1


def test_an_old_copy_can_be_backed_up_with_its_unsealed_acts(rolled_back: Path, tmp_path: Path) -> None:
    with Workspace.open(rolled_back, None) as workspace:
        write_backup(workspace, tmp_path / "b.zip", NOW, None)
        before = contents(workspace.store, (*COMPARED, "log"))
    restore(Backup(tmp_path / "b.zip"), tmp_path / "r", None)
    with Workspace.open(tmp_path / "r", None) as workspace:
        assert len(workspace.store.tail()) == 1 and contents(workspace.store, (*COMPARED, "log")) == before


def test_the_right_database_put_back_again_goes_on(rolled_back: Path, tmp_path: Path) -> None:
    Workspace.open(rolled_back, None).close()
    shutil.copyfile(tmp_path / "newer", rolled_back / DATABASE)
    with Workspace.open(rolled_back, None) as workspace:
        assert workspace.warnings == []
        assert write(workspace.store, RowId(workspace.store.find("institution")[0]["id"]), beds=3, now=NOW + 3).seq == 4


def test_an_old_database_enrolled_anew_keeps_its_unsealed_acts_and_takes_the_sealed_ones_when_they_come(
    rolled_back: Path, tmp_path: Path
) -> None:
    newer = Store(tmp_path / "newer", data_key(rolled_back))
    newer.seal()
    with Workspace.open(rolled_back, None) as workspace:
        store = workspace.store
        store.leave()
        store.trust.set_local(device=2, device_keys=device_keys(2).to_bytes())
        store.trust.reload()
        (home,) = store.find("institution")
        assert home["beds"] == 1
        made = write(store, RowId(home["id"]), phone="0475", now=NOW + 9)
        assert (made.device, made.seq) == (2, 1) and store.seal() == 1
        assert len(store.tail()) == 1, "the act of the old name is still here"
        for row in newer.query("SELECT object FROM segment ORDER BY ordinal"):
            assert store.receive(row["object"]).status in ("known", "new")
        store.apply_received()
        for row in store.query("SELECT object FROM segment WHERE device = 2"):
            newer.receive(row["object"])
        newer.apply_received()
        assert store.tail() == [] and contents(store, COMPARED) == contents(newer, COMPARED)
        assert store.find("institution")[0]["beds"] == 2 and verify(store) == []
    newer.close()
    with Workspace.open(rolled_back, None) as workspace:
        assert workspace.warnings == [] and not workspace.store.outdated


def data_key(path: Path) -> bytes:
    with Workspace.open(path, None) as workspace:
        return workspace.data_key


def test_a_database_of_a_former_name_is_an_old_copy_too(rolled_back: Path, tmp_path: Path) -> None:
    shutil.copyfile(tmp_path / "newer", rolled_back / DATABASE)
    with Workspace.open(rolled_back, None) as workspace:
        workspace.store.leave()
        workspace.store.trust.set_local(device=2, device_keys=device_keys(2).to_bytes())
        workspace.store.trust.reload()
    shutil.copyfile(tmp_path / "newer", rolled_back / DATABASE)
    with Workspace.open(rolled_back, None) as workspace:
        assert workspace.store.outdated


def test_a_crash_only_lets_the_mark_lag_behind_which_is_no_old_copy(workspace: Workspace, tmp_path: Path) -> None:
    path = crash_image(workspace, tmp_path)
    assert not (path / MARK).exists() or b'"acts": 0' in (path / MARK).read_bytes()
    with Workspace.open(path, None) as reopened:
        assert not any("旧副本" in str(text) for text in reopened.warnings)
        assert (path / MARK).read_bytes() == b'{"device": 1, "acts": 2}'


def test_reading_writes_nothing_beside_the_database(workspace: Workspace) -> None:
    path = workspace.path
    workspace.close()
    before = {file: os.stat(file).st_mtime_ns for file in path.rglob("*") if file.is_file()}
    with Workspace.open(path, None) as reopened:
        assert len(reopened.store.find("institution")) == 1
    assert {file: os.stat(file).st_mtime_ns for file in path.rglob("*") if file.is_file()} == before
    workspace._lock = open(path / "lock", "a+", encoding="utf-8")  # noqa: SIM115 - closed by the fixture
    workspace.store = Store(path / DATABASE, workspace.data_key)
