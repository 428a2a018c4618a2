"""A workspace of every released format opens with today's program, loses nothing, and can be recorded in.

`released/vN.tar.gz` is a real one of format N; `released/make_vN.py` says what is in it and made it.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from fieldaudit.domain.core import RowId, Scope
from fieldaudit.errors import Damaged, FieldauditError, MachineError
from fieldaudit.evidence.blobs import BlobStore
from fieldaudit.store import Store, Workspace
from fieldaudit.store.backup import Backup, restore, write_backup
from fieldaudit.store.connection import connect, damaged_pages
from fieldaudit.store.keyfile import read_key
from fieldaudit.store.migrate import STEPS
from fieldaudit.store.schema import KEPT, SCHEMA_VERSION
from fieldaudit.store.verify import verify

pytestmark = pytest.mark.slow  # `make check` stays under a minute

RELEASED = Path(__file__).parent / "released"
FIRST_FORMAT = 1
AFTER = 1_795_600_000_000  # ms, after everything in them


@pytest.fixture(params=range(FIRST_FORMAT, SCHEMA_VERSION))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of a workspace of an older format."""
    with tarfile.open(RELEASED / f"v{request.param}.tar.gz") as archive:
        archive.extractall(tmp_path)
    return tmp_path / f"v{request.param}"


def said(old: Path) -> dict[str, list[dict[str, Any]]]:
    """What the tables said to the program that wrote it."""
    found: dict[str, list[dict[str, Any]]] = json.loads((old / "facts.json").read_text("utf-8"))
    return found


def version(path: Path) -> int:
    connection = connect(path / "fieldaudit.db", read_key(path, None)[0])
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def same(old: Path, store: Store) -> None:
    """Every row is there and says the same; what the old program could not read is in the tables now."""
    before = said(old)
    could_not_read = {row["cid"] for row in before.pop("quarantine")}
    assert bool(could_not_read) == (old.name in ("v1", "v2")), "format 3 could read all that ours can"
    assert store.query("SELECT cid FROM quarantine") == []
    keys = {"item_state": "item", "inspection_state": "inspection", "log": "id", "parked": "cid", "conflict": "row"}
    for table, rows in before.items():
        for row in rows:
            key = keys.get(table, "id")
            value = row.pop("id") if key not in row else row[key]
            (now,) = store.query(f'SELECT * FROM "{table}" WHERE "{key}" = ?', (value,))
            if now.get("_last") in could_not_read:
                row = {name: cell for name, cell in row.items() if name not in ("_last", "_hlc")}
            assert {name: now[name] for name in row} == row, table
    for table in ("item", "event", "answer", "notice", "service", "conflict", "parked", "log"):
        assert store.query(f'SELECT count(*) AS n FROM "{table}"')[0]["n"] == len(said(old)[table])


def test_there_is_a_workspace_and_a_step_of_every_released_format() -> None:
    released = {int(path.name.removeprefix("v").partition(".")[0]) for path in RELEASED.glob("v*.tar.gz")}
    assert released == set(range(FIRST_FORMAT, SCHEMA_VERSION)) == set(STEPS)


def test_every_fact_is_there_and_a_record_can_be_made(old: Path) -> None:
    was = version(old)
    with Workspace.open(old, None) as workspace:
        store = workspace.store
        same(old, store)
        assert verify(store) == []
        (told,) = workspace.warnings
        assert f"before-format-{was + 1}.db" in str(told)
        blobs = BlobStore(workspace.blobs, store.trust)
        owners = [(row["object"], row["sha256"]) for row in store.query("SELECT object, sha256 FROM attachment")]
        assert list(blobs.verify(owners)) == [] and all(name in blobs for name, _ in owners)
        home = next(row for row in store.find("institution") if row["name"] == "南山养老院")
        inspector = next(RowId(row["id"]) for row in store.find("person", role="inspector"))
        change = store.edit("institution", RowId(home["id"]), beds=45)
        commit, _ = store.commit(Scope(home["_scope"]), "register.edit", inspector, [change], AFTER)
        assert commit.seq == max(row["id"] for row in said(old)["log"]) % (1 << 40) + 1, "counting goes on"
        assert store.seal() > 0 and verify(store) == []
    assert version(old) == SCHEMA_VERSION
    with Workspace.open(old, None) as workspace:
        assert workspace.store.get("institution", RowId(home["id"]))["beds"] == 45  # type: ignore[index]


def test_what_an_older_program_could_not_read_enters_now(old: Path) -> None:
    with Workspace.open(old, None) as workspace:
        (annotation,) = workspace.store.find("annotation")
        assert annotation["shape"] == "arrow"
        (merged,) = [row for row in workspace.store.find("institution") if row["merged_into"]]
        assert merged["name"] == "北苑养老中心"


def test_a_paper_that_format_2_could_not_read_enters_now(tmp_path: Path) -> None:
    with tarfile.open(RELEASED / "v2.tar.gz") as archive:
        archive.extractall(tmp_path)
    with Workspace.open(tmp_path / "v2", None) as workspace:
        (paper,) = workspace.store.find("paper")
        assert (paper["number"], paper["serial"]) == ("通民养案〔2026〕101号", 101)


def test_the_old_database_is_kept_whole_for_the_old_program(old: Path) -> None:
    key, number = read_key(old, None)[0], version(old)
    before = dump(old / "fieldaudit.db", key)
    Workspace.open(old, None).close()
    (copy,) = (old / "snapshots").glob("*.db")
    assert copy.name == f"before-format-{number + 1}.db" and damaged_pages(copy, key) == []
    assert dump(copy, key) == before


def dump(path: Path, key: bytes) -> dict[str, list[str]]:
    connection = connect(path, key)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {table: sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"'))) for table in tables}
    finally:
        connection.close()


def test_a_migration_that_fails_leaves_the_old_database_and_says_where_its_copy_is(old: Path) -> None:
    key, number = read_key(old, None)[0], version(old)
    connection = connect(old / "fieldaudit.db", key)
    connection.execute("CREATE TABLE stranger(x)")  # dropped; an index of the log's under a name of ours is in the way
    connection.execute("DROP INDEX event_item")
    connection.execute("CREATE INDEX event_item ON log(id)")
    connection.close()
    before = dump(old / "fieldaudit.db", key)
    for _ in range(2):
        with pytest.raises(FieldauditError, match="before-format"):
            Workspace.open(old, None)
        assert version(old) == number and dump(old / "fieldaudit.db", key) == before
    connection = connect(old / "fieldaudit.db", key)
    connection.execute("DROP INDEX event_item")
    connection.close()
    with Workspace.open(old, None) as workspace:
        same(old, workspace.store)
        tables = {row["name"] for row in workspace.store.query("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "stranger" not in tables and set(KEPT) <= tables


def test_an_old_database_with_a_damaged_page_is_not_migrated(old: Path) -> None:
    data = bytearray((old / "fieldaudit.db").read_bytes())
    data[len(data) // 2] ^= 1
    (old / "fieldaudit.db").write_bytes(data)
    with pytest.raises(Damaged):
        Workspace.open(old, None)
    assert (old / "fieldaudit.db").read_bytes() == bytes(data)


def test_a_backup_written_by_an_older_program_is_migrated_when_it_is_restored(old: Path, tmp_path: Path) -> None:
    with Workspace.open(old, None) as workspace:
        write_backup(workspace, tmp_path / "b.zip", AFTER, None)
    restore(Backup(tmp_path / "b.zip"), tmp_path / "r", None)
    with Workspace.open(tmp_path / "r", None) as workspace:
        assert workspace.store.trust.device == 0
        assert len(workspace.store.find("annotation")) == 1


def test_a_newer_format_is_refused_untouched(old: Path) -> None:
    key = read_key(old, None)[0]
    connection = connect(old / "fieldaudit.db", key)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = hashlib.sha256((old / "fieldaudit.db").read_bytes()).hexdigest()
    with pytest.raises(MachineError, match="更新版本"):
        Workspace.open(old, None)
    assert hashlib.sha256((old / "fieldaudit.db").read_bytes()).hexdigest() == before
    assert not (old / "snapshots").exists()


def test_a_copy_cut_off_in_the_middle_is_made_again(old: Path) -> None:
    (old / "snapshots").mkdir()
    copy = f"before-format-{version(old) + 1}.db"
    (old / "snapshots" / f".{copy}.0.part").write_bytes(b"half")
    (old / "snapshots" / copy).write_bytes(b"half")
    Workspace.open(old, None).close()
    assert version(old) == SCHEMA_VERSION
    key = read_key(old, None)[0]
    assert damaged_pages(old / "snapshots" / copy, key) == []
