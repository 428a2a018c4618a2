"""What sync needs to know of the database: objects that travel, what was handed over, who holds what, proofs, counts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..domain.core import CommitId, RowId, Scope, counter_of, device_of
from ..domain.tables import TABLES
from ..wire.receipts import Receipt, read_receipt
from .connection import transaction
from .store import Store

Row = dict[str, Any]

_OBJECT = re.compile("[0-9a-f]{64}")  # the name becomes a path: nothing else may
_OWNERS = ("inspection", "item", "notice", "owner_row")  # columns that say to which record a row belongs


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


def segments_from(store: Store, scope: Scope, device: int, first: int) -> list[Row]:
    """The same of one chain, from an ordinal on."""
    return store.query(
        "SELECT scope, device, ordinal, length(object) AS size FROM segment "
        "WHERE scope = ? AND device = ? AND ordinal >= ? ORDER BY ordinal", (scope, device, first),
    )  # fmt: skip


def segment_object(store: Store, scope: int, device: int, ordinal: int) -> bytes:
    """The sealed bytes of one segment."""
    found = store.query("SELECT object FROM segment WHERE scope = ? AND device = ? AND ordinal = ?", (scope, device, ordinal))
    return bytes(found[0]["object"])


def last_ordinals(store: Store, device: int) -> dict[Scope, int]:
    """scope -> last segment of a device that is here."""
    rows = store.query("SELECT scope, max(ordinal) AS last FROM segment WHERE device = ? GROUP BY scope", (device,))
    return {Scope(row["scope"]): row["last"] for row in rows}


def segment_time(store: Store, scope: Scope, device: int, ordinal: int) -> int | None:
    """The greatest clock of a segment's acts; None when it is not here or was not read."""
    found = store.query("SELECT max_hlc FROM segment WHERE scope = ? AND device = ? AND ordinal = ?", (scope, device, ordinal))
    return found[0]["max_hlc"] if found else None


def attachment_scopes(store: Store) -> list[tuple[RowId, str, Scope]]:
    """(attachment, object name, scope) of every attachment whose object name is one."""
    return [(row, object_, scope) for row, object_, scope, _ in attachments(store)]


def attachments(store: Store, owner: RowId | None = None) -> list[tuple[RowId, str, Scope, CommitId]]:
    """(attachment, object name, scope, commit that made it) of every attachment whose object name is one.

    `owner`: only that attachment, or those of that record.
    """
    return [
        (RowId(row["id"]), row["object"], Scope(row["_scope"]), CommitId(row["_commit"]))
        for row in store.query(
            "SELECT id, object, _scope, _commit FROM attachment WHERE ?1 IS NULL OR id = ?1 OR owner_row = ?1 ORDER BY id", (owner,)
        )
        if _OBJECT.fullmatch(row["object"] or "")
    ]


def note_handed(store: Store, carrier: str, names: Iterable[str]) -> None:
    """Remember that these objects lie on a carrier. The caller holds the transaction."""
    store.connection.executemany("INSERT OR IGNORE INTO handed VALUES(?,?)", [(carrier, name) for name in names])


def was_handed(store: Store, carrier: str, name: str) -> bool:
    """Did that object lie on a carrier when this workspace last saw it?"""
    return bool(store.query("SELECT 1 FROM handed WHERE carrier = ? AND name = ?", (carrier, name)))


def handed(store: Store) -> dict[str, tuple[str, ...]]:
    """name -> places of the carriers it was ever handed to."""
    found: dict[str, tuple[str, ...]] = {}
    for row in store.query(
        "SELECT h.name, coalesce(c.place, h.carrier) AS place FROM handed h LEFT JOIN carrier c ON c.id = h.carrier ORDER BY place"
    ):
        found[row["name"]] = (*found.get(row["name"], ()), row["place"])
    return found


def note_sync(store: Store, carrier: str, kind: str, place: str, now: int, proof: str) -> None:
    """Remember a finished exchange with a carrier (its identity; where it was this time) and its proof (JSON).

    The caller holds the transaction.
    """
    store.connection.execute(
        "INSERT INTO carrier VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE SET place = excluded.place, "
        "last_sync = excluded.last_sync, proof_json = excluded.proof_json",
        (carrier, kind, place, now, proof),
    )


def hub_at(store: Store, place: str) -> str | None:
    """The identity of the hub that answered at that address the last time; None: never met."""
    found = store.query("SELECT id FROM carrier WHERE kind = 'hub' AND place = ? ORDER BY last_sync DESC LIMIT 1", (place,))
    return found[0]["id"] if found else None


def last_sync(store: Store, carrier: str) -> int | None:
    """When this workspace last finished an exchange with a carrier, ms; None: never."""
    found = store.query("SELECT last_sync FROM carrier WHERE id = ?", (carrier,))
    return found[0]["last_sync"] if found else None


# -- who holds what ----------------------------------------------------------------------------------
def frontier(store: Store) -> dict[tuple[Scope, int], int]:
    """(scope, device) -> last segment here, of every chain."""
    rows = store.query("SELECT scope, device, max(ordinal) AS last FROM segment GROUP BY scope, device")
    return {(Scope(row["scope"]), row["device"]): row["last"] for row in rows}


def sound_frontier(store: Store) -> dict[tuple[Scope, int], int]:
    """The same as far as a chain is not forked: of a fork nobody can say which branch they hold."""
    found = frontier(store)
    for row in store.query("SELECT scope, device, min(ordinal) AS ordinal FROM fork GROUP BY scope, device"):
        chain = (Scope(row["scope"]), row["device"])
        if found.get(chain, 0) >= row["ordinal"]:
            found[chain] = row["ordinal"] - 1
    return {chain: last for chain, last in found.items() if last}


def receipt_objects(store: Store) -> list[Row]:
    """device, number, object: the newest receipt here of each device."""
    return store.query("SELECT * FROM receipt ORDER BY device")


def keep_receipt(store: Store, receipt: Receipt, data: bytes) -> None:
    """Keep a device's receipt unless a newer one is here. Whoever calls has checked its signature."""
    with transaction(store.connection, "receipt"):
        store.connection.execute(
            "INSERT INTO receipt VALUES(?,?,?) ON CONFLICT DO UPDATE SET number = excluded.number, object = excluded.object "
            "WHERE excluded.number > number",
            (receipt.device, receipt.number, data),
        )


def receipts(store: Store) -> Iterator[Receipt]:
    """The newest receipt of each device, as it says."""
    for row in receipt_objects(store):
        public = store.trust.sign_key(row["device"])
        if public is not None:
            yield read_receipt(row["object"], public)


def claims(store: Store) -> dict[tuple[Scope, int], dict[int, int]]:
    """(scope, device of the chain) -> {device: last segment of the chain it says it holds}.

    From the frontiers of segments and from receipts; a revoked device says nothing any more.
    """
    found: dict[tuple[Scope, int], dict[int, int]] = {}
    said = [(row["device"], (Scope(row["scope"]), row["of_device"]), row["ordinal"]) for row in store.query("SELECT * FROM known")]
    said += [(receipt.device, chain, last) for receipt in receipts(store) for chain, last in receipt.frontier.items()]
    for device, chain, last in said:
        if device not in store.trust.revocations:
            of_chain = found.setdefault(chain, {})
            of_chain[device] = max(last, of_chain.get(device, 0))
    return found


def segment_of(store: Store, scope: Scope, cid: CommitId) -> int | None:
    """The ordinal of the segment that holds a commit; None while it is not sealed (or not here)."""
    found = store.query(
        "SELECT ordinal FROM segment WHERE device = ? AND scope = ? AND first <= ? AND last >= ?",
        (device_of(cid), scope, counter_of(cid), counter_of(cid)),
    )
    return found[0]["ordinal"] if found else None


def commits_of(store: Store, table: str, row: RowId) -> set[CommitId]:
    """The commits that made what a row and the rows that belong to it show now."""
    rows = [(table, "id"), *((child, column) for child in TABLES for column in _OWNERS if column in TABLES[child])]
    found: set[CommitId] = set()
    for child, column in rows:
        for each in store.query(f'SELECT id, _commit, _last FROM "{child}" WHERE "{column}" = ?', (row,)):
            heads = store.query("SELECT cid FROM head WHERE row = ?", (each["id"],))
            found |= {CommitId(each["_commit"]), CommitId(each["_last"]), *(CommitId(head["cid"]) for head in heads)}
    return found


def chain_digest(store: Store, scope: Scope) -> tuple[int, str]:
    """How many segments of a scope are here and a digest of all chains; equal where the same is held.

    The last hash of a chain stands for all of it.
    """
    rows = store.query(
        "SELECT s.ordinal, s.chain FROM (SELECT device, max(ordinal) AS last FROM segment WHERE scope = ?1 GROUP BY device) m "
        "JOIN segment s ON s.scope = ?1 AND s.device = m.device AND s.ordinal = m.last ORDER BY m.device", (scope,),
    )  # fmt: skip
    return sum(row["ordinal"] for row in rows), hashlib.sha256(b"".join(row["chain"] for row in rows)).hexdigest()[:16]


def counters(store: Store) -> dict[str, int]:
    """How many unsealed acts, parked and quarantined commits, conflicts and forks there are."""
    names = {"unsealed_acts": "log", "parked": "parked", "conflicts": "conflict", "forks": "fork"}
    return {name: store.query(f"SELECT count(*) AS n FROM {table}")[0]["n"] for name, table in names.items()}


def carriers(store: Store) -> list[Row]:
    """place, kind and last_sync (ms) of every carrier used, oldest first."""
    return store.query("SELECT place, kind, last_sync FROM carrier ORDER BY last_sync")


def segments_per_device(store: Store) -> list[Row]:
    """device, segments of every device whose segments are here."""
    return store.query("SELECT device, count(*) AS segments FROM segment GROUP BY device ORDER BY device")
