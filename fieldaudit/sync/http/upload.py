"""Putting objects on a hub: whole up to its chunk, in parts above; what lies there already is not sent.

Several go at once. A cut may leave a gap in a chain there: what follows it counts once the gap is filled, by the next exchange.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ...errors import Damaged
from ...i18n import tr
from ...wire.canon import canonical
from ...wire.hub import MAX_NAMED
from ..carrier import DIFFERENT, PUT, REFUSED, THERE, Offer
from .crew import Job
from .line import Answer, Line
from .reading import fields_of, pairs, sizes

Became = tuple[Offer, str | Damaged]

_ANSWERS = frozenset(("different", "absent", "scope", "unknown-author"))  # of one object; the others go on


class Uploads:
    """What goes up over one line."""

    def __init__(self, line: Line) -> None:
        self._line, self._crew = line, line.crew

    def give(self, offers: Iterable[Offer]) -> Iterator[Became]:
        """What became of each offer; photos come last."""
        listed = list(offers)
        yield from self._crew.run((self._job(offer) for offer in listed if offer.kind != "blobs"), ordered=True)
        blobs = [offer for offer in listed if offer.kind == "blobs"]
        for start in range(0, len(blobs), MAX_NAMED):
            yield from self._photos(blobs[start : start + MAX_NAMED])

    def _job(self, offer: Offer) -> Job[Became]:
        """Send something small; it is read here, in the thread that the database belongs to."""
        read = replace(offer, load=partial(bytes, offer.load()))
        return Job(offer.size, lambda: (offer, self._put(read)[1]))

    def _photos(self, offers: Sequence[Offer]) -> Iterator[Became]:
        """Those that do not lie there, by several threads."""
        there = self.there([offer.name for offer in offers])
        yield from ((offer, THERE) for offer in offers if offer.name in there)
        yield from self._crew.run(Job(offer.size, partial(self._put, offer)) for offer in offers if offer.name not in there)

    def there(self, names: Sequence[str]) -> dict[str, int]:
        """name -> size of those that lie on the hub, of at most MAX_NAMED."""
        answer = self._line.ask("POST", "/v1/stat", canonical({"names": sorted(names)}))
        return sizes(self._line, fields_of(self._line, answer).get("objects"))

    # -- one object --------------------------------------------------------------------------------
    def _put(self, offer: Offer) -> Became:
        try:
            return offer, self._send(offer.name, offer.load())
        except Damaged as error:
            return offer, error

    def _send(self, name: str, data: bytes) -> str:
        path = f"/v1/objects/{name}"
        if len(data) <= self._line.chunk:
            digest = bytes.fromhex(name[-64:]) if name.startswith("blobs/") else None  # `load` compared it
            return self._became(self._line.ask("PUT", path, data, digest=digest, accept=_ANSWERS))
        count = -(-len(data) // self._line.chunk)
        whole = f"{path}?parts={count}&size={len(data)}"
        for _ in range(2):
            refused = self._send_parts(name, data, count)
            if refused is not None:
                return self._became(refused)
            answer = self._line.ask("PUT", whole, accept=_ANSWERS)
            if answer.code != "absent":  # parts were swept meanwhile
                return self._became(answer)
        raise Damaged(tr("集中站丢了已收到的部分", "the hub lost parts that it had"), where=name)

    def _send_parts(self, name: str, data: bytes, count: int) -> Answer | None:
        """Those parts that it does not hold; gives its answer when it wants none of that object."""
        chunk = self._line.chunk
        answer = self._line.ask("GET", f"/v1/parts/{name}", accept=_ANSWERS)
        if answer.code not in ("", "absent"):
            return answer
        held = dict(pairs(self._line, fields_of(self._line, answer).get("have"), int, int)) if answer.status == 200 else {}
        for part in range(count):
            piece = data[part * chunk : (part + 1) * chunk]
            if held.get(part) != len(piece):
                path = f"/v1/objects/{name}?part={part}&parts={count}&size={len(data)}"
                put = self._line.ask("PUT", path, piece, accept=_ANSWERS)
                if not put.good:
                    return put
        return None

    def _became(self, answer: Answer) -> str:
        return {200: THERE, 201: PUT}.get(answer.status) or (DIFFERENT if answer.code == "different" else REFUSED)
