"""Who calls: the signature over a request, held against the bureau's certificates. Everything cheap is asked first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...domain.core import MAX_DEVICE, Scope
from ...wire.hub import NONCE_SIZE, Asked
from ...wire.signed import SIGNATURE_SIZE
from .answers import Refusal
from .limits import Nonces
from .roster import Roster

_HEX = re.compile("[0-9a-f]+")
_NUMBER = re.compile("0|[1-9][0-9]{0,18}")
_WANTED = {"device": 0, "at": 0, "nonce": 2 * NONCE_SIZE, "body": 64, "signature": 2 * SIGNATURE_SIZE}  # hex digits; 0: a number


@dataclass(frozen=True, slots=True)
class Caller:
    """A device that signed its request, and the scopes it may see."""

    device: int
    kind: str
    scopes: tuple[Scope, ...]
    body: bytes  # SHA-256 of the body it signed


def read_asked(method: str, path: str, hub: int, headers: Iterable[tuple[bytes, bytes]]) -> tuple[Asked, bytes]:
    """The request as its headers say it was signed, and the signature. Raises Refusal ("malformed")."""
    found: dict[str, str] = {}
    for name, value in headers:
        short = name.decode("latin-1").removeprefix("fieldaudit-")
        if short in _WANTED and name.startswith(b"fieldaudit-"):
            if short in found:
                raise Refusal("malformed")
            found[short] = value.decode("latin-1")
    for wanted, digits in _WANTED.items():
        text = found.get(wanted, "")
        if not (len(text) == digits and _HEX.fullmatch(text) if digits else _NUMBER.fullmatch(text)):
            raise Refusal("malformed")
    device = int(found["device"])
    if not 1 <= device <= MAX_DEVICE:
        raise Refusal("unknown-device")
    nonce, body = bytes.fromhex(found["nonce"]), bytes.fromhex(found["body"])
    return Asked(device, hub, method, path, int(found["at"]), nonce, body), bytes.fromhex(found["signature"])


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets in who is certified, in force and not revoked."""

    roster: Roster
    nonces: Nonces
    clock_ms: int

    def knows(self, device: int, now: int) -> bool:
        """Would `admit` say who that is without looking into the store?"""
        certificate = self.roster.governing(device, now)
        return self.roster.fresh and certificate is not None and certificate.valid_to >= now

    def admit(self, asked: Asked, signature: bytes, now: int) -> Caller:
        """The caller of a request. May wait for the store, unless `knows`. Raises Refusal."""
        if abs(asked.at - now) > self.clock_ms:
            raise Refusal("clock", at=now)
        if self.nonces.seen(asked.device, asked.nonce):
            raise Refusal("replayed")
        self.roster.refresh()
        if not self.roster.known(asked.device):
            self.roster.look_again()
        certificate = self.roster.governing(asked.device, now)
        if certificate is None or certificate.valid_to < now:
            self.roster.look_again()
            certificate = self.roster.governing(asked.device, now)
        if certificate is None:
            raise Refusal("not-yet", at=now) if self.roster.known(asked.device) else Refusal("unknown-device")
        if not asked.holds(certificate.sign_key, signature):
            raise Refusal("bad-signature")
        if self.roster.revoked(asked.device):
            raise Refusal("revoked")
        if certificate.valid_to < now:
            raise Refusal("expired")
        return Caller(asked.device, certificate.kind, certificate.scopes, asked.body)
