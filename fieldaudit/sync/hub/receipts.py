"""What the hub vouches for: SHA-256 of what lies in its store, read back after it was durable.

A digest is remembered while the object's size and tag stay the same; an object that is not whole is moved aside and
never vouched for. Everything here blocks.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ...errors import Damaged
from ...wire.hub import Sign, Stored, sign_stored
from .answers import Refusal
from .checks import Checker
from .objects import Meta, Objects

_REMEMBERED = 100_000
_AT_ONCE = 64 << 20  # bytes of objects that are read at once, however many ask; a greater one alone


@dataclass
class Digests:
    """Digests of whole objects, remembered within bounds."""

    objects: Objects
    check: Checker
    _held: OrderedDict[str, tuple[Meta, bytes]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _reading: threading.Condition = field(default_factory=threading.Condition)
    _free: int = _AT_ONCE

    def of(self, name: str) -> bytes | None:
        """The digest of what lies whole and durable under a name; None: nothing does."""
        meta = self.objects.head(name)
        known = self.remembered(name, meta) if meta is not None else None
        if meta is None or known is not None:
            return known
        with self._room(meta.size):
            return self._read(name)

    @contextlib.contextmanager
    def _room(self, size: int) -> Iterator[None]:
        """Hold memory for what is read meanwhile."""
        size = min(size, _AT_ONCE)
        with self._reading:
            self._reading.wait_for(lambda: self._free >= size)
            self._free -= size
        try:
            yield
        finally:
            with self._reading:
                self._free += size
                self._reading.notify_all()

    def _read(self, name: str) -> bytes | None:
        data = self.objects.get(name) if self.objects.make_sure(name) else None
        if data is None:
            return None
        digest = hashlib.sha256(data).digest()
        try:
            self.check(name, data, digest)
        except Damaged:
            self.objects.set_aside(name, self.check)
            return None
        except Refusal:  # its author is not known here: nothing can be said of it
            return None
        self._note(name, self.objects.head(name), digest)
        return digest

    def note(self, name: str, digest: bytes) -> None:
        """What was just put, made durable and read back."""
        self._note(name, self.objects.head(name), digest)

    def _note(self, name: str, meta: Meta | None, digest: bytes) -> None:
        if meta is None:
            return
        with self._lock:
            self._held[name] = (meta, digest)
            self._held.move_to_end(name)
            if len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)

    def remembered(self, name: str, meta: Meta) -> bytes | None:
        """The digest, if it is known of just this object."""
        with self._lock:
            held = self._held.get(name)
            return held[1] if held is not None and held[0] == meta else None

    def forget(self, name: str) -> None:
        """It is to be read again."""
        with self._lock:
            self._held.pop(name, None)

    def receipt(self, sign: Sign, device: int, now: int, names: Iterable[str]) -> bytes:
        """The signed receipt over those of these objects that are whole in the store."""
        listed = list(names)
        digests = zip(listed, self.objects.many(self.of, listed), strict=True)
        found = {name: digest.hex() for name, digest in digests if digest is not None}
        return sign_stored(sign, Stored(device, now, found))
