"""What lies on a hub as far as this workspace knows, and which photos it was not asked about yet.

A hub says what it has, so an exchange with it looks only at what is new: attachments by the order of their arrival here,
names by the hub's receipts. Nothing here grows with what was settled before. Whoever calls has checked what is kept, and
holds the transaction of what is written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from ..domain.core import Scope
from ..wire.hub import Stored
from ..wire.names import blob_name_of
from .connection import transaction
from .store import Store

AT_ONCE = 500  # names in one query
_OBJECT = re.compile("[0-9a-f]{64}")


def _some(names: Iterable[str]) -> Iterator[list[str]]:
    listed = sorted(names)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


# -- photos ------------------------------------------------------------------------------------------


def arrivals(store: Store, carrier: str) -> tuple[int, dict[str, str]]:
    """(number of the last, carrier name -> object) of the attachments that came since the carrier was last asked about them."""
    after = store.trust.local(f"photos:{carrier}") or 0
    rows = store.query(
        "SELECT a.n, t.object, t._scope FROM arrival a JOIN attachment t ON t.id = a.attachment WHERE a.n > ? ORDER BY a.n",
        (after,),
    )
    found = {blob_name_of(Scope(row["_scope"]), row["object"]): row["object"] for row in rows if _OBJECT.fullmatch(row["object"])}
    return (rows[-1]["n"] if rows else after), found


def lacking(store: Store, carrier: str) -> dict[str, str]:
    """Carrier name -> object of the photos that were not here (or not whole), or were refused, when the carrier was last asked
    about them."""
    rows = store.query("SELECT name FROM lacking WHERE carrier = ? ORDER BY name", (carrier,))
    return {row["name"]: row["name"].rpartition("/")[2] for row in rows}


def note_asked(store: Store, carrier: str, last: int, missing: Collection[str]) -> None:
    """All attachments up to the `last` arrival are settled with the carrier but for the photos that are `missing` here or there."""
    before = lacking(store, carrier).keys()
    if (store.trust.local(f"photos:{carrier}") or 0) == last and before == set(missing):
        return
    here = [(carrier, name) for name in before - set(missing)]
    store.connection.executemany("DELETE FROM lacking WHERE carrier = ? AND name = ?", here)
    store.connection.executemany("INSERT OR IGNORE INTO lacking VALUES(?,?)", [(carrier, name) for name in missing])
    store.trust.set_local(**{f"photos:{carrier}": last})


# -- what the hub has --------------------------------------------------------------------------------


def note_stored(store: Store, hub: int, names: Iterable[str]) -> None:
    """Remember which of these were put on the hub, or lay there, so that its receipt is asked for."""
    store.connection.executemany("INSERT OR IGNORE INTO stored VALUES(?,?,NULL)", [(hub, name) for name in names if vouched(name)])


def vouched(name: str) -> bool:
    """Does a hub's receipt say anything of such an object?"""
    return name.startswith(("segments/", "blobs/"))


def unconfirmed(store: Store, hub: int) -> list[str]:
    """What lies on the hub and no receipt of it names."""
    rows = store.query("SELECT name FROM stored WHERE hub = ? AND receipt IS NULL ORDER BY name", (hub,))
    return [row["name"] for row in rows]


def keep_stored(store: Store, stored: Stored, data: bytes, names: Collection[str]) -> None:
    """Keep a hub's receipt: these of the names in it are confirmed."""
    kept = store.connection.execute("INSERT INTO hub_receipt(hub, at, object) VALUES(?,?,?)", (stored.device, stored.at, data))
    store.connection.executemany(
        "INSERT INTO stored VALUES(?,?,?) ON CONFLICT DO UPDATE SET receipt = excluded.receipt",
        [(stored.device, name, kept.lastrowid) for name in names],
    )


def forget_stored(store: Store, carrier: str, hub: int, names: Collection[str]) -> None:
    """The hub has lost these: they are neither confirmed nor handed over any more."""
    store.connection.executemany("DELETE FROM stored WHERE hub = ? AND name = ?", [(hub, name) for name in names])
    store.connection.executemany("DELETE FROM handed WHERE carrier = ? AND name = ?", [(carrier, name) for name in names])


def take_back(store: Store, place: str, carrier: str) -> int:
    """This hub answers where others answered before, which are lost (or moved): what they confirmed is not confirmed any more.

    Gives how many objects that were; one of them that is met again is asked for a receipt again. Opens a transaction of its own.
    """
    met = store.query("SELECT id FROM carrier WHERE kind = 'hub' AND place = ? AND id <> ?", (place, carrier))
    former = [(int(row["id"].removeprefix("hub-")),) for row in met]
    if not former:
        return 0
    with transaction(store.connection, carrier):
        took = store.connection.executemany("UPDATE stored SET receipt = NULL WHERE hub = ? AND receipt IS NOT NULL", former)
        return int(took.rowcount)


def forget_rest(store: Store, carrier: str) -> None:
    """The hub is older than it was: what no receipt of it names (certificates, keys, receipts) may have gone too."""
    for kind in ("certs", "keys", "receipts"):
        bounds = (carrier, f"{kind}/", f"{kind}0")  # 0 follows the slash
        store.connection.execute("DELETE FROM handed WHERE carrier = ? AND name BETWEEN ? AND ?", bounds)


def stored_after(store: Store, hub: int, name: str, count: int) -> list[str]:
    """The next names, in order, that lie on the hub as far as we know."""
    rows = store.query("SELECT name FROM stored WHERE hub = ? AND name > ? ORDER BY name LIMIT ?", (hub, name, count))
    return [row["name"] for row in rows]


def stored_among(store: Store, hub: int, names: Iterable[str]) -> set[str]:
    """Those of these names that lie on the hub as far as we know, confirmed or not."""
    found: set[str] = set()
    for some in _some(names):
        marks = ",".join("?" * len(some))
        found |= {row["name"] for row in store.query(f"SELECT name FROM stored WHERE hub = ? AND name IN ({marks})", (hub, *some))}
    return found


def confirmed_by(store: Store, names: Iterable[str] | None = None) -> dict[str, tuple[int, ...]]:
    """name -> hubs whose receipt names it, of these names or of all; a revoked hub says nothing any more."""
    everything = "SELECT name, hub FROM stored WHERE receipt IS NOT NULL"
    found: dict[str, tuple[int, ...]] = {}
    hubs = [row["hub"] for row in store.query("SELECT DISTINCT hub FROM hub_receipt ORDER BY hub")]
    for hub in (hub for hub in hubs if hub not in store.trust.revocations):
        if names is None:
            rows = store.query(f"{everything} AND hub = ?", (hub,))
        else:
            rows = [
                row
                for some in _some(names)
                for row in store.query(f"{everything} AND hub = ? AND name IN ({','.join('?' * len(some))})", (hub, *some))
            ]
        for row in rows:
            found[row["name"]] = (*found.get(row["name"], ()), hub)
    return found
