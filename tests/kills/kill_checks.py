"""What must hold after a blow: what was acknowledged is there, nothing is half there, work goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from killed_scripts import ACTS_BEFORE, BLOB, OLDEST, PHOTOS_BEFORE, SCRIPTS, last_act, photos, silent
from office_scripts import OFFICE, open_office
from store_world import COMMON, FIRST, NOW, contents, scope_key
from sync_world import Laptop, picture

from fieldaudit.domain.core import Scope
from fieldaudit.store import Store, Workspace
from fieldaudit.store.backup import Backup
from fieldaudit.store.connection import connect, damaged_pages
from fieldaudit.store.history import own_acts
from fieldaudit.store.keyfile import DATABASE, read_key
from fieldaudit.store.migrate import SNAPSHOTS
from fieldaudit.store.salvage import DAMAGED
from fieldaudit.store.schema import COMPARED, SCHEMA_VERSION
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.proof import verify_carrier
from fieldaudit.wire.segments import open_segment
from fieldaudit.work import inspect

Acknowledged = Sequence[str]


def numbered(acknowledged: Acknowledged, what: str) -> list[str]:
    """What was acknowledged of one kind."""
    return [words.removeprefix(f"{what} ") for words in acknowledged if words.startswith(f"{what} ")]


def check_refusals(said: Sequence[str], *kinds: str) -> list[str]:
    """What was refused; each refusal is the machine's (or of these kinds), and says why, what is safe and what to do."""
    refused = [line.split(" | ") for line in said if line.startswith("refused")]
    for _, what, kind, why, _where, safe, todo in refused:
        assert kind in ("MachineError", *kinds) and why and safe and todo, (what, kind, why, safe, todo)
    return [line[1] for line in refused]


def check_laptop(laptop: Laptop, device: int = 1) -> None:
    """`verify` clean, every own photo here, nothing half-written left behind."""
    assert laptop.faults() == []
    own = laptop.store.query("SELECT object FROM attachment WHERE _commit >> 40 = ?", (device,))
    assert all(row["object"] in laptop.blobs for row in own), "a photo is durable before the act that names it"
    left = [path.name for path in laptop.workspace.path.rglob(".*")]
    assert left == [], "opening clears away what was half written"


def check_acts(store: Store, acknowledged: int, perhaps: int = 1) -> None:
    """Every act up to the last one acknowledged, each whole, and at most the one that was being recorded."""
    homes = store.query("SELECT * FROM institution WHERE _scope = ? ORDER BY id", (FIRST,))
    last = len(homes) - 1
    assert last >= acknowledged, "an acknowledged act is missing"
    assert last <= acknowledged + perhaps, "what was refused is there"
    assert [home["name"] for home in homes[1:]] == [str(n) for n in range(1, last + 1)]
    assert homes[0]["beds"] == (last or None)
    assert [home["void"] is None for home in homes] == [n in (0, last) for n in range(last + 1)]


def check_photos(laptop: Laptop, acknowledged: int, perhaps: int = 1) -> None:
    """Every photo up to the last one acknowledged, byte for byte, and at most the one that was being taken in."""
    held = photos(laptop.store)
    assert acknowledged <= len(held) <= acknowledged + perhaps
    assert held == list(range(1, len(held) + 1))
    assert list(laptop.photos().values()) == [picture(n, BLOB) for n in held]


def check_kept_once(store: Store) -> None:
    """Every own act lies in the tail or in one segment."""
    kept = [row["id"] & ((1 << 40) - 1) for row in store.query("SELECT id FROM log")]
    for row in store.query("SELECT scope, object FROM segment WHERE device = 1 ORDER BY scope, ordinal"):
        kept += [commit.seq for commit in open_segment(row["object"], scope_key(Scope(row["scope"]))).commits]
    assert sorted(kept) == list(range(1, len(kept) + 1)), "no act is both sealed and unsealed, none is neither"


def note_held(folder: Path, acts: int, photos_: int) -> None:
    """Note how many acts and photos the laptop holds before a day."""
    (folder / "held").write_text(f"{acts} {photos_}")


def _held(folder: Path) -> tuple[int, int]:
    noted = folder / "held"
    acts, photos_ = noted.read_text().split() if noted.exists() else (ACTS_BEFORE, PHOTOS_BEFORE)
    return int(acts), int(photos_)


def check_day(folder: Path, acknowledged: Acknowledged) -> None:
    """A day at the desk that was cut off, and that another one can follow."""
    acts_before, photos_before = _held(folder)
    acts, taken = numbered(acknowledged, "act"), numbered(acknowledged, "photo")
    with Workspace.open(folder / "laptop", None) as workspace:
        laptop = Laptop(workspace)
        check_laptop(laptop)
        check_acts(laptop.store, int(acts[-1]) if acts else acts_before)
        check_kept_once(laptop.store)
        check_photos(laptop, photos_before + len(taken))
        if "seal" in acknowledged:
            last = laptop.store.query("SELECT max(last) AS last FROM segment WHERE device = 1 AND scope = ?", (FIRST,))[0]["last"]
            assert last > acts_before, "what was sealed stays sealed"
    check_backups(folder, {"kept.zip", *numbered(acknowledged, "backup")})
    check_backups(folder / "laptop" / "snapshots", set())
    SCRIPTS["desk"](folder, silent)  # a whole day more
    with Workspace.open(folder / "laptop", None) as workspace:
        assert Laptop(workspace).faults() == []
        check_kept_once(workspace.store)
        note_held(folder, last_act(workspace.store), len(photos(workspace.store)))
    check_backups(folder, {"kept.zip"})


def check_backups(folder: Path, acknowledged: set[str]) -> None:
    """What bears the name of a backup is one."""
    names = {path.name for path in folder.glob("[!.]*.zip")}
    assert acknowledged <= names
    assert [Backup(folder / name).faults() for name in sorted(names)] == [[]] * len(names)


def check_restored(folder: Path, acknowledged: Acknowledged) -> None:
    """Brought back whole or not at all."""
    restored = folder / "restored"
    assert restored.exists() or not acknowledged
    if not restored.exists():
        SCRIPTS["restoring"](folder, silent)
    with Workspace.open(restored, None) as workspace, Workspace.open(folder / "laptop", None) as original:
        assert Laptop(workspace).faults() == []
        assert contents(workspace.store, COMPARED) == contents(original.store, COMPARED)
        assert Laptop(workspace).photos() == Laptop(original).photos()
    assert [path.name for path in folder.glob(".*")] == []


def check_migrated(folder: Path, acknowledged: Acknowledged) -> None:
    """Of the old format and untouched, or of ours and whole, with a whole copy of the old one; never between."""
    path = folder / OLDEST
    key = read_key(path, None)[0]
    version = _version(path / DATABASE, key)
    assert version == SCHEMA_VERSION or not acknowledged
    copy = path / SNAPSHOTS / "before-format-2.db"
    if version == SCHEMA_VERSION:
        assert damaged_pages(copy, key) == [] and _version(copy, key) == 1, "the old program can go on with it"
    with Workspace.open(path, None) as workspace:
        check_laptop(Laptop(workspace))
        home = workspace.store.find("institution")[-1]
        kept = workspace.store.query("SELECT name, beds FROM institution WHERE void IS NULL AND id <> ? ORDER BY id", (home["id"],))
        assert len(workspace.store.find("annotation")) == 1, "what the old program could not read is in the tables"
        assert home["beds"] >= int((numbered(acknowledged, "beds") or ["0"])[0])
    SCRIPTS["migrating"](folder, silent)
    assert damaged_pages(copy, key) == []
    with Workspace.open(path, None) as workspace:
        assert Laptop(workspace).faults() == [] and workspace.store.find("institution")[-1]["beds"] == home["beds"] + 1
        others = "SELECT name, beds FROM institution WHERE void IS NULL AND id <> ? ORDER BY id"
        assert workspace.store.query(others, (home["id"],)) == kept


def _version(database: Path, key: bytes) -> int:
    """The format of a database; asked of a copy, for looking would already put in order what a kill left."""
    aside = database.parent.parent / "aside"
    shutil.copytree(database.parent, aside)
    connection = connect(aside / database.name, key)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()
        shutil.rmtree(aside)


def check_mended(folder: Path, acknowledged: Acknowledged) -> None:
    """Mended, or as damaged as before and mended by the next try; the damaged file is kept."""
    if not acknowledged:
        SCRIPTS["mending"](folder, silent)
    assert (folder / "laptop" / f"{DATABASE}{DAMAGED}").exists()
    with Workspace.open(folder / "laptop", None) as workspace:
        assert Laptop(workspace).faults() == []
        check_acts(workspace.store, ACTS_BEFORE, 0)
        check_photos(Laptop(workspace), PHOTOS_BEFORE, 0)
    check_day(folder, ())


def check_office(folder: Path, acknowledged: Acknowledged) -> None:
    """Every act of the trade up to the last one acknowledged, each whole: the tables are what the log says."""
    for _ in range(2):
        with Workspace.open(folder / OFFICE, None) as workspace:
            store = workspace.store
            check_laptop(Laptop(workspace))
            assert store.acts >= int(acknowledged[-1].split()[-1] if acknowledged else 0)
            assert [commit.seq for commit in own_acts(store)] == list(range(store.acts, 0, -1))
            office = open_office(workspace)
            inspect.begin(office.desk(), office.homes["南山养老院"], office.people["乙"])


def check_applied(folder: Path, acknowledged: Acknowledged) -> None:
    """What came from another laptop is in the tables whole or not at all, and comes again."""
    with Workspace.open(folder / "taker", None) as workspace:
        laptop = Laptop(workspace)
        check_laptop(laptop, 2)
        received = laptop.store.query("SELECT count(*) AS n FROM segment WHERE device = 1")[0]["n"]
        assert received >= len(numbered(acknowledged, "receive"))
        if "apply" in acknowledged:
            assert laptop.store.query("SELECT 1 FROM segment WHERE applied = 0") == []
        laptop.answer(laptop.visit(), "符合")  # the next act
    SCRIPTS["applying"](folder, silent)
    check_equal(folder)


def check_exchanged(folder: Path, acknowledged: Acknowledged) -> None:
    """Both laptops are whole, the stick holds nothing torn, and what is noted as handed over lies there."""
    stick = folder / "stick"
    for name, device in (("laptop", 1), ("taker", 2)):
        with Workspace.open(folder / name, None) as workspace:
            laptop = Laptop(workspace)
            check_laptop(laptop, device)
            assert verify_carrier(workspace, FolderCarrier(stick)) == [], "what bears a name on the stick is whole"
            handed = [row["name"] for row in laptop.store.query("SELECT name FROM handed")]
            assert [name for name in handed if not (stick / "fieldaudit" / name).exists()] == [], "noted once it lies there"
    check_equal(folder)


def check_equal(folder: Path) -> None:
    """After each laptop exchanged twice with the stick both hold the same, and the stick is whole."""
    stick = folder / "stick"
    with Workspace.open(folder / "laptop", None) as first, Workspace.open(folder / "taker", None) as second:
        laptops = [Laptop(first, NOW + 20_000_000), Laptop(second, NOW + 20_000_000)]
        for laptop in laptops * 2:
            assert laptop.sync(stick).bad == []
        assert contents(first.store, COMPARED) == contents(second.store, COMPARED)
        assert laptops[0].photos() == laptops[1].photos() and len(laptops[0].photos()) >= PHOTOS_BEFORE
        assert [laptop.faults() for laptop in laptops] == [[], []]
        assert verify_carrier(first, FolderCarrier(stick)) == []
        assert len(second.store.query("SELECT 1 FROM conflict WHERE col = 'beds'")) == 1, "both wrote the first home's beds"
        held = first.store.query("SELECT count(*) AS n FROM segment WHERE device = 1 AND scope = ?", (COMMON,))
        assert held == [{"n": 1}]


CHECKS: dict[str, Callable[[Path, Acknowledged], None]] = {
    "desk": check_day,
    "restoring": check_restored,
    "office": check_office,
    "migrating": check_migrated,
    "mending": check_mended,
    "applying": check_applied,
    "giving": check_exchanged,
    "taking": check_exchanged,
}
