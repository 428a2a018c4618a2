"""Certificates and revocations: what the bureau says of a device, as signed objects.

Owns their bytes and their inner rules (sorted, no name of any person, dates in order). Must not know which
roles exist or what they may do: that is `domain`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ..domain.core import COMMON, MAX_DEVICE, Certificate, Revocation, RowId, Scope
from ..errors import BadInput, Damaged
from .canon import INT_MAX, encoded, from_hex, malformed_as, parsed, require, rows, within
from .keys import KEY_SIZE, BureauKey
from .names import MAX_ORDINAL
from .signed import read_object, sign_object, signed_parts, thing_of

_REMEMBERED = 2_000  # certificates that were read, of one process
KINDS = ("laptop", "hub")

_CERTIFICATE = {"device": int, "serial": int, "kind": str, "sign_key": str, "receive_key": str,
                "people": list, "scopes": list, "valid_from": int, "valid_to": int}
_REVOCATION = {"device": int, "serial": int, "last": list, "at": int}


def sign_certificate(bureau: BureauKey, certificate: Certificate) -> bytes:
    """The certificate as the bureau's signed object. Raises BadInput if it breaks an inner rule."""
    c = certificate
    with malformed_as(BadInput, "certificate"):
        require(len(c.sign_key) == len(c.receive_key) == KEY_SIZE, "公钥应为 32 字节。",
                "A public key has 32 bytes.")
        fields = {"device": c.device, "serial": c.serial, "kind": c.kind, "sign_key": c.sign_key.hex(),
                  "receive_key": c.receive_key.hex(), "people": [list(pair) for pair in c.people],
                  "scopes": list(c.scopes), "valid_from": c.valid_from, "valid_to": c.valid_to}
        _certificate_of(parsed(encoded(fields)))
    return sign_object(bureau.sign, "certificate", fields)


def sign_revocation(bureau: BureauKey, revocation: Revocation) -> bytes:
    """The revocation as the bureau's signed object. Raises BadInput if it breaks an inner rule."""
    r = revocation
    fields = {"device": r.device, "serial": r.serial, "last": [list(pair) for pair in sorted(r.last.items())],
              "at": r.at}
    with malformed_as(BadInput, "revocation"):
        _revocation_of(parsed(encoded(fields)))
    return sign_object(bureau.sign, "revocation", fields)


def read_certificate(data: bytes, bureau_public: bytes) -> Certificate | Revocation:
    """The certificate or revocation in `data`.

    Raises Damaged unless it is in canonical form, well shaped and signed by that bureau key.
    """
    return _read(data, bureau_public)


@lru_cache(maxsize=_REMEMBERED)
def _read(data: bytes, bureau_public: bytes) -> Certificate | Revocation:
    """What was checked once need not be checked again: each exchange reads the certificates of all laptops."""
    thing = thing_of(data, "certificate")
    if thing == "revocation":
        fields = read_object(data, thing, _REVOCATION, lambda _: bureau_public)
        with malformed_as(Damaged, thing):
            return _revocation_of(fields)
    fields = read_object(data, "certificate", _CERTIFICATE, lambda _: bureau_public)
    with malformed_as(Damaged, "certificate"):
        return _certificate_of(fields)


def certificate_parts(data: bytes) -> tuple[bytes, bytes]:
    """What exactly the bureau signed of a certificate, and its signature (64 bytes): for checking it with openssl.

    Raises Damaged when `data` is no signed object.
    """
    return signed_parts(data, thing_of(data, "certificate"))


def _certificate_of(fields: dict[str, Any]) -> Certificate:
    people, scopes = rows(fields["people"], int, str), fields["scopes"]
    for person, role in people:
        within(person, 1, INT_MAX, "people")
        require(bool(re.fullmatch(r"[a-z][a-z_]{0,31}", role)), "角色写法不对。",
                "A role is not well written.")
    require(people == sorted(map(list, {tuple(pair) for pair in people})), "人员应排序且不重复。",
            "People must be sorted, none twice.")
    for scope in scopes:
        within(scope, 0, INT_MAX, "scopes")
    require(scopes == sorted(set(scopes)) and COMMON in scopes, "范围应排序、不重复并包含 0。",
            "Scopes must be sorted, none twice, 0 among them.")
    require(fields["kind"] in KINDS, "设备类别不认识。", "The kind of device is not known.")
    valid_from = within(fields["valid_from"], 0, INT_MAX, "valid_from")
    return Certificate(
        device=within(fields["device"], 1, MAX_DEVICE, "device"),
        serial=within(fields["serial"], 1, INT_MAX, "serial"), kind=fields["kind"],
        sign_key=from_hex(fields["sign_key"], KEY_SIZE, "sign_key"),
        receive_key=from_hex(fields["receive_key"], KEY_SIZE, "receive_key"),
        people=tuple((RowId(person), role) for person, role in people), scopes=tuple(map(Scope, scopes)),
        valid_from=valid_from, valid_to=within(fields["valid_to"], valid_from, INT_MAX, "valid_to"))


def _revocation_of(fields: dict[str, Any]) -> Revocation:
    last = rows(fields["last"], int, int)
    for scope, ordinal in last:
        within(scope, 0, INT_MAX, "scope")
        within(ordinal, 1, MAX_ORDINAL, "ordinal")
    require(last == sorted(last) and len({scope for scope, _ in last}) == len(last),
            "范围应排序且不重复。", "Scopes must be sorted, none twice.")
    return Revocation(device=within(fields["device"], 1, MAX_DEVICE, "device"),
                      serial=within(fields["serial"], 1, INT_MAX, "serial"),
                      last={Scope(scope): ordinal for scope, ordinal in last},
                      at=within(fields["at"], 0, INT_MAX, "at"))
