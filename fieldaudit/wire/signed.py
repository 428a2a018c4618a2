"""Signatures, and the signed JSON objects built on them.

Owns what exactly is signed: every signature covers `b"fieldaudit/<thing>/1\\0" + message`, so that no
signature for one thing can pass for another. A signed object is a canonical JSON object that names its
thing and carries the signature over itself without the signature. Must not know which things exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ..errors import BadInput, Damaged
from ..i18n import tr
from .canon import domain, encoded, from_hex, malformed_as, parsed_exactly, require, shaped

SIGNATURE_SIZE = 64

_KIND, _SIGNATURE = "fieldaudit", "signature"


def verify(public: bytes, prefix: str, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is that Ed25519 key's over `message` as the thing `prefix` ("segment", ...)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, domain(prefix) + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def sign_object(sign: Callable[[str, bytes], bytes], thing: str, fields: Mapping[str, object]) -> bytes:
    """The signed JSON object of `fields`; `sign` is the `sign` method of a key. Raises BadInput."""
    with malformed_as(BadInput, thing):
        full = {**fields, _KIND: f"{thing}/1"}
        full[_SIGNATURE] = sign(thing, encoded(full)).hex()
        return encoded(full)


def read_object(data: bytes, thing: str, shape: Mapping[str, type],
                key_of: Callable[[dict[str, Any]], bytes]) -> dict[str, Any]:
    """The fields of a signed object, once form, fields and signature were checked.

    `key_of` gives the public key that must have signed it (some objects carry their own).
    Raises Damaged.
    """
    with malformed_as(Damaged, thing):
        fields = shaped(parsed_exactly(data), {**shape, _KIND: str, _SIGNATURE: str})
        require(fields[_KIND] == f"{thing}/1", f"这不是 {thing}/1。", f"This is not a {thing}/1.")
        signature = from_hex(fields.pop(_SIGNATURE), SIGNATURE_SIZE, _SIGNATURE)
        if not verify(key_of(fields), thing, encoded(fields), signature):
            raise Damaged(tr("签名不符。", "The signature does not match."), where=thing,
                          todo=tr("不要使用；请向签发者重新索取。",
                                  "Do not use it; ask the signer for it again."))
    del fields[_KIND]
    return fields


def signed_parts(data: bytes, thing: str) -> tuple[bytes, bytes]:
    """The very bytes that a signed object's signature covers, and the signature. Raises Damaged."""
    with malformed_as(Damaged, thing):
        fields = parsed_exactly(data)
        require(type(fields) is dict and _SIGNATURE in fields, "应为一个已签名的对象。", "A signed object was expected.")
        signature = from_hex(fields.pop(_SIGNATURE), SIGNATURE_SIZE, _SIGNATURE)
        return domain(thing) + encoded(fields), signature


def thing_of(data: bytes, what: str) -> str:
    """Which thing a signed object says it is, before anything about it is checked. Raises Damaged."""
    with malformed_as(Damaged, what):
        value = parsed_exactly(data)
        require(type(value) is dict and type(value.get(_KIND)) is str, "应为一个已签名的对象。",
                "A signed object was expected.")
        return str(value[_KIND]).removesuffix("/1")
