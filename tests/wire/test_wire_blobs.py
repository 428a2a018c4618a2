"""Blobs are sealed whole, known by the hash of their stored bytes, and open only as they were."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_examples import DEVICE, DISTRICT, NONCE, SCOPE_KEY

from fieldaudit.domain.core import Scope
from fieldaudit.errors import BadInput, Damaged, NotAllowed, OurBug
from fieldaudit.wire.blobs import (
    MAX_BLOB,
    BlobHeader,
    blob_name,
    check_blob,
    open_blob,
    read_blob_header,
    seal_blob,
)
from fieldaudit.wire.keys import ScopeKey

PLAIN = b"\xff\xd8\xff\xe0 a photo, near enough"


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.binary(min_size=12, max_size=12))
def test_any_content_comes_back(plain: bytes, nonce: bytes) -> None:
    sealed = seal_blob(plain, SCOPE_KEY, DEVICE, nonce)
    assert open_blob(sealed, SCOPE_KEY) == plain
    header = BlobHeader(DISTRICT, 1, DEVICE, len(plain))
    assert read_blob_header(sealed) == check_blob(sealed, blob_name(sealed)) == header


def test_a_blob_is_named_by_the_hash_of_its_stored_bytes() -> None:
    sealed = seal_blob(PLAIN, SCOPE_KEY, DEVICE, NONCE)
    assert blob_name(sealed) == hashlib.sha256(sealed).hexdigest()
    with pytest.raises(Damaged):
        check_blob(sealed, blob_name(sealed + b"\0"))


@pytest.mark.parametrize("flip", [1, 0x80])
def test_every_changed_byte_of_a_blob_is_refused(flip: int) -> None:
    sealed = seal_blob(PLAIN, SCOPE_KEY, DEVICE, NONCE)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ flip]) + sealed[place + 1:]
        with pytest.raises((Damaged, NotAllowed)):
            open_blob(changed, SCOPE_KEY)
        with pytest.raises(Damaged):
            check_blob(changed, blob_name(sealed))


def test_a_torn_blob_is_damaged_even_under_its_own_hash() -> None:
    sealed = seal_blob(PLAIN, SCOPE_KEY, DEVICE, NONCE)
    for torn in (sealed[:-1], sealed[:30], sealed[:8], b"", sealed + b"\0"):
        with pytest.raises(Damaged):
            open_blob(torn, SCOPE_KEY)
        with pytest.raises(Damaged):
            check_blob(torn, blob_name(torn))


def test_another_scopes_key_does_not_open_a_blob() -> None:
    sealed = seal_blob(PLAIN, SCOPE_KEY, DEVICE, NONCE)
    for other in (replace(SCOPE_KEY, scope=Scope(3)), replace(SCOPE_KEY, epoch=2)):
        with pytest.raises(NotAllowed):
            open_blob(sealed, other)
    with pytest.raises(Damaged):
        open_blob(sealed, ScopeKey(DISTRICT, 1, bytes(32)))


def test_a_file_above_64_megabytes_is_refused_with_its_size() -> None:
    with pytest.raises(BadInput, match="65 MB"):
        seal_blob(bytes(MAX_BLOB + 1), SCOPE_KEY, DEVICE, NONCE)


def test_a_blob_needs_a_device_and_a_whole_nonce() -> None:
    with pytest.raises(BadInput):
        seal_blob(PLAIN, SCOPE_KEY, 0, NONCE)
    with pytest.raises(OurBug):
        seal_blob(PLAIN, SCOPE_KEY, DEVICE, NONCE + b"\0")
