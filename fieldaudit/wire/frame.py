"""The frame of a sealed object: magic, clear header, nonce, AES-256-GCM text bound to the header.

Owns the layout that segments and blobs share. Must not know what is inside either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..domain.core import Scope
from ..errors import Damaged, NotAllowed
from ..i18n import tr
from .canon import FETCH_AGAIN, exact, malformed_as, parsed_exactly, require, shaped
from .keys import NONCE_SIZE, ScopeKey

MAX_HEADER = 1_000  # bytes; the longest header of this version has about 350
TAG_SIZE = 16

_LENGTH = 4
_MAGIC = 8


@dataclass(frozen=True, slots=True)
class Head:
    """The clear beginning of a sealed object."""

    fields: dict[str, Any]
    header: bytes  # the canonical JSON
    size: int  # of magic, length and header together


def head_bytes(magic: bytes, header: bytes) -> bytes:
    """Magic, length (4 bytes, big-endian) and header: also what the encryption is bound to."""
    return magic + len(header).to_bytes(_LENGTH, "big") + header


def read_head(data: bytes | bytearray | memoryview, magic: bytes, shape: Mapping[str, type], what: str) -> Head:
    """The head at the beginning of `data`, which may be cut off after it. Raises Damaged."""
    with malformed_as(Damaged, what):
        require(data[:_MAGIC] == magic, "开头标记不对，不是这种文件。",
                "The first bytes are not those of this kind.")
        length = int.from_bytes(data[_MAGIC:_MAGIC + _LENGTH], "big")
        size = _MAGIC + _LENGTH + length
        require(2 <= length <= MAX_HEADER and len(data) >= size, "文件头不完整。", "The header is torn.")
        header = bytes(data[_MAGIC + _LENGTH:size])
        return Head(shaped(parsed_exactly(header), shape), header, size)


def encrypt(head: bytes, key: ScopeKey, nonce: bytes, plain: bytes) -> bytes:
    """Head, nonce and `plain` encrypted under the scope key, bound to the head."""
    nonce = exact(nonce, NONCE_SIZE, "nonce")
    return b"".join((head, nonce, AESGCM(key.key).encrypt(nonce, plain, head)))


def decrypt(data: bytes, head: Head, key: ScopeKey, end: int, what: str) -> bytes:
    """What `encrypt` was given; the encrypted part of `data` ends at `end`.

    Raises NotAllowed for a key of another scope or epoch, Damaged for bytes that are not what was written.
    """
    _demand_key(Scope(head.fields["scope"]), head.fields["epoch"], key, what)
    begin = head.size + NONCE_SIZE
    with malformed_as(Damaged, what):
        require(end >= begin + TAG_SIZE, "文件不完整。", "The file is torn.")
    try:
        return AESGCM(key.key).decrypt(data[head.size:begin], data[begin:end], data[:head.size])
    except InvalidTag as fault:
        raise Damaged(tr("内容与加密时不同，或密钥不符。",
                         "The content is not what was encrypted, or the key does not fit."),
                      where=what, todo=FETCH_AGAIN) from fault


def _demand_key(scope: Scope, epoch: int, key: ScopeKey, what: str) -> None:
    if (scope, epoch) != (key.scope, key.epoch):
        raise NotAllowed(
            tr("需要范围 {scope} 第 {epoch} 期的密钥，给的是范围 {other} 第 {its} 期的。",
               "This needs the key of scope {scope}, epoch {epoch}; given was scope {other}, epoch {its}.")
            .format(scope=scope, epoch=epoch, other=key.scope, its=key.epoch), where=what)
