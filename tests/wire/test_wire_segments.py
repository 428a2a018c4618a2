"""Segments: what anyone can check, what only a holder of the scope key can, and what nobody can forge."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
import zstandard
from wire_examples import DEVICE, DISTRICT, KEYS, NONCE, OTHER_KEYS, SCOPE_KEY, answer

from fieldaudit.domain.core import Scope, SegmentBody, SegmentHeader
from fieldaudit.errors import Damaged, NotAllowed, OurBug
from fieldaudit.wire.blobs import seal_blob
from fieldaudit.wire.frame import encrypt, head_bytes
from fieldaudit.wire.keys import ScopeKey
from fieldaudit.wire.segments import (
    FIRST_PREV,
    MAX_COMMIT,
    SEGMENT_MAGIC,
    chain_hash,
    check_segment,
    encode_body,
    open_segment,
    read_header,
    seal_segment,
)

BODY = SegmentBody((answer(4), answer(6)), {(Scope(0), 1): 4})
HEADER = SegmentHeader(DISTRICT, DEVICE, 1, 1, 4, 6, FIRST_PREV)


def sealed(header: SegmentHeader = HEADER, body: bytes = b"") -> bytes:
    return seal_segment(header, body or encode_body(BODY), SCOPE_KEY, KEYS, NONCE)


def forged(packed: bytes) -> bytes:
    """A segment of a hostile member of the scope: well signed and encrypted, with `packed` as content."""
    own = sealed()
    head = own[:12 + int.from_bytes(own[8:12], "big")]
    data = encrypt(head, SCOPE_KEY, NONCE, packed)
    chain = bytes(32)
    return data + chain + KEYS.sign("segment", chain + hashlib.sha256(data).digest())


def test_a_segment_opens_to_what_was_sealed() -> None:
    data = sealed()
    assert read_header(data) == HEADER
    assert open_segment(data, SCOPE_KEY) == BODY
    checked = check_segment(data, KEYS.sign_public)
    assert (checked.header, checked.size) == (HEADER, len(data))
    assert checked.chain == chain_hash(HEADER, encode_body(BODY), SCOPE_KEY)


def test_a_header_can_be_read_from_the_first_bytes_alone() -> None:
    assert read_header(sealed()[:400]) == HEADER


def test_segments_chain_by_hash() -> None:
    first = check_segment(sealed(), KEYS.sign_public)
    second = SegmentHeader(DISTRICT, DEVICE, 1, 2, 7, 7, first.chain)
    body = SegmentBody((answer(7),), {})
    data = seal_segment(second, encode_body(body), SCOPE_KEY, KEYS, NONCE)
    assert open_segment(data, SCOPE_KEY) == body
    assert read_header(data).prev == first.chain


@pytest.mark.parametrize("flip", [1, 0x80])
def test_every_changed_byte_of_a_segment_is_refused_without_any_key(flip: int) -> None:
    data = sealed()
    for place in range(len(data)):
        with pytest.raises(Damaged):
            check_segment(data[:place] + bytes([data[place] ^ flip]) + data[place + 1:], KEYS.sign_public)


def test_every_changed_byte_before_the_signature_is_refused_by_a_reader_too() -> None:
    data = sealed()
    for place in range(len(data) - 64):
        with pytest.raises((Damaged, NotAllowed)):
            open_segment(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:], SCOPE_KEY)


def test_a_torn_or_lengthened_segment_is_refused() -> None:
    data = sealed()
    for wrong in (b"", data[:8], data[:11], data[:60], data[:-1], data[:200], data + b"\0", data[1:]):
        with pytest.raises(Damaged):
            check_segment(wrong, KEYS.sign_public)
        with pytest.raises(Damaged):
            open_segment(wrong[:150], SCOPE_KEY)


def test_another_devices_signature_is_refused_and_the_segment_named() -> None:
    with pytest.raises(Damaged) as caught:
        check_segment(sealed(), OTHER_KEYS.sign_public)
    assert caught.value.where == "segments/2/3/00000001"


def test_a_key_of_another_scope_or_epoch_is_not_allowed_and_a_wrong_key_damaged() -> None:
    for other in (replace(SCOPE_KEY, scope=Scope(3)), replace(SCOPE_KEY, epoch=2)):
        with pytest.raises(NotAllowed):
            open_segment(sealed(), other)
    with pytest.raises(Damaged):
        open_segment(sealed(), ScopeKey(DISTRICT, 1, bytes(32)))


def test_a_header_that_disagrees_with_its_commits_is_refused_though_well_sealed() -> None:
    for header in (replace(HEADER, last=7), replace(HEADER, first=3)):
        with pytest.raises(Damaged):
            open_segment(sealed(header), SCOPE_KEY)


@pytest.mark.parametrize("header", [
    replace(HEADER, scope=Scope(3)), replace(HEADER, epoch=2), replace(HEADER, ordinal=0),
    replace(HEADER, device=0), replace(HEADER, first=7), replace(HEADER, prev=bytes(31)),
    replace(HEADER, prev=b"\1" * 32), replace(HEADER, ordinal=100_000_000)])
def test_a_header_that_breaks_its_rules_is_not_sealed(header: SegmentHeader) -> None:
    with pytest.raises(OurBug):
        sealed(header)


def test_a_nonce_of_another_length_is_not_used() -> None:
    with pytest.raises(OurBug):
        seal_segment(HEADER, encode_body(BODY), SCOPE_KEY, KEYS, NONCE[:8])


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zstandard.ZstdCompressor(level=3).compress(bytes(MAX_COMMIT + 1))
    assert len(bomb) < 2000
    with pytest.raises(Damaged, match="长度"):
        open_segment(forged(bomb), SCOPE_KEY)


def test_a_bomb_that_hides_or_belittles_its_size_is_refused() -> None:
    frame = zstandard.ZstdCompressor(level=3).compress(bytes(4000))
    assert frame[:5] == bytes.fromhex("28b52ffd60") and int.from_bytes(frame[5:7], "little") + 256 == 4000
    belittled = frame[:5] + (1).to_bytes(2, "little") + frame[7:]
    hidden = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(bytes(4000))
    followed = zstandard.ZstdCompressor(level=3).compress(encode_body(BODY)) + frame
    for packed in (belittled, hidden, followed, b"no zstd at all", b""):
        with pytest.raises(Damaged):
            open_segment(forged(packed), SCOPE_KEY)


def test_a_chain_hash_that_does_not_fit_the_content_is_refused() -> None:
    with pytest.raises(Damaged, match="链条"):
        open_segment(forged(zstandard.ZstdCompressor(level=3).compress(encode_body(BODY))), SCOPE_KEY)


def test_a_header_too_long_is_refused_unread() -> None:
    head = head_bytes(SEGMENT_MAGIC, b'{"a":"' + b"x" * 5000 + b'"}')
    with pytest.raises(Damaged):
        read_header(head)


def test_no_sealed_object_looks_like_a_photo_an_archive_or_a_database() -> None:
    photo = b"\xff\xd8\xff\xe0" + bytes(50)
    for data in (sealed(), seal_blob(photo, SCOPE_KEY, DEVICE, NONCE)):
        for magic in (b"\x28\xb5\x2f\xfd", b"\x1f\x8b", b"\xff\xd8\xff", b"SQLite format 3\0"):
            assert not data.startswith(magic)
            assert magic not in data[:200]
