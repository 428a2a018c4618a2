"""Is what lies on a carrier what was put there? Reads every object, changes nothing."""

from __future__ import annotations

from ..errors import Damaged, FieldauditError
from ..i18n import Text, tr
from ..store import Workspace
from ..wire.blobs import check_blob
from ..wire.certs import read_certificate
from ..wire.keys import check_scope_key
from ..wire.names import BlobName, CertificateName, ReceiptName, ScopeKeyName, SegmentName, parse_name
from ..wire.receipts import read_receipt
from ..wire.segments import check_segment, open_segment
from .carrier import Carrier


def verify_carrier(workspace: Workspace, carrier: Carrier) -> list[Text]:
    """Name each object on a carrier that is not what was put there (nothing is changed)."""
    found: list[Text] = []
    for top in ("certs", "keys", "segments", "blobs", "receipts"):
        for name in carrier.names(top):
            try:
                check_object(workspace, name, carrier.get(name) or b"")
            except FieldauditError as error:
                found.append(tr(f"{carrier.place} 上的 {name}：{error.what}", f"{name} on {carrier.place}: {error.what}"))
    return found


def check_object(workspace: Workspace, name: str, data: bytes) -> None:
    """Raise Damaged (or BadInput, for a name that is none) unless an object is whole and what its name says."""
    trust = workspace.store.trust
    match parse_name(name):
        case SegmentName() as parsed:
            _check_segment(workspace, parsed, data)
        case BlobName(hex=digest):
            check_blob(data, digest)
        case CertificateName() as parsed:
            statement = read_certificate(data, trust.bureau_public)
            _same((statement.device, statement.serial), (parsed.device, parsed.serial))
        case ScopeKeyName() as parsed:
            address = check_scope_key(data, trust.bureau_public)
            _same((address.scope, address.epoch, address.device), (parsed.scope, parsed.epoch, parsed.device))
        case ReceiptName() as parsed:
            public = trust.sign_key(parsed.device)
            if public is not None:
                receipt = read_receipt(data, public)
                _same((receipt.device, receipt.number), (parsed.device, parsed.number))


def _same(said: tuple[int, ...], named: tuple[int, ...]) -> None:
    if said != named:
        raise Damaged(tr("名称与内容不符", "its name is not that of its content"))


def _check_segment(workspace: Workspace, name: SegmentName, data: bytes) -> None:
    trust = workspace.store.trust
    public = trust.sign_key(name.device)
    if public is None:
        return  # a device this workspace has not heard of
    header = check_segment(data, public).header
    _same((header.scope, header.device, header.ordinal), (name.scope, name.device, name.ordinal))
    key = trust.key(header.scope, header.epoch)
    if key is not None:
        open_segment(data, key)
