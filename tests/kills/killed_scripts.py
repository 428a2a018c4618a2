"""What the children that are killed do: deterministic, so that a call of the system has the same number every time.

Each script says "doing ..." before and "ack ..." after each thing; the tests run them again, in their own process,
to see that work goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store_world import FIRST, INSPECTOR, NOW, SECOND, begin, objects
from sync_world import Laptop, picture

from fieldaudit.domain.core import RowId, Scope
from fieldaudit.store import Store, Workspace
from fieldaudit.store.backup import Backup, keep_snapshot, restore, write_backup
from fieldaudit.store.keyfile import DATABASE
from fieldaudit.store.salvage import mend
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.session import Exchange

Say = Callable[[str], None]
ACTS_BEFORE, PHOTOS_BEFORE = 41, 3  # what the first laptop holds before any script
BLOB = 60_000  # bytes of a photo
OLDEST = "v1"  # a workspace of the oldest released format, tests/store/released
LATER = 1_795_600_000_000  # ms, after everything in it


def silent(_: str) -> None:
    return


def last_act(store: Store) -> int:
    """The number of the last act of `act` that is in the tables."""
    return len(store.query("SELECT 1 FROM institution WHERE _scope = ?", (FIRST,))) - 1


def act(laptop: Laptop, n: int) -> None:
    """Makes home n, makes the one before it void and writes n into the first home's beds: all or nothing."""
    store = laptop.store
    homes = store.query("SELECT id FROM institution WHERE _scope = ? ORDER BY id", (FIRST,))
    changes = [store.create("institution", name=str(n)), store.edit("institution", RowId(homes[0]["id"]), beds=n)]
    if len(homes) > 1:
        changes.append(store.edit("institution", RowId(homes[-1]["id"]), void="前一家"))
    store.commit(FIRST, "register.edit", INSPECTOR, changes, NOW + n)


def photo(laptop: Laptop, n: int) -> None:
    """A photo of the first home, numbered."""
    first = laptop.store.query("SELECT id FROM institution ORDER BY id LIMIT 1")[0]["id"]
    laptop.photo(RowId(first), picture(n, BLOB), caption=str(n))


def photos(store: Store) -> list[int]:
    """The numbers of the photos that are in the tables."""
    return [int(row["caption"]) for row in store.query("SELECT caption FROM attachment WHERE caption IS NOT NULL ORDER BY id")]


def elsewhere(laptop: Laptop, n: int) -> None:
    """An act of another district, so that a sealing seals two chains."""
    home = laptop.store.create("institution", name=f"外{n}")
    laptop.store.commit(SECOND, "register.import", INSPECTOR, [home], NOW + n)


def prepare(folder: Path) -> Path:
    """Two laptops that exchanged once; since then the first was busy, made a backup and sealed all but its last act."""
    here, there = (Laptop.make(folder / name, device, 2) for device, name in ((1, "laptop"), (2, "taker")))
    begin(here.store)
    (folder / "stick").mkdir()
    for laptop in (here, there):
        laptop.sync(folder / "stick")
    for n in range(1, ACTS_BEFORE):
        act(here, n)
        if n % 2:
            here.store.seal()
    for n in range(1, PHOTOS_BEFORE + 1):
        photo(here, n)
        elsewhere(here, n)
    here.store.seal()
    act(here, ACTS_BEFORE)
    act(there, 1)  # writes the first home's beds too: a conflict to come
    write_backup(here.workspace, folder / "kept.zip", NOW, None)
    for laptop in (here, there):
        laptop.workspace.close()
    return folder


def spoil(folder: Path) -> None:
    """One bit of a page of the homes is another one."""
    with Workspace.open(folder / "laptop", None) as workspace:
        page = workspace.store.query("SELECT rootpage FROM sqlite_master WHERE name = 'institution'")[0]["rootpage"]
    database = folder / "laptop" / DATABASE
    data = bytearray(database.read_bytes())
    data[(page - 1) * 4096 + 2000] ^= 1
    database.write_bytes(data)


# -- scripts ---------------------------------------------------------------------------------------------


def desk(folder: Path, say: Say) -> None:
    """A day at the desk: acts, photos, a sealing, more acts, tables remade, a snapshot, a backup."""
    say("doing open")
    with Workspace.open(folder / "laptop", None) as workspace:
        say("ack open")
        laptop = Laptop(workspace, NOW + 1_000_000)
        for _half in range(2):
            for _ in range(3):
                n = last_act(laptop.store) + 1
                say(f"doing act {n}")
                act(laptop, n)
                say(f"ack act {n}")
            n = max(photos(laptop.store), default=0) + 1
            say(f"doing photo {n}")
            photo(laptop, n)
            say(f"ack photo {n}")
            elsewhere(laptop, n)
            say("doing seal")
            laptop.store.seal()
            say("ack seal")
        say("doing rebuild")
        laptop.store.rebuild()
        say("ack rebuild")
        say("doing snapshot")
        keep_snapshot(workspace, NOW, f"2026-11-{10 + len(list(workspace.path.glob('snapshots/*.zip')))}")
        say("ack snapshot")
        name = f"{len(list(folder.glob('[!.]*.zip')))}.zip"
        say(f"doing backup {name}")
        write_backup(workspace, folder / name, NOW, None)
        say(f"ack backup {name}")
        say("doing close")
    say("ack close")


def restoring(folder: Path, say: Say) -> None:
    """Bring a backup back."""
    say("doing restore")
    restore(Backup(folder / "kept.zip"), folder / "restored", None)
    say("ack restore")


def migrating(folder: Path, say: Say) -> None:
    """Open a workspace of the oldest format and record in it."""
    say("doing migration")
    with Workspace.open(folder / OLDEST, None) as workspace:
        say("ack migration")
        store = workspace.store
        home, inspector = store.find("institution")[-1], store.find("person", role="inspector")[0]
        n = (home["beds"] or 0) + 1
        say(f"doing beds {n}")
        change = store.edit("institution", RowId(home["id"]), beds=n)
        store.commit(Scope(home["_scope"]), "register.edit", RowId(inspector["id"]), [change], LATER)
        say(f"ack beds {n}")


def mending(folder: Path, say: Say) -> None:
    """Remake a database with a damaged page."""
    say("doing mending")
    mend(folder / "laptop", lambda: "")
    say("ack mending")


def applying(folder: Path, say: Say) -> None:
    """Take what another laptop sealed, apply it, record an own act upon it."""
    with Workspace.open(folder / "taker", None) as workspace, Workspace.open(folder / "laptop", None) as other:
        for number, data in enumerate(objects(other.store, device=1), 1):
            say(f"doing receive {number}")
            workspace.store.receive(data)
            say(f"ack receive {number}")
        say("doing apply")
        workspace.store.apply_received()
        say("ack apply")


def giving(folder: Path, say: Say) -> None:
    """Exchange with a stick: this laptop has everything and the stick nothing."""
    _exchange(folder / "laptop", folder / "stick", say)


def taking(folder: Path, say: Say) -> None:
    """Exchange with a stick that holds everything: this laptop has acts of its own."""
    _exchange(folder / "taker", folder / "stick", say)


def _exchange(laptop: Path, stick: Path, say: Say) -> None:
    with Workspace.open(laptop, None) as workspace:
        say("doing sync")
        Exchange(workspace, FolderCarrier(stick), NOW + 10_000_000).run()
        say("ack sync")


SCRIPTS: dict[str, Callable[[Path, Say], None]] = {
    script.__name__: script for script in (desk, restoring, migrating, mending, applying, giving, taking)
}
