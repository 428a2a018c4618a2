"""Photos and papers of an exchange: which are offered, which are asked for. After the data, and one by one.

A folder is offered all of them, each time. A hub says what it has: it is asked only about those that came here since
it was asked last, and about those that were lacking here then or that it refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ..errors import Damaged
from ..store import at_hub, exchange
from ..wire.names import blob_name_of
from .carrier import Offer
from .course import Course


class Photos:
    """The photos of one exchange; `lacking` (name -> object): those that are not here."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self.lacking: dict[str, str] = {}
        self._here: dict[str, str] = {}
        self._last = 0  # number of the last arrival that was looked at

    def look(self) -> None:
        """Which are to be offered, and which are not here."""
        wanted = self._wanted()
        self._here = {name: object_ for name, object_ in wanted.items() if object_ in self._course.blobs}
        self.lacking = {name: object_ for name, object_ in wanted.items() if name not in self._here}

    def push(self) -> None:
        """Offer those that are here."""
        course, here = self._course, self._here
        before = len(course.outcome.bad)
        course.give([self._offer(name, object_) for name, object_ in here.items()], "photos")
        if course.carrier.hub:  # one that is damaged here is asked for, and looked at again
            spoilt = {name for name, _ in course.outcome.bad[before:]} & here.keys()
            self.lacking |= {name: here[name] for name in sorted(spoilt)}

    def _wanted(self) -> Mapping[str, str]:
        """Carrier name -> object of the photos to be looked at."""
        course = self._course
        if not course.carrier.hub:
            rows = exchange.attachment_scopes(course.store)
            return {blob_name_of(scope, object_): object_ for _, object_, scope in rows}
        self._last, fresh = at_hub.arrivals(course.store, course.id)
        return {**fresh, **at_hub.lacking(course.store, course.id)}

    def _offer(self, name: str, object_: str) -> Offer:
        blobs = self._course.blobs
        return Offer("blobs", name, blobs.path(object_).stat().st_size, partial(blobs.sealed, object_), anywhere=True)

    def pull(self) -> None:
        """Take those that are not here, each checked before it is kept."""
        course, wanted = self._course, dict(self.lacking)
        for done, (name, data) in enumerate(course.carrier.fetch(list(wanted)), 1):
            if data is not None:
                self._take(name, wanted[name], data)
            course.progress("photos", done, len(wanted))
        course.outcome.waiting_blobs = len(self.lacking)

    def _take(self, name: str, object_: str, data: bytes) -> None:
        try:
            self._course.blobs.put_sealed(object_, data)
        except Damaged as error:
            self._course.bad(name, error.what)
            return
        self._course.outcome.got["blobs"] += 1
        del self.lacking[name]

    def write(self) -> None:
        """Remember that the hub was asked about all that are here, and has them or refused them (those are offered again).
        The caller holds the transaction.
        """
        if self._course.carrier.hub:
            refused = {name for name in self._course.refused if name.startswith("blobs/")}
            at_hub.note_asked(self._course.store, self._course.id, self._last, self.lacking.keys() | refused)
