"""Is everything still what was written? Pages, chains, signatures, tables against the log.

Names each difference in a sentence; changes nothing. Blobs are checked by `evidence`, carriers by `sync`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..domain.core import Scope
from ..errors import FieldauditError
from ..i18n import Text, tr
from ..wire.segments import check_segment, open_segment
from .connection import transaction
from .schema import COMPARED, SEARCHED
from .searchable import document
from .store import Store

_KEYS = {
    "head": ("row", "col", "cid", "tbl"),
    "conflict": ("row", "col", "tbl"),
    "item_state": ("item",),
    "inspection_state": ("inspection",),
    "home_of": ("institution",),
    "claim": ("tbl", "row", "cid", "scope"),
    "twice": ("tbl", "row"),
    "parked": ("cid", "scope"),
    "quarantine": ("cid", "scope"),
}
MAX_NAMED = 50  # differences named; more are counted


def verify(store: Store) -> list[Text]:
    """Everything that is wrong with a workspace's database, in sentences; empty when it is whole."""
    found = _pages(store)
    if not found:  # nothing read from a file with damaged pages can be trusted to say more
        found = list(_chains(store)) or list(_tables(store))
    if len(found) > MAX_NAMED:
        rest = len(found) - MAX_NAMED
        return [*found[:MAX_NAMED], tr(f"另有 {rest} 处差异", f"and {rest} more differences")]
    return found


def _pages(store: Store) -> list[Text]:
    """Pages whose HMAC fails, then what SQLite finds wrong in its own structures."""
    lines = [row["cipher_integrity_check"] for row in store.query("PRAGMA cipher_integrity_check")]
    if not lines:
        lines = [row["integrity_check"] for row in store.query("PRAGMA integrity_check") if row["integrity_check"] != "ok"]
    return [tr(f"数据库：{line}", f"database: {line}") for line in lines]


def _chains(store: Store) -> Iterator[Text]:
    """Every segment: signature, chain, decryption, place."""
    ends: dict[tuple[int, int], tuple[int, bytes]] = {}
    for row in store.query("SELECT * FROM segment ORDER BY scope, device, ordinal"):
        name = f"segments/{row['scope']}/{row['device']}/{row['ordinal']}"
        try:
            public = store.trust.sign_key(row["device"])
            if public is None:
                yield tr(f"{name}：没有该设备的证书", f"{name}: no certificate of its device")
                continue
            checked = check_segment(row["object"], public)
            ordinal, prev = ends.get((row["scope"], row["device"]), (0, bytes(32)))
            if checked.header.ordinal != ordinal + 1 or checked.header.prev != prev or checked.chain != row["chain"]:
                yield tr(f"{name}：与前一段不相接", f"{name}: does not follow the one before it")
            ends[row["scope"], row["device"]] = (checked.header.ordinal, checked.chain)
            key = store.trust.key(Scope(row["scope"]), checked.header.epoch)
            if key is not None:
                open_segment(row["object"], key)
        except FieldauditError as error:
            yield tr(f"{name}：{error.what}", f"{name}: {error.what}")


def _tables(store: Store) -> Iterator[Text]:
    """Replay the log into a scratch database and compare every table with ours."""
    scratch = Store(":memory:", bytes(32))
    try:
        with transaction(scratch.connection, "verify"):
            for row in store.query("SELECT scope, device, ordinal, first, last, max_hlc, chain FROM segment"):
                scratch.connection.execute("INSERT INTO segment VALUES(?,?,?,?,?,?,?,0,x'')", tuple(row.values()))
            scratch.trust = store.trust
            scratch._replay(store, applied_only=True)
        for table in COMPARED:
            yield from _compare(table, _keyed(store, table), _keyed(scratch, table))
        for kind in SEARCHED:
            yield from _compare(f"search_{kind}", _findable(store, kind), _findable(scratch, kind))
    finally:
        scratch.connection.close()


def _keyed(store: Store, table: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    keys = _KEYS.get(table, ("id",))
    return {tuple(row[key] for key in keys): row for row in store.query(f'SELECT * FROM "{table}"')}


def _findable(store: Store, kind: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows that a search can find. How their words are spelt may change with a library, so it is not compared."""
    return {(document(kind, row["id"]),): {} for row in store.query(f"SELECT id FROM search_{kind}_docsize")}


def _compare(
    table: str, ours: dict[tuple[Any, ...], dict[str, Any]], truth: dict[tuple[Any, ...], dict[str, Any]]
) -> Iterator[Text]:
    for key in sorted(ours.keys() | truth.keys(), key=repr):
        name = f"{table} {' '.join(map(str, key))}"
        if key not in truth:
            yield tr(f"{name}：记录中没有这一行", f"{name}: this row is not in the log")
        elif key not in ours:
            yield tr(f"{name}：表中缺这一行", f"{name}: this row is missing from the table")
        else:
            for column, value in truth[key].items():
                if ours[key][column] != value or type(ours[key][column]) is not type(value):
                    yield tr(
                        f"{name}，列 {column}：表中为 {ours[key][column]!r}，记录为 {value!r}",
                        f"{name}, column {column}: the table says {ours[key][column]!r}, the log says {value!r}",
                    )
