"""Segments: sealed links of the chain of (scope, device). What travels.

Owns their framing, chain hash and signature. Must not know where segments are kept, nor who may write what.
Sealed bytes are kept and never made twice: another zstd version would give other bytes, and a nonce must not
see two texts.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

import zstandard

from ..domain.core import COUNTER_MASK, MAX_DEVICE, Scope, SegmentBody, SegmentHeader
from ..errors import Damaged, OurBug
from ..i18n import tr
from .canon import FETCH_AGAIN, INT_MAX, canonical, from_hex, malformed_as, require, within
from .columns import MAX_BODY, MAX_COMMIT, Columns, decode_body, decode_columns, encode_body, pack
from .commits import decode_commit, decode_commits, encode_commit
from .frame import TAG_SIZE, Head, decrypt, encrypt, head_bytes, read_head
from .keys import NONCE_SIZE, DeviceKeys, ScopeKey, verify
from .names import MAX_ORDINAL
from .signed import SIGNATURE_SIZE

__all__ = ["FIRST_PREV", "HASH_SIZE", "MAX_BODY", "MAX_COMMIT", "SEGMENT_MAGIC", "CheckedSegment", "Columns",
           "chain_hash", "check_segment", "decode_body", "decode_commit", "decode_commits", "encode_body",
           "encode_commit", "open_columns", "open_segment", "pack", "read_header", "seal_segment"]

SEGMENT_MAGIC = b"FA-SEG1\n"
HASH_SIZE = 32
FIRST_PREV = bytes(HASH_SIZE)

_SEALED_MAX = MAX_COMMIT + 100_000  # zstd makes what it cannot compress a little longer
_TRAILER = HASH_SIZE + SIGNATURE_SIZE
_LEVEL = 3  # measured: 9 saves 6 % for five times the work
_SHAPE = {"scope": int, "device": int, "epoch": int, "ordinal": int, "first": int, "last": int, "prev": str}


@dataclass(frozen=True, slots=True)
class CheckedSegment:
    """What is known of a segment once its signature was checked, without its scope's key."""

    header: SegmentHeader
    chain: bytes  # 32 bytes: the next segment's `prev`
    digest: bytes  # 32 bytes: SHA-256 of everything before the chain hash
    size: int  # bytes, all in all


def chain_hash(header: SegmentHeader, body: bytes, key: ScopeKey) -> bytes:
    """SHA-256 of prev, header and HMAC-SHA256(scope key, body); without the key nobody can guess by it."""
    return _chain(header.prev, canonical(_fields(header)), body, key)


def seal_segment(header: SegmentHeader, body: bytes, key: ScopeKey, keys: DeviceKeys, nonce: bytes) -> bytes:
    """The segment that travels. `body` is from `pack` or `encode_body`; `nonce`: 12 new random bytes.

    Raises OurBug when the header does not fit the key or breaks its own rules.
    """
    if (header.scope, header.epoch) != (key.scope, key.epoch) or len(body) > MAX_COMMIT:
        raise OurBug("segment header and scope key disagree, or the body is too long")
    head = head_bytes(SEGMENT_MAGIC, canonical(_fields(header)))
    try:
        read_header(head)
    except Damaged as fault:
        raise OurBug(f"not a good segment header: {header}") from fault
    sealed = encrypt(head, key, nonce, zstandard.ZstdCompressor(level=_LEVEL).compress(body))
    chain = chain_hash(header, body, key)
    return sealed + chain + keys.sign("segment", chain + hashlib.sha256(sealed).digest())


def read_header(data: bytes) -> SegmentHeader:
    """The header at the beginning of a segment; `data` may be cut off after it. Raises Damaged."""
    return _read(data)[1]


def check_segment(data: bytes, sign_public: bytes) -> CheckedSegment:
    """What anyone can check without the scope's key: framing, size and the device's signature.

    Raises Damaged. That the chain hash fits the content, only `open_segment` can tell.
    """
    head, header = _read(data)
    what = _what(header)
    with malformed_as(Damaged, what):
        least = head.size + NONCE_SIZE + TAG_SIZE + _TRAILER
        require(least <= len(data) <= least + _SEALED_MAX, "文件不完整或过大。",
                "The file is torn or too large.")
    chain, signature = data[-_TRAILER:-SIGNATURE_SIZE], data[-SIGNATURE_SIZE:]
    digest = hashlib.sha256(data[:-_TRAILER]).digest()
    if not verify(sign_public, "segment", chain + digest, signature):
        raise Damaged(tr("签名与该设备的密钥不符。", "The signature is not that of the device's key."),
                      where=what, todo=FETCH_AGAIN)
    return CheckedSegment(header, bytes(chain), digest, len(data))


def open_segment(data: bytes, key: ScopeKey) -> SegmentBody:
    """The body. The signature is not looked at again: call `check_segment` when the segment arrives.

    Raises Damaged when anything is not what its author sealed, NotAllowed for a key of another scope or
    epoch.
    """
    columns = open_columns(data, key)
    return SegmentBody(tuple(columns.commits()), columns.frontier)


def open_columns(data: bytes, key: ScopeKey) -> Columns:
    """`open_segment`, but in columns: nothing is made of every change."""
    head, header = _read(data)
    what = _what(header)
    body = _decompressed(decrypt(data, head, key, len(data) - _TRAILER, what), what)
    with malformed_as(Damaged, what):
        chain = _chain(header.prev, head.header, body, key)
        require(hmac.compare_digest(chain, data[-_TRAILER:-SIGNATURE_SIZE]), "链条校验值不符。",
                "The chain hash does not fit.")
    return decode_columns(body, header)


def _decompressed(packed: bytes, what: str) -> bytes:
    """zstd, within limits: the frame must say its size, and the library unpacks no more than that."""
    try:
        size = zstandard.get_frame_parameters(packed).content_size
        if size <= MAX_COMMIT:
            return zstandard.ZstdDecompressor().decompress(packed, allow_extra_data=False)
    except zstandard.ZstdError as fault:
        raise Damaged(tr("压缩内容损坏。", "The compressed content is broken."), where=what) from fault
    raise Damaged(tr("解压后的长度未写明或过大。", "The unpacked length is missing or too large."),
                  where=what)


def _chain(prev: bytes, header: bytes, body: bytes, key: ScopeKey) -> bytes:
    return hashlib.sha256(prev + header + hmac.digest(key.key, body, "sha256")).digest()


def _what(header: SegmentHeader) -> str:
    return f"segments/{header.scope}/{header.device}/{header.ordinal:08}"


def _fields(header: SegmentHeader) -> dict[str, object]:
    return {"scope": header.scope, "device": header.device, "epoch": header.epoch, "ordinal": header.ordinal,
            "first": header.first, "last": header.last, "prev": header.prev.hex()}


def _read(data: bytes) -> tuple[Head, SegmentHeader]:
    head = read_head(data, SEGMENT_MAGIC, _SHAPE, "segment")
    with malformed_as(Damaged, "segment"):
        fields = head.fields
        first = within(fields["first"], 1, COUNTER_MASK, "first")
        header = SegmentHeader(
            scope=Scope(within(fields["scope"], 0, INT_MAX, "scope")),
            device=within(fields["device"], 1, MAX_DEVICE, "device"),
            epoch=within(fields["epoch"], 1, INT_MAX, "epoch"),
            ordinal=within(fields["ordinal"], 1, MAX_ORDINAL, "ordinal"),
            first=first, last=within(fields["last"], first, COUNTER_MASK, "last"),
            prev=from_hex(fields["prev"], HASH_SIZE, "prev"))
        require(header.ordinal > 1 or header.prev == FIRST_PREV, "链条的开头不对。",
                "The chain's beginning is wrong.")
        return head, header
