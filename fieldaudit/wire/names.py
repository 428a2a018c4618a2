"""Names of objects on a carrier: the same on a stick, in a folder, behind the hub.

Owns the spelling, and its strict reading: a name that comes from outside becomes a path or a key only after
`parse_name` accepted it. Must not know what any carrier makes of a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..domain.core import MAX_DEVICE, Scope
from ..errors import BadInput, OurBug
from ..i18n import tr
from .canon import INT_MAX

MAX_ORDINAL = 99_999_999  # eight digits

_NUMBER = r"(0|[1-9][0-9]{0,18})"
_SEGMENT = re.compile(rf"segments/{_NUMBER}/{_NUMBER}/([0-9]{{8}})")
_BLOB = re.compile(rf"blobs/{_NUMBER}/([0-9a-f]{{2}})/([0-9a-f]{{64}})")
_CERTIFICATE = re.compile(rf"certs/{_NUMBER}/{_NUMBER}")
_SCOPE_KEY = re.compile(rf"keys/{_NUMBER}/{_NUMBER}/{_NUMBER}")
_RECEIPT = re.compile(rf"receipts/{_NUMBER}/{_NUMBER}")


@dataclass(frozen=True, slots=True)
class SegmentName:
    """`segments/<scope>/<device>/<ordinal>`"""

    scope: Scope
    device: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class BlobName:
    """`blobs/<scope>/<2 hex>/<hex>`"""

    scope: Scope
    hex: str


@dataclass(frozen=True, slots=True)
class CertificateName:
    """`certs/<device>/<serial>`: a certificate or a revocation"""

    device: int
    serial: int


@dataclass(frozen=True, slots=True)
class ScopeKeyName:
    """`keys/<scope>/<epoch>/<device>`"""

    scope: Scope
    epoch: int
    device: int


@dataclass(frozen=True, slots=True)
class ReceiptName:
    """`receipts/<device>/<number>`"""

    device: int
    number: int


Name = SegmentName | BlobName | CertificateName | ScopeKeyName | ReceiptName


def segment_name(scope: Scope, device: int, ordinal: int) -> str:
    """Where the `ordinal`-th segment of that chain lies; the next name is known without listing."""
    return _own(f"segments/{scope}/{device}/{ordinal:08}")


def blob_name_of(scope: Scope, hex: str) -> str:
    """Where the blob whose stored bytes have that SHA-256 lies."""
    return _own(f"blobs/{scope}/{hex[:2]}/{hex}")


def certificate_name(device: int, serial: int) -> str:
    """Where that certificate or revocation lies."""
    return _own(f"certs/{device}/{serial}")


def scope_key_name(scope: Scope, epoch: int, device: int) -> str:
    """Where the scope key sealed for that device lies."""
    return _own(f"keys/{scope}/{epoch}/{device}")


def receipt_name(device: int, number: int) -> str:
    """Where that receipt of a device lies; the greatest number counts."""
    return _own(f"receipts/{device}/{number}")


def parse_name(name: str) -> Name:
    """What `name` stands for. Raises BadInput for every other spelling, path tricks among them."""
    found = _read(name)
    if found is None:
        raise BadInput(tr("不是本系统的对象名。", "Not the name of an object of this system."),
                       where=ascii(name))
    return found


def _own(name: str) -> str:
    """A name we spelt ourselves: it must read back."""
    if _read(name) is None:
        raise OurBug(f"numbers out of range in the object name {name!r}")
    return name


def _read(name: str) -> Name | None:
    if match := _SEGMENT.fullmatch(name):
        scope, device, ordinal = map(int, match.groups())
        good = scope <= INT_MAX and 1 <= device <= MAX_DEVICE and ordinal >= 1
        return SegmentName(Scope(scope), device, ordinal) if good else None
    if match := _BLOB.fullmatch(name):
        scope, digest = int(match[1]), match[3]
        return BlobName(Scope(scope), digest) if scope <= INT_MAX and digest.startswith(match[2]) else None
    if match := _CERTIFICATE.fullmatch(name):
        device, serial = map(int, match.groups())
        good = 1 <= device <= MAX_DEVICE and 1 <= serial <= INT_MAX
        return CertificateName(device, serial) if good else None
    if match := _SCOPE_KEY.fullmatch(name):
        scope, epoch, device = map(int, match.groups())
        good = max(scope, epoch) <= INT_MAX and epoch >= 1 and 1 <= device <= MAX_DEVICE
        return ScopeKeyName(Scope(scope), epoch, device) if good else None
    if match := _RECEIPT.fullmatch(name):
        device, number = map(int, match.groups())
        return ReceiptName(device, number) if 1 <= device <= MAX_DEVICE and 1 <= number <= INT_MAX else None
    return None
