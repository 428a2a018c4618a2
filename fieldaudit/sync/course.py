"""What all steps of an exchange share: the two sides, what came of it so far, and how an object is judged and given."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..errors import BadInput, Damaged
from ..evidence.blobs import BlobStore
from ..i18n import Text, tr
from ..store import Workspace, at_hub, exchange
from ..store.connection import transaction
from .carrier import BAD, DIFFERENT, PUT, REFUSED, THERE, Carrier, Offer
from .proof import check_object

# what (receive, apply, segments, photos), done, total (0: not known). Called where no transaction is open: the caller may let
# other acts in, wait, or raise to stop; all that arrived is kept and the next exchange goes on from there. While one waits
# for a network it is called again with the same words.
Progress = Callable[[str, int, int], None]

_NOTE_EVERY = 0.5  # s; how often what lies on a hub is noted while photos go up: so much is asked again after a crash


def quiet(_what: str, _done: int, _total: int) -> None:
    """For whom nobody watches."""


@dataclass
class Outcome:
    """What one exchange did."""

    sealed: int = 0
    put: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("segments", "blobs", "certs", "keys", "receipts"), 0))
    got: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("segments", "blobs", "certs", "keys", "receipts"), 0))
    put_again: int = 0  # of those: had lain on this carrier before
    confirmed: int = 0  # objects that a hub's receipt names since this exchange
    touched: dict[str, int] = field(default_factory=dict)  # rows of each table
    rebuilt: bool = False
    bad: list[tuple[str, Text]] = field(default_factory=list)
    waiting_blobs: int = 0
    told: list[Text] = field(default_factory=list)  # what the people must know
    proof: dict[str, dict[str, str | int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "sealed": self.sealed,
            "put": self.put,
            "put_again": self.put_again,
            "confirmed": self.confirmed,
            "got": self.got,
            "changed": dict(sorted(self.touched.items())),
            "rebuilt": self.rebuilt,
            "bad": [{"name": name, "reason": str(reason)} for name, reason in self.bad],
            "waiting_photos": self.waiting_blobs,
            "told": [str(text) for text in self.told],
            "proof": self.proof,
        }


class Course:
    """One exchange under way."""

    def __init__(self, workspace: Workspace, carrier: Carrier, now: int, progress: Progress) -> None:
        self.workspace, self.store, self.carrier, self.now = workspace, workspace.store, carrier, now
        self.blobs = BlobStore(workspace.blobs, workspace.store.trust)
        self.outcome = Outcome()
        self.id = carrier.identify()
        self.again: list[str] = []  # names that had lain on the carrier, and were put once more
        self.refused: set[str] = set()  # names that the carrier did not take and may take another time
        self._progress, self._said = progress, ("receive", 0, 0)
        self._aside: frozenset[str] | None = None
        self._handed: list[str] = []  # names that lie on the carrier now and are not noted yet
        self._noted_at = time.monotonic()

    # -- telling ---------------------------------------------------------------------------------
    def progress(self, what: str, done: int, total: int) -> None:
        """Say how far it is; the caller may raise to stop."""
        self._said = (what, done, total)
        self._progress(what, done, total)

    def breathe(self) -> None:
        """Say the same again: nothing has come of it yet."""
        self._progress(*self._said)

    # -- judging ---------------------------------------------------------------------------------
    def bad(self, name: str, reason: Text | str, *, aside: bool = True) -> None:
        """Name an object that is not what it should be, and move it out of the way."""
        self.outcome.bad.append((name, reason if isinstance(reason, Text) else tr(reason, reason)))
        if aside:
            self.carrier.set_aside(name)

    def whole(self, name: str, data: bytes, otherwise: Text | str = "") -> bool:
        """Is an object what its name says? If not it is set aside, with a reason (`otherwise`, or what is wrong)."""
        try:
            check_object(self.workspace, name, data)
        except (BadInput, Damaged) as error:
            self.bad(name, otherwise or error.what)
            return False
        return True

    # -- giving ----------------------------------------------------------------------------------
    def give(self, offers: Sequence[Offer], what: str = "") -> None:
        """Put each object where nothing lies; what lies there torn is replaced, what is damaged here is named."""
        for done, (offer, became) in enumerate(self.carrier.give(offers), 1):
            if became == DIFFERENT:
                became = self._replace(offer)
            elif became == PUT and self._lay_there(offer.name):
                self.again.append(offer.name)
                self.outcome.put_again += 1
            if isinstance(became, Damaged):  # the one here; the rest goes on
                self.bad(offer.name, became.what, aside=False)
            elif became in (PUT, THERE):
                self.outcome.put[offer.kind] += became == PUT
                self._handed.append(offer.name)
            elif became == REFUSED:
                self.refused.add(offer.name)
            if self.carrier.hub and time.monotonic() > self._noted_at + _NOTE_EVERY:
                self.note()
            if what:
                self.progress(what, done, len(offers))

    def _replace(self, offer: Offer) -> str | Damaged:
        torn = tr("介质上的文件不完整，已重新放入", "torn on the carrier; put again")
        if self.whole(offer.name, self.carrier.get(offer.name) or b"", torn):
            return DIFFERENT  # the other branch of a fork, or ours is the damaged one
        return next((became for _, became in self.carrier.give([offer])), DIFFERENT)

    def _lay_there(self, name: str) -> bool:
        """Was it here when we last looked, and did nobody set it aside?"""
        if not exchange.was_handed(self.store, self.id, name):
            return False
        if self._aside is None:
            self._aside = frozenset(name.removeprefix(f"{BAD}/") for name in self.carrier.names(BAD))
        return name.replace("/", "-") not in self._aside

    def lies_there(self, name: str) -> None:
        """An object was found on the carrier without being offered."""
        self._handed.append(name)

    @property
    def unnoted(self) -> list[str]:
        """What lies on the carrier and is not noted yet."""
        return [*self._handed]

    def note(self) -> None:
        """Remember, durably, what lies on the carrier."""
        if self._handed:
            with transaction(self.store.connection, self.id):
                self.write()

    def write(self) -> None:
        """`note` within a transaction of the caller's."""
        exchange.note_handed(self.store, self.id, self._handed)
        if self.carrier.hub:
            at_hub.note_stored(self.store, self.carrier.hub, self._handed)
        self._handed, self._noted_at = [], time.monotonic()
