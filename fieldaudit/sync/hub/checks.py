"""Is an object what its name says? Checked with signatures and hashes alone: the hub never decrypts nor decompresses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ...domain.core import COMMON, Scope
from ...errors import Damaged
from ...i18n import tr
from ...wire.blobs import check_framing
from ...wire.certs import read_certificate
from ...wire.keys import BUREAU_DEVICE, check_scope_key
from ...wire.names import BlobName, CertificateName, Name, ReceiptName, ScopeKeyName, SegmentName, parse_name
from ...wire.receipts import read_receipt
from ...wire.segments import check_segment, read_header
from .answers import Refusal
from .objects import Bytes
from .roster import Roster

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Checker:
    """What can be said of an object without a key."""

    roster: Roster

    def __call__(self, name: str, data: Bytes, digest: bytes = b"") -> None:
        """Raise Damaged unless `data` is the object of that name; Refusal ("unknown-author") when its author is not known.

        `digest`: its SHA-256, where it is known already.
        """
        parsed = parse_name(name)
        if isinstance(parsed, BlobName):  # no copy is made of a photo
            _blob(parsed, data, digest or hashlib.sha256(data).digest())
            return
        held = bytes(data)
        match parsed:
            case SegmentName():
                self._segment(parsed, held)
            case CertificateName():
                statement = read_certificate(held, self.roster.bureau)
                _same((statement.device, statement.serial), (parsed.device, parsed.serial))
            case ScopeKeyName():
                address = check_scope_key(held, self.roster.bureau)
                _same((address.scope, address.epoch, address.device), (parsed.scope, parsed.epoch, parsed.device))
            case ReceiptName():
                receipt = self._by_author(parsed.device, lambda key: read_receipt(held, key))
                _same((receipt.device, receipt.number), (parsed.device, parsed.number))

    def _segment(self, name: SegmentName, data: bytes) -> None:
        header = read_header(data)
        _same((header.scope, header.device, header.ordinal), (name.scope, name.device, name.ordinal))
        self._by_author(name.device, lambda key: check_segment(data, key))

    def _by_author(self, device: int, read: Callable[[bytes], _T]) -> _T:
        """What is read with one of the keys that device ever signed with."""
        if not self.roster.known(device):
            self.roster.look_again()
        fault: Exception = Refusal("unknown-author")
        for key in self.roster.sign_keys(device):
            try:
                return read(key)
            except Damaged as error:
                fault = error
        raise fault


def _blob(name: BlobName, data: Bytes, digest: bytes) -> None:
    if digest.hex() != name.hex:
        raise Damaged(tr("内容与名称不符", "its name is not that of its content"))
    _same((check_framing(data).scope,), (name.scope,))


def _same(said: tuple[int, ...], named: tuple[int, ...]) -> None:
    if said != named:
        raise Damaged(tr("名称与内容不符", "its name is not that of its content"))


def scope_of(name: Name) -> Scope:
    """Whose district an object is of; certificates and receipts are everybody's."""
    return COMMON if isinstance(name, CertificateName | ReceiptName) else name.scope


def demand_part(name: Name, scopes: tuple[Scope, ...]) -> None:
    """Raise Refusal unless a caller with these scopes has part in that object."""
    if scope_of(name) not in scopes:
        raise Refusal("scope")


def demand_reader(name: Name, device: int, scopes: tuple[Scope, ...]) -> None:
    """`demand_part`; a wrapped key only for whom it is wrapped, and the bureau's own."""
    demand_part(name, scopes)
    if isinstance(name, ScopeKeyName) and name.device not in (device, BUREAU_DEVICE):
        raise Refusal("scope")
