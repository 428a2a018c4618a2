"""A backup holds everything but the laptop: read at once, recorded in again only under a new number."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest
from store_world import (
    ADMIN,
    COMMON,
    FIRST,
    INSPECTOR,
    NOW,
    begin,
    certificate,
    contents,
    device_keys,
    enrol,
    hand_over,
    signed,
    write,
)

from fieldaudit.errors import BadInput, Damaged, MachineError, NotAllowed
from fieldaudit.evidence.blobs import BlobStore
from fieldaudit.store import Store, Workspace
from fieldaudit.store.backup import KEEP, Backup, keep_snapshot, restore, snapshots, write_backup
from fieldaudit.store.pins import set_pin
from fieldaudit.store.schema import COMPARED
from fieldaudit.store.verify import verify

pytestmark = pytest.mark.slow  # backups are written and read

PASSPHRASE = "一个口令"
PICTURE = f"123/{'ab' * 20}"  # from a phone, in the folder of its visit


def photo(workspace: Workspace, plain: bytes) -> str:
    """A photo of a home, as evidence keeps it."""
    store = workspace.store
    name = BlobStore(workspace.blobs, store.trust).put(plain, FIRST)
    sha = hashlib.sha256(plain).hexdigest()
    made = store.create("attachment", owner_table="institution", owner_row=1, kind="photo", object=name, sha256=sha)
    store.commit(FIRST, "inspection.attach", INSPECTOR, [made], NOW)
    return name


@contextmanager
def opened(path: Path, passphrase: str | None = None) -> Iterator[Workspace]:
    with Workspace.open(path, passphrase) as workspace:
        yield workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The bureau's first laptop: a corrected home, two photos, one from a phone not placed yet, a PIN, sealed acts and a tail."""
    with Workspace.create(tmp_path / "w", None) as made:
        enrol(made.store, 1, signed(certificate(1), certificate(2)))
        home = begin(made.store)
        made.store.seal()
        write(made.store, home, beds=40)
        photo(made, b"one")
        photo(made, b"two")
        set_pin(made.store, ADMIN, "4711")
        (made.received / "123").mkdir(parents=True)
        (made.received / PICTURE).write_bytes(bytes(range(200)))
        yield made


def facts(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return contents(store, COMPARED)


def test_a_backup_seals_first_and_what_is_restored_reads_everything(workspace: Workspace, tmp_path: Path) -> None:
    before = facts(workspace.store)
    written = write_backup(workspace, tmp_path / "b.zip", NOW, PASSPHRASE)
    assert workspace.store.tail() == [], "sealed, so that what is lost later can come back by a stick"
    assert (written.photos, written.damaged, written.size) == (2, (), (tmp_path / "b.zip").stat().st_size)

    backup = Backup(tmp_path / "b.zip")
    assert backup.protected and backup.about["device"] == 1 and backup.about["taken_at"] == NOW
    for wrong in (None, "另一个口令"):
        with pytest.raises(NotAllowed):
            restore(backup, tmp_path / "r", wrong)
        assert not (tmp_path / "r").exists()
    restored = restore(backup, tmp_path / "r", PASSPHRASE)
    assert (restored.device, restored.photos) == (1, 2)
    with opened(tmp_path / "r", PASSPHRASE) as copy:
        assert copy.protected and facts(copy.store) == before and verify(copy.store) == []
        blobs = BlobStore(copy.blobs, copy.store.trust)
        assert sorted(blobs.get(name) for name in blobs.names()) == [b"one", b"two"]
        assert (copy.received / PICTURE).read_bytes() == bytes(range(200))


def test_a_backup_holds_no_key_of_the_laptop_or_the_bureau_and_no_pin(workspace: Workspace, tmp_path: Path) -> None:
    trust = workspace.store.trust
    assert trust.keys is not None and trust.bureau is not None
    secrets = [trust.keys.to_bytes(), trust.keys.to_bytes()[:32], trust.keys.to_bytes()[32:], trust.bureau.to_bytes()]
    write_backup(workspace, tmp_path / "b.zip", NOW, None)
    restore(Backup(tmp_path / "b.zip"), tmp_path / "r", None)
    with opened(tmp_path / "r") as copy:
        assert copy.store.query("SELECT key FROM local") == [{"key": "bureau_public"}]
        assert copy.store.query("SELECT * FROM pin") == []
        assert (copy.store.trust.device, copy.store.trust.keys, copy.store.trust.bureau) == (0, None, None)
        # Nor in pages that were freed: the file, decrypted page by page, does not hold them.
        copy.store.connection.execute("ATTACH ? AS plain KEY ''", (str(tmp_path / "plain.db"),))
        copy.store.connection.execute("SELECT sqlcipher_export('plain')")
        copy.store.connection.execute("DETACH plain")
    plain = (tmp_path / "plain.db").read_bytes()
    assert trust.bureau_public in plain and not any(secret in plain for secret in secrets)


def test_a_restored_workspace_records_only_after_it_was_enrolled_as_another_laptop(workspace: Workspace, tmp_path: Path) -> None:
    home = workspace.store.find("institution")[0]["id"]
    write_backup(workspace, tmp_path / "b.zip", NOW, None)
    lost = write(workspace.store, home, phone="0475")  # after the backup; handed over before the laptop broke
    restore(Backup(tmp_path / "b.zip"), tmp_path / "r", None)
    with opened(tmp_path / "r") as copy:
        before = facts(copy.store)
        with pytest.raises(NotAllowed, match="enrol request"):
            begin(copy.store)
        assert copy.store.seal() == 0 and facts(copy.store) == before
        trust = copy.store.trust
        trust.set_local(device=2, device_keys=device_keys(2).to_bytes())
        trust.reload()
        made = write(copy.store, home, beds=50, now=NOW + 5000)
        assert (made.device, made.seq) == (2, 1), "nothing of the old laptop's numbers is inherited"
        hand_over(workspace.store, copy.store)
        assert copy.store.get("institution", home)["phone"] == "0475", f"{lost.id} comes back as another laptop's"
        hand_over(copy.store, workspace.store)
        assert facts(copy.store) == facts(workspace.store)
        assert verify(copy.store) == [] == verify(workspace.store)


def test_a_backup_overwrites_nothing_and_a_refused_one_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"mine")
    before = sorted(tmp_path.iterdir())
    for target in (tmp_path / "b.zip", tmp_path, tmp_path / "nowhere" / "b.zip"):
        with pytest.raises(BadInput):
            write_backup(workspace, target, NOW, None)
    assert sorted(tmp_path.iterdir()) == before and (tmp_path / "b.zip").read_bytes() == b"mine"
    assert not list((tmp_path / "w").glob(".*"))


def test_a_damaged_photo_is_named_and_left_out_of_a_backup(workspace: Workspace, tmp_path: Path) -> None:
    spoilt = photo(workspace, b"three")
    (workspace.blobs / spoilt[:2] / spoilt).write_bytes(b"torn")
    written = write_backup(workspace, tmp_path / "b.zip", NOW, None)
    assert (written.photos, written.damaged) == (2, (spoilt,))
    assert Backup(tmp_path / "b.zip").faults() == []


def test_a_restore_refuses_a_folder_in_use_and_what_is_no_backup(workspace: Workspace, tmp_path: Path) -> None:
    write_backup(workspace, tmp_path / "b.zip", NOW, None)
    for taken in (tmp_path / "w", tmp_path / "b.zip"):
        with pytest.raises(BadInput):
            restore(Backup(tmp_path / "b.zip"), taken, None)
    (tmp_path / "text").write_text("not a backup")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    for wrong, kind in (("text", Damaged), ("other.zip", Damaged), ("nothing", BadInput)):
        with pytest.raises(kind, match=wrong):
            Backup(tmp_path / wrong)
    (tmp_path / "empty").mkdir()
    restore(Backup(tmp_path / "b.zip"), tmp_path / "empty", None)
    assert facts_of(tmp_path / "empty") == facts(workspace.store)


def facts_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with opened(path) as workspace:
        return facts(workspace.store)


def members(path: Path) -> dict[str, tuple[int, int]]:
    """member -> where its bytes begin in the file, and how many there are."""
    with zipfile.ZipFile(path) as archive:
        return {each.filename: (each.header_offset + 30 + len(each.filename), each.file_size) for each in archive.infolist()}


def test_every_damaged_member_is_named_and_nothing_is_restored(workspace: Workspace, tmp_path: Path) -> None:
    write_backup(workspace, tmp_path / "b.zip", NOW, None)
    whole = (tmp_path / "b.zip").read_bytes()
    for name, (start, size) in members(tmp_path / "b.zip").items():
        for at in (start + 40, start + size // 2, start + size - 30):
            (tmp_path / "bad.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(Damaged, match=name):
                restore(Backup(tmp_path / "bad.zip"), tmp_path / "r", None)
            assert not (tmp_path / "r").exists() and not list(tmp_path.glob(".*"))
    for length in (0, 30, len(whole) // 2, len(whole) - 1):
        (tmp_path / "bad.zip").write_bytes(whole[:length])
        with pytest.raises(Damaged):
            Backup(tmp_path / "bad.zip")


def test_damaged_photos_can_be_done_without(workspace: Workspace, tmp_path: Path) -> None:
    write_backup(workspace, tmp_path / "b.zip", NOW, None)
    whole = bytearray((tmp_path / "b.zip").read_bytes())
    name = next(name for name in members(tmp_path / "b.zip") if name.startswith("blobs/"))
    whole[members(tmp_path / "b.zip")[name][0] + 50] ^= 1
    (tmp_path / "b.zip").write_bytes(whole)
    restored = restore(Backup(tmp_path / "b.zip"), tmp_path / "r", None, skip_damaged=True)
    assert (restored.photos, restored.damaged) == (1, (name,))
    assert facts_of(tmp_path / "r") == facts(workspace.store)


def test_whatever_bit_of_its_directory_is_flipped_a_backup_is_whole_or_called_damaged(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    write_backup(workspace, path, NOW, None)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    refused = 0
    for place, bit in product(range(start, len(data)), (1, 8)):  # 8 makes "stored" "deflated"
        spoilt = bytearray(data)
        spoilt[place] ^= bit
        path.write_bytes(spoilt)
        try:
            refused += bool(Backup(path).faults())
        except Damaged:
            refused += 1
    assert refused > len(data) - start


def test_what_somebody_laid_among_the_pictures_stops_no_backup(workspace: Workspace, tmp_path: Path) -> None:
    for stray in ("123/Thumbs.db", "desktop.ini", f"notes/{'ab' * 20}"):
        (workspace.received / stray).parent.mkdir(exist_ok=True)
        (workspace.received / stray).write_bytes(b"stray")
    (workspace.received / "123" / ("cd" * 20)).mkdir()
    write_backup(workspace, tmp_path / "b.zip", NOW, None)
    keep_snapshot(workspace, NOW, "2026-11-25")
    for n, path in enumerate((tmp_path / "b.zip", snapshots(workspace.path)[0])):
        restore(Backup(path), tmp_path / f"r{n}", None)
        found = [each for each in (tmp_path / f"r{n}" / "received").rglob("*") if each.is_file()]
        assert found == [tmp_path / f"r{n}" / "received" / PICTURE]


def test_a_backup_of_an_earlier_program_that_knew_no_pictures_is_restored(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.received / PICTURE).unlink()
    write_backup(workspace, tmp_path / "new.zip", NOW, None)
    with zipfile.ZipFile(tmp_path / "new.zip") as new, zipfile.ZipFile(tmp_path / "b.zip", "w") as old:
        for name in new.namelist():
            about = json.loads(new.read(name)) if name == "backup.json" else {}
            about.pop("received", None)
            old.writestr(name, json.dumps(about) if about else new.read(name))
    assert restore(Backup(tmp_path / "b.zip"), tmp_path / "r", None).photos == 2


def test_a_backup_of_a_newer_program_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("backup.json", json.dumps({"fieldaudit": "backup/2", "sha256": {"fieldaudit.db": "", "key.json": ""}}))
    with pytest.raises(BadInput, match="更新版本"):
        Backup(tmp_path / "b.zip")


def test_a_restore_that_was_cut_off_is_no_workspace_and_in_nobodys_way(workspace: Workspace, tmp_path: Path) -> None:
    write_backup(workspace, tmp_path / "b.zip", NOW, None)
    (tmp_path / ".r.restoring" / "blobs").mkdir(parents=True)
    (tmp_path / ".r.restoring" / "fieldaudit.db").write_bytes(b"half")
    restore(Backup(tmp_path / "b.zip"), tmp_path / "r", None)
    assert facts_of(tmp_path / "r") == facts(workspace.store) and not list(tmp_path.glob(".*"))


# -- snapshots -------------------------------------------------------------------------------------------


def test_a_snapshot_is_kept_each_day_and_the_oldest_of_seven_goes(workspace: Workspace) -> None:
    for day in range(1, KEEP + 3):
        for _ in range(2):  # the second time of a day makes none
            assert keep_snapshot(workspace, NOW + day, f"2026-11-{day:02}") is None
    kept = [f"{day:04}-2026-11-{day:02}" for day in range(KEEP + 2, 2, -1)]
    assert [path.stem for path in snapshots(workspace.path)] == kept
    assert all(Backup(path).faults() == [] and Backup(path).about["taken_at"] > NOW for path in snapshots(workspace.path))


def test_a_clock_that_was_years_ahead_makes_no_snapshot_look_newest_and_drives_out_none(workspace: Workspace) -> None:
    days = [f"2099-01-{day:02}" for day in range(1, KEEP + 1)] + ["2026-11-24", "2026-11-25"]
    for day in days:
        assert keep_snapshot(workspace, NOW, day) is None
    assert [path.stem.partition("-")[2] for path in snapshots(workspace.path)] == days[: -KEEP - 1 : -1]
    newest = snapshots(workspace.path)[0]
    made = newest.stat().st_mtime_ns
    keep_snapshot(workspace, NOW, "2026-11-25")
    assert snapshots(workspace.path)[0] == newest and newest.stat().st_mtime_ns == made, "still one a day"


def test_an_empty_workspace_needs_no_snapshot(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w", None) as workspace:
        assert keep_snapshot(workspace, NOW, "2026-11-25") is None
    assert not (tmp_path / "w" / "snapshots").exists()


def test_a_snapshot_is_restored_with_the_photos_that_lie_beside_it(workspace: Workspace, tmp_path: Path) -> None:
    keep_snapshot(workspace, NOW, "2026-11-25")
    assert not any(name.startswith(("blobs/", "received/")) for name in members(snapshots(workspace.path)[0]))
    restored = restore(Backup(snapshots(workspace.path)[0]), tmp_path / "r", None)
    assert restored.photos == 2 and facts_of(tmp_path / "r") == facts(workspace.store)
    assert (tmp_path / "r" / "received" / PICTURE).read_bytes() == bytes(range(200))
    spoilt = next(iter(workspace.blobs.glob("??/*")))
    spoilt.write_bytes(b"torn")
    restored = restore(Backup(snapshots(workspace.path)[0]), tmp_path / "r2", None)
    assert restored.photos == 1 and restored.damaged == (f"blobs/{spoilt.name}",)


def test_a_backup_is_restored_into_the_empty_folder_one_stands_in(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_backup(workspace, tmp_path / "b.zip", NOW, None)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    restore(Backup(tmp_path / "b.zip"), Path("."), None)
    assert facts_of(tmp_path / "here") == facts(workspace.store)


def test_a_snapshot_that_cannot_be_made_stops_nobody_and_says_why(workspace: Workspace) -> None:
    (workspace.path / "snapshots").write_bytes(b"in the way")
    warning = keep_snapshot(workspace, NOW, "2026-11-25")
    assert warning is not None and "snapshots" in str(warning)
    begin(workspace.store, now=NOW + 60_000)


def test_nobody_restores_over_the_disk_being_full_by_half(workspace: Workspace, tmp_path: Path) -> None:
    write_backup(workspace, tmp_path / "b.zip", NOW, None)
    with pytest.raises((MachineError, BadInput)):
        restore(Backup(tmp_path / "b.zip"), tmp_path / "b.zip" / "inside", None)
    assert COMMON == 0
