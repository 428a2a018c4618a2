"""What sync needs to know of the database: objects that travel, what was handed over, proofs, counts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from ..domain.core import RowId, Scope
from .connection import transaction
from .store import Store

Row = dict[str, Any]

_OBJECT = re.compile("[0-9a-f]{64}")  # the name becomes a path: nothing else may


def certificates(store: Store) -> list[Row]:
    """device, serial, object of every certificate and revocation."""
    return store.query("SELECT * FROM certificate ORDER BY device, serial")


def key_objects(store: Store) -> list[Row]:
    """name, object of every wrapped scope key, for whichever device."""
    return store.query("SELECT * FROM key_object ORDER BY name")


def has_key_object(store: Store, name: str) -> bool:
    """Is that wrapped key here already?"""
    return bool(store.query("SELECT 1 FROM key_object WHERE name = ?", (name,)))


def segments(store: Store) -> list[Row]:
    """scope, device, ordinal, size of every segment here, own and received."""
    return store.query("SELECT scope, device, ordinal, length(object) AS size FROM segment ORDER BY scope, device, ordinal")


def segment_object(store: Store, scope: int, device: int, ordinal: int) -> bytes:
    """The sealed bytes of one segment."""
    found = store.query("SELECT object FROM segment WHERE scope = ? AND device = ? AND ordinal = ?", (scope, device, ordinal))
    return bytes(found[0]["object"])


def last_ordinals(store: Store, device: int) -> dict[Scope, int]:
    """scope -> last segment of a device that is here."""
    rows = store.query("SELECT scope, max(ordinal) AS last FROM segment WHERE device = ? GROUP BY scope", (device,))
    return {Scope(row["scope"]): row["last"] for row in rows}


def attachment_scopes(store: Store) -> list[tuple[RowId, str, Scope]]:
    """(attachment, object name, scope) of every attachment whose object name is one."""
    return [
        (RowId(row["id"]), row["object"], Scope(row["_scope"]))
        for row in store.query("SELECT id, object, _scope FROM attachment ORDER BY id")
        if _OBJECT.fullmatch(row["object"] or "")
    ]


def note_handed(store: Store, carrier: str, names: Iterable[str]) -> None:
    """Remember that these objects lie on a carrier."""
    with transaction(store.connection, carrier):
        store.connection.executemany("INSERT OR IGNORE INTO handed VALUES(?,?)", [(carrier, name) for name in names])


def handed(store: Store) -> set[str]:
    """The names of everything ever handed to a carrier."""
    return {row["name"] for row in store.query("SELECT DISTINCT name FROM handed")}


def note_sync(store: Store, carrier: str, kind: str, now: int, proof: str) -> None:
    """Remember a finished exchange and its proof (JSON)."""
    with transaction(store.connection, "sync"):
        store.connection.execute(
            "INSERT INTO carrier VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE SET last_sync = excluded.last_sync, "
            "proof_json = excluded.proof_json",
            (carrier, kind, carrier, now, proof),
        )


def chain_digest(store: Store, scope: Scope) -> tuple[int, str]:
    """How many segments of a scope are here and a digest of all chains; equal where the same is held."""
    rows = store.query("SELECT chain FROM segment WHERE scope = ? ORDER BY device, ordinal", (scope,))
    return len(rows), hashlib.sha256(b"".join(row["chain"] for row in rows)).hexdigest()[:16]


def counters(store: Store) -> dict[str, int]:
    """How many unsealed acts, parked and quarantined commits, conflicts and forks there are."""
    names = {
        "unsealed_acts": "log",
        "parked": "parked",
        "quarantined": "quarantine",
        "conflicts": "conflict",
        "forks": "fork",
    }
    return {name: store.query(f"SELECT count(*) AS n FROM {table}")[0]["n"] for name, table in names.items()}


def carriers(store: Store) -> list[Row]:
    """place, kind and last_sync (ms) of every carrier used, oldest first."""
    return store.query("SELECT place, kind, last_sync FROM carrier ORDER BY last_sync")


def segments_per_device(store: Store) -> list[Row]:
    """device, segments of every device whose segments are here."""
    return store.query("SELECT device, count(*) AS segments FROM segment GROUP BY device ORDER BY device")
