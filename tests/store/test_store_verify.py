"""Verify names everything that is not what was written, and is silent otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3
from store_world import FIRST, INSPECTOR, KEY, NOW, STRANGER, Chain, act, begin, hand_over, new, objects, write

from fieldaudit.domain.core import Change, RowId, make_id
from fieldaudit.errors import Damaged
from fieldaudit.store import Store, Workspace
from fieldaudit.store.verify import MAX_NAMED, verify
from fieldaudit.store.workspace import page_damage

pytestmark = pytest.mark.slow  # `make check` stays under a minute

Bureau = Callable[[int], list[Store]]


@pytest.fixture
def busy(bureau: Bureau) -> Store:
    """A laptop that holds something of every kind: sealed, received, unsealed, parked, quarantined, in conflict, unopened."""
    here, there, _ = bureau(3)
    home = begin(here, name="一")
    write(here, home, phone="0475")
    item = here.create("item", severity="major", finding="安全出口锁闭", institution=home)
    event = here.create("event", item=item.row, kind="submitted", facts_json="{}")
    here.commit(FIRST, "inspection.answer", INSPECTOR, [item], NOW)
    here.commit(FIRST, "item.submit", INSPECTOR, [event], NOW)
    hand_over(here, there)
    write(here, home, name="二")
    here.seal()
    write(there, home, name="三")
    hand_over(there, here)
    chain = Chain(3)
    here.receive(chain.seal(act(3, 1, Change("institution", RowId(make_id(2, 77)), {"beds": 1}))))
    here.receive(chain.seal(act(3, 2, new("institution", make_id(3, 1)), author=STRANGER)))
    here.apply_received()
    here.receive(chain.seal(act(3, 3, new("institution", make_id(3, 2)))))
    begin(here, name="四")
    assert {
        table
        for table in ("parked", "quarantine", "conflict", "head", "log", "segment")
        if not here.query(f"SELECT * FROM {table}")
    } == set()
    return here


def test_verify_says_nothing_of_a_whole_workspace_and_changes_nothing(busy: Store) -> None:
    before = busy.connection.total_changes
    assert verify(busy) == []
    assert busy.connection.total_changes == before


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE institution SET name = '改' WHERE id = {home}", ("institution {home}", "name", "'改'")),
        ("UPDATE institution SET beds = 9 WHERE id = {home}", ("institution {home}", "beds", "9", "None")),
        ("UPDATE institution SET _by = 7 WHERE id = {home}", ("institution {home}", "_by")),
        ("UPDATE institution SET void = '' WHERE id = {home}", ("institution {home}", "void")),
        ("UPDATE head SET val = '改' WHERE col = 'phone'", ("head {home} phone", "'改'")),
        ("UPDATE head SET hlc = hlc + 1 WHERE col = 'phone'", ("head {home} phone", "hlc")),
        ("DELETE FROM head WHERE col = 'phone'", ("head {home} phone", "缺")),
        ("DELETE FROM institution WHERE id = {home}", ("institution {home}", "缺")),
        ("INSERT INTO institution(id, name) VALUES(5, '无中生有')", ("institution 5", "没有这一行")),
        ("UPDATE item_state SET state = 'cleared'", ("item_state", "'cleared'", "'found'")),
        ("DELETE FROM item_state", ("item_state", "缺")),
        ("DELETE FROM conflict", ("conflict {home} name", "缺")),
        ("INSERT INTO conflict VALUES(1, 'name', 'item')", ("conflict 1 name", "没有这一行")),
        ("DELETE FROM parked", ("parked", "缺")),
        ("DELETE FROM quarantine", ("quarantine", "缺")),
        ("DELETE FROM log", ("institution", "没有这一行")),
        ("UPDATE log SET body = CAST(replace(CAST(body AS TEXT), '四', '五') AS BLOB)", ("institution", "'四'", "'五'")),
        ("DELETE FROM segment WHERE device = 1 AND ordinal = 1", ("segments/1/1/2", "不相接")),
        ("DELETE FROM segment WHERE device = 2", ("head", "没有这一行")),
        ("UPDATE segment SET chain = zeroblob(32) WHERE device = 2", ("segments/1/2/1", "不相接")),
        (
            "UPDATE segment SET object = (SELECT object FROM segment WHERE device = 2) WHERE device = 3 AND ordinal = 1",
            ("segments/1/3/1",),
        ),
        ("DELETE FROM certificate WHERE device = 2", ("segments/1/2/1", "证书")),
    ],
)
def test_verify_names_what_was_altered_by_hand(busy: Store, sql: str, words: tuple[str, ...]) -> None:
    home = busy.find("institution", phone="0475")[0]["id"]
    assert busy.connection.execute(sql.format(home=home)).rowcount > 0
    busy.trust.reload()
    faults = [str(fault) for fault in verify(busy)]
    assert any(all(word.format(home=home) in fault for word in words) for fault in faults), faults


def test_verify_names_the_segment_in_which_any_one_byte_was_changed(busy: Store) -> None:
    whole = objects(busy, device=1)[0]
    for place in range(0, len(whole), 41):
        bad = bytearray(whole)
        bad[place] ^= 0x10
        busy.connection.execute("UPDATE segment SET object = ? WHERE device = 1 AND ordinal = 1", (bytes(bad),))
        assert any("segments/1/1/1" in str(fault) for fault in verify(busy)), place
    busy.connection.execute("UPDATE segment SET object = ? WHERE device = 1 AND ordinal = 1", (whole,))
    assert verify(busy) == []


def test_many_differences_are_counted(busy: Store) -> None:
    for n in range(MAX_NAMED + 5):
        busy.connection.execute("INSERT INTO institution(id) VALUES(?)", (n + 1,))
    faults = verify(busy)
    assert len(faults) == MAX_NAMED + 1
    assert "5" in str(faults[-1])


@pytest.mark.parametrize("page", [0, 1, 3, -1])
def test_a_flipped_byte_in_a_page_of_the_file_is_named_and_nothing_more_is_written(tmp_path: Path, page: int) -> None:
    with Workspace.create(tmp_path / "w", None) as workspace:
        key = workspace.data_key
    file = tmp_path / "w" / "fieldaudit.db"
    data = bytearray(file.read_bytes())
    pages = len(data) // 4096
    data[(page % pages) * 4096 + 2000] ^= 1
    file.write_bytes(data)
    damaged = hashlib.sha256(data).digest()
    assert page_damage(tmp_path / "w", key) != []
    try:
        with Workspace.open(tmp_path / "w", None) as workspace:
            assert verify(workspace.store) != []
    except Damaged as error:
        assert "fieldaudit rebuild" in str(error)
    assert hashlib.sha256(file.read_bytes()).digest() == damaged


def test_a_file_that_is_whole_has_no_damaged_page(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w", None) as workspace:
        key = workspace.data_key
    assert page_damage(tmp_path / "w", key) == []
    assert page_damage(tmp_path / "w", bytes(32)) != [], "with another key nothing can be read"


def test_nothing_of_the_database_can_be_read_without_the_key(tmp_path: Path, laptop: Store) -> None:
    begin(laptop, name="谁也不该读到")
    laptop.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = Path(laptop.path).read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert "谁也不该读到".encode() not in data and "谁也不该读到".encode("gb18030") not in data
    with pytest.raises(Damaged):
        Store(laptop.path, bytes(32))
    plain = sqlcipher3.connect(laptop.path)
    with pytest.raises(sqlcipher3.DatabaseError):
        plain.execute("SELECT * FROM institution")
    plain.close()
    assert len(KEY) == 32
