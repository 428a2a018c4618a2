"""Sealed blobs: a photo, a signature, a submission or a file, encrypted whole.

Owns their bytes. The same bytes lie at rest and travel; a blob is known by the SHA-256 of them, and the
row that owns it (inside a signed segment) names that hash. Must not know what the content is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ..domain.core import MAX_DEVICE, Scope
from ..errors import BadInput, Damaged
from ..i18n import tr
from .canon import INT_MAX, encoded, malformed_as, require, within
from .frame import TAG_SIZE, Head, decrypt, encrypt, head_bytes, read_head
from .keys import NONCE_SIZE, ScopeKey

BLOB_MAGIC = b"FA-BLB1\n"
MAX_BLOB = 64_000_000  # bytes of content; a blob is held in memory whole, also on the hub

Bytes = bytes | bytearray | memoryview

_SHAPE = {"scope": int, "epoch": int, "device": int, "size": int}


@dataclass(frozen=True, slots=True)
class BlobHeader:
    """The clear part of a blob; `size` is the content's, in bytes."""

    scope: Scope
    epoch: int
    device: int  # which device sealed it
    size: int


def seal_blob(plain: bytes, key: ScopeKey, device: int, nonce: bytes) -> bytes:
    """`plain` sealed for the scope. `nonce`: 12 new random bytes. Raises BadInput above 64 MB."""
    if len(plain) > MAX_BLOB:
        raise BadInput(tr("文件 {size} MB，超过 64 MB，不能收入。",
                          "The file has {size} MB; at most 64 MB can be taken in.")
                       .format(size=-(-len(plain) // 1_000_000)))
    fields = {"scope": key.scope, "epoch": key.epoch, "device": device, "size": len(plain)}
    with malformed_as(BadInput, "blob"):
        _header_of(fields)
        return encrypt(head_bytes(BLOB_MAGIC, encoded(fields)), key, nonce, plain)


def blob_name(sealed: bytes) -> str:
    """The hash a blob is known by: SHA-256 of its stored bytes, in hex."""
    return hashlib.sha256(sealed).hexdigest()


def read_blob_header(data: bytes) -> BlobHeader:
    """The header at the beginning of a blob; `data` may be cut off after it. Raises Damaged."""
    return _read(data)[1]


def check_blob(sealed: bytes, hex: str) -> BlobHeader:
    """What anyone can check of a blob without a key: its hash, framing and size. Raises Damaged."""
    with malformed_as(Damaged, f"blob {hex}"):
        require(blob_name(sealed) == hex, "内容与名称不符。", "The content is not what the name says.")
    return check_framing(sealed)


def check_framing(sealed: Bytes) -> BlobHeader:
    """`check_blob` for a caller that compared the hash already, and would make no copy of a photo. Raises Damaged."""
    head, header = _read(sealed)
    _demand_size(sealed, head, header)
    return header


def open_blob(sealed: bytes, key: ScopeKey) -> bytes:
    """The content. Raises Damaged, or NotAllowed for a key of another scope or epoch."""
    head, header = _read(sealed)
    _demand_size(sealed, head, header)
    return decrypt(sealed, head, key, len(sealed), "blob")


def _demand_size(sealed: Bytes, head: Head, header: BlobHeader) -> None:
    with malformed_as(Damaged, "blob"):
        require(len(sealed) == head.size + NONCE_SIZE + header.size + TAG_SIZE,
                "文件不完整。", "The file is torn.")


def _read(data: Bytes) -> tuple[Head, BlobHeader]:
    head = read_head(data, BLOB_MAGIC, _SHAPE, "blob")
    with malformed_as(Damaged, "blob"):
        return head, _header_of(head.fields)


def _header_of(fields: dict[str, int]) -> BlobHeader:
    return BlobHeader(Scope(within(fields["scope"], 0, INT_MAX, "scope")),
                      within(fields["epoch"], 1, INT_MAX, "epoch"),
                      within(fields["device"], 1, MAX_DEVICE, "device"),
                      within(fields["size"], 0, MAX_BLOB, "size"))
