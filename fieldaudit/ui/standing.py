"""What of this laptop's records is only here, handed over, confirmed: read in the background, for the pill and the sync page.

Knows no Qt.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from ..domain.core import RowId
from ..store import waiting
from ..store.waiting import CONFIRMED, HANDED, HERE, Owner, Waiting, Whereabouts
from .session import Session

STATES = (HERE, HANDED, CONFIRMED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many records stand where; photos and bytes that are only here; every record that is not confirmed."""

    here: int
    handed: int
    confirmed: int
    photos_here: int
    bytes_here: int
    records: dict[Owner, Whereabouts]

    @property
    def whole(self) -> int:
        """All records."""
        return self.here + self.handed + self.confirmed


class StandingReader:
    """Reads it, one at a time; what one look learned the next one need not read again."""

    def __init__(self, session: Session) -> None:
        self._session, self._waiting, self._lock = session, Waiting(), threading.Lock()

    def look(self) -> Standing:
        """Read it now; for a background thread. Raises MachineError."""
        store = self._session.desk_of_thread().store
        with self._lock:
            records = self._waiting.look(store)
        here = [of for of in records.values() if of.state == HERE]
        whole = waiting.records(store) + sum(owner.row == RowId(0) or owner.table == "institution" for owner in records)
        return Standing(
            here=len(here),
            handed=len(records) - len(here),
            confirmed=max(0, whole - len(records)),
            photos_here=sum(of.photos[HERE] for of in here),
            bytes_here=sum(of.bytes_here for of in here),
            records=records,
        )


__all__ = ["CONFIRMED", "HANDED", "HERE", "STATES", "Owner", "Standing", "StandingReader", "Whereabouts"]
