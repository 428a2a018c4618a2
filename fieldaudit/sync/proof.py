"""Is what lies on a carrier what was put there? Reads every object, changes nothing."""

from __future__ import annotations

from ..errors import Damaged, FieldauditError
from ..i18n import Text, tr
from ..store import Workspace
from ..wire.blobs import check_blob
from ..wire.certs import read_certificate
from ..wire.keys import check_scope_key
from ..wire.names import BlobName, CertificateName, SegmentName, parse_name
from ..wire.segments import check_segment, open_segment
from .carrier import Carrier


def verify_carrier(workspace: Workspace, carrier: Carrier) -> list[Text]:
    """Name each object on a carrier that is not what was put there (nothing is changed)."""
    found: list[Text] = []
    for top in ("certs", "keys", "segments", "blobs"):
        for name in carrier.names(top):
            try:
                _check(workspace, name, carrier.get(name) or b"")
            except FieldauditError as error:
                found.append(tr(f"{carrier.place} 上的 {name}：{error.what}", f"{name} on {carrier.place}: {error.what}"))
    return found


def _check(workspace: Workspace, name: str, data: bytes) -> None:
    """Raise what is wrong with one object."""
    trust = workspace.store.trust
    match parse_name(name):
        case SegmentName() as parsed:
            _check_segment(workspace, parsed, data)
        case BlobName(hex=digest):
            check_blob(data, digest)
        case CertificateName():
            read_certificate(data, trust.bureau_public)
        case _:
            check_scope_key(data, trust.bureau_public)


def _check_segment(workspace: Workspace, name: SegmentName, data: bytes) -> None:
    trust = workspace.store.trust
    public = trust.sign_key(name.device)
    if public is None:
        return  # a device this workspace has not heard of
    header = check_segment(data, public).header
    if (header.scope, header.device, header.ordinal) != (name.scope, name.device, name.ordinal):
        raise Damaged(tr("名称与内容不符", "its name is not that of its content"))
    key = trust.key(header.scope, header.epoch)
    if key is not None:
        open_segment(data, key)
