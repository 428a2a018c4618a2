"""Enrolment: a device asks, the bureau grants.

Owns the bytes of request and grant and the short code that both sides show. The code is what ties a request
to the person who made it: the bureau's side asks for it before it grants. Must not know how the two files
get across.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ..domain.core import Certificate
from ..errors import BadInput, Damaged, NotAllowed
from ..i18n import tr
from .canon import domain, from_hex, malformed_as, require
from .certs import read_certificate
from .codes import code, plain_code
from .keys import KEY_SIZE, BureauKey, DeviceKeys, check_scope_key
from .signed import read_object, sign_object

MAX_LABEL = 80  # characters: a line on a screen

_CODE_BYTES, _CODE_LETTERS = 5, 8  # 40 bits
_REQUEST = {"label": str, "sign_key": str, "receive_key": str}
_GRANT = {"request": str, "label": str, "bureau": str, "certificates": list, "scope_keys": list,
          "extra": dict}


@dataclass(frozen=True, slots=True)
class Request:
    """What a device asks with: its label and its two public keys."""

    label: str
    sign_key: bytes
    receive_key: bytes


@dataclass(frozen=True, slots=True)
class Grant:
    """What a device is given: the bureau's public key, its number, certificates, sealed scope keys."""

    bureau_public: bytes
    device: int
    certificates: tuple[bytes, ...]
    scope_keys: tuple[bytes, ...]
    extra: Mapping[str, Any]


def make_request(keys: DeviceKeys, label: str) -> bytes:
    """A device's request to be enrolled. `label` names the laptop, not a person. Raises BadInput."""
    with malformed_as(BadInput, "label"):
        _check_label(label)
    return sign_object(keys.sign, "enrol-request", {
        "label": label, "sign_key": keys.sign_public.hex(), "receive_key": keys.receive_public.hex()})


def read_request(data: bytes) -> Request:
    """The request, signed by the very key it holds. Raises Damaged."""
    fields = read_object(data, "enrol-request", _REQUEST,
                         lambda fields: from_hex(fields["sign_key"], KEY_SIZE, "sign_key"))
    with malformed_as(Damaged, "enrol-request"):
        _check_label(fields["label"])
        return Request(fields["label"], from_hex(fields["sign_key"], KEY_SIZE, "sign_key"),
                       from_hex(fields["receive_key"], KEY_SIZE, "receive_key"))


def request_code(request: bytes) -> str:
    """The code both sides show, XXXX-XXXX: 40 bits of a slow hash, in Crockford's base 32.

    Slow (scrypt, about 50 ms), so that making another request with the same code takes centuries, not days.
    """
    digest = Scrypt(salt=domain("enrol-code"), length=_CODE_BYTES, n=1 << 14, r=8, p=1).derive(request)
    return code(digest, _CODE_LETTERS)


def same_code(typed: str, shown: str) -> bool:
    """Whether a person typed that code: case, spaces, hyphens, full width and 0/O, 1/I/L do not matter."""
    return plain_code(typed) == plain_code(shown)


def make_grant(bureau: BureauKey, request: bytes, certificate_bytes: Sequence[bytes],
               scope_keys: Sequence[bytes], extra: Mapping[str, object]) -> bytes:
    """The bureau's answer to that very request: the device's own certificate, others' and scope keys.

    Raises Damaged for a bad request, BadInput when the certificates hold none for the request's keys.
    """
    asked = read_request(request)
    if _own_device(asked, certificate_bytes, bureau.public) is None:
        raise BadInput(tr("授权中没有这份申请的设备证书。",
                          "The grant holds no certificate for the request's keys."), where=asked.label)
    return sign_object(bureau.sign, "grant", {
        "request": hashlib.sha256(request).hexdigest(), "label": asked.label, "bureau": bureau.public.hex(),
        "certificates": [data.decode("utf-8") for data in certificate_bytes],
        "scope_keys": [data.decode("utf-8") for data in scope_keys], "extra": dict(extra)})


def read_grant(data: bytes, request: bytes) -> Grant:
    """The grant that answers our `request`.

    The bureau's key is taken from the grant itself. Raises Damaged when any part is wrong or our own
    certificate is missing, NotAllowed when the grant answers another request.
    """
    fields = read_object(data, "grant", _GRANT, lambda fields: from_hex(fields["bureau"], KEY_SIZE, "bureau"))
    asked = read_request(request)
    if fields["request"] != hashlib.sha256(request).hexdigest():
        raise NotAllowed(
            tr("这份授权是给另一份申请“{theirs}”的，不是本机的“{ours}”（{code}）。",
               "This grant answers another request, “{theirs}”, not this device's “{ours}” ({code}).")
            .format(theirs=fields["label"], ours=asked.label, code=request_code(request)), where="grant")
    bureau_public = from_hex(fields["bureau"], KEY_SIZE, "bureau")
    certificates, scope_keys = _texts(fields["certificates"]), _texts(fields["scope_keys"])
    for sealed in scope_keys:
        check_scope_key(sealed, bureau_public)
    device = _own_device(asked, certificates, bureau_public)
    if device is None:
        raise Damaged(tr("授权中没有本机的证书。", "The grant holds no certificate for this device."),
                      where="grant", todo=tr("请管理员重新授权。", "Ask the administrator to grant again."))
    return Grant(bureau_public, device, certificates, scope_keys, fields["extra"])


def _own_device(asked: Request, certificates: Sequence[bytes], bureau_public: bytes) -> int | None:
    """The device number under which the certificates (all checked) name the request's keys."""
    read = [read_certificate(data, bureau_public) for data in certificates]
    devices = {one.device for one in read if isinstance(one, Certificate)
               and (one.sign_key, one.receive_key) == (asked.sign_key, asked.receive_key)}
    return devices.pop() if len(devices) == 1 else None


def _check_label(label: str) -> None:
    require(0 < len(label) <= MAX_LABEL and label.isprintable() and label == label.strip(),
            "设备名称应为 1 到 80 个可见字符，首尾无空格。",
            "A label has 1 to 80 visible characters, no space at either end.")


def _texts(values: list[Any]) -> tuple[bytes, ...]:
    with malformed_as(Damaged, "grant"):
        require(set(map(type, values)) <= {str}, "列表的内容不对。", "A list has the wrong content.")
        return tuple(value.encode("utf-8") for value in values)
