"""What laptops and a hub say to each other beside the objects: greeting, signed requests, receipts.

Owns the bytes that are signed for them. A hub proves who it is by its greeting, a caller by a signature over each
request; a receipt names what a hub holds after it has read it back from its store. Must not know HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..domain.core import MAX_DEVICE
from ..errors import BadInput, Damaged
from .canon import INT_MAX, canonical, encoded, from_hex, malformed_as, parsed, require, rows, within
from .names import parse_name
from .signed import SIGNATURE_SIZE, read_object, sign_object, verify

Sign = Callable[[str, bytes], bytes]  # the `sign` method of a device's keys

NONCE_SIZE = 16  # bytes; of greetings and of requests
MAX_NAMED = 2_000  # objects in one receipt
MAX_BULK = 1 << 20  # bytes of the objects in one answer

_HASH = re.compile("[0-9a-f]{64}")
_GREETING = {"device": int, "nonce": str, "at": int, "chunk": int}
_STORED = {"device": int, "at": int, "objects": list}


@dataclass(frozen=True, slots=True)
class Greeting:
    """A hub's answer to a caller's nonce: which hub this is, its clock (ms), the largest body it takes (bytes)."""

    device: int
    nonce: bytes
    at: int
    chunk: int


def sign_greeting(sign: Sign, greeting: Greeting) -> bytes:
    """The greeting as an object signed by the hub."""
    fields = {"device": greeting.device, "nonce": greeting.nonce.hex(), "at": greeting.at, "chunk": greeting.chunk}
    return sign_object(sign, "hub-greeting", fields)


def read_greeting(data: bytes, sign_public: bytes) -> Greeting:
    """The greeting in `data`. Raises Damaged unless it is well shaped and signed by that key."""
    fields = read_object(data, "hub-greeting", _GREETING, lambda _: sign_public)
    with malformed_as(Damaged, "hub-greeting"):
        return Greeting(
            within(fields["device"], 1, MAX_DEVICE, "device"),
            from_hex(fields["nonce"], NONCE_SIZE, "nonce"),
            within(fields["at"], 0, INT_MAX, "at"),
            within(fields["chunk"], 1, INT_MAX, "chunk"),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is signed. `hub`: the hub's device number; `path`: as sent, with its query; `body`: SHA-256 of the body."""

    device: int
    hub: int
    method: str
    path: str
    at: int  # ms, the caller's clock
    nonce: bytes
    body: bytes

    def message(self) -> bytes:
        """What is signed, as the thing `hub-request`."""
        return canonical(
            {
                "device": self.device, "hub": self.hub, "method": self.method, "path": self.path, "at": self.at,
                "nonce": self.nonce.hex(), "body": self.body.hex(),
            }
        )  # fmt: skip

    def signed(self, sign: Sign) -> bytes:
        """The caller's signature, 64 bytes."""
        return sign("hub-request", self.message())

    def holds(self, sign_public: bytes, signature: bytes) -> bool:
        """Is it that key's signature over this request?"""
        return len(signature) == SIGNATURE_SIZE and verify(sign_public, "hub-request", self.message(), signature)


@dataclass(frozen=True, slots=True)
class Stored:
    """A hub's receipt: name -> SHA-256 (hex) of what lies in its store under it, read back before it was signed."""

    device: int
    at: int  # ms, the hub's clock
    objects: Mapping[str, str]


def sign_stored(sign: Sign, stored: Stored) -> bytes:
    """The receipt as an object signed by the hub. Raises BadInput above MAX_NAMED objects or for a name that is none."""
    objects = [[name, digest] for name, digest in sorted(stored.objects.items())]
    fields = {"device": stored.device, "at": stored.at, "objects": objects}
    with malformed_as(BadInput, "hub-receipt"):
        _stored_of(parsed(encoded(fields)))
    return sign_object(sign, "hub-receipt", fields)


def read_stored(data: bytes, sign_public: bytes) -> Stored:
    """The receipt in `data`. Raises Damaged unless it is well shaped and signed by that key."""
    fields = read_object(data, "hub-receipt", _STORED, lambda _: sign_public)
    with malformed_as(Damaged, "hub-receipt"):
        return _stored_of(fields)


def _stored_of(fields: dict[str, Any]) -> Stored:
    objects: Sequence[list[str]] = rows(fields["objects"], str, str)
    require(len(objects) <= MAX_NAMED, "回执中的对象太多。", "A receipt names too many objects.")
    names = [name for name, _ in objects]
    require(names == sorted(set(names)), "对象应排序且不重复。", "Objects must be sorted, none twice.")
    require(all(_HASH.fullmatch(digest) for _, digest in objects), "哈希写法不对。", "A hash is not well written.")
    for name in names:
        _known(name)
    return Stored(within(fields["device"], 1, MAX_DEVICE, "device"), within(fields["at"], 0, INT_MAX, "at"), dict(objects))


def _known(name: str) -> None:
    try:
        parse_name(name)
    except BadInput:
        require(False, "回执中有不是对象名的名称。", "A receipt names something that is no object.")
