"""PINs of the people on one laptop: local, never a fact, never travels.

A PIN only tells people on one laptop apart; the device vouches for which of them acted.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from ..domain.core import RowId
from .connection import transaction
from .store import Store

TRIES = 10  # wrong ones in a row; then the administrator sets it anew
_N, _R, _P = 2**14, 8, 1  # scrypt


def _digest(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_N, r=_R, p=_P, dklen=32)


def people_with_pin(store: Store) -> set[RowId]:
    """Who has a PIN here."""
    return {RowId(row["person"]) for row in store.query("SELECT person FROM pin")}


def set_pin(store: Store, person: RowId, pin: str) -> None:
    """Set a person's PIN, whatever it was."""
    salt = os.urandom(16)
    with transaction(store.connection, "pin"):
        store.connection.execute(
            "INSERT INTO pin VALUES(?,?,?,0) ON CONFLICT DO UPDATE SET salt = excluded.salt, "
            "digest = excluded.digest, failures = 0",
            (person, salt, _digest(pin, salt)),
        )


def pin_fits(store: Store, person: RowId, pin: str) -> bool:
    """Is it this person's PIN? Counts wrong tries; after TRIES in a row nothing fits."""
    held = store.query("SELECT * FROM pin WHERE person = ?", (person,))
    if not held or held[0]["failures"] >= TRIES:
        return False
    fits = hmac.compare_digest(_digest(pin, held[0]["salt"]), held[0]["digest"])
    with transaction(store.connection, "pin"):
        store.connection.execute("UPDATE pin SET failures = ? WHERE person = ?", (0 if fits else held[0]["failures"] + 1, person))
    return fits
