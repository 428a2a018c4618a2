"""A hub's receipts: asked for, checked against our own bytes, kept; and a hub that has lost what it once confirmed.

A name counts as confirmed while a receipt of the hub stands for it and nothing showed that the object is gone. What is
gone is put again and told; a part of all is looked at each day, all of it when the hub shows that it is older.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from ..i18n import tr
from ..store import at_hub, exchange
from ..store.connection import transaction
from ..wire.hub import MAX_NAMED, Stored
from ..wire.names import BlobName, SegmentName, parse_name, segment_name
from .carrier import Chain, Offer
from .course import Course

Receiving = Callable[[], tuple[Stored, bytes]]

DAY_MS = 24 * 3600 * 1000


class Confirming:
    """The receipts of one exchange with a hub; with a folder nothing of this happens."""

    def __init__(self, course: Course) -> None:
        self._course, self._store, self._hub = course, course.store, course.carrier.hub
        self._asked: tuple[Sequence[str], Receiving | None] = ([], None)  # names that were asked about in advance
        self._looked: tuple[str, int] | None = None  # name up to which was looked now, and when
        self._kept: list[tuple[Stored, bytes, Collection[str]]] = []  # receipts, and which of their names are confirmed

    # -- another one -----------------------------------------------------------------------------------
    def meet(self) -> None:
        """Where another hub was met before, that one is lost or moved: it confirms nothing any more, and that is told."""
        if self._hub and (count := at_hub.take_back(self._store, self._course.carrier.place, self._course.id)):
            self._course.outcome.told.append(
                tr(
                    f"这个网址上换了一个集中站（设备 {self._hub}）：原来那个确认过的 {count} 件不再算已确认，由新的重新确认",
                    f"another hub (device {self._hub}) answers at this address: {count} objects that the earlier one confirmed "
                    "do not count as confirmed until this one has confirmed them",
                )
            )

    # -- what it has ---------------------------------------------------------------------------------
    def find_own(self, chains: Mapping[Chain, int]) -> None:
        """Note what others have put there of this laptop's own segments."""
        if not self._hub:
            return
        for scope, device in chains:
            if device == self._store.trust.device:
                for ordinal in range(self._course.carrier.first_lacking(scope, device) - 1, 0, -1):
                    name = segment_name(scope, device, ordinal)
                    if at_hub.stored_among(self._store, self._hub, [name]):
                        break
                    self._course.lies_there(name)

    def _forget(self, names: Collection[str]) -> None:
        with transaction(self._store.connection, self._course.id):
            at_hub.forget_stored(self._store, self._course.id, self._hub, names)

    # -- looking again ---------------------------------------------------------------------------------
    def look_again(self) -> None:
        """Ask whether what the hub had is there still: all of it if it lacked some, else a part each day."""
        if not self._hub:
            return
        local = self._store.trust.local
        after, at = local(f"looked:{self._course.id}") or "", local(f"looked_at:{self._course.id}") or 0
        if self._course.again:
            self._forget(self._course.again)
            with transaction(self._store.connection, self._course.id):
                at_hub.forget_rest(self._store, self._course.id)
            after = ""
            while after := self._look_at_some(after):
                self._course.breathe()
        elif at <= self._course.now < at + DAY_MS:
            return
        else:
            after = self._look_at_some(after)
        self._looked = (after, self._course.now)

    def _look_at_some(self, after: str) -> str:
        """Put again what the hub lacks of the next names it had; gives the last of them, "" at the end."""
        names = at_hub.stored_after(self._store, self._hub, after, MAX_NAMED)
        if names:
            stored, _ = self._course.carrier.stored(names)()
            self._replace(set(names) - stored.objects.keys())
        return names[-1] if len(names) == MAX_NAMED else ""

    def _replace(self, gone: Collection[str]) -> None:
        """Put again what the hub lacks: it is neither confirmed nor handed over any more."""
        confirmed = at_hub.confirmed_by(self._store, gone)
        self._course.outcome.put_again += sum(self._hub in hubs for hubs in confirmed.values())
        self._forget(at_hub.stored_among(self._store, self._hub, gone))
        self._course.give([offer for name in sorted(gone) if (offer := self._offer(name)) is not None])

    def _offer(self, name: str) -> Offer | None:
        """An object of ours by its name, if it is here."""
        match parse_name(name):
            case SegmentName(scope, device, ordinal):
                rows = exchange.segments_from(self._store, scope, device, ordinal)[:1]
                load = partial(exchange.segment_object, self._store, scope, device, ordinal)
                return Offer("segments", name, rows[0]["size"], load) if rows and rows[0]["ordinal"] == ordinal else None
            case BlobName(hex=object_) if object_ in self._course.blobs:
                blobs = self._course.blobs
                return Offer("blobs", name, blobs.path(object_).stat().st_size, partial(blobs.sealed, object_), anywhere=True)
        return None

    # -- receipts ----------------------------------------------------------------------------------
    def begin(self) -> None:
        """Ask the hub already: what else there is to do need not wait for its receipt."""
        names = self._waiting()[:MAX_NAMED] if self._hub else []
        if names:
            self._asked = (names, self._course.carrier.stored(names))

    def ask(self) -> None:
        """Have the hub confirm what lies there and was not confirmed; what it does not is put once more."""
        if not self._hub:
            return
        for _ in range(2):
            waiting, gone = self._waiting(), set[str]()
            for start in range(0, len(waiting), MAX_NAMED):
                gone |= self._ask(waiting[start : start + MAX_NAMED])
                self._course.breathe()
            if not gone:
                return
            self._course.note()
            self._replace(gone)

    def _waiting(self) -> list[str]:
        """What lies there and no receipt names."""
        done = {name for _, _, names in self._kept for name in names}
        fresh = {name for name in self._course.unnoted if at_hub.vouched(name)}
        return sorted({*at_hub.unconfirmed(self._store, self._hub), *fresh} - done)

    def _ask(self, names: Sequence[str]) -> set[str]:
        """Have a receipt over these names; gives those that are not whole there."""
        asked, receipt = self._asked
        self._asked = ([], None)
        stored, data = (receipt if receipt is not None and asked == names else self._course.carrier.stored(names))()
        others = {name for name, digest in stored.objects.items() if self._digest(name) not in (digest, None)}
        if others:
            self._course.note()
            self._forget(others)
        for name in sorted(others):
            self._course.bad(name, tr("集中站存的与本机的不同", "the hub holds something else than this laptop"))
        same = stored.objects.keys() - others
        if same:
            self._kept.append((stored, data, same))
            self._course.outcome.confirmed += len(same)
        return set(names) - stored.objects.keys()

    def write(self) -> None:
        """Keep the receipts. The caller holds the transaction."""
        for stored, data, names in self._kept:
            at_hub.keep_stored(self._store, stored, data, names)
        if self._looked is not None:
            name, at = self._looked
            self._store.trust.set_local(**{f"looked:{self._course.id}": name})
            self._store.trust.set_local(**{f"looked_at:{self._course.id}": at})

    def _digest(self, name: str) -> str | None:
        """SHA-256 of our bytes of that name; None when they are not here."""
        match parse_name(name):
            case SegmentName(scope, device, ordinal) if exchange.segments_from(self._store, scope, device, ordinal):
                return hashlib.sha256(exchange.segment_object(self._store, scope, device, ordinal)).hexdigest()
            case BlobName(hex=digest):
                return digest
        return None
