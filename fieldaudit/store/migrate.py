"""From the format of an older program to ours: a verified copy first, then all of it in one transaction.

Only the log's tables are carried over, each version by its own steps; facts and projections are dropped and made
again from the log, so acts that an older program could not read get their chance. Owns the steps, not the replay.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import sqlcipher3

from ..errors import FieldauditError
from ..i18n import Text, tr
from .connection import copy_database, size_of, transaction
from .files import demand_space, disk_errors, make_folder
from .schema import SCHEMA_VERSION, drop_derived, make_derived, make_kept

SNAPSHOTS = "snapshots"  # the folder beside the database where copies of it lie

# version -> what changes the log's tables of that version into those of the next. New tables need no step.
STEPS: MappingProxyType[int, tuple[str, ...]] = MappingProxyType({1: (), 2: (), 3: ()})


@contextmanager
def migrating(connection: sqlcipher3.Connection, path: Path, key: bytes, version: int) -> Iterator[None]:
    """Bring a database from `version` to ours; the caller replays the log inside. All or nothing.

    Raises what went wrong, saying that the old database is untouched and where its copy lies.
    """
    copy = _copy_before(connection, path, key, version)
    try:
        with transaction(connection, "migration"):
            for old in range(version, SCHEMA_VERSION):
                for statement in STEPS[old]:
                    connection.execute(statement)
            drop_derived(connection)
            make_kept(connection)
            make_derived(connection)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            yield
    except FieldauditError as error:
        error.safe = tr(
            f"数据库没有改动，仍是旧格式；另有一份核对过的副本：{copy}",
            f"The database was not touched and is still in its old format; a verified copy lies at {copy}",
        )
        raise


def copies_before(path: Path) -> dict[Path, int]:
    """The copies that migrations of a database have left beside it, each with when it was written (ns)."""
    return {copy: copy.stat().st_mtime_ns for copy in (path.parent / SNAPSHOTS).glob("before-format-*.db")}


def migrated_text(copy: Path) -> Text:
    """What the person should know of a migration that is done."""
    return tr(
        f"工作区已升级到数据格式 {SCHEMA_VERSION}；升级前的数据库留有一份核对过的副本：{copy}",
        f"The workspace was brought to data format {SCHEMA_VERSION}; a verified copy of the database before it lies at {copy}",
    )


def _copy_before(connection: sqlcipher3.Connection, path: Path, key: bytes, version: int) -> Path:
    """The whole old database, this workspace's keys included, for the old program to go on with."""
    copy = path.parent / SNAPSHOTS / f"before-format-{version + 1}.db"
    demand_space(path.parent, 2 * size_of(connection))
    with disk_errors(copy):
        make_folder(copy.parent)
    copy_database(connection, copy, key)
    return copy
