"""Who is who: the bureau's certificates and revocations, as they lie in the store.

Read again from there when somebody unknown comes or some seconds have passed; at once what is put through this process.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from ...domain.core import Certificate, Revocation
from ...errors import FieldauditError
from ...wire.certs import read_certificate
from ...wire.names import CertificateName, parse_name
from .objects import Objects

FRESH_S = 5.0
_AT_MOST_EVERY_S = 1.0  # whoever is unknown makes it look again, but not more often


@dataclass
class Roster:
    """All devices of the bureau. Methods may be called in any thread."""

    objects: Objects
    bureau: bytes
    names: set[str] = field(default_factory=set)
    _certificates: dict[int, list[Certificate]] = field(default_factory=dict)
    _revocations: dict[int, Revocation] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _read_at: float = float("-inf")

    def refresh(self, *, older_than: float = FRESH_S) -> None:
        """Look into the store unless that was done within so many seconds."""
        first = self._read_at == float("-inf")  # then what is known is a part of it only
        if self._fresh(older_than) or not self._lock.acquire(blocking=older_than < FRESH_S or first):
            return  # somebody looks already, and what is known will do until then
        try:
            if self._fresh(older_than):
                return
            listed = {name for name, _ in self.objects.below("certs")}
            self.names &= listed  # what was moved aside is to be put again; what the bureau said in it still holds
            for name in sorted(listed - self.names):
                data = self.objects.get(name)
                if data is not None:
                    self._know(name, bytes(data))
            self._read_at = time.monotonic()
        finally:
            self._lock.release()

    @property
    def fresh(self) -> bool:
        """Was the store looked into a moment ago, and need not be for another?"""
        return self._fresh(FRESH_S - _AT_MOST_EVERY_S)

    def _fresh(self, older_than: float) -> bool:
        return time.monotonic() - self._read_at < older_than

    def look_again(self) -> None:
        """Somebody is unknown, or what was read no longer fits."""
        self.refresh(older_than=_AT_MOST_EVERY_S)

    def add(self, name: str, data: bytes) -> None:
        """What was just put."""
        with self._lock:
            self._know(name, data)

    def _know(self, name: str, data: bytes) -> None:
        try:
            parsed, statement = parse_name(name), read_certificate(data, self.bureau)
        except FieldauditError:
            return  # torn or foreign: nobody is admitted by it
        if name in self.names or parsed != CertificateName(statement.device, statement.serial):
            return
        if isinstance(statement, Revocation):
            known = self._revocations.get(statement.device)
            if known is None or statement.serial > known.serial:
                self._revocations[statement.device] = statement
        elif statement not in (held := self._certificates.setdefault(statement.device, [])):
            held.append(statement)
        self.names.add(name)

    def forget(self, name: str) -> None:
        """It was moved aside. Who was certified or revoked by it stays so: the bureau did sign it."""
        with self._lock:
            self.names.discard(name)

    def governing(self, device: int, now: int) -> Certificate | None:
        """The certificate that applies to a device now (ms), in force or not."""
        fitting = [each for each in tuple(self._certificates.get(device, ())) if each.valid_from <= now]
        return max(fitting, key=lambda each: (each.valid_from, each.serial), default=None)

    def known(self, device: int) -> bool:
        """Has the bureau certified that device?"""
        return device in self._certificates

    def revoked(self, device: int) -> bool:
        """Has the bureau ended that device?"""
        return device in self._revocations

    def sign_keys(self, device: int) -> tuple[bytes, ...]:
        """Every key that device ever signed with, the oldest first."""
        held = sorted(tuple(self._certificates.get(device, ())), key=lambda each: each.serial)
        return tuple(dict.fromkeys(each.sign_key for each in held))
